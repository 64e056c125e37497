//! Another reference period.

use super::{at_frequency, over_level};
use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::{Outcomes, Period, PeriodRange, Series, SeriesOutcomes, put, same_length, words};

words! {
    /// How the values of several periods become one.
    Mean, "mean" {
        /// `Σ x/n`, what statistical offices mean by "2015 = 100".
        Arithmetic = "arithmetic",
        /// `(Π x)^(1/n)`.
        Geometric = "geometric",
    }
}

impl Mean {
    /// The mean of values that are all there.
    pub(super) fn of(self, values: impl Iterator<Item = f64>) -> Result<f64, Undefined> {
        let (mut sum, mut count, mut last) = (0.0, 0_usize, f64::NAN);
        for value in values {
            if value.is_nan() {
                return Err(Undefined::MissingBase);
            }
            sum += match self {
                Mean::Arithmetic => value,
                Mean::Geometric if value <= 0.0 => return Err(Undefined::NotPositive),
                Mean::Geometric => value.ln(),
            };
            (count, last) = (count + 1, value);
        }
        let mean = sum / count as f64;
        match (count, self) {
            (0, _) => Err(Undefined::MissingBase),
            (1, _) => finite(last), // its own mean, to the last bit
            (_, Mean::Arithmetic) => finite(mean),
            (_, Mean::Geometric) => finite(mean.exp()),
        }
    }
}

/// Options of rebasing: the reference period or range, its level, and the mean over it.
///
/// A bare [`Period`] or [`PeriodRange`] stands for the level 100 there. It may be coarser than the values: the year
/// 2015 of a monthly index is its twelve months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RebaseOptions {
    reference: PeriodRange,
    level: f64,
    mean: Mean,
}

impl RebaseOptions {
    /// The level 100 over `reference`, by the arithmetic mean.
    pub const fn new(reference: PeriodRange) -> RebaseOptions {
        RebaseOptions { reference, level: 100.0, mean: Mean::Arithmetic }
    }

    /// Sets the level of the reference period: 1, 1000.
    #[must_use]
    pub const fn level(self, level: f64) -> RebaseOptions {
        RebaseOptions { level, ..self }
    }

    /// Sets the mean over a range.
    #[must_use]
    pub const fn mean(self, mean: Mean) -> RebaseOptions {
        RebaseOptions { mean, ..self }
    }
}

impl From<PeriodRange> for RebaseOptions {
    fn from(reference: PeriodRange) -> RebaseOptions {
        RebaseOptions::new(reference)
    }
}

impl From<Period> for RebaseOptions {
    fn from(reference: Period) -> RebaseOptions {
        RebaseOptions::new(PeriodRange::from(reference))
    }
}

/// The level of `values` over a range: what they are divided by.
pub(super) fn reference_level(
    values: &[f64],
    first: Period,
    range: PeriodRange,
    mean: Mean,
) -> Result<Result<f64, Undefined>> {
    let range = at_frequency(range, first.frequency())?;
    let start = range.first().since(first)?;
    let at = |step: usize| usize::try_from(i64::from(start) + step as i64).ok().and_then(|at| values.get(at)).copied();
    Ok(mean.of((0..range.len()).map(|step| at(step).unwrap_or(f64::NAN))))
}

/// The values of one series on another reference period; NaN is a missing value.
///
/// # Formula
/// `out[i] = level · values[i] / m`, `m` the mean of the values over the reference period.
///
/// # Undefined
/// `MissingValue`. Everywhere: `MissingBase` where a value of the reference period is missing, `ZeroBase`,
/// `NegativeBase`, `NotPositive` (a geometric mean), `NotFinite`.
///
/// # Errors
/// Buffers of another length; a reference period whose frequency does not consist of the values' periods.
///
/// # Examples
/// ```
/// use fanfan::index_number::{self, Mean, RebaseOptions};
/// use fanfan::model::{Period, PeriodRange};
///
/// let mut out = [0.0; 3];
/// index_number::rebase_into(&[80.0, 100.0, 120.0], Period::annual(2000), Period::annual(2000), &mut out, None)?;
/// assert_eq!(out, [100.0, 125.0, 150.0]);
///
/// let years = PeriodRange::new(Period::annual(2000), Period::annual(2002))?;
/// let options = RebaseOptions::new(years).level(1.0).mean(Mean::Arithmetic);
/// index_number::rebase_into(&[80.0, 100.0, 120.0], Period::annual(2000), options, &mut out, None)?;
/// assert_eq!(out, [0.8, 1.0, 1.2]);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// methods: rebase over a range by the arithmetic mean (Eurostat); `tests/index_properties.rs`.
pub fn rebase_into(
    values: &[f64],
    first: Period,
    options: impl Into<RebaseOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    let reference = reference_level(values, first, options.reference, options.mean)?;
    for (at, (&value, out)) in values.iter().zip(out).enumerate() {
        let result = match reference {
            Ok(reference) => over_level(value * options.level, reference),
            Err(_) if value.is_nan() => Err(Undefined::MissingValue),
            Err(reason) => Err(reason),
        };
        put(out, reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(at)), result);
    }
    Ok(())
}

/// Many series over the same periods on another reference period: `values` in row order, `width` periods a row.
///
/// See [`rebase_into`] for formula and reasons.
///
/// # Errors
/// Besides, a number of values that is no multiple of `width`.
///
/// # Examples
/// ```
/// use fanfan::index_number;
/// use fanfan::model::Period;
///
/// let (first, base) = (Period::annual(2000), Period::annual(2001));
/// let mut out = [0.0; 4];
/// index_number::rebase_dense_into(&[1.0, 2.0, 3.0, 4.0], 2, first, base, &mut out, None)?;
/// assert_eq!(out, [50.0, 100.0, 75.0, 100.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn rebase_dense_into(
    values: &[f64],
    width: usize,
    first: Period,
    options: impl Into<RebaseOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    if values.is_empty() {
        return Ok(());
    }
    if width == 0 || !values.len().is_multiple_of(width) {
        return Err(Error::new(ErrorKind::Length, format!("{} values in rows of {width}", values.len()))
            .mend("give whole rows"));
    }
    for (at, (values, out)) in values.chunks_exact(width).zip(out.chunks_exact_mut(width)).enumerate() {
        let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(at * width..(at + 1) * width));
        rebase_into(values, first, options, out, reasons)?;
    }
    Ok(())
}

impl Series {
    /// The series on another reference period: a period, a range of them, or [`RebaseOptions`].
    ///
    /// See [`rebase_into`] for formula and reasons.
    ///
    /// # Errors
    /// A reference period whose frequency does not consist of the series' periods.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let prices = Series::new(Period::quarterly(2015, 1)?, [98.0, 99.0, 101.0, 102.0, 105.0]);
    /// let rebased = prices.rebase(Period::annual(2015))?; // 2015 = 100: the mean of its quarters
    /// assert_eq!(rebased.get(Period::quarterly(2016, 1)?), Ok(105.0));
    ///
    /// // the surprise: one quarter that is missing, and there is no 2016 = 100
    /// let none = prices.rebase(Period::annual(2016))?;
    /// assert_eq!(none.get(Period::quarterly(2015, 1)?), Err(Undefined::MissingBase));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rebase(&self, options: impl Into<RebaseOptions>) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.len());
        let (values, reasons) = outcomes.buffers();
        rebase_into(self.values(), self.first(), options, values, Some(reasons))?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }
}
