//! The planned path of a sum, and the schedule that was earned on it.

use super::{given, over};
use crate::error::Undefined;
use crate::growth::cumulative_rate;
use crate::progress::evidence::finite;

/// What is due in total by each time: a path of running totals that starts at nothing and never falls.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::CumulativePath;
///
/// let even = CumulativePath::elapsed(2200.0, 5.0)?;
/// assert_eq!(even.at(3.0), 1320.0);
/// // last year's months as the profile of this year's 240
/// let seasonal = CumulativePath::seasonal(240.0, &[10.0, 20.0, 30.0, 60.0])?;
/// assert_eq!(seasonal.at(2.0), 60.0);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CumulativePath {
    points: Vec<(f64, f64)>,
}

impl CumulativePath {
    /// A path through running totals that are given (milestones), from nothing at time 0 unless they say otherwise;
    /// straight between them.
    ///
    /// # Undefined
    /// `TooFewPoints`: none after time 0; `NotPositive`: a total that falls; `MissingValue`, `NotFinite`.
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::CumulativePath;
    ///
    /// let path = CumulativePath::milestones([(1.0, 30.0), (2.0, 70.0), (3.0, 120.0)])?;
    /// assert_eq!(path.earned(100.0), 2.6);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    pub fn milestones(points: impl IntoIterator<Item = (f64, f64)>) -> Result<CumulativePath, Undefined> {
        let mut points: Vec<(f64, f64)> = points.into_iter().collect();
        for &(time, total) in &points {
            given(time, Undefined::MissingValue)?;
            given(total, Undefined::MissingValue)?;
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if points.first().is_none_or(|first| first.0 > 0.0) {
            points.insert(0, (0.0, 0.0));
        }
        if points.len() < 2 {
            return Err(Undefined::TooFewPoints);
        }
        if points.windows(2).any(|pair| matches!(pair, [a, b] if b.1 < a.1)) {
            return Err(Undefined::NotPositive);
        }
        Ok(CumulativePath { points })
    }

    /// The same amount every period: the elapsed share of the total (时间进度).
    ///
    /// # Formula
    /// `P(t) = total·t/n`
    ///
    /// # Undefined
    /// `NoTime`: no period; `NotPositive`: a total below zero; `MissingValue`, `NotFinite`.
    pub fn elapsed(total: f64, periods: f64) -> Result<CumulativePath, Undefined> {
        if periods <= 0.0 {
            return Err(Undefined::NoTime);
        }
        CumulativePath::milestones([(periods, total)])
    }

    /// Amounts that rise by the same amount every period from that of the base period.
    ///
    /// # Formula
    /// `p(i) = base + i·s`, `s = (total − n·base)/(n(n + 1)/2)`
    ///
    /// # Undefined
    /// As [`CumulativePath::milestones`]; `NoTime`: no period.
    pub fn linear(base: f64, total: f64, periods: usize) -> Result<CumulativePath, Undefined> {
        let n = periods as f64;
        if periods == 0 {
            return Err(Undefined::NoTime);
        }
        let step = (total - n * base) / (n * (n + 1.0) / 2.0);
        CumulativePath::of_amounts((1..=periods).map(|nth| base + nth as f64 * step), total)
    }

    /// Amounts that grow at the same rate every period from that of the base period: the rate of the cumulative method
    /// (累计法).
    ///
    /// # Formula
    /// `p(i) = base·qⁱ` with `q + q² + … + qⁿ = total/base`
    ///
    /// # Undefined
    /// What [`cumulative_rate`] says; `NoTime`: no period.
    pub fn geometric(base: f64, total: f64, periods: usize) -> Result<CumulativePath, Undefined> {
        if periods == 0 {
            return Err(Undefined::NoTime);
        }
        let rate = cumulative_rate(base, total, periods)?;
        CumulativePath::of_amounts((1..=periods).map(|nth| base * (rate.ln_1p() * nth as f64).exp()), total)
    }

    /// Amounts in the proportions of a profile, such as the months of last year.
    ///
    /// # Formula
    /// `P(m) = total·Σ profile[1..m] / Σ profile`
    ///
    /// # Undefined
    /// `ZeroBase`, `NegativeBase`: a profile without a sum; as [`CumulativePath::milestones`].
    pub fn seasonal(total: f64, profile: &[f64]) -> Result<CumulativePath, Undefined> {
        let sum: f64 = profile.iter().sum();
        let share = over(total, sum)?;
        CumulativePath::of_amounts(profile.iter().map(|amount| amount * share), total)
    }

