//! Tables `[[goal]]`.

use super::super::node::Table;
use super::super::{Goal, Plan, PlanGoal};
use super::known_indicator;
use crate::error::{ErrorKind, Result};

const GOAL_KEYS: [&str; 3] = ["for", "goal", "source"];

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
    Ok(PlanGoal { indicators, goal, source })
}
