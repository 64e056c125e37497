//! A compounding goal: its legs, its path in levels, what has been reached and what is left.

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Map, Value, json};

use super::document::{Block, Cell, Document, Head, Table};
use super::words::say;
use super::{Report, csv_rows, digits};
use crate::error::{Error, ErrorKind, Result};
use crate::growth::rate_of_multiple;
use crate::model::{Language, Period};
use crate::plan::{Goal, Leg};

/// A goal with what is known of its way: a base, values on the way.
///
/// # Examples
/// ```
/// use fanfan::report::{GoalReport, Report};
///
/// let report = GoalReport::new("x2 in 3y, x4 in 5y".parse()?)
///     .base(11.9)?
///     .start("2005".parse()?)?
///     .at("2006".parse()?, 14.3)?;
/// let json = report.json();
/// assert_eq!(json["milestones"][1]["value"], 47.6);
/// assert_eq!(json["milestones"][1]["by"], "2010");
/// assert!((json["observations"][0]["slack"].as_f64().unwrap() + 0.0462).abs() < 1e-4); // behind the path
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct GoalReport {
    goal: Goal,
    base: Option<f64>,
    values: Vec<(Period, f64)>,
    explain: bool,
}

impl GoalReport {
    /// The goal alone.
    pub fn new(goal: Goal) -> GoalReport {
        GoalReport { goal, base: None, values: Vec::new(), explain: false }
    }

    /// The value at the start.
    ///
    /// # Errors
    /// A base of zero or less, of which nothing is a multiple.
    pub fn base(self, value: f64) -> Result<GoalReport> {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Error::new(ErrorKind::Option, format!("a base of {value} cannot be multiplied"))
                .mend("give a base above zero"));
        }
        Ok(GoalReport { base: Some(value), ..self })
    }

    /// The period of the start.
    ///
    /// # Errors
    /// The goal names another start, or is due at or before this one.
    pub fn start(self, period: Period) -> Result<GoalReport> {
        Ok(GoalReport { goal: self.goal.starting(period)?, ..self })
    }

    /// A value on the way. One at the start is the base.
    ///
    /// # Errors
    /// A period of another frequency than the start, before it, or given twice; a start that is not known; a value
    /// that is not finite.
    pub fn at(self, period: Period, value: f64) -> Result<GoalReport> {
        let Some(start) = self.goal.start() else {
            return Err(Error::new(ErrorKind::Option, format!("a value in {period} needs the start of the goal"))
                .mend("give it: --start 2005, or `from 2005` in the goal"));
        };
        if !value.is_finite() {
            return Err(
                Error::new(ErrorKind::Option, format!("the value in {period} is {value}")).mend("give a number")
            );
        }
        if period.since(start)? < 0 {
            return Err(Error::new(ErrorKind::Option, format!("{period} lies before the start {start}"))
                .mend("give values from the start on"));
        }
        if period == start {
            if let Some(base) = self.base.filter(|base| *base != value) {
                return Err(Error::new(ErrorKind::Duplicate, format!("two values for the start: {base} and {value}"))
                    .mend("give one"));
            }
            return self.base(value);
        }
        if self.base.is_none() {
            return Err(Error::new(ErrorKind::Option, format!("a value in {period} needs the value at the start"))
                .mend(format!("give it too: --base 100, or --at {start}=100")));
        }
        if self.values.iter().any(|(other, _)| *other == period) {
            return Err(Error::new(ErrorKind::Duplicate, "two values for one period")
                .at_period(period)
                .mend("give one"));
        }
        let mut report = self;
        report.values.push((period, value));
        report.values.sort_by_key(|(period, _)| period.ordinal());
        Ok(report)
    }

    /// Whether formulas stand beside the numbers.
    #[must_use]
    pub fn explain(self, wanted: bool) -> GoalReport {
        GoalReport { explain: wanted, ..self }
    }

    /// Values on the way against the path: period, value, path, slack.
    fn observations(&self) -> Vec<(Period, f64, f64, f64)> {
        let (Some(start), Some(base)) = (self.goal.start(), self.base) else { return Vec::new() };
        self.values
            .iter()
            .map(|&(period, value)| {
                let path = base * self.goal.path(period.years_since(start).unwrap_or(f64::NAN));
                (period, value, path, value / path - 1.0)
            })
            .collect()
    }

    /// From the latest value to each milestone ahead: period, years, multiple, rate.
    fn left(&self) -> Vec<(Option<Period>, f64, f64, f64)> {
        let (Some(start), Some(base), Some(&(now, value))) = (self.goal.start(), self.base, self.values.last()) else {
            return Vec::new();
        };
        let elapsed = now.years_since(start).unwrap_or(f64::NAN);
        self.goal
            .milestones()
            .iter()
            .filter(|milestone| milestone.years() > elapsed)
            .map(|milestone| {
                let (years, multiple) = (milestone.years() - elapsed, base * milestone.multiple() / value);
                (milestone.by(), years, multiple, rate_of_multiple(multiple, years).unwrap_or(f64::NAN))
            })
            .collect()
    }

    /// The rate since the start, from the latest value.
    fn achieved(&self) -> Option<f64> {
        let (start, base, (now, value)) = (self.goal.start()?, self.base?, *self.values.last()?);
        rate_of_multiple(value / base, now.years_since(start).ok()?).ok()
    }
}

