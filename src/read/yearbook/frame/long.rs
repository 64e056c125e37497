//! Where a long table is: one observation a row.

use super::Frame;
use crate::read::yearbook::names::{Class, class};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::words::first_language;

/// The frame of a table whose head says that it is long: a head of periods beside one of values, with a period in each
/// row that has a value below it.
pub(super) fn find(sheet: &Sheet<'_>) -> Option<Frame> {
    let column = |row: usize, wanted: Class| {
        let is_wanted = |column: &usize| class(&first_language(&sheet.label(row, *column))) == Some(wanted);
        let mut found = sheet.filled(row).filter(is_wanted);
        found.next().filter(|_| found.next().is_none())
    };
    let head = (0..sheet.height().min(30)).find(|row| sheet.filled(*row).count() > 1)?;
    let (period, value) = (column(head, Class::Period)?, column(head, Class::Value)?);
    let is_filled = |row: &usize| sheet.filled(*row).any(|column| column == period || column == value);
    let rows: Vec<usize> = (head + 1..sheet.height()).filter(is_filled).collect();
    let sound = |row: &usize| sheet.moment(*row, period).is_some() && sheet.kind(*row, value) != Kind::Text;
    let (Some(&first), Some(&last)) = (rows.first(), rows.last().filter(|_| rows.iter().all(sound))) else {
        return None;
    };
    let stub = sheet.filled(head).filter(|column| *column != value).collect();
    Some(Frame { top: 0, head: vec![head], first, last, rows, stub, data: vec![value], inherits: false })
}
