//! Targets that refer to other indicators: circles, and what the levels of both say.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::{Bound, Form, Plan, Target, Whose};
use super::{Finding, Resolved, SAME, Severity, percent, rate, short};
use crate::model::{Better, Language, Period};

/// Levels of each indicator by code.
pub(super) type Levels<'p, 'a> = HashMap<&'p str, Vec<Resolved<'a>>>;

impl Plan {
    /// Shares and growth of two indicators against the levels of both.
    pub(super) fn references(
        &self,
        targets: &[&Target],
        levels: &Levels<'_, '_>,
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for target in targets {
            let Some(other) = own_other(target) else { continue };
            let (Some(own), Some(others)) = (levels.get(target.indicator.as_str()), levels.get(other)) else {
                continue;
            };
            for one in own.iter().filter(|one| one.target.form.is_on_a_way() && !one.target.form.is_limit()) {
                let holds = target.by.is_none_or(|by| if target.is_kept() { one.by <= by } else { one.by == by });
                let same = |two: &&Resolved<'_>| two.by == one.by && !two.target.form.is_limit();
                let Some(two) = others.iter().find(same).filter(|_| holds) else { continue };
                findings.extend(match &target.form {
                    Form::Share { bound, .. } => self.share(target, other, *bound, one, two),
                    _ => self.growth(target, other, one, two, base),
                });
            }
        }
        findings
    }

    fn share(
        &self,
        target: &Target,
        other: &str,
        bound: Bound,
        one: &Resolved<'_>,
        two: &Resolved<'_>,
    ) -> Option<Finding> {
        let units = (self.indicator(&target.indicator)?.unit.as_ref(), self.indicator(other)?.unit.as_ref());
        let factor = match units {
            (Some(own), Some(whole)) => own.convert(1.0, whole).ok()?,
            _ => 1.0,
        };
        let share = one.level * factor / two.level;
        let (low, high) = match bound {
            Bound::AtLeast(low) => (low, f64::INFINITY),
            Bound::AtMost(high) => (f64::NEG_INFINITY, high),
            Bound::Between(low, high) => (low, high),
        };
        let asked = if share < low * (1.0 - SAME) {
            low
        } else if share > high * (1.0 + SAME) {
            high
        } else {
            return None;
        };
        let en = format!(
            "the targets {} and {} ({}) for {} make a share of {}; {} is asked for",
            short(one.level),
            short(two.level),
            self.called(other, Language::English),
            one.by,
            percent(share),
            percent(asked)
        );
        let zh = format!(
            "{}目标 {} 与“{}”目标 {} 之比为 {}，而要求的占比为 {}",
            one.by.chinese(),
            short(one.level),
            self.called(other, Language::Chinese),
            short(two.level),
            percent(share),
            percent(asked)
        );
        let finding = Finding::new("share_conflict", Severity::Error, &target.indicator, zh, en).at(one.by);
        let finding = finding.written([target.line(), one.target.line(), two.target.line()]);
        Some(finding.with([("share", share), ("asked", asked)]))
    }

