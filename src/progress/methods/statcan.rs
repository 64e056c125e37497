//! Statistics Canada's method, as the Canadian Indicator Framework and Open SDG use it.

use super::{Extra, Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::model::Better;
use crate::progress::evidence::{Evidence, Point, number, printed_rate};
use crate::progress::standing::Standing;

/// # Formula
/// `g = (y/y0)^(1/(t−t0)) − 1`, `gR = (T/y0)^(1/(tT−t0)) − 1`, `v = s·d·g/|gR|` with `d` the direction and `s = −1`
/// for a negative base; without a target `v = s·d·g`.
pub(super) struct StatCan;

static INFO: MethodInfo = MethodInfo {
    name: "statcan",
    publisher: "Statistics Canada",
    formula: "v = s·d·g/|gR|, g = (y/y0)^(1/(t-t0)) - 1, gR = (T/y0)^(1/(tT-t0)) - 1; without target v = s·d·g",
    bands: &[
        ("target_achieved", "target met", Standing::Achieved),
        ("substantial_progress", "v >= 0.95 (no target: 0.015·C)", Standing::OnTrack),
        ("moderate_progress", "v >= 0.60 (no target: 0.005·C)", Standing::Slow),
        ("limited_progress", "v >= 0", Standing::Stalled),
        ("deterioration", "v < 0", Standing::Away),
        ("not_available", "fewer than two points, opposite signs", Standing::CannotTell),
    ],
    source: "Statistics Canada, Canadian Indicator Framework, progress measures; Open SDG 2.4",
    check: None,
};

/// Stands for a base or target of zero, over which nothing grows.
const NEARLY_ZERO: f64 = 0.001;

/// The exponent of the correction near a natural limit.
const LIMIT_POWER: f64 = 4.44;

impl ProgressMethod for StatCan {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let case = match Case::of(evidence) {
            Ok(case) => case,
            Err(reason) => return Judgement::unavailable(reason),
        };
        let value = case.value();
        if case.met {
            return word(value, Some(5.0), 0);
        }
        let Ok(v) = value else { return Judgement::unavailable(value.err().unwrap_or(Undefined::NotFinite)) };
        if case.needed.is_some() {
            let score = if v >= 0.6 { (7.1429 * v - 4.2857).min(5.0) } else { (4.1667 * v - 2.5).max(-5.0) };
            let [substantial, moderate, _] = evidence.bands(Method::StatCan);
            return word(value, Some(score), band(v, substantial, moderate));
        }
        let c = case.correction;
        let score = if v < 0.0 {
            (125.0 * v - 2.5).max(-5.0)
        } else if case.at_limit {
            5.0
        } else if v >= 0.015 * c {
            (500.0 * v / c - 5.0).min(5.0)
        } else if v >= 0.005 * c {
            250.0 * v / c - 1.25
        } else {
            500.0 * v / c - 2.5
        };
        let [substantial, moderate, _] = evidence.bands_without_target(Method::StatCan);
        word(value, Some(score), band(v, substantial * c, moderate * c))
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        let case = Case::of(evidence).ok()?;
        let (base, latest) = evidence.two_points().ok()?;
        let base = Point { value: case.base, ..base };
        let sign = number(case.sign * case.direction);
        let growth = printed_rate(base, latest);
        Some(match (case.needed, evidence.target.get()) {
            (Some(_), Some(target)) => {
                let target = Point { value: nonzero(target.value), ..target };
                format!("{sign} * {growth} / abs{}", printed_rate(base, target))
            }
            _ => format!("{sign} * {growth}"),
        })
    }

    fn explain_score(&self, evidence: &Evidence<'_>) -> Option<String> {
        let case = Case::of(evidence).ok()?;
        if case.met {
            return Some("5".to_owned());
        }
        let (v, printed) = (case.value().ok()?, self.explain(evidence)?);
        let c = printed_correction(evidence);
        Some(if case.needed.is_some() {
            if v >= 0.6 {
                format!("min(7.1429 * {printed} - 4.2857, 5)")
            } else {
                format!("max(4.1667 * {printed} - 2.5, -5)")
            }
        } else if v < 0.0 {
            format!("max(125 * {printed} - 2.5, -5)")
        } else if case.at_limit {
            "5".to_owned()
        } else if v >= 0.015 * case.correction {
            format!("min(500 * {printed} / {c} - 5, 5)")
        } else if v >= 0.005 * case.correction {
            format!("250 * {printed} / {c} - 1.25")
        } else {
            format!("500 * {printed} / {c} - 2.5")
        })
    }
}

