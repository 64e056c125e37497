//! A compounding goal: its legs, its path in levels, what has been reached and what is left.

pub(super) mod parts;
pub(super) mod tables;

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Value, json};

use self::parts::{converted, rate_formula, years};
use self::tables::Tables;
use super::document::{Block, Cell, Document, Head, Table};
use super::object::Object;
use super::words::{say, span};
use super::{Report, csv_rows, digits};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::model::{Language, Period};
use crate::plan::{Goal, Leg};
use crate::progress::{GoalFacts, GoalLeg, GoalProgress, PriceTerms, Prices};

/// A goal with what is known of its way: a base, values before and after the start, explicit figures, prices.
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
/// assert_eq!(json["left"][1]["arrival"], "2013"); // at the pace so far
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct GoalReport {
    goal: Goal,
    base: Option<f64>,
    values: Vec<(Period, f64)>,
    figures: Vec<(Period, f64)>,
    prices: Option<(Prices, Option<String>)>,
    explain: bool,
}

impl GoalReport {
    /// The goal alone.
    pub fn new(goal: Goal) -> GoalReport {
        GoalReport { goal, base: None, values: Vec::new(), figures: Vec::new(), prices: None, explain: false }
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

    /// A value in a period: one at the start is the base, those before it are the yardstick.
    ///
    /// # Errors
    /// A period of another frequency than the values before; one given twice; a value that is not finite.
    pub fn at(mut self, period: Period, value: f64) -> Result<GoalReport> {
        insert(&mut self.values, period, value)?;
        Ok(self)
    }

    /// An explicit figure of the plan, which the goal should agree with.
    ///
    /// # Errors
    /// As [`GoalReport::at`].
    pub fn figure(mut self, period: Period, value: f64) -> Result<GoalReport> {
        insert(&mut self.figures, period, value)?;
        Ok(self)
    }

    /// Prices by which the goal is converted, and the name of their deflator.
    #[must_use]
    pub fn prices(self, prices: Prices, deflator: Option<String>) -> GoalReport {
        GoalReport { prices: Some((prices, deflator)), ..self }
    }

    /// Whether formulas stand beside the numbers.
    #[must_use]
    pub fn explain(self, wanted: bool) -> GoalReport {
        GoalReport { explain: wanted, ..self }
    }

    /// Refuses what would give no number: values without a start to count from, or without the value at the start.
    ///
    /// # Errors
    /// Values and no start, unless explicit figures are there to find it by; values of another frequency than the start; values after the start and none at it;
    /// two values for the start.
    pub fn ready(self) -> Result<GoalReport> {
        let Some(first) = self.values.first().map(|(period, _)| *period) else { return Ok(self) };
        let Some(start) = self.goal.start() else {
            if self.figures.is_empty() {
                return Err(Error::new(ErrorKind::Option, format!("a value in {first} needs the start of the goal"))
                    .mend("give it: --start 2005, or `from 2005` in the goal; or figures to find it by: --figure"));
            }
            return Ok(self);
        };
        // Of a quarter and a year nothing says whether values add up.
        first.since(start)?;
        let own = self.values.iter().find(|(period, _)| *period == start).map(|(_, value)| *value);
        match (self.base, own) {
            (Some(base), Some(value)) if base != value => {
                Err(Error::new(ErrorKind::Duplicate, format!("two values for the start: {base} and {value}"))
                    .mend("give one"))
            }
            (None, Some(value)) => self.base(value),
            (None, None) if self.progress().base.is_err() => {
                let later = self.values.last().map_or(first, |(period, _)| *period);
                Err(Error::new(ErrorKind::Option, format!("a value in {later} needs the value at the start"))
                    .mend(format!("give it too: --base 100, or --at {start}=100")))
            }
            _ => Ok(self),
        }
    }

    fn progress(&self) -> GoalProgress {
        let mut facts =
            GoalFacts::new(self.goal.clone()).values(self.values.iter().copied()).figures(self.figures.iter().copied());
        if let Some(base) = self.base {
            facts = facts.base(base);
        }
        if let Some((prices, _)) = &self.prices {
            facts = facts.prices(prices.clone());
        }
        facts.progress()
    }

    fn legs_table(&self, progress: &GoalProgress, tables: &Tables<'_>) -> Table {
        let t = |zh: &'static str, en: &'static str| say(tables.language, zh, en);
        let with_levels = progress.base.is_ok();
        let several = progress.legs.len() > 1;
        let mut table = Table::default();
        table.heads.push(Head::text(t("阶段", "leg")));
        table.heads.push(Head::number(t("本段倍数", "x in leg")));
        table.heads.push(Head::number(t("本段年均", "a year in leg")));
        table.heads.push(Head::number(t("累计倍数", "x from start")));
        table.heads.push(Head::number(t("累计年均", "a year from start")));
        table.heads.push(Head::number(t("比匀速路径", "against even path")));
        if several {
            table.heads.push(Head::number(t("须补上(点)", "to make up, points")));
        }
        table.heads.extend(tables.other_prices());
        if with_levels {
            table.heads.push(Head::number(t("应达到", "level")));
        }
        if self.explain {
            table.heads.push(Head::text(t("算式", "formula")));
        }
        let number = |value: f64, shown: fn(f64) -> Cell| if value.is_nan() { Cell::Blank } else { shown(value) };
        for leg in &progress.legs {
            let mut row = vec![Cell::Text(span(&leg.leg, tables.language))];
            row.push(number(leg.leg.multiple(), Cell::Multiple));
            row.push(number(leg.leg.rate(), Cell::Percent));
            row.push(number(leg.milestone.multiple(), Cell::Multiple));
            row.push(number(leg.milestone.rate(), Cell::Percent));
            row.push(leg.slack.map_or(Cell::Blank, Cell::Percent));
            if several {
                row.push(leg.make_up.map_or(Cell::Blank, Cell::Points));
            }
            if let Some(converted) = leg.converted {
                row.push(Cell::of(converted.rate, Cell::Percent));
            }
            if with_levels {
                row.push(Cell::of(leg.value, Cell::Level));
            }
            if self.explain {
                row.push(formula(&leg.leg).map_or(Cell::Blank, Cell::Text));
            }
            table.rows.push(row);
        }
        table
    }
}

/// Keeps the list in order of time.
fn insert(list: &mut Vec<(Period, f64)>, period: Period, value: f64) -> Result<()> {
    if !value.is_finite() {
        return Err(Error::new(ErrorKind::Option, format!("the value in {period} is {value}")).mend("give a number"));
    }
    if let Some((first, _)) = list.first() {
        period.since(*first)?;
    }
    match list.binary_search_by_key(&period.ordinal(), |(at, _)| at.ordinal()) {
        Ok(_) => Err(Error::new(ErrorKind::Duplicate, "two values for one period").at_period(period).mend("give one")),
        Err(at) => {
            list.insert(at, (period, value));
            Ok(())
        }
    }
}

/// The formula of a leg's rate with its numbers, where they are known.
fn formula(leg: &Leg) -> Option<String> {
    let (multiple, years) = (leg.multiple(), leg.to_years() - leg.from_years());
    (multiple.is_finite() && years.is_finite()).then(|| rate_formula(multiple, years))
}

/// NaN comes of a start that is not known.
fn known(value: f64) -> std::result::Result<f64, Undefined> {
    if value.is_nan() {
        Err(Undefined::MissingBase)
    } else if value.is_finite() {
        Ok(value)
    } else {
        Err(Undefined::NotFinite)
    }
}

impl Report for GoalReport {
    fn document(&self, language: Language) -> Document {
        let t = |zh: &'static str, en: &'static str| say(language, zh, en);
        let progress = self.progress();
        let tables = Tables { progress: &progress, language, explain: self.explain };
        let mut blocks = vec![Block::Heading(format!("{} {}", t("目标", "Goal"), self.goal))];
        if progress.legs.iter().any(|leg| leg.milestone.years().is_nan()) {
            blocks.push(Block::Line(
                t(
                    "没有起点：用 --start 给出，才能算出各段。",
                    "The start is not known; give it with --start to see the legs.",
                )
                .to_owned(),
            ));
        }
        if let Some((prices, deflator)) = &self.prices {
            blocks.push(Block::Line(prices_line(prices, deflator.as_deref(), language)));
        }
        blocks.push(Block::Table(self.legs_table(&progress, &tables)));
        blocks.extend(tables.base_years());
        blocks.extend(tables.figures());
        blocks.extend(tables.so_far());
        blocks.extend(tables.by_leg());
        blocks.extend(tables.left());
        blocks.extend(tables.past());
        Document { blocks }
    }

