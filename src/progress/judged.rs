//! Judgements by name: the methods that were chosen, what each says of a target, and its formula with numbers.

use super::assessment::{Assessment, Blocked};
use super::details::WithinYear;
use super::evidence::Evidence;
use super::methods::{AllTargets, Judgement, Method, Term};
use crate::error::{Error, ErrorKind, Result, Undefined};
use crate::plan::{OwnMethod, Plan, Settings, unknown_method};

/// The methods of a run: published ones, and those of the plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chosen {
    pub(super) published: Vec<Method>,
    pub(super) own: Vec<OwnMethod>,
}

/// Judgements of methods as published, and of methods with thresholds of one's own.
pub(super) type Both = (Vec<(Method, Judgement)>, Vec<(OwnMethod, Judgement)>);

impl Chosen {
    /// Reads names of methods, or `all`; those that a plan has itself among them.
    pub(super) fn named<'a>(plan: Option<&Plan>, names: impl IntoIterator<Item = &'a str>) -> Result<Chosen> {
        let mut chosen = Chosen::default();
        let own = plan.map(Plan::methods).unwrap_or_default();
        for name in names {
            let name = name.trim().replace('-', "_");
            if name == "all" {
                for method in Method::ALL {
                    chosen.publish(*method);
                }
                for method in own {
                    chosen.add(method);
                }
            } else if let Ok(method) = name.parse() {
                chosen.publish(method);
            } else if let Some(method) = own.iter().find(|method| method.name == name) {
                chosen.add(method);
            } else {
                return Err(unknown_method(&name, own));
            }
        }
        if chosen == Chosen::default() {
            return Err(Error::new(ErrorKind::Option, "no method is named").mend("name one, or leave the option out"));
        }
        Ok(chosen)
    }

    fn publish(&mut self, method: Method) {
        if !self.published.contains(&method) {
            self.published.push(method);
        }
    }

    fn add(&mut self, method: &OwnMethod) {
        if !self.own.iter().any(|own| own.name == method.name) {
            self.own.push(method.clone());
        }
    }

    /// What each says that can judge.
    pub(super) fn judge(&self, evidence: &Evidence<'_>, blocked: Blocked) -> Both {
        let judge = |method: Method, settings| match blocked.reason(method) {
            Some(reason) => method.unavailable(reason),
            None => method.judge(&Evidence { settings, ..*evidence }),
        };
        let published = self.published.iter().map(|method| (*method, judge(*method, None))).collect();
        let own = self.own.iter().map(|own| (own.clone(), judge(own.like, Some(&own.settings)))).collect();
        (published, own)
    }
}

/// What one method says of one target.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Judged<'a> {
    /// The name: that of a published method, or one of the plan's own.
    pub name: &'a str,
    /// The method, whose formula and words it has.
    pub method: Method,
    /// What it says.
    pub judgement: &'a Judgement,
    settings: Option<&'a Settings>,
    evidence: Option<Evidence<'a>>,
    year: Option<&'a WithinYear>,
    all_targets: Option<AllTargets>,
}

