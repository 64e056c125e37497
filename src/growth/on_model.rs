//! Growth as methods of series and panels: kernels with their buffers.

use super::average::{AverageOptions, average_dense_into, average_growth, average_long_into};
use super::compounding::mean_rate;
use super::kernel::{growth_dense_into, growth_into, growth_long_into};
use super::options::{Base, Form, GrowthOptions};
use super::rolling::{RollingOptions, rolling_into, rolling_long_into};
use super::year_to_date::{YearToDate, year_to_date_into, year_to_date_long_into};
use crate::error::{Result, Undefined};
use crate::model::{Frequency, LongPanel, Outcomes, Panel, PanelOutcomes, Series, SeriesOutcomes};

/// Running totals compare the same months of two years; January to July holds January to June.
///
/// Differences are let through: that of two neighbours is the single month, and rates of running totals change in
/// points from month to month.
pub(super) fn refuse_unlike_totals(
    frequency: Frequency,
    ordinal: impl Fn(usize) -> i32,
    options: GrowthOptions,
    values: &[f64],
    rates: &mut [f64],
    reasons: &mut [u8],
) {
    if !frequency.is_to_date()
        || matches!(options.form, Form::Difference | Form::Points(_) | Form::Level | Form::LogLevel)
    {
        return;
    }
    let year = frequency.per_year() as i32;
    let base = match options.base {
        Base::YearAgo | Base::YearsAgo(_) => return,
        Base::First => values.iter().position(|value| !value.is_nan()).map(|row| ordinal(row).rem_euclid(year)),
        Base::Lag(lag) if lag % year == 0 => return,
        Base::Previous | Base::Lag(_) => None,
        Base::Fixed(period) => Some(period.ordinal().rem_euclid(year)),
    };
    for (row, (rate, reason)) in rates.iter_mut().zip(reasons).enumerate() {
        let is_there = *reason != Undefined::MissingValue.code();
        if is_there && base.is_none_or(|base| ordinal(row).rem_euclid(year) != base) {
            (*rate, *reason) = (f64::NAN, Undefined::RunningTotal.code());
        }
    }
}

