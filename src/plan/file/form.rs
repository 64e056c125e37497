//! The form of a target: one key, or two that belong together.

use super::super::node::{Node, Table};
use super::super::{Bound, Form, Plan, Whose, Yardstick};
use super::known_indicator;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Better, Dimension, Indicator, Nature};

/// Keys of forms, of which a target has one, or none for direction only; `tolerance` belongs to `near`, and a bound to
/// `share_of`.
pub(super) const KEYS: [&str; 18] = [
    "level",
    "multiple",
    "doublings",
    "rate",
    "rise",
    "reduction",
    "points",
    "at_least",
    "at_most",
    "between",
    "near",
    "tolerance",
    "total",
    "share_of",
    "relative_to",
    "pace_with",
    "elasticity",
    "done",
];
const BOUNDS: [&str; 3] = ["at_least", "at_most", "between"];

/// The form that a target has.
pub(super) fn read(plan: &Plan, code: &str, table: &Table<'_, '_>) -> Result<Form> {
    let mut forms: Vec<(&str, Node<'_, '_>)> = KEYS
        .iter()
        .filter(|key| **key != "tolerance")
        .filter_map(|key| table.get(key).map(|node| (*key, node)))
        .collect();
    forms.sort_by_key(|(_, node)| node.start());
    if let (Some(tolerance), None) = (table.get("tolerance"), table.get("near")) {
        return Err(wrong(
            &tolerance,
            "`tolerance` goes with `near`",
            "add near = 2.0, or write between = [1.75, 2.25]",
        ));
    }
    let share = forms.iter().position(|(key, _)| *key == "share_of").map(|at| forms.remove(at));
    let Some(indicator) = plan.indicator(code) else { return Ok(Form::Direction) };
    match (share, forms.as_slice()) {
        (None, []) => Ok(Form::Direction),
        (None, [(form, node)]) => Reader { plan, indicator, table }.form(form, node),
        (Some((_, node)), []) => {
            Err(wrong(&node, "`share_of` does not say which share", "add at_least = 0.3 (or at_most, or between)"))
        }
        (Some((_, of)), [(key, node)]) if BOUNDS.contains(key) => {
            Reader { plan, indicator, table }.share(&of, bound(key, node)?, node)
        }
        (_, [.., (second, node)]) => {
            let bounds = forms.iter().all(|(key, _)| BOUNDS.contains(key));
            let mend = if bounds { "write between = [3, 4] for a band" } else { "make it a target of its own" };
            Err(wrong(node, format!("a second form, `{second}`, in one target"), mend))
        }
    }
}

fn wrong(node: &Node<'_, '_>, message: impl Into<String>, mend: impl Into<String>) -> Error {
    node.error(ErrorKind::Plan, message).mend(mend)
}

/// The bound of a share.
fn bound(key: &str, node: &Node<'_, '_>) -> Result<Bound> {
    Ok(match key {
        "at_least" => Bound::AtLeast(node.fraction()?),
        "at_most" => Bound::AtMost(node.fraction()?),
        _ => {
            let (low, high) = ends(node, true)?;
            Bound::Between(low, high)
        }
    })
}

/// Two ends in their order.
fn ends(node: &Node<'_, '_>, are_shares: bool) -> Result<(f64, f64)> {
    let list = node.array()?;
    let [low, high] = list.as_slice() else {
        return Err(wrong(node, "a band has two ends", "write between = [3, 4]"));
    };
    let read = |end: &Node<'_, '_>| if are_shares { end.fraction() } else { end.finite() };
    let (low, high) = (read(low)?, read(high)?);
    if low < high {
        return Ok((low, high));
    }
    let mend = if low > high {
        format!("write between = [{high}, {low}]")
    } else {
        format!("write near = {low} with a tolerance, or level = {low}")
    };
    Err(wrong(node, format!("the band is empty: {low} is not below {high}"), mend))
}

struct Reader<'a, 't, 'i> {
    plan: &'a Plan,
    indicator: &'a Indicator,
    table: &'a Table<'t, 'i>,
}

