//! Contributions where parts do not add up: chained volumes and chained price indices.

use super::contribution::same_frequency;
use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::{Frequency, Outcomes, Period, Series, SeriesOutcomes, words};

/// A chained volume beside its values at current prices, from which its yearly prices follow.
#[derive(Debug, Clone, Copy)]
pub struct ChainedVolume<'a> {
    volume: &'a Series,
    nominal: &'a Series,
}

impl<'a> ChainedVolume<'a> {
    /// A volume at chained prices, and the same at current prices: by the same periods, or by year.
    pub const fn new(volume: &'a Series, nominal: &'a Series) -> ChainedVolume<'a> {
        ChainedVolume { volume, nominal }
    }

    /// Volume of a year, and its price: nominal over volume.
    fn year(self, year: Period) -> Result<(f64, f64), Undefined> {
        let sum = |series: &Series| -> Result<f64, Undefined> {
            let parts = year.parts(series.first().frequency()).ok_or(Undefined::MissingBase)?;
            parts.iter().map(|period| series.get(period).ok_or(Undefined::MissingBase)).sum()
        };
        let (volume, nominal) = (sum(self.volume)?, sum(self.nominal)?);
        Ok((volume, over(nominal, volume)?))
    }
}

/// Contribution of a part to the year-on-year growth of a total, both volumes chained by annual overlap.
///
/// # Formula
/// With `x`, `X` the volumes of part and total, `x̄`, `X̄` those of whole years and `P = nominal/volume` of whole years:
/// `(Px/PX)[y−1]·(x[p] − x[p−f])/X[p−f] + (x[p−f]/X[p−f] − x̄[y−1]/X̄[y−1])·((Px/PX)[y−1] − (Px/PX)[y−2])`.
/// The contributions of all parts add up to the growth of the total.
///
/// # Undefined
/// `MissingValue`: part or total in the period. `MissingBase`: a year ago, or any period of the two years before that
/// the formula needs. `ZeroBase`, `ZeroOverZero`, `NegativeBase`: a total or a yearly volume of zero or less.
/// `NotFinite`.
///
/// # Errors
/// Volumes of two frequencies; weeks, running totals and fiscal years; nominal values neither by year nor by the
/// periods of the volume.
///
/// # Examples
/// ```
/// use fanfan::growth::{ChainedVolume, annual_overlap_contribution};
/// use fanfan::prelude::*;
///
/// let part = Series::annual(2000, [20.0, 20.0, 23.0]);
/// let total = Series::annual(2000, [100.0, 100.0, 110.0]);
/// let contribution =
///     annual_overlap_contribution(ChainedVolume::new(&part, &part), ChainedVolume::new(&total, &total))?;
/// assert_eq!(contribution.get(Period::annual(2002)), Ok(0.03)); // prices stand still, so the plain formula holds
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// Eurostat's recommendation, additive volume difference; `tests/conformance/index_numbers.rs` with the IMF's example.
pub fn annual_overlap_contribution(part: ChainedVolume<'_>, total: ChainedVolume<'_>) -> Result<SeriesOutcomes> {
    let frequency = part.volume.first().frequency();
    same_frequency(total.volume.first().frequency(), frequency)?;
    for series in [part.volume, part.nominal, total.nominal] {
        let own = series.first().frequency();
        if Frequency::Annual.parts_of(own).is_none() || (own != frequency && own != Frequency::Annual) {
            return Err(Error::new(ErrorKind::Frequency, format!("annual overlap of values that are {own}"))
                .mend("give quarters, months or years, and nominal values by the same periods or by year"));
        }
    }
    let lag = frequency.per_year() as i32;
    let at = |period: Period| -> Result<f64, Undefined> {
        let get = |period: Period, reason| -> Result<(f64, f64), Undefined> {
            Ok((part.volume.get(period).ok_or(reason)?, total.volume.get(period).ok_or(reason)?))
        };
        let (now, _) = get(period, Undefined::MissingValue)?;
        let (ago, total_ago) = get(period - lag, Undefined::MissingBase)?;
        let year = Period::annual(period.year());
        let ratio = |year: Period| -> Result<(f64, f64), Undefined> {
            let ((volume, price), (total_volume, total_price)) = (part.year(year)?, total.year(year)?);
            Ok((over(price, total_price)?, over(volume, total_volume)?))
        };
        let (relative, share) = ratio(year - 1)?;
        let (relative_before, _) = ratio(year - 2)?;
        let growth = relative * over(now - ago, total_ago)?;
        finite(growth + (over(ago, total_ago)? - share) * (relative - relative_before))
    };
    let outcomes: Outcomes = part.volume.iter().map(|(period, _)| at(period)).collect();
    Ok(SeriesOutcomes::new(part.volume.first(), outcomes))
}

