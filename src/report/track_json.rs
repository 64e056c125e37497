//! A track as JSON and as rows.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::goal::parts;
use super::object::{Object, text};
use super::track_methods::{disagreement_json, judgements_json};
use super::{Streamed, track_details};
use crate::error::Undefined;
use crate::model::Names;
use crate::plan::{Finding, Form, Plan, Whose};
use crate::progress::{Assessment, GoalLeg, GoalPath, GoalPoint, Moment, Number, TargetLevel, Track};

fn names(names: &Names) -> Value {
    let mut object = Map::new();
    for (key, name) in [("zh", &names.zh), ("en", &names.en)] {
        if let Some(name) = name {
            object.insert(key.into(), name.as_str().into());
        }
    }
    Value::Object(object)
}

/// The plan that a document is about.
pub(super) fn head(plan: &Plan) -> Value {
    json!({"title": names(plan.title()), "base": text(plan.base()), "end": text(plan.end())})
}

/// The whole document, made while it is written.
pub(super) struct Document<'a> {
    pub(super) plan: &'a Plan,
    pub(super) track: &'a Track,
    pub(super) explain: bool,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (plan, track) = (self.plan, self.track);
        let mut map = serializer.serialize_map(Some(7))?;
        map.serialize_entry("schema", "fanfan.track/1")?;
        map.serialize_entry("plan", &head(plan))?;
        map.serialize_entry("as_of", &track.as_of.map(|as_of| as_of.to_string()))?;
        let assessments = || track.assessments.iter().map(|one| assessment(plan, one, self.explain));
        map.serialize_entry("assessments", &Streamed(assessments))?;
        map.serialize_entry("goals", &Streamed(|| track.goals.iter().map(|path| goal(path, self.explain))))?;
        let disagreements = || track.assessments.iter().filter_map(disagreement_json);
        map.serialize_entry("disagreements", &Streamed(disagreements))?;
        map.serialize_entry("findings", &Streamed(|| track.findings.iter().map(|one| finding(plan, one))))?;
        map.end()
    }
}

fn moment(object: &mut Object, moment: &Moment, target: &TargetLevel) {
    object.value("met", moment.met.ok_or_else(|| open(moment, target)));
    object.result("completion", moment.completion);
    object.result("due", moment.due);
    object.result("lead_points", moment.lead_points);
    object.result("lead_periods", moment.lead_periods);
    object.result("needed_rate", moment.needed_rate);
    object.result("needed_change", moment.needed_change);
    object.result("achieved_rate", moment.achieved_rate);
    object.result("acceleration", moment.acceleration);
    object.period("arrival", moment.arrival);
}

/// Why nobody can say whether the target is met.
pub(super) fn open(moment: &Moment, target: &TargetLevel) -> Undefined {
    match (moment.latest, target.level, target.better) {
        (Some(_), Err(reason), _) if target.band.is_none() => reason,
        (Some(_), _, None) => Undefined::NoDirection,
        // The value of the whole span of a sum is missing too, as long as it runs.
        _ => Undefined::MissingValue,
    }
}

/// Why what the target compares with has no value.
pub(super) fn no_reference(one: &Assessment) -> Option<Undefined> {
    let reason = one.now.latest.map_or(Undefined::MissingValue, |_| Undefined::MissingReference);
    (one.target.form.yardstick().is_some() && one.target.reference.is_none()).then_some(reason)
}

/// What a target asks for.
pub(super) fn target_json(target: &TargetLevel) -> Value {
    let form = &target.form;
    let value = match form {
        Form::Done => Value::Bool(true),
        // A band has two numbers; of a value with a tolerance the value is the one that is written.
        _ => {
            form.value().map_or_else(|| form.ends().map_or(Value::Null, |(low, high)| json!([low, high])), Value::from)
        }
    };
    let reference = form.yardstick().map(|yardstick| {
        let (subject, average) = match &yardstick.whose {
            Whose::Own => (Value::Null, Value::Null),
            Whose::Subject(subject) => (subject.as_str().into(), Value::Null),
            Whose::Average(all) if all.is_empty() => (Value::Null, true.into()),
            Whose::Average(all) => (Value::Null, all.as_slice().into()),
        };
        json!({"indicator": yardstick.indicator, "subject": subject, "average": average, "value": target.reference})
    });
    let mut object = json!({
        "form": form.as_str(),
        "kind": target.kind.as_str(),
        "by": text(target.by),
        "value": value,
        "level": target.level.ok(),
        "low": target.band.map(|(low, _)| low),
        "high": target.band.map(|(_, high)| high),
        "better": target.better.map(crate::model::Better::as_str),
        "every": target.every,
        "reference": reference,
        "commitment": target.commitment.map(crate::plan::Commitment::as_str),
        "source": target.source,
        "set": target.set,
    });
    if let Some(review) = &target.review {
        object["review"] = json!({"met": review.met, "text": review.text});
    }
    if let Some(from) = target.from {
        object["from"] = text(Some(from));
    }
    if let Form::Share { bound, .. } | Form::Elasticity { bound, .. } = form {
        object["bound"] = bound.as_str().into();
    }
    object
}

