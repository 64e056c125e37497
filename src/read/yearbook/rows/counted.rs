//! Columns of the stub, counted: what their cells have in common, and which of them copy each other.

use std::collections::HashSet;

use super::Role;
use crate::read::yearbook::frame::Frame;
use crate::read::yearbook::heads::HeadRole;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::unit_line;
use crate::read::yearbook::words::{Script, first_language, script};

/// A column of the stub, counted.
#[expect(clippy::struct_excessive_bools, reason = "each says what all its cells have in common")]
pub(super) struct Counted {
    pub(super) column: usize,
    pub(super) head: String,
    pub(super) texts: usize,
    pub(super) periods: usize,
    pub(super) filled: usize,
    pub(super) short: bool,
    /// Codes of figures.
    pub(super) digits: bool,
    /// Codes of capitals: `NCR`, `IVA`, `BR`.
    pub(super) capitals: bool,
    /// Marks of notes: `b`, `c, d`.
    pub(super) marks: bool,
}

pub(super) fn count(sheet: &Sheet<'_>, frame: &Frame, heads: &[HeadRole], column: usize, from: usize) -> Counted {
    let mut head = String::new();
    for (row, role) in frame.head.iter().zip(heads) {
        // The label of a row of units, regions or frequencies is not the head of the stub.
        let of_row = matches!(role, HeadRole::Unit | HeadRole::Frequency | HeadRole::Subject | HeadRole::Skip);
        if of_row && frame.data.iter().any(|data| sheet.kind(*row, *data) != Kind::Blank) {
            continue;
        }
        let at = sheet.owner(*row, column);
        let text = first_language(&sheet.marks.strip(&sheet.label(at.0, at.1)));
        // Of a head in several languages, one that is known says what the column is.
        let text = match class(&text) {
            None => sheet
                .label(at.0, at.1)
                .split(['\n', '\r'])
                .map(first_language)
                .find(|line| class(line).is_some())
                .unwrap_or(text),
            Some(_) => text,
        };
        if at.1 == column && !text.is_empty() && (head.is_empty() || class(&head).is_none() || class(&text).is_some()) {
            // The lowest head that says what the column is.
            head = text;
        }
    }
    let mut counted = Counted {
        column,
        head,
        texts: 0,
        periods: 0,
        filled: 0,
        short: true,
        digits: true,
        capitals: true,
        marks: true,
    };
    for row in from..=frame.last {
        match sheet.kind(row, column) {
            Kind::Blank => continue,
            Kind::Text => counted.texts += 1,
            Kind::Period | Kind::Year => counted.periods += 1,
            Kind::Number | Kind::Mark => {}
        }
        counted.filled += 1;
        let label = sheet.label(row, column);
        counted.marks &= label
            .split([',', ' ', ';'])
            .all(|mark| mark.len() <= 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase()));
        let letters = label.chars().filter(|character| character.is_alphabetic());
        counted.capitals &= label.trim().len() <= 8 && letters.clone().all(|letter| letter.is_ascii_uppercase());
        counted.capitals &= letters.count() > 0;
        counted.digits &= label.trim().bytes().all(|byte| byte.is_ascii_digit());
        counted.short &= label.trim().len() <= 12 && !label.trim().contains(' ');
    }
    counted
}

pub(super) fn counted_texts(stub: &[usize], sheet: &Sheet<'_>, frame: &Frame) -> Vec<usize> {
    stub.iter().copied().filter(|column| frame.rows.iter().any(|row| sheet.kind(*row, *column) == Kind::Text)).collect()
}

/// Whether another column holds labels, so that codes are not all there is.
pub(super) fn counted_elsewhere(texts: &[usize], column: usize) -> bool {
    texts.iter().any(|other| *other != column)
}

pub(super) fn only_units(sheet: &Sheet<'_>, frame: &Frame, column: usize, from: usize) -> bool {
    let mut any = false;
    for row in from..=frame.last {
        if sheet.kind(row, column) == Kind::Text {
            if unit_line::alone(&sheet.label(row, column)).is_none() {
                return false;
            }
            any = true;
        }
    }
    any
}

/// Leaves out the columns that name again what another column names.
pub(super) fn drop_copies<'c>(
    sheet: &Sheet<'_>,
    frame: &Frame,
    labels: Vec<&'c Counted>,
    roles: &mut Vec<(usize, Role)>,
    from: usize,
) -> Vec<&'c Counted> {
    let mut kept: Vec<&Counted> = Vec::new();
    for candidate in labels {
        let mut copy_of = None;
        for (at, other) in kept.iter().enumerate() {
            // Sections may stand in one language.
            let (mut both, mut either, mut scripts) = (0_usize, 0_usize, 0_usize);
            let mut pairs = HashSet::new();
            let (mut firsts, mut seconds) = (HashSet::new(), HashSet::new());
            for row in frame.rows.iter().copied() {
                let (a, b) =
                    (sheet.kind(row, other.column) == Kind::Text, sheet.kind(row, candidate.column) == Kind::Text);
                either += usize::from(a || b);
                if a && b {
                    both += 1;
                    let (first, second) = (sheet.label(row, other.column), sheet.label(row, candidate.column));
                    let (one, two) = (script(&first), script(&second));
                    scripts += usize::from(one != two && one != Script::None && two != Script::None);
                    firsts.insert(first.clone());
                    seconds.insert(second.clone());
                    pairs.insert((first, second));
                }
            }
            // Capitals beside names of which each has one.
            let codes = other.capitals
                && !candidate.capitals
                && !matches!(class(&other.head), Some(Class::Indicator | Class::Subject))
                && both * 10 >= either * 7
                && pairs.len() == firsts.len()
                && both > 0;
            let languages = both * 10 >= either * 7 && scripts * 10 >= both * 7 && both > 0;
            let one_to_one = both >= 3
                && both == either
                && pairs.len() == firsts.len()
                && pairs.len() == seconds.len()
                && pairs.len() * 10 >= both * 9;
            if languages || one_to_one || codes {
                copy_of = Some((at, languages));
                break;
            }
        }
        match copy_of {
            None => kept.push(candidate),
            Some((at, languages)) => {
                let Some(other) = kept.get(at).copied() else { continue };
                let cjk = |counted: &Counted| {
                    (from..=frame.last).any(|row| script(&sheet.label(row, counted.column)) == Script::Cjk)
                };
                let better = if languages {
                    cjk(candidate) && !cjk(other)
                } else {
                    other.short && (!candidate.short || other.capitals)
                };
                if better {
                    roles.push((other.column, if languages { Role::Copy } else { Role::Code }));
                    if let Some(slot) = kept.get_mut(at) {
                        *slot = candidate;
                    }
                } else {
                    roles.push((candidate.column, if languages { Role::Copy } else { Role::Code }));
                }
            }
        }
    }
    kept
}
