//! Two assessments of a plan: what changed through revision, and what through new data.

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Map, Value, json};

use super::document::{Block, Cell, Document, Head, Mark, Note, Table};
use super::object::{Object, text};
use super::words::{change_cause, fate, outcome, say, standing, status};
use super::{Report, csv_rows, digits, track_json};
use crate::error::{Result, Undefined};
use crate::model::Language;
use crate::plan::Plan;
use crate::progress::{Assessment, Change, ChangeCause, Comparison, ObservationChange, Standing, Step, TargetOutcome};

/// A comparison with the plan that it is of.
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
/// use fanfan::report::{ComparisonReport, Report};
///
/// let plan = Plan::from_path("data/town-2005/plan.toml")?;
/// let data = fanfan::read::tables(&plan.data_paths(), &Default::default())?.observations;
/// let comparison = plan.compare(&data, &data, TrackOptions::default())?;
/// let json = ComparisonReport::new(&plan, &comparison).json();
/// assert_eq!(json["schema"], "fanfan.comparison/1");
/// assert_eq!(json["changes"][0]["standing"]["cause"], "unchanged");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ComparisonReport<'a> {
    plan: &'a Plan,
    comparison: &'a Comparison,
}

type Number = fn(&Assessment) -> std::result::Result<f64, Undefined>;

/// The numbers that are compared, by name.
const NUMBERS: [(&str, Number); 5] = [
    ("value", |one| one.now.latest.map(|(_, value)| value).ok_or(Undefined::MissingValue)),
    ("level", |one| one.target.level),
    ("completion", |one| one.now.completion),
    ("lead_points", |one| one.now.lead_points),
    ("needed_rate", |one| one.now.needed_rate),
];

fn number(change: &Change, name: &str) -> Step {
    let found = NUMBERS.iter().find(|(known, _)| *known == name);
    found.map_or_else(|| change.step(|_| Err(Undefined::MissingValue)), |(_, of)| change.step(of))
}

fn standings(change: &Change) -> [Standing; 3] {
    let of = |one: &Option<Assessment>| one.as_ref().map_or(Standing::CannotTell, |one| one.standing);
    [of(&change.before), of(&change.revised), change.after.standing]
}

