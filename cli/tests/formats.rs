//! The same result in every format and language, as snapshots; tables line up whatever the language.

use unicode_width::UnicodeWidthStr;

use crate::support::{Ran, run};

const GDP: &str = "data/world-bank/API_NY.GDP.MKTP.KN.csv";
const PLAN: &str = "data/town-2005/plan.toml";

fn town(args: &[&str]) -> Ran {
    run(&[&["track", PLAN], args].concat())
}

#[test]
fn the_town_in_english() {
    insta::assert_snapshot!(town(&["--format", "table", "--lang", "en"]).out);
}

#[test]
fn the_town_in_chinese() {
    insta::assert_snapshot!(town(&["--format", "table", "--lang", "zh"]).out);
}

#[test]
fn the_town_in_markdown() {
    insta::assert_snapshot!(town(&["--format", "markdown", "--lang", "en"]).out);
}

#[test]
fn the_town_as_rows() {
    insta::assert_snapshot!(town(&["--format", "csv"]).out);
}

#[test]
fn the_town_as_json() {
    insta::assert_snapshot!(town(&["--format", "json"]).out);
}

#[test]
fn a_goal_with_a_value_on_its_way() {
    let goal = [
        "goal",
        "三年翻一番，五年翻两番",
        "--base",
        "11.9",
        "--start",
        "2005",
        "--at",
        "2006=14.3",
        "--format",
        "table",
    ];
    insta::assert_snapshot!(run(&goal).out);
}

/// The display column at which each cell of a line begins; cells are two blanks or more apart.
fn starts(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    for (at, character) in line.char_indices() {
        if character != ' ' && (at == 0 || line[..at].ends_with("  ")) {
            starts.push(line[..at].width());
        }
    }
    starts
}

/// The display column at which each cell ends.
fn ends(line: &str) -> Vec<usize> {
    let line = format!("{}  ", line.trim_end());
    let mut ends = Vec::new();
    for (at, character) in line.char_indices() {
        let next = at + character.len_utf8();
        if character != ' ' && line[next..].starts_with("  ") {
            ends.push(line[..next].width());
        }
    }
    ends
}

/// Checks each table of a text: a cell begins where its head begins, or ends where it ends. Gives the rows seen.
#[track_caller]
fn lines_up(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &str| !line.is_empty() && line.chars().all(|character| character == '─');
    let rules: Vec<usize> = (0..lines.len()).filter(|&at| is_rule(lines[at])).collect();
    assert!(!rules.is_empty() && rules.len().is_multiple_of(3), "{text}");
    let mut rows = 0;
    for table in rules.chunks(3) {
        let &[top, below_head, bottom] = table else { unreachable!() };
        let width = lines[top].width();
        assert_eq!((lines[below_head].width(), lines[bottom].width()), (width, width));
        let head = lines[top + 1];
        let (lefts, rights) = (starts(head), ends(head));
        for line in &lines[below_head + 1..bottom] {
            assert!(line.width() <= width, "{line}\n{text}");
            for (start, end) in starts(line).into_iter().zip(ends(line)) {
                assert!(
                    lefts.contains(&start) || rights.contains(&end),
                    "column {start} to {end} of: {line}\n{head}\n{text}"
                );
            }
            rows += 1;
        }
    }
    rows
}

#[test]
fn tables_line_up_in_both_languages() {
    for lang in ["zh", "en"] {
        let with = |args: &[&str]| lines_up(&run(&[args, &["--format", "table", "--lang", lang]].concat()).out);
        assert_eq!(with(&["track", PLAN]), 22);
        assert!(with(&["track", PLAN, "--explain"]) >= 22);
        assert!(with(&["track", "data/china-doubling/plan.toml", "--history"]) > 30);
        assert_eq!(
            with(&["goal", "三年翻一番，五年翻两番", "--base", "11.9", "--start", "2005", "--at", "2006=14.3"]),
            7
        );
        assert!(with(&["goal", "x2 by 2020 from 2010", "--data", GDP, "--only", "CHN", "--prices", "3%"]) > 10);
        assert_eq!(with(&["goal", "x2 in 9y", "--at", "2001=2", "--at", "2002=3", "--figure", "2010=4"]), 2);
        assert_eq!(with(&["growth", "data/town-2005/actuals.csv", "--measure", "yoy,fixed_base"]), 11);
        assert!(with(&["methods"]) > 20);
    }
}

#[test]
fn a_table_that_does_not_line_up_is_seen() {
    let rule = "─".repeat(12);
    let table = |row: &str| format!("{rule}\n指标    base\n{rule}\n{row}\n{rule}\n");
    assert_eq!(lines_up(&table("产值    11.9")), 1);
    assert_eq!(lines_up(&table("gdp        3")), 1);
    for row in ["产值  11.9", "gdp    11.9", "gdp      3"] {
        assert!(std::panic::catch_unwind(|| lines_up(&table(row))).is_err(), "{row}");
    }
}
