//! What is asked of growth, and the columns that answer it.

use serde_json::{Value, json};

use super::document::Cell;
use super::growth_comparable::{self, ComparablePart};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::growth::{
    Average, AverageOptions, Base, Form, GrowthOptions, Measure, NegativeBase, PublishedOptions, RollingOptions,
    Rounding, YearToDate,
};
use crate::model::{Dimension, Language, Observations, Outcomes, Period};

/// What is asked of a table.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GrowthRequest {
    /// The measures: either of every period, or over a span.
    pub measures: Vec<Measure>,
    /// FRED's units code, in place of measures.
    pub fred: Option<String>,
    /// The policy for negative bases.
    pub negative_base: Option<NegativeBase>,
    /// Periods between value and base, for measures over any lag.
    pub lag: Option<i32>,
    /// The base of `fixed_base`; the first value of each series without it.
    pub base: Option<Period>,
    /// Rows from here on; of a span, its base.
    pub from: Option<Period>,
    /// Rows up to here; of a span, its end.
    pub to: Option<Period>,
    /// Growth in percent with so many decimals, out of the decimals as written.
    pub as_published: Option<u32>,
    /// What becomes of ties there.
    pub rounding: Option<Rounding>,
    /// Whether growth of rates and shares is insisted on.
    pub rates_too: bool,
    /// Whether each result comes with its formula.
    pub explain: bool,
}

/// A measure with its results.
pub(super) enum Column {
    /// One result a row.
    Rows(String, How, Outcomes),
    /// One result a series.
    Spans(Measure, Outcomes),
}

/// How the results of a column came about, and how they are shown.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// Growth, and whether it is a fraction that prints as percent.
    Growth(GrowthOptions, bool),
    Rolling(RollingOptions),
    YearToDate(YearToDate),
    /// The two-year average, and whether it is asked for out of rates.
    TwoYear(GrowthOptions, bool),
    /// As published; the measure without its rounding explains it.
    Published(PublishedOptions, Plain),
    /// Part of the table of comparable bases.
    Comparable(ComparablePart),
}

/// The measure behind a column as published.
#[derive(Clone, Copy)]
pub(super) enum Plain {
    Growth(GrowthOptions),
    Rolling(RollingOptions),
    YearToDate(YearToDate),
}

impl How {
    pub(super) fn shown(self, value: f64, language: Language) -> Cell {
        match self {
            How::Comparable(part) => part.shown(value, language),
            How::Growth(_, false) => Cell::Level(value),
            How::Published(options, _) => Cell::Text(format!("{value:.*} %", options.decimals() as usize)),
            _ => Cell::Percent(value),
        }
    }

    /// The decimals with which results are printed for programs too.
    pub(super) fn decimals(self) -> Option<u32> {
        match self {
            How::Published(options, _) => Some(options.decimals()),
            _ => None,
        }
    }

    /// The formula of a row with its numbers.
    pub(super) fn explain(self, data: &Observations, (number, period, value): (usize, Period, f64)) -> Option<String> {
        let series = &data.panel().series(number)?.to_series();
        match self {
            How::TwoYear(options, of_rates) => data.explain_two_year(options, of_rates, (number, period, value)),
            How::Growth(options, _) | How::Published(_, Plain::Growth(options)) => {
                options.explain(series, period, value)
            }
            How::Rolling(options) | How::Published(_, Plain::Rolling(options)) => options.explain(series, period),
            How::YearToDate(what) | How::Published(_, Plain::YearToDate(what)) => what.explain(series, period),
            How::Comparable(part) => part.explain(data, number, (period, value)),
        }
    }
}

