//! When a target was reached, and how much too early.

use super::super::assessment::{Assessment, Case};
use super::super::completion::{EarlyBy, Part, Reached, level_reached, month_after, total_reached};
use super::{Number, running_total};
use crate::model::{Better, Frequency, Period, PeriodRange, words};
use crate::plan::{Form, is_met};

words! {
    /// By which method it was found when a target was reached.
    EarlyMethod, "method of reaching" {
        /// Twelve consecutive months make the level of a year (水平法).
        Level = "level",
        /// The running total makes the planned one (累计法).
        Total = "total",
        /// The first observation that meets it: of a stock or a rate nothing is known between observations.
        Observed = "observed",
    }
}

/// A target that was reached by its date, and how long before it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Early {
    /// The method.
    pub method: EarlyMethod,
    /// The moment.
    pub reached: Reached,
    /// The time left after it.
    pub by: EarlyBy,
    /// What was reached.
    pub target: f64,
    end: i32,
}

pub(super) fn of(case: &Case<'_>, assessment: &Assessment) -> Option<Early> {
    let (series, by) = (case.series?, case.target.by?);
    let target = assessment.target.level.ok()?;
    let end = month_after(by)?;
    // The level of a year is output until somebody says otherwise.
    let better = assessment.target.better.unwrap_or(Better::Higher);
    let known =
        |part: &Part| part.to <= end && case.as_of.is_none_or(|as_of| f64::from(part.to) <= as_of * 12.0 + 1e-6);
    let parts = || -> Vec<Part> { series.parts.iter().copied().filter(known).collect() };
    let start = case.base.and_then(month_after);
    let found = |method: EarlyMethod, reached: Reached| {
        Some(Early { method, reached, by: EarlyBy::new(reached, end), target, end })
    };
    if matches!(case.target.form, Form::Total(_)) {
        let from = running_total::begins(case)?;
        // A sum that is not to be passed is not reached.
        let reached = total_reached(&parts(), from, target).ok()?.filter(|_| better == Better::Higher)?;
        return found(EarlyMethod::Total, reached);
    }
    let is_share = matches!(case.target.form, Form::Share { .. });
    // Who met it at the base was asked for nothing.
    let was_met = case.base_value().is_some_and(|(_, base)| is_met(base, target, better));
    if was_met || better == Better::Near || !(case.is_level_by_date() || is_share) {
        return None;
    }
    if series.flow && !is_share {
        if !matches!(by.frequency(), Frequency::Annual | Frequency::Fiscal(_)) {
            return None;
        }
        // The plan of one year is reached by the sum of its months; windows over twelve would reach back behind it.
        if start.is_none_or(|start| end - start <= 12) {
            let reached = total_reached(&parts(), end - 12, target).ok()?.filter(|_| better == Better::Higher)?;
            return found(EarlyMethod::Total, reached);
        }
        return found(EarlyMethod::Level, level_reached(&parts(), start, target, better).ok()??);
    }
    let met = case.observed().iter().find_map(|&(period, value)| {
        let part = Part::of(period, value).filter(|part| start.is_none_or(|start| part.to > start))?;
        (known(&part) && is_met(value, target, better)).then(|| Reached::observed((part.from, part.to), value))
    });
    found(EarlyMethod::Observed, met?)
}

impl Early {
    /// The sub-period in which it was reached, as SDMX text: a month, a quarter, a half-year, a year or a span.
    pub fn reached_in(&self) -> String {
        let (from, to) = self.reached.within;
        let month = |month: i32| Period::from_ordinal(Frequency::Monthly, month);
        let of_months = |frequency: Frequency, months: i32| {
            (to - from == months && from.rem_euclid(months) == 0)
                .then(|| Period::from_ordinal(frequency, from.div_euclid(months)))
        };
        let known = of_months(Frequency::Monthly, 1)
            .or(of_months(Frequency::Quarterly, 3))
            .or(of_months(Frequency::HalfYearly, 6))
            .or(of_months(Frequency::Annual, 12));
        known.map_or_else(
            || PeriodRange::new(month(from), month(to - 1)).map_or_else(|_| String::new(), |range| range.to_string()),
            |period| period.to_string(),
        )
    }

    /// The day on which it was reached, as in ISO 8601; `None` outside the calendar.
    pub fn date(&self) -> Option<String> {
        self.by.date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
    }

    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let [(from, old), (to, new)] = self.reached.between;
        let end = f64::from(self.end);
        // Months from the end, so that the numbers are short.
        let months = if old == new {
            format!("{}", end - to)
        } else {
            format!("{} - {} * ({} - {old}) / ({new} - {old})", end - from, to - from, self.target)
        };
        let length = self.reached.within.1 - self.reached.within.0;
        let periods = f64::from(self.by.periods);
        vec![
            Number::new("months", Ok(self.by.months), months.clone()),
            Number::new("days", Ok(self.by.days), format!("({months}) * 30")),
            Number {
                name: "calendar_days",
                value: self.by.calendar_days.ok_or(crate::error::Undefined::NotFinite),
                formula: None,
            },
            Number::given("period_months", f64::from(length)),
            Number::given("periods", periods),
            Number::new("extra_days", Ok(self.by.extra_days), format!("({months} - {periods} * {length}) * 30")),
        ]
    }
}
