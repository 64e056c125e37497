//! What a plan file can say, and what findings say of it: places, names, bases, directions.

use serde_json::{Value, json};

use crate::support::Folder;

fn track(plan: &str, data: &str) -> Value {
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    folder.json(&["track", "plan.toml", "--data", "data.csv", "--format", "json", "--quiet"])
}

/// The findings with this code.
fn found(document: &Value, code: &str) -> Vec<Value> {
    let all = document["findings"].as_array().unwrap();
    all.iter().filter(|finding| finding["code"] == code).cloned().collect()
}

#[track_caller]
fn says(finding: &Value, parts: &[&str]) {
    let (en, zh) = (finding["message"].as_str().unwrap(), finding["message_zh"].as_str().unwrap());
    for part in parts {
        assert!(en.contains(part) || zh.contains(part), "{part}: {finding:#}");
    }
}

const X: &str = "[indicator.x]\nname = { zh = \"产值\", en = \"Output\" }\n[[target]]\nindicator = \"x\"\n";

#[test]
fn what_grows_needs_a_base_and_says_so() {
    for form in ["multiple = 2", "rate = 0.08", "rise = 0.6", "reduction = 0.1", "doublings = 1"] {
        let document = track(&format!("{X}by = \"2010\"\n{form}\n"), "year,value\n2006,10\n2007,11\n");
        let finding = &found(&document, "no_base")[0];
        assert_eq!((&finding["severity"], &finding["place"]["lines"]), (&json!("error"), &json!([3])));
        let form_as_printed = format!("`{form}` for 2010");
        says(finding, &[&form_as_printed, "base = \"2009\"", "2010年", "请加上 base"]);
        assert_eq!(document["assessments"][0]["undefined"]["level"], "missing_base");
        // a base without a value
        let document = track(&format!("base = \"2005\"\n{X}by = \"2010\"\n{form}\n"), "year,value\n2006,10\n");
        let finding = &found(&document, "no_base")[0];
        assert_eq!((&finding["severity"], &finding["period"]), (&json!("warning"), &json!("2005")));
        says(finding, &["add it to the data", "补充"]);
        // of nothing no multiple is made
        let document = track(&format!("base = \"2005\"\n{X}by = \"2010\"\n{form}\n"), "year,value\n2005,0\n");
        says(&found(&document, "base_not_positive")[0], &["write the target as a level"]);
    }
    let level = track(&format!("{X}by = \"2010\"\nlevel = 31\n"), "year,value\n2006,10\n");
    assert!(found(&level, "no_base").is_empty());
}

#[test]
fn a_sum_wants_no_value_before_it() {
    let of = |path: &str| {
        let plan = format!("base = \"2015\"\nend = \"2020\"\n{X}total = 500\nby = \"2016/2020\"\n{path}");
        track(&plan, "period,value\n2016-Q1,20\n2016-Q2,21\n2016-Q3,22\n2016-Q4,23\n2017-Q1,24\n")
    };
    let even = of("");
    assert!(found(&even, "no_base").is_empty());
    assert_eq!(even["assessments"][0]["completion"], json!(0.22));
    // a way that starts from the year before does
    let rising = of("path = \"geometric\"\n");
    says(&found(&rising, "no_base")[0], &["add it to the data", "2015年"]);
    assert_eq!(rising["assessments"][0]["undefined"]["due"], "missing_base");
    // words for people, not codes
    let partial = &found(&even, "partial_year")[0];
    says(partial, &["the data by quarters"]);
    says(partial, &["所给为季度数据"]);
}

#[test]
fn a_project_begins_with_little() {
    let of = |project: &str| {
        let plan = format!(
            "base = \"2024-01\"\n[indicator.x]\nnature = \"stock\"\nunit = \"万元\"\n[[target]]\nindicator = \"x\"\n\
             by = \"2025-12\"\nlevel = 1000\n{project}"
        );
        track(&plan, "period,value\n2024-01,20\n2024-06,180\n2024-12,390\n2025-03,520\n")
    };
    assert_eq!(found(&of(""), "value_slipped").len(), 1);
    let project = "earned_value = { planned_value = 600, earned_value = \"x\", actual_cost = 590, \
                   budget_at_completion = 1000 }\n";
    assert!(found(&of(project), "value_slipped").is_empty());
}

