//! Cells of a table: times, values, published growth.

use super::Table;
use crate::error::{Error, ErrorKind, Result};
use crate::model::AsOf;
use crate::read::delimited::Record;
use crate::read::gather::Gather;
use crate::read::number::{self, Cell, DecimalMark};

impl Table<'_> {
    pub(super) fn time(&self, record: &Record<'_>, period: usize, gather: &mut Gather<'_>) -> Result<u32> {
        let text = record.get(period).map_or("", str::trim);
        let joined;
        let text = match self.columns.part.and_then(|part| Some((part, record.get(part)?.trim()))) {
            // The month or quarter beside the year.
            Some((column, part)) if !part.is_empty() => {
                if part.parse::<u8>().is_ok() && !says_which_part(self.name(column)) {
                    let message = format!("is `{part}` a month, a quarter or another part of the year?");
                    return Err(Error::new(ErrorKind::Period, message)
                        .mend("name its column month or quarter (月份, 季度)")
                        .at_line(record.line)
                        .at_column(self.name(column)));
                }
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
        gather.time_of(text).map_err(|error| error.at_line(record.line).at_column(self.name(period)))
    }

    /// Since when the values of a row are known, where a column says so.
    pub(super) fn as_of(&self, record: &Record<'_>) -> Result<Option<AsOf>> {
        let Some(column) = self.columns.as_of else { return Ok(None) };
        let text = record.get(column).map_or("", str::trim);
        if text.is_empty() {
            return Ok(None);
        }
        let read: Result<AsOf> = text.parse();
        read.map(Some).map_err(|error| {
            error
                .mend("write a day such as 2010-01-21, or a period; a column of anything else needs another name")
                .at_line(record.line)
                .at_column(self.name(column))
        })
    }

    /// NaN where the mark says that the value is missing.
    pub(super) fn value(
        &mut self,
        record: &Record<'_>,
        column: usize,
        series: u32,
        unit: &str,
        gather: &mut Gather<'_>,
    ) -> Result<f64> {
        let text = record.get(column).unwrap_or("");
        let quick = record.piece(column).filter(|_| self.mark == DecimalMark::Point);
        let cell = match quick.and_then(|(text, start, end)| number::exact(text, start, end)) {
            Some(value) => Cell::Number(value),
            None if text.is_empty() => Cell::Missing,
            None => self.cell(text),
        };
        let place = |error: Error| error.at_line(record.line).at_column(self.name(column));
        match cell {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) if unit.is_empty() => gather.bare(series, value).map_err(place),
            Cell::Number(value) => gather.in_unit(series, value, unit).map_err(place),
            Cell::Percent(value) => gather.signed(series, value, "%", unit).map_err(place),
            Cell::PerMille(value) => gather.signed(series, value, "‰", unit).map_err(place),
            Cell::Text => Err(place(not_a_number(text))),
        }
    }

    /// Published growth: a fraction, or percent with its sign.
    pub(super) fn growth(&mut self, record: &Record<'_>, column: Option<usize>) -> Result<f64> {
        let Some(column) = column else { return Ok(f64::NAN) };
        let text = record.get(column).unwrap_or("");
        match self.cell(text) {
            Cell::Missing => Ok(f64::NAN),
            Cell::Number(value) => Ok(value),
            // Divided as decimals: 33 % is 0.33 as it would be typed.
            Cell::Percent(value) => Ok(value / 100.0),
            Cell::PerMille(value) => Ok(value / 1000.0),
            Cell::Text => Err(not_a_number(text).at_line(record.line).at_column(self.name(column))),
        }
    }

    /// What a cell holds.
    fn cell(&mut self, text: &str) -> Cell {
        if self.mark == DecimalMark::Point
            && let Some(value) = number::plain(text)
        {
            return Cell::Number(value);
        }
        let cell = number::cell(text, self.mark);
        self.marks_matter |= cell != Cell::Missing;
        cell
    }
}

/// Whether a head says of which kind its parts of a year are.
fn says_which_part(head: &str) -> bool {
    let head = head.to_lowercase();
    head.contains("month") || head.contains("quarter") || head.contains('月') || head.contains('季')
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
