//! Observations from all files, until they are sorted into a panel.

pub(super) mod percent;
mod spans;
mod to_date;
mod units;

use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use self::units::SeriesUnit;
use super::{ReadOptions, Tables};
use crate::error::Result;
use crate::growth::single;
use crate::model::{
    AsOf, Clashing, Dated, Frequency, LongPanel, Observations, Period, Reading, SeriesKey, clash_error, read_periods,
};

/// Rows of one series on one line, or on lines that follow each other: a row of a wide table, a series of a long one.
///
/// Rows carry no place and no series of their own: these would take more memory than their values.
#[derive(Clone, Copy)]
struct Run {
    start: u32,
    series: u32,
    line: u32,
    /// Where its times begin; the rows of a wide table share them.
    times: u32,
    /// Whether each row stands on a line of its own.
    down: bool,
}

/// The rows as they were when a file began.
#[derive(Clone, Copy)]
pub(super) struct Before {
    runs: usize,
    times: usize,
    growth: usize,
}

/// The state before a file.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    before: Before,
    rows: usize,
    series: usize,
    files: usize,
    notes: usize,
}

/// Columns that grow with each row read.
pub(super) struct Gather<'o> {
    options: &'o ReadOptions,
    /// Names of files, and the first row of each.
    files: Vec<(String, usize)>,
    texts: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    series: HashMap<(u32, u32), u32>,
    /// The subject and the indicator of each series.
    pairs: Vec<(u32, u32)>,
    units: Vec<SeriesUnit>,
    readings_by_text: HashMap<Box<str>, u32>,
    /// What the texts say; rows hold numbers of it.
    readings: Vec<Reading>,
    runs: Vec<Run>,
    times: Vec<u32>,
    values: Vec<f64>,
    growth: Vec<f64>,
    /// When rows became known; none at all where no table says so.
    as_of: Vec<Option<AsOf>>,
    /// Of the rows that come.
    known_since: Option<AsOf>,
    notes: Vec<String>,
    warnings: Vec<String>,
    /// Whether the table read last has a head with periods: it is a plain one.
    pub(super) is_plain: bool,
    /// Published growth without a percent sign.
    pub(super) bare_growth: Option<percent::Bare>,
    /// The first row of the file begun last, and its first time.
    file_start: usize,
    file_times: usize,
    /// Whether that file has texts such as 2005/06.
    ambiguous: bool,
}

