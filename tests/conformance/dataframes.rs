//! pandas, polars and DuckDB: row shifts against periods.

use fanfan::ErrorKind;
use fanfan::growth::NegativeBase;
use fanfan::prelude::*;
use serde_json::Value;

use super::agreement::{Agreement, EXACT, Kind, Tolerance, all, rows, shifted, undefined, value};
use super::{growth_by_row, json, number, numbers};

const ACROSS_THE_GAP: &str = "shifting twelve rows across the missing month compares the wrong months";

/// The bare formula over the period `lag` ago.
fn plain(lag: i32) -> GrowthOptions {
    GrowthOptions::new(Base::Lag(lag)).negative_base(NegativeBase::Plain)
}

fn growth(values: &[f64], options: GrowthOptions) -> Vec<Result<f64, Undefined>> {
    Series::annual(2000, values).growth(options).unwrap().iter().map(|(_, rate)| rate).collect()
}

/// Gaps filled from the last value (or the next one, `backward`) for at most `limit` rows, as old pandas did unasked.
fn filled(values: &[f64], backward: bool, limit: usize) -> Vec<f64> {
    let mut values = values.to_vec();
    if backward {
        values.reverse();
    }
    let (mut last, mut run) = (f64::NAN, 0);
    for value in &mut values {
        if value.is_nan() {
            run += 1;
            *value = if run <= limit { last } else { f64::NAN };
        } else {
            (last, run) = (*value, 0);
        }
    }
    if backward {
        values.reverse();
    }
    values
}

/// Rows numbered within their group, as a row shift by group takes them.
fn numbered(groups: &[String]) -> Vec<Period> {
    let before = |row: usize| groups[..row].iter().filter(|group| **group == groups[row]).count();
    (0..groups.len()).map(|row| Period::annual(before(row) as i32)).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(ToString::to_string).collect()
}

/// Year-on-year growth of months that are given by their first days.
fn by_month(dates: &Value, values: &[f64]) -> Vec<Result<f64, Undefined>> {
    let month = |date: &Value| Period::read(&date.as_str().unwrap()[..7]).unwrap();
    let periods: Vec<Period> = dates.as_array().unwrap().iter().map(month).collect();
    growth_by_row(&vec![String::new(); values.len()], &periods, values, Base::YearAgo.into()).unwrap()
}

/// The value a year before, by the dates; what the reasons are judged by.
fn year_before<'a>(dates: &'a Value, values: &'a [f64]) -> impl Fn(usize) -> f64 + 'a {
    move |row| {
        let date = dates[row].as_str().unwrap();
        let year: i32 = date[..4].parse().unwrap();
        let target = format!("{}{}", year - 1, &date[4..]);
        let at = dates.as_array().unwrap().iter().position(|date| date.as_str() == Some(&target));
        at.map_or(f64::NAN, |at| values[at])
    }
}

#[test]
fn pandas_pct_change() {
    const FILE: &str = "pandas_pct_change_cases.json";
    let file = json(FILE);
    let mut agreement = Agreement::of(FILE);
    for case in file["cases"].as_array().unwrap() {
        let (id, x, args) = (case["id"].as_str().unwrap(), numbers(&case["x"]), &case["args"]);
        let lag = args["periods"].as_i64().unwrap_or(1) as i32;
        // Docstrings print six decimals.
        let tolerance = if case["tol"] == 1e-6 { Tolerance::Decimals(6) } else { EXACT };
        if id == "row_vs_calendar_gap" {
            let got = by_month(&case["dates"], &x);
            for column in ["expected_rows_periods12", "expected_calendar"] {
                let base = year_before(&case["dates"], &x);
                let outcome = rows(&got, &numbers(&case[column]), &x, base, 1.0, Kind::Quotient, EXACT);
                agreement.case(format!("{id} {column}"), outcome);
            }
            continue;
        }
        let printed = numbers(&case["expected"]);
        let outcome = if id == "empty" {
            assert!(growth(&x, plain(1)).is_empty() && printed.is_empty());
            let refused = Series::annual(2000, x.as_slice()).growth(plain(lag));
            match refused {
                Err(error) if error.kind() == ErrorKind::Option => Err("refused".to_owned()),
                other => panic!("a lag of 0 gives {other:?}"),
            }
        } else if args["freq"] == "B" {
            business_days(case, &x, &printed)
        } else if let Some(method) = args["fill_method"].as_str() {
            let limit = args["limit"].as_u64().map_or(usize::MAX, |limit| limit as usize);
            let x = filled(&x, method == "bfill", limit);
            rows(&growth(&x, plain(lag)), &printed, &x, shifted(&x, lag), 1.0, Kind::Quotient, tolerance)
        } else if let Some(groups) = [&args["by"], &case["by"]].into_iter().find(|by| by.is_array()) {
            let groups = texts(groups);
            let got = growth_by_row(&groups, &numbered(&groups), &x, plain(lag)).unwrap();
            let base = |row: usize| {
                (0..row).rev().find(|&before| groups[before] == groups[row]).map_or(f64::NAN, |before| x[before])
            };
            rows(&got, &printed, &x, base, 1.0, Kind::Quotient, tolerance)
        } else {
            rows(&growth(&x, plain(lag)), &printed, &x, shifted(&x, lag), 1.0, Kind::Quotient, tolerance)
        };
        agreement.case(id, outcome);
    }
    agreement.finish(
        32,
        &[
            ("row_vs_calendar_gap expected_rows_periods12", ACROSS_THE_GAP),
            ("empty", "a lag of 0 is refused, also over no values; over a lag of 1 both give nothing"),
        ],
    );
}

