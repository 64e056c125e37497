//! Each command, its options and what it leaves behind.

use std::fmt::Write;
use std::fs;

use crate::support::{Folder, fanfan, ran, root, run};

const PLAN: &str = "data/town-2005/plan.toml";
const TABLE: &str = "period,value\n2004,10\n2005,12\n";

#[test]
fn rows_when_piped() {
    let folder = Folder::with("t.csv", TABLE);
    let lines =
        "subject,indicator,period,value,measure,result,undefined\n,,2004,10,yoy,,missing_base\n,,2005,12,yoy,0.2,\n";
    assert_eq!(folder.run(&["growth", "t.csv"]).out, lines);
    assert_eq!(folder.run(&["growth", "t.csv", "--format", "csv"]).out, lines);
    let head = "subject,indicator,from,to,measure,result,undefined";
    assert_eq!(folder.run(&["growth", "t.csv", "--measure", "least-squares"]).lines()[0], head);
    assert!(run(&["track", PLAN]).lines()[0].starts_with("subject,indicator,unit,form,by,"));
    assert_eq!(run(&["goal", "x2 in 3y"]).lines()[0], "years,by,multiple,rate,leg_rate,slack,value");
    assert_eq!(run(&["methods"]).lines()[0], "method,status,when,standing,formula,source");
}

#[test]
fn every_command_in_every_format() {
    let growth = ["growth", "data/town-2005/actuals.csv"];
    for command in [&growth[..], &["goal", "x2 in 3y"], &["track", PLAN], &["methods"], &["methods", "statcan"]] {
        for (format, start) in [("table", ""), ("csv", ""), ("json", "{\n  \"schema\": \"fanfan."), ("markdown", "")] {
            let with = run(&[command, &["--format", format]].concat());
            assert_eq!(with.status, Some(0), "{command:?} {format}");
            // Rows have no place for findings, so they are said beside them.
            let findings = command[0] == "track" && format == "csv";
            assert_eq!(with.err.contains("warning: Gross domestic product"), findings, "{command:?} {format}");
            assert_eq!(with.err.is_empty(), !findings, "{command:?} {format}: {}", with.err);
            assert!(with.out.starts_with(start) && with.out.ends_with('\n'), "{command:?} {format}\n{}", with.out);
            let has = |mark: &str| with.out.contains(mark);
            assert_eq!(has("| --- |") || has("| ---: |"), format == "markdown", "{command:?} {format}");
            assert_eq!(has("────"), format == "table", "{command:?} {format}");
        }
    }
    run(&["methods", "--format", "xml"]).refused(&["xml", "table, csv, json, markdown"]);
}

#[test]
fn languages() {
    let in_language = |lang: &str| run(&["track", PLAN, "--format", "table", "--lang", lang]).out;
    assert!(in_language("zh").contains("翻番数") && !in_language("zh").contains("doublings"));
    assert!(in_language("en").contains("doublings") && !in_language("en").contains("翻番数"));
    // The locale decides when nothing is said, and rows are the same in both.
    let by_locale = |name: &str, value: &str, format: &str| {
        ran(fanfan(&root()).env(name, value).args(["track", PLAN, "--format", format])).out
    };
    assert_eq!(by_locale("LANG", "zh_CN.UTF-8", "table"), in_language("zh"));
    assert_eq!(by_locale("LC_ALL", "zh_CN.UTF-8", "table"), in_language("zh"));
    assert_eq!(by_locale("LANG", "C.UTF-8", "table"), in_language("en"));
    for format in ["csv", "json"] {
        assert_eq!(by_locale("LANG", "zh_CN.UTF-8", format), by_locale("LANG", "C", format));
    }
}

#[test]
fn results_go_to_a_file() {
    let folder = Folder::with("t.csv", TABLE);
    for (name, start) in [("r.csv", "subject,"), ("r.json", "{"), ("r.md", "| "), ("r.txt", "──"), ("r", "subject,")]
    {
        let with = folder.run(&["growth", "t.csv", "--output", name]);
        assert_eq!((with.status, with.out.as_str(), with.err.as_str()), (Some(0), "", ""));
        let written = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.starts_with(start), "{name}: {written}");
    }
    assert_eq!(folder.names(), ["r", "r.csv", "r.json", "r.md", "r.txt", "t.csv"]);
    folder.run(&["growth", "t.csv", "--output", "r.csv", "--format", "json"]);
    assert!(fs::read_to_string(folder.path().join("r.csv")).unwrap().starts_with('{'));
}

