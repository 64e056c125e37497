//! Index numbers of every series of a table: rebased, chained, taken apart, deflated.

use std::io::Write;

use serde_json::Value;

use super::results::{ResultRow, Results};
use super::{Document, Report};
use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::index_number::{
    DeflateOptions, DentonOptions, Link, Mean, RebaseOptions, SpliceOptions, chain, deflate, denton, inflate, splice,
    unchain,
};
use crate::model::{
    Dimension, IndexBase, Language, Observations, Period, PeriodRange, Series, SeriesOutcomes, without_index_base,
};

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
    /// The old series of this name, joined to each of the others over what both have (衔接).
    Splice(String, SpliceOptions),
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
    /// A reference of another frequency that does not hold the values'; a price index that the table does not have, or
    /// whose base moves; values that are no links over what is asked for.
    ///
    /// Rates and indices with a moving base are not rebased, taken apart or deflated (`RateType`, `MovingBase`).
    pub fn compute(data: &Observations, operation: &IndexOperation) -> Result<IndexReport> {
        IndexReport::of(data, operation, false)
    }

    /// The same, each result with its formula and numbers.
    ///
    /// # Errors
    /// As [`compute`](IndexReport::compute).
    ///
    /// # Examples
    /// ```
    /// use fanfan::index_number::Link;
    /// use fanfan::read::{self, ReadOptions};
    /// use fanfan::report::{IndexOperation, IndexReport, Report};
    ///
    /// let tables = read::text("t", "year,value\n2004,102\n2005,103\n", &ReadOptions::default())?;
    /// let report = IndexReport::explained(&tables.observations, &IndexOperation::Chain(Link::Previous))?;
    /// assert_eq!(report.json()["rows"][2]["formula"], "102 * 103 / 100");
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn explained(data: &Observations, operation: &IndexOperation) -> Result<IndexReport> {
        IndexReport::of(data, operation, true)
    }

    fn of(data: &Observations, operation: &IndexOperation, explain: bool) -> Result<IndexReport> {
        let panel = data.panel();
        let mut rows = Vec::new();
        let (what, prices) = match operation {
            IndexOperation::Deflate(name, _) | IndexOperation::Inflate(name, _) => ("price index", Some(name.as_str())),
            IndexOperation::Denton(name, _) => ("benchmark", Some(name.as_str())),
            IndexOperation::Splice(name, _) => ("old series", Some(name.as_str())),
            _ => ("", None),
        };
        if let Some(name) = prices.filter(|name| !panel.keys().iter().any(|key| *key.indicator == **name)) {
            let mut names: Vec<&str> = panel.keys().iter().map(|key| &*key.indicator).collect();
            names.sort_unstable();
            names.dedup();
            return Err(Error::new(ErrorKind::Unknown, format!("the table has no {what} `{name}`"))
                .mend(suggestion(name, &names)));
        }
        for (number, series) in panel.iter().enumerate() {
            if prices.is_some_and(|name| *series.key.indicator == *name) {
                continue;
            }
            let values = series.to_series();
            let place = |error: Error| error.of_series(&series.key.subject, &series.key.indicator);
            let price = || -> Result<Series> {
                let name = prices.unwrap_or_default();
                // The one of the subject, or the one of a table that has only one.
                let named = || panel.keys().iter().enumerate().filter(|(_, key)| *key.indicator == *name);
                let own = named().find(|(_, key)| key.subject == series.key.subject);
                let found = own.or_else(|| named().next().filter(|_| named().count() == 1)).map(|(number, _)| number);
                let found = found.and_then(|number| Some((number, panel.series(number)?)));
                let (number, found) = found.ok_or_else(|| {
                    Error::new(ErrorKind::Unknown, format!("there is no `{name}` for it"))
                        .mend(format!("add its {what} to the table"))
                })?;
                match data.why_no_growth(number).filter(|_| !matches!(operation, IndexOperation::Denton(..))) {
                    Some(reason) => Err(Error::new(ErrorKind::Unit, format!("`{name}` is no {what}: {reason}"))
                        .of_series(&found.key.subject, name)
                        .mend("give one over a fixed base; `fanfan index chain` makes one of links such as 上年=100")),
                    None => Ok(found.to_series()),
                }
            };
            let price = if prices.is_some() { Some(price().map_err(place)?) } else { None };
            let missing = || place(Error::new(ErrorKind::Unknown, format!("there is no {what}")));
            let price = || price.as_ref().ok_or_else(missing);
            let at = |reference: &Option<PeriodRange>| {
                reference.map_or(DeflateOptions::new(), |range| DeflateOptions::new().prices_of(range))
            };
            let (measure, outcomes): (&'static str, SeriesOutcomes) = match operation {
                IndexOperation::Rebase(range, mean) => {
                    ("rebase", values.rebase(RebaseOptions::new(*range).mean(*mean)).map_err(place)?)
                }
                IndexOperation::Chain(link) => {
                    are_links(data, number, &values, *link).map_err(place)?;
                    ("chain", chain(&values, *link).map_err(place)?)
                }
                IndexOperation::Unchain(link) => ("unchain", unchain(&values, *link).map_err(place)?),
                IndexOperation::Deflate(_, reference) => {
                    ("deflate", deflate(&values, price()?, at(reference)).map_err(place)?)
                }
                IndexOperation::Inflate(_, reference) => {
                    ("inflate", inflate(&values, price()?, at(reference)).map_err(place)?)
                }
                IndexOperation::Splice(_, options) => ("splice", splice(price()?, &values, *options).map_err(place)?),
                IndexOperation::Denton(_, options) => ("denton", denton(&values, price()?, *options).map_err(place)?),
            };
            let is_over = match operation {
                IndexOperation::Chain(_) | IndexOperation::Denton(..) => None,
                _ => data.why_no_growth(number),
            };
            // A result has another base than the one in the name.
            let name = match operation {
                IndexOperation::Rebase(..) | IndexOperation::Chain(_) | IndexOperation::Unchain(_) => {
                    without_index_base(&series.key.indicator)
                        .filter(|name| panel.find(&series.key.subject, name).is_none())
                }
                _ => None,
            };
            // Periods between those of the table are no rows of it; the reference of a chain is one of its own.
            let is_there =
                |period: Period, is_ok: bool| is_ok || series.ordinals.binary_search(&period.ordinal()).is_ok();
            let outcomes = outcomes.iter().filter(|(period, result)| is_there(*period, result.is_ok()));
            rows.extend(outcomes.map(|(period, result)| {
                let at = (period, values.get(period).unwrap_or(f64::NAN));
                let result = match is_over {
                    Some(reason) if !at.1.is_nan() => Err(reason),
                    _ => result,
                };
                let price = || price().ok()?.get(period);
                let formula = if explain {
                    result.ok().and_then(|result| formula(operation, at.1, result, price()))
                } else {
                    None
                };
                ResultRow::of(series.key, name.as_deref(), at, measure, result).explained(formula)
            }));
        }
        Ok(IndexReport(Results { schema: "fanfan.index/1", rows, rates: false }))
    }
}

