//! What a reader of whole books gives: data cells with all that their heads say of them, and what it could not read.

use std::sync::Arc;

use crate::model::Period;

/// One data cell of a published table, missing ones too.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DataCell {
    /// Region or entity; empty where the table names none.
    pub subject: Arc<str>,
    /// Path of headings from outer to inner, joined with ` / `, as printed, blanks inside spread labels closed up.
    pub indicator: Arc<str>,
    /// The period as SDMX text (`2005`, `2005-Q3`, `2005-01/2005-07`, a day of a stock); empty where none is given.
    pub period: Arc<str>,
    /// The same as a period of the model, where it is one.
    pub at: Option<Period>,
    /// The number; `None` where it is missing.
    pub value: Option<f64>,
    /// The mark of a missing value as printed; empty where the cell is blank; `None` where there is a value.
    pub missing: Option<Arc<str>>,
    /// The unit as printed, without brackets.
    pub unit: Arc<str>,
    /// Title of the table.
    pub table: Arc<str>,
    /// Name of the sheet; empty in text files.
    pub sheet: Arc<str>,
    /// Name of the cell: `B7`, or `R7C2` in text files.
    pub cell: String,
    /// The edition that the file gives itself, in a column `as_of`; the day or the period of it.
    pub as_of: Option<Arc<str>>,
    /// 1 where everything is sure; below it, `note` says what is not.
    pub confidence: f64,
    /// What is not sure, or was trimmed (a footnote mark, a status code).
    pub note: Option<Arc<str>>,
}

/// Something that could not be read, or not be read surely.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Sheet; empty in text files.
    pub sheet: String,
    /// Cell, row or table that it is about; empty for the whole file.
    pub place: String,
    /// A word that never changes: `no_table`, `no_period`, ...
    pub code: &'static str,
    /// What is wrong, and how to mend it.
    pub message: String,
}

/// Everything that was read of one file.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Book {
    /// The file, as named by the caller (`file.zip/inner.csv` for one inside).
    pub source: String,
    /// The data cells, in the order of sheets, rows and columns.
    pub cells: Vec<DataCell>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}