#[test]
fn nothing_half_written_is_left() {
    let folder = Folder::with("t.csv", TABLE).and("bad.csv", "period,value\n2004,x\n").and("old.csv", "kept");
    folder.run(&["growth", "bad.csv", "--output", "new.csv"]).refused(&["bad.csv, line 2"]);
    folder.run(&["growth", "bad.csv", "--output", "old.csv"]).refused(&["bad.csv, line 2"]);
    folder.run(&["growth", "t.csv", "--output", "no/r.csv"]).refused(&["no/r.csv cannot be written"]);
    fs::create_dir(folder.path().join("taken")).unwrap();
    folder.run(&["growth", "t.csv", "--output", "taken"]).refused(&["taken cannot be written"]);
    assert_eq!(folder.names(), ["bad.csv", "old.csv", "t.csv", "taken"]);
    assert_eq!(fs::read_to_string(folder.path().join("old.csv")).unwrap(), "kept");
}

#[test]
fn checks_end_with_status_1() {
    // The town's targets fall short of its own goal: a warning.
    for format in ["table", "csv", "json", "markdown"] {
        let with = run(&["track", PLAN, "--check", "--format", format]);
        assert_eq!(with.status, Some(1));
        assert_eq!(with.out, run(&["track", PLAN, "--format", format]).out);
    }
    let plan = "base = \"2005\"\n[indicator.gdp]\nbetter = \"higher\"\n[[target]]\nindicator = \"gdp\"\nby = \"2007\"\nlevel = 12\n";
    let status = |values: &str| {
        let folder = Folder::with("p.toml", plan).and("d.csv", format!("indicator,period,value\n{values}"));
        folder.run(&["track", "p.toml", "--data", "d.csv", "--check"]).status
    };
    assert_eq!(status("gdp,2005,10\ngdp,2007,12\n"), Some(0)); // met
    assert_eq!(status("gdp,2005,10\ngdp,2006,9\n"), Some(0)); // behind, and not due yet
    assert_eq!(status("gdp,2005,10\ngdp,2007,11\n"), Some(1)); // due and missed
    assert_eq!(status("gdp,2006,10\n"), Some(1)); // no base: a warning
    assert_eq!(status("gdp,2006,ten\n"), Some(2));
}

#[test]
fn formulas() {
    let folder = Folder::with("t.csv", TABLE);
    let with = folder.run(&["growth", "t.csv", "--explain", "--format", "json"]);
    assert!(
        with.err.contains(
            "t.csv: commas, decimal point, head on line 1, long; period = `period`, value = `value`; 2 cells"
        )
    );
    assert!(with.out.contains("\"formula\": \"12 / 10 - 1\""), "{}", with.out);
    assert_eq!(folder.run(&["growth", "t.csv", "--explain", "--quiet", "--format", "json"]).err, "");
    assert!(folder.run(&["growth", "t.csv", "--explain", "--format", "table"]).out.contains("12 / 10 - 1"));
    let goal = run(&["goal", "三年翻一番，五年翻两番", "--explain", "--format", "table"]);
    assert!(goal.out.contains("2 ^ (1 / 3) - 1") && goal.out.contains("2 ^ (1 / 2) - 1"), "{}", goal.out);
    // No formula where its numbers are not known.
    let goal = run(&["goal", "+8%/yr to 2030", "--explain", "--format", "json"]).json();
    assert!(goal["legs"][0]["formula"].is_null(), "{goal}");
    let china = run(&["track", "data/china-doubling/plan.toml", "--explain", "--quiet", "--format", "json"]).json();
    let formula = china["assessments"][1]["methods"]["statcan"]["formula"].as_str().unwrap();
    assert!(formula.ends_with("^ (1 / 10) - 1)"), "{formula}");
}

#[test]
fn colours() {
    let town = |color: &str, no_color: &str| {
        let mut command = fanfan(&root());
        command.env("NO_COLOR", no_color).args(["track", PLAN, "--format", "table", "--color", color]);
        ran(&mut command).out
    };
    assert!(town("always", "").contains("\u{1b}["));
    assert!(town("always", "1").contains("\u{1b}[")); // what is typed is stronger than what is set
    for (color, no_color) in [("never", ""), ("auto", ""), ("auto", "1")] {
        assert!(!town(color, no_color).contains('\u{1b}'), "{color} {no_color}");
    }
    let stripped = town("always", "").replace("\u{1b}[0m", "");
    assert!(stripped.lines().count() == town("never", "").lines().count());
    assert!(!ran(fanfan(&root()).args(["growth", "none.csv"])).err.contains('\u{1b}'));
    assert!(ran(fanfan(&root()).args(["growth", "none.csv", "--color", "always"])).err.contains('\u{1b}'));
}

