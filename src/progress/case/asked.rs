//! What a target asks for at one time: a level, or a band; fixed, or moving with other data.

use super::super::evidence::{Point, finite, rate_between};
use super::Case;
use crate::error::Undefined;
use crate::growth::multiple_of_rate;
use crate::model::{Better, Period};
use crate::plan::{Bound, Form, is_met, years_between};

/// What is asked for at one time.
#[derive(Clone, Copy)]
pub(in crate::progress) struct Asked {
    /// The level, where there is one.
    pub(in crate::progress) level: Result<f64, Undefined>,
    /// Both ends, where there are two.
    pub(in crate::progress) band: Option<(f64, f64)>,
    /// The way that meets a level.
    pub(in crate::progress) better: Option<Better>,
}

impl Asked {
    /// Whether `value` is what is asked for.
    pub(in crate::progress) fn met(&self, value: f64) -> Option<bool> {
        if let Some((low, high)) = self.band {
            return Some(is_met(value, low, Better::Higher) && is_met(value, high, Better::Lower));
        }
        let level = self.level.ok()?;
        // What is just as asked is met, whichever way is better.
        self.better.map_or_else(
            || is_met(value, level, Better::Near).then_some(true),
            |better| Some(is_met(value, level, better)),
        )
    }

    /// The level to be reached from `value`, and the way there: of a band the nearer end.
    pub(in crate::progress) fn edge(&self, value: f64) -> Result<(f64, Option<Better>), Undefined> {
        match self.band {
            Some((low, high)) if value < f64::midpoint(low, high) => Ok((low, Some(Better::Higher))),
            Some((_, high)) => Ok((high, Some(Better::Lower))),
            None => self.level.map(|level| (level, self.better)),
        }
    }

    /// +1 where values should rise, −1 where they should fall; into a band the way from `base` to a value that has not
    /// passed through it.
    pub(in crate::progress) fn sign(&self, base: Option<f64>, value: Option<f64>) -> Result<f64, Undefined> {
        if self.band.is_none() {
            return self.better.and_then(Better::sign).ok_or(Undefined::NoDirection);
        }
        let base = base.ok_or(Undefined::MissingBase)?;
        // There is no way into where one is.
        let side = self.side(base).ok_or(Undefined::NotApplicable)?;
        match value.and_then(|value| self.side(value)) {
            Some(now) if now != side => Err(Undefined::NotApplicable),
            _ => Ok(side),
        }
    }

    /// The way into the band from a value outside of it.
    fn side(&self, value: f64) -> Option<f64> {
        let (low, high) = self.band?;
        if value < low {
            Some(1.0)
        } else if value > high {
            Some(-1.0)
        } else {
            None
        }
    }

    /// Where `base` would be on the other side of a band, as far from it, if `value` has passed through.
    pub(in crate::progress) fn mirrored(&self, base: f64, value: f64) -> Option<f64> {
        let (low, high) = self.band?;
        (self.side(base)? != self.side(value)?).then_some(low + high - base)
    }
}

/// The level of what a target is about, as far as no other data decides it.
pub(in crate::progress) fn fixed_level(form: &Form, base: Option<f64>, years: f64) -> Result<f64, Undefined> {
    match form {
        Form::Total(total) => Ok(*total),
        Form::Share { bound, .. } => bound.value().ok_or(Undefined::NotApplicable),
        other => finite(other.level(base, years)),
    }
}

