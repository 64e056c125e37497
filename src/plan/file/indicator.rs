//! Tables `[indicator.CODE]`.

use super::super::node::Table;
use super::{TARGET, form, keys, names};
use crate::error::{ErrorKind, Result};
use crate::model::{Indicator, Nature, Units};

pub(super) fn read(code: &str, table: &Table<'_, '_>, units: &Units) -> Result<Indicator> {
    table.only_beside(&keys::INDICATOR, &[(TARGET, &keys::TARGET), (TARGET, &form::KEYS)])?;
    let mut indicator = Indicator::new(code);
    if let Some(node) = table.get("name") {
        indicator.names = names(node)?;
    }
    if let Some(node) = table.get("alias") {
        indicator.aliases = if node.is_string() { vec![node.string()?.to_owned()] } else { node.strings()? };
    }
    if let Some(node) = table.get("unit") {
        indicator.unit = Some(units.read(node.string()?).map_err(|error| node.place(&error))?);
    }
    indicator.better = table.get("better").map(|node| node.read()).transpose()?;
    indicator.price = table.get("price").map(|node| node.read()).transpose()?;
    indicator.nature = match table.get("nature") {
        Some(node) => node.read()?,
        // A unit of percent is said once, not twice.
        None if indicator.unit.as_ref().is_some_and(crate::model::Unit::is_rate) => Nature::Ratio,
        None => Nature::Flow,
    };
    if let Some(node) = table.get("bounds") {
        let ends = node.array()?;
        let [low, high] = ends.as_slice() else {
            return Err(node.error(ErrorKind::Plan, "`bounds` has two ends").mend("write bounds = [0, inf]"));
        };
        let (low, high) = (low.number()?, high.number()?);
        if low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
            return Err(node
                .error(ErrorKind::Plan, "the lower bound is not below the upper one")
                .mend("write bounds = [0, 100]"));
        }
        indicator.bounds = Some((low, high));
    }
    if let Some(node) = table.get("range") {
        let range = node.table()?;
        range.only(&["worst", "best", "green", "red"])?;
        let ends = (range.require("worst", "0.0")?.finite()?, range.require("best", "100.0")?.finite()?);
        if ends.0 == ends.1 {
            return Err(node.error(ErrorKind::Plan, "worst and best are the same").mend("give two different ends"));
        }
        indicator.range = Some(ends);
        indicator.dashboard = dashboard(&range, ends.1 > ends.0)?;
    }
    Ok(indicator)
}

/// The thresholds of a dashboard: at `green` or better a target counts as achieved, beyond `red` as far from it.
fn dashboard(range: &Table<'_, '_>, rises: bool) -> Result<Option<(f64, f64)>> {
    let (Some(green), Some(red)) = (range.get("green"), range.get("red")) else {
        return match range.get("green").or(range.get("red")) {
            None => Ok(None),
            Some(node) => {
                Err(node.error(ErrorKind::Plan, "`green` and `red` go together").mend("give both, or leave both out"))
            }
        };
    };
    let ends = (green.finite()?, red.finite()?);
    if (rises && ends.0 <= ends.1) || (!rises && ends.0 >= ends.1) {
        return Err(green
            .error(ErrorKind::Plan, "`green` is not better than `red`")
            .mend("green lies nearer to best than red does"));
    }
    Ok(Some(ends))
}
