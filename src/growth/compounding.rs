//! Compounding: multiples, rates a period, doublings, and the time that they take.

use crate::error::{Undefined, finite};

/// The rate a period that gives `multiple` in `periods`.
///
/// # Formula
/// `multiple^(1/periods) − 1`
///
/// # Undefined
/// `NotPositive`: a multiple of zero or less. `NoTime`: no period. `MissingValue`: NaN. `NotFinite`: infinite input.
///
/// # Examples
/// ```
/// use fanfan::growth::rate_of_multiple;
///
/// let double_in_three = rate_of_multiple(2.0, 3.0)?;
/// assert!((double_in_three - 0.2599).abs() < 1e-4);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// methods, compounding goals; `tests/conformance/data/goal_compounding_cases.json`.
pub fn rate_of_multiple(multiple: f64, periods: f64) -> Result<f64, Undefined> {
    finite(log_rate_of_multiple(multiple, periods)?.exp_m1())
}

/// The logarithm of one and that rate, `ln(multiple)/periods`: there wherever the rate is.
#[inline]
pub(crate) fn log_rate_of_multiple(multiple: f64, periods: f64) -> Result<f64, Undefined> {
    /// `ln f64::MAX`
    const MOST: f64 = 709.782_712_893_384;
    if multiple.is_nan() || periods.is_nan() {
        return Err(Undefined::MissingValue);
    }
    if periods == 0.0 {
        return Err(Undefined::NoTime);
    }
    if multiple <= 0.0 {
        return Err(Undefined::NotPositive);
    }
    all_finite([multiple, periods])?;
    let log = multiple.ln() / periods;
    if log <= MOST { Ok(log) } else { Err(Undefined::NotFinite) }
}

/// The multiple that a rate gives in so many periods: `(1 + rate)^periods`.
///
/// # Undefined
/// `NotPositive`: a rate below −1. `MissingValue`, `NotFinite` (infinite input too).
///
/// # Examples
/// ```
/// assert!((fanfan::growth::multiple_of_rate(0.06, 10.0)? - 1.790_847_696_542_852).abs() < 1e-14);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn multiple_of_rate(rate: f64, periods: f64) -> Result<f64, Undefined> {
    if rate.is_nan() || periods.is_nan() {
        return Err(Undefined::MissingValue);
    }
    if rate < -1.0 {
        return Err(Undefined::NotPositive);
    }
    all_finite([rate, periods])?;
    if periods == 0.0 {
        return Ok(1.0);
    }
    finite((rate.ln_1p() * periods).exp())
}

/// How many doublings a multiple holds (翻番数): `log2(multiple)`; 翻 n 番 is ×2ⁿ.
///
/// # Undefined
/// `NotPositive`, `MissingValue`, `NotFinite`.
///
/// # Examples
/// ```
/// use fanfan::growth::doublings;
///
/// assert_eq!(doublings(4.0), Ok(2.0)); // 翻两番 is ×4
/// assert!((doublings(31.0 / 11.9)? - 1.3813).abs() < 1e-4);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn doublings(multiple: f64) -> Result<f64, Undefined> {
    if multiple.is_nan() {
        Err(Undefined::MissingValue)
    } else if multiple <= 0.0 {
        Err(Undefined::NotPositive)
    } else {
        finite(multiple.log2())
    }
}

