//! Units in brackets, behind commas, in lines of their own.
//!
//! - A bracket at the end of a label holds its unit where every word in it is one of units (`(万人)`, `(100 million
//!   yuan)`), and is part of the label otherwise (`(不含农户)`).
//! - A moving base (`(上年同月=100)`) is both: it tells indices apart.
//! - Behind the last comma of a label in Russian stands its unit where every word is one of units (`, млн руб.`).
//! - A base of an index in a bracket, a count (`number of families`), a share (`Percent change`) and a sign behind the
//!   words (`比上年增长%`) name units too, and
//!   stay part of the label.
//! - `单位:`, `计量单位:`, `Unit:` and the like name the unit of the whole table.

use super::words::{clean, is_blank};
use crate::model::Unit;

/// Names of units in Chinese and Japanese, longest first within one beginning; scales stand before them.
#[rustfmt::skip]
const CHINESE: &[&str] = &[
    "百分点", "百分比", "平方公里", "平方千米", "平方米", "立方米", "吨标准煤", "千克标准煤", "标准煤", "吨公里", "人公里",
    "千瓦时", "千瓦小时", "度电", "千伏安", "千瓦", "兆瓦", "人民币", "美元", "港元", "港币", "欧元", "日元", "英镑", "元", "円",
    "标准箱", "标箱", "人次", "人年", "人", "户", "家", "个", "吨", "公里", "公顷", "亩", "公斤", "千克", "克", "辆", "台", "套",
    "件", "头", "只", "张", "册", "份", "种", "项", "座", "条", "处", "所", "名", "岁", "年", "月", "日", "天", "小时", "分钟", "秒", "次", "倍",
    "米", "升", "千卡", "焦耳", "株", "羽", "匹", "艘", "架", "部", "幅", "场", "期", "床", "门", "盒", "箱", "双", "支", "枚", "根",
    "片", "块", "口", "眼", "级", "度", "分贝", "毫米", "厘米", "毫克", "微克", "世帯", "世帶", "戸", "円", "本", "点", "組", "组", "对", "对数",
    "宗", "起", "例", "桶", "袋", "重量箱", "自然箱", "吨位", "总吨", "马力", "航次", "班", "间", "栋", "幢", "孔", "线", "端口", "路", "回", "码",
    "匹马力", "标准台", "折纯", "担", "斤", "两", "克拉", "盎司", "村", "镇", "乡", "集", "户次", "车次", "床位", "床日", "人日", "元人民币",
];
#[rustfmt::skip]
const CHINESE_SCALES: &[&str] = &["万亿", "百亿", "十亿", "千万", "百万", "十万", "亿", "万", "千", "百", "十", "兆"];

