//! What a BIFF workbook would ask of the memory, before it is read.
//!
//! The reader of workbooks lays out each sheet from its first cell to its last, so two cells at the ends of a sheet cost
//! as much as a full one. The records are walked once to know.

use super::Budget;
use super::compound::Compound;
use super::refused::{broken, no_workbook, protected};
use crate::error::Result;

/// The records that hold cells with something in them: row and column come first.
const CELLS: [u16; 9] = [0x0203, 0x0204, 0x0205, 0x0006, 0x0206, 0x0406, 0x027e, 0x00fd, 0x00d6];
/// Several numbers of one row: the last column stands at the end.
const NUMBERS: u16 = 0x00bd;
/// Where a sheet begins and ends, as it claims: the reader of workbooks makes room for all of it.
const DIMENSIONS: u16 = 0x0200;
/// Cells of a full sheet.
const FULL: usize = 65_536 * 256;
const ENCRYPTED: u16 = 0x002f;
const BEGIN: [u16; 4] = [0x0809, 0x0409, 0x0209, 0x0009];
/// The version that BIFF8 gives itself.
const BIFF8: u16 = 0x0600;

/// Whether the workbook is of BIFF8, whose text is UTF-16.
///
/// # Errors
/// A password; sheets with more rows or columns, or together with more cells, than the limits allow.
pub(super) fn is_biff8(bytes: &[u8], budget: &Budget<'_>) -> Result<bool> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(protected());
    }
    let Some(stream) = file.stream("Workbook").transpose().or_else(|| file.stream("Book").transpose()) else {
        return Err(no_workbook());
    };
    let stream = stream?;
    let mut extents = Extents { top: u16::MAX, left: u16::MAX, bottom: 0, right: 0 };
    let (mut cells, mut is_biff8, mut first) = (0_usize, true, true);
    let mut rest = stream.as_slice();
    while let Some((kind, data, after)) = record(rest) {
        rest = after;
        if BEGIN.contains(&kind) {
            if first {
                is_biff8 = word(data, 0) == Some(BIFF8);
            }
            first = false;
            cells = cells.saturating_add(extents.cells());
            extents = Extents { top: u16::MAX, left: u16::MAX, bottom: 0, right: 0 };
        } else if kind == ENCRYPTED && word(data, 0) != Some(0) {
            return Err(protected());
        } else if kind == DIMENSIONS && declared(data) > budget.limits.cells.max(FULL) {
            return Err(broken(&"a sheet claims more cells than a sheet can have"));
        } else if let (Some(row), Some(column)) = (word(data, 0), word(data, 2))
            && (kind == NUMBERS || CELLS.contains(&kind))
        {
            let last = if kind == NUMBERS { word(data, data.len().saturating_sub(2)) } else { None };
            extents.take(row, column, last.unwrap_or(column));
        }
    }
    cells = cells.saturating_add(extents.cells());
    let mut counted = Budget { limits: budget.limits, ..*budget };
    counted.take(0, 0, cells)?;
    Ok(is_biff8)
}

struct Extents {
    top: u16,
    left: u16,
    bottom: u16,
    right: u16,
}

impl Extents {
    fn take(&mut self, row: u16, left: u16, right: u16) {
        self.top = self.top.min(row);
        self.bottom = self.bottom.max(row);
        self.left = self.left.min(left);
        self.right = self.right.max(right);
    }

    fn cells(&self) -> usize {
        if self.top > self.bottom || self.left > self.right {
            return 0;
        }
        usize::from(self.bottom - self.top).saturating_add(1) * usize::from(self.right - self.left).saturating_add(1)
    }
}

/// Cells that a sheet claims to have.
fn declared(data: &[u8]) -> usize {
    let words: Vec<usize> = (0..6).filter_map(|at| word(data, 2 * at)).map(usize::from).collect();
    let (top, bottom, left, right) = match (data.len(), words.as_slice()) {
        (14.., &[top, top_high, bottom, bottom_high, left, right]) => {
            (top | top_high << 16, bottom | bottom_high << 16, left, right)
        }
        // BIFF5
        (10.., &[top, bottom, left, right, ..]) => (top, bottom, left, right),
        _ => return 0,
    };
    // One that ends before it begins is as wrong as one that is too large, but for the empty sheet.
    if bottom == 0 { 0 } else { span(top, bottom).saturating_mul(span(left.min(right), right)) }
}

fn span(first: usize, last: usize) -> usize {
    last.checked_sub(first).map_or(usize::MAX, |span| span + 1)
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]))
}

fn record(rest: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
    Some((kind, rest.get(4..4 + length)?, rest.get(4 + length..)?))
}
