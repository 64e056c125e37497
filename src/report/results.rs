//! Results by series and period, as every command that gives such rows writes them.

use std::io::Write;

use serde_json::{Value, json};

use super::Report;
use super::document::{Block, Cell, Document, Head, Table};
use super::rows::{Rows, quoted};
use super::words::say;
use crate::error::{Result, Undefined};
use crate::model::{Language, Period, SeriesKey};

/// One result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ResultRow {
    pub(super) subject: String,
    pub(super) indicator: String,
    pub(super) period: Period,
    /// The value that the result is about; NaN where there is none.
    pub(super) value: f64,
    pub(super) measure: &'static str,
    pub(super) result: std::result::Result<f64, Undefined>,
    /// The formula with its numbers, where it is asked for.
    pub(super) formula: Option<String>,
}

impl ResultRow {
    /// A result of a series, under the name of its indicator or another.
    pub(super) fn of(
        key: &SeriesKey,
        name: Option<&str>,
        (period, value): (Period, f64),
        measure: &'static str,
        result: std::result::Result<f64, Undefined>,
    ) -> ResultRow {
        let (subject, indicator) = (key.subject.to_string(), name.unwrap_or(&key.indicator).to_owned());
        ResultRow { subject, indicator, period, value, measure, result, formula: None }
    }
}

impl ResultRow {
    /// The row with its formula.
    pub(super) fn explained(self, formula: Option<String>) -> ResultRow {
        ResultRow { formula, ..self }
    }
}

/// Rows of results, under the schema of their document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Results {
    pub(super) schema: &'static str,
    pub(super) rows: Vec<ResultRow>,
    /// Whether results are fractions, which print as percent.
    pub(super) rates: bool,
}

impl Report for Results {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let subjects = self.rows.iter().any(|row| !row.subject.is_empty());
        let mut table = Table::default();
        if subjects {
            table.heads.push(Head::text(t("地区", "subject")));
        }
        table.heads.push(Head::text(t("指标", "indicator")));
        table.heads.push(Head::text(t("时期", "period")));
        table.heads.push(Head::number(t("数值", "value")));
        table.heads.push(Head::text(t("测度", "measure")));
        table.heads.push(Head::number(t("结果", "result")));
        let explained = self.rows.iter().any(|row| row.formula.is_some());
        if explained {
            table.heads.push(Head::text(t("算式", "formula")));
        }
        for row in &self.rows {
            let mut cells = Vec::new();
            if subjects {
                cells.push(Cell::Text(row.subject.clone()));
            }
            cells.push(Cell::Text(row.indicator.clone()));
            cells.push(Cell::Text(row.period.to_string()));
            cells.push(if row.value.is_nan() { Cell::Blank } else { Cell::Level(row.value) });
            cells.push(Cell::Text(row.measure.replace('_', " ")));
            cells.push(Cell::of(row.result, if self.rates { Cell::Percent } else { Cell::Level }));
            if explained {
                cells.push(Cell::Text(row.formula.clone().unwrap_or_default()));
            }
            table.rows.push(cells);
        }
        Document { blocks: vec![Block::Table(table)] }
    }

    fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let mut object = json!({
                    "subject": row.subject,
                    "indicator": row.indicator,
                    "period": row.period.to_string(),
                    "value": row.value,
                    "measure": row.measure,
                    "result": row.result.ok(),
                    "undefined": row.result.err().map(Undefined::as_str),
                });
                if let (Some(formula), Some(object)) = (&row.formula, object.as_object_mut()) {
                    object.insert("formula".to_owned(), json!(formula));
                }
                object
            })
            .collect();
        json!({"schema": self.schema, "rows": rows})
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let mut rows = Rows::new(out, &["subject", "indicator", "period", "value", "measure", "result", "undefined"]);
        for row in &self.rows {
            rows.raw(&quoted(&row.subject));
            rows.raw(&quoted(&row.indicator));
            rows.raw(&row.period.to_string());
            rows.number(row.value);
            rows.raw(row.measure);
            rows.number(row.result.unwrap_or(f64::NAN));
            rows.raw(row.result.err().map_or("", Undefined::as_str));
            rows.end()?;
        }
        rows.finish()
    }
}
