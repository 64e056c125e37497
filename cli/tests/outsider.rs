//! Spellings of whoever has read the interface alone, and what the command then has to say.

use serde_json::{Value, json};

use crate::support::{Folder, root};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

#[track_caller]
fn near(got: &Value, want: f64) {
    assert!((number(got) - want).abs() <= 1e-9 * want.abs().max(1e-3), "{got} is not {want}");
}

/// One target of one indicator `x`.
fn plan(years: [u16; 2], better: &str, target: &str) -> String {
    let [base, end] = years;
    format!(
        "base = \"{base}\"\nend = \"{end}\"\n[indicator.x]\n{better}\n[[target]]\nindicator = \"x\"\nby = \"{end}\"\n{target}\n"
    )
}

fn judged(plan: &str, data: &str, more: &[&str]) -> Value {
    let folder = Folder::with("p.toml", plan).and("d.csv", data);
    folder.json(&[&["track", "p.toml", "--data", "d.csv", "--format", "json", "--quiet"], more].concat())["assessments"]
        [0]
    .clone()
}

/// Exercises T20, T21 and T24: three quarters of a year against the plan of the year.
#[test]
fn a_plan_of_one_year_is_held_against_its_sum_so_far() {
    for data in [
        "indicator,period,value\nx,2005-Q1,1000\nx,2005-Q2,1000\nx,2005-Q3,1000\n",
        "indicator,period,value\nx,2005-01/2005-09,3000\n",
    ] {
        let one = judged(&plan([2004, 2005], "", "level = 3550"), data, &[]);
        near(&one["completion"], 3000.0 / 3550.0);
        near(&one["due"], 0.75);
        near(&one["lead_points"], 3000.0 / 3550.0 - 0.75);
        assert_eq!(one["latest"]["period"], "2005-01/2005-09");
        assert_eq!(one["methods"]["schedule"]["status"], "ahead_or_on_schedule");
        assert_eq!((&one["met"], &one["standing"]), (&Value::Null, &json!("on_track")));
    }
    let fell = "indicator,period,value\nx,2017-01/2017-06,31.8\nx,2018-01/2018-06,30.1\n";
    let one = judged(&plan([2017, 2018], "", "level = 71.6"), fell, &[]);
    near(&one["latest"]["growth"], 30.1 / 31.8 - 1.0);
    assert_eq!((&one["methods"]["schedule"]["status"], &one["standing"]), (&json!("behind"), &json!("slow")));
    // Whole years since the base are what a longer plan is held against, as before.
    let years = "indicator,period,value\nx,2016,50\nx,2017,60\nx,2018-01/2018-06,30.1\n";
    let one = judged(&plan([2016, 2018], "", "level = 71.6"), years, &[]);
    near(&one["completion"], 60.0 / 71.6);
}

#[test]
fn percent_in_quotes_is_a_fraction() {
    let data = "indicator,period,value\nx,2005,100\nx,2006,94\n";
    for target in ["reduction = '5%'", "reduction = 0.05", "rate = '-5 %'", "rise = '-5％'"] {
        near(&judged(&plan([2005, 2006], "better = 'lower'", target), data, &[])["completion"], 0.94 / 0.95);
    }
    // A level has a unit: percent there could mean two things.
    let folder = Folder::with("p.toml", plan([2005, 2006], "", "level = '31%'"));
    folder.run(&["track", "p.toml"]).refused(&["line 8", "should be a number"]);
}

#[test]
fn the_indices_of_escap_are_there_also_where_they_do_not_exist() {
    let data = "indicator,period,value\nx,2015,40\nx,2020,50\n";
    let one = judged(&plan([2015, 2030], "better = 'higher'", "level = 80"), data, &["--method", "escap"]);
    let escap = &one["methods"]["escap"];
    assert_eq!(escap["undefined"], "no_scale");
    for name in ["current", "current_status", "anticipated", "anticipated_status"] {
        assert_eq!(escap.get(name), Some(&Value::Null), "{name}");
    }
}

/// Three values of twenty-one years are no half of the span (methods: least squares), and every slope says so.
#[test]
fn a_slope_wants_half_of_its_span() {
    let folder = Folder::with("t.csv", "period,value\n2005,10\n2010,26\n2025,42\n");
    let slopes = folder.json(&["growth", "t.csv", "--measure", "least_squares,linear_slope", "--format", "json"]);
    for row in slopes["rows"].as_array().unwrap() {
        assert!(row["result"].is_null() && row["undefined"] == "too_sparse", "{row}");
    }
}

/// January and February 2012 of China's industrial profits, without those of 2011.
#[test]
fn a_comparable_base_needs_no_value_of_a_year_ago() {
    let folder = Folder::with("t.csv", "period,value,growth\n2012-01/2012-02,6060.06,-5.2%\n");
    let rows = folder.json(&["growth", "t.csv", "--measure", "comparable", "--format", "json"]);
    let of = |measure: &str| rows["rows"].as_array().unwrap().iter().find(|row| row["measure"] == measure).unwrap();
    assert!((number(&of("comparable_base")["result"]) - 6392.47).abs() < 5e-3);
    assert_eq!(of("implied")["undefined"], "missing_base");
}

