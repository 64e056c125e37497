//! A plan against itself and against data, as tables that are understood at a glance.

use std::collections::HashMap;
use std::io::Write;

use serde_json::Value;

use super::document::{Block, Cell, Document, Head, Mark, Note, Table};
use super::track_goals::{self, Goals};
use super::track_methods::{self, FEW, status_cell};
use super::track_targets::{asked_cell, measured, progress_cells, sources};
use super::words::{commitment, form, outcome, say, standing};
use super::{Report, csv_rows, track_details, track_json, track_reviews, track_rows, unwritable};
use crate::error::Result;
use crate::model::{Better, Language, Period};
use crate::plan::{Form, Plan, Severity};
use crate::progress::{Assessment, GoalPoint, Track};

/// A track with the plan that it is of.
///
/// # Examples
/// ```
/// use fanfan::prelude::*;
/// use fanfan::report::{Report, TrackReport};
///
/// let plan = Plan::from_path("data/town-2005/plan.toml")?;
/// let tables = fanfan::read::tables(&plan.data_paths(), &Default::default())?;
/// let track = plan.track(&tables.observations, TrackOptions::default())?;
/// let json = TrackReport::new(&plan, &track).json();
/// assert_eq!(json["schema"], "fanfan.track/1");
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct TrackReport<'a> {
    plan: &'a Plan,
    track: &'a Track,
    explain: bool,
}

