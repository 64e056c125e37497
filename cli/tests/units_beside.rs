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
