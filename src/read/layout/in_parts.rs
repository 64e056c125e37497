//! Rows with periods across, read on several threads where every cell is plain.
//!
//! A part ends at an end of a line. Where that turns out to stand inside quotes, and where any row or cell asks for a
//! closer look, nothing is taken of it all, and the rows are read one after the other: what is read and what is refused
//! is the same for any number of threads.

use std::borrow::Cow;

use rayon::prelude::*;

use super::Table;
use crate::error::Result;
use crate::read::delimited::{Record, Records};
use crate::read::gather::Gather;
use crate::read::number::{self, DecimalMark};

/// Bytes below which a part is not worth a thread.
const LEAST: usize = 100 << 10;

/// A row in plain numbers.
struct Row<'t> {
    subject: Cow<'t, str>,
    indicator: Cow<'t, str>,
    /// The lines before it in its part.
    line: u64,
    /// Whether a value of it is not zero.
    filled: bool,
    /// Whether its name says that they are percentages.
    percent: bool,
}

/// Rows that follow each other.
#[derive(Default)]
struct Part<'t> {
    rows: Vec<Row<'t>>,
    values: Vec<f64>,
    lines: u64,
}

/// Which columns name the series, and where the values begin.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) subject: Option<usize>,
    pub(super) indicator: Option<usize>,
    pub(super) first_period: usize,
}

