//! Text tables whose heads say all: SDMX-CSV and Eurostat's TSV, straight into data cells.
//!
//! The indicator is the path of the codes of all dimensions but area and time, in the order of the file. So two units of
//! one quantity are two series, and nothing has to be known of the code lists.

use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Reading;
use crate::read::{DataCell, Grid, GridCell};

/// Dimensions that name the area.
pub(super) const AREAS: [&str; 8] =
    ["REF_AREA", "GEO", "GEOGRAPHY", "COUNTRY", "REGION", "LOCATION", "REPORTING_COUNTRY", "COU"];
/// Dimensions that name the period.
pub(super) const TIMES: [&str; 5] = ["TIME_PERIOD", "TIME", "YEAR", "PERIOD", "TIME PERIOD"];
/// Dimensions and attributes that name the unit.
pub(super) const UNITS: [&str; 3] = ["UNIT_MEASURE", "UNIT", "UNITS"];
/// Columns of SDMX-CSV that are no dimensions, wherever they stand.
const BESIDE: [&str; 22] = [
    "DATAFLOW",
    "STRUCTURE",
    "STRUCTURE_ID",
    "STRUCTURE_NAME",
    "ACTION",
    "SERIES_KEY",
    "OBS_KEY",
    "LAST UPDATE",
    "UNIT_MULT",
    "DECIMALS",
    "OBS_STATUS",
    "OBS_FLAG",
    "OBS_CONF",
    "CONF_STATUS",
    "TIME_FORMAT",
    "COLLECTION",
    "AVAILABILITY",
    "TITLE",
    "TITLE_COMPL",
    "PRE_BREAK_VALUE",
    "COMMENT",
    "OBS_COMMENT",
];

/// The data cells of a table of one of these formats; none where it is another table.
///
/// - SDMX-CSV 1.0 and 2.0: a column `DATAFLOW` or `STRUCTURE` comes first; dimensions stand before `TIME_PERIOD`,
///   the value is `OBS_VALUE`. Rows with the action `D` (delete) are left out.
/// - Eurostat TSV: the first head is `freq,unit,geo\TIME_PERIOD`, the codes of a row stand in its first field, and a
///   flag may follow a value (`4600 p`, `: c`).
pub(super) fn cells(grid: &Grid) -> Option<Result<Vec<DataCell>>> {
    let head: Vec<&str> = grid.rows.first()?.iter().map(|cell| text(cell).trim()).collect();
    let first = head.first()?;
    if let Some((dimensions, across)) = first.rsplit_once('\\') {
        let tsv = Tsv { dimensions: dimensions.split(',').map(str::trim).collect(), across: across.trim() };
        return tsv.is_sound().then(|| tsv.cells(grid, &head));
    }
    let ids: Vec<String> = head.iter().map(|name| id(name)).collect();
    let at = |wanted: &str| ids.iter().position(|name| name == wanted);
    if !matches!(ids.first()?.as_str(), "DATAFLOW" | "STRUCTURE") {
        return None;
    }
    let (time, value) = (at("TIME_PERIOD")?, at("OBS_VALUE")?);
    Some(sdmx(grid, &ids, time, value))
}

fn text(cell: &GridCell) -> &str {
    match cell {
        GridCell::Text(text) => text,
        _ => "",
    }
}

/// The code of a head such as `FREQ` or `FREQ: Frequency`.
fn id(head: &str) -> String {
    code(head).to_uppercase()
}

/// The code of a field such as `A` or `A: Annual`.
fn code(field: &str) -> &str {
    field.split_once(": ").map_or(field, |(code, _)| code).trim()
}

fn sdmx(grid: &Grid, ids: &[String], time: usize, value: usize) -> Result<Vec<DataCell>> {
    let is = |column: usize, names: &[&str]| ids.get(column).is_some_and(|id| names.contains(&id.as_str()));
    let area = (0..time).find(|&column| is(column, &AREAS));
    let unit = (0..ids.len()).find(|&column| is(column, &UNITS));
    let at = |names: &[&str]| (0..ids.len()).find(|&column| is(column, names));
    let (action, scale) = (at(&["ACTION"]), at(&["UNIT_MULT"]));
    let (status, identity) = (at(&["OBS_STATUS", "OBS_FLAG"]), at(&["STRUCTURE_ID", "DATAFLOW"]));
    let path: Vec<usize> = (0..time.min(ids.len()))
        .filter(|&column| {
            column != value
                && Some(column) != area
                && !is(column, &BESIDE)
                && ids.get(column).is_some_and(|id| !id.is_empty())
        })
        .collect();
    let mut made = Made::default();
    let mut cells = Vec::with_capacity(grid.rows.len().saturating_sub(1));
    for (row, fields) in grid.rows.iter().enumerate().skip(1) {
        let field = |column: usize| fields.get(column).map_or("", text).trim();
        let of = |column: Option<usize>| column.map_or("", field);
        if fields.is_empty() || of(action) == "D" {
            continue;
        }
        let place = |error: Error| error.at_line(grid.lines.get(row).copied().unwrap_or(row as u64 + 1));
        let period = code(field(time));
        let mut note = Vec::new();
        let flag = code(of(status));
        if !matches!(flag, "" | "A") {
            note.push(format!("status {flag}"));
        }
        let unit = match (code(of(unit)), code(of(scale))) {
            (unit, "" | "0") => unit.to_owned(),
            (unit, "3") => format!("thousand {unit}"),
            (unit, "6") => format!("million {unit}"),
            (unit, "9") => format!("billion {unit}"),
            (unit, power) => {
                note.push(format!("in 10 to the power of {power}"));
                unit.to_owned()
            }
        };
        let written = field(value);
        let number = number(written).map_err(|error| place(error.at_column("OBS_VALUE")))?;
        made.indicator.clear();
        for (nth, &column) in path.iter().enumerate() {
            made.indicator.push_str(if nth == 0 { "" } else { " / " });
            made.indicator.push_str(code(field(column)));
        }
        cells.push(DataCell {
            subject: made.arc(code(of(area))),
            indicator: made.path(),
            at: made.at(period).map_err(|error| place(error.at_column("TIME_PERIOD")))?,
            period: made.arc(period),
            value: number,
            missing: number.is_none().then(|| made.arc(written)),
            unit: made.arc(unit.trim()),
            table: made.arc(of(identity)),
            cell: grid.name(row, value),
            confidence: 1.0,
            note: (!note.is_empty()).then(|| made.arc(&note.join("; "))),
            ..DataCell::default()
        });
    }
    Ok(cells)
}

