//! Plan completion in detail, in a track: inside the year, early by, in time, over the whole plan.

use serde_json::{Map, Value};

use super::document::{Block, Cell, Head, Mark, Note, Table};
use super::object::Object;
use super::words::{form, say};
use crate::error::Undefined;
use crate::model::Language;
use crate::plan::Form;
use crate::progress::{Assessment, Details, Number, StatedCompletion, Track, WithinYear};

/// Adds the difference and the sections that there are to an assessment.
pub(super) fn put(object: &mut Object, one: &Assessment, explain: bool) {
    // Beside the degree, and in its place where the target is zero or less.
    if one.now.latest.is_some() && one.target.level.is_ok() {
        object.result("difference", one.difference());
    }
    for (name, numbers) in one.details.numbers() {
        let mut section = Object::default();
        for (word, value) in words(&one.details, name) {
            section.value(word, value);
        }
        let mut formulas = Map::new();
        for Number { name, value, formula, .. } in numbers {
            section.result(name, value);
            if let Some(formula) = formula {
                formulas.insert(name.to_owned(), formula.into());
            }
        }
        if explain {
            section.put("formulas", Value::Object(formulas));
        }
        object.put(name, section.finish());
    }
}

/// What a section says beside its numbers: periods, dates, methods, yes or no.
pub(super) fn words(details: &Details, section: &str) -> Vec<(&'static str, Result<Value, Undefined>)> {
    match section {
        "within_year" => details.within_year.iter().flat_map(year_words).collect(),
        "early_by" => details
            .early_by
            .iter()
            .flat_map(|early| {
                let method = Value::from(early.method.as_str());
                [
                    ("method", Ok(method)),
                    ("reached_in", Ok(early.reached_in().into())),
                    ("date", Ok(early.date().into())),
                ]
            })
            .collect(),
        "schedule" => details.schedule.iter().map(|schedule| ("path", Ok(schedule.path.as_str().into()))).collect(),
        "running_total" => details.running_total.iter().map(|sum| ("through", Ok(sum.through().into()))).collect(),
        "stated_completion" => details.stated_completion.iter().flat_map(stated_words).collect(),
        "earned_value" => details
            .earned_value
            .iter()
            .map(|project| ("period", project.period.map(|period| period.to_string().into())))
            .collect(),
        _ => Vec::new(),
    }
}