impl Reader<'_, '_, '_> {
    fn form(&self, key: &str, node: &Node<'_, '_>) -> Result<Form> {
        match key {
            "between" => ends(node, false).map(|(low, high)| Form::Between(low, high)),
            "near" => self.near(node),
            "total" => self.total(node),
            "points" => self.points(node),
            "relative_to" => self.relative(node),
            "pace_with" => self.pace(node),
            "elasticity" => self.elasticity(node),
            "done" if node.bool()? => Ok(Form::Done),
            "done" => Err(wrong(
                node,
                "`done` is true or left out",
                "write done = true, or at_most = 0 for what is not to be",
            )),
            _ => number(key, node),
        }
    }

    fn near(&self, node: &Node<'_, '_>) -> Result<Form> {
        let value = node.finite()?;
        let Some(other) = self.table.get("tolerance") else {
            if self.indicator.better == Some(Better::Near) {
                return Ok(Form::Near { value, tolerance: 0.0 });
            }
            return Err(wrong(node, "`near` does not say how near", "add tolerance = 0.25"));
        };
        let tolerance = other.finite()?;
        if tolerance < 0.0 {
            return Err(wrong(&other, "a tolerance is not below zero", format!("write tolerance = {}", -tolerance)));
        }
        Ok(Form::Near { value, tolerance })
    }

    fn total(&self, node: &Node<'_, '_>) -> Result<Form> {
        let total = node.finite()?;
        if self.indicator.nature != Nature::Flow {
            let message = format!(
                "`{}` is of nature \"{}\": the sum of its values over periods means nothing",
                self.indicator.code, self.indicator.nature
            );
            return Err(wrong(node, message, "leave `total` out, or write nature = \"flow\" for what adds up"));
        }
        Ok(Form::Total(total))
    }

    fn points(&self, node: &Node<'_, '_>) -> Result<Form> {
        let points = node.finite()?;
        let code = &self.indicator.code;
        let Some(unit) = units_per_point(self.indicator) else {
            let message = format!("`{code}` does not change in points, as far as its unit says");
            let mend = match self.indicator.unit {
                None => format!(
                    "add unit = \"%\" (values such as 45.3) or unit = \"fraction\" (0.453) to [indicator.{code}]"
                ),
                Some(_) => "write level = ..., or rise = 0.1 for 10 %".to_owned(),
            };
            return Err(wrong(node, message, mend));
        };
        let is_index = self.indicator.unit.as_ref().is_some_and(|unit| matches!(unit.dimension(), Dimension::Index(_)));
        if points.abs() > 100.0 && !is_index {
            return Err(wrong(node, "more than a hundred percentage points", "write points = 2.0 for 2 points"));
        }
        Ok(Form::Points { points, change: points * unit })
    }

    fn share(&self, of: &Node<'_, '_>, bound: Bound, node: &Node<'_, '_>) -> Result<Form> {
        let whole = known_indicator(self.plan, of)?;
        if whole == self.indicator.code {
            return Err(wrong(of, "a share of itself is always 1", "name the whole that it is a part of"));
        }
        let units = (&self.indicator.unit, self.plan.indicator(&whole).and_then(|whole| whole.unit.as_ref()));
        if let (Some(own), Some(other)) = units
            && own.convert(1.0, other).is_err()
        {
            let message =
                format!("`{}` is in {own} and `{whole}` in {other}: one is no share of the other", self.indicator.code);
            return Err(wrong(of, message, "give both in one dimension"));
        }
        let all = match bound {
            Bound::AtLeast(value) | Bound::AtMost(value) => [value, value],
            Bound::Between(low, high) => [low, high],
        };
        if let Some(value) = all.into_iter().find(|value| !(0.0..=1.0).contains(value)) {
            let mend = format!("write {} for {value} %", value / 100.0);
            return Err(wrong(node, format!("a share is a fraction from 0 to 1, not {value}"), mend));
        }
        Ok(Form::Share { of: whole, bound })
    }

    /// `"gdp"`, or a table of whose and what; with a margin.
    fn yardstick(&self, node: &Node<'_, '_>, example: &str) -> Result<(Yardstick, f64)> {
        let table = node.table()?;
        table.only(&["indicator", "subject", "average", "margin"])?;
        let mut yardstick = Yardstick::default();
        if let Some(node) = table.get("indicator") {
            yardstick.indicator = Some(known_indicator(self.plan, &node)?).filter(|code| *code != self.indicator.code);
        }
        if let Some(node) = table.get("subject") {
            let subject = node.string()?;
            let own = self.table.get("subject").map(|node| node.string()).transpose()?.or(self.plan.subject());
            if own == Some(subject) && yardstick.indicator.is_none() {
                return Err(wrong(&node, format!("`{subject}` is compared with itself"), "name another subject"));
            }
            yardstick.whose = Whose::Subject(subject.to_owned());
        }
        if let Some(node) = table.get("average") {
            if yardstick.whose != Whose::Own {
                return Err(wrong(&node, "both a subject and an average", "leave one of them out"));
            }
            let all = if node.is_bool() {
                node.bool()?.then(Vec::new)
            } else {
                Some(node.strings()?).filter(|all| !all.is_empty())
            };
            let Some(all) = all else {
                return Err(wrong(
                    &node,
                    "an average over nothing",
                    "write average = true, or average = [\"north\", \"south\"]",
                ));
            };
            yardstick.whose = Whose::Average(all);
        }
        if yardstick == Yardstick::default() {
            return Err(wrong(
                node,
                format!("`{}` is compared with itself", self.indicator.code),
                format!("write {example}"),
            ));
        }
        let Some(node) = table.get("margin") else { return Ok((yardstick, 0.0)) };
        let margin = node.fraction()?;
        if margin.abs() >= 1.0 {
            let message = format!("a margin is a fraction, and this one is {} points or percent", margin * 100.0);
            return Err(wrong(
                &node,
                message,
                format!("write margin = {} for {margin} points or percent", margin / 100.0),
            ));
        }
        Ok((yardstick, margin))
    }

    fn relative(&self, node: &Node<'_, '_>) -> Result<Form> {
        let example = "relative_to = { subject = \"province\", margin = 0.02 }";
        if node.is_string() {
            return Err(wrong(
                node,
                "`relative_to` is a table",
                format!("write relative_to = {{ subject = \"{}\" }}", node.string()?),
            ));
        }
        let (to, margin) = self.yardstick(node, example)?;
        self.has_direction(node)?;
        if let Some(other) = to.indicator.as_deref().and_then(|code| self.plan.indicator(code))
            && let (Some(own), Some(unit)) = (&self.indicator.unit, &other.unit)
            && unit.convert(1.0, own).is_err()
        {
            let message = format!("`{}` is in {own} and `{}` in {unit}", self.indicator.code, other.code);
            return Err(wrong(node, message, "compare what has one dimension, or growth with pace_with"));
        }
        let is_rate = is_rate(self.indicator);
        if is_rate && self.indicator.unit.is_none() && margin != 0.0 {
            let code = &self.indicator.code;
            let mend =
                format!("add unit = \"%\" (values such as 45.3) or unit = \"fraction\" (0.453) to [indicator.{code}]");
            return Err(wrong(node, format!("how much 0.02 is of `{code}` is not known without its unit"), mend));
        }
        let change = units_per_point(self.indicator).filter(|_| is_rate).map(|unit| margin * 100.0 * unit);
        Ok(Form::Relative { to, margin, change: change.or(is_rate.then_some(0.0)) })
    }

    fn pace(&self, node: &Node<'_, '_>) -> Result<Form> {
        let example = "pace_with = \"gdp\", or pace_with = { subject = \"province\", margin = 0.02 }";
        let (with, margin) = if node.is_string() {
            let code = known_indicator(self.plan, node)?;
            if code == self.indicator.code {
                let message = format!("`{code}` is compared with itself");
                let mend = "name another indicator, or a subject: pace_with = { subject = \"province\" }";
                return Err(wrong(node, message, mend));
            }
            (Yardstick { indicator: Some(code), whose: Whose::Own }, 0.0)
        } else {
            self.yardstick(node, example)?
        };
        self.has_direction(node)?;
        grows(node, self.indicator)?;
        if let Some(other) = with.indicator.as_deref().and_then(|code| self.plan.indicator(code)) {
            grows(node, other)?;
        }
        Ok(Form::Pace { with, margin })
    }

    fn elasticity(&self, node: &Node<'_, '_>) -> Result<Form> {
        let table = node.table()?;
        table.only(&["to", "at_least", "at_most"])?;
        let to = table.require("to", "\"gdp\"")?;
        let code = known_indicator(self.plan, &to)?;
        if code == self.indicator.code {
            return Err(wrong(&to, "the elasticity to itself is always 1", "name another indicator"));
        }
        grows(node, self.indicator)?;
        if let Some(other) = self.plan.indicator(&code) {
            grows(&to, other)?;
        }
        let bound = match (table.get("at_least"), table.get("at_most")) {
            (Some(node), None) => Bound::AtLeast(node.finite()?),
            (None, Some(node)) => Bound::AtMost(node.finite()?),
            (None, None) => {
                return Err(wrong(node, "`elasticity` does not say how much", "add at_least = 1.2 (or at_most)"));
            }
            (Some(_), Some(node)) => {
                return Err(wrong(&node, "two bounds in one elasticity", "make it two targets"));
            }
        };
        Ok(Form::Elasticity { to: code, bound })
    }

    /// What is compared needs a way that is better.
    fn has_direction(&self, node: &Node<'_, '_>) -> Result<()> {
        match self.indicator.direction() {
            Some(Better::Higher | Better::Lower) => Ok(()),
            _ => Err(wrong(
                node,
                format!("whether `{}` is to be above or below is not known", self.indicator.code),
                format!("add better = \"higher\" (or \"lower\") to [indicator.{}]", self.indicator.code),
            )),
        }
    }
}

