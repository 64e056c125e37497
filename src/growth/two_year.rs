//! The two-year average (两年平均) of tables that give levels, of those that give rates of growth, and of those with both.

use super::compounding::mean_rate;
use super::decimal::{Decimal, ten};
use super::options::GrowthOptions;
use crate::error::{Result, Undefined};
use crate::model::{Dimension, IndexBase, LongPanel, Observations, Outcomes, Period, says_yearly_growth};

/// The rates of growth on a year ago that a table gives of one series, and how one of them is written.
pub(super) struct Rates {
    /// Fractions, one for each row; NaN is missing.
    pub(super) values: Vec<f64>,
    written: Written,
}

#[derive(Clone, Copy)]
enum Written {
    /// As published beside the values.
    Published,
    /// In a unit, of which so many make 1.
    In(f64),
    /// As an index over the year before.
    Index,
}

impl Observations {
    /// The two-year average of each row: out of levels, or out of rates of growth where the series gives rates.
    ///
    /// # Formula
    /// `(x[p]/x[p−2f])^(1/2) − 1` of levels. Of a series without levels, and of one that is growth on a year ago itself
    /// (上年同期=100, or a rate whose name says so): `((1 + g[p])·(1 + g[p−f]))^(1/2) − 1`.
    ///
    /// # Undefined
    /// As [`Series::growth`](crate::model::Series::growth) with [`GrowthOptions::TWO_YEAR`], and as
    /// [`two_year_of_rates`](Observations::two_year_of_rates); `RateType` for rates that are no growth on a year ago.
    ///
    /// # Errors
    /// None of its own; those of [`LongPanel::growth`].
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{self, ReadOptions};
    ///
    /// // China's GDP, first quarters of 2020 and 2021; the Bureau gives 5.0 % a year
    /// let text = "指标,时间,数值,单位\nGDP同比增长,2020Q1,-6.8,%\nGDP同比增长,2021Q1,18.3,%\n";
    /// let data = read::text("t", text, &ReadOptions::default())?.observations;
    /// let average = data.two_year(fanfan::growth::GrowthOptions::TWO_YEAR)?.get(1).and_then(Result::ok);
    /// assert!(average.is_some_and(|average| (average - 0.050).abs() < 0.000_5));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    ///
    /// # Source
    /// National Bureau of Statistics of China; `tests/conformance/data/nbs_two_year_average_2021.json`.
    pub fn two_year(&self, options: GrowthOptions) -> Result<Outcomes> {
        let levels = self.growth(options)?;
        if options.rates_too {
            return Ok(levels);
        }
        let mut results = Vec::with_capacity(self.panel().rows());
        for number in 0..LongPanel::len(self.panel()) {
            let rows = self.panel().range(number);
            match self.rates_instead(number) {
                Some(rates) => results.extend(self.averages(number, &rates)),
                None => results.extend(rows.filter_map(|row| levels.get(row))),
            }
        }
        Ok(results.into_iter().collect())
    }

    /// The two-year average of each row out of growth on a year ago: the growth published beside the values, in a column
    /// or in a series of its own (利润总额, 利润总额同比增长), or the values themselves where they are rates or indices
    /// over the year before.
    ///
    /// # Formula
    /// `((1 + g[p])·(1 + g[p−f]))^(1/2) − 1`
    ///
    /// # Undefined
    /// `MissingValue`, `MissingBase` (no rate a year ago), `NotPositive` (a fall of 100 % or more); `NotApplicable`:
    /// levels without published growth.
    ///
    /// # Examples
    /// ```
    /// use fanfan::read::{self, ReadOptions};
    /// use fanfan::Undefined;
    ///
    /// let text = "year,value,growth\n2019,100,\n2020,90,-6.8%\n2021,108,18.3%\n";
    /// let data = read::text("t", text, &ReadOptions::default())?.observations;
    /// let average = data.two_year_of_rates();
    /// assert!(average.get(2).and_then(Result::ok).is_some_and(|average| (average - 0.050).abs() < 0.000_5));
    /// assert_eq!(average.get(1), Some(Err(Undefined::MissingBase))); // no growth of 2019 is published
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    ///
    /// # Source
    /// As [`two_year`](Observations::two_year).
    pub fn two_year_of_rates(&self) -> Outcomes {
        if let Some((data, _)) = self.with_growth_beside() {
            return data.of_rates();
        }
        self.of_rates()
    }

    fn of_rates(&self) -> Outcomes {
        let mut results = Vec::with_capacity(self.panel().rows());
        for number in 0..LongPanel::len(self.panel()) {
            match self.yearly_rates(number, true) {
                Some(rates) => results.extend(self.averages(number, &rates)),
                None => results.extend(self.panel().range(number).map(|_| Err(Undefined::NotApplicable))),
            }
        }
        results.into_iter().collect()
    }

