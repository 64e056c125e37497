//! Tables in: files of statistical offices and of people, whatever their format (rank 6).
//!
//! [`tables`] reads files, [`bytes()`] and [`text`] what is at hand. All give [`Tables`]: observations, and notes on how
//! each file was understood. `grids` gives the cells of a file as they stand. Reading needs the feature `csv`; without it
//! they answer with an error that names it.
//!
//! What a file is, its bytes say; its name counts for nothing.
//!
//! | format | read as | feature |
//! |---|---|---|
//! | text: comma, semicolon, tab or bar; UTF-8, UTF-16, GB18030, Big5, Shift-JIS, Latin-1 and others, if sure | long or wide table | `csv` |
//! | World Bank bulk and API files | wide table below its preamble: country code, indicator code | `csv` |
//! | SDMX-CSV 1.0 and 2.0, Eurostat TSV | codes of the area, and of all other dimensions joined with ` / ` | `csv` |
//! | gzip, zip (all tables in it) | what is inside | `csv` |
//! | xls (BIFF5, BIFF8), xlsx, xlsb, ods | the first sheet with cells, as long or wide table | `excel` |
//! | HTML, XML of Excel 2003 | the largest table of the page, as long or wide table | `formats` |
//! | JSON-stat 1 and 2 | codes as for SDMX-CSV | `formats` |
//! | PC-Axis (px) | texts of the categories; the contents before them | `formats` |
//! | zstd | what is inside | `formats` |
//! | Parquet, Arrow IPC | long or wide table, the names of columns being its head | `parquet` |
//!
//! [`Limits`] keep a file from using up the memory. Readers know nothing of plans, growth and targets.

#[cfg(feature = "csv")]
mod apart;
mod book;
#[cfg(feature = "csv")]
mod columns;
#[cfg(feature = "csv")]
mod delimited;
#[cfg(feature = "csv")]
mod gather;
mod grid;
mod hints;
#[cfg(feature = "csv")]
pub(crate) mod input;
#[cfg(feature = "csv")]
mod layout;
mod limits;
#[cfg(feature = "csv")]
pub(crate) mod load;
#[cfg(feature = "csv")]
mod named;
#[cfg(feature = "csv")]
mod number;
mod options;
#[cfg(feature = "csv")]
mod published;
#[cfg(feature = "csv")]
mod source;
#[cfg(feature = "csv")]
mod whole;
#[cfg(feature = "csv")]
mod yearbook;

pub use book::{Book, DataCell, Problem};
pub use grid::{CellNames, Grid, GridCell, Merge};
pub use hints::Hints;
pub use limits::Limits;
#[cfg(feature = "csv")]
pub use load::{Loaded, grids};
pub use options::ReadOptions;
#[cfg(feature = "csv")]
pub use whole::{book, book_of, books, explain};

use std::path::Path;

use crate::error::Result;
use crate::model::Observations;

/// What was read, and how it was understood.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Tables {
    /// The values, with units and published growth.
    pub observations: Observations,
    /// A line for each file: separator, decimal mark, head, columns, counts.
    pub notes: Vec<String>,
    /// What is not sure in tables as published, or was left out of them: a line for each file.
    pub warnings: Vec<String>,
}

