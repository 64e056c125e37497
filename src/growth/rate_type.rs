//! Rate-type indicators (相对指标): they change in percentage points, and growth of them is refused unless insisted on.

use super::options::{Form, GrowthOptions};
use crate::error::{Result, Undefined};
use crate::model::{
    Dimension, IndexBase, Indicator, LongPanel, Nature, Observations, Outcomes, Series, SeriesOutcomes, Unit,
    is_growth_alone, is_in_percent, is_share_alone, said,
};

/// Why values in `unit` have no growth of their own, where they have none.
///
/// # Undefined
/// `RateType`: fractions, %, ‰, percentage points. `MovingBase`: an index over the year or the period before
/// (上年=100), which is a rate of growth itself.
///
/// # Examples
/// ```
/// use fanfan::Undefined;
/// use fanfan::growth::why_no_growth;
///
/// assert_eq!(why_no_growth(&"%".parse()?), Some(Undefined::RateType));
/// assert_eq!(why_no_growth(&"上年=100".parse()?), Some(Undefined::MovingBase));
/// assert_eq!(why_no_growth(&"1978=100".parse()?), None);
/// # Ok::<(), fanfan::Error>(())
/// ```
///
/// # Source
/// methods: rate-type indicators change in points.
pub fn why_no_growth(unit: &Unit) -> Option<Undefined> {
    match unit.dimension() {
        _ if unit.is_rate() => Some(Undefined::RateType),
        Dimension::Points if unit.per().is_none() => Some(Undefined::RateType),
        Dimension::Index(IndexBase::YearAgo | IndexBase::Previous) => Some(Undefined::MovingBase),
        _ => None,
    }
}

/// Why an indicator has no growth of its own: its unit says so, or its nature is a ratio.
pub(crate) fn why_not(indicator: &Indicator) -> Option<Undefined> {
    let by_nature = (matches!(indicator.nature, Nature::Ratio | Nature::Growth)
        && indicator.unit.as_ref().is_none_or(|unit| unit.per().is_none()))
    .then_some(Undefined::RateType);
    indicator.unit.as_ref().and_then(why_no_growth).or(by_nature)
}

impl GrowthOptions {
    /// Whether a result says how many times a value its base is, which of rates nobody should want.
    fn is_relative(self) -> bool {
        !matches!(self.form, Form::Difference | Form::Points(_) | Form::Level | Form::LogLevel)
    }

    /// Whether values that are rates themselves are refused.
    fn refuses(self) -> bool {
        !self.rates_too && self.is_relative()
    }
}

/// Puts a reason in place of every result for a value that is there.
pub(crate) fn refuse(reason: Undefined, out: &mut [f64], reasons: &mut [u8]) {
    for (out, code) in out.iter_mut().zip(reasons) {
        if *code != Undefined::MissingValue.code() {
            (*out, *code) = (f64::NAN, reason.code());
        }
    }
}

impl Series {
    /// Growth of each period of an indicator, refused where the indicator is a rate.
    ///
    /// # Undefined
    /// As [`Series::growth`]; `RateType` and `MovingBase` ([`why_no_growth`], or a nature of ratio) unless
    /// [`GrowthOptions::rates_too`] insists; differences and points of rates are not refused.
    ///
    /// # Errors
    /// A lag of 0; a fixed base of another frequency.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let mut unemployment = Indicator::new("unemployment");
    /// unemployment.unit = Some("%".parse()?);
    /// let rate = Series::annual(2023, [5.2, 5.1]);
    /// let year = Period::annual(2024);
    /// assert_eq!(rate.growth_of(&unemployment, Base::YearAgo)?.get(year), Err(Undefined::RateType));
    /// let points = rate.growth_of(&unemployment, (Base::YearAgo, Form::Points(1.0)))?.get(year)?;
    /// assert!((points + 0.1).abs() < 1e-12);
    /// assert!(rate.growth_of(&unemployment, GrowthOptions::new(Base::YearAgo).rates_too(true))?.get(year).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn growth_of(&self, indicator: &Indicator, options: impl Into<GrowthOptions>) -> Result<SeriesOutcomes> {
        let options = options.into();
        let outcomes = self.growth(options)?;
        let Some(reason) = why_not(indicator).filter(|_| options.refuses()) else { return Ok(outcomes) };
        let mut refused: Outcomes = outcomes.iter().map(|(_, result)| result).collect();
        let (out, reasons) = refused.buffers();
        refuse(reason, out, reasons);
        Ok(SeriesOutcomes::new(self.first(), refused))
    }
}

impl Observations {
    /// Growth of each row, refused for series whose unit, or without one whose name (GDP同比, 失业率, 比重), says that they
    /// are rates.
    ///
    /// # Undefined
    /// As [`LongPanel::growth`]; `RateType` and `MovingBase` as in [`Series::growth_of`].
    ///
    /// # Errors
    /// A lag of 0; a fixed base of another frequency than some series has.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Observations;
    /// use fanfan::prelude::*;
    ///
    /// let years = [2023, 2024].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "jobless")], &[0, 0], &years, &[5.2, 5.1])?;
    /// let data = Observations::new(panel).with_units(vec![Some("%".into())]);
    /// assert_eq!(data.growth(Base::YearAgo)?.get(1), Some(Err(Undefined::RateType)));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn growth(&self, options: impl Into<GrowthOptions>) -> Result<Outcomes> {
        let options = options.into();
        let mut outcomes = self.panel().growth(options)?;
        if options.refuses() {
            self.refuse_rates(&mut outcomes);
        }
        Ok(outcomes)
    }

    /// Refuses the results of series that are rates, where there is one for each row.
    pub(crate) fn refuse_rates(&self, outcomes: &mut Outcomes) {
        let offsets = self.panel().offsets().to_vec();
        let (out, reasons) = outcomes.buffers();
        for series in 0..LongPanel::len(self.panel()) {
            let (Some(reason), Some(&[from, to])) = (self.why_no_growth(series), offsets.get(series..series + 2))
            else {
                continue;
            };
            if let (Some(out), Some(reasons)) = (out.get_mut(from..to), reasons.get_mut(from..to)) {
                refuse(reason, out, reasons);
            }
        }
    }

    /// Why a series has no growth of its own: by its unit, and without one by its name.
    pub(crate) fn why_no_growth(&self, series: usize) -> Option<Undefined> {
        match self.unit_said(series) {
            Some(unit) => why_no_growth(&unit),
            None if self.unit(series).is_some() => None,
            None => {
                let key = LongPanel::keys(self.panel()).get(series)?;
                (is_growth_alone(&key.indicator) || is_share_alone(&key.indicator)).then_some(Undefined::RateType)
            }
        }
    }

    /// The unit of a series as the table gives it; where it gives none, the one in brackets behind the name.
    pub(crate) fn unit_said(&self, series: usize) -> Option<Unit> {
        if let Some(unit) = self.unit(series) {
            return unit.parse().ok();
        }
        let name = &LongPanel::keys(self.panel()).get(series)?.indicator;
        if !name.contains(['(', '（', '[', '%', '％']) {
            return None;
        }
        said(name).unit.or_else(|| if is_in_percent(name) { "%".parse().ok() } else { None })
    }
}
