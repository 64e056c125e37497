//! Tables in Parquet, in groups of rows so that a long table never stands in memory.

use std::fs::File;

use polars_core::prelude::{Column, DataFrame, DataType, NamedFrom, PlSmallStr, PolarsResult, Schema, Series};
use polars_io::parquet::write::{BatchedWriter, ParquetWriter};

use super::columns::{Columns, Kind};

/// Rows of a group.
const GROUP: usize = 1 << 16;

/// A column that is being filled.
enum Cells {
    Texts(Vec<Option<String>>),
    Numbers(Vec<Option<f64>>),
}

/// A Parquet file that is being written.
pub(super) struct ParquetSink {
    names: Vec<PlSmallStr>,
    cells: Vec<Cells>,
    rows: usize,
    writer: BatchedWriter<File>,
}

impl ParquetSink {
    pub(super) fn new(file: File, columns: &Columns) -> PolarsResult<ParquetSink> {
        let names: Vec<PlSmallStr> = columns.iter().map(|(name, _)| name.as_str().into()).collect();
        let kinds = columns.iter().map(|(_, kind)| match kind {
            Kind::Text => DataType::String,
            Kind::Number => DataType::Float64,
        });
        let schema: Schema = names.iter().cloned().zip(kinds).collect();
        let cells = columns.iter().map(|(_, kind)| match kind {
            Kind::Text => Cells::Texts(Vec::new()),
            Kind::Number => Cells::Numbers(Vec::new()),
        });
        Ok(ParquetSink { names, cells: cells.collect(), rows: 0, writer: ParquetWriter::new(file).batched(&schema)? })
    }

    /// A row as CSV has it: the digits of a number read back as the same number.
    pub(super) fn row(&mut self, fields: &[&str]) -> PolarsResult<()> {
        for (cells, field) in self.cells.iter_mut().zip(fields) {
            match cells {
                Cells::Texts(cells) => cells.push((!field.is_empty()).then(|| (*field).to_owned())),
                Cells::Numbers(cells) => cells.push(field.parse().ok()),
            }
        }
        self.rows += 1;
        if self.rows == GROUP { self.group() } else { Ok(()) }
    }

    fn group(&mut self) -> PolarsResult<()> {
        let columns: Vec<Column> = self
            .names
            .iter()
            .zip(&mut self.cells)
            .map(|(name, cells)| match cells {
                Cells::Texts(cells) => Series::new(name.clone(), std::mem::take(cells)).into(),
                Cells::Numbers(cells) => Series::new(name.clone(), std::mem::take(cells)).into(),
            })
            .collect();
        let frame = DataFrame::new(self.rows, columns)?;
        self.rows = 0;
        self.writer.write_batch(&frame)
    }

    pub(super) fn finish(mut self) -> PolarsResult<()> {
        if self.rows > 0 {
            self.group()?;
        }
        self.writer.finish().map(|_| ())
    }
}
