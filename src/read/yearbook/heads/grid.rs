//! Which head stands over which column, and what each row of heads holds.

use super::{Cells, Head, HeadRole};
use crate::read::yearbook::frame::Frame;
use crate::read::yearbook::names::{Class, class, is_place};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::unit_line;
use crate::read::yearbook::when;
use crate::read::yearbook::words::{Script, first_language, is_cjk, script};
use std::collections::HashMap;

/// The head that stands over each column, row by row.
pub(super) fn place_heads(sheet: &Sheet<'_>, frame: &Frame, arena: &mut Vec<Head>) -> Cells {
    let mut known: HashMap<(usize, usize), usize> = HashMap::new();
    let labels = frame
        .stub
        .iter()
        .copied()
        // A column of years may stand right of the data.
        .filter(|column| frame.data.first().is_none_or(|first| column < first))
        .filter(|column| frame.rows.iter().any(|row| sheet.kind(*row, *column) != Kind::Blank))
        .max();
    frame
        .head
        .iter()
        .map(|row| {
            let mut before = labels;
            frame
                .data
                .iter()
                .map(|column| {
                    let after = before.map_or(0, |before| before + 1);
                    before = Some(*column);
                    let mut at = sheet.owner(*row, *column);
                    let mut shifted = false;
                    if sheet.kind(at.0, at.1) == Kind::Blank {
                        let mut free = (after..*column).rev().map(|free| sheet.owner(*row, free));
                        let found = free
                            .find(|(r, c)| *c >= after && sheet.kind(*r, *c) != Kind::Blank && !frame.data.contains(c));
                        at = found?;
                        shifted = true;
                    }
                    // A cell merged from the stub on is a title.
                    if labels.is_some_and(|labels| at.1 <= labels) {
                        return None;
                    }
                    let index = *known.entry(at).or_insert_with(|| {
                        arena.push(look(sheet, at, shifted));
                        arena.len() - 1
                    });
                    Some(index)
                })
                .collect()
        })
        .collect()
}

/// A figure of a note that is glued to a year, in a row of years.
pub(super) fn years_with_notes(grid: &Cells, arena: &mut [Head]) {
    let year = |head: Option<&Head>| {
        head.and_then(|head| head.moment)
            .filter(|moment| moment.span == when::Span::Year)
            .and_then(|moment| moment.year)
    };
    for cells in grid {
        let mut row: Vec<usize> = cells.iter().flatten().copied().collect();
        row.dedup();
        let years = row.iter().filter(|at| year(arena.get(**at)).is_some()).count();
        if years < 3 || years == row.len() || years * 2 < row.len() {
            continue;
        }
        for (at, index) in row.iter().enumerate() {
            let before = row.iter().take(at).rev().find_map(|other| year(arena.get(*other)));
            let after = row.iter().skip(at + 1).find_map(|other| year(arena.get(*other)));
            let Some(head) = arena.get_mut(*index).filter(|head| head.moment.is_none()) else { continue };
            head.moment = when::glued_note(&head.text, before, after);
        }
    }
}

pub(super) fn look(sheet: &Sheet<'_>, (row, column): (usize, usize), shifted: bool) -> Head {
    let label = sheet.label(row, column);
    let moment = sheet.moment(row, column);
    let stripped = sheet.marks.strip(&label);
    let text = without_remark(first_language(&stripped));
    // A translation may hide a period: `2015⏎Год`.
    let moment = moment.or_else(|| when::read(&text));
    let unit = if moment.is_none() { unit_line::alone(&text) } else { None };
    let number = sheet.kind(row, column) == Kind::Number && moment.is_none();
    Head { text, moment, unit, shifted, number }
}

/// Words between two dashes at the end of a head are a remark.
pub(super) fn without_remark(text: String) -> String {
    let dash = |character: char| matches!(character, '－' | '―' | '—' | '‐');
    let Some(body) = text.strip_suffix(dash) else { return text };
    match body.char_indices().rfind(|(_, character)| dash(*character)) {
        Some((at, _)) if at > 0 => {
            body.get(..at).unwrap_or_default().trim_end_matches(crate::read::yearbook::words::is_blank).to_owned()
        }
        _ => text,
    }
}

