//! `fanfan batch`: a folder into tables, however it is stopped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Folder, Ran, root};

const PLAN: &str = "base = \"2005\"\nend = \"2010\"\n[indicator.gdp]\nname = \"地区生产总值\"\nunit = \"亿元\"\nbetter = \"higher\"\n\
                    [[target]]\nindicator = \"gdp\"\nby = \"2010\"\nlevel = 31\n";

fn table(rows: &[(i32, &str)]) -> String {
    let rows: Vec<String> = rows.iter().map(|(year, value)| format!("town,GDP,{year},{value},亿元\n")).collect();
    let rows = rows.concat();
    format!("subject,indicator,period,value,unit\n{rows}")
}

/// A folder `in` with two editions, and a plan beside it.
fn office() -> Folder {
    let folder = Folder::with("plan.toml", PLAN);
    fs::create_dir_all(folder.path().join("in/2009")).unwrap();
    folder
        .and("in/2008.csv", table(&[(2005, "11.9"), (2006, "14"), (2007, "17.1"), (2008, "20.5")]))
        .and("in/2009/gdp.csv", table(&[(2007, "17.3"), (2008, "20.5"), (2009, "24")]))
        .and("in/broken.csv", "a,b\nx,y\n")
}

const BATCH: [&str; 6] = ["batch", "in", "--plan", "plan.toml", "--out", "out"];

fn batch(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(&[&BATCH, more].concat())
}

fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

#[test]
fn a_folder_on_one_screen() {
    let folder = office();
    // A build with Parquet writes and lists twice as many files.
    let name = |name: &str| format!("{name}{}", if cfg!(feature = "parquet") { "_parquet" } else { "" });
    insta::assert_snapshot!(name("english"), batch(&folder, &["--format", "table", "--lang", "en"]).out);
    insta::assert_snapshot!(name("chinese"), batch(&folder, &["--format", "table", "--lang", "zh"]).out);
    insta::assert_snapshot!(name("rows"), batch(&folder, &[]).out);
    for name in ["observations", "panel", "growth", "progress", "revisions", "problems"] {
        let text = fs::read_to_string(folder.path().join(format!("out/{name}.csv"))).unwrap();
        insta::assert_snapshot!(name, text);
    }
}

/// What the plan and its data leave open is counted under words too, not under codes alone.
#[test]
fn findings_of_a_plan_are_counted_in_words() {
    let folder = office().and("in/2010.csv", table(&[(2010, "30")]));
    for (language, words) in
        [("zh", "1 target_missed（目标未实现）"), ("en", "1 target_missed (targets that were missed)")]
    {
        let out = batch(&folder, &["--format", "table", "--lang", language]).out;
        assert!(out.contains(words), "{out}");
    }
}

#[test]
fn problems_speak_the_language_that_is_asked_for() {
    let folder = office().and("in/gdp growth.csv", "subject,indicator,period,value,unit\ntown,工业GDP,2005,8,亿元\n");
    let problems = |language: &str| -> Vec<Vec<String>> {
        batch(&folder, &["--lang", language]);
        let mut rows = csv::Reader::from_path(folder.path().join("out/problems.csv")).unwrap();
        rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let (english, chinese) = (problems("en"), problems("zh"));
    assert!(english.len() >= 2 && english.len() == chinese.len(), "{english:?}");
    for (en, zh) in english.iter().zip(&chinese) {
        // All but the message: severity, code, file, place, subject, indicator.
        assert_eq!(en[..7], zh[..7]);
        assert!(zh[7].chars().any(|letter| ('一'..='鿿').contains(&letter)) && zh[7] != en[7], "{zh:?}");
    }
    // What a reader says of its file stands behind what its code means.
    assert!(chinese.iter().any(|row| row[7].starts_with("未找到表格：未找到带有标签或表头的数据行")), "{chinese:?}");
}

#[test]
fn the_panel_is_a_table_of_growth() {
    let folder = office();
    batch(&folder, &[]);
    let again = folder.run(&["growth", "out/panel.csv", "--format", "csv"]);
    let written = fs::read_to_string(folder.path().join("out/growth.csv")).unwrap();
    assert_eq!(again.out, written);
}

#[test]
fn check_says_what_needs_attention() {
    let folder = office();
    assert_eq!(batch(&folder, &["--check"]).status, Some(1)); // a file that is no table
    assert_eq!(batch(&folder, &[]).status, Some(0));
    fs::remove_file(folder.path().join("in/broken.csv")).unwrap();
    let ran = batch(&folder, &["--check", "--format", "json"]);
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &summary["needs_attention"]), (Some(0), &Value::from(false)), "{}", ran.out);
    // The target is missed.
    fs::write(folder.path().join("in/2010.csv"), table(&[(2010, "30")])).unwrap();
    assert_eq!(batch(&folder, &["--check"]).status, Some(1));
    fs::write(folder.path().join("in/2010.csv"), table(&[(2010, "31")])).unwrap();
    assert_eq!(batch(&folder, &["--check"]).status, Some(0));
}

