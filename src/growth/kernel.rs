//! The loops over values: plain slices in, the caller's buffers out, nothing allocated.
//!
//! Kernels know nothing of files, names or languages.

use super::against::{Against, with_formula};
use super::bases::{BLOCK, over_blocks};
use super::formula::{self, Formula};
use super::machine::{ask, widest};
use super::options::GrowthOptions;
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Period, PeriodsRef, same_length};

/// Growth of one series without gaps in its periods; NaN is a missing value.
///
/// # Formula
/// `out[i]` compares `values[i]`, of the period `first + i`, with its base, as [`Form`](super::Form) says.
///
/// # Undefined
/// NaN, with the byte of the reason in `reasons`: `MissingValue`, `MissingBase` (also before the series begins),
/// `ZeroBase`, `ZeroOverZero`, `NegativeBase`, `SignChange`, `NotPositive` (logarithms and powers), `NoTime` (an
/// annualised rate of the base itself), `NotFinite`.
///
/// # Errors
/// Buffers of another length; a lag of 0; a fixed base of another frequency.
///
/// # Examples
/// ```
/// use fanfan::growth::{self, Base};
/// use fanfan::model::Period;
///
/// let values = [10.0, f64::NAN, 12.1, 13.31];
/// let mut rates = [0.0; 4];
/// growth::growth_into(&values, Period::annual(2000), Base::YearAgo, &mut rates, None)?;
/// assert!(rates[2].is_nan() && (rates[3] - 0.1).abs() < 1e-12);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// methods: year-on-year, period-on-period, annualised, log growth; `tests/conformance/growth.rs`.
pub fn growth_into(
    values: &[f64],
    first: Period,
    options: impl Into<GrowthOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    growth_dense_into(values, values.len(), first, options, out, reasons)
}

/// Growth of many series over the same periods: `values` in row order, `width` periods a row.
///
/// See [`growth_into`] for formulas, reasons and errors.
///
/// # Errors
/// Besides, a number of values that is no multiple of `width`.
///
/// # Examples
/// ```
/// use fanfan::growth::{self, Base};
/// use fanfan::model::Period;
///
/// let mut rates = [0.0; 4];
/// growth::growth_dense_into(&[1.0, 2.0, 4.0, 6.0], 2, Period::annual(2000), Base::YearAgo, &mut rates, None)?;
/// assert_eq!((rates[1], rates[3]), (1.0, 0.5));
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn growth_dense_into(
    values: &[f64],
    width: usize,
    first: Period,
    options: impl Into<GrowthOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    let against = options.against(first.frequency())?;
    if values.is_empty() {
        return Ok(());
    }
    if width == 0 || !values.len().is_multiple_of(width) {
        return Err(Error::new(ErrorKind::Length, format!("{} values in rows of {width}", values.len()))
            .mend("give whole rows"));
    }
    let per_year = f64::from(first.frequency().per_year());
    // Short rows are shifted together.
    let together = if matches!(against, Against::Lag(..)) { width * (BLOCK / width).max(1) } else { width };
    with_formula!(options, form => {
        for at in 0..values.len().div_ceil(together) {
            let here = at * together..values.len().min((at + 1) * together);
            ask(values, &here);
            ask(out, &here);
            let (Some(values), Some(out)) = (values.get(here.clone()), out.get_mut(here.clone())) else { continue };
            let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here));
            if let Against::Lag(lag, power) = against {
                shifted(form, values, width, lag, power, out, reasons);
            } else {
                let row = Row { values, ordinals: Ordinals::From(first.ordinal()), per_year };
                row.growth(form, options, against, out, reasons);
            }
        }
    });
    Ok(())
}

