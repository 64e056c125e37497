//! Months written as numbers: `2016.01`.

use super::{Kind, Seen};
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::when::{Moment, Span};
use crate::read::yearbook::words::{first_language, is_blank};

/// Cells that must follow each other.
const RUN: usize = 3;

/// A number that may be a month: its year, and the month as one and as two digits behind the point.
#[derive(Clone, Copy)]
struct Candidate {
    row: usize,
    column: usize,
    year: i32,
    one: Option<u8>,
    two: Option<u8>,
}

/// Finds runs of months in rows and columns, and takes them for periods.
pub(super) fn settle(rows: &mut [Vec<Seen<'_>>]) {
    let mut found: Vec<Vec<Candidate>> = Vec::new();
    let mut open: Vec<Vec<Candidate>> = vec![Vec::new(); rows.iter().map(Vec::len).max().unwrap_or(0)];
    for (row, cells) in rows.iter().enumerate() {
        let mut across: Vec<Candidate> = Vec::new();
        for (column, down) in open.iter_mut().enumerate() {
            let seen = cells.get(column).copied().unwrap_or_default();
            match candidate(&seen, row, column) {
                Some(candidate) => {
                    across.push(candidate);
                    down.push(candidate);
                }
                // Blanks and years may stand between.
                None if matches!(seen.kind, Kind::Blank | Kind::Year) => {}
                None => {
                    for run in [&mut across, down] {
                        if run.len() >= RUN {
                            found.push(std::mem::take(run));
                        }
                        run.clear();
                    }
                }
            }
        }
        if across.len() >= RUN {
            found.push(across);
        }
    }
    found.append(&mut open);
    found.retain(|run| run.len() >= RUN && at_a_head(rows, run));
    for run in found {
        let months = match (follow(&run, |at| at.two), follow(&run, |at| at.one)) {
            // January or October of each year: no one can tell.
            (Some(two), Some(one)) if two != one => continue,
            (Some(months), _) | (None, Some(months)) => months,
            (None, None) => continue,
        };
        for (at, month) in run.iter().zip(months) {
            if let Some(seen) = rows.get_mut(at.row).and_then(|cells| cells.get_mut(at.column)) {
                let moment = Moment { sure: false, ..Moment::new(Some(at.year), Span::Month(month)) };
                *seen = Seen { kind: Kind::Period, moment: Some(moment), ..*seen };
            }
        }
    }
}

/// Whether a run stands where periods do: across, behind a word for heads of labels or none; down, at the left edge or
/// below a word for time. Values of some two thousand may look alike.
fn at_a_head(rows: &[Vec<Seen<'_>>], run: &[Candidate]) -> bool {
    let cells = |row: usize| rows.get(row).map_or(&[][..], Vec::as_slice);
    let word = |seen: &Seen<'_>| class(&first_language(seen.text));
    let (Some(first), Some(second)) = (run.first(), run.get(1)) else { return false };
    if first.row == second.row {
        let others = cells(first.row).iter().filter(|seen| !matches!(seen.kind, Kind::Blank | Kind::Year));
        return others.take_while(|seen| seen.kind != Kind::Number).all(|seen| {
            matches!(word(seen), Some(Class::Indicator | Class::Subject | Class::Period | Class::Unit | Class::Code))
        });
    }
    let edge = run.iter().all(|at| cells(at.row).iter().take(at.column).all(|seen| seen.kind == Kind::Blank));
    let above = (0..first.row).rev().take(3).filter_map(|row| cells(row).get(first.column));
    edge || above.into_iter().find(|seen| seen.kind != Kind::Blank).and_then(word) == Some(Class::Period)
}

/// The months of a run, where each is later than the one before, or each earlier, by a year at most.
fn follow(run: &[Candidate], month: impl Fn(&Candidate) -> Option<u8>) -> Option<Vec<u8>> {
    let months: Vec<u8> = run.iter().map(month).collect::<Option<_>>()?;
    let order: Vec<i32> = run.iter().zip(&months).map(|(at, month)| at.year * 12 + i32::from(*month)).collect();
    let later = |from: i32, to: i32| (1..=12).contains(&(to - from));
    let rises = order.windows(2).all(|pair| matches!(pair, [a, b] if later(*a, *b)));
    let falls = order.windows(2).all(|pair| matches!(pair, [a, b] if later(*b, *a)));
    (rises || falls).then_some(months)
}

fn candidate(seen: &Seen<'_>, row: usize, column: usize) -> Option<Candidate> {
    if seen.kind != Kind::Number || seen.note.is_some() || !(1900.0..2101.0).contains(&seen.number) {
        return None;
    }
    let year = seen.number.trunc();
    let valid = |month: u8| (1..=12).contains(&month).then_some(month);
    let text = seen.text.trim_matches(is_blank);
    let (one, two) = if text.is_empty() {
        // The number of a cell has lost its zero at the end: `2016.1` may be October.
        let hundredths = ((seen.number - year) * 100.0).round();
        if (seen.number - year - hundredths / 100.0).abs() > 1e-9 {
            return None;
        }
        let hundredths = hundredths as u8;
        (hundredths.is_multiple_of(10).then_some(hundredths / 10).and_then(valid), valid(hundredths))
    } else {
        let (_, digits) = text.split_once('.')?;
        let month: u8 = (1..=2).contains(&digits.len()).then(|| digits.parse().ok()).flatten()?;
        (valid(month), (digits.len() == 2).then(|| valid(month)).flatten())
    };
    (one.is_some() || two.is_some()).then_some(Candidate { row, column, year: year as i32, one, two })
}
