//! Periods: a frequency and an integer ordinal, so that a growth rate compares periods and never rows.

mod calendar;
mod frequency;
mod nesting;
mod range;
mod reading;
mod text;

pub use frequency::{FiscalEnd, Frequency};
pub use range::{PeriodRange, Periods, PeriodsRef};
#[cfg(feature = "csv")]
pub(crate) use reading::digit_of;
pub use reading::{Date, Reading, read_periods};

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Sub};

use crate::error::{Error, ErrorKind, Result};

/// A point on the time axis of one frequency: the year 2005, the third quarter of 2005, January to July 2005.
///
/// Arithmetic is that of integers: `period + 1` is the next period, [`Period::since`] the number of periods between
/// two. Two periods cannot be added (that does not compile; add a number of periods), and periods of two
/// frequencies are not compared ([`PartialOrd`] gives `None`, [`Period::since`] an error).
///
/// `Display` and `FromStr` use SDMX's forms: `2005`, `2005-S1`, `2005-Q3`, `2005-07`, `2005-W07`; a running total and
/// a fiscal year are printed as the months they span, `2005-01/2005-07` and `2004-04/2005-03`. The forms that people
/// write (`2005年三季度`, `Jul-2005`, `FY2005`) are read by [`Period::read`].
///
/// # Examples
/// ```
/// use fanfan::model::Period;
///
/// let quarter: Period = "2005-Q3".parse()?;
/// assert_eq!((quarter + 2).to_string(), "2006-Q1");
/// assert_eq!(quarter.since("2004-Q3".parse()?)?, 4);
///
/// // the surprise: a quarter and a year have no distance
/// assert!(quarter.since(Period::annual(2004)).is_err());
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// ```compile_fail
/// use fanfan::model::Period;
/// let nonsense = Period::annual(2005) + Period::annual(1); // write Period::annual(2005) + 1
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    frequency: Frequency,
    ordinal: i32,
}

impl Period {
    /// The calendar year `year`.
    pub const fn annual(year: i32) -> Period {
        Period { frequency: Frequency::Annual, ordinal: year }
    }

    /// Half-year 1 or 2 of `year`.
    ///
    /// # Errors
    /// Another number.
    pub fn half_yearly(year: i32, half: u8) -> Result<Period> {
        Period::within(Frequency::HalfYearly, year, half)
    }

    /// Quarter 1 to 4 of `year`.
    ///
    /// # Errors
    /// Another number.
    pub fn quarterly(year: i32, quarter: u8) -> Result<Period> {
        Period::within(Frequency::Quarterly, year, quarter)
    }

    /// Month 1 to 12 of `year`.
    ///
    /// # Errors
    /// Another number.
    pub fn monthly(year: i32, month: u8) -> Result<Period> {
        Period::within(Frequency::Monthly, year, month)
    }

    /// January to `month` of `year`, the period of a running total (累计).
    ///
    /// # Errors
    /// A month outside 1 to 12.
    pub fn months_to_date(year: i32, month: u8) -> Result<Period> {
        Period::within(Frequency::MonthlyToDate, year, month)
    }

    /// Part `part` (1-based) of `year` at a frequency that divides the year.
    pub(crate) fn within(frequency: Frequency, year: i32, part: u8) -> Result<Period> {
        let parts = frequency.per_year();
        if part == 0 || u32::from(part) > parts {
            return Err(Error::new(ErrorKind::Period, format!("year {year} has no {frequency} period {part}"))
                .mend(format!("give a number from 1 to {parts}")));
        }
        if frequency == Frequency::Weekly {
            return Period::weekly(year, part);
        }
        let parts = parts as i32;
        year.checked_mul(parts).and_then(|start| start.checked_add(i32::from(part) - 1)).map_or_else(
            || Err(Error::new(ErrorKind::Period, format!("year {year} is too far away"))),
            |ordinal| Ok(Period { frequency, ordinal }),
        )
    }

