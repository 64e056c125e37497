//! Text tables as records: the separator found by looking, lines kept for messages.

use csv::{ReaderBuilder, StringRecord};

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
pub(super) fn records(text: &str) -> Result<Grid> {
    let separator = separator(text);
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

/// The separator that divides the first lines most, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let mut lines = 0;
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                lines += 1;
                if lines == 20 {
                    break;
                }
            }
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let [comma, tab, semicolon] = counts;
    // Decimal commas stand in tables with semicolons, never the other way round.
    if semicolon.1 > 0 && semicolon.1 * 2 >= comma.1 && semicolon.1 >= tab.1 {
        b';'
    } else if tab.1 > comma.1 {
        b'\t'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_found_outside_quotes() {
        assert_eq!(separator("a,b\n1,2\n"), b',');
        assert_eq!(separator("a;b\n1,5;2,5\n"), b';');
        assert_eq!(separator("a\tb\n1,5\t2\n"), b'\t');
        assert_eq!(separator("\"a;b;c\",d\n1,2\n"), b',');
    }

    #[test]
    fn records_know_their_lines() -> Result<()> {
        let grid = records("a,b\n\n\"x\ny\",2\n3,4\n")?;
        let lines: Vec<u64> = grid.records.iter().map(|record| record.line).collect();
        assert_eq!(lines, [1, 3, 5]);
        Ok(())
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
        let error = records("a,b\n1,\"x\n2,y\n3,z\n").err().map(|error| error.to_string());
        assert!(matches!(&error, Some(message) if message.starts_with("line 2: a quotation mark")), "{error:?}");
        assert!(records("a,b\n1,\"x\ny\"\n").is_ok());
        assert!(records("a,b\n1,\"an \"\"x\"\"\n\"\n").is_ok());
    }
}
