//! Slips of tables as people keep them, beside the traps of `tests/traps`: the right number, a named reason, or an error
//! with the cell and the mend; never another number.

use crate::support::Folder;

/// Table, options, and the end of the last row.
const RIGHT: &[(&str, &[&str], &str)] = &[
    ("year,value\n2001,1 234\n2002,2 468\n", &[], "2468,yoy,1,"),
    ("year,value\n２００１,１２\n2002,24\n", &[], "24,yoy,1,"),
    ("region,year,value\nA,2001,1\nA ,2002,2\n", &[], "A,,2002,2,yoy,1,"),
    ("region,year,value\nChina,2001,1\nchina,2002,2\n", &[], "yoy,,missing_base"),
    ("period,value\n2005H1,1\n2005H2,2\n2006H1,3\n", &[], "2006-S1,3,yoy,2,"),
    ("date,value\n13/01/2005,1\n13/02/2005,2\n", &["--measure", "pop"], "2005-02,2,pop,1,"),
    ("year;value\n2001;1.234,56\n2002;2.469,12\n", &[], "2469.12,yoy,1,"),
    ("year,value\n2001,1.2E+3\n2002,2.4e3\n", &[], "2400,yoy,1,"),
    ("year,value\n2001,-0\n2002,1\n", &[], "yoy,,zero_base"),
    ("year,value\n2001,5%\n2002,10%\n", &[], "yoy,,rate_type"),
    ("indicator,year,value\n失业率,2001,8\n失业率,2002,4\n", &[], "yoy,,rate_type"),
    ("indicator,year,value\n第三产业比重,2001,40\n第三产业比重,2002,50\n", &["--measure", "points"], "points,10,"),
    ("indicator,year,value\n第三产业比重,2001,40\n第三产业比重,2002,50\n", &[], "yoy,,rate_type"),
    ("indicator,year,value\nUnemployment rate,2001,8\nUnemployment rate,2002,4\n", &["--rates-too"], "yoy,-0.5,"),
    (
        "indicator,year,value\nExports (annual % growth),2001,4\nExports (annual % growth),2002,5\n",
        &[],
        "yoy,,rate_type",
    ),
    (
        "indicator,year,value\nJobless (% of all) (modeled),2001,4\nJobless (% of all) (modeled),2002,5\n",
        &[],
        "yoy,,rate_type",
    ),
    ("indicator,year,value\nSample (10% of rows),2001,4\nSample (10% of rows),2002,5\n", &[], "yoy,0.25,"),
    ("year,value,growth\n2001,100,\n2002,150,0.5\n", &[], "2002,150,yoy,0.5,"),
    ("year,value,growth\n2001,100,\n2002,92,0.171\n", &[], "2002,92,yoy,-0.08,"),
    ("indicator,year,value\n汇率,2001,8\n汇率,2002,4\n", &[], "yoy,-0.5,"),
    ("indicator,year,value\nCPI(上年=100),2001,101\nCPI(上年=100),2002,102\n", &[], "yoy,,moving_base"),
    ("年份,计划,实际\n2001,10,9\n2002,12,13\n", &["--only", "实际"], "实际,2002,13,yoy,0.4444444444444444,"),
    ("年份,值(万元),值(亿元)\n2001,1,\n2002,,2\n", &[], "yoy,,missing_base"),
    ("period,value\n2020-W53,1\n2021-W01,2\n", &["--measure", "pop"], "2021-W01,2,pop,1,"),
];

/// Table, and what the error says.
const REFUSED: &[(&str, &[&str])] = &[
    ("year,value\n01,1\n02,2\n", &["line 2, column year", "`01`", "four digits"]),
    ("date,value\n36526,1\n36892,2\n", &["line 2, column date", "`36526`"]),
    ("date,value\nJan-05,1\nFeb-05,2\n", &["line 2, column date", "`Jan-05`", "four digits"]),
    ("date,value\n01/02/2005,1\n01/03/2005,2\n", &["line 2, column date", "`01/02/2005`"]),
    // A spreadsheet made 2005.1 of 2005.10: which month it is nobody knows.
    ("period,value\n2005.09,9\n2005.1,10\n", &["line 3, column period", "`2005.1`"]),
    ("year,value\n2001,(12)\n2002,6\n", &["line 2, column value", "`(12)`"]),
    ("year,value\n2001,12-\n2002,6\n", &["line 2, column value", "`12-`"]),
    ("year,value\n2001,12.3①\n2002,24.6\n", &["line 2, column value", "`12.3①`"]),
    ("year,value\n2001,12亿\n2002,24亿\n", &["line 2, column value", "`12亿`"]),
    ("year,value\n2001,1\n2002E,2\n", &["line 3, column year", "`2002E`"]),
    ("year,value\n2001,<0.1\n2002,5\n", &["line 2, column value", "`<0.1`"]),
    ("year,value,growth\n2001,100,\n2002,100.5,0.5\n2003,101,0.5\n", &["line 3, column growth", "0.5", "growth(%)"]),
    ("period,value\n2005Q5,1\n", &["line 2, column period", "1 to 4"]),
    ("period,value\n2020-W53,1\n2021-W53,3\n", &["line 3, column period", "no week 53"]),
    ("region,year,value\nA,2001,1\n,2002,2\nB,2001,3\n,2002,6\n", &["lines 3 and 5", "period 2002"]),
    ("时间,数值\n2005年1-2月,30\n2005年3月,15\n", &["lines 2 and 3", "2005-01/2005-02", "2005-03"]),
    ("date,value\n2024-02-28,1\n2024-02-29,2\n", &["line 3", "daily"]),
    ("year;value\n2001;1.234,56\n2002;2,469.12\n", &["line 2, column value", "`1.234,56`"]),
];

#[test]
fn slips_give_the_right_number_or_a_reason() {
    for (table, options, end) in RIGHT {
        let folder = Folder::with("t.csv", table);
        let ran = folder.run(&[&["growth", "t.csv"], *options].concat());
        assert!(ran.lines().last().unwrap().ends_with(end), "{table}{:?}", ran.out);
    }
}

#[test]
fn slips_that_may_mean_anything_are_refused() {
    for (table, parts) in REFUSED {
        Folder::with("t.csv", table).run(&["growth", "t.csv"]).refused(parts);
    }
}
