//! The tables of a batch.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::TABLES;
use super::care::{self, Revision, Rules};
use super::cells::{NO_SERIES, Row, Status, of_status};
use super::columns::columns;
use super::entry::{Cell, Entry};
use super::gather::Gathered;
use super::heads::Head;
use super::journal::Journal;
use super::options::BatchOptions;
use super::panel;
use super::problem::{BatchProblem, Problems, also, not_listed};
use super::read_all::Reading;
use super::sink::{Finished, Sink, publish};
use super::spill::Sorted;
use super::summary::Summary;
use super::walk::Found;
use super::words;
use crate::error::{Result, Undefined};
use crate::model::{Names, Observations, Period, SeriesKey, tidy};
use crate::plan::{Finding, Plan, Severity};
use crate::progress::{Standing, TargetOutcome, Track};
use crate::report::{Report, TrackReport, digits};

/// All that a batch has made.
pub(super) struct Made<'a> {
    pub(super) plan: &'a Plan,
    pub(super) out: &'a Path,
    pub(super) options: &'a BatchOptions,
    pub(super) files: &'a [Found],
    pub(super) read: &'a [Reading],
    pub(super) journal: &'a Journal,
    pub(super) gather: &'a Gathered<'a>,
    pub(super) names: &'a [Arc<str>],
    pub(super) problems: Problems,
}

/// Rows of the panel that are in memory at once, in whole series.
const CHUNK: usize = 1 << 16;

/// Writes all tables and counts what is in them.
///
/// # Errors
/// A table cannot be written; a moment of the assessment before all data.
pub(super) fn write(mut made: Made<'_>, summary: &mut Summary) -> Result<()> {
    let order = panel::order(made.gather, made.names);
    let rules =
        Rules { gather: made.gather, files: made.files, names: made.names, order: &order, prefer: made.options.prefer };
    let mut revisions = made.revisions()?;
    let care = care::care(&rules, made.journal.folder(), &mut |one| revise(&mut revisions, one))?;
    made.problems.append(care.problems);
    summary.overlaps = care.overlaps;
    summary.indicators = care.indicators;
    summary.of_the_plan = summary.indicators.iter().map(|count| count.series).sum();
    let mut tables = vec![made.observations(care.statuses, summary)?];
    let tracked = made.panel(care.standing, &mut tables, summary)?;
    if !made.plan.indicators().is_empty() {
        let tracked = panel::tracked(made.gather, &tracked, made.plan)?;
        let track = made.plan.track(&tracked, made.options.track.clone())?;
        made.findings(&track);
        made.subjects(&tracked);
        tables.push(made.progress(&track)?);
        for standing in Standing::ALL {
            let count = track.assessments.iter().filter(|one| one.standing == *standing).count();
            summary.standings.push((*standing, count));
        }
        for outcome in TargetOutcome::ALL {
            let count = track.assessments.iter().filter(|one| one.outcome == *outcome).count();
            summary.outcomes.push((*outcome, count));
        }
        summary.missed = track.needs_attention();
    }
    tables.push(revisions.finish()?);
    tables.push(made.list(summary)?);
    summary.tables = publish(made.out, tables, &TABLES)?;
    Ok(())
}

/// One row of `revisions`.
fn revise(sink: &mut Sink, one: &Revision) -> Result<()> {
    let change = if one.old == 0.0 { f64::NAN } else { one.new / one.old - 1.0 };
    sink.row(&[
        one.subject.as_str(),
        &one.indicator,
        &one.period,
        &digits(one.old),
        &digits(one.new),
        &digits(change),
        &one.unit,
        &one.old_source.0,
        &one.old_source.1,
        &one.new_source.0,
        &one.new_source.1,
    ])
}

