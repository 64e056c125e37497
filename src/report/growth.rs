//! Growth of every series of a table, by measure.

use std::borrow::Cow;
use std::io::Write;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::document::{Block, Cell, Document, Head, Table};
use super::rows::{Rows, quoted};
use super::words::say;
use super::{Report, Streamed, csv_rows, digits, unwritable};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::growth::{Average, AverageOptions, Base, GrowthOptions, Measure, NegativeBase};
use crate::model::{Dimension, Language, Observations, Outcomes, Period, Unit};

/// What is asked of a table.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GrowthRequest {
    /// The measures: either of every period, or over a span.
    pub measures: Vec<Measure>,
    /// FRED's units code, in place of measures.
    pub fred: Option<String>,
    /// The policy for negative bases.
    pub negative_base: Option<NegativeBase>,
    /// Periods between value and base, for measures over any lag.
    pub lag: Option<i32>,
    /// The base of `fixed_base`; the first value of each series without it.
    pub base: Option<Period>,
    /// Rows from here on; of a span, its base.
    pub from: Option<Period>,
    /// Rows up to here; of a span, its end.
    pub to: Option<Period>,
    /// Whether each result comes with its formula.
    pub explain: bool,
}

enum Column {
    /// One result a row.
    Rows(String, bool, GrowthOptions, Outcomes),
    /// One result a series.
    Spans(Measure, Outcomes),
}

/// Growth of a table, computed.
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
/// use fanfan::report::{self, Format, GrowthReport, GrowthRequest, Look};
///
/// let tables = read::text("t", "year,value\n2004,10\n2005,12\n", &ReadOptions::default())?;
/// let mut request = GrowthRequest::default();
/// request.measures = vec!["yoy".parse()?];
/// let report = GrowthReport::compute(tables.observations, request)?;
/// let mut out = Vec::new();
/// report::write(&report, Format::Csv, Look::default(), &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out).lines().last(), Some(",,2005,12,yoy,0.2,"));
/// # Ok::<(), fanfan::Error>(())
/// ```
pub struct GrowthReport {
    data: Observations,
    request: GrowthRequest,
    columns: Vec<Column>,
}

impl GrowthReport {
    /// Computes the measures.
    ///
    /// # Errors
    /// No measure; measures of periods and of spans together; a base or span of another frequency; an unknown code.
    pub fn compute(data: Observations, request: GrowthRequest) -> Result<GrowthReport> {
        let mut columns = Vec::new();
        let panel = data.panel();
        if let Some(code) = &request.fred {
            if !request.measures.is_empty() {
                return Err(
                    Error::new(ErrorKind::Option, "units and measures are asked for at once").mend("give one of them")
                );
            }
            let options = request.options(GrowthOptions::fred(code)?);
            let rate = !matches!(code.as_str(), "lin" | "chg" | "ch1" | "log");
            columns.push(Column::Rows(format!("fred:{code}"), rate, options, panel.growth(options)?));
        }
        for measure in &request.measures {
            columns.push(match (measure.as_growth(), measure.as_average()) {
                (Some(options), _) => {
                    let options = request.options(options);
                    let mut outcomes = panel.growth(options)?;
                    if measure.name() == "points" {
                        outcomes = in_points(&data, &outcomes);
                    }
                    Column::Rows(measure.name().to_owned(), measure.is_rate(), options, outcomes)
                }
                (None, method) => {
                    let options = request.span(method.unwrap_or(Average::Level));
                    Column::Spans(*measure, panel.average_growth(options)?)
                }
            });
        }
        let spans = columns.iter().filter(|column| matches!(column, Column::Spans(..))).count();
        if columns.is_empty() {
            return Err(
                Error::new(ErrorKind::Option, "no measure is asked for").mend("ask for one, such as yoy or cagr")
            );
        }
        if spans != 0 && spans != columns.len() {
            return Err(Error::new(
                ErrorKind::Option,
                "measures of every period and measures over a span have different tables",
            )
            .mend("ask for them in two calls"));
        }
        Ok(GrowthReport { data, request, columns })
    }

    fn is_spans(&self) -> bool {
        matches!(self.columns.first(), Some(Column::Spans(..)))
    }

