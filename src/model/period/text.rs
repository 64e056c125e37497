//! The SDMX forms of periods: what `Display` prints and `FromStr` takes back.

use std::fmt;
use std::str::FromStr;

use super::{FiscalEnd, Frequency, Period};
use crate::error::{Error, ErrorKind, Result};

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, part) = self.year_and_part();
        match self.frequency() {
            Frequency::Annual => write!(f, "{year:04}"),
            Frequency::HalfYearly => write!(f, "{year:04}-S{part}"),
            Frequency::Quarterly => write!(f, "{year:04}-Q{part}"),
            Frequency::Monthly => write!(f, "{year:04}-{part:02}"),
            Frequency::Weekly => write!(f, "{year:04}-W{part:02}"),
            Frequency::QuarterlyToDate => write!(f, "{year:04}-Q1/{year:04}-Q{part}"),
            Frequency::MonthlyToDate => write!(f, "{year:04}-01/{year:04}-{part:02}"),
            Frequency::Fiscal(end) => match end.month() {
                None => write!(f, "FY{year:04}"),
                Some(month) => write!(f, "{:04}-{:02}/{year:04}-{month:02}", year.saturating_sub(1), month + 1),
            },
        }
    }
}

impl Frequency {
    /// As sentences name data of it, in Chinese and in English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Frequency::Annual => ("年度数据", "by years"),
            Frequency::HalfYearly => ("半年数据", "by half-years"),
            Frequency::Quarterly => ("季度数据", "by quarters"),
            Frequency::Monthly => ("月度数据", "by months"),
            Frequency::QuarterlyToDate => ("季度累计数", "running totals by quarters"),
            Frequency::MonthlyToDate => ("月度累计数", "running totals by months"),
            Frequency::Weekly => ("周数据", "by weeks"),
            Frequency::Fiscal(_) => ("财年数据", "by fiscal years"),
        }
    }
}

impl Period {
    /// As a Chinese sentence names it: 2005年, 2005年上半年, 2005年三季度, 2005年7月, 2005年1—7月.
    pub(crate) fn chinese(self) -> String {
        const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
        let (year, part) = self.year_and_part();
        let quarter = || QUARTERS.get(usize::from(part).wrapping_sub(1)).copied().unwrap_or_default();
        match self.frequency() {
            Frequency::Annual => format!("{year}年"),
            Frequency::HalfYearly => format!("{year}年{}半年", if part == 1 { "上" } else { "下" }),
            Frequency::Quarterly => format!("{year}年{}季度", quarter()),
            Frequency::Monthly => format!("{year}年{part}月"),
            Frequency::QuarterlyToDate => format!("{year}年前{}季度", quarter()),
            Frequency::MonthlyToDate if part == 1 => format!("{year}年1月"),
            Frequency::MonthlyToDate => format!("{year}年1—{part}月"),
            Frequency::Weekly => format!("{year}年第{part}周"),
            Frequency::Fiscal(_) => format!("财年 {self}"),
        }
    }
}

impl FromStr for Period {
    type Err = Error;

    /// Reads the forms that `Display` prints (SDMX's); see [`Period::read`] for those that people write.
    fn from_str(text: &str) -> Result<Period> {
        sdmx(text)
            .ok_or_else(|| {
                Error::new(ErrorKind::Period, format!("`{text}` is not a period")).mend(
                    "write 2005, 2005-S1, 2005-Q3, 2005-07, 2005-W07, or a running total as 2005-01/2005-07 \
                     (other forms are read by Period::read)",
                )
            })
            .and_then(|period| period)
    }
}

/// `None` where the text has none of the forms, an error where it has one and names a period that does not exist.
pub(super) fn sdmx(text: &str) -> Option<Result<Period>> {
    Some(form(text)?.map_err(|error| {
        Error::new(ErrorKind::Period, format!("`{text}`: {}", error.message())).mend("write a period that exists")
    }))
}

fn form(text: &str) -> Option<Result<Period>> {
    if let Some((first, last)) = text.split_once('/') {
        return span(&simple(first)?, &simple(last)?);
    }
    if let Some(year) = text.strip_prefix("FY") {
        let ordinal = year_number(year)?;
        return Some(Ok(Period { frequency: Frequency::Fiscal(FiscalEnd::NOT_STATED), ordinal }));
    }
    simple(text)
}

/// A running total or a fiscal year, from the months or quarters at its ends.
fn span(first: &Result<Period>, last: &Result<Period>) -> Option<Result<Period>> {
    let (Ok(first), Ok(last)) = (first, last) else {
        return None;
    };
    let ((first_year, first_part), (last_year, last_part)) = (first.year_and_part(), last.year_and_part());
    let frequency = match (first.frequency(), last.frequency()) {
        (Frequency::Monthly, Frequency::Monthly) => Frequency::MonthlyToDate,
        (Frequency::Quarterly, Frequency::Quarterly) => Frequency::QuarterlyToDate,
        _ => return None,
    };
    if first_part == 1 && first_year == last_year {
        return Some(Period::within(frequency, last_year, last_part));
    }
    (frequency == Frequency::MonthlyToDate && first.ordinal() + 11 == last.ordinal())
        .then(|| Period::fiscal(last_year, last_part))
}

fn simple(text: &str) -> Option<Result<Period>> {
    let (year, rest) = match text.get(..4) {
        Some(year) => (year_number(year)?, text.get(4..)?),
        None => return None,
    };
    if rest.is_empty() {
        return Some(Ok(Period::annual(year)));
    }
    let part = rest.strip_prefix('-')?;
    let (frequency, digits) = match part.as_bytes().first()? {
        b'S' => (Frequency::HalfYearly, &part[1..]),
        b'Q' => (Frequency::Quarterly, &part[1..]),
        b'W' => (Frequency::Weekly, &part[1..]),
        b'0'..=b'9' if part.len() == 2 => (Frequency::Monthly, part),
        _ => return None,
    };
    let two_digits = matches!(frequency, Frequency::Monthly | Frequency::Weekly);
    if digits.len() != if two_digits { 2 } else { 1 } || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = digits.parse().ok()?;
    Some(if frequency == Frequency::Weekly {
        Period::weekly(year, part)
    } else {
        Period::within(frequency, year, part)
    })
}

/// Exactly four digits.
pub(super) fn year_number(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_comes_back() -> Result<()> {
        for text in [
            "2005",
            "0007",
            "2005-S1",
            "2005-Q3",
            "2005-07",
            "2020-W53",
            "2005-Q1/2005-Q3",
            "2005-01/2005-07",
            "2005-01/2005-12",
            "2004-04/2005-03",
            "FY2005",
        ] {
            assert_eq!(text.parse::<Period>()?.to_string(), text);
        }
        Ok(())
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "20",
            "2005-13",
            "2005-Q5",
            "2005-S0",
            "2005-W54",
            "2005-7",
            "2005-",
            "２００５",
            "2005-02/2005-07",
            "2005-01/x",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
