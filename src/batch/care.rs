//! Series care: one series out of several editions.
//!
//! Where two editions give a value for one period, they are compared to the digits that both print; what differs is a
//! revision, and the preferred edition stands. Two values of one edition that differ are a conflict. Where a series
//! passes from one edition to another, its level is looked at on both sides of the joint.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::cells::{NO_SERIES, Row, Status, status};
use super::changes;
use super::edition::{self, Edition};
use super::gather::Gathered;
use super::options::Prefer;
use super::problem::{BatchProblem, Problems, around};
use super::spill::{Sorted, Sorter};
use super::summary::{Counts, IndicatorCount, Overlaps};
use super::walk::Found;
use crate::error::Result;
use crate::model::{Names, Period};
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

/// What care found.
pub(super) struct Care {
    pub(super) overlaps: Overlaps,
    pub(super) problems: Problems,
    pub(super) indicators: Vec<IndicatorCount>,
    /// The rows that stand, in the order of the panel.
    pub(super) standing: Sorted<{ Row::STANDING }>,
    /// What became of the usable cells that do not stand, by their numbers.
    pub(super) statuses: Sorted<{ Row::STATUS }>,
}

/// What care goes by.
pub(super) struct Rules<'a> {
    pub(super) gather: &'a Gathered<'a>,
    pub(super) files: &'a [Found],
    pub(super) names: &'a [Arc<str>],
    /// The place of each series in the panel.
    pub(super) order: &'a [u32],
    pub(super) prefer: Prefer,
}

/// One cell of a series: its row, its number, the place of its edition among all.
#[derive(Debug, Clone, Copy)]
struct Item {
    row: Row,
    cell: u64,
    edition: u32,
}

/// Chooses the rows that stand and marks the others. Memory holds one series at a time.
///
/// # Errors
/// The disk is full; `revised` cannot write a revision.
pub(super) fn care(
    rules: &Rules<'_>,
    scratch: &Path,
    revised: &mut dyn FnMut(&Revision) -> Result<()>,
) -> Result<Care> {
    let places = edition::places(&rules.gather.editions);
    let place = |row: Row| places.get(row.edition as usize).copied().unwrap_or(0);
    let mut sorter = Sorter::new(scratch, "rows");
    for (cell, record) in (0..).zip(rules.gather.cells.records()?) {
        let (row, status) = Row::of_cell(&record?);
        if status == Status::Current && row.series != NO_SERIES {
            sorter.push(row.sorted(place(row), cell))?;
        }
    }
    let mut found = Finding::new(rules, scratch, revised);
    let mut series: Vec<Item> = Vec::new();
    for record in sorter.sorted()? {
        let (row, cell) = Row::of_sorted(&record?);
        if series.last().is_some_and(|last| last.row.series != row.series) {
            found.series(&series)?;
            series.clear();
        }
        series.push(Item { row, cell, edition: place(row) });
    }
    found.series(&series)?;
    found.close()
}

/// Whether two printed values are of one number: neither says otherwise in the digits that it prints.
fn agree(a: Row, b: Row) -> bool {
    let slack = f64::from(a.slack.max(b.slack)) * (1.0 + 1e-6);
    (a.value - b.value).abs() <= slack.max(1e-12 * a.value.abs().max(b.value.abs()))
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
                problem.message = around(
                    &problem.message,
                    |zh| format!("共 {count} 个序列，以下为第一个：{zh}"),
                    |en| format!("in {count} series, of which this is the first: {en}"),
                );
            }
        }
        self.problems
    }
}

/// What is found, series by series.
struct Finding<'a> {
    rules: &'a Rules<'a>,
    revised: &'a mut dyn FnMut(&Revision) -> Result<()>,
    overlaps: Overlaps,
    conflicts: Conflicts,
    joints: Problems,
    counts: Counts<'a>,
    standing: Sorter<{ Row::STANDING }>,
    statuses: Sorter<{ Row::STATUS }>,
}