    /// The formula of a row of either with its numbers; `None` where one is missing. `of_rates` asks for the formula
    /// of [`two_year_of_rates`](Observations::two_year_of_rates).
    #[cfg_attr(not(feature = "report"), expect(dead_code, reason = "only reports explain"))]
    pub(crate) fn explain_two_year(
        &self,
        options: GrowthOptions,
        of_rates: bool,
        at: (usize, Period, f64),
    ) -> Option<String> {
        let (number, period, value) = at;
        let instead = || if options.rates_too { None } else { self.rates_instead(number) };
        let rates = if of_rates { Some(self.yearly_rates(number, true)?) } else { instead() };
        let series = self.panel().series(number)?;
        let Some(rates) = rates else { return options.explain(&series.to_series(), period, value) };
        let written = |period: Period| {
            let row = series.ordinals.binary_search(&period.ordinal()).ok()?;
            let (rate, value) = (*rates.values.get(row)?, *series.values.get(row)?);
            (!rate.is_nan()).then(|| match rates.written {
                Written::Published => format!("(1 {})", signed(rate)),
                Written::In(1.0) => format!("(1 {})", signed(value)),
                Written::In(parts) => format!("(1 {}/{parts})", signed(value)),
                Written::Index => format!("{value}/100"),
            })
        };
        Some(format!("({} * {}) ^ 0.5 - 1", written(period - period.frequency().per_year() as i32)?, written(period)?))
    }

    /// Rates in place of levels, where the series has no levels.
    fn rates_instead(&self, number: usize) -> Option<Rates> {
        let no_levels =
            || self.panel().series(number).is_some_and(|series| series.values.iter().all(|value| value.is_nan()));
        if self.why_no_growth(number).is_some() || no_levels() { self.yearly_rates(number, false) } else { None }
    }

    /// The growth on a year ago that a series gives; `insisted`: of rates whose name does not say what they are too.
    pub(super) fn yearly_rates(&self, number: usize, insisted: bool) -> Option<Rates> {
        let series = self.panel().series(number)?;
        let published: Vec<f64> =
            self.panel().range(number).map(|row| self.published_growth(row).unwrap_or(f64::NAN)).collect();
        if published.iter().any(|rate| !rate.is_nan()) {
            return Some(Rates { values: published, written: Written::Published });
        }
        let unit = self.unit_said(number);
        let of = |written: Written, rate: &dyn Fn(f64) -> f64| {
            Some(Rates { values: series.values.iter().map(|&value| rate(value)).collect(), written })
        };
        match unit {
            Some(unit) if unit.dimension() == Dimension::Index(IndexBase::YearAgo) => {
                of(Written::Index, &|index| fraction(index, 100, 100.0))
            }
            Some(unit) if unit.is_rate() && (insisted || self.is_named_growth(number)) => {
                let parts = (1.0 / unit.scale()).round();
                of(Written::In(parts), &|rate| fraction(rate, 0, parts))
            }
            // Growth without a unit that would be beyond 100 % as a rule is in percent; else nobody knows.
            None if self.is_named_growth(number) && is_percent(series.values) => {
                of(Written::In(100.0), &|rate| fraction(rate, 0, 100.0))
            }
            _ => None,
        }
    }

    fn is_named_growth(&self, number: usize) -> bool {
        LongPanel::keys(self.panel()).get(number).is_some_and(|key| says_yearly_growth(&key.indicator))
    }

    fn averages(&self, number: usize, rates: &Rates) -> Vec<std::result::Result<f64, Undefined>> {
        let Some(series) = self.panel().series(number) else { return Vec::new() };
        let year = series.frequency.per_year() as i32;
        let average = |(&ordinal, &rate): (&i32, &f64)| {
            if rate.is_nan() {
                return Err(Undefined::MissingValue);
            }
            let before = series.ordinals.binary_search(&(ordinal - year)).ok().and_then(|row| rates.values.get(row));
            mean_rate(&[before.copied().filter(|rate| !rate.is_nan()).ok_or(Undefined::MissingBase)?, rate])
        };
        series.ordinals.iter().zip(&rates.values).map(average).collect()
    }
}

/// `(value − less)/parts` in exact decimals, so that 5.9 % and the index 105.9 are 0.059 as it would be typed.
fn fraction(value: f64, less: i128, parts: f64) -> f64 {
    let places = if parts == 100.0 { Some(2) } else { (parts == 1.0).then_some(0) };
    let exact = || {
        let (number, places) = (Decimal::of(value)?, places?);
        let digits = number.at(number.places())?.checked_sub(less.checked_mul(ten(number.places())?)?)?;
        Some(Decimal::new(digits, number.places() + places).to_f64())
    };
    exact().unwrap_or((value - less as f64) / parts)
}

/// `+ 18.3`, `- 6.8`.
fn signed(value: f64) -> String {
    format!("{} {}", if value < 0.0 { '-' } else { '+' }, value.abs())
}

/// Whether growth without a unit can only be meant in percent: a fall by more than all, or most beyond ±100 %.
fn is_percent(values: &[f64]) -> bool {
    let there = values.iter().filter(|value| !value.is_nan() && **value != 0.0);
    values.iter().any(|value| *value < -1.0)
        || there.clone().filter(|value| value.abs() > 1.0).count() * 2 > there.count()
}
