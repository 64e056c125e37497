//! What the stub says of each row of data.
//!
//! - Of two columns of labels that name the same rows one by one, or in two scripts, one is a copy: the Chinese is
//!   kept, else the first; columns of codes and of line numbers name nothing.
//! - Labels that stand in one of several columns, or behind blanks, are indented: a label hangs from the nearest one
//!   above that stands further left.
//! - A label without numbers, followed by labels at its own place, is a section; in tables of indicators it is part of
//!   the path until the next section, until labels that begin with a capital follow labels in small letters, or until a
//!   numbering ends. Sections of regions (`按经济区域分`) are no part of their names.
//! - A source or a note, and its further lines, opens no section and ends those above it.
//! - A row of labels in another script than that of the table, below a row of data, is its translation.
//! - A year that stands only beside its first month holds until the next year; a label that is a period, with or
//!   without numbers, dates the rows below it.
//! - `其中：` and `#` mark a part and are no part of a name.
//! - Labels are subjects where their head says so or where most of them are names of regions; under any other head that
//!   names no indicator they are taken for subjects, with a doubt.

mod columns;
mod counted;
pub(super) use columns::{Role, Stub};
mod dates;
mod labels;
mod sections;

use super::frame::Frame;
use super::heads::{Axis, Doubt, HeadRole};
use super::names::is_place;
use super::sheet::{Kind, Sheet};
use super::unit_line;
use super::units;
use super::when::{self, Moment};
use super::words::{Script, first_language, is_blank, is_cjk, script};
use crate::read::hints::TableHint;
use labels::{Style, indent, is_total, next_level, style};

/// The rows of a table.
pub(super) struct Rows {
    pub(super) stub: Stub,
    /// One for each data row.
    pub(super) axes: Vec<Axis>,
    /// Rows with a label alone that are sections.
    pub(super) sections: Vec<usize>,
}

/// A label in its place.
#[derive(Debug, Clone)]
struct Entry {
    level: (usize, usize),
    name: String,
    section: bool,
    /// A total whose sections follow (`по видам ...`, `by industry`).
    holds: bool,
    unit: Option<String>,
    until: Option<(i32, String)>,
    /// A label without numbers of its own.
    bare: bool,
    /// How the items below begin.
    style: Option<Style>,
}

/// Reads the rows of a table, whose rows of heads have these roles.
pub(super) fn read(sheet: &Sheet<'_>, frame: &Frame, roles: &[HeadRole], given: &TableHint) -> Rows {
    let mut stub = Stub::of(sheet, frame, roles);
    stub.heed(given);
    let mut axes = Vec::with_capacity(frame.rows.len());
    let mut sections = Vec::new();
    let mut reader = Reader {
        sheet,
        stub: &stub,
        stack: Vec::new(),
        years: None,
        block: None,
        last_label: None,
        pending: None,
        last_month: None,
        dated: None,
        noted: false,
        numbered: false,
        kept: Vec::new(),
    };
    let from = frame.head.last().map_or(frame.first, |row| row + 1).min(frame.first);
    let mut data = frame.rows.iter().copied().peekable();
    let labelled: Vec<usize> = (from..=frame.last).filter(|row| stub.label_at(sheet, *row).is_some()).collect();
    for row in from..=frame.last {
        let is_data = data.peek() == Some(&row);
        if is_data {
            data.next();
            reader.noted = false;
            let axis = reader.data(row, next_level(sheet, &stub, &labelled, row));
            reader.keep_label(row, &axis);
            axes.push(axis);
        } else if reader.section(row, next_level(sheet, &stub, &labelled, row), &frame.rows) {
            sections.push(row);
        }
    }
    Rows { stub, axes, sections }
}

struct Reader<'s, 'g> {
    sheet: &'s Sheet<'g>,
    stub: &'s Stub,
    stack: Vec<Entry>,
    /// The year that holds until the next one.
    years: Option<Moment>,
    /// A period on its own above the rows.
    block: Option<Moment>,
    last_label: Option<(Vec<String>, Script)>,
    /// The first row of a label over two.
    pending: Option<String>,
    /// The last month of a row.
    last_month: Option<Moment>,
    /// What the last row with a label and a period of its own is called: the rows of periods below it are of it.
    dated: Option<(Option<String>, Vec<String>, Option<String>)>,
    /// The row above is a note, which may go on.
    noted: bool,
    /// A numbered line below a note was taken for its continuation.
    numbered: bool,
    /// Copies of the columns filled down.
    kept: Vec<(usize, String)>,
}

