//! Aggregates of every series of a table: over periods, over subjects, running totals and single periods.

use std::io::Write;

use serde_json::Value;

use super::results::{ResultRow, Results};
use super::{Document, Report};
use crate::aggregate::{
    AggregateOptions, OverPeriods, OverSubjects, Present, SubjectOptions, mean_over_periods, over_subjects_into,
    ratio_of_sums_into, ratio_over_periods, weighted_mean_into,
};
use crate::error::{Error, ErrorKind, Result, Undefined, suggestion};
use crate::growth::{YearToDate, single, to_date};
use crate::model::{Frequency, Language, Observations, Outcomes, Panel, Period, Series, SeriesRef};

/// Periods of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AggregateTo {
    /// Periods of a coarser frequency.
    Frequency(Frequency),
    /// Running totals (累计) of single periods.
    YearToDate,
    /// Single periods (当期) out of running totals.
    Single,
}

/// How values become one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AggregateHow {
    /// Flows add up.
    Sum,
    /// The mean of the values.
    Mean,
    /// The last one: stocks at the end of the period. Not over subjects.
    Last,
    /// The mean weighted by the indicator of this name.
    Weighted(String),
    /// The sum of one indicator over that of another: a ratio rebuilt from its numerator and denominator.
    Ratio(String, String),
}

impl AggregateHow {
    fn name(&self) -> &'static str {
        match self {
            AggregateHow::Sum => "sum",
            AggregateHow::Mean => "mean",
            AggregateHow::Last => "last",
            AggregateHow::Weighted(_) => "weighted_mean",
            AggregateHow::Ratio(..) => "ratio",
        }
    }

    /// The indicators that must be there, the first of which leads.
    fn needs(&self) -> Vec<&str> {
        match self {
            AggregateHow::Weighted(weights) => vec![weights],
            AggregateHow::Ratio(above, below) => vec![above, below],
            _ => Vec::new(),
        }
    }
}

/// What is asked of a table: periods or subjects made into one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AggregateRequest {
    /// Periods of the results.
    pub to: Option<AggregateTo>,
    /// The name of the whole that all subjects make; without it subjects stay apart.
    pub whole: Option<String>,
    /// How values become one; running totals and single periods need no word.
    pub how: Option<AggregateHow>,
    /// How much must be there.
    pub present: Present,
}

impl AggregateRequest {
    /// Every series over the periods of `to`.
    pub fn over_periods(to: AggregateTo, how: Option<AggregateHow>) -> AggregateRequest {
        AggregateRequest { to: Some(to), whole: None, how, present: Present::All }
    }

    /// All subjects of each indicator as one, named `whole`.
    pub fn over_subjects(whole: impl Into<String>, how: AggregateHow) -> AggregateRequest {
        AggregateRequest { to: None, whole: Some(whole.into()), how: Some(how), present: Present::All }
    }
}

/// Aggregates of a table, computed.
///
/// # Examples
/// ```
/// use fanfan::model::Frequency;
/// use fanfan::read::{self, ReadOptions};
/// use fanfan::report::{AggregateHow, AggregateReport, AggregateRequest, AggregateTo, Report};
///
/// let text = "period,value\n2004-Q1,1\n2004-Q2,2\n2004-Q3,3\n2004-Q4,4\n";
/// let tables = read::text("t", text, &ReadOptions::default())?;
/// let to = AggregateTo::Frequency(Frequency::Annual);
/// let request = AggregateRequest::over_periods(to, Some(AggregateHow::Sum));
/// let report = AggregateReport::compute(&tables.observations, &request)?;
/// assert_eq!(report.json()["rows"][0]["result"], 10.0);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateReport(Results);

