//! The bases of rows that leave gaps: for each row, the value of its series `lag` periods before.

use std::ops::Range;

use super::machine::ask;

/// Rows that are worked on at a time: a pass finds in the first cache what the pass before it has left there, and
/// the next rows arrive from memory meanwhile.
pub(super) const BLOCK: usize = 64;

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

/// Values on the stack that begin with a line of the cache: pairs of doubles that cross its end cost twice.
#[repr(align(64))]
struct Aligned<const N: usize>([f64; N]);

/// Places that are worked on in turn, since two streams of memory arrive sooner than one.
const LANES: usize = 2;

/// Blocks of a lag of one period, which run over the ends of series.
#[inline]
fn over_neighbours(values: &[f64], series: &[usize], ordinals: &[i32], each: &mut impl FnMut(usize, &[f64], &[f64])) {
    let (Some(&first), Some(&end)) = (series.first(), series.last()) else { return };
    let Aligned(buffer) = &mut Aligned([0.0; BLOCK]);
    let lane = (end - first).div_ceil(BLOCK).div_ceil(LANES) * BLOCK;
    // For each lane the series that begin in it.
    let mut starts: [&[usize]; LANES] = std::array::from_fn(|at| {
        series.get(series.partition_point(|start| *start < first + at * lane)..).unwrap_or_default()
    });
    for block in (0..lane).step_by(BLOCK) {
        for (at, starts) in starts.iter_mut().enumerate() {
            let from = end.min(first + at * lane + block);
            let to = end.min(from + BLOCK);
            ask(values, &(from..to));
            ask(ordinals, &(from..to));
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
    let Aligned(buffer) = &mut Aligned([0.0; LONG]);
    let Aligned(grid) = &mut Aligned([0.0; GRID]);
    let first = series.first().copied().unwrap_or(0);
    let count = series.len().saturating_sub(1);
    let mut done = |rows: Range<usize>, bases: &[f64; LONG]| {
        if let (Some(xs), Some(bases)) = (values.get(rows.clone()), bases.get(..rows.len())) {
            each(rows.start - first, xs, bases);
        }
    };
    for at in 0..count.div_ceil(FEW) {
        let few = series.get(at * FEW..=count.min((at + 1) * FEW)).unwrap_or_default();
        // The rows whose bases stand in the buffer.
        let Some(&start) = few.first() else { continue };
        let mut rows = start..start;
        for pair in few.windows(2) {
            ask(values, &(pair[0]..pair[1]));
            ask(ordinals, &(pair[0]..pair[1]));
            let (Some(xs), Some(os)) = (values.get(pair[0]..pair[1]), ordinals.get(pair[0]..pair[1])) else { continue };
            for from in (0..xs.len()).step_by(LONG) {
                let to = xs.len().min(from + LONG);
                // What leaves no room for these is done first.
                if rows.len() + to - from > LONG {
                    done(rows.clone(), buffer);
                    rows = rows.end..rows.end;
                }
                let room = rows.len()..rows.len() + to - from;
                if let Some(bases) = buffer.get_mut(room) {
                    at_lag(xs, os, from..to, lag, bases, grid);
                }
                rows.end += to - from;
            }
        }
        done(rows, buffer);
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
const FEW: usize = 16;

/// Rows of a series that are looked up at a time.
const LONG: usize = 128;

/// Periods that rows may span to be looked up; where they are sparser, a pointer walks. A power of two.
const GRID: usize = 2048;

/// The bases of some rows of one series.
#[inline(never)]
fn at_lag(values: &[f64], ordinals: &[i32], rows: Range<usize>, lag: i32, bases: &mut [f64], grid: &mut [f64; GRID]) {
    let Some(wanted) = ordinals.get(rows.clone()) else { return };
    let (Some(&first), Some(&last)) = (wanted.first(), wanted.last()) else { return };
    // The periods of the bases, and the rows that may have them.
    let (low, high) = (i64::from(first) - i64::from(lag), i64::from(last) - i64::from(lag));
    let whole = rows.len() == ordinals.len();
    let start = if whole && lag > 0 { 0 } else { ordinals.partition_point(|o| i64::from(*o) < low) };
    let end = if whole { ordinals.len() } else { ordinals.partition_point(|o| i64::from(*o) <= high) };
    let (Some(os), Some(xs)) = (ordinals.get(start..end.max(start)), values.get(start..end.max(start))) else { return };
    let span = i64::from(last) - i64::from(first) + 1;
    if (0..=GRID as i64).contains(&(span + i64::from(lag.unsigned_abs()))) {
        // Values are written down by period and read by period: no search. A power of two of places, taken by the last
        // bits of the distance, keeps periods that are out of order inside the grid; others never need that.
        let place = |o: i32, from: i64| (o.wrapping_sub(from as i32) as u32 as usize) % GRID;
        if let Some(grid) = grid.get_mut(..span.max(0) as usize) {
            grid.fill(f64::NAN);
        }
        for (&o, &x) in os.iter().zip(xs) {
            grid[place(o, low)] = x;
        }
        for (base, &o) in bases.iter_mut().zip(wanted) {
            *base = grid[place(o, i64::from(first))];
        }
        return;
    }
    let mut rows = os.iter().zip(xs).peekable();
    for (base, &o) in bases.iter_mut().zip(wanted) {
        let target = i64::from(o) - i64::from(lag);
        while rows.next_if(|(there, _)| i64::from(**there) < target).is_some() {}
        *base = rows.peek().filter(|(there, _)| i64::from(**there) == target).map_or(f64::NAN, |(_, x)| **x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a search through each series finds.
    fn searched(values: &[f64], offsets: &[usize], ordinals: &[i32], lag: i32) -> Vec<f64> {
        let mut bases = Vec::new();
        for pair in offsets.windows(2) {
            for row in pair[0]..pair[1] {
                let base = (pair[0]..pair[1])
                    .find(|&base| i64::from(ordinals[base]) == i64::from(ordinals[row]) - i64::from(lag));
                bases.push(base.map_or(f64::NAN, |base| values[base]));
            }
        }
        bases
    }

    fn found(values: &[f64], offsets: &[usize], ordinals: &[i32], lag: i32) -> Vec<f64> {
        let mut found = vec![-1.0; values.len()];
        over_blocks(values, offsets, ordinals, lag, |from, xs, bases| {
            assert_eq!(xs, &values[from..from + xs.len()]);
            found[from..from + xs.len()].copy_from_slice(bases);
        });
        found
    }

    #[test]
    fn bases_are_those_that_a_search_finds() {
        // Series of no row, one row, a year, the size of a block and more than one; gaps here and there; a sparse one.
        let (mut ordinals, mut offsets) = (Vec::new(), vec![0]);
        for (series, rows) in [0_i32, 1, 2, 12, 64, 0, 61, 512, 513, 3000, 7, 1, 40].into_iter().enumerate() {
            let stride = if series == 12 { 97 } else { 1 };
            ordinals.extend((0..rows).map(|row| stride * (2000 + row + (row * row) % 7 / 6 + row / 9 * 2)));
            offsets.push(ordinals.len());
        }
        for series in offsets.windows(2) {
            ordinals[series[0]..series[1]].sort_unstable();
        }
        ordinals[offsets[3]] = i32::MIN;
        ordinals[offsets[7] - 1] = i32::MAX;
        let mut last = None;
        let mut row = 0;
        // No period twice in a series.
        for pair in offsets.windows(2) {
            for ordinal in &mut ordinals[pair[0]..pair[1]] {
                if row > pair[0] && last >= Some(*ordinal) {
                    *ordinal = last.unwrap_or(0) + 1;
                }
                last = Some(*ordinal);
                row += 1;
            }
        }
        let values: Vec<f64> = (0..ordinals.len()).map(|row| row as f64).collect();
        let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
        for lag in [1, 2, 4, 12, 365, 2047, 2048, 100_000, i32::MAX, -1, -3, -97, -3000, i32::MIN] {
            let (found, searched) =
                (found(&values, &offsets, &ordinals, lag), searched(&values, &offsets, &ordinals, lag));
            assert_eq!(bits(found), bits(searched), "lag {lag}");
        }
    }

    #[test]
    fn periods_without_order_do_no_harm() {
        let ordinals: Vec<i32> = (0..700).map(|row: i32| row.wrapping_mul(1_234_567_891)).collect();
        let values = vec![1.0; ordinals.len()];
        for lag in [1, 12, -5, i32::MAX, i32::MIN] {
            assert!(found(&values, &[0, 10, 700], &ordinals, lag).iter().all(|base| base.is_nan() || *base == 1.0));
        }
    }
}
