//! Units: scale and dimension, as yearbooks and bulletins write them.

use std::fmt;
use std::str::FromStr;

use super::Period;
use crate::error::{Error, ErrorKind, Result, suggestion};

mod own;
mod table;

pub use own::{OwnUnit, Units};

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
    /// Carbon dioxide (二氧化碳), in tonnes.
    CarbonDioxide,
    /// Greenhouse gases as carbon dioxide (二氧化碳当量), in tonnes.
    CarbonDioxideEquivalent,
    /// Power, in kilowatts.
    Power,
    /// Temperature, in degrees Celsius.
    Temperature,
    /// A unit that somebody declared ([`Units`]): it is nothing but itself.
    Own(OwnUnit),
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
        Unit::among(written, &Units::default())
    }

    /// The same, with the units of `own` beside those that are known.
    fn among(written: &str, own: &Units) -> Option<Unit> {
        let text = half_width(written);
        if text.len() > LONGEST {
            return None;
        }
        if let Some((factor, dimension, per)) = own.whole(&text) {
            return Some(Unit { text: text.into(), factor, dimension, per });
        }
        if let Some(base) = index_base(&text) {
            return Some(Unit { text: text.into(), factor: 1.0, dimension: Dimension::Index(base), per: None });
        }
        if let Some((factor, dimension)) = table::simple(&text, own) {
            return Some(Unit { text: text.into(), factor, dimension, per: None });
        }
        let lower = text.to_lowercase();
        let (above, below) =
            text.split_once('/').or_else(|| lower.split_once(" per ")).or_else(|| text.split_once('每'))?;
        // 万元/人, but also 每 written first is left to the reader of layouts.
        let below = below.trim().trim_start_matches("one ");
        let (factor, dimension) = table::simple(above, own)?;
        let per = match below.to_lowercase().as_str() {
            "capita" | "head" | "person" => (1.0, Dimension::Persons),
            // Alone it may be anything: mg/L.
            "l" => (1e-3, Dimension::Volume),
            _ => table::simple(below, own)?,
        };
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
            if self.per == to.per
                && let Some(shifted) = shifted(value, self.factor, to.factor)
            {
                return Ok(shifted);
            }
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

/// A value whose unit is a power of ten of the other, by moving its decimal point: 173473724.04 万元 are 17347.372404 亿元,
/// which no product of doubles gives.
fn shifted(value: f64, from: f64, to: f64) -> Option<f64> {
    let (larger, smaller) = if from >= to { (from, to) } else { (to, from) };
    let ratio = larger / smaller;
    let power = ratio.log10().round() as i32;
    if !value.is_finite() || !(0..=15).contains(&power) || 10_f64.powi(power) != ratio {
        return None;
    }
    let power = if from >= to { power } else { -power };
    format!("{value}e{power}").parse().ok()
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
            let known: Vec<&str> = table::names().collect();
            Error::new(ErrorKind::Unit, format!("unknown unit `{written}`")).mend(suggestion(written.trim(), &known))
        })
    }
}

/// Full-width digits and letters as half-width ones, and one sign for micro.
fn half_width(written: &str) -> String {
    let half = |character| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{3000}' | '\u{a0}' => ' ',
        'μ' => 'µ',
        other => other,
    };
    written.trim().chars().map(half).collect()
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
        assert_eq!(unit("万元").convert(173_473_724.04, &unit("亿元"))?, 17_347.372_404);
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
