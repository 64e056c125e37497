//! The layouts of statistical yearbooks and of the exports of statistical offices.
//!
//! One file for each family of rules; the page *reading* lists them. The rules know layouts, never files: a sheet is
//! looked at once ([`sheet`]), divided into tables ([`frame`]), and what stands above ([`preamble`]), in the heads
//! ([`heads`]) and in the stub ([`rows`]) of each is put together into cells ([`table`]).

mod explain;
mod frame;
mod heads;
mod long;
mod names;
mod notes;
mod preamble;
mod rows;
mod script;
mod sheet;
mod table;
mod unit_line;
mod units;
mod value;
mod when;
mod words;

use super::ReadOptions;
use super::book::{Book, Problem};
use super::grid::Grid;
use super::hints::{Hints, TableHint};
use frame::Frame;
use sheet::Sheet;
use table::{Calendars, Strings, Table};

/// Reads the tables of a file whose grids are at hand.
pub(super) fn book(source: &str, grids: &[Grid], options: &ReadOptions) -> Book {
    let mut book = Book { source: source.to_owned(), ..Book::default() };
    let mut strings = Strings::default();
    each_table(grids, &options.hints, &mut |found| match found {
        Found::Table(sheet, table) => {
            let calendars = Calendars::of(sheet);
            book.cells.extend(table::cells(sheet, table, calendars, &mut strings, &mut book.problems));
        }
        Found::Nothing(sheet) => book.problems.push(Problem {
            sheet: sheet.grid.sheet.clone(),
            place: String::new(),
            code: "no_table",
            message:
                "no row of numbers with a label or a head was found; if there is one, say where it is in a hint file"
                    .to_owned(),
        }),
    });
    book
}

/// Whether two heads say the same of what stands below them: regions, indicators, periods, values, units.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    let class = |head| names::class(head).filter(|class| !matches!(class, names::Class::Meta | names::Class::Code));
    class(one).is_some_and(|own| class(other) == Some(own))
}

/// Draws the tables of a file with the role that each row and column was given.
pub(super) fn explain(grids: &[Grid], options: &ReadOptions) -> Vec<String> {
    let mut lines = Vec::new();
    each_table(grids, &options.hints, &mut |found| match found {
        Found::Table(sheet, table) => explain::draw(sheet, table, &mut lines),
        Found::Nothing(sheet) => lines.push(format!("sheet `{}`: no table", sheet.grid.sheet)),
    });
    lines
}

/// What a sheet holds.
enum Found<'f, 'g> {
    Table(&'f Sheet<'g>, &'f Table),
    Nothing(&'f Sheet<'g>),
}

fn each_table(grids: &[Grid], hints: &Hints, take: &mut dyn FnMut(Found<'_, '_>)) {
    let mut above: Option<Table> = None;
    for grid in grids {
        let hints = hints.of_sheet(&grid.sheet);
        let stated: Vec<&TableHint> =
            hints.iter().copied().filter(|hint| hint.range.is_some() || hint.data.is_some()).collect();
        if stated.is_empty() {
            if hints.iter().any(|hint| hint.skip) {
                continue;
            }
            let given = hints.first().map(|hint| (*hint).clone()).unwrap_or_default();
            let mut sheet = Sheet::new(grid);
            let frames = frame::find(&sheet);
            tables_of(&mut sheet, frames, &given, &mut above, take);
            continue;
        }
        for hint in stated {
            if hint.skip {
                continue;
            }
            let mut sheet = Sheet::new(grid);
            if let Some(range) = hint.range {
                sheet.keep(range);
            }
            let frames = match hint.data {
                Some(data) => vec![frame::stated(&sheet, data, hint.head)],
                None => frame::find(&sheet),
            };
            tables_of(&mut sheet, frames, hint, &mut above, take);
        }
    }
}

fn tables_of(
    sheet: &mut Sheet<'_>,
    frames: Vec<Frame>,
    given: &TableHint,
    above: &mut Option<Table>,
    take: &mut dyn FnMut(Found<'_, '_>),
) {
    if let Some(frame) = frames.first() {
        sheet.learn_notes(frame.first);
    } else if sheet.height() > 0 {
        take(Found::Nothing(sheet));
    }
    let mut first = true;
    for mut frame in frames {
        if let Some((top, bottom)) = given.head {
            frame.head = (top..=bottom).filter(|row| *row < frame.first).collect();
        }
        // The first table of a sheet continues another sheet only where it says so.
        let before = above.as_ref().filter(|_| !first || frame.top > 0 || frame::continues_from(sheet, &frame));
        let table = table::understand(sheet, frame, before, given.clone());
        first = false;
        take(Found::Table(sheet, &table));
        *above = Some(table);
    }
}
