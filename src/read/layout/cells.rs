//! Cells of a table: times, values, published growth.

use super::Table;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{AsOf, Unit, is_in_percent};
use crate::read::columns::{Columns, split_unit};
use crate::read::delimited::Record;
use crate::read::gather::Gather;
use crate::read::gather::percent::Bare;
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
            Cell::Text => Err(place(self.no_value(text, column))),
        }
    }

    /// Whether the full name of a row says that its values are percentages: GDP growth (annual %).
    pub(super) fn is_percent(&self, record: &Record<'_>) -> bool {
        // Most names are told by one letter.
        let name = self.full_names.and_then(|column| record.get(column)).filter(|name| name.contains('%'));
        name.is_some_and(is_in_percent)
    }

    /// A text among values; where every column that is no period is data, it may be what names the series.
    fn no_value(&self, text: &str, column: usize) -> Error {
        let error = not_a_number(text);
        let is_across = self.columns.period.is_some() && self.columns.value.is_none();
        if !is_across || !text.chars().any(char::is_alphabetic) {
            return error;
        }
        let name = self.name(column);
        error.mend(format!(
            "write a number, or leave the cell blank (NA, -, …, : are read as missing too); where the column names the \
             series, say so: --indicator '{name}' or --subject '{name}', and --value COLUMN"
        ))
    }

    /// Published growth: a fraction, or percent where the cell, the head or `unit` says so.
    pub(super) fn growth(&mut self, record: &Record<'_>, column: Option<usize>, unit: &str) -> Result<f64> {
        let Some(column) = column else { return Ok(f64::NAN) };
        let text = record.get(column).unwrap_or("");
        let place = |error: Error| error.at_line(record.line).at_column(self.names.get(column).copied().unwrap_or(""));
        let unit = split_unit(self.name(column)).1.unwrap_or(unit);
        let scale = if unit.is_empty() { None } else { Some(per_fraction(unit).map_err(place)?) };
        match (self.cell(text), scale) {
            (Cell::Missing, _) => Ok(f64::NAN),
            // Divided as decimals: 33 % is 0.33 as it would be typed.
            (Cell::Percent(value), _) => Ok(value / 100.0),
            (Cell::PerMille(value), _) => Ok(value / 1000.0),
            (Cell::Number(value), Some(scale)) => Ok(value / scale),
            (Cell::Number(value), None) => {
                let bare = &mut self.bare_growth;
                if value != 0.0 {
                    bare.cells += 1;
                    bare.any.get_or_insert((record.line, value));
                }
                bare.beyond += usize::from(value.abs() > 1.0);
                bare.below |= value < -1.0;
                if value.abs() > 1.0 {
                    bare.first.get_or_insert((record.line, value));
                }
                Ok(value)
            }
            (Cell::Text, _) => Err(not_a_number(text).at_line(record.line).at_column(self.name(column))),
        }
    }

    /// Refuses published growth of which the signs of percent were left out.
    ///
    /// # Errors
    /// A fall by more than all, or growth of more than 100 % in most cells.
    pub(super) fn growth_is_fractions(&self, file: &str, gather: &mut Gather<'_>) -> Result<()> {
        let bare = &self.bare_growth;
        let (Some(any), Some(column)) = (bare.any, self.columns.growth) else { return Ok(()) };
        let (name, (line, value)) = (self.name(column), bare.first.unwrap_or(any));
        if !bare.below && bare.beyond * 2 <= bare.cells {
            let bare = || Bare { file: file.to_owned(), line: any.0, head: name.to_owned(), value: any.1 };
            gather.bare_growth.get_or_insert_with(bare);
            return Ok(());
        }
        let message = format!("growth of {value} is {} %: is `{name}` in percent?", digits(value * 100.0));
        Err(Error::new(ErrorKind::Unit, message)
            .mend(format!("write `{name}(%)` into the head, or {value}% into the cells; growth without a sign is a fraction, as 0.183"))
            .at_line(line)
            .at_column(name))
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

/// How many of a unit of rates make 1: 100 of percent.
fn per_fraction(unit: &str) -> Result<f64> {
    let known = Unit::known(unit).filter(Unit::is_rate);
    known.map(|unit| (1.0 / unit.scale()).round()).ok_or_else(|| {
        Error::new(ErrorKind::Unit, format!("growth in `{unit}`"))
            .mend("give growth in %, or as fractions without a unit")
    })
}

/// At most nine decimals, which no published growth has.
fn digits(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// The names of indicators beside their codes, where no column says the unit.
pub(super) fn full_names(names: &[&str], columns: &Columns) -> Option<usize> {
    let named = |name: &&str| ["indicator name", "series name"].iter().any(|head| name.eq_ignore_ascii_case(head));
    columns.indicator.filter(|_| columns.unit.is_none())?;
    names.iter().position(named)
}

fn not_a_number(text: &str) -> Error {
    let shown: String = text.trim().chars().take(40).collect();
    Error::new(ErrorKind::Number, format!("expected a number, found `{shown}`"))
        .mend("write a number, or leave the cell blank (NA, -, …, : are read as missing too)")
}