/// Reads files into one set of observations.
///
/// Long tables have a column of periods and one of values; wide ones have periods across, or indicators across.
/// Columns are found by name in English and Chinese (see [`ReadOptions`]); separator and decimal mark by looking.
/// World Bank files are read in the publisher's layout, also inside its zip (and as workbook with the feature
/// `excel`): subject is the country code, indicator the indicator code. A file whose first row is no head of a plain table
/// is read as a table of an office or a yearbook ([`book`]), unless columns are named in the options; what is not sure in
/// it is among [`Tables::warnings`]. Other formats: see the [module](self). The name
/// `-` is standard input.
///
/// # Errors
/// A file that is missing, empty, a directory, broken, larger than the [`Limits`], in an encoding that is not sure, in
/// two encodings, changed while it was read; a format that this build leaves out; a column that is missing; text in a column of numbers; a
/// period that does not exist; two frequencies in one series; two rows for one period. Messages name file, line and
/// column and say how to mend it.
///
/// # Examples
/// ```
/// use fanfan::model::Period;
/// use fanfan::read::{self, ReadOptions};
///
/// let tables = read::tables(&["data/town-2005/actuals.csv"], &ReadOptions::default())?;
/// let panel = tables.observations.panel();
/// let gdp = panel.find("town", "gdp").expect("the file has this series");
/// assert_eq!(gdp.get(Period::annual(2005)), Some(11.9));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[cfg(feature = "csv")]
pub fn tables(paths: &[impl AsRef<Path>], options: &ReadOptions) -> Result<Tables> {
    let mut gather = gather::Gather::new(options);
    for path in paths {
        source::file(path.as_ref(), options, &mut gather)?;
    }
    gather.finish()
}

/// Reads one file whose bytes are at hand, of any format that [`tables`] reads; `name` stands for it in messages.
///
/// # Errors
/// As [`tables`].
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// // 年份,数值 in GB18030
/// let bytes = b"\xc4\xea\xb7\xdd,\xca\xfd\xd6\xb5\n2005,11.9\n";
/// let tables = read::bytes("export", bytes, &ReadOptions::default())?;
/// assert_eq!(tables.observations.panel().values(), [11.9]);
/// assert_eq!(tables.notes[0], "export: GB18030");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[cfg(feature = "csv")]
pub fn bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Tables> {
    let mut gather = gather::Gather::new(options);
    source::bytes(name, bytes, options, &mut gather)?;
    gather.finish()
}

/// Reads one table from text; `name` stands for the file in messages.
///
/// # Errors
/// As [`tables`].
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let tables = read::text("actuals", "地区,2005年,2006年\n北,11.9,\"1,143\"\n", &ReadOptions::default())?;
/// assert_eq!(tables.observations.panel().values(), [11.9, 1143.0]); // a comma before three digits marks thousands
///
/// let error = read::text("actuals", "year,value\n2005,many\n", &ReadOptions::default()).unwrap_err();
/// assert!(error.to_string().starts_with("actuals, line 2, column value"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[cfg(feature = "csv")]
pub fn text(name: &str, text: &str, options: &ReadOptions) -> Result<Tables> {
    let mut gather = gather::Gather::new(options);
    source::text(name, text, options, &mut gather)?;
    gather.finish()
}

/// Reads files; this build leaves the readers out.
///
/// # Errors
/// Always: the feature `csv` is not part of this build.
#[cfg(not(feature = "csv"))]
pub fn tables(paths: &[impl AsRef<Path>], _options: &ReadOptions) -> Result<Tables> {
    let name = paths.first().map(|path| path.as_ref().display().to_string()).unwrap_or_default();
    Err(absent().in_source(name))
}

/// Reads one file whose bytes are at hand; this build leaves the readers out.
///
/// # Errors
/// Always: the feature `csv` is not part of this build.
#[cfg(not(feature = "csv"))]
pub fn bytes(name: &str, _bytes: &[u8], _options: &ReadOptions) -> Result<Tables> {
    Err(absent().in_source(name))
}

/// Reads one table from text; this build leaves the readers out.
///
/// # Errors
/// Always: the feature `csv` is not part of this build.
#[cfg(not(feature = "csv"))]
pub fn text(name: &str, _text: &str, _options: &ReadOptions) -> Result<Tables> {
    Err(absent().in_source(name))
}

#[cfg(not(feature = "csv"))]
fn absent() -> crate::error::Error {
    crate::error::Error::new(crate::error::ErrorKind::Feature, "this build of fanfan cannot read tables")
        .mend("build it with the feature `csv`")
}
