//! Compounding goals: double in three years, quadruple in five.

use std::fmt;

use crate::error::{Error, ErrorKind, Result};
use crate::growth::rate_of_multiple;
use crate::model::{Frequency, Period};

/// What a goal asks for at a date.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Ambition {
    /// So many times the base: ×2, 翻一番.
    Multiple(f64),
    /// So much growth a year, compounded: +8 % a year, 年均增长8%.
    Rate(f64),
}

/// When a goal is due.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Due {
    /// So many years after the base.
    Years(f64),
    /// By the end of a period.
    By(Period),
}

/// A goal of one or more milestones, each a multiple of the base by a date.
///
/// A goal is read from English and Chinese notations; `Display` prints the English one. In Chinese, 一番 is a
/// doubling (翻两番 is ×4) and 增长 n 倍 is ×(n + 1).
///
/// # Examples
/// ```
/// use fanfan::plan::Goal;
///
/// let goal: Goal = "三年翻一番，五年翻两番".parse()?;
/// assert_eq!(goal.to_string(), "x2 in 3y, x4 in 5y");
/// let rates: Vec<String> = goal.legs().iter().map(|leg| format!("{:.4}", leg.rate())).collect();
/// assert_eq!(rates, ["0.2599", "0.4142"]);
///
/// // with a date in place of a duration, the legs need a start
/// let goal: Goal = "x2 by 2020".parse()?;
/// assert!(goal.legs()[0].rate().is_nan());
/// let goal = goal.starting("2010".parse()?)?;
/// assert!((goal.legs()[0].rate() - 0.0718).abs() < 1e-4);
///
/// // a goal without a time is refused
/// assert!("翻两番".parse::<Goal>().is_err());
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    start: Option<Period>,
    clauses: Vec<(Ambition, Due)>,
}

/// A milestone of a goal: what it asks for in all, from the start on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalMilestone {
    years: f64,
    by: Option<Period>,
    multiple: f64,
    rate: f64,
}

impl GoalMilestone {
    /// Years from the start; NaN while the start is not known.
    pub fn years(&self) -> f64 {
        self.years
    }

    /// The period in which it is due; `None` while neither it nor the start is known.
    pub fn by(&self) -> Option<Period> {
        self.by
    }

    /// Multiple of the base; NaN while a rate has no span.
    pub fn multiple(&self) -> f64 {
        self.multiple
    }

    /// The even rate a year from the start, a fraction.
    pub fn rate(&self) -> f64 {
        self.rate
    }
}

/// The way from one milestone to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    from_years: f64,
    to: GoalMilestone,
    from: Option<Period>,
    multiple: f64,
    rate: f64,
}

impl Leg {
    /// Years from the start at which the leg begins.
    pub fn from_years(&self) -> f64 {
        self.from_years
    }

    /// Years from the start at which it ends; NaN while the start is not known.
    pub fn to_years(&self) -> f64 {
        self.to.years
    }

    /// The period at which it begins, when the start is known.
    pub fn from(&self) -> Option<Period> {
        self.from
    }

    /// The period by which it ends.
    pub fn to(&self) -> Option<Period> {
        self.to.by
    }

    /// Multiple inside the leg.
    pub fn multiple(&self) -> f64 {
        self.multiple
    }

    /// The even rate a year inside the leg, a fraction.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The span for a person: the years, or the periods where they are known.
    pub fn span(&self) -> String {
        match (self.from, self.to.by) {
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (_, Some(to)) => format!("to {to}"),
            _ => format!("years {}–{}", self.from_years, self.to.years),
        }
    }
}

