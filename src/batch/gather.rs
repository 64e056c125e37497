//! All cells of a batch as numbers: series, period, value, edition. They go to the disk; what is said once for many of
//! them (headings, series, editions) stays in memory.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::cells::{NO_SERIES, Row, Status};
use super::edition::{Edition, editions, family};
use super::entry::Entry;
use super::options::BatchOptions;
use super::problem::BatchProblem;
use super::spill::{List, ListWriter};
use super::walk::Found;
use crate::error::Result;
use crate::model::{Frequency, Match, Matcher, Nature, Period, PriceWords, Unit, tidy};
use crate::plan::{Plan, Severity};

/// A heading with its unit in a table of one title: what all cells below have in common.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// The indicator of the plan.
    pub(super) indicator: Option<usize>,
    /// The indicator whose published growth it is.
    growth_of: Option<usize>,
    pub(super) by_title: bool,
    pub(super) prices: PriceWords,
    unit: Option<Unit>,
    /// What a series without an indicator of the plan is known by.
    free: Arc<str>,
    /// The same whatever its prices.
    thing: Arc<str>,
}

/// What a series is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Of {
    Plan(usize),
    Free(Arc<str>),
}

/// A series of one subject.
#[derive(Debug, Clone)]
pub(super) struct SeriesFacts {
    pub(super) subject: Arc<str>,
    /// The indicator of the plan.
    pub(super) indicator: Option<usize>,
    /// The indicator whose published growth it is.
    pub(super) growth_of: Option<usize>,
    /// The headings as first printed.
    pub(super) path: Arc<str>,
    pub(super) table: Arc<str>,
    /// What a series without an indicator of the plan is known by.
    pub(super) free: Arc<str>,
    /// The same whatever its prices.
    pub(super) thing: Arc<str>,
    pub(super) frequency: Frequency,
    /// The unit of its values: that of the plan, or the first that is printed.
    pub(super) unit: Option<Unit>,
    pub(super) unit_text: Arc<str>,
    /// Units and prices as they are printed, with the first file of each.
    pub(super) units: Vec<(Arc<str>, u32)>,
    pub(super) prices: Vec<(PriceWords, u32)>,
}

/// Headings, unit and title as printed.
type Printed = (Arc<str>, Arc<str>, Arc<str>);

/// The cells of a batch: the `k`-th of its list is the `k`-th of all entries in their order.
pub(super) struct Gather<'p> {
    plan: &'p Plan,
    matcher: Matcher,
    options: &'p BatchOptions,
    heads: HashMap<Printed, usize>,
    known: Vec<Head>,
    ids: HashMap<(Arc<str>, Of, Frequency), u32>,
    series: Vec<SeriesFacts>,
    cells: ListWriter<{ Row::CELL }>,
    editions: Vec<Edition>,
    problems: Vec<BatchProblem>,
    /// Near matches: one problem for a heading, however often it is printed.
    near: HashMap<(Arc<str>, &'static str), (usize, usize)>,
}

