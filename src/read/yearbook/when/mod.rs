//! Periods in heads and labels.
//!
//! - A head may give a whole period (`2005年三季度`), a year alone, or a part that takes its year from elsewhere
//!   (`Jan`, `Q1`, `1-7月`).
//! - A single letter, a circled number or a bracket behind a year is a footnote mark (`2019 (i)`, `2000 p`, `2005 ①`).
//! - A figure glued to a year is a footnote mark where the year stands beside its neighbours (`20102` behind 2010).
//! - A span (`1981-2004`, `"十一五"时期`) stays a span and is never one of its years.
//! - `2004-05` is a fiscal year where all heads of its axis have that form, and a month otherwise.
//! - Years of the Republic of China are counted from 1911, Japanese eras from their first year, Solar Hijri years
//!   from 621.

mod chinese;
mod western;

pub(super) use western::month;

use crate::model::{FiscalEnd, Frequency, Period};

/// What part of a year, or how many years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Year,
    Half(u8),
    Quarter(u8),
    Month(u8),
    Months(u8, u8),
    Week(u8),
    Day(u8, u8),
    /// To a later year.
    Years(i32),
    /// `2004-05`: May, or the year 2004/05.
    Either(u8),
    /// The fiscal year that begins in this year.
    Fiscal,
}

/// A period as written: its year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: Option<i32>,
    pub(super) span: Span,
    /// What was read is not in doubt.
    pub(super) sure: bool,
    /// A day out of a date cell, which spreadsheets also use for months.
    pub(super) serial: bool,
}

impl Moment {
    pub(super) const fn new(year: Option<i32>, span: Span) -> Moment {
        Moment { year, span, sure: true, serial: false }
    }

    pub(super) const fn year(year: i32) -> Moment {
        Moment::new(Some(year), Span::Year)
    }

    const fn doubtful(self) -> Moment {
        Moment { sure: false, ..self }
    }

    /// Whether it can stand alone.
    pub(super) const fn whole(self) -> bool {
        self.year.is_some()
    }

    /// Year from one head, part of the year from another.
    pub(super) fn with(self, other: Moment) -> Option<Moment> {
        let sure = self.sure && other.sure;
        match (self.year, other.year) {
            (Some(year), None) if self.span == Span::Year => Some(Moment { year: Some(year), sure, ..other }),
            (None, Some(year)) if other.span == Span::Year => Some(Moment { year: Some(year), sure, ..self }),
            (Some(a), Some(b)) if a == b && self.span == Span::Year => Some(Moment { sure, ..other }),
            (Some(a), Some(b)) if a == b && other.span == Span::Year => Some(Moment { sure, ..self }),
            _ => None,
        }
    }

    /// January to the end of it: 累计, year to date.
    pub(super) fn to_date(self) -> Moment {
        let last = match self.span {
            Span::Month(month) => month,
            Span::Quarter(quarter) => quarter * 3,
            Span::Half(half) => half * 6,
            _ => return self,
        };
        Moment { span: Span::Months(1, last), ..self }
    }

    /// The period at a stated frequency (季, month, Quarter ...); `None` where it has none: the first month of a quarter
    /// in a series of quarters.
    pub(super) fn at_frequency(self, frequency: &str) -> Option<Moment> {
        let frequency = frequency.trim().to_lowercase();
        let (Span::Month(month) | Span::Either(month) | Span::Day(month, _)) = self.span else { return Some(self) };
        let span = match frequency.chars().next()? {
            '季' | 'q' => {
                if !month.is_multiple_of(3) && !matches!(self.span, Span::Day(..)) {
                    return None;
                }
                Span::Quarter(month.div_ceil(3))
            }
            '月' | 'm' => Span::Month(month),
            '年' | 'a' | 'y' if matches!(self.span, Span::Day(..)) || month == 12 => Span::Year,
            '年' | 'a' | 'y' => return None,
            _ => return Some(self),
        };
        Some(Moment { span, serial: false, ..self })
    }

