//! Tables of HTML pages, and of the XML that Excel 2003 writes: one grid for each table.
//!
//! The tokens of html5ever are enough: rows and cells close each other as browsers have it, a table inside a cell is a
//! table of its own, and no tree is built, so that a page costs no more memory than its cells.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::Budget;
use crate::error::Result;
use crate::read::{CellNames, Grid, GridCell, Merge};

/// Spans that the standard of HTML allows at most.
const COLUMN_SPAN: usize = 1000;
const ROW_SPAN: usize = 65_534;

/// The tables of a page that have cells, in the order in which they begin.
pub(super) fn tables(page: &str, budget: &mut Budget<'_>) -> Result<Vec<Grid>> {
    let sink = Sink(RefCell::new(Tables { budget, done: Vec::new(), open: Vec::new(), error: None, begun: 0 }));
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut tables = tokenizer.sink.0.into_inner();
    while !tables.open.is_empty() {
        if let Err(error) = tables.end("tr") {
            tables.error.get_or_insert(error);
        }
        tables.close();
    }
    if let Some(error) = tables.error {
        return Err(error);
    }
    tables.done.sort_by_key(|(order, _)| *order);
    Ok(tables.done.into_iter().map(|(_, grid)| grid).collect())
}

/// A table that is not closed yet.
#[derive(Default)]
struct Open {
    order: usize,
    grid: Grid,
    /// Whether a row is open.
    in_row: bool,
    /// The cell that is open.
    cell: Option<Cell>,
    /// For each column, the row up to which a cell from above reaches down, that row not included.
    taken: Vec<usize>,
    column: usize,
}

/// A cell that is not closed yet.
struct Cell {
    text: String,
    rows: usize,
    columns: usize,
    /// What an XML spreadsheet says of the value.
    is: Option<String>,
}

struct Tables<'b, 'l> {
    budget: &'b mut Budget<'l>,
    done: Vec<(usize, Grid)>,
    open: Vec<Open>,
    error: Option<crate::error::Error>,
    begun: usize,
}

