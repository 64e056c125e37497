//! Text tables as records: the separator found by looking, lines kept for messages.

use csv::{ReaderBuilder, StringRecord};

use super::Limits;
use super::load::separator::separator;
use crate::error::{Error, ErrorKind, Result};

/// A record and the line on which it begins.
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) fields: StringRecord,
}

/// The records of a text, and its separator.
pub(super) struct Grid {
    pub(super) records: Vec<Record>,
    pub(super) separator: Option<u8>,
}

/// Records of a text with separators.
pub(super) fn records(text: &str, limits: &Limits) -> Result<Grid> {
    let separator = separator(text.as_bytes());
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut fields = StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut last = 0;
    loop {
        match reader.read_record(&mut fields) {
            Ok(true) => {
                last = fields.position().map_or(0, csv::Position::byte) as usize;
                let line = lines.at(last);
                if fields.iter().any(|field| !field.trim().is_empty()) {
                    within(limits, records.len(), fields.len()).map_err(|error| error.at_line(line))?;
                    records.push(Record { line, fields: fields.clone() });
                }
            }
            Ok(false) => break,
            Err(error) => {
                let line = lines.at(error.position().map_or(0, csv::Position::byte) as usize);
                return Err(Error::new(ErrorKind::Layout, format!("cannot be read as a table: {error}")).at_line(line));
            }
        }
    }
    never_closed(text, last, &records)?;
    Ok(Grid { records, separator: Some(separator) })
}

/// A quotation mark without its other half swallows every row below it, without a word from the reader.
fn never_closed(text: &str, last: usize, records: &[Record]) -> Result<()> {
    let Some(record) = records.last().filter(|record| record.fields.iter().any(|field| field.contains('\n'))) else {
        return Ok(());
    };
    if text.get(last..).unwrap_or_default().matches('"').count().is_multiple_of(2) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Layout, "a quotation mark opens here and is never closed")
        .mend("close it, or take it out; one inside a text is doubled")
        .at_line(record.line))
}

/// Counts lines up to a byte. The reader's own count stands before the blank lines that it skips.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first byte of a record that begins at or after `byte`; bytes must rise.
    fn at(&mut self, byte: usize) -> u64 {
        let blank = self.text.get(byte..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let start = byte + blank.count();
        let passed = self.text.get(self.at..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = start.max(self.at);
        self.line
    }
}

/// Refuses a table with more rows or columns than the limits allow.
fn within(limits: &Limits, row: usize, columns: usize) -> Result<()> {
    let (most, of) = match (row >= limits.rows, columns > limits.columns) {
        (true, _) => (limits.rows, "rows"),
        (_, true) => (limits.columns, "columns"),
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::Layout, format!("more than {most} {of}")).mend("divide the table, or raise the limit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Grid> {
        records(text, &Limits::default())
    }

    #[test]
    fn records_know_their_lines() -> Result<()> {
        let grid = read("a,b\n\n\"x\ny\",2\n3,4\n")?;
        let lines: Vec<u64> = grid.records.iter().map(|record| record.line).collect();
        assert_eq!(lines, [1, 3, 5]);
        Ok(())
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
        let error = read("a,b\n1,\"x\n2,y\n3,z\n").err().map(|error| error.to_string());
        assert!(matches!(&error, Some(message) if message.starts_with("line 2: a quotation mark")), "{error:?}");
        assert!(read("a,b\n1,\"x\ny\"\n").is_ok());
        assert!(read("a,b\n1,\"an \"\"x\"\"\n\"\n").is_ok());
    }
}
