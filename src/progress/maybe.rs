//! Numbers that may be missing, no larger than numbers: a million cases are bound by memory.

use std::fmt;

/// Bits of a NaN that no arithmetic gives.
pub(super) const MISSING: f64 = f64::from_bits(0x7ff8_6661_6e66_616e);

/// What has a value that stands for none.
pub(super) trait Spare: Copy {
    /// That value.
    const NONE: Self;
    /// The number that tells.
    fn mark(self) -> f64;
}

impl Spare for f64 {
    const NONE: f64 = MISSING;
    #[inline]
    fn mark(self) -> f64 {
        self
    }
}

impl Spare for (f64, f64) {
    const NONE: (f64, f64) = (MISSING, MISSING);
    #[inline]
    fn mark(self) -> f64 {
        self.0
    }
}

/// An `Option` in the size of what it holds.
#[derive(Clone, Copy)]
pub(super) struct Maybe<T>(T);

impl<T: Spare> Maybe<T> {
    /// Nothing.
    pub(super) const NONE: Maybe<T> = Maybe(T::NONE);

    /// A value.
    pub(super) const fn some(value: T) -> Maybe<T> {
        Maybe(value)
    }

    /// The same as an option.
    #[inline]
    pub(super) fn get(self) -> Option<T> {
        (self.0.mark().to_bits() != MISSING.to_bits()).then_some(self.0)
    }
}

impl<T: Spare> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Maybe<T> {
        value.map_or(Maybe::NONE, Maybe)
    }
}

impl<T: Spare> Default for Maybe<T> {
    fn default() -> Maybe<T> {
        Maybe::NONE
    }
}

impl<T: Spare + PartialEq> PartialEq for Maybe<T> {
    fn eq(&self, other: &Maybe<T>) -> bool {
        self.get() == other.get()
    }
}

impl<T: Spare + fmt::Debug> fmt::Debug for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Point;

    #[test]
    fn only_nothing_is_nothing() {
        for value in [0.0, -0.0, 1.5, f64::INFINITY, f64::NEG_INFINITY, 5e-324] {
            assert_eq!(Maybe::some(value).get(), Some(value));
            assert_eq!(Maybe::from(Some((value, 0.0))).get(), Some((value, 0.0)));
        }
        // A NaN of arithmetic is a value that is no number, and not a value that is not there.
        for nan in [f64::NAN, -f64::NAN, f64::INFINITY - f64::INFINITY, f64::NAN + 1.0] {
            assert!(Maybe::some(nan).get().is_some_and(f64::is_nan));
        }
        assert_eq!(Maybe::<Point>::default().get(), None);
        assert_eq!(Maybe::<(f64, f64)>::from(None), Maybe::NONE);
        assert_eq!(size_of::<Maybe<f64>>(), size_of::<f64>());
    }
}
