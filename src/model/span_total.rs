//! A total over several periods that a table gives as one row.

use super::vintage::AsOf;
use super::{PeriodRange, SeriesKey};

/// The total of a flow over a span: 2200 over 2006/2010.
///
/// # Examples
/// ```
/// # #[cfg(feature = "csv")] {
/// use fanfan::read::{self, ReadOptions};
///
/// let table = "indicator,period,value\nhomes,2005,400\nhomes,2006/2010,2240\n";
/// let data = read::text("t.csv", table, &ReadOptions::default().spans_apart(true))?;
/// let total = &data.observations.totals()[0];
/// assert_eq!((total.span.to_string().as_str(), total.value), ("2006/2010", 2240.0));
/// # }
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SpanTotal {
    /// The series.
    pub key: SeriesKey,
    /// From the first to the last period of the span.
    pub span: PeriodRange,
    /// The total.
    pub value: f64,
    /// Its unit, as written.
    pub unit: Option<String>,
    /// Since when it is known, where the table says so.
    pub as_of: Option<AsOf>,
}

impl SpanTotal {
    /// The total of a series over a span.
    pub fn new(key: SeriesKey, span: PeriodRange, value: f64) -> SpanTotal {
        SpanTotal { key, span, value, unit: None, as_of: None }
    }
}
