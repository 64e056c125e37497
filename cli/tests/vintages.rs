//! Values of several vintages: assessments as they could have been made, and what changed since.

use serde_json::Value;

use crate::support::{Folder, run};

const PLAN: &str = "title = { zh = '某市', en = 'A city' }\nbase = '2005'\nend = '2010'\n[indicator.gdp]\nunit = '亿元'\n\
                    better = 'higher'\n[[target]]\nindicator = 'gdp'\nlevel = 200\n";

/// 2007 was first published as 130 and revised to 142 with the result of 2008.
const DATA: &str = "indicator,period,value,as_of\ngdp,2005,100,2006-02-28\ngdp,2006,115,2007-02-25\n\
                    gdp,2007,130,2008-02-26\ngdp,2007,142,2009-03-01\ngdp,2008,150,2009-03-01\n";

fn city() -> Folder {
    Folder::with("p.toml", PLAN).and("d.csv", DATA)
}

#[track_caller]
fn near(value: &Value, want: f64) {
    assert!((value.as_f64().unwrap() - want).abs() < 1e-12, "{value} is not {want}");
}

#[test]
fn the_last_vintage_known_counts() {
    let folder = city();
    let latest = |args: &[&str]| {
        let json = folder.json(&[&["track", "p.toml", "--data", "d.csv", "--format", "json"], args].concat());
        let latest = &json["assessments"][0]["latest"];
        (json["as_of"].clone(), latest["period"].clone(), latest["value"].clone())
    };
    assert_eq!(latest(&[]), ("2008".into(), "2008".into(), 150.0.into()));
    assert_eq!(latest(&["--as-of", "2008-06-30"]), ("2008-06-30".into(), "2007".into(), 130.0.into()));
    // at the end of 2007 its value was not published yet
    assert_eq!(latest(&["--as-of", "2007"]), ("2007".into(), "2006".into(), 115.0.into()));
    assert_eq!(latest(&["--as-of", "2009-02"]), ("2009-02".into(), "2007".into(), 130.0.into()));
    assert_eq!(latest(&["--as-of", "2009-03"]), ("2009-03".into(), "2008".into(), 150.0.into()));
    let track = |as_of: &str| folder.run(&["track", "p.toml", "--data", "d.csv", "--as-of", as_of]);
    track("2005").refused(&["nothing is known as of 2005", "2006-02-28"]);
    track("2005/06").refused(&["2005-06"]);
    track("soon").refused(&["soon"]);
}

