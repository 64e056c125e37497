//! Bytes into grids: containers, encodings, and every format that is a table of cells.
//!
//! Formats are recognised by their bytes. Nothing here knows what a cell means.

#[cfg(feature = "excel")]
mod biff;
#[cfg(feature = "excel")]
mod compound;
mod encoding;
#[cfg(feature = "parquet")]
mod frame;
#[cfg(feature = "formats")]
mod html;
#[cfg(feature = "formats")]
mod json_stat;
mod kind;
#[cfg(feature = "excel")]
mod ods;
#[cfg(feature = "formats")]
mod px;
#[cfg(feature = "excel")]
mod refused;
pub(super) mod separator;
mod statistics;
mod text;
mod unpack;
#[cfg(feature = "excel")]
mod workbook;
#[cfg(feature = "excel")]
mod xlsb;

use std::borrow::Cow;

use self::kind::Kind;
pub(super) use self::unpack::bytes;
use super::{DataCell, Grid, Limits, Problem};
use crate::error::{Error, ErrorKind, Result};

/// The tables of one file, or of one file inside an archive, as cells.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Loaded {
    /// The file as named by the caller; `file.zip/inner.csv` for one inside.
    pub source: String,
    /// Sheets and tables, in the order of the file.
    pub grids: Vec<Grid>,
    /// The data cells of a format that says itself what each is (SDMX-CSV, Eurostat TSV, JSON-stat, PC-Axis); it has no grids
    /// then.
    pub cells: Vec<DataCell>,
    /// How the bytes were understood: encoding, separator, kind.
    pub notes: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What is left of the limits of one file.
pub(super) struct Budget<'l> {
    limits: &'l Limits,
    /// Bytes unpacked so far.
    unpacked: u64,
    /// Cells made so far.
    cells: usize,
    /// Whether the first sheet with cells will do.
    #[cfg_attr(not(feature = "excel"), expect(dead_code, reason = "only workbooks have sheets"))]
    first_table_only: bool,
}

/// The cells of a file, whatever its format; of an archive one entry for each file in it.
///
/// Nothing is said of what the cells mean: every sheet and table is given as it stands, with its merged cells.
///
/// # Errors
/// Bytes that are no table, or that are broken; limits that are passed; a format that this build leaves out. A broken
/// file inside an archive is a problem of its entry, and the others are still read; so is a broken sheet.
///
/// # Examples
/// ```
/// use fanfan::read::{self, GridCell, Limits};
///
/// let files = read::grids("t.csv", b"area;2005\nA;1,5\n", &Limits::default())?;
/// let grid = &files[0].grids[0];
/// assert_eq!((grid.name(1, 1).as_str(), grid.get(1, 1)), ("R2C2", &GridCell::Text("1,5".into())));
/// assert_eq!(files[0].notes, ["t.csv: UTF-8, semicolons"]);
/// # Ok::<(), fanfan::Error>(())
/// ```
pub fn grids(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Loaded>> {
    let mut budget = Budget::new(limits);
    let mut all = Vec::new();
    load(name, bytes, 0, &mut budget, &mut all).map_err(|error| error.in_source(name))?;
    Ok(all)
}

/// What a table is read from.
pub(super) enum Content<'t> {
    /// Text with separators, decoded, and the name of its encoding.
    Text(Cow<'t, str>, &'static str),
    /// Everything else.
    Loaded(Loaded),
}

/// Endings of tables in an archive; others (a readme, a licence) are read only where there is none of these.
const TABLES: [&str; 17] = [
    "csv", "tsv", "tab", "xls", "xlsx", "xlsm", "xlsb", "ods", "json", "parquet", "arrow", "feather", "html", "htm",
    "px", "gz", "zst",
];

