//! Brings the names and units of data to those of a plan.

use std::collections::{BTreeMap, HashMap};

use super::completion::{Part, month_after};
use crate::aggregate::OverPeriods;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Frequency, Indicator, Nature, ObservationsRef, Period, PeriodRange, Series, Units};
use crate::plan::{Finding, Form, Plan, Severity};

mod chain;
mod near;
mod parts;
mod spans;
mod totals;

use spans::Spans;

/// The series of one subject and indicator, in the unit of the plan.
pub(super) struct Linked {
    pub(super) subject: String,
    /// Place of the indicator in the plan.
    pub(super) indicator: usize,
    /// Whether values are sums over their periods: that of a month says nothing of its year.
    pub(super) flow: bool,
    pub(super) points: Vec<(Period, f64)>,
    /// Growth published beside the last points.
    pub(super) published: Vec<(Period, f64)>,
    /// The sums of a flow in the finest parts that the data has.
    pub(super) parts: Vec<Part>,
    /// Growth published beside running totals, by the month after their last.
    pub(super) to_date: Vec<(i32, f64)>,
    /// An index chained from the rates, where the data gives rates of growth instead of levels.
    chained: Option<Box<Linked>>,
    /// The same flow by whole years, half-years and quarters, where targets speak of periods of several lengths.
    whole: Vec<(Frequency, Linked)>,
    /// Totals over spans, which are no values of it.
    pub(super) totals: Vec<(PeriodRange, Part)>,
}

impl Linked {
    /// A series of which no value is known.
    fn nothing(subject: &str, indicator: usize, flow: bool) -> Linked {
        Linked {
            subject: subject.to_owned(),
            indicator,
            flow,
            points: Vec::new(),
            published: Vec::new(),
            parts: Vec::new(),
            to_date: Vec::new(),
            chained: None,
            whole: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Whether nothing is known of it.
    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty() && self.parts.is_empty() && self.totals.is_empty()
    }

    /// The sum of the parts that make just these months.
    pub(super) fn sum_between(&self, from: i32, to: i32) -> Option<f64> {
        let (mut month, mut sum) = (from, 0.0);
        for part in self.parts.iter().filter(|part| part.from >= from && part.to <= to) {
            if part.from != month {
                return None;
            }
            (month, sum) = (part.to, sum + part.value);
        }
        (month == to && to > from).then_some(sum)
    }

    /// The parts of a sum that begins with `from` and ends by `to`: those of the series, or behind a total over a span
    /// that reaches farther than they do.
    pub(super) fn parts_of_sum(&self, from: i32, to: i32) -> Vec<Part> {
        let run = |from: i32| {
            let mut month = from;
            let mut run = Vec::new();
            for part in self.parts.iter().filter(|part| part.from >= from && part.to <= to) {
                if part.from != month {
                    break;
                }
                month = part.to;
                run.push(*part);
            }
            (month, run)
        };
        let (mut end, mut best) = run(from);
        for (_, total) in self.totals.iter().filter(|(_, total)| total.from == from && total.to <= to) {
            let (reached, rest) = run(total.to);
            if reached > end {
                end = reached;
                best = std::iter::once(*total).chain(rest).collect();
            }
        }
        best
    }

    /// The value at `period`, or at the end of it where the data is finer and no flow.
    pub(super) fn at(&self, period: Period) -> Option<(Period, f64)> {
        let frequency = self.points.first()?.0.frequency();
        if !self.speaks_of(period) {
            return None;
        }
        let period = period.last_within(frequency)?;
        let row = self.points.binary_search_by_key(&period.ordinal(), |(period, _)| period.ordinal()).ok()?;
        self.points.get(row).copied()
    }

    /// Whether values can stand for periods such as this: flows only where they span as much time.
    pub(super) fn speaks_of(&self, period: Period) -> bool {
        let Some((first, _)) = self.points.first() else { return false };
        let own = first.frequency();
        !self.flow || own.is_to_date() || own.per_year() == period.frequency().per_year()
    }

    /// Whether values are running totals, which are compared with those of the same months of other years.
    pub(super) fn is_to_date(&self) -> bool {
        self.flow && self.points.first().is_some_and(|(period, _)| period.frequency().is_to_date())
    }

    /// What a target of this form is held against: levels, or an index of the rates that the data has.
    /// For what is due in `by`, a flow counts in periods of that length.
    pub(super) fn of(&self, form: &Form, by: Option<Period>) -> &Linked {
        let chained = self.chained.as_deref().filter(|_| form.compounds() || form.is_growth());
        chained.unwrap_or_else(|| by.map_or(self, |by| self.spanning(by)))
    }

    /// The series in periods as long as `period`, where its data makes some. Of a year that is not over there is no
    /// whole one, and its parts are in the series of years.
    pub(super) fn spanning(&self, period: Period) -> &Linked {
        let length = period.frequency();
        let whole = self.whole.iter().find(|(own, _)| *own == length).map(|(_, linked)| linked);
        whole.filter(|linked| length == Frequency::Annual || !linked.points.is_empty()).unwrap_or(self)
    }

    /// The growth published beside the running total that ends with `period`.
    pub(super) fn published_to(&self, period: Period) -> Option<f64> {
        let end = month_after(period)?;
        self.to_date.iter().find(|(month, _)| *month == end).map(|(_, growth)| *growth)
    }

    /// The growth published beside the value of `period`.
    pub(super) fn published_at(&self, period: Period) -> Option<f64> {
        let row = self.published.binary_search_by_key(&period.ordinal(), |(at, _)| at.ordinal()).ok()?;
        self.published.get(row).filter(|(at, _)| *at == period).map(|(_, growth)| *growth)
    }
}

/// All series that the plan knows, by subject and indicator.
pub(super) struct Link {
    series: HashMap<(String, usize), Linked>,
    subjects: Vec<String>,
}

impl Link {
    pub(super) fn get(&self, subject: &str, indicator: usize) -> Option<&Linked> {
        // A table without subjects is about the subject of the plan.
        let key = (subject.to_owned(), indicator);
        self.series.get(&key).or_else(|| self.series.get(&(String::new(), indicator)))
    }

