//! Plans: typed targets, milestones and compounding goals, and the file that holds them (rank 3).
//!
//! | type | is |
//! |---|---|
//! | [`Plan`] | indicators, targets and goals, read from a plan file |
//! | [`Target`], [`Form`] | what one indicator should be by a date |
//! | [`Goal`] | a compounding goal, from its notation: 三年翻一番，五年翻两番 |
//! | [`Path`] | the planned level at each time |
//! | [`OwnMethod`] | a progress method with thresholds of one's own |
//! | [`Finding`] | what does not fit together in a plan |
//!
//! A plan knows nothing of data: values that it needs (the base) are asked of a function that the caller gives.

mod check;
mod earned;
mod file;
mod goal;
mod method;
mod node;
mod notation;
mod path;
mod print;
mod review;
mod stated;
mod target;

pub use check::{Finding, Severity};
pub(crate) use check::{is_same, percent, short, years_between};
pub use earned::{Amount, Project};
pub(crate) use file::units_per_point;
pub use goal::{Ambition, Due, Goal, GoalMilestone, Leg};
pub(crate) use method::unknown_method;
pub use method::{Method, OwnMethod, Projection, Settings};
pub(crate) use path::Stretch;
pub use path::{Path, Shape};
pub use review::Review;
pub use stated::Stated;
pub use target::{Bound, Commitment, Form, Target, TargetKind, Whose, Yardstick};
pub(crate) use target::{is_met, years_to};

use std::collections::HashMap;
use std::path::PathBuf;

use crate::model::{Indicator, Language, Names, Nature, Period, Units};

/// A plan: what should become of which indicators.
///
/// # Examples
/// ```
/// use fanfan::plan::Plan;
///
/// let plan = Plan::parse(
///     r#"
///     base = "2005"
///     end = "2010"
///     [indicator.gdp]
///     unit = "亿元"
///     better = "higher"
///     [[target]]
///     indicator = "gdp"
///     level = 31
///     [[goal]]
///     for = ["gdp"]
///     goal = "三年翻一番，五年翻两番"
///     "#,
/// )?;
/// assert_eq!(plan.targets()[0].by, Some("2010".parse()?));
/// // what is printed reads back as the same plan
/// assert_eq!(Plan::parse(&plan.to_string())?, plan);
///
/// // an unknown key is an error with a suggestion
/// let error = Plan::parse("tittle = \"x\"").unwrap_err();
/// assert!(error.to_string().contains("did you mean `title`"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Plan {
    title: Names,
    subject: Option<String>,
    base: Option<Period>,
    end: Option<Period>,
    shape: Option<Shape>,
    data: Vec<PathBuf>,
    units: Units,
    indicators: Vec<Indicator>,
    /// Where the indicator of a code stands.
    places: HashMap<String, usize>,
    /// The base of each indicator, where it has one of its own.
    bases: Vec<Option<Period>>,
    /// The shape of the paths of each indicator, where it has one of its own.
    shapes: Vec<Option<Shape>>,
    targets: Vec<Target>,
    goals: Vec<PlanGoal>,
    methods: Vec<OwnMethod>,
    source: Option<PathBuf>,
    /// The lines of the tables of the data, and of the indicators.
    lines: (Vec<u64>, Vec<u64>),
}

impl PartialEq for Plan {
    /// The same plan, whatever file it was read from.
    fn eq(&self, other: &Plan) -> bool {
        self.title == other.title
            && self.subject == other.subject
            && self.base == other.base
            && self.end == other.end
            && self.shape == other.shape
            && self.data == other.data
            && self.units == other.units
            && self.indicators == other.indicators
            && self.bases == other.bases
            && self.shapes == other.shapes
            && self.targets == other.targets
            && self.goals == other.goals
            && self.methods == other.methods
    }
}

/// The line of the plan file in which something begins: where it stands is no part of what it says, so that two lines
/// are always equal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Line(pub(in crate::plan) Option<u64>);

impl PartialEq for Line {
    fn eq(&self, _: &Line) -> bool {
        true
    }
}

/// A goal of a plan, and the indicators that it is for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanGoal {
    /// Codes of indicators.
    pub indicators: Vec<String>,
    /// The goal; it starts from its own start, or from the base of the plan.
    pub goal: Goal,
    /// How prices rise, by which it is converted between current and constant prices.
    pub prices: Option<GoalPrices>,
    /// Where it is written.
    pub source: Option<String>,
    line: Line,
}

impl PlanGoal {
    /// The line of the plan file in which it begins.
    pub fn line(&self) -> Option<u64> {
        self.line.0
    }
}

/// The prices of a goal.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GoalPrices {
    /// They rise by so much a year.
    Rate(f64),
    /// They are an indicator of the plan: an index, or a rate of inflation that has a target.
    Indicator(String),
}

impl Plan {
    /// The title.
    pub fn title(&self) -> &Names {
        &self.title
    }

