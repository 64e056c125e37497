//! Series care: one series out of several editions.
//!
//! Where two editions give a value for one period, they are compared to the digits that both print; what differs is a
//! revision, and the preferred edition stands. Two values of one edition that differ are a conflict. Where a series
//! passes from one edition to another, its level is looked at on both sides of the joint.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::changes;
use super::edition::Edition;
use super::gather::{Gather, NO_SERIES, Row, Status};
use super::options::Prefer;
use super::problem::BatchProblem;
use super::walk::Found;
use crate::model::Period;
use crate::plan::Severity;

/// Values at a joint may differ by so much before it is called a break: revisions seldom do.
const BREAK: f64 = 0.01;

/// A value that a later edition changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Revision {
    /// The subject.
    pub subject: String,
    /// Code of the plan, or the headings.
    pub indicator: String,
    /// The period.
    pub period: String,
    /// The value of the earlier edition, in the unit of the series.
    pub old: f64,
    /// The value of the later edition.
    pub new: f64,
    /// Its unit.
    pub unit: String,
    /// The earlier file and edition.
    pub old_source: (String, String),
    /// The later file and edition.
    pub new_source: (String, String),
}

/// How often editions met, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overlaps {
    /// Periods of series for which more than one value is printed.
    pub periods: usize,
    /// Of these, where all values agree.
    pub agree: usize,
    /// Of these, where editions differ.
    pub revised: usize,
    /// Of these, where one edition contradicts itself.
    pub conflicts: usize,
}

/// What care found.
#[derive(Default)]
pub(super) struct Care {
    pub(super) revisions: Vec<Revision>,
    pub(super) overlaps: Overlaps,
    pub(super) problems: Vec<BatchProblem>,
    /// The rows that stand, by series and period.
    pub(super) standing: Vec<usize>,
}

/// Chooses the rows that stand and marks the others.
pub(super) fn care(gather: &mut Gather<'_>, files: &[Found], names: &[String], prefer: Prefer) -> Care {
    let mut order: Vec<u32> = (0..gather.rows.len() as u32).filter(|&row| is_usable(gather, row as usize)).collect();
    {
        let (rows, editions) = (&gather.rows, &gather.editions);
        let row = |at: u32| rows.get(at as usize).copied().unwrap_or(EMPTY);
        let edition = |row: Row| editions.get(row.edition as usize);
        order.sort_by(|&a, &b| {
            let (x, y) = (row(a), row(b));
            let editions = match (edition(x), edition(y)) {
                (Some(x), Some(y)) => x.compare(y),
                _ => Ordering::Equal,
            };
            x.series.cmp(&y.series).then(x.ordinal.cmp(&y.ordinal)).then(editions).then(a.cmp(&b))
        });
    }
    let mut care = Care::default();
    let mut conflicts = Conflicts::default();
    let mut start = 0;
    while let Some(first) = order.get(start).and_then(|&at| gather.rows.get(at as usize)).copied() {
        let is_same = |at: &&u32| {
            gather.rows.get(**at as usize).is_some_and(|row| row.series == first.series && row.ordinal == first.ordinal)
        };
        let end = start + order.iter().skip(start).take_while(is_same).count();
        let group: Vec<usize> = order.get(start..end).unwrap_or_default().iter().map(|&at| at as usize).collect();
        start = end;
        choose(gather, &group, names, files, prefer, &mut care, &mut conflicts);
    }
    care.problems.extend(conflicts.close());
    let mut from = 0;
    while from < care.standing.len() {
        let series = |at: usize| care.standing.get(at).and_then(|&row| gather.rows.get(row)).map(|row| row.series);
        let own = series(from);
        let to =
            (from..care.standing.len()).take_while(|&at| series(at) == own).last().map_or(from + 1, |last| last + 1);
        let standing = care.standing.get(from..to).unwrap_or_default();
        let found = joints(gather, standing, &order, names, files);
        care.problems.extend(found);
        from = to;
    }
    care.problems.extend(changes::changes(gather, names, files));
    care
}

const EMPTY: Row = Row { series: NO_SERIES, ordinal: 0, value: f64::NAN, slack: 0.0, edition: 0 };

