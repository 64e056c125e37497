//! `fanfan aggregate` and the table of comparable bases: numbers, reasons, and calls that are refused.

use serde_json::Value;

use crate::support::Folder;

const QUARTERS: &str = "\
subject,indicator,period,value,unit
N,retail,2004-Q1,1,亿元
N,retail,2004-Q2,2,亿元
N,retail,2004-Q3,3,亿元
N,retail,2004-Q4,4,亿元
S,retail,2004-Q1,10,亿元
S,retail,2004-Q2,20,亿元
S,retail,2004-Q4,40,亿元
N,rate,2004-Q1,5,%
N,rate,2004-Q2,6,%
S,rate,2004-Q1,7,%
S,rate,2004-Q2,,%
N,people,2004-Q1,100,万人
N,people,2004-Q2,100,万人
S,people,2004-Q1,300,万人
S,people,2004-Q2,300,万人
";

/// The result of a row, or its reason.
#[track_caller]
fn found(document: &Value, subject: &str, indicator: &str, period: &str) -> Result<f64, String> {
    let row = document["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["subject"] == subject && row["indicator"] == indicator && row["period"] == period);
    let row = row.unwrap_or_else(|| panic!("no row for {subject} {indicator} {period}"));
    row["result"].as_f64().ok_or_else(|| row["undefined"].as_str().unwrap().to_owned())
}

fn aggregate(folder: &Folder, args: &[&str]) -> Value {
    folder.json(&[&["aggregate", "t.csv", "--format", "json"], args].concat())
}

fn reason<T>(word: &str) -> Result<T, String> {
    Err(word.to_owned())
}

#[test]
fn quarters_into_years() {
    let folder = Folder::with("t.csv", QUARTERS);
    let sums = aggregate(&folder, &["--to", "annual", "--how", "sum"]);
    assert_eq!(found(&sums, "N", "retail", "2004"), Ok(10.0));
    assert_eq!(found(&sums, "S", "retail", "2004"), reason("too_sparse")); // never scaled up
    assert_eq!(found(&sums, "N", "rate", "2004"), reason("rate_type")); // rates do not add up
    let shares = aggregate(&folder, &["--to", "annual", "--how", "sum", "--present", "75%"]);
    assert_eq!(found(&shares, "S", "retail", "2004"), Ok(70.0));
    let ends = aggregate(&folder, &["--to", "annual", "--how", "end"]);
    assert_eq!(found(&ends, "S", "retail", "2004"), Ok(40.0));
    assert_eq!(found(&ends, "N", "people", "2004"), reason("too_sparse"));
    let halves = aggregate(&folder, &["--to", "half_yearly", "--weights", "people", "--only", "rate,people"]);
    assert_eq!(found(&halves, "N", "rate", "2004-S1"), Ok(5.5));
    let ratio = ["--to", "half-yearly", "--numerator", "retail", "--denominator", "people"];
    assert_eq!(found(&aggregate(&folder, &ratio), "S", "retail/people", "2004-S1"), Ok(0.05));
}

#[test]
fn regions_into_the_country() {
    let folder = Folder::with("t.csv", QUARTERS);
    let sums = aggregate(&folder, &["--over-subjects", "--how", "sum", "--name", "全国"]);
    assert_eq!(found(&sums, "全国", "retail", "2004-Q2"), Ok(22.0));
    assert_eq!(found(&sums, "全国", "retail", "2004-Q3"), reason("too_sparse"));
    assert_eq!(found(&sums, "全国", "rate", "2004-Q1"), reason("rate_type"));
    let weighted = ["--over-subjects", "--weights", "people", "--except", "retail"];
    let means = aggregate(&folder, &weighted);
    assert_eq!(found(&means, "total", "rate", "2004-Q1"), Ok(6.5));
    assert_eq!(found(&means, "total", "rate", "2004-Q2"), reason("too_sparse"));
    let some = aggregate(&folder, &[&weighted[..], &["--present", "0.25"]].concat());
    assert_eq!(found(&some, "total", "rate", "2004-Q2"), Ok(6.0));
    let ratio = ["--over-subjects", "--numerator", "retail", "--denominator", "people"];
    assert_eq!(found(&aggregate(&folder, &ratio), "total", "retail/people", "2004-Q2"), Ok(22.0 / 400.0));
}

#[test]
fn running_totals_and_single_months() {
    let totals = "period,value\n2005-01/2005-02,30\n2005-01/2005-03,50\n2005-01/2005-05,90\n";
    let folder = Folder::with("t.csv", totals);
    let months = aggregate(&folder, &["--to", "single"]);
    assert_eq!(found(&months, "", "", "2005-02"), reason("spans_several")); // 30 is no February
    assert_eq!(found(&months, "", "", "2005-03"), Ok(20.0));
    assert_eq!(found(&months, "", "", "2005-05"), reason("missing_base"));
    let months = "period,value\n2005-01,10\n2005-02,20\n2005-03,\n";
    let folder = Folder::with("t.csv", months);
    let totals = aggregate(&folder, &["--to", "year-to-date"]);
    assert_eq!(found(&totals, "", "", "2005-01/2005-02"), Ok(30.0));
    assert_eq!(found(&totals, "", "", "2005-01/2005-03"), reason("missing_value"));
}

#[test]
fn calls_that_are_refused() {
    let folder =
        Folder::with("t.csv", QUARTERS).and("u.csv", "subject,year,value,unit\nN,2004,1,亿元\nS,2004,1,万元\n");
    for (args, parts) in [
        (&["t.csv"][..], &["nothing to aggregate over", "--over-subjects"][..]),
        (&["t.csv", "--to", "annual"], &["--how sum"]),
        (&["t.csv", "--to", "anual"], &["did you mean `annual`"]),
        (&["t.csv", "--to", "monthly", "--how", "sum"], &["monthly periods do not consist of quarterly ones"]),
        (&["t.csv", "--to", "single"], &["not running totals"]),
        (&["t.csv", "--to", "annual", "--weights", "peopel"], &["did you mean `people`"]),
        (&["t.csv", "--to", "year_to_date", "--how", "mean"], &["leave out"]),
        (&["t.csv", "--over-subjects", "--how", "last"], &["subjects have no last one"]),
        (&["t.csv", "--over-subjects", "--how", "sum", "--present", "1.5"], &["a share from 0 to 1"]),
        (&["u.csv", "--over-subjects", "--how", "sum"], &["`亿元`", "`万元`", "one unit"]),
    ] {
        folder.run(&[&["aggregate"], args].concat()).refused(parts);
    }
}

/// China's industrial profits, January to July: +17.1 % was published where the levels fall.
#[test]
fn published_growth_beside_what_the_levels_imply() {
    let table =
        "period,value,growth\n2017-01/2017-07,42481.2,21.2%\n2018-01/2018-07,39038.1,17.1%\n2019-01/2019-07,,-1.7%\n";
    let folder = Folder::with("t.csv", table);
    let document = folder.json(&["growth", "t.csv", "--measure", "comparable", "--format", "json"]);
    let of = |measure: &str, period: &str| -> Value {
        let rows = document["rows"].as_array().unwrap();
        rows.iter().find(|row| row["measure"] == measure && row["period"] == period).unwrap().clone()
    };
    let near = |measure: &str, wanted: f64| {
        let result = of(measure, "2018-01/2018-07")["result"].as_f64().unwrap();
        assert!((result - wanted).abs() < 1e-6 * wanted.abs(), "{measure}: {result}");
    };
    near("published", 0.171);
    near("implied", 39038.1 / 42481.2 - 1.0);
    near("gap", (39038.1 / 42481.2 - 1.171) * 100.0);
    near("comparable_base", 39038.1 / 1.171);
    near("scope", 39038.1 / 1.171 - 42481.2);
    near("beyond_rounding", 1.0);
    // What was published stands without a base, and no rate is made up.
    assert_eq!(of("published", "2017-01/2017-07")["result"].as_f64(), Some(0.212));
    assert_eq!(of("implied", "2017-01/2017-07")["undefined"], "missing_base");
    assert_eq!(of("gap", "2019-01/2019-07")["undefined"], "missing_value");
    let shown = folder.run(&["growth", "t.csv", "--measure", "comparable", "--format", "table"]);
    assert!(shown.out.contains("17.10 %") && shown.out.contains("yes"), "{}", shown.out);
    folder.run(&["growth", "t.csv", "--measure", "comparable", "--as-published", "1"]).refused(&["comparable"]);
    let folder = Folder::with("t.csv", "year,value\n2004,1\n");
    folder.run(&["growth", "t.csv", "--measure", "comparable"]).refused(&["no published growth", "同比"]);
}
