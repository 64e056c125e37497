//! Two assessments of one plan: what changed through new data, and what through revision.

use std::collections::{HashMap, HashSet};

use super::assessment::Assessment;
use super::link::{names_of, without_frequency};
use super::outcome::TargetOutcome;
use super::standing::Standing;
use super::track::TrackOptions;
use crate::error::{Result, Undefined};
use crate::model::{AsOf, LongPanel, Observations, ObservationsRef, Period, SeriesKey, SpanTotal, words};
use crate::plan::Plan;

words! {
    /// Through what something changed.
    ChangeCause, "cause" {
        /// Nothing changed.
        Unchanged = "unchanged",
        /// Through other values of periods that were known.
        Revision = "revision",
        /// Through values of periods that were not known.
        NewData = "new_data",
        /// Through revision, and again through new data.
        Both = "both",
    }
}

impl ChangeCause {
    /// The cause of the way from `before` over `revised` to `after`.
    pub fn of<T: PartialEq>(before: &T, revised: &T, after: &T) -> ChangeCause {
        match (before == revised, revised == after) {
            (true, true) => ChangeCause::Unchanged,
            (false, true) => ChangeCause::Revision,
            (true, false) => ChangeCause::NewData,
            (false, false) => ChangeCause::Both,
        }
    }
}

words! {
    /// What became of an observation.
    Fate, "fate" {
        /// It was not known before.
        New = "new",
        /// It has another value.
        Revised = "revised",
        /// It is not there any more.
        Withdrawn = "withdrawn",
    }
}

/// An observation that is not as it was, in the unit of the data.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ObservationChange {
    /// The subject; empty where there is only one.
    pub subject: String,
    /// Code of the indicator.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// The value as it was known before.
    pub before: Option<f64>,
    /// The value as it is known after.
    pub after: Option<f64>,
    /// What became of it.
    pub fate: Fate,
}

/// A number before, after revision alone, and after new data too.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// As it was.
    pub before: Result<f64, Undefined>,
    /// With the later values of the periods that were known before.
    pub revised: Result<f64, Undefined>,
    /// With the periods that came after.
    pub after: Result<f64, Undefined>,
}

impl Step {
    /// What revision changed.
    pub fn by_revision(&self) -> Result<f64, Undefined> {
        Ok(self.revised? - self.before?)
    }

    /// What new data changed. Both changes add up to the whole.
    pub fn by_new_data(&self) -> Result<f64, Undefined> {
        Ok(self.after? - self.revised?)
    }
}

/// One target of one subject: before, after revision alone, and after.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// As it was; `None` where nothing was known of the subject.
    pub before: Option<Assessment>,
    /// By the later values of the periods that were known before.
    pub revised: Option<Assessment>,
    /// As it is.
    pub after: Assessment,
}

impl Change {
    /// A number of the three assessments; `MissingValue` where nothing was known of the subject.
    pub fn step(&self, of: impl Fn(&Assessment) -> Result<f64, Undefined>) -> Step {
        let maybe = |one: &Option<Assessment>| one.as_ref().map_or(Err(Undefined::MissingValue), &of);
        Step { before: maybe(&self.before), revised: maybe(&self.revised), after: of(&self.after) }
    }

    /// Through what the standing changed.
    pub fn standing(&self) -> ChangeCause {
        let of = |one: &Option<Assessment>| one.as_ref().map_or(Standing::CannotTell, |one| one.standing);
        ChangeCause::of(&of(&self.before), &of(&self.revised), &self.after.standing)
    }

    /// Through what the outcome changed.
    pub fn outcome(&self) -> ChangeCause {
        let [before, revised, after] = self.outcomes();
        ChangeCause::of(&before, &revised, &after)
    }

    /// The outcome before, revised and after; open where there was no target yet.
    pub fn outcomes(&self) -> [TargetOutcome; 3] {
        let of = |one: &Option<Assessment>| one.as_ref().map_or(TargetOutcome::Open, |one| one.outcome);
        [of(&self.before), of(&self.revised), self.after.outcome]
    }