/// Growth of rates is not compared.
fn grows(node: &Node<'_, '_>, indicator: &Indicator) -> Result<()> {
    if is_rate(indicator) && indicator.nature != Nature::Growth {
        let message = format!("`{}` is a rate: it changes in points and has no growth to compare", indicator.code);
        return Err(wrong(node, message, "write relative_to = { ... }, or points = 2.0"));
    }
    Ok(())
}

/// Shares and rates, which change in percentage points.
fn is_rate(indicator: &Indicator) -> bool {
    match &indicator.unit {
        Some(unit) => unit.is_rate() || unit.dimension() == Dimension::Points,
        None => indicator.nature == Nature::Ratio,
    }
}

/// How much of its unit one point is: 1 of percent, 0.01 of a fraction, 1 of an index.
pub(crate) fn units_per_point(indicator: &Indicator) -> Option<f64> {
    let unit = indicator.unit.as_ref().filter(|unit| unit.per().is_none())?;
    match unit.dimension() {
        Dimension::Ratio | Dimension::Points => Some(0.01 / unit.scale()),
        Dimension::Index(_) => Some(1.0),
        _ => None,
    }
}

/// Forms of one number.
fn number(form: &str, node: &Node<'_, '_>) -> Result<Form> {
    let is_rate = matches!(form, "rate" | "rise" | "reduction");
    let value = if is_rate { node.fraction()? } else { node.finite()? };
    let wrong = |message: &str, mend: &str| Err(wrong(node, message, mend));
    // Who writes the sign means it: so high a rate is told by what it makes in the end.
    if is_rate && node.is_string() && value >= if form == "rate" { 1.0 } else { 10.0 } {
        return wrong("too high a rate to be read without doubt", "write what it makes by the date: multiple = 4.0");
    }
    // Rates are fractions; 8 for 8 % would be ×9 a year.
    if is_rate && value.abs() >= 10.0 {
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
