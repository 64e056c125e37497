//! What targets ask for and where they stand, as cells; and where they are written.

use super::document::{Block, Cell, Mark, Note};
use super::words::{form, say};
use crate::model::Language;
use crate::plan::Form;
use crate::progress::{Assessment, Moment, Track};

/// Where and when the targets were set; targets of several subjects once.
pub(super) fn sources(track: &Track, language: Language, name: &dyn Fn(&str) -> String) -> Vec<Block> {
    let mut lines: Vec<String> = Vec::new();
    for one in &track.assessments {
        let source = source(one, language);
        if source.is_empty() {
            continue;
        }
        let by = one.target.by.map(|by| format!(" {by}")).unwrap_or_default();
        let who = name(&one.indicator);
        let asked = form(&one.target.form, language, name);
        let line = format!("{who}{by}{}{asked}{}{source}", say(language, "：", ": "), say(language, "，", ", "));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let notes = lines.into_iter().map(|text| Note { mark: Mark::Info, text }).collect();
    vec![Block::Heading(say(language, "目标出处", "Where the targets are written").to_owned()), Block::Notes(notes)]
}

/// Where and when a target was set: "work report, part 4 (2006-02)".
fn source(one: &Assessment, language: Language) -> String {
    match (one.target.source.as_deref(), one.target.set.as_deref()) {
        (Some(source), Some(set)) => match language {
            Language::Chinese => format!("{source}（{set}）"),
            Language::English => format!("{source} ({set})"),
        },
        (source, set) => source.or(set).unwrap_or_default().to_owned(),
    }
}

/// What is asked for, as a level or a band.
pub(super) fn asked_cell(one: &Assessment, language: Language) -> Cell {
    let show = |value: f64| measured(&one.target.form)(value).show(language);
    match (one.target.band, &one.target.form) {
        (Some((low, high)), _) => Cell::Text(format!("{} ~ {}", show(low), show(high))),
        (None, Form::Done) => Cell::Text(say(language, "完成", "done").to_owned()),
        (None, form) => Cell::of(one.target.level, measured(form)),
    }
}

/// How what a target is about is shown: shares in percent, everything else as a level.
pub(super) fn measured(form: &Form) -> fn(f64) -> Cell {
    match form {
        Form::Share { .. } => Cell::Percent,
        _ => Cell::Level,
    }
}

pub(super) fn progress_cells(form: &Form, moment: &Moment) -> Vec<Cell> {
    vec![
        moment.latest.map_or(Cell::Blank, |(period, _)| Cell::Text(period.to_string())),
        Cell::maybe(moment.latest.map(|(_, value)| value), measured(form)),
        Cell::of(moment.completion, Cell::Percent),
        Cell::of(moment.due, Cell::Percent),
        Cell::of(moment.lead_points, Cell::Points),
        Cell::of(moment.lead_periods, |value| Cell::Fixed(value, 1)),
        Cell::of(moment.achieved_rate, Cell::Percent),
        Cell::of(moment.needed_rate, Cell::Percent),
        match moment.arrival {
            Ok(period) => Cell::Text(period.to_string()),
            Err(reason) => Cell::Undefined(reason),
        },
    ]
}
