//! The target behind a stated degree of completion, beside the one that is written.

use super::super::case::{Case, Known, degree};
use super::super::completion::{planned_growth, stated_target};
use super::within_year::{PlanOf, WithinYear, run_of};
use super::{Number, RunningTotal};
use crate::error::Undefined;
use crate::growth::Decimal;
use crate::model::{Frequency, Period};
use crate::plan::{Finding, Form, Severity, Stated, percent, short};
use crate::progress::completion::month_after;
use crate::progress::evidence::{finite, number};

/// A stated degree of completion, the value that it is of, and the target behind both.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StatedCompletion {
    /// The degree as printed.
    pub stated: Stated,
    /// The value that it is of: of a year that is not over, and of a sum, what has come so far.
    pub value: Result<(Period, f64), Undefined>,
    /// The target that is written.
    pub level: Result<f64, Undefined>,
    /// Growth of the value on a year earlier.
    growth: Result<f64, Undefined>,
    /// Of rates of growth the degree is that of the indices: what one unit of the value is as a fraction.
    scale: Option<f64>,
}

pub(super) fn of(
    case: &Case<'_>,
    known: &Known<'_>,
    (year, sum): (Option<&WithinYear>, Option<&RunningTotal>),
) -> Option<StatedCompletion> {
    let stated = case.target.stated?;
    let value = match stated.at {
        Some(at) => in_period(case, at),
        None => latest(known, year, sum),
    };
    let latest = known.now.latest.map(|(period, _)| period);
    let is_latest = value.is_some_and(|(period, _)| latest == Some(period));
    let is_year = value.is_some_and(|(period, _)| year.is_some_and(|year| year.through == period));
    let growth = match (is_latest, year) {
        (true, _) => known.growth,
        (_, Some(year)) if is_year => year.growth,
        _ => Err(Undefined::MissingBase),
    };
    Some(StatedCompletion {
        stated,
        value: value.ok_or(Undefined::MissingValue),
        level: match known.target.band {
            Some(_) => Err(Undefined::NotApplicable),
            None => known.target.level,
        },
        growth,
        scale: case.scale_of_rates(),
    })
}

/// The latest value: of a year whose plan this is what has come of it so far.
fn latest(known: &Known<'_>, year: Option<&WithinYear>, sum: Option<&RunningTotal>) -> Option<(Period, f64)> {
    let of_year = year.filter(|year| year.plan_of == PlanOf::Target).map(|year| (year.through, year.part.to_date));
    let of_sum = sum.map(|sum| (sum.last_month(), sum.to_date));
    of_year.or(of_sum).or(known.now.latest)
}

/// The value by the end of a period: of a year's flow that of its months so far, of a sum the sum.
fn in_period(case: &Case<'_>, at: Period) -> Option<(Period, f64)> {
    let series = case.series?;
    if case.as_of.is_some_and(|as_of| at.end_in_years() > as_of + 1e-9) {
        return None;
    }
    let measured =
        case.measured.iter().copied().find(|(period, _)| (period.end_in_years() - at.end_in_years()).abs() < 1e-9);
    let is_of_year = case.target.by.is_some_and(|by| by.frequency() == Frequency::Annual);
    if series.flow && is_of_year && case.target.form.is_of_values() && at.frequency() != Frequency::Annual {
        let end = month_after(at)?;
        let year = (end - 1).div_euclid(12);
        let run = run_of(&series.parts, year);
        let sum = run.iter().find(|(months, _)| year * 12 + months == end).map(|(_, sum)| *sum);
        return sum.map(|sum| (at, sum));
    }
    measured
}

impl StatedCompletion {
    /// The target behind the degree, from the lowest to the highest that prints it.
    ///
    /// # Formula
    /// `A/K`, from `A/(K + h)` to `A/(K − h)`; of rates of growth `(1 + A)/K − 1`.
    ///
    /// # Undefined
    /// As [`stated_target`].
    pub fn target(&self) -> Result<f64, Undefined> {
        self.behind(|found| Ok(found.target))
    }

    /// Both ends of the targets that print the degree.
    ///
    /// # Undefined
    /// As [`stated_target`].
    pub fn interval(&self) -> (Result<f64, Undefined>, Result<f64, Undefined>) {
        (self.behind(|found| Ok(found.low)), self.behind(|found| found.high))
    }

