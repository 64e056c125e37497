//! Growth as methods of series and panels: kernels with their buffers.

use super::average::{AverageOptions, average_dense_into, average_growth, average_long_into};
use super::kernel::{growth_dense_into, growth_into, growth_long_into};
use super::options::GrowthOptions;
use crate::error::{Result, Undefined};
use crate::model::{LongPanel, Outcomes, Panel, PanelOutcomes, Series, SeriesOutcomes};

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
        growth_into(self.values(), self.first(), options, rates, Some(reasons))?;
        Ok(SeriesOutcomes::new(self.first(), outcomes))
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
        growth_dense_into(self.as_slice(), self.shape().1, self.first(), options, rates, Some(reasons))?;
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
                Some(&mut reasons[run.rows]),
            )?;
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
