//! Units in tables of parts, of index numbers and of prices: converted, or refused with the way to mend it.

use serde_json::Value;

use crate::support::Folder;

fn result(document: &Value, indicator: &str, period: &str, measure: &str) -> Option<f64> {
    let rows = document["rows"].as_array().unwrap();
    let is = |row: &&Value| row["indicator"] == indicator && row["period"] == period && row["measure"] == measure;
    rows.iter().find(is).unwrap_or_else(|| panic!("no row for {indicator} {period} {measure}"))["result"].as_f64()
}

/// 400 000 万元 are 40 of the 100 亿元, by a column of units or by the heads.
#[test]
fn parts_are_brought_into_the_unit_of_their_total() {
    for table in [
        "indicator,unit,2001,2002\ngdp,亿元,100,110\na,万元,400000,440000\nb,亿元,60,66\n",
        "年份,gdp(亿元),a(万元),b(亿元)\n2001,100,400000,60\n2002,110,440000,66\n",
    ] {
        let folder = Folder::with("t.csv", table);
        let document = folder.json(&["contribution", "t.csv", "--total", "gdp", "--format", "json"]);
        assert_eq!(result(&document, "a", "2002", "contribution"), Some(0.04));
        assert_eq!(result(&document, "a", "2002", "contribution_share"), Some(0.4));
        assert!(result(&document, "residual", "2002", "contribution").unwrap().abs() < 1e-12);
        let row = document["rows"].as_array().unwrap().iter().find(|row| row["indicator"] == "a").unwrap();
        assert_eq!(row["value"], 400000.0, "values are shown as they are written");
    }
    // Nominal values beside volumes have units of their own.
    let volumes = "indicator,unit,2001,2002,2003\ngdp,亿元,100,110,121\na,万元,400000,440000,500000\n";
    let nominal = "indicator,unit,2001,2002,2003\ngdp,亿元,100,112,130\na,万元,400000,450000,520000\n";
    let same = |table: &str| table.replace("万元", "亿元").replace("0000,", ",").replace("0000\n", "\n");
    let args = ["contribution", "v.csv", "--total", "gdp", "--nominal", "n.csv", "--format", "json"];
    let of = |volumes: String, nominal: String| {
        let document = Folder::with("v.csv", volumes).and("n.csv", nominal).json(&args);
        result(&document, "a", "2003", "contribution").unwrap()
    };
    let (mixed, plain) = (of(volumes.to_owned(), nominal.to_owned()), of(same(volumes), same(nominal)));
    assert!((mixed - plain).abs() < 1e-12 && plain > 0.04, "{mixed} {plain}");
}

#[test]
fn what_is_no_part_of_a_level_is_refused() {
    let refused = |table: &str, more: &[&str], parts: &[&str]| {
        let args = [&["contribution", "t.csv", "--total", "gdp"], more].concat();
        Folder::with("t.csv", table).run(&args).refused(parts);
    };
    refused("indicator,unit,2001,2002\ngdp,亿元,1,2\na,吨,1,2\n", &[], &["indicator a", "吨", "亿元", "--parts"]);
    refused("indicator,unit,2001,2002\ngdp,亿元,1,2\na,%,1,2\n", &[], &["indicator a", "percentage points", "--parts"]);
    refused("indicator,unit,2001,2002\ngdp,%,7,8\na,%,3,4\n", &[], &["indicator gdp", "percentage points", "levels"]);
    refused("年份,gdp,gdp同比\n2001,1,2\n2002,2,3\n", &[], &["indicator gdp同比", "--parts"]);
    refused("indicator,2001,2002\ngdp,1,2\n", &[], &["indicator gdp", "nothing beside", "add its parts"]);
    refused("indicator,2001,2002\ngdp,1,2\na,1,2\n", &["--parts", "gdp,a"], &["no part of itself", "leave it out"]);
    refused("indicator,2001,2002\ngdp,1,2\na,1,2\n", &["--form", "bogus"], &["bogus", "annual_overlap"]);
    let nothing = Folder::with("t.csv", "indicator,2001,2002\ngdp,1,2\na,1,2\n");
    nothing.run(&["contribution", "t.csv", "--total", "x"]).refused(&["no total `x`", "known are a, gdp"]);
}

