//! The unit within a label.

use super::{LONGEST, is_base, is_index_base, is_unit};
use crate::read::yearbook::script::{self, Script, is_blank, is_cjk};

/// A label and the unit that it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Labelled {
    pub(in super::super) name: String,
    pub(in super::super) unit: Option<String>,
    /// Until this year, another unit: `(до 1997 г. - млрд руб.)`.
    pub(in super::super) until: Option<(i32, String)>,
    /// The unit is read out of the words of the name.
    pub(in super::super) of_words: bool,
}

/// Divides a cleaned label into name and unit.
pub(in super::super) fn divide(label: &str) -> Labelled {
    let mut until = None;
    let mut text = label.trim_matches(is_blank);
    if let Some((before, inner)) = last_bracket(text) {
        if let Some(found) = changed_unit(inner) {
            until = Some(found);
            // `(млрд руб.; до 1998 г. - трлн руб.)`
            let first = inner.split_once(';').map(|(first, _)| first.trim()).filter(|first| is_unit(first));
            if let Some(unit) = first {
                let name = before.trim_end_matches([' ', ',', '\u{a0}']);
                return Labelled { name: name.to_owned(), unit: Some(unit.to_owned()), until, of_words: false };
            }
            text = before.trim_end_matches([' ', ',', '\u{a0}']);
        } else if let Some(unit) = bracket_unit(inner) {
            // A moving base tells indices apart.
            let moving = ["上年", "上月", "上季", "上期", "去年", "前年", "previous", "preceding"]
                .iter()
                .any(|word| unit.contains(word))
                && unit.contains(['=', '＝']);
            let name =
                before.trim_end_matches(|character: char| is_blank(character) || matches!(character, '，' | ','));
            let name = if moving { label.trim_matches(is_blank) } else { name };
            return Labelled { name: name.to_owned(), unit: Some(unit.to_owned()), until: None, of_words: false };
        }
    }
    // A bracket that was never closed: `一般公共预算收入 （亿元`.
    if let Some((before, inner)) = text.rsplit_once(['(', '（'])
        && !inner.contains([')', '）'])
        && !before.trim_matches(is_blank).is_empty()
        && let Some(unit) = bracket_unit(inner)
    {
        let name = before.trim_matches(is_blank).to_owned();
        return Labelled { name, unit: Some(unit.to_owned()), until: None, of_words: true };
    }
    // Behind commas, where all that follows is one unit; the first comma that leaves only a unit wins.
    let commas: Vec<usize> =
        text.match_indices(", ").map(|(at, _)| at).chain(text.match_indices('，').map(|(at, _)| at)).collect();
    for at in commas.into_iter().filter(|at| at + LONGEST > text.len()) {
        let tail = text.get(at..).unwrap_or_default().trim_start_matches([',', '，', ' ']);
        let before = text.get(..at).unwrap_or_default();
        // `(декабрь к декабрю предыдущего года, в процентах)`: the bracket closes behind the unit.
        let within = tail.ends_with(')') && !tail.contains('(') && before.contains('(');
        let tail = if within { tail.trim_end_matches(')') } else { tail };
        if !tail.is_empty() && is_unit(tail) && !tail.bytes().all(|byte| byte.is_ascii_digit()) && !ordinary_word(tail)
        {
            // In other languages than Russian the comma may belong to the name.
            let cyrillic = script::script(text) == Script::Cyrillic;
            let closed = if within { ")" } else { "" };
            let name =
                if cyrillic { format!("{}{closed}", before.trim_end_matches(is_blank)) } else { text.to_owned() };
            return Labelled { name, unit: Some(tail.to_owned()), until, of_words: !cyrillic };
        }
    }
    if script::script(text) == Script::Cyrillic
        && let Some((name, unit)) = between_commas(text)
    {
        return Labelled { name, unit: Some(unit), until, of_words: false };
    }
    if let Some((name, unit)) = amid(text).or_else(|| behind_underscore(text)) {
        return Labelled { name, unit: Some(unit), until, of_words: true };
    }
    // The base of an index, within its name; a count, and a share in percent, name their units themselves.
    let unit = base_within(text).or_else(|| counted(text)).or_else(|| in_percent(text));
    let of_words = unit.is_some();
    Labelled { name: text.to_owned(), unit, until, of_words }
}

