//! Explicit targets against the goals of the plan, and a goal against itself.

use super::super::Goal;
use super::{Finding, Resolved, SAME, Severity, direction, percent, rate, short};
use crate::model::Indicator;

pub(super) fn against_goal(
    indicator: &Indicator,
    (goal, line): (&Goal, Option<u64>),
    start: f64,
    targets: &[Resolved<'_>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if start <= 0.0 {
        let en = format!("the goal {goal} multiplies {}, from which no growth leads to a target", short(start));
        let zh = format!("目标“{goal}”以 {} 为基数，倍数和增长率都没有意义", short(start));
        let finding = Finding::new("goal_base_not_positive", Severity::Warning, &indicator.code, zh, en);
        return vec![finding.written([line]).with([("base", start)])];
    }
    for milestone in goal.milestones() {
        let asked = start * milestone.multiple();
        for resolved in targets.iter().filter(|resolved| Some(resolved.by) == milestone.by()) {
            let sign = direction(indicator, resolved, start).sign().unwrap_or(1.0);
            let gap = (resolved.level - asked) * sign;
            if gap.abs() <= SAME * asked.abs() || gap.is_nan() {
                continue;
            }
            let multiple = resolved.level / start;
            let (code, severity, zh, en) = if gap < 0.0 {
                ("target_below_goal", Severity::Warning, "低于", "falls short of")
            } else {
                ("target_above_goal", Severity::Info, "高于", "exceeds")
            };
            let en = format!(
                "the target for {} is {} (x{:.3}); it {en} the plan's own goal x{}, which is {}",
                resolved.by,
                short(resolved.level),
                multiple,
                short(milestone.multiple()),
                short(asked)
            );
            let zh = format!(
                "{}目标 {}（{:.3} 倍），{zh}计划自定的 {} 倍（{}）",
                resolved.by.chinese(),
                short(resolved.level),
                multiple,
                short(milestone.multiple()),
                short(asked)
            );
            let finding = Finding::new(code, severity, &indicator.code, zh, en).at(resolved.by);
            findings.push(finding.written([resolved.target.line(), line]).with([
                ("target", resolved.level),
                ("goal", asked),
                ("multiple", multiple),
                ("goal_multiple", milestone.multiple()),
                ("rate", rate(start, resolved.level, goal.start().unwrap_or(resolved.by), resolved.by)),
                ("goal_rate", milestone.rate()),
            ]));
        }
    }
    findings
}

/// A goal whose legs lead up and down: milestones in the wrong order.
pub(super) fn goal_reverses(goal: &Goal) -> Option<Finding> {
    let legs = goal.legs();
    let (up, down) = (legs.iter().find(|leg| leg.rate() > 0.0)?, legs.iter().find(|leg| leg.rate() < 0.0)?);
    let en = format!(
        "the goal {goal} leads up in {} ({} a year) and down in {} ({}): are its milestones in order?",
        up.span(),
        percent(up.rate()),
        down.span(),
        percent(down.rate())
    );
    let zh = format!(
        "目标 {goal}：{} 年均 {}，{} 年均 {}，先后方向相反，阶段目标的次序是否有误？",
        up.span(),
        percent(up.rate()),
        down.span(),
        percent(down.rate())
    );
    let finding = Finding::new("goal_reverses", Severity::Warning, "", zh, en);
    Some(finding.with([("up", up.rate()), ("down", down.rate())]))
}

pub(super) fn goal_steepens(goal: &Goal) -> Option<Finding> {
    let legs = goal.legs();
    let (first, last) = (legs.first()?, legs.last()?);
    if legs.len() < 2
        || last.rate().partial_cmp(&(first.rate() * 1.25)) != Some(std::cmp::Ordering::Greater)
        || last.rate() <= 0.0
    {
        return None;
    }
    let en = format!(
        "the goal {goal} needs {} a year in {} and {} in {}",
        percent(first.rate()),
        first.span(),
        percent(last.rate()),
        last.span()
    );
    let zh = format!(
        "目标 {goal}：{} 需年均 {}，{} 需年均 {}",
        first.span(),
        percent(first.rate()),
        last.span(),
        percent(last.rate())
    );
    let finding = Finding::new("goal_steepens", Severity::Info, "", zh, en);
    Some(finding.with([("first_leg_rate", first.rate()), ("last_leg_rate", last.rate())]))
}
