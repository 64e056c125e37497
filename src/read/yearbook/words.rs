//! Words of labels: languages and footnote marks.
//!
//! - Of a label in several languages (one a line, or divided by ` / `) the Chinese or Japanese is kept, else the first.
//! - A footnote mark is no part of a label: raised figures, circled numbers and daggers always; letters, figures and
//!   stars where a note of the sheet begins with them.

use std::borrow::Cow;
use std::collections::HashSet;

pub(super) use super::script::{Script, clean, is_blank, is_cjk, is_link, script};
use super::units;

/// The part of a text in its first language, cleaned.
pub(super) fn first_language(text: &str) -> String {
    if text.is_ascii() && !text.contains('/') {
        return clean(text);
    }
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.trim_matches(is_blank).is_empty()).collect();
    let joined = match lines.as_slice() {
        [] => return String::new(),
        [one] => (*one).to_owned(),
        lines => lines_of_one_language(lines),
    };
    let part = part_of_one_language(&joined);
    clean(without_translation(part.trim_matches(is_blank)))
}

fn lines_of_one_language(lines: &[&str]) -> String {
    let scripts: Vec<Script> = lines.iter().map(|line| script(line)).collect();
    let says_more = |line: &str| {
        let bare = units::without_unit(&clean(line));
        !bare.is_empty() && script(&bare) == Script::Cjk
    };
    if scripts.contains(&Script::Cjk) {
        if !lines.iter().any(|line| says_more(line)) {
            return lines.join("\n");
        }
        let mut kept: Vec<&str> = Vec::new();
        for (line, script) in lines.iter().zip(&scripts) {
            let base = line.contains("=100") || line.contains("＝100");
            if *script == Script::Cjk || (*script == Script::None && !base) {
                kept.push(without_translation(line.trim_matches(is_blank)));
            }
        }
        return kept.join("\n");
    }
    let first = scripts.iter().copied().find(|script| *script != Script::None).unwrap_or(Script::None);
    let kept: Vec<&str> = lines
        .iter()
        .zip(&scripts)
        .take_while(|(_, script)| **script == first || **script == Script::None)
        .map(|(line, _)| *line)
        .collect();
    kept.join("\n")
}

/// `Total / Всего / Total`: the Chinese part, else the first, where the parts are of several scripts.
fn part_of_one_language(text: &str) -> &str {
    if !text.contains(" / ") {
        return text;
    }
    let parts: Vec<&str> = text.split(" / ").collect();
    let scripts: Vec<Script> = parts.iter().map(|part| script(part)).filter(|script| *script != Script::None).collect();
    let several = scripts.windows(2).any(|pair| matches!(pair, [a, b] if a != b));
    if parts.len() < 2 || !several {
        return text;
    }
    let chinese = parts.iter().find(|part| script(part) == Script::Cjk);
    chinese.or(parts.first()).copied().unwrap_or(text)
}

/// `地区 Region`: the Chinese words without their translation behind or before them.
fn without_translation(text: &str) -> &str {
    if script(text) != Script::Cjk {
        return text;
    }
    let word = |part: &str| {
        let letters = part.chars().filter(char::is_ascii_alphabetic).count();
        letters >= 4 && part.chars().any(|character| character.is_ascii_lowercase()) && !part.chars().any(is_cjk)
    };
    // Behind: the first Latin letter after the last Chinese character, where a blank or that character stands before it.
    if let Some((at, last)) = text.char_indices().rfind(|(_, character)| is_cjk(*character)) {
        let tail = text.get(at + last.len_utf8()..).unwrap_or_default();
        let start = tail.trim_start_matches(|character: char| is_blank(character) || character.is_ascii_digit());
        if start.starts_with(|character: char| character.is_ascii_alphabetic())
            && word(start)
            && (start.len() < tail.len() || start.starts_with(|character: char| character.is_ascii_uppercase()))
        {
            let digits = tail.strip_suffix(start).unwrap_or_default();
            return text.get(..at + last.len_utf8() + digits.trim_end_matches(is_blank).len()).unwrap_or(text);
        }
    }
    // Before: words that end with a blank.
    if let Some((at, _)) = text.char_indices().find(|(_, character)| is_cjk(*character)) {
        let head = text.get(..at).unwrap_or_default();
        if head.ends_with(is_blank) && word(head) && head.starts_with(|character: char| character.is_ascii_uppercase())
        {
            return text.get(at..).unwrap_or(text);
        }
    }
    text
}

