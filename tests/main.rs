//! The integration tests, one binary: official cases, properties, and naive versions of the kernels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod conformance;
mod oracle;
mod properties;
