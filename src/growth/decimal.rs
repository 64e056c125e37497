//! Numbers as they are printed: whole numbers and a decimal point, without binary fractions.

use std::fmt::{self, Write};
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};
use crate::model::words;

words! {
    /// What becomes of a number that lies in the middle between two printed ones.
    Rounding, "rounding" {
        /// The one farther from zero (四舍五入): 2.675 is 2.68, −2.675 is −2.68. What offices print.
        HalfAway = "half_away",
        /// The one whose last digit is even (GB/T 8170, 四舍六入五成双): 2.665 is 2.66, 2.675 is 2.68.
        HalfEven = "half_even",
    }
}

/// A decimal number, exact: whole digits and how many of them stand behind the point.
///
/// # Examples
/// ```
/// use fanfan::growth::{Decimal, Rounding};
///
/// let printed: Decimal = "28.175".parse()?;
/// assert_eq!(printed.round(2, Rounding::HalfEven).map(|number| number.to_string()).as_deref(), Some("28.18"));
/// assert_eq!(Decimal::of(2.675).and_then(|number| number.round(2, Rounding::HalfAway)), "2.68".parse().ok());
///
/// // the surprise: a double has the digits that it was written with, but for zeros at the end
/// assert_eq!(Decimal::of(71.20), "71.2".parse().ok());
/// assert_eq!("71.20".parse::<Decimal>()?.places(), 2);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// GB/T 8170; `tests/conformance/data/textbook_cases.json`, T54.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

impl Decimal {
    /// So many units of the last of `places` decimals.
    pub const fn new(digits: i128, places: u32) -> Decimal {
        Decimal { digits, places }
    }

    /// The shortest decimal number that reads as `value`: what was written, where that had at most 15 digits.
    ///
    /// `None`: not finite, or beyond 38 digits.
    pub fn of(value: f64) -> Option<Decimal> {
        // A whole number below 2^53 over a power of ten up to 10^22 is the double nearest to that decimal number.
        const EXACT: f64 = 1e15;
        let mut power = 1.0;
        for places in 0..=12 {
            let digits = (value * power).round();
            if digits.abs() >= EXACT {
                break;
            }
            if digits / power == value {
                return Some(Decimal { digits: digits as i128, places });
            }
            power *= 10.0;
        }
        let mut text = Shortest::default();
        write!(text, "{value:e}").ok()?;
        Decimal::read(text.as_str())
    }

    /// Digits with a point, and a power of ten after `e`.
    fn read(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (body, power) = match text.split_once(['e', 'E']) {
            Some((body, power)) => (body, power.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, body) = match body.strip_prefix(['-', '−']) {
            Some(body) => (true, body),
            None => (false, body.strip_prefix('+').unwrap_or(body)),
        };
        let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
        if whole.is_empty() && decimals.is_empty() {
            return None;
        }
        let mut digits: i128 = 0;
        for character in whole.chars().chain(decimals.chars()) {
            digits = digits.checked_mul(10)?.checked_add(i128::from(character.to_digit(10)?))?;
        }
        let digits = if negative { -digits } else { digits };
        let places = i32::try_from(decimals.len()).ok()?.checked_sub(power)?;
        match u32::try_from(places) {
            Ok(places) => Some(Decimal { digits, places }),
            Err(_) => Some(Decimal { digits: digits.checked_mul(ten(places.unsigned_abs())?)?, places: 0 }),
        }
    }

    /// How many decimals it was written with.
    pub const fn places(self) -> u32 {
        self.places
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        // Up to 2^53 over up to 10^22 the division is exact to the last bit; the reader of text is beyond.
        if self.digits.unsigned_abs() < 1 << 53 && self.places <= 22 {
            return self.digits as f64 / 10_f64.powi(self.places as i32);
        }
        format!("{}e-{}", self.digits, self.places).parse().unwrap_or(f64::NAN)
    }

    /// Rounded to `decimals`, in one step; `None` beyond 38 digits.
    pub fn round(self, decimals: u32, rounding: Rounding) -> Option<Decimal> {
        if decimals >= self.places {
            return Some(Decimal { digits: self.at(decimals)?, places: decimals });
        }
        // Where more than 38 digits are dropped, they are all there are, and under a half.
        let Some(unit) = ten(self.places - decimals) else {
            return Some(Decimal { digits: 0, places: decimals });
        };
        Some(Decimal { digits: divide(self.digits, unit, rounding)?, places: decimals })
    }

    /// Its digits with so many decimals, which are not fewer than its own.
    pub(crate) fn at(self, places: u32) -> Option<i128> {
        self.digits.checked_mul(ten(places.checked_sub(self.places)?)?)
    }

    /// Half a unit of its last decimal, or of decimal `places` where it was written with more.
    pub(super) fn half_unit(self, places: u32) -> f64 {
        0.5 * 10_f64.powi(-(self.places.max(places).min(400) as i32)) // beyond is no double
    }
}

pub(super) fn ten(power: u32) -> Option<i128> {
    10_i128.checked_pow(power)
}

/// A whole number of times that `unit` goes into `number`, rounded; `None` over zero.
pub(super) fn divide(number: i128, unit: i128, rounding: Rounding) -> Option<i128> {
    let (whole, rest) = (number.checked_div(unit)?, number.checked_rem(unit)?);
    let (rest, unit_size) = (rest.unsigned_abs(), unit.unsigned_abs());
    let up = match rest.cmp(&(unit_size - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => rounding == Rounding::HalfAway || whole % 2 != 0,
    };
    let away = if (number < 0) == (unit < 0) { 1 } else { -1 };
    Some(if up { whole.checked_add(away)? } else { whole })
}

impl PartialEq for Decimal {
    /// The same number, whatever zeros stand at its end.
    fn eq(&self, other: &Decimal) -> bool {
        let places = self.places.max(other.places);
        match (self.at(places), other.at(places)) {
            (Some(a), Some(b)) => a == b,
            // One does not fit where the other has its last digit.
            _ => false,
        }
    }
}

impl fmt::Display for Decimal {
    /// With all its decimals; zero has no sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        // Nobody reads so many zeros, and no width of a text is as large as a `u32`.
        if self.places > 1000 {
            return write!(f, "{}e-{}", self.digits, self.places);
        }
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = places + 1);
        let (whole, decimals) = digits.split_at(digits.len() - places);
        if places == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{decimals}") }
    }
}

impl FromStr for Decimal {
    type Err = Error;

    /// Reads digits with a point, as a table prints them: `-3.50`, `1e3`.
    ///
    /// # Errors
    /// Another text, or more than 38 digits.
    fn from_str(text: &str) -> Result<Decimal> {
        Decimal::read(text).ok_or_else(|| {
            Error::new(ErrorKind::Number, format!("`{text}` is no decimal number of up to 38 digits"))
                .mend("write digits with a point, such as 71.20")
        })
    }
}

/// Room for the shortest form of a double, so that nothing is allocated for it.
#[derive(Default)]
struct Shortest {
    bytes: [u8; 32],
    used: usize,
}

impl Shortest {
    fn as_str(&self) -> &str {
        self.bytes.get(..self.used).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

impl Write for Shortest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.used + text.len();
        self.bytes.get_mut(self.used..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.used = end;
        Ok(())
    }
}
