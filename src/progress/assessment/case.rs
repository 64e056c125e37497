//! One target, its series and its way: everything that an assessment says beside the moment.

use std::borrow::Cow;

use super::super::completion::{Part, month_after};
use super::super::details::Details;
use super::super::evidence::{Evidence, Point, finite, rate_between};
use super::super::judged::Chosen;
use super::super::link::Linked;
use super::super::outcome::TargetOutcome;
use super::super::reference::Reference;
use super::super::standing::Standing;
use super::{Assessment, Moment, TargetLevel, degree, fixed_level, ratio};
use crate::error::Undefined;
use crate::growth::{doublings, why_not};
use crate::model::{Frequency, Indicator, Period};
use crate::plan::{Form, Path, Shape, Target, units_per_point, years_between};

/// One target, the series it is about, and the milestones on its way.
pub(in crate::progress) struct Case<'a> {
    pub(in crate::progress) target: &'a Target,
    pub(in crate::progress) indicator: &'a Indicator,
    pub(in crate::progress) base: Option<Period>,
    pub(in crate::progress) series: Option<&'a Linked>,
    /// What it is compared with, where it is.
    pub(in crate::progress) reference: Option<Reference<'a>>,
    /// What the target is about: the values, their sum so far, or their share.
    pub(in crate::progress) measured: Cow<'a, [(Period, f64)]>,
    /// The planned path without the base.
    pub(in crate::progress) milestones: Vec<(f64, f64)>,
    /// The last milestone of the whole path.
    pub(in crate::progress) last: Option<(f64, f64)>,
    pub(in crate::progress) shape: Shape,
    pub(in crate::progress) end: Option<Period>,
    pub(in crate::progress) as_of: Option<f64>,
}

impl<'a> Case<'a> {
    /// What a target is about, from the values of its series.
    pub(in crate::progress) fn measure(
        target: &Target,
        base: Option<Period>,
        series: Option<&'a Linked>,
        reference: Option<Reference<'_>>,
    ) -> Cow<'a, [(Period, f64)]> {
        let points = series.map_or(&[][..], |series| series.points.as_slice());
        match &target.form {
            Form::Total(_) => {
                let parts = series.map_or(Cow::default(), |series| sum_parts(target, base, series));
                let begins = begins(target, base);
                // Of weeks, and of fiscal years whose end is not stated, the values themselves are the parts.
                Cow::Owned(if parts.is_empty() {
                    sums(points.iter().map(|&(period, value)| (period, period.start_in_years(), value)), begins)
                } else {
                    sums(parts.iter().map(|part| (period_of(*part), f64::from(part.from) / 12.0, part.value)), begins)
                })
            }
            Form::Share { .. } => {
                let share = |(period, value): &(Period, f64)| {
                    let whole = reference?.at(*period).filter(|whole| *whole != 0.0)?;
                    Some((*period, value / whole))
                };
                Cow::Owned(points.iter().filter_map(share).collect())
            }
            // Running totals grow through the year: only those of the same months are compared.
            _ => match (series, target.by.or(base)) {
                (Some(series), Some(by)) if series.is_to_date() => {
                    Cow::Owned(points.iter().copied().filter(|(period, _)| months_alike(*period, by)).collect())
                }
                _ => Cow::Borrowed(points),
            },
        }
    }
}

/// The parts that a sum is made of; of a series with totals over spans those that reach farthest.
fn sum_parts<'a>(target: &Target, base: Option<Period>, series: &'a Linked) -> Cow<'a, [Part]> {
    let from = match target.from {
        Some(from) => Part::of(from, 0.0).map(|part| part.from),
        None => base.and_then(month_after),
    };
    match from.filter(|_| !series.totals.is_empty()) {
        Some(from) => Cow::Owned(series.parts_of_sum(from, target.by.and_then(month_after).unwrap_or(i32::MAX))),
        None => Cow::Borrowed(&series.parts),
    }
}

/// Whether two periods end in the same month of the year.
fn months_alike(a: Period, b: Period) -> bool {
    let month = |period: Period| month_after(period).map(|month| month.rem_euclid(12));
    month(a).zip(month(b)).is_none_or(|(a, b)| a == b)
}

/// When a sum begins, in years.
fn begins(target: &Target, base: Option<Period>) -> Option<f64> {
    target.from.map(Period::start_in_years).or(base.map(Period::end_in_years))
}

/// The period that a part spans; its last month where it is none.
fn period_of(part: Part) -> Period {
    let frequency = match part.to - part.from {
        years if years % 12 == 0 => Frequency::Annual,
        6 => Frequency::HalfYearly,
        3 => Frequency::Quarterly,
        _ => Frequency::Monthly,
    };
    let months = 12 / frequency.per_year() as i32;
    if part.to.rem_euclid(months) == 0 {
        Period::from_ordinal(frequency, part.to.div_euclid(months) - 1)
    } else {
        Period::from_ordinal(Frequency::Monthly, part.to - 1)
    }
}

