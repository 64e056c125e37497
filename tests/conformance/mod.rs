//! Official inputs with official outputs; `data/README.md` says where each file comes from.

mod agreement;
mod averages;
mod china;
mod collapse;
mod completion;
mod compounding;
mod contributions;
mod dataframes;
mod destatis;
mod destatis_rows;
mod index_numbers;
mod published;
mod required;
mod rescaling;
mod statcan;
mod statcan_rows;
mod textbook;
mod un_chart;
mod units;
mod world_bank;

use std::collections::HashMap;
use std::path::PathBuf;

use fanfan::prelude::*;
use serde_json::Value;

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data").join(file)
}

fn json(file: &str) -> Value {
    let text = std::fs::read_to_string(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The rows of a CSV file by the names of its columns.
fn csv_rows(file: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{file}: {error}"))).collect()
}

/// A number of a JSON case; the words and nulls that tools print become NaN and infinities.
fn number(value: &Value) -> f64 {
    match value {
        Value::Null => f64::NAN,
        Value::String(word) => match word.as_str() {
            "NaN" | "NA" => f64::NAN,
            "Inf" => f64::INFINITY,
            "-Inf" => f64::NEG_INFINITY,
            other => panic!("`{other}` is no number"),
        },
        other => other.as_f64().unwrap_or_else(|| panic!("{other} is no number")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list")).iter().map(number).collect()
}

/// Growth of rows in any order, by group and period; the answers stand in the order of the rows.
fn growth_by_row(
    groups: &[String],
    periods: &[Period],
    values: &[f64],
    options: GrowthOptions,
) -> fanfan::Result<Vec<Result<f64, Undefined>>> {
    let mut names = groups.to_vec();
    names.sort();
    names.dedup();
    let keys = names.iter().map(|name| SeriesKey::new(name.as_str(), "x")).collect();
    let ids: Vec<u32> = groups.iter().map(|group| names.binary_search(group).unwrap() as u32).collect();
    let panel = LongPanel::from_columns(keys, &ids, periods, values)?;
    let outcomes = panel.growth(options)?;
    let row_of = |group: &str, period: Period| {
        let series = panel.keys().iter().position(|key| &*key.subject == group).unwrap();
        let rows = panel.offsets()[series]..panel.offsets()[series + 1];
        rows.clone().find(|&row| panel.ordinals()[row] == period.ordinal()).unwrap()
    };
    Ok(groups.iter().zip(periods).map(|(group, &period)| outcomes.get(row_of(group, period)).unwrap()).collect())
}
