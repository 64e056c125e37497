//! Parquet and Arrow files as grids: the names of the columns are the head.

use std::io::Cursor;
use std::panic::catch_unwind;

use polars_core::prelude::{AnyValue, DataType, PolarsResult};
use polars_io::SerReader;
use polars_io::ipc::IpcReader;
use polars_io::parquet::read::ParquetReader;

use super::Budget;
use super::kind::Kind;
use crate::error::{Error, ErrorKind, Result};
use crate::read::{CellNames, Grid, GridCell};

/// The grid of a file, head first.
pub(super) fn grid(bytes: &[u8], kind: Kind, budget: &mut Budget<'_>) -> Result<Grid> {
    let broken = |error: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Encoding, format!("cannot be read as {}: {error}", kind.words()))
            .mend("write it again, or save it as CSV")
    };
    // The counts stand in the file, before anything is unpacked.
    let (rows, columns) = match kind {
        Kind::Parquet => {
            let counts = catch_unwind(|| {
                let mut reader = ParquetReader::new(Cursor::new(bytes));
                let columns = reader.schema()?.len();
                Ok((reader.num_rows()?, columns))
            });
            let counts: PolarsResult<(usize, usize)> =
                counts.map_err(|_| broken(&"its structure contradicts itself"))?;
            counts.map_err(|error| broken(&error))?
        }
        _ => (0, 0),
    };
    budget.take(rows, columns.saturating_sub(1), rows.saturating_mul(columns))?;
    // The readers are not ours, and bytes that they do not foresee must not stop a batch.
    let frame = catch_unwind(|| match kind {
        Kind::Parquet => ParquetReader::new(Cursor::new(bytes)).finish(),
        _ => IpcReader::new(Cursor::new(bytes)).finish(),
    });
    let frame = frame.map_err(|_| broken(&"its structure contradicts itself"))?.map_err(|error| broken(&error))?;
    if rows == 0 {
        budget.take(frame.height(), frame.width().saturating_sub(1), frame.height().saturating_mul(frame.width()))?;
    }
    let head = frame.get_column_names().into_iter().map(|name| GridCell::Text(name.to_string())).collect();
    let mut all: Vec<Vec<GridCell>> = Vec::with_capacity(frame.height() + 1);
    all.push(head);
    all.resize_with(frame.height() + 1, || Vec::with_capacity(frame.width()));
    for column in frame.columns() {
        // Times of a day or a span mean nothing in a table of periods; they are shown as text.
        let column = match column.dtype() {
            DataType::Categorical(..) | DataType::Enum(..) => column.cast(&DataType::String),
            _ => Ok(column.clone()),
        };
        let column = column.map_err(|error| broken(&error))?.as_materialized_series().rechunk();
        for (value, row) in column.iter().zip(all.iter_mut().skip(1)) {
            row.push(cell(&value));
        }
    }
    Ok(Grid::new("", all, CellNames::Record))
}

fn cell(value: &AnyValue<'_>) -> GridCell {
    match value {
        AnyValue::Null => GridCell::Empty,
        AnyValue::Boolean(flag) => GridCell::Flag(*flag),
        AnyValue::String(text) => GridCell::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => GridCell::Text(text.to_string()),
        AnyValue::Float64(number) if number.is_finite() => GridCell::Number(*number),
        AnyValue::Date(_) | AnyValue::Datetime(..) => {
            let text = value.to_string().replace(' ', "T");
            super::iso_day(&text).unwrap_or(GridCell::Text(text))
        }
        other => match other.extract::<f64>() {
            Some(number) if number.is_finite() => GridCell::Number(number),
            Some(_) => GridCell::Empty,
            None => GridCell::Text(other.to_string()),
        },
    }
}
