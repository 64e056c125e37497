//! A whole plan against data.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::assessment::Assessment;
use super::case::{Case, fixed_level};
use super::details::{self, ProjectNow};
use super::goals_of_plan::{GoalPath, Known};
use super::link::{Link, link};
use super::outcome::TargetOutcome;
use super::reference::{Means, factor, means, reference};
use crate::error::Result;
use crate::model::{AsOf, ObservationsRef, Period};
use crate::plan::{Amount, Finding, Form, Plan, Severity, Shape, Target, years_between};

mod findings;
mod known;
mod oddities;
mod options;
mod together;
mod totals;

use findings::{data_findings, missed, no_data, review_differs, undirected};
use known::{known_then, nothing_yet};
pub use options::TrackOptions;
use together::together;

/// A plan against data: every target of every subject, the goals in levels, and what does not fit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Track {
    /// The moment of the assessment: as asked for, otherwise the last period with a value.
    pub as_of: Option<AsOf>,
    /// Every target, in the order of the plan.
    pub assessments: Vec<Assessment>,
    /// Every goal of every indicator.
    pub goals: Vec<GoalPath>,
    /// The plan against itself, and the plan against the data.
    pub findings: Vec<Finding>,
}

impl Track {
    /// Whether there is a finding above information, or a missed target.
    pub fn needs_attention(&self) -> bool {
        let missed = self.assessments.iter().any(|one| one.outcome == TargetOutcome::Missed);
        missed || self.findings.iter().any(|finding| finding.severity != Severity::Info)
    }
}

/// Targets by indicator and subject: a plan may have one for each of ten thousand subjects.
struct Siblings<'a>(HashMap<(&'a str, Option<&'a str>), Vec<&'a Target>>);

impl<'a> Siblings<'a> {
    fn of(plan: &'a Plan) -> Siblings<'a> {
        let mut all: HashMap<(&str, Option<&str>), Vec<&Target>> = HashMap::new();
        for target in plan.targets() {
            let subject = target.subject.as_deref().or(plan.subject());
            all.entry((&target.indicator, subject)).or_default().push(target);
        }
        Siblings(all)
    }

    /// Those for every subject, and those for this one.
    fn of_one<'b>(&'b self, indicator: &'b str, subject: &'b str) -> impl Iterator<Item = &'b Target> {
        let of = |subject| self.0.get(&(indicator, subject)).into_iter().flatten().copied();
        of(None).chain(of(Some(subject)))
    }
}

