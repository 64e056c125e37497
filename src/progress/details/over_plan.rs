//! A target that compounds over the whole plan: what has come, and what is left for the rest.

use super::super::case::{Case, Known};
use super::super::completion::OverPlan;
use super::Number;
use crate::plan::Form;
use crate::progress::evidence::number;

pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Option<OverPlan> {
    let (by, (latest, value), (base, start)) = (case.target.by?, known.now.latest?, case.base_value()?);
    let level = known.target.level.ok().filter(|_| case.target.form.compounds() && start > 0.0)?;
    let (from, now, end) = (base.end_in_years(), latest.end_in_years(), by.end_in_years());
    // As written, where it is written so: 100 × 0.83 / 100 − 1 is not −0.17 to the last bit.
    let change = match case.target.form {
        Form::Rise(rise) => rise,
        Form::Reduction(reduction) => -reduction,
        _ => level / start - 1.0,
    };
    (now > from + 1e-9).then(|| OverPlan::new(change, end - from, value / start, now - from))
}

/// The numbers of the section, each with its arithmetic.
pub(super) fn numbers(plan: &OverPlan) -> Vec<Number> {
    let OverPlan { change, years, multiple, elapsed } = *plan;
    let mut numbers = vec![
        Number::given("change", change),
        Number::given("years", years),
        Number::given("multiple_so_far", multiple),
        Number::given("elapsed", elapsed),
    ];
    let [change, multiple] = [change, multiple].map(number);
    numbers.extend([
        Number::new("so_far", plan.so_far(), format!("{multiple} - 1")),
        Number::new("so_far_a_year", plan.so_far_a_year(), format!("{multiple} ^ (1 / {elapsed}) - 1")),
        Number::new("planned_a_year", plan.planned_a_year(), format!("(1 + {change}) ^ (1 / {years}) - 1")),
        Number::new("progress", plan.progress(), format!("ln({multiple}) / ln(1 + {change})")),
        Number::new("due", plan.due(), format!("{elapsed} / {years}")),
        Number::new("linear_share", plan.linear_share(), format!("({multiple} - 1) / {change}")),
        Number::new("rest", plan.rest(), format!("(1 + {change}) / {multiple} - 1")),
        Number::new(
            "rest_a_year",
            plan.rest_a_year(),
            format!("((1 + {change}) / {multiple}) ^ (1 / ({years} - {elapsed})) - 1"),
        ),
    ]);
    numbers
}
