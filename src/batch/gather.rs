//! All cells of a batch as numbers: series, period, value, edition. They go to the disk; what is said once for many of
//! them (headings, series, editions) stays in memory.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::cells::{NO_SERIES, Row, Status};
use super::edition::{Edition, editions, family};
use super::entry::Entry;
use super::heads::{Basis, Head, Heads, Kept, Numbers, Of, SeriesFacts, Shared};
use super::options::BatchOptions;
use super::problem::{BatchProblem, around};
use super::spill::{List, ListWriter};
use super::subjects::Subjects;
use super::walk::Found;
use crate::error::Result;
use crate::model::{Dimension, Frequency, IndexBase, Match, Matcher, Names, Nature, Period, PriceWords, Reading, Unit};
use crate::plan::{Plan, Severity};

/// The cells of a batch: the `k`-th of its list is the `k`-th of all entries in their order.
pub(super) struct Gather<'p> {
    plan: &'p Plan,
    matcher: Matcher,
    options: &'p BatchOptions,
    heads: Heads,
    texts: Shared,
    subjects: Subjects,
    /// Numbers of what series without an indicator of the plan are known by.
    things: Numbers,
    ids: HashMap<(u32, Of, Frequency), u32>,
    series: Vec<Kept>,
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
        let units =
            plan.indicators().iter().map(|one| one.unit.clone().map(|unit| (unit.clone(), unit.to_string().into())));
        Ok(Gather {
            plan,
            matcher: Matcher::new(plan.indicators(), options.names.clone()).units(plan.units().clone()),
            options,
            heads: Heads { planned: units.collect(), ..Heads::default() },
            texts: Shared::default(),
            subjects: Subjects::new(plan),
            things: Numbers::default(),
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
        let mut local: HashMap<(u32, u32, u32), u32> = HashMap::new();
        let mut unsure = 0_usize;
        let mut reported: Vec<u32> = Vec::new();
        let of_file = Subjects::of_file(entry, &self.matcher, &mut self.texts);
        for (cell, edition) in entry.cells.iter().zip(of_cells) {
            let key = (cell.indicator, cell.unit, cell.table);
            let head = *local.entry(key).or_insert_with(|| {
                self.head(entry.text(cell.indicator), entry.text(cell.unit), entry.text(cell.table), found)
            });
            let mut row = Row { series: NO_SERIES, ordinal: 0, value: f64::NAN, slack: 0.0, edition: first + edition };
            let mut status = Status::Aside;
            if let Some(at) = cell.at.or_else(|| self.of_day(head, entry.text(cell.period))) {
                let subject = self.subjects.of(&of_file, cell, file);
                let id = self.id(head, &subject, cell.value.is_some(), at, file);
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
                        let problem = BatchProblem::new(Severity::Warning, "other_unit", Names::english(message))
                            .in_source(&found.shown);
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
            let message = Names::both(
                format!(
                    "对 {unsure} 个单元格的把握不足 {}：列为 unsure，不用于增速与进度；请看 `fanfan read --explain`",
                    self.options.least_sure
                ),
                format!(
                    "the reader is less than {} sure of {unsure} cells: they are listed as unsure and stay out of growth and progress; see `fanfan read --explain`",
                    self.options.least_sure
                ),
            );
            self.problems.push(BatchProblem::new(Severity::Warning, "not_sure", message).in_source(&found.shown));
        }
        Ok(())
    }

    /// The number of a heading.
    fn head(&mut self, path: &str, unit: &str, table: &str, found: &Found) -> u32 {
        let printed = (self.texts.of(path), self.texts.of(unit), self.texts.of(table));
        if let Some(&head) = self.heads.numbers.get(&printed) {
            return head;
        }
        let (path, unit, table) = (&printed.0, &printed.1, &printed.2);
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
            let message = Names::both(
                format!("`{path}` 未注明单位，按 {own} 计"),
                format!("`{path}` has no unit and is taken to be in {own}"),
            );
            self.note(path, at, "unit_assumed", Severity::Info, message, table, found);
        }
        let (thing, base) = self.matcher.thing(path);
        let (measured, base) = match &parsed {
            // An index over another base is the same thing, as other prices are.
            Some(unit) => match unit.dimension() {
                Dimension::Index(IndexBase::Fixed(own)) => ("index".to_owned(), Some(own)),
                dimension => (format!("{dimension:?} {:?}", unit.per()), base),
            },
            None => (Matcher::unit_alone(unit), base),
        };
        let basis = match self.matcher.prices(path, unit, table) {
            PriceWords::Unsaid => base.map(Basis::Index),
            words => Some(Basis::Prices(words)),
        };
        let thing = format!("{thing}\u{1f}{}\u{1f}{measured}", family(table));
        // What is told in two prices is two things: GDP (current LCU) and GDP (constant LCU) have one dimension.
        let free = basis.map_or_else(|| thing.clone(), |basis| format!("{thing}\u{1f}{basis}"));
        let head = Head {
            of: indicator.map_or_else(|| Of::Free(self.things.of(&free)), |at| Of::Plan(at as u32)),
            printed: printed.clone(),
            indicator,
            growth_of,
            by_title: by_title_only,
            basis,
            unit: parsed,
            free: self.texts.of(&free),
            thing: self.texts.of(&thing),
        };
        let number = self.heads.known.len() as u32;
        self.heads.known.push(head);
        self.heads.numbers.insert(printed, number);
        number
    }

    /// Lists what there is to say of a heading, once for all tables that print it.
    #[expect(clippy::too_many_arguments, reason = "the columns of the list")]
    fn note(
        &mut self,
        path: &Arc<str>,
        indicator: usize,
        code: &'static str,
        severity: Severity,
        message: Names,
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
    fn id(&mut self, head: u32, subject: &(u32, Arc<str>), has_value: bool, at: Period, file: u32) -> u32 {
        let Some(facts) = self.heads.get(head) else { return NO_SERIES };
        let key = (subject.0, facts.of, at.frequency());
        let id = if let Some(&id) = self.ids.get(&key) {
            id
        } else {
            self.series.push(Kept {
                subject: subject.1.clone(),
                head,
                unit: head,
                frequency: at.frequency(),
                first_unit: None,
                more_units: Vec::new(),
                bases: Vec::new(),
            });
            let id = (self.series.len() - 1) as u32;
            self.ids.insert(key, id);
            id
        };
        let Some(series) = self.series.get_mut(id as usize) else { return id };
        if let Some(basis) = facts.basis
            && !series.bases.iter().any(|(other, _)| *other == basis)
        {
            series.bases.push((basis, file));
        }
        if has_value {
            let unit = &*facts.printed.1;
            match series.first_unit {
                None => series.first_unit = Some((head, file)),
                Some(first) => {
                    let mut known = std::iter::once(&first).chain(&series.more_units);
                    if !known.any(|&(other, _)| other == head || self.heads.unit_text(other) == unit) {
                        series.more_units.push((head, file));
                    }
                }
            }
            // A series without any unit so far.
            if self.heads.get(series.unit).is_some_and(|own| own.unit.is_none() && own.printed.1.is_empty()) {
                series.unit = head;
            }
        }
        id
    }

    /// The period of a day: that of the frequency for which days stand, or the year at whose end a stock of the plan was
    /// counted; another day says nothing of a year.
    fn of_day(&self, head: u32, period: &str) -> Option<Period> {
        if let Some(frequency) = self.options.read.of_days() {
            let Ok(Reading::Date(day)) = Reading::of(period) else { return None };
            return day.period_at(frequency);
        }
        let at = self.heads.get(head)?.indicator?;
        let is_stock = self.plan.indicators().get(at)?.nature == Nature::Stock;
        period.strip_suffix("-12-31").filter(|_| is_stock)?.parse().ok().map(Period::annual)
    }

    /// A value in the unit of its series; one without a unit is taken to be in it.
    fn brought(&self, head: u32, id: u32, value: Option<f64>) -> std::result::Result<Option<f64>, String> {
        let series = self.series.get(id as usize).and_then(|kept| self.heads.facts(kept));
        let (Some(head), Some(series)) = (self.heads.get(head), series) else { return Ok(value) };
        match (&head.unit, series.unit) {
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
    pub(super) fn close(mut self, files: &[Found]) -> Result<Gathered<'p>> {
        self.problems.extend(self.subjects.problem(files));
        for (at, count) in self.near.values() {
            if let Some(problem) = self.problems.get_mut(*at)
                && *count > 1
            {
                problem.message = around(
                    &problem.message,
                    |zh| format!("{zh}（{count} 个表）"),
                    |en| format!("{en} (in {count} tables)"),
                );
            }
        }
        Ok(Gathered {
            plan: self.plan,
            heads: self.heads,
            kept: self.series,
            cells: self.cells.finish()?,
            editions: self.editions,
            problems: self.problems,
        })
    }
}

/// What was gathered from all files.
pub(super) struct Gathered<'p> {
    pub(super) plan: &'p Plan,
    heads: Heads,
    kept: Vec<Kept>,
    pub(super) cells: List<{ Row::CELL }>,
    pub(super) editions: Vec<Edition>,
    pub(super) problems: Vec<BatchProblem>,
}

impl Gathered<'_> {
    /// The heading of a cell.
    pub(super) fn head_of(&self, path: &str, unit: &str, table: &str) -> Option<&Head> {
        let head = self.heads.numbers.get(&(path.into(), unit.into(), table.into()));
        head.and_then(|head| self.heads.get(*head))
    }

    /// All series, in the order in which they were met.
    pub(super) fn series(&self) -> impl Iterator<Item = SeriesFacts<'_>> {
        self.kept.iter().filter_map(|kept| self.heads.facts(kept))
    }

    /// A series by its number.
    pub(super) fn of_number(&self, series: u32) -> Option<SeriesFacts<'_>> {
        self.kept.get(series as usize).and_then(|kept| self.heads.facts(kept))
    }

    /// The series of a row.
    pub(super) fn series_of(&self, row: &Row) -> Option<SeriesFacts<'_>> {
        self.of_number(row.series)
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