struct Sink<'b, 'l>(RefCell<Tables<'b, 'l>>);

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut tables = self.0.borrow_mut();
        if tables.error.is_some() {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::CharacterTokens(text) => tables.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                if let Err(error) = tables.start(&tag) {
                    tables.error = Some(error);
                }
                // What stands between these tags is no text of the page.
                match &*tag.name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "noframes" | "iframe" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::TagToken(tag) => {
                if let Err(error) = tables.end(&tag.name) {
                    tables.error = Some(error);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn number(tag: &Tag, name: &str) -> Option<usize> {
    attribute(tag, name).and_then(|text| text.trim().parse().ok())
}

impl Tables<'_, '_> {
    fn text(&mut self, text: &str) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, tag: &Tag) -> Result<()> {
        match &*tag.name {
            "table" | "worksheet" | "ss:worksheet" => {
                let sheet = attribute(tag, "ss:name").unwrap_or_default();
                // In an XML spreadsheet the table stands inside its sheet, and is the same.
                if self.open.last().is_some_and(|table| !table.grid.sheet.is_empty() && table.grid.rows.is_empty()) {
                    return Ok(());
                }
                let grid = Grid::new(sheet, Vec::new(), CellNames::A1);
                self.open.push(Open { order: self.begun, grid, ..Open::default() });
                self.begun += 1;
            }
            "tr" | "row" | "ss:row" => {
                self.end("tr")?;
                if let Some(table) = self.open.last_mut() {
                    // An XML spreadsheet steps over empty rows, counted from 1.
                    let row = number(tag, "ss:index").map_or(table.grid.rows.len(), |index| index.saturating_sub(1));
                    let row = row.max(table.grid.rows.len());
                    self.budget.take(row, 0, row + 1 - table.grid.rows.len())?;
                    table.grid.rows.resize_with(row + 1, Vec::new);
                    (table.in_row, table.column) = (true, 0);
                }
            }
            name @ ("td" | "th" | "cell" | "ss:cell") => {
                self.end("td")?;
                if self.open.last().is_some_and(|table| !table.in_row) {
                    self.row()?;
                }
                if let Some(table) = self.open.last_mut() {
                    let more = |name| number(tag, name).map_or(1, |more| more + 1);
                    let (rows, columns) = if name.ends_with("cell") {
                        if let Some(index) = number(tag, "ss:index") {
                            table.column = table.column.max(index.saturating_sub(1));
                        }
                        (more("ss:mergedown"), more("ss:mergeacross"))
                    } else {
                        // No span of rows means down to the end in HTML: one will do where there is no end yet.
                        (number(tag, "rowspan").unwrap_or(1), number(tag, "colspan").unwrap_or(1))
                    };
                    table.cell = Some(Cell {
                        text: String::new(),
                        rows: rows.clamp(1, ROW_SPAN),
                        columns: columns.clamp(1, COLUMN_SPAN),
                        is: None,
                    });
                    if tag.self_closing && name.ends_with("cell") {
                        self.end("td")?;
                    }
                }
            }
            "data" | "ss:data" => {
                if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
                    cell.is = attribute(tag, "ss:type").map(str::to_owned);
                    cell.text.clear();
                }
            }
            "br" | "p" | "div" | "li" => self.line_break(),
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self) -> Result<()> {
        if let Some(table) = self.open.last_mut() {
            self.budget.take(table.grid.rows.len(), 0, 1)?;
            table.grid.rows.push(Vec::new());
            (table.in_row, table.column) = (true, 0);
        }
        Ok(())
    }

    fn line_break(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut())
            && !cell.text.trim().is_empty()
        {
            cell.text.push('\u{1}');
        }
    }

    fn end(&mut self, name: &str) -> Result<()> {
        match name {
            "td" | "th" | "cell" | "ss:cell" => self.end_cell()?,
            "tr" | "row" | "ss:row" => {
                self.end_cell()?;
                if let Some(table) = self.open.last_mut() {
                    table.in_row = false;
                }
            }
            "thead" | "tbody" | "tfoot" => self.end("tr")?,
            "table" | "ss:table" if self.open.last().is_none_or(|table| table.grid.sheet.is_empty()) => {
                self.end("tr")?;
                self.close();
            }
            "worksheet" | "ss:worksheet" => {
                self.end("tr")?;
                self.close();
            }
            "p" | "div" | "li" => self.line_break(),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<()> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        let row = table.grid.rows.len().saturating_sub(1);
        // Step over what reaches down from the rows above.
        while table.taken.get(table.column).is_some_and(|until| *until > row) {
            table.column += 1;
        }
        let (left, right) = (table.column, table.column + cell.columns - 1);
        self.budget.take(row, right, cell.columns)?;
        if cell.rows > 1 {
            if table.taken.len() <= right {
                table.taken.resize(right + 1, 0);
            }
            for taken in table.taken.iter_mut().take(right + 1).skip(left) {
                *taken = row + cell.rows;
            }
        }
        if cell.rows > 1 || cell.columns > 1 {
            table.grid.merged.push(Merge::new(row, left, row + cell.rows - 1, right));
        }
        table.column = right + 1;
        let value = value(&cell);
        if value != GridCell::Empty
            && let Some(cells) = table.grid.rows.get_mut(row)
        {
            cells.resize_with(left.max(cells.len()), GridCell::default);
            cells.push(value);
        }
        Ok(())
    }

    /// The innermost table is done.
    fn close(&mut self) {
        let Some(mut table) = self.open.pop() else { return };
        let last = table.grid.rows.iter().rposition(|row| !row.is_empty());
        table.grid.rows.truncate(last.map_or(0, |last| last + 1));
        // Spans that reach below the last row end with it, as browsers have it.
        let bottom = table.grid.rows.len().saturating_sub(1);
        table.grid.merged.retain(|merge| merge.top <= bottom);
        for merge in &mut table.grid.merged {
            merge.bottom = merge.bottom.min(bottom);
        }
        table.grid.merged.retain(|merge| merge.top < merge.bottom || merge.left < merge.right);
        if !table.grid.rows.is_empty() {
            self.done.push((table.order, table.grid));
        }
    }
}

/// The text as a browser shows it: runs of white space are one blank, breaks are kept.
fn value(cell: &Cell) -> GridCell {
    if let Some(is) = &cell.is {
        return match is.as_str() {
            "Number" => cell.text.trim().parse().map_or_else(|_| GridCell::Text(cell.text.clone()), GridCell::Number),
            "DateTime" => super::iso_day(&cell.text).unwrap_or_else(|| GridCell::Text(cell.text.clone())),
            "Boolean" => GridCell::Flag(cell.text.trim() == "1"),
            "Error" => GridCell::Fault(cell.text.clone()),
            _ if cell.text.is_empty() => GridCell::Empty,
            _ => GridCell::Text(cell.text.clone()),
        };
    }
    let lines: Vec<String> = cell
        .text
        .split('\u{1}')
        .map(|line| line.split([' ', '\t', '\n', '\r', '\u{c}']).filter(|word| !word.is_empty()).collect::<Vec<_>>())
        .map(|words| words.join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() { GridCell::Empty } else { GridCell::Text(lines.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn read(page: &str) -> Result<Vec<Grid>> {
        let limits = Limits::default();
        tables(page, &mut Budget::new(&limits))
    }

    fn texts(grid: &Grid) -> Vec<Vec<String>> {
        let text = |cell: &GridCell| match cell {
            GridCell::Text(text) => text.clone(),
            GridCell::Empty => String::new(),
            other => format!("{other:?}"),
        };
        grid.rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn spans_become_merged_cells() -> Result<()> {
        let grids = read(
            "<html><script>if (a < b) { '<table>' }</script><table><tr><th rowspan=2>地区<th colspan='2'>GDP<br>(亿元)</tr>
             <tr><td>2004</td><td> 2005&nbsp;</td></tr><tr><td>A &amp; B<td>1<td>2</table>",
        )?;
        let [grid] = grids.as_slice() else { panic!("{grids:?}") };
        assert_eq!(texts(grid), [vec!["地区", "GDP\n(亿元)"], vec!["", "2004", "2005\u{a0}"], vec!["A & B", "1", "2"]]);
        assert_eq!(grid.merged, [Merge::new(0, 0, 1, 0), Merge::new(0, 1, 0, 2)]);
        Ok(())
    }

    #[test]
    fn a_table_inside_a_cell_is_its_own() -> Result<()> {
        let grids = read("<table><tr><td>out<table><tr><td>in</td></tr></table>side</td><td>2</table>")?;
        let all: Vec<_> = grids.iter().map(texts).collect();
        assert_eq!(all, [vec![vec!["outside", "2"]], vec![vec!["in"]]]);
        Ok(())
    }

    #[test]
    fn pages_that_never_end_and_spans_without_measure_are_bounded() -> Result<()> {
        let grids = read("<table><tr><td rowspan=99999999 colspan=99999999>x<tr><td>y")?;
        assert_eq!(grids.first().map(|grid| grid.rows.len()), Some(2));
        let limits = Limits::default().columns(100);
        assert!(tables("<table><td colspan=1000>x</table>", &mut Budget::new(&limits)).is_err());
        Ok(())
    }

    #[test]
    fn xml_of_excel_2003() -> Result<()> {
        let grids = read(
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>
             <Worksheet ss:Name='一'><Table><Row><Cell ss:MergeAcross='1'><Data ss:Type='String'>GDP</Data></Cell></Row>
             <Row ss:Index='3'><Cell ss:Index='2'><Data ss:Type='Number'>1.5</Data></Cell>
             <Cell><Data ss:Type='DateTime'>2005-07-31T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>",
        )?;
        let [grid] = grids.as_slice() else { panic!("{grids:?}") };
        assert_eq!((grid.sheet.as_str(), grid.rows.len()), ("一", 3));
        assert_eq!(grid.get(2, 1), &GridCell::Number(1.5));
        assert_eq!(grid.get(2, 2), &GridCell::Date(2005, 7, 31));
        assert_eq!(grid.merged, [Merge::new(0, 0, 0, 1)]);
        Ok(())
    }
}
