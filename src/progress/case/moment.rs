//! Where a target stood at one moment: completion, lead, pace needed and achieved, arrival.

use super::super::completion::completion_of_rates;
use super::super::evidence::{Point, finite, rate_between};
use super::asked::Asked;
use super::{Case, Moment, degree};
use crate::error::Undefined;
use crate::growth::cumulative_rate;
use crate::model::{Better, Nature, Period, Unit};
use crate::plan::{Form, Path, Shape, years_to};

/// The latest of what was measured.
type Latest = Option<(Period, f64)>;

impl Case<'_> {
    pub(in crate::progress) fn moment(&self, observed: &[(Period, f64)]) -> Moment {
        let latest = observed.last().copied();
        let asked = self.asked(latest.map(|(period, _)| period));
        let level = asked.level;
        let value = latest.map(|(_, value)| value).ok_or(Undefined::MissingValue);
        let now = value.ok().and_then(|value| asked.met(value));
        let met = self.met(now, latest, observed);
        let completion = value.and_then(|value| self.degree(value, level?));
        let due = self.due_level(latest, &asked).and_then(|due| self.degree(due, level?));
        let sign = asked.sign(self.start().map(|(_, value)| value), value.ok());
        let lead_points = match (completion, due, sign) {
            (Ok(completion), Ok(due), Ok(sign)) => Ok(sign * (completion - due)),
            (Err(reason), ..) | (_, Err(reason), _) | (_, _, Err(reason)) => Err(reason),
        };
        let per_year = latest.map_or(1.0, |(period, _)| f64::from(period.frequency().per_year()));
        let achieved_rate = self.achieved_rate(latest);
        let left = match now {
            Some(true) if !self.is_open(latest) => Err(Undefined::AlreadyReached),
            _ => self.years_left(latest),
        };
        let needed_rate = self.needed_rate(latest, &asked, left);
        let needed_change = match (latest, self.needed_level(latest, &asked), left) {
            (Some((_, value)), Ok(level), Ok(years)) => Ok((level - value) / (years * per_year)),
            (None, ..) => Err(Undefined::MissingValue),
            (_, Err(reason), _) | (_, _, Err(reason)) => Err(reason),
        };
        let acceleration = match (needed_rate, achieved_rate) {
            (Ok(_), Ok(0.0)) => Err(Undefined::ZeroBase),
            (Ok(needed), Ok(achieved)) => Ok(needed / achieved),
            (Err(reason), _) | (_, Err(reason)) => Err(reason),
        };
        Moment {
            latest,
            met,
            completion,
            due,
            lead_points: finite(lead_points),
            lead_periods: finite(self.lead_periods(latest, &asked, per_year)),
            needed_rate: finite(needed_rate),
            needed_change: finite(needed_change),
            achieved_rate: finite(achieved_rate),
            acceleration: finite(acceleration),
            arrival: self.arrival(observed, &asked, now, achieved_rate, per_year),
        }
    }

    /// Whether a sum that is not to be passed still runs: until its end it may still be.
    pub(in crate::progress) fn is_open(&self, latest: Option<(Period, f64)>) -> bool {
        let (Form::Total(_), Some(by)) = (&self.target.form, self.target.by) else { return false };
        let runs = latest.is_none_or(|(period, _)| period.end_in_years() < by.end_in_years() - 1e-9);
        runs && self.better(None) == Some(Better::Lower)
    }

    /// Whether the target is met: now, and in every period or year in which it is asked for.
    fn met(&self, now: Option<bool>, latest: Latest, observed: &[(Period, f64)]) -> Option<bool> {
        match now {
            // A ceiling of a sum is kept when the sum is whole, and broken as soon as it is passed.
            Some(true) if self.is_open(latest) => None,
            Some(met) => Some(met && self.is_whole(observed)),
            None => None,
        }
    }

    /// Value over target; of two rates of growth the ratio of the indices, never of the rates.
    fn degree(&self, value: f64, target: f64) -> Result<f64, Undefined> {
        match self.scale_of_rates() {
            Some(scale) => completion_of_rates(value * scale, target * scale, Better::Higher).value,
            None => degree(value, target),
        }
    }

    /// Of a target for rates of growth themselves: what one unit of them is as a fraction.
    pub(in crate::progress) fn scale_of_rates(&self) -> Option<f64> {
        let form = &self.target.form;
        let are_rates = self.indicator.nature == Nature::Growth && !form.compounds() && !form.is_growth();
        let unit = self.indicator.unit.as_ref().filter(|unit| unit.is_rate());
        are_rates.then(|| unit.map_or(1.0, Unit::scale))
    }

    /// The planned way, where there is one: from the base through milestones, into a band, or of a sum.
    pub(in crate::progress) fn path(&self) -> Option<Path> {
        let form = &self.target.form;
        let has_one = (form.is_on_a_way() && !self.target.is_kept()) || matches!(form, Form::Total(_));
        self.path_to(&self.asked(None)).filter(|_| has_one)
    }

    pub(in crate::progress) fn path_to(&self, asked: &Asked) -> Option<Path> {
        let start = self.start()?;
        let by = self.target.by.map(Period::end_in_years);
        if matches!(self.target.form, Form::Total(_)) {
            return self.path_of_sum(start, (by?, asked.level.ok()?));
        }
        if asked.band.is_some() {
            asked.sign(Some(start.1), None).ok()?;
            return Some(Path::new(self.shape, [start, (by?, asked.edge(start.1).ok()?.0)]));
        }
        Some(Path::new(self.shape, std::iter::once(start).chain(self.milestones.iter().copied())))
    }

    /// The level that the plan wants by now.
    pub(in crate::progress) fn due_level(&self, latest: Latest, asked: &Asked) -> Result<f64, Undefined> {
        let (period, value) = latest.ok_or(Undefined::MissingValue)?;
        let level = asked.level?;
        if self.target.by.is_none() || self.target.is_kept() {
            return Ok(level);
        }
        match self.target.form {
            Form::Done => Err(Undefined::NotApplicable),
            Form::Pace { .. } | Form::Elasticity { .. } => Ok(level),
            Form::Relative { .. } => self.relative_due(period, level),
            _ => {
                if asked.band.is_some() {
                    asked.sign(self.start().map(|(_, value)| value), Some(value))?;
                }
                self.path_to(asked).and_then(|path| path.at(period.end_in_years())).ok_or(Undefined::MissingBase)
            }
        }
    }

    /// The gap that the base had to what it is compared with is to close evenly until the date.
    fn relative_due(&self, period: Period, level: f64) -> Result<f64, Undefined> {
        let (base, start, left, even) = self.closing(period, level)?;
        Ok(if even { level * (base / start).powf(left) } else { level + (base - start) * left })
    }

    /// What was at the base, what was asked for there, the share of the time that is left, and whether the gap closes by
    /// the same rate. Who had met it has nothing left.
    pub(in crate::progress) fn closing(&self, period: Period, level: f64) -> Result<(f64, f64, f64, bool), Undefined> {
        let (from, base) = self.base_value().ok_or(Undefined::MissingBase)?;
        let by = self.target.by.ok_or(Undefined::NotApplicable)?.end_in_years();
        let asked = self.asked(Some(from));
        let start = asked.level?;
        if asked.met(base) == Some(true) {
            return Ok((base, start, 0.0, false));
        }
        let left = (by - period.end_in_years()) / (by - from.end_in_years());
        let is_even = self.shape == Shape::Geometric && base > 0.0 && start > 0.0 && level > 0.0;
        let is_level = matches!(self.target.form, Form::Relative { change: None, .. });
        Ok((base, start, left, is_even && is_level))
    }

    fn lead_periods(&self, latest: Latest, asked: &Asked, per_year: f64) -> Result<f64, Undefined> {
        let form = &self.target.form;
        if self.target.by.is_none() || self.target.is_kept() || form.is_moving() || *form == Form::Done {
            return Err(Undefined::NotApplicable);
        }
        let (period, value) = latest.ok_or(Undefined::MissingValue)?;
        let start = self.start().ok_or(Undefined::MissingBase)?;
        let sign = asked.sign(Some(start.1), Some(value))?;
        if asked.band.is_none() {
            asked.level?;
        }
        let path = self.path_to(asked).ok_or(Undefined::MissingBase)?;
        // The way of a sum rises also where the sum is not to be passed: who has used up more is behind.
        let (along, ahead) = self.along(sign);
        let when = path.when(value, along).ok_or(Undefined::NeverReached)?;
        Ok((when - period.end_in_years()) * ahead * per_year)
    }

    /// Which way the planned path leads, and whether it is good to be further on it, for what is better in `sign`.
    pub(in crate::progress) fn along(&self, sign: f64) -> (f64, f64) {
        if matches!(self.target.form, Form::Total(_)) { (1.0, sign) } else { (sign, 1.0) }
    }

    /// The rate a year since the base; of a sum that of its years.
    fn achieved_rate(&self, latest: Latest) -> Result<f64, Undefined> {
        let [from, to] = self.achieved_between(latest)?;
        rate_between(from, to)
    }

    /// The two points of the rate since the base.
    pub(in crate::progress) fn achieved_between(&self, latest: Latest) -> Result<[Point; 2], Undefined> {
        if self.target.form == Form::Done {
            return Err(Undefined::NotApplicable);
        }
        let (from, mut start) = self.base_value().ok_or(Undefined::MissingBase)?;
        let (to, mut value) = latest.ok_or(Undefined::MissingValue)?;
        if matches!(self.target.form, Form::Total(_)) {
            start = self.year_until(from).ok_or(Undefined::MissingBase)?;
            value = self.year_until(to).ok_or(Undefined::TooFewPoints)?;
        }
        if to.end_in_years() <= from.end_in_years() {
            return Err(Undefined::TooFewPoints);
        }
        Ok([Point { time: from.end_in_years(), value: start }, Point { time: to.end_in_years(), value }])
    }

    pub(in crate::progress) fn years_left(&self, latest: Latest) -> Result<f64, Undefined> {
        let (period, _) = latest.ok_or(Undefined::MissingValue)?;
        let by = self.target.by.filter(|_| !self.target.is_kept()).ok_or(Undefined::NotApplicable)?;
        if self.target.form == Form::Done {
            return Err(Undefined::NotApplicable);
        }
        let years = by.end_in_years() - period.end_in_years();
        if years > 1e-9 { Ok(years) } else { Err(Undefined::Past) }
    }

    /// The level that is left to reach: growth beside another indicator lets that go on as it did.
    pub(in crate::progress) fn needed_level(&self, latest: Latest, asked: &Asked) -> Result<f64, Undefined> {
        let (period, value) = latest.ok_or(Undefined::MissingValue)?;
        match (&self.target.form, self.target.by) {
            (Form::Pace { .. } | Form::Elasticity { .. }, Some(by)) => self.level_of_growth(period, by),
            _ => asked.edge(value).map(|(level, _)| level),
        }
    }

    fn needed_rate(&self, latest: Latest, asked: &Asked, left: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let (period, value) = latest.ok_or(Undefined::MissingValue)?;
        let level = self.needed_level(latest, asked)?;
        let years = left?;
        if !matches!(self.target.form, Form::Total(_)) {
            return rate_between(Point { time: 0.0, value }, Point { time: years, value: level });
        }
        // What the rest of a sum asks of its years: the cumulative method (累计法), from the last of them.
        if level <= value {
            return Err(Undefined::NeverReached);
        }
        if (years - years.round()).abs() > 1e-9 {
            return Err(Undefined::NotApplicable);
        }
        let year = self.year_until(period).ok_or(Undefined::TooFewPoints)?;
        cumulative_rate(year, level - value, years.round() as usize)
    }

    fn arrival(
        &self,
        observed: &[(Period, f64)],
        asked: &Asked,
        now: Option<bool>,
        achieved: Result<f64, Undefined>,
        per_year: f64,
    ) -> Result<Period, Undefined> {
        let (period, value) = observed.last().copied().ok_or(Undefined::MissingValue)?;
        let (level, _) = asked.edge(value)?;
        let is_ceiling_of_sum = matches!(self.target.form, Form::Total(_)) && asked.better == Some(Better::Lower);
        if is_ceiling_of_sum {
            // A sum does not arrive below its ceiling.
            return Err(Undefined::NotApplicable);
        }
        if now == Some(true) {
            let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
            let meets = |at: Period, value: f64| {
                let asked = if self.target.form.is_moving() { self.asked(Some(at)) } else { *asked };
                asked.met(value) == Some(true)
            };
            let first = observed.iter().find(|(at, value)| at.end_in_years() >= from && meets(*at, *value));
            return first.map(|(period, _)| *period).ok_or(Undefined::MissingValue);
        }
        if now.is_none() && asked.band.is_none() {
            asked.better.ok_or(Undefined::NoDirection)?;
        }
        let years = match self.target.form {
            Form::Done | Form::Relative { .. } | Form::Pace { .. } | Form::Elasticity { .. } => {
                return Err(Undefined::NotApplicable);
            }
            // A sum goes on as it did: by the mean of its parts.
            Form::Total(_) => {
                let (time, _) = self.start().ok_or(Undefined::MissingBase)?;
                let pace = value / (period.end_in_years() - time);
                if pace > 0.0 { (level - value) / pace } else { return Err(Undefined::NeverReached) }
            }
            _ => years_to(value, level, achieved?)?,
        };
        // Running totals reach the level of a year at the end of one.
        let step = if period.frequency().is_to_date() { per_year } else { 1.0 };
        let periods = (years * per_year / step - 1e-9).ceil() * step;
        // Beyond the calendar it is a way of saying never.
        period.later(periods).ok_or(Undefined::NeverReached)
    }
}