/// The tables of a file, each given to `take` with its name; of a workbook the first sheet with cells.
///
/// Of an archive, all files with the ending of a table but the World Bank's metadata.
///
/// # Errors
/// As [`grids`]; an archive without a table.
pub(super) fn tables(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    take: &mut dyn FnMut(&str, Content<'_>) -> Result<()>,
) -> Result<()> {
    let mut budget = Budget { first_table_only: true, ..Budget::new(limits) };
    each_table(name, bytes, 0, &mut budget, take)
}

fn each_table(
    name: &str,
    bytes: &[u8],
    depth: usize,
    budget: &mut Budget<'_>,
    take: &mut dyn FnMut(&str, Content<'_>) -> Result<()>,
) -> Result<()> {
    let kind = Kind::of(bytes);
    match kind {
        Kind::Gzip | Kind::Zstd => {
            not_deeper(depth, budget)?;
            let content = if kind == Kind::Gzip { unpack::gzip(bytes, budget) } else { unpack::zstd(bytes, budget) };
            each_table(name, &content?, depth + 1, budget, take)
        }
        Kind::Zip => {
            let mut archive = unpack::open(bytes)?;
            if unpack::is_workbook(&archive) {
                return each_loaded(name, bytes, depth, budget, take);
            }
            not_deeper(depth, budget)?;
            let names = unpack::names(&mut archive, budget)?;
            let is_data = |name: &str| !base(name).to_lowercase().starts_with("metadata_");
            let is_table = |name: &str| {
                let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
                is_data(name) && TABLES.contains(&ending.as_str())
            };
            let any = names.iter().any(|(_, name)| is_table(name));
            let mut found = false;
            for (index, inner) in names {
                if if any { is_table(&inner) } else { is_data(&inner) } {
                    found = true;
                    let content = unpack::file(&mut archive, index, budget)?;
                    let inner = format!("{name}/{inner}");
                    each_table(&inner, &content, depth + 1, budget, take).map_err(|error| error.in_source(inner))?;
                }
            }
            if found {
                return Ok(());
            }
            Err(Error::new(ErrorKind::Layout, "the archive holds no table").mend("check what is in it"))
        }
        Kind::Text => {
            let (text, words) = encoding::decode(bytes)?;
            if let Some(cells) = text::statistics(&text, budget) {
                let cells = cells?;
                let notes =
                    vec![format!("{name}: {words}, the heads of SDMX-CSV or of Eurostat; {} cells", cells.len())];
                return take(
                    name,
                    Content::Loaded(Loaded { source: name.to_owned(), cells, notes, ..Loaded::default() }),
                );
            }
            take(name, Content::Text(text, words))
        }
        _ => each_loaded(name, bytes, depth, budget, take),
    }
}

fn each_loaded(
    name: &str,
    bytes: &[u8],
    depth: usize,
    budget: &mut Budget<'_>,
    take: &mut dyn FnMut(&str, Content<'_>) -> Result<()>,
) -> Result<()> {
    let mut all = Vec::new();
    load(name, bytes, depth, budget, &mut all)?;
    all.into_iter().try_for_each(|loaded| take(name, Content::Loaded(loaded)))
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Whether bytes are text with lines, of which a long one is no table.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    Kind::of(bytes) == Kind::Text
}

fn load(name: &str, bytes: &[u8], depth: usize, budget: &mut Budget<'_>, all: &mut Vec<Loaded>) -> Result<()> {
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Layout, "the file is empty").mend("export or copy it again, or leave it out"));
    }
    let kind = Kind::of(bytes);
    let mut loaded = Loaded { source: name.to_owned(), ..Loaded::default() };
    if let Some(ending) = kind.is_not_as_named(name) {
        loaded.notes.push(format!("{name}: named .{ending}, and is {}", kind.words()));
    }
    match kind {
        Kind::Gzip | Kind::Zstd => {
            not_deeper(depth, budget)?;
            let content = if kind == Kind::Gzip { unpack::gzip(bytes, budget) } else { unpack::zstd(bytes, budget) };
            return load(name, &content?, depth + 1, budget, all);
        }
        Kind::Zip => {
            let mut archive = unpack::open(bytes)?;
            if unpack::is_workbook(&archive) {
                workbook(bytes, Some(&mut archive), budget, &mut loaded)?;
            } else {
                not_deeper(depth, budget)?;
                for (index, inner) in unpack::names(&mut archive, budget)? {
                    let inner = format!("{name}/{inner}");
                    let content = unpack::file(&mut archive, index, budget);
                    if let Err(error) = content.and_then(|content| load(&inner, &content, depth + 1, budget, all)) {
                        let problems = vec![Problem::of(&error.in_source(&inner))];
                        all.push(Loaded { source: inner, problems, ..Loaded::default() });
                    }
                }
                return Ok(());
            }
        }
        Kind::Compound => workbook(bytes, None, budget, &mut loaded)?,
        Kind::Html | Kind::Spreadsheet2003 => html(name, bytes, budget, &mut loaded)?,
        Kind::Json => json_stat(name, bytes, budget, &mut loaded)?,
        Kind::PcAxis => pc_axis(name, bytes, budget, &mut loaded)?,
        Kind::Parquet | Kind::ArrowFile => frame(name, bytes, kind, budget, &mut loaded)?,
        Kind::Text => text::load(name, bytes, budget, &mut loaded)?,
        Kind::Other(words) => return Err(no_table(words)),
    }
    all.push(loaded);
    Ok(())
}

fn not_deeper(depth: usize, budget: &Budget<'_>) -> Result<()> {
    if depth < budget.limits.depth {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Encoding, format!("archives inside archives, more than {} deep", budget.limits.depth))
        .mend("unpack it, and name the files in it, or raise the limit"))
}

fn no_table(words: &str) -> Error {
    Error::new(ErrorKind::Encoding, format!("this is {words}, not a table")).mend("save the table as xlsx or CSV")
}

