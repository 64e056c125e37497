//! fanfan's side of the comparison: makes the rows, times its own kernels on them, and writes what they give.
//!
//! `fanfan-peers make DIR` writes the rows; `fanfan-peers time DIR` prints a line `family<TAB>name<TAB>milliseconds` for
//! each measurement and writes the results beside the rows, so that those of the peers can be held against them.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use fanfan::frame;
use fanfan::growth::{
    Average, Base, YearToDate, average_long_into, contributions_into, growth_long_into, year_to_date_long_into,
};
use fanfan::model::{Frequency, Period};
use polars::prelude::{DataFrame, IntoColumn, IntoLazy, NamedFrom, Series, col};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SERIES: usize = 100_000;
const YEARS: usize = 64;
const PARTS: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "make", folder] => make(Path::new(folder)),
        [_, "time", folder] => time(Path::new(folder)),
        _ => Err("usage: fanfan-peers make|time DIR".into()),
    }
}

/// Numbers from 0 to 1, the same at every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        ((mixed ^ (mixed >> 33)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// 100 000 series of 64 years with one row in twenty missing, as columns of raw numbers.
fn make(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut random = Random(1);
    let (mut keys, mut years, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for series in 0..SERIES {
        let mut log = 4.0 + 2.0 * random.next();
        for year in 0..YEARS {
            log += 0.03 + 0.1 * (random.next() - 0.5);
            if random.next() > 0.05 {
                keys.extend_from_slice(&(series as i64).to_le_bytes());
                years.extend_from_slice(&(1960 + year as i32).to_le_bytes());
                values.extend_from_slice(&f64::exp(log).to_le_bytes());
            }
        }
    }
    for (name, bytes) in [("keys.i64", keys), ("years.i32", years), ("values.f64", values)] {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

fn column<T, const N: usize>(path: &Path, of: impl Fn([u8; N]) -> T) -> Result<Vec<T>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    Ok(bytes.chunks_exact(N).filter_map(|chunk| chunk.try_into().ok().map(&of)).collect())
}

/// The fastest of some runs, in milliseconds.
fn fastest(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..7 {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best * 1e3
}

fn write(path: &Path, values: &[f64]) -> Result<(), Box<dyn Error>> {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    Ok(fs::write(path, bytes)?)
}

fn say(family: &str, name: &str, milliseconds: f64) {
    println!("{family}\t{name}\t{milliseconds:.3}");
}

fn time(folder: &Path) -> Result<(), Box<dyn Error>> {
    let keys = column(&folder.join("keys.i64"), i64::from_le_bytes)?;
    let years = column(&folder.join("years.i32"), i32::from_le_bytes)?;
    let values = column(&folder.join("values.f64"), f64::from_le_bytes)?;
    let mut offsets = vec![0];
    offsets.extend((1..keys.len()).filter(|&row| keys[row] != keys[row - 1]));
    offsets.push(keys.len());
    let periods = || (Frequency::Annual, years.as_slice());

    let mut rates = vec![0.0; values.len()];
    let mut reasons = vec![0; values.len()];
    let mut failed = None;
    let mut keep = |result: fanfan::Result<()>| {
        if let Err(error) = result {
            failed = Some(error);
        }
    };
    let spent = fastest(|| keep(growth_long_into(&values, &offsets, periods(), Base::YearAgo, &mut rates, None)));
    say("growth", "fanfan", spent);
    write(&folder.join("growth.fanfan"), &rates)?;
    let spent = fastest(|| {
        keep(growth_long_into(&values, &offsets, periods(), Base::YearAgo, &mut rates, Some(&mut reasons)));
    });
    say("growth", "fanfan with reasons", spent);

    let mut averages = vec![0.0; offsets.len() - 1];
    for (family, method) in
        [("cagr", Average::Level), ("least_squares", Average::LeastSquares), ("cumulative", Average::Cumulative)]
    {
        let spent = fastest(|| keep(average_long_into(&values, &offsets, periods(), method, &mut averages, None)));
        say(family, "fanfan", spent);
        write(&folder.join(format!("{family}.fanfan")), &averages)?;
    }
    // The same rows read as months: running totals of each year.
    let months = (Frequency::Monthly, years.as_slice());
    let spent = fastest(|| keep(year_to_date_long_into(&values, &offsets, months, YearToDate::Totals, &mut rates, None)));
    say("year_to_date", "fanfan", spent);
    write(&folder.join("year_to_date.fanfan"), &rates)?;
    // 20 000 parts of one total, all there: the first rows filled up.
    let parts: Vec<f64> = (0..PARTS * YEARS).map(|at| values.get(at).copied().unwrap_or(1.0)).collect();
    let total: Vec<f64> = (0..YEARS).map(|year| (0..PARTS).map(|part| parts[part * YEARS + year]).sum()).collect();
    write(&folder.join("parts.f64"), &parts)?;
    let mut points = vec![0.0; parts.len() + YEARS];
    let spent = fastest(|| {
        keep(contributions_into(&parts, &total, Period::annual(1960), Base::YearAgo, &mut points, None));
    });
    say("contributions", "fanfan", spent);
    points.truncate(parts.len());
    write(&folder.join("contributions.fanfan"), &points)?;
    keep(growth_long_into(&values, &offsets, periods(), Base::YearAgo, &mut rates, None));
    if let Some(error) = failed {
        return Err(error.into());
    }

    let columns = vec![
        Series::new("s".into(), &keys).into_column(),
        Series::new("y".into(), &years).into_column(),
        Series::new("v".into(), &values).into_column(),
    ];
    let frame = DataFrame::new(values.len(), columns)?;
    let series = frame::over([col("s")], col("y"), Frequency::Annual);
    let query = frame.lazy().select([series.growth(col("v"), Base::YearAgo).alias("g")]);
    let mut grown = None;
    let spent = fastest(|| grown = query.clone().collect().ok());
    say("expression", "fanfan through polars", spent);
    let grown = grown.ok_or("the query failed")?;
    let column: Vec<f64> = grown.column("g")?.f64()?.iter().map(|rate| rate.unwrap_or(f64::NAN)).collect();
    let same = column.iter().zip(&rates).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()));
    if !same {
        return Err("the expression and the kernel do not agree".into());
    }
    Ok(())
}
