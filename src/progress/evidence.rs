//! What a method judges by: the series, base, latest value, target and its kind, direction, bounds, planned path.

use super::maybe::{MISSING, Maybe, Spare};
use crate::error::Undefined;
use crate::growth::log_rate_of_multiple;
use crate::model::{Better, words};
use crate::plan::{Method, Settings, Stretch};

/// A value at a point in time, in years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Years: the end of a period, such as 2006.0 for the year 2005.
    pub time: f64,
    /// The value.
    pub value: f64,
}

impl Spare for Point {
    const NONE: Point = Point { time: MISSING, value: MISSING };
    #[inline]
    fn mark(self) -> f64 {
        self.time
    }
}

words! {
    /// When a target has to be met. A direction alone is no target.
    #[derive(Default)]
    Kind, "kind of target" {
        /// By a date.
        #[default]
        ByDate = "by_date",
        /// In every period: a limit to be kept.
        EveryPeriod = "every_period",
    }
}

/// What there is to judge one target by; methods take what they need.
///
/// The series is borrowed, so that judging allocates nothing.
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
///
/// // a whole series, for the methods that look at more than two points
/// let points = [(2016.0, 20.0), (2018.0, 26.0), (2021.0, 31.0)].map(|(time, value)| Point { time, value });
/// let evidence = Evidence::of(&points)
///     .target(Point { time: 2031.0, value: 75.0 })
///     .better(Better::Higher)
///     .bounds(0.0, 100.0);
/// assert_eq!(Method::Escap.judge(&evidence).status, "must_accelerate");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence<'a> {
    pub(super) points: &'a [Point],
    pub(super) base: Maybe<Point>,
    /// The base of the plan, which may have no value.
    pub(super) base_at: Maybe<f64>,
    pub(super) latest: Maybe<Point>,
    /// The moment of the assessment, which may have no value.
    pub(super) now: Maybe<f64>,
    pub(super) target: Maybe<Point>,
    pub(super) kind: Kind,
    pub(super) better: Option<Better>,
    pub(super) bounds: Maybe<(f64, f64)>,
    pub(super) scale: Maybe<f64>,
    pub(super) range: Maybe<(f64, f64)>,
    pub(super) dashboard: Maybe<(f64, f64)>,
    pub(super) due: Maybe<f64>,
    /// The value to be near to, and how near.
    pub(super) near: Maybe<(f64, f64)>,
    /// Whether what was asked for in every period was missed in one, or everything is still ahead.
    pub(super) missed: bool,
    /// Whether the values are sums so far, which rise whichever way is better.
    pub(super) of_sum: bool,
    pub(super) settings: Option<&'a Settings>,
}