    /// ISO week 1 to 52 or 53 of `year`.
    ///
    /// # Errors
    /// A week that the year does not have, a year outside 1 to 9999.
    pub fn weekly(year: i32, week: u8) -> Result<Period> {
        calendar::week_ordinal(year, week).map(|ordinal| Period { frequency: Frequency::Weekly, ordinal }).ok_or_else(
            || {
                Error::new(ErrorKind::Period, format!("year {year} has no week {week}"))
                    .mend("give an ISO 8601 week, 1 to 52 (53 in long years)")
            },
        )
    }

    /// The fiscal year that ends in month `end_month` of `year`.
    ///
    /// # Errors
    /// A month outside 1 to 12.
    pub fn fiscal(year: i32, end_month: u8) -> Result<Period> {
        Ok(Period { frequency: Frequency::fiscal(end_month)?, ordinal: year })
    }

    /// The period of `frequency` in which the day lies that is `days` after 1970-01-01; `None` for running totals and
    /// outside the calendar.
    pub fn of_day(days: i32, frequency: Frequency) -> Option<Period> {
        let (year, month, day) = calendar::day_of_epoch(days)?;
        Date::new(year, month, day)?.period_at(frequency)
    }

    /// The period with this ordinal: years since year 0, times the periods a year (weeks: since 1970-01-01's).
    pub const fn from_ordinal(frequency: Frequency, ordinal: i32) -> Period {
        Period { frequency, ordinal }
    }

    /// The frequency.
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The ordinal: consecutive periods have consecutive ordinals.
    pub const fn ordinal(self) -> i32 {
        self.ordinal
    }

    /// The year in which the period lies (of a fiscal year: in which it ends; of a week: its ISO year).
    pub fn year(self) -> i32 {
        self.year_and_part().0
    }

    /// The period `periods` later; `None` beyond the year 9999, which has no text form.
    pub(crate) fn later(self, periods: f64) -> Option<Period> {
        let most = f64::from(10_000 * self.frequency.per_year());
        let later = (periods < most).then(|| self + periods as i32)?;
        (later.year() <= 9999).then_some(later)
    }

    /// Year and 1-based number within the year.
    pub(crate) fn year_and_part(self) -> (i32, u8) {
        match self.frequency {
            Frequency::Annual | Frequency::Fiscal(_) => (self.ordinal, 1),
            Frequency::Weekly => calendar::week_of_ordinal(self.ordinal),
            frequency => {
                let parts = frequency.per_year() as i32;
                (self.ordinal.div_euclid(parts), (self.ordinal.rem_euclid(parts) + 1) as u8)
            }
        }
    }

    /// How many periods lie from `earlier` to this one.
    ///
    /// # Errors
    /// The two have different frequencies.
    pub fn since(self, earlier: Period) -> Result<i32> {
        if self.frequency != earlier.frequency {
            return Err(Error::new(
                ErrorKind::Frequency,
                format!("{self} is {} and {earlier} is {}", self.frequency, earlier.frequency),
            )
            .mend("give both at one frequency"));
        }
        Ok(self.ordinal.saturating_sub(earlier.ordinal))
    }

    /// How many years lie from `earlier` to this one: periods over periods a year.
    ///
    /// # Errors
    /// The two have different frequencies.
    pub fn years_since(self, earlier: Period) -> Result<f64> {
        Ok(f64::from(self.since(earlier)?) / f64::from(self.frequency.per_year()))
    }

    /// The point in time at which the period ends, in years: 2005 ends at 2006.0, its first quarter at 2005.25.
    ///
    /// Unlike ordinals, ends are comparable across frequencies; a week ends at its share of its ISO year.
    pub fn end_in_years(self) -> f64 {
        let (year, part) = self.year_and_part();
        match self.frequency {
            Frequency::Annual => f64::from(year) + 1.0,
            Frequency::Fiscal(end) => f64::from(year) + end.month().map_or(1.0, |month| f64::from(month) / 12.0),
            Frequency::Weekly => f64::from(year) + f64::from(part) / calendar::weeks_of(year),
            frequency => f64::from(year) + f64::from(part) / f64::from(frequency.per_year()),
        }
    }

    /// The point in time at which the period begins, in years; a running total begins with its year.
    pub fn start_in_years(self) -> f64 {
        if self.frequency.is_to_date() {
            return f64::from(self.year());
        }
        self.end_in_years() - 1.0 / f64::from(self.frequency.per_year())
    }

