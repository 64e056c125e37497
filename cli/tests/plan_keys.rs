//! Keys of the plan file beside the forms of targets, through `fanfan track`.

use serde_json::Value;

use crate::completion::{formulas_hold, is, says};
use crate::schemas::{fits, validator};
use crate::support::Folder;

/// The document of a plan against a table, which fits its schema.
fn track(plan: &str, data: &str, more: &[&str]) -> Value {
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let args = ["track", "plan.toml", "--data", "data.csv", "--format", "json", "--explain", "--quiet"];
    let document = folder.json(&[&args[..], more].concat());
    fits(&validator("track"), &document);
    document
}

/// What the command prints for the same.
fn printed(plan: &str, data: &str, more: &[&str]) -> String {
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let args = ["track", "plan.toml", "--data", "data.csv", "--quiet"];
    let ran = folder.run(&[&args[..], more].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    ran.out
}

#[track_caller]
fn refused(plan: &str, parts: &[&str]) {
    Folder::with("plan.toml", plan)
        .and("data.csv", "year,value\n2010,1\n")
        .run(&["track", "plan.toml", "--data", "data.csv"])
        .refused(parts);
}

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// Lines of a table, one for each number.
fn rows(numbers: impl Iterator<Item = i32>, line: impl Fn(i32) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

fn target(indicator: &str, target: &str) -> String {
    format!("[indicator.x]\n{indicator}\n[[target]]\nindicator = \"x\"\n{target}\n")
}

/// Textbook exercise: 1199 homes are 59.9 % of the task.
#[test]
fn a_target_is_recovered_from_a_stated_completion() {
    let plan = target("unit = \"套\"", "by = \"2011\"\nstated_completion = \"59.9%\"");
    let document = track(&plan, "year,value\n2011,1199\n", &[]);
    let one = &document["assessments"][0];
    for (name, want) in [
        ("completion", 0.599),
        ("value", 1199.0),
        ("target", 1199.0 / 0.599),
        ("low", 2000.0),
        ("high", 1199.0 / 0.5985),
    ] {
        is(one, &format!("/stated_completion/{name}"), want);
    }
    says(one, "/stated_completion/period", "2011");
    says(one, "/stated_completion/undefined/of_target", "no_target");
    says(one, "/stated_completion/undefined/agrees", "no_target");
    says(one, "/stated_completion/formulas/low", "1199 / (0.599 + 0.0005)");
    assert_eq!(formulas_hold(one), 3, "{one:#}");
    // A number says the same, and zeros at its end narrow the interval.
    for (written, low) in [("0.599", 2000.0), ("0.5990", 1199.0 / 0.59905), ("\"59.90%\"", 1199.0 / 0.59905)] {
        let same = track(&plan.replace("\"59.9%\"", written), "year,value\n2011,1199\n", &[]);
        is(&same["assessments"][0], "/stated_completion/low", low);
    }
    let csv = printed(&plan, "year,value\n2011,1199\n", &["--format", "csv", "--explain"]);
    let (head, row) = csv.split_once('\n').unwrap();
    let at = head.split(',').position(|name| name == "stated_completion_low").unwrap();
    assert_eq!(row.split(',').nth(at), Some("2000"), "{csv}");
    let table = printed(&plan, "year,value\n2011,1199\n", &["--format", "table", "--lang", "zh", "--explain"]);
    for part in ["反求任务", "2001.6694", "2003.3417", "1199 / 0.599"] {
        assert!(table.contains(part), "{part} in {table}");
    }
}

#[test]
fn a_stated_completion_that_contradicts_is_found() {
    let plan = |level: &str| {
        target("better = \"higher\"", &format!("by = \"2011\"\nlevel = {level}\nstated_completion = \"59.9%\""))
    };
    let found = |level: &str| {
        let document = track(&plan(level), "year,value\n2011,1199\n", &[]);
        let agrees = document["assessments"][0]["stated_completion"]["agrees"].as_bool().unwrap();
        assert_eq!(agrees, !codes(&document).contains(&"stated_completion_off"), "{level}");
        agrees
    };
    // 59.95 % may be printed as 59.9 or 60.0.
    assert_eq!(["1999.9", "2000", "2003", "2003.4"].map(found), [false, true, true, false]);
    let document = track(&plan("2400"), "year,value\n2011,1199\n", &[]);
    let finding = document["findings"].as_array().unwrap().iter().find(|one| one["code"] == "stated_completion_off");
    let finding = finding.unwrap();
    assert_eq!(finding["place"]["lines"][0], 3);
    let message = "a completion of 59.9 % is stated, and 1199 in 2011 is 49.96 % of the target 2400; 59.9 % of it would \
                   be a target from 2000 to 2003.3417";
    assert_eq!(finding["message"], message);
    assert!(finding["message_zh"].as_str().unwrap().contains("称完成 59.9 %"));
}

/// The degree belongs to a moment: later values are held against the target, not against it.
#[test]
fn a_completion_is_stated_of_a_period() {
    let months = rows(1..=9, |month| format!("x,2011-{month:02},100\n"));
    let data = format!("indicator,period,value\nx,2010,1000\n{months}");
    let stated = |stated: &str| target("", &format!("by = \"2011\"\nlevel = 1200\nstated_completion = {stated}"));
    let june = track(&stated("{ completion = \"50%\", at = \"2011-06\" }"), &data, &[]);
    is(&june["assessments"][0], "/stated_completion/value", 600.0);
    assert!(!codes(&june).contains(&"stated_completion_off"));
    // Without a period it is that of the year so far.
    let now = track(&stated("\"75%\""), &data, &[]);
    is(&now["assessments"][0], "/stated_completion/value", 900.0);
    says(&now["assessments"][0], "/stated_completion/period", "2011-01/2011-09");
    // A moment that the data does not reach, or that was not known yet.
    for (at, more) in [("2011-10", &[][..]), ("2011-06", &["--as-of", "2011-05"])] {
        let document = track(&stated(&format!("{{ completion = \"50%\", at = \"{at}\" }}")), &data, more);
        says(&document["assessments"][0], "/stated_completion/undefined/target", "missing_value");
    }
    // Of a planned sum what has come so far.
    let sum = target(
        "",
        "from = \"2010\"\nby = \"2012\"\ntotal = 3800\nstated_completion = { completion = 0.5, at = \"2011-09\" }",
    );
    let sum = track(&sum, &data, &[]);
    is(&sum["assessments"][0], "/stated_completion/value", 1900.0);
    assert_eq!(sum["assessments"][0]["stated_completion"]["agrees"], true);
    // What is planned beside growth: 103 % of the plan, 5 % above last year.
    let growth = target("", "by = \"2011\"\nbase = \"2010\"\nstated_completion = \"103%\"");
    let growth = track(&growth, "year,value\n2010,100\n2011,105\n", &[]);
    is(&growth["assessments"][0], "/stated_completion/planned_growth", 1.05 / 1.03 - 1.0);
    formulas_hold(&growth["assessments"][0]);
    // Of rates of growth the degree is that of the indices.
    let rates = target(
        "nature = \"growth\"\nunit = \"%\"\nbetter = \"higher\"",
        "by = \"2011\"\nlevel = 10\nstated_completion = \"102%\"",
    );
    let rates = track(&rates, "year,value\n2011,12.2\n", &[]);
    is(&rates["assessments"][0], "/stated_completion/target", 10.0);
    assert_eq!(rates["assessments"][0]["stated_completion"]["agrees"], true);
    formulas_hold(&rates["assessments"][0]);
}

#[test]
fn stated_completions_that_say_nothing_are_refused() {
    let plan = |stated: &str| target("", &format!("by = \"2011\"\nstated_completion = {stated}"));
    refused(&plan("59.9"), &["59.9 times the target", "write \"59.9%\""]);
    refused(&plan("0"), &["zero or less"]);
    refused(&plan("\"much\""), &["`stated_completion` should be a share", "\"59.9%\""]);
    refused(&plan("{ completion = 0.5, at = \"2012\" }"), &["after the target is due (2011)"]);
    refused(&plan("{ at = \"2010\" }"), &["`completion` is missing"]);
}

/// A reference case of EIA-748, written in the plan and as data.
#[test]
fn a_project_has_its_earned_value() {
    let indices = [
        ("sv", -50.0),
        ("cv", -75.0),
        ("spi", 0.75),
        ("cpi", 150.0 / 225.0),
        ("share_done", 0.15),
        ("eac", 1500.0),
        ("eac_as_budgeted", 1075.0),
        ("eac_both_indices", 225.0 + 850.0 / 0.5),
        ("etc", 1275.0),
        ("vac", -500.0),
        ("tcpi", 850.0 / 775.0),
        ("tcpi_eac", 850.0 / 1275.0),
    ];
    let written = target(
        "",
        "earned_value = { planned_value = 200, earned_value = 150, actual_cost = 225, budget_at_completion = 1000 }\n\
         by = \"2027\"",
    );
    let folder = Folder::with("plan.toml", &written);
    // All is in the plan: no table is needed, and none is missed.
    let document = folder.json(&["track", "plan.toml", "--format", "json", "--explain"]);
    fits(&validator("track"), &document);
    assert_eq!(codes(&document), [""; 0]);
    let one = &document["assessments"][0];
    for (name, want) in indices {
        is(one, &format!("/earned_value/{name}"), want);
    }
    says(one, "/earned_value/undefined/period", "not_applicable");
    assert_eq!(formulas_hold(one), 12);
    // The same out of a table, in other units, of the last month that has all of them.
    let plan = "[indicator.x]\nunit = \"万元\"\nnature = \"stock\"\n[indicator.pv]\nunit = \"万元\"\nnature = \"stock\"\n\
                [indicator.ac]\nunit = \"亿元\"\nnature = \"stock\"\n[[target]]\nindicator = \"x\"\nby = \"2027\"\n\
                earned_value = { planned_value = \"pv\", earned_value = \"x\", actual_cost = \"ac\", budget_at_completion = 1000 }\n";
    let data = "indicator,period,value,unit\npv,2026-04,120,万元\npv,2026-05,200,万元\npv,2026-06,260,万元\n\
                x,2026-05,150,万元\nx,2026-06,170,万元\nac,2026-05,0.0225,亿元\n";
    let document = track(plan, data, &[]);
    let one = &document["assessments"][0];
    says(one, "/earned_value/period", "2026-05");
    for (name, want) in indices {
        is(one, &format!("/earned_value/{name}"), want);
    }
    formulas_hold(one);
    let before = track(plan, data, &["--as-of", "2026-04"]);
    says(&before["assessments"][0], "/earned_value/undefined/spi", "missing_value");
    says(&before["assessments"][0], "/earned_value/undefined/period", "missing_value");
    // A project is no series of its own: only amounts without data are missed.
    let label =
        plan.replace("planned_value = \"pv\", earned_value = \"x\"", "planned_value = \"pv\", earned_value = \"ac\"");
    let without = track(&label, "indicator,period,value,unit\npv,2026-05,200,万元\n", &[]);
    let missing: Vec<_> =
        without["findings"].as_array().unwrap().iter().map(|one| (&one["code"], &one["indicator"])).collect();
    assert_eq!(missing, [(&Value::from("no_data"), &Value::from("ac"))]);
    let table = printed(plan, data, &["--format", "table", "--lang", "zh", "--explain"]);
    for part in ["挣值", "进度绩效 SPI", "0.750", "earned_value.eac: 1000 / (150 / 225) = 1500"] {
        assert!(table.contains(part), "{part} in {table}");
    }
    let csv = printed(plan, data, &["--format", "csv"]);
    assert!(csv.contains("earned_value_spi") && csv.contains(",0.75,"), "{csv}");
}

#[test]
fn a_project_without_all_amounts_says_what_is_missing() {
    let plan = |amounts: &str| target("", &format!("by = \"2027\"\nearned_value = {{ {amounts} }}"));
    let one = |amounts: &str| track(&plan(amounts), "year,value\n2026,1\n", &[])["assessments"][0].clone();
    let half = one("planned_value = 200, earned_value = 150");
    is(&half, "/earned_value/spi", 0.75);
    says(&half, "/earned_value/undefined/cpi", "missing_value");
    says(&half, "/earned_value/undefined/eac", "missing_value");
    let spent = one("earned_value = 50, actual_cost = 100, budget_at_completion = 100");
    says(&spent, "/earned_value/undefined/tcpi", "never_reached");
    let done = one("earned_value = 100, actual_cost = 90, budget_at_completion = 100");
    says(&done, "/earned_value/undefined/tcpi", "already_reached");
    let fresh = one("planned_value = 0, earned_value = 0, actual_cost = 0, budget_at_completion = 100");
    says(&fresh, "/earned_value/undefined/spi", "zero_base");
    refused(&plan("planned_value = 1"), &["`earned_value` is missing"]);
    refused(&plan("earned_value = \"y\""), &["unknown indicator `y`"]);
    refused(&plan("earned_value = \"x\""), &["`x` is a flow", "nature = \"stock\""]);
    refused(&plan("earned = 5"), &["unknown key `earned`", "earned_value"]);
}

/// `by` of a sum may be its whole span, as people write it and as the program does.
#[test]
fn a_sum_runs_over_a_span() {
    let data = "year,value\n2000,400\n2001,420\n2002,430\n2003,440\n2004,450\n2005,500\n";
    let of = |keys: &str| {
        let document = track(&target("", &format!("total = 2200\n{keys}")), data, &[]);
        assert_eq!(codes(&document), [""; 0], "{keys}");
        document["assessments"][0].clone()
    };
    let plain = of("from = \"2001\"\nby = \"2005\"");
    is(&plain, "/completion", 2240.0 / 2200.0);
    for span in ["2001/2005", "2001-01/2005-12", "2001-2005", "2001年至2005年", "2001-Q1/2005-Q4", "2001–2005"] {
        assert_eq!(of(&format!("by = \"{span}\"")), plain, "{span}");
        assert_eq!(of(&format!("from = \"{span}\"")), plain, "{span}");
    }
    // Not whole years: from May 2001 to April 2003, and the first seven months of a year.
    let months = rows(0..24, |month| format!("x,{}-{:02},10\n", 2001 + (month + 4) / 12, (month + 4) % 12 + 1));
    let data = format!("indicator,period,value\n{months}");
    let span = track(&target("", "total = 300\nby = \"2001-05/2003-04\""), &data, &[]);
    is(&span["assessments"][0], "/completion", 0.8);
    says(&span["assessments"][0], "/target/from", "2001-05");
    let year = track(&target("", "total = 80\nby = \"2002年1-7月\""), &data, &[]);
    is(&year["assessments"][0], "/completion", 70.0 / 80.0);
    refused(
        &target("", "level = 5\nby = \"2006/2010\""),
        &["2006/2010 is a span, which goes with `total`", "by = \"2010\""],
    );
    refused(&target("", "total = 5\nfrom = \"2006\"\nby = \"2006/2010\""), &["whole span of the sum"]);
    refused(&target("", "total = 5\nby = \"2010/2006\""), &["2006 lies before 2010"]);
}

/// What is due of a level depends on the path of its own target, its indicator, its plan.
#[test]
fn a_target_has_its_own_path() {
    let plan = |plan: &str, indicator: &str, own: &str| {
        format!("base = \"2000\"\nend = \"2004\"\n{plan}\n{}", target(indicator, &format!("level = 1600\n{own}")))
    };
    let data = "year,value\n2000,100\n2002,700\n";
    let due = |text: &str| {
        let one = track(text, data, &[])["assessments"][0].clone();
        formulas_hold(&one);
        (one["due"].as_f64().unwrap() * 1600.0, one["schedule"]["path"].as_str().unwrap().to_owned())
    };
    for (text, want, shape) in [
        (plan("", "", ""), 400.0, "geometric"),
        (plan("path = \"linear\"", "", ""), 850.0, "linear"),
        (plan("path = \"linear\"", "path = \"geometric\"", ""), 400.0, "geometric"),
        (plan("", "path = \"geometric\"", "path = \"elapsed\""), 850.0, "elapsed"),
        (plan("", "", "path = \"milestones\""), 850.0, "milestones"),
        (plan("", "path = \"profile\"", ""), 400.0, "seasonal"),
    ] {
        let (due, path) = due(&text);
        assert!((due - want).abs() < 1e-9, "{text}: {due}");
        assert_eq!(path, shape, "{text}");
    }
    // Two targets of one plan, each by its own path.
    let two = format!(
        "base = \"2000\"\nend = \"2004\"\n[indicator.y]\n{}[[target]]\nindicator = \"y\"\nlevel = 1600\n",
        target("", "level = 1600\npath = \"linear\"")
    );
    let data = "indicator,year,value\nx,2000,100\nx,2002,700\ny,2000,100\ny,2002,700\n";
    let document = track(&two, data, &[]);
    is(&document["assessments"][0], "/due", 850.0 / 1600.0);
    is(&document["assessments"][1], "/due", 0.25);
    refused(&target("", "level = 5\nby = \"2010\"\npath = \"steep\""), &["unknown path shape `steep`", "geometric"]);
}

/// Of a planned sum: even parts, an even rate (the cumulative method), an even rise, last year's months, earlier sums.
#[test]
fn a_sum_has_its_own_path() {
    let plan = |path: &str| format!("base = \"2000\"\n{}", target("", &format!("by = \"2002\"\ntotal = 440\n{path}")));
    // 200 in 2000: an even rate gives 200q + 200q² = 440, an even rise 213.33 and 226.67.
    let data = "year,value\n2000,200\n2001,210\n";
    let due = |path: &str, data: &str| track(&plan(path), data, &[])["assessments"][0].clone();
    let q = f64::midpoint(-1.0, (1.0_f64 + 4.0 * 2.2).sqrt());
    for (path, want) in [
        ("", 220.0),
        ("path = \"elapsed\"", 220.0),
        ("path = \"geometric\"", 200.0 * q),
        ("path = \"linear\"", 200.0 + 40.0 / 3.0),
        ("path = \"milestones\"\n[[target]]\nindicator = \"x\"\nby = \"2001\"\ntotal = 205", 205.0),
    ] {
        let one = due(path, data);
        is(&one, "/due", want / 440.0);
        formulas_hold(&one);
    }
    // Months: a tenth of the year before came in its first half, so a tenth of half the sum is due.
    let months = rows(1..=12, |month| format!("x,2000-{month:02},{}\n", if month <= 6 { 2 } else { 18 }));
    let now = rows(1..=6, |month| format!("x,2001-{month:02},4\n"));
    let data = format!("indicator,period,value\n{months}{now}");
    let one = due("path = \"seasonal\"", &data);
    says(&one, "/schedule/path", "seasonal");
    is(&one, "/due", 22.0 / 440.0);
    is(&one, "/lead_points", 2.0 / 440.0);
    // Without the year before, a path that starts from it does not exist.
    let none = due("path = \"geometric\"", "year,value\n2001,210\n");
    says(&none, "/undefined/due", "missing_base");
    is(&none, "/completion", 210.0 / 440.0);
}

/// Half of ten years of rise, then a standstill: on course in the long term, not in the short.
#[test]
fn eurostat_has_two_windows() {
    let values = rows(2000..=2020, |year| format!("{year},{}\n", 100.0 * 1.02_f64.powi((year - 2000).min(15))));
    let data = format!("year,value\n{values}");
    let plan = |by: &str| format!("base = \"2015\"\n{}", target("better = \"higher\"", by));
    let one = |plan: &str, data: &str, more: &[&str]| {
        let args = [&["--method", "eurostat"][..], more].concat();
        track(plan, data, &args)["assessments"][0]["methods"]["eurostat"].clone()
    };
    let said = one(&plan("by = \"2030\"\nlevel = 164"), &data, &[]);
    let asked = (164.0 / (100.0 * 1.02_f64.powi(15))).powf(1.0 / 15.0) - 1.0;
    let long = 1.02_f64.powf(10.0 / 15.0) - 1.0;
    is(&said, "/long_term/value", long / asked);
    is(&said, "/long_term/years", 15.0);
    says(&said, "/long_term/status", "significant_progress");
    is(&said, "/short_term/value", 0.0);
    says(&said, "/short_term/status", "insufficient_progress");
    for term in ["long_term", "short_term"] {
        crate::arithmetic::gives(said[term]["formula"].as_str().unwrap(), said[term]["value"].as_f64().unwrap());
    }
    // A direction alone: the rates themselves.
    let direction = one(&plan(""), &data, &[]);
    is(&direction, "/long_term/value", long);
    // Twelve years are enough for the long term, nine are not; two are not enough for any.
    let late = |first: i32| {
        let rows = rows(first..=2020, |year| format!("{year},{}\n", year - 1990));
        one(&plan(""), &format!("year,value\n{rows}"), &[])
    };
    is(&late(2008), "/long_term/years", 12.0);
    says(&late(2011), "/long_term/undefined", "too_sparse");
    is(&late(2011), "/short_term/years", 5.0);
    says(&late(2018), "/short_term/undefined", "too_sparse");
    let table = printed(&plan(""), &data, &["--method", "eurostat", "--format", "table", "--lang", "zh", "--explain"]);
    for part in ["长期与短期", "进展显著", "eurostat.long_term: 1 * (("] {
        assert!(table.contains(part), "{part} in {table}");
    }
    let csv = printed(&plan(""), &data, &["--method", "eurostat", "--format", "csv"]);
    assert!(csv.contains("eurostat_value,eurostat_status,eurostat_long_term_value,eurostat_long_term_status"), "{csv}");
}

/// Of several targets at once the worst symbol is that of the indicator.
#[test]
fn destatis_takes_the_worst_of_several_targets() {
    let data = "year,value\n2015,10\n2016,11\n2017,12\n2018,13\n2019,14\n2020,15\n";
    let plan = |more: &str| {
        target("better = \"higher\"", &format!("by = \"2025\"\nlevel = 19\n[[target]]\nindicator = \"x\"\n{more}"))
    };
    let said = |plan: &str| {
        let document = track(plan, data, &["--method", "destatis"]);
        let all = document["assessments"].as_array().unwrap().clone();
        all.iter().map(|one| one["methods"]["destatis"].clone()).collect::<Vec<_>>()
    };
    let two = said(&plan("by = \"2030\"\nlevel = 60"));
    assert_eq!((two[0]["status"].as_str(), two[1]["status"].as_str()), (Some("sun"), Some("cloudy")));
    for one in &two {
        assert_eq!(one["all_targets"], serde_json::json!({"status": "cloudy", "standing": "stalled", "targets": 2}));
    }
    // A floor that is broken while values rise is cloudy too; what was due before is over.
    assert_eq!(said(&plan("at_least = 16"))[0]["all_targets"]["status"], "cloudy");
    assert!(said(&plan("by = \"2018\"\nlevel = 60")).iter().all(|one| one.get("all_targets").is_none()));
    assert!(said(&target("better = \"higher\"", "by = \"2025\"\nlevel = 19"))[0].get("all_targets").is_none());
    let text = plan("by = \"2030\"\nlevel = 60");
    let table = printed(&text, data, &["--method", "destatis", "--format", "table", "--lang", "en"]);
    assert!(table.contains("Several targets of one indicator"), "{table}");
    let csv = printed(&text, data, &["--method", "destatis", "--format", "csv"]);
    assert!(csv.contains("destatis_all_targets_status") && csv.contains(",sun,cloudy,"), "{csv}");
}

/// What has no growth changes in points.
#[test]
fn rates_and_shares_change_in_points() {
    let one = |indicator: &str, data: &str| {
        track(&target(indicator, "by = \"2010\"\nlevel = 50"), data, &[])["assessments"][0].clone()
    };
    let data = "year,value\n2005,45.5\n2006,44.25\n";
    let percent = one("unit = \"%\"", data);
    is(&percent, "/latest/change_points", -1.25);
    says(&percent, "/undefined/growth", "rate_type");
    is(&one("unit = \"‰\"", data), "/latest/change_points", -0.125);
    is(&one("unit = \"上年=100\"", data), "/latest/change_points", -1.25);
    is(&one("unit = \"fraction\"", "year,value\n2005,0.455\n2006,0.4425\n"), "/latest/change_points", -1.25);
    says(&one("nature = \"ratio\"", data), "/undefined/change_points", "no_scale");
    says(&one("unit = \"%\"", "year,value\n2004,1\n2006,2\n"), "/undefined/change_points", "missing_base");
    assert!(one("unit = \"万元\"", data)["latest"].get("change_points").is_none());
    let share = "[indicator.all]\n[indicator.x]\n[[target]]\nindicator = \"x\"\nby = \"2010\"\nshare_of = \"all\"\nat_least = 0.3\n";
    let data = "indicator,year,value\nx,2005,20\nx,2006,33\nall,2005,100\nall,2006,150\n";
    let share = track(share, data, &[]);
    is(&share["assessments"][0], "/latest/change_points", 2.0);
    is(&share["assessments"][0], "/latest/growth", 0.65);
    let csv = printed(
        &target("unit = \"%\"", "by = \"2010\"\nlevel = 50"),
        "year,value\n2005,45.5\n2006,44.25\n",
        &["--format", "csv"],
    );
    let (head, row) = csv.split_once('\n').unwrap();
    let at = head.split(',').position(|name| name == "change_points").unwrap();
    assert_eq!(row.split(',').nth(at), Some("-1.25"), "{csv}");
}

/// Growth beside the sum of a year that is not over is that of the year so far, not of the last whole year.
#[test]
fn growth_beside_a_sum_is_of_its_own_period() {
    let plan = format!("base = \"2000\"\nend = \"2005\"\n{}", target("", "total = 200"));
    let quarters = "x,2001-Q1,8\nx,2001-Q2,9\nx,2001-Q3,10\nx,2001-Q4,11\nx,2002-Q1,12\nx,2002-Q2,6\n";
    let data = format!("indicator,period,value\nx,2000,30\n{quarters}");
    let one = track(&plan, &data, &[])["assessments"][0].clone();
    says(&one, "/latest/period", "2002-Q2");
    is(&one, "/latest/value", 56.0);
    is(&one, "/latest/growth", 18.0 / 17.0 - 1.0);
    formulas_hold(&one);
    // A whole year has that of the year; a year without its parts has none to compare with.
    let whole = track(&plan, &data, &["--as-of", "2001"])["assessments"][0].clone();
    is(&whole, "/latest/growth", 38.0 / 30.0 - 1.0);
    let first = track(&plan, "indicator,period,value\nx,2000,30\nx,2001,38\nx,2002-Q1,12\n", &[]);
    says(&first["assessments"][0], "/undefined/growth", "missing_base");
}

#[test]
fn a_rate_that_is_asked_of_a_rate_is_remarked() {
    let found = |indicator: &str, form: &str| {
        let plan = format!("base = \"2005\"\nend = \"2010\"\n{}", target(indicator, form));
        let document = track(&plan, "year,value\n2005,40\n2006,41\n", &[]);
        let findings = document["findings"].as_array().unwrap().clone();
        findings
            .into_iter()
            .find(|one| one["code"] == "rate_of_rate")
            .map(|one| one["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(found("unit = \"%\"", "rate = 0.08").as_deref(), Some("warning"));
    assert_eq!(found("unit = \"%\"", "rise = 0.08").as_deref(), Some("info"));
    for (indicator, form) in [
        ("unit = \"%\"", "points = 2.0"),
        ("unit = \"%\"", "multiple = 1.5"),
        ("unit = \"%\"\nnature = \"growth\"", "rate = 0.08"),
        ("unit = \"万元\"", "rate = 0.08"),
    ] {
        assert_eq!(found(indicator, form), None, "{indicator} {form}");
    }
}

/// Million tonnes are written just so: MT is something else to many.
#[test]
fn million_tonnes_are_known() {
    let plan = target("unit = \"Mt\"", "by = \"2010\"\nlevel = 50");
    let one = track(&plan, "year,value,unit\n2010,25000000,吨\n", &[])["assessments"][0].clone();
    is(&one, "/latest/value", 25.0);
    let kilo = track(&plan, "year,value,unit\n2010,25000,kt\n", &[])["assessments"][0].clone();
    is(&kilo, "/latest/value", 25.0);
    refused(&plan.replace("Mt", "MT"), &["unknown unit `MT`"]);
}

/// A total over a span is an observation of the sum that begins with it, and of nothing else.
#[test]
fn rows_over_spans_are_totals() {
    let plan = target("", "by = \"2001/2005\"\ntotal = 2200");
    for span in ["2001/2005", "2001-01/2005-12", "2001-2005", "2001年至2005年"] {
        let document = track(&plan, &format!("indicator,period,value\nx,{span},2240\n"), &[]);
        assert_eq!(codes(&document), [""; 0], "{span}");
        assert_eq!(document["as_of"].as_str().map(|at| &at[..4]), Some("2005"), "{span}");
        let one = &document["assessments"][0];
        says(one, "/latest/period", "2005");
        is(one, "/latest/value", 2240.0);
        is(one, "/completion", 2240.0 / 2200.0);
        says(one, "/outcome", "met");
        is(one, "/running_total/to_date", 2240.0);
        // Inside five years nobody knows when.
        assert!(one.get("early_by").is_none());
        formulas_hold(one);
    }
    // So far, and years behind it; in another unit.
    let plan = target("unit = \"万元\"", "by = \"2001/2005\"\ntotal = 2200");
    let data = "indicator,period,value,unit\nx,2001/2003,0.13,亿元\nx,2004,45,万元\n";
    let mixed = track(&plan, data, &[]);
    assert_eq!(codes(&mixed), [""; 0], "{mixed:#}");
    is(&mixed["assessments"][0], "/latest/value", 1345.0);
    says(&mixed["assessments"][0], "/latest/period", "2004");
    let before = track(&plan, data, &["--as-of", "2003"]);
    is(&before["assessments"][0], "/latest/value", 1300.0);
    // The parts count where they reach as far, and a total that they do not make is found.
    let parts = "indicator,period,value\nx,2001,400\nx,2002,400\nx,2003,400\nx,2001/2003,1300\n";
    let differs = track(&target("", "by = \"2001/2005\"\ntotal = 2200"), parts, &[]);
    assert_eq!(codes(&differs), ["span_differs"]);
    is(&differs["assessments"][0], "/latest/value", 1200.0);
    assert_eq!(differs["findings"][0]["numbers"], serde_json::json!({"total": 1300.0, "sum": 1200.0}));
    // A span that no sum of the plan begins with is said to be left out, and stands in no other number.
    for (form, span) in [("by = \"2001/2005\"\ntotal = 2200", "2002/2005"), ("by = \"2005\"\nlevel = 500", "2001/2005")]
    {
        let left = track(&target("", form), &format!("indicator,period,value\nx,2005,500\nx,{span},2000\n"), &[]);
        assert!(codes(&left).contains(&"span_unused"), "{span}");
        assert_ne!(left["assessments"][0]["latest"]["value"], 2000.0);
    }
    // Two totals over one span, and growth of a total, are refused.
    let folder = Folder::with("d.csv", "indicator,period,value\nx,2001/2005,1\nx,2001/2005,2\n").and("p.toml", &plan);
    folder.run(&["track", "p.toml", "--data", "d.csv"]).refused(&["two totals of `x` over 2001/2005", "lines 2 and 3"]);
    folder.run(&["growth", "d.csv"]).refused(&["d.csv, line 2", "2001/2005 is a span, not one period"]);
}

/// A total that was known before is no news: the step between two moments is what came behind it.
#[test]
fn totals_over_spans_are_compared() {
    let folder = Folder::with("p.toml", target("", "by = \"2001/2005\"\ntotal = 2200"))
        .and("d.csv", "indicator,period,value\nx,2001/2003,1300\nx,2004,450\nx,2005,500\n");
    let document = folder.json(&["track", "p.toml", "--data", "d.csv", "--compare", "2004", "--format", "json"]);
    fits(&validator("comparison"), &document);
    let change = &document["changes"][0];
    is(change, "/completion/by_revision", 0.0);
    is(change, "/completion/by_new_data", 500.0 / 2200.0);
}

#[test]
fn a_key_in_the_wrong_table_is_sent_to_its_own() {
    let plan = |head: &str, indicator: &str, more: &str| {
        format!("base = \"2005\"\n{head}\n{}", target(indicator, &format!("level = 2\nby = \"2010\"\n{more}")))
    };
    refused(&plan("", "earned_value = {}", ""), &["line 4", "unknown key `earned_value`", "write it in [[target]]"]);
    refused(&plan("", "level = 3", ""), &["line 4", "unknown key `level`", "write it in [[target]]"]);
    refused(&plan("", "", "unit = \"t\""), &["unknown key `unit`", "write it in [indicator.NAME]"]);
    refused(&plan("by = \"2010\"", "", ""), &["line 2", "unknown key `by`", "write it in [[target]]"]);
    refused(&plan("unit = \"t\"", "", ""), &["line 2", "unknown key `unit`", "write it in [indicator.NAME]"]);
    refused(&target("", "pace_with = \"x\""), &["`x` is compared with itself", "name another indicator"]);
    refused(
        &target("", "doublings = \"two\""),
        &["should be a number", "write doublings = 1, which is twice the base"],
    );
}

#[test]
fn shares_are_percent_and_words_chinese_in_tables() {
    let share = "[indicator.all]\n[indicator.x]\n[[target]]\nindicator = \"x\"\nshare_of = \"all\"\nat_least = 0.3\n";
    let plan = format!(
        "base = \"2005\"\nend = \"2010\"\n{share}{share2}",
        share2 = "[[target]]\nindicator = \"x\"\n\
        share_of = \"all\"\nat_least = 0.3\nby = \"2010\"\n"
    );
    let data = "year,all,x\n2005,100,25\n2006,100,28\n2007,100,32\n2010,100,33\n";
    let english = printed(&plan, data, &["--format", "table", "--lang", "en"]);
    assert!(english.contains("28.00 % in 2006 breaks the limit 30.00 %"), "{english}");
    let early = english.split("Reached before the date").nth(1).unwrap();
    assert!(early.contains("30.00 %"), "{english}");
    let chinese = printed(&plan, data, &["--format", "table", "--lang", "zh"]);
    for word in ["目标已实现", "达到或超过时序", "2006年为 28.00 %，突破限值 30.00 %"] {
        assert!(chinese.contains(word), "{word}: {chinese}");
    }
    assert!(!chinese.contains("ahead or on schedule"), "{chinese}");
}

/// A budget of emissions: 310 of 500 are used after three of five years, where 300 were due.
#[test]
fn a_sum_that_is_not_to_be_passed_is_behind_and_not_away() {
    let plan = format!("base = \"2020\"\n{}", target("better = \"lower\"", "by = \"2025\"\ntotal = 500"));
    let of = |last: f64| {
        let data = format!("year,value\n2020,110\n2021,90\n2022,100\n2023,{last}\n");
        track(&plan, &data, &["--method", "schedule"])["assessments"][0].clone()
    };
    let over = of(120.0);
    formulas_hold(&over);
    says(&over, "/methods/schedule/status", "behind");
    says(&over, "/standing", "slow");
    is(&over, "/lead_points", -0.02);
    is(&over, "/lead_periods", -0.1); // 310 were due a tenth of a year later
    let under = of(80.0);
    says(&under, "/methods/schedule/status", "ahead_or_on_schedule");
    is(&under, "/lead_periods", 0.3);
    // nothing yet, or too much already
    let passed = of(400.0);
    says(&passed, "/outcome", "missed");
    says(&passed, "/methods/schedule/status", "moved_away");
}
