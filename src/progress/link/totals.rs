//! Totals over spans that a table gives as rows, as parts of the indicators that they are of.

use std::collections::HashMap;

use super::super::completion::Part;
use super::{Link, Linked, converter, without_frequency};
use crate::error::Result;
use crate::model::{AsOf, Nature, ObservationsRef, PeriodRange};
use crate::plan::Plan;

/// Adds the totals to the series of their indicators, in the unit of the plan; of several vintages the last.
///
/// # Errors
/// A unit that is not known or does not convert.
pub(super) fn add(plan: &Plan, data: ObservationsRef<'_>, names: &HashMap<&str, usize>, link: &mut Link) -> Result<()> {
    let only = (plan.indicators().len() == 1).then_some(0);
    let mut known: HashMap<(String, usize, PeriodRange), Option<AsOf>> = HashMap::new();
    for total in data.totals {
        let whole = &*total.key.indicator;
        let name = if names.contains_key(whole) { whole } else { without_frequency(whole) };
        let Some(at) = names.get(name).copied().or(only.filter(|_| name.is_empty())) else { continue };
        let Some(indicator) = plan.indicators().get(at) else { continue };
        let Some(part) = part_of(total.span, total.value) else { continue };
        let subject = total.key.subject.to_string();
        let convert = converter(indicator, total.unit.as_deref(), plan.units())
            .map_err(|error| error.of_series(&subject, name))?;
        let seen = known.entry((subject.clone(), at, total.span)).or_insert(total.as_of);
        let is_later = match (*seen, total.as_of) {
            (Some(seen), Some(now)) => !now.is_by(seen) || seen.is_by(now),
            _ => true,
        };
        if !is_later {
            continue;
        }
        *seen = total.as_of;
        if let Err(at) = link.subjects.binary_search(&subject) {
            link.subjects.insert(at, subject.clone());
        }
        let flow = indicator.nature == Nature::Flow;
        let linked = link.series.entry((subject.clone(), at)).or_insert_with(|| Linked::nothing(&subject, at, flow));
        let value = convert(part.value);
        let add = |linked: &mut Linked| {
            linked.totals.retain(|(span, _)| *span != total.span);
            linked.totals.push((total.span, Part { value, ..part }));
        };
        add(linked);
        // The same series in periods of other lengths.
        linked.whole.iter_mut().for_each(|(_, linked)| add(linked));
    }
    Ok(())
}

/// The months of a span; `None` of weeks and of fiscal years whose end is not stated.
pub(in crate::progress) fn part_of(span: PeriodRange, value: f64) -> Option<Part> {
    let (first, last) = (Part::of(span.first(), 0.0)?, Part::of(span.last(), 0.0)?);
    Some(Part { from: first.from, to: last.to, value })
}
