//! A World Bank file into a polars frame, and its growth as an expression: gap-aware, for each country.
//!
//! `cargo run --features polars,csv --example growth_in_a_frame`

use fanfan::frame;
use fanfan::growth::{Average, Base};
use fanfan::model::Frequency;
use fanfan::read::{self, ReadOptions};
use polars::prelude::{IntoLazy, col, lit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tables = read::tables(&["data/world-bank/API_NY.GDP.MKTP.KN.csv"], &ReadOptions::default())?;
    let frame = frame::from_long_panel(tables.observations.panel().clone())?;
    let series = frame::over([col("subject"), col("indicator")], col("period"), Frequency::Annual);

    // Growth of every year, with the reason where there is none.
    let grown = frame
        .clone()
        .lazy()
        .with_columns([
            series.growth(col("value"), Base::YearAgo).alias("yoy"),
            series.undefined(col("value"), Base::YearAgo).alias("undefined"),
        ])
        .filter(col("period").gt_eq(lit("2019")))
        .collect()?;
    for row in 0..grown.height().min(5) {
        println!("{:?}", grown.get_row(row)?.0);
    }

    // Average growth of every country, as an aggregation.
    let cagr = frame::average_growth(col("value"), col("period"), Frequency::Annual, Average::Level).alias("cagr");
    let average = frame.lazy().group_by([col("subject")]).agg([cagr]).collect()?;
    println!("{} countries", average.height());
    Ok(())
}
