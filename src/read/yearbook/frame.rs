//! Where the tables of a sheet are: head rows, body, stub and data columns.
//!
//! - A data row has numbers, and a label to their left or no text to their right; rows of years are heads.
//! - A table ends where a row with several heads, a row of periods, or a title of a continuation (`续表`, `Continued`)
//!   follows its numbers; rows with a label alone are sections inside a table and notes behind its last number.
//! - The stub is what stands left of the first column of numbers: labels, periods, codes and line numbers.
//! - Head rows reach from the first data row up to the title, the line of the unit, or a gap with single cells above.
//! - A row that counts its columns (1, 2, 3 ...) is no row of data.
//! - A list of series (with their identifiers, starts and ends) is no table.

use super::names::{Class, class};
use super::sheet::{Kind, Sheet};
use super::units;
use super::words::{clean, first_language, is_blank};
use crate::read::hints::Area;

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

/// What a row is, before its table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Blank,
    Data,
    /// Periods, and at most texts beside them.
    Periods,
    Other,
}

/// Finds the tables of a sheet.
pub(super) fn find(sheet: &Sheet<'_>) -> Vec<Frame> {
    if let Some(long) = super::long::frame(sheet) {
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
        let breaks = last
            .is_none_or(|last| (last + 1..row).any(|between| is_break(sheet, between, kinds.get(between), &numeric)));
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

fn kind_of(sheet: &Sheet<'_>, row: usize) -> Row {
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
        && years == 0
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
fn section_words(text: &str) -> bool {
    let text = clean(text);
    text.starts_with('按') && (text.ends_with('分') || text.contains("分组"))
}

/// `1 2 3 4`, also behind `甲`.
fn counts(sheet: &Sheet<'_>, row: usize) -> bool {
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
fn zero_label(sheet: &Sheet<'_>, row: usize, lead: usize) -> bool {
    let seen = sheet.at(row, lead);
    seen.kind == Kind::Number
        && seen.number == 0.0
        && sheet
            .row(row)
            .iter()
            .all(|seen| matches!(seen.kind, Kind::Blank | Kind::Year | Kind::Text) || seen.number == 0.0)
}

fn all_zero(sheet: &Sheet<'_>, row: usize) -> bool {
    sheet.row(row).iter().all(|seen| seen.kind != Kind::Number || seen.number == 0.0)
}

/// Whole numbers that could be years, under a column of numbers and behind a label, are numbers.
fn years_as_data(sheet: &Sheet<'_>, row: usize, numeric: &[bool], blocks: &[Vec<usize>]) -> bool {
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
    let rising = years.len() >= 3
        && (years.windows(2).all(|pair| pair[0] < pair[1]) || years.windows(2).all(|pair| pair[0] > pair[1]));
    let near = blocks.last().and_then(|block| block.last()).is_some_and(|last| row - last <= 2);
    label && !years.is_empty() && !rising && near
}

/// A row of a label and marks directly below numbers.
fn marks_alone(sheet: &Sheet<'_>, row: usize, numeric: &[bool]) -> bool {
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
fn is_break(sheet: &Sheet<'_>, row: usize, kind: Option<&Row>, numeric: &[bool]) -> bool {
    let inside = |column: usize| numeric.get(column).copied().unwrap_or(false);
    let (mut texts, mut periods) = (0, 0);
    for column in sheet.filled(row) {
        match sheet.kind(row, column) {
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

/// Counts of kinds in the data rows of a column.
#[derive(Debug, Clone, Copy, Default)]
struct Stats {
    numbers: usize,
    years: usize,
    marks: usize,
    texts: usize,
    periods: usize,
    /// Whole numbers.
    whole: bool,
    /// No two of them alike in a row.
    distinct: bool,
}

impl Stats {
    fn of(sheet: &Sheet<'_>, rows: &[usize], column: usize) -> Stats {
        let mut stats = Stats { whole: true, ..Stats::default() };
        let mut before = f64::NAN;
        let mut distinct = true;
        for row in rows {
            let seen = sheet.at(*row, column);
            match seen.kind {
                Kind::Number => stats.numbers += 1,
                Kind::Year => stats.years += 1,
                Kind::Mark => stats.marks += 1,
                Kind::Text => stats.texts += 1,
                Kind::Period => stats.periods += 1,
                Kind::Blank => continue,
            }
            if matches!(seen.kind, Kind::Number | Kind::Year) {
                stats.whole &= seen.number.fract() == 0.0 && seen.number.abs() < 1e7;
                distinct &= seen.number != before;
                before = seen.number;
            }
        }
        stats.whole &= stats.numbers > 0;
        stats.distinct = distinct;
        stats
    }

    const fn filled(self) -> usize {
        self.numbers + self.years + self.marks + self.texts + self.periods
    }

    /// Mostly labels or periods.
    const fn labels(self) -> bool {
        self.filled() > 0
            && (self.texts + self.periods) * 2 >= self.filled()
            && (self.texts + self.periods) > self.numbers
    }
}

fn first_data_column(sheet: &Sheet<'_>, rows: &[usize], stats: &[Stats], first: usize) -> usize {
    for (column, stat) in stats.iter().enumerate() {
        let period_above = head_is_period(sheet, first, column, stat.years > 0 && stat.numbers == 0);
        if stat.filled() == 0 {
            // A column that is blank all through, under a period, right of labels, is one of data.
            let labelled = stats.iter().take(column).any(|stat| stat.filled() > 0);
            if period_above && labelled {
                return column;
            }
            continue;
        }
        if stat.labels() {
            continue;
        }
        if stat.years * 5 >= stat.filled() * 4
            && stat.numbers == 0
            && !period_above
            && (column == 0 || head_is_time(sheet, first, column) || !text_head(sheet, first, column))
        {
            continue;
        }
        // Years with a few labels below them, beside a column of months.
        if stat.numbers + stat.marks == 0 && !period_above && stats.get(column + 1).is_some_and(|next| next.labels()) {
            continue;
        }
        if stat.whole && !period_above && counts_lines(sheet, rows, column, first, stat.distinct) {
            continue;
        }
        return column;
    }
    stats.len()
}

/// The nearest cell above the first data row, in a column.
fn head_above(sheet: &Sheet<'_>, first: usize, column: usize) -> Option<(usize, usize)> {
    (first.saturating_sub(6)..first)
        .rev()
        .map(|row| sheet.owner(row, column))
        .find(|(row, column)| sheet.kind(*row, *column) != Kind::Blank)
}

fn head_is_period(sheet: &Sheet<'_>, first: usize, column: usize, years: bool) -> bool {
    // `March quarter` over years is the head of a stub.
    head_above(sheet, first, column)
        .is_some_and(|(row, column)| sheet.moment(row, column).is_some_and(|moment| moment.whole() || !years))
}

fn head_is_time(sheet: &Sheet<'_>, first: usize, column: usize) -> bool {
    head_above(sheet, first, column)
        .is_some_and(|(row, column)| class(&first_language(&sheet.label(row, column))) == Some(Class::Period))
}

fn text_head(sheet: &Sheet<'_>, first: usize, column: usize) -> bool {
    head_above(sheet, first, column).is_some_and(|(row, column)| sheet.kind(row, column) == Kind::Text)
}

/// Line numbers and codes: whole numbers with a label behind them before the next number.
fn counts_lines(sheet: &Sheet<'_>, rows: &[usize], column: usize, first: usize, distinct: bool) -> bool {
    let followed = rows
        .iter()
        .filter(|row| {
            let cells = sheet.row(**row).get(column + 1..).unwrap_or_default();
            cells
                .iter()
                .find(|seen| seen.kind != Kind::Blank)
                .is_some_and(|seen| seen.kind == Kind::Text && seen.text.trim().chars().count() >= 2)
        })
        .count();
    let coded = head_above(sheet, first, column)
        .is_some_and(|(row, column)| class(&clean(&sheet.label(row, column))) == Some(Class::Code));
    followed * 5 >= rows.len() * 4 && (coded || (distinct && rows.len() > 1))
}

/// The rows of heads above the first data row.
fn head_rows(sheet: &Sheet<'_>, top: usize, first: usize, start: usize, stats: &[Stats]) -> Vec<usize> {
    let end = stats.iter().rposition(|stat| stat.numbers + stat.years + stat.marks > 0).unwrap_or(start).max(start);
    let end = (end + 1..stats.len())
        .take_while(|column| stats.get(*column).is_some_and(|stat| stat.filled() == 0))
        .last()
        .unwrap_or(end);
    let in_data = |column: usize| (start..=end).contains(&column);
    let mut head: Vec<usize> = Vec::new();
    let mut gap = 0;
    let mut widest = 0;
    for row in (top..first).rev() {
        let filled: Vec<usize> = sheet.filled(row).collect();
        if filled.is_empty() {
            gap += 1;
            continue;
        }
        if counts(sheet, row) {
            continue;
        }
        let data: Vec<usize> = filled.iter().copied().filter(|column| in_data(*column)).collect();
        let stub: Vec<usize> = filled.iter().copied().filter(|column| !in_data(*column)).collect();
        if data.is_empty() {
            let speaks =
                stub.first().is_some_and(|column| class(&first_language(&sheet.label(row, *column))).is_some());
            // A head of the stub alone; a section; the title above.
            if speaks
                && gap == 0
                && stub.len() <= start
                && (head.is_empty() || !spread_over(sheet, row, start))
                && !title_pair(sheet, row, &stub)
            {
                head.push(row);
                continue;
            }
            if head.is_empty() || heads_above(sheet, top, row, start, end) {
                continue;
            }
            break;
        }
        let spans = data.iter().any(|column| sheet.joined_left(row, column + 1));
        let lone = data.len() == 1 && stub.is_empty() && !spans;
        let text = data.first().map(|column| first_language(&sheet.label(row, *column))).unwrap_or_default();
        let is_line = units::line(&text).is_some() || (lone && units::alone(&text).is_some() && !head.is_empty());
        if is_line && data.len() <= 2 && (stub.is_empty() || units::line(&sheet.label(row, stub[0])).is_some()) {
            if head.is_empty() && !is_far(&data, start) {
                // A unit below the heads: one for all columns.
                head.push(row);
                continue;
            }
            if !head.is_empty() {
                break;
            }
            continue;
        }
        if stub.first().is_some_and(|column| units::line(&sheet.label(row, *column)).is_some()) && data.len() <= 1 {
            break;
        }
        if !head.is_empty() {
            let pair = data.len() == 1 && !stub.is_empty() && !spans && widest > 2;
            let speaks = stub.iter().any(|column| class(&first_language(&sheet.label(row, *column))).is_some());
            if pair && gap > 0 && !(speaks && meta_of_columns(sheet, row, &stub)) {
                break;
            }
            if pair && !speaks && widest > 3 {
                break;
            }
            if gap > 0 && lone {
                break;
            }
            // The first row of all with one cell is the title.
            let is_first = (top..row).all(|above| sheet.filled(above).next().is_none());
            if lone && is_first && widest > 1 && sheet.kind(row, data[0]) == Kind::Text {
                break;
            }
            let titled = data.len() <= 2 && title_like(&text);
            if titled && sheet.kind(row, data[0]) == Kind::Text {
                break;
            }
        }
        widest = widest.max(data.len());
        head.push(row);
        gap = 0;
        if head.len() > 16 {
            break;
        }
    }
    head.reverse();
    head
}

/// Whether heads of several columns stand within a few rows above a section.
fn heads_above(sheet: &Sheet<'_>, top: usize, row: usize, start: usize, end: usize) -> bool {
    (row.saturating_sub(6).max(top)..row).any(|above| {
        sheet.filled(above).filter(|column| (start..=end).contains(column)).count() >= 2
            && sheet
                .filled(above)
                .all(|column| matches!(sheet.kind(above, column), Kind::Text | Kind::Period | Kind::Year))
    })
}

/// A label and its value, as in the lines above an export.
fn title_pair(sheet: &Sheet<'_>, row: usize, stub: &[usize]) -> bool {
    let first = stub.first().map(|column| clean(&sheet.label(row, *column))).unwrap_or_default();
    first.contains(['：', ':']) && stub.len() == 1
}

/// `Geography | Canada`: the one cell holds for all columns.
fn meta_of_columns(sheet: &Sheet<'_>, row: usize, stub: &[usize]) -> bool {
    stub.iter().any(|column| matches!(class(&first_language(&sheet.label(row, *column))), Some(Class::Subject)))
}

fn is_far(data: &[usize], start: usize) -> bool {
    data.first().is_some_and(|column| *column > start + 1)
}

/// Whether the only cell of a row is merged into the data columns.
fn spread_over(sheet: &Sheet<'_>, row: usize, start: usize) -> bool {
    sheet.only(row).is_some_and(|column| sheet.owner(row, start) == (row, column) && column < start)
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

fn data_columns(sheet: &Sheet<'_>, frame: &Frame, start: usize, stats: &[Stats], anchor: Option<usize>) -> Vec<usize> {
    let head_kind = |column: usize| {
        frame
            .head
            .iter()
            .rev()
            .map(|row| sheet.kind(*row, column))
            .find(|kind| *kind != Kind::Blank)
            .unwrap_or_default()
    };
    let candidates: Vec<usize> = (start..stats.len())
        .filter(|column| {
            let Some(stat) = stats.get(*column) else { return false };
            if stat.texts + stat.periods > stat.numbers + stat.years + stat.marks {
                return false;
            }
            if stat.filled() > 0 {
                return true;
            }
            // Blank all through: data where its own head stands in the lowest row of heads.
            anchor.is_some_and(|row| {
                !sheet.joined_left(row, *column) && matches!(sheet.kind(row, *column), Kind::Period | Kind::Year)
            })
        })
        .collect();
    // Beside periods, a column of years or of nothing but codes under a text is a remark.
    let periods = candidates.iter().filter(|column| matches!(head_kind(**column), Kind::Period | Kind::Year)).count();
    candidates
        .into_iter()
        .filter(|column| {
            let stat = stats.get(*column).copied().unwrap_or_default();
            let remark = periods >= 2
                && head_kind(*column) == Kind::Text
                && stat.years * 10 >= stat.filled() * 9
                && stat.filled() > 0;
            let meta = frame.head.iter().any(|row| {
                sheet.kind(*row, *column) == Kind::Text
                    && matches!(class(&first_language(&sheet.label(*row, *column))), Some(Class::Code | Class::Flag))
            });
            !remark && !meta
        })
        .collect()
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

/// Two tables beside each other: the head of the stub stands a second time, over another column of labels.
fn side_by_side(sheet: &Sheet<'_>, frame: Frame) -> Vec<Frame> {
    let (Some(&start), Some(&end)) = (frame.data.first(), frame.data.last()) else { return vec![frame] };
    let heads: Vec<String> = frame
        .head
        .iter()
        .flat_map(|row| frame.stub.iter().map(move |column| (*row, *column)))
        .map(|(row, column)| first_language(&sheet.label(row, column)))
        .filter(|head| !head.is_empty())
        .collect();
    let mut cuts: Vec<usize> = Vec::new();
    for column in start + 1..end {
        let again = frame.head.iter().any(|row| {
            let head = first_language(&sheet.label(*row, column));
            !head.is_empty() && heads.contains(&head) && sheet.kind(*row, column) == Kind::Text
        });
        let labels = frame.rows.iter().filter(|row| matches!(sheet.kind(**row, column), Kind::Text)).count();
        if again && labels * 2 >= frame.rows.len() && !frame.data.contains(&column) {
            cuts.push(column);
        }
    }
    if cuts.is_empty() {
        return vec![frame];
    }
    let mut out = Vec::new();
    let mut left = 0;
    for right in cuts.iter().copied().chain([usize::MAX]) {
        let data: Vec<usize> = frame.data.iter().copied().filter(|column| (left..right).contains(column)).collect();
        if let Some(&first) = data.first() {
            let stub = if left == 0 { frame.stub.clone() } else { (left..first).collect() };
            out.push(Frame { stub, data, ..frame.clone() });
        }
        left = right;
    }
    out
}
