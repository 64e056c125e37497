//! Columns that the caller names, for readers of layouts: their heads are given the words that every reader knows.

use super::grid::{Grid, GridCell};
use super::{Problem, ReadOptions, columns, yearbook};
use crate::error::suggestion;

impl ReadOptions {
    /// The columns that are named, each with the word that says its role.
    fn named(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let all = [
            (&self.subject, "subject"),
            (&self.indicator, "indicator"),
            (&self.period, "period"),
            (&self.value, "value"),
            (&self.unit, "unit"),
            (&self.growth, "growth"),
            (&self.as_of, "as_of"),
        ];
        all.into_iter().filter_map(|(column, word)| Some((column.as_deref()?, word)))
    }
}

/// Rows among which the heads are looked for.
const LOOK: usize = 200;

/// Gives the heads of named columns their words, in the first row of each grid that has them all. Where no grid has
/// such a row, the tables are left as they are and that is said.
pub(super) fn name_columns(grids: &mut [Grid], options: &ReadOptions) -> Option<Problem> {
    options.named().next()?;
    let mut found = false;
    for grid in grids.iter_mut() {
        for row in grid.rows.iter_mut().take(LOOK) {
            let places = options.named().map(|(column, word)| Some((at(row, column)?, word)));
            let Some(places) = places.collect::<Option<Vec<_>>>() else { continue };
            found = true;
            // Of two heads for one role the one that is named counts; the other stays a name among names.
            let is_rival = |head: &str| {
                places.iter().any(|(_, word)| {
                    columns::role_of(&head.trim().to_lowercase())
                        .is_some_and(|role| columns::role_of(word) == Some(role))
                        || yearbook::says_the_same(head, word)
                })
            };
            for (column, cell) in row.iter_mut().enumerate() {
                match places.iter().find(|(place, _)| *place == column) {
                    Some((_, word)) => *cell = GridCell::Text((*word).to_owned()),
                    None => match cell {
                        GridCell::Text(head) if is_rival(head) => head.insert(0, '~'),
                        _ => {}
                    },
                }
            }
            break;
        }
    }
    if found {
        return None;
    }
    let heads: Vec<&str> =
        grids.iter().flat_map(|grid| grid.rows.iter().take(LOOK)).flatten().filter_map(text).collect();
    let wanted = options.named().map(|(column, _)| column);
    let missing: Vec<&str> = wanted.filter(|column| !heads.iter().any(|head| is(head, column))).collect();
    let message = match missing.first() {
        Some(column) => format!("there is no column `{column}`; {}", suggestion(column, &heads)),
        None => "no row has all the columns that are named".to_owned(),
    };
    Some(Problem { sheet: String::new(), place: String::new(), code: "no_column", message })
}

fn text(cell: &GridCell) -> Option<&str> {
    match cell {
        GridCell::Text(text) => Some(text),
        _ => None,
    }
}

fn is(head: &str, column: &str) -> bool {
    head.trim() == column.trim() || head.trim().to_lowercase() == column.trim().to_lowercase()
}

/// The column of a row with this head.
fn at(row: &[GridCell], column: &str) -> Option<usize> {
    row.iter().position(|cell| text(cell).is_some_and(|head| is(head, column)))
}
