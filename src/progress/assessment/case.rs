//! One target, its series and its way: everything that an assessment says beside the moment.

use super::super::details::Details;
use super::super::evidence::{Evidence, Kind, Point, finite, rate_between};
use super::super::judged::Chosen;
use super::super::link::Linked;
use super::super::standing::Standing;
use super::{Assessment, Moment, TargetLevel, degree, ratio, unresolved};
use crate::error::Undefined;
use crate::growth::doublings;
use crate::model::{Better, Indicator, Period};
use crate::plan::{Form, Path, Target, is_met};

/// One target, the series it is about, and the milestones on its way.
pub(in crate::progress) struct Case<'a> {
    pub(in crate::progress) target: &'a Target,
    pub(in crate::progress) indicator: &'a Indicator,
    pub(in crate::progress) base: Option<Period>,
    pub(in crate::progress) series: Option<&'a Linked>,
    /// The planned path without the base.
    pub(in crate::progress) milestones: Vec<(f64, f64)>,
    /// The last milestone of the whole path.
    pub(in crate::progress) last: Option<(f64, f64)>,
    pub(in crate::progress) shape: crate::plan::Shape,
    pub(in crate::progress) end: Option<Period>,
    pub(in crate::progress) as_of: Option<f64>,
    /// The moment of the assessment: `as_of`, or the last of all data.
    pub(in crate::progress) now: Option<f64>,
}

impl Case<'_> {
    /// The base and its value, once it is known.
    pub(in crate::progress) fn base_value(&self) -> Option<(Period, f64)> {
        let known = |(period, _): &(Period, f64)| self.as_of.is_none_or(|as_of| period.end_in_years() <= as_of + 1e-9);
        self.series?.at(self.base?).filter(known)
    }

    /// The level of the target from the value at the base.
    pub(in crate::progress) fn level(&self) -> Result<f64, Undefined> {
        let years = self.base.zip(self.target.by).and_then(|(base, by)| crate::plan::years_between(base, by));
        finite(self.target.form.level(self.base_value().map(|(_, value)| value), years.unwrap_or(f64::NAN)))
    }

    /// The way that is better: as the form or the indicator says, otherwise the way from base to target.
    pub(in crate::progress) fn better(&self, level: Option<f64>) -> Option<Better> {
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

    pub(in crate::progress) fn assess(&self, chosen: &Chosen, with_history: bool) -> Assessment {
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
            details: Details::default(),
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

    pub(in crate::progress) fn path(&self) -> Option<Path> {
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

    /// A rate that is asked for in every year must be met in each that is known.
    pub(super) fn every_year(&self, observed: &[(Period, f64)]) -> bool {
        let (Form::Rate(asked), true) = (self.target.form, self.target.every) else { return true };
        self.years_below(observed, asked).is_empty()
    }

    /// The periods after the base whose growth on a year earlier is below `asked`.
    pub(in crate::progress) fn years_below(&self, observed: &[(Period, f64)], asked: f64) -> Vec<(Period, f64)> {
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
    pub(in crate::progress) fn broken(&self) -> Vec<(Period, f64)> {
        let (Some(level), Some(better)) = (self.level().ok(), self.target.form.better()) else { return Vec::new() };
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        self.observations()
            .iter()
            .copied()
            .filter(|(period, value)| period.end_in_years() > from && !is_met(*value, level, better))
            .collect()
    }

    /// Years in which a rate asked for every year was missed.
    pub(in crate::progress) fn missed_years(&self) -> Vec<(Period, f64)> {
        match (self.target.form, self.target.every) {
            (Form::Rate(asked), true) => self.years_below(self.observations(), asked),
            _ => Vec::new(),
        }
    }
}
