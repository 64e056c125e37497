//! One list of assertions that every reader of whole books passes, applied to one table in every format and to every
//! file below `data/formats` and `data/yearbooks`: cells stand where they say, no number is lost or made up, marks are
//! kept, doubts have words, and no cut or encoding makes a reader panic or speak without naming the file.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use fanfan::read::{self, Book, DataCell, Grid, GridCell, Limits, ReadOptions};

use crate::readers_kit;

/// Every sample: those that are made here, and files as published.
fn samples() -> Vec<(String, Vec<u8>)> {
    let made = readers_kit::files().into_iter().map(|(name, bytes)| (name.to_owned(), bytes));
    made.chain(published()).collect()
}

/// Files of offices; without the feature that reads workbooks, those that need none.
fn published() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut paths: Vec<_> = ["formats", "yearbooks"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| cfg!(feature = "excel") || !path.extension().unwrap().to_string_lossy().starts_with("xls"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

fn book(name: &str, bytes: &[u8]) -> Book {
    read::book_of(name, bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Row and column of a name such as B7 or R7C2, from 0.
fn place(name: &str) -> (usize, usize) {
    let number = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("{name} names no cell"));
    if let Some((row, column)) = name
        .strip_prefix('R')
        .and_then(|rest| rest.split_once('C'))
        .filter(|(row, _)| !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return (number(row) - 1, number(column) - 1);
    }
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = name.bytes().take(letters).fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    (number(&name[letters..]) - 1, column - 1)
}

/// The grids of a file by the names of sheets that its cells have.
fn grids(name: &str, bytes: &[u8]) -> HashMap<String, Grid> {
    let files = read::grids(name, bytes, &Limits::default()).unwrap();
    let single = files.len() == 1;
    let of = |source: &str, sheet: &str| {
        let inner = source.strip_prefix(name).unwrap_or(source).trim_start_matches('/');
        match (single || inner.is_empty(), sheet.is_empty()) {
            (true, _) => sheet.to_owned(),
            (false, true) => inner.to_owned(),
            (false, false) => format!("{inner}/{sheet}"),
        }
    };
    let named = files.into_iter().flat_map(|file| {
        let source = file.source.clone();
        file.grids.into_iter().map(move |grid| (source.clone(), grid))
    });
    named.map(|(source, grid)| (of(&source, &grid.sheet), grid)).collect()
}

/// The digits of a text, with the words around them gone.
fn digits(text: &str) -> String {
    let half = text.chars().map(|one| match one {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(one as u32 - 0xfee0).unwrap(),
        other => other,
    });
    half.filter(char::is_ascii_digit).collect()
}

/// Whether a cell of the file can hold this value.
fn holds(cell: &GridCell, value: f64) -> bool {
    match cell {
        GridCell::Number(number) => *number == value,
        // Its digits stand in the text, whatever marks and notes stand beside them.
        GridCell::Text(text) => {
            let wanted = digits(&value.abs().to_string()).trim_start_matches('0').to_owned();
            let printed = digits(text);
            wanted.is_empty() || printed.contains(&wanted) || value.to_string().contains('e')
        }
        _ => false,
    }
}

#[test]
fn every_cell_stands_where_it_says_and_holds_what_it_says() {
    let mut checked = 0;
    for (name, bytes) in samples() {
        let book = book(&name, &bytes);
        let grids = grids(&name, &bytes);
        let mut seen = HashSet::new();
        for cell in &book.cells {
            let at = format!("{name}, sheet `{}`, cell {}", cell.sheet, cell.cell);
            assert!(
                cell.cell.is_empty() || seen.insert((cell.sheet.clone(), cell.cell.clone())),
                "{at} is given twice"
            );
            let Some(grid) = grids.get(&*cell.sheet).filter(|_| !cell.cell.is_empty()) else { continue };
            let (row, column) = place(&cell.cell);
            assert!(row < grid.rows.len() && column < grid.width(), "{at} is outside of the file");
            let source = grid.get(row, column);
            if let Some(value) = cell.value {
                assert!(holds(source, value), "{at} has {value}, the file {source:?}");
            } else {
                let mark = match source {
                    GridCell::Text(text) => text.trim().to_owned(),
                    GridCell::Fault(text) => text.clone(),
                    _ => String::new(),
                };
                let given = cell.missing.as_deref().unwrap_or_else(|| panic!("{at} has neither value nor mark"));
                assert_eq!(given.trim(), mark, "{at}");
            }
            checked += 1;
        }
    }
    assert!(checked > 5_000, "{checked}");
}

#[test]
fn every_cell_says_what_it_is_sure_of() {
    for (name, bytes) in samples() {
        let first = book(&name, &bytes);
        assert!(first.source.starts_with(&name), "{name}: {}", first.source);
        for cell in &first.cells {
            let at = format!("{name}, sheet `{}`, cell {}: {cell:?}", cell.sheet, cell.cell);
            assert!((0.0..=1.0).contains(&cell.confidence), "{at}");
            assert!(cell.confidence == 1.0 || cell.note.as_deref().is_some_and(|note| !note.is_empty()), "{at}");
            assert!(cell.value.is_none_or(f64::is_finite), "{at}");
            assert!(cell.value.is_some() != cell.missing.is_some(), "{at}");
            assert!(cell.at.is_none_or(|period| period.to_string() == *cell.period), "{at}");
        }
        for problem in &first.problems {
            assert!(!problem.code.is_empty() && !problem.message.is_empty(), "{name}: {problem:?}");
        }
        assert_eq!(book(&name, &bytes), first, "{name} is read in two ways");
    }
}

#[test]
fn no_number_of_the_table_is_lost_or_made_up() {
    for (name, bytes) in readers_kit::files() {
        let mut found: Vec<(String, String, String)> = book(name, &bytes)
            .cells
            .iter()
            .filter_map(|cell| Some((cell.subject.to_string(), cell.period.to_string(), cell.value?.to_string())))
            .collect();
        found.sort();
        let wanted = [
            ("AT", "2004", "1.5"),
            ("AT", "2006", "1234.25"),
            ("Köln", "2004", "-3"),
            ("Köln", "2005", "4"),
            ("Köln", "2006", "5"),
        ];
        let wanted = wanted.map(|(subject, period, value)| (subject.to_owned(), period.to_owned(), value.to_owned()));
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn a_cut_file_is_read_or_refused_by_name() {
    // The large ones take long and hold nothing that the small ones do not.
    for (name, bytes) in samples().into_iter().filter(|(_, bytes)| bytes.len() < 40_000) {
        for part in 0..6 {
            let cut = &bytes[..bytes.len() * part / 6];
            if let Err(error) = read::book_of(&name, cut, &ReadOptions::default()) {
                assert!(error.to_string().starts_with(&name), "{error}");
            }
        }
        let message = read::book_of("gone.xls", b"PK\x03\x04", &ReadOptions::default()).map(|_| ()).unwrap_err();
        assert!(message.to_string().starts_with("gone.xls"), "{message}");
    }
    let missing = read::book("no/such/file.csv", &ReadOptions::default()).unwrap_err();
    assert!(missing.to_string().starts_with("no/such/file.csv"), "{missing}");
}

#[test]
fn every_reader_keeps_to_the_limits() {
    let options = ReadOptions::default().limits(Limits::default().rows(2).cells(5));
    for (name, bytes) in samples() {
        let said = match read::book_of(&name, &bytes, &options) {
            Err(error) => error.to_string(),
            // Of an archive the files that keep to them are read.
            Ok(book) => book.problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("\n"),
        };
        assert!(said.contains("more than"), "{name}: {said}");
    }
}

#[test]
fn another_encoding_gives_the_same_cells() {
    let plain = |mut cells: Vec<DataCell>| -> Vec<DataCell> {
        for cell in &mut cells {
            cell.note = None;
        }
        cells
    };
    let mut tried = 0;
    for (name, bytes) in samples() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let is_text = Path::new(&name).extension().is_some_and(|ending| ending == "csv" || ending == "tsv");
        if !is_text || text.starts_with('\u{feff}') {
            continue;
        }
        let own = plain(book(&name, text.as_bytes()).cells);
        let marked = format!("\u{feff}{text}");
        let utf_16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
        for (how, other) in [("a mark", marked.into_bytes()), ("UTF-16", utf_16), ("CRLF", lines.into_bytes())] {
            assert!(plain(book(&name, &other).cells) == own, "{name} with {how}");
        }
        tried += 1;
    }
    assert!(tried > 5, "{tried}");
}

#[test]
fn a_comma_that_could_be_either_marks_decimals_where_semicolons_divide() {
    let values = |text: &str| {
        let cells = book("t.csv", text.as_bytes()).cells;
        let plain = read::text("t.csv", text, &ReadOptions::default()).unwrap().observations;
        let of_panel: Vec<f64> = plain.panel().iter().flat_map(|series| series.values.to_vec()).collect();
        let of_book: Vec<f64> = cells.iter().filter_map(|cell| cell.value).collect();
        // Both readers of one file say the same.
        assert_eq!(of_book, of_panel, "{text}");
        of_book
    };
    assert_eq!(values("land;2010;2011\nAT;1,234;2,345\n"), [1.234, 2.345]);
    assert_eq!(values("land;2010;2011\nAT;1,234;2.5\n"), [1234.0, 2.5]);
    assert_eq!(values("land,2010,2011\nAT,\"1,234\",\"2,345\"\n"), [1234.0, 2345.0]);
}