impl<'a> Finding<'a> {
    fn new(rules: &'a Rules<'a>, scratch: &Path, revised: &'a mut dyn FnMut(&Revision) -> Result<()>) -> Finding<'a> {
        Finding {
            rules,
            revised,
            overlaps: Overlaps::default(),
            conflicts: Conflicts::default(),
            joints: Problems::default(),
            counts: Counts::new(rules.gather.plan),
            standing: Sorter::new(scratch, "standing"),
            statuses: Sorter::new(scratch, "statuses"),
        }
    }

    fn close(self) -> Result<Care> {
        let mut problems = Problems::default();
        problems.extend(self.conflicts.close());
        problems.append(self.joints);
        problems.extend(changes::changes(self.rules.gather, self.rules.names, self.rules.files));
        Ok(Care {
            overlaps: self.overlaps,
            problems,
            indicators: self.counts.close(),
            standing: self.standing.sorted()?,
            statuses: self.statuses.sorted()?,
        })
    }

    /// All cells of one series, by period, edition and number.
    fn series(&mut self, items: &[Item]) -> Result<()> {
        let Some(first) = items.first() else { return Ok(()) };
        let place = self.rules.order.get(first.row.series as usize).copied().unwrap_or(u32::MAX);
        let mut standing = Vec::new();
        for group in items.chunk_by(|a, b| a.row.ordinal == b.row.ordinal) {
            let Some(stands) = self.choose(group)? else { continue };
            self.standing.push(stands.standing(place))?;
            standing.push(stands);
        }
        if let Some(series) = self.rules.gather.series_of(&first.row) {
            self.counts.series(&series, &standing);
        }
        let found = joints(self.rules, &standing, items);
        self.joints.extend(found);
        Ok(())
    }

    /// Of the cells of one period, in the order of their editions, one stands.
    fn choose(&mut self, group: &[Item]) -> Result<Option<Row>> {
        // Of each edition the value with the most digits, and the first of those.
        let mut best: Vec<Item> = Vec::new();
        let mut conflict = None;
        for &at in group {
            match best.last_mut() {
                Some(last) if last.edition == at.edition => {
                    if !agree(last.row, at.row) {
                        conflict.get_or_insert((last.row, at.row));
                    } else if at.row.slack < last.row.slack {
                        *last = at;
                    }
                }
                _ => best.push(at),
            }
        }
        let stands = match self.rules.prefer {
            Prefer::Latest => best.last(),
            Prefer::First => best.first(),
        };
        let Some(&stands) = stands else { return Ok(None) };
        let mut is_revised = false;
        for pair in best.windows(2) {
            let &[old, new] = pair else { continue };
            if !agree(old.row, new.row) {
                is_revised = true;
                (self.revised)(&self.rules.revision(old.row, new.row))?;
            }
        }
        if group.len() > 1 {
            self.overlaps.periods += 1;
            self.overlaps.revised += usize::from(is_revised);
            self.overlaps.conflicts += usize::from(conflict.is_some());
            self.overlaps.agree += usize::from(!is_revised && conflict.is_none());
        }
        if let Some((a, b)) = conflict {
            self.conflict(a, b);
        }
        for at in group.iter().filter(|at| at.cell != stands.cell) {
            let became = if agree(at.row, stands.row) {
                Status::Same
            } else if at.edition == stands.edition {
                Status::Conflict
            } else {
                Status::Superseded
            };
            self.statuses.push(status(at.cell, became))?;
        }
        Ok(Some(stands.row))
    }

    /// Two values of one edition.
    fn conflict(&mut self, a: Row, b: Row) {
        let rules = self.rules;
        let file = |row: Row| rules.edition(row).map_or(0, |edition| edition.file);
        let of_the_plan = rules.gather.series_of(&a).and_then(|series| series.indicator).map(|_| a.series);
        if self.conflicts.has((of_the_plan, file(a), file(b)), a.series) {
            return;
        }
        let ((a_file, _), (b_file, _)) = (rules.shown(a), rules.shown(b));
        let (both_zh, both) = if a_file == b_file {
            ("该文件".to_owned(), "this file gives".to_owned())
        } else {
            (format!("该文件与 {b_file} "), format!("this file and {b_file} give"))
        };
        let message = Names::both(
            format!(
                "{both_zh}给出两个数值 {} 与 {}，无从判断孰后：采用第一个（观测表中为 current 与 conflict）；请在文件名中注明版本（年份），或区分两个序列",
                a.value, b.value
            ),
            format!(
                "{both} two values, {} and {}, and nothing says which is later: the first stands (in observations: current, conflict); name the edition (a year) in the file name, or tell the two series apart",
                a.value, b.value
            ),
        );
        let problem = BatchProblem::new(Severity::Warning, "conflicting_values", message).in_source(a_file);
        let (subject, name) = rules.names_of(a);
        self.conflicts.problems.push(problem.at("", &rules.period(a)).of(subject, name));
    }
}

impl Rules<'_> {
    fn edition(&self, row: Row) -> Option<&Edition> {
        self.gather.editions.get(row.edition as usize)
    }

    /// The file of a row, and its edition.
    fn shown(&self, row: Row) -> (String, String) {
        let edition = self.edition(row);
        let file = edition.and_then(|edition| self.files.get(edition.file as usize));
        (
            file.map(|found| found.shown.clone()).unwrap_or_default(),
            edition.map(|edition| edition.text.clone()).unwrap_or_default(),
        )
    }

