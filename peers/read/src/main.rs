//! fanfan's side of reading: makes files in the World Bank's layout, and times reading them and growing every series.
//!
//! `fanfan-peers-read make DIR` writes the files; `fanfan-peers-read time FILE...` prints a line
//! `family<TAB>name<TAB>milliseconds` for each, and with `sum` the sum of the values, for the peers to agree with.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

use fanfan::growth::Base;
use fanfan::read::{self, ReadOptions};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "make", folder] => make(Path::new(folder)),
        [_, "time", files @ ..] => files.iter().try_for_each(|file| time(Path::new(file))),
        _ => Err("usage: fanfan-peers-read make DIR | time FILE...".into()),
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

/// The publisher's layout: preamble, all fields in quotes, years across, an empty last column. A series begins late and
/// has a share of blanks, as official ones do.
fn across(areas: usize, indicators: usize, years: usize, late: f64) -> Result<String, Box<dyn Error>> {
    let mut random = Random(7);
    let mut text = String::from("\u{feff}\"Data Source\",\"World Development Indicators\",\r\n\r\n");
    text.push_str("\"Last Updated Date\",\"2024-06-28\",\r\n\r\n");
    text.push_str("\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",");
    for year in 0..years {
        write!(text, "\"{}\",", 1960 + year)?;
    }
    text.push_str("\r\n");
    for area in 0..areas {
        for indicator in 0..indicators {
            // Sorted by name, as the publisher does, so that codes are in another order.
            let code = area * 7919 % areas;
            write!(text, "\"Area {area}, the\",\"A{code:05}\",\"Indicator {indicator} (current US$)\",\"XX.{indicator:04}.CD\",")?;
            let first = (random.next() * 2.0 * late * years as f64) as usize;
            let mut level = 1e9 * (1.0 + 100.0 * random.next());
            for year in 0..years {
                level *= 1.0 + 0.15 * (random.next() - 0.3);
                // Fifteen digits, as most values of such files have.
                match year < first {
                    true => text.push_str("\"\","),
                    false => write!(text, "\"{level:.*}\",", 14 - level.log10() as usize)?,
                }
            }
            text.push_str("\r\n");
        }
    }
    Ok(text)
}

/// One indicator of 266 areas, 1442 indicators of one area with many blanks, and a hundred times the first.
fn make(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("areas.csv"), across(266, 1, 64, 0.18)?)?;
    fs::write(folder.join("indicators.csv"), across(1, 1442, 62, 0.55)?)?;
    Ok(fs::write(folder.join("large.csv"), across(26_600, 1, 64, 0.18)?)?)
}

/// The fastest of many runs: read, and growth on a year before of every series.
fn time(file: &Path) -> Result<(), Box<dyn Error>> {
    let options = ReadOptions::default();
    let name = file.file_name().unwrap_or_default().display().to_string();
    let run = || -> Result<f64, Box<dyn Error>> {
        let tables = read::tables(&[file], &options)?;
        let panel = tables.observations.panel();
        std::hint::black_box(panel.growth(Base::YearAgo)?);
        Ok(panel.values().iter().filter(|value| value.is_finite()).sum())
    };
    let mut best = f64::INFINITY;
    let began = Instant::now();
    let mut runs = 0;
    while runs < 3 || (runs < 200 && began.elapsed().as_secs_f64() < 2.0) {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed().as_secs_f64());
        runs += 1;
    }
    println!("read {name}\tfanfan\t{:.3}", best * 1e3);
    println!("read {name}\tsum\t{:e}", run()?);
    Ok(())
}