impl Goal {
    /// A goal from what it asks for and when; milestones may come in any order.
    ///
    /// # Errors
    /// No milestone; a multiple that is not positive; a time of zero or less; dates of two frequencies; a due date at
    /// or before the start; two milestones for one time.
    pub fn new(start: Option<Period>, clauses: impl IntoIterator<Item = (Ambition, Due)>) -> Result<Goal> {
        let mut goal = Goal { start, clauses: clauses.into_iter().collect() };
        if goal.clauses.is_empty() {
            return Err(refuse("a goal asks for something", "write for example x2 in 3y, or 三年翻一番"));
        }
        for (ambition, due) in &goal.clauses {
            let positive = match ambition {
                Ambition::Multiple(multiple) => *multiple > 0.0 && multiple.is_finite(),
                Ambition::Rate(rate) => *rate > -1.0 && rate.is_finite(),
            };
            if !positive {
                let message = format!("`{}` is not a positive multiple", Clause(*ambition, *due));
                return Err(refuse(&message, "a multiple must be above 0, a rate above -100%"));
            }
            match due {
                Due::Years(years) if !(*years > 0.0 && years.is_finite()) => {
                    return Err(refuse(&format!("a goal in {years} years"), "give a time above zero"));
                }
                Due::By(by) => {
                    if let Some(start) = start
                        && by.since(start)? <= 0
                    {
                        return Err(refuse(
                            &format!("the goal is due in {by}, not after its start in {start}"),
                            "give a later date",
                        ));
                    }
                }
                Due::Years(_) => {}
            }
        }
        let absolute: Vec<Period> =
            goal.clauses.iter().filter_map(|(_, due)| if let Due::By(by) = due { Some(*by) } else { None }).collect();
        if let Some(first) = absolute.first() {
            for by in &absolute {
                by.since(*first)?;
            }
        }
        if !absolute.is_empty() && absolute.len() < goal.clauses.len() && start.is_none() {
            return Err(refuse(
                "a date beside a number of years needs the start",
                "add `from 2010`, or give only dates or only years",
            ));
        }
        let at = |due: &Due| match (*due, start) {
            (Due::Years(years), _) => years,
            (Due::By(by), Some(start)) => by.years_since(start).unwrap_or(f64::NAN),
            (Due::By(by), None) => by.end_in_years(),
        };
        goal.clauses.sort_by(|a, b| at(&a.1).total_cmp(&at(&b.1)));
        for pair in goal.clauses.windows(2) {
            if let [a, b] = pair
                && (at(&a.1) - at(&b.1)).abs() < 1e-9
            {
                let message = format!("`{}` and `{}` are due at the same time", Clause(a.0, a.1), Clause(b.0, b.1));
                return Err(refuse(&message, "keep one of them"));
            }
        }
        Ok(goal)
    }

    /// The period that the goal starts from, where it says so.
    pub fn start(&self) -> Option<Period> {
        self.start
    }

    /// The same goal from `start` on.
    ///
    /// # Errors
    /// The goal names another start, or is due at or before this one.
    pub fn starting(&self, start: Period) -> Result<Goal> {
        if let Some(own) = self.start.filter(|own| *own != start) {
            return Err(refuse(&format!("the goal starts from {own}, not from {start}"), "leave one of them out"));
        }
        Goal::new(Some(start), self.clauses.iter().copied())
    }

    /// What is asked for and when, in order of time.
    pub fn clauses(&self) -> &[(Ambition, Due)] {
        &self.clauses
    }

    /// The milestones, in order of time.
    pub fn milestones(&self) -> Vec<GoalMilestone> {
        let milestone = |(ambition, due): &(Ambition, Due)| {
            let (years, by) = match (*due, self.start) {
                (Due::Years(years), start) => (years, start.and_then(|start| after(start, years))),
                (Due::By(by), Some(start)) => (by.years_since(start).unwrap_or(f64::NAN), Some(by)),
                (Due::By(by), None) => (f64::NAN, Some(by)),
            };
            let (multiple, rate) = match *ambition {
                Ambition::Multiple(multiple) => (multiple, rate_of_multiple(multiple, years).unwrap_or(f64::NAN)),
                Ambition::Rate(rate) => ((rate.ln_1p() * years).exp(), rate),
            };
            GoalMilestone { years, by, multiple, rate }
        };
        self.clauses.iter().map(milestone).collect()
    }

    /// The legs from the start to the first milestone and on to the next ones.
    pub fn legs(&self) -> Vec<Leg> {
        let mut before = GoalMilestone { years: 0.0, by: self.start, multiple: 1.0, rate: 0.0 };
        let mut first = true;
        self.milestones()
            .into_iter()
            .map(|to| {
                let multiple = to.multiple / before.multiple;
                let years = if to.years.is_nan() {
                    // Between two dates the distance is known, wherever the start may be.
                    to.by.zip(before.by).and_then(|(to, from)| to.years_since(from).ok()).unwrap_or(f64::NAN)
                } else {
                    to.years - before.years
                };
                let rate = if first && multiple.is_nan() {
                    to.rate
                } else {
                    rate_of_multiple(multiple, years).unwrap_or(f64::NAN)
                };
                let leg = Leg { from_years: before.years, to, from: before.by, multiple, rate };
                before = to;
                first = false;
                leg
            })
            .collect()
    }

    /// How far each milestone lies above (or, negative, below) the even path to the last one: its slack.
    ///
    /// Double in three years lies 12.9 % below the even path to ×4 in five, which would be at ×2.30 by then: what a
    /// milestone leaves out, the last leg must make up.
    pub fn slack(&self) -> Vec<f64> {
        let milestones = self.milestones();
        let Some(last) = milestones.last().copied() else { return Vec::new() };
        let even = |years: f64| (last.multiple.ln() * years / last.years).exp();
        milestones.iter().map(|milestone| milestone.multiple / even(milestone.years) - 1.0).collect()
    }