/// `Денежная масса М2, млрд руб., на конец года`: a unit between commas or semicolons outside brackets.
fn between_commas(text: &str) -> Option<(String, String)> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut pieces: Vec<(&str, char)> = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 && text.get(at + 1..).is_some_and(|rest| rest.starts_with(is_blank)) => {
                pieces.push((text.get(start..at)?.trim_matches(is_blank), before));
                (start, before) = (at + 1, character);
            }
            _ => {}
        }
    }
    pieces.push((text.get(start..)?.trim_matches(is_blank), before));
    let moment = ["на конец года", "на начало года"];
    let unit_of = |piece: &str| {
        // `млн руб. на конец года`
        let bare = moment.iter().find_map(|tail| piece.strip_suffix(tail)).unwrap_or(piece).trim_matches(is_blank);
        (is_unit(bare) && !ordinary_word(bare)).then(|| bare.to_owned())
    };
    let (at, unit) = pieces.iter().enumerate().skip(1).find_map(|(at, (piece, _))| Some((at, unit_of(piece)?)))?;
    let mut name = String::new();
    for (other, (piece, mark)) in pieces.iter().enumerate() {
        let piece = if other == at { piece.strip_prefix(unit.as_str()).unwrap_or_default().trim() } else { piece };
        if piece.is_empty() {
            continue;
        }
        if !name.is_empty() {
            name.push(if *mark == ';' { ';' } else { ',' });
            name.push(' ');
        }
        name.push_str(piece);
    }
    Some((name, unit))
}

/// `CPI_当月(%)_YoY`, `生产总值（亿元）i`: the one bracket amid a label whose whole content is a unit, at the end of a word.
fn amid(text: &str) -> Option<(String, String)> {
    let mut found: Option<(usize, usize, &str)> = None;
    for (open, _) in text.match_indices(['(', '（']) {
        let inner = text.get(open..)?.trim_start_matches(['(', '（']);
        let close = inner.find([')', '）', '(', '（']).filter(|close| *close <= LONGEST);
        let Some(close) = close.filter(|close| inner.get(*close..).is_some_and(|at| at.starts_with([')', '）'])))
        else {
            continue;
        };
        let after = text.len() - inner.len() + close;
        let unit = bracket_unit(inner.get(..close)?);
        let rest = text.get(after..)?.trim_start_matches([')', '）']);
        let Some(unit) = unit.filter(|unit| may_stand_amid(unit, rest)) else { continue };
        if open == 0 || found.is_some_and(|(.., before)| before != unit) {
            return None;
        }
        found = Some((open, text.len() - rest.len(), unit));
    }
    let (open, close, unit) = found?;
    let name = format!("{}{}", text.get(..open)?.trim_end_matches(is_blank), text.get(close..)?);
    Some((name, unit.to_owned()))
}

/// Whether a unit that words follow is meant as one: `乡(镇)数` and `存款(人民币)余额` are not.
fn may_stand_amid(unit: &str, rest: &str) -> bool {
    let words = unit.chars().any(is_cjk);
    let sign = matches!(unit, "%" | "％" | "‰");
    if is_base(unit) || unit == "人民币" || !is_plain(unit) || (!sign && of_rates(rest)) {
        return false;
    }
    rest.chars().next().is_none_or(|next| {
        if is_cjk(next) {
            let within = ["以上", "以下", "及以上", "及以下", "以内"].iter().any(|word| rest.starts_with(word));
            return sign || (words && unit.chars().count() > 1 && !within);
        }
        is_blank(next) || !next.is_alphanumeric() || ((words || sign) && next.is_ascii_alphanumeric())
    })
}

/// `收入(元)比上年增长`: the number is a rate of what the bracket measures.
fn of_rates(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    ["增", "指数", "比", "速度", "构成", "占", "率", "为上年"].iter().any(|word| rest.contains(word))
        || ["growth", "index", "rate", "ratio", "share", "change", "percent", "per ", "%"]
            .iter()
            .any(|word| lower.contains(word))
}