    fn growth(
        &self,
        target: &Target,
        other: &str,
        one: &Resolved<'_>,
        two: &Resolved<'_>,
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Option<Finding> {
        let from = self.base_of(target)?;
        let (own, others) = (base(&target.indicator, from)?, base(other, from)?);
        let (mine, theirs) = (rate(own, one.level, from, one.by), rate(others, two.level, from, two.by));
        let (asked, is_ceiling) = match target.form {
            Form::Pace { margin, .. } => {
                (theirs + margin, self.indicator(&target.indicator)?.direction() == Some(Better::Lower))
            }
            Form::Elasticity { bound: Bound::AtLeast(value), .. } if theirs > 0.0 => (theirs * value, false),
            Form::Elasticity { bound: Bound::AtMost(value), .. } if theirs > 0.0 => (theirs * value, true),
            _ => return None,
        };
        let gap = if is_ceiling { mine - asked } else { asked - mine };
        if gap.is_nan() || gap <= SAME * asked.abs().max(0.01) {
            return None;
        }
        let en = format!(
            "the targets for {} make {} a year, and {} of {}: {} is asked for beside it",
            one.by,
            percent(mine),
            percent(theirs),
            self.called(other, Language::English),
            percent(asked)
        );
        let zh = format!(
            "{}目标折合年均 {}，“{}”为 {}：按要求应为 {}",
            one.by.chinese(),
            percent(mine),
            self.called(other, Language::Chinese),
            percent(theirs),
            percent(asked)
        );
        let finding = Finding::new("pace_conflict", Severity::Error, &target.indicator, zh, en).at(one.by);
        let finding = finding.written([target.line(), one.target.line(), two.target.line()]);
        Some(finding.with([("rate", mine), ("other_rate", theirs), ("asked", asked)]))
    }

    /// Indicators whose targets refer to each other in a circle.
    pub(super) fn circles(&self, targets: &[&Target]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut edges: Edges<'_> = BTreeMap::new();
        for target in targets {
            if let Some(other) = own_other(target) {
                // Of several references to one indicator the strongest counts.
                let factor = self.factor(target);
                let edge = edges.entry(&target.indicator).or_default().entry(other).or_insert(factor);
                *edge = edge.map_or(factor, |known| Some(factor.map_or(known, |factor| known.max(factor))));
            }
        }
        let mut seen: HashSet<&str> = HashSet::new();
        for start in edges.keys().copied() {
            let Some(circle) = circle_from(start, &edges, &mut seen) else { continue };
            let names: Vec<&str> = circle.iter().map(|(code, _)| *code).collect();
            // The first is where the circle begins.
            let product = circle.iter().skip(1).map(|(_, factor)| *factor).product::<Option<f64>>();
            let list = |language: Language| {
                let called: Vec<&str> = names.iter().map(|code| self.called(code, language)).collect();
                called.join(" → ")
            };
            let (list, zh_list) = (list(Language::English), list(Language::Chinese));
            // Growth each of which is to be above the other cannot be.
            let (severity, en, zh) = if product.is_some_and(|product| product > 1.0 + SAME) {
                let en = format!("targets refer to each other in a circle that cannot be met: {list}");
                (Severity::Error, en, format!("目标循环引用且无法同时实现：{zh_list}"))
            } else {
                let en = format!("targets refer to each other in a circle: {list}");
                (Severity::Warning, en, format!("目标循环引用：{zh_list}"))
            };
            let on_it = |pair: &[&str]| {
                let [from, to] = pair else { return None };
                targets.iter().find(|one| one.indicator == *from && own_other(one) == Some(*to))?.line()
            };
            let lines: Vec<Option<u64>> = names.windows(2).map(on_it).collect();
            findings.push(Finding::new("circular_reference", severity, start, zh, en).written(lines));
        }
        findings
    }

    /// How many times the other's growth is asked for at least; `None` where growth is not compared.
    fn factor(&self, target: &Target) -> Option<f64> {
        match target.form {
            Form::Elasticity { bound: Bound::AtLeast(value), .. } => Some(value),
            Form::Elasticity { .. } => Some(0.0),
            Form::Pace { margin, .. } => {
                let is_floor = self.indicator(&target.indicator)?.direction() == Some(Better::Higher);
                Some(if is_floor { 1.0 + margin } else { 0.0 })
            }
            _ => None,
        }
    }
}

/// Floors of the parts of one whole that come to more than all of it.
pub(super) fn shares(plan: &Plan, targets: &[&Target]) -> Vec<Finding> {
    let mut sums: BTreeMap<Whole<'_>, (f64, Vec<&Target>)> = BTreeMap::new();
    for &target in targets {
        let Form::Share { of, bound: Bound::AtLeast(share) | Bound::Between(share, _) } = &target.form else {
            continue;
        };
        let entry = sums.entry((of, target.by.map(|by| by.to_string()))).or_default();
        if entry.1.iter().all(|other| other.indicator != target.indicator) {
            entry.0 += share;
            entry.1.push(target);
        }
    }
    let over = sums.into_iter().filter(|(_, (sum, parts))| *sum > 1.0 + 1e-9 && parts.len() > 1);
    over.map(|((whole, by), (sum, parts))| {
        let list = |language: Language, comma: &str| {
            let called: Vec<&str> = parts.iter().map(|part| plan.called(&part.indicator, language)).collect();
            called.join(comma)
        };
        let when = by.map_or(String::new(), |by| format!(" ({by})"));
        let (list, zh_list) = (list(Language::English, ", "), list(Language::Chinese, "、"));
        let en = format!("the shares asked of {list} come to {}{when}: right only where parts overlap", percent(sum));
        let zh = format!("{zh_list} 的占比要求合计 {}{when}：只有各部分互相重叠时才成立", percent(sum));
        let finding = Finding::new("shares_exceed_whole", Severity::Warning, whole, zh, en).with([("sum", sum)]);
        finding.written(parts.iter().map(|part| part.line()))
    })
    .collect()
}

/// An indicator and a date.
type Whole<'p> = (&'p str, Option<String>);

/// The other indicator of the same subject that a target needs.
fn own_other(target: &Target) -> Option<&str> {
    match &target.form {
        Form::Relative { to: yardstick, .. } | Form::Pace { with: yardstick, .. } => {
            yardstick.indicator.as_deref().filter(|_| yardstick.whose == Whose::Own)
        }
        other => other.other(),
    }
}

/// What refers to what, and how many times its growth is asked for.
type Edges<'p> = BTreeMap<&'p str, BTreeMap<&'p str, Option<f64>>>;

/// The circle that `start` leads into, if it lies on one that was not found before.
fn circle_from<'p>(
    start: &'p str,
    edges: &Edges<'p>,
    seen: &mut HashSet<&'p str>,
) -> Option<Vec<(&'p str, Option<f64>)>> {
    let mut stack = vec![vec![(start, None)]];
    let mut visited: HashSet<&str> = HashSet::new();
    while let Some(way) = stack.pop() {
        let &(last, _) = way.last()?;
        for (&next, &factor) in edges.get(last).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push((next, factor));
            if next == start {
                if longer.iter().any(|(code, _)| seen.contains(code)) {
                    return None;
                }
                seen.extend(longer.iter().map(|(code, _)| *code));
                return Some(longer);
            }
            if visited.insert(next) {
                stack.push(longer);
            }
        }
    }
    None
}