impl<'o> Gather<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Gather<'o> {
        Gather {
            options,
            files: Vec::new(),
            texts: HashMap::new(),
            names: Vec::new(),
            series: HashMap::new(),
            pairs: Vec::new(),
            units: Vec::new(),
            readings_by_text: HashMap::new(),
            readings: Vec::new(),
            runs: Vec::new(),
            times: Vec::new(),
            values: Vec::new(),
            growth: Vec::new(),
            as_of: Vec::new(),
            known_since: None,
            notes: Vec::new(),
            warnings: Vec::new(),
            is_plain: false,
            bare_growth: None,
            file_start: 0,
            file_times: 0,
            ambiguous: false,
        }
    }

    pub(super) fn begin_file(&mut self, name: &str) {
        self.end_file();
        self.files.push((name.to_owned(), self.values.len()));
        self.known_since = None;
    }

    /// 2005/06 is June in a table that has months and a fiscal year in another, whatever other files hold.
    fn end_file(&mut self) {
        let times = self.times.get_mut(self.file_times..).unwrap_or_default();
        if self.ambiguous && self.options.frequency != Some(Frequency::Monthly) {
            let reading = |&id: &u32| self.readings.get(id as usize).copied();
            let monthly = |id: &u32| matches!(reading(id), Some(Reading::Period(period)) if period.frequency() == Frequency::Monthly);
            let months = times.iter().any(monthly);
            let mut decided: Vec<u32> = (0..self.readings.len() as u32).collect();
            for id in &mut decided {
                if let Some(Reading::Ambiguous { fiscal, month }) = self.readings.get(*id as usize).copied() {
                    *id = self.readings.len() as u32;
                    self.readings.push(Reading::Period(if months { month } else { fiscal }));
                }
            }
            for id in times {
                *id = decided.get(*id as usize).copied().unwrap_or(*id);
            }
        }
        self.ambiguous = false;
        self.file_start = self.values.len();
        self.file_times = self.times.len();
    }

    /// What to go back to, should the file have to be read in another way.
    pub(super) fn before(&self) -> Before {
        Before { runs: self.runs.len(), times: self.times.len(), growth: self.growth.len() }
    }

    /// Forgets the rows of the file begun last. Its series and their units stay: it is read again in the same order.
    pub(super) fn back(&mut self, before: Before) {
        self.runs.truncate(before.runs);
        self.times.truncate(before.times);
        self.values.truncate(self.file_start);
        self.growth.truncate(before.growth);
        self.as_of.truncate(self.file_start);
        self.ambiguous = false;
    }

    /// The state before a file, to go back to should it have to be read by another reader.
    pub(super) fn mark(&mut self) -> Mark {
        self.end_file();
        self.is_plain = false;
        Mark {
            before: self.before(),
            rows: self.values.len(),
            series: self.pairs.len(),
            files: self.files.len(),
            notes: self.notes.len(),
        }
    }

    /// Forgets the file with its series.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.file_start = mark.rows;
        self.file_times = mark.before.times;
        self.back(mark.before);
        self.pairs.truncate(mark.series);
        self.units.truncate(mark.series);
        self.series.retain(|_, series| (*series as usize) < mark.series);
        self.files.truncate(mark.files);
        self.notes.truncate(mark.notes);
    }

    /// Makes room for lines of a wide table.
    pub(super) fn expect(&mut self, lines: usize, rows: usize) {
        self.values.reserve_exact(rows);
        self.runs.reserve(lines);
        self.texts.reserve(lines);
        self.series.reserve(lines);
    }

    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }

    pub(super) fn rows(&self) -> usize {
        self.values.len()
    }

    fn intern(&mut self, text: &str, last: Option<u32>) -> u32 {
        // Neighbours share a name more often than not.
        if let Some(last) = last
            && self.names.get(last as usize).is_some_and(|name| **name == *text)
        {
            return last;
        }
        if let Some(&id) = self.texts.get(text) {
            return id;
        }
        let (id, name) = (self.names.len() as u32, Arc::from(text));
        self.names.push(Arc::clone(&name));
        self.texts.insert(name, id);
        id
    }

    /// The number of the series with these names.
    pub(super) fn series(&mut self, subject: &str, indicator: &str) -> u32 {
        let last = self.pairs.last().copied();
        let pair = (self.intern(subject, last.map(|last| last.0)), self.intern(indicator, last.map(|last| last.1)));
        if let Some(&id) = self.series.get(&pair) {
            return id;
        }
        let id = self.pairs.len() as u32;
        self.pairs.push(pair);
        self.units.push(SeriesUnit::default());
        self.series.insert(pair, id);
        id
    }

    /// What a text says about time, as a number; texts repeat, so each is read once.
    pub(super) fn time_of(&mut self, text: &str) -> Result<u32> {
        if let Some(&id) = self.readings_by_text.get(text) {
            self.ambiguous |= matches!(self.readings.get(id as usize), Some(Reading::Ambiguous { .. }));
            return Ok(id);
        }
        let id = self.time(Reading::of(text)?);
        self.readings_by_text.insert(text.into(), id);
        Ok(id)
    }

    /// A reading as a number.
    pub(super) fn time(&mut self, reading: Reading) -> u32 {
        self.ambiguous |= matches!(reading, Reading::Ambiguous { .. });
        self.readings.push(reading);
        self.readings.len() as u32 - 1
    }

    /// Since when the rows that come are known.
    pub(super) fn known_since(&mut self, as_of: Option<AsOf>) {
        self.known_since = as_of;
    }

    /// Says since when the rows pushed last are known.
    fn date(&mut self, rows: usize) {
        if self.known_since.is_some() || !self.as_of.is_empty() {
            self.as_of.resize(self.values.len() - rows, None);
            self.as_of.resize(self.values.len(), self.known_since);
        }
    }

    /// One observation of the file begun last.
    pub(super) fn push(&mut self, series: u32, time: u32, value: f64, growth: f64, line: u64) {
        let row = self.values.len() as u32;
        let (line, times) = (line as u32, self.times.len() as u32);
        let follows = |run: &Run| {
            let rows = row - run.start;
            run.series == series
                && run.times + rows == times
                && run.start as usize >= self.file_start
                && line == run.line + rows
                && (run.down || rows == 1)
        };
        match self.runs.last_mut().filter(|run| follows(run)) {
            Some(run) => run.down = true,
            None => self.runs.push(Run { start: row, series, line, times, down: false }),
        }
        self.times.push(time);
        self.values.push(value);
        if !growth.is_nan() || !self.growth.is_empty() {
            self.growth.resize(self.values.len() - 1, f64::NAN);
            self.growth.push(growth);
        }
        self.date(1);
    }

    /// Times that lines share; where they begin.
    pub(super) fn heads(&mut self, times: &[u32]) -> u32 {
        self.times.extend_from_slice(times);
        (self.times.len() - times.len()) as u32
    }

    /// A line of observations of one series, at the times that begin at `heads`.
    pub(super) fn push_line(&mut self, series: u32, heads: u32, values: &[f64], line: u64) {
        let start = self.values.len() as u32;
        self.runs.push(Run { start, series, line: line as u32, times: heads, down: false });
        self.values.extend_from_slice(values);
        self.date(values.len());
    }

    fn place(&self, row: usize) -> (String, u64) {
        let file = self.files.iter().rev().find(|(_, start)| *start <= row);
        let run = self.runs.partition_point(|run| run.start as usize <= row).checked_sub(1);
        let line = run.and_then(|run| self.runs.get(run)).map_or(0, |run| {
            let down = if run.down { row as u64 - u64::from(run.start) } else { 0 };
            u64::from(run.line) + down
        });
        (file.map(|(name, _)| name.clone()).unwrap_or_default(), line)
    }

    /// A run: its rows, its series, where its times begin; `rows` is the number of all rows.
    fn run(&self, at: usize, rows: usize) -> (Range<usize>, u32, usize) {
        let end = self.runs.get(at + 1).map_or(rows, |next| next.start as usize);
        self.runs.get(at).map_or((0..0, 0, 0), |run| (run.start as usize..end, run.series, run.times as usize))
    }

    fn keys(&self) -> Vec<SeriesKey> {
        let name = |id: u32| self.names.get(id as usize).cloned().unwrap_or_else(|| "".into());
        self.pairs.iter().map(|&(subject, of)| SeriesKey { subject: name(subject), indicator: name(of) }).collect()
    }

    pub(super) fn finish(mut self) -> Result<Tables> {
        self.end_file();
        let growth = std::mem::take(&mut self.growth);
        let mut apart = None;
        let rising = if self.as_of.is_empty() { self.rising(&growth)? } else { None };
        let observations = if let Some((panel, growth)) = rising {
            with_growth(Observations::new(panel), growth)
        } else {
            let mut keys = self.keys();
            let sorted = self.sorted(&mut keys, &growth)?;
            apart = Some(keys);
            sorted
        };
        percent::refuse(&observations, self.bare_growth.as_ref())?;
        let units = self.units_of(observations.panel(), apart);
        Ok(Tables { observations: observations.with_units(units), notes: self.notes, warnings: self.warnings })
    }

    /// The unit of each series of the panel, which has another order; `keys` where series were set apart.
    fn units_of(&self, panel: &LongPanel, keys: Option<Vec<SeriesKey>>) -> Vec<Option<String>> {
        if self.units.iter().all(|unit| unit.text.is_none()) {
            return Vec::new();
        }
        let texts = self.units.iter().map(|unit| unit.text.clone());
        let keys = keys.unwrap_or_else(|| self.keys()).into_iter();
        let units: HashMap<SeriesKey, Arc<str>> =
            keys.zip(texts).filter_map(|(key, text)| Some((key, text?))).collect();
        panel.keys().iter().map(|key| units.get(key).map(|text| text.as_ref().to_owned())).collect()
    }

    /// The panel and the growth published beside it where no row has to be sorted inside its series, and times say
    /// alone which period they are.
    fn rising(&mut self, growth: &[f64]) -> Result<Option<(LongPanel, Option<Vec<f64>>)>> {
        let undecided = |reading: &Reading| !matches!(reading, Reading::Period(_));
        if self.ambiguous || self.readings.iter().any(undecided) || self.to_date().is_some() {
            return Ok(None);
        }
        let Ok(periods) = read_periods(&self.readings, &[], self.options.frequency) else { return Ok(None) };
        let first = periods.first().map(|period| period.frequency());
        if self.options.frequencies_apart && periods.iter().any(|period| Some(period.frequency()) != first) {
            return Ok(None);
        }
        let values = std::mem::take(&mut self.values);
        let (runs, rows) = (self.runs.len(), values.len());
        let run = |at: usize| self.run(at, rows);
        let panel = match LongPanel::of_runs(self.keys(), runs, run, &self.times, &periods, values)? {
            Ok(panel) => panel,
            Err(values) => {
                self.values = values;
                return Ok(None);
            }
        };
        if growth.is_empty() {
            return Ok(Some((panel, None)));
        }
        let mut growth = growth.to_vec();
        growth.resize(rows, f64::NAN);
        let growth = LongPanel::of_runs(self.keys(), runs, run, &self.times, &periods, growth)?;
        Ok(growth.ok().map(|growth| (panel, Some(growth.into_values()))))
    }

    /// The panel and the growth published beside it, rows sorted; of several vintages the last.
    ///
    /// # Errors
    /// A time that is no period, two frequencies in a series, two rows for one period.
    fn sorted(&mut self, keys: &mut Vec<SeriesKey>, growth: &[f64]) -> Result<Observations> {
        let (mut ids, mut readings): (Vec<u32>, Vec<Reading>) = (Vec::new(), Vec::new());
        for (rows, series, time) in (0..self.runs.len()).map(|at| self.run(at, self.values.len())) {
            let times = self.times.get(time..time + rows.len()).unwrap_or_default();
            ids.extend(rows.map(|_| series));
            readings.extend(times.iter().filter_map(|&time| self.readings.get(time as usize).copied()));
        }
        let mut growth = growth.to_vec();
        growth.resize(if growth.is_empty() { 0 } else { self.values.len() }, f64::NAN);
        let left = self.spans_apart(keys, (ids, readings, growth))?;
        let (mut ids, readings, growth, rows, totals) = (left.ids, left.readings, left.growth, left.rows, left.totals);
        let before = |row: usize| rows.get(row).copied().unwrap_or(row);
        let frequency = self.options.frequency.map(|frequency| single(frequency).unwrap_or(frequency));
        let mut periods: Vec<Period> = read_periods(&readings, &ids, frequency).map_err(|(row, error)| {
            let (file, line) = self.place(before(row));
            error.in_source(file).at_line(line)
        })?;
        self.make_to_date(&ids, &mut periods);
        if self.options.frequencies_apart {
            super::apart::set_apart(&mut ids, &periods, keys, &mut self.units);
        }
        let clashing = |(clash, key): Clashing| {
            let (first, second) = (self.place(before(clash.rows.0)), self.place(before(clash.rows.1)));
            let rows = if first.0 == second.0 {
                format!("lines {} and {}", first.1, second.1)
            } else {
                format!("{}, line {}, and {}, line {}", first.0, first.1, second.0, second.1)
            };
            let (a, b) = (periods.get(clash.rows.0).copied(), periods.get(clash.rows.1).copied());
            let error = clash_error(clash.kind, &key, &rows, a, b);
            if first.0 == second.0 { error.in_source(first.0) } else { error }
        };
        if !self.as_of.is_empty() {
            let (values, as_of) = (&self.values, &self.as_of);
            let dated = Dated { ids: &ids, periods: &periods, values, growth: &growth, as_of };
            let found = dated.observations(keys.clone())?.map_err(clashing)?;
            return Ok(found.with_totals(totals));
        }
        let panel = LongPanel::build(keys.clone(), &ids, &periods, &self.values)?.map_err(clashing)?;
        if growth.is_empty() {
            return Ok(Observations::new(panel).with_totals(totals));
        }
        // The same keys and periods, so the same order.
        let sorted = LongPanel::build(keys.clone(), &ids, &periods, &growth)?.ok();
        Ok(with_growth(Observations::new(panel).with_totals(totals), sorted.map(LongPanel::into_values)))
    }
}

fn with_growth(observations: Observations, growth: Option<Vec<f64>>) -> Observations {
    match growth {
        Some(growth) => observations.with_published_growth(growth),
        None => observations,
    }
}
