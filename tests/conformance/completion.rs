//! Completion of plans, earned value and pace: textbook exercises and published worked cases.

use std::ops::Not;

use fanfan::growth::{Decimal, periods_to_multiple, rate_of_multiple};
use fanfan::model::Better;
use fanfan::prelude::*;
use fanfan::progress::completion::{
    CumulativePath, EarlyBy, EarnedSchedule, EarnedValue, HalfYear, OverPlan, Part, PartOfYear, completion,
    completion_of_rates, completion_of_reductions, completion_of_sums, level_reached, multiple_of_rates,
    pace_geometric, stated_counts, stated_target, total_reached,
};
use serde_json::Value;

use super::agreement::{Agreement, Tolerance, all, close, value};
use super::{json, number, numbers};

/// Recomputed values are printed to ten significant digits.
const TEN: Tolerance = Tolerance::Significant(10);

fn truth(held: bool, what: &str) -> Result<(), String> {
    held.then_some(()).ok_or_else(|| format!("not so: {what}"))
}

/// The answers of an exercise on the completion of a plan; `None` where it is about something else.
pub(super) fn exercise(id: &str, inputs: &Value, expected: &Value) -> Option<Vec<Result<(), String>>> {
    let given = |key: &str| number(&inputs[key]);
    let wanted = |key: &str| number(&expected[key]);
    let is = |key: &str, got: Result<f64, Undefined>| value(got, wanted(key), TEN);
    let quarters = |from: i32| -> Vec<Part> {
        let values = numbers(&inputs["quarters"]).into_iter().zip(0..);
        values.map(|(value, nth)| Part { from: from + 3 * nth, to: from + 3 * nth + 3, value }).collect()
    };
    let lead = |early: EarlyBy| {
        all([
            close(f64::from(early.periods), wanted("lead_quarters"), TEN),
            match expected.get("lead_extra_days") {
                Some(days) => close(early.extra_days, number(days), TEN),
                None => close(early.months, wanted("lead_months"), TEN),
            },
        ])
    };
    Some(match id {
        "T01" => {
            let end = Part::of(inputs["plan_end"].as_str().unwrap().parse().unwrap(), 0.0).unwrap().to;
            let done = Part::of(inputs["rolling12_reached"].as_str().unwrap().parse().unwrap(), 0.0).unwrap().to;
            // Months of which the twelve up to the one that is named first make the level.
            let month = |nth: i32| Part {
                from: done - 18 + nth,
                to: done - 17 + nth,
                value: if nth < 6 { 40.0 } else { given("plan_last_year") / 12.0 },
            };
            let months: Vec<Part> = (0..20).map(month).collect();
            let reached = level_reached(&months, None, given("plan_last_year"), Better::Higher).unwrap().unwrap();
            vec![
                is(
                    "level_completion",
                    completion(given("actual_last_year"), given("plan_last_year"), Better::Higher).value,
                ),
                is(
                    "cumulative_completion",
                    completion(given("actual_total"), given("plan_total"), Better::Higher).value,
                ),
                close(EarlyBy::new(reached, end).months, wanted("lead_months"), TEN),
            ]
        }
        "T03" => {
            let parts = quarters(36);
            let reached = level_reached(&parts, None, given("target"), Better::Higher).unwrap().unwrap();
            let last_year: f64 = parts[4..].iter().map(|part| part.value).sum();
            // In the days of a quarter that had gone by.
            let days = (reached.at - f64::from(reached.within.0)) / 3.0 * given("days_per_quarter");
            vec![
                is("level_completion", completion(last_year, given("target"), Better::Higher).value),
                close(days, wanted("x_days"), TEN),
                lead(EarlyBy::new(reached, 60)),
            ]
        }
        "T04" => vec![is("completion", completion(given("actual"), given("plan"), Better::Higher).value)],
        "T05" => vec![is("completion", completion(given("actual_total"), given("plan_total"), Better::Higher).value)],
        "T06" | "T08" => {
            let degree = completion_of_reductions(-given("actual_change"), -given("plan_change"));
            let mut checks = vec![is("completion", degree.value), truth(degree.met == Some(true), "met")];
            if id == "T06" {
                checks.push(is("better_by", degree.value.map(|degree| 1.0 - degree)));
            } else {
                let costs = completion(wanted("actual_cost"), wanted("plan_cost"), Better::Lower);
                checks.push(is("completion", costs.value));
                let rate = rate_of_multiple(wanted("plan_cost") / given("base"), 1.0);
                checks.push(value(rate, given("plan_change"), TEN));
            }
            checks
        }
        "T07" => {
            let cost = completion(given("actual"), given("plan"), Better::Lower);
            let saving = cost.difference.map(|difference| -difference);
            vec![is("completion", cost.value), is("saving", saving), truth(cost.met == Some(true), "met")]
        }
        "T09" | "T10" | "T13" => {
            let degree = completion_of_rates(given("actual_change"), given("plan_change"), Better::Higher);
            let mut checks = vec![is("completion", degree.value), truth(degree.met == Some(true), "met")];
            if expected.get("over").is_some() {
                checks.push(is("over", degree.value.map(|degree| degree - 1.0)));
            }
            checks
        }
        "T16" => {
            let plans = numbers(&inputs["plans"]);
            let rates = numbers(&inputs["rates"]);
            let pairs = plans.iter().zip(&rates).map(|(plan, rate)| (plan * rate, *plan));
            let quarter = completion_of_sums(pairs, Better::Higher);
            let mean = rates.iter().sum::<f64>() / rates.len() as f64;
            vec![
                is("completion", quarter.value),
                truth(quarter.value.is_ok_and(|value| (value - mean).abs() > 1e-3), "the mean is another number"),
                close(mean, wanted("wrong_simple_mean"), TEN),
            ]
        }
        "T17" => {
            let pairs = inputs["pairs"].as_array().unwrap().iter().map(numbers);
            let ways = [Better::Higher, Better::Higher, Better::Lower];
            let wanted = numbers(&expected["completion"]);
            let degrees = pairs.zip(ways).map(|(pair, better)| completion(pair[1], pair[0], better));
            degrees
                .zip(wanted)
                .flat_map(|(degree, want)| [value(degree.value, want, TEN), truth(degree.met == Some(true), "met")])
                .collect()
        }
        "T18" => {
            let mut parts = vec![Part { from: 0, to: 48, value: given("first_four_years") }];
            parts.extend(quarters(48));
            let total: f64 = parts.iter().map(|part| part.value).sum();
            let reached = total_reached(&parts, 0, given("plan_total")).unwrap().unwrap();
            vec![
                is("completion", completion(total, given("plan_total"), Better::Higher).value),
                lead(EarlyBy::new(reached, 60)),
                close(EarlyBy::new(reached, 60).months, wanted("lead_months"), TEN),
            ]
        }
        "T20" => {
            let year = PartOfYear {
                plan: given("annual_plan"),
                to_date: given("ytd"),
                months: given("months_elapsed"),
                last_to_date: f64::NAN,
                last_year: f64::NAN,
            };
            vec![
                is("needed_per_month", year.needed_a_month()),
                is("completion", year.completion()),
                is("gap_pp", year.completion().map(|done| (done - year.due_by_time()) * 100.0)),
            ]
        }
        "T21" => {
            let plan = stated_target(given("ytd"), Decimal::of(given("completion")).unwrap());
            let year = PartOfYear {
                plan: plan.map_or(f64::NAN, |plan| plan.target),
                to_date: given("ytd"),
                months: given("months"),
                last_to_date: given("ytd") - given("increase"),
                last_year: f64::NAN,
            };
            let half = HalfYear::new(year.to_date, year.plan, Better::Higher);
            vec![
                is("implied_plan", plan.map(|plan| plan.target)),
                is("progress_gap_pp", year.completion().map(|done| (done - year.due_by_time()) * 100.0)),
                is("growth", year.growth()),
                truth(half.met == Some(true), "half by half"),
            ]
        }
        "T23" => {
            let budget = |to_date: f64| PartOfYear {
                plan: 100.0,
                to_date,
                months: given("months"),
                last_to_date: f64::NAN,
                last_year: f64::NAN,
            };
            let behind = |to_date: f64| budget(to_date).completion().unwrap() < budget(to_date).due_by_time();
            vec![
                close(budget(0.0).due_by_time(), wanted("time_progress"), TEN),
                truth(behind(91.6), "91.6 % is behind 91.7 %"),
                truth(behind(91.7).not(), "91.7 % is not"),
            ]
        }
        "T24" => {
            let degree = |key: &str| {
                let pair = numbers(&inputs[key]);
                completion(pair[0], pair[1], Better::Higher)
            };
            vec![
                is("gdp_completion", degree("gdp").value),
                is("output_completion", degree("output").value),
                is("project_completion", degree("project").value),
                is("project_excess", degree("project").difference),
            ]
        }
        "T25" => {
            let plan = stated_target(given("ytd"), Decimal::of(given("completion")).unwrap());
            vec![
                is("implied_plan", plan.map(|plan| plan.target)),
                is("low", plan.map(|plan| plan.low)),
                is("high", plan.and_then(|plan| plan.high)),
            ]
        }
        "T46" => {
            let rates = numbers(&inputs["rates"]);
            let plan =
                OverPlan::new(given("target"), given("years"), multiple_of_rates(&rates).unwrap(), rates.len() as f64);
            vec![
                is("cumulative", plan.so_far()),
                is("avg", plan.so_far_a_year()),
                is("remaining", plan.rest()),
                is("remaining_avg", plan.rest_a_year()),
                is("planned_avg", plan.planned_a_year()),
                is("progress", plan.progress()),
            ]
        }
        "T47" => {
            let rates = numbers(&inputs["rates"]);
            let plan = OverPlan::new(given("target"), 5.0, multiple_of_rates(&rates).unwrap(), 5.0);
            let met = completion(plan.multiple, 1.0 + plan.change, Better::Lower).met;
            vec![
                is("equal_annual", plan.planned_a_year().map(|rate| -rate)),
                is("achieved", plan.so_far().map(|change| -change)),
                truth(met == Some(false), "19.98 % is not 20 %"),
            ]
        }
        "T52" => {
            let (total, done) = (given("total"), given("done"));
            let stated = Decimal::of(given("stated")).unwrap();
            let counts = stated_counts(total as u32, stated).unwrap();
            let want = numbers(&expected["counts_for_98pct"]);
            vec![
                is("rate", completion(done, total, Better::Higher).value),
                truth(f64::from(*counts.start()) == want[0] && f64::from(*counts.end()) == want[1], "219 or 220"),
                truth(counts.contains(&(done as u32)) == expected["consistent"].as_bool().unwrap(), "consistent"),
            ]
        }
        "T53" => {
            let plan = stated_target(given("agreed"), Decimal::of(given("rate")).unwrap()).map(|plan| plan.target);
            vec![
                is("target", plan),
                is("verified_rate", plan.and_then(|plan| completion(given("verified"), plan, Better::Higher).value)),
            ]
        }
        _ => return None,
    })
}

