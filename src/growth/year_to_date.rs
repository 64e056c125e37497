//! Running totals (累计) and single periods: one out of the other, their growth, and what a year inherits (翘尾).
//!
//! A running total and a single period of one month have the same ordinal, at two frequencies: that of July is
//! `2005-01/2005-07`, the month itself `2005-07`.

use super::options::NegativeBase;
use super::rows::{self, Row};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Frequency, Outcomes, Period, PeriodsRef, Series, SeriesOutcomes, put_at};

/// What is made of running totals or single periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum YearToDate {
    /// Running totals out of single periods: the sum since the year began. Those that are totals stay.
    Totals,
    /// Single periods out of running totals: each less the one before it in its year.
    Singles,
    /// Growth of the running total over that of the same periods a year ago, whichever of the two the values are.
    Growth(NegativeBase),
    /// Growth of the year's average over last year's, if the level stayed where last year ended (翘尾).
    CarryOver,
}

/// The frequency of running totals over single periods of `frequency`.
pub fn to_date(frequency: Frequency) -> Option<Frequency> {
    match frequency {
        Frequency::Monthly | Frequency::MonthlyToDate => Some(Frequency::MonthlyToDate),
        Frequency::Quarterly | Frequency::QuarterlyToDate => Some(Frequency::QuarterlyToDate),
        _ => None,
    }
}

/// The frequency of the single periods in running totals of `frequency`.
pub fn single(frequency: Frequency) -> Option<Frequency> {
    match frequency {
        Frequency::Monthly | Frequency::MonthlyToDate => Some(Frequency::Monthly),
        Frequency::Quarterly | Frequency::QuarterlyToDate => Some(Frequency::Quarterly),
        _ => None,
    }
}

/// Running totals, single periods, or their growth, of one series without gaps in its periods; NaN is a missing value.
///
/// Results stand at the ordinals of the values; the frequency of totals is [`to_date`], that of singles [`single`].
///
/// # Formula
/// With `m` the number of the period in its year:
/// `Totals`: `Σ x[1..m]`; `Singles`: `X[m] − X[m−1]`, in the first period `X[1]`; `Growth`: the total over that of the
/// same periods a year ago, minus 1; `CarryOver`: `f·x[y−1, f] / Σ x[y−1, 1..f] − 1`, the same in every row of year `y`.
///
/// # Undefined
/// `MissingValue` (a value of the total, or the total itself), `MissingBase` (one of the total a year ago; the total
/// of the period before, in `Singles`; a value of last year, in `CarryOver`), `SpansSeveral` (the single value of the
/// second period where the total of the first was not published: January and February are one observation and never
/// split), `RunningTotal` (`CarryOver` of running totals), `TooFewPoints` (`CarryOver` of years: one value has no
/// average to stay above), and what growth over a base can be.
///
/// # Errors
/// Buffers of another length; weeks, which do not fill a year; `Singles` of values that are no running totals.
///
/// # Examples
/// ```
/// use fanfan::growth::{YearToDate, year_to_date_into};
/// use fanfan::model::Period;
///
/// // January and February are published together; March follows
/// let totals = [f64::NAN, 30.0, 50.0];
/// let (mut months, mut reasons) = ([0.0; 3], [0; 3]);
/// let first = Period::months_to_date(2005, 1)?;
/// year_to_date_into(&totals, first, YearToDate::Singles, &mut months, Some(&mut reasons))?;
/// assert_eq!(months[2], 20.0);
/// assert_eq!(reasons, [1, 22, 0]); // MissingValue, SpansSeveral: 30 is no February
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// methods: year-to-date, carry-over; `tests/conformance/data/nbs_industrial_profit_cumulative_2012_2019.csv`.
pub fn year_to_date_into(
    values: &[f64],
    first: Period,
    what: YearToDate,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    check(first.frequency(), what)?;
    rows::over_dense(values, first, out, reasons, |row, out, reasons| compute(row, what, out, reasons))
}

