//! The rows of heads above the first data row.

use super::columns::Stats;
use super::lines::counts;
use super::title_like;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::unit_line;
use crate::read::yearbook::words::{clean, first_language};

/// The rows of heads above the first data row.
pub(super) fn head_rows(sheet: &Sheet<'_>, top: usize, first: usize, start: usize, stats: &[Stats]) -> Vec<usize> {
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
        let first_is_text = data.first().is_some_and(|first| sheet.kind(row, *first) == Kind::Text);
        let spans = data.iter().any(|column| sheet.joined_left(row, column + 1));
        let lone = data.len() == 1 && stub.is_empty() && !spans;
        let text = data.first().map(|column| first_language(&sheet.label(row, *column))).unwrap_or_default();
        let is_line =
            unit_line::line(&text).is_some() || (lone && unit_line::alone(&text).is_some() && !head.is_empty());
        // `各市主要指标 | 单位:亿元`: a title, or a period, and the line of the unit in its corner.
        let cornered = unit_line::line(&text).is_some()
            && !head.is_empty()
            && data.iter().all(|column| unit_line::line(&first_language(&sheet.label(row, *column))).is_some())
            && stub.iter().all(|column| class(&first_language(&sheet.label(row, *column))).is_none());
        if cornered {
            break;
        }
        if is_line
            && data.len() <= 2
            && stub.first().is_none_or(|first| unit_line::line(&sheet.label(row, *first)).is_some())
        {
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
        if stub.first().is_some_and(|column| unit_line::line(&sheet.label(row, *column)).is_some()) && data.len() <= 1 {
            break;
        }
        if !head.is_empty() {
            // `Date of publication: | ...`: a name and its value, above the heads.
            let named = stub.first().or(data.first()).is_some_and(|column| {
                let text = sheet.label(row, *column);
                text.trim_end().ends_with([':', '：']) && class(&first_language(&text)).is_none()
            });
            if named {
                break;
            }
            // A long text at the left and a cell far from it are a title and what stands in its corner.
            let long = stub.first().is_some_and(|column| sheet.label(row, *column).chars().count() > 30);
            let wide = widest > 2 || (widest == 2 && long && is_far(&data, start));
            let pair = data.len() == 1 && !stub.is_empty() && !spans && wide;
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
            // A period in the last corner of a row with a title, or with nothing, is that of the table.
            let dated = data.first().is_some_and(|column| {
                matches!(sheet.kind(row, *column), Kind::Year | Kind::Period) && *column > start && *column == end
            });
            if dated && data.len() == 1 && !spans && stub.len() <= 1 && !speaks && widest > 1 {
                break;
            }
            // The first row of all with one cell is the title.
            let is_first = (top..row).all(|above| sheet.filled(above).next().is_none());
            if lone && is_first && widest > 1 && first_is_text {
                break;
            }
            let titled = data.len() <= 2 && title_like(&text);
            if titled && first_is_text {
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
pub(super) fn heads_above(sheet: &Sheet<'_>, top: usize, row: usize, start: usize, end: usize) -> bool {
    (row.saturating_sub(6).max(top)..row).any(|above| {
        sheet.filled(above).filter(|column| (start..=end).contains(column)).count() >= 2
            && sheet
                .filled(above)
                .all(|column| matches!(sheet.kind(above, column), Kind::Text | Kind::Period | Kind::Year))
    })
}

/// A label and its value, as in the lines above an export.
pub(super) fn title_pair(sheet: &Sheet<'_>, row: usize, stub: &[usize]) -> bool {
    let first = stub.first().map(|column| clean(&sheet.label(row, *column))).unwrap_or_default();
    first.contains(['：', ':']) && stub.len() == 1
}

/// `Geography | Canada`: the one cell holds for all columns.
pub(super) fn meta_of_columns(sheet: &Sheet<'_>, row: usize, stub: &[usize]) -> bool {
    stub.iter().any(|column| matches!(class(&first_language(&sheet.label(row, *column))), Some(Class::Subject)))
}

pub(super) fn is_far(data: &[usize], start: usize) -> bool {
    data.first().is_some_and(|column| *column > start + 1)
}

/// Whether the only cell of a row is merged into the data columns.
pub(super) fn spread_over(sheet: &Sheet<'_>, row: usize, start: usize) -> bool {
    sheet.only(row).is_some_and(|column| sheet.owner(row, start) == (row, column) && column < start)
}
