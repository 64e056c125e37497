//! The key `review` of a target: words, or `{ met = true, text = "..." }`.

use super::super::Review;
use super::super::node::Node;
use crate::error::{ErrorKind, Result};

pub(super) fn read(node: &Node<'_, '_>) -> Result<Review> {
    if node.is_string() {
        return Ok(Review { met: None, text: node.string()?.to_owned() });
    }
    let table = node.table()?;
    table.only(&["met", "text"])?;
    let review = Review {
        met: table.get("met").map(|node| node.bool()).transpose()?,
        text: table.get("text").map(|node| node.string().map(str::to_owned)).transpose()?.unwrap_or_default(),
    };
    if review == Review::default() {
        return Err(node
            .error(ErrorKind::Plan, "the review says nothing")
            .mend("write review = { met = true, text = \"...\" }, or its words alone"));
    }
    Ok(review)
}
