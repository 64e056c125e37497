//! Sums over the last periods, and their growth over the sum of those before.

use super::options::NegativeBase;
use super::rows::{self, Row};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Frequency, Period, PeriodsRef, put_at};

/// Options of rolling sums: how many periods, and whether the sum or its growth is wanted.
///
/// # Examples
/// ```
/// use fanfan::growth::RollingOptions;
/// use fanfan::model::{Period, Series};
///
/// let first = Period::quarterly(2023, 1)?;
/// let sales = Series::new(first, [10.0, 10.0, 10.0, 10.0, 11.0, 11.0, 11.0, 11.0]);
/// let growth = sales.rolling(RollingOptions::YEAR)?;
/// assert!((growth.get(first + 7)? - 0.1).abs() < 1e-15);
/// assert_eq!(sales.rolling(RollingOptions::YEAR.sum())?.get(first + 4), Ok(41.0));
/// assert_eq!(growth.get(first + 6), Err(fanfan::Undefined::MissingBase)); // seven of the eight quarters
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollingOptions {
    window: Option<u32>,
    sum: bool,
    negative_base: NegativeBase,
}

impl RollingOptions {
    /// Growth of the sum of a year's periods over the sum of those of the year before.
    pub const YEAR: RollingOptions =
        RollingOptions { window: None, sum: false, negative_base: NegativeBase::Undefined };

    /// Sets how many periods are added up; without it those of a year.
    #[must_use]
    pub const fn window(self, periods: u32) -> RollingOptions {
        RollingOptions { window: Some(periods), ..self }
    }

    /// Asks for the sum itself.
    #[must_use]
    pub const fn sum(self) -> RollingOptions {
        RollingOptions { sum: true, ..self }
    }

    /// Sets the policy for negative bases.
    #[must_use]
    pub const fn negative_base(self, policy: NegativeBase) -> RollingOptions {
        RollingOptions { negative_base: policy, ..self }
    }

    /// How many periods are added up.
    pub(super) fn width(self, frequency: Frequency) -> u32 {
        self.window.unwrap_or(frequency.per_year())
    }

    /// Whether the sum itself is asked for.
    pub(super) fn is_sum(self) -> bool {
        self.sum
    }

    fn check(self) -> Result<RollingOptions> {
        if self.window == Some(0) {
            return Err(Error::new(ErrorKind::Option, "a sum over 0 periods").mend("give a window of at least one"));
        }
        Ok(self)
    }
}

impl Default for RollingOptions {
    fn default() -> RollingOptions {
        RollingOptions::YEAR
    }
}

impl From<u32> for RollingOptions {
    /// Growth of the sum of so many periods.
    fn from(window: u32) -> RollingOptions {
        RollingOptions::YEAR.window(window)
    }
}

/// Rolling sums of one series without gaps in its periods, or their growth; NaN is a missing value.
///
/// # Formula
/// `Σ x[p−w+1..p]`, or that over `Σ x[p−2w+1..p−w]`, minus 1. Each sum is added up anew, from the earliest period to
/// the latest, so that no error runs along the series.
///
/// # Undefined
/// `MissingValue` (one of the last `w` values), `MissingBase` (one of the `w` before), `RunningTotal` (the values are
/// running totals, which hold each other), `ZeroBase`, `ZeroOverZero`, `NegativeBase`, `SignChange`, `NotFinite`.
///
/// # Errors
/// Buffers of another length; a window of 0.
///
/// # Examples
/// ```
/// use fanfan::growth::{RollingOptions, rolling_into};
/// use fanfan::model::Period;
///
/// let values = [1.0, 2.0, 3.0, f64::NAN, 4.0];
/// let (mut sums, mut reasons) = ([0.0; 5], [0; 5]);
/// rolling_into(&values, Period::annual(2001), RollingOptions::from(2).sum(), &mut sums, Some(&mut reasons))?;
/// assert_eq!(sums[2], 5.0);
/// assert_eq!(reasons, [1, 0, 0, 1, 1]); // Undefined::MissingValue
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// standard; as published, Eurostat's 12-month average rates: `tests/conformance/data/hicp_published_monthly_EA_subset.csv`.
pub fn rolling_into(
    values: &[f64],
    first: Period,
    options: impl Into<RollingOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into().check()?;
    rows::over_dense(values, first, out, reasons, |row, out, reasons| roll(row, options, out, reasons))
}

/// Rolling sums of many series, by period: series `i` is the rows `offsets[i]..offsets[i + 1]`.
///
/// See [`rolling_into`] for formulas and reasons.
///
/// # Errors
/// Besides, offsets that do not rise from 0 to the number of rows, a period for each of them.
///
/// # Examples
/// ```
/// use fanfan::growth::{RollingOptions, rolling_long_into};
/// use fanfan::model::{Frequency, Periods};
///
/// let periods = Periods::new(Frequency::Annual, vec![2001, 2002, 2004]); // 2003 is missing
/// let mut sums = [0.0; 3];
/// let options = RollingOptions::from(2).sum();
/// rolling_long_into(&[1.0, 2.0, 4.0], &[0, 3], &periods, options, &mut sums, None)?;
/// assert!(sums[1] == 3.0 && sums[2].is_nan());
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn rolling_long_into<'a>(
    values: &[f64],
    offsets: &[usize],
    periods: impl Into<PeriodsRef<'a>>,
    options: impl Into<RollingOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let (periods, options) = (periods.into(), options.into().check()?);
    rows::over_long(values, offsets, periods, out, reasons, |row, out, reasons| roll(row, options, out, reasons))
}

/// First the sums, into the buffer; then, from the last row to the first, each over the one a window before.
fn roll(row: Row<'_>, options: RollingOptions, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    let count = row.values.len();
    if row.frequency.is_to_date() {
        (0..count).for_each(|at| put_at(out, reasons.as_deref_mut(), at, Err(Undefined::RunningTotal)));
        return;
    }
    let width = options.width(row.frequency) as usize;
    for (at, out) in out.iter_mut().enumerate() {
        *out = row.window(at, width).map_or(f64::NAN, |window| window.iter().sum());
    }
    for at in (0..count).rev() {
        let sum = out.get(at).copied().unwrap_or(f64::NAN);
        let result = if sum.is_nan() || (options.sum && sum.is_infinite()) {
            Err(rows::why_no_sum(row.window(at, width), Undefined::MissingValue))
        } else if options.sum {
            Ok(sum)
        } else {
            match row.window(at, 2 * width).and_then(|_| out.get(at - width).copied()) {
                Some(base) if !base.is_nan() => rows::rate(sum, base, options.negative_base),
                // Two infinities of unlike signs add up to NaN too.
                Some(_) => Err(rows::why_no_sum(row.window(at - width, width), Undefined::MissingBase)),
                None => Err(Undefined::MissingBase),
            }
        };
        put_at(out, reasons.as_deref_mut(), at, result);
    }
}
