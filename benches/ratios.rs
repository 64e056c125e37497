//! Measured speed against its goals: a line for each, and exit status 1 with `--strict` where one falls short.
//!
//! `cargo bench --bench ratios` prints; `-- --strict` judges; `-- --test` only runs everything once; a word runs the goals
//! that have it in their name.

mod data;

use std::process::ExitCode;
use std::time::Instant;

use data::{Buffers, Copies, Data, FIRST, ROWS, SERIES, WIDTH, threads};
use fanfan::growth::{Average, Base, average_long_into, growth_dense_into, growth_long_into};
use fanfan::model::{Frequency, Period, Periods};

/// Measures of two things in turn, so that the noise of the machine hits both.
struct Turns {
    pairs: usize,
    /// Only goals whose name has this in it.
    only: String,
    strict: bool,
    failed: bool,
}

impl Turns {
    /// Prints the median of `what` over `unit`.
    fn goal(&mut self, name: &str, goal: f64, mut unit: impl FnMut(), mut what: impl FnMut()) {
        what();
        if !name.contains(&self.only) {
            return;
        }
        let (mut ratios, mut seconds) = (Vec::new(), Vec::new());
        for _ in 0..self.pairs {
            let start = Instant::now();
            unit();
            let middle = Instant::now();
            what();
            seconds.push(middle.elapsed().as_secs_f64());
            ratios.push(middle.elapsed().as_secs_f64() / (middle - start).as_secs_f64());
        }
        let median = |mut sample: Vec<f64>| {
            sample.sort_by(f64::total_cmp);
            sample[self.pairs / 2]
        };
        let (ratio, milliseconds) = (median(ratios), median(seconds) * 1e3);
        let holds = ratio <= goal;
        self.failed |= !holds;
        println!(
            "{name:<52} {milliseconds:>8.1} ms {ratio:>6.2} {goal:>6.2}  {}",
            if holds { "holds" } else { "FALLS SHORT" }
        );
    }
}

fn main() -> ExitCode {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    let pairs = if asked("--test") { 1 } else { 15 };
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let mut turns = Turns { pairs, only, strict: asked("--strict"), failed: false };

    let data = Data::new();
    let mut copies = Copies::new();
    let Buffers { mut out, mut reasons } = Buffers::new(SERIES * WIDTH);
    let (one, two) = (threads(1), threads(2));
    println!("{:<52} {:>11} {:>6} {:>6}", format!("{ROWS} rows of {SERIES} series"), "median", "ratio", "goal");

    for (name, goal, frequency, lag, pool) in [
        ("long, one period, reasons / copy", 0.9, Frequency::Annual, 1, &one),
        ("long, one period, reasons, two threads / copy", 0.5, Frequency::Annual, 1, &two),
        ("long, twelve periods, reasons / copy", 1.3, Frequency::Monthly, 12, &one),
    ] {
        let periods = Periods::new(frequency, data.ordinals.clone());
        let mut growth = || {
            let (out, reasons) = (&mut out[..ROWS], &mut reasons[..ROWS]);
            let done = growth_long_into(&data.values, &data.offsets, &periods, Base::YearAgo, out, Some(reasons));
            assert!(done.is_ok());
        };
        turns.goal(name, goal, || copies.copy(&data), || pool.install(&mut growth));
        data.assert_growth(lag, &out, &reasons);
    }

    let mut values = vec![1.0; data.dense.len()];
    turns.goal(
        "dense, one period / copy of the values",
        1.2,
        || values.copy_from_slice(std::hint::black_box(&data.dense)),
        || {
            let done = growth_dense_into(&data.dense, WIDTH, Period::annual(FIRST), Base::YearAgo, &mut out, None);
            assert!(done.is_ok());
        },
    );
    assert_eq!(out[70], (data.dense[70] - data.dense[69]) / data.dense[69]);

    let (mut rates, mut whys) = (vec![0.0; SERIES], vec![0; SERIES]);
    let annual = Periods::new(Frequency::Annual, data.ordinals.clone());
    for (name, goal, method) in [
        ("long, CAGR of each series / copy", 1.0, Average::Level),
        ("long, least squares of each series / copy", 3.0, Average::LeastSquares),
    ] {
        let mut average = || {
            let done = average_long_into(&data.values, &data.offsets, &annual, method, &mut rates, Some(&mut whys));
            assert!(done.is_ok());
        };
        turns.goal(name, goal, || copies.copy(&data), || one.install(&mut average));
        assert!(rates.iter().all(|rate| (0.0..0.04).contains(rate)), "{method}");
    }
    let (offsets, ordinals) = Data::without_gaps();
    let periods = Periods::new(Frequency::Annual, ordinals);
    let mut cumulative = || {
        let method = Average::Cumulative;
        let done = average_long_into(&data.dense, &offsets, &periods, method, &mut rates, Some(&mut whys));
        assert!(done.is_ok());
    };
    turns.goal(
        "long, cumulative method of each series / copy",
        2.0,
        || copies.copy(&data),
        || one.install(&mut cumulative),
    );

    if turns.failed && turns.strict { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
