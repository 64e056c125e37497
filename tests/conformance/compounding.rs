//! Compounding: doublings and goals, Excel's GROWTH, LOGEST, RRI, PDURATION, rates at an annual pace.

use fanfan::growth::{
    Average, Form, LogLinear, doublings, mean_rate, multiple_of_rate, periods_to_double, periods_to_multiple,
    rate_of_multiple,
};
use fanfan::prelude::*;

use super::agreement::{Agreement, EXACT, Tolerance, all, close, undefined, value};
use super::{json, number, numbers};

#[test]
fn goals() {
    const FILE: &str = "goal_compounding_cases.json";
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE).as_array().unwrap() {
        let of = |key: &str| case.get(key).map(number);
        let percent = |rate: Result<f64, Undefined>| rate.map(|rate| rate * 100.0);
        let outcome = if let Some(rate) = of("rate_pct") {
            value(periods_to_double(rate / 100.0), of("years_exact").unwrap(), EXACT)
        } else if let Some(realised) = case.get("realised_pct").map(numbers) {
            let rates: Vec<f64> = realised.iter().map(|rate| rate / 100.0).collect();
            let so_far = multiple_of_rate(mean_rate(&rates).unwrap(), rates.len() as f64).unwrap();
            let left = of("target_factor").unwrap() / so_far;
            value(percent(rate_of_multiple(left, of("years_left").unwrap())), of("required_pct").unwrap(), EXACT)
        } else if let Some(required) = of("required_pct") {
            let multiple = of("factor").unwrap_or_else(|| of("target").unwrap() / of("base").unwrap());
            value(percent(rate_of_multiple(multiple, of("years").unwrap())), required, EXACT)
        } else {
            // 翻两番 is two doublings, ×4.
            all([
                value(doublings(of("factor").unwrap()), 2.0, EXACT),
                value(multiple_of_rate(1.0, 2.0), of("factor").unwrap(), EXACT),
            ])
        };
        agreement.case(case["id"].as_str().unwrap(), outcome);
    }
    agreement.finish(17, &[]);
}

#[test]
fn excel() {
    const FILE: &str = "excel_formulajs_cases.json";
    let mut agreement = Agreement::of(FILE);
    for (at, case) in json(FILE)["cases"].as_array().unwrap().iter().enumerate() {
        let function = case["fn"].as_str().unwrap();
        let of = |key: &str| number(&case[key]);
        let points = || (numbers(&case["known_x"]), numbers(&case["known_y"]));
        let outcome = match function {
            "GROWTH" => {
                let (x, y) = points();
                let through_one = case["const"] == false;
                let fit = if through_one { LogLinear::fit_through_one(&x, &y) } else { LogLinear::fit(&x, &y) };
                let fit = fit.unwrap().unwrap();
                let (new, printed) = (numbers(&case["new_x"]), numbers(&case["expected"]));
                assert_eq!(new.len(), printed.len());
                all(new.iter().zip(&printed).map(|(&t, &printed)| close(fit.at(t), printed, EXACT)))
            }
            "LOGEST" => {
                let (x, y) = points();
                let fit = LogLinear::fit(&x, &y).unwrap().unwrap();
                all([
                    value(fit.rate().map(|rate| rate + 1.0), of("expected_m"), Tolerance::Decimals(6)),
                    close(fit.intercept().exp(), of("expected_b"), Tolerance::Decimals(6)),
                ])
            }
            "derived" => {
                let (x, y) = points();
                let rate = LogLinear::fit(&x, &y).unwrap().unwrap().rate();
                value(rate.map(|rate| rate * 100.0), of("least_squares_growth_pct"), Tolerance::Decimals(7))
            }
            "PDURATION" => {
                let got = periods_to_multiple(of("fv") / of("pv"), of("rate"));
                if case["expected"] == "#NUM!" {
                    undefined(got, Undefined::NeverReached)
                } else {
                    value(got, of("expected"), EXACT)
                }
            }
            "RRI" => {
                let got = rate_of_multiple(of("fv") / of("pv"), of("nper"));
                if case["expected"] == "#NUM!" {
                    undefined(got, Undefined::NoTime)
                } else {
                    value(got, of("expected"), EXACT)
                }
            }
            other => panic!("{other}"),
        };
        agreement.case(format!("{at} {function}"), outcome);
    }
    agreement.finish(9, &[]);
}

/// Seasonally adjusted annual rates as bloggers and the BEA print them, back and forth.
#[test]
fn annual_pace() {
    const FILE: &str = "saar_cases.json";
    let one_decimal = Tolerance::Decimals(1);
    let quarters = |before: f64, now: f64| Series::new(Period::quarterly(2014, 3).unwrap(), [before, now]);
    let pace = |before: f64, now: f64| {
        let growth = quarters(before, now).growth((Base::Previous, Form::Annualised)).unwrap();
        growth.get(Period::quarterly(2014, 4).unwrap()).map(|rate| rate * 100.0)
    };
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE)["cases"].as_array().unwrap() {
        let of = |key: &str| case.get(key).map(number);
        let outcome = match (of("annualised"), of("prev")) {
            (Some(annualised), Some(before)) => {
                let quarterly = rate_of_multiple(1.0 + annualised / 100.0, 4.0).unwrap();
                let level = before * (1.0 + quarterly);
                all([
                    close(level, of("expected_level").unwrap(), one_decimal),
                    value(pace(before, of("expected_level").unwrap()), annualised, one_decimal),
                ])
            }
            (Some(annualised), None) if case.get("quarterly").is_some() => {
                let quarterly = rate_of_multiple(1.0 + annualised / 100.0, 4.0);
                value(quarterly.map(|rate| rate * 100.0), of("quarterly").unwrap(), Tolerance::Decimals(2))
            }
            (Some(annualised), None) => {
                assert_eq!((of("m"), of("n")), (Some(4.0), Some(1.0)));
                value(pace(of("x0").unwrap(), of("xt").unwrap()), annualised, one_decimal)
            }
            (None, Some(before)) => {
                let series = Series::annual(2013, [before, of("cur").unwrap()]);
                let year_on_year = series.growth(Base::YearAgo).unwrap().get(Period::annual(2014));
                let average = series.average_growth(Average::Level).unwrap();
                all([year_on_year, average]
                    .map(|rate| value(rate.map(|rate| rate * 100.0), of("expected").unwrap(), one_decimal)))
            }
            (None, None) => Err("not understood".to_owned()),
        };
        agreement.case(case["id"].as_str().unwrap(), outcome);
    }
    agreement.finish(8, &[]);
}