/// The arithmetic of the numbers that have one.
fn formulas_json(numbers: Vec<Number>) -> Value {
    let formulas = numbers.into_iter().filter_map(|number| Some((number.name.to_owned(), number.formula?.into())));
    Value::Object(formulas.collect())
}

fn assessment(plan: &Plan, one: &Assessment, explain: bool) -> Value {
    let mut object = Object::default();
    object.put("subject", one.subject.as_str());
    object.put("indicator", one.indicator.as_str());
    let indicator = plan.indicator(&one.indicator);
    let unit = indicator.and_then(|indicator| indicator.unit.as_ref()).map(ToString::to_string);
    object.put("unit", unit);
    let target = &one.target;
    object.put("target", target_json(target));
    if let Err(reason) = target.level {
        object.reason("level", reason);
    }
    if let Some(reason) = no_reference(one) {
        object.reason("reference", reason);
    }
    object.put("base", json!({"period": text(one.base.0), "value": one.base.1}));
    let latest = one.now.latest;
    let mut now = json!({
        "period": text(latest.map(|(period, _)| period)),
        "value": latest.map(|(_, value)| value),
        "growth": one.growth.ok(),
    });
    // Of a sum or a share, the value itself too.
    if let Some(own) = one.value {
        now["observed"] = own.into();
    }
    // Of a level there is growth instead.
    let has_points = one.change_points != Err(Undefined::NotApplicable);
    if has_points {
        now["change_points"] = one.change_points.ok().into();
    }
    if explain {
        now["formulas"] = formulas_json(one.latest_numbers());
    }
    object.put("latest", now);
    object.explain("base", one.base.1, Undefined::MissingBase);
    object.explain("latest", latest.map(|(_, value)| value), Undefined::MissingValue);
    if let Err(reason) = one.growth {
        object.reason("growth", reason);
    }
    if let Some(reason) = one.change_points.err().filter(|_| has_points) {
        object.reason("change_points", reason);
    }
    moment(&mut object, &one.now, target);
    object.result("multiple", one.multiple);
    object.result("doublings", one.doublings);
    object.result("target_rate", one.target_rate);
    object.result("leg_rate", one.leg_rate);
    object.result("slack", one.slack);
    if explain {
        object.put("formulas", formulas_json(one.numbers()));
    }
    object.put("standing", one.standing.as_str());
    object.put("outcome", one.outcome.as_str());
    if let Some(reason) = one.outcome_undefined {
        object.reason("outcome", reason);
    }
    object.put("methods", judgements_json(one, explain));
    if !one.history.is_empty() {
        let history: Vec<Value> = one
            .history
            .iter()
            .map(|then| {
                let mut object = Object::default();
                object.put("period", text(then.latest.map(|(period, _)| period)));
                let value = then.latest.map(|(_, value)| value);
                object.put("value", value);
                object.explain("value", value, Undefined::MissingValue);
                moment(&mut object, then, target);
                object.finish()
            })
            .collect();
        object.put("history", history);
    }
    track_details::put(&mut object, one, explain);
    object.finish()
}

fn goal(path: &GoalPath, explain: bool) -> Value {
    let progress = &path.progress;
    let milestone = |(point, leg): (&GoalPoint, &GoalLeg)| {
        let mut object = Object::default();
        object.period("by", point.by.ok_or(Undefined::NotApplicable));
        object.put("value", point.value);
        object.explain("value", point.value, Undefined::MissingBase);
        object.put("multiple", point.multiple);
        object.put("leg_rate", point.leg_rate);
        object.put("rate", point.rate);
        parts::leg(&mut object, leg, progress);
        parts::converted(&mut object, leg.converted_total, progress);
        object.result("slack", leg.slack);
        object.finish()
    };
    let mut object = Object::default();
    object.put("subject", path.subject.as_str());
    object.put("indicator", path.indicator.as_str());
    object.put("goal", path.goal.to_string());
    object.put("base", path.base);
    object.explain("base", path.base, Undefined::MissingBase);
    object.put("milestones", path.milestones.iter().zip(&progress.legs).map(milestone).collect::<Vec<_>>());
    parts::so_far(&mut object, progress);
    object.put("left", parts::left(progress, explain));
    object.put("figures", parts::figures(&progress.figures));
    object.put("base_years", parts::base_years(&progress.base_years));
    object.finish()
}

/// Where a finding is written: the plan file, as it was named, and its lines.
fn place(plan: &Plan, finding: &Finding) -> Value {
    if finding.lines.is_empty() {
        return Value::Null;
    }
    json!({"source": plan.source().map(|path| path.display().to_string()), "lines": finding.lines})
}

fn finding(plan: &Plan, finding: &Finding) -> Value {
    let numbers: Map<String, Value> =
        finding.numbers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "code": finding.code,
        "severity": finding.severity.as_str(),
        "subject": finding.subject,
        "indicator": finding.indicator,
        "period": text(finding.period),
        "message": finding.message.en.as_deref().unwrap_or_default(),
        "message_zh": finding.message.zh.as_deref().unwrap_or_default(),
        "numbers": numbers,
        "place": place(plan, finding),
    })
}
