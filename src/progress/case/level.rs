//! What a target asks for, and where it stood at one moment.

use super::super::evidence::finite;
use crate::error::Undefined;
use crate::model::{Better, Period};
use crate::plan::{Commitment, Form, Review, TargetKind};

/// A target with the level that it asks for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TargetLevel {
    /// What is asked for, as written.
    pub form: Form,
    /// A level by a date, a limit kept in every period, or only a direction.
    pub kind: TargetKind,
    /// When it is due; `None` for a limit to be kept in every period.
    pub by: Option<Period>,
    /// The first period of a sum.
    pub from: Option<Period>,
    /// Whether it is asked for in every period, or growth in each year.
    pub every: bool,
    /// The level: in the unit of the indicator, of a share a fraction, of a sum the whole sum; what moves with other
    /// data, as of the latest value. A band has none.
    pub level: Result<f64, Undefined>,
    /// Both ends of a band.
    pub band: Option<(f64, f64)>,
    /// The way that meets the level; near for a band.
    pub better: Option<Better>,
    /// The value that it is compared with in the latest period: levels in the unit of the indicator, what grows beside
    /// it in its own.
    pub reference: Option<f64>,
    /// How binding it is.
    pub commitment: Option<Commitment>,
    /// Where it is written.
    pub source: Option<String>,
    /// When it was set.
    pub set: Option<String>,
    /// What an official review said became of it.
    pub review: Option<Review>,
}

/// Where a target stood at one moment. Rates and shares are fractions.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Moment {
    /// The period, and what the target is about in it: the value, the sum so far, or the share.
    pub latest: Option<(Period, f64)>,
    /// Whether the target is met: by the value, and in every period or year in which it is asked for. `None` where
    /// nobody can tell yet, such as of a sum that is not to be passed and still runs.
    pub met: Option<bool>,
    /// Degree of completion (计划完成程度): value over target, whichever way is better.
    pub completion: Result<f64, Undefined>,
    /// The same of the level that the plan wants by now.
    pub due: Result<f64, Undefined>,
    /// Completion less what is due, positive when ahead in the direction that is better; 0.05 is 5 points.
    pub lead_points: Result<f64, Undefined>,
    /// By how many periods the value is ahead of the planned path (earned schedule).
    pub lead_periods: Result<f64, Undefined>,
    /// The rate a year that is still needed (geometric).
    pub needed_rate: Result<f64, Undefined>,
    /// The change a period that is still needed (linear), in the unit of the indicator.
    pub needed_change: Result<f64, Undefined>,
    /// The rate a year since the base.
    pub achieved_rate: Result<f64, Undefined>,
    /// Needed over achieved.
    pub acceleration: Result<f64, Undefined>,
    /// The period in which the target is reached at the achieved rate, or was.
    pub arrival: Result<Period, Undefined>,
}

/// What the details of a target start from.
#[derive(Clone, Copy)]
pub(in crate::progress) struct Known<'a> {
    pub(in crate::progress) target: &'a TargetLevel,
    pub(in crate::progress) now: &'a Moment,
    pub(in crate::progress) growth: Result<f64, Undefined>,
}

/// Value over target; a plan of zero or less has no degree.
pub(in crate::progress) fn degree(value: f64, target: f64) -> Result<f64, Undefined> {
    ratio(Ok(value), Some(target))
}

pub(in crate::progress) fn ratio(value: Result<f64, Undefined>, over: Option<f64>) -> Result<f64, Undefined> {
    match (value, over) {
        (Err(reason), _) => Err(reason),
        (_, None) => Err(Undefined::MissingBase),
        (Ok(_), Some(0.0)) => Err(Undefined::ZeroBase),
        (Ok(_), Some(over)) if over < 0.0 => Err(Undefined::NegativeBase),
        (Ok(value), Some(over)) => finite(Ok(value / over)),
    }
}
