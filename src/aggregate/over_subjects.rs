//! From subjects to the whole: regions to the country.

use super::{Present, quotient};
use crate::error::{Error, ErrorKind, Result, finite};
use crate::model::{Outcomes, Panel, SeriesOutcomes, put, same_length, words};

words! {
    /// How the values of subjects become one.
    OverSubjects, "aggregation over subjects" {
        /// They add up.
        Sum = "sum",
        /// Each counts once.
        Mean = "mean",
    }
}

/// Options of aggregation over subjects: how, and how much must be there.
///
/// A bare [`OverSubjects`] stands for options that want every subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubjectOptions {
    how: OverSubjects,
    present: Present,
}

impl SubjectOptions {
    /// Wanting every subject.
    pub const fn new(how: OverSubjects) -> SubjectOptions {
        SubjectOptions { how, present: Present::All }
    }

    /// Sets how much must be there.
    #[must_use]
    pub const fn present(self, present: Present) -> SubjectOptions {
        SubjectOptions { present, ..self }
    }
}

impl From<OverSubjects> for SubjectOptions {
    fn from(how: OverSubjects) -> SubjectOptions {
        SubjectOptions::new(how)
    }
}

/// What the subjects give in one period.
#[derive(Clone, Copy, Default)]
struct Sums {
    above: f64,
    below: f64,
    /// Number or weight of the subjects that are there, and of all.
    there: f64,
    of: f64,
}

/// The subjects of each period; `rows` of `width` periods.
fn by_period(
    rows: usize,
    width: usize,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
    mut part: impl FnMut(usize, usize, &mut Sums),
    end: impl Fn(Sums) -> Result<f64, crate::error::Undefined>,
) -> Result<()> {
    same_length(width, out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    for (column, out) in out.iter_mut().enumerate() {
        let mut sums = Sums::default();
        for row in 0..rows {
            part(row, column, &mut sums);
        }
        put(out, reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(column)), end(sums));
    }
    Ok(())
}

fn rows_of(values: usize, width: usize) -> Result<usize> {
    if values == 0 || (width > 0 && values.is_multiple_of(width)) {
        return Ok(values.checked_div(width).unwrap_or(0));
    }
    Err(Error::new(ErrorKind::Length, format!("{values} values in rows of {width}")).mend("give whole rows"))
}

/// The sum or plain mean of the subjects in each period: `values` in row order, `width` periods a row.
///
/// # Formula
/// `out[p] = Σ x[i, p]`, or that over the number of subjects that are there.
///
/// # Undefined
/// `MissingValue`: no subject is there. `TooSparse`: fewer than [`Present`] asks for. `NotFinite`.
///
/// # Errors
/// A number of values that is no multiple of `width`; buffers of another length; a share outside 0 to 1.
///
/// # Examples
/// ```
/// use fanfan::aggregate::{self, OverSubjects};
///
/// let mut sums = [0.0; 2];
/// aggregate::over_subjects_into(&[1.0, 2.0, 10.0, f64::NAN], 2, OverSubjects::Sum, &mut sums, None)?;
/// assert!(sums[0] == 11.0 && sums[1].is_nan());
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn over_subjects_into(
    values: &[f64],
    width: usize,
    options: impl Into<SubjectOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let SubjectOptions { how, present } = options.into();
    present.check()?;
    let part = |row: usize, column: usize, sums: &mut Sums| {
        sums.of += 1.0;
        if let Some(value) = values.get(row * width + column).filter(|value| !value.is_nan()) {
            sums.above += value;
            sums.there += 1.0;
        }
    };
    by_period(rows_of(values.len(), width)?, width, out, reasons, part, |sums| {
        present.allows(sums.there, sums.of, true)?;
        finite(if how == OverSubjects::Mean { sums.above / sums.there } else { sums.above })
    })
}

/// The mean of the subjects by weights: one for each subject, or one for each value.
///
/// # Formula
/// `out[p] = Σ w·x / Σ w` over the subjects whose value and weight are there.
///
/// # Undefined
/// `MissingValue`: none is there. `TooSparse`: less of the weight is there than [`Present`] asks for (with
/// [`Present::All`], or where a weight itself is missing: fewer than all). `ZeroBase`, `ZeroOverZero`: weights that
/// add up to zero. `NotFinite`.
///
/// # Errors
/// A negative weight; weights for neither each subject nor each value; lengths and shares as [`over_subjects_into`].
///
/// # Examples
/// ```
/// use fanfan::aggregate::{self, Present};
///
/// // 90 % of the weight is there in the second period
/// let (values, weights) = ([1.0, 2.0, 5.0, f64::NAN], [9.0, 1.0]);
/// let mut means = [0.0; 2];
/// aggregate::weighted_mean_into(&values, 2, &weights, Present::Share(2.0 / 3.0), &mut means, None)?;
/// assert_eq!(means, [1.4, 2.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn weighted_mean_into(
    values: &[f64],
    width: usize,
    weights: &[f64],
    present: Present,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    present.check()?;
    let rows = rows_of(values.len(), width)?;
    let each_value = weights.len() == values.len();
    if !each_value && weights.len() != rows {
        let message = format!("{} weights for {rows} subjects and {width} periods", weights.len());
        return Err(Error::new(ErrorKind::Length, message).mend("give a weight for each subject, or for each value"));
    }
    if let Some(weight) = weights.iter().find(|weight| **weight < 0.0) {
        return Err(Error::new(ErrorKind::Option, format!("a weight of {weight}")).mend("give weights of zero or more"));
    }
    let part = |row: usize, column: usize, sums: &mut Sums| {
        let at = row * width + column;
        let weight = weights.get(if each_value { at } else { row }).copied().unwrap_or(f64::NAN);
        // A weight that is missing leaves nobody the share of what is there.
        sums.of += if weight.is_nan() { f64::INFINITY } else { weight };
        if let Some(value) = values.get(at).filter(|value| !value.is_nan() && !weight.is_nan()) {
            sums.above += weight * value;
            sums.below += weight;
            sums.there += weight;
        }
    };
    by_period(rows, width, out, reasons, part, |sums| {
        let nothing_weighs = sums.of == 0.0 && rows > 0;
        if !nothing_weighs {
            present.allows(sums.there, sums.of, true)?;
        }
        quotient(sums.above, sums.below)
    })
}

