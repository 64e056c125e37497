//! The columns of the stub and what each of them is for.

use std::collections::HashSet;

use crate::read::hints::{ColumnRole, TableHint};
use crate::read::yearbook::frame::Frame;
use crate::read::yearbook::heads::{Doubt, HeadRole};
use crate::read::yearbook::names::{Class, class, is_place};
use crate::read::yearbook::sheet::{Kind, Sheet};
use crate::read::yearbook::units;
use crate::read::yearbook::when::Moment;
use crate::read::yearbook::words::{Script, first_language, is_blank, script};

/// What a column of the stub holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Role {
    /// Labels: of subjects or of indicators, as [`Stub::subjects`] says.
    Label,
    Period,
    Subject,
    /// A further part of the path of headings.
    Dimension,
    Unit,
    Code,
    /// A second language.
    Copy,
    /// A scale beside the unit, such as Billions.
    Scale,
}

/// The columns of the stub.
#[derive(Debug, Clone)]
pub(in super::super) struct Stub {
    pub(in super::super) roles: Vec<(usize, Role)>,
    /// The labels are subjects.
    pub(in super::super) subjects: bool,
    pub(super) places_doubtful: bool,
    /// Periods stand among the labels.
    pub(super) dates_in_labels: bool,
    /// The script of most labels.
    pub(super) script: Script,
    /// What the head of the first period column adds: `March quarter`.
    pub(in super::super) part: Option<Moment>,
    pub(super) doubt: Option<Doubt>,
}

/// A column of the stub, counted.
struct Counted {
    column: usize,
    head: String,
    texts: usize,
    periods: usize,
    filled: usize,
    short: bool,
    /// Codes of figures.
    digits: bool,
    /// Codes of capitals: `NCR`, `IVA`, `BR`.
    capitals: bool,
    /// Marks of notes: `b`, `c, d`.
    marks: bool,
}

impl Stub {
    pub(super) fn of(sheet: &Sheet<'_>, frame: &Frame, heads: &[HeadRole]) -> Stub {
        let from = frame.head.last().map_or(frame.first, |row| row + 1).min(frame.first);
        let counted: Vec<Counted> = frame.stub.iter().map(|column| count(sheet, frame, heads, *column, from)).collect();
        let beside_periods =
            counted.iter().any(|counted| counted.periods > 0 && counted.periods * 10 >= counted.filled * 7);
        let mut roles: Vec<(usize, Role)> = Vec::new();
        let mut labels: Vec<&Counted> = Vec::new();
        let mut part = None;
        for counted in &counted {
            // In a column, what kind of data it is names the series; in a row of heads it does not.
            let class = class(&counted.head).filter(|_| !counted.head.eq_ignore_ascii_case("data type"));
            let role = match class {
                Some(Class::Unit) => Some(Role::Unit),
                Some(Class::Meta) if counted.head.eq_ignore_ascii_case("scale") => Some(Role::Scale),
                Some(Class::Code | Class::Meta | Class::Flag | Class::Frequency)
                    if counted_elsewhere(&counted_texts(&frame.stub, sheet, frame), counted.column) =>
                {
                    Some(Role::Code)
                }
                // Years of another calendar beside a column of periods.
                Some(Class::Period) if counted.periods == 0 && beside_periods => Some(Role::Code),
                Some(Class::Period) if counted.texts * 2 <= counted.filled.max(1) => Some(Role::Period),
                _ if counted.periods > 0 && counted.periods * 10 >= counted.filled * 7 => Some(Role::Period),
                _ => None,
            };
            if role == Some(Role::Period) && part.is_none() {
                part = crate::read::yearbook::when::read(&counted.head).filter(|moment| !moment.whole());
            }
            if let Some(role) = role {
                roles.push((counted.column, role));
                continue;
            }
            if counted.texts == 0 || counted.texts + counted.periods < counted.filled.div_ceil(2) {
                roles.push((counted.column, Role::Code));
                continue;
            }
            // Marks of notes beside the labels.
            if counted.marks && counted_elsewhere(&counted_texts(&frame.stub, sheet, frame), counted.column) {
                roles.push((counted.column, Role::Code));
                continue;
            }
            if counted.digits && counted_elsewhere(&counted_texts(&frame.stub, sheet, frame), counted.column) {
                roles.push((counted.column, Role::Code));
                continue;
            }
            if !matches!(class, Some(Class::Indicator | Class::Subject))
                && only_units(sheet, frame, counted.column, from)
            {
                roles.push((counted.column, Role::Unit));
                continue;
            }
            labels.push(counted);
        }
        let names = drop_copies(sheet, frame, labels, &mut roles, from);
        let mut stub = Stub {
            roles,
            subjects: false,
            places_doubtful: false,
            dates_in_labels: false,
            script: Script::None,
            part,
            doubt: None,
        };
        let copies: Vec<&str> = counted
            .iter()
            .filter(|counted| stub.roles.contains(&(counted.column, Role::Copy)))
            .map(|counted| counted.head.as_str())
            .collect();
        stub.settle(sheet, frame, &names, &copies, heads.contains(&HeadRole::Subject), from);
        stub.roles.sort_by_key(|(column, _)| *column);
        stub
    }

