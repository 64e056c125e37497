//! The German weather symbols through the whole path: plan file, table, command, JSON.

use crate::destatis_rows::{data, plan, rows};
use crate::support::{Folder, root};

#[test]
fn published_symbols_through_the_command() {
    let rows = rows(&root().join("tests/conformance/data/destatis_status_cases.csv"));
    let folder = Folder::with("plan.toml", plan(&rows)).and("series.csv", data(&rows));
    let json = folder.json(&["track", "plan.toml", "--method", "destatis", "--format", "json"]);
    let assessments = json["assessments"].as_array().unwrap();
    assert_eq!(assessments.len(), rows.len());
    let mut misses = Vec::new();
    let mut agreed = 0;
    for (row, one) in rows.iter().zip(assessments) {
        let status = one["methods"]["destatis"]["status"].as_str().unwrap();
        assert_eq!(one["indicator"], row.code.as_str());
        match (status == row.status, row.follows) {
            (true, true) => agreed += 1,
            (false, true) => misses.push(format!("{}: {status}, published {}", row.name, row.status)),
            _ => {}
        }
    }
    println!("destatis_status_cases.csv by the command: {agreed} of 207 rows that follow from the data agree");
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!(agreed, 207);
}