impl GrowthRequest {
    /// Computes every column that is asked for.
    pub(super) fn columns(&self, data: &Observations) -> Result<Vec<Column>> {
        let mut columns = Vec::new();
        if let Some(code) = &self.fred {
            if !self.measures.is_empty() {
                return Err(
                    Error::new(ErrorKind::Option, "units and measures are asked for at once").mend("give one of them")
                );
            }
            if self.as_published.is_some() {
                return Err(self.not_as_published(&format!("fred:{code}")));
            }
            let options = self.options(GrowthOptions::fred(code)?);
            let rate = !matches!(code.as_str(), "lin" | "chg" | "ch1" | "log");
            columns.push(Column::Rows(format!("fred:{code}"), How::Growth(options, rate), data.growth(options)?));
        }
        for &measure in &self.measures {
            if measure.is_comparable() && self.as_published.is_none() {
                let parts = growth_comparable::columns(data, self.rates_too)?.into_iter();
                columns.extend(
                    parts.map(|(part, outcomes)| Column::Rows(part.name().to_owned(), How::Comparable(part), outcomes)),
                );
                continue;
            }
            columns.push(match (self.as_published, measure.as_average()) {
                (Some(decimals), _) => self.published(data, measure, decimals)?,
                (None, Some(method)) => {
                    let mut outcomes = data.panel().average_growth(self.span(method))?;
                    if measure.is_relative() && !self.rates_too {
                        outcomes = refused(data, &outcomes);
                    }
                    Column::Spans(measure, outcomes)
                }
                (None, None) => self.of_rows(data, measure)?,
            });
        }
        Ok(columns)
    }

    /// Refuses options that none of the measures takes, since they would change nothing unsaid.
    pub(super) fn takes_its_options(&self) -> Result<()> {
        let any = |takes: &dyn Fn(Measure) -> bool| {
            self.fred.is_some() || self.measures.is_empty() || self.measures.iter().any(|&measure| takes(measure))
        };
        let base =
            |wanted: Base| move |measure: Measure| measure.as_growth().is_some_and(|growth| growth.over() == wanted);
        let (previous, first) = (base(Base::Previous), base(Base::First));
        let policy = |measure: Measure| match measure.as_growth() {
            Some(_) => measure.is_relative() && !measure.name().starts_with("log"),
            None => measure.as_rolling().is_some() || matches!(measure.as_year_to_date(), Some(YearToDate::Growth(_))),
        };
        let refused = |option: &str, of: &str| {
            Err(Error::new(ErrorKind::Option, format!("none of the measures takes {option}"))
                .mend(format!("leave it out, or ask for one of {of}")))
        };
        if self.lag.is_some() && !any(&previous) {
            return refused("--lag", "pop, annualised, annualised_simple, log, log_annualised, difference, points");
        }
        if self.base.is_some() && (self.fred.is_some() || !any(&first)) {
            return refused("--base", "fixed_base");
        }
        // What is so anyway may be said of any measure.
        if self.negative_base.is_some_and(|policy| policy != NegativeBase::Undefined) && !any(&policy) {
            return refused(
                "--negative-base",
                "yoy, pop, annualised, annualised_simple, fixed_base, two_year, rolling, year_to_date",
            );
        }
        Ok(())
    }

    fn of_rows(&self, data: &Observations, measure: Measure) -> Result<Column> {
        if measure.is_two_year_of_rates() {
            let how = How::TwoYear(GrowthOptions::TWO_YEAR, true);
            return Ok(Column::Rows(measure.name().to_owned(), how, data.two_year_of_rates()));
        }
        if measure.as_growth() == Some(GrowthOptions::TWO_YEAR) {
            let options = self.options(GrowthOptions::TWO_YEAR);
            return Ok(Column::Rows(measure.name().to_owned(), How::TwoYear(options, false), data.two_year(options)?));
        }
        let (how, mut outcomes) = if let Some(options) = measure.as_rolling() {
            let options = self.negative_base.map_or(options, |policy| options.negative_base(policy));
            (How::Rolling(options), data.panel().rolling(options)?)
        } else if let Some(what) = measure.as_year_to_date() {
            let what = match (what, self.negative_base) {
                (YearToDate::Growth(_), Some(policy)) => YearToDate::Growth(policy),
                _ => what,
            };
            (How::YearToDate(what), data.panel().year_to_date(what)?)
        } else {
            let options = self.options(measure.as_growth().unwrap_or_default());
            let mut outcomes = data.growth(options)?;
            if measure.name() == "points" {
                outcomes = in_points(data, &outcomes);
            }
            return Ok(Column::Rows(measure.name().to_owned(), How::Growth(options, measure.is_rate()), outcomes));
        };
        if !self.rates_too {
            data.refuse_rates(&mut outcomes);
        }
        Ok(Column::Rows(measure.name().to_owned(), how, outcomes))
    }

