//! What an OpenDocument sheet would ask of the memory, and its merged cells, before it is read.
//!
//! A cell may say that it is repeated a million times, so the size of the file says nothing.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;

use super::Budget;
use super::refused::broken;
use crate::error::Result;
use crate::read::Merge;

/// The merged cells of each sheet, by name.
///
/// # Errors
/// XML that is broken; sheets with more rows or columns, or together with more cells, than the limits allow.
pub(super) fn survey(content: impl BufRead, budget: &mut Budget<'_>) -> Result<Vec<(String, Vec<Merge>)>> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    (config.check_end_names, config.expand_empty_elements) = (false, true);
    let mut sheets = Vec::new();
    let mut at = Place::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) if tag.name() == QName("table:table") => {
                at = Place::default();
                sheets.push((attribute(&tag, "table:name").unwrap_or_default(), Vec::new()));
            }
            Event::Start(tag) if tag.name() == QName("table:table-row") => {
                (at.column, at.repeat) = (0, number(&tag, "table:number-rows-repeated"));
                at.filled = 0;
            }
            Event::Start(tag)
                if tag.name() == QName("table:table-cell") || tag.name() == QName("table:covered-table-cell") =>
            {
                let repeat = number(&tag, "table:number-columns-repeated");
                let (rows, columns) =
                    (number(&tag, "table:number-rows-spanned"), number(&tag, "table:number-columns-spanned"));
                if (rows > 1 || columns > 1)
                    && let Some((_, merged)) = sheets.last_mut()
                {
                    merged.push(Merge::new(at.row, at.column, at.row + rows - 1, at.column + columns - 1));
                }
                at.column = at.column.saturating_add(repeat);
                // A cell has a type where it has a value.
                if attribute(&tag, "office:value-type").is_some() {
                    at.filled = at.column;
                }
            }
            Event::End(tag) if tag.name() == QName("table:table-row") => {
                at.row = at.row.saturating_add(at.repeat);
                if at.filled > 0 {
                    (at.bottom, at.right) = (at.row, at.right.max(at.filled));
                    budget.take(at.bottom - 1, at.right - 1, 0)?;
                }
            }
            Event::End(tag) if tag.name() == QName("table:table") => {
                let mut counted = Budget { limits: budget.limits, ..*budget };
                counted.take(0, 0, at.bottom.saturating_mul(at.right))?;
                at.bottom = 0;
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Place {
    row: usize,
    column: usize,
    repeat: usize,
    /// Columns of the row up to its last cell with a value.
    filled: usize,
    bottom: usize,
    right: usize,
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key == QName(name))?;
    Some(found.value.to_string())
}

fn number(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}
