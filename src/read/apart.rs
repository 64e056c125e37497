//! Series whose rows have several frequencies, as one series for each.

use std::collections::HashMap;

use crate::model::{Frequency, Period, SeriesKey};

/// Gives the rows of each finer frequency of a series a series of their own.
pub(super) fn set_apart<U: Clone + Default>(
    ids: &mut [u32],
    periods: &[Period],
    keys: &mut Vec<SeriesKey>,
    units: &mut Vec<U>,
) {
    let rank = |period: &Period| (period.frequency().is_to_date(), period.frequency().per_year());
    let mut coarsest: HashMap<u32, Period> = HashMap::new();
    for (&id, period) in ids.iter().zip(periods) {
        let own = coarsest.entry(id).or_insert(*period);
        if rank(period) < rank(own) {
            *own = *period;
        }
    }
    let mut apart: HashMap<(u32, Frequency), u32> = HashMap::new();
    for (id, period) in ids.iter_mut().zip(periods) {
        let frequency = period.frequency();
        if coarsest.get(id).is_none_or(|own| own.frequency() == frequency) {
            continue;
        }
        let old = *id;
        *id = *apart.entry((old, frequency)).or_insert_with(|| {
            let key = keys.get(old as usize).cloned().unwrap_or_else(|| SeriesKey::new("", ""));
            let unit = units.get(old as usize).cloned().unwrap_or_default();
            keys.push(SeriesKey { indicator: format!("{}@{frequency}", key.indicator).into(), ..key });
            units.push(unit);
            keys.len() as u32 - 1
        });
    }
}
