//! A long panel: sorted columns, one row for each observation, gaps allowed.

mod building;

pub(super) use building::Clash;
pub(crate) use building::clash_error;

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Frequency, Panel, Period, PeriodRange, Series};
use crate::error::{Error, ErrorKind, Result};

/// Whose series it is and of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Region, unit or person; empty where a table has one subject.
    pub subject: Arc<str>,
    /// Indicator code; empty where a table has one indicator.
    pub indicator: Arc<str>,
}

impl SeriesKey {
    /// A key.
    pub fn new(subject: impl Into<Arc<str>>, indicator: impl Into<Arc<str>>) -> SeriesKey {
        SeriesKey { subject: subject.into(), indicator: indicator.into() }
    }
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.subject, &*self.indicator) {
            ("", indicator) => f.write_str(indicator),
            (subject, "") => f.write_str(subject),
            (subject, indicator) => write!(f, "{subject} {indicator}"),
        }
    }
}

/// Many series of any length, as columns sorted by key and then by period; series `i` is the rows
/// `offsets[i]..offsets[i + 1]`.
///
/// A missing value may be a row with NaN or no row at all; growth compares periods, so both are gaps. Series may
/// have different frequencies; one series has one.
///
/// # Examples
/// ```
/// use fanfan::model::{LongPanel, Period, SeriesKey};
///
/// let keys = vec![SeriesKey::new("south", "gdp"), SeriesKey::new("north", "gdp")];
/// let periods = [2003, 2001, 2001].map(Period::annual);
/// let panel = LongPanel::from_columns(keys, &[0, 0, 1], &periods, &[3.0, 1.0, 9.0])?;
///
/// assert_eq!(panel.offsets(), [0, 1, 3]); // north, then south, each in order of time
/// assert!(panel.has_gaps());
/// assert_eq!(panel.scan_gaps()[0].periods.to_string(), "2002/2002");
/// assert_eq!(panel.fill_gaps().rows(), 4);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LongPanel {
    keys: Vec<SeriesKey>,
    frequencies: Vec<Frequency>,
    offsets: Vec<usize>,
    ordinals: Vec<i32>,
    values: Vec<f64>,
}

impl PartialEq for LongPanel {
    /// Same keys, periods and values, where NaN equals NaN.
    fn eq(&self, other: &LongPanel) -> bool {
        self.keys == other.keys
            && self.frequencies == other.frequencies
            && self.offsets == other.offsets
            && self.ordinals == other.ordinals
            && self.values.iter().zip(&other.values).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

/// A run of periods between two observations of a series that has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The number of the series.
    pub series: usize,
    /// The periods without a row.
    pub periods: PeriodRange,
}

impl LongPanel {
    /// A panel from columns in any order, in O(n) when they are sorted already.
    ///
    /// `keys` is a dictionary and `ids` says for each row which key it has.
    ///
    /// # Errors
    /// Columns of different lengths; an id without a key; a key that stands twice in the dictionary; two rows for one
    /// period of a series, or two frequencies in one series (the message names both rows, counted from 1); a period a
    /// hundred thousand years away.
    pub fn from_columns(keys: Vec<SeriesKey>, ids: &[u32], periods: &[Period], values: &[f64]) -> Result<LongPanel> {
        LongPanel::build(keys, ids, periods, values)?.map_err(|(clash, key)| {
            let (first, second) = (clash.rows.0 + 1, clash.rows.1 + 1);
            let (a, b) = (periods.get(clash.rows.0), periods.get(clash.rows.1));
            clash_error(clash.kind, &key, &format!("rows {first} and {second}"), a.copied(), b.copied())
        })
    }

    /// No series.
    fn none() -> LongPanel {
        LongPanel { keys: vec![], frequencies: vec![], offsets: vec![0], ordinals: vec![], values: vec![] }
    }

    /// Number of series.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no series.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// Who and what each series is, sorted.
    pub fn keys(&self) -> &[SeriesKey] {
        &self.keys
    }

    /// The frequency of each series.
    pub fn frequencies(&self) -> &[Frequency] {
        &self.frequencies
    }

    /// Where each series begins, and where the last one ends.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// The ordinals of the periods, row by row.
    pub fn ordinals(&self) -> &[i32] {
        &self.ordinals
    }

    /// The values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The series with these numbers, which rise.
    pub(super) fn keep(&self, series: &[usize]) -> LongPanel {
        let mut kept = LongPanel::none();
        for series in series.iter().filter_map(|&number| self.series(number)) {
            kept.keys.push(series.key.clone());
            kept.frequencies.push(series.frequency);
            kept.ordinals.extend_from_slice(series.ordinals);
            kept.values.extend_from_slice(series.values);
            kept.offsets.push(kept.values.len());
        }
        kept
    }