impl<'a> TrackReport<'a> {
    /// The report of a track.
    pub fn new(plan: &'a Plan, track: &'a Track) -> TrackReport<'a> {
        TrackReport { plan, track, explain: false }
    }

    /// Whether formulas stand beside the judgements; those of a target's own numbers need a track that was made with
    /// [`TrackOptions::explain`](crate::progress::TrackOptions::explain).
    #[must_use]
    pub fn explain(self, wanted: bool) -> TrackReport<'a> {
        TrackReport { explain: wanted, ..self }
    }

    fn name(&self, code: &str, language: Language) -> String {
        let indicator = self.plan.indicator(code);
        indicator.map_or(code, |indicator| indicator.name(language)).to_owned()
    }

    /// The indicator, behind the subject where there are several.
    fn named(&self, one: &Assessment, language: Language) -> String {
        let name = self.name(&one.indicator, language);
        if self.subjects() && !one.subject.is_empty() { format!("{} {name}", one.subject) } else { name }
    }

    fn unit(&self, code: &str) -> String {
        let unit = self.plan.indicator(code).and_then(|indicator| indicator.unit.as_ref());
        unit.map(ToString::to_string).unwrap_or_default()
    }

    fn json_document(&self) -> track_json::Document<'a> {
        track_json::Document { plan: self.plan, track: self.track, explain: self.explain }
    }

    /// Whether more than one subject is judged.
    fn subjects(&self) -> bool {
        let mut subjects = self.track.assessments.iter().map(|one| one.subject.as_str());
        let first = subjects.next();
        subjects.any(|subject| Some(subject) != first)
    }

    fn opening(&self, language: Language) -> Vec<Block> {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let title = self.plan.title().get(language).unwrap_or(t("计划", "Plan"));
        let mut blocks = vec![Block::Heading(title.to_owned())];
        let mut facts = Vec::new();
        if let Some(base) = self.plan.base() {
            facts.push(format!("{} {base}", t("基期", "base")));
        }
        if let Some(end) = self.plan.end() {
            facts.push(format!("{} {end}", t("期末", "end")));
        }
        if let Some(as_of) = self.track.as_of {
            facts.push(format!("{} {as_of}", t("评估时点", "as of")));
        }
        if !facts.is_empty() {
            blocks.push(Block::Line(facts.join(t("，", ", "))));
        }
        blocks.extend(track_goals::lines(self.track, language));
        blocks
    }

    /// What the targets ask for, beside the goals.
    fn demands(&self, language: Language) -> Option<Table> {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let dated: Vec<&Assessment> =
            self.track.assessments.iter().filter(|one| !matches!(one.target.form, Form::Direction)).collect();
        if dated.is_empty() {
            return None;
        }
        let goals = self.goal_points();
        let with_goals = !goals.is_empty();
        let with_bases = dated.iter().any(|one| one.base.0 != dated[0].base.0);
        let with_legs = dated.iter().any(|one| one.leg_rate.is_ok() && one.leg_rate != one.target_rate);
        let with_subjects = self.subjects();
        let mut table = Table::default();
        if with_subjects {
            table.heads.push(Head::text(t("地区", "subject")));
        }
        table.heads.push(Head::text(t("指标", "indicator")));
        table.heads.push(Head::text(t("单位", "unit")));
        if with_bases {
            table.heads.push(Head::text(t("基期", "from")));
        }
        table.heads.push(Head::number(t("基期值", "base")));
        table.heads.push(Head::text(t("期限", "by")));
        table.heads.push(Head::number(t("目标", "target")));
        table.heads.push(Head::number(t("倍数", "x base")));
        table.heads.push(Head::number(t("翻番数", "doublings")));
        table.heads.push(Head::number(t("年均", "a year")));
        if with_legs {
            table.heads.push(Head::number(t("本段年均", "in its leg")));
        }
        if with_goals {
            table.heads.push(Head::number(t("自定目标、年均", "own goal, a year")));
            table.heads.push(Head::text(t("对照", "against goal")));
        }
        let mut before: Option<(&str, &str, Option<Period>)> = None;
        for one in dated {
            let again = before == Some((one.subject.as_str(), one.indicator.as_str(), one.base.0));
            let mut row = Vec::new();
            if with_subjects {
                row.push(if again { Cell::Blank } else { Cell::Text(one.subject.clone()) });
            }
            if again {
                row.extend(std::iter::repeat_n(Cell::Blank, if with_bases { 4 } else { 3 }));
            } else {
                row.push(Cell::Text(self.name(&one.indicator, language)));
                row.push(Cell::Text(self.unit(&one.indicator)));
                if with_bases {
                    row.push(one.base.0.map_or(Cell::Blank, |base| Cell::Text(base.to_string())));
                }
                row.push(Cell::maybe(one.base.1, measured(&one.target.form)));
            }
            row.push(Cell::Text(one.target.by.map_or_else(|| t("每期", "always").to_owned(), |by| by.to_string())));
            let mut asked = form(&one.target.form, language, &|code| self.name(code, language));
            if let Some(tier) = one.target.commitment {
                asked = match language {
                    Language::Chinese => format!("{}{asked}", commitment(tier, language)),
                    Language::English => format!("{asked} ({})", commitment(tier, language)),
                };
            }
            row.push(Cell::Text(asked));
            row.push(Cell::of(one.multiple, Cell::Multiple));
            row.push(Cell::of(one.doublings, |value| Cell::Fixed(value, 2)));
            row.push(Cell::of(one.target_rate, Cell::Percent));
            if with_legs {
                row.push(if one.leg_rate == one.target_rate {
                    Cell::Blank
                } else {
                    Cell::of(one.leg_rate, Cell::Percent)
                });
            }
            if with_goals {
                let key = (one.subject.as_str(), one.indicator.as_str(), one.target.by);
                match goals.get(&key) {
                    Some(point) => {
                        let (multiple, rate) = (Cell::Multiple(point.multiple), Cell::Percent(point.rate));
                        row.push(Cell::Text(format!("{}, {}", multiple.show(language), rate.show(language))));
                        row.push(Cell::Text(self.verdict(one, point, language)));
                    }
                    None => row.extend([Cell::Blank, Cell::Blank]),
                }
            }
            table.rows.push(row);
            before = Some((&one.subject, &one.indicator, one.base.0));
        }
        Some(table)
    }

    /// "falls short (65 %)": of the level that the goal asks for, since target and goal may have two bases.
    fn verdict(&self, one: &Assessment, point: &GoalPoint, language: Language) -> String {
        let (Ok(level), Some(asked)) = (one.target.level, point.value) else { return String::new() };
        let share = level / asked;
        let better = one.target.form.better().or(self.plan.indicator(&one.indicator).and_then(|one| one.better));
        let falls = better.map_or(point.multiple < 1.0, |better| better == Better::Lower);
        // The same tolerance as the finding's: figures in plans are rounded.
        let (zh, en) = if (share - 1.0).abs() <= 0.005 {
            ("相符", "meets it")
        } else if (share < 1.0) != falls {
            ("不及", "falls short")
        } else {
            ("超过", "exceeds it")
        };
        let share = Cell::Fixed(share * 100.0, 0).show(language);
        match language {
            Language::Chinese => format!("{zh}（{share} %）"),
            Language::English => format!("{en} ({share} %)"),
        }
    }

    fn goal_points(&self) -> HashMap<(&str, &str, Option<Period>), GoalPoint> {
        let mut points = HashMap::new();
        for path in &self.track.goals {
            for point in &path.milestones {
                points.insert((path.subject.as_str(), path.indicator.as_str(), point.by), *point);
            }
        }
        points
    }

    /// Where the indicators stand.
    fn standings(&self, language: Language) -> Option<Table> {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let moved: Vec<&Assessment> = self.track.assessments.iter().filter(|one| has_moved(one)).collect();
        if moved.is_empty() {
            return None;
        }
        let with_subjects = self.subjects();
        // More than a few methods have a table of their own.
        let few = moved[0].judgements().count() <= FEW;
        let methods: Vec<&str> = moved[0].judgements().filter(|_| few).map(|one| one.name).collect();
        let mut table = Table::default();
        if with_subjects {
            table.heads.push(Head::text(t("地区", "subject")));
        }
        table.heads.push(Head::text(t("指标", "indicator")));
        table.heads.push(Head::text(t("期限", "by")));
        table.heads.push(Head::number(t("目标", "target")));
        table.heads.push(Head::text(t("最新", "latest")));
        table.heads.push(Head::number(t("数值", "value")));
        table.heads.push(Head::number(t("完成程度", "completion")));
        table.heads.push(Head::number(t("应完成", "due")));
        table.heads.push(Head::number(t("领先(点)", "lead, points")));
        table.heads.push(Head::number(t("领先(期)", "lead, periods")));
        table.heads.push(Head::number(t("实际年均", "a year so far")));
        table.heads.push(Head::number(t("还需年均", "a year needed")));
        table.heads.push(Head::text(t("到达", "arrival")));
        table.heads.push(Head::text(t("状况", "standing")));
        table.heads.push(Head::text(t("结果", "outcome")));
        for method in &methods {
            table.heads.push(Head::text(*method));
        }
        for one in moved {
            let mut row = Vec::new();
            if with_subjects {
                row.push(Cell::Text(one.subject.clone()));
            }
            row.push(Cell::Text(self.name(&one.indicator, language)));
            row.push(Cell::Text(one.target.by.map_or_else(|| t("每期", "always").to_owned(), |by| by.to_string())));
            row.push(asked_cell(one, language));
            row.extend(progress_cells(&one.target.form, &one.now));
            row.push(Cell::Text(standing(one.standing, language).to_owned()));
            row.push(match one.outcome_undefined {
                Some(_) => Cell::Text(t("无法判断", "cannot tell").to_owned()),
                None => Cell::Text(outcome(one.outcome, language).to_owned()),
            });
            row.extend(one.judgements().filter(|_| few).map(|one| status_cell(&one, language)));
            table.rows.push(row);
        }
        Some(table)
    }

    fn histories(&self, language: Language) -> Vec<Block> {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut blocks = Vec::new();
        for one in self.track.assessments.iter().filter(|one| !one.history.is_empty()) {
            let by = one.target.by.map(|by| format!(" {} {by}", t("到", "by"))).unwrap_or_default();
            let base = one.base.0.map(|base| format!("{} {base}", t("，基期", ", base"))).unwrap_or_default();
            let subject = if self.subjects() { format!("{} ", one.subject) } else { String::new() };
            let name = self.name(&one.indicator, language);
            blocks.push(Block::Heading(format!(
                "{subject}{name}: {}{by}{base}",
                form(&one.target.form, language, &|code| self.name(code, language))
            )));
            let heads = vec![
                Head::text(t("时期", "period")),
                Head::number(t("数值", "value")),
                Head::number(t("完成程度", "completion")),
                Head::number(t("应完成", "due")),
                Head::number(t("领先(点)", "lead, points")),
                Head::number(t("领先(期)", "lead, periods")),
                Head::number(t("实际年均", "a year so far")),
                Head::number(t("还需年均", "a year needed")),
                Head::text(t("到达", "arrival")),
            ];
            let rows = one.history.iter().map(|moment| progress_cells(&one.target.form, moment)).collect();
            blocks.push(Block::Table(Table { heads, rows }));
        }
        blocks
    }

    fn findings(&self, language: Language) -> Vec<Block> {
        if self.track.findings.is_empty() {
            return vec![Block::Line(
                say(language, "没有发现问题。", "Nothing in the plan contradicts itself.").to_owned(),
            )];
        }
        let with_subjects = self.subjects();
        let notes = self.track.findings.iter().map(|finding| {
            let mark = match finding.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
                Severity::Info => Mark::Info,
            };
            let message = finding.sentence(language);
            let mut who = String::new();
            if let Some(subject) = finding.subject.as_deref().filter(|_| with_subjects) {
                who.push_str(subject);
                who.push(' ');
            }
            if !finding.indicator.is_empty() {
                who.push_str(&self.name(&finding.indicator, language));
                who.push_str(say(language, "：", ": "));
            }
            Note { mark, text: format!("{who}{message}") }
        });
        vec![Block::Heading(say(language, "发现", "Findings").to_owned()), Block::Notes(notes.collect())]
    }
}

