//! TRIM (Statistics Netherlands): the class of a trend by the confidence interval of its slope.

use super::{Extra, Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::growth::ln_in_place;
use crate::progress::evidence::{Evidence, Point, number};
use crate::progress::standing::Standing;

/// # Formula
/// `b` the least-squares slope of `ln x` on time since the base, `v = e^b − 1` a year; interval `e^(b ± t·se(b)) − 1`, `t` the 97.5 %
/// point of Student's distribution with `n − 2` degrees of freedom.
pub(super) struct Trim;

static INFO: MethodInfo = MethodInfo {
    name: "trim",
    publisher: "Statistics Netherlands (TRIM)",
    formula: "v = exp(b) - 1, b = slope of ln x on time by least squares since the base (window); interval exp(b ± t·se(b)) - 1 (95 %, Student, n - 2)",
    bands: &[
        ("strong_increase", "interval above 0.05", Standing::OnTrack),
        ("moderate_increase", "interval above 0", Standing::Slow),
        ("stable", "interval within -0.05 and 0.05, holds 0", Standing::Stalled),
        ("moderate_decline", "interval below 0", Standing::Away),
        ("strong_decline", "interval below -0.05", Standing::Away),
        ("uncertain", "interval holds 0 and reaches beyond -0.05 or 0.05", Standing::CannotTell),
        ("not_available", "fewer than three points, values of zero or less, no direction", Standing::CannotTell),
    ],
    source: "Pannekoek and van Strien, TRIM 3 Manual, Statistics Netherlands: classification of trends",
    check: Some(
        "the manual was not at hand; the standings hold where higher is better and are turned round where lower is",
    ),
};

/// The 97.5 % points of Student's distribution with 1 to 30 degrees of freedom.
#[rustfmt::skip]
const STUDENT: [f64; 30] = [
    12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004, 2.262_157, 2.228_139,
    2.200_985, 2.178_813, 2.160_369, 2.144_787, 2.131_450, 2.119_905, 2.109_816, 2.100_922, 2.093_024, 2.085_963,
    2.079_614, 2.073_873, 2.068_658, 2.063_899, 2.059_539, 2.055_529, 2.051_831, 2.048_407, 2.045_230, 2.042_272,
];

impl ProgressMethod for Trim {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let (slope, direction) = match (slope(evidence), evidence.direction()) {
            (Ok(slope), Ok(direction)) => (slope, direction),
            (Err(reason), _) | (_, Err(reason)) => return Judgement::unavailable(reason),
        };
        let [strong, ..] = evidence.bands(Method::Trim);
        let (low, high) = (slope.low.exp() - 1.0, slope.high.exp() - 1.0);
        let row = if low > strong {
            0
        } else if high < -strong {
            4
        } else if low > 0.0 {
            1
        } else if high < 0.0 {
            3
        } else if low >= -strong && high <= strong {
            2
        } else {
            5
        };
        let judgement = Judgement::of(&INFO, row, Ok(slope.middle.exp() - 1.0));
        // The words say which way, the standing whether that is right.
        let standing = match (row, direction > 0.0) {
            (0 | 1, false) => Standing::Away,
            (3, false) => Standing::Slow,
            (4, false) => Standing::OnTrack,
            _ => judgement.standing,
        };
        Judgement { standing, extra: Extra::Interval { low, high }, ..judgement }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        slope(evidence).ok()?;
        evidence.direction().ok()?;
        let mut pair = [Point { time: 0.0, value: 0.0 }; 2];
        let points = within(evidence, evidence.series(&mut pair));
        let middle = mean_time(points);
        let part = |point: &Point| (point.time - middle, point.value);
        let terms: Vec<String> =
            points.iter().map(part).map(|(t, x)| format!("{} * ln({})", number(t), number(x))).collect();
        let squares: Vec<String> = points.iter().map(part).map(|(t, _)| format!("{} ^ 2", number(t))).collect();
        Some(format!("exp(({}) / ({})) - 1", terms.join(" + "), squares.join(" + ")))
    }
}

/// Points whose logarithms are taken at once.
const BLOCK: usize = 8;

struct Slope {
    low: f64,
    middle: f64,
    high: f64,
}

