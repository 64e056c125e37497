//! What a method judges by: base, latest value, target, direction, and the planned path.

use crate::error::Undefined;
use crate::growth::rate_of_multiple;
use crate::model::Better;

/// A value at a point in time, in years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Years: the end of a period, such as 2006.0 for the year 2005.
    pub time: f64,
    /// The value.
    pub value: f64,
}

/// What there is to judge one target by; methods take what they need.
///
/// # Examples
/// ```
/// use fanfan::model::Better;
/// use fanfan::progress::{Evidence, Method, Point, Standing};
///
/// let evidence = Evidence::new(Point { time: 2005.0, value: 11.9 }, Point { time: 2008.0, value: 21.0 })
///     .target(Point { time: 2010.0, value: 31.0 })
///     .better(Better::Higher);
/// let judgement = Method::StatCan.judge(&evidence);
/// assert_eq!(judgement.standing, Standing::OnTrack);
/// assert_eq!(judgement.status, "substantial_progress");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    pub(super) base: Option<Point>,
    pub(super) latest: Option<Point>,
    pub(super) target: Option<Point>,
    pub(super) better: Option<Better>,
    pub(super) limit: Option<f64>,
    pub(super) due: Option<f64>,
    /// Whether a rate that was asked for in every year was missed in one.
    pub(super) missed: bool,
}

impl Evidence {
    /// Evidence of two points: the value at the base and the latest one.
    pub const fn new(base: Point, latest: Point) -> Evidence {
        Evidence { base: Some(base), latest: Some(latest), ..Evidence::nothing() }
    }

    /// No value at all.
    pub const fn nothing() -> Evidence {
        Evidence { base: None, latest: None, target: None, better: None, limit: None, due: None, missed: false }
    }

    /// The level that is asked for, and when.
    #[must_use]
    pub const fn target(self, target: Point) -> Evidence {
        Evidence { target: Some(target), ..self }
    }

    /// Which way is better.
    #[must_use]
    pub const fn better(self, better: Better) -> Evidence {
        Evidence { better: Some(better), ..self }
    }

    /// The natural limit in the direction that is better: 100 for a share in percent that should rise.
    #[must_use]
    pub const fn limit(self, limit: f64) -> Evidence {
        Evidence { limit: Some(limit), ..self }
    }

    /// The level that the plan wants by now; without it, the even path from base to target.
    #[must_use]
    pub const fn due(self, level: f64) -> Evidence {
        Evidence { due: Some(level), ..self }
    }

    /// The way that is better: as said, otherwise the way from the base to the target.
    pub(super) fn direction(&self) -> Result<f64, Undefined> {
        if let Some(better) = self.better {
            return better.sign().ok_or(Undefined::NoDirection);
        }
        match (self.base, self.target) {
            (Some(base), Some(target)) if target.value != base.value => {
                Ok(if target.value > base.value { 1.0 } else { -1.0 })
            }
            _ => Err(Undefined::NoDirection),
        }
    }

    /// Base and latest value, two different points in time.
    pub(super) fn two_points(&self) -> Result<(Point, Point), Undefined> {
        match (self.base, self.latest) {
            (Some(base), Some(latest)) if latest.time > base.time => Ok((base, latest)),
            _ => Err(Undefined::TooFewPoints),
        }
    }

    /// Whether the latest value meets the target; `None` where one of them is missing.
    pub(super) fn met(&self) -> Option<bool> {
        let (latest, target) = (self.latest?, self.target?);
        let direction = self.direction().ok()?;
        let better = if direction > 0.0 { Better::Higher } else { Better::Lower };
        Some(crate::plan::is_met(latest.value, target.value, better) && !self.missed)
    }
}

/// `(y/y0)^(1/n) − 1` between two points, a year.
pub(super) fn rate_between(from: Point, to: Point) -> Result<f64, Undefined> {
    if from.value == 0.0 {
        return Err(if to.value == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase });
    }
    if from.value < 0.0 {
        return Err(if to.value < 0.0 { Undefined::NegativeBase } else { Undefined::SignChange });
    }
    if to.value < 0.0 {
        return Err(Undefined::SignChange);
    }
    rate_of_multiple(to.value / from.value, to.time - from.time)
}

/// A result that is too large for a double, or came of an infinite value, does not exist.
pub(super) fn finite(result: Result<f64, Undefined>) -> Result<f64, Undefined> {
    result.and_then(|value| if value.is_finite() { Ok(value) } else { Err(Undefined::NotFinite) })
}
