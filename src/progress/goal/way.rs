//! What has been reached of a goal, and what is left.

use super::prices::Converted;
use super::{BaseYear, FigureCheck, GoalFacts, Prices};
use crate::error::{Undefined, finite};
use crate::growth::{PastRuns, doublings, past_runs, periods_to_multiple, rate_of_multiple};
use crate::model::Period;
use crate::plan::{Goal, GoalMilestone, Leg};

type Number = Result<f64, Undefined>;

/// A leg of a goal: what it asks for, what it must make up, and what became of it. Rates are fractions a year.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct GoalLeg {
    /// Multiple and rate inside the leg.
    pub leg: Leg,
    /// The milestone that ends it, with multiple and rate from the start on.
    pub milestone: GoalMilestone,
    /// The level of the milestone.
    pub value: Number,
    /// How far the milestone lies above the even path to the last one, relatively; below is negative.
    pub slack: Number,
    /// The rate inside the leg less the even rate to the last milestone: what earlier legs leave to make up.
    pub make_up: Number,
    /// The rate inside the leg over that of the leg before.
    pub acceleration: Number,
    /// The multiple reached inside the leg, to its end or so far.
    pub reached_multiple: Number,
    /// The rate reached inside the leg.
    pub reached_rate: Number,
    /// The value over the path, less one, at the end of the leg or now: negative is a shortfall.
    pub gap: Number,
    /// The rate that the rest of the leg needs.
    pub needed_rate: Number,
    /// The best past run as long as the leg, against its rate.
    pub past: Result<PastRuns, Undefined>,
    /// Multiple and rate inside the leg in the other prices.
    pub converted: Option<Converted>,
    /// Multiple and rate from the start in the other prices.
    pub converted_total: Option<Converted>,
}

/// A value on the way, against the path.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct GoalValue {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: f64,
    /// The level that the path asks for.
    pub path: Number,
    /// The value over the path, less one: negative is a shortfall.
    pub slack: Number,
    /// Multiple of the base so far.
    pub multiple: Number,
    /// The same in doublings (翻番数).
    pub doublings: Number,
    /// Multiple and rate from the start in the other prices.
    pub converted: Option<Converted>,
}

/// What is left from the latest value to a milestone ahead. Rates are fractions a year.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct GoalLeft {
    /// When the milestone is due.
    pub by: Option<Period>,
    /// Years left.
    pub years: f64,
    /// The multiple of the latest value that is still needed.
    pub multiple: Number,
    /// The same in doublings.
    pub doublings: Number,
    /// The rate that is still needed.
    pub rate: Number,
    /// That rate less the one that the goal's path asks for from here: what the years left must make up.
    pub make_up: Number,
    /// That rate over the one achieved.
    pub acceleration: Number,
    /// The period in which the milestone is reached at the rate achieved, or was.
    pub arrival: Result<Period, Undefined>,
    /// The best past run as long as the time left, against the rate that is needed.
    pub past: Result<PastRuns, Undefined>,
    /// Multiple and rate that are left in the other prices.
    pub converted: Option<Converted>,
}

/// The way of a goal. Rates are fractions a year.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GoalProgress {
    /// The goal.
    pub goal: Goal,
    /// The value at its start.
    pub base: Number,
    /// The latest value after the start.
    pub latest: Option<(Period, f64)>,
    /// The legs, in order of time.
    pub legs: Vec<GoalLeg>,
    /// Values since the start.
    pub values: Vec<GoalValue>,
    /// The rate from the start to the latest value.
    pub achieved_rate: Number,
    /// Multiple of the base so far.
    pub multiple: Number,
    /// The same in doublings (翻番数).
    pub doublings: Number,
    /// Multiple and rate so far in the other prices.
    pub converted: Option<Converted>,
    /// From the latest value to each milestone ahead.
    pub left: Vec<GoalLeft>,
    /// Explicit figures against the goal.
    pub figures: Vec<FigureCheck>,
    /// Base years that were tried: of a goal without a start.
    pub base_years: Vec<BaseYear>,
    /// The prices by which it is converted.
    pub prices: Option<Prices>,
}

/// NaN comes of a start that is not known.
fn known(value: f64) -> Number {
    if value.is_nan() { Err(Undefined::MissingBase) } else { finite(value) }
}

fn over(value: f64, base: f64) -> Number {
    if base > 0.0 { finite(value / base) } else { Err(Undefined::ZeroBase) }
}

