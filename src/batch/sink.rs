//! Tables on the disk: CSV, and Parquet where the build has it. A table has its name only once it is whole.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::columns::Columns;
use super::journal::unwritable;
use crate::error::{Error, Result};

/// A table that is being written.
pub(super) struct Sink {
    name: &'static str,
    folder: PathBuf,
    csv: Option<csv::Writer<BufWriter<File>>>,
    rows: usize,
    parts: Vec<(PathBuf, PathBuf)>,
    #[cfg(feature = "parquet")]
    parquet: Option<super::parquet::ParquetSink>,
}

/// A table that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Its name: `observations`, `panel`, `growth`, `progress`, `revisions`, `problems`.
    pub name: &'static str,
    /// Its rows.
    pub rows: usize,
    /// Its files.
    pub files: Vec<PathBuf>,
}

impl Sink {
    /// Begins a table in a folder; `parquet` is whether it is wanted in Parquet too.
    ///
    /// # Errors
    /// The files cannot be made.
    pub(super) fn new(folder: &Path, name: &'static str, columns: &Columns, parquet: bool) -> Result<Sink> {
        let mut sink = Sink {
            name,
            folder: folder.to_owned(),
            csv: None,
            rows: 0,
            parts: Vec::new(),
            #[cfg(feature = "parquet")]
            parquet: None,
        };
        let mut csv = csv::Writer::from_writer(BufWriter::new(sink.part("csv")?));
        let head = csv.write_record(columns.iter().map(|(name, _)| name.as_str()));
        head.map_err(|error| sink.fail(&error.into()))?;
        sink.csv = Some(csv);
        #[cfg(feature = "parquet")]
        if parquet {
            let file = sink.part("parquet")?;
            sink.parquet =
                Some(super::parquet::ParquetSink::new(file, columns).map_err(|error| sink.of_parquet(&error))?);
        }
        #[cfg(not(feature = "parquet"))]
        let _ = parquet;
        Ok(sink)
    }

    fn part(&mut self, ending: &str) -> Result<File> {
        let part = self.folder.join(format!(".{}.{ending}.part", self.name));
        let path = self.folder.join(format!("{}.{ending}", self.name));
        let file = File::create(&part).map_err(|error| unwritable(&path, &error))?;
        self.parts.push((part, path));
        Ok(file)
    }

    fn fail(&self, error: &std::io::Error) -> Error {
        unwritable(&self.folder.join(format!("{}.csv", self.name)), error)
    }

    #[cfg(feature = "parquet")]
    fn of_parquet(&self, error: &dyn std::fmt::Display) -> Error {
        unwritable(&self.folder.join(format!("{}.parquet", self.name)), &std::io::Error::other(error.to_string()))
    }

    /// One row; numbers are written with their shortest digits, and missing ones are empty.
    ///
    /// # Errors
    /// The table cannot be written.
    pub(super) fn row(&mut self, fields: &[&str]) -> Result<()> {
        self.rows += 1;
        if let Some(csv) = &mut self.csv {
            let written = csv.write_record(fields.iter().map(|field| field.as_bytes()));
            written.map_err(|error| self.fail(&error.into()))?;
        }
        #[cfg(feature = "parquet")]
        if let Some(parquet) = &mut self.parquet {
            parquet.row(fields).map_err(|error| self.of_parquet(&error))?;
        }
        Ok(())
    }

    /// Ends the table; its files stand under other names until [`publish`].
    ///
    /// # Errors
    /// The table cannot be written.
    pub(super) fn finish(mut self) -> Result<Finished> {
        if let Some(csv) = self.csv.take() {
            let file = csv.into_inner().map_err(|error| self.fail(&error.into_error()))?;
            let mut file = file.into_inner().map_err(|error| self.fail(&error.into_error()))?;
            file.flush().and_then(|()| file.sync_all()).map_err(|error| self.fail(&error))?;
        }
        #[cfg(feature = "parquet")]
        if let Some(parquet) = self.parquet.take() {
            parquet.finish().map_err(|error| self.of_parquet(&error))?;
        }
        Ok(Finished { name: self.name, rows: self.rows, parts: std::mem::take(&mut self.parts) })
    }
}

impl Drop for Sink {
    /// Half a table is of no use to anyone.
    fn drop(&mut self) {
        for (part, _) in &self.parts {
            let _ = fs::remove_file(part);
        }
    }
}

/// A table that is whole and has not its name yet.
pub(super) struct Finished {
    name: &'static str,
    rows: usize,
    parts: Vec<(PathBuf, PathBuf)>,
}

impl Drop for Finished {
    fn drop(&mut self) {
        for (part, _) in &self.parts {
            let _ = fs::remove_file(part);
        }
    }
}

/// Gives all tables their names, once all are whole; tables of an earlier run that this one does not write go.
///
/// # Errors
/// A table cannot be renamed.
pub(super) fn publish(folder: &Path, mut tables: Vec<Finished>, names: &[&str]) -> Result<Vec<Written>> {
    let mut written = Vec::new();
    for table in &mut tables {
        let mut files = Vec::new();
        for (part, file) in std::mem::take(&mut table.parts) {
            fs::rename(&part, &file).map_err(|error| unwritable(&file, &error))?;
            files.push(file);
        }
        written.push(Written { name: table.name, rows: table.rows, files });
    }
    let is_new = |path: &PathBuf| written.iter().any(|table| table.files.contains(path));
    for name in names {
        for ending in ["csv", "parquet"] {
            let path = folder.join(format!("{name}.{ending}"));
            if !is_new(&path) {
                // One that is not there need not go.
                let _ = fs::remove_file(path);
            }
            // Half a table of a run that was killed, in a form that this one does not write.
            let _ = fs::remove_file(folder.join(format!(".{name}.{ending}.part")));
        }
    }
    Ok(written)
}