impl Plan {
    /// Holds the plan against data.
    ///
    /// Data finds its indicators by code, name or alias, and is brought to the units of the plan. A target that names
    /// no subject, in a plan that names none, is judged for every subject of the data. Targets of one indicator with
    /// one base are milestones of its path.
    ///
    /// # Formula
    /// See [`Moment`](super::Moment) for each number.
    ///
    /// # Undefined
    /// Each number that does not exist carries its reason.
    ///
    /// # Errors
    /// A unit that is not known or does not convert; two series for one indicator; an `as_of` before all data.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let plan = Plan::from_path("data/town-2005/plan.toml")?;
    /// let periods = [2005, 2006].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("town", "gdp")], &[0, 0], &periods, &[11.9, 14.0])?;
    /// let track = plan.track(&panel, [Method::Schedule, Method::StatCan])?;
    /// let gdp = track.assessments.iter().find(|one| one.indicator == "gdp" && one.target.by == Some(Period::annual(2010)));
    /// let gdp = gdp.expect("the plan has this target");
    /// assert!((gdp.multiple? - 2.605).abs() < 1e-3);
    /// assert!((gdp.now.needed_rate? - 0.2199).abs() < 1e-4);
    /// assert_eq!(gdp.standing, Standing::Slow);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn track<'a>(&self, data: impl Into<ObservationsRef<'a>>, options: impl Into<TrackOptions>) -> Result<Track> {
        let (data, options) = (data.into(), options.into());
        let mut findings = Vec::new();
        nothing_yet(data, options.as_of)?;
        let known = known_then(data, options.as_of);
        let data = known.as_ref().map_or(data, ObservationsRef::from);
        let link = link(self, data, &mut findings)?;
        let observed = data.panel.iter().filter_map(|series| series.points().next_back().map(|(period, _)| period));
        let observed = observed.chain(totals::last(&link));
        let last = observed.max_by(|a, b| a.end_in_years().total_cmp(&b.end_in_years()));
        let as_of = options.as_of.or(last.map(AsOf::Period));
        let horizon = options.as_of.map(AsOf::in_years);
        let mut by_indicator: HashMap<&str, Vec<&Target>> = HashMap::new();
        for target in self.targets() {
            by_indicator.entry(&target.indicator).or_default().push(target);
        }
        let siblings = Siblings::of(self);
        let everyone = Plan::everyone(&link);
        let means = means(self, &link);
        let mut assessments = Vec::new();
        let implied = self.implied();
        for (number, target) in self.targets().iter().chain(&implied).enumerate() {
            let Some(place) = self.place(&target.indicator) else { continue };
            let own = target.subject.as_deref().or(self.subject()).map(|subject| vec![subject]);
            let having = LazyCell::new(|| link.having(place));
            for subject in own.as_deref().unwrap_or(&everyone) {
                let case = self.case(target, (subject, place), &siblings, &link, (means.get(&number), horizon));
                let Some(case) = case else { continue };
                data_findings(self, &case, (subject, &everyone, &|| having.clone()), &mut findings);
                let mut assessment = case.assess(&options.methods, options.history);
                (*subject).clone_into(&mut assessment.subject);
                assessment.add_details(&case);
                if options.explain {
                    assessment.add_arithmetic(&case);
                }
                assessment.details.earned_value = self.project(target, subject, &link, horizon);
                findings.extend(self.without_amounts(target, subject, &link));
                findings.extend(missed(&case, &assessment));
                findings.extend(undirected(&case, &assessment));
                findings.extend(review_differs(&case, &assessment));
                let stated = assessment.details.stated_completion.as_ref().and_then(|one| one.contradiction(&case));
                findings.extend(stated.map(|finding| finding.of((!subject.is_empty()).then_some(subject))));
                assessments.push(assessment);
            }
        }
        together(&mut assessments);
        findings.extend(totals::findings(self, &link));
        let mut goals = Vec::new();
        let subjects: Vec<&str> = self.subject().map_or(everyone.clone(), |subject| vec![subject]);
        for subject in subjects {
            let base = |code: &str, at: Period| {
                link.get(subject, self.place(code)?)?.spanning(at).at(at).map(|(_, value)| value)
            };
            let name = (!subject.is_empty()).then_some(subject);
            findings.extend(self.check(name, base));
            let known = Known { link: &link, as_of: horizon, targets: &by_indicator };
            goals.extend(self.goals_of(subject, known));
        }
        // Subjects that only a target names.
        let mut others: Vec<&str> = self.targets().iter().filter_map(|target| target.subject.as_deref()).collect();
        others.sort_unstable();
        others.dedup();
        for subject in others.into_iter().filter(|one| self.subject().is_some_and(|own| own != *one)) {
            let base = |code: &str, at: Period| {
                link.get(subject, self.place(code)?)?.spanning(at).at(at).map(|(_, value)| value)
            };
            findings
                .extend(self.check(Some(subject), base).into_iter().filter(|finding| !finding.indicator.is_empty()));
        }
        // What concerns a goal as a whole is found once for each subject.
        let mut seen = std::collections::HashSet::new();
        findings.retain(|finding| {
            seen.insert((
                finding.code,
                finding.indicator.clone(),
                finding.subject.clone().filter(|_| !finding.indicator.is_empty()),
                finding.message.en.clone(),
            ))
        });
        findings.sort_by_key(|finding| match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        });
        Ok(Track { as_of, assessments, goals, findings })
    }

    /// The earned value of the project that a target is.
    fn project(&self, target: &Target, subject: &str, link: &Link, horizon: Option<f64>) -> Option<ProjectNow> {
        let project = target.earned_value.as_ref()?;
        let own = self.indicator(&target.indicator)?;
        let series = |code: &str| {
            let place = self.place(code)?;
            Some((link.get(subject, place)?, factor(self.indicators().get(place)?, own)))
        };
        Some(details::project_now(project, series, horizon))
    }

    /// Indicators of a project of which the data has nothing.
    fn without_amounts(&self, target: &Target, subject: &str, link: &Link) -> Vec<Finding> {
        let amounts = target.earned_value.iter().flat_map(|project| project.amounts().into_iter().flatten());
        let missing = amounts.filter_map(|amount| match amount {
            Amount::Indicator(code) => {
                let place = self.place(code)?;
                let indicator = self.indicators().get(place).filter(|_| link.get(subject, place).is_none())?;
                let finding = no_data(self, indicator).written([target.line()]);
                Some(finding.of((!subject.is_empty()).then_some(subject)))
            }
            Amount::Number(_) => None,
        });
        missing.collect()
    }

    /// An indicator that is to be rescaled, and of which nothing else is asked, has its direction.
    fn implied(&self) -> Vec<Target> {
        let is_asked = |code: &str| {
            let by_goal = self.goals().iter().any(|goal| goal.indicators.iter().any(|one| one == code));
            by_goal || self.targets().iter().any(|target| target.indicator == code)
        };
        let rescaled = self.indicators().iter().filter(|one| one.range.is_some() && !is_asked(&one.code));
        rescaled.map(|indicator| Target::new(indicator.code.clone(), Form::Direction)).collect()
    }

    /// The subjects of a plan that names none.
    fn everyone(link: &Link) -> Vec<&str> {
        let subjects: Vec<&str> = link.subjects().iter().map(String::as_str).collect();
        if subjects.is_empty() { vec![""] } else { subjects }
    }

    /// Sums that begin with that of `target` and are due before it.
    fn earlier_sums<'b>(&self, target: &Target, siblings: impl Iterator<Item = &'b Target>) -> Vec<(f64, f64)> {
        let begins =
            |one: &Target| one.from.map(Period::start_in_years).or(self.base_of(one).map(Period::end_in_years));
        let (Some(by), Some(start)) = (target.by, begins(target)) else { return Vec::new() };
        let earlier = siblings.filter_map(|one| match (&one.form, one.by, begins(one)) {
            (Form::Total(total), Some(due), Some(from))
                if due.end_in_years() < by.end_in_years() - 1e-9 && (from - start).abs() < 1e-9 =>
            {
                Some((due.end_in_years(), *total))
            }
            _ => None,
        });
        earlier.collect()
    }

    fn case<'a>(
        &'a self,
        target: &'a Target,
        (subject, place): (&str, usize),
        siblings: &Siblings<'a>,
        link: &'a Link,
        (means, horizon): (Option<&'a Means>, Option<f64>),
    ) -> Option<Case<'a>> {
        let base = self.base_of(target);
        let series = link.get(subject, place).map(|linked| linked.of(&target.form, target.by.or(base)));
        let reference = target.form.needs_other_data().then(|| reference(self, link, target, subject, means)).flatten();
        let mut case = Case {
            target,
            indicator: self.indicators().get(place)?,
            base,
            series,
            reference,
            measured: Case::measure(target, base, series, reference),
            milestones: Vec::new(),
            last: None,
            shape: self.shape_of(target),
            end: self.end(),
            as_of: horizon,
        };
        if case.shape == Shape::Milestones && matches!(target.form, Form::Total(_)) {
            case.milestones = self.earlier_sums(target, siblings.of_one(&target.indicator, subject));
        }
        if !target.form.is_on_a_way() {
            return Some(case);
        }
        let by = target.by.map(Period::end_in_years);
        let start = case.base_value();
        let mut points: Vec<(f64, bool, f64)> = Vec::new();
        for sibling in siblings.of_one(&target.indicator, subject) {
            let on_the_way = self.base_of(sibling) == base
                && !sibling.is_kept()
                && sibling.form.is_on_the_way_of(&target.form)
                && self.spans_alike(sibling, target);
            let Some(due) = sibling.by.filter(|_| on_the_way) else { continue };
            let years = base.and_then(|base| years_between(base, due)).unwrap_or(f64::NAN);
            if let Ok(level) = fixed_level(&sibling.form, start.map(|(_, value)| value), years) {
                points.push((due.end_in_years(), sibling.commitment != target.commitment, level));
            }
        }
        // Of two tiers for one date (确保, 力争) the way leads through the target's own.
        points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        points.dedup_by(|later, first| later.0 == first.0);
        case.last = points.last().map(|&(at, _, level)| (at, level));
        case.milestones =
            points.iter().filter(|(at, ..)| by.is_some_and(|by| *at < by)).map(|&(at, _, level)| (at, level)).collect();
        if let (Some(by), Ok(level)) = (by, case.level_at(None)) {
            case.milestones.push((by, level));
            case.last = case.last.filter(|(last, _)| *last > by).or(Some((by, level)));
        }
        Some(case)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LongPanel, SeriesKey};
    use crate::progress::Method;
    use crate::progress::{Assessment, Standing};

    /// A plan of one indicator from 2005 to 2010, against values by period.
    fn track(plan: &str, values: &[(&str, f64)], as_of: Option<&str>) -> Result<Track> {
        let plan = Plan::parse(&format!("base = '2005'\n{plan}"))?;
        let periods = values.iter().map(|(period, _)| Period::read(period)).collect::<Result<Vec<_>>>()?;
        let ids = vec![0; values.len()];
        let values: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &ids, &periods, &values)?;
        let options = TrackOptions::default();
        plan.track(&panel, as_of.map_or(Ok(options.clone()), |as_of| Period::read(as_of).map(|at| options.as_of(at)))?)
    }

    fn one(plan: &str, values: &[(&str, f64)]) -> Assessment {
        track(plan, values, None).unwrap_or_else(|error| panic!("{error}")).assessments.swap_remove(0)
    }

    fn target(indicator: &str, target: &str) -> String {
        format!("end = '2010'\n[indicator.x]\n{indicator}\n[[target]]\nindicator = 'x'\n{target}\n")
    }

    #[test]
    fn lead_has_one_sign_whichever_way_is_better() {
        // a ceiling above the base has no path to be early on
        let room = one(&target("", "at_most = 1388\nby = '2010'"), &[("2005", 1300.0), ("2007", 1340.0)]);
        assert_eq!(room.now.lead_periods, Err(crate::error::Undefined::NeverReached));
        assert_eq!(room.standing, Standing::Achieved);
        let falling = one(&target("better = 'lower'", "level = 80"), &[("2005", 100.0), ("2007", 85.0)]);
        assert!(falling.now.lead_points.is_ok_and(|lead| lead > 0.0));
        assert!(falling.now.lead_periods.is_ok_and(|lead| lead > 0.0));
        // where lower is better, a multiple is a ceiling as the same level is
        for form in ["multiple = 1.2", "level = 120", "rate = 0.0371372893366482"] {
            let ceiling = one(&target("better = 'lower'", form), &[("2005", 100.0), ("2007", 115.0)]);
            assert_eq!(ceiling.now.met, Some(true), "{form}");
        }
        let fall = one(&target("", "rise = -0.2"), &[("2005", 100.0), ("2007", 99.0)]);
        assert_eq!((fall.now.met, fall.standing), (Some(false), Standing::Slow));
    }

    #[test]
    fn a_missed_year_is_never_achieved() {
        let plan = target("", "by = '2007'\nrate = 0.1\nevery = true");
        let missed = one(&plan, &[("2005", 100.0), ("2006", 101.0), ("2007", 150.0)]);
        assert_eq!((missed.now.met, missed.standing), (Some(false), Standing::Slow));
        assert!(missed.methods.iter().all(|(_, judgement)| judgement.standing != Standing::Achieved));
        let kept = one(&plan, &[("2005", 100.0), ("2006", 111.0), ("2007", 125.0)]);
        assert_eq!(kept.standing, Standing::Achieved);
    }

    #[test]
    fn outcome_waits_for_the_date_or_for_what_nothing_later_changes() -> Result<()> {
        use super::TargetOutcome::{Met, Missed, Open};
        use crate::error::Undefined;
        let outcome = |target_: &str, values: &[(&str, f64)], as_of: Option<&str>| -> Result<_> {
            let one = track(&target("better = 'higher'", target_), values, as_of)?.assessments.swap_remove(0);
            assert!(one.outcome != Missed || !matches!(one.standing, Standing::Achieved | Standing::OnTrack));
            Ok((one.outcome, one.outcome_undefined))
        };
        let (early, last) = (("2007", 120.0), ("2010", 129.9));
        assert_eq!(outcome("level = 130", &[("2005", 100.0), early], None)?, (Open, None));
        assert_eq!(outcome("level = 130", &[("2005", 100.0), early, last], None)?, (Missed, None));
        assert_eq!(outcome("level = 129", &[("2005", 100.0), early, last], None)?, (Met, None));
        // Met before its date, it may still be lost; past its date without a value nobody can tell.
        assert_eq!(outcome("level = 110", &[("2005", 100.0), early], None)?, (Open, None));
        let past = outcome("level = 110", &[("2005", 100.0), early], Some("2011"))?;
        assert_eq!(past, (Open, Some(Undefined::MissingValue)));
        // What is broken, made, passed or done stays so.
        assert_eq!(
            outcome("at_least = 110\nevery = true", &[("2005", 100.0), ("2006", 105.0), early], None)?.0,
            Missed
        );
        assert_eq!(outcome("at_least = 110\nevery = true", &[("2005", 100.0), early], None)?.0, Open);
        assert_eq!(outcome("rate = 0.05\nevery = true", &[("2005", 100.0), ("2006", 104.0)], None)?.0, Missed);
        assert_eq!(outcome("total = 120", &[("2005", 9.0), ("2006", 100.0), ("2007", 20.0)], None)?.0, Met);
        assert_eq!(outcome("total = 121", &[("2005", 9.0), ("2006", 100.0), ("2007", 20.0)], None)?.0, Open);
        assert_eq!(outcome("done = true", &[("2006", 1.0)], None)?.0, Met);
        assert_eq!(outcome("done = true", &[("2006", 0.0)], None)?.0, Open);
        assert_eq!(outcome("done = true", &[("2010", 0.0)], None)?.0, Missed);
        // No level is asked for.
        assert_eq!(outcome("", &[("2005", 100.0), last], None)?, (Open, Some(Undefined::NoTarget)));
        // The base alone decides nothing that may be lost again.
        let too_few = (Open, Some(Undefined::TooFewPoints));
        for kept in ["level = 90", "at_least = 90", "at_least = 90\nevery = true", "between = [90, 130]"] {
            assert_eq!(outcome(kept, &[("2005", 100.0)], None)?, too_few, "{kept}");
            assert_eq!(outcome(kept, &[("2004", 100.0)], Some("2008"))?, too_few, "{kept}");
            assert_eq!(
                outcome(kept, &[("2005", 100.0)], Some("2011"))?,
                (Open, Some(Undefined::MissingValue)),
                "{kept}"
            );
            assert_eq!(outcome(kept, &[("2005", 100.0), early], None)?, (Open, None), "{kept}");
        }
        assert_eq!(outcome("done = true", &[("2005", 1.0)], None)?.0, Met);
        Ok(())
    }

    #[test]
    fn a_missed_target_is_never_on_track() -> Result<()> {
        let plan = Plan::parse(&format!("base = '2005'\n{}", target("better = 'higher'", "level = 130")))?;
        let periods = [2005, 2010].map(Period::annual);
        let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &[0, 0], &periods, &[100.0, 129.5])?;
        let one = plan.track(&panel, [crate::progress::Method::StatCan])?.assessments.swap_remove(0);
        // The publisher's formula, as published; the common scale beside it.
        assert_eq!(one.methods[0].1.standing, Standing::OnTrack);
        assert_eq!((one.outcome, one.standing), (super::TargetOutcome::Missed, Standing::Slow));
        Ok(())
    }

    #[test]
    fn rates_have_no_growth_of_their_own() {
        let values = [("2005", 10.0), ("2006", 12.0)];
        for indicator in ["unit = '%'", "nature = 'ratio'"] {
            assert_eq!(one(&target(indicator, "level = 15"), &values).growth, Err(crate::error::Undefined::RateType));
        }
        assert!(
            one(&target("unit = '万元'", "level = 15"), &values).growth.is_ok_and(|rate| (rate - 0.2).abs() < 1e-12)
        );
    }

    #[test]
    fn a_limit_without_a_date_is_a_target() {
        let plan = "[indicator.x]\nbetter = 'lower'\n[[target]]\nindicator = 'x'\nat_most = 90";
        let broken = one(plan, &[("2005", 120.0), ("2007", 100.0)]);
        assert_eq!((broken.now.met, broken.standing), (Some(false), Standing::Slow));
        let kept = one(plan, &[("2005", 120.0), ("2007", 80.0)]);
        assert!(kept.methods.iter().all(|(_, judgement)| judgement.standing == Standing::Achieved));
    }

    #[test]
    fn the_flow_of_a_month_is_not_that_of_a_quarter() -> Result<()> {
        let values = [("2005-12", 85.0), ("2006-12", 110.0)];
        let form = "by = '2008-Q4'\nlevel = 1200";
        let flow = track(&target("", form), &values, None)?;
        assert_eq!((flow.assessments[0].base.1, flow.assessments[0].now.latest), (None, None));
        assert_eq!(flow.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["other_frequency"]);
        let stock = track(&target("nature = 'stock'", form), &values, None)?;
        assert_eq!(stock.assessments[0].base.1, Some(85.0));
        Ok(())
    }

    #[test]
    fn flows_make_whole_years_only_for_plans_of_years() -> Result<()> {
        let year = |year: i32, value: f64| (1..=12).map(move |month| (format!("{year}-{month:02}"), value));
        let months: Vec<(String, f64)> = year(2005, 1.0).chain(year(2006, 1.5)).collect();
        let months: Vec<(&str, f64)> = months.iter().map(|(period, value)| (period.as_str(), *value)).collect();
        let yearly = one(&target("", "level = 40"), &months);
        assert_eq!((yearly.base.1, yearly.now.latest), (Some(12.0), Some((Period::annual(2006), 18.0))));
        // a plan without any date says nothing of years: its limit is for the periods of the data
        let plan = Plan::parse("[indicator.x]\n[[target]]\nindicator = 'x'\nat_most = 2")?;
        let periods = months.iter().map(|(period, _)| Period::read(period)).collect::<Result<Vec<_>>>()?;
        let values: Vec<f64> = months.iter().map(|(_, value)| *value).collect();
        let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &vec![0; values.len()], &periods, &values)?;
        let track = plan.track(&panel, Method::Schedule)?;
        assert_eq!((track.assessments[0].now.met, track.findings.len()), (Some(true), 0));
        Ok(())
    }

    #[test]
    fn growth_published_of_a_whole_running_total_is_that_of_its_year() -> Result<()> {
        let plan = Plan::parse(&format!("base = '2005'\n{}", target("", "level = 40")))?;
        let periods = [(2005, 12), (2006, 7), (2006, 12)].map(|(year, month)| Period::months_to_date(year, month));
        let periods = periods.into_iter().collect::<Result<Vec<_>>>()?;
        let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &[0; 3], &periods, &[20.0, 12.0, 22.0])?;
        let data = crate::model::Observations::new(panel).with_published_growth(vec![f64::NAN, 0.2, 0.08]);
        let track = plan.track(&data, Method::Schedule)?;
        assert_eq!(track.assessments[0].growth, Ok(0.08));
        assert_eq!(track.assessments[0].now.arrival, Ok(Period::annual(2013)));
        Ok(())
    }

    #[test]
    fn what_comes_later_is_not_known() -> Result<()> {
        let values = [("2003", 90.0), ("2005", 100.0), ("2006", 110.0)];
        let before = track(&target("", "level = 200"), &values, Some("2003"))?;
        let one = &before.assessments[0];
        assert_eq!((one.base.1, one.now.latest), (None, Some((Period::annual(2003), 90.0))));
        assert_eq!(
            (one.multiple, one.now.lead_periods),
            (Err(crate::error::Undefined::MissingBase), Err(crate::error::Undefined::MissingBase))
        );
        assert!(before.goals.is_empty() && one.standing == Standing::CannotTell);
        let error = track(&target("", "level = 200"), &values, Some("2001")).err().map(|error| error.to_string());
        assert!(matches!(&error, Some(message) if message.contains("the data begins in 2003")), "{error:?}");
        Ok(())
    }

    #[test]
    fn goals_and_legs_start_from_the_base_of_the_indicator() -> Result<()> {
        let goal = "[[goal]]\nfor = ['x']\ngoal = 'x2 in 2y'\n";
        let plan =
            format!("end = '2010'\n[indicator.x]\nbase = '2006'\n[[target]]\nindicator = 'x'\nlevel = 50\n{goal}");
        let track = track(&plan, &[("2005", 5.0), ("2006", 20.0)], None)?;
        let milestone = &track.goals[0].milestones[0];
        assert_eq!(
            (track.goals[0].base, milestone.by, milestone.value),
            (Some(20.0), Some(Period::annual(2008)), Some(40.0))
        );
        assert_eq!(
            (track.assessments[0].base, track.assessments[0].multiple),
            ((Some(Period::annual(2006)), Some(20.0)), Ok(2.5))
        );
        // Two bases are two ways: none of them steepens, and neither is a step of the other.
        let targets =
            "[[target]]\nindicator = 'x'\nby = 2007\nlevel = 30\nbase = 2005\n[[target]]\nindicator = 'x'\nlevel = 25";
        let plan = Plan::parse(&format!("end = '2010'\n[indicator.x]\nbase = '2006'\nbetter = 'higher'\n{targets}"))?;
        let known = |_: &str, at: Period| Some(if at == Period::annual(2005) { 29.0 } else { 20.0 });
        assert!(plan.check(None, known).is_empty());
        Ok(())
    }

    #[test]
    fn each_tier_has_its_own_way() -> Result<()> {
        let (striven, ensured) = ("level = 35\ncommitment = 'striven'", "level = 30\ncommitment = 'ensured'");
        let later = "by = '2015'\nlevel = 60\ncommitment = 'striven'";
        for order in [[striven, ensured, later], [ensured, later, striven], [later, ensured, striven]] {
            let targets: String = order.map(|target| format!("[[target]]\nindicator = 'x'\n{target}\n")).concat();
            let track =
                track(&format!("end = '2010'\n[indicator.x]\n{targets}"), &[("2005", 20.0), ("2006", 22.0)], None)?;
            let find = |level: f64| track.assessments.iter().find(|one| one.target.level == Ok(level));
            let leg = |level: f64| find(level).and_then(|one| one.leg_rate.ok()).unwrap_or(f64::NAN);
            assert!((leg(60.0) - ((60.0_f64 / 35.0).powf(0.2) - 1.0)).abs() < 1e-12, "{order:?}");
            assert!((leg(30.0) - (1.5_f64.powf(0.2) - 1.0)).abs() < 1e-12, "{order:?}");
            assert!(find(60.0).is_some_and(|one| one.slack == Ok(0.0)), "{order:?}");
        }
        let two = track(
            &target("", striven)
                .replace("\n[[target]]", &format!("\n[[target]]\nindicator = 'x'\n{ensured}\n[[target]]")),
            &[("2005", 20.0)],
            None,
        )?;
        assert!(two.assessments.iter().all(|one| one.slack.is_ok_and(|slack| slack.abs() < 1e-12)));
        Ok(())
    }
}
