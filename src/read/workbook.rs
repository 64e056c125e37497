//! The first sheet of a workbook that holds a table, as records.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use csv::StringRecord;

use super::delimited::{Grid, Record};
use crate::error::{Error, ErrorKind, Result};

/// The rows of the first sheet that has cells.
pub(super) fn records(bytes: &[u8]) -> Result<Grid> {
    let broken = |error: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Encoding, format!("cannot be read as a workbook: {error}"))
            .mend("open it in a spreadsheet program and save it again, or save it as CSV")
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names = workbook.sheet_names();
    for name in names {
        let range = workbook.worksheet_range(&name).map_err(|error| broken(&error))?;
        let Some((top, _)) = range.start() else { continue };
        let records = range
            .rows()
            .enumerate()
            .map(|(row, cells)| {
                let fields: Vec<String> = cells.iter().map(text).collect();
                Record { line: u64::from(top) + row as u64 + 1, fields: StringRecord::from(fields) }
            })
            .filter(|record| record.fields.iter().any(|field| !field.trim().is_empty()))
            .collect();
        return Ok(Grid { records, separator: None });
    }
    Err(Error::new(ErrorKind::Layout, "the workbook has no cells")
        .mend("give a sheet with a head and at least one row"))
}

/// A cell as its shortest text; numbers read back as the same double.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(value) => value.to_string(),
        Data::Int(value) => value.to_string(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