#[test]
fn names_of_ones_own_and_other_options() {
    let folder = office().and("names.toml", "[gdp]\nnames = [\"乡镇经济总量\"]\n");
    fs::write(folder.path().join("in/2011.csv"), table(&[(2011, "40")]).replace("GDP", "乡镇经济总量")).unwrap();
    let values = |more: &[&str]| {
        assert_eq!(batch(&folder, more).status, Some(0));
        let text = fs::read_to_string(folder.path().join("out/panel.csv")).unwrap();
        text.lines()
            .filter(|line| line.contains(",gdp,"))
            .map(|line| line.split(',').nth(3).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&[]), ["11.9", "14", "17.3", "20.5", "24"]);
    assert_eq!(values(&["--names", "names.toml"]), ["11.9", "14", "17.3", "20.5", "24", "40"]);
    assert_eq!(values(&["--prefer", "first"]), ["11.9", "14", "17.1", "20.5", "24"]);
    assert_eq!(values(&["--editions", "last-period", "--threads", "2"]), ["11.9", "14", "17.3", "20.5", "24"]);
    batch(&folder, &["--names", "plan.toml"]).refused(&["plan.toml", "`base` is no table"]);
    batch(&folder, &["--measure", "cagr"]).refused(&["`cagr` has no value for every period", "fanfan growth"]);
}

#[test]
fn hints_and_limits_of_a_batch() {
    let folder = office().and("hint.toml", "[[table]]\nfile = \"2009/gdp.csv\"\nskip = true\n");
    let read = |more: &[&str]| {
        let ran = batch(&folder, &[&["--format", "json"], more].concat());
        serde_json::from_str::<Value>(&ran.out).unwrap()["values"].clone()
    };
    let all = read(&[]).as_u64().unwrap();
    assert!(read(&["--hint", "hint.toml"]).as_u64().unwrap() < all);
    assert_eq!(read(&["--limit", "rows=1,ratio=10"]), 0);
    assert_eq!(read(&[]), all);
    batch(&folder, &["--limit", "row=1"]).refused(&["unknown limit `row`", "did you mean `rows`?"]);
    batch(&folder, &["--hint", "plan.toml"]).refused(&["plan.toml", "unknown key"]);
}