/// Bytes of the longest label whose marks are taken off one by one.
const LONGEST: usize = 4000;

/// The footnote marks that the notes of a sheet explain.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marks: HashSet<String>,
    /// Notes whose mark is glued to their first word.
    glued: HashSet<String>,
}

impl Marks {
    /// Learns the mark with which a note begins.
    pub(super) fn learn(&mut self, note: &str, alone: bool) {
        let text = note.trim_start_matches(is_blank);
        let text = ["注：", "注:", "注", "Notes:", "Note:", "(", "（"]
            .iter()
            .fold(text, |text, lead| text.strip_prefix(lead).unwrap_or(text).trim_start_matches(is_blank));
        let star = text.chars().take_while(|character| *character == '*').count();
        if star > 0 || text.contains("* :") || text.contains("*:") {
            self.marks.insert("*".repeat(star.max(1)));
            return;
        }
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let mark = if digits > 0 && digits <= 2 {
            text.get(..digits)
        } else {
            text.get(..1).filter(|letter| letter.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        let Some(mark) = mark else { return };
        let rest = text.get(mark.len()..).unwrap_or_default();
        match rest.chars().next() {
            None if alone => {
                self.marks.insert(mark.to_owned());
            }
            Some(')' | '）' | '.' | ':' | '/' | '、' | ']') => {
                self.marks.insert(mark.to_owned());
            }
            Some(next) if is_blank(next) && rest.len() > 2 => {
                self.marks.insert(mark.to_owned());
            }
            Some(next) if digits > 0 && next.is_uppercase() && rest.chars().count() > 12 => {
                self.marks.insert(mark.to_owned());
                self.glued.insert(mark.to_owned());
            }
            _ => {}
        }
    }

    /// A label without its footnote marks.
    pub(super) fn strip<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut rest = text.trim_matches(is_blank);
        if rest.len() > LONGEST {
            return Cow::Borrowed(rest);
        }
        while let Some(shorter) = self.shorter(rest) {
            rest = shorter.trim_end_matches(|character: char| is_blank(character) || matches!(character, ';'));
        }
        // Marks at the end of lines: `C-CPI-U1⏎Index`.
        if rest.contains('\n') {
            let lines: Vec<Cow<'_, str>> = rest.split('\n').map(|line| self.strip(line)).collect();
            return Cow::Owned(lines.join("\n"));
        }
        // `занятых3) – всего`: a mark glued to a word in the midst of the label.
        if let Some((before, after)) = rest.split_once(')')
            && !before.contains('(')
            && !after.is_empty()
        {
            let body = before.trim_end_matches(|character: char| character.is_ascii_digit());
            let letters = body.chars().rev().take_while(|character| character.is_alphabetic()).count();
            if (1..=2).contains(&(before.len() - body.len())) && letters >= 3 {
                return Cow::Owned(format!("{body}{after}"));
            }
        }
        if rest.chars().any(|character| matches!(character, '①'..='⑳' | '†' | '‡')) {
            return Cow::Owned(rest.chars().filter(|c| !matches!(c, '①'..='⑳' | '†' | '‡')).collect());
        }
        Cow::Borrowed(rest)
    }

    fn shorter<'t>(&self, text: &'t str) -> Option<&'t str> {
        let last = text.chars().next_back()?;
        let before = |count: usize| text.get(..text.len() - count);
        if matches!(last, '①'..='⑳' | '†' | '‡' | '§' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁽' | '⁾')
        {
            // Square and cubic metres keep their exponent.
            let body = before(last.len_utf8())?;
            return (!matches!(body.chars().next_back(), Some('m' | 'k'))).then_some(body);
        }
        if last == '*' {
            let body = text.trim_end_matches('*');
            let known = self.marks.contains(text.strip_prefix(body).unwrap_or_default());
            return (known || body.ends_with(is_blank)).then_some(body).filter(|body| !body.trim().is_empty());
        }
        if last == ')' || last == '）' || last == ']' {
            return self.bracketed(text, last);
        }
        // `por hogar 1/`
        if last == '/' {
            let inner = before(1)?;
            let body = inner.trim_end_matches(|character: char| character.is_ascii_digit());
            let known = inner.strip_prefix(body).is_some_and(|mark| self.marks.contains(mark));
            return (known && !body.trim().is_empty()).then_some(body);
        }
        if last.is_ascii_digit() {
            let body = text.trim_end_matches(|character: char| character.is_ascii_digit());
            let mark = text.get(body.len()..)?;
            if !self.marks.contains(mark) || body.is_empty() {
                return None;
            }
            let letter = body.chars().next_back()?;
            let words = body.chars().filter(|character| character.is_alphabetic()).count() >= 3;
            let apart = is_blank(letter) || letter == ',';
            let glued = letter.is_lowercase()
                || matches!(letter, ')' | '）')
                || (self.glued.contains(mark) && letter.is_alphabetic());
            return (words && (apart || glued)).then(|| body.trim_end_matches([',', ' ', '\u{a0}']));
        }
        None
    }

