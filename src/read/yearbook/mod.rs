//! The layouts of statistical yearbooks and of the exports of statistical offices.

mod frame;
mod heads;
mod long;
mod names;
mod preamble;
mod rows;
mod sheet;
mod table;
mod units;
mod value;
mod when;
mod words;

use super::ReadOptions;
use super::book::{Book, Problem};
use super::grid::Grid;
use sheet::Sheet;
use table::{Calendars, Strings, Table};

/// Reads the tables of a file whose grids are at hand.
pub(super) fn book(source: &str, grids: &[Grid], _options: &ReadOptions) -> Book {
    let mut book = Book { source: source.to_owned(), ..Book::default() };
    let mut strings = Strings::default();
    let mut above: Option<Table> = None;
    for grid in grids {
        let mut sheet = Sheet::new(grid);
        let frames = frame::find(&sheet);
        if let Some(frame) = frames.first() {
            sheet.learn_notes(frame.first);
        }
        let calendars = Calendars::of(&sheet);
        let mut first = true;
        for frame in frames {
            let before = if first && frame.top == 0 {
                above.as_ref().filter(|_| frame::continues_from(&sheet, &frame))
            } else {
                above.as_ref()
            };
            let table = table::understand(&sheet, frame, before);
            first = false;
            book.cells.extend(table::cells(&sheet, &table, calendars, &mut strings, &mut book.problems));
            above = Some(table);
        }
        if first && sheet.height() > 0 {
            book.problems.push(Problem {
                sheet: grid.sheet.clone(),
                place: String::new(),
                code: "no_table",
                message: "no row of numbers with a label or a head was found".to_owned(),
            });
        }
    }
    book
}
