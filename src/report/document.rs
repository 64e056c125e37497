//! Documents: tables and lines of values, before anyone decides how they look.

use crate::error::Undefined;
use crate::model::{Language, decimals};

/// A document for people: blocks from top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A line of text.
    Line(String),
    /// A table.
    Table(Table),
    /// Marked lines, such as findings.
    Notes(Vec<Note>),
}

/// A marked line.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// How serious it is.
    pub mark: Mark,
    /// What it says.
    pub text: String,
}

/// Marks of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mark {
    /// Wrong.
    Error,
    /// Short of what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// A table: heads, and rows of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The heads.
    pub heads: Vec<Head>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// What the column is.
    pub text: String,
    /// Whether its cells are numbers, which go to the right.
    pub numbers: bool,
}

impl Head {
    /// A column of texts.
    pub fn text(text: impl Into<String>) -> Head {
        Head { text: text.into(), numbers: false }
    }

    /// A column of numbers.
    pub fn number(text: impl Into<String>) -> Head {
        Head { text: text.into(), numbers: true }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// Nothing to say.
    Blank,
    /// A text.
    Text(String),
    /// A level, in its unit.
    Level(f64),
    /// A fraction, to be shown in percent.
    Percent(f64),
    /// A difference of fractions, to be shown in percentage points with its sign.
    Points(f64),
    /// A number with so many decimals.
    Fixed(f64, usize),
    /// A multiple: x2.605.
    Multiple(f64),
    /// A number that does not exist.
    Undefined(Undefined),
}

impl Cell {
    /// A cell for a result.
    pub fn of(result: Result<f64, Undefined>, shown: impl Fn(f64) -> Cell) -> Cell {
        match result {
            Ok(value) => shown(value),
            Err(reason) => Cell::Undefined(reason),
        }
    }

    /// A cell for a value that may be missing.
    pub fn maybe(value: Option<f64>, shown: impl Fn(f64) -> Cell) -> Cell {
        value.map_or(Cell::Blank, shown)
    }

    /// The cell as text for a person.
    pub fn show(&self, language: Language) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Level(value) => level(*value),
            Cell::Percent(value) => format!("{} %", decimals(value * 100.0, 2)),
            Cell::Points(value) => {
                let shown = decimals(value * 100.0, 2);
                let rises = *value > 0.0 && shown.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
                if rises { format!("+{shown}") } else { shown }
            }
            Cell::Fixed(value, count) => decimals(*value, *count),
            Cell::Multiple(value) => format!("x{}", trim(&decimals(*value, 3))),
            // The word is short, and what it means is in the help; a sentence would widen its whole column.
            Cell::Undefined(reason) => match language {
                Language::Chinese => format!("（{}）", reason.sentence_zh()),
                Language::English => format!("({})", reason.as_str().replace('_', " ")),
            },
        }
    }
}

/// A level with as many decimals as it needs, four at most, and marks between thousands.
fn level(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1e16 || (magnitude != 0.0 && magnitude < 1e-6) {
        return format!("{value:e}");
    }
    let count = if magnitude >= 1e7 {
        0
    } else if magnitude >= 10_000.0 || magnitude == 0.0 {
        2
    } else if magnitude < 0.1 {
        6
    } else {
        4
    };
    grouped(&trim(&decimals(value, count)))
}

fn trim(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

fn grouped(text: &str) -> String {
    let (sign, body) = text.strip_prefix('-').map_or(("", text), |body| ("-", body));
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
    if whole.len() < 5 {
        return text.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        for (cell, shown) in [
            (Cell::Level(11.9), "11.9"),
            (Cell::Level(1_013_567.0), "1,013,567"),
            (Cell::Level(-1234.5678), "-1234.5678"),
            (Cell::Percent(0.259_921), "25.99 %"),
            (Cell::Percent(-0.000_001), "0.00 %"),
            (Cell::Points(0.0123), "+1.23"),
            (Cell::Points(-0.0123), "-1.23"),
            (Cell::Points(0.0), "0.00"),
            (Cell::Points(0.004), "+0.40"),
            (Cell::Multiple(2.605_04), "x2.605"),
            (Cell::Multiple(4.0), "x4"),
            (Cell::Fixed(2.675, 2), "2.68"),
            (Cell::Fixed(9.996, 2), "10.00"),
            (Cell::Fixed(99.5, 0), "100"),
        ] {
            assert_eq!(cell.show(Language::English), shown, "{cell:?}");
        }
    }
}
