//! The plan file: TOML read by hand, so that every message shows the line and the place in it.

use std::path::{Path as FilePath, PathBuf};

use toml::de::DeTable;

use super::node::{Node, Table, Text};
use super::{Plan, Shape};
use crate::error::{Error, ErrorKind, Result, nearest, suggestion};
use crate::model::{Names, Period};

mod earned;
mod form;
mod goal;
mod indicator;
mod keys;
mod mending;
mod review;
mod stated;
mod target;
mod units;

pub(crate) use form::units_per_point;
use mending::mend;

/// What tables of targets begin with.
const TARGET: &str = "[[target]]";

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
        let mut plan = read(text.strip_prefix('\u{feff}').unwrap_or(&text), Some(&name))?;
        plan.source = Some(PathBuf::from(path));
        Ok(plan)
    }

    /// Whether the tables that the file names in `data` are there, so that a message shows the line that names them.
    ///
    /// # Errors
    /// A table that is not there, with its line, where it was looked for, and the nearest name in that folder.
    pub fn data_is_there(&self) -> Result<()> {
        for (place, path) in self.data_paths().into_iter().enumerate() {
            // A file that cannot be looked at is the business of whoever reads it; `-` is standard input.
            if path.try_exists().unwrap_or(true) || path.as_os_str() == "-" {
                continue;
            }
            let named = self.data.get(place).map(|named| named.display().to_string()).unwrap_or_default();
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(FilePath::new("."));
            let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
            let files: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
            let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let near = nearest(&wanted, files.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let mut error = Error::new(
                ErrorKind::Io,
                format!("the table `{named}` of `data` is not there: looked for {}", path.display()),
            )
            .mend(format!("{near}check the name: names in `data` are relative to the folder of the plan file"));
            if let Some(line) = self.line_of_data(place) {
                error = error.at_line(line);
            }
            return Err(match &self.source {
                Some(source) => error.in_source(source.display().to_string()),
                None => error,
            });
        }
        Ok(())
    }

    /// Whether there is anything to judge: a target, a goal, or an indicator with a range.
    ///
    /// # Errors
    /// A plan without any of them, which would pass every check.
    pub fn asks_for_something(&self) -> Result<()> {
        let asks = !self.targets.is_empty() || !self.goals.is_empty();
        if asks || self.indicators.iter().any(|indicator| indicator.range.is_some()) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Plan, "the plan has no target and no goal")
            .mend("add a table [[target]] with indicator = \"gdp\" and a form such as level = 31: fanfan help targets");
        Err(match &self.source {
            Some(source) => error.in_source(source.display().to_string()),
            None => error,
        })
    }

    /// Reads a plan from text.
    ///
    /// # Errors
    /// Text that is not TOML; keys that are not known; values of another type; an unknown unit, indicator or word
    /// (with the nearest that is known); a target at or before its base; a target with two forms; a goal that cannot
    /// be read.
    pub fn parse(text: &str) -> Result<Plan> {
        read(text, None)
    }
}

fn read(text: &str, name: Option<&str>) -> Result<Plan> {
    let ends = Text::ends_of(text);
    let text = Text { whole: text, name, ends: &ends };
    let document = DeTable::parse(text.whole).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim_end().replace('\n', ", ");
        text.error(&span, ErrorKind::Plan, &*message).mend(mend(text.whole, &span, &message))
    })?;
    let root = Table::root(text, document.get_ref());
    let indicator: (&str, &[&str]) = ("[indicator.NAME]", &keys::INDICATOR);
    root.only_beside(&keys::PLAN, &[indicator, (TARGET, &keys::TARGET), (TARGET, &form::KEYS)])?;
    let mut plan = Plan {
        title: root.get("title").map(names).transpose()?.unwrap_or_default(),
        subject: root.get("subject").map(|node| node.string().map(str::to_owned)).transpose()?,
        base: root.get("base").map(period).transpose()?,
        end: root.get("end").map(period).transpose()?,
        shape: root.get("path").map(shape).transpose()?,
        data: match root.get("data") {
            Some(node) if node.is_string() => vec![node.string()?.into()],
            Some(node) => node.strings()?.into_iter().map(PathBuf::from).collect(),
            None => Vec::new(),
        },
        ..Plan::default()
    };
    plan.lines.0 = match root.get("data") {
        Some(node) if node.is_string() => vec![node.line()],
        Some(node) => node.array()?.iter().map(Node::line).collect(),
        None => Vec::new(),
    };
    if let (Some(base), Some(end), Some(node)) = (plan.base, plan.end, root.get("end"))
        && end.end_in_years() <= base.end_in_years()
    {
        return Err(node
            .error(ErrorKind::Plan, format!("the plan ends in {end}, not after its base {base}"))
            .mend("give an end after the base"));
    }
    if let Some(node) = root.get("units") {
        plan.units = units::read(&node.table()?)?;
    }
    if let Some(node) = root.get("indicator") {
        let mut indicators = Vec::new();
        for (code, node) in node.table()?.entries() {
            let table = node.table()?;
            let base = table.get("base").map(period).transpose()?;
            let shape = table.get("path").map(shape).transpose()?;
            // The document is sorted by key; people read plans in the order in which they are written.
            let indicator = indicator::read(code, &table, &plan.units)?;
            indicators.push((table.start(), table.line(), indicator, (base, shape)));
        }
        indicators.sort_by_key(|(start, ..)| *start);
        for (_, line, indicator, (base, shape)) in indicators {
            plan.places.insert(indicator.code.clone(), plan.indicators.len());
            plan.indicators.push(indicator);
            plan.bases.push(base);
            plan.shapes.push(shape);
            plan.lines.1.push(line);
        }
    }
    let mut targets = Vec::new();
    for node in root.get("target").map(|node| node.array()).transpose()?.unwrap_or_default() {
        targets.push(target::read(&plan, &node.table()?)?);
    }
    let mut goals = Vec::new();
    for node in root.get("goal").map(|node| node.array()).transpose()?.unwrap_or_default() {
        goals.push(goal::read(&plan, &node.table()?)?);
    }
    plan.targets = targets;
    plan.goals = goals;
    plan.methods = super::method::own_methods(&root)?;
    Ok(plan)
}

/// The shape of a path; last year's profile has two names.
fn shape(node: Node<'_, '_>) -> Result<Shape> {
    if node.string()? == "profile" { Ok(Shape::Seasonal) } else { node.read() }
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
    table.only(&["zh", "en"])?;
    let text = |key: &'static str| table.get(key).map(|node| node.string().map(str::to_owned)).transpose();
    Ok(Names { zh: text("zh")?, en: text("en")? })
}

/// The code of an indicator that the plan has.
fn known_indicator(plan: &Plan, node: &Node<'_, '_>) -> Result<String> {
    let code = node.string()?;
    if plan.indicator(code).is_some() {
        return Ok(code.to_owned());
    }
    let mut codes: Vec<&str> = plan.indicators.iter().map(|indicator| indicator.code.as_str()).collect();
    codes.sort_unstable();
    Err(node.error(ErrorKind::Unknown, format!("unknown indicator `{code}`")).mend(match codes.as_slice() {
        [] => format!("add a table [indicator.{code}]"),
        codes => {
            let meant = suggestion(code, codes);
            let or = if meant.ends_with('?') { " Otherwise" } else { "; or" };
            format!("{meant}{or} add a table [indicator.{code}]")
        }
    }))
}
