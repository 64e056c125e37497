//! Workbooks into grids, one for each sheet that has cells.

use std::io::Cursor;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, Sheets, Xls, XlsOptions,
    open_workbook_auto_from_rs,
};

use super::{Budget, Loaded};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{CellNames, Grid, GridCell, Merge, Problem};

fn broken(error: &dyn std::fmt::Display) -> Error {
    let text = error.to_string();
    if text.contains("password") {
        return Error::new(ErrorKind::Encoding, "the workbook is protected by a password")
            .mend("open it in a spreadsheet program and save it without");
    }
    Error::new(ErrorKind::Encoding, format!("cannot be read as a workbook: {text}"))
        .mend("open it in a spreadsheet program and save it again, or save it as CSV")
}

/// The grids of all sheets; a sheet that is broken is a problem, and the others are still read.
pub(super) fn load(bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    let mut workbook = if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        Sheets::Xls(open_xls(bytes)?)
    } else {
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?
    };
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in sheets {
        match sheet(&mut workbook, &name, budget) {
            Ok(grid) if grid.rows.is_empty() => {}
            Ok(grid) => loaded.grids.push(grid),
            Err(error) => loaded.problems.push(Problem { sheet: name, ..Problem::of(&error) }),
        }
    }
    Ok(())
}

/// The stream of BIFF8 is named so, in UTF-16; that of BIFF5 is `Book`.
const BIFF8: &[u8] = b"W\0o\0r\0k\0b\0o\0o\0k\0";

fn open_xls(bytes: &[u8]) -> Result<Xls<Cursor<&[u8]>>> {
    let mut options = XlsOptions::default();
    // The text of BIFF8 is UTF-16 whatever code page it claims, and Chinese files claim 1252.
    if bytes.windows(BIFF8.len()).any(|window| window == BIFF8) {
        options.force_codepage = Some(1200);
    }
    Xls::new_with_options(Cursor::new(bytes), options).map_err(|error| broken(&error))
}

fn sheet(workbook: &mut Sheets<Cursor<&[u8]>>, name: &str, budget: &mut Budget<'_>) -> Result<Grid> {
    let mut cells = Cells { grid: Grid::new(name, Vec::new(), CellNames::A1), budget };
    let merged = match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                let (row, column) = cell.get_position();
                cells.put(row, column, of_ref(cell.get_value()))?;
            }
            drop(reader);
            book.merge_cells_by_sheet_name(name).map_err(|error| broken(&error))?
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                let (row, column) = cell.get_position();
                cells.put(row, column, of_ref(cell.get_value()))?;
            }
            Vec::new()
        }
        Sheets::Xls(book) => {
            let range = book.worksheet_range(name).map_err(|error| broken(&error))?;
            cells.range(&range)?;
            book.merge_cells_by_sheet_name(name).map_err(|error| broken(&error))?
        }
        Sheets::Ods(book) => {
            let range = book.worksheet_range(name).map_err(|error| broken(&error))?;
            cells.range(&range)?;
            Vec::new()
        }
    };
    let mut grid = cells.grid;
    grid.merged = merged.iter().map(merge).collect();
    Ok(grid)
}

fn merge(area: &Dimensions) -> Merge {
    Merge::new(area.start.0 as usize, area.start.1 as usize, area.end.0 as usize, area.end.1 as usize)
}

struct Cells<'b, 'l> {
    grid: Grid,
    budget: &'b mut Budget<'l>,
}

impl Cells<'_, '_> {
    fn range(&mut self, range: &calamine::Range<Data>) -> Result<()> {
        let Some((top, left)) = range.start() else { return Ok(()) };
        for (row, column, cell) in range.used_cells() {
            self.put(top + row as u32, left + column as u32, of(cell))?;
        }
        Ok(())
    }

    fn put(&mut self, row: u32, column: u32, cell: GridCell) -> Result<()> {
        if cell == GridCell::Empty {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        if row >= self.grid.rows.len() {
            self.budget.take(row, 0, row + 1 - self.grid.rows.len())?;
            self.grid.rows.resize_with(row + 1, Vec::new);
        }
        let Some(cells) = self.grid.rows.get_mut(row) else { return Ok(()) };
        if column >= cells.len() {
            self.budget.take(row, column, column + 1 - cells.len())?;
            cells.resize_with(column + 1, GridCell::default);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }
}

fn of_ref(cell: &DataRef<'_>) -> GridCell {
    match cell {
        DataRef::Empty => GridCell::Empty,
        DataRef::Int(value) => GridCell::Number(*value as f64),
        DataRef::Float(value) => GridCell::Number(*value),
        DataRef::String(text) => self::text(text),
        DataRef::SharedString(text) => self::text(text),
        DataRef::Bool(flag) => GridCell::Flag(*flag),
        DataRef::DateTime(date) => self::date(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso(text),
        DataRef::Error(fault) => self::fault(fault),
    }
}

fn of(cell: &Data) -> GridCell {
    match cell {
        Data::Empty => GridCell::Empty,
        Data::Int(value) => GridCell::Number(*value as f64),
        Data::Float(value) => GridCell::Number(*value),
        Data::String(text) => self::text(text),
        Data::Bool(flag) => GridCell::Flag(*flag),
        Data::DateTime(date) => self::date(date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(fault) => self::fault(fault),
    }
}

fn text(text: &str) -> GridCell {
    if text.is_empty() { GridCell::Empty } else { GridCell::Text(text.to_owned()) }
}

fn fault(fault: &CellErrorType) -> GridCell {
    GridCell::Fault(fault.to_string())
}

/// A day; a duration, and a time without a day, stay numbers.
fn date(date: &ExcelDateTime) -> GridCell {
    if date.is_duration() || date.as_f64() < 1.0 {
        return GridCell::Number(date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    GridCell::Date(i32::from(year), month, day)
}

/// `2005-07-31` and `2005-07-31T00:00:00` of OpenDocument are days; durations stay text.
fn iso(text: &str) -> GridCell {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let mut parts = day.splitn(3, '-').map(str::parse::<u16>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day @ 1..=31))) => {
            GridCell::Date(i32::from(year), month as u8, day as u8)
        }
        _ => self::text(text),
    }
}
