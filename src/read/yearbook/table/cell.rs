//! One data cell: value, period, names and unit, and the doubts about each.

use super::wording::{another_kind, generic, qualifier, to_date};
use super::{Calendars, Strings};
use crate::read::book::DataCell;
use crate::read::hints::TableHint;
use crate::read::yearbook::heads::{Axis, Doubt};
use crate::read::yearbook::preamble::{Preamble, title_as_indicator};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::units;
use crate::read::yearbook::when::{self, Moment, Span};
use std::sync::Arc;

/// A rate or an index with a moving base: what a column says of any unit.
fn is_share(unit: &str) -> bool {
    matches!(unit.trim().to_lowercase().as_str(), "%" | "％" | "‰" | "pct" | "percent")
        || (units::is_base(unit) && unit.contains('上'))
}

/// What names the indicator of headings that name none.
pub(super) struct Fallback {
    pub(super) parts: Vec<String>,
    pub(super) unit: Option<String>,
    pub(super) from_title: bool,
}

impl Fallback {
    pub(super) fn of(preamble: &Preamble) -> Fallback {
        if !preamble.indicator.is_empty() {
            return Fallback {
                parts: preamble.indicator.clone(),
                unit: preamble.indicator_unit.clone(),
                from_title: false,
            };
        }
        if let Some(measured) = &preamble.measured {
            return Fallback { parts: vec![measured.name.clone()], unit: measured.unit.clone(), from_title: true };
        }
        let labelled = units::divide(&title_as_indicator(&preamble.title));
        let parts = if labelled.name.is_empty() { Vec::new() } else { vec![labelled.name] };
        // `... by country, 1997 to 2017 (1997 = 100)`: the bracket was taken off with the years.
        let unit = labelled.unit.or_else(|| {
            let (_, inner) = units::last_bracket(&preamble.title)?;
            units::is_unit(inner).then(|| inner.trim().to_owned())
        });
        Fallback { parts, unit, from_title: true }
    }
}

pub(super) struct Place<'t> {
    pub(super) given: &'t TableHint,
    pub(super) head: &'t Axis,
    pub(super) axis: &'t Axis,
    pub(super) preamble: &'t Preamble,
    pub(super) fallback: &'t Fallback,
    pub(super) calendars: Calendars,
    pub(super) part: Option<Moment>,
    /// Rows and columns are called the same: what relates each to each.
    pub(super) matrix: bool,
}

#[derive(Default)]
pub(super) struct Cell {
    pub(super) value: Option<f64>,
    pub(super) missing: Option<String>,
    pub(super) period: String,
    pub(super) at: Option<crate::model::Period>,
    pub(super) subject: String,
    pub(super) indicator: Vec<String>,
    pub(super) unit: String,
    pub(super) sign: Option<&'static str>,
    pub(super) as_of: Option<String>,
    pub(super) doubts: Vec<Doubt>,
}

impl Cell {
    pub(super) fn value(&mut self, sheet: &Sheet<'_>, row: usize, column: usize) -> bool {
        let seen = sheet.at(row, column);
        match seen.kind {
            Kind::Number | Kind::Year => {
                self.value = Some(seen.number);
                match seen.note {
                    Some(sign @ ("%" | "‰")) => self.sign = Some(sign),
                    Some(note) => self.doubts.push((if note == "in brackets" { 0.9 } else { 0.5 }, note)),
                    None => {}
                }
            }
            Kind::Mark => self.missing = Some(sheet.label(row, column).trim().to_owned()),
            Kind::Blank => self.missing = Some(String::new()),
            Kind::Text => {
                let text = sheet.label(row, column).trim().to_owned();
                let short = text.chars().count() <= 3;
                self.doubts.push(if short {
                    (0.9, "letters in place of a number are taken for a mark of a missing value")
                } else {
                    (0.3, "a text in place of a number")
                });
                self.missing = Some(text);
            }
            Kind::Period => {
                if seen.note.is_some() {
                    self.value = Some(seen.number);
                    self.doubts.push((0.9, "a mark behind the number was trimmed"));
                } else {
                    self.missing = Some(sheet.label(row, column).trim().to_owned());
                    self.doubts.push((0.3, "a period in place of a number"));
                }
            }
        }
        true
    }

