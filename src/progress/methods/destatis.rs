//! The weather symbols of the German Sustainable Development Strategy: three families of rules.

use super::{Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::progress::evidence::{Evidence, Kind, Point, number};
use crate::progress::standing::Standing;

/// # Formula
/// `m` is the mean of the last five yearly changes.
/// - a value by a date: `v = (T − (y + m(tT − t)))/(T − y)`, the share of the way that will be missed
/// - a limit to keep in every period, a target met early, a direction: `v = d·m`, beside the last change
pub(super) struct Destatis;

static INFO: MethodInfo = MethodInfo {
    name: "destatis",
    publisher: "Statistisches Bundesamt",
    formula: "m = mean of the last five yearly changes; by a date v = (T - (y + m·(tT - t)))/(T - y); a limit, a target met early, a direction: v = d·m",
    bands: &[
        ("sun", "target met, v >= 0", Standing::Achieved),
        ("slightly_cloudy", "target met, v < 0", Standing::Achieved),
        ("sun", "by a date v < 0.05; direction: mean and last change right", Standing::OnTrack),
        ("slightly_cloudy", "by a date v <= 0.20; direction: mean right, last wrong", Standing::Slow),
        ("cloudy", "by a date v > 0.20; limit not met, v > 0; direction: mean wrong, last right", Standing::Stalled),
        ("thunderstorm", "by a date d·m <= 0; limit not met, v <= 0; direction: both wrong", Standing::Away),
        ("none", "fewer than two points, no direction", Standing::CannotTell),
    ],
    source: "Statistisches Bundesamt, German Sustainable Development Strategy, indicator report: status of indicators; Nachhaltige-Entwicklung-Deutschland/open-sdg-data-starter @ 0a01ea29",
    check: None,
};

/// The symbol of several targets of one indicator at once: the worst of theirs.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AllTargets {
    /// The worst symbol.
    pub status: &'static str,
    /// The same on the common scale.
    pub standing: Standing,
    /// How many targets have a symbol.
    pub targets: usize,
}

impl AllTargets {
    /// The worst of several symbols; those that are none do not count.
    ///
    /// # Formula
    /// thunderstorm before cloudy before slightly cloudy before sun
    pub(in crate::progress) fn of<'a>(said: impl IntoIterator<Item = &'a Judgement>) -> Option<AllTargets> {
        let rank = |one: &Judgement| {
            ["sun", "slightly_cloudy", "cloudy", "thunderstorm"].iter().position(|word| *word == one.status)
        };
        let told: Vec<(usize, &Judgement)> = said.into_iter().filter_map(|one| Some((rank(one)?, one))).collect();
        let (rank, _) = told.iter().copied().max_by_key(|(rank, _)| *rank)?;
        // Of two alike the one that stands worse: a limit that was broken before is not kept.
        let worst = told.iter().filter(|(at, _)| *at == rank).map(|(_, one)| *one);
        let worst = worst.max_by_key(|one| one.standing as u8)?;
        Some(AllTargets { status: worst.status, standing: worst.standing, targets: told.len() })
    }
}

/// Years over which the mean change is taken.
const YEARS: f64 = 5.0;

impl ProgressMethod for Destatis {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        match judge(evidence) {
            Ok((value, row)) => {
                let judgement = Judgement::of(&INFO, row, Ok(value));
                match judgement.standing {
                    // The symbol is that of the latest value; what was missed before stays missed.
                    Standing::Achieved if evidence.met() != Some(true) => {
                        Judgement { standing: if row == 0 { Standing::OnTrack } else { Standing::Slow }, ..judgement }
                    }
                    _ => judgement,
                }
            }
            Err(reason) => Judgement { status: "none", ..Judgement::unavailable(reason) },
        }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        judge(evidence).ok()?;
        let changes = Changes::of(evidence).ok()?;
        let [y, first, span] =
            [changes.latest.value, changes.first.value, changes.latest.time - changes.first.time].map(number);
        let mean = format!("({y} - {first}) / {span}");
        match evidence.target.get().filter(|_| by_date(evidence)) {
            Some(target) => {
                let [t, left] = [target.value, target.time - changes.latest.time].map(number);
                Some(format!("({t} - ({y} + {mean} * {left})) / ({t} - {y})"))
            }
            None => Some(format!("{} * {mean}", number(evidence.direction().ok()?))),
        }
    }
}

/// The mean of the last yearly changes, and the last one.
struct Changes {
    first: Point,
    latest: Point,
    mean: f64,
    last: f64,
}

