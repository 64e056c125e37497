//! The goals of a plan in tables: explicit targets beside them, what is reached, what is left, and the past.

use super::document::{Block, Cell, Head, Mark, Note, Table};
use super::words::say;
use crate::model::Language;
use crate::plan::{Goal, Plan};
use crate::progress::{GoalLeft, GoalPath, PriceTerms, Track};

/// A line for each goal of the plan, whatever it is for.
pub(super) fn lines(track: &Track, language: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut seen: Vec<&Goal> = Vec::new();
    for path in &track.goals {
        if !seen.contains(&&path.goal) {
            blocks.push(Block::Line(goal_line(&path.goal, language)));
            seen.push(&path.goal);
        }
    }
    blocks
}

/// "goal x2 in 3y, x4 in 5y: x2 by 2008 (25.99 % a year), x4 by 2010 (31.95 % a year)".
fn goal_line(goal: &Goal, language: Language) -> String {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let milestones = goal.milestones();
    let parts: Vec<String> = milestones
        .iter()
        .map(|milestone| {
            let multiple = Cell::Multiple(milestone.multiple()).show(language);
            let rate = Cell::Percent(milestone.rate()).show(language);
            let by = milestone.by().map(|by| by.to_string()).unwrap_or_default();
            match language {
                Language::Chinese => format!("到 {by} 为 {multiple}（年均 {rate}）"),
                Language::English => format!("{multiple} by {by} ({rate} a year)"),
            }
        })
        .collect();
    let start = goal.start().map(|start| format!("{} {start} ", t("自", "from"))).unwrap_or_default();
    format!("{}: {start}{}", t("计划自定目标", "The plan's own goal"), parts.join(t("，", ", ")))
}

/// What is drawn, and how.
pub(super) struct Goals<'a> {
    pub(super) plan: &'a Plan,
    pub(super) track: &'a Track,
    pub(super) language: Language,
    pub(super) subjects: bool,
}

impl<'a> Goals<'a> {
    fn t(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    fn name(&self, path: &GoalPath) -> String {
        let indicator = self.plan.indicator(&path.indicator);
        indicator.map_or(path.indicator.as_str(), |indicator| indicator.name(self.language)).to_owned()
    }

    fn head(&self) -> Table {
        let mut table = Table::default();
        if self.subjects {
            table.heads.push(Head::text(self.t("地区", "subject")));
        }
        table.heads.push(Head::text(self.t("指标", "indicator")));
        table
    }

    /// Subject and indicator, blank in the rows that follow.
    fn who(&self, path: &GoalPath, again: bool) -> Vec<Cell> {
        let cell = |text: String| if again { Cell::Blank } else { Cell::Text(text) };
        let mut row = Vec::new();
        if self.subjects {
            row.push(cell(path.subject.clone()));
        }
        row.push(cell(self.name(path)));
        row
    }

    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut add = |heading: &str, table: Table| {
            if !table.rows.is_empty() {
                blocks.push(Block::Heading(heading.to_owned()));
                blocks.push(Block::Table(table));
            }
        };
        add(self.t("目标值与自定目标", "Targets against the plan's own goal"), self.figures());
        add(self.t("自定目标的进展", "The plan's own goal: reached and left"), self.progress());
        let notes = self.base_years();
        if !notes.is_empty() {
            blocks.push(Block::Notes(notes));
        }
        blocks
    }

    /// Explicit targets against the goal, with the differences in level, multiple and rate.
    fn figures(&self) -> Table {
        let mut table = self.head();
        table.heads.push(Head::text(self.t("期限", "by")));
        table.heads.push(Head::number(self.t("目标", "target")));
        table.heads.push(Head::number(self.t("按自定目标", "own goal")));
        table.heads.push(Head::number(self.t("相差", "difference")));
        table.heads.push(Head::number(self.t("相差倍数", "in multiples")));
        table.heads.push(Head::number(self.t("相差年均(点)", "a year, points")));
        for path in &self.track.goals {
            let known = path.progress.figures.iter().filter(|figure| figure.goal.is_ok());
            for (number, figure) in known.enumerate() {
                let mut row = self.who(path, number > 0);
                row.push(Cell::Text(figure.by.to_string()));
                row.push(Cell::Level(figure.figure));
                row.push(Cell::of(figure.goal, Cell::Level));
                row.push(Cell::of(figure.level_difference, Cell::Level));
                row.push(Cell::of(figure.multiple_difference, |value| Cell::Fixed(value, 3)));
                row.push(Cell::of(figure.rate_difference, Cell::Points));
                table.rows.push(row);
            }
        }
        table
    }

