//! What the data says of a plan: missed targets, broken limits, data that is not there.

use super::super::assessment::{Assessment, Case};
use crate::model::Nature;
use crate::plan::{Finding, Form, Severity, percent, short};

/// A target whose date has come and that is not met.
pub(super) fn missed(one: &Assessment) -> Option<Finding> {
    let (by, (at, value), level) = (one.target.by?, one.now.latest?, one.target.level.ok()?);
    if one.now.met != Some(false) || at.end_in_years() < by.end_in_years() - 1e-9 {
        return None;
    }
    let degree = one.now.completion.map_or(String::new(), |degree| format!(" ({})", percent(degree)));
    let en = format!("the target for {by} is {}; {} was reached{degree}", short(level), short(value));
    let zh = format!("{by}年目标 {}，实际 {}{degree}，未实现", short(level), short(value));
    let finding = Finding::new("target_missed", Severity::Warning, &one.indicator, zh, en).at(by);
    Some(finding.of((!one.subject.is_empty()).then_some(&one.subject)).with([("target", level), ("value", value)]))
}

/// What the data leaves open or breaks for one target.
pub(super) fn data_findings(case: &Case<'_>, subject: &str, findings: &mut Vec<Finding>) {
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
