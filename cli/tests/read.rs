//! `fanfan read`: long form of tables as published, hints, explanations, messages.

use crate::support::{Folder, run};

const YEARBOOK: &str = "data/yearbooks/cn_ha_yb_gdp_city_2012.xlsx";

#[test]
fn one_row_for_each_data_cell() {
    let ran = run(&["read", YEARBOOK, "--format", "csv"]);
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some("subject,indicator,period,value,missing,unit,table,source,sheet,cell,confidence"));
    let wanted =
        format!("郑州市,生产总值 / 第二产业 / 工业,2012,2802.47,,亿元,各市生产总值(2012年),{YEARBOOK},Sheet1,F14,0.9");
    assert!(lines.any(|line| line == wanted), "{}", ran.out);
}

#[test]
fn missing_cells_are_rows_too() {
    let ran = run(&["read", "data/yearbooks/de_genesis_12411_0015.csv", "--format", "csv"]);
    assert!(ran.out.contains("2016-12-31,,-,Anzahl,"), "{}", ran.out);
}

#[test]
fn explain_draws_the_grid() {
    let ran = run(&["read", YEARBOOK, "--explain", "--format", "csv"]);
    assert!(ran.err.lines().any(|line| line.contains("section") && line.contains("省直管县")), "{}", ran.err);
    assert!(ran.err.lines().any(|line| line.contains("subject") && line.contains("data")), "{}", ran.err);
}

#[test]
fn a_hint_file_overrides() {
    const TABLE: &str = "x,一,二\n北,1.5,2.5\n南,3.5,-\n";
    let hint = "[[table]]\nindicator = \"产值\"\nunit = \"亿元\"\nperiod = \"2012\"\nrows = \"subjects\"\n";
    let folder = Folder::with("t.csv", TABLE).and("hint.toml", hint);
    let ran = folder.run(&["read", "t.csv", "--hint", "hint.toml", "--format", "csv"]);
    assert!(ran.out.contains("南,产值,2012,,-,亿元,"), "{}", ran.out);
    let folder = Folder::with("t.csv", TABLE).and("hint.toml", "[[table]]\nunti = \"亿元\"\n");
    let ran = folder.run(&["read", "t.csv", "--hint", "hint.toml"]);
    ran.refused(&["hint.toml, line 2, column 1: unknown key `unti`", "did you mean `unit`?"]);
}

#[test]
fn plain_tables_are_read_too() {
    let ran = run(&["read", "data/town-2005/actuals.csv", "--format", "csv"]);
    assert!(ran.out.contains(",gdp,2005,11.9,,亿元,"), "{}", ran.out);
}

#[test]
fn columns_are_named_where_nobody_knows_their_heads() {
    // A long one, with another head that would be taken for the subject.
    let long = "place,who,what,year,how much,in\nNorth,A,gdp,2005,3,亿元\nSouth,B,gdp,2005,4,亿元\n";
    let named = ["--subject", "who", "--indicator", "what", "--value", "HOW MUCH", "--unit", "in"];
    let folder = Folder::with("long.csv", long);
    let ran = folder.run(&[&["read", "long.csv", "--format", "csv"][..], &named].concat());
    let cell = |line: usize| ran.out.lines().nth(line).unwrap_or_default();
    assert!(cell(1).starts_with("A,gdp / North,2005,3,,亿元,,long.csv,,R2C5,"), "{}", ran.out);
    assert!(cell(2).starts_with("B,gdp / South,2005,4,,亿元,,long.csv,,R3C5,"), "{}", ran.out);
    // A wide one, and one in a workbook's words below a title.
    let folder = folder.and("wide.csv", "kind,who,2005,2006\ngdp,A,3,4\ngdp,B,4,5\n");
    let ran = folder.run(&["read", "wide.csv", "--subject", "who", "--indicator", "kind", "--format", "csv"]);
    assert!(ran.out.contains("A,gdp,2005,3,,,,wide.csv,,R2C3,"), "{}", ran.out);
    let folder = folder.and("titled.csv", "Output,,\nWer,gdp,pop\nA,3,4\nB,4,5\n");
    let ran = folder.run(&["read", "titled.csv", "--subject", "wer", "--format", "csv"]);
    assert!(ran.out.contains("A,gdp,,3,") && ran.out.contains("B,pop,,5,"), "{}", ran.out);
    // --explain draws what was understood.
    let ran =
        folder.run(&["read", "wide.csv", "--subject", "who", "--indicator", "kind", "--explain", "--format", "csv"]);
    assert!(ran.err.contains("indicator      subject"), "{}", ran.err);
}

#[test]
fn a_column_that_is_not_there_is_refused() {
    let folder = Folder::with("t.csv", "town,year,amount\nA,2005,3\n");
    let ran = folder.run(&["read", "t.csv", "--subject", "twon"]);
    ran.refused(&["t.csv: there is no column `twon`; did you mean `town`?"]);
    let folder = folder.and("two.csv", "town,1\nyear,2\n");
    let ran = folder.run(&["read", "two.csv", "--subject", "town", "--period", "year"]);
    ran.refused(&["two.csv: no row has all the columns that are named"]);
}

#[test]
fn files_without_a_single_cell_are_refused() {
    let folder = Folder::with("notes.txt", "nothing but words\n").and("t.csv", "地区,2005年\n北京,3\n");
    folder.run(&["read", "notes.txt"]).refused(&["notes.txt: no row of numbers", "hint file"]);
    // Beside another that has some it is said, and the others are read.
    let ran = folder.run(&["read", "notes.txt", "t.csv", "--format", "csv"]);
    assert!(ran.err.contains("notes.txt: no row of numbers") && ran.out.contains("北京"), "{ran:?}");
}

#[test]
fn limits_are_set_where_tables_are_read() {
    let folder = Folder::with("t.csv", "subject,period,value\nA,2005,3\nA,2006,4\n");
    folder.run(&["read", "t.csv", "--limit", "rows=2"]).refused(&["t.csv: more than 2 rows", "raise the limit"]);
    folder.run(&["growth", "t.csv", "--limit", "line_bytes=10"]).refused(&["a line longer than 10 bytes"]);
    assert_eq!(folder.run(&["read", "t.csv", "--limit", "rows=3,cells=100"]).status, Some(0));
    let ran = folder.run(&["read", "t.csv", "--limit", "row=3"]);
    assert!(ran.status == Some(2) && ran.err.contains("unknown limit `row`"), "{ran:?}");
}

#[test]
fn a_file_that_is_not_there() {
    let ran = run(&["read", "no-such.xls"]);
    ran.refused(&["no-such.xls: cannot be read"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_into_and_stays_one() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("/dev/full", folder.path().join("out.csv")).unwrap();
    let file = crate::support::root().join(YEARBOOK);
    let ran = folder.run(&["read", file.to_str().unwrap(), "--output", "out.csv"]);
    ran.refused(&["out.csv: the result cannot be written", "No space left"]);
    assert!(folder.path().join("out.csv").is_symlink() && folder.names() == ["out.csv"]);
}
