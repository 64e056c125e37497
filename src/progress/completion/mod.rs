//! Plan completion (计划完成程度): pure functions, one file a question.
//!
//! | question | 中文 | here |
//! |---|---|---|
//! | how much of the plan is done, and is it met | 计划完成程度 | [`completion`], [`completion_of_rates`], [`completion_of_reductions`], [`completion_of_sums`], [`target_over_actual`] |
//! | what plan or growth lies behind a stated degree | 反求计划 | [`planned_growth`], [`growth_behind`], [`stated_target`], [`stated_counts`] |
//! | when was it reached, and how much too early | 提前完成时间 | [`total_reached`], [`level_reached`], [`EarlyBy`] |
//! | a rise or reduction over the whole plan, so far and for the rest | 累计提高(降低)率 | [`OverPlan`] |
//! | a part of the year against the year's plan | 序时进度, 双过半 | [`PartOfYear`] |
//! | what is due by now, and when was it due | 计划进度 | [`CumulativePath`], [`EarnedSchedule`] |
//! | cost and schedule of a project | 挣值 | [`EarnedValue`] |
//! | the pace that is needed | 所需速度 | [`pace_linear`], [`pace_geometric`], [`acceleration`] |
//!
//! Two wrong ways are not offered: a rate divided by a rate (15 % against 10 % is no completion of 150 %), and the mean
//! of several degrees of completion.

mod degree;
mod early;
mod earned_value;
mod over_plan;
mod pace;
mod part_year;
mod schedule;
mod stated;

pub use degree::{
    Degree, completion, completion_of_rates, completion_of_reductions, completion_of_sums, growth_behind,
    planned_growth, target_over_actual,
};
pub(crate) use early::month_after;
pub use early::{EarlyBy, Part, Reached, level_reached, total_reached};
pub use earned_value::EarnedValue;
pub use over_plan::{OverPlan, multiple_of_rates};
pub use pace::{acceleration, pace_geometric, pace_linear};
pub use part_year::{HalfYear, PartOfYear};
pub use schedule::{CumulativePath, EarnedSchedule};
pub use stated::{StatedTarget, stated_counts, stated_target};

use crate::error::Undefined;

/// A number that was given, or the reason why it is none.
fn given(value: f64, missing: Undefined) -> Result<f64, Undefined> {
    if value.is_nan() {
        Err(missing)
    } else if value.is_infinite() {
        Err(Undefined::NotFinite)
    } else {
        Ok(value)
    }
}

/// `value` over something that must be above zero.
fn over(value: f64, base: f64) -> Result<f64, Undefined> {
    let (value, base) = (given(value, Undefined::MissingValue)?, given(base, Undefined::MissingBase)?);
    if base == 0.0 {
        return Err(Undefined::ZeroBase);
    }
    if base < 0.0 {
        return Err(Undefined::NegativeBase);
    }
    super::evidence::finite(Ok(value / base))
}
