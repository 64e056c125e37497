//! Units, prices and bases of indices that change from edition to edition.

use std::collections::HashMap;
use std::sync::Arc;

use super::gather::Gathered;
use super::heads::{Basis, SeriesFacts};
use super::problem::{BatchProblem, also};
use super::walk::Found;
use crate::model::{Frequency, Names, Unit};
use crate::plan::Severity;

/// Prices or a base, with the first file that names them.
type Said = (Basis, u32);

/// A unit as printed, with the first file that prints it.
type Printed<'g> = (&'g str, u32);

/// Units, prices and bases that change inside a series.
pub(super) fn changes(gather: &Gathered<'_>, names: &[Arc<str>], files: &[Found]) -> Vec<BatchProblem> {
    let mut found = Alike::default();
    let file = |at: u32| files.get(at as usize).map_or("", |found| found.shown.as_str());
    // A series outside the plan has one kind of prices, or one base: what an office printed in another is the next series.
    let mut kinds: HashMap<(&str, &str, Frequency), Vec<Said>> = HashMap::new();
    for series in gather.series().filter(|series| series.indicator.is_none() && !series.bases().is_empty()) {
        let own = kinds.entry((series.subject, series.thing, series.frequency)).or_default();
        own.extend(series.bases().iter().copied());
    }
    for (series, name) in gather.series().zip(names) {
        let units = distinct(&series);
        if let [_, (_, at), ..] = units.as_slice() {
            let (zh, en) = list(&units, |unit| (unit.to_string(), unit.to_string()), file);
            let message = Names::both(
                format!("单位变化：{zh}；数值均换算为 {}", series.unit_text),
                format!("the unit changes: {en}; values are brought to {}", series.unit_text),
            );
            found.add(BatchProblem::new(Severity::Info, "unit_changes", message).in_source(file(*at)), &series, name);
        }
        let all = kinds.get(&(&**series.subject, series.thing, series.frequency));
        let (bases, advice) = match all.filter(|_| series.indicator.is_none()) {
            None => (
                series.bases(),
                (
                    "跨越变化的增速比较的是两种口径：请各立指标",
                    "growth across the change compares two: give each its own indicator",
                ),
            ),
            // Side by side in one file they are two series for good; only the first speaks for all of them.
            Some(all) if series.bases().first() == all.first() && apart(all) => {
                (all.as_slice(), ("保留为两个序列", "they are kept as two series"))
            }
            Some(_) => continue,
        };
        if let [_, (last, at), ..] = bases {
            let (zh, en) = list(bases, |basis| (basis.chinese(), basis.to_string()), file);
            let (code, what_zh, what) = match last {
                Basis::Prices(_) => ("prices_change", "价格口径变化", "the prices change"),
                Basis::Index(_) => ("base_changes", "指数基期变化", "the base of the index changes"),
            };
            let message = Names::both(
                format!("{what_zh}：{zh}；{}，或将其衔接（fanfan index）", advice.0),
                format!("{what}: {en}; {}, or splice them (fanfan index)", advice.1),
            );
            let problem = BatchProblem::new(Severity::Warning, code, message).in_source(file(*at));
            found.add(problem, &series, name);
        }
    }
    found.close()
}

/// What was printed, each with its first file, in Chinese and in English.
fn list<'f, T>(
    all: &[(T, u32)],
    words: impl Fn(&T) -> (String, String),
    file: impl Fn(u32) -> &'f str,
) -> (String, String) {
    let one = |(own, at): &(T, u32)| {
        let (zh, en) = words(own);
        (format!("{} 为{zh}", file(*at)), format!("{en} in {}", file(*at)))
    };
    let (zh, en): (Vec<String>, Vec<String>) = all.iter().map(one).unzip();
    (zh.join("，"), en.join(", "))
}

/// Units by what they mean: `亿元` and `100 million yuan` are one.
fn distinct<'g>(series: &SeriesFacts<'g>) -> Vec<Printed<'g>> {
    let mut units = series.units().filter(|(unit, _)| !unit.is_empty());
    let (Some(first), Some(second)) = (units.next(), units.next()) else { return Vec::new() };
    let mut found: Vec<(Option<Unit>, Printed<'g>)> = Vec::new();
    for own in [first, second].into_iter().chain(units) {
        let unit = Unit::known(own.0);
        if unit.is_none() || !found.iter().any(|(other, _)| *other == unit) {
            found.push((unit, own));
        }
    }
    found.into_iter().map(|(_, own)| own).collect()
}

/// Whether each kind of prices is first met in another file.
fn apart(bases: &[Said]) -> bool {
    bases.iter().enumerate().all(|(at, (_, file))| !bases.iter().skip(at + 1).any(|(_, other)| other == file))
}

/// What is true of many subjects alike is one problem, of the first of them.
#[derive(Default)]
struct Alike {
    seen: HashMap<(String, String), (usize, usize)>,
    problems: Vec<BatchProblem>,
}

impl Alike {
    fn add(&mut self, problem: BatchProblem, series: &SeriesFacts<'_>, name: &str) {
        let (place, others) = self
            .seen
            .entry((name.to_owned(), problem.message.en.clone().unwrap_or_default()))
            .or_insert((self.problems.len(), 0));
        if *place == self.problems.len() {
            self.problems.push(problem.of(series.subject, name));
        } else {
            *others += 1;
        }
    }

    fn close(mut self) -> Vec<BatchProblem> {
        for (place, others) in self.seen.into_values().filter(|(_, others)| *others > 0) {
            if let Some(problem) = self.problems.get_mut(place) {
                problem.message = also(&problem.message, others);
            }
        }
        self.problems
    }
}
