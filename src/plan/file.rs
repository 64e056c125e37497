//! The plan file: TOML read by hand, so that every message shows the line and the place in it.

use std::collections::HashMap;
use std::path::{Path as FilePath, PathBuf};

use toml::de::DeTable;

use super::node::{Node, Table, Text};
use super::{Commitment, Form, Goal, GoalPrices, Plan, PlanGoal, Target};
use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::model::{Better, Indicator, Names, Nature, Period};

/// Keys of the file itself.
const PLAN_KEYS: [&str; 9] = ["title", "subject", "base", "end", "path", "data", "indicator", "target", "goal"];
const INDICATOR_KEYS: [&str; 9] = ["name", "alias", "unit", "nature", "better", "price", "bounds", "range", "base"];
const GOAL_KEYS: [&str; 4] = ["for", "goal", "prices", "source"];
/// The forms of which a target has one, or none for direction only.
const FORMS: [&str; 8] = ["level", "multiple", "doublings", "rate", "rise", "reduction", "at_least", "at_most"];
const TARGET_KEYS: [&str; 15] = [
    "indicator",
    "subject",
    "by",
    "base",
    "every",
    "commitment",
    "source",
    "level",
    "multiple",
    "doublings",
    "rate",
    "rise",
    "reduction",
    "at_least",
    "at_most",
];
/// Forms that the plan file has and this version does not judge yet.
const LATER: [&str; 10] =
    ["between", "near", "tolerance", "total", "share_of", "points", "relative_to", "elasticity", "done", "from"];

impl Plan {
    /// Reads a plan file.
    ///
    /// # Errors
    /// A file that cannot be read or is not UTF-8; everything that [`Plan::parse`] refuses. Messages show the line.
    ///
    /// # Examples
    /// ```
    /// use fanfan::plan::Plan;
    ///
    /// let plan = Plan::from_path("data/town-2005/plan.toml")?;
    /// assert_eq!(plan.subject(), Some("town"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn from_path(path: impl AsRef<FilePath>) -> Result<Plan> {
        let path = path.as_ref();
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(Error::new(ErrorKind::Io, "this is a directory, not a plan file")
                .mend("name the file in it, such as plan.toml")
                .in_source(name));
        }
        let bytes = std::fs::read(path).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
                .mend("check the name and the permissions")
                .in_source(name.clone())
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            Error::new(ErrorKind::Encoding, "is not UTF-8 text")
                .mend("save the plan file as UTF-8")
                .at_line(line as u64 + 1)
                .in_source(name.clone())
        })?;
        let mut plan = read(Text { text: text.strip_prefix('\u{feff}').unwrap_or(&text), name: Some(&name) })?;
        plan.source = Some(PathBuf::from(path));
        Ok(plan)
    }

    /// Reads a plan from text.
    ///
    /// # Errors
    /// Text that is not TOML; keys that are not known; values of another type; an unknown unit, indicator or word
    /// (with the nearest that is known); a target at or before its base; a target with two forms; a goal that cannot
    /// be read.
    pub fn parse(text: &str) -> Result<Plan> {
        read(Text { text, name: None })
    }
}

