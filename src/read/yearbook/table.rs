//! Heads, rows and what stands above them, put together into data cells.
//!
//! - A unit in the row wins over one in the heads, that over one of the table, that over one in the title.
//! - A period in head or row wins over one in the title; a year in the title completes months in the rows.
//! - Headings that name no indicator take the one above the table: from a pair, a line with a unit, or the title.
//! - `累计` and `year to date` make a month or quarter the span from January.
//! - A monthly grid holds quarterly series at the last months of quarters, where the frequency says so.
//! - `2004-05` in tables of India is April to March; elsewhere the end of the fiscal year is not stated.

use std::collections::HashMap;
use std::sync::Arc;

use super::frame::{Frame, continues};
use super::heads::{self, Axis, Doubt, HeadRole, Heads};
use super::preamble::{self, Preamble, title_as_indicator};
use super::rows::{self, Role, Rows};
use super::sheet::{Kind, Sheet};
use super::units;
use super::when::{self, Moment, Span};
use super::words::is_cjk;
use crate::read::book::{DataCell, Problem};
use crate::read::hints::TableHint;

/// What the words of a sheet say of its calendars.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Calendars {
    pub(super) india: bool,
    pub(super) hijri: bool,
}

impl Calendars {
    /// Looks through the texts of a sheet once.
    pub(super) fn of(sheet: &Sheet<'_>) -> Calendars {
        let mut found = Calendars::default();
        for row in 0..sheet.height() {
            for seen in sheet.row(row).iter().filter(|seen| seen.kind == Kind::Text) {
                let text = seen.text;
                found.india |= [
                    "₹",
                    "Lakh",
                    "lakh",
                    "Crore",
                    "crore",
                    "State/Union",
                    "Government of India",
                    "Reserve Bank of India",
                ]
                .iter()
                .any(|word| text.contains(word));
                found.hijri |=
                    ["Hijri", "Iranian year", "Iranian calendar", "شمسی", "سال"].iter().any(|word| text.contains(word));
            }
        }
        found
    }
}

/// A table as it was understood.
pub(super) struct Table {
    pub(super) frame: Frame,
    pub(super) preamble: Preamble,
    pub(super) heads: Heads,
    pub(super) rows: Rows,
    doubts: Vec<Doubt>,
    given: TableHint,
}

/// Texts that many cells share.
#[derive(Default)]
pub(super) struct Strings(HashMap<String, Arc<str>>);

impl Strings {
    pub(super) fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(found) = self.0.get(text) {
            return found.clone();
        }
        let shared: Arc<str> = text.into();
        self.0.insert(text.to_owned(), shared.clone());
        shared
    }
}

/// Understands one table; `above` is the one before it.
pub(super) fn understand(sheet: &Sheet<'_>, mut frame: Frame, above: Option<&Table>, given: TableHint) -> Table {
    let mut doubts = Vec::new();
    let mut preamble = preamble::read(sheet, &frame);
    widen(sheet, &mut frame, &preamble);
    let mut heads = heads::read(sheet, &frame);
    if let Some(above) = above {
        if frame.inherits {
            inherit_heads(&mut heads, &frame, above);
            doubts.push((0.7, "the heads are those of the table above"));
        }
        let continued = preamble.title.is_empty()
            || (frame.top..frame.first)
                .any(|row| sheet.filled(row).next().is_some_and(|column| continues(&sheet.label(row, column))));
        if continued {
            let title = if preamble.title.is_empty() { above.preamble.title.clone() } else { preamble.title.clone() };
            let moment = preamble.moment.or(above.preamble.moment);
            let unit = preamble.unit.clone().or_else(|| {
                above.preamble.unit.clone().inspect(|_| doubts.push((0.9, "the unit is that of the table above")))
            });
            preamble = Preamble {
                title,
                moment,
                unit,
                subject: preamble.subject.or(above.preamble.subject.clone()),
                ..preamble
            };
        }
    }
    let mut rows = rows::read(sheet, &frame, &heads.roles, &given);
    if let Some(title) = &given.title {
        preamble.title.clone_from(title);
    }
    if let Some(long) = super::long::read(sheet, &frame) {
        frame.data = vec![long.value];
        frame.rows = long.rows;
        heads.columns = vec![Axis::default()];
        if let Some(column) = long.growth {
            frame.data.push(column);
            heads.columns.push(Axis {
                parts: vec!["growth".to_owned()],
                unit: Some("fraction".to_owned()),
                strong: true,
                ..Axis::default()
            });
        }
        rows.axes = long.axes;
        rows.stub.roles.clear();
        rows.stub.part = None;
    }
    Table { frame, preamble, heads, rows, doubts, given }
}

