//! Units: scale and dimension, as yearbooks and bulletins write them.

use std::fmt;
use std::str::FromStr;

use super::Period;
use crate::error::{Error, ErrorKind, Result, suggestion};

/// What a unit measures. Values convert inside one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dimension {
    /// Money of one currency.
    Currency(Currency),
    /// A share or a rate: fraction, %, ‰.
    Ratio,
    /// A difference of rates, in percentage points (百分点).
    Points,
    /// Index points over a base.
    Index(IndexBase),
    /// Area, in square metres.
    Area,
    /// Length, in metres.
    Length,
    /// Volume, in cubic metres.
    Volume,
    /// Mass, in tonnes.
    Mass,
    /// Energy as coal, in tonnes of standard coal (标准煤).
    CoalEquivalent,
    /// Energy, in kilowatt-hours.
    Energy,
    /// People (人).
    Persons,
    /// Households (户).
    Households,
    /// Time, in years.
    Time,
    /// Things counted with one counter (个, 项, 家 ...).
    Count(&'static str),
}

/// An ISO 4217 code, or `LCU` for the local currency of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or("???"))
    }
}

/// What an index is 100 at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexBase {
    /// A fixed period (定基): 1978=100.
    Fixed(Period),
    /// The year before, or the same months of it (同比): 上年=100, 上年同期=100.
    YearAgo,
    /// The period before (环比): 上月=100.
    Previous,
    /// Not stated.
    NotStated,
}

/// A unit of measurement: a scale and a dimension, or a quotient of two.
///
/// Two units are equal when they mean the same (`亿元` and `100 million yuan`); `Display` prints the text as it was
/// written.
///
/// # Examples
/// ```
/// use fanfan::model::Unit;
///
/// let yi: Unit = "亿元".parse()?;
/// assert_eq!(yi.convert(11.9, &"万元".parse()?)?, 119_000.0);
/// assert_eq!(yi, "100 million yuan".parse()?);
///
/// // the surprise: two currencies need a rate, in units of the second for one of the first
/// let dollars: Unit = "万美元".parse()?;
/// assert!(dollars.convert(510.0, &yi).is_err());
/// assert_eq!(dollars.convert_at(510.0, &yi, 8.0)?, 0.408);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Unit {
    text: Box<str>,
    /// Multiples of the dimension's own unit.
    factor: f64,
    dimension: Dimension,
    per: Option<(f64, Dimension)>,
}

impl PartialEq for Unit {
    fn eq(&self, other: &Unit) -> bool {
        self.dimension == other.dimension
            && self.per.map(|per| per.1) == other.per.map(|per| per.1)
            && (self.in_own() / other.in_own() - 1.0).abs() < 1e-12
    }
}

impl Unit {
    /// What the unit measures (of a quotient: what stands above the line).
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// What stands below the line: persons in 元/人.
    pub fn per(&self) -> Option<Dimension> {
        self.per.map(|(_, dimension)| dimension)
    }

    /// How many of the dimension's own units (yuan, fractions, square metres, tonnes ...) one unit holds.
    pub fn scale(&self) -> f64 {
        self.factor
    }

    /// Whether values are shares or rates, whose changes are differences in percentage points.
    pub fn is_rate(&self) -> bool {
        self.dimension == Dimension::Ratio && self.per.is_none()
    }

    fn in_own(&self) -> f64 {
        self.factor / self.per.map_or(1.0, |(factor, _)| factor)
    }

    /// The unit that a text names, if any: without the cost of a message for the many texts that name none.
    pub(crate) fn known(written: &str) -> Option<Unit> {
        let text: String = written
            .trim()
            .chars()
            .map(|character| match character {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
                '\u{3000}' | '\u{a0}' => ' ',
                other => other,
            })
            .collect();
        if text.len() > LONGEST {
            return None;
        }
        if let Some(base) = index_base(&text) {
            return Some(Unit { text: text.into(), factor: 1.0, dimension: Dimension::Index(base), per: None });
        }
        if let Some((factor, dimension)) = simple(&text) {
            return Some(Unit { text: text.into(), factor, dimension, per: None });
        }
        let lower = text.to_lowercase();
        let (above, below) =
            lower.split_once('/').or_else(|| lower.split_once(" per ")).or_else(|| lower.split_once('每'))?;
        // 万元/人, but also 每 written first is left to the reader of layouts.
        let below = below.trim().trim_start_matches("one ");
        let (factor, dimension) = simple(above)?;
        let per =
            if matches!(below, "capita" | "head" | "person") { (1.0, Dimension::Persons) } else { simple(below)? };
        Some(Unit { text: text.into(), factor, dimension, per: Some(per) })
    }

