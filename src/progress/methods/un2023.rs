//! The United Nations' Progress Chart since 2023.

use super::{Judgement, Method, MethodInfo, ProgressMethod, falling};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, log_rate_between, number, printed_rate};
use crate::progress::standing::Standing;

/// # Formula
/// `e = y(1+g)^(tT−t)`, `Q = d·(e − y0)/|T − y0|` with `g = (y/y0)^(1/(t−t0)) − 1`; without a target `Q = d·g`.
pub(super) struct Un2023;

static INFO: MethodInfo = MethodInfo {
    name: "un2023",
    publisher: "United Nations Statistics Division (Progress Chart)",
    formula: "Q = d·(e - y0)/|T - y0|, e = y·(1+g)^(tT-t), g = (y/y0)^(1/(t-t0)) - 1; without target Q = d·g",
    bands: &[
        ("target_met", "target met", Standing::Achieved),
        ("on_track", "Q >= 0.95 (no target: 0.02)", Standing::OnTrack),
        ("fair_progress", "Q >= 0.10 (no target: 0.005)", Standing::Slow),
        ("stagnation", "Q >= 0", Standing::Stalled),
        ("regression", "Q < 0", Standing::Away),
        ("not_available", "fewer than two points, values of zero or less", Standing::CannotTell),
    ],
    source: "UN, Sustainable Development Goals Progress Chart, technical note (2023 and later)",
    check: None,
};

impl ProgressMethod for Un2023 {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let value = value(evidence);
        match value {
            _ if evidence.met() == Some(true) => Judgement::of(&INFO, 0, value),
            Err(reason) => Judgement::unavailable(reason),
            Ok(v) => {
                let cuts = match evidence.target.get() {
                    Some(_) => evidence.bands(Method::Un2023),
                    None => evidence.bands_without_target(Method::Un2023),
                };
                Judgement::of(&INFO, 1 + falling(v, &cuts), value)
            }
        }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        value(evidence).ok()?;
        let (first, latest) = evidence.pace().ok()?;
        let direction = number(evidence.direction().ok()?);
        let growth = printed_rate(first, latest);
        let Ok((base, target)) = evidence.way() else { return Some(format!("{direction} * {growth}")) };
        let [y, y0, t, left] = [latest.value, base.value, target.value, target.time - latest.time].map(number);
        Some(format!("{direction} * ({y} * (1 + {growth}) ^ {left} - {y0}) / abs({t} - {y0})"))
    }
}

fn value(evidence: &Evidence<'_>) -> Result<f64, Undefined> {
    let (first, latest) = evidence.pace()?;
    let direction = evidence.direction()?;
    let growth = log_rate_between(first, latest)?;
    if evidence.target.get().is_none() {
        return Ok(direction * growth.exp_m1());
    }
    let (base, target) = evidence.way()?;
    if target.value == base.value {
        return Err(Undefined::NoChangeAsked);
    }
    let expected = latest.value * (growth * (target.time - latest.time)).exp();
    Ok(direction * (expected - base.value) / (target.value - base.value).abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::progress::evidence::Point;

    #[test]
    fn what_is_expected_at_the_date_counts() {
        let status = |value: f64| {
            let point = |time: f64, value: f64| Point { time, value };
            let evidence = Evidence::new(point(2015.0, 50.0), point(2020.0, value)).target(point(2030.0, 100.0));
            Un2023.judge(&evidence.better(Better::Higher)).status
        };
        // doubling in fifteen years is 4.73 % a year: 63 after five
        assert_eq!(
            [100.0, 63.0, 55.0, 50.5, 49.0].map(status),
            ["target_met", "on_track", "fair_progress", "stagnation", "regression"]
        );
    }
}