fn is_usable(gather: &Gather<'_>, row: usize) -> bool {
    gather.status.get(row) == Some(&Status::Current) && gather.rows.get(row).is_some_and(|row| row.series != NO_SERIES)
}

/// Whether two printed values are of one number: neither says otherwise in the digits that it prints.
fn agree(a: Row, b: Row) -> bool {
    let slack = f64::from(a.slack.max(b.slack)) * (1.0 + 1e-6);
    (a.value - b.value).abs() <= slack.max(1e-12 * a.value.abs().max(b.value.abs()))
}

fn shown(files: &[Found], edition: Option<&Edition>) -> (String, String) {
    let file = edition.and_then(|edition| files.get(edition.file as usize));
    (
        file.map(|found| found.shown.clone()).unwrap_or_default(),
        edition.map(|edition| edition.text.clone()).unwrap_or_default(),
    )
}

/// The series, where it is of the plan, and two files.
type Pair = (Option<u32>, u32, u32);

/// Conflicts: one problem for each series of the plan, and one for all other series of a pair of files.
#[derive(Default)]
struct Conflicts {
    /// Where each problem stands, with the series that were last and how many there are.
    seen: HashMap<Pair, (usize, u32, usize)>,
    problems: Vec<BatchProblem>,
}

impl Conflicts {
    /// Whether it has a problem already, which then counts one series more.
    fn has(&mut self, key: Pair, series: u32) -> bool {
        let Some((_, last, count)) = self.seen.get_mut(&key) else {
            self.seen.insert(key, (self.problems.len(), series, 1));
            return false;
        };
        *count += usize::from(*last != series);
        *last = series;
        true
    }

    /// The problems, with the number of series of each.
    fn close(mut self) -> Vec<BatchProblem> {
        for (at, _, count) in self.seen.into_values().filter(|(.., count)| *count > 1) {
            if let Some(problem) = self.problems.get_mut(at) {
                problem.message = format!("in {count} series, of which this is the first: {}", problem.message);
            }
        }
        self.problems
    }
}

/// Of the rows of one period, in the order of their editions, one stands.
fn choose(
    gather: &mut Gather<'_>,
    group: &[usize],
    names: &[String],
    files: &[Found],
    prefer: Prefer,
    care: &mut Care,
    conflicts: &mut Conflicts,
) {
    let row = |at: usize| gather.rows.get(at).copied().unwrap_or(EMPTY);
    let edition = |at: usize| gather.editions.get(row(at).edition as usize);
    let same_edition = |a: usize, b: usize| match (edition(a), edition(b)) {
        (Some(a), Some(b)) => a.compare(b) == Ordering::Equal,
        _ => true,
    };
    // Of each edition the value with the most digits, and the first of those.
    let mut best: Vec<usize> = Vec::new();
    let mut conflict = None;
    for &at in group {
        match best.last_mut() {
            Some(last) if same_edition(*last, at) => {
                if !agree(row(*last), row(at)) {
                    conflict.get_or_insert((*last, at));
                } else if row(at).slack < row(*last).slack {
                    *last = at;
                }
            }
            _ => best.push(at),
        }
    }
    let stands = match prefer {
        Prefer::Latest => best.last(),
        Prefer::First => best.first(),
    };
    let Some(&stands) = stands else { return };
    let mut revised = false;
    for pair in best.windows(2) {
        let &[old, new] = pair else { continue };
        if agree(row(old), row(new)) {
            continue;
        }
        revised = true;
        let series = gather.series.get(row(old).series as usize);
        let period = series.map(|series| Period::from_ordinal(series.frequency, row(old).ordinal).to_string());
        care.revisions.push(Revision {
            subject: series.map(|series| series.subject.to_string()).unwrap_or_default(),
            indicator: names.get(row(old).series as usize).cloned().unwrap_or_default(),
            period: period.unwrap_or_default(),
            old: row(old).value,
            new: row(new).value,
            unit: series.map(|series| series.unit_text.to_string()).unwrap_or_default(),
            old_source: shown(files, edition(old)),
            new_source: shown(files, edition(new)),
        });
    }
    if group.len() > 1 {
        care.overlaps.periods += 1;
        care.overlaps.revised += usize::from(revised);
        care.overlaps.conflicts += usize::from(conflict.is_some());
        care.overlaps.agree += usize::from(!revised && conflict.is_none());
    }
    if let Some((a, b)) = conflict {
        let file = |at: usize| edition(at).map_or(0, |edition| edition.file);
        let series = gather.series.get(row(a).series as usize);
        let of_the_plan = series.and_then(|series| series.indicator).map(|_| row(a).series);
        if !conflicts.has((of_the_plan, file(a), file(b)), row(a).series) {
            let period = series
                .map(|series| Period::from_ordinal(series.frequency, row(a).ordinal).to_string())
                .unwrap_or_default();
            let ((a_file, _), (b_file, _)) = (shown(files, edition(a)), shown(files, edition(b)));
            let both =
                if a_file == b_file { "this file gives".to_owned() } else { format!("this file and {b_file} give") };
            let message = format!(
                "{both} two values, {} and {}, and nothing says which is later: the first stands (in observations: current, conflict); name the edition (a year) in the file name, or tell the two series apart",
                row(a).value,
                row(b).value
            );
            let problem =
                BatchProblem::new(Severity::Warning, "conflicting_values", message).in_source(a_file).at("", &period);
            let subject = series.map(|series| series.subject.to_string()).unwrap_or_default();
            let name = names.get(row(a).series as usize).cloned().unwrap_or_default();
            conflicts.problems.push(problem.of(&subject, &name));
        }
    }
    let winner = row(stands);
    let statuses: Vec<(usize, Status)> = group
        .iter()
        .map(|&at| {
            let status = if at == stands {
                Status::Current
            } else if agree(row(at), winner) {
                Status::Same
            } else if same_edition(at, stands) {
                Status::Conflict
            } else {
                Status::Superseded
            };
            (at, status)
        })
        .collect();
    for (at, status) in statuses {
        if let Some(own) = gather.status.get_mut(at) {
            *own = status;
        }
    }
    care.standing.push(stands);
}

