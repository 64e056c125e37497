//! A part of a year against the plan of the year: what is due, what is left, and where the year may end.

use super::{given, over};
use crate::error::Undefined;
use crate::progress::evidence::finite;

/// The sum so far of a year with a plan, and the year before.
///
/// Three estimates of the year's end exist under their own names, and none is taken in place of another.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::PartOfYear;
///
/// // 3550 planned, 3000 after nine months; last year 3100, of which 2480 after nine months
/// let year = PartOfYear { plan: 3550.0, to_date: 3000.0, months: 9.0, last_to_date: 2480.0, last_year: 3100.0 };
/// assert!((year.completion()? - year.due_by_time() - 0.0951).abs() < 1e-4); // 9.5 points ahead
/// assert!((year.needed_a_month()? - 183.333).abs() < 1e-3);
/// assert!((year.needed_growth()? + 0.1129).abs() < 1e-4); // on the same months of last year
/// assert!((year.by_pace()? - 4000.0).abs() < 1e-9);
/// assert!((year.by_profile()? - 3750.0).abs() < 1e-9);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; plan bulletins of Chinese offices; textbook exercises T20, T21, T23, T24.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartOfYear {
    /// The plan of the year, `T`.
    pub plan: f64,
    /// The sum so far, `Y_m`.
    pub to_date: f64,
    /// The months so far, `m`.
    pub months: f64,
    /// The sum of the same months of last year, `B_m`; NaN where it is not known.
    pub last_to_date: f64,
    /// The sum of last year, `B`; NaN where it is not known.
    pub last_year: f64,
}

impl PartOfYear {
    /// The share of the year's plan that is done: `Y_m/T`.
    ///
    /// # Undefined
    /// `MissingValue`; `MissingBase`, `ZeroBase`, `NegativeBase` of the plan.
    pub fn completion(&self) -> Result<f64, Undefined> {
        over(self.to_date, self.plan)
    }

    /// The share due by elapsed time (时间进度): `m/12`.
    pub fn due_by_time(&self) -> f64 {
        self.months / 12.0
    }

    /// The share due when the year runs as the last one: `B_m/B`.
    ///
    /// # Undefined
    /// `MissingBase`, `ZeroBase`, `NegativeBase`.
    pub fn due_by_profile(&self) -> Result<f64, Undefined> {
        over(given(self.last_to_date, Undefined::MissingBase)?, self.last_year)
    }

    /// What is left: `T − Y_m`.
    pub fn left(&self) -> f64 {
        self.plan - self.to_date
    }

    /// What each month that is left must bring: `(T − Y_m)/(12 − m)`.
    ///
    /// # Undefined
    /// `Past`: the year is over.
    pub fn needed_a_month(&self) -> Result<f64, Undefined> {
        super::pace_linear(self.to_date, self.plan, 12.0 - self.months)
    }

    /// The growth that the rest of the year needs on the same months of last year: `(T − Y_m)/(B − B_m) − 1`.
    ///
    /// # Undefined
    /// `MissingBase`, `ZeroBase`, `NegativeBase`; `Past`: the year is over.
    pub fn needed_growth(&self) -> Result<f64, Undefined> {
        if self.months >= 12.0 {
            return Err(Undefined::Past);
        }
        let rest = given(self.last_year - self.last_to_date, Undefined::MissingBase)?;
        finite(over(self.left(), rest).map(|index| index - 1.0))
    }

    /// Growth of the sum so far on the same months of last year: `Y_m/B_m − 1`.
    ///
    /// # Undefined
    /// `MissingValue`, `MissingBase`, `ZeroBase`, `NegativeBase`.
    pub fn growth(&self) -> Result<f64, Undefined> {
        over(self.to_date, self.last_to_date).map(|index| index - 1.0)
    }

    /// The year's end when each month is as those so far: `Y_m·12/m`.
    ///
    /// # Undefined
    /// `NoTime`: no month is over; `MissingValue`.
    pub fn by_pace(&self) -> Result<f64, Undefined> {
        if self.months <= 0.0 {
            return Err(Undefined::NoTime);
        }
        finite(Ok(given(self.to_date, Undefined::MissingValue)? * 12.0 / self.months))
    }

    /// The year's end when the year runs as the last one: `Y_m/(B_m/B)`.
    ///
    /// # Undefined
    /// As [`PartOfYear::due_by_profile`]; `ZeroBase` also where nothing had come by then.
    pub fn by_profile(&self) -> Result<f64, Undefined> {
        over(self.to_date, self.due_by_profile()?)
    }

    /// The year's end when the growth so far goes on: `B·(1 + G_m)`. With growth from levels it is the estimate by
    /// profile; a published growth on a comparable base (可比口径) makes it another.
    ///
    /// # Undefined
    /// `MissingBase`, `MissingValue`.
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::PartOfYear;
    ///
    /// let year = PartOfYear { plan: 110.0, to_date: 53.0, months: 6.0, last_to_date: 52.0, last_year: 100.0 };
    /// assert_eq!(year.by_growth(0.06), Ok(106.0)); // published: the base was revised
    /// assert!((year.by_growth(year.growth()?)? - year.by_profile()?).abs() < 1e-12);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    pub fn by_growth(&self, growth: f64) -> Result<f64, Undefined> {
        let base = given(self.last_year, Undefined::MissingBase)?;
        finite(Ok(base * (1.0 + given(growth, Undefined::MissingValue)?)))
    }
}

/// Half of the year's plan by half of the year (双过半: 时间过半, 任务过半).
///
/// # Examples
/// ```
/// use fanfan::model::Better;
/// use fanfan::progress::completion::HalfYear;
///
/// let half = HalfYear::new(38.3, 71.6, Better::Higher);
/// assert!(half.share.is_ok_and(|share| (share - 0.535).abs() < 1e-3));
/// assert_eq!(half.met, Some(true));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct HalfYear {
    /// The sum of January to June.
    pub to_june: f64,
    /// Its share of the year's plan.
    pub share: Result<f64, Undefined>,
    /// Whether it is half of the plan, or within it where lower is better.
    pub met: Option<bool>,
}

impl HalfYear {
    /// The first half of a year against the plan of the year.
    pub fn new(to_june: f64, plan: f64, better: crate::model::Better) -> HalfYear {
        let half = super::completion(to_june, plan / 2.0, better);
        HalfYear { to_june, share: over(to_june, plan), met: half.met }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_is_over_needs_no_growth_any_more() {
        let year = |months: f64| PartOfYear { plan: 120.0, to_date: 50.0, months, last_to_date: 40.0, last_year: 90.0 };
        assert!(year(6.0).needed_growth().is_ok_and(|growth| (growth - 0.4).abs() < 1e-12));
        assert_eq!(year(12.0).needed_growth(), Err(Undefined::Past));
        assert_eq!(year(0.0).by_pace(), Err(Undefined::NoTime));
    }
}