/// The formula of a result with its numbers: what stands in for a reference or a multiplier is what the result implies.
fn formula(operation: &IndexOperation, value: f64, result: f64, price: Option<f64>) -> Option<String> {
    let value = match operation {
        IndexOperation::Splice(..) if value.is_nan() => price?,
        _ => value,
    };
    if value.is_nan() || value == 0.0 || result == 0.0 {
        return None;
    }
    let short = |number: f64| {
        let text = format!("{number:.8}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    Some(match operation {
        IndexOperation::Rebase(..) => format!("{value} / {} * 100", short(100.0 * value / result)),
        IndexOperation::Chain(_) => format!("{} * {value} / 100", short(100.0 * result / value)),
        IndexOperation::Unchain(_) => format!("100 * {value} / {}", short(100.0 * value / result)),
        IndexOperation::Deflate(..) => {
            price.map(|price| format!("{value} / {price} * {}", short(result * price / value)))?
        }
        IndexOperation::Inflate(..) => {
            price.map(|price| format!("{value} * {price} / {}", short(value * price / result)))?
        }
        IndexOperation::Splice(..) if value == result => short(value),
        IndexOperation::Splice(..) | IndexOperation::Denton(..) => format!("{value} * {}", short(result / value)),
    })
}

/// Whether values can be links over what the chain is asked to link.
///
/// # Errors
/// A unit that is none of links, or of links over something else; without one, values that no link has.
fn are_links(data: &Observations, number: usize, values: &Series, link: Link) -> Result<()> {
    let refused = |message: String, mend: &str| Err(Error::new(ErrorKind::Unit, message).mend(mend));
    let unit = data.unit_said(number);
    let is_yearly = values.first().frequency().per_year() == 1;
    match unit.as_ref().map(|unit| (unit, unit.dimension())) {
        // 上年=100 may be over the mean of the year before; 上年同月=100 is over one month of it.
        Some((unit, Dimension::Index(IndexBase::YearAgo)))
            if !is_yearly && (link == Link::Previous || unit.to_string().contains('同')) =>
        {
            refused(
                format!("the values are over the year before ({unit}), and link no period to the next"),
                "chain values over the period before (上月=100), or years; links over the mean of a year want \
                 --link year_average",
            )
        }
        Some((unit, Dimension::Index(IndexBase::Previous))) if link != Link::Previous && !is_yearly => {
            refused(format!("the values are over the period before ({unit}), not over a year"), "leave out --link")
        }
        Some((unit, Dimension::Index(IndexBase::Fixed(_)))) => refused(
            format!("the values are an index over a fixed base ({unit}) already"),
            "use `fanfan index rebase` for another base",
        ),
        Some((_, Dimension::Index(_))) => Ok(()),
        Some((unit, _)) if !unit.is_rate() => refused(
            format!("the values are in {unit}, and no links"),
            "give links over the period before, such as 上年=100, or name the series that has them with --only",
        ),
        // A fall by more than half is rarer than growth rates, or ratios, taken for links.
        _ => match values.points().find(|(_, value)| *value < 50.0) {
            Some((period, value)) => refused(
                format!("{value} in {period} is no link: where growth is 3.2 % the link is 103.2"),
                "add 100 to rates of growth, multiply ratios by 100; if these are links, give the unit 上年=100",
            ),
            None => Ok(()),
        },
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
