//! The goals of a plan against its data and its explicit targets.

use std::collections::HashMap;

use super::goal::{GoalFacts, GoalProgress, PriceTerms, Prices};
use super::link::Link;
use crate::error::Undefined;
use crate::growth::{rate_of_multiple, why_no_growth};
use crate::model::{Indicator, Period, PriceBasis};
use crate::plan::{Form, Goal, GoalPrices, Plan, PlanGoal, Target, years_between};

/// A goal of the plan for one indicator, in levels.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GoalPath {
    /// The subject; empty where there is only one.
    pub subject: String,
    /// Code of the indicator.
    pub indicator: String,
    /// The goal, with its start.
    pub goal: Goal,
    /// The value that it starts from.
    pub base: Option<f64>,
    /// Its milestones.
    pub milestones: Vec<GoalPoint>,
    /// Its way: reached, left, the past as a yardstick, and the explicit targets beside it.
    pub progress: GoalProgress,
}

/// A milestone of a goal, in levels. Rates are fractions a year.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct GoalPoint {
    /// When it is due.
    pub by: Option<Period>,
    /// The level; `None` where the base is missing.
    pub value: Option<f64>,
    /// Multiple of the base.
    pub multiple: f64,
    /// The pace inside the leg that ends here.
    pub leg_rate: f64,
    /// The even pace from the start.
    pub rate: f64,
}

/// What there is to hold the goals of a plan against.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) link: &'a Link,
    /// In years.
    pub(super) as_of: Option<f64>,
    /// The targets of each indicator.
    pub(super) targets: &'a HashMap<&'a str, Vec<&'a Target>>,
}

impl Plan {
    /// Every goal of the plan for one subject.
    pub(super) fn goals_of(&self, subject: &str, known: Known<'_>) -> Vec<GoalPath> {
        let mut paths = Vec::new();
        for plan_goal in self.goals() {
            for code in &plan_goal.indicators {
                let goal = self.started(plan_goal, code);
                paths.push(self.goal_of(subject, plan_goal, &goal, code, known));
            }
        }
        paths
    }

    fn goal_of(
        &self,
        subject: &str,
        plan_goal: &PlanGoal,
        goal: &Goal,
        code: &str,
        Known { link, as_of, targets }: Known<'_>,
    ) -> GoalPath {
        let known = |period: Period| as_of.is_none_or(|as_of| period.end_in_years() <= as_of + 1e-9);
        let points = |code: &str| -> Vec<(Period, f64)> {
            let linked = self.place(code).and_then(|place| link.get(subject, place));
            let linked = linked.map(|linked| goal.start().map_or(linked, |start| linked.spanning(start)));
            linked.map(|linked| &linked.points).into_iter().flatten().copied().filter(|(at, _)| known(*at)).collect()
        };
        let value_at = |code: &str, period: Period| {
            link.get(subject, self.place(code)?)?
                .spanning(period)
                .at(period)
                .filter(|(at, _)| known(*at))
                .map(|(_, value)| value)
        };
        let base = goal.start().and_then(|start| value_at(code, start));
        let milestones = goal.milestones().into_iter().zip(goal.legs()).map(|(milestone, leg)| GoalPoint {
            by: milestone.by(),
            value: base.map(|base| base * milestone.multiple()),
            multiple: milestone.multiple(),
            leg_rate: leg.rate(),
            rate: milestone.rate(),
        });
        let milestones = milestones.collect();
        let speaks = self.place(code).and_then(|place| link.get(subject, place));
        let speaks = speaks.zip(goal.start()).is_some_and(|(linked, start)| linked.spanning(start).speaks_of(start));
        let own = targets.get(code).map(Vec::as_slice).unwrap_or_default();
        let figures = self.figures_of(subject, own, |period| value_at(code, period));
        let mut facts = GoalFacts::new(goal.clone()).figures(figures);
        if speaks {
            facts = facts.values(points(code));
        }
        if let Some(base) = base {
            facts = facts.base(base);
        }
        let indicator = self.indicator(code);
        if let Some(prices) = plan_goal.prices.as_ref().zip(indicator).map(|(prices, indicator)| {
            self.prices_of(prices, indicator, targets, &points, |code, period| value_at(code, period))
        }) {
            facts = facts.prices(prices);
        }
        let mut progress = facts.progress();
        if plan_goal.goal.start().is_none() {
            // The base of the plan is one reading of a goal that names none.
            let other = GoalFacts::new(plan_goal.goal.clone());
            let figures = progress.figures.iter().map(|figure| (figure.by, figure.figure));
            progress.base_years = other.figures(figures).values(points(code)).base_years();
        }
        GoalPath {
            subject: subject.to_owned(),
            indicator: code.to_owned(),
            goal: goal.clone(),
            base,
            milestones,
            progress,
        }
    }

    /// The levels that explicit targets ask for, by date.
    fn figures_of(
        &self,
        subject: &str,
        targets: &[&Target],
        base: impl Fn(Period) -> Option<f64>,
    ) -> Vec<(Period, f64)> {
        let targets = targets.iter().filter(|target| {
            let theirs = target.subject.as_deref().or(self.subject());
            theirs.is_none() || theirs == Some(subject) || subject.is_empty()
        });
        targets
            .filter_map(|target| {
                let by = target.by?;
                let from = self.base_of(target);
                let years = from.and_then(|from| years_between(from, by)).unwrap_or(f64::NAN);
                let level = target.form.level(from.and_then(&base), years).ok()?;
                level.is_finite().then_some((by, level))
            })
            .collect()
    }

    /// Prices as the goal names them: a rate, or an indicator of the plan, whose values are a deflator where it is an
    /// index and whose target says how prices should rise.
    fn prices_of(
        &self,
        prices: &GoalPrices,
        indicator: &Indicator,
        targets: &HashMap<&str, Vec<&Target>>,
        points: &impl Fn(&str) -> Vec<(Period, f64)>,
        value_at: impl Fn(&str, Period) -> Option<f64>,
    ) -> Prices {
        let terms = match indicator.price {
            Some(PriceBasis::Constant(_)) => PriceTerms::Real,
            _ => PriceTerms::Nominal,
        };
        match prices {
            GoalPrices::Rate(rate) => Prices::new(terms).rising(*rate),
            GoalPrices::Indicator(code) => {
                let unit = self.indicator(code).and_then(|one| one.unit.as_ref());
                let moves = unit.and_then(why_no_growth);
                let mut found = Prices::new(terms);
                if moves.is_none() {
                    found = found.deflator(points(code));
                }
                let rate = targets.get(code.as_str()).into_iter().flatten().find_map(|target| {
                    match (&target.form, target.form.value()?) {
                        (Form::Rate(rate), _) => Some(*rate),
                        // Inflation in percent, or an index of 上年=100.
                        (_, level) if moves == Some(Undefined::RateType) => Some(level / 100.0),
                        (_, level) if moves == Some(Undefined::MovingBase) => Some(level / 100.0 - 1.0),
                        _ => {
                            let (from, by) = (self.base_of(target)?, target.by?);
                            let years = years_between(from, by)?;
                            let base = value_at(code, from)?;
                            rate_of_multiple(target.form.level(Some(base), years).ok()? / base, years).ok()
                        }
                    }
                });
                rate.map_or(found.clone(), |rate| found.rising(rate))
            }
        }
    }
}
