//! Heads, rows and what stands above them, put together into data cells.
//!
//! - A unit in the row wins over one in the heads, that over one of the table, that over one in the title.
//! - A period in head or row wins over one in the title; a year in the title completes months in the rows.
//! - Headings that name no indicator take the one above the table: from a pair, a line with a unit, or the title.
//! - Equal neighbours in the path of headings (`X / X`) are one, where nothing else is called so.
//! - `累计` and `year to date` make a month or quarter the span from January.
//! - A monthly grid holds quarterly series at the last months of quarters, where the frequency says so.
//! - `2004-05` in tables of India is April to March; elsewhere the end of the fiscal year is not stated.

mod cell;
mod roles;
mod wording;

use super::frame::{Frame, continues, continues_from};
use super::heads::{self, Axis, Doubt, Heads};
use super::notes::is_note;
use super::preamble::{self, Preamble};
use super::rows::{self, Rows};
use super::sheet::{Kind, Sheet};
use super::when::{self, Moment};
use crate::read::book::{DataCell, Problem};
use crate::read::hints::TableHint;
use cell::{Cell, Fallback, Place};
pub(super) use roles::{role_of_column, role_of_row};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the words of a sheet say of its calendars.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Calendars {
    pub(super) india: bool,
    pub(super) hijri: bool,
    pub(super) buddhist: bool,
}

impl Calendars {
    /// Looks through the texts of a sheet once.
    pub(super) fn of(sheet: &Sheet<'_>) -> Calendars {
        let mut found = Calendars::default();
        for row in 0..sheet.height() {
            for seen in sheet.row(row).iter().filter(|seen| seen.kind == Kind::Text) {
                let text = seen.text;
                found.india |= [
                    "₹",
                    "Lakh",
                    "lakh",
                    "Crore",
                    "crore",
                    "State/Union",
                    "Government of India",
                    "Reserve Bank of India",
                ]
                .iter()
                .any(|word| text.contains(word));
                found.buddhist |= text.chars().any(|character| matches!(character, '\u{e01}'..='\u{e5b}'));
                found.hijri |=
                    ["Hijri", "Iranian year", "Iranian calendar", "شمسی", "سال"].iter().any(|word| text.contains(word));
            }
        }
        found
    }
}

/// A table as it was understood.
pub(super) struct Table {
    pub(super) frame: Frame,
    pub(super) preamble: Preamble,
    pub(super) heads: Heads,
    pub(super) rows: Rows,
    doubts: Vec<Doubt>,
    given: TableHint,
}

/// Texts that many cells share.
#[derive(Default)]
pub(super) struct Strings(HashMap<String, Arc<str>>);

impl Strings {
    pub(super) fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(found) = self.0.get(text) {
            return found.clone();
        }
        let shared: Arc<str> = text.into();
        self.0.insert(text.to_owned(), shared.clone());
        shared
    }
}

/// Understands one table; `above` is the one before it.
pub(super) fn understand(sheet: &Sheet<'_>, mut frame: Frame, above: Option<&Table>, given: TableHint) -> Table {
    let mut doubts = Vec::new();
    let mut preamble = preamble::read(sheet, &frame);
    widen(sheet, &mut frame, &preamble);
    let mut heads = heads::read(sheet, &frame);
    if above.is_none() && continues_from(sheet, &frame) {
        doubts.push(if preamble.title.is_empty() {
            (0.5, "a continued table (续表) whose beginning is not in the file: its title, unit and period may stand there")
        } else {
            (0.9, "a continued table (续表) whose beginning is not in the file")
        });
    }
    if let Some(above) = above {
        if frame.inherits {
            inherit_heads(&mut heads, &frame, above);
            doubts.push((0.7, "the heads are those of the table above"));
        }
        let continued = preamble.title.is_empty()
            || (frame.top..frame.first)
                .any(|row| sheet.filled(row).next().is_some_and(|column| continues(&sheet.label(row, column))));
        if continued {
            let title = if preamble.title.is_empty() { above.preamble.title.clone() } else { preamble.title.clone() };
            let moment = preamble.moment.or(above.preamble.moment);
            let unit = preamble.unit.clone().or_else(|| {
                above.preamble.unit.clone().inspect(|_| doubts.push((0.9, "the unit is that of the table above")))
            });
            preamble = Preamble {
                title,
                moment,
                unit,
                subject: preamble.subject.or(above.preamble.subject.clone()),
                ..preamble
            };
        }
    }
    if frame.rows.len() > 1 && frame.first_is_bare(sheet) {
        doubts.push((0.7, "a row of numbers without a label below the heads may be one of them"));
    }
    let mut rows = rows::read(sheet, &frame, &heads.roles, &given);
    if let Some(title) = &given.title {
        preamble.title.clone_from(title);
    }
    if let Some(long) = super::long::read(sheet, &frame) {
        frame.rows = long.rows;
        // What stands above the head of the values holds for all of them.
        let at = frame.data.iter().position(|column| *column == long.value);
        let above = at.and_then(|at| heads.columns.get(at)).cloned().unwrap_or_default();
        heads.columns = vec![Axis { unit: above.unit, frequency: above.frequency, ..Axis::default() }];
        if long.growth.is_some() {
            heads.columns.push(Axis {
                parts: vec!["growth".to_owned()],
                unit: Some("fraction".to_owned()),
                strong: true,
                ..Axis::default()
            });
        }
        frame.data = std::iter::once(long.value).chain(long.growth).collect();
        rows.axes = long.axes;
        rows.stub.roles.clear();
        rows.stub.part = None;
    }
    Table { frame, preamble, heads, rows, doubts, given }
}