    /// Rows inside the span that was asked for: series, row, period, value.
    fn rows(&self) -> impl Iterator<Item = (usize, usize, Period, f64)> + '_ {
        let mut row = 0;
        self.data
            .panel()
            .iter()
            .enumerate()
            .flat_map(move |(number, series)| {
                let start = row;
                row += series.values.len();
                series.ordinals.iter().zip(series.values).enumerate().map(move |(at, (&ordinal, &value))| {
                    (number, start + at, Period::from_ordinal(series.frequency, ordinal), value)
                })
            })
            .filter(|(_, _, period, _)| {
                let time = period.end_in_years();
                self.request.from.is_none_or(|from| time >= from.end_in_years() - 1e-9)
                    && self.request.to.is_none_or(|to| time <= to.end_in_years() + 1e-9)
            })
    }

    /// The ends of the span of a series, as far as they are there.
    fn ends(&self, series: usize) -> (Option<Period>, Option<Period>) {
        let Some(series) = self.data.panel().series(series) else { return (None, None) };
        let inside = |period: &Period| {
            self.request.from.is_none_or(|from| period.end_in_years() >= from.end_in_years() - 1e-9)
                && self.request.to.is_none_or(|to| period.end_in_years() <= to.end_in_years() + 1e-9)
        };
        let mut points = series.points().map(|(period, _)| period).filter(inside);
        let first = points.next();
        let last = points.next_back().or(first);
        (self.request.from.or(first), self.request.to.or(last))
    }

    fn names(&self, series: usize) -> (&str, &str) {
        self.data.panel().keys().get(series).map_or(("", ""), |key| (&key.subject, &key.indicator))
    }

    /// The formula of a row with its numbers.
    fn formula(&self, options: GrowthOptions, series: usize, period: Period, value: f64) -> Option<String> {
        options.explain(&self.data.panel().series(series)?.to_series(), period, value)
    }

    fn json_rows(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        if self.is_spans() { Box::new(self.json_spans()) } else { Box::new(self.json_periods()) }
    }

    /// A row for each series and measure.
    fn json_spans(&self) -> impl Iterator<Item = Value> + '_ {
        (0..self.data.panel().len()).flat_map(move |series| {
            let (subject, indicator) = self.names(series);
            let (from, to) = self.ends(series);
            self.columns.iter().filter_map(move |column| {
                let Column::Spans(measure, outcomes) = column else { return None };
                let mut row = Map::new();
                row.insert("subject".into(), subject.into());
                row.insert("indicator".into(), indicator.into());
                row.insert("from".into(), from.map(|period| period.to_string()).into());
                row.insert("to".into(), to.map(|period| period.to_string()).into());
                row.insert("measure".into(), measure.name().into());
                insert_result(&mut row, outcomes.get(series));
                if self.request.explain {
                    row.insert("formula".into(), measure.formula().into());
                }
                Some(Value::Object(row))
            })
        })
    }

    /// A row for each value and measure.
    fn json_periods(&self) -> impl Iterator<Item = Value> + '_ {
        self.rows().flat_map(move |(series, at, period, value)| {
            let (subject, indicator) = self.names(series);
            self.columns.iter().filter_map(move |column| {
                let Column::Rows(name, _, options, outcomes) = column else { return None };
                let mut row = Map::new();
                row.insert("subject".into(), subject.into());
                row.insert("indicator".into(), indicator.into());
                row.insert("period".into(), period.to_string().into());
                row.insert("value".into(), json!(value));
                row.insert("measure".into(), name.as_str().into());
                insert_result(&mut row, outcomes.get(at));
                if self.request.explain {
                    row.insert("formula".into(), self.formula(*options, series, period, value).into());
                }
                Some(Value::Object(row))
            })
        })
    }

    /// Whether any series has a subject, and whether any has an indicator.
    fn keyed(&self) -> (bool, bool) {
        let keys = self.data.panel().keys();
        (keys.iter().any(|key| !key.subject.is_empty()), keys.iter().any(|key| !key.indicator.is_empty()))
    }
}