    /// The value in another unit of the same dimension.
    ///
    /// # Errors
    /// Different dimensions, two currencies (see [`Unit::convert_at`]), two index bases.
    pub fn convert(&self, value: f64, to: &Unit) -> Result<f64> {
        if self == to {
            return Ok(value);
        }
        if self.dimension == to.dimension && self.per() == to.per() {
            // Multiply first: 11.9 × 1e8 / 1e4 is exact where 11.9 × (1e8 / 1e4) may not be.
            let own = value * self.factor * to.per.map_or(1.0, |per| per.0);
            return Ok(own / to.factor / self.per.map_or(1.0, |per| per.0));
        }
        let error = Error::new(ErrorKind::Unit, format!("{self} does not convert into {to}"));
        Err(match (self.dimension, to.dimension) {
            (Dimension::Currency(a), Dimension::Currency(b)) if self.per() == to.per() => {
                error.mend(format!("give an exchange rate, {b} for one {a}"))
            }
            (Dimension::Index(_), Dimension::Index(_)) => error.mend("rebase the index first"),
            _ => error.mend("give both in one dimension"),
        })
    }

    /// The value in another currency: `rate` units of `to`'s currency for one of this.
    ///
    /// # Errors
    /// One of the two is no currency, or what stands below the line differs; a rate that is not positive.
    pub fn convert_at(&self, value: f64, to: &Unit, rate: f64) -> Result<f64> {
        let (Dimension::Currency(_), Dimension::Currency(_)) = (self.dimension, to.dimension) else {
            return Err(Error::new(ErrorKind::Unit, format!("an exchange rate does not lead from {self} to {to}")));
        };
        if !(rate > 0.0 && rate.is_finite()) {
            return Err(
                Error::new(ErrorKind::Option, format!("an exchange rate of {rate}")).mend("give a positive rate")
            );
        }
        let money = Unit { dimension: to.dimension, ..self.clone() };
        money.convert(value * rate, to)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Unit {
    type Err = Error;

    /// Reads a unit: `亿元`, `万吨标准煤`, `million USD`, `元/人`, `%`, `上年=100`.
    ///
    /// # Errors
    /// A unit that is not known, with the nearest that is.
    fn from_str(written: &str) -> Result<Unit> {
        Unit::known(written).ok_or_else(|| {
            let known: Vec<&str> = BASES.iter().flat_map(|base| base.names.iter().copied()).collect();
            Error::new(ErrorKind::Unit, format!("unknown unit `{written}`")).mend(suggestion(written.trim(), &known))
        })
    }
}

/// Bytes of a text that may be a unit: finding scale and base in it takes the square of its length.
const LONGEST: usize = 120;

/// 上年=100, 上年同月=100, 1978=100, previous year = 100, index.
fn index_base(text: &str) -> Option<IndexBase> {
    let text = text.replace(' ', "").to_lowercase();
    if matches!(text.as_str(), "index" | "indexpoints" | "指数" | "点") {
        return Some(IndexBase::NotStated);
    }
    let base = text
        .trim_start_matches("index")
        .trim_start_matches(['(', ':', ','])
        .trim_end_matches(')')
        .strip_suffix("=100")?;
    match base {
        "上年"
        | "上年同期"
        | "上年同月"
        | "上年同季"
        | "去年"
        | "去年同期"
        | "previousyear"
        | "sameperiodofpreviousyear"
        | "samemonthofpreviousyear"
        | "precedingyear" => Some(IndexBase::YearAgo),
        "上月" | "上季" | "上期" | "previousmonth" | "previousquarter" | "previousperiod" | "precedingmonth" => {
            Some(IndexBase::Previous)
        }
        _ => Period::read(base).ok().map(IndexBase::Fixed),
    }
}

/// A scale and a base unit, in either order, or a base unit alone.
fn simple(text: &str) -> Option<(f64, Dimension)> {
    let text = text.trim();
    if let Some(found) = base(text) {
        return Some(found);
    }
    // Chinese: the scale stands before the unit without a blank.
    for (word, factor) in SCALES_ZH {
        if let Some((own, dimension)) = text.strip_prefix(word).and_then(|rest| base(rest.trim())) {
            return Some((own * factor, dimension));
        }
    }
    let lower = text.to_lowercase();
    for (at, _) in lower.match_indices(' ') {
        let (left, right) = (lower.get(..at)?.trim(), lower.get(at..)?.trim());
        let right = right.strip_prefix("of ").unwrap_or(right);
        if let (Some(factor), Some((own, dimension))) = (scale(left), base(right)) {
            return Some((own * factor, dimension));
        }
        if let (Some((own, dimension)), Some(factor)) = (base(left), scale(right.trim_matches(['(', ')', ',']))) {
            return Some((own * factor, dimension));
        }
    }
    None
}

const SCALES_ZH: [(&str, f64); 10] = [
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
        ],
    ),
    of(Dimension::Points, 1e-2, &["百分点", "个百分点", "percentage points", "percentage point", "pp"]),
    of(Dimension::Area, 1.0, &["平方米", "㎡", "m2", "m²", "square metres", "square meters", "sq m", "sqm"]),
    of(
        Dimension::Area,
        1e6,
        &["平方公里", "平方千米", "km2", "km²", "square kilometres", "square kilometers", "sq km"],
    ),
    of(Dimension::Area, 1e4, &["公顷", "hectare", "hectares", "ha"]),
    of(Dimension::Area, 10_000.0 / 15.0, &["亩", "mu"]),
    of(Dimension::Length, 1.0, &["米", "metre", "metres", "meters"]),
    of(Dimension::Length, 1e3, &["公里", "千米", "km", "kilometres", "kilometers"]),
    of(Dimension::Volume, 1.0, &["立方米", "m3", "m³", "cubic metres", "cubic meters"]),
    of(Dimension::Volume, 1e-3, &["升", "litres", "liters"]),
    of(Dimension::Mass, 1.0, &["吨", "t", "tonne", "tonnes", "tons", "metric tons"]),
    of(Dimension::Mass, 1e-3, &["千克", "公斤", "kg", "kilograms"]),
    of(Dimension::Mass, 5e-4, &["斤", "jin"]),
    of(Dimension::Mass, 1e-6, &["克", "grams"]),
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
    of(Dimension::Persons, 1.0, &["人", "人次", "名", "persons", "people", "person", "inhabitants"]),
    of(Dimension::Households, 1.0, &["户", "households", "household"]),
    of(Dimension::Time, 1.0, &["年", "岁", "years", "year"]),
    of(Dimension::Time, 1.0 / 12.0, &["月", "months"]),
    of(Dimension::Time, 1.0 / 365.25, &["天", "日", "days", "day"]),
    counter("项", &["项", "projects", "items"]),
    counter("个", &["个", "number", "units", "pieces", "count"]),
    counter("家", &["家", "enterprises", "firms"]),
    counter("件", &["件", "cases"]),
    counter("台", &["台", "台套", "sets"]),
    counter("辆", &["辆", "vehicles"]),
    counter("套", &["套", "dwellings"]),
    counter("所", &["所", "schools"]),
    counter("张", &["张", "beds"]),
    counter("次", &["次", "times"]),
    counter("头", &["头", "heads"]),
    counter("只", &["只"]),
    counter("条", &["条"]),
];