/// The names of both files for what [`EarnedValue`] and [`EarnedSchedule`] compute.
fn earned(project: &EarnedValue, name: &str) -> Option<Result<f64, Undefined>> {
    Some(match name {
        "pv" => Ok(project.planned),
        "sv" => Ok(project.schedule_variance()),
        "cv" => Ok(project.cost_variance()),
        "spi" => project.schedule_index(),
        "cpi" => project.cost_index(),
        "eac_cpi" => project.estimate_by_cost_index(),
        "eac_typical" => Ok(project.estimate_by_budget()),
        "etc" => project.estimate_to_complete(),
        "vac" => project.variance_at_completion(),
        "tcpi_bac" => project.to_complete_index(),
        _ => return None,
    })
}

#[test]
fn earned_value_of_the_standard() {
    const FILE: &str = "evm_eia748_reference_cases.json";
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE)["cases"].as_array().unwrap() {
        let given = |key: &str| number(&case[key]);
        let project =
            EarnedValue { planned: given("pv"), earned: given("ev"), cost: given("ac"), budget: given("bac") };
        let checks = case["expected"].as_object().unwrap().iter().map(|(name, want)| {
            let got = earned(&project, name).ok_or_else(|| format!("{name} is not computed"))?;
            // Printed to two decimals.
            value(got, number(want), Tolerance::Decimals(2)).map_err(|miss| format!("{name}: {miss}"))
        });
        agreement.case(case["name"].as_str().unwrap(), all(checks));
    }
    agreement.finish(6, &[]);
}

