//! Long panels out of columns, sorted or not.

use std::cmp::Ordering;
#[cfg(feature = "csv")]
use std::ops::Range;
use std::sync::Arc;

use super::{LongPanel, SeriesKey};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Frequency, Period};

/// Two rows that cannot stand in one series; the reader that knows their lines makes the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) rows: (usize, usize),
    pub(crate) kind: ErrorKind,
}

impl LongPanel {
    /// As [`LongPanel::from_columns`], with clashing rows as numbers.
    pub(crate) fn build(
        keys: Vec<SeriesKey>,
        ids: &[u32],
        periods: &[Period],
        values: &[f64],
    ) -> Result<std::result::Result<LongPanel, (Clash, SeriesKey)>> {
        let rows = values.len();
        if ids.len() != rows || periods.len() != rows {
            let message = format!("{} ids, {} periods and {rows} values", ids.len(), periods.len());
            return Err(Error::new(ErrorKind::Length, message).mend("give columns of one length"));
        }
        periods.iter().try_for_each(|period| period.check_distance())?;
        let (keys, rank) = sort_keys(keys)?;
        let mut counts = vec![0_usize; keys.len() + 1];
        for &id in ids {
            let Some(&rank) = rank.get(id as usize) else {
                return Err(Error::new(ErrorKind::Length, format!("row id {id} has no key among {}", keys.len())));
            };
            if let Some(count) = counts.get_mut(rank as usize + 1) {
                *count += 1;
            }
        }
        let mut offsets = counts;
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let order = |row: usize| (rank.get(ids[row] as usize).copied(), periods[row].ordinal());
        let sorted = (1..rows).all(|row| order(row - 1) <= order(row));
        let mut panel =
            LongPanel { frequencies: vec![Frequency::Annual; keys.len()], keys, offsets, ..LongPanel::none() };
        // Source row of each sorted row; left empty when they are the same.
        let mut source: Vec<u32> = Vec::new();
        if sorted {
            panel.values = values.to_vec();
            panel.ordinals = periods.iter().map(|period| period.ordinal()).collect();
        } else {
            source = sorted_rows(ids, &rank, periods, &panel.offsets);
            panel.values = source.iter().map(|&row| values[row as usize]).collect();
            panel.ordinals = source.iter().map(|&row| periods[row as usize].ordinal()).collect();
        }
        let row_of = |row: usize| source.get(row).map_or(row, |&row| row as usize);
        for series in 0..panel.keys.len() {
            let range = panel.range(series);
            let Some(first) = periods.get(row_of(range.start)).filter(|_| !range.is_empty()) else { continue };
            panel.frequencies[series] = first.frequency();
            for row in range.clone().skip(1) {
                let clash = if periods[row_of(row)].frequency() != first.frequency() {
                    Clash { rows: (row_of(range.start), row_of(row)), kind: ErrorKind::Frequency }
                } else if panel.ordinals[row] == panel.ordinals[row - 1] {
                    Clash { rows: (row_of(row - 1), row_of(row)), kind: ErrorKind::Duplicate }
                } else {
                    continue;
                };
                let rows = (clash.rows.0.min(clash.rows.1), clash.rows.0.max(clash.rows.1));
                return Ok(Err((Clash { rows, ..clash }, panel.keys[series].clone())));
            }
        }
        panel.lend_frequencies();
        Ok(Ok(panel))
    }

    #[cfg(feature = "csv")]
    /// As [`LongPanel::build`], of rows that come in runs of one series; run `i` is `run(i)`: its rows, its series, and
    /// where in `ids` the numbers of its periods begin, which runs may share.
    ///
    /// Gives the values back where the periods of a series do not rise, or are of two frequencies: then rows must be
    /// sorted, or refused.
    ///
    /// # Errors
    /// As [`LongPanel::build`], but for lengths, which must be the same.
    pub(crate) fn of_runs(
        keys: Vec<SeriesKey>,
        runs: usize,
        run: impl Fn(usize) -> (Range<usize>, u32, usize),
        ids: &[u32],
        periods: &[Period],
        values: Vec<f64>,
    ) -> Result<std::result::Result<LongPanel, Vec<f64>>> {
        let (keys, rank) = sort_keys(keys)?;
        let rank_of = |at: usize| rank.get(run(at).1 as usize).copied().unwrap_or_default() as usize;
        let sorted = (1..runs).all(|at| rank_of(at - 1) <= rank_of(at));
        // Where the runs of each series go, and how many rows it has.
        let (mut next, mut offsets) = (vec![0_u32; keys.len() + 1], vec![0; keys.len() + 1]);
        for at in 0..runs {
            next[rank_of(at) + 1] += 1;
            offsets[rank_of(at) + 1] += run(at).0.len();
        }
        for series in 0..keys.len() {
            next[series + 1] += next[series];
            offsets[series + 1] += offsets[series];
        }
        let mut order: Vec<u32> = vec![0; if sorted { 0 } else { runs }];
        for at in 0..order.len() {
            let place = &mut next[rank_of(at)];
            order[*place as usize] = at as u32;
            *place += 1;
        }
        let mut moved = Vec::with_capacity(if sorted { 0 } else { values.len() });
        let mut ordinals: Vec<i32> = Vec::with_capacity(values.len());
        let mut frequencies = vec![Frequency::Annual; keys.len()];
        let period = |&id: &u32| periods.get(id as usize).copied().unwrap_or(Period::annual(0));
        // The run before, where its ordinals begin.
        let mut last: Option<(Range<usize>, usize)> = None;
        for at in 0..runs {
            let at = order.get(at).map_or(at, |at| *at as usize);
            let ((rows, _, time), series) = (run(at), rank_of(at));
            if !sorted {
                moved.extend_from_slice(&values[rows.clone()]);
            }
            let (times, start) = (time..time + rows.len(), ordinals.len());
            let of =
                ids.get(times.clone()).and_then(<[u32]>::first).map_or(Frequency::Annual, |id| period(id).frequency());
            if start == offsets[series] {
                frequencies[series] = of;
            } else if frequencies[series] != of || ordinals[start - 1] >= period(&ids[time]).ordinal() {
                return Ok(Err(values));
            }
            match &last {
                // Rows of a wide table have the same periods, which were looked at once.
                Some((same, from)) if *same == times => ordinals.extend_from_within(*from..from + times.len()),
                _ => {
                    ordinals.extend(ids[times.clone()].iter().map(|id| period(id).ordinal()));
                    let rises = ordinals[start..].windows(2).all(|pair| pair[0] < pair[1]);
                    if !rises || ids[times.clone()].iter().any(|id| period(id).frequency() != of) {
                        return Ok(Err(values));
                    }
                }
            }
            last = Some((times, start));
        }
        let values = if sorted { values } else { moved };
        let mut panel = LongPanel { keys, frequencies, offsets, ordinals, values };
        panel.lend_frequencies();
        Ok(Ok(panel))
    }

