//! fanfan (翻番, *fānfān*, "to double") answers three questions about economic indicators: how fast has it grown, is it
//! on course for its target, and what would reaching the target take.
//!
//! ```
//! use fanfan::prelude::*;
//!
//! // one series; NaN is a gap, and growth compares periods, so that a gap is never stepped over
//! let gdp = Series::annual(2000, [10.0, f64::NAN, 12.1, 13.31]);
//! let yoy = gdp.growth(Base::YearAgo)?;
//! assert_eq!(yoy.get(Period::annual(2002)), Err(Undefined::MissingBase));
//! let cagr = gdp.average_growth(Average::Level)?;
//! assert!((cagr? - 0.1).abs() < 1e-12);
//!
//! // a compounding goal, in either language
//! let goal: Goal = "三年翻一番，五年翻两番".parse()?;
//! for leg in goal.legs() {
//!     println!("{} {:.2}", leg.span(), leg.rate()); // 0.26, then 0.41
//! }
//!
//! // a plan against data
//! let plan = Plan::from_path("data/town-2005/plan.toml")?;
//! let periods = [2005, 2006].map(Period::annual);
//! let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0, 0], &periods, &[11.9, 14.0])?;
//! let track = plan.track(&panel, [Method::StatCan, Method::Schedule])?;
//! assert!(track.findings.iter().any(|finding| finding.code == "target_below_goal"));
//!
//! // a kernel for embedding: plain slices in, the caller's buffers out, nothing allocated
//! let (values, offsets) = ([1.0, 2.0, 4.0], [0, 3]);
//! let periods = Periods::new(Frequency::Annual, vec![2001, 2002, 2004]);
//! let (mut rates, mut reasons) = ([0.0; 3], [0; 3]);
//! growth::growth_long_into(&values, &offsets, &periods, Base::YearAgo, &mut rates, Some(&mut reasons))?;
//! assert_eq!(rates[1], 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//! | module | holds |
//! |---|---|
//! | [`model`] | periods, units, indicators, series and panels |
//! | [`growth`] | growth of every period, averages over spans, compounding, running totals, contributions, rates as published |
//! | [`index_number`] | rebase, splice, chain, deflate, benchmark |
//! | [`aggregate`] | months into years, regions into the country |
//! | [`plan`] | targets, goals, the plan file, and the plan against itself |
//! | [`progress`] | a plan against data, by named methods |
//! | [`read`] | tables in |
//! | `frame` | polars frames in and out (feature `polars`) |
//! | `batch` | whole folders in one run (feature `batch`) |
//! | `report` | results out, for people and programs (feature `report`) |
//! | [`error`] | the one error, and [`Undefined`]: why a number does not exist |
//!
//! Rates are fractions everywhere but in tables for people. Pages: [methods](pages::methods), [reading](pages::reading),
//! [glossary](pages::glossary), [architecture](pages::architecture), [changes](pages::changelog).
//!
//! # Features
//! | feature | brings | costs |
//! |---|---|---|
//! | `csv` | [`read`]: tables as text, long, wide and as offices publish them, also in gz and zip | csv, zip, encoding_rs |
//! | `excel` | workbooks: xls, xlsx, xlsb, ods | calamine |
//! | `formats` | HTML tables, JSON-stat, PC-Axis, zst | html5ever, serde_json, ruzstd |
//! | `polars` | `frame`: frames in and out, growth as expressions of lazy queries | polars |
//! | `rayon` | long kernels on several threads, same bytes for any number | rayon |
//! | `simd` | growth and least squares in the widest registers, same bytes | pulp |
//! | `batch` | `batch`: a folder into panel, growth, progress and problems | the features `csv` and `report`, sha2 |
//! | `parquet` | Parquet and Arrow files in; the tables of a batch in Parquet too | polars |
//! | `report` | `report`: tables, CSV, JSON, Markdown | comfy-table, serde_json |
//!
//! Not here yet: projections, and targets out of prose.

#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used, clippy::expect_used))]

pub mod aggregate;
#[cfg(feature = "batch")]
pub mod batch;
pub mod error;
#[cfg(feature = "polars")]
pub mod frame;
pub mod growth;
pub mod index_number;
pub mod model;
pub mod plan;
pub mod progress;
pub mod read;
#[cfg(feature = "report")]
pub mod report;

pub use error::{Error, ErrorKind, Place, Result, Undefined, UndefinedCounts};

/// What most programs need: `use fanfan::prelude::*;`.
pub mod prelude {
    pub use crate::error::Undefined;
    pub use crate::growth::{self, Average, AverageOptions, Base, Form, GrowthOptions, NegativeBase, RollingOptions};
    pub use crate::model::{
        AsOf, Frequency, Indicator, LongPanel, Panel, Period, PeriodRange, Periods, Series, SeriesKey, Unit,
    };
    pub use crate::plan::{Form as TargetForm, Goal, Plan, Target};
    pub use crate::progress::{GoalFacts, Method, Standing, TrackOptions};
}

/// The project's pages, here so that their examples are compiled and run.
pub mod pages {
    #[doc = include_str!("../METHODS.md")]
    pub mod methods {}
    #[doc = include_str!("../READING.md")]
    pub mod reading {}
    #[doc = include_str!("../GLOSSARY.md")]
    pub mod glossary {}
    #[doc = include_str!("../ARCHITECTURE.md")]
    pub mod architecture {}
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}
    #[cfg(doctest)]
    #[doc = include_str!("../README.md")]
    pub mod readme {}
}
