//! What must hold for all plans: degrees add up, estimates agree on even years, a planned path is on its own schedule,
//! earlier is never later, and a finer frequency of the same path gives the same lead.

use fanfan::model::{Better, Frequency};
use fanfan::prelude::*;
use fanfan::progress::Assessment;
use fanfan::progress::completion::{
    CumulativePath, EarlyBy, EarnedSchedule, OverPlan, Part, PartOfYear, completion, completion_of_rates,
    completion_of_reductions, completion_of_sums, growth_behind, level_reached, multiple_of_rates, planned_growth,
    stated_target, total_reached,
};
use proptest::prelude::*;
use proptest::sample::select;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-6)
}

/// Parts of one length, or of mixed ones, from month 0 on.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let lengths = select(&[1, 2, 3, 6][..]);
    prop::collection::vec((lengths, 0.5..50.0_f64), 8..40).prop_map(|rows| {
        let mut month = 0;
        let part = |(length, value): (i32, f64)| {
            month += length;
            Part { from: month - length, to: month, value }
        };
        rows.into_iter().map(part).collect()
    })
}

/// Each part cut into its months.
fn months(parts: &[Part]) -> Vec<Part> {
    parts
        .iter()
        .flat_map(|part| {
            let value = part.value / f64::from(part.to - part.from);
            (part.from..part.to).map(move |month| Part { from: month, to: month + 1, value })
        })
        .collect()
}

/// A plan of one target against one series.
fn judged(plan: &str, points: &[(Period, f64)]) -> Assessment {
    let plan = Plan::parse(plan).unwrap();
    let (periods, values): (Vec<Period>, Vec<f64>) = points.iter().copied().unzip();
    let panel =
        LongPanel::from_columns(vec![SeriesKey::new("", "x")], &vec![0; values.len()], &periods, &values).unwrap();
    plan.track(&panel, Method::Schedule).unwrap().assessments.swap_remove(0)
}

