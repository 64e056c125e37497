//! Index numbers of every series of a table: rebased, chained, taken apart, deflated.

use std::io::Write;

use serde_json::Value;

use super::results::{ResultRow, Results};
use super::{Document, Report};
use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::index_number::{
    DeflateOptions, DentonOptions, Link, Mean, RebaseOptions, chain, deflate, denton, inflate, unchain,
};
use crate::model::{Language, Observations, PeriodRange, Series, SeriesOutcomes};

/// What is done to the series of a table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum IndexOperation {
    /// 100 in the mean of a reference (换基).
    Rebase(PeriodRange, Mean),
    /// Links (上年=100) into a chain.
    Chain(Link),
    /// A chain into its links.
    Unchain(Link),
    /// Nominal values divided by the price index of this name, at the prices of a reference; without one, price = 100.
    Deflate(String, Option<PeriodRange>),
    /// Real values multiplied by it.
    Inflate(String, Option<PeriodRange>),
    /// Quarters or months brought to the years of the indicator of this name (Denton).
    Denton(String, DentonOptions),
}

/// Index numbers of a table, computed.
///
/// # Examples
/// ```
/// use fanfan::index_number::Mean;
/// use fanfan::model::{Period, PeriodRange};
/// use fanfan::read::{self, ReadOptions};
/// use fanfan::report::{IndexOperation, IndexReport, Report};
///
/// let tables = read::text("t", "year,value\n2004,50\n2005,55\n", &ReadOptions::default())?;
/// let reference = PeriodRange::from(Period::annual(2004));
/// let report = IndexReport::compute(&tables.observations, &IndexOperation::Rebase(reference, Mean::Arithmetic))?;
/// assert_eq!(report.json()["rows"][1]["result"], 110.0);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct IndexReport(Results);

impl IndexReport {
    /// Computes the operation for every series.
    ///
    /// # Errors
    /// A reference of another frequency that does not hold the values'; a price index that the table does not have.
    pub fn compute(data: &Observations, operation: &IndexOperation) -> Result<IndexReport> {
        let panel = data.panel();
        let mut rows = Vec::new();
        let (what, prices) = match operation {
            IndexOperation::Deflate(name, _) | IndexOperation::Inflate(name, _) => ("price index", Some(name.as_str())),
            IndexOperation::Denton(name, _) => ("benchmark", Some(name.as_str())),
            _ => ("", None),
        };
        if let Some(name) = prices.filter(|name| !panel.keys().iter().any(|key| *key.indicator == **name)) {
            let mut names: Vec<&str> = panel.keys().iter().map(|key| &*key.indicator).collect();
            names.sort_unstable();
            names.dedup();
            return Err(Error::new(ErrorKind::Unknown, format!("the table has no {what} `{name}`"))
                .mend(suggestion(name, &names)));
        }
        for series in panel.iter() {
            if prices.is_some_and(|name| *series.key.indicator == *name) {
                continue;
            }
            let values = series.to_series();
            let place = |error: Error| error.of_series(&series.key.subject, &series.key.indicator);
            let price = || -> Result<Series> {
                let name = prices.unwrap_or_default();
                // The one of the subject, or the one of a table that has only one.
                let own = panel.find(&series.key.subject, name);
                let only = || panel.iter().find(|other| *other.key.indicator == *name);
                own.or_else(only).map(|series| series.to_series()).ok_or_else(|| {
                    Error::new(ErrorKind::Unknown, format!("there is no `{name}` for it"))
                        .mend(format!("add its {what} to the table"))
                })
            };
            let at = |reference: &Option<PeriodRange>| {
                reference.map_or(DeflateOptions::new(), |range| DeflateOptions::new().prices_of(range))
            };
            let (measure, outcomes): (&'static str, SeriesOutcomes) = match operation {
                IndexOperation::Rebase(range, mean) => {
                    ("rebase", values.rebase(RebaseOptions::new(*range).mean(*mean)).map_err(place)?)
                }
                IndexOperation::Chain(link) => ("chain", chain(&values, *link).map_err(place)?),
                IndexOperation::Unchain(link) => ("unchain", unchain(&values, *link).map_err(place)?),
                IndexOperation::Deflate(_, reference) => {
                    ("deflate", deflate(&values, &price()?, at(reference)).map_err(place)?)
                }
                IndexOperation::Inflate(_, reference) => {
                    ("inflate", inflate(&values, &price()?, at(reference)).map_err(place)?)
                }
                IndexOperation::Denton(_, options) => ("denton", denton(&values, &price()?, *options).map_err(place)?),
            };
            rows.extend(outcomes.iter().map(|(period, result)| {
                let at = (period, values.get(period).unwrap_or(f64::NAN));
                ResultRow::of(series.key, None, at, measure, result)
            }));
        }
        Ok(IndexReport(Results { schema: "fanfan.index/1", rows, rates: false }))
    }
}

impl Report for IndexReport {
    fn document(&self, language: Language) -> Document {
        self.0.document(language)
    }

    fn json(&self) -> Value {
        self.0.json()
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        self.0.csv(out)
    }
}
