//! Tables `[[target]]`.

use std::collections::HashMap;

use super::super::node::{Node, Table};
use super::super::{Commitment, Form, Plan, Target};
use super::{known_indicator, period};
use crate::error::{ErrorKind, Result};
use crate::model::{Better, Period};

/// The forms of which a target has one, or none for direction only.
const FORMS: [&str; 8] = ["level", "multiple", "doublings", "rate", "rise", "reduction", "at_least", "at_most"];
const TARGET_KEYS: [&str; 15] = [
    "indicator",
    "subject",
    "by",
    "base",
    "every",
    "commitment",
    "source",
    "level",
    "multiple",
    "doublings",
    "rate",
    "rise",
    "reduction",
    "at_least",
    "at_most",
];
/// Forms that the plan file has and this version does not judge yet.
const LATER: [&str; 10] =
    ["between", "near", "tolerance", "total", "share_of", "points", "relative_to", "elasticity", "done", "from"];

pub(super) fn read(
    plan: &Plan,
    known: &HashMap<&str, Option<Better>>,
    bases: &HashMap<String, Period>,
    table: &Table<'_, '_>,
) -> Result<Target> {
    table.only(&TARGET_KEYS, &LATER)?;
    let code = known_indicator(known, &table.require("indicator", "\"gdp\"")?)?;
    let mut forms = FORMS.iter().filter_map(|form| table.get(form).map(|node| (*form, node)));
    let form = match (forms.next(), forms.next()) {
        (Some(_), Some((second, node))) => {
            return Err(node
                .error(ErrorKind::Plan, format!("a second form, `{second}`, in one target"))
                .mend("make it a target of its own"));
        }
        (Some((form, node)), None) => form_of(form, &node)?,
        (None, _) => Form::Direction,
    };
    let better = form.better().or(known.get(code.as_str()).copied().flatten());
    if better.is_none() && matches!(form, Form::Direction) {
        return Err(table
            .error(ErrorKind::Plan, format!("the target for `{code}` asks for a direction, and none is known"))
            .mend(format!(
                "add better = \"higher\" (or \"lower\") to [indicator.{code}], or a form such as level = 31"
            )));
    }
    let mut target = Target::new(code, form);
    target.base = table.get("base").map(period).transpose()?.or_else(|| bases.get(&target.indicator).copied());
    let by = table.get("by").map(period).transpose()?;
    let limit = matches!(form, Form::AtLeast(_) | Form::AtMost(_));
    target.by = by.or(if limit || form == Form::Direction { None } else { plan.end });
    if target.by.is_none() && !limit && form != Form::Direction {
        return Err(table.error(ErrorKind::Plan, "`by` is missing, and the plan has no end").mend("add by = \"2010\""));
    }
    if let (Some(by), Some(base)) = (target.by, target.base.or(plan.base))
        && by.end_in_years() <= base.end_in_years()
    {
        let message = format!("the target is due in {by}, not after its base {base}");
        let error = match table.get("by") {
            Some(node) => node.error(ErrorKind::Plan, message),
            None => table.error(ErrorKind::Plan, message),
        };
        return Err(error.mend("give a later date, or an earlier base"));
    }
    target.subject = table.get("subject").map(|node| node.string().map(str::to_owned)).transpose()?;
    target.commitment = table.get("commitment").map(commitment).transpose()?;
    target.source = table.get("source").map(|node| node.string().map(str::to_owned)).transpose()?;
    if let Some(node) = table.get("every") {
        target.every = node.bool()?;
        if target.every && !(limit || matches!(form, Form::Rate(_))) {
            return Err(node
                .error(ErrorKind::Plan, "`every` goes with `rate`, `at_least` or `at_most`")
                .mend("leave it out, or write rate = 0.08"));
        }
    }
    Ok(target)
}

/// `binding`, or 约束性.
fn commitment(node: Node<'_, '_>) -> Result<Commitment> {
    Ok(match node.string()? {
        "约束性" => Commitment::Binding,
        "预期性" => Commitment::Expected,
        "确保" => Commitment::Ensured,
        "力争" => Commitment::Striven,
        _ => node.read()?,
    })
}

fn form_of(form: &str, node: &Node<'_, '_>) -> Result<Form> {
    let value = node.finite()?;
    let wrong = |message: &str, mend: &str| Err(node.error(ErrorKind::Plan, message).mend(mend));
    // Rates are fractions; 8 for 8 % would be ×9 a year.
    if matches!(form, "rate" | "rise" | "reduction") && value.abs() >= 10.0 {
        return wrong(
            "rates are fractions, and this one is 1000 % or more",
            &format!("write {form} = {} for {value} %", value / 100.0),
        );
    }
    Ok(match form {
        "level" => Form::Level(value),
        "multiple" if value <= 0.0 => return wrong("a multiple is above zero", "write multiple = 2.0"),
        "multiple" => Form::Multiple(value),
        "doublings" if value.abs() > 100.0 => {
            return wrong("more than a hundred doublings", "write doublings = 2 for x4");
        }
        "doublings" => Form::Doublings(value),
        "rate" if value >= 1.0 => {
            return wrong(
                "a rate of 100 % a year or more: rates are fractions",
                &format!("write rate = {} for {value} %, or a multiple", value / 100.0),
            );
        }
        "reduction" if value < 0.0 => return wrong("a negative reduction is a rise", "write rise = 0.2"),
        "rate" if value <= -1.0 => return wrong("a rate is above -1", "write rate = -0.05 for a fall of 5 % a year"),
        "rate" => Form::Rate(value),
        "rise" if value <= -1.0 => return wrong("a rise is above -1", "write rise = 0.61"),
        "rise" => Form::Rise(value),
        "reduction" if value >= 1.0 => return wrong("a reduction is below 1", "write reduction = 0.18 for 18 %"),
        "reduction" => Form::Reduction(value),
        "at_least" => Form::AtLeast(value),
        _ => Form::AtMost(value),
    })
}
