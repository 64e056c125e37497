//! `fanfan goal` with a history, prices and explicit figures, and the goals of plans.

use serde_json::Value;

use crate::support::{Folder, run};

const GDP: &str = "data/world-bank/API_NY.GDP.MKTP.KN.csv";

#[track_caller]
fn near(value: &Value, want: f64) {
    assert!(value.as_f64().is_some_and(|value| (value - want).abs() < 1e-9), "{value} is not {want}");
}

/// Does the arithmetic of `a ^ (1 / b) - 1`.
fn evaluate(formula: &str) -> f64 {
    let (multiple, rest) = formula.split_once(" ^ (1 / ").unwrap();
    let years = rest.strip_suffix(") - 1").unwrap();
    multiple.parse::<f64>().unwrap().powf(1.0 / years.parse::<f64>().unwrap()) - 1.0
}

/// Every formula below a value, beside the rate that it explains.
fn formulas(value: &Value, found: &mut usize) {
    match value {
        Value::Object(fields) => {
            if let (Some(formula), Some(rate)) = (fields.get("formula").and_then(Value::as_str), fields.get("rate")) {
                near(rate, evaluate(formula));
                *found += 1;
            }
            fields.values().for_each(|value| formulas(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| formulas(value, found)),
        _ => {}
    }
}

#[test]
fn what_is_printed_computes_to_what_is_printed() {
    let way = ["goal", "x2 in 3y, x4 in 5y", "--base", "11.9", "--start", "2005", "--at", "2006=14.3"];
    let mut found = 0;
    formulas(&run(&[&way[..], &["--explain", "--format", "json"]].concat()).json(), &mut found);
    assert_eq!(found, 4); // two legs, and two milestones ahead
    let china =
        ["track", "data/china-doubling/plan.toml", "--as-of", "2016", "--explain", "--quiet", "--format", "json"];
    let mut found = 0;
    formulas(&run(&china).json()["goals"], &mut found);
    assert_eq!(found, 1);
    let table = run(&[&way[..], &["--explain", "--format", "table"]].concat()).out;
    assert!(table.matches(" ^ (1 / ").count() == 4, "{table}");
}

#[test]
fn a_series_of_a_table_is_the_history() {
    let goal = ["goal", "x2 by 2020 from 2010", "--data", GDP, "--only", "CHN", "--format", "json"];
    let json = run(&goal).json();
    // China's doubling from 2010 to 2020 was missed by a little
    near(&json["multiple"], 101_356_700_223_100.0 / 52_383_566_126_500.0);
    let leg = &json["legs"][0];
    near(&leg["gap"], 101_356_700_223_100.0 / 104_767_132_253_000.0 - 1.0);
    assert_eq!((&leg["past"]["from"], &leg["past"]["to"]), (&"2001".into(), &"2011".into()));
    assert_eq!((&leg["past"]["windows"], &leg["past"]["reached"]), (&54.into(), &41.into()));
    assert_eq!(leg["undefined"]["needed_rate"], "past");
    // New Caledonia has a gap from 2001 to 2016: its ends meet no window inside it
    let gap = run(&["goal", "x2 by 2020 from 2000", "--data", GDP, "--only", "NCL", "--format", "json"]).json();
    let windows = gap["legs"][0]["past"]["windows"].as_i64().unwrap();
    assert!(windows > 0 && windows < 44, "{windows}");
    let two = ["goal", "x2 by 2020 from 2010", "--data", GDP];
    run(&two).refused(&["several series", "--only"]);
    run(&[&two[..], &["--only", "nowhere"]].concat()).refused(&["`nowhere`"]);
    run(&[&two[..], &["--only", "CHN,IND"]].concat()).refused(&["CHN and IND"]);
    run(&["goal", "x2 in 3y", "--only", "CHN"]).refused(&["--data"]);
    let quarters = Folder::with("q.csv", "period,value\n2010-Q4,10\n2011-Q4,12\n");
    quarters.run(&["goal", "x2 by 2020 from 2010", "--data", "q.csv"]).refused(&["quarterly", "annual"]);
}

#[test]
fn prices_turn_one_goal_into_the_other() {
    let goal = |args: &[&str]| run(&[&["goal", "x2 by 2020 from 2010", "--format", "json"], args].concat()).json();
    let real = goal(&["--prices", "3%"]);
    near(&real["legs"][0]["real_rate"], 2.0_f64.powf(0.1) / 1.03 - 1.0);
    assert_eq!(real["prices"]["goal"], "nominal");
    let nominal = goal(&["--prices", "0.03", "--real"]);
    near(&nominal["legs"][0]["nominal_rate"], 2.0_f64.powf(0.1) * 1.03 - 1.0);
    near(&nominal["milestones"][0]["nominal_multiple"], 2.0 * 1.03_f64.powi(10));
    // a deflator as far as it is known
    let table = "indicator,period,value\ngdp,2010,100\ngdp,2012,121\ncpi,2010,80\ncpi,2012,88\n";
    let folder = Folder::with("t.csv", table);
    let data = ["goal", "x2 by 2020 from 2010", "--data", "t.csv", "--deflator", "cpi", "--format", "json"];
    let known = folder.json(&data);
    near(&known["real_multiple"], 1.1);
    assert_eq!(known["legs"][0]["undefined"]["real_rate"], "missing_value");
    assert_eq!((&known["prices"]["deflator"], &known["prices"]["known_until"]), (&"cpi".into(), &"2012".into()));
    let ahead = folder.json(&[&data[..], &["--prices", "0.02"]].concat());
    near(&ahead["left"][0]["real_multiple"], 2.0 / (1.1 * 1.02_f64.powi(8)) / 1.1);
    run(&["goal", "x2 in 3y", "--prices", "3"]).refused(&["rates are fractions", "3%"]);
    run(&["goal", "x2 in 3y", "--prices", "much"]).refused(&["no rate"]);
    run(&["goal", "x2 in 3y", "--real"]).refused(&["--prices"]);
    folder.run(&["goal", "x2 in 3y", "--data", "t.csv", "--deflator", "ppi"]).refused(&["`ppi`"]);
}

#[test]
fn a_goal_without_a_base_says_which_years_it_can_mean() {
    let goal = ["goal", "到2020年翻一番", "--at", "2008=31.4", "--at", "2009=33.5", "--at", "2010=41.2"];
    let json = run(&[&goal[..], &["--figure", "2020=67", "--format", "json"]].concat()).json();
    let tried = json["base_years"].as_array().unwrap();
    let agree: Vec<&Value> = tried.iter().filter(|year| year["agrees"] == true).map(|year| &year["start"]).collect();
    assert_eq!((tried.len(), agree), (3, vec![&"2009".into()]));
    let table = |figure: &str, lang: &str| {
        run(&[&goal[..], &["--figure", figure, "--format", "table", "--lang", lang]].concat()).out
    };
    assert!(table("2020=67", "en").contains("agree with the base 2009"));
    assert!(table("2020=70", "zh").contains("最接近的是 2009"));
    run(&goal).refused(&["needs the start", "--figure"]);
    // a plan's goal that names no start is tried too
    let plan = "base = '2010'\nend = '2020'\n[indicator.gdp]\nbetter = 'higher'\n[[target]]\nindicator = 'gdp'\nlevel = 67\n\
                [[goal]]\nfor = ['gdp']\ngoal = 'x2 by 2020'\nprices = 0.03\n";
    let data = "period,value\n2008,31.4\n2009,33.5\n2010,41.2\n2012,45\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", data);
    let track = ["track", "p.toml", "--data", "d.csv", "--format"];
    let json = folder.json(&[&track[..], &["json"]].concat());
    let of_plan = &json["goals"][0];
    near(&of_plan["figures"][0]["level_difference"], 67.0 - 82.4);
    near(&of_plan["left"][0]["rate"], (82.4_f64 / 45.0).powf(1.0 / 8.0) - 1.0);
    near(&of_plan["left"][0]["real_rate"], (82.4_f64 / 45.0).powf(1.0 / 8.0) / 1.03 - 1.0);
    assert_eq!(of_plan["base_years"].as_array().unwrap().iter().filter(|year| year["agrees"] == true).count(), 1);
    for (lang, words) in [("en", "the targets agree with the goal from 2009, not from 2010"), ("zh", "以 2009 为基期")]
    {
        let table = folder.run(&[&track[..], &["table", "--lang", lang]].concat()).out;
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn prices_of_a_goal_in_a_plan() {
    let plan = |prices: &str, price: &str| {
        format!(
            "base = '2010'\nend = '2020'\n[indicator.gdp]\nbetter = 'higher'\nprice = '{price}'\n[indicator.cpi]\nunit = '%'\n\
             [indicator.deflator]\nunit = '2010=100'\n[[target]]\nindicator = 'gdp'\nmultiple = 2\n\
             [[target]]\nindicator = 'cpi'\nat_most = 3\n[[target]]\nindicator = 'deflator'\nrate = 0.04\n\
             [[goal]]\nfor = ['gdp']\ngoal = 'x2 by 2020'\nprices = {prices}\n"
        )
    };
    let data = "indicator,period,value\ngdp,2010,50\ngdp,2011,60\ndeflator,2010,100\ndeflator,2011,108\n";
    let rate = |prices: &str, price: &str, key: &str| {
        let folder = Folder::with("p.toml", plan(prices, price)).and("d.csv", data);
        let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--quiet", "--format", "json"]);
        json["goals"][0]["milestones"][0][key].as_f64().unwrap()
    };
    let doubling = 2.0_f64.powf(0.1);
    let near = |got: f64, want: f64| assert!((got - want).abs() < 1e-9, "{got} is not {want}");
    near(rate("0.03", "current", "real_rate"), doubling / 1.03 - 1.0);
    near(rate("'cpi'", "current", "real_rate"), doubling / 1.03 - 1.0); // its target is 3 %
    near(rate("0.03", "constant:2010", "nominal_rate"), doubling * 1.03 - 1.0);
    // 8 % in the first year, then the 4 % of its target
    near(rate("'deflator'", "current", "real_multiple"), 2.0 / (1.08 * 1.04_f64.powi(9)));
    let refused = |prices: &str, parts: &[&str]| {
        Folder::with("p.toml", plan(prices, "current")).run(&["track", "p.toml"]).refused(parts);
    };
    refused("3", &["rates are fractions", "prices = 0.03"]);
    refused("'ppi'", &["ppi"]);
}

#[test]
fn legs_are_named_in_chinese() {
    let folder = Folder::with("x", "");
    let told = |goal: &str| folder.run(&["goal", goal, "--format", "table", "--lang", "zh"]).out;
    assert!(told("到2020年翻一番").contains("\n至 2020 "), "{}", told("到2020年翻一番"));
    assert!(told("三年翻一番，五年翻两番").contains("\n第 3–5 年 "));
    assert!(folder.run(&["goal", "x2 by 2020", "--format", "table", "--lang", "en"]).out.contains("\nto 2020 "));
}
