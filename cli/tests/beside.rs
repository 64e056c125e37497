//! Growth published in series of its own beside the levels (可比口径): the Bureau's files as they are.

use serde_json::Value;

use crate::support::{Folder, run};

/// The rows of one measure whose indicator begins with `name`.
fn results(document: &Value, name: &str, measure: &str) -> Vec<(String, Value)> {
    let rows = document["rows"].as_array().unwrap().iter();
    rows.filter(|row| row["measure"] == measure && row["indicator"].as_str().unwrap().starts_with(name))
        .map(|row| (row["period"].as_str().unwrap().to_owned(), row["result"].clone()))
        .collect()
}

fn comparable(file: &str) -> Value {
    run(&["growth", &format!("tests/conformance/data/{file}"), "--measure", "comparable", "--format", "json"]).json()
}

/// Quarters at constant prices reproduce the published index (上年同期=100) to 0.05, and no gap is beyond rounding.
#[test]
fn constant_price_quarters_reproduce_the_published_index() {
    let document = comparable("nbs_gdp_constant_quarterly_2020Q1.csv");
    let indicators: std::collections::BTreeSet<&str> =
        document["rows"].as_array().unwrap().iter().map(|row| row["indicator"].as_str().unwrap()).collect();
    assert_eq!(indicators.len(), 8, "levels alone, quarters and running totals: {indicators:?}");
    let gaps: Vec<f64> = results(&document, "", "gap").iter().filter_map(|(_, gap)| gap.as_f64()).collect();
    assert_eq!(gaps.len(), 96);
    assert!(gaps.iter().all(|gap| gap.abs() <= 0.05));
    let beyond: Vec<f64> =
        results(&document, "", "beyond_rounding").iter().filter_map(|(_, one)| one.as_f64()).collect();
    assert_eq!((beyond.len(), beyond.iter().sum::<f64>()), (96, 0.0));
}

/// Profits and revenue are published on a comparable basis: the implied base is given, and the gap flagged.
#[test]
fn profit_and_revenue_stand_on_a_comparable_base() {
    let document = comparable("china_industrial_revenue_profit.csv");
    for (name, counts) in [("规模以上工业企业利润总额", [95, 4, 93]), ("规模以上工业企业营业收入", [26, 0, 26])]
    {
        let of =
            |measure| results(&document, name, measure).into_iter().filter_map(|(at, one)| Some((at, one.as_f64()?)));
        let near = of("gap").filter(|(_, gap)| gap.abs() <= 0.05).count();
        let beyond = of("beyond_rounding").filter(|(_, one)| *one == 1.0).count();
        assert_eq!([of("gap").count(), near, beyond], counts, "{name}");
        // Every published rate beside a level has its base, whether there is a value of a year ago or not.
        let values = results(&document, name, "published").iter().filter(|(_, rate)| !rate.is_null()).count();
        assert_eq!(of("comparable_base").count(), values);
        for ((at, rate), (_, base)) in of("published").zip(of("comparable_base")) {
            let rows = document["rows"].as_array().unwrap();
            let row = rows
                .iter()
                .find(|row| row["indicator"].as_str().unwrap().starts_with(name) && row["period"] == at.as_str());
            let value = row.unwrap()["value"].as_f64().unwrap();
            assert!((value / (1.0 + rate) - base).abs() <= 1e-9 * base, "{name} {at}");
        }
    }
}

/// An export with its heads in four rows, as the file of profits has them; without a unit nothing is taken for growth
/// that may be an amount.
#[test]
fn exports_of_offices_give_level_and_growth_as_two_columns() {
    let table = "指标,利润总额_累计,利润总额_累计同比增速\n地区,全国,全国\n频度,月,月\n单位,亿元,%\n\
                 2017-07,42481.2,21.2\n2018-07,39038.1,17.1\n";
    let folder = Folder::with("t.csv", table);
    let document = folder.json(&["growth", "t.csv", "--measure", "comparable", "--format", "json"]);
    assert!(document["rows"].as_array().unwrap().iter().all(|row| row["indicator"] == "利润总额_累计"));
    let last = |measure| results(&document, "", measure).pop().unwrap();
    assert_eq!(last("published"), ("2018-01/2018-07".to_owned(), 0.171.into()));
    assert!((last("gap").1.as_f64().unwrap() + 25.2049).abs() < 1e-3);
    assert!((last("comparable_base").1.as_f64().unwrap() - 33337.404).abs() < 1e-3);
    assert_eq!(last("beyond_rounding").1, 1.0);
}