impl Reader<'_, '_> {
    fn data(&mut self, row: usize, next: Option<(usize, usize)>) -> Axis {
        let mut axis = Axis::default();
        if self.numbered {
            axis.doubts.push((0.9, "a numbered line below a note was taken for more of it, and may be a section"));
        }
        // A year among the labels holds for the months beside and below it.
        if self.stub.dates_in_labels
            && let Some(moment) = self
                .stub
                .label_at(self.sheet, row)
                .and_then(|(_, raw)| when::read(&first_language(&self.sheet.marks.strip(&raw))))
                .filter(|moment| moment.whole())
        {
            self.years = Some(moment);
        }
        self.date(row, &mut axis);
        for column in self.stub.columns_of(Role::Unit) {
            let text = self.sheet.label(row, column);
            let unit = unit_line::alone(&text).unwrap_or_else(|| first_language(&text));
            if !unit.is_empty() {
                axis.unit = Some(unit);
            }
        }
        if self.stub.columns_of(Role::Scale).iter().any(|column| self.sheet.kind(row, *column) != Kind::Blank) {
            axis.doubts.push((0.9, "a scale stands in a column of its own and is not applied"));
        }
        let mut outer = self.dimensions(row, &mut axis);
        let Some((column, raw)) = self.stub.label_at(self.sheet, row) else {
            self.date_from_above(&mut axis);
            self.unlabelled(&mut axis, outer);
            return axis;
        };
        let stripped = self.sheet.marks.strip(&raw);
        let text = first_language(&stripped);
        if let Some(moment) = when::read(&text).filter(|_| self.stub.dates_in_labels) {
            axis.parts = outer;
            if axis.moment.is_some_and(Moment::whole) {
                return axis;
            }
            self.block = Some(moment);
            self.years = Some(moment);
            self.stack.clear();
            axis.moment = Some(moment);
            axis.doubts.push((0.9, "a row that its period names, among rows with labels"));
            return axis;
        }
        self.date_from_above(&mut axis);
        // A second figure beside the translation of the label above.
        if let Some((parts, own)) = self.last_label.clone()
            && self.stub.script == Script::Cjk
            && own == Script::Cjk
            && script(&text) != Script::Cjk
            && script(&text) != Script::None
        {
            outer.extend(parts);
            axis.parts = outer;
            axis.doubts.push((0.5, "a second row of figures under one label"));
            self.inherit_unit(&mut axis);
            return axis;
        }
        if axis.moment.is_none() && self.summary(&text, &mut axis) {
            axis.parts = outer;
            return axis;
        }
        let level = (column, indent(&raw));
        let labelled = units::divide(&text);
        if labelled.of_words {
            axis.doubts.push((0.9, "the unit is read out of the words of the heading"));
        }
        // The base of an index tells indices apart where a column has their unit.
        let base = labelled.unit.as_deref().is_some_and(units::is_base) && axis.unit.is_some();
        let mut name = self.sheet.marks.strip(if base { &text } else { &labelled.name }).into_owned();
        for lead in ["其中：", "其中:", "其中", "#", "＃", "其 中：", "of which: ", "Of which: "] {
            if let Some(rest) = name.strip_prefix(lead).filter(|rest| !rest.trim().is_empty()) {
                let bare = rest.trim_matches(|c: char| is_blank(c) || c == ':' || c == '：').to_owned();
                name = bare;
            }
        }
        if self.stub.subjects {
            let whole = if labelled.unit.is_some() { text.clone() } else { name };
            self.subject_row(&mut axis, whole, outer);
            if labelled.unit.is_some() {
                axis.unit = labelled.unit;
            }
            return axis;
        }
        // A label over two rows.
        if let Some(above) = self.pending.take() {
            let gap = if above.chars().any(is_cjk) { "" } else { " " };
            name = format!("{above}{gap}{name}");
        }
        self.leave_sections(level, &name);
        self.pop(level, false);
        // The first label, indented more than the second, is the total of all.
        if self.stack.is_empty()
            && self.last_label.is_none()
            && next.is_some_and(|next| next.0 == level.0 && next.1 < level.1)
            && !is_total(&name)
        {
            axis.unit = axis.unit.or(labelled.unit);
            outer.push(name.clone());
            self.last_label = Some((outer.clone(), script(&text)));
            axis.parts = outer;
            self.stack.push(Entry {
                level: (level.0, 0),
                name,
                section: true,
                holds: true,
                unit: axis.unit.clone(),
                until: None,
                bare: true,
                style: None,
            });
            return axis;
        }
        if self.stack.iter().any(|entry| entry.bare) {
            axis.doubts.push((0.9, "a section holds until the next: whether it ended before is not marked"));
        }
        for entry in &self.stack {
            if entry.bare && axis.subject.is_none() && is_place(&entry.name) {
                axis.subject = Some(entry.name.clone());
                axis.doubts.push((0.9, "a section that is the name of a region is the subject of its rows"));
            } else {
                outer.push(entry.name.clone());
            }
        }
        if labelled.unit.is_some() && self.stub.roles.iter().any(|(_, role)| *role == Role::Subject) {
            axis.doubts.push((0.95, "the unit stands in the name of the indicator"));
        }
        if axis.unit.is_none() {
            axis.unit = labelled.unit;
        }
        axis.until = labelled.until;
        if axis.unit.is_none() {
            self.inherit_unit(&mut axis);
        }
        outer.push(name.clone());
        self.last_label = Some((outer.clone(), script(&text)));
        axis.parts = outer;
        self.stack.push(Entry {
            level,
            name,
            section: false,
            holds: false,
            unit: axis.unit.clone(),
            until: axis.until.clone(),
            bare: false,
            style: None,
        });
        axis
    }