/// The numbers of one case.
struct Case {
    base: f64,
    sign: f64,
    direction: f64,
    growth: Result<f64, Undefined>,
    needed: Option<Result<f64, Undefined>>,
    met: bool,
    correction: f64,
    at_limit: bool,
}

impl Case {
    fn of(evidence: &Evidence<'_>) -> Result<Case, Undefined> {
        let (base, latest) = evidence.two_points()?;
        // Nearness has no direction of growth.
        let direction = match (evidence.better, evidence.target.get()) {
            (Some(Better::Near), _) => return Err(Undefined::NotApplicable),
            _ => evidence.direction()?,
        };
        let start = Point { value: nonzero(base.value), ..base };
        // A target that is met is met, whatever the growth: only the value needs the signs.
        let met = evidence.met() == Some(true);
        let unless_met = |result: Result<f64, Undefined>| if met { Ok(result) } else { result.map(Ok) };
        let growth = unless_met(signed_rate(start, latest))?;
        let target = evidence.target.get().map(|target| Point { value: nonzero(target.value), ..target });
        let needed = match target {
            Some(target) if (target.value < 0.0) != (start.value < 0.0) => {
                Some(unless_met(Err(Undefined::OppositeSigns))?)
            }
            Some(target) => Some(unless_met(signed_rate(start, target))?),
            None => None,
        };
        // Near a limit less is asked for, where there is no target.
        let limit = if needed.is_none() { evidence.limit() } else { None };
        Ok(Case {
            base: start.value,
            sign: if base.value < 0.0 { -1.0 } else { 1.0 },
            direction,
            growth,
            needed,
            met,
            correction: limit.map_or(1.0, |limit| correction(base.value, limit)),
            at_limit: limit == Some(base.value),
        })
    }

    fn value(&self) -> Result<f64, Undefined> {
        let needed = self.needed.transpose()?;
        let value = self.sign * self.direction * self.growth?;
        match needed {
            None => Ok(value),
            Some(0.0) => Err(Undefined::NoChangeAsked),
            Some(needed) => Ok(value / needed.abs()),
        }
    }
}

fn nonzero(value: f64) -> f64 {
    if value == 0.0 { NEARLY_ZERO } else { value }
}

/// Growth a year between two values of one sign; from below zero as from above, the sign being `s`'s matter.
fn signed_rate(from: Point, to: Point) -> Result<f64, Undefined> {
    let ratio = to.value / from.value;
    if ratio < 0.0 {
        return Err(Undefined::SignChange);
    }
    let years = to.time - from.time;
    if years.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
        return Err(Undefined::NoTime);
    }
    let rate = ratio.powf(1.0 / years) - 1.0;
    if rate.is_finite() { Ok(rate) } else { Err(Undefined::NotFinite) }
}

/// How much of the thresholds is asked for near a natural limit.
fn correction(base: f64, limit: f64) -> f64 {
    let (base, limit) = (base.abs(), limit.abs());
    if base >= 2.0 * limit {
        1.0
    } else if base <= limit {
        1.0 - (base / limit).powf(LIMIT_POWER)
    } else {
        1.0 - ((2.0 * limit - base) / limit).powf(LIMIT_POWER)
    }
}

