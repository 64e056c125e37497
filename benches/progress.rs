//! Progress: a million targets judged by each method, and a whole plan of ten thousand indicators tracked.
#![allow(clippy::expect_used, reason = "a bench that cannot be set up should stop")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fanfan::model::{Better, LongPanel, Period, SeriesKey};
use fanfan::plan::Plan;
use fanfan::progress::{Evidence, Method, Point, Standing, TrackOptions};

/// Targets of a million series, the same at every run.
fn evidence() -> Vec<Evidence> {
    (0..1_000_000_u32)
        .map(|number| {
            let noise = f64::from(number.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
            let base = Point { time: 2016.0, value: 50.0 + 50.0 * noise };
            let latest = Point { time: 2024.0, value: base.value * (0.8 + 0.6 * (noise * 7.0).fract()) };
            let target = Point { time: 2031.0, value: base.value * 1.5 };
            Evidence::new(base, latest).target(target).better(Better::Higher)
        })
        .collect()
}

fn methods(criterion: &mut Criterion) {
    let cases = evidence();
    let example = Evidence::new(Point { time: 2005.0, value: 11.9 }, Point { time: 2008.0, value: 21.0 })
        .target(Point { time: 2010.0, value: 31.0 })
        .better(Better::Higher);
    assert_eq!(Method::StatCan.judge(&example).standing, Standing::OnTrack);
    let mut group = criterion.benchmark_group("progress");
    group.sample_size(10);
    for method in Method::ALL {
        group.bench_function(format!("{method}, a million"), |bencher| {
            bencher.iter(|| cases.iter().filter(|case| method.judge(case).standing == Standing::OnTrack).count());
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