/// A ratio of the whole: sums of the subjects over each other.
///
/// # Formula
/// `out[p] = Σ numerator / Σ denominator` over the subjects in which both are there.
///
/// # Undefined
/// `MissingValue`, `TooSparse`, `ZeroBase`, `ZeroOverZero`, `NotFinite`.
///
/// # Errors
/// Numerators and denominators of different numbers; lengths and shares as [`over_subjects_into`].
///
/// # Examples
/// ```
/// use fanfan::aggregate::{self, Present};
///
/// let (unemployed, labour_force) = ([1.0, 8.0], [10.0, 90.0]);
/// let mut rate = [0.0];
/// aggregate::ratio_of_sums_into(&unemployed, &labour_force, 1, Present::All, &mut rate, None)?;
/// assert_eq!(rate, [0.09]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn ratio_of_sums_into(
    numerators: &[f64],
    denominators: &[f64],
    width: usize,
    present: Present,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    present.check()?;
    if numerators.len() != denominators.len() {
        let message = format!("{} numerators, {} denominators", numerators.len(), denominators.len());
        return Err(Error::new(ErrorKind::Length, message).mend("give one of each"));
    }
    let part = |row: usize, column: usize, sums: &mut Sums| {
        let at = row * width + column;
        sums.of += 1.0;
        if let (Some(above), Some(below)) = (numerators.get(at), denominators.get(at))
            && !above.is_nan()
            && !below.is_nan()
        {
            sums.above += above;
            sums.below += below;
            sums.there += 1.0;
        }
    };
    by_period(rows_of(numerators.len(), width)?, width, out, reasons, part, |sums| {
        present.allows(sums.there, sums.of, true)?;
        quotient(sums.above, sums.below)
    })
}

impl Panel {
    /// All subjects of the panel as one series, as an [`OverSubjects`] or [`SubjectOptions`] say.
    ///
    /// See [`over_subjects_into`] for formula and reasons.
    ///
    /// # Errors
    /// A share outside 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::OverSubjects;
    /// use fanfan::prelude::*;
    ///
    /// let keys = vec![SeriesKey::new("north", "gdp"), SeriesKey::new("south", "gdp")];
    /// let panel = Panel::new(keys, Period::annual(2001), vec![1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!(panel.over_subjects(OverSubjects::Sum)?.values(), [4.0, 6.0]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn over_subjects(&self, options: impl Into<SubjectOptions>) -> Result<SeriesOutcomes> {
        self.one_series(|out, reasons| over_subjects_into(self.as_slice(), self.shape().1, options, out, Some(reasons)))
    }

    /// The mean of all subjects by weights, one for each subject or for each value.
    ///
    /// See [`weighted_mean_into`] for formula and reasons.
    ///
    /// # Errors
    /// A negative weight, another number of weights, a share outside 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::Present;
    /// use fanfan::prelude::*;
    ///
    /// let keys = vec![SeriesKey::new("north", "rate"), SeriesKey::new("south", "rate")];
    /// let panel = Panel::new(keys, Period::annual(2001), vec![0.02, 0.06])?;
    /// assert_eq!(panel.weighted_mean(&[3.0, 1.0], Present::All)?.values(), [0.03]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn weighted_mean(&self, weights: &[f64], present: Present) -> Result<SeriesOutcomes> {
        self.one_series(|out, reasons| {
            weighted_mean_into(self.as_slice(), self.shape().1, weights, present, out, Some(reasons))
        })
    }

    /// The ratio of all subjects together; both panels have the same subjects in the same order, and the same periods.
    ///
    /// See [`ratio_of_sums_into`] for formula and reasons.
    ///
    /// # Errors
    /// Panels of other subjects, shapes or first periods; a share outside 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::Present;
    /// use fanfan::prelude::*;
    ///
    /// let of = |indicator: &str, values: Vec<f64>| {
    ///     let keys = vec![SeriesKey::new("north", indicator), SeriesKey::new("south", indicator)];
    ///     Panel::new(keys, Period::annual(2001), values)
    /// };
    /// let (profit, revenue) = (of("profit", vec![1.0, 8.0])?, of("revenue", vec![10.0, 90.0])?);
    /// assert_eq!(profit.ratio_of_sums(&revenue, Present::All)?.values(), [0.09]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn ratio_of_sums(&self, denominators: &Panel, present: Present) -> Result<SeriesOutcomes> {
        let subjects = |panel: &Panel| panel.keys().iter().map(|key| key.subject.clone()).collect::<Vec<_>>();
        if self.first() != denominators.first()
            || self.shape() != denominators.shape()
            || subjects(self) != subjects(denominators)
        {
            return Err(Error::new(ErrorKind::Layout, "the two panels differ in subjects or periods")
                .mend("give the same subjects in the same order, over the same periods"));
        }
        self.one_series(|out, reasons| {
            ratio_of_sums_into(self.as_slice(), denominators.as_slice(), self.shape().1, present, out, Some(reasons))
        })
    }

    fn one_series(&self, fill: impl FnOnce(&mut [f64], &mut [u8]) -> Result<()>) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.shape().1);
        let (values, reasons) = outcomes.buffers();
        fill(values, reasons)?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }
}
