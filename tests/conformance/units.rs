//! FRED's units: nine codes, each as its formula says.

use fanfan::aggregate::AggregateOptions;
use fanfan::growth::Form;
use fanfan::model::Frequency;
use fanfan::prelude::*;
use serde_json::Value;

use super::agreement::{Agreement, EXACT, Tolerance, all, close, undefined, value};
use super::{json, number, numbers};

#[test]
fn fred() {
    const FILE: &str = "fred_units.json";
    let file = json(FILE);
    let mut agreement = Agreement::of(FILE);

    // Two years of quarters that rise, fall and stand still.
    let x = [100.0, 105.0, 103.0, 103.0, 98.5, 110.25, 131.0, 127.5];
    let first = Period::quarterly(2020, 1).unwrap();
    let series = Series::new(first, x);
    for (code, formula) in file["units"].as_object().unwrap() {
        // The formulas as the file has them, in percent where FRED prints percent.
        let by_formula = |t: usize| -> Option<f64> {
            let ago = |k: usize| t.checked_sub(k).map(|at| x[at]);
            let now = x[t];
            Some(match formula.as_str().unwrap() {
                "x(t)" => now,
                "x(t)-x(t-1)" => now - ago(1)?,
                "x(t)-x(t-n_obs_per_yr)" => now - ago(4)?,
                "((x(t)/x(t-1))-1)*100" => (now / ago(1)? - 1.0) * 100.0,
                "((x(t)/x(t-n_obs_per_yr))-1)*100" => (now / ago(4)? - 1.0) * 100.0,
                "(((x(t)/x(t-1))**n_obs_per_yr)-1)*100" => ((now / ago(1)?).powi(4) - 1.0) * 100.0,
                "(ln(x(t))-ln(x(t-1)))*100" => (now.ln() - ago(1)?.ln()) * 100.0,
                "((ln(x(t))-ln(x(t-1)))*100)*n_obs_per_yr" => (now.ln() - ago(1)?.ln()) * 400.0,
                "ln(x(t))" => now.ln(),
                other => panic!("{other}"),
            })
        };
        let percent = formula.as_str().unwrap().contains("*100");
        let growth = series.growth(GrowthOptions::fred(code).unwrap()).unwrap();
        let checks = (0..x.len()).map(|t| match (growth.get(first + t as i32), by_formula(t)) {
            (Err(Undefined::MissingBase), None) => Ok(()),
            (got, Some(want)) => value(got.map(|got| if percent { got * 100.0 } else { got }), want, EXACT),
            (got, None) => Err(format!("{got:?} where there is no base")),
        });
        agreement.case(format!("unit {code}"), all(checks));
    }
    assert!(GrowthOptions::fred("pcb").is_err());

    for (name, n) in file["n_obs_per_yr"].as_object().unwrap() {
        let outcome = match name.parse::<Frequency>() {
            Ok(frequency) => close(f64::from(frequency.per_year()), number(n), EXACT),
            Err(_) => Err("no such frequency".to_owned()),
        };
        agreement.case(format!("frequency {name}"), outcome);
    }

    let pair = &file["cases"][0];
    let two = Series::new(first, numbers(&pair["x"]));
    for code in ["pca", "cca"] {
        let got = two.growth(GrowthOptions::fred(code).unwrap()).unwrap().get(first + 1);
        agreement.case(format!("case {code}"), value(got.map(|rate| rate * 100.0), number(&pair[code]), EXACT));
    }
    // The trap: a change on a year ago under the name of the annualised change.
    let trap = GrowthOptions::new(Base::YearAgo).form(Form::Log);
    let last = first + 7;
    assert_ne!(series.growth(GrowthOptions::FRED_CCA).unwrap().get(last), series.growth(trap).unwrap().get(last));

    aggregation(&file, &mut agreement);
    agreement.finish(
        9 + 6 + 2 + 2 + 3,
        &[
            ("frequency daily", "cannot be written: there are no daily periods"),
            ("frequency biweekly", "cannot be written: there are no periods of two weeks"),
            ("case cca", "the file has a digit wrong: 400 ln 1.05 is 19.516065667773"),
        ],
    );
}

/// Months into quarters by FRED's names and rules.
fn aggregation(file: &Value, agreement: &mut Agreement) {
    let january = Period::monthly(2020, 1).unwrap();
    let quarters = |months: &[f64], name: &str| {
        let options = AggregateOptions::fred(Frequency::Quarterly, name).unwrap();
        Series::new(january, months).aggregate(options).unwrap()
    };
    let first = Period::quarterly(2020, 1).unwrap();

    // The mean as it is; printed to the decimals of its source it is FRED's.
    let case = &file["cases"][1];
    let mean = quarters(&numbers(&case["avg"]), "avg").get(first);
    let decimals = Tolerance::Decimals(case["decimals"].as_i64().unwrap() as i32);
    agreement.case("case avg", value(mean, number(&case["expected"]), decimals));
    assert!(file["aggregation"]["rounding"].as_str().unwrap().contains("100.5 not 100.4667"));
    agreement.case("aggregation rounding", value(mean, 100.4667, Tolerance::Decimals(4)));

    for name in file["aggregation"]["methods"].as_array().unwrap() {
        // A gap inside is skipped; the second quarter is incomplete at the end of the series.
        let name = name.as_str().unwrap();
        let got = quarters(&[1.0, f64::NAN, 4.0, 8.0, 16.0], name);
        let want = match name {
            "avg" => 2.5,
            "sum" => 5.0,
            "eop" => 4.0,
            other => panic!("{other}"),
        };
        let checks = [value(got.get(first), want, EXACT), undefined(got.get(first + 1), Undefined::TooSparse)];
        agreement.case(format!("aggregation missing {name}"), all(checks));
    }
}
