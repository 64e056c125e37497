//! Links into an index, and an index into its links.

use super::over_level;
use super::rebase::Mean;
use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::{Frequency, Outcomes, Period, Series, SeriesOutcomes, put_at, same_length, words};

words! {
    /// What a link compares a period with.
    Link, "link" {
        /// The period before (环比; for years 上年=100).
        Previous = "previous",
        /// The last period of the year before: December, as in the HICP.
        YearEnd = "year_end",
        /// The average of the year before: annual overlap, as in quarterly national accounts.
        YearAverage = "year_average",
    }
}

/// Options of chaining: what links compare with, their scale, and the level at which the index starts.
///
/// A bare [`Link`] stands for links of the scale 100 (上年=100) and the level 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChainOptions {
    link: Link,
    scale: f64,
    level: f64,
}

impl ChainOptions {
    /// Links of the scale 100, an index that starts at 100.
    pub const fn new(link: Link) -> ChainOptions {
        ChainOptions { link, scale: 100.0, level: 100.0 }
    }

    /// Sets what a link without change is: 100 for percent, 1 for ratios.
    #[must_use]
    pub const fn scale(self, scale: f64) -> ChainOptions {
        ChainOptions { scale, ..self }
    }

    /// Sets the level of the index in the reference of the first link.
    #[must_use]
    pub const fn level(self, level: f64) -> ChainOptions {
        ChainOptions { level, ..self }
    }
}

impl Default for ChainOptions {
    /// Links on the period before.
    fn default() -> ChainOptions {
        ChainOptions::new(Link::Previous)
    }
}

impl From<Link> for ChainOptions {
    fn from(link: Link) -> ChainOptions {
        ChainOptions::new(link)
    }
}

/// Where the reference of a row lies among the rows: from row, to row, both included; negative before the first.
fn reference(link: Link, first: Period, row: usize) -> (i64, i64) {
    let row = row as i64;
    if link == Link::Previous {
        return (row - 1, row - 1);
    }
    let per_year = i64::from(first.frequency().per_year());
    let part = (i64::from(first.ordinal()) + row).rem_euclid(per_year);
    let year_start = row - part;
    match link {
        Link::YearEnd => (year_start - 1, year_start - 1),
        _ => (year_start - per_year, year_start - 1),
    }
}

/// Years must consist of a fixed number of periods, each a part of its own.
fn check(options: ChainOptions, frequency: Frequency) -> Result<()> {
    if !(options.scale > 0.0 && options.scale.is_finite() && options.level > 0.0 && options.level.is_finite()) {
        let message = format!("a scale of {} and a level of {}", options.scale, options.level);
        return Err(Error::new(ErrorKind::Option, message).mend("give finite numbers above zero"));
    }
    let yearly = options.link != Link::Previous;
    if frequency.is_to_date() || (yearly && frequency == Frequency::Weekly) {
        return Err(Error::new(
            ErrorKind::Frequency,
            format!("values that are {frequency} have no {} links", options.link),
        )
        .mend("give years, half-years, quarters or months"));
    }
    Ok(())
}