/// The same for many series, by period: series `i` is the rows `offsets[i]..offsets[i + 1]`.
///
/// See [`year_to_date_into`] for formulas and reasons.
///
/// # Errors
/// Besides, offsets that do not rise from 0 to the number of rows, a period for each of them.
///
/// # Examples
/// ```
/// use fanfan::growth::{YearToDate, year_to_date_long_into};
/// use fanfan::model::{Frequency, Period, Periods};
///
/// // no row for January: February holds both months
/// let february = Period::months_to_date(2005, 2)?.ordinal();
/// let periods = Periods::new(Frequency::MonthlyToDate, vec![february, february + 1]);
/// let mut months = [0.0; 2];
/// year_to_date_long_into(&[30.0, 50.0], &[0, 2], &periods, YearToDate::Singles, &mut months, None)?;
/// assert!(months[0].is_nan() && months[1] == 20.0);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn year_to_date_long_into<'a>(
    values: &[f64],
    offsets: &[usize],
    periods: impl Into<PeriodsRef<'a>>,
    what: YearToDate,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let periods = periods.into();
    check(periods.frequency, what)?;
    rows::over_long(values, offsets, periods, out, reasons, |row, out, reasons| compute(row, what, out, reasons))
}

fn check(frequency: Frequency, what: YearToDate) -> Result<()> {
    if frequency == Frequency::Weekly {
        return Err(Error::new(ErrorKind::Frequency, "weeks do not fill a year").mend("give months or quarters"));
    }
    if what == YearToDate::Singles && !frequency.is_to_date() {
        return Err(Error::new(ErrorKind::Frequency, format!("the values are {frequency}, not running totals")).mend(
            "give running totals, whose periods are written 2005-01/2005-07 or whose names say so (累计值, YTD)",
        ));
    }
    Ok(())
}

fn compute(row: Row<'_>, what: YearToDate, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    match what {
        YearToDate::Totals => {
            totals(row, out);
            for at in 0..row.values.len() {
                let total = out.get(at).copied().unwrap_or(f64::NAN);
                let result = if total.is_finite() { Ok(total) } else { Err(why_no_total(row, at)) };
                put_at(out, reasons.as_deref_mut(), at, result);
            }
        }
        YearToDate::Singles => singles(row, out, reasons),
        YearToDate::Growth(policy) => growth(row, policy, out, reasons),
        YearToDate::CarryOver => carried(row, out, reasons),
    }
}

/// The total of each row, NaN where one of its periods is missing.
fn totals(row: Row<'_>, out: &mut [f64]) {
    if row.frequency.is_to_date() {
        out.copy_from_slice(row.values);
        return;
    }
    let (mut sum, mut before) = (f64::NAN, i32::MIN);
    for (at, (out, &x)) in out.iter_mut().zip(row.values).enumerate() {
        let ordinal = row.ordinal(at);
        sum = match row.part(at) {
            0 => x,
            _ if before.checked_add(1) == Some(ordinal) => sum + x,
            _ => f64::NAN,
        };
        before = ordinal;
        *out = sum;
    }
}

/// Why the total of a row is no number: looked at again, since it is rare.
#[cold]
fn why_no_total(row: Row<'_>, at: usize) -> Undefined {
    let width = if row.frequency.is_to_date() { 1 } else { row.part(at) as usize + 1 };
    rows::why_no_sum(row.window(at, width), Undefined::MissingValue)
}

fn singles(row: Row<'_>, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    for (at, &total) in row.values.iter().enumerate() {
        let before = if row.part(at) == 0 { 0.0 } else { row.value(row.find(i64::from(row.ordinal(at)) - 1)) };
        let single = total - before;
        let result = if total.is_nan() {
            Err(Undefined::MissingValue)
        } else if before.is_nan() {
            Err(if row.part(at) == 1 { Undefined::SpansSeveral } else { Undefined::MissingBase })
        } else if single.is_finite() {
            Ok(single)
        } else {
            Err(Undefined::NotFinite)
        };
        put_at(out, reasons.as_deref_mut(), at, result);
    }
}

