//! One target against one series: completion, lead, pace needed and achieved, arrival.

use super::details::Details;
use super::evidence::{Evidence, Point, finite};
use super::methods::{AllTargets, Judgement, Method};
use super::outcome::TargetOutcome;
use super::standing::Standing;
use crate::error::Undefined;
use crate::model::Better;
use crate::model::Period;
use crate::plan::{Commitment, Form, OwnMethod, Review, TargetKind};

mod arithmetic;
mod asked;
mod case;
mod judging;
mod moment;
mod sum_path;

pub(super) use arithmetic::{Arithmetic, printed_time};
pub(super) use asked::fixed_level;
pub(super) use case::Case;

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

/// A target, and where its indicator stands for one subject.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Assessment {
    /// The subject; empty where there is only one.
    pub subject: String,
    /// Code of the indicator.
    pub indicator: String,
    /// The target.
    pub target: TargetLevel,
    /// The base period and the value in it.
    pub base: (Option<Period>, Option<f64>),
    /// The latest value itself, where the target is about a sum or a share.
    pub value: Option<f64>,
    /// Growth of the latest value on a year earlier: as published where the data says, otherwise from the levels. Of a
    /// sum that ends inside a year, growth of that year so far on the same months of the year before.
    pub growth: Result<f64, Undefined>,
    /// Change of the latest rate or share on a year earlier in percentage points, which it has in place of growth; of an
    /// index with a moving base (上年=100) in points of the index. `NotApplicable`: a level; `NoScale`: a ratio whose
    /// unit does not say what a point is.
    pub change_points: Result<f64, Undefined>,
    /// What the target is as a multiple of the base.
    pub multiple: Result<f64, Undefined>,
    /// The same in doublings (翻番数).
    pub doublings: Result<f64, Undefined>,
    /// The rate a year from the base to the target.
    pub target_rate: Result<f64, Undefined>,
    /// The rate a year inside the leg that ends here: from the milestone before, or from the base.
    pub leg_rate: Result<f64, Undefined>,
    /// How far the target lies above the even path from the base to the last milestone, relatively; below is negative.
    pub slack: Result<f64, Undefined>,
    /// Where it stands now.
    pub now: Moment,
    /// Where it stood after each observation since the base, when asked for.
    pub history: Vec<Moment>,
    /// How it stands, by the first method that can tell; of a missed target `slow` at best, whatever a method says.
    pub standing: Standing,
    /// What became of it.
    pub outcome: TargetOutcome,
    /// Why an open outcome cannot be told; `None` while its time is not over.
    pub outcome_undefined: Option<Undefined>,
    /// What each method says.
    pub methods: Vec<(Method, Judgement)>,
    /// Plan completion in detail: inside the year, early by, in time, over the whole plan.
    pub details: Details,
    /// What methods with thresholds of one's own say.
    pub own: Vec<(OwnMethod, Judgement)>,
    /// What methods say that judge all targets of an indicator at once, by name, where there are several.
    pub(super) together: Vec<(String, AllTargets)>,
    /// What the numbers above were made of.
    pub(super) arithmetic: Arithmetic,
    /// Why methods could not judge it.
    pub(super) blocked: Blocked,
    /// The series, and what else methods judge by; see [`Assessment::evidence`].
    pub(super) points: Vec<Point>,
    pub(super) evidence: Evidence<'static>,
}

impl Assessment {
    /// The latest value less the level that is asked for, in the unit of the indicator: what there is in place of a
    /// degree where the target is zero or less.
    ///
    /// # Undefined
    /// `MissingValue`: no value. What the level says. `NotFinite`: too large.
    pub fn difference(&self) -> Result<f64, Undefined> {
        let (_, value) = self.now.latest.ok_or(Undefined::MissingValue)?;
        finite(self.target.level.map(|level| value - level))
    }
}

/// Why methods cannot judge a target.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Blocked {
    /// None can.
    all: Option<Undefined>,
    /// None but the schedule can.
    published: bool,
    /// Nearness counts alike on both sides of a value for `escap`.
    is_near: bool,
}

impl Blocked {
    /// Why `method` cannot judge.
    pub(super) fn reason(self, method: Method) -> Option<Undefined> {
        let judges = method == Method::Schedule || (method == Method::Escap && self.is_near);
        let published = (self.published && !judges).then_some(Undefined::NotApplicable);
        self.all.or(published)
    }
}

/// Value over target; a plan of zero or less has no degree.
fn degree(value: f64, target: f64) -> Result<f64, Undefined> {
    ratio(Ok(value), Some(target))
}

fn ratio(value: Result<f64, Undefined>, over: Option<f64>) -> Result<f64, Undefined> {
    match (value, over) {
        (Err(reason), _) => Err(reason),
        (_, None) => Err(Undefined::MissingBase),
        (Ok(_), Some(0.0)) => Err(Undefined::ZeroBase),
        (Ok(_), Some(over)) if over < 0.0 => Err(Undefined::NegativeBase),
        (Ok(value), Some(over)) => finite(Ok(value / over)),
    }
}
