//! Growth as expressions of lazy queries.

use std::borrow::Cow;

use polars::prelude::{
    Column, DataType, Expr, Field, Float64Chunked, IntoColumn, IntoSeries, NamedFrom, PolarsResult, Series,
    apply_multiple,
};

use super::grouping::group;
use super::{into_polars, of_polars, period};
use crate::error::{Result, Undefined};
use crate::growth::{AverageOptions, GrowthOptions, average_long_into, growth_long_into};
use crate::model::Frequency;

/// Series inside a frame: what tells them apart, and their periods; made by [`over`].
#[derive(Debug, Clone)]
pub struct Over {
    keys: Vec<Expr>,
    period: Expr,
    frequency: Frequency,
}

/// The series of a frame: rows with the same `keys`, in the order of `period`.
///
/// Periods are integers (years, or ordinals of `frequency`), texts (`2005-Q3`, `2005年7月`) or dates. Rows may stand in
/// any order; where they are sorted by key and period already, nothing is sorted and nothing copied.
///
/// # Examples
/// ```
/// use fanfan::frame;
/// use fanfan::growth::Base;
/// use fanfan::model::Frequency;
/// use polars::prelude::*;
///
/// let frame = df!(
///     "town" => ["a", "a", "a", "b"],
///     "year" => [2001, 2002, 2004, 2001],
///     "gdp" => [1.0, 2.0, 4.0, 5.0],
/// )?;
/// let series = frame::over([col("town")], col("year"), Frequency::Annual);
/// let grown = frame
///     .lazy()
///     .with_columns([
///         series.growth(col("gdp"), Base::YearAgo).alias("yoy"),
///         series.undefined(col("gdp"), Base::YearAgo).alias("why"),
///     ])
///     .collect()?;
/// let yoy: Vec<Option<f64>> = grown.column("yoy")?.f64()?.iter().collect();
/// assert_eq!(yoy, [None, Some(1.0), None, None]); // 2003 is missing: 2002 is not taken for it
/// assert_eq!(grown.column("why")?.str()?.get(2), Some("missing_base"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn over(keys: impl IntoIterator<Item = Expr>, period: Expr, frequency: Frequency) -> Over {
    Over { keys: keys.into_iter().collect(), period, frequency }
}

impl Over {
    /// Growth of every row; null where there is none.
    ///
    /// See [`growth_long_into`] for formulas and reasons.
    ///
    /// # Errors
    /// The query fails on a period that cannot be read, two rows for one period of a series, values that are no
    /// numbers, and options that do not fit.
    pub fn growth(&self, value: Expr, options: impl Into<GrowthOptions>) -> Expr {
        let (options, frequency) = (options.into(), self.frequency);
        self.apply(value, DataType::Float64, move |columns| {
            let (rates, _) = compute(columns, frequency, options, false)?;
            let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
            Ok(nullable(name, rates))
        })
    }

    /// Why growth of a row does not exist, as a word; null where it exists.
    ///
    /// # Errors
    /// As [`Over::growth`].
    pub fn undefined(&self, value: Expr, options: impl Into<GrowthOptions>) -> Expr {
        let (options, frequency) = (options.into(), self.frequency);
        self.apply(value, DataType::String, move |columns| {
            let (_, reasons) = compute(columns, frequency, options, true)?;
            let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
            let words: Vec<Option<&str>> =
                reasons.iter().map(|code| Undefined::from_code(*code).map(Undefined::as_str)).collect();
            Ok(Series::new(name, words).into_column())
        })
    }

    fn apply(
        &self,
        value: Expr,
        dtype: DataType,
        function: impl Fn(&[Column]) -> Result<Column> + Send + Sync + 'static,
    ) -> Expr {
        let inputs: Vec<Expr> = [value, self.period.clone()].into_iter().chain(self.keys.iter().cloned()).collect();
        expression(inputs, dtype, false, function)
    }
}

/// Average growth of a group, as an aggregation: one value for each group of `group_by`.
///
/// See [`average_long_into`] for formulas and reasons; null where there is none.
///
/// # Errors
/// As [`Over::growth`].
///
/// # Examples
/// ```
/// use fanfan::frame;
/// use fanfan::growth::Average;
/// use fanfan::model::Frequency;
/// use polars::prelude::*;
///
/// let frame = df!("town" => ["a", "a", "b", "b"], "year" => [2001, 2003, 2001, 2002], "gdp" => [1.0, 4.0, 5.0, 10.0])?;
/// let cagr = frame::average_growth(col("gdp"), col("year"), Frequency::Annual, Average::Level).alias("cagr");
/// let grown = frame.lazy().group_by([col("town")]).agg([cagr]).collect()?;
/// // four times in two years, twice in one
/// assert!(grown.column("cagr")?.f64()?.iter().all(|rate| rate.is_some_and(|rate| (rate - 1.0).abs() < 1e-12)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn average_growth(value: Expr, period: Expr, frequency: Frequency, options: impl Into<AverageOptions>) -> Expr {
    let options = options.into();
    expression(vec![value, period], DataType::Float64, true, move |columns| {
        let case = Case::of(columns, frequency)?;
        let mut out = [f64::NAN];
        let offsets = [0, case.ordinals.len()];
        average_long_into(&case.values, &offsets, (frequency, &*case.ordinals), options, &mut out, None)?;
        let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
        Ok(nullable(name, out.to_vec()))
    })
}

