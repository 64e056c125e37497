//! Average growth over a span: one number for each series.

use super::compounding::{cumulative_rate, finite};
use super::formula::ln_ratio;
use super::kernel::check_offsets;
use super::logarithm::ln_in_place;
use super::trend::{Lanes, POINTS, Sums};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Frequency, Period, PeriodsRef, words};

words! {
    /// Methods of average growth. `y0` and `y` are the values at the ends, `n` the years between them.
    Average, "average" {
        /// `(y/y0)^(1/n) − 1` a year: level method (水平法), CAGR, the World Bank's geometric endpoint.
        Level = "cagr",
        /// `ln(y/y0)/n` a year: the World Bank's exponential endpoint.
        Exponential = "exponential",
        /// The `q` with `q + q² + … = Σ values/y0`, minus 1, compounded to a year: cumulative method (累计法).
        Cumulative = "cumulative",
        /// `exp(b) − 1` a year, `b` the slope of `ln x` on time: the World Bank's least squares.
        LeastSquares = "least_squares",
        /// The slope `b` itself, as UNCTAD's older pages give it.
        LogSlope = "log_slope",
        /// `log2(y/y0)`: doublings over the whole span (翻番数).
        Doublings = "doublings",
        /// `(y − y0)/n` a year, in the unit of the values (平均增长量).
        MeanChange = "mean_change",
        /// The slope of `x` on time a year, in the unit of the values.
        LinearSlope = "linear_slope",
    }
}

/// Options of average growth: method, span, and the share of the span that must be observed.
///
/// A bare [`Average`] stands for the method over all that the series has.
///
/// # Examples
/// ```
/// use fanfan::growth::{Average, AverageOptions};
/// use fanfan::model::{Period, Series};
///
/// let gdp = Series::annual(2000, [10.0, f64::NAN, 12.1, 13.31]);
/// let whole = gdp.average_growth(Average::Level)?;
/// assert!((whole? - 0.1).abs() < 1e-12);
///
/// // the surprise: an end that is missing is not replaced by its neighbour
/// let from_gap = AverageOptions::new(Average::Level).from(Period::annual(2001));
/// assert_eq!(gdp.average_growth(from_gap)?, Err(fanfan::Undefined::MissingBase));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AverageOptions {
    method: Average,
    from: Option<Period>,
    to: Option<Period>,
    coverage: f64,
}

impl AverageOptions {
    /// The method, from the first value to the last; slopes want half of the span observed.
    pub const fn new(method: Average) -> AverageOptions {
        AverageOptions { method, from: None, to: None, coverage: 0.5 }
    }

    /// The base period; without it, the first value of each series.
    #[must_use]
    pub const fn from(self, period: Period) -> AverageOptions {
        AverageOptions { from: Some(period), ..self }
    }

    /// The last period; without it, the last value of each series.
    #[must_use]
    pub const fn to(self, period: Period) -> AverageOptions {
        AverageOptions { to: Some(period), ..self }
    }

    /// The share of the periods of the span that a slope needs (0.5 unless set); 0 asks for nothing. A series that has a
    /// value every so many periods, such as a census every ten years, is counted in its own steps.
    #[must_use]
    pub const fn coverage(self, share: f64) -> AverageOptions {
        AverageOptions { coverage: share, ..self }
    }

    /// The method.
    pub const fn method(self) -> Average {
        self.method
    }

    fn span(self, frequency: Frequency) -> Result<Span> {
        let ordinal = |period: Option<Period>| match period {
            Some(period) if period.frequency() != frequency => Err(Error::new(
                ErrorKind::Frequency,
                format!("{period} is {}, the values are {frequency}", period.frequency()),
            )
            .mend("give the span at the frequency of the values")),
            other => Ok(other.map(Period::ordinal)),
        };
        let (from, to) = (ordinal(self.from)?, ordinal(self.to)?);
        if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, self.from, self.to)
            && from > to
        {
            return Err(Error::new(ErrorKind::Option, format!("the span ends in {last} before it starts in {first}"))
                .mend("give the earlier period first"));
        }
        if !(0.0..=1.0).contains(&self.coverage) {
            return Err(Error::new(ErrorKind::Option, format!("a coverage of {}", self.coverage))
                .mend("give a share from 0 to 1"));
        }
        Ok(Span { from, to, coverage: self.coverage, per_year: f64::from(frequency.per_year()) })
    }
}

