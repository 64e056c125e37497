//! Growth as offices publish it: out of the printed decimals, exact, rounded once.
//!
//! Rounding decides published rates. From 110.25 to 112.455 growth is 2 % exactly, in doubles a hair less; at a tie
//! the hair decides the digit that is printed.

use super::decimal::{Decimal, Rounding, divide, ten};
use super::options::Base;
use super::rows::{self, Row};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Frequency, LongPanel, Outcomes, Period, PeriodsRef, Series, SeriesOutcomes, put_at};

/// What is compared with what, and with how many decimals its growth is printed, in percent.
///
/// # Examples
/// ```
/// use fanfan::growth::{Base, PublishedOptions, Rounding};
/// use fanfan::model::{Period, Series};
///
/// // growth of 0.25 % exactly
/// let index = Series::annual(2020, [80.0, 80.2]);
/// let year = Period::annual(2021);
/// assert_eq!(index.growth_as_published(PublishedOptions::new(Base::YearAgo, 1))?.get(year), Ok(0.3));
/// let even = PublishedOptions::new(Base::YearAgo, 1).rounding(Rounding::HalfEven);
/// assert_eq!(index.growth_as_published(even)?.get(year), Ok(0.2));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedOptions {
    base: Base,
    decimals: u32,
    rounding: Rounding,
    sums: Sums,
}

/// Which periods are added up before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sums {
    One,
    Window(u32),
    Year,
    ToDate,
}

impl PublishedOptions {
    /// Growth over `base`, in percent with so many decimals, half away from zero.
    pub const fn new(base: Base, decimals: u32) -> PublishedOptions {
        PublishedOptions { base, decimals, rounding: Rounding::HalfAway, sums: Sums::One }
    }

    /// Growth of the sum, or mean, of a year's periods over that of the year before: 12-month average rates.
    pub const fn rolling(decimals: u32) -> PublishedOptions {
        PublishedOptions { sums: Sums::Year, ..PublishedOptions::new(Base::YearAgo, decimals) }
    }

    /// Growth of the running total over that of the same periods a year ago; the values are single periods or totals.
    pub const fn year_to_date(decimals: u32) -> PublishedOptions {
        PublishedOptions { sums: Sums::ToDate, ..PublishedOptions::new(Base::YearAgo, decimals) }
    }

    /// Compares sums of so many periods, with that over as many periods up to the base.
    #[must_use]
    pub const fn window(self, periods: u32) -> PublishedOptions {
        PublishedOptions { sums: Sums::Window(periods), ..self }
    }

    /// Sets what becomes of ties.
    #[must_use]
    pub const fn rounding(self, rounding: Rounding) -> PublishedOptions {
        PublishedOptions { rounding, ..self }
    }

    /// How many decimals are printed.
    pub const fn decimals(self) -> u32 {
        self.decimals
    }

    /// Sets the base.
    #[must_use]
    pub const fn base(self, base: Base) -> PublishedOptions {
        PublishedOptions { base, ..self }
    }

    /// The same where the options make sense for values of `frequency`.
    fn check(self, frequency: Frequency) -> Result<PublishedOptions> {
        let wrong = |what: String, mend: &str| Err(Error::new(ErrorKind::Option, what).mend(mend.to_owned()));
        if self.decimals > 15 {
            return wrong(format!("{} decimals", self.decimals), "give 0 to 15");
        }
        match (self.sums, self.base) {
            (Sums::Window(0), _) => wrong("a sum over 0 periods".to_owned(), "give a window of at least one"),
            (_, Base::Lag(0) | Base::YearsAgo(0)) => {
                wrong("a lag of 0 compares a value with itself".to_owned(), "give a lag of at least one period")
            }
            (_, Base::Fixed(period)) if period.frequency() != frequency => Err(Error::new(
                ErrorKind::Frequency,
                format!("the base {period} is {}, the values are {frequency}", period.frequency()),
            )
            .mend("give the base at the frequency of the values")),
            (Sums::ToDate, _) if frequency == Frequency::Weekly => {
                Err(Error::new(ErrorKind::Frequency, "weeks do not fill a year").mend("give months or quarters"))
            }
            _ => Ok(self),
        }
    }
}

