//! What loops tell the processor: which memory they will want, and that it may use its widest registers.
//!
//! A store first reads the line that it writes to, and on large columns kernels wait for that. A processor that is told
//! early has the line when the result is ready; results are the same with and without.

use std::ops::Range;

/// How many rows ahead memory is asked for: about as long as it takes to arrive.
const DISTANCE: usize = 256;

/// Asks for the rows of a column that come [`DISTANCE`] behind `rows`.
#[inline]
pub(super) fn ask<T>(column: &[T], rows: &Range<usize>) {
    const LINE: usize = 64;
    let ahead =
        column.len().min(rows.start.saturating_add(DISTANCE))..column.len().min(rows.end.saturating_add(DISTANCE));
    for line in column.get(ahead).unwrap_or_default().chunks((LINE / size_of::<T>().max(1)).max(1)) {
        prefetch(line);
    }
}

/// A hint that the line of the cache where `values` begin is wanted.
#[inline]
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "the only way to give this hint; it reads nothing and cannot fail")]
fn prefetch<T>(values: &[T]) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: SSE is part of x86-64, and a prefetch never faults, whatever the address.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(values.as_ptr().cast()) }
}

/// Elsewhere processors find their way alone.
#[inline]
#[cfg(not(target_arch = "x86_64"))]
fn prefetch<T>(_: &[T]) {}

/// Runs a loop compiled for the widest registers of this machine. No operation is fused with another there, so that
/// the results are the same.
#[cfg(feature = "simd")]
#[inline]
pub(super) fn widest(run: impl FnOnce()) {
    pulp::Arch::new().dispatch(run);
}

/// Runs a loop.
#[cfg(not(feature = "simd"))]
#[inline]
pub(super) fn widest(run: impl FnOnce()) {
    run();
}
