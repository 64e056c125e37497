//! Published growth without a percent sign, where the levels beside it say that it is percent all the same.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Observations;

/// Where growth without a sign stands first: file, line, head and value.
#[derive(Debug, Clone)]
pub(in crate::read) struct Bare {
    pub(in crate::read) file: String,
    pub(in crate::read) line: u64,
    pub(in crate::read) head: String,
    pub(in crate::read) value: f64,
}

/// Refuses growth that is a hundred times what the levels imply: 0.5 beside 100 and 100.5 is 0.5 %, not 50 %.
///
/// Both have to be sure: some rate is that of the levels in percent to the printed digit, and none is as a fraction.
///
/// # Errors
/// Growth in percent without a sign.
pub(super) fn refuse(data: &Observations, bare: Option<&Bare>) -> Result<()> {
    let Some(bare) = bare else { return Ok(()) };
    let (mut percent, mut fractions, mut row) = (0, 0, 0);
    for series in data.panel().iter() {
        let year = series.frequency.per_year() as i32;
        for (ordinal, value) in series.ordinals.iter().zip(series.values) {
            let growth = data.published_growth(row).filter(|growth| growth.abs() > 0.05);
            let base =
                series.ordinals.binary_search(&ordinal.wrapping_sub(year)).ok().and_then(|at| series.values.get(at));
            row += 1;
            let (Some(growth), Some(base)) = (growth, base.filter(|base| **base > 0.0)) else { continue };
            let implied = value / base - 1.0;
            percent += usize::from((growth - 100.0 * implied).abs() <= 0.05);
            // A fraction may be far from the levels on a comparable base, but not by a hundred times.
            fractions += usize::from((growth - implied).abs() <= 0.5 * growth.abs());
        }
    }
    if percent == 0 || fractions > 0 {
        return Ok(());
    }
    let Bare { file, line, head, value } = bare;
    Err(Error::new(
        ErrorKind::Unit,
        format!("growth of {value} is a hundred times that of the levels: is `{head}` in percent?"),
    )
    .in_source(file.clone())
    .at_line(*line)
    .at_column(head)
    .mend(format!(
        "write `{head}(%)` into the head, or {value}% into the cells; growth without a sign is a fraction, as 0.183"
    )))
}
