//! Published methods of judging progress: one trait, one file for each.

mod defra;
mod destatis;
mod escap;
mod eurostat;
mod schedule;
mod sdsn;
mod statcan;
mod trim;
mod un2022;
mod un2023;
mod wri;

use super::evidence::Evidence;
use super::standing::Standing;
use crate::error::Undefined;
pub use crate::plan::Method;

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
    /// What else the method says.
    pub extra: Extra,
}

/// What a method says beside value and status.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Extra {
    /// Nothing.
    None,
    /// The two indices of `escap`, of which the value is the second.
    Indices {
        /// Current status; `None` where the base is the target already and the value no longer meets it.
        current: Option<f64>,
        /// Its word.
        current_status: Option<&'static str>,
        /// Anticipated progress; `None` in the same case.
        anticipated: Option<f64>,
        /// Its word.
        anticipated_status: Option<&'static str>,
    },
    /// The colour of the dashboard of `sdsn`.
    Dashboard(&'static str),
    /// The interval around the value of `trim`.
    Interval {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
}

impl Judgement {
    /// No judgement, for `reason`.
    pub(super) const fn unavailable(reason: Undefined) -> Judgement {
        Judgement {
            value: Err(reason),
            score: None,
            status: "not_available",
            standing: Standing::CannotTell,
            extra: Extra::None,
        }
    }

    /// The band in `row` of the table of a method.
    fn of(info: &MethodInfo, row: usize, value: Result<f64, Undefined>) -> Judgement {
        let (status, _, standing) = info.bands.get(row).copied().unwrap_or(("not_available", "", Standing::CannotTell));
        Judgement { value, score: None, status, standing, extra: Extra::None }
    }

    /// Why there is no judgement, or, of a judgement without it, no value.
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
    /// What could not be read in the original, and is to be checked there.
    pub check: Option<&'static str>,
}

/// A method of judging progress.
pub trait ProgressMethod {
    /// Formula, bands and source.
    fn info(&self) -> &'static MethodInfo;
    /// The judgement.
    fn judge(&self, evidence: &Evidence<'_>) -> Judgement;
    /// The formula with the numbers of this case in it; what it computes is [`Judgement::value`].
    fn explain(&self, evidence: &Evidence<'_>) -> Option<String>;
    /// The same for [`Judgement::score`].
    fn explain_score(&self, evidence: &Evidence<'_>) -> Option<String> {
        let _ = evidence;
        None
    }
}

impl Method {
    /// The method behind the name.
    pub fn method(self) -> &'static dyn ProgressMethod {
        match self {
            Method::Schedule => &schedule::Schedule,
            Method::StatCan => &statcan::StatCan,
            Method::Eurostat => &eurostat::Eurostat,
            Method::Un2023 => &un2023::Un2023,
            Method::Un2022 => &un2022::Un2022,
            Method::Escap => &escap::Escap,
            Method::Sdsn => &sdsn::Sdsn,
            Method::Destatis => &destatis::Destatis,
            Method::Defra => &defra::Defra,
            Method::Wri => &wri::Wri,
            Method::Trim => &trim::Trim,
        }
    }

    /// Its formula, bands and source.
    pub fn info(self) -> &'static MethodInfo {
        self.method().info()
    }

    /// Its judgement.
    pub fn judge(self, evidence: &Evidence<'_>) -> Judgement {
        let judgement = self.method().judge(evidence);
        match judgement.value {
            Ok(value) if !value.is_finite() => Judgement::unavailable(Undefined::NotFinite),
            _ => judgement,
        }
    }
}

/// The first band whose threshold `value` reaches, of thresholds that fall; the last row where it reaches none.
fn falling(value: f64, cuts: &[f64]) -> usize {
    cuts.iter().position(|cut| value >= *cut).unwrap_or(cuts.len())
}

/// The first band that `value` does not leave, of thresholds that rise.
fn rising(value: f64, cuts: &[f64]) -> usize {
    cuts.iter().position(|cut| value <= *cut).unwrap_or(cuts.len())
}
