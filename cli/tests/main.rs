//! The command as users meet it: arguments, formats, messages, exit statuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::unreadable_literal)] // digits as they were computed elsewhere

mod aggregate;
mod arithmetic;
mod batch;
mod beside;
#[path = "../../tests/case_file.rs"]
mod case_file;
mod cases;
mod commands;
mod completion;
mod conformance;
mod destatis;
#[path = "../../tests/conformance/destatis_rows.rs"]
mod destatis_rows;
mod files;
mod formats;
mod formulas;
mod generated;
mod goals;
mod input;
mod methods;
mod office;
mod office_tables;
mod outsider;
mod plan_inputs;
mod plan_keys;
mod published;
mod read;
mod refusals;
mod schemas;
mod slips;
mod statcan;
#[path = "../../tests/conformance/statcan_rows.rs"]
mod statcan_rows;
mod support;
mod targets;
mod two_year;
mod units_beside;
mod vintages;
