//! Vintages: when a value was known, and what was known at a moment.

use std::fmt;
use std::str::FromStr;

use super::{Date, LongPanel, Observations, Period, Reading, SeriesKey};
use crate::error::{Error, ErrorKind, Result};

/// A moment at which figures were known: a day, or the end of a period.
///
/// # Examples
/// ```
/// use fanfan::model::AsOf;
///
/// let january: AsOf = "2010-01".parse()?;
/// let day: AsOf = "2010-01-21".parse()?;
/// assert!(day.in_years() < january.in_years()); // a month is known at its end
/// assert_eq!(day.to_string(), "2010-01-21");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AsOf {
    /// The end of a day.
    Day(Date),
    /// The end of a period.
    Period(Period),
}

impl AsOf {
    /// The moment in years: the end of 2005 is 2006.0, as [`Period::end_in_years`] counts.
    pub fn in_years(self) -> f64 {
        match self {
            AsOf::Day(day) => day.end_in_years(),
            AsOf::Period(period) => period.end_in_years(),
        }
    }

    /// Whether what was known at `self` was known at `moment`.
    pub fn is_by(self, moment: AsOf) -> bool {
        self.in_years() <= moment.in_years() + 1e-9
    }
}

impl From<Period> for AsOf {
    fn from(period: Period) -> AsOf {
        AsOf::Period(period)
    }
}

impl From<Date> for AsOf {
    fn from(day: Date) -> AsOf {
        AsOf::Day(day)
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AsOf::Day(day) => day.fmt(f),
            AsOf::Period(period) => period.fmt(f),
        }
    }
}

impl FromStr for AsOf {
    type Err = Error;

    /// Reads a day, or a period in the forms that people write.
    fn from_str(text: &str) -> Result<AsOf> {
        match Reading::of(text.trim())? {
            Reading::Date(day) => Ok(AsOf::Day(day)),
            Reading::Range(range) => {
                Err(Error::new(ErrorKind::Period, format!("{range} is a span, and values are known at a moment"))
                    .mend("give a day such as 2010-01-21, or a period"))
            }
            Reading::Ambiguous { .. } => {
                Err(Error::new(ErrorKind::Period, format!("`{}` may be a month or a fiscal year", text.trim()))
                    .mend("write 2005-06, or a day such as 2005-06-30"))
            }
            reading @ Reading::Period(_) => reading.period().map(AsOf::Period),
        }
    }
}

/// A value as it was known before a later one took its place.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Vintage {
    /// The number of the series.
    pub series: usize,
    /// The period.
    pub period: Period,
    /// The value, NaN where it was missing.
    pub value: f64,
    /// The growth that was published beside it, NaN where none was.
    pub growth: f64,
    /// Since when it was known; `None` where the table does not say, which is before all dates.
    pub as_of: Option<AsOf>,
}

/// When each row of a panel became known, and what it took the place of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vintages {
    /// Of each row of the panel; none at all where no row has a date.
    pub(super) known: Vec<Option<AsOf>>,
    /// In order of series, period and time.
    pub(super) earlier: Vec<Vintage>,
}

/// Columns of observations with their dates.
pub(crate) struct Dated<'a> {
    pub(crate) ids: &'a [u32],
    pub(crate) periods: &'a [Period],
    pub(crate) values: &'a [f64],
    /// Empty where no growth was published.
    pub(crate) growth: &'a [f64],
    pub(crate) as_of: &'a [Option<AsOf>],
}

/// Two rows that clash, and the key of their series.
pub(crate) type Clashing = (super::long_panel::Clash, SeriesKey);