    /// The period as SDMX text, and as one of the model where it is one. `end` is the last month of fiscal years.
    pub(super) fn stamp(self, end: Option<u8>) -> Option<(String, Option<Period>)> {
        let year = self.year?;
        let model = |period: crate::error::Result<Period>| period.ok().map(|period| (period.to_string(), Some(period)));
        match self.span {
            Span::Year => Some((format!("{year:04}"), Some(Period::annual(year)))),
            Span::Half(half) => model(Period::half_yearly(year, half)),
            Span::Quarter(quarter) => model(Period::quarterly(year, quarter)),
            Span::Month(month) | Span::Either(month) => model(Period::monthly(year, month)),
            Span::Week(week) => model(Period::weekly(year, week)),
            Span::Months(1, last) => model(Period::months_to_date(year, last)),
            Span::Months(first, last) => {
                let later = year + i32::from(last < first);
                Some((format!("{year:04}-{first:02}/{later:04}-{last:02}"), None))
            }
            Span::Day(month, day) => Some((format!("{year:04}-{month:02}-{day:02}"), None)),
            Span::Years(last) => Some((format!("{year:04}/{last:04}"), None)),
            Span::Fiscal => {
                if let Some(end) = end {
                    model(Period::fiscal(year + 1, end))
                } else {
                    let period = Period::from_ordinal(Frequency::Fiscal(FiscalEnd::NOT_STATED), year + 1);
                    Some((period.to_string(), Some(period)))
                }
            }
        }
    }
}

/// Reads a head or a label that is a period and nothing else.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = normal(text);
    if text.is_empty() || text.chars().count() > 48 {
        return None;
    }
    chinese::read(&text)
        .or_else(|| western::read(&text))
        .or_else(|| {
            let short = without_mark(&text)?;
            chinese::read(short).or_else(|| western::read(short))
        })
        .or_else(|| {
            // `2020 1`: a footnote number behind a year.
            let (year, mark) = text.split_once(' ')?;
            let note = mark
                .split([',', ' '])
                .filter(|mark| !mark.is_empty())
                .all(|mark| mark.len() <= 2 && mark.bytes().all(|byte| byte.is_ascii_digit()));
            let year = year_of(year).filter(|year| note && (1800..=2100).contains(year))?;
            Some(Moment::year(year).doubtful())
        })
}

/// Reads a head that begins with a period and says more: `2013年为2012年%`, `2012年地区生产总值`. Gives what is left
/// as the heading: all of it where the rest compares periods, the rest otherwise.
pub(super) fn lead(text: &str) -> Option<(Moment, String)> {
    chinese::lead(&normal(text)).map(|(moment, rest)| (moment, rest.to_owned()))
}

/// The one year, or span of years, that a title names: `(2012年)`, `in 2019`, `, 2012`.
pub(super) fn of_title(title: &str) -> Option<Moment> {
    let text = normal(title);
    if let Some(found) = chinese::of_title(&text) {
        return Some(found);
    }
    western::of_title(&text)
}