/// In exports and in tables with codes, rows whose cells are all blank are rows of data.
fn widen(sheet: &Sheet<'_>, frame: &mut Frame, preamble: &Preamble) {
    let codes = frame.head.iter().any(|row| {
        frame.stub.iter().any(|column| {
            super::names::class(&super::words::clean(&sheet.label(*row, *column))) == Some(super::names::Class::Code)
        })
    });
    if !(preamble.export || codes) {
        return;
    }
    let Some(&label) = frame.stub.first() else { return };
    let from = frame.head.last().map_or(frame.first, |row| row + 1).min(frame.first);
    let note = |row: usize| {
        let text = sheet.label(row, label);
        let text = text.trim();
        text.starts_with('注')
            || text.starts_with("数据来源")
            || text.to_lowercase().starts_with("data source")
            || text.to_lowercase().starts_with("note")
            || text.to_lowercase().starts_with("source")
    };
    let mut last = frame.last;
    if preamble.export {
        while last + 1 < sheet.height()
            && sheet.only(last + 1) == Some(label)
            && !note(last + 1)
            && sheet.label(last + 1, label).chars().count() < 60
        {
            last += 1;
        }
    }
    let rows: Vec<usize> = (from..=last).filter(|row| sheet.kind(*row, label) != Kind::Blank && !note(*row)).collect();
    if rows.len() >= frame.rows.len() {
        frame.rows = rows;
        frame.first = frame.rows.first().copied().unwrap_or(frame.first);
        frame.last = frame.rows.last().copied().unwrap_or(frame.last);
    }
}

fn inherit_heads(heads: &mut Heads, frame: &Frame, above: &Table) {
    heads.columns = frame
        .data
        .iter()
        .map(|column| {
            let at = above.frame.data.iter().position(|other| other == column);
            at.and_then(|at| above.heads.columns.get(at)).cloned().unwrap_or_default()
        })
        .collect();
}

/// The data cells of a table.
pub(super) fn cells(
    sheet: &Sheet<'_>,
    table: &Table,
    calendars: Calendars,
    strings: &mut Strings,
    problems: &mut Vec<Problem>,
) -> Vec<DataCell> {
    let Table { frame, preamble, heads, rows, doubts, given } = table;
    let mut columns = heads.columns.clone();
    let mut axes = rows.axes.clone();
    let part = rows.stub.part;
    settle_axis(&mut columns);
    settle_axis(&mut axes);
    let title: Arc<str> = strings.get(&preamble.title);
    let name: Arc<str> = strings.get(&sheet.grid.sheet);
    let fallback = Fallback::of(preamble);
    let mut base: Vec<Doubt> = doubts.clone();
    base.extend(rows::doubt_of(&rows.stub));
    let mut out = Vec::with_capacity(axes.len() * columns.len());
    let mut no_period = false;
    for (row, axis) in frame.rows.iter().zip(&axes) {
        for (column, head) in frame.data.iter().zip(&columns) {
            let seen = sheet.at(*row, *column);
            if seen.kind == Kind::Blank && sheet.owner(*row, *column) != (*row, *column) {
                continue;
            }
            let mut cell = Cell {
                doubts: base.iter().chain(&head.doubts).chain(&axis.doubts).copied().collect(),
                ..Cell::default()
            };
            if !cell.value(sheet, *row, *column) {
                continue;
            }
            let place = Place { given, head, axis, preamble, fallback: &fallback, calendars, part };
            if !cell.date(&place) {
                continue;
            }
            cell.name(&place);
            cell.measure(&place);
            cell.as_of.clone_from(&axis.as_of);
            no_period |= cell.period.is_empty();
            out.push(cell.finish(sheet, (*row, *column), &title, &name, strings));
        }
    }
    if no_period {
        problems.push(Problem {
            sheet: sheet.grid.sheet.clone(),
            place: sheet.grid.name(frame.first, frame.data.first().copied().unwrap_or(0)),
            code: "no_period",
            message: "the table says of some cells no period; give it in a hint file, as period = \"2005\"".to_owned(),
        });
    }
    out
}