    /// The subject of targets that name none.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The base period of targets that name none.
    pub fn base(&self) -> Option<Period> {
        self.base
    }

    /// The end of the plan.
    pub fn end(&self) -> Option<Period> {
        self.end
    }

    /// The shape of planned paths between dates.
    pub fn shape(&self) -> Shape {
        self.shape.unwrap_or(Shape::Geometric)
    }

    /// The shape of the path of `target`, where it or its indicator has one of its own.
    pub fn own_shape(&self, target: &Target) -> Option<Shape> {
        target.path.or_else(|| self.shapes.get(self.place(&target.indicator)?).copied().flatten())
    }

    /// The shape of the paths of an indicator: its own, or that of the plan.
    pub(in crate::plan) fn shape_of_indicator(&self, code: &str) -> Shape {
        self.place(code).and_then(|place| *self.shapes.get(place)?).unwrap_or_else(|| self.shape())
    }

    /// The shape of the path of `target`: its own, that of its indicator, or that of the plan. A sum whose target and
    /// indicator name none has an even part due each period.
    pub fn shape_of(&self, target: &Target) -> Shape {
        let is_sum = matches!(target.form, Form::Total(_));
        self.own_shape(target).unwrap_or_else(|| if is_sum { Shape::Elapsed } else { self.shape() })
    }

    /// The file that it was read from.
    pub fn source(&self) -> Option<&std::path::Path> {
        self.source.as_deref()
    }

    /// The tables that hold its data, as the file names them; see [`Plan::data_paths`].
    pub fn data(&self) -> &[PathBuf] {
        &self.data
    }

    /// The tables that hold its data, relative to the folder of the plan file.
    pub fn data_paths(&self) -> Vec<PathBuf> {
        let folder = self.source.as_deref().and_then(std::path::Path::parent);
        self.data.iter().map(|path| folder.map_or_else(|| path.clone(), |folder| folder.join(path))).collect()
    }

    /// The line of the plan file that names this table of [`Plan::data`], by its place.
    pub fn line_of_data(&self, place: usize) -> Option<u64> {
        self.lines.0.get(place).copied()
    }

    /// The line of the plan file in which an indicator begins.
    pub fn line_of_indicator(&self, code: &str) -> Option<u64> {
        self.lines.1.get(self.place(code)?).copied()
    }

    /// What people call an indicator; its code where the plan gives no name in any language.
    pub(crate) fn called<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.indicator(code).map_or(code, |indicator| indicator.name(language))
    }

    /// The units that the plan declares beside those that are known.
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// The indicators, in the order of the file.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The indicator with this code.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.get(self.place(code)?)
    }

    /// Where the indicator with this code stands among all.
    pub(crate) fn place(&self, code: &str) -> Option<usize> {
        self.places.get(code).copied()
    }

    /// The targets, in the order of the file.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The goals, in the order of the file.
    pub fn goals(&self) -> &[PlanGoal] {
        &self.goals
    }

    /// The methods with thresholds of their own, in the order of the file.
    pub fn methods(&self) -> &[OwnMethod] {
        &self.methods
    }

    /// The period that `target` starts from: its own, that of its indicator, or that of the plan.
    pub fn base_of(&self, target: &Target) -> Option<Period> {
        target.base.or_else(|| self.base_of_indicator(&target.indicator))
    }

    /// Whether two targets of one indicator lie on one scale: of a flow, what a month should bring is no step on the
    /// way to what a year should.
    pub(crate) fn spans_alike(&self, a: &Target, b: &Target) -> bool {
        let of = |target: &Target| target.by.or(self.base_of(target));
        of(a).zip(of(b)).is_none_or(|(one, other)| self.is_as_long(&a.indicator, one, other))
    }

    /// Whether values of an indicator in two periods can be held against each other: of a flow those of one length.
    pub(crate) fn is_as_long(&self, code: &str, a: Period, b: Period) -> bool {
        let is_flow = self.indicator(code).is_none_or(|one| one.nature == Nature::Flow);
        let length = |period: Period| (period.frequency().per_year(), period.frequency().is_to_date());
        !is_flow || length(a) == length(b)
    }

    /// The period that the indicator with this code starts from: its own, or that of the plan.
    pub fn base_of_indicator(&self, code: &str) -> Option<Period> {
        self.place(code).and_then(|place| *self.bases.get(place)?).or(self.base)
    }

    /// The goal for one indicator with its start: its own, the base of the indicator, or that of the plan.
    pub fn started(&self, goal: &PlanGoal, code: &str) -> Goal {
        match (goal.goal.start(), self.base_of_indicator(code)) {
            // A goal that does not fit the base was refused when the file was read.
            (None, Some(base)) => goal.goal.starting(base).unwrap_or_else(|_| goal.goal.clone()),
            _ => goal.goal.clone(),
        }
    }
}
