//! A planned sum over several years: so far, due by now, and for the rest (累计法).

use super::super::case::{Case, Known};
use super::super::completion::{CumulativePath, EarnedSchedule, Part, acceleration, month_after, pace_linear};
use super::Number;
use crate::error::Undefined;
use crate::model::{Better, Frequency, Period, PeriodRange};
use crate::plan::Form;
use crate::progress::evidence::{finite, number};

/// A planned sum, with everything that is known of it: parts of a year too.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RunningTotal {
    /// The planned sum.
    pub total: f64,
    /// The sum so far.
    pub to_date: f64,
    /// The months so far.
    pub months: f64,
    /// The months of the plan.
    pub planned: f64,
    /// The value of the year before the plan, from which a path at an even rate starts.
    pub base: Option<f64>,
    from: i32,
    sign: f64,
}

/// The first month of the sum.
pub(in crate::progress) fn begins(case: &Case<'_>) -> Option<i32> {
    match case.target.from {
        Some(from) => Some(Part::of(from, 0.0)?.from),
        None => month_after(case.base?),
    }
}

pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Option<RunningTotal> {
    let (Form::Total(total), by) = (&case.target.form, case.target.by?) else { return None };
    let (from, end) = (begins(case)?, month_after(by)?);
    let until = case.as_of.map_or(f64::INFINITY, |as_of| as_of * 12.0 + 1e-6);
    let (mut sum, mut month) = (0.0, from);
    let counts = |part: &&Part| part.from >= from && part.to <= end && f64::from(part.to) <= until;
    for part in case.sum_parts()?.iter().filter(counts) {
        if part.from != month {
            break;
        }
        (sum, month) = (sum + part.value, part.to);
    }
    let years = Period::annual(from.div_euclid(12) - 1);
    let base = if from.rem_euclid(12) == 0 { case.series?.at(years).map(|(_, value)| value) } else { None };
    (month > from).then(|| RunningTotal {
        total: *total,
        to_date: sum,
        months: f64::from(month - from),
        planned: f64::from(end - from),
        base,
        from,
        sign: known.target.better.and_then(Better::sign).unwrap_or(1.0),
    })
}

impl RunningTotal {
    /// The months that are summed up so far, as SDMX text.
    pub fn through(&self) -> String {
        let month = |month: i32| Period::from_ordinal(Frequency::Monthly, month);
        let last = self.from + self.months as i32 - 1;
        PeriodRange::new(month(self.from), month(last)).map_or_else(|_| String::new(), |range| range.to_string())
    }

    /// The last month of the sum so far.
    pub(super) fn last_month(&self) -> Period {
        Period::from_ordinal(Frequency::Monthly, self.from + self.months as i32 - 1)
    }

    /// The share of the sum that is there: `Σ actual / T`.
    ///
    /// # Undefined
    /// `ZeroBase`, `NegativeBase`: a planned sum of zero or less.
    pub fn completion(&self) -> Result<f64, Undefined> {
        super::super::completion::completion(self.to_date, self.total, Better::Higher).value
    }

    /// The share that is due by elapsed time.
    pub fn due_by_time(&self) -> f64 {
        self.months / self.planned
    }

    /// The share that is due when the yearly amounts grow at an even rate from the value at the base.
    ///
    /// # Undefined
    /// `MissingBase`; `NotApplicable`: no whole years; what the cumulative method says.
    pub fn due_by_growth(&self) -> Result<f64, Undefined> {
        let years = self.planned / 12.0;
        if years.fract() != 0.0 {
            return Err(Undefined::NotApplicable);
        }
        let path = CumulativePath::geometric(self.base.ok_or(Undefined::MissingBase)?, self.total, years as usize)?;
        finite(Ok(path.at(self.months / 12.0) / self.total))
    }

    /// The schedule in months along the elapsed path.
    ///
    /// # Undefined
    /// As [`CumulativePath::elapsed`].
    pub fn in_months(&self) -> Result<EarnedSchedule, Undefined> {
        let path = CumulativePath::elapsed(self.total, self.planned)?;
        Ok(EarnedSchedule::new(path.earned(self.to_date), self.months, self.planned))
    }

    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let RunningTotal { total, to_date, months, planned, sign, .. } = *self;
        let reached = sign > 0.0 && to_date >= total;
        let open = |value: Result<f64, Undefined>| if reached { Err(Undefined::AlreadyReached) } else { value };
        let pace = open(pace_linear(to_date, total, planned - months));
        let schedule = self.in_months();
        let earned = schedule.map_or(f64::NAN, |schedule| schedule.earned);
        let growth = self.due_by_growth();
        let lead = |due: Result<f64, Undefined>| Ok(sign * (self.completion()? - due?));
        let given = [("total", total), ("to_date", to_date), ("months", months), ("planned_months", planned)];
        let (estimate, acceleration) = (to_date * planned / months, acceleration(pace, finite(Ok(to_date / months))));
        // Who has more than all has earned the whole time, who has less than nothing none of it.
        let earned_all = to_date > total;
        let earned_none = to_date < 0.0;
        let [total, to_date, earned] = [total, to_date, earned].map(number);
        let share = match (earned_all, earned_none) {
            (true, _) => format!("{planned}"),
            (_, true) => String::from("0"),
            _ => format!("{to_date} / {total} * {planned}"),
        };
        let mut numbers: Vec<Number> = given.map(|(name, value)| Number::given(name, value)).into();
        numbers.extend([
            Number::new("completion", self.completion(), format!("{to_date} / {total}")),
            Number::new("due_elapsed", Ok(self.due_by_time()), format!("{months} / {planned}")),
            Number { name: "due_geometric", value: growth, formula: None },
            Number::new(
                "lead_points_elapsed",
                lead(Ok(self.due_by_time())),
                format!("{sign} * ({to_date} / {total} - {months} / {planned})"),
            ),
            Number::new(
                "lead_points_geometric",
                lead(growth),
                format!("{sign} * ({to_date} / {total} - {})", growth.unwrap_or(f64::NAN)),
            ),
            Number::new(
                "lead_months_elapsed",
                schedule.map(|schedule| sign * schedule.variance()),
                format!("{sign} * ({share} - {months})"),
            ),
            Number::new("spi_t", schedule.and_then(|one| one.index()), format!("{earned} / {months}")),
            Number::new(
                "ieac_t",
                schedule.and_then(|one| one.duration()),
                format!("{planned} / ({earned} / {months})"),
            ),
            Number::new("left", open(Ok(self.total - self.to_date)), format!("{total} - {to_date}")),
            Number::new("needed_a_month", pace, format!("({total} - {to_date}) / ({planned} - {months})")),
            Number::new(
                "needed_a_year",
                pace.map(|pace| pace * 12.0),
                format!("({total} - {to_date}) / ({planned} - {months}) * 12"),
            ),
            Number::new(
                "acceleration",
                acceleration,
                format!("({total} - {to_date}) / ({planned} - {months}) / ({to_date} / {months})"),
            ),
            Number::new("estimate_pace", Ok(estimate), format!("{to_date} * {planned} / {months}")),
        ]);
        for number in &mut numbers {
            number.value = finite(number.value);
        }
        numbers
    }
}
