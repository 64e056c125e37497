//! Where a target stood at one moment: completion, lead, pace needed and achieved, arrival.

use super::super::completion::completion_of_rates;
use super::super::evidence::{Point, finite, rate_between};
use super::{Case, Moment, degree};
use crate::error::Undefined;
use crate::model::{Better, Nature, Period, Unit};
use crate::plan::{is_met, years_to};

impl Case<'_> {
    pub(super) fn moment(
        &self,
        observed: &[(Period, f64)],
        level: Result<f64, Undefined>,
        better: Option<Better>,
    ) -> Moment {
        let latest = observed.last().copied();
        let base = self.base_value();
        let value = latest.map(|(_, value)| value).ok_or(Undefined::MissingValue);
        let sign = better.and_then(Better::sign).ok_or(Undefined::NoDirection);
        let met = match (level, value, better) {
            (Ok(level), Ok(value), Some(better)) => Some(is_met(value, level, better) && self.every_year(observed)),
            _ => None,
        };
        let completion = value.and_then(|value| self.degree(value, level?));
        let due_level = self.due_level(latest, level);
        let due = due_level.and_then(|due| self.degree(due, level?));
        let lead_points = match (completion, due, sign) {
            (Ok(completion), Ok(due), Ok(sign)) => Ok(sign * (completion - due)),
            (Err(reason), ..) | (_, Err(reason), _) | (_, _, Err(reason)) => Err(reason),
        };
        let per_year = latest.map_or(1.0, |(period, _)| f64::from(period.frequency().per_year()));
        let lead_periods = match (latest, self.path(), sign, self.target.by) {
            (_, _, _, None) => Err(Undefined::NotApplicable),
            (None, ..) => Err(Undefined::MissingValue),
            (_, None, ..) => Err(Undefined::MissingBase),
            (_, _, Err(reason), _) => Err(reason),
            (Some((period, value)), Some(path), Ok(sign), _) if level.is_ok() => path
                .when(value, sign)
                .map(|when| (when - period.end_in_years()) * per_year)
                .ok_or(Undefined::NeverReached),
            _ => Err(level.err().unwrap_or(Undefined::NoTarget)),
        };
        let achieved_rate = match (base, latest) {
            (None, _) => Err(Undefined::MissingBase),
            (_, None) => Err(Undefined::MissingValue),
            (Some((from, start)), Some((to, value))) if to.end_in_years() > from.end_in_years() => rate_between(
                Point { time: from.end_in_years(), value: start },
                Point { time: to.end_in_years(), value },
            ),
            _ => Err(Undefined::TooFewPoints),
        };
        let left = self.years_left(latest, met);
        let left = if met == Some(true) { Err(Undefined::AlreadyReached) } else { left };
        let needed_rate = match (value, level, left) {
            (Ok(value), Ok(level), Ok(years)) => {
                rate_between(Point { time: 0.0, value }, Point { time: years, value: level })
            }
            (Err(reason), ..) | (_, Err(reason), _) | (_, _, Err(reason)) => Err(reason),
        };
        let needed_change = match (value, level, left) {
            (Ok(value), Ok(level), Ok(years)) => Ok((level - value) / (years * per_year)),
            (Err(reason), ..) | (_, Err(reason), _) | (_, _, Err(reason)) => Err(reason),
        };
        let acceleration = match (needed_rate, achieved_rate) {
            (Ok(_), Ok(0.0)) => Err(Undefined::ZeroBase),
            (Ok(needed), Ok(achieved)) => Ok(needed / achieved),
            (Err(reason), _) | (_, Err(reason)) => Err(reason),
        };
        let arrival = self.arrival(observed, level, met, better, achieved_rate, per_year);
        Moment {
            latest,
            met,
            completion,
            due,
            lead_points: finite(lead_points),
            lead_periods: finite(lead_periods),
            needed_rate: finite(needed_rate),
            needed_change: finite(needed_change),
            achieved_rate: finite(achieved_rate),
            acceleration: finite(acceleration),
            arrival,
        }
    }

    /// Value over target; of two rates of growth the ratio of the indices, never of the rates.
    fn degree(&self, value: f64, target: f64) -> Result<f64, Undefined> {
        if self.indicator.nature != Nature::Growth || self.target.form.compounds() {
            return degree(value, target);
        }
        let scale = self.indicator.unit.as_ref().filter(|unit| unit.is_rate()).map_or(1.0, Unit::scale);
        completion_of_rates(value * scale, target * scale, Better::Higher).value
    }

    fn due_level(&self, latest: Option<(Period, f64)>, level: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let (period, _) = latest.ok_or(Undefined::MissingValue)?;
        let level = level?;
        if self.target.by.is_none() {
            return Ok(level);
        }
        self.path().and_then(|path| path.at(period.end_in_years())).ok_or(Undefined::MissingBase)
    }

    fn years_left(&self, latest: Option<(Period, f64)>, met: Option<bool>) -> Result<f64, Undefined> {
        let (period, _) = latest.ok_or(Undefined::MissingValue)?;
        let by = self.target.by.ok_or(Undefined::NotApplicable)?;
        let years = by.end_in_years() - period.end_in_years();
        if years > 1e-9 {
            return Ok(years);
        }
        Err(if met == Some(true) { Undefined::AlreadyReached } else { Undefined::Past })
    }

    fn arrival(
        &self,
        observed: &[(Period, f64)],
        level: Result<f64, Undefined>,
        met: Option<bool>,
        better: Option<Better>,
        achieved: Result<f64, Undefined>,
        per_year: f64,
    ) -> Result<Period, Undefined> {
        let (period, value) = observed.last().copied().ok_or(Undefined::MissingValue)?;
        let level = level?;
        if met == Some(true) {
            let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
            let better = better.ok_or(Undefined::NoDirection)?;
            let first = observed.iter().find(|(at, value)| at.end_in_years() >= from && is_met(*value, level, better));
            return first.map(|(period, _)| *period).ok_or(Undefined::MissingValue);
        }
        let years = years_to(value, level, achieved?)?;
        // Running totals reach the level of a year at the end of one.
        let step = if period.frequency().is_to_date() { per_year } else { 1.0 };
        let periods = (years * per_year / step - 1e-9).ceil() * step;
        // Beyond ten thousand years it is a way of saying never.
        if periods < 1e4 * per_year { Ok(period + periods as i32) } else { Err(Undefined::NeverReached) }
    }
}
