//! The vocabulary: periods, units, indicators, and the tables of values over them (rank 1).
//!
//! | type | is |
//! |---|---|
//! | [`Period`], [`PeriodRange`], [`Frequency`] | time as integers |
//! | [`Unit`] | scale and dimension |
//! | [`Indicator`] | what is measured |
//! | [`NameTable`], [`Matcher`] | names under which tables print indicators, and which of a plan's is meant |
//! | [`Series`] | one indicator of one subject, from a first period on |
//! | [`Panel`] | many series over the same periods, dense |
//! | [`LongPanel`] | many series, sorted columns, gaps allowed |
//! | [`Observations`], [`AsOf`] | a long panel with units, published growth, and when values were known |
//!
//! The model knows nothing of growth, targets, files or languages of documents.

mod indicator;
mod long_panel;
mod naming;
mod observations;
mod outcome;
mod panel;
mod period;
mod rounding;
mod series;
mod span_total;
mod unit;
mod vintage;

pub(crate) use indicator::words;
pub use indicator::{Better, Indicator, Language, Names, Nature, PriceBasis};
#[cfg(feature = "csv")]
pub(crate) use long_panel::clash_error;
pub use long_panel::{Gap, LongPanel, SeriesKey, SeriesRef};
#[cfg(feature = "report")]
pub(crate) use naming::without_index_base;
pub use naming::{Match, Matcher, NameTable, PATH_SEPARATOR, PriceWords};
#[cfg(feature = "batch")]
pub(crate) use naming::{Province, province, tidy};
pub(crate) use naming::{Said, is_growth_alone, is_in_percent, is_share_alone, said, says_yearly_growth};
pub use observations::{Observations, ObservationsRef};
pub use outcome::{Outcomes, PanelOutcomes, SeriesOutcomes};
pub(crate) use outcome::{put, put_at, same_length};
pub use panel::Panel;
#[cfg(feature = "csv")]
pub(crate) use period::digit_of;
pub use period::{Date, FiscalEnd, Frequency, Period, PeriodRange, Periods, PeriodsRef, Reading, read_periods};
pub(crate) use rounding::decimals;
pub use series::Series;
pub use span_total::SpanTotal;
pub use unit::{Currency, Dimension, IndexBase, OwnUnit, Unit, Units};
pub use vintage::{AsOf, Vintage};
#[cfg(feature = "csv")]
pub(crate) use vintage::{Clashing, Dated};