impl<'a> Evidence<'a> {
    /// Evidence of two points: the value at the base and the latest one.
    pub const fn new(base: Point, latest: Point) -> Evidence<'a> {
        Evidence { base: Maybe::some(base), latest: Maybe::some(latest), ..Evidence::nothing() }
    }

    /// Evidence of a series in order of time; its first point is the base.
    pub const fn of(points: &'a [Point]) -> Evidence<'a> {
        match (points.first(), points.last()) {
            (Some(first), Some(last)) => Evidence { points, ..Evidence::new(*first, *last) },
            _ => Evidence::nothing(),
        }
    }

    /// No value at all.
    pub const fn nothing() -> Evidence<'a> {
        Evidence {
            points: &[],
            base: Maybe::NONE,
            base_at: Maybe::NONE,
            latest: Maybe::NONE,
            now: Maybe::NONE,
            target: Maybe::NONE,
            kind: Kind::ByDate,
            better: None,
            bounds: Maybe::NONE,
            scale: Maybe::NONE,
            range: Maybe::NONE,
            dashboard: Maybe::NONE,
            due: Maybe::NONE,
            near: Maybe::NONE,
            missed: false,
            of_sum: false,
            settings: None,
        }
    }

    /// The base of the plan, where it is another moment than that of the first value, or has none.
    #[must_use]
    pub const fn base_at(self, time: f64) -> Evidence<'a> {
        Evidence { base_at: Maybe::some(time), ..self }
    }

    /// The moment of the assessment, where it is later than the latest value.
    #[must_use]
    pub const fn now(self, time: f64) -> Evidence<'a> {
        Evidence { now: Maybe::some(time), ..self }
    }

    /// The level that is asked for, and when.
    #[must_use]
    pub const fn target(self, target: Point) -> Evidence<'a> {
        Evidence { target: Maybe::some(target), ..self }
    }

    /// When the target has to be met: by its date, unless said otherwise.
    #[must_use]
    pub const fn kind(self, kind: Kind) -> Evidence<'a> {
        Evidence { kind, ..self }
    }

    /// Which way is better.
    #[must_use]
    pub const fn better(self, better: Better) -> Evidence<'a> {
        Evidence { better: Some(better), ..self }
    }

    /// The natural limits: 0 and 100 for a share in percent. A finite upper limit above zero is the scale of shares.
    #[must_use]
    pub const fn bounds(self, low: f64, high: f64) -> Evidence<'a> {
        let scale = if high > 0.0 && high.is_finite() { Maybe::some(high) } else { self.scale };
        Evidence { bounds: Maybe::some((low, high)), scale, ..self }
    }

    /// The worst and the best value, between which values are rescaled.
    #[must_use]
    pub const fn range(self, worst: f64, best: f64) -> Evidence<'a> {
        Evidence { range: Maybe::some((worst, best)), ..self }
    }

    /// The thresholds of a dashboard: at the first or better is green, beyond the second red.
    #[must_use]
    pub const fn dashboard(self, green: f64, red: f64) -> Evidence<'a> {
        Evidence { dashboard: Maybe::some((green, red)), ..self }
    }

    /// The level that the plan wants by now; without it, the even path from base to target.
    #[must_use]
    pub const fn due(self, level: f64) -> Evidence<'a> {
        Evidence { due: Maybe::some(level), ..self }
    }

    /// Thresholds of one's own in place of the published ones.
    #[must_use]
    pub const fn settings(self, settings: &'a Settings) -> Evidence<'a> {
        Evidence { settings: Some(settings), ..self }
    }

    /// What `method` bands by, towards a target: thresholds of one's own, or as published.
    #[inline]
    pub(super) fn bands(&self, method: Method) -> [f64; 3] {
        self.settings.map_or_else(|| Settings::published(method).bands, |own| own.bands)
    }

    /// The same where only a direction is asked for.
    #[inline]
    pub(super) fn bands_without_target(&self, method: Method) -> [f64; 3] {
        self.settings.map_or_else(|| Settings::published(method).without_target, |own| own.without_target)
    }

    /// The way that is better: as said, otherwise the way from the base to the target.
    #[inline]
    pub(super) fn direction(&self) -> Result<f64, Undefined> {
        if let Some(better) = self.better {
            return better.sign().ok_or(Undefined::NoDirection);
        }
        match (self.base.get(), self.target.get()) {
            (Some(base), Some(target)) if target.value != base.value => {
                Ok(if target.value > base.value { 1.0 } else { -1.0 })
            }
            _ => Err(Undefined::NoDirection),
        }
    }

    /// The natural limit in the direction that is better, when there is a finite one.
    #[inline]
    pub(super) fn limit(&self) -> Option<f64> {
        let (low, high) = self.bounds.get()?;
        let limit = if self.direction().ok()? > 0.0 { high } else { low };
        limit.is_finite().then_some(limit)
    }

    /// The series; of evidence made of two points, these.
    #[inline]
    pub(super) fn series<'b>(&self, pair: &'b mut [Point; 2]) -> &'b [Point]
    where
        'a: 'b,
    {
        match (self.points, self.base.get(), self.latest.get()) {
            ([], Some(base), Some(latest)) => {
                *pair = [base, latest];
                if latest.time > base.time { pair } else { pair.get(1..).unwrap_or_default() }
            }
            (points, ..) => points,
        }
    }

    /// Base and latest value, two different points in time.
    #[inline]
    pub(super) fn two_points(&self) -> Result<(Point, Point), Undefined> {
        match (self.base.get(), self.latest.get()) {
            (Some(base), Some(latest)) if latest.time > base.time => Ok((base, latest)),
            _ => Err(Undefined::TooFewPoints),
        }
    }

    /// The two points between which the pace is taken: base and latest value, or those of a window of one's own.
    #[inline]
    pub(super) fn pace(&self) -> Result<(Point, Point), Undefined> {
        match (self.settings.and_then(|own| own.window), self.latest.get()) {
            (Some(years), Some(latest)) => {
                let first = self.points.iter().find(|point| point.time >= latest.time - years - 1e-9);
                match first.copied().or(self.base.get()) {
                    Some(first) if latest.time > first.time => Ok((first, latest)),
                    _ => Err(Undefined::TooFewPoints),
                }
            }
            _ => self.two_points(),
        }
    }

    /// Whether the target is met: by the latest value, and in every period in which it is asked for; `None` where the
    /// value or the target is missing.
    #[inline]
    pub(super) fn met(&self) -> Option<bool> {
        self.reached().map(|reached| reached && !self.missed)
    }

    /// Whether the latest value meets the target, whatever was before.
    #[inline]
    pub(super) fn reached(&self) -> Option<bool> {
        let (latest, target) = (self.latest.get()?, self.target.get()?);
        let direction = self.direction().ok()?;
        let better = if direction > 0.0 { Better::Higher } else { Better::Lower };
        Some(crate::plan::is_met(latest.value, target.value, better))
    }

    /// The target with its date, the base before it.
    #[inline]
    pub(super) fn way(&self) -> Result<(Point, Point), Undefined> {
        let target = self.target.get().ok_or(Undefined::NoTarget)?;
        match self.base.get() {
            None => Err(Undefined::MissingBase),
            Some(base) if target.time <= base.time => Err(Undefined::NoTime),
            Some(base) => Ok((base, target)),
        }
    }
}

