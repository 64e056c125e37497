//! What lies behind a degree that is stated in print: the plan, and counts of things.

use std::ops::RangeInclusive;

use super::{given, over};
use crate::error::Undefined;
use crate::growth::Decimal;

/// A plan recovered from a value and the degree that was stated of it, with the interval that the printed digits leave.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct StatedTarget {
    /// By the degree as printed.
    pub target: f64,
    /// The lowest plan that prints this degree.
    pub low: f64,
    /// The highest plan; it does not exist where the degree may be nothing.
    pub high: Result<f64, Undefined>,
}

/// The plan behind a value and its stated degree of completion. Both ends belong to the interval: a degree that lies
/// in the middle between two printed ones may have been rounded either way, or cut off.
///
/// # Formula
/// `A / K`, from `A/(K + h)` to `A/(K − h)`, `h` half a unit of the last decimal of `K`.
///
/// # Undefined
/// `MissingValue`; `ZeroBase`, `NegativeBase`: a degree of zero or less; `NegativeBase` also for a value below zero.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::stated_target;
///
/// // 1199, 59.9 % of the task: the task was 2000
/// let task = stated_target(1199.0, "0.599".parse()?)?;
/// assert!((task.target - 2001.669).abs() < 1e-3);
/// assert!((task.low - 2000.0).abs() < 1e-9 && (task.high? - 2003.342).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Standard; textbook exercises T21, T25, T53.
pub fn stated_target(actual: f64, completion: Decimal) -> Result<StatedTarget, Undefined> {
    if given(actual, Undefined::MissingValue)? < 0.0 {
        return Err(Undefined::NegativeBase);
    }
    let half = half_unit(completion);
    let stated = completion.to_f64();
    // In decimals where they fit: 0.599 + 0.0005 is no double, 0.5995 is read as the nearest one.
    let places = completion.places().saturating_add(1);
    let end = |fives: i128, plain: f64| match completion.at(places).and_then(|units| units.checked_add(fives)) {
        Some(units) => Decimal::new(units, places).to_f64(),
        None => plain,
    };
    Ok(StatedTarget {
        target: over(actual, stated)?,
        low: over(actual, end(5, stated + half))?,
        high: over(actual, end(-5, stated - half)),
    })
}

/// How many of `total` things give the share that is stated, rounded half up to the decimals of the statement; `None`
/// where no whole number does.
///
/// # Formula
/// every `n` with `K − h ≤ n/total < K + h`, `h` half a unit of the last decimal of `K`
///
/// # Examples
/// ```
/// use fanfan::progress::completion::stated_counts;
///
/// // 223 of 224 cases were mended and 98 % were claimed: 98 % would be 219 or 220
/// assert_eq!(stated_counts(224, "0.98".parse()?), Some(219..=220));
/// assert_eq!(stated_counts(3, "0.5".parse()?), None);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// Arithmetic; textbook exercise T52.
pub fn stated_counts(total: u32, share: Decimal) -> Option<RangeInclusive<u32>> {
    let units = 10_i128.checked_pow(share.places())?;
    // In whole numbers: twice the share in units of its last decimal, half a unit down and up.
    let twice = share.to_string().replace('.', "").parse::<i128>().ok()?.checked_mul(2)?;
    let times = |number: Option<i128>| number?.checked_mul(i128::from(total));
    let (low, high) = (times(twice.checked_sub(1))?, times(twice.checked_add(1))?);
    let whole = units.checked_mul(2)?;
    let first = low.div_euclid(whole) + i128::from(low.rem_euclid(whole) != 0);
    let last = high.checked_sub(1)?.div_euclid(whole);
    let (first, last) = (u32::try_from(first.max(0)).ok()?, u32::try_from(last).ok()?.min(total));
    (first <= last).then_some(first..=last)
}

fn half_unit(number: Decimal) -> f64 {
    0.5 * 10_f64.powi(-(number.places().min(400) as i32)) // beyond is no double
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_found_by_its_printed_share() {
        for total in 1..60_u32 {
            for count in 0..=total {
                let exact = f64::from(count) / f64::from(total);
                // Half up, in whole numbers.
                let printed = (2 * 1000 * count + total) / (2 * total);
                let found = stated_counts(total, Decimal::new(i128::from(printed), 3));
                assert!(found.is_some_and(|range| range.contains(&count)), "{count} of {total}, {exact}");
            }
        }
    }

    #[test]
    fn the_ends_of_counts() {
        let counts = |total, share: &str| stated_counts(total, share.parse().unwrap_or_else(|error| panic!("{error}")));
        // 197 of 200 are 98.5 %, which prints as 99 %.
        assert_eq!((counts(200, "0.98"), counts(200, "0.99")), (Some(195..=196), Some(197..=198)));
        // Nothing is more than all, nor less than none.
        assert_eq!((counts(100, "1.00"), counts(100, "0.00")), (Some(100..=100), Some(0..=0)));
        assert_eq!((counts(1000, "1.00"), counts(1000, "0.00")), (Some(995..=1000), Some(0..=4)));
        assert_eq!((counts(0, "0.50"), counts(100, "1.01")), (None, None));
    }

    #[test]
    fn a_degree_that_may_be_nothing_leaves_no_upper_end() -> Result<(), Undefined> {
        let open = stated_target(3.0, Decimal::new(1, 1))?;
        assert!(open.high.is_ok());
        let open = stated_target(3.0, Decimal::new(0, 0));
        assert_eq!(open, Err(Undefined::ZeroBase));
        Ok(())
    }
}
