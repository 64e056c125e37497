//! Cases of `tests/cases/*.toml`: read strictly, and compared by key, whoever computes them.
//!
//! | op | input | keys of `expected` |
//! |---|---|---|
//! | `growth` | a table, or `{ file = "..." }` | `PERIOD`, or `SUBJECT PERIOD` in a table of subjects; of a table in the case all rows are listed |
//! | `average` | the same | the measure, or `SUBJECT MEASURE` |
//! | `goal` | the notation | `goal`, `legs.N.FIELD`, `milestones.N.FIELD`; or `error`, a part of the message |
//! | `track` | `{ plan = "...", data = "..." }` | `INDICATOR BY FIELD`, of a target without a date `INDICATOR - FIELD`; `METHOD.FIELD`; `findings` |
//!
//! A number that does not exist is expected by the word of its reason. Tolerances are relative (of zero: absolute).
//! A case with a `difference` holds what was published and is not met, and why: it must miss.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

const KEYS: [&str; 8] = ["name", "source", "op", "options", "input", "expected", "tolerance", "difference"];

/// One case.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) op: String,
    pub(crate) options: Table,
    pub(crate) input: Value,
    pub(crate) expected: Table,
    tolerance: f64,
    difference: Option<String>,
}

/// What was computed for one key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Got {
    Number(f64),
    /// The word of a reason, or a text.
    Word(String),
}

impl Case {
    /// A text of the options.
    pub(crate) fn option(&self, key: &str) -> Option<String> {
        Some(match self.options.get(key)? {
            Value::String(text) => text.clone(),
            Value::Array(list) => {
                list.iter().map(|one| one.as_str().expect("a list of texts")).collect::<Vec<_>>().join(",")
            }
            Value::Integer(integer) => integer.to_string(),
            other => panic!("{}: options are texts, lists of texts and whole numbers, not {other:?}", self.name),
        })
    }

    /// A text inside the input: `plan`, `data`.
    pub(crate) fn part(&self, key: &str) -> &str {
        self.input.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{}: input has no {key}", self.name))
    }

    /// The file that the input names, below the root.
    pub(crate) fn file(&self, root: &Path) -> Option<PathBuf> {
        self.input.get("file").map(|file| root.join(file.as_str().expect("a path")))
    }

    /// Compares every expected key, and wants a listed difference to differ.
    pub(crate) fn compare(&self, get: impl Fn(&str) -> Option<Got>) -> Result<(), String> {
        let misses: Vec<String> =
            self.expected.iter().filter_map(|(key, want)| self.miss(key, want, get(key).as_ref())).collect();
        match (&self.difference, misses.is_empty()) {
            (None, true) | (Some(_), false) => Ok(()),
            (None, false) => Err(misses.join("; ")),
            (Some(reason), true) => Err(format!("listed as a difference ({reason}), and is none")),
        }
    }

    fn miss(&self, key: &str, want: &Value, got: Option<&Got>) -> Option<String> {
        let number = want.as_float().or(want.as_integer().map(|integer| integer as f64));
        let is_met = match (number, want, got) {
            (Some(want), _, Some(Got::Number(got))) => {
                let scale = if want == 0.0 { 1.0 } else { want.abs() };
                (got - want).abs() <= self.tolerance * scale
            }
            (None, Value::String(want), Some(Got::Word(got))) if key == "error" => got.contains(want),
            (None, Value::String(want), Some(Got::Word(got))) => got == want,
            _ => false,
        };
        (!is_met).then(|| format!("{key}: {got:?}, expected {want:?}"))
    }
}

/// Runs every case of every file by `run`; prints the count, and fails on what was missed.
pub(crate) fn run_all(root: &Path, run: impl Fn(&Case) -> Result<(), String>) {
    let folder = root.join("tests/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let (mut agreed, mut total, mut misses) = (0, 0, Vec::new());
    let mut names = std::collections::HashSet::new();
    for file in files {
        for case in read(&file) {
            assert!(names.insert(case.name.clone()), "two cases are called {}", case.name);
            total += 1;
            match run(&case) {
                Ok(()) => agreed += 1,
                Err(miss) => misses.push(format!("{}: {miss}", case.name)),
            }
        }
    }
    println!("cases: {agreed} of {total} agree");
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert!(total >= 40, "only {total} cases were found");
}

fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let table: Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(table.keys().eq(["case"]), "{}: nothing but [[case]]", file.display());
    table["case"].as_array().unwrap().iter().map(|case| one(case.as_table().unwrap(), file)).collect()
}

fn one(case: &Table, file: &Path) -> Case {
    let name = case.get("name").and_then(Value::as_str).unwrap_or_else(|| panic!("{}: no name", file.display()));
    for key in case.keys() {
        assert!(KEYS.contains(&key.as_str()), "{name}: unknown key {key}");
    }
    let text = |key: &str| case.get(key).map(|value| value.as_str().unwrap_or_else(|| panic!("{name}: {key}")));
    let table = |key: &str| case.get(key).map(|value| value.as_table().unwrap_or_else(|| panic!("{name}: {key}")));
    assert!(text("source").is_some_and(|source| !source.is_empty()), "{name}: no source");
    let expected = table("expected").unwrap_or_else(|| panic!("{name}: nothing is expected")).clone();
    assert!(!expected.is_empty(), "{name}: nothing is expected");
    Case {
        name: name.to_owned(),
        op: text("op").unwrap_or_else(|| panic!("{name}: no op")).to_owned(),
        options: table("options").cloned().unwrap_or_default(),
        input: case.get("input").unwrap_or_else(|| panic!("{name}: no input")).clone(),
        expected,
        tolerance: case.get("tolerance").and_then(Value::as_float).unwrap_or_else(|| panic!("{name}: no tolerance")),
        difference: text("difference").map(str::to_owned),
    }
}