/// `(y/y0)^(1/n) − 1` between two points, a year.
#[inline]
pub(super) fn rate_between(from: Point, to: Point) -> Result<f64, Undefined> {
    finite(log_rate_between(from, to).map(f64::exp_m1))
}

/// `ln(y/y0)/n` between two points: what methods take that would only take the logarithm of the rate again.
#[inline]
pub(super) fn log_rate_between(from: Point, to: Point) -> Result<f64, Undefined> {
    if from.value == 0.0 {
        return Err(if to.value == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase });
    }
    if from.value < 0.0 {
        return Err(if to.value < 0.0 { Undefined::NegativeBase } else { Undefined::SignChange });
    }
    if to.value < 0.0 {
        return Err(Undefined::SignChange);
    }
    log_rate_of_multiple(to.value / from.value, to.time - from.time)
}

/// A result that is too large for a double, or came of an infinite value, does not exist.
pub(super) fn finite(result: Result<f64, Undefined>) -> Result<f64, Undefined> {
    // Nothing is printed as -0.
    result.and_then(|value| if value.is_finite() { Ok(value + 0.0) } else { Err(Undefined::NotFinite) })
}

/// A number in a printed formula: negative ones in brackets, so that signs never meet.
pub(super) fn number(value: f64) -> String {
    if value.is_sign_negative() && value != 0.0 { format!("({value})") } else { format!("{}", value.abs()) }
}

/// `((y / y0) ^ (1 / n) - 1)`, printed.
pub(super) fn printed_rate(from: Point, to: Point) -> String {
    format!("(({} / {}) ^ (1 / {}) - 1)", number(to.value), number(from.value), number(to.time - from.time))
}

/// `(y - y0) / n`, printed in brackets.
pub(super) fn printed_change(from: Point, to: Point) -> String {
    format!("(({} - {}) / {})", number(to.value), number(from.value), number(to.time - from.time))
}

/// The time from a moment to that at which a stretch has `value`, printed; `by` is where it begins after that moment.
pub(in crate::progress) fn printed_time(stretch: Stretch, value: f64, by: f64) -> String {
    let Stretch { from, to, even } = stretch;
    let [start, end, value, whole, by] = [from.1, to.1, value, to.0 - from.0, by].map(number);
    let share = if even {
        format!("ln({value} / {start}) / ln({end} / {start})")
    } else {
        format!("({value} - {start}) / ({end} - {start})")
    };
    format!("{by} + {whole} * {share}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_read_back() {
        assert_eq!((number(-3.5).as_str(), number(-0.0).as_str(), number(0.1).as_str()), ("(-3.5)", "0", "0.1"));
    }
}
