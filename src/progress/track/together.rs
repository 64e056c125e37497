//! Several targets of one indicator at once, for methods that judge the indicator by all of them.

use std::collections::HashMap;

use super::super::assessment::Assessment;
use super::super::methods::{AllTargets, Judgement, Method};
use crate::model::Period;

/// Adds the worst symbol of `destatis` to each of several targets of one indicator. What was due before the latest value
/// of the indicator is over, and counts no more.
pub(super) fn together(assessments: &mut [Assessment]) {
    // The methods of all are the same.
    let is_asked = |one: &Assessment| one.judgements().any(|judged| judged.method == Method::Destatis);
    if !assessments.first().is_some_and(is_asked) {
        return;
    }
    let mut groups: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, one) in assessments.iter().enumerate() {
        groups.entry((&one.subject, &one.indicator)).or_default().push(at);
    }
    let mut found: Vec<(usize, String, AllTargets)> = Vec::new();
    for group in groups.values().filter(|group| group.len() > 1) {
        let all: Vec<(usize, &Assessment)> = group.iter().filter_map(|&at| Some((at, assessments.get(at)?))).collect();
        let end = |period: Option<Period>| period.map(Period::end_in_years);
        let latest = all.iter().filter_map(|(_, one)| end(one.now.latest.map(|(period, _)| period)));
        let latest = latest.fold(f64::NEG_INFINITY, f64::max);
        let runs = |one: &Assessment| end(one.target.by).is_none_or(|by| by >= latest - 1e-9);
        let now: Vec<(usize, &Assessment)> = all.into_iter().filter(|(_, one)| runs(one)).collect();
        let Some((_, first)) = now.first().filter(|_| now.len() > 1) else { continue };
        let names = first.judgements().filter(|judged| judged.method == Method::Destatis);
        for name in names.map(|judged| judged.name.to_owned()) {
            let said: Vec<&Judgement> = now.iter().filter_map(|(_, one)| said(one, &name)).collect();
            let Some(worst) = AllTargets::of(said).filter(|worst| worst.targets > 1) else { continue };
            found.extend(now.iter().map(|(at, _)| (*at, name.clone(), worst)));
        }
    }
    for (at, name, worst) in found {
        if let Some(one) = assessments.get_mut(at) {
            one.together.push((name, worst));
        }
    }
}

/// What a method says of one target.
fn said<'a>(one: &'a Assessment, name: &str) -> Option<&'a Judgement> {
    one.judgements().find(|judged| judged.name == name).map(|judged| judged.judgement)
}