    /// Each method with its words before, revised and after.
    pub fn methods(&self) -> Vec<(&str, [&'static str; 3], ChangeCause)> {
        let of = |one: Option<&Assessment>, name: &str| {
            let judged = one.and_then(|one| one.judgements().find(|judged| judged.name == name));
            judged.map_or("not_available", |judged| judged.judgement.status)
        };
        let after = self.after.judgements().map(|judged| {
            let words = [
                of(self.before.as_ref(), judged.name),
                of(self.revised.as_ref(), judged.name),
                judged.judgement.status,
            ];
            (judged.name, words, ChangeCause::of(&words[0], &words[1], &words[2]))
        });
        after.collect()
    }
}

/// Two assessments compared.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The moment of the earlier assessment.
    pub before: Option<AsOf>,
    /// The moment of the later one.
    pub after: Option<AsOf>,
    /// Every target of every subject, in the order of the plan.
    pub changes: Vec<Change>,
    /// Observations of the plan's indicators that are not as they were.
    pub observations: Vec<ObservationChange>,
}

/// Data, and the moment at which it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'a> {
    data: ObservationsRef<'a>,
    as_of: Option<AsOf>,
}

impl<'a> From<&'a Observations> for Knowledge<'a> {
    fn from(data: &'a Observations) -> Knowledge<'a> {
        Knowledge { data: data.into(), as_of: None }
    }
}

impl<'a> From<&'a LongPanel> for Knowledge<'a> {
    fn from(data: &'a LongPanel) -> Knowledge<'a> {
        Knowledge { data: data.into(), as_of: None }
    }
}

impl<'a, M: Into<AsOf>> From<(&'a Observations, M)> for Knowledge<'a> {
    fn from((data, moment): (&'a Observations, M)) -> Knowledge<'a> {
        Knowledge { data: data.into(), as_of: Some(moment.into()) }
    }
}

impl Knowledge<'_> {
    fn observations(&self) -> Observations {
        let data = self.data.to_observations();
        match self.as_of {
            Some(moment) => data.as_known(moment),
            None => data,
        }
    }
}

/// A cell of the plan's data: subject, place of the indicator, period.
type Cell = (String, usize, Period);