impl Judged<'_> {
    /// The formula of the value with the numbers of this case.
    pub fn formula(&self) -> Option<String> {
        self.judgement.value.ok()?;
        let formula = self.method.method().explain(&self.evidence?);
        // A schedule without two years is that of the year which is not over.
        formula.or_else(|| self.year.filter(|_| self.method == Method::Schedule)?.lead_formula())
    }

    /// The formula of the score with the numbers of this case.
    pub fn score_formula(&self) -> Option<String> {
        self.method.method().explain_score(&self.evidence?)
    }

    /// Why there is no score, of a method that has scores.
    pub fn score_undefined(&self) -> Option<Undefined> {
        let judgement = self.judgement;
        let none = judgement.undefined();
        match self.method {
            _ if judgement.score.is_some() => None,
            Method::StatCan => none,
            // The value of now is projected where the last one is older; it may miss a target that is the base.
            Method::Escap => none.or(Some(Undefined::NoChangeAsked)),
            Method::Sdsn => match self.evidence {
                Some(evidence) if evidence.range.get().is_none() => Some(Undefined::NoScale),
                Some(_) => Some(Undefined::MissingValue),
                None => none,
            },
            _ => None,
        }
    }

    /// What `eurostat` says of its two windows, long term and short term; `None` of other methods.
    pub fn terms(&self) -> Option<[Term; 2]> {
        if self.method != Method::Eurostat {
            return None;
        }
        let reason = self.judgement.undefined().unwrap_or(Undefined::NotApplicable);
        Some(Term::both(self.evidence.as_ref().ok_or(reason)))
    }

    /// What `destatis` says of all targets of the indicator at once, where there are several.
    pub fn all_targets(&self) -> Option<AllTargets> {
        self.all_targets
    }

    /// The judgement of other evidence by the same method and thresholds.
    pub(super) fn of(&self, evidence: &Evidence<'_>) -> Judgement {
        self.method.judge(&Evidence { settings: self.settings, ..*evidence })
    }
}

impl Assessment {
    /// What the methods judge by.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence { points: &self.points, ..self.evidence }
    }

    /// What every method says, by name: the published ones first, then those of the plan.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let plan = Plan::parse(
    ///     "base = '2005'\n[indicator.gdp]\nbetter = 'higher'\n[[target]]\nindicator = 'gdp'\nby = '2010'\nlevel = 31\n\
    ///      [method.strict]\nlike = 'un2022'\nbands = { substantial_progress = 0.99 }",
    /// )?;
    /// let periods = [2005, 2007].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "gdp")], &[0, 0], &periods, &[11.9, 17.34])?;
    /// let track = plan.track(&panel, TrackOptions::of_plan(&plan, ["un2022", "strict"])?)?;
    /// let said: Vec<_> = track.assessments[0].judgements().map(|one| (one.name, one.judgement.status)).collect();
    /// assert_eq!(said, [("un2022", "substantial_progress"), ("strict", "fair_progress")]);
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn judgements(&self) -> impl Iterator<Item = Judged<'_>> {
        let evidence = |method: Method| self.blocked.reason(method).is_none().then(|| self.evidence());
        let published = self.methods.iter().map(move |(method, judgement)| Judged {
            name: method.as_str(),
            method: *method,
            judgement,
            settings: None,
            evidence: evidence(*method),
            year: self.details.within_year.as_ref(),
            all_targets: self.together(method.as_str()),
        });
        published.chain(self.own.iter().map(move |(own, judgement)| Judged {
            name: &own.name,
            method: own.like,
            judgement,
            settings: Some(&own.settings),
            evidence: evidence(own.like).map(|evidence| evidence.settings(&own.settings)),
            year: None,
            all_targets: self.together(&own.name),
        }))
    }

    /// What a method says of all targets of the indicator at once.
    fn together(&self, name: &str) -> Option<AllTargets> {
        self.together.iter().find(|(method, _)| method == name).map(|(_, all)| *all)
    }

    /// The formula of a published method with the numbers of this case.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let plan = Plan::parse(
    ///     "base = '2005'\n[indicator.gdp]\nbetter = 'higher'\n[[target]]\nindicator = 'gdp'\nby = '2010'\nlevel = 31",
    /// )?;
    /// let periods = [2005, 2007].map(Period::annual);
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "gdp")], &[0, 0], &periods, &[11.9, 17.0])?;
    /// let track = plan.track(&panel, Method::Schedule)?;
    /// let formula = track.assessments[0].explain(Method::Schedule);
    /// assert!(formula.is_some_and(|formula| formula.starts_with("1 * (17 - ")));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn explain(&self, method: Method) -> Option<String> {
        self.blocked.reason(method).is_none().then(|| method.method().explain(&self.evidence()))?
    }
}