/// `C`, printed.
fn printed_correction(evidence: &Evidence<'_>) -> String {
    let (Some(limit), Some(base)) = (evidence.limit().map(f64::abs), evidence.base.get()) else {
        return "1".to_owned();
    };
    let base = base.value.abs();
    if base >= 2.0 * limit {
        "1".to_owned()
    } else if base <= limit {
        format!("(1 - ({base} / {limit}) ^ {LIMIT_POWER})")
    } else {
        format!("(1 - ((2 * {limit} - {base}) / {limit}) ^ {LIMIT_POWER})")
    }
}

/// The row of the bands for a value that is not met.
fn band(v: f64, substantial: f64, moderate: f64) -> usize {
    if v >= substantial {
        1
    } else if v >= moderate {
        2
    } else if v >= 0.0 {
        3
    } else {
        4
    }
}

fn word(value: Result<f64, Undefined>, score: Option<f64>, row: usize) -> Judgement {
    let (status, _, standing) = INFO.bands.get(row).copied().unwrap_or(("not_available", "", Standing::CannotTell));
    Judgement { value, score, status, standing, extra: Extra::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(base: (f64, f64), latest: (f64, f64), better: Better) -> Evidence<'static> {
        let point = |(time, value): (f64, f64)| Point { time, value };
        Evidence::new(point(base), point(latest)).better(better)
    }

    #[test]
    fn published_rows() {
        // Canada, 1-2-1 and 11-7-1, as published.
        let judged = StatCan.judge(&evidence((2016.0, 66.6), (2023.0, 71.4), Better::Higher).bounds(0.0, 100.0));
        assert!(judged.value.is_ok_and(|value| (value - 0.009_991_483_690_946_268).abs() < 1e-12));
        assert!(judged.score.is_some_and(|score| (score - 1.739_752_850_099_936).abs() < 1e-9));
        assert_eq!(judged.status, "moderate_progress");
        let judged = StatCan.judge(
            &evidence((2016.0, 26866.0), (2024.0, 36058.0), Better::Lower)
                .target(Point { time: 2028.0, value: 13433.0 }),
        );
        assert_eq!((judged.status, judged.score), ("deterioration", Some(-5.0)));
    }

    #[test]
    fn what_is_met_is_met_across_zero() {
        let to = |value: f64| Point { time: 2030.0, value };
        let across = evidence((2015.0, -61.0), (2022.0, 59.0), Better::Higher).target(to(-50.0));
        let judged = StatCan.judge(&across);
        assert_eq!(
            (judged.status, judged.score, judged.value),
            ("target_achieved", Some(5.0), Err(Undefined::SignChange))
        );
        let beyond = StatCan.judge(&evidence((2015.0, 46.0), (2022.0, -50.0), Better::Lower).target(to(-10.0)));
        assert_eq!((beyond.status, beyond.value), ("target_achieved", Err(Undefined::OppositeSigns)));
    }

    #[test]
    fn below_zero_progress_is_that_of_the_mirrored_values() {
        let judge = |base: f64, latest: f64, target: f64, better: Better| {
            let target = Point { time: 2030.0, value: target };
            let judged = StatCan.judge(&evidence((2015.0, base), (2020.0, latest), better).target(target));
            (judged.value, judged.status)
        };
        let deficit = judge(-10.0, -8.0, -5.0, Better::Higher);
        assert_eq!(deficit, judge(10.0, 8.0, 5.0, Better::Lower));
        assert_eq!((deficit.0.is_ok_and(|value| value > 0.0), deficit.1), (true, "substantial_progress"));
        assert_eq!(judge(-8.0, -10.0, -5.0, Better::Higher).1, "deterioration");
    }

    #[test]
    fn one_point_and_opposite_signs_are_not_available() {
        let one = evidence((2015.0, 3.0), (2015.0, 3.0), Better::Higher);
        assert_eq!(StatCan.judge(&one).undefined(), Some(Undefined::TooFewPoints));
        let across = evidence((2015.0, 3.0), (2018.0, 4.0), Better::Lower).target(Point { time: 2020.0, value: -1.0 });
        assert_eq!(StatCan.judge(&across).undefined(), Some(Undefined::OppositeSigns));
    }
}