fn stated_words(stated: &StatedCompletion) -> [(&'static str, Result<Value, Undefined>); 2] {
    [
        ("period", stated.value.map(|(period, _)| period.to_string().into())),
        ("agrees", stated.agrees().map(Value::from)),
    ]
}

fn year_words(year: &WithinYear) -> [(&'static str, Result<Value, Undefined>); 8] {
    let lead = year.lead_points(year.path);
    let on_schedule = year.on_schedule().ok_or(lead.err().unwrap_or(Undefined::NotApplicable));
    let growth_of = if year.growth_published { "published" } else { "levels" };
    let half = year.half.ok_or(Undefined::TooFewPoints);
    let half_met = half.and_then(|half| half.met.ok_or(Undefined::NoDirection));
    [
        ("year", Ok(year.year.to_string().into())),
        ("through", Ok(year.through.to_string().into())),
        ("months", Ok((year.part.months as i64).into())),
        ("plan_of", Ok(year.plan_of.as_str().into())),
        ("path", Ok(year.path.as_str().into())),
        ("on_schedule", on_schedule.map(Value::from)),
        ("growth_of", year.growth.map(|_| growth_of.into())),
        ("half_met", half_met.map(Value::from)),
    ]
}

/// Each number with its arithmetic.
pub(super) fn notes(track: &Track, about: impl Fn(&Assessment) -> String) -> Vec<Note> {
    let mut notes = Vec::new();
    for one in &track.assessments {
        let about = about(one);
        for number in one.latest_numbers().into_iter().chain(one.numbers()) {
            if let (Ok(value), Some(formula)) = (number.value, number.formula) {
                let text = format!("{about}, {}: {formula} = {value}", number.name);
                notes.push(Note { mark: Mark::Info, text });
            }
        }
        for (section, numbers) in one.details.numbers() {
            for number in numbers {
                if let (Ok(value), Some(formula)) = (number.value, number.formula) {
                    let text = format!("{about}, {section}.{}: {formula} = {value}", number.name);
                    notes.push(Note { mark: Mark::Info, text });
                }
            }
        }
    }
    notes
}

/// A table for each section that some assessment has.
pub(super) fn blocks(track: &Track, namer: impl Fn(&Assessment) -> String, language: Language) -> Vec<Block> {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let sections = [
        (t("年内进度", "Within the year"), within_year(track, &namer, language)),
        (t("提前完成", "Reached before the date"), early_by(track, &namer, language)),
        (t("累计任务", "Planned sums"), running_total(track, &namer, language)),
        (t("规划期累计", "Over the whole plan"), over_plan(track, &namer, language)),
        (t("挣值", "Earned value"), earned(track, &namer, language)),
        (t("反求任务", "Targets behind stated completions"), stated(track, &namer, language)),
    ];
    let mut blocks = Vec::new();
    for (heading, table) in sections {
        if !table.rows.is_empty() {
            blocks.extend([Block::Heading(heading.to_owned()), Block::Table(table)]);
        }
    }
    blocks
}

fn within_year(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("累计至", "through")),
        Head::number(t("全年计划", "plan of the year")),
        Head::number(t("累计", "to date")),
        Head::number(t("完成程度", "completion")),
        Head::number(t("时间进度", "due by time")),
        Head::number(t("上年同期占比", "due as last year")),
        Head::number(t("领先(点)", "lead, points")),
        Head::number(t("余月月均需", "needed a month")),
        Head::number(t("余月需增", "growth needed")),
        Head::number(t("按进度推算", "end by pace")),
        Head::number(t("按上年结构推算", "end as last year")),
        Head::number(t("按增速推算", "end by growth")),
        Head::text(t("双过半", "half by half")),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for one in &track.assessments {
        let Some(year) = &one.details.within_year else { continue };
        let part = &year.part;
        let numbers = year.numbers();
        let find = |name: &str, shown: fn(f64) -> Cell| {
            numbers
                .iter()
                .find(|number| number.name == name)
                .map_or(Cell::Blank, |number| Cell::of(number.value, shown))
        };
        let half = year.half.and_then(|half| half.met);
        let row = vec![
            Cell::Text(namer(one)),
            Cell::Text(year.through.to_string()),
            Cell::Level(part.plan),
            Cell::Level(part.to_date),
            find("completion", Cell::Percent),
            find("due_elapsed", Cell::Percent),
            find("due_seasonal", Cell::Percent),
            Cell::of(year.lead_points(year.path), Cell::Points),
            find("needed_a_month", Cell::Level),
            find("needed_growth", Cell::Percent),
            find("estimate_pace", Cell::Level),
            find("estimate_profile", Cell::Level),
            find("estimate_growth", Cell::Level),
            Cell::Text(match half {
                Some(true) => t("是", "yes").to_owned(),
                Some(false) => t("否", "no").to_owned(),
                None => String::new(),
            }),
        ];
        // Several targets of one indicator may lead through one plan of the year.
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    Table { heads, rows }
}

fn early_by(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("期限", "by")),
        Head::number(t("目标", "target")),
        Head::text(t("方法", "method")),
        Head::text(t("达到时间", "reached in")),
        Head::text(t("日期", "date")),
        Head::number(t("提前(月)", "early, months")),
        Head::number(t("提前(日, 每月30日)", "days of 30 a month")),
        Head::number(t("提前(日历日)", "days of the calendar")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let early = one.details.early_by.as_ref()?;
        Some(vec![
            Cell::Text(namer(one)),
            Cell::Text(one.target.by.map(|by| by.to_string()).unwrap_or_default()),
            match one.target.form {
                Form::Done => Cell::Text(t("完成", "done").to_owned()),
                ref form => super::track_targets::measured(form)(early.target),
            },
            Cell::Text(match early.method {
                crate::progress::EarlyMethod::Level => t("水平法", "level").to_owned(),
                crate::progress::EarlyMethod::Total => t("累计法", "running total").to_owned(),
                crate::progress::EarlyMethod::Observed => t("期末数", "as observed").to_owned(),
            }),
            Cell::Text(early.reached_in()),
            Cell::Text(early.date().unwrap_or_default()),
            Cell::Fixed(early.by.months, 2),
            Cell::Fixed(early.by.days, 1),
            Cell::maybe(early.by.calendar_days, |days| Cell::Fixed(days, 1)),
        ])
    });
    Table { heads, rows: rows.collect() }
}

fn running_total(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("累计期", "summed over")),
        Head::number(t("计划总量", "planned sum")),
        Head::number(t("累计", "to date")),
        Head::number(t("完成程度", "completion")),
        Head::number(t("时间进度", "due by time")),
        Head::number(t("领先(点)", "lead, points")),
        Head::number(t("领先(月)", "lead, months")),
        Head::number(t("余期月均需", "needed a month")),
        Head::number(t("余期年均需", "needed a year")),
        Head::number(t("按进度推算", "end by pace")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let sum = one.details.running_total.as_ref()?;
        let numbers = sum.numbers();
        let find = |name: &str, shown: fn(f64) -> Cell| {
            numbers
                .iter()
                .find(|number| number.name == name)
                .map_or(Cell::Blank, |number| Cell::of(number.value, shown))
        };
        Some(vec![
            Cell::Text(namer(one)),
            Cell::Text(sum.through()),
            Cell::Level(sum.total),
            Cell::Level(sum.to_date),
            find("completion", Cell::Percent),
            find("due_elapsed", Cell::Percent),
            find("lead_points_elapsed", Cell::Points),
            find("lead_months_elapsed", |months| Cell::Fixed(months, 1)),
            find("needed_a_month", Cell::Level),
            find("needed_a_year", Cell::Level),
            find("estimate_pace", Cell::Level),
        ])
    });
    Table { heads, rows: rows.collect() }
}