/// Words that make a unit by themselves.
#[rustfmt::skip]
const CORE: &[&str] = &[
    "%", "percent", "per cent", "percentage", "percentages", "pct", "thousand", "thousands", "million", "millions", "billion",
    "billions", "trillion", "trillions", "hundreds", "lakh", "lakhs", "crore", "crores", "yuan", "rmb", "cny", "usd", "us$", "$", "€",
    "£", "¥", "₹", "₽", "eur", "euro", "euros", "gbp", "dollars", "dollar", "pounds", "yen", "rupees", "rs", "rs.", "pesos", "peso",
    "soms", "som", "lei", "mdl", "kgs", "hkd", "hk$", "a$", "c$", "s$", "nt$", "nz$", "r$", "sgd", "lcu", "persons", "people", "person",
    "inhabitants", "households", "families", "tonnes", "tons", "tonne", "ton", "kg", "kilograms", "km", "kilometres", "kilometers",
    "hectares", "ha", "mw", "kwh", "gwh", "twh", "mwh", "tce", "litres", "barrels", "hours", "days", "months", "years", "number",
    "numbers", "no.", "units", "unit", "index", "points", "ratio", "rate", "times", "mn", "bn", "mln", "mln.", "bln", "bln.", "m3", "m²", "km²", "km2",
    "000", "'000", "000s", "‰", "pp", "tj", "ktoe", "mtoe", "toe", "dwellings", "vehicles", "beds", "cases", "pieces", "heads", "jobs", "usd.",
    // Russian and Kyrgyz
    "процент", "проценты", "процентов", "процентах", "млн", "млн.", "млрд", "млрд.", "трлн", "трлн.", "тыс", "тыс.", "руб", "руб.",
    "рублей", "рубль", "человек", "чел", "чел.", "тонн", "т", "штук", "шт", "шт.", "единиц", "ед.", "га", "км", "раз", "сом", "сомов", "тенге", "tenge",
    "долл.", "долл", "долларов", "лет", "промилле", "пайыз", "пайыз менен", "миң", "адам", "кв.м", "м2", "квт.ч",
    // Romanian, German, French, Spanish, Portuguese, Turkish
    "procente", "procent", "mii", "milioane", "miliarde", "persoane", "ori", "bucăţi", "bucăți", "anzahl", "prozent", "mill.", "mrd.", "mio.", "mio",
    "tsd.", "tsd", "stück", "milliers", "pourcentage", "indice", "nombre", "millones", "miles", "porcentaje", "personas", "milhões",
    "milhares", "milyon", "milyar", "bin", "tl", "yüzde", "kişi", "adet", "nt$.",
];
/// Words that may stand beside them.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "of", "per", "in", "at", "the", "a", "to", "on", "and", "current", "constant", "prices", "price", "real", "nominal", "annual", "average",
    "change", "growth", "previous", "preceding", "period", "year", "month", "quarter", "earlier", "same", "from", "over", "gdp", "gni", "ppp",
    "international", "chained", "chain", "linked", "volumes", "volume", "basis", "base", "local", "currency", "national", "us", "live", "births",
    "population", "capita", "head", "day", "week", "labor", "labour", "force", "area", "land", "exports", "imports", "goods", "services",
    "females", "males", "ages", "female", "male", "standard", "coal", "equivalent", "sq.", "sq", "cubic", "square", "hundred", "ten",
    "seasonally", "adjusted", "rate", "x", "000", "full-time", "full", "time",
    "в", "к", "на", "от", "за", "из", "и", "предыдущему", "году", "год", "года", "общего", "итогу", "объема", "итога", "соответствующему", "периоду",
    "предыдущего", "прошлого", "населения", "постоянного", "гг.", "г.", "la", "sută", "de", "din", "la100", "je", "einwohner", "en", "base", "des", "du", "par", "основных", "фондов", "долл", "сша", "gospodării", "домашних", "хозяйств",
];

/// Bytes of the longest unit, blanks included: what is longer is not looked at.
const LONGEST: usize = 1000;

/// Whether a text is a unit.
pub(super) fn is_unit(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let text: String = clean(text).chars().map(half).collect();
    let text = text.trim_matches(|character: char| is_blank(character) || matches!(character, ':' | '±'));
    if text.is_empty() || text.chars().count() > 80 || text.ends_with(',') {
        return false;
    }
    // `2.1 Live births`: the number of a title.
    let number = text.split(' ').next().unwrap_or_default();
    if number.len() < text.len()
        && number.split_once('.').is_some_and(|(a, b)| {
            [a, b].iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        })
    {
        return false;
    }
    let lower = text.to_lowercase();
    // `Unit of 3`: a fifth of households, and no unit.
    if lower.strip_prefix("unit of ").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    // `Unit labour costs`, divided over rows.
    if lower.starts_with("unit ") && !lower.starts_with("unit of") {
        return false;
    }
    if matches!(lower.as_str(), "%" | "‰") || is_index_base(&lower) || Unit::known(text).is_some() {
        return true;
    }
    if text.chars().any(super::words::is_cjk) { chinese(&lower) } else { western(&lower) }
}

/// `上年=100`, `2002=100`, `2010-12 = 100`, `base 100 en 2015`.
/// Whether a unit is the base of an index: `1978=100`.
pub(super) fn is_base(unit: &str) -> bool {
    is_index_base(&unit.to_lowercase())
}

