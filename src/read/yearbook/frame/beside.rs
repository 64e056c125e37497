//! Tables beside each other in the same rows.

use super::Frame;
use super::columns::Stats;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::words::first_language;

/// Rows of data in which the heads of a table that begins lower than its neighbour may stand.
const LOWER: usize = 3;

/// Two tables beside each other: the head of the stub stands a second time over another column of labels, or a head of
/// labels stands behind an empty column.
pub(super) fn side_by_side(sheet: &Sheet<'_>, frame: Frame) -> Vec<Frame> {
    let (Some(&start), Some(&end)) = (frame.data.first(), frame.data.last()) else { return vec![frame] };
    let heads: Vec<String> = frame
        .head
        .iter()
        .flat_map(|row| frame.stub.iter().map(move |column| (*row, *column)))
        .map(|(row, column)| first_language(&sheet.label(row, column)))
        .filter(|head| !head.is_empty())
        .collect();
    let empty = |column: usize| frame.head.iter().chain(&frame.rows).all(|row| sheet.kind(*row, column) == Kind::Blank);
    let heads_labels = |row: usize, column: usize| {
        if sheet.kind(row, column) != Kind::Text {
            return false;
        }
        let head = first_language(&sheet.label(row, column));
        !head.is_empty()
            && (heads.contains(&head)
                || (matches!(class(&head), Some(Class::Subject | Class::Indicator | Class::Period))
                    && column.checked_sub(1).is_none_or(empty)))
    };
    let mut cuts: Vec<usize> = Vec::new();
    for column in start + 1..end {
        if !frame.head.iter().chain(frame.rows.iter().take(LOWER)).any(|row| heads_labels(*row, column)) {
            continue;
        }
        let stat = Stats::of(sheet, &frame.rows, column);
        let labels = stat.texts * 2 >= frame.rows.len() && !frame.data.contains(&column);
        // A column of years that goes on beside itself may end before the first one does.
        let years = stat.numbers + stat.marks == 0 && stat.texts <= 1 && stat.years + stat.periods > stat.texts;
        if labels || years {
            cuts.push(column);
        }
    }
    if cuts.is_empty() {
        return vec![frame];
    }
    let mut out = Vec::new();
    let mut left = 0;
    for right in cuts.iter().copied().chain([usize::MAX]) {
        let here = |column: &usize| (left..right).contains(column) && !cuts.contains(column);
        let data: Vec<usize> = frame.data.iter().copied().filter(here).collect();
        if let Some(&first) = data.first() {
            let stub: Vec<usize> = if left == 0 { frame.stub.clone() } else { (left..first).collect() };
            let filled = |row: &usize| stub.iter().chain(&data).any(|column| sheet.kind(*row, *column) != Kind::Blank);
            let rows: Vec<usize> = frame.rows.iter().copied().filter(filled).collect();
            let last = rows.last().copied().unwrap_or(frame.last);
            let mut part = Frame { last, rows, stub, data, ..frame.clone() };
            begin(sheet, &mut part, &heads_labels);
            if !part.rows.is_empty() {
                out.push(part);
            }
        }
        left = right;
    }
    out
}

/// Where one of several tables begins: its heads may end a row above those of its neighbour, or below them.
fn begin(sheet: &Sheet<'_>, part: &mut Frame, heads_labels: &dyn Fn(usize, usize) -> bool) {
    let holds = |row: usize, columns: &[usize], wanted: &[Kind]| {
        columns.iter().any(|column| wanted.contains(&sheet.kind(row, *column)))
    };
    let heads = [Kind::Text, Kind::Period, Kind::Year];
    let numbers = |row: &usize| {
        holds(*row, &part.data, &[Kind::Number])
            && !holds(*row, &part.data, &[Kind::Text, Kind::Period])
            && holds(*row, &part.stub, &heads)
    };
    let titled = part.head.iter().position(|row| holds(*row, &part.data, &heads));
    let below = titled.and_then(|at| part.head.iter().skip(at + 1).position(numbers).map(|more| at + 1 + more));
    if let Some(at) = below {
        let mut rows = part.head.split_off(at);
        rows.append(&mut part.rows);
        part.rows = rows;
    }
    let lower = part.rows.iter().take(LOWER).rposition(|row| {
        part.stub.iter().any(|column| heads_labels(*row, *column)) && !holds(*row, &part.data, &[Kind::Number])
    });
    if let Some(at) = lower {
        let rows = part.rows.split_off(at + 1);
        part.head.append(&mut part.rows);
        part.rows = rows;
    }
    part.first = part.rows.first().copied().unwrap_or(part.first);
}
