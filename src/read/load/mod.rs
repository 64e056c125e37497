//! Bytes into grids: containers, encodings, and every format that is a table of cells.
//!
//! Formats are recognised by their bytes. Nothing here knows what a cell means.

mod encoding;
mod kind;
mod separator;
mod text;
mod unpack;
#[cfg(feature = "excel")]
mod workbook;

use std::path::Path;

use self::kind::Kind;
use super::{DataCell, Grid, Limits, Problem};
use crate::error::{Error, ErrorKind, Result};

/// The tables of one file, or of one file inside an archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Loaded {
    /// The file as named by the caller; `file.zip/inner.csv` for one inside.
    pub(crate) source: String,
    /// Sheets and tables, in the order of the file.
    pub(crate) grids: Vec<Grid>,
    /// The data cells of a format that says itself what each is (SDMX-CSV, Eurostat TSV, JSON-stat, Parquet, Arrow);
    /// it has no grids then.
    pub(crate) cells: Vec<DataCell>,
    /// How the bytes were understood: encoding, separator, kind.
    pub(crate) notes: Vec<String>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
}

/// What is left of the limits of one file.
pub(super) struct Budget<'l> {
    limits: &'l Limits,
    /// Bytes unpacked so far.
    unpacked: u64,
    /// Cells made so far.
    cells: usize,
}

/// The grids of a file, whatever it is; of an archive one entry for each file in it.
///
/// # Errors
/// Bytes that are no table, or that are broken; limits that are passed. A broken file inside an archive is a problem of
/// its entry, and the others are still read.
pub(crate) fn grids(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Loaded>> {
    let mut budget = Budget { limits, unpacked: 0, cells: 0 };
    let mut all = Vec::new();
    load(name, bytes, 0, &mut budget, &mut all).map_err(|error| error.in_source(name))?;
    Ok(all)
}

fn load(name: &str, bytes: &[u8], depth: usize, budget: &mut Budget<'_>, all: &mut Vec<Loaded>) -> Result<()> {
    let kind = Kind::of(bytes);
    let mut loaded = Loaded { source: name.to_owned(), ..Loaded::default() };
    let ending = Path::new(name).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if Kind::promised(&ending).is_some_and(|promised| promised != kind) {
        loaded.notes.push(format!("{name}: named .{ending}, and is {}", kind.words()));
    }
    match kind {
        Kind::Zip if unpack::is_workbook(bytes)? => workbook(bytes, budget, &mut loaded)?,
        Kind::Compound => workbook(bytes, budget, &mut loaded)?,
        Kind::Zip | Kind::Gzip | Kind::Zstd => {
            if depth >= budget.limits.depth {
                return Err(Error::new(
                    ErrorKind::Encoding,
                    format!("archives inside archives, more than {} deep", budget.limits.depth),
                )
                .mend("unpack it, and name the files in it"));
            }
            return unpack::each(name, kind, bytes, budget, |inner, content, budget| {
                if let Err(error) = content.and_then(|content| load(inner, &content, depth + 1, budget, all)) {
                    if depth == 0 && kind != Kind::Zip {
                        return Err(error);
                    }
                    let error = error.in_source(inner);
                    all.push(Loaded {
                        source: inner.to_owned(),
                        problems: vec![Problem::of(&error)],
                        ..Loaded::default()
                    });
                }
                Ok(())
            });
        }
        Kind::Text => text::load(name, bytes, budget, &mut loaded)?,
        other => {
            return Err(Error::new(ErrorKind::Encoding, format!("this is {}, not a table", other.words()))
                .mend("save the table as xlsx or CSV"));
        }
    }
    all.push(loaded);
    Ok(())
}

#[cfg(feature = "excel")]
fn workbook(bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    workbook::load(bytes, budget, loaded)
}

#[cfg(not(feature = "excel"))]
fn workbook(_: &[u8], _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(Error::new(ErrorKind::Feature, "this is a workbook, which this build of fanfan cannot read")
        .mend("save it as CSV, or build fanfan with the feature `excel`"))
}

impl Budget<'_> {
    /// Counts cells of a sheet that ends at this row and column, from 0.
    ///
    /// # Errors
    /// More rows, columns or cells than the limits allow.
    fn take(&mut self, row: usize, column: usize, cells: usize) -> Result<()> {
        self.cells = self.cells.saturating_add(cells);
        let over = if row >= self.limits.rows {
            ("rows", self.limits.rows)
        } else if column >= self.limits.columns {
            ("columns", self.limits.columns)
        } else if self.cells > self.limits.cells {
            ("cells", self.limits.cells)
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Layout, format!("more than {} {}", over.1, over.0))
            .mend("take the part that is meant into a file of its own, or raise the limit"))
    }
}

impl Problem {
    /// An error as an entry of the list of problems.
    pub(crate) fn of(error: &Error) -> Problem {
        let place = error.place();
        Problem {
            sheet: place.sheet.clone().unwrap_or_default(),
            place: place.line.map(|line| format!("line {line}")).unwrap_or_default(),
            code: code(error.kind()),
            message: error.to_string(),
        }
    }
}

fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Io => "not_readable",
        ErrorKind::Encoding => "bad_bytes",
        ErrorKind::Feature => "left_out",
        _ => "bad_table",
    }
}

#[cfg(test)]
mod explore {
    #[test]
    fn explore() {
        let Ok(folder) = std::env::var("EXPLORE") else { return };
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match super::grids(&name, &bytes, &crate::read::Limits::default()) {
                Ok(all) => {
                    for loaded in all {
                        println!("{} {:?} {:?}", loaded.source, loaded.notes, loaded.problems);
                        for grid in loaded.grids.iter().take(3) {
                            println!(
                                "   [{}] {} x {} merged {}",
                                grid.sheet,
                                grid.rows.len(),
                                grid.width(),
                                grid.merged.len()
                            );
                            for row in grid.rows.iter().take(3) {
                                println!("     {:?}", row.iter().take(4).collect::<Vec<_>>());
                            }
                        }
                    }
                }
                Err(error) => println!("ERROR {error}"),
            }
        }
    }
}
