//! Where the tables of a sheet are: head rows, body, stub and data columns.
//!
//! - A data row has numbers, and a label to their left or no text to their right; rows of years are heads.
//! - A table ends where a row with several heads, a row of periods, or a title of a continuation (`续表`, `Continued`)
//!   follows its numbers; rows with a label alone are sections inside a table and notes behind its last number.
//! - The stub is what stands left of the first column of numbers: labels, periods, codes and line numbers.
//! - Head rows reach from the first data row up to the title, the line of the unit, or a gap with single cells above.
//! - A row that counts its columns (1, 2, 3 ...) is no row of data.
//! - A column of years whose head stands again over another one goes on there.
//! - A list of series (with their identifiers, starts and ends) is no table.
//! - Of tables side by side each begins below its own heads: a row of numbers among the heads of one is its data.

mod above;
mod beside;
mod columns;
mod lines;
mod long;

use super::names::{Class, class};
use super::sheet::{Kind, Sheet};
use super::words::clean;
use crate::read::hints::Area;
use above::head_rows;
use beside::side_by_side;
use columns::{Stats, data_columns, first_data_column, head_is_time, text_head};
use lines::{Row, all_zero, is_break, kind_of, marks_alone, years_as_data};

/// One table of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// First row that may speak of this table: below the numbers of the one above.
    pub(super) top: usize,
    /// Rows of heads, from above.
    pub(super) head: Vec<usize>,
    /// First and last data row.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Rows with data.
    pub(super) rows: Vec<usize>,
    /// Columns of labels, periods and codes.
    pub(super) stub: Vec<usize>,
    /// Columns of data.
    pub(super) data: Vec<usize>,
    /// The heads of the table above hold for this one too.
    pub(super) inherits: bool,
}

impl Frame {
    /// Whether nothing stands before the first row of data, where labels stand before others.
    pub(super) fn first_is_bare(&self, sheet: &Sheet<'_>) -> bool {
        let labelled = |row: usize| {
            self.stub.iter().any(|column| {
                let (row, column) = sheet.owner(row, *column);
                sheet.kind(row, column) != Kind::Blank
            })
        };
        let numbers = || self.data.iter().filter(|column| sheet.kind(self.first, **column) == Kind::Number).count() > 1;
        !labelled(self.first) && self.rows.iter().skip(1).any(|row| labelled(*row)) && numbers()
    }
}

/// Finds the tables of a sheet.
pub(super) fn find(sheet: &Sheet<'_>) -> Vec<Frame> {
    if let Some(long) = long::find(sheet) {
        return vec![long];
    }
    let kinds: Vec<Row> = (0..sheet.height()).map(|row| kind_of(sheet, row)).collect();
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut numeric: Vec<bool> = Vec::new();
    let mut last: Option<usize> = None;
    for (row, kind) in kinds.iter().enumerate() {
        let data = match kind {
            Row::Data => true,
            Row::Periods => last.is_some() && years_as_data(sheet, row, &numeric, &blocks),
            Row::Other => last.is_some_and(|last| last + 1 == row) && marks_alone(sheet, row, &numeric),
            Row::Blank => false,
        };
        if !data || (blocks.is_empty() && all_zero(sheet, row)) {
            continue;
        }
        // A lone number, such as that of a page, above a row of heads is no part of the table below them.
        let lone =
            blocks.last().is_some_and(|block| block.len() == 1) && numeric.iter().filter(|one| **one).count() == 1;
        let breaks = last.is_none_or(|last| {
            (last + 1..row).any(|between| {
                let heads = || sheet.row(between).iter().filter(|seen| seen.kind == Kind::Text).count() >= 3;
                is_break(sheet, between, kinds.get(between), &numeric) || (lone && heads())
            })
        });
        if breaks {
            blocks.push(Vec::new());
            numeric = Vec::new();
        }
        for (column, seen) in sheet.row(row).iter().enumerate() {
            if matches!(seen.kind, Kind::Number | Kind::Mark) {
                if numeric.len() <= column {
                    numeric.resize(column + 1, false);
                }
                if let Some(flag) = numeric.get_mut(column) {
                    *flag = true;
                }
            }
        }
        if let Some(block) = blocks.last_mut() {
            block.push(row);
        }
        last = Some(row);
    }
    let mut frames: Vec<Frame> = Vec::new();
    let mut top = 0;
    for rows in blocks {
        let (Some(&first), Some(&bottom)) = (rows.first(), rows.last()) else { continue };
        for frame in frames_of(sheet, top, rows, frames.last()) {
            if !frame.data.is_empty() {
                frames.push(frame);
            }
        }
        top = bottom + 1;
        debug_assert!(first <= bottom);
    }
    frames
}

/// A title of a continued table: `续表`, `2-12 续表 1`, `Table 2.1 (continued)`.
pub(super) fn continues(title: &str) -> bool {
    let close = clean(title).replace(' ', "").to_lowercase();
    let short = close.chars().count() <= 80;
    short
        && (close.contains("续表")
            || close.contains("續表")
            || close.contains("(续")
            || close.contains("（续")
            || close.contains("（續")
            || close.ends_with("(continued)")
            || close.contains("continued)")
            || close.contains("(cont")
            || close.starts_with("continued"))
}

