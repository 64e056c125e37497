//! Long tables: one observation a row.
//!
//! - A head of values (`Value`, `OBS_VALUE`, `数值`) beside a head of periods makes a table long: each row is one cell, and
//!   its columns say subject, indicator, unit and further parts of the path.
//! - A head `as_of` (`vintage`, 版本, 发布日期) says of which edition a row is; heads of where a row was taken from
//!   (`source`, `sheet`, `cell`) are no part of its name.
//! - A head `growth`, `同比` beside that of values is growth on a year ago as published: a cell of its own, under the
//!   heading `growth`, a fraction unless it has a percent sign.

use std::collections::HashMap;

use super::frame::Frame;
use super::heads::Axis;
use super::names::{Class, class, is_place};
use super::sheet::{Kind, Sheet};
use super::units;
use super::when;
use super::words::{clean, first_language};

/// A long table: the column of values, and what each row says.
pub(super) struct Long {
    pub(super) value: usize,
    /// The column of growth as published.
    pub(super) growth: Option<usize>,
    pub(super) rows: Vec<usize>,
    pub(super) axes: Vec<Axis>,
}

/// Heads of growth as published, as plain tables name it.
const GROWTH: [&str; 6] = ["growth", "published_growth", "同比", "同比增长", "增速", "比上年增长"];

/// Heads of the edition that a row is of.
const EDITION: [&str; 7] = ["as_of", "as of", "vintage", "edition", "版本", "发布日期", "发布时间"];

/// Heads of where a row was taken from.
const ORIGIN: [&str; 8] = ["source", "sheet", "cell", "table", "missing", "confidence", "来源", "数据来源"];

/// Reads a table as a long one, if it is one.
pub(super) fn read(sheet: &Sheet<'_>, frame: &Frame) -> Option<Long> {
    let head = *frame.head.last()?;
    let mut roles: Vec<(usize, Class)> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    let (mut growth, mut edition) = (None, None);
    for column in sheet.filled(head) {
        let name = clean(&sheet.label(head, column)).to_lowercase();
        if GROWTH.contains(&name.as_str()) {
            growth.get_or_insert(column);
            continue;
        }
        if EDITION.contains(&name.as_str()) {
            edition.get_or_insert(column);
            continue;
        }
        if ORIGIN.contains(&name.as_str()) {
            continue;
        }
        if let Some(class) = class(&first_language(&sheet.label(head, column))) {
            roles.push((column, class));
        } else {
            // Numbers beside the value are no names.
            let texts = frame.rows.iter().filter(|row| matches!(sheet.kind(**row, column), Kind::Text)).count();
            let filled = frame.rows.iter().filter(|row| sheet.kind(**row, column) != Kind::Blank).count();
            if texts * 2 > filled {
                others.push(column);
            }
        }
    }
    let of = |wanted: Class| roles.iter().find(|(_, class)| *class == wanted).map(|(column, _)| *column);
    let (period, value) = (of(Class::Period)?, of(Class::Value)?);
    // Years and values that go on beside themselves are no long table.
    if roles.iter().filter(|(_, class)| *class == Class::Value).count() > 1 {
        return None;
    }
    let periods = frame.rows.iter().filter(|row| sheet.moment(**row, period).is_some()).count();
    if periods * 10 < frame.rows.len() * 9 {
        return None;
    }
    let codes: Vec<usize> =
        roles.iter().filter(|(_, class)| *class == Class::Code).map(|(column, _)| *column).collect();
    let subject = of(Class::Subject);
    // Only columns of several values tell rows apart; the others are words about the whole.
    let mut kinds: HashMap<usize, usize> = HashMap::new();
    for column in &others {
        let mut seen: Vec<String> =
            frame.rows.iter().take(2000).map(|row| clean(&sheet.label(*row, *column))).collect();
        seen.sort_unstable();
        seen.dedup();
        kinds.insert(*column, seen.len());
    }
    // `LOCATION, INDICATOR, SUBJECT, MEASURE`: of two heads of one class, the second tells series apart.
    let mut further: Vec<usize> = Vec::new();
    for class in [Class::Subject, Class::Indicator] {
        for (column, _) in roles.iter().filter(|(_, other)| *other == class).skip(1) {
            let measure = clean(&sheet.label(head, *column)).eq_ignore_ascii_case("measure");
            let mut seen: Vec<String> = frame.rows.iter().map(|row| clean(&sheet.label(*row, *column))).collect();
            seen.sort_unstable();
            seen.dedup();
            if measure || seen.len() > 1 {
                further.push(*column);
            }
        }
    }
    let axes = frame.rows.iter().map(|row| {
        let text = |column: usize| first_language(&sheet.marks.strip(&sheet.label(*row, column)));
        let mut axis =
            Axis { moment: sheet.moment(*row, period).or_else(|| when::read(&text(period))), ..Axis::default() };
        axis.subject = subject.map(text);
        axis.as_of = edition.map(text).filter(|text| !text.is_empty());
        if let Some(column) = of(Class::Indicator) {
            let labelled = units::divide(&text(column));
            axis.parts.push(labelled.name);
            axis.unit = labelled.unit;
        }
        if let Some(column) = of(Class::Unit) {
            axis.unit = Some(text(column)).filter(|unit| !unit.is_empty()).or(axis.unit);
        }
        for column in &further {
            let text = text(*column);
            let measure = clean(&sheet.label(head, *column)).eq_ignore_ascii_case("measure");
            if measure && axis.unit.is_none() {
                axis.doubts.push((0.9, "the measure is taken for the unit"));
                axis.unit = Some(text).filter(|unit| !unit.is_empty());
            } else if !text.is_empty() {
                axis.parts.push(text);
            }
        }
        axis.frequency = of(Class::Frequency).map(text).filter(|text| !text.is_empty());
        for column in &others {
            let text = text(*column);
            if text.is_empty() || (kinds.get(column).copied().unwrap_or(0) < 2 && !axis.parts.is_empty()) {
                continue;
            }
            if axis.subject.is_none() && is_place(&text) {
                axis.subject = Some(text);
            } else {
                axis.doubts.push((0.9, "a column whose head says nothing is part of the path"));
                axis.parts.push(text);
            }
        }
        if axis.parts.is_empty()
            && let Some(column) = codes.first()
        {
            axis.parts.push(text(*column));
            axis.doubts.push((0.9, "a code stands for the indicator"));
        }
        axis
    });
    let axes = axes.collect();
    let rows = frame.rows.iter().copied().filter(|row| sheet.kind(*row, period) != Kind::Blank).collect::<Vec<_>>();
    (rows.len() == frame.rows.len()).then_some(Long { value, growth, rows, axes })
}