impl Series {
    /// Growth of each period, as a base (`Base::YearAgo`), a base with a form, or [`GrowthOptions`] say.
    ///
    /// See [`growth_into`](super::growth_into) for formulas and reasons.
    ///
    /// # Errors
    /// A lag of 0; a fixed base of another frequency.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let gdp = Series::annual(2000, [10.0, f64::NAN, 12.1, 13.31]);
    /// let yoy = gdp.growth(Base::YearAgo)?;
    /// assert_eq!(yoy.get(Period::annual(2002)), Err(Undefined::MissingBase));
    /// assert!((yoy.get(Period::annual(2003))? - 0.1).abs() < 1e-12);
    ///
    /// let change = gdp.growth((Base::First, Form::Difference))?;
    /// assert!((change.get(Period::annual(2003))? - 3.31).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn growth(&self, options: impl Into<GrowthOptions>) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.len());
        let (rates, reasons) = outcomes.buffers();
        let options = options.into();
        growth_into(self.values(), self.first(), options, rates, Some(reasons))?;
        let first = self.first().ordinal();
        refuse_unlike_totals(
            self.first().frequency(),
            |row| first + row as i32,
            options,
            self.values(),
            rates,
            reasons,
        );
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }

    /// Rolling sums, or growth of the sum of a year's periods over the year before, as [`RollingOptions`] say.
    ///
    /// See [`rolling_into`](super::rolling_into) for formulas and reasons.
    ///
    /// # Errors
    /// A window of 0.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::RollingOptions;
    /// use fanfan::prelude::*;
    ///
    /// let quarters = Series::new(Period::quarterly(2004, 1)?, [1.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0]);
    /// assert_eq!(quarters.rolling(RollingOptions::YEAR)?.get(Period::quarterly(2005, 4)?), Ok(0.25));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn rolling(&self, options: impl Into<RollingOptions>) -> Result<SeriesOutcomes> {
        let mut outcomes = Outcomes::with_len(self.len());
        let (out, reasons) = outcomes.buffers();
        rolling_into(self.values(), self.first(), options, out, Some(reasons))?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
    }

    /// The two-year average (两年平均) out of growth on a year ago, where the values are such rates, as fractions.
    ///
    /// # Formula
    /// `((1 + g[p])·(1 + g[p−f]))^(1/2) − 1`. Out of levels: [`GrowthOptions::TWO_YEAR`]; the two differ by the
    /// rounding of what was published.
    ///
    /// # Undefined
    /// `MissingValue`, `MissingBase` (no rate a year ago), `NotPositive` (a fall of 100 % or more), `NotFinite`.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// // China's GDP, first quarters of 2020 and 2021: −6.8 %, +18.3 %; published as 5.0 % a year
    /// let rates = Series::from_points([(Period::quarterly(2020, 1)?, -0.068), (Period::quarterly(2021, 1)?, 0.183)])?;
    /// let average = rates.two_year_of_rates().get(Period::quarterly(2021, 1)?)?;
    /// assert!((average - 0.050).abs() < 0.000_5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// National Bureau of Statistics of China, releases of 2021; `tests/conformance/data/nbs_two_year_average_2021.json`.
    pub fn two_year_of_rates(&self) -> SeriesOutcomes {
        let year = self.first().frequency().per_year() as i32;
        let outcomes = self.iter().map(|(period, rate)| {
            if rate.is_nan() {
                return Err(Undefined::MissingValue);
            }
            mean_rate(&[self.get(period - year).ok_or(Undefined::MissingBase)?, rate])
        });
        SeriesOutcomes::new(self.first(), outcomes.collect())
    }

    /// Average growth over a span, as a method (`Average::Level`) or [`AverageOptions`] say.
    ///
    /// See [`average_growth`](super::average_growth()) for formulas and reasons.
    ///
    /// # Errors
    /// A span of another frequency, or one that ends before it starts.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let imports = Series::annual(2001, [10.0, 12.0, 18.0, 16.0, 25.0, 30.0]);
    /// let cagr = imports.average_growth(Average::Level)?;
    /// assert!((cagr? - 0.245_730_939_6).abs() < 1e-9); // five years lie between six values
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn average_growth(&self, options: impl Into<AverageOptions>) -> Result<Result<f64, Undefined>> {
        average_growth(self.values(), self.first(), options)
    }
}

impl Panel {
    /// Growth of each cell; see [`Series::growth`].
    ///
    /// # Errors
    /// A lag of 0; a fixed base of another frequency.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let keys = vec![SeriesKey::new("north", "gdp"), SeriesKey::new("south", "gdp")];
    /// let panel = Panel::new(keys, Period::annual(2001), vec![1.0, 2.0, 2.0, 3.0])?;
    /// let yoy = panel.growth(Base::YearAgo)?;
    /// assert_eq!(yoy.values()[[1, 1]], 0.5);
    /// assert_eq!(yoy.get(1, 0), Some(Err(Undefined::MissingBase)));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn growth(&self, options: impl Into<GrowthOptions>) -> Result<PanelOutcomes> {
        let mut outcomes = Outcomes::with_len(self.as_slice().len());
        let (rates, reasons) = outcomes.buffers();
        let (options, width) = (options.into(), self.shape().1.max(1));
        growth_dense_into(self.as_slice(), self.shape().1, self.first(), options, rates, Some(reasons))?;
        let first = self.first().ordinal();
        let rows = self.as_slice().chunks(width).zip(rates.chunks_mut(width).zip(reasons.chunks_mut(width)));
        for (values, (rates, reasons)) in rows {
            refuse_unlike_totals(self.first().frequency(), |row| first + row as i32, options, values, rates, reasons);
        }
        Ok(PanelOutcomes::new(self, outcomes))
    }

    /// Average growth of each series; see [`Series::average_growth`].
    ///
    /// # Errors
    /// A span of another frequency, or one that ends before it starts.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let panel = Panel::new(vec![SeriesKey::new("north", "gdp")], Period::annual(2001), vec![1.0, 2.0, 4.0])?;
    /// let cagr = panel.average_growth(Average::Level)?;
    /// assert!((cagr.values()[0] - 1.0).abs() < 1e-15);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn average_growth(&self, options: impl Into<AverageOptions>) -> Result<Outcomes> {
        let mut outcomes = Outcomes::with_len(self.shape().0);
        let (rates, reasons) = outcomes.buffers();
        average_dense_into(self.as_slice(), self.shape().1, self.first(), options, rates, Some(reasons))?;
        Ok(outcomes)
    }
}

