//! The integration tests, one binary: architecture, official cases, properties, naive versions of the kernels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod architecture;
#[cfg(feature = "batch")]
mod batch;
mod books_kit;
mod case_file;
mod cases;
mod completion_properties;
mod conformance;
mod extremes;
#[cfg(feature = "polars")]
mod frames;
mod goal_properties;
mod index_properties;
mod official_targets;
mod oracle;
mod plan_properties;
mod progress_properties;
mod properties;
mod readers_kit;
mod target_properties;
mod traps;
mod vintages;
#[cfg(feature = "excel")]
mod yearbooks;
mod ytd_properties;
