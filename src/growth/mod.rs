//! Growth: how fast values have changed, by period and over spans (rank 2).
//!
//! | question | function |
//! |---|---|
//! | growth of each period: year-on-year (同比), period-on-period (环比), annualised, log, points, fixed base (定基) | [`Series::growth`](crate::model::Series::growth), [`growth_into`], [`growth_dense_into`], [`growth_long_into`] |
//! | average growth over a span: level (水平法), cumulative (累计法), least squares ... | [`Series::average_growth`](crate::model::Series::average_growth), [`average_growth()`], [`average_dense_into`], [`average_long_into`] |
//! | multiples, doublings (翻番), the time that they take | [`rate_of_multiple`], [`doublings`], [`periods_to_multiple`] ... |
//! | a line through logarithms | [`LogLinear`] |
//! | what parts contribute to the growth of a total: points (拉动), shares (贡献率) | [`Series::contribution`](crate::model::Series::contribution), [`Panel::contributions`](crate::model::Panel::contributions), [`contributions_into`] |
//! | the same of chained volumes and linked price indices | [`annual_overlap_contribution`], [`price_contribution`], [`volume_contributions_into`] |
//! | the names that users type | [`Measure`] |
//!
//! Rates are fractions. A gap is never stepped over: growth compares periods, not rows.

mod against;
mod average;
mod chained_contribution;
mod compounding;
mod contribution;
mod explain;
mod formula;
mod kernel;
mod measure;
mod on_model;
mod options;
mod trend;

pub use average::{Average, AverageOptions, average_dense_into, average_growth, average_long_into};
pub use chained_contribution::{
    ChainedVolume, LinkedIndex, PriceContribution, VolumeIndex, annual_overlap_contribution, price_contribution,
    volume_contributions_into,
};
pub use compounding::{
    cumulative_rate, doublings, mean_rate, multiple_of_rate, periods_to_double, periods_to_multiple, rate_of_multiple,
};
pub use contribution::{Contribution, ContributionOptions, Contributions, MissingPart, contributions_into};
pub use kernel::{growth_dense_into, growth_into, growth_long_into};
pub use measure::Measure;
pub use options::{Base, Form, GrowthOptions, NegativeBase};
pub use trend::{LogLinear, linear_slope};
