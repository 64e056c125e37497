//! Polars frames: panels in and out, and growth as expressions of lazy queries (rank 6, feature `polars`).
//!
//! | function | does |
//! |---|---|
//! | [`to_long_panel`], [`to_panel`] | a frame as a panel |
//! | [`from_long_panel`], [`from_panel`] | a panel as a frame, the values moved and not copied |
//! | [`over`] | growth of every row as an expression, gap-aware by a column of periods, for each series |
//! | [`average_growth`] | average growth as an aggregation of `group_by` |
//!
//! Undefined results are null; [`Over::undefined`] gives their reasons. Frames know nothing of files and plans.

mod convert;
mod expression;
mod grouping;
mod period;

pub use convert::{Layout, from_long_panel, from_panel, to_long_panel, to_panel};
pub use expression::{Over, average_growth, over};

use polars::error::PolarsError;

use crate::error::{Error, ErrorKind};

/// What polars says, as an error of this crate.
fn of_polars(error: &PolarsError) -> Error {
    Error::new(ErrorKind::Layout, error.to_string())
}

/// An error of this crate, as polars carries it through a query.
fn into_polars(error: &Error) -> PolarsError {
    PolarsError::ComputeError(error.to_string().into())
}
