//! What a row is before its table is known, and where a table ends.

use super::continues;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::words::{clean, is_blank};

/// What a row is, before its table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Blank,
    Data,
    /// Periods, and at most texts beside them.
    Periods,
    Other,
}

pub(super) fn kind_of(sheet: &Sheet<'_>, row: usize) -> Row {
    let cells = sheet.row(row);
    let Some(lead) = cells.iter().position(|seen| seen.kind != Kind::Blank) else { return Row::Blank };
    let (mut numbers, mut years, mut texts, mut marks) = (0_usize, 0_usize, 0_usize, 0_usize);
    let last_text = cells.iter().rposition(|seen| matches!(seen.kind, Kind::Text));
    let mut labelled = false;
    for (column, seen) in cells.iter().enumerate() {
        match seen.kind {
            Kind::Number => numbers += usize::from(labelled || last_text.is_none_or(|text| text < column)),
            Kind::Mark => marks += usize::from(labelled),
            Kind::Year | Kind::Period => {
                years += 1;
                labelled = true;
            }
            Kind::Text => {
                texts += 1;
                labelled = true;
            }
            Kind::Blank => {}
        }
    }
    let first = clean(&sheet.label(row, lead));
    // Head rows of exports hold anything.
    let meta = lead == 0
        && matches!(
            class(&first),
            Some(
                Class::Unit
                    | Class::Frequency
                    | Class::Code
                    | Class::Meta
                    | Class::Subject
                    | Class::Indicator
                    | Class::Period
            )
        )
        && sheet.kind(row, lead) == Kind::Text;
    if numbers > 0 && all_zero(sheet, row) && cells.iter().any(|seen| section_words(seen.text)) {
        return Row::Other;
    }
    if numbers > 0 && !meta && !counts(sheet, row) && !zero_label(sheet, row, lead) {
        return Row::Data;
    }
    if numbers > 0
        && meta
        && (years == 0 || numbers > 2 * years)
        && !matches!(class(&first), Some(Class::Meta | Class::Frequency | Class::Code | Class::Unit))
    {
        return Row::Data;
    }
    if years > 0 && marks == 0 {
        return Row::Periods;
    }
    let _ = texts;
    Row::Other
}

/// `按经济区域分`: a section, whatever zeros a formula left beside it.
pub(super) fn section_words(text: &str) -> bool {
    let text = clean(text);
    text.starts_with('按') && (text.ends_with('分') || text.contains("分组"))
}

/// `1 2 3 4`, also behind `甲`.
pub(super) fn counts(sheet: &Sheet<'_>, row: usize) -> bool {
    let mut expected = None;
    let mut count = 0;
    for seen in sheet.row(row) {
        match seen.kind {
            Kind::Blank => {}
            Kind::Number => {
                let fits = match expected {
                    None => seen.number == 1.0 || seen.number == 2.0,
                    Some(expected) => seen.number == expected,
                };
                if !fits {
                    return false;
                }
                expected = Some(seen.number + 1.0);
                count += 1;
            }
            Kind::Text
                if count == 0
                    && matches!(seen.text.trim_matches(is_blank), "甲" | "乙" | "丙" | "A" | "B" | "А" | "Б") => {}
            _ => return false,
        }
    }
    count >= 3
}

/// What formulas leave in empty rows: a zero for a label, and zeros.
pub(super) fn zero_label(sheet: &Sheet<'_>, row: usize, lead: usize) -> bool {
    let seen = sheet.at(row, lead);
    seen.kind == Kind::Number
        && seen.number == 0.0
        && sheet
            .row(row)
            .iter()
            .all(|seen| matches!(seen.kind, Kind::Blank | Kind::Year | Kind::Text) || seen.number == 0.0)
}

pub(super) fn all_zero(sheet: &Sheet<'_>, row: usize) -> bool {
    sheet.row(row).iter().all(|seen| seen.kind != Kind::Number || seen.number == 0.0)
}

/// Whole numbers that could be years, under a column of numbers and behind a label, are numbers.
pub(super) fn years_as_data(sheet: &Sheet<'_>, row: usize, numeric: &[bool], blocks: &[Vec<usize>]) -> bool {
    let is_numeric = |column: usize| numeric.get(column).copied().unwrap_or(false);
    let mut years: Vec<f64> = Vec::new();
    let mut label = false;
    for (column, seen) in sheet.row(row).iter().enumerate() {
        match seen.kind {
            Kind::Year if is_numeric(column) => years.push(seen.number),
            Kind::Year | Kind::Text | Kind::Period if !is_numeric(column) => {
                label |= class(&clean(&sheet.label(row, column))).is_none();
            }
            Kind::Blank => {}
            _ => return false,
        }
    }
    // Heads of years leave out a few of them at most, or stand in fives and tens.
    let step =
        |wanted: &dyn Fn(f64) -> bool| years.windows(2).all(|pair| matches!(pair, [a, b] if wanted((a - b).abs())));
    let steps = step(&|step| step <= 5.0) || step(&|step| step <= 30.0 && step % 5.0 == 0.0);
    let rising = years.len() >= 3 && steps && (years.is_sorted_by(|a, b| a < b) || years.is_sorted_by(|a, b| a > b));
    let near = blocks.last().and_then(|block| block.last()).is_some_and(|last| row - last <= 2);
    label && !years.is_empty() && !rising && near
}

/// A row of a label and marks directly below numbers.
pub(super) fn marks_alone(sheet: &Sheet<'_>, row: usize, numeric: &[bool]) -> bool {
    let mut marks = 0;
    for (column, seen) in sheet.row(row).iter().enumerate() {
        match seen.kind {
            Kind::Mark if numeric.get(column).copied().unwrap_or(false) => marks += 1,
            Kind::Text if numeric.get(column).copied().unwrap_or(false) => return false,
            _ => {}
        }
    }
    marks > 0
}

/// Whether a row between two data rows begins another table.
pub(super) fn is_break(sheet: &Sheet<'_>, row: usize, kind: Option<&Row>, numeric: &[bool]) -> bool {
    // A row of status codes below its series.
    if sheet.filled(row).next().is_some_and(|column| sheet.label(row, column).trim().eq_ignore_ascii_case("codes")) {
        return false;
    }
    let inside = |column: usize| numeric.get(column).copied().unwrap_or(false);
    let (mut texts, mut periods) = (0, 0);
    for column in sheet.filled(row) {
        match sheet.kind(row, column) {
            // `S`, `D`: letters of suppression stand in for numbers.
            Kind::Text if inside(column) && letter(&sheet.label(row, column)) => {}
            Kind::Text if inside(column) => texts += 1,
            Kind::Year | Kind::Period if inside(column) => periods += 1,
            _ => {}
        }
    }
    if texts >= 2 || (periods > 0 && kind == Some(&Row::Periods)) {
        return true;
    }
    sheet.filled(row).next().is_some_and(|column| continues(&sheet.label(row, column)))
}

fn letter(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
