//! Panels out of frames and back.

use std::collections::HashMap;

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};

use super::expression::{nullable, values};
use super::{of_polars, period};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Frequency, LongPanel, Panel, Period, SeriesKey};

/// Which columns of a frame hold what.
///
/// # Examples
/// ```
/// use fanfan::frame::{self, Layout};
/// use fanfan::model::Frequency;
/// use polars::prelude::*;
///
/// let frame = df!("area" => ["b", "a"], "year" => [2001, 2001], "gdp" => [1.0, 2.0])?;
/// let layout = Layout::new("year", "gdp", Frequency::Annual).subject("area");
/// let panel = frame::to_long_panel(&frame, &layout)?;
/// assert_eq!(&*panel.keys()[0].subject, "a");
/// // and back: subject, indicator, period, value
/// assert_eq!(frame::from_long_panel(panel)?.height(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    subject: Option<String>,
    indicator: Option<String>,
    period: String,
    value: String,
    frequency: Frequency,
}

impl Layout {
    /// The columns of period and value, and the frequency of the periods.
    pub fn new(period: impl Into<String>, value: impl Into<String>, frequency: Frequency) -> Layout {
        Layout { subject: None, indicator: None, period: period.into(), value: value.into(), frequency }
    }

    /// The column of the subject.
    #[must_use]
    pub fn subject(self, column: impl Into<String>) -> Layout {
        Layout { subject: Some(column.into()), ..self }
    }

    /// The column of the indicator.
    #[must_use]
    pub fn indicator(self, column: impl Into<String>) -> Layout {
        Layout { indicator: Some(column.into()), ..self }
    }
}

fn column<'f>(frame: &'f DataFrame, name: &str) -> Result<&'f Column> {
    frame.column(name).map_err(|_| {
        let names: Vec<&str> = frame.get_column_names().into_iter().map(polars::prelude::PlSmallStr::as_str).collect();
        Error::new(ErrorKind::Layout, format!("there is no column `{name}`"))
            .mend(crate::error::suggestion(name, &names))
    })
}

/// A long frame as a panel, whatever the order of its rows.
///
/// # Errors
/// A column that is missing, a period that cannot be read, two rows for one period of a series.
pub fn to_long_panel(frame: &DataFrame, layout: &Layout) -> Result<LongPanel> {
    let ordinals = period::ordinals(column(frame, &layout.period)?, layout.frequency)?;
    let values = values(column(frame, &layout.value)?)?;
    let texts = |name: &Option<String>| -> Result<Option<Column>> {
        name.as_deref()
            .map(|name| column(frame, name)?.cast(&DataType::String).map_err(|error| of_polars(&error)))
            .transpose()
    };
    let (subjects, indicators) = (texts(&layout.subject)?, texts(&layout.indicator)?);
    let (subjects, indicators) = (
        subjects.as_ref().map(|column| column.str()).transpose().map_err(|error| of_polars(&error))?,
        indicators.as_ref().map(|column| column.str()).transpose().map_err(|error| of_polars(&error))?,
    );
    let mut keys: Vec<SeriesKey> = Vec::new();
    let mut known: HashMap<(&str, &str), u32> = HashMap::new();
    let mut ids = Vec::with_capacity(values.len());
    for row in 0..values.len() {
        let subject = subjects.and_then(|texts| texts.get(row)).unwrap_or("");
        let indicator = indicators.and_then(|texts| texts.get(row)).unwrap_or("");
        let pair = (subject, indicator);
        let next = keys.len() as u32;
        let id = *known.entry(pair).or_insert_with(|| {
            keys.push(SeriesKey::new(pair.0, pair.1));
            next
        });
        ids.push(id);
    }
    let periods: Vec<Period> =
        ordinals.iter().map(|&ordinal| Period::from_ordinal(layout.frequency, ordinal)).collect();
    LongPanel::from_columns(keys, &ids, &periods, &values)
}

/// A frame with a row for each subject (first column) and a column for each period, as a dense panel.
///
/// # Errors
/// A head that is no period; periods of two frequencies.
pub fn to_panel(frame: &DataFrame) -> Result<Panel> {
    let [names, columns @ ..] = frame.columns() else {
        return Err(Error::new(ErrorKind::Layout, "the frame has no columns")
            .mend("give names first, then a column for each period"));
    };
    let names = names.cast(&DataType::String).map_err(|error| of_polars(&error))?;
    let names = names.str().map_err(|error| of_polars(&error))?;
    let mut points = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let period = Period::read(column.name()).map_err(|error| error.at_column(column.name().as_str()))?;
        points.push((period, at));
    }
    let Some(&(first, _)) = points.first() else {
        return Err(Error::new(ErrorKind::Layout, "the frame has no periods").mend("give a column for each period"));
    };
    let first = points
        .iter()
        .map(|(period, _)| *period)
        .filter(|period| *period <= first)
        .fold(first, |a, b| if b < a { b } else { a });
    let mut width = 0;
    for (period, _) in &points {
        width = width.max(period.since(first)? as usize + 1);
    }
    let mut dense = vec![f64::NAN; width * names.len()];
    for (period, at) in points {
        let shift = period.since(first)? as usize;
        for (row, value) in values(&columns[at])?.iter().copied().enumerate() {
            if let Some(place) = dense.get_mut(row * width + shift) {
                *place = value;
            }
        }
    }
    let keys = names.iter().map(|name| SeriesKey::new(name.unwrap_or(""), "")).collect();
    Panel::new(keys, first, dense)
}

/// A long panel as a frame: `subject, indicator, period, value`; values are moved.
///
/// # Errors
/// Columns that polars refuses; none is known.
pub fn from_long_panel(panel: LongPanel) -> Result<DataFrame> {
    let (mut subjects, mut indicators, mut periods) = (Vec::new(), Vec::new(), Vec::new());
    for series in panel.iter() {
        for &ordinal in series.ordinals {
            subjects.push(series.key.subject.to_string());
            indicators.push(series.key.indicator.to_string());
            periods.push(Period::from_ordinal(series.frequency, ordinal).to_string());
        }
    }
    let columns = vec![
        Series::new("subject".into(), subjects).into_column(),
        Series::new("indicator".into(), indicators).into_column(),
        Series::new("period".into(), periods).into_column(),
        nullable("value".into(), panel.into_values()),
    ];
    let height = columns[0].len();
    DataFrame::new(height, columns).map_err(|error| of_polars(&error))
}

/// A dense panel as a frame: a column of names, then one for each period.
///
/// # Errors
/// Columns that polars refuses; none is known.
pub fn from_panel(panel: &Panel) -> Result<DataFrame> {
    let names: Vec<String> = panel.keys().iter().map(ToString::to_string).collect();
    let mut columns = vec![Series::new("series".into(), names).into_column()];
    for (at, period) in panel.periods().into_iter().flat_map(crate::model::PeriodRange::iter).enumerate() {
        let values: Vec<f64> = panel.values().column(at).iter().copied().collect();
        columns.push(nullable(period.to_string().as_str().into(), values));
    }
    DataFrame::new(panel.keys().len(), columns).map_err(|error| of_polars(&error))
}
