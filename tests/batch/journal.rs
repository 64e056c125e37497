//! A batch that is stopped, run again, or run on other threads leaves the same bytes.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use fanfan::batch::{BatchOptions, Step};
use fanfan::plan::Plan;
use fanfan::read::{Hints, ReadOptions};

use super::{Folder, Ran, gdp, plan};

/// Files of several kinds, some of them bad.
fn office() -> Folder {
    let mut folder = Folder::new();
    for year in 2010..2018 {
        let rows: Vec<(i32, String)> =
            (2008..=year).map(|at| (at, format!("{}.{}", (at - 1990) * (at - 2000), year % 10))).collect();
        let rows: Vec<(i32, &str)> = rows.iter().map(|(year, value)| (*year, value.as_str())).collect();
        folder = folder.with(&format!("{year}/gdp.csv"), gdp("亿元", &rows));
    }
    folder
        .with("2011/bad.csv", "a,b\nx,y\n")
        .with("2012/cpi.csv", "地区,指标,2010,2011,2012\n南京,物价,104,…,103\n镇江,物价,103,102,-\n")
        .with("2013/broken.csv", b"year,value\n2005,\xff\xfe\n")
        .with("empty.csv", "")
        .with("wb.csv", fs::read("data/world-bank/API_NY.GDP.MKTP.KN.csv").unwrap())
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = office();
    let one = folder.run(&plan(), "one", &BatchOptions::default().threads(1));
    assert_eq!(one.summary.files.failed, 3, "{:?}", one.problems());
    assert!(one.summary.series > 2);
    assert!(one.tables.len() >= 6);
    for threads in [2, 3, 8] {
        let more = folder.run(&plan(), &format!("on {threads}"), &BatchOptions::default().threads(threads));
        assert!(more.tables == one.tables, "{threads} threads");
    }
}