#[test]
fn an_indicator_whose_rows_go_to_another_of_its_name_says_so() {
    let plan = "base = \"2020\"\nend = \"2025\"\n[indicator.g]\nname = \"GDP\"\n[indicator.h]\nalias = [\"GDP\"]\n\
                [[target]]\nindicator = \"g\"\nlevel = 150\n[[target]]\nindicator = \"h\"\nlevel = 120\n";
    let document = track(plan, "indicator,year,value\nGDP,2020,100\nGDP,2021,110\n");
    let finding = &found(&document, "no_data")[0];
    assert_eq!(finding["place"]["lines"], json!([10]));
    says(finding, &["rows named `GDP` are taken for `g`", "请改其中一个的名称"]);
    // rows under its code are its own
    let document = track(plan, "indicator,year,value\nGDP,2020,100\nh,2020,90\n");
    assert!(found(&document, "no_data").is_empty());
}

#[test]
fn contradictions_and_circles_name_their_lines() {
    let plan = "base = \"2005\"\nend = \"2010\"\n\
                [indicator.a]\nname = { zh = \"收入\", en = \"Income\" }\nbetter = \"higher\"\n\
                [indicator.b]\nname = { zh = \"生产总值\", en = \"GDP\" }\nbetter = \"higher\"\n\
                [[target]]\nindicator = \"a\"\npace_with = \"b\"\n\
                [[target]]\nindicator = \"b\"\npace_with = \"a\"\n\
                [[target]]\nindicator = \"a\"\nby = \"2010-06\"\nlevel = 5\n\
                [[target]]\nindicator = \"a\"\nby = \"2010-06\"\nlevel = 6\n";
    let document = track(plan, "indicator,period,value\na,2005,1\nb,2005,1\n");
    let circle = &found(&document, "circular_reference")[0];
    assert_eq!(circle["place"], json!({"source": "plan.toml", "lines": [9, 12]}));
    says(circle, &["Income → GDP → Income", "收入 → 生产总值 → 收入"]);
    let conflict = &found(&document, "targets_conflict")[0];
    assert_eq!(conflict["place"]["lines"], json!([15, 19]));
    says(conflict, &["two targets for 2010-06", "2010年6月有两个"]);
    let folder = Folder::with("plan.toml", plan).and("data.csv", "indicator,period,value\na,2005,1\n");
    let text = folder.run(&["track", "plan.toml", "--data", "data.csv", "--format", "markdown", "--lang", "zh"]);
    let text = text.lines().join("\n");
    assert!(text.contains("（第15、19行）") && text.contains("没有“生产总值”的数据"), "{text}");
}

#[test]
fn a_table_that_is_not_there_is_named_with_its_line() {
    let plan =
        format!("base = \"2005\"\ndata = [\n  \"data.csv\",\n  \"actual.csv\",\n]\n{X}by = \"2010\"\nlevel = 3\n");
    let folder = Folder::with("plan.toml", &plan).and("data.csv", "year,value\n2005,1\n").and("actuals.csv", "");
    folder.run(&["track", "plan.toml"]).refused(&["plan.toml, line 4", "`actual.csv`", "did you mean `actuals.csv`?"]);
}

#[test]
fn a_level_without_a_way_asks_for_one() {
    let plan = format!("{X}by = \"2006\"\nlevel = 200\n");
    let document = track(&plan, "year,value\n2006,180\n");
    assert_eq!(document["assessments"][0]["undefined"]["met"], "no_direction");
    let finding = &found(&document, "no_direction")[0];
    says(finding, &["better = \"higher\"", "[indicator.x]", "不应超过"]);
    // what is just as asked is met either way, and a base tells
    for data in ["year,value\n2006,200\n", "year,value\n2005,150\n2006,180\n"] {
        let document = track(&format!("base = \"2005\"\n{plan}"), data);
        assert!(found(&document, "no_direction").is_empty() && document["assessments"][0]["met"].is_boolean());
    }
}

