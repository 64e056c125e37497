//! The acceleration factor of the World Resources Institute.

use super::{Judgement, Method, MethodInfo, ProgressMethod, rising};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, number, printed_change};
use crate::progress::standing::Standing;

/// # Formula
/// `v = [(T − y)/(tT − t)] / [(y − y0)/(t − t0)]`: the change a year that is needed over the one achieved.
pub(super) struct Wri;

static INFO: MethodInfo = MethodInfo {
    name: "wri",
    publisher: "World Resources Institute (State of Climate Action)",
    formula: "v = ((T - y)/(tT - t)) / ((y - y0)/(t - t0)): acceleration factor",
    bands: &[
        ("target_met", "target met", Standing::Achieved),
        ("on_track", "0 < v <= 1; a limit broken before, kept now", Standing::OnTrack),
        ("off_track", "v <= 2", Standing::Slow),
        ("well_off_track", "v > 2, or no change", Standing::Stalled),
        ("wrong_direction", "change away from the target", Standing::Away),
        ("not_available", "no target, fewer than two points, the date has passed", Standing::CannotTell),
    ],
    source: "World Resources Institute, Systems Change Lab, State of Climate Action",
    check: Some(
        "the cuts 1 and 2, and the span over which the change achieved is taken; here since the base, or a window",
    ),
};

impl ProgressMethod for Wri {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        if evidence.met() == Some(true) {
            return Judgement::of(&INFO, 0, Err(Undefined::AlreadyReached));
        }
        match factor(evidence) {
            Ok((Err(reason), away)) => Judgement::of(&INFO, if away { 4 } else { 1 }, Err(reason)),
            Ok((v, true)) => Judgement::of(&INFO, 4, v),
            Ok((Ok(v), false)) => {
                let [on_track, off_track, _] = evidence.bands(Method::Wri);
                Judgement::of(&INFO, 1 + rising(v, &[on_track, off_track]), Ok(v))
            }
            Err(Undefined::NeverReached) => Judgement::of(&INFO, 3, Err(Undefined::NeverReached)),
            Err(reason) => Judgement::unavailable(reason),
        }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        if evidence.met() == Some(true) {
            return None;
        }
        factor(evidence).ok()?.0.ok()?;
        let (first, latest) = evidence.pace().ok()?;
        let target = evidence.target.get()?;
        let [t, y, left] = [target.value, latest.value, target.time - latest.time].map(number);
        Some(format!("(({t} - {y}) / {left}) / {}", printed_change(first, latest)))
    }
}

/// The factor, and whether the change achieved leads away. A limit that was broken and is kept again asks for no change.
fn factor(evidence: &Evidence<'_>) -> Result<(Result<f64, Undefined>, bool), Undefined> {
    let (first, latest) = evidence.pace()?;
    let target = evidence.target.get().ok_or(Undefined::NoTarget)?;
    let direction = evidence.direction()?;
    if target.time <= latest.time {
        return Err(Undefined::Past);
    }
    let achieved = (latest.value - first.value) / (latest.time - first.time);
    let away = direction * achieved < 0.0;
    if direction * (latest.value - target.value) >= 0.0 {
        return Ok((Err(Undefined::AlreadyReached), away));
    }
    if achieved == 0.0 {
        return Err(Undefined::NeverReached);
    }
    Ok((Ok((target.value - latest.value) / (target.time - latest.time) / achieved), away))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::progress::evidence::Point;

    #[test]
    fn needed_over_achieved() {
        let status = |value: f64| {
            let point = |time: f64, value: f64| Point { time, value };
            let evidence = Evidence::new(point(0.0, 10.0), point(5.0, value)).target(point(10.0, 20.0));
            Wri.judge(&evidence.better(Better::Higher)).status
        };
        assert_eq!(
            [20.0, 15.0, 13.4, 11.0, 10.0, 9.0].map(status),
            ["target_met", "on_track", "off_track", "well_off_track", "well_off_track", "wrong_direction"]
        );
    }
}