/// In exports and in tables with codes, rows whose cells are all blank are rows of data.
fn widen(sheet: &Sheet<'_>, frame: &mut Frame, preamble: &Preamble) {
    let codes = frame.head.iter().any(|row| {
        frame.stub.iter().any(|column| {
            super::names::class(&super::words::clean(&sheet.label(*row, *column))) == Some(super::names::Class::Code)
        })
    });
    if !(preamble.export || codes) {
        return;
    }
    let Some(&label) = frame.stub.first() else { return };
    let from = frame.head.last().map_or(frame.first, |row| row + 1).min(frame.first);
    let note = |row: usize| is_note(&sheet.label(row, label));
    let mut last = frame.last;
    if preamble.export {
        while last + 1 < sheet.height()
            && sheet.only(last + 1) == Some(label)
            && !note(last + 1)
            && sheet.label(last + 1, label).chars().count() < 60
        {
            last += 1;
        }
    }
    let rows: Vec<usize> = (from..=last).filter(|row| sheet.kind(*row, label) != Kind::Blank && !note(*row)).collect();
    if rows.len() >= frame.rows.len() {
        frame.rows = rows;
        frame.first = frame.rows.first().copied().unwrap_or(frame.first);
        frame.last = frame.rows.last().copied().unwrap_or(frame.last);
    }
}

fn inherit_heads(heads: &mut Heads, frame: &Frame, above: &Table) {
    heads.columns = frame
        .data
        .iter()
        .map(|column| {
            let at = above.frame.data.iter().position(|other| other == column);
            at.and_then(|at| above.heads.columns.get(at)).cloned().unwrap_or_default()
        })
        .collect();
}

/// The data cells of a table.
pub(super) fn cells(
    sheet: &Sheet<'_>,
    table: &Table,
    calendars: Calendars,
    strings: &mut Strings,
    problems: &mut Vec<Problem>,
) -> Vec<DataCell> {
    let Table { frame, preamble, heads, rows, doubts, given } = table;
    let mut columns = heads.columns.clone();
    let mut axes = rows.axes.clone();
    let part = rows.stub.part;
    settle_axis(&mut columns);
    settle_axis(&mut axes);
    collapse(&mut columns);
    collapse(&mut axes);
    let names: HashSet<&String> = axes.iter().filter_map(|axis| axis.parts.last()).collect();
    let matrix = columns.iter().filter_map(|axis| axis.parts.first()).filter(|part| names.contains(part)).count() > 3;
    let title: Arc<str> = strings.get(&preamble.title);
    let name: Arc<str> = strings.get(&sheet.grid.sheet);
    let fallback = Fallback::of(preamble);
    let mut base: Vec<Doubt> = doubts.clone();
    base.extend(rows::doubt_of(&rows.stub));
    let mut out = Vec::with_capacity(axes.len() * columns.len());
    let mut no_period = false;
    for (row, axis) in frame.rows.iter().zip(&axes) {
        for (column, head) in frame.data.iter().zip(&columns) {
            let seen = sheet.at(*row, *column);
            if seen.kind == Kind::Blank && sheet.owner(*row, *column) != (*row, *column) {
                continue;
            }
            let mut cell = Cell {
                doubts: base.iter().chain(&head.doubts).chain(&axis.doubts).copied().collect(),
                ..Cell::default()
            };
            if !cell.value(sheet, *row, *column) {
                continue;
            }
            let place = Place { given, head, axis, preamble, fallback: &fallback, calendars, part, matrix };
            if !cell.date(&place) {
                continue;
            }
            cell.name(&place);
            cell.measure(&place);
            cell.as_of.clone_from(&axis.as_of);
            no_period |= cell.period.is_empty();
            out.push(cell.finish(sheet, (*row, *column), &title, &name, strings));
        }
    }
    if no_period {
        problems.push(Problem {
            sheet: sheet.grid.sheet.clone(),
            place: sheet.grid.name(frame.first, frame.data.first().copied().unwrap_or(0)),
            code: "no_period",
            message: "the table says of some cells no period; give it in a hint file, as period = \"2005\"".to_owned(),
        });
    }
    out
}

/// `X / X` is `X`, unless another row or column of the same subject and period is `X`.
fn collapse(axes: &mut [Axis]) {
    let doubled = |axis: &Axis| axis.parts.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
    if !axes.iter().any(doubled) {
        return;
    }
    let key = |axis: &Axis, parts: &[String]| {
        let period = axis.moment.and_then(|moment| moment.stamp(None)).map(|(text, _)| text);
        (parts.to_vec(), axis.subject.clone(), period)
    };
    let taken: HashSet<_> = axes.iter().filter(|axis| !doubled(axis)).map(|axis| key(axis, &axis.parts)).collect();
    for axis in axes.iter_mut().filter(|axis| doubled(axis)) {
        let mut parts = axis.parts.clone();
        parts.dedup();
        if !taken.contains(&key(axis, &parts)) {
            axis.parts = parts;
        }
    }
}

/// Dates of one axis: fiscal years, and what date cells stand for.
fn settle_axis(axes: &mut [Axis]) {
    let mut moments: Vec<Moment> = axes.iter().filter_map(|axis| axis.moment).collect();
    when::settle(&mut moments);
    let doubt = when::settle_days(&mut moments);
    let mut settled = moments.into_iter();
    for axis in axes {
        if axis.moment.is_some() {
            let serial = axis.moment.is_some_and(|moment| moment.serial);
            axis.moment = settled.next();
            if serial && let Some(doubt) = doubt {
                axis.doubts.push(doubt);
            }
        }
    }
}
