//! One target, the series that it is about, and its way: what is known before anything is judged.

mod asked;
mod level;
mod moment;
mod sum_path;

use std::borrow::Cow;

pub(super) use asked::{Asked, fixed_level};
pub(super) use level::{Known, degree, ratio};
pub use level::{Moment, TargetLevel};

use super::completion::{Part, month_after};
use super::link::Linked;
use super::reference::Reference;
use crate::model::{Frequency, Indicator, Period};
use crate::plan::{Form, Shape, Target};

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
    pub(in crate::progress) fn year_until(&self, period: Period) -> Option<f64> {
        let series = self.series?;
        let Some(end) = month_after(period).filter(|_| !series.parts.is_empty()) else { return self.value_in(period) };
        let year = series.parts.iter().filter(|part| part.from >= end - 12 && part.to <= end);
        let (sum, months) = year.fold((0.0, 0), |(sum, months), part| (sum + part.value, months + part.to - part.from));
        (months == 12).then_some(sum)
    }

    /// The value itself in `period`.
    pub(in crate::progress) fn value_in(&self, period: Period) -> Option<f64> {
        self.series?.at(period).map(|(_, value)| value)
    }
}