/// A table whose cells of data, and perhaps rows of heads, were given.
pub(super) fn stated(sheet: &Sheet<'_>, data: Area, head: Option<(usize, usize)>) -> Frame {
    let columns = data.left..=data.right;
    let rows: Vec<usize> = (data.top..=data.bottom)
        .filter(|row| {
            columns.clone().any(|column| matches!(sheet.kind(*row, column), Kind::Number | Kind::Year | Kind::Mark))
        })
        .collect();
    let stats: Vec<Stats> = (0..sheet.width).map(|column| Stats::of(sheet, &rows, column)).collect();
    let first = rows.first().copied().unwrap_or(data.top);
    let head = match head {
        Some((first, last)) => (first..=last).collect(),
        None => head_rows(sheet, 0, first, data.left, &stats),
    };
    let filled = |column: &usize| stats.get(*column).is_some_and(|stat| stat.filled() > 0);
    Frame {
        first,
        last: rows.last().copied().unwrap_or(data.bottom),
        stub: (0..data.left)
            .filter(|column| (0..=data.bottom).any(|row| sheet.kind(row, *column) != Kind::Blank))
            .collect(),
        data: columns.filter(filled).collect(),
        head,
        rows,
        ..Frame::default()
    }
}

/// Whether what stands above a table says that it continues one.
pub(super) fn continues_from(sheet: &Sheet<'_>, frame: &Frame) -> bool {
    (frame.top..frame.first).any(|row| {
        sheet.filled(row).any(|column| {
            let text = sheet.label(row, column);
            continues(&text) || clean(&text).to_lowercase().contains("(concld")
        })
    })
}

/// The tables of one block of data rows: one, or several side by side.
fn frames_of(sheet: &Sheet<'_>, top: usize, rows: Vec<usize>, above: Option<&Frame>) -> Vec<Frame> {
    let (Some(&first), Some(&last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let stats: Vec<Stats> = (0..sheet.width).map(|column| Stats::of(sheet, &rows, column)).collect();
    let start = first_data_column(sheet, &rows, &stats, first);
    let mut frame = Frame { top, first, last, rows, ..Frame::default() };
    frame.head = head_rows(sheet, top, first, start, &stats);
    let anchor = frame.head.last().copied();
    frame.data = data_columns(sheet, &frame, start, &stats, anchor);
    let body = frame.head.first().copied().unwrap_or(first)..=last;
    frame.stub = (0..start).filter(|column| body.clone().any(|row| sheet.kind(row, *column) != Kind::Blank)).collect();
    // A column of years under a head of time dates its rows, wherever it stands.
    let dated = |column: &usize| {
        let stat = stats.get(*column).copied().unwrap_or_default();
        stat.years + stat.periods > 0
            && stat.numbers + stat.marks + stat.texts == 0
            && head_is_time(sheet, first, *column)
            && text_head(sheet, first, *column)
    };
    if frame.data.len() > 1 && !frame.stub.iter().any(dated) {
        let time: Vec<usize> = frame.data.iter().copied().filter(dated).collect();
        if let [column] = *time.as_slice() {
            frame.data.retain(|other| *other != column);
            frame.stub.push(column);
        }
    }
    // A lone figure among the labels makes no row of data.
    frame.rows.retain(|row| frame.data.iter().any(|column| sheet.kind(*row, *column) != Kind::Blank));
    let Some(&last) = frame.rows.last() else { return Vec::new() };
    frame.last = last;
    if list_of_series(sheet, &frame) {
        return Vec::new();
    }
    let headless = frame.head.is_empty()
        || !frame.data.iter().any(|column| {
            frame.head.iter().any(|row| {
                let (r, c) = sheet.owner(*row, *column);
                sheet.kind(r, c) != Kind::Blank
            })
        });
    if headless
        && let Some(above) = above
        && frame.data.iter().all(|column| above.data.contains(column))
    {
        frame.inherits = true;
    }
    side_by_side(sheet, frame)
}

/// `Table 2.1`, `2-9 各市生产总值`, `第 81 表`, `续表`.
pub(super) fn title_like(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let numbered = text.split_once(['-', '－', '–']).is_some_and(|(a, b)| {
        !a.is_empty() && a.len() <= 2 && a.bytes().all(|byte| byte.is_ascii_digit()) && {
            let digits = b.chars().take_while(char::is_ascii_digit).count();
            (1..=2).contains(&digits)
                && b.chars().nth(digits).is_some_and(|next| next == ' ' || super::words::is_cjk(next))
        }
    });
    numbered
        || lower.starts_with("table ")
        || lower.starts_with("figure ")
        || (text.starts_with('第') && text.contains('表'))
        || text.starts_with('表')
        || continues(text)
}

/// Heads such as series identifiers, starts and ends of series: a list of what another sheet holds.
fn list_of_series(sheet: &Sheet<'_>, frame: &Frame) -> bool {
    let (mut series, mut dates) = (false, 0);
    for row in frame.head.iter().copied().chain([frame.first.saturating_sub(1), frame.first.saturating_sub(2)]) {
        let (mut here, mut ends) = (false, 0);
        for column in sheet.filled(row) {
            let text = clean(&sheet.label(row, column)).to_lowercase();
            here |= class(&text) == Some(Class::Code);
            ends += usize::from(matches!(
                text.as_str(),
                "series start" | "series end" | "no. obs." | "no. obs" | "起始时间" | "结束时间" | "开始时间"
            ));
        }
        series |= here && ends >= 2;
        dates = dates.max(ends);
    }
    series && dates >= 2
}