/// The marks of a missing value in these formats.
fn number(written: &str) -> Result<Option<f64>> {
    if matches!(written, "" | ":" | "NaN" | "NA" | "null") {
        return Ok(None);
    }
    match written.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(Error::new(
            ErrorKind::Number,
            format!("expected a number, found `{}`", written.chars().take(40).collect::<String>()),
        )
        .mend("write a number with a decimal point, or leave the cell blank")),
    }
}

/// The first head of Eurostat's TSV.
struct Tsv<'t> {
    dimensions: Vec<&'t str>,
    across: &'t str,
}

impl Tsv<'_> {
    fn is_sound(&self) -> bool {
        let named = |name: &str| !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || one == '_');
        let time = |name: &str| TIMES.contains(&name.to_uppercase().as_str());
        self.dimensions.iter().all(|name| named(name))
            && named(self.across)
            && (time(self.across) || self.dimensions.iter().any(|name| time(name)))
    }

    fn cells(&self, grid: &Grid, head: &[&str]) -> Result<Vec<DataCell>> {
        let is = |name: &str, names: &[&str]| names.contains(&name.to_uppercase().as_str());
        let find = |names: &[&str]| self.dimensions.iter().position(|name| is(name, names));
        let (area, time, unit) = (find(&AREAS), find(&TIMES), find(&UNITS));
        let mut made = Made::default();
        let mut cells = Vec::new();
        for (row, fields) in grid.rows.iter().enumerate().skip(1) {
            let Some(codes) = fields.first().map(text).filter(|codes| !codes.is_empty()) else { continue };
            let codes: Vec<&str> = codes.split(',').map(str::trim).collect();
            let place = |error: Error| error.at_line(grid.lines.get(row).copied().unwrap_or(row as u64 + 1));
            if codes.len() != self.dimensions.len() {
                let message = format!("{} codes below a head of {}", codes.len(), self.dimensions.len());
                return Err(place(
                    Error::new(ErrorKind::Layout, message).mend("download the file again: a code is missing"),
                ));
            }
            let of = |at: Option<usize>| at.and_then(|at| codes.get(at)).copied();
            for (column, cell) in fields.iter().enumerate().skip(1) {
                let across = head.get(column).copied().unwrap_or_default();
                let written = text(cell).trim();
                if written.is_empty() && across.is_empty() {
                    continue;
                }
                let (figure, flags) = match written.split_once(' ') {
                    Some((figure, flags)) => (figure, flags.trim()),
                    None => (written, ""),
                };
                let value = number(figure).map_err(|error| place(error.at_column(across)))?;
                let period = of(time).unwrap_or(across);
                made.indicator.clear();
                let others = codes.iter().enumerate().filter(|(at, _)| Some(*at) != area && Some(*at) != time);
                let tail = (time.is_some() && !is(self.across, &AREAS)).then_some(across);
                for (nth, code) in others.map(|(_, code)| *code).chain(tail).enumerate() {
                    made.indicator.push_str(if nth == 0 { "" } else { " / " });
                    made.indicator.push_str(code);
                }
                let subject = of(area).or(is(self.across, &AREAS).then_some(across)).unwrap_or_default();
                cells.push(DataCell {
                    subject: made.arc(subject),
                    indicator: made.path(),
                    at: made.at(period).map_err(|error| place(error.at_column(across)))?,
                    period: made.arc(period),
                    value,
                    missing: value.is_none().then(|| made.arc(figure)),
                    unit: made.arc(of(unit).unwrap_or_default()),
                    cell: grid.name(row, column),
                    confidence: 1.0,
                    note: (!flags.is_empty()).then(|| made.arc(&format!("flag {flags}"))),
                    ..DataCell::default()
                });
            }
        }
        Ok(cells)
    }
}

/// Texts that repeat are made once.
#[derive(Default)]
pub(super) struct Made {
    texts: std::collections::HashMap<Box<str>, Arc<str>>,
    periods: std::collections::HashMap<Box<str>, Option<crate::model::Period>>,
    pub(super) indicator: String,
}

impl Made {
    pub(super) fn arc(&mut self, text: &str) -> Arc<str> {
        if let Some(made) = self.texts.get(text) {
            return made.clone();
        }
        let made: Arc<str> = text.into();
        self.texts.insert(text.into(), made.clone());
        made
    }

    pub(super) fn path(&mut self) -> Arc<str> {
        let path = std::mem::take(&mut self.indicator);
        let made = self.arc(&path);
        self.indicator = path;
        made
    }

    /// The period of a text; none of a date, whose frequency the series decides.
    pub(super) fn at(&mut self, text: &str) -> Result<Option<crate::model::Period>> {
        if let Some(made) = self.periods.get(text) {
            return Ok(*made);
        }
        let made = match Reading::of(text)? {
            Reading::Date(_) => None,
            reading => reading.period().ok(),
        };
        self.periods.insert(text.into(), made);
        Ok(made)
    }
}