/// Files of the World Bank, one of levels and one of growth, side by side by the names of their indicators.
#[test]
fn world_bank_levels_reproduce_published_growth() {
    let file = |name: &str, code: &str, values: [&str; 3]| {
        let cells: Vec<String> = values.iter().map(|value| format!("\"{value}\",")).collect();
        format!(
            "\u{feff}\"Data Source\",\"World Development Indicators\",\r\n\r\n\"Last Updated Date\",\"2024-06-28\",\r\n\r\n\
             \"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2000\",\"2001\",\"2002\",\r\n\
             \"China\",\"CHN\",\"{name}\",\"{code}\",{}\r\n",
            cells.concat()
        )
    };
    let folder = Folder::with("kn.csv", file("GDP (constant LCU)", "NY.GDP.MKTP.KN", ["100", "108.5", "112.84"]))
        .and("zg.csv", file("GDP growth (annual %)", "NY.GDP.MKTP.KD.ZG", ["", "8.5", "4.0"]));
    let long = folder.run(&["read", "kn.csv", "zg.csv"]).out;
    let folder = folder.and("both.csv", long);
    let document = folder.json(&["growth", "both.csv", "--measure", "comparable", "--format", "json"]);
    let gaps: Vec<f64> = results(&document, "GDP", "gap").iter().filter_map(|(_, gap)| gap.as_f64()).collect();
    assert!(gaps.len() == 2 && gaps.iter().all(|gap| gap.abs() < 1e-9), "{gaps:?}");
    // Growth alone has none of its own.
    let growth = folder.json(&["growth", "zg.csv", "--format", "json"]);
    assert_eq!(results(&growth, "NY.GDP", "yoy").len(), 3);
    assert!(growth["rows"].as_array().unwrap().iter().skip(1).all(|row| row["undefined"] == "rate_type"));
}

/// Growth in real terms is growth of the level, and an index of 105.9 is 5.9 % to the digit.
#[test]
fn real_growth_and_indices_are_growth_as_printed() {
    for growth in ["工业增加值_累计同比实际增速,%,6.4,5.9", "工业增加值实际增长指数(上年同期=100)_累计,,106.4,105.9"]
    {
        let table = format!("指标,单位,2018年1-6月,2019年1-6月\n工业增加值_累计,亿元,100,106\n{growth}\n");
        let folder = Folder::with("t.csv", table);
        let document = folder.json(&["growth", "t.csv", "--measure", "comparable", "--format", "json"]);
        let published: Vec<Value> = results(&document, "", "published").into_iter().map(|(_, rate)| rate).collect();
        assert_eq!(published, [0.064, 0.059], "{growth}");
    }
}

/// What the growth is of must be sure: two levels of one name leave it open, other names and amounts are none.
#[test]
fn growth_is_of_one_level_or_of_none() {
    for (table, said) in [
        ("年份,GDP(现价),GDP,GDP同比增长(%)\n2020,100,101,\n2021,110,111,8\n", false),
        ("年份,GDP(亿元),GDP同比增长(%)\n2020,100,\n2021,110,8\n", true),
        ("年份,GDP(现价),GDP(不变价),GDP增速(%)\n2020,100,100,\n2021,110,108,8\n", true),
        ("年份,工业增加值(亿元),GDP同比增长(%)\n2020,100,\n2021,110,8\n", false),
        ("年份,GDP(亿元),GDP增长(亿元)\n2020,100,\n2021,110,10\n", false),
        ("年份,GDP(亿元),GDP环比增长(%)\n2020,100,\n2021,110,8\n", false),
        ("年份,GDP(亿元),人均GDP增长(%)\n2020,100,\n2021,110,8\n", false),
    ] {
        let folder = Folder::with("t.csv", table);
        let ran = folder.run(&["growth", "t.csv", "--measure", "comparable", "--format", "csv", "--quiet"]);
        if said {
            assert!(
                ran.lines().iter().any(|line| line.contains("2021,1") && line.contains("published,0.08,")),
                "{ran:?}"
            );
        } else {
            ran.refused(&["no published growth", "同比增长"]);
        }
    }
    // At constant prices, where both are there.
    let folder = Folder::with("t.csv", "年份,GDP(现价),GDP(不变价),GDP增速(%)\n2020,100,100,\n2021,110,108,8\n");
    let document = folder.json(&["growth", "t.csv", "--measure", "comparable", "--format", "json"]);
    assert!(document["rows"].as_array().unwrap().iter().all(|row| row["indicator"] == "GDP(不变价)"));
}
