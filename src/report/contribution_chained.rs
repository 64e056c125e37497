//! Contributions where parts do not add up: price indices linked in December, volumes chained by annual overlap.

use super::contribution_parts::{Part, in_unit_of};
use super::results::ResultRow;
use crate::error::{Error, ErrorKind, Result, Undefined, suggestion};
use crate::growth::{Base, ChainedVolume, GrowthOptions, LinkedIndex, PriceContribution};
use crate::growth::{annual_overlap_contribution, price_contribution};
use crate::model::{Observations, Period, Series, SeriesKey, SeriesOutcomes, SeriesRef};

/// How parts that do not add up to their total contribute to its growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainedForm {
    /// Price indices linked in December, with weights by year.
    Prices(PriceContribution),
    /// Volumes chained by annual overlap, with nominal values.
    AnnualOverlap,
}

impl ChainedForm {
    fn of(self, part: [&Series; 2], total: [&Series; 2]) -> Result<SeriesOutcomes> {
        let ([part, of_part], [total, of_total]) = (part, total);
        match self {
            ChainedForm::Prices(method) => {
                price_contribution(LinkedIndex::new(part, of_part), LinkedIndex::new(total, of_total), method)
            }
            ChainedForm::AnnualOverlap => {
                annual_overlap_contribution(ChainedVolume::new(part, of_part), ChainedVolume::new(total, of_total))
            }
        }
    }

    /// The formula in the notation of METHODS.md.
    fn formula(self) -> &'static str {
        match self {
            ChainedForm::Prices(PriceContribution::Ribe) => {
                "(I[D,y-1]/I[m,y-1])·(x[m,y]/x[D,y-1] - 1)·w[y]/W[y] + (x[D,y-1]/x[m,y-1] - 1)·(w/W)[y-1]·(x0/I0)[m,y-1]"
            }
            ChainedForm::Prices(PriceContribution::Kirchner) => "TY + I0·LY - (w/W)·(x0 - 1)·LY",
            ChainedForm::Prices(_) => "(x[p] - x[p-1])/x[D,y-1]·(w/W)[y]/(I[p-1]/I[D,y-1])",
            ChainedForm::AnnualOverlap => {
                "(Px/PX)[y-1]·(x[p] - x[p-f])/X[p-f] + (x[p-f]/X[p-f] - mean x/mean X)·((Px/PX)[y-1] - (Px/PX)[y-2])"
            }
        }
    }

    fn needs(self) -> &'static str {
        match self {
            ChainedForm::Prices(_) => "weights",
            ChainedForm::AnnualOverlap => "nominal values",
        }
    }
}

/// The rows of one total: its parts, the residual, its growth.
pub(super) fn rows(
    total: &SeriesRef<'_>,
    parts: &[Part],
    (form, explain): (ChainedForm, bool),
    beside: &Observations,
) -> Result<Vec<ResultRow>> {
    let number = |key: &SeriesKey| beside.panel().keys().iter().position(|other| other == key);
    let unit = number(total.key).and_then(|number| beside.unit_said(number));
    let of = |key: &SeriesKey| -> Result<Series> {
        let found = number(key).and_then(|number| Some((number, beside.panel().series(number)?)));
        let (number, series) = found.ok_or_else(|| {
            let names: Vec<&str> = beside.panel().keys().iter().map(|key| &*key.indicator).collect();
            let name = if key.indicator.is_empty() { &key.subject } else { &key.indicator };
            Error::new(ErrorKind::Unknown, format!("there are no {} of `{name}`", form.needs()))
                .mend(suggestion(name, &names))
        })?;
        in_unit_of(&series.to_series(), beside.unit_said(number).as_ref(), unit.as_ref())
    };
    let (whole, of_whole) = (total.to_series(), of(total.key)?);
    let base = if form == ChainedForm::Prices(PriceContribution::Previous) { Base::Previous } else { Base::YearAgo };
    let growth = whole.growth(GrowthOptions::new(base))?;
    let mut rest: Vec<(Period, std::result::Result<f64, Undefined>)> = growth.iter().collect();
    let mut rows = Vec::new();
    for part in parts {
        let place = |error: Error| error.of_series(&part.key.subject, &part.key.indicator);
        let beside = of(&part.key).map_err(place)?;
        let outcomes = form.of([&part.converted, &beside], [&whole, &of_whole]).map_err(place)?;
        for (period, left) in &mut rest {
            let result = outcomes.get(*period);
            *left = left.and_then(|left| result.map(|result| left - result));
            let value = part.values.get(*period).unwrap_or(f64::NAN);
            let formula = (explain && result.is_ok()).then(|| form.formula().to_owned());
            rows.push(ResultRow::of(&part.key, None, (*period, value), "contribution", result).explained(formula));
        }
    }
    let residual =
        |(period, left)| ResultRow::of(total.key, Some("residual"), (period, f64::NAN), "contribution", left);
    rows.extend(rest.into_iter().map(residual));
    let of_total = growth.iter().zip(whole.iter());
    rows.extend(of_total.map(|((_, result), at)| ResultRow::of(total.key, None, at, "growth", result)));
    Ok(rows)
}
