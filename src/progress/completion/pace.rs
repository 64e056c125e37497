//! The pace that is needed for the rest, and how much faster it is than the pace so far.

use super::given;
use crate::error::Undefined;
use crate::progress::evidence::{Point, finite, rate_between};

/// The even amount a period that is still needed. For a level it is the change a period; for a sum (累计), with the sum
/// so far as the value, it is what each period that is left must bring.
///
/// # Formula
/// `(T − y) / n`, `n` the periods left
///
/// # Undefined
/// `MissingValue`, `NoTarget`; `Past`: no period is left.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::pace_linear;
///
/// // 3550 for the year, 3000 after nine months
/// assert!((pace_linear(3000.0, 3550.0, 3.0)? - 183.333).abs() < 1e-3);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercise T20.
pub fn pace_linear(value: f64, target: f64, periods: f64) -> Result<f64, Undefined> {
    let (value, target) = (given(value, Undefined::MissingValue)?, given(target, Undefined::NoTarget)?);
    if given(periods, Undefined::MissingValue)? <= 0.0 {
        return Err(Undefined::Past);
    }
    finite(Ok((target - value) / periods))
}

/// The rate a period that is still needed.
///
/// # Formula
/// `(T/y)^(1/n) − 1`
///
/// # Undefined
/// `MissingValue`, `NoTarget`; `Past`: no period is left; `ZeroBase`, `ZeroOverZero`, `NegativeBase`, `SignChange`,
/// `NotPositive` of the two levels.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::pace_geometric;
///
/// // 38 % of infants in 2012, 50 % wanted in 2025
/// assert!((pace_geometric(38.0, 50.0, 13.0)? - 0.021_334_930_068_943_16).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; `tests/conformance/data/required_rate_examples.json`.
pub fn pace_geometric(value: f64, target: f64, periods: f64) -> Result<f64, Undefined> {
    let (value, target) = (given(value, Undefined::MissingValue)?, given(target, Undefined::NoTarget)?);
    if given(periods, Undefined::MissingValue)? <= 0.0 {
        return Err(Undefined::Past);
    }
    finite(rate_between(Point { time: 0.0, value }, Point { time: periods, value: target }))
}

/// How many times as fast as so far the rest must be.
///
/// # Formula
/// `needed / achieved`, both of one kind: two rates, or two amounts a period
///
/// # Undefined
/// The reason of either; `ZeroBase`: nothing was achieved.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::acceleration;
///
/// assert_eq!(acceleration(Ok(0.06), Ok(0.04)), Ok(1.5));
/// ```
///
/// # Source
/// methods, pace needed.
pub fn acceleration(needed: Result<f64, Undefined>, achieved: Result<f64, Undefined>) -> Result<f64, Undefined> {
    match (needed, achieved) {
        (Ok(_), Ok(0.0)) => Err(Undefined::ZeroBase),
        (Ok(needed), Ok(achieved)) => finite(Ok(needed / achieved)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    }
}
