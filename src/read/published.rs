//! Tables as offices publish them, as observations: what is read where a file is no plain table.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::gather::Gather;
use super::{Book, DataCell, ReadOptions, whole};
use crate::error::{Error, Result};
use crate::model::{Frequency, PATH_SEPARATOR, Reading};

/// Cells of which the reader is less sure are left out.
const LEAST_SURE: f64 = 0.6;

/// Reads the file whole; `false` where there is no value with a period in it, and then nothing is gathered.
///
/// What is not sure, and what is left out, is counted in a warning.
///
/// # Errors
/// Values of one series in units that do not convert into each other.
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions, gather: &mut Gather<'_>) -> Result<bool> {
    let Ok(book) = whole::book_of(name, bytes, options) else { return Ok(false) };
    let is_sure = |cell: &DataCell| cell.confidence >= LEAST_SURE;
    let used: Vec<(&DataCell, Reading)> =
        book.cells.iter().filter(|cell| is_sure(cell)).filter_map(|cell| Some((cell, time(cell)?))).collect();
    let names = Names::of(&used);
    let indicators: Vec<String> = used.iter().map(|(cell, time)| names.indicator(cell, *time)).collect();
    // What is printed twice, as totals are, is one value; two values for one period are none.
    let mut all: HashMap<(&str, &str, &str), Printed<'_>> = HashMap::new();
    for ((cell, _), indicator) in used.iter().zip(&indicators) {
        let printed = all.entry((&cell.subject, indicator, &cell.period)).or_insert(Printed { cell, against: None });
        match (printed.cell.value, cell.value) {
            (None, Some(_)) => printed.cell = cell,
            (Some(one), Some(other)) if one != other => printed.against = printed.against.or(Some(cell)),
            _ => {}
        }
    }
    if all.values().all(|printed| printed.cell.value.is_none() || printed.against.is_some()) {
        return Ok(false);
    }
    gather.begin_file(name);
    let mut contradictions = Vec::new();
    let (mut values, mut unsure) = (0_usize, 0_usize);
    for ((cell, time), indicator) in used.iter().zip(&indicators) {
        let Some(printed) = all.get(&(&*cell.subject, indicator.as_str(), &*cell.period)) else { continue };
        if !std::ptr::eq(printed.cell, *cell) {
            continue;
        }
        if let Some(against) = printed.against {
            contradictions.push(format!("{indicator} {} in {} and {}", cell.period, cell.cell, against.cell));
            continue;
        }
        let series = gather.series(&cell.subject, indicator);
        let place =
            |error: Error| error.of_series(&cell.subject, indicator).in_source(format!("{name}, {}", cell.cell));
        let value = match cell.value {
            None => f64::NAN,
            Some(value) if cell.unit.is_empty() => gather.bare(series, value).map_err(place)?,
            Some(value) => gather.in_unit(series, value, &cell.unit).map_err(place)?,
        };
        values += usize::from(!value.is_nan());
        unsure += usize::from(!value.is_nan() && cell.confidence < 1.0);
        gather.known_since(cell.as_of.as_deref().and_then(|moment| moment.parse().ok()));
        let time = gather.time(*time);
        gather.push(series, time, value, f64::NAN, line_of(&cell.cell));
    }
    gather.note(format!("{name}: read as a published table; {values} values"));
    if let Some(doubts) = doubts(&book, values, unsure, &contradictions) {
        gather.warn(format!("{name}: {doubts}; see fanfan read FILE --explain"));
    }
    Ok(true)
}

/// The first cell that gives a value for a period, and the first that gives another.
struct Printed<'b> {
    cell: &'b DataCell,
    against: Option<&'b DataCell>,
}

/// The period of a cell, or the day of a stock.
fn time(cell: &DataCell) -> Option<Reading> {
    let day = || Reading::of(&cell.period).ok().filter(|reading| matches!(reading, Reading::Date(_)));
    cell.at.map(Reading::Period).or_else(day)
}