    /// `1)` without its opening bracket, and `(1)` where the notes explain it.
    fn bracketed<'t>(&self, text: &'t str, close: char) -> Option<&'t str> {
        let inner = text.get(..text.len() - close.len_utf8())?;
        let mark_at = inner.trim_end_matches(|character: char| character.is_ascii_digit()).len();
        let mark = inner.get(mark_at..).filter(|mark| !mark.is_empty() && mark.len() <= 2);
        let (body, mark) = if let Some(mark) = mark {
            (inner.get(..mark_at)?, mark)
        } else {
            let letter = inner.chars().next_back().filter(char::is_ascii_lowercase)?;
            (inner.get(..inner.len() - 1)?, inner.get(inner.len() - letter.len_utf8()..)?)
        };
        match body.chars().next_back()? {
            '(' | '（' | '[' => {
                let body = body.get(..body.len() - body.chars().next_back()?.len_utf8())?;
                (self.marks.contains(mark) && !body.trim().is_empty()).then_some(body)
            }
            before => {
                let open = body.matches(['(', '（']).count() > body.matches([')', '）']).count();
                let ends = mark.bytes().all(|byte| byte.is_ascii_digit()) || is_blank(before) || before == ')';
                (!open && ends && !before.is_ascii_digit()).then(|| body.trim_end_matches([',', ';', ' ']))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_is_kept_and_spread_labels_close_up() {
        for (text, kept) in [
            ("合  计", "合计"),
            ("65 歳 以 上", "65歳以上"),
            ("地区生产总值\nGross Domestic Product", "地区生产总值"),
            ("人均生产\n总值(元)", "人均生产总值(元)"),
            ("Total\nВсего\nTotal", "Total"),
            ("Total / Всего / Total", "Total"),
            ("2016年为\n2015年%\n2016=100", "2016年为2015年%"),
            ("GDP\n(亿元)", "GDP (亿元)"),
            ("人均GDP", "人均GDP"),
            ("地 区 Region", "地区"),
            ("Jan\n2020", "Jan 2020"),
            ("Constr-\nuction", "Construction"),
            ("2-12 续 表 1 Continued 1", "2-12续表1"),
        ] {
            assert_eq!(first_language(text), kept, "{text}");
        }
    }

    #[test]
    fn footnote_marks_are_no_part_of_labels() {
        let mut marks = Marks::default();
        marks.learn("5 Food includes", false);
        marks.learn("1) С 2011 г. - с учетом", false);
        assert_eq!(marks.strip("Food 5"), "Food");
        assert_eq!(marks.strip("EU15"), "EU15");
        assert_eq!(marks.strip("стоимости1)"), "стоимости");
        assert_eq!(marks.strip("Kosovo*"), "Kosovo*");
        assert_eq!(marks.strip("住戶(2)"), "住戶(2)");
        assert_eq!(marks.strip("Apr¹"), "Apr");
        assert_eq!(marks.strip("total *"), "total");
    }
}
