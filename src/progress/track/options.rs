//! Options of tracking.

use super::super::judged::Chosen;
use super::super::methods::Method;
use crate::error::Result;
use crate::model::AsOf;
use crate::plan::Plan;

/// Options of tracking: methods, the moment of the assessment, whether each year is wanted.
///
/// A method, a list of methods, or these options.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackOptions {
    pub(super) methods: Chosen,
    pub(super) as_of: Option<AsOf>,
    pub(super) history: bool,
    pub(super) explain: bool,
}

impl TrackOptions {
    /// The methods; the first that can tell gives an assessment its standing.
    pub fn new(methods: impl Into<Vec<Method>>) -> TrackOptions {
        TrackOptions::chosen(Chosen { published: methods.into(), own: Vec::new() })
    }

    fn chosen(methods: Chosen) -> TrackOptions {
        TrackOptions { methods, as_of: None, history: false, explain: false }
    }

    /// The assessment as it could have been made at a moment, a day or the end of a period: without periods that were
    /// not over, and of several vintages of a value the last that was known.
    #[must_use]
    pub fn as_of(self, moment: impl Into<AsOf>) -> TrackOptions {
        TrackOptions { as_of: Some(moment.into()), ..self }
    }

    /// All data.
    pub(in crate::progress) fn as_of_none(&self) -> TrackOptions {
        TrackOptions { as_of: None, ..self.clone() }
    }

    /// Also tells where each target stood after every observation since its base.
    #[must_use]
    pub fn history(self, wanted: bool) -> TrackOptions {
        TrackOptions { history: wanted, ..self }
    }

    /// Also keeps what the numbers of a target are made of, for the formulas of [`Assessment::numbers`].
    ///
    /// [`Assessment::numbers`]: crate::progress::Assessment::numbers
    #[must_use]
    pub fn explain(self, wanted: bool) -> TrackOptions {
        TrackOptions { explain: wanted, ..self }
    }
}

impl Default for TrackOptions {
    /// Schedule, then statcan; all data.
    fn default() -> TrackOptions {
        TrackOptions::new([Method::Schedule, Method::StatCan])
    }
}

impl From<Method> for TrackOptions {
    fn from(method: Method) -> TrackOptions {
        TrackOptions::new([method])
    }
}

impl<const N: usize> From<[Method; N]> for TrackOptions {
    fn from(methods: [Method; N]) -> TrackOptions {
        TrackOptions::new(methods)
    }
}

impl From<Vec<Method>> for TrackOptions {
    fn from(methods: Vec<Method>) -> TrackOptions {
        TrackOptions::new(methods)
    }
}

impl TrackOptions {
    /// Reads names of methods, or `all`.
    ///
    /// # Errors
    /// A name that is not known; none at all.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<TrackOptions> {
        Chosen::named(None, names).map(TrackOptions::chosen)
    }

    /// The same with the names of methods that the plan has itself.
    ///
    /// # Errors
    /// As [`TrackOptions::named`].
    pub fn of_plan<'a>(plan: &Plan, names: impl IntoIterator<Item = &'a str>) -> Result<TrackOptions> {
        Chosen::named(Some(plan), names).map(TrackOptions::chosen)
    }
}