fn read(text: Text<'_>) -> Result<Plan> {
    let document = DeTable::parse(text.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        text.error(&span, ErrorKind::Plan, error.message().trim_end().replace('\n', ", ")).mend("mend the TOML here")
    })?;
    let root = Table::root(text, document.get_ref());
    root.only(&PLAN_KEYS, &[])?;
    let mut plan = Plan {
        title: root.get("title").map(names).transpose()?.unwrap_or_default(),
        subject: root.get("subject").map(|node| node.string().map(str::to_owned)).transpose()?,
        base: root.get("base").map(period).transpose()?,
        end: root.get("end").map(period).transpose()?,
        shape: root.get("path").map(|node| node.read()).transpose()?,
        data: match root.get("data") {
            Some(node) if node.is_string() => vec![node.string()?.into()],
            Some(node) => node.strings()?.into_iter().map(PathBuf::from).collect(),
            None => Vec::new(),
        },
        ..Plan::default()
    };
    if let (Some(base), Some(end), Some(node)) = (plan.base, plan.end, root.get("end"))
        && end.end_in_years() <= base.end_in_years()
    {
        return Err(node
            .error(ErrorKind::Plan, format!("the plan ends in {end}, not after its base {base}"))
            .mend("give an end after the base"));
    }
    let mut bases = HashMap::new();
    if let Some(node) = root.get("indicator") {
        let mut indicators: Vec<(usize, Indicator)> = Vec::new();
        for (code, node) in node.table()?.entries() {
            let table = node.table()?;
            if let Some(base) = table.get("base").map(period).transpose()? {
                bases.insert(code.to_owned(), base);
            }
            // The document is sorted by key; people read plans in the order in which they are written.
            indicators.push((table.start(), indicator(code, &table)?));
        }
        indicators.sort_by_key(|(start, _)| *start);
        plan.indicators = indicators.into_iter().map(|(_, indicator)| indicator).collect();
        plan.places = plan.indicators.iter().enumerate().map(|(at, indicator)| (indicator.code.clone(), at)).collect();
    }
    let known: HashMap<&str, Option<Better>> =
        plan.indicators.iter().map(|indicator| (indicator.code.as_str(), indicator.better)).collect();
    let mut targets = Vec::new();
    for node in root.get("target").map(|node| node.array()).transpose()?.unwrap_or_default() {
        targets.push(target(&plan, &known, &bases, &node.table()?)?);
    }
    let mut goals = Vec::new();
    for node in root.get("goal").map(|node| node.array()).transpose()?.unwrap_or_default() {
        goals.push(goal(&plan, &known, &node.table()?)?);
    }
    plan.targets = targets;
    plan.goals = goals;
    Ok(plan)
}

fn period(node: Node<'_, '_>) -> Result<Period> {
    Period::read(&node.text_or_integer()?).map_err(|error| node.place(&error))
}

/// `"text"`, or `{ zh = "...", en = "..." }`.
fn names(node: Node<'_, '_>) -> Result<Names> {
    if node.is_string() {
        let text = node.string()?.to_owned();
        let chinese = text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        return Ok(if chinese { Names { zh: Some(text), en: None } } else { Names::english(text) });
    }
    let table = node.table()?;
    table.only(&["zh", "en"], &[])?;
    let text = |key: &'static str| table.get(key).map(|node| node.string().map(str::to_owned)).transpose();
    Ok(Names { zh: text("zh")?, en: text("en")? })
}

fn indicator(code: &str, table: &Table<'_, '_>) -> Result<Indicator> {
    table.only(&INDICATOR_KEYS, &[])?;
    let mut indicator = Indicator::new(code);
    if let Some(node) = table.get("name") {
        indicator.names = names(node)?;
    }
    if let Some(node) = table.get("alias") {
        indicator.aliases = if node.is_string() { vec![node.string()?.to_owned()] } else { node.strings()? };
    }
    indicator.unit = table.get("unit").map(|node| node.read()).transpose()?;
    indicator.better = table.get("better").map(|node| node.read()).transpose()?;
    indicator.price = table.get("price").map(|node| node.read()).transpose()?;
    indicator.nature = match table.get("nature") {
        Some(node) => node.read()?,
        // A unit of percent is said once, not twice.
        None if indicator.unit.as_ref().is_some_and(crate::model::Unit::is_rate) => Nature::Ratio,
        None => Nature::Flow,
    };
    if let Some(node) = table.get("bounds") {
        let ends = node.array()?;
        let [low, high] = ends.as_slice() else {
            return Err(node.error(ErrorKind::Plan, "`bounds` has two ends").mend("write bounds = [0, inf]"));
        };
        let (low, high) = (low.number()?, high.number()?);
        if low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
            return Err(node
                .error(ErrorKind::Plan, "the lower bound is not below the upper one")
                .mend("write bounds = [0, 100]"));
        }
        indicator.bounds = Some((low, high));
    }
    if let Some(node) = table.get("range") {
        let range = node.table()?;
        range.only(&["worst", "best"], &[])?;
        let ends = (range.require("worst", "0.0")?.finite()?, range.require("best", "100.0")?.finite()?);
        if ends.0 == ends.1 {
            return Err(node.error(ErrorKind::Plan, "worst and best are the same").mend("give two different ends"));
        }
        indicator.range = Some(ends);
    }
    Ok(indicator)
}

