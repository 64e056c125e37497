//! Eurostat's method of the monitoring reports on the Sustainable Development Goals.

use super::{Judgement, Method, MethodInfo, ProgressMethod, falling};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, Point, finite, number, printed_rate, rate_between};
use crate::progress::standing::Standing;

/// # Formula
/// `v = d·g/|gR|` with `g = (y/y0)^(1/(t−t0)) − 1` and `gR = (T/y0)^(1/(tT−t0)) − 1`; without a target `v = d·g`.
pub(super) struct Eurostat;

static INFO: MethodInfo = MethodInfo {
    name: "eurostat",
    publisher: "Eurostat",
    formula: "v = d·g/|gR|, g = (y/y0)^(1/(t-t0)) - 1, gR = (T/y0)^(1/(tT-t0)) - 1; without target v = d·g; long term 15 years, short term 5",
    bands: &[
        ("significant_progress", "target met", Standing::Achieved),
        ("significant_progress", "v >= 0.95 (no target: 0.01)", Standing::OnTrack),
        ("moderate_progress", "v >= 0.60 (no target: 0)", Standing::Slow),
        ("insufficient_progress", "v >= 0 (no target: v > -0.01)", Standing::Stalled),
        ("moving_away", "below", Standing::Away),
        ("not_available", "fewer than two points, values or targets of zero or less", Standing::CannotTell),
    ],
    source: "Eurostat, Sustainable development in the European Union: monitoring report, assessment method",
    check: Some("the bands without a target, and their words; the fewest years of a window, 10 of 15 and 3 of 5"),
};

impl ProgressMethod for Eurostat {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        band(evidence, evidence.pace().and_then(|pace| value(evidence, pace)))
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        explain(evidence, evidence.pace().ok()?)
    }
}

/// One of the two windows that Eurostat looks at.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Term {
    /// `long_term` or `short_term`.
    pub name: &'static str,
    /// The years that lie between the first value of the window and the latest one.
    pub years: Result<f64, Undefined>,
    /// The same method by the pace inside the window.
    pub judgement: Judgement,
    /// Its formula with the numbers of this case.
    pub formula: Option<String>,
}

/// Name, years of the window, and the fewest years that stand for it.
const TERMS: [(&str, f64, f64); 2] = [("long_term", 15.0, 10.0), ("short_term", 5.0, 3.0)];

impl Term {
    /// Both windows; for `reason` none can be judged.
    pub(in crate::progress) fn both(evidence: Result<&Evidence<'_>, Undefined>) -> [Term; 2] {
        TERMS.map(|(name, years, least)| {
            let pace = evidence.and_then(|evidence| window(evidence, years, least));
            let judgement = match evidence {
                Ok(evidence) => band(evidence, finite(pace.and_then(|pace| value(evidence, pace)))),
                Err(reason) => Judgement::unavailable(reason),
            };
            let formula = evidence.ok().zip(pace.ok()).and_then(|(evidence, pace)| explain(evidence, pace));
            Term { name, years: pace.map(|(first, latest)| latest.time - first.time), judgement, formula }
        })
    }
}

/// The first value of the last so many years, and the latest.
fn window(evidence: &Evidence<'_>, years: f64, least: f64) -> Result<(Point, Point), Undefined> {
    let latest = evidence.latest.get().ok_or(Undefined::TooFewPoints)?;
    let mut pair = [Point { time: 0.0, value: 0.0 }; 2];
    let mut points = evidence.series(&mut pair).iter();
    let first = points.find(|point| point.time >= latest.time - years - 1e-9).ok_or(Undefined::TooFewPoints)?;
    match latest.time - first.time {
        none if none <= 0.0 => Err(Undefined::TooFewPoints),
        few if few < least - 1e-9 => Err(Undefined::TooSparse),
        _ => Ok((*first, latest)),
    }
}

fn band(evidence: &Evidence<'_>, value: Result<f64, Undefined>) -> Judgement {
    if evidence.met() == Some(true) {
        return Judgement::of(&INFO, 0, value);
    }
    match value {
        Err(reason) => Judgement::unavailable(reason),
        Ok(v) if evidence.target.get().is_some() => {
            Judgement::of(&INFO, 1 + falling(v, &evidence.bands(Method::Eurostat)), value)
        }
        Ok(v) => {
            let [significant, moderate, insufficient] = evidence.bands_without_target(Method::Eurostat);
            // The last threshold belongs to the band below.
            let row = if v > insufficient { 1 + falling(v, &[significant, moderate]) } else { 4 };
            Judgement::of(&INFO, row, value)
        }
    }
}

fn explain(evidence: &Evidence<'_>, (first, latest): (Point, Point)) -> Option<String> {
    value(evidence, (first, latest)).ok()?;
    let direction = number(evidence.direction().ok()?);
    Some(match evidence.way() {
        Ok((base, target)) => {
            format!("{direction} * {} / abs{}", printed_rate(first, latest), printed_rate(base, target))
        }
        Err(_) => format!("{direction} * {}", printed_rate(first, latest)),
    })
}

fn value(evidence: &Evidence<'_>, (first, latest): (Point, Point)) -> Result<f64, Undefined> {
    let direction = evidence.direction()?;
    let growth = rate_between(first, latest)?;
    let (base, target) = match evidence.way() {
        Ok(way) => way,
        Err(Undefined::NoTarget) => return Ok(direction * growth),
        Err(reason) => return Err(reason),
    };
    match rate_between(base, target)? {
        0.0 => Err(Undefined::NoChangeAsked),
        needed => Ok(direction * growth / needed.abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::plan::Settings;

    fn point(time: f64, value: f64) -> Point {
        Point { time, value }
    }

    #[test]
    fn bands_with_and_without_a_target() {
        let status = |value: f64, target: bool| {
            let evidence = Evidence::new(point(2015.0, 100.0), point(2020.0, value)).better(Better::Higher);
            let evidence = if target { evidence.target(point(2030.0, 150.0)) } else { evidence };
            Eurostat.judge(&evidence).status
        };
        let with = [115.0, 110.0, 101.0, 99.0].map(|value| status(value, true));
        let without = [105.2, 101.0, 99.0, 90.0].map(|value| status(value, false));
        let words = ["significant_progress", "moderate_progress", "insufficient_progress", "moving_away"];
        assert_eq!((with, without), (words, words));
    }

    #[test]
    fn a_base_beyond_the_target_is_no_progress_back_to_it() {
        // 120 in the base, at least 100 wanted, 90 now
        let evidence = Evidence::new(point(0.0, 120.0), point(5.0, 90.0)).target(point(10.0, 100.0));
        assert_eq!(Eurostat.judge(&evidence.better(Better::Higher)).standing, Standing::Away);
    }

    #[test]
    fn the_short_term_is_a_window() {
        let points = [point(2000.0, 50.0), point(2015.0, 90.0), point(2020.0, 90.5)];
        let evidence = Evidence::of(&points).better(Better::Higher);
        let short = Settings::published(Method::Eurostat).window(5.0);
        assert_eq!(Eurostat.judge(&evidence).status, "significant_progress");
        assert_eq!(Eurostat.judge(&evidence.settings(&short)).status, "moderate_progress");
    }
}