impl Plan {
    /// Compares the assessment by what was known `before` with the one by what is known `after`: two moments of data
    /// with vintages, or two sets of data.
    ///
    /// Between the two lies a third assessment, by the later values of the periods that were known before. The way to
    /// it is revision, the way on from it new data.
    ///
    /// # Errors
    /// As [`Plan::track`].
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    /// use fanfan::progress::ChangeCause;
    ///
    /// let plan = Plan::parse(
    ///     "base = '2005'\n[indicator.gdp]\nbetter = 'higher'\n[[target]]\nindicator = 'gdp'\nby = '2010'\nlevel = 31",
    /// )?;
    /// let key = || vec![SeriesKey::new("", "gdp")];
    /// let years = [2005, 2006, 2007].map(Period::annual);
    /// let before = LongPanel::from_columns(key(), &[0, 0], &years[..2], &[11.9, 14.3])?;
    /// let after = LongPanel::from_columns(key(), &[0, 0, 0], &years, &[11.9, 14.9, 18.6])?;
    ///
    /// let comparison = plan.compare(&before, &after, Method::Schedule)?;
    /// let completion = comparison.changes[0].step(|one| one.now.completion);
    /// assert!((completion.by_revision()? - 0.6 / 31.0).abs() < 1e-12);
    /// assert!((completion.by_new_data()? - 3.7 / 31.0).abs() < 1e-12);
    /// assert_eq!(comparison.changes[0].standing(), ChangeCause::Revision); // 14.9 is on the path, 14.3 was not
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compare<'a, 'b>(
        &self,
        before: impl Into<Knowledge<'a>>,
        after: impl Into<Knowledge<'b>>,
        options: impl Into<TrackOptions>,
    ) -> Result<Comparison> {
        let (before, after, options) = (before.into(), after.into(), options.into());
        let at = |knowledge: &Knowledge<'_>| {
            knowledge.as_of.map_or_else(|| options.as_of_none(), |moment| options.clone().as_of(moment))
        };
        let (first, last) = (self.track(before.data, at(&before))?, self.track(after.data, at(&after))?);
        let (old, new) = (before.observations(), after.observations());
        let (old_cells, new_cells) = (self.cells(&old), self.cells(&new));
        let known: HashSet<&Cell> = old_cells.keys().collect();
        let names = names_of(self);
        let place = |key: &SeriesKey| self.place_named(&names, &key.indicator);
        let revised = new.select(|key, period, _| {
            place(key).is_some_and(|place| known.contains(&(key.subject.to_string(), place, period)))
        });
        let revised = revised.keep_totals(|total| {
            let alike = |one: &SpanTotal| one.span == total.span && one.key.subject == total.key.subject;
            old.totals().iter().any(|one| alike(one) && place(&one.key) == place(&total.key))
        });
        let revised = self.track(&revised, options.as_of_none())?;
        let mut earlier = by_target(first.assessments);
        let mut middle = by_target(revised.assessments);
        let mut seen: HashMap<String, usize> = HashMap::new();
        let changes = last.assessments.into_iter().map(|after| {
            let key = numbered(&after, &mut seen);
            Change { before: earlier.remove(&key), revised: middle.remove(&key), after }
        });
        Ok(Comparison {
            before: first.as_of,
            after: last.as_of,
            changes: changes.collect(),
            observations: self.differences(&old_cells, &new_cells),
        })
    }

    fn place_named(&self, names: &HashMap<&str, usize>, name: &str) -> Option<usize> {
        // A table without indicators is about the only one of the plan.
        let only = (name.is_empty() && self.indicators().len() == 1).then_some(0);
        names.get(name).or_else(|| names.get(without_frequency(name))).copied().or(only)
    }

    /// The values of the plan's indicators.
    fn cells(&self, data: &Observations) -> HashMap<Cell, f64> {
        let names = names_of(self);
        let mut cells = HashMap::new();
        for series in data.panel().iter() {
            if let Some(place) = self.place_named(&names, &series.key.indicator) {
                let subject = series.key.subject.to_string();
                cells.extend(series.points().map(|(period, value)| ((subject.clone(), place, period), value)));
            }
        }
        cells
    }

    fn differences(&self, old: &HashMap<Cell, f64>, new: &HashMap<Cell, f64>) -> Vec<ObservationChange> {
        let gone = old.keys().filter(|cell| !new.contains_key(*cell));
        let mut cells: Vec<&Cell> = new.keys().chain(gone).collect();
        cells.sort_by(|a, b| {
            let order = |cell: &Cell| (cell.1, cell.0.clone());
            order(a).cmp(&order(b)).then(a.2.end_in_years().total_cmp(&b.2.end_in_years()))
        });
        let change = |cell: &Cell| {
            let (before, after) = (old.get(cell).copied(), new.get(cell).copied());
            let fate = match (before, after) {
                (Some(before), Some(after)) if before == after => return None,
                (Some(_), Some(_)) => Fate::Revised,
                (None, _) => Fate::New,
                (Some(_), None) => Fate::Withdrawn,
            };
            let indicator = self.indicators().get(cell.1)?.code.clone();
            Some(ObservationChange { subject: cell.0.clone(), indicator, period: cell.2, before, after, fate })
        };
        cells.into_iter().filter_map(change).collect()
    }
}

/// What tells a target of a subject from the others; of two that are the same the first and the second.
fn numbered(one: &Assessment, seen: &mut HashMap<String, usize>) -> String {
    let target = &one.target;
    let key = format!(
        "{}\0{}\0{:?}\0{}\0{:?}\0{:?}",
        one.subject, one.indicator, target.by, target.form, target.commitment, one.base.0
    );
    let count = seen.entry(key.clone()).or_default();
    *count += 1;
    format!("{key}\0{count}")
}

fn by_target(assessments: Vec<Assessment>) -> HashMap<String, Assessment> {
    let mut seen = HashMap::new();
    assessments.into_iter().map(|one| (numbered(&one, &mut seen), one)).collect()
}
