//! R's collapse: any lag, logs, powers, groups, gaps, special values.

use fanfan::growth::{Form, NegativeBase};
use fanfan::model::{Frequency, LongPanel, SeriesKey};
use fanfan::prelude::*;
use fanfan::{Error, ErrorKind};
use serde_json::Value;

use super::agreement::{Agreement, EXACT, Kind, Tolerance, rows, shifted, value};
use super::{csv_rows, growth_by_row, json, numbers};

const FILE: &str = "collapse_fgrowth_cases.json";

/// What collapse refuses and this library answers, or cannot even be asked.
const LISTED: &[(&str, &str)] = &[
    ("error char", "cannot be written: values are numbers"),
    ("error n_ge_len", "answered: a lag beyond the series leaves each row without a base, and each says so"),
    ("error dup_n", "cannot be written: one lag a call"),
    ("error diff0", "cannot be written: growth of growth is growth taken twice"),
    ("error diff_desc", "cannot be written: growth of growth is growth taken twice"),
    ("error gap_diff2", "answered: growth compares periods, so that taking it twice is right at gaps too"),
    ("error power_log", "cannot be written: one form a call"),
];

/// Groups and periods of a case; periods are years unless it is the monthly series of air passengers.
fn columns(case: &Value, rows: usize) -> (Vec<String>, Vec<Period>) {
    let text = |value: &Value| value.to_string();
    let groups = match &case["args"]["g"] {
        Value::Array(groups) => groups.iter().map(text).collect(),
        _ => vec![String::new(); rows],
    };
    let monthly = case["id"].as_str().is_some_and(|id| id.starts_with("AP_"));
    let periods = match &case["args"]["t"] {
        Value::Array(times) => times.iter().map(|time| Period::annual(time.as_i64().unwrap() as i32)).collect(),
        _ if monthly => (0..rows).map(|row| Period::monthly(1949, 1).unwrap() + row as i32).collect(),
        // Without times collapse shifts rows: they are numbered within their group.
        _ => (0..rows)
            .map(|row| Period::annual(groups[..row].iter().filter(|group| **group == groups[row]).count() as i32))
            .collect(),
    };
    (groups, periods)
}

#[test]
fn fgrowth() {
    let file = json(FILE);
    let mut agreement = Agreement::of(FILE);
    for case in file["cases"].as_array().unwrap() {
        let (id, args) = (case["id"].as_str().unwrap(), &case["args"]);
        let (x, printed) = (numbers(&case["x"]), numbers(&case["expected"]));
        let (groups, periods) = columns(case, x.len());
        let lag = args["n"].as_i64().unwrap() as i32;
        let per_year = periods[0].frequency().per_year() as i32;
        let base = match lag {
            1 => Base::Previous,
            lag if lag == per_year => Base::YearAgo,
            lag => Base::Lag(lag),
        };
        let (form, kind, scale) = if id.starts_with("diff_") {
            (Form::Difference, Kind::Difference, 1.0)
        } else if args["logdiff"] == true {
            (Form::Log, Kind::Log, 100.0)
        } else if let Some(power) = args["power"].as_f64() {
            let annualised = power == f64::from(per_year) / f64::from(lag) && per_year > 1;
            (if annualised { Form::Annualised } else { Form::Power(power) }, Kind::Power, 100.0)
        } else {
            (Form::Rate, Kind::Quotient, args["scale"].as_f64().unwrap_or(100.0))
        };
        let options = GrowthOptions::new(base).form(form).negative_base(NegativeBase::Plain);
        let once = growth_by_row(&groups, &periods, &x, options).unwrap();
        let base_of = |row: usize| {
            let target = periods[row] - lag;
            (0..x.len()).find(|&at| groups[at] == groups[row] && periods[at] == target).map_or(f64::NAN, |at| x[at])
        };
        let outcome = if args["diff"] == 2 {
            let first: Vec<f64> = once.iter().map(|rate| rate.unwrap_or(f64::NAN)).collect();
            let twice = growth_by_row(&groups, &periods, &first, options).unwrap();
            rows(&twice, &printed, &first, shifted(&first, lag), scale, kind, EXACT)
        } else {
            // Random numbers, on which R worked with all their digits, are printed to 15 of them.
            let tolerance = if id.starts_with("rnd") { Tolerance::Inputs(15) } else { EXACT };
            rows(&once, &printed, &x, base_of, scale, kind, tolerance)
        };
        agreement.case(id, outcome);
    }
    for case in file["errors"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        agreement.case(format!("error {id}"), refused(id));
    }
    agreement.finish(66 + 13, LISTED);
}

