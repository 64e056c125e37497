//! The forms of a comparison as small types, so that each kernel is compiled once for each.
//!
//! `at` is evaluated on every row, also where it means nothing; `domain` and finiteness decide whether it counts;
//! `why` is called only where it does not.
#![allow(
    clippy::inline_always,
    clippy::needless_bitwise_bool,
    reason = "the loops must stay free of calls and branches"
)]

use super::options::NegativeBase;
use crate::error::Undefined;

/// A comparison of a value `x` with a base `b`; `power` is `f/k`, periods a year over the distance.
pub(super) trait Formula: Copy + Sync {
    /// Whether the formula means something. NaN gives `false` or a value that is not finite.
    fn domain(self, x: f64, b: f64) -> bool;
    /// The formula, without a look at its domain.
    fn at(self, x: f64, b: f64, power: f64) -> f64;
    /// Why there is no result, for two numbers that are there.
    fn why(self, x: f64, b: f64) -> Undefined;
}

/// The result where it exists, NaN where it does not.
#[inline(always)]
pub(super) fn value<F: Formula>(formula: F, x: f64, b: f64, power: f64) -> f64 {
    let result = formula.at(x, b, power);
    if formula.domain(x, b) & (result.abs() <= f64::MAX) { result } else { f64::NAN }
}

/// The reason of a NaN that [`value`] gave.
#[cold]
pub(super) fn reason<F: Formula>(formula: F, x: f64, b: f64) -> Undefined {
    if x.is_nan() {
        Undefined::MissingValue
    } else if b.is_nan() {
        Undefined::MissingBase
    } else if x.is_infinite() || b.is_infinite() || formula.domain(x, b) {
        Undefined::NotFinite
    } else {
        formula.why(x, b)
    }
}

/// What is wrong with a quotient over `b`.
fn of_quotient(x: f64, b: f64) -> Undefined {
    if b == 0.0 {
        if x == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase }
    } else if (b < 0.0) == (x < 0.0) {
        Undefined::NegativeBase
    } else {
        Undefined::SignChange
    }
}

/// What is wrong with a logarithm or power of `x/b`.
fn of_power(x: f64, b: f64) -> Undefined {
    if x == 0.0 && b != 0.0 { Undefined::NotPositive } else { of_quotient(x, b) }
}

/// `ln(x/b)` of two numbers of one sign: near 1 by the difference, which keeps the digits of small rates; elsewhere by
/// the quotient, which keeps those of small ratios.
#[inline(always)]
pub(super) fn ln_ratio(x: f64, b: f64) -> f64 {
    let ratio = x / b;
    if (0.5..=2.0).contains(&ratio) {
        ((x - b) / b).ln_1p()
    } else if ratio.is_normal() {
        ratio.ln()
    } else if x.is_finite() && b.is_finite() {
        // The quotient of numbers so unlike has left the range of a double; their logarithms have not.
        x.abs().ln() - b.abs().ln()
    } else {
        f64::NAN
    }
}

/// `(x − b)/b`, exact where `x/b − 1` cancels.
#[derive(Clone, Copy)]
pub(super) struct Rate;
impl Formula for Rate {
    #[inline(always)]
    fn domain(self, x: f64, b: f64) -> bool {
        (x >= 0.0) & (b > 0.0)
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, _: f64) -> f64 {
        (x - b) / b
    }
    fn why(self, x: f64, b: f64) -> Undefined {
        of_quotient(x, b)
    }
}

/// The rate by one of the two policies that allow negative bases.
#[derive(Clone, Copy)]
pub(super) struct AnyRate {
    pub(super) absolute: bool,
}
impl Formula for AnyRate {
    #[inline(always)]
    fn domain(self, _: f64, b: f64) -> bool {
        b != 0.0
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, _: f64) -> f64 {
        (x - b) / if self.absolute { b.abs() } else { b }
    }
    fn why(self, x: f64, b: f64) -> Undefined {
        of_quotient(x, b)
    }
}

/// `x/b`.
#[derive(Clone, Copy)]
pub(super) struct Ratio {
    pub(super) policy: NegativeBase,
}
impl Formula for Ratio {
    #[inline(always)]
    fn domain(self, x: f64, b: f64) -> bool {
        let allowed = if self.policy == NegativeBase::Undefined { (x >= 0.0) & (b > 0.0) } else { b != 0.0 };
        // Over infinity the quotient would be a finite 0.
        allowed & (b.abs() < f64::INFINITY)
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, _: f64) -> f64 {
        x / if self.policy == NegativeBase::Absolute { b.abs() } else { b }
    }
    fn why(self, x: f64, b: f64) -> Undefined {
        of_quotient(x, b)
    }
}

/// `(x/b)^power − 1`, by logarithms that keep the digits of small rates.
#[derive(Clone, Copy)]
pub(super) struct Compound {
    pub(super) policy: NegativeBase,
}
impl Formula for Compound {
    #[inline(always)]
    fn domain(self, x: f64, b: f64) -> bool {
        // |b| under a power would turn the sign of the rate round, so that only the bare formula takes two negatives.
        ((x > 0.0) & (b > 0.0)) | ((self.policy == NegativeBase::Plain) & (x < 0.0) & (b < 0.0))
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, power: f64) -> f64 {
        (ln_ratio(x, b) * power).exp_m1()
    }
    fn why(self, x: f64, b: f64) -> Undefined {
        of_power(x, b)
    }
}

/// The rate times `power`.
#[derive(Clone, Copy)]
pub(super) struct Simple<R>(pub(super) R);
impl<R: Formula> Formula for Simple<R> {
    #[inline(always)]
    fn domain(self, x: f64, b: f64) -> bool {
        self.0.domain(x, b)
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, power: f64) -> f64 {
        self.0.at(x, b, power) * power
    }
    fn why(self, x: f64, b: f64) -> Undefined {
        self.0.why(x, b)
    }
}

/// `ln(x/b)` times `per_nat`, and times `power` where `annualised`.
#[derive(Clone, Copy)]
pub(super) struct Log {
    pub(super) annualised: bool,
    pub(super) per_nat: f64,
}
impl Formula for Log {
    #[inline(always)]
    fn domain(self, x: f64, b: f64) -> bool {
        (x > 0.0) & (b > 0.0)
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, power: f64) -> f64 {
        let log = ln_ratio(x, b) * self.per_nat;
        if self.annualised { log * power } else { log }
    }
    fn why(self, _: f64, _: f64) -> Undefined {
        Undefined::NotPositive
    }
}

/// `(x − b)·scale`.
#[derive(Clone, Copy)]
pub(super) struct Difference(pub(super) f64);
impl Formula for Difference {
    #[inline(always)]
    fn domain(self, _: f64, _: f64) -> bool {
        true
    }
    #[inline(always)]
    fn at(self, x: f64, b: f64, _: f64) -> f64 {
        (x - b) * self.0
    }
    fn why(self, _: f64, _: f64) -> Undefined {
        Undefined::NotFinite
    }
}

/// `x`, or `ln x`; the base does not matter.
#[derive(Clone, Copy)]
pub(super) struct Level {
    pub(super) log: bool,
}
impl Formula for Level {
    #[inline(always)]
    fn domain(self, x: f64, _: f64) -> bool {
        !self.log || x > 0.0
    }
    #[inline(always)]
    fn at(self, x: f64, _: f64, _: f64) -> f64 {
        if self.log { x.ln() } else { x }
    }
    fn why(self, _: f64, _: f64) -> Undefined {
        Undefined::NotPositive
    }
}