impl GrowthRequest {
    fn options(&self, options: GrowthOptions) -> GrowthOptions {
        let mut options = options;
        if let Some(policy) = self.negative_base {
            options = options.negative_base(policy);
        }
        if options.is_over(Base::First) {
            if let Some(base) = self.base {
                options = options.base(Base::Fixed(base));
            }
        } else if let (Some(lag), false) = (self.lag, options.is_over(Base::YearAgo)) {
            options = options.base(Base::Lag(lag));
        }
        options
    }

    fn span(&self, method: Average) -> AverageOptions {
        let mut options = AverageOptions::new(method);
        if let Some(from) = self.from {
            options = options.from(from);
        }
        if let Some(to) = self.to {
            options = options.to(to);
        }
        options
    }
}

/// Differences as percentage points: of percent as they are, of fractions times 100. Without a unit, rates are taken
/// to be in percent, as offices publish them; another unit has no points.
fn in_points(data: &Observations, differences: &Outcomes) -> Outcomes {
    let mut results = Vec::with_capacity(differences.len());
    let mut row = 0;
    for (number, series) in data.panel().iter().enumerate() {
        let scale = match data.unit(number).map(str::parse::<Unit>) {
            None => Some(1.0),
            Some(Ok(unit)) if unit.dimension() == Dimension::Ratio => Some(unit.scale() * 100.0),
            Some(_) => None,
        };
        for _ in series.values {
            let result = differences.get(row).unwrap_or(Err(Undefined::MissingValue));
            results.push(
                result.and_then(|difference| scale.map(|scale| difference * scale).ok_or(Undefined::NotApplicable)),
            );
            row += 1;
        }
    }
    results.into_iter().collect()
}

fn shown(rate: bool, value: f64) -> Cell {
    if rate { Cell::Percent(value) } else { Cell::Level(value) }
}

impl Report for GrowthReport {
    fn document(&self, language: Language) -> Document {
        let (subjects, indicators) = self.keyed();
        let mut table = Table::default();
        if subjects {
            table.heads.push(Head::text(say(language, "地区", "subject")));
        }
        if indicators {
            table.heads.push(Head::text(say(language, "指标", "indicator")));
        }
        let keys = |series: usize| {
            let (subject, indicator) = self.names(series);
            let mut cells = Vec::new();
            if subjects {
                cells.push(Cell::Text(subject.to_owned()));
            }
            if indicators {
                cells.push(Cell::Text(indicator.to_owned()));
            }
            cells
        };
        if self.is_spans() {
            table.heads.push(Head::text(say(language, "基期", "from")));
            table.heads.push(Head::text(say(language, "报告期", "to")));
        } else {
            table.heads.push(Head::text(say(language, "时期", "period")));
            table.heads.push(Head::number(say(language, "数值", "value")));
        }
        for column in &self.columns {
            let name = match column {
                Column::Rows(name, ..) => {
                    name.parse::<Measure>().map_or(name.clone(), |measure| head(measure, language))
                }
                Column::Spans(measure, _) => head(*measure, language),
            };
            table.heads.push(Head::number(name));
        }
        if self.request.explain {
            table.heads.push(Head::text(say(language, "算式", "formula")));
        }
        if self.is_spans() {
            for series in 0..self.data.panel().len() {
                let mut cells = keys(series);
                let (from, to) = self.ends(series);
                cells.extend(
                    [from, to].map(|period| period.map_or(Cell::Blank, |period| Cell::Text(period.to_string()))),
                );
                let mut formulas = Vec::new();
                for column in &self.columns {
                    if let Column::Spans(measure, outcomes) = column {
                        let result = outcomes.get(series).unwrap_or(Err(Undefined::MissingValue));
                        cells.push(Cell::of(result, |value| shown(measure.is_rate(), value)));
                        formulas.push(measure.formula());
                    }
                }
                if self.request.explain {
                    cells.push(Cell::Text(formulas.join("; ")));
                }
                table.rows.push(cells);
            }
        } else {
            for (series, row, period, value) in self.rows() {
                let mut cells = keys(series);
                cells.push(Cell::Text(period.to_string()));
                cells.push(if value.is_nan() { Cell::Blank } else { Cell::Level(value) });
                let mut formulas = Vec::new();
                for column in &self.columns {
                    if let Column::Rows(_, rate, options, outcomes) = column {
                        let result = outcomes.get(row).unwrap_or(Err(Undefined::MissingValue));
                        cells.push(Cell::of(result, |value| shown(*rate, value)));
                        if result.is_ok() {
                            formulas.extend(
                                self.request.explain.then(|| self.formula(*options, series, period, value)).flatten(),
                            );
                        }
                    }
                }
                if self.request.explain {
                    cells.push(Cell::Text(formulas.join("; ")));
                }
                table.rows.push(cells);
            }
        }
        Document { blocks: vec![Block::Table(table)] }
    }