    /// Period of the cell; `false` where there is no such cell.
    pub(super) fn date(&mut self, place: &Place<'_>) -> bool {
        let Place { head, axis, preamble, calendars, part, .. } = place;
        if let Some(period) = &place.given.period {
            // The text was checked when the hint was read.
            let found = when::read(period).and_then(|moment| moment.stamp(None));
            (self.period, self.at) = found.unwrap_or_else(|| (period.clone(), crate::model::Period::read(period).ok()));
            return true;
        }
        let mut moment = match (head.moment, axis.moment) {
            (Some(head), Some(axis)) => head.with(axis).or_else(|| {
                self.doubts.push((0.4, "head and row give two periods"));
                Some(if axis.whole() && !head.whole() { axis } else { head })
            }),
            (one, other) => one.or(other),
        };
        if let (Some(found), Some(part)) = (moment, part) {
            moment = found.with(*part).or(moment);
        }
        match moment {
            Some(found) if !found.whole() => {
                if let Some(title) = preamble.moment.and_then(|title| title.with(found)) {
                    moment = Some(title);
                    self.doubts.push((0.9, "the year is that of the title"));
                }
            }
            None => {
                moment = preamble.moment;
                if moment.is_some() {
                    self.doubts.push((0.9, "the period is that of the title"));
                }
            }
            Some(_) => {}
        }
        let Some(mut moment) = moment else {
            self.doubts.push((0.5, "no period is stated"));
            return true;
        };
        if let Some(frequency) =
            head.frequency.as_deref().or(axis.frequency.as_deref()).or(preamble.frequency.as_deref())
        {
            match moment.at_frequency(frequency) {
                Some(found) => moment = found,
                None if self.value.is_none() && self.missing.as_deref() == Some("") => return false,
                None => self.doubts.push((0.5, "the period does not fit the frequency of the series")),
            }
        }
        let words = head.parts.iter().chain(&axis.parts).chain(if head.parts.is_empty() && axis.parts.is_empty() {
            place.fallback.parts.as_slice()
        } else {
            &[]
        });
        for word in words {
            match to_date(word) {
                Some(sure) if moment.to_date() != moment => {
                    moment = moment.to_date();
                    if !sure {
                        self.doubts.push((0.7, "累计 in the heading is taken for the year to date"));
                    }
                }
                _ => {}
            }
        }
        if let Some(year) = moment.year.filter(|year| *year < 1500) {
            if calendars.hijri {
                moment.year = Some(year + 621);
                self.doubts.push((0.9, "a year of the Solar Hijri calendar"));
            } else {
                self.doubts.push((0.3, "a year before 1500"));
            }
        }
        if let Some(year) = moment.year.filter(|year| *year >= 2400 && calendars.buddhist) {
            moment.year = Some(year - 543);
            self.doubts.push((0.9, "a year of the Buddhist calendar"));
        }
        if !moment.sure {
            self.doubts.push((0.9, "the period is read out of a text that says more"));
        }
        // Growth between two years (`2021-22`) is of the later one.
        let growth = ["growth rate", "增长速度", "taxa de crescimento", "tasa de crecimiento", "темпы роста"];
        let title = preamble.title.to_lowercase();
        if moment.span == Span::Fiscal && !calendars.india && growth.iter().any(|word| title.contains(word)) {
            moment = Moment { year: moment.year.map(|year| year + 1), span: Span::Year, ..moment };
            self.doubts.push((0.7, "growth between two years is taken for that of the later one"));
        }
        if moment.span == Span::Fiscal && !calendars.india {
            self.doubts.push((0.7, "the end of the fiscal year is not stated"));
        }
        match moment.stamp(calendars.india.then_some(3)) {
            Some((text, at)) => {
                self.period = text;
                self.at = at;
            }
            None => self.doubts.push((0.5, "a part of a year without its year")),
        }
        true
    }

    /// Subject and path of headings.
    pub(super) fn name(&mut self, place: &Place<'_>) {
        let Place { head, axis, preamble, fallback, .. } = place;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(axis.parts.iter().cloned());
        // A column called like its row says no more, except in a matrix.
        let again = usize::from(!place.matrix && parts.last().is_some() && parts.last() == head.parts.first());
        parts.extend(head.parts.iter().skip(again).cloned());
        if !parts.is_empty() && parts.iter().all(|part| generic(part)) {
            self.doubts.push((0.9, "the headings name no indicator by themselves"));
        }
        let qualifies = !parts.is_empty() && parts.iter().all(|part| qualifier(part));
        if parts.is_empty() || qualifies {
            if fallback.parts.is_empty() {
                self.doubts.push((0.5, "no heading names an indicator"));
            } else if fallback.from_title {
                self.doubts.push((0.9, "the indicator is that of the title"));
            } else if fallback.parts.len() > 1 {
                self.doubts.push((0.9, "the indicator is put together from what is said above the table"));
            }
            let own = std::mem::take(&mut parts);
            parts.clone_from(&fallback.parts);
            parts.extend(own);
        }
        self.indicator = parts;
        if let Some(indicator) = &place.given.indicator {
            self.indicator = vec![indicator.clone()];
            self.doubts.retain(|(_, note)| !note.contains("indicator"));
        }
        if head.subject.is_some() && axis.subject.is_some() {
            self.doubts.push((0.5, "heads and rows both name subjects"));
        }
        if let Some(subject) = &place.given.subject {
            self.subject.clone_from(subject);
            return;
        }
        let own = axis.subject.as_ref().or(head.subject.as_ref()).or(preamble.subject.as_ref());
        self.subject = match (own, &preamble.aside) {
            (Some(subject), _) => subject.clone(),
            (None, Some(aside)) => {
                self.doubts.push((0.7, "the subject is a line above the heads"));
                aside.clone()
            }
            (None, None) => String::new(),
        };
    }

