//! Results that may not exist: values and reasons side by side.

use ndarray::{ArrayView2, ShapeBuilder};

use super::{Panel, Period, Series};
use crate::error::{Error, ErrorKind, Undefined, UndefinedCounts};

/// Values with NaN where there is none, and beside each the byte of its reason ([`Undefined::code`], 0 = exists).
///
/// # Examples
/// ```
/// use fanfan::model::Outcomes;
/// use fanfan::Undefined;
///
/// let outcomes: Outcomes = [Ok(0.33), Err(Undefined::MissingBase)].into_iter().collect();
/// assert_eq!(outcomes.get(0), Some(Ok(0.33)));
/// assert_eq!(outcomes.get(1), Some(Err(Undefined::MissingBase)));
/// assert_eq!(outcomes.get(2), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    values: Vec<f64>,
    reasons: Vec<u8>,
}

impl PartialEq for Outcomes {
    fn eq(&self, other: &Outcomes) -> bool {
        self.reasons == other.reasons
            && self.values.iter().zip(&other.values).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

impl Outcomes {
    /// Room for `len` results, for kernels to write into: [`Outcomes::buffers`].
    pub fn with_len(len: usize) -> Outcomes {
        Outcomes { values: vec![f64::NAN; len], reasons: vec![0; len] }
    }

    /// Both buffers, as kernels take them.
    pub fn buffers(&mut self) -> (&mut [f64], &mut [u8]) {
        (&mut self.values, &mut self.reasons)
    }

    /// Result `at`; `None` past the end.
    pub fn get(&self, at: usize) -> Option<Result<f64, Undefined>> {
        let (&value, &reason) = (self.values.get(at)?, self.reasons.get(at)?);
        Some(Undefined::from_code(reason).map_or(Ok(value), Err))
    }

    /// The results one by one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Result<f64, Undefined>> + '_ {
        self.values
            .iter()
            .zip(&self.reasons)
            .map(|(&value, &reason)| Undefined::from_code(reason).map_or(Ok(value), Err))
    }

    /// The values, NaN where there is none.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The bytes of the reasons.
    pub fn reasons(&self) -> &[u8] {
        &self.reasons
    }

    /// Number of results.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many exist, and how many do not for which reason.
    pub fn counts(&self) -> UndefinedCounts {
        UndefinedCounts::of_codes(&self.reasons)
    }
}

/// Buffers must be as long as what kernels write into them.
pub(crate) fn same_length(results: usize, out: usize, reasons: Option<usize>) -> crate::error::Result<()> {
    if out == results && reasons.is_none_or(|reasons| reasons == results) {
        return Ok(());
    }
    let reasons = reasons.map(|reasons| format!(" and {reasons} reasons")).unwrap_or_default();
    Err(Error::new(ErrorKind::Length, format!("{results} results, room for {out}{reasons}"))
        .mend("give buffers as long as the results"))
}

/// Writes a result and, where it does not exist and there is room, its reason.
pub(crate) fn put(out: &mut f64, reason: Option<&mut u8>, result: Result<f64, Undefined>) {
    *out = result.unwrap_or(f64::NAN);
    if let Some(reason) = reason {
        *reason = result.err().map_or(0, Undefined::code);
    }
}

/// The same in one row of the buffers.
pub(crate) fn put_at(out: &mut [f64], reasons: Option<&mut [u8]>, row: usize, result: Result<f64, Undefined>) {
    if let Some(out) = out.get_mut(row) {
        put(out, reasons.and_then(|reasons| reasons.get_mut(row)), result);
    }
}

impl FromIterator<Result<f64, Undefined>> for Outcomes {
    fn from_iter<I: IntoIterator<Item = Result<f64, Undefined>>>(results: I) -> Outcomes {
        let (values, reasons) = results
            .into_iter()
            .map(|result| match result {
                Ok(value) => (value, 0),
                Err(reason) => (f64::NAN, reason.code()),
            })
            .unzip();
        Outcomes { values, reasons }
    }
}

/// Results of a series, by period.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesOutcomes {
    first: Period,
    outcomes: Outcomes,
}

impl SeriesOutcomes {
    /// Results from the period `first` on.
    pub fn new(first: Period, outcomes: Outcomes) -> SeriesOutcomes {
        SeriesOutcomes { first, outcomes }
    }

    /// The same results from another first period on, at its frequency.
    pub(crate) fn at_first(self, first: Period) -> SeriesOutcomes {
        SeriesOutcomes { first, ..self }
    }

    /// The first period.
    pub fn first(&self) -> Period {
        self.first
    }

    /// Number of periods.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The results as a series, to compute on with; a result that does not exist becomes a gap, and its reason is lost.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let yoy = Series::annual(2000, [100.0, 110.0, 132.0]).growth(Base::YearAgo)?;
    /// let change = yoy.to_series().growth((Base::Previous, Form::Points(100.0)))?;
    /// assert!((change.get(Period::annual(2002))? - 10.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_series(&self) -> Series {
        Series::new(self.first, self.outcomes.values())
    }

    /// The result of `period`; outside the series its value is missing.
    pub fn get(&self, period: Period) -> Result<f64, Undefined> {
        let at = period.since(self.first).ok().and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.outcomes.get(at)).unwrap_or(Err(Undefined::MissingValue))
    }

    /// Periods with their results.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Result<f64, Undefined>)> + '_ {
        self.outcomes.iter().enumerate().map(|(at, result)| (self.first + at as i32, result))
    }

    /// The values, NaN where there is none.
    pub fn values(&self) -> &[f64] {
        self.outcomes.values()
    }

    /// The bytes of the reasons.
    pub fn reasons(&self) -> &[u8] {
        self.outcomes.reasons()
    }

    /// How many exist, and how many do not for which reason.
    pub fn counts(&self) -> UndefinedCounts {
        self.outcomes.counts()
    }
}

/// Results of a dense panel, in its shape.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelOutcomes {
    shape: (usize, usize),
    outcomes: Outcomes,
}

impl PanelOutcomes {
    /// Results in row order, in the shape of `panel`.
    pub(crate) fn new(panel: &Panel, outcomes: Outcomes) -> PanelOutcomes {
        PanelOutcomes { shape: panel.shape(), outcomes }
    }

    /// The result in row `row` and column `column`.
    pub fn get(&self, row: usize, column: usize) -> Option<Result<f64, Undefined>> {
        (column < self.shape.1).then(|| self.outcomes.get(row * self.shape.1 + column)).flatten()
    }

    /// The values, series down and periods across, NaN where there is none.
    pub fn values(&self) -> ArrayView2<'_, f64> {
        view(self.shape, self.outcomes.values())
    }

    /// The bytes of the reasons, in the same shape.
    pub fn reasons(&self) -> ArrayView2<'_, u8> {
        view(self.shape, self.outcomes.reasons())
    }

    /// The results in row order.
    pub fn as_outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// How many exist, and how many do not for which reason.
    pub fn counts(&self) -> UndefinedCounts {
        self.outcomes.counts()
    }
}

fn view<T>(shape: (usize, usize), values: &[T]) -> ArrayView2<'_, T> {
    // The buffers are made in this shape, so that the second arm is never taken.
    ArrayView2::from_shape(shape.into_shape_with_order(), values).unwrap_or_else(|_| empty())
}

fn empty<'a, T>() -> ArrayView2<'a, T> {
    let none: &[T] = &[];
    ArrayView2::from_shape((0, 0), none).unwrap_or_else(|_| unreachable!("an empty slice has the shape 0 × 0"))
}
