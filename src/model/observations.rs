//! A panel with what tables say beside the values: units, published growth, and when they were known.

use super::vintage::{AsOf, Vintage, Vintages};
use super::{LongPanel, SeriesKey, SpanTotal};

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
    vintages: Vintages,
    totals: Vec<SpanTotal>,
}

impl Observations {
    /// A panel of which nothing more is known.
    pub fn new(panel: LongPanel) -> Observations {
        let (units, published, totals) = (Vec::new(), Vec::new(), Vec::new());
        Observations { panel, units, published, vintages: Vintages::default(), totals }
    }

    /// Adds totals over spans, which are no observations of the series.
    #[must_use]
    pub fn with_totals(self, totals: Vec<SpanTotal>) -> Observations {
        Observations { totals, ..self }
    }

    /// With those totals alone that are wanted.
    #[must_use]
    pub(crate) fn keep_totals(mut self, wanted: impl Fn(&SpanTotal) -> bool) -> Observations {
        self.totals.retain(wanted);
        self
    }

    /// Totals over spans, where the table gives some.
    pub fn totals(&self) -> &[SpanTotal] {
        &self.totals
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

    /// Adds when the rows became known, and what they took the place of.
    #[must_use]
    pub(super) fn with_vintages(self, vintages: Vintages) -> Observations {
        Observations { vintages, ..self }
    }

    /// The values: of several vintages the last.
    pub fn panel(&self) -> &LongPanel {
        &self.panel
    }

    /// Since when the value of a row is known, where the table says so.
    pub fn known_since(&self, row: usize) -> Option<AsOf> {
        self.vintages.known.get(row).copied().flatten()
    }

    /// Values that a later one took the place of, in order of series, period and time.
    pub fn earlier(&self) -> &[Vintage] {
        &self.vintages.earlier
    }

    /// Whether any row says when it became known.
    pub fn has_vintages(&self) -> bool {
        self.vintages.known.iter().any(Option::is_some) || !self.vintages.earlier.is_empty()
    }

    /// The units of the series, as written.
    pub(super) fn units(&self) -> &[Option<String>] {
        &self.units
    }

    /// The series whose key is wanted, with what is known of them.
    #[must_use]
    pub fn keep(&self, mut wanted: impl FnMut(&SeriesKey) -> bool) -> Observations {
        let kept: Vec<usize> =
            self.panel.keys().iter().enumerate().filter(|(_, key)| wanted(key)).map(|(number, _)| number).collect();
        let rows = || kept.iter().flat_map(|&series| self.panel.range(series));
        let published = if self.published.is_empty() {
            Vec::new()
        } else {
            rows().map(|row| self.published.get(row).copied().unwrap_or(f64::NAN)).collect()
        };
        let units = kept.iter().map(|&series| self.units.get(series).cloned().flatten()).collect();
        let known =
            if self.vintages.known.is_empty() { Vec::new() } else { rows().map(|row| self.known_since(row)).collect() };
        let earlier = self.earlier().iter().filter_map(|vintage| {
            let series = kept.binary_search(&vintage.series).ok()?;
            Some(Vintage { series, ..*vintage })
        });
        let vintages = Vintages { known, earlier: earlier.collect() };
        let totals = self.totals.iter().filter(|total| wanted(&total.key)).cloned().collect();
        Observations { panel: self.panel.keep(&kept), units, published, vintages, totals }
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
    /// Totals over spans.
    pub(crate) totals: &'a [SpanTotal],
    /// The whole of it, where it has vintages.
    pub(crate) dated: Option<&'a Observations>,
}

impl<'a> ObservationsRef<'a> {
    /// A copy of its own, with its vintages.
    pub(crate) fn to_observations(self) -> Observations {
        self.dated.cloned().unwrap_or_else(|| Observations {
            panel: self.panel.clone(),
            units: self.units.to_vec(),
            published: self.published.to_vec(),
            vintages: Vintages::default(),
            totals: self.totals.to_vec(),
        })
    }

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
        ObservationsRef { panel, units: &[], published: &[], totals: &[], dated: None }
    }
}

impl<'a> From<&'a Observations> for ObservationsRef<'a> {
    fn from(data: &'a Observations) -> ObservationsRef<'a> {
        ObservationsRef {
            panel: &data.panel,
            units: &data.units,
            published: &data.published,
            totals: &data.totals,
            dated: data.has_vintages().then_some(data),
        }
    }
}