    pub(super) fn measure(&mut self, place: &Place<'_>) {
        let Place { head, axis, preamble, fallback, .. } = place;
        if let Some(unit) = &place.given.unit {
            self.unit.clone_from(unit);
            self.doubts.retain(|(_, note)| !note.contains("unit"));
            return;
        }
        if head.strong {
            self.unit = self.sign.map(str::to_owned).or_else(|| head.unit.clone()).unwrap_or_default();
            return;
        }
        // `2019年为2018年%`, `增长(%)` beside a column of units: a rate of whatever the row is.
        let rate = head.unit.as_deref().is_some_and(is_share)
            && !axis.unit.as_deref().is_some_and(is_share)
            && !head
                .doubts
                .iter()
                .any(|(_, note)| note.starts_with("the unit is that") || note.starts_with("the unit stands"));
        if let (Some(row), Some(column)) = (&axis.unit, &head.unit)
            && row != column
        {
            self.doubts.push(if rate {
                (0.9, "the rate that the column states is taken, not the unit of the row")
            } else {
                (0.9, "the unit of the row overrides that of the column")
            });
        }
        let until = axis.until.as_ref().or(head.until.as_ref());
        let own = if rate { head.unit.clone() } else { axis.unit.clone().or_else(|| head.unit.clone()) };
        let mut from_table = false;
        let unit = own.or_else(|| {
            let used = fallback.unit.clone().filter(|_| head.parts.is_empty() && axis.parts.is_empty());
            used.or_else(|| self.sign.map(str::to_owned)).or_else(|| {
                from_table = preamble.unit.is_some();
                preamble.unit.clone().or_else(|| {
                    fallback
                        .unit
                        .clone()
                        .filter(|_| place.fallback.from_title)
                        .inspect(|_| self.doubts.push((0.7, "the unit is that of the title")))
                })
            })
        });
        let Some(mut unit) = unit else {
            self.doubts.push((0.9, "no unit is stated"));
            return;
        };
        // A unit of the row under a heading that sounds of another one, and the other way round.
        let crossed = match (&axis.unit, &head.unit) {
            (Some(_), _) if !rate => head.parts.iter().any(|part| another_kind(part, &unit)),
            (None, Some(_)) => axis.parts.iter().any(|part| another_kind(part, &unit)),
            _ => false,
        };
        if crossed {
            self.doubts.push((0.5, "the heading sounds of another unit than that of the row or column"));
        }
        if from_table {
            if preamble.mixed {
                // `亿元、%`: rates in one, everything else in the other, where there are just two.
                let several: Vec<&str> =
                    unit.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|part| !part.is_empty()).collect();
                let share = |part: &&&str| part.contains(['%', '％', '‰']);
                let rate = self.indicator.iter().any(|part| another_kind(part, ""));
                let fitting: Vec<&&str> = several.iter().filter(|part| share(part) == rate).collect();
                if let ([_, _], [one]) = (several.as_slice(), fitting.as_slice()) {
                    let fits = (**one).to_owned();
                    unit = fits;
                    self.doubts.push((0.7, "one of the units that the line names, by the words of the heading"));
                } else {
                    self.doubts.push((0.5, "the line of the unit names several"));
                }
            }
            let other_kind = !preamble.mixed && self.indicator.iter().any(|part| another_kind(part, &unit));
            if other_kind {
                self.doubts.push((0.5, "the heading sounds of another unit than that of the table"));
            }
        }
        if let (Some((year, before)), Some(own)) =
            (until, self.period.get(..4).and_then(|year| year.parse::<i32>().ok()))
        {
            if own <= *year {
                unit.clone_from(before);
            }
            self.doubts.push((if own == *year { 0.5 } else { 0.9 }, "the unit changes in time"));
        }
        self.unit = unit;
    }

    pub(super) fn finish(
        self,
        sheet: &Sheet<'_>,
        (row, column): (usize, usize),
        title: &Arc<str>,
        name: &Arc<str>,
        strings: &mut Strings,
    ) -> DataCell {
        let confidence = self.doubts.iter().map(|(sure, _)| *sure).fold(1.0, f64::min);
        let mut notes: Vec<&str> = Vec::new();
        for (_, note) in &self.doubts {
            if !notes.contains(note) {
                notes.push(note);
            }
        }
        DataCell {
            subject: strings.get(&self.subject),
            indicator: strings.get(&self.indicator.join(" / ")),
            period: strings.get(&self.period),
            at: self.at,
            value: self.value,
            missing: self.missing.map(|mark| strings.get(&mark)),
            unit: strings.get(&self.unit),
            table: title.clone(),
            sheet: name.clone(),
            cell: sheet.grid.name(row, column),
            as_of: self.as_of.map(|text| strings.get(&text)),
            confidence,
            note: (!notes.is_empty()).then(|| strings.get(&notes.join("; "))),
        }
    }
}