/// The points from the base on, or inside a window.
fn within<'a>(evidence: &Evidence<'_>, points: &'a [Point]) -> &'a [Point] {
    let base = evidence.base_at.get().or(evidence.base.get().map(|base| base.time));
    let since = match (evidence.settings.and_then(|own| own.window), points.last(), base) {
        (Some(years), Some(latest), _) => latest.time - years,
        (None, _, Some(base)) => base,
        _ => return points,
    };
    if points.first().is_some_and(|first| first.time >= since - 1e-9) {
        return points;
    }
    let from = points.partition_point(|point| point.time < since - 1e-9);
    points.get(from..).unwrap_or_default()
}

fn mean_time(points: &[Point]) -> f64 {
    points.iter().map(|point| point.time).sum::<f64>() / points.len() as f64
}

fn slope(evidence: &Evidence<'_>) -> Result<Slope, Undefined> {
    let mut pair = [Point { time: 0.0, value: 0.0 }; 2];
    let points = within(evidence, evidence.series(&mut pair));
    let Some(freedom) = points.len().checked_sub(2).filter(|freedom| *freedom > 0) else {
        return Err(Undefined::TooFewPoints);
    };
    if points.iter().any(|point| point.value <= 0.0) {
        return Err(Undefined::NotPositive);
    }
    let middle = mean_time(points);
    let (mut logs, mut products, mut squares, mut log_squares) = (0.0, 0.0, 0.0, 0.0);
    // Relative to the first value, so that squares do not drown the rest.
    let inverse = points.first().map_or(1.0, |point| point.value).recip();
    for block in points.chunks(BLOCK) {
        // What fills up the last block adds nothing: the logarithm of one, at the middle.
        let (mut ts, mut ls) = ([0.0; BLOCK], [1.0; BLOCK]);
        for ((t, l), point) in ts.iter_mut().zip(&mut ls).zip(block) {
            (*t, *l) = (point.time - middle, point.value * inverse);
        }
        ln_in_place(&mut ls);
        for (t, l) in ts.iter().zip(&ls) {
            logs += l;
            log_squares += l * l;
            products += t * l;
            squares += t * t;
        }
    }
    let slope = products / squares;
    let rest = (log_squares - logs * logs / points.len() as f64 - slope * products).max(0.0);
    let spread = (rest / (freedom as f64 * squares)).sqrt() * student(freedom);
    if !(slope.is_finite() && spread.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    Ok(Slope { low: slope - spread, middle: slope, high: slope + spread })
}

/// The 97.5 % point of Student's distribution; beyond the table by its expansion about the normal one.
fn student(freedom: usize) -> f64 {
    if let Some(point) = freedom.checked_sub(1).and_then(|at| STUDENT.get(at)) {
        return *point;
    }
    let (z, n) = (1.959_963_984_540_054_f64, freedom as f64);
    let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
    z + (z3 + z) / (4.0 * n)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * n * n)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;

    fn judge(values: &[f64], better: Better) -> Judgement {
        let points: Vec<Point> =
            values.iter().zip(2001..).map(|(value, year)| Point { time: f64::from(year), value: *value }).collect();
        Trim.judge(&Evidence::of(&points).better(better))
    }

    #[test]
    fn classes_of_trends() {
        let of = |rate: f64, noise: f64| {
            let value = |year: i32| 100.0 * (1.0 + rate).powi(year) * (1.0 + noise * f64::from(year % 3 - 1));
            judge(&(0..12).map(value).collect::<Vec<_>>(), Better::Higher).status
        };
        assert_eq!(
            [(0.10, 0.01), (0.03, 0.01), (0.0, 0.01), (-0.03, 0.01), (-0.1, 0.01), (0.0, 0.5)]
                .map(|(rate, noise)| of(rate, noise)),
            ["strong_increase", "moderate_increase", "stable", "moderate_decline", "strong_decline", "uncertain"]
        );
        let falling = judge(&[100.0, 80.0, 64.0, 51.0], Better::Lower);
        assert_eq!((falling.status, falling.standing), ("strong_decline", Standing::OnTrack));
        assert_eq!(judge(&[1.0, 2.0], Better::Higher).undefined(), Some(Undefined::TooFewPoints));
        assert_eq!(judge(&[1.0, 2.0, 0.0], Better::Higher).undefined(), Some(Undefined::NotPositive));
    }

    #[test]
    fn the_points_of_student_run_on_beyond_the_table() {
        // 2.039513 and 1.983972 in tables
        assert!((student(31) - 2.039_513).abs() < 1e-5 && (student(100) - 1.983_972).abs() < 1e-6);
        assert!(student(30) > student(31));
    }
}
