//! What rows and columns are for, in a word.

use super::Table;
use crate::read::yearbook::heads::HeadRole;
use crate::read::yearbook::rows::Role;

/// What a row or column is for, in a few letters; for `--explain`.
pub(in super::super) fn role_of_row(table: &Table, row: usize) -> Option<&'static str> {
    if let Some(at) = table.frame.head.iter().position(|other| *other == row) {
        return Some(match table.heads.roles.get(at) {
            Some(HeadRole::Heading) => "head",
            Some(HeadRole::Period) => "head: period",
            Some(HeadRole::Unit) => "head: unit",
            Some(HeadRole::Subject) => "head: subject",
            Some(HeadRole::Frequency) => "head: frequency",
            Some(HeadRole::Skip) | None => "head: left out",
        });
    }
    if table.frame.rows.binary_search(&row).is_ok() {
        return Some("data");
    }
    if table.rows.sections.binary_search(&row).is_ok() {
        return Some("section");
    }
    (table.frame.top..=table.frame.last).contains(&row).then_some(if row < table.frame.first {
        "above"
    } else {
        "left out"
    })
}

/// The role of a column.
pub(in super::super) fn role_of_column(table: &Table, column: usize) -> Option<&'static str> {
    if table.frame.data.contains(&column) {
        return Some("data");
    }
    let role = table.rows.stub.roles.iter().find(|(other, _)| *other == column)?.1;
    Some(match role {
        Role::Label if table.rows.stub.subjects => "subject",
        Role::Label => "indicator",
        Role::Period => "period",
        Role::Subject => "subject",
        Role::Dimension => "dimension",
        Role::Unit => "unit",
        Role::Code => "code",
        Role::Copy => "copy",
        Role::Scale => "scale",
    })
}
