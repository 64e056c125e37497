//! Contributions of parts to the growth of a total: points (拉动) and shares (贡献率), with what is left over.

use super::on_model::refuse_unlike_totals;
use super::options::{Base, GrowthOptions, NegativeBase};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Frequency, Outcomes, Panel, PanelOutcomes, Period, Series, SeriesOutcomes, words};

words! {
    /// How a contribution is expressed.
    Contribution, "contribution" {
        /// `(x[p] − x[b]) / X[b]`: of the total's growth, as a fraction; times 100 it is percentage points (拉动).
        Points = "points",
        /// `(x[p] − x[b]) / (X[p] − X[b])`: of the total's change (贡献率).
        Share = "share",
    }
}

words! {
    /// What a part without a value means for the residual.
    MissingPart, "missing part" {
        /// The residual does not exist.
        Undefined = "undefined",
        /// The part is inside the residual, which then is everything that is not broken down.
        InResidual = "in_residual",
    }
}

/// Options of contributions: base, form, policies, and when a total hardly changes.
///
/// A bare [`Base`] stands for points over it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContributionOptions {
    base: Base,
    form: Contribution,
    negative_base: NegativeBase,
    missing: MissingPart,
    hardly: f64,
}

impl ContributionOptions {
    /// The change of a total, relative to its base, below which shares are undefined: 0.0005, since growth of less
    /// prints as 0.0 %.
    pub const HARDLY: f64 = 0.0005;

    /// Points over `base`, undefined over negative bases.
    pub const fn new(base: Base) -> ContributionOptions {
        ContributionOptions {
            base,
            form: Contribution::Points,
            negative_base: NegativeBase::Undefined,
            missing: MissingPart::Undefined,
            hardly: ContributionOptions::HARDLY,
        }
    }

    /// Sets the form.
    #[must_use]
    pub const fn form(self, form: Contribution) -> ContributionOptions {
        ContributionOptions { form, ..self }
    }

    /// Sets the policy for totals whose base is negative; it concerns points, since shares do not divide by the base.
    #[must_use]
    pub const fn negative_base(self, negative_base: NegativeBase) -> ContributionOptions {
        ContributionOptions { negative_base, ..self }
    }

    /// Sets what a missing part means for the residual.
    #[must_use]
    pub const fn missing_part(self, missing: MissingPart) -> ContributionOptions {
        ContributionOptions { missing, ..self }
    }

    /// Sets the relative change of the total below which shares are undefined; 0 leaves a change of zero alone.
    #[must_use]
    pub const fn hardly(self, hardly: f64) -> ContributionOptions {
        ContributionOptions { hardly, ..self }
    }

    /// What a contribution is divided by, for the total `x` over its base `b`.
    fn below(self, x: f64, b: f64) -> Result<f64, Undefined> {
        if x.is_nan() {
            return Err(Undefined::MissingValue);
        }
        if b.is_nan() {
            return Err(Undefined::MissingBase);
        }
        if x.is_infinite() || b.is_infinite() {
            return Err(Undefined::NotFinite);
        }
        if self.form == Contribution::Share {
            let change = x - b;
            let stands = change == 0.0 || change.abs() < self.hardly * b.abs();
            return if stands { Err(Undefined::TotalHardlyChanges) } else { Ok(change) };
        }
        match self.negative_base {
            _ if b == 0.0 => Err(if x == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase }),
            NegativeBase::Undefined if b < 0.0 && x < 0.0 => Err(Undefined::NegativeBase),
            NegativeBase::Undefined if b < 0.0 || x < 0.0 => Err(Undefined::SignChange),
            NegativeBase::Absolute => Ok(b.abs()),
            NegativeBase::Undefined | NegativeBase::Plain => Ok(b),
        }
    }
}

impl Default for ContributionOptions {
    /// Points on a year ago.
    fn default() -> ContributionOptions {
        ContributionOptions::new(Base::YearAgo)
    }
}

impl From<Base> for ContributionOptions {
    fn from(base: Base) -> ContributionOptions {
        ContributionOptions::new(base)
    }
}

impl From<(Base, Contribution)> for ContributionOptions {
    fn from((base, form): (Base, Contribution)) -> ContributionOptions {
        ContributionOptions::new(base).form(form)
    }
}

/// Where the base of a column lies: so many columns before, or in one column for all.
#[derive(Clone, Copy)]
enum Columns {
    Before(i64),
    One(Option<usize>),
}

