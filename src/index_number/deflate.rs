//! Nominal values into real ones, and back.

use super::rebase::{Mean, reference_level};
use super::{over_level, same_frequency};
use crate::error::{Result, Undefined};
use crate::model::{Period, PeriodRange, Series, SeriesOutcomes};

/// Options of deflating: whose prices, and the level that the price index has where prices are unchanged.
///
/// A bare [`Period`] or [`PeriodRange`] stands for the prices of that time; the default takes the price index as it is,
/// with its reference at 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeflateOptions {
    prices_of: Option<PeriodRange>,
    level: f64,
}

impl DeflateOptions {
    /// The price index as it is, its reference period at 100.
    pub const fn new() -> DeflateOptions {
        DeflateOptions { prices_of: None, level: 100.0 }
    }

    /// Sets the period whose prices real values have; of a range, its mean prices.
    #[must_use]
    pub const fn prices_of(self, range: PeriodRange) -> DeflateOptions {
        DeflateOptions { prices_of: Some(range), ..self }
    }

    /// Sets the level of the price index in its reference period, where no period is named: 100, 1.
    #[must_use]
    pub const fn level(self, level: f64) -> DeflateOptions {
        DeflateOptions { level, ..self }
    }

    /// The level of the price index at which nominal and real values are equal.
    fn unit(self, prices: &Series) -> Result<Result<f64, Undefined>> {
        match self.prices_of {
            Some(range) => reference_level(prices.values(), prices.first(), range, Mean::Arithmetic),
            None => Ok(Ok(self.level)),
        }
    }
}

impl Default for DeflateOptions {
    fn default() -> DeflateOptions {
        DeflateOptions::new()
    }
}

impl From<PeriodRange> for DeflateOptions {
    fn from(range: PeriodRange) -> DeflateOptions {
        DeflateOptions::new().prices_of(range)
    }
}

impl From<Period> for DeflateOptions {
    fn from(period: Period) -> DeflateOptions {
        DeflateOptions::new().prices_of(period.into())
    }
}

/// Real values: nominal values freed of the change of prices (缩减).
///
/// # Formula
/// `real[p] = nominal[p] · u / P[p]`; `u` is the mean of the price index `P` over the period whose prices are wanted,
/// or the level of its reference period.
///
/// # Undefined
/// `MissingValue`: no nominal value. `MissingBase`: no price in that period, or none in the period whose prices are
/// wanted. `ZeroBase`, `ZeroOverZero`, `NegativeBase`: a price index of zero or less. `NotFinite`.
///
/// # Errors
/// Series of two frequencies; a period that does not consist of their periods.
///
/// # Examples
/// ```
/// use fanfan::index_number::{DeflateOptions, deflate};
/// use fanfan::prelude::*;
///
/// let nominal = Series::annual(2020, [100.0, 110.0, 121.0]);
/// let prices = Series::annual(2020, [100.0, 102.0, f64::NAN]);
/// let real = deflate(&nominal, &prices, DeflateOptions::new())?;
/// assert_eq!(real.get(Period::annual(2021)), Ok(110.0 / 1.02));
/// assert_eq!(real.get(Period::annual(2022)), Err(Undefined::MissingBase)); // prices are not carried on
///
/// let at_2021_prices = deflate(&nominal, &prices, Period::annual(2021))?;
/// assert_eq!(at_2021_prices.get(Period::annual(2020)), Ok(102.0));
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// standard; `tests/conformance/data/textbook_cases.json` T45, and `tests/index_properties.rs`.
pub fn deflate(nominal: &Series, prices: &Series, options: impl Into<DeflateOptions>) -> Result<SeriesOutcomes> {
    let unit = options.into().unit(prices)?;
    with(nominal, prices, |nominal, price| {
        over_level(nominal, price)?; // what is missing or not above zero speaks first
        over_level(nominal * positive(unit?)?, price)
    })
}

/// Nominal values out of real ones: the inverse of [`deflate`].
///
/// # Formula
/// `nominal[p] = real[p] · P[p] / u`
///
/// # Undefined, Errors
/// As [`deflate`].
///
/// # Examples
/// ```
/// use fanfan::index_number::{DeflateOptions, inflate};
/// use fanfan::prelude::*;
///
/// let nominal = inflate(&Series::annual(2020, [50.0]), &Series::annual(2020, [120.0]), DeflateOptions::new())?;
/// assert_eq!(nominal.values(), [60.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn inflate(real: &Series, prices: &Series, options: impl Into<DeflateOptions>) -> Result<SeriesOutcomes> {
    let unit = options.into().unit(prices)?;
    with(real, prices, |real, price| {
        over_level(real, price)?;
        over_level(real * price, positive(unit?)?)
    })
}

/// The price index that lies between nominal and real values (隐含平减指数).
///
/// # Formula
/// `100 · nominal[p] / real[p]`
///
/// # Undefined
/// `MissingValue`: no nominal value. `MissingBase`: no real one. `ZeroBase`, `ZeroOverZero`, `NegativeBase`: a real
/// value of zero or less; `NotFinite`.
///
/// # Errors
/// Series of two frequencies.
///
/// # Examples
/// ```
/// use fanfan::index_number::implicit_deflator;
/// use fanfan::prelude::*;
///
/// let deflator = implicit_deflator(&Series::annual(2020, [105.0]), &Series::annual(2020, [100.0]))?;
/// assert_eq!(deflator.values(), [105.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn implicit_deflator(nominal: &Series, real: &Series) -> Result<SeriesOutcomes> {
    with(nominal, real, |nominal, real| over_level(nominal * 100.0, real))
}

fn positive(level: f64) -> Result<f64, Undefined> {
    over_level(1.0, level).map(|_| level)
}

/// Both series by period, over the periods of the first.
fn with(a: &Series, b: &Series, each: impl Fn(f64, f64) -> Result<f64, Undefined>) -> Result<SeriesOutcomes> {
    same_frequency(a, b)?;
    let results = a.iter().map(|(period, value)| each(value, b.get(period).unwrap_or(f64::NAN)));
    Ok(SeriesOutcomes::new(a.first(), results.collect()))
}