    /// The rows of a series.
    pub(crate) fn range(&self, series: usize) -> Range<usize> {
        match (self.offsets.get(series), self.offsets.get(series + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }

    /// Gives the values back, row by row.
    pub fn into_values(self) -> Vec<f64> {
        self.values
    }

    /// Series `index`.
    pub fn series(&self, index: usize) -> Option<SeriesRef<'_>> {
        let range = self.range(index);
        Some(SeriesRef {
            key: self.keys.get(index)?,
            frequency: *self.frequencies.get(index)?,
            ordinals: self.ordinals.get(range.clone())?,
            values: self.values.get(range)?,
        })
    }

    /// The series one by one.
    pub fn iter(&self) -> impl Iterator<Item = SeriesRef<'_>> {
        (0..self.len()).filter_map(|index| self.series(index))
    }

    /// The series of `subject` and `indicator`.
    pub fn find(&self, subject: &str, indicator: &str) -> Option<SeriesRef<'_>> {
        let found = self.keys.binary_search_by(|key| match (*key.subject).cmp(subject) {
            Ordering::Equal => (*key.indicator).cmp(indicator),
            other => other,
        });
        self.series(found.ok()?)
    }

    /// Runs of series that have one frequency, as ranges of series.
    pub(crate) fn runs(&self) -> Vec<(Frequency, Range<usize>)> {
        let mut runs: Vec<(Frequency, Range<usize>)> = Vec::new();
        for (index, &frequency) in self.frequencies.iter().enumerate() {
            match runs.last_mut() {
                Some((last, range)) if *last == frequency => range.end = index + 1,
                _ => runs.push((frequency, index..index + 1)),
            }
        }
        runs
    }

    /// Whether some series lacks a row for a period between its first and its last.
    pub fn has_gaps(&self) -> bool {
        self.iter().any(|series| series.has_gaps())
    }

    /// How many periods between first and last rows have no row, over all series.
    pub fn count_gaps(&self) -> usize {
        self.iter().map(|series| series.span() - series.ordinals.len()).sum()
    }

    /// The gaps, series by series.
    pub fn scan_gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (index, series) in self.iter().enumerate().filter(|(_, series)| series.has_gaps()) {
            for pair in series.ordinals.windows(2) {
                if let [before, after] = *pair
                    && after - before > 1
                {
                    let at = |ordinal| Period::from_ordinal(series.frequency, ordinal);
                    gaps.extend(
                        PeriodRange::new(at(before + 1), at(after - 1)).map(|periods| Gap { series: index, periods }),
                    );
                }
            }
        }
        gaps
    }

    /// The same panel with a row of NaN for each period in a gap.
    #[must_use]
    pub fn fill_gaps(&self) -> LongPanel {
        let mut filled = LongPanel {
            keys: self.keys.clone(),
            frequencies: self.frequencies.clone(),
            offsets: vec![0],
            ordinals: Vec::with_capacity(self.rows() + self.count_gaps()),
            values: Vec::with_capacity(self.rows() + self.count_gaps()),
        };
        for series in self.iter() {
            for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
                let start = filled.offsets.last().copied().unwrap_or(0);
                while filled.ordinals.len() > start
                    && let Some(last) = filled.ordinals.last().copied().filter(|last| last + 1 < ordinal)
                {
                    filled.ordinals.push(last + 1);
                    filled.values.push(f64::NAN);
                }
                filled.ordinals.push(ordinal);
                filled.values.push(value);
            }
            filled.offsets.push(filled.ordinals.len());
        }
        filled
    }

    /// The panel over the periods from the first to the last of all series, dense.
    ///
    /// # Errors
    /// Series of two frequencies.
    pub fn to_panel(&self) -> Result<Panel> {
        let mut runs = self.runs().into_iter();
        let frequency = runs.next().map_or(Frequency::Annual, |(frequency, _)| frequency);
        if let Some((other, range)) = runs.next() {
            let key = self.keys.get(range.start).map(ToString::to_string).unwrap_or_default();
            return Err(Error::new(ErrorKind::Frequency, format!("{key} is {other}, others are {frequency}"))
                .mend("make a panel of each frequency"));
        }
        let first = self.ordinals.iter().copied().min().unwrap_or(0);
        let width = self.ordinals.iter().copied().max().map_or(0, |last| (last - first) as usize + 1);
        let mut values = vec![f64::NAN; width * self.len()];
        for (row, series) in values.chunks_exact_mut(width.max(1)).zip(self.iter()) {
            for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
                if let Some(place) = row.get_mut((ordinal - first) as usize) {
                    *place = value;
                }
            }
        }
        Panel::new(self.keys.clone(), Period::from_ordinal(frequency, first), values)
    }
}

