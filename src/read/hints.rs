//! Hints for tables whose layout is not read rightly: a small TOML file.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, ErrorKind, Result, suggestion};

/// What a person says of tables, in place of what a reader of layouts finds.
///
/// A hint file is TOML with one `[[table]]` for each table, or for all tables of a sheet or of the file. All keys may be
/// left out; unknown keys are errors.
///
/// | key | says |
/// |---|---|
/// | `file = "2013/gdp.xls"` | holds for this file only, known by the end of its path |
/// | `sheet = "Sheet1"` | holds for the tables of this sheet only |
/// | `range = "A5:I32"` | the table stands here, heads and labels included |
/// | `head = "5:6"` | its rows of heads |
/// | `data = "C7:I32"` | its cells of data; labels stand left of them |
/// | `columns = { A = "subject", B = "skip" }` | what columns of labels are for: `label`, `subject`, `indicator`, `period`, `unit`, `skip` |
/// | `rows = "subjects"` | the labels of the rows are `subjects`, or `indicators` |
/// | `title`, `subject`, `indicator`, `unit`, `period` | holds for every cell |
/// | `skip = true` | no table: leave it out |
///
/// # Examples
/// ```
/// use fanfan::read::{self, Hints, ReadOptions};
///
/// let table = ",一,二\n北,1.5,2.5\n南,3.5,4.5\n";
/// let hints = Hints::parse("[[table]]\nrows = \"subjects\"\nindicator = \"产值\"\nunit = \"亿元\"\nperiod = \"2012\"\n", "hint.toml")?;
/// let book = read::book_of("t.csv", table.as_bytes(), &ReadOptions::default().hints(hints))?;
/// let cell = &book.cells[0];
/// assert_eq!((&*cell.subject, &*cell.indicator, &*cell.period, &*cell.unit), ("北", "产值", "2012", "亿元"));
///
/// let error = Hints::parse("[[table]]\nunti = \"亿元\"\n", "hint.toml").unwrap_err();
/// assert!(error.to_string().contains("did you mean `unit`?"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    pub(super) tables: Vec<TableHint>,
}

/// The hints for some tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableHint {
    pub(super) file: Option<String>,
    pub(super) sheet: Option<String>,
    pub(super) range: Option<Area>,
    /// Rows, from 0, both ends included.
    pub(super) head: Option<(usize, usize)>,
    pub(super) data: Option<Area>,
    pub(super) columns: Vec<(usize, ColumnRole)>,
    /// Labels are subjects.
    pub(super) subjects: Option<bool>,
    pub(super) title: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) indicator: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) period: Option<String>,
    pub(super) skip: bool,
}

/// A rectangle of cells, from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) right: usize,
}

/// What a column of labels is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    Label,
    Subject,
    Indicator,
    Period,
    Unit,
    Skip,
}

const KEYS: [&str; 13] = [
    "file",
    "sheet",
    "range",
    "head",
    "data",
    "columns",
    "rows",
    "title",
    "subject",
    "indicator",
    "unit",
    "period",
    "skip",
];
const ROLES: [&str; 6] = ["label", "subject", "indicator", "period", "unit", "skip"];

impl Hints {
    /// Reads a hint file.
    ///
    /// # Errors
    /// A file that cannot be read, and as [`Hints::parse`].
    pub fn from_path(path: impl AsRef<Path>) -> Result<Hints> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
                .mend("check the name and the permissions")
                .in_source(name.clone())
        })?;
        Hints::parse(&text, &name)
    }

    /// Those that hold for a file of this path.
    #[cfg(feature = "csv")]
    pub(crate) fn of_file(&self, path: &str) -> Hints {
        let path = path.replace('\\', "/");
        let is_own = |hint: &&TableHint| {
            let Some(file) = hint.file.as_deref() else { return true };
            path.strip_suffix(file).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        Hints { tables: self.tables.iter().filter(is_own).cloned().collect() }
    }

    /// Reads hints from text; `name` stands for the file in messages.
    ///
    /// # Errors
    /// No TOML, a key or a word that is not known, a range that is none; messages name line and column.
    pub fn parse(text: &str, name: &str) -> Result<Hints> {
        let file = File { text, name };
        let table = DeTable::parse(text)
            .map_err(|error| file.error(&error.span().unwrap_or(0..1), error.message().to_owned()))?;
        let mut hints = Hints::default();
        for (key, value) in table.get_ref() {
            let word: &str = key.get_ref();
            if word != "table" {
                return Err(file
                    .error(&key.span(), format!("unknown key `{word}`"))
                    .mend("write [[table]], and the hints below it"));
            }
            let list = value
                .get_ref()
                .as_array()
                .ok_or_else(|| file.expected(value, word, "a list of tables", "[[table]]"))?;
            for entry in list {
                let table =
                    entry.get_ref().as_table().ok_or_else(|| file.expected(entry, word, "a table", "[[table]]"))?;
                hints.tables.push(file.table(table)?);
            }
        }
        Ok(hints)
    }

    #[cfg(feature = "csv")]
    /// The hints for a sheet.
    pub(super) fn of_sheet<'h>(&'h self, sheet: &str) -> Vec<&'h TableHint> {
        self.tables.iter().filter(|table| table.sheet.as_deref().is_none_or(|name| name == sheet)).collect()
    }
}

