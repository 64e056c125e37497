//! In periods of which length a flow is wanted: whole years for yearly targets, quarters for quarterly ones.

use crate::model::{Frequency, Period};
use crate::plan::Plan;

/// The lengths of the periods that the dates of one indicator speak of.
#[derive(Clone, Default)]
pub(super) struct Spans {
    /// Years, half-years or quarters, where all dates are of that one length.
    pub(super) coarse: Option<Frequency>,
    /// Those among several lengths.
    pub(super) others: Vec<Frequency>,
    /// Whether a target, and not the base alone, is dated in years.
    yearly: bool,
}

impl Spans {
    /// Whether something is held against whole years.
    pub(super) fn is_of_years(&self) -> bool {
        self.yearly || self.coarse == Some(Frequency::Annual)
    }
}

/// Those of each indicator, in the order of the plan: by its base, its targets and goals, and the targets that compare
/// something with it. One monthly target makes no other indicator monthly.
pub(super) fn of(plan: &Plan) -> Vec<Spans> {
    let bases = plan.indicators().iter().map(|one| plan.base_of_indicator(&one.code));
    let mut own: Vec<Vec<Frequency>> = bases.map(|base| base.map(Period::frequency).into_iter().collect()).collect();
    let mut all: Vec<Frequency> = plan.base().map(Period::frequency).into_iter().collect();
    let mut add = |code: Option<&str>, period: Period| {
        let length = period.frequency();
        if let Some(known) = code.and_then(|code| plan.place(code)).and_then(|place| own.get_mut(place))
            && !known.contains(&length)
        {
            known.push(length);
        }
        if !all.contains(&length) {
            all.push(length);
        }
    };
    for target in plan.targets() {
        for period in [target.by, target.from, target.base].into_iter().flatten() {
            add(Some(&target.indicator), period);
            add(target.form.other(), period);
        }
    }
    for goal in plan.goals() {
        for code in &goal.indicators {
            if let Some(start) = goal.goal.start() {
                add(Some(code), start);
            }
        }
    }
    let mut spans: Vec<Spans> =
        own.into_iter().map(|lengths| spans(if lengths.is_empty() { all.clone() } else { lengths })).collect();
    for target in plan.targets().iter().filter(|one| one.by.is_some_and(|by| by.frequency() == Frequency::Annual)) {
        if let Some(one) = plan.place(&target.indicator).and_then(|place| spans.get_mut(place)) {
            one.yearly = true;
        }
    }
    spans
}

/// Targets of years, half-years and quarters are held against whole ones, whatever the frequency of the data.
fn spans(lengths: Vec<Frequency>) -> Spans {
    let is_one = lengths.len() == 1;
    let coarse =
        |length: &Frequency| matches!(length, Frequency::Annual | Frequency::HalfYearly | Frequency::Quarterly);
    let coarse: Vec<Frequency> = lengths.into_iter().filter(coarse).collect();
    if is_one {
        Spans { coarse: coarse.first().copied(), ..Spans::default() }
    } else {
        Spans { others: coarse, ..Spans::default() }
    }
}
