//! A planning office at work: plans of its own with monthly, quarterly and yearly targets, units, and reviews.

use serde_json::Value;

use crate::support::{Folder, run};

#[track_caller]
fn near(got: &Value, want: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{got} is no number"));
    assert!((got - want).abs() <= 1e-9 * want.abs().max(1e-3), "{got} is not {want}");
}

/// Months of taxes, quarters of sales, running totals of investment.
fn parts_of_years() -> String {
    let mut table = "indicator,period,value\n".to_owned();
    let tax = [
        [10.0, 8., 9., 9., 9., 10., 8., 8., 9., 9., 10., 11.],
        [11., 9., 9.5, 10., 9.5, 10.5, 9., 8.5, 0., 0., 0., 0.],
    ];
    for (year, months) in (2023..).zip(tax) {
        for (month, value) in (1..).zip(months).filter(|(_, value)| *value > 0.0) {
            table += &format!("tax,{year}-{month:02},{value}\n");
        }
    }
    for (period, value) in
        [("2023-Q1", 27), ("2023-Q2", 28), ("2023-Q3", 26), ("2023-Q4", 33), ("2024-Q1", 30), ("2024-Q2", 29)]
    {
        table += &format!("sales,{period},{value}\n");
    }
    for (period, value) in [("2023-01/2023-06", 45), ("2023-01/2023-12", 100), ("2024-01/2024-06", 50)] {
        table += &format!("invest,{period},{value}\n");
    }
    table
}

/// One target for a month makes no other target of the plan monthly: years are whole years, and what is known of a
/// year that is not over stands in no comparison with a whole one.
#[test]
fn targets_for_months_and_for_years_in_one_plan() {
    let plan = "base = '2023'\nend = '2025'\n[indicator.tax]\n[indicator.sales]\n[indicator.invest]\n\
                [[target]]\nindicator = 'tax'\nby = '2024'\nlevel = 120\n\
                [[target]]\nindicator = 'tax'\nby = '2024-06'\nat_least = 11\n\
                [[target]]\nindicator = 'sales'\nby = '2024'\nrate = 0.08\n\
                [[target]]\nindicator = 'invest'\nrate = 0.1\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", parts_of_years());
    let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json", "--quiet"]);
    let all = &json["assessments"];
    // 110 in 2023, of which 71 in eight months; 77 in the same months of 2024
    near(&all[0]["base"]["value"], 110.0);
    near(&all[0]["leg_rate"], 120.0 / 110.0 - 1.0); // eleven in a month is no step on this way
    near(&all[0]["within_year"]["completion"], 77.0 / 120.0);
    near(&all[0]["within_year"]["needed_growth"], (120.0 - 77.0) / (110.0 - 71.0) - 1.0);
    // a plan of this year is held against the sum so far
    assert_eq!(all[0]["latest"]["period"], "2024-01/2024-08");
    // June alone is held against the target for June
    near(&all[1]["latest"]["value"], 10.5);
    assert!(all[1]["base"]["value"].is_null() && all[1]["met"] == false);
    near(&all[2]["base"]["value"], 114.0);
    near(&all[2]["within_year"]["completion"], 59.0 / (114.0 * 1.08));
    near(&all[3]["base"]["value"], 100.0);
    assert_eq!((&all[3]["latest"]["period"], &all[3]["standing"]), (&"2023".into(), &"cannot_tell".into()));
    near(&all[3]["within_year"]["completion"], 50.0 / 110.0);
    let codes: Vec<&str> =
        json["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(!codes.contains(&"other_frequency") && !codes.contains(&"leg_reverses"), "{codes:?}");
}

/// Running totals grow through the year: a target for the first half is held against first halves.
#[test]
fn running_totals_are_compared_with_those_of_the_same_months() {
    let plan = "base = '2023-01/2023-06'\n[indicator.invest]\nbetter = 'higher'\n\
                [[target]]\nindicator = 'invest'\nby = '2024-01/2024-06'\nrate = 0.1\n\
                [[target]]\nindicator = 'invest'\nbase = '2023-12'\nby = '2024-12'\nlevel = 120\n";
    let folder = Folder::with("p.toml", plan).and("d.csv", parts_of_years());
    let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--format", "json", "--quiet"]);
    let half = &json["assessments"][0];
    near(&half["completion"], 50.0 / 49.5);
    near(&half["achieved_rate"], 50.0 / 45.0 - 1.0);
    assert_eq!(half["arrival"], "2024-01/2024-06"); // not September of the year before
    let year = &json["assessments"][1];
    assert_eq!((&year["latest"]["period"], &year["standing"]), (&"2023-01/2023-12".into(), &"cannot_tell".into()));
}

