//! A degree of completion that somebody stated, beside a target or in its place.

use crate::growth::Decimal;
use crate::model::Period;

/// A stated degree of completion, with the digits in which it was printed: they say within which interval the plan
/// behind it lies.
///
/// # Examples
/// ```
/// use fanfan::plan::Plan;
///
/// let plan = Plan::parse(
///     "[indicator.homes]\n[[target]]\nindicator = 'homes'\nby = '2011'\n\
///      stated_completion = { completion = '59.9%', at = '2011-06' }",
/// )?;
/// let stated = plan.targets()[0].stated.expect("it is written there");
/// assert_eq!(Plan::parse(&plan.to_string())?, plan);
/// assert_eq!((stated.completion.to_string().as_str(), stated.at), ("0.599", Some("2011-06".parse()?)));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Stated {
    /// The degree, a fraction: 59.9 % is 0.599, with three decimals.
    pub completion: Decimal,
    /// The period by whose end it was reached; `None` for that of the latest value.
    pub at: Option<Period>,
}