/// A row of identifiers of series: capitals and figures of one length, no two alike.
fn identifiers(heads: &[&Head]) -> bool {
    let length = heads.first().map_or(0, |head| head.text.trim().len());
    let mut texts: Vec<&str> = heads.iter().map(|head| head.text.trim()).collect();
    texts.sort_unstable();
    texts.dedup();
    length >= 4
        && texts.len() >= 3
        && texts.len() == heads.len()
        && texts.iter().all(|text| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        })
        && texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit()))
        && texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// Some places among other heads: they may all be subjects.
pub(super) fn doubtful_places(grid: &Cells, roles: &[HeadRole], arena: &[Head]) -> bool {
    grid.iter().zip(roles).any(|(cells, role)| {
        let mut heads: Vec<&str> =
            cells.iter().flatten().filter_map(|index| arena.get(*index)).map(|head| head.text.as_str()).collect();
        heads.sort_unstable();
        heads.dedup();
        let places = heads.iter().filter(|head| is_place(head)).count();
        *role == HeadRole::Heading && places >= 2 && places * 10 >= heads.len() * 3
    })
}

/// What each row of heads holds.
pub(super) fn roles(sheet: &Sheet<'_>, frame: &Frame, grid: &Cells, arena: &[Head]) -> Vec<HeadRole> {
    let labels: Vec<Option<(String, (usize, usize))>> = frame
        .head
        .iter()
        .map(|row| {
            frame.stub.iter().find_map(|column| {
                let at = sheet.owner(*row, *column);
                let text = first_language(&sheet.marks.strip(&sheet.label(at.0, at.1)));
                (!text.is_empty()).then_some((text, at))
            })
        })
        .collect();
    let labelled: Vec<(usize, usize)> = {
        let mut all: Vec<(usize, usize)> = labels.iter().flatten().map(|(_, at)| *at).collect();
        all.dedup();
        all
    };
    let chinese = arena.iter().filter(|head| head.text.chars().any(is_cjk) && head.unit.is_none()).count() > 0;
    let mut roles: Vec<HeadRole> = grid
        .iter()
        .zip(&labels)
        .map(|(cells, label)| {
            let heads: Vec<&Head> = cells.iter().flatten().filter_map(|index| arena.get(*index)).collect();
            if heads.is_empty() {
                return HeadRole::Skip;
            }
            let periods = heads.iter().filter(|head| head.moment.is_some()).count();
            let of_label = label.as_ref().and_then(|(text, _)| class(text));
            // Several heads of the stub in one row name columns, and none of them the row.
            let names_columns = label.as_ref().is_some_and(|(_, (row, _))| {
                frame.stub.iter().filter(|column| sheet.kind(*row, **column) == Kind::Text).count() > 1
            });
            let of_label = of_label.filter(|class| !(names_columns && matches!(class, Class::Meta | Class::Flag)));
            match of_label {
                Some(Class::Unit) => return HeadRole::Unit,
                Some(Class::Frequency) => return HeadRole::Frequency,
                Some(Class::Meta | Class::Flag) => return HeadRole::Skip,
                Some(Class::Code) if periods == 0 && labelled.len() > 1 => return HeadRole::Skip,
                Some(Class::Subject)
                    if periods == 0
                        && labelled.len() > 1
                        && label.as_ref().map(|(_, at)| *at) != labelled.last().copied() =>
                {
                    return HeadRole::Subject;
                }
                // The same for a table whose rows are periods: every label names its row of heads.
                Some(Class::Subject) if periods == 0 && labelled.len() > 2 => return HeadRole::Subject,
                _ => {}
            }
            if heads.iter().all(|head| head.unit.is_some() && !is_place(&head.text)) {
                return HeadRole::Unit;
            }
            if periods == heads.len() {
                return HeadRole::Period;
            }
            if identifiers(&heads) && grid.len() > 1 {
                return HeadRole::Skip;
            }
            let all_latin = heads.iter().all(|head| !head.text.chars().any(is_cjk));
            if chinese
                && all_latin
                && periods == 0
                && heads.iter().all(|head| script(&head.text) != Script::None)
                && translations(grid, arena, cells)
            {
                return HeadRole::Skip;
            }
            HeadRole::Heading
        })
        .collect();
    // A row of places names subjects, where the stub does not.
    for (role, cells) in roles.iter_mut().zip(grid) {
        let heads: Vec<&Head> = cells.iter().flatten().filter_map(|index| arena.get(*index)).collect();
        let places = heads.iter().filter(|head| is_place(&head.text)).count();
        if *role == HeadRole::Heading && places >= 2 && places * 10 >= heads.len() * 7 {
            *role = HeadRole::Subject;
        }
    }
    roles
}

