//! A year that is not over against the plan of the year.

use super::super::case::{Case, Known, Moment};
use super::super::completion::{CumulativePath, EarnedSchedule, HalfYear, Part, PartOfYear};
use super::super::standing::Standing;
use super::Number;
use crate::error::Undefined;
use crate::model::{Better, Frequency, Period, words};
use crate::plan::{Shape, is_met};
use crate::progress::evidence::number;

words! {
    /// Where the plan of the year comes from.
    PlanOf, "plan of the year" {
        /// The target is for this year.
        Target = "target",
        /// The planned path to a later target leads through this year.
        Path = "path",
    }
}

/// A year that is not over, against its plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WithinYear {
    /// The year.
    pub year: Period,
    /// The running total that is known of it.
    pub through: Period,
    /// Where its plan comes from.
    pub plan_of: PlanOf,
    /// Plan, sums and months.
    pub part: PartOfYear,
    /// Growth of the sum so far on a year earlier.
    pub growth: Result<f64, Undefined>,
    /// Whether that growth was published beside the data; otherwise the levels imply it.
    pub growth_published: bool,
    /// The plan of the year month by month in the proportions of last year.
    pub profile: Result<CumulativePath, Undefined>,
    /// Half of the plan by half of the year (双过半), once June is over.
    pub half: Option<HalfYear>,
    /// By which path the year is judged: `elapsed`, or `seasonal` where the plan says so.
    pub path: Shape,
    better: Option<Better>,
}

/// The months of a year that the parts hold from January on: the ends of the parts, and the sum up to each.
pub(super) fn run_of(parts: &[Part], year: i32) -> Vec<(i32, f64)> {
    let (mut month, mut sum) = (year * 12, 0.0);
    let mut run = Vec::new();
    for part in parts.iter().filter(|part| part.from >= year * 12 && part.to <= year * 12 + 12) {
        if part.from != month {
            break;
        }
        (month, sum) = (part.to, sum + part.value);
        run.push((month - year * 12, sum));
    }
    run
}

pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Option<WithinYear> {
    let series = case.series.filter(|series| series.flow)?;
    // A plan of a year is one of values, or the sum of just that year.
    let sums_one_year = case.target.from.zip(case.target.by).is_some_and(|(from, by)| from.year() == by.year());
    if !(case.target.form.is_of_values() || sums_one_year) {
        return None;
    }
    let is_of_years = |period: Period| period.frequency() == Frequency::Annual;
    if !case.target.by.or(case.base).is_none_or(is_of_years) {
        return None;
    }
    let until = case.as_of.unwrap_or(f64::INFINITY);
    let until_now = series.parts.partition_point(|part| f64::from(part.to) <= until * 12.0 + 1e-6);
    let parts = series.parts.get(..until_now)?;
    let year = (parts.last()?.to - 1).div_euclid(12);
    let run = run_of(parts, year);
    let &(months, to_date) = run.last()?;
    // A whole year is compared with other years.
    if months == 12 || case.base.is_some_and(|base| year <= base.year()) {
        return None;
    }
    let level = known.target.level.ok()?;
    let (plan, plan_of) = match case.target.by {
        Some(by) if by.year() < year => return None,
        // A limit that is kept every year is the plan of this one.
        Some(by) if by.year() > year && !case.target.is_kept() => {
            (case.path()?.at(f64::from(year) + 1.0)?, PlanOf::Path)
        }
        _ => (level, PlanOf::Target),
    };
    let before = run_of(parts, year - 1);
    let sum_at = |month: i32| before.iter().find(|(at, _)| *at == month).map(|(_, sum)| *sum);
    // A yearly figure that is published stands before the sum of its months.
    let last_year = series.at(Period::annual(year - 1)).map(|(_, value)| value).or(sum_at(12));
    let last_to_date = sum_at(months);
    let part = PartOfYear {
        plan,
        to_date,
        months: f64::from(months),
        last_to_date: last_to_date.unwrap_or(f64::NAN),
        last_year: last_year.unwrap_or(f64::NAN),
    };
    let published = series.to_date.iter().find(|(month, _)| *month == year * 12 + months).map(|(_, growth)| *growth);
    let profile = match (last_year, sum_at(12)) {
        (Some(whole), Some(_)) if whole > 0.0 && plan > 0.0 => {
            // The months scaled to the year's own figure, so that its end is the plan.
            let ends = before.iter().map(|&(month, sum)| (f64::from(month), sum * plan / whole));
            CumulativePath::milestones(ends)
        }
        _ => Err(Undefined::MissingBase),
    };
    let better = case.better(Some(plan)).or(Some(Better::Higher));
    let to_june = run.iter().find(|(month, _)| *month == 6).map(|(_, sum)| *sum);
    Some(WithinYear {
        year: Period::annual(year),
        through: Period::months_to_date(year, months as u8).ok()?,
        plan_of,
        part,
        growth: published.map_or_else(|| part.growth(), Ok),
        growth_published: published.is_some(),
        profile,
        half: to_june.zip(better).map(|(sum, better)| HalfYear::new(sum, plan, better)),
        path: if case.shape == Shape::Seasonal { Shape::Seasonal } else { Shape::Elapsed },
        better,
    })
}

