//! The key `stated_completion` of a target: `"59.9%"`, `0.599`, or `{ completion = "59.9%", at = "2010-06" }`.

use super::super::Stated;
use super::super::node::Node;
use super::period;
use crate::error::{ErrorKind, Result};
use crate::model::Period;

/// A fraction as large as this is a percentage without its sign.
const TEN_TIMES: f64 = 10.0;

pub(super) fn read(node: &Node<'_, '_>, by: Option<Period>) -> Result<Stated> {
    let (degree, at) = if node.is_table() {
        let table = node.table()?;
        table.only(&["completion", "at"])?;
        (table.require("completion", "\"59.9%\"")?, table.get("at"))
    } else {
        (*node, None)
    };
    let (completion, is_percent) = degree.decimal_fraction()?;
    let value = completion.to_f64();
    if !is_percent && value >= TEN_TIMES {
        return Err(degree
            .error(ErrorKind::Plan, format!("a completion of {value} would be {value} times the target"))
            .mend(format!("write \"{completion}%\" where it is percent")));
    }
    if value <= 0.0 {
        return Err(degree
            .error(ErrorKind::Plan, "a completion of zero or less says nothing of the target")
            .mend("leave it out"));
    }
    let Some(node) = at else { return Ok(Stated { completion, at: None }) };
    let at = period(node)?;
    match by {
        Some(by) if at.end_in_years() > by.end_in_years() + 1e-9 => Err(node
            .error(ErrorKind::Plan, format!("the completion is stated of {at}, after the target is due ({by})"))
            .mend("`at` is the period by whose end so much was done, at the latest that of `by`")),
        _ => Ok(Stated { completion, at: Some(at) }),
    }
}