    fn published(&self, data: &Observations, measure: Measure, decimals: u32) -> Result<Column> {
        if self.negative_base.is_some_and(|policy| policy != NegativeBase::Undefined) {
            return Err(Error::new(ErrorKind::Option, "nobody publishes growth over a negative base")
                .mend("leave out the policy for negative bases, or the rates as published"));
        }
        let (options, plain) = if let Some(rolling) = measure.as_rolling() {
            (PublishedOptions::rolling(decimals), Plain::Rolling(rolling))
        } else if let Some(what @ YearToDate::Growth(_)) = measure.as_year_to_date() {
            (PublishedOptions::year_to_date(decimals), Plain::YearToDate(what))
        } else if let Some(growth) = measure.as_growth().filter(|growth| *growth == growth.form(Form::Rate)) {
            let growth = self.options(growth);
            (PublishedOptions::new(growth.over(), decimals), Plain::Growth(growth))
        } else {
            return Err(self.not_as_published(measure.name()));
        };
        let options = options.rounding(self.rounding.unwrap_or(Rounding::HalfAway));
        let mut outcomes = data.panel().growth_as_published(options)?;
        if !self.rates_too {
            data.refuse_rates(&mut outcomes);
        }
        Ok(Column::Rows(measure.name().to_owned(), How::Published(options, plain), outcomes))
    }

    fn not_as_published(&self, measure: &str) -> Error {
        let decimals = self.as_published.unwrap_or(1);
        Error::new(ErrorKind::Option, format!("{measure} is not computed with {decimals} decimals as published"))
            .mend("ask for yoy, pop, rolling or year_to_date")
    }

    /// What programs are told of results in percent.
    pub(super) fn as_published_json(&self) -> Option<Value> {
        let rounding = self.rounding.unwrap_or(Rounding::HalfAway).as_str();
        self.as_published.map(|decimals| json!({ "unit": "percent", "decimals": decimals, "rounding": rounding }))
    }

    fn options(&self, options: GrowthOptions) -> GrowthOptions {
        let mut options = options.rates_too(self.rates_too);
        if let Some(policy) = self.negative_base {
            options = options.negative_base(policy);
        }
        match (options.over(), self.base, self.lag) {
            (Base::First, Some(base), _) => options.base(Base::Fixed(base)),
            (Base::Previous, _, Some(lag)) => options.base(Base::Lag(lag)),
            _ => options,
        }
    }

    fn span(&self, method: Average) -> AverageOptions {
        let mut options = AverageOptions::new(method);
        if let Some(from) = self.from {
            options = options.from(from);
        }
        if let Some(to) = self.to {
            options = options.to(to);
        }
        options
    }
}

/// The results of series, without those of series that are rates.
fn refused(data: &Observations, outcomes: &Outcomes) -> Outcomes {
    let of = |(series, outcome)| match data.why_no_growth(series) {
        Some(reason) => Err(reason),
        None => outcome,
    };
    outcomes.iter().enumerate().map(of).collect()
}

/// Differences as percentage points: of percent as they are, of fractions times 100. Without a unit, rates are taken
/// to be in percent, as offices publish them; another unit has no points.
fn in_points(data: &Observations, differences: &Outcomes) -> Outcomes {
    let mut results = Vec::with_capacity(differences.len());
    let mut row = 0;
    for (number, series) in data.panel().iter().enumerate() {
        let scale = match data.unit_said(number) {
            None if data.unit(number).is_none() => Some(1.0),
            Some(unit) if unit.dimension() == Dimension::Ratio => Some(unit.scale() * 100.0),
            _ => None,
        };
        for _ in series.values {
            let result = differences.get(row).unwrap_or(Err(Undefined::MissingValue));
            results.push(
                result.and_then(|difference| scale.map(|scale| difference * scale).ok_or(Undefined::NotApplicable)),
            );
            row += 1;
        }
    }
    results.into_iter().collect()
}
