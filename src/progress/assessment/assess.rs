//! Everything that an assessment says beside the moment.

use super::super::case::{Case, Moment, TargetLevel, degree, fixed_level, ratio};
use super::super::completion::month_after;
use super::super::details::Details;
use super::super::evidence::{Evidence, Point, finite, rate_between};
use super::super::judged::Chosen;
use super::super::outcome::TargetOutcome;
use super::super::standing::Standing;
use super::Assessment;
use crate::error::Undefined;
use crate::growth::{doublings, why_not};
use crate::model::Period;
use crate::plan::{Form, Path, units_per_point, years_between};

impl Case<'_> {
    pub(in crate::progress) fn assess(&self, chosen: &Chosen, with_history: bool) -> Assessment {
        let observed = self.observed();
        let latest = observed.last().copied();
        let asked = self.asked(latest.map(|(period, _)| period));
        let level = asked.level;
        let base = self.base_value();
        let now = self.moment(observed);
        let history = if with_history { self.history(observed) } else { Vec::new() };
        let points = observed.iter().map(|&(period, value)| Point { time: period.end_in_years(), value });
        let points: Vec<Point> = points.collect();
        let evidence = self.evidence(observed, &asked);
        let blocked = self.blocked(&asked, observed);
        let (methods, own) = chosen.judge(&Evidence { points: &points, ..evidence }, blocked);
        let judgements = methods.iter().map(|(_, judgement)| judgement).chain(own.iter().map(|(_, one)| one));
        let by_method = judgements.map(|one| one.standing).find(|one| *one != Standing::CannotTell);
        let (outcome, outcome_undefined) = match self.outcome(&now, &asked, observed) {
            Ok(outcome) => (outcome, None),
            Err(reason) => (TargetOutcome::Open, Some(reason)),
        };
        let standing = self.standing(&now, by_method, outcome);
        let multiple = match self.target.form {
            Form::Total(_) | Form::Done => Err(Undefined::NotApplicable),
            _ => ratio(level, base.map(|(_, value)| value)).or_else(|reason| self.own_multiple(reason)),
        };
        let value = latest.and_then(|(period, _)| self.value_in(period));
        Assessment {
            subject: self.series.map(|series| series.subject.clone()).unwrap_or_default(),
            indicator: self.indicator.code.clone(),
            target: TargetLevel {
                form: self.target.form.clone(),
                kind: self.target.kind(),
                by: self.target.by,
                from: self.target.from,
                every: self.target.every,
                level,
                band: asked.band,
                better: asked.better,
                reference: latest.and_then(|(period, _)| self.reference?.at(period)),
                commitment: self.target.commitment,
                source: self.target.source.clone(),
                set: self.target.set.clone(),
                review: self.target.review.clone(),
            },
            base: (self.base, base.map(|(_, value)| value)),
            value: value.filter(|value| latest.is_none_or(|(_, measured)| measured != *value)),
            growth: finite(self.own_growth()),
            change_points: finite(self.change_points()),
            multiple,
            doublings: finite(multiple.and_then(doublings)),
            target_rate: finite(self.target_rate(level, latest)),
            leg_rate: finite(self.leg_rate(level)),
            slack: finite(self.slack(level)),
            now,
            history,
            standing,
            outcome,
            outcome_undefined,
            methods,
            details: Details::default(),
            own,
            together: Vec::new(),
            arithmetic: None,
            in_year: false,
            blocked,
            points,
            evidence,
        }
    }

    /// Of a target that is a multiple of the base, the multiple needs no value there.
    fn own_multiple(&self, reason: Undefined) -> Result<f64, Undefined> {
        if reason != Undefined::MissingBase || !self.target.form.compounds() {
            return Err(reason);
        }
        let years = self.base.zip(self.target.by).and_then(|(base, by)| years_between(base, by));
        fixed_level(&self.target.form, Some(1.0), years.ok_or(reason)?)
    }

    fn history(&self, observed: &[(Period, f64)]) -> Vec<Moment> {
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        (1..=observed.len())
            .filter_map(|count| observed.get(..count))
            .filter(|seen| seen.last().is_some_and(|(period, _)| period.end_in_years() > from))
            .map(|seen| self.moment(seen))
            .collect()
    }

    /// The rate a year from the base to the level; of growth beside another indicator, to the level of now.
    fn target_rate(&self, level: Result<f64, Undefined>, latest: Option<(Period, f64)>) -> Result<f64, Undefined> {
        if matches!(self.target.form, Form::Total(_) | Form::Done) {
            return Err(Undefined::NotApplicable);
        }
        let ((from, value), level) = match (level, self.base_value(), self.base) {
            (Ok(level), base, _) => (base.ok_or(Undefined::MissingBase)?, level),
            (Err(reason), _, Some(base)) => ((base, 1.0), self.own_multiple(reason)?),
            (Err(reason), ..) => return Err(reason),
        };
        let until = match self.target.form {
            Form::Pace { .. } | Form::Elasticity { .. } => latest.map(|(period, _)| period),
            _ => self.target.by,
        };
        let time = until.ok_or(Undefined::NotApplicable)?.end_in_years();
        rate_between(Point { time: from.end_in_years(), value }, Point { time, value: level })
    }

    /// The rate a year from the milestone before, or from the base.
    fn leg_rate(&self, level: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let [from, to] = self.leg(level?)?;
        rate_between(from, to)
    }

    /// The two ends of the leg that ends with the target.
    pub(in crate::progress) fn leg(&self, value: f64) -> Result<[Point; 2], Undefined> {
        let time = self.dated()?;
        let before = self.milestones.iter().copied().filter(|(at, _)| *at < time).max_by(|a, b| a.0.total_cmp(&b.0));
        let base = self.base_value().map(|(period, value)| (period.end_in_years(), value));
        let (from, start) = before.or(base).ok_or(Undefined::MissingBase)?;
        Ok([Point { time: from, value: start }, Point { time, value }])
    }

    fn slack(&self, level: Result<f64, Undefined>) -> Result<f64, Undefined> {
        let level = level?;
        let (even, by) = self.even_way()?;
        degree(level, even.at(by).ok_or(Undefined::MissingBase)?).map(|share| share - 1.0)
    }

    /// The even way from the base to the last milestone, and the date of the target.
    pub(in crate::progress) fn even_way(&self) -> Result<(Path, f64), Undefined> {
        let by = self.dated()?;
        let (from, start) = self.base_value().ok_or(Undefined::MissingBase)?;
        let last = self.last.ok_or(Undefined::NotApplicable)?;
        Ok((Path::new(self.shape, [(from.end_in_years(), start), last]), by))
    }

    /// The date of a target that lies on a way with others.
    fn dated(&self) -> Result<f64, Undefined> {
        let by = self.target.by.filter(|_| self.target.form.is_on_a_way() && !self.target.is_kept());
        by.map(Period::end_in_years).ok_or(Undefined::NotApplicable)
    }

    /// Growth of the latest value as it is reported: as published; what is a rate itself has none.
    fn own_growth(&self) -> Result<f64, Undefined> {
        if let Some(year) = self.part_of_year() {
            let [now, before] = year?;
            let published = self.observed().last().and_then(|(period, _)| self.series?.published_to(*period));
            return match published {
                Some(growth) => Ok(growth),
                None => ratio(Ok(now - before), Some(before)),
            };
        }
        let (values, form) = (self.values(), &self.target.form);
        let &(period, _) = values.last().ok_or(Undefined::MissingValue)?;
        let published = self.series.and_then(|series| series.published_at(period));
        // Rates of growth are chained to levels where growth is asked for.
        let is_chained = form.compounds() || form.is_growth();
        match (published, why_not(self.indicator)) {
            (None, Some(reason)) if !(is_chained && reason == Undefined::MovingBase) => Err(reason),
            _ => self.growth(values),
        }
    }

    /// Of a sum that ends inside a year: what came of that year, and of the same months of the year before; `None` of
    /// anything else, whose growth is that of its latest value.
    pub(in crate::progress) fn part_of_year(&self) -> Option<Result<[f64; 2], Undefined>> {
        if !matches!(self.target.form, Form::Total(_)) {
            return None;
        }
        let (latest, _) = self.observed().last()?;
        let whole = self.values().last().map(|(period, _)| period.end_in_years());
        if whole.is_some_and(|whole| (whole - latest.end_in_years()).abs() < 1e-9) {
            return None;
        }
        let Some(end) = month_after(*latest) else { return Some(Err(Undefined::NotApplicable)) };
        let begins = (end - 1).div_euclid(12) * 12;
        let of = |from: i32, to: i32| self.series?.sum_between(from, to);
        Some(match (of(begins, end), of(begins - 12, end - 12)) {
            (Some(now), Some(before)) => Ok([now, before]),
            (None, _) => Err(Undefined::MissingValue),
            (_, None) => Err(Undefined::MissingBase),
        })
    }

    /// Change of the latest rate or share on a year earlier, in points.
    fn change_points(&self) -> Result<f64, Undefined> {
        if why_not(self.indicator).is_none() && !self.is_share() {
            return Err(Undefined::NotApplicable);
        }
        let unit = self.unit_of_points().ok_or(Undefined::NoScale)?;
        let [value, base] = self.year_on_year()?.1?;
        Ok((value - base) / unit)
    }

    pub(super) fn is_share(&self) -> bool {
        matches!(self.target.form, Form::Share { .. })
    }

    /// How much of the unit a percentage point is.
    pub(super) fn unit_of_points(&self) -> Option<f64> {
        if self.is_share() { Some(0.01) } else { units_per_point(self.indicator) }
    }

    /// The latest period, with its value (of a share the share) and the one a year before.
    ///
    /// # Undefined
    /// `MissingValue`: no value at all. `MissingBase`: none a year before.
    pub(super) fn year_on_year(&self) -> Result<(Period, Result<[f64; 2], Undefined>), Undefined> {
        let values = if self.is_share() { self.observed() } else { self.values() };
        let &(period, value) = values.last().ok_or(Undefined::MissingValue)?;
        let before = period - period.frequency().per_year() as i32;
        let row = values.iter().rev().find(|(at, _)| *at == before);
        Ok((period, row.map(|(_, base)| [value, *base]).ok_or(Undefined::MissingBase)))
    }

    /// Growth of the last of `seen` on a year earlier.
    pub(in crate::progress) fn growth(&self, seen: &[(Period, f64)]) -> Result<f64, Undefined> {
        let &(period, value) = seen.last().ok_or(Undefined::MissingValue)?;
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
}