impl WithinYear {
    fn sign(&self) -> Result<f64, Undefined> {
        self.better.and_then(Better::sign).ok_or(Undefined::NoDirection)
    }

    /// The share of the plan that is due by now, along a path: `elapsed` or `seasonal`.
    ///
    /// # Undefined
    /// As [`PartOfYear::due_by_profile`]; `NotApplicable`: another path.
    pub fn due(&self, path: Shape) -> Result<f64, Undefined> {
        match path {
            Shape::Elapsed => Ok(self.part.due_by_time()),
            Shape::Seasonal => self.part.due_by_profile(),
            _ => Err(Undefined::NotApplicable),
        }
    }

    /// Completion less what is due, positive when ahead in the direction that is better.
    ///
    /// # Undefined
    /// As [`WithinYear::due`] and [`PartOfYear::completion`]; `NoDirection`.
    pub fn lead_points(&self, path: Shape) -> Result<f64, Undefined> {
        Ok(self.sign()? * (self.part.completion()? - self.due(path)?))
    }

    /// The schedule in months: when the plan stood where the sum stands.
    ///
    /// # Undefined
    /// As [`WithinYear::due`].
    pub fn in_months(&self, path: Shape) -> Result<EarnedSchedule, Undefined> {
        let planned = self.path(path)?;
        Ok(EarnedSchedule::new(planned.earned(self.part.to_date), self.part.months, 12.0))
    }

    fn path(&self, path: Shape) -> Result<CumulativePath, Undefined> {
        match path {
            Shape::Elapsed => CumulativePath::elapsed(self.part.plan, 12.0),
            Shape::Seasonal => self.profile.clone(),
            _ => Err(Undefined::NotApplicable),
        }
    }

    /// Whether the sum is not behind what is due along the path of the plan (时序进度).
    pub fn on_schedule(&self) -> Option<bool> {
        self.lead_points(self.path).ok().map(|lead| lead >= -1e-12)
    }

    /// How the year stands by its schedule alone.
    pub(in crate::progress) fn standing(&self) -> Option<Standing> {
        let met = is_met(self.part.to_date, self.part.plan, self.better?);
        Some(match (self.better?, met, self.on_schedule()?) {
            (Better::Higher, true, _) => Standing::Achieved,
            // A ceiling that is broken before the year is over stays broken.
            (Better::Lower, false, _) => Standing::Away,
            (_, _, true) => Standing::OnTrack,
            _ => Standing::Slow,
        })
    }

    /// Whether the target is the plan of this year, in values, and no whole year since the base is known.
    pub(in crate::progress) fn is_all_of(&self, case: &Case<'_>, known: &Known<'_>) -> bool {
        let ends_now = case.target.by.is_some_and(|by| by.year() == self.year.year());
        let is_plan = self.plan_of == PlanOf::Target && case.target.form.is_of_values() && !case.target.is_kept();
        let whole = known.now.latest.map(|(period, _)| period);
        ends_now && is_plan && whole.is_none_or(|whole| case.base.is_some_and(|base| whole.year() <= base.year()))
    }

    /// A moment with the sum so far in the place of a whole year: completion, what is due and the lead, along the path of
    /// the plan.
    pub(in crate::progress) fn in_place_of(&self, now: &Moment) -> Moment {
        let better = self.better.filter(|better| *better != Better::Near);
        let met = match better.map(|better| (better, is_met(self.part.to_date, self.part.plan, better))) {
            Some((Better::Higher, true)) => Some(true),
            Some((Better::Lower, false)) => Some(false),
            // Before the end of the year nobody can tell.
            _ => None,
        };
        Moment {
            latest: Some((self.through, self.part.to_date)),
            met,
            completion: self.part.completion(),
            due: self.due(self.path),
            lead_points: self.lead_points(self.path),
            lead_periods: self.lead_months(self.path).map(|(months, _)| months),
            ..now.clone()
        }
    }