/// The sum so far after each period, from the time at which it begins. A gap ends it: no sum skips a missing value.
fn sums(parts: impl Iterator<Item = (Period, f64, f64)>, begins: Option<f64>) -> Vec<(Period, f64)> {
    let Some(mut next) = begins else { return Vec::new() };
    let mut sum = 0.0;
    // Less than a day: weeks do not divide years evenly.
    let follows = |(period, starts, value): (Period, f64, f64)| {
        if (starts - next).abs() > 1e-3 {
            return None;
        }
        (sum, next) = (sum + value, period.end_in_years());
        Some((period, sum))
    };
    parts.skip_while(|(_, starts, _)| begins.is_some_and(|begins| *starts < begins - 1e-3)).map_while(follows).collect()
}

impl Case<'_> {
    /// The parts that its sum is made of.
    pub(in crate::progress) fn sum_parts(&self) -> Option<Cow<'_, [Part]>> {
        self.series.map(|series| sum_parts(self.target, self.base, series))
    }

    /// The base and what was measured in it, once it is known; of a sum the value itself.
    pub(in crate::progress) fn base_value(&self) -> Option<(Period, f64)> {
        let known = |(period, _): &(Period, f64)| self.as_of.is_none_or(|as_of| period.end_in_years() <= as_of + 1e-9);
        let series = self.series?;
        let (period, value) = series.at(self.base?)?;
        if series.is_to_date() && self.target.by.is_some_and(|by| !months_alike(period, by)) {
            return None;
        }
        if !matches!(self.target.form, Form::Share { .. }) {
            return Some((period, value)).filter(known);
        }
        let row = self.measured.binary_search_by_key(&period.ordinal(), |(period, _)| period.ordinal()).ok()?;
        self.measured.get(row).copied().filter(known)
    }

    /// Where the way of the target begins, in years: at the base, or at a sum of nothing.
    pub(in crate::progress) fn start(&self) -> Option<(f64, f64)> {
        match self.target.form {
            Form::Total(_) => begins(self.target, self.base).map(|time| (time, 0.0)),
            _ => self.base_value().map(|(period, value)| (period.end_in_years(), value)),
        }
    }

    /// Those of `points` that count: up to the date of the target and the moment of the assessment.
    fn until_now<'p>(&self, points: &'p [(Period, f64)]) -> &'p [(Period, f64)] {
        // A sum may be made of parts of any length.
        let is_sum = matches!(self.target.form, Form::Total(_));
        if !is_sum && !self.series.is_some_and(|series| self.target.by.is_none_or(|by| series.speaks_of(by))) {
            return &[];
        }
        let until = self.target.by.map_or(f64::INFINITY, Period::end_in_years).min(self.as_of.unwrap_or(f64::INFINITY));
        let count = points.partition_point(|(period, _)| period.end_in_years() <= until + 1e-9);
        points.get(..count).unwrap_or_default()
    }

    /// What was measured until now.
    pub(in crate::progress) fn observed(&self) -> &[(Period, f64)] {
        self.until_now(&self.measured)
    }

    /// The values themselves until now.
    pub(in crate::progress) fn values(&self) -> &[(Period, f64)] {
        self.until_now(self.series.map_or(&[][..], |series| series.points.as_slice()))
    }

    /// The sum of the year that ends with `period`.
    pub(super) fn year_until(&self, period: Period) -> Option<f64> {
        let series = self.series?;
        let Some(end) = month_after(period).filter(|_| !series.parts.is_empty()) else { return self.value_in(period) };
        let year = series.parts.iter().filter(|part| part.from >= end - 12 && part.to <= end);
        let (sum, months) = year.fold((0.0, 0), |(sum, months), part| (sum + part.value, months + part.to - part.from));
        (months == 12).then_some(sum)
    }

    /// The value itself in `period`.
    pub(super) fn value_in(&self, period: Period) -> Option<f64> {
        self.series?.at(period).map(|(_, value)| value)
    }

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
            arithmetic: self.arithmetic(observed),
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
    pub(super) fn leg(&self, value: f64) -> Result<[Point; 2], Undefined> {
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
    pub(super) fn even_way(&self) -> Result<(Path, f64), Undefined> {
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
    pub(super) fn part_of_year(&self) -> Option<Result<[f64; 2], Undefined>> {
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
        let is_share = matches!(self.target.form, Form::Share { .. });
        let (values, unit) = match why_not(self.indicator) {
            _ if is_share => (self.observed(), 0.01),
            Some(_) => (self.values(), units_per_point(self.indicator).ok_or(Undefined::NoScale)?),
            None => return Err(Undefined::NotApplicable),
        };
        let &(period, value) = values.last().ok_or(Undefined::MissingValue)?;
        let before = period - period.frequency().per_year() as i32;
        let row = values.iter().rev().find(|(at, _)| *at == before);
        let (_, base) = row.ok_or(Undefined::MissingBase)?;
        Ok((value - base) / unit)
    }

    /// Growth of the last of `seen` on a year earlier.
    pub(super) fn growth(&self, seen: &[(Period, f64)]) -> Result<f64, Undefined> {
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