words! {
    /// Which contribution to the change of a price index that is linked in the last period of the year before.
    PriceContribution, "price contribution" {
        /// To the rate on a year ago, after Ribe.
        Ribe = "ribe",
        /// To the rate on a year ago, after Kirchner.
        Kirchner = "kirchner",
        /// To the rate on the period before.
        Previous = "previous",
    }
}

/// A price index linked in December, with the weights of each year.
#[derive(Debug, Clone, Copy)]
pub struct LinkedIndex<'a> {
    index: &'a Series,
    weights: &'a Series,
}

impl<'a> LinkedIndex<'a> {
    /// An index by month or quarter, and its weight in each year: per mille, or any other scale.
    pub const fn new(index: &'a Series, weights: &'a Series) -> LinkedIndex<'a> {
        LinkedIndex { index, weights }
    }

    fn at(self, period: Period, reason: Undefined) -> Result<f64, Undefined> {
        self.index.get(period).ok_or(reason)
    }
}

/// Contribution of a part to the change of a price index that is linked in December of the year before (HICP).
///
/// # Formula
/// `x`, `I` are the indices of part and total, `w/W` the part's weight, `D` December and `m` the period of the year;
/// `x⁰`, `I⁰` are relative to December of the year before.
/// - `TY = (I[D,y−1]/I[m,y−1])·(x⁰[m,y] − 1)·(w/W)[y]`, what this year adds;
///   `LY = (x[D,y−1]/x[m,y−1] − 1)·(w/W)[y−1]·(x⁰/I⁰)[m,y−1]`, what last year left.
/// - Ribe: `TY + LY`. Kirchner: `TY + I⁰[m,y]·LY − (w/W)[y]·(x⁰[m,y] − 1)·LY`.
/// - On the period before: `(x⁰[m,y] − x⁰[m−1,y])·(w/W)[y] / I⁰[m−1,y]`, in the first period of a year over 1.
///
/// # Undefined
/// `MissingValue`: part or total in the period, or the weight of its year. `MissingBase`: an index or weight of the
/// years before that the formula needs. `ZeroBase`, `ZeroOverZero`, `NegativeBase`: an index or weight below the line
/// of zero or less. `NotFinite`.
///
/// # Errors
/// Indices of two frequencies; other frequencies than months, quarters and half-years; weights that are not by year.
///
/// # Examples
/// ```
/// use fanfan::growth::{LinkedIndex, PriceContribution, price_contribution};
/// use fanfan::prelude::*;
///
/// let december = Period::monthly(2019, 12)?;
/// let (food, all) = (Series::new(december, [110.0, 121.0]), Series::new(december, [100.0, 102.0]));
/// let (weight, whole) = (Series::annual(2020, [150.0]), Series::annual(2020, [1000.0]));
/// let (food, all) = (LinkedIndex::new(&food, &weight), LinkedIndex::new(&all, &whole));
/// let monthly = price_contribution(food, all, PriceContribution::Previous)?;
/// assert!((monthly.get(december + 1)? - 0.015).abs() < 1e-15); // food is 10 % dearer and weighs 15 %
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// HICP Methodological Manual (Eurostat 2024), chapter 8; `tests/conformance/data/hicp_contrib_manual_example.csv`.
pub fn price_contribution(
    part: LinkedIndex<'_>,
    total: LinkedIndex<'_>,
    method: PriceContribution,
) -> Result<SeriesOutcomes> {
    let frequency = part.index.first().frequency();
    same_frequency(total.index.first().frequency(), frequency)?;
    let of_a_year = Frequency::Annual.parts_of(frequency).is_some_and(|parts| parts > 1);
    if !of_a_year || [part, total].iter().any(|one| one.weights.first().frequency() != Frequency::Annual) {
        let weights = part.weights.first().frequency();
        return Err(Error::new(
            ErrorKind::Frequency,
            format!("indices that are {frequency}, weights that are {weights}"),
        )
        .mend("give indices by month or quarter, and weights by year"));
    }
    let (lag, missing) = (frequency.per_year() as i32, Undefined::MissingBase);
    let weight = |year: i32, reason: Undefined| -> Result<f64, Undefined> {
        let of = |one: LinkedIndex<'_>| one.weights.get(Period::annual(year)).ok_or(reason);
        over(of(part)?, of(total)?)
    };
    let year_end = |year: i32| Period::from_ordinal(frequency, year.saturating_mul(lag).saturating_sub(1));
    let at = |period: Period| -> Result<f64, Undefined> {
        let year = period.year();
        let (x, all) = (part.at(period, Undefined::MissingValue)?, total.at(period, Undefined::MissingValue)?);
        let share = weight(year, Undefined::MissingValue)?;
        let (end, end_all) = (part.at(year_end(year), missing)?, total.at(year_end(year), missing)?);
        if method == PriceContribution::Previous {
            let (before, before_all) = (part.at(period - 1, missing)?, total.at(period - 1, missing)?);
            return finite(over(x - before, end)? * share / over(before_all, end_all)?);
        }
        let (ago, ago_all) = (part.at(period - lag, missing)?, total.at(period - lag, missing)?);
        let (end2, end2_all) = (part.at(year_end(year - 1), missing)?, total.at(year_end(year - 1), missing)?);
        let rise = over(x, end)? - 1.0;
        let this_year = over(end_all, ago_all)? * rise * share;
        let relative = over(over(ago, end2)?, over(ago_all, end2_all)?)?;
        let last_year = (over(end, ago)? - 1.0) * weight(year - 1, missing)? * relative;
        finite(match method {
            PriceContribution::Kirchner => this_year + over(all, end_all)? * last_year - share * rise * last_year,
            _ => this_year + last_year,
        })
    };
    let outcomes: Outcomes = part.index.iter().map(|(period, _)| at(period)).collect();
    Ok(SeriesOutcomes::new(part.index.first(), outcomes))
}

