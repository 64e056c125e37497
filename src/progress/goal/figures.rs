//! Explicit figures against a goal, and the base years that would make them agree.

use super::GoalFacts;
use crate::error::Undefined;
use crate::growth::rate_of_multiple;
use crate::model::Period;
use crate::plan::{Goal, is_same, years_between};

/// An explicit figure beside what the goal asks for by the same date. Differences are figure less goal.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct FigureCheck {
    /// The date.
    pub by: Period,
    /// The explicit figure.
    pub figure: f64,
    /// The level that the goal asks for by then: of a milestone, or of the even path to the next one.
    pub goal: Result<f64, Undefined>,
    /// Whether a milestone of the goal is due then.
    pub milestone: bool,
    /// The difference in level.
    pub level_difference: Result<f64, Undefined>,
    /// The difference in multiples of the base.
    pub multiple_difference: Result<f64, Undefined>,
    /// The difference in rates a year since the base, a fraction.
    pub rate_difference: Result<f64, Undefined>,
}

impl FigureCheck {
    /// Whether figure and goal are the same, but for rounding (half a percent); `None` where the goal says nothing.
    pub fn agrees(&self) -> Option<bool> {
        self.goal.ok().map(|goal| is_same(self.figure, goal))
    }
}

/// A base year that a goal without one may mean, and how the explicit figures would then agree with it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BaseYear {
    /// The start that was tried.
    pub start: Period,
    /// The value in it.
    pub base: f64,
    /// The figures that are due with a milestone.
    pub figures: Vec<FigureCheck>,
    /// The largest relative difference between a figure and the goal.
    pub worst: f64,
    /// Whether every figure agrees.
    pub agrees: bool,
}

/// Figures against a goal that has a start and a base.
fn check(goal: &Goal, base: Option<f64>, figures: &[(Period, f64)]) -> Vec<FigureCheck> {
    let dates: Vec<Option<Period>> = goal.milestones().iter().map(crate::plan::GoalMilestone::by).collect();
    let one = |&(by, figure): &(Period, f64)| {
        let years = goal.start().and_then(|start| years_between(start, by)).ok_or(Undefined::MissingBase);
        let asked = years.and_then(|years| {
            let multiple = goal.path(years);
            // At the start the goal asks for nothing yet.
            if multiple.is_nan() || years == 0.0 { Err(Undefined::NoTarget) } else { Ok((years, multiple)) }
        });
        let both = asked.and_then(|asked| Ok((base.ok_or(Undefined::MissingBase)?, asked)));
        FigureCheck {
            by,
            figure,
            goal: both.map(|(base, (_, multiple))| base * multiple),
            milestone: dates.contains(&Some(by)),
            level_difference: both.map(|(base, (_, multiple))| figure - base * multiple),
            multiple_difference: both.map(|(base, (_, multiple))| figure / base - multiple),
            rate_difference: both.and_then(|(base, (years, multiple))| {
                Ok(rate_of_multiple(figure / base, years)? - rate_of_multiple(multiple, years)?)
            }),
        }
    };
    figures.iter().map(one).collect()
}

impl GoalFacts {
    /// Every explicit figure against the goal.
    pub(super) fn checks(&self) -> Vec<FigureCheck> {
        check(&self.goal, self.start_value(), &self.figures)
    }

    /// Every period with a value as the start of a goal that names none, as far as a figure is due with a milestone.
    ///
    /// A slogan such as 到2020年翻一番 does not say of what. The base years for which the explicit figures of the
    /// plan agree with it are those that it can mean.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Period;
    /// use fanfan::progress::GoalFacts;
    ///
    /// let values = [(2008, 31.4), (2009, 33.5), (2010, 41.2)].map(|(year, value)| (Period::annual(year), value));
    /// let facts = GoalFacts::new("x2 by 2020".parse()?).values(values).figures([(Period::annual(2020), 67.0)]);
    /// let tried = facts.base_years();
    /// assert_eq!(tried.len(), 3);
    /// let meant: Vec<_> = tried.iter().filter(|year| year.agrees).map(|year| year.start).collect();
    /// assert_eq!(meant, [Period::annual(2009)]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn base_years(&self) -> Vec<BaseYear> {
        let clauses = self.goal.clauses();
        let candidates = self.values.iter().filter(|(_, value)| *value > 0.0);
        candidates
            .filter_map(|&(start, base)| {
                let goal = Goal::new(Some(start), clauses.iter().copied()).ok()?;
                let mut figures = check(&goal, Some(base), &self.figures);
                figures.retain(|figure| figure.milestone && figure.goal.is_ok());
                let gap = |one: &FigureCheck| one.goal.map_or(f64::INFINITY, |goal| (one.figure / goal - 1.0).abs());
                let worst = figures.iter().map(gap).reduce(f64::max)?;
                let agrees = figures.iter().all(|figure| figure.agrees() == Some(true));
                Some(BaseYear { start, base, figures, worst, agrees })
            })
            .collect()
    }
}