/// `GDP_亿元`, `GDP指数_上年=100`: a unit behind the last underscore.
fn behind_underscore(text: &str) -> Option<(String, String)> {
    let (name, unit) = text.rsplit_once(['_', '＿'])?;
    let unit = unit.trim_matches(is_blank);
    if name.trim_matches(is_blank).is_empty() || !is_unit(unit) || !is_plain(unit) {
        return None;
    }
    // Where words of Latin letters are joined (`target_year`, `value_100m_yuan`), units are, too.
    let latin = !unit.chars().any(is_cjk) && !unit.contains(['%', '％', '‰', '=']);
    let percent = matches!(unit.to_lowercase().as_str(), "pct" | "percent");
    let before = name.rsplit(['_', '＿']).next().unwrap_or_default();
    let scale = is_unit(before) || before.bytes().any(|byte| byte.is_ascii_digit());
    if latin && !percent && (scale || !name.chars().any(is_cjk)) {
        return None;
    }
    // A moving base tells indices apart.
    let name = if is_base(unit) { text } else { name.trim_end_matches(['_', '＿', ' ']) };
    Some((name.to_owned(), unit.to_owned()))
}

/// A unit that is no other word: neither `Index` nor `年`, `级`, `镇`, `000`.
fn is_plain(unit: &str) -> bool {
    let mut letters = unit.chars();
    match (letters.next(), letters.next()) {
        (Some(one), None) if is_cjk(one) => {
            "元人吨户家个辆台套件头只张册份种项座条处所名次倍米克亩升艘架床円".contains(one)
        }
        _ => {
            let lower = unit.to_lowercase();
            !(ordinary_word(unit)
                || unit.bytes().all(|byte| byte.is_ascii_digit())
                || matches!(
                    lower.as_str(),
                    "no" | "no." | "unit" | "days" | "months" | "years" | "bin" | "ori" | "mii" | "x"
                ))
        }
    }
}

/// `Indice de la production (base 100 en 2015) - ...`
fn base_within(text: &str) -> Option<String> {
    let open = text.find(['(', '（'])?;
    let inner = text.get(open..)?.trim_start_matches(['(', '（']);
    let inner = inner.get(..inner.find([')', '）'])?)?;
    is_index_base(&inner.to_lowercase()).then(|| inner.to_owned())
}

/// `Total number of families`
fn counted(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let at = lower.find("number of ")?;
    let word = text.get(at + "number of ".len()..)?.trim();
    (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| word.to_owned())
}

/// `Percent Change from Year Prior`
fn in_percent(text: &str) -> Option<String> {
    if let Some(sign) = ["%", "％", "‰"].iter().find(|sign| text.ends_with(**sign) && text.len() > sign.len())
        // `Seuil à 60 %` is a share by name.
        && !text.trim_end_matches(*sign).trim_end_matches(is_blank).ends_with(|at: char| at.is_ascii_digit())
    {
        return Some((*sign).to_owned());
    }
    let first = text.split(' ').next()?;
    (matches!(first.to_lowercase().as_str(), "percent" | "percentage") && first.len() < text.len())
        .then(|| "Percent".to_owned())
}

/// Words that are units in brackets, and mere words behind a comma.
fn ordinary_word(tail: &str) -> bool {
    let lower = tail.to_lowercase();
    matches!(
        lower.as_str(),
        "total"
            | "number"
            | "rate"
            | "index"
            | "ratio"
            | "persons"
            | "people"
            | "households"
            | "families"
            | "jobs"
            | "hours"
            | "times"
            | "points"
            | "units"
    )
}

/// The unit in a bracket, if it holds one; a second language behind it is dropped.
pub(in super::super) fn bracket_unit(inner: &str) -> Option<&str> {
    let inner = inner.trim_matches(is_blank);
    let inner = ["单位：", "单位:", "單位：", "単位：", "単位:", "Unit:", "unit:", "in ", "In "]
        .iter()
        .find_map(|lead| inner.strip_prefix(lead))
        .unwrap_or(inner)
        .trim_matches(is_blank);
    is_unit(inner).then_some(inner)
}

/// A label without the units in its brackets.
pub(in super::super) fn without_unit(label: &str) -> String {
    divide(label).name
}

