//! The data cells of tables as they were read.

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Value, json};

use super::document::{Block, Cell, Document, Head, Mark, Note, Table};
use super::words::say;
use super::{Report, csv_rows, digits};
use crate::error::Result;
use crate::model::Language;

/// One data cell, as a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadRow {
    /// Region or entity.
    pub subject: String,
    /// Path of headings.
    pub indicator: String,
    /// Period as SDMX text.
    pub period: String,
    /// The number.
    pub value: Option<f64>,
    /// The mark of a missing value as printed; empty where the cell is blank.
    pub missing: Option<String>,
    /// The unit as printed.
    pub unit: String,
    /// Title of the table.
    pub table: String,
    /// The file.
    pub source: String,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// How sure it is.
    pub confidence: f64,
    /// What is not sure.
    pub note: Option<String>,
}

/// Data cells, and what could not be read.
///
/// # Examples
/// ```
/// use fanfan::report::{ReadReport, ReadRow, Report};
///
/// let row = ReadRow { subject: "北".into(), period: "2005".into(), value: Some(1.5), confidence: 0.9, ..ReadRow::default() };
/// let mut out = Vec::new();
/// ReadReport::new(vec![row], vec![]).csv(&mut out)?;
/// assert!(String::from_utf8_lossy(&out).ends_with("北,,2005,1.5,,,,,,,0.9\n"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ReadReport {
    rows: Vec<ReadRow>,
    problems: Vec<String>,
}

const HEAD: [&str; 11] =
    ["subject", "indicator", "period", "value", "missing", "unit", "table", "source", "sheet", "cell", "confidence"];

impl ReadReport {
    /// Rows, and a line for each problem.
    pub const fn new(rows: Vec<ReadRow>, problems: Vec<String>) -> ReadReport {
        ReadReport { rows, problems }
    }
}

impl Report for ReadReport {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let heads = vec![
            Head::text(t("单元格", "cell")),
            Head::text(t("主体", "subject")),
            Head::text(t("指标", "indicator")),
            Head::text(t("时期", "period")),
            Head::number(t("数值", "value")),
            Head::text(t("单位", "unit")),
            Head::number(t("可信度", "confidence")),
            Head::text(t("说明", "note")),
        ];
        let rows = self.rows.iter().map(|row| {
            let text = |text: &str| Cell::Text(text.to_owned());
            let value = match (row.value, &row.missing) {
                (Some(value), _) => Cell::Level(value),
                (None, Some(mark)) => text(mark),
                (None, None) => Cell::Blank,
            };
            let place = if row.sheet.is_empty() { row.cell.clone() } else { format!("{}!{}", row.sheet, row.cell) };
            vec![
                Cell::Text(place),
                text(&row.subject),
                text(&row.indicator),
                text(&row.period),
                value,
                text(&row.unit),
                Cell::Fixed(row.confidence, 2),
                text(row.note.as_deref().unwrap_or_default()),
            ]
        });
        let mut blocks = vec![Block::Table(Table { heads, rows: rows.collect() })];
        if !self.problems.is_empty() {
            let notes = self.problems.iter().map(|problem| Note { mark: Mark::Warning, text: problem.clone() });
            blocks.push(Block::Notes(notes.collect()));
        }
        Document { blocks }
    }

    fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                json!({
                    "subject": row.subject,
                    "indicator": row.indicator,
                    "period": row.period,
                    "value": row.value,
                    "missing": row.missing,
                    "unit": row.unit,
                    "table": row.table,
                    "source": row.source,
                    "sheet": row.sheet,
                    "cell": row.cell,
                    "confidence": row.confidence,
                    "note": row.note,
                })
            })
            .collect();
        json!({"schema": "fanfan.read/1", "rows": rows, "problems": self.problems})
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let rows = self.rows.iter().map(|row| {
            vec![
                Cow::from(&row.subject),
                Cow::from(&row.indicator),
                Cow::from(&row.period),
                Cow::from(row.value.map(digits).unwrap_or_default()),
                Cow::from(row.missing.as_deref().unwrap_or_default()),
                Cow::from(&row.unit),
                Cow::from(&row.table),
                Cow::from(&row.source),
                Cow::from(&row.sheet),
                Cow::from(&row.cell),
                Cow::from(digits(row.confidence)),
            ]
        });
        csv_rows(out, &HEAD, rows)
    }
}