/// What people write who do not know TOML: each message shows the place and what to write there.
#[test]
fn office_habits_are_mended() {
    let head = "base = \"2005\"\nend = \"2010\"\n[indicator.x]\nunit = \"亿元\"\n[[target]]\nindicator = \"x\"\n";
    for (line, mend) in [
        ("level = ２３０", "write `2` in place of `２`"),
        ("level = 230亿元", "write 230: the unit `亿元` belongs to the indicator"),
        ("level = \"230亿元\"", "write level = 230 in the unit of the indicator"),
        ("level = 1,230", "write 1230: numbers have no thousands marks"),
        ("rate = 6.5%", "write \"6.5%\" in quotes, or the fraction 0.065"),
        ("by = 2010-12\nlevel = 31", "write \"2010-12\" in quotes"),
        ("level = 31\nsource = “报告”", "write `\"` in place of `“`"),
        ("level = 31\n[indicator.x]", "a key or a table of this name stands above"),
    ] {
        let folder = Folder::with("plan.toml", format!("{head}{line}\n"));
        let line = if line.starts_with("level = 31\n") { "line 8" } else { "line 7" };
        folder.run(&["track", "plan.toml"]).refused(&["plan.toml", line, "^", mend]);
    }
}

/// Slips that are no error of form are findings, with the line and with what else to write.
#[test]
fn slips_of_the_pen_are_found_with_their_lines() {
    let plan = "base = '2020'\nend = '2025'\n[indicator.rate]\nunit = '%'\nnature = 'ratio'\nbetter = 'lower'\n\
                [indicator.money]\nunit = '亿元'\n\
                [[target]]\nindicator = 'rate'\nat_most = 0.045\n\
                [[target]]\nindicator = 'rate'\npoints = -0.05\n\
                [[target]]\nindicator = 'money'\nlevel = 200000\n\
                [[target]]\nindicator = 'money'\nby = '2022'\nrise = 8\n";
    let data = "indicator,period,value\nrate,2020,3.2\nrate,2021,3.3\nmoney,2020,14.2\nmoney,2021,15\n";
    let document = track(plan, data);
    for (code, lines, parts) in [
        ("out_of_scale", [9], ["0.045", "1/71 of the base", "%"]),
        ("points_as_fraction", [12], ["0.05 percentage points", "points = -5", ""]),
        ("out_of_scale", [15], ["14085 times the base", "14.2", "亿元"]),
        ("steep_rise", [18], ["800.00 %", "rise = 0.08 for 8 %", "multiple = 9"]),
    ] {
        let all = found(&document, code);
        let one = all.iter().find(|one| one["place"]["lines"] == json!(lines)).expect(code);
        says(one, &parts);
    }
}

/// Milestones in the wrong order, and a goal of nothing.
#[test]
fn goals_that_cannot_be_meant() {
    let of = |goal: &str, base: f64| {
        let plan = format!("{X}by = \"2010\"\nlevel = 31\n[[goal]]\nfor = [\"x\"]\ngoal = \"{goal}\"\n");
        track(&format!("base = \"2005\"\n{plan}"), &format!("year,value\n2005,{base}\n"))
    };
    says(&found(&of("五年翻一番，三年翻两番", 12.0), "goal_reverses")[0], &["down in 2008–2010 (-29.29 %)", "次序"]);
    assert!(found(&of("三年翻一番，五年翻两番", 12.0), "goal_reverses").is_empty());
    let nothing = of("三年翻一番，五年翻两番", 0.0);
    says(&found(&nothing, "goal_base_not_positive")[0], &["multiplies 0"]);
    assert_eq!(found(&nothing, "goal_base_not_positive")[0]["place"]["lines"], json!([8]));
    assert!(found(&nothing, "target_above_goal").is_empty());
}

/// A target for December is none for the year.
#[test]
fn a_month_is_no_year() {
    let plan = |by: &str| {
        format!(
            "base = '2022'\n[indicator.x]\nnature = 'flow'\n[[target]]\nindicator = 'x'\nby = '{by}'\nrise = 0.08\n"
        )
    };
    let data = "period,value\n2022-01/2022-06,41\n2022-01/2022-12,85\n2023-01/2023-06,45\n";
    says(&found(&track(&plan("2023-12"), data), "part_of_year")[0], &["for 2023-12 alone", "write by = \"2023\""]);
    assert!(found(&track(&plan("2023"), data), "part_of_year").is_empty());
}

