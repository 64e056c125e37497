//! From fine periods to coarse ones: months to quarters to years.

use super::{Present, quotient};
use crate::error::{Error, ErrorKind, Result, Undefined, finite, suggestion};
use crate::model::{Frequency, Nature, Outcomes, Period, PeriodRange, Series, SeriesOutcomes, put, same_length, words};

words! {
    /// How the values of fine periods become that of a coarse one.
    OverPeriods, "aggregation" {
        /// Flows add up.
        Sum = "sum",
        /// Indices and averages: the mean.
        Mean = "mean",
        /// Stocks: the value at the end of the period; of running totals the whole year.
        Last = "last",
    }
}

impl OverPeriods {
    /// What suits an indicator of this nature; nothing suits a ratio, which is rebuilt by [`ratio_over_periods`] or
    /// weighted by [`mean_over_periods`].
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::OverPeriods;
    /// use fanfan::model::Nature;
    ///
    /// assert_eq!(OverPeriods::of(Nature::Stock), Some(OverPeriods::Last));
    /// assert_eq!(OverPeriods::of(Nature::Ratio), None);
    /// ```
    pub const fn of(nature: Nature) -> Option<OverPeriods> {
        match nature {
            Nature::Flow => Some(OverPeriods::Sum),
            Nature::Stock => Some(OverPeriods::Last),
            Nature::Index => Some(OverPeriods::Mean),
            Nature::Ratio | Nature::Growth => None,
        }
    }
}

/// Options of aggregation over periods: the frequency wanted, how, and how much must be there.
///
/// A frequency with an [`OverPeriods`] stands for the options that want every sub-period (of stocks: the last one).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AggregateOptions {
    to: Frequency,
    how: OverPeriods,
    present: Present,
}

impl AggregateOptions {
    /// To `to`, wanting every sub-period.
    pub const fn new(to: Frequency, how: OverPeriods) -> AggregateOptions {
        AggregateOptions { to, how, present: Present::All }
    }

    /// Sets how much must be there.
    #[must_use]
    pub const fn present(self, present: Present) -> AggregateOptions {
        AggregateOptions { present, ..self }
    }

    /// The options behind FRED's names `avg sum eop`: gaps inside are skipped, an incomplete first or last period
    /// does not exist. FRED then rounds to the decimals of the source; here rounding is left to printing.
    ///
    /// # Errors
    /// Another name.
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::AggregateOptions;
    /// use fanfan::prelude::*;
    ///
    /// let months = Series::new(Period::monthly(2020, 1)?, [100.1, f64::NAN, 100.9, 3.0]);
    /// let quarters = months.aggregate(AggregateOptions::fred(Frequency::Quarterly, "avg")?)?;
    /// assert_eq!(quarters.get(Period::quarterly(2020, 1)?), Ok(100.5));
    /// assert_eq!(quarters.get(Period::quarterly(2020, 2)?), Err(Undefined::TooSparse)); // April alone
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    ///
    /// # Source
    /// FRED, aggregation; `tests/conformance/data/fred_units.json`.
    pub fn fred(to: Frequency, name: &str) -> Result<AggregateOptions> {
        let how = match name {
            "avg" => OverPeriods::Mean,
            "sum" => OverPeriods::Sum,
            "eop" => OverPeriods::Last,
            _ => {
                return Err(Error::new(ErrorKind::Unknown, format!("FRED has no aggregation `{name}`"))
                    .mend(suggestion(name, &["avg", "sum", "eop"])));
            }
        };
        Ok(AggregateOptions::new(to, how).present(Present::InsideSpan))
    }
}

impl From<(Frequency, OverPeriods)> for AggregateOptions {
    fn from((to, how): (Frequency, OverPeriods)) -> AggregateOptions {
        AggregateOptions::new(to, how)
    }
}

/// The coarse periods that a series of `len` fine periods from `first` on touches; `None` for an empty series.
///
/// # Errors
/// Frequencies that do not nest: weeks, fiscal years that cut a quarter, a finer frequency than that of the values.
///
/// # Examples
/// ```
/// use fanfan::aggregate::aggregated_periods;
/// use fanfan::model::{Frequency, Period};
///
/// let quarters = aggregated_periods(Period::monthly(2020, 2)?, 4, Frequency::Quarterly)?;
/// assert_eq!(quarters.map(|range| range.to_string()).as_deref(), Some("2020-Q1/2020-Q2"));
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn aggregated_periods(first: Period, len: usize, to: Frequency) -> Result<Option<PeriodRange>> {
    let last = first + (len as i32 - 1);
    let (Some(from), Some(until)) = (coarse(first, to), coarse(last, to)) else {
        return Err(Error::new(
            ErrorKind::Frequency,
            format!("{to} periods do not consist of {} ones", first.frequency()),
        )
        .mend("give a coarser frequency whose periods are whole numbers of the values' periods"));
    };
    (len > 0).then(|| PeriodRange::new(from, until)).transpose()
}

