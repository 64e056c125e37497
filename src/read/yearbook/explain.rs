//! Tables drawn with the role that each row and column was given.

use super::sheet::Sheet;
use super::table::{Table, role_of_column, role_of_row};
use super::words::{clean, is_cjk};

/// Columns and data rows that are drawn; of more, the first and the last.
const COLUMNS: usize = 12;
const DATA_ROWS: usize = 6;
const WIDTH: usize = 14;

/// Draws one table.
pub(super) fn draw(sheet: &Sheet<'_>, table: &Table, lines: &mut Vec<String>) {
    let frame = &table.frame;
    let (Some(&left), Some(&right)) = (frame.data.first(), frame.data.last()) else { return };
    let name = |row: usize, column: usize| sheet.grid.name(row, column);
    let preamble = &table.preamble;
    let mut head = format!("data {}:{}", name(frame.first, left), name(frame.last, right));
    if !sheet.grid.sheet.is_empty() {
        head = format!("sheet `{}`, {head}", sheet.grid.sheet);
    }
    for (what, value) in [
        ("title", Some(preamble.title.clone())),
        ("unit", preamble.unit.clone()),
        ("period", preamble.moment.and_then(|moment| moment.stamp(None)).map(|(text, _)| text)),
        ("subject", preamble.subject.clone()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            head += &format!("; {what}: {value}");
        }
    }
    lines.push(head);
    let mut columns: Vec<usize> = frame.stub.iter().chain(&frame.data).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    let more = columns.len() > COLUMNS;
    if more {
        let last = columns.split_off(COLUMNS - 1).pop();
        columns.extend(last);
    }
    let letters = |column: usize| {
        let name = sheet.grid.name(0, column);
        match name.strip_prefix("R1C") {
            Some(number) => format!("C{number}"),
            None => name.trim_end_matches('1').to_owned(),
        }
    };
    lines.push(line("", "", columns.iter().map(|column| letters(*column))));
    lines.push(line(
        "",
        "",
        columns.iter().map(|column| role_of_column(table, *column).unwrap_or_default().to_owned()),
    ));
    let data: Vec<usize> = frame.rows.iter().copied().skip(DATA_ROWS - 1).collect();
    let hidden = data.split_last().map(|(_, rest)| rest).unwrap_or_default();
    let mut skipped = 0;
    for row in frame.top..=frame.last {
        if hidden.binary_search(&row).is_ok() {
            skipped += 1;
            continue;
        }
        let Some(role) = role_of_row(table, row) else { continue };
        if sheet.filled(row).next().is_none() {
            continue;
        }
        if skipped > 0 && role == "data" {
            lines.push(format!("  ... {skipped} rows of data"));
            skipped = 0;
        }
        let label = sheet.grid.name(row, 0);
        let number = label
            .trim_start_matches(|character: char| character.is_ascii_alphabetic())
            .split('C')
            .next()
            .unwrap_or_default()
            .to_owned();
        lines.push(line(&number, role, columns.iter().map(|column| clean(&sheet.label(row, *column)))));
    }
    if more {
        lines.push(format!("  ... {} columns in all", frame.stub.len() + frame.data.len()));
    }
}

fn line(number: &str, role: &str, cells: impl Iterator<Item = String>) -> String {
    let mut out = format!("{number:>5} {role:16}");
    for cell in cells {
        out.push(' ');
        let mut width = 0;
        for character in cell.chars() {
            let own = if is_cjk(character) || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}') {
                2
            } else {
                1
            };
            if width + own > WIDTH {
                break;
            }
            width += own;
            out.push(character);
        }
        out.push_str(&" ".repeat(WIDTH.saturating_sub(width)));
    }
    out.trim_end().to_owned()
}
