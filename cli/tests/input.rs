//! Bad input: each message names the place and the mend, on standard error, with exit status 2.

use crate::support::{Folder, run};

/// A plan of one indicator with a line of one's own at its end.
fn plan(end: &str) -> String {
    format!("base = \"2005\"\nend = \"2010\"\n\n[indicator.gdp]\nunit = \"亿元\"\nbetter = \"higher\"\n\n{end}")
}

const TARGET: &str = "[[target]]\nindicator = \"gdp\"\nby = \"2010\"\nlevel = 31\n";

#[track_caller]
fn table_is_refused(table: impl AsRef<[u8]>, parts: &[&str]) {
    Folder::with("t.csv", table).run(&["growth", "t.csv"]).refused(&[&["t.csv"], parts].concat());
}

#[track_caller]
fn plan_is_refused(plan: impl AsRef<[u8]>, parts: &[&str]) {
    Folder::with("p.toml", plan).run(&["track", "p.toml"]).refused(&[&["p.toml"], parts].concat());
}

#[test]
fn a_column_that_is_missing() {
    table_is_refused(
        "region,amount\nA,1\n",
        &["line 1", "no column holds periods", "region, amount", "--period COLUMN"],
    );
    table_is_refused("subject,period\nA,2005\n", &["line 1", "no column holds values", "--value COLUMN"]);
    let folder = Folder::with("t.csv", "year,value\n2005,1\n");
    let ran = folder.run(&["growth", "t.csv", "--value", "vlaue"]);
    ran.refused(&["t.csv, line 1", "there is no column `vlaue`", "did you mean `value`?"]);
}

#[test]
fn text_in_a_column_of_numbers() {
    table_is_refused(
        "year,value\n2005,1\n\n2006,many\n",
        &["line 4, column value", "`many`", "write a number", "blank"],
    );
}

#[test]
fn a_period_that_does_not_exist() {
    table_is_refused("year,value\n2005-13,1\n", &["line 2, column year", "2005-13", "write a period that exists"]);
    table_is_refused("year,value\nlately,1\n", &["line 2, column year", "`lately` is not a period", "2005-Q3"]);
    table_is_refused("year,value\n2005,1\n,2\n", &["line 3, column year", "the period is missing"]);
}

#[test]
fn negative_years() {
    table_is_refused("year,value\n-5,1\n-4,2\n", &["line 2, column year", "`-5` is not a period", "four digits"]);
    plan_is_refused(
        "base = \"-200\"\n",
        &["line 1, column 8", "`-200` is not a period", "1 | base = \"-200\"", "four digits"],
    );
}

#[test]
fn two_frequencies_in_one_series() {
    table_is_refused(
        "year,value\n2005,1\n2006-Q1,2\n",
        &["lines 2 and 3", "two frequencies", "2005 and 2006-Q1", "give"],
    );
}

#[test]
fn two_rows_for_one_period() {
    let parts = ["period 2005", "lines 2 and 4", "two values", "delete one"];
    table_is_refused("year,value\n2005,1\n2006,2\n2005,3\n", &parts);
    let folder = Folder::with("a.csv", "year,value\n2005,1\n").and("b.csv", "year,value\n2004,1\n2005,2\n");
    folder.run(&["growth", "a.csv", "b.csv"]).refused(&["a.csv, line 2, and b.csv, line 3", "two values"]);
}

#[test]
fn a_target_before_its_base() {
    let text = plan("[[target]]\nindicator = \"gdp\"\nby = \"2004\"\nlevel = 31\n");
    let parts =
        ["line 10, column 6", "due in 2004, not after its base 2005", "10 | by = \"2004\"", "^^^^^^", "later date"];
    plan_is_refused(text, &parts);
    plan_is_refused("base = \"2005\"\nend = \"2005\"\n", &["line 2, column 7", "not after its base 2005"]);
}

#[test]
fn a_multiple_of_a_zero_base_is_a_reason_and_no_error() {
    let text = plan("[[target]]\nindicator = \"gdp\"\nby = \"2010\"\nmultiple = 2\n");
    let folder = Folder::with("p.toml", text).and("d.csv", "indicator,period,value\ngdp,2005,0\ngdp,2006,3\n");
    let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json"]);
    let one = &json["assessments"][0];
    for field in ["completion", "due", "multiple", "doublings", "target_rate", "needed_rate", "achieved_rate"] {
        assert!(one[field].is_null(), "{field}");
        assert_eq!(one["undefined"][field], "zero_base", "{field}");
    }
    assert_eq!(one["undefined"]["level"], "zero_base");
    assert_eq!(one["standing"], "cannot_tell");
    for method in ["schedule", "statcan"] {
        assert_eq!(one["methods"][method]["undefined"], "zero_base", "{method}");
    }
    let table = folder.run(&["track", "p.toml", "--data", "d.csv", "--format", "table", "--explain"]);
    assert_eq!(table.status, Some(0));
    assert!(table.out.contains("(zero base)"), "{}", table.out);
}

