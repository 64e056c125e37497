//! What one file may ask for before it is refused.

use crate::error::{Error, ErrorKind, Result, suggestion};

/// Limits of what one file may hold and unpack to, so that no file can use up the memory of the machine.
///
/// Each has a setter of its name. The defaults are far above any table that an office publishes.
///
/// | limit | default | of |
/// |---|---|---|
/// | [`bytes`](Limits::bytes) | 1 GiB | a file, and of all that it unpacks to |
/// | [`ratio`](Limits::ratio) | 500 | unpacked to packed size, from 16 MiB unpacked on |
/// | [`rows`](Limits::rows) | 5 million | a sheet or a text table |
/// | [`columns`](Limits::columns) | 20 000 | a sheet or a text table |
/// | [`cells`](Limits::cells) | 50 million | all sheets of a file, blank ones between filled ones too |
/// | [`line_bytes`](Limits::line_bytes) | 16 MiB | a line of text |
/// | [`depth`](Limits::depth) | 3 | archives inside archives |
/// | [`inner_files`](Limits::inner_files) | 10 000 | files in an archive |
///
/// # Examples
/// ```
/// use fanfan::read::{self, Limits, ReadOptions};
///
/// let options = ReadOptions::default().limits(Limits::default().rows(2));
/// let error = read::text("t", "year,value\n2004,1\n2005,2\n", &options).unwrap_err();
/// assert!(error.to_string().contains("more than 2 rows"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub(super) bytes: u64,
    pub(super) ratio: u64,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) cells: usize,
    pub(super) line_bytes: usize,
    pub(super) depth: usize,
    pub(super) inner_files: usize,
}

/// Their names.
const NAMES: [&str; 8] = ["bytes", "ratio", "rows", "columns", "cells", "line_bytes", "depth", "inner_files"];

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 1 << 30,
            ratio: 500,
            rows: 5_000_000,
            columns: 20_000,
            cells: 50_000_000,
            line_bytes: 16 << 20,
            depth: 3,
            inner_files: 10_000,
        }
    }
}

impl Limits {
    /// Sets a limit by its name, as a command line has it.
    ///
    /// # Errors
    /// A name that is none of them.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::Limits;
    ///
    /// assert_eq!(Limits::default().set("rows", 10)?, Limits::default().rows(10));
    /// assert!(Limits::default().set("row", 10).unwrap_err().to_string().contains("did you mean `rows`?"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn set(self, name: &str, number: u64) -> Result<Limits> {
        // What no machine can hold is as good as no limit.
        let count = usize::try_from(number).unwrap_or(usize::MAX);
        Ok(match name {
            "bytes" => self.bytes(number),
            "ratio" => self.ratio(number),
            "rows" => self.rows(count),
            "columns" => self.columns(count),
            "cells" => self.cells(count),
            "line_bytes" => self.line_bytes(count),
            "depth" => self.depth(count),
            "inner_files" => self.inner_files(count),
            _ => {
                return Err(
                    Error::new(ErrorKind::Option, format!("unknown limit `{name}`")).mend(suggestion(name, &NAMES))
                );
            }
        })
    }

    /// Bytes of a file, and of all that it unpacks to.
    #[must_use]
    pub const fn bytes(self, bytes: u64) -> Limits {
        Limits { bytes, ..self }
    }

    /// How many times larger than packed an archive may unpack, from 16 MiB on.
    #[must_use]
    pub const fn ratio(self, ratio: u64) -> Limits {
        Limits { ratio, ..self }
    }

    /// Rows of a sheet or a text table.
    #[must_use]
    pub const fn rows(self, rows: usize) -> Limits {
        Limits { rows, ..self }
    }

    /// Columns of a sheet or a text table.
    #[must_use]
    pub const fn columns(self, columns: usize) -> Limits {
        Limits { columns, ..self }
    }

    /// Cells of all sheets of a file.
    #[must_use]
    pub const fn cells(self, cells: usize) -> Limits {
        Limits { cells, ..self }
    }

    /// Bytes of a line of text.
    #[must_use]
    pub const fn line_bytes(self, bytes: usize) -> Limits {
        Limits { line_bytes: bytes, ..self }
    }

    /// Archives inside archives.
    #[must_use]
    pub const fn depth(self, depth: usize) -> Limits {
        Limits { depth, ..self }
    }

    /// Files in an archive.
    #[must_use]
    pub const fn inner_files(self, files: usize) -> Limits {
        Limits { inner_files: files, ..self }
    }
}
