//! Letters: scripts, blanks, labels that are spread with blanks.
//!
//! - A blank between two Chinese or Japanese characters spreads a label and is no part of it (`合  计` is `合计`).

/// The script of a text: Chinese, Japanese and Korean as soon as one letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Script {
    /// No letters.
    None,
    Cjk,
    Latin,
    Cyrillic,
    Other,
}

/// Whether a character is Chinese, Japanese or Korean.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '々' | '〇')
}

/// The script of a text.
pub(super) fn script(text: &str) -> Script {
    let (mut latin, mut cyrillic, mut other) = (0, 0, 0);
    for character in text.chars() {
        if is_cjk(character) {
            return Script::Cjk;
        }
        match character {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            _ if character.is_alphabetic() => other += 1,
            _ => {}
        }
    }
    match (latin, cyrillic, other) {
        (0, 0, 0) => Script::None,
        _ if other > latin && other > cyrillic => Script::Other,
        _ if cyrillic >= latin => Script::Cyrillic,
        _ => Script::Latin,
    }
}

/// An address of a page, or a link to another part of the workbook.
pub(super) fn is_link(text: &str) -> bool {
    let lower = text.trim_matches(is_blank).to_lowercase();
    let leads = [
        "http://",
        "https://",
        "www.",
        "return to ",
        "back to ",
        "go to ",
        "volver a",
        "voltar a",
        "retour à",
        "retour au ",
    ];
    leads.iter().any(|lead| lower.starts_with(lead))
        && (lower.chars().count() < 40 || lower.contains("//") || lower.starts_with("www."))
}

/// Characters that stand between words.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{a0}' | '\u{3000}' | '\u{200b}' | '\u{feff}')
}

/// Trims, closes up spread labels, joins lines, makes one blank of many.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut last, mut blank, mut broken) = (None::<char>, false, false);
    for character in text.chars() {
        if is_blank(character) {
            blank = true;
            broken |= character == '\n' || character == '\r';
            continue;
        }
        if blank && let Some(before) = last {
            let closes = |at: char| is_cjk(at) || at.is_ascii_digit() || matches!(at, '～' | '、' | '，');
            let spread = is_cjk(before) && closes(character) || is_cjk(character) && closes(before);
            // A word divided at the end of a line.
            let divided = broken && before == '-' && character.is_lowercase();
            if divided {
                out.pop();
            } else if !spread && !(broken && (is_cjk(before) || is_cjk(character))) {
                out.push(' ');
            }
        }
        out.push(character);
        (last, blank, broken) = (Some(character), false, false);
    }
    out
}