/// Settles `2004-05` for the whole axis: fiscal years where every head has that form and follows the last.
pub(super) fn settle(axis: &mut [Moment]) {
    let either = |moment: &Moment| match (moment.year, moment.span) {
        (Some(year), Span::Either(second)) => i32::from(second) == (year + 1).rem_euclid(100),
        _ => false,
    };
    // `2006-11` beside `2012-17`: spans of years, all of them.
    let spans = axis.iter().any(|moment| !moment.sure && matches!(moment.span, Span::Years(_)));
    let last_of = |moment: &Moment| match (moment.year, moment.span) {
        (Some(year), Span::Month(last) | Span::Either(last)) => {
            Some(year - year.rem_euclid(100) + i32::from(last)).filter(|last| *last > year)
        }
        _ => None,
    };
    let months = |moment: &&Moment| matches!(moment.span, Span::Month(_) | Span::Either(_));
    if spans && axis.iter().filter(months).all(|moment| last_of(moment).is_some()) {
        for moment in axis.iter_mut() {
            if let Some(last) = last_of(moment) {
                (moment.span, moment.sure) = (Span::Years(last), false);
            }
        }
    }
    let total = axis.iter().filter(|moment| matches!(moment.span, Span::Either(_))).count();
    if total == 0 {
        let pairs = axis
            .iter()
            .filter(|m| matches!((m.year, m.span), (Some(year), Span::Years(last)) if last == year + 1))
            .count();
        if pairs == axis.len() && pairs > 1 {
            for moment in axis.iter_mut() {
                moment.span = Span::Fiscal;
            }
        }
        return;
    }
    // Beside whole years, two years that follow each other are one year that begins in the first.
    let mixed = !axis.iter().all(either);
    let fiscal = axis.iter().all(|moment| either(moment) || matches!(moment.span, Span::Year | Span::Fiscal))
        && axis.iter().any(either);
    for moment in axis.iter_mut() {
        if let Span::Either(month) = moment.span {
            let lone = total == 1 && i32::from(month) <= 12;
            moment.span = if fiscal { Span::Fiscal } else { Span::Month(month) };
            moment.sure &= (!lone && !mixed) || !fiscal;
            if !fiscal && month > 12 {
                moment.span = Span::Years(moment.year.unwrap_or_default() + 1);
                moment.sure = false;
            }
        }
    }
}

/// What date cells stand for: months, where each is the first or the last of its month and they follow month by month;
/// quarters and years likewise.
pub(super) fn settle_days(axis: &mut [Moment]) -> Option<(f64, &'static str)> {
    let months: Vec<i32> = axis
        .iter()
        .filter_map(|moment| match (moment.year, moment.span) {
            (Some(year), Span::Day(month, _)) if moment.serial => Some(year * 12 + i32::from(month) - 1),
            _ => None,
        })
        .collect();
    if months.is_empty() {
        return None;
    }
    let edges = axis.iter().all(|moment| match moment.span {
        Span::Day(_, day) if moment.serial => day == 1 || day >= 28,
        _ => true,
    });
    let mut steps: Vec<i32> =
        months.windows(2).map(|pair| pair.iter().fold(0, |sum, month| month - sum).abs()).collect();
    steps.sort_unstable();
    let step = steps.first().copied().unwrap_or(0);
    let (span, doubt): (fn(u8) -> Span, _) = match (edges, step) {
        (true, 1) => (Span::Month as fn(u8) -> Span, None),
        (true, 3) => (
            (|month: u8| Span::Quarter(month.div_ceil(3))) as fn(u8) -> Span,
            Some((0.8, "date cells three months apart are taken for quarters")),
        ),
        (true, 12) => ((|_| Span::Year) as fn(u8) -> Span, Some((0.8, "date cells a year apart are taken for years"))),
        _ => return Some((0.8, "date cells may stand for months")),
    };
    for moment in axis.iter_mut().filter(|moment| moment.serial) {
        if let Span::Day(month, _) = moment.span {
            moment.span = span(month);
        }
    }
    doubt
}

/// The months that a row of a summary covers, where `last` is the last month above it.
pub(super) fn summary(text: &str, last: Moment) -> Option<Moment> {
    let Span::Month(month) = last.span else { return None };
    let lower = text.to_lowercase();
    if lower.starts_with("year to date") || lower.starts_with("本年累计") {
        return Some(last.to_date());
    }
    let rest = ["latest ", "last ", "最近"].iter().find_map(|lead| lower.strip_prefix(lead))?;
    let word = rest.split([' ', '个']).next()?;
    let count: i32 = match word {
        "three" => 3,
        "six" => 6,
        "twelve" => 12,
        digits => digits.parse().ok().filter(|count| (2..=60).contains(count))?,
    };
    if !rest.contains("month") && !rest.contains('月') {
        return None;
    }
    let end = last.year? * 12 + i32::from(month) - 1;
    let start = end - count + 1;
    let (year, first) = (start.div_euclid(12), start.rem_euclid(12) as u8 + 1);
    if count > 12 {
        return None;
    }
    Some(Moment { year: Some(year), span: Span::Months(first, month), ..last })
}

