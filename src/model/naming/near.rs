//! Names that are near: often, and not always, of one thing (财政收入 is now 一般公共预算收入, now all revenue), or a slip
//! away.

use super::{Key, NameTable, Read, Token};
use crate::model::Names;

impl NameTable {
    /// The groups that `near` of a group names, and those that name it.
    fn near_to(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        self.near.iter().filter_map(move |&(one, other)| match group {
            own if own == one => Some(other),
            own if own == other => Some(one),
            _ => None,
        })
    }
}

/// The indicator of the plan to whose group that of a heading is near, and what to say of it.
pub(super) fn often_same<'c>(
    (table, read, path): (&NameTable, &Read, &str),
    indicator_of: impl Fn(&Key) -> Option<usize>,
    code: impl Fn(usize) -> &'c str,
) -> Option<(usize, Names)> {
    let [Token::Group(group)] = read.tokens.as_slice() else { return None };
    let key = |near: usize| Key { tokens: vec![Token::Group(near)], qualifiers: read.qualifiers };
    let indicator = table.near_to(*group).find_map(|near| indicator_of(&key(near)))?;
    let own = code(indicator);
    let message = Names::both(
        format!(
            "`{path}` 与 `{own}` 口径时同时异，未采用：如口径相同，请在 [indicator.{own}] 中加 alias = [\"{path}\"]"
        ),
        format!(
            "`{path}` is often `{own}` and not always, and is not taken: where the two are one, add alias = [\"{path}\"] to [indicator.{own}]"
        ),
    );
    Some((indicator, message))
}

/// One slip, or a few letters more: names that a person would look at twice.
pub(super) fn is_similar(word: &str, name: &str) -> bool {
    let (a, b) = (word.chars().count(), name.chars().count());
    if a.min(b) < 3 || a.max(b) > 60 || word == name {
        return word == name && a > 0;
    }
    let slips = if a.min(b) >= 8 { 2 } else { usize::from(a.min(b) >= 4) };
    (a.abs_diff(b) <= 4 && (word.contains(name) || name.contains(word))) || strsim::osa_distance(word, name) <= slips
}
