//! The one public error, the place it speaks of, and (in `undefined`) the reasons of results that do not exist.
//!
//! Rank 0: this module imports nothing of the crate, so that everything can import it.

mod undefined;

pub(crate) use undefined::finite;
pub use undefined::{Undefined, UndefinedCounts};

use std::fmt;

/// Result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong: input or call that cannot be used, with the place and the mend.
///
/// The type is opaque and one word wide. [`Error::kind`] says what happened, [`Error::place`] where, and
/// three predicates say who must act: [`Error::is_input`] (the data or the plan), [`Error::is_option`] (the
/// call), [`Error::is_feature`] (the build). The message leads with the place and ends with the mend.
///
/// A *result* that does not exist (growth over a zero base) is no error: see [`Undefined`].
///
/// # Examples
/// ```
/// use fanfan::model::Period;
///
/// let error = "2005-13".parse::<Period>().unwrap_err();
/// assert!(error.is_input());
/// assert!(error.to_string().contains("2005-13"));
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    place: Place,
    message: String,
    mend: Option<String>,
    snippet: Option<String>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or stream could not be read or written.
    Io,
    /// Bytes that are not in the encoding or the container that was expected.
    Encoding,
    /// A table without a column, a head or a row that it needs.
    Layout,
    /// A cell that should hold a number and does not.
    Number,
    /// A period that does not exist or cannot be read.
    Period,
    /// Periods of two frequencies where one is needed.
    Frequency,
    /// Two values for one subject, indicator and period.
    Duplicate,
    /// A unit that is not known, or units that do not convert into each other.
    Unit,
    /// A goal notation that cannot be read or contradicts itself.
    Goal,
    /// A plan file that cannot be read.
    Plan,
    /// A name (indicator, subject, method, measure) that is not known.
    Unknown,
    /// An option outside its range, or options that exclude each other.
    Option,
    /// Slices whose lengths do not fit together.
    Length,
    /// A feature that this build leaves out.
    Feature,
}

/// Where an [`Error`] was found: whatever of it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// File, or the name under which text came in.
    pub source: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of a text file, 1-based.
    pub line: Option<u64>,
    /// Column: its head, or its number.
    pub column: Option<String>,
    /// Indicator code.
    pub indicator: Option<String>,
    /// Subject (region, unit).
    pub subject: Option<String>,
    /// Period, as text.
    pub period: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| line.to_string());
        let parts = [
            ("", self.source.as_deref()),
            ("sheet ", self.sheet.as_deref()),
            ("line ", line.as_deref()),
            ("column ", self.column.as_deref()),
            ("subject ", self.subject.as_deref()),
            ("indicator ", self.indicator.as_deref()),
            ("period ", self.period.as_deref()),
        ];
        let mut separator = "";
        for (label, part) in parts {
            if let Some(part) = part {
                write!(f, "{separator}{label}{part}")?;
                separator = ", ";
            }
        }
        Ok(())
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(snippet) = &self.snippet {
            write!(f, "\n{snippet}")?;
        }
        if let Some(mend) = &self.mend {
            f.write_str(if self.snippet.is_some() { "\n" } else { "; " })?;
            f.write_str(mend)?;
        }
        Ok(())
    }
}

