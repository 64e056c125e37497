//! One file as a book: whatever its format, every data cell with what its heads say of it.

use std::path::Path;

use super::load::{self, Loaded};
use super::named::name_columns;
use super::{Book, ReadOptions, input, yearbook};
use crate::error::Result;

/// Reads one file whole: every data cell of every table in it, missing ones too, with its subject, path of headings,
/// period and unit, and what could not be read.
///
/// Any format and layout that [`pages::reading`](crate::pages::reading) lists: workbooks and text of statistical
/// yearbooks and of the exports of statistical offices, and plain tables. What is not sure has a confidence below 1 and
/// a note. Columns that the options name are taken for what they say in every table that has all of them; where none
/// has, that is among the problems (`no_column`). Of an archive the tables of all files are read; their sheets are named `file/sheet`.
///
/// # Errors
/// A file that cannot be opened, or of which nothing can be read; what is wrong inside is among [`Book::problems`].
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
pub fn book(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Book> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let bytes = input::read(path, &options.limits)?;
    book_of(&name, &bytes, options)
}

/// Reads bytes as [`book`] reads a file; `name` stands for the file in messages.
///
/// # Errors
/// As [`book`].
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let table = "各市地区生产总值\n单位:亿元\n地 区,2015年,2016年\n广  州,18100.4,19547.4\n";
/// let book = read::book_of("table.csv", table.as_bytes(), &ReadOptions::default())?;
/// let cell = &book.cells[1];
/// assert_eq!((&*cell.subject, &*cell.indicator), ("广州", "地区生产总值"));
/// assert_eq!((&*cell.period, cell.value, &*cell.unit), ("2016", Some(19547.4), "亿元"));
/// assert!(cell.confidence < 1.0); // the indicator is that of the title
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn book_of(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Book> {
    let options = &options.of_file(name);
    let mut all = load::grids(name, bytes, &options.limits)?;
    if let [_] = all.as_slice()
        && let Some(loaded) = all.pop()
    {
        let inner = inside(name, &loaded.source);
        let mut book = one(loaded, options);
        for problem in book.problems.iter_mut().filter(|problem| problem.sheet.is_empty()) {
            problem.sheet.clone_from(&inner);
        }
        return Ok(book);
    }
    let mut whole = Book { source: name.to_owned(), ..Book::default() };
    for loaded in all {
        let inner = inside(name, &loaded.source);
        let book = one(loaded, options);
        whole.cells.extend(book.cells.into_iter().map(|mut cell| {
            cell.sheet =
                if cell.sheet.is_empty() { inner.as_str().into() } else { format!("{inner}/{}", cell.sheet).into() };
            cell
        }));
        whole.problems.extend(book.problems.into_iter().map(|mut problem| {
            problem.sheet = if problem.sheet.is_empty() { inner.clone() } else { format!("{inner}/{}", problem.sheet) };
            problem
        }));
    }
    Ok(whole)
}

/// The path of a table inside of its archive; empty where the file is no archive.
fn inside(name: &str, source: &str) -> String {
    source.strip_prefix(name).unwrap_or(source).trim_start_matches('/').to_owned()
}

fn one(mut loaded: Loaded, options: &ReadOptions) -> Book {
    let unnamed = name_columns(&mut loaded.grids, options);
    let mut book = yearbook::book(&loaded.source, &loaded.grids, options);
    book.cells.extend(loaded.cells);
    book.problems.extend(unnamed);
    book.problems.extend(loaded.problems);
    book
}

/// Draws the tables of a file as [`book`] understands them: what each row and each column is for.
///
/// # Errors
/// As [`book`].
///
/// # Examples
/// ```
/// use fanfan::read::{self, ReadOptions};
///
/// let lines = read::explain("data/yearbooks/cn_nbs_prov_annual_fai.csv", &ReadOptions::default())?;
/// assert!(lines.iter().any(|line| line.contains("head: period") && line.contains("2025年")));
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn explain(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Vec<String>> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let options = &options.of_file(&name);
    let bytes = input::read(path, &options.limits)?;
    let mut lines = Vec::new();
    for mut loaded in load::grids(&name, &bytes, &options.limits)? {
        name_columns(&mut loaded.grids, options);
        lines.push(loaded.source);
        lines.extend(loaded.notes);
        lines.extend(yearbook::explain(&loaded.grids, options));
    }
    Ok(lines)
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
pub fn books<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    options: &ReadOptions,
) -> impl Iterator<Item = Result<Book>> {
    paths.into_iter().map(move |path| book(path, options))
}