/// There is no frequency of business days: the caller numbers them, and leaves the weekend out.
fn business_days(case: &Value, x: &[f64], printed: &[f64]) -> Result<(), String> {
    let days = ["2019-11-14", "2019-11-15", "2019-11-16", "2019-11-17", "2019-11-18"];
    let dates: Vec<&str> = case["index"].as_array().unwrap().iter().map(|date| date.as_str().unwrap()).collect();
    assert_eq!(dates, days);
    let numbers = [Some(0), Some(1), None, None, Some(2)];
    let points = numbers.iter().zip(x).filter_map(|(day, &value)| Some((Period::annual((*day)?), value)));
    let got = Series::from_points(points).unwrap().growth(plain(1)).unwrap();
    all(numbers.iter().zip(printed).map(|(day, &printed)| match day {
        None if printed.is_nan() => Ok(()),
        None => Err(format!("published {printed} for a Saturday or Sunday")),
        Some(0) => undefined(got.get(Period::annual(0)), Undefined::MissingBase),
        Some(1) => undefined(got.get(Period::annual(1)), Undefined::ZeroBase),
        Some(day) => value(got.get(Period::annual(*day)), printed, EXACT),
    }))
}

#[test]
fn polars_pct_change() {
    const FILE: &str = "polars_pct_change_cases.json";
    let file = json(FILE);
    let mut agreement = Agreement::of(FILE);
    for case in file["cases"].as_array().unwrap() {
        let (id, x, lag) = (case["id"].as_str().unwrap(), numbers(&case["x"]), case["n"].as_i64().unwrap() as i32);
        let got = growth(&x, plain(lag));
        let against = |column: &str, tolerance| {
            rows(&got, &numbers(&case[column]), &x, shifted(&x, lag), 1.0, Kind::Quotient, tolerance)
        };
        // One expected list is printed to six decimals; what polars then gave has all digits.
        let printed = if case["tol"] == 1e-5 { Tolerance::Decimals(6) } else { EXACT };
        agreement.case(id, all([against("expected", printed), against("executed", EXACT)]));
    }
    let case = &file["group_case"];
    let (groups, c) = (texts(&case["by"]), numbers(&case["c"]));
    let got = growth_by_row(&groups, &numbered(&groups), &c, plain(1)).unwrap();
    let group = |name: &str| {
        let of: Vec<_> = groups.iter().zip(&got).filter(|(group, _)| group.trim_matches('"') == name).collect();
        let printed = &case["expected_grouped"][name];
        all([
            undefined(*of[0].1, Undefined::MissingBase),
            value(*of[1].1, number(&printed[1]), EXACT),
            if of.len() == 2 && printed[0].is_null() { Ok(()) } else { Err(format!("{of:?}")) },
        ])
    };
    agreement.case("group_case", all([group("a"), group("b")]));
    agreement.finish(8, &[]);
}

#[test]
fn duckdb_year_on_year() {
    const FILE: &str = "duckdb_yoy_gap.json";
    let file = json(FILE);
    let x = numbers(&file["x"]);
    let got = by_month(&file["dates"], &x);
    let mut agreement = Agreement::of(FILE);
    for column in ["lag12_rows", "range_interval_1year", "self_join_1year"] {
        let printed = numbers(&file[column]);
        let base = year_before(&file["dates"], &x);
        agreement.case(column, rows(&got, &printed, &x, base, 1.0, Kind::Quotient, EXACT));
    }
    // Wrong from the gap on, for a year, and nowhere else.
    let rowwise = numbers(&file["lag12_rows"]);
    let wrong: Vec<usize> = (12..x.len()).filter(|&row| value(got[row], rowwise[row], EXACT).is_err()).collect();
    assert_eq!(wrong, [21, 22, 23, 24, 25]);
    agreement.finish(3, &[("lag12_rows", ACROSS_THE_GAP)]);
}
