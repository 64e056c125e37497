//! What the data says of a plan: missed targets, broken limits, data that is not there.

use super::super::assessment::{Assessment, Case};
use super::super::outcome::TargetOutcome;
use crate::error::nearest;
use crate::model::Nature;
use crate::plan::{Finding, Form, Severity, Whose, percent, short};

/// A target whose date has come and that is not met.
pub(super) fn missed(case: &Case<'_>, one: &Assessment) -> Option<Finding> {
    let (by, (_, value)) = (one.target.by?, one.now.latest?);
    // A period that broke a limit, or a year that fell short, is a finding of its own.
    if one.outcome != TargetOutcome::Missed || !case.is_whole(case.observed()) {
        return None;
    }
    let shown = |value: f64| if matches!(one.target.form, Form::Share { .. }) { percent(value) } else { short(value) };
    let (asked, numbers) = if let Some((low, high)) = one.target.band {
        (format!("{} ~ {}", shown(low), shown(high)), vec![("low", low), ("high", high)])
    } else {
        let level = one.target.level.ok()?;
        (shown(level), vec![("target", level)])
    };
    let degree = one.now.completion.map_or(String::new(), |degree| format!(" ({})", percent(degree)));
    let (zh, en) = match one.target.form {
        Form::Done => (format!("{by}年应完成，尚未完成"), format!("what was to be done by {by} is not done")),
        _ => (
            format!("{by}年目标 {asked}，实际 {}{degree}，未实现", shown(value)),
            format!("the target for {by} is {asked}; {} was reached{degree}", shown(value)),
        ),
    };
    let finding = Finding::new("target_missed", Severity::Warning, &one.indicator, zh, en).at(by);
    let finding = finding.of((!one.subject.is_empty()).then_some(&one.subject));
    Some(finding.with(numbers).with([("value", value)]))
}

/// What a target is compared with, where the data has none of it.
fn no_reference(case: &Case<'_>, subjects: &[&str]) -> Option<Finding> {
    let (form, code) = (&case.target.form, case.indicator.code.as_str());
    if !form.needs_other_data() {
        return None;
    }
    let yardstick = form.yardstick()?;
    let what = yardstick.indicator.as_deref().unwrap_or(code);
    let latest = case.values().last().map(|(period, _)| *period);
    let (en, zh, at) = match (case.reference, latest) {
        (None, _) => match &yardstick.whose {
            Whose::Subject(subject) => {
                let near = nearest(subject, subjects.iter().copied()).filter(|near| near != subject);
                let en = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
                let zh = near.map_or(String::new(), |near| format!("：是否指“{near}”？"));
                (
                    format!("no data for `{what}` of `{subject}`, which it is compared with{en}"),
                    format!("没有对照地区“{subject}”的“{what}”数据{zh}"),
                    None,
                )
            }
            _ => (
                format!("no data for `{what}`, which it is compared with"),
                format!("没有对照指标“{what}”的数据"),
                None,
            ),
        },
        (Some(reference), Some(period)) if reference.at(period).is_none() => (
            format!("`{what}`, which it is compared with, has no value for {period}"),
            format!("对照的“{what}”没有 {period} 的数值"),
            Some(period),
        ),
        _ => return None,
    };
    let finding = Finding::new("no_reference", Severity::Warning, code, zh, en);
    Some(match at {
        Some(period) => finding.at(period),
        None => finding,
    })
}

/// An official review that says otherwise than the data.
pub(super) fn review_differs(one: &Assessment) -> Option<Finding> {
    let said = one.target.review.as_ref()?.met?;
    // Before its date a target may still become what a later review says; a review that calls it missed while the value
    // meets it is worth a look at any time.
    let met = match one.outcome {
        TargetOutcome::Missed => false,
        _ if one.now.met == Some(true) => true,
        _ => return None,
    };
    let by = one.target.by?;
    if said == met {
        return None;
    }
    let words = |met: bool| if met { ("已实现", "met") } else { ("未实现", "missed") };
    let (says, is) = (words(said), words(met));
    let en = format!("the official review calls the target for {by} {}; by the data it is {}", says.1, is.1);
    let zh = format!("官方评估称{by}年目标{}，按数据{}", says.0, is.0);
    let finding = Finding::new("review_differs", Severity::Warning, &one.indicator, zh, en).at(by);
    Some(finding.of((!one.subject.is_empty()).then_some(&one.subject)))
}

/// What the data leaves open or breaks for one target.
pub(super) fn data_findings(case: &Case<'_>, subject: &str, everyone: &[&str], findings: &mut Vec<Finding>) {
    let code = case.indicator.code.as_str();
    let name = (!subject.is_empty()).then_some(subject);
    let mut add = |finding: Finding| findings.push(finding.of(name));
    let Some(series) = case.series.filter(|series| !series.points.is_empty() || !series.parts.is_empty()) else {
        add(Finding::new(
            "no_data",
            Severity::Warning,
            code,
            format!("没有“{code}”的数据"),
            format!("no data for `{code}`"),
        ));
        return;
    };
    let frequency = series.points.first().map(|(period, _)| period.frequency());
    if let (Some(by), Some(frequency)) = (case.target.by.filter(|by| !series.speaks_of(*by)), frequency) {
        let zh = format!(
            "数据频率为 {frequency}，不能与 {by} 的目标相比：请给出同一频率的数据，存量指标请写 nature = \"stock\""
        );
        let en = format!(
            "the data is {frequency} and cannot be held against a target for {by}: give data of its frequency, or \
             nature = \"stock\" for what is no sum over a period"
        );
        add(Finding::new("other_frequency", Severity::Warning, code, zh, en).at(by));
        return;
    }
    if let Some(finding) = no_reference(case, everyone) {
        add(finding);
    }
    let needs_base = !case.target.is_kept() && case.target.form != Form::Done;
    if let (Some(base), None, Some(frequency), true) = (case.base, case.base_value(), frequency, needs_base) {
        let (zh, en) = if base.frequency() == frequency || case.indicator.nature != Nature::Flow {
            (format!("基期 {base} 没有数据"), format!("no value for the base period {base}"))
        } else {
            (
                format!("基期 {base} 与数据频率（{frequency}）不同"),
                format!("the base {base} and the data ({frequency}) have different frequencies"),
            )
        };
        add(Finding::new("no_base", Severity::Warning, code, zh, en).at(base));
    }
    for (period, value, limit) in case.broken(case.observed()) {
        let en = format!("{} in {period} breaks the limit {}", short(value), short(limit));
        let zh = format!("{period} 为 {}，突破限值 {}", short(value), short(limit));
        add(Finding::new("limit_broken", Severity::Warning, code, zh, en)
            .at(period)
            .with([("value", value), ("limit", limit)]));
    }
    for (period, growth, asked) in case.years_missed(case.values()) {
        let en = format!("{} in {period} misses the {} asked for in every year", percent(growth), percent(asked));
        let zh = format!("{period} 增长 {}，未达到每年 {} 的要求", percent(growth), percent(asked));
        add(Finding::new("year_below_rate", Severity::Warning, code, zh, en)
            .at(period)
            .with([("growth", growth), ("rate", asked)]));
    }
    for (period, growth) in series.published.iter().filter(|(_, growth)| growth.abs() >= 10.0) {
        let en = format!(
            "published growth of {} in {period}: growth is a fraction, or has a percent sign",
            percent(*growth)
        );
        let zh = format!("{period} 的公布增速为 {}：请写成小数，或加百分号", percent(*growth));
        add(Finding::new("growth_in_percent", Severity::Warning, code, zh, en).at(*period).with([("growth", *growth)]));
    }
}