impl Columns {
    fn of(base: Base, first: Period, total: &[f64]) -> Result<Columns> {
        Ok(match base {
            Base::YearAgo => Columns::Before(i64::from(first.frequency().per_year())),
            Base::Previous => Columns::Before(1),
            Base::Lag(0) | Base::YearsAgo(0) => {
                return Err(Error::new(ErrorKind::Option, "a lag of 0 compares a value with itself")
                    .mend("give a lag of at least one period"));
            }
            Base::YearsAgo(years) => Columns::Before(i64::from(years) * i64::from(first.frequency().per_year())),
            Base::Lag(lag) => Columns::Before(i64::from(lag)),
            Base::Fixed(period) => Columns::One(usize::try_from(period.since(first)?).ok()),
            Base::First => Columns::One(total.iter().position(|value| !value.is_nan())),
        })
    }

    /// The value at the base of `column`, NaN where there is none.
    fn base(self, values: &[f64], column: usize) -> f64 {
        let at = match self {
            Columns::Before(lag) => usize::try_from(column as i64 - lag).ok(),
            Columns::One(at) => at,
        };
        at.and_then(|at| values.get(at)).copied().unwrap_or(f64::NAN)
    }

    /// `out[c] = (values[c] − base of c) / below[c]`, NaN where any of the three is missing.
    fn divide(self, values: &[f64], below: &[f64], out: &mut [f64]) {
        let lag = match self {
            Columns::Before(lag) if lag > 0 => usize::try_from(lag).unwrap_or(usize::MAX).min(values.len()),
            _ => {
                for (column, ((value, below), out)) in values.iter().zip(below).zip(out).enumerate() {
                    *out = (value - self.base(values, column)) / below;
                }
                return;
            }
        };
        let (head, rest) = out.split_at_mut(lag);
        head.fill(f64::NAN);
        let later = values.get(lag..).unwrap_or_default().iter().zip(below.get(lag..).unwrap_or_default());
        for (((value, below), base), out) in later.zip(values).zip(rest) {
            *out = (value - base) / below;
        }
    }
}

