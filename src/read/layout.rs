//! The layouts of tables: long, periods across, indicators across, and the World Bank's.

use super::ReadOptions;
use super::columns::{Columns, split_unit};
use super::delimited::{Grid, Record};
use super::gather::Gather;
use super::number::{self, Cell, DecimalMark};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Reading;

/// Reads the records of one file.
pub(super) fn read(name: &str, grid: &Grid, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    gather.begin_file(name);
    let before = gather.rows();
    let start = head_row(&grid.records);
    let Some((head, rows)) = grid.records.get(start..).and_then(<[Record]>::split_first) else {
        return Err(
            Error::new(ErrorKind::Layout, "the file is empty").mend("give a table with a head and at least one row")
        );
    };
    let names: Vec<&str> = head.fields.iter().map(|field| field.trim_start_matches('\u{feff}').trim()).collect();
    let columns = Columns::of(&names, options).map_err(|error| error.at_line(head.line))?;
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Layout, "there is a head and no row below it")
            .at_line(head.line)
            .mend("add rows of data"));
    }
    let mark = number::decimal_mark(
        rows.iter().take(200).flat_map(|record| record.fields.iter()),
        grid.separator == Some(b';'),
    );
    let table = Table { names: &names, head_line: head.line, rows, columns: &columns, mark };
    let layout = match (columns.period, columns.value) {
        (Some(period), Some(value)) => {
            table.long(period, value, gather)?;
            "long"
        }
        (Some(period), None) if !columns.others.is_empty() => {
            table.indicators_across(period, gather)?;
            "wide, indicators across"
        }
        (None, _) if !columns.periods.is_empty() => {
            table.periods_across(gather)?;
            "wide, periods across"
        }
        _ => return Err(table.what_is_missing()),
    };
    gather.note(table.note(name, layout, grid.separator, gather.rows() - before));
    Ok(())
}

/// The row of the head: the first, or the one below the World Bank's preamble.
fn head_row(records: &[Record]) -> usize {
    let first =
        |record: &Record| record.fields.get(0).map(|field| field.trim_start_matches('\u{feff}').trim().to_lowercase());
    if records.first().and_then(first).as_deref() != Some("data source") {
        return 0;
    }
    records.iter().take(10).position(|record| first(record).as_deref() == Some("country name")).unwrap_or(0)
}

struct Table<'a> {
    names: &'a [&'a str],
    head_line: u64,
    rows: &'a [Record],
    columns: &'a Columns,
    mark: DecimalMark,
}

