//! What a cell of the data area holds.
//!
//! - A number may stand as text, with marks between thousands, in full-width figures, in square or curly brackets.
//! - A letter, star or circled number behind a number is a footnote mark or a status code and no part of it.
//! - Blanks among the digits of a number, one of them beside its decimal mark (`2971. 19`), are slips, with a doubt.
//! - Digits that begin with a zero (`01001`) are a code and no number.
//! - Marks of a missing value are `-`, `—`, `…`, `..`, `:`, `#`, `X`, `***`, `n.a.` and their like, in brackets too;
//!   `0.0` is a number (less than half of the unit).

use super::words::is_blank;
use crate::read::number::{Cell, DecimalMark, cell};

/// A cell of text as a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    /// The number; what was trimmed to get it.
    Number(f64, Option<&'static str>),
    Mark,
    Text,
}

/// Marks of a missing value besides those of plain tables.
const MARKS: [&str; 26] = [
    "#", "X", "x", "***", "**", "*", "#N/A", "#VALUE!", "na", "n/a", "n.d.", "nd", "ND", "c", "C", "z", "Z", "(D)",
    "(NA)", "(X)", "(-)", "- -", "--", "·", "・", "···",
];

/// Reads a text.
pub(super) fn read(text: &str, decimal: DecimalMark) -> Value {
    let text = text.trim_matches(is_blank);
    if code(text) {
        return Value::Text;
    }
    if MARKS.contains(&text) || note_alone(text) {
        return Value::Mark;
    }
    match cell(text, decimal) {
        Cell::Number(value) => return Value::Number(value, None),
        Cell::Percent(value) => return Value::Number(value, Some("%")),
        Cell::PerMille(value) => return Value::Number(value, Some("‰")),
        Cell::Missing => return Value::Mark,
        Cell::Text => {}
    }
    bracketed(text, decimal).or_else(|| noted(text, decimal)).or_else(|| spaced(text, decimal)).unwrap_or(Value::Text)
}

/// `2971. 19`, `986 1. 56`: blanks that slipped into the digits, one of them beside the decimal mark.
fn spaced(text: &str, decimal: DecimalMark) -> Option<Value> {
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit() || is_blank(character));
    let (whole, part) = text.split_once('.')?;
    let beside = whole.ends_with(is_blank) || part.starts_with(is_blank);
    if !beside || whole.is_empty() || part.is_empty() || !digits(whole.trim_start_matches('-')) || !digits(part) {
        return None;
    }
    let close: String = text.chars().filter(|character| !is_blank(*character)).collect();
    match cell(&close, decimal) {
        Cell::Number(value) => Some(Value::Number(value, Some("blanks among the digits were taken out"))),
        _ => None,
    }
}

