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
    if lag == 1 {
        over_neighbours(values, series, ordinals, &mut each);
    } else {
        over_lags(values, series, ordinals, lag, &mut each);
    }
}

/// Places that are worked on in turn, since more streams of memory arrive sooner than one.
const LANES: usize = 3;

/// The numbers below `count`, in turn from each of the lanes.
pub(super) fn in_turn(count: usize) -> impl Iterator<Item = usize> {
    let lane = count.div_ceil(LANES);
    (0..lane).flat_map(move |at| (at..count).step_by(lane.max(1)))
}

/// Blocks of a lag of one period, which run over the ends of series.
#[inline]
fn over_neighbours(values: &[f64], series: &[usize], ordinals: &[i32], each: &mut impl FnMut(usize, &[f64], &[f64])) {
    let (Some(&first), Some(&end)) = (series.first(), series.last()) else { return };
    let mut buffer = [0.0; BLOCK];
    let lane = (end - first).div_ceil(BLOCK).div_ceil(LANES) * BLOCK;
    // For each lane the series that begin in it.
    let mut starts: [&[usize]; LANES] = std::array::from_fn(|at| {
        series.get(series.partition_point(|start| *start < first + at * lane)..).unwrap_or_default()
    });
    for block in (0..lane).step_by(BLOCK) {
        for (at, starts) in starts.iter_mut().enumerate() {
            let from = end.min(first + at * lane + block);
            let to = end.min(from + BLOCK);
            let (Some(bases), Some(xs)) = (buffer.get_mut(..to - from), values.get(from..to)) else { continue };
            neighbours(values, ordinals, from, bases);
            // The row before the first one of a series belongs to another.
            while let [start, rest @ ..] = *starts
                && *start < to
            {
                if let Some(base) = bases.get_mut(start.wrapping_sub(from)) {
                    *base = f64::NAN;
                }
                *starts = rest;
            }
            each(from - first, xs, bases);
        }
    }
}

/// Blocks of any lag: some short series, or a part of a long one.
#[inline]
fn over_lags(
    values: &[f64],
    series: &[usize],
    ordinals: &[i32],
    lag: i32,
    each: &mut impl FnMut(usize, &[f64], &[f64]),
) {
    let mut buffer = [0.0; LONG];
    let mut grid = [0.0; GRID];
    let count = series.len().saturating_sub(1);
    let first = series.first().copied().unwrap_or(0);
    for at in in_turn(count.div_ceil(FEW)) {
        let few = series.get(at * FEW..=count.min((at + 1) * FEW)).unwrap_or_default();
        let (Some(&start), Some(&end)) = (few.first(), few.last()) else { continue };
        let Some(bases) = buffer.get_mut(..end - start) else {
            continue;
        };
        let mut rest = &mut *bases;
        for pair in few.windows(2) {
            let (Some(values), Some(ordinals)) = (values.get(pair[0]..pair[1]), ordinals.get(pair[0]..pair[1])) else { continue };
            let Some((bases, more)) = std::mem::take(&mut rest).split_at_mut_checked(values.len()) else { continue };
            rest = more;
            at_lag(values, ordinals, 0, lag, bases, &mut grid);
        }
        each(start - first, values.get(start..end).unwrap_or_default(), bases);
    }
}

/// The row before each row from `from` on, if it is the period before.
#[inline(never)]
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

/// Series that are looked up at a time.
const FEW: usize = 4;

/// Rows of a series that are looked up at a time.
const LONG: usize = 512;

/// Periods that a block may span; where rows are sparser, a pointer walks.
const GRID: usize = 2048;

/// The bases of the rows of one series from `from` on.
#[inline]
fn at_lag(values: &[f64], ordinals: &[i32], from: usize, lag: i32, bases: &mut [f64], grid: &mut [f64; GRID]) {
    let Some(os) = ordinals.get(from..from + bases.len()) else { return };
    let (Some(&first), Some(&last)) = (os.first(), os.last()) else { return };
    // The periods of the bases that are wanted.
    let (low, high) = (first.saturating_sub(lag), last.saturating_sub(lag));
    let start = if from == 0 && lag > 0 { 0 } else { ordinals.partition_point(|o| *o < low) };
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