/// What a reader of the results should know, in a line.
fn doubts(book: &Book, values: usize, unsure: usize, contradictions: &[String]) -> Option<String> {
    let out = |wanted: &dyn Fn(&DataCell) -> bool| {
        book.cells.iter().filter(|cell| cell.value.is_some() && wanted(cell)).count()
    };
    let without_period = out(&|cell| time(cell).is_none());
    let too_unsure = out(&|cell| time(cell).is_some() && cell.confidence < LEAST_SURE);
    let mut parts = Vec::new();
    let mut part = |count: usize, words: String| parts.extend((count > 0).then_some(words));
    part(unsure, format!("{unsure} of {values} values unsure"));
    part(without_period, format!("{without_period} left out that have no period"));
    part(too_unsure, format!("{too_unsure} left out that are too unsure"));
    let first = contradictions.first().map_or("", String::as_str);
    part(contradictions.len(), format!("{} left out with two values each ({first})", contradictions.len()));
    let places =
        book.problems.iter().filter(|problem| problem.code != "no_table" && problem.code != "no_period").count();
    part(places, format!("{places} places not read"));
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The row of a cell, for messages.
fn line_of(cell: &str) -> u64 {
    let digits = match cell.strip_prefix('R').and_then(|rest| rest.split_once('C')) {
        Some((row, column)) if row.bytes().all(|byte| byte.is_ascii_digit()) && !column.is_empty() => row,
        _ => cell.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()),
    };
    digits.parse().unwrap_or(1)
}

type Key = (Arc<str>, Arc<str>);

/// What tells series apart that have one name in the file.
struct Names {
    /// Series with several units.
    units: HashSet<Key>,
    /// Indicators that several tables give, with other values.
    tables: HashSet<Arc<str>>,
    /// The coarsest frequency of series that have several.
    coarsest: HashMap<Key, Frequency>,
}

impl Names {
    fn of(cells: &[(&DataCell, Reading)]) -> Names {
        let mut units: HashMap<Key, &str> = HashMap::new();
        let mut values: HashMap<(Key, &str), &DataCell> = HashMap::new();
        let mut coarsest: HashMap<Key, Frequency> = HashMap::new();
        let mut several: HashSet<Key> = HashSet::new();
        let mut names = Names { units: HashSet::new(), tables: HashSet::new(), coarsest: HashMap::new() };
        let rank = |frequency: Frequency| (frequency.is_to_date(), frequency.per_year());
        for &(cell, time) in cells {
            let key = (Arc::clone(&cell.subject), Arc::clone(&cell.indicator));
            if cell.value.is_some() {
                if **units.entry(key.clone()).or_insert(&cell.unit) != *cell.unit {
                    names.units.insert(key.clone());
                }
                let first = values.entry((key.clone(), &cell.period)).or_insert(cell);
                if first.value != cell.value && (&first.table, &first.sheet) != (&cell.table, &cell.sheet) {
                    names.tables.insert(Arc::clone(&cell.indicator));
                }
            }
            let Reading::Period(period) = time else { continue };
            let own = coarsest.entry(key.clone()).or_insert(period.frequency());
            if *own != period.frequency() {
                several.insert(key);
                if rank(period.frequency()) < rank(*own) {
                    *own = period.frequency();
                }
            }
        }
        names.coarsest = coarsest.into_iter().filter(|(key, _)| several.contains(key)).collect();
        names
    }

    fn indicator(&self, cell: &DataCell, time: Reading) -> String {
        let key = (Arc::clone(&cell.subject), Arc::clone(&cell.indicator));
        let mut name = cell.indicator.to_string();
        if self.tables.contains(&cell.indicator) {
            let table = if cell.table.is_empty() { &cell.sheet } else { &cell.table };
            name = format!("{table}{PATH_SEPARATOR}{name}");
        }
        if self.units.contains(&key) && !cell.unit.is_empty() {
            name = format!("{name}({})", cell.unit);
        }
        match (self.coarsest.get(&key), time) {
            (Some(coarsest), Reading::Period(period)) if *coarsest != period.frequency() => {
                format!("{name}@{}", period.frequency())
            }
            _ => name,
        }
    }
}
