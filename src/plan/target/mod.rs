//! Typed targets: what an indicator should be by a date.

use super::{Line, Project, Review, Shape, Stated};
use crate::error::Undefined;
use crate::growth::periods_to_multiple;
use crate::model::{Better, Period, words};

mod form;

pub use form::{Bound, Form, Whose, Yardstick};

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

words! {
    /// What a target comes to for judging it.
    TargetKind, "kind of target" {
        /// A level to be reached by a date.
        ByDate = "by_date",
        /// A limit to be kept in every period.
        EveryPeriod = "every_period",
        /// Only a direction.
        Direction = "direction",
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
    /// The first period of a sum; `None` for the one after the base.
    pub from: Option<Period>,
    /// Whether growth is asked for in each year, not on average, or a limit in every period, not only by its date.
    pub every: bool,
    /// How binding it is.
    pub commitment: Option<Commitment>,
    /// Where it is written.
    pub source: Option<String>,
    /// When it was set: `2006-02`, or `2006-02-28`.
    pub set: Option<String>,
    /// What an official review said became of it.
    pub review: Option<Review>,
    /// The shape of its path, where it is not that of its indicator or plan.
    pub path: Option<Shape>,
    /// A degree of completion that was stated of it.
    pub stated: Option<Stated>,
    /// The earned value of the project that it is.
    pub earned_value: Option<Project>,
    pub(in crate::plan) line: Line,
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
            from: None,
            every: false,
            commitment: None,
            source: None,
            set: None,
            review: None,
            path: None,
            stated: None,
            earned_value: None,
            line: Line::default(),
        }
    }

    /// The line of the plan file in which it begins.
    pub fn line(&self) -> Option<u64> {
        self.line.0
    }

    /// What it comes to for judging it.
    pub fn kind(&self) -> TargetKind {
        match self.form {
            Form::Direction => TargetKind::Direction,
            _ if self.is_kept() => TargetKind::EveryPeriod,
            _ => TargetKind::ByDate,
        }
    }

    /// Whether it is a limit that holds in every period, not only by its date.
    pub fn is_kept(&self) -> bool {
        self.form.is_limit() && (self.by.is_none() || self.every)
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