    /// Takes what a hint says of the columns.
    pub(super) fn heed(&mut self, given: &TableHint) {
        for (column, role) in &given.columns {
            self.roles.retain(|(other, _)| other != column);
            let role = match role {
                ColumnRole::Label => Role::Label,
                ColumnRole::Indicator => {
                    self.subjects = false;
                    Role::Label
                }
                ColumnRole::Subject => Role::Subject,
                ColumnRole::Period => Role::Period,
                ColumnRole::Unit => Role::Unit,
                ColumnRole::Skip => Role::Code,
            };
            self.roles.push((*column, role));
        }
        self.roles.sort_by_key(|(column, _)| *column);
        if let Some(subjects) = given.subjects {
            self.subjects = subjects;
            self.places_doubtful = false;
            self.doubt = None;
        }
    }

    /// Which columns are the labels, which outer dimensions, and whether labels are subjects.
    fn settle(
        &mut self,
        sheet: &Sheet<'_>,
        frame: &Frame,
        names: &[&Counted],
        copies: &[&str],
        of_heads: bool,
        from: usize,
    ) {
        if names.is_empty() {
            return;
        }
        // Labels that stand in one of several columns are indented.
        let together = frame
            .rows
            .iter()
            .filter(|row| names.iter().filter(|name| long(sheet, **row, name.column)).count() > 1)
            .count();
        let staggered = names.len() > 1 && together * 5 <= frame.rows.len();
        let places = |column: usize| {
            let mut all = 0;
            let mut places = 0;
            for row in from..=frame.last {
                if matches!(sheet.kind(row, column), Kind::Text) {
                    let text = first_language(&sheet.marks.strip(&sheet.label(row, column)));
                    all += 1;
                    places += usize::from(is_place(&text));
                }
            }
            places * 2 >= all && places > 0
        };
        let label_columns: Vec<&Counted> =
            if staggered { names.to_vec() } else { names.last().copied().into_iter().collect() };
        if !staggered {
            for name in names.iter().take(names.len() - 1) {
                let subject = class(&name.head) == Some(Class::Subject) || places(name.column);
                self.roles.push((name.column, if subject { Role::Subject } else { Role::Dimension }));
            }
        }
        let taken = of_heads || self.roles.iter().any(|(_, role)| *role == Role::Subject);
        for name in &label_columns {
            self.roles.push((name.column, Role::Label));
        }
        let head =
            label_columns.iter().map(|name| name.head.as_str()).find(|head| !head.is_empty()).unwrap_or_default();
        // A head in a language that is not known, beside its translation.
        let known = copies.iter().copied().find(|copy| class(head).is_none() && class(copy).is_some());
        let head = known.unwrap_or(head);
        let any_places = names.iter().any(|name| places(name.column));
        self.subjects = !taken
            && match class(head) {
                Some(Class::Subject) => true,
                Some(Class::Indicator) => any_places,
                Some(Class::Value | Class::Code | Class::Meta | Class::Flag | Class::Frequency | Class::Unit) => {
                    any_places
                }
                Some(Class::Period) | None if any_places => true,
                Some(Class::Period) => false,
                None => {
                    let other = !staggered
                        && (!head.is_empty()
                            || titled_by_region(sheet, frame)
                            || names.first().is_some_and(|name| of_a_country(sheet, frame, name.column)));
                    if other {
                        self.places_doubtful = true;
                    }
                    other
                }
            };
        let unsure = !taken
            && !self.subjects
            && names.iter().any(|name| {
                (from..=frame.last).any(|row| {
                    sheet.kind(row, name.column) == Kind::Text
                        && is_place(&first_language(&sheet.marks.strip(&sheet.label(row, name.column))))
                })
            });
        if unsure {
            self.doubt = Some((0.7, "names of regions stand among labels that were taken for indicators"));
        }
        let mut cjk = 0;
        let mut all = 0;
        let mut scripts: Vec<(Script, usize)> = Vec::new();
        for row in from..=frame.last {
            let Some((_, text)) = self.label_at(sheet, row) else { continue };
            let own = script(&first_language(&text));
            if own == Script::None {
                continue;
            }
            all += 1;
            cjk += usize::from(own == Script::Cjk);
            match scripts.iter_mut().find(|(script, _)| *script == own) {
                Some((_, count)) => *count += 1,
                None => scripts.push((own, 1)),
            }
        }
        let _ = all;
        // The script of the first labels leads, unless Chinese labels are a third of all.
        let dominant = scripts.first().map_or(Script::None, |(script, _)| *script);
        self.script = if cjk * 3 >= all && cjk > 0 { Script::Cjk } else { dominant };
        let share = scripts.iter().find(|(script, _)| *script == self.script).map_or(0, |(_, count)| *count);
        if share * 10 < all * 3 {
            self.script = Script::None;
        }
        self.dates_in_labels = label_columns.iter().any(|name| name.periods > 0 && name.texts > 0);
        if self.places_doubtful {
            self.doubt = Some((0.7, "rows taken for subjects because their head names no indicator"));
        }
    }