/// The example of the HICP manual, indices and weights as two tables.
#[test]
fn contributions_to_an_index_linked_in_december() {
    let file = root().join("tests/conformance/data/hicp_contrib_manual_example.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let (mut index, mut weights) = ("indicator,period,value\n".to_owned(), "indicator,period,weight\n".to_owned());
    for row in &rows {
        index.push_str(&format!("sub,{0},{1}\nall,{0},{2}\n", &row[0][..7], row[1], row[2]));
        if row[0].ends_with("-12-01") && row[3] != "NA" {
            weights.push_str(&format!("sub,{0},{1}\nall,{0},{2}\n", &row[0][..4], row[3], row[4]));
        }
    }
    let folder = Folder::with("t.csv", index).and("w.csv", weights);
    let args = ["contribution", "t.csv", "--total", "all", "--weights", "w.csv", "--format", "json", "--form"];
    let mut count = 0;
    for (form, column) in [("ribe", 5), ("kirchner", 6), ("previous", 7)] {
        let json = folder.json(&[&args[..], &[form]].concat());
        let got: Vec<&Value> =
            json["rows"].as_array().unwrap().iter().filter(|row| row["indicator"] == "sub").collect();
        assert_eq!(got.len(), rows.len());
        for (got, row) in got.iter().zip(&rows).filter(|(_, row)| row[column] != "NA") {
            assert!((number(&got["result"]) * 100.0 - row[column].parse::<f64>().unwrap()).abs() < 1e-12, "{row:?}");
            count += 1;
        }
    }
    assert_eq!(count, 83);
    folder.run(&["contribution", "t.csv", "--total", "all", "--form", "ribe"]).refused(&["--weights FILE"]);
}

/// Two parts whose prices stand still add up; the nominal values are a second table.
#[test]
fn contributions_by_annual_overlap() {
    let text = "year,part,other,total\n2000,20,80,100\n2001,20,80,100\n2002,23,87,110\n";
    let folder = Folder::with("t.csv", text).and("n.csv", text);
    let json = folder.json(&["contribution", "t.csv", "--total", "total", "--nominal", "n.csv", "--format", "json"]);
    let of = |indicator: &str, measure: &str| {
        let rows = json["rows"].as_array().unwrap();
        let is_it =
            |row: &&Value| row["indicator"] == indicator && row["measure"] == measure && row["period"] == "2002";
        rows.iter().find(is_it).unwrap()["result"].clone()
    };
    near(&of("part", "contribution"), 0.03);
    near(&of("other", "contribution"), 0.07);
    near(&of("total", "growth"), 0.1);
    assert!(number(&of("residual", "contribution")).abs() < 1e-12);
    folder.run(&["contribution", "t.csv", "--total", "total", "--form", "annual-overlap"]).refused(&["--nominal FILE"]);
}

/// The example of the IMF's manual: quarters that add up to two years, and the ratio of the last carried on.
#[test]
fn quarters_are_brought_to_their_years() {
    let file = root().join("tests/conformance/data/denton_cases.json");
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    for case in cases["cases"].as_array().unwrap() {
        let (mut quarters, mut years) = ("indicator,period,value\n".to_owned(), "indicator,period,value\n".to_owned());
        for (at, value) in case["indicator"].as_array().unwrap().iter().enumerate() {
            quarters.push_str(&format!("q,{}-Q{},{value}\n", 2000 + at / 4, at % 4 + 1));
        }
        for (at, value) in case["benchmark"].as_array().unwrap().iter().enumerate() {
            years.push_str(&format!("y,{},{value}\n", 2000 + at));
        }
        let folder = Folder::with("q.csv", quarters).and("y.csv", years);
        let json = folder.json(&["index", "denton", "q.csv", "y.csv", "--benchmark", "y", "--format", "json"]);
        let (rows, want) = (json["rows"].as_array().unwrap(), case["expected"].as_array().unwrap());
        assert_eq!(rows.len(), want.len());
        for (row, want) in rows.iter().zip(want) {
            assert!((number(&row["result"]) - number(want)).abs() <= number(&case["tol"]), "{row}");
        }
        folder.run(&["index", "denton", "q.csv", "y.csv"]).refused(&["--benchmark NAME"]);
    }
}

/// A percent sign is a fraction where fractions stand, and no number in the unit of an indicator.
#[test]
fn percent_signs_in_a_plan() {
    let refused = |target: &str, words: &[&str]| {
        let plan =
            format!("base = '2020'\nend = '2025'\n[indicator.x]\nunit = '%'\n[[target]]\nindicator = 'x'\n{target}\n");
        let folder = Folder::with("p.toml", plan).and("d.csv", "indicator,period,value\nx,2020,3\n");
        folder.run(&["track", "p.toml", "--data", "d.csv"]).refused(words);
    };
    refused("at_least = '5%'", &["p.toml", "line 7", "`at_least` should be a number", "write at_least = 5"]);
    refused("rate = '120%'", &["line 7", "too high a rate", "multiple = 4.0"]);
    refused("rise = '1500%'", &["line 7", "too high a rate", "multiple = 4.0"]);
    refused("rate = 120", &["line 7", "rates are fractions", "write rate = 1.2 for 120 %"]);
}
