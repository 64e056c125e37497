//! Tables on which a shift of rows, or a sheet's formula, gives growth that is silently wrong.
//!
//! The tables stand in the TOML files of this folder, a family a file; `peers.toml` holds what pandas, polars and a
//! spreadsheet give (made by `peers.py`, with the versions). Here each must give the right number, or the reason why
//! there is none, or an error that says what is wrong with the table; and at least one of the others must not.

use std::path::PathBuf;

use fanfan::growth::YearToDate;
use fanfan::prelude::*;
use fanfan::read::{self, ReadOptions};
use fanfan::report::{GrowthReport, GrowthRequest, Report};
use toml::{Table, Value};

const FAMILIES: [&str; 5] = ["dates", "order", "running_totals", "signs_and_averages", "units"];

/// What a table gives: a number, the word of a reason, or an error.
#[derive(Debug)]
enum Answer {
    Number(f64),
    Undefined(String),
    Error(String),
}

fn table(name: &str) -> Table {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/traps").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    text.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text<'t>(trap: &'t Table, key: &str) -> Option<&'t str> {
    trap.get(key).and_then(Value::as_str)
}

/// The row of the report, or of the function, that the trap names.
fn answer(trap: &Table) -> Answer {
    let mut options = ReadOptions::default();
    if let Some(frequency) = text(trap, "frequency") {
        options = options.frequency(frequency.parse().unwrap());
    }
    let tables = match read::text("trap", text(trap, "table").unwrap().trim_start(), &options) {
        Ok(tables) => tables,
        Err(error) => return Answer::Error(error.to_string()),
    };
    let of = |result: Result<f64, Undefined>| match result {
        Ok(value) => Answer::Number(value),
        Err(reason) => Answer::Undefined(reason.as_str().to_owned()),
    };
    let (data, period) = (tables.observations, text(trap, "period"));
    let row_of = |panel: &LongPanel| {
        let series = panel.series(0).unwrap();
        let wanted: Period = period.unwrap().parse().unwrap();
        series.ordinals.iter().position(|&ordinal| ordinal == wanted.ordinal()).expect("a row of the period")
    };
    match text(trap, "measure").unwrap() {
        "single" => of(data.panel().year_to_date(YearToDate::Singles).unwrap().get(row_of(data.panel())).unwrap()),
        // A published rate is kept, and the gap to the levels is flagged.
        "comparable" => {
            let rows = data.comparable();
            assert_eq!(rows.len(), 1);
            assert_eq!(rows[0].period.to_string(), period.unwrap());
            assert_eq!(rows[0].comparable.is_beyond_rounding(), Some(true));
            Answer::Number(rows[0].comparable.published())
        }
        measure => {
            let mut request = GrowthRequest::default();
            request.measures = vec![measure.parse().unwrap()];
            request.as_published = trap.get("as_published").and_then(Value::as_integer).map(|decimals| decimals as u32);
            let report = match GrowthReport::compute(data, request) {
                Ok(report) => report.json(),
                Err(error) => return Answer::Error(error.to_string()),
            };
            let is = |row: &serde_json::Value, key: &str, wanted: Option<&str>| {
                wanted.is_none_or(|wanted| row[key].as_str() == Some(wanted))
            };
            let mut rows = report["rows"].as_array().unwrap().iter();
            let found = rows.find(|row| is(row, "period", period) && is(row, "subject", text(trap, "subject")));
            let row = found.unwrap_or_else(|| panic!("no row of {period:?}: {report}"));
            match row["result"].as_f64() {
                Some(value) => Answer::Number(value),
                None => Answer::Undefined(row["undefined"].as_str().unwrap().to_owned()),
            }
        }
    }
}

/// Whether the answer is the one that the trap asks for.
fn is_right(trap: &Table, answer: &Answer) -> bool {
    match answer {
        Answer::Number(value) => trap
            .get("result")
            .and_then(Value::as_float)
            .is_some_and(|want| (value - want).abs() <= 1e-12 * want.abs().max(1.0)),
        Answer::Undefined(reason) => text(trap, "undefined") == Some(reason),
        Answer::Error(message) => text(trap, "error").is_some_and(|part| message.contains(part)),
    }
}

/// Whether a tool gives a number that is not the right one.
fn is_silently_wrong(trap: &Table, given: &Value) -> bool {
    let Some(given) = given.as_float() else { return false };
    trap.get("result").and_then(Value::as_float).is_none_or(|want| (given - want).abs() > 1e-9)
}

#[test]
fn traps() {
    let peers = table("peers.toml");
    let tools = ["pandas", "polars", "spreadsheet"];
    for tool in tools {
        assert!(peers["tools"].get(tool).is_some(), "the version of {tool}");
    }
    let (mut count, mut wrong, mut faults) = (0, [0; 3], Vec::new());
    for family in FAMILIES {
        for trap in table(&format!("{family}.toml"))["trap"].as_array().unwrap() {
            let trap = trap.as_table().unwrap();
            let name = text(trap, "name").unwrap();
            count += 1;
            let answer = answer(trap);
            if !is_right(trap, &answer) {
                faults.push(format!("{family} {name}: {answer:?}"));
            }
            let given = &peers[name];
            let of_tools = tools.map(|tool| is_silently_wrong(trap, &given[tool]));
            if !of_tools.contains(&true) {
                faults.push(format!("{family} {name}: no trap, the others are right: {given:?}"));
            }
            wrong.iter_mut().zip(of_tools).for_each(|(wrong, is)| *wrong += usize::from(is));
        }
    }
    println!(
        "traps: {count} tables; silently wrong: pandas {}, polars {}, a spreadsheet {}",
        wrong[0], wrong[1], wrong[2]
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= 40);
}
