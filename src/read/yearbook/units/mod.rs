//! Units in brackets, behind commas, in lines of their own.
//!
//! - One bracket amid a label whose whole content is a unit, and a unit behind its last underscore, are its unit too.
//! - A bracket at the end of a label holds its unit where every word in it is one of units (`(万人)`, `(100 million
//!   yuan)`), and is part of the label otherwise (`(不含农户)`).
//! - A moving base (`(上年同月=100)`) is both: it tells indices apart.
//! - Behind the last comma of a label in Russian stands its unit where every word is one of units (`, млн руб.`).
//! - A base of an index in a bracket, a count (`number of families`), a share (`Percent change`) and a sign behind the
//!   words (`比上年增长%`) name units too, and
//!   stay part of the label.
//! - `单位:`, `计量单位:`, `Unit:` and the like name the unit of the whole table.

mod label;

use super::script::{clean, is_blank, is_cjk};
use crate::model::Unit;
pub(super) use label::{Labelled, bracket_unit, divide, last_bracket, without_unit};

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
    let numbered = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
    if is_class(&lower) || lower.strip_prefix("unit of ").is_some_and(numbered) {
        return false;
    }
    // `Unit labour costs`, divided over rows.
    if lower.starts_with("unit ") && !lower.starts_with("unit of") {
        return false;
    }
    if matches!(lower.as_str(), "%" | "‰") || is_index_base(&lower) || Unit::known(text).is_some() {
        return true;
    }
    if text.chars().any(is_cjk) { chinese(&lower) } else { western(&lower) }
}

/// `60岁`, `15 years and over`, `90平方米`: a number that is neither a power of ten nor a year makes a class of it.
fn is_class(lower: &str) -> bool {
    let digits = lower.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b' ').count();
    let (number, rest) = lower.split_at(digits);
    let number: String = number.split(' ').collect();
    let word = rest.trim_start_matches(|character: char| {
        is_blank(character) || character.is_ascii_digit() || matches!(character, '-' | '–' | '—' | '+')
    });
    let ten = number.trim_end_matches('0');
    // `2019年`, `1月`: a period.
    if number.is_empty() || lower.contains(['=', '＝']) {
        return false;
    }
    rest.starts_with(['年', '月', '日', '季'])
        || (!matches!(ten, "" | "1")
            && !number.parse::<u32>().is_ok_and(|year| (1500..=2200).contains(&year))
            && word.starts_with(char::is_alphabetic))
}

/// `上年=100`, `2002=100`, `2010-12 = 100`, `base 100 en 2015`.
/// Whether a unit is the base of an index: `1978=100`.
pub(super) fn is_base(unit: &str) -> bool {
    is_index_base(&unit.chars().map(half).collect::<String>().to_lowercase())
}

fn is_index_base(lower: &str) -> bool {
    let close: String = lower.chars().filter(|character| !is_blank(*character)).collect();
    let base =
        close.strip_suffix("=100").or_else(|| close.strip_suffix("=1.00")).or_else(|| close.strip_suffix("=1000"));
    base.is_some_and(|base| !base.is_empty() && base.chars().count() <= 40 && !base.contains(['=', '_']))
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
            "10万人",
            "1978年=100",
            "1000 persons",
            "2015 US$",
            "元/50公斤",
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
            "60岁",
            "2019年",
            "10年",
            "90平方米",
            "15 years and over",
            "GDP指数_上年=100",
        ] {
            assert!(!is_unit(other), "{other}");
        }
    }
}
