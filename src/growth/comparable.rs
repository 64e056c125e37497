//! The comparable base (可比口径): a published rate beside the one that the published levels imply.
//!
//! Offices compare with last year's figure as it would be in this year's scope, at constant prices, after revisions.
//! The levels as published then imply another rate; neither is wrong, and the published one is never overwritten.

use super::decimal::{Decimal, Rounding};
use super::options::NegativeBase;
use super::rows;
use crate::error::Undefined;
use crate::model::{Observations, Period};

/// A published rate beside the one that the levels imply. Rates are fractions, the gap is in percentage points.
///
/// # Formula
/// `implied = x/b − 1`, `gap = 100·(implied − published)`, `base = x/(1 + published)`, `scope = base − b`.
///
/// # Undefined
/// `implied`, `gap`, `scope`: as growth over the base; besides, `base` and `scope` are `ZeroBase` after a fall of 100 %,
/// `SignChange` after one of more. Nothing is said about rounding (`None`) where `gap` does not exist.
///
/// # Examples
/// ```
/// use fanfan::growth::Comparable;
///
/// // China's industrial profits, January to July 2018: published +17.1 %, the levels fall by 8.1 %
/// let profit = Comparable::of_printed("39038.1".parse()?, "42481.2".parse()?, "17.1".parse()?);
/// assert_eq!(profit.published(), 0.171);
/// assert!((profit.implied()? + 0.08105).abs() < 1e-6);
/// assert!((profit.gap()? + 25.205).abs() < 1e-3);
/// assert!((profit.base()? - 33337.404).abs() < 1e-3);
/// assert_eq!(profit.is_beyond_rounding(), Some(true));
///
/// // the surprise: a gap of 0.02 points is none at all between 2.5 % and levels of three digits
/// let index = Comparable::of_printed("103".parse()?, "100.5".parse()?, "2.5".parse()?);
/// assert_eq!(index.is_beyond_rounding(), Some(false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// methods: published growth and published levels; `tests/conformance/data/nbs_industrial_profit_cumulative_2012_2019.csv`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparable {
    published: f64,
    implied: Result<f64, Undefined>,
    base: Result<f64, Undefined>,
    scope: Result<f64, Undefined>,
    beyond: Option<bool>,
}

impl Comparable {
    /// A value, the value of a year ago as it was published then, and the published rate in percent, as printed.
    pub fn of_printed(value: Decimal, base: Decimal, percent: Decimal) -> Comparable {
        Comparable::of(value, base, percent, (0, 0, 0))
    }

    /// The same for doubles that were read from print, each with the decimals of its column: in a column with one
    /// decimal, 16 was printed as 16.0.
    ///
    /// `None` where one of the three is missing or infinite.
    pub fn of_columns(value: (f64, u32), base: (f64, u32), percent: (f64, u32)) -> Option<Comparable> {
        let numbers = (Decimal::of(value.0)?, Decimal::of(base.0)?, Decimal::of(percent.0)?);
        Some(Comparable::of(numbers.0, numbers.1, numbers.2, (value.1, base.1, percent.1)))
    }

    fn of(value: Decimal, base: Decimal, percent: Decimal, places: (u32, u32, u32)) -> Comparable {
        let (x, b, p) = (value.to_f64(), base.to_f64(), percent.to_f64());
        let published = p / 100.0;
        let implied = rows::rate(x, b, NegativeBase::Undefined);
        let comparable = comparable_base(x, p);
        let halves = (value.half_unit(places.0), base.half_unit(places.1), percent.half_unit(places.2));
        let beyond = implied.is_ok().then(|| {
            // What the printed digits leave open on both sides; ends that touch agree, up to the error of doubles.
            let low = 100.0 * ((x - halves.0) / (b + halves.1) - 1.0);
            let high = if b > halves.1 { 100.0 * ((x + halves.0) / (b - halves.1) - 1.0) } else { f64::INFINITY };
            let slack = 1e-12 * (100.0 + low.abs().max(p.abs()));
            p - halves.2 > high + slack || p + halves.2 < low - slack
        });
        Comparable { published, implied, base: comparable, scope: comparable.map(|own| own - b), beyond }
    }

    /// The base that a published rate (a fraction) was computed over; it takes no value of a year ago.
    ///
    /// # Formula
    /// `x/(1 + published)`
    ///
    /// # Undefined
    /// `MissingValue`: no value or no rate. `ZeroBase` after a fall of 100 %, `SignChange` after one of more.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::Comparable;
    ///
    /// // China's industrial profits, January and February 2012: 606 billion, 5.2 % less than a year before
    /// assert!((Comparable::base_of(6060.06, -0.052)? - 6392.47).abs() < 5e-3);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    ///
    /// # Source
    /// methods: published growth and published levels.
    pub fn base_of(value: f64, published: f64) -> Result<f64, Undefined> {
        if value.is_nan() || published.is_nan() {
            return Err(Undefined::MissingValue);
        }
        comparable_base(value, printed_percent(published))
    }

    /// The published rate, a fraction.
    pub fn published(&self) -> f64 {
        self.published
    }

    /// The rate that the levels imply, a fraction.
    pub fn implied(&self) -> Result<f64, Undefined> {
        self.implied
    }

    /// How far the implied rate lies above the published one, in percentage points.
    pub fn gap(&self) -> Result<f64, Undefined> {
        self.implied.map(|implied| (implied - self.published) * 100.0)
    }

    /// The base that the published rate was computed over.
    pub fn base(&self) -> Result<f64, Undefined> {
        self.base
    }

