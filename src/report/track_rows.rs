//! A track as rows for programs: one for each target, or with its history one for each observation.

use std::borrow::Cow;

use serde_json::Value;

use super::digits;
use super::track_details::words;
use super::track_json::{no_reference, open};
use crate::error::Undefined;
use crate::model::Period;
use crate::plan::Plan;
use crate::progress::{Assessment, Details, Judged, Method, Moment, Track};

const HEAD: [&str; 37] = [
    "subject",
    "indicator",
    "unit",
    "form",
    "by",
    "target",
    "level",
    "low",
    "high",
    "kind",
    "reference",
    "commitment",
    "set",
    "base_period",
    "base",
    "period",
    "value",
    "growth",
    "met",
    "completion",
    "due",
    "lead_points",
    "lead_periods",
    "multiple",
    "doublings",
    "target_rate",
    "leg_rate",
    "slack",
    "needed_rate",
    "needed_change",
    "achieved_rate",
    "arrival",
    "standing",
    "outcome",
    "acceleration",
    "difference",
    "change_points",
];

/// Those of the heads that stand over words and periods.
#[cfg(any(test, feature = "batch"))]
const WORDS: [&str; 14] = [
    "subject",
    "indicator",
    "unit",
    "form",
    "by",
    "kind",
    "commitment",
    "set",
    "base_period",
    "period",
    "met",
    "arrival",
    "standing",
    "outcome",
];

/// What sections say in words: the ends of their columns.
#[cfg(any(test, feature = "batch"))]
const SAID: [&str; 12] = [
    "year",
    "through",
    "plan_of",
    "path",
    "on_schedule",
    "growth_of",
    "half_met",
    "method",
    "reached_in",
    "date",
    "period",
    "agrees",
];

/// Whether a column of these rows holds numbers: what typed formats make of it.
#[cfg(any(test, feature = "batch"))]
pub(crate) fn holds_numbers(column: &str) -> bool {
    let own = |section: &str| column.strip_prefix(section).and_then(|rest| rest.strip_prefix('_'));
    if let Some(name) = Details::SECTIONS.into_iter().find_map(own) {
        return !SAID.contains(&name) && name != "status" && name != "formula";
    }
    column.ends_with("_value") || (HEAD.contains(&column) && !WORDS.contains(&column))
}

/// The sections of details that some target of the track has, each with its columns.
pub(super) struct Sections(Vec<(&'static str, Vec<&'static str>)>);

impl Sections {
    pub(super) fn of(track: &Track) -> Sections {
        let found = Details::SECTIONS.into_iter().filter_map(|section| {
            // A section has the same words and numbers wherever it is.
            let of = |one: &Assessment| {
                let numbers = one.details.section(section)?;
                let said = words(&one.details, section).into_iter().map(|(name, _)| name);
                Some(said.chain(numbers.into_iter().map(|number| number.name)).collect())
            };
            Some((section, track.assessments.iter().find_map(of)?))
        });
        Sections(found.collect())
    }

    fn heads(&self) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(|(section, names)| names.iter().map(move |name| format!("{section}_{name}")))
    }

    /// The fields of one target; a section that it does not have is one reason.
    fn fields(&self, one: &Assessment, row: &mut Vec<String>, reasons: &mut Vec<String>) {
        for (section, names) in &self.0 {
            let Some(numbers) = one.details.section(section) else {
                row.extend(names.iter().map(|_| String::new()));
                reasons.push(format!("{section}:{}", Undefined::NotApplicable.as_str()));
                continue;
            };
            let plain = |said: Value| said.as_str().map_or_else(|| said.to_string(), str::to_owned);
            let said = words(&one.details, section).into_iter().map(|(name, said)| (name, said.map(plain)));
            let numbers = numbers.into_iter().map(|number| (number.name, number.value.map(digits)));
            row.extend(said.chain(numbers).map(|(name, field)| {
                field.unwrap_or_else(|reason| {
                    reasons.push(format!("{section}_{name}:{}", reason.as_str()));
                    String::new()
                })
            }));
        }
    }
}

/// The heads: those above, value and status of each method (its formula where wanted), the details, and the reasons.
pub(super) fn head(track: &Track, sections: &Sections, explain: bool) -> Vec<String> {
    let mut head: Vec<String> = HEAD.map(str::to_owned).to_vec();
    for Judged { name, method, .. } in track.assessments.iter().take(1).flat_map(Assessment::judgements) {
        head.push(format!("{name}_value"));
        head.push(format!("{name}_status"));
        match method {
            Method::Eurostat => {
                head.extend(
                    ["long_term_value", "long_term_status", "short_term_value", "short_term_status"]
                        .map(|column| format!("{name}_{column}")),
                );
            }
            Method::Destatis => head.push(format!("{name}_all_targets_status")),
            _ => {}
        }
        if explain {
            head.push(format!("{name}_formula"));
        }
    }
    head.extend(sections.heads());
    head.push("undefined".to_owned());
    head
}

