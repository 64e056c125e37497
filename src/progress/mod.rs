//! Progress: where each target stands, by named methods (rank 4).
//!
//! | type | is |
//! |---|---|
//! | [`Plan::track`](crate::plan::Plan::track) | a plan against data: [`Track`] |
//! | [`Assessment`] | one target of one subject: completion, lead, pace needed and achieved, arrival |
//! | [`Plan::compare`](crate::plan::Plan::compare) | two assessments: [`Comparison`], what changed through revision and what through new data |
//! | [`Details`] | plan completion in detail: inside the year, early by, in time, over the whole plan |
//! | [`completion`] | plan completion (计划完成程度) as pure functions |
//! | [`Method`], [`ProgressMethod`] | published methods, and what they judge by: [`Evidence`] |
//! | [`GoalFacts`] | the way of a compounding goal: reached, left, at what pace: [`GoalProgress`] |
//! | [`Judged`], [`Disagreement`] | what each method says with its formula, where they differ and why |
//! | [`Standing`] | the scale that all methods share |
//!
//! Progress knows nothing of files and of how results are printed.

mod assessment;
mod case;
mod comparison;
pub mod completion;
mod details;
mod disagreement;
mod evidence;
mod goal;
mod goals_of_plan;
mod judged;
mod link;
mod maybe;
mod methods;
mod outcome;
mod reference;
mod standing;
mod track;

pub use assessment::Assessment;
pub use case::{Moment, TargetLevel};
pub use comparison::{Change, ChangeCause, Comparison, Fate, Knowledge, ObservationChange, Step};
pub use details::{
    Details, Early, EarlyMethod, InTime, Number, PlanOf, ProjectNow, RunningTotal, StatedCompletion, WithinYear,
};
pub use disagreement::{Cause, Disagreement};
pub use evidence::{Evidence, Kind, Point};
pub use goal::{
    BaseYear, Converted, FigureCheck, GoalFacts, GoalLeft, GoalLeg, GoalProgress, GoalValue, PriceTerms, Prices,
};
pub use goals_of_plan::{GoalPath, GoalPoint};
pub use judged::Judged;
pub use methods::{AllTargets, Extra, Judgement, Method, MethodInfo, ProgressMethod, Term};
pub use outcome::TargetOutcome;
pub use standing::Standing;
pub use track::{Track, TrackOptions};