impl GoalFacts {
    /// The way of the goal.
    ///
    /// # Formula
    /// The path is even inside each leg: `from · (to/from)^share`. Needed: `(milestone / value)^(1/years left) − 1`.
    /// Made up: that less the rate of the path from here on. Slack: `value / path − 1`.
    ///
    /// # Undefined
    /// `MissingBase`: the start or its value is not known. `MissingValue`: a value, or prices, of a period.
    /// `TooFewPoints`: no value inside a leg yet; no past run of that length. `Past`: the leg is over.
    /// `NeverReached`: the rate achieved leads away. `NotApplicable`: there is no leg before.
    pub fn progress(&self) -> GoalProgress {
        let base = self.start_value();
        let started = base.ok_or(Undefined::MissingBase);
        // What came after the last milestone is no part of the way.
        let end = self.goal.milestones().last().map_or(f64::NAN, GoalMilestone::years);
        let on_the_way =
            |period: &Period| self.elapsed(*period).is_some_and(|years| years > 1e-9 && years <= end + 1e-9);
        let later: Vec<(Period, f64)> = self.values.iter().copied().filter(|(period, _)| on_the_way(period)).collect();
        let latest = later.last().copied();
        let values: Vec<GoalValue> = later.iter().map(|&(period, value)| self.value(period, value, base)).collect();
        let elapsed = latest.and_then(|(period, _)| self.elapsed(period));
        let multiple = values.last().map_or(Err(Undefined::TooFewPoints), |last| last.multiple);
        let achieved_rate = multiple.and_then(|multiple| rate_of_multiple(multiple, elapsed.unwrap_or(f64::NAN)));
        let left = match (base, latest, elapsed) {
            (Some(base), Some(now), Some(elapsed)) => self.left(base, now, elapsed, achieved_rate, &later),
            _ => Vec::new(),
        };
        GoalProgress {
            legs: self.legs(base, latest),
            achieved_rate,
            multiple,
            doublings: multiple.and_then(doublings),
            converted: values.last().and_then(|last| last.converted),
            left,
            values,
            latest,
            base: started,
            figures: self.checks(),
            base_years: if self.goal.start().is_none() { self.base_years() } else { Vec::new() },
            prices: self.prices.clone(),
            goal: self.goal.clone(),
        }
    }

    fn value(&self, period: Period, value: f64, base: Option<f64>) -> GoalValue {
        let base = base.ok_or(Undefined::MissingBase);
        let years = self.elapsed(period).unwrap_or(f64::NAN);
        let asked = self.goal.path(years);
        let path = base.and_then(|base| known(base * asked));
        let multiple = base.and_then(|base| over(value, base));
        let converted = self.converted(multiple, Some(period), years);
        GoalValue {
            period,
            value,
            path,
            slack: path.and_then(|path| Ok(over(value, path)? - 1.0)),
            multiple,
            doublings: multiple.and_then(doublings),
            converted: converted.map(|multiple| Converted::over(multiple, years)),
        }
    }

    fn legs(&self, base: Option<f64>, latest: Option<(Period, f64)>) -> Vec<GoalLeg> {
        let milestones = self.goal.milestones();
        let even = milestones.last().map_or(f64::NAN, GoalMilestone::rate);
        let now = latest.and_then(|(period, value)| Some((self.elapsed(period)?, value)));
        let mut before: Option<Leg> = None;
        let mut converted_before: Option<Number> = self.prices.as_ref().map(|_| Ok(1.0));
        let legs = self.goal.legs().into_iter().zip(milestones).zip(self.goal.slack());
        legs.map(|((leg, milestone), slack)| {
            let years = leg.to_years() - leg.from_years();
            let acceleration = match before {
                None => Err(Undefined::NotApplicable),
                Some(before) if before.rate() == 0.0 => Err(Undefined::ZeroBase),
                Some(before) => known(leg.rate() / before.rate()),
            };
            let total = self.converted(known(milestone.multiple()), milestone.by(), milestone.years());
            let inside = total.zip(converted_before).map(|(total, before)| Ok(total? / before?));
            let (reached_multiple, reached_rate, gap, needed_rate) = self.inside(&leg, &milestone, base, now);
            let one = GoalLeg {
                leg,
                milestone,
                value: base.ok_or(Undefined::MissingBase).and_then(|base| known(base * milestone.multiple())),
                slack: known(slack),
                make_up: known(leg.rate() - even),
                acceleration,
                reached_multiple,
                reached_rate,
                gap,
                needed_rate,
                past: known(leg.rate()).and_then(|rate| past_runs(&self.with_start(), known(years)?, rate)),
                converted: inside.map(|multiple| Converted::over(multiple, years)),
                converted_total: total.map(|multiple| Converted::over(multiple, milestone.years())),
            };
            before = Some(leg);
            converted_before = total;
            one
        })
        .collect()
    }

