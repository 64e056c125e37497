//! Rescaling between a worst and a best value: the SDG Index of 2018, and distances to target.

use std::fmt::Write as _;

use fanfan::prelude::*;
use fanfan::progress::{Evidence, Point};
use fanfan::read::{self, ReadOptions};

use super::agreement::Agreement;
use super::{csv_rows, json, number, numbers};

const FILE: &str = "sdgindex2018_normalisation.csv";

fn near(got: Option<f64>, want: f64) -> Result<(), String> {
    match got {
        Some(got) if (got - want).abs() <= 1e-12 => Ok(()),
        got => Err(format!("{got:?}, published {want}")),
    }
}

/// Indicator, worst and best value.
fn bounds() -> Vec<(String, f64, f64)> {
    let rows = csv_rows("sdgindex2018_bounds.csv");
    let of = |row: &std::collections::HashMap<String, String>, key: &str| row[key].parse::<f64>().unwrap();
    rows.iter().map(|row| (row["indicator"].clone(), of(row, "worst_bound_0"), of(row, "best_bound_100"))).collect()
}

#[test]
fn the_sdg_index_by_the_method() {
    let bounds = bounds();
    let mut agreement = Agreement::of(FILE);
    for row in csv_rows(FILE) {
        let (_, worst, best) = bounds.iter().find(|(name, ..)| *name == row["indicator"]).unwrap();
        let points = [Point { time: 2018.0, value: row["raw"].parse().unwrap() }];
        let judgement = Method::Sdsn.judge(&Evidence::of(&points).range(*worst, *best));
        let id = format!("{} {}", row["indicator"], row["id"]);
        agreement.case(id, near(judgement.score, row["normalised"].parse().unwrap()));
    }
    agreement.finish(868, &[]);
}

#[test]
fn the_sdg_index_from_a_plan_and_a_table() {
    let bounds = bounds();
    let mut plan = String::from("end = '2030'\n");
    for (at, (name, worst, best)) in bounds.iter().enumerate() {
        writeln!(plan, "[indicator.i{at}]\nalias = [{name:?}]\nnature = 'stock'").unwrap();
        writeln!(plan, "range = {{ worst = {worst:?}, best = {best:?} }}").unwrap();
        writeln!(plan, "[[target]]\nindicator = 'i{at}'").unwrap();
    }
    let rows = csv_rows(FILE);
    let mut data = String::from("subject,indicator,period,value\n");
    for row in &rows {
        writeln!(data, "{},\"{}\",2017,{}", row["id"], row["indicator"], row["raw"]).unwrap();
    }
    let plan = Plan::parse(&plan).unwrap();
    let tables = read::text("raw.csv", &data, &ReadOptions::default()).unwrap();
    let track = plan.track(&tables.observations, Method::Sdsn).unwrap();
    let mut agreement = Agreement::of("sdgindex2018_normalisation.csv by plan");
    for row in &rows {
        let at = bounds.iter().position(|(name, ..)| *name == row["indicator"]).unwrap();
        let code = format!("i{at}");
        let one = track.assessments.iter().find(|one| one.subject == row["id"] && one.indicator == code).unwrap();
        let id = format!("{} {}", row["indicator"], row["id"]);
        agreement.case(id, near(one.methods[0].1.score, row["normalised"].parse().unwrap()));
    }
    agreement.finish(868, &[]);
}

#[test]
fn distances_to_target() {
    let mut agreement = Agreement::of("coinr_dist2target.json");
    for (at, case) in json("coinr_dist2target.json")["cases"].as_array().unwrap().iter().enumerate() {
        let (values, target) = (numbers(&case["x"]), number(&case["targ"]));
        let lower = number(&case["direction"]) < 0.0;
        // the far end of the values is the worst
        let worst = values.iter().copied().fold(f64::NAN, |a, b| if lower { a.max(b) } else { a.min(b) });
        let outcome = values.iter().zip(numbers(&case["y"])).try_for_each(|(value, want)| {
            let points = [Point { time: 2018.0, value: *value }];
            let judgement = Method::Sdsn.judge(&Evidence::of(&points).range(worst, target));
            near(judgement.score.map(|score| score / 100.0), want)
        });
        agreement.case(format!("{at}, cap {}", case["cap"]), outcome);
    }
    let beyond = "the score ends at 100, as in the SDG Index; beyond the target COINr counts on unless told to cap";
    agreement.finish(4, &[("0, cap false", beyond), ("2, cap false", beyond)]);
}
