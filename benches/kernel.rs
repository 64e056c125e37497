//! Growth of every period: dense, long with gaps, one and several periods back, on one thread and two.

mod data;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use data::{Buffers, Copies, Data, FIRST, ROWS, SERIES, WIDTH, threads};
use fanfan::growth::{Base, Form, GrowthOptions, growth_dense_into, growth_long_into};
use fanfan::model::{Frequency, Period, Periods};

fn copy(criterion: &mut Criterion) {
    let data = Data::new();
    let mut copies = Copies::new();
    let mut group = criterion.benchmark_group("copy");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("value_key_period", |bencher| bencher.iter(|| copies.copy(&data)));
    group.finish();
}

fn long(criterion: &mut Criterion) {
    let data = Data::new();
    let Buffers { mut out, mut reasons } = Buffers::new(ROWS);
    let annual = Periods::new(Frequency::Annual, data.ordinals.clone());
    let monthly = Periods::new(Frequency::Monthly, data.ordinals.clone());
    let mut group = criterion.benchmark_group("growth_long");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    let log = GrowthOptions::new(Base::YearAgo).form(Form::Log);
    for (case, periods, options, count) in [
        ("one_period", &annual, Base::YearAgo.into(), 1),
        ("one_period_two_threads", &annual, Base::YearAgo.into(), 2),
        ("twelve_periods", &monthly, Base::YearAgo.into(), 1),
        ("first_value", &annual, Base::First.into(), 1),
        ("logarithm", &annual, log, 1),
    ] {
        let mut growth =
            || growth_long_into(&data.values, &data.offsets, periods, options, &mut out, Some(&mut reasons));
        let pool = threads(count);
        group.bench_function(case, |bencher| pool.install(|| bencher.iter(&mut growth)));
        assert!(pool.install(growth).is_ok());
        match case {
            "twelve_periods" => data.assert_growth(12, &out, &reasons),
            "one_period" | "one_period_two_threads" => data.assert_growth(1, &out, &reasons),
            "first_value" => assert!(out[0] == 0.0 && reasons[0] == 0),
            _ => assert!((out[1].exp_m1() - (data.values[1] - data.values[0]) / data.values[0]).abs() < 1e-12),
        }
    }
    group.finish();
}

fn dense(criterion: &mut Criterion) {
    let data = Data::new();
    let Buffers { mut out, mut reasons } = Buffers::new(SERIES * WIDTH);
    let mut group = criterion.benchmark_group("growth_dense");
    group.sample_size(10).throughput(Throughput::Elements((SERIES * WIDTH) as u64));
    let first = Period::annual(FIRST);
    for case in ["one_period", "one_period_reasons"] {
        let mut growth = || {
            let reasons = (case == "one_period_reasons").then_some(&mut *reasons);
            growth_dense_into(&data.dense, WIDTH, first, Base::YearAgo, &mut out, reasons)
        };
        group.bench_function(case, |bencher| bencher.iter(&mut growth));
        assert!(growth().is_ok());
        assert_eq!(out[70], (data.dense[70] - data.dense[69]) / data.dense[69]);
    }
    assert_eq!((reasons[64], reasons[65]), (2, 0));
    group.finish();
}

criterion_group!(benches, copy, long, dense);
criterion_main!(benches);
