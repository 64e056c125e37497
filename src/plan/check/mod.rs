//! The plan against itself: targets against goals, legs against each other, the next target against the last.

use std::collections::HashMap;

use super::{Plan, Target};
use crate::growth::rate_of_multiple;
use crate::model::{Better, Indicator, Period, decimals};

mod codes;
mod conflicts;
mod finding;
mod goals;
mod legs;
mod references;
mod slips;
mod sums;

use conflicts::{Demand, beyond_bounds, conflicts, tiers};
pub use finding::{Finding, Severity};
use goals::{against_goal, goal_reverses, goal_steepens};
use references::{Levels, shares};
use slips::{Written, slips};

/// Levels closer than this, relatively, are the same: figures in plans are rounded ("about 4 times").
const SAME: f64 = 0.005;

/// Whether an explicit figure is the one that a goal asks for, but for rounding.
pub(crate) fn is_same(figure: f64, asked: f64) -> bool {
    (figure - asked).abs() <= SAME * asked.abs()
}

/// A target whose level is known.
struct Resolved<'a> {
    target: &'a Target,
    by: Period,
    level: f64,
}

impl Plan {
    /// Holds the plan for one subject against itself. `base` gives the value of an indicator in a period, where it is
    /// known.
    ///
    /// | code | says |
    /// |---|---|
    /// | `target_below_goal`, `target_above_goal` | an explicit target asks for less, or more, than the plan's own goal at that date |
    /// | `goal_base_not_positive` | a goal multiplies a base of zero or less |
    /// | `first_step_below_pace` | the first target is behind the even path to the last one |
    /// | `leg_steepens` | a leg needs a pace at least half as high again as the leg before |
    /// | `leg_reverses` | a leg leads away from the direction that is better |
    /// | `goal_reverses` | a goal that leads up and down |
    /// | `goal_steepens` | the same inside a goal: its last leg is steeper than its first |
    /// | `targets_conflict` | two targets for one date that cannot both be meant: two levels, a floor above a ceiling, bands without a common value, a level below the rate asked for in every year |
    /// | `tiers_reversed` | less is striven for (力争) than is ensured (确保) |
    /// | `beyond_bounds` | a level outside of the natural limits |
    /// | `sum_off_levels` | a sum that the levels of the same years do not make |
    /// | `share_conflict`, `pace_conflict` | the levels of two indicators make another share, or another growth beside each other, than is asked for |
    /// | `shares_exceed_whole` | floors of the parts of one whole that come to more than 1 |
    /// | `circular_reference` | targets that refer to each other in a circle |
    /// | `out_of_scale` | a level fifty times the base or more, or a fiftieth of it: another unit, percent and fractions |
    /// | `points_as_fraction`, `steep_rise` | 0.05 percentage points; a rise by half a year or more: another way to write percent |
    /// | `direction_conflict` | a rise of what should fall, a reduction of what should rise |
    /// | `same_target` | the same target twice |
    /// | `after_end` | a target that is due after the end of the plan |
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Plan;
    ///
    /// let plan = Plan::from_path("data/town-2005/plan.toml")?;
    /// let findings = plan.check(None, |indicator, _| (indicator == "gdp").then_some(11.9));
    /// assert!(findings.iter().any(|finding| finding.code == "target_below_goal" && finding.indicator == "gdp"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn check(&self, subject: Option<&str>, base: impl Fn(&str, Period) -> Option<f64>) -> Vec<Finding> {
        // Without a subject, targets of one named subject are held against each other, and not against another's.
        let mut named: Vec<Option<&str>> = vec![subject];
        if subject.is_none() {
            for target in &self.targets {
                let theirs = target.subject.as_deref();
                if theirs.is_some() && !named.contains(&theirs) {
                    named.push(theirs);
                }
            }
        }
        let mut findings = self.check_goals();
        for who in named {
            let own = |target: &&Target| {
                let theirs = target.subject.as_deref().or(self.subject.as_deref());
                theirs == who || who.is_none() && target.subject.is_none() || subject.is_some() && theirs.is_none()
            };
            let targets: Vec<&Target> = self.targets.iter().filter(own).collect();
            let found = self.check_targets(&targets, &base);
            let who = who.or(self.subject.as_deref());
            findings.extend(found.into_iter().map(|finding| finding.of(who)));
        }
        findings
    }

    /// Goals against themselves.
    fn check_goals(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for goal in &self.goals {
            for code in &goal.indicators {
                let started = self.started(goal, code);
                for found in goal_steepens(&started).into_iter().chain(goal_reverses(&started)) {
                    if findings.iter().all(|other| other.message != found.message) {
                        findings.push(found.written([goal.line()]));
                    }
                }
            }
        }
        findings
    }

    /// The targets of one subject.
    fn check_targets(&self, targets: &[&Target], base: &impl Fn(&str, Period) -> Option<f64>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut levels: Levels<'_, '_> = HashMap::new();
        let mut demands: HashMap<&str, Vec<Demand<'_>>> = HashMap::new();
        let mut by_indicator: HashMap<&str, Vec<&Target>> = HashMap::new();
        let mut written: HashMap<&str, Vec<Written<'_>>> = HashMap::new();
        for &target in targets {
            let code = target.indicator.as_str();
            by_indicator.entry(code).or_default().push(target);
            let from = self.base_of(target);
            let alike = |from: &Period| target.by.is_none_or(|by| self.is_as_long(code, *from, by));
            let start = from.filter(alike).and_then(|from| base(code, from));
            let years = from.zip(target.by).and_then(|(from, by)| years_between(from, by)).unwrap_or(f64::NAN);
            written.entry(code).or_default().push(Written { target, start, years });
            let level = target.form.level(start, years).ok().filter(|level| level.is_finite());
            demands.entry(code).or_default().extend(Demand::of(target, level));
            if let (Some(level), Some(by), true) = (level, target.by, target.form.is_on_a_way() && !target.is_kept()) {
                levels.entry(code).or_default().push(Resolved { target, by, level });
            }
        }
        for resolved in levels.values_mut() {
            let order = |a: &Resolved<'_>, b: &Resolved<'_>| a.by.end_in_years().total_cmp(&b.by.end_in_years());
            resolved.sort_by(|a, b| order(a, b).then(a.level.total_cmp(&b.level)));
        }
        for indicator in &self.indicators {
            let code = indicator.code.as_str();
            let Some(all) = by_indicator.get(code) else { continue };
            findings.extend(written.get(code).into_iter().flat_map(|written| slips(indicator, written, self.end)));
            if let Some(demands) = demands.get_mut(code) {
                // The order of the file says nothing.
                demands.sort_by(Demand::order);
                findings.extend(conflicts(indicator, demands, &|a, b| self.spans_alike(a, b)));
                findings.extend(beyond_bounds(indicator, demands));
            }
            let resolved = levels.get(code).map(Vec::as_slice).unwrap_or_default();
            let start = self.base_of_indicator(code).and_then(|from| base(code, from));
            findings.extend(tiers(indicator, resolved, start));
            findings.extend(self.yearly_rates(indicator, resolved, base));
            findings.extend(self.sums(indicator, all, resolved, base));
            for goal in self.goals.iter().filter(|goal| goal.indicators.iter().any(|one| one == code)) {
                let (goal, line) = (self.started(goal, code), goal.line());
                let start = goal.start().and_then(|start| base(code, start));
                let against = |start| against_goal(indicator, (&goal, line), start, resolved);
                findings.extend(start.into_iter().flat_map(against));
            }
            findings.extend(self.legs(indicator, resolved, base));
        }
        findings.extend(self.references(targets, &levels, base));
        findings.extend(self.circles(targets));
        findings.extend(shares(self, targets));
        findings
    }
}