/// The coarse period in which a fine one lies; a running total lies in its year.
fn coarse(period: Period, to: Frequency) -> Option<Period> {
    match period.frequency() {
        Frequency::MonthlyToDate | Frequency::QuarterlyToDate if to == Frequency::Annual => {
            Some(Period::annual(period.year()))
        }
        _ => period.lies_in(to),
    }
}

/// Calls `each` with the rows of every coarse period: those inside the series, how many there should be, and whether
/// they are all inside.
fn groups(
    first: Period,
    len: usize,
    to: Frequency,
    mut each: impl FnMut(usize, std::ops::Range<usize>, usize),
) -> Result<()> {
    let parts = match first.frequency() {
        frequency if frequency.is_to_date() && frequency != to => frequency.per_year(),
        frequency => to.parts_of(frequency).unwrap_or(1),
    } as usize;
    let Some(range) = aggregated_periods(first, len, to)? else { return Ok(()) };
    // The first coarse period may have begun before the series does.
    let before = (0..parts).take_while(|step| coarse(first - (*step as i32 + 1), to) == Some(range.first())).count();
    for nth in 0..range.len() {
        let from = (nth * parts).saturating_sub(before);
        let until = ((nth + 1) * parts - before).min(len);
        each(nth, from..until, parts);
    }
    Ok(())
}

/// Values of fine periods become those of coarse ones; `out` has room for [`aggregated_periods`].
///
/// # Formula
/// The sum, the mean, or the last of the values of the fine periods that lie in the coarse one.
///
/// # Undefined
/// `MissingValue`: nothing is there. `TooSparse`: less is there than [`Present`] asks for. `NotFinite`. With
/// [`OverPeriods::Last`] and [`Present::All`] only the last sub-period must be there.
///
/// # Errors
/// Buffers of another length; frequencies that do not nest; the sum or mean of running totals; a share outside 0 to 1.
///
/// # Examples
/// ```
/// use fanfan::aggregate::{self, OverPeriods};
/// use fanfan::model::{Frequency, Period};
///
/// let (values, mut years) = ([1.0, 2.0, 3.0, 4.0], [0.0]);
/// let options = (Frequency::Annual, OverPeriods::Sum);
/// aggregate::over_periods_into(&values, Period::quarterly(2020, 1)?, options, &mut years, None)?;
/// assert_eq!(years, [10.0]);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// standard; `tests/index_properties.rs`.
pub fn over_periods_into(
    values: &[f64],
    first: Period,
    options: impl Into<AggregateOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let AggregateOptions { to, how, present } = options.into();
    present.check()?;
    if first.frequency().is_to_date() && how != OverPeriods::Last && to != first.frequency() {
        return Err(Error::new(ErrorKind::Option, format!("the {how} of running totals counts January twelve times"))
            .mend("take the last value of the year, or make single periods of them first"));
    }
    let wanted = aggregated_periods(first, values.len(), to)?.map_or(0, PeriodRange::len);
    same_length(wanted, out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    groups(first, values.len(), to, |nth, rows, parts| {
        let inside = values.get(rows).unwrap_or_default();
        let there = || inside.iter().copied().filter(|value| !value.is_nan());
        let covered = inside.len() == parts;
        let allowed = if (how, present) == (OverPeriods::Last, Present::All) {
            // A stock at the end of the year does not depend on what it was in June.
            let last =
                inside.last().filter(|value| covered_to_the_end(first, values.len(), to, nth) && !value.is_nan());
            match (last, there().next()) {
                (Some(_), _) => Ok(()),
                (None, Some(_)) => Err(Undefined::TooSparse),
                (None, None) => Err(Undefined::MissingValue),
            }
        } else {
            present.allows(there().count() as f64, parts as f64, covered)
        };
        let result = allowed.and_then(|()| match how {
            OverPeriods::Sum => finite(there().sum()),
            OverPeriods::Mean => finite(there().sum::<f64>() / there().count() as f64),
            OverPeriods::Last => there().next_back().map_or(Err(Undefined::MissingValue), finite),
        });
        if let Some(out) = out.get_mut(nth) {
            put(out, reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(nth)), result);
        }
    })
}

/// Whether the coarse period `nth` ends inside the series.
fn covered_to_the_end(first: Period, len: usize, to: Frequency, nth: usize) -> bool {
    let (Some(start), next) = (coarse(first, to), first + len as i32) else { return false };
    coarse(next, to).is_some_and(|next| next > start + nth as i32)
}

/// The weighted mean over periods: a ratio of the year from those of its months.
///
/// # Formula
/// `Σ w·x / Σ w` over the sub-periods in which both are there.
///
/// # Undefined
/// `MissingValue`, `TooSparse`: a sub-period counts where value and weight are there. `ZeroBase`, `ZeroOverZero`:
/// weights that add up to zero. `NotFinite`.
///
/// # Errors
/// Series of two frequencies; frequencies that do not nest; running totals; a share outside 0 to 1.
///
/// # Examples
/// ```
/// use fanfan::aggregate::{Present, mean_over_periods};
/// use fanfan::prelude::*;
///
/// let first = Period::half_yearly(2020, 1)?;
/// let rate = Series::new(first, [0.10, 0.20]);
/// let workers = Series::new(first, [300.0, 100.0]);
/// let year = mean_over_periods(&rate, &workers, Frequency::Annual, Present::All)?;
/// assert!((year.get(Period::annual(2020))? - 0.125).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mean_over_periods(values: &Series, weights: &Series, to: Frequency, present: Present) -> Result<SeriesOutcomes> {
    pairs(values, weights, to, present, |value, weight| value * weight)
}