    /// The multiple of the base that the goal's path asks for `years` after the start: even inside each leg.
    ///
    /// NaN before the start, after the last milestone, and while the start is not known.
    pub fn path(&self, years: f64) -> f64 {
        if years == 0.0 {
            return 1.0;
        }
        let (mut from_years, mut from) = (0.0, 1.0);
        for milestone in self.milestones() {
            if years > from_years && years <= milestone.years {
                let share = (years - from_years) / (milestone.years - from_years);
                return from * ((milestone.multiple / from).ln() * share).exp();
            }
            (from_years, from) = (milestone.years, milestone.multiple);
        }
        f64::NAN
    }
}

/// The period so many years after `start`, where it is a whole number of periods.
fn after(start: Period, years: f64) -> Option<Period> {
    let periods = years * f64::from(start.frequency().per_year());
    ((periods - periods.round()).abs() < 1e-9 && start.frequency() != Frequency::Weekly)
        .then(|| start + periods.round() as i32)
}

pub(super) fn refuse(message: &str, mend: &str) -> Error {
    Error::new(ErrorKind::Goal, message).mend(mend)
}

struct Clause(Ambition, Due);

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let preposition = match self.0 {
            Ambition::Multiple(multiple) => {
                write!(f, "x{multiple}")?;
                ("in", "by")
            }
            Ambition::Rate(rate) => {
                write!(f, "{}%/yr", percent(rate))?;
                ("for", "to")
            }
        };
        match self.1 {
            Due::Years(years) if (years - years.round()).abs() < 1e-12 => write!(f, " {} {years}y", preposition.0),
            Due::Years(years) if (years * 12.0 - (years * 12.0).round()).abs() < 1e-9 => {
                write!(f, " {} {}m", preposition.0, (years * 12.0).round())
            }
            Due::Years(years) => write!(f, " {} {years}y", preposition.0),
            Due::By(by) => write!(f, " {} {by}", preposition.1),
        }
    }
}

/// The shortest digits of a rate with the point two places on: 0.07 × 100 would be 7.000000000000001.
fn percent(rate: f64) -> String {
    let shown = format!("{:e}", rate.abs());
    let (digits, exponent) = shown.split_once('e').unwrap_or((&shown, "0"));
    let digits = digits.replace('.', "");
    // The point stands after so many of the digits.
    let point = exponent.parse().unwrap_or(0_i32) + 3;
    let sign = if rate < 0.0 { '-' } else { '+' };
    let length = digits.len() as i32;
    if point <= 0 {
        format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    } else if point >= length {
        let whole = format!("{digits}{}", "0".repeat((point - length) as usize));
        let trimmed = whole.trim_start_matches('0');
        format!("{sign}{}", if trimmed.is_empty() { "0" } else { trimmed })
    } else {
        format!("{sign}{}.{}", &digits[..point as usize], &digits[point as usize..])
    }
}

/// The fraction that a number in percent stands for, to the digits as written.
pub(super) fn of_percent(written: &str) -> Option<f64> {
    let number: f64 = written.parse().ok()?;
    // 8.1 / 100 need not be the double nearest to 0.081.
    Some(format!("{written}e-2").parse().unwrap_or(number / 100.0))
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (ambition, due)) in self.clauses.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{}", Clause(*ambition, *due))?;
        }
        if let Some(start) = self.start {
            write!(f, " from {start}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(text: &str) -> Goal {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn legs_and_slack_of_the_town() {
        let legs = goal("x2 in 3y, x4 in 5y").legs();
        assert!((legs[0].rate() - 0.259_921_049_894_873_2).abs() < 1e-15);
        assert!((legs[1].rate() - (2.0_f64.sqrt() - 1.0)).abs() < 1e-15);
        let slack = goal("x2 in 3y, x4 in 5y").slack();
        assert!((slack[0] - (2.0 / 4.0_f64.powf(0.6) - 1.0)).abs() < 1e-15 && slack[1].abs() < 1e-15);
    }

    #[test]
    fn the_path_meets_each_milestone() {
        let goal = goal("x2 in 3y, x4 in 5y");
        for milestone in goal.milestones() {
            assert!((goal.path(milestone.years()) / milestone.multiple() - 1.0).abs() < 1e-15);
        }
        assert!(goal.path(6.0).is_nan() && goal.path(0.0) == 1.0);
    }

    #[test]
    fn rates_print_with_their_digits() {
        for (rate, shown) in [
            (0.07, "+7"),
            (-0.035, "-3.5"),
            (0.0, "+0"),
            (1.0, "+100"),
            (12.5, "+1250"),
            (0.081, "+8.1"),
            (1e-5, "+0.001"),
            (0.000_123, "+0.0123"),
            (1.874_800_605_242_405_5, "+187.48006052424055"),
        ] {
            assert_eq!(percent(rate), shown);
            assert_eq!(of_percent(shown), Some(rate));
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for text in ["x0 in 3y", "x2 in 3y, x3 in 3y", "x2 in 0y", "x2 by 2005 from 2010", "x2", "-100%/yr for 3y"] {
            assert!(text.parse::<Goal>().is_err(), "{text}");
        }
    }
}
