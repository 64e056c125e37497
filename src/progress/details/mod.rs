//! Plan completion in detail, for one target: inside the year, early by, in time, over the whole plan.

mod early;
mod earned;
mod in_time;
mod over_plan;
mod running_total;
mod stated;
mod within_year;

pub(super) use earned::of as project_now;
pub(super) use running_total::begins as sum_begins;

pub use early::{Early, EarlyMethod};
pub use earned::ProjectNow;
pub use in_time::InTime;
pub use running_total::RunningTotal;
pub use stated::StatedCompletion;
pub use within_year::{PlanOf, WithinYear};

use super::case::{Case, Known};
use super::completion::OverPlan;
use super::evidence::finite;
use crate::error::Undefined;

/// What an assessment has beside the numbers that every target has; `None` where it does not apply.
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
///
/// // 120 for 2018; 53 in the first half
/// let plan = Plan::parse("[indicator.tax]\n[[target]]\nindicator = 'tax'\nby = '2018'\nlevel = 120\n")?;
/// let halves = [Period::quarterly(2018, 1)?, Period::quarterly(2018, 2)?];
/// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "tax")], &[0, 0], &halves, &[25.0, 28.0])?;
/// let track = plan.track(&panel, Method::Schedule)?;
/// let year = track.assessments[0].details.within_year.as_ref().expect("the year is not over");
/// assert_eq!((year.part.to_date, year.part.months), (53.0, 6.0));
/// assert_eq!(year.part.by_pace(), Ok(106.0));
/// assert_eq!(year.half.and_then(|half| half.met), Some(false));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Details {
    /// A year that is not over against its plan (序时进度).
    pub within_year: Option<WithinYear>,
    /// When the target was reached, and how much too early (提前完成时间).
    pub early_by: Option<Early>,
    /// The schedule in time, and what other paths would have due.
    pub schedule: Option<InTime>,
    /// A target that compounds over the whole plan: so far, and for the rest.
    pub over_plan: Option<OverPlan>,
    /// A planned sum: so far, and for the rest (累计法).
    pub running_total: Option<RunningTotal>,
    /// The target behind a degree of completion that was stated (反求任务).
    pub stated_completion: Option<StatedCompletion>,
    /// The earned value of a project (挣值).
    pub earned_value: Option<ProjectNow>,
}

/// A number of a section, and the arithmetic that gives it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Number {
    /// Its name, as in JSON.
    pub name: &'static str,
    /// The number, or why there is none.
    pub value: Result<f64, Undefined>,
    /// The formula with its numbers in it.
    pub formula: Option<String>,
}

impl Number {
    fn new(name: &'static str, value: Result<f64, Undefined>, formula: String) -> Number {
        Number::shown(name, finite(value), Some(formula))
    }

    /// A number of which the arithmetic may not be known; without a value there is none.
    pub(super) fn shown(name: &'static str, value: Result<f64, Undefined>, formula: Option<String>) -> Number {
        Number { name, value, formula: formula.filter(|_| value.is_ok()) }
    }

    fn given(name: &'static str, value: f64) -> Number {
        Number { name, value: finite(Ok(value)), formula: None }
    }
}

impl Details {
    /// The names of all sections.
    pub const SECTIONS: [&'static str; 7] =
        ["within_year", "early_by", "schedule", "over_plan", "running_total", "stated_completion", "earned_value"];

    /// The numbers of one section, always the same ones in the same order; `None` where it does not apply.
    pub fn section(&self, name: &str) -> Option<Vec<Number>> {
        match name {
            "within_year" => self.within_year.as_ref().map(WithinYear::numbers),
            "early_by" => self.early_by.as_ref().map(Early::numbers),
            "schedule" => self.schedule.as_ref().map(InTime::numbers),
            "over_plan" => self.over_plan.as_ref().map(over_plan::numbers),
            "running_total" => self.running_total.as_ref().map(RunningTotal::numbers),
            "stated_completion" => self.stated_completion.as_ref().map(StatedCompletion::numbers),
            "earned_value" => self.earned_value.as_ref().map(ProjectNow::numbers),
            _ => None,
        }
    }

    /// Every number of every section, by the name of the section.
    pub fn numbers(&self) -> impl Iterator<Item = (&'static str, Vec<Number>)> {
        Details::SECTIONS.into_iter().filter_map(|name| Some((name, self.section(name)?)))
    }
}

impl Details {
    /// The details of a target, but for what it says of a project.
    pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Details {
        Details {
            within_year: within_year::of(case, known),
            early_by: early::of(case, known),
            schedule: in_time::of(case, known),
            over_plan: over_plan::of(case, known),
            running_total: running_total::of(case, known),
            stated_completion: None,
            earned_value: None,
        }
    }

    /// The target behind a degree of completion that was stated, once it is known what stands for the latest value.
    pub(super) fn add_stated(&mut self, case: &Case<'_>, known: &Known<'_>) {
        self.stated_completion = stated::of(case, known, (self.within_year.as_ref(), self.running_total.as_ref()));
    }
}