impl From<&Panel> for LongPanel {
    /// A row for each cell that has a value.
    fn from(panel: &Panel) -> LongPanel {
        let mut order: Vec<usize> = (0..panel.keys().len()).collect();
        order.sort_by(|&a, &b| panel.keys()[a].cmp(&panel.keys()[b]));
        let mut long = LongPanel {
            keys: order.iter().map(|&row| panel.keys()[row].clone()).collect(),
            frequencies: vec![panel.first().frequency(); order.len()],
            offsets: vec![0],
            ordinals: Vec::new(),
            values: Vec::new(),
        };
        for row in order {
            for (at, &value) in panel.values().row(row).iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                long.ordinals.push(panel.first().ordinal() + at as i32);
                long.values.push(value);
            }
            long.offsets.push(long.values.len());
        }
        long
    }
}

/// One series of a [`LongPanel`].
#[derive(Debug, Clone, Copy)]
pub struct SeriesRef<'a> {
    /// Whose series it is and of what.
    pub key: &'a SeriesKey,
    /// Its frequency.
    pub frequency: Frequency,
    /// The ordinals of its periods, rising.
    pub ordinals: &'a [i32],
    /// Its values, NaN where missing.
    pub values: &'a [f64],
}

impl SeriesRef<'_> {
    /// The value at `period`; `None` where there is none.
    pub fn get(&self, period: Period) -> Option<f64> {
        if period.frequency() != self.frequency {
            return None;
        }
        let row = self.ordinals.binary_search(&period.ordinal()).ok()?;
        self.values.get(row).copied().filter(|value| !value.is_nan())
    }

    /// Periods with their values, without the missing ones.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (Period, f64)> + '_ {
        self.ordinals
            .iter()
            .zip(self.values)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&ordinal, &value)| (Period::from_ordinal(self.frequency, ordinal), value))
    }

    /// Periods from the first row to the last.
    fn span(&self) -> usize {
        match (self.ordinals.first(), self.ordinals.last()) {
            (Some(first), Some(last)) => (last - first) as usize + 1,
            _ => 0,
        }
    }

    /// Whether a period between the first row and the last has no row.
    pub fn has_gaps(&self) -> bool {
        self.span() != self.ordinals.len()
    }

    /// The series on its own, gaps filled with NaN.
    pub fn to_series(&self) -> Series {
        let first = self.ordinals.first().copied().unwrap_or(0);
        let mut values = vec![f64::NAN; self.span()];
        for (&ordinal, &value) in self.ordinals.iter().zip(self.values) {
            if let Some(place) = values.get_mut((ordinal - first) as usize) {
                *place = value;
            }
        }
        Series::new(Period::from_ordinal(self.frequency, first), values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_rows_are_both_named() {
        let keys = || vec![SeriesKey::new("a", "x")];
        let years = [2001, 2003, 2001].map(Period::annual);
        let error = LongPanel::from_columns(keys(), &[0; 3], &years, &[1.0; 3]).map_err(|error| error.to_string());
        assert!(
            matches!(&error, Err(message) if message.contains("rows 1 and 3") && message.contains("2001")),
            "{error:?}"
        );
        let mixed = [Period::annual(2001), Period::from_ordinal(Frequency::Monthly, 2002 * 12)];
        let error = LongPanel::from_columns(keys(), &[0; 2], &mixed, &[1.0; 2]).map_err(|error| error.to_string());
        assert!(matches!(&error, Err(message) if message.contains("rows 1 and 2")), "{error:?}");
    }

    #[test]
    fn dense_and_back() -> Result<()> {
        let keys = vec![SeriesKey::new("b", "x"), SeriesKey::new("a", "x")];
        let periods = [2001, 2003, 2002].map(Period::annual);
        let panel = LongPanel::from_columns(keys, &[0, 0, 1], &periods, &[1.0, 3.0, 2.0])?;
        let dense = panel.to_panel()?;
        assert_eq!(dense.shape(), (2, 3));
        assert_eq!(LongPanel::from(&dense), panel);
        assert_eq!(panel.find("b", "x").and_then(|series| series.get(Period::annual(2003))), Some(3.0));
        Ok(())
    }
}
