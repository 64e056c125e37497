//! Names of units, and how many of its dimension's own unit each is.

use super::{Currency, Dimension, Units};

/// A scale and a base unit, in either order, or a base unit alone.
pub(super) fn simple(text: &str, own: &Units) -> Option<(f64, Dimension)> {
    let text = text.trim();
    let base = |text: &str| base(text).or_else(|| own.base(text));
    if let Some(found) = base(text) {
        return Some(found);
    }
    // Chinese: the scale stands before the unit without a blank.
    for (word, factor) in SCALES_ZH {
        if let Some((own, dimension)) = text.strip_prefix(word).and_then(|rest| base(rest.trim())) {
            return Some((own * factor, dimension));
        }
    }
    for (at, _) in text.match_indices(' ') {
        let (left, right) = (text.get(..at)?.trim(), text.get(at..)?.trim());
        let right = right.strip_prefix("of ").unwrap_or(right);
        if let (Some(factor), Some((own, dimension))) = (scale(&left.to_lowercase()), base(right)) {
            return Some((own * factor, dimension));
        }
        let after = right.trim_matches(['(', ')', ',']).to_lowercase();
        if let (Some((own, dimension)), Some(factor)) = (base(left), scale(&after)) {
            return Some((own * factor, dimension));
        }
    }
    None
}

const SCALES_ZH: [(&str, f64); 14] = [
    ("1000万", 1e7),
    ("100万", 1e6),
    ("10万", 1e5),
    ("1万", 1e4),
    ("万亿", 1e12),
    ("百亿", 1e10),
    ("十亿", 1e9),
    ("千万", 1e7),
    ("百万", 1e6),
    ("十万", 1e5),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
];

/// Whether `text` is a scale without what it counts: `million`, `亿`.
pub(super) fn is_scale(text: &str) -> bool {
    let text = text.trim();
    SCALES_ZH.iter().any(|(word, _)| *word == text) || (text.len() > 1 && scale(&text.to_lowercase()).is_some())
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" | "hundreds" | "100" => 1e2,
        "thousand" | "thousands" | "k" | "'000" | "000" | "000s" | "1000" | "1 000" | "1,000" => 1e3,
        "ten thousand" | "10 thousand" | "10000" | "10 000" | "10,000" | "wan" => 1e4,
        "hundred thousand" | "100 thousand" | "lakh" => 1e5,
        "million" | "millions" | "mn" | "mln" | "mio" | "m" => 1e6,
        "ten million" | "10 million" | "crore" => 1e7,
        "hundred million" | "100 million" | "yi" => 1e8,
        "billion" | "billions" | "bn" | "bln" | "mrd" => 1e9,
        "trillion" | "trillions" | "tn" | "trn" => 1e12,
        _ => return None,
    })
}

struct Base {
    dimension: Dimension,
    factor: f64,
    names: &'static [&'static str],
}

const fn of(dimension: Dimension, factor: f64, names: &'static [&'static str]) -> Base {
    Base { dimension, factor, names }
}

const fn money(code: [u8; 3], names: &'static [&'static str]) -> Base {
    of(Dimension::Currency(Currency(code)), 1.0, names)
}

const fn counter(name: &'static str, names: &'static [&'static str]) -> Base {
    of(Dimension::Count(name), 1.0, names)
}

/// Names of currencies by their code alone, in capitals: in lower case some are words.
const CODES: [&str; 53] = [
    "AED", "ARS", "BDT", "BGN", "BRL", "CHF", "CLP", "COP", "CZK", "DKK", "EGP", "ETB", "GEL", "GHS", "HUF", "IDR",
    "ILS", "ISK", "KES", "KGS", "KHR", "KZT", "LAK", "LKR", "MAD", "MMK", "MNT", "MOP", "MXN", "MYR", "NGN", "NOK",
    "NPR", "NZD", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "TZS",
    "UAH", "UGX", "UZS", "VND", "ZAR",
];

/// All names of units.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    BASES.iter().flat_map(|base| base.names.iter().copied())
}