#[test]
fn a_unit_that_is_not_known() {
    let wrong = plan("").replace("亿元", "zorkmids");
    plan_is_refused(wrong, &["line 5, column 8", "unknown unit `zorkmids`", "5 | unit = \"zorkmids\"", "^^^^^^^^^^"]);
    let folder =
        Folder::with("p.toml", plan(TARGET)).and("d.csv", "indicator,period,value,unit\ngdp,2005,11.9,zorkmids\n");
    folder.run(&["track", "p.toml", "--data", "d.csv"]).refused(&["indicator gdp", "unknown unit `zorkmids`"]);
    let folder = Folder::with("p.toml", plan(TARGET)).and("d.csv", "indicator,period,value,unit\ngdp,2005,11.9,人\n");
    folder.run(&["track", "p.toml", "--data", "d.csv"]).refused(&["indicator gdp", "does not convert"]);
    table_is_refused("year,value,unit\n2005,2,元\n2006,3,人\n", &["line 3, column value", "人", "元", "dimension"]);
}

#[test]
fn an_indicator_that_is_not_known() {
    let text = plan("[[target]]\nindicator = \"gpd\"\nlevel = 31\n");
    let parts =
        ["line 9, column 13", "unknown indicator `gpd`", "9 | indicator = \"gpd\"", "^^^^^", "did you mean `gdp`?"];
    plan_is_refused(text, &parts);
    let text = plan("[[goal]]\nfor = [\"gdp\", \"gpd\"]\ngoal = \"x2 in 3y\"\n");
    plan_is_refused(text, &["line 9, column 15", "unknown indicator `gpd`", "did you mean `gdp`?"]);
}

#[test]
fn a_key_that_is_not_known() {
    for (text, line, key, meant) in [
        ("titel = \"x\"\n".to_owned(), 1, "titel", "title"),
        (plan("").replace("better", "beter"), 6, "beter", "better"),
        (plan(&TARGET.replace("level", "levle")), 11, "levle", "level"),
        (plan("[[goal]]\nfro = [\"gdp\"]\n"), 9, "fro", "for"),
    ] {
        let carets = "^".repeat(key.len());
        let (place, unknown) = (format!("line {line}, column 1"), format!("unknown key `{key}`"));
        plan_is_refused(&text, &[&place, &unknown, &format!("{line} | {key} ="), &carets, &format!("`{meant}`?")]);
    }
}

#[test]
fn toml_that_is_broken() {
    plan_is_refused(
        "base = \"2005\nend = \"2010\"\n",
        &["line 1, column 13", "1 | base = \"2005", "^", "mend the TOML"],
    );
    plan_is_refused("[indicator.gdp\nunit = 3\n", &["line 1", "1 | [indicator.gdp", "^"]);
    plan_is_refused("base = 1\nbase = 2\n", &["line 2", "2 | base = 2", "^"]);
}

#[test]
fn values_of_another_type() {
    plan_is_refused(
        plan("[[target]]\nindicator = \"gdp\"\nlevel = \"31\"\n"),
        &["line 10, column 9", "should be a number", "write level = 31"],
    );
    plan_is_refused(plan("[[target]]\nindicator = \"gdp\"\nrate = 8\nby = \"2010\"\nlevel = 3\n"), &["a second form"]);
    plan_is_refused(plan("[[target]]\nindicator = \"gdp\"\nrate = 12\n"), &["fractions", "write rate = 0.12"]);
}

#[test]
fn a_goal_without_a_time() {
    plan_is_refused(
        plan("[[goal]]\nfor = [\"gdp\"]\ngoal = \"翻两番\"\n"),
        &["line 10, column 8", "says not by when", "add a time"],
    );
    let ran = run(&["goal", "翻两番"]);
    ran.refused(&["翻两番", "says not by when", "add a time"]);
}

#[test]
fn goals_that_contradict_themselves() {
    for (goal, why) in [
        ("x0 in 3y", "not a positive multiple"),
        ("x2 in 3y, x3 in 3y", "due at the same time"),
        ("x2 by 2005 from 2010", "not after its start"),
        ("做大做强", "做大做强"),
        ("", "asks for something"),
    ] {
        run(&["goal", goal]).refused(&[why]);
    }
    run(&["goal", "x2 in 3y", "--base", "0"]).refused(&["a base of 0", "above zero"]);
    run(&["goal", "x2 in 3y", "--at", "2006=12"]).refused(&["needs the start", "--start 2005"]);
    run(&["goal", "x2 in 3y", "--start", "2005", "--at", "2006"]).refused(&["PERIOD=VALUE"]);
}

