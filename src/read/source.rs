//! Files by what their bytes say, as tables of observations.

use std::fmt::Write;
use std::path::Path;

use super::delimited::{Text, TextOfRows};
use super::gather::Gather;
use super::load::{self, Content, Loaded};
use super::{DataCell, Grid, GridCell, ReadOptions, input, layout, published};
use crate::error::{Error, ErrorKind, Result};

/// Reads one file.
pub(super) fn file(path: &Path, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let content = input::read(path, &options.limits)?;
    let name = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
    bytes(&name, &content, options, gather)
}

/// Reads the bytes of one file: as a plain table, or else as offices publish them.
pub(super) fn bytes(name: &str, bytes: &[u8], options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let mark = gather.mark();
    let plain = load::tables(name, bytes, &options.limits, &mut |name, content| match content {
        Content::Text(content, encoding) => {
            if encoding != "UTF-8" {
                gather.note(format!("{name}: {encoding}"));
            }
            text(name, &content, options, gather)
        }
        Content::Loaded(loaded) => self::loaded(name, loaded, options, gather),
    });
    // What is wrong with a plain table is an error. Columns that are named are those of a plain table.
    let Err(error) = plain else { return Ok(()) };
    if !gather.is_plain && error.kind() == ErrorKind::Layout && !options.names_columns() {
        gather.back_to(mark);
        if published::read(name, bytes, options, gather)? {
            return Ok(());
        }
    }
    Err(error.in_source(name))
}

/// Reads one text.
pub(super) fn text(name: &str, content: &str, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let place = |error: Error| error.in_source(name);
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    if content.trim().is_empty() {
        return Err(place(
            Error::new(ErrorKind::Layout, "the file is empty").mend("give a table with a head and at least one row"),
        ));
    }
    let table = Text::of(content);
    table.within(&options.limits).map_err(place)?;
    layout::read(name, &table, options, gather).map_err(place)
}

/// Reads the one table of a workbook, a page or a frame, or cells that say themselves what they are.
fn loaded(name: &str, loaded: Loaded, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let place = |error: Error| error.in_source(name);
    for note in loaded.notes {
        gather.note(note);
    }
    if !loaded.cells.is_empty() {
        return cells(name, &loaded.cells, gather).map_err(place);
    }
    // A page has tables of menus and frames beside the one that is meant.
    let size = |grid: &Grid| grid.rows.iter().map(Vec::len).sum::<usize>();
    let Some(grid) = loaded.grids.iter().rev().max_by_key(|grid| size(grid)) else {
        return Err(place(match loaded.problems.first() {
            Some(problem) => Error::new(ErrorKind::Encoding, problem.message.clone()),
            None => Error::new(ErrorKind::Layout, "the workbook has no cells")
                .mend("give a sheet with a head and at least one row"),
        }));
    };
    layout::read(name, &rows(grid), options, gather).map_err(place)
}

/// Cells whose format says what each is.
fn cells(name: &str, cells: &[DataCell], gather: &mut Gather<'_>) -> Result<()> {
    gather.begin_file(name);
    for (nth, cell) in cells.iter().enumerate() {
        let record = cell.cell.strip_prefix('R').and_then(|rest| rest.split_once('C')?.0.parse().ok());
        let line = record.unwrap_or(nth as u64 + 1);
        let place = |error: Error| error.at_line(line).of_series(&cell.subject, &cell.indicator);
        let series = gather.series(&cell.subject, &cell.indicator);
        let time = gather.time_of(&cell.period).map_err(place)?;
        let value = match cell.value {
            None => f64::NAN,
            Some(value) if cell.unit.is_empty() => gather.bare(series, value).map_err(place)?,
            Some(value) => gather.in_unit(series, value, &cell.unit).map_err(place)?,
        };
        gather.push(series, time, value, f64::NAN, line);
    }
    Ok(())
}

/// The rows of a grid as text.
fn rows(grid: &Grid) -> Text<'static> {
    let width = grid.width();
    let mut text = TextOfRows::new(1);
    for cells in &grid.rows {
        // A row of a sheet is as wide as the sheet, blank cells and all.
        for cell in cells.iter().chain(std::iter::repeat_n(&GridCell::Empty, width - cells.len())) {
            text.cell(|text| write(cell, text));
        }
        text.end_row();
    }
    text.finish()
}

/// Appends a cell as its shortest text; numbers read back as the same double.
fn write(cell: &GridCell, to: &mut String) {
    // A String takes whatever is written.
    let _ = match cell {
        GridCell::Empty => Ok(()),
        GridCell::Text(text) | GridCell::Fault(text) => to.write_str(text),
        GridCell::Number(value) => write!(to, "{value}"),
        GridCell::Date(year, month, day) => write!(to, "{year:04}-{month:02}-{day:02}"),
        GridCell::Flag(flag) => write!(to, "{flag}"),
    };
}
