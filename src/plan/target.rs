//! Typed targets: what an indicator should be by a date.

use std::fmt;

use crate::error::Undefined;
use crate::growth::{multiple_of_rate, periods_to_multiple};
use crate::model::{Better, Period, words};

/// What a target asks for. Levels are in the unit of the indicator, rates are fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// A level by a date.
    Level(f64),
    /// A multiple of the base.
    Multiple(f64),
    /// So many doublings of the base (翻番).
    Doublings(f64),
    /// A rate a year, on average (年均增长).
    Rate(f64),
    /// A rise over the whole plan: 0.61 is ×1.61.
    Rise(f64),
    /// A reduction over the whole plan: 0.18 is ×0.82 (累计下降).
    Reduction(f64),
    /// Not below a level (下限).
    AtLeast(f64),
    /// Not above a level (上限).
    AtMost(f64),
    /// Only a direction: that of the indicator.
    Direction,
}

impl Form {
    /// The key in the plan file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Form::Level(_) => "level",
            Form::Multiple(_) => "multiple",
            Form::Doublings(_) => "doublings",
            Form::Rate(_) => "rate",
            Form::Rise(_) => "rise",
            Form::Reduction(_) => "reduction",
            Form::AtLeast(_) => "at_least",
            Form::AtMost(_) => "at_most",
            Form::Direction => "direction",
        }
    }

    /// The number as written.
    pub const fn value(self) -> Option<f64> {
        match self {
            Form::Level(value)
            | Form::Multiple(value)
            | Form::Doublings(value)
            | Form::Rate(value)
            | Form::Rise(value)
            | Form::Reduction(value)
            | Form::AtLeast(value)
            | Form::AtMost(value) => Some(value),
            Form::Direction => None,
        }
    }

    /// The level that is asked for, from the value at the base and the years between.
    ///
    /// # Undefined
    /// `NoTarget` (direction only), `MissingBase`, `ZeroBase` and `NegativeBase` (a multiple of nothing), what
    /// [`multiple_of_rate`] says.
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Form;
    ///
    /// assert_eq!(Form::Doublings(2.0).level(Some(11.9), 5.0), Ok(47.6)); // 翻两番 is ×4
    /// assert_eq!(Form::Level(31.0).level(None, 5.0), Ok(31.0));
    /// ```
    pub fn level(self, base: Option<f64>, years: f64) -> Result<f64, Undefined> {
        let multiple = match self {
            Form::Level(level) | Form::AtLeast(level) | Form::AtMost(level) => return Ok(level),
            Form::Direction => return Err(Undefined::NoTarget),
            Form::Multiple(multiple) => multiple,
            Form::Doublings(doublings) => doublings.exp2(),
            Form::Rate(rate) => multiple_of_rate(rate, years)?,
            Form::Rise(rise) => 1.0 + rise,
            Form::Reduction(reduction) => 1.0 - reduction,
        };
        match base {
            None => Err(Undefined::MissingBase),
            Some(0.0) => Err(Undefined::ZeroBase),
            Some(base) if base < 0.0 => Err(Undefined::NegativeBase),
            Some(base) => Ok(base * multiple),
        }
    }

    /// Which way meets the target, where the form says it itself. A multiple says no more than the level that it is:
    /// where lower is better, ×1.2 is a ceiling.
    pub(crate) fn better(self) -> Option<Better> {
        match self {
            Form::AtLeast(_) => Some(Better::Higher),
            Form::AtMost(_) => Some(Better::Lower),
            Form::Rise(rise) | Form::Reduction(rise) if rise == 0.0 => None,
            Form::Rise(rise) => Some(if rise > 0.0 { Better::Higher } else { Better::Lower }),
            Form::Reduction(reduction) => Some(if reduction > 0.0 { Better::Lower } else { Better::Higher }),
            _ => None,
        }
    }

    /// Whether it asks for a multiple of the base, whatever the base is.
    pub(crate) fn compounds(self) -> bool {
        matches!(self, Form::Multiple(_) | Form::Doublings(_) | Form::Rate(_) | Form::Rise(_) | Form::Reduction(_))
    }

    /// Whether it is a floor or a ceiling, which values may stay away from.
    pub(crate) fn is_limit(self) -> bool {
        matches!(self, Form::AtLeast(_) | Form::AtMost(_))
    }

    /// Whether one is a floor and the other a ceiling: neither is on the way to the other.
    pub(crate) fn opposes(self, other: Form) -> bool {
        self.is_limit() && other.is_limit() && self.better() != other.better()
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            Some(value) => write!(f, "{} = {value}", self.as_str()),
            None => f.write_str(self.as_str()),
        }
    }
}

