//! The columns of the tables that are written.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
}

/// The columns of a table.
pub(super) type Columns = Vec<(String, Kind)>;

/// Columns by name; those of `numbers` hold numbers.
pub(super) fn columns(names: &[&str], numbers: &[&str]) -> Columns {
    let kind = |name: &str| if numbers.contains(&name) { Kind::Number } else { Kind::Text };
    names.iter().map(|name| ((*name).to_owned(), kind(name))).collect()
}
