//! The way of a compounding goal: what has been reached, what is left, at what pace, and the past as a yardstick.

mod figures;
mod prices;
mod way;

pub use figures::{BaseYear, FigureCheck};
pub use prices::{Converted, PriceTerms, Prices};
pub use way::{GoalLeft, GoalLeg, GoalProgress, GoalValue};

use std::borrow::Cow;

use crate::model::Period;
use crate::plan::{Goal, years_between};

/// What is known of a goal: the value at its start, values before and after it, explicit figures, prices.
///
/// # Examples
/// ```
/// use fanfan::model::Period;
/// use fanfan::progress::GoalFacts;
///
/// let values = [(2000, 6.0), (2003, 9.0), (2005, 11.9), (2006, 14.3)];
/// let values = values.map(|(year, value)| (Period::annual(year), value));
/// let goal = "x2 in 3y, x4 in 5y from 2005".parse()?;
/// let progress = GoalFacts::new(goal).values(values).progress();
///
/// let quadruple = &progress.left[1];
/// assert!((quadruple.rate? - 0.3507).abs() < 1e-4); // a year, for four years
/// assert!((quadruple.make_up? - 0.0159).abs() < 1e-4); // above the 33.48 % that the path asks for from here
/// assert!((progress.doublings? - 0.265).abs() < 1e-3); // of the two
/// // no three years of the past were as fast as the first leg
/// let past = progress.legs[0].past?;
/// assert_eq!((past.best.from, past.reached), (Period::annual(2003), 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GoalFacts {
    goal: Goal,
    base: Option<f64>,
    /// In order of time, finite.
    values: Vec<(Period, f64)>,
    figures: Vec<(Period, f64)>,
    prices: Option<Prices>,
}

impl GoalFacts {
    /// The goal alone.
    pub fn new(goal: Goal) -> GoalFacts {
        GoalFacts { goal, base: None, values: Vec::new(), figures: Vec::new(), prices: None }
    }

    /// The value at the start, where it is not among the values.
    #[must_use]
    pub fn base(self, value: f64) -> GoalFacts {
        GoalFacts { base: Some(value), ..self }
    }

    /// Values by period: that of the start, those after it, and those before it, which are the yardstick. They are of
    /// one frequency; values that are not finite are left out.
    #[must_use]
    pub fn values(mut self, values: impl IntoIterator<Item = (Period, f64)>) -> GoalFacts {
        self.values.extend(values.into_iter().filter(|(_, value)| value.is_finite()));
        self.values.sort_by_key(|(period, _)| period.ordinal());
        self.values.dedup_by_key(|(period, _)| period.ordinal());
        self
    }

    /// Explicit figures of the plan (目标值), which the goal should agree with.
    #[must_use]
    pub fn figures(mut self, figures: impl IntoIterator<Item = (Period, f64)>) -> GoalFacts {
        self.figures.extend(figures);
        self.figures.sort_by(|a, b| a.0.end_in_years().total_cmp(&b.0.end_in_years()));
        self
    }

    /// Prices, by which a goal in current prices is turned into one in constant prices, or the other way.
    #[must_use]
    pub fn prices(self, prices: Prices) -> GoalFacts {
        GoalFacts { prices: Some(prices), ..self }
    }

    /// The value at the start: as given, or among the values; nothing is a multiple of zero or less.
    fn start_value(&self) -> Option<f64> {
        let among = || self.goal.start().and_then(|start| self.value_at(start));
        self.base.or_else(among).filter(|base| *base > 0.0 && base.is_finite())
    }

    /// The value in `period`, or at the end of it where values are finer.
    fn value_at(&self, period: Period) -> Option<f64> {
        let frequency = self.values.first()?.0.frequency();
        let period = period.last_within(frequency)?;
        let row = self.values.binary_search_by_key(&period.ordinal(), |(at, _)| at.ordinal()).ok()?;
        self.values.get(row).map(|(_, value)| *value)
    }

    /// The values, that at the start among them however it was given: runs of the past lead over it.
    fn with_start(&self) -> Cow<'_, [(Period, f64)]> {
        let first = self.values.first().map(|(period, _)| period.frequency());
        let start = self.goal.start().zip(first).and_then(|(start, frequency)| start.last_within(frequency));
        let Some((start, base)) = start.zip(self.start_value()) else { return Cow::Borrowed(&self.values) };
        match self.values.binary_search_by_key(&start.ordinal(), |(at, _)| at.ordinal()) {
            Ok(_) => Cow::Borrowed(&self.values),
            Err(row) => {
                let mut values = self.values.clone();
                values.insert(row, (start, base));
                Cow::Owned(values)
            }
        }
    }

    /// Years from the start to the end of a period.
    fn elapsed(&self, period: Period) -> Option<f64> {
        years_between(self.goal.start()?, period)
    }
}
