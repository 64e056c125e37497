//! The plan against itself: targets against goals, legs against each other, the next target against the last.

use std::collections::HashMap;

use super::{Form, Goal, Path, Plan, Shape, Target};
use crate::growth::rate_of_multiple;
use crate::model::{Better, Indicator, Names, Period, words};

words! {
    /// How serious a finding is.
    Severity, "severity" {
        /// The plan contradicts itself.
        Error = "error",
        /// The plan falls short of what it says.
        Warning = "warning",
        /// Worth knowing.
        Info = "info",
    }
}

/// Something in a plan or its data that a reader should know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// A stable word for programs.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Code of the indicator; empty where it concerns none.
    pub indicator: String,
    /// The subject, where there is one.
    pub subject: Option<String>,
    /// The date that it is about.
    pub period: Option<Period>,
    /// A sentence with the numbers in it.
    pub message: Names,
    /// The numbers by name.
    pub numbers: Vec<(&'static str, f64)>,
}

impl Finding {
    /// A finding about one indicator.
    pub(crate) fn new(
        code: &'static str,
        severity: Severity,
        indicator: &str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            severity,
            indicator: indicator.to_owned(),
            subject: None,
            period: None,
            message: Names::both(zh, en),
            numbers: Vec::new(),
        }
    }

    pub(crate) fn at(mut self, period: Period) -> Finding {
        self.period = Some(period);
        self
    }

    pub(crate) fn of(mut self, subject: Option<&str>) -> Finding {
        self.subject = subject.map(str::to_owned);
        self
    }

    pub(crate) fn with(mut self, numbers: impl IntoIterator<Item = (&'static str, f64)>) -> Finding {
        self.numbers.extend(numbers);
        self
    }
}

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
    /// | `first_step_below_pace` | the first target is behind the even path to the last one |
    /// | `leg_steepens` | a leg needs a pace at least half as high again as the leg before |
    /// | `leg_reverses` | a leg leads away from the direction that is better |
    /// | `goal_steepens` | the same inside a goal: its last leg is steeper than its first |
    /// | `targets_conflict` | two targets for one date that cannot both be meant |
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
        let mut findings = Vec::new();
        let mut by_indicator: HashMap<&str, Vec<Resolved<'_>>> = HashMap::new();
        for target in &self.targets {
            let theirs = target.subject.as_deref().or(self.subject.as_deref());
            let (Some(by), true) = (target.by, theirs.is_none() || subject.is_none() || theirs == subject) else {
                continue;
            };
            let from = self.base_of(target);
            let start = from.and_then(|from| base(&target.indicator, from));
            let years = from.and_then(|from| years_between(from, by)).unwrap_or(f64::NAN);
            if let Ok(level) = target.form.level(start, years) {
                by_indicator.entry(&target.indicator).or_default().push(Resolved { target, by, level });
            }
        }
        let mut goals: HashMap<&str, Vec<Goal>> = HashMap::new();
        for goal in &self.goals {
            let started = self.started(goal);
            findings.extend(goal_steepens(&started));
            for code in &goal.indicators {
                goals.entry(code).or_default().push(started.clone());
            }
        }
        for indicator in &self.indicators {
            let code = indicator.code.as_str();
            let Some(targets) = by_indicator.get_mut(code) else { continue };
            targets.sort_by(|a, b| a.by.end_in_years().total_cmp(&b.by.end_in_years()));
            findings.extend(conflicts(indicator, targets));
            for goal in goals.get(code).into_iter().flatten() {
                let start = goal.start().and_then(|start| base(code, start));
                findings.extend(start.into_iter().flat_map(|start| against_goal(indicator, goal, start, targets)));
            }
            findings.extend(self.legs(indicator, targets, &base));
        }
        findings.into_iter().map(|finding| finding.of(subject.or(self.subject.as_deref()))).collect()
    }

    /// Legs of the explicit targets of one indicator that start from one base.
    fn legs(
        &self,
        indicator: &Indicator,
        targets: &[Resolved<'_>],
        base: &impl Fn(&str, Period) -> Option<f64>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(from) = targets.first().and_then(|first| self.base_of(first.target)) else { return findings };
        let Some(start) = base(&indicator.code, from) else { return findings };
        let mut same_base: Vec<&Resolved<'_>> =
            targets.iter().filter(|resolved| self.base_of(resolved.target) == Some(from)).collect();
        let Some(&last) = same_base.last() else { return findings };
        // One way, not two: of tiers for one date that of the last target, and no floor between ceilings.
        same_base.retain(|resolved| !resolved.target.form.opposes(last.target.form));
        let order = |resolved: &Resolved<'_>| resolved.by.end_in_years();
        let other_tier = |resolved: &Resolved<'_>| resolved.target.commitment != last.target.commitment;
        same_base.sort_by(|a, b| order(a).total_cmp(&order(b)).then(other_tier(a).cmp(&other_tier(b))));
        same_base.dedup_by(|later, first| later.by == first.by);
        let better = direction(indicator, last, start);
        let sign = better.sign().unwrap_or(1.0);
        let first = same_base[0];
        let even = Path::new(Shape::Geometric, [(from.end_in_years(), start), (last.by.end_in_years(), last.level)]);
        if let Some(due) = even.at(first.by.end_in_years()).filter(|_| same_base.len() > 1)
            && (first.level - due) * sign < -SAME * due.abs()
        {
            let pace = rate(start, last.level, from, last.by);
            let step = rate(start, first.level, from, first.by);
            let en = format!(
                "the target for {} ({}) is {} a year; {} by {} needs {}",
                first.by,
                short(first.level),
                percent(step),
                short(last.level),
                last.by,
                percent(pace)
            );
            let zh = format!(
                "{}年目标 {} 折合年均 {}，低于{}年目标 {} 所需的 {}",
                first.by,
                short(first.level),
                percent(step),
                last.by,
                short(last.level),
                percent(pace)
            );
            let finding = Finding::new("first_step_below_pace", Severity::Info, &indicator.code, zh, en);
            findings.push(finding.at(first.by).with([
                ("target", first.level),
                ("pace", due),
                ("rate", step),
                ("needed_rate", pace),
            ]));
        }
        let mut before: Option<f64> = None;
        let (mut at, mut level) = (from, start);
        for leg in &same_base {
            let pace = rate(level, leg.level, at, leg.by);
            let away = (leg.level - level) * sign < -SAME * level.abs();
            // A limit may leave room: a ceiling above the base is no way.
            if away && better != Better::Near && !leg.target.form.is_limit() {
                let en =
                    format!("from {} in {at} to {} in {} leads the wrong way", short(level), short(leg.level), leg.by);
                let zh = format!("从{at}年的 {} 到{}年的 {}，方向相反", short(level), leg.by, short(leg.level));
                let finding = Finding::new("leg_reverses", Severity::Warning, &indicator.code, zh, en);
                findings.push(finding.at(leg.by).with([("from", level), ("to", leg.level)]));
            } else if let Some(before) = before
                // Of two legs, the step and the pace above say the same.
                && same_base.len() > 2
                && pace.abs() > 1.5 * before.abs()
                && pace.abs() - before.abs() > SAME
            {
                let en = format!(
                    "the leg to {} needs {} a year, after {} in the leg before",
                    leg.by,
                    percent(pace),
                    percent(before)
                );
                let zh = format!("到{}年的一段需年均 {}，前一段为 {}", leg.by, percent(pace), percent(before));
                let finding = Finding::new("leg_steepens", Severity::Info, &indicator.code, zh, en);
                findings.push(finding.at(leg.by).with([("leg_rate", pace), ("leg_rate_before", before)]));
            }
            before = pace.is_finite().then_some(pace);
            (at, level) = (leg.by, leg.level);
        }
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
    let said = resolved.target.form.better().or(indicator.better);
    said.unwrap_or(if resolved.level >= start { Better::Higher } else { Better::Lower })
}

fn against_goal(indicator: &Indicator, goal: &Goal, start: f64, targets: &[Resolved<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for milestone in goal.milestones() {
        let asked = start * milestone.multiple();
        for resolved in targets.iter().filter(|resolved| Some(resolved.by) == milestone.by()) {
            let sign = direction(indicator, resolved, start).sign().unwrap_or(1.0);
            let gap = (resolved.level - asked) * sign;
            if gap.abs() <= SAME * asked.abs() || gap.is_nan() {
                continue;
            }
            let multiple = resolved.level / start;
            let (code, severity, zh, en) = if gap < 0.0 {
                ("target_below_goal", Severity::Warning, "低于", "falls short of")
            } else {
                ("target_above_goal", Severity::Info, "高于", "exceeds")
            };
            let en = format!(
                "the target for {} is {} (x{:.3}); it {en} the plan's own goal x{}, which is {}",
                resolved.by,
                short(resolved.level),
                multiple,
                short(milestone.multiple()),
                short(asked)
            );
            let zh = format!(
                "{}年目标 {}（{:.3} 倍），{zh}计划自定的 {} 倍（{}）",
                resolved.by,
                short(resolved.level),
                multiple,
                short(milestone.multiple()),
                short(asked)
            );
            findings.push(Finding::new(code, severity, &indicator.code, zh, en).at(resolved.by).with([
                ("target", resolved.level),
                ("goal", asked),
                ("multiple", multiple),
                ("goal_multiple", milestone.multiple()),
                ("rate", rate(start, resolved.level, goal.start().unwrap_or(resolved.by), resolved.by)),
                ("goal_rate", milestone.rate()),
            ]));
        }
    }
    findings
}

fn goal_steepens(goal: &Goal) -> Option<Finding> {
    let legs = goal.legs();
    let (first, last) = (legs.first()?, legs.last()?);
    if legs.len() < 2
        || last.rate().partial_cmp(&(first.rate() * 1.25)) != Some(std::cmp::Ordering::Greater)
        || last.rate() <= 0.0
    {
        return None;
    }
    let en = format!(
        "the goal {goal} needs {} a year in {} and {} in {}",
        percent(first.rate()),
        first.span(),
        percent(last.rate()),
        last.span()
    );
    let zh = format!(
        "目标 {goal}：{} 需年均 {}，{} 需年均 {}",
        first.span(),
        percent(first.rate()),
        last.span(),
        percent(last.rate())
    );
    let finding = Finding::new("goal_steepens", Severity::Info, "", zh, en);
    Some(finding.with([("first_leg_rate", first.rate()), ("last_leg_rate", last.rate())]))
}

/// Two targets for one date; a floor and a ceiling around each other, or two tiers (确保, 力争), are no conflict. Each
/// target is named with the first that it does not go with.
fn conflicts(indicator: &Indicator, targets: &[Resolved<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, a) in targets.iter().enumerate() {
        for b in targets.iter().skip(at + 1).take_while(|b| b.by == a.by) {
            let tiers = a.target.commitment != b.target.commitment;
            let differ = (a.level - b.level).abs() > SAME * a.level.abs().max(b.level.abs());
            let conflict = match (a.target.form, b.target.form) {
                (Form::AtLeast(floor), Form::AtMost(ceiling)) | (Form::AtMost(ceiling), Form::AtLeast(floor)) => {
                    floor > ceiling
                }
                (Form::AtLeast(_), Form::AtLeast(_)) | (Form::AtMost(_), Form::AtMost(_)) => differ && !tiers,
                (Form::AtLeast(floor), _) => b.level < floor,
                (_, Form::AtLeast(floor)) => a.level < floor,
                (Form::AtMost(ceiling), _) => b.level > ceiling,
                (_, Form::AtMost(ceiling)) => a.level > ceiling,
                _ => differ && !tiers,
            };
            if conflict {
                let en = format!("two targets for {}: {} and {}", a.by, short(a.level), short(b.level));
                let zh = format!("{}年有两个互相矛盾的目标：{} 与 {}", a.by, short(a.level), short(b.level));
                let finding = Finding::new("targets_conflict", Severity::Error, &indicator.code, zh, en);
                findings.push(finding.at(a.by).with([("first", a.level), ("second", b.level)]));
                break;
            }
        }
    }
    findings
}

/// Up to four decimals, for sentences.
pub(crate) fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Percent with two decimals, for sentences.
pub(crate) fn percent(rate: f64) -> String {
    if rate.is_nan() { "?".to_owned() } else { format!("{:.2} %", rate * 100.0) }
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
    fn limits_leave_room() {
        assert!(codes(&["at_most = 25\nby = '2010'"]).is_empty());
        assert!(codes(&["at_most = 25\nby = '2010'", "at_least = 15\nby = '2010'"]).is_empty());
        let (high, low) = ("by = '2010'\nat_least = 35", "by = '2010'\nat_least = 30\ncommitment = 'ensured'");
        assert!(codes(&[high, low]).is_empty());
        assert!(codes(&[low, high]).is_empty());
        assert_eq!(codes(&["at_most = 25\nby = '2010'", "at_least = 30\nby = '2010'"]), ["targets_conflict"]);
    }
}
