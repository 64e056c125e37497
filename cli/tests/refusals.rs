//! What would be silently wrong: options that change nothing, spans without values, totals counted twice, running totals
//! taken for months, results taken for what they were computed from.

use crate::support::Folder;

const YEARS: &str = "year,value\n2001,1\n2002,2\n2003,3\n";

#[test]
fn options_that_no_measure_takes_are_refused() {
    let folder = Folder::with("t.csv", YEARS);
    let run = |args: &[&str]| folder.run(&[&["growth", "t.csv"], args].concat());
    run(&["--lag", "2"]).refused(&["--lag", "leave it out", "pop"]);
    run(&["--lag", "2", "--measure", "cagr"]).refused(&["--lag"]);
    run(&["--base", "2001"]).refused(&["--base", "fixed_base"]);
    run(&["--base", "2001", "--units", "fred:pc1"]).refused(&["--base"]);
    run(&["--negative-base", "plain", "--measure", "cagr"]).refused(&["--negative-base", "yoy"]);
    run(&["--negative-base", "plain", "--measure", "log,difference,carry_over"]).refused(&["--negative-base"]);
    for taken in [
        &["--lag", "2", "--measure", "yoy,pop"][..],
        &["--lag", "2", "--units", "fred:pch"],
        &["--base", "2001", "--measure", "fixed_base"],
        &["--negative-base", "undefined", "--measure", "log,difference"],
        &["--negative-base", "plain", "--measure", "log,rolling"],
    ] {
        assert_eq!(run(taken).status, Some(0), "{taken:?}");
    }
}

#[test]
fn spans_without_values_say_where_the_values_are() {
    let folder = Folder::with("t.csv", YEARS);
    folder.run(&["growth", "t.csv", "--from", "2050"]).refused(&["no value lies", "from 2001 to 2003"]);
    folder.run(&["growth", "t.csv", "--to", "1990"]).refused(&["no value lies", "from 2001 to 2003"]);
    assert_eq!(folder.run(&["growth", "t.csv", "--from", "2003"]).lines().len(), 2);
}

#[test]
fn the_whole_is_no_part_of_itself() {
    let table = "region,indicator,year,value\nA,gdp,2001,1\nB,gdp,2001,2\nChina,gdp,2001,3\n";
    let folder = Folder::with("t.csv", table);
    let args = ["aggregate", "t.csv", "--over-subjects", "--how", "sum", "--name", "China"];
    folder.run(&args).refused(&["`China` is a subject", "--except China"]);
    let lines = folder.run(&[&args[..], &["--except", "China"]].concat());
    assert_eq!(lines.lines()[1], "China,gdp,2001,,sum,3,");
}

/// A series named 累计值 grows on the same months of last year, and its months are not added up.
#[test]
fn running_totals_are_told_by_name() {
    let rows: Vec<String> = (1..=12).map(|month| format!("零售额_累计值,2001-{month:02},{}\n", month * 10)).collect();
    let folder = Folder::with("t.csv", format!("indicator,period,value\n{}", rows.concat()));
    for measure in ["pop", "rolling", "carry_over", "annualised"] {
        let last = folder.run(&["growth", "t.csv", "--measure", measure]);
        let lines = last.lines();
        assert_eq!(lines[12], format!(",零售额_累计值,2001-01/2001-12,120,{measure},,running_total"));
    }
    folder.run(&["aggregate", "t.csv", "--to", "annual", "--how", "sum"]).refused(&["零售额_累计值", "running totals"]);
    let single = folder.run(&["aggregate", "t.csv", "--to", "single"]);
    assert!(single.lines()[1..].iter().all(|line| line.ends_with(",single,10,")));
    // The word of the user goes first.
    let months = folder.run(&["growth", "t.csv", "--measure", "pop", "--frequency", "monthly"]);
    assert_eq!(months.lines()[2], ",零售额_累计值,2001-02,20,pop,1,");
    let dates = Folder::with("t.csv", "date,value\n2012-02-29,10\n2012-03-31,15\n");
    let stated = dates.run(&["growth", "t.csv", "--measure", "pop", "--frequency", "monthly_to_date"]);
    assert_eq!(stated.lines()[2], ",,2012-01/2012-03,15,pop,,running_total");
    assert!(folder.run(&["growth", "t.csv", "--explain"]).err.contains("零售额_累计值`: running totals"));
}

/// Nor do they contribute to each other, and months that the table does not have are no rows.
#[test]
fn running_totals_contribute_to_those_of_last_year() {
    let table = "指标,2005年1-3月,2005年1-6月,2006年1-3月,2006年1-6月\ngdp,10,22,11,24\na,4,9,5,10\n";
    let folder = Folder::with("t.csv", table);
    let yearly = folder.run(&["contribution", "t.csv", "--total", "gdp"]);
    assert_eq!(yearly.lines().len(), 1 + 5 * 4, "{}", yearly.out);
    assert!(yearly.lines().contains(&",a,2006-01/2006-03,5,contribution,0.1,"));
    let months = "指标,2005年1-3月,2005年1-4月\ngdp,10,22\na,4,9\n";
    let other = Folder::with("t.csv", months).run(&["contribution", "t.csv", "--total", "gdp", "--lag", "1"]);
    let last: Vec<&str> = other.lines().into_iter().filter(|line| line.contains("2005-01/2005-04")).collect();
    assert!(last.len() == 5 && last.iter().all(|line| line.ends_with(",,running_total")), "{last:?}");
    let chain = Folder::with("t.csv", "year,value\n2001,100\n2005,110\n");
    assert_eq!(chain.run(&["index", "rebase", "t.csv", "--reference", "2001"]).lines().len(), 3);
}

/// Of links a chain, of the chain the carry-over: results go on as `--value result`, and without it with a warning.
#[test]
fn results_go_on_as_results() {
    let rows: Vec<String> = (1..=24)
        .map(|month| format!("PPI,{}-{:02},101,上月=100\n", 2001 + (month - 1) / 12, (month - 1) % 12 + 1))
        .collect();
    let folder = Folder::with("t.csv", format!("indicator,period,value,unit\n{}", rows.concat()));
    let chain = folder.run(&["index", "chain", "t.csv"]).out;
    let folder = folder.and("chain.csv", chain);
    let carry = ["growth", "chain.csv", "--measure", "carry_over", "--from", "2002-12"];
    let results = folder.run(&[&carry[..], &["--value", "result"]].concat());
    assert_eq!(results.err, "");
    let got: f64 = results.lines()[1].split(',').nth(5).unwrap().parse().unwrap();
    let (end, sum) = (1.01_f64.powi(12), (1..=12).map(|month| 1.01_f64.powi(month)).sum::<f64>());
    assert!((got - (12.0 * end / sum - 1.0)).abs() < 1e-12, "{got}");
    assert!(folder.run(&carry).err.contains("for the results say --value result"));
}

/// A column of codes beside the values names the series.
#[test]
fn a_column_of_codes_is_told_from_a_wrong_cell() {
    let table = "geo,coicop,time,index\nEA,CP00,2001,100\nEA,CP00,2002,102.25\n";
    let folder = Folder::with("t.csv", table);
    folder.run(&["growth", "t.csv"]).refused(&["line 2", "column coicop", "`CP00`", "--indicator 'coicop'", "--value"]);
    let named = ["growth", "t.csv", "--indicator", "coicop", "--value", "index", "--as-published", "1"];
    assert_eq!(folder.run(&named).lines()[2], "EA,CP00,2002,102.25,yoy,2.3,");
}
