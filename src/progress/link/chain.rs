//! An index chained from rates of growth, for data that gives rates and no levels.

use super::Found;
use crate::model::{Dimension, Frequency, IndexBase, Indicator, Nature, Period, Unit, Units};

/// What the year before the first rate has.
const BASE: f64 = 100.0;

type Points = Vec<(Period, f64)>;

/// What the values of a series say of growth.
#[derive(Clone, Copy)]
pub(super) enum Rates {
    /// Rates, of which one unit is so much: 0.01 for percent.
    Growth(f64),
    /// An index over the year before (上年=100).
    OverYearAgo,
}

/// Whether the values of a series are rates of growth, by the nature of the indicator or by their unit.
pub(super) fn rates_of(indicator: &Indicator, unit: Option<&str>, units: &Units) -> Option<Rates> {
    let unit: Option<Unit> = unit.and_then(|unit| units.known(unit)).or_else(|| indicator.unit.clone());
    match unit {
        Some(unit) if unit.dimension() == Dimension::Index(IndexBase::YearAgo) => Some(Rates::OverYearAgo),
        // Without a unit rates are fractions, as everywhere.
        unit if indicator.nature == Nature::Growth => {
            Some(Rates::Growth(unit.filter(Unit::is_rate).map_or(1.0, |unit| unit.scale())))
        }
        _ => None,
    }
}

/// The index and the rates, where the data has yearly rates: an indicator of nature `growth`, an index over the year
/// before (上年=100), or published growth without any value. Chained up to the first gap.
pub(super) fn of(group: &[Found]) -> Option<(Points, Points)> {
    let found = group.iter().find(|found| matches!(found.frequency, Frequency::Annual | Frequency::Fiscal(_)))?;
    let rates: Points = match found.rates {
        _ if found.points.is_empty() => found.published.clone(),
        Some(Rates::OverYearAgo) => found.raw.iter().map(|&(period, value)| (period, value / 100.0 - 1.0)).collect(),
        Some(Rates::Growth(scale)) => found.raw.iter().map(|&(period, value)| (period, value * scale)).collect(),
        None => return None,
    };
    let &(first, _) = rates.first()?;
    let mut last = (first - 1, BASE);
    let mut points = vec![last];
    for &(period, rate) in &rates {
        if rate.is_nan() || period != last.0 + 1 {
            break;
        }
        last = (period, last.1 * (1.0 + rate));
        points.push(last);
    }
    Some((points, rates))
}
