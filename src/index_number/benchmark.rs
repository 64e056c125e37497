//! Quarters or months that add up to the years: proportional Denton.

use crate::error::{Error, ErrorKind, Result, Undefined, finite};
use crate::model::{Outcomes, Series, SeriesOutcomes};

/// Options of benchmarking: whether the periods add up to a benchmark or have it as their mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DentonOptions {
    mean: bool,
}

impl DentonOptions {
    /// Flows: periods add up to their benchmark.
    pub const fn new() -> DentonOptions {
        DentonOptions { mean: false }
    }

    /// Indices: the mean of the periods is their benchmark.
    #[must_use]
    pub const fn means(self) -> DentonOptions {
        DentonOptions { mean: true }
    }
}

/// The indicator brought to the benchmarks, with its movement kept as well as can be: proportional first differences.
///
/// # Formula
/// The `x` that makes `Σ (x[t]/i[t] − x[t−1]/i[t−1])²` smallest while its periods add up to each benchmark. Solved
/// exactly, as one banded system; before the first and after the last benchmark the ratio `x/i` stays what it is
/// there. A benchmark that is missing binds nothing, and so does one of which the indicator covers only a part.
///
/// # Undefined
/// `MissingValue` where the indicator has no value, and everywhere if that is inside its span; everywhere besides:
/// `ZeroBase` (an indicator of zero has no ratio), `TooFewPoints` (no benchmark inside the span), `NotFinite`.
///
/// # Errors
/// Benchmarks whose periods do not consist of the indicator's.
///
/// # Examples
/// ```
/// use fanfan::index_number::{DentonOptions, denton};
/// use fanfan::prelude::*;
///
/// let quarters = Series::new(Period::quarterly(2020, 1)?, [1.0, 2.0, 3.0, 4.0, 2.0]);
/// let adjusted = denton(&quarters, &Series::annual(2020, [20.0]), DentonOptions::new())?;
/// // one year alone is scaled, and the next quarter carried on with its ratio
/// assert!((adjusted.get(Period::quarterly(2020, 4)?)? - 8.0).abs() < 1e-12);
/// assert!((adjusted.get(Period::quarterly(2021, 1)?)? - 4.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Denton (1971), proportional first differences; IMF, Quarterly National Accounts Manual, chapter 6;
/// `tests/conformance/data/denton_cases.json`.
pub fn denton(indicator: &Series, benchmarks: &Series, options: DentonOptions) -> Result<SeriesOutcomes> {
    let (fine, coarse) = (indicator.first().frequency(), benchmarks.first().frequency());
    let Some(parts) = coarse.parts_of(fine).filter(|parts| *parts > 1) else {
        let message = format!("benchmarks that are {coarse} for an indicator that is {fine}");
        return Err(Error::new(ErrorKind::Frequency, message)
            .mend("give benchmarks of a coarser frequency, such as years for quarters"));
    };
    let parts = parts as usize;
    let values = indicator.values();
    let start = values.iter().position(|value| !value.is_nan()).unwrap_or(values.len());
    let end = values.iter().rposition(|value| !value.is_nan()).map_or(start, |last| last + 1);
    let span = values.get(start..end).unwrap_or_default();
    let first = indicator.first() + start as i32;

    let mut constraints = Vec::new();
    for (period, value) in benchmarks.points() {
        let from = period.parts(fine).map(|range| range.first().since(first)).transpose()?;
        if let Some(from) = from.and_then(|from| usize::try_from(from).ok())
            && from + parts <= span.len()
        {
            constraints.push((from, if options.mean { value * parts as f64 } else { value }));
        }
    }
    let ratios = ratios(span, &constraints, parts);
    let outcomes: Outcomes = values
        .iter()
        .enumerate()
        .map(|(at, &value)| {
            let ratios = match &ratios {
                _ if value.is_nan() => return Err(Undefined::MissingValue),
                Ok(ratios) => ratios,
                Err(reason) => return Err(*reason),
            };
            finite(ratios.get(at - start).copied().unwrap_or(f64::NAN) * value)
        })
        .collect();
    Ok(SeriesOutcomes::new(indicator.first(), outcomes))
}