/// Links into an index: the index of each period is that of its reference times the link.
///
/// The first link that is there starts the index: its reference has the level of the options.
///
/// # Formula
/// `I[p] = I(reference of p) · link[p]/scale`; the reference is the period before, the last period of the year before,
/// or the mean of the index over the year before ([`Link`]).
///
/// # Undefined
/// `MissingValue`: no link. `MissingBase`: the chain broke at a gap before. `NotPositive`: a link of zero or less;
/// everything after it is `MissingBase`. `NotFinite`.
///
/// # Errors
/// Buffers of another length; a scale or level that is not above zero; running totals; yearly links of weeks.
///
/// # Examples
/// ```
/// use fanfan::index_number::{self, Link};
/// use fanfan::model::Period;
///
/// let mut index = [0.0; 3];
/// index_number::chain_into(&[110.0, 105.0, 100.0], Period::annual(2001), Link::Previous, &mut index, None)?;
/// assert!((index[1] - 115.5).abs() < 1e-12); // 2000 = 100
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// methods: chain by previous year, by December, annual overlap (IMF QNA manual);
/// `tests/conformance/data/imf_qna_annual_overlap_example.csv`.
pub fn chain_into(
    links: &[f64],
    first: Period,
    options: impl Into<ChainOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    same_length(links.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    check(options, first.frequency())?;
    let Some(start) = links.iter().position(|link| !link.is_nan()) else {
        for at in 0..links.len() {
            put_at(out, reasons.as_deref_mut(), at, Err(Undefined::MissingValue));
        }
        return Ok(());
    };
    let seed = reference(options.link, first, start);
    for (row, &link) in links.iter().enumerate() {
        let of = reference(options.link, first, row);
        // All rows of the first year share the reference that the options set.
        let base = if of == seed { Ok(options.level) } else { mean_of(out, of) };
        let result = match base {
            _ if link.is_nan() => Err(Undefined::MissingValue),
            _ if link <= 0.0 => Err(Undefined::NotPositive),
            Ok(base) => finite(base * link / options.scale),
            Err(reason) => Err(reason),
        };
        put_at(out, reasons.as_deref_mut(), row, result);
    }
    Ok(())
}

/// An index into its links: each period over its reference.
///
/// # Formula
/// `link[p] = scale · I[p] / I(reference of p)`.
///
/// # Undefined
/// `MissingValue`; `MissingBase`: the reference is missing or lies before the index begins; `ZeroBase`,
/// `ZeroOverZero`, `NegativeBase`, `NotFinite`.
///
/// # Errors
/// As [`chain_into`].
///
/// # Examples
/// ```
/// use fanfan::index_number::{self, Link};
/// use fanfan::model::Period;
///
/// let mut links = [0.0; 3];
/// index_number::unchain_into(&[100.0, 110.0, 99.0], Period::annual(2000), Link::Previous, &mut links, None)?;
/// assert!(links[0].is_nan());
/// assert!((links[2] - 90.0).abs() < 1e-12);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn unchain_into(
    index: &[f64],
    first: Period,
    options: impl Into<ChainOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    same_length(index.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    check(options, first.frequency())?;
    for (row, &value) in index.iter().enumerate() {
        let base = mean_of(index, reference(options.link, first, row));
        let result = match base {
            _ if value.is_nan() => Err(Undefined::MissingValue),
            Ok(base) => over_level(value * options.scale, base),
            Err(reason) => Err(reason),
        };
        put_at(out, reasons.as_deref_mut(), row, result);
    }
    Ok(())
}

fn mean_of(values: &[f64], (from, to): (i64, i64)) -> Result<f64, Undefined> {
    let at = |row: i64| usize::try_from(row).ok().and_then(|row| values.get(row)).copied().unwrap_or(f64::NAN);
    Mean::Arithmetic.of((from..=to).map(at))
}

/// Links into an index, as a [`Link`] or [`ChainOptions`] say; links on the period before begin with their reference.
///
/// See [`chain_into`] for formula and reasons. With [`Link::Previous`] the result begins one period before the links,
/// at the level; with yearly links it begins with them.
///
/// # Errors
/// A scale or level that is not above zero; running totals; yearly links of weeks.
///
/// # Examples
/// ```
/// use fanfan::index_number::{Link, chain};
/// use fanfan::prelude::*;
///
/// // 上年=100
/// let links = Series::annual(1979, [107.6, 107.8, f64::NAN, 109.0]);
/// let index = chain(&links, Link::Previous)?;
/// assert_eq!(index.get(Period::annual(1978)), Ok(100.0));
/// assert!((index.get(Period::annual(1980))? - 115.9928).abs() < 1e-10);
/// // the surprise: after a gap there is no index, since nobody knows what happened in 1981
/// assert_eq!(index.get(Period::annual(1982)), Err(Undefined::MissingBase));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn chain(links: &Series, options: impl Into<ChainOptions>) -> Result<SeriesOutcomes> {
    let options = options.into();
    let mut outcomes = Outcomes::with_len(links.len());
    let (values, reasons) = outcomes.buffers();
    chain_into(links.values(), links.first(), options, values, Some(reasons))?;
    let start = links.values().iter().position(|link| !link.is_nan());
    match start {
        Some(start) if options.link == Link::Previous => {
            let missing = std::iter::repeat_n(Err(Undefined::MissingValue), start);
            let seed = std::iter::once(Ok(options.level));
            let all = missing.chain(seed).chain(outcomes.iter().skip(start)).collect();
            Ok(SeriesOutcomes::new(links.first() - 1, all))
        }
        _ => Ok(SeriesOutcomes::new(links.first(), outcomes)),
    }
}

/// An index into its links, as a [`Link`] or [`ChainOptions`] say.
///
/// See [`unchain_into`] for formula and reasons.
///
/// # Errors
/// As [`chain`].
///
/// # Examples
/// ```
/// use fanfan::index_number::{ChainOptions, Link, unchain};
/// use fanfan::prelude::*;
///
/// let prices = Series::new(Period::quarterly(2020, 4)?, [100.0, 101.0, 103.0]);
/// let links = unchain(&prices, ChainOptions::new(Link::YearEnd).scale(1.0))?;
/// assert_eq!(links.get(Period::quarterly(2021, 2)?), Ok(1.03)); // on the fourth quarter of 2020
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unchain(index: &Series, options: impl Into<ChainOptions>) -> Result<SeriesOutcomes> {
    let mut outcomes = Outcomes::with_len(index.len());
    let (values, reasons) = outcomes.buffers();
    unchain_into(index.values(), index.first(), options, values, Some(reasons))?;
    Ok(SeriesOutcomes::new(index.first(), outcomes))
}