/// `(1`: the mark of a note in place of a number.
fn note_alone(text: &str) -> bool {
    text.strip_prefix('(')
        .is_some_and(|mark| (1..=2).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Digits with a zero before them.
fn code(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `{1.6}`, `[+0.004]`, `[ - ]`, `(12.3)`, `[0.499`.
fn bracketed(text: &str, decimal: DecimalMark) -> Option<Value> {
    let inner = text.trim_matches(['[', ']', '{', '}', '(', ')', '（', '）', '［', '］', '【', '】', '<', '>']);
    if inner.len() == text.len() || inner.trim_matches(is_blank).is_empty() {
        return None;
    }
    let opens = text.matches(['[', '{', '(', '（', '［', '【', '<']).count();
    let closes = text.matches([']', '}', ')', '）', '］', '】', '>']).count();
    let note = if opens != closes {
        "a bracket without its pair"
    } else if text.starts_with(['(', '（']) {
        "in round brackets, which may mean a negative number"
    } else {
        "in brackets"
    };
    match cell(inner.trim_matches(is_blank), decimal) {
        Cell::Number(value) | Cell::Percent(value) | Cell::PerMille(value) => Some(Value::Number(value, Some(note))),
        Cell::Missing => Some(Value::Mark),
        Cell::Text => None,
    }
}

/// `12.3p`, `12.3 *`, `12.3①`, `12.3 (e)`, `p 12.3`.
fn noted(text: &str, decimal: DecimalMark) -> Option<Value> {
    let number = |part: &str| match cell(part.trim_matches(is_blank), decimal) {
        Cell::Number(value) => Some(Value::Number(value, Some("a mark behind the number was trimmed"))),
        Cell::Percent(_) | Cell::PerMille(_) | Cell::Missing | Cell::Text => None,
    };
    if !text.contains(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || matches!(first, '-' | '+' | '.' | '−')) {
        // A mark before the number: `p 12.3`, `*12.3`, `r12.3`.
        let rest = text.trim_start_matches(|character: char| {
            character.is_ascii_lowercase() || matches!(character, '*' | ' ' | '①'..='⑳')
        });
        let mark = text.len() - rest.len();
        // `p10` and `D1` are names of their own; a mark stands apart, or before a number with decimals.
        let glued = text.as_bytes().get(mark.wrapping_sub(1)).is_some_and(u8::is_ascii_lowercase);
        if glued && !rest.contains(['.', ',']) {
            return None;
        }
        return if mark <= 3 && rest.starts_with(|c: char| c.is_ascii_digit()) { number(rest) } else { None };
    }
    let body = text.trim_end_matches(|character: char| {
        matches!(character, '*' | '†' | '‡' | '①'..='⑳' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁰' | '⁾' | ' ')
    });
    if body.len() < text.len()
        && let Some(found) = number(body)
    {
        return Some(found);
    }
    // Letters, bare or in brackets.
    let inner = text.trim_end_matches([')', ']']);
    let body = inner.trim_end_matches(|character: char| character.is_ascii_alphabetic() || character == ',');
    let letters = inner.len() - body.len();
    // `2nd`
    if matches!(inner.get(body.len()..), Some("st" | "nd" | "rd" | "th")) {
        return None;
    }
    let body = body.trim_end_matches(['(', '[', ' ']);
    if (1..=3).contains(&letters) {
        return number(body);
    }
    // ` 1)` apart from the number.
    let (body, mark) = text.rsplit_once(' ')?;
    let bare = mark.trim_matches(['(', ')', '[', ']']);
    (bare.len() < mark.len() && bare.len() <= 2 && bare.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| number(body))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_marks_of_yearbooks() {
        for (text, number) in [
            ("5549.79", 5549.79),
            ("1,089.293", 1089.293),
            ("{1.6}", 1.6),
            ("[+0.004]", 0.004),
            ("[0.499", 0.499),
            ("12.3p", 12.3),
            ("12.3 *", 12.3),
            ("１２", 12.0),
            (" 0.442 ", 0.442),
            ("12.3 (e)", 12.3),
            ("0", 0.0),
            ("0.5", 0.5),
            ("2971. 19", 2971.19),
            ("986 1. 56", 9861.56),
        ] {
            assert!(matches!(read(text, DecimalMark::Point), Value::Number(value, _) if value == number), "{text}");
        }
        for text in ["-", "—", "…", "..", "...", ":", "#", "X", "***", "n.a.", "N.A.", "[ - ]", "n/a", " "] {
            assert_eq!(read(text, DecimalMark::Point), Value::Mark, "{text}");
        }
        for text in ["01001", "p", "abc", "10 - 14", "10,000 - 19,999", "CES001", "65 +", "2005年"] {
            assert_eq!(read(text, DecimalMark::Point), Value::Text, "{text}");
            assert_eq!(read("p10", DecimalMark::Point), Value::Text);
            assert!(matches!(read("p 10", DecimalMark::Point), Value::Number(10.0, Some(_))));
            assert_eq!(read("(1", DecimalMark::Point), Value::Mark);
        }
    }
}
