//! The schedule method (时序进度): completion against the share that is due by now.

use super::{Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::plan::Shape;
use crate::progress::evidence::{Evidence, number};
use crate::progress::standing::Standing;

/// # Formula
/// `v = d·(y − due)/|T|`: completion less the share due, in the direction that is better.
pub(super) struct Schedule;

static INFO: MethodInfo = MethodInfo {
    name: "schedule",
    publisher: "Chinese plan bulletins (时序进度)",
    formula: "v = d·(y - due)/|T| (towards zero: over |y0 - T|), due = planned level by now (geometric path from base to target, through milestones)",
    bands: &[
        ("achieved", "target met", Standing::Achieved),
        ("ahead_or_on_schedule", "v >= 0", Standing::OnTrack),
        ("behind", "v < 0, moved the right way", Standing::Slow),
        ("behind_without_movement", "v < 0, no movement", Standing::Stalled),
        ("moved_away", "v < 0, moved the wrong way", Standing::Away),
        ("not_available", "no target, or no value after the base", Standing::CannotTell),
    ],
    source: "plan bulletins of Chinese statistics offices; earned schedule: EIA-748",
    check: Some("the wording of the bulletins; no single publication that defines it was at hand"),
};

impl ProgressMethod for Schedule {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        match judge(evidence) {
            Ok((value, row)) => Judgement::of(&INFO, row, Ok(value)),
            Err(reason) => Judgement::unavailable(reason),
        }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        let (latest, target) = (evidence.latest.get()?, evidence.target.get()?);
        let (direction, due) = (evidence.direction().ok()?, due(evidence).ok()?);
        judge(evidence).ok()?;
        let (base, _) = evidence.two_points().ok()?;
        let [direction, y, due, y0, t] = [direction, latest.value, due, base.value, target.value].map(number);
        Some(match target.value {
            0.0 => format!("{direction} * ({y} - {due}) / abs({y0} - {t})"),
            _ => format!("{direction} * ({y} - {due}) / abs({t})"),
        })
    }
}

impl Judgement {
    /// The schedule of a sum that still runs: how far it leads, in the direction that is better.
    pub(in crate::progress) fn of_sum(lead: f64, standing: Standing) -> Judgement {
        let row = match standing {
            Standing::Achieved => 0,
            Standing::OnTrack => 1,
            Standing::Slow => 2,
            _ => 4,
        };
        Judgement::of(&INFO, row, Ok(lead))
    }
}

fn due(evidence: &Evidence<'_>) -> Result<f64, Undefined> {
    if let Some(due) = evidence.due.get() {
        return Ok(due);
    }
    let (base, latest) = evidence.two_points()?;
    let target = evidence.target.get().ok_or(Undefined::NoTarget)?;
    if latest.time >= target.time {
        return Ok(target.value);
    }
    let share = (latest.time - base.time) / (target.time - base.time);
    Ok(Shape::Geometric.between(base.value, target.value, share))
}

fn judge(evidence: &Evidence<'_>) -> Result<(f64, usize), Undefined> {
    let target = evidence.target.get().ok_or(Undefined::NoTarget)?;
    let (base, latest) = evidence.two_points()?;
    let direction = evidence.direction()?;
    // Nothing is a share of zero: towards such a target, the share of the whole way is taken.
    let whole = if target.value == 0.0 { (base.value - target.value).abs() } else { target.value.abs() };
    if whole == 0.0 {
        return Err(Undefined::NoChangeAsked);
    }
    let value = direction * (latest.value - due(evidence)?) / whole;
    // A sum that is not to be passed is used up, and only beyond it is there no way back.
    let used_up = evidence.of_sum && direction * (target.value - latest.value) <= 0.0;
    let moved = if used_up { 1.0 } else { direction } * (latest.value - base.value);
    let row = if evidence.met() == Some(true) {
        0
    } else if value >= evidence.bands(Method::Schedule)[0] - 1e-12 {
        1
    } else if moved > 0.0 {
        2
    } else if moved == 0.0 {
        3
    } else {
        4
    };
    Ok((value, row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::progress::evidence::Point;

    #[test]
    fn ahead_behind_and_away() {
        let judge = |value: f64| {
            let base = Point { time: 2005.0, value: 10.0 };
            let evidence = Evidence::new(base, Point { time: 2006.0, value })
                .target(Point { time: 2007.0, value: 40.0 })
                .better(Better::Higher);
            Schedule.judge(&evidence).standing
        };
        assert_eq!(judge(20.0), Standing::OnTrack); // on the even path
        assert_eq!(judge(15.0), Standing::Slow);
        assert_eq!(judge(10.0), Standing::Stalled);
        assert_eq!(judge(9.0), Standing::Away);
        assert_eq!(judge(41.0), Standing::Achieved);
    }
}