/// `20102` between the years 2010 and 2011 of an axis: a year to which the number of a note is glued.
pub(super) fn glued_note(text: &str, before: Option<i32>, after: Option<i32>) -> Option<Moment> {
    let text = text.trim_matches(super::script::is_blank);
    let (year, mark) = text.split_at_checked(4)?;
    let note = !mark.is_empty()
        && mark.split([' ', ',']).all(|mark| mark.len() <= 1 && mark.bytes().all(|byte| byte.is_ascii_digit()));
    let year = year_of(year).filter(|_| note)?;
    let close = |other: i32| (0..=1).contains(&(year - other).abs());
    let between = match (before, after) {
        (Some(before), Some(after)) => {
            (before.min(after)..=before.max(after)).contains(&year) && (close(before) || close(after))
        }
        (Some(one), None) | (None, Some(one)) => close(one),
        (None, None) => false,
    };
    between.then(|| Moment::year(year).doubtful())
}

/// Half-width, one kind of dash, capitals, one blank of many; Chinese figures stay.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{ff01}'..='\u{ff5e}' => {
                out.extend(char::from_u32(character as u32 - 0xfee0).and_then(|half| half.to_uppercase().next()));
            }
            '–' | '—' | '―' | '−' | '〜' | '至' | '\u{2011}' | '~' => out.push('-'),
            _ if super::script::is_blank(character) => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.extend(character.to_uppercase()),
        }
    }
    let out = out.replace("--", "-").replace('~', "-");
    out.trim_matches(|character: char| character == ' ' || character == ':').to_owned()
}

/// Without the footnote mark behind: ` P`, `(I)`, `R`, `*`, `①`, `†`, `¹`, ` 1)`.
fn without_mark(text: &str) -> Option<&str> {
    let last = text.chars().next_back()?;
    // `19901)`: the mark is glued to the year.
    if last == ')'
        && let (Some(year), Some(mark)) = (text.get(..4), text.get(4..text.len() - 1))
        && (1..=2).contains(&mark.len())
        && mark.bytes().all(|byte| byte.is_ascii_digit())
        && year_of(year).is_some()
    {
        return Some(year);
    }
    let body = match last {
        '*' | '†' | '‡' | '①'..='⑳' | '¹' | '²' | '³' | '⁴'..='⁹' | '.' | '+' => {
            text.trim_end_matches(['*', '†', '‡', '¹', '²', '³', '.', '+', last])
        }
        ')' => {
            let inner = text.get(..text.len() - 1)?;
            let at = inner.rfind(['(', ' ']).unwrap_or_else(|| {
                inner.trim_end_matches(|character: char| character.is_ascii_digit()).len().saturating_sub(1)
            });
            let mark = inner.get(at..)?.trim_start_matches(['(', ' ']);
            let short = mark.len() <= 2 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (short && inner.get(at..)?.starts_with(['(', ' '])).then(|| inner.get(..at)).flatten()?
        }
        // `2020P1`: a letter and the number of a note.
        '1'..='9' if text.len() == 6 => {
            let (year, mark) = text.split_at_checked(4)?;
            return (year_of(year).is_some()
                && mark.starts_with(|at: char| at.is_ascii_uppercase())
                && !mark.starts_with(['Q', 'H', 'S', 'T', 'M', 'W', 'K', 'F']))
            .then_some(year);
        }
        'A'..='Z' => {
            let body = text.get(..text.len() - 1)?;
            let before = body.chars().next_back()?;
            (before == ' ' || before.is_ascii_digit()).then_some(body)?
        }
        _ => return None,
    };
    let body = body.trim_end_matches([' ', ',']);
    (body.len() >= 3 && body.len() < text.len()).then_some(body)
}

