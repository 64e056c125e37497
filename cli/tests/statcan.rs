//! Statistics Canada's published progress through the whole path: plan file, table, command, JSON.

use serde_json::Value;

use crate::statcan_rows::{Got, check, data, plan, rows};
use crate::support::{Folder, root};

#[test]
fn published_progress_through_the_command() {
    let rows = rows(&root().join("tests/conformance/data/statcan_series_progress.csv"));
    let folder = Folder::with("plan.toml", plan(&rows)).and("series.csv", data(&rows));
    let json = folder.json(&["track", "plan.toml", "--method", "statcan", "--format", "json"]);
    let assessments = json["assessments"].as_array().unwrap();
    assert_eq!((rows.len(), assessments.len()), (201, 201));
    let mut misses = Vec::new();
    for (row, one) in rows.iter().zip(assessments) {
        let methods = one["methods"].as_object().unwrap();
        assert_eq!((one["indicator"].as_str(), methods.len()), (Some(row.code.as_str()), 1));
        let method = &methods["statcan"];
        let got = Got {
            value: method["value"].as_f64(),
            score: method["score"].as_f64(),
            status: method["status"].as_str().unwrap().to_owned(),
            undefined: method["undefined"].as_str().map(str::to_owned),
        };
        if let Err(miss) = check(row, &got) {
            misses.push(format!("{}: {miss}", row.code));
        }
        if row.status == "not_available" {
            assert_eq!(method["standing"], Value::from("cannot_tell"), "{}", row.code);
        }
    }
    println!("statcan_series_progress.csv by the command: {} of {} agree", rows.len() - misses.len(), rows.len());
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