impl AggregateReport {
    /// Computes the aggregates.
    ///
    /// Sums of rates, shares and indices with a moving base do not exist (`RateType`, `MovingBase`).
    ///
    /// # Errors
    /// Nothing to aggregate over, or two things at once; no word for how; periods that do not consist of those of the
    /// table; weights or parts of a ratio that it does not have; subjects in different units or frequencies; a whole that
    /// is one of the subjects.
    pub fn compute(data: &Observations, request: &AggregateRequest) -> Result<AggregateReport> {
        let indicators = indicators(data);
        for name in request.how.as_ref().map(AggregateHow::needs).unwrap_or_default() {
            if !indicators.contains(&name) {
                return Err(Error::new(ErrorKind::Unknown, format!("the table has no indicator `{name}`"))
                    .mend(suggestion(name, &indicators)));
            }
        }
        let how = || {
            request.how.as_ref().ok_or_else(|| {
                Error::new(ErrorKind::Option, "how do values become one?").mend(
                    "say sum (flows), last (stocks), mean, weighted_mean with weights, or give the parts of a ratio",
                )
            })
        };
        let rows = match (request.to, &request.whole) {
            (None, None) => {
                return Err(Error::new(ErrorKind::Option, "nothing to aggregate over")
                    .mend("give a frequency such as annual, or aggregate over subjects"));
            }
            (Some(_), Some(_)) => {
                return Err(Error::new(ErrorKind::Option, "periods and subjects are aggregated at once")
                    .mend("aggregate over periods first, and the result over subjects"));
            }
            (Some(AggregateTo::Frequency(to)), None) => over_periods(data, to, how()?, request.present)?,
            (Some(to), None) => year_to_date(data, to, request)?,
            (None, Some(whole)) => over_subjects(data, whole, how()?, request.present)?,
        };
        Ok(AggregateReport(Results { schema: "fanfan.aggregate/1", rows, rates: false }))
    }
}

/// The indicators of a table, each once.
fn indicators(data: &Observations) -> Vec<&str> {
    let mut names: Vec<&str> = data.panel().keys().iter().map(|key| &*key.indicator).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn row(subject: &str, indicator: &str, period: Period, measure: &'static str, result: Outcome) -> ResultRow {
    let (subject, indicator) = (subject.to_owned(), indicator.to_owned());
    ResultRow { subject, indicator, period, value: f64::NAN, measure, result, formula: None }
}

type Outcome = std::result::Result<f64, Undefined>;

fn over_periods(data: &Observations, to: Frequency, how: &AggregateHow, present: Present) -> Result<Vec<ResultRow>> {
    let panel = data.panel();
    let mut rows = Vec::new();
    for (number, series) in panel.iter().enumerate() {
        let (subject, indicator) = (&*series.key.subject, &*series.key.indicator);
        let beside = |name: &str| {
            panel.find(subject, name).map(|series| series.to_series()).ok_or_else(|| {
                Error::new(ErrorKind::Unknown, format!("there is no `{name}` for it")).mend("add it to the table")
            })
        };
        let values = series.to_series();
        let plain = |how| values.aggregate(AggregateOptions::new(to, how).present(present));
        let mut name = indicator.to_owned();
        let outcomes = match how {
            AggregateHow::Sum => plain(OverPeriods::Sum),
            AggregateHow::Mean => plain(OverPeriods::Mean),
            AggregateHow::Last => plain(OverPeriods::Last),
            AggregateHow::Weighted(weights) if indicator == weights => continue,
            AggregateHow::Weighted(weights) => {
                beside(weights).and_then(|weights| mean_over_periods(&values, &weights, to, present))
            }
            AggregateHow::Ratio(above, _) if indicator != above => continue,
            AggregateHow::Ratio(above, below) => {
                name = format!("{above}/{below}");
                beside(below).and_then(|below| ratio_over_periods(&values, &below, to, present))
            }
        };
        let outcomes = outcomes.map_err(|error| error.of_series(subject, indicator))?;
        let refused = data.why_no_growth(number).filter(|_| *how == AggregateHow::Sum);
        let result = |result| refused.map_or(result, Err);
        rows.extend(outcomes.iter().map(|(period, found)| row(subject, &name, period, how.name(), result(found))));
    }
    Ok(rows)
}

/// Running totals or single periods, a result for each row of the table.
fn year_to_date(data: &Observations, to: AggregateTo, request: &AggregateRequest) -> Result<Vec<ResultRow>> {
    if request.how.as_ref().is_some_and(|how| *how != AggregateHow::Sum) || request.present != Present::All {
        return Err(Error::new(ErrorKind::Option, "running totals and single periods are sums of all that is in them")
            .mend("leave out how values become one, and how much must be there"));
    }
    let (what, measure) = match to {
        AggregateTo::Single => (YearToDate::Singles, "single"),
        _ => (YearToDate::Totals, "year_to_date"),
    };
    let mut outcomes = data.panel().year_to_date(what)?;
    data.refuse_rates(&mut outcomes);
    let mut rows = Vec::with_capacity(outcomes.len());
    for series in data.panel().iter() {
        let frequency = if what == YearToDate::Singles { single } else { to_date }(series.frequency);
        let frequency = frequency.unwrap_or(series.frequency);
        for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
            let result = outcomes.get(rows.len()).unwrap_or(Err(Undefined::MissingValue));
            let period = Period::from_ordinal(frequency, ordinal);
            rows.push(ResultRow { value, ..row(&series.key.subject, &series.key.indicator, period, measure, result) });
        }
    }
    Ok(rows)
}

