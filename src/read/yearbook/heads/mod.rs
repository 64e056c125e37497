//! What the heads say of each column of data.
//!
//! - A merged head holds for all the columns that it covers; a blank head belongs to the head at its left where a head
//!   of the column stands below it and no group above ends between the two.
//! - A head over the empty columns between two columns of numbers belongs to the right one.
//! - Periods, units and words about the series in the heads are not part of the path of headings.
//! - The words of one heading may be divided over rows: the lower begins with a small letter, or the upper ends with a
//!   hyphen or a connecting word.
//! - Addresses of pages and links back to the contents are no headings.
//! - A number that is no year is no heading under words, unless it alone tells columns apart; a doubt either way.
//! - Under Chinese heads, heads in another script are translations.
//! - A unit under the first head of a group holds for the group.
//! - `of which` and `其中` hang from the head at their left; `#` marks a part of the head above.
//! - `A ; > B` (time-series heads of Australia) hangs B below the last head without `>`.

mod grid;

use super::frame::Frame;
use super::names::{Class, class};
use super::sheet::Sheet;
use super::units;
use super::when::{self, Moment};
use super::words::{Marks, Script, clean, is_cjk, is_link, script};
use grid::{carry, doubtful_places, place_heads, roles, years_with_notes};
use std::collections::HashSet;

/// A doubt: how sure a cell still is, and why.
pub(super) type Doubt = (f64, &'static str);

/// What is known of a column or a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Axis {
    pub(super) parts: Vec<String>,
    pub(super) subject: Option<String>,
    pub(super) unit: Option<String>,
    /// Whether that unit holds whatever the other axis says.
    pub(super) strong: bool,
    /// The edition that the row says it is of.
    pub(super) as_of: Option<String>,
    pub(super) until: Option<(i32, String)>,
    pub(super) moment: Option<Moment>,
    pub(super) frequency: Option<String>,
    pub(super) doubts: Vec<Doubt>,
}

/// What a row of heads holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadRole {
    Heading,
    Period,
    Unit,
    Subject,
    Frequency,
    /// Left out: codes, words about the series, translations.
    Skip,
}

/// A head as it stands in the sheet.
#[derive(Debug, Clone)]
struct Head {
    text: String,
    moment: Option<Moment>,
    /// Nothing but a unit.
    unit: Option<String>,
    shifted: bool,
    /// A number that is no year.
    number: bool,
}

/// The heads of the columns, and the roles of the rows of heads.
pub(super) struct Heads {
    pub(super) columns: Vec<Axis>,
    pub(super) roles: Vec<HeadRole>,
}

/// Reads the heads of a table.
pub(super) fn read(sheet: &Sheet<'_>, frame: &Frame) -> Heads {
    let mut arena: Vec<Head> = Vec::new();
    let mut grid = place_heads(sheet, frame, &mut arena);
    years_with_notes(&grid, &mut arena);
    let roles = roles(sheet, frame, &grid, &arena);
    let carried = carry(&mut grid, &roles, &arena);
    let mut columns: Vec<Axis> =
        (0..frame.data.len()).map(|at| column(at, &grid, &roles, &arena, &carried, &sheet.marks)).collect();
    leave_numbers(&mut columns, &arena);
    spread_units(&mut columns, &grid, &roles, &arena);
    before_units(sheet, frame, &mut columns);
    if doubtful_places(&grid, &roles, &arena) {
        for axis in &mut columns {
            axis.doubts.push((0.7, "names of regions stand among heads that were taken for indicators"));
        }
    }
    hang_parts(&mut columns);
    // The same period under a heading and under none: a heading may stand in the middle of its columns.
    let (named, bare): (Vec<&Axis>, Vec<&Axis>) =
        columns.iter().filter(|axis| axis.moment.is_some()).partition(|axis| !axis.parts.is_empty());
    let twice = bare.iter().any(|bare| named.iter().any(|named| named.moment == bare.moment));
    if twice {
        for axis in columns.iter_mut().filter(|axis| axis.parts.is_empty()) {
            axis.doubts.push((0.7, "no heading stands over the column, where one does over others"));
        }
    }
    let dated = columns.iter().filter(|axis| axis.moment.is_some()).count();
    if dated >= 2 {
        for axis in columns.iter_mut().filter(|axis| axis.moment.is_none()) {
            axis.doubts.push((0.5, "a head without a period, among heads with one"));
        }
    }
    Heads { columns, roles }
}

