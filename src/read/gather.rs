//! Observations from all files, until they are sorted into a panel.

use std::collections::HashMap;
use std::sync::Arc;

use super::{ReadOptions, Tables};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    AsOf, Dated, Frequency, LongPanel, Observations, Reading, SeriesKey, Unit, clash_error, read_periods,
};

/// Where a row comes from.
#[derive(Clone, Copy)]
struct Place {
    file: u32,
    line: u32,
}

/// What one series is measured in: the text that came first.
#[derive(Default, Clone)]
struct SeriesUnit {
    text: Option<Arc<str>>,
    /// Whether the text is a percent sign in the cells.
    signed: bool,
    /// The last file with a value that has no unit.
    bare: Option<usize>,
}

/// Columns that grow with each row read.
pub(super) struct Gather<'o> {
    options: &'o ReadOptions,
    files: Vec<String>,
    texts: HashMap<Box<str>, u32>,
    names: Vec<Arc<str>>,
    series: HashMap<(u32, u32), u32>,
    keys: Vec<SeriesKey>,
    units: Vec<SeriesUnit>,
    readings_by_text: HashMap<Box<str>, Reading>,
    ids: Vec<u32>,
    readings: Vec<Reading>,
    values: Vec<f64>,
    growth: Vec<f64>,
    /// When rows became known; none at all where no table says so.
    as_of: Vec<Option<AsOf>>,
    /// Of the rows that come.
    known_since: Option<AsOf>,
    places: Vec<Place>,
    notes: Vec<String>,
    /// The first row of the file begun last.
    file_start: usize,
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
            keys: Vec::new(),
            units: Vec::new(),
            readings_by_text: HashMap::new(),
            ids: Vec::new(),
            readings: Vec::new(),
            values: Vec::new(),
            growth: Vec::new(),
            as_of: Vec::new(),
            known_since: None,
            places: Vec::new(),
            notes: Vec::new(),
            file_start: 0,
            ambiguous: false,
        }
    }

    pub(super) fn begin_file(&mut self, name: &str) {
        self.end_file();
        self.files.push(name.to_owned());
        self.known_since = None;
    }

    /// 2005/06 is June in a table that has months and a fiscal year in another, whatever other files hold.
    fn end_file(&mut self) {
        let rows = self.readings.get_mut(self.file_start..).unwrap_or_default();
        if self.ambiguous && self.options.frequency != Some(Frequency::Monthly) {
            let monthly = |reading: &Reading| matches!(reading, Reading::Period(period) if period.frequency() == Frequency::Monthly);
            let months = rows.iter().any(monthly);
            for reading in rows {
                if let Reading::Ambiguous { fiscal, month } = *reading {
                    *reading = Reading::Period(if months { month } else { fiscal });
                }
            }
        }
        self.ambiguous = false;
        self.file_start = self.values.len();
    }

    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn rows(&self) -> usize {
        self.values.len()
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.texts.get(text) {
            return id;
        }
        let id = self.names.len() as u32;
        self.names.push(text.into());
        self.texts.insert(text.into(), id);
        id
    }

    /// The number of the series with these names.
    pub(super) fn series(&mut self, subject: &str, indicator: &str) -> u32 {
        let pair = (self.intern(subject), self.intern(indicator));
        if let Some(&id) = self.series.get(&pair) {
            return id;
        }
        let id = self.keys.len() as u32;
        let name = |id: u32| self.names.get(id as usize).cloned().unwrap_or_else(|| "".into());
        self.keys.push(SeriesKey { subject: name(pair.0), indicator: name(pair.1) });
        self.units.push(SeriesUnit::default());
        self.series.insert(pair, id);
        id
    }

    /// What a text says about time; texts repeat, so each is read once.
    pub(super) fn reading(&mut self, text: &str) -> Result<Reading> {
        if let Some(&reading) = self.readings_by_text.get(text) {
            return Ok(reading);
        }
        let reading = Reading::of(text)?;
        self.readings_by_text.insert(text.into(), reading);
        Ok(reading)
    }

    /// A value without a unit: it has that of the rows before.
    ///
    /// # Errors
    /// Values before it have percent signs: 0.33 and 33 % are not told apart without.
    pub(super) fn bare(&mut self, series: u32, value: f64) -> Result<f64> {
        let file = self.files.len();
        if let Some(own) = self.units.get_mut(series as usize).filter(|_| value != 0.0) {
            if own.signed {
                return Err(some_signs());
            }
            own.bare = Some(file);
        }
        Ok(value)
    }

    /// A value with a percent sign, in percent.
    ///
    /// # Errors
    /// Values before it have none, or another unit.
    pub(super) fn percent(&mut self, series: u32, value: f64) -> Result<f64> {
        if let Some(own) = self.units.get_mut(series as usize) {
            if own.bare.is_some() {
                return Err(some_signs());
            }
            own.signed |= own.text.is_none();
        }
        self.in_unit(series, value, "%")
    }

    /// The value in the unit of its series, which the first row with a unit sets.
    ///
    /// # Errors
    /// A second unit that does not convert into the first; a unit below values of the same file that have none.
    pub(super) fn in_unit(&mut self, series: u32, value: f64, unit: &str) -> Result<f64> {
        let file = self.files.len();
        let Some(own) = self.units.get_mut(series as usize) else { return Ok(value) };
        match &own.text {
            None if own.bare == Some(file) => Err(Error::new(
                ErrorKind::Unit,
                format!("the unit `{unit}` begins here, and values of this series above it have none"),
            )
            .mend("give the unit in every row")),
            None => {
                own.text = Some(unit.into());
                Ok(value)
            }
            Some(text) if &**text == unit => Ok(value),
            Some(text) => {
                let to: Unit = text.parse().map_err(|_| two_units(text, unit))?;
                let from: Unit = unit.parse().map_err(|_| two_units(text, unit))?;
                from.convert(value, &to)
            }
        }
    }

    /// Since when the rows that come are known.
    pub(super) fn known_since(&mut self, as_of: Option<AsOf>) {
        self.known_since = as_of;
    }

    /// One observation of the file begun last.
    pub(super) fn push(&mut self, series: u32, reading: Reading, value: f64, growth: f64, line: u64) {
        self.ids.push(series);
        self.ambiguous |= matches!(reading, Reading::Ambiguous { .. });
        self.readings.push(reading);
        self.values.push(value);
        if !growth.is_nan() || !self.growth.is_empty() {
            self.growth.resize(self.values.len() - 1, f64::NAN);
            self.growth.push(growth);
        }
        if self.known_since.is_some() || !self.as_of.is_empty() {
            self.as_of.resize(self.values.len() - 1, None);
            self.as_of.push(self.known_since);
        }
        self.places.push(Place { file: self.files.len().saturating_sub(1) as u32, line: line as u32 });
    }

    fn place(&self, row: usize) -> (String, u64) {
        let place = self.places.get(row).copied().unwrap_or(Place { file: 0, line: 0 });
        (self.files.get(place.file as usize).cloned().unwrap_or_default(), u64::from(place.line))
    }

    pub(super) fn finish(mut self) -> Result<Tables> {
        self.end_file();
        let periods = read_periods(&self.readings, &self.ids, self.options.frequency).map_err(|(row, error)| {
            let (file, line) = self.place(row);
            error.in_source(file).at_line(line)
        })?;
        let keys = std::mem::take(&mut self.keys);
        let units: HashMap<&SeriesKey, Option<String>> =
            keys.iter().zip(&self.units).map(|(key, unit)| (key, unit.text.as_deref().map(str::to_owned))).collect();
        self.as_of.resize(if self.as_of.is_empty() { 0 } else { self.values.len() }, None);
        self.growth.resize(if self.growth.is_empty() { 0 } else { self.values.len() }, f64::NAN);
        let built = if self.as_of.is_empty() {
            LongPanel::build(keys.clone(), &self.ids, &periods, &self.values)?.map(Observations::new)
        } else {
            let dated = Dated {
                ids: &self.ids,
                periods: &periods,
                values: &self.values,
                growth: &self.growth,
                as_of: &self.as_of,
            };
            dated.observations(keys.clone())?
        };
        let mut observations = built.map_err(|(clash, key)| {
            let (first, second) = (self.place(clash.rows.0), self.place(clash.rows.1));
            let rows = if first.0 == second.0 {
                format!("lines {} and {}", first.1, second.1)
            } else {
                format!("{}, line {}, and {}, line {}", first.0, first.1, second.0, second.1)
            };
            let (a, b) = (periods.get(clash.rows.0).copied(), periods.get(clash.rows.1).copied());
            let error = clash_error(clash.kind, &key, &rows, a, b);
            if first.0 == second.0 { error.in_source(first.0) } else { error }
        })?;
        let sorted_units = observations.panel().keys().iter().map(|key| units.get(key).cloned().flatten()).collect();
        observations = observations.with_units(sorted_units);
        if !self.growth.is_empty() && self.as_of.is_empty() {
            // The same keys and periods, so the same order.
            if let Ok(sorted) = LongPanel::build(keys.clone(), &self.ids, &periods, &self.growth)? {
                observations = observations.with_published_growth(sorted.values().to_vec());
            }
        }
        Ok(Tables { observations, notes: self.notes })
    }
}

fn some_signs() -> Error {
    Error::new(ErrorKind::Unit, "some values of this series have a percent sign and some have none")
        .mend("write the sign in every cell or in none, or give the unit in a column `unit`")
}

fn two_units(first: &str, second: &str) -> Error {
    Error::new(ErrorKind::Unit, format!("the series has the units `{first}` and `{second}`"))
        .mend("give one unit, or two that convert into each other")
}