/// The formula of a leg's rate with its numbers, where they are known.
fn formula(leg: &Leg) -> Option<String> {
    let (multiple, years) = (leg.multiple(), leg.to_years() - leg.from_years());
    (multiple.is_finite() && years.is_finite()).then(|| format!("{multiple} ^ (1 / {years}) - 1"))
}

/// `null` for NaN.
fn number(value: f64) -> Value {
    json!(value)
}

fn period(period: Option<Period>) -> Value {
    period.map_or(Value::Null, |period| period.to_string().into())
}

/// Years as a whole number where they are one.
fn years(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e9 { json!(value as i64) } else { json!(value) }
}

fn level(value: f64) -> Cell {
    if value.is_nan() { Cell::Blank } else { Cell::Level(value) }
}

fn percent(value: f64) -> Cell {
    if value.is_nan() { Cell::Blank } else { Cell::Percent(value) }
}

impl Report for GoalReport {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let mut blocks = vec![Block::Heading(format!("{} {}", t("目标", "Goal"), self.goal))];
        if self.goal.milestones().iter().any(|milestone| milestone.years().is_nan()) {
            blocks.push(Block::Line(
                t(
                    "没有起点：用 --start 给出，才能算出各段。",
                    "The start is not known; give it with --start to see the legs.",
                )
                .to_owned(),
            ));
        }
        let with_levels = self.base.is_some();
        let mut table = Table::default();
        table.heads.push(Head::text(t("阶段", "leg")));
        table.heads.push(Head::number(t("本段倍数", "x in leg")));
        table.heads.push(Head::number(t("本段年均", "a year in leg")));
        table.heads.push(Head::number(t("累计倍数", "x from start")));
        table.heads.push(Head::number(t("累计年均", "a year from start")));
        table.heads.push(Head::number(t("比匀速路径", "against even path")));
        if with_levels {
            table.heads.push(Head::number(t("应达到", "level")));
        }
        if self.explain {
            table.heads.push(Head::text(t("算式", "formula")));
        }
        let milestones = self.goal.milestones();
        for ((leg, milestone), slack) in self.goal.legs().iter().zip(&milestones).zip(self.goal.slack()) {
            let mut row = vec![Cell::Text(leg.span())];
            row.push(if leg.multiple().is_nan() { Cell::Blank } else { Cell::Multiple(leg.multiple()) });
            row.push(percent(leg.rate()));
            row.push(if milestone.multiple().is_nan() { Cell::Blank } else { Cell::Multiple(milestone.multiple()) });
            row.push(percent(milestone.rate()));
            row.push(if slack.is_nan() { Cell::Blank } else { Cell::Percent(slack) });
            if with_levels {
                row.push(self.base.map_or(Cell::Blank, |base| level(base * milestone.multiple())));
            }
            if self.explain {
                row.push(formula(leg).map_or(Cell::Blank, Cell::Text));
            }
            table.rows.push(row);
        }
        blocks.push(Block::Table(table));
        let observations = self.observations();
        if !observations.is_empty() {
            let mut table = Table::default();
            table.heads.push(Head::text(t("时期", "period")));
            table.heads.push(Head::number(t("实际", "value")));
            table.heads.push(Head::number(t("路径", "path")));
            table.heads.push(Head::number(t("领先/落后", "ahead or behind")));
            for (at, value, path, slack) in observations {
                table.rows.push(vec![Cell::Text(at.to_string()), level(value), level(path), percent(slack)]);
            }
            blocks.push(Block::Heading(t("进展", "So far").to_owned()));
            blocks.push(Block::Table(table));
            if let Some(rate) = self.achieved() {
                blocks.push(Block::Line(format!(
                    "{} {} {}",
                    t("起点以来年均增长", "From the start:"),
                    Cell::Percent(rate).show(language),
                    t("", "a year")
                )));
            }
            let mut table = Table::default();
            table.heads.push(Head::text(t("到", "to")));
            table.heads.push(Head::number(t("剩余年数", "years left")));
            table.heads.push(Head::number(t("还需倍数", "x still needed")));
            table.heads.push(Head::number(t("还需年均", "a year still needed")));
            for (by, years, multiple, rate) in self.left() {
                let by = by.map_or(Cell::Blank, |by| Cell::Text(by.to_string()));
                table.rows.push(vec![by, Cell::Level(years), Cell::Multiple(multiple), percent(rate)]);
            }
            if !table.rows.is_empty() {
                blocks.push(Block::Heading(t("还需", "What is left").to_owned()));
                blocks.push(Block::Table(table));
            }
        }
        Document { blocks }
    }

    fn json(&self) -> Value {
        let started = self.goal.start().is_some();
        let legs: Vec<Value> = self
            .goal
            .legs()
            .iter()
            .map(|leg| {
                let mut object = Map::new();
                object.insert("from_years".into(), years(leg.from_years()));
                object.insert("to_years".into(), years(leg.to_years()));
                if started {
                    object.insert("from".into(), period(leg.from()));
                }
                if started || leg.to().is_some() {
                    object.insert("to".into(), period(leg.to()));
                }
                object.insert("multiple".into(), number(leg.multiple()));
                object.insert("rate".into(), number(leg.rate()));
                if self.explain {
                    object.insert("formula".into(), formula(leg).into());
                }
                Value::Object(object)
            })
            .collect();
        let milestones: Vec<Value> = self
            .goal
            .milestones()
            .iter()
            .zip(self.goal.slack())
            .map(|(milestone, slack)| {
                let mut object = Map::new();
                object.insert("years".into(), years(milestone.years()));
                if milestone.by().is_some() {
                    object.insert("by".into(), period(milestone.by()));
                }
                object.insert("multiple".into(), number(milestone.multiple()));
                object.insert("rate".into(), number(milestone.rate()));
                object.insert("slack".into(), number(slack));
                if let Some(base) = self.base {
                    object.insert("value".into(), number(base * milestone.multiple()));
                }
                Value::Object(object)
            })
            .collect();
        let mut document = Map::new();
        document.insert("schema".into(), "fanfan.goal/1".into());
        document.insert("goal".into(), self.goal.to_string().into());
        if started {
            document.insert("start".into(), period(self.goal.start()));
        }
        if let Some(base) = self.base {
            document.insert("base".into(), number(base));
        }
        document.insert("legs".into(), legs.into());
        document.insert("milestones".into(), milestones.into());
        if !self.values.is_empty() {
            let observations: Vec<Value> = self
                .observations()
                .into_iter()
                .map(|(at, value, path, slack)| json!({"period": at.to_string(), "value": value, "path": path, "slack": slack}))
                .collect();
            let left: Vec<Value> = self
                .left()
                .into_iter()
                .map(|(by, left, multiple, rate)| json!({"by": period(by), "years": years(left), "multiple": multiple, "rate": rate}))
                .collect();
            document.insert("observations".into(), observations.into());
            document.insert("achieved_rate".into(), self.achieved().map_or(Value::Null, number));
            document.insert("left".into(), left.into());
        }
        Value::Object(document)
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let head = ["years", "by", "multiple", "rate", "leg_rate", "slack", "value"];
        let milestones = self.goal.milestones();
        let rows = milestones.iter().zip(self.goal.legs()).zip(self.goal.slack()).map(|((milestone, leg), slack)| {
            vec![
                Cow::Owned(digits(milestone.years())),
                Cow::Owned(milestone.by().map(|by| by.to_string()).unwrap_or_default()),
                Cow::Owned(digits(milestone.multiple())),
                Cow::Owned(digits(milestone.rate())),
                Cow::Owned(digits(leg.rate())),
                Cow::Owned(digits(slack)),
                Cow::Owned(self.base.map_or(String::new(), |base| digits(base * milestone.multiple()))),
            ]
        });
        csv_rows(out, &head, rows.collect::<Vec<_>>())
    }
}
