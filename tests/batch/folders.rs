//! Folders as they are found: nested, linked in circles, with results inside, without permission, on a full disk.

use std::fs;
use std::ops::ControlFlow;

use fanfan::batch::{self, BatchOptions};
use fanfan::growth::Measure;
use fanfan::read::ReadOptions;

use super::{Folder, gdp, plan, tables};

const GDP: [(i32, &str); 2] = [(2010, "5130.65"), (2011, "6145.52")];

fn refused(folder: &Folder, out: &str, options: &BatchOptions) -> String {
    let ran = folder.watched(&plan(), out, options, &|_| ControlFlow::Continue(()));
    ran.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn a_folder_without_tables_is_refused() {
    let folder = Folder::new();
    let message = refused(&folder, "out", &BatchOptions::default());
    assert!(message.contains("holds no tables"), "{message}");
    assert!(!folder.path().join("out").exists()); // and nothing is made
    let missing = batch::run(
        &folder.path().join("nowhere"),
        &plan(),
        &folder.path().join("out"),
        &BatchOptions::default(),
        &|_| ControlFlow::Continue(()),
    );
    assert!(missing.is_err_and(|error| error.to_string().contains("nowhere: the folder cannot be listed")));
    let file = folder.with("gdp.csv", gdp("亿元", &GDP));
    let of_file =
        batch::run(&file.input().join("gdp.csv"), &plan(), &file.path().join("out"), &BatchOptions::default(), &|_| {
            ControlFlow::Continue(())
        });
    assert!(of_file.is_err_and(|error| error.to_string().contains("name the folder that it is in")));
}

#[test]
fn results_inside_the_folder_are_not_read() {
    let folder = Folder::new().with("2011/gdp.csv", gdp("亿元", &GDP));
    let outside = folder.run(&plan(), "out", &BatchOptions::default());
    for _ in 0..2 {
        let inside = folder.run(&plan(), "in/results", &BatchOptions::default());
        assert!(inside.tables == outside.tables);
        assert_eq!(inside.summary.files.found, 1);
    }
    // Those of an earlier run under another name are known by their journal.
    let other = folder.run(&plan(), "in/other", &BatchOptions::default());
    assert_eq!(other.summary.files.found, 1);
    assert_eq!(other.problem("another_batch")["source"], "results");
    let message = refused(&folder, "in", &BatchOptions::default());
    assert!(message.contains("among the tables that are read") && message.contains("--out results"), "{message}");
}

#[test]
fn hidden_files_and_locks_are_no_tables_and_nested_folders_are_read() {
    let folder = Folder::new()
        .with("a/b/c/d/gdp.csv", gdp("亿元", &GDP))
        .with("a/.hidden.csv", "x")
        .with("a/~$gdp.xlsx", "x")
        .with(".git/config", "x");
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!((ran.summary.files.found, ran.problems().len()), (1, 0));
    assert_eq!(ran.rows("observations")[0]["source"], "a/b/c/d/gdp.csv");
}

#[test]
fn one_file_under_two_names_counts_once() {
    let folder = Folder::new().with("a.csv", gdp("亿元", &GDP)).with("copy/a.csv", gdp("亿元", &GDP));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.problem("same_file")["source"], "copy/a.csv");
    assert_eq!(ran.columns("panel", &["value"]), ["5130.65", "6145.52"]);
    assert_eq!((ran.summary.overlaps.periods, ran.summary.overlaps.agree), (2, 2));
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_a_broken_link_is_named() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new().with("a/gdp.csv", gdp("亿元", &GDP));
    symlink(folder.input(), folder.input().join("a/again")).unwrap();
    symlink("..", folder.input().join("a/up")).unwrap();
    symlink("nowhere.csv", folder.input().join("a/broken.csv")).unwrap();
    symlink("loop", folder.input().join("loop")).unwrap();
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.summary.files.found, 1);
    assert_eq!(
        ran.columns("problems", &["code", "source"]),
        ["cannot_be_read a/broken.csv", "cannot_be_read loop", "seen_before a/again", "seen_before a/up",]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_opened() {
    let folder = Folder::new().with("gdp.csv", gdp("亿元", &GDP));
    let made = std::process::Command::new("mkfifo").arg(folder.input().join("pipe.csv")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is needed");
    let ran = folder.run(&plan(), "out", &BatchOptions::default()); // would wait for ever
    assert_eq!(ran.problem("not_a_file")["source"], "pipe.csv");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new().with("a.csv", gdp("亿元", &GDP)).with("b.csv", gdp("亿元", &GDP)).with("c/d.csv", "x");
    let closed = |name: &str, mode: u32| {
        fs::set_permissions(folder.input().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    closed("b.csv", 0);
    closed("c", 0);
    let may_all = fs::read(folder.input().join("b.csv")).is_ok(); // a user who may do everything
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    closed("c", 0o755);
    closed("b.csv", 0o644);
    let found = ran.columns("problems", &["severity", "code", "source"]);
    if may_all {
        assert!(!found.contains(&"error cannot_be_read b.csv".to_owned()), "{found:?}");
    } else {
        assert_eq!(found, ["error cannot_be_read b.csv", "error cannot_be_read c"]);
    }
    assert!(ran.columns("panel", &["value"]).contains(&"5130.65".to_owned()));
    // What was refused is tried again.
    let again = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(again.summary.files.failed, 1); // c/d.csv is no table
}

#[test]
fn a_file_above_the_limit_is_not_opened() {
    let folder = Folder::new().with("a.csv", gdp("亿元", &GDP)).with("large.csv", vec![b'x'; 5000]);
    let ran = folder.run(&plan(), "out", &BatchOptions::default().largest(4999));
    let problem = ran.problem("too_large");
    assert_eq!(problem["source"], "large.csv");
    assert!(problem["message"].contains("5000 bytes") && problem["message"].contains("4999"), "{problem:?}");
}

#[test]
fn a_measure_over_a_span_is_refused() {
    let folder = Folder::new().with("a.csv", gdp("亿元", &GDP));
    let cagr: Measure = "cagr".parse().unwrap();
    let message = refused(&folder, "out", &BatchOptions::default().measures([cagr]));
    assert!(message.contains("`cagr` has no value for every period"), "{message}");
}

#[test]
fn the_files_of_a_folder_one_by_one() {
    let folder =
        Folder::new().with("b.csv", gdp("亿元", &GDP)).with("a/bad.csv", "").with("a/a.csv", gdp("亿元", &GDP));
    let options = ReadOptions::default();
    let mut books = batch::books(&folder.input(), &options).unwrap();
    let (name, book) = books.next().unwrap();
    assert_eq!((name.as_str(), book.unwrap().cells.len()), ("a/a.csv", 2));
    let (name, book) = books.next().unwrap();
    assert_eq!((name.as_str(), book.is_ok_and(|book| !book.cells.is_empty())), ("a/bad.csv", false));
    // Each is read when it is asked for.
    fs::remove_file(folder.input().join("b.csv")).unwrap();
    assert!(books.next().unwrap().1.is_err());
    assert!(books.next().is_none());
}

/// A disk that is full is played by the device that always is, under the name of a file to be written.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_half_written() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new().with("a.csv", gdp("亿元", &GDP)).with("b.csv", gdp("亿元", &GDP));
    let whole = folder.run(&plan(), "out", &BatchOptions::default());
    let out = folder.path().join("out");
    for table in ["observations", "panel", "growth", "progress", "revisions", "problems"] {
        let part = out.join(format!(".{table}.csv.part"));
        symlink("/dev/full", &part).unwrap();
        folder.put("c.csv", gdp("亿元", &[(2012, table)]).replace(table, "7201.57"));
        let message = refused(&folder, "out", &BatchOptions::default());
        assert!(message.contains(&format!("{table}.csv: cannot be written")), "{message}");
        assert!(message.contains("free space") && message.contains("what was read is kept"), "{message}");
        assert!(tables(&out) == whole.tables, "the tables of the run before stand"); // and no part of another
        fs::remove_file(folder.input().join("c.csv")).unwrap();
    }
    // What is only for the run itself.
    symlink("/dev/full", out.join(".fanfan-batch/cells.part")).unwrap();
    let message = refused(&folder, "out", &BatchOptions::default());
    assert!(message.contains("cells.part: cannot be written") && message.contains("free space"), "{message}");
    assert!(tables(&out) == whole.tables);
    // The journal on a full disk: the entry that cannot be written is named, the others stay.
    let entries = folder.journal("out");
    fs::write(folder.input().join("b.csv"), gdp("亿元", &[(2010, "1.5")])).unwrap();
    for entry in &entries {
        symlink("/dev/full", entry.with_extension("part")).unwrap();
    }
    let message = refused(&folder, "out", &BatchOptions::default().threads(1));
    assert!(message.contains(".fanfan-batch") && message.contains("cannot be written"), "{message}");
    assert!(tables(&out) == whole.tables);
    let again = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!((again.summary.files.read, again.summary.files.reused), (1, 1));
    assert!(again.tables == folder.run(&plan(), "fresh", &BatchOptions::default()).tables);
}