    pub(super) fn has_periods(&self) -> bool {
        self.roles.iter().any(|(_, role)| *role == Role::Period)
    }

    pub(super) fn has_labels(&self) -> bool {
        self.roles.iter().any(|(_, role)| *role == Role::Label)
    }

    pub(super) fn columns_of(&self, wanted: Role) -> Vec<usize> {
        self.roles.iter().filter(|(_, role)| *role == wanted).map(|(column, _)| *column).collect()
    }

    /// Outer columns of labels.
    pub(super) fn dimensions(&self) -> Vec<(usize, Role)> {
        self.roles.iter().copied().filter(|(_, role)| matches!(role, Role::Subject | Role::Dimension)).collect()
    }

    /// The label of a row, raw, and its column: the last of several, since enumerators such as (a) stand before.
    pub(super) fn label_at(&self, sheet: &Sheet<'_>, row: usize) -> Option<(usize, String)> {
        let mut found = None;
        for (column, role) in &self.roles {
            if *role != Role::Label {
                continue;
            }
            let at = sheet.owner(row, *column);
            let visible = at.0 == row && at.1 == *column;
            let spans_rows = at.0 < row && at.1 == *column;
            if sheet.kind(at.0, at.1) == Kind::Blank || !(visible || spans_rows) {
                continue;
            }
            let text = sheet.label(at.0, at.1).into_owned();
            if found.is_none() || !enumerator(&text) {
                found = Some((*column, text));
            }
        }
        found
    }

