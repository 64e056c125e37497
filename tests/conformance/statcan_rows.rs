//! The rows of Statistics Canada's progress measures, and a plan with data that asks for the same judgements.

use std::fmt::Write as _;
use std::path::Path;

/// One series of the Canadian frameworks, with what was published of it.
#[derive(Debug)]
pub(crate) struct Row {
    /// The code in the plan: the number of the row.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) base: (i32, Option<f64>),
    /// The latest year and value, where there is one.
    pub(crate) latest: Option<(i32, f64)>,
    pub(crate) target: (i32, Option<f64>),
    pub(crate) rises: bool,
    pub(crate) limit: Option<f64>,
    pub(crate) value: Option<f64>,
    pub(crate) score: Option<f64>,
    pub(crate) status: String,
}

/// What was computed of a row.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) value: Option<f64>,
    pub(crate) score: Option<f64>,
    pub(crate) status: String,
    pub(crate) undefined: Option<String>,
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
        let number = |head: &str| {
            let text = text(head);
            (!text.is_empty()).then(|| text.parse::<f64>().unwrap_or_else(|_| panic!("row {at}, {head}: {text}")))
        };
        let year = |head: &str| number(head).map(|year| year as i32);
        rows.push(Row {
            code: format!("r{at:03}"),
            name: text("series"),
            base: (year("base_year").unwrap(), number("base_value")),
            latest: year("current_year").zip(number("current_value")),
            target: (year("target_year").unwrap(), number("target")),
            rises: text("direction") == "1",
            limit: number("limit"),
            value: number("progress_value"),
            score: number("score"),
            status: text("status"),
        });
    }
    rows
}

/// A plan with an indicator and a target for each row.
pub(crate) fn plan(rows: &[Row]) -> String {
    let mut text = String::from("data = [\"series.csv\"]\n");
    for row in rows {
        let better = if row.rises { "higher" } else { "lower" };
        writeln!(text, "[indicator.{}]\nname = {:?}\nbetter = \"{better}\"", row.code, row.name).unwrap();
        match (row.limit, row.rises) {
            (Some(limit), true) => writeln!(text, "bounds = [-inf, {limit:?}]").unwrap(),
            (Some(limit), false) => writeln!(text, "bounds = [{limit:?}, inf]").unwrap(),
            (None, _) => {}
        }
        writeln!(text, "[[target]]\nindicator = \"{}\"\nbase = \"{}\"", row.code, row.base.0).unwrap();
        if let Some(level) = row.target.1 {
            writeln!(text, "by = \"{}\"\nlevel = {level:?}", row.target.0).unwrap();
        }
    }
    text
}

/// The values of all rows; a row without any has a blank cell.
pub(crate) fn data(rows: &[Row]) -> String {
    let mut text = String::from("indicator,period,value\n");
    for row in rows {
        let base = row.base.1.map(|value| format!("{value:?}")).unwrap_or_default();
        writeln!(text, "{},{},{base}", row.code, row.base.0).unwrap();
        if let Some((year, value)) = row.latest.filter(|(year, _)| *year != row.base.0) {
            writeln!(text, "{},{year},{value:?}", row.code).unwrap();
        }
    }
    text
}

/// Whether what was computed is what was published; of a row without a score, for the right reason.
pub(crate) fn check(row: &Row, got: &Got) -> Result<(), String> {
    let same = |got: Option<f64>, published: Option<f64>| match (got, published) {
        (Some(got), Some(published)) => (got - published).abs() <= 1e-9,
        (got, published) => got.is_none() && published.is_none(),
    };
    // Fewer than two points; where the target is met and equals the base, there is a score without a value.
    let reason = match (row.value, row.score) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("no_change_asked"),
        (None, None) => Some("too_few_points"),
    };
    if same(got.value, row.value)
        && same(got.score, row.score)
        && got.status == row.status
        && got.undefined.as_deref() == reason
    {
        return Ok(());
    }
    Err(format!(
        "{got:?}, published value {:?}, score {:?}, {}, no value because {reason:?} ({})",
        row.value, row.score, row.status, row.name
    ))
}