/// How many periods a rate takes to give `multiple`.
///
/// # Formula
/// `ln multiple / ln(1 + rate)`
///
/// # Undefined
/// `NeverReached`: the rate leads away from the multiple, or is zero. `NotPositive`: a multiple of zero or less, a
/// rate of −1 or less. `MissingValue`, `NotFinite`.
///
/// # Examples
/// ```
/// use fanfan::growth::periods_to_multiple;
/// use fanfan::Undefined;
///
/// assert!((periods_to_multiple(2.0, 0.10)? - 7.272_540_897_341_714).abs() < 1e-12);
/// assert_eq!(periods_to_multiple(2.0, -0.10), Err(Undefined::NeverReached));
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Excel's PDURATION, `tests/conformance/data/excel_formulajs_cases.json`.
pub fn periods_to_multiple(multiple: f64, rate: f64) -> Result<f64, Undefined> {
    if rate.is_nan() || multiple.is_nan() {
        return Err(Undefined::MissingValue);
    }
    if multiple <= 0.0 || rate <= -1.0 {
        return Err(Undefined::NotPositive);
    }
    all_finite([multiple, rate])?;
    let periods = multiple.ln() / rate.ln_1p();
    if multiple == 1.0 {
        return Ok(0.0);
    }
    if rate == 0.0 || periods < 0.0 { Err(Undefined::NeverReached) } else { finite(periods) }
}

/// How many periods a rate takes to double (翻一番): `ln 2 / ln(1 + rate)`.
///
/// # Undefined
/// `NeverReached`: a rate of zero or less.
///
/// # Examples
/// ```
/// assert!((fanfan::growth::periods_to_double(0.072)? - 9.97).abs() < 0.001);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn periods_to_double(rate: f64) -> Result<f64, Undefined> {
    periods_to_multiple(2.0, rate)
}

/// The average of rates of consecutive periods, compounded.
///
/// # Formula
/// `(∏(1 + r))^(1/n) − 1`
///
/// # Undefined
/// `TooFewPoints`: no rate. `NotPositive`: a rate of −1 or less. `MissingValue`: NaN among them.
///
/// # Examples
/// ```
/// let rates = [0.1, 0.1, 0.1, 0.082, 0.082];
/// assert!((fanfan::growth::mean_rate(&rates)? - 0.092_764_342_76).abs() < 1e-11);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn mean_rate(rates: &[f64]) -> Result<f64, Undefined> {
    if rates.is_empty() {
        return Err(Undefined::TooFewPoints);
    }
    if rates.iter().any(|rate| rate.is_nan()) {
        return Err(Undefined::MissingValue);
    }
    if rates.iter().any(|rate| *rate <= -1.0) {
        return Err(Undefined::NotPositive);
    }
    let logs: f64 = rates.iter().map(|rate| rate.ln_1p()).sum();
    finite((logs / rates.len() as f64).exp_m1())
}

/// The average growth of the cumulative method (累计法, 方程法): the rate at which `n` periods that grow from `base`
/// add up to `total`.
///
/// # Formula
/// The `q > 0` with `q + q² + … + qⁿ = total/base`, minus 1.
///
/// # Undefined
/// `NotPositive`: a sum of zero or less. `ZeroBase`, `NegativeBase`. `TooFewPoints`: `n` is 0. `MissingValue`,
/// `NotFinite`.
///
/// # Examples
/// ```
/// // investment of 2003 to 2011 over that of 2002: printed as 25.6 %
/// let rate = fanfan::growth::cumulative_rate(4.35, 144.9, 9)?;
/// assert!((rate - 0.256).abs() < 0.0005);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// NBS; `tests/conformance/data/nbs_cumulative_method_cases.csv`.
pub fn cumulative_rate(base: f64, total: f64, n: usize) -> Result<f64, Undefined> {
    if base.is_nan() {
        return Err(Undefined::MissingBase);
    }
    if total.is_nan() {
        return Err(Undefined::MissingValue);
    }
    if n == 0 {
        return Err(Undefined::TooFewPoints);
    }
    all_finite([base, total])?;
    if base <= 0.0 {
        return Err(if base == 0.0 { Undefined::ZeroBase } else { Undefined::NegativeBase });
    }
    if total <= 0.0 {
        return Err(Undefined::NotPositive);
    }
    // Solved for the rate itself, not for q, so that rates near zero keep their digits.
    let excess = (total - base * n as f64) / base;
    let ratio = total / base;
    if !ratio.is_finite() {
        return Err(Undefined::NotFinite);
    }
    if n == 1 || excess == 0.0 {
        return finite(excess);
    }
    // ln of the mean of qⁱ is (n + 1)/2·u + (n² − 1)/24·u² + … with u = ln q; the first two terms give the start. The
    // first alone is a bound: the mean is at least q^((n + 1)/2).
    let periods = n as f64;
    let log = (ratio / periods).ln();
    let (linear, square) = (f64::midpoint(periods, 1.0), (periods * periods - 1.0) / 24.0);
    let root = (linear * linear + 4.0 * square * log).max(0.0).sqrt();
    let mut rate = (2.0 * log / (linear + root)).exp_m1();
    // Newton's steps on ln(q + … + qⁿ), which is nearly straight.
    for _ in 0..200 {
        let (sum, slope) = powers(rate, n);
        let step = ((sum - excess) / ratio).ln_1p() * (periods + sum) / slope;
        let next = rate - step;
        if next.partial_cmp(&-1.0) != Some(std::cmp::Ordering::Greater) {
            rate = f64::midpoint(rate, -1.0);
            continue;
        }
        // What is left is about n/2 times the square of the step.
        let left = periods * step * step;
        rate = next;
        if left <= f64::EPSILON * rate.abs() * (1.0 + rate) {
            break;
        }
    }
    finite(rate)
}

