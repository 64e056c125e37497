//! What the data says of a plan: missed targets, broken limits, data that is not there.

use super::super::assessment::Assessment;
use super::super::case::Case;
use super::super::details::sum_begins;
use super::super::outcome::TargetOutcome;
use super::oddities::{gap, negative, slips, stray};
use crate::error::nearest;
use crate::model::{Frequency, Indicator, Language, Nature};
use crate::plan::{Finding, Form, Plan, Severity, Shape, Whose, percent, short};

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
        Form::Done => (format!("{}应完成，尚未完成", by.chinese()), format!("what was to be done by {by} is not done")),
        _ => (
            format!("{}目标 {asked}，实际 {}{degree}，未实现", by.chinese(), shown(value)),
            format!("the target for {by} is {asked}; {} was reached{degree}", shown(value)),
        ),
    };
    let finding = Finding::new("target_missed", Severity::Warning, &one.indicator, zh, en).at(by);
    let finding = finding.of((!one.subject.is_empty()).then_some(&one.subject));
    Some(finding.written([case.target.line()]).with(numbers).with([("value", value)]))
}

/// What a target is compared with, where the data has none of it.
fn no_reference(plan: &Plan, case: &Case<'_>, subjects: &[&str]) -> Option<Finding> {
    let (form, code) = (&case.target.form, case.indicator.code.as_str());
    if !form.needs_other_data() {
        return None;
    }
    let yardstick = form.yardstick()?;
    let other = yardstick.indicator.as_deref().unwrap_or(code);
    let (what, zh_what) = (plan.called(other, Language::English), plan.called(other, Language::Chinese));
    let latest = case.values().last().map(|(period, _)| *period);
    let (en, zh, at) = match (case.reference, latest) {
        (None, _) => match &yardstick.whose {
            Whose::Subject(subject) => {
                let near = nearest(subject, subjects.iter().copied()).filter(|near| near != subject);
                let en = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
                let zh = near.map_or(String::new(), |near| format!("：是否指“{near}”？"));
                (
                    format!("no data for {what} of `{subject}`, which it is compared with{en}"),
                    format!("没有对照地区“{subject}”的“{zh_what}”数据{zh}"),
                    None,
                )
            }
            _ => (
                format!("no data for {what}, which it is compared with: add its rows to the data"),
                format!("没有对照指标“{zh_what}”的数据：请在数据中补充"),
                None,
            ),
        },
        (Some(reference), Some(period)) if reference.at(period).is_none() => (
            format!("{what}, which it is compared with, has no value for {period}"),
            format!("对照的“{zh_what}”没有{}的数值", period.chinese()),
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

/// What is asked for, as the plan file has it, and by when: `rate = 0.08 for 2010`.
fn written(case: &Case<'_>) -> (String, String) {
    let form = &case.target.form;
    let form = match form.value() {
        Some(_) if !form.needs_other_data() => form.to_string(),
        _ => form.as_str().to_owned(),
    };
    match case.target.by {
        Some(by) => (format!("`{form}`（{}）", by.chinese()), format!("`{form}` for {by}")),
        None => (format!("`{form}`"), format!("`{form}`")),
    }
}

/// A target that starts from a base, in a plan that names none for it.
fn baseless(case: &Case<'_>) -> Option<Finding> {
    if case.base.is_some() || !case.target.form.needs_base() {
        return None;
    }
    let (zh_target, target) = written(case);
    let (before, zh_before) = match case.target.by {
        Some(by) => {
            let before = by - by.frequency().per_year() as i32;
            (format!("base = \"{before}\" for growth on a year earlier"), format!("与上年相比请写 base = \"{before}\""))
        }
        None => ("base = \"2005\"".to_owned(), "例如 base = \"2005\"".to_owned()),
    };
    let en = format!(
        "{target} starts from a base, and neither the target, nor its indicator, nor the plan has one: add `base = ` \
         ({before})"
    );
    let zh = format!("{zh_target} 需要基期，而目标、指标和规划均未给出：请加上 base（{zh_before}）");
    let finding = Finding::new("no_base", Severity::Error, &case.indicator.code, zh, en);
    let finding = finding.written([case.target.line()]);
    Some(match case.target.by {
        Some(by) => finding.at(by),
        None => finding,
    })
}

/// A sum whose way needs nothing of the time before it.
fn starts_from_nothing(case: &Case<'_>) -> bool {
    sum_begins(case).is_some() && !matches!(case.shape, Shape::Geometric | Shape::Linear | Shape::Seasonal)
}

/// A base of which the data has no value, or one that cannot be multiplied.
fn no_base(case: &Case<'_>, frequency: Option<Frequency>) -> Option<Finding> {
    let (base, frequency) = (case.base?, frequency?);
    let (zh_target, target) = written(case);
    let code = &case.indicator.code;
    if let Some((_, value)) = case.base_value() {
        if value > 0.0 || !case.target.form.compounds() {
            return None;
        }
        let value = short(value);
        let en = format!(
            "the value of the base {base} is {value}, of which {target} makes nothing: write the target as a level, or \
             give another base"
        );
        let zh = format!("基期{}的数值为 {value}，{zh_target} 无从计算：请改写为 level，或另给基期", base.chinese());
        return Some(Finding::new("base_not_positive", Severity::Error, code, zh, en).at(base));
    }
    if case.target.is_kept() || case.target.form == Form::Done || starts_from_nothing(case) {
        return None;
    }
    let (zh_data, data) = frequency.words();
    let (zh, en) = if base.frequency() == frequency || case.indicator.nature != Nature::Flow {
        (
            format!("基期{}没有数据，{zh_target} 以其为起点：请补充该期数据，或另给 base", base.chinese()),
            format!(
                "no value for the base period {base}, from which {target} starts: add it to the data, or give another \
                 base"
            ),
        )
    } else {
        (
            format!("基期{}与数据频率（{zh_data}）不同，{zh_target} 无从起算：请给出同一频率的基期", base.chinese()),
            format!(
                "the base {base} and the data ({data}) have different frequencies, so that {target} has no start: \
                 give a base of the frequency of the data"
            ),
        )
    };
    Some(Finding::new("no_base", Severity::Warning, code, zh, en).at(base))
}

/// A flow that is due in a month or a quarter, and starts from a year.
fn of_a_part(case: &Case<'_>) -> Option<Finding> {
    let (by, base) = (case.target.by?, case.base?);
    let is_part = by.frequency().per_year() > 1 && base.frequency() == Frequency::Annual;
    if !is_part || case.indicator.nature != Nature::Flow || !case.target.form.is_of_values() {
        return None;
    }
    let (year, zh_by) = (by.year(), by.chinese());
    let en = format!(
        "the target is for {by} alone, and its base is the year {base}: write by = \"{year}\" for the whole of {year}, \
         or a base of the same length"
    );
    let zh = format!("目标仅针对{zh_by}，而基期为全年{base}：全年目标请写 by = \"{year}\"，否则请给出同长度的基期");
    Some(Finding::new("part_of_year", Severity::Warning, &case.indicator.code, zh, en).at(by))
}

/// A level of which nothing says whether to reach it or to stay below it.
pub(super) fn undirected(case: &Case<'_>, one: &Assessment) -> Option<Finding> {
    let level = one.target.level.ok()?;
    if one.target.better.is_some() || one.target.band.is_some() || one.now.latest.is_none() || one.now.met.is_some() {
        return None;
    }
    let (code, shown) = (&case.indicator.code, short(level));
    let en = format!(
        "whether {shown} is to be reached or not to be exceeded is said nowhere, and no value of the base tells: add \
         better = \"higher\" (or \"lower\") to [indicator.{code}], or write at_least (or at_most)"
    );
    let zh = format!(
        "{shown} 是应达到还是不应超过，规划未说明，也无基期数值可资判断：请在 [indicator.{code}] 中加 better = \"higher\"\
         （或 \"lower\"），或写 at_least（或 at_most）"
    );
    let finding = Finding::new("no_direction", Severity::Warning, code, zh, en).written([case.target.line()]);
    Some(match one.target.by {
        Some(by) => finding.at(by),
        None => finding,
    })
}

/// An official review that says otherwise than the data.
pub(super) fn review_differs(case: &Case<'_>, one: &Assessment) -> Option<Finding> {
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
    let zh = format!("官方评估称{}目标{}，按数据{}", by.chinese(), says.0, is.0);
    let finding = Finding::new("review_differs", Severity::Warning, &one.indicator, zh, en).at(by);
    Some(finding.of((!one.subject.is_empty()).then_some(&one.subject)).written([case.target.line()]))
}

/// Data of the indicator for others than the subject of the target.
fn other_subject(plan: &Plan, code: &str, (subject, having): (&str, &[&str])) -> Option<Finding> {
    if having.is_empty() || subject.is_empty() {
        return None;
    }
    let near = nearest(subject, having.iter().copied());
    let some: Vec<&str> = near.map_or_else(|| having.iter().copied().take(3).collect(), |near| vec![near]);
    let more = if some.len() < having.len() && near.is_none() { (" ...", "等") } else { ("", "") };
    let en = format!(
        "the data has {} of {}{}, and not of `{subject}`: write the subject alike in the plan and in the data",
        plan.called(code, Language::English),
        some.join(", "),
        more.0
    );
    let zh = format!(
        "数据中的“{}”属于{}{}，没有“{subject}”的：请使规划与数据中的地区名称一致",
        plan.called(code, Language::Chinese),
        some.join("、"),
        more.1
    );
    Some(Finding::new("no_data", Severity::Warning, code, zh, en))
}

/// A name of an indicator under which rows are taken for another.
fn taken<'a>(plan: &'a Plan, indicator: &'a Indicator) -> Option<(&'a str, &'a str)> {
    indicator.labels().find_map(|name| {
        let other = plan.indicators().iter().find(|one| one.labels().any(|label| label == name))?;
        (other.code != indicator.code).then_some((name, other.code.as_str()))
    })
}

/// An indicator of which the data has nothing.
pub(super) fn no_data(plan: &Plan, indicator: &Indicator) -> Finding {
    let code = &indicator.code;
    if let Some((name, other)) = taken(plan, indicator) {
        let en = format!(
            "no data for `{code}`: rows named `{name}` are taken for `{other}`, which has the same name: give one of \
             the two another name"
        );
        let zh = format!("没有 {code} 的数据：名为“{name}”的行归于同名的 {other}：请改其中一个的名称或 alias");
        return Finding::new("no_data", Severity::Warning, code, zh, en);
    }
    Finding::new(
        "no_data",
        Severity::Warning,
        code,
        format!("没有“{}”的数据：数据中的名称须为代码、名称或 alias 之一", indicator.name(Language::Chinese)),
        format!(
            "no data for {}: its rows are found by its code (`{code}`), its names and its alias",
            indicator.name(Language::English)
        ),
    )
}

/// What the data leaves open or breaks for one target.
pub(super) fn data_findings<'a>(
    plan: &Plan,
    case: &Case<'_>,
    (subject, everyone, having): (&str, &[&str], &dyn Fn() -> Vec<&'a str>),
    findings: &mut Vec<Finding>,
) {
    let code = case.indicator.code.as_str();
    let name = (!subject.is_empty()).then_some(subject);
    // What the plan leaves out is said once, not of each subject.
    findings.extend(baseless(case));
    let mut add = |finding: Finding| findings.push(finding.of(name).written([case.target.line()]));
    let Some(series) = case.series.filter(|series| !series.is_empty()) else {
        // A project has its amounts, and needs no value of its own.
        if case.target.form == Form::Direction && case.target.earned_value.is_some() {
            return;
        }
        if let Some(finding) = other_subject(plan, code, (subject, &having())) {
            add(finding);
            return;
        }
        add(no_data(plan, case.indicator));
        return;
    };
    let frequency = series.points.first().map(|(period, _)| period.frequency());
    if let (Some(by), Some(frequency)) = (case.target.by.filter(|by| !series.speaks_of(*by)), frequency) {
        let (zh_data, data) = frequency.words();
        let zh = format!(
            "所给为{zh_data}，不能与{}的目标相比：请给出同一频率的数据，存量指标请写 nature = \"stock\"",
            by.chinese()
        );
        let en = format!(
            "the data is {data} and cannot be held against a target for {by}: give data of its frequency, or \
             nature = \"stock\" for what is no sum over a period"
        );
        add(Finding::new("other_frequency", Severity::Warning, code, zh, en).at(by));
        return;
    }
    if let Some(finding) = no_reference(plan, case, everyone) {
        add(finding);
    }
    if let Some(finding) = no_base(case, frequency).or_else(|| of_a_part(case)) {
        add(finding);
    }
    for finding in slips(case).into_iter().chain(stray(case)).chain(gap(case)).chain(negative(case)) {
        add(finding);
    }
    for (period, value, limit) in case.broken(case.observed()) {
        let shown = if matches!(case.target.form, Form::Share { .. }) { percent } else { short };
        let en = format!("{} in {period} breaks the limit {}", shown(value), shown(limit));
        let zh = format!("{}为 {}，突破限值 {}", period.chinese(), shown(value), shown(limit));
        add(Finding::new("limit_broken", Severity::Warning, code, zh, en)
            .at(period)
            .with([("value", value), ("limit", limit)]));
    }
    for (period, growth, asked) in case.years_missed(case.values()) {
        let en = format!("{} in {period} misses the {} asked for in every year", percent(growth), percent(asked));
        let zh = format!("{}增长 {}，未达到每年 {} 的要求", period.chinese(), percent(growth), percent(asked));
        add(Finding::new("year_below_rate", Severity::Warning, code, zh, en)
            .at(period)
            .with([("growth", growth), ("rate", asked)]));
    }
    for (period, growth) in series.published.iter().filter(|(_, growth)| growth.abs() >= 10.0) {
        let en = format!(
            "published growth of {} in {period}: growth is a fraction, or has a percent sign",
            percent(*growth)
        );
        let zh = format!("{}的公布增速为 {}：请写成小数，或加百分号", period.chinese(), percent(*growth));
        add(Finding::new("growth_in_percent", Severity::Warning, code, zh, en).at(*period).with([("growth", *growth)]));
    }
}
