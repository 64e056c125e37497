//! `fanfan goal`: a goal, with values typed or out of tables.

use fanfan::model::{Observations, SeriesKey, SeriesRef};
use fanfan::progress::{PriceTerms, Prices};
use fanfan::read;
use fanfan::report::{Format, GoalReport};

use super::{explain_reading, read_options};
use crate::args::{Common, GoalArgs};
use crate::output::{self, Failure};

/// Runs the command.
pub(crate) fn run(args: &GoalArgs, common: &Common) -> Result<(), Failure> {
    let mut report = GoalReport::new(args.notation.clone()).explain(common.explain);
    if let Some(start) = args.start {
        report = report.start(start)?;
    }
    if let Some(base) = args.base {
        report = report.base(base)?;
    }
    for &(period, value) in &args.at {
        report = report.at(period, value)?;
    }
    for &(period, value) in &args.figure {
        report = report.figure(period, value)?;
    }
    let terms = if args.real { PriceTerms::Real } else { PriceTerms::Nominal };
    let mut prices = Prices::new(terms);
    if let Some(rate) = args.prices {
        prices = prices.rising(rate);
    }
    if !args.data.is_empty() {
        let tables = read::tables(&args.data, &read_options(&args.table)?)?;
        explain_reading(&tables, common);
        let data = tables.observations;
        if let Some(name) = &args.deflator {
            prices = prices.deflator(the_only(&deflator(&data, name, args)?, "--deflator")?.points());
        }
        let values = data.keep(|key| args.deflator.as_ref().is_none_or(|name| *name != *key.indicator));
        for (period, value) in the_only(&meant(&values, &args.only)?, "--only")?.points() {
            report = report.at(period, value)?;
        }
    }
    if args.prices.is_some() || args.deflator.is_some() {
        report = report.prices(prices, args.deflator.clone());
    } else if args.real {
        return Err(Failure::Said("--real needs the rise in prices: --prices 3%, or --deflator NAME".to_owned()));
    }
    let report = report.ready()?;
    if output::format(common) == Format::Csv && (!args.at.is_empty() || !args.data.is_empty()) {
        output::remark(
            common,
            "info: the rows are the milestones; values on the way and what is left are in --format table and json",
        );
    }
    output::write(&report, common)
}

/// The series that all names fit.
fn meant(data: &Observations, names: &[String]) -> Result<Observations, Failure> {
    let fits = |name: &String, key: &SeriesKey| **name == *key.subject || **name == *key.indicator;
    let kept = data.keep(|key| names.iter().all(|name| fits(name, key)));
    if !kept.panel().is_empty() {
        return Ok(kept);
    }
    let unknown = names.iter().find(|name| !data.panel().keys().iter().any(|key| fits(name, key)));
    Err(Failure::Said(match unknown {
        Some(name) => format!("--only: the tables have no subject and no indicator `{name}`; leave the option out"),
        None => format!("--only: no series is called {}; name one subject and one indicator", names.join(" and ")),
    }))
}

/// The prices, of the subject that is meant where tables have several.
fn deflator(data: &Observations, name: &str, args: &GoalArgs) -> Result<Observations, Failure> {
    let prices = data.keep(|key| *name == *key.indicator);
    if prices.panel().is_empty() {
        return Err(Failure::Said(format!("--deflator: the tables have no indicator `{name}`")));
    }
    let of_subject = prices.keep(|key| args.only.iter().any(|only| **only == *key.subject));
    Ok(if of_subject.panel().is_empty() { prices } else { of_subject })
}

/// The one series of the data.
fn the_only<'a>(data: &'a Observations, option: &str) -> Result<SeriesRef<'a>, Failure> {
    let mut series = data.panel().iter();
    match (series.next(), series.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::Said(format!("{option}: the tables hold no other series"))),
        (Some(first), Some(second)) => Err(Failure::Said(format!(
            "{option}: the tables hold several series, such as `{}` and `{}`; name the subject and the indicator that \
             are meant: --only SUBJECT,INDICATOR",
            first.key, second.key
        ))),
    }
}