impl From<u32> for PublishedOptions {
    /// Year-on-year growth with so many decimals.
    fn from(decimals: u32) -> PublishedOptions {
        PublishedOptions::new(Base::YearAgo, decimals)
    }
}

/// Growth between two printed numbers, in percent with so many decimals.
///
/// # Formula
/// `100·(x − b)/b`, in whole numbers, rounded once.
///
/// # Undefined
/// `ZeroBase`, `ZeroOverZero`, `NegativeBase`, `SignChange`, `TooManyDigits` (beyond 38 of them on the way).
///
/// # Examples
/// ```
/// use fanfan::growth::{PublishedOptions, percent_as_published};
///
/// let growth = percent_as_published("71.29".parse()?, "70.97".parse()?, 1);
/// assert_eq!(growth?.to_string(), "0.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Eurostat's published rates, `tests/conformance/data/hicp_published_monthly_EA_subset.csv`.
pub fn percent_as_published(
    value: Decimal,
    base: Decimal,
    options: impl Into<PublishedOptions>,
) -> Result<Decimal, Undefined> {
    let options = options.into();
    let many = Undefined::TooManyDigits;
    let places = value.places().max(base.places());
    let (x, b) = (value.at(places).ok_or(many)?, base.at(places).ok_or(many)?);
    if b == 0 {
        return Err(if x == 0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase });
    }
    if b < 0 || x < 0 {
        return Err(if (b < 0) == (x < 0) { Undefined::NegativeBase } else { Undefined::SignChange });
    }
    let unit = options.decimals.checked_add(2).and_then(ten).ok_or(many)?;
    let percent = x.checked_sub(b).and_then(|change| change.checked_mul(unit)).ok_or(many)?;
    divide(percent, b, options.rounding).map(|digits| Decimal::new(digits, options.decimals)).ok_or(many)
}

/// Growth as published, of one series without gaps in its periods; NaN is a missing value.
///
/// The values are taken as the shortest decimals that read as these doubles ([`Decimal::of`]): what was written,
/// for up to 15 digits, but for zeros at the end, which change nothing. Results are percent, the doubles nearest to
/// the printed numbers.
///
/// # Formula
/// `100·(x − b)/b` of a value and its base, or of two sums, in whole numbers, rounded once.
///
/// # Undefined
/// As growth over the base: `MissingValue`, `MissingBase`, `ZeroBase`, `ZeroOverZero`, `NegativeBase`, `SignChange`;
/// `RunningTotal` (running totals of different months, or their sum), `NotFinite`, `TooManyDigits`.
///
/// # Errors
/// Buffers of another length; more than 15 decimals; a lag or window of 0; a fixed base of another frequency; the
/// running total of weeks.
///
/// # Examples
/// ```
/// use fanfan::growth::{self, PublishedOptions};
/// use fanfan::model::Period;
///
/// let mut percent = [0.0; 2];
/// growth::published_into(&[73.0, 74.83], Period::annual(2002), 1, &mut percent, None)?;
/// assert_eq!(percent[1], 2.5);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// Eurostat, as in [`percent_as_published`].
pub fn published_into(
    values: &[f64],
    first: Period,
    options: impl Into<PublishedOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into().check(first.frequency())?;
    rows::over_dense(values, first, out, reasons, |row, out, reasons| compute(row, options, out, reasons))
}

/// Growth as published, of many series, by period: series `i` is the rows `offsets[i]..offsets[i + 1]`.
///
/// See [`published_into`] for formulas and reasons.
///
/// # Errors
/// Besides, offsets that do not rise from 0 to the number of rows, a period for each of them.
///
/// # Examples
/// ```
/// use fanfan::growth;
/// use fanfan::model::{Frequency, Periods};
///
/// let periods = Periods::new(Frequency::Annual, vec![2002, 2003, 2005]);
/// let mut percent = [0.0; 3];
/// growth::published_long_into(&[73.0, 74.83, 79.0], &[0, 3], &periods, 1, &mut percent, None)?;
/// assert!(percent[1] == 2.5 && percent[2].is_nan());
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn published_long_into<'a>(
    values: &[f64],
    offsets: &[usize],
    periods: impl Into<PeriodsRef<'a>>,
    options: impl Into<PublishedOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let periods = periods.into();
    let options = options.into().check(periods.frequency)?;
    rows::over_long(values, offsets, periods, out, reasons, |row, out, reasons| compute(row, options, out, reasons))
}

