//! A grid whose cells have been looked at once: kinds, numbers, and which merged cell covers which.
//!
//! - Numbers that follow each other month by month in a row or column (`2016.01`, `2016.02`, ...) are months.
//! - A year in brackets alone in its row, or beside the line of the unit, is a text.

mod months;

use std::borrow::Cow;
use std::collections::HashMap;

use super::names::class;
use super::unit_line;
use super::value::{self, Value};
use super::when::{self, Moment, Span};
use super::words::{Marks, clean, is_blank};
use crate::read::grid::{Grid, GridCell};
use crate::read::hints::Area;
use crate::read::number::{DecimalMark, MarkFinder};

/// What a cell looks like by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Blank,
    /// A number that is no year.
    Number,
    /// A whole number that may be a year.
    Year,
    /// A text or a date that is a period.
    Period,
    /// A mark of a missing value.
    Mark,
    Text,
}

/// A cell that has been looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen<'g> {
    pub(super) kind: Kind,
    pub(super) number: f64,
    /// The text as stored; empty where the cell holds a number or a date.
    pub(super) text: &'g str,
    /// What was trimmed to read the number.
    pub(super) note: Option<&'static str>,
    moment: Option<Moment>,
}

/// The cells of a grid with their kinds.
pub(super) struct Sheet<'g> {
    pub(super) grid: &'g Grid,
    rows: Vec<Vec<Seen<'g>>>,
    pub(super) width: usize,
    owners: HashMap<(usize, usize), (usize, usize)>,
    pub(super) marks: Marks,
    /// Labels are in two languages with a dash between them.
    dashed: bool,
}

/// Merged cells that are looked at for each cell of the grid: more is an attack or a mistake.
const COVERED_AT_MOST: usize = 4_000_000;

