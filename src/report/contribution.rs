//! Contributions of the parts of a table to the growth of its total.

use std::io::Write;

use serde_json::Value;

use super::contribution_chained::{self, ChainedForm};
use super::contribution_parts::{Part, in_unit_of};
use super::results::{ResultRow, Results};
use super::{Document, Report};
use crate::error::{Error, ErrorKind, Result, Undefined, suggestion};
use crate::growth::{Base, Contribution, ContributionOptions, NegativeBase};
use crate::model::{Language, Observations, Panel, Period, Series, SeriesKey, SeriesRef};

/// What is asked of a table of parts and their total.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ContributionRequest {
    /// The indicator, or the subject, that is the total.
    pub total: String,
    /// The parts; all other indicators of the subject (or subjects of the indicator) when empty.
    pub parts: Vec<String>,
    /// What values are compared with.
    pub base: Base,
    /// The policy for a negative base of the total.
    pub negative_base: NegativeBase,
    /// The form for parts that do not add up, with the weights or nominal values of total and parts, by their names.
    pub chained: Option<(ChainedForm, Observations)>,
    /// Whether each result comes with its formula.
    pub explain: bool,
}

impl ContributionRequest {
    /// Contributions to year-on-year growth of `total`.
    pub fn new(total: impl Into<String>) -> ContributionRequest {
        ContributionRequest {
            total: total.into(),
            parts: Vec::new(),
            base: Base::YearAgo,
            negative_base: NegativeBase::Undefined,
            chained: None,
            explain: false,
        }
    }
}

/// Points (拉动) and shares (贡献率) of every part, with the residual and the growth of the total.
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
/// use fanfan::report::{self, ContributionReport, ContributionRequest, Format, Look};
///
/// let text = "year,gdp,industry,services\n2004,100,40,60\n2005,110,45,65\n";
/// let tables = read::text("t", text, &ReadOptions::default())?;
/// let report = ContributionReport::compute(&tables.observations, &ContributionRequest::new("gdp"))?;
/// let mut out = Vec::new();
/// report::write(&report, Format::Csv, Look::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains(",industry,2005,45,contribution,0.05,"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionReport(Results);

