//! The United Nations' Progress Chart of 2022.

use super::{Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, number, printed_rate, rate_between};
use crate::progress::standing::Standing;

/// # Formula
/// `v = d·g/|gR|` of compound yearly rates; without a target `v = d·g`.
pub(super) struct Un2022;

static INFO: MethodInfo = MethodInfo {
    name: "un2022",
    publisher: "United Nations Statistics Division (Progress Chart 2022)",
    formula: "v = d·g/|gR|, g = (y/y0)^(1/(t-t0)) - 1, gR = (T/y0)^(1/(tT-t0)) - 1; without target v = d·g",
    bands: &[
        ("substantial_progress", "target met", Standing::Achieved),
        ("substantial_progress", "v > 0.95 (no target: 0.01)", Standing::OnTrack),
        ("fair_progress", "v >= 0.50 (no target: 0.005)", Standing::Slow),
        ("limited_or_no_progress", "v >= -0.10 (no target: -0.01)", Standing::Stalled),
        ("deterioration", "below", Standing::Away),
        ("not_available", "fewer than two points, values or targets of zero or less", Standing::CannotTell),
    ],
    source: "UN, SDG Progress Chart 2022, technical note, as coded by a user: cwtravisyip/unsd_global_database @ 94394683",
    check: Some("which band a value on a threshold belongs to"),
};

impl ProgressMethod for Un2022 {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let value = value(evidence);
        let v = match value {
            _ if evidence.met() == Some(true) => return Judgement::of(&INFO, 0, value),
            Err(reason) => return Judgement::unavailable(reason),
            Ok(v) => v,
        };
        let [substantial, fair, limited] = match evidence.target.get() {
            Some(_) => evidence.bands(Method::Un2022),
            None => evidence.bands_without_target(Method::Un2022),
        };
        let row = if v > substantial {
            1
        } else if v >= fair {
            2
        } else if v >= limited {
            3
        } else {
            4
        };
        Judgement::of(&INFO, row, value)
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        value(evidence).ok()?;
        let (first, latest) = evidence.pace().ok()?;
        let direction = number(evidence.direction().ok()?);
        let achieved = printed_rate(first, latest);
        Some(match evidence.way() {
            Ok((base, target)) => format!("{direction} * {achieved} / abs{}", printed_rate(base, target)),
            Err(_) => format!("{direction} * {achieved}"),
        })
    }
}

fn value(evidence: &Evidence<'_>) -> Result<f64, Undefined> {
    let (first, latest) = evidence.pace()?;
    let direction = evidence.direction()?;
    let growth = rate_between(first, latest)?;
    if evidence.target.get().is_none() {
        return Ok(direction * growth);
    }
    let (base, target) = evidence.way()?;
    let needed = rate_between(base, target)?;
    if needed == 0.0 { Err(Undefined::NoChangeAsked) } else { Ok(direction * growth / needed.abs()) }
}