    fn behind(
        &self,
        which: impl Fn(super::super::completion::StatedTarget) -> Result<f64, Undefined>,
    ) -> Result<f64, Undefined> {
        let (_, value) = self.value?;
        let Some(scale) = self.scale else { return which(stated_target(value, self.stated.completion)?) };
        which(stated_target(1.0 + value * scale, self.stated.completion)?).map(|index| (index - 1.0) / scale)
    }

    /// Value over the target that is written.
    ///
    /// # Undefined
    /// What the target says; `ZeroBase`, `NegativeBase`: a target of zero or less; `MissingValue`.
    pub fn of_target(&self) -> Result<f64, Undefined> {
        let (level, (_, value)) = (self.level?, self.value?);
        match self.scale {
            Some(scale) => degree(1.0 + value * scale, 1.0 + level * scale),
            None => degree(value, level),
        }
    }

    /// Whether the target that is written prints the stated degree.
    ///
    /// # Undefined
    /// As [`StatedCompletion::of_target`].
    pub fn agrees(&self) -> Result<bool, Undefined> {
        let (got, half) = (self.of_target()?, self.half().to_f64());
        // Both ends belong, to the last bits of a double.
        Ok((got - self.stated.completion.to_f64()).abs() <= half + 1e-12)
    }

    /// Half a unit of the last decimal of the degree.
    fn half(&self) -> Decimal {
        Decimal::new(5, self.stated.completion.places().saturating_add(1))
    }

    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let stated = self.stated.completion;
        let (low, high) = self.interval();
        let value = self.value.map(|(_, value)| value);
        let [shown, level] = [value, self.level].map(|value| number(value.unwrap_or(f64::NAN)));
        let half = self.half();
        // The digits as printed, not those of the nearest double.
        let over = |degree: String| match self.scale {
            Some(scale) => format!("((1 + {shown} * {scale}) / {degree} - 1) / {scale}"),
            None => format!("{shown} / {degree}"),
        };
        let of_target = match self.scale {
            Some(scale) => format!("(1 + {shown} * {scale}) / (1 + {level} * {scale})"),
            None => format!("{shown} / {level}"),
        };
        let planned = self.growth.and_then(|growth| planned_growth(stated.to_f64(), growth));
        let growth = number(self.growth.unwrap_or(f64::NAN));
        vec![
            Number::given("completion", stated.to_f64()),
            Number { name: "value", value: finite(value), formula: None },
            Number::new("target", self.target(), over(stated.to_string())),
            Number::new("low", low, over(format!("({stated} + {half})"))),
            Number::new("high", high, over(format!("({stated} - {half})"))),
            Number::new("of_target", self.of_target(), of_target),
            Number::new("planned_growth", planned, format!("(1 + {growth}) / {stated} - 1")),
        ]
    }

    /// What contradicts: a target and a value that do not print the stated degree.
    pub(in crate::progress) fn contradiction(&self, case: &Case<'_>) -> Option<Finding> {
        let (Ok(false), Ok(got), Ok(level), Ok((period, value))) =
            (self.agrees(), self.of_target(), self.level, self.value)
        else {
            return None;
        };
        let shown =
            |value: f64| if matches!(case.target.form, Form::Share { .. }) { percent(value) } else { short(value) };
        let decimals = self.stated.completion.places().saturating_sub(2) as usize;
        let stated = format!("{:.decimals$} %", self.stated.completion.to_f64() * 100.0);
        let ends = match self.interval() {
            (Ok(low), Ok(high)) => (
                format!("，应为 {}~{}", shown(low), shown(high)),
                format!("; {stated} of it would be a target from {} to {}", shown(low), shown(high)),
            ),
            _ => (String::new(), String::new()),
        };
        let en = format!(
            "a completion of {stated} is stated, and {} in {period} is {} of the target {}{}",
            shown(value),
            percent(got),
            shown(level),
            ends.1
        );
        let zh = format!(
            "称完成 {stated}，而{}的 {} 为目标 {} 的 {}{}",
            period.chinese(),
            shown(value),
            shown(level),
            percent(got),
            ends.0
        );
        let finding = Finding::new("stated_completion_off", Severity::Warning, &case.indicator.code, zh, en);
        Some(finding.at(period).written([case.target.line()]).with([
            ("stated", self.stated.completion.to_f64()),
            ("completion", got),
            ("value", value),
            ("target", level),
        ]))
    }
}