proptest! {
    #[test]
    fn degrees_add_up(pairs in prop::collection::vec((0.1..1e3_f64, 0.1..1e3_f64), 1..20)) {
        let whole = completion_of_sums(pairs.iter().copied(), Better::Higher);
        let plans: f64 = pairs.iter().map(|(_, plan)| plan).sum();
        let weighted: f64 = pairs
            .iter()
            .map(|&(actual, plan)| completion(actual, plan, Better::Higher).value.unwrap() * plan / plans)
            .sum();
        prop_assert!(near(whole.value.unwrap(), weighted));
        // Nobody is better than the best and worse than the worst of the parts.
        let degrees = pairs.iter().map(|(actual, plan)| actual / plan);
        let (low, high) = degrees.fold((f64::INFINITY, 0.0_f64), |(low, high), one| (low.min(one), high.max(one)));
        prop_assert!(whole.value.unwrap() >= low * (1.0 - 1e-12) && whole.value.unwrap() <= high * (1.0 + 1e-12));
    }

    #[test]
    fn rates_are_read_by_their_indices(actual in -0.9..3.0_f64, planned in -0.9..3.0_f64, base in 0.1..1e4_f64) {
        let rates = completion_of_rates(actual, planned, Better::Higher);
        let levels = completion(base * (1.0 + actual), base * (1.0 + planned), Better::Higher);
        prop_assert!(near(rates.value.unwrap(), levels.value.unwrap()));
        prop_assert_eq!(rates.met, Some(actual >= planned - 4.0 * f64::EPSILON * planned.abs()));
        let reduction = completion_of_reductions(-actual, -planned);
        prop_assert!(near(reduction.value.unwrap(), rates.value.unwrap()));
        // What was planned and what came lead back to each other.
        let degree = rates.value.unwrap();
        prop_assert!((planned_growth(degree, actual).unwrap() - planned).abs() < 1e-9);
        prop_assert!((growth_behind(degree, planned).unwrap() - actual).abs() < 1e-9);
    }

    #[test]
    fn a_plan_lies_in_the_interval_of_its_printed_degree(actual in 1.0..1e6_f64, plan in 1.0..1e6_f64) {
        let degree = completion(actual, plan, Better::Higher).value.unwrap();
        prop_assume!(degree > 0.01 && degree < 100.0);
        let printed = growth::Decimal::of(degree).unwrap().round(3, growth::Rounding::HalfAway).unwrap();
        let found = stated_target(actual, printed).unwrap();
        prop_assert!(found.low <= plan * (1.0 + 1e-9) && plan <= found.high.unwrap() * (1.0 + 1e-9));
        prop_assert!(found.low <= found.target && found.target <= found.high.unwrap());
    }

    #[test]
    fn estimates_agree_when_last_year_was_even(month in 0.1..100.0_f64, sum in 0.1..1e3_f64, plan in 1.0..1e3_f64, m in 1..12_i32) {
        let months = f64::from(m);
        let year = PartOfYear { plan, to_date: sum, months, last_to_date: month * months, last_year: month * 12.0 };
        let pace = year.by_pace().unwrap();
        prop_assert!(near(pace, year.by_profile().unwrap()));
        prop_assert!(near(pace, year.by_growth(year.growth().unwrap()).unwrap()));
        prop_assert!(near(year.due_by_time(), year.due_by_profile().unwrap()));
        // Who brings what is needed each month ends at the plan.
        prop_assert!(near(sum + year.needed_a_month().unwrap() * (12.0 - months), plan));
        let rest = (year.last_year - year.last_to_date) * (1.0 + year.needed_growth().unwrap());
        prop_assert!(near(sum + rest, plan));
    }

    #[test]
    fn a_planned_path_is_on_its_own_schedule(amounts in prop::collection::vec(0.1..50.0_f64, 1..24), share in 0.0..1.0_f64) {
        let total: f64 = amounts.iter().sum();
        let n = amounts.len();
        let mut paths = vec![
            CumulativePath::seasonal(total, &amounts).unwrap(),
            CumulativePath::elapsed(total, n as f64).unwrap(),
            CumulativePath::geometric(amounts[0], total, n).unwrap(),
        ];
        paths.extend(CumulativePath::linear(amounts[0], total, n));
        for path in paths {
            let time = share * path.end();
            let earned = path.earned(path.at(time));
            prop_assert!((earned - time).abs() < 1e-6, "{earned} at {time} of {path:?}");
            prop_assert!(near(path.total(), total));
            if time > 0.01 {
                let schedule = EarnedSchedule::new(earned, time, path.end());
                prop_assert!((schedule.index().unwrap() - 1.0).abs() < 1e-4);
                prop_assert!((schedule.duration().unwrap() / path.end() - 1.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn more_is_never_reached_earlier(parts in parts(), low in 1.0..300.0_f64, more in 0.0..100.0_f64) {
        let total = |amount: f64| total_reached(&parts, 0, amount).unwrap().map_or(f64::INFINITY, |reached| reached.at);
        prop_assert!(total(low) <= total(low + more));
        let level = |amount: f64| {
            level_reached(&parts, None, amount, Better::Higher).ok().flatten().map_or(f64::INFINITY, |reached| reached.at)
        };
        prop_assert!(level(low) <= level(low + more));
        // More output in any part is never later.
        let mut richer = parts.clone();
        richer[parts.len() / 2].value += more;
        let richly = total_reached(&richer, 0, low).unwrap().map_or(f64::INFINITY, |reached| reached.at);
        prop_assert!(richly <= total(low));
        if let Some(reached) = total_reached(&parts, 0, low).unwrap() {
            // Time before and time after make the plan, in whole sub-periods and days too.
            let end = parts.last().unwrap().to;
            let early = EarlyBy::new(reached, end);
            prop_assert!((reached.at + early.months - f64::from(end)).abs() < 1e-9);
            let length = reached.within.1 - reached.within.0;
            prop_assert!((f64::from(early.periods * length) * 30.0 + early.extra_days - early.days).abs() < 1e-6);
        }
    }

    #[test]
    fn a_sum_and_a_level_are_reached_at_the_same_time_month_by_month(parts in parts(), amount in 1.0..300.0_f64) {
        let fine = months(&parts);
        let at = |parts: &[Part]| total_reached(parts, 0, amount).unwrap().map(|reached| reached.at);
        match (at(&parts), at(&fine)) {
            (Some(coarse), Some(fine)) => prop_assert!((coarse - fine).abs() < 1e-6),
            (coarse, fine) => prop_assert_eq!(coarse.is_some(), fine.is_some()),
        }
        let at = |parts: &[Part]| level_reached(parts, None, amount, Better::Higher).ok().flatten().map(|one| one.at);
        match (at(&parts), at(&fine)) {
            (Some(coarse), Some(fine)) => prop_assert!((coarse - fine).abs() < 1e-6, "{coarse} {fine}"),
            (coarse, fine) => prop_assert_eq!(coarse.is_some(), fine.is_some()),
        }
    }

    #[test]
    fn rises_and_reductions_compound(change in -0.9..3.0_f64, years in 1..12_i32, gone in 0.05..0.95_f64, rates in prop::collection::vec(-0.2..0.3_f64, 1..8)) {
        prop_assume!(change.abs() > 1e-3);
        let years = f64::from(years);
        let so_far = multiple_of_rates(&rates).unwrap();
        let plan = OverPlan::new(change, years, so_far, gone * years);
        prop_assert!(near((1.0 + plan.planned_a_year().unwrap()).powf(years), 1.0 + change));
        prop_assert!(near(so_far * (1.0 + plan.rest().unwrap()), 1.0 + change));
        let left = years - gone * years;
        // A rate down to nearly nothing in a few weeks is -1 with few digits left.
        prop_assume!(left > 0.5);
        prop_assert!(near(so_far * (1.0 + plan.rest_a_year().unwrap()).powf(left), 1.0 + change));
        // On the even path the share by logarithms is the share of the time, and the rest goes on as planned.
        let even = OverPlan::new(change, years, (change.ln_1p() * gone).exp(), gone * years);
        prop_assert!((even.progress().unwrap() - even.due().unwrap()).abs() < 1e-9);
        prop_assert!((even.rest_a_year().unwrap() - even.planned_a_year().unwrap()).abs() < 1e-9);
    }

    #[test]
    fn a_finer_frequency_of_the_same_path_gives_the_same_lead(
        years in prop::collection::vec(1.0..100.0_f64, 2..5),
        level in 50.0..500.0_f64,
        fine in select(&[Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly][..]),
    ) {
        // A sum: the same months, told by years and by parts of years.
        let plan = format!("base = '2000'\nend = '2006'\n[indicator.x]\n[[target]]\nindicator = 'x'\ntotal = {level}\n");
        let n = fine.per_year() as i32;
        let coarse: Vec<(Period, f64)> =
            years.iter().zip(2001..).map(|(value, year)| (Period::annual(year), *value)).collect();
        let parts: Vec<(Period, f64)> = coarse
            .iter()
            .flat_map(|&(year, value)| {
                (0..n).map(move |part| (Period::from_ordinal(fine, year.ordinal() * n + part), value / f64::from(n)))
            })
            .collect();
        let (a, b) = (judged(&plan, &coarse), judged(&plan, &parts));
        let (a, b) = (a.details.running_total.unwrap(), b.details.running_total.unwrap());
        for (a, b) in a.numbers().iter().zip(b.numbers()) {
            match (a.value, b.value) {
                (Ok(a), Ok(b)) => prop_assert!(near(a, b), "{a} {b}"),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
        // A stock at the ends of the years, with anything between.
        let plan = format!(
            "base = '2000'\nend = '2006'\n[indicator.x]\nnature = 'stock'\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nlevel = {}\n",
            level + 100.0
        );
        let with_base = |points: Vec<(Period, f64)>| {
            let base = Period::annual(2000).last_within(points[0].0.frequency()).unwrap();
            std::iter::once((base, 40.0)).chain(points).collect::<Vec<_>>()
        };
        let ends: Vec<(Period, f64)> =
            coarse.iter().map(|&(year, value)| (year.last_within(fine).unwrap(), value)).collect();
        let lead = |points: Vec<(Period, f64)>| {
            let schedule = judged(&plan, &with_base(points)).details.schedule.unwrap().schedule;
            schedule.map(|schedule| (schedule.variance(), schedule.index().unwrap()))
        };
        match (lead(coarse), lead(ends)) {
            (Ok(a), Ok(b)) => prop_assert!(near(a.0, b.0) && near(a.1, b.1), "{a:?} {b:?}"),
            (a, b) => prop_assert_eq!(a, b),
        }
    }
}
