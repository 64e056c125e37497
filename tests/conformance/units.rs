//! FRED's units: nine codes, each as its formula says.

use fanfan::growth::Form;
use fanfan::model::Frequency;
use fanfan::prelude::*;

use super::agreement::{Agreement, EXACT, all, close, value};
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

    // What belongs to aggregation over periods, which growth does not do.
    for case in ["case avg", "aggregation rounding", "aggregation missing"] {
        agreement.case(case, Err("not asked here".to_owned()));
    }
    assert!(file["cases"][1]["avg"].is_array());
    let aggregation = "aggregation over periods is not part of growth";
    agreement.finish(
        9 + 6 + 2 + 3,
        &[
            ("frequency daily", "cannot be written: there are no daily periods"),
            ("frequency biweekly", "cannot be written: there are no periods of two weeks"),
            ("case cca", "the file has a digit wrong: 400 ln 1.05 is 19.516065667773"),
            ("case avg", aggregation),
            ("aggregation rounding", aggregation),
            ("aggregation missing", aggregation),
        ],
    );
}
