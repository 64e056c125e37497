//! temp
use fanfan::growth::Base;
use fanfan::read::{self, ReadOptions};
use std::time::Instant;
fn best(mut f: impl FnMut()) -> f64 {
    let mut b = f64::INFINITY;
    for _ in 0..400 {
        let t = Instant::now();
        f();
        b = b.min(t.elapsed().as_secs_f64());
    }
    b * 1e6
}
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let o = ReadOptions::default();
    println!(
        "fs::read {:.0}",
        best(|| {
            std::hint::black_box(std::fs::read(&path).unwrap());
        })
    );
    let bytes = std::fs::read(&path).unwrap();
    println!(
        "utf8 {:.0}",
        best(|| {
            std::hint::black_box(std::str::from_utf8(&bytes).unwrap().len());
        })
    );
    let text = std::str::from_utf8(&bytes).unwrap();
    println!(
        "text {:.0}",
        best(|| {
            std::hint::black_box(read::text("t", text, &o).unwrap());
        })
    );
    let tables = read::text("t", text, &o).unwrap();
    println!(
        "growth {:.0}",
        best(|| {
            std::hint::black_box(tables.observations.panel().growth(Base::YearAgo).unwrap());
        })
    );
    println!(
        "all {:.0}",
        best(|| {
            let t = read::tables(&[&path], &o).unwrap();
            std::hint::black_box(t.observations.panel().growth(Base::YearAgo).unwrap());
        })
    );
}
