//! Reading: every file on its own, on several threads, each into its entry of the journal.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::entry::Entry;
use super::journal::{Journal, Stamp, key};
use super::options::BatchOptions;
use super::problem::BatchProblem;
use super::walk::Found;
use crate::error::{ErrorKind, Result};
use crate::model::Names;
use crate::plan::Severity;
use crate::read::{Book, Hints, ReadOptions};

/// How far a batch is: what its watcher is told after each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step<'a> {
    /// Files that are done.
    pub done: usize,
    /// Files in all.
    pub of: usize,
    /// The file that was done last.
    pub file: &'a str,
}

/// What came of reading one file.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four questions, each with its own answer")]
pub(super) struct Reading {
    /// Whether the journal has its entry.
    pub(super) kept: bool,
    /// Whether the entry is of an earlier run.
    pub(super) reused: bool,
    /// Whether nothing of it could be read.
    pub(super) failed: bool,
    /// Whether its turn came before the batch was stopped.
    pub(super) reached: bool,
    /// What is wrong and may be right in the next run, so that the journal does not hold it.
    pub(super) problems: Vec<BatchProblem>,
}

/// Reads the files, in any order; what is given back is in theirs.
///
/// # Errors
/// The journal cannot be written.
pub(super) fn read_all(
    files: &[Found],
    journal: &Journal,
    options: &BatchOptions,
    watch: &(dyn Fn(Step<'_>) -> ControlFlow<()> + Sync),
) -> Result<Vec<Reading>> {
    let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let one = |found: &Found| -> Result<Reading> {
        if stop.load(Ordering::Relaxed) {
            return Ok(Reading::default());
        }
        let reading = read_one(found, journal, options).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
        let step = Step { done: done.fetch_add(1, Ordering::Relaxed) + 1, of: files.len(), file: &found.shown };
        if watch(step).is_break() {
            stop.store(true, Ordering::Relaxed);
        }
        Ok(reading)
    };
    each(files, options.threads, one)
}

#[cfg(feature = "rayon")]
fn each(
    files: &[Found],
    threads: Option<usize>,
    one: impl Fn(&Found) -> Result<Reading> + Send + Sync,
) -> Result<Vec<Reading>> {
    use rayon::prelude::*;

    use crate::error::Error;

    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| {
        Error::new(ErrorKind::Option, format!("{} threads cannot be started: {error}", threads.unwrap_or(0)))
            .mend("ask for fewer")
    })?;
    // One file at a time for each thread: they differ too much in size to be dealt out in runs.
    pool.install(|| files.par_iter().with_max_len(1).map(one).collect::<Vec<_>>()).into_iter().collect()
}

#[cfg(not(feature = "rayon"))]
fn each(
    files: &[Found],
    _: Option<usize>,
    one: impl Fn(&Found) -> Result<Reading> + Send + Sync,
) -> Result<Vec<Reading>> {
    files.iter().map(one).collect()
}

/// The options for one file: the hints that lie beside it, or else those for all files that name it or none.
fn options_of(found: &Found, options: &BatchOptions) -> Result<ReadOptions> {
    Ok(match &found.hint {
        Some(hint) => options.read.clone().hints(Hints::from_path(hint)?),
        None => options.read.of_file(&found.shown),
    })
}

/// Reads one file, unless the journal has it.
fn read_one(found: &Found, journal: &Journal, options: &BatchOptions) -> Result<Reading> {
    let reached = Reading { reached: true, ..Reading::default() };
    let own = match options_of(found, options) {
        Ok(own) => own,
        Err(error) => {
            let mut problem = BatchProblem::of_file(&found.shown, &error);
            "hint".clone_into(&mut problem.code);
            problem.message = Names::both(
                format!("提示文件不能使用，故未读取：{error}"),
                format!("not read, since its hint file cannot be used: {error}"),
            );
            return Ok(Reading { failed: true, problems: vec![problem], ..reached });
        }
    };
    let key = key(&own);
    if let Some(entry) = journal.entry(found, &key) {
        return Ok(Reading { kept: true, reused: true, failed: entry.cells.is_empty(), ..reached });
    }
    // A file that changes while it is read is read once more.
    for _ in 0..2 {
        let stamp = match Stamp::of(&found.path) {
            Ok(stamp) => stamp,
            Err(error) => return Ok(Reading { failed: true, problems: vec![gone(found, &error)], ..reached }),
        };
        if stamp.bytes > options.largest {
            let message = Names::both(
                format!("大小为 {} 字节，超过允许的 {}；请拆分，或放宽上限", stamp.bytes, options.largest),
                format!(
                    "is {} bytes large, more than the {} that are allowed; split it, or allow more",
                    stamp.bytes, options.largest
                ),
            );
            let problem = BatchProblem::new(Severity::Error, "too_large", message).in_source(&found.shown);
            return Ok(Reading { failed: true, problems: vec![problem], ..reached });
        }
        // A reader that fails on one file must not take the others with it.
        let book = catch_unwind(AssertUnwindSafe(|| crate::read::book(&found.path, &own)));
        let entry = match book {
            Ok(Ok(book)) => {
                let problems = problems(found, &book);
                Entry::new(book.cells, problems)
            }
            // The disk may give it the next time.
            Ok(Err(error)) if error.kind() == ErrorKind::Io => {
                let problem = BatchProblem::of_file(&found.shown, &error);
                return Ok(Reading { failed: true, problems: vec![problem], ..reached });
            }
            Ok(Err(error)) => Entry::new(Vec::new(), vec![BatchProblem::of_file(&found.shown, &error)]),
            Err(_) => {
                let message = Names::both(
                    "读取程序在此文件上出错，这是 fanfan 的错误：请连同文件报告",
                    "the reader failed on this file, which is a fault of fanfan: please report it with the file",
                );
                let problem = BatchProblem::new(Severity::Error, "reader_failed", message).in_source(&found.shown);
                return Ok(Reading { failed: true, problems: vec![problem], ..reached });
            }
        };
        if let Some(entry) = journal.keep(found, &stamp, &key, entry)? {
            return Ok(Reading { kept: true, failed: entry.cells.is_empty(), ..reached });
        }
    }
    let problem = if let Err(error) = Stamp::of(&found.path) {
        gone(found, &error)
    } else {
        let message = Names::both(
            "读取时文件在变化；请等文件不再变化后重新运行",
            "changes while it is read; run it again when the file is at rest",
        );
        BatchProblem::new(Severity::Error, "changing", message).in_source(&found.shown)
    };
    Ok(Reading { failed: true, problems: vec![problem], ..reached })
}

/// What a reader found; a file without a single cell is more than worth a look.
fn problems(found: &Found, book: &Book) -> Vec<BatchProblem> {
    let mut problems: Vec<BatchProblem> =
        book.problems.iter().map(|problem| BatchProblem::of_reader(&found.shown, problem)).collect();
    if book.cells.is_empty() {
        if problems.is_empty() {
            let message = Names::both(
                "未找到表格；请看 `fanfan read --explain`，或把该文件移出文件夹",
                "no table was found; see `fanfan read --explain`, or leave the file out of the folder",
            );
            problems.push(BatchProblem::new(Severity::Error, "no_table", message).in_source(&found.shown));
        }
        for problem in &mut problems {
            problem.severity = Severity::Error;
        }
    }
    problems
}

fn gone(found: &Found, error: &std::io::Error) -> BatchProblem {
    let message = Names::both(
        format!("已无法读取：{error}；是否在批处理期间被移动？"),
        format!("cannot be read any more: {error}; was it moved while the batch ran?"),
    );
    BatchProblem::new(Severity::Error, "gone", message).in_source(&found.shown)
}
