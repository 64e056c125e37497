//! Formulas of growth with their numbers, for a reader who wants to check one.

use super::average::Average;
use super::options::{Base, Form, GrowthOptions, NegativeBase};
use super::rolling::RollingOptions;
use super::year_to_date::YearToDate;
use crate::model::{Period, Series};

/// `periods` values up to and with `last`, added up in writing.
fn written_sum(series: &Series, last: Period, periods: i32) -> Option<String> {
    let terms: Option<Vec<String>> =
        (0..periods).rev().map(|back| series.get(last - back).map(|value| value.to_string())).collect();
    let terms = terms?;
    Some(if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" + ")) })
}

impl Average {
    /// The formula over a span with its numbers, and what `result` came from; `None` where an end is missing.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::Average;
    /// use fanfan::model::{Period, Series};
    ///
    /// let gdp = Series::annual(2005, [100.0, f64::NAN, 121.0]);
    /// let formula = Average::Level.explain(&gdp, (Period::annual(2005), Period::annual(2007)), 0.1);
    /// assert_eq!(formula.as_deref(), Some("(121 / 100) ^ (1/2) - 1"));
    /// ```
    pub fn explain(self, series: &Series, (from, to): (Period, Period), result: f64) -> Option<String> {
        let (y0, y) = (series.get(from)?, series.get(to)?);
        let periods = to.since(from).ok()?;
        let f = f64::from(from.frequency().per_year());
        let years = f64::from(periods) / f;
        let inside =
            || series.points().filter(|(period, _)| (from.ordinal()..=to.ordinal()).contains(&period.ordinal()));
        Some(match self {
            Average::Level => format!("({y} / {y0}) ^ (1/{years}) - 1"),
            Average::Exponential => format!("ln({y} / {y0}) / {years}"),
            Average::Doublings => format!("log2({y} / {y0})"),
            Average::MeanChange => format!("({y} - {y0}) / {years}"),
            Average::Cumulative => {
                let sum: f64 = inside().skip(1).map(|(_, value)| value).sum();
                let q = (result.ln_1p() / f).exp();
                let yearly = if f == 1.0 { "q".to_owned() } else { format!("q^{f}") };
                format!("{yearly} - 1, q + q^2 + ... + q^{periods} = {sum} / {y0}, q = {q:.8}")
            }
            Average::LeastSquares => {
                format!("exp(b) - 1, b = {:.8}, the slope of ln x over {} values", result.ln_1p(), inside().count())
            }
            Average::LogSlope => format!("the slope of ln x on time over {} values", inside().count()),
            Average::LinearSlope => format!("the slope of x on time over {} values", inside().count()),
        })
    }
}

impl RollingOptions {
    /// The formula of `period` with its numbers; `None` where one is missing.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::RollingOptions;
    /// use fanfan::model::{Period, Series};
    ///
    /// let sales = Series::annual(2002, [1.0, 2.0, 3.0, 4.0]);
    /// let formula = RollingOptions::from(2).explain(&sales, Period::annual(2005));
    /// assert_eq!(formula.as_deref(), Some("(3 + 4) / (1 + 2) - 1"));
    /// ```
    pub fn explain(&self, series: &Series, period: Period) -> Option<String> {
        let width = self.width(period.frequency()) as i32;
        let sum = written_sum(series, period, width)?;
        Some(if self.is_sum() { sum } else { format!("{sum} / {} - 1", written_sum(series, period - width, width)?) })
    }
}

impl YearToDate {
    /// The formula of `period` with its numbers; `None` where one is missing.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::YearToDate;
    /// use fanfan::model::{Period, Series};
    ///
    /// let sales = Series::new(Period::quarterly(2004, 1)?, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// let formula = YearToDate::CarryOver.explain(&sales, Period::quarterly(2005, 2)?);
    /// assert_eq!(formula.as_deref(), Some("4 * 4 / (1 + 2 + 3 + 4) - 1"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn explain(self, series: &Series, period: Period) -> Option<String> {
        let (year, (_, part)) = (period.frequency().per_year() as i32, period.year_and_part());
        let width = if period.frequency().is_to_date() { 1 } else { i32::from(part) };
        match self {
            YearToDate::Totals => written_sum(series, period, width),
            YearToDate::Singles if part == 1 => written_sum(series, period, 1),
            YearToDate::Singles => Some(format!("{} - {}", series.get(period)?, series.get(period - 1)?)),
            YearToDate::Growth(_) => Some(format!(
                "{} / {} - 1",
                written_sum(series, period, width)?,
                written_sum(series, period - year, width)?
            )),
            YearToDate::CarryOver => {
                let last = period - i32::from(part);
                Some(format!("{year} * {} / {} - 1", series.get(last)?, written_sum(series, last, year)?))
            }
        }
    }
}

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
            Base::YearsAgo(years) => period - years.saturating_mul(period.frequency().per_year() as i32),
            Base::Previous => period - 1,
            Base::Lag(lag) => period - lag,
            Base::Fixed(base) => base,
            Base::First => series.points().next()?.0,
        };
        Some((series.get(base)?, period.since(base).ok()?))
    }
}
