//! Yearbooks as published, end to end: which headings are taken for which indicator, and what comes of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fanfan::batch::BatchOptions;
use fanfan::plan::Plan;

use super::Folder;

const PLAN: &str = r#"
base = "2010"
end = "2020"
[indicator.gdp]
name = "地区生产总值"
unit = "亿元"
better = "higher"
[indicator.industry]
alias = ["工业增加值"]
unit = "亿元"
[indicator.tertiary]
alias = ["第三产业增加值"]
unit = "亿元"
[indicator.gdp_per_head]
alias = ["人均地区生产总值"]
unit = "元"
[indicator.population]
alias = ["年末总人口"]
unit = "万人"
[[target]]
indicator = "gdp"
by = "2020"
multiple = 2
"#;

/// The Chinese files of `data/yearbooks`.
fn folder() -> Folder {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/yearbooks");
    let folder = Folder::new();
    for entry in fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("cn_") || name == "wb_pop_total.xls" {
            folder.put(&name, fs::read(path).unwrap());
        }
    }
    folder
}

#[test]
fn headings_are_taken_for_what_they_are_and_cities_are_one_series_each() {
    let folder = folder();
    let plan = Plan::parse(PLAN).unwrap();
    let ran = folder.run(&plan, "out", &BatchOptions::default());
    assert_eq!(ran.summary.files.failed, 0, "{:?}", ran.problems());
    let taken: BTreeSet<String> = ran
        .rows("observations")
        .into_iter()
        .filter(|row| !row["code"].is_empty())
        .map(|row| format!("{}: {}", row["code"], row["indicator"]))
        .collect();
    let wanted = [
        "gdp: Gross Regional Product",
        "gdp: 国内生产总值",
        "gdp: 国内生产总值当季值",
        "gdp: 国内生产总值累计值",
        "gdp: 地区生产总值",
        "gdp: 生产总值",
        "gdp_per_head: 人均地区生产总值",
        "gdp_per_head: 人均生产总值",
        "industry: 全部工业增加值",
        "industry: 工业增加值",
        "industry: 工业增加值当季值",
        "industry: 生产总值 / 第二产业 / 工业",
        "population: 年末总人口",
        "tertiary: 生产总值 / 第三产业",
        "tertiary: 第三产业",
        "tertiary: 第三产业增加值",
        "tertiary: 第三产业增加值当季值",
        "tertiary: 第三产业增加值累计值",
    ];
    let mut wanted: BTreeSet<String> = wanted.map(str::to_owned).into();
    // Current and running series of one export.
    wanted.extend(taken.iter().filter(|one| one.ends_with("_当期") || one.ends_with("_累计")).cloned());
    assert_eq!(taken, wanted);
    // Persons are not taken for 万人.
    assert_eq!(ran.problem("no_unit")["source"], "wb_pop_total.xls");
    // Every cell of a table of the plan is one number of the panel, or another edition has it.
    assert!(ran.rows("observations").iter().all(|row| row["code"].is_empty() || row["status"] != "aside"));
    // Cells that were read by hand, as `data/yearbooks/cells.csv` has them.
    let panel = ran.columns("panel", &["subject", "indicator", "period", "value", "unit", "source"]);
    for row in [
        "惠州 gdp 2012 2352.457332 亿元 cn_gd_yb_gdp_city_2000_2015.xls",
        "信阳市 tertiary 2017 900.1332 亿元 cn_ha_yb_gdp_city_2017.xls",
        "永城市 industry 2013 224.81 亿元 cn_ha_yb_gdp_city_2013.xls",
        "天门 tertiary 2012 87.83 亿元 cn_hb_yb_gdp_city_2012.xls",
        "南京 gdp_per_head 2010 66132 元 cn_js_yb_gdp_city_2018.xlsx",
        "Beijing gdp 2004 6252.5 亿元 cn_nbs_prov_annual_gdp_en.xls",
    ] {
        assert!(panel.contains(&row.to_owned()), "{row}");
    }
    // The later publication stands, and the earlier value is kept beside it.
    let revised = ran.columns("revisions", &["subject", "indicator", "period", "old_source", "new_source"]);
    let nanjing = "南京 gdp 2016 cn_js_yb_gdp_city_2018.xlsx cn_nbs_city_annual_gdp.xls";
    assert!(revised.contains(&nanjing.to_owned()), "{revised:?}");
    assert!(panel.contains(&"南京 gdp 2016 10503.02 亿元 cn_nbs_city_annual_gdp.xls".to_owned()));
    let again = folder.run(&plan, "out", &BatchOptions::default());
    assert_eq!((again.summary.files.read, again.summary.files.failed), (0, 0));
    assert!(again.tables == ran.tables);
}
