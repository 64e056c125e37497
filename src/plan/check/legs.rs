//! Legs of explicit targets against each other: the first step, a leg that steepens, one that leads away.

use super::super::{Path, Plan, Shape};
use super::{Finding, Resolved, SAME, Severity, direction, percent, rate, short};
use crate::model::{Better, Indicator, Period};

impl Plan {
    /// Legs of the explicit targets of one indicator, for each base that they start from.
    pub(super) fn legs(
        &self,
        indicator: &Indicator,
        targets: &[Resolved<'_>],
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Vec<Finding> {
        let mut bases: Vec<Period> = Vec::new();
        for from in targets.iter().filter_map(|one| self.base_of(one.target)) {
            if !bases.contains(&from) {
                bases.push(from);
            }
        }
        let known = bases.into_iter().filter_map(|from| Some((from, base(&indicator.code, from)?)));
        known.flat_map(|(from, start)| self.legs_from(indicator, targets, from, start)).collect()
    }

    fn legs_from(&self, indicator: &Indicator, targets: &[Resolved<'_>], from: Period, start: f64) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut same_base: Vec<&Resolved<'_>> =
            targets.iter().filter(|one| self.base_of(one.target) == Some(from)).collect();
        same_base.retain(|one| self.is_as_long(&indicator.code, from, one.by));
        let Some(&last) = same_base.last() else { return findings };
        // One way, not two: of tiers for one date that of the last target, and no floor between ceilings.
        same_base.retain(|resolved| !resolved.target.form.opposes(&last.target.form));
        let order = |resolved: &Resolved<'_>| resolved.by.end_in_years();
        let other_tier = |resolved: &Resolved<'_>| resolved.target.commitment != last.target.commitment;
        same_base.sort_by(|a, b| {
            order(a).total_cmp(&order(b)).then(other_tier(a).cmp(&other_tier(b))).then(a.level.total_cmp(&b.level))
        });
        same_base.dedup_by(|later, first| later.by == first.by);
        let better = direction(indicator, last, start);
        let sign = better.sign().unwrap_or(1.0);
        let Some(&first) = same_base.first() else { return findings };
        let even = Path::new(Shape::Geometric, [(from.end_in_years(), start), (last.by.end_in_years(), last.level)]);
        if let Some(due) = even.at(first.by.end_in_years()).filter(|_| same_base.len() > 1)
            && (first.level - due) * sign < -SAME * due.abs()
        {
            let pace = rate(start, last.level, from, last.by);
            let step = rate(start, first.level, from, first.by);
            let en = format!(
                "the target for {} ({}) is {} a year; {} by {} needs {}",
                first.by,
                short(first.level),
                percent(step),
                short(last.level),
                last.by,
                percent(pace)
            );
            let zh = format!(
                "{}目标 {} 折合年均 {}，低于{}目标 {} 所需的 {}",
                first.by.chinese(),
                short(first.level),
                percent(step),
                last.by.chinese(),
                short(last.level),
                percent(pace)
            );
            let finding = Finding::new("first_step_below_pace", Severity::Info, &indicator.code, zh, en);
            findings.push(finding.at(first.by).written([first.target.line(), last.target.line()]).with([
                ("target", first.level),
                ("pace", due),
                ("rate", step),
                ("needed_rate", pace),
            ]));
        }
        let mut before: Option<f64> = None;
        let (mut at, mut level) = (from, start);
        for leg in &same_base {
            let pace = rate(level, leg.level, at, leg.by);
            let away = (leg.level - level) * sign < -SAME * level.abs();
            // A limit may leave room: a ceiling above the base is no way.
            if away && better != Better::Near && !leg.target.form.is_limit() {
                let en =
                    format!("from {} in {at} to {} in {} leads the wrong way", short(level), short(leg.level), leg.by);
                let zh = format!(
                    "从{}的 {} 到{}的 {}，方向相反",
                    at.chinese(),
                    short(level),
                    leg.by.chinese(),
                    short(leg.level)
                );
                let finding = Finding::new("leg_reverses", Severity::Warning, &indicator.code, zh, en);
                let finding = finding.written([leg.target.line()]);
                findings.push(finding.at(leg.by).with([("from", level), ("to", leg.level)]));
            } else if let Some(before) = before
                // Of two legs, the step and the pace above say the same.
                && same_base.len() > 2
                && pace.abs() > 1.5 * before.abs()
                && pace.abs() - before.abs() > SAME
            {
                let en = format!(
                    "the leg to {} needs {} a year, after {} in the leg before",
                    leg.by,
                    percent(pace),
                    percent(before)
                );
                let zh = format!("到{}的一段需年均 {}，前一段为 {}", leg.by.chinese(), percent(pace), percent(before));
                let finding = Finding::new("leg_steepens", Severity::Info, &indicator.code, zh, en);
                let finding = finding.written([leg.target.line()]);
                findings.push(finding.at(leg.by).with([("leg_rate", pace), ("leg_rate_before", before)]));
            }
            before = pace.is_finite().then_some(pace);
            (at, level) = (leg.by, leg.level);
        }
        findings
    }
}