impl LongPanel {
    /// Growth of each row, by period; see [`Series::growth`].
    ///
    /// # Errors
    /// A lag of 0; a fixed base of another frequency than some series has.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let years = [2001, 2003].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0, 0], &years, &[1.0, 2.0])?;
    /// let yoy = panel.growth(Base::YearAgo)?;
    /// assert_eq!(yoy.get(1), Some(Err(Undefined::MissingBase))); // 2002 is missing: rows are no years
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn growth(&self, options: impl Into<GrowthOptions>) -> Result<Outcomes> {
        let options = options.into();
        let mut outcomes = Outcomes::with_len(self.rows());
        let (rates, reasons) = outcomes.buffers();
        for (frequency, series) in self.runs() {
            let run = Run::of(self, series);
            growth_long_into(
                &self.values()[run.rows.clone()],
                &run.offsets,
                (frequency, &self.ordinals()[run.rows.clone()]),
                options,
                &mut rates[run.rows.clone()],
                Some(&mut reasons[run.rows.clone()]),
            )?;
            if !frequency.is_to_date() {
                continue;
            }
            for pair in run.offsets.windows(2) {
                let rows = run.rows.start + pair[0]..run.rows.start + pair[1];
                let ordinals = &self.ordinals()[rows.clone()];
                let (values, rates, reasons) =
                    (&self.values()[rows.clone()], &mut rates[rows.clone()], &mut reasons[rows]);
                refuse_unlike_totals(frequency, |row| ordinals[row], options, values, rates, reasons);
            }
        }
        Ok(outcomes)
    }

    /// Average growth of each series; see [`Series::average_growth`].
    ///
    /// # Errors
    /// A span of another frequency than some series has, or one that ends before it starts.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let years = [2001, 2003].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0, 0], &years, &[1.0, 4.0])?;
    /// let cagr = panel.average_growth(Average::Level)?;
    /// assert!((cagr.values()[0] - 1.0).abs() < 1e-15); // two years, though two rows follow each other
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn average_growth(&self, options: impl Into<AverageOptions>) -> Result<Outcomes> {
        let options = options.into();
        let mut outcomes = Outcomes::with_len(self.len());
        let (rates, reasons) = outcomes.buffers();
        for (frequency, series) in self.runs() {
            let run = Run::of(self, series.clone());
            average_long_into(
                &self.values()[run.rows.clone()],
                &run.offsets,
                (frequency, &self.ordinals()[run.rows]),
                options,
                &mut rates[series.clone()],
                Some(&mut reasons[series]),
            )?;
        }
        Ok(outcomes)
    }
}

impl Panel {
    /// Rolling sums of each cell or their growth; see [`Series::rolling`].
    ///
    /// # Errors
    /// A window of 0.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let panel = Panel::new(vec![SeriesKey::new("town", "gdp")], Period::annual(2001), vec![1.0, 2.0, 3.0, 6.0])?;
    /// assert_eq!(panel.rolling(2)?.get(0, 3), Some(Ok(2.0))); // 9 over 3
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn rolling(&self, options: impl Into<RollingOptions>) -> Result<PanelOutcomes> {
        let options = options.into();
        self.by_series(|values, out, reasons| rolling_into(values, self.first(), options, out, Some(reasons)))
    }

