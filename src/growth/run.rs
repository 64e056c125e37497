//! Past runs: growth over every window of one length, and the best of them as a yardstick.

use super::compounding::rate_of_multiple;
use crate::error::Undefined;
use crate::model::Period;

/// Growth over one window of a history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// The period that it is measured from.
    pub from: Period,
    /// Its last period.
    pub to: Period,
    /// How many times the value at its start.
    pub multiple: f64,
    /// The even rate a year, a fraction.
    pub rate: f64,
}

/// The past against a pace: the best run of the same length, and how often the pace was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PastRuns {
    /// The best run; where a fall is asked for, the steepest.
    pub best: Run,
    /// Windows of this length that the history has.
    pub windows: usize,
    /// Windows whose rate was as high, or as low, as the pace.
    pub reached: usize,
}

/// Growth over every window of `years` whose first and last period have a positive value.
///
/// Windows are found by period, never by row: a gap at either end leaves that window out, one inside does not.
/// `points` are in order of time and of one frequency.
///
/// # Formula
/// `(x[p + n] / x[p])^(1/years) − 1` for each `p`, with n = years × periods a year
///
/// # Undefined
/// `NoTime`: no length. `TooSparse`: the length is no whole number of periods. `TooFewPoints`: there is no window.
///
/// # Examples
/// ```
/// use fanfan::growth::runs;
/// use fanfan::model::Period;
///
/// let points = [(2001, 10.0), (2002, 12.0), (2004, 14.0), (2005, 15.0)];
/// let points = points.map(|(year, value)| (Period::annual(year), value));
/// let runs = runs(&points, 1.0)?;
/// // 2002 to 2004 is no run of one year
/// assert_eq!(runs.len(), 2);
/// assert!((runs[0].rate - 0.2).abs() < 1e-12);
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn runs(points: &[(Period, f64)], years: f64) -> Result<Vec<Run>, Undefined> {
    let frequency = points.first().ok_or(Undefined::TooFewPoints)?.0.frequency();
    let length = years * f64::from(frequency.per_year());
    if !(1e-9..1e6).contains(&length) {
        return Err(Undefined::NoTime);
    }
    if (length - length.round()).abs() > 1e-9 {
        return Err(Undefined::TooSparse);
    }
    let length = length.round() as i32;
    let mut found = Vec::new();
    let mut later = points.iter().peekable();
    for &(from, start) in points {
        let to = from + length;
        while later.next_if(|(period, _)| period.ordinal() < to.ordinal()).is_some() {}
        let Some(&&(_, end)) = later.peek().filter(|(period, _)| *period == to) else { continue };
        if start > 0.0 && end > 0.0 && start.is_finite() && end.is_finite() {
            let multiple = end / start;
            if let Ok(rate) = rate_of_multiple(multiple, years) {
                found.push(Run { from, to, multiple, rate });
            }
        }
    }
    if found.is_empty() { Err(Undefined::TooFewPoints) } else { Ok(found) }
}

/// The best past run of `years`, and how many reached the pace of `rate` a year. A negative pace asks for a fall.
///
/// # Undefined
/// As [`runs`]; `MissingValue`: no pace.
///
/// # Examples
/// ```
/// use fanfan::growth::past_runs;
/// use fanfan::model::Period;
///
/// let points = [(2001, 10.0), (2002, 12.0), (2003, 15.0), (2004, 16.0)];
/// let points = points.map(|(year, value)| (Period::annual(year), value));
/// let past = past_runs(&points, 2.0, 0.2)?;
/// assert_eq!((past.best.from, past.best.to), (Period::annual(2001), Period::annual(2003)));
/// assert_eq!((past.windows, past.reached), (2, 1)); // 22.5 %, then 15.5 %
/// # Ok::<(), fanfan::Undefined>(())
/// ```
pub fn past_runs(points: &[(Period, f64)], years: f64, rate: f64) -> Result<PastRuns, Undefined> {
    if rate.is_nan() {
        return Err(Undefined::MissingValue);
    }
    let runs = runs(points, years)?;
    let sign = if rate < 0.0 { -1.0 } else { 1.0 };
    // Of two equal runs the later one, which is better remembered.
    let best = runs.iter().copied().max_by(|a, b| (a.rate * sign).total_cmp(&(b.rate * sign)));
    let reached = runs.iter().filter(|run| run.rate * sign >= rate * sign - 1e-12).count();
    Ok(PastRuns { best: best.ok_or(Undefined::TooFewPoints)?, windows: runs.len(), reached })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(values: &[(i32, f64)]) -> Vec<(Period, f64)> {
        values.iter().map(|&(year, value)| (Period::annual(year), value)).collect()
    }

    #[test]
    fn windows_compare_periods_and_step_over_no_gap() {
        let points = years(&[(2000, 1.0), (2001, 2.0), (2003, 3.0), (2004, 12.0), (2005, -1.0)]);
        let ends = |length: f64| -> Vec<(i32, i32)> {
            runs(&points, length).unwrap().iter().map(|run| (run.from.year(), run.to.year())).collect()
        };
        assert_eq!(ends(1.0), [(2000, 2001), (2003, 2004)]);
        assert_eq!(ends(3.0), [(2000, 2003), (2001, 2004)]);
        assert_eq!(runs(&points, 9.0), Err(Undefined::TooFewPoints));
        assert_eq!(runs(&points, 1.5), Err(Undefined::TooSparse));
        assert_eq!(runs(&points, 0.0), Err(Undefined::NoTime));
    }

    #[test]
    fn a_fall_is_held_against_the_steepest_fall() {
        let points = years(&[(2000, 100.0), (2001, 80.0), (2002, 78.0)]);
        let past = past_runs(&points, 1.0, -0.03).unwrap();
        assert_eq!((past.best.to.year(), past.windows, past.reached), (2001, 2, 1));
    }
}