/// A number under words is no heading, unless it tells columns apart (`年龄` above 15, 16, 17).
fn leave_numbers(columns: &mut [Axis], arena: &[Head]) {
    let numbers: HashSet<&str> = arena.iter().filter(|head| head.number).map(|head| head.text.as_str()).collect();
    if numbers.is_empty() {
        return;
    }
    let words = |axis: &Axis| -> Vec<String> {
        axis.parts.iter().filter(|part| !numbers.contains(part.as_str())).cloned().collect()
    };
    let mut seen = HashSet::new();
    let apart = columns.iter().all(|axis| {
        let words = words(axis);
        (!words.is_empty() || axis.moment.is_some())
            && seen.insert((words, axis.subject.clone(), axis.moment.and_then(|moment| moment.stamp(None))))
    });
    if apart {
        for axis in columns {
            axis.parts = words(axis);
        }
    }
}

/// `PreUnit | £` above `Unit | m`: a currency in a row of its own, before the scale.
fn before_units(sheet: &Sheet<'_>, frame: &Frame, columns: &mut [Axis]) {
    let named = |row: &usize| {
        frame.stub.iter().any(|column| clean(&sheet.label(*row, *column)).eq_ignore_ascii_case("preunit"))
    };
    let Some(row) = frame.head.iter().copied().find(named) else { return };
    for (column, axis) in frame.data.iter().zip(columns) {
        let text = clean(&sheet.label(row, *column));
        if !text.is_empty() {
            axis.unit = Some(axis.unit.take().map_or_else(|| text.clone(), |unit| format!("{text} {unit}")));
        }
    }
}

type Cells = Vec<Vec<Option<usize>>>;

fn column(at: usize, grid: &Cells, roles: &[HeadRole], arena: &[Head], carried: &[Vec<bool>], marks: &Marks) -> Axis {
    let mut axis = Axis::default();
    let mut seen: Vec<usize> = Vec::new();
    let index_at = |row: usize| grid.get(row).and_then(|cells| cells.get(at)).copied().flatten();
    let chinese = (0..grid.len())
        .filter_map(index_at)
        .filter_map(|index| arena.get(index))
        .any(|head| head.text.chars().any(is_cjk) && head.unit.is_none());
    let mut joinable: Option<usize> = None;
    for (row, role) in roles.iter().enumerate() {
        let Some(index) = index_at(row) else { continue };
        let Some(head) = arena.get(index) else { continue };
        if *role == HeadRole::Skip || seen.contains(&index) {
            continue;
        }
        seen.push(index);
        let was_carried = carried.get(row).and_then(|row| row.get(at)).copied().unwrap_or(false);
        if head.shifted {
            axis.doubts.push((0.9, "the head stands over a neighbouring empty column"));
        }
        match role {
            HeadRole::Frequency => {
                axis.frequency = Some(head.text.clone());
                continue;
            }
            HeadRole::Subject => {
                axis.subject = Some(head.text.clone());
                continue;
            }
            HeadRole::Unit if axis.parts.last().is_some_and(|last| runs_on(last, "")) => {
                // `Total number of` ⏎ `families`: the unit ends the words of the heading.
                if let Some(last) = axis.parts.last_mut() {
                    *last = format!("{last} {}", head.text);
                }
                axis.unit = Some(head.text.clone());
                continue;
            }
            HeadRole::Unit => {
                let chinese_kept =
                    axis.unit.as_deref().is_some_and(|unit| unit.chars().any(is_cjk)) && !head.text.chars().any(is_cjk);
                if !chinese_kept {
                    axis.unit = Some(head.unit.clone().unwrap_or_else(|| head.text.clone()));
                }
                if was_carried {
                    axis.doubts.push((0.9, "the unit stands over a column further left"));
                }
                continue;
            }
            _ => {}
        }
        if let Some(moment) = head.moment {
            axis.moment = match axis.moment {
                None => Some(moment),
                Some(before) => before.with(moment).or_else(|| {
                    axis.doubts.push((0.5, "two periods in the heads of one column"));
                    Some(moment)
                }),
            };
            continue;
        }
        if let Some(unit) = &head.unit {
            let kept = axis.unit.as_deref().is_some_and(|unit| unit.chars().any(is_cjk));
            if !kept || unit.chars().any(is_cjk) {
                axis.unit = Some(unit.clone());
            }
            continue;
        }
        let constant = grid.get(row).is_some_and(|cells| {
            cells.iter().flatten().all(|other| arena.get(*other).is_some_and(|other| other.text == head.text))
        });
        if constant && (names_periods(&head.text) || class(&head.text) == Some(Class::Value)) {
            continue;
        }
        // `Annual` over all columns is how often, not what.
        if constant && names_frequency(&head.text) {
            axis.frequency = Some(head.text.clone());
            continue;
        }
        if chinese && !head.text.chars().any(is_cjk) && script(&head.text) != Script::None {
            continue;
        }
        if was_carried {
            axis.doubts.push((0.9, "a group of heads that are not merged"));
        }
        if head.number {
            axis.doubts.push((0.5, "a number stands among the heads, and may be one of the data"));
        }
        take_text(&mut axis, head, (row, at), grid, arena, marks, &mut joinable);
    }
    axis
}

