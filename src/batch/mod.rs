//! Whole folders: every table below a folder read, its indicators found in a plan, its editions brought into one
//! series each, with growth, progress and a list of problems (rank 7).
//!
//! | type | is |
//! |---|---|
//! | [`run`] | a folder into tables: `observations`, `panel`, `growth`, `progress`, `revisions`, `problems` |
//! | [`BatchOptions`] | what is asked |
//! | [`Summary`] | what came of it |
//! | [`books`] | the files of a folder as books, one at a time |
//!
//! What was read is kept in a journal inside the folder of results, one entry for each file, so that a batch that was
//! stopped goes on where it was, and one that is run again reads only what has changed. Results do not depend on the
//! number of threads, on how often a batch was stopped, or on what was read in an earlier run.
//!
//! No table stands half-written under its name. No value is guessed: an indicator that is nearly one of the plan's is
//! a problem with what to add to the plan, and values of two editions are never mixed without a word.

mod care;
mod cells;
mod changes;
mod columns;
mod edition;
mod entry;
mod gather;
mod heads;
mod journal;
mod options;
mod outputs;
mod panel;
#[cfg(feature = "parquet")]
mod parquet;
mod problem;
mod read_all;
mod report;
mod sink;
mod spill;
mod subjects;
mod summary;
mod walk;
mod words;

pub use care::Revision;
pub use options::{BatchOptions, Editions, Prefer};
pub use problem::BatchProblem;
pub use read_all::Step;
pub use report::BatchReport;
pub use sink::Written;
pub use summary::{FileCounts, IndicatorCount, Overlaps, Summary};

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Names;
use crate::plan::{Plan, Severity};
use crate::read::{Book, ReadOptions};
use gather::Gather;
use journal::Journal;
use problem::Problems;

/// The tables of a batch.
const TABLES: [&str; 6] = ["observations", "panel", "growth", "progress", "revisions", "problems"];

/// The files of a folder and of those below it as books, each read when it is asked for: one is in memory at a time.
///
/// Each comes with its path from the folder on. What is wrong with one file is in its own result.
///
/// # Errors
/// The folder cannot be listed.
///
/// # Examples
/// ```
/// use fanfan::batch;
/// use fanfan::read::ReadOptions;
///
/// let mut cells = 0;
/// for (name, book) in batch::books("data/town-2005".as_ref(), &ReadOptions::default())? {
///     // the plan beside the table holds no table
///     let found = book.map_or(0, |book| book.cells.len());
///     assert_eq!(found > 0, name == "actuals.csv");
///     cells += found;
/// }
/// assert!(cells > 0);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn books<'o>(
    folder: &Path,
    options: &'o ReadOptions,
) -> Result<impl Iterator<Item = (String, Result<Book>)> + use<'o>> {
    let files = walk::walk(folder, [])?.files;
    Ok(files.into_iter().map(|found| {
        let book = crate::read::book(&found.path, options);
        (found.shown, book)
    }))
}

/// Reads every table below `folder`, holds it against `plan`, and writes the tables of results into `out`.
///
/// `watch` is called after each file and can stop the batch: what was read until then is kept in the journal of
/// `out`, and the next run goes on from there.
///
/// | table | holds |
/// |---|---|
/// | `observations` | every cell that is read, with its source, the edition (`as_of`) and what became of it (`status`) |
/// | `panel` | one value for each subject, indicator and period: that of the preferred edition |
/// | `growth` | growth of every row of the panel |
/// | `progress` | every target of the plan |
/// | `revisions` | values that a later edition changed |
/// | `problems` | what could not be read, what is only near to the plan, what editions contradict |
///
/// # Errors
/// A folder that cannot be listed or holds no files; results that cannot be written (what was read is kept); a measure
/// over a span. A file that cannot be read is a problem and no error.
///
/// # Examples
/// ```
/// use std::ops::ControlFlow;
///
/// use fanfan::batch::{self, BatchOptions};
/// use fanfan::plan::Plan;
///
/// let out = std::env::temp_dir().join(format!("fanfan-batch-example-{}", std::process::id()));
/// let plan = Plan::from_path("data/town-2005/plan.toml")?;
/// let summary = batch::run("data/town-2005".as_ref(), &plan, &out, &BatchOptions::default(), &|_| ControlFlow::Continue(()))?;
/// assert_eq!((summary.files.found, summary.files.failed), (1, 0)); // the plan is no table and is not read as one
/// assert!(std::fs::read_to_string(out.join("panel.csv"))?.contains("town,gdp,2005,11.9,亿元,actuals.csv,2005"));
/// # std::fs::remove_dir_all(&out)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(
    folder: &Path,
    plan: &Plan,
    out: &Path,
    options: &BatchOptions,
    watch: &(dyn Fn(Step<'_>) -> ControlFlow<()> + Sync),
) -> Result<Summary> {
    if let Some(measure) = options.measures.iter().find(|measure| measure.as_growth().is_none()) {
        return Err(Error::new(ErrorKind::Option, format!("`{measure}` has no value for every period"))
            .mend("ask a batch for measures such as yoy, pop or two_year, and `fanfan growth` for the others"));
    }
    if let (Ok(folder), Ok(out)) = (folder.canonicalize(), out.canonicalize())
        && folder == out
    {
        return Err(Error::new(ErrorKind::Option, "results would be written among the tables that are read")
            .mend("give another folder for them, such as --out results")
            .in_source(out.display().to_string()));
    }
    let skip =
        [out.to_owned()].into_iter().chain(plan.source().map(Path::to_owned)).chain(options.skip.iter().cloned());
    let walked = walk::walk(folder, skip)?;
    if walked.files.is_empty() && walked.problems.is_empty() {
        return Err(Error::new(ErrorKind::Io, "the folder holds no tables")
            .mend("name the folder that the tables are in")
            .in_source(folder.display().to_string()));
    }
    let journal = Journal::open(out)?;
    let files = walked.files;
    let read = read_all::read_all(&files, &journal, options, watch)?;
    let mut summary = Summary::of(&read, files.len());
    if summary.stopped {
        return Ok(summary);
    }
    let mut problems = Problems::default();
    problems.extend(walked.problems);
    let mut gather = Gather::new(plan, options, journal.folder())?;
    let mut bytes: HashMap<String, &str> = HashMap::new();
    for (at, (found, reading)) in files.iter().zip(&read).enumerate() {
        problems.extend(reading.problems.iter().cloned());
        if !reading.kept {
            continue;
        }
        let entry = journal.stored(found)?;
        problems.extend(entry.problems.iter().cloned());
        if let Some(other) = bytes.get(&entry.hash).filter(|_| !entry.cells.is_empty()) {
            let message = Names::both(
                format!("与 {other} 内容完全相同：两者可去其一"),
                format!("has the bytes of {other}: one of the two can go"),
            );
            problems.push(BatchProblem::new(Severity::Info, "same_file", message).in_source(&found.shown));
        }
        bytes.entry(entry.hash.clone()).or_insert(&found.shown);
        gather.add(at as u32, found, &entry)?;
    }
    let mut gather = gather.close(&files)?;
    let names = panel::names(&gather, plan);
    problems.extend(std::mem::take(&mut gather.problems));
    outputs::write(
        outputs::Made {
            plan,
            out,
            options,
            files: &files,
            read: &read,
            journal: &journal,
            gather: &gather,
            names: &names,
            problems,
        },
        &mut summary,
    )?;
    journal.prune(&files);
    Ok(summary)
}
