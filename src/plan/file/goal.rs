//! Tables `[[goal]]`.

use super::super::node::{Node, Table};
use super::super::{Goal, GoalPrices, Line, Plan, PlanGoal};
use super::known_indicator;
use crate::error::{ErrorKind, Result};

const GOAL_KEYS: [&str; 4] = ["for", "goal", "prices", "source"];

pub(super) fn read(plan: &Plan, table: &Table<'_, '_>) -> Result<PlanGoal> {
    table.only(&GOAL_KEYS)?;
    let list = table.require("for", "[\"gdp\"]")?;
    let nodes = if list.is_string() { vec![list] } else { list.array()? };
    let indicators = nodes.iter().map(|node| known_indicator(plan, node)).collect::<Result<Vec<_>>>()?;
    let node = table.require("goal", "\"x2 in 3y\"")?;
    let goal: Goal = node.read()?;
    if goal.start().is_none() {
        for code in &indicators {
            let Some(base) = plan.base_of_indicator(code) else {
                return Err(node
                    .error(ErrorKind::Goal, "the goal has no start, and the plan no base")
                    .mend("write `from 2005` in the goal, or base = \"2005\" in the plan"));
            };
            goal.starting(base).map_err(|error| node.place(&error))?;
        }
    }
    let source = table.get("source").map(|node| node.string().map(str::to_owned)).transpose()?;
    let prices = table.get("prices").map(|node| prices(plan, &node)).transpose()?;
    Ok(PlanGoal { indicators, goal, prices, source, line: Line(Some(table.line())) })
}

/// `0.03` a year, or an indicator of the plan.
fn prices(plan: &Plan, node: &Node<'_, '_>) -> Result<GoalPrices> {
    if node.is_string() {
        return known_indicator(plan, node).map(GoalPrices::Indicator);
    }
    let rate = node.finite()?;
    if rate <= -1.0 || rate >= 1.0 {
        return Err(node
            .error(ErrorKind::Plan, "prices that rise by 100 % a year or more: rates are fractions")
            .mend(format!("write prices = {} for {rate} %", rate / 100.0)));
    }
    Ok(GoalPrices::Rate(rate))
}
