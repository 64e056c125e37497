//! Earned value of a project, in a target: the four amounts, each a number or an indicator of the plan.

/// One of the amounts of a project.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Amount {
    /// Written in the plan.
    Number(f64),
    /// Code of the indicator whose values it is: what has come to by the end of each period.
    Indicator(String),
}

/// Where the amounts of a project come from (挣值).
///
/// # Examples
/// ```
/// use fanfan::plan::{Amount, Plan};
///
/// let plan = Plan::parse(
///     "[indicator.road]\n[indicator.spent]\nnature = 'stock'\n[[target]]\nindicator = 'road'\nby = '2026'\n\
///      earned_value = { planned_value = 200, earned_value = 150, actual_cost = 'spent', budget_at_completion = 1000 }",
/// )?;
/// assert_eq!(Plan::parse(&plan.to_string())?, plan);
/// let project = plan.targets()[0].earned_value.as_ref().expect("it is written there");
/// assert_eq!(project.actual_cost, Some(Amount::Indicator("spent".into())));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Project {
    /// Budgeted cost of the work that was to be done by now (PV, BCWS).
    pub planned_value: Option<Amount>,
    /// Budgeted cost of the work that is done (EV, BCWP).
    pub earned_value: Amount,
    /// What the work done has cost (AC, ACWP).
    pub actual_cost: Option<Amount>,
    /// Budget of all the work (BAC).
    pub budget_at_completion: Option<Amount>,
}

impl Project {
    /// The keys of the plan file.
    pub(in crate::plan) const KEYS: [&'static str; 4] =
        ["planned_value", "earned_value", "actual_cost", "budget_at_completion"];

    /// The amounts in the order of the keys.
    pub(crate) fn amounts(&self) -> [Option<&Amount>; 4] {
        let Project { planned_value, earned_value, actual_cost, budget_at_completion } = self;
        [planned_value.as_ref(), Some(earned_value), actual_cost.as_ref(), budget_at_completion.as_ref()]
    }

    /// Whether no amount is of the data.
    pub(crate) fn is_written(&self) -> bool {
        self.amounts().into_iter().flatten().all(|amount| matches!(amount, Amount::Number(_)))
    }
}