fn base(text: &str) -> Option<(f64, Dimension)> {
    let lower = text.to_lowercase();
    BASES.iter().find(|base| base.names.contains(&lower.as_str())).map(|base| (base.factor, base.dimension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::panic, reason = "a test stops where it cannot go on")]
    fn unit(text: &str) -> Unit {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn units_of_yearbooks() {
        for (text, scale, dimension) in [
            ("亿元", 1e8, "Currency(CNY)"),
            ("万美元", 1e4, "Currency(USD)"),
            ("亿美元", 1e8, "Currency(USD)"),
            ("million USD", 1e6, "Currency(USD)"),
            ("USD million", 1e6, "Currency(USD)"),
            ("bn LCU", 1e9, "Currency(LCU)"),
            ("100 million yuan", 1e8, "Currency(CNY)"),
            ("10 000 tonnes", 1e4, "Mass"),
            ("万吨标准煤", 1e4, "CoalEquivalent"),
            ("亿千瓦时", 1e8, "Energy"),
            ("千瓦时", 1.0, "Energy"),
            ("万人", 1e4, "Persons"),
            ("万平方米", 1e4, "Area"),
            ("％", 0.01, "Ratio"),
            ("‰", 0.001, "Ratio"),
            ("元/人", 1.0, "Currency(CNY)"),
            ("吨标准煤/万元", 1.0, "CoalEquivalent"),
            ("USD per capita", 1.0, "Currency(USD)"),
            ("上年=100", 1.0, "Index"),
            ("1978=100", 1.0, "Index"),
            ("户", 1.0, "Households"),
            ("个", 1.0, "Count"),
        ] {
            let unit = unit(text);
            assert!((unit.scale() / scale - 1.0).abs() < 1e-12, "{text}");
            let printed = format!("{:?}", unit.dimension());
            let wanted = dimension.split('(').next().unwrap_or_default();
            assert!(printed.starts_with(wanted), "{text}: {printed}");
        }
    }

    #[test]
    fn conversion_stays_inside_a_dimension() -> Result<()> {
        assert_eq!(unit("亩").convert(15.0, &unit("公顷"))?, 1.0);
        assert_eq!(unit("%").convert(33.0, &unit("fraction"))?, 0.33);
        assert_eq!(unit("吨标准煤/万元").convert(0.869, &unit("千克标准煤/元"))?, 0.0869);
        assert!(unit("元").convert(1.0, &unit("人")).is_err());
        assert!(unit("上年=100").convert(104.0, &unit("1978=100")).is_err());
        assert!(unit("台").convert(1.0, &unit("辆")).is_err());
        Ok(())
    }

    #[test]
    fn an_unknown_unit_is_named_with_the_nearest() {
        let error = "亿圆".parse::<Unit>().map_err(|error| error.to_string());
        assert!(matches!(error, Err(message) if message.contains("亿圆")));
        assert!("a ".repeat(1_000_000).parse::<Unit>().is_err()); // at once
        let error = "persns".parse::<Unit>().map_err(|error| error.to_string());
        assert!(matches!(error, Err(message) if message.contains("did you mean `persons`")));
    }
}
