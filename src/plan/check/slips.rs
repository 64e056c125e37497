//! Slips of the pen: what can be written, and what hardly anybody means.

use super::super::{Form, Target};
use super::{Finding, Severity, percent, short};
use crate::error::Undefined;
use crate::growth::{rate_of_multiple, why_not};
use crate::model::{Better, Indicator, Nature, Period};

/// A target so many times its base, or so small a part of it, is more likely in another unit.
const SCALE: f64 = 50.0;

/// A rise of so much a year is more likely one in percent.
const STEEP: f64 = 0.5;

/// A target with the value of its base, where it is known, and the years between.
pub(super) struct Written<'a> {
    pub(super) target: &'a Target,
    pub(super) start: Option<f64>,
    pub(super) years: f64,
}

/// What single targets of an indicator say that is hardly meant.
pub(super) fn slips(indicator: &Indicator, targets: &[Written<'_>], end: Option<Period>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, one) in targets.iter().enumerate() {
        let target = one.target;
        let found =
            [out_of_scale(indicator, one), points(indicator, target), rise(indicator, one), of_rate(indicator, target)];
        let found = found.into_iter().chain([against_better(indicator, target), after_end(indicator, target, end)]);
        findings.extend(found.flatten().map(|finding| {
            let finding = finding.written([target.line()]);
            match target.by {
                Some(by) => finding.at(by),
                None => finding,
            }
        }));
        if let Some(first) = targets.iter().take(at).find(|first| is_same(first.target, target)) {
            let en = format!("the same target twice: `{}`; delete one of them", target.form);
            let zh = format!("同一目标写了两次：`{}`，请删去其一", target.form);
            let finding = Finding::new("same_target", Severity::Warning, &indicator.code, zh, en);
            findings.push(finding.written([first.target.line(), target.line()]));
        }
    }
    findings
}

/// Whether two targets ask for the same, by the same date, with the same weight, in the same place.
fn is_same(a: &Target, b: &Target) -> bool {
    (&a.form, a.by, a.from, a.every, a.base, a.commitment) == (&b.form, b.by, b.from, b.every, b.base, b.commitment)
        && (&a.subject, &a.set, &a.source) == (&b.subject, &b.set, &b.source)
        && (a.stated, &a.earned_value) == (b.stated, &b.earned_value)
}

/// A level in another unit than its base, or a share in percent and one as a fraction.
fn out_of_scale(indicator: &Indicator, one: &Written<'_>) -> Option<Finding> {
    let level = match one.target.form {
        Form::Level(level) | Form::AtLeast(level) | Form::AtMost(level) | Form::Near { value: level, .. } => level,
        Form::Between(_, high) => high,
        _ => return None,
    };
    let start = one.start.filter(|start| *start > 0.0 && level > 0.0)?;
    let multiple = level / start;
    if (1.0 / SCALE..=SCALE).contains(&multiple) {
        return None;
    }
    let (level_, start_) = (short(level), short(start));
    let unit = indicator.unit.as_ref().map(ToString::to_string);
    let (en_unit, zh_unit) = match &unit {
        Some(unit) => (format!(", {unit}"), format!("（{unit}）")),
        None => (String::new(), String::new()),
    };
    let (en, zh) = if multiple > 1.0 {
        let times = short(multiple.round());
        (format!("{times} times the base"), format!("基期 {start_} 的 {times} 倍"))
    } else {
        let times = short((1.0 / multiple).round());
        (format!("1/{times} of the base"), format!("基期 {start_} 的 1/{times}"))
    };
    let en = format!(
        "the target {level_} is {en}, which is {start_}: both are read in the unit of the indicator{en_unit}; mend the \
         one that is in another"
    );
    let zh = format!("目标 {level_} 是{zh}：两者均按指标的单位{zh_unit}理解，请核对（百分数与小数、万与亿）");
    let finding = Finding::new("out_of_scale", Severity::Warning, &indicator.code, zh, en);
    Some(finding.with([("target", level), ("base", start)]))
}

/// Points written as a fraction.
fn points(indicator: &Indicator, target: &Target) -> Option<Finding> {
    let Form::Points { points, .. } = target.form else { return None };
    let is_rate = indicator.unit.as_ref().is_some_and(crate::model::Unit::is_rate);
    if !is_rate || points == 0.0 || points.abs() >= 0.1 {
        return None;
    }
    let (points_, more) = (short(points), short(points * 100.0));
    let en = format!(
        "a change of {points_} percentage points: points are no fractions, write points = {more} if that is meant"
    );
    let zh = format!("变动 {points_} 个百分点：points 以百分点计而非小数，若指 {more} 个百分点，请写 points = {more}");
    Some(Finding::new("points_as_fraction", Severity::Warning, &indicator.code, zh, en).with([("points", points)]))
}