impl Dated<'_> {
    fn moment(&self, row: usize) -> f64 {
        self.as_of.get(row).copied().flatten().map_or(f64::NEG_INFINITY, AsOf::in_years)
    }

    /// The last value of each series and period, and the values before it. Two rows of one date stay together, so that
    /// they are found to clash.
    fn split(&self) -> (Vec<usize>, Vec<usize>) {
        let mut rows: Vec<usize> = (0..self.values.len()).collect();
        let cell = |row: usize| (self.ids.get(row), self.periods.get(row).map(|period| period.ordinal()));
        rows.sort_by(|&a, &b| cell(a).cmp(&cell(b)).then(self.moment(a).total_cmp(&self.moment(b))));
        let (mut current, mut earlier) = (Vec::new(), Vec::new());
        let is_missing = |row: &usize| self.values.get(*row).is_none_or(|value| value.is_nan());
        for group in rows.chunk_by(|&a, &b| cell(a) == cell(b)) {
            // A blank says nothing, and takes no value's place.
            let mut said: Vec<usize> = group.iter().copied().filter(|row| !is_missing(row)).collect();
            if said.is_empty() {
                said.extend(group.last());
            }
            let tie = said.windows(2).find(|pair| matches!(pair, [a, b] if self.moment(*a) == self.moment(*b)));
            match (tie, said.as_slice()) {
                (Some(tie), _) => current.extend_from_slice(tie),
                (None, [before @ .., last]) => {
                    earlier.extend_from_slice(before);
                    current.push(*last);
                }
                (None, []) => {}
            }
        }
        current.sort_unstable();
        (current, earlier)
    }

    /// Observations of which the last vintage is the value.
    pub(crate) fn observations(&self, keys: Vec<SeriesKey>) -> Result<std::result::Result<Observations, Clashing>> {
        let (current, earlier) = self.split();
        let pick = |row: &usize| {
            let row = *row;
            Some((*self.ids.get(row)?, *self.periods.get(row)?, *self.values.get(row)?))
        };
        let (mut ids, mut periods, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (id, period, value) in current.iter().filter_map(pick) {
            ids.push(id);
            periods.push(period);
            values.push(value);
        }
        let names = keys.clone();
        let original = |clash: super::long_panel::Clash| {
            let row = |at: usize| current.get(at).copied().unwrap_or(at);
            super::long_panel::Clash { rows: (row(clash.rows.0), row(clash.rows.1)), ..clash }
        };
        let panel = match LongPanel::build(keys.clone(), &ids, &periods, &values)? {
            Ok(panel) => panel,
            Err((clash, key)) => return Ok(Err((original(clash), key))),
        };
        // The numbers of the rows in the order of the panel.
        let numbers: Vec<f64> = (0..values.len()).map(|row| row as f64).collect();
        let order = match LongPanel::build(keys, &ids, &periods, &numbers)? {
            Ok(order) => order.into_values(),
            Err((clash, key)) => return Ok(Err((original(clash), key))),
        };
        let rows: Vec<usize> = order.iter().filter_map(|&number| current.get(number as usize).copied()).collect();
        let dates = |row: usize| self.as_of.get(row).copied().flatten();
        let growth_of = |row: usize| self.growth.get(row).copied().unwrap_or(f64::NAN);
        let vintages = earlier.iter().filter_map(|&row| {
            let key = names.get(*self.ids.get(row)? as usize)?;
            Some(Vintage {
                series: panel.keys().binary_search(key).ok()?,
                period: *self.periods.get(row)?,
                value: *self.values.get(row)?,
                growth: growth_of(row),
                as_of: dates(row),
            })
        });
        let mut vintages: Vec<Vintage> = vintages.collect();
        vintages.sort_by_key(|vintage| (vintage.series, vintage.period.ordinal()));
        let known = rows.iter().map(|&row| dates(row)).collect();
        let mut observations = Observations::new(panel).with_vintages(Vintages { known, earlier: vintages });
        if !self.growth.is_empty() {
            observations = observations.with_published_growth(rows.iter().map(|&row| growth_of(row)).collect());
        }
        Ok(Ok(observations))
    }
}

