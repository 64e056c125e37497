//! What a target compares its indicator with: another indicator, another subject, a mean over subjects.

use std::collections::HashMap;

use super::evidence::{Point, rate_between};
use super::link::{Link, Linked};
use crate::model::{Indicator, Period};
use crate::plan::{Form, Plan, Target, Whose};

/// Values beside which those of an indicator are held: levels in its unit, what grows in its own.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    values: Values<'a>,
    /// Units of the indicator in one unit of the values.
    factor: f64,
}

#[derive(Clone, Copy)]
enum Values<'a> {
    Series(&'a Linked),
    Mean(&'a Means),
}

/// Means over subjects by period.
pub(super) type Means = HashMap<Period, f64>;

impl Reference<'_> {
    /// The value in `period`.
    pub(super) fn at(&self, period: Period) -> Option<f64> {
        let value = match self.values {
            Values::Series(series) => series.at(period).map(|(_, value)| value),
            Values::Mean(means) => means.get(&period).copied(),
        }?;
        Some(value * self.factor)
    }

    /// Growth on a year earlier: as published where the data says, otherwise from the levels.
    pub(super) fn growth_at(&self, period: Period) -> Option<f64> {
        if let Values::Series(series) = self.values
            && let Some(published) = series.published_at(period)
        {
            return Some(published);
        }
        let before = period - period.frequency().per_year() as i32;
        let (base, value) = (self.at(before)?, self.at(period)?);
        rate_between(Point { time: 0.0, value: base }, Point { time: 1.0, value }).ok()
    }
}

/// The means that targets compare with, by their place in the plan: made once, whatever the number of subjects.
pub(super) fn means(plan: &Plan, link: &Link) -> HashMap<usize, Means> {
    let wanted = plan.targets().iter().enumerate().filter_map(|(at, target)| match whose(&target.form)? {
        Whose::Average(subjects) => Some((at, mean(plan, link, target, subjects)?)),
        _ => None,
    });
    wanted.collect()
}

fn whose(form: &Form) -> Option<&Whose> {
    match form {
        Form::Relative { to: yardstick, .. } | Form::Pace { with: yardstick, .. } => Some(&yardstick.whose),
        _ => None,
    }
}

/// Of a period in which one of the subjects has no value there is no mean.
fn mean(plan: &Plan, link: &Link, target: &Target, subjects: &[String]) -> Option<Means> {
    let place = plan.place(target.form.other().unwrap_or(&target.indicator))?;
    let mut sums: HashMap<Period, (f64, usize)> = HashMap::new();
    let mut count = 0;
    let all: Vec<&str> = if subjects.is_empty() {
        link.subjects().iter().map(String::as_str).collect()
    } else {
        subjects.iter().map(String::as_str).collect()
    };
    for subject in all {
        let Some(series) = link.exactly(subject, place) else {
            // Of subjects that are named, each is needed; of all, those that have the indicator.
            count += usize::from(!subjects.is_empty());
            continue;
        };
        count += 1;
        let series = series.of(&target.form, target.by.or(plan.base_of(target)));
        for (period, value) in &series.points {
            let sum = sums.entry(*period).or_default();
            *sum = (sum.0 + value, sum.1 + 1);
        }
    }
    Some(sums.into_iter().filter(|(_, (_, n))| *n == count).map(|(at, (sum, n))| (at, sum / n as f64)).collect())
}

/// What `target` compares `subject` with.
pub(super) fn reference<'a>(
    plan: &Plan,
    link: &'a Link,
    target: &Target,
    subject: &str,
    means: Option<&'a Means>,
) -> Option<Reference<'a>> {
    let own = plan.indicator(&target.indicator)?;
    let place = plan.place(target.form.other().unwrap_or(&target.indicator))?;
    let by = target.by.or(plan.base_of(target));
    let values = match whose(&target.form) {
        Some(Whose::Average(_)) => Values::Mean(means?),
        Some(Whose::Subject(other)) => Values::Series(link.exactly(other, place)?.of(&target.form, by)),
        _ => Values::Series(link.get(subject, place)?.of(&target.form, by)),
    };
    // Growth is the same in any unit.
    let is_level = matches!(target.form, Form::Share { .. } | Form::Relative { .. });
    let factor = if is_level { factor(plan.indicators().get(place)?, own) } else { 1.0 };
    Some(Reference { values, factor })
}

/// Units of one indicator in a unit of another; 1 where they are not known or cannot be compared.
pub(super) fn factor(from: &Indicator, to: &Indicator) -> f64 {
    match (&from.unit, &to.unit) {
        (Some(from), Some(to)) => from.convert(1.0, to).unwrap_or(1.0),
        _ => 1.0,
    }
}