    fn json(&self) -> Value {
        json!({ "schema": SCHEMA, "rows": self.json_rows().collect::<Vec<_>>() })
    }

    fn write_json(&self, out: &mut dyn Write) -> Result<()> {
        let document = JsonDocument { schema: SCHEMA, rows: Streamed(|| self.json_rows()) };
        serde_json::to_writer_pretty(out, &document).map_err(|error| unwritable(&error))
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let result = |outcome: Option<Result<f64, Undefined>>| match outcome.unwrap_or(Err(Undefined::MissingValue)) {
            Ok(value) => [Cow::Owned(digits(value)), Cow::Borrowed("")],
            Err(reason) => [Cow::Borrowed(""), Cow::Borrowed(reason.as_str())],
        };
        if self.is_spans() {
            let head = ["subject", "indicator", "from", "to", "measure", "result", "undefined"];
            let rows = (0..self.data.panel().len()).flat_map(|series| {
                let (subject, indicator) = self.names(series);
                let (from, to) = self.ends(series);
                self.columns.iter().filter_map(move |column| {
                    let Column::Spans(measure, outcomes) = column else { return None };
                    let period = |period: Option<Period>| {
                        Cow::Owned(period.map(|period| period.to_string()).unwrap_or_default())
                    };
                    let [value, reason] = result(outcomes.get(series));
                    Some(vec![
                        subject.into(),
                        indicator.into(),
                        period(from),
                        period(to),
                        measure.name().into(),
                        value,
                        reason,
                    ])
                })
            });
            return csv_rows(out, &head, rows);
        }
        let mut rows = Rows::new(out, &["subject", "indicator", "period", "value", "measure", "result", "undefined"]);
        let mut lead = String::new();
        let (mut of, mut text, mut of_text) = (usize::MAX, String::new(), None);
        for (series, at, period, value) in self.rows() {
            if series != of {
                let (subject, indicator) = self.names(series);
                lead = format!("{},{}", quoted(subject), quoted(indicator));
                of = series;
            }
            if of_text != Some(period) {
                text = period.to_string();
                of_text = Some(period);
            }
            for column in &self.columns {
                let Column::Rows(name, _, _, outcomes) = column else { continue };
                rows.raw(&lead);
                rows.raw(&text);
                rows.number(value);
                rows.raw(name);
                match outcomes.get(at).unwrap_or(Err(Undefined::MissingValue)) {
                    Ok(result) => {
                        rows.number(result);
                        rows.raw("");
                    }
                    Err(reason) => {
                        rows.raw("");
                        rows.raw(reason.as_str());
                    }
                }
                rows.end()?;
            }
        }
        rows.finish()
    }
}

const SCHEMA: &str = "fanfan.growth/1";

/// The document around its rows.
struct JsonDocument<R> {
    schema: &'static str,
    rows: R,
}

impl<R: Serialize> Serialize for JsonDocument<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("schema", self.schema)?;
        map.serialize_entry("rows", &self.rows)?;
        map.end()
    }
}

fn head(measure: Measure, language: Language) -> String {
    match language {
        Language::Chinese => measure.zh().to_owned(),
        Language::English => measure.name().replace('_', " "),
    }
}

fn insert_result(row: &mut Map<String, Value>, outcome: Option<Result<f64, Undefined>>) {
    let (value, reason) = match outcome.unwrap_or(Err(Undefined::MissingValue)) {
        Ok(value) => (json!(value), Value::Null),
        Err(reason) => (Value::Null, reason.as_str().into()),
    };
    row.insert("result".into(), value);
    row.insert("undefined".into(), reason);
}