impl<'p> Gather<'p> {
    /// # Errors
    /// Nothing can be written into the folder of scratch.
    pub(super) fn new(plan: &'p Plan, options: &'p BatchOptions, scratch: &Path) -> Result<Gather<'p>> {
        Ok(Gather {
            plan,
            matcher: Matcher::new(plan.indicators(), options.names.clone()).units(plan.units().clone()),
            options,
            heads: HashMap::new(),
            known: Vec::new(),
            ids: HashMap::new(),
            series: Vec::new(),
            cells: ListWriter::new(scratch, "cells")?,
            editions: Vec::new(),
            problems: Vec::new(),
            near: HashMap::new(),
        })
    }

    /// Adds the cells of a file.
    ///
    /// # Errors
    /// The disk is full.
    pub(super) fn add(&mut self, file: u32, found: &Found, entry: &Entry) -> Result<()> {
        let (editions, of_cells) = editions(entry, file, &found.shown, self.options.editions);
        let first = self.editions.len() as u32;
        self.editions.extend(editions);
        let decimals = decimals(entry);
        let mut local: HashMap<(u32, u32, u32), usize> = HashMap::new();
        let mut unsure = 0_usize;
        let mut reported: Vec<usize> = Vec::new();
        for (cell, edition) in entry.cells.iter().zip(of_cells) {
            let key = (cell.indicator, cell.unit, cell.table);
            let head = *local.entry(key).or_insert_with(|| {
                let text = |number: u32| entry.texts.get(number as usize).cloned().unwrap_or_else(|| "".into());
                self.head(&text(cell.indicator), &text(cell.unit), &text(cell.table), found)
            });
            let mut row = Row { series: NO_SERIES, ordinal: 0, value: f64::NAN, slack: 0.0, edition: first + edition };
            let mut status = Status::Aside;
            if let Some(at) = cell.at.or_else(|| self.year_end(head, entry.text(cell.period))) {
                let id = self.id(head, entry.text(cell.subject), entry.text(cell.indicator), entry, cell, at, file);
                match self.brought(head, id, cell.value) {
                    Ok(value) => {
                        row.series = id;
                        row.ordinal = at.ordinal();
                        row.value = value.unwrap_or(f64::NAN);
                        let places = decimals.get(&key).copied().unwrap_or(0);
                        row.slack =
                            self.brought(head, id, Some(0.5 * 10_f64.powi(-places))).ok().flatten().unwrap_or(0.0)
                                as f32;
                        status = match cell.value {
                            None => Status::Missing,
                            Some(_) if cell.confidence < self.options.least_sure => Status::Unsure,
                            Some(_) => Status::Current,
                        };
                        unsure += usize::from(status == Status::Unsure);
                    }
                    Err(message) if !reported.contains(&head) => {
                        reported.push(head);
                        let problem =
                            BatchProblem::new(Severity::Warning, "other_unit", message).in_source(&found.shown);
                        self.problems.push(
                            problem
                                .at(entry.text(cell.sheet), &cell.name)
                                .of(entry.text(cell.subject), entry.text(cell.indicator)),
                        );
                    }
                    Err(_) => {}
                }
            } else if cell.value.is_none() {
                status = Status::Missing;
            }
            self.cells.push(row.cell(status))?;
        }
        if unsure > 0 {
            let message = format!(
                "the reader is less than {} sure of {unsure} cells: they are listed as unsure and stay out of growth and progress; see `fanfan read --explain`",
                self.options.least_sure
            );
            self.problems.push(BatchProblem::new(Severity::Warning, "not_sure", message).in_source(&found.shown));
        }
        Ok(())
    }

    /// The number of a heading.
    fn head(&mut self, path: &Arc<str>, unit: &Arc<str>, table: &Arc<str>, found: &Found) -> usize {
        let key = (path.clone(), unit.clone(), table.clone());
        if let Some(&head) = self.heads.get(&key) {
            return head;
        }
        let parsed: Option<Unit> =
            if unit.trim().is_empty() { self.matcher.unit(path) } else { self.plan.units().known(unit) };
        let (mut indicator, mut by_title_only, mut growth_of) = (None, false, None);
        // A table of one thing may print its name in the title alone.
        let name: &str = if path.is_empty() { table } else { path };
        match self.matcher.find(name, unit, table) {
            Match::Found { indicator: at, by_title } => (indicator, by_title_only) = (Some(at), by_title),
            Match::GrowthOf { indicator: at } => growth_of = Some(at),
            // A plan of one indicator, and a table without any name.
            Match::None if name.is_empty() && self.plan.indicators().len() == 1 => indicator = Some(0),
            Match::Near { indicator: at, code, message } => {
                let severity = if code == "other_form" { Severity::Info } else { Severity::Warning };
                self.note(path, at, code, severity, message, table, found);
            }
            Match::None => {}
        }
        let planned = indicator.and_then(|at| Some((at, self.plan.indicators().get(at)?.unit.as_ref()?.to_string())));
        if let (Some((at, own)), true) = (planned, parsed.is_none() && unit.trim().is_empty()) {
            let message = format!("`{path}` has no unit and is taken to be in {own}");
            self.note(path, at, "unit_assumed", Severity::Info, message, table, found);
        }
        let measured = match &parsed {
            Some(unit) => format!("{:?} {:?}", unit.dimension(), unit.per()),
            None => Matcher::unit_alone(unit),
        };
        let prices = self.matcher.prices(path, unit, table);
        let thing: Arc<str> = format!("{}\u{1f}{}\u{1f}{measured}", tidy(path), family(table)).into();
        let head = Head {
            indicator,
            growth_of,
            by_title: by_title_only,
            prices,
            unit: parsed,
            // What is told in two prices is two things: GDP (current LCU) and GDP (constant LCU) have one dimension.
            free: match prices {
                PriceWords::Unsaid => thing.clone(),
                said => format!("{thing}\u{1f}{said}").into(),
            },
            thing,
        };
        self.known.push(head);
        self.heads.insert(key, self.known.len() - 1);
        self.known.len() - 1
    }

    /// Lists what there is to say of a heading, once for all tables that print it.
    #[expect(clippy::too_many_arguments, reason = "the columns of the list")]
    fn note(
        &mut self,
        path: &Arc<str>,
        indicator: usize,
        code: &'static str,
        severity: Severity,
        message: String,
        table: &str,
        found: &Found,
    ) {
        let of = self.plan.indicators().get(indicator).map(|one| one.code.clone()).unwrap_or_default();
        let problems = &mut self.problems;
        let slot = self.near.entry((path.clone(), code)).or_insert_with(|| {
            let problem = BatchProblem::new(severity, code, message).in_source(&found.shown);
            problems.push(problem.at("", table).of("", &of));
            (problems.len() - 1, 0)
        });
        slot.1 += 1;
    }

    /// The number of the series of a cell.
    #[expect(clippy::too_many_arguments, reason = "all that a cell says")]
    fn id(
        &mut self,
        head: usize,
        subject: &str,
        path: &str,
        entry: &Entry,
        cell: &super::entry::Cell,
        at: Period,
        file: u32,
    ) -> u32 {
        let Some(facts) = self.known.get(head) else { return NO_SERIES };
        let subject = self.matcher.subject(subject);
        let of = facts.indicator.map_or_else(|| Of::Free(facts.free.clone()), Of::Plan);
        let key = (Arc::<str>::from(tidy(subject)), of, at.frequency());
        let text = |number: u32| entry.texts.get(number as usize).cloned().unwrap_or_else(|| "".into());
        let id = if let Some(&id) = self.ids.get(&key) {
            id
        } else {
            let own = facts.indicator.and_then(|at| self.plan.indicators().get(at));
            let planned = own.and_then(|own| own.unit.clone());
            let unit_text = planned.as_ref().map_or_else(|| text(cell.unit), |unit| unit.to_string().into());
            self.series.push(SeriesFacts {
                subject: subject.into(),
                indicator: facts.indicator,
                growth_of: facts.growth_of,
                path: path.into(),
                table: text(cell.table),
                free: facts.free.clone(),
                thing: facts.thing.clone(),
                frequency: at.frequency(),
                unit: planned.or_else(|| facts.unit.clone()),
                unit_text,
                units: Vec::new(),
                prices: Vec::new(),
            });
            let id = (self.series.len() - 1) as u32;
            self.ids.insert(key, id);
            id
        };
        if let Some(series) = self.series.get_mut(id as usize) {
            if cell.value.is_some() && !series.units.iter().any(|(unit, _)| **unit == *entry.text(cell.unit)) {
                series.units.push((text(cell.unit), file));
            }
            if facts.prices != PriceWords::Unsaid && !series.prices.iter().any(|(words, _)| *words == facts.prices) {
                series.prices.push((facts.prices, file));
            }
            if series.unit.is_none() && series.unit_text.is_empty() && cell.value.is_some() {
                series.unit.clone_from(&facts.unit);
                series.unit_text = text(cell.unit);
            }
        }
        id
    }

    /// The year at whose end a stock of the plan was counted; another day says nothing of a year.
    fn year_end(&self, head: usize, period: &str) -> Option<Period> {
        let at = self.known.get(head)?.indicator?;
        let is_stock = self.plan.indicators().get(at)?.nature == Nature::Stock;
        period.strip_suffix("-12-31").filter(|_| is_stock)?.parse().ok().map(Period::annual)
    }

    /// A value in the unit of its series; one without a unit is taken to be in it.
    fn brought(&self, head: usize, id: u32, value: Option<f64>) -> std::result::Result<Option<f64>, String> {
        let (Some(head), Some(series)) = (self.known.get(head), self.series.get(id as usize)) else { return Ok(value) };
        match (&head.unit, &series.unit) {
            (Some(from), Some(to)) if from.to_string() != to.to_string() => {
                value.map(|value| from.convert(value, to)).transpose().map_err(|error| error.to_string())
            }
            _ => Ok(value),
        }
    }

    /// The problems of headings, with how many headings each is about; and what was gathered.
    ///
    /// # Errors
    /// The disk is full.
    pub(super) fn close(mut self) -> Result<Gathered<'p>> {
        for (at, count) in self.near.values() {
            if let Some(problem) = self.problems.get_mut(*at)
                && *count > 1
            {
                problem.message = format!("{} (in {count} tables)", problem.message);
            }
        }
        Ok(Gathered {
            plan: self.plan,
            heads: self.heads,
            known: self.known,
            series: self.series,
            cells: self.cells.finish()?,
            editions: self.editions,
            problems: self.problems,
        })
    }
}