static BASES: &[Base] = &[
    money(*b"CNY", &["元", "人民币元", "元人民币", "人民币", "yuan", "cny", "rmb", "rmb yuan"]),
    money(*b"USD", &["美元", "usd", "us$", "us dollar", "us dollars", "current us$", "dollars", "$"]),
    money(*b"EUR", &["欧元", "eur", "euro", "euros", "€"]),
    money(*b"JPY", &["日元", "円", "jpy", "yen"]),
    money(*b"HKD", &["港元", "港币", "hkd", "hk$"]),
    money(*b"GBP", &["英镑", "gbp", "pounds", "£"]),
    money(*b"INR", &["卢比", "inr", "rupees", "₹"]),
    money(*b"RUB", &["卢布", "rub", "roubles", "rubles"]),
    money(*b"KRW", &["韩元", "krw", "won"]),
    money(*b"CAD", &["加元", "cad"]),
    money(*b"AUD", &["澳元", "aud"]),
    money(*b"LCU", &["lcu", "local currency", "local currency units", "current lcu", "constant lcu"]),
    of(Dimension::Ratio, 1.0, &["fraction", "ratio", "比率"]),
    of(Dimension::Ratio, 1e-2, &["%", "percent", "per cent", "percentage", "百分比", "pct"]),
    of(
        Dimension::Ratio,
        1e-3,
        &[
            "‰",
            "per mille",
            "per thousand",
            "permille",
            "千分比",
            "per 1000",
            "per 1,000",
            "per 1 000",
            "per 1000 live births",
            "per 1,000 live births",
            "per 1 000 live births",
            "per 1000 population",
            "per 1,000 population",
            "per 1 000 population",
        ],
    ),
    of(
        Dimension::Ratio,
        1e-5,
        &[
            "per 100000",
            "per 100,000",
            "per 100 000",
            "per 100000 live births",
            "per 100,000 live births",
            "per 100 000 live births",
            "per 100000 population",
            "per 100,000 population",
            "per 100 000 population",
            "1/10万",
            "/10万",
            "1/十万",
            "/十万",
        ],
    ),
    of(Dimension::Ratio, 1e-4, &["‱", "万分比"]),
    of(Dimension::Ratio, 1e-6, &["ppm", "per million", "百万分比"]),
    of(Dimension::Points, 1e-2, &["百分点", "个百分点", "percentage points", "percentage point", "pp"]),
    of(Dimension::Area, 1.0, &["平方米", "㎡", "m2", "m²", "square metres", "square meters", "sq m", "sqm"]),
    of(
        Dimension::Area,
        1e6,
        &["平方公里", "平方千米", "km2", "km²", "square kilometres", "square kilometers", "sq km"],
    ),
    of(Dimension::Area, 1e4, &["公顷", "hectare", "hectares", "ha"]),
    of(Dimension::Area, 10_000.0 / 15.0, &["亩", "mu"]),
    of(Dimension::Area, 4_046.856_422_4, &["英亩", "acre", "acres"]),
    of(Dimension::Length, 1.0, &["米", "metre", "metres", "meters"]),
    of(Dimension::Length, 1e3, &["公里", "千米", "km", "kilometres", "kilometers"]),
    of(Dimension::Length, 1e-2, &["厘米", "cm", "centimetres", "centimeters"]),
    of(Dimension::Length, 1e-3, &["毫米", "mm", "millimetres", "millimeters"]),
    of(Dimension::Length, 1_609.344, &["英里", "mile", "miles"]),
    of(Dimension::Volume, 1.0, &["立方米", "m3", "m³", "cubic metres", "cubic meters"]),
    of(Dimension::Volume, 1e-3, &["升", "litre", "liter", "litres", "liters"]),
    of(Dimension::Volume, 0.158_987_294_928, &["桶", "barrel", "barrels", "bbl"]),
    of(Dimension::Mass, 1.0, &["吨", "t", "tonne", "tonnes", "tons", "metric tons"]),
    of(Dimension::Mass, 1e-3, &["千克", "公斤", "kg", "kilograms"]),
    of(Dimension::Mass, 5e-4, &["斤", "jin"]),
    of(Dimension::Mass, 1e-6, &["克", "gram", "grams"]),
    of(Dimension::Mass, 1e-9, &["毫克", "mg", "milligrams"]),
    of(Dimension::Mass, 1e-12, &["微克", "µg", "ug", "micrograms"]),
    of(Dimension::CarbonDioxide, 1.0, &["吨二氧化碳", "吨co2", "t co2", "tco2", "tonnes of co2", "tons of co2"]),
    of(Dimension::CarbonDioxide, 1e-3, &["千克二氧化碳", "千克co2", "公斤二氧化碳", "kg co2", "kgco2"]),
    of(Dimension::CarbonDioxide, 1e-6, &["克二氧化碳", "克co2", "g co2", "gco2"]),
    of(Dimension::CarbonDioxide, 1e6, &["mt co2", "mtco2"]),
    of(
        Dimension::CarbonDioxideEquivalent,
        1.0,
        &[
            "吨二氧化碳当量",
            "吨co2当量",
            "吨co2e",
            "t co2e",
            "tco2e",
            "t co2eq",
            "t co2-eq",
            "t co2 equivalent",
            "tonnes of co2 equivalent",
            "tonnes co2e",
        ],
    ),
    of(
        Dimension::CarbonDioxideEquivalent,
        1e-3,
        &["千克二氧化碳当量", "公斤二氧化碳当量", "kg co2e", "kgco2e", "kg co2eq", "kg co2-eq", "kg co2 equivalent"],
    ),
    of(Dimension::CarbonDioxideEquivalent, 1e-6, &["克二氧化碳当量", "g co2e", "gco2e", "g co2eq"]),
    of(Dimension::CarbonDioxideEquivalent, 1e3, &["kt co2e", "ktco2e", "kt co2eq"]),
    of(Dimension::CarbonDioxideEquivalent, 1e6, &["mt co2e", "mtco2e", "mt co2eq"]),
    of(Dimension::CarbonDioxideEquivalent, 1e9, &["gt co2e", "gtco2e", "gt co2eq"]),
    of(
        Dimension::CoalEquivalent,
        1.0,
        &["吨标准煤", "吨标煤", "tce", "t coal equivalent", "tonnes of coal equivalent", "tons of standard coal"],
    ),
    of(Dimension::CoalEquivalent, 1e-3, &["千克标准煤", "公斤标准煤", "kgce"]),
    of(Dimension::Energy, 1.0, &["千瓦时", "千瓦小时", "度", "kwh"]),
    of(Dimension::Energy, 1e3, &["兆瓦时", "mwh"]),
    of(Dimension::Energy, 1e6, &["gwh"]),
    of(Dimension::Energy, 1e9, &["twh"]),
    of(Dimension::Energy, 1e3 / 3.6, &["吉焦", "gj"]),
    of(Dimension::Energy, 1.0 / 3.6, &["兆焦", "mj"]),
    of(Dimension::Energy, 1e6 / 3.6, &["tj"]),
    of(Dimension::Energy, 1e9 / 3.6, &["pj"]),
    of(Dimension::Energy, 1e12 / 3.6, &["ej"]),
    of(Dimension::Energy, 11_630.0, &["toe", "tonnes of oil equivalent", "吨标准油", "吨油当量"]),
    of(Dimension::Energy, 11.63, &["kgoe", "kg of oil equivalent", "千克标准油", "千克油当量"]),
    of(Dimension::Energy, 11.63e6, &["ktoe"]),
    of(Dimension::Energy, 11.63e9, &["mtoe"]),
    of(Dimension::Power, 1.0, &["千瓦", "kw"]),
    of(Dimension::Power, 1e3, &["兆瓦", "mw"]),
    of(Dimension::Power, 1e6, &["吉瓦", "gw"]),
    of(Dimension::Temperature, 1.0, &["℃", "°c", "摄氏度"]),
    of(Dimension::Persons, 1.0, &["人", "人次", "名", "persons", "people", "person", "inhabitants"]),
    of(Dimension::Households, 1.0, &["户", "households", "household"]),
    of(Dimension::Time, 1.0, &["年", "岁", "years", "year"]),
    of(Dimension::Time, 1.0 / 12.0, &["月", "months"]),
    of(Dimension::Time, 1.0 / 365.25, &["天", "日", "days", "day"]),
    of(Dimension::Time, 1.0 / 8_766.0, &["小时", "hour", "hours"]),
    of(Dimension::Time, 1.0 / 525_960.0, &["分钟", "minute", "minutes"]),
    counter("项", &["项", "projects", "items"]),
    counter("个", &["个", "number", "units", "pieces", "count"]),
    counter("家", &["家", "enterprises", "firms"]),
    counter("件", &["件", "cases"]),
    counter("台", &["台", "台套", "sets"]),
    counter("辆", &["辆", "vehicles"]),
    counter("套", &["套", "dwellings"]),
    counter("所", &["所", "schools"]),
    counter("张", &["张", "床", "张床位", "beds", "bed"]),
    counter("次", &["次", "times"]),
    counter("头", &["头", "heads"]),
    counter("只", &["只"]),
    counter("条", &["条"]),
    counter("标准箱", &["标准箱", "teu", "teus"]),
    counter("册", &["册", "copies"]),
    counter("艘", &["艘", "vessels"]),
    counter("架", &["架", "aircraft"]),
    counter("例", &["例"]),
    counter("株", &["株"]),
];

/// Written just so: MT and mt are metric tons to some, GT is tonnage.
const TONNES: [(&str, f64); 3] = [("kt", 1e3), ("Mt", 1e6), ("Gt", 1e9)];

fn base(text: &str) -> Option<(f64, Dimension)> {
    if let Some(code) = CODES.iter().find(|code| **code == text).and_then(|code| code.as_bytes().try_into().ok()) {
        return Some((1.0, Dimension::Currency(Currency(code))));
    }
    if let Some((_, factor)) = TONNES.iter().find(|(name, _)| *name == text) {
        return Some((*factor, Dimension::Mass));
    }
    let lower = text.to_lowercase();
    BASES.iter().find(|base| base.names.contains(&lower.as_str())).map(|base| (base.factor, base.dimension))
}
