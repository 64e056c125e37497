//! An index chained from rates of growth, for data that gives rates and no levels.

use super::Found;
use crate::model::{Dimension, Frequency, IndexBase, Indicator, Nature, Period, Unit};

/// What the year before the first rate has.
const BASE: f64 = 100.0;

type Points = Vec<(Period, f64)>;

/// The index and the rates, where the data has yearly rates: an indicator of nature `growth`, an index over the year
/// before (上年=100), or published growth without any value. Chained up to the first gap.
pub(super) fn of(indicator: &Indicator, group: &[Found]) -> Option<(Points, Points)> {
    let found = group.iter().find(|found| matches!(found.frequency, Frequency::Annual | Frequency::Fiscal(_)))?;
    let unit: Option<Unit> =
        found.unit.as_deref().and_then(|unit| unit.parse().ok()).or_else(|| indicator.unit.clone());
    let is_index = |unit: &Unit| unit.dimension() == Dimension::Index(IndexBase::YearAgo);
    let rates: Points = if found.raw.is_empty() {
        found.published.clone()
    } else if unit.as_ref().is_some_and(is_index) {
        found.raw.iter().map(|&(period, value)| (period, value / 100.0 - 1.0)).collect()
    } else if indicator.nature == Nature::Growth {
        // Without a unit rates are fractions, as everywhere.
        let scale = unit.filter(Unit::is_rate).map_or(1.0, |unit| unit.scale());
        found.raw.iter().map(|&(period, value)| (period, value * scale)).collect()
    } else {
        return None;
    };
    let (first, _) = rates.iter().find(|(_, rate)| !rate.is_nan())?;
    let mut last = (*first - 1, BASE);
    let mut points = vec![last];
    for &(period, rate) in rates.iter().filter(|(period, _)| period >= first) {
        if rate.is_nan() || period != last.0 + 1 {
            break;
        }
        last = (period, last.1 * (1.0 + rate));
        points.push(last);
    }
    let rates = rates.into_iter().filter(|(_, rate)| !rate.is_nan()).collect();
    Some((points, rates))
}
