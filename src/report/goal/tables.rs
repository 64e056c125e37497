//! The parts of a goal's way as tables, which the documents of goals and of plans share.

use super::parts::rate_formula;
use crate::error::Undefined;
use crate::growth::PastRuns;
use crate::model::{Language, Period};
use crate::progress::{Converted, GoalProgress, PriceTerms};
use crate::report::document::{Block, Cell, Head, Table};
use crate::report::words::{say, span};

type Number = Result<f64, Undefined>;

/// Tables of one goal in one language.
pub(in crate::report) struct Tables<'a> {
    pub(in crate::report) progress: &'a GoalProgress,
    pub(in crate::report) language: Language,
    pub(in crate::report) explain: bool,
}

fn percent(result: Number) -> Cell {
    Cell::of(result, Cell::Percent)
}

fn by(period: Option<Period>) -> Cell {
    period.map_or(Cell::Blank, |period| Cell::Text(period.to_string()))
}

impl<'a> Tables<'a> {
    fn t(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    /// The head of the rate in the other prices.
    pub(in crate::report) fn other_prices(&self) -> Option<Head> {
        Some(Head::number(match self.progress.prices.as_ref()?.terms() {
            PriceTerms::Nominal => self.t("实际年均（可比价）", "real, a year"),
            PriceTerms::Real => self.t("名义年均（现价）", "nominal, a year"),
        }))
    }

    fn in_other_prices(&self, row: &mut Vec<Cell>, converted: Option<Converted>) {
        if self.progress.prices.is_some() {
            row.push(converted.map_or(Cell::Blank, |converted| percent(converted.rate)));
        }
    }

    /// Values on the way, and the rate so far.
    pub(in crate::report) fn so_far(&self) -> Vec<Block> {
        if self.progress.values.is_empty() {
            return Vec::new();
        }
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("时期", "period")));
        table.heads.push(Head::number(self.t("实际", "value")));
        table.heads.push(Head::number(self.t("路径", "path")));
        table.heads.push(Head::number(self.t("领先/落后", "ahead or behind")));
        table.heads.push(Head::number(self.t("倍数", "x from start")));
        table.heads.push(Head::number(self.t("翻番数", "doublings")));
        table.heads.extend(self.other_prices());
        for value in &self.progress.values {
            let mut row = vec![Cell::Text(value.period.to_string()), Cell::Level(value.value)];
            row.push(Cell::of(value.path, Cell::Level));
            row.push(percent(value.slack));
            row.push(Cell::of(value.multiple, Cell::Multiple));
            row.push(Cell::of(value.doublings, |value| Cell::Fixed(value, 2)));
            self.in_other_prices(&mut row, value.converted);
            table.rows.push(row);
        }
        let mut blocks = vec![Block::Heading(self.t("进展", "So far").to_owned()), Block::Table(table)];
        if let Ok(rate) = self.progress.achieved_rate {
            let rate = Cell::Percent(rate).show(self.language);
            blocks.push(Block::Line(match self.language {
                Language::Chinese => format!("起点以来年均增长 {rate}"),
                Language::English => format!("From the start: {rate} a year"),
            }));
        }
        blocks
    }

    /// What became of each leg, where there are several.
    pub(in crate::report) fn by_leg(&self) -> Vec<Block> {
        if self.progress.values.is_empty() || self.progress.legs.len() < 2 {
            return Vec::new();
        }
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("阶段", "leg")));
        table.heads.push(Head::number(self.t("要求年均", "a year asked")));
        table.heads.push(Head::number(self.t("实际倍数", "x reached")));
        table.heads.push(Head::number(self.t("实际年均", "a year reached")));
        table.heads.push(Head::number(self.t("比路径", "against path")));
        table.heads.push(Head::number(self.t("本段余下还需年均", "a year for the rest")));
        for leg in &self.progress.legs {
            table.rows.push(vec![
                Cell::Text(span(&leg.leg, self.language)),
                if leg.leg.rate().is_nan() { Cell::Blank } else { Cell::Percent(leg.leg.rate()) },
                Cell::of(leg.reached_multiple, Cell::Multiple),
                percent(leg.reached_rate),
                percent(leg.gap),
                percent(leg.needed_rate),
            ]);
        }
        vec![Block::Heading(self.t("分阶段", "Leg by leg").to_owned()), Block::Table(table)]
    }

    /// What is left to each milestone.
    pub(in crate::report) fn left(&self) -> Vec<Block> {
        if self.progress.left.is_empty() {
            return Vec::new();
        }
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("到", "to")));
        table.heads.push(Head::number(self.t("剩余年数", "years left")));
        table.heads.push(Head::number(self.t("还需倍数", "x still needed")));
        table.heads.push(Head::number(self.t("还需翻番数", "doublings")));
        table.heads.push(Head::number(self.t("还需年均", "a year still needed")));
        table.heads.push(Head::number(self.t("须补上(点)", "to make up, points")));
        table.heads.push(Head::number(self.t("为实际年均的", "x a year so far")));
        table.heads.push(Head::text(self.t("按实际年均到达", "at the pace so far")));
        table.heads.extend(self.other_prices());
        if self.explain {
            table.heads.push(Head::text(self.t("算式", "formula")));
        }
        for left in &self.progress.left {
            let mut row = vec![by(left.by), Cell::Level(left.years)];
            row.push(Cell::of(left.multiple, Cell::Multiple));
            row.push(Cell::of(left.doublings, |value| Cell::Fixed(value, 2)));
            row.push(percent(left.rate));
            row.push(Cell::of(left.make_up, Cell::Points));
            row.push(Cell::of(left.acceleration, Cell::Multiple));
            row.push(left.arrival.map_or_else(Cell::Undefined, |period| Cell::Text(period.to_string())));
            self.in_other_prices(&mut row, left.converted);
            if self.explain {
                let formula = left.multiple.map(|multiple| rate_formula(multiple, left.years));
                row.push(formula.map_or(Cell::Blank, Cell::Text));
            }
            table.rows.push(row);
        }
        vec![Block::Heading(self.t("还需", "What is left").to_owned()), Block::Table(table)]
    }

    /// The best past run as long as each leg, and as long as what is left.
    pub(in crate::report) fn past(&self) -> Vec<Block> {
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("要求", "asked")));
        table.heads.push(Head::number(self.t("年数", "years")));
        table.heads.push(Head::number(self.t("年均", "a year")));
        table.heads.push(Head::number(self.t("历史最好年均", "best past run, a year")));
        table.heads.push(Head::text(self.t("时段", "when")));
        table.heads.push(Head::text(self.t("达到次数", "reached")));
        let mut add = |what: String, years: f64, rate: f64, past: Result<PastRuns, Undefined>| {
            let Ok(past) = past else { return };
            table.rows.push(vec![
                Cell::Text(what),
                Cell::Level(years),
                Cell::Percent(rate),
                Cell::Percent(past.best.rate),
                Cell::Text(format!("{}–{}", past.best.from, past.best.to)),
                Cell::Text(match self.language {
                    Language::Chinese => format!("{} 次中 {} 次", past.windows, past.reached),
                    Language::English => format!("{} of {}", past.reached, past.windows),
                }),
            ]);
        };
        for leg in &self.progress.legs {
            add(span(&leg.leg, self.language), leg.leg.to_years() - leg.leg.from_years(), leg.leg.rate(), leg.past);
        }
        for left in &self.progress.left {
            let to = left.by.map(|by| by.to_string()).unwrap_or_default();
            add(format!("{} {to}", self.t("余下至", "left to")), left.years, left.rate.unwrap_or(f64::NAN), left.past);
        }
        if table.rows.is_empty() {
            return Vec::new();
        }
        vec![Block::Heading(self.t("历史对照", "The past as a yardstick").to_owned()), Block::Table(table)]
    }

    /// Explicit figures against the goal.
    pub(in crate::report) fn figures(&self) -> Vec<Block> {
        let known: Vec<_> = self.progress.figures.iter().filter(|figure| figure.goal.is_ok()).collect();
        if known.is_empty() {
            return Vec::new();
        }
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("期限", "by")));
        table.heads.push(Head::number(self.t("明列目标", "figure")));
        table.heads.push(Head::number(self.t("按总目标应为", "goal")));
        table.heads.push(Head::number(self.t("相差", "difference")));
        table.heads.push(Head::number(self.t("相差倍数", "in multiples")));
        table.heads.push(Head::number(self.t("相差年均(点)", "a year, points")));
        table.heads.push(Head::text(self.t("是否一致", "agrees")));
        for figure in known {
            table.rows.push(vec![
                by(Some(figure.by)),
                Cell::Level(figure.figure),
                Cell::of(figure.goal, Cell::Level),
                Cell::of(figure.level_difference, Cell::Level),
                Cell::of(figure.multiple_difference, |value| Cell::Fixed(value, 3)),
                Cell::of(figure.rate_difference, Cell::Points),
                self.yes(figure.agrees() == Some(true)),
            ]);
        }
        vec![
            Block::Heading(self.t("目标值与总目标", "Explicit figures against the goal").to_owned()),
            Block::Table(table),
        ]
    }

    fn yes(&self, yes: bool) -> Cell {
        Cell::Text(if yes { self.t("是", "yes") } else { self.t("否", "no") }.to_owned())
    }

    /// The base years that were tried, the agreeing ones marked.
    pub(in crate::report) fn base_years(&self) -> Vec<Block> {
        if self.progress.base_years.is_empty() {
            return Vec::new();
        }
        let mut table = Table::default();
        table.heads.push(Head::text(self.t("基期", "base year")));
        table.heads.push(Head::number(self.t("基期值", "base")));
        table.heads.push(Head::text(self.t("期限", "by")));
        table.heads.push(Head::number(self.t("按总目标应为", "goal")));
        table.heads.push(Head::number(self.t("明列目标", "figure")));
        table.heads.push(Head::number(self.t("相差", "difference")));
        table.heads.push(Head::text(self.t("是否一致", "agrees")));
        for tried in &self.progress.base_years {
            for (number, figure) in tried.figures.iter().enumerate() {
                let first = number == 0;
                let gap = figure.goal.map(|goal| figure.figure / goal - 1.0);
                table.rows.push(vec![
                    if first { Cell::Text(tried.start.to_string()) } else { Cell::Blank },
                    if first { Cell::Level(tried.base) } else { Cell::Blank },
                    by(Some(figure.by)),
                    Cell::of(figure.goal, Cell::Level),
                    Cell::Level(figure.figure),
                    percent(gap),
                    self.yes(figure.agrees() == Some(true)),
                ]);
            }
        }
        let meant: Vec<String> =
            self.progress.base_years.iter().filter(|year| year.agrees).map(|year| year.start.to_string()).collect();
        let line = if meant.is_empty() {
            let nearest = self.progress.base_years.iter().min_by(|a, b| a.worst.total_cmp(&b.worst));
            let nearest = nearest.map(|year| year.start.to_string()).unwrap_or_default();
            format!(
                "{} {nearest}",
                self.t("没有一致的基期；最接近的是", "No base year makes them agree; the nearest is")
            )
        } else {
            format!("{} {}", self.t("使目标值一致的基期为", "The figures agree with the base"), meant.join(", "))
        };
        vec![Block::Heading(self.t("试算基期", "Base years tried").to_owned()), Block::Table(table), Block::Line(line)]
    }
}
