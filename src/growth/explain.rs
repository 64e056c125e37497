//! Formulas of growth with their numbers, for a reader who wants to check one.

use super::options::{Base, Form, GrowthOptions, NegativeBase};
use crate::model::{Period, Series};

impl GrowthOptions {
    /// The formula of `value` in `period` with its numbers; `None` where the base is missing.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::{Base, GrowthOptions};
    /// use fanfan::model::{Period, Series};
    ///
    /// let gdp = Series::annual(2004, [10.0, 12.0]);
    /// let formula = GrowthOptions::new(Base::YearAgo).explain(&gdp, Period::annual(2005), 12.0);
    /// assert_eq!(formula.as_deref(), Some("12 / 10 - 1"));
    /// ```
    pub fn explain(&self, series: &Series, period: Period, value: f64) -> Option<String> {
        let (base, distance) = self.base_value(series, period)?;
        let power = f64::from(period.frequency().per_year()) / f64::from(distance);
        Some(match self.form {
            Form::Rate => match self.negative_base {
                NegativeBase::Absolute if base < 0.0 => format!("({value} - {base}) / abs({base})"),
                _ => format!("{value} / {base} - 1"),
            },
            Form::Ratio => format!("{value} / {base}"),
            Form::Annualised => format!("({value} / {base}) ^ {power} - 1"),
            Form::AnnualisedSimple => format!("({value} / {base} - 1) * {power}"),
            Form::Power(power) => format!("({value} / {base}) ^ {power} - 1"),
            Form::Log => format!("ln({value}) - ln({base})"),
            Form::LogAnnualised => format!("(ln({value}) - ln({base})) * {power}"),
            Form::Doublings => format!("log2({value} / {base})"),
            Form::Difference => format!("{value} - {base}"),
            Form::Points(scale) => format!("({value} - {base}) * {scale}"),
            Form::LogLevel => format!("ln({value})"),
            _ => format!("{value}"),
        })
    }

    /// The value that `period` is compared with, and how many periods lie between.
    fn base_value(&self, series: &Series, period: Period) -> Option<(f64, i32)> {
        let base = match self.base {
            Base::YearAgo => period - period.frequency().per_year() as i32,
            Base::Previous => period - 1,
            Base::Lag(lag) => period - lag,
            Base::Fixed(base) => base,
            Base::First => series.points().next()?.0,
        };
        Some((series.get(base)?, period.since(base).ok()?))
    }
}
