//! Nominal goals in real terms, and real goals in nominal ones.

use super::GoalFacts;
use crate::error::Undefined;
use crate::growth::rate_of_multiple;
use crate::model::{Period, words};
use crate::plan::years_between;

words! {
    /// In which prices a goal and its values are stated.
    PriceTerms, "terms" {
        /// At current prices (现价).
        Nominal = "nominal",
        /// At constant prices (可比价).
        Real = "real",
    }
}

/// Prices from the start of a goal on: a deflator as far as it is known, an assumed rise after that.
///
/// # Examples
/// ```
/// use fanfan::progress::{GoalFacts, PriceTerms, Prices};
///
/// // doubling in ten years at current prices, prices rising by 3 % a year
/// let goal = "x2 by 2020 from 2010".parse()?;
/// let progress = GoalFacts::new(goal).prices(Prices::new(PriceTerms::Nominal).rising(0.03)).progress();
/// let real = progress.legs[0].converted.expect("prices are given");
/// assert!((real.rate? - 0.0406).abs() < 1e-4);
/// assert!((real.multiple? - 1.488).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    pub(super) terms: PriceTerms,
    pub(super) deflator: Vec<(Period, f64)>,
    pub(super) rate: Option<f64>,
}

impl Prices {
    /// Prices for a goal that is stated in these terms; nothing is known of them yet.
    pub fn new(terms: PriceTerms) -> Prices {
        Prices { terms, deflator: Vec::new(), rate: None }
    }

    /// Prices rise by `rate` a year, a fraction: from the start on, or after the last value of the deflator.
    #[must_use]
    pub fn rising(self, rate: f64) -> Prices {
        Prices { rate: Some(rate), ..self }
    }

    /// A price index by period, whatever its base; values that are not positive are left out.
    #[must_use]
    pub fn deflator(mut self, points: impl IntoIterator<Item = (Period, f64)>) -> Prices {
        self.deflator.extend(points.into_iter().filter(|(_, value)| *value > 0.0 && value.is_finite()));
        self.deflator.sort_by_key(|(period, _)| period.ordinal());
        self
    }

    /// The terms in which the goal is stated.
    pub fn terms(&self) -> PriceTerms {
        self.terms
    }

    /// The assumed rise a year.
    pub fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// The last period of which the deflator knows prices.
    pub fn known_until(&self) -> Option<Period> {
        self.deflator.last().map(|(period, _)| *period)
    }

    /// Prices at a time over those at the start.
    fn factor(&self, start: Option<Period>, at: Option<Period>, years: f64) -> Result<f64, Undefined> {
        let rise = |years: f64| {
            let rate = self.rate.ok_or(Undefined::MissingValue)?;
            if rate <= -1.0 { Err(Undefined::NotPositive) } else { Ok((rate.ln_1p() * years).exp()) }
        };
        let Some(&(last, end)) = self.deflator.last() else {
            return if years.is_nan() { Err(Undefined::MissingBase) } else { rise(years) };
        };
        let known = |period: Period| {
            let period = period.last_within(last.frequency())?;
            let row = self.deflator.binary_search_by_key(&period.ordinal(), |(at, _)| at.ordinal()).ok()?;
            self.deflator.get(row).map(|(_, value)| *value)
        };
        let base = start.and_then(known).ok_or(Undefined::MissingBase)?;
        let at = at.ok_or(Undefined::MissingValue)?;
        if let Some(value) = known(at) {
            return Ok(value / base);
        }
        match years_between(last, at).filter(|ahead| *ahead > 0.0) {
            Some(ahead) => Ok(end / base * rise(ahead)?),
            None => Err(Undefined::MissingValue),
        }
    }
}

/// A multiple and its even rate a year, in the other terms: real for a nominal goal, nominal for a real one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Converted {
    /// The multiple.
    pub multiple: Result<f64, Undefined>,
    /// The rate a year, a fraction.
    pub rate: Result<f64, Undefined>,
}

impl Converted {
    /// From a multiple over so many years.
    pub(super) fn over(multiple: Result<f64, Undefined>, years: f64) -> Converted {
        Converted { multiple, rate: multiple.and_then(|multiple| rate_of_multiple(multiple, years)) }
    }
}

impl GoalFacts {
    /// A multiple of the base in the other terms, at a time; `None` without prices.
    pub(super) fn converted(
        &self,
        multiple: Result<f64, Undefined>,
        at: Option<Period>,
        years: f64,
    ) -> Option<Result<f64, Undefined>> {
        let prices = self.prices.as_ref()?;
        Some(multiple.and_then(|multiple| {
            let factor = prices.factor(self.goal.start(), at, years)?;
            let result = if prices.terms == PriceTerms::Nominal { multiple / factor } else { multiple * factor };
            if result.is_finite() { Ok(result) } else { Err(Undefined::NotFinite) }
        }))
    }
}