impl Made<'_> {
    fn sink(&self, name: &'static str, names: &[&str], numbers: &[&str]) -> Result<Sink> {
        Sink::new(self.out, name, &columns(names, numbers), cfg!(feature = "parquet"))
    }

    fn code(&self, indicator: Option<usize>) -> &str {
        indicator.and_then(|at| self.plan.indicators().get(at)).map_or("", |one| one.code.as_str())
    }

    /// Every cell, file by file.
    fn observations(&self, statuses: Sorted<{ Row::STATUS }>, summary: &mut Summary) -> Result<Finished> {
        let mut sink = self.sink(
            "observations",
            &[
                "subject",
                "indicator",
                "code",
                "period",
                "value",
                "missing",
                "unit",
                "table",
                "source",
                "sheet",
                "cell",
                "as_of",
                "status",
                "confidence",
                "note",
            ],
            &["value", "confidence"],
        )?;
        let mut cells = (0..).zip(self.gather.cells.records()?);
        let mut statuses = statuses.peekable();
        for (found, _) in self.files.iter().zip(self.read).filter(|(_, reading)| reading.kept) {
            let entry = self.journal.stored(found)?;
            let mut heads: HashMap<(u32, u32, u32), Option<&Head>> = HashMap::new();
            for cell in &entry.cells {
                let head = *heads.entry((cell.indicator, cell.unit, cell.table)).or_insert_with(|| {
                    self.gather.head_of(entry.text(cell.indicator), entry.text(cell.unit), entry.text(cell.table))
                });
                let Some((at, record)) = cells.next() else { break };
                let (row, mut status) = Row::of_cell(&record?);
                let is_next = |next: &Result<_>| next.as_ref().map_or(true, |record| of_status(record).0 == at);
                if let Some(record) = statuses.next_if(is_next) {
                    status = of_status(&record?).1;
                }
                summary.cells += 1;
                summary.values += usize::from(cell.value.is_some());
                // A blank cell says nothing.
                if cell.value.is_some() || cell.missing.is_some_and(|mark| !entry.text(mark).trim().is_empty()) {
                    let fields = self.observation(found, &entry, cell, head, row, status);
                    sink.row(&fields.each_ref().map(String::as_str))?;
                }
            }
        }
        sink.finish()
    }

    fn observation(
        &self,
        found: &Found,
        entry: &Entry,
        cell: &Cell,
        head: Option<&Head>,
        row: Row,
        status: Status,
    ) -> [String; 15] {
        let text = |number: u32| entry.text(number).to_owned();
        let series = self.gather.series_of(&row).filter(|_| row.series != NO_SERIES);
        let printed = entry.text(cell.unit);
        let mut notes: Vec<String> = cell.note.map(text).into_iter().collect();
        let (mut value, mut unit) = (cell.value.map(digits).unwrap_or_default(), printed.to_owned());
        if let Some(series) = series
            && *series.unit_text != *printed
        {
            unit = series.unit_text.to_string();
            if printed.is_empty() {
                notes.push("no unit is printed".to_owned());
            } else if cell.value.is_some_and(|value| value != row.value) {
                notes.push(format!("printed as {value} {printed}"));
                value = digits(row.value);
            }
        }
        let subject = entry.text(cell.subject);
        if series.is_some_and(|own| **own.subject != *subject && tidy(own.subject) != tidy(subject)) {
            notes.push(format!("the subject is printed as {subject}"));
        }
        if head.is_some_and(|head| head.by_title) {
            notes.push("the title names the indicator".to_owned());
        }
        let edition = self.gather.editions.get(row.edition as usize);
        [
            series.map_or_else(|| text(cell.subject), |series| series.subject.to_string()),
            text(cell.indicator),
            self.code(head.and_then(|head| head.indicator)).to_owned(),
            text(cell.period),
            value,
            cell.missing.map(text).unwrap_or_default(),
            unit,
            text(cell.table),
            found.shown.clone(),
            text(cell.sheet),
            cell.name.clone(),
            edition.map(|edition| edition.text.clone()).unwrap_or_default(),
            status.as_str().to_owned(),
            digits(cell.confidence),
            words::notes(&notes.join("; "), self.options.language),
        ]
    }

    /// One value for each subject, indicator and period, and its growth, some series at a time. Gives back what the
    /// plan is tracked with.
    fn panel(
        &self,
        standing: Sorted<{ Row::STANDING }>,
        tables: &mut Vec<Finished>,
        summary: &mut Summary,
    ) -> Result<Vec<Row>> {
        let names = ["subject", "indicator", "period", "value", "unit", "source", "as_of"];
        let mut panel = self.sink("panel", &names, &["value"])?;
        let names = ["subject", "indicator", "period", "value", "measure", "result", "undefined"];
        let mut growth = self.sink("growth", &names, &["value", "result"])?;
        let mut tracked = Vec::new();
        let mut chunk: Vec<Row> = Vec::new();
        for record in standing {
            let row = Row::of_standing(&record?);
            if chunk.len() >= CHUNK && chunk.last().is_some_and(|last| last.series != row.series) {
                summary.series += self.chunk(&chunk, &mut panel, &mut growth)?;
                chunk.clear();
            }
            if self.gather.series_of(&row).is_some_and(|series| panel::is_tracked(&series)) {
                tracked.push(row);
            }
            chunk.push(row);
        }
        summary.series += self.chunk(&chunk, &mut panel, &mut growth)?;
        tables.extend([panel.finish()?, growth.finish()?]);
        Ok(tracked)
    }

    /// Some series of the panel with their growth; how many they are.
    fn chunk(&self, standing: &[Row], panel: &mut Sink, growth: &mut Sink) -> Result<usize> {
        let (data, from) = panel::observations(self.gather, standing, |series| self.names.get(series).cloned())?;
        let mut measures = Vec::new();
        for measure in &self.options.measures {
            if let Some(options) = measure.as_growth() {
                measures.push((measure.name(), data.growth(options)?));
            }
        }
        rows(&data, |at, number, key, period, value| {
            let edition = from.get(at).and_then(|row| standing.get(*row));
            let edition = edition.and_then(|row| self.gather.editions.get(row.edition as usize));
            let file = edition.and_then(|edition| self.files.get(edition.file as usize));
            let value = digits(value);
            panel.row(&[
                &key.subject,
                &key.indicator,
                period,
                &value,
                data.unit(number).unwrap_or_default(),
                file.map_or("", |found| &found.shown),
                edition.map_or("", |edition| &edition.text),
            ])?;
            for (name, outcomes) in &measures {
                let result = outcomes.get(at).unwrap_or(Err(Undefined::MissingValue));
                growth.row(&[
                    &key.subject,
                    &key.indicator,
                    period,
                    &value,
                    *name,
                    &result.map(digits).unwrap_or_default(),
                    result.err().map_or("", Undefined::as_str),
                ])?;
            }
            Ok(())
        })?;
        Ok(data.panel().len())
    }

    /// The targets, in the columns of `fanfan track --format csv`.
    fn progress(&self, track: &Track) -> Result<Finished> {
        let mut bytes = Vec::new();
        TrackReport::new(self.plan, track).csv(&mut bytes)?;
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let mut sink = None;
        for row in rows.records().flatten() {
            let fields: Vec<&str> = row.iter().collect();
            match &mut sink {
                None => {
                    let numbers: Vec<&str> =
                        fields.iter().copied().filter(|name| crate::report::holds_numbers(name)).collect();
                    sink = Some(self.sink("progress", &fields, &numbers)?);
                }
                Some(sink) => sink.row(&fields)?,
            }
        }
        match sink {
            Some(sink) => sink.finish(),
            None => self.sink("progress", &["subject", "indicator"], &[])?.finish(),
        }
    }

    /// What the plan and its data leave open; what is found of many subjects alike is one problem.
    fn findings(&mut self, track: &Track) {
        let mut alike: HashMap<(&str, &str, &str), Vec<&Finding>> = HashMap::new();
        let mut order = Vec::new();
        for finding in &track.findings {
            let message = finding.message.en.as_deref().unwrap_or_default();
            let key = (finding.code, finding.indicator.as_str(), message);
            let own = alike.entry(key).or_default();
            if own.is_empty() {
                order.push(key);
            }
            own.push(finding);
        }
        for (key, first) in order.iter().filter_map(|key| Some((key, *alike.get(key)?.first()?))) {
            let others = alike.get(key).map_or(0, Vec::len) - 1;
            let message = also(&first.message, others);
            let place = first.period.map(|period| period.to_string()).unwrap_or_default();
            let problem = BatchProblem::new(first.severity, first.code, message).at("", &place);
            self.problems.push(problem.of(first.subject.as_deref().unwrap_or_default(), &first.indicator));
        }
    }

    /// Subjects of the plan without data, where the data has one that is near.
    fn subjects(&mut self, tracked: &Observations) {
        let keys = tracked.panel().keys();
        let has = |subject: &str| keys.iter().any(|key| key.subject.is_empty() || *key.subject == *subject);
        let own = self
            .plan
            .subject()
            .into_iter()
            .chain(self.plan.targets().iter().filter_map(|target| target.subject.as_deref()));
        let mut missing: Vec<&str> = own.filter(|subject| !has(subject)).collect();
        missing.sort_unstable();
        missing.dedup();
        for subject in missing {
            let others = keys.iter().map(|key| &*key.subject);
            let near = others
                .filter(|other| other.contains(subject) || subject.contains(other))
                .min_by_key(|other| other.len());
            if let Some(near) = near {
                let message = Names::both(
                    format!(
                        "计划针对 `{subject}`，数据中有 `{near}`：如是同一主体，请给出名称文件，其中写 [subjects] \"{subject}\" = [\"{near}\"]（--names）"
                    ),
                    format!(
                        "the plan is about `{subject}`, and the data has `{near}`: if they are one, give a file of names with [subjects] \"{subject}\" = [\"{near}\"] (--names)"
                    ),
                );
                self.problems.push(BatchProblem::new(Severity::Warning, "similar_subject", message).of(subject, ""));
            }
        }
    }

    fn revisions(&self) -> Result<Sink> {
        self.sink(
            "revisions",
            &[
                "subject",
                "indicator",
                "period",
                "old",
                "new",
                "change",
                "unit",
                "old_source",
                "old_as_of",
                "new_source",
                "new_as_of",
            ],
            &["old", "new", "change"],
        )
    }

    /// The problems: the gravest first, then by file.
    fn list(&mut self, summary: &mut Summary) -> Result<Finished> {
        let places: HashMap<&str, usize> =
            self.files.iter().enumerate().map(|(at, found)| (found.shown.as_str(), at)).collect();
        let place = |problem: &BatchProblem| places.get(problem.source.as_str()).copied().unwrap_or(usize::MAX);
        let grave = |severity: Severity| match severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        };
        self.problems.listed.sort_by_key(|problem| (grave(problem.severity), place(problem)));
        let names = ["severity", "code", "source", "sheet", "place", "subject", "indicator", "message"];
        let mut sink = self.sink("problems", &names, &[])?;
        for one in &self.problems.listed {
            *summary.problems.entry((one.severity.as_str(), one.code.clone())).or_insert(0) += 1;
            sink.row(&[
                one.severity.as_str(),
                &one.code,
                &one.source,
                &one.sheet,
                &one.place,
                &one.subject,
                &one.indicator,
                &one.text(self.options.language),
            ])?;
        }
        for ((severity, code), count) in &self.problems.more {
            *summary.problems.entry((severity, code.clone())).or_insert(0) += count;
            let message = not_listed(*count);
            let message = message.get(self.options.language).unwrap_or_default();
            sink.row(&[severity, code, "", "", "", "", "", message])?;
        }
        sink.finish()
    }
}

/// Walks a panel row by row: number of the row, of its series, key, period as text, value.
fn rows(data: &Observations, mut row: impl FnMut(usize, usize, &SeriesKey, &str, f64) -> Result<()>) -> Result<()> {
    let mut at = 0;
    for (number, series) in data.panel().iter().enumerate() {
        for (&ordinal, &value) in series.ordinals.iter().zip(series.values) {
            row(at, number, series.key, &Period::from_ordinal(series.frequency, ordinal).to_string(), value)?;
            at += 1;
        }
    }
    Ok(())
}