fn known_indicator(known: &HashMap<&str, Option<Better>>, node: &Node<'_, '_>) -> Result<String> {
    let code = node.string()?;
    if known.contains_key(code) {
        return Ok(code.to_owned());
    }
    let mut codes: Vec<&str> = known.keys().copied().collect();
    codes.sort_unstable();
    Err(node.error(ErrorKind::Unknown, format!("unknown indicator `{code}`")).mend(match codes.as_slice() {
        [] => format!("add a table [indicator.{code}]"),
        codes => format!("{}; or add a table [indicator.{code}]", suggestion(code, codes)),
    }))
}

fn target(
    plan: &Plan,
    known: &HashMap<&str, Option<Better>>,
    bases: &HashMap<String, Period>,
    table: &Table<'_, '_>,
) -> Result<Target> {
    table.only(&TARGET_KEYS, &LATER)?;
    let code = known_indicator(known, &table.require("indicator", "\"gdp\"")?)?;
    let mut forms = FORMS.iter().filter_map(|form| table.get(form).map(|node| (*form, node)));
    let form = match (forms.next(), forms.next()) {
        (Some(_), Some((second, node))) => {
            return Err(node
                .error(ErrorKind::Plan, format!("a second form, `{second}`, in one target"))
                .mend("make it a target of its own"));
        }
        (Some((form, node)), None) => form_of(form, &node)?,
        (None, _) => Form::Direction,
    };
    let better = form.better().or(known.get(code.as_str()).copied().flatten());
    if better.is_none() && matches!(form, Form::Direction) {
        return Err(table
            .error(ErrorKind::Plan, format!("the target for `{code}` asks for a direction, and none is known"))
            .mend(format!(
                "add better = \"higher\" (or \"lower\") to [indicator.{code}], or a form such as level = 31"
            )));
    }
    let mut target = Target::new(code, form);
    target.base = table.get("base").map(period).transpose()?.or_else(|| bases.get(&target.indicator).copied());
    let by = table.get("by").map(period).transpose()?;
    let limit = matches!(form, Form::AtLeast(_) | Form::AtMost(_));
    target.by = by.or(if limit || form == Form::Direction { None } else { plan.end });
    if target.by.is_none() && !limit && form != Form::Direction {
        return Err(table.error(ErrorKind::Plan, "`by` is missing, and the plan has no end").mend("add by = \"2010\""));
    }
    if let (Some(by), Some(base)) = (target.by, target.base.or(plan.base))
        && by.end_in_years() <= base.end_in_years()
    {
        let message = format!("the target is due in {by}, not after its base {base}");
        let error = match table.get("by") {
            Some(node) => node.error(ErrorKind::Plan, message),
            None => table.error(ErrorKind::Plan, message),
        };
        return Err(error.mend("give a later date, or an earlier base"));
    }
    target.subject = table.get("subject").map(|node| node.string().map(str::to_owned)).transpose()?;
    target.commitment = table.get("commitment").map(commitment).transpose()?;
    target.source = table.get("source").map(|node| node.string().map(str::to_owned)).transpose()?;
    if let Some(node) = table.get("every") {
        target.every = node.bool()?;
        if target.every && !matches!(form, Form::Rate(_)) {
            return Err(node
                .error(ErrorKind::Plan, "`every` goes with `rate`")
                .mend("leave it out, or write rate = 0.08"));
        }
    }
    Ok(target)
}