impl From<Average> for AverageOptions {
    fn from(method: Average) -> AverageOptions {
        AverageOptions::new(method)
    }
}

/// The options in ordinals.
#[derive(Clone, Copy)]
struct Span {
    from: Option<i32>,
    to: Option<i32>,
    coverage: f64,
    per_year: f64,
}

/// Average growth of one series without gaps in its periods; NaN is a missing value.
///
/// # Formula
/// As [`Average`] says; `n` is the number of periods between the ends over the periods a year, so that 2000 to 2010
/// is 10 years.
///
/// # Undefined
/// `TooFewPoints` (fewer than 2 values, slopes fewer than 3), `MissingBase` and `MissingValue` (an end that was asked
/// for, or a value inside the span of the cumulative method), `ZeroBase`, `ZeroOverZero`, `NegativeBase`,
/// `SignChange`, `NotPositive` (logarithms), `TooSparse` (slopes), `NotFinite`.
///
/// # Errors
/// A span of another frequency, or one that ends before it starts; a coverage outside 0 to 1.
///
/// # Examples
/// ```
/// use fanfan::growth::{average_growth, Average};
/// use fanfan::model::Period;
///
/// let rate = average_growth(&[343.0, 447.0, 519.0, 703.0, 783.0], Period::annual(1995), Average::Level)?;
/// assert!((rate? - 0.229184034).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// World Bank, data compilation methodology; `tests/conformance/data/wb_average_growth_oracle.csv`.
pub fn average_growth(
    values: &[f64],
    first: Period,
    options: impl Into<AverageOptions>,
) -> Result<Result<f64, Undefined>> {
    let options = options.into();
    let span = options.span(first.frequency())?;
    let first = first.ordinal();
    Ok(average(|row| first.saturating_add(row as i32), values, options.method, span))
}

/// Average growth of many series over the same periods: `values` in row order, `width` periods a row, one result a
/// row in `out`.
///
/// See [`average_growth`] for formulas and reasons.
///
/// # Errors
/// Besides, values that do not fill whole rows, and buffers that are not as long as there are rows.
///
/// # Examples
/// ```
/// use fanfan::growth::{average_dense_into, Average};
/// use fanfan::model::Period;
///
/// let mut rates = [0.0; 2];
/// average_dense_into(&[1.0, 2.0, 4.0, 1.0], 2, Period::annual(2000), Average::Level, &mut rates, None)?;
/// assert!((rates[0] - 1.0).abs() < 1e-15 && (rates[1] + 0.75).abs() < 1e-15);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn average_dense_into(
    values: &[f64],
    width: usize,
    first: Period,
    options: impl Into<AverageOptions>,
    out: &mut [f64],
    mut reasons: Option<&mut [u8]>,
) -> Result<()> {
    let options = options.into();
    let span = options.span(first.frequency())?;
    check_room(out.len(), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    if values.len() != width * out.len() {
        let message = format!("{} values in {} rows of {width}", values.len(), out.len());
        return Err(Error::new(ErrorKind::Length, message).mend("give whole rows, and room for a result of each"));
    }
    let first = first.ordinal();
    for (series, out) in out.iter_mut().enumerate() {
        let Some(values) = values.get(series * width..(series + 1) * width) else { continue };
        let result = average(|row| first.saturating_add(row as i32), values, options.method, span);
        write(result, out, reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(series)));
    }
    Ok(())
}

