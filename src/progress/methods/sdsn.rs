//! The SDG Index of the Sustainable Development Solutions Network: rescaling, trend and dashboard.

use super::{Extra, Judgement, Method, MethodInfo, ProgressMethod, falling};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, Point, number, printed_change};
use crate::progress::standing::Standing;

/// # Formula
/// Score `100(y − worst)/(best − worst)`, held within 0 and 100. Trend `v = d·a/|aR|` of linear yearly changes,
/// `a = (y − y0)/(t − t0)` and `aR = (T − y0)/(tT − t0)`.
pub(super) struct Sdsn;

static INFO: MethodInfo = MethodInfo {
    name: "sdsn",
    publisher: "Sustainable Development Solutions Network (SDG Index)",
    formula: "score = 100·(y - worst)/(best - worst), held within 0 and 100; v = d·a/|aR|, a = (y - y0)/(t - t0), aR = (T - y0)/(tT - t0); dashboard: green, half of the way to red yellow, the rest orange, red",
    bands: &[
        ("maintaining", "target met", Standing::Achieved),
        ("on_track", "v >= 1", Standing::OnTrack),
        ("moderately_improving", "v >= 0.50", Standing::Slow),
        ("stagnating", "v >= 0", Standing::Stalled),
        ("decreasing", "v < 0", Standing::Away),
        ("not_available", "no target, or fewer than two points; the score may exist", Standing::CannotTell),
    ],
    source: "Sachs et al., SDG Index and Dashboards Report 2018, methodology; sdsna/2018GlobalIndex @ 77cb3354",
    check: Some("the thresholds of the dashboard: green and red are the indicator's, yellow and orange halve the way"),
};

impl ProgressMethod for Sdsn {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let value = trend(evidence);
        let judgement = match value {
            _ if evidence.met() == Some(true) => Judgement::of(&INFO, 0, value),
            Err(reason) => Judgement::unavailable(reason),
            Ok(v) => Judgement::of(&INFO, 1 + falling(v, &evidence.bands(Method::Sdsn)), value),
        };
        let extra = colour(evidence).map_or(Extra::None, Extra::Dashboard);
        Judgement { score: score(evidence), extra, ..judgement }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        trend(evidence).ok()?;
        let (first, latest) = evidence.pace().ok()?;
        let (base, target) = evidence.way().ok()?;
        let direction = number(evidence.direction().ok()?);
        Some(format!("{direction} * {} / abs{}", printed_change(first, latest), printed_change(base, target)))
    }

    fn explain_score(&self, evidence: &Evidence<'_>) -> Option<String> {
        score(evidence)?;
        let (worst, best) = evidence.range.get()?;
        let [y, worst, best] = [evidence.latest.get()?.value, worst, best].map(number);
        Some(format!("min(max(100 * ({y} - {worst}) / ({best} - {worst}), 0), 100)"))
    }
}

fn change(from: Point, to: Point) -> f64 {
    (to.value - from.value) / (to.time - from.time)
}

fn trend(evidence: &Evidence<'_>) -> Result<f64, Undefined> {
    let (first, latest) = evidence.pace()?;
    let (base, target) = evidence.way()?;
    let direction = evidence.direction()?;
    let needed = change(base, target);
    if needed == 0.0 { Err(Undefined::NoChangeAsked) } else { Ok(direction * change(first, latest) / needed.abs()) }
}

fn score(evidence: &Evidence<'_>) -> Option<f64> {
    let (worst, best) = evidence.range.get()?;
    let score = 100.0 * (evidence.latest.get()?.value - worst) / (best - worst);
    // No minus before the zero of the worst value.
    score.is_finite().then(|| score.clamp(0.0, 100.0) + 0.0)
}

/// Green at its threshold or better; then half of the way to red is yellow, the other half orange.
fn colour(evidence: &Evidence<'_>) -> Option<&'static str> {
    let (green, red) = evidence.dashboard.get()?;
    let share = (evidence.latest.get()?.value - red) / (green - red);
    Some(if share >= 1.0 {
        "green"
    } else if share >= 0.5 {
        "yellow"
    } else if share >= 0.0 {
        "orange"
    } else {
        "red"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;

    #[test]
    fn scores_trends_and_colours() {
        let judge = |value: f64| {
            let point = |time: f64, value: f64| Point { time, value };
            let evidence = Evidence::new(point(2015.0, 40.0), point(2020.0, value)).target(point(2030.0, 10.0));
            Sdsn.judge(&evidence.better(Better::Lower).range(50.0, 0.0).dashboard(10.0, 40.0))
        };
        let seen = [5.0, 29.0, 34.0, 39.0, 60.0].map(|value| (judge(value).status, judge(value).extra));
        let expected = [
            ("maintaining", "green"),
            ("on_track", "orange"),
            ("moderately_improving", "orange"),
            ("stagnating", "orange"),
            ("decreasing", "red"),
        ];
        assert_eq!(seen, expected.map(|(status, colour)| (status, Extra::Dashboard(colour))));
        assert_eq!((judge(60.0).score, judge(25.0).score), (Some(0.0), Some(50.0)));
        // Thresholds belong to the better colour: green's own, the half of the way to red, red's own.
        let colours = [(10.0, "green"), (10.1, "yellow"), (20.0, "yellow"), (25.0, "yellow"), (25.1, "orange")];
        for (value, colour) in colours.into_iter().chain([(40.0, "orange"), (40.1, "red")]) {
            assert_eq!(judge(value).extra, Extra::Dashboard(colour), "{value}");
        }
    }
}
