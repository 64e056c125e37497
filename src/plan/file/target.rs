//! Tables `[[target]]`.

use super::super::node::{Node, Table};
use super::super::{Commitment, Form, Line, Plan, Target};
use super::{earned, form, keys, known_indicator, period, review, shape, stated};
use crate::error::{ErrorKind, Result};
use crate::model::{Frequency, Indicator, Period, PeriodRange, Reading};

pub(super) fn read(plan: &Plan, table: &Table<'_, '_>) -> Result<Target> {
    let known: Vec<&str> = keys::TARGET.iter().chain(form::KEYS.iter()).copied().collect();
    table.only_beside(&known, &[("[indicator.NAME]", &keys::INDICATOR)])?;
    let code = known_indicator(plan, &table.require("indicator", "\"gdp\"")?)?;
    let form = form::read(plan, &code, table)?;
    let better = form.better().or(plan.indicator(&code).and_then(Indicator::direction));
    // Behind a stated degree of completion there is a target of its own, and a project has its budget.
    let has_own = table.get("stated_completion").or(table.get("earned_value")).is_some();
    if better.is_none() && matches!(form, Form::Direction) && !has_own {
        return Err(table
            .error(ErrorKind::Plan, format!("the target for `{code}` asks for a direction, and none is known"))
            .mend(format!(
                "add better = \"higher\" (or \"lower\") to [indicator.{code}], or a form such as level = 31"
            )));
    }
    let mut target = Target::new(code, form);
    target.line = Line(Some(table.line()));
    target.base = table.get("base").map(period).transpose()?;
    target.every = every(&target.form, table)?;
    target.subject = table.get("subject").map(|node| node.string().map(str::to_owned)).transpose()?;
    target.path = table.get("path").map(shape).transpose()?;
    target.earned_value =
        table.get("earned_value").map(|node| earned::read(plan, &target.indicator, &node)).transpose()?;
    dates(plan, &mut target, table)?;
    target.commitment = table.get("commitment").map(commitment).transpose()?;
    target.source = table.get("source").map(|node| node.string().map(str::to_owned)).transpose()?;
    target.set = table.get("set").map(|node| set(&node, target.by)).transpose()?;
    target.review = table.get("review").map(|node| review::read(&node)).transpose()?;
    target.stated = table.get("stated_completion").map(|node| stated::read(&node, target.by)).transpose()?;
    Ok(target)
}

/// When it is due, and from when on.
fn dates(plan: &Plan, target: &mut Target, table: &Table<'_, '_>) -> Result<()> {
    let may_be_open = target.form.is_limit() || matches!(target.form, Form::Direction);
    let is_about_growth = target.form.is_moving() || matches!(target.form, Form::Done);
    let span = span(target, table)?;
    let by = match span {
        Some(span) => Some(span.last()),
        None => table.get("by").map(period).transpose()?,
    };
    target.by = by.or(if may_be_open { None } else { plan.end });
    if target.by.is_none() && !may_be_open && !is_about_growth {
        return Err(table.error(ErrorKind::Plan, "`by` is missing, and the plan has no end").mend("add by = \"2010\""));
    }
    let base = plan.base_of(target);
    if let (Some(by), Some(base)) = (target.by, base)
        && by.end_in_years() <= base.end_in_years()
    {
        let message = format!("the target is due in {by}, not after its base {base}");
        let error = match table.get("by") {
            Some(node) => node.error(ErrorKind::Plan, message),
            None => table.error(ErrorKind::Plan, message),
        };
        return Err(error.mend("give a later date, or an earlier base"));
    }
    if let Some(span) = span {
        target.from = Some(span.first());
        return Ok(());
    }
    let Some(node) = table.get("from") else {
        if matches!(target.form, Form::Total(_)) && base.is_none() {
            return Err(table
                .error(ErrorKind::Plan, "the sum has no beginning: there is neither `from` nor a base")
                .mend("add from = \"2006\""));
        }
        return Ok(());
    };
    if !matches!(target.form, Form::Total(_)) {
        return Err(node
            .error(ErrorKind::Plan, "`from` goes with `total`")
            .mend("leave it out, or write base = \"2005\" for the period that growth starts from"));
    }
    let from = period(node)?;
    target.from = Some(from);
    let Some(by) = target.by else { return Ok(()) };
    if from.frequency() != by.frequency() {
        let message = format!("the sum runs from {from} ({}) to {by} ({})", from.frequency(), by.frequency());
        return Err(node.error(ErrorKind::Plan, message).mend("give both at one frequency"));
    }
    if from > by {
        return Err(node
            .error(ErrorKind::Plan, format!("the sum begins in {from}, after its end {by}"))
            .mend("give an earlier `from`, or a later `by`"));
    }
    Ok(())
}