/// Contributions of additive parts to the growth of their total, and the residual, by period.
///
/// `parts` holds a row of `total.len()` periods for each part. `out` has a row for each part and **one more, the
/// residual**; so have `reasons`.
///
/// # Formula
/// Points `(x[i,p] − x[i,b]) / X[b]`, shares `(x[i,p] − x[i,b]) / (X[p] − X[b])`; the residual is the growth of the
/// total (of shares: 1) less all parts. It is reported and never spread over the parts.
///
/// # Undefined
/// `MissingValue`, `MissingBase`: of the part or of the total. Points as growth of the total: `ZeroBase`,
/// `ZeroOverZero`, `NegativeBase`, `SignChange`. Shares: `TotalHardlyChanges`. `NotFinite`. The residual besides: the
/// reason of the first part that has none, unless [`MissingPart::InResidual`].
///
/// # Errors
/// Parts that are no whole rows; buffers of another length; a lag of 0; a fixed base of another frequency; a threshold
/// that is negative or no number.
///
/// # Examples
/// ```
/// use fanfan::growth::{self, Base, Contribution};
/// use fanfan::model::Period;
///
/// let (parts, total) = ([10.0, 11.0, 20.0, 24.0], [40.0, 46.0]); // a quarter of the total is not broken down
/// let mut out = [0.0; 6];
/// growth::contributions_into(&parts, &total, Period::annual(2000), Base::YearAgo, &mut out, None)?;
/// assert_eq!([out[1], out[3], out[5]], [0.025, 0.1, 0.15 - 0.025 - 0.1]);
///
/// let shares = (Base::YearAgo, Contribution::Share);
/// growth::contributions_into(&parts, &total, Period::annual(2000), shares, &mut out, None)?;
/// assert_eq!(out[3], 4.0 / 6.0);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// standard; `tests/conformance/data/china_fujian_contribution_pull_1980_2009.csv`, `tests/index_properties.rs`.
pub fn contributions_into(
    parts: &[f64],
    total: &[f64],
    first: Period,
    options: impl Into<ContributionOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let (options, width) = (options.into(), total.len());
    if options.hardly.is_nan() || options.hardly < 0.0 {
        return Err(Error::new(ErrorKind::Option, format!("{} is no threshold", options.hardly))
            .mend("give a share of the total, 0 or more"));
    }
    let wanted = parts.len() + width;
    let rooms = [Some(out.len()), reasons.as_ref().map(|reasons| reasons.len())];
    if rooms.into_iter().flatten().any(|room| room != wanted) || (width > 0 && !parts.len().is_multiple_of(width)) {
        let message = format!("{} values of parts, {width} of the total, room for {rooms:?}", parts.len());
        return Err(Error::new(ErrorKind::Length, message)
            .mend("give whole rows, and buffers with a row for each part and one for the residual"));
    }
    let columns = Columns::of(options.base, first, total)?;
    if width == 0 {
        return if parts.is_empty() {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::Length, "parts without a total").mend("give the total"))
        };
    }
    // What to divide by stands in the row of the residual until the parts are done.
    let (rows, last) = out.split_at_mut(parts.len());
    for (column, (below, &x)) in last.iter_mut().zip(total).enumerate() {
        *below = options.below(x, columns.base(total, column)).unwrap_or(f64::NAN);
    }
    for (values, out) in parts.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        columns.divide(values, last, out);
    }
    for (column, (cell, &x)) in last.iter_mut().zip(total).enumerate() {
        *cell = (x - columns.base(total, column)) / *cell;
    }
    if let Some(reasons) = reasons.as_deref_mut() {
        let (of_parts, of_rest) = reasons.split_at_mut(parts.len());
        for (column, (&x, reason)) in total.iter().zip(of_rest).enumerate() {
            *reason = options.below(x, columns.base(total, column)).err().map_or(0, Undefined::code);
        }
        let rows = parts.chunks_exact(width).zip(rows.chunks_exact(width)).zip(of_parts.chunks_exact_mut(width));
        for ((values, out), reasons) in rows {
            for (column, (out, reason)) in out.iter().zip(reasons).enumerate() {
                *reason = if out.is_finite() { 0 } else { why(options, columns, values, total, column).code() };
            }
        }
    }
    for out in rows.chunks_exact_mut(width) {
        for (rest, out) in last.iter_mut().zip(out) {
            if out.is_finite() {
                *rest -= *out;
            } else {
                *out = f64::NAN;
                if options.missing == MissingPart::Undefined {
                    *rest = f64::NAN;
                }
            }
        }
    }
    if let Some(reasons) = reasons {
        let (of_parts, of_rest) = reasons.split_at_mut(parts.len());
        for (column, (rest, reason)) in last.iter().zip(of_rest).enumerate() {
            if *reason == 0 && !rest.is_finite() {
                let mut of_column = of_parts.chunks_exact(width).filter_map(|row| row.get(column));
                let first = of_column.find(|reason| options.missing == MissingPart::Undefined && **reason != 0);
                *reason = first.copied().unwrap_or(Undefined::NotFinite.code());
            }
        }
    }
    for rest in last.iter_mut().filter(|rest| rest.is_infinite()) {
        *rest = f64::NAN;
    }
    Ok(())
}

/// Why a part has no contribution in `column`.
#[cold]
fn why(options: ContributionOptions, columns: Columns, part: &[f64], total: &[f64], column: usize) -> Undefined {
    let at = |values: &[f64]| values.get(column).copied().unwrap_or(f64::NAN);
    let (part, base) = (at(part), columns.base(part, column));
    match options.below(at(total), columns.base(total, column)) {
        Err(Undefined::MissingValue) => Undefined::MissingValue,
        _ if part.is_nan() => Undefined::MissingValue,
        Err(Undefined::MissingBase) => Undefined::MissingBase,
        _ if base.is_nan() => Undefined::MissingBase,
        Err(reason) => reason,
        Ok(_) => Undefined::NotFinite,
    }
}

/// Contributions of the parts of a total, what is left over, and the growth that they explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    parts: PanelOutcomes,
    residual: SeriesOutcomes,
    total: SeriesOutcomes,
}

impl Contributions {
    /// The contribution of each part, in the shape of the panel.
    pub fn parts(&self) -> &PanelOutcomes {
        &self.parts
    }

    /// What the parts leave over.
    pub fn residual(&self) -> &SeriesOutcomes {
        &self.residual
    }

    /// What parts and residual add up to: the growth of the total; of shares 1.
    pub fn total(&self) -> &SeriesOutcomes {
        &self.total
    }
}

