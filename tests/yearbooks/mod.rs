//! Tables of statistical offices as published, with cells that were read by hand.
//!
//! `data/yearbooks/` holds the files, `cells.csv` cells of them, `tables.csv` where their tables begin and end. Printed
//! with `--nocapture`: how many cells agree, by family and by field.

mod mended;
mod offices;
mod synthetic;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use fanfan::read::{self, Book, DataCell, ReadOptions};

const FIELDS: [&str; 5] = ["value", "period", "subject", "indicator", "unit"];

fn folder() -> PathBuf {
    // Other files of the same kinds can be put in its place.
    std::env::var_os("FANFAN_YEARBOOKS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data/yearbooks"), PathBuf::from)
}

fn records(name: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder().join(name)).expect("the list is there");
    reader.deserialize().map(|record| record.expect("a record")).collect()
}

fn book(file: &str) -> Book {
    let folder = folder();
    let path = [folder.join(file), folder.join("files").join(file)]
        .into_iter()
        .find(|path| path.exists())
        .expect("the file is there");
    read::book(path, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A file of the repository.
fn book_at(path: &str) -> Book {
    read::book(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &ReadOptions::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Blanks say nothing between the words of two languages.
fn close(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn parts(path: &str) -> BTreeSet<String> {
    path.split(" / ").map(close).filter(|part| !part.is_empty()).collect()
}

/// Which fields of a cell agree with what was read by hand.
fn agrees(cell: &DataCell, wanted: &HashMap<String, String>) -> [bool; 5] {
    let mark = wanted["missing_mark"].as_str();
    let value = if mark.is_empty() {
        let number: f64 = wanted["value"].parse().expect("a number");
        cell.value.is_some_and(|value| (value - number).abs() <= 1e-9 * number.abs().max(1.0))
    } else {
        let mark = if mark == "(blank)" { "" } else { mark };
        cell.value.is_none() && cell.missing.as_deref() == Some(mark)
    };
    [
        value,
        *cell.period == *wanted["period"],
        close(&cell.subject) == close(&wanted["subject"]),
        parts(&cell.indicator) == parts(&wanted["indicator"]),
        close(&cell.unit) == close(&wanted["unit"]),
    ]
}

/// A book, and where each sheet and cell is in it.
type Places = (Book, HashMap<(String, String), usize>);

#[derive(Default)]
struct Count {
    cells: usize,
    fields: [usize; 5],
    all: usize,
    silent: usize,
}

#[test]
fn cells_that_were_read_by_hand() {
    let families: HashMap<String, String> =
        records("families.csv").into_iter().map(|record| (record["file"].clone(), record["family"].clone())).collect();
    let mut books: HashMap<String, Places> = HashMap::new();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut silent = Vec::new();
    for wanted in records("cells.csv") {
        let file = &wanted["file"];
        let (book, places) = books.entry(file.clone()).or_insert_with(|| {
            let book = book(file);
            let places = book
                .cells
                .iter()
                .enumerate()
                .map(|(at, cell)| ((cell.sheet.to_string(), cell.cell.clone()), at))
                .collect();
            (book, places)
        });
        let count = counts.entry(families[file].clone()).or_default();
        count.cells += 1;
        let Some(cell) =
            places.get(&(wanted["sheet"].clone(), wanted["cell"].clone())).and_then(|at| book.cells.get(*at))
        else {
            println!("{file} {} {}: not found", wanted["sheet"], wanted["cell"]);
            continue;
        };
        let agreed = agrees(cell, &wanted);
        for (total, agrees) in count.fields.iter_mut().zip(agreed) {
            *total += usize::from(agrees);
        }
        if agreed.iter().all(|agrees| *agrees) {
            count.all += 1;
            continue;
        }
        let found = [
            format!("{:?} {:?}", cell.value, cell.missing),
            cell.period.to_string(),
            cell.subject.to_string(),
            cell.indicator.to_string(),
            cell.unit.to_string(),
        ];
        let names = [&wanted["value"], &wanted["period"], &wanted["subject"], &wanted["indicator"], &wanted["unit"]];
        let mut line = format!("{file} {} {} ({})", wanted["sheet"], wanted["cell"], cell.confidence);
        for (at, agrees) in agreed.iter().enumerate() {
            if !agrees {
                line += &format!("\n    {}: {} where {} was read", FIELDS[at], found[at], names[at]);
            }
        }
        println!("{line}\n    {}", cell.note.as_deref().unwrap_or_default());
        if cell.confidence >= 1.0 {
            count.silent += 1;
            silent.push(line);
        }
    }
    println!(
        "{:16} {:>6} {:>6} {:>7} {:>8} {:>10} {:>6} {:>6} {:>7}",
        "family", "cells", "value", "period", "subject", "indicator", "unit", "all", "silent"
    );
    let mut total = Count::default();
    for (family, count) in &counts {
        print_count(family, count);
        total.cells += count.cells;
        total.all += count.all;
        total.silent += count.silent;
        total.fields.iter_mut().zip(count.fields).for_each(|(total, own)| *total += own);
    }
    print_count("together", &total);
    assert!(silent.is_empty(), "wrong under full confidence:\n{}", silent.join("\n"));
    if std::env::var_os("FANFAN_YEARBOOKS").is_some() {
        return;
    }
    for whole in ["cn_yearbook", "cn_nbs_db"] {
        assert_eq!(counts[whole].all, counts[whole].cells, "{whole}: every field of every cell");
    }
    assert_eq!(total.fields[0], total.cells, "every cell with its value or mark");
    assert!(total.all * 100 >= total.cells * 95, "{} of {} cells in every field", total.all, total.cells);
}

fn print_count(name: &str, count: &Count) {
    let [value, period, subject, indicator, unit] = count.fields;
    println!(
        "{name:16} {:6} {value:6} {period:7} {subject:8} {indicator:10} {unit:6} {:6} {:7}",
        count.cells, count.all, count.silent
    );
}

#[test]
fn tables_begin_and_end_where_they_do() {
    let mut wrong = Vec::new();
    let mut books: HashMap<String, Book> = HashMap::new();
    let frames = records("tables.csv");
    for frame in &frames {
        let file = &frame["file"];
        let book = books.entry(file.clone()).or_insert_with(|| book(file));
        let on_sheet: Vec<&DataCell> = book.cells.iter().filter(|cell| *cell.sheet == *frame["sheet"]).collect();
        let (first, last) = (place(&frame["first_data_cell"]), place(&frame["last_data_cell"]));
        let inside = |cell: &DataCell| {
            let (row, column) = place(&cell.cell);
            (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&column)
        };
        let filled = on_sheet
            .iter()
            .filter(|cell| {
                inside(cell) && (cell.value.is_some() || cell.missing.as_deref().is_some_and(|mark| !mark.is_empty()))
            })
            .count();
        let corners = [&frame["first_data_cell"], &frame["last_data_cell"]]
            .map(|corner| on_sheet.iter().any(|cell| cell.cell == *corner));
        // A blank corner of a sheet of exports may hold no cell.
        if filled != frame["n_data_cells"].parse::<usize>().expect("a count") || corners == [false, false] {
            wrong.push(format!(
                "{file} {} {}..{}: {filled} cells, {} read by hand; corners {corners:?}",
                frame["sheet"], frame["first_data_cell"], frame["last_data_cell"], frame["n_data_cells"]
            ));
        }
    }
    println!("{} of {} tables\n{}", frames.len() - wrong.len(), frames.len(), wrong.join("\n"));
    if std::env::var_os("FANFAN_YEARBOOKS").is_none() {
        assert!(wrong.len() * 20 <= frames.len(), "{}", wrong.join("\n"));
    }
}

/// Row and column of a cell name, from 0.
fn place(name: &str) -> (usize, usize) {
    if let Some((row, column)) = name.strip_prefix('R').and_then(|rest| rest.split_once('C'))
        && let (Ok(row), Ok(column)) = (row.parse::<usize>(), column.parse::<usize>())
    {
        return (row - 1, column - 1);
    }
    let letters = name.chars().take_while(char::is_ascii_uppercase).count();
    let column = name[..letters].bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    (name[letters..].parse::<usize>().expect("a row") - 1, column - 1)
}