/// The ratios `x/i` with the smallest squared steps that meet the constraints (first row, sum over `parts` rows).
fn ratios(indicator: &[f64], constraints: &[(usize, f64)], parts: usize) -> Result<Vec<f64>, Undefined> {
    let size = indicator.iter().map(|value| value.abs()).sum::<f64>() / indicator.len() as f64;
    if indicator.iter().any(|value| value.is_nan()) {
        return Err(Undefined::MissingValue);
    }
    if indicator.contains(&0.0) {
        return Err(Undefined::ZeroBase);
    }
    if constraints.is_empty() {
        return Err(Undefined::TooFewPoints);
    }
    if !size.is_finite() || constraints.iter().any(|(_, sum)| sum.is_infinite()) {
        return Err(Undefined::NotFinite);
    }
    // Unknowns in the order of time, the multiplier of a benchmark after its last period: everything that meets in an
    // equation lies within `parts` of each other.
    let place = |row: usize| row + constraints.iter().take_while(|(from, _)| from + parts <= row).count();
    let rows = indicator.len() + constraints.len();
    let mut system = Banded::new(rows, parts.max(2));
    for row in 0..indicator.len().saturating_sub(1) {
        let (a, b) = (place(row), place(row + 1));
        for (i, j, step) in [(a, a, 1.0), (b, b, 1.0), (a, b, -1.0), (b, a, -1.0)] {
            system.add(i, j, step);
        }
    }
    let mut right = vec![0.0; rows];
    for (nth, &(from, sum)) in constraints.iter().enumerate() {
        let multiplier = from + parts + nth;
        for (row, value) in indicator.iter().enumerate().skip(from).take(parts) {
            system.add(multiplier, place(row), value / size);
            system.add(place(row), multiplier, value / size);
        }
        if let Some(right) = right.get_mut(multiplier) {
            *right = sum / size;
        }
    }
    let mut solution = system.clone().solve(right.clone()).ok_or(Undefined::NotFinite)?;
    // One step of refinement, so that the sums hold to the last digits.
    let rest = system.rest(&solution, &right);
    let correction = system.solve(rest).ok_or(Undefined::NotFinite)?;
    for (value, correction) in solution.iter_mut().zip(correction) {
        *value += correction;
    }
    Ok((0..indicator.len()).map(|row| solution.get(place(row)).copied().unwrap_or(f64::NAN)).collect())
}

/// A square matrix with entries near the diagonal only, and room above them for what pivoting fills in.
#[derive(Clone)]
struct Banded {
    rows: usize,
    reach: usize,
    width: usize,
    cells: Vec<f64>,
}

impl Banded {
    fn new(rows: usize, reach: usize) -> Banded {
        let width = 3 * reach + 1;
        Banded { rows, reach, width, cells: vec![0.0; rows * width] }
    }

    /// Column `j` of row `i` lies at `j − i + reach`.
    fn index(&self, i: usize, j: usize) -> Option<usize> {
        let at = (j + self.reach).checked_sub(i)?;
        (at < self.width && i < self.rows && j < self.rows).then_some(i * self.width + at)
    }

    fn get(&self, i: usize, j: usize) -> f64 {
        self.index(i, j).and_then(|at| self.cells.get(at)).copied().unwrap_or(0.0)
    }

    fn set(&mut self, i: usize, j: usize, value: f64) {
        if let Some(cell) = self.index(i, j).and_then(|at| self.cells.get_mut(at)) {
            *cell = value;
        }
    }

    fn add(&mut self, i: usize, j: usize, value: f64) {
        self.set(i, j, self.get(i, j) + value);
    }

    /// `right − A·solution`
    fn rest(&self, solution: &[f64], right: &[f64]) -> Vec<f64> {
        let product = |i: usize| -> f64 {
            let from = i.saturating_sub(self.reach);
            let near = solution.iter().enumerate().skip(from).take(2 * self.reach + 1);
            near.map(|(j, value)| self.get(i, j) * value).sum()
        };
        right.iter().enumerate().map(|(i, right)| right - product(i)).collect()
    }

    /// Gauss with row exchanges inside the band; `None` where there is no one solution.
    fn solve(mut self, mut right: Vec<f64>) -> Option<Vec<f64>> {
        for column in 0..self.rows {
            let below = (column + self.reach + 1).min(self.rows);
            let across = (column + 2 * self.reach + 1).min(self.rows);
            let pivot =
                (column..below).max_by(|&a, &b| self.get(a, column).abs().total_cmp(&self.get(b, column).abs()))?;
            if self.get(pivot, column) == 0.0 {
                return None;
            }
            if pivot != column {
                for j in column..across {
                    let (upper, lower) = (self.get(column, j), self.get(pivot, j));
                    self.set(column, j, lower);
                    self.set(pivot, j, upper);
                }
                right.swap(column, pivot);
            }
            let (head, top) = (self.get(column, column), *right.get(column)?);
            for row in column + 1..below {
                let factor = self.get(row, column) / head;
                if factor != 0.0 {
                    for j in column..across {
                        self.add(row, j, -factor * self.get(column, j));
                    }
                    *right.get_mut(row)? -= factor * top;
                }
            }
        }
        for row in (0..self.rows).rev() {
            let across = (row + 2 * self.reach + 1).min(self.rows);
            let known: f64 = (row + 1..across).map(|j| self.get(row, j) * right.get(j).copied().unwrap_or(0.0)).sum();
            let value = (right.get(row)? - known) / self.get(row, row);
            *right.get_mut(row)? = value;
        }
        Some(right)
    }
}