/// Whether the columns under these heads have Chinese heads of their own.
pub(super) fn translations(grid: &Cells, arena: &[Head], cells: &[Option<usize>]) -> bool {
    cells.iter().enumerate().filter(|(_, cell)| cell.is_some()).all(|(at, _)| {
        grid.iter().any(|row| {
            row.get(at)
                .copied()
                .flatten()
                .and_then(|index| arena.get(index))
                .is_some_and(|head| head.text.chars().any(is_cjk))
        })
    })
}

/// Fills blank heads from the left; says which were filled.
pub(super) fn carry(grid: &mut Cells, roles: &[HeadRole], arena: &[Head]) -> Vec<Vec<bool>> {
    let width = grid.first().map_or(0, Vec::len);
    let mut groups: Vec<usize> = vec![0; width];
    let below: Vec<Vec<bool>> = (0..grid.len())
        .map(|row| {
            (0..width)
                .map(|at| grid.iter().skip(row + 1).any(|cells| cells.get(at).copied().flatten().is_some()))
                .collect()
        })
        .collect();
    let mut filled = vec![vec![false; width]; grid.len()];
    for row in 0..grid.len() {
        let role = roles.get(row).copied().unwrap_or(HeadRole::Skip);
        let Some(cells) = grid.get_mut(row) else { continue };
        // Units over the last column of each group hold for the columns left of them.
        let from_right = role == HeadRole::Unit
            && cells.iter().flatten().count() > 1
            && cells.first().copied().flatten().is_none()
            && cells.last().copied().flatten().is_some();
        if from_right {
            for at in (0..width.saturating_sub(1)).rev() {
                let right = cells.get(at + 1).copied().flatten();
                if let Some(cell) = cells.get_mut(at).filter(|cell| cell.is_none()) {
                    *cell = right;
                    if let Some(flag) = filled.get_mut(row).and_then(|row| row.get_mut(at)) {
                        *flag = true;
                    }
                }
            }
        }
        for at in 1..width {
            let same_group = groups.get(at) == groups.get(at - 1);
            let below = below.get(row).and_then(|row| row.get(at)).copied().unwrap_or(false);
            let left = cells.get(at - 1).copied().flatten();
            let unit_row = role == HeadRole::Unit || role == HeadRole::Subject;
            let left_is_unit = left.and_then(|left| arena.get(left)).is_some_and(|head| head.unit.is_some());
            if cells.get(at).copied().flatten().is_none()
                && left.is_some()
                && ((same_group && below && !left_is_unit) || unit_row)
            {
                if let Some(cell) = cells.get_mut(at) {
                    *cell = left;
                }
                if let Some(flag) = filled.get_mut(row).and_then(|row| row.get_mut(at)) {
                    *flag = true;
                }
            }
        }
        // Groups of this row, within those of the row above.
        let mut ids: HashMap<(usize, usize), usize> = HashMap::new();
        let next: Vec<usize> = groups
            .iter()
            .zip(cells.iter())
            .map(|(group, cell)| {
                let count = ids.len();
                *ids.entry((*group, cell.map_or(0, |index| index + 1))).or_insert(count)
            })
            .collect();
        if !matches!(role, HeadRole::Skip | HeadRole::Unit) {
            groups = next;
        }
    }
    filled
}