fn over_subjects(data: &Observations, whole: &str, how: &AggregateHow, present: Present) -> Result<Vec<ResultRow>> {
    // The whole among its parts would count twice.
    if data.panel().keys().iter().any(|key| *key.subject == *whole) {
        return Err(Error::new(ErrorKind::Option, format!("`{whole}` is a subject of the table already"))
            .mend(format!("leave it out with --except {whole}, or give the whole another name")));
    }
    let mut rows = Vec::new();
    for indicator in indicators(data) {
        let part = data.keep(|key| *key.indicator == *indicator);
        let unit = same_unit(&part, how)?;
        let panel = part.panel().to_panel()?;
        let width = panel.shape().1;
        let mut outcomes = Outcomes::with_len(width);
        let (out, reasons) = outcomes.buffers();
        let reasons = Some(reasons);
        let mut name = indicator.to_owned();
        match how {
            AggregateHow::Sum | AggregateHow::Mean => {
                let how = if *how == AggregateHow::Sum { OverSubjects::Sum } else { OverSubjects::Mean };
                let options = SubjectOptions::new(how).present(present);
                over_subjects_into(panel.as_slice(), width, options, out, reasons)?;
            }
            AggregateHow::Last => {
                return Err(Error::new(ErrorKind::Option, "subjects have no last one").mend("ask for sum or mean"));
            }
            AggregateHow::Weighted(weights) if indicator == weights => continue,
            AggregateHow::Weighted(weights) => {
                let weights = aligned(data, weights, &panel)?;
                weighted_mean_into(panel.as_slice(), width, &weights, present, out, reasons)?;
            }
            AggregateHow::Ratio(above, _) if indicator != above => continue,
            AggregateHow::Ratio(above, below) => {
                name = format!("{above}/{below}");
                let below = aligned(data, below, &panel)?;
                ratio_of_sums_into(panel.as_slice(), &below, width, present, out, reasons)?;
            }
        }
        let refused = unit.filter(|_| *how == AggregateHow::Sum);
        for step in 0..width {
            let result = outcomes.get(step).unwrap_or(Err(Undefined::MissingValue));
            let result = refused.map_or(result, Err);
            rows.push(row(whole, &name, panel.first() + step as i32, how.name(), result));
        }
    }
    Ok(rows)
}

/// Why sums of the series do not exist, if their unit says so.
///
/// # Errors
/// Two units.
fn same_unit(part: &Observations, how: &AggregateHow) -> Result<Option<Undefined>> {
    let units: Vec<&str> = (0..part.panel().keys().len()).filter_map(|series| part.unit(series)).collect();
    if let [first, rest @ ..] = units.as_slice()
        && let Some(other) = rest.iter().find(|unit| *unit != first)
        && !matches!(how, AggregateHow::Ratio(..))
    {
        return Err(Error::new(ErrorKind::Unit, format!("subjects have the units `{first}` and `{other}`"))
            .mend("give all of them in one unit"));
    }
    Ok((0..part.panel().keys().len()).find_map(|series| part.why_no_growth(series)))
}

/// The values of an indicator for the subjects and periods of a panel.
///
/// # Errors
/// Another frequency.
fn aligned(data: &Observations, indicator: &str, panel: &Panel) -> Result<Vec<f64>> {
    let mut values = Vec::with_capacity(panel.as_slice().len());
    let frequency = panel.first().frequency();
    for key in panel.keys() {
        let series: Option<SeriesRef<'_>> = data.panel().find(&key.subject, indicator);
        if let Some(series) = series.filter(|series| series.frequency != frequency) {
            return Err(Error::new(
                ErrorKind::Frequency,
                format!("it is {}, the values are {frequency}", series.frequency),
            )
            .of_series(&key.subject, indicator)
            .mend("give both at one frequency"));
        }
        let series: Option<Series> = series.map(|series| series.to_series());
        let at = |step: usize| series.as_ref().and_then(|series| series.get(panel.first() + step as i32));
        values.extend((0..panel.shape().1).map(|step| at(step).unwrap_or(f64::NAN)));
    }
    Ok(values)
}

impl Report for AggregateReport {
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