#[test]
fn a_call_that_is_wrong() {
    let folder = office();
    folder
        .run(&["batch", "in", "--plan", "plan.toml", "--out", "in"])
        .refused(&["among the tables that are read", "--out"]);
    folder
        .run(&["batch", "nowhere", "--plan", "plan.toml", "--out", "out"])
        .refused(&["nowhere: the folder cannot be listed"]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder.run(&["batch", "empty", "--out", "out"]).refused(&["empty: the folder holds no tables"]);
    folder.run(&["batch", "in", "--out", "plan.toml"]).refused(&["plan.toml", "cannot be written"]);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn without_a_plan_there_is_no_progress() {
    let folder = office();
    let summary = folder.json(&["batch", "in", "--out", "out", "--format", "json"]);
    assert_eq!(summary["indicators"], Value::from(Vec::<Value>::new()));
    assert!(!folder.path().join("out/progress.csv").exists());
    assert!(folder.path().join("out/growth.csv").exists());
}

#[test]
fn the_town_as_shipped() {
    let town = root().join("data/town-2005");
    let folder = Folder::new();
    let (data, plan) = (town.display().to_string(), town.join("plan.toml").display().to_string());
    let summary = folder.json(&["batch", &data, "--plan", &plan, "--out", "out", "--format", "json"]);
    assert_eq!(summary["files"]["failed"], 0);
    // The same judgements as without the batch.
    let track = folder.run(&["track", &plan, "--format", "csv"]);
    assert_eq!(fs::read_to_string(folder.path().join("out/progress.csv")).unwrap(), track.out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_with_status_2() {
    let folder = office();
    batch(&folder, &[]);
    let before = tables(&folder.path().join("out"));
    std::os::unix::fs::symlink("/dev/full", folder.path().join("out/.growth.csv.part")).unwrap();
    fs::write(folder.path().join("in/2010.csv"), table(&[(2010, "30")])).unwrap();
    batch(&folder, &[]).refused(&[
        "growth.csv: cannot be written",
        "No space left",
        "free space",
        "what was read is kept",
    ]);
    assert!(tables(&folder.path().join("out")) == before);
}

/// A batch that is killed while it reads, again and again, and then left in peace.
#[test]
fn killed_in_the_middle_and_run_again() {
    let folder = Folder::with("plan.toml", PLAN);
    for file in 0..40 {
        fs::create_dir_all(folder.path().join(format!("in/{}", file % 7))).unwrap();
        let rows: Vec<String> = (0..400)
            .map(|row| format!("town {},GDP,{},{}.{},亿元\n", row % 30, 1950 + row / 30, row * (file + 7), row % 10))
            .collect();
        let name = format!("in/{}/{file} {}.csv", file % 7, 1999 + file % 5);
        fs::write(folder.path().join(name), format!("subject,indicator,period,value,unit\n{}", rows.concat())).unwrap();
    }
    let mut killed = 0;
    let journal = folder.path().join("killed/.fanfan-batch");
    let entries = || fs::read_dir(&journal).map_or(0, Iterator::count);
    for _ in 0..3 {
        let before = entries();
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("fanfan"))
            .current_dir(folder.path())
            .args(["batch", "in", "--plan", "plan.toml", "--out", "killed", "--threads", "1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while entries() < before + 3 && start.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(!status.success());
        if !status.success() {
            assert_eq!(tables(&folder.path().join("killed")).len(), 0, "a table of a batch that was killed");
        }
    }
    assert!(killed > 0, "no run was killed in time");
    let again = folder.json(&["batch", "in", "--plan", "plan.toml", "--out", "killed", "--format", "json"]);
    assert!(again["files"]["reused"].as_u64().unwrap() >= 3);
    let whole = folder.json(&["batch", "in", "--plan", "plan.toml", "--out", "whole", "--format", "json"]);
    assert_eq!(whole["files"]["read"], 40);
    assert!(tables(&folder.path().join("killed")) == tables(&folder.path().join("whole")));
}

/// A batch that is killed while it writes its tables: each table is that of the run before or the new one, and whole.
#[test]
fn killed_while_tables_are_written() {
    let folder = Folder::with("plan.toml", PLAN);
    let put = |files: std::ops::Range<usize>| {
        fs::create_dir_all(folder.path().join("in")).unwrap();
        for file in files {
            let row = |row: usize| {
                format!("town {},GDP,{},{}.{},亿元\n", row % 50, 1950 + row / 50, row * (file + 7), row % 10)
            };
            let rows: String = (0..500).map(row).collect();
            let name = format!("in/{}.csv", 1999 + file);
            fs::write(folder.path().join(name), format!("subject,indicator,period,value,unit\n{rows}")).unwrap();
        }
    };
    let out = folder.path().join("out");
    put(0..5);
    batch(&folder, &[]);
    let old = tables(&out);
    put(5..10);
    batch(&folder, &[]);
    // All is read: what is left is to gather and to write.
    let start = Instant::now();
    batch(&folder, &[]);
    let (new, time) = (tables(&out), start.elapsed());
    let differ = new.iter().filter(|(name, bytes)| old.get(*name) != Some(bytes)).count();
    assert!(differ >= 5, "{differ} tables differ");
    let mut killed = 0;
    for at in 0..12 {
        for (name, bytes) in &old {
            fs::write(out.join(name), bytes).unwrap();
        }
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("fanfan"))
            .current_dir(folder.path())
            .args(BATCH)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(time * at / 12);
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        for (name, bytes) in tables(&out).into_iter().filter(|(name, _)| !name.starts_with('.')) {
            assert!(old.get(&name) == Some(&bytes) || new.get(&name) == Some(&bytes), "{name} after kill {at}");
        }
    }
    assert!(killed > 0, "no run was killed in time");
    batch(&folder, &[]);
    assert!(tables(&out) == new);
    let scratch = fs::read_dir(out.join(".fanfan-batch"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "part"));
    assert_eq!(scratch.count(), 0);
}