impl Error {
    /// An error of `kind` that says `message`. The builders below add place and mend.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, place: Place::default(), message: message.into(), mend: None, snippet: None }))
    }

    /// What the reader of the message can do about it.
    pub(crate) fn mend(mut self, mend: impl Into<String>) -> Error {
        self.0.mend = Some(mend.into());
        self
    }

    /// Lines of the source with a caret under the place.
    pub(crate) fn snippet(mut self, snippet: impl Into<String>) -> Error {
        self.0.snippet = Some(snippet.into());
        self
    }

    /// Names the file, unless an inner call already has.
    pub(crate) fn in_source(mut self, source: impl Into<String>) -> Error {
        self.0.place.source.get_or_insert_with(|| source.into());
        self
    }

    /// Names the line (1-based).
    pub(crate) fn at_line(mut self, line: u64) -> Error {
        self.0.place.line = Some(line);
        self
    }

    /// Names the column.
    pub(crate) fn at_column(mut self, column: impl Into<String>) -> Error {
        self.0.place.column = Some(column.into());
        self
    }

    /// Names the subject and the indicator of a series.
    pub(crate) fn of_series(mut self, subject: &str, indicator: &str) -> Error {
        self.0.place.subject = (!subject.is_empty()).then(|| subject.to_owned());
        self.0.place.indicator = (!indicator.is_empty()).then(|| indicator.to_owned());
        self
    }

    /// Names the period.
    pub(crate) fn at_period(mut self, period: impl fmt::Display) -> Error {
        self.0.place.period = Some(period.to_string());
        self
    }

    /// What happened.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it happened, as far as is known.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The message without place, snippet and mend.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What can be done about it.
    pub fn how_to_mend(&self) -> Option<&str> {
        self.0.mend.as_deref()
    }

    /// Whether the data, the plan or a text must be changed.
    pub fn is_input(&self) -> bool {
        !self.is_option() && !self.is_feature()
    }

    /// Whether the call must be changed.
    pub fn is_option(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Option | ErrorKind::Length | ErrorKind::Unknown)
    }

    /// Whether a build with another feature is needed.
    pub fn is_feature(&self) -> bool {
        self.0.kind == ErrorKind::Feature
    }
}

/// Whether one slip of the finger makes one word of the other; in words of one or two characters it makes another one.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    let long_enough = word.chars().count() > 2 && word.len() <= 200;
    long_enough && word != other && strsim::osa_distance(word, other) <= 1
}

/// Names the candidate nearest to `word` for "did you mean", when one is near enough.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody slips into a text as long as this, and distances take the product of the lengths.
    if word.len() > 200 {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            // One slip of the finger in a short word (gpd for gdp) is little by the first measure.
            let slip = word.chars().count() > 2 && strsim::osa_distance(&word, &lower) <= 1;
            (strsim::jaro_winkler(&word, &lower).max(if slip { 0.9 } else { 0.0 }), candidate)
        })
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// What people write where the word is another one.
const OTHER_WORDS: [(&str, &[&str]); 13] = [
    ("level", &["value", "target", "target_value", "goal", "amount"]),
    ("by", &["year", "date", "due", "until", "to", "deadline", "target_year", "when"]),
    ("base", &["baseline", "base_year", "baseline_year", "start", "start_year"]),
    ("end", &["target_year", "end_year", "to", "until"]),
    ("better", &["direction", "desired_direction", "sign"]),
    ("higher", &["up", "increase", "increasing", "more", "rise", "max", "+", "+1", "1"]),
    ("lower", &["down", "decrease", "decreasing", "less", "fall", "min", "-", "-1"]),
    ("bounds", &["limits", "limit", "scale", "min_max"]),
    ("worst", &["min", "lower", "low", "from"]),
    ("best", &["max", "upper", "high", "to"]),
    ("at_least", &["min", "minimum", "floor"]),
    ("at_most", &["max", "maximum", "ceiling", "limit", "cap"]),
    ("name", &["title", "label", "description"]),
];

/// "did you mean gdp?" when a candidate is near, otherwise the list of what there is.
pub(crate) fn suggestion(word: &str, candidates: &[&str]) -> String {
    let meant = OTHER_WORDS.iter().find(|(term, words)| candidates.contains(term) && words.contains(&word));
    match meant.map(|(term, _)| *term).or_else(|| nearest(word, candidates.iter().copied())) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if candidates.is_empty() => "none is known here".to_owned(),
        None if candidates.len() > 24 => {
            format!("known are {}, ... ({} in all)", candidates[..24].join(", "), candidates.len())
        }
        None => format!("known are {}", candidates.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word_and_speaks_place_message_mend() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        let error = Error::new(ErrorKind::Number, "expected a number, found `abc`")
            .mend("write a number or leave it blank")
            .at_line(4)
            .at_column("value")
            .in_source("a.csv");
        assert_eq!(
            error.to_string(),
            "a.csv, line 4, column value: expected a number, found `abc`; write a number or leave it blank"
        );
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        assert_eq!(suggestion("indicater", &["indicator", "subject"]), "did you mean `indicator`?");
        assert_eq!(suggestion("gpd", &["cpi", "gdp"]), "did you mean `gdp`?");
        assert_eq!(suggestion("zzz", &["a", "b"]), "known are a, b");
        assert_eq!(suggestion("target", &["rate", "level"]), "did you mean `level`?");
    }
}
