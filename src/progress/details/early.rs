//! When a target was reached, and how much too early.

use super::super::case::{Case, Known};
use super::super::completion::{EarlyBy, Part, Reached, level_reached, month_after, total_reached};
use super::{Number, running_total};
use crate::model::{Better, Frequency, Period, PeriodRange, words};
use crate::plan::{Form, is_met};
use crate::progress::evidence::number;

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

pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Option<Early> {
    let (series, by) = (case.series?, case.target.by?);
    let level = known.target.level.ok()?;
    // The level of a year is output until somebody says otherwise.
    let (end, better) = (month_after(by)?, case.better(Some(level)).unwrap_or(Better::Higher));
    let start = match case.base {
        Some(base) => Some(month_after(base)?),
        None => None,
    };
    // What moves with other data may be lost again, and a limit is not reached but kept.
    let form = &case.target.form;
    let is_reached = form.is_on_a_way() || matches!(form, Form::Total(_) | Form::Done);
    let is_ceiling_of_sum = matches!(form, Form::Total(_)) && better != Better::Higher;
    let is_flow = series.flow && form.is_of_values();
    // The plan of one year is reached by the sum of its months: windows over twelve would reach back behind it.
    let of_one_year = is_flow && start.is_none_or(|start| end - start <= 12);
    // Who met it at the base was asked for nothing; the sum of a year begins anew.
    let was_met = !of_one_year && case.start().is_some_and(|(_, base)| is_met(base, level, better));
    if !is_reached || case.target.is_kept() || is_ceiling_of_sum || was_met {
        return None;
    }
    let known = |to: i32| to <= end && case.as_of.is_none_or(|as_of| f64::from(to) <= as_of * 12.0 + 1e-6);
    let parts = || -> Vec<Part> { series.parts.iter().copied().filter(|part| known(part.to)).collect() };
    let (method, reached) = if matches!(form, Form::Total(_)) {
        let parts: Vec<Part> = case.sum_parts()?.iter().copied().filter(|part| known(part.to)).collect();
        let reached = total_reached(&parts, running_total::begins(case)?, level).ok()??;
        // Inside a total over several years nobody knows when.
        (EarlyMethod::Total, Some(reached).filter(|reached| reached.within.1 - reached.within.0 <= 12)?)
    } else if is_flow {
        if !matches!(by.frequency(), Frequency::Annual | Frequency::Fiscal(_)) {
            return None;
        }
        if of_one_year {
            let reached = total_reached(&parts(), end - 12, level).ok()?.filter(|_| better == Better::Higher)?;
            (EarlyMethod::Total, reached)
        } else {
            (EarlyMethod::Level, level_reached(&parts(), start, level, better).ok()??)
        }
    } else {
        let after = |period: Period| Part::of(period, 0.0).filter(|part| start.is_none_or(|start| part.to > start));
        let met = case.measured.iter().find_map(|&(period, value)| {
            let part = after(period).filter(|part| known(part.to) && is_met(value, level, better))?;
            Some(Reached::observed((part.from, part.to), value))
        });
        (EarlyMethod::Observed, met?)
    };
    (better != Better::Near).then(|| Early { method, reached, by: EarlyBy::new(reached, end), target: level, end })
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
            let [from, length, target, old, new] = [end - from, to - from, self.target, old, new].map(number);
            format!("{from} - {length} * ({target} - {old}) / ({new} - {old})")
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
