//! Average growth over spans: World Bank methods, unequal spacing, the cumulative method of the NBS.

use fanfan::growth::{
    Average, AverageOptions, LogLinear, cumulative_rate, linear_slope, multiple_of_rate, rate_of_multiple,
};
use fanfan::prelude::*;

use super::agreement::{Agreement, EXACT, Tolerance, all, close, undefined, value};
use super::{csv_rows, json, number, numbers};

/// World Development Indicators; R's `lm` and endpoints. Each printed number is a case.
#[test]
fn world_bank() {
    const FILE: &str = "wb_average_growth_oracle.csv";
    let levels = csv_rows("wb_average_growth_levels.csv");
    let mut agreement = Agreement::of(FILE);
    for row in csv_rows(FILE) {
        let points = levels.iter().filter(|level| level["iso3c"] == row["iso3c"]).filter_map(|level| {
            let value: f64 = level[&row["var"]].parse().ok()?; // NA: no row, so that gaps are met as they come
            Some((level["year"].parse().unwrap(), value))
        });
        let series = Series::from_points(points).unwrap();
        let (from, to): (Period, Period) = (row["from"].parse().unwrap(), row["to"].parse().unwrap());
        let id = format!("{} {} {from}-{to}", row["iso3c"], row["var"]);
        let observed = (from.year()..=to.year()).filter(|&year| series.get(Period::annual(year)).is_some()).count();
        assert_eq!(
            (observed.to_string(), (to.year() - from.year() + 1).to_string()),
            (row["n_obs"].clone(), row["n_span"].clone())
        );
        for (column, method) in [
            ("least_squares_pct", Average::LeastSquares),
            ("ls_slope_b_pct", Average::LogSlope),
            ("geometric_endpoint_pct", Average::Level),
            ("exponential_endpoint_pct", Average::Exponential),
        ] {
            let got = series.average_growth(AverageOptions::new(method).from(from).to(to)).unwrap();
            let outcome = match row[column].as_str() {
                "NA" => undefined(got, Undefined::MissingBase),
                printed => value(got.map(|rate| rate * 100.0), printed.parse().unwrap(), EXACT),
            };
            agreement.case(format!("{id} {column}"), outcome);
        }
    }
    agreement.finish(40 * 4, &[]);
}

#[test]
fn dembase() {
    const FILE: &str = "dembase_growth_cases.json";
    let mut agreement = Agreement::of(FILE);
    let file = json(FILE);
    for (at, case) in file["cases"].as_array().unwrap().iter().enumerate() {
        if let Some(object) = case["obj"].as_str() {
            let (t, v, printed) = (numbers(&case["t"]), numbers(&case["v"]), number(&case["expected"]));
            let (kind, method) = (case["type"].as_str().unwrap(), case["method"].as_str().unwrap());
            let points = t.iter().zip(&v).map(|(&t, &v)| (Period::annual(t as i32), v));
            let series = Series::from_points(points).unwrap();
            // Three of the five steps of the series: half of its span is observed.
            let average = |method| AverageOptions::new(method).coverage(0.6);
            let (method_of_series, by_points) = match (kind, method) {
                ("exponential", "endpoints") => (Average::Level, None),
                ("linear", "endpoints") => (Average::MeanChange, None),
                ("linear", "lm") => (Average::LinearSlope, Some(linear_slope(&t, &v).unwrap())),
                ("exponential", "lm") => {
                    (Average::LeastSquares, Some(LogLinear::fit(&t, &v).unwrap().and_then(LogLinear::rate)))
                }
                other => panic!("{other:?}"),
            };
            let bare = series.average_growth(method_of_series).unwrap();
            let checks = [
                value(series.average_growth(average(method_of_series)).unwrap(), printed, EXACT),
                by_points.map_or(Ok(()), |got| value(got, printed, EXACT)),
                value(bare, printed, EXACT),
            ];
            agreement.case(format!("{object} {kind} {method}"), all(checks));
            continue;
        }
        let outcome = match (case["property"].as_str(), case["error"].as_str()) {
            (Some(_), _) => {
                // Five years at once, and one after the other.
                let at_once = 2.0 * multiple_of_rate(0.05, 5.0).unwrap();
                let stepwise = (0..5).fold(2.0, |level, _| level * multiple_of_rate(0.05, 1.0).unwrap());
                close(at_once, stepwise, EXACT)
            }
            (_, Some("dimension has length 1")) => all([Average::Level, Average::LeastSquares].map(|method| {
                undefined(Series::annual(5, [10.0]).average_growth(method).unwrap(), Undefined::TooFewPoints)
            })),
            (_, Some(_)) => Err("cannot be written".to_owned()),
            _ => {
                let literal = numbers(&case["expected_literal_in_test"]);
                let rate = number(&case["growth"]);
                close(literal[1] * multiple_of_rate(rate, 5.0).unwrap(), literal[2], EXACT)
            }
        };
        agreement.case(format!("case {at}"), outcome);
    }
    agreement.finish(
        12,
        &[
            ("case 8", "the literal is asserted nowhere in dembase; five years at 5 % give 2.5526, as its code does"),
            ("case 10", "cannot be written: growth extends no series here, so that nothing overlaps"),
        ],
    );
}

/// The cumulative method (累计法) against rates in the press.
#[test]
fn nbs_cumulative() {
    const FILE: &str = "nbs_cumulative_method_cases.csv";
    let mut agreement = Agreement::of(FILE);
    for row in csv_rows(FILE) {
        let cell = |column: &str| -> f64 { row[column].parse().unwrap() };
        let decimals = |column: &str| {
            let digits = row[column].split_once('.').map_or(0, |(_, decimals)| decimals.len());
            Tolerance::Decimals(digits as i32)
        };
        let n: usize = row["n_years"].parse().unwrap();
        let percent = |rate: Result<f64, Undefined>| rate.map(|rate| rate * 100.0);
        let cumulative = cumulative_rate(cell("base_level"), cell("sum_of_levels"), n);
        let mut checks = vec![
            close(cell("sum_of_levels") / cell("base_level"), cell("ratio"), decimals("ratio")),
            value(percent(cumulative), cell("published_pct"), decimals("published_pct")),
            value(percent(cumulative), cell("cumulative_method_pct"), decimals("cumulative_method_pct")),
        ];
        // The last levels stand in the notes of the file.
        let last = match row["id"].as_str() {
            "fai_2003_2011" => Some(31.1),
            "fai_1981_2002" => Some(43_499.9),
            _ => None,
        };
        assert_eq!(last.is_some(), !row["level_method_pct"].is_empty());
        if let Some(last) = last {
            let level = rate_of_multiple(last / cell("base_level"), n as f64);
            checks.push(value(percent(level), cell("level_method_pct"), decimals("level_method_pct")));
        }
        agreement.case(row["id"].clone(), all(checks));
    }
    agreement.finish(3, &[]);
}