impl<'a> Table<'a> {
    /// Reads all rows on the threads of the current pool; `false`, and nothing read, where they have to be read one
    /// after the other.
    pub(super) fn in_parts(&self, names: Names, heads: u32, gather: &mut Gather<'_>) -> Result<bool> {
        let parts = rayon::current_num_threads().min(self.rows.left() / LEAST);
        let plain = self.mark == DecimalMark::Point && self.columns.unit.is_none() && self.columns.as_of.is_none();
        if parts < 2 || !plain || self.separator.is_none() || gather.any_signed() {
            return Ok(false);
        }
        let pieces = self.rows.split(parts);
        let parts: Option<Vec<Part<'a>>> =
            pieces.into_par_iter().map(|(rows, end)| self.part(names, rows, end)).collect();
        let Some(parts) = parts else { return Ok(false) };
        let count = |of: fn(&Part<'a>) -> usize| parts.iter().map(of).sum::<usize>();
        gather.expect(count(|part| part.rows.len()), count(|part| part.values.len()));
        gather.known_since(None);
        let mut line = 0;
        for part in parts {
            for (row, values) in part.rows.iter().zip(part.values.chunks_exact(self.columns.periods.len())) {
                let series = gather.series(&row.subject, &row.indicator);
                if row.percent {
                    gather.percent(series);
                }
                gather.bare(series, f64::from(u8::from(row.filled)))?;
                gather.push_line(series, heads, values, line + row.line);
            }
            line += part.lines;
        }
        Ok(true)
    }

    /// The rows up to `end`; nothing where one is not plain.
    fn part(&self, names: Names, mut rows: Records<'a>, end: usize) -> Option<Part<'a>> {
        let (mut part, mut record) = (Part::default(), Record::default());
        let cells = self.columns.periods.len();
        while rows.at_line(end) < end {
            if !rows.next(&mut record).ok()? {
                break;
            }
            if part.rows.is_empty() {
                let lines = rows.left_to(end) / record.bytes().max(1) + 2;
                // No more than the text can hold at a separator a cell.
                part.rows.reserve(lines.min(1 << 16));
                part.values.reserve(lines.saturating_mul(cells).min(rows.left_to(end) + cells));
            }
            let is_odd = self.fits(&record).is_err()
                || self.nameless_value(&record).is_some()
                || self.is_note(&record, names.first_period);
            if is_odd {
                return None;
            }
            let first = part.values.len();
            part.values.resize(first + cells, f64::NAN);
            let mut filled = false;
            for (place, &(column, _)) in part.values.get_mut(first..)?.iter_mut().zip(&self.columns.periods) {
                let Some((text, start, end)) = record.piece(column) else {
                    record.get(column).map_or(Some(()), |_| None)?;
                    continue;
                };
                if start != end {
                    let value = number::exact(text, start, end).or_else(|| number::plain(record.get(column)?))?;
                    filled |= value != 0.0;
                    *place = value;
                }
            }
            let name = |column: Option<usize>| column.and_then(|column| record.name(column)).unwrap_or_default();
            let (subject, indicator) = (name(names.subject), name(names.indicator));
            part.rows.push(Row { subject, indicator, line: record.line, filled, percent: self.is_percent(&record) });
        }
        // A record that reaches over the end: the line ends inside of quotes.
        part.lines = rows.line();
        (rows.at_line(end) == end).then_some(part)
    }
}

#[cfg(test)]
mod tests {
    use crate::error::{Error, ErrorKind, Result};
    use crate::read::{ReadOptions, text};

    /// What is read, or refused, on so many threads.
    fn on(threads: usize, table: &str) -> Result<String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        let read = pool.install(|| text("t", table, &ReadOptions::default()));
        Ok(read.map_or_else(|error| error.to_string(), |tables| format!("{tables:?}")))
    }

    fn table(end: &str, row: impl Fn(usize) -> String) -> String {
        let years: Vec<String> = (1960..2020).map(|year| format!("\"{year}\"")).collect();
        let rows: Vec<String> = (0..600).map(|number| format!("{}{end}", row(number))).collect();
        format!("\"subject\",\"indicator\",{},{end}{}", years.join(","), rows.concat())
    }

    fn cells(number: usize) -> String {
        let cell = |year: usize| match (number + year) % 5 {
            0 => String::from("\"\","),
            1 => format!("\"{}.123456789012345678\",", number + year),
            _ => format!("\"{}.{year}\",", number * year),
        };
        (0..60).map(cell).collect()
    }

    #[test]
    fn any_number_of_threads_reads_the_same() -> Result<()> {
        let plain = |number: usize| format!("\"Area {}\",\"I \"\"{number}\"\"\",{}", number / 300, cells(number));
        let broken = |number: usize| format!("\"Area\nof\n{number}\",\"I\r\n\",{}", cells(number));
        let odd = |at: usize, cell: &'static str| {
            move |number: usize| {
                let cells = cells(number);
                let cells = if number == at { cells.replacen("\"\"", cell, 1) } else { cells };
                format!("A,I{number},{cells}")
            }
        };
        let twice = |number: usize| format!("A,I{},{}", number.min(500), cells(number));
        let note = |number: usize| if number == 599 { "Note: x".to_owned() } else { plain(number) };
        let blank = |number: usize| if number.is_multiple_of(9) { "\r\n ,,".to_owned() } else { plain(number) };
        let shares = |number: usize| format!("\"Share {number} (% of all)\",I{number},{}", cells(number));
        for end in ["\n", "\r\n"] {
            for (what, table, words) in [
                ("plain", table(end, plain), "I \\\"599\\\""),
                ("lines inside quotes", table(end, broken), "Area\\nof\\n599"),
                ("blank rows", table(end, blank), "I \\\"599\\\""),
                ("a mark", table(end, odd(550, "\"..\"")), "I599"),
                ("a text", table(end, odd(550, "many")), "line 552"),
                ("percent", table(end, odd(550, "5%")), "percent sign"),
                ("two rows", table(end, twice), "lines 502 and 503"),
                ("a note", table(end, note), "line 601"),
                ("shares", table(end, shares).replacen("subject", "Indicator Name", 1), "Some(\"%\")"),
            ] {
                let one = on(1, &table)?;
                assert!(one.contains(words), "{what}: {}", one.get(..300).unwrap_or(&one));
                for threads in [2, 8] {
                    assert!(on(threads, &table)? == one, "{what}, {threads} threads");
                }
            }
        }
        Ok(())
    }
}
