//! Whole folders: the same bytes however a batch runs, nothing lost when it stops, editions brought together.

mod editions;
mod folders;
mod journal;
#[cfg(feature = "excel")]
mod yearbooks;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use fanfan::batch::{self, BatchOptions, Step, Summary};
use fanfan::plan::Plan;

/// A folder with an `in` and room for results, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("fanfan-batch-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("in")).unwrap();
        Folder(path)
    }

    pub(crate) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Folder {
        self.put(name, content);
        self
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.input().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn input(&self) -> PathBuf {
        self.0.join("in")
    }

    /// A batch into the folder `out`.
    pub(crate) fn run(&self, plan: &Plan, out: &str, options: &BatchOptions) -> Ran {
        self.watched(plan, out, options, &|_| ControlFlow::Continue(())).unwrap()
    }

    pub(crate) fn watched(
        &self,
        plan: &Plan,
        out: &str,
        options: &BatchOptions,
        watch: &(dyn Fn(Step<'_>) -> ControlFlow<()> + Sync),
    ) -> fanfan::Result<Ran> {
        let out = self.0.join(out);
        let summary = batch::run(&self.input(), plan, &out, options, watch)?;
        Ok(Ran { tables: tables(&out), summary })
    }

    /// The names and times of the entries of a journal.
    pub(crate) fn journal(&self, out: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.join(out).join(".fanfan-batch")).unwrap();
        // What a batch holds while it runs is no entry.
        let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("lock"));
        let mut paths: Vec<PathBuf> = paths.collect();
        paths.sort();
        paths
    }
}

/// The files of results, by name.
pub(crate) fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

/// What a batch left.
pub(crate) struct Ran {
    pub(crate) summary: Summary,
    pub(crate) tables: BTreeMap<String, Vec<u8>>,
}

impl Ran {
    /// The rows of a table by the names of their columns.
    pub(crate) fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let bytes = &self.tables[&format!("{table}.csv")];
        csv::Reader::from_reader(bytes.as_slice()).deserialize().map(Result::unwrap).collect()
    }

    /// Some columns of the rows of a table, joined with blanks.
    pub(crate) fn columns(&self, table: &str, names: &[&str]) -> Vec<String> {
        let rows = self.rows(table);
        rows.iter().map(|row| names.iter().map(|name| row[*name].as_str()).collect::<Vec<_>>().join(" ")).collect()
    }

    /// Severity and code of the problems.
    pub(crate) fn problems(&self) -> Vec<String> {
        self.columns("problems", &["severity", "code"])
    }

    /// The message of the one problem of a code.
    #[track_caller]
    pub(crate) fn problem(&self, code: &str) -> BTreeMap<String, String> {
        let found: Vec<_> = self.rows("problems").into_iter().filter(|row| row["code"] == code).collect();
        assert_eq!(found.len(), 1, "{code}: {:?}", self.rows("problems"));
        found.into_iter().next().unwrap()
    }
}

/// A plan of one town's GDP.
pub(crate) fn plan() -> Plan {
    Plan::parse(
        "subject = \"南京\"\nbase = \"2010\"\nend = \"2015\"\n[indicator.gdp]\nname = \"地区生产总值\"\nunit = \"亿元\"\n\
         better = \"higher\"\n[[target]]\nindicator = \"gdp\"\nby = \"2015\"\nmultiple = 2\n",
    )
    .unwrap()
}

/// A long table of GDP in one unit.
pub(crate) fn gdp(unit: &str, rows: &[(i32, &str)]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|(year, value)| format!("南京,地区生产总值,{year},{value},{unit}\n")).collect();
    let rows = rows.concat();
    format!("地区,指标,年份,数值,单位\n{rows}")
}