/// First the totals, into the buffer; then, from the last row to the first, each over that of a year before.
fn growth(row: Row<'_>, policy: NegativeBase, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    totals(row, out);
    let lag = i64::from(row.per_year());
    // The row of a year before only moves towards the start.
    let mut base_row = row.values.len();
    for at in (0..row.values.len()).rev() {
        let target = i64::from(row.ordinal(at)) - lag;
        base_row = base_row.min(at);
        while base_row > 0 && i64::from(row.ordinal(base_row)) > target {
            base_row -= 1;
        }
        let is_there = i64::from(row.ordinal(base_row)) == target;
        let total = out.get(at).copied().unwrap_or(f64::NAN);
        let base = out.get(base_row).copied().filter(|_| is_there).unwrap_or(f64::NAN);
        let result = if total.is_nan() {
            Err(why_no_total(row, at))
        } else if base.is_nan() {
            Err(match why_no_total(row, base_row) {
                Undefined::NotFinite if is_there => Undefined::NotFinite,
                _ => Undefined::MissingBase,
            })
        } else {
            rows::rate(total, base, policy)
        };
        put_at(out, reasons.as_deref_mut(), at, result);
    }
}

fn carried(row: Row<'_>, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    let mut of_year = (i64::MIN, Err(Undefined::MissingBase));
    for at in 0..row.values.len() {
        // The last period of the year before.
        let last = i64::from(row.ordinal(at)) - i64::from(row.part(at)) - 1;
        if of_year.0 != last {
            of_year = (last, inherited(row, row.find(last)));
        }
        put_at(out, reasons.as_deref_mut(), at, of_year.1);
    }
}

/// Carry-over out of the year that ends in row `last`.
fn inherited(row: Row<'_>, last: Option<usize>) -> Result<f64, Undefined> {
    if row.frequency.is_to_date() {
        return Err(Undefined::RunningTotal);
    }
    let year = last.and_then(|last| row.window(last, row.per_year() as usize)).ok_or(Undefined::MissingBase)?;
    carry_over(year)
}

/// What a year inherits (翘尾) from the values of the year before: growth of its average if the level stayed.
///
/// # Formula
/// `f·x[f] / Σ x[1..f] − 1` over the `f` values of a year. The sum over the months of the new year of `x[f]/x[m] − 1`
/// is another number: the carry-over within each month's year-on-year rate.
///
/// # Undefined
/// `TooFewPoints` (fewer than 2 values), `MissingBase` (one is missing), `ZeroBase`, `ZeroOverZero`, `NegativeBase`,
/// `SignChange`, `NotFinite`.
///
/// # Examples
/// ```
/// use fanfan::growth::carry_over;
///
/// // quarters of 100, 102, 104, 106: staying at 106 is 2.9 % above the average of 103
/// assert!((carry_over(&[100.0, 102.0, 104.0, 106.0])? - (106.0 / 103.0 - 1.0)).abs() < 1e-15);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// standard (ECB, "carry-over effect": the growth of the annual average with the level of the last period held).
pub fn carry_over(year: &[f64]) -> Result<f64, Undefined> {
    let (Some(&last), 2..) = (year.last(), year.len()) else { return Err(Undefined::TooFewPoints) };
    let sum: f64 = year.iter().sum();
    if sum.is_nan() {
        return Err(rows::why_no_sum(Some(year), Undefined::MissingBase));
    }
    rows::rate(last * year.len() as f64, sum, NegativeBase::Undefined)
}

/// Single periods out of running totals, with the sums that were published for two periods together.
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
///
/// let to = |month| Period::months_to_date(2005, month);
/// let totals = Series::from_points([(to(2)?, 30.0), (to(3)?, 50.0)])?;
/// let singles = totals.single_periods()?;
/// assert_eq!(singles.periods().get(Period::monthly(2005, 2)?), Err(Undefined::SpansSeveral));
/// assert_eq!(singles.periods().get(Period::monthly(2005, 3)?), Ok(20.0));
/// assert_eq!(singles.together(), [(to(2)?, 30.0)]);
/// assert_eq!(singles.running_totals().get(to(3)?), Ok(50.0)); // and back
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SinglePeriods {
    periods: SeriesOutcomes,
    together: Vec<(Period, f64)>,
}