    fn json(&self) -> Value {
        let progress = self.progress();
        let started = self.goal.start().is_some();
        let no_period = |known: bool| if known { Undefined::NotApplicable } else { Undefined::MissingBase };
        let leg = |leg: &GoalLeg| {
            let mut object = Object::default();
            let span = leg.leg;
            let in_years = |value: f64| known(value).map(years);
            object.value("from_years", in_years(span.from_years()));
            object.value("to_years", in_years(span.to_years()));
            if started {
                object.period("from", span.from().ok_or(no_period(true)));
            }
            if started || span.to().is_some() {
                object.period("to", span.to().ok_or(no_period(true)));
            }
            object.result("multiple", known(span.multiple()));
            object.result("rate", known(span.rate()));
            parts::leg(&mut object, leg, &progress);
            converted(&mut object, leg.converted, &progress);
            if self.explain {
                object.value("formula", formula(&span).ok_or(Undefined::MissingBase));
            }
            object.finish()
        };
        let milestone = |leg: &GoalLeg| {
            let mut object = Object::default();
            let milestone = leg.milestone;
            object.value("years", known(milestone.years()).map(years));
            if let Some(by) = milestone.by() {
                object.period("by", Ok(by));
            }
            object.result("multiple", known(milestone.multiple()));
            object.result("rate", known(milestone.rate()));
            object.result("slack", leg.slack);
            if progress.base.is_ok() {
                object.result("value", leg.value);
            }
            converted(&mut object, leg.converted_total, &progress);
            object.finish()
        };
        let mut document = Object::default();
        document.put("schema", "fanfan.goal/1");
        document.put("goal", self.goal.to_string());
        if let Some(start) = self.goal.start() {
            document.period("start", Ok(start));
        }
        if progress.base.is_ok() {
            document.result("base", progress.base);
        }
        if let Some((prices, deflator)) = &self.prices {
            let until = prices.known_until().map(|period| period.to_string());
            let shown = json!({
                "goal": prices.terms().as_str(), "rate": prices.rate(), "deflator": deflator, "known_until": until,
            });
            document.put("prices", shown);
        }
        document.put("legs", progress.legs.iter().map(leg).collect::<Vec<_>>());
        document.put("milestones", progress.legs.iter().map(milestone).collect::<Vec<_>>());
        if !progress.values.is_empty() {
            document.put("observations", parts::values(&progress));
            parts::so_far(&mut document, &progress);
            document.put("left", parts::left(&progress, self.explain));
        }
        if !self.figures.is_empty() {
            document.put("figures", parts::figures(&progress.figures));
            document.put("base_years", parts::base_years(&progress.base_years));
        }
        document.finish()
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let head = ["years", "by", "multiple", "rate", "leg_rate", "slack", "value"];
        let progress = self.progress();
        let rows = progress.legs.iter().map(|leg| {
            let milestone = leg.milestone;
            vec![
                Cow::Owned(digits(milestone.years())),
                Cow::Owned(milestone.by().map(|by| by.to_string()).unwrap_or_default()),
                Cow::Owned(digits(milestone.multiple())),
                Cow::Owned(digits(milestone.rate())),
                Cow::Owned(digits(leg.leg.rate())),
                Cow::Owned(leg.slack.map_or_else(|_| String::new(), digits)),
                Cow::Owned(leg.value.map_or_else(|_| String::new(), digits)),
            ]
        });
        csv_rows(out, &head, rows.collect::<Vec<_>>())
    }
}

/// "At current prices; prices by cpi to 2008, then 3.00 % a year."
fn prices_line(prices: &Prices, deflator: Option<&str>, language: Language) -> String {
    let rate = prices.rate().map(|rate| Cell::Percent(rate).show(language));
    let known = prices.known_until().map(|until| (deflator.unwrap_or_default(), until));
    match language {
        Language::Chinese => {
            let terms = if prices.terms() == PriceTerms::Nominal { "现价目标" } else { "可比价目标" };
            let by = known.map(|(name, until)| format!("，价格按 {name}（至 {until}）")).unwrap_or_default();
            let rate = rate.map(|rate| format!("，价格年均上涨 {rate}")).unwrap_or_default();
            format!("{terms}{by}{rate}")
        }
        Language::English => {
            let terms = if prices.terms() == PriceTerms::Nominal { "at current prices" } else { "at constant prices" };
            let by = known.map(|(name, until)| format!("; prices by {name} to {until}")).unwrap_or_default();
            let rate = rate.map(|rate| format!("; prices rise by {rate} a year")).unwrap_or_default();
            format!("The goal is {terms}{by}{rate}")
        }
    }
}