#[test]
fn the_same_bytes_wherever_it_was_stopped() {
    let folder = office();
    let whole = folder.run(&plan(), "whole", &BatchOptions::default());
    let files = whole.summary.files.found;
    for stop in [1, 2, 3, files / 2, files - 1, files] {
        let (out, done) = (format!("stopped at {stop}"), AtomicUsize::new(0));
        let options = BatchOptions::default().threads(1 + stop % 2);
        let watch = |_: fanfan::batch::Step<'_>| {
            if done.fetch_add(1, Ordering::Relaxed) + 1 >= stop {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let first = folder.watched(&plan(), &out, &options, &watch).unwrap();
        if first.summary.stopped {
            assert!(first.tables.is_empty(), "a table after a stop: {:?}", first.tables.keys());
        } else {
            assert!(stop + 1 >= files); // the last ones were under way
        }
        let again = folder.run(&plan(), &out, &options);
        assert!(again.tables == whole.tables, "stopped at {stop}");
        assert!(again.summary.files.reused + again.summary.files.failed + 1 >= stop, "what was done is done again");
    }
}

#[test]
fn only_what_changed_is_read_again() {
    let folder = office();
    let options = BatchOptions::default();
    let first = folder.run(&plan(), "out", &options);
    let counts = |ran: &super::Ran| (ran.summary.files.read, ran.summary.files.reused, ran.summary.files.failed);
    assert_eq!(counts(&first), (10, 0, 3));
    assert_eq!(counts(&folder.run(&plan(), "out", &options)), (0, 10, 3));
    // Touched, with the same bytes.
    folder.put("2010/gdp.csv", fs::read(folder.input().join("2010/gdp.csv")).unwrap());
    assert_eq!(counts(&folder.run(&plan(), "out", &options)), (0, 10, 3));
    // Other bytes of the same length.
    let text = fs::read_to_string(folder.input().join("2017/gdp.csv")).unwrap();
    folder.put("2017/gdp.csv", text.replace("459.7", "459.8"));
    let changed = folder.run(&plan(), "out", &options);
    assert_eq!(counts(&changed), (1, 9, 3));
    assert!(changed.columns("panel", &["indicator", "period", "value"]).contains(&"gdp 2017 459.8".to_owned()));
    assert!(changed.tables == folder.run(&plan(), "fresh", &options).tables);
    // Another way of reading makes other cells of the same bytes.
    let other = options.clone().read(ReadOptions::default().unit("单位"));
    assert_eq!(folder.run(&plan(), "out", &other).summary.files.reused, 0);
    // A file that is no more leaves no entry.
    let before = folder.journal("out").len();
    fs::remove_file(folder.input().join("2010/gdp.csv")).unwrap();
    let fewer = folder.run(&plan(), "out", &other);
    assert_eq!(folder.journal("out").len(), before - 1);
    assert!(fewer.tables == folder.run(&plan(), "without it", &other).tables);
}

#[test]
fn another_plan_reads_nothing_again_and_finds_its_own() {
    let folder = office();
    folder.run(&plan(), "out", &BatchOptions::default());
    let other = Plan::parse("[indicator.prices]\nalias = [\"物价\"]\n").unwrap();
    let again = folder.run(&other, "out", &BatchOptions::default());
    assert_eq!(again.summary.files.read, 0);
    assert!(again.columns("panel", &["indicator"]).iter().any(|name| name == "prices"));
    assert!(again.tables == folder.run(&other, "fresh", &BatchOptions::default()).tables);
}

#[test]
fn hints_hold_in_a_batch_and_a_changed_one_reads_its_file_again() {
    // Nothing in the table says the year.
    let table = |title: &str| format!("{title}\n单位:亿元\n市 别,地区生产总值\n南京,7201.57\n苏州,12011.65\n");
    let folder = Folder::new().with("a.csv", table("各市生产总值")).with("b/a.csv", table("各市生产总值（续）"));
    let hint = |year: u16| format!("[[table]]\nperiod = \"{year}\"\n");
    let values = |ran: &Ran| ran.columns("panel", &["subject", "period", "source"]);
    assert!(values(&folder.run(&plan(), "out", &BatchOptions::default())).is_empty());

    // A hint file beside a table is for that table alone, and is no table.
    folder.put("b/a.csv.hint.toml", hint(2011));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!((ran.summary.files.found, ran.summary.files.read), (2, 1));
    assert_eq!(values(&ran), ["南京 2011 b/a.csv", "苏州 2011 b/a.csv"]);
    folder.put("b/a.csv.hint.toml", hint(2012));
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!((ran.summary.files.read, values(&ran)[0].as_str()), (1, "南京 2012 b/a.csv"));
    assert_eq!(folder.run(&plan(), "out", &BatchOptions::default()).summary.files.read, 0);

    // Hints for the batch hold for the other files; those that name a file hold for it.
    let options = |text: &str| {
        BatchOptions::default().read(ReadOptions::default().hints(Hints::parse(text, "hint.toml").unwrap()))
    };
    let ran = folder.run(&plan(), "out", &options(&hint(2010)));
    assert_eq!((ran.summary.files.read, ran.summary.files.reused), (1, 1));
    assert_eq!(values(&ran), ["南京 2010 a.csv", "南京 2012 b/a.csv", "苏州 2010 a.csv", "苏州 2012 b/a.csv"]);
    fs::remove_file(folder.input().join("b/a.csv.hint.toml")).unwrap();
    let named = options(&format!("[[table]]\nfile = \"b/a.csv\"\n{}", &hint(2009)["[[table]]\n".len()..]));
    assert_eq!(values(&folder.run(&plan(), "out", &named)), ["南京 2009 b/a.csv", "苏州 2009 b/a.csv"]);
}

#[test]
fn a_hint_file_that_is_wrong_stops_its_own_table_alone() {
    let folder = office();
    folder.put("wb.csv.hint.toml", "[[table]]\nunti = \"亿元\"\n");
    folder.put("nothing.xls.hint.toml", "[[table]]\nskip = true\n");
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!(ran.summary.files.failed, 4); // three are broken without any hint
    let problem = ran.problem("hint");
    assert_eq!((problem["source"].as_str(), problem["place"].as_str()), ("wb.csv", "line 2, column 1"));
    for part in ["wb.csv.hint.toml", "unknown key `unti`", "did you mean `unit`?"] {
        assert!(problem["message"].contains(part), "{problem:?}");
    }
    assert!(ran.problem("hint_alone")["message"].contains("no file `nothing.xls` lies beside it"));
    // Mended, it counts at once.
    folder.put("wb.csv.hint.toml", "[[table]]\nunit = \"元\"\n");
    assert_eq!(folder.run(&plan(), "out", &BatchOptions::default()).summary.files.read, 1);
}

#[test]
fn a_broken_entry_is_made_again() {
    let folder = office();
    let first = folder.run(&plan(), "out", &BatchOptions::default());
    for entry in folder.journal("out") {
        let bytes = fs::read(&entry).unwrap();
        fs::write(&entry, &bytes[..bytes.len() / 2]).unwrap();
        assert!(folder.run(&plan(), "out", &BatchOptions::default()).tables == first.tables);
    }
}

#[test]
fn files_that_go_or_change_while_others_are_read() {
    let folder = office();
    let first = folder.input().join("2010/gdp.csv");
    let last = folder.input().join("wb.csv");
    let watch = |step: fanfan::batch::Step<'_>| {
        if step.done == 1 {
            fs::remove_file(&last).unwrap();
            fs::write(&first, gdp("亿元", &[(2010, "1")])).unwrap(); // done already: the next run sees it
        }
        ControlFlow::Continue(())
    };
    let ran = folder.watched(&plan(), "out", &BatchOptions::default().threads(1), &watch).unwrap();
    let gone = ran.problem("gone");
    assert_eq!((gone["severity"].as_str(), gone["source"].as_str()), ("error", "wb.csv"));
    assert!(gone["message"].contains("cannot be read any more"), "{gone:?}");
    let next = folder.run(&plan(), "out", &BatchOptions::default());
    assert_eq!((next.summary.files.found, next.summary.files.read), (12, 1));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_csv_holds() {
    use polars_core::prelude::AnyValue;
    use polars_io::SerReader;
    use polars_io::parquet::read::ParquetReader;

    let folder = office();
    let ran = folder.run(&plan(), "out", &BatchOptions::default());
    for table in ["observations", "panel", "growth", "progress", "revisions", "problems"] {
        let file = fs::File::open(folder.path().join("out").join(format!("{table}.parquet"))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        let rows = ran.rows(table);
        assert_eq!(frame.height(), rows.len(), "{table}");
        for column in frame.columns() {
            let name = column.name().as_str();
            for (at, row) in rows.iter().enumerate() {
                let printed = match column.get(at).unwrap() {
                    AnyValue::Null => String::new(),
                    AnyValue::Float64(value) => value.to_string(),
                    text => text.get_str().unwrap_or_else(|| panic!("{table} {name}: {text}")).to_owned(),
                };
                assert_eq!(printed, row[name], "{table}, row {at}, {name}");
            }
        }
    }
    assert!(ran.rows("panel").len() > 5);
}

#[cfg(unix)]
#[test]
fn one_batch_at_a_time_writes_into_a_folder() {
    let folder = Folder::new().with("a.csv", gdp("亿元", &[(2010, "1")]));
    let options = BatchOptions::default();
    let second = || folder.watched(&plan(), "out", &options, &|_| ControlFlow::Continue(())).err();
    let messages = std::sync::Mutex::new(Vec::new());
    let watch = |_: Step<'_>| {
        messages.lock().unwrap().extend(second().map(|error| error.to_string()));
        ControlFlow::Continue(())
    };
    let ran = folder.watched(&plan(), "out", &options, &watch).unwrap();
    assert_eq!(ran.columns("panel", &["value"]), ["1"]);
    let messages = messages.into_inner().unwrap();
    assert!(messages.len() == 1 && messages[0].contains("another batch is writing here"), "{messages:?}");
    // and when it has ended the next one may
    assert_eq!(folder.run(&plan(), "out", &options).summary.files.reused, 1);
}