/// `Annual`, `Quarterly`, `年度数据`.
fn names_frequency(head: &str) -> bool {
    let words = ["annual", "annually", "yearly", "quarterly", "monthly", "anual", "annuel", "trimestral", "mensual"];
    words.contains(&head.to_lowercase().as_str())
}

/// `Year`, `Yıllar - Years`: a head that says that periods stand below it.
fn names_periods(head: &str) -> bool {
    head.split(" - ").flat_map(|half| half.split(" / ")).all(|half| class(half) == Some(Class::Period))
}

/// A heading that is no period and no unit.
fn take_text(
    axis: &mut Axis,
    head: &Head,
    (row, at): (usize, usize),
    grid: &Cells,
    arena: &[Head],
    marks: &Marks,
    joinable: &mut Option<usize>,
) {
    let mut text = head.text.clone();
    if is_link(&text) {
        return;
    }
    if let Some((moment, rest)) = when::lead(&text) {
        let compares = rest == text || rest.len() + 1 >= text.len();
        axis.moment = axis.moment.and_then(|before| before.with(moment)).or(Some(moment));
        // Where the rest compares periods (`2013年为2012年%`), all of the words stay.
        if !compares {
            text = rest;
        }
    }
    let labelled = units::divide(&text);
    if labelled.of_words {
        axis.doubts.push((0.9, "the unit is read out of the words of the heading"));
    }
    if let Some(unit) = labelled.unit {
        if axis.unit.as_ref().is_some_and(|before| *before != unit) {
            axis.doubts.push((0.95, "an inner head overrides the unit of an outer one"));
        }
        axis.unit = Some(unit);
    }
    if labelled.until.is_some() {
        axis.until = labelled.until;
    }
    let whole = marks.strip(&labelled.name);
    let name = match (whole.strip_prefix(['#', '＃']), whole.strip_prefix("其中").filter(|rest| !rest.is_empty())) {
        (Some(rest), _) => rest.trim(),
        (None, Some(rest)) => rest.trim_matches([':', '：', ' ', '，']),
        (None, None) => &whole,
    }
    .to_owned();
    if name.is_empty() {
        return;
    }
    if whole.starts_with(['#', '＃']) {
        hang_from_left(axis, (row, at), grid, arena);
    }
    let lower = name.to_lowercase();
    if matches!(lower.trim_end_matches(':'), "of which" | "其中" | "в том числе" | "davon" | "dont") {
        // Hangs from the head at its left.
        let left = (0..at)
            .rev()
            .filter_map(|left| grid.get(row).and_then(|cells| cells.get(left)).copied().flatten())
            .filter_map(|index| arena.get(index))
            .find(|left| left.text != head.text);
        if let Some(left) = left {
            axis.parts.push(left.text.clone());
        }
        axis.parts.push(name);
        axis.doubts.push((0.7, "`of which` hangs from the head at its left"));
        return;
    }
    // Words of one heading over several rows.
    let alone = |row: usize| {
        let own = grid.get(row).and_then(|cells| cells.get(at)).copied().flatten();
        grid.get(row).is_some_and(|cells| cells.iter().filter(|cell| **cell == own).count() == 1)
    };
    if let (Some(last), Some(upper)) = (axis.parts.last_mut(), *joinable)
        && alone(upper)
        && alone(row)
        && runs_on(last, &name)
    {
        *last = if last.ends_with('-') {
            format!("{}{name}", last.trim_end_matches('-'))
        } else if last.ends_with('/') {
            format!("{last}{name}")
        } else {
            format!("{last} {name}")
        };
    } else {
        let latin = |text: &str| script(text) == Script::Latin;
        if joinable.is_some_and(|upper| alone(upper) && alone(row) && upper + 1 == row)
            && latin(&name)
            && axis.parts.last().is_some_and(|last| latin(last))
        {
            axis.doubts.push((0.9, "heads below each other, which may be the words of one"));
        }
        axis.parts.push(name);
    }
    *joinable = Some(row);
}

