//! Rows of a frame as series: where each begins, and in which order rows must be read.

use polars::prelude::{ChunkCompareEq, Column, DataType, SortMultipleOptions};

use super::of_polars;
use crate::error::{Error, ErrorKind, Result};

/// Series as offsets into rows, which are those of the frame, or of `order`.
pub(super) struct Grouping {
    pub(super) offsets: Vec<usize>,
    /// Rows of the frame in the order of series and period; `None` when they stand so already.
    pub(super) order: Option<Vec<u32>>,
}

/// Finds the series of a frame: rows with one key, in order of period.
///
/// # Errors
/// Two rows for one period of a series.
pub(super) fn group(keys: &[Column], ordinals: &[i32]) -> Result<Grouping> {
    let rows = ordinals.len();
    let offsets = runs(keys, rows)?;
    let rising = offsets.windows(2).all(|run| ordinals[run[0]..run[1]].is_sorted_by(|a, b| a < b));
    if rising && are_apart(keys, &offsets)? {
        return Ok(Grouping { offsets, order: None });
    }
    let period = Column::new("period".into(), ordinals.to_vec());
    let by: Vec<Column> = keys.iter().cloned().chain(std::iter::once(period)).collect();
    let order = match by.split_first() {
        Some((first, rest)) if !rest.is_empty() => first
            .as_materialized_series()
            .arg_sort_multiple(
                rest,
                &SortMultipleOptions::default()
                    .with_order_descending_multi(vec![false; by.len()])
                    .with_nulls_last_multi(vec![false; by.len()]),
            )
            .map_err(|error| of_polars(&error))?,
        _ => by[0].arg_sort(polars::prelude::SortOptions::default()),
    };
    let order: Vec<u32> = order.into_no_null_iter().collect();
    let sorted_keys: Vec<Column> =
        keys.iter().map(|key| key.take_slice(&order).map_err(|error| of_polars(&error))).collect::<Result<_>>()?;
    let offsets = runs(&sorted_keys, rows)?;
    for run in offsets.windows(2) {
        for pair in order[run[0]..run[1]].windows(2) {
            if ordinals[pair[0] as usize] == ordinals[pair[1] as usize] {
                let (first, second) = (pair[0].min(pair[1]) + 1, pair[0].max(pair[1]) + 1);
                return Err(Error::new(
                    ErrorKind::Duplicate,
                    format!("rows {first} and {second} give two values for one period"),
                )
                .mend("drop one of them, or tell the series apart by another key"));
            }
        }
    }
    Ok(Grouping { offsets, order: Some(order) })
}

/// Where a key differs from the row before.
fn runs(keys: &[Column], rows: usize) -> Result<Vec<usize>> {
    let mut starts = vec![0];
    if rows == 0 {
        return Ok(starts);
    }
    match keys {
        [] => {}
        [key] if key.dtype().is_integer() => {
            let integers = key.cast(&DataType::Int64).map_err(|error| of_polars(&error))?;
            let integers = integers.rechunk();
            let integers = integers.i64().map_err(|error| of_polars(&error))?;
            match integers.cont_slice() {
                Ok(values) => {
                    starts.extend(
                        values.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]).map(|(row, _)| row + 1),
                    );
                }
                Err(_) => starts.extend(changes(integers.iter())),
            }
        }
        [key] if *key.dtype() == DataType::String => {
            starts.extend(changes(key.str().map_err(|error| of_polars(&error))?.iter()));
        }
        keys => {
            let mut changed = vec![false; rows];
            for key in keys {
                let before = key.shift(1);
                let same = key
                    .as_materialized_series()
                    .equal_missing(before.as_materialized_series())
                    .map_err(|error| of_polars(&error))?;
                for (changed, same) in changed.iter_mut().zip(same.iter()) {
                    *changed |= same != Some(true);
                }
            }
            starts.extend(changed.iter().enumerate().skip(1).filter(|(_, changed)| **changed).map(|(row, _)| row));
        }
    }
    starts.push(rows);
    Ok(starts)
}

fn changes<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<usize> {
    let mut before = None;
    let mut rows = Vec::new();
    for (row, value) in values.enumerate() {
        if before.as_ref().is_some_and(|before| *before != value) {
            rows.push(row);
        }
        before = Some(value);
    }
    rows
}

/// Whether no key comes back after its run.
fn are_apart(keys: &[Column], offsets: &[usize]) -> Result<bool> {
    let heads: Vec<u32> = offsets.iter().take(offsets.len().saturating_sub(1)).map(|&start| start as u32).collect();
    if keys.is_empty() || heads.len() < 2 {
        return Ok(true);
    }
    let heads: Vec<Column> =
        keys.iter().map(|key| key.take_slice(&heads).map_err(|error| of_polars(&error))).collect::<Result<_>>()?;
    let count = heads[0].len();
    let frame = polars::prelude::DataFrame::new(count, heads).map_err(|error| of_polars(&error))?;
    let unique =
        frame.unique_stable(None, polars::prelude::UniqueKeepStrategy::Any, None).map_err(|error| of_polars(&error))?;
    Ok(unique.height() == count)
}