/// `binding`, or 约束性.
fn commitment(node: Node<'_, '_>) -> Result<Commitment> {
    Ok(match node.string()? {
        "约束性" => Commitment::Binding,
        "预期性" => Commitment::Expected,
        "确保" => Commitment::Ensured,
        "力争" => Commitment::Striven,
        _ => node.read()?,
    })
}

fn form_of(form: &str, node: &Node<'_, '_>) -> Result<Form> {
    let value = node.finite()?;
    let wrong = |message: &str, mend: &str| Err(node.error(ErrorKind::Plan, message).mend(mend));
    // Rates are fractions; 8 for 8 % would be ×9 a year.
    if matches!(form, "rate" | "rise" | "reduction") && value.abs() >= 10.0 {
        return wrong(
            "rates are fractions, and this one is 1000 % or more",
            &format!("write {form} = {} for {value} %", value / 100.0),
        );
    }
    Ok(match form {
        "level" => Form::Level(value),
        "multiple" if value <= 0.0 => return wrong("a multiple is above zero", "write multiple = 2.0"),
        "multiple" => Form::Multiple(value),
        "doublings" if value.abs() > 100.0 => {
            return wrong("more than a hundred doublings", "write doublings = 2 for x4");
        }
        "doublings" => Form::Doublings(value),
        "rate" if value >= 1.0 => {
            return wrong(
                "a rate of 100 % a year or more: rates are fractions",
                &format!("write rate = {} for {value} %, or a multiple", value / 100.0),
            );
        }
        "reduction" if value < 0.0 => return wrong("a negative reduction is a rise", "write rise = 0.2"),
        "rate" if value <= -1.0 => return wrong("a rate is above -1", "write rate = -0.05 for a fall of 5 % a year"),
        "rate" => Form::Rate(value),
        "rise" if value <= -1.0 => return wrong("a rise is above -1", "write rise = 0.61"),
        "rise" => Form::Rise(value),
        "reduction" if value >= 1.0 => return wrong("a reduction is below 1", "write reduction = 0.18 for 18 %"),
        "reduction" => Form::Reduction(value),
        "at_least" => Form::AtLeast(value),
        _ => Form::AtMost(value),
    })
}

fn goal(plan: &Plan, known: &HashMap<&str, Option<Better>>, table: &Table<'_, '_>) -> Result<PlanGoal> {
    table.only(&GOAL_KEYS, &[])?;
    let list = table.require("for", "[\"gdp\"]")?;
    let nodes = if list.is_string() { vec![list] } else { list.array()? };
    let indicators = nodes.iter().map(|node| known_indicator(known, node)).collect::<Result<Vec<_>>>()?;
    let node = table.require("goal", "\"x2 in 3y\"")?;
    let goal: Goal = node.read()?;
    if let (None, Some(base)) = (goal.start(), plan.base) {
        goal.starting(base).map_err(|error| node.place(&error))?;
    }
    if goal.start().is_none() && plan.base.is_none() {
        return Err(node
            .error(ErrorKind::Goal, "the goal has no start, and the plan no base")
            .mend("write `from 2005` in the goal, or base = \"2005\" in the plan"));
    }
    let source = table.get("source").map(|node| node.string().map(str::to_owned)).transpose()?;
    let prices = table.get("prices").map(|node| prices(known, &node)).transpose()?;
    Ok(PlanGoal { indicators, goal, prices, source })
}

/// `0.03` a year, or an indicator of the plan.
fn prices(known: &HashMap<&str, Option<Better>>, node: &Node<'_, '_>) -> Result<GoalPrices> {
    if node.is_string() {
        return known_indicator(known, node).map(GoalPrices::Indicator);
    }
    let rate = node.finite()?;
    if rate <= -1.0 || rate >= 1.0 {
        return Err(node
            .error(ErrorKind::Plan, "prices that rise by 100 % a year or more: rates are fractions")
            .mend(format!("write prices = {} for {rate} %", rate / 100.0)));
    }
    Ok(GoalPrices::Rate(rate))
}