impl ContributionReport {
    /// Computes points and shares.
    ///
    /// # Errors
    /// A total or a part that the table does not have; no part at all; a total that is a rate, or an index with a moving
    /// base, and has no growth; parts of another frequency than the total, or in a unit that does not convert into that
    /// of the total; a lag of 0; weights or nominal values that are not there.
    pub fn compute(data: &Observations, request: &ContributionRequest) -> Result<ContributionReport> {
        let panel = data.panel();
        let by_indicator = panel.keys().iter().any(|key| *key.indicator == *request.total);
        let total_of = |key: &SeriesKey| -> bool {
            if by_indicator { *key.indicator == *request.total } else { *key.subject == *request.total }
        };
        let name = |key: &SeriesKey| if by_indicator { key.indicator.clone() } else { key.subject.clone() };
        let rest = |key: &SeriesKey| if by_indicator { key.subject.clone() } else { key.indicator.clone() };
        let mut rows = Vec::new();
        let mut found = false;
        if request.parts.contains(&request.total) {
            return Err(Error::new(
                ErrorKind::Option,
                format!("`{}` is the total, and no part of itself", request.total),
            )
            .mend("leave it out of the parts"));
        }
        for (number, total) in panel.iter().enumerate().filter(|(_, series)| total_of(series.key)) {
            found = true;
            let parts: Vec<(usize, SeriesRef<'_>)> = panel
                .iter()
                .enumerate()
                .filter(|(_, series)| rest(series.key) == rest(total.key) && !total_of(series.key))
                .filter(|(_, series)| {
                    request.parts.is_empty() || request.parts.iter().any(|part| **part == *name(series.key))
                })
                .collect();
            if let Some(missing) =
                request.parts.iter().find(|part| !parts.iter().any(|(_, series)| ***part == *name(series.key)))
            {
                let names: Vec<String> = panel.iter().map(|series| name(series.key).to_string()).collect();
                let names: Vec<&str> =
                    names.iter().map(String::as_str).filter(|name| **name != *request.total).collect();
                return Err(Error::new(ErrorKind::Unknown, format!("the table has no part `{missing}`"))
                    .mend(suggestion(missing, &names)));
            }
            let place = |error: Error| error.of_series(&total.key.subject, &total.key.indicator);
            if parts.is_empty() {
                return Err(place(Error::new(ErrorKind::Layout, "there is nothing beside this total"))
                    .mend("add its parts to the table: other indicators of the subject, or other subjects"));
            }
            if let Some(reason) = data.why_no_growth(number) {
                return Err(place(Error::new(ErrorKind::Unit, format!("the total has no growth: {reason}")))
                    .mend("give levels of total and parts"));
            }
            let unit = data.unit_said(number);
            let in_unit = |(number, part): (usize, SeriesRef<'_>)| -> Result<Part> {
                let place = |error: Error| {
                    let mend = "name the parts that are meant, with --parts, or give all in one unit";
                    error.of_series(&part.key.subject, &part.key.indicator).mend(mend)
                };
                if let Some(reason) = data.why_no_growth(number) {
                    return Err(place(Error::new(ErrorKind::Unit, format!("this is no part of a level: {reason}"))));
                }
                let values = part.to_series();
                let converted = in_unit_of(&values, data.unit_said(number).as_ref(), unit.as_ref()).map_err(place)?;
                Ok(Part { key: part.key.clone(), values, converted })
            };
            let parts: Vec<Part> = parts.into_iter().map(in_unit).collect::<Result<_>>()?;
            let mut found = match &request.chained {
                Some((form, beside)) => contribution_chained::rows(&total, &parts, (*form, request.explain), beside)?,
                None => contributions(&total, &parts, request)?,
            };
            // Periods between those of the table are no rows of it.
            let is_there = |row: &ResultRow| {
                let has = |series: &Series| series.get(row.period).is_some();
                row.result.is_ok()
                    || total.ordinals.binary_search(&row.period.ordinal()).is_ok()
                    || parts.iter().any(|part| has(&part.values))
            };
            found.retain(is_there);
            rows.extend(found);
        }
        if !found {
            let mut names: Vec<&str> = panel.keys().iter().flat_map(|key| [&*key.indicator, &*key.subject]).collect();
            names.retain(|name| !name.is_empty());
            names.sort_unstable();
            names.dedup();
            return Err(Error::new(ErrorKind::Unknown, format!("the table has no total `{}`", request.total))
                .mend(suggestion(&request.total, &names)));
        }
        Ok(ContributionReport(Results { schema: "fanfan.contribution/1", rows, rates: true }))
    }
}

type Outcome = std::result::Result<f64, Undefined>;

fn contributions(total: &SeriesRef<'_>, parts: &[Part], request: &ContributionRequest) -> Result<Vec<ResultRow>> {
    let whole = total.to_series();
    let dense = aligned(&whole, parts)?;
    let mut rows = Vec::new();
    let mut add = |key: &SeriesKey,
                   name: Option<&str>,
                   at: (Period, f64),
                   measure,
                   result: Outcome,
                   formula: &dyn Fn() -> Option<String>| {
        let formula = if request.explain && result.is_ok() { formula() } else { None };
        rows.push(ResultRow::of(key, name, at, measure, result).explained(formula));
    };
    let back = |period: Period, by: i32| Period::from_ordinal(period.frequency(), period.ordinal().wrapping_sub(by));
    let before = |period: Period| match request.base {
        Base::YearAgo => Some(back(period, period.frequency().per_year() as i32)),
        Base::Lag(lag) => Some(back(period, lag)),
        Base::Previous => Some(back(period, 1)),
        Base::Fixed(base) => Some(base),
        _ => None,
    };
    let pair = |series: &Series, period: Period| Some((series.get(period)?, series.get(before(period)?)?));
    for (form, measure) in [(Contribution::Points, "contribution"), (Contribution::Share, "contribution_share")] {
        let options = ContributionOptions::new(request.base).form(form).negative_base(request.negative_base);
        let contributions = dense.contributions(&whole, options)?;
        for (row, part) in parts.iter().enumerate() {
            let key = &part.key;
            for (column, (period, _)) in whole.iter().enumerate() {
                let value = part.values.get(period).unwrap_or(f64::NAN);
                if let Some(result) = contributions.parts().get(row, column) {
                    add(key, None, (period, value), measure, result, &|| {
                        let ((x, b), (whole, base)) = (pair(&part.converted, period)?, pair(&whole, period)?);
                        Some(match form {
                            Contribution::Points => format!("({x} - {b}) / {base}"),
                            _ => format!("({x} - {b}) / ({whole} - {base})"),
                        })
                    });
                }
            }
        }
        for (period, result) in contributions.residual().iter() {
            add(total.key, Some("residual"), (period, f64::NAN), measure, result, &|| {
                Some(if form == Contribution::Points { "growth - all parts" } else { "1 - all parts" }.to_owned())
            });
        }
        if form == Contribution::Points {
            for ((period, result), (_, value)) in contributions.total().iter().zip(whole.iter()) {
                add(total.key, None, (period, value), "growth", result, &|| {
                    pair(&whole, period).map(|(whole, base)| format!("{whole} / {base} - 1"))
                });
            }
        }
    }
    Ok(rows)
}

/// The parts over the periods of the total, in its unit.
fn aligned(total: &Series, parts: &[Part]) -> Result<Panel> {
    let mut values = Vec::with_capacity(parts.len() * total.len());
    for part in parts {
        let frequency = part.values.first().frequency();
        if frequency != total.first().frequency() {
            let message = format!("the total is {}, a part is {frequency}", total.first().frequency());
            return Err(Error::new(ErrorKind::Frequency, message)
                .of_series(&part.key.subject, &part.key.indicator)
                .mend("give parts and total at one frequency"));
        }
        values.extend(total.iter().map(|(period, _)| part.converted.get(period).unwrap_or(f64::NAN)));
    }
    Panel::new(parts.iter().map(|part| part.key.clone()).collect(), total.first(), values)
}

impl Report for ContributionReport {
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
