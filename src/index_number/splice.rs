//! Two series of one thing joined into one.

use super::rebase::{Mean, reference_level};
use super::{over_level, same_frequency};
use crate::error::{Result, Undefined, finite};
use crate::model::{Outcomes, Period, PeriodRange, Series, SeriesOutcomes, words};

words! {
    /// Whose level a spliced series has.
    KeepLevel, "level to keep" {
        /// The new series stays as it is, and the old one is carried back from it.
        New = "new",
        /// The old series stays as it is, and the new one carries it on.
        Old = "old",
    }
}

/// Options of splicing: where the two overlap, the mean over the overlap, and whose level is kept.
///
/// A bare [`Period`] or [`PeriodRange`] stands for the overlap, the arithmetic mean and the level of the new series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpliceOptions {
    overlap: PeriodRange,
    mean: Mean,
    keep: KeepLevel,
}

impl SpliceOptions {
    /// Linked over `overlap`, at the level of the new series.
    pub const fn new(overlap: PeriodRange) -> SpliceOptions {
        SpliceOptions { overlap, mean: Mean::Arithmetic, keep: KeepLevel::New }
    }

    /// Sets the mean of either series over the overlap.
    #[must_use]
    pub const fn mean(self, mean: Mean) -> SpliceOptions {
        SpliceOptions { mean, ..self }
    }

    /// Sets whose level is kept.
    #[must_use]
    pub const fn keep(self, keep: KeepLevel) -> SpliceOptions {
        SpliceOptions { keep, ..self }
    }
}

impl From<PeriodRange> for SpliceOptions {
    fn from(overlap: PeriodRange) -> SpliceOptions {
        SpliceOptions::new(overlap)
    }
}

impl From<Period> for SpliceOptions {
    fn from(overlap: Period) -> SpliceOptions {
        SpliceOptions::new(PeriodRange::from(overlap))
    }
}

/// Joins two series of one thing over the periods in which both have values (衔接).
///
/// The series whose level is kept stands in the overlap, the other one outside it on its own side: the old series
/// before, the new one after.
///
/// # Formula
/// The link is `m_new/m_old`, the means over the overlap (of one period: the values there). `KeepLevel::New`:
/// `old · link` before the overlap, `new` from it on. `KeepLevel::Old`: `old` up to its end, `new / link` after it.
///
/// # Undefined
/// `MissingValue`. Where a value would have to be linked and the link does not exist: `MissingBase` (a value of
/// the overlap is missing in either series), `ZeroBase`, `NegativeBase`, `NotPositive` (geometric mean), `NotFinite`.
///
/// # Errors
/// Series of two frequencies; an overlap of a frequency that does not consist of their periods.
///
/// # Examples
/// ```
/// use fanfan::index_number::{KeepLevel, SpliceOptions, splice};
/// use fanfan::prelude::*;
///
/// let old = Series::annual(2000, [80.0, 90.0, 100.0]);
/// let new = Series::annual(2002, [50.0, 55.0]);
/// let joined = splice(&old, &new, Period::annual(2002))?;
/// assert_eq!(joined.values(), [40.0, 45.0, 50.0, 55.0]);
///
/// let overlap = PeriodRange::new(Period::annual(2002), Period::annual(2002))?;
/// let carried_on = splice(&old, &new, SpliceOptions::new(overlap).keep(KeepLevel::Old))?;
/// assert_eq!(carried_on.values(), [80.0, 90.0, 100.0, 110.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// standard; `tests/conformance/data/gpindex_splice_cases.json`.
pub fn splice(old: &Series, new: &Series, options: impl Into<SpliceOptions>) -> Result<SeriesOutcomes> {
    let options = options.into();
    same_frequency(old, new)?;
    let overlap = super::at_frequency(options.overlap, old.first().frequency())?;
    let level = |series: &Series| reference_level(series.values(), series.first(), overlap, options.mean);
    let link = match (level(new)?, level(old)?) {
        (Ok(new), Ok(old)) => over_level(new, old).and_then(|link| if link > 0.0 { Ok(link) } else { of_new(new) }),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    };
    // The old series before the seam, the new one from it on.
    let seam = match options.keep {
        KeepLevel::New => overlap.first(),
        KeepLevel::Old => overlap.last() + 1,
    };
    let first = match () {
        () if !old.is_empty() && old.first() < seam => old.first(),
        () if new.first() > seam => new.first(),
        () => seam,
    };
    let last = match () {
        () if !new.is_empty() && new.last() >= seam => new.last(),
        () if old.last() < seam => old.last(),
        () => seam - 1,
    };
    let count = usize::try_from(last.since(first)?.saturating_add(1)).unwrap_or(0);
    let outcomes: Outcomes = (0..count)
        .map(|step| {
            let period = first + step as i32;
            let from_old = period < seam;
            let value = if from_old { old.get(period) } else { new.get(period) }.ok_or(Undefined::MissingValue)?;
            match (from_old, options.keep) {
                (true, KeepLevel::New) => finite(value * link?),
                (false, KeepLevel::Old) => finite(value / link?),
                _ => Ok(value),
            }
        })
        .collect();
    Ok(SeriesOutcomes::new(first, outcomes))
}

/// Why a new series at this level links nothing.
fn of_new(level: f64) -> Result<f64, Undefined> {
    Err(if level == 0.0 { Undefined::ZeroBase } else { Undefined::NegativeBase })
}
