//! One target against one series: completion, lead, pace needed and achieved, arrival.

use super::case::{Moment, TargetLevel};
use super::details::Details;
use super::evidence::{Evidence, Point, finite};
use super::methods::{AllTargets, Judgement, Method};
use super::outcome::TargetOutcome;
use super::standing::Standing;
use crate::error::Undefined;
use crate::model::Period;
use crate::plan::OwnMethod;

mod arithmetic;
mod assess;
mod detailed;
mod judging;

pub(super) use arithmetic::Arithmetic;

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
    /// What the numbers above were made of, where it was asked for.
    pub(super) arithmetic: Option<Box<Arithmetic>>,
    /// Whether the sum of the year so far stands for the value.
    in_year: bool,
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