#[test]
fn as_of_a_period_and_history() {
    let china =
        |args: &[&str]| run(&[&["track", "data/china-doubling/plan.toml", "--format", "json"], args].concat()).json();
    let early = china(&["--as-of", "1990"]);
    assert_eq!((&early["as_of"], &early["assessments"][0]["latest"]["period"]), (&"1990".into(), &"1990".into()));
    assert!(early["assessments"][0].get("history").is_none());
    let history = china(&["--history"])["assessments"][0]["history"].as_array().unwrap().clone();
    assert_eq!((history.len(), &history[9]["period"]), (20, &"1990".into()));
    assert_eq!(history[9]["completion"], early["assessments"][0]["completion"]);
    let one = china(&["--method", "statcan"])["assessments"][0]["methods"].as_object().unwrap().len();
    let all = china(&["--method", "all"])["assessments"][0]["methods"].as_object().unwrap().len();
    assert!(one == 1 && all >= 2);
}

#[test]
fn columns_that_are_named() {
    let folder = Folder::with("t.csv", "town,what,when,amount,in\nA,gdp,2004,10,元\nA,gdp,2005,12,元\n");
    let named = ["--subject", "town", "--indicator", "what", "--period", "when", "--value", "amount", "--unit", "in"];
    let with = folder.run(&[&["growth", "t.csv"], &named[..]].concat());
    assert_eq!(with.lines()[2], "A,gdp,2005,12,yoy,0.2,");
    let dates = Folder::with("t.csv", "date,value\n2004-01-31,10\n2004-02-29,11\n");
    assert_eq!(dates.run(&["growth", "t.csv", "--measure", "pop"]).lines()[2], ",,2004-02,11,pop,0.1,");
}

#[test]
fn version_completions_and_help() {
    assert_eq!(run(&["--version"]).lines(), [format!("fanfan {}", env!("CARGO_PKG_VERSION"))]);
    for (shell, mark) in [("bash", "complete -F _fanfan"), ("zsh", "#compdef fanfan"), ("fish", "complete -c fanfan")] {
        let script = run(&["completions", shell]);
        assert_eq!((script.status, script.err.as_str()), (Some(0), ""));
        assert!(script.out.contains(mark) && script.out.contains("track"), "{shell}");
    }
    for (topic, part) in [
        ("tables", "subject, indicator, period, value"),
        ("periods", "2005-Q3"),
        ("units", "亿元"),
        ("goals", "翻两番 is x4"),
        ("plans", "[indicator.gdp]"),
        ("undefined", "missing_base"),
        ("growth", "--measure"),
        ("track", "--check"),
    ] {
        let help = run(&["help", topic]);
        assert_eq!((help.status, help.err.as_str()), (Some(0), ""));
        assert!(help.out.contains(part), "{topic}: {}", help.out);
        assert!(run(&["help"]).out.contains(topic), "{topic} is not listed");
    }
    assert_eq!(run(&["track", "--help"]).status, Some(0));
    let nothing = run(&[]);
    assert_eq!((nothing.status, nothing.out.as_str()), (Some(2), ""));
    assert!(nothing.err.contains("Usage: fanfan"));
}

#[test]
fn the_plan_of_the_help_is_one() {
    let help = run(&["help", "plans"]).out;
    let (_, plan) = help.split_once("TOML:\n").unwrap();
    let (plan, _) = plan.split_once("\n\nRates are").unwrap();
    let folder = Folder::with("p.toml", plan).and("actuals.csv", "indicator,period,value\ngdp,2005,11.9\n");
    let json = folder.json(&["track", "p.toml", "--format", "json"]);
    assert_eq!(json["assessments"][0]["target"]["level"], 31.0);
    // Every reason is on its page.
    let page = run(&["help", "undefined"]).out;
    for reason in fanfan::Undefined::ALL {
        assert!(page.contains(reason.as_str()), "{}", reason.as_str());
    }
}