    /// The periods in the period columns of a row; empty where there are no such columns.
    pub(super) fn moments(&self, sheet: &Sheet<'_>, row: usize) -> Vec<Option<Moment>> {
        self.roles
            .iter()
            .filter(|(_, role)| *role == Role::Period)
            .map(|(column, _)| {
                let at = sheet.owner(row, *column);
                sheet.moment(at.0, at.1).or_else(|| {
                    crate::read::yearbook::when::read(&first_language(&sheet.marks.strip(&sheet.label(at.0, at.1))))
                })
            })
            .collect()
    }
}

/// `(a)`, `(iii)`, `1.`.
fn enumerator(text: &str) -> bool {
    let bare =
        text.trim_matches(|character: char| is_blank(character) || matches!(character, '(' | ')' | '.' | '（' | '）'));
    bare.chars().count() <= 4
        && text.contains(['(', ')', '.', '（'])
        && bare.chars().all(|character| character.is_ascii_alphanumeric())
}

/// `Gross regional product`, `... by province`: a title that says that its rows are regions.
fn titled_by_region(sheet: &Sheet<'_>, frame: &Frame) -> bool {
    (frame.top..frame.first).any(|row| {
        sheet.filled(row).any(|column| {
            let title = sheet.label(row, column).to_lowercase();
            [
                "regional product",
                "regional domestic product",
                "by region",
                "by province",
                "by state",
                "по регионам",
                "по субъектам",
            ]
            .iter()
            .any(|words| title.contains(words))
        })
    })
}

/// A country above labels that are short names without a unit: its regions.
fn of_a_country(sheet: &Sheet<'_>, frame: &Frame, column: usize) -> bool {
    let label = |row: usize| first_language(&sheet.marks.strip(&sheet.label(row, column)));
    let plain = |text: &str| {
        (3..=40).contains(&text.chars().count())
            && units::divide(text).unit.is_none()
            && text.starts_with(char::is_uppercase)
            && text.chars().all(|at| at.is_alphabetic() || is_blank(at) || matches!(at, '-' | '\'' | '.' | '’'))
    };
    frame.rows.len() >= 4
        && frame.rows.first().is_some_and(|row| is_place(&label(*row)))
        && frame.rows.iter().all(|row| plain(&label(*row)))
}

fn long(sheet: &Sheet<'_>, row: usize, column: usize) -> bool {
    sheet.kind(row, column) == Kind::Text && !enumerator(&sheet.label(row, column))
}

fn count(sheet: &Sheet<'_>, frame: &Frame, heads: &[HeadRole], column: usize, from: usize) -> Counted {
    let mut head = String::new();
    for (row, role) in frame.head.iter().zip(heads) {
        // The label of a row of units, regions or frequencies is not the head of the stub.
        let of_row = matches!(role, HeadRole::Unit | HeadRole::Frequency | HeadRole::Subject | HeadRole::Skip);
        if of_row && frame.data.iter().any(|data| sheet.kind(*row, *data) != Kind::Blank) {
            continue;
        }
        let at = sheet.owner(*row, column);
        let text = first_language(&sheet.marks.strip(&sheet.label(at.0, at.1)));
        // Of a head in several languages, one that is known says what the column is.
        let text = match class(&text) {
            None => sheet
                .label(at.0, at.1)
                .split(['\n', '\r'])
                .map(first_language)
                .find(|line| class(line).is_some())
                .unwrap_or(text),
            Some(_) => text,
        };
        if at.1 == column && !text.is_empty() && (head.is_empty() || class(&head).is_none() || class(&text).is_some()) {
            // The lowest head that says what the column is.
            head = text;
        }
    }
    let mut counted = Counted {
        column,
        head,
        texts: 0,
        periods: 0,
        filled: 0,
        short: true,
        digits: true,
        capitals: true,
        marks: true,
    };
    for row in from..=frame.last {
        match sheet.kind(row, column) {
            Kind::Blank => continue,
            Kind::Text => counted.texts += 1,
            Kind::Period | Kind::Year => counted.periods += 1,
            Kind::Number | Kind::Mark => {}
        }
        counted.filled += 1;
        let label = sheet.label(row, column);
        counted.marks &= label
            .split([',', ' ', ';'])
            .all(|mark| mark.len() <= 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase()));
        let letters = label.chars().filter(|character| character.is_alphabetic());
        counted.capitals &= label.trim().len() <= 8 && letters.clone().all(|letter| letter.is_ascii_uppercase());
        counted.capitals &= letters.count() > 0;
        counted.digits &= label.trim().bytes().all(|byte| byte.is_ascii_digit());
        counted.short &= label.trim().len() <= 12 && !label.trim().contains(' ');
    }
    counted
}

