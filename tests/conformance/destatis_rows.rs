//! The rows of the German weather symbols, and a plan with data that asks for the same judgements.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// One symbol of one year.
#[derive(Debug)]
pub(crate) struct Row {
    /// The code in the plan: the number of the row.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) rule: String,
    pub(crate) target: Option<f64>,
    pub(crate) by: Option<i32>,
    pub(crate) rises: bool,
    pub(crate) window: BTreeMap<i32, f64>,
    /// The word of the published symbol.
    pub(crate) status: &'static str,
    /// Whether the symbol follows from today's data.
    pub(crate) follows: bool,
}

/// All rows of the file.
pub(crate) fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let heads = reader.headers().unwrap().clone();
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = |head: &str| {
            let column = heads.iter().position(|name| name == head).unwrap_or_else(|| panic!("no column {head}"));
            record[column].to_owned()
        };
        let window: BTreeMap<String, f64> = serde_json::from_str(&text("window")).unwrap();
        rows.push(Row {
            code: format!("r{at:03}"),
            name: format!("{} target {} in {}", text("indicator"), text("target_no"), text("assessed_year")),
            rule: text("rule"),
            target: text("target").parse().ok(),
            by: text("target_year").parse().ok(),
            rises: text("desired_direction") == "1",
            window: window.into_iter().map(|(year, value)| (year.parse().unwrap(), value)).collect(),
            status: match text("published_symbol").as_str() {
                "Sonne" => "sun",
                "Leicht bewölkt" => "slightly_cloudy",
                "Wolke" => "cloudy",
                "Blitz" => "thunderstorm",
                "Keine" => "none",
                other => panic!("symbol {other}"),
            },
            follows: text("match") == "True",
        });
    }
    rows
}

/// A plan with an indicator and a target for each row; the rule decides which form the target has.
pub(crate) fn plan(rows: &[Row]) -> String {
    let mut text = String::from("data = [\"series.csv\"]\n");
    for row in rows {
        let better = if row.rises { "higher" } else { "lower" };
        writeln!(text, "[indicator.{}]\nname = {:?}\nbetter = \"{better}\"", row.code, row.name).unwrap();
        writeln!(text, "[[target]]\nindicator = \"{}\"", row.code).unwrap();
        match (row.rule.as_str(), row.target, row.by) {
            ("target_value_by_year", Some(level), Some(by)) => writeln!(text, "by = \"{by}\"\nlevel = {level:?}"),
            ("keep_every_year", Some(limit), None) if row.rises => writeln!(text, "at_least = {limit:?}"),
            ("keep_every_year", Some(limit), None) => writeln!(text, "at_most = {limit:?}"),
            ("direction_only", None, None) => Ok(()),
            other => panic!("{}: {other:?}", row.name),
        }
        .unwrap();
    }
    text
}

/// The values of all rows.
pub(crate) fn data(rows: &[Row]) -> String {
    let mut text = String::from("indicator,period,value\n");
    for row in rows {
        for (year, value) in &row.window {
            writeln!(text, "{},{year},{value:?}", row.code).unwrap();
        }
    }
    text
}