    /// The series of just this subject.
    pub(super) fn exactly(&self, subject: &str, indicator: usize) -> Option<&Linked> {
        self.series.get(&(subject.to_owned(), indicator))
    }

    /// The subjects of which the data has this indicator, sorted.
    pub(super) fn having(&self, indicator: usize) -> Vec<&str> {
        let all = self.series.keys().filter(|(_, at)| *at == indicator).map(|(subject, _)| subject.as_str());
        let mut all: Vec<&str> = all.filter(|subject| !subject.is_empty()).collect();
        all.sort_unstable();
        all
    }

    /// The series that have totals over spans, in order of indicator and subject.
    pub(super) fn with_totals(&self) -> Vec<&Linked> {
        let mut all: Vec<&Linked> = self.series.values().filter(|linked| !linked.totals.is_empty()).collect();
        all.sort_by(|a, b| (a.indicator, &a.subject).cmp(&(b.indicator, &b.subject)));
        all
    }

    /// The subjects of the data, sorted.
    pub(super) fn subjects(&self) -> &[String] {
        &self.subjects
    }
}

/// Which indicator of a plan a name in the data means.
pub(super) fn names_of(plan: &Plan) -> HashMap<&str, usize> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (at, indicator) in plan.indicators().iter().enumerate() {
        for name in indicator.labels() {
            names.entry(name).or_insert(at);
        }
    }
    // A code is stronger than a name that another indicator may share.
    names.extend(plan.indicators().iter().enumerate().map(|(at, indicator)| (indicator.code.as_str(), at)));
    names
}

