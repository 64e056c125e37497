//! What each row is compared with, and the formula that stands for the form: options made ready for the loops.

use super::options::{Base, Form, GrowthOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Frequency;

/// The base of every row, once the options are known to make sense.
#[derive(Clone, Copy)]
pub(super) enum Against {
    /// `k` periods ago, with `f/k`.
    Lag(i32, f64),
    /// The value at an ordinal, or the first that is there.
    Fixed(Option<i32>),
    /// The value itself.
    Itself,
}

/// Calls a generic function with the type that stands for the form and policy of `options`.
macro_rules! with_formula {
    ($options:expr, $formula:ident => $call:expr) => {{
        use $crate::growth::formula::{AnyRate, Compound, Difference, Level, Log, Rate, Ratio, Simple};
        use $crate::growth::{Form, GrowthOptions, NegativeBase};
        let options: GrowthOptions = $options;
        let absolute = options.negative_base == NegativeBase::Absolute;
        let policy = options.negative_base;
        let plain = policy == NegativeBase::Undefined;
        match options.form {
            Form::Rate if plain => {
                let $formula = Rate;
                $call
            }
            Form::Rate => {
                let $formula = AnyRate { absolute };
                $call
            }
            Form::Ratio => {
                let $formula = Ratio { policy };
                $call
            }
            Form::Annualised | Form::Power(_) => {
                let $formula = Compound { policy };
                $call
            }
            Form::AnnualisedSimple if plain => {
                let $formula = Simple(Rate);
                $call
            }
            Form::AnnualisedSimple => {
                let $formula = Simple(AnyRate { absolute });
                $call
            }
            Form::Log => {
                let $formula = Log { annualised: false, per_nat: 1.0 };
                $call
            }
            Form::LogAnnualised => {
                let $formula = Log { annualised: true, per_nat: 1.0 };
                $call
            }
            Form::Doublings => {
                let $formula = Log { annualised: false, per_nat: std::f64::consts::LOG2_E };
                $call
            }
            Form::Difference => {
                let $formula = Difference(1.0);
                $call
            }
            Form::Points(scale) => {
                let $formula = Difference(scale);
                $call
            }
            Form::Level => {
                let $formula = Level { log: false };
                $call
            }
            Form::LogLevel => {
                let $formula = Level { log: true };
                $call
            }
        }
    }};
}
pub(super) use with_formula;

impl GrowthOptions {
    pub(super) fn against(self, frequency: Frequency) -> Result<Against> {
        if matches!(self.form, Form::Level | Form::LogLevel) {
            return Ok(Against::Itself);
        }
        let per_year = frequency.per_year() as i32;
        let lag = match self.base {
            Base::YearAgo => per_year,
            Base::YearsAgo(years @ (i32::MIN..=-1 | 1..=i32::MAX)) => per_year.saturating_mul(years),
            Base::Previous => 1,
            Base::Lag(0) | Base::YearsAgo(_) => {
                return Err(Error::new(ErrorKind::Option, "a lag of 0 compares a value with itself")
                    .mend("give a lag of at least one period"));
            }
            Base::Lag(lag) => lag,
            Base::First => return Ok(Against::Fixed(None)),
            Base::Fixed(period) if period.frequency() == frequency => {
                return Ok(Against::Fixed(Some(period.ordinal())));
            }
            Base::Fixed(period) => {
                return Err(Error::new(
                    ErrorKind::Frequency,
                    format!("the base {period} is {}, the values are {frequency}", period.frequency()),
                )
                .mend("give the base at the frequency of the values"));
            }
        };
        let power = match self.form {
            Form::Power(power) => power,
            _ => f64::from(per_year) / f64::from(lag),
        };
        Ok(Against::Lag(lag, power))
    }

    /// `f/k` for a distance of `k` periods, where it is not the same for all rows.
    pub(super) fn power_over(self, per_year: f64, periods: i32) -> f64 {
        match self.form {
            Form::Power(power) => power,
            _ => per_year / f64::from(periods),
        }
    }

    pub(super) fn needs_time(self) -> bool {
        matches!(self.form, Form::Annualised | Form::AnnualisedSimple | Form::LogAnnualised)
    }
}
