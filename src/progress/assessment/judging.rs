//! What the methods judge by, and the standing that follows.

use super::super::case::{Asked, Case, Moment};
use super::super::evidence::{Evidence, Kind, Point};
use super::super::outcome::TargetOutcome;
use super::super::standing::Standing;
use super::Blocked;
use crate::error::Undefined;
use crate::model::{Better, Nature, Period};
use crate::plan::Form;

impl Case<'_> {
    /// Why methods cannot judge: without its level a target would be judged as if it asked for nothing.
    pub(super) fn blocked(&self, asked: &Asked, observed: &[(Period, f64)]) -> Blocked {
        let all = match self.target.form {
            // What is done or not has no pace.
            Form::Done => Some(Undefined::NotApplicable),
            Form::Direction => None,
            _ if asked.band.is_some() => None,
            _ => asked.level.err(),
        };
        // The published methods judge levels: a sum so far begins at nothing, and who has passed through a band did not
        // grow towards it.
        let published = matches!(self.target.form, Form::Total(_)) || self.has_passed(observed, asked);
        Blocked { all, published, is_near: matches!(self.target.form, Form::Near { .. }) }
    }

    /// Whether the values are those of a flow in periods of another length than the base.
    fn is_of_other_periods(&self, observed: &[(Period, f64)]) -> bool {
        let of = observed.last().map(|(period, _)| period.frequency());
        let flows = self.indicator.nature == Nature::Flow && self.target.form.is_of_values();
        flows && self.base.zip(of).is_some_and(|(base, of)| base.frequency() != of)
    }

    /// Whether the latest value lies beyond a band, on the other side of it than the base.
    fn has_passed(&self, observed: &[(Period, f64)], asked: &Asked) -> bool {
        let base = self.start().map(|(_, value)| value).or(observed.first().map(|(_, value)| *value));
        base.zip(observed.last()).is_some_and(|(base, (_, value))| asked.mirrored(base, *value).is_some())
    }

    /// What methods judge by, but for the series, which the assessment owns.
    pub(super) fn evidence(&self, observed: &[(Period, f64)], asked: &Asked) -> Evidence<'static> {
        let point = |(period, value): (Period, f64)| Point { time: period.end_in_years(), value };
        let latest = observed.last().copied();
        // The base, or the first observation after it: what a published indicator set takes.
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        let first = match self.target.form {
            Form::Total(_) => self.start().map(|(time, value)| Point { time, value }),
            // The half of a year that ends with the base is no base of halves.
            _ if self.is_of_other_periods(observed) => None,
            _ => observed.iter().copied().map(point).find(|point| point.time >= from - 1e-9),
        };
        let mirrored = first.zip(latest).and_then(|(first, (_, value))| asked.mirrored(first.value, value));
        let (level, better) = aim(asked, latest, first);
        // A limit to be kept in every period, in a plan without an end, is asked for now.
        let time = self.target.by.or(self.end).map(Period::end_in_years);
        let time = time.or(latest.map(|(period, _)| period.end_in_years()));
        let target = level.zip(time).map(|(value, time)| Point { time, value });
        let due = match latest {
            Some(_) if self.target.by.is_none() || self.target.is_kept() => level,
            Some(_) if mirrored.is_some() => level,
            Some((period, _)) if asked.band.is_some() => {
                self.path_to(asked).and_then(|path| path.at(period.end_in_years())).or(level)
            }
            Some(_) => self.due_level(latest, asked).ok(),
            None => None,
        };
        let missed = !self.is_whole(observed) || self.is_open(latest) || self.is_ahead(latest);
        let first = match (first, mirrored) {
            (Some(first), Some(value)) => Some(Point { value, ..first }),
            (first, _) => first,
        };
        let near = match self.target.form {
            Form::Near { value, tolerance } => Some((value, tolerance)),
            _ => None,
        };
        let evidence = Evidence {
            base: first.into(),
            base_at: self.base.map(Period::end_in_years).into(),
            latest: latest.map(point).into(),
            // What is asked for at a date is judged by then at the latest.
            now: self.as_of.map(|now| self.target.by.map_or(now, |by| now.min(by.end_in_years()))).into(),
            target: target.into(),
            kind: if self.target.is_kept() { Kind::EveryPeriod } else { Kind::ByDate },
            better,
            due: due.into(),
            near: near.into(),
            missed,
            of_sum: matches!(self.target.form, Form::Total(_)),
            ..Evidence::nothing()
        };
        match self.target.form {
            // A share has its own limits; a sum of values has none of theirs.
            Form::Share { .. } => evidence.bounds(0.0, 1.0),
            Form::Total(_) => evidence,
            _ => Evidence {
                bounds: self.indicator.bounds.into(),
                scale: self.indicator.natural_scale().into(),
                range: self.indicator.range.into(),
                dashboard: self.indicator.dashboard.into(),
                ..evidence
            },
        }
    }

    /// Whether all of the plan is still ahead: nothing is known after its base, nor for the date of the target. A value
    /// of the base that meets the target is no result of the plan, and may be lost until its date.
    pub(super) fn is_ahead(&self, latest: Option<(Period, f64)>) -> bool {
        let known = latest.map_or(f64::NEG_INFINITY, |(period, _)| period.end_in_years());
        let after = |period: Period| known > period.end_in_years() + 1e-9;
        let due = self.target.by.is_some_and(|by| known >= by.end_in_years() - 1e-9);
        self.target.form != Form::Done && !due && self.base.is_some_and(|base| !after(base))
    }

    /// What became of the target: open without a reason while its time is not over.
    pub(super) fn outcome(
        &self,
        now: &Moment,
        asked: &Asked,
        observed: &[(Period, f64)],
    ) -> Result<TargetOutcome, Undefined> {
        let is_sum = matches!(self.target.form, Form::Total(_));
        match now.met {
            _ if self.target.form == Form::Direction => return Err(Undefined::NoTarget),
            // No later period mends these.
            _ if !self.is_whole(observed) => return Ok(TargetOutcome::Missed),
            Some(false) if is_sum && asked.better == Some(Better::Lower) => return Ok(TargetOutcome::Missed),
            Some(true) if is_sum || self.target.form == Form::Done => return Ok(TargetOutcome::Met),
            _ => {}
        }
        // A limit to be kept in every period is kept until the plan ends.
        let end = self.target.by.or(self.end.filter(|_| self.target.is_kept())).map(Period::end_in_years);
        let reaches = |time: Option<f64>| time.zip(end).is_some_and(|(time, end)| time >= end - 1e-9);
        match now.met {
            _ if !reaches(now.latest.map(|(period, _)| period.end_in_years())) => {
                // The value of the date is missing: an earlier one decides nothing. Later ones say that it is past.
                let last = self.series.and_then(|series| series.points.last()).map(|(period, _)| period.end_in_years());
                if reaches(self.as_of.or(last)) {
                    Err(Undefined::MissingValue)
                } else if now.met == Some(true) && self.is_ahead(now.latest) {
                    Err(Undefined::TooFewPoints)
                } else {
                    Ok(TargetOutcome::Open)
                }
            }
            Some(true) => Ok(TargetOutcome::Met),
            Some(false) => Ok(TargetOutcome::Missed),
            None => Err(asked.level.err().filter(|_| asked.band.is_none()).unwrap_or(Undefined::NoDirection)),
        }
    }

    /// How it stands, by the first method that can tell.
    pub(super) fn standing(&self, now: &Moment, by_method: Option<Standing>, outcome: TargetOutcome) -> Standing {
        match (now.met, by_method) {
            _ if self.is_ahead(now.latest) => Standing::CannotTell,
            (Some(true), _) => Standing::Achieved,
            (Some(false), _) if self.target.form == Form::Done => {
                // Not done by its date is a standstill; before it nobody can tell.
                let (by, latest) = (self.target.by, now.latest);
                let is_due = by.zip(latest).is_some_and(|(by, (at, _))| at.end_in_years() >= by.end_in_years() - 1e-9);
                if is_due { Standing::Stalled } else { Standing::CannotTell }
            }
            // What was missed stays missed, however high the level and however fast it was reached for.
            (_, Some(Standing::OnTrack | Standing::Achieved)) if outcome == TargetOutcome::Missed => Standing::Slow,
            (_, by_method) => by_method.unwrap_or(Standing::CannotTell),
        }
    }
}

/// The level that is to be reached and the way there: into a band through the end on the side of the latest value,
/// or once inside of the base.
fn aim(asked: &Asked, latest: Option<(Period, f64)>, first: Option<Point>) -> (Option<f64>, Option<Better>) {
    let Some((low, high)) = asked.band else { return (asked.level.ok(), asked.better) };
    let Some((_, value)) = latest else { return (None, None) };
    let from = first.map_or(value, |first| first.value);
    let side = if asked.met(value) == Some(true) && (from < low || from > high) { from } else { value };
    asked.edge(side).map_or((None, None), |(level, better)| (Some(level), better))
}
