//! Two-year averages (两年平均) of the Bureau's releases, out of tables as people have them: published rates in each of
//! the forms in which they are written.

use serde_json::Value;

use crate::support::{Folder, root};

const CASES: &str = "tests/conformance/data/nbs_two_year_average_2021.json";

fn cases() -> Vec<Value> {
    let text = std::fs::read_to_string(root().join(CASES)).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    json["cases"].as_array().unwrap().clone()
}

/// The average of the last row in percent with one decimal, as printed.
#[track_caller]
fn average(table: &str, measure: &str) -> f64 {
    let folder = Folder::with("t.csv", table);
    let json = folder.json(&["growth", "t.csv", "--measure", measure, "--format", "json"]);
    let last = json["rows"].as_array().unwrap().last().unwrap().clone();
    let result = last["result"].as_f64().unwrap_or_else(|| panic!("{last} of {table}"));
    (result * 1000.0).round() / 10.0
}

#[test]
fn published_rates_of_two_years_give_the_published_average() {
    let cases = cases();
    assert_eq!(cases.len(), 11);
    for case in &cases {
        let name = case["indicator"].as_str().unwrap();
        let (before, now) = (case.get("yoy_2020").unwrap_or(&case["implied_yoy_2020"]), &case["yoy_2021"]);
        let want = case["two_year_avg"].as_f64().unwrap();
        for table in [
            format!("indicator,period,growth\n{name},2020,{before}%\n{name},2021,{now}%\n"),
            format!("指标,年份,同比增长(%)\n{name},2020,{before}\n{name},2021,{now}\n"),
            format!("indicator,period,value,unit\n{name}同比增长,2020,{before},%\n{name}同比增长,2021,{now},%\n"),
            format!("年份,{name}同比(%)\n2020,{before}\n2021,{now}\n"),
            format!("指标,2020年,2021年\n{name}增速(%),{before},{now}\n"),
        ] {
            assert_eq!(average(&table, "two_year"), want, "{table}");
        }
        let index = |rate: &Value| 100.0 + rate.as_f64().unwrap();
        let table = format!("年份,{name}指数(上年同期=100)\n2020,{}\n2021,{}\n", index(before), index(now));
        assert_eq!(average(&table, "two_year"), want, "{table}");
        // rates whose name does not say what they are: by the word of the user
        let plain = format!("indicator,period,value,unit\n{name},2020,{before},%\n{name},2021,{now},%\n");
        assert_eq!(average(&plain, "two_year_of_rates"), want);
    }
}

/// Levels beside rates on another base: each measure says of what it is.
#[test]
fn levels_and_rates_are_told_apart() {
    let table = "year,value,growth\n2019,100,\n2020,90,-6.8%\n2021,108,18.3%\n";
    assert_eq!((average(table, "two_year"), average(table, "two_year_of_rates")), (3.9, 5.0));
    let folder = Folder::with("t.csv", table);
    let text = |measure: &str| {
        let args = ["growth", "t.csv", "--measure", measure, "--explain", "--format", "table", "--quiet"];
        folder.run(&args).lines().join("\n")
    };
    assert!(text("two_year").contains("(108 / 100) ^ 0.5 - 1"));
    assert!(text("two_year_of_rates").contains("((1 - 0.068) * (1 + 0.183)) ^ 0.5 - 1"));
}

/// A share is no growth, and growth of growth is refused whether its unit or its name says what it is.
#[test]
fn rates_that_are_no_growth_have_no_two_year_average() {
    let reason = |table: &str, measure: &str| {
        let folder = Folder::with("t.csv", table);
        let json = folder.json(&["growth", "t.csv", "--measure", measure, "--format", "json"]);
        json["rows"].as_array().unwrap().last().unwrap()["undefined"].as_str().unwrap_or("none").to_owned()
    };
    let jobless = "indicator,period,value,unit\n失业率,2020,5.6,%\n失业率,2021,5.1,%\n";
    assert_eq!(reason(jobless, "two_year"), "rate_type");
    assert_eq!(reason("年份,CPI环比(%)\n2020,0.1\n2021,0.2\n", "two_year"), "rate_type");
    assert_eq!(reason("year,value\n2020,5\n2021,6\n", "two_year_of_rates"), "not_applicable");
    for measure in ["yoy", "cagr"] {
        assert_eq!(reason("年份,CPI同比\n2020,3\n2021,4\n", measure), "rate_type", "{measure}");
    }
}