    /// The number of the section that stands for one of the target, along the path of the plan.
    pub(in crate::progress) fn named(&self, name: &str) -> String {
        let path = if self.path == Shape::Seasonal { "seasonal" } else { "elapsed" };
        if name == "completion" { name.to_owned() } else { format!("{name}_{path}") }
    }

    /// The arithmetic of the lead along the path of the plan.
    pub(in crate::progress) fn lead_formula(&self) -> Option<String> {
        let name = self.named("lead_points");
        self.numbers().into_iter().find(|number| number.name == name)?.formula
    }

    fn reached(&self) -> bool {
        self.better == Some(Better::Higher) && is_met(self.part.to_date, self.part.plan, Better::Higher)
    }

    fn lead_months(&self, path: Shape) -> Result<(f64, String), Undefined> {
        let sign = self.sign()?;
        let (schedule, planned, to_date) = (self.in_months(path)?, self.path(path)?, self.part.to_date);
        let months = self.part.months;
        let formula = match planned.leg(to_date) {
            Some([(t0, p0), (t1, p1)]) => {
                let [to_date, p0, p1] = [to_date, p0, p1].map(number);
                format!("{sign} * ({t0} + ({t1} - {t0}) * ({to_date} - {p0}) / ({p1} - {p0}) - {months})")
            }
            None => format!("{sign} * ({} - {months})", schedule.earned),
        };
        Ok((sign * schedule.variance(), formula))
    }

    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let PartOfYear { plan, to_date, months, last_to_date, last_year } = self.part;
        let part = &self.part;
        let sign = self.sign();
        let signed = sign.unwrap_or(1.0);
        let open = |value: Result<f64, Undefined>| if self.reached() { Err(Undefined::AlreadyReached) } else { value };
        let mut numbers = vec![Number::given("plan", plan), Number::given("to_date", to_date)];
        let [plan, to_date, last_to_date, last_year] = [plan, to_date, last_to_date, last_year].map(number);
        numbers.extend([
            Number::new("completion", part.completion(), format!("{to_date} / {plan}")),
            Number::new(
                "growth",
                self.growth,
                if self.growth_published { String::new() } else { format!("{to_date} / {last_to_date} - 1") },
            ),
            Number::new("due_elapsed", Ok(part.due_by_time()), format!("{months} / 12")),
            Number::new("due_seasonal", part.due_by_profile(), format!("{last_to_date} / {last_year}")),
            Number::new(
                "lead_points_elapsed",
                self.lead_points(Shape::Elapsed),
                format!("{signed} * ({to_date} / {plan} - {months} / 12)"),
            ),
            Number::new(
                "lead_points_seasonal",
                self.lead_points(Shape::Seasonal),
                format!("{signed} * ({to_date} / {plan} - {last_to_date} / {last_year})"),
            ),
        ]);
        for (name, path) in [("lead_months_elapsed", Shape::Elapsed), ("lead_months_seasonal", Shape::Seasonal)] {
            let lead = self.lead_months(path);
            let formula = lead.as_ref().map(|(_, formula)| formula.clone()).unwrap_or_default();
            numbers.push(Number::new(name, lead.map(|(lead, _)| lead), formula));
        }
        numbers.extend([
            Number::new("left", open(Ok(part.left())), format!("{plan} - {to_date}")),
            Number::new(
                "needed_a_month",
                open(part.needed_a_month()),
                format!("({plan} - {to_date}) / (12 - {months})"),
            ),
            Number::new(
                "needed_growth",
                open(part.needed_growth()),
                format!("({plan} - {to_date}) / ({last_year} - {last_to_date}) - 1"),
            ),
            Number::new("estimate_pace", part.by_pace(), format!("{to_date} * 12 / {months}")),
            Number::new("estimate_profile", part.by_profile(), format!("{to_date} / ({last_to_date} / {last_year})")),
            Number::new(
                "estimate_growth",
                self.growth.and_then(|growth| part.by_growth(growth)),
                format!("{last_year} * (1 + {})", number(self.growth.unwrap_or(f64::NAN))),
            ),
        ]);
        // Before the end of June there is no half.
        let half = self.half.ok_or(Undefined::TooFewPoints);
        let to_june = number(half.map_or(f64::NAN, |half| half.to_june));
        numbers.push(Number::new("half", half.map(|half| half.to_june), String::new()));
        numbers.push(Number::new("half_share", half.and_then(|half| half.share), format!("{to_june} / {plan}")));
        for number in &mut numbers {
            number.formula = number.formula.take().filter(|formula| !formula.is_empty());
        }
        numbers
    }
}
