//! What methods say of a plan: the table of methods, where they disagree, and their formulas with numbers.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::document::{Block, Cell, Head, Mark, Note, Table};
use super::words::{cause, say, standing, status};
use crate::error::Undefined;
use crate::model::{Language, Period};
use crate::progress::{Assessment, Cause, Extra, Judged, Method, Standing, Term, Track};

/// More methods than this have a table of their own.
pub(super) const FEW: usize = 3;

/// What one method says, in a cell: its own word, or why it says nothing.
pub(super) fn status_cell(one: &Judged<'_>, language: Language) -> Cell {
    Cell::Text(match one.judgement.undefined() {
        Some(reason) if one.judgement.status == "not_available" || one.judgement.status == "none" => {
            Cell::Undefined(reason).show(language)
        }
        _ => status(one.judgement.status, language),
    })
}

/// Which target a row or a note is about: of several for one date also what it asks for.
pub(super) fn labels<'a>(
    track: &'a Track,
    namer: impl Fn(&Assessment) -> String + 'a,
) -> impl Fn(&Assessment) -> String + 'a {
    let mut count: HashMap<(&str, &str, Option<Period>), usize> = HashMap::new();
    for one in &track.assessments {
        *count.entry((&one.subject, &one.indicator, one.target.by)).or_default() += 1;
    }
    move |one| {
        let by = one.target.by.map(|by| format!(" {by}")).unwrap_or_default();
        let alike = count.get(&(one.subject.as_str(), one.indicator.as_str(), one.target.by)).copied();
        let form = if alike > Some(1) { format!(" [{}]", one.target.form) } else { String::new() };
        format!("{}{by}{form}", namer(one))
    }
}

/// Targets by methods, on the common scale; nothing where the methods are few.
pub(super) fn table(track: &Track, about: impl Fn(&Assessment) -> String, language: Language) -> Vec<Block> {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let Some(first) = track.assessments.first().filter(|one| one.judgements().count() > FEW) else {
        return Vec::new();
    };
    let mut heads = vec![Head::text(t("目标", "target"))];
    heads.extend(first.judgements().map(|one| Head::text(one.name)));
    let told = |one: &&Assessment| one.judgements().any(|one| one.judgement.standing != Standing::CannotTell);
    let told: Vec<&Assessment> = track.assessments.iter().filter(told).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let rows = told.iter().map(|one| {
        let said = one.judgements().map(|one| Cell::Text(standing(one.judgement.standing, language).to_owned()));
        std::iter::once(Cell::Text(about(one))).chain(said).collect()
    });
    let mut blocks = vec![
        Block::Heading(t("各方法的判断", "What each method says").to_owned()),
        Block::Table(Table { heads, rows: rows.collect() }),
    ];
    let notes: Vec<Note> = track
        .assessments
        .iter()
        .filter_map(|one| {
            let found = one.disagreement()?;
            let comma = t("、", ", ");
            let groups = found
                .standings
                .iter()
                .map(|(level, names)| format!("{}{}{}", standing(*level, language), t("：", ": "), names.join(comma)));
            // One line for all methods that differ from the first for the same reason.
            let mut reasons: Vec<(&[Cause], Vec<&str>)> = Vec::new();
            for (_, other, causes) in &found.between {
                match reasons.iter_mut().find(|(seen, _)| seen == causes) {
                    Some((_, names)) => names.push(other),
                    None => reasons.push((causes, vec![other])),
                }
            }
            let first = found.between.first().map_or("", |(first, ..)| first);
            let reasons = reasons.iter().map(|(causes, names)| {
                let causes: Vec<&str> = causes.iter().map(|one| cause(*one, language)).collect();
                let (names, causes) = (names.join(comma), causes.join(comma));
                match language {
                    Language::Chinese => format!("{first} 与 {names}：{causes}"),
                    Language::English => format!("{first} against {names}: {causes}"),
                }
            });
            let text = format!(
                "{}{}{}{}{}",
                about(one),
                t("：", ": "),
                groups.collect::<Vec<_>>().join(t("；", "; ")),
                t("。差异来自 ", ". What makes them differ: "),
                reasons.collect::<Vec<_>>().join(t("；", "; ")),
            );
            Some(Note { mark: Mark::Info, text })
        })
        .collect();
    if notes.is_empty() {
        blocks.push(Block::Line(t("各方法判断一致。", "The methods agree.").to_owned()));
    } else {
        blocks.push(Block::Heading(t("方法之间的分歧", "Where the methods disagree").to_owned()));
        blocks.push(Block::Notes(notes));
    }
    blocks
}

/// The formulas with their numbers.
pub(super) fn notes(track: &Track, about: impl Fn(&Assessment) -> String, language: Language) -> Vec<Note> {
    let mut notes = Vec::new();
    for one in &track.assessments {
        let about = about(one);
        for judged in one.judgements() {
            let status = judged.judgement.status;
            if let (Some(formula), Ok(value)) = (judged.formula(), judged.judgement.value) {
                let text = format!("{about}, {}: {formula} = {value} → {status}", judged.name);
                notes.push(Note { mark: Mark::Info, text });
            }
            for term in judged.terms().into_iter().flatten() {
                if let (Some(formula), Ok(value)) = (term.formula, term.judgement.value) {
                    let (term, status) = (term.name, term.judgement.status);
                    let text = format!("{about}, {}.{term}: {formula} = {value} → {status}", judged.name);
                    notes.push(Note { mark: Mark::Info, text });
                }
            }
            if let (Some(formula), Some(score)) = (judged.score_formula(), judged.judgement.score) {
                let what = say(language, "得分", "score");
                let text = format!("{about}, {}, {what}: {formula} = {score}", judged.name);
                notes.push(Note { mark: Mark::Info, text });
            }
        }
    }
    notes
}

