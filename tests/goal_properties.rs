//! Properties of the way of a goal, and of past runs and prices.

use fanfan::growth::{nominal_rate, past_runs, real_rate, runs};
use fanfan::model::Period;
use fanfan::plan::{Ambition, Due, Goal};
use fanfan::progress::{GoalFacts, GoalProgress, PriceTerms, Prices};
use proptest::prelude::*;

/// Multiples by whole years after 2000, rising in time; a value for some years from 1990 on, the start among them.
fn goals() -> impl Strategy<Value = (Goal, Vec<(Period, f64)>)> {
    let milestones = prop::collection::btree_map(1_i32..12, 0.2_f64..8.0, 1..4);
    let values = prop::collection::btree_map(1990_i32..2012, 0.5_f64..50.0, 0..20);
    (milestones, values, 0.5_f64..50.0).prop_map(|(milestones, mut values, base)| {
        let clauses = milestones
            .into_iter()
            .map(|(years, multiple)| (Ambition::Multiple(multiple), Due::Years(f64::from(years))));
        let goal = Goal::new(Some(Period::annual(2000)), clauses).unwrap();
        values.insert(2000, base);
        (goal, values.into_iter().map(|(year, value)| (Period::annual(year), value)).collect())
    })
}

fn way(goal: &Goal, values: &[(Period, f64)]) -> GoalProgress {
    GoalFacts::new(goal.clone()).values(values.iter().copied()).progress()
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{a} and {b}");
}

