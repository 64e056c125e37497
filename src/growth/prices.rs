//! Nominal and real: a rate at current prices, and the rate at constant prices that it is.

use crate::error::Undefined;

/// The rate at constant prices of a rate at current prices, `prices` being the rise in prices over the same time.
///
/// # Formula
/// `(1 + nominal) / (1 + prices) − 1`
///
/// # Undefined
/// `NotPositive`: prices fall by all or more. `MissingValue`: NaN. `NotFinite`.
///
/// # Examples
/// ```
/// use fanfan::growth::{nominal_rate, real_rate};
///
/// let real = real_rate(0.0718, 0.03)?; // doubling in ten years at current prices
/// assert!((real - 0.0406).abs() < 1e-4); // not 4.18 %: rates are divided, not subtracted
/// assert!((nominal_rate(real, 0.03)? - 0.0718).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn real_rate(nominal: f64, prices: f64) -> Result<f64, Undefined> {
    compound(nominal, prices, |nominal, prices| (nominal - prices) / (1.0 + prices))
}

/// The rate at current prices of a rate at constant prices: the way back of [`real_rate`].
///
/// # Formula
/// `(1 + real)(1 + prices) − 1`
///
/// # Undefined
/// As [`real_rate`].
///
/// # Examples
/// ```
/// assert!((fanfan::growth::nominal_rate(0.07, 0.02)? - 0.0914).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn nominal_rate(real: f64, prices: f64) -> Result<f64, Undefined> {
    compound(real, prices, |real, prices| real + prices + real * prices)
}

fn compound(rate: f64, prices: f64, formula: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
    if rate.is_nan() || prices.is_nan() {
        return Err(Undefined::MissingValue);
    }
    if prices <= -1.0 {
        return Err(Undefined::NotPositive);
    }
    let result = formula(rate, prices);
    if result.is_finite() { Ok(result) } else { Err(Undefined::NotFinite) }
}
