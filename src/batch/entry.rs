//! One entry of the journal: the cells and problems of one file, texts once each.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::problem::BatchProblem;
use crate::model::{Names, Period};
use crate::plan::Severity;
use crate::read::DataCell;

/// A data cell with its texts as numbers of [`Entry::texts`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) subject: u32,
    pub(super) indicator: u32,
    pub(super) period: u32,
    pub(super) unit: u32,
    pub(super) table: u32,
    pub(super) sheet: u32,
    pub(super) missing: Option<u32>,
    pub(super) note: Option<u32>,
    pub(super) as_of: Option<u32>,
    pub(super) name: String,
    pub(super) value: Option<f64>,
    pub(super) at: Option<Period>,
    pub(super) confidence: f64,
}

/// What one file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) hash: String,
    pub(super) bytes: u64,
    pub(super) modified: i128,
    pub(super) texts: Vec<Arc<str>>,
    pub(super) cells: Vec<Cell>,
    pub(super) problems: Vec<BatchProblem>,
}

/// Texts as numbers, in the order in which they come.
#[derive(Default)]
struct Texts {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    fn number(&mut self, text: &Arc<str>) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.clone(), number);
        self.texts.push(text.clone());
        number
    }
}

impl Entry {
    /// The entry of a file.
    pub(super) fn new(cells: Vec<DataCell>, problems: Vec<BatchProblem>) -> Entry {
        let mut texts = Texts::default();
        let cells = cells
            .into_iter()
            .map(|cell| Cell {
                subject: texts.number(&cell.subject),
                indicator: texts.number(&cell.indicator),
                period: texts.number(&cell.period),
                unit: texts.number(&cell.unit),
                table: texts.number(&cell.table),
                sheet: texts.number(&cell.sheet),
                missing: cell.missing.as_ref().map(|text| texts.number(text)),
                note: cell.note.as_ref().map(|text| texts.number(text)),
                as_of: cell.as_of.as_ref().map(|text| texts.number(text)),
                name: cell.cell,
                value: cell.value,
                at: cell.at,
                confidence: cell.confidence,
            })
            .collect();
        Entry { texts: texts.texts, cells, problems, ..Entry::default() }
    }

    /// The text of a number.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// Writes the entry: a line on the file, then texts, cells, problems, and a last line that says it is whole.
    pub(super) fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let mut rows = WriterBuilder::new().flexible(true).from_writer(out);
        rows.write_record(["file", &self.key, &self.hash, &self.bytes.to_string(), &self.modified.to_string()])?;
        for text in &self.texts {
            rows.write_record(["t", text])?;
        }
        let optional = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        for cell in &self.cells {
            rows.write_record([
                "c",
                &cell.subject.to_string(),
                &cell.indicator.to_string(),
                &cell.period.to_string(),
                &cell.unit.to_string(),
                &cell.table.to_string(),
                &cell.sheet.to_string(),
                &optional(cell.missing),
                &optional(cell.note),
                &cell.name,
                &cell.value.map(|value| value.to_string()).unwrap_or_default(),
                &cell.at.map(|at| at.to_string()).unwrap_or_default(),
                &cell.confidence.to_string(),
                &optional(cell.as_of),
            ])?;
        }
        for problem in &self.problems {
            rows.write_record([
                "p",
                problem.severity.as_str(),
                &problem.code,
                &problem.source,
                &problem.sheet,
                &problem.place,
                &problem.subject,
                &problem.indicator,
                problem.message.en.as_deref().unwrap_or_default(),
                problem.message.zh.as_deref().unwrap_or_default(),
            ])?;
        }
        rows.write_record(["end", &self.cells.len().to_string()])?;
        rows.flush()
    }

    /// Reads an entry back; nothing where it is not whole.
    pub(super) fn read(input: &mut impl Read) -> Option<Entry> {
        let mut rows = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
        let mut row = StringRecord::new();
        let mut entry = Entry::default();
        let mut periods: HashMap<String, Option<Period>> = HashMap::new();
        while rows.read_record(&mut row).ok()? {
            let field = |at: usize| row.get(at).unwrap_or_default();
            match field(0) {
                "file" => {
                    field(1).clone_into(&mut entry.key);
                    field(2).clone_into(&mut entry.hash);
                    entry.bytes = field(3).parse().ok()?;
                    entry.modified = field(4).parse().ok()?;
                }
                "t" => entry.texts.push(field(1).into()),
                "c" => {
                    let number = |at: usize| field(at).parse::<u32>().ok();
                    let at = field(11);
                    let period = if let Some(period) = periods.get(at) {
                        *period
                    } else {
                        let period = if at.is_empty() { None } else { Some(at.parse().ok()?) };
                        *periods.entry(at.to_owned()).or_insert(period)
                    };
                    entry.cells.push(Cell {
                        subject: number(1)?,
                        indicator: number(2)?,
                        period: number(3)?,
                        unit: number(4)?,
                        table: number(5)?,
                        sheet: number(6)?,
                        missing: number(7),
                        note: number(8),
                        as_of: number(13),
                        name: field(9).to_owned(),
                        value: if field(10).is_empty() { None } else { Some(field(10).parse().ok()?) },
                        at: period,
                        confidence: field(12).parse().ok()?,
                    });
                }
                "p" => {
                    let zh = Some(field(9)).filter(|text| !text.is_empty()).map(str::to_owned);
                    let message = Names { zh, en: Some(field(8).to_owned()) };
                    let problem = BatchProblem::new(field(1).parse::<Severity>().ok()?, field(2), message);
                    entry.problems.push(problem.in_source(field(3)).at(field(4), field(5)).of(field(6), field(7)));
                }
                "end" => return (field(1).parse() == Ok(entry.cells.len())).then_some(entry),
                _ => return None,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back_as_it_was_or_not_at_all() {
        let cell = DataCell {
            subject: "南京".into(),
            indicator: "生产总值 / 工业".into(),
            period: "2012-01/2012-03".into(),
            at: Period::months_to_date(2012, 3).ok(),
            value: Some(0.1 + 0.2),
            unit: "亿元".into(),
            table: "3-15 各市\n生产总值".into(),
            cell: "B7".into(),
            as_of: Some("2013-05".into()),
            confidence: 0.75,
            note: Some("footnote \"1\", taken off".into()),
            ..DataCell::default()
        };
        let gone = DataCell { value: None, missing: Some("…".into()), at: None, ..cell.clone() };
        let problem = BatchProblem::new(Severity::Warning, "no_unit", Names::both("甲，乙", "a, b\nc"))
            .in_source("a.xls")
            .at("S", "R1C1");
        let entry = Entry { bytes: 3, modified: -5, ..Entry::new(vec![cell, gone], vec![problem]) };
        let mut bytes = Vec::new();
        assert!(entry.write(&mut bytes).is_ok());
        assert_eq!(Entry::read(&mut bytes.as_slice()), Some(entry));
        for end in 0..bytes.len() - 1 {
            assert_eq!(Entry::read(&mut &bytes[..end]), None, "cut at {end} of {}", bytes.len());
        }
    }
}
