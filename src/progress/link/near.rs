//! Names in the data that are nearly those of the plan: said, never guessed.

use std::collections::{HashMap, HashSet};

use super::super::completion::month_after;
use super::Link;
use crate::error::{is_slip, nearest};
use crate::model::{Frequency, Indicator, Language, Period};
use crate::plan::{Finding, Plan, Severity};

/// A series of the data that the plan knows nothing of.
pub(super) struct Unknown<'a> {
    pub(super) name: &'a str,
    pub(super) subject: &'a str,
    pub(super) frequency: Frequency,
    pub(super) ordinals: &'a [i32],
}

/// Rows under a name that is one slip off that of an indicator, for periods that the indicator lacks: a name that was
/// misspelt in some rows splits a series in two.
pub(super) fn split_names(
    plan: &Plan,
    link: &Link,
    names: &HashMap<&str, usize>,
    unknown: &[Unknown<'_>],
    findings: &mut Vec<Finding>,
) {
    // A courtesy, as below.
    if names.len().saturating_mul(unknown.len()) > 200_000 {
        return;
    }
    for one in unknown {
        let mut near = names.iter().filter(|(name, _)| is_slip(one.name, name)).map(|(_, at)| *at);
        let Some(at) = near.next().filter(|at| near.all(|other| other == *at)) else { continue };
        let (Some(linked), Some(indicator)) = (link.get(one.subject, at), plan.indicators().get(at)) else { continue };
        let ends: HashSet<i32> = linked.points.iter().filter_map(|(period, _)| month_after(*period)).collect();
        let known = |end: i32| ends.contains(&end) || linked.parts.iter().any(|part| part.to == end);
        let periods = || one.ordinals.iter().map(|ordinal| Period::from_ordinal(one.frequency, *ordinal));
        let (Some(first), Some(last)) = (periods().next(), periods().next_back()) else { continue };
        if periods().filter_map(month_after).any(known) {
            continue;
        }
        let (span, zh_span) = if first == last {
            (first.to_string(), first.chinese())
        } else {
            (format!("{first} to {last}"), format!("{}至{}", first.chinese(), last.chinese()))
        };
        let (called, zh_called) =
            (plan.called(&indicator.code, Language::English), plan.called(&indicator.code, Language::Chinese));
        let name = one.name;
        let en = format!(
            "the rows of `{name}` ({span}) are not read, and {called} has none for then: mend the name, or add it to \
             alias"
        );
        let zh = format!("“{name}”的数据（{zh_span}）未计入，而“{zh_called}”恰缺这些时期：请改正名称，或写入 alias");
        let finding = Finding::new("near_name", Severity::Warning, &indicator.code, zh, en).at(first);
        let finding = finding.of((!one.subject.is_empty()).then_some(one.subject));
        findings.push(finding.written([plan.line_of_indicator(&indicator.code)]));
    }
}

/// A name in the data that is nearly one of the plan's, whose data is missing: said, never guessed.
pub(super) fn misses(plan: &Plan, link: &Link, mut unknown: Vec<&str>, findings: &mut Vec<Finding>) {
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return;
    }
    let mut has_data = vec![false; plan.indicators().len()];
    for linked in link.series.values() {
        if let Some(has) = has_data.get_mut(linked.indicator) {
            *has = true;
        }
    }
    let targeted: HashSet<&str> = plan
        .targets()
        .iter()
        .flat_map(|target| [Some(target.indicator.as_str()), target.form.other()])
        .flatten()
        .collect();
    let without = plan.indicators().iter().zip(has_data);
    let without: Vec<&Indicator> = without
        .filter_map(|(indicator, has)| (!has && targeted.contains(indicator.code.as_str())).then_some(indicator))
        .collect();
    // A courtesy: of more pairs than this nobody would read what was found.
    if without.len().saturating_mul(unknown.len()) > 200_000 {
        return;
    }
    if unknown.first().is_some_and(|name| name.is_empty()) && !without.is_empty() {
        let en = "the data names no indicator, and the plan has several: add a column `indicator` with their codes";
        let zh = "数据未注明指标，而规划有多个指标：请加上 indicator 列，写明指标代码";
        findings.push(Finding::new("unnamed_data", Severity::Warning, "", zh.to_owned(), en.to_owned()));
    }
    for indicator in without {
        let own = [Some(indicator.code.as_str()), indicator.names.en.as_deref(), indicator.names.zh.as_deref()];
        if let Some(near) = own.into_iter().flatten().find_map(|name| nearest(name, unknown.iter().copied())) {
            let called = plan.called(&indicator.code, Language::English);
            let en = format!("the data has no {called}, but a `{near}`: if that is meant, add it to alias");
            let called = plan.called(&indicator.code, Language::Chinese);
            let zh = format!("数据中没有“{called}”，但有“{near}”：若为同一指标，请写入 alias");
            let finding = Finding::new("near_name", Severity::Warning, &indicator.code, zh, en);
            findings.push(finding.written([plan.line_of_indicator(&indicator.code)]));
        }
    }
}