/// What is odd in the data is said with the value and its neighbours.
#[test]
fn odd_values_are_found() {
    let plan = |indicator: &str| {
        format!(
            "base = '2020'\nend = '2025'\nsubject = '某县'\n[indicator.x]\nname = {{ zh = '城镇化率', en = 'Urban' }}\n\
             {indicator}\nbetter = 'higher'\n[[target]]\nindicator = 'x'\nlevel = 60\n"
        )
    };
    let codes = |indicator: &str, data: &str| -> Vec<String> {
        let document = track(&plan(indicator), data);
        let all = document["findings"].as_array().unwrap().iter();
        all.map(|one| one["code"].as_str().unwrap().to_owned()).filter(|code| code != "partial_year").collect()
    };
    let years = |last: &str| format!("year,value\n2020,52.3\n2021,53.2\n2022,{last}\n");
    let share = "unit = '%'\nnature = 'ratio'";
    assert_eq!(codes(share, &years("0.541")), ["value_slipped"]);
    assert_eq!(codes("unit = '亿元'", &years("541")), ["value_slipped"]);
    // A rate may be ten times the last one, and a value that stays at its height is no slip.
    assert_eq!(codes(share, "year,value\n2020,0.6\n2021,0.7\n2022,6.1\n"), ["out_of_scale"]);
    assert!(
        codes("", "year,value\n2019,5.1\n2020,52.3\n2021,53.2\n2022,5.4\n2023,52\n").contains(&"value_slipped".into())
    );
    assert!(codes("unit = '亿元'", &years("250")).is_empty());
    // A month is missing in the middle; of yearly data a year may be.
    let months = "period,value\n2020,50\n2021-01,4\n2021-02,4\n2021-04,4\n2021-05,4\n";
    assert_eq!(codes("", months), ["gap_in_year"]);
    assert!(codes("", "year,value\n2020,50\n2022,52\n").is_empty());
    assert!(codes("", &format!("{months}2021,48\n")).is_empty());
    // A running total that falls.
    let totals = "period,value\n2020,50\n2021-01/2021-02,8\n2021-01/2021-03,2\n2021-01/2021-04,16\n";
    assert_eq!(codes("", totals), ["negative_value"]);
    // A share above 100, and a year that is typed wrong; what is rounded beyond its limit is neither.
    let limited = "unit = '%'\nnature = 'ratio'\nbounds = [0, 100]";
    assert_eq!(codes(limited, &years("154.1")), ["value_beyond_bounds"]);
    assert!(codes(limited, &years("100.1")).is_empty());
    assert_eq!(codes(share, "year,value\n2020,52.3\n2021,53.2\n2202,54.1\n"), ["far_period"]);
    // One row under a name that is one slip off.
    let named = "indicator,period,value\n城镇化率,2020,52.3\n城镇化率,2021,53.2\n城镇化律,2022,54.1\n";
    assert_eq!(codes(share, named), ["near_name"]);
    assert!(codes(share, &named.replace("律,2022", "律,2021")).is_empty());
    // Another subject.
    let of = track(&plan(share), "subject,indicator,period,value\n某某县,x,2020,52.3\n");
    says(&found(&of, "no_data")[0], &["of 某某县, and not of `某县`", "write the subject alike"]);
}

#[test]
fn a_half_year_is_not_held_against_the_half_that_ends_with_its_base() {
    let better = X.replace("[[target]]", "better = \"higher\"\n[[target]]");
    let plan = format!("base = \"2020\"\n{better}by = \"2021-S1\"\nlevel = 55\n");
    let data = "period,value\n2020-Q1,25\n2020-Q2,26\n2020-Q3,27\n2020-Q4,28\n2021-Q1,25\n2021-Q2,26\n";
    let document = track(&plan, data);
    says(&found(&document, "no_base")[0], &["different frequencies", "by half-years", "半年数据"]);
    let one = &document["assessments"][0];
    assert_eq!((&one["outcome"], &one["standing"]), (&json!("missed"), &json!("cannot_tell")), "{one:#}");
    // of a base of its own length it is
    let own = track(&plan.replace("2020\"", "2020-S1\""), data);
    assert_eq!(own["assessments"][0]["methods"]["schedule"]["status"], "behind_without_movement");
}

#[test]
fn later_data_says_that_a_date_is_past() {
    let plan = format!("base = \"2020\"\n{X}by = \"2023\"\nlevel = 150\n");
    let of = |more: &str| track(&plan, &format!("year,value\n2020,100\n2022,120\n{more}"))["assessments"][0].clone();
    assert_eq!(of("")["undefined"]["outcome"], json!(null));
    let past = of("2024,130\n");
    assert_eq!((&past["outcome"], &past["undefined"]["outcome"]), (&json!("open"), &json!("missing_value")));
    assert_eq!(of("2023,140\n2024,160\n")["outcome"], "missed");
}
