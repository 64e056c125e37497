//! A panel with what tables say beside the values: units and published growth.

use super::LongPanel;

/// Observations as read: a long panel, the unit of each series, and growth as published.
///
/// # Examples
/// ```
/// use fanfan::model::{LongPanel, Observations, Period, SeriesKey};
///
/// let keys = vec![SeriesKey::new("town", "gdp")];
/// let panel = LongPanel::from_columns(keys, &[0], &[Period::annual(2005)], &[11.9])?;
/// let data = Observations::new(panel).with_units(vec![Some("亿元".into())]).with_published_growth(vec![0.33]);
/// assert_eq!(data.published_growth(0), Some(0.33));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Observations {
    panel: LongPanel,
    units: Vec<Option<String>>,
    published: Vec<f64>,
}

impl Observations {
    /// A panel of which nothing more is known.
    pub fn new(panel: LongPanel) -> Observations {
        Observations { panel, units: Vec::new(), published: Vec::new() }
    }

    /// Adds the unit of each series, as written.
    #[must_use]
    pub fn with_units(self, units: Vec<Option<String>>) -> Observations {
        Observations { units, ..self }
    }

    /// Adds the growth on a year earlier that was published beside each row, a fraction; NaN where none was.
    #[must_use]
    pub fn with_published_growth(self, published: Vec<f64>) -> Observations {
        Observations { published, ..self }
    }

    /// The values.
    pub fn panel(&self) -> &LongPanel {
        &self.panel
    }

    /// The unit of a series, as written.
    pub fn unit(&self, series: usize) -> Option<&str> {
        self.units.get(series)?.as_deref()
    }

    /// The growth published beside a row.
    pub fn published_growth(&self, row: usize) -> Option<f64> {
        self.published.get(row).copied().filter(|growth| !growth.is_nan())
    }
}

/// Borrowed observations: a `&LongPanel` or `&Observations`.
#[derive(Debug, Clone, Copy)]
pub struct ObservationsRef<'a> {
    /// The values.
    pub(crate) panel: &'a LongPanel,
    units: &'a [Option<String>],
    published: &'a [f64],
}

impl<'a> ObservationsRef<'a> {
    /// The unit of a series, as written.
    pub(crate) fn unit(&self, series: usize) -> Option<&'a str> {
        self.units.get(series)?.as_deref()
    }

    /// The growth published beside a row.
    pub(crate) fn published_growth(&self, row: usize) -> Option<f64> {
        self.published.get(row).copied().filter(|growth| !growth.is_nan())
    }
}

impl<'a> From<&'a LongPanel> for ObservationsRef<'a> {
    fn from(panel: &'a LongPanel) -> ObservationsRef<'a> {
        ObservationsRef { panel, units: &[], published: &[] }
    }
}

impl<'a> From<&'a Observations> for ObservationsRef<'a> {
    fn from(data: &'a Observations) -> ObservationsRef<'a> {
        ObservationsRef { panel: &data.panel, units: &data.units, published: &data.published }
    }
}