/// Whether there is a value to judge: after the base, or for a limit at any time.
fn has_moved(one: &Assessment) -> bool {
    match (one.now.latest, one.base.0) {
        (Some((latest, _)), Some(base)) => latest.end_in_years() > base.end_in_years() + 1e-9,
        (latest, None) => latest.is_some(),
        _ => false,
    }
}

impl Report for TrackReport<'_> {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut blocks = self.opening(language);
        if let Some(table) = self.demands(language) {
            blocks.push(Block::Heading(t("目标要求", "What the targets ask for").to_owned()));
            blocks.push(Block::Table(table));
        }
        match self.standings(language) {
            Some(table) => {
                blocks.push(Block::Heading(t("进度", "Where they stand").to_owned()));
                blocks.push(Block::Table(table));
            }
            None => blocks.push(Block::Line(
                t("基期之后尚无数据，进度无法判断。", "No value after the base yet: progress cannot be judged.")
                    .to_owned(),
            )),
        }
        let namer = |one: &Assessment| self.named(one, language);
        let about = track_methods::labels(self.track, namer);
        blocks.extend(track_methods::table(self.track, &about, language));
        blocks.extend(track_methods::windows(self.track, &about, language));
        blocks.extend(track_reviews::blocks(self.track, namer, language));
        blocks.extend(track_details::blocks(self.track, namer, language));
        let (plan, track, subjects) = (self.plan, self.track, self.subjects());
        blocks.extend(Goals { plan, track, language, subjects }.blocks());
        blocks.extend(self.histories(language));
        if self.explain {
            let mut notes = track_methods::notes(self.track, &about, language);
            notes.extend(track_details::notes(self.track, &about));
            if !notes.is_empty() {
                blocks.push(Block::Heading(t("算式", "Formulas").to_owned()));
                blocks.push(Block::Notes(notes));
            }
        }
        blocks.extend(self.findings(language));
        blocks.extend(sources(self.track, language, &|code| self.name(code, language)));
        Document { blocks }
    }

    fn json(&self) -> Value {
        // Numbers, texts and lists only: there is nothing that JSON could not hold.
        serde_json::to_value(self.json_document()).unwrap_or_default()
    }

    fn write_json(&self, out: &mut dyn Write) -> Result<()> {
        serde_json::to_writer_pretty(out, &self.json_document()).map_err(|error| unwritable(&error))
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let sections = track_rows::Sections::of(self.track);
        let head = track_rows::head(self.track, &sections, self.explain);
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        csv_rows(
            out,
            &head,
            self.track.assessments.iter().flat_map(|one| track_rows::rows(self.plan, one, &sections, self.explain)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LongPanel, SeriesKey};
    use crate::progress::TrackOptions;
    use crate::report::Look;

    #[test]
    fn goals_and_targets_are_compared_by_level_and_direction() -> Result<()> {
        let plan = Plan::parse(
            "base = '2005'\nend = '2010'\n[indicator.x]\n[[target]]\nindicator = 'x'\nreduction = 0.6\n\
             [[goal]]\nfor = ['x']\ngoal = 'x0.5 in 5y'\n",
        )?;
        let keys = || vec![SeriesKey::new("", "x")];
        let draw = |plan: &Plan, panel: &LongPanel| -> Result<String> {
            let track = plan.track(panel, TrackOptions::default())?;
            let document = TrackReport::new(plan, &track).document(Language::English);
            Ok(crate::report::draw(&document, Look::default()))
        };
        let panel = LongPanel::from_columns(keys(), &[0], &[Period::annual(2005)], &[100.0])?;
        let text = draw(&plan, &panel)?;
        assert!(text.contains("exceeds it (80 %)"), "{text}");
        // a target from 2006 and a goal from 2005
        let plan = Plan::parse(
            "base = '2005'\nend = '2010'\n[indicator.x]\n[[target]]\nindicator = 'x'\nbase = '2006'\nmultiple = 2\n\
             [[goal]]\nfor = ['x']\ngoal = 'x4 in 5y'\n",
        )?;
        let panel = LongPanel::from_columns(keys(), &[0, 0], &[2005, 2006].map(Period::annual), &[100.0, 200.0])?;
        let text = draw(&plan, &panel)?;
        assert!(text.contains("meets it (100 %)"), "{text}");
        Ok(())
    }
}
