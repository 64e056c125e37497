//! The parts of a total, in its unit.

use crate::error::Result;
use crate::model::{Dimension, Series, SeriesKey, Unit};

/// A part: its values as the table gives them, and in the unit of the total.
pub(super) struct Part {
    pub(super) key: SeriesKey,
    pub(super) values: Series,
    pub(super) converted: Series,
}

/// Values in the unit of their total; indices are as they are, and so is what has no unit.
///
/// # Errors
/// Units that do not convert.
pub(super) fn in_unit_of(values: &Series, own: Option<&Unit>, total: Option<&Unit>) -> Result<Series> {
    let is_index = |unit: &Unit| matches!(unit.dimension(), Dimension::Index(_));
    let (Some(own), Some(total)) = (own, total) else { return Ok(values.clone()) };
    if own == total || (is_index(own) && is_index(total)) {
        return Ok(values.clone());
    }
    let converted: Vec<f64> = values.iter().map(|(_, value)| own.convert(value, total)).collect::<Result<_>>()?;
    Ok(Series::new(values.first(), converted))
}