words! {
    /// The volume index whose growth is taken apart.
    VolumeIndex, "volume index" {
        /// At the prices of the period before: `p₀(q₁ − q₀) / Σp₀q₀`.
        Laspeyres = "laspeyres",
        /// Fisher's, as the BEA takes it apart: `(p₁/P + p₀)(q₁ − q₀) / Σ(p₁/P + p₀)q₀`, `P` Fisher's price index.
        Fisher = "fisher",
    }
}

/// Contributions of items to the growth of a volume index between two periods; the growth itself is given back.
///
/// # Formula
/// See [`VolumeIndex`]; the contributions add up to the growth of the index. Quantities in the place of prices, and
/// prices in that of quantities, take a price index apart (of Fisher's: after van IJzeren).
///
/// # Undefined
/// For all at once, since each needs the sums over all: `MissingValue`, `MissingBase` (a number of the second or the
/// first period is missing), `TooFewPoints` (no item), `ZeroBase`, `ZeroOverZero`, `NegativeBase` (the value below the
/// line), `NotPositive` (a Fisher index that does not exist), `NotFinite`. `out` is NaN then.
///
/// # Errors
/// Slices of different lengths.
///
/// # Examples
/// ```
/// use fanfan::growth::{VolumeIndex, volume_contributions_into};
///
/// let (prices, quantities) = ([&[7.0, 6.0][..], &[5.5, 9.0]], [&[251.0, 236.0][..], &[282.0, 227.0]]);
/// let mut out = [0.0; 2];
/// let growth = volume_contributions_into(prices, quantities, VolumeIndex::Laspeyres, &mut out)?;
/// assert!((out[0] - 0.0683895).abs() < 1e-7);
/// assert_eq!(growth, Ok(out[0] + out[1]));
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// Laspeyres: standard. Fisher: Bureau of Economic Analysis, as it is widely stated; the original was not at hand
/// (check). `tests/conformance/data/ppi_manual_index_and_contributions.json`.
pub fn volume_contributions_into(
    prices: [&[f64]; 2],
    quantities: [&[f64]; 2],
    index: VolumeIndex,
    out: &mut [f64],
) -> Result<Result<f64, Undefined>> {
    let ([p0, p1], [q0, q1]) = (prices, quantities);
    let lengths = [p0.len(), p1.len(), q0.len(), q1.len(), out.len()];
    if lengths.iter().any(|length| *length != p0.len()) {
        return Err(Error::new(ErrorKind::Length, format!("{lengths:?} prices, quantities and results"))
            .mend("give a price and a quantity for each item in both periods"));
    }
    let items = || p0.iter().zip(p1).zip(q0.iter().zip(q1)).map(|((&p0, &p1), (&q0, &q1))| [p0, p1, q0, q1]);
    let sum = |term: fn([f64; 4]) -> f64| items().map(term).sum::<f64>();
    // The price of a unit in this comparison.
    let worth = |deflator: f64| move |[p0, p1, ..]: [f64; 4]| if deflator.is_nan() { p0 } else { p1 / deflator + p0 };
    let prepare = || -> Result<(f64, f64), Undefined> {
        if out.is_empty() {
            return Err(Undefined::TooFewPoints);
        }
        if items().any(|[_, p1, _, q1]| p1.is_nan() || q1.is_nan()) {
            return Err(Undefined::MissingValue);
        }
        if items().any(|[p0, _, q0, _]| p0.is_nan() || q0.is_nan()) {
            return Err(Undefined::MissingBase);
        }
        let deflator = match index {
            VolumeIndex::Laspeyres => f64::NAN,
            VolumeIndex::Fisher => {
                let square = over(sum(|[_, p1, q0, _]| p1 * q0), sum(|[p0, _, q0, _]| p0 * q0))?
                    * over(sum(|[_, p1, _, q1]| p1 * q1), sum(|[p0, _, _, q1]| p0 * q1))?;
                if square > 0.0 { finite(square.sqrt())? } else { return Err(Undefined::NotPositive) }
            }
        };
        let worth = worth(deflator);
        let below = items().map(|item| worth(item) * item[2]).sum::<f64>();
        over(1.0, below).map(|_| (deflator, below))
    };
    let (deflator, below) = match prepare() {
        Ok(both) => both,
        Err(reason) => {
            out.fill(f64::NAN);
            return Ok(Err(reason));
        }
    };
    let worth = worth(deflator);
    let mut growth = 0.0;
    for (item, out) in items().zip(out.iter_mut()) {
        *out = worth(item) * (item[3] - item[2]) / below;
        growth += *out;
    }
    let growth = finite(growth);
    if growth.is_err() {
        out.fill(f64::NAN);
    }
    Ok(growth)
}

/// `a / b` for a base that must be above zero.
fn over(a: f64, b: f64) -> Result<f64, Undefined> {
    if b == 0.0 {
        Err(if a == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase })
    } else if b < 0.0 {
        Err(Undefined::NegativeBase)
    } else {
        finite(a / b)
    }
}
