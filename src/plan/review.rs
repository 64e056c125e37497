//! What an official review said became of a target.

/// What a review said: that the target was met or missed, and in which words.
///
/// It stands beside what the data says, and decides nothing.
///
/// # Examples
/// ```
/// use fanfan::plan::Plan;
///
/// let plan = Plan::parse(
///     "base = '2005'\nend = '2010'\n[indicator.energy]\nbetter = 'lower'\n[[target]]\nindicator = 'energy'\n\
///      reduction = 0.2\nreview = { met = true, text = 'fulfilled, with a fall of 19.1 %' }",
/// )?;
/// let review = plan.targets()[0].review.as_ref();
/// assert_eq!(review.and_then(|review| review.met), Some(true));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Review {
    /// Whether it calls the target met; `None` where it does not say so.
    pub met: Option<bool>,
    /// Its words.
    pub text: String,
}
