//! What came of a batch, in numbers.

use std::collections::BTreeMap;

use super::cells::Row;
use super::heads::SeriesFacts;
use super::read_all::Reading;
use super::sink::Written;
use crate::model::Period;
use crate::plan::{Plan, Severity};
use crate::progress::{Standing, TargetOutcome};

/// Files of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileCounts {
    /// Below the folder.
    pub found: usize,
    /// Read in this run.
    pub read: usize,
    /// Not changed since an earlier run, and not read again.
    pub reused: usize,
    /// Of which nothing could be read.
    pub failed: usize,
}

/// How often editions met, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overlaps {
    /// Periods of series for which more than one value is printed.
    pub periods: usize,
    /// Of these, where all values agree.
    pub agree: usize,
    /// Of these, where editions differ.
    pub revised: usize,
    /// Of these, where one edition contradicts itself.
    pub conflicts: usize,
}

/// How often an indicator of the plan was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndicatorCount {
    /// Its code.
    pub code: String,
    /// Series of it, over all subjects and frequencies.
    pub series: usize,
    /// Values that stand.
    pub values: usize,
    /// The first and the last period.
    pub span: Option<(String, String)>,
}

/// Series, values, first and last period.
type Count = (usize, usize, Option<(Period, Period)>);

/// Counts what stands of each indicator of the plan.
pub(super) struct Counts<'p> {
    plan: &'p Plan,
    own: Vec<Count>,
}

impl<'p> Counts<'p> {
    pub(super) fn new(plan: &'p Plan) -> Counts<'p> {
        Counts { plan, own: vec![(0, 0, None); plan.indicators().len()] }
    }

    /// Counts one series.
    pub(super) fn series(&mut self, series: &SeriesFacts<'_>, standing: &[Row]) {
        let Some((count, values, span)) = series.indicator.and_then(|at| self.own.get_mut(at)) else { return };
        *count += usize::from(!standing.is_empty());
        *values += standing.len();
        for row in standing {
            let period = Period::from_ordinal(series.frequency, row.ordinal);
            let (first, last) = span.unwrap_or((period, period));
            let earlier = if period.end_in_years() < first.end_in_years() { period } else { first };
            let later = if period.end_in_years() > last.end_in_years() { period } else { last };
            *span = Some((earlier, later));
        }
    }

    pub(super) fn close(self) -> Vec<IndicatorCount> {
        let named = self.plan.indicators().iter().zip(self.own);
        let counts = named.map(|(indicator, (series, values, span))| IndicatorCount {
            code: indicator.code.clone(),
            series,
            values,
            span: span.map(|(first, last)| (first.to_string(), last.to_string())),
        });
        counts.collect()
    }
}

/// A batch in numbers.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Whether the watcher stopped it: nothing but the journal was written.
    pub stopped: bool,
    /// Its files.
    pub files: FileCounts,
    /// Data cells.
    pub cells: usize,
    /// Of these, with a number.
    pub values: usize,
    /// Series in the panel.
    pub series: usize,
    /// Of these, of an indicator of the plan.
    pub of_the_plan: usize,
    /// Every indicator of the plan.
    pub indicators: Vec<IndicatorCount>,
    /// Where editions meet.
    pub overlaps: Overlaps,
    /// Targets by standing.
    pub standings: Vec<(Standing, usize)>,
    /// Targets by outcome.
    pub outcomes: Vec<(TargetOutcome, usize)>,
    /// Whether a target is missed, or the plan and its data contradict each other.
    pub missed: bool,
    /// Problems by severity and code.
    pub problems: BTreeMap<(&'static str, String), usize>,
    /// The tables.
    pub tables: Vec<Written>,
    /// Whether this build writes Parquet.
    pub parquet: bool,
}

impl Summary {
    pub(super) fn of(read: &[Reading], found: usize) -> Summary {
        let count = |is: fn(&Reading) -> bool| read.iter().filter(|one| is(one)).count();
        Summary {
            stopped: read.iter().any(|one| !one.reached),
            files: FileCounts {
                found,
                read: count(|one| one.reached && !one.reused && !one.failed),
                reused: count(|one| one.reused && !one.failed),
                failed: count(|one| one.failed),
            },
            parquet: cfg!(feature = "parquet"),
            ..Summary::default()
        }
    }

    /// Whether there is a problem above information, or a missed target.
    pub fn needs_attention(&self) -> bool {
        let info = Severity::Info.as_str();
        self.missed || self.problems.keys().any(|(severity, _)| *severity != info)
    }
}
