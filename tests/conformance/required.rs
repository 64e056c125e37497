//! Needed yearly rates, and scenarios towards a target: compounding, linear paths, percent of a baseline.

use fanfan::growth::{multiple_of_rate, periods_to_multiple, rate_of_multiple};
use fanfan::plan::{Form, Path, Shape};
use fanfan::prelude::*;
use serde_json::Value;

use super::agreement::{Agreement, EXACT, Tolerance, all, close, value};
use super::{json, number, numbers};

/// A year, from a base to the date of a target that a plan states.
fn planned_rate(case: &Value) -> Result<f64, Undefined> {
    let (from, to) = (number(&case["baseline_year"]) as i32, number(&case["target_year"]) as i32);
    let reduction = -number(&case["change"]);
    let text =
        format!("base = '{from}'\n[indicator.x]\n[[target]]\nindicator = 'x'\nby = '{to}'\nreduction = {reduction}");
    let keys = vec![SeriesKey::new("", "x")];
    let panel = LongPanel::from_columns(keys, &[0], &[Period::annual(from)], &[37.5]).unwrap();
    let track = Plan::parse(&text).unwrap().track(&panel, Method::Wri).unwrap();
    track.assessments[0].target_rate
}

#[test]
fn needed_yearly_rates() {
    let file = json("required_rate_examples.json");
    let mut agreement = Agreement::of("required_rate_examples.json");
    for case in file.as_array().unwrap() {
        let want = number(&case["recomputed"]);
        let n = number(&case["n"]);
        let multiple = |case: &Value| match case["multiple"].as_f64() {
            Some(multiple) => multiple,
            None => number(&case["target"]) / number(&case["start"]),
        };
        let outcome = if case["change"].is_number() {
            value(planned_rate(case).map(|rate| -rate), want, EXACT)
        } else if case["slope_ln"].is_number() {
            close(-number(&case["slope_ln"]).exp_m1(), want, EXACT)
        } else if case["rate"].is_number() {
            value(periods_to_multiple(multiple(case), number(&case["rate"])), want, EXACT)
        } else {
            value(rate_of_multiple(multiple(case), n), want, EXACT)
        };
        agreement.case(case["id"].as_str().unwrap(), outcome);
    }
    agreement.finish(12, &[]);
}

#[test]
fn scenarios() {
    let file = json("billionaire_scenarios.json");
    let mut agreement = Agreement::of("billionaire_scenarios.json");
    let exact = Tolerance::Relative(1e-12);
    for case in file["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let of = |key: &str| number(&case[key]);
        let want = of("expected_2025");
        let line = |points: [(f64, f64); 2], year: f64| Path::new(Shape::Linear, points).at(year).unwrap_or(f64::NAN);
        let outcome = match id {
            "aroc_latest_rising" | "aroc_latest_falling" => {
                let latest = rate_of_multiple(of("v2018") / of("v2017"), 1.0);
                value(latest.and_then(|rate| multiple_of_rate(rate, 7.0)).map(|m| m * of("v2018")), want, exact)
            }
            "aroc_target_99" | "aroc_target_3_small_is_best" => {
                let rate = rate_of_multiple(of("target") / of("base"), of("target_year") - of("base_year"));
                let end = rate.and_then(|rate| Form::Rate(rate).level(Some(of("base")), 7.0));
                all([value(rate, of("required_aroc"), exact), value(end, want, exact)])
            }
            "aroc_percent_change_+3" => value(Form::Rise(0.03).level(Some(of("base")), 7.0), want, exact),
            "aroc_percent_change_-3" => value(Form::Reduction(0.03).level(Some(of("base")), 7.0), want, exact),
            "limit_aroc_positive_1.5" => {
                let end = multiple_of_rate(1.5, 7.0).map(|multiple| multiple * of("base_2018"));
                value(end, of("expected_2025_untrimmed"), exact)
            }
            "percent_baseline_+40_from_2010_by_2030" | "percent_baseline_-40_from_2010_by_2030" => {
                let form = if id.contains('+') { Form::Rise(0.4) } else { Form::Reduction(0.4) };
                let goal = form.level(Some(50.0), 20.0).unwrap_or(f64::NAN);
                // As the code has it: the value of 2018 (58), where the scenario starts, in the place of that of 2010.
                close(line([(2010.0, 58.0), (2030.0, goal)], 2025.0), want, exact)
            }
            "fixed_target_99_linear" => {
                let path = numbers(&case["expected_path"]);
                let at = |year: usize| line([(2018.0, of("base")), (2025.0, 99.0)], 2018.0 + year as f64);
                all(path.iter().enumerate().map(|(year, want)| close(at(year), *want, exact)))
            }
            "percent_vs_points" => value(Form::Reduction(0.3).level(Some(of("base")), 1.0), of("expected"), exact),
            other => Err(format!("no check for {other}")),
        };
        agreement.case(id, outcome);
    }
    agreement.finish(11, &[]);
}