    /// What became of a leg: multiple and rate reached, the gap to the path, the rate that its rest needs.
    fn inside(
        &self,
        leg: &Leg,
        milestone: &GoalMilestone,
        base: Option<f64>,
        now: Option<(f64, f64)>,
    ) -> (Number, Number, Number, Number) {
        let all = |reason: Undefined| (Err(reason), Err(reason), Err(reason), Err(reason));
        let Some(base) = base else { return all(Undefined::MissingBase) };
        let Some((now, value)) = now else { return all(Undefined::TooFewPoints) };
        let (from, to) = (leg.from_years(), leg.to_years());
        if from.is_nan() || to.is_nan() {
            return all(Undefined::MissingBase);
        }
        let start = if from == 0.0 { Some(base) } else { leg.from().and_then(|from| self.value_at(from)) };
        let start = start.ok_or(Undefined::MissingValue);
        let rest =
            |years: f64| finite(base * milestone.multiple() / value).and_then(|all| rate_of_multiple(all, years));
        if now < from - 1e-9 {
            return all(Undefined::TooFewPoints);
        }
        if now <= from + 1e-9 {
            let none = Err(Undefined::TooFewPoints);
            return (none, none, none, rest(to - now));
        }
        let over_already = now >= to - 1e-9;
        let end = if over_already {
            leg.to().and_then(|to| self.value_at(to)).ok_or(Undefined::MissingValue)
        } else {
            Ok(value)
        };
        let years = if over_already { to } else { now };
        let multiple = end.and_then(|end| over(end, start?));
        let rate = multiple.and_then(|multiple| rate_of_multiple(multiple, years - from));
        let path = base * self.goal.path(years);
        let gap = end.and_then(|end| Ok(over(end, path)? - 1.0));
        (multiple, rate, gap, if over_already { Err(Undefined::Past) } else { rest(to - now) })
    }

    fn left(
        &self,
        base: f64,
        (now, value): (Period, f64),
        elapsed: f64,
        achieved: Number,
        later: &[(Period, f64)],
    ) -> Vec<GoalLeft> {
        let ahead = self.goal.milestones().into_iter().filter(|milestone| milestone.years() > elapsed + 1e-9);
        let here = self.goal.path(elapsed);
        let so_far = self.converted(over(value, base), Some(now), elapsed);
        ahead
            .map(|milestone| {
                let years = milestone.years() - elapsed;
                let level = base * milestone.multiple();
                let multiple = if value > 0.0 { finite(level / value) } else { Err(Undefined::NotPositive) };
                let rate = multiple.and_then(|multiple| rate_of_multiple(multiple, years));
                let planned = known(milestone.multiple() / here).and_then(|left| rate_of_multiple(left, years));
                let total = self.converted(known(milestone.multiple()), milestone.by(), milestone.years());
                let converted = total.zip(so_far).map(|(total, so_far)| Ok(total? / so_far?));
                GoalLeft {
                    by: milestone.by(),
                    years,
                    multiple,
                    doublings: multiple.and_then(doublings),
                    rate,
                    make_up: rate.and_then(|rate| Ok(rate - planned?)),
                    acceleration: match (rate, achieved) {
                        (Ok(_), Ok(0.0)) => Err(Undefined::ZeroBase),
                        (rate, achieved) => rate.and_then(|rate| finite(rate / achieved?)),
                    },
                    arrival: arrival(&milestone, base, now, multiple, achieved, later),
                    past: rate.and_then(|rate| past_runs(&self.with_start(), years, rate)),
                    converted: converted.map(|multiple| Converted::over(multiple, years)),
                }
            })
            .collect()
    }
}