/// Average growth of many series of any length: series `i` is the rows `offsets[i]..offsets[i + 1]`, one result a
/// series in `out`.
///
/// See [`average_growth`] for formulas and reasons.
///
/// # Errors
/// Besides, columns of different lengths, offsets that do not rise from 0 to the number of rows, and buffers that are
/// not as long as there are series.
///
/// # Examples
/// ```
/// use fanfan::growth::{average_long_into, Average};
/// use fanfan::model::{Frequency, Periods};
///
/// // real time distances: four years lie between the first two values
/// let periods = Periods::new(Frequency::Annual, vec![2000, 2004, 2001]);
/// let (mut rates, mut reasons) = ([0.0; 2], [0; 2]);
/// average_long_into(&[1.0, 16.0, 5.0], &[0, 2, 3], &periods, Average::Level, &mut rates, Some(&mut reasons))?;
/// assert!((rates[0] - 1.0).abs() < 1e-15);
/// assert_eq!(reasons[1], fanfan::Undefined::TooFewPoints.code());
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn average_long_into<'a>(
    values: &[f64],
    offsets: &[usize],
    periods: impl Into<PeriodsRef<'a>>,
    options: impl Into<AverageOptions>,
    out: &mut [f64],
    reasons: Option<&mut [u8]>,
) -> Result<()> {
    let (periods, options) = (periods.into(), options.into());
    check_offsets(values.len(), offsets, periods.ordinals.len())?;
    check_room(offsets.len().saturating_sub(1), out.len(), reasons.as_ref().map(|reasons| reasons.len()))?;
    let span = options.span(periods.frequency)?;
    let each = |series: &[usize], out: &mut [f64], mut reasons: Option<&mut [u8]>| {
        for (at, (pair, out)) in series.windows(2).zip(out).enumerate() {
            let range = pair[0]..pair[1];
            let (Some(values), Some(ordinals)) = (values.get(range.clone()), periods.ordinals.get(range)) else {
                continue;
            };
            let ordinal = |row: usize| ordinals.get(row).copied().unwrap_or(i32::MAX);
            let result = average(ordinal, values, options.method, span);
            write(result, out, reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(at)));
        }
    };
    each_series(offsets, out, reasons, &each);
    Ok(())
}

/// Series below which a second thread costs more than it brings.
#[cfg(feature = "rayon")]
const SPLIT_ABOVE: usize = 1 << 10;

#[cfg(feature = "rayon")]
fn each_series<E>(offsets: &[usize], out: &mut [f64], reasons: Option<&mut [u8]>, each: &E)
where
    E: Fn(&[usize], &mut [f64], Option<&mut [u8]>) + Sync,
{
    if out.len() <= SPLIT_ABOVE {
        each(offsets, out, reasons);
        return;
    }
    let middle = out.len() / 2;
    let (out_left, out_right) = out.split_at_mut(middle);
    let (reasons_left, reasons_right) = reasons.map_or((None, None), |reasons| {
        let (left, right) = reasons.split_at_mut(middle);
        (Some(left), Some(right))
    });
    rayon::join(
        || each_series(&offsets[..=middle], out_left, reasons_left, each),
        || each_series(&offsets[middle..], out_right, reasons_right, each),
    );
}

#[cfg(not(feature = "rayon"))]
fn each_series<E>(offsets: &[usize], out: &mut [f64], reasons: Option<&mut [u8]>, each: &E)
where
    E: Fn(&[usize], &mut [f64], Option<&mut [u8]>) + Sync,
{
    each(offsets, out, reasons);
}

fn check_room(series: usize, out: usize, reasons: Option<usize>) -> Result<()> {
    if out != series || reasons.is_some_and(|reasons| reasons != series) {
        return Err(Error::new(ErrorKind::Length, format!("{series} series, room for {out} results"))
            .mend("give buffers with a place for each series"));
    }
    Ok(())
}

fn write(result: Result<f64, Undefined>, out: &mut f64, reason: Option<&mut u8>) {
    let (value, code) = match result {
        Ok(value) => (value, 0),
        Err(why) => (f64::NAN, why.code()),
    };
    *out = value;
    if let Some(reason) = reason {
        *reason = code;
    }
}

