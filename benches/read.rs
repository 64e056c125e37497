//! Reading: World Bank files read and grown, a long table, a table with decimal commas.
//!
//! `FANFAN_TABLES` names files to read beside those of `data/` (the peers give theirs), separated by `:`.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fanfan::growth::Base;
use fanfan::read::{self, ReadOptions};

/// Years across, as the World Bank writes them; every fourth series has no values.
fn across(series: usize) -> String {
    let years: Vec<String> = (1960..2025).map(|year| format!("\"{year}\"")).collect();
    let mut text = format!("\"Country Name\",\"Country Code\",\"Indicator Code\",{},\r\n", years.join(","));
    for number in 0..series {
        write!(text, "\"Area, {number}\",\"A{}\",\"NY.GDP\",", series - number).unwrap();
        for year in 0..65 {
            match number % 4 {
                0 => text.push_str("\"\","),
                _ => write!(text, "\"{}\",", f64::from(year + 7) * 1234.567 * number as f64).unwrap(),
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// One row a value.
fn long(series: usize, comma: bool) -> String {
    let mut text = String::from("subject;indicator;period;value\n");
    for number in 0..series {
        for month in 0..240 {
            let value = format!("{}.{}", number * 37 + month, month % 7);
            let value = if comma { value.replace('.', ",") } else { value };
            writeln!(text, "region {number};cpi;{}-{:02};{value}", 2000 + month / 12, month % 12 + 1).unwrap();
        }
    }
    text
}

fn texts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    let options = ReadOptions::default();
    for (name, text) in
        [("years across", across(400)), ("long", long(100, false)), ("long, decimal commas", long(100, true))]
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(read::text(name, &text, &options).unwrap()));
        });
    }
    group.finish();
}

fn files(criterion: &mut Criterion) {
    let mut paths = vec![PathBuf::from("data/world-bank/API_NY.GDP.MKTP.KN.csv")];
    paths.extend(std::env::var("FANFAN_TABLES").iter().flat_map(|given| given.split(':').map(PathBuf::from)));
    let mut group = criterion.benchmark_group("read and growth");
    for path in paths.iter().filter(|path| path.exists()) {
        let name = path.file_stem().map(Path::new).unwrap().display().to_string();
        group.throughput(Throughput::Bytes(path.metadata().unwrap().len()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let tables = read::tables(&[path], &ReadOptions::default()).unwrap();
                let growth = tables.observations.panel().growth(Base::YearAgo).unwrap();
                black_box((tables, growth))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, texts, files);
criterion_main!(benches);