#[test]
fn earned_value_and_schedule_of_a_library() {
    const FILE: &str = "evm_pmcontrols_cases.json";
    let mut agreement = Agreement::of(FILE);
    let cases = json(FILE);
    let cases = cases["cases"].as_array().unwrap();
    for case in cases {
        let inputs = &case["inputs"];
        let path = CumulativePath::milestones(numbers(&inputs["periods"]).into_iter().zip(numbers(&inputs["pv"])));
        let path = path.unwrap();
        let ev = number(&inputs["ev"]);
        let at = inputs.get("at").map_or(f64::NAN, number);
        let cost = inputs.get("ac").map_or(f64::NAN, number);
        let project = EarnedValue { planned: path.at(at), earned: ev, cost, budget: path.total() };
        let schedule = EarnedSchedule::new(path.earned(ev), at, path.end());
        let tolerance = match number(&case["tol"]) {
            // The one case of a printed page has two decimals.
            0.005 => Tolerance::Decimals(2),
            _ => Tolerance::Relative(1e-12),
        };
        let checks = case["expected"].as_object().unwrap().iter().map(|(name, want)| {
            let got = earned(&project, name).or(match name.as_str() {
                "es" => Some(Ok(schedule.earned)),
                "sv_t" => Some(Ok(schedule.variance())),
                "spi_t" => Some(schedule.index()),
                "ieac_t" => Some(schedule.duration()),
                _ => None,
            });
            let got = got.ok_or_else(|| format!("{name} is not computed"))?;
            value(got, number(want), tolerance).map_err(|miss| format!("{name}: {miss}"))
        });
        agreement.case(case["id"].as_str().unwrap(), all(checks));
    }
    agreement.finish(cases.len(), &[]);
    assert_eq!(cases.len(), 9);
}

