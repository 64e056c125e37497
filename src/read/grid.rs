//! A sheet as a grid of cells, whatever file it came from: what loaders give and layout readers take.

/// One cell as the file has it.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub enum GridCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as written, blanks and line breaks kept.
    Text(String),
    /// A number that the file stores as a number.
    Number(f64),
    /// A day that the file stores as a date: year, month, day.
    Date(i32, u8, u8),
    /// A truth value.
    Flag(bool),
    /// An error of the sheet, such as `#N/A`.
    Fault(String),
}

/// How cells are named for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellNames {
    /// `B7`, in workbooks and HTML tables.
    #[default]
    A1,
    /// `R7C2`, in text: records, not lines, and fields, both from 1.
    Record,
}

/// Cells that are merged into one: rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merge {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Last row.
    pub bottom: usize,
    /// Last column.
    pub right: usize,
}

impl Merge {
    /// A merge of the rows `top..=bottom` and the columns `left..=right`.
    pub const fn new(top: usize, left: usize, bottom: usize, right: usize) -> Merge {
        Merge { top, left, bottom, right }
    }
}

/// A sheet, a text table or an HTML table. Rows may be ragged.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Grid {
    /// Name of the sheet exactly as stored; empty where the file has none.
    pub sheet: String,
    /// Rows from the first of the sheet on.
    pub rows: Vec<Vec<GridCell>>,
    /// Merged cells; the value stands in the first of them.
    pub merged: Vec<Merge>,
    /// How cells are named.
    pub names: CellNames,
    /// Line on which each record begins, for messages; empty in workbooks, where it is the row.
    pub lines: Vec<u64>,
    /// Whether semicolons divide the text: then a comma that could be either marks decimals.
    pub semicolons: bool,
}

impl Grid {
    /// A grid without merged cells.
    pub fn new(sheet: impl Into<String>, rows: Vec<Vec<GridCell>>, names: CellNames) -> Grid {
        Grid { sheet: sheet.into(), rows, names, ..Grid::default() }
    }

    /// The cell at a row and a column, from 0; empty outside.
    pub fn get(&self, row: usize, column: usize) -> &GridCell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&GridCell::Empty)
    }

    /// Number of columns of the longest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The name of a cell, from 0: `B7`, or `R7C2`.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{CellNames, Grid};
    ///
    /// assert_eq!(Grid::new("S", vec![], CellNames::A1).name(6, 27), "AB7");
    /// assert_eq!(Grid::new("", vec![], CellNames::Record).name(6, 27), "R7C28");
    /// ```
    pub fn name(&self, row: usize, column: usize) -> String {
        match self.names {
            CellNames::Record => format!("R{}C{}", row + 1, column + 1),
            CellNames::A1 => {
                let mut letters = Vec::new();
                let mut rest = column + 1;
                while rest > 0 {
                    rest -= 1;
                    letters.push(char::from(b'A' + (rest % 26) as u8));
                    rest /= 26;
                }
                letters.iter().rev().collect::<String>() + &(row + 1).to_string()
            }
        }
    }
}