impl Table<'_> {
    fn name(&self, column: usize) -> &str {
        self.names.get(column).copied().unwrap_or_default()
    }

    fn long(&self, period: usize, value: usize, gather: &mut Gather<'_>) -> Result<()> {
        let mut last: Option<(&str, &str, u32)> = None;
        for record in self.rows {
            let field =
                |column: Option<usize>| column.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            let (subject, indicator) = (field(self.columns.subject), field(self.columns.indicator));
            let series = match last {
                Some((s, i, series)) if s == subject && i == indicator => series,
                _ => gather.series(subject, indicator),
            };
            last = Some((subject, indicator, series));
            let reading = self.reading(record, period, gather)?;
            let value = self.value(record, value, series, field(self.columns.unit), gather)?;
            let growth = self.growth(record)?;
            gather.push(series, reading, value, growth, record.line);
        }
        Ok(())
    }

    fn indicators_across(&self, period: usize, gather: &mut Gather<'_>) -> Result<()> {
        let heads: Vec<(usize, &str, Option<&str>)> = self
            .columns
            .others
            .iter()
            .map(|&column| {
                let (name, unit) = split_unit(self.name(column));
                (column, name, unit)
            })
            .collect();
        for record in self.rows {
            let reading = self.reading(record, period, gather)?;
            let subject = self.columns.subject.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            for &(column, name, unit) in &heads {
                let series = gather.series(subject, name);
                let value = self.value(record, column, series, unit.unwrap_or(""), gather)?;
                gather.push(series, reading, value, f64::NAN, record.line);
            }
        }
        Ok(())
    }

    fn periods_across(&self, gather: &mut Gather<'_>) -> Result<()> {
        // Without a head that is known, the one column that is left names the series.
        let (mut subject, mut indicator) = (self.columns.subject, self.columns.indicator);
        if subject.is_none() && indicator.is_none() {
            match self.columns.others.as_slice() {
                [] => {}
                [only] => indicator = Some(*only),
                [first, second] => (subject, indicator) = (Some(*first), Some(*second)),
                more => {
                    let names: Vec<&str> = more.iter().map(|&column| self.name(column)).collect();
                    return Err(Error::new(
                        ErrorKind::Layout,
                        format!("which of the columns {} names the series?", names.join(", ")),
                    )
                    .at_line(self.head_line)
                    .mend("name them: --subject COLUMN, --indicator COLUMN"));
                }
            }
        }
        if self.columns.others.is_empty() && subject.is_none() && indicator.is_none() {
            // A column without a head, left of the periods, is the stub.
            let first_period = self.columns.periods.first().map_or(0, |(column, _)| *column);
            indicator = (first_period > 0).then(|| first_period - 1);
        }
        for record in self.rows {
            let field =
                |column: Option<usize>| column.and_then(|column| record.fields.get(column)).map_or("", str::trim);
            let series = gather.series(field(subject), field(indicator));
            let unit = field(self.columns.unit);
            for &(column, reading) in &self.columns.periods {
                let value = self.value(record, column, series, unit, gather)?;
                gather.push(series, reading, value, f64::NAN, record.line);
            }
        }
        Ok(())
    }

    fn reading(&self, record: &Record, period: usize, gather: &mut Gather<'_>) -> Result<Reading> {
        let text = record.fields.get(period).map_or("", str::trim);
        let joined;
        let text = match self.columns.part.and_then(|part| Some((part, record.fields.get(part)?.trim()))) {
            // The month or quarter beside the year.
            Some((column, part)) if !part.is_empty() => {
                joined = join_parts(text, part, self.name(column));
                joined.as_str()
            }
            _ => text,
        };
        if text.is_empty() {
            return Err(Error::new(ErrorKind::Period, "the period is missing")
                .mend("write 2005, 2005-Q3, 2005-07 or 2005年7月")
                .at_line(record.line)
                .at_column(self.name(period)));
        }
        gather.reading(text).map_err(|error| error.at_line(record.line).at_column(self.name(period)))
    }

    /// NaN where the mark says that the value is missing.
    fn value(&self, record: &Record, column: usize, series: u32, unit: &str, gather: &mut Gather<'_>) -> Result<f64> {
        let text = record.fields.get(column).unwrap_or("");
        let place = |error: Error| error.at_line(record.line).at_column(self.name(column));
        match number::cell(text, self.mark) {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) if unit.is_empty() => Ok(value),
            Cell::Number(value) => gather.in_unit(series, value, unit).map_err(place),
            Cell::Percent(value) => {
                let value = if unit.is_empty() || unit == "%" || unit == "％" {
                    gather.in_unit(series, value, "%")
                } else {
                    Err(Error::new(
                        ErrorKind::Unit,
                        format!("`{}` has a percent sign, the unit is `{unit}`", text.trim()),
                    )
                    .mend("take the sign out, or write the unit as %"))
                };
                value.map_err(place)
            }
            Cell::Text => Err(place(not_a_number(text))),
        }
    }

    /// Published growth: a fraction, or percent with its sign.
    fn growth(&self, record: &Record) -> Result<f64> {
        let Some(column) = self.columns.growth else { return Ok(f64::NAN) };
        let text = record.fields.get(column).unwrap_or("");
        match number::cell(text, self.mark) {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) => Ok(value),
            // Divided as decimals: 33 % is 0.33 as it would be typed.
            Cell::Percent(value) => Ok(value / 100.0),
            Cell::Text => Err(not_a_number(text).at_line(record.line).at_column(self.name(column))),
        }
    }

    fn what_is_missing(&self) -> Error {
        let found = self.names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(", ");
        let (message, mend) = match (self.columns.period, self.columns.value) {
            (None, _) => (
                "no column holds periods",
                "name one `period` (or 年份), give --period COLUMN, or put periods such as 2005 into the head",
            ),
            _ => ("no column holds values", "name one `value` (or 数值), or give --value COLUMN"),
        };
        Error::new(ErrorKind::Layout, format!("{message}; the columns are {found}")).mend(mend).at_line(self.head_line)
    }

    fn note(&self, file: &str, layout: &str, separator: Option<u8>, rows: usize) -> String {
        let separator = match separator {
            Some(b';') => "semicolons",
            Some(b'\t') => "tabs",
            Some(_) => "commas",
            None => "a workbook",
        };
        let mark = if self.mark == DecimalMark::Comma { "decimal comma" } else { "decimal point" };
        let roles = [
            ("subject", self.columns.subject),
            ("indicator", self.columns.indicator),
            ("period", self.columns.period),
            ("value", self.columns.value),
            ("unit", self.columns.unit),
            ("growth", self.columns.growth),
        ];
        let roles: Vec<String> = roles
            .iter()
            .filter_map(|(role, column)| column.map(|column| format!("{role} = `{}`", self.name(column))))
            .collect();
        let roles = if roles.is_empty() { String::new() } else { format!("; {}", roles.join(", ")) };
        format!("{file}: {separator}, {mark}, head on line {}, {layout}{roles}; {rows} cells", self.head_line)
    }
}

/// 2005 and 7 → 2005-07; 2005 and 2, of a head `quarter` → 2005-Q2; a part that says all stands alone.
fn join_parts(year: &str, part: &str, head: &str) -> String {
    let digits = part.trim_end_matches(['月', '份']);
    let head = head.to_lowercase();
    match digits.parse::<u8>() {
        Ok(number) if head.contains("quarter") || head.contains('季') => {
            format!("{}-Q{number}", year.trim_end_matches('年'))
        }
        Ok(number) => format!("{}-{number:02}", year.trim_end_matches('年')),
        Err(_) if part.contains('季') && !part.contains('年') => format!("{}年{part}", year.trim_end_matches('年')),
        Err(_) => part.to_owned(),
    }
}

fn not_a_number(text: &str) -> Error {
    let shown: String = text.trim().chars().take(40).collect();
    Error::new(ErrorKind::Number, format!("expected a number, found `{shown}`"))
        .mend("write a number, or leave the cell blank (NA, -, …, : are read as missing too)")
}
