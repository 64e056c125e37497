//! Progress: a million targets judged by each method, and a whole plan of ten thousand indicators tracked.
#![allow(clippy::expect_used, reason = "a bench that cannot be set up should stop")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fanfan::model::{Better, LongPanel, Period, SeriesKey};
use fanfan::plan::{Plan, Projection, Settings};
use fanfan::progress::{Evidence, Method, Point, Standing, TrackOptions};

/// Values of each series: the base of a five-year plan and its years.
const YEARS: usize = 6;

/// The values of a million series, shares in percent, the same at every run.
fn series() -> Vec<Point> {
    let noise = |number: u32| f64::from(number.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
    (0..1_000_000_u32)
        .flat_map(|number| {
            let (start, slope) = (20.0 + 40.0 * noise(number), 3.0 * noise(number ^ 0x5555) - 0.5);
            (0..YEARS as u32).map(move |year| Point {
                time: 2015.0 + f64::from(year),
                value: start + slope * f64::from(year) + noise(number.wrapping_add(year << 20)),
            })
        })
        .collect()
}

/// A target for each series, with everything that a method may ask for.
fn evidence(points: &[Point]) -> Vec<Evidence<'_>> {
    points
        .chunks(YEARS)
        .map(|points| {
            Evidence::of(points)
                .target(Point { time: 2030.0, value: 90.0 })
                .better(Better::Higher)
                .bounds(0.0, 100.0)
                .range(0.0, 100.0)
                .now(2022.0)
        })
        .collect()
}

fn methods(criterion: &mut Criterion) {
    let points = series();
    let cases = evidence(&points);
    let example = Evidence::new(Point { time: 2005.0, value: 11.9 }, Point { time: 2008.0, value: 21.0 })
        .target(Point { time: 2010.0, value: 31.0 })
        .better(Better::Higher);
    assert_eq!(Method::StatCan.judge(&example).standing, Standing::OnTrack);
    let mut group = criterion.benchmark_group("progress");
    group.sample_size(10);
    for method in Method::ALL {
        let can_tell = cases.iter().filter(|case| method.judge(case).standing != Standing::CannotTell).count();
        // Nothing is measured of cases that are turned away at the door; trim is often not sure, after its work.
        assert!(can_tell > 100_000, "{method}: {can_tell}");
        group.bench_function(format!("{method}, a million"), |bencher| {
            bencher.iter(|| cases.iter().filter(|case| method.judge(case).standing == Standing::OnTrack).count());
        });
    }
    for projection in Projection::ALL {
        let settings = Settings::published(Method::Escap).projection(*projection);
        group.bench_function(format!("escap by {projection}, a million"), |bencher| {
            let on_track =
                |case: &Evidence<'_>| Method::Escap.judge(&case.settings(&settings)).standing == Standing::OnTrack;
            bencher.iter(|| cases.iter().filter(|case| on_track(case)).count());
        });
    }
    group.finish();
}

fn track(criterion: &mut Criterion) {
    let mut text = String::from("base = '1990'\nend = '2020'\nsubject = 'x'\n");
    let (mut keys, mut ids, mut periods, mut values) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 0..10_000_u32 {
        // Writing into a String cannot fail.
        let _ = write!(text, "[indicator.i{number:05}]\nbetter = 'higher'\n");
        keys.push(SeriesKey::new("x", format!("i{number:05}")));
        for year in 0..30 {
            ids.push(number);
            periods.push(Period::annual(1990 + year));
            values.push(100.0 * 1.03_f64.powi(year) + f64::from(number % 7));
        }
    }
    for number in 0..10_000 {
        let _ = write!(text, "[[target]]\nindicator = 'i{number:05}'\nby = '2020'\nlevel = 250\n");
    }
    let panel = LongPanel::from_columns(keys, &ids, &periods, &values).expect("columns of one length");
    let plan = Plan::parse(&text).expect("the plan is well made");
    assert_eq!(plan.track(&panel, TrackOptions::default()).map(|track| track.assessments.len()).ok(), Some(10_000));
    let mut group = criterion.benchmark_group("track");
    group.sample_size(10);
    group.bench_function("plan of 10 000 indicators, parsed", |bencher| bencher.iter(|| Plan::parse(black_box(&text))));
    group.bench_function("10 000 indicators of 30 years", |bencher| {
        bencher.iter(|| plan.track(black_box(&panel), TrackOptions::default()));
    });
    group.finish();
}

criterion_group!(benches, methods, track);
criterion_main!(benches);