    /// A region: its name alone, whatever it hangs from.
    fn subject_row(&mut self, axis: &mut Axis, name: String, outer: Vec<String>) {
        // Sections that carry a unit are indicators.
        let sections: Vec<Entry> =
            self.stack.iter().filter(|entry| entry.section && (entry.unit.is_some() || entry.holds)).cloned().collect();
        axis.parts = outer;
        for section in sections {
            axis.parts.push(section.name);
            axis.unit = section.unit.or(axis.unit.take());
            axis.doubts.push((0.7, "a section with a unit names the indicator of the rows below it"));
        }
        if !is_place(&name) && self.stub.places_doubtful {
            axis.doubts.push((0.7, "rows taken for subjects because their head names no indicator"));
        }
        axis.subject = Some(name);
    }

    fn unlabelled(&mut self, axis: &mut Axis, outer: Vec<String>) {
        axis.parts = outer;
        if !self.stub.has_labels() {
            // Rows of periods: sections are indicators, or regions.
            for entry in &self.stack {
                if axis.subject.is_none() && entry.bare && is_place(&entry.name) {
                    axis.subject = Some(entry.name.clone());
                    axis.doubts.push((0.9, "a section that is the name of a region is the subject of its rows"));
                    continue;
                }
                axis.parts.push(entry.name.clone());
                if entry.unit.is_some() {
                    axis.unit.clone_from(&entry.unit);
                }
            }
            return;
        }
        if let Some((parts, _)) = &self.last_label
            && !self.stub.subjects
        {
            axis.parts.extend(parts.iter().cloned());
        }
        if self.stub.has_periods() && axis.moment.is_some() {
            axis.parts.truncate(0);
            if let Some((subject, parts, unit)) = self.dated.clone() {
                axis.doubts.push((0.9, "a blank label repeats the one above"));
                axis.subject = subject.or(axis.subject.take());
                axis.parts = parts;
                axis.unit = axis.unit.take().or(unit);
            }
            return;
        }
        axis.doubts.push((0.4, "a row of numbers without a label"));
    }

    /// Keeps what a row is called, for the rows of periods below it that have no label.
    fn keep_label(&mut self, row: usize, axis: &Axis) {
        let Some((column, _)) = self.stub.label_at(self.sheet, row) else { return };
        let beside = self.stub.columns_of(Role::Period).iter().any(|period| *period > column);
        let dated = beside && self.stub.moments(self.sheet, row).iter().any(Option::is_some);
        self.dated = dated.then(|| (axis.subject.clone(), axis.parts.clone(), axis.unit.clone()));
    }

    /// Labels in further columns, filled down where they are blank.
    fn dimensions(&mut self, row: usize, axis: &mut Axis) -> Vec<String> {
        let mut outer = Vec::new();
        for (column, role) in self.stub.dimensions() {
            let (r, c) = self.sheet.owner(row, column);
            let text = first_language(&self.sheet.marks.strip(&self.sheet.label(r, c)));
            let text = if text.is_empty() {
                let kept = self.kept.iter().find(|(other, _)| *other == column).map(|(_, text)| text.clone());
                if kept.is_some() {
                    axis.doubts.push((0.9, "a blank label repeats the one above"));
                }
                kept.unwrap_or_default()
            } else {
                // A new label ends those of the columns within it.
                self.kept.retain(|(other, _)| *other < column);
                self.kept.push((column, text.clone()));
                text
            };
            if text.is_empty() {
                continue;
            }
            if role == Role::Subject {
                axis.subject = Some(text);
            } else {
                let labelled = units::divide(&text);
                if labelled.unit.is_some() {
                    axis.doubts.push((0.95, "the unit stands in the name of the indicator"));
                }
                axis.unit = labelled.unit.or(axis.unit.take());
                outer.push(labelled.name);
            }
        }
        outer
    }
}

/// Doubts of a table about its labels.
pub(super) fn doubt_of(stub: &Stub) -> Option<Doubt> {
    stub.doubt
}
