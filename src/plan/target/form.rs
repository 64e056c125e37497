//! Forms of targets: what may be asked of an indicator.

use std::borrow::Cow;
use std::fmt;

use crate::error::Undefined;
use crate::growth::multiple_of_rate;
use crate::model::Better;

/// A bound of a share or an elasticity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Not below.
    AtLeast(f64),
    /// Not above.
    AtMost(f64),
    /// Neither below the first nor above the second.
    Between(f64, f64),
}

impl Bound {
    /// The key in the plan file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Bound::AtLeast(_) => "at_least",
            Bound::AtMost(_) => "at_most",
            Bound::Between(..) => "between",
        }
    }

    /// The number, where there is one.
    pub const fn value(self) -> Option<f64> {
        match self {
            Bound::AtLeast(value) | Bound::AtMost(value) => Some(value),
            Bound::Between(..) => None,
        }
    }

    /// The way that meets it.
    pub(crate) const fn better(self) -> Better {
        match self {
            Bound::AtLeast(_) => Better::Higher,
            Bound::AtMost(_) => Better::Lower,
            Bound::Between(..) => Better::Near,
        }
    }
}

/// Whose values an indicator is compared with.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Whose {
    /// Those of the same subject.
    #[default]
    Own,
    /// Those of another subject.
    Subject(String),
    /// The plain mean over these subjects; over all that the data has where none is named.
    Average(Vec<String>),
}

/// What a target compares its indicator with: another indicator, another subject, a mean over subjects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Yardstick {
    /// Code of the indicator; `None` for the target's own.
    pub indicator: Option<String>,
    /// Whose values.
    pub whose: Whose,
}

/// What a target asks for. Levels are in the unit of the indicator, rates and shares are fractions.
#[derive(Debug, Clone, PartialEq)]
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
    /// A change in points over the plan (百分点): of a rate in percentage points, of an index in its own.
    Points {
        /// Points, as written.
        points: f64,
        /// The same in the unit of the indicator: 2 points are 0.02 where it is a fraction.
        change: f64,
    },
    /// Not below a level (下限).
    AtLeast(f64),
    /// Not above a level (上限).
    AtMost(f64),
    /// Inside a band (区间).
    Between(f64, f64),
    /// Near a value, by no more than a tolerance.
    Near {
        /// The value.
        value: f64,
        /// How far away is near enough.
        tolerance: f64,
    },
    /// A sum over the periods of the plan (累计).
    Total(f64),
    /// A share of another indicator in the same period (占比).
    Share {
        /// Code of the whole.
        of: String,
        /// The share that is asked for, a fraction.
        bound: Bound,
    },
    /// A distance to another subject, to a mean over subjects, or to another indicator.
    Relative {
        /// What it is compared with.
        to: Yardstick,
        /// Above it is positive: a fraction of it; for rates, 0.02 is 2 percentage points.
        margin: f64,
        /// For rates, the same in the unit of the indicator, to be added.
        change: Option<f64>,
    },
    /// Growth that is not behind that of something else (同步).
    Pace {
        /// What grows beside it.
        with: Yardstick,
        /// By how much a year to be ahead; 0.02 is 2 percentage points of growth.
        margin: f64,
    },
    /// Growth over the growth of another indicator (弹性系数).
    Elasticity {
        /// Code of the other indicator.
        to: String,
        /// The elasticity that is asked for.
        bound: Bound,
    },
    /// Done or not: any value of 1 or more is done.
    Done,
    /// Only a direction: that of the indicator.
    Direction,
}

