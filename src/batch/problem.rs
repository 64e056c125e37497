//! What a batch could not do, and what should be looked at.

use std::collections::{BTreeMap, HashMap};

use super::words;
use crate::error::{Error, ErrorKind};
use crate::model::{Language, Names};
use crate::plan::Severity;
use crate::read;

/// One line of the list of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchProblem {
    /// Error: a file or a table is not in the result. Warning: look at it. Info: worth knowing.
    pub severity: Severity,
    /// A word that never changes.
    pub code: String,
    /// The file, relative to the folder; empty where it concerns several.
    pub source: String,
    /// The sheet.
    pub sheet: String,
    /// Cell, row, table or period.
    pub place: String,
    /// The subject, where it is about one.
    pub subject: String,
    /// The indicator: a code of the plan, or headings as printed.
    pub indicator: String,
    /// What is wrong, and how to mend it. What a reader says of its file is in English alone; `text` knows most of it
    /// in Chinese.
    pub message: Names,
}

/// Problems of one code that are listed; what is more is counted, so that a folder of faults does not fill the memory.
const LISTED: usize = 10_000;

/// Problems in the order in which they were found.
#[derive(Debug, Clone, Default)]
pub(super) struct Problems {
    pub(super) listed: Vec<BatchProblem>,
    found: HashMap<String, usize>,
    /// How many more there are of a code, by severity.
    pub(super) more: BTreeMap<(&'static str, String), usize>,
}

impl Problems {
    pub(super) fn push(&mut self, problem: BatchProblem) {
        let found = self.found.entry(problem.code.clone()).or_insert(0);
        *found += 1;
        if *found <= LISTED {
            self.listed.push(problem);
        } else {
            *self.more.entry((problem.severity.as_str(), problem.code)).or_insert(0) += 1;
        }
    }

    pub(super) fn extend(&mut self, problems: impl IntoIterator<Item = BatchProblem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    pub(super) fn append(&mut self, other: Problems) {
        self.extend(other.listed);
        for (kind, count) in other.more {
            *self.more.entry(kind).or_insert(0) += count;
        }
    }
}

/// What is said of those that are not listed.
pub(super) fn not_listed(count: usize) -> Names {
    Names::both(
        format!("另有 {count} 个同类问题，未逐一列出"),
        format!("{count} more of these, which are not listed one by one"),
    )
}

/// A message that is true of other subjects too.
pub(super) fn also(message: &Names, others: usize) -> Names {
    match others {
        0 => message.clone(),
        1 => around(message, |zh| format!("{zh}（另有 1 个主体同样）"), |en| format!("{en} (and for 1 other subject)")),
        _ => around(
            message,
            |zh| format!("{zh}（另有 {others} 个主体同样）"),
            |en| format!("{en} (and for {others} other subjects)"),
        ),
    }
}

/// A message with words around it.
pub(super) fn around(message: &Names, zh: impl Fn(&str) -> String, en: impl Fn(&str) -> String) -> Names {
    Names { zh: message.zh.as_deref().map(zh), en: message.en.as_deref().map(en) }
}

impl BatchProblem {
    pub(super) fn new(severity: Severity, code: &str, message: Names) -> BatchProblem {
        BatchProblem {
            severity,
            code: code.to_owned(),
            source: String::new(),
            sheet: String::new(),
            place: String::new(),
            subject: String::new(),
            indicator: String::new(),
            message,
        }
    }

    /// The message in a language. What a reader says of its file stands behind what the code means, in Chinese where it
    /// is known.
    pub fn text(&self, language: Language) -> String {
        let english = self.message.en.as_deref().unwrap_or_default();
        match (language, &self.message.zh) {
            (Language::English, _) => english.to_owned(),
            (Language::Chinese, Some(chinese)) => chinese.clone(),
            (Language::Chinese, None) => {
                let said = words::in_chinese(english).unwrap_or_else(|| english.to_owned());
                match words::of_code(&self.code, language) {
                    Some(words) => format!("{words}：{said}"),
                    None => said,
                }
            }
        }
    }

    pub(super) fn in_source(self, source: impl Into<String>) -> BatchProblem {
        BatchProblem { source: source.into(), ..self }
    }

    pub(super) fn at(self, sheet: &str, place: &str) -> BatchProblem {
        BatchProblem { sheet: sheet.to_owned(), place: place.to_owned(), ..self }
    }

    pub(super) fn of(self, subject: &str, indicator: &str) -> BatchProblem {
        BatchProblem { subject: subject.to_owned(), indicator: indicator.to_owned(), ..self }
    }

    /// A file of which nothing could be read.
    pub(super) fn of_file(source: &str, error: &Error) -> BatchProblem {
        let code = match error.kind() {
            ErrorKind::Io => "cannot_be_read",
            ErrorKind::Encoding => "broken",
            ErrorKind::Feature => "needs_feature",
            ErrorKind::Layout => "no_table",
            ErrorKind::Number => "not_a_number",
            ErrorKind::Period | ErrorKind::Frequency => "no_period",
            ErrorKind::Unit => "unit",
            ErrorKind::Duplicate => "two_values",
            _ => "cannot_be_understood",
        };
        let place = error.place();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(place.line.map(|line| format!("line {line}")));
        parts.extend(place.column.as_deref().map(|column| format!("column {column}")));
        parts.extend(place.period.as_deref().map(|period| format!("period {period}")));
        let mend = error.how_to_mend().map(|mend| format!("; {mend}")).unwrap_or_default();
        BatchProblem::new(Severity::Error, code, Names::english(format!("{}{mend}", error.message())))
            .in_source(source)
            .at(place.sheet.as_deref().unwrap_or_default(), &parts.join(", "))
            .of(place.subject.as_deref().unwrap_or_default(), place.indicator.as_deref().unwrap_or_default())
    }

    /// What a reader found inside a file.
    pub(super) fn of_reader(source: &str, problem: &read::Problem) -> BatchProblem {
        BatchProblem::new(Severity::Warning, problem.code, Names::english(&*problem.message))
            .in_source(source)
            .at(&problem.sheet, &problem.place)
    }
}