fn counted_texts(stub: &[usize], sheet: &Sheet<'_>, frame: &Frame) -> Vec<usize> {
    stub.iter().copied().filter(|column| frame.rows.iter().any(|row| sheet.kind(*row, *column) == Kind::Text)).collect()
}

/// Whether another column holds labels, so that codes are not all there is.
fn counted_elsewhere(texts: &[usize], column: usize) -> bool {
    texts.iter().any(|other| *other != column)
}

fn only_units(sheet: &Sheet<'_>, frame: &Frame, column: usize, from: usize) -> bool {
    let mut any = false;
    for row in from..=frame.last {
        if sheet.kind(row, column) == Kind::Text {
            if units::alone(&sheet.label(row, column)).is_none() {
                return false;
            }
            any = true;
        }
    }
    any
}

/// Leaves out the columns that name again what another column names.
fn drop_copies<'c>(
    sheet: &Sheet<'_>,
    frame: &Frame,
    labels: Vec<&'c Counted>,
    roles: &mut Vec<(usize, Role)>,
    from: usize,
) -> Vec<&'c Counted> {
    let mut kept: Vec<&Counted> = Vec::new();
    for candidate in labels {
        let mut copy_of = None;
        for (at, other) in kept.iter().enumerate() {
            // Sections may stand in one language.
            let (mut both, mut either, mut scripts) = (0_usize, 0_usize, 0_usize);
            let mut pairs = HashSet::new();
            let (mut firsts, mut seconds) = (HashSet::new(), HashSet::new());
            for row in frame.rows.iter().copied() {
                let (a, b) =
                    (sheet.kind(row, other.column) == Kind::Text, sheet.kind(row, candidate.column) == Kind::Text);
                either += usize::from(a || b);
                if a && b {
                    both += 1;
                    let (first, second) = (sheet.label(row, other.column), sheet.label(row, candidate.column));
                    let (one, two) = (script(&first), script(&second));
                    scripts += usize::from(one != two && one != Script::None && two != Script::None);
                    firsts.insert(first.clone());
                    seconds.insert(second.clone());
                    pairs.insert((first, second));
                }
            }
            // Capitals beside names of which each has one.
            let codes = other.capitals
                && !candidate.capitals
                && !matches!(class(&other.head), Some(Class::Indicator | Class::Subject))
                && both * 10 >= either * 7
                && pairs.len() == firsts.len()
                && both > 0;
            let languages = both * 10 >= either * 7 && scripts * 10 >= both * 7 && both > 0;
            let one_to_one = both >= 3
                && both == either
                && pairs.len() == firsts.len()
                && pairs.len() == seconds.len()
                && pairs.len() * 10 >= both * 9;
            if languages || one_to_one || codes {
                copy_of = Some((at, languages));
                break;
            }
        }
        match copy_of {
            None => kept.push(candidate),
            Some((at, languages)) => {
                let Some(other) = kept.get(at).copied() else { continue };
                let cjk = |counted: &Counted| {
                    (from..=frame.last).any(|row| script(&sheet.label(row, counted.column)) == Script::Cjk)
                };
                let better = if languages {
                    cjk(candidate) && !cjk(other)
                } else {
                    other.short && (!candidate.short || other.capitals)
                };
                if better {
                    roles.push((other.column, if languages { Role::Copy } else { Role::Code }));
                    if let Some(slot) = kept.get_mut(at) {
                        *slot = candidate;
                    }
                } else {
                    roles.push((candidate.column, if languages { Role::Copy } else { Role::Code }));
                }
            }
        }
    }
    kept
}
