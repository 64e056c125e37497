//! What is odd in the data of one target: a value in another unit than its neighbours, months missing among months.

use super::super::case::Case;
use super::super::details::sum_begins;
use crate::model::{Frequency, Nature, Period};
use crate::plan::{Finding, Severity, short};

/// How far from a whole power of ten a ratio may lie, in its logarithm.
const NEAR: f64 = 0.15;

/// Values so many years apart are hardly of one series.
const FAR: f64 = 50.0;

/// The power of ten by which `value` seems to be off beside `neighbour`; 0 where it is not.
fn slipped(neighbour: f64, value: f64) -> i32 {
    if neighbour <= 0.0 || value <= 0.0 {
        return 0;
    }
    let power = (value / neighbour).log10();
    if (power - power.round()).abs() <= NEAR { power.round() as i32 } else { 0 }
}

/// A value that is off by a power of ten beside those before and behind it, which are like each other: another unit,
/// a digit too many, a fraction among percent.
pub(super) fn slips(case: &Case<'_>) -> Vec<Finding> {
    let Some(series) = case.series else { return Vec::new() };
    let yearly = series.points.first().is_some_and(|(period, _)| period.frequency() == Frequency::Annual);
    // Months of a flow may differ as much, and what is earned of a project begins with little.
    if series.flow && !yearly || case.target.earned_value.is_some() {
        return Vec::new();
    }
    let indicator = case.indicator;
    let is_rate = matches!(indicator.nature, Nature::Ratio | Nature::Growth)
        || indicator.unit.as_ref().is_some_and(crate::model::Unit::is_rate);
    // Rates of 0.6 and 6.1 follow one another; 0.061 is no percent.
    let least = if is_rate { 2 } else { 1 };
    let at = |place: usize| series.points.get(place).copied();
    let alike = |a: f64, b: f64| a > 0.0 && b > 0.0 && (1.0 / 3.0..=3.0).contains(&(a / b));
    let mut findings = Vec::new();
    for (place, &(period, value)) in series.points.iter().enumerate() {
        let before = place.checked_sub(1).and_then(at);
        let neighbours = match (before, at(place + 1)) {
            (Some(before), Some(behind)) => Some((before, behind)),
            // At an end the two next to it speak for the series.
            (Some(before), None) => place.checked_sub(2).and_then(at).map(|further| (before, further)),
            (None, Some(behind)) => at(place + 2).map(|further| (behind, further)),
            (None, None) => None,
        };
        let Some(((near, other), (_, further))) = neighbours else { continue };
        let power = slipped(other, value);
        if power.abs() < least || !alike(other, further) {
            continue;
        }
        let times = short(10_f64.powi(power.abs()));
        let (value_, other_) = (short(value), short(other));
        let (en, zh) = if power > 0 {
            (format!("about {times} times"), format!("约为其 {times} 倍"))
        } else {
            (format!("about 1/{times} of"), format!("约为其 1/{times}"))
        };
        let en = format!("{value_} in {period} is {en} the {other_} of {near}: is it in another unit, or a digit off?");
        let zh = format!(
            "{}为 {value_}，而{}为 {other_}，{zh}：是否单位不同，或多（少）写一位？",
            period.chinese(),
            near.chinese()
        );
        let finding = Finding::new("value_slipped", Severity::Warning, &indicator.code, zh, en).at(period);
        findings.push(finding.with([("value", value), ("neighbour", other)]));
    }
    findings
}