impl<'g> Sheet<'g> {
    pub(super) fn new(grid: &'g Grid) -> Sheet<'g> {
        let mut finder = MarkFinder::default();
        for cell in grid.rows.iter().flatten() {
            if let GridCell::Text(text) = cell {
                finder.see(text);
            }
        }
        // `0,5` is no thousand.
        let below_one = |text: &str| {
            text.trim_start_matches(['-', '−', ' '])
                .strip_prefix("0,")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let commas = grid.rows.iter().flatten().any(|cell| matches!(cell, GridCell::Text(text) if below_one(text)));
        let decimal = match finder.mark(grid.semicolons) {
            DecimalMark::Point if commas && finder.mark(true) == DecimalMark::Comma => DecimalMark::Comma,
            mark => mark,
        };
        let (buddhist, dashed) = (is_thai(grid), is_dashed(grid));
        let look = |cell: &'g GridCell| look(cell, decimal, buddhist);
        let mut rows: Vec<Vec<Seen<'g>>> = grid.rows.iter().map(|cells| cells.iter().map(look).collect()).collect();
        months::settle(&mut rows);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut owners = HashMap::new();
        for merge in &grid.merged {
            let (bottom, right) =
                (merge.bottom.min(rows.len().saturating_sub(1)), merge.right.min(width.saturating_sub(1)));
            for row in merge.top..=bottom {
                for column in merge.left..=right {
                    if owners.len() < COVERED_AT_MOST && (row, column) != (merge.top, merge.left) {
                        owners.insert((row, column), (merge.top, merge.left));
                    }
                }
            }
        }
        for cells in &mut rows {
            // Alone in its row, or with the line of the unit.
            let year = |seen: &Seen<'_>| seen.kind == Kind::Number && bracketed_year(seen.text);
            let beside = |seen: &Seen<'_>| seen.kind == Kind::Blank || unit_line::line(seen.text).is_some();
            if cells.iter().filter(|seen| year(seen)).count() == 1
                && cells.iter().all(|seen| year(seen) || beside(seen))
                && let Some(only) = cells.iter_mut().find(|seen| year(seen))
            {
                *only = Seen { kind: Kind::Text, text: only.text, ..Seen::default() };
            }
        }
        Sheet { grid, rows, width, owners, marks: Marks::default(), dashed }
    }

    /// Leaves out what stands outside an area.
    pub(super) fn keep(&mut self, area: Area) {
        for (row, cells) in self.rows.iter_mut().enumerate() {
            for (column, seen) in cells.iter_mut().enumerate() {
                if !((area.top..=area.bottom).contains(&row) && (area.left..=area.right).contains(&column)) {
                    *seen = Seen::default();
                }
            }
        }
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn at(&self, row: usize, column: usize) -> Seen<'g> {
        self.rows.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or_default()
    }

    pub(super) fn kind(&self, row: usize, column: usize) -> Kind {
        self.at(row, column).kind
    }

    pub(super) fn row(&self, row: usize) -> &[Seen<'g>] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// The cell whose value shows at this place: itself, or the first of the merged cells that it is one of.
    pub(super) fn owner(&self, row: usize, column: usize) -> (usize, usize) {
        self.owners.get(&(row, column)).copied().unwrap_or((row, column))
    }

    /// Whether the cell is merged with its left neighbour.
    pub(super) fn joined_left(&self, row: usize, column: usize) -> bool {
        column > 0 && self.owners.get(&(row, column)).is_some_and(|owner| *owner == self.owner(row, column - 1))
    }

    /// The cell as the text of a label.
    pub(super) fn label(&self, row: usize, column: usize) -> Cow<'g, str> {
        let seen = self.at(row, column);
        if !seen.text.is_empty() {
            return Cow::Borrowed(if self.dashed { before_dash(seen.text) } else { seen.text });
        }
        match self.grid.get(row, column) {
            GridCell::Number(value) => Cow::Owned(value.to_string()),
            GridCell::Date(year, month, day) => Cow::Owned(format!("{year:04}-{month:02}-{day:02}")),
            _ => Cow::Borrowed(""),
        }
    }

    /// The period that a cell gives by itself.
    pub(super) fn moment(&self, row: usize, column: usize) -> Option<Moment> {
        let seen = self.at(row, column);
        match seen.kind {
            Kind::Year => Some(Moment::year(seen.number as i32)),
            _ => seen.moment,
        }
    }

    /// The columns of a row that hold something.
    pub(super) fn filled(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        self.row(row).iter().enumerate().filter(|(_, seen)| seen.kind != Kind::Blank).map(|(column, _)| column)
    }

    /// The only text of a row, where it holds one cell and nothing else.
    pub(super) fn only(&self, row: usize) -> Option<usize> {
        let mut filled = self.filled(row);
        let first = filled.next()?;
        filled.next().is_none().then_some(first)
    }

    /// Learns footnote marks from the notes below a row.
    pub(super) fn learn_notes(&mut self, below: usize) {
        let mut marks = Marks::default();
        for row in below..self.height() {
            let cells = self.row(row);
            let texts = cells.iter().filter(|seen| seen.kind == Kind::Text).count();
            let numbers = cells.iter().filter(|seen| matches!(seen.kind, Kind::Number)).count();
            if texts == 0 || numbers > 1 {
                continue;
            }
            let mut filled = self.filled(row);
            let (Some(first), second) = (filled.next(), filled.next()) else { continue };
            let next_is_long = second.is_some_and(|column| self.at(row, column).text.chars().count() > 12);
            marks.learn(&self.label(row, first), next_is_long);
        }
        self.marks = marks;
    }
}

/// Whether most words are Thai, so that years are Buddhist ones.
fn is_thai(grid: &Grid) -> bool {
    let thai = |text: &str| text.chars().any(|character| matches!(character, '\u{e01}'..='\u{e5b}'));
    let (mut texts, mut found) = (0_usize, 0_usize);
    for cell in grid.rows.iter().flatten() {
        if let GridCell::Text(text) = cell
            && text.chars().any(char::is_alphabetic)
        {
            texts += 1;
            found += usize::from(thai(text));
        }
    }
    found > 0 && found * 2 >= texts
}

/// Whether a head says the same in two languages with a dash between (`Yıllar - Years`).
fn is_dashed(grid: &Grid) -> bool {
    grid.rows.iter().take(40).flatten().any(|cell| {
        let GridCell::Text(text) = cell else { return false };
        let Some((one, other)) = text.split_once(" - ") else { return false };
        let (one, other) = (clean(one), clean(other));
        one != other && class(&one).is_some() && class(&one) == class(&other)
    })
}

/// `Gini katsayısı - Gini coefficient`: the first language.
fn before_dash(text: &str) -> &str {
    match text.split_once(" - ") {
        Some((first, second)) if !second.contains(" - ") && first.chars().any(char::is_alphabetic) => first,
        _ => text,
    }
}

fn look(cell: &GridCell, decimal: DecimalMark, buddhist: bool) -> Seen<'_> {
    let year_like =
        |value: f64| year_like(value) || (buddhist && value.fract() == 0.0 && (2400.0..=2650.0).contains(&value));
    let kind = |kind, text| Seen { kind, text, ..Seen::default() };
    match cell {
        GridCell::Empty | GridCell::Flag(_) => Seen::default(),
        GridCell::Number(value) => {
            Seen { kind: if year_like(*value) { Kind::Year } else { Kind::Number }, number: *value, ..Seen::default() }
        }
        GridCell::Date(year, month, day) => {
            let moment = Moment { serial: true, ..Moment::new(Some(*year), Span::Day(*month, *day)) };
            Seen { kind: Kind::Period, moment: Some(moment), ..Seen::default() }
        }
        GridCell::Fault(text) => kind(Kind::Mark, text.as_str()),
        GridCell::Text(text) => {
            if text.trim_matches(is_blank).is_empty() {
                return Seen::default();
            }
            match value::read(text, decimal) {
                Value::Number(number, note) => {
                    let bare = text.trim_matches(is_blank);
                    // `1997 JAN` is no number with a mark.
                    if let Some(moment) = note.and_then(|_| when::read(text)) {
                        return Seen { kind: Kind::Period, number, text, note, moment: Some(moment) };
                    }
                    let year = note.is_none() && year_like(number) && bare.chars().count() == 4;
                    Seen { kind: if year { Kind::Year } else { Kind::Number }, number, text, note, moment: None }
                }
                Value::Mark => kind(Kind::Mark, text),
                Value::Text => match when::read(text) {
                    Some(moment) => Seen { kind: Kind::Period, text, moment: Some(moment), ..Seen::default() },
                    None => kind(Kind::Text, text),
                },
            }
        }
    }
}

/// `(2019)`, `（2019）`: what stands below a title.
fn bracketed_year(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let inner = text.trim_matches(['(', ')', '（', '）']);
    inner.len() == 4 && inner.len() < text.len() && inner.parse::<u16>().is_ok_and(|year| (1800..=2100).contains(&year))
}

/// A whole number that may be a year, also of the Solar Hijri calendar.
fn year_like(value: f64) -> bool {
    value.fract() == 0.0 && (1300.0..=2200.0).contains(&value)
}