fn compute(row: Row<'_>, options: PublishedOptions, out: &mut [f64], mut reasons: Option<&mut [u8]>) {
    let first = row.values.iter().position(|value| !value.is_nan());
    for at in 0..row.values.len() {
        let result = of_row(row, options, at, first).map(Decimal::to_f64);
        put_at(out, reasons.as_deref_mut(), at, result);
    }
}

/// Growth of one row, as it would be printed.
fn of_row(row: Row<'_>, options: PublishedOptions, at: usize, first: Option<usize>) -> Result<Decimal, Undefined> {
    let ordinal = i64::from(row.ordinal(at));
    let base = match options.base {
        Base::YearAgo => row.find(ordinal - i64::from(row.per_year())),
        Base::YearsAgo(years) => row.find(ordinal - i64::from(row.per_year()) * i64::from(years)),
        Base::Previous => row.find(ordinal - 1),
        Base::Lag(lag) => row.find(ordinal - i64::from(lag)),
        Base::Fixed(period) => row.find(i64::from(period.ordinal())),
        Base::First => first,
    };
    let to_date = row.frequency.is_to_date();
    let width = match options.sums {
        Sums::One | Sums::Window(1) => 1,
        Sums::ToDate if to_date => 1,
        Sums::ToDate => row.part(at) as usize + 1,
        Sums::Window(periods) => periods as usize,
        Sums::Year => row.per_year() as usize,
    };
    if to_date && (width > 1 || base.is_some_and(|base| row.part(base) != row.part(at))) {
        return Err(Undefined::RunningTotal);
    }
    let value = sum(row.window(at, width), Undefined::MissingValue)?;
    let base = sum(base.and_then(|base| row.window(base, width)), Undefined::MissingBase)?;
    percent_as_published(value, base, options)
}

/// The sum of printed numbers, exact.
fn sum(values: Option<&[f64]>, missing: Undefined) -> Result<Decimal, Undefined> {
    let values = values.ok_or(missing)?;
    if values.iter().any(|value| value.is_nan()) {
        return Err(missing);
    }
    if values.iter().any(|value| value.is_infinite()) {
        return Err(Undefined::NotFinite);
    }
    let mut sum = Decimal::new(0, 0);
    for &value in values {
        let add = || {
            let value = Decimal::of(value)?;
            let places = sum.places().max(value.places());
            Some(Decimal::new(sum.at(places)?.checked_add(value.at(places)?)?, places))
        };
        sum = add().ok_or(Undefined::TooManyDigits)?;
    }
    Ok(sum)
}

impl Series {
    /// Growth as published: percent with so many decimals, exact; see [`published_into`].
    ///
    /// # Errors
    /// More than 15 decimals; a lag or window of 0; a fixed base of another frequency; the running total of weeks.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let index = Series::annual(2002, [73.0, 74.83]);
    /// assert_eq!(index.growth_as_published(1)?.get(Period::annual(2003)), Ok(2.5));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn growth_as_published(&self, options: impl Into<PublishedOptions>) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.len());
        let (out, reasons) = outcomes.buffers();
        published_into(self.values(), self.first(), options, out, Some(reasons))?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }
}

impl LongPanel {
    /// Growth as published, of each row; see [`published_into`].
    ///
    /// # Errors
    /// As of [`Series::growth_as_published`].
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let years = [2002, 2003].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("EA", "AP")], &[0, 0], &years, &[73.0, 74.83])?;
    /// assert_eq!(panel.growth_as_published(1)?.get(1), Some(Ok(2.5)));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn growth_as_published(&self, options: impl Into<PublishedOptions>) -> Result<Outcomes> {
        let options = options.into();
        self.by_rows(|values, offsets, periods, out, reasons| {
            published_long_into(values, offsets, periods, options, out, Some(reasons))
        })
    }
}
