//! The key `earned_value` of a target: the amounts of a project.

use super::super::node::Node;
use super::super::{Amount, Plan, Project};
use super::known_indicator;
use crate::error::{ErrorKind, Result};
use crate::model::{Indicator, Nature};

pub(super) fn read(plan: &Plan, code: &str, node: &Node<'_, '_>) -> Result<Project> {
    let table = node.table()?;
    table.only(&Project::KEYS)?;
    let own = plan.indicator(code);
    let amount = |key: &'static str| table.get(key).map(|node| amount(plan, own, key, &node)).transpose();
    let earned = table.require("earned_value", "150")?;
    Ok(Project {
        planned_value: amount("planned_value")?,
        earned_value: self::amount(plan, own, "earned_value", &earned)?,
        actual_cost: amount("actual_cost")?,
        budget_at_completion: amount("budget_at_completion")?,
    })
}

fn amount(plan: &Plan, own: Option<&Indicator>, key: &str, node: &Node<'_, '_>) -> Result<Amount> {
    if !node.is_string() {
        return node.finite().map(Amount::Number);
    }
    let code = known_indicator(plan, node)?;
    let other = plan.indicator(&code);
    if let Some(other) = other.filter(|other| other.nature != Nature::Stock) {
        let message =
            format!("`{key}` is what has come to by the end of each period, and `{code}` is a {}", other.nature);
        return Err(node.error(ErrorKind::Plan, message).mend(format!("add nature = \"stock\" to [indicator.{code}]")));
    }
    if let (Some(own), Some(other)) = (own, other) {
        let fits = match (&own.unit, &other.unit) {
            (Some(own), Some(other)) => other.convert(1.0, own).is_ok(),
            (own, other) => own.is_none() && other.is_none(),
        };
        if !fits {
            let unit = |one: &Indicator| one.unit.as_ref().map_or("no unit".to_owned(), |unit| format!("`{unit}`"));
            let message = format!("`{code}` has {}, and `{}` {}", unit(other), own.code, unit(own));
            return Err(node
                .error(ErrorKind::Unit, message)
                .mend("give all amounts of a project in units of one kind of money"));
        }
    }
    Ok(Amount::Indicator(code))
}
