//! Workbooks into grids, one for each sheet that has cells.

use std::borrow::Cow;
use std::io::{BufReader, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetType, Sheets, Xls, XlsOptions, Xlsb,
    Xlsx,
};
use memchr::memmem;

use super::refused::{broken, no_workbook, protected};
use super::{Budget, Loaded, biff, ods, unpack, xlsb};
use crate::error::Result;
use crate::read::{CellNames, Grid, GridCell, Merge, Problem};

/// The grids of all sheets; a sheet that is broken is a problem, and the others are still read.
pub(super) fn load(
    bytes: &[u8],
    archive: Option<&mut unpack::Archive<'_>>,
    budget: &mut Budget<'_>,
    loaded: &mut Loaded,
) -> Result<()> {
    let survey = if let Some(archive) = archive {
        Survey::of_zip(archive, budget)?
    } else {
        let form = if biff::is_biff8(bytes, budget)? { Form::Biff8 } else { Form::Biff5 };
        Survey { form, ..Survey::default() }
    };
    // The reader is not ours, and bytes that it does not foresee must not stop a batch.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes, &survey, budget, loaded)));
    read.unwrap_or_else(|_| Err(broken(&"its structure contradicts itself")))
}

fn sheets(bytes: &[u8], survey: &Survey, budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    let mut workbook = open(bytes, survey.form).map_err(|error| broken(&error))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in names {
        match sheet(&mut workbook, &name, survey, budget) {
            Ok(grid) if grid.rows.is_empty() => {}
            Ok(grid) => loaded.grids.push(grid),
            Err(error) => loaded.problems.push(Problem { sheet: name, ..Problem::of(&error) }),
        }
        if budget.first_table_only && !loaded.grids.is_empty() {
            break;
        }
    }
    Ok(())
}

fn open(bytes: &[u8], form: Form) -> Result<Sheets<Cursor<&[u8]>>, calamine::Error> {
    let from = Cursor::new(bytes);
    Ok(match form {
        Form::Biff8 => {
            let mut options = XlsOptions::default();
            // The text of BIFF8 is UTF-16 whatever code page it claims, and Chinese files claim 1252.
            options.force_codepage = Some(1200);
            Sheets::Xls(Xls::new_with_options(from, options)?)
        }
        Form::Biff5 => Sheets::Xls(Xls::new(from)?),
        Form::Xlsx => Sheets::Xlsx(Xlsx::new(from)?),
        Form::Xlsb => Sheets::Xlsb(Xlsb::new(from)?),
        Form::Ods => Sheets::Ods(Ods::new(from)?),
    })
}

#[derive(Debug, Clone, Copy, Default)]
enum Form {
    Biff8,
    Biff5,
    #[default]
    Xlsx,
    Xlsb,
    Ods,
}

/// How many shared strings a workbook claims to have.
fn strings(head: &[u8]) -> usize {
    const KEY: &[u8] = b"uniqueCount=";
    let Some(at) = memmem::find(head, KEY) else { return 0 };
    let digits = head.iter().skip(at + KEY.len() + 1).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0_usize, |number, digit| number.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
}

/// What is known of a workbook before its cells are read.
#[derive(Default)]
struct Survey {
    form: Form,
    /// Whether any sheet of an xlsx has merged cells; asking costs as much as reading.
    has_merged: bool,
    /// Merged cells of OpenDocument sheets and of binary workbooks.
    merged: Vec<(String, Vec<Merge>)>,
}

impl Survey {
    /// Unpacks every part once, to know its true size before the reader of workbooks trusts the archive.
    fn of_zip(archive: &mut unpack::Archive<'_>, budget: &mut Budget<'_>) -> Result<Survey> {
        let mut survey = Survey::default();
        if archive.len() > budget.limits.inner_files {
            unpack::names(archive, budget)?;
        }
        if ["word/document.xml", "ppt/presentation.xml"].iter().any(|name| archive.index_for_name(name).is_some()) {
            return Err(no_workbook());
        }
        // What an OpenDocument file has encrypted is said here and nowhere else.
        if let Ok(file) = archive.by_name("META-INF/manifest.xml") {
            let (packed, mut is_locked) = (file.compressed_size() as usize, false);
            budget.scan(file, packed, |piece| is_locked |= memmem::find(piece, b"encryption-data").is_some())?;
            if is_locked {
                return Err(protected());
            }
        }
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|error| broken(&error))?;
            let name = file.name().map(Cow::into_owned).unwrap_or_default();
            let kind = Path::new(&name).extension().unwrap_or_default().to_ascii_lowercase();
            if !(kind == "xml" || kind == "bin" || kind == "rels") {
                continue;
            }
            let packed = file.compressed_size() as usize;
            let is_sheet = name.contains("worksheets/");
            let merge = memmem::Finder::new(b"mergeCell");
            let is_strings = name.ends_with("sharedStrings.xml");
            let (mut found, mut claimed, mut size) = (false, 0, 0);
            budget.scan(file, packed, |piece| {
                found |= is_sheet && !found && merge.find(piece).is_some();
                if is_strings && size == 0 {
                    claimed = strings(piece);
                }
                size += piece.len();
            })?;
            survey.has_merged |= found;
            // Room is made for what is claimed, and a string takes a few bytes.
            if claimed > size {
                return Err(broken(&"it claims more texts than it holds"));
            }
            if name.ends_with("workbook.bin") {
                survey.form = Form::Xlsb;
            }
            if name == "content.xml" {
                survey.form = Form::Ods;
                let file = archive.by_index(index).map_err(|error| broken(&error))?;
                survey.merged = ods::survey(BufReader::new(file), budget)?;
            }
        }
        if matches!(survey.form, Form::Xlsb) {
            survey.merged = xlsb::merged(archive);
        }
        Ok(survey)
    }
}

fn sheet(workbook: &mut Sheets<Cursor<&[u8]>>, name: &str, survey: &Survey, budget: &mut Budget<'_>) -> Result<Grid> {
    let mut cells = Cells { grid: Grid::new(name, Vec::new(), CellNames::A1), budget };
    let merged = match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                let (row, column) = cell.get_position();
                cells.put(row, column, of_ref(cell.get_value()))?;
            }
            drop(reader);
            if survey.has_merged {
                book.merge_cells_by_sheet_name(name).map_err(|error| broken(&error))?
            } else {
                Vec::new()
            }
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
    if let Some((_, merged)) = survey.merged.iter().find(|(sheet, _)| sheet == name) {
        grid.merged.clone_from(merged);
    }
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

/// Days of OpenDocument; durations stay text.
fn iso(text: &str) -> GridCell {
    super::iso_day(text).unwrap_or_else(|| self::text(text))
}