/// Growth of many series of any length, by period: series `i` is the rows `offsets[i]..offsets[i + 1]`.
///
/// Periods must rise within a series; they may leave gaps. With the feature `rayon` series are spread over the
/// threads of the current pool; the bytes of the results do not depend on their number.
///
/// See [`growth_into`] for formulas and reasons.
///
/// # Errors
/// Buffers or columns of another length; offsets that do not rise from 0 to the number of rows; a lag of 0; a fixed
/// base of another frequency.
///
/// # Examples
/// ```
/// use fanfan::growth::{self, Base};
/// use fanfan::model::{Frequency, Periods};
///
/// let values = [1.0, 2.0, 4.0, 5.0];
/// let periods = Periods::new(Frequency::Annual, vec![2001, 2002, 2004, 2001]); // 2003 is missing
/// let (mut rates, mut reasons) = ([0.0; 4], [0; 4]);
/// growth::growth_long_into(&values, &[0, 3, 4], &periods, Base::YearAgo, &mut rates, Some(&mut reasons))?;
/// assert_eq!(rates[1], 1.0);
/// assert_eq!(reasons, [2, 0, 2, 2]); // Undefined::MissingBase: the year before, not the row before
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn growth_long_into<'a>(
    values: &[f64],
    offsets: &[usize],
    periods: impl Into<PeriodsRef<'a>>,
    options: impl Into<GrowthOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let (periods, options) = (periods.into(), options.into());
    same_length(values.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    check_offsets(values.len(), offsets, periods.ordinals.len())?;
    let against = options.against(periods.frequency)?;
    let per_year = f64::from(periods.frequency.per_year());
    with_formula!(options, form => {
        let each = |series: &[usize], out: &mut [f64], mut reasons: Option<&mut [u8]>| {
            if let Against::Lag(lag, power) = against {
                over_blocks(values, series, periods.ordinals, lag, |from, values, bases| {
                    let here = from..from + values.len();
                    ask(out, &here);
                    let Some(out) = out.get_mut(here.clone()) else { return };
                    let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here));
                    compare(form, values, bases, power, out, reasons);
                });
                return;
            }
            let start = series.first().copied().unwrap_or(0);
            for pair in series.windows(2) {
                let (&[from, to], Some(values), Some(ordinals)) =
                    (pair, values.get(pair[0]..pair[1]), periods.ordinals.get(pair[0]..pair[1]))
                else { continue };
                let here = from - start..to - start;
                let Some(out) = out.get_mut(here.clone()) else { continue };
                let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here));
                Row { values, ordinals: Ordinals::Column(ordinals), per_year }.growth(form, options, against, out, reasons);
            }
        };
        over_series(offsets, out, reasons, &each);
    });
    Ok(())
}

/// Offsets must start at 0, never fall, and end with the number of rows.
pub(super) fn check_offsets(rows: usize, offsets: &[usize], periods: usize) -> Result<()> {
    let rising = offsets.windows(2).all(|pair| pair[0] <= pair[1]);
    let covers = matches!((offsets.first(), offsets.last()), (Some(0), Some(&last)) if last == rows);
    if periods != rows || !rising || !(covers || (rows == 0 && offsets.is_empty())) {
        let last = offsets.last().copied().unwrap_or(0);
        return Err(Error::new(ErrorKind::Length, format!("{rows} values, {periods} periods, offsets up to {last}"))
            .mend("give a period for each value, and offsets that rise from 0 to the number of values"));
    }
    Ok(())
}

/// Rows below which a second thread costs more than it brings.
#[cfg(feature = "rayon")]
const SPLIT_ABOVE: usize = 1 << 17;

/// Runs `each` over all series, on the threads of the current pool; buffers are split where series end.
#[cfg(feature = "rayon")]
pub(super) fn over_series<E>(offsets: &[usize], out: &mut [f64], reasons: Option<&mut [u8]>, each: &E)
where
    E: Fn(&[usize], &mut [f64], Option<&mut [u8]>) + Sync,
{
    if out.len() <= SPLIT_ABOVE || offsets.len() <= 2 {
        each(offsets, out, reasons);
        return;
    }
    let middle = offsets.len() / 2;
    let (left, right) = (&offsets[..=middle], &offsets[middle..]);
    let rows = left.last().copied().unwrap_or(0) - left.first().copied().unwrap_or(0);
    let (out_left, out_right) = out.split_at_mut(rows);
    let (reasons_left, reasons_right) = reasons.map_or((None, None), |reasons| {
        let (left, right) = reasons.split_at_mut(rows);
        (Some(left), Some(right))
    });
    rayon::join(
        || over_series(left, out_left, reasons_left, each),
        || over_series(right, out_right, reasons_right, each),
    );
}