impl Changes {
    fn of(evidence: &Evidence<'_>) -> Result<Changes, Undefined> {
        let mut pair = [Point { time: 0.0, value: 0.0 }; 2];
        let points = evidence.series(&mut pair);
        let latest = *points.last().ok_or(Undefined::TooFewPoints)?;
        let years = evidence.settings.and_then(|own| own.window).unwrap_or(YEARS);
        let (mut first, mut before) = (latest, None);
        // Over gaps, changes are those a year: their mean is the change of the whole span over its years.
        for point in points.iter().rev().skip(1).take_while(|point| point.time >= latest.time - years - 1e-9) {
            first = *point;
            if before.is_none() && point.time <= latest.time - 1.0 + 1e-9 {
                before = Some(*point);
            }
        }
        if first.time >= latest.time {
            return Err(Undefined::TooFewPoints);
        }
        let change = |from: Point| (latest.value - from.value) / (latest.time - from.time);
        Ok(Changes { first, latest, mean: change(first), last: change(before.unwrap_or(first)) })
    }
}

/// Whether the rules for a value by a date apply: those for limits also hold for a target that is met early.
fn by_date(evidence: &Evidence<'_>) -> bool {
    evidence.kind == Kind::ByDate && evidence.target.get().is_some() && evidence.reached() != Some(true)
}

fn judge(evidence: &Evidence<'_>) -> Result<(f64, usize), Undefined> {
    let direction = evidence.direction()?;
    let changes = Changes::of(evidence)?;
    let (mean, last) = (direction * changes.mean, direction * changes.last);
    let Some(target) = evidence.target.get() else {
        let row = match (mean > 0.0, last > 0.0) {
            (true, true) => 2,
            (true, false) => 3,
            (false, true) => 4,
            (false, false) => 5,
        };
        return Ok((mean, row));
    };
    if evidence.reached() == Some(true) {
        return Ok((mean, usize::from(mean < 0.0)));
    }
    if evidence.kind == Kind::EveryPeriod {
        return Ok((mean, if mean > 0.0 { 4 } else { 5 }));
    }
    let latest = changes.latest;
    let expected = latest.value + changes.mean * (target.time - latest.time);
    let missed = (target.value - expected) / (target.value - latest.value);
    let [sun, slightly, _] = evidence.bands(Method::Destatis);
    let row = if mean <= 0.0 {
        5
    } else if missed < sun {
        2
    } else if missed <= slightly {
        3
    } else {
        4
    };
    Ok((missed, row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;

    fn points(values: &[f64]) -> Vec<Point> {
        values.iter().zip(2015..).map(|(value, year)| Point { time: f64::from(year), value: *value }).collect()
    }

    #[test]
    fn a_value_by_a_date() {
        let status = |values: &[f64], target: f64| {
            let points = points(values);
            let target = Point { time: 2025.0, value: target };
            Destatis.judge(&Evidence::of(&points).target(target).better(Better::Higher)).status
        };
        let rising = [9.0, 10.0, 11.0, 12.0, 13.0, 14.0];
        assert_eq!(
            [19.0, 20.0, 22.0, 13.0].map(|target| status(&rising, target)),
            ["sun", "slightly_cloudy", "cloudy", "sun"]
        );
        assert_eq!(status(&[14.0, 13.0, 13.0, 13.0, 13.0, 13.5], 20.0), "thunderstorm");
        assert_eq!(status(&[22.0, 21.0, 21.0, 21.0, 21.0, 20.5], 20.0), "slightly_cloudy");
        assert_eq!(status(&[14.0], 20.0), "none");
    }

    #[test]
    fn only_the_last_five_changes_count() {
        // 2015 to 2021: the rise of 100 in the first year is the sixth change from the end.
        let judge = |values: &[f64]| {
            let target = Point { time: 2025.0, value: 200.0 };
            Destatis.judge(&Evidence::of(&points(values)).target(target).better(Better::Higher))
        };
        let late = judge(&[0.0, 100.0, 101.0, 102.0, 103.0, 104.0, 105.0]);
        assert_eq!(late.value, Ok((200.0 - (105.0 + 4.0)) / (200.0 - 105.0)));
        // a target that is met, with a mean of nothing
        assert_eq!(judge(&[210.0, 240.0, 210.0]).status, "sun");
    }

    #[test]
    fn a_limit_and_a_direction() {
        let judge = |values: &[f64], limit: Option<f64>| {
            let points = points(values);
            let mut evidence = Evidence::of(&points).better(Better::Lower);
            if let Some(value) = limit {
                evidence = evidence.target(Point { time: 2020.0, value }).kind(Kind::EveryPeriod);
            }
            Destatis.judge(&evidence).status
        };
        let (falls, turns, rises) = ([5.0, 4.0, 3.0], [5.0, 2.0, 3.0], [3.0, 4.0, 5.0]);
        let back = [3.0, 6.0, 5.0];
        assert_eq!(
            [falls, turns, back, rises].map(|values| judge(&values, None)),
            ["sun", "slightly_cloudy", "cloudy", "thunderstorm"]
        );
        assert_eq!([falls, rises].map(|values| judge(&values, Some(9.0))), ["sun", "slightly_cloudy"]);
        assert_eq!([falls, rises].map(|values| judge(&values, Some(1.0))), ["cloudy", "thunderstorm"]);
    }
}
