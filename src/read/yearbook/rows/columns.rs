//! The columns of the stub and what each of them is for.

use super::counted::{Counted, count, counted_elsewhere, counted_texts, drop_copies, only_units};
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