    /// Amounts of periods that follow one another; the last total is exact.
    fn of_amounts(amounts: impl Iterator<Item = f64>, total: f64) -> Result<CumulativePath, Undefined> {
        let mut sum = 0.0;
        let mut points: Vec<(f64, f64)> = amounts
            .enumerate()
            .map(|(nth, amount)| {
                sum += amount;
                (nth as f64 + 1.0, sum)
            })
            .collect();
        if let Some(last) = points.last_mut() {
            last.1 = total;
        }
        CumulativePath::milestones(points)
    }

    /// The total that is due by `time`: straight between points, the ends beyond them.
    pub fn at(&self, time: f64) -> f64 {
        let next = self.points.partition_point(|point| point.0 <= time);
        let before = next.checked_sub(1).and_then(|at| self.points.get(at)).copied();
        match (before, self.points.get(next).copied()) {
            (Some((t0, p0)), Some((t1, p1))) => p0 + (p1 - p0) * ((time - t0) / (t1 - t0)),
            (Some((_, end)), None) => end,
            (None, first) => first.map_or(f64::NAN, |(_, total)| total),
        }
    }

    /// The time at which the path first reaches `value` (earned schedule, ES): by linear interpolation; the start for
    /// less than nothing, and the planned end for all there is and more.
    ///
    /// # Formula
    /// `ES = t + (EV − P(t))/(P(t + 1) − P(t))`, `t` the last point with `P(t) ≤ EV`
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::CumulativePath;
    ///
    /// let path = CumulativePath::elapsed(100.0, 10.0)?;
    /// assert_eq!(path.earned(35.0), 3.5);
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    ///
    /// # Source
    /// Lipke, earned schedule (2003), as in `evm_pmcontrols_cases.json`.
    pub fn earned(&self, value: f64) -> f64 {
        match self.leg(value) {
            Some([(t0, p0), (t1, p1)]) => t0 + (t1 - t0) * ((value - p0) / (p1 - p0)),
            None if value > self.total() => self.end(),
            None => self.points.first().map_or(f64::NAN, |point| point.0),
        }
    }

    /// The two points of the path between which [`CumulativePath::earned`] reads a value; `None` beyond the ends.
    pub fn leg(&self, value: f64) -> Option<[(f64, f64); 2]> {
        let next = self.points.partition_point(|point| point.1 < value);
        Some([self.points.get(next.checked_sub(1)?).copied()?, self.points.get(next).copied()?])
    }

    /// The planned end.
    pub fn end(&self) -> f64 {
        self.points.last().map_or(f64::NAN, |point| point.0)
    }

    /// The total of the whole plan.
    pub fn total(&self) -> f64 {
        self.points.last().map_or(f64::NAN, |point| point.1)
    }
}

/// A schedule in time: what was earned, against the time that has gone by.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::{CumulativePath, EarnedSchedule};
///
/// let path = CumulativePath::elapsed(100_000.0, 10.0)?;
/// let schedule = EarnedSchedule::new(path.earned(30_000.0), 4.0, path.end());
/// assert_eq!((schedule.index(), schedule.variance()), (Ok(0.75), -1.0));
/// assert!((schedule.duration()? - 13.333).abs() < 1e-3);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Lipke, earned schedule (2003), as in `tests/conformance/data/evm_pmcontrols_cases.json`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct EarnedSchedule {
    /// The time at which the plan stood where the work stands now (ES).
    pub earned: f64,
    /// The time that has gone by (AT).
    pub elapsed: f64,
    /// The time of the whole plan (PD).
    pub planned: f64,
}

impl EarnedSchedule {
    /// ES, AT and PD, in one unit of time.
    pub const fn new(earned: f64, elapsed: f64, planned: f64) -> EarnedSchedule {
        EarnedSchedule { earned, elapsed, planned }
    }

    /// `SPI(t) = ES/AT`: above 1 is ahead.
    ///
    /// # Undefined
    /// `NoTime`: no time has gone by.
    pub fn index(&self) -> Result<f64, Undefined> {
        if self.elapsed <= 0.0 {
            return Err(Undefined::NoTime);
        }
        finite(Ok(self.earned / self.elapsed))
    }

    /// `SV(t) = ES − AT`: how much time ahead.
    pub fn variance(&self) -> f64 {
        self.earned - self.elapsed
    }

    /// `IEAC(t) = PD/SPI(t)`: how long the whole takes at the pace so far.
    ///
    /// # Undefined
    /// As [`EarnedSchedule::index`]; `NeverReached`: nothing was earned.
    pub fn duration(&self) -> Result<f64, Undefined> {
        let index = self.index()?;
        if index <= 0.0 {
            return Err(Undefined::NeverReached);
        }
        finite(Ok(self.planned / index))
    }
}
