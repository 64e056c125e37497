//! Documents on a terminal: tables that line up in Chinese and English.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table as Drawn, TableStyle};

use super::document::{Block, Document, Mark, Table};
use crate::model::Language;

/// How a terminal shows things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// The language of reasons.
    pub language: Language,
    /// Whether marks and headings are coloured.
    pub color: bool,
    /// Columns at most; without it as wide as it is.
    pub width: Option<u16>,
}

const BOLD: &str = "1";

/// Rules above, below and under the head: rows are read along, not divided.
const RULES: TableStyle = TableStyle::new().top_border(RULE).header_separator(RULE).bottom_border(RULE);

const RULE: LineStyle = LineStyle::none().fill('─').junction('─');

/// Draws a document.
pub fn draw(document: &Document, look: Look) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(&paint(text, BOLD, look.color));
                out.push('\n');
            }
            Block::Line(text) => {
                out.push_str(text);
                out.push('\n');
            }
            Block::Table(table) => {
                for line in drawn(table, look).lines() {
                    out.push_str(line.trim_end());
                    out.push('\n');
                }
            }
            Block::Notes(notes) => {
                for note in notes {
                    let (mark, color) = match note.mark {
                        Mark::Error => ("x", "31"),
                        Mark::Warning => ("!", "33"),
                        Mark::Info => ("·", "36"),
                    };
                    out.push_str(&paint(mark, color, look.color));
                    out.push(' ');
                    out.push_str(&note.text);
                    out.push('\n');
                }
            }
        }
    }
    out
}

fn drawn(table: &Table, look: Look) -> String {
    let mut drawn = Drawn::new();
    drawn.load_style(RULES);
    if let Some(width) = look.width {
        drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    drawn.set_header(table.heads.iter().map(|head| head.text.as_str()));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| cell.show(look.language)));
    }
    for (column, head) in drawn.column_iter_mut().zip(&table.heads) {
        column.set_padding((0, 1));
        if head.numbers {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    drawn.to_string()
}

fn paint(text: &str, code: &str, color: bool) -> String {
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