#[test]
fn required_rates() {
    const FILE: &str = "required_rate_examples.json";
    const DIFFERENCES: &[(&str, &str)] = &[
        ("wha_low_birth_weight", "the table prints 2.74 %; 30 % off in 13 years is 2.71 %"),
        ("wha_breastfeeding_38_to_50", "the table prints 2.11 %; 38 to 50 in 13 years is 2.13 %"),
    ];
    let mut agreement = Agreement::of(FILE);
    let examples = json(FILE);
    for example in examples.as_array().unwrap() {
        let given = |key: &str| example.get(key).map(number);
        let id = example["id"].as_str().unwrap();
        let years = given("n").or(given("target_year").zip(given("baseline_year")).map(|(to, from)| to - from));
        let got = match (given("change"), given("start"), given("multiple"), given("slope_ln")) {
            (Some(change), ..) => OverPlan::new(change, years.unwrap(), 1.0, 0.0).planned_a_year().map(|rate| -rate),
            (_, Some(start), ..) => pace_geometric(start, given("target").unwrap(), years.unwrap()),
            (_, _, Some(multiple), _) => match given("rate") {
                Some(rate) => periods_to_multiple(multiple, rate),
                None => pace_geometric(1.0, multiple, years.unwrap()),
            },
            // An average of the slope of logarithms: the rate that it stands for.
            (.., Some(slope)) => rate_of_multiple(slope.exp(), 1.0).map(|rate| -rate),
            _ => panic!("{id} has no inputs"),
        };
        let exact = value(got, number(&example["recomputed"]), Tolerance::Relative(1e-12));
        let published =
            ["published_required_aarr", "published_required_aari", "published_aarr", "published_required_cagr"];
        let printed = published.iter().find_map(|key| example.get(key)).map_or(Ok(()), |printed| {
            let decimals = Decimal::of(number(printed)).unwrap().places();
            value(got, number(printed), Tolerance::Decimals(decimals as i32))
        });
        agreement.case(id, exact.and(printed));
    }
    agreement.finish(12, DIFFERENCES);
}