/// Years from the end of one period to the end of another.
pub(crate) fn years_between(from: Period, to: Period) -> Option<f64> {
    if from.frequency() == to.frequency() {
        to.years_since(from).ok()
    } else {
        Some(to.end_in_years() - from.end_in_years())
    }
}

fn rate(from: f64, to: f64, start: Period, end: Period) -> f64 {
    years_between(start, end).and_then(|years| rate_of_multiple(to / from, years).ok()).unwrap_or(f64::NAN)
}

/// The way that is better: as the target or the indicator says, otherwise the way the target leads.
fn direction(indicator: &Indicator, resolved: &Resolved<'_>, start: f64) -> Better {
    let said = resolved.target.form.better().or(indicator.direction());
    said.unwrap_or(if resolved.level >= start { Better::Higher } else { Better::Lower })
}

/// Up to four decimals, for sentences.
pub(crate) fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Percent with two decimals, for sentences.
pub(crate) fn percent(rate: f64) -> String {
    if rate.is_nan() { "?".to_owned() } else { format!("{} %", decimals(rate * 100.0, 2)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(targets: &[&str]) -> Vec<&'static str> {
        let targets: Vec<String> =
            targets.iter().map(|target| format!("[[target]]\nindicator = 'x'\n{target}\n")).collect();
        let targets = targets.concat();
        let text = format!("base = '2005'\nend = '2010'\n[indicator.x]\n{targets}");
        let plan = Plan::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        plan.check(None, |_, _| Some(20.0)).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn two_tiers_for_one_date_are_one_step_in_any_order() {
        let (striven, ensured) = ("level = 35\ncommitment = 'striven'", "level = 30\ncommitment = 'ensured'");
        assert!(codes(&[striven, ensured]).is_empty());
        assert!(codes(&[ensured, striven]).is_empty());
        assert_eq!(codes(&["level = 35", "level = 30"]), ["targets_conflict"]);
    }

    #[test]
    fn what_contradicts_is_found() {
        let by = |rest: &str| format!("by = '2010'\n{rest}");
        let of = |targets: &[String]| codes(&targets.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(of(&[by("between = [1, 2]"), by("between = [3, 4]")]), ["targets_conflict"]);
        assert!(of(&[by("between = [1, 3]"), by("at_least = 2")]).is_empty());
        assert_eq!(of(&[by("near = 2\ntolerance = 0.5"), by("at_least = 3")]), ["targets_conflict"]);
        // a limit for every period holds at each date
        assert_eq!(of(&["at_most = 25".into(), by("level = 30")]), ["targets_conflict"]);
        assert_eq!(of(&["at_most = 25".into(), "at_least = 26".into()]), ["targets_conflict"]);
        assert!(of(&["at_most = 25\nby = '2008'\nevery = true".into(), by("level = 30")]).is_empty());
        let tier = |level: f64, tier: &str| by(&format!("level = {level}\ncommitment = '{tier}'"));
        assert_eq!(of(&[tier(30.0, "ensured"), tier(25.0, "striven")]), ["tiers_reversed"]);
        assert_eq!(of(&[tier(10.0, "ensured"), tier(15.0, "striven")]), ["tiers_reversed"]);
        assert!(of(&[tier(30.0, "ensured"), tier(35.0, "striven")]).is_empty());
        // 20 x 1.1^2 is more than 22 in 2007
        assert_eq!(of(&["by = '2007'\nlevel = 22".into(), by("rate = 0.1\nevery = true")])[0], "targets_conflict");
        // a fall of a tenth every year makes 16.2 of 20 by 2007: 17 is too much, 15 is more than asked for
        let falls = |level: f64| of(&[format!("by = '2007'\nlevel = {level}"), by("rate = -0.1\nevery = true")]);
        assert_eq!(
            (falls(17.0).contains(&"targets_conflict"), falls(15.0).contains(&"targets_conflict")),
            (true, false)
        );
        // 20 in every year is not 200
        assert_eq!(of(&[by("level = 21"), by("total = 200\nfrom = '2006'")]), ["sum_off_levels"]);
        assert!(of(&[by("level = 21"), by("total = 103\nfrom = '2006'")]).is_empty());
    }

    #[test]
    fn slips_of_the_pen_are_found() {
        // The base is 20 in 2005, the plan ends in 2010.
        assert_eq!(codes(&["by = '2010'\nlevel = 1001"])[0], "out_of_scale");
        assert_eq!(codes(&["by = '2010'\nat_least = 0.39"]), ["out_of_scale"]);
        assert_eq!(codes(&["between = [0.2, 0.39]"]), ["out_of_scale"]);
        assert!(codes(&["by = '2010'\nat_least = 0.4"]).is_empty());
        assert!(codes(&["by = '2010'\nat_least = 1000"]).is_empty());
        assert_eq!(codes(&["by = '2010'\nrise = 8"]), ["steep_rise"]);
        assert_eq!(codes(&["by = '2006'\nrise = 1"]), ["steep_rise"]);
        // 7.59 is one half more in each of five years
        assert!(codes(&["by = '2010'\nrise = 6.5"]).is_empty());
        let two = "by = '2010'\nlevel = 30";
        assert_eq!(codes(&[two, two]), ["same_target"]);
        assert!(codes(&[two, "by = '2010'\nlevel = 30\nsource = 'another'"]).is_empty());
        assert!(codes(&["by = '2011'\nlevel = 30"]).contains(&"after_end"));
        assert!(!codes(&["base = '2006'\nby = '2011'\nlevel = 30"]).contains(&"after_end"));
        let of = |indicator: &str, target: &str| -> Vec<&'static str> {
            let text =
                format!("base = '2005'\nend = '2010'\n[indicator.x]\n{indicator}\n[[target]]\nindicator = 'x'\n");
            let plan = Plan::parse(&(text + target)).unwrap_or_else(|error| panic!("{error}"));
            plan.check(None, |_, _| Some(20.0)).into_iter().map(|finding| finding.code).collect()
        };
        assert_eq!(of("unit = '%'", "points = 0.05"), ["points_as_fraction"]);
        assert!(of("unit = '%'", "points = 0.1").is_empty());
        assert!(of("unit = 'index points'\nnature = 'index'", "points = 0.05").is_empty());
        assert_eq!(of("better = 'higher'", "reduction = 0.2"), ["direction_conflict"]);
        assert_eq!(of("better = 'lower'", "rise = 0.2"), ["direction_conflict"]);
        assert!(of("better = 'lower'", "reduction = 0.2").is_empty());
        assert!(of("better = 'lower'", "rise = -0.2").is_empty());
    }

    #[test]
    fn circles_and_shares_of_one_whole() {
        let check = |targets: &str| {
            let text = format!(
                "base = '2005'\nend = '2010'\n[indicator.a]\nbetter = 'higher'\n[indicator.b]\nbetter = 'higher'\n[indicator.c]\n{targets}"
            );
            let plan = Plan::parse(&text).unwrap_or_else(|error| panic!("{error}"));
            let found = plan.check(None, |_, _| Some(10.0));
            found.into_iter().map(|one| (one.code, one.severity)).collect::<Vec<_>>()
        };
        let pace = |own: &str, other: &str| format!("[[target]]\nindicator = '{own}'\npace_with = '{other}'\n");
        assert_eq!(check(&(pace("a", "b") + &pace("b", "a"))), [("circular_reference", Severity::Warning)]);
        let more = "[[target]]\nindicator = 'b'\nelasticity = { to = 'a', at_least = 1.2 }\n";
        assert_eq!(check(&(pace("a", "b") + more)), [("circular_reference", Severity::Error)]);
        assert!(check(&pace("a", "b")).is_empty());
        let share = |own: &str, at: f64| format!("[[target]]\nindicator = '{own}'\nshare_of = 'c'\nat_least = {at}\n");
        assert_eq!(check(&(share("a", 0.7) + &share("b", 0.4))), [("shares_exceed_whole", Severity::Warning)]);
        assert!(check(&(share("a", 0.6) + &share("b", 0.4))).is_empty());
        let level = |own: &str, at: f64| format!("[[target]]\nindicator = '{own}'\nlevel = {at}\n");
        assert_eq!(
            check(&(pace("a", "b") + &level("a", 15.0) + &level("b", 18.0))),
            [("pace_conflict", Severity::Error)]
        );
        assert!(check(&(pace("a", "b") + &level("a", 19.0) + &level("b", 18.0))).is_empty());
    }

    #[test]
    fn limits_leave_room() {
        assert!(codes(&["at_most = 25\nby = '2010'"]).is_empty());
        assert!(codes(&["at_most = 25\nby = '2010'", "at_least = 15\nby = '2010'"]).is_empty());
        let (high, low) = ("by = '2010'\nat_least = 35", "by = '2010'\nat_least = 30\ncommitment = 'ensured'");
        assert!(codes(&[high, low]).is_empty());
        assert!(codes(&[low, high]).is_empty());
        assert_eq!(codes(&["at_most = 25\nby = '2010'", "at_least = 30\nby = '2010'"]), ["targets_conflict"]);
    }
}
