//! The integration tests, one binary: architecture, official cases, properties, naive versions of the kernels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod architecture;
mod conformance;
mod index_properties;
mod oracle;
mod properties;