impl<'a> ComparisonReport<'a> {
    /// The report of a comparison.
    pub fn new(plan: &'a Plan, comparison: &'a Comparison) -> ComparisonReport<'a> {
        ComparisonReport { plan, comparison }
    }

    fn name(&self, code: &str, language: Language) -> String {
        self.plan.indicator(code).map_or(code, |indicator| indicator.name(language)).to_owned()
    }

    fn subjects(&self) -> bool {
        let mut subjects = self.comparison.changes.iter().map(|change| change.after.subject.as_str());
        let first = subjects.next();
        subjects.any(|subject| Some(subject) != first)
    }

    fn head(&self, language: Language) -> Table {
        let mut table = Table::default();
        if self.subjects() {
            table.heads.push(Head::text(say(language, "地区", "subject")));
        }
        table.heads.push(Head::text(say(language, "指标", "indicator")));
        table
    }

    fn who(&self, subject: &str, code: &str, language: Language) -> Vec<Cell> {
        let name = Cell::Text(self.name(code, language));
        if self.subjects() { vec![Cell::Text(subject.to_owned()), name] } else { vec![name] }
    }

    fn changes(&self, language: Language) -> Table {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut table = self.head(language);
        table.heads.push(Head::text(t("期限", "by")));
        table.heads.push(Head::text(t("原最新", "latest then")));
        table.heads.push(Head::text(t("现最新", "latest now")));
        table.heads.push(Head::number(t("原完成程度", "completion then")));
        table.heads.push(Head::number(t("修订影响(点)", "by revision, points")));
        table.heads.push(Head::number(t("新数据影响(点)", "by new data, points")));
        table.heads.push(Head::number(t("现完成程度", "completion now")));
        table.heads.push(Head::text(t("原状况", "standing then")));
        table.heads.push(Head::text(t("现状况", "standing now")));
        table.heads.push(Head::text(t("结果", "outcome")));
        table.heads.push(Head::text(t("原因", "because of")));
        for change in &self.comparison.changes {
            let after = &change.after;
            let latest = |one: Option<&Assessment>| {
                let latest = one.and_then(|one| one.now.latest);
                latest.map_or(Cell::Blank, |(period, _)| Cell::Text(period.to_string()))
            };
            let completion = number(change, "completion");
            let mut row = self.who(&after.subject, &after.indicator, language);
            row.push(Cell::Text(after.target.by.map_or_else(|| t("每期", "always").to_owned(), |by| by.to_string())));
            row.push(latest(change.before.as_ref()));
            row.push(latest(Some(after)));
            row.push(Cell::of(completion.before, Cell::Percent));
            row.push(Cell::of(completion.by_revision(), Cell::Points));
            row.push(Cell::of(completion.by_new_data(), Cell::Points));
            row.push(Cell::of(completion.after, Cell::Percent));
            let [before, _, now] = standings(change);
            row.push(Cell::Text(standing(before, language).to_owned()));
            row.push(Cell::Text(standing(now, language).to_owned()));
            let [before, _, now] = change.outcomes();
            let (was, is) = (outcome(before, language), outcome(now, language));
            row.push(Cell::Text(if before == now { is.to_owned() } else { format!("{was} → {is}") }));
            let why = match change.standing() {
                ChangeCause::Unchanged => change.outcome(),
                why => why,
            };
            row.push(match why {
                ChangeCause::Unchanged => Cell::Blank,
                other => Cell::Text(change_cause(other, language).to_owned()),
            });
            table.rows.push(row);
        }
        table
    }

    /// A line for each method whose word changed.
    fn methods(&self, language: Language) -> Vec<Note> {
        let mut notes = Vec::new();
        for change in &self.comparison.changes {
            let after = &change.after;
            for (method, [before, revised, now], why) in change.methods() {
                if why == ChangeCause::Unchanged {
                    continue;
                }
                let by = after.target.by.map(|by| format!(" {by}")).unwrap_or_default();
                let subject = if self.subjects() { format!("{} ", after.subject) } else { String::new() };
                let words = if why == ChangeCause::Both { vec![before, revised, now] } else { vec![before, now] };
                let words: Vec<String> = words.iter().map(|word| status(word, language)).collect();
                let words = words.join(" → ");
                let name = self.name(&after.indicator, language);
                let text = format!("{subject}{name}{by}, {method}: {words} ({})", change_cause(why, language));
                notes.push(Note { mark: Mark::Info, text });
            }
        }
        notes
    }

    fn observations(&self, language: Language) -> Table {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut table = self.head(language);
        table.heads.push(Head::text(t("时期", "period")));
        table.heads.push(Head::number(t("原值", "then")));
        table.heads.push(Head::number(t("现值", "now")));
        table.heads.push(Head::number(t("相差", "difference")));
        table.heads.push(Head::text(t("变动", "what")));
        for run in alike(&self.comparison.observations) {
            let ([first, .., last] | [first @ last]) = run else { continue };
            let mut row = self.who(&first.subject, &first.indicator, language);
            let alone = run.len() == 1;
            row.push(Cell::Text(if alone {
                first.period.to_string()
            } else {
                format!("{}–{}", first.period, last.period)
            }));
            row.push(Cell::maybe(first.before.filter(|_| alone), Cell::Level));
            row.push(Cell::maybe(first.after.filter(|_| alone), Cell::Level));
            row.push(Cell::maybe(relative(first), Cell::Percent));
            row.push(Cell::Text(match (alone, language) {
                (true, _) => fate(first.fate, language).to_owned(),
                (false, Language::Chinese) => format!("{}，{} 个值同幅", fate(first.fate, language), run.len()),
                (false, Language::English) => format!("{}, {} values alike", fate(first.fate, language), run.len()),
            }));
            table.rows.push(row);
        }
        table
    }
}

/// By how much a value was revised, relatively.
fn relative(change: &ObservationChange) -> Option<f64> {
    let (before, after) = change.before.zip(change.after)?;
    (before > 0.0).then(|| after / before - 1.0)
}

/// Runs of revised values of one series that all changed by the same share, as another base makes them do; each other
/// change alone.
fn alike(changes: &[ObservationChange]) -> impl Iterator<Item = &[ObservationChange]> {
    changes
        .chunk_by(|a, b| {
            let one_series = a.subject == b.subject && a.indicator == b.indicator;
            one_series
                && relative(a)
                    .zip(relative(b))
                    .is_some_and(|(a, b)| (a - b).abs() <= 1e-6 + 1e-3 * a.abs().min(b.abs()))
        })
        // Of two, each is worth its row.
        .flat_map(|run| if run.len() > 2 { run.chunks(run.len()) } else { run.chunks(1) })
}

fn three<T: Into<Value>>([before, revised, after]: [T; 3], why: ChangeCause) -> Value {
    let (before, revised, after): (Value, Value, Value) = (before.into(), revised.into(), after.into());
    json!({"before": before, "revised": revised, "after": after, "cause": why.as_str()})
}

fn step(step: &Step) -> Value {
    let mut object = Object::default();
    object.result("before", step.before);
    object.result("revised", step.revised);
    object.result("after", step.after);
    object.result("by_revision", step.by_revision());
    object.result("by_new_data", step.by_new_data());
    object.finish()
}