/// `合计 | #房地产开发`: the part hangs from the head at its left, under the same group.
fn hang_from_left(axis: &mut Axis, (row, at): (usize, usize), grid: &Cells, arena: &[Head]) {
    let cell = |row: usize, at: usize| grid.get(row).and_then(|cells| cells.get(at)).copied().flatten();
    let own = cell(row, at);
    for left in (0..at).rev() {
        if row > 0 && cell(row - 1, left) != cell(row - 1, at) {
            return;
        }
        let Some(head) = cell(row, left).filter(|left| Some(*left) != own).and_then(|left| arena.get(left)) else {
            continue;
        };
        if head.text.starts_with(['#', '＃']) {
            continue;
        }
        let name = units::divide(&head.text).name;
        if head.moment.is_none() && head.unit.is_none() && !axis.parts.contains(&name) {
            axis.parts.push(name);
            axis.doubts.push((0.9, "a part hangs from the head at its left"));
        }
        return;
    }
}

fn runs_on(upper: &str, lower: &str) -> bool {
    let last = upper.rsplit(' ').next().unwrap_or_default().to_lowercase();
    upper.ends_with(['-', '/', ','])
        || lower.starts_with(char::is_lowercase)
        || matches!(last.as_str(), "of" | "and" | "the" | "per" | "in" | "for" | "to" | "by" | "&")
}

/// A unit under the first head of a group holds for the columns of the group that have none.
fn spread_units(columns: &mut [Axis], grid: &Cells, roles: &[HeadRole], arena: &[Head]) {
    let outer: Option<&Vec<Option<usize>>> =
        grid.iter().zip(roles).find(|(_, role)| **role == HeadRole::Heading).map(|(cells, _)| cells);
    let Some(outer) = outer else { return };
    let own_units: Vec<Option<String>> = columns.iter().map(|axis| axis.unit.clone()).collect();
    let mut start = 0;
    for at in 1..columns.len() {
        let same = outer.get(at).copied().flatten().is_some() && outer.get(at) == outer.get(at - 1);
        if !same {
            start = at;
        }
        // Two units in a group: neither holds for the rest of it. A bracket of its own says another.
        let chinese = |unit: &String| unit.chars().any(is_cjk);
        let first_chinese = own_units.get(start).and_then(Option::as_ref).is_some_and(chinese);
        let divided = own_units
            .get(start + 1..at)
            .is_some_and(|own| own.iter().flatten().any(|unit| !first_chinese || chinese(unit)));
        let closed = columns
            .get(at)
            .and_then(|axis| axis.parts.last())
            .is_some_and(|part| !part.chars().any(is_cjk) && units::last_bracket(part).is_some());
        if divided || closed || columns.get(at).and_then(|axis| axis.parts.last()).is_some_and(|part| bare_ratio(part))
        {
            continue;
        }
        // One head in a second language over both translates the unit of the left one.
        let shared = grid.iter().any(|cells| {
            let here = cells.get(at).copied().flatten();
            here.is_some()
                && here == cells.get(at - 1).copied().flatten()
                && here.and_then(|index| arena.get(index)).is_some_and(|head| {
                    let own = columns.get(at).and_then(|axis| axis.unit.as_ref());
                    own.is_some() && head.unit.as_ref() == own && !head.text.chars().any(is_cjk)
                })
        });
        let left_cjk =
            columns.get(at - 1).and_then(|axis| axis.unit.as_deref()).is_some_and(|unit| unit.chars().any(is_cjk));
        let own = columns.get(at).is_some_and(|axis| axis.unit.is_some()) && !(shared && left_cjk);
        let left = at.checked_sub(1).and_then(|left| columns.get(left)).and_then(|axis| axis.unit.clone());
        if same
            && !own
            && left.is_some()
            && let Some(axis) = columns.get_mut(at)
        {
            axis.unit = left;
            axis.doubts.push((0.9, "the unit is that of the first column of the group"));
        }
    }
}

/// A coefficient has no unit, whatever stands beside it.
fn bare_ratio(part: &str) -> bool {
    let lower = part.to_lowercase();
    ["系数", "係數", "係数", "coefficient", "gini", "коэффициент"].iter().any(|word| lower.contains(word))
}

/// `Hours ;  > Agriculture ;` as a path.
fn hang_parts(columns: &mut [Axis]) {
    let mut before: Vec<String> = Vec::new();
    for axis in columns {
        let [only] = axis.parts.as_slice() else { continue };
        // The words of one heading may hold a semicolon: a path ends with one.
        if !only.trim_end().ends_with(';') {
            continue;
        }
        let pieces: Vec<&str> = only.split(';').map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let mut path: Vec<String> = Vec::new();
        for piece in pieces {
            let name = piece.trim_start_matches(['>', ' ']);
            let depth = piece.matches('>').count();
            if depth > 0 {
                let start = path.len();
                path.extend(before.iter().skip(start).take(depth).cloned());
            }
            path.push(name.to_owned());
        }
        before.clone_from(&path);
        axis.parts = path;
    }
}
