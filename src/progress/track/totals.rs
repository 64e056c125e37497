//! Totals over spans in the data: those that no sum of the plan takes, and those that the parts do not make.

use super::super::link::{Link, Linked};
use crate::model::{Nature, Period, PeriodRange};
use crate::plan::{Finding, Form, Plan, Severity, Target, short};
use crate::progress::completion::{Part, month_after};

/// Differences above this share are none of rounding.
const SAME: f64 = 0.005;

/// The first month of a sum.
fn begins(plan: &Plan, target: &Target) -> Option<i32> {
    match target.from {
        Some(from) => Some(Part::of(from, 0.0)?.from),
        None => month_after(plan.base_of(target)?),
    }
}

/// Whether a sum of the plan begins and ends so, or begins so and goes on.
fn is_used(plan: &Plan, target: &Target, subject: &str, part: Part) -> bool {
    let own = target.subject.as_deref().or(plan.subject());
    matches!(target.form, Form::Total(_))
        && (own.is_none_or(|own| own == subject || subject.is_empty()))
        && begins(plan, target) == Some(part.from)
        && target.by.and_then(month_after).is_some_and(|end| part.to <= end)
}

/// What there is to say of the totals of one indicator.
fn of_series(plan: &Plan, linked: &Linked) -> Vec<Finding> {
    let Some(indicator) = plan.indicators().get(linked.indicator) else { return Vec::new() };
    let code = &indicator.code;
    let mut findings = Vec::new();
    for (span, part) in &linked.totals {
        let targets = plan.targets().iter().filter(|target| target.indicator == *code);
        let used = targets.filter(|target| is_used(plan, target, &linked.subject, *part)).collect::<Vec<_>>();
        if indicator.nature != Nature::Flow || used.is_empty() {
            findings.push(unused(code, *span, part.value));
            continue;
        }
        let made = linked.sum_between(part.from, part.to);
        let Some(made) = made.filter(|made| (made - part.value).abs() > SAME * part.value.abs().max(made.abs())) else {
            continue;
        };
        let (total, made_) = (short(part.value), short(made));
        let en = format!("the total over {span} is {total}, and its parts make {made_}: the parts count");
        let zh = format!("{}合计为 {total}，而各期之和为 {made_}：以各期为准", chinese(*span));
        let finding = Finding::new("span_differs", Severity::Warning, code, zh, en).at(span.last());
        let lines = used.iter().map(|target| target.line());
        findings.push(finding.written(lines).with([("total", part.value), ("sum", made)]));
    }
    findings
}

fn unused(code: &str, span: PeriodRange, value: f64) -> Finding {
    let shown = short(value);
    let en = format!(
        "the total of {shown} over {span} is left out: no target is a sum from {}; write total = ... with by = \
         \"{span}\", or give the data of its periods",
        span.first()
    );
    let zh = format!(
        "{}合计 {shown} 未采用：没有自{}起的累计目标；请写 total = ... 与 by = \"{span}\"，或给出各期数据",
        chinese(span),
        span.first().chinese()
    );
    Finding::new("span_unused", Severity::Warning, code, zh, en).at(span.last()).with([("total", value)])
}

fn chinese(span: PeriodRange) -> String {
    format!("{}至{}", span.first().chinese(), span.last().chinese())
}

/// What there is to say of all totals.
pub(super) fn findings(plan: &Plan, link: &Link) -> Vec<Finding> {
    let mut found = Vec::new();
    for linked in link.with_totals() {
        let name = (!linked.subject.is_empty()).then_some(linked.subject.as_str());
        found.extend(of_series(plan, linked).into_iter().map(|finding| finding.of(name)));
    }
    found
}

/// The last period that a total of the plan's indicators ends in.
pub(super) fn last(link: &Link) -> Option<Period> {
    let all = link.with_totals().into_iter().flat_map(|linked| linked.totals.iter().map(|(span, _)| span.last()));
    all.max_by(|a, b| a.end_in_years().total_cmp(&b.end_in_years()))
}