impl Series {
    /// The contribution of this part to the growth of `total`, as a base (`Base::YearAgo`), a base with a
    /// [`Contribution`], or [`ContributionOptions`] say; by the periods of the part.
    ///
    /// See [`contributions_into`] for formulas and reasons.
    ///
    /// # Errors
    /// Series of two frequencies; a lag of 0; a fixed base of another frequency.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::Contribution;
    /// use fanfan::prelude::*;
    ///
    /// let exports = Series::annual(2000, [20.0, 23.0, 26.0]);
    /// let gdp = Series::annual(2000, [100.0, 110.0, 110.0]);
    /// let year = Period::annual(2001);
    /// assert_eq!(exports.contribution(&gdp, Base::YearAgo)?.get(year), Ok(0.03));
    ///
    /// let shares = exports.contribution(&gdp, (Base::YearAgo, Contribution::Share))?;
    /// assert_eq!(shares.get(year), Ok(0.3));
    /// // the surprise: there is no share in a total that stands still
    /// assert_eq!(shares.get(year + 1), Err(Undefined::TotalHardlyChanges));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn contribution(&self, total: &Series, options: impl Into<ContributionOptions>) -> Result<SeriesOutcomes> {
        let total = over_the_periods_of(total, self.first(), self.len())?;
        let mut outcomes = Outcomes::with_len(2 * self.len());
        let (values, reasons) = outcomes.buffers();
        let options = options.into();
        contributions_into(self.values(), &total, self.first(), options, values, Some(&mut *reasons))?;
        refuse_running_totals(&total, self.first(), options, values, reasons);
        Ok(SeriesOutcomes::new(self.first(), outcomes.iter().take(self.len()).collect()))
    }
}

impl Panel {
    /// The contributions of the rows of this panel to the growth of `total`, and the residual.
    ///
    /// See [`contributions_into`] for formulas and reasons; besides, `RunningTotal` for running totals of different months.
    ///
    /// # Errors
    /// A total of another frequency; a lag of 0; a fixed base of another frequency.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let keys = ["primary", "secondary"].map(|part| SeriesKey::new("north", part)).to_vec();
    /// let parts = Panel::new(keys, Period::annual(2000), vec![10.0, 11.0, 20.0, 24.0])?;
    /// let gdp = Series::annual(2000, [40.0, 46.0]);
    /// let contributions = parts.contributions(&gdp, Base::YearAgo)?;
    /// assert_eq!(contributions.parts().get(1, 1), Some(Ok(0.1)));
    /// let year = Period::annual(2001);
    /// assert!((contributions.residual().get(year)? - 0.025).abs() < 1e-15);
    /// assert_eq!(contributions.total().get(year), Ok(0.15));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contributions(&self, total: &Series, options: impl Into<ContributionOptions>) -> Result<Contributions> {
        let (options, width) = (options.into(), self.shape().1);
        let total = over_the_periods_of(total, self.first(), width)?;
        let cells = self.as_slice().len();
        let mut outcomes = Outcomes::with_len(cells + width);
        let (values, reasons) = outcomes.buffers();
        contributions_into(self.as_slice(), &total, self.first(), options, values, Some(&mut *reasons))?;
        refuse_running_totals(&total, self.first(), options, values, reasons);
        // Without parts everything is left over.
        let mut whole = Outcomes::with_len(width);
        let (values, reasons) = whole.buffers();
        contributions_into(&[], &total, self.first(), options, values, Some(&mut *reasons))?;
        refuse_running_totals(&total, self.first(), options, values, reasons);
        Ok(Contributions {
            parts: PanelOutcomes::new(self, outcomes.iter().take(cells).collect()),
            residual: SeriesOutcomes::new(self.first(), outcomes.iter().skip(cells).collect()),
            total: SeriesOutcomes::new(self.first(), whole),
        })
    }
}

/// Running totals of different months contribute nothing to each other: one holds the other.
fn refuse_running_totals(
    total: &[f64],
    first: Period,
    options: ContributionOptions,
    out: &mut [f64],
    codes: &mut [u8],
) {
    let ordinal = |column: usize| first.ordinal().wrapping_add(column as i32);
    let width = total.len().max(1);
    for (out, codes) in out.chunks_mut(width).zip(codes.chunks_mut(width)) {
        refuse_unlike_totals(first.frequency(), ordinal, GrowthOptions::new(options.base), total, out, codes);
    }
}

/// The values of a series over other periods, NaN where it has none.
fn over_the_periods_of(series: &Series, first: Period, len: usize) -> Result<Vec<f64>> {
    same_frequency(series.first().frequency(), first.frequency())?;
    Ok((0..len).map(|step| series.get(first + step as i32).unwrap_or(f64::NAN)).collect())
}

pub(super) fn same_frequency(a: Frequency, b: Frequency) -> Result<()> {
    if a == b {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Frequency, format!("a part that is {b} in a total that is {a}"))
        .mend("give both at one frequency"))
}
