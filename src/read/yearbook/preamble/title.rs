//! Titles: their numbers, and the words of them that name an indicator.

use crate::read::yearbook::frame::continues;
use crate::read::yearbook::names::class;
use crate::read::yearbook::units;
use crate::read::yearbook::when;
use crate::read::yearbook::words::{clean, is_blank, is_cjk};

/// Words before the number of a table.
const LEADS: [&str; 22] = [
    "table",
    "figure",
    "表",
    "图",
    "附表",
    "tabelle",
    "tableau",
    "таблица",
    "cuadro",
    "tabela",
    "tabla",
    "quadro",
    "tabel",
    "tablo",
    "tavola",
    "taulukko",
    "tabell",
    "ตาราง",
    "figura",
    "gráfico",
    "graphique",
    "chart",
];

/// Whether a title begins with the number of a table.
pub(super) fn is_numbered(title: &str) -> bool {
    let lower = title.trim_matches(is_blank).to_lowercase();
    (lower.starts_with('第') || LEADS.iter().any(|lead| lower.starts_with(lead))) && !without_number(title).0.is_empty()
}

/// The number of a table and the rest of its title.
pub(in super::super) fn without_number(title: &str) -> (&str, &str) {
    let text = title.trim_matches(is_blank);
    let lower = text.to_lowercase();
    for lead in LEADS {
        if !lower.starts_with(lead) {
            continue;
        }
        let rest = text.get(lead.len()..).unwrap_or_default();
        let mut body = rest.trim_start_matches(is_blank);
        for sign in ["Nº", "N°", "№", "No.", "Nr.", "nº", "n°"] {
            body = body.strip_prefix(sign).unwrap_or(body).trim_start_matches(is_blank);
        }
        let digits = body
            .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '－' | '–')))
            .unwrap_or(body.len());
        let number = body.get(..digits).unwrap_or_default();
        if number.starts_with(|character: char| character.is_ascii_digit())
            || (number.len() <= 6
                && rest.len() > body.len()
                && number.bytes().filter(u8::is_ascii_alphabetic).count() <= 1
                && number.bytes().any(|byte| byte.is_ascii_digit()))
        {
            let tail = body
                .get(digits..)
                .unwrap_or_default()
                .trim_start_matches([':', '.', '：', ' ', '\u{3000}', '　', '-', '–', '—', '\u{a0}']);
            if continues(text) && tail.trim_start_matches(['(', ' ']).to_lowercase().starts_with("cont") {
                return (number, "");
            }
            return (number, tail);
        }
    }
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, rest)) = rest.split_once('表')
        && number.trim().chars().all(|character| character.is_ascii_digit() || character == '-')
    {
        return (number.trim(), rest.trim_start_matches([' ', '.', '　']));
    }
    // 2-14 各市..., 4.2.1. Structura, 6202.0 Labour Force
    let digits = spaced_number(text).unwrap_or_else(|| {
        text.find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | '-' | '－' | '–')))
            .unwrap_or(text.len())
    });
    let number = text.get(..digits).unwrap_or_default();
    let divided = number.trim_end_matches('.').contains(['-', '－', '–', '.']);
    if digits > 0
        && divided
        && !number.ends_with(['-', '－', '–'])
        && number.starts_with(|character: char| character.is_ascii_digit())
    {
        let rest = text.get(digits..).unwrap_or_default();
        if when::read(number).is_none() && (rest.starts_with([' ', '\u{3000}', '\u{a0}']) || rest.starts_with(is_cjk)) {
            let rest = rest.trim_matches(is_blank);
            if rest.starts_with("续表") || rest.starts_with("續表") {
                return (number, "");
            }
            return (number, rest);
        }
    }
    ("", if is_continuation_alone(text) { "" } else { text })
}

/// `2 - 12 各市...`: where a number of one or two digits, a dash between blanks, and another end.
fn spaced_number(text: &str) -> Option<usize> {
    let (chapter, rest) = text.split_once(['-', '－', '–'])?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(chapter.trim_end_matches(is_blank)) {
        return None;
    }
    let body = rest.trim_start_matches(is_blank);
    let length = body.bytes().take_while(u8::is_ascii_digit).count();
    digits(body.get(..length)?).then(|| text.len() - body.len() + length)
}

pub(super) fn is_continuation_alone(text: &str) -> bool {
    let close = clean(text);
    close.starts_with("续表") || close.starts_with("續表") || close.to_lowercase().starts_with("continued")
}

