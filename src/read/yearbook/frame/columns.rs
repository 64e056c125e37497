//! Which columns are the stub and which hold data.

use super::Frame;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::words::{clean, first_language};

/// Counts of kinds in the data rows of a column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stats {
    pub(super) numbers: usize,
    pub(super) years: usize,
    pub(super) marks: usize,
    pub(super) texts: usize,
    pub(super) periods: usize,
    /// Whole numbers.
    pub(super) whole: bool,
    /// No two of them alike in a row.
    pub(super) distinct: bool,
}

impl Stats {
    pub(super) fn of(sheet: &Sheet<'_>, rows: &[usize], column: usize) -> Stats {
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

    pub(super) const fn filled(self) -> usize {
        self.numbers + self.years + self.marks + self.texts + self.periods
    }

    /// Mostly labels or periods.
    pub(super) const fn labels(self) -> bool {
        self.filled() > 0
            && (self.texts + self.periods) * 2 >= self.filled()
            && (self.texts + self.periods) > self.numbers
    }
}

pub(super) fn first_data_column(sheet: &Sheet<'_>, rows: &[usize], stats: &[Stats], first: usize) -> usize {
    for (column, stat) in stats.iter().enumerate() {
        // Rows without numbers may stand between a head of time and the first row of data.
        let left = stats.get(..column).is_some_and(|left| left.iter().all(|stat| stat.filled() == 0));
        let timed = head_is_time(sheet, first, column)
            || (left
                && first > 0
                && matches!(sheet.kind(first - 1, column), Kind::Year | Kind::Period)
                && stat.numbers == 0)
            || (stat.years + stat.periods > 0 && stat.numbers == 0 && time_above_years(sheet, first, column));
        let period_above = !timed && head_is_period(sheet, first, column, stat.years > 0 && stat.numbers == 0);
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
        if (stat.years + stat.periods) * 5 >= stat.filled() * 4
            && (stat.numbers == 0 || (timed && stat.numbers <= (stat.filled() / 20).max(1)))
            && !period_above
            && (left || timed || !text_head(sheet, first, column))
        {
            continue;
        }
        // Years with a few labels below them, beside a column of months.
        if stat.numbers + stat.marks == 0 && !period_above && stats.get(column + 1).is_some_and(|next| next.labels()) {
            continue;
        }
        if !period_above && text_head(sheet, first, column) && labels_before_periods(sheet, stats, column, first) {
            continue;
        }
        if stat.whole && !period_above && counts_lines(sheet, rows, column, first, stat.distinct) {
            continue;
        }
        return column;
    }
    stats.len()
}

/// Codes and marks of a row: labels stand right of them, and then a run of periods.
fn labels_before_periods(sheet: &Sheet<'_>, stats: &[Stats], column: usize, first: usize) -> bool {
    let mut dated = (column + 1..stats.len()).filter(|column| head_is_period(sheet, first, *column, false)).take(3);
    let Some(start) = dated.next() else { return false };
    dated.count() == 2 && stats.get(column + 1..start).unwrap_or_default().iter().any(|stat| stat.labels())
}

/// The nearest cell above the first data row, in a column.
pub(super) fn head_above(sheet: &Sheet<'_>, first: usize, column: usize) -> Option<(usize, usize)> {
    (first.saturating_sub(6)..first)
        .rev()
        .map(|row| sheet.owner(row, column))
        .find(|(row, column)| sheet.kind(*row, *column) != Kind::Blank)
}

pub(super) fn head_is_period(sheet: &Sheet<'_>, first: usize, column: usize, years: bool) -> bool {
    // `March quarter` over years is the head of a stub.
    head_above(sheet, first, column)
        .is_some_and(|(row, column)| sheet.moment(row, column).is_some_and(|moment| moment.whole() || !years))
}

/// Years reach up from the first row of data to a head of time.
fn time_above_years(sheet: &Sheet<'_>, first: usize, column: usize) -> bool {
    let above = (first.saturating_sub(6)..first)
        .rev()
        .find(|row| !matches!(sheet.kind(*row, column), Kind::Year | Kind::Period));
    above.is_some_and(|row| {
        sheet.kind(row, column) == Kind::Text
            && class(&first_language(&sheet.label(row, column))) == Some(Class::Period)
    })
}

pub(super) fn head_is_time(sheet: &Sheet<'_>, first: usize, column: usize) -> bool {
    head_above(sheet, first, column)
        .is_some_and(|(row, column)| class(&first_language(&sheet.label(row, column))) == Some(Class::Period))
}

pub(super) fn text_head(sheet: &Sheet<'_>, first: usize, column: usize) -> bool {
    head_above(sheet, first, column).is_some_and(|(row, column)| sheet.kind(row, column) == Kind::Text)
}

/// Line numbers and codes: whole numbers with a label behind them before the next number.
pub(super) fn counts_lines(sheet: &Sheet<'_>, rows: &[usize], column: usize, first: usize, distinct: bool) -> bool {
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

pub(super) fn data_columns(
    sheet: &Sheet<'_>,
    frame: &Frame,
    start: usize,
    stats: &[Stats],
    anchor: Option<usize>,
) -> Vec<usize> {
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
    let headed = |column: usize| {
        frame.head.iter().any(|row| {
            let (row, column) = sheet.owner(*row, column);
            let seen = sheet.at(row, column);
            !(seen.kind == Kind::Blank || (seen.kind == Kind::Number && seen.number == 0.0))
        })
    };
    let any_head = candidates.iter().any(|column| headed(*column));
    candidates
        .into_iter()
        .filter(|column| {
            // Zeros that formulas left under no head, apart from the table.
            let apart = *column > start && stats.get(*column - 1).is_some_and(|left| left.filled() == 0);
            let zeros = apart
                && any_head
                && !headed(*column)
                && frame.rows.iter().all(|row| {
                    let seen = sheet.at(*row, *column);
                    seen.kind == Kind::Blank || (seen.kind == Kind::Number && seen.number == 0.0)
                });
            if zeros {
                return false;
            }
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
