//! Growth: how fast values have changed, by period and over spans (rank 2).
//!
//! | question | function |
//! |---|---|
//! | growth of each period: year-on-year (同比), period-on-period (环比), annualised, log, points, fixed base (定基) | [`Series::growth`](crate::model::Series::growth), [`growth_into`], [`growth_dense_into`], [`growth_long_into`] |
//! | average growth over a span: level (水平法), cumulative (累计法), least squares ... | [`Series::average_growth`](crate::model::Series::average_growth), [`average_growth()`], [`average_dense_into`], [`average_long_into`] |
//! | multiples, doublings (翻番), the time that they take | [`rate_of_multiple`], [`doublings`], [`periods_to_multiple`] ... |
//! | past runs of one length, the best as a yardstick | [`runs`], [`past_runs`] |
//! | nominal and real rates | [`real_rate`], [`nominal_rate`] |
//! | a line through logarithms | [`LogLinear`] |
//! | sums over the last periods; two-year averages (两年平均) | [`rolling_into`], [`GrowthOptions::TWO_YEAR`] |
//! | running totals (累计) and single periods, carry-over (翘尾) | [`year_to_date_into`], [`YearToDate`] |
//! | growth as offices print it, in exact decimals | [`published_into`], [`PublishedOptions`], [`Decimal`] |
//! | a published rate beside the one that levels imply (可比口径) | [`Comparable`] |
//! | growth of rates, refused unless insisted on | [`Series::growth_of`](crate::model::Series::growth_of), [`why_no_growth`] |
//! | what parts contribute to the growth of a total: points (拉动), shares (贡献率) | [`Series::contribution`](crate::model::Series::contribution), [`Panel::contributions`](crate::model::Panel::contributions), [`contributions_into`] |
//! | the same of chained volumes and linked price indices | [`annual_overlap_contribution`], [`price_contribution`], [`volume_contributions_into`] |
//! | the names that users type | [`Measure`] |
//!
//! Rates are fractions. A gap is never stepped over: growth compares periods, not rows.

mod against;
mod average;
mod bases;
mod beside;
mod chained_contribution;
mod comparable;
mod compounding;
mod contribution;
mod decimal;
mod explain;
mod formula;
mod kernel;
mod logarithm;
mod machine;
mod measure;
mod on_model;
mod options;
mod prices;
mod published;
mod rate_type;
mod rolling;
mod rows;
mod run;
mod trend;
mod two_year;
mod year_to_date;

pub use average::{Average, AverageOptions, average_dense_into, average_growth, average_long_into};
pub use chained_contribution::{
    ChainedVolume, LinkedIndex, PriceContribution, VolumeIndex, annual_overlap_contribution, price_contribution,
    volume_contributions_into,
};
pub use comparable::{Comparable, ComparableRow};
pub(crate) use compounding::log_rate_of_multiple;
pub use compounding::{
    cumulative_rate, doublings, mean_rate, multiple_of_rate, periods_to_double, periods_to_multiple, rate_of_multiple,
};
pub use contribution::{Contribution, ContributionOptions, Contributions, MissingPart, contributions_into};
pub use decimal::{Decimal, Rounding};
pub use kernel::{growth_dense_into, growth_into, growth_long_into};
pub(crate) use logarithm::ln_in_place;
pub use measure::Measure;
pub use options::{Base, Form, GrowthOptions, NegativeBase};
pub use prices::{nominal_rate, real_rate};
pub use published::{PublishedOptions, percent_as_published, published_into, published_long_into};
pub use rate_type::why_no_growth;
pub(crate) use rate_type::why_not;
pub use rolling::{RollingOptions, rolling_into, rolling_long_into};
pub use run::{PastRuns, Run, past_runs, runs};
pub use trend::{LogLinear, linear_slope};
pub use year_to_date::{
    SinglePeriods, YearToDate, carry_over, single, to_date, year_to_date_into, year_to_date_long_into,
};