    fn period(&self, row: Row) -> String {
        let series = self.gather.series_of(&row);
        series.map(|series| Period::from_ordinal(series.frequency, row.ordinal).to_string()).unwrap_or_default()
    }

    /// The subject and the indicator of a row.
    fn names_of(&self, row: Row) -> (&str, &str) {
        let subject = self.gather.series_of(&row).map_or("", |series| &**series.subject);
        (subject, self.names.get(row.series as usize).map_or("", |name| &**name))
    }

    fn revision(&self, old: Row, new: Row) -> Revision {
        let (subject, indicator) = self.names_of(old);
        Revision {
            subject: subject.to_owned(),
            indicator: indicator.to_owned(),
            period: self.period(old),
            old: old.value,
            new: new.value,
            unit: self.gather.series_of(&old).map(|series| series.unit_text.to_string()).unwrap_or_default(),
            old_source: self.shown(old),
            new_source: self.shown(new),
        }
    }
}

/// Level shifts where a series passes from one edition to another; `items` are its cells by period.
fn joints(rules: &Rules<'_>, rows: &[Row], items: &[Item]) -> Vec<BatchProblem> {
    let mut found = Vec::new();
    for (at, pair) in rows.windows(2).enumerate() {
        let &[before, after] = pair else { continue };
        if before.edition == after.edition {
            continue;
        }
        // What both editions print of one period says how their levels compare.
        let mut ratios: Vec<f64> = Vec::new();
        for group in items.chunk_by(|a, b| a.row.ordinal == b.row.ordinal) {
            let value = |edition: u32| group.iter().find(|item| item.row.edition == edition).map(|item| item.row.value);
            if let (Some(old), Some(new)) = (value(before.edition), value(after.edition))
                && old != 0.0
            {
                ratios.push(new / old);
            }
        }
        let ((old_file, _), (new_file, _)) = (rules.shown(before), rules.shown(after));
        let (code, what) = if let Some(ratio) = median(&mut ratios) {
            if (ratio - 1.0).abs() <= BREAK || !ratio.is_finite() {
                continue;
            }
            let common = match ratios.len() {
                1 => "the one common period".to_owned(),
                count => format!("{count} common periods"),
            };
            let said = Names::both(
                format!("在 {} 个共同时期，{new_file} 的数值是 {old_file} 的 {ratio:.4} 倍", ratios.len()),
                format!("in {common} the values of {new_file} are {ratio:.4} times those of {old_file}"),
            );
            match slip(ratio) {
                Some(power) => (
                    "unit_slip",
                    around(
                        &said,
                        |zh| format!("{zh}：两者之一的单位是否是另一个的 {power} 倍？"),
                        |en| format!("{en}: is one of the two in a unit {power} times the other?"),
                    ),
                ),
                None => (
                    "break",
                    around(
                        &said,
                        |zh| format!("{zh}：跨越衔接处的增速比较的是两种水平"),
                        |en| format!("{en}: growth across the joint compares two levels"),
                    ),
                ),
            }
        } else {
            let Some(growth) = jump(rows, at) else { continue };
            match slip(growth) {
                Some(power) => (
                    "unit_slip",
                    Names::both(
                        format!("数值是前一个的 {growth:.4} 倍：两表之一的单位是否是另一表的 {power} 倍？"),
                        format!(
                            "the value is {growth:.4} times the one before: is one of the two tables in a unit {power} times the other?"
                        ),
                    ),
                ),
                None => (
                    "possible_break",
                    Names::both(
                        format!("数值是前一个的 {growth:.4} 倍，与该序列其他时期相去甚远，而两表没有共同时期"),
                        format!(
                            "the value is {growth:.4} times the one before, far from what the series does elsewhere, and the two tables have no period in common"
                        ),
                    ),
                ),
            }
        };
        let (until, from) = (rules.period(before), rules.period(after));
        let message = around(
            &what,
            |zh| format!("{zh}（{old_file} 至 {until}，{new_file} 自 {from}）"),
            |en| format!("{en} ({old_file} until {until}, {new_file} from {from})"),
        );
        let problem = BatchProblem::new(Severity::Warning, code, message).in_source(new_file);
        let (subject, name) = rules.names_of(before);
        found.push(problem.at("", &rules.period(after)).of(subject, name));
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

    const EMPTY: Row = Row { series: NO_SERIES, ordinal: 0, value: f64::NAN, slack: 0.0, edition: 0 };

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
