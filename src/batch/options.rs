//! What is asked of a batch.

use std::path::PathBuf;

use crate::growth::Measure;
use crate::model::{Language, NameTable, words};
use crate::progress::TrackOptions;
use crate::read::ReadOptions;

words! {
    /// How it is known which of two tables with the same period is the later edition.
    Editions, "way to tell editions" {
        /// A column `as_of`; without one, the year in the name of the file, of its folder or in the title of the table, where it is not before the
        /// last period of the table; otherwise that period.
        Named = "named",
        /// The last period of the table alone.
        LastPeriod = "last_period",
        /// The order of the files by name.
        Order = "order",
    }
}

words! {
    /// Which edition's value stands where several have one.
    Prefer, "preference" {
        /// The latest: revised figures.
        Latest = "latest",
        /// The first: figures as they were first published.
        First = "first",
    }
}

/// Options of a batch.
///
/// # Examples
/// ```
/// use fanfan::batch::{BatchOptions, Editions, Prefer};
///
/// let options = BatchOptions::default().editions(Editions::Order).prefer(Prefer::First).threads(2);
/// assert_ne!(options, BatchOptions::default());
/// ```
#[derive(Debug, Clone)]
pub struct BatchOptions {
    pub(super) read: ReadOptions,
    pub(super) names: NameTable,
    pub(super) measures: Vec<Measure>,
    pub(super) track: TrackOptions,
    pub(super) editions: Editions,
    pub(super) prefer: Prefer,
    pub(super) threads: Option<usize>,
    pub(super) least_sure: f64,
    pub(super) largest: u64,
    pub(super) skip: Vec<PathBuf>,
    pub(super) language: Language,
}

impl PartialEq for BatchOptions {
    /// The same results are asked for; names are not compared.
    fn eq(&self, other: &BatchOptions) -> bool {
        self.read == other.read
            && self.measures == other.measures
            && self.track == other.track
            && self.editions == other.editions
            && self.prefer == other.prefer
            && self.threads == other.threads
            && self.least_sure == other.least_sure
            && self.largest == other.largest
            && self.skip == other.skip
            && self.language == other.language
    }
}

impl Default for BatchOptions {
    /// The shipped names, growth on a year ago, the usual methods; files up to a gibibyte, cells that are more
    /// than half sure.
    fn default() -> BatchOptions {
        BatchOptions {
            read: ReadOptions::default(),
            names: NameTable::shipped(),
            measures: Measure::ALL.iter().copied().filter(|measure| measure.name() == "yoy").collect(),
            track: TrackOptions::default(),
            editions: Editions::Named,
            prefer: Prefer::Latest,
            threads: None,
            least_sure: 0.6,
            largest: 1 << 30,
            skip: Vec::new(),
            language: Language::English,
        }
    }
}

impl BatchOptions {
    /// How tables are understood.
    #[must_use]
    pub fn read(self, read: ReadOptions) -> BatchOptions {
        BatchOptions { read, ..self }
    }

    /// The names under which indicators are printed.
    #[must_use]
    pub fn names(self, names: NameTable) -> BatchOptions {
        BatchOptions { names, ..self }
    }

    /// The measures of growth: those of every period.
    #[must_use]
    pub fn measures(self, measures: impl Into<Vec<Measure>>) -> BatchOptions {
        BatchOptions { measures: measures.into(), ..self }
    }

    /// How the plan is tracked.
    #[must_use]
    pub fn track(self, track: impl Into<TrackOptions>) -> BatchOptions {
        BatchOptions { track: track.into(), ..self }
    }

    /// How editions are told.
    #[must_use]
    pub fn editions(self, editions: Editions) -> BatchOptions {
        BatchOptions { editions, ..self }
    }

    /// Which edition stands.
    #[must_use]
    pub fn prefer(self, prefer: Prefer) -> BatchOptions {
        BatchOptions { prefer, ..self }
    }

    /// How many files are read at once; without it, as many as the machine has cores. Needs the feature `rayon`.
    #[must_use]
    pub fn threads(self, threads: usize) -> BatchOptions {
        BatchOptions { threads: Some(threads), ..self }
    }

    /// The confidence below which a cell is listed and not used.
    #[must_use]
    pub fn least_sure(self, confidence: f64) -> BatchOptions {
        BatchOptions { least_sure: confidence, ..self }
    }

    /// Files and folders that are not read.
    #[must_use]
    pub fn skip(self, paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> BatchOptions {
        BatchOptions { skip: paths.into_iter().map(Into::into).collect(), ..self }
    }

    /// The language of the messages in `problems`; codes are the same in all.
    #[must_use]
    pub fn language(self, language: Language) -> BatchOptions {
        BatchOptions { language, ..self }
    }

    /// The bytes above which a file is not opened.
    #[must_use]
    pub fn largest(self, bytes: u64) -> BatchOptions {
        BatchOptions { largest: bytes, ..self }
    }
}