const YEARLY: &str = "base = \"2005\"\nend = \"2007\"\ndata = [\"t.csv\"]\n[indicator.gdp]\nbetter = \"higher\"\n[[target]]\n\
                      indicator = \"gdp\"\nlevel = 100\n";

#[test]
fn quarters_of_a_flow_add_up_to_the_years_of_the_plan() {
    let mut table = String::from("indicator,period,value\n");
    for (year, quarters) in [(2005, [10, 11, 12, 15]), (2006, [11, 12, 13, 16])] {
        for (at, value) in quarters.iter().enumerate() {
            writeln!(table, "gdp,{year}Q{},{value}", at + 1).unwrap();
        }
    }
    table.push_str("gdp,2007Q1,12\n");
    let track = Folder::with("plan.toml", YEARLY).and("t.csv", table).json(&["track", "plan.toml", "--format", "json"]);
    let one = &track["assessments"][0];
    assert_eq!((one["base"]["value"].as_f64(), one["latest"]["period"].as_str()), (Some(48.0), Some("2006")));
    assert_eq!(one["latest"]["value"].as_f64(), Some(52.0));
    let codes: Vec<&str> =
        track["findings"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(codes.contains(&"partial_year"), "{codes:?}");
}

#[test]
fn a_span_begins_with_its_first_part() {
    let table = "period,value\n2004Q4,9\n2005Q1,10\n2005Q2,11\n2005Q3,12\n2005Q4,15\n2006Q1,11\n";
    let folder = Folder::with("t.csv", table);
    let rows = folder.run(&["growth", "t.csv", "--measure", "pop", "--from", "2005", "--to", "2005"]);
    assert_eq!(rows.lines().len(), 5, "{}", rows.out);
    assert!(rows.lines()[1].starts_with(",,2005-Q1,10,"));
    folder.run(&["growth", "t.csv", "--from", "2006", "--to", "2001"]).refused(&["2001", "2006", "earlier period"]);
}

#[test]
fn a_target_of_zero_is_judged_and_a_missed_one_is_found() {
    let plan = YEARLY.replace("higher", "lower").replace("level = 100", "level = 0");
    let table = "indicator,period,value\ngdp,2005,1000\ngdp,2006,400\n";
    let folder = Folder::with("plan.toml", &plan).and("t.csv", table);
    let one = &folder.json(&["track", "plan.toml", "--format", "json"])["assessments"][0];
    assert_eq!(one["methods"]["schedule"]["value"].as_f64(), Some(0.1)); // 500 were due, 100 of 1000 ahead
    assert_eq!(one["standing"].as_str(), Some("on_track"));
    let folder = folder.and("t.csv", "indicator,period,value\ngdp,2005,1000\ngdp,2007,1\n");
    let track = folder.json(&["track", "plan.toml", "--format", "json"]);
    assert_eq!(track["findings"][0]["code"].as_str(), Some("target_missed"));
}

#[test]
fn rows_hold_history_and_methods() {
    let table = "indicator,period,value\ngdp,2005,50\ngdp,2006,60\ngdp,2007,100\n";
    let folder = Folder::with("plan.toml", YEARLY).and("t.csv", table);
    let rows = folder.run(&["track", "plan.toml", "--history", "--explain", "--method", "schedule"]);
    let lines = rows.lines();
    let methods = "standing,outcome,acceleration,difference,change_points,schedule_value,schedule_status,schedule_formula,early_by_method,";
    assert!(lines[0].contains(methods) && lines[0].ends_with(",undefined"), "{}", lines[0]);
    assert_eq!(lines.len(), 3);
    assert!(lines[2].contains(",achieved,met,"), "{}", lines[2]);
    // Reached in the very year that was asked for.
    let mut table = csv::Reader::from_reader(rows.out.as_bytes());
    let heads = table.headers().unwrap().clone();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let last = table.records().last().unwrap().unwrap();
    assert_eq!(&last[place("early_by_reached_in")], "2007");
    assert_eq!(&last[place("early_by_months")], "0");
    assert_eq!(&last[place("difference")], "0");
}

#[test]
fn a_value_on_the_way_needs_the_start() {
    run(&["goal", "x2 by 2020 from 2010", "--at", "2015=5"]).refused(&["2015", "--base"]);
    let goal = run(&["goal", "x2 by 2020 from 2010", "--at", "2015=5", "--at", "2010=4", "--format", "json"]).json();
    assert_eq!(goal["base"].as_f64(), Some(4.0));
}
