//! Straight lines through points and through their logarithms.

use crate::error::{Error, ErrorKind, Result, Undefined, finite};

/// Points that are added at a time.
pub(super) const POINTS: usize = 64;

/// Four sums of each kind, side by side.
#[derive(Default)]
pub(super) struct Lanes {
    t: [f64; 4],
    tt: [f64; 4],
    y: [f64; 4],
    ty: [f64; 4],
}

/// Sums of a least-squares line, about the first value so that large levels keep their digits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    n: f64,
    t: f64,
    tt: f64,
    y: f64,
    ty: f64,
    origin: f64,
}

impl Sums {
    #[inline]
    pub(super) fn add(&mut self, t: f64, y: f64) {
        if self.n == 0.0 {
            self.origin = y;
        }
        let y = y - self.origin;
        self.n += 1.0;
        self.t += t;
        self.tt += t * t;
        self.y += y;
        self.ty += t * y;
    }

    /// Adds points, a block at most, where `points` counts those before them.
    ///
    /// Four sums run side by side, so that no addition waits for the one before it; a point goes to the same sum
    /// whether or not rows without a value stand between.
    pub(super) fn add_block(
        &mut self,
        lanes: &mut Lanes,
        ts: &mut [f64; POINTS],
        ys: &mut [f64; POINTS],
        count: usize,
    ) {
        if self.n == 0.0 {
            self.origin = ys[0];
        }
        for (t, y) in ts.iter_mut().zip(ys.iter_mut()).skip(count) {
            (*t, *y) = (0.0, self.origin);
        }
        self.n += count as f64;
        for (ts, ys) in ts.as_chunks::<4>().0.iter().zip(ys.as_chunks::<4>().0).take(count.div_ceil(4)) {
            for (lane, (t, y)) in ts.iter().zip(ys).enumerate() {
                let y = y - self.origin;
                lanes.t[lane] += t;
                lanes.tt[lane] += t * t;
                lanes.y[lane] += y;
                lanes.ty[lane] += t * y;
            }
        }
        let sum = |lanes: [f64; 4]| (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
        (self.t, self.tt, self.y, self.ty) = (sum(lanes.t), sum(lanes.tt), sum(lanes.y), sum(lanes.ty));
    }

    pub(super) fn count(&self) -> usize {
        self.n as usize
    }

    pub(super) fn slope(&self) -> f64 {
        (self.n * self.ty - self.t * self.y) / (self.n * self.tt - self.t * self.t)
    }

    /// The slope, or why there is none.
    fn finite_slope(&self) -> Result<f64, Undefined> {
        // Times are counted from the first one, so that only times that are all one add up to nothing.
        if self.tt == 0.0 { Err(Undefined::NoTime) } else { finite(self.slope()) }
    }

    fn intercept(&self, slope: f64) -> f64 {
        self.origin + (self.y - slope * self.t) / self.n
    }
}

/// The least-squares line of `ln x` on time: `x ≈ exp(intercept + slope·t)`.
///
/// # Formula
/// Ordinary least squares on the times as they are, evenly spaced or not. [`LogLinear::rate`] is `exp(slope) − 1`.
///
/// # Examples
/// ```
/// use fanfan::growth::LogLinear;
///
/// let fit = LogLinear::fit(&[5.0, 10.0, 25.0], &[10.0, 26.0, 42.0])??;
/// assert!((fit.rate()? - 0.064_572_815_037_786).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// R's `lm`; Excel's LOGEST and GROWTH: `tests/conformance/data/excel_formulajs_cases.json`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogLinear {
    slope: f64,
    intercept: f64,
}