    /// That base less the one published a year ago: what scope, prices and revisions made of it.
    pub fn scope(&self) -> Result<f64, Undefined> {
        self.scope
    }

    /// Whether the gap is more than the rounding of rate and levels can explain.
    pub fn is_beyond_rounding(&self) -> Option<bool> {
        self.beyond
    }
}

/// The base that a published rate in percent was computed over: `x/(1 + g)`. It takes no value of a year ago.
fn comparable_base(value: f64, percent: f64) -> Result<f64, Undefined> {
    match 100.0 + percent {
        0.0 => Err(Undefined::ZeroBase),
        of_base if of_base < 0.0 => Err(Undefined::SignChange),
        of_base => Some(100.0 * value / of_base).filter(|base| base.is_finite()).ok_or(Undefined::NotFinite),
    }
}

/// Percent as printed: readers made fractions of it in doubles, and nobody prints nine decimals.
fn printed_percent(rate: f64) -> f64 {
    let printed = Decimal::of(rate * 100.0).and_then(|rate| rate.round(9, Rounding::HalfAway));
    printed.map_or(f64::NAN, Decimal::to_f64)
}

/// A row of a table that gives a published rate, with what its levels imply.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparableRow {
    /// The number of the series.
    pub series: usize,
    /// The period.
    pub period: Period,
    /// The two rates.
    pub comparable: Comparable,
}

impl Observations {
    /// Every published rate that has a value and one of a year ago, beside the rate that these imply.
    ///
    /// Growth may be published in a column, or in a series of its own whose name is that of the level and words of growth
    /// (利润总额_累计, 利润总额_累计同比增速; 国内生产总值(不变价), 国内生产总值指数(上年同期=100)).
    ///
    /// How far rounding reaches is seen from the columns: the most decimals that values, and rates, of the series have
    /// near by.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{self, ReadOptions};
    ///
    /// let text = "year,value,growth\n2017,42481.2,\n2018,39038.1,17.1%\n";
    /// let tables = read::text("profit", text, &ReadOptions::default())?;
    /// let rows = tables.observations.comparable();
    /// assert_eq!(rows.len(), 1);
    /// assert_eq!(rows[0].comparable.is_beyond_rounding(), Some(true));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn comparable(&self) -> Vec<ComparableRow> {
        let beside = self.with_growth_beside();
        beside.as_ref().map_or(self, |(data, _)| data).rows_with_published()
    }

    /// The rows of series whose published rates stand beside them.
    pub(crate) fn rows_with_published(&self) -> Vec<ComparableRow> {
        let mut found = Vec::new();
        let mut start = 0;
        for (number, series) in self.panel().iter().enumerate() {
            let rates: Vec<f64> = (0..series.values.len())
                .map(|row| self.published_growth(start + row).map_or(f64::NAN, printed_percent))
                .collect();
            start += series.values.len();
            if rates.iter().all(|rate| rate.is_nan()) {
                continue;
            }
            let (of_values, of_rates) = (printed_places(series.values), printed_places(&rates));
            let year = series.frequency.per_year() as i32;
            for (row, (&ordinal, &rate)) in series.ordinals.iter().zip(&rates).enumerate() {
                let Ok(base) = series.ordinals.binary_search(&ordinal.wrapping_sub(year)) else { continue };
                let printed = |values: &[f64], places: &[u32], row: usize| {
                    Some((values.get(row).copied()?, places.get(row).copied()?))
                };
                let comparable = printed(series.values, &of_values, row)
                    .zip(printed(series.values, &of_values, base))
                    .and_then(|(value, base)| Comparable::of_columns(value, base, (rate, *of_rates.get(row)?)));
                let period = Period::from_ordinal(series.frequency, ordinal);
                found.extend(comparable.map(|comparable| ComparableRow { series: number, period, comparable }));
            }
        }
        found
    }
}

/// Values in a row that show how many decimals all of them were printed with: of three, once in a thousand times all end in
/// a zero that is lost.
const SHOWING: usize = 3;

/// The decimals that each value was printed with, zeros at the end too; those of a missing value mean nothing.
///
/// What was printed with one decimal is seen from what stands before it and behind it: offices change the decimals of a
/// series from one year to the next, and neither side may lend its digits to the other.
fn printed_places(values: &[f64]) -> Vec<u32> {
    let mut all = vec![0; values.len()];
    let there: Vec<(usize, u32)> = values
        .iter()
        .enumerate()
        .filter_map(|(row, &value)| Some((row, Decimal::of(value).filter(|_| value.is_finite())?.places())))
        .collect();
    let most = |rows: &[(usize, u32)]| rows.iter().map(|(_, places)| *places).max();
    for (at, (row, _)) in there.iter().enumerate() {
        let before = at.checked_sub(SHOWING - 1).and_then(|from| there.get(from..=at)).and_then(most);
        let behind = there.get(at..at + SHOWING).and_then(most);
        let shown = match (before, behind) {
            (Some(before), Some(behind)) => Some(before.min(behind)),
            (one, other) => one.or(other).or_else(|| most(&there)),
        };
        if let (Some(place), Some(shown)) = (all.get_mut(*row), shown) {
            *place = shown;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_change_within_a_series() {
        // Two decimals, then one; zeros at the end are lost in doubles.
        let values = [7.93, 6.7, 5.31, 3.3, 2.25, -4.2, -2.7, 1.0, -0.8, -0.7];
        assert_eq!(printed_places(&values), [2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
        // Too few to tell: as many as any has; missing values show nothing.
        assert_eq!(printed_places(&[16.0, 15.5, f64::NAN]), [1, 1, 0]);
    }
}