/// Input that is infinite would leave some formulas as a number: 2^(1/inf) − 1 is 0.
fn all_finite(input: [f64; 2]) -> Result<(), Undefined> {
    if input.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(Undefined::NotFinite) }
}

/// `Σ ((1 + rate)ⁱ − 1)` for `i` up to `n`, and its derivative, in as many steps as `n` has bits; at least one period.
///
/// All terms of each sum have one sign, so that small rates keep their digits.
fn powers(rate: f64, n: usize) -> (f64, f64) {
    // Of the first k periods: (1 + rate)ᵏ − 1, the sum of these, the sum of (1 + rate)^(i − 1), that of i times it.
    let (mut k, mut power, mut sum, mut plain, mut slope) = (1.0, rate, rate, 1.0, 1.0);
    for bit in (0..n.ilog2()).rev() {
        slope += (1.0 + power) * (k * plain + slope);
        sum = sum * (2.0 + power) + k * power;
        plain *= 2.0 + power;
        power *= 2.0 + power;
        k *= 2.0;
        if n >> bit & 1 == 1 {
            k += 1.0;
            slope += k * (1.0 + power);
            plain += 1.0 + power;
            power += rate + rate * power;
            sum += power;
        }
    }
    (sum, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cumulative_method_keeps_its_digits() -> Result<(), Undefined> {
        for (rate, n) in [(1e-9, 5), (-0.3, 7), (0.25, 9), (3.0, 4), (-0.999, 3), (1e-3, 60)] {
            let total: f64 = (1..=n).map(|i| (1.0_f64 + rate).powi(i)).sum();
            let found = cumulative_rate(1.0, total, n as usize)?;
            // The sum itself carries no more digits than this.
            assert!(
                (found - rate).abs() <= 4e-16 * total / f64::from(n).min(total) + 1e-13 * rate.abs(),
                "{rate} {n} {found}"
            );
        }
        Ok(())
    }

    #[test]
    fn what_has_no_answer_says_why() {
        assert_eq!(rate_of_multiple(2.0, 0.0), Err(Undefined::NoTime));
        assert_eq!(rate_of_multiple(-2.0, 3.0), Err(Undefined::NotPositive));
        assert_eq!(periods_to_double(0.0), Err(Undefined::NeverReached));
        assert_eq!(cumulative_rate(0.0, 1.0, 3), Err(Undefined::ZeroBase));
        assert_eq!(mean_rate(&[]), Err(Undefined::TooFewPoints));
    }
}
