//! The files of a folder, in the order of their names.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use super::problem::BatchProblem;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Names;
use crate::plan::Severity;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The path from the folder on, with `/`, as results name it.
    pub(super) shown: String,
    /// The hint file that lies beside it.
    pub(super) hint: Option<PathBuf>,
}

/// The folder of the journal, inside the folder of the results.
pub(super) const JOURNAL: &str = ".fanfan-batch";

/// The ending of hint files: that of `gdp.xls` is `gdp.xls.hint.toml`.
const HINT: &str = ".hint.toml";

/// What was found in a folder and below.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) files: Vec<Found>,
    pub(super) problems: Vec<BatchProblem>,
    /// Folders as they are on the disk: one that is met again leads in a circle, or would be read twice.
    seen: HashSet<PathBuf>,
    skip: HashSet<PathBuf>,
}

/// Finds the files of a folder and of those below it, without those of `skip`.
///
/// # Errors
/// The folder itself cannot be listed.
pub(super) fn walk(folder: &Path, skip: impl IntoIterator<Item = PathBuf>) -> Result<Walk> {
    let mut walk =
        Walk { skip: skip.into_iter().filter_map(|path| path.canonicalize().ok()).collect(), ..Walk::default() };
    let fail = |error: std::io::Error| {
        let mend = if folder.is_file() {
            "this is a file: name the folder that it is in"
        } else {
            "check the name and the permissions"
        };
        Error::new(ErrorKind::Io, format!("the folder cannot be listed: {error}"))
            .mend(mend)
            .in_source(folder.display().to_string())
    };
    walk.seen.insert(folder.canonicalize().map_err(fail)?);
    let names = list(folder).map_err(fail)?;
    walk.entries(folder, "", names);
    Ok(walk)
}

/// The names in a folder, sorted.
fn list(folder: &Path) -> std::io::Result<Vec<OsString>> {
    let mut names =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<std::io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

impl Walk {
    fn entries(&mut self, folder: &Path, shown: &str, names: Vec<OsString>) {
        let all: HashSet<OsString> = names.iter().cloned().collect();
        for name in names {
            let text = name.to_string_lossy();
            // Hidden files, and the locks that spreadsheet programs leave beside an open file.
            if text.starts_with('.') || text.starts_with("~$") {
                continue;
            }
            if let Some(table) = text.strip_suffix(HINT) {
                if !all.contains(OsStr::new(table)) {
                    let message = Names::both(
                        format!("这是提示文件，旁边却没有 `{table}`；请按其表格命名，或移走"),
                        format!(
                            "a hint file, and no file `{table}` lies beside it; give it the name of its table, or take it out"
                        ),
                    );
                    let source = if shown.is_empty() { text.to_string() } else { format!("{shown}/{text}") };
                    self.problems.push(BatchProblem::new(Severity::Warning, "hint_alone", message).in_source(source));
                }
                continue;
            }
            let hint = format!("{text}{HINT}");
            let hint = all.contains(OsStr::new(&hint)).then(|| folder.join(&hint));
            let path = folder.join(&name);
            let shown = if shown.is_empty() { text.into_owned() } else { format!("{shown}/{text}") };
            if let Err(error) = self.entry(path, &shown, hint) {
                let message = Names::both(
                    format!("无法读取：{error}；请检查权限"),
                    format!("cannot be read: {error}; check the permissions"),
                );
                self.problems.push(BatchProblem::new(Severity::Error, "cannot_be_read", message).in_source(shown));
            }
        }
    }

    fn entry(&mut self, path: PathBuf, shown: &str, hint: Option<PathBuf>) -> std::io::Result<()> {
        let kind = fs::metadata(&path)?;
        // Only what may be skipped or met twice is looked up on the disk.
        let real = path.canonicalize()?;
        if self.skip.contains(&real) {
            return Ok(());
        }
        let info = |code: &str, zh: &str, en: &str| {
            BatchProblem::new(Severity::Info, code, Names::both(zh, en)).in_source(shown)
        };
        if kind.is_file() {
            self.files.push(Found { path, shown: shown.to_owned(), hint });
        } else if !kind.is_dir() {
            self.problems.push(info(
                "not_a_file",
                "既不是文件也不是文件夹，未打开",
                "neither a file nor a folder, and not opened",
            ));
        } else if path.join(JOURNAL).is_dir() {
            self.problems.push(info(
                "another_batch",
                "是一次批处理的结果，不再读取",
                "holds the tables of a batch, which are not read again",
            ));
        } else if self.seen.insert(real) {
            let names = list(&path)?;
            self.entries(&path, shown, names);
        } else {
            self.problems.push(info(
                "seen_before",
                "是链接，所指的文件夹已用另一名称读取",
                "a link to a folder that is read under another name",
            ));
        }
        Ok(())
    }
}