/// A rate of growth that is asked of what is a rate itself, and changes in points.
fn of_rate(indicator: &Indicator, target: &Target) -> Option<Finding> {
    let (rate, whole) = match target.form {
        Form::Rate(rate) => (rate, false),
        Form::Rise(rise) => (rise, true),
        Form::Reduction(reduction) => (-reduction, true),
        _ => return None,
    };
    // Rates of growth are chained to levels where growth is asked for.
    if indicator.nature == Nature::Growth || why_not(indicator) != Some(Undefined::RateType) {
        return None;
    }
    let (form, code, change) = (&target.form, &indicator.code, percent(rate));
    let points = short(rate * 100.0);
    // An average rate of a rate is hardly ever meant; a rise over the plan is written so now and then.
    let (severity, over_en, over_zh) =
        if whole { (Severity::Info, "over the plan", "累计") } else { (Severity::Warning, "a year", "年均") };
    let en = format!(
        "`{form}` asks the rate itself to change by {change} {over_en}, from 50 % to {} % and so on: write points = \
         {points} if percentage points are meant, or nature = \"growth\" in [indicator.{code}] if its values are rates of \
         growth",
        short(50.0 * (1.0 + rate)),
    );
    let zh = format!(
        "`{form}` 要求该比率本身{over_zh}变动 {change}（如由 50 % 变为 {} %）：若指百分点请写 points = {points}；若其数值为\
         增长率，请在 [indicator.{code}] 中加 nature = \"growth\"",
        short(50.0 * (1.0 + rate)),
    );
    Some(Finding::new("rate_of_rate", severity, code, zh, en).with([("rate", rate)]))
}

/// A rise in percent in the place of a fraction.
fn rise(indicator: &Indicator, one: &Written<'_>) -> Option<Finding> {
    let Form::Rise(rise) = one.target.form else { return None };
    let years = if one.years.is_finite() { one.years } else { 1.0 };
    let a_year = rate_of_multiple(1.0 + rise, years).ok().filter(|rate| rise >= 1.0 && *rate >= STEEP)?;
    let (whole, a_year_, meant) = (percent(rise), percent(a_year), short(rise / 100.0));
    let en = format!(
        "a rise of {whole} is {a_year_} a year: rates are fractions, write rise = {meant} for {} %, or what it makes: \
         multiple = {}",
        short(rise),
        short(1.0 + rise)
    );
    let zh = format!(
        "累计增长 {whole}，即年均 {a_year_}：增长率以小数计，{} % 请写 rise = {meant}；若确为此数，请写 multiple = {}",
        short(rise),
        short(1.0 + rise)
    );
    Some(
        Finding::new("steep_rise", Severity::Warning, &indicator.code, zh, en).with([("rise", rise), ("rate", a_year)]),
    )
}

/// A rise of what should fall, or the other way round.
fn against_better(indicator: &Indicator, target: &Target) -> Option<Finding> {
    let (asks, better) = match target.form {
        Form::Rise(_) | Form::Reduction(_) => (target.form.better()?, indicator.direction()?),
        _ => return None,
    };
    if better == Better::Near || asks == better {
        return None;
    }
    let en = format!(
        "`{}` is met by {} values, and better = \"{better}\" says the opposite: mend one of them, or write the level or \
         multiple that it leads to",
        target.form,
        if asks == Better::Higher { "higher" } else { "lower" },
    );
    let zh = format!(
        "`{}` 要求数值{}，而指标的 better = \"{better}\" 与之相反：请改正其一，或改写为 level 或 multiple",
        target.form,
        if asks == Better::Higher { "上升" } else { "下降" },
    );
    Some(Finding::new("direction_conflict", Severity::Warning, &indicator.code, zh, en))
}

/// A date after the end of the plan: a vision beyond it, or a wrong year.
fn after_end(indicator: &Indicator, target: &Target, end: Option<Period>) -> Option<Finding> {
    // A target with a base of its own is a plan of its own.
    let (by, end) = (target.by.filter(|_| target.base.is_none())?, end?);
    if by.end_in_years() <= end.end_in_years() + 1e-9 {
        return None;
    }
    let en = format!("the target is due in {by}, after the end of the plan ({end})");
    let zh = format!("目标期为{}，晚于规划期末（{}）", by.chinese(), end.chinese());
    Some(Finding::new("after_end", Severity::Info, &indicator.code, zh, en))
}