#[test]
fn empty_files() {
    table_is_refused("", &["the file is empty", "at least one row"]);
    table_is_refused("\u{feff} \r\n\r\n", &["the file is empty"]);
    table_is_refused("year,value\n", &["line 1", "no row below it", "add rows"]);
}

#[test]
fn text_that_is_not_utf8() {
    table_is_refused(b"year,value\n2005,1\n2006,\xc4\xea\n", &["line 3", "not UTF-8", "iconv -f GB18030 -t UTF-8"]);
    plan_is_refused(
        b"base = \"2005\"\ntitle = \"\xc4\xea\"\n",
        &["line 2", "not UTF-8", "save the plan file as UTF-8"],
    );
}

#[test]
fn a_directory_in_place_of_a_file() {
    let folder = Folder::with("p.toml", "data = [\".\"]\n");
    folder.run(&["growth", "."]).refused(&["this is a directory", "name the files in it"]);
    folder.run(&["track", "."]).refused(&["this is a directory", "plan.toml"]);
    folder.run(&["track", "p.toml"]).refused(&["this is a directory"]);
}

#[test]
fn files_that_are_missing() {
    let folder = Folder::with("p.toml", "data = [\"actuals.csv\"]\n");
    folder.run(&["growth", "none.csv"]).refused(&["none.csv: cannot be read", "check the name"]);
    folder.run(&["track", "none.toml"]).refused(&["none.toml: cannot be read", "check the name"]);
    folder
        .run(&["track", "p.toml"])
        .refused(&["p.toml, line 1: the table `actuals.csv` of `data` is not there", "check the name"]);
    let folder = Folder::with("p.toml", plan(TARGET));
    folder.run(&["track", "p.toml", "--data", "none.csv"]).refused(&["none.csv: cannot be read"]);
}

#[test]
fn data_for_a_plan_that_names_none() {
    let folder =
        Folder::with("p.toml", plan(TARGET)).and("d.csv", "indicator,period,value\ngdp,2005,11.9\ngdp,2006,14.3\n");
    let json = folder.json(&["track", "p.toml", "--format", "json"]);
    assert!(json["as_of"].is_null() && json["assessments"][0]["latest"]["value"].is_null());
    assert_eq!(json["assessments"][0]["undefined"]["completion"], "missing_value");
    assert_eq!(json["findings"][0]["code"], "no_data");
    let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json"]);
    assert_eq!((&json["as_of"], &json["assessments"][0]["latest"]["value"]), (&"2006".into(), &14.3.into()));
}

#[test]
fn windows_files() {
    let crlf = "\u{feff}period,value\r\n2005,10\r\n2006,12\r\n";
    let rows = Folder::with("t.csv", crlf).run(&["growth", "t.csv"]);
    assert_eq!(rows.lines()[2], ",,2006,12,yoy,0.2,");
    let text = format!("\u{feff}{}", plan(TARGET)).replace('\n', "\r\n");
    let folder = Folder::with("p.toml", &text).and("d.csv", crlf);
    let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json"]);
    assert_eq!(json["assessments"][0]["latest"]["value"], 12.0);
    plan_is_refused(
        text.replace("better", "beter"),
        &["line 6, column 1", "\n6 | beter = \"higher\"\n", "did you mean `better`?"],
    );
    table_is_refused("\u{feff}period,value\r\n2005,10\r\n2006,x\r\n", &["line 3, column value"]);
}

#[test]
fn names_that_are_not_known() {
    let folder = Folder::with("t.csv", "year,value\n2005,1\n").and("p.toml", plan(TARGET));
    folder.run(&["growth", "t.csv", "--measure", "yoyo"]).refused(&["unknown measure `yoyo`", "did you mean `yoy`?"]);
    folder.run(&["growth", "t.csv", "--units", "fred:pc2"]).refused(&["`pc2`", "did you mean"]);
    folder.run(&["growth", "t.csv", "--only", "CHN"]).refused(&["no subject and no indicator `CHN`"]);
    folder.run(&["growth", "t.csv", "--measure", "yoy,cagr"]).refused(&["different tables", "two calls"]);
    folder.run(&["track", "p.toml", "--method", "stat-can"]).refused(&["unknown method", "did you mean `statcan`?"]);
    folder.run(&["methods", "statcam"]).refused(&["unknown method `statcam`", "did you mean `statcan`?"]);
    folder.run(&["help", "tabels"]).refused(&["no help on `tabels`", "tables"]);
    folder.run(&["grwoth"]).refused(&["unrecognized subcommand", "growth"]);
}