/// The words of a title that name an indicator: without the year, and without the rows that it announces.
pub(in super::super) fn title_as_indicator(title: &str) -> String {
    let mut text = title.trim_matches(is_blank).to_owned();
    // `(2012年)`, `, 1986-1998`, `（续）` behind.
    loop {
        let before = text.len();
        if let Some((rest, inner)) = units::last_bracket(&text) {
            let inner = inner.trim_matches(is_blank);
            let spans = when::read(inner).is_some()
                || continues(inner)
                || units::is_unit(inner)
                || inner.starts_with("续")
                || inner.starts_with("續")
                || inner.to_lowercase().starts_with("cont")
                || inner.to_lowercase().starts_with("concl")
                || class(inner).is_some();
            if spans {
                text = rest.trim_matches(is_blank).to_owned();
            }
        }
        if let Some((rest, tail)) = text.rsplit_once(',')
            && (when::read(tail.trim()).is_some() || years(tail))
        {
            text = rest.trim_matches(is_blank).to_owned();
        }
        if text.len() == before {
            break;
        }
    }
    if !text.chars().any(is_cjk) {
        text = without_years(&text).to_owned();
    }
    if text.chars().any(is_cjk) {
        if let Some((moment, rest)) = when::lead(&text)
            && moment.whole()
            && rest.chars().count() + 5 >= text.chars().count().saturating_sub(2)
        {
            text = rest;
        }
        for lead in [
            "各地区",
            "各省、自治区、直辖市",
            "各省市区",
            "各省区市",
            "各省市",
            "各省",
            "各市、州",
            "各市州",
            "各市县",
            "各市(州)",
            "各市（州）",
            "各州(市)",
            "各州（市）",
            "各地(市)",
            "各地（市）",
            "各市(县)",
            "各市（县）",
            "各市区",
            "各县市区",
            "各县(市)",
            "各县（市）",
            "各县市",
            "各县",
            "各市",
            "各区县",
            "各盟市",
            "各州市",
            "分地区",
            "分市县",
            "分市",
            "分县",
            "按地区分",
            "市、州",
            "市州",
            "各国",
            "主要城市",
            "全省",
            "全国",
            "全市",
            "各设区市",
            "各地市",
            "各地",
        ] {
            if let Some(rest) = text.strip_prefix(lead)
                && rest.chars().count() >= 2
            {
                return rest.trim_start_matches(['的', '主']).to_owned();
            }
        }
    }
    text
}

/// Words before years at the end of a title.
const YEAR_WORDS: [&str; 26] = [
    "year", "years", "in", "for", "during", "from", "between", "año", "años", "ano", "anos", "en", "em", "entre",
    "período", "periodo", "période", "année", "années", "jahr", "jahre", "im", "tahun", "ปี", "yılı", "за",
];

/// `... by province, years 1996, 1999 and 2007-2013`: the years behind, and the word before them. A lone year behind
/// another word (`at prices of 2010`) stays.
fn without_years(title: &str) -> &str {
    let mut rest = title;
    let mut found = 0;
    loop {
        let body = rest.trim_end_matches(|character: char| is_blank(character) || matches!(character, ',' | ';' | '*'));
        let word = body.rsplit(is_blank).next().unwrap_or_default();
        let lower = word.to_lowercase();
        let numbers: Vec<&str> = word.split(['-', '–', '—', '/', ',']).filter(|part| !part.is_empty()).collect();
        let year = |part: &&str| {
            let part = part.trim_end_matches(['p', 'r', 'e', '.']);
            part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if numbers.is_empty() && word.chars().any(|character| matches!(character, '-' | '–' | '—')) && found > 0 {
            rest = body.strip_suffix(word).unwrap_or(body);
        } else if !numbers.is_empty() && numbers.iter().all(year) {
            found += numbers.len();
            rest = body.strip_suffix(word).unwrap_or(body);
        } else if found > 0
            && matches!(
                lower.as_str(),
                "and" | "to" | "a" | "y" | "e" | "et" | "und" | "bis" | "dan" | "ve" | "și" | "до" | "по"
            )
        {
            rest = body.strip_suffix(word).unwrap_or(body);
        } else {
            let ends = rest.trim_end_matches(is_blank).ends_with([',', ';', ':']);
            if found == 0 || body.is_empty() || !(found > 1 || ends || YEAR_WORDS.contains(&lower.as_str())) {
                return title;
            }
            let body =
                if YEAR_WORDS.contains(&lower.as_str()) { body.strip_suffix(word).unwrap_or(body) } else { body };
            let body = body
                .trim_end_matches(|character: char| is_blank(character) || matches!(character, ',' | ';' | ':' | '.'));
            return if body.is_empty() { title } else { body };
        }
    }
}

/// `1986 - 1998`, ` 1988, 1991 and 1994`.
pub(super) fn years(tail: &str) -> bool {
    let tail = tail.trim_matches(is_blank);
    !tail.is_empty()
        && tail
            .split(|character: char| is_blank(character) || matches!(character, '-' | '–'))
            .filter(|word| !word.is_empty())
            .all(|word| {
                word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
                    || matches!(word, "and" | "to" | "în" | "in")
            })
}