/// What was gathered from all files.
pub(super) struct Gathered<'p> {
    pub(super) plan: &'p Plan,
    heads: HashMap<Printed, usize>,
    known: Vec<Head>,
    pub(super) series: Vec<SeriesFacts>,
    pub(super) cells: List<{ Row::CELL }>,
    pub(super) editions: Vec<Edition>,
    pub(super) problems: Vec<BatchProblem>,
}

impl Gathered<'_> {
    /// The heading of a cell.
    pub(super) fn head_of(&self, path: &str, unit: &str, table: &str) -> Option<&Head> {
        self.heads.get(&(path.into(), unit.into(), table.into())).and_then(|head| self.known.get(*head))
    }

    /// The series of a row.
    pub(super) fn series_of(&self, row: &Row) -> Option<&SeriesFacts> {
        self.series.get(row.series as usize)
    }
}

/// The most decimals of the values under one heading: a table prints them alike, and files store 17.30 as 17.3.
fn decimals(entry: &Entry) -> HashMap<(u32, u32, u32), i32> {
    let mut most: HashMap<(u32, u32, u32), i32> = HashMap::new();
    for cell in &entry.cells {
        let Some(value) = cell.value else { continue };
        let places = places(value);
        let own = most.entry((cell.indicator, cell.unit, cell.table)).or_insert(0);
        *own = places.max(*own);
    }
    most
}

/// Decimals of the shortest text of a number, 17 at most.
fn places(value: f64) -> i32 {
    if value.fract() == 0.0 {
        return 0;
    }
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(17) as i32)
}