words! {
    /// How binding a target is.
    Commitment, "commitment" {
        /// 约束性.
        Binding = "binding",
        /// 预期性.
        Expected = "expected",
        /// 确保.
        Ensured = "ensured",
        /// 力争.
        Striven = "striven",
    }
}

/// A target: one indicator, one form, one date.
///
/// Several targets of one indicator are milestones of its path.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Target {
    /// Code of the indicator.
    pub indicator: String,
    /// Subject; `None` means that of the plan, or each that the data has.
    pub subject: Option<String>,
    /// What is asked for.
    pub form: Form,
    /// The period by whose end it is due; `None` for a limit to be kept in every period.
    pub by: Option<Period>,
    /// The period that multiples and rates start from.
    pub base: Option<Period>,
    /// Whether a rate is asked for in each year, not on average.
    pub every: bool,
    /// How binding it is.
    pub commitment: Option<Commitment>,
    /// Where it is written.
    pub source: Option<String>,
}

impl Target {
    /// A target for `indicator`.
    pub fn new(indicator: impl Into<String>, form: Form) -> Target {
        Target {
            indicator: indicator.into(),
            subject: None,
            form,
            by: None,
            base: None,
            every: false,
            commitment: None,
            source: None,
        }
    }
}

/// Whether `value` meets `target`, `better` being the way that is better.
pub(crate) fn is_met(value: f64, target: f64, better: Better) -> bool {
    // Decimals as typed may differ in the last bit of a double: 1.61 × 100 and 161.
    let slack = 4.0 * f64::EPSILON * target.abs();
    match better {
        Better::Higher => value >= target - slack,
        Better::Lower => value <= target + slack,
        Better::Near => (value - target).abs() <= slack,
    }
}

/// Years until a rate gives the level `target`, from `value`.
pub(crate) fn years_to(value: f64, target: f64, rate: f64) -> Result<f64, Undefined> {
    if value == 0.0 || (value < 0.0) != (target < 0.0) {
        return Err(Undefined::NeverReached);
    }
    periods_to_multiple(target / value, rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_give_levels() {
        let close = |form: Form, level: f64| {
            let found = form.level(Some(100.0), 5.0);
            assert!(found.is_ok_and(|found| (found - level).abs() < 1e-9), "{form}: {found:?}");
        };
        close(Form::Multiple(2.6), 260.0);
        close(Form::Rate(0.1), 161.051);
        close(Form::Rise(0.61), 161.0);
        close(Form::Reduction(0.18), 82.0);
        close(Form::AtMost(90.0), 90.0);
        assert_eq!(Form::Rise(-0.2).better(), Some(Better::Lower));
        assert_eq!(Form::Reduction(-0.1).better(), Some(Better::Higher));
        assert_eq!(Form::Multiple(2.0).level(Some(0.0), 1.0), Err(Undefined::ZeroBase));
        assert_eq!(Form::Multiple(2.0).level(None, 1.0), Err(Undefined::MissingBase));
        assert_eq!(Form::Direction.level(Some(1.0), 1.0), Err(Undefined::NoTarget));
    }
}
