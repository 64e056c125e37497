//! The parts of a goal's way as JSON, which the documents of goals and of plans share.

use serde_json::{Value, json};

use crate::error::Undefined;
use crate::growth::PastRuns;
use crate::progress::{BaseYear, Converted, FigureCheck, GoalLeft, GoalLeg, GoalProgress, GoalValue, PriceTerms};
use crate::report::object::{Object, text};

/// Years as a whole number where they are one.
pub(in crate::report) fn years(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e9 { json!(value as i64) } else { json!(value) }
}

/// Whether there are values, at the start, before or after it.
fn has_values(progress: &GoalProgress) -> bool {
    progress.legs.iter().any(|leg| leg.past.is_ok()) || !progress.values.is_empty()
}

/// Multiple and rate in the other prices: `real_multiple`, `real_rate`, or `nominal_`.
pub(in crate::report) fn converted(object: &mut Object, converted: Option<Converted>, progress: &GoalProgress) {
    let (Some(converted), Some(prices)) = (converted, &progress.prices) else { return };
    let other = match prices.terms() {
        PriceTerms::Nominal => PriceTerms::Real,
        PriceTerms::Real => PriceTerms::Nominal,
    };
    object.result(&format!("{other}_multiple"), converted.multiple);
    object.result(&format!("{other}_rate"), converted.rate);
}

fn past(object: &mut Object, past: Result<PastRuns, Undefined>) {
    let shown = past.map(|past| {
        json!({
            "from": past.best.from.to_string(),
            "to": past.best.to.to_string(),
            "multiple": past.best.multiple,
            "rate": past.best.rate,
            "windows": past.windows,
            "reached": past.reached,
        })
    });
    object.value("past", shown);
}

/// What a leg must make up, and what became of it once there are values.
pub(in crate::report) fn leg(object: &mut Object, leg: &GoalLeg, progress: &GoalProgress) {
    object.result("make_up", leg.make_up);
    object.result("acceleration", leg.acceleration);
    if has_values(progress) {
        object.result("reached_multiple", leg.reached_multiple);
        object.result("reached_rate", leg.reached_rate);
        object.result("gap", leg.gap);
        object.result("needed_rate", leg.needed_rate);
        past(object, leg.past);
    }
}

/// Multiple, doublings and rate so far.
pub(in crate::report) fn so_far(object: &mut Object, progress: &GoalProgress) {
    object.result("multiple", progress.multiple);
    object.result("doublings", progress.doublings);
    object.result("achieved_rate", progress.achieved_rate);
    converted(object, progress.converted, progress);
}

/// Values on the way.
pub(in crate::report) fn values(progress: &GoalProgress) -> Vec<Value> {
    let one = |value: &GoalValue| {
        let mut object = Object::default();
        object.put("period", value.period.to_string());
        object.put("value", value.value);
        object.result("path", value.path);
        object.result("slack", value.slack);
        object.result("multiple", value.multiple);
        object.result("doublings", value.doublings);
        converted(&mut object, value.converted, progress);
        object.finish()
    };
    progress.values.iter().map(one).collect()
}

/// What is left, with the formula of its rate where it is wanted.
pub(in crate::report) fn left(progress: &GoalProgress, explain: bool) -> Vec<Value> {
    let one = |left: &GoalLeft| {
        let mut object = Object::default();
        object.period("by", left.by.ok_or(Undefined::NotApplicable));
        object.put("years", years(left.years));
        object.result("multiple", left.multiple);
        object.result("doublings", left.doublings);
        object.result("rate", left.rate);
        object.result("make_up", left.make_up);
        object.result("acceleration", left.acceleration);
        object.period("arrival", left.arrival);
        past(&mut object, left.past);
        converted(&mut object, left.converted, progress);
        if explain {
            object.value("formula", left.multiple.map(|multiple| rate_formula(multiple, left.years)));
        }
        object.finish()
    };
    progress.left.iter().map(one).collect()
}

/// The formula of a rate with its numbers.
pub(in crate::report) fn rate_formula(multiple: f64, years: f64) -> String {
    format!("{multiple} ^ (1 / {years}) - 1")
}

/// Explicit figures against the goal.
pub(in crate::report) fn figures(figures: &[FigureCheck]) -> Vec<Value> {
    let one = |figure: &FigureCheck| {
        let mut object = Object::default();
        object.put("by", text(Some(figure.by)));
        object.put("figure", figure.figure);
        object.result("goal", figure.goal);
        object.put("milestone", figure.milestone);
        object.result("level_difference", figure.level_difference);
        object.result("multiple_difference", figure.multiple_difference);
        object.result("rate_difference", figure.rate_difference);
        let unknown = figure.goal.err().unwrap_or(Undefined::MissingValue);
        object.value("agrees", figure.agrees().ok_or(unknown));
        object.finish()
    };
    figures.iter().map(one).collect()
}

/// The base years that were tried.
pub(in crate::report) fn base_years(tried: &[BaseYear]) -> Vec<Value> {
    let one = |year: &BaseYear| {
        json!({
            "start": year.start.to_string(),
            "base": year.base,
            "worst": year.worst,
            "agrees": year.agrees,
            "figures": figures(&year.figures),
        })
    };
    tried.iter().map(one).collect()
}
