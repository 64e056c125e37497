//! Spans of periods, and columns of them.

use std::fmt;
use std::str::FromStr;

use super::{Frequency, Period, Reading};
use crate::error::{Error, ErrorKind, Result};

/// From one period to another of the same frequency, both included: `2005-01/2005-07`, `2006/2010`.
///
/// # Examples
/// ```
/// use fanfan::model::PeriodRange;
///
/// let plan: PeriodRange = "2006/2010".parse()?;
/// assert_eq!(plan.len(), 5);
/// // the span of a running total (累计)
/// assert_eq!(PeriodRange::read("2005年1-7月")?.to_string(), "2005-01/2005-07");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeriodRange {
    first: Period,
    last: Period,
}

impl PeriodRange {
    /// The range from `first` to `last`.
    ///
    /// # Errors
    /// Two frequencies, or `last` before `first`.
    pub fn new(first: Period, last: Period) -> Result<PeriodRange> {
        if last.since(first)? < 0 {
            return Err(Error::new(ErrorKind::Period, format!("{last} lies before {first}"))
                .mend("give the earlier period first"));
        }
        Ok(PeriodRange { first, last })
    }

    /// Reads a span in the forms that people write: `2005年1-7月`, `2006-2010`, and those of [`Period::read`].
    ///
    /// # Errors
    /// The text is no span of periods.
    pub fn read(text: &str) -> Result<PeriodRange> {
        match Reading::of(text)? {
            Reading::Range(range) => Ok(range),
            reading => Ok(PeriodRange::of_to_date(reading.period()?)),
        }
    }

    /// The months or quarters that a running total spans; another period spans itself.
    pub fn of_to_date(period: Period) -> PeriodRange {
        let simple = match period.frequency() {
            Frequency::MonthlyToDate => Frequency::Monthly,
            Frequency::QuarterlyToDate => Frequency::Quarterly,
            _ => return PeriodRange { first: period, last: period },
        };
        let (_, part) = period.year_and_part();
        let last = Period::from_ordinal(simple, period.ordinal());
        PeriodRange { first: last - (i32::from(part) - 1), last }
    }

    /// The first period.
    pub fn first(self) -> Period {
        self.first
    }

    /// The last period.
    pub fn last(self) -> Period {
        self.last
    }

    /// The number of periods, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a range holds at least one period")]
    pub fn len(self) -> usize {
        self.last.ordinal().abs_diff(self.first.ordinal()) as usize + 1
    }

    /// Whether `period` lies in the range (never, at another frequency).
    pub fn contains(self, period: Period) -> bool {
        self.first <= period && period <= self.last
    }

    /// The periods one by one.
    pub fn iter(self) -> impl Iterator<Item = Period> {
        (self.first.ordinal()..=self.last.ordinal())
            .map(move |ordinal| Period::from_ordinal(self.first.frequency(), ordinal))
    }
}

impl From<Period> for PeriodRange {
    /// The range of one period.
    fn from(period: Period) -> PeriodRange {
        PeriodRange { first: period, last: period }
    }
}

impl fmt::Display for PeriodRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first.frequency().is_to_date() || matches!(self.first.frequency(), Frequency::Fiscal(_)) {
            return write!(f, "{}..{}", self.first, self.last);
        }
        write!(f, "{}/{}", self.first, self.last)
    }
}

impl FromStr for PeriodRange {
    type Err = Error;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<PeriodRange> {
        let halves = text.split_once("..").or_else(|| text.split_once('/'));
        let (first, last) = halves.ok_or_else(|| {
            Error::new(ErrorKind::Period, format!("`{text}` is not a span of periods"))
                .mend("write 2006/2010 or 2005-01/2005-07")
        })?;
        PeriodRange::new(first.parse()?, last.parse()?)
    }
}

/// A column of periods of one frequency, as ordinals: what kernels over long data read.
///
/// # Examples
/// ```
/// use fanfan::model::{Frequency, Period, Periods};
///
/// let years = Periods::new(Frequency::Annual, vec![2001, 2002, 2004]);
/// assert_eq!(years.get(2), Some(Period::annual(2004)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    frequency: Frequency,
    ordinals: Vec<i32>,
}

impl Periods {
    /// A column from ordinals (see [`Period::ordinal`]); for years they are the years.
    pub fn new(frequency: Frequency, ordinals: Vec<i32>) -> Periods {
        Periods { frequency, ordinals }
    }

    /// The frequency of the column.
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// The ordinals.
    pub fn ordinals(&self) -> &[i32] {
        &self.ordinals
    }

    /// The period in row `row`.
    pub fn get(&self, row: usize) -> Option<Period> {
        self.ordinals.get(row).map(|&ordinal| Period::from_ordinal(self.frequency, ordinal))
    }

    /// Gives the ordinals back.
    pub fn into_ordinals(self) -> Vec<i32> {
        self.ordinals
    }
}

/// A borrowed column of periods: a `&Periods`, or a frequency and a slice of ordinals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodsRef<'a> {
    /// The frequency of the column.
    pub(crate) frequency: Frequency,
    /// The ordinals.
    pub(crate) ordinals: &'a [i32],
}

impl<'a> From<&'a Periods> for PeriodsRef<'a> {
    fn from(periods: &'a Periods) -> PeriodsRef<'a> {
        PeriodsRef { frequency: periods.frequency, ordinals: &periods.ordinals }
    }
}

impl<'a> From<(Frequency, &'a [i32])> for PeriodsRef<'a> {
    fn from((frequency, ordinals): (Frequency, &'a [i32])) -> PeriodsRef<'a> {
        PeriodsRef { frequency, ordinals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_come_back_and_count_both_ends() -> Result<()> {
        for text in ["2006/2010", "2005-01/2005-07", "2005-Q2/2006-Q1"] {
            assert_eq!(text.parse::<PeriodRange>()?.to_string(), text);
        }
        let months = PeriodRange::read("2005年1-7月")?;
        assert_eq!((months.len(), months.first()), (7, Period::monthly(2005, 1)?));
        assert!("2010/2006".parse::<PeriodRange>().is_err());
        assert!(PeriodRange::new(Period::annual(2005), Period::monthly(2006, 1)?).is_err());
        Ok(())
    }
}