impl SinglePeriods {
    /// The single periods.
    pub fn periods(&self) -> &SeriesOutcomes {
        &self.periods
    }

    /// Sums of the first two periods of a year that were published together, under the running total's period.
    pub fn together(&self) -> &[(Period, f64)] {
        &self.together
    }

    /// The running totals again: sums of the single periods, begun where two were published together with their sum.
    pub fn running_totals(&self) -> SeriesOutcomes {
        let mut before = Err(Undefined::MissingValue);
        let totals = self.periods.iter().map(|(period, single)| {
            let (_, part) = period.year_and_part();
            let total = to_date(period.frequency()).map(|total| Period::from_ordinal(total, period.ordinal()));
            let together = self.together.iter().find(|(period, _)| Some(*period) == total);
            before = match (part, together) {
                (1, _) => single,
                (_, Some((_, sum))) => Ok(*sum),
                _ => before.and_then(|before: f64| single.map(|single| before + single)),
            };
            before
        });
        let totals: Outcomes = totals.collect();
        let first = self.periods.iter().next().map_or(Period::annual(0), |(period, _)| period);
        let frequency = to_date(first.frequency()).unwrap_or(first.frequency());
        SeriesOutcomes::new(Period::from_ordinal(frequency, first.ordinal()), totals)
    }
}

impl Series {
    /// Running totals (累计) of single months or quarters, at the frequency of running totals.
    ///
    /// See [`year_to_date_into`] for formulas and reasons.
    ///
    /// # Errors
    /// Values of another frequency than months and quarters.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let sales = Series::new(Period::monthly(2005, 1)?, [10.0, 20.0, 30.0]);
    /// assert_eq!(sales.running_totals()?.get(Period::months_to_date(2005, 3)?), Ok(60.0));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn running_totals(&self) -> Result<SeriesOutcomes> {
        let own = self.first().frequency();
        let Some(frequency) = to_date(own) else {
            return Err(Error::new(ErrorKind::Frequency, format!("{own} values have no running totals"))
                .mend("give months or quarters"));
        };
        Ok(self.year_to_date(YearToDate::Totals)?.at_first(Period::from_ordinal(frequency, self.first().ordinal())))
    }

    /// Single months or quarters out of running totals; January and February published together stay their sum.
    ///
    /// See [`year_to_date_into`] for formulas and reasons.
    ///
    /// # Errors
    /// Values that are no running totals.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let profit = Series::new(Period::months_to_date(2005, 1)?, [10.0, 30.0, 60.0]);
    /// assert_eq!(profit.single_periods()?.periods().get(Period::monthly(2005, 3)?), Ok(30.0));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn single_periods(&self) -> Result<SinglePeriods> {
        let outcomes = self.year_to_date(YearToDate::Singles)?;
        let together = outcomes.iter().filter(|(_, single)| *single == Err(Undefined::SpansSeveral));
        let together = together.filter_map(|(period, _)| Some((period, self.get(period)?))).collect();
        let frequency = single(self.first().frequency()).unwrap_or(self.first().frequency());
        let periods = outcomes.at_first(Period::from_ordinal(frequency, self.first().ordinal()));
        Ok(SinglePeriods { periods, together })
    }

    /// What [`YearToDate`] says, at the periods of the series.
    ///
    /// See [`year_to_date_into`] for formulas and reasons.
    ///
    /// # Errors
    /// Weeks; single periods of values that are no running totals.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::YearToDate;
    /// use fanfan::prelude::*;
    ///
    /// let quarters = Series::new(Period::quarterly(2004, 1)?, [1.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
    /// let growth = quarters.year_to_date(YearToDate::Growth(NegativeBase::Undefined))?;
    /// assert_eq!(growth.get(Period::quarterly(2005, 2)?), Ok(0.5)); // 3 over 2
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn year_to_date(&self, what: YearToDate) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.len());
        let (out, reasons) = outcomes.buffers();
        year_to_date_into(self.values(), self.first(), what, out, Some(reasons))?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }
}
