//! The degree of completion, with met-or-not beside it.

use super::{given, over};
use crate::error::Undefined;
use crate::model::Better;
use crate::plan::is_met;

/// A degree of completion (计划完成程度), and what a reader needs beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Degree {
    /// Actual over plan, a fraction, whichever way is better.
    pub value: Result<f64, Undefined>,
    /// Whether the plan is met; `None` where one of the two is missing.
    pub met: Option<bool>,
    /// Actual less plan, in the unit of both (of rates: a fraction, 0.01 is one point); it exists where a plan of zero
    /// or less leaves no degree.
    pub difference: Result<f64, Undefined>,
}

/// The degree of completion of a plan that is a level, an average or a sum.
///
/// Where lower is better (逆指标: unit cost, a ceiling) the degree is the same ratio and success is at most 1.
///
/// # Formula
/// `actual / plan`; met where `actual ≥ plan`, or `≤` where lower is better.
///
/// # Undefined
/// `MissingValue`, `NoTarget`; `ZeroBase` and `NegativeBase`: a plan of zero or less has no degree, only a difference.
///
/// # Examples
/// ```
/// use fanfan::Undefined;
/// use fanfan::model::Better;
/// use fanfan::progress::completion::completion;
///
/// let cost = completion(180.0, 200.0, Better::Lower);
/// assert_eq!((cost.value, cost.met, cost.difference), (Ok(0.9), Some(true), Ok(-20.0)));
///
/// // a loss of 5 was planned, and the loss was 3
/// let profit = completion(-3.0, -5.0, Better::Higher);
/// assert_eq!((profit.value, profit.met, profit.difference), (Err(Undefined::NegativeBase), Some(true), Ok(2.0)));
/// ```
///
/// # Source
/// Standard; `tests/conformance/data/textbook_cases.json`, T04, T07, T17.
pub fn completion(actual: f64, plan: f64, better: Better) -> Degree {
    let both = given(actual, Undefined::MissingValue).and_then(|_| given(plan, Undefined::NoTarget));
    Degree {
        value: both.and_then(|_| over(actual, plan)),
        met: both.is_ok().then(|| is_met(actual, plan, better)),
        difference: both.map(|_| actual - plan),
    }
}

/// The degree of completion of a plan that is a rate of increase: the ratio of the indices, never of the rates.
///
/// # Formula
/// `(1 + actual) / (1 + planned)`
///
/// # Undefined
/// `MissingValue`, `NoTarget`; `ZeroBase`, `NegativeBase` where the planned rate is −1 or less.
///
/// # Examples
/// ```
/// use fanfan::model::Better;
/// use fanfan::progress::completion::completion_of_rates;
///
/// // productivity was to rise by 10 % and rose by 15 %: 104.5 %, not 150 %
/// let degree = completion_of_rates(0.15, 0.10, Better::Higher);
/// assert!((degree.value? - 1.045_454_545_454_545_4).abs() < 1e-15);
/// assert_eq!(degree.met, Some(true));
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercises T09, T10, T13.
pub fn completion_of_rates(actual: f64, planned: f64, better: Better) -> Degree {
    let rates = completion(actual, planned, better);
    // Whether it is met is a matter of the rates themselves: 1 + rate has lost digits.
    Degree { value: completion(1.0 + actual, 1.0 + planned, better).value, ..rates }
}

/// The degree of completion of a plan that is a rate of reduction (降低率): at most 1 is met.
///
/// # Formula
/// `(1 − actual) / (1 − planned)`
///
/// # Undefined
/// As [`completion_of_rates`].
///
/// # Examples
/// ```
/// use fanfan::progress::completion::completion_of_reductions;
///
/// // cost was to fall by 5 % and fell by 6 %
/// let degree = completion_of_reductions(0.06, 0.05);
/// assert!((degree.value? - 0.989_473_684_210_526_3).abs() < 1e-15);
/// assert_eq!(degree.met, Some(true));
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercises T06, T08.
pub fn completion_of_reductions(actual: f64, planned: f64) -> Degree {
    completion_of_rates(-actual, -planned, Better::Lower)
}