    /// What [`YearToDate`] says, of each cell; see [`Series::year_to_date`].
    ///
    /// # Errors
    /// Weeks; single periods of values that are no running totals.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::YearToDate;
    /// use fanfan::prelude::*;
    ///
    /// let keys = vec![SeriesKey::new("north", "gdp"), SeriesKey::new("south", "gdp")];
    /// let panel = Panel::new(keys, Period::quarterly(2005, 1)?, vec![1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!(panel.year_to_date(YearToDate::Totals)?.get(1, 1), Some(Ok(7.0)));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn year_to_date(&self, what: YearToDate) -> Result<PanelOutcomes> {
        self.by_series(|values, out, reasons| year_to_date_into(values, self.first(), what, out, Some(reasons)))
    }

    /// A result for each cell, by a kernel over one series at a time.
    fn by_series(&self, kernel: impl Fn(&[f64], &mut [f64], &mut [u8]) -> Result<()>) -> Result<PanelOutcomes> {
        let (width, mut outcomes) = (self.shape().1.max(1), Outcomes::with_len(self.as_slice().len()));
        let (out, reasons) = outcomes.buffers();
        let buffers = out.chunks_mut(width).zip(reasons.chunks_mut(width));
        for (values, (out, reasons)) in self.as_slice().chunks(width).zip(buffers) {
            kernel(values, out, reasons)?;
        }
        Ok(PanelOutcomes::new(self, outcomes))
    }
}

impl LongPanel {
    /// A result for each row, by a kernel over all series of one frequency at a time.
    pub(super) fn by_rows(
        &self,
        kernel: impl Fn(&[f64], &[usize], (Frequency, &[i32]), &mut [f64], &mut [u8]) -> Result<()>,
    ) -> Result<Outcomes> {
        let mut outcomes = Outcomes::with_len(self.rows());
        let (out, reasons) = outcomes.buffers();
        for (frequency, series) in self.runs() {
            let Run { rows, offsets } = Run::of(self, series);
            kernel(
                &self.values()[rows.clone()],
                &offsets,
                (frequency, &self.ordinals()[rows.clone()]),
                &mut out[rows.clone()],
                &mut reasons[rows],
            )?;
        }
        Ok(outcomes)
    }

    /// Rolling sums of each row or their growth; see [`Series::rolling`].
    ///
    /// # Errors
    /// A window of 0.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let years = [2001, 2002, 2004].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0; 3], &years, &[1.0, 2.0, 4.0])?;
    /// assert_eq!(panel.rolling(1)?.get(2), Some(Err(Undefined::MissingBase))); // 2003 is missing
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn rolling(&self, options: impl Into<RollingOptions>) -> Result<Outcomes> {
        let options = options.into();
        self.by_rows(|values, offsets, periods, out, reasons| {
            rolling_long_into(values, offsets, periods, options, out, Some(reasons))
        })
    }

    /// What [`YearToDate`] says, of each row; see [`Series::year_to_date`].
    ///
    /// # Errors
    /// Weeks; single periods of values that are no running totals.
    ///
    /// # Examples
    /// ```
    /// use fanfan::growth::YearToDate;
    /// use fanfan::prelude::*;
    ///
    /// let quarters = [Period::quarterly(2005, 1)?, Period::quarterly(2005, 2)?];
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0; 2], &quarters, &[1.0, 2.0])?;
    /// assert_eq!(panel.year_to_date(YearToDate::Totals)?.values(), [1.0, 3.0]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn year_to_date(&self, what: YearToDate) -> Result<Outcomes> {
        self.by_rows(|values, offsets, periods, out, reasons| {
            year_to_date_long_into(values, offsets, periods, what, out, Some(reasons))
        })
    }
}

/// Series of one frequency: their rows, and offsets from the first of them.
struct Run<'a> {
    rows: std::ops::Range<usize>,
    offsets: std::borrow::Cow<'a, [usize]>,
}

impl Run<'_> {
    fn of(panel: &LongPanel, series: std::ops::Range<usize>) -> Run<'_> {
        let offsets = panel.offsets().get(series.start..=series.end).unwrap_or_default();
        let (start, end) = (offsets.first().copied().unwrap_or(0), offsets.last().copied().unwrap_or(0));
        let offsets = if start == 0 {
            offsets.into()
        } else {
            offsets.iter().map(|offset| offset - start).collect::<Vec<_>>().into()
        };
        Run { rows: start..end, offsets }
    }
}
