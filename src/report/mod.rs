//! Reports: results as tables for people and as CSV and JSON for programs (rank 6).
//!
//! Each report knows how to write itself in every [`Format`]. Rates are fractions in CSV and JSON and percent in the
//! tables; a number that does not exist is empty or `null`, with its reason in `undefined`.

mod aggregate;
mod comparison;
mod contribution;
mod contribution_chained;
mod contribution_parts;
mod document;
mod goal;
mod growth;
mod growth_columns;
mod growth_comparable;
mod growth_json;
mod index;
mod markdown;
mod methods;
mod object;
mod read;
mod results;
mod rows;
mod terminal;
mod track;
mod track_details;
mod track_goals;
mod track_json;
mod track_methods;
mod track_reviews;
mod track_rows;
mod track_targets;
mod words;

pub use aggregate::{AggregateHow, AggregateReport, AggregateRequest, AggregateTo};
pub use comparison::ComparisonReport;
pub use contribution::{ContributionReport, ContributionRequest};
pub use contribution_chained::ChainedForm;
pub use document::{Block, Cell, Document, Head, Mark, Note, Table};
pub use goal::GoalReport;
pub use growth::GrowthReport;
pub use growth_columns::GrowthRequest;
pub use index::{IndexOperation, IndexReport};
pub use markdown::markdown;
pub use methods::MethodsReport;
pub use read::{ReadReport, ReadRow};
pub use terminal::{Look, draw};
pub use track::TrackReport;
#[cfg(feature = "batch")]
pub(crate) use track_rows::holds_numbers;
#[cfg(feature = "batch")]
pub(crate) use words::{outcome, say};

use std::io::Write;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Language, words};

words! {
    /// How a report is written.
    Format, "format" {
        /// Tables for a person.
        Table = "table",
        /// Rows for a program.
        Csv = "csv",
        /// A document for a program.
        Json = "json",
        /// Tables in Markdown.
        Markdown = "markdown",
    }
}

/// Something that can be written in every format.
pub trait Report {
    /// The document for people.
    fn document(&self, language: Language) -> Document;
    /// The document for programs, with its `schema`.
    fn json(&self) -> serde_json::Value;
    /// Writes the same document; a long one piece by piece, so that it never stands in memory whole.
    ///
    /// # Errors
    /// The output cannot be written.
    fn write_json(&self, out: &mut dyn Write) -> Result<()> {
        serde_json::to_writer_pretty(out, &self.json()).map_err(|error| unwritable(&error))
    }
    /// The rows for programs.
    ///
    /// # Errors
    /// The output cannot be written.
    fn csv(&self, out: &mut dyn Write) -> Result<()>;
}

/// Writes a report.
///
/// # Errors
/// The output cannot be written.
///
/// # Examples
/// ```
/// use fanfan::report::{self, Format, GoalReport, Look};
///
/// let report = GoalReport::new("三年翻一番，五年翻两番".parse()?);
/// let mut out = Vec::new();
/// report::write(&report, Format::Csv, Look::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).starts_with("years,by,multiple,rate,leg_rate,slack,value\n3,"));
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn write(report: &dyn Report, format: Format, look: Look, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Table => {
            out.write_all(draw(&report.document(look.language), look).as_bytes()).map_err(|error| unwritable(&error))
        }
        Format::Markdown => out
            .write_all(markdown(&report.document(look.language), look.language).as_bytes())
            .map_err(|error| unwritable(&error)),
        Format::Csv => report.csv(out),
        Format::Json => {
            report.write_json(out)?;
            out.write_all(b"\n").map_err(|error| unwritable(&error))
        }
    }
}

fn unwritable(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Io, format!("the result cannot be written: {error}"))
        .mend("check the disk and the permissions")
}

/// A list that is made while it is written.
struct Streamed<F>(F);

impl<F, I> serde::Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: serde::Serialize,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Rows of text as CSV.
fn csv_rows<'a>(
    out: &mut dyn Write,
    head: &[&str],
    rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>,
) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(head).map_err(|error| unwritable(&error))?;
    for row in rows {
        writer.write_record(row.iter().map(|field| field.as_bytes())).map_err(|error| unwritable(&error))?;
    }
    writer.flush().map_err(|error| unwritable(&error))
}

/// The shortest digits of a number, nothing for NaN.
pub(crate) fn digits(value: f64) -> String {
    if value.is_nan() { String::new() } else { format!("{value}") }
}