fn is_index_base(lower: &str) -> bool {
    let close: String = lower.chars().filter(|character| !is_blank(*character)).collect();
    let base =
        close.strip_suffix("=100").or_else(|| close.strip_suffix("=1.00")).or_else(|| close.strip_suffix("=1000"));
    base.is_some_and(|base| !base.is_empty() && base.chars().count() <= 40 && !base.contains('='))
        || close
            .strip_prefix("base100en")
            .is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Scales and names in a row, with `/`, `每` and `·` between them.
fn chinese(text: &str) -> bool {
    let mut rest = text;
    let (mut named, mut fresh) = (false, true);
    while !rest.is_empty() {
        let skip = ["/", "每", "·", "、", ",", "或", " ", "%", "(", ")", "-", "×"].iter().find_map(|mark| {
            if *mark == "%" && rest.starts_with('%') {
                named = true;
            }
            fresh |= rest.starts_with(*mark);
            rest.strip_prefix(mark)
        });
        if let Some(after) = skip {
            rest = after;
            continue;
        }
        let name = CHINESE.iter().filter(|name| rest.starts_with(**name)).max_by_key(|name| name.len());
        if let Some(name) = name {
            // Names follow each other with a mark between them only.
            if !fresh {
                return false;
            }
            (named, fresh) = (true, false);
            rest = rest.get(name.len()..).unwrap_or_default();
            continue;
        }
        let scale = CHINESE_SCALES.iter().find(|scale| rest.starts_with(**scale));
        let digits = rest.chars().take_while(|character| character.is_ascii_digit() || *character == '.').count();
        match scale {
            Some(scale) => rest = rest.get(scale.len()..).unwrap_or_default(),
            None if digits > 0 => rest = rest.get(digits..).unwrap_or_default(),
            None => return false,
        }
    }
    named
}

fn western(lower: &str) -> bool {
    // What a share is of (`% of GDP`) is no unit at the beginning.
    if ["gdp", "gni", "population", "exports", "imports", "labor", "labour", "goods", "services", "land"]
        .iter()
        .any(|word| lower.starts_with(word))
    {
        return false;
    }
    let mut core = false;
    for word in lower.split(|character: char| {
        is_blank(character) || matches!(character, '/' | ',' | '(' | ')' | ';' | '-' | '–' | ':')
    }) {
        if word.is_empty() {
            continue;
        }
        let bare = word.trim_matches(['.', '\'', '’', '‘', '"']);
        let number = !bare.is_empty()
            && bare.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ','));
        // `mln.tenge`
        let glued = bare.split_once('.').is_some_and(|(scale, name)| {
            CORE.contains(&scale) && (CORE.contains(&name) || BESIDE.contains(&name)) && !name.is_empty()
        });
        if CORE.contains(&word) || CORE.contains(&bare) || glued || money(bare) {
            core = true;
        } else if !(number || bare.is_empty() || BESIDE.contains(&word) || BESIDE.contains(&bare) || month(bare)) {
            return false;
        }
    }
    core || lower.contains('%')
}

/// `£bn`, `us$m`, `€000`: a scale glued to a currency.
fn money(word: &str) -> bool {
    let scale =
        |rest: &str| matches!(rest, "m" | "k" | "mn" | "bn" | "b" | "tn" | "000" | "000s" | "million" | "billion");
    word.split_at_checked(
        word.find(['£', '$', '€', '¥', '₹'])
            .map_or(0, |at| at + word.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)),
    )
    .is_some_and(|(sign, rest)| CORE.contains(&sign) && scale(rest))
}

fn month(word: &str) -> bool {
    super::when::month(word).is_some()
}

fn half(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// A label and the unit that it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled {
    pub(super) name: String,
    pub(super) unit: Option<String>,
    /// Until this year, another unit: `(до 1997 г. - млрд руб.)`.
    pub(super) until: Option<(i32, String)>,
    /// The unit is read out of the words of the name.
    pub(super) of_words: bool,
}