/// The first period in which the milestone was reached, or that in which it is at the rate achieved.
fn arrival(
    milestone: &GoalMilestone,
    base: f64,
    now: Period,
    left: Number,
    achieved: Number,
    later: &[(Period, f64)],
) -> Result<Period, Undefined> {
    let left = left?;
    let rises = milestone.multiple() >= 1.0;
    let level = base * milestone.multiple();
    let reached = |value: f64| {
        let slack = 4.0 * f64::EPSILON * level;
        if rises { value >= level - slack } else { value <= level + slack }
    };
    if rises == (left <= 1.0) || left == 1.0 {
        let first = later.iter().find(|(_, value)| reached(*value));
        return first.map(|(period, _)| *period).ok_or(Undefined::AlreadyReached);
    }
    let per_year = f64::from(now.frequency().per_year());
    // Running totals reach the level of a year at the end of one.
    let step = if now.frequency().is_to_date() { per_year } else { 1.0 };
    let periods = (periods_to_multiple(left, achieved?)? * per_year / step - 1e-9).ceil() * step;
    now.later(periods).ok_or(Undefined::NeverReached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{PriceTerms, Prices};

    fn years(values: &[(i32, f64)]) -> Vec<(Period, f64)> {
        values.iter().map(|&(year, value)| (Period::annual(year), value)).collect()
    }

    fn facts(goal: &str, values: &[(i32, f64)]) -> GoalFacts {
        GoalFacts::new(goal.parse().unwrap()).values(years(values))
    }

    #[track_caller]
    fn near(got: Number, want: f64) {
        assert!(got.is_ok_and(|got| (got - want).abs() < 1e-12), "{got:?} is not {want}");
    }

    #[test]
    fn what_a_leg_leaves_the_next_must_make_up() {
        let goal = "x2 in 3y, x4 in 5y from 2005";
        let way = facts(goal, &[(2005, 10.0), (2008, 16.0), (2009, 20.0)]).progress();
        near(way.legs[0].gap, -0.2);
        near(way.legs[0].reached_multiple, 1.6);
        assert_eq!(way.legs[0].needed_rate, Err(Undefined::Past));
        near(way.legs[1].reached_rate, 0.25);
        near(way.legs[1].needed_rate, 1.0);
        near(way.left[0].make_up, 1.0 - (2.0_f64.sqrt() - 1.0));
        near(way.legs[1].make_up, 2.0_f64.sqrt() - 4.0_f64.powf(0.2));
        // at a leg's very start, its rest is all of it
        let way = facts(goal, &[(2005, 10.0), (2008, 16.0)]).progress();
        near(way.legs[1].needed_rate, 2.5_f64.sqrt() - 1.0);
        assert_eq!(way.legs[1].gap, Err(Undefined::TooFewPoints));
    }

    #[test]
    fn arrival_is_the_first_period_at_or_after_the_level() {
        let way = facts("x4 in 10y from 2000", &[(2000, 1.0), (2001, 2.0)]).progress();
        assert_eq!(way.left[0].arrival, Ok(Period::annual(2002)));
        let way = facts("x2 in 10y from 2000", &[(2000, 1.0), (2001, 2.0), (2002, 3.0)]).progress();
        assert_eq!(way.left[0].arrival, Ok(Period::annual(2001)));
        let way = facts("x2 in 10y from 2000", &[(2000, 1.0), (2002, 0.9)]).progress();
        assert_eq!(way.left[0].arrival, Err(Undefined::NeverReached));
        let falling = facts("x0.5 in 10y from 2000", &[(2000, 1.0), (2001, 0.8)]).progress();
        assert_eq!(falling.left[0].arrival, Ok(Period::annual(2004)));
    }

    #[test]
    fn a_deflator_goes_as_far_as_it_is_known() {
        let prices = |rate: Option<f64>| {
            let prices = Prices::new(PriceTerms::Nominal).deflator(years(&[(2000, 80.0), (2001, 88.0)]));
            rate.map_or(prices.clone(), |rate| prices.rising(rate))
        };
        let facts = facts("x2 in 2y from 2000", &[(2000, 10.0), (2001, 12.1)]);
        let way = facts.clone().prices(prices(Some(0.25))).progress();
        near(way.converted.unwrap().multiple, 1.1);
        near(way.legs[0].converted.unwrap().multiple, 2.0 / 1.375);
        near(way.left[0].converted.unwrap().rate, 2.0 / 1.375 / 1.1 - 1.0);
        let way = facts.prices(prices(None)).progress();
        assert_eq!(way.legs[0].converted.unwrap().multiple, Err(Undefined::MissingValue));
        near(way.converted.unwrap().rate, 0.1);
    }

    #[test]
    fn without_a_start_each_number_has_a_reason() {
        let way = facts("x2 by 2020", &[(2010, 5.0)]).progress();
        let leg = way.legs[0];
        for number in [leg.value, leg.slack, leg.make_up, leg.gap, way.base] {
            assert_eq!(number, Err(Undefined::MissingBase));
        }
        assert!(way.left.is_empty() && way.latest.is_none());
    }
}