/// Whether this library refuses what collapse refuses, for the same reason.
fn refused(id: &str) -> Result<(), String> {
    let key = || vec![SeriesKey::new("", "x")];
    let years = |years: &[i32]| years.iter().map(|&year| Period::annual(year)).collect::<Vec<_>>();
    let one = |times: &[i32]| LongPanel::from_columns(key(), &[0; 3], &years(times), &[1.0, 2.0, 3.0]);
    let is = |result: Result<LongPanel, Error>, kind: ErrorKind| match result {
        Err(error) if error.kind() == kind => Ok(()),
        other => Err(format!("{other:?}")),
    };
    let panel = |second_gap: i32| {
        let keys = ["1", "2", "3"].map(|group| SeriesKey::new(group, "x")).to_vec();
        let times = [1, 2, second_gap, 1, 2, 3, 1, 2, 3, 4];
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        LongPanel::from_columns(keys, &[0, 0, 0, 1, 1, 1, 2, 2, 2, 2], &years(&times), &values)
    };
    match id {
        "dup_t1" => is(one(&[1, 1, 2]), ErrorKind::Duplicate),
        "dup_t2" => is(one(&[1, 2, 2]), ErrorKind::Duplicate),
        "dup_t3" => is(one(&[1, 2, 1]), ErrorKind::Duplicate),
        "dup_panel" => is(panel(2), ErrorKind::Duplicate),
        "len_t" => is(one(&[1, 2]), ErrorKind::Length),
        "len_g" => is(LongPanel::from_columns(key(), &[0, 0], &years(&[1, 2, 3]), &[1.0, 2.0, 3.0]), ErrorKind::Length),
        "n_ge_len" => {
            let ten: Vec<f64> = (1..=10).map(f64::from).collect();
            let growth = Series::annual(1, ten).growth(Base::Lag(10)).map_err(|error| error.to_string())?;
            assert_eq!(growth.counts().of(Undefined::MissingBase), 10);
            Err("answered".to_owned())
        }
        "gap_diff2" => {
            let panel = panel(4).unwrap();
            let first = panel.growth(Base::Previous).unwrap();
            let periods: Vec<Period> = panel.ordinals().iter().map(|&year| Period::annual(year)).collect();
            let ids = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
            let again = LongPanel::from_columns(panel.keys().to_vec(), &ids, &periods, first.values()).unwrap();
            let twice = again.growth(Base::Previous).unwrap();
            // Year 4 of the first group has no year 3; the second group grows by 1/4, then by 1/5.
            assert_eq!(twice.get(2), Some(Err(Undefined::MissingValue)));
            value(twice.get(5).unwrap(), -0.2, EXACT).unwrap();
            Err("answered".to_owned())
        }
        _ => Err("cannot be written".to_owned()),
    }
}

const PANEL: &str = "collapse_panel_wlddev_gaps.csv";

/// World Bank levels in shuffled rows with years taken out; each printed cell is a case.
#[test]
fn panel_with_gaps() {
    let table = csv_rows(PANEL);
    let cell = |row: usize, column: &str| match table[row][column].as_str() {
        "NA" => f64::NAN,
        text => text.parse().unwrap_or_else(|_| panic!("row {row}, {column}: {text}")),
    };
    let groups: Vec<String> = table.iter().map(|row| row["iso3c"].clone()).collect();
    let periods: Vec<Period> = table.iter().map(|row| row["year"].parse().unwrap()).collect();
    assert!(periods.iter().all(|period| period.frequency() == Frequency::Annual));
    let mut agreement = Agreement::of(PANEL);
    for (column, level, lag, form, kind) in [
        ("g1", "PCGDP", 1, Form::Rate, Kind::Quotient),
        ("g5", "PCGDP", 5, Form::Annualised, Kind::Power),
        ("ld1", "PCGDP", 1, Form::Log, Kind::Log),
        ("pop_g1", "POP", 1, Form::Rate, Kind::Quotient),
    ] {
        let values: Vec<f64> = (0..table.len()).map(|row| cell(row, level)).collect();
        let got = growth_by_row(&groups, &periods, &values, GrowthOptions::new(Base::Lag(lag)).form(form)).unwrap();
        for row in 0..table.len() {
            let target = periods[row] - lag;
            let at = (0..table.len()).find(|&at| groups[at] == groups[row] && periods[at] == target);
            let base = at.map_or(f64::NAN, |at| values[at]);
            let one = |_: usize| base;
            let outcome = rows(&got[row..=row], &[cell(row, column)], &values[row..=row], one, 100.0, kind, EXACT);
            agreement.case(format!("{} {} {column}", groups[row], periods[row]), outcome);
        }
    }
    agreement.finish(
        302 * 4,
        &[(
            "USA 2001 ld1",
            "collapse takes the logarithm of a ratio near 1, which loses digits; exact is 0.00364891763459893876",
        )],
    );
}
