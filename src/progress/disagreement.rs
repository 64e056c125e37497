//! Where methods disagree over one target, and what makes them.
//!
//! A cause is found by taking it away: if two methods agree once the series runs evenly, it was the window that made
//! them differ.

use super::assessment::Assessment;
use super::evidence::{Evidence, Point};
use super::judged::Judged;
use super::maybe::Maybe;
use super::methods::Method;
use super::standing::Standing;
use crate::model::words;
use crate::plan::{Projection, Settings, Shape};

words! {
    /// What makes two methods disagree.
    Cause, "cause" {
        /// One counts a target that is met, the other looks at the trend alone.
        MetRule = "met_rule",
        /// One projects back to the base of the plan, which has no value; the other starts at the first value after it.
        BaseYear = "base_year",
        /// One takes the pace from base to latest value, the other over the last years, all steps, or the whole series.
        Window = "window",
        /// One counts equal changes a year, the other equal rates.
        LinearOrCompound = "linear_or_compound",
        /// One projects along a logistic curve, which bends before its end; the other does not.
        Projection = "projection",
        /// They measure alike, and draw the lines elsewhere; or they measure different things.
        Bands = "bands",
    }
}

/// Methods that do not agree over one target.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Disagreement<'a> {
    /// The names of the methods by standing; those that cannot tell are left out.
    pub standings: Vec<(Standing, Vec<&'a str>)>,
    /// The first method that can tell, each that differs from it, and what makes them differ.
    pub between: Vec<(&'a str, &'a str, Vec<Cause>)>,
}

impl Assessment {
    /// Where the methods that were asked disagree, and why; `None` where those that can tell agree.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    /// use fanfan::progress::Cause;
    ///
    /// // 100 to 400 in ten years; 100 a year more in the first two is far ahead linearly, and just enough compounded
    /// let plan = Plan::parse(
    ///     "base = '2010'\n[indicator.x]\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nby = '2020'\nlevel = 400",
    /// )?;
    /// let periods = [2010, 2015].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &[0, 0], &periods, &[100.0, 205.0])?;
    /// let track = plan.track(&panel, [Method::Eurostat, Method::Sdsn])?;
    /// let found = track.assessments[0].disagreement().expect("they disagree");
    /// assert_eq!(found.between, [("eurostat", "sdsn", vec![Cause::LinearOrCompound])]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn disagreement(&self) -> Option<Disagreement<'_>> {
        let telling = |one: &Judged<'_>| one.judgement.standing != Standing::CannotTell;
        let judged: Vec<Judged<'_>> = self.judgements().filter(telling).collect();
        let first = *judged.first()?;
        let others: Vec<Judged<'_>> =
            judged.iter().copied().filter(|one| one.judgement.standing != first.judgement.standing).collect();
        if others.is_empty() {
            return None;
        }
        let named = |standing: Standing| -> Vec<&str> {
            judged.iter().filter(|one| one.judgement.standing == standing).map(|one| one.name).collect()
        };
        let standings = Standing::ALL.iter().map(|standing| (*standing, named(*standing)));
        let changed = Changed::of(&self.evidence());
        Some(Disagreement {
            standings: standings.filter(|(_, names)| !names.is_empty()).collect(),
            between: others.iter().map(|other| (first.name, other.name, changed.causes(&first, other))).collect(),
        })
    }
}

/// The evidence with one thing or another taken away.
struct Changed<'a> {
    evidence: Evidence<'a>,
    /// The series from the base on, as an even path from base to latest value.
    even: Vec<Point>,
    /// Logarithms of the series, and of that path.
    logs: Option<(Vec<Point>, Vec<Point>)>,
}

impl<'a> Changed<'a> {
    fn of(evidence: &Evidence<'a>) -> Changed<'a> {
        let mut even = Vec::new();
        if let Ok((base, latest)) = evidence.two_points() {
            let between = |point: &Point| {
                let share = (point.time - base.time) / (latest.time - base.time);
                Point { value: Shape::Geometric.between(base.value, latest.value, share), ..*point }
            };
            let since = evidence.points.iter().filter(|point| point.time >= base.time && point.time < latest.time);
            even = since.map(between).collect();
            even.push(latest);
        }
        let log = |point: &Point| (point.value > 0.0).then(|| Point { value: point.value.ln(), ..*point });
        let all = |points: &[Point]| points.iter().map(log).collect::<Option<Vec<Point>>>();
        let logs = all(evidence.points).zip(all(&even));
        Changed { evidence: *evidence, even, logs }
    }

    fn causes(&self, one: &Judged<'_>, other: &Judged<'_>) -> Vec<Cause> {
        let achieved = |judged: &Judged<'_>| judged.judgement.standing == Standing::Achieved;
        if self.evidence.met() == Some(true) && achieved(one) != achieved(other) {
            return vec![Cause::MetRule];
        }
        let mut causes = Vec::new();
        for cause in [Cause::BaseYear, Cause::Window, Cause::LinearOrCompound, Cause::Projection] {
            if self.agree(one, other, &[cause]) {
                causes.push(cause);
            }
        }
        // No single one may do, where two work together.
        let pairs = [Cause::BaseYear, Cause::LinearOrCompound, Cause::Projection].map(|with| [Cause::Window, with]);
        for pair in pairs {
            if causes.is_empty() && self.agree(one, other, &pair) {
                causes = pair.to_vec();
            }
        }
        if causes.is_empty() {
            causes.push(Cause::Bands);
        }
        causes
    }

    /// Whether two methods agree once these causes are taken away: the base has a value, the series runs evenly,
    /// changes are counted as rates, projections are geometric.
    fn agree(&self, one: &Judged<'_>, other: &Judged<'_>, without: &[Cause]) -> bool {
        let [base, window, compound, projection] =
            [Cause::BaseYear, Cause::Window, Cause::LinearOrCompound, Cause::Projection]
                .map(|cause| without.contains(&cause));
        if compound && !(is_linear(one.method) || is_linear(other.method)) {
            return false;
        }
        if projection && one.method != Method::Escap && other.method != Method::Escap {
            return false;
        }
        let geometric = Settings::published(Method::Escap).projection(Projection::Geometric);
        let standing = |judged: &Judged<'_>| -> Option<Standing> {
            let mut evidence = self.evidence;
            if base {
                evidence.base_at = Maybe::NONE;
            }
            if window {
                evidence.points = &self.even;
            }
            if compound && is_linear(judged.method) {
                let (series, even) = self.logs.as_ref()?;
                evidence.points = if window { even } else { series };
                let log = |point: Point| (point.value > 0.0).then(|| Point { value: point.value.ln(), ..point });
                evidence.base = Maybe::some(log(evidence.base.get()?)?);
                evidence.latest = Maybe::some(log(evidence.latest.get()?)?);
                evidence.target = Maybe::some(log(evidence.target.get()?)?);
            }
            if projection && judged.method == Method::Escap {
                return Some(Method::Escap.judge(&evidence.settings(&geometric)).standing);
            }
            Some(judged.of(&evidence).standing)
        };
        match (standing(one), standing(other)) {
            (Some(one), Some(other)) => one == other && one != Standing::CannotTell,
            _ => false,
        }
    }
}

/// Whether a method counts changes a year and not rates.
fn is_linear(method: Method) -> bool {
    matches!(method, Method::Sdsn | Method::Destatis | Method::Wri)
}