proptest! {
    #[test]
    fn the_rate_that_is_left_leads_to_the_milestone((goal, values) in goals()) {
        let way = way(&goal, &values);
        let (Some((_, latest)), Ok(base)) = (way.latest, way.base) else { return Ok(()) };
        for left in &way.left {
            let milestone = goal.milestones().into_iter().find(|milestone| milestone.by() == left.by).unwrap();
            near(latest * (1.0 + left.rate.unwrap()).powf(left.years), base * milestone.multiple());
            near(left.rate.unwrap() - left.make_up.unwrap(), {
                let here = goal.path(milestone.years() - left.years);
                (milestone.multiple() / here).powf(1.0 / left.years) - 1.0
            });
        }
    }

    #[test]
    fn legs_make_the_milestones_and_what_is_made_up_is_the_whole((goal, values) in goals()) {
        let way = way(&goal, &values);
        let (mut multiple, mut with_what_is_made_up) = (1.0, 0.0);
        let last = *goal.milestones().last().unwrap();
        for leg in &way.legs {
            multiple *= leg.leg.multiple();
            near(multiple, leg.milestone.multiple());
            let years = leg.leg.to_years() - leg.leg.from_years();
            with_what_is_made_up += years * (1.0 + last.rate() + leg.make_up.unwrap()).ln();
        }
        near(with_what_is_made_up, last.years() * (1.0 + last.rate()).ln());
        near(way.legs.last().unwrap().slack.unwrap(), 0.0);
    }

    #[test]
    fn another_unit_changes_no_rate((goal, values) in goals(), scale in 1e-6_f64..1e6) {
        let scaled: Vec<(Period, f64)> = values.iter().map(|&(period, value)| (period, value * scale)).collect();
        let (a, b) = (way(&goal, &values), way(&goal, &scaled));
        for (a, b) in a.left.iter().zip(&b.left) {
            near(a.rate.unwrap(), b.rate.unwrap());
            if let (Ok(a), Ok(b)) = (a.past, b.past) {
                near(a.best.rate, b.best.rate);
                prop_assert_eq!(a.windows, b.windows);
            }
        }
        for (a, b) in a.legs.iter().zip(&b.legs) {
            prop_assert_eq!(a.gap.is_ok(), b.gap.is_ok());
            if let (Ok(a), Ok(b)) = (a.gap, b.gap) {
                near(a, b);
            }
        }
    }

    #[test]
    fn values_in_any_order_give_the_same_way((goal, values) in goals(), seed in any::<u64>()) {
        let mut shuffled = values.clone();
        let length = shuffled.len();
        for at in 0..length {
            shuffled.swap(at, (seed as usize).wrapping_mul(31).wrapping_add(at * 7) % length);
        }
        prop_assert_eq!(way(&goal, &values), way(&goal, &shuffled));
    }

    #[test]
    fn there_and_back_through_prices_is_the_goal((goal, values) in goals(), prices in -0.2_f64..0.5) {
        near(nominal_rate(real_rate(0.07, prices).unwrap(), prices).unwrap(), 0.07);
        let convert = |terms| {
            let prices = Prices::new(terms).rising(prices);
            GoalFacts::new(goal.clone()).values(values.iter().copied()).prices(prices).progress()
        };
        let (real, nominal) = (convert(PriceTerms::Nominal), convert(PriceTerms::Real));
        for (down, up) in real.legs.iter().zip(&nominal.legs) {
            let rate = down.leg.rate();
            near(down.converted.unwrap().rate.unwrap(), real_rate(rate, prices).unwrap());
            near(up.converted.unwrap().rate.unwrap(), nominal_rate(rate, prices).unwrap());
            let years = down.leg.to_years() - down.leg.from_years();
            near(down.converted.unwrap().multiple.unwrap() * (1.0 + prices).powf(years), down.leg.multiple());
        }
    }

    #[test]
    fn the_base_year_that_is_meant_is_found(
        values in prop::collection::btree_map(1990_i32..2010, 1.0_f64..100.0, 2..15),
        meant in any::<prop::sample::Index>(),
        multiple in 1.5_f64..5.0,
    ) {
        let values: Vec<(Period, f64)> = values.into_iter().map(|(year, value)| (Period::annual(year), value)).collect();
        let (start, base) = *meant.get(&values);
        let by = Period::annual(2020);
        let goal = Goal::new(None, [(Ambition::Multiple(multiple), Due::By(by))]).unwrap();
        let facts = GoalFacts::new(goal).values(values.clone()).figures([(by, base * multiple)]);
        let tried = facts.base_years();
        prop_assert_eq!(tried.len(), values.len());
        for year in tried {
            // the year that is meant, and others whose value is the same but for rounding
            let gap = (base / year.base - 1.0).abs();
            prop_assert!(year.agrees == (gap <= 0.005) || (gap - 0.005).abs() < 1e-9);
            near(year.worst, gap);
            if year.start == start {
                prop_assert!(year.agrees && year.worst < 1e-12);
            }
        }
    }

    #[test]
    fn runs_are_what_a_reader_finds(values in prop::collection::btree_map(1990_i32..2010, -1.0_f64..50.0, 0..20), length in 1_i32..6, pace in -0.3_f64..0.5) {
        let points: Vec<(Period, f64)> = values.iter().map(|(&year, &value)| (Period::annual(year), value)).collect();
        let naive: Vec<(i32, f64)> = values
            .iter()
            .filter_map(|(&year, &start)| {
                let end = *values.get(&(year + length))?;
                (start > 0.0 && end > 0.0).then(|| (year, (end / start).powf(1.0 / f64::from(length)) - 1.0))
            })
            .collect();
        let found = runs(&points, f64::from(length)).unwrap_or_default();
        prop_assert_eq!(found.iter().map(|run| run.from.year()).collect::<Vec<_>>(), naive.iter().map(|(year, _)| *year).collect::<Vec<_>>());
        for (run, (_, rate)) in found.iter().zip(&naive) {
            near(run.rate, *rate);
        }
        if let Ok(past) = past_runs(&points, f64::from(length), pace) {
            prop_assert_eq!(past.windows, naive.len());
            let best = naive.iter().map(|(_, rate)| if pace < 0.0 { -rate } else { *rate }).fold(f64::MIN, f64::max);
            near(if pace < 0.0 { -past.best.rate } else { past.best.rate }, best);
        }
    }
}