/// The rows of a target. What does not exist is empty, with its reason as `name:reason` in the last column; standing,
/// methods and details judge the last observation, and are empty in the rows before it.
pub(super) fn rows<'a>(
    plan: &'a Plan,
    one: &'a Assessment,
    sections: &'a Sections,
    explain: bool,
) -> impl Iterator<Item = Vec<Cow<'static, str>>> + 'a {
    let before = one.history.len().saturating_sub(1);
    let earlier = one.history.iter().take(before).map(move |moment| row(plan, one, moment, sections, (false, explain)));
    earlier.chain(std::iter::once_with(move || row(plan, one, &one.now, sections, (true, explain))))
}

fn row(
    plan: &Plan,
    one: &Assessment,
    moment: &Moment,
    sections: &Sections,
    (last, explain): (bool, bool),
) -> Vec<Cow<'static, str>> {
    let mut reasons: Vec<String> = Vec::new();
    let mut shown = |name: &str, result: Result<f64, Undefined>| match result {
        Ok(value) => digits(value),
        Err(reason) => {
            reasons.push(format!("{name}:{}", reason.as_str()));
            String::new()
        }
    };
    let period = |period: Option<Period>| period.map(|period| period.to_string()).unwrap_or_default();
    let indicator = plan.indicator(&one.indicator);
    let mut row = vec![
        one.subject.clone(),
        one.indicator.clone(),
        indicator.and_then(|indicator| indicator.unit.as_ref()).map(ToString::to_string).unwrap_or_default(),
        one.target.form.as_str().to_owned(),
        period(one.target.by),
        one.target.form.value().map(digits).unwrap_or_default(),
        shown("level", one.target.level),
        one.target.band.map(|(low, _)| digits(low)).unwrap_or_default(),
        one.target.band.map(|(_, high)| digits(high)).unwrap_or_default(),
        one.target.kind.to_string(),
        no_reference(one).map_or_else(
            || one.target.reference.map(digits).unwrap_or_default(),
            |reason| shown("reference", Err(reason)),
        ),
        one.target.commitment.map(|commitment| commitment.to_string()).unwrap_or_default(),
        one.target.set.clone().unwrap_or_default(),
        period(one.base.0),
        shown("base", one.base.1.ok_or(Undefined::MissingBase)),
        period(moment.latest.map(|(period, _)| period)),
        shown("value", moment.latest.map(|(_, value)| value).ok_or(Undefined::MissingValue)),
        if last { shown("growth", one.growth) } else { String::new() },
        moment.met.map_or_else(|| shown("met", Err(open(moment, &one.target))), |met| met.to_string()),
        shown("completion", moment.completion),
        shown("due", moment.due),
        shown("lead_points", moment.lead_points),
        shown("lead_periods", moment.lead_periods),
        shown("multiple", one.multiple),
        shown("doublings", one.doublings),
        shown("target_rate", one.target_rate),
        shown("leg_rate", one.leg_rate),
        shown("slack", one.slack),
        shown("needed_rate", moment.needed_rate),
        shown("needed_change", moment.needed_change),
        shown("achieved_rate", moment.achieved_rate),
        period(moment.arrival.ok()),
        if last { one.standing.as_str().to_owned() } else { String::new() },
        if last { one.outcome.as_str().to_owned() } else { String::new() },
        shown("acceleration", moment.acceleration),
        if last { shown("difference", one.difference()) } else { String::new() },
        if last { shown("change_points", one.change_points) } else { String::new() },
    ];
    for judged in one.judgements() {
        let name = format!("{}_value", judged.name);
        let value = if last { shown(&name, judged.judgement.value) } else { String::new() };
        row.push(value);
        row.push(if last { judged.judgement.status.to_owned() } else { String::new() });
        for term in judged.terms().into_iter().flatten() {
            let name = format!("{}_{}_value", judged.name, term.name);
            row.push(if last { shown(&name, term.judgement.value) } else { String::new() });
            row.push(if last { term.judgement.status.to_owned() } else { String::new() });
        }
        if judged.method == Method::Destatis {
            let name = format!("{}_all_targets_status", judged.name);
            row.push(match judged.all_targets() {
                Some(all) if last => all.status.to_owned(),
                None if last => shown(&name, Err(Undefined::NotApplicable)),
                _ => String::new(),
            });
        }
        if explain {
            row.push(if last { judged.formula().unwrap_or_default() } else { String::new() });
        }
    }
    if let Err(reason) = moment.arrival {
        reasons.push(format!("arrival:{}", reason.as_str()));
    }
    if let Some(reason) = one.outcome_undefined.filter(|_| last) {
        reasons.push(format!("outcome:{}", reason.as_str()));
    }
    if last {
        sections.fields(one, &mut row, &mut reasons);
    } else {
        row.extend(sections.heads().map(|_| String::new()));
    }
    row.push(reasons.join(" "));
    row.into_iter().map(Cow::Owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{HEAD, WORDS, holds_numbers};

    #[test]
    fn each_column_holds_numbers_or_words() {
        assert!(WORDS.iter().all(|word| HEAD.contains(word) && !holds_numbers(word)));
        for column in
            ["low", "high", "difference", "statcan_value", "schedule_value", "early_by_days", "schedule_spi_t"]
        {
            assert!(holds_numbers(column), "{column}");
        }
        for column in ["statcan_status", "schedule_status", "schedule_formula", "within_year_through", "undefined"] {
            assert!(!holds_numbers(column), "{column}");
        }
    }
}
