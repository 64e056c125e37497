//! Exercises of Chinese textbooks; those on the completion of plans are worked in `completion.rs`.

use fanfan::growth::{
    Average, Comparable, Contribution, Decimal, Form, Rounding, cumulative_rate, doublings, mean_rate,
    multiple_of_rate, periods_to_multiple, rate_of_multiple,
};
use fanfan::prelude::*;
use serde_json::Value;

use super::agreement::{Agreement, Tolerance, all, close, undefined, value};
use super::{json, number, numbers};

/// Recomputed values are printed to ten significant digits.
const TEN: Tolerance = Tolerance::Significant(10);

#[test]
fn exercises() {
    const FILE: &str = "textbook_cases.json";
    let mut agreement = Agreement::of(FILE);
    for case in json(FILE)["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let checks = exercise(id, inputs, expected).or_else(|| super::completion::exercise(id, inputs, expected));
        let outcome = match checks {
            Some(checks) => all(checks),
            None => Err("not asked here".to_owned()),
        };
        agreement.case(id, outcome);
    }
    agreement.finish(46, &[]);
}

/// The answers of one exercise; `None` where it is about something else.
fn exercise(id: &str, inputs: &Value, expected: &Value) -> Option<Vec<Result<(), String>>> {
    let given = |key: &str| number(&inputs[key]);
    let wanted = |key: &str| number(&expected[key]);
    let is = |key: &str, got: Result<f64, Undefined>| value(got, wanted(key), TEN);
    let list = |key: &str, got: &[Result<f64, Undefined>]| {
        let printed = numbers(&expected[key]);
        assert_eq!(got.len(), printed.len(), "{id} {key}");
        all(got.iter().zip(&printed).map(|(&got, &printed)| value(got, printed, TEN)))
    };
    let series = || Series::annual(1, numbers(&inputs["series"]));
    let growth = |options: (Base, Form)| -> Vec<Result<f64, Undefined>> {
        // The first value has no value before it, and is its own fixed base.
        series().growth(options).unwrap().iter().skip(1).map(|(_, result)| result).collect()
    };
    let average = |method: Average| series().average_growth(method).unwrap();
    Some(match id {
        // Growth of a quotient and of a product of indices: rates are never divided themselves.
        "T11" => {
            vec![is("planned_growth", rate_of_multiple((1.0 + given("actual_growth")) / given("completion"), 1.0))]
        }
        "T15" => {
            vec![is("actual_growth", rate_of_multiple((1.0 + given("planned_growth")) * given("completion"), 1.0))]
        }
        "T26" => vec![is("cagr", rate_of_multiple(given("multiple"), given("years")))],
        "T27" => {
            let levels = Series::from_points([
                (Period::annual(1980), given("base")),
                (Period::annual(1980 + given("years") as i32), given("target")),
            ]);
            let levels = levels.unwrap();
            let ratio = levels.growth((Base::First, Form::Ratio)).unwrap().get(Period::annual(2000));
            vec![
                is("multiple", ratio),
                is("doublings", levels.average_growth(Average::Doublings).unwrap()),
                is("cagr", levels.average_growth(Average::Level).unwrap()),
                is("exact_x4", multiple_of_rate(1.0, 2.0).map(|four| four * given("base"))),
            ]
        }
        "T28" => {
            let years = periods_to_multiple(given("multiple"), given("rate"));
            vec![
                is("years", years),
                is("whole_years", years.map(f64::ceil)),
                is("value_after_16", multiple_of_rate(given("rate"), 16.0)),
            ]
        }
        "T30" => vec![is("mean_increment", average(Average::MeanChange)), is("cagr", average(Average::Level))],
        "T31" => vec![
            is("mean_increment", average(Average::MeanChange)),
            list("increments", &growth((Base::Previous, Form::Difference))),
            list_from_zero(&numbers(&expected["cumulative"]), &growth((Base::First, Form::Difference))),
        ],
        "T32" => vec![
            list("increments", &growth((Base::Previous, Form::Difference))),
            list("cumulative", &growth((Base::First, Form::Difference))),
            list("chain", &growth((Base::Previous, Form::Ratio))),
            list("fixed", &growth((Base::Fixed(Period::annual(1)), Form::Ratio))),
            // The value of one percent: what changes, over the percent by which it changes.
            list("abs_of_1pct", &{
                let (change, rate) = (growth((Base::Previous, Form::Difference)), growth((Base::Previous, Form::Rate)));
                let one_percent = |(change, rate): (Result<f64, _>, Result<f64, _>)| Ok(change? / (rate? * 100.0));
                change.into_iter().zip(rate).map(one_percent).collect::<Vec<_>>()
            }),
            is("avg_speed", average(Average::Level).map(|rate| rate + 1.0)),
        ],
        "T33" => vec![is("value", multiple_of_rate(given("rate"), given("n")).map(|multiple| multiple * given("v0")))],
        "T34" => {
            let values: Vec<f64> = [given("base")].into_iter().chain(numbers(&inputs["series"])).collect();
            let sum: f64 = values[1..].iter().sum();
            let series = Series::annual(1985, values.as_slice());
            vec![
                close(sum, wanted("sum"), TEN),
                close(sum / given("base"), wanted("ratio"), TEN),
                is("avg_growth_cumulative", series.average_growth(Average::Cumulative).unwrap()),
                is("avg_growth_cumulative", cumulative_rate(given("base"), sum, 5)),
                is("avg_growth_level", series.average_growth(Average::Level).unwrap()),
            ]
        }
        "T36" => vec![is("avg_growth", cumulative_rate(given("base"), given("total"), given("n") as usize))],
        "T37" => {
            let segments = inputs["segments"].as_array().unwrap().iter().map(numbers);
            let rates: Vec<f64> = segments.flat_map(|pair| vec![pair[0]; pair[1] as usize]).collect();
            vec![is("cagr", mean_rate(&rates))]
        }
        "T38" => {
            // "Average 2003 to 2011" has the base 2002.
            let base = Period::annual(given("first_year") as i32) - 1;
            let years = Period::annual(given("last_year") as i32).years_since(base).unwrap();
            let multiples: Vec<_> =
                numbers(&inputs["rates"]).iter().map(|&rate| multiple_of_rate(rate, years)).collect();
            // 增长 1.5 倍 is ×2.5; printed to one decimal.
            let times = multiples.iter().zip(numbers(&expected["increase_times"]));
            vec![
                list("multiple", &multiples),
                all(times.map(|(&got, want)| value(got.map(|got| got - 1.0), want, Tolerance::Decimals(1)))),
            ]
        }
        // The published rate is kept; the levels imply another.
        "T40" => {
            let decimal = |key: &str| Decimal::of(given(key)).unwrap();
            let percent = Decimal::of(given("published_growth") * 100.0).unwrap();
            let profit = Comparable::of_printed(decimal("current"), decimal("prior_published"), percent);
            assert_eq!(profit.is_beyond_rounding(), Some(true));
            vec![
                is("naive_growth", profit.implied()),
                is("comparable_prior", profit.base()),
                is("scope_gap", profit.scope()),
                close(profit.published(), given("published_growth"), Tolerance::Relative(1e-15)),
            ]
        }
        // January to June is January to July less July: taken apart, July is the month again.
        "T41" => {
            let to = |month| Period::months_to_date(2017, month).unwrap();
            let totals = [(to(6), wanted("prior_ytd")), (to(7), given("ytd"))];
            let singles = Series::from_points(totals).unwrap().single_periods().unwrap();
            let july = singles.periods().get(Period::monthly(2017, 7).unwrap());
            vec![value(july, given("month"), Tolerance::Significant(5))]
        }
        "T54" => {
            let cases = inputs["cases"].as_array().unwrap().iter().zip(expected["values"].as_array().unwrap());
            cases
                .map(|(case, want)| {
                    let number: Decimal = case[0].as_str().unwrap().parse().unwrap();
                    let got = number.round(case[1].as_u64().unwrap() as u32, Rounding::HalfEven).unwrap().to_string();
                    if got == want.as_str().unwrap() { Ok(()) } else { Err(format!("{got}, printed {want}")) }
                })
                .collect()
        }
        "T42" => {
            let two_years = 1.0 + given("two_year_growth");
            vec![
                is("two_year_avg", rate_of_multiple(two_years, 2.0)),
                is("two_year_avg", {
                    let levels = Series::annual(2019, [1.0, f64::NAN, two_years]);
                    levels.growth(GrowthOptions::TWO_YEAR).unwrap().get(Period::annual(2021))
                }),
                is("prior_year_growth", rate_of_multiple(two_years / (1.0 + given("yoy")), 1.0)),
            ]
        }
        "T43" => {
            // Levels at current prices with real rates: the parts add up to more than the total, and the residual says so.
            let pair = |pair: &Value| {
                let pair = numbers(pair);
                [pair[0] / (1.0 + pair[1]), pair[0]]
            };
            let total = Series::annual(2008, pair(&inputs["total"]));
            let parts = inputs["parts"].as_array().unwrap();
            let keys = (0..parts.len()).map(|nth| SeriesKey::new("广东", nth.to_string())).collect();
            let panel = Panel::new(keys, Period::annual(2008), parts.iter().flat_map(pair).collect()).unwrap();
            let shares = panel.contributions(&total, (Base::YearAgo, Contribution::Share)).unwrap();
            let points = panel.contributions(&total, Base::YearAgo).unwrap();
            let row = |part: usize| points.parts().get(part, 1).unwrap().map(|points| points * 100.0);
            let sum = shares.residual().get(Period::annual(2009)).map(|residual| 1.0 - residual);
            vec![
                is("increment", total.growth((Base::YearAgo, Form::Difference)).unwrap().get(Period::annual(2009))),
                list("contribution", &[0, 1, 2].map(|part| shares.parts().get(part, 1).unwrap())),
                list("pull_pp", &[0, 1, 2].map(row)),
                is("sum_contribution", sum),
            ]
        }
        "T44" => {
            let shares = Series::annual(1992, [given("a"), given("b")]);
            let year = Period::annual(1993);
            vec![
                is("change_pp", shares.growth((Base::YearAgo, Form::Points(100.0))).unwrap().get(year)),
                is("change_percent", shares.growth(Base::YearAgo).unwrap().get(year)),
            ]
        }
        "T45" => {
            let nominal = rate_of_multiple(given("vn") / given("v0"), given("n"));
            let price = nominal.and_then(|nominal| rate_of_multiple((1.0 + nominal) / (1.0 + given("real")), 1.0));
            vec![is("nominal_cagr", nominal), is("implied_price", price)]
        }
        "T49" => {
            let rates = numbers(&inputs["rates"]);
            let cagr = mean_rate(&rates);
            let level = cagr.and_then(|rate| multiple_of_rate(rate, 5.0)).map(|multiple| multiple * given("base_2010"));
            vec![is("cagr", cagr), value(level, wanted("level_2015"), Tolerance::Decimals(3))]
        }
        "T51" => {
            let multiple = given("t2010") / given("v2005");
            vec![
                close(multiple, wanted("multiple"), TEN),
                is("cagr", rate_of_multiple(multiple, 5.0)),
                is("doublings", doublings(multiple)),
                is("need_x4", multiple_of_rate(1.0, 2.0).map(|four| four * given("v2005"))),
                is("cagr_x2_in_3", rate_of_multiple(2.0, 3.0)),
                is("cagr_x4_in_5", rate_of_multiple(4.0, 5.0)),
            ]
        }
        "T55" => {
            let index = Series::from_points([
                (Period::annual(1978), 100.0),
                (Period::annual(2000), given("i2000")),
                (Period::annual(2005), given("i2005")),
            ]);
            let index = index.unwrap();
            let since_2000 = AverageOptions::new(Average::Level).from(Period::annual(2000));
            vec![
                is("cagr_2001_2005", index.average_growth(since_2000).unwrap()),
                is("cagr_1979_2005", index.average_growth(Average::Level).unwrap()),
                is("doublings", index.average_growth(Average::Doublings).unwrap()),
            ]
        }
        "T56" => {
            let years = [1957, 1962, 1965].map(Period::annual);
            let index = Series::from_points(years.into_iter().zip(numbers(&inputs["i"]))).unwrap();
            let over = |period: Period, lag: i32| index.growth(Base::Lag(lag)).unwrap().get(period);
            assert!(expected["growth_1962"].is_null() && expected["growth_1965"].is_null());
            vec![
                undefined(over(years[1], 5), Undefined::SignChange),
                undefined(over(years[2], 3), Undefined::SignChange),
                undefined(
                    index.average_growth(AverageOptions::new(Average::Level).to(years[1])).unwrap(),
                    Undefined::SignChange,
                ),
            ]
        }
        _ => return None,
    })
}

/// As a list of values of which some are zero, where significant digits mean nothing: these are whole numbers.
fn list_from_zero(printed: &[f64], got: &[Result<f64, Undefined>]) -> Result<(), String> {
    assert_eq!(printed.len(), got.len());
    all(got
        .iter()
        .zip(printed)
        .map(|(&got, &printed)| if got == Ok(printed) { Ok(()) } else { Err(format!("{got:?}")) }))
}
