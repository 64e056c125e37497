//! The bases of rows that leave gaps: for each row, the value of its series `lag` periods before.

use super::kernel::BLOCK;

/// Calls `each` with blocks of rows: where a block begins, counted from the first row of `series`, its values, and
/// their bases, NaN where there is no row for the period.
///
/// `series` are offsets into `values` and `ordinals`. A block holds several short series or a part of a long one.
pub(super) fn over_blocks(
    values: &[f64],
    series: &[usize],
    ordinals: &[i32],
    lag: i32,
    mut each: impl FnMut(usize, &[f64], &[f64]),
) {
    let mut buffer = [0.0; BLOCK];
    let mut grid = [0.0; GRID];
    let first = series.first().copied().unwrap_or(0);
    let mut rest = series;
    while let [start, next, ..] = *rest {
        // As many series as fit, at least one.
        let many = rest.iter().skip(2).take_while(|end| **end - start <= BLOCK).count() + 1;
        let end = rest.get(many).copied().unwrap_or(next);
        let here = rest.get(..=many).unwrap_or_default();
        rest = rest.get(many..).unwrap_or_default();
        for from in (start..end).step_by(BLOCK) {
            let to = end.min(from + BLOCK);
            let (Some(bases), Some(xs)) = (buffer.get_mut(..to - from), values.get(from..to)) else { continue };
            if lag == 1 {
                neighbours(values, ordinals, from, bases);
                // The row before the first one of a series belongs to another.
                for first in here {
                    if let Some(base) = first.checked_sub(from).and_then(|row| bases.get_mut(row)) {
                        *base = f64::NAN;
                    }
                }
            } else {
                for pair in here.windows(2) {
                    let (rows, part) = (pair[0]..pair[1], pair[0].max(from)..pair[1].min(to));
                    let (Some(values), Some(ordinals)) = (values.get(rows.clone()), ordinals.get(rows.clone())) else {
                        continue;
                    };
                    let Some(bases) = bases.get_mut(part.start - from..part.end - from) else { continue };
                    at_lag(values, ordinals, part.start - rows.start, lag, bases, &mut grid);
                }
            }
            each(from - first, xs, bases);
        }
    }
}

/// The row before each row from `from` on, if it is the period before.
#[inline]
fn neighbours(values: &[f64], ordinals: &[i32], from: usize, bases: &mut [f64]) {
    // The first row of all has none before it; it begins a series.
    let skip = usize::from(from == 0);
    let (Some(bases), Some(values), Some(os), Some(before)) = (
        bases.get_mut(skip..),
        values.get((from + skip).saturating_sub(1)..),
        ordinals.get(from + skip..),
        ordinals.get((from + skip).saturating_sub(1)..),
    ) else {
        return;
    };
    for (((base, &value), &o), &before) in bases.iter_mut().zip(values).zip(os).zip(before) {
        *base = if o.wrapping_sub(before) == 1 { value } else { f64::NAN };
    }
}

/// Periods that a block may span; where rows are sparser, a pointer walks.
const GRID: usize = 2048;

/// The bases of the rows of one series from `from` on.
#[inline]
fn at_lag(values: &[f64], ordinals: &[i32], from: usize, lag: i32, bases: &mut [f64], grid: &mut [f64; GRID]) {
    let Some(os) = ordinals.get(from..from + bases.len()) else { return };
    let (Some(&first), Some(&last)) = (os.first(), os.last()) else { return };
    // The periods of the bases that are wanted.
    let (low, high) = (first.saturating_sub(lag), last.saturating_sub(lag));
    let start = ordinals.partition_point(|o| *o < low);
    let span = (i64::from(last) - i64::from(first) + 1) as usize;
    if let Some(grid) = grid.get_mut(..span) {
        // Without gaps between rows it is quicker to look values up by period than to search for them.
        grid.fill(f64::NAN);
        let (Some(ordinals), Some(values)) = (ordinals.get(start..), values.get(start..)) else { return };
        for (&o, &value) in ordinals.iter().zip(values) {
            match grid.get_mut(o.wrapping_sub(low) as usize) {
                Some(place) => *place = value,
                None => break,
            }
        }
        for (base, &o) in bases.iter_mut().zip(os) {
            *base = grid.get(o.wrapping_sub(first) as usize).copied().unwrap_or(f64::NAN);
        }
        return;
    }
    let _ = high;
    let mut at = start;
    for (base, &o) in bases.iter_mut().zip(os) {
        let target = o.saturating_sub(lag);
        while ordinals.get(at).is_some_and(|there| *there < target) {
            at += 1;
        }
        let found = ordinals.get(at) == Some(&target);
        *base = values.get(at).copied().filter(|_| found).unwrap_or(f64::NAN);
    }
}
