//! One file as a book, and a folder's files one after the other.

use std::path::Path;

use super::{Book, ReadOptions};
use crate::error::Result;

/// Reads one file whole: every data cell with what its heads say of it, and what could not be read.
///
/// # Errors
/// A file that cannot be opened, or of which nothing can be read; what is wrong inside is among
/// [`Book::problems`].
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let book = read::book("data/town-2005/actuals.csv", &ReadOptions::default())?;
/// let gdp = book.cells.iter().find(|cell| &*cell.indicator == "gdp").expect("the file has this indicator");
/// assert_eq!((gdp.value, &*gdp.period, &*gdp.unit), (Some(11.9), "2005", "亿元"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[cfg(feature = "csv")]
pub fn book(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Book> {
    plain(path.as_ref(), options)
}

/// Reads files one after the other, each when it is asked for: one book is in memory at a time.
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let files = ["data/town-2005/actuals.csv", "data/no-such.csv"];
/// let options = ReadOptions::default();
/// let mut books = read::books(files, &options);
/// assert!(books.next().is_some_and(|book| book.is_ok_and(|book| !book.cells.is_empty())));
/// assert!(books.next().is_some_and(|book| book.is_err())); // and the next one would be read all the same
/// ```
#[cfg(feature = "csv")]
pub fn books<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    options: &ReadOptions,
) -> impl Iterator<Item = Result<Book>> {
    paths.into_iter().map(move |path| book(path, options))
}

/// A plain table as a book.
#[cfg(feature = "csv")]
fn plain(path: &Path, options: &ReadOptions) -> Result<Book> {
    use std::sync::Arc;

    use super::DataCell;
    use crate::model::{PATH_SEPARATOR, Period};

    let tables = super::tables(&[path], options)?;
    let mut book = Book { source: path.display().to_string(), ..Book::default() };
    let mut row = 0;
    for (number, series) in tables.observations.panel().iter().enumerate() {
        let unit: Arc<str> = tables.observations.unit(number).unwrap_or_default().into();
        let growth: Arc<str> = format!("{}{PATH_SEPARATOR}growth", series.key.indicator).into();
        for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
            let period = Period::from_ordinal(series.frequency, ordinal);
            let published = tables.observations.published_growth(row);
            row += 1;
            book.cells.push(DataCell {
                subject: series.key.subject.clone(),
                indicator: series.key.indicator.clone(),
                period: period.to_string().into(),
                at: Some(period),
                value: (!value.is_nan()).then_some(value),
                missing: value.is_nan().then(|| "".into()),
                unit: unit.clone(),
                confidence: 1.0,
                ..DataCell::default()
            });
            // What is published beside a value is a cell of its own.
            book.cells.extend(published.map(|rate| DataCell {
                subject: series.key.subject.clone(),
                indicator: growth.clone(),
                period: period.to_string().into(),
                at: Some(period),
                value: Some(rate),
                unit: "fraction".into(),
                confidence: 1.0,
                ..DataCell::default()
            }));
        }
    }
    Ok(book)
}