/// The average of one series; `ordinal` gives the period of a row.
#[inline]
fn average(ordinal: impl Fn(usize) -> i32, values: &[f64], method: Average, span: Span) -> Result<f64, Undefined> {
    // Rows of the span.
    let start = span.from.map_or(0, |from| values.partition_point_by(&ordinal, from));
    let end = span.to.map_or(values.len(), |to| values.partition_point_by(&ordinal, to.saturating_add(1)));
    let rows = values.get(start..end.max(start)).unwrap_or_default();
    if matches!(method, Average::LeastSquares | Average::LogSlope | Average::LinearSlope) {
        return slope(&ordinal, start, rows, method, span);
    }
    let first = match span.from {
        Some(from) => (!rows.is_empty() && ordinal(start) == from && !rows[0].is_nan())
            .then_some(0)
            .ok_or(Undefined::MissingBase)?,
        None => rows.iter().position(|value| !value.is_nan()).ok_or(Undefined::TooFewPoints)?,
    };
    let last = match span.to {
        Some(to) => {
            let last = rows.len().checked_sub(1).ok_or(Undefined::MissingValue)?;
            (ordinal(start + last) == to && !rows[last].is_nan()).then_some(last).ok_or(Undefined::MissingValue)?
        }
        None => rows.iter().rposition(|value| !value.is_nan()).ok_or(Undefined::TooFewPoints)?,
    };
    if last <= first {
        return Err(if span.from.is_some() && span.from == span.to {
            Undefined::NoTime
        } else {
            Undefined::TooFewPoints
        });
    }
    let (y0, y) = (rows[first], rows[last]);
    let periods = ordinal(start + last) - ordinal(start + first);
    let years = f64::from(periods) / span.per_year;
    if !(y0.is_finite() && y.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    if method == Average::MeanChange {
        return finite((y - y0) / years);
    }
    if method == Average::Cumulative {
        let rest = rows.get(first + 1..=last).unwrap_or_default();
        if rest.len() != periods as usize {
            return Err(Undefined::MissingValue);
        }
        if rest.iter().any(|value| value.is_nan()) {
            return Err(Undefined::MissingValue);
        }
        if rest.iter().any(|value| value.is_infinite()) {
            return Err(Undefined::NotFinite);
        }
        let rate = cumulative_rate(y0, sum(rest), rest.len())?;
        return if span.per_year == 1.0 { Ok(rate) } else { finite((rate.ln_1p() * span.per_year).exp_m1()) };
    }
    if y0 <= 0.0 || y <= 0.0 {
        return Err(match (y0.total_cmp(&0.0), y0 == 0.0, y == 0.0) {
            (_, true, true) => Undefined::ZeroOverZero,
            (_, true, false) => Undefined::ZeroBase,
            (_, false, true) => Undefined::NotPositive,
            _ if y0 < 0.0 && y < 0.0 => Undefined::NegativeBase,
            _ => Undefined::SignChange,
        });
    }
    let log = ln_ratio(y, y0);
    finite(match method {
        Average::Exponential => log / years,
        Average::Doublings => (y / y0).log2(),
        _ => (log / years).exp_m1(),
    })
}

/// The sum, by eight sums side by side so that no addition waits for the one before it.
fn sum(values: &[f64]) -> f64 {
    let (eights, rest) = values.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for values in eights {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// A slope over the rows of the span, on real time.
#[inline]
fn slope(
    ordinal: impl Fn(usize) -> i32,
    start: usize,
    rows: &[f64],
    method: Average,
    span: Span,
) -> Result<f64, Undefined> {
    let log = method != Average::LinearSlope;
    let mut sums = Sums::default();
    let mut lanes = Lanes::default();
    let (mut ts, mut ys) = ([0.0; POINTS], [0.0; POINTS]);
    let (mut first, mut last) = (None, 0);
    let mut row = 0;
    while row < rows.len() {
        // The next points, without the rows that have no value.
        let next = rows.get(row..).unwrap_or_default();
        let next = next.get(..POINTS).unwrap_or(next);
        let mut count = 0;
        if next.iter().filter(|value| value.is_nan()).count() > 0 {
            while let Some(&value) = rows.get(row)
                && let (Some(t), Some(y)) = (ts.get_mut(count), ys.get_mut(count))
            {
                if !value.is_nan() {
                    last = ordinal(start + row);
                    *t = f64::from(last.wrapping_sub(*first.get_or_insert(last)));
                    *y = value;
                    count += 1;
                }
                row += 1;
            }
        } else {
            let first = *first.get_or_insert(ordinal(start + row));
            for (at, ((t, y), value)) in ts.iter_mut().zip(&mut ys).zip(next).enumerate() {
                last = ordinal(start + row + at);
                *t = f64::from(last.wrapping_sub(first));
                *y = *value;
            }
            count = next.len();
            row += count;
        }
        let points = ys.get_mut(..count).unwrap_or_default();
        if log {
            if points.iter().filter(|value| **value <= 0.0).count() > 0 {
                return Err(Undefined::NotPositive);
            }
            ln_in_place(points);
        }
        sums.add_block(&mut lanes, &mut ts, &mut ys, count);
    }
    if sums.count() < 3 {
        return Err(Undefined::TooFewPoints);
    }
    // A span that was asked for counts whole, also where the series has no rows.
    let (from, to) = (span.from.or(first).unwrap_or(last), span.to.unwrap_or(last));
    let count = sums.count() as f64;
    let periods = f64::from(to) - f64::from(from);
    // Half of a census every ten years is half of the censuses; only what looks sparse is looked at again.
    if count < span.coverage * (periods + 1.0)
        && count < span.coverage * (periods / step(ordinal, start, rows, [from, to]) + 1.0)
    {
        return Err(Undefined::TooSparse);
    }
    let b = sums.slope() * span.per_year;
    finite(if method == Average::LeastSquares { b.exp_m1() } else { b })
}

/// The periods from one value to the next of a series that has one every so many: the greatest common divisor of all
/// distances, those to the ends of the span among them.
fn step(ordinal: impl Fn(usize) -> i32, start: usize, rows: &[f64], [from, to]: [i32; 2]) -> f64 {
    let mut step = to.abs_diff(from);
    for (row, value) in rows.iter().enumerate() {
        if !value.is_nan() {
            let mut rest = ordinal(start + row).abs_diff(from);
            while rest != 0 {
                (step, rest) = (rest, step % rest);
            }
        }
    }
    f64::from(step.max(1))
}

trait PartitionByOrdinal {
    fn partition_point_by(&self, ordinal: &impl Fn(usize) -> i32, from: i32) -> usize;
}

impl PartitionByOrdinal for [f64] {
    /// The first row whose period is `from` or later.
    fn partition_point_by(&self, ordinal: &impl Fn(usize) -> i32, from: i32) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if ordinal(middle) < from { low = middle + 1 } else { high = middle }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_row_and_a_row_without_value_give_the_same_bits() -> Result<()> {
        // 200 periods: whole blocks of points, blocks with holes, and a rest.
        let dense: Vec<f64> =
            (0..200)
                .map(|row| {
                    if row % 13 == 5 || row == 70 { f64::NAN } else { 100.0 * 1.02_f64.powi(row) + f64::from(row % 7) }
                })
                .collect();
        let (ordinals, long): (Vec<i32>, Vec<f64>) =
            (1900..).zip(dense.iter().copied()).filter(|(_, value)| !value.is_nan()).unzip();
        for method in [Average::Level, Average::LeastSquares, Average::LogSlope, Average::LinearSlope] {
            let (mut from_long, mut from_dense) = ([0.0], [0.0]);
            let offsets = [0, long.len()];
            average_long_into(&long, &offsets, (Frequency::Annual, &*ordinals), method, &mut from_long, None)?;
            average_dense_into(&dense, 200, Period::annual(1900), method, &mut from_dense, None)?;
            assert_eq!(from_long[0].to_bits(), from_dense[0].to_bits(), "{method}");
        }
        let flat = [3.3; 100];
        assert_eq!(average_growth(&flat, Period::annual(1900), Average::LeastSquares)?, Ok(0.0));
        Ok(())
    }

    #[test]
    fn slopes_are_those_of_plain_sums() -> Result<()> {
        let values: Vec<f64> = (0..150).map(|row| 50.0 * 1.03_f64.powi(row) + f64::from(row * row % 11)).collect();
        let (mut ty, mut tt) = (0.0, 0.0);
        for (t, value) in (0..150).map(|row| f64::from(row) - 74.5).zip(&values) {
            ty += t * value.ln();
            tt += t * t;
        }
        let slope = average_growth(&values, Period::annual(1900), Average::LogSlope)?;
        assert!(matches!(slope, Ok(slope) if (slope - ty / tt).abs() < 1e-14), "{slope:?}");
        Ok(())
    }
}