/// What names the indicator of headings that name none.
struct Fallback {
    parts: Vec<String>,
    unit: Option<String>,
    from_title: bool,
}

impl Fallback {
    fn of(preamble: &Preamble) -> Fallback {
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
        Fallback { parts, unit: labelled.unit, from_title: true }
    }
}

/// Dates of one axis: fiscal years, and what date cells stand for.
fn settle_axis(axes: &mut [Axis]) {
    let mut moments: Vec<Moment> = axes.iter().filter_map(|axis| axis.moment).collect();
    when::settle(&mut moments);
    let doubt = when::settle_days(&mut moments);
    let mut settled = moments.into_iter();
    for axis in axes {
        if axis.moment.is_some() {
            let serial = axis.moment.is_some_and(|moment| moment.serial);
            axis.moment = settled.next();
            if serial && let Some(doubt) = doubt {
                axis.doubts.push(doubt);
            }
        }
    }
}

struct Place<'t> {
    given: &'t TableHint,
    head: &'t Axis,
    axis: &'t Axis,
    preamble: &'t Preamble,
    fallback: &'t Fallback,
    calendars: Calendars,
    part: Option<Moment>,
}

#[derive(Default)]
struct Cell {
    value: Option<f64>,
    missing: Option<String>,
    period: String,
    at: Option<crate::model::Period>,
    subject: String,
    indicator: Vec<String>,
    unit: String,
    sign: Option<&'static str>,
    as_of: Option<String>,
    doubts: Vec<Doubt>,
}

