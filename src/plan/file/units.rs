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
                Some(text) => {
                    let Ok(unit) = units.read(text) else {
                        left.push((name, node));
                        continue;
                    };
                    Some((factor, unit))
                }
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

#[cfg(test)]
mod tests {
    use super::super::super::Plan;
    use crate::error::Result;

    #[test]
    fn declared_units_are_printed_with_the_plan() -> Result<()> {
        let text = "[units]\n'班' = { factor = 50, unit = '学位' }\n'学位' = 'own'\n[indicator.x]\nunit = '万学位'\n";
        let plan = Plan::parse(text)?;
        assert_eq!(Plan::parse(&plan.to_string())?, plan);
        assert_eq!(plan.units().iter().count(), 2);
        assert_ne!(Plan::parse(&text.replace("50", "40"))?, plan);
        Ok(())
    }
}
