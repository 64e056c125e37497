//! What the words of a label say of the rows below it.

use super::Stub;
use crate::read::yearbook::sheet::Sheet;
use crate::read::yearbook::words::{is_blank, is_cjk};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Small,
    Numbered,
    Other,
}

/// Where the next label below stands.
pub(super) fn next_level(sheet: &Sheet<'_>, stub: &Stub, labelled: &[usize], row: usize) -> Option<(usize, usize)> {
    let at = labelled.partition_point(|other| *other <= row);
    labelled.get(at).and_then(|row| stub.label_at(sheet, *row)).map(|(column, text)| (column, indent(&text)))
}

/// Blanks before a label.
pub(super) fn indent(text: &str) -> usize {
    text.chars()
        .take_while(|character| is_blank(*character))
        .map(|character| if character == '\u{3000}' { 2 } else { 1 })
        .sum()
}

/// `13. ОСНОВНЫЕ ФОНДЫ`
pub(super) fn numbered_title(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    digits > 0
        && text.get(digits..).is_some_and(|rest| {
            rest.starts_with(". ")
                && rest.chars().any(char::is_alphabetic)
                && !rest.chars().any(char::is_lowercase)
                && !rest.chars().any(is_cjk)
        })
}

/// A total that says what its parts are sorted by; a mere `按地区分` is a section like the next.
pub(super) fn splits(name: &str) -> bool {
    let lower = name.to_lowercase();
    // `по данным`, `по обязательствам` say no such thing.
    let sorted = [
        "вид",
        "категори",
        "отрасл",
        "форм",
        "групп",
        "источник",
        "раздел",
        "субъект",
        "регион",
        "сектор",
        "тип",
        "пол",
        "возраст",
        "направлен",
        "экономическ",
        "стран",
        "уровн",
        "состав",
    ];
    lower.match_indices(" по ").any(|(at, lead)| {
        let rest = lower.get(at + lead.len()..).unwrap_or_default();
        sorted.iter().any(|word| rest.starts_with(word))
    }) || lower.contains(" by ")
        || (name.contains('按') && !name.starts_with('按') && name.ends_with('分'))
}

/// Words that say that parts of the row above follow.
pub(super) fn of_which(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|character: char| is_blank(character) || matches!(character, ':' | '：' | '-' | ','));
    [
        "в том числе",
        "из них",
        "из него",
        "из нее",
        "из неё",
        "в т.ч.",
        "of which",
        "including",
        "of these",
        "其中",
        "davon",
        "darunter",
        "dont",
        "de los cuales",
        "dos quais",
        "din care",
        "z toho",
        "w tym",
    ]
    .contains(&bare)
}

/// A note in the midst of the rows: the mark of a footnote and a sentence.
pub(super) fn note_within(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && text.get(digits..).is_some_and(|rest| rest.starts_with([')', '/']))
        && text.chars().count() > 24
}

pub(super) fn is_total(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("total")
        || ["合计", "总计", "全国", "全省", "总额"].iter().any(|word| name.starts_with(word))
        || lower.starts_with("all ")
        || lower.starts_with("всего")
}

/// A label that goes on in the next row.
pub(super) fn unfinished(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    name.ends_with(|character: char| {
        matches!(character, '\u{3041}'..='\u{3096}') || matches!(character, ',' | '-' | '、')
    }) || matches!(last.as_str(), "of" | "in" | "and" | "the" | "for" | "by" | "to")
}

pub(super) fn style(text: &str) -> Style {
    let first = text.split([' ', '.', ')', '）', '、']).next().unwrap_or_default();
    let roman = !first.is_empty() && first.len() <= 4 && first.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let digit = !first.is_empty() && first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit());
    if roman || digit {
        return Style::Numbered;
    }
    if text.starts_with(char::is_lowercase) { Style::Small } else { Style::Other }
}