/// The rows of a series and a period, whatever became of them.
fn rows_of<'g>(gather: &'g Gather<'_>, order: &'g [u32], series: u32, ordinal: i32) -> impl Iterator<Item = Row> + 'g {
    let key = move |at: &u32| gather.rows.get(*at as usize).map_or((u32::MAX, 0), |row| (row.series, row.ordinal));
    let from = order.partition_point(|at| key(at) < (series, ordinal));
    order
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(move |at| key(at) == (series, ordinal))
        .filter_map(|at| gather.rows.get(*at as usize).copied())
}

/// Level shifts where a series passes from one edition to another.
fn joints(
    gather: &Gather<'_>,
    standing: &[usize],
    order: &[u32],
    names: &[String],
    files: &[Found],
) -> Vec<BatchProblem> {
    let mut found = Vec::new();
    let rows: Vec<Row> = standing.iter().filter_map(|&at| gather.rows.get(at).copied()).collect();
    for (at, pair) in rows.windows(2).enumerate() {
        let &[before, after] = pair else { continue };
        if before.edition == after.edition {
            continue;
        }
        // What both editions print of one period says how their levels compare.
        let mut ratios: Vec<f64> = Vec::new();
        for row in &rows {
            let value = |edition: u32| {
                rows_of(gather, order, row.series, row.ordinal).find(|row| row.edition == edition).map(|row| row.value)
            };
            if let (Some(old), Some(new)) = (value(before.edition), value(after.edition))
                && old != 0.0
            {
                ratios.push(new / old);
            }
        }
        let series = gather.series.get(before.series as usize);
        let frequency = series.map(|series| series.frequency);
        let period = |row: Row| {
            frequency.map(|frequency| Period::from_ordinal(frequency, row.ordinal).to_string()).unwrap_or_default()
        };
        let ((old_file, _), (new_file, _)) = (
            shown(files, gather.editions.get(before.edition as usize)),
            shown(files, gather.editions.get(after.edition as usize)),
        );
        let (code, what) = if let Some(ratio) = median(&mut ratios) {
            if (ratio - 1.0).abs() <= BREAK || !ratio.is_finite() {
                continue;
            }
            let common = match ratios.len() {
                1 => "the one common period".to_owned(),
                count => format!("{count} common periods"),
            };
            let said = format!("in {common} the values of {new_file} are {ratio:.4} times those of {old_file}");
            match slip(ratio) {
                Some(power) => ("unit_slip", format!("{said}: is one of the two in a unit {power} times the other?")),
                None => ("break", format!("{said}: growth across the joint compares two levels")),
            }
        } else {
            let Some(growth) = jump(&rows, at) else { continue };
            match slip(growth) {
                Some(power) => (
                    "unit_slip",
                    format!(
                        "the value is {growth:.4} times the one before: is one of the two tables in a unit {power} times the other?"
                    ),
                ),
                None => (
                    "possible_break",
                    format!(
                        "the value is {growth:.4} times the one before, far from what the series does elsewhere, and the two tables have no period in common"
                    ),
                ),
            }
        };
        let message = format!("{what} ({old_file} until {}, {new_file} from {})", period(before), period(after));
        let subject = series.map(|series| series.subject.to_string()).unwrap_or_default();
        let name = names.get(before.series as usize).cloned().unwrap_or_default();
        let problem = BatchProblem::new(Severity::Warning, code, message).in_source(new_file).at("", &period(after));
        found.push(problem.of(&subject, &name));
    }
    found
}

