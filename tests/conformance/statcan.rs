//! Statistics Canada's published progress: the method alone, and a plan with data through the whole library.

use fanfan::model::Better;
use fanfan::prelude::*;
use fanfan::progress::{Evidence, Judgement, Point};
use fanfan::read::{self, ReadOptions};

use super::agreement::Agreement;
use super::path;
use super::statcan_rows::{Got, Row, check, data, plan, rows};

const FILE: &str = "statcan_series_progress.csv";
const ROWS: usize = 201;

fn got(judgement: &Judgement) -> Got {
    Got {
        value: judgement.value.ok(),
        score: judgement.score,
        status: judgement.status.to_owned(),
        undefined: judgement.undefined().map(|reason| reason.as_str().to_owned()),
    }
}

fn evidence(row: &Row) -> Evidence<'static> {
    let point = |year: i32, value: f64| Point { time: f64::from(year), value };
    let (Some(base), Some((year, value))) = (row.base.1, row.latest) else { return Evidence::nothing() };
    let mut evidence = Evidence::new(point(row.base.0, base), point(year, value)).better(if row.rises {
        Better::Higher
    } else {
        Better::Lower
    });
    if let Some(target) = row.target.1 {
        evidence = evidence.target(point(row.target.0, target));
    }
    match row.limit {
        Some(limit) if row.rises => evidence.bounds(f64::NEG_INFINITY, limit),
        Some(limit) => evidence.bounds(limit, f64::INFINITY),
        None => evidence,
    }
}

#[test]
fn published_progress_by_the_method() {
    let rows = rows(&path(FILE));
    assert_eq!(rows.iter().filter(|row| row.score.is_some()).count(), 168);
    let mut agreement = Agreement::of(FILE);
    for row in &rows {
        agreement.case(&row.code, check(row, &got(&Method::StatCan.judge(&evidence(row)))));
    }
    agreement.finish(ROWS, &[]);
}

#[test]
fn published_progress_from_a_plan_and_a_table() {
    let rows = rows(&path(FILE));
    let plan = Plan::parse(&plan(&rows)).unwrap();
    let tables = read::text("series.csv", &data(&rows), &ReadOptions::default()).unwrap();
    let track = plan.track(&tables.observations, Method::StatCan).unwrap();
    let mut agreement = Agreement::of("statcan_series_progress.csv by plan");
    for (row, one) in rows.iter().zip(&track.assessments) {
        assert_eq!(one.indicator, row.code);
        let [(Method::StatCan, judgement)] = one.methods.as_slice() else { panic!("one method was asked for") };
        agreement.case(&row.code, check(row, &got(judgement)));
    }
    agreement.finish(ROWS, &[]);
}