/// Runs `each` over all series.
#[cfg(not(feature = "rayon"))]
pub(super) fn over_series<E>(offsets: &[usize], out: &mut [f64], reasons: Option<&mut [u8]>, each: &E)
where
    E: Fn(&[usize], &mut [f64], Option<&mut [u8]>) + Sync,
{
    each(offsets, out, reasons);
}

/// The periods of a row: one after another, or as a column says.
#[derive(Clone, Copy)]
enum Ordinals<'a> {
    From(i32),
    Column(&'a [i32]),
}

impl Ordinals<'_> {
    fn at(self, row: usize) -> i32 {
        match self {
            Ordinals::From(first) => first.saturating_add(row as i32),
            Ordinals::Column(ordinals) => ordinals.get(row).copied().unwrap_or(i32::MAX),
        }
    }

    /// The row of an ordinal, in O(1) where there is no gap.
    fn find(self, ordinal: i32, rows: usize) -> Option<usize> {
        match self {
            Ordinals::From(first) => {
                usize::try_from(i64::from(ordinal) - i64::from(first)).ok().filter(|row| *row < rows)
            }
            Ordinals::Column(ordinals) => ordinals.binary_search(&ordinal).ok(),
        }
    }
}

/// One series, as kernels see it.
struct Row<'a> {
    values: &'a [f64],
    ordinals: Ordinals<'a>,
    per_year: f64,
}

impl Row<'_> {
    fn growth<F: Formula>(
        &self,
        form: F,
        options: GrowthOptions,
        against: Against,
        out: &mut [f64],
        reasons: Option<&mut [u8]>,
    ) {
        match against {
            Against::Lag(lag, power) => shifted(form, self.values, self.values.len(), lag, power, out, reasons),
            Against::Fixed(ordinal) => self.against_one(form, options, ordinal, out, reasons),
            Against::Itself => {
                for (out, &x) in out.iter_mut().zip(self.values) {
                    *out = formula::value(form, x, x, 1.0);
                }
                if let Some(reasons) = reasons {
                    explain(form, self.values, |row| self.values.get(row).copied(), out, reasons);
                }
            }
        }
    }

    fn against_one<F: Formula>(
        &self,
        form: F,
        options: GrowthOptions,
        ordinal: Option<i32>,
        out: &mut [f64],
        reasons: Option<&mut [u8]>,
    ) {
        let base_row = match ordinal {
            Some(ordinal) => self.ordinals.find(ordinal, self.values.len()),
            None => self.values.iter().position(|value| !value.is_nan()),
        };
        let base = base_row.and_then(|row| self.values.get(row)).copied().unwrap_or(f64::NAN);
        let base_ordinal = base_row.map_or(0, |row| self.ordinals.at(row));
        for (row, (out, &x)) in out.iter_mut().zip(self.values).enumerate() {
            let periods = self.ordinals.at(row).saturating_sub(base_ordinal);
            *out = formula::value(form, x, base, options.power_over(self.per_year, periods));
        }
        if let Some(reasons) = reasons {
            explain(form, self.values, |_| Some(base), out, reasons);
            if let Some(reason) = base_row.filter(|_| options.needs_time()).and_then(|row| reasons.get_mut(row))
                && *reason != Undefined::MissingValue.code()
            {
                *reason = Undefined::NoTime.code();
            }
        }
    }
}

/// A base that a fast loop could not name a reason for.
const LOOK_AGAIN: u8 = u8::MAX;

/// The bytes of the two common reasons, without a branch, for a block at most; whether `LOOK_AGAIN` is among them.
#[inline(never)]
fn quick_reasons(xs: &[f64], bs: &[f64], results: &[f64], reasons: &mut [u8]) -> bool {
    const VALUE: u8 = Undefined::MissingValue.code();
    const BASE: u8 = Undefined::MissingBase.code();
    let mut missing = [[0; BLOCK]; 3];
    for (bytes, values) in missing.iter_mut().zip([xs, bs, results]) {
        mark_missing(values, bytes);
    }
    let [x, b, result] = &missing;
    for (((reason, x), b), result) in reasons.iter_mut().zip(x).zip(b).zip(result) {
        *reason = result & (!b | BASE) & (!x | VALUE) | x & VALUE;
    }
    reasons.iter().fold(0, |most, reason| *reason.max(&most)) == LOOK_AGAIN
}

