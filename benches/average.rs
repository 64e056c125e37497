//! Average growth of each series: ends, cumulative method, slopes.

mod data;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use data::{Data, FIRST, ROWS, SERIES, WIDTH, threads};
use fanfan::growth::{Average, average_dense_into, average_growth, average_long_into, cumulative_rate};
use fanfan::model::{Frequency, Period, Periods};

fn long(criterion: &mut Criterion) {
    let data = Data::new();
    let annual = Periods::new(Frequency::Annual, data.ordinals.clone());
    let (whole_offsets, whole_ordinals) = Data::without_gaps();
    let whole = Periods::new(Frequency::Annual, whole_ordinals);
    let (mut rates, mut reasons) = (vec![0.0; SERIES], vec![0; SERIES]);
    let one = threads(1);
    let mut group = criterion.benchmark_group("average_long");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    for (case, method) in [
        ("level", Average::Level),
        ("least_squares", Average::LeastSquares),
        ("linear_slope", Average::LinearSlope),
        ("cumulative_no_gaps", Average::Cumulative),
    ] {
        // With a gap in nearly every series the cumulative method would have nothing to solve.
        let (values, offsets, periods) = match method {
            Average::Cumulative => (&data.dense, &whole_offsets, &whole),
            _ => (&data.values, &data.offsets, &annual),
        };
        let mut average = || average_long_into(values, offsets, periods, method, &mut rates, Some(&mut reasons));
        group.bench_function(case, |bencher| one.install(|| bencher.iter(&mut average)));
        assert!(one.install(average).is_ok());
        assert!(reasons.iter().all(|reason| *reason == 0), "{case}");
        let last = data.offsets[1] - 1;
        let years = f64::from(data.ordinals[last] - data.ordinals[0]);
        match method {
            Average::Level => {
                let expected = (data.values[last] / data.values[0]).powf(years.recip()) - 1.0;
                assert!((rates[0] - expected).abs() < 1e-14);
            }
            Average::Cumulative => {
                let total: f64 = data.dense[1..WIDTH].iter().sum();
                assert!((rates[0] - cumulative_rate(data.dense[0], total, WIDTH - 1).unwrap_or(0.0)).abs() < 1e-14);
            }
            _ => assert!(rates.iter().all(|rate| *rate > 0.0), "{case}"),
        }
    }
    group.finish();
}

fn dense(criterion: &mut Criterion) {
    let data = Data::new();
    let mut rates = vec![0.0; SERIES];
    let mut group = criterion.benchmark_group("average_dense");
    group.sample_size(10).throughput(Throughput::Elements((SERIES * WIDTH) as u64));
    let first = Period::annual(FIRST);
    let mut average = || average_dense_into(&data.dense, WIDTH, first, Average::LeastSquares, &mut rates, None);
    group.bench_function("least_squares", |bencher| bencher.iter(&mut average));
    assert!(average().is_ok());
    let alone = average_growth(&data.dense[..WIDTH], first, Average::LeastSquares);
    assert!(matches!(alone, Ok(Ok(rate)) if rate == rates[0]));
    group.finish();
}

criterion_group!(benches, long, dense);
criterion_main!(benches);