/// Divides a cleaned label into name and unit.
pub(super) fn divide(label: &str) -> Labelled {
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
            let cyrillic = super::words::script(text) == super::words::Script::Cyrillic;
            let closed = if within { ")" } else { "" };
            let name =
                if cyrillic { format!("{}{closed}", before.trim_end_matches(is_blank)) } else { text.to_owned() };
            return Labelled { name, unit: Some(tail.to_owned()), until, of_words: !cyrillic };
        }
    }
    if super::words::script(text) == super::words::Script::Cyrillic
        && let Some((name, unit)) = between_commas(text)
    {
        return Labelled { name, unit: Some(unit), until, of_words: false };
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
fn bracket_unit(inner: &str) -> Option<&str> {
    let inner = inner.trim_matches(is_blank);
    let inner = ["单位：", "单位:", "單位：", "単位：", "単位:", "Unit:", "unit:", "in ", "In "]
        .iter()
        .find_map(|lead| inner.strip_prefix(lead))
        .unwrap_or(inner)
        .trim_matches(is_blank);
    is_unit(inner).then_some(inner)
}

/// A label without the units in its brackets.
pub(super) fn without_unit(label: &str) -> String {
    divide(label).name
}

/// `(…)` at the end of a text: what stands before it and what in it.
pub(super) fn last_bracket(text: &str) -> Option<(&str, &str)> {
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

/// The unit of a line such as `本表按当年价格计算,单位:亿元` or `Unit: 100 million yuan`.
pub(super) fn line(text: &str) -> Option<String> {
    let text = clean(text);
    for lead in [
        "计量单位",
        "单位",
        "單位",
        "単位",
        "Единица измерения",
        "Единицы измерения",
        "Unit of measure",
        "Units of measure",
        "Units",
        "Unit",
        "UNIT",
        "Measure unit",
        "Unidad de medida",
        "Unidad",
        "Unidade",
        "Unité",
        "Unità",
        "Einheit",
        "Birim",
        "Satuan",
        "Ед. изм.",
        "หน่วย",
    ] {
        let Some(at) = text.find(lead) else { continue };
        let rest = text.get(at + lead.len()..).unwrap_or_default().trim_start_matches(is_blank);
        let Some(rest) = rest.strip_prefix([':', '：', '﹕']) else { continue };
        let rest = rest.trim_matches(is_blank);
        let open = text.get(..at).unwrap_or_default().trim_end_matches(is_blank).ends_with(['(', '（', '[', '【']);
        let rest = if open { rest.trim_end_matches([')', '）', ']', '】']) } else { rest };
        let rest = super::words::first_language(rest);
        return (!rest.is_empty()).then(|| rest.trim_matches(is_blank).to_owned());
    }
    // `Cifras en miles`, `In thousand pesos`, `Valores em milhões`
    let lower = text.to_lowercase();
    for lead in
        ["cifras en ", "valores en ", "valores em ", "figures in ", "values in ", "expressed in ", "angaben in "]
    {
        if lower.starts_with(lead)
            && let Some(rest) = text.get(lead.len()..)
            && is_unit(rest)
        {
            return Some(rest.trim_matches(is_blank).to_owned());
        }
    }
    None
}

/// A cell that is nothing but a unit, with or without brackets.
pub(super) fn alone(text: &str) -> Option<String> {
    let text = super::words::first_language(text);
    if let Some((before, inner)) = last_bracket(&text)
        && before.trim_matches(is_blank).is_empty()
    {
        return bracket_unit(inner).map(str::to_owned);
    }
    is_unit(&text).then(|| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_unit() {
        for unit in [
            "亿元",
            "万标准箱",
            "吨/日",
            "元/平方米",
            "上年同月=100",
            "100 million yuan",
            "Thousands of people",
            "млн. сом",
            "в процентах к предыдущему году",
            "₹ Lakh",
            "000 Hours",
            "March 1996 $",
            "procente",
            "千人",
            "女性＝100",
            "人/平方公里",
            "thousand pesos",
            "current US$",
            "annual %",
            "% of GDP",
            "公斤",
            "万千瓦小时",
        ] {
            assert!(is_unit(unit), "{unit}");
        }
        for other in [
            "不含农户",
            "常住人口",
            "current prices",
            "2012",
            "GDP",
            "ESA 2010",
            "from 2020",
            "MLD",
            "Total",
            "市区",
            "按当年价格计算",
        ] {
            assert!(!is_unit(other), "{other}");
        }
    }

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
        assert_eq!(line("本表按当年价格计算,单位:亿元").as_deref(), Some("亿元"));
        let changed = divide("Структура дохода (млрд руб.; до 1998 г. - трлн руб.)");
        assert_eq!((changed.unit.as_deref(), changed.until), (Some("млрд руб."), Some((1998, "трлн руб.".to_owned()))));
        assert_eq!(divide("фонды, млн руб. (до 1997 г. - млрд руб.)").until, Some((1997, "млрд руб.".to_owned())));
    }
}