impl Case<'_> {
    /// What is asked for in `at`.
    pub(in crate::progress) fn asked(&self, at: Option<Period>) -> Asked {
        let level = self.level_at(at);
        Asked { level, band: self.target.form.ends(), better: self.better(level.ok()) }
    }

    /// The level that is asked for in `at`.
    pub(in crate::progress) fn level_at(&self, at: Option<Period>) -> Result<f64, Undefined> {
        let form = &self.target.form;
        if !form.is_moving() {
            let years = self.base.zip(self.target.by).and_then(|(base, by)| years_between(base, by));
            return fixed_level(form, self.base_value().map(|(_, value)| value), years.unwrap_or(f64::NAN));
        }
        let at = at.ok_or(Undefined::MissingValue)?;
        match form {
            Form::Relative { margin, change, .. } => {
                let other = self.reference.and_then(|reference| reference.at(at)).ok_or(Undefined::MissingReference)?;
                finite(Ok(other + change.unwrap_or(margin * other.abs())))
            }
            _ => self.level_of_growth(at, at),
        }
    }

    /// The level in `at` that growth beside the reference asks for, the reference growing as it did until `seen`.
    pub(in crate::progress) fn level_of_growth(&self, seen: Period, at: Period) -> Result<f64, Undefined> {
        let (from, base) = self.base_value().ok_or(Undefined::MissingBase)?;
        let reference = self.reference.ok_or(Undefined::MissingReference)?;
        let start = reference.at(from).ok_or(Undefined::MissingReference)?;
        let other = reference.at(seen).ok_or(Undefined::MissingReference)?;
        if seen.end_in_years() <= from.end_in_years() {
            return Err(Undefined::TooFewPoints);
        }
        let rate = rate_between(
            Point { time: from.end_in_years(), value: start },
            Point { time: seen.end_in_years(), value: other },
        )?;
        let asked = asked_growth(&self.target.form, rate)?;
        if base <= 0.0 {
            return Err(if base == 0.0 { Undefined::ZeroBase } else { Undefined::NegativeBase });
        }
        let years = at.end_in_years() - from.end_in_years();
        finite(multiple_of_rate(asked, years).map(|multiple| base * multiple))
    }

    /// The way that is better: as the form or the indicator says, otherwise the way from base to target.
    pub(in crate::progress) fn better(&self, level: Option<f64>) -> Option<Better> {
        let said = self.target.form.better().or(self.indicator.direction());
        // A sum that is planned is to be made.
        let said = said.or(matches!(self.target.form, Form::Total(_)).then_some(Better::Higher));
        said.or_else(|| {
            let (_, base) = self.base_value()?;
            let level = level.filter(|level| *level != base)?;
            Some(if level > base { Better::Higher } else { Better::Lower })
        })
    }

    /// Whether nothing that was asked for in every period, or in each year, was missed in one that is known.
    pub(in crate::progress) fn is_whole(&self, observed: &[(Period, f64)]) -> bool {
        self.broken(observed).is_empty() && self.years_missed(observed).is_empty()
    }

    /// The periods after the base in which a limit to be kept is broken: period, value and limit.
    pub(in crate::progress) fn broken(&self, observed: &[(Period, f64)]) -> Vec<(Period, f64, f64)> {
        if !self.target.is_kept() {
            return Vec::new();
        }
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        let after = observed.iter().copied().filter(|(period, _)| period.end_in_years() > from + 1e-9);
        after
            .filter_map(|(period, value)| {
                let asked = self.asked(Some(period));
                let (limit, _) = asked.edge(value).ok()?;
                (asked.met(value) == Some(false)).then_some((period, value, limit))
            })
            .collect()
    }

    /// The periods after the base whose growth on a year earlier is not what is asked for in each year: period,
    /// growth, and growth asked for.
    pub(in crate::progress) fn years_missed(&self, observed: &[(Period, f64)]) -> Vec<(Period, f64, f64)> {
        if !(self.target.every && self.target.form.is_growth()) {
            return Vec::new();
        }
        let from = self.base.map_or(f64::NEG_INFINITY, Period::end_in_years);
        let is_ceiling = self.better(self.level_at(observed.last().map(|(at, _)| *at)).ok()) == Some(Better::Lower);
        let rows = observed.iter().enumerate().filter(|(_, (period, _))| period.end_in_years() > from + 1e-9);
        rows.filter_map(|(row, (period, _))| {
            let growth = self.growth(observed.get(..=row)?).ok()?;
            let asked = self.growth_asked(*period)?;
            let misses = if is_ceiling { growth > asked + 1e-12 } else { growth < asked - 1e-12 };
            misses.then_some((*period, growth, asked))
        })
        .collect()
    }

    /// Growth on a year earlier that is asked for in a period.
    fn growth_asked(&self, period: Period) -> Option<f64> {
        match self.target.form {
            Form::Rate(rate) => Some(rate),
            _ => asked_growth(&self.target.form, self.reference?.growth_at(period)?).ok(),
        }
    }
}

/// The growth that is asked for beside that of the reference.
fn asked_growth(form: &Form, other: f64) -> Result<f64, Undefined> {
    match form {
        Form::Pace { margin, .. } => Ok(other + margin),
        Form::Elasticity { bound: Bound::AtLeast(value) | Bound::AtMost(value), .. } => {
            // Over growth of nothing, or a fall, an elasticity says nothing.
            if other > 0.0 { Ok(value * other) } else { Err(Undefined::ReferenceNotGrowing) }
        }
        _ => Err(Undefined::NotApplicable),
    }
}
