//! Running totals (累计) that only the name of their series tells from single months.
//!
//! Exports name a series 社会消费品零售总额_累计值 and write the month in which the total ends. Taken for months, the
//! total of March would grow on that of February.

use super::Gather;
use crate::model::{Frequency, Period};

impl Gather<'_> {
    /// Whether each series is one of running totals, where any is.
    ///
    /// The caller's word goes first: a frequency of running totals is that of all months or quarters, and a plain one
    /// says that they are single periods whatever the name.
    pub(super) fn to_date(&self) -> Option<Vec<bool>> {
        let stated = match self.options.frequency {
            Some(frequency) if frequency.is_to_date() => Some(true),
            Some(Frequency::Monthly | Frequency::Quarterly) => Some(false),
            _ => None,
        };
        if stated == Some(false) || (stated.is_none() && !self.names.iter().any(|name| says_to_date(name))) {
            return None;
        }
        let name = |indicator: u32| self.names.get(indicator as usize).is_some_and(|name| says_to_date(name));
        Some(self.pairs.iter().map(|&(_, indicator)| stated.unwrap_or_else(|| name(indicator))).collect())
    }

    /// Months and quarters of series of running totals as the totals that end with them.
    pub(super) fn make_to_date(&mut self, ids: &[u32], periods: &mut [Period]) {
        let Some(is_to_date) = self.to_date() else { return };
        let mut found = vec![false; is_to_date.len()];
        for (&id, period) in ids.iter().zip(periods) {
            let frequency = match period.frequency() {
                Frequency::Monthly => Frequency::MonthlyToDate,
                Frequency::Quarterly => Frequency::QuarterlyToDate,
                _ => continue,
            };
            if let (Some(true), Some(found)) = (is_to_date.get(id as usize), found.get_mut(id as usize)) {
                *period = Period::from_ordinal(frequency, period.ordinal());
                *found = true;
            }
        }
        let mut names: Vec<&str> = self
            .pairs
            .iter()
            .zip(found)
            .filter_map(|(&(_, indicator), found)| {
                self.names.get(indicator as usize).filter(|_| found).map(|name| &**name)
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        if let Some(first) = names.first() {
            let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
            let note = format!("`{first}`{more}: running totals (累计); --frequency monthly reads single months");
            self.notes.push(note);
        }
    }
}

/// Whether the name of a series says that its values run from the beginning of the year; a total of all years does not.
fn says_to_date(name: &str) -> bool {
    const WORDS: [&str; 8] = ["累计值", "累计增长", "累计同比", "累计增速", "_累计", "本年累计", "累计(", "累计（"];
    if name.contains("累计") {
        let is_of_all_years = ["历年", "以来"].iter().any(|word| name.contains(word));
        return !is_of_all_years && (name.ends_with("累计") || WORDS.iter().any(|word| name.contains(word)));
    }
    // Names in other letters are looked at only where one of these could be in them.
    let could = |part: &[u8]| part.eq_ignore_ascii_case(b"dat") || part.eq_ignore_ascii_case(b"ytd");
    if !name.as_bytes().windows(3).any(could) {
        return false;
    }
    let lower = name.to_lowercase();
    lower.contains("year to date")
        || lower.contains("year-to-date")
        || lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "ytd")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Result, Undefined};
    use crate::growth::Base;
    use crate::read::{ReadOptions, text};

    #[test]
    fn names_tell_running_totals() {
        for name in
            ["零售额_累计值(亿元)", "利润总额_累计同比增速", "投资 / 累计", "Retail sales, year to date", "sales (YTD)"]
        {
            assert!(says_to_date(name), "{name}");
        }
        for name in ["累计确诊病例", "历年累计值", "1978年以来累计", "gdp", "Standard deviation", "body"]
        {
            assert!(!says_to_date(name), "{name}");
        }
    }

    #[test]
    fn the_word_of_the_caller_goes_first() -> Result<()> {
        let table = "indicator,period,value\n零售额_累计,2005-01,10\n零售额_累计,2005-02,20\n零售额_累计,2005-03,35\n";
        let growth = |options: &ReadOptions| -> Result<_> {
            let data = text("t", table, options)?.observations;
            let last =
                data.panel().iter().next().and_then(|series| series.points().map(|(period, _)| period).next_back());
            Ok((last.map(|period| period.to_string()), data.growth(Base::Previous)?.get(2)))
        };
        let to_date = (Some("2005-01/2005-03".to_owned()), Some(Err(Undefined::RunningTotal)));
        assert_eq!(growth(&ReadOptions::default())?, to_date);
        let months = growth(&ReadOptions::default().frequency(Frequency::Monthly))?;
        assert_eq!(months, (Some("2005-03".to_owned()), Some(Ok(0.75))));
        let plain = table.replace("_累计", "");
        let stated = text("t", &plain, &ReadOptions::default().frequency(Frequency::MonthlyToDate))?.observations;
        assert_eq!(stated.growth(Base::Previous)?.get(2), Some(Err(Undefined::RunningTotal)));
        Ok(())
    }
}
