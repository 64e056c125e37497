//! `--explain`: each number beside the formula with its numbers, and what the formula says is the number.

use serde_json::Value;

use crate::support::Folder;

fn formulas(document: &Value) -> Vec<(String, Option<f64>, Option<String>)> {
    let of = |row: &Value| {
        let name = format!("{} {}", row["indicator"].as_str().unwrap(), row["measure"].as_str().unwrap());
        (name, row["result"].as_f64(), row["formula"].as_str().map(str::to_owned))
    };
    document["rows"].as_array().unwrap().iter().map(of).collect()
}

/// The last row of each series and measure: `name: formula`.
fn last(table: &str, args: &[&str]) -> Vec<String> {
    let folder = Folder::with("t.csv", table);
    let document = folder.json(&[args, &["t.csv", "--explain", "--quiet", "--format", "json"]].concat());
    let mut found: Vec<String> = Vec::new();
    for (name, _, formula) in formulas(&document) {
        found.retain(|row| !row.starts_with(&format!("{name}: ")));
        found.push(format!("{name}: {}", formula.unwrap_or_default()));
    }
    found
}

#[test]
fn spans_have_their_numbers() {
    let rows = last(
        "indicator,2001,2002,2003\nx,100,110,121\n",
        &["growth", "--measure", "cagr,exponential,doublings,mean_change,cumulative,least_squares,linear_slope"],
    );
    assert_eq!(
        rows,
        [
            "x cagr: (121 / 100) ^ (1/2) - 1",
            "x exponential: ln(121 / 100) / 2",
            "x doublings: log2(121 / 100)",
            "x mean_change: (121 - 100) / 2",
            "x cumulative: q - 1, q + q^2 + ... + q^2 = 231 / 100, q = 1.10000000",
            "x least_squares: exp(b) - 1, b = 0.09531018, the slope of ln x over 3 values",
            "x linear_slope: the slope of x on time over 3 values",
        ]
    );
    // A span that is asked for, of quarters; and one that does not exist.
    let quarters = "period,value\n2001-Q1,50\n2001-Q2,100\n2002-Q2,110\n";
    let cagr = ["growth", "--measure", "cagr", "--from", "2001-Q2"];
    assert_eq!(last(quarters, &cagr), [" cagr: (110 / 100) ^ (1/1) - 1"]);
    assert_eq!(last("year,value\n2001,-1\n2002,1\n", &["growth", "--measure", "cagr"]), [" cagr: (y/y0)^(1/n) - 1"]);
}

#[test]
fn contributions_have_their_numbers() {
    let table = "indicator,unit,2001,2002\ngdp,亿元,100,110\na,万元,400000,440000\n";
    assert_eq!(
        last(table, &["contribution", "--total", "gdp"]),
        [
            "a contribution: (44 - 40) / 100",
            "residual contribution: growth - all parts",
            "gdp growth: 110 / 100 - 1",
            "a contribution_share: (44 - 40) / (110 - 100)",
            "residual contribution_share: 1 - all parts",
        ]
    );
    let folder = Folder::with("t.csv", table);
    let shown = folder.run(&["contribution", "t.csv", "--total", "gdp", "--explain", "--format", "table"]);
    assert!(shown.out.contains("formula") && shown.out.contains("(44 - 40) / 100"), "{}", shown.out);
    let plain = folder.json(&["contribution", "t.csv", "--total", "gdp", "--format", "json"]);
    assert!(formulas(&plain).iter().all(|(_, _, formula)| formula.is_none()));
}

#[test]
fn index_numbers_have_their_numbers() {
    let table = "indicator,2001,2002,2003\ncpi,80,100,125\ngdp,100,110,150\n";
    let only = |args: &[&str]| last(table, args).into_iter().find(|row| row.starts_with("gdp")).unwrap();
    assert_eq!(only(&["index", "rebase", "--reference", "2002"]), "gdp rebase: 150 / 110 * 100");
    assert_eq!(only(&["index", "chain"]), "gdp chain: 110 * 150 / 100");
    assert_eq!(only(&["index", "unchain"]), "gdp unchain: 100 * 150 / 110");
    let prices = ["--prices", "cpi", "--reference", "2002"];
    assert_eq!(only(&[&["index", "deflate"], &prices[..]].concat()), "gdp deflate: 150 / 125 * 100");
    assert_eq!(only(&[&["index", "inflate"], &prices[..]].concat()), "gdp inflate: 150 * 125 / 100");
    let denton = "indicator,period,value\nq,2001-Q1,10\nq,2001-Q2,10\nq,2001-Q3,10\nq,2001-Q4,10\ny,2001,60\n";
    assert_eq!(last(denton, &["index", "denton", "--benchmark", "y"]), ["q denton: 10 * 1.5"]);
}

#[test]
fn comparable_bases_have_their_numbers() {
    let rows = last("年份,GDP,GDP增速(%)\n2001,100,\n2002,110,-5\n", &["growth", "--measure", "comparable"]);
    assert_eq!(
        rows[1..5],
        [
            "GDP implied: 110 / 100 - 1",
            "GDP gap: 100 * (110 / 100 - 1 - (-0.05))",
            "GDP comparable_base: 110 / (1 + (-0.05))",
            "GDP scope: 110 / (1 + (-0.05)) - 100",
        ]
    );
}

/// Prices of another subject are no prices of this one, unless the table has only one.
#[test]
fn prices_are_those_of_the_subject() {
    let table = |more: &str| format!("area,indicator,2001,2002\nA,cpi,100,110\nA,gdp,50,66\nC,gdp,50,66\n{more}");
    let folder = Folder::with("t.csv", table("")).and("two.csv", table("B,cpi,100,120\n"));
    let args = ["--prices", "cpi", "--reference", "2001"];
    let one = folder.run(&[&["index", "deflate", "t.csv"], &args[..]].concat());
    assert_eq!(one.lines().last().unwrap().split(',').nth(5), Some("60"), "the only prices are those of all");
    let two = folder.run(&[&["index", "deflate", "two.csv"], &args[..]].concat());
    two.refused(&["subject C, indicator gdp", "no `cpi`", "add its price index"]);
}