struct File<'t> {
    text: &'t str,
    name: &'t str,
}

impl File<'_> {
    fn error(&self, span: &Range<usize>, message: String) -> Error {
        let before = self.text.get(..span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let column = before.get(start..).unwrap_or_default().chars().count();
        let number = before.matches('\n').count() as u64 + 1;
        let margin = number.to_string();
        let blank = " ".repeat(margin.len());
        let snippet = format!("{blank} |\n{margin} | {line}\n{blank} | {}^", " ".repeat(column));
        Error::new(ErrorKind::Layout, message)
            .snippet(snippet)
            .at_line(number)
            .at_column((column + 1).to_string())
            .in_source(self.name)
    }

    fn expected(&self, value: &Spanned<DeValue<'_>>, key: &str, what: &str, example: &str) -> Error {
        self.error(&value.span(), format!("`{key}` should be {what}, not {}", value.get_ref().type_str()))
            .mend(format!("write {key} = {example}"))
    }

    fn table(&self, table: &DeTable<'_>) -> Result<TableHint> {
        let mut hint = TableHint::default();
        for (key, value) in table {
            let word: &str = key.get_ref();
            let string = |example: &str| {
                value.get_ref().as_str().map(str::to_owned).ok_or_else(|| self.expected(value, word, "a text", example))
            };
            let bad = |message: String, mend: &str| self.error(&value.span(), message).mend(mend.to_owned());
            match word {
                "file" => hint.file = Some(string("\"2013/gdp.xls\"")?.replace('\\', "/")),
                "sheet" => hint.sheet = Some(string("\"Sheet1\"")?),
                "title" => hint.title = Some(string("\"...\"")?),
                "subject" => hint.subject = Some(string("\"...\"")?),
                "indicator" => hint.indicator = Some(string("\"...\"")?),
                "unit" => hint.unit = Some(string("\"亿元\"")?),
                "period" => {
                    let text = string("\"2005\"")?;
                    crate::model::Reading::of(&text).map_err(|error| {
                        bad(error.message().to_owned(), "write a period such as 2005, 2005-Q3, 2005-07")
                    })?;
                    hint.period = Some(text);
                }
                "range" | "data" => {
                    let text = string("\"C7:I32\"")?;
                    let area = area(&text).ok_or_else(|| {
                        bad(
                            format!("`{text}` is no range of cells"),
                            "write the first and the last cell, as in C7:I32 or R7C3:R32C9",
                        )
                    })?;
                    if word == "range" { hint.range = Some(area) } else { hint.data = Some(area) }
                }
                "head" => {
                    let text = string("\"5:6\"")?;
                    let rows = rows(&text).ok_or_else(|| {
                        bad(format!("`{text}` are no rows"), "write the first and the last row, as in 5:6")
                    })?;
                    hint.head = Some(rows);
                }
                "rows" => {
                    let text = string("\"subjects\"")?;
                    hint.subjects = match text.as_str() {
                        "subjects" => Some(true),
                        "indicators" => Some(false),
                        _ => {
                            return Err(bad(
                                format!("unknown word `{text}`"),
                                &suggestion(&text, &["subjects", "indicators"]),
                            ));
                        }
                    };
                }
                "skip" => {
                    hint.skip =
                        value.get_ref().as_bool().ok_or_else(|| self.expected(value, word, "true or false", "true"))?;
                }
                "columns" => {
                    let columns = value
                        .get_ref()
                        .as_table()
                        .ok_or_else(|| self.expected(value, word, "a table", "{ A = \"subject\" }"))?;
                    for (column, role) in columns {
                        hint.columns.push((self.column(column)?, self.role(role)?));
                    }
                }
                _ => {
                    return Err(self.error(&key.span(), format!("unknown key `{word}`")).mend(suggestion(word, &KEYS)));
                }
            }
        }
        Ok(hint)
    }

    fn column(&self, column: &Spanned<std::borrow::Cow<'_, str>>) -> Result<usize> {
        let name: &str = column.get_ref();
        let number = letters(name)
            .or_else(|| name.trim_start_matches('C').parse::<usize>().ok().and_then(|number| number.checked_sub(1)));
        number.ok_or_else(|| {
            self.error(&column.span(), format!("`{name}` is no column"))
                .mend("write its letter, as in A, or its number, as in C1")
        })
    }

    fn role(&self, role: &Spanned<DeValue<'_>>) -> Result<ColumnRole> {
        let word = role.get_ref().as_str().ok_or_else(|| self.expected(role, "column", "a word", "\"subject\""))?;
        Ok(match word {
            "label" => ColumnRole::Label,
            "subject" => ColumnRole::Subject,
            "indicator" => ColumnRole::Indicator,
            "period" => ColumnRole::Period,
            "unit" => ColumnRole::Unit,
            "skip" => ColumnRole::Skip,
            _ => return Err(self.error(&role.span(), format!("unknown word `{word}`")).mend(suggestion(word, &ROLES))),
        })
    }
}

