//! Tables as offices publish them, given to `fanfan growth` and `fanfan track` as they are.

use serde_json::Value;

use crate::support::{Folder, run};

#[track_caller]
fn row<'j>(json: &'j Value, subject: &str, indicator: &str, period: &str) -> &'j Value {
    let rows = json["rows"].as_array().unwrap();
    let is_it = |row: &&Value| row["subject"] == subject && row["indicator"] == indicator && row["period"] == period;
    rows.iter().find(is_it).unwrap_or_else(|| panic!("no row for {subject} {indicator} {period}"))
}

#[track_caller]
fn near(got: &Value, want: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{got} is no number"));
    assert!((got - want).abs() <= 1e-12 * want.abs().max(1.0), "{got}, expected {want}");
}

/// Exports of the Bureau: GBK text with lines of heads and notes, and a workbook.
#[test]
fn exports_of_the_bureau_need_no_step_between() {
    let json = run(&["growth", "data/yearbooks/cn_nbs_nat_quarter_gdp.csv", "--format", "json"]).json();
    let quarter = row(&json, "", "国内生产总值当季值", "2022-Q1");
    assert_eq!(quarter["value"], 270177.8);
    near(&quarter["result"], 270177.8 / 247985.0 - 1.0);
    // the running total of the first quarter is compared with running totals
    near(&row(&json, "", "国内生产总值累计值", "2022-01/2022-03")["result"], 270177.8 / 247985.0 - 1.0);
    let json = run(&["growth", "data/yearbooks/cn_nbs_prov_annual_gdp_en.xls", "--format", "json"]).json();
    assert!(json["rows"].as_array().unwrap().len() > 600);
}

/// A file of the Monetary Fund: tabs, periods across, a note under the rows.
#[test]
fn a_note_under_the_rows_is_left_out_and_said() {
    let file = "data/yearbooks/imf_weo_oct2012.aspx";
    let ran = run(&["growth", file, "--only", "Albania", "--format", "json"]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.starts_with(&format!("warning: {file}, line 189: `International Monetary Fund")), "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    near(&row(&json, "Albania", "", "2007")["result"], 967.670 / 882.209 - 1.0);
    // nothing is said where nothing should be
    assert_eq!(run(&["growth", file, "--quiet", "--format", "json"]).err, "");
}

/// Doubts are counted in one line.
#[test]
fn what_is_unsure_is_counted() {
    let file = "data/yearbooks/cn_sd_yb_gdp_city_2013.xls";
    let ran = run(&["growth", file, "--format", "csv"]);
    assert_eq!(ran.status, Some(0));
    let said = format!("warning: {file}: 54 of 162 values unsure; see fanfan read FILE --explain\n");
    assert_eq!(ran.err, said);
}

/// Two tables of one file with one name for other things; a total that is printed twice; two values for one period.
#[test]
fn names_that_several_tables_share_are_told_apart() {
    let tables = "表一 地区生产总值\n单位:亿元\n年份,合计,甲\n2019,100,40\n2020,110,44\n2021,121,48\n\n\
                  表二 常住人口\n单位:万人\n年份,合计,甲\n2019,10,4\n2020,11,5\n2021,12,6\n";
    let ran = Folder::with("t.csv", tables).run(&["growth", "t.csv", "--format", "json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let of = |value: f64| rows.iter().find(|row| row["value"] == value).unwrap_or_else(|| panic!("{value}: {rows:?}"));
    near(&of(110.0)["result"], 0.1);
    near(&of(11.0)["result"], 0.1);
    assert_eq!(rows.len(), 12);
}

/// A plain table with a slip stays an error; so does a file in which nothing can be found.
#[test]
fn slips_in_plain_tables_are_refused_as_before() {
    for (table, parts) in [
        ("year,value\n2005,3\n2006,many\n", ["line 3, column value", "`many`"]),
        ("Jahr,Wert\n2005,3\n2006,many\n", ["line 1", "no column holds periods"]),
        ("town,when,amount\nA,2005,3\n", ["line 1", "no column holds periods"]),
        ("indicator,year,amount\ngdp,2004,1\n", ["line 1", "no column holds values"]),
    ] {
        Folder::with("t.csv", table).run(&["growth", "t.csv"]).refused(&parts);
    }
    // columns that are named are those of a plain table
    let file = "data/yearbooks/cn_nbs_nat_quarter_gdp.csv";
    run(&["growth", file, "--period", "时间"]).refused(&["there is no column `时间`"]);
}

/// A plan that calls its indicator as the Bureau does.
#[test]
fn a_plan_is_tracked_on_an_export() {
    let plan = "base = '2020-Q4'\nend = '2022-Q1'\n[indicator.gdp]\nunit = '亿元'\nbetter = 'higher'\n\
                alias = ['国内生产总值当季值']\n[[target]]\nindicator = 'gdp'\nlevel = 280000\n";
    let data = crate::support::root().join("data/yearbooks/cn_nbs_nat_quarter_gdp.csv");
    let folder = Folder::with("p.toml", plan);
    let json = folder.json(&["track", "p.toml", "--data", data.to_str().unwrap(), "--format", "json", "--quiet"]);
    let one = &json["assessments"][0];
    assert_eq!((&one["latest"]["value"], &one["outcome"]), (&270177.8.into(), &"missed".into()));
    near(&one["completion"], 270177.8 / 280000.0);
}

#[test]
fn series_of_the_world_economic_outlook_are_told_apart_by_their_codes() {
    let text = "WEO Country Code\tISO\tWEO Subject Code\tCountry\tSubject Descriptor\tSubject Notes\tUnits\tScale\t\
                Country/Series-specific Notes\t2010\t2011\t2012\tEstimates Start After\n\
                924\tCHN\tNGDP_R\tChina\tGross domestic product, constant prices\tn\tNational currency\tBillions\ts\t\
                1,234.5\t1,300.25\tn/a\t2011\n\
                924\tCHN\tPCPIPCH\tChina\tInflation, average consumer prices\tn\tPercent change\t\ts\t3.3\t--\t2.6\t2011\n\
                \nInternational Monetary Fund, World Economic Outlook Database, October 2012\n";
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let folder = Folder::with("weo.xls", [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>());
    let ran = folder.run(&["growth", "weo.xls", "--format", "csv", "--only", "NGDP_R"]);
    // 1300.25 / 1234.5 - 1
    assert!(ran.out.contains("China,NGDP_R,2011,1300.25,yoy,0.053260429323612"), "{ran:?}");
    assert!(ran.out.contains("China,NGDP_R,2012,,yoy,,missing_value"), "{ran:?}");
}
