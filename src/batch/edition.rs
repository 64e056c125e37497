//! Which table is the later edition.

use std::collections::HashMap;

use super::entry::Entry;
use super::options::Editions;
use crate::model::{Frequency, Period, Reading, tidy};

/// The edition of one table of one file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edition {
    /// Place of the file among all.
    pub(super) file: u32,
    /// The end of the year that it is of, in years; NaN where order alone counts.
    year: f64,
    /// The end of its last period, in years.
    last: f64,
    /// Whether the file says it itself.
    said: bool,
    /// As it is printed: `2013`, `2012-Q3`.
    pub(super) text: String,
}

impl Edition {
    /// Earlier or later; the same where nothing tells them apart. Of two of one moment the one that says it itself is later.
    pub(super) fn compare(&self, other: &Edition) -> std::cmp::Ordering {
        if self.year.is_nan() || other.year.is_nan() {
            return self.file.cmp(&other.file);
        }
        // Of days in one month the later text is the later day.
        let within =
            if self.said && other.said { self.text.cmp(&other.text) } else { self.last.total_cmp(&other.last) };
        self.year.total_cmp(&other.year).then(self.said.cmp(&other.said)).then(within)
    }
}

/// The place of each edition among all; those that nothing tells apart share one.
pub(super) fn places(editions: &[Edition]) -> Vec<u32> {
    let mut order: Vec<(usize, &Edition)> = editions.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.compare(b));
    let mut places = vec![0; editions.len()];
    let (mut place, mut last) = (0, None);
    for (at, edition) in order {
        if last.replace(edition).is_some_and(|last| last.compare(edition).is_ne()) {
            place += 1;
        }
        if let Some(own) = places.get_mut(at) {
            *own = place;
        }
    }
    places
}

/// The editions of the tables of a file, and for each cell the number of its own.
pub(super) fn editions(entry: &Entry, file: u32, shown: &str, how: Editions) -> (Vec<Edition>, Vec<u32>) {
    let mut tables: Vec<(u32, u32, Option<u32>)> = Vec::new();
    let mut places: HashMap<(u32, u32, Option<u32>), usize> = HashMap::new();
    let mut last: Vec<Option<Period>> = Vec::new();
    let mut of_cells = Vec::with_capacity(entry.cells.len());
    let mut recent = usize::MAX;
    for cell in &entry.cells {
        let table = (cell.sheet, cell.table, cell.as_of);
        if tables.get(recent) != Some(&table) {
            recent = *places.entry(table).or_insert_with(|| {
                tables.push(table);
                last.push(None);
                tables.len() - 1
            });
        }
        of_cells.push(recent as u32);
        if let (Some(at), Some(last), true) = (cell.at, last.get_mut(recent), cell.value.is_some())
            && last.is_none_or(|last| last.end_in_years() < at.end_in_years())
        {
            *last = Some(at);
        }
    }
    let editions = tables.iter().zip(&last).map(|((_, table, as_of), last)| {
        let end = last.map_or(f64::NEG_INFINITY, Period::end_in_years);
        // The year of the last period, also of one that ends with its year.
        let year = last.map_or(i32::MIN, Period::year);
        let by_period = (end, last.map(|last| last.to_string()).unwrap_or_default());
        let own = as_of.map(|number| entry.text(number)).and_then(|text| Some((moment(text)?, text.to_owned())));
        if let Some((year, text)) = own.filter(|_| how != Editions::Order) {
            return Edition { file, year, last: end, said: true, text };
        }
        let (year, text) = match how {
            Editions::Order => (f64::NAN, String::new()),
            Editions::LastPeriod => by_period,
            Editions::Named => match named(shown, entry.text(*table)).filter(|named| *named >= year) {
                Some(named) => (f64::from(named) + 1.0, named.to_string()),
                None => by_period,
            },
        };
        Edition { file, year, last: end, said: false, text }
    });
    (editions.collect(), of_cells)
}

/// The end of the month or period that a text of an edition names, in years.
fn moment(text: &str) -> Option<f64> {
    match Reading::of(text.trim()).ok()? {
        Reading::Period(period) => Some(period.end_in_years()),
        Reading::Range(range) => Some(range.last().end_in_years()),
        Reading::Date(date) => date.period_at(Frequency::Monthly).map(Period::end_in_years),
        Reading::Ambiguous { month, .. } => Some(month.end_in_years()),
    }
}

/// The year that the file, its folders from the inside out, or the title names.
fn named(shown: &str, title: &str) -> Option<i32> {
    shown.rsplit('/').find_map(last_year).or_else(|| last_year(title))
}

/// The latest year in a text: four digits between 1949 and 2099, with no digit beside them.
fn last_year(text: &str) -> Option<i32> {
    let runs = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).filter(|year| (1949..2100).contains(year)).max()
}

/// The title of a table without what changes from edition to edition: its number, years, 续表.
pub(super) fn family(title: &str) -> String {
    let mut text = tidy(title);
    for word in ["(续)", "续表", "(cont.)", "(continued)", "continued"] {
        if let Some((before, after)) = text.split_once(word) {
            // 续表1
            text = before.to_owned() + after.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit());
        }
    }
    let text = text.trim_start_matches(['表', ' ']);
    let text = text.strip_prefix("table ").unwrap_or(text);
    // `3-15 ` numbers a table, the 65 of `65岁以上人口` does not.
    let rest =
        text.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.' | ' ' | '、'));
    let number = text.strip_suffix(rest).unwrap_or_default();
    let text = if number.chars().all(|letter| letter.is_ascii_digit()) { text } else { rest };
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for letter in text.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if last_year(&digits).is_none() {
            out.push_str(&digits);
        } else if letter == '年' {
            digits.clear();
            continue;
        }
        digits.clear();
        if letter != '\0' {
            out.push(letter);
        }
    }
    out.replace("()", "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_table_through_the_years() {
        for (one, other, same) in [
            ("3-15 各市地区生产总值(2012)", "2-9  各市地区生产总值（2017年）", true),
            ("各市地区生产总值", "续表1 各市地区生产总值", true),
            ("各市地区生产总值(2012)", "各市固定资产投资(2012)", false),
            ("Table 3.1 Population 2010", "Population 2011", true),
            ("65岁以上人口", "15岁以上人口", false),
        ] {
            assert_eq!(family(one) == family(other), same, "{one}: {}, {other}: {}", family(one), family(other));
        }
    }

    #[test]
    fn years_of_names() {
        assert_eq!(named("yearbook2013/gdp.xls", ""), Some(2013));
        assert_eq!(named("2013/gdp_2000-2015.xls", "1999"), Some(2015));
        assert_eq!(named("gdp_v2_2002465.csv", "生产总值(2012)"), Some(2012));
        assert_eq!(named("gdp.csv", ""), None);
    }
}
