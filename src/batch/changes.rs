//! Units and prices that change from edition to edition.

use std::collections::HashMap;
use std::sync::Arc;

use super::gather::{Gathered, SeriesFacts};
use super::problem::{BatchProblem, also};
use super::walk::Found;
use crate::model::{Frequency, PriceWords, Unit};
use crate::plan::Severity;

/// Prices, with the first file that names them.
type Said = (PriceWords, u32);

/// A unit as printed, with the first file that prints it.
type Printed<'g> = (&'g str, u32);

/// Units and prices that change inside a series.
pub(super) fn changes(gather: &Gathered<'_>, names: &[Arc<str>], files: &[Found]) -> Vec<BatchProblem> {
    let mut found = Alike::default();
    let file = |at: u32| files.get(at as usize).map_or("", |found| found.shown.as_str());
    // A series outside the plan is of one kind of prices: what an office printed in another kind is the next series.
    let mut kinds: HashMap<(&str, &str, Frequency), Vec<Said>> = HashMap::new();
    for series in gather.series().filter(|series| series.indicator.is_none() && !series.prices().is_empty()) {
        let own = kinds.entry((series.subject, series.thing, series.frequency)).or_default();
        own.extend(series.prices().iter().copied());
    }
    for (series, name) in gather.series().zip(names) {
        let units = distinct(&series);
        if let [_, (_, at), ..] = units.as_slice() {
            let list: Vec<String> = units.iter().map(|(unit, at)| format!("{unit} in {}", file(*at))).collect();
            let message = format!("the unit changes: {}; values are brought to {}", list.join(", "), series.unit_text);
            found.add(BatchProblem::new(Severity::Info, "unit_changes", message).in_source(file(*at)), &series, name);
        }
        let all = kinds.get(&(&**series.subject, series.thing, series.frequency));
        let (prices, advice) = match all.filter(|_| series.indicator.is_none()) {
            None => (series.prices(), "growth across the change compares two: give each its own indicator"),
            // Prices side by side in one file are two series for good; only its first speaks for all of them.
            Some(all) if series.prices().first() == all.first() && apart(all) => {
                (all.as_slice(), "they are kept as two series")
            }
            Some(_) => continue,
        };
        if let [_, (_, at), ..] = prices {
            let list: Vec<String> = prices.iter().map(|(words, at)| format!("{words} in {}", file(*at))).collect();
            let list = list.join(", ");
            let message = format!("the prices change: {list}; {advice}, or splice them (fanfan index)");
            let problem = BatchProblem::new(Severity::Warning, "prices_change", message).in_source(file(*at));
            found.add(problem, &series, name);
        }
    }
    found.close()
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
fn apart(prices: &[Said]) -> bool {
    prices.iter().enumerate().all(|(at, (_, file))| !prices.iter().skip(at + 1).any(|(_, other)| other == file))
}

/// What is true of many subjects alike is one problem, of the first of them.
#[derive(Default)]
struct Alike {
    seen: HashMap<(String, String), (usize, usize)>,
    problems: Vec<BatchProblem>,
}

impl Alike {
    fn add(&mut self, problem: BatchProblem, series: &SeriesFacts<'_>, name: &str) {
        let (place, others) =
            self.seen.entry((name.to_owned(), problem.message.clone())).or_insert((self.problems.len(), 0));
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
