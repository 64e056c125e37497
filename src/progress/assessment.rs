//! One target against one series: completion, lead, pace needed and achieved, arrival.

use super::evidence::{Evidence, Kind, Point, finite, rate_between};
use super::judged::Chosen;
use super::link::Linked;
use super::methods::{Judgement, Method};
use super::standing::Standing;
use crate::error::Undefined;
use crate::growth::doublings;
use crate::model::{Better, Indicator, Period};
use crate::plan::{Commitment, Form, OwnMethod, Path, Target, is_met, years_to};

/// A target with the level that it asks for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TargetLevel {
    /// What is asked for, as written.
    pub form: Form,
    /// When it is due; `None` for a limit to be kept in every period.
    pub by: Option<Period>,
    /// The level, in the unit of the indicator.
    pub level: Result<f64, Undefined>,
    /// How binding it is.
    pub commitment: Option<Commitment>,
    /// Where it is written.
    pub source: Option<String>,
}

/// Where a target stood at one moment. Rates and shares are fractions.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Moment {
    /// The period, and the value in it.
    pub latest: Option<(Period, f64)>,
    /// Whether the value meets the target.
    pub met: Option<bool>,
    /// Degree of completion (计划完成程度): value over target, whichever way is better.
    pub completion: Result<f64, Undefined>,
    /// The same of the level that the plan wants by now.
    pub due: Result<f64, Undefined>,
    /// Completion less what is due, positive when ahead in the direction that is better; 0.05 is 5 points.
    pub lead_points: Result<f64, Undefined>,
    /// By how many periods the value is ahead of the planned path (earned schedule).
    pub lead_periods: Result<f64, Undefined>,
    /// The rate a year that is still needed (geometric).
    pub needed_rate: Result<f64, Undefined>,
    /// The change a period that is still needed (linear), in the unit of the indicator.
    pub needed_change: Result<f64, Undefined>,
    /// The rate a year since the base.
    pub achieved_rate: Result<f64, Undefined>,
    /// Needed over achieved.
    pub acceleration: Result<f64, Undefined>,
    /// The period in which the target is reached at the achieved rate, or was.
    pub arrival: Result<Period, Undefined>,
}

/// A target, and where its indicator stands for one subject.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Assessment {
    /// The subject; empty where there is only one.
    pub subject: String,
    /// Code of the indicator.
    pub indicator: String,
    /// The target.
    pub target: TargetLevel,
    /// The base period and the value in it.
    pub base: (Option<Period>, Option<f64>),
    /// Growth of the latest value on a year earlier: as published where the data says, otherwise from the levels.
    pub growth: Result<f64, Undefined>,
    /// What the target is as a multiple of the base.
    pub multiple: Result<f64, Undefined>,
    /// The same in doublings (翻番数).
    pub doublings: Result<f64, Undefined>,
    /// The rate a year from the base to the target.
    pub target_rate: Result<f64, Undefined>,
    /// The rate a year inside the leg that ends here: from the milestone before, or from the base.
    pub leg_rate: Result<f64, Undefined>,
    /// How far the target lies above the even path from the base to the last milestone, relatively; below is negative.
    pub slack: Result<f64, Undefined>,
    /// Where it stands now.
    pub now: Moment,
    /// Where it stood after each observation since the base, when asked for.
    pub history: Vec<Moment>,
    /// How it stands, by the first method that can tell.
    pub standing: Standing,
    /// What each method says.
    pub methods: Vec<(Method, Judgement)>,
    /// What methods with thresholds of one's own say.
    pub own: Vec<(OwnMethod, Judgement)>,
    /// The series, and what else methods judge by; see [`Assessment::evidence`].
    pub(super) points: Vec<Point>,
    pub(super) evidence: Evidence<'static>,
}