fn change(change: &Change) -> Value {
    let after = &change.after;
    let latest = |one: Option<&Assessment>| text(one.and_then(|one| one.now.latest).map(|(period, _)| period));
    let mut object = Map::new();
    object.insert("subject".into(), after.subject.as_str().into());
    object.insert("indicator".into(), after.indicator.as_str().into());
    let mut target = track_json::target_json(&after.target);
    if let Some(target) = target.as_object_mut() {
        // The level stands among the numbers: a revised base moves it.
        target.remove("level");
    }
    object.insert("target".into(), target);
    let periods = json!({"before": latest(change.before.as_ref()), "revised": latest(change.revised.as_ref()), "after": latest(Some(after))});
    object.insert("latest".into(), periods);
    for (name, of) in NUMBERS {
        object.insert(name.into(), step(&change.step(of)));
    }
    object.insert("standing".into(), three(standings(change).map(Standing::as_str), change.standing()));
    let outcomes = three(change.outcomes().map(TargetOutcome::as_str), change.outcome());
    object.insert("outcome".into(), outcomes);
    let methods: Map<String, Value> =
        change.methods().into_iter().map(|(method, words, why)| (method.to_owned(), three(words, why))).collect();
    object.insert("methods".into(), methods.into());
    Value::Object(object)
}

fn observation(change: &ObservationChange) -> Value {
    json!({
        "subject": change.subject,
        "indicator": change.indicator,
        "period": change.period.to_string(),
        "before": change.before,
        "after": change.after,
        "fate": change.fate.as_str(),
    })
}

impl Report for ComparisonReport<'_> {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let moment = |as_of: Option<crate::model::AsOf>| as_of.map(|as_of| as_of.to_string()).unwrap_or_default();
        let (before, after) = (moment(self.comparison.before), moment(self.comparison.after));
        let title = self.plan.title().get(language).unwrap_or(t("计划", "Plan")).to_owned();
        let mut blocks = vec![Block::Heading(title)];
        blocks.push(Block::Line(match language {
            Language::Chinese => format!("原评估时点 {before}，现评估时点 {after}"),
            Language::English => format!("then as of {before}, now as of {after}"),
        }));
        let changes = self.changes(language);
        if changes.rows.is_empty() {
            blocks.push(Block::Line(t("没有目标可比。", "There is no target to compare.").to_owned()));
        } else {
            blocks.push(Block::Heading(t("评估的变化", "What changed").to_owned()));
            blocks.push(Block::Table(changes));
        }
        let notes = self.methods(language);
        if !notes.is_empty() {
            blocks.push(Block::Heading(t("各方法的变化", "By method").to_owned()));
            blocks.push(Block::Notes(notes));
        }
        let observations = self.observations(language);
        if observations.rows.is_empty() {
            blocks.push(Block::Line(t("数据没有变化。", "The data is the same.").to_owned()));
        } else {
            blocks.push(Block::Heading(t("数据的变化", "Data").to_owned()));
            blocks.push(Block::Table(observations));
        }
        Document { blocks }
    }

    fn json(&self) -> Value {
        let moment = |as_of: Option<crate::model::AsOf>| as_of.map(|as_of| as_of.to_string());
        json!({
            "schema": "fanfan.comparison/1",
            "plan": track_json::head(self.plan),
            "before": moment(self.comparison.before),
            "after": moment(self.comparison.after),
            "changes": self.comparison.changes.iter().map(change).collect::<Vec<_>>(),
            "observations": self.comparison.observations.iter().map(observation).collect::<Vec<_>>(),
        })
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let mut head: Vec<String> = ["subject", "indicator", "by", "form"].map(str::to_owned).to_vec();
        for (name, _) in NUMBERS {
            for part in ["before", "revised", "after"] {
                head.push(format!("{name}_{part}"));
            }
        }
        for name in ["standing", "outcome"] {
            head.extend(["before", "revised", "after", "cause"].map(|part| format!("{name}_{part}")));
        }
        head.push("undefined".to_owned());
        let rows = self.comparison.changes.iter().map(|change| {
            let after = &change.after;
            let mut reasons = Vec::new();
            let mut row = vec![after.subject.clone(), after.indicator.clone()];
            row.push(after.target.by.map(|by| by.to_string()).unwrap_or_default());
            row.push(after.target.form.as_str().to_owned());
            for (name, of) in NUMBERS {
                let step = change.step(of);
                for (part, result) in [("before", step.before), ("revised", step.revised), ("after", step.after)] {
                    row.push(result.map_or_else(
                        |reason| {
                            reasons.push(format!("{name}_{part}:{}", reason.as_str()));
                            String::new()
                        },
                        digits,
                    ));
                }
            }
            row.extend(standings(change).map(|one| one.as_str().to_owned()));
            row.push(change.standing().as_str().to_owned());
            row.extend(change.outcomes().map(|one| one.as_str().to_owned()));
            row.push(change.outcome().as_str().to_owned());
            row.push(reasons.join(" "));
            row.into_iter().map(Cow::Owned).collect::<Vec<Cow<'static, str>>>()
        });
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        csv_rows(out, &head, rows)
    }
}