/// Links data to a plan.
///
/// # Errors
/// A unit that is not known or does not convert into that of the plan; two series under two names of one indicator.
pub(super) fn link(plan: &Plan, data: ObservationsRef<'_>, findings: &mut Vec<Finding>) -> Result<Link> {
    let names = names_of(plan);
    let spans = spans::of(plan);
    let only = (plan.indicators().len() == 1).then_some(0);

    let mut link = Link { series: HashMap::new(), subjects: Vec::new() };
    let mut places: HashMap<(String, usize), usize> = HashMap::new();
    let mut groups: Vec<Vec<Found>> = Vec::new();
    let mut unknown: Vec<near::Unknown<'_>> = Vec::new();
    let mut row = 0;
    for (number, series) in data.panel.iter().enumerate() {
        let rows = row..row + series.values.len();
        row = rows.end;
        let whole = &*series.key.indicator;
        let name = if names.contains_key(whole) { whole } else { without_frequency(whole) };
        let found = names.get(name).copied().or(only.filter(|_| name.is_empty()));
        let Some(at) = found else {
            let (subject, frequency) = (&*series.key.subject, series.frequency);
            unknown.push(near::Unknown { name: whole, subject, frequency, ordinals: series.ordinals });
            continue;
        };
        let Some(indicator) = plan.indicators().get(at) else { continue };
        let subject = series.key.subject.to_string();
        let convert =
            converter(indicator, data.unit(number), plan.units()).map_err(|error| error.of_series(&subject, name))?;
        let published = series.ordinals.iter().zip(rows).filter_map(|(&ordinal, row)| {
            Some((Period::from_ordinal(series.frequency, ordinal), data.published_growth(row)?))
        });
        let rates = chain::rates_of(indicator, data.unit(number), plan.units());
        let found = Found {
            name: whole.to_owned(),
            frequency: series.frequency,
            rates,
            raw: if rates.is_some() { series.points().collect() } else { Vec::new() },
            points: series.points().map(|(period, value)| (period, convert(value))).collect(),
            published: published.collect(),
        };
        let place = *places.entry((subject.clone(), at)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(place) else { continue };
        if let Some(other) = group.iter().find(|other| other.frequency == found.frequency) {
            return Err(Error::new(
                ErrorKind::Duplicate,
                format!("the data has two series for `{}`: `{}` and `{}`", indicator.code, other.name, found.name),
            )
            .of_series(&subject, &indicator.code)
            .mend("take one of the two names out of the aliases, or one series out of the data"));
        }
        group.push(found);
    }
    let mut places: Vec<((String, usize), usize)> = places.into_iter().collect();
    places.sort_unstable_by_key(|(_, place)| *place);
    for (((subject, at), _), group) in places.into_iter().zip(groups) {
        let Some(indicator) = plan.indicators().get(at) else { continue };
        let Some(spans) = spans.get(at) else { continue };
        let (linked, left_out) = in_spans(&subject, at, indicator, group, spans);
        if let Some((part, frequency)) = left_out {
            let (zh_data, data) = frequency.words();
            let en = format!(
                "{part} is no whole year and stands in no comparison of years: the plan is yearly, the data {data}"
            );
            let zh = format!("{}不足一年，不与各年相比：计划为年度，所给为{zh_data}", part.chinese());
            let finding = Finding::new("partial_year", Severity::Info, &indicator.code, zh, en).at(part);
            findings.push(finding.of((!subject.is_empty()).then_some(&subject)));
        }
        link.subjects.push(subject.clone());
        link.series.insert((subject, at), linked);
    }
    link.subjects.sort_unstable();
    link.subjects.dedup();
    totals::add(plan, data, &names, &mut link)?;
    near::split_names(plan, &link, &names, &unknown, findings);
    near::misses(plan, &link, unknown.iter().map(|one| one.name).collect(), findings);
    Ok(link)
}

/// One indicator of one subject, in periods of each length that targets speak of.
fn in_spans(
    subject: &str,
    at: usize,
    indicator: &Indicator,
    group: Vec<Found>,
    spans: &Spans,
) -> (Linked, Option<(Period, Frequency)>) {
    let several = spans.others.iter().filter(|_| indicator.nature == Nature::Flow);
    let mut left_out = None;
    let whole: Vec<(Frequency, Linked)> = several
        .map(|length| {
            let (linked, rest) = joined(subject, at, indicator, group.clone(), Some(*length));
            left_out = left_out.or(rest);
            (*length, linked)
        })
        .collect();
    let (linked, rest) = joined(subject, at, indicator, group, spans.coarse);
    // What is no whole year matters where something is due in years.
    (Linked { whole, ..linked }, left_out.or(rest).filter(|_| spans.is_of_years()))
}

/// Values by the ordinal of their period.
type ByPeriod = BTreeMap<i32, (Period, f64)>;

/// One series of the data for an indicator.
#[derive(Clone)]
struct Found {
    name: String,
    frequency: Frequency,
    rates: Option<chain::Rates>,
    /// Values in the unit of the data, where they are rates.
    raw: Vec<(Period, f64)>,
    /// Values in the unit of the plan.
    points: Vec<(Period, f64)>,
    published: Vec<(Period, f64)>,
}

/// The name of an indicator whose data names its frequency too: `gdp@monthly` beside a yearly `gdp`.
pub(super) fn without_frequency(name: &str) -> &str {
    match name.rsplit_once('@') {
        Some((name, frequency)) if frequency.parse::<Frequency>().is_ok() => name,
        _ => name,
    }
}

/// One indicator of one subject from all series that the data has for it, and what makes no whole year.
fn joined(
    subject: &str,
    at: usize,
    indicator: &Indicator,
    mut group: Vec<Found>,
    coarse: Option<Frequency>,
) -> (Linked, Option<(Period, Frequency)>) {
    // Coarse before fine: a yearly figure that is published stands before a sum of months.
    group.sort_by_key(|found| (found.frequency.is_to_date(), found.frequency.per_year()));
    let flow = indicator.nature == Nature::Flow;
    let chained = chain::of(&group).map(|(points, published)| {
        let subject = subject.to_owned();
        let (parts, to_date, chained) = (Vec::new(), Vec::new(), None);
        let (whole, totals) = (Vec::new(), Vec::new());
        let flow = false;
        Box::new(Linked { subject, indicator: at, flow, points, published, parts, to_date, chained, whole, totals })
    });
    let to_date = group.iter().filter(|found| found.frequency.is_to_date()).flat_map(|found| &found.published);
    let to_date = to_date.filter_map(|&(period, growth)| Some((month_after(period)?, growth))).collect();
    let parts = if flow { parts::of(group.iter().map(|found| found.points.as_slice())) } else { Vec::new() };
    let mut left_out: Option<(Period, Frequency)> = None;
    let (mut points, mut published) = (ByPeriod::new(), ByPeriod::new());
    let finest = group.last().map(|found| found.frequency);
    for found in group {
        let finer = found.frequency.is_to_date() || found.frequency.per_year() > 1;
        let mut own = found.points;
        let mut growth = found.published;
        if flow && finer && coarse == Some(Frequency::Annual) {
            let (years, rest) = whole_years(&own, found.frequency);
            own = years;
            if let Some(part) =
                rest.filter(|part| left_out.is_none_or(|(last, _)| part.end_in_years() > last.end_in_years()))
            {
                left_out = Some((part, found.frequency));
            }
            // What was published of a running total at the end of a year was of the year; of a month it was not.
            growth.retain(|(period, _)| {
                period.frequency().is_to_date() && period.last_within(Frequency::Annual).is_some()
            });
            for (period, _) in &mut growth {
                *period = Period::annual(period.year());
            }
        } else if let Some(finest) = finest.filter(|finest| *finest != found.frequency && !flow) {
            // A stock at the end of a year is that of its last month.
            let last = |(period, value): (Period, f64)| Some((period.last_within(finest)?, value));
            own = own.into_iter().filter_map(last).collect();
            growth = growth.into_iter().filter_map(last).collect();
        } else if flow && coarse.is_some_and(|coarse| coarse.per_year() < found.frequency.per_year()) {
            // Its sums are made of the parts, below.
            continue;
        } else if flow && points.values().next().is_some_and(|(first, _)| first.frequency() != found.frequency) {
            // Flows of two frequencies in a plan that is not of years: the coarsest is compared.
            continue;
        }
        for (period, value) in own {
            points.entry(period.ordinal()).or_insert((period, value));
        }
        for (period, value) in growth {
            published.entry(period.ordinal()).or_insert((period, value));
        }
    }
    // Quarters of a plan of quarters out of months; years of which half a year and two quarters are known.
    for (period, sum) in coarse.map(|coarse| parts::whole(&parts, coarse)).unwrap_or_default() {
        points.entry(period.ordinal()).or_insert((period, sum));
    }
    let left_out = left_out.filter(|(part, _)| !points.contains_key(&part.year()));
    let (points, published) = (points.into_values().collect(), published.into_values().collect());
    let (subject, whole, totals) = (subject.to_owned(), Vec::new(), Vec::new());
    (Linked { subject, indicator: at, flow, points, published, parts, to_date, chained, whole, totals }, left_out)
}

/// A flow by whole years: sums of all parts of a year, or running totals at its end; and the last part left out.
fn whole_years(points: &[(Period, f64)], frequency: Frequency) -> (Vec<(Period, f64)>, Option<Period>) {
    let how = if frequency.is_to_date() { OverPeriods::Last } else { OverPeriods::Sum };
    // Weeks make up no years, so that none is whole.
    let years = Series::from_points(points.iter().copied())
        .and_then(|series| series.aggregate((Frequency::Annual, how)))
        .map(|outcomes| outcomes.iter().filter_map(|(year, sum)| Some((year, sum.ok()?))).collect::<Vec<_>>())
        .unwrap_or_default();
    let is_whole = |period: &Period| years.binary_search_by_key(&period.year(), |(year, _)| year.year()).is_ok();
    let left_out = points.iter().map(|(period, _)| *period).rfind(|period| !is_whole(period));
    (years, left_out)
}

/// Turns values of the data into the unit of the plan.
fn converter(indicator: &Indicator, unit: Option<&str>, units: &Units) -> Result<impl Fn(f64) -> f64> {
    let mut pair = None;
    if let (Some(to), Some(text)) = (&indicator.unit, unit)
        && to.to_string() != text
    {
        let from = units.read(text)?;
        from.convert(1.0, to).map_err(|error| {
            let message = format!("the data is in {text} and the plan in {to}: {}", error.message());
            let mend = format!("mend the unit in the data, or `unit` of [indicator.{}]", indicator.code);
            let mend = error.how_to_mend().map_or(mend.clone(), |own| format!("{own}: {mend}"));
            Error::new(error.kind(), message).mend(mend)
        })?;
        pair = (from != *to).then(|| (from, to.clone()));
    }
    Ok(move |value: f64| match &pair {
        // That the two convert was tried above.
        Some((from, to)) => from.convert(value, to).unwrap_or(f64::NAN),
        None => value,
    })
}