impl Form {
    /// The key in the plan file.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Form::Level(_) => "level",
            Form::Multiple(_) => "multiple",
            Form::Doublings(_) => "doublings",
            Form::Rate(_) => "rate",
            Form::Rise(_) => "rise",
            Form::Reduction(_) => "reduction",
            Form::Points { .. } => "points",
            Form::AtLeast(_) => "at_least",
            Form::AtMost(_) => "at_most",
            Form::Between(..) => "between",
            Form::Near { .. } => "near",
            Form::Total(_) => "total",
            Form::Share { .. } => "share_of",
            Form::Relative { .. } => "relative_to",
            Form::Pace { .. } => "pace_with",
            Form::Elasticity { .. } => "elasticity",
            Form::Done => "done",
            Form::Direction => "direction",
        }
    }

    /// The number as written: of a share or an elasticity its bound, of a comparison the margin. A band has two
    /// ([`Form::ends`]).
    pub const fn value(&self) -> Option<f64> {
        match *self {
            Form::Level(value)
            | Form::Multiple(value)
            | Form::Doublings(value)
            | Form::Rate(value)
            | Form::Rise(value)
            | Form::Reduction(value)
            | Form::Points { points: value, .. }
            | Form::AtLeast(value)
            | Form::AtMost(value)
            | Form::Near { value, .. }
            | Form::Total(value)
            | Form::Relative { margin: value, .. }
            | Form::Pace { margin: value, .. } => Some(value),
            Form::Share { bound, .. } | Form::Elasticity { bound, .. } => bound.value(),
            Form::Between(..) | Form::Done | Form::Direction => None,
        }
    }

    /// Both ends of a band.
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Form;
    ///
    /// assert_eq!(Form::Near { value: 2.0, tolerance: 0.25 }.ends(), Some((1.75, 2.25)));
    /// assert_eq!(Form::Level(31.0).ends(), None);
    /// ```
    pub const fn ends(&self) -> Option<(f64, f64)> {
        match *self {
            Form::Between(low, high)
            | Form::Share { bound: Bound::Between(low, high), .. }
            | Form::Elasticity { bound: Bound::Between(low, high), .. } => Some((low, high)),
            Form::Near { value, tolerance } => Some((value - tolerance, value + tolerance)),
            _ => None,
        }
    }

    /// The level of the indicator that is asked for, from the value at the base and the years between.
    ///
    /// # Undefined
    /// `NoTarget` (direction only), `NotApplicable` (a band, a sum, a share, and what moves with other data),
    /// `MissingBase`, `ZeroBase` and `NegativeBase` (a multiple of nothing), what [`multiple_of_rate`] says.
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Form;
    ///
    /// assert_eq!(Form::Doublings(2.0).level(Some(11.9), 5.0), Ok(47.6)); // 翻两番 is ×4
    /// assert_eq!(Form::Level(31.0).level(None, 5.0), Ok(31.0));
    /// ```
    pub fn level(&self, base: Option<f64>, years: f64) -> Result<f64, Undefined> {
        let multiple = match *self {
            Form::Level(level) | Form::AtLeast(level) | Form::AtMost(level) | Form::Near { value: level, .. } => {
                return Ok(level);
            }
            Form::Done => return Ok(1.0),
            Form::Direction => return Err(Undefined::NoTarget),
            Form::Points { change, .. } => return base.map(|base| base + change).ok_or(Undefined::MissingBase),
            Form::Multiple(multiple) => multiple,
            Form::Doublings(doublings) => doublings.exp2(),
            // Without a base the years are not known either, and that is not what is missing.
            Form::Rate(_) if base.is_none() => return Err(Undefined::MissingBase),
            Form::Rate(rate) => multiple_of_rate(rate, years)?,
            Form::Rise(rise) => 1.0 + rise,
            Form::Reduction(reduction) => 1.0 - reduction,
            Form::Between(..)
            | Form::Total(_)
            | Form::Share { .. }
            | Form::Relative { .. }
            | Form::Pace { .. }
            | Form::Elasticity { .. } => return Err(Undefined::NotApplicable),
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
    pub(crate) fn better(&self) -> Option<Better> {
        match *self {
            Form::AtLeast(_) | Form::Done => Some(Better::Higher),
            Form::AtMost(_) => Some(Better::Lower),
            Form::Share { bound, .. } | Form::Elasticity { bound, .. } => Some(bound.better()),
            Form::Between(..) | Form::Near { .. } => Some(Better::Near),
            Form::Rise(rise) | Form::Reduction(rise) | Form::Points { points: rise, .. } if rise == 0.0 => None,
            Form::Rise(rise) | Form::Points { points: rise, .. } => {
                Some(if rise > 0.0 { Better::Higher } else { Better::Lower })
            }
            Form::Reduction(reduction) => Some(if reduction > 0.0 { Better::Lower } else { Better::Higher }),
            _ => None,
        }
    }

    /// Whether it asks for a multiple of the base, whatever the base is.
    pub(crate) fn compounds(&self) -> bool {
        matches!(self, Form::Multiple(_) | Form::Doublings(_) | Form::Rate(_) | Form::Rise(_) | Form::Reduction(_))
    }

    /// Whether what it asks for is counted from a base.
    pub(crate) fn needs_base(&self) -> bool {
        self.compounds() || matches!(self, Form::Points { .. } | Form::Pace { .. } | Form::Elasticity { .. })
    }

    /// Whether it is a limit, which values may stay away from, and which may be asked for in every period.
    pub(crate) fn is_limit(&self) -> bool {
        matches!(
            self,
            Form::AtLeast(_)
                | Form::AtMost(_)
                | Form::Between(..)
                | Form::Near { .. }
                | Form::Share { .. }
                | Form::Relative { .. }
        )
    }

    /// Whether it speaks of growth, which may be asked for in each year.
    pub(crate) fn is_growth(&self) -> bool {
        matches!(self, Form::Rate(_) | Form::Pace { .. } | Form::Elasticity { .. })
    }

    /// Whether what it asks for moves with other data.
    pub(crate) fn is_moving(&self) -> bool {
        matches!(self, Form::Relative { .. } | Form::Pace { .. } | Form::Elasticity { .. })
    }

    /// Whether it is about the level of the indicator itself, so that others of its kind lie on one way with it.
    pub(crate) fn is_on_a_way(&self) -> bool {
        !self.is_moving()
            && !matches!(self, Form::Between(..) | Form::Near { .. } | Form::Total(_) | Form::Done | Form::Direction)
    }

    /// Whether it asks for a level of the values themselves.
    pub(crate) fn is_of_values(&self) -> bool {
        self.is_on_a_way() && !matches!(self, Form::Share { .. })
    }

    /// Whether it lies on one way with `other`: about the same quantity, and no floor between ceilings.
    pub(crate) fn is_on_the_way_of(&self, other: &Form) -> bool {
        let whole = |form: &Form| match form {
            Form::Share { of, .. } => Some(of.clone()),
            _ => None,
        };
        self.is_on_a_way() && whole(self) == whole(other) && !self.opposes(other)
    }

    /// Whether one is a floor and the other a ceiling: neither is on the way to the other.
    pub(crate) fn opposes(&self, other: &Form) -> bool {
        self.is_limit() && other.is_limit() && self.better() != other.better()
    }

    /// Whether it needs other data than its own.
    pub(crate) fn needs_other_data(&self) -> bool {
        self.is_moving() || matches!(self, Form::Share { .. })
    }

    /// What it compares its indicator with.
    pub fn yardstick(&self) -> Option<Cow<'_, Yardstick>> {
        let own = |code: &String| Cow::Owned(Yardstick { indicator: Some(code.clone()), whose: Whose::Own });
        match self {
            Form::Share { of: code, .. } | Form::Elasticity { to: code, .. } => Some(own(code)),
            Form::Relative { to: yardstick, .. } | Form::Pace { with: yardstick, .. } => Some(Cow::Borrowed(yardstick)),
            _ => None,
        }
    }

    /// The code of another indicator that it needs.
    pub(crate) fn other(&self) -> Option<&str> {
        match self {
            Form::Share { of, .. } => Some(of),
            Form::Elasticity { to, .. } => Some(to),
            Form::Relative { to, .. } => to.indicator.as_deref(),
            Form::Pace { with, .. } => with.indicator.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Form::Share { of, bound } => write!(f, "share_of {of}, {}", Display(*bound)),
            Form::Elasticity { to, bound } => write!(f, "elasticity to {to}, {}", Display(*bound)),
            Form::Near { value, tolerance } => write!(f, "near = {value}, tolerance = {tolerance}"),
            Form::Between(low, high) => write!(f, "between = [{low}, {high}]"),
            other => match other.value() {
                Some(value) => write!(f, "{} = {value}", other.as_str()),
                None => f.write_str(other.as_str()),
            },
        }
    }
}

/// A bound as `at_least = 0.3`.
struct Display(Bound);

impl fmt::Display for Display {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Bound::AtLeast(value) | Bound::AtMost(value) => write!(f, "{} = {value}", self.0.as_str()),
            Bound::Between(low, high) => write!(f, "between = [{low}, {high}]"),
        }
    }
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
        close(Form::Points { points: -2.0, change: -0.02 }, 99.98);
        close(Form::Near { value: 2.0, tolerance: 0.25 }, 2.0);
        assert_eq!(Form::Rise(-0.2).better(), Some(Better::Lower));
        assert_eq!(Form::Reduction(-0.1).better(), Some(Better::Higher));
        assert_eq!(Form::Points { points: -2.0, change: -2.0 }.better(), Some(Better::Lower));
        assert_eq!(Form::Multiple(2.0).level(Some(0.0), 1.0), Err(Undefined::ZeroBase));
        assert_eq!(Form::Multiple(2.0).level(None, 1.0), Err(Undefined::MissingBase));
        assert_eq!(Form::Direction.level(Some(1.0), 1.0), Err(Undefined::NoTarget));
        assert_eq!(Form::Total(9.0).level(Some(1.0), 1.0), Err(Undefined::NotApplicable));
    }
}
