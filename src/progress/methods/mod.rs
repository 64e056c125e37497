//! Published methods of judging progress: one trait, one file for each.

mod schedule;
mod statcan;

use super::evidence::Evidence;
use super::standing::Standing;
use crate::error::Undefined;
use crate::model::words;

/// What a method says of one target.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Judgement {
    /// The number that the method bands.
    pub value: Result<f64, Undefined>,
    /// The method's score, where it has one.
    pub score: Option<f64>,
    /// The method's own word.
    pub status: &'static str,
    /// The same on the common scale.
    pub standing: Standing,
}

impl Judgement {
    /// No judgement, for `reason`.
    pub(super) const fn unavailable(reason: Undefined) -> Judgement {
        Judgement { value: Err(reason), score: None, status: "not_available", standing: Standing::CannotTell }
    }

    /// Why there is no judgement.
    pub fn undefined(&self) -> Option<Undefined> {
        self.value.err()
    }
}

/// A row of the table of methods.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MethodInfo {
    /// Its name.
    pub name: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Its formula.
    pub formula: &'static str,
    /// Its bands: word, from which value on, and the standing.
    pub bands: &'static [(&'static str, &'static str, Standing)],
    /// Where it is published.
    pub source: &'static str,
}

/// A method of judging progress.
pub trait ProgressMethod {
    /// Formula, bands and source.
    fn info(&self) -> &'static MethodInfo;
    /// The judgement.
    fn judge(&self, evidence: &Evidence) -> Judgement;
    /// The formula with the numbers of this case in it; what it computes is [`Judgement::value`].
    fn explain(&self, evidence: &Evidence) -> Option<String>;
}

words! {
    /// The methods that there are.
    Method, "method" {
        /// Completion against the share due (时序进度).
        Schedule = "schedule",
        /// Statistics Canada, Canadian Indicator Framework.
        StatCan = "statcan",
    }
}

impl Method {
    /// The method behind the name.
    pub fn method(self) -> &'static dyn ProgressMethod {
        match self {
            Method::Schedule => &schedule::Schedule,
            Method::StatCan => &statcan::StatCan,
        }
    }

    /// Its formula, bands and source.
    pub fn info(self) -> &'static MethodInfo {
        self.method().info()
    }

    /// Its judgement.
    pub fn judge(self, evidence: &Evidence) -> Judgement {
        let judgement = self.method().judge(evidence);
        match judgement.value {
            Ok(value) if !value.is_finite() => Judgement::unavailable(Undefined::NotFinite),
            _ => judgement,
        }
    }
}