/// The degree of completion of several plans together: sums over sums. The mean of their degrees is not offered.
///
/// # Formula
/// `Σ actual / Σ plan`
///
/// # Undefined
/// As [`completion`]; one value that is missing leaves the sum missing. `TooFewPoints`: no plan at all.
///
/// # Examples
/// ```
/// use fanfan::model::Better;
/// use fanfan::progress::completion::completion_of_sums;
///
/// let (plans, degrees) = ([300.0, 360.0, 400.0], [1.10, 0.95, 1.20]);
/// let quarter = completion_of_sums(plans.iter().zip(degrees).map(|(plan, degree)| (plan * degree, *plan)), Better::Higher);
/// assert!((quarter.value? - 1.086_792_452_830_188_8).abs() < 1e-15); // the mean of the degrees would say 1.083
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercise T16.
pub fn completion_of_sums(actual_and_plan: impl IntoIterator<Item = (f64, f64)>, better: Better) -> Degree {
    let mut sums = None;
    for (actual, plan) in actual_and_plan {
        let (actuals, plans) = sums.unwrap_or((0.0, 0.0));
        sums = Some((actuals + actual, plans + plan));
    }
    match sums {
        Some((actual, plan)) => completion(actual, plan, better),
        None => Degree { value: Err(Undefined::TooFewPoints), met: None, difference: Err(Undefined::TooFewPoints) },
    }
}

/// Target over actual: what some appraisal schemes call completion where lower is better. Never used under that name.
///
/// # Formula
/// `target / actual`
///
/// # Undefined
/// `MissingValue`, `NoTarget`; `ZeroBase`, `NegativeBase`: an actual value of zero or less.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::target_over_actual;
///
/// assert!((target_over_actual(180.0, 200.0)? - 1.111_111_111_111_111_2).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn target_over_actual(actual: f64, target: f64) -> Result<f64, Undefined> {
    given(actual, Undefined::MissingValue)?;
    over(given(target, Undefined::NoTarget)?, actual)
}

/// The growth that was planned, from the degree of completion and the growth that came.
///
/// # Formula
/// `(1 + growth) / completion − 1`
///
/// # Undefined
/// `MissingValue`, `MissingBase`; `ZeroBase`, `NegativeBase`: a degree of zero or less.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::planned_growth;
///
/// // 103 % of the plan, 5 % above last year
/// assert!((planned_growth(1.03, 0.05)? - 0.019_417_475_728_155_3).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercise T11.
pub fn planned_growth(completion: f64, growth: f64) -> Result<f64, Undefined> {
    over(1.0 + growth, completion).map(|index| index - 1.0)
}

/// The growth that came, from the degree of completion and the growth that was planned.
///
/// # Formula
/// `(1 + planned)·completion − 1`
///
/// # Undefined
/// `MissingValue`: either is missing.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::growth_behind;
///
/// assert!((growth_behind(1.08, 0.05)? - 0.134).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercise T15.
pub fn growth_behind(completion: f64, planned: f64) -> Result<f64, Undefined> {
    given((1.0 + planned) * completion - 1.0, Undefined::MissingValue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_met_by_themselves() {
        // 1 + rate is the same number for both.
        let degree = completion_of_rates(1e-17, 2e-17, Better::Higher);
        assert_eq!((degree.value, degree.met, degree.difference), (Ok(1.0), Some(false), Ok(-1e-17)));
        assert_eq!(completion_of_rates(1e-17, 2e-17, Better::Lower).met, Some(true));
        assert_eq!(completion_of_reductions(2e-17, 1e-17).met, Some(true));
        assert_eq!(completion_of_reductions(1e-17, 2e-17).met, Some(false));
        // A rate of -100 % or less has no index to divide by, and is met or not all the same.
        let nothing = completion_of_rates(-0.5, -1.0, Better::Higher);
        assert_eq!((nothing.value, nothing.met), (Err(Undefined::ZeroBase), Some(true)));
    }
}
