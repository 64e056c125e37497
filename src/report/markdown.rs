//! Documents as Markdown.

use super::document::{Block, Document, Mark, Table};
use crate::model::Language;

/// Writes a document as Markdown.
pub fn markdown(document: &Document, language: Language) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading(text) => out.push_str(&format!("## {}\n", escape(text))),
            Block::Line(text) => out.push_str(&format!("{}\n", escape(text))),
            Block::Table(table) => write_table(&mut out, table, language),
            Block::Notes(notes) => {
                for note in notes {
                    let word = match note.mark {
                        Mark::Error => "**error**",
                        Mark::Warning => "**warning**",
                        Mark::Info => "info",
                    };
                    out.push_str(&format!("- {word}: {}\n", escape(&note.text)));
                }
            }
        }
    }
    out
}

fn write_table(out: &mut String, table: &Table, language: Language) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.heads.iter().map(|head| escape(&head.text)).collect()));
    out.push_str(&row(table.heads.iter().map(|head| if head.numbers { "---:" } else { "---" }.to_owned()).collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(|cell| escape(&cell.show(language))).collect()));
    }
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
