//! Sums and yearly rates against the levels of the same plan.

use super::super::{Form, Path, Plan, Target};
use super::conflicts::differ;
use super::{Finding, Resolved, SAME, Severity, percent, short, years_between};
use crate::growth::multiple_of_rate;
use crate::model::{Better, Indicator, Period};

impl Plan {
    /// A sum that the levels of the same years do not make: exactly where each year has one, otherwise along the even
    /// way through them.
    pub(super) fn sums(
        &self,
        indicator: &Indicator,
        all: &[&Target],
        levels: &[Resolved<'_>],
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for target in all {
            let (Form::Total(total), Some(by)) = (&target.form, target.by) else { continue };
            let mut points: Vec<(f64, f64)> = levels
                .iter()
                .filter(|one| !one.target.form.is_limit() && self.is_as_long(&indicator.code, one.by, by))
                .map(|one| (one.by.end_in_years(), one.level))
                .collect();
            let Some(from) = target.from.or_else(|| self.base_of(target).map(|base| base + 1)) else { continue };
            let Ok(count) = by.since(from) else { continue };
            if !(0..1000).contains(&count) || points.is_empty() {
                continue;
            }
            let before = from - 1;
            if let Some(value) =
                base(&indicator.code, before).filter(|_| !points.iter().any(|(at, _)| *at == before.end_in_years()))
            {
                points.push((before.end_in_years(), value));
            }
            let periods = (0..=count).map(|step| (from + step).end_in_years());
            let is_listed = |at: f64| points.iter().any(|(time, _)| (time - at).abs() < 1e-9);
            let listed = periods.clone().all(is_listed);
            // Beyond its last level a path says nothing of a year.
            if !points.iter().any(|(time, _)| *time >= by.end_in_years() - 1e-9) {
                continue;
            }
            let path = Path::new(self.shape_of_indicator(&indicator.code), points.iter().copied());
            let Some(sum) = periods.map(|at| path.at(at)).sum::<Option<f64>>() else { continue };
            let tolerance = if listed { SAME } else { 0.1 };
            if (sum - total).abs() <= tolerance * total.abs().max(sum.abs()) {
                continue;
            }
            let (asked, made) = (short(*total), short(sum));
            let (en, zh) = if listed {
                (
                    format!("the levels of {from} to {by} add up to {made}, the sum that is asked for is {asked}"),
                    format!("{} 至 {} 各期目标合计 {made}，累计目标为 {asked}", from.chinese(), by.chinese()),
                )
            } else {
                (
                    format!(
                        "along the even way through the levels, {from} to {by} come to about {made}; the sum that is asked for is {asked}"
                    ),
                    format!(
                        "按各目标之间的均匀路径，{} 至 {} 合计约 {made}，累计目标为 {asked}",
                        from.chinese(),
                        by.chinese()
                    ),
                )
            };
            let severity = if listed { Severity::Error } else { Severity::Warning };
            let finding = Finding::new("sum_off_levels", severity, &indicator.code, zh, en).at(by);
            findings.push(finding.written([target.line()]).with([("total", *total), ("levels", sum)]));
        }
        findings
    }

    /// A rate asked for in every year makes a level of its own for each date.
    pub(super) fn yearly_rates(
        &self,
        indicator: &Indicator,
        levels: &[Resolved<'_>],
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for yearly in levels.iter().filter(|one| one.target.every) {
            let Form::Rate(asked) = yearly.target.form else { continue };
            let Some(from) = self.base_of(yearly.target) else { continue };
            let Some(start) = base(&indicator.code, from) else { continue };
            let falls = indicator.direction().map_or(asked < 0.0, |better| better == Better::Lower);
            let earlier = |one: &&Resolved<'_>| {
                one.by.end_in_years() < yearly.by.end_in_years() - 1e-9 && self.spans_alike(one.target, yearly.target)
            };
            for one in levels.iter().filter(earlier) {
                let Some(years) = years_between(from, one.by).filter(|years| *years > 0.0) else { continue };
                let Ok(multiple) = multiple_of_rate(asked, years) else { continue };
                let needed = start * multiple;
                let short_of = if falls { one.level > needed } else { one.level < needed };
                if one.target.form.is_limit() || !short_of || !differ(one.level, needed) {
                    continue;
                }
                let (level, made) = (short(one.level), short(needed));
                let en = format!("{} every year make {made} by {}; the target is {level}", percent(asked), one.by);
                let zh = format!("每年 {} 到{}为 {made}，而目标为 {level}", percent(asked), one.by.chinese());
                let finding = Finding::new("targets_conflict", Severity::Error, &indicator.code, zh, en).at(one.by);
                let finding = finding.written([one.target.line(), yearly.target.line()]);
                findings.push(finding.with([("first", one.level), ("second", needed)]));
            }
        }
        findings
    }
}
