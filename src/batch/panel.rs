//! The series of a batch by name, as a panel, and those that a plan is tracked with.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::cells::Row;
use super::gather::Gathered;
use super::heads::SeriesFacts;
use crate::error::Result;
use crate::model::{Frequency, LongPanel, Observations, Period, SeriesKey};
use crate::plan::Plan;

/// The frequency that the dates of a plan have, where they have one.
fn of_plan(plan: &Plan) -> Option<Frequency> {
    let dates = plan.base().into_iter().chain(plan.end()).chain(plan.targets().iter().filter_map(|target| target.by));
    let mut dates = dates.map(Period::frequency);
    let first = dates.next()?;
    dates.all(|other| other == first).then_some(first)
}

/// How good a frequency is for a plan: lower is better.
fn rank(frequency: Frequency, wanted: Option<Frequency>) -> (u8, u32) {
    let own = if Some(frequency) == wanted {
        0
    } else if frequency.is_to_date() {
        1
    } else {
        2
    };
    (own, u32::MAX - frequency.per_year())
}

/// A name for each series: the code of the plan, or the headings, with as much beside them as tells it from others.
pub(super) fn names(gather: &Gathered<'_>, plan: &Plan) -> Vec<Arc<str>> {
    let wanted = of_plan(plan);
    // Series of one thing have one name, whatever their subject.
    let what = |series: &SeriesFacts<'_>| -> (String, Option<usize>, String, Frequency) {
        let code = series.indicator.and_then(|at| plan.indicators().get(at)).map(|one| one.code.clone());
        match code {
            Some(code) => (code, series.indicator, String::new(), series.frequency),
            None => (series.path.to_string(), None, series.free.to_string(), series.frequency),
        }
    };
    // The first that prints it gives the words.
    let mut things: BTreeMap<Thing, (SeriesFacts<'_>, [String; 4])> = BTreeMap::new();
    let key = |series: &SeriesFacts<'_>| {
        let (_, indicator, free, frequency) = what(series);
        (indicator, free, rank(frequency, wanted).1, frequency.to_string())
    };
    for series in gather.series() {
        things.entry(key(&series)).or_insert_with(|| (series, words(&series, &what(&series).0)));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, words) in things.values() {
        let mut own: Vec<&str> = words.iter().map(String::as_str).collect();
        own.dedup();
        for word in own {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    // Of the frequencies of one indicator, the one nearest to the plan has the bare code.
    let mut nearest: HashMap<usize, Frequency> = HashMap::new();
    for series in gather.series() {
        if let Some(at) = series.indicator {
            let own = nearest.entry(at).or_insert(series.frequency);
            if rank(series.frequency, wanted) < rank(*own, wanted) {
                *own = series.frequency;
            }
        }
    }
    let mut used: BTreeSet<String> = plan.indicators().iter().map(|one| one.code.clone()).collect();
    let mut by_thing: BTreeMap<&Thing, Arc<str>> = BTreeMap::new();
    for (thing, (series, words)) in &things {
        let [base, .., timed] = words;
        let name = if let Some(at) = series.indicator {
            if nearest.get(&at) == Some(&series.frequency) {
                base.clone()
            } else {
                format!("{base} ({})", series.frequency)
            }
        } else {
            // With as many words as no other thing has.
            let alone = words.iter().filter(|word| counts.get(word.as_str()) == Some(&1)).cloned();
            let numbered = (2..).map(|number| format!("{timed} {number}"));
            alone.chain(numbered).find(|name| !used.contains(name)).unwrap_or_default()
        };
        used.insert(name.clone());
        by_thing.insert(thing, name.into());
    }
    gather.series().map(|series| by_thing.get(&key(&series)).cloned().unwrap_or_default()).collect()
}

/// Indicator of the plan, or headings and table; frequency.
type Thing = (Option<usize>, String, u32, String);

/// What a series may be called: headings, with its table, with its unit, with its frequency.
fn words(series: &SeriesFacts<'_>, base: &str) -> [String; 4] {
    let base = one_line(base);
    let titled = if series.table.is_empty() { base.clone() } else { format!("{}: {base}", one_line(series.table)) };
    let measured =
        if series.unit_text.is_empty() { titled.clone() } else { format!("{titled} ({})", series.unit_text) };
    let timed = format!("{measured} ({})", series.frequency);
    [base, titled, measured, timed]
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of each series in a panel, which is sorted by subject and name.
pub(super) fn order(gather: &Gathered<'_>, names: &[Arc<str>]) -> Vec<u32> {
    let mut sorted: Vec<(&str, &str, usize)> =
        gather.series().zip(names).enumerate().map(|(at, (series, name))| (&**series.subject, &**name, at)).collect();
    sorted.sort_unstable();
    let mut places = vec![u32::MAX; sorted.len()];
    for (place, (.., at)) in (0..).zip(sorted) {
        if let Some(own) = places.get_mut(at) {
            *own = place;
        }
    }
    places
}

/// Some of the standing rows as observations; `name` gives the name of a series, or none where it is left out. With
/// them, the places of the rows that they come from, in the order of the panel.
pub(super) fn observations(
    gather: &Gathered<'_>,
    standing: &[Row],
    name: impl Fn(usize) -> Option<Arc<str>>,
) -> Result<(Observations, Vec<usize>)> {
    let mut places: HashMap<u32, u32> = HashMap::new();
    let (mut keys, mut units) = (Vec::new(), Vec::new());
    let (mut ids, mut periods, mut values, mut from) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, row) in standing.iter().enumerate() {
        let Some(series) = gather.series_of(row) else { continue };
        let id = if let Some(id) = places.get(&row.series) {
            *id
        } else {
            let Some(name) = name(row.series as usize) else { continue };
            keys.push(SeriesKey::new(series.subject.clone(), name));
            units.push(Some(series.unit_text.to_string()).filter(|unit| !unit.is_empty()));
            places.insert(row.series, keys.len() as u32 - 1);
            keys.len() as u32 - 1
        };
        ids.push(id);
        periods.push(Period::from_ordinal(series.frequency, row.ordinal));
        values.push(row.value);
        from.push(at);
    }
    let by_key: HashMap<SeriesKey, Option<String>> = keys.iter().cloned().zip(units).collect();
    // Rows of a panel are sorted by key and period, and so are these.
    let mut order: Vec<usize> = (0..ids.len()).collect();
    let row_key = |row: usize| {
        let key = ids.get(row).and_then(|id| keys.get(*id as usize));
        (key, periods.get(row).map_or(0, |period| period.ordinal()))
    };
    order.sort_by(|&a, &b| row_key(a).cmp(&row_key(b)));
    let from = order.iter().filter_map(|&row| from.get(row).copied()).collect();
    let panel = LongPanel::from_columns(keys.clone(), &ids, &periods, &values)?;
    let units = panel.keys().iter().map(|key| by_key.get(key).cloned().flatten()).collect();
    Ok((Observations::new(panel).with_units(units), from))
}

/// Whether a plan is tracked with a series, or with the growth that it publishes.
pub(super) fn is_tracked(series: &SeriesFacts<'_>) -> bool {
    series.indicator.is_some() || series.growth_of.is_some()
}

/// The series that a plan is tracked with: for each subject and indicator the one whose frequency is nearest to that
/// of the plan.
pub(super) fn tracked(gather: &Gathered<'_>, standing: &[Row], plan: &Plan) -> Result<Observations> {
    let wanted = of_plan(plan);
    let mut best: HashMap<(&str, usize), u32> = HashMap::new();
    let has_rows: BTreeSet<u32> = standing.iter().map(|row| row.series).collect();
    for &number in &has_rows {
        let Some(series) = gather.of_number(number) else { continue };
        let Some(indicator) = series.indicator else { continue };
        let own = best.entry((&**series.subject, indicator)).or_insert(number);
        if let Some(other) = gather.of_number(*own)
            && rank(series.frequency, wanted) < rank(other.frequency, wanted)
        {
            *own = number;
        }
    }
    let chosen: BTreeSet<u32> = best.into_values().collect();
    let name = |series: usize| {
        let facts = gather.of_number(series as u32).filter(|_| chosen.contains(&(series as u32)))?;
        plan.indicators().get(facts.indicator?).map(|one| one.code.as_str().into())
    };
    let (data, from) = observations(gather, standing, name)?;
    let published = published(gather, standing);
    let growth = from.iter().filter_map(|&at| standing.get(at)).map(|row| {
        let series = gather.series_of(row)?;
        published.get(&(&**series.subject, series.indicator?, series.frequency, row.ordinal)).copied()
    });
    Ok(data.with_published_growth(growth.map(|growth| growth.unwrap_or(f64::NAN)).collect()))
}

/// A rate in a unit of 1, 0.01 or 0.001 as a fraction, with the digits that it is printed with: 10.1 % is 0.101, and no
/// number beside it.
fn fraction(value: f64, scale: f64) -> f64 {
    let places = -(scale.log10().round() as i32);
    format!("{value}e-{places}").parse().unwrap_or(value * scale)
}

/// Growth as published, as fractions, by subject, indicator and period.
fn published<'g>(gather: &'g Gathered<'_>, standing: &[Row]) -> HashMap<(&'g str, usize, Frequency, i32), f64> {
    let growth = standing.iter().filter_map(|row| {
        let series = gather.series_of(row)?;
        // Without a unit nobody knows whether 0.3 is a third of a percent.
        let unit = series.unit.filter(|unit| unit.is_rate())?;
        let key = (&**series.subject, series.growth_of?, series.frequency, row.ordinal);
        Some((key, fraction(row.value, unit.scale())))
    });
    growth.collect()
}
