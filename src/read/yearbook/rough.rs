//! A plain loader of grids, until the loaders of all formats stand.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};

use crate::error::{Error, ErrorKind, Result};
use crate::read::grid::{CellNames, Grid, GridCell, Merge};

/// The grids of a file.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) || bytes.starts_with(&[9, 8]) {
        return workbook(bytes);
    }
    Ok(vec![text(bytes)])
}

fn workbook(bytes: &[u8]) -> Result<Vec<Grid>> {
    let broken = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Encoding, format!("workbook: {error}"));
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if let Sheets::Xlsx(book) = &mut workbook {
        let _ = book.load_merged_regions();
    }
    let mut out = Vec::new();
    for name in workbook.sheet_names() {
        let Ok(range) = workbook.worksheet_range(&name) else {
            out.push(Grid::new(name, Vec::new(), CellNames::A1));
            continue;
        };
        let mut grid = Grid::new(name.clone(), Vec::new(), CellNames::A1);
        if let Some((top, left)) = range.start() {
            grid.rows = vec![Vec::new(); top as usize];
            for row in range.rows() {
                let mut cells = vec![GridCell::Empty; left as usize];
                cells.extend(row.iter().map(|cell| match cell {
                    Data::Empty => GridCell::Empty,
                    Data::Float(value) => GridCell::Number(*value),
                    Data::Int(value) => GridCell::Number(*value as f64),
                    Data::Bool(flag) => GridCell::Flag(*flag),
                    Data::DateTime(date) => {
                        let (year, month, day, ..) = date.to_ymd_hms_milli();
                        GridCell::Date(i32::from(year), month, day)
                    }
                    Data::Error(error) => GridCell::Fault(error.to_string()),
                    other => GridCell::Text(other.to_string()),
                }));
                while cells.last() == Some(&GridCell::Empty) {
                    cells.pop();
                }
                grid.rows.push(cells);
            }
        }
        let merged: Vec<calamine::Dimensions> = match &mut workbook {
            Sheets::Xls(book) => book.worksheet_merge_cells(&name).unwrap_or_default(),
            Sheets::Xlsx(book) => book.merged_regions_by_sheet(&name).into_iter().map(|(_, _, d)| *d).collect(),
            _ => Vec::new(),
        };
        grid.merged = merged
            .iter()
            .map(|d| Merge::new(d.start.0 as usize, d.start.1 as usize, d.end.0 as usize, d.end.1 as usize))
            .collect();
        out.push(grid);
    }
    Ok(out)
}

fn text(bytes: &[u8]) -> Grid {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let content = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let tries = [encoding_rs::GB18030, encoding_rs::SHIFT_JIS, encoding_rs::WINDOWS_1252];
            let latin = bytes.iter().filter(|b| **b >= 0x80).count() * 20 < bytes.len();
            let mut found = None;
            for encoding in tries {
                if latin && encoding != encoding_rs::WINDOWS_1252 {
                    continue;
                }
                let (text, _, bad) = encoding.decode(bytes);
                if !bad {
                    found = Some(text.into_owned());
                    break;
                }
            }
            found.unwrap_or_else(|| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
        }
    };
    let count = |mark: char| content.lines().filter(|line| line.contains(mark)).count();
    let (tabs, semis, commas) = (count('\t'), count(';'), count(','));
    let separator = if tabs * 2 > commas && tabs > 2 { b'\t' } else if semis > commas { b';' } else { b',' };
    let mut grid = Grid::new("", Vec::new(), CellNames::Record);
    // Empty lines are records.
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(content.as_bytes());
    let mut line = 1;
    for record in reader.records().flatten() {
        let at = record.position().map_or(line, csv::Position::line);
        while line < at {
            grid.rows.push(Vec::new());
            grid.lines.push(line);
            line += 1;
        }
        grid.rows.push(
            record
                .iter()
                .map(|field| if field.is_empty() { GridCell::Empty } else { GridCell::Text(field.to_owned()) })
                .collect(),
        );
        grid.lines.push(at);
        line = at + 1 + record.iter().map(|f| f.matches('\n').count() as u64).sum::<u64>();
    }
    grid
}