impl Observations {
    /// Observations of several vintages: of one series and period, the value that became known last counts.
    ///
    /// # Errors
    /// As [`LongPanel::from_columns`]; two rows of one series, period and date.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::{AsOf, Observations, Period, SeriesKey};
    ///
    /// let first: AsOf = "2009-01-22".parse()?;
    /// let revised: AsOf = "2009-12-25".parse()?;
    /// let data = Observations::from_vintages(
    ///     vec![SeriesKey::new("", "gdp")],
    ///     &[0, 0],
    ///     &[Period::annual(2008); 2],
    ///     &[300_670.0, 314_045.0],
    ///     &[Some(first), Some(revised)],
    /// )?;
    /// assert_eq!(data.panel().values(), [314_045.0]);
    /// let then = data.as_known("2009-06-30".parse()?);
    /// assert_eq!(then.panel().values(), [300_670.0]);
    /// assert_eq!(data.as_known(Period::annual(2008).into()).panel().rows(), 0); // not published yet
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn from_vintages(
        keys: Vec<SeriesKey>,
        ids: &[u32],
        periods: &[Period],
        values: &[f64],
        as_of: &[Option<AsOf>],
    ) -> Result<Observations> {
        if ids.len() != values.len() || periods.len() != values.len() || as_of.len() != values.len() {
            return Err(Error::new(ErrorKind::Length, "columns of different lengths")
                .mend("give an id, a period and a date, or None, for each value"));
        }
        let dated = Dated { ids, periods, values, growth: &[], as_of };
        dated.observations(keys)?.map_err(|(clash, key)| {
            let (a, b) = clash.rows;
            let rows = format!("rows {} and {}", a + 1, b + 1);
            super::long_panel::clash_error(clash.kind, &key, &rows, periods.get(a).copied(), periods.get(b).copied())
        })
    }

    /// What was known at a moment: of each series and period the last vintage by then.
    ///
    /// A value is known since its date; one without a date since the end of its period. No value of a period that is
    /// not over is known.
    #[must_use]
    pub fn as_known(&self, moment: AsOf) -> Observations {
        let over = |period: Period| AsOf::Period(period).is_by(moment);
        let known = |as_of: Option<AsOf>| as_of.is_none_or(|as_of| as_of.is_by(moment));
        let then = self.select(|_, period, as_of| over(period) && known(as_of));
        then.keep_totals(|total| over(total.span.last()) && known(total.as_of))
    }

    /// Of each series and period the last vintage that is wanted; all totals over spans.
    pub(crate) fn select(&self, wanted: impl Fn(&SeriesKey, Period, Option<AsOf>) -> bool) -> Observations {
        let (mut ids, mut periods) = (Vec::new(), Vec::new());
        let (mut values, mut growth, mut dates) = (Vec::new(), Vec::new(), Vec::new());
        let panel_keys = self.panel().keys();
        let mut add = |series: usize, period: Period, value: f64, rate: f64, as_of: Option<AsOf>| {
            if panel_keys.get(series).is_some_and(|key| wanted(key, period, as_of)) {
                ids.push(series as u32);
                periods.push(period);
                values.push(value);
                growth.push(rate);
                dates.push(as_of);
            }
        };
        let mut row = 0;
        for (number, series) in self.panel().iter().enumerate() {
            for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
                let rate = self.published_growth(row).unwrap_or(f64::NAN);
                add(number, Period::from_ordinal(series.frequency, ordinal), value, rate, self.known_since(row));
                row += 1;
            }
        }
        for vintage in self.earlier() {
            add(vintage.series, vintage.period, vintage.value, vintage.growth, vintage.as_of);
        }
        if growth.iter().all(|rate| rate.is_nan()) {
            growth.clear();
        }
        let keys = self.panel().keys().to_vec();
        let dated = Dated { ids: &ids, periods: &periods, values: &values, growth: &growth, as_of: &dates };
        // Rows of a panel and the vintages before them clash no more than they did there.
        match dated.observations(keys) {
            Ok(Ok(known)) => known.with_units(self.units().to_vec()).with_totals(self.totals().to_vec()),
            _ => self.clone(),
        }
    }
}