    /// The period of `frequency` that ends with this one, where there is one: 2005 → 2005-Q4, 2005-12.
    pub fn last_within(self, frequency: Frequency) -> Option<Period> {
        if frequency == self.frequency {
            return Some(self);
        }
        if matches!(self.frequency, Frequency::Weekly) || matches!(frequency, Frequency::Weekly | Frequency::Fiscal(_))
        {
            return None;
        }
        let (year, part) = self.year_and_part();
        let month = match self.frequency {
            Frequency::Fiscal(end) => u32::from(end.month()?),
            own => u32::from(part) * 12 / own.per_year(),
        };
        let parts = frequency.per_year();
        let months = 12 / parts;
        (month.is_multiple_of(months)).then(|| {
            let start = year.checked_mul(parts as i32)?;
            Some(Period { frequency, ordinal: start.checked_add((month / months) as i32 - 1)? })
        })?
    }

    /// Refuses what no table means: a slip in one period would ask for the memory of all periods between.
    pub(crate) fn check_distance(self) -> Result<()> {
        // A hundred thousand years of weeks.
        if self.ordinal.unsigned_abs() <= 5_200_000 {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Period, format!("the period {self} lies too far away for a table"))
            .mend("give periods as in Period::annual(2005)"))
    }
}

impl PartialOrd for Period {
    /// Order in time within one frequency; `None` across frequencies.
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        (self.frequency == other.frequency).then(|| self.ordinal.cmp(&other.ordinal))
    }
}

impl Add<i32> for Period {
    type Output = Period;

    fn add(self, periods: i32) -> Period {
        Period { ordinal: self.ordinal.saturating_add(periods), ..self }
    }
}

impl Sub<i32> for Period {
    type Output = Period;

    fn sub(self, periods: i32) -> Period {
        Period { ordinal: self.ordinal.saturating_sub(periods), ..self }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_that_of_integers_also_before_year_one() -> Result<()> {
        let first = Period::monthly(2005, 1)?;
        assert_eq!(first - 1, Period::monthly(2004, 12)?);
        assert_eq!((first - 1).year_and_part(), (2004, 12));
        assert_eq!(Period::from_ordinal(Frequency::Monthly, -1).year_and_part(), (-1, 12));
        assert_eq!(Period::weekly(2020, 53)? + 1, Period::weekly(2021, 1)?);
        assert!(Period::weekly(2021, 53).is_err());
        // the last week of a long year and the first of the next do not end at one time
        assert_eq!(Period::weekly(2020, 53)?.end_in_years(), 2021.0);
        assert_eq!(Period::weekly(2021, 52)?.end_in_years(), 2022.0);
        // a fiscal year ends where its last month does, and begins a year before
        let march = Period::fiscal(2005, 3)?;
        assert_eq!(march.end_in_years(), Period::monthly(2005, 3)?.end_in_years());
        assert_eq!(march.start_in_years(), Period::monthly(2004, 4)?.start_in_years());
        Ok(())
    }

    #[test]
    fn frequencies_do_not_mix() -> Result<()> {
        assert_eq!(Period::annual(2005).partial_cmp(&Period::monthly(2005, 1)?), None);
        assert!(Period::annual(2005).since(Period::quarterly(2004, 1)?).is_err());
        assert_ne!(Period::monthly(2005, 7)?, Period::months_to_date(2005, 7)?);
        Ok(())
    }

    #[test]
    fn the_last_period_within_another() -> Result<()> {
        assert_eq!(Period::annual(2005).last_within(Frequency::Quarterly), Some(Period::quarterly(2005, 4)?));
        assert_eq!(Period::quarterly(2005, 2)?.last_within(Frequency::Monthly), Some(Period::monthly(2005, 6)?));
        assert_eq!(Period::monthly(2005, 7)?.last_within(Frequency::Quarterly), None);
        assert_eq!(Period::fiscal(2005, 3)?.last_within(Frequency::Monthly), Some(Period::monthly(2005, 3)?));
        Ok(())
    }
}