/// A ratio that is a power of ten, as a slip of the unit makes it.
fn slip(ratio: f64) -> Option<f64> {
    let power = ratio.abs().log10();
    let whole = power.round();
    // 万 is 10000 and 亿 is 10000 万; a tenth and ten times are growth more often than slips.
    (whole.abs() >= 2.0 && (power - whole).abs() < 0.15).then(|| 10_f64.powf(whole.abs()))
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied()?;
    if values.len() % 2 == 1 { Some(upper) } else { Some(f64::midpoint(upper, values.get(middle - 1).copied()?)) }
}

/// The ratio across a joint, where it is far from those of the series elsewhere; with fewer than four of them nothing
/// can be told.
fn jump(rows: &[Row], at: usize) -> Option<f64> {
    let steps: Vec<Option<f64>> = rows
        .windows(2)
        .map(|pair| match pair {
            [a, b] if a.value > 0.0 && b.value > 0.0 && b.ordinal > a.ordinal => {
                Some((b.value / a.value).ln() / f64::from(b.ordinal - a.ordinal))
            }
            _ => None,
        })
        .collect();
    let own = steps.get(at).copied().flatten()?;
    let mut others: Vec<f64> =
        steps.iter().enumerate().filter(|(place, _)| *place != at).filter_map(|(_, step)| *step).collect();
    if others.len() < 4 {
        return None;
    }
    let middle = median(&mut others)?;
    let mut spread: Vec<f64> = others.iter().map(|step| (step - middle).abs()).collect();
    let spread = median(&mut spread)?;
    // Six deviations as of a normal distribution, and at least a quarter.
    let far = (6.0 * 1.4826 * spread).max(0.223);
    let ratio = rows.get(at + 1)?.value / rows.get(at)?.value;
    ((own - middle).abs() > far).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_is_growth_and_a_hundred_times_a_slip() {
        assert_eq!([1.0, 10.0, 0.1, 20.0, 3e3].map(slip), [None; 5]);
        assert_eq!([100.0, 0.01, 9_300.0, 1.1e4].map(slip), [Some(100.0), Some(100.0), Some(1e4), Some(1e4)]);
    }

    #[test]
    fn a_jump_is_told_from_at_least_four_other_steps() {
        let rows = |count: i32| -> Vec<Row> {
            let value = |year: i32| if year + 1 == count { 1000.0 } else { 100.0 * 1.1_f64.powi(year) };
            (0..count).map(|year| Row { ordinal: year, value: value(year), ..EMPTY }).collect()
        };
        assert_eq!(jump(&rows(5), 3), None);
        assert!(jump(&rows(6), 4).is_some_and(|ratio| (ratio - 1000.0 / 146.41).abs() < 1e-9));
        assert_eq!(jump(&rows(6), 2), None);
    }

    #[test]
    fn the_median_of_an_even_count_lies_between() {
        assert_eq!(
            [median(&mut []), median(&mut [3.0, 1.0, 2.0]), median(&mut [4.0, 1.0])],
            [None, Some(2.0), Some(2.5)]
        );
    }
}
