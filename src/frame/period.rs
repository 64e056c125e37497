//! Columns of periods: integers, texts and dates as ordinals.

use std::borrow::Cow;

use polars::prelude::{Column, DataType};

use super::of_polars;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Frequency, Period, Reading, read_periods};

/// The ordinals of a column of periods at `frequency`.
///
/// Integers are years at a yearly frequency and ordinals otherwise ([`Period::ordinal`]); texts are read as
/// [`Period::read`] does; dates fall into the period in which they lie.
///
/// A column of 32-bit integers in one piece is borrowed.
pub(super) fn ordinals(column: &Column, frequency: Frequency) -> Result<Cow<'_, [i32]>> {
    if let Ok(integers) = column.i32()
        && let Ok(slice) = integers.cont_slice()
    {
        return Ok(Cow::Borrowed(slice));
    }
    read(column, frequency).map(Cow::Owned)
}

fn read(column: &Column, frequency: Frequency) -> Result<Vec<i32>> {
    let place = |row: usize, error: Error| error.at_line(row as u64 + 1).at_column(column.name().as_str());
    let missing = |row: usize| {
        place(row, Error::new(ErrorKind::Period, "the period is missing").mend("drop the row, or give it a period"))
    };
    match column.dtype() {
        dtype if dtype.is_integer() => {
            let integers = column.cast(&DataType::Int32).map_err(|error| of_polars(&error))?;
            let integers = integers.i32().map_err(|error| of_polars(&error))?;
            if integers.null_count() == 0 {
                let mut out = Vec::with_capacity(integers.len());
                integers.downcast_iter().for_each(|chunk| out.extend_from_slice(chunk.values().as_slice()));
                return Ok(out);
            }
            integers.iter().enumerate().map(|(row, ordinal)| ordinal.ok_or_else(|| missing(row))).collect()
        }
        DataType::Date => {
            // Days since 1970-01-01.
            let days = column.to_physical_repr();
            let days = days.i32().map_err(|error| of_polars(&error))?;
            days.iter()
                .enumerate()
                .map(|(row, day)| {
                    let day = day.ok_or_else(|| missing(row))?;
                    Period::of_day(day, frequency).map(Period::ordinal).ok_or_else(|| {
                        let message = format!("a date has no {frequency} period");
                        place(row, Error::new(ErrorKind::Frequency, message).mend("ask for another frequency"))
                    })
                })
                .collect()
        }
        DataType::String => {
            let texts = column.str().map_err(|error| of_polars(&error))?;
            let readings = texts
                .iter()
                .enumerate()
                .map(|(row, text)| {
                    let text = text.ok_or_else(|| missing(row))?;
                    Reading::of(text).map_err(|error| place(row, error))
                })
                .collect::<Result<Vec<_>>>()?;
            let periods = read_periods(&readings, &vec![0; readings.len()], Some(frequency))
                .map_err(|(row, error)| place(row, error))?;
            periods
                .iter()
                .enumerate()
                .map(|(row, period)| {
                    if period.frequency() == frequency {
                        return Ok(period.ordinal());
                    }
                    let message = format!("{period} is {}, asked for is {frequency}", period.frequency());
                    Err(place(
                        row,
                        Error::new(ErrorKind::Frequency, message).mend("ask for the frequency of the column"),
                    ))
                })
                .collect()
        }
        other => Err(Error::new(ErrorKind::Period, format!("a column of {other} holds no periods"))
            .at_column(column.name().as_str())
            .mend("give integers, texts or dates")),
    }
}