/// `C7:I32`, `R7C3:R32C9`.
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell(first.trim())?, cell(last.trim())?);
    (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
}

fn cell(text: &str) -> Option<(usize, usize)> {
    if let Some((row, column)) = text.strip_prefix('R').and_then(|rest| rest.split_once('C'))
        && let (Ok(row), Ok(column)) = (row.parse::<usize>(), column.parse::<usize>())
    {
        return Some((row.checked_sub(1)?, column.checked_sub(1)?));
    }
    let split = text.find(|character: char| character.is_ascii_digit())?;
    let column = letters(text.get(..split)?)?;
    Some((text.get(split..)?.parse::<usize>().ok()?.checked_sub(1)?, column))
}

/// `A` is 0, `AB` is 27.
fn letters(text: &str) -> Option<usize> {
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    text.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1).checked_sub(1)
}

/// `5:6`, or one row.
fn rows(text: &str) -> Option<(usize, usize)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) =
        (first.trim().parse::<usize>().ok()?.checked_sub(1)?, last.trim().parse::<usize>().ok()?.checked_sub(1)?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_checked() {
        let hints = Hints::parse("[[table]]\nsheet = \"S\"\nrange = \"A5:AB32\"\nhead = \"5:6\"\ncolumns = { A = \"subject\", C2 = \"skip\" }\n", "h").unwrap();
        let table = &hints.tables[0];
        assert_eq!(table.range, Some(Area { top: 4, left: 0, bottom: 31, right: 27 }));
        assert_eq!(table.head, Some((4, 5)));
        assert_eq!(table.columns, [(0, ColumnRole::Subject), (1, ColumnRole::Skip)]);
        let hints = Hints::parse("[[table]]\nunit = \"%\"\n[[table]]\nfile = \"b/c.xls\"\n", "h").unwrap();
        for (path, count) in [("b/c.xls", 2), ("a/b/c.xls", 2), ("a\\b\\c.xls", 2), ("ab/c.xls", 1), ("c.xls", 1)] {
            assert_eq!(hints.of_file(path).tables.len(), count, "{path}");
        }
        for (text, wanted) in [
            ("[[tabel]]\n", "unknown key `tabel`"),
            ("[[table]]\nrange = \"A5\"\n", "line 2"),
            ("[[table]]\nperiod = \"2005-13\"\n", "2005-13"),
            ("[[table]]\nrows = \"subject\"\n", "did you mean `subjects`?"),
            ("[[table]]\ncolumns = { A = \"unti\" }\n", "did you mean `unit`?"),
            ("[[table]]\nfile = 1\n", "`file` should be a text"),
            ("[[table]]\nskip = 1\n", "should be true or false"),
            ("nonsense", "h"),
        ] {
            let message = Hints::parse(text, "h").unwrap_err().to_string();
            assert!(message.contains(wanted), "{text}: {message}");
        }
    }
}
