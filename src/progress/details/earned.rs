//! Earned value of a project (挣值): cost and schedule against the budget.

use super::super::completion::EarnedValue;
use super::super::link::Linked;
use super::Number;
use crate::error::Undefined;
use crate::model::Period;
use crate::plan::{Amount, Project};
use crate::progress::evidence::{finite, number};

/// The amounts of a project at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ProjectNow {
    /// The last period of which all amounts are known that the data gives; `NotApplicable` where the plan has all.
    pub period: Result<Period, Undefined>,
    /// Planned value, earned value, actual cost, budget at completion.
    pub amounts: [Result<f64, Undefined>; 4],
}

/// The amounts of `project`, those of the data from the series of an indicator, each with the factor to one unit.
pub(in crate::progress) fn of<'a>(
    project: &Project,
    series: impl Fn(&str) -> Option<(&'a Linked, f64)>,
    as_of: Option<f64>,
) -> ProjectNow {
    let found = project.amounts().map(|amount| {
        amount.map(|amount| match amount {
            Amount::Number(value) => Ok(*value),
            Amount::Indicator(code) => Err(series(code)),
        })
    });
    let known = |period: Period| as_of.is_none_or(|as_of| period.end_in_years() <= as_of + 1e-9);
    let at = |linked: &Linked, time: f64| {
        let row = linked.points.iter().find(|(period, _)| (period.end_in_years() - time).abs() < 1e-9);
        row.map(|(_, value)| *value)
    };
    // The budget is that of the time, however long ago it was set.
    let moving: Vec<&Linked> =
        found.iter().take(3).flatten().filter_map(|one| one.err().flatten().map(|(linked, _)| linked)).collect();
    let first = moving.first().copied().or(found.iter().flatten().find_map(|one| one.err().flatten()).map(|one| one.0));
    let common = |period: Period| known(period) && moving.iter().all(|one| at(one, period.end_in_years()).is_some());
    let period = first.and_then(|one| one.points.iter().rev().map(|(period, _)| *period).find(|at| common(*at)));
    let reason = if project.is_written() { Undefined::NotApplicable } else { Undefined::MissingValue };
    let period = period.ok_or(reason);
    let value = |place: usize| match found.get(place).copied().flatten() {
        None | Some(Err(None)) => Err(Undefined::MissingValue),
        Some(Ok(value)) => finite(Ok(value)),
        Some(Err(Some((linked, factor)))) => {
            let time = period?.end_in_years();
            let last = || linked.points.iter().rev().find(|(period, _)| period.end_in_years() <= time + 1e-9);
            let value = if place == 3 { last().map(|(_, value)| *value) } else { at(linked, time) };
            finite(value.map(|value| value * factor).ok_or(Undefined::MissingValue))
        }
    };
    ProjectNow { period, amounts: [value(0), value(1), value(2), value(3)] }
}

impl ProjectNow {
    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let [planned, earned, cost, budget] = self.amounts;
        let [p, e, c, b] = self.amounts.map(|amount| amount.unwrap_or(f64::NAN));
        let project = EarnedValue { planned: p, earned: e, cost: c, budget: b };
        let [pv, ev, ac, bac] = [p, e, c, b].map(number);
        // What is computed of amounts that are not there does not exist for that reason.
        let of = |needed: &[Result<f64, Undefined>], value: Result<f64, Undefined>| {
            needed.iter().find_map(|amount| amount.err()).map_or(value, Err)
        };
        let eac = project.estimate_by_cost_index();
        let given = |name, value| Number { name, value, formula: None };
        let by_cpi = format!("{bac} / ({ev} / {ac})");
        let estimate = number(eac.unwrap_or(f64::NAN));
        vec![
            given("planned_value", planned),
            given("earned_value", earned),
            given("actual_cost", cost),
            given("budget_at_completion", budget),
            Number::new("sv", of(&[planned, earned], Ok(project.schedule_variance())), format!("{ev} - {pv}")),
            Number::new("cv", of(&[earned, cost], Ok(project.cost_variance())), format!("{ev} - {ac}")),
            Number::new("spi", of(&[planned, earned], project.schedule_index()), format!("{ev} / {pv}")),
            Number::new("cpi", of(&[earned, cost], project.cost_index()), format!("{ev} / {ac}")),
            Number::new("share_done", of(&[earned, budget], project.share_done()), format!("{ev} / {bac}")),
            Number::new("eac", of(&[earned, cost, budget], eac), by_cpi.clone()),
            Number::new(
                "eac_as_budgeted",
                of(&[earned, cost, budget], Ok(project.estimate_by_budget())),
                format!("{ac} + {bac} - {ev}"),
            ),
            Number::new(
                "eac_both_indices",
                of(&self.amounts, project.estimate_by_both_indices()),
                format!("{ac} + ({bac} - {ev}) / ({ev} / {ac} * ({ev} / {pv}))"),
            ),
            Number::new("etc", of(&[earned, cost, budget], project.estimate_to_complete()), format!("{by_cpi} - {ac}")),
            Number::new(
                "vac",
                of(&[earned, cost, budget], project.variance_at_completion()),
                format!("{bac} - {by_cpi}"),
            ),
            Number::new(
                "tcpi",
                of(&[earned, cost, budget], project.to_complete_index()),
                format!("({bac} - {ev}) / ({bac} - {ac})"),
            ),
            Number::new(
                "tcpi_eac",
                of(&[earned, cost, budget], eac.and_then(|estimate| project.index_for(estimate))),
                format!("({bac} - {ev}) / ({estimate} - {ac})"),
            ),
        ]
    }
}