fn expression(
    inputs: Vec<Expr>,
    dtype: DataType,
    scalar: bool,
    function: impl Fn(&[Column]) -> Result<Column> + Send + Sync + 'static,
) -> Expr {
    let field = move |_: &polars::prelude::Schema, fields: &[Field]| -> PolarsResult<Field> {
        let name = fields.first().map(|field| field.name().clone()).unwrap_or_default();
        Ok(Field::new(name, dtype.clone()))
    };
    apply_multiple(
        move |columns: &mut [Column]| function(columns).map_err(|error| into_polars(&error)),
        inputs,
        field,
        scalar,
    )
}

/// Values and ordinals in the order of series and period.
struct Case<'c> {
    values: Cow<'c, [f64]>,
    ordinals: Cow<'c, [i32]>,
    offsets: Vec<usize>,
    order: Option<Vec<u32>>,
}

impl<'c> Case<'c> {
    fn of(columns: &'c [Column], frequency: Frequency) -> Result<Case<'c>> {
        let [value, periods, keys @ ..] = columns else {
            return Ok(Case { values: Cow::default(), ordinals: Cow::default(), offsets: vec![0], order: None });
        };
        let mut ordinals = period::ordinals(periods, frequency)?;
        let grouping = group(keys, &ordinals)?;
        let mut values = values(value)?;
        if let Some(order) = &grouping.order {
            values = order.iter().map(|&row| values[row as usize]).collect::<Vec<_>>().into();
            ordinals = order.iter().map(|&row| ordinals[row as usize]).collect::<Vec<_>>().into();
        }
        Ok(Case { values, ordinals, offsets: grouping.offsets, order: grouping.order })
    }
}

/// A column of numbers; null is NaN. Doubles in one piece without nulls are borrowed.
pub(super) fn values(column: &Column) -> Result<Cow<'_, [f64]>> {
    if let Ok(numbers) = column.f64()
        && let Ok(slice) = numbers.cont_slice()
    {
        return Ok(Cow::Borrowed(slice));
    }
    let numbers = column.cast(&DataType::Float64).map_err(|error| of_polars(&error))?;
    let numbers = numbers.f64().map_err(|error| of_polars(&error))?;
    let mut out = Vec::with_capacity(numbers.len());
    for chunk in numbers.downcast_iter() {
        match chunk.validity() {
            None => out.extend_from_slice(chunk.values().as_slice()),
            Some(valid) => {
                out.extend(
                    chunk.values().iter().zip(valid.iter()).map(|(value, valid)| if valid { *value } else { f64::NAN }),
                );
            }
        }
    }
    Ok(Cow::Owned(out))
}

fn compute(
    columns: &[Column],
    frequency: Frequency,
    options: GrowthOptions,
    with_reasons: bool,
) -> Result<(Vec<f64>, Vec<u8>)> {
    let case = Case::of(columns, frequency)?;
    let mut rates = vec![f64::NAN; case.values.len()];
    let mut reasons = vec![0; if with_reasons { rates.len() } else { 0 }];
    let wanted = with_reasons.then_some(reasons.as_mut_slice());
    growth_long_into(&case.values, &case.offsets, (frequency, &*case.ordinals), options, &mut rates, wanted)?;
    if let Some(order) = case.order {
        rates = scatter(&order, &rates);
        reasons = scatter(&order, &reasons);
    }
    Ok((rates, reasons))
}

/// Results back in the order of the frame.
fn scatter<T: Copy + Default>(order: &[u32], sorted: &[T]) -> Vec<T> {
    let mut out = vec![T::default(); sorted.len()];
    for (&row, &value) in order.iter().zip(sorted) {
        if let Some(place) = out.get_mut(row as usize) {
            *place = value;
        }
    }
    out
}

/// Numbers with null for NaN, moved and not copied.
pub(super) fn nullable(name: polars::prelude::PlSmallStr, values: Vec<f64>) -> Column {
    let valid: polars_arrow::bitmap::Bitmap = values.iter().map(|value| !value.is_nan()).collect();
    Float64Chunked::from_vec_validity(name, values, Some(valid)).into_series().into_column()
}
