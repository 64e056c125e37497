//! Documents on a terminal: tables that line up in Chinese and English.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Drawn, TableStyle, Width};

use super::document::{Block, Document, Mark, Table};
use crate::model::Language;

/// How a terminal shows things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// The language of reasons.
    pub language: Language,
    /// Whether marks and headings are coloured.
    pub color: bool,
    /// Columns at most, as far as heads and texts can be folded: numbers are never broken. Without it as wide as it is.
    pub width: Option<u16>,
}

const BOLD: &str = "1";

/// Rules above, below and under the head: rows are read along, not divided.
const RULES: TableStyle = TableStyle::new().top_border(RULE).header_separator(RULE).bottom_border(RULE);

/// Longer words (addresses, Chinese without blanks) fold inside.
const LONGEST_WORD: usize = 16;

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
    // Half a number is another number, and half a word is hard to read: folds come between words.
    let longest = |text: &str| text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0).min(LONGEST_WORD);
    let mut widest: Vec<usize> = table.heads.iter().map(|head| longest(&head.text)).collect();
    for row in &table.rows {
        let texts: Vec<String> = row.iter().map(|cell| cell.show(look.language)).collect();
        for ((widest, text), head) in widest.iter_mut().zip(&texts).zip(&table.heads) {
            *widest = (*widest).max(if head.numbers { text.chars().count() } else { longest(text) });
        }
        drawn.add_row(texts);
    }
    for ((column, head), widest) in drawn.column_iter_mut().zip(&table.heads).zip(widest) {
        column.set_padding((0, 1));
        if look.width.is_some() {
            let least = u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(1);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        }
        if head.numbers {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    drawn.to_string()
}

fn paint(text: &str, code: &str, color: bool) -> String {
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Cell, Head};

    #[test]
    fn a_narrow_terminal_folds_words_and_never_numbers() {
        let head = |text: &str| Head { text: text.to_owned(), numbers: true };
        let mut heads = vec![Head { text: "indicator".to_owned(), numbers: false }];
        heads.extend(["a year in its leg", "own goal, a year", "completion of it"].map(head));
        let row = vec![
            Cell::Text("Contracted foreign investment of the town".to_owned()),
            Cell::Percent(0.211_13),
            Cell::Percent(0.319_5),
            Cell::Percent(1.25),
        ];
        let table = Table { heads, rows: vec![row] };
        let wide = drawn(&table, Look::default());
        let narrow = drawn(&table, Look { width: Some(50), ..Look::default() });
        assert!(wide.lines().next().is_some_and(|line| line.chars().count() > 80));
        assert!(narrow.lines().all(|line| line.chars().count() <= 50), "{narrow}");
        for number in ["21.11 %", "31.95 %", "125.00 %"] {
            assert!(narrow.contains(number), "{narrow}");
        }
    }
}