/// One target, the series it is about, and the milestones on its way.
pub(super) struct Case<'a> {
    pub(super) target: &'a Target,
    pub(super) indicator: &'a Indicator,
    pub(super) base: Option<Period>,
    pub(super) series: Option<&'a Linked>,
    /// The planned path without the base.
    pub(super) milestones: Vec<(f64, f64)>,
    /// The last milestone of the whole path.
    pub(super) last: Option<(f64, f64)>,
    pub(super) shape: crate::plan::Shape,
    pub(super) end: Option<Period>,
    pub(super) as_of: Option<f64>,
    /// The moment of the assessment: `as_of`, or the last of all data.
    pub(super) now: Option<f64>,
}

impl Case<'_> {
    /// The base and its value, once it is known.
    pub(super) fn base_value(&self) -> Option<(Period, f64)> {
        let known = |(period, _): &(Period, f64)| self.as_of.is_none_or(|as_of| period.end_in_years() <= as_of + 1e-9);
        self.series?.at(self.base?).filter(known)
    }

    /// The level of the target from the value at the base.
    pub(super) fn level(&self) -> Result<f64, Undefined> {
        let years = self.base.zip(self.target.by).and_then(|(base, by)| crate::plan::years_between(base, by));
        finite(self.target.form.level(self.base_value().map(|(_, value)| value), years.unwrap_or(f64::NAN)))
    }

    /// The way that is better: as the form or the indicator says, otherwise the way from base to target.
    fn better(&self, level: Option<f64>) -> Option<Better> {
        self.target.form.better().or(self.indicator.direction()).or_else(|| {
            let (_, base) = self.base_value()?;
            let level = level.filter(|level| *level != base)?;
            Some(if level > base { Better::Higher } else { Better::Lower })
        })
    }

    /// Observations that count: up to the date of the target and the moment of the assessment.
    fn observations(&self) -> &[(Period, f64)] {
        let Some(series) = self.series.filter(|series| self.target.by.is_none_or(|by| series.speaks_of(by))) else {
            return &[];
        };
        let until = self.target.by.map_or(f64::INFINITY, Period::end_in_years).min(self.as_of.unwrap_or(f64::INFINITY));
        let count = series.points.partition_point(|(period, _)| period.end_in_years() <= until + 1e-9);
        series.points.get(..count).unwrap_or_default()
    }

    pub(super) fn assess(&self, chosen: &Chosen, with_history: bool) -> Assessment {
        let level = self.level();
        let better = self.better(level.ok());
        let base = self.base_value();
        let observed = self.observations();
        let now = self.moment(observed, level, better);
        let history = if with_history { self.history(observed, level, better) } else { Vec::new() };
        let points = observed.iter().map(|&(period, value)| Point { time: period.end_in_years(), value });
        let points: Vec<Point> = points.collect();
        let evidence = self.evidence(observed, level, better);
        let (methods, own) = chosen.judge(&Evidence { points: &points, ..evidence }, unresolved(level));
        let judgements = methods.iter().map(|(_, judgement)| judgement).chain(own.iter().map(|(_, one)| one));
        let by_method = judgements.map(|one| one.standing).find(|one| *one != Standing::CannotTell);
        let standing = match (now.met, by_method) {
            (Some(true), _) => Standing::Achieved,
            // A year that was missed stays missed, however high the level.
            (_, Some(Standing::OnTrack)) if evidence.missed => Standing::Slow,
            (_, by_method) => by_method.unwrap_or(Standing::CannotTell),
        };
        let multiple = ratio(level, base.map(|(_, value)| value));
        let target_rate = match (base, self.target.by, level) {
            (_, _, Err(reason)) => Err(reason),
            (None, ..) => Err(Undefined::MissingBase),
            (_, None, _) => Err(Undefined::NotApplicable),
            (Some((from, value)), Some(by), Ok(level)) => rate_between(
                Point { time: from.end_in_years(), value },
                Point { time: by.end_in_years(), value: level },
            ),
        };
        Assessment {
            subject: self.series.map(|series| series.subject.clone()).unwrap_or_default(),
            indicator: self.indicator.code.clone(),
            target: TargetLevel {
                form: self.target.form,
                by: self.target.by,
                level,
                commitment: self.target.commitment,
                source: self.target.source.clone(),
            },
            base: (self.base, base.map(|(_, value)| value)),
            growth: finite(self.growth(observed)),
            multiple,
            doublings: finite(multiple.and_then(doublings)),
            target_rate: finite(target_rate),
            leg_rate: finite(self.leg_rate(level)),
            slack: finite(self.slack(level)),
            now,
            history,
            standing,
            methods,
            own,
            points,
            evidence,
        }
    }

    fn history(
        &self,
        observed: &[(Period, f64)],
        level: Result<f64, Undefined>,
        better: Option<Better>,
    ) -> Vec<Moment> {
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        (1..=observed.len())
            .filter_map(|count| observed.get(..count))
            .filter(|seen| seen.last().is_some_and(|(period, _)| period.end_in_years() > from))
            .map(|seen| self.moment(seen, level, better))
            .collect()
    }

    /// The rate a year from the milestone before, or from the base.
    fn leg_rate(&self, level: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let value = level?;
        let time = self.target.by.ok_or(Undefined::NotApplicable)?.end_in_years();
        let before = self.milestones.iter().copied().filter(|(at, _)| *at < time).max_by(|a, b| a.0.total_cmp(&b.0));
        let base = self.base_value().map(|(period, value)| (period.end_in_years(), value));
        let (from, start) = before.or(base).ok_or(Undefined::MissingBase)?;
        rate_between(Point { time: from, value: start }, Point { time, value })
    }

    fn slack(&self, level: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let level = level?;
        let by = self.target.by.ok_or(Undefined::NotApplicable)?.end_in_years();
        let (from, start) = self.base_value().ok_or(Undefined::MissingBase)?;
        let last = self.last.ok_or(Undefined::NotApplicable)?;
        let even = Path::new(self.shape, [(from.end_in_years(), start), last]);
        degree(level, even.at(by).ok_or(Undefined::MissingBase)?).map(|share| share - 1.0)
    }

    fn path(&self) -> Option<Path> {
        let (from, value) = self.base_value()?;
        let base = (from.end_in_years(), value);
        Some(Path::new(self.shape, std::iter::once(base).chain(self.milestones.iter().copied())))
    }

    /// What methods judge by, but for the series, which the assessment owns.
    fn evidence(
        &self,
        observed: &[(Period, f64)],
        level: Result<f64, Undefined>,
        better: Option<Better>,
    ) -> Evidence<'static> {
        let point = |(period, value): (Period, f64)| Point { time: period.end_in_years(), value };
        let latest = observed.last().copied().map(point);
        // The base, or the first observation after it: what a published indicator set takes.
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        let first = observed.iter().copied().map(point).find(|point| point.time >= from - 1e-9);
        // A limit to be kept in every period, in a plan without an end, is asked for now.
        let time = self.target.by.or(self.end).map(Period::end_in_years).or(latest.map(|latest| latest.time));
        let due = match (self.target.by, latest) {
            (Some(_), Some(latest)) => self.path().and_then(|path| path.at(latest.time)),
            (None, Some(_)) => level.ok(),
            _ => None,
        };
        let kept = self.target.form.is_limit() && (self.target.by.is_none() || self.target.every);
        Evidence {
            base: first,
            base_at: self.base.map(Period::end_in_years),
            latest,
            // What is asked for at a date is judged by then at the latest.
            now: self.now.map(|now| self.target.by.map_or(now, |by| now.min(by.end_in_years()))),
            target: level.ok().zip(time).map(|(value, time)| Point { time, value }),
            kind: if kept { Kind::EveryPeriod } else { Kind::ByDate },
            better,
            bounds: self.indicator.bounds,
            scale: self.indicator.natural_scale(),
            range: self.indicator.range,
            dashboard: self.indicator.dashboard,
            due,
            missed: !self.every_year(observed),
            ..Evidence::nothing()
        }
    }

    fn growth(&self, observed: &[(Period, f64)]) -> Result<f64, Undefined> {
        let &(period, value) = observed.last().ok_or(Undefined::MissingValue)?;
        let series = self.series.ok_or(Undefined::MissingValue)?;
        if let Some(published) = series.published_at(period) {
            return Ok(published);
        }
        let before = period - period.frequency().per_year() as i32;
        let (_, base) = series.at(before).ok_or(Undefined::MissingBase)?;
        let rate = rate_between(Point { time: 0.0, value: base }, Point { time: 1.0, value });
        // Growth down to nothing is -100 %, though no rate compounds to it.
        if value == 0.0 && base > 0.0 { Ok(-1.0) } else { rate.map(|_| (value - base) / base) }
    }

    fn moment(&self, observed: &[(Period, f64)], level: Result<f64, Undefined>, better: Option<Better>) -> Moment {
        let latest = observed.last().copied();
        let base = self.base_value();
        let value = latest.map(|(_, value)| value).ok_or(Undefined::MissingValue);
        let sign = better.and_then(Better::sign).ok_or(Undefined::NoDirection);
        let met = match (level, value, better) {
            (Ok(level), Ok(value), Some(better)) => Some(is_met(value, level, better) && self.every_year(observed)),
            _ => None,
        };
        let completion = value.and_then(|value| degree(value, level?));
        let due_level = self.due_level(latest, level);
        let due = due_level.and_then(|due| degree(due, level?));
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

    /// A rate that is asked for in every year must be met in each that is known.
    fn every_year(&self, observed: &[(Period, f64)]) -> bool {
        let (Form::Rate(asked), true) = (self.target.form, self.target.every) else { return true };
        self.years_below(observed, asked).is_empty()
    }

    /// The periods after the base whose growth on a year earlier is below `asked`.
    pub(super) fn years_below(&self, observed: &[(Period, f64)], asked: f64) -> Vec<(Period, f64)> {
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        let rows = observed.iter().enumerate().filter(|(_, (period, _))| period.end_in_years() > from + 1e-9);
        rows.filter_map(|(row, _)| {
            let seen = observed.get(..=row)?;
            let growth = self.growth(seen).ok()?;
            (growth < asked - 1e-12).then_some((seen.last()?.0, growth))
        })
        .collect()
    }

    /// The periods after the base in which a limit to be kept is broken.
    pub(super) fn broken(&self) -> Vec<(Period, f64)> {
        let (Some(level), Some(better)) = (self.level().ok(), self.target.form.better()) else { return Vec::new() };
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        self.observations()
            .iter()
            .copied()
            .filter(|(period, value)| period.end_in_years() > from && !is_met(*value, level, better))
            .collect()
    }

    /// Years in which a rate asked for every year was missed.
    pub(super) fn missed_years(&self) -> Vec<(Period, f64)> {
        match (self.target.form, self.target.every) {
            (Form::Rate(asked), true) => self.years_below(self.observations(), asked),
            _ => Vec::new(),
        }
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

/// Why a target that asks for a level has none. Without its level no method may judge it as if it asked for nothing.
pub(super) fn unresolved(level: Result<f64, Undefined>) -> Option<Undefined> {
    level.err().filter(|reason| *reason != Undefined::NoTarget)
}

/// Value over target; a plan of zero or less has no degree.
fn degree(value: f64, target: f64) -> Result<f64, Undefined> {
    ratio(Ok(value), Some(target))
}

fn ratio(value: Result<f64, Undefined>, over: Option<f64>) -> Result<f64, Undefined> {
    match (value, over) {
        (Err(reason), _) => Err(reason),
        (_, None) => Err(Undefined::MissingBase),
        (Ok(_), Some(0.0)) => Err(Undefined::ZeroBase),
        (Ok(_), Some(over)) if over < 0.0 => Err(Undefined::NegativeBase),
        (Ok(value), Some(over)) => finite(Ok(value / over)),
    }
}