/// A base that is typed is a value like those of a table: the past runs up to it and away from it.
#[test]
fn the_base_of_a_goal_belongs_to_its_past() {
    let at = ["--at", "2002=8", "--at", "2003=9.5", "--at", "2004=10.7", "--at", "2006=14.3", "--at", "2007=17"];
    let goal = ["goal", "x2 in 3y, x4 in 5y", "--start", "2005", "--format", "json"];
    let typed = run(&[&goal[..], &at[..], &["--base", "11.9"]].concat()).json();
    let listed = run(&[&goal[..], &at[..], &["--at", "2005=11.9"]].concat()).json();
    assert_eq!(typed["left"], listed["left"]);
    near(&typed["left"][0]["past"]["rate"], 14.3 / 11.9 - 1.0);
}

/// Units that real plans have and no list knows are declared in the plan; what is not declared is an error that says
/// how to do it.
#[test]
fn units_of_the_plans_own() {
    let plan = |units: &str, unit: &str| {
        format!(
            "base = '2020'\nend = '2025'\n{units}\n[indicator.x]\nunit = '{unit}'\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nlevel = 3\n"
        )
    };
    let track = |units: &str, unit: &str, data: &str| {
        let folder = Folder::with("p.toml", plan(units, unit)).and("d.csv", data);
        folder.run(&["track", "p.toml", "--data", "d.csv", "--quiet", "--format", "json"])
    };
    let data = |unit: &str| format!("indicator,period,value,unit\nx,2020,20000,{unit}\nx,2021,24000,{unit}\n");
    track("", "学位", &data("学位")).refused(&[
        "p.toml",
        "line 5, column 8",
        "unknown unit `学位`",
        "[units]",
        "\"学位\" = \"own\"",
    ]);
    let own = "[units]\n'学位' = 'own'\n";
    let json = track(own, "万学位", &data("学位")).json();
    near(&json["assessments"][0]["latest"]["value"], 2.4);
    near(&json["assessments"][0]["completion"], 0.8);
    assert_eq!(json["assessments"][0]["unit"], "万学位");
    // it is nothing but itself, and the data may not have a unit that nobody declared
    track(own, "学位", &data("人")).refused(&[
        "the data is in 人 and the plan in 学位",
        "人 does not convert into 学位",
        "`unit` of [indicator.",
    ]);
    track(own, "学位", &data("班")).refused(&["unknown unit `班`", "[units]"]);
    // so many of another, in any order of the lines
    let classes = "[units]\n'班' = { factor = 50, unit = '学位' }\n'学位' = 'own'\n'席' = '学位'\n";
    near(&track(classes, "班", &data("席")).json()["assessments"][0]["latest"]["value"], 480.0);
    let wrong = |units: &str, parts: &[&str]| track(units, "班", &data("班")).refused(parts);
    wrong("[units]\n'班' = '级'\n'级' = '班'\n", &["p.toml", "line 4", "in a circle", "= \"own\""]);
    wrong("[units]\n'班' = { factor = -2, unit = '人' }\n", &["line 4", "a unit that is -2 of another"]);
    wrong("[units]\n'班' = { factr = 2, unit = '人' }\n", &["unknown key `factr`", "did you mean `factor`"]);
    wrong("[units]\n'元' = 'own'\n", &["`元` is a unit that is known already", "leave it out"]);
    wrong("[units]\n'班' = '级'\n", &["unknown unit `级`"]);
    wrong("[units]\n'班' = 3\n", &["line 4"]);
}

/// Units of national plans and of the Sustainable Development Goals.
#[test]
fn common_units_are_known() {
    for (plan, data, factor) in [
        ("µg/m3", "μg/m³", 1.0),
        ("微克/立方米", "µg/m3", 1.0),
        ("Mt CO2e", "t CO2e", 1e-6),
        ("吨CO2/万元", "t CO2/元", 1e4),
        ("万标准箱", "TEU", 1e-4),
        ("人/10万人", "人/万人", 10.0),
        ("张/千人", "张/人", 1e3),
        ("MJ/USD", "kWh/USD", 3.6),
        ("万千瓦", "GW", 100.0),
        ("million CHF", "CHF", 1e-6),
        ("mg/L", "mg/L", 1.0),
    ] {
        let plan = format!(
            "base = '2020'\n[indicator.x]\nunit = '{plan}'\n[[target]]\nindicator = 'x'\nby = '2025'\nlevel = 30\n"
        );
        let folder = Folder::with("p.toml", plan).and("d.csv", format!("period,value,unit\n2020,40,{data}\n"));
        let json = folder.json(&["track", "p.toml", "--data", "d.csv", "--quiet", "--format", "json"]);
        near(&json["assessments"][0]["base"]["value"], 40.0 * factor);
    }
}
