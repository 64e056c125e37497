//! Rows with a label and no numbers: sections, periods, translations and notes.

use super::labels::{note_within, numbered_title, of_which, splits, unfinished};
use super::{Entry, Reader, Style, indent, style};
use crate::read::yearbook::notes::{goes_on, is_note};
use crate::read::yearbook::sheet::Kind;
use crate::read::yearbook::units;
use crate::read::yearbook::when;
use crate::read::yearbook::words::{Script, first_language, script};

impl Reader<'_, '_> {
    /// A row with a label and no numbers; `true` where it is a section.
    pub(super) fn section(&mut self, row: usize, next: Option<(usize, usize)>, data: &[usize]) -> bool {
        if let Some(moment) = self.stub.moments(self.sheet, row).into_iter().flatten().next()
            && moment.whole()
        {
            self.block = Some(moment);
            self.years = Some(moment);
            self.stack.clear();
            return true;
        }
        let Some((column, raw)) = self.stub.label_at(self.sheet, row) else {
            return self.centred(row, data);
        };
        let text = first_language(&self.sheet.marks.strip(&raw));
        if text.is_empty() {
            return false;
        }
        // The translation of the row above.
        if self.stub.script != Script::None
            && script(&text) != self.stub.script
            && script(&text) != Script::None
            && self.last_label.is_some()
        {
            return false;
        }
        if let Some(moment) = when::read(&text).filter(|moment| moment.whole()) {
            self.block = Some(moment);
            self.years = Some(moment);
            self.stack.clear();
            return true;
        }
        let level = (column, indent(&raw));
        let further = self.noted && goes_on(&raw);
        self.numbered |= further;
        self.noted = note_within(&raw) || is_note(&text) || further;
        if self.noted {
            self.stack.clear();
            return false;
        }
        // `в том числе:`, `of which`: parts of the row above follow.
        if of_which(&text)
            && !self.stub.subjects
            && let Some(parent) = self.stack.last_mut().filter(|entry| !entry.section && entry.level == level)
        {
            (parent.section, parent.bare, parent.style) = (true, true, None);
            return true;
        }
        // A numbered title below the heads (`13. ОСНОВНЫЕ ФОНДЫ`) is none of the headings.
        if numbered_title(&text) {
            self.stack.clear();
            return true;
        }
        self.numbered = false;
        let mut labelled = units::divide(&text);
        labelled.name = self.sheet.marks.strip(&labelled.name).into_owned();
        if text.ends_with([':', '：']) {
            // What a heading with a colon measures is the classes below it.
            labelled.unit = None;
        }
        let deeper = next.is_some_and(|next| next > level);
        if unfinished(&labelled.name) && next == Some(level) {
            self.pending = Some(labelled.name);
            return true;
        }
        let parent =
            self.stack.last().filter(|entry| entry.level == level && !entry.section && splits(&entry.name)).cloned();
        self.pop(level, !deeper);
        if let Some(parent) = parent
            && !self.stack.iter().any(|entry| entry.holds && entry.level == level)
        {
            self.stack.push(Entry { section: true, holds: true, ..parent });
        }
        self.last_label = Some((vec![labelled.name.clone()], script(&text)));
        self.stack.push(Entry {
            level,
            name: labelled.name,
            section: !deeper,
            holds: false,
            unit: labelled.unit,
            until: labelled.until,
            bare: true,
            style: None,
        });
        true
    }

    /// A text over the columns of data, in the midst of the rows: a section of indicators.
    pub(super) fn centred(&mut self, row: usize, data: &[usize]) -> bool {
        let Some(column) = self.sheet.only(row) else { return false };
        if data.is_empty() || self.sheet.kind(row, column) != Kind::Text {
            return false;
        }
        let text = first_language(&self.sheet.marks.strip(&self.sheet.label(row, column)));
        if is_note(&text) {
            self.stack.clear();
            return false;
        }
        if text.is_empty() || text.chars().count() > 40 {
            return false;
        }
        let labelled = units::divide(&text);
        self.stack.clear();
        self.stack.push(Entry {
            level: (0, 0),
            name: labelled.name,
            section: true,
            holds: true,
            unit: labelled.unit,
            until: None,
            bare: true,
            style: None,
        });
        true
    }

    /// Takes off the labels that a label at `level` ends.
    pub(super) fn pop(&mut self, level: (usize, usize), sections_too: bool) {
        while let Some(last) = self.stack.last() {
            let ends = last.level > level
                || (last.level == level && !last.section)
                || (last.level == level && sections_too && !last.holds);
            if !ends {
                break;
            }
            self.stack.pop();
        }
    }

    /// Sections end with a change of style.
    pub(super) fn leave_sections(&mut self, level: (usize, usize), text: &str) {
        let style = style(text);
        let Some(section) = self.stack.iter_mut().rev().find(|entry| entry.section && entry.level == level) else {
            return;
        };
        match section.style {
            None => section.style = Some(style),
            Some(before)
                if before != style
                    && (before == Style::Numbered
                        || (before == Style::Small && text.starts_with(char::is_uppercase))) =>
            {
                self.stack.retain(|entry| entry.level < level);
            }
            Some(_) => {}
        }
    }
}
