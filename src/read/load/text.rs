//! Text into a grid of records and fields.

use csv::{ReaderBuilder, StringRecord};

use super::{Budget, Loaded, encoding, separator, statistics};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{CellNames, DataCell, Grid, GridCell};

/// The grid of a text, an empty line being a record without fields.
pub(super) fn load(name: &str, bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    let (text, words) = encoding::decode(bytes)?;
    let separator = separator::separator(text.as_bytes());
    let grid = grid(&text, separator, budget)?;
    loaded.notes.push(format!("{name}: {words}, {}", in_words(separator)));
    match statistics::cells(&grid) {
        Some(cells) => loaded.cells = cells?,
        None => loaded.grids.push(grid),
    }
    Ok(())
}

/// The cells of SDMX-CSV and of Eurostat's TSV; none where the head is that of another table.
pub(super) fn statistics(text: &str, budget: &mut Budget<'_>) -> Option<Result<Vec<DataCell>>> {
    let head = text.lines().next()?;
    let first = head.get(..head.len().min(200)).unwrap_or(head);
    let is_one = first.contains('\\') || ["DATAFLOW", "STRUCTURE"].iter().any(|name| first.contains(name));
    if !is_one {
        return None;
    }
    let grid = match grid(text, separator::separator(text.as_bytes()), budget) {
        Ok(grid) => grid,
        Err(error) => return Some(Err(error)),
    };
    statistics::cells(&grid)
}

/// A separator as notes call it.
pub(super) fn in_words(separator: u8) -> &'static str {
    match separator {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "bars",
        _ => "commas",
    }
}

fn grid(text: &str, separator: u8, budget: &mut Budget<'_>) -> Result<Grid> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut grid = Grid::new("", Vec::new(), CellNames::Record);
    grid.semicolons = separator == b';';
    let mut fields = StringRecord::new();
    let mut breaks = Breaks { text: text.as_bytes(), at: 0, line: 1 };
    let mut last = 0;
    loop {
        match reader.read_record(&mut fields) {
            Ok(true) => {
                last = fields.position().map_or(0, csv::Position::byte) as usize;
                breaks.blank_records(last, &mut grid, budget)?;
                budget.take(grid.rows.len(), fields.len().saturating_sub(1), fields.len())?;
                grid.lines.push(breaks.line);
                grid.rows.push(fields.iter().map(cell).collect());
            }
            Ok(false) => break,
            Err(error) => {
                return Err(
                    Error::new(ErrorKind::Layout, format!("cannot be read as a table: {error}")).at_line(breaks.line)
                );
            }
        }
    }
    // A quotation mark without its other half swallows every row below it, without a word from the reader.
    let many = grid
        .rows
        .last()
        .is_some_and(|row| row.iter().any(|cell| matches!(cell, GridCell::Text(field) if field.contains('\n'))));
    if many && !text.get(last..).unwrap_or_default().matches('"').count().is_multiple_of(2) {
        return Err(Error::new(ErrorKind::Layout, "a quotation mark opens here and is never closed")
            .mend("close it, or take it out; one inside a text is doubled")
            .at_line(grid.lines.last().copied().unwrap_or(1)));
    }
    Ok(grid)
}

fn cell(field: &str) -> GridCell {
    if field.is_empty() { GridCell::Empty } else { GridCell::Text(field.to_owned()) }
}

/// Counts lines, and the empty ones that the reader steps over.
struct Breaks<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Breaks<'_> {
    /// Comes to the record that begins at or after `byte`: a record without fields for each empty line before it.
    fn blank_records(&mut self, byte: usize, grid: &mut Grid, budget: &mut Budget<'_>) -> Result<()> {
        // The reader ends a record at the first half of `\r\n`.
        let half = self.text.get(byte.wrapping_sub(1)) == Some(&b'\r') && self.text.get(byte) == Some(&b'\n');
        let start = byte + usize::from(half);
        self.line += ends(self.text.get(self.at..start).unwrap_or_default());
        let rest = self.text.get(start..).unwrap_or_default();
        let skipped = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        for _ in 0..ends(rest.get(..skipped).unwrap_or_default()) {
            budget.take(grid.rows.len(), 0, 1)?;
            grid.rows.push(Vec::new());
            grid.lines.push(self.line);
            self.line += 1;
        }
        self.at = start + skipped;
        Ok(())
    }
}

/// Ends of lines in a piece of text: `\n`, `\r\n`, or a lone `\r`.
fn ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut before = 0;
    for &byte in bytes {
        count += u64::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn read(text: &str) -> Result<Grid> {
        let limits = Limits::default();
        grid(text, b',', &mut Budget::new(&limits))
    }

    #[test]
    fn empty_lines_are_records_and_line_breaks_inside_quotes_are_not() -> Result<()> {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n\n\"x\ny\",2\n3,4\n\n5\n".replace('\n', end);
            let grid = read(&text)?;
            let widths: Vec<usize> = grid.rows.iter().map(Vec::len).collect();
            assert_eq!(widths, [2, 0, 0, 2, 2, 0, 1], "{end:?}");
            assert_eq!(grid.lines, [1, 2, 3, 4, 6, 7, 8], "{end:?}");
        }
        assert_eq!(read("\n\na\n")?.lines, [1, 2, 3]);
        assert!(read("")?.rows.is_empty());
        Ok(())
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
        let error = read("a,b\n1,\"x\n2,y\n3,z\n").err().map(|error| error.to_string());
        assert!(matches!(&error, Some(message) if message.starts_with("line 2: a quotation mark")), "{error:?}");
        assert!(read("a,b\n1,\"x\ny\"\n").is_ok());
    }
}