/// A ratio of a coarse period, rebuilt from what it is a ratio of.
///
/// # Formula
/// `Σ numerator / Σ denominator` over the sub-periods in which both are there.
///
/// # Undefined
/// `MissingValue`, `TooSparse`, `ZeroBase`, `ZeroOverZero`, `NotFinite`.
///
/// # Errors
/// As [`mean_over_periods`].
///
/// # Examples
/// ```
/// use fanfan::aggregate::{Present, ratio_over_periods};
/// use fanfan::prelude::*;
///
/// let first = Period::half_yearly(2020, 1)?;
/// let (profit, revenue) = (Series::new(first, [30.0, 20.0]), Series::new(first, [300.0, 100.0]));
/// let margin = ratio_over_periods(&profit, &revenue, Frequency::Annual, Present::All)?;
/// assert_eq!(margin.get(Period::annual(2020)), Ok(0.125)); // not the mean of 0.10 and 0.20
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn ratio_over_periods(
    numerator: &Series,
    denominator: &Series,
    to: Frequency,
    present: Present,
) -> Result<SeriesOutcomes> {
    pairs(numerator, denominator, to, present, |numerator, _| numerator)
}

/// `Σ above(a, b) / Σ b` by coarse period, over the periods of the first series.
fn pairs(
    a: &Series,
    b: &Series,
    to: Frequency,
    present: Present,
    above: impl Fn(f64, f64) -> f64,
) -> Result<SeriesOutcomes> {
    b.first().since(a.first())?;
    present.check()?;
    if a.first().frequency().is_to_date() {
        return Err(
            Error::new(ErrorKind::Frequency, "running totals do not add up").mend("make single periods of them first")
        );
    }
    let range = aggregated_periods(a.first(), a.len(), to)?;
    let mut outcomes = Outcomes::with_len(range.map_or(0, PeriodRange::len));
    let (out, reasons) = outcomes.buffers();
    groups(a.first(), a.len(), to, |nth, rows, parts| {
        let (mut top, mut bottom, mut count) = (0.0, 0.0, 0.0);
        let covered = rows.len() == parts;
        for row in rows {
            let (x, y) = (a.values().get(row).copied(), b.get(a.first() + row as i32));
            if let (Some(x), Some(y)) = (x.filter(|x| !x.is_nan()), y) {
                top += above(x, y);
                bottom += y;
                count += 1.0;
            }
        }
        let result = present.allows(count, parts as f64, covered).and_then(|()| quotient(top, bottom));
        if let (Some(out), reason) = (out.get_mut(nth), reasons.get_mut(nth)) {
            put(out, reason, result);
        }
    })?;
    Ok(SeriesOutcomes::new(range.map_or(a.first(), PeriodRange::first), outcomes))
}

impl Series {
    /// The series at a coarser frequency, as a frequency with an [`OverPeriods`] or [`AggregateOptions`] say.
    ///
    /// See [`over_periods_into`] for formula and reasons.
    ///
    /// # Errors
    /// Frequencies that do not nest; the sum or mean of running totals; a share outside 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use fanfan::aggregate::{AggregateOptions, OverPeriods, Present};
    /// use fanfan::prelude::*;
    ///
    /// let months = Series::new(Period::monthly(2020, 1)?, [1.0, 2.0, 3.0, 4.0, f64::NAN, 6.0]);
    /// let (q1, q2) = (Period::quarterly(2020, 1)?, Period::quarterly(2020, 2)?);
    /// let sums = months.aggregate((Frequency::Quarterly, OverPeriods::Sum))?;
    /// assert_eq!((sums.get(q1), sums.get(q2)), (Ok(6.0), Err(Undefined::TooSparse)));
    ///
    /// let two_thirds = AggregateOptions::new(Frequency::Quarterly, OverPeriods::Mean).present(Present::Share(2.0 / 3.0));
    /// assert_eq!(months.aggregate(two_thirds)?.get(q2), Ok(5.0));
    ///
    /// // the surprise: a stock at the end of June does not need its May
    /// assert_eq!(months.aggregate((Frequency::Quarterly, OverPeriods::Last))?.get(q2), Ok(6.0));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn aggregate(&self, options: impl Into<AggregateOptions>) -> Result<SeriesOutcomes> {
        let options = options.into();
        let range = aggregated_periods(self.first(), self.len(), options.to)?;
        let mut outcomes = Outcomes::with_len(range.map_or(0, PeriodRange::len));
        let (values, reasons) = outcomes.buffers();
        over_periods_into(self.values(), self.first(), options, values, Some(reasons))?;
        let first = range.map_or_else(|| coarse(self.first(), options.to), |range| Some(range.first()));
        Ok(SeriesOutcomes::new(first.unwrap_or(self.first()), outcomes))
    }
}