    /// What is reached and left, once there are values after the start or before it.
    fn progress(&self) -> Table {
        let mut table = self.head();
        let prices = self.track.goals.iter().find_map(|path| path.progress.prices.as_ref());
        table.heads.push(Head::text(self.t("最新", "latest")));
        table.heads.push(Head::number(self.t("倍数", "x so far")));
        table.heads.push(Head::number(self.t("翻番数", "doublings")));
        table.heads.push(Head::number(self.t("实际年均", "a year so far")));
        table.heads.push(Head::text(self.t("到", "to")));
        table.heads.push(Head::number(self.t("还需倍数", "x needed")));
        table.heads.push(Head::number(self.t("还需年均", "a year needed")));
        table.heads.push(Head::number(self.t("须补上(点)", "to make up, points")));
        table.heads.push(Head::text(self.t("按实际年均到达", "at the pace so far")));
        table.heads.push(Head::text(self.t("历史最好年均", "best past run")));
        if let Some(prices) = prices {
            table.heads.push(Head::number(match prices.terms() {
                PriceTerms::Nominal => self.t("还需实际年均", "real, a year needed"),
                PriceTerms::Real => self.t("还需名义年均", "nominal, a year needed"),
            }));
        }
        for path in &self.track.goals {
            let progress = &path.progress;
            let Some((latest, _)) = progress.latest else { continue };
            let reached = |row: &mut Vec<Cell>| {
                row.push(Cell::Text(latest.to_string()));
                row.push(Cell::of(progress.multiple, Cell::Multiple));
                row.push(Cell::of(progress.doublings, |value| Cell::Fixed(value, 2)));
                row.push(Cell::of(progress.achieved_rate, Cell::Percent));
            };
            if progress.left.is_empty() {
                let mut row = self.who(path, false);
                reached(&mut row);
                row.resize(table.heads.len(), Cell::Blank);
                table.rows.push(row);
            }
            for (number, left) in progress.left.iter().enumerate() {
                let mut row = self.who(path, number > 0);
                if number == 0 {
                    reached(&mut row);
                } else {
                    row.extend(std::iter::repeat_n(Cell::Blank, 4));
                }
                row.extend(self.left(left));
                if prices.is_some() {
                    row.push(left.converted.map_or(Cell::Blank, |converted| Cell::of(converted.rate, Cell::Percent)));
                }
                table.rows.push(row);
            }
        }
        table
    }

    fn left(&self, left: &GoalLeft) -> Vec<Cell> {
        let past = left.past.map(|past| {
            let rate = Cell::Percent(past.best.rate).show(self.language);
            format!("{rate}, {}–{}", past.best.from, past.best.to)
        });
        vec![
            left.by.map_or(Cell::Blank, |by| Cell::Text(by.to_string())),
            Cell::of(left.multiple, Cell::Multiple),
            Cell::of(left.rate, Cell::Percent),
            Cell::of(left.make_up, Cell::Points),
            left.arrival.map_or_else(Cell::Undefined, |period| Cell::Text(period.to_string())),
            past.map_or_else(Cell::Undefined, Cell::Text),
        ]
    }

    /// The base years with which the targets agree, where the base of the plan is not one of them.
    fn base_years(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for path in &self.track.goals {
            let tried = &path.progress.base_years;
            let own = path.goal.start();
            let agree = |year: &&crate::progress::BaseYear| year.agrees;
            if tried.iter().filter(agree).any(|year| Some(year.start) == own) {
                continue;
            }
            let others: Vec<String> = tried.iter().filter(agree).map(|year| year.start.to_string()).collect();
            if let (Some(own), false) = (own, others.is_empty()) {
                let others = others.join(self.t("、", ", "));
                let text = match self.language {
                    Language::Chinese => {
                        format!("{}：以 {others} 为基期，目标值与自定目标一致；以 {own} 则否", self.name(path))
                    }
                    Language::English => {
                        format!("{}: the targets agree with the goal from {others}, not from {own}", self.name(path))
                    }
                };
                notes.push(Note { mark: Mark::Info, text });
            }
        }
        notes
    }
}
