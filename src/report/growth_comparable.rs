//! The table of comparable bases (可比口径): what was published, what the levels imply, and what lies between.

use super::document::Cell;
use super::words::say;
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::growth::Comparable;
use crate::model::{Language, Observations, Outcomes, Period};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ComparablePart {
    Published,
    Implied,
    Gap,
    Base,
    Scope,
    Beyond,
}

impl ComparablePart {
    const ALL: [ComparablePart; 6] = [
        ComparablePart::Published,
        ComparablePart::Implied,
        ComparablePart::Gap,
        ComparablePart::Base,
        ComparablePart::Scope,
        ComparablePart::Beyond,
    ];

    /// The name of its rows.
    pub(super) fn name(self) -> &'static str {
        match self {
            ComparablePart::Published => "published",
            ComparablePart::Implied => "implied",
            ComparablePart::Gap => "gap",
            ComparablePart::Base => "comparable_base",
            ComparablePart::Scope => "scope",
            ComparablePart::Beyond => "beyond_rounding",
        }
    }

    pub(super) fn head(self, language: Language) -> &'static str {
        match self {
            ComparablePart::Published => say(language, "公布增速", "published"),
            ComparablePart::Implied => say(language, "水平推算", "implied by levels"),
            ComparablePart::Gap => say(language, "相差(百分点)", "gap (points)"),
            ComparablePart::Base => say(language, "可比基数", "comparable base"),
            ComparablePart::Scope => say(language, "基数变动", "less published base"),
            ComparablePart::Beyond => say(language, "超出舍入", "beyond rounding"),
        }
    }

    pub(super) fn shown(self, value: f64, language: Language) -> Cell {
        match self {
            ComparablePart::Published | ComparablePart::Implied => Cell::Percent(value),
            ComparablePart::Gap | ComparablePart::Base | ComparablePart::Scope => Cell::Level(value),
            ComparablePart::Beyond if value == 0.0 => Cell::Text(say(language, "否", "no").to_owned()),
            ComparablePart::Beyond => Cell::Text(say(language, "是", "yes").to_owned()),
        }
    }

    /// The formula with its numbers, where it says more than the head.
    pub(super) fn explain(self, data: &Observations, number: usize, (period, value): (Period, f64)) -> Option<String> {
        let series = data.panel().series(number)?;
        let row = data.panel().range(number).start + series.ordinals.binary_search(&period.ordinal()).ok()?;
        let base = series.get(period - period.frequency().per_year() as i32);
        let published =
            data.published_growth(row).map(|rate| if rate < 0.0 { format!("({rate})") } else { rate.to_string() });
        match (self, published, base) {
            (ComparablePart::Implied, _, Some(base)) => Some(format!("{value} / {base} - 1")),
            (ComparablePart::Gap, Some(g), Some(base)) => Some(format!("100 * ({value} / {base} - 1 - {g})")),
            (ComparablePart::Base, Some(g), _) => Some(format!("{value} / (1 + {g})")),
            (ComparablePart::Scope, Some(g), Some(base)) => Some(format!("{value} / (1 + {g}) - {base}")),
            (ComparablePart::Beyond, ..) => Some("whether the printed digits leave the gap open".to_owned()),
            _ => None,
        }
    }

    fn of(self, row: &Row) -> std::result::Result<f64, Undefined> {
        // What was published needs no base to be told.
        if self == ComparablePart::Published {
            return row.published.ok_or(Undefined::MissingValue);
        }
        // Nor does the base that it was computed over.
        if let (ComparablePart::Base, Some(published)) = (self, row.published) {
            return Comparable::base_of(row.value, published);
        }
        let comparable = row.comparable?;
        match self {
            ComparablePart::Published => Ok(comparable.published()),
            ComparablePart::Implied => comparable.implied(),
            ComparablePart::Gap => comparable.gap(),
            ComparablePart::Base => comparable.base(),
            ComparablePart::Scope => comparable.scope(),
            ComparablePart::Beyond => match comparable.is_beyond_rounding() {
                Some(beyond) => Ok(f64::from(u8::from(beyond))),
                None => comparable.gap().and(Err(Undefined::MissingBase)),
            },
        }
    }
}

/// A row of the table: the rate as published, and both rates or the reason why there is none to compare.
struct Row {
    value: f64,
    published: Option<f64>,
    comparable: std::result::Result<Comparable, Undefined>,
}

/// Where growth is published in series of their own and no column gives any: the levels that have such growth, with it.
pub(super) fn paired(data: Observations) -> Observations {
    match data.with_growth_beside() {
        Some((beside, has)) if (0..data.panel().rows()).all(|row| data.published_growth(row).is_none()) => {
            let mut series = has.into_iter();
            beside.keep(|_| series.next().unwrap_or(false))
        }
        Some((beside, _)) => beside,
        None => data,
    }
}

/// The columns of the table, a result for each row: `MissingValue` without a published rate or a value, `MissingBase`
/// without a value of a year ago, which the published rate and its base do not need.
///
/// # Errors
/// A table without published growth.
pub(super) fn columns(data: &Observations, rates_too: bool) -> Result<Vec<(ComparablePart, Outcomes)>> {
    let beside = data.with_growth_beside();
    let data = beside.as_ref().map_or(data, |(data, _)| data);
    let panel = data.panel();
    if (0..panel.rows()).all(|row| data.published_growth(row).is_none()) {
        return Err(Error::new(ErrorKind::Layout, "the table gives no published growth").mend(
            "add a column growth (同比) with the rates as published, 0.171 or 17.1%, or a series in % with the name of \
                 its level and the word growth (同比增长)",
        ));
    }
    let mut found = data.rows_with_published().into_iter().peekable();
    let mut rows: Vec<Row> = Vec::with_capacity(panel.rows());
    for (number, series) in panel.iter().enumerate() {
        for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
            let period = Period::from_ordinal(series.frequency, ordinal);
            let here = found.next_if(|row| row.series == number && row.period == period);
            let published = data.published_growth(rows.len());
            let missing = published.is_none() || value.is_nan();
            let reason = if missing { Undefined::MissingValue } else { Undefined::MissingBase };
            rows.push(Row { value, published, comparable: here.map(|row| row.comparable).ok_or(reason) });
        }
    }
    let column = |part: ComparablePart| {
        let mut outcomes: Outcomes = rows.iter().map(|row| part.of(row)).collect();
        if !rates_too {
            data.refuse_rates(&mut outcomes);
        }
        (part, outcomes)
    };
    Ok(ComparablePart::ALL.into_iter().map(column).collect())
}