/// The first value outside of the natural limits, and a period far from those beside it.
pub(super) fn stray(case: &Case<'_>) -> Vec<Finding> {
    let Some(series) = case.series else { return Vec::new() };
    let code = &case.indicator.code;
    let mut findings = Vec::new();
    // A published share may be rounded beyond its limit.
    let beyond =
        |value: f64, (low, high): (f64, f64)| value < low - 0.01 * (high - low) || value > high + 0.01 * (high - low);
    if let Some((bounds, &(period, value))) = case.indicator.bounds.and_then(|bounds| {
        let finite = bounds.0.is_finite() && bounds.1.is_finite();
        let past = |(_, value): &&(Period, f64)| {
            if finite { beyond(*value, bounds) } else { *value < bounds.0 || *value > bounds.1 }
        };
        Some((bounds, series.points.iter().find(past)?))
    }) {
        let (value_, low, high) = (short(value), short(bounds.0), short(bounds.1));
        let en =
            format!("{value_} in {period} lies beyond the natural limits {low} to {high}: mend the value or `bounds`");
        let zh = format!("{}为 {value_}，超出自然界限 {low} 至 {high}：请改正数值或 bounds", period.chinese());
        let finding = Finding::new("value_beyond_bounds", Severity::Warning, code, zh, en).at(period);
        findings.push(finding.with([("value", value), ("low", bounds.0), ("high", bounds.1)]));
    }
    for pair in series.points.windows(2) {
        let [(before, _), (behind, _)] = pair else { continue };
        let years = behind.end_in_years() - before.end_in_years();
        if years > FAR {
            let en = format!(
                "{behind} lies {} years behind {before}, the value before it: is the year right?",
                short(years)
            );
            let zh =
                format!("{}距前一个数值（{}）{} 年：年份是否有误？", behind.chinese(), before.chinese(), short(years));
            findings.push(Finding::new("far_period", Severity::Warning, code, zh, en).at(*behind));
        }
    }
    findings
}

/// The one value of a flow that is below zero: a running total that falls, or a sign that slipped in.
pub(super) fn negative(case: &Case<'_>) -> Option<Finding> {
    let series = case.series.filter(|series| series.flow && series.parts.len() > 3)?;
    let mut below = series.parts.iter().filter(|part| part.value < 0.0);
    let (part, None) = (below.next()?, below.next()) else { return None };
    let month = |month: i32| Period::from_ordinal(Frequency::Monthly, month);
    let (first, last) = (month(part.from), month(part.to - 1));
    let (span, zh_span) = if first == last {
        (first.to_string(), first.chinese())
    } else {
        (format!("{first} to {last}"), format!("{}至{}", first.chinese(), last.chinese()))
    };
    let value = short(part.value);
    let en = format!(
        "{span} comes to {value}, and every other value is above zero: does a running total fall there, or is the sign wrong?"
    );
    let zh = format!("{zh_span}为 {value}，其余各期均为正：是否累计数下降，或符号有误？");
    let finding = Finding::new("negative_value", Severity::Warning, &case.indicator.code, zh, en).at(last);
    Some(finding.with([("value", part.value)]))
}

/// Months that are missing among the parts of years: a year without them is not whole, and a sum ends before them.
pub(super) fn gap(case: &Case<'_>) -> Option<Finding> {
    let series = case.series.filter(|series| series.flow)?;
    let is_of_years = case.target.by.or(case.base).is_none_or(|period| period.frequency() == Frequency::Annual);
    // What lies before the sum or the base matters to nobody.
    let begin = sum_begins(case).unwrap_or(i32::MIN);
    // A yearly figure that is published makes its year whole.
    let is_whole = |month: i32| series.at(Period::annual(month.div_euclid(12))).is_some();
    let missing = series.parts.windows(2).find_map(|pair| match pair {
        [a, b] if b.from > a.to && b.from > begin && (a.to % 12 != 0 || b.from % 12 != 0) => {
            (!is_whole(a.to)).then_some((a.to, b.from))
        }
        _ => None,
    });
    let (from, to) = missing.filter(|_| is_of_years)?;
    let month = |month: i32| Period::from_ordinal(Frequency::Monthly, month);
    let (first, last) = (month(from), month(to - 1));
    let (span, zh_span) = if first == last {
        (format!("{first} is missing"), first.chinese())
    } else {
        (format!("{first} to {last} are missing"), format!("{}至{}", first.chinese(), last.chinese()))
    };
    let en = format!("{span} between values: the sum of {} ends before it, and the year is not whole", first.year());
    let zh = format!("缺少{zh_span}的数据：{}年的累计止于其前，全年不完整", first.year());
    Some(Finding::new("gap_in_year", Severity::Warning, &case.indicator.code, zh, en).at(first))
}