/// The judgements of one target by name of the method.
pub(super) fn judgements_json(one: &Assessment, explain: bool) -> Map<String, Value> {
    let mut methods = Map::new();
    for judged in one.judgements() {
        let judgement = judged.judgement;
        let mut entry = json!({
            "value": judgement.value.ok(),
            "score": judgement.score,
            "status": judgement.status,
            "standing": judgement.standing.as_str(),
            "undefined": judgement.undefined().map(Undefined::as_str),
        });
        if let Some(reason) = judged.score_undefined() {
            entry["score_undefined"] = reason.as_str().into();
        }
        match judgement.extra {
            Extra::Indices { current, current_status, anticipated, anticipated_status } => {
                entry["current"] = current.into();
                entry["current_status"] = current_status.into();
                entry["anticipated"] = anticipated.into();
                entry["anticipated_status"] = anticipated_status.into();
            }
            Extra::Dashboard(colour) => entry["dashboard"] = colour.into(),
            Extra::Interval { low, high } => entry["interval"] = json!([low, high]),
            // The two indices are there to be read, also where they do not exist.
            Extra::None if judged.method == Method::Escap => {
                for name in ["current", "current_status", "anticipated", "anticipated_status"] {
                    entry[name] = Value::Null;
                }
            }
            Extra::None => {}
        }
        if let Some(terms) = judged.terms() {
            for term in terms {
                entry[term.name] = term_json(&term, explain);
            }
        }
        if let Some(all) = judged.all_targets() {
            entry["all_targets"] =
                json!({"status": all.status, "standing": all.standing.as_str(), "targets": all.targets});
        }
        if explain {
            entry["formula"] = judged.formula().into();
            entry["score_formula"] = judged.score_formula().into();
        }
        methods.insert(judged.name.to_owned(), entry);
    }
    methods
}

/// What a method says of one of its windows.
fn term_json(term: &Term, explain: bool) -> Value {
    let judgement = &term.judgement;
    let mut entry = json!({
        "value": judgement.value.ok(),
        "status": judgement.status,
        "standing": judgement.standing.as_str(),
        "years": term.years.ok(),
        "undefined": judgement.undefined().map(Undefined::as_str),
    });
    if explain {
        entry["formula"] = term.formula.as_deref().into();
    }
    entry
}

/// Targets by the two windows of the methods that have them, and what several targets of one indicator come to.
pub(super) fn windows(track: &Track, about: impl Fn(&Assessment) -> String, language: Language) -> Vec<Block> {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let cell = |term: &Term| match term.judgement.undefined() {
        Some(reason) if term.judgement.status == "not_available" => Cell::Undefined(reason),
        _ => Cell::Text(status(term.judgement.status, language)),
    };
    let years = |term: &Term| term.years.map_or(Cell::Blank, |years| Cell::Fixed(years, 0));
    let (mut terms, mut all) = (Vec::new(), Vec::new());
    for one in &track.assessments {
        for judged in one.judgements() {
            if let Some([long, short]) = judged.terms() {
                let method = Cell::Text(judged.name.to_owned());
                terms.push(vec![
                    Cell::Text(about(one)),
                    method,
                    cell(&long),
                    years(&long),
                    cell(&short),
                    years(&short),
                ]);
            }
            if let Some(together) = judged.all_targets() {
                let name = Cell::Text(judged.name.to_owned());
                let (own, worst) = (judged.judgement.status, together.status);
                all.push(vec![
                    Cell::Text(about(one)),
                    name,
                    Cell::Text(status(own, language)),
                    Cell::Text(status(worst, language)),
                ]);
            }
        }
    }
    let mut blocks = Vec::new();
    if !terms.is_empty() {
        let heads = vec![
            Head::text(t("目标", "target")),
            Head::text(t("方法", "method")),
            Head::text(t("长期", "long term")),
            Head::number(t("年数", "years")),
            Head::text(t("短期", "short term")),
            Head::number(t("年数", "years")),
        ];
        blocks.push(Block::Heading(t("长期与短期", "Long term and short term").to_owned()));
        blocks.push(Block::Table(Table { heads, rows: terms }));
    }
    if !all.is_empty() {
        let heads = vec![
            Head::text(t("目标", "target")),
            Head::text(t("方法", "method")),
            Head::text(t("该目标", "of this target")),
            Head::text(t("全部目标取最差", "of all, the worst")),
        ];
        blocks.push(Block::Heading(t("同一指标的多个目标", "Several targets of one indicator").to_owned()));
        blocks.push(Block::Table(Table { heads, rows: all }));
    }
    blocks
}

/// Where the methods disagree over one target.
pub(super) fn disagreement_json(one: &Assessment) -> Option<Value> {
    let found = one.disagreement()?;
    let standings: Map<String, Value> =
        found.standings.iter().map(|(level, names)| (level.as_str().to_owned(), json!(names))).collect();
    let between: Vec<Value> = found
        .between
        .iter()
        .map(|(one, other, causes)| {
            let causes: Vec<&str> = causes.iter().map(|cause| cause.as_str()).collect();
            json!({"methods": [one, other], "causes": causes})
        })
        .collect();
    Some(json!({
        "subject": one.subject,
        "indicator": one.indicator,
        "by": one.target.by.map(|by| by.to_string()),
        "standings": standings,
        "between": between,
    }))
}
