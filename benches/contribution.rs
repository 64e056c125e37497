//! Contributions, running totals and rolling sums: kernels over many series at once.

mod data;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use data::{Buffers, Data, FIRST, ROWS, SERIES, WIDTH};
use fanfan::growth::{Base, RollingOptions, YearToDate, contributions_into, rolling_long_into, year_to_date_long_into};
use fanfan::model::{Frequency, Period};

fn contributions(criterion: &mut Criterion) {
    let data = Data::new();
    let mut total = vec![0.0; WIDTH];
    for row in data.dense.chunks(WIDTH) {
        for (sum, value) in total.iter_mut().zip(row) {
            *sum += if value.is_nan() { 1.0 } else { *value };
        }
    }
    let mut out = vec![0.0; (SERIES + 1) * WIDTH];
    let first = Period::annual(FIRST);
    let mut group = criterion.benchmark_group("contribution");
    group.sample_size(10).throughput(Throughput::Elements((SERIES * WIDTH) as u64));
    group.bench_function("points", |bencher| {
        bencher.iter(|| contributions_into(&data.dense, &total, first, Base::YearAgo, &mut out, None));
    });
    let (x, b) = (data.dense[1], data.dense[0]);
    assert!(x.is_nan() || b.is_nan() || (out[1] - (x - b) / total[0]).abs() < 1e-15);
    group.finish();
}

fn sums(criterion: &mut Criterion) {
    let data = Data::new();
    let Buffers { mut out, mut reasons } = Buffers::new(ROWS);
    let months = (Frequency::Monthly, data.ordinals.as_slice());
    let mut group = criterion.benchmark_group("sums");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("year_to_date", |bencher| {
        bencher.iter(|| {
            let what = YearToDate::Totals;
            year_to_date_long_into(&data.values, &data.offsets, months, what, &mut out, Some(&mut reasons))
        });
    });
    assert!(reasons.contains(&0));
    group.bench_function("rolling", |bencher| {
        bencher.iter(|| {
            let year = RollingOptions::YEAR;
            rolling_long_into(&data.values, &data.offsets, months, year, &mut out, Some(&mut reasons))
        });
    });
    assert!(reasons.contains(&0));
    group.finish();
}

criterion_group!(benches, contributions, sums);
criterion_main!(benches);