    /// A key without rows has no frequency of its own: its neighbour's, so that it sets nothing apart.
    fn lend_frequencies(&mut self) {
        let first = (0..self.len()).find(|&series| !self.range(series).is_empty());
        let mut neighbour = first.map_or(Frequency::Annual, |series| self.frequencies[series]);
        for series in 0..self.len() {
            if self.range(series).is_empty() {
                self.frequencies[series] = neighbour;
            }
            neighbour = self.frequencies[series];
        }
    }
}

/// The message for two rows that clash; `rows` says where they stand.
pub(crate) fn clash_error(
    kind: ErrorKind,
    key: &SeriesKey,
    rows: &str,
    first: Option<Period>,
    second: Option<Period>,
) -> Error {
    let say = |period: Option<Period>| period.map(|period| period.to_string()).unwrap_or_default();
    let error = match kind {
        ErrorKind::Frequency => {
            Error::new(kind, format!("{rows} mix two frequencies in one series: {} and {}", say(first), say(second)))
                .mend("give the indicator one frequency, or name the two series differently")
        }
        _ => Error::new(kind, format!("{rows} give two values for one period")).at_period(say(first)).mend(
            "delete one of them, tell the series apart by subject or indicator, or say in a column as_of when each \
                 was known",
        ),
    };
    error.of_series(&key.subject, &key.indicator)
}

/// The dictionary sorted, and the new place of each old entry.
fn sort_keys(keys: Vec<SeriesKey>) -> Result<(Vec<SeriesKey>, Vec<u32>)> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let sorted = keys.is_sorted();
    if !sorted {
        // Most names differ among their first bytes, and one that neighbours share is one and the same text.
        let lead = |name: &str| {
            let mut lead = [0; 16];
            let bytes = name.as_bytes();
            let length = bytes.len().min(16);
            lead[..length].copy_from_slice(&bytes[..length]);
            u128::from_be_bytes(lead)
        };
        let by_name = |a: &Arc<str>, b: &Arc<str>| if Arc::ptr_eq(a, b) { Ordering::Equal } else { a.cmp(b) };
        let mut led: Vec<(u128, u128, u32)> = order
            .iter()
            .map(|&at| (lead(&keys[at as usize].subject), lead(&keys[at as usize].indicator), at))
            .collect();
        led.sort_unstable_by(|(subject, indicator, a), (other_subject, other_indicator, b)| {
            let (a, b) = (&keys[*a as usize], &keys[*b as usize]);
            subject
                .cmp(other_subject)
                .then_with(|| by_name(&a.subject, &b.subject))
                .then(indicator.cmp(other_indicator))
                .then_with(|| by_name(&a.indicator, &b.indicator))
        });
        order = led.into_iter().map(|(_, _, at)| at).collect();
    }
    let twice = order.windows(2).find(|pair| keys[pair[0] as usize] == keys[pair[1] as usize]);
    if let Some(pair) = twice {
        let message = format!("the key `{}` stands twice in the dictionary", keys[pair[0] as usize]);
        return Err(Error::new(ErrorKind::Duplicate, message).mend("give each series one key"));
    }
    if sorted {
        return Ok((keys, order));
    }
    let mut rank = vec![0; keys.len()];
    for (place, &old) in order.iter().enumerate() {
        rank[old as usize] = place as u32;
    }
    let mut slots: Vec<Option<SeriesKey>> = keys.into_iter().map(Some).collect();
    let keys = order.iter().filter_map(|&old| slots[old as usize].take()).collect();
    Ok((keys, rank))
}

/// Rows in order of series and period: counted into their series, then sorted inside it.
fn sorted_rows(ids: &[u32], rank: &[u32], periods: &[Period], offsets: &[usize]) -> Vec<u32> {
    let mut next = offsets.to_vec();
    let mut source = vec![0_u32; ids.len()];
    for (row, &id) in ids.iter().enumerate() {
        let slot = &mut next[rank[id as usize] as usize];
        source[*slot] = row as u32;
        *slot += 1;
    }
    for series in offsets.windows(2) {
        let rows = &mut source[series[0]..series[1]];
        if !rows.is_sorted_by_key(|&row| periods[row as usize].ordinal()) {
            rows.sort_by_key(|&row| periods[row as usize].ordinal());
        }
    }
    source
}
