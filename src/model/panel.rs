//! A dense panel: many series over the same periods.

use ndarray::{Array2, ArrayView2};

use super::{Period, PeriodRange, Series, SeriesKey};
use crate::error::{Error, ErrorKind, Result};

/// Many series over the same periods: a row for each series, a column for each period, NaN for gaps.
///
/// # Examples
/// ```
/// use fanfan::model::{Panel, Period, SeriesKey};
///
/// let keys = vec![SeriesKey::new("north", "gdp"), SeriesKey::new("south", "gdp")];
/// let panel = Panel::new(keys, Period::annual(2001), vec![1.0, 2.0, 3.0, 4.0])?;
/// assert_eq!(panel.shape(), (2, 2));
/// assert_eq!(panel.series(1).map(|series| series.values().to_vec()), Some(vec![3.0, 4.0]));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Panel {
    keys: Vec<SeriesKey>,
    first: Period,
    values: Array2<f64>,
}

impl Panel {
    /// A panel from values in row order: all periods of the first series, then of the second.
    ///
    /// # Errors
    /// The number of values is no multiple of the number of keys; a period a hundred thousand years away.
    pub fn new(keys: Vec<SeriesKey>, first: Period, values: Vec<f64>) -> Result<Panel> {
        first.check_distance()?;
        let width = values.len().checked_div(keys.len()).unwrap_or(0);
        let count = values.len();
        let values = Array2::from_shape_vec((keys.len(), width), values).map_err(|_| {
            Error::new(ErrorKind::Length, format!("{count} values do not divide among {} series", keys.len()))
                .mend("give as many values for each series")
        })?;
        Ok(Panel { keys, first, values })
    }

    /// A panel over an array, series down and periods across.
    ///
    /// # Errors
    /// The array has another number of rows than there are keys; a period a hundred thousand years away.
    #[expect(clippy::needless_pass_by_value, reason = "the panel owns its values; one in another layout is copied")]
    pub fn from_array(keys: Vec<SeriesKey>, first: Period, values: Array2<f64>) -> Result<Panel> {
        first.check_distance()?;
        if values.nrows() != keys.len() {
            let message = format!("{} keys for {} rows", keys.len(), values.nrows());
            return Err(Error::new(ErrorKind::Length, message).mend("give a key for each row"));
        }
        Ok(Panel { keys, first, values: values.as_standard_layout().into_owned() })
    }

    /// Number of series and of periods.
    pub fn shape(&self) -> (usize, usize) {
        self.values.dim()
    }

    /// Who and what each row is.
    pub fn keys(&self) -> &[SeriesKey] {
        &self.keys
    }

    /// The period of the first column.
    pub fn first(&self) -> Period {
        self.first
    }

    /// The periods of the columns, when there are any.
    pub fn periods(&self) -> Option<PeriodRange> {
        let width = i32::try_from(self.values.ncols()).ok()?;
        PeriodRange::new(self.first, self.first + (width - 1)).ok()
    }

    /// The values, series down and periods across.
    pub fn values(&self) -> ArrayView2<'_, f64> {
        self.values.view()
    }

    /// The values as one slice in row order.
    pub fn as_slice(&self) -> &[f64] {
        // Every constructor makes the standard layout, for which this is always `Some`.
        self.values.as_slice().unwrap_or_default()
    }

    /// The series in row `row`.
    pub fn series(&self, row: usize) -> Option<Series> {
        (row < self.values.nrows()).then(|| Series::new(self.first, self.values.row(row).to_vec()))
    }
}