#[test]
fn revision_and_new_data_are_told_apart() {
    let folder = city();
    let compare = ["track", "p.toml", "--data", "d.csv", "--compare", "2008-12-31"];
    let json = folder.json(&[&compare[..], &["--format", "json"]].concat());
    let change = &json["changes"][0];
    for (key, before, revised, after) in [("value", 130.0, 142.0, 150.0), ("completion", 0.65, 0.71, 0.75)] {
        near(&change[key]["before"], before);
        near(&change[key]["revised"], revised);
        near(&change[key]["after"], after);
        near(&change[key]["by_revision"], revised - before);
        near(&change[key]["by_new_data"], after - revised);
    }
    // 130 lies behind the 132 due in 2007, 142 ahead of it, and 150 behind the 151.6 due in 2008
    assert_eq!(change["standing"]["before"], "slow");
    assert_eq!(change["standing"]["revised"], "on_track");
    assert_eq!((&change["standing"]["after"], &change["standing"]["cause"]), (&"slow".into(), &"both".into()));
    let fates: Vec<(&str, &str)> = json["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["period"].as_str().unwrap(), one["fate"].as_str().unwrap()))
        .collect();
    assert_eq!(fates, [("2007", "revised"), ("2008", "new")]);
    for (lang, words) in [("en", ["by revision", "new data", "revised"]), ("zh", ["修订影响", "新数据", "修订"])]
    {
        let table = folder.run(&[&compare[..], &["--format", "table", "--lang", lang]].concat()).out;
        assert!(words.iter().all(|word| table.contains(word)), "{table}");
        assert!(table.contains("+6.00") && table.contains("+4.00"), "{table}");
    }
    let rows = folder.run(&[&compare[..], &["--format", "csv"]].concat());
    assert!(
        rows.lines()[0].starts_with("subject,indicator,by,form,value_before,value_revised,value_after,level_before")
    );
    assert_eq!(rows.lines().len(), 2);
    let backwards = [&compare[..], &["--as-of", "2008-06-30"]].concat();
    folder.run(&backwards).refused(&["--compare", "2008-12-31", "earlier"]);
}

#[test]
fn two_files_are_compared_too() {
    let old = "indicator,period,value\ngdp,2005,100\ngdp,2006,115\ngdp,2007,130\n";
    let new = "indicator,period,value\ngdp,2005,100\ngdp,2007,142\ngdp,2008,150\n";
    let folder = Folder::with("p.toml", PLAN).and("old.csv", old).and("new.csv", new);
    let compare = ["track", "p.toml", "--data", "new.csv", "--format", "json", "--compare"];
    let json = folder.json(&[&compare[..], &["old.csv"]].concat());
    near(&json["changes"][0]["value"]["by_revision"], 12.0);
    let fates: Vec<&str> =
        json["observations"].as_array().unwrap().iter().map(|one| one["fate"].as_str().unwrap()).collect();
    assert_eq!(fates, ["withdrawn", "revised", "new"]);
    folder.run(&[&compare[..], &["odl.csv"]].concat()).refused(&["no file `odl.csv`"]);
}

#[test]
fn dates_that_are_none_and_values_of_one_date_are_refused() {
    let track =
        |data: &str| Folder::with("p.toml", PLAN).and("d.csv", data).run(&["track", "p.toml", "--data", "d.csv"]);
    track("period,value,as_of\n2005,100,soon\n").refused(&["d.csv", "line 2", "as_of", "soon", "2010-01-21"]);
    track("period,value,as_of\n2005,100,2006-01-31\n2005,101,2006-01\n").refused(&["lines 2 and 3", "2005"]);
    track("period,value\n2005,100\n2005,101\n").refused(&["lines 2 and 3", "as_of"]);
    // a value without a date is the first
    let undated = "period,value,as_of\n2005,101,2006-01-31\n2005,100,\n2006,110,\n";
    let json = Folder::with("p.toml", PLAN)
        .and("d.csv", undated)
        .json(&["track", "p.toml", "--data", "d.csv", "--format", "json"]);
    assert_eq!(json["assessments"][0]["base"]["value"].as_f64(), Some(101.0));
}

#[test]
fn a_column_of_another_name_and_a_wide_table() {
    let long = "period,value,known\n2005,100,2006-01-31\n2005,101,2007-01-31\n2006,110,2007-01-31\n";
    let wide = "indicator,as_of,2005,2006\ngdp,2006-01-31,100,\ngdp,2007-01-31,101,110\n";
    let folder = Folder::with("p.toml", PLAN).and("long.csv", long).and("wide.csv", wide);
    for (file, column) in [("long.csv", "known"), ("wide.csv", "as_of")] {
        let track = ["track", "p.toml", "--data", file, "--vintage", column, "--format", "json"];
        let base =
            |args: &[&str]| folder.json(&[&track[..], args].concat())["assessments"][0]["base"]["value"].as_f64();
        assert_eq!((base(&[]), base(&["--as-of", "2006-12"])), (Some(101.0), Some(100.0)), "{file}");
    }
}

#[test]
fn another_base_of_prices_revises_every_level_and_no_completion() {
    // The World Bank's series as of September 2022 and of June 2024, at the prices of two base years.
    let earlier = "tests/conformance/data/world_bank_china_pairs.csv";
    let compare = ["track", "data/china-doubling/plan.toml", "--compare", earlier, "--format"];
    let json = run(&[&compare[..], &["json"]].concat()).json();
    for change in json["changes"].as_array().unwrap() {
        let by_revision = change["completion"]["by_revision"].as_f64().unwrap();
        assert!(by_revision.abs() < 2e-5, "{by_revision}");
        let level = change["level"]["revised"].as_f64().unwrap() / change["level"]["before"].as_f64().unwrap() - 1.0;
        assert!((level - 0.1135).abs() < 1e-4, "{level}");
        assert_eq!(change["standing"]["cause"], "unchanged");
    }
    assert_eq!(json["observations"].as_array().unwrap().len(), 64);
    let table = run(&[&compare[..], &["table"]].concat()).out;
    // one row for all that changed alike
    assert!(table.contains("1960–") && table.contains("values alike") && table.lines().count() < 30, "{table}");
}
