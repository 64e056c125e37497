//! Targets of one indicator that cannot all be meant.

use std::cmp::Ordering;

use super::super::{Commitment, Form, Target};
use super::{Finding, Resolved, SAME, Severity, short};
use crate::model::{Better, Indicator, Period};

/// The values that a target allows, and until when it holds.
pub(super) struct Demand<'a> {
    pub(super) target: &'a Target,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether every period must be so, or only that of the date.
    pub(super) is_kept: bool,
    pub(super) by: Option<Period>,
}

impl<'a> Demand<'a> {
    /// What a target demands of the values of its indicator, where that is known; `level` is the one that it comes to.
    pub(super) fn of(target: &'a Target, level: Option<f64>) -> Option<Demand<'a>> {
        let (low, high) = match target.form {
            Form::AtLeast(low) => (low, f64::INFINITY),
            Form::AtMost(high) => (f64::NEG_INFINITY, high),
            Form::Between(..) | Form::Near { .. } => target.form.ends()?,
            Form::Total(_) | Form::Share { .. } | Form::Done => return None,
            _ => (level?, level?),
        };
        Some(Demand { target, low, high, is_kept: target.is_kept(), by: target.by })
    }

    /// By date, then by level.
    pub(super) fn order(&self, other: &Demand<'_>) -> Ordering {
        self.end()
            .total_cmp(&other.end())
            .then(self.low.total_cmp(&other.low))
            .then(self.high.total_cmp(&other.high))
            .then(self.is_kept.cmp(&other.is_kept))
    }

    fn is_point(&self) -> bool {
        !self.target.form.is_limit()
    }

    /// The number to name: the level, or the end that the other is beyond.
    fn named(&self, other: &Demand<'_>) -> f64 {
        if self.high.is_finite() && (other.low > self.high || !self.low.is_finite()) { self.high } else { self.low }
    }

    /// Until when it holds, in years.
    fn end(&self) -> f64 {
        self.by.map_or(f64::INFINITY, Period::end_in_years)
    }

    /// Whether there is a date for which both hold: the earlier of the two.
    fn meets(&self, other: &Demand<'_>) -> bool {
        match (self.is_kept, other.is_kept) {
            (true, true) => true,
            (true, false) => other.end() <= self.end() + 1e-9,
            (false, true) => self.end() <= other.end() + 1e-9,
            (false, false) => self.by == other.by,
        }
    }
}

/// Whether two numbers in a plan are not the same one.
pub(super) fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > SAME * a.abs().max(b.abs())
}

/// Two targets for one date; a floor and a ceiling around each other, or two tiers (确保, 力争), are no conflict. Each
/// target is named with the first that it does not go with.
pub(super) fn conflicts(
    indicator: &Indicator,
    demands: &[Demand<'_>],
    alike: &dyn Fn(&Target, &Target) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, a) in demands.iter().enumerate() {
        for b in demands.iter().skip(at + 1) {
            if !a.meets(b) || !alike(a.target, b.target) {
                continue;
            }
            let by = if a.end() <= b.end() { a.by } else { b.by };
            let tiers = a.target.commitment != b.target.commitment;
            let unlike = |a: f64, b: f64| a.is_finite() && b.is_finite() && differ(a, b);
            let same_kind = a.is_point() == b.is_point()
                && a.low.is_finite() == b.low.is_finite()
                && a.high.is_finite() == b.high.is_finite()
                && a.is_kept == b.is_kept;
            let apart = a.low > b.high || b.low > a.high;
            let conflict = if same_kind {
                let is_band = a.low < a.high && a.low.is_finite() && a.high.is_finite();
                (!tiers && (unlike(a.low, b.low) || unlike(a.high, b.high))) || (is_band && apart)
            } else {
                apart
            };
            if conflict {
                let lines = [a.target.line(), b.target.line()];
                findings.push(conflict_of(indicator, by, a.named(b), b.named(a)).written(lines));
                break;
            }
        }
    }
    findings
}

fn conflict_of(indicator: &Indicator, by: Option<Period>, first: f64, second: f64) -> Finding {
    let (a, b) = (short(first), short(second));
    let (zh, en) = match by {
        Some(by) => {
            (format!("{}有两个互相矛盾的目标：{a} 与 {b}", by.chinese()), format!("two targets for {by}: {a} and {b}"))
        }
        None => (
            format!("有两个互相矛盾的逐期限值：{a} 与 {b}"),
            format!("two limits for every period that cannot both be kept: {a} and {b}"),
        ),
    };
    let finding = Finding::new("targets_conflict", Severity::Error, &indicator.code, zh, en);
    let finding = finding.with([("first", first), ("second", second)]);
    match by {
        Some(by) => finding.at(by),
        None => finding,
    }
}

/// What is striven for (力争) is more than what is ensured (确保).
pub(super) fn tiers(indicator: &Indicator, targets: &[Resolved<'_>], start: Option<f64>) -> Vec<Finding> {
    let of = |tier: Commitment| targets.iter().filter(move |one| one.target.commitment == Some(tier));
    let mut findings = Vec::new();
    for ensured in of(Commitment::Ensured) {
        for striven in of(Commitment::Striven).filter(|striven| striven.by == ensured.by) {
            let said = ensured.target.form.better().or(striven.target.form.better()).or(indicator.direction());
            let way = said.or_else(|| {
                let start = start.filter(|start| *start != ensured.level)?;
                Some(if ensured.level > start { Better::Higher } else { Better::Lower })
            });
            let Some(sign) = way.and_then(Better::sign) else { continue };
            if (striven.level - ensured.level) * sign >= 0.0 || !differ(striven.level, ensured.level) {
                continue;
            }
            let (more, less, by) = (short(striven.level), short(ensured.level), ensured.by);
            let en = format!("for {by} less is striven for ({more}) than is ensured ({less})");
            let zh = format!("{}力争目标（{more}）不及确保目标（{less}）", by.chinese());
            let finding = Finding::new("tiers_reversed", Severity::Error, &indicator.code, zh, en).at(by);
            let finding = finding.written([ensured.target.line(), striven.target.line()]);
            findings.push(finding.with([("ensured", ensured.level), ("striven", striven.level)]));
        }
    }
    findings
}

/// Levels outside of the natural limits of an indicator.
pub(super) fn beyond_bounds(indicator: &Indicator, demands: &[Demand<'_>]) -> Vec<Finding> {
    let Some((lowest, highest)) = indicator.bounds else { return Vec::new() };
    let beyond = demands.iter().filter_map(|demand| {
        let (level, bound) = if demand.low.is_finite() && demand.low > highest {
            (demand.low, highest)
        } else if demand.high.is_finite() && demand.high < lowest {
            (demand.high, lowest)
        } else {
            return None;
        };
        let en = format!("a target of {} lies beyond the natural limit {}", short(level), short(bound));
        let zh = format!("目标 {} 超出自然界限 {}", short(level), short(bound));
        let finding = Finding::new("beyond_bounds", Severity::Error, &indicator.code, zh, en);
        let finding = finding.with([("target", level), ("bound", bound)]).written([demand.target.line()]);
        Some(match demand.by {
            Some(by) => finding.at(by),
            None => finding,
        })
    });
    beyond.collect()
}