/// `(…)` at the end of a text: what stands before it and what in it.
pub(in super::super) fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(is_blank);
    let close = text.chars().next_back()?;
    let open = match close {
        ')' | '）' => ['(', '（'],
        ']' | '］' => ['[', '［'],
        '】' => ['【', '【'],
        '〕' => ['〔', '〔'],
        '〉' | '>' => ['〈', '<'],
        _ => return None,
    };
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().rev() {
        if matches!((close, character), (')' | '）', ')' | '）') | (']' | '］', ']' | '］')) || character == close {
            depth += 1;
        } else if open.contains(&character) {
            depth -= 1;
            if depth == 0 {
                let inner = text.get(at + character.len_utf8()..text.len() - close.len_utf8())?;
                return Some((text.get(..at)?, inner));
            }
        }
    }
    None
}

/// `до 1997 г. - млрд руб.`
fn changed_unit(inner: &str) -> Option<(i32, String)> {
    let inner = inner.split_once(';').filter(|(first, _)| is_unit(first)).map_or(inner, |(_, rest)| rest);
    let rest = inner.trim().strip_prefix("до ")?;
    let year = rest.get(..4)?.parse().ok()?;
    let unit = rest.get(4..)?.trim_start_matches([' ', 'г', '.', '-', '–', '—', '\u{a0}']);
    is_unit(unit).then(|| (year, unit.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_apart() {
        let unit = |label: &str| {
            let d = divide(label);
            (d.name, d.unit.unwrap_or_default())
        };
        assert_eq!(
            unit("固定资产投资(不含农户)_比上年增长(%)"),
            ("固定资产投资(不含农户)_比上年增长".into(), "%".into())
        );
        assert_eq!(unit("Степень износа, в процентах"), ("Степень износа".into(), "в процентах".into()));
        assert_eq!(
            unit("Денежная масса М2, млрд руб., на конец года"),
            ("Денежная масса М2, на конец года".into(), "млрд руб.".into())
        );
        assert_eq!(unit("GDP (current US$)"), ("GDP".into(), "current US$".into()));
        assert_eq!(unit("Population, total"), ("Population, total".into(), String::new()));
        for (label, name, of) in [
            ("CPI_翘尾因素_当月(%)_CPI_Hike", "CPI_翘尾因素_当月_CPI_Hike", "%"),
            ("国内生产总值（亿元）i", "国内生产总值i", "亿元"),
            ("国内生产总值(亿元)累计值", "国内生产总值累计值", "亿元"),
            ("GDP (current US$) i", "GDP i", "current US$"),
            ("GDP (current US$) (excluding ships)", "GDP (excluding ships)", "current US$"),
            ("GDP_亿元", "GDP", "亿元"),
            ("GDP_当年价_亿元", "GDP_当年价", "亿元"),
            ("GDP指数_上年=100", "GDP指数_上年=100", "上年=100"),
            ("第二产业比重_%", "第二产业比重", "%"),
            ("产值_USD", "产值", "USD"),
            ("growth_pct", "growth", "pct"),
            ("target_year", "target_year", ""),
            ("value_100m_yuan", "value_100m_yuan", ""),
            ("产值_million_USD", "产值_million_USD", ""),
            ("area_km2", "area_km2", ""),
            ("乡(镇)数", "乡(镇)数", ""),
            ("人均收入(元)比上年增长", "人均收入(元)比上年增长", ""),
            ("GDP (US$) growth", "GDP (US$) growth", ""),
            ("存款(人民币)余额", "存款(人民币)余额", ""),
            ("住房(90平方米)以上", "住房(90平方米)以上", ""),
            ("常住人口(60岁及以上)比重", "常住人口(60岁及以上)比重", ""),
            ("GDP(亿元)_比上年增长(倍)_x", "GDP(亿元)_比上年增长_x", "倍"),
            ("GDP(亿元)_投资(万元)_x", "GDP(亿元)_投资(万元)_x", ""),
            ("社会消费品零售总额_累计值", "社会消费品零售总额_累计值", ""),
            ("就业人员_年", "就业人员_年", ""),
            ("price_index", "price_index", ""),
            ("Employed (15 years and over)", "Employed (15 years and over)", ""),
        ] {
            assert_eq!(unit(label), (name.to_owned(), of.to_owned()));
        }
        let changed = divide("Структура дохода (млрд руб.; до 1998 г. - трлн руб.)");
        assert_eq!((changed.unit.as_deref(), changed.until), (Some("млрд руб."), Some((1998, "трлн руб.".to_owned()))));
        assert_eq!(divide("фонды, млн руб. (до 1997 г. - млрд руб.)").until, Some((1997, "млрд руб.".to_owned())));
    }
}