/// The span of a sum that is written as one: `by = "2006/2010"`, or `from` alone.
fn span(target: &Target, table: &Table<'_, '_>) -> Result<Option<PeriodRange>> {
    let is_sum = matches!(target.form, Form::Total(_));
    let (by, from) = (table.get("by"), table.get("from"));
    let mut found = None;
    for (node, other) in [(by, from), (from, by)] {
        let Some(node) = node else { continue };
        let reading = Reading::of(&node.text_or_integer()?).map_err(|error| node.place(&error))?;
        let range = match reading {
            Reading::Range(range) => range,
            // A running total of one year is a span too, where nothing else says from when on.
            Reading::Period(period) if is_sum && other.is_none() && period.frequency().is_to_date() => {
                PeriodRange::of_to_date(period)
            }
            _ => continue,
        };
        let (first, last) = (range.first(), range.last());
        if !is_sum {
            return Err(node
                .error(ErrorKind::Plan, format!("{range} is a span, which goes with `total`"))
                .mend(format!("write by = \"{last}\", or base = \"...\" for the period that growth starts from")));
        }
        if other.is_some() {
            return Err(node
                .error(ErrorKind::Plan, format!("{range} is the whole span of the sum"))
                .mend(format!("write from = \"{first}\" and by = \"{last}\", or the span alone")));
        }
        found = Some(whole_years(range));
    }
    Ok(found)
}

/// Months or quarters that make whole years as those years, so that data of years has its ends.
fn whole_years(range: PeriodRange) -> PeriodRange {
    let (first, last) = (range.first(), range.last());
    let per_year = first.frequency().per_year() as usize;
    let is_of_parts = matches!(first.frequency(), Frequency::Monthly | Frequency::Quarterly | Frequency::HalfYearly);
    let (_, part) = first.year_and_part();
    if !is_of_parts || part != 1 || !range.len().is_multiple_of(per_year) {
        return range;
    }
    PeriodRange::new(Period::annual(first.year()), Period::annual(last.year())).unwrap_or(range)
}

fn every(form: &Form, table: &Table<'_, '_>) -> Result<bool> {
    let Some(node) = table.get("every") else { return Ok(false) };
    let every = node.bool()?;
    if every && !form.is_limit() && !form.is_growth() {
        return Err(node
            .error(ErrorKind::Plan, format!("`every` does not go with `{}`", form.as_str()))
            .mend("leave it out; it goes with rate and pace_with, and with limits such as at_least = 100"));
    }
    Ok(every)
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

/// When the target was set: a period or a day.
fn set(node: &Node<'_, '_>, by: Option<Period>) -> Result<String> {
    let reading = Reading::of(&node.date()?).map_err(|error| node.place(&error))?;
    let (text, begins) = match reading {
        Reading::Date(date) => {
            let month = date.period_at(crate::model::Frequency::Monthly);
            (date.to_string(), month.map(Period::start_in_years))
        }
        other => {
            let period = other.period().map_err(|error| node.place(&error))?;
            (period.to_string(), Some(period.start_in_years()))
        }
    };
    match (begins, by) {
        (Some(begins), Some(by)) if begins >= by.end_in_years() => Err(node
            .error(ErrorKind::Plan, format!("the target was set in {text}, after it is due ({by})"))
            .mend("`set` is the date of the document that sets it; the date by which it is due is `by`")),
        _ => Ok(text),
    }
}
