//! The first sheet of a workbook that holds a table, as text.

use std::fmt::Write;
use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::delimited::{Text, TextOfRows};
use crate::error::{Error, ErrorKind, Result};

/// The rows of the first sheet that has cells.
pub(super) fn rows(bytes: &[u8]) -> Result<Text<'static>> {
    let broken = |error: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Encoding, format!("cannot be read as a workbook: {error}"))
            .mend("open it in a spreadsheet program and save it again, or save it as CSV")
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names = workbook.sheet_names();
    for name in names {
        let range = workbook.worksheet_range(&name).map_err(|error| broken(&error))?;
        let Some((top, _)) = range.start() else { continue };
        let mut text = TextOfRows::new(u64::from(top) + 1);
        for row in range.rows() {
            for cell in row {
                text.cell(|text| write(cell, text));
            }
            text.end_row();
        }
        return Ok(text.finish());
    }
    Err(Error::new(ErrorKind::Layout, "the workbook has no cells")
        .mend("give a sheet with a head and at least one row"))
}

/// Appends a cell as its shortest text; numbers read back as the same double.
fn write(cell: &Data, text: &mut String) {
    // A String takes whatever is written.
    let _ = match cell {
        Data::Float(value) => write!(text, "{value}"),
        Data::Int(value) => write!(text, "{value}"),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        Data::String(words) => text.write_str(words),
        Data::Empty | Data::Error(_) => Ok(()),
        other => write!(text, "{other}"),
    };
}
