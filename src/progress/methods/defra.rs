//! Defra's measure: by how many years a target is missed at the pace so far.

use super::{Judgement, Method, MethodInfo, ProgressMethod, rising};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, log_rate_between, number};
use crate::progress::standing::Standing;

/// # Formula
/// `v = |ln(y/T)/ln(1+g)| − (tT − t)`: years late, with `1 + g = (y/y0)^(1/(t−t0))`.
pub(super) struct Defra;

static INFO: MethodInfo = MethodInfo {
    name: "defra",
    publisher: "Department for Environment, Food and Rural Affairs",
    formula: "v = |ln(y/T)/ln(1+g)| - (tT - t), 1+g = (y/y0)^(1/(t-t0)): years late",
    bands: &[
        ("target_met", "target met", Standing::Achieved),
        ("on_time", "v <= 0; a limit broken before, kept now", Standing::OnTrack),
        ("up_to_five_years_late", "v <= 5", Standing::Slow),
        ("later", "v > 5", Standing::Stalled),
        ("moving_away", "no growth, or away from the target: never reached", Standing::Away),
        ("not_available", "no target, fewer than two points, values of zero or less", Standing::CannotTell),
    ],
    source: "Department for Environment, Food and Rural Affairs, assessment of indicators by years late",
    check: Some("the original was not at hand; the word for moving away is fanfan's"),
};

impl ProgressMethod for Defra {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        if evidence.met() == Some(true) {
            return Judgement::of(&INFO, 0, Err(Undefined::AlreadyReached));
        }
        match late(evidence) {
            Ok(years) => {
                let [on_time, late, _] = evidence.bands(Method::Defra);
                Judgement::of(&INFO, 1 + rising(years, &[on_time, late]), Ok(years))
            }
            Err(Undefined::NeverReached) => Judgement::of(&INFO, 4, Err(Undefined::NeverReached)),
            // A limit that was broken and is kept again: nobody is late.
            Err(Undefined::AlreadyReached) => Judgement::of(&INFO, 1, Err(Undefined::AlreadyReached)),
            Err(reason) => Judgement::unavailable(reason),
        }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        if evidence.met() == Some(true) {
            return None;
        }
        late(evidence).ok()?;
        let (first, latest) = evidence.pace().ok()?;
        let target = evidence.target.get()?;
        let [y, y0, t] = [latest.value, first.value, target.value].map(number);
        let [years, left] = [latest.time - first.time, target.time - latest.time].map(number);
        Some(format!("abs(ln({y} / {t}) / ln(({y} / {y0}) ^ (1 / {years}))) - {left}"))
    }
}

fn late(evidence: &Evidence<'_>) -> Result<f64, Undefined> {
    let (first, latest) = evidence.pace()?;
    let target = evidence.target.get().ok_or(Undefined::NoTarget)?;
    let direction = evidence.direction()?;
    let growth = log_rate_between(first, latest)?;
    if target.value <= 0.0 {
        // At a rate, nothing falls to zero.
        return Err(Undefined::NotPositive);
    }
    let kept = direction * (latest.value - target.value) >= 0.0;
    if kept && direction * growth >= 0.0 {
        return Err(Undefined::AlreadyReached);
    }
    if kept || direction * growth <= 0.0 {
        return Err(Undefined::NeverReached);
    }
    Ok(((latest.value / target.value).ln() / growth).abs() - (target.time - latest.time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::progress::evidence::Point;

    #[test]
    fn years_late() {
        let judge = |rate: f64| {
            let point = |time: f64, value: f64| Point { time, value };
            let evidence = Evidence::new(point(0.0, 100.0), point(5.0, 100.0 * (1.0 - rate).powi(5)));
            Defra.judge(&evidence.target(point(15.0, 50.0)).better(Better::Lower))
        };
        // halving takes 13.5 years at 5 %, 17 at 4 %, 34 at 2 %
        assert_eq!(
            [0.05, 0.04, 0.02, -0.01].map(|rate| judge(rate).status),
            ["on_time", "up_to_five_years_late", "later", "moving_away"]
        );
        let halving = 0.5_f64.ln() / 0.96_f64.ln();
        assert!(judge(0.04).value.is_ok_and(|late| (late - (halving - 15.0)).abs() < 1e-9));
    }
}