fn earned(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("时期", "period")),
        Head::number(t("计划价值 PV", "planned value")),
        Head::number(t("挣值 EV", "earned value")),
        Head::number(t("实际成本 AC", "actual cost")),
        Head::number(t("完工预算 BAC", "budget")),
        Head::number(t("进度绩效 SPI", "SPI")),
        Head::number(t("成本绩效 CPI", "CPI")),
        Head::number(t("完工估算 EAC", "EAC")),
        Head::number(t("完工偏差 VAC", "VAC")),
        Head::number(t("完工尚需绩效 TCPI", "TCPI")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let project = one.details.earned_value.as_ref()?;
        let numbers = project.numbers();
        let find = |name: &str, shown: fn(f64) -> Cell| {
            numbers
                .iter()
                .find(|number| number.name == name)
                .map_or(Cell::Blank, |number| Cell::of(number.value, shown))
        };
        let index = |name: &str| find(name, |value| Cell::Fixed(value, 3));
        let mut row =
            vec![Cell::Text(namer(one)), project.period.map_or(Cell::Blank, |period| Cell::Text(period.to_string()))];
        let amounts = ["planned_value", "earned_value", "actual_cost", "budget_at_completion"];
        row.extend(amounts.map(|name| find(name, Cell::Level)));
        row.extend([index("spi"), index("cpi"), find("eac", Cell::Level), find("vac", Cell::Level), index("tcpi")]);
        Some(row)
    });
    Table { heads, rows: rows.collect() }
}

fn stated(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("时期", "period")),
        Head::number(t("数值", "value")),
        Head::number(t("所称完成程度", "stated")),
        Head::number(t("反求目标", "target behind it")),
        Head::number(t("下限", "from")),
        Head::number(t("上限", "to")),
        Head::number(t("规划目标", "target written")),
        Head::number(t("实际完成程度", "completion of it")),
        Head::text(t("相符", "agrees")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let stated = one.details.stated_completion.as_ref()?;
        let (low, high) = stated.interval();
        Some(vec![
            Cell::Text(namer(one)),
            stated.value.map_or(Cell::Blank, |(period, _)| Cell::Text(period.to_string())),
            Cell::of(stated.value.map(|(_, value)| value), Cell::Level),
            Cell::Percent(stated.stated.completion.to_f64()),
            Cell::of(stated.target(), Cell::Level),
            Cell::of(low, Cell::Level),
            Cell::of(high, Cell::Level),
            stated.level.map_or(Cell::Blank, Cell::Level),
            stated.of_target().map_or(Cell::Blank, Cell::Percent),
            Cell::Text(match stated.agrees() {
                Ok(true) => t("是", "yes").to_owned(),
                Ok(false) => t("否", "no").to_owned(),
                Err(_) => String::new(),
            }),
        ])
    });
    Table { heads, rows: rows.collect() }
}

fn over_plan(track: &Track, namer: &impl Fn(&Assessment) -> String, language: Language) -> Table {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let heads = vec![
        Head::text(t("指标", "indicator")),
        Head::text(t("期限", "by")),
        Head::text(t("目标", "target")),
        Head::number(t("计划年均", "planned a year")),
        Head::number(t("累计变动", "so far")),
        Head::number(t("年均", "a year")),
        Head::number(t("进度(对数)", "progress, by logarithm")),
        Head::number(t("时间进度", "due by time")),
        Head::number(t("线性比例", "linear share")),
        Head::number(t("余期需变动", "left")),
        Head::number(t("余期年均", "left a year")),
    ];
    let rows = track.assessments.iter().filter_map(|one| {
        let plan = one.details.over_plan.as_ref()?;
        Some(vec![
            Cell::Text(namer(one)),
            Cell::Text(one.target.by.map(|by| by.to_string()).unwrap_or_default()),
            // What compounds names no other indicator.
            Cell::Text(form(&one.target.form, language, &str::to_owned)),
            Cell::of(plan.planned_a_year(), Cell::Percent),
            Cell::of(plan.so_far(), Cell::Percent),
            Cell::of(plan.so_far_a_year(), Cell::Percent),
            Cell::of(plan.progress(), Cell::Percent),
            Cell::of(plan.due(), Cell::Percent),
            Cell::of(plan.linear_share(), Cell::Percent),
            Cell::of(plan.rest(), Cell::Percent),
            Cell::of(plan.rest_a_year(), Cell::Percent),
        ])
    });
    Table { heads, rows: rows.collect() }
}