/// A byte of ones for each NaN.
#[inline]
fn mark_missing(values: &[f64], bytes: &mut [u8; BLOCK]) {
    // Sixteen bytes fill a register: with so many at a time the compiler packs the comparisons of doubles.
    let sixteen = |values: &[f64; 16], bytes: &mut [u8; 16]| {
        for (byte, value) in bytes.iter_mut().zip(values) {
            *byte = u8::from(value.is_nan()).wrapping_neg();
        }
    };
    let (whole, rest) = values.as_chunks();
    let (bytes, rest_bytes) = bytes.split_at_mut(values.len() - rest.len());
    for (bytes, values) in bytes.as_chunks_mut().0.iter_mut().zip(whole) {
        sixteen(values, bytes);
    }
    if let (false, Some(bytes)) = (rest.is_empty(), rest_bytes.first_chunk_mut()) {
        let mut padded = [0.0; 16];
        for (to, value) in padded.iter_mut().zip(rest) {
            *to = *value;
        }
        sixteen(&padded, bytes);
    }
}

/// Names the reasons of all results that do not exist.
fn explain<F: Formula>(form: F, values: &[f64], base: impl Fn(usize) -> Option<f64>, out: &[f64], reasons: &mut [u8]) {
    for (row, ((reason, &x), out)) in reasons.iter_mut().zip(values).zip(out).enumerate() {
        *reason = if out.is_nan() { formula::reason(form, x, base(row).unwrap_or(f64::NAN)).code() } else { 0 };
    }
}

/// Compares values with their bases, row by row.
#[inline]
fn compare<F: Formula>(
    form: F,
    values: &[f64],
    bases: &[f64],
    power: f64,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) {
    for (at, ((xs, bs), out)) in values.chunks(BLOCK).zip(bases.chunks(BLOCK)).zip(out.chunks_mut(BLOCK)).enumerate() {
        widest(|| {
            for ((result, &x), &b) in out.iter_mut().zip(xs).zip(bs) {
                *result = formula::value(form, x, b, power);
            }
        });
        let here = at * BLOCK..at * BLOCK + out.len();
        let Some(reasons) = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here)) else { continue };
        if quick_reasons(xs, bs, out, reasons) {
            explain(form, xs, |row| bs.get(row).copied(), out, reasons);
        }
    }
}

/// Series of `width` periods, one after another: bases are rows `lag` apart.
#[inline]
fn shifted<F: Formula>(
    form: F,
    values: &[f64],
    width: usize,
    lag: i32,
    power: f64,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) {
    let rows = values.len();
    let distance = (lag.unsigned_abs() as usize).min(width);
    // Rows with a base, their bases, and the periods of a series that have none.
    let (with, bases, without) = if lag > 0 {
        (distance..rows, 0..rows - distance, 0..distance)
    } else {
        (0..rows - distance, distance..rows, width - distance..width)
    };
    if distance < width
        && let (Some(xs), Some(bs), Some(out)) =
            (values.get(with.clone()), values.get(bases), out.get_mut(with.clone()))
    {
        let reasons = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(with));
        compare(form, xs, bs, power, out, reasons);
    }
    // Where one series meets the next, the pass above has compared the two.
    for (at, (values, out)) in values.chunks_exact(width).zip(out.chunks_exact_mut(width)).enumerate() {
        if let Some(out) = out.get_mut(without.clone()) {
            out.fill(f64::NAN);
        }
        let here = at * width + without.start..at * width + without.end;
        let Some(reasons) = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(here)) else { continue };
        for (reason, x) in reasons.iter_mut().zip(values.get(without.clone()).unwrap_or_default()) {
            *reason = if x.is_nan() { Undefined::MissingValue.code() } else { Undefined::MissingBase.code() };
        }
    }
}
