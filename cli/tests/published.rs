//! `fanfan growth` and `fanfan track` on the files of `data/` as they are.

use serde_json::Value;

use crate::support::{Folder, run};

const WORLD: &str = "data/world-bank/API_NY.GDP.MKTP.KN.csv";
const CHINA: &str = "data/china-doubling/API_NY.GDP.MKTP.KN.csv";

/// Countries of the file.
const SUBJECTS: usize = 12;

/// Growth on a year earlier, from the levels of the file.
const PUBLISHED: &[(&str, &str, f64)] = &[
    ("CHN", "1961", -0.27270000003922745),
    ("CHN", "1962", -0.05579999990202744),
    ("CHN", "2007", 0.14230860933195544),
    ("CHN", "2020", 0.022386383563463896),
    ("IND", "1979", -0.0523818270446218),
    ("JPN", "2009", -0.05693236358822662),
    ("KOR", "1998", -0.05129448165209638),
    ("BRA", "2020", -0.032767587964736),
];

/// From 1980 to 2000.
const SPANS: &[((&str, &str), f64)] = &[
    (("CHN", "cagr"), 0.09854953477676243),
    (("CHN", "doublings"), 2.7119984778924784),
    (("IND", "cagr"), 0.055662575194846076),
    (("IND", "doublings"), 1.562975502948619),
];

const CHINA_1981: f64 = 0.05112761090589468;

/// The level of each target year over what was asked for.
const COMPLETION: &[(&str, f64)] =
    &[("2000", 1.6380716674801796), ("2010", 1.3635025574874644), ("2020", 0.9674475004081985)];

fn result(rows: &[Value], subject: &str, period: &str) -> Value {
    let row = rows.iter().find(|row| row["subject"] == subject && row["period"] == period);
    row.unwrap_or_else(|| panic!("no row for {subject} {period}"))["result"].clone()
}

#[track_caller]
fn near(got: &Value, want: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{got} is no number"));
    assert!((got - want).abs() <= 1e-9 * want.abs(), "{got}, expected {want}");
}

#[test]
fn world_bank_files_are_read_as_they_are() {
    let json = run(&["growth", WORLD, "--format", "json"]).json();
    let rows = json["rows"].as_array().unwrap();
    // Subject is the country code, indicator the indicator code.
    assert!(rows.iter().all(|row| row["indicator"] == "NY.GDP.MKTP.KN" && row["measure"] == "yoy"));
    let mut subjects: Vec<&str> = rows.iter().map(|row| row["subject"].as_str().unwrap()).collect();
    subjects.dedup();
    assert_eq!(subjects.len(), SUBJECTS, "{subjects:?}");
    for (subject, period, want) in PUBLISHED {
        near(&result(rows, subject, period), *want);
    }
    // Before the series begins there is no base, and no row is left out.
    assert_eq!(result(rows, "CHN", "1960"), Value::Null);
}

#[test]
fn spans_of_the_world_bank_file() {
    let args = ["growth", WORLD, "--measure", "cagr,doublings", "--from", "1980", "--to", "2000", "--only", "CHN,IND"];
    let json = run(&[&args[..], &["--format", "json"]].concat()).json();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let key = (row["subject"].as_str().unwrap(), row["measure"].as_str().unwrap());
        let (_, want) = SPANS.iter().find(|(name, _)| *name == key).unwrap();
        near(&row["result"], *want);
        assert_eq!((row["from"].as_str(), row["to"].as_str()), (Some("1980"), Some("2000")));
    }
}

#[test]
fn goals_of_china() {
    let json = run(&["growth", CHINA, "--format", "json"]).json();
    let rows = json["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["subject"] == "CHN"));
    near(&result(rows, "CHN", "1981"), CHINA_1981);
    let json = run(&["track", "data/china-doubling/plan.toml", "--format", "json"]).json();
    let found: Vec<(&str, f64, &str)> = json["assessments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let completion = one["completion"].as_f64().unwrap();
            (one["target"]["by"].as_str().unwrap(), completion, one["standing"].as_str().unwrap())
        })
        .collect();
    assert_eq!(found.len(), 3);
    for ((by, completion, standing), (year, want)) in found.into_iter().zip(COMPLETION) {
        assert_eq!((by, standing), (*year, if *want >= 1.0 { "achieved" } else { "slow" }));
        assert!((completion - want).abs() < 1e-9, "{by}: {completion}, expected {want}");
    }
}

#[test]
fn the_town() {
    let json = run(&["track", "data/town-2005/plan.toml", "--format", "json"]).json();
    let gdp = json["assessments"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["indicator"] == "gdp" && one["target"]["by"] == "2010");
    let gdp = gdp.unwrap();
    near(&gdp["multiple"], 31.0 / 11.9);
    near(&gdp["doublings"], (31.0_f64 / 11.9).log2());
    near(&gdp["needed_rate"], (31.0_f64 / 11.9).powf(0.2) - 1.0);
    near(&gdp["latest"]["growth"], 0.33);
    assert_eq!(gdp["undefined"]["achieved_rate"], "too_few_points");
    let goal = &json["goals"][0];
    assert_eq!((&goal["indicator"], &goal["milestones"][0]["by"]), (&"gdp".into(), &"2008".into()));
    near(&goal["milestones"][0]["value"], 23.8);
    near(&goal["milestones"][1]["value"], 47.6);
    near(&goal["milestones"][1]["leg_rate"], 2.0_f64.sqrt() - 1.0);
    let finding = &json["findings"][0];
    assert_eq!((&finding["code"], &finding["severity"]), (&"target_below_goal".into(), &"warning".into()));
    near(&finding["numbers"]["target"], 31.0);
    near(&finding["numbers"]["goal"], 47.6);
}

#[test]
fn what_is_written_is_read_again() {
    let folder = Folder::new();
    let csv = run(&["growth", WORLD, "--measure", "difference", "--only", "CHN"]).out;
    let folder = folder.and("long.csv", csv);
    let again = ["growth", "long.csv", "--measure", "difference", "--format", "json"];
    let warning = folder.run(&again).err;
    assert!(warning.contains("`value` is read") && warning.contains("--value result"), "{warning}");
    let again = folder.json(&[&again[..], &["--quiet"]].concat());
    let first = run(&["growth", WORLD, "--measure", "difference", "--only", "CHN", "--format", "json"]).json();
    let values = |json: &Value| -> Vec<Value> {
        let rows = json["rows"].as_array().unwrap().iter();
        rows.filter(|row| !row["value"].is_null()).map(|row| row["result"].clone()).collect()
    };
    assert!(values(&first).len() > 50);
    assert_eq!(values(&first), values(&again));
}
