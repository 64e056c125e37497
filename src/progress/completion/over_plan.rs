//! A rise or reduction over the whole plan (累计提高率, 累计降低率): it compounds.

use super::{given, pace::pace_geometric};
use crate::error::Undefined;
use crate::growth::rate_of_multiple;
use crate::progress::evidence::finite;

/// A change over the whole plan: what it asks for a year, what has come so far, and what is left for the rest.
///
/// All rates are fractions: a reduction of 20 % is a change of −0.2.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct OverPlan {
    /// The change that is asked for.
    pub change: f64,
    /// The years of the plan.
    pub years: f64,
    /// Value over base, so far.
    pub multiple: f64,
    /// The years so far.
    pub elapsed: f64,
}

impl OverPlan {
    /// A change of `change` in `years`, of which the `multiple` was there after `elapsed` years.
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::{OverPlan, multiple_of_rates};
    ///
    /// // energy intensity: 17 % off in five years; +1.51 %, −2.20 %, −4.18 % so far
    /// let so_far = multiple_of_rates(&[0.0151, -0.0220, -0.0418])?;
    /// let plan = OverPlan::new(-0.17, 5.0, so_far, 3.0);
    /// assert!((plan.so_far()? + 0.0487).abs() < 1e-4);
    /// assert!((plan.progress()? - 0.2681).abs() < 1e-4); // official; the linear share would say 28.7 %
    /// assert!((plan.linear_share()? - 0.2866).abs() < 1e-4);
    /// assert!((plan.rest()? + 0.1275).abs() < 1e-4);
    /// assert!((plan.rest_a_year()? + 0.0659).abs() < 1e-4);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    pub const fn new(change: f64, years: f64, multiple: f64, elapsed: f64) -> OverPlan {
        OverPlan { change, years, multiple, elapsed }
    }

    /// The even rate a year that the plan asks for: 20 % off in five years is 4.365 % a year, not 4 %.
    ///
    /// # Formula
    /// `(1 + change)^(1/years) − 1`
    ///
    /// # Undefined
    /// `NotPositive`: a change of −1 or less. `NoTime`: a plan of no years.
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::OverPlan;
    ///
    /// assert!((OverPlan::new(-0.2, 5.0, 1.0, 0.0).planned_a_year()? + 0.043_647_500_209_962_97).abs() < 1e-15);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    ///
    /// # Source
    /// Standard; textbook exercises T46, T47.
    pub fn planned_a_year(&self) -> Result<f64, Undefined> {
        rate_of_multiple(1.0 + self.change, self.years)
    }

    /// The change so far.
    ///
    /// # Formula
    /// `M − 1`, `M = Π(1 + r)`
    ///
    /// # Undefined
    /// `MissingValue`.
    pub fn so_far(&self) -> Result<f64, Undefined> {
        given(self.multiple, Undefined::MissingValue).map(|multiple| multiple - 1.0)
    }

    /// The even rate a year so far.
    ///
    /// # Formula
    /// `M^(1/elapsed) − 1`
    ///
    /// # Undefined
    /// `NotPositive`, `NoTime`, `MissingValue`.
    pub fn so_far_a_year(&self) -> Result<f64, Undefined> {
        rate_of_multiple(self.multiple, self.elapsed)
    }

    /// The share of the way that is done, by logarithms: equal rates are equal shares.
    ///
    /// # Formula
    /// `ln M / ln(1 + change)`
    ///
    /// # Undefined
    /// `NoChangeAsked`: a change of zero; `NotPositive`, `MissingValue`.
    ///
    /// # Source
    /// Statistics bureau of Qinghai, how the completion of energy targets is computed (2009) (official); T46.
    pub fn progress(&self) -> Result<f64, Undefined> {
        self.asked()?;
        if self.multiple <= 0.0 {
            return Err(Undefined::NotPositive);
        }
        finite(Ok(given(self.multiple, Undefined::MissingValue)?.ln() / self.change.ln_1p()))
    }

    /// The change so far over the change that is asked for. Not the official figure: equal rates are unequal shares.
    ///
    /// # Formula
    /// `(M − 1) / change`
    ///
    /// # Undefined
    /// As [`OverPlan::progress`].
    pub fn linear_share(&self) -> Result<f64, Undefined> {
        self.asked()?;
        finite(self.so_far().map(|change| change / self.change))
    }

    /// The share of the way that is due by now when the rate is even.
    ///
    /// # Formula
    /// `elapsed / years`
    ///
    /// # Undefined
    /// `NoTime`: a plan of no years.
    pub fn due(&self) -> Result<f64, Undefined> {
        if self.years == 0.0 {
            return Err(Undefined::NoTime);
        }
        finite(Ok(self.elapsed / self.years))
    }

    /// The change that is left for the rest of the plan.
    ///
    /// # Formula
    /// `(1 + change)/M − 1`
    ///
    /// # Undefined
    /// `NotPositive`, `MissingValue`.
    pub fn rest(&self) -> Result<f64, Undefined> {
        if given(self.multiple, Undefined::MissingValue)? <= 0.0 || self.change <= -1.0 {
            return Err(Undefined::NotPositive);
        }
        finite(Ok((1.0 + self.change) / self.multiple - 1.0))
    }

    /// The even rate a year that is left for the rest of the plan.
    ///
    /// # Formula
    /// `((1 + change)/M)^(1/(years − elapsed)) − 1`
    ///
    /// # Undefined
    /// `Past`: no year is left; `NotPositive`, `MissingValue`.
    pub fn rest_a_year(&self) -> Result<f64, Undefined> {
        self.rest()?;
        pace_geometric(self.multiple, 1.0 + self.change, self.years - self.elapsed)
    }

    fn asked(&self) -> Result<(), Undefined> {
        match given(self.change, Undefined::NoTarget)? {
            0.0 => Err(Undefined::NoChangeAsked),
            change if change <= -1.0 => Err(Undefined::NotPositive),
            _ => Ok(()),
        }
    }
}

/// What yearly rates make together.
///
/// # Formula
/// `Π(1 + r)`
///
/// # Undefined
/// `TooFewPoints`: no rate; `MissingValue`; `NotPositive`: a rate below −1.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::multiple_of_rates;
///
/// // 4.0, 4.1, 4.2, 4.5 and 5.0 % off do not quite make 20 %
/// let five_years = multiple_of_rates(&[-0.04, -0.041, -0.042, -0.045, -0.05])?;
/// assert!((1.0 - five_years - 0.199_829_886_9).abs() < 1e-10);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercise T47.
pub fn multiple_of_rates(rates: &[f64]) -> Result<f64, Undefined> {
    if rates.is_empty() {
        return Err(Undefined::TooFewPoints);
    }
    let mut product = 1.0;
    for &rate in rates {
        if given(rate, Undefined::MissingValue)? < -1.0 {
            return Err(Undefined::NotPositive);
        }
        product *= 1.0 + rate;
    }
    finite(Ok(product))
}
