//! One series as the kernels of sums see it: values, and the periods that they stand for.

use super::kernel::{check_offsets, over_series};
use super::options::NegativeBase;
use crate::error::{Result, Undefined};
use crate::model::{Frequency, Period, PeriodsRef, same_length};

/// The rows of a series: one for each period from `first` on, or as the column of ordinals says.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) values: &'a [f64],
    pub(super) frequency: Frequency,
    first: i32,
    ordinals: Option<&'a [i32]>,
}

impl<'a> Row<'a> {
    /// A series without gaps in its periods.
    pub(super) fn dense(values: &'a [f64], first: Period) -> Row<'a> {
        Row { values, frequency: first.frequency(), first: first.ordinal(), ordinals: None }
    }

    /// A series whose periods rise.
    fn long(values: &'a [f64], frequency: Frequency, ordinals: &'a [i32]) -> Row<'a> {
        let first = ordinals.first().copied().unwrap_or(0);
        let last = ordinals.last().copied().unwrap_or(0);
        let dense = i64::from(last) - i64::from(first) + 1 == ordinals.len() as i64;
        Row { values, frequency, first, ordinals: if dense { None } else { Some(ordinals) } }
    }

    /// Periods a year.
    pub(super) fn per_year(self) -> i32 {
        self.frequency.per_year() as i32
    }

    /// The ordinal of a row.
    pub(super) fn ordinal(self, row: usize) -> i32 {
        match self.ordinals {
            None => self.first.saturating_add(row as i32),
            Some(ordinals) => ordinals.get(row).copied().unwrap_or(i32::MAX),
        }
    }

    /// How many periods into its year a row lies, from 0.
    pub(super) fn part(self, row: usize) -> i32 {
        self.ordinal(row).rem_euclid(self.per_year())
    }

    /// The row of an ordinal.
    pub(super) fn find(self, ordinal: i64) -> Option<usize> {
        match self.ordinals {
            None => usize::try_from(ordinal - i64::from(self.first)).ok().filter(|row| *row < self.values.len()),
            Some(ordinals) => ordinals.binary_search(&i32::try_from(ordinal).ok()?).ok(),
        }
    }

    /// The value of a row; NaN past the ends.
    pub(super) fn value(self, row: Option<usize>) -> f64 {
        row.and_then(|row| self.values.get(row)).copied().unwrap_or(f64::NAN)
    }

    /// The values of `periods` periods up to and with `row`, where each has a row.
    pub(super) fn window(self, row: usize, periods: usize) -> Option<&'a [f64]> {
        let start = (row + 1).checked_sub(periods)?;
        let distance = i64::from(self.ordinal(row)) - i64::from(self.ordinal(start));
        (distance + 1 == periods as i64).then(|| self.values.get(start..=row)).flatten()
    }
}

/// `x/b − 1` as `(x − b)/b`, or why there is none, for two numbers that are there.
pub(super) fn rate(x: f64, b: f64, policy: NegativeBase) -> Result<f64, Undefined> {
    let allowed = if policy == NegativeBase::Undefined { x >= 0.0 && b > 0.0 } else { b != 0.0 };
    let result = (x - b) / if policy == NegativeBase::Absolute { b.abs() } else { b };
    match (allowed, result.is_finite()) {
        (true, true) => Ok(result),
        (true, false) => Err(Undefined::NotFinite),
        (false, _) if !x.is_finite() || !b.is_finite() => Err(Undefined::NotFinite),
        (false, _) if b == 0.0 => Err(if x == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase }),
        (false, _) if (b < 0.0) == (x < 0.0) => Err(Undefined::NegativeBase),
        (false, _) => Err(Undefined::SignChange),
    }
}

/// Why a result is NaN that sums of values gave: one of them is missing, or infinite.
pub(super) fn why_no_sum(values: Option<&[f64]>, missing: Undefined) -> Undefined {
    match values {
        Some(values) if !values.iter().any(|value| value.is_nan()) => Undefined::NotFinite,
        _ => missing,
    }
}

/// Runs `each` over one series without gaps in its periods.
pub(super) fn over_dense<'a>(
    values: &'a [f64],
    first: Period,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
    each: impl Fn(Row<'a>, &mut [f64], Option<&mut [u8]>),
) -> Result<()> {
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    each(Row::dense(values, first), out, reasons);
    Ok(())
}

/// Runs `each` over the series of a long table, with the feature `rayon` on the threads of the current pool: a sum runs
/// inside one series, so that the bytes do not depend on their number.
pub(super) fn over_long<'a>(
    values: &'a [f64],
    offsets: &[usize],
    periods: PeriodsRef<'a>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
    each: impl Fn(Row<'a>, &mut [f64], Option<&mut [u8]>) + Sync,
) -> Result<()> {
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    check_offsets(values.len(), offsets, periods.ordinals.len())?;
    over_series(offsets, out, reasons, &|offsets: &[usize], out: &mut [f64], mut reasons: Option<&mut [u8]>| {
        let start = offsets.first().copied().unwrap_or(0);
        for pair in offsets.windows(2) {
            let &[from, to] = pair else { continue };
            let here = from - start..to - start;
            let (Some(values), Some(ordinals), Some(out)) =
                (values.get(from..to), periods.ordinals.get(from..to), out.get_mut(here.clone()))
            else {
                continue;
            };
            let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here));
            each(Row::long(values, periods.frequency, ordinals), out, reasons);
        }
    });
    Ok(())
}