/// Four digits of a year of our time.
fn year_of(text: &str) -> Option<i32> {
    let year: i32 =
        (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()?;
    (1500..=2200).contains(&year).then_some(year)
}

/// One or two digits.
fn small(text: &str) -> Option<u8> {
    (!text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn month_number(text: &str) -> Option<u8> {
    small(text).filter(|month| (1..=12).contains(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_labels() {
        for (text, period) in [
            ("2005年", "2005"),
            ("2005 ①", "2005"),
            ("2019 (i)", "2019"),
            ("2000 p", "2000"),
            ("2005年1-7月", "2005-01/2005-07"),
            ("2022年第一季度", "2022-Q1"),
            ("2020年10月1日現在", "2020-10-01"),
            ("31.12.2016", "2016-12-31"),
            ("Jan 2020", "2020-01"),
            ("January 2022", "2022-01"),
            ("2018-05", "2018-05"),
            ("1990-01", "1990-01"),
            ("2005Q3", "2005-Q3"),
            ("Q3 2005", "2005-Q3"),
            ("1950-1955", "1950/1955"),
            ("“十一五”时期", "2006/2010"),
            ("1981-2004年平均", "1981/2004"),
            ("２００５年", "2005"),
            ("平成17年", "2005"),
            ("民國107年", "2018"),
            ("2005年前三季度", "2005-01/2005-09"),
            ("Mar-2011", "2011-03"),
            ("2011M07", "2011-07"),
            ("2012年末", "2012"),
            ("二〇〇九年", "2009"),
            ("январь 2020", "2020-01"),
            ("2020 г.", "2020"),
            ("1999r", "1999"),
        ] {
            let found = read(text).and_then(|moment| moment.stamp(None)).map(|(text, _)| text);
            assert_eq!(found.as_deref(), Some(period), "{text}");
        }
        for text in [
            "15-19",
            "2000-2499",
            "10,000 - 14,999",
            "CES0000000001",
            "I",
            "65+",
            "2013年为2012年%",
            "12345",
            "March 1996 $",
            "Total",
            "1.2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            lead("2013年为2012年%").map(|(m, rest)| (m.year, rest)),
            Some((Some(2013), "2013年为2012年%".to_owned()))
        );
        assert_eq!(
            lead("2012年地区生产总值").map(|(m, rest)| (m.year, rest)),
            Some((Some(2012), "地区生产总值".to_owned()))
        );
        assert_eq!(of_title("各市生产总值(2012年)").and_then(|m| m.year), Some(2012));
        assert_eq!(of_title("Employment Rate, 1986 - 1998"), None);
        assert_eq!(of_title("Veniturile, în\u{a0}2019").and_then(|m| m.year), Some(2019));
    }

    #[test]
    fn fiscal_years_are_a_matter_of_the_axis() {
        let axis = |texts: &[&str]| {
            let mut axis: Vec<Moment> = texts.iter().filter_map(|text| read(text)).collect();
            settle(&mut axis);
            axis.iter().filter_map(|moment| moment.stamp(Some(3)).map(|(text, _)| text)).collect::<Vec<_>>()
        };
        assert_eq!(axis(&["2004-05", "2005-06"]), ["2004-04/2005-03", "2005-04/2006-03"]);
        assert_eq!(axis(&["2004-05", "2004-06"]), ["2004-05", "2004-06"]);
        assert_eq!(axis(&["2006-11", "2012-17"]), ["2006/2011", "2012/2017"]);
        assert_eq!(axis(&["2009-10", "2010-11", "2011-12", "2012-13"]).len(), 4);
    }
}