#[cfg(not(all(feature = "excel", feature = "formats", feature = "parquet")))]
fn left_out(what: &str, feature: &str, mend: &str) -> Error {
    Error::new(ErrorKind::Feature, format!("{what}, which this build of fanfan cannot read"))
        .mend(format!("{mend}, or build fanfan with the feature `{feature}`"))
}

#[cfg(feature = "excel")]
use workbook::load as workbook;

#[cfg(not(feature = "excel"))]
fn workbook(_: &[u8], _: Option<&mut unpack::Archive<'_>>, _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(left_out("this is a workbook", "excel", "save it as CSV"))
}

#[cfg(feature = "formats")]
fn html(name: &str, bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    let (page, words) = encoding::decode_page(bytes)?;
    loaded.grids = html::tables(&page, budget)?;
    loaded.notes.push(format!("{name}: {words}, {} tables", loaded.grids.len()));
    if loaded.grids.is_empty() {
        return Err(no_table("a page without tables"));
    }
    Ok(())
}

#[cfg(not(feature = "formats"))]
fn html(_: &str, _: &[u8], _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(left_out("this is an HTML page", "formats", "save its table as CSV"))
}

#[cfg(feature = "formats")]
fn json_stat(name: &str, bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    loaded.cells = json_stat::cells(bytes, budget)?;
    loaded.notes.push(format!("{name}: JSON-stat, {} cells", loaded.cells.len()));
    Ok(())
}

#[cfg(not(feature = "formats"))]
fn json_stat(_: &str, _: &[u8], _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(left_out("this is a JSON document", "formats", "save the table as CSV"))
}

#[cfg(feature = "formats")]
fn pc_axis(name: &str, bytes: &[u8], budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    loaded.cells = px::cells(bytes, budget)?;
    loaded.notes.push(format!("{name}: PC-Axis, {} cells", loaded.cells.len()));
    Ok(())
}

#[cfg(not(feature = "formats"))]
fn pc_axis(_: &str, _: &[u8], _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(left_out("this is a file of PC-Axis", "formats", "save the table as CSV"))
}

#[cfg(feature = "parquet")]
fn frame(name: &str, bytes: &[u8], kind: Kind, budget: &mut Budget<'_>, loaded: &mut Loaded) -> Result<()> {
    loaded.grids.push(frame::grid(bytes, kind, budget)?);
    loaded.notes.push(format!("{name}: {}", kind.words()));
    Ok(())
}

#[cfg(not(feature = "parquet"))]
fn frame(_: &str, _: &[u8], kind: Kind, _: &mut Budget<'_>, _: &mut Loaded) -> Result<()> {
    Err(left_out(&format!("this is {}", kind.words()), "parquet", "save the table as CSV"))
}

/// `2005-07-31`, with or without a time after `T`, as a day.
#[cfg(any(feature = "excel", feature = "formats", feature = "parquet"))]
fn iso_day(text: &str) -> Option<super::GridCell> {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let mut parts = day.splitn(3, '-').map(str::parse::<u16>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day @ 1..=31))) => {
            Some(super::GridCell::Date(i32::from(year), month as u8, day as u8))
        }
        _ => None,
    }
}

impl<'l> Budget<'l> {
    fn new(limits: &'l Limits) -> Budget<'l> {
        Budget { limits, unpacked: 0, cells: 0, first_table_only: false }
    }
}

impl Budget<'_> {
    /// Counts cells of a sheet that ends at this row and column, from 0.
    ///
    /// # Errors
    /// More rows, columns or cells than the limits allow.
    fn take(&mut self, row: usize, column: usize, cells: usize) -> Result<()> {
        self.cells = self.cells.saturating_add(cells);
        let over = if row >= self.limits.rows {
            ("rows", self.limits.rows)
        } else if column >= self.limits.columns {
            ("columns", self.limits.columns)
        } else if self.cells > self.limits.cells {
            ("cells", self.limits.cells)
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Layout, format!("more than {} {}", over.1, over.0))
            .mend("take the part that is meant into a file of its own, or raise the limit"))
    }
}

impl Problem {
    /// An error as an entry of the list of problems, which says itself where it is.
    pub(crate) fn of(error: &Error) -> Problem {
        let place = error.place();
        let mend = error.how_to_mend().map(|mend| format!("; {mend}")).unwrap_or_default();
        Problem {
            sheet: place.sheet.clone().unwrap_or_default(),
            place: place.line.map(|line| format!("line {line}")).unwrap_or_default(),
            code: code(error.kind()),
            message: format!("{}{mend}", error.message()),
        }
    }
}

fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Io => "cannot_be_read",
        ErrorKind::Encoding => "broken",
        ErrorKind::Feature => "needs_feature",
        _ => "bad_table",
    }
}

#[cfg(test)]
mod tests;
