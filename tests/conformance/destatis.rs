//! The symbols that the German statistics office published: a plan with data through the whole library.

use fanfan::model::Better;
use fanfan::prelude::*;
use fanfan::progress::{Evidence, Kind, Point};
use fanfan::read::{self, ReadOptions};

use super::agreement::Agreement;
use super::destatis_rows::{Row, data, plan, rows};
use super::path;

const FILE: &str = "destatis_status_cases.csv";

/// Rows whose symbol the publisher drew from other data than is published today; none may agree by itself and stay
/// unnoticed, so that each is named with its reason.
const REVISED: &str = "the symbol was given to data that has been revised since";
const SHORT: &str = "fewer than six values in today's data";

fn check(row: &Row, status: &str) -> Result<(), String> {
    if status == row.status { Ok(()) } else { Err(format!("{status}, published {} ({})", row.status, row.name)) }
}

fn listed(rows: &[Row]) -> Vec<(&str, &str)> {
    let reason = |row: &Row| if row.window.len() < 6 { SHORT } else { REVISED };
    rows.iter().filter(|row| !row.follows).map(|row| (row.code.as_str(), reason(row))).collect()
}

#[test]
fn published_symbols_by_the_method() {
    let rows = rows(&path(FILE));
    let mut agreement = Agreement::of(FILE);
    for row in &rows {
        let points: Vec<Point> =
            row.window.iter().map(|(year, value)| Point { time: f64::from(*year), value: *value }).collect();
        let better = if row.rises { Better::Higher } else { Better::Lower };
        let mut evidence = Evidence::of(&points).better(better);
        if let Some(value) = row.target {
            let last = points.last().unwrap().time;
            evidence = evidence.target(Point { time: row.by.map_or(last, f64::from), value });
            evidence = evidence.kind(if row.by.is_none() { Kind::EveryPeriod } else { Kind::ByDate });
        }
        agreement.case(&row.code, check(row, Method::Destatis.judge(&evidence).status));
    }
    assert_eq!(rows.iter().filter(|row| row.follows).count(), 207);
    agreement.finish(227, &listed(&rows));
}

#[test]
fn published_symbols_from_a_plan_and_a_table() {
    let rows = rows(&path(FILE));
    let plan = Plan::parse(&plan(&rows)).unwrap();
    let tables = read::text("series.csv", &data(&rows), &ReadOptions::default()).unwrap();
    let track = plan.track(&tables.observations, Method::Destatis).unwrap();
    let mut agreement = Agreement::of("destatis_status_cases.csv by plan");
    for (row, one) in rows.iter().zip(&track.assessments) {
        assert_eq!(one.indicator, row.code);
        agreement.case(&row.code, check(row, one.methods[0].1.status));
    }
    agreement.finish(227, &listed(&rows));
}
