//! The table `[units]`: units of the plan's own, or so many of another.

use super::super::node::{Node, Table};
use crate::error::{ErrorKind, Result};
use crate::model::Units;

/// What makes a unit one of its own.
const OWN: &str = "own";

pub(super) fn read(table: &Table<'_, '_>) -> Result<Units> {
    let mut waiting: Vec<(&str, Node<'_, '_>)> = table.entries().collect();
    // The document is sorted by key; units are declared as they are written.
    waiting.sort_by_key(|(_, node)| node.start());
    let mut units = Units::default();
    // One may be so many of another that stands below it.
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for (name, node) in waiting {
            let (factor, of) = meaning(&node)?;
            let unit = match of {
                None => None,
                Some(text) => match units.read(text) {
                    Ok(unit) => Some((factor, unit)),
                    Err(_) => {
                        left.push((name, node));
                        continue;
                    }
                },
            };
            units.declare(name, unit).map_err(|error| node.place(&error))?;
        }
        let Some((_, node)) = left.first().filter(|_| left.len() == before) else {
            if left.is_empty() {
                return Ok(units);
            }
            waiting = left;
            continue;
        };
        let (_, of) = meaning(node)?;
        let text = of.unwrap_or_default();
        if left.iter().any(|(name, _)| *name == text) {
            return Err(node
                .error(ErrorKind::Unit, format!("`{text}` is declared by itself, in a circle"))
                .mend(format!("write \"{text}\" = \"own\"")));
        }
        return Err(units.read(text).map_or_else(
            |error| node.place(&error),
            |_| node.error(ErrorKind::Unit, format!("unknown unit `{text}`")),
        ));
    }
}

/// `"own"`, the name of another unit, or `{ factor = 1000, unit = "kg" }`.
fn meaning<'t>(node: &Node<'t, '_>) -> Result<(f64, Option<&'t str>)> {
    if node.is_string() {
        let text = node.string()?;
        return Ok((1.0, Some(text).filter(|text| *text != OWN)));
    }
    let table = node.table()?;
    table.only(&["factor", "unit"])?;
    let factor = table.get("factor").map_or(Ok(1.0), |node| node.finite())?;
    Ok((factor, Some(table.require("unit", "\"kg\"")?.string()?)))
}
