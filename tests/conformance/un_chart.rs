//! The United Nations' Progress Chart as a user coded it: ratios and categories.

use fanfan::model::Better;
use fanfan::prelude::*;
use fanfan::progress::{Evidence, Judgement, Point};

use super::agreement::{Agreement, EXACT, Tolerance, all, value};
use super::{json, number};

fn word(status: &str) -> &str {
    match status {
        "substantial_progress" => "Substantial progress/ on track",
        "fair_progress" => "Fair progress but acceleration needed",
        "deterioration" => "Deterioration",
        other => other,
    }
}

#[test]
fn ratios_and_categories() {
    let file = json("un_progress_chart_cases.json");
    let mut agreement = Agreement::of("un_progress_chart_cases.json");
    for case in file["cases"].as_array().unwrap() {
        let expected = &case["expected"];
        let of = |key: &str| {
            let value = number(&case[key]);
            if value.is_nan() { number(&case[&format!("{key}_implied")]) } else { value }
        };
        let at = |year: &str, value: f64| Point { time: number(&case[year]), value };
        let (base, last) = (of("base_value"), of("last_value"));
        let category = |judgement: &Judgement| {
            let printed = expected["category_printed"].as_str().unwrap_or("");
            if word(judgement.status) == printed { Ok(()) } else { Err(format!("{}, {printed}", judgement.status)) }
        };
        let id = case["id"].as_str().unwrap();
        let outcome = if case["target"].is_number() {
            let evidence = Evidence::new(at("base_year", base), at("last_year", last));
            let target = at("target_year", number(&case["target"]));
            let judgement = Method::Un2022.judge(&evidence.target(target).better(Better::Higher));
            all([value(judgement.value, number(&expected["CR"]), EXACT), category(&judgement)])
        } else if base.is_nan() {
            // only the rate is given, of an indicator that should rise
            let years = number(&case["last_year"]) - number(&case["base_year"]);
            let last = 100.0 * (1.0 + number(&expected["cagr"])).powf(years);
            let evidence = Evidence::new(at("base_year", 100.0), at("last_year", last)).better(Better::Higher);
            let judgement = Method::Un2022.judge(&evidence);
            if let Some(correct) = expected["correct_category"].as_str() {
                assert_eq!(word(judgement.status), correct);
            }
            all([value(judgement.value, number(&expected["cagr"]), Tolerance::Relative(1e-12)), category(&judgement)])
        } else {
            // 2.6 % less a year are wanted
            let target = base * 0.974_f64.powi(20);
            let evidence = Evidence::new(at("base_year", base), at("last_year", last));
            let evidence = evidence.target(Point { time: number(&case["base_year"]) + 20.0, value: target });
            let judgement = Method::Un2022.judge(&evidence.better(Better::Lower));
            let printed = number(&expected["ratio_printed"]);
            assert!(judgement.value.is_ok_and(|ratio| (ratio - printed.abs()).abs() < 1e-4), "{judgement:?}");
            value(judgement.value, printed, EXACT)
        };
        agreement.case(id, outcome);
    }
    agreement.finish(
        5,
        &[
            ("EG_EGY_PRIM world, required CAGR -2.6%", "the author divided by +0.026; signed, the ratio is positive"),
            ("EG_IFF_RANDN, no target - PEER BUG", "the peer takes the absolute rate, so that a fall is on track"),
        ],
    );
}