impl LogLinear {
    /// The line through the points; NaN values are left out.
    ///
    /// # Undefined
    /// `TooFewPoints`: fewer than 2. `NotPositive`: a value of zero or less. `NoTime`: all at one time. `NotFinite`.
    ///
    /// # Errors
    /// Slices of different lengths.
    pub fn fit(times: &[f64], values: &[f64]) -> Result<Result<LogLinear, Undefined>> {
        let (sums, start) = match sums_of_logs(times, values)? {
            Ok(sums) => sums,
            Err(reason) => return Ok(Err(reason)),
        };
        if sums.count() < 2 {
            return Ok(Err(Undefined::TooFewPoints));
        }
        let line = |slope| LogLinear { slope, intercept: sums.intercept(slope) - slope * start };
        Ok(sums.finite_slope().map(line))
    }

    /// The line through the points that passes through `x = 1` at time 0 (Excel's `const` = FALSE).
    ///
    /// # Undefined
    /// As [`LogLinear::fit`], with one point enough.
    ///
    /// # Errors
    /// Slices of different lengths.
    pub fn fit_through_one(times: &[f64], values: &[f64]) -> Result<Result<LogLinear, Undefined>> {
        check(times, values)?;
        let (mut tt, mut ty, mut points) = (0.0, 0.0, 0);
        for (&t, &value) in times.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
            if value <= 0.0 {
                return Ok(Err(Undefined::NotPositive));
            }
            tt += t * t;
            ty += t * value.ln();
            points += 1;
        }
        if points == 0 {
            return Ok(Err(Undefined::TooFewPoints));
        }
        let slope = if tt == 0.0 { Err(Undefined::NoTime) } else { finite(ty / tt) };
        Ok(slope.map(|slope| LogLinear { slope, intercept: 0.0 }))
    }

    /// Growth per unit of time: `exp(slope) − 1`.
    ///
    /// # Undefined
    /// `NotFinite`: more than a double holds.
    pub fn rate(self) -> Result<f64, Undefined> {
        finite(self.slope.exp_m1())
    }

    /// The slope of `ln x`.
    pub fn slope(self) -> f64 {
        self.slope
    }

    /// `ln x` at time 0.
    pub fn intercept(self) -> f64 {
        self.intercept
    }

    /// The value of the line at time `t`.
    pub fn at(self, t: f64) -> f64 {
        (self.intercept + self.slope * t).exp()
    }
}

/// The least-squares slope of values on times; NaN values are left out.
///
/// # Undefined
/// `TooFewPoints`: fewer than 2. `NoTime`: all at one time. `NotFinite`: infinite input.
///
/// # Errors
/// Slices of different lengths.
///
/// # Examples
/// ```
/// let slope = fanfan::growth::linear_slope(&[5.0, 10.0, 25.0], &[10.0, 26.0, 42.0])?;
/// assert!((slope? - 1.476_923_076_923_077).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn linear_slope(times: &[f64], values: &[f64]) -> Result<Result<f64, Undefined>> {
    check(times, values)?;
    let mut sums = Sums::default();
    let start = first_time(times, values);
    for (&t, &value) in times.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
        sums.add(t - start, value);
    }
    if sums.count() < 2 {
        return Ok(Err(Undefined::TooFewPoints));
    }
    Ok(sums.finite_slope())
}

fn check(times: &[f64], values: &[f64]) -> Result<()> {
    if times.len() != values.len() {
        let message = format!("{} times and {} values", times.len(), values.len());
        return Err(Error::new(ErrorKind::Length, message).mend("give a time for each value"));
    }
    Ok(())
}

/// The time of the first value that is there.
fn first_time(times: &[f64], values: &[f64]) -> f64 {
    times.iter().zip(values).find(|(_, value)| !value.is_nan()).map_or(0.0, |(time, _)| *time)
}

/// Sums over `ln x`, on times from the first one on.
fn sums_of_logs(times: &[f64], values: &[f64]) -> Result<Result<(Sums, f64), Undefined>> {
    check(times, values)?;
    let mut sums = Sums::default();
    let start = first_time(times, values);
    for (&t, &value) in times.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
        if value <= 0.0 {
            return Ok(Err(Undefined::NotPositive));
        }
        sums.add(t - start, value.ln());
    }
    Ok(Ok((sums, start)))
}