impl Cell {
    fn value(&mut self, sheet: &Sheet<'_>, row: usize, column: usize) -> bool {
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
    fn date(&mut self, place: &Place<'_>) -> bool {
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
        if !moment.sure {
            self.doubts.push((0.9, "the period is read out of a text that says more"));
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
    fn name(&mut self, place: &Place<'_>) {
        let Place { head, axis, preamble, fallback, .. } = place;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(axis.parts.iter().cloned());
        parts.extend(head.parts.iter().cloned());
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

    fn measure(&mut self, place: &Place<'_>) {
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
        if let (Some(row), Some(column)) = (&axis.unit, &head.unit)
            && row != column
        {
            self.doubts.push((0.9, "the unit of the row overrides that of the column"));
        }
        let until = axis.until.as_ref().or(head.until.as_ref());
        let own = axis.unit.clone().or_else(|| head.unit.clone());
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
        if from_table {
            if preamble.mixed {
                // `亿元、%`: rates in one, everything else in the other, where there are just two.
                let several: Vec<&str> =
                    unit.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|part| !part.is_empty()).collect();
                let share = |part: &&&str| part.contains(['%', '％', '‰']);
                let rate = self.indicator.iter().any(|part| another_kind(part, ""));
                let fitting: Vec<&&str> = several.iter().filter(|part| share(part) == rate).collect();
                if let ([_, _], [one]) = (several.as_slice(), fitting.as_slice()) {
                    unit = (**one).to_owned();
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

    fn finish(
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

/// Whether a heading speaks of the year to date; surely, or by a word that may mean something else.
fn to_date(word: &str) -> Option<bool> {
    if word.contains("上年") && word.contains("累计") && word.contains("比") {
        return Some(false);
    }
    if [
        "累计值",
        "累计增长",
        "累计同比",
        "_累计",
        "本年累计",
        "自年初累计",
        "累计比上年",
        "累计增速",
        "累计（",
        "累计(",
    ]
    .iter()
    .any(|sure| word.contains(sure))
        || word == "累计"
        || word.ends_with("累计")
    {
        return Some(true);
    }
    if word.contains("累计") {
        return Some(false);
    }
    let lower = word.to_lowercase();
    if lower.contains("accumulated") || lower.contains("year to date") || lower.contains("year-to-date") {
        return Some(true);
    }
    None
}

/// A head that only says how an indicator is measured: its base.
fn qualifier(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.starts_with("base")
        || part.starts_with("基期")
        || lower.starts_with("(base")
        || lower == "new series"
        || lower == "old series"
}

/// A rate, an index or a share under a unit of money; persons under one; money per head in large units.
fn another_kind(part: &str, unit: &str) -> bool {
    let share = unit.contains(['%', '％', '‰']) || unit.contains("=100") || unit.to_lowercase().contains("percent");
    if share {
        return false;
    }
    if part.chars().any(is_cjk) {
        let rate = [
            "增长",
            "增速",
            "指数",
            "比重",
            "速度",
            "构成",
            "占",
            "率",
            "比例",
            "系数",
            "倍",
            "结构",
            "为上年",
            "同比",
        ]
        .iter()
        .any(|word| part.contains(word));
        let head = part.contains("人均") && (unit.starts_with('亿') || unit.starts_with('万'));
        let count = (["人口", "人员", "面积", "产量"].iter().any(|word| part.contains(word)) || part.ends_with('数'))
            && unit.ends_with('元');
        let money = unit.ends_with('人')
            && ["产值", "总额", "收入", "支出", "投资", "工资", "余额"].iter().any(|word| part.contains(word));
        return rate || head || count || money;
    }
    let lower = part.to_lowercase();
    ["growth", "rate", "index", "share", "percent", "ratio", "per capita", "%"].iter().any(|word| lower.contains(word))
}

/// What a row or column is for, in a few letters; for `--explain`.
pub(super) fn role_of_row(table: &Table, row: usize) -> Option<&'static str> {
    if let Some(at) = table.frame.head.iter().position(|other| *other == row) {
        return Some(match table.heads.roles.get(at) {
            Some(HeadRole::Heading) => "head",
            Some(HeadRole::Period) => "head: period",
            Some(HeadRole::Unit) => "head: unit",
            Some(HeadRole::Subject) => "head: subject",
            Some(HeadRole::Frequency) => "head: frequency",
            Some(HeadRole::Skip) | None => "head: left out",
        });
    }
    if table.frame.rows.binary_search(&row).is_ok() {
        return Some("data");
    }
    if table.rows.sections.binary_search(&row).is_ok() {
        return Some("section");
    }
    (table.frame.top..=table.frame.last).contains(&row).then_some(if row < table.frame.first {
        "above"
    } else {
        "left out"
    })
}

/// The role of a column.
pub(super) fn role_of_column(table: &Table, column: usize) -> Option<&'static str> {
    if table.frame.data.contains(&column) {
        return Some("data");
    }
    let role = table.rows.stub.roles.iter().find(|(other, _)| *other == column)?.1;
    Some(match role {
        Role::Label if table.rows.stub.subjects => "subject",
        Role::Label => "indicator",
        Role::Period => "period",
        Role::Subject => "subject",
        Role::Dimension => "dimension",
        Role::Unit => "unit",
        Role::Code => "code",
        Role::Copy => "copy",
    })
}
