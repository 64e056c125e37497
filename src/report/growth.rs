//! Growth of every series of a table, by measure.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use super::document::{Block, Cell, Document, Head, Table};
use super::growth_columns::{Column, GrowthRequest, How};
use super::growth_comparable;
use super::growth_json::{About, JsonDocument, JsonRow};
use super::rows::{PeriodTexts, Rows, quoted};
use super::words::say;
use super::{Report, Streamed, csv_rows, digits, unwritable};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::growth::Measure;
use crate::model::{Language, Observations, Period};

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
    /// No measure; measures of periods and of spans together; a base or span of another frequency; an unknown code;
    /// rates as published of a measure that is none of `yoy`, `pop`, `rolling`, `year_to_date`; an option that none of the
    /// measures takes; a span of periods without values.
    pub fn compute(data: Observations, request: GrowthRequest) -> Result<GrowthReport> {
        if let (Some(from), Some(to)) = (request.from, request.to)
            && from.start_in_years() >= to.end_in_years()
        {
            return Err(Error::new(ErrorKind::Option, format!("the span ends in {to} before it starts in {from}"))
                .mend("give the earlier period as --from"));
        }
        request.takes_its_options()?;
        let data = if request.measures.iter().all(|measure| measure.is_comparable()) && request.as_published.is_none() {
            growth_comparable::paired(data)
        } else {
            data
        };
        let columns = request.columns(&data)?;
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
        let report = GrowthReport { data, request, columns };
        report.has_rows()?;
        Ok(report)
    }

    /// Refuses a span in which no value lies, of which an empty table would say nothing.
    fn has_rows(&self) -> Result<()> {
        let panel = self.data.panel();
        if self.is_spans() || panel.rows() == 0 || self.rows().next().is_some() {
            return Ok(());
        }
        let ends = |series: crate::model::SeriesRef<'_>| {
            let period = |ordinal: &i32| Period::from_ordinal(series.frequency, *ordinal);
            [series.ordinals.first().map(period), series.ordinals.last().map(period)]
        };
        let periods = || panel.iter().flat_map(ends).flatten();
        let first = periods().min_by(|a, b| a.end_in_years().total_cmp(&b.end_in_years()));
        let last = periods().max_by(|a, b| a.end_in_years().total_cmp(&b.end_in_years()));
        let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
        Err(Error::new(ErrorKind::Option, "no value lies in the span that is asked for")
            .mend(format!("the values run from {first} to {last}")))
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
                self.request.from.is_none_or(|from| time > from.start_in_years() + 1e-9)
                    && self.request.to.is_none_or(|to| time <= to.end_in_years() + 1e-9)
            })
    }

    /// The ends of the span of a series, as far as they are there.
    fn ends(&self, series: usize) -> (Option<Period>, Option<Period>) {
        let Some(series) = self.data.panel().series(series) else { return (None, None) };
        let inside = |period: &Period| {
            self.request.from.is_none_or(|from| period.end_in_years() > from.start_in_years() + 1e-9)
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
    fn formula(&self, how: How, series: usize, period: Period, value: f64) -> Option<String> {
        how.explain(&self.data, (series, period, value))
    }

    /// The formula of a span with its numbers; the bare one where the result does not exist.
    fn formula_of_span(&self, measure: Measure, series: usize, result: Result<f64, Undefined>) -> String {
        let explain = || {
            let (method, (Some(from), Some(to))) = (measure.as_average()?, self.ends(series)) else { return None };
            method.explain(&self.data.panel().series(series)?.to_series(), (from, to), result.ok()?)
        };
        explain().unwrap_or_else(|| measure.formula().to_owned())
    }

    fn json_rows(&self) -> Box<dyn Iterator<Item = JsonRow<'_>> + '_> {
        if self.is_spans() { Box::new(self.json_spans()) } else { Box::new(self.json_periods()) }
    }

    /// A row for each series and measure.
    fn json_spans(&self) -> impl Iterator<Item = JsonRow<'_>> + '_ {
        (0..self.data.panel().len()).flat_map(move |series| {
            let (subject, indicator) = self.names(series);
            let (from, to) = self.ends(series);
            self.columns.iter().filter_map(move |column| {
                let Column::Spans(measure, outcomes) = column else { return None };
                let outcome = outcomes.get(series).unwrap_or(Err(Undefined::MissingValue));
                Some(JsonRow {
                    subject,
                    indicator,
                    about: About::Span(from, to),
                    measure: measure.name(),
                    outcome,
                    explain: self.request.explain,
                    formula: self.request.explain.then(|| self.formula_of_span(*measure, series, outcome)),
                })
            })
        })
    }

    /// A row for each value and measure.
    fn json_periods(&self) -> impl Iterator<Item = JsonRow<'_>> + '_ {
        self.rows().flat_map(move |(series, at, period, value)| {
            let (subject, indicator) = self.names(series);
            self.columns.iter().filter_map(move |column| {
                let Column::Rows(name, how, outcomes) = column else { return None };
                Some(JsonRow {
                    subject,
                    indicator,
                    about: About::Row(period, value),
                    measure: name.as_str(),
                    outcome: outcomes.get(at).unwrap_or(Err(Undefined::MissingValue)),
                    explain: self.request.explain,
                    formula: self.request.explain.then(|| self.formula(*how, series, period, value)).flatten(),
                })
            })
        })
    }

    fn json_document(&self) -> JsonDocument<impl Serialize + '_> {
        let as_published = self.request.as_published_json();
        JsonDocument { schema: "fanfan.growth/1", as_published, rows: Streamed(|| self.json_rows()) }
    }

    /// Whether any series has a subject, and whether any has an indicator.
    fn keyed(&self) -> (bool, bool) {
        let keys = self.data.panel().keys();
        (keys.iter().any(|key| !key.subject.is_empty()), keys.iter().any(|key| !key.indicator.is_empty()))
    }
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
                Column::Rows(_, How::Comparable(part), _) => part.head(language).to_owned(),
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
                        formulas.extend(self.request.explain.then(|| self.formula_of_span(*measure, series, result)));
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
                    if let Column::Rows(_, how, outcomes) = column {
                        let result = outcomes.get(row).unwrap_or(Err(Undefined::MissingValue));
                        cells.push(Cell::of(result, |value| how.shown(value, language)));
                        if result.is_ok() {
                            formulas.extend(
                                self.request.explain.then(|| self.formula(*how, series, period, value)).flatten(),
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
        // Maps with texts as keys, which nothing can refuse.
        serde_json::to_value(self.json_document()).unwrap_or_default()
    }

    fn write_json(&self, out: &mut dyn Write) -> Result<()> {
        serde_json::to_writer_pretty(out, &self.json_document()).map_err(|error| unwritable(&error))
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
        let (mut of, mut texts) = (usize::MAX, PeriodTexts::default());
        for (series, at, period, value) in self.rows() {
            if series != of {
                let (subject, indicator) = self.names(series);
                lead = format!("{},{}", quoted(subject), quoted(indicator));
                of = series;
            }
            for column in &self.columns {
                let Column::Rows(name, how, outcomes) = column else { continue };
                rows.raw(&lead);
                rows.raw(texts.of(period));
                rows.number(value);
                rows.raw(name);
                match outcomes.get(at).unwrap_or(Err(Undefined::MissingValue)) {
                    Ok(result) => {
                        match how.decimals() {
                            Some(decimals) => rows.raw(&format!("{result:.*}", decimals as usize)),
                            None => rows.number(result),
                        }
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

fn head(measure: Measure, language: Language) -> String {
    match language {
        Language::Chinese => measure.zh().to_owned(),
        Language::English => measure.name().replace('_', " "),
    }
}
