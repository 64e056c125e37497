//! How a table is to be understood, where its heads do not say it.

use super::{Hints, Limits};
use crate::model::Frequency;

/// Options of reading: names of columns, and the frequency of full dates.
///
/// Without them, columns are found by these names, in any case:
///
/// | role | heads |
/// |---|---|
/// | subject | `subject region area geo country 地区 省份 单位名称 ...` |
/// | indicator | `indicator series variable 指标 ...` |
/// | period | `period time year date 年份 时间 月份 ...` |
/// | value | `value obs_value 数值 值 ...` |
/// | unit | `unit 单位` |
/// | published growth | `growth 同比 增速`, also with a unit: `同比(%)` |
/// | when it was known | `as_of vintage release_date 公布日期 数据版本` |
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let options = ReadOptions::default().subject("town").value("amount");
/// let tables = read::text("t", "town,year,amount\nA,2005,3\n", &options)?;
/// assert_eq!(&*tables.observations.panel().keys()[0].subject, "A");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    pub(super) subject: Option<String>,
    pub(super) indicator: Option<String>,
    pub(super) period: Option<String>,
    pub(super) value: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) growth: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) frequency: Option<Frequency>,
    pub(super) hints: Hints,
    pub(super) limits: Limits,
    pub(super) frequencies_apart: bool,
    pub(super) spans_apart: bool,
    pub(super) may_be_empty: bool,
}

impl ReadOptions {
    /// What to take in place of what is found of yearbook layouts; [`book`](super::book) heeds it.
    #[must_use]
    pub fn hints(self, hints: Hints) -> ReadOptions {
        ReadOptions { hints, ..self }
    }

    /// The same, with those hints alone that hold for a file of this path.
    #[cfg(feature = "csv")]
    pub(crate) fn of_file(&self, path: &str) -> ReadOptions {
        ReadOptions { hints: self.hints.of_file(path), ..self.clone() }
    }

    /// The frequency for which full dates stand.
    #[cfg(feature = "batch")]
    pub(crate) fn of_days(&self) -> Option<Frequency> {
        self.frequency
    }

    /// Whether any column is named.
    #[cfg(feature = "csv")]
    pub(super) fn names_columns(&self) -> bool {
        let columns =
            [&self.subject, &self.indicator, &self.period, &self.value, &self.unit, &self.growth, &self.as_of];
        columns.iter().any(|column| column.is_some())
    }

    /// The column that holds the subject.
    #[must_use]
    pub fn subject(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { subject: Some(column.into()), ..self }
    }

    /// The column that holds the indicator.
    #[must_use]
    pub fn indicator(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { indicator: Some(column.into()), ..self }
    }

    /// The column that holds the period.
    #[must_use]
    pub fn period(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { period: Some(column.into()), ..self }
    }

    /// The column that holds the value.
    #[must_use]
    pub fn value(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { value: Some(column.into()), ..self }
    }

    /// The column that holds the unit.
    #[must_use]
    pub fn unit(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { unit: Some(column.into()), ..self }
    }

    /// The column that holds growth on a year ago as published: fractions, or percent where cells or head have its sign.
    #[must_use]
    pub fn growth(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { growth: Some(column.into()), ..self }
    }

    /// The column that says when a value was known: a day, or a period.
    #[must_use]
    pub fn as_of(self, column: impl Into<String>) -> ReadOptions {
        ReadOptions { as_of: Some(column.into()), ..self }
    }

    /// The frequency for which full dates stand, and of fiscal years whose end the table does not state.
    ///
    /// A frequency of running totals makes running totals (累计) of months or quarters. Series whose names say that they
    /// are (零售额_累计值, retail sales YTD) are without it; monthly or quarterly says that they are not.
    #[must_use]
    pub fn frequency(self, frequency: Frequency) -> ReadOptions {
        ReadOptions { frequency: Some(frequency), ..self }
    }

    /// What a file may hold and unpack to before it is refused.
    #[must_use]
    pub fn limits(self, limits: Limits) -> ReadOptions {
        ReadOptions { limits, ..self }
    }

    /// Whether a series with rows of several frequencies becomes one series for each: the coarsest keeps its name, the
    /// others have theirs behind it, `gdp@monthly`. Without it two frequencies in one series are an error.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{self, ReadOptions};
    ///
    /// let table = "indicator,period,value\ngdp,2004,67\ngdp,2005-Q1,18\ngdp,2005-Q2,20\n";
    /// assert!(read::text("t", table, &ReadOptions::default()).is_err());
    /// let apart = read::text("t", table, &ReadOptions::default().frequencies_apart(true))?;
    /// let names: Vec<&str> = apart.observations.panel().keys().iter().map(|key| &*key.indicator).collect();
    /// assert_eq!(names, ["gdp", "gdp@quarterly"]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    #[must_use]
    pub fn frequencies_apart(self, wanted: bool) -> ReadOptions {
        ReadOptions { frequencies_apart: wanted, ..self }
    }

    /// Whether a row over a span (`2006/2010`) is set apart as a total ([`Observations::totals`]). Without it such a row
    /// is an error, since it is no observation of its series.
    ///
    /// [`Observations::totals`]: crate::model::Observations::totals
    #[must_use]
    pub fn spans_apart(self, wanted: bool) -> ReadOptions {
        ReadOptions { spans_apart: wanted, ..self }
    }

    /// Whether a table may have a head and no row: of what a plan asks for, nothing may be observed yet. Without it such
    /// a table is an error.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{self, ReadOptions};
    ///
    /// let head = "indicator,period,value\n";
    /// assert!(read::text("t", head, &ReadOptions::default()).is_err());
    /// assert_eq!(read::text("t", head, &ReadOptions::default().may_be_empty(true))?.observations.panel().rows(), 0);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    #[must_use]
    pub fn may_be_empty(self, allowed: bool) -> ReadOptions {
        ReadOptions { may_be_empty: allowed, ..self }
    }
}