/// Links are chained over what they are links of; anything else would give an index that means nothing.
#[test]
fn only_links_are_chained() {
    let months = |unit: &str, values: [&str; 3]| {
        let row = |(month, value): (usize, &&str)| format!("x,2020-0{},{value},{unit}\n", month + 1);
        format!("indicator,period,value,unit\n{}", values.iter().enumerate().map(row).collect::<String>())
    };
    let refused = |table: String, more: &[&str], parts: &[&str]| {
        Folder::with("t.csv", table).run(&[&["index", "chain", "t.csv"], more].concat()).refused(parts);
    };
    let links = ["102", "103", "101"];
    refused(months("上年同月=100", links), &[], &["indicator x", "上年同月=100", "上月=100"]);
    refused(months("上年同月=100", links), &["--link", "year_end"], &["上年同月=100"]);
    refused(months("上月=100", links), &["--link", "year_end"], &["over the period before", "leave out --link"]);
    refused(months("2015=100", links), &[], &["fixed base", "index rebase"]);
    refused(months("亿元", links), &[], &["in 亿元", "--only"]);
    refused(months("%", ["2", "3", "1"]), &[], &["2 in 2020-01 is no link", "add 100"]);
    refused(months("", ["1.02", "1.03", "1.01"]), &[], &["1.02 in 2020-01", "multiply ratios by 100"]);
    let lines = |table: String| -> Vec<String> {
        let folder = Folder::with("t.csv", table);
        folder.run(&["index", "chain", "t.csv"]).lines().into_iter().map(str::to_owned).collect()
    };
    for unit in ["上月=100", "%", ""] {
        let found = lines(months(unit, links));
        assert!(found.last().unwrap().starts_with(",x,2020-03,101,chain,106.110"), "{unit}: {found:?}");
    }
    // A chain of links over 上年 is none itself, and can be compared over time.
    let folder = Folder::with("t.csv", "年份,CPI(上年=100)\n2001,102\n2002,103\n");
    let chain = folder.run(&["index", "chain", "t.csv"]).out;
    assert!(chain.ends_with(",CPI,2002,103,chain,105.06,\n"), "{chain}");
}

#[test]
fn rates_and_moving_bases_are_neither_rebased_nor_prices() {
    let reasons = |table: &str, args: &[&str]| -> Vec<String> {
        let folder = Folder::with("t.csv", table);
        let document = folder.json(&[&["index"], args, &["t.csv", "--format", "json"]].concat());
        let of = |row: &Value| row["undefined"].as_str().unwrap_or("none").to_owned();
        document["rows"].as_array().unwrap().iter().map(of).collect()
    };
    let (links, rates) = ("年份,CPI(上年=100)\n2001,102\n2002,103\n", "年份,失业率(%)\n2001,5\n2002,4\n");
    assert_eq!(reasons(links, &["rebase", "--reference", "2001"]), ["moving_base", "moving_base"]);
    assert_eq!(reasons(rates, &["rebase", "--reference", "2001"]), ["rate_type", "rate_type"]);
    assert_eq!(reasons(links, &["unchain"]), ["moving_base", "moving_base"]);
    let table = "年份,GDP(亿元),CPI(上年=100)\n2001,100,102\n2002,110,103\n";
    let prices = ["index", "deflate", "t.csv", "--prices", "CPI"];
    Folder::with("t.csv", table).run(&prices).refused(&["CPI", "no price index", "index chain"]);
    let table = "年份,GDP(亿元),失业率(%),CPI(2000=100)\n2001,100,5,102\n2002,110,4,104\n";
    assert_eq!(reasons(table, &["deflate", "--prices", "CPI"]), ["none", "none", "rate_type", "rate_type"]);
    assert_eq!(reasons(table, &["deflate", "--prices", "CPI", "--only", "GDP,CPI"]), ["none", "none"]);
}

/// An option that changes nothing would let its user believe that it did.
#[test]
fn options_of_other_operations_are_refused() {
    let folder = Folder::with("t.csv", "indicator,2001,2002\ncpi,100,102\n");
    for (operation, option, value, words) in [
        ("chain", "--reference", "2001", "rebase, deflate, inflate and splice"),
        ("deflate", "--mean", "geometric", "rebase"),
        ("rebase", "--link", "previous", "chain and unchain"),
        ("rebase", "--prices", "cpi", "deflate and inflate"),
        ("unchain", "--benchmark", "cpi", "denton"),
        ("rebase", "--old", "cpi", "splice"),
    ] {
        folder.run(&["index", operation, "t.csv", option, value]).refused(&[option, words, "leave it out"]);
    }
}

/// An old series carried to the level of the new one, or the new one carried on from the old.
#[test]
fn series_are_spliced() {
    let table = "indicator,2000,2001,2002,2003\nold,80,90,100,\nnew,,,50,55\n";
    let folder = Folder::with("t.csv", table);
    let of = |more: &[&str]| -> Vec<Option<f64>> {
        let args = ["index", "splice", "t.csv", "--old", "old", "--reference", "2002", "--format", "json"];
        let document = folder.json(&[&args[..], more].concat());
        let rows = document["rows"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["indicator"] == "new" && row["measure"] == "splice"));
        rows.iter().map(|row| row["result"].as_f64()).collect()
    };
    assert_eq!(of(&[]), [40.0, 45.0, 50.0, 55.0].map(Some));
    assert_eq!(of(&["--keep", "old"]), [80.0, 90.0, 100.0, 110.0].map(Some));
    let run = |args: &[&str]| folder.run(&[&["index", "splice", "t.csv"], args].concat());
    run(&["--reference", "2002"]).refused(&["splicing needs the old series", "--old NAME"]);
    run(&["--old", "old"]).refused(&["splicing needs the period", "--reference"]);
    run(&["--old", "x", "--reference", "2002"]).refused(&["no old series `x`"]);
    let gap = run(&["--old", "old", "--reference", "2001"]);
    assert!(gap.lines()[1].ends_with(",splice,,missing_base"), "no new value in 2001: {gap:?}");
}
