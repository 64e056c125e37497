//! Progress methods through plan file, table, command and JSON.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Folder;

/// A plan with one target, and its values.
fn folder(indicator: &str, target: &str, values: &[(i32, f64)]) -> Folder {
    let plan =
        format!("base = '2015'\n[indicator.x]\nnature = 'stock'\n{indicator}\n[[target]]\nindicator = 'x'\n{target}\n");
    let mut data = String::from("indicator,period,value\n");
    for (year, value) in values {
        writeln!(data, "x,{year},{value}").unwrap();
    }
    Folder::with("plan.toml", plan).and("data.csv", data)
}

/// What a method says of the target.
fn judged(folder: &Folder, method: &str, more: &[&str]) -> Value {
    let track = ["track", "plan.toml", "--data", "data.csv", "--format", "json", "--method", method];
    let json = folder.json(&[&track[..], more].concat());
    json["assessments"][0]["methods"][method].clone()
}

#[track_caller]
fn says(judged: &Value, status: &str, standing: &str) {
    assert_eq!((judged["status"].as_str(), judged["standing"].as_str()), (Some(status), Some(standing)), "{judged}");
}

#[track_caller]
fn near(got: &Value, want: f64) {
    assert!(got.as_f64().is_some_and(|got| (got - want).abs() <= 1e-9 * want.abs().max(1.0)), "{got}, not {want}");
}

/// The two indices of `escap`, written down once more: values by year, scale, target, direction, now.
fn indices(values: &[(i32, f64)], scale: f64, target: f64, direction: f64, now: i32) -> (f64, f64) {
    let logit = |value: f64| (value / scale / (1.0 - value / scale)).ln();
    let changes: Vec<f64> = values
        .windows(2)
        .map(|pair| (logit(pair[1].1) - logit(pair[0].1)) / f64::from(pair[1].0 - pair[0].0))
        .filter(|change| !change.is_nan())
        .collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let last = values[values.len() - 1];
    let at = |year: i32| match values.iter().find(|(at, _)| *at == year) {
        Some((_, value)) => *value,
        None if !mean.is_finite() => last.1,
        None => {
            let odds = (logit(last.1) + mean * f64::from(year - last.0)).exp();
            scale * odds / (1.0 + odds)
        }
    };
    let index = |value: f64| {
        if direction * (value - target) >= 0.0 {
            return 10.0;
        }
        10.0 * direction * (value - at(2015)) / (target - at(2015)).abs()
    };
    (index(at(now)), index(at(2030)))
}

/// One case of `escap`: values, upper bound, target, better, the moment of the assessment.
type EscapCase = (&'static [(i32, f64)], f64, f64, &'static str, i32);

#[test]
fn escap_gives_both_indices() {
    let cases: [EscapCase; 9] = [
        (&[(2012, 40.0), (2015, 47.0), (2018, 52.0), (2022, 61.0)], 100.0, 95.0, "higher", 2025),
        (&[(2012, 40.0), (2018, 52.0), (2022, 61.0)], 100.0, 70.0, "higher", 2022), // no value at the base
        (&[(2017, 30.0), (2019, 24.5)], 100.0, 1.0, "lower", 2025),                 // first value after the base
        (&[(2010, 31.0), (2014, 28.0)], 1000.0, 12.0, "lower", 2023),               // last value before the base
        (&[(2015, 100.0), (2020, 100.0)], 100.0, 99.0, "higher", 2025),             // at the end of the scale
        (&[(2015, 3.0), (2018, 0.0), (2021, 2.0)], 100.0, 1.0, "lower", 2025),      // through zero: carried
        (&[(2015, 96.0), (2020, 90.0)], 100.0, 95.0, "higher", 2025),               // met at the base, lost
        (&[(2015, 20.0), (2018, 25.0), (2021, 22.0)], 100.0, 5.0, "lower", 2024),
        (&[(2016, 40.0), (2018, 60.0), (2020, 97.0)], 100.0, 95.0, "higher", 2025), // met
    ];
    for (values, scale, target, better, now) in cases {
        let folder = folder(
            &format!("better = '{better}'\nbounds = [0, {scale}]"),
            &format!("by = '2030'\nlevel = {target}"),
            values,
        );
        let judged = judged(&folder, "escap", &["--as-of", &now.to_string()]);
        let direction = if better == "higher" { 1.0 } else { -1.0 };
        let (current, anticipated) = indices(values, scale, target, direction, now);
        near(&judged["current"], current);
        near(&judged["anticipated"], anticipated);
        near(&judged["value"], anticipated);
        near(&judged["score"], current);
        let (current_status, anticipated_status) = (&judged["current_status"], &judged["anticipated_status"]);
        let word = |index: f64, words: [&'static str; 3]| words[usize::from(index <= 9.0) + usize::from(index <= 0.0)];
        assert_eq!(current_status, word(current, ["on_track", "slow", "regression"]));
        assert_eq!(anticipated_status, word(anticipated, ["will_meet", "must_accelerate", "moves_away"]));
        assert_eq!(judged["status"], *anticipated_status);
    }
}

#[test]
fn escap_says_why_it_cannot_tell() {
    let bounded = "better = 'higher'\nbounds = [0, 100]";
    let of = |indicator: &str, target: &str, values: &[(i32, f64)]| {
        let judged = judged(&folder(indicator, target, values), "escap", &["--as-of", "2025"]);
        says(&judged, "not_available", "cannot_tell");
        judged["undefined"].as_str().unwrap().to_owned()
    };
    let (target, values) = ("by = '2030'\nlevel = 90", [(2015, 40.0), (2020, 50.0)]);
    assert_eq!(of(bounded, target, &values[..1]), "too_few_points");
    assert_eq!(of("better = 'higher'", target, &values), "no_scale");
    assert_eq!(of(bounded, "", &values), "no_target");
    // one value is enough if it meets the target, and a unit of percent has its scale
    says(&judged(&folder(bounded, target, &[(2018, 95.0)]), "escap", &[]), "will_meet", "achieved");
    let percent = folder("better = 'higher'\nunit = '%'", target, &values);
    says(&judged(&percent, "escap", &["--as-of", "2025"]), "must_accelerate", "slow");
}

#[test]
fn sdsn_rescales_and_tells_the_trend() {
    let range = "range = { worst = 20, best = 80, green = 75, red = 40 }";
    let values = [(2015, 35.0), (2020, 50.0)];
    let with = judged(&folder(range, "by = '2030'\nlevel = 80", &values), "sdsn", &[]);
    near(&with["score"], 50.0);
    near(&with["value"], 1.0);
    says(&with, "on_track", "on_track");
    assert_eq!(with["dashboard"], "orange");
    // a direction alone: the score stands, the trend has no target; which way is better the range says
    let without = judged(&folder(range, "", &values[1..]), "sdsn", &[]);
    near(&without["score"], 50.0);
    says(&without, "not_available", "cannot_tell");
    let lower = folder("range = { worst = 80, best = 20 }", "by = '2030'\nlevel = 20", &values);
    near(&judged(&lower, "sdsn", &[])["score"], 50.0);
    says(&judged(&lower, "sdsn", &[]), "decreasing", "away");
}

#[test]
fn ratios_of_rates() {
    let target = "by = '2030'\nlevel = 150";
    let values = [(2015, 100.0), (2020, 110.0)];
    let rate = |multiple: f64, years: f64| multiple.powf(1.0 / years) - 1.0;
    let folder = folder("better = 'higher'", target, &values);
    let ratio = rate(1.1, 5.0) / rate(1.5, 15.0);
    for (method, status) in [("eurostat", "moderate_progress"), ("un2022", "fair_progress")] {
        let judged = judged(&folder, method, &[]);
        near(&judged["value"], ratio);
        says(&judged, status, "slow");
    }
    let chart = judged(&folder, "un2023", &[]);
    near(&chart["value"], (110.0 * 1.1_f64.powi(2) - 100.0) / 50.0);
    says(&chart, "fair_progress", "slow");
    let late = judged(&folder, "defra", &[]);
    near(&late["value"], (110.0_f64 / 150.0).ln().abs() / rate(1.1, 5.0).ln_1p() - 10.0);
    says(&late, "later", "stalled");
    let factor = judged(&folder, "wri", &[]);
    near(&factor["value"], 2.0);
    says(&factor, "off_track", "slow");
}

#[test]
fn a_slope_has_an_interval() {
    let values: Vec<(i32, f64)> = (0..8).map(|year| (2015 + year, 100.0 * 1.1_f64.powi(year))).collect();
    let judged = judged(&folder("better = 'higher'", "by = '2030'\nlevel = 900", &values), "trim", &[]);
    near(&judged["value"], 0.1);
    says(&judged, "strong_increase", "on_track");
    assert!(judged["interval"][0].as_f64().unwrap() > 0.09 && judged["interval"][1].as_f64().unwrap() < 0.11);
}

#[test]
fn limits_are_kept_in_every_year() {
    let values = [(2018, 3.0), (2019, 2.6), (2020, 2.4)];
    let of = |target: &str| judged(&folder("better = 'lower'", target, &values), "destatis", &[]);
    // kept now, but not in 2019: the sun shines, and nothing is achieved
    says(&of("at_most = 2.5"), "sun", "on_track");
    says(&of("at_most = 3"), "sun", "achieved");
    says(&of("at_most = 2"), "cloudy", "stalled");
    // by a date the projection counts: 1.5 in 2023
    says(&of("at_most = 2\nby = '2023'"), "sun", "on_track");
    says(&of("at_most = 2\nby = '2023'\nevery = true"), "cloudy", "stalled");
    says(&of(""), "sun", "on_track");
}

/// A limit that was broken and is kept again asks for no change a year: nobody is late, unless it is on its way out.
#[test]
fn a_limit_that_is_kept_again() {
    let of = |method: &str, last: f64| {
        let values = [(2017, 2.2), (2018, 3.0), (2019, 2.6), (2020, last)];
        judged(&folder("better = 'lower'", "at_most = 2.5\nevery = true\nby = '2023'", &values), method, &[])
    };
    for (method, kept, leaving) in [("wri", "on_track", "wrong_direction"), ("defra", "on_time", "moving_away")] {
        says(&of(method, 2.0), kept, "on_track");
        assert_eq!(
            (&of(method, 2.0)["value"], &of(method, 2.0)["undefined"]),
            (&Value::Null, &"already_reached".into())
        );
        says(&of(method, 2.4), leaving, "away");
    }
}

const STRICT: &str = "[method.strict]\nlike = 'eurostat'\nbands = { moderate_progress = 0.9 }\n\
                      [method.short]\nlike = 'eurostat'\nwindow = 2\n";

#[test]
fn thresholds_of_ones_own() {
    let folder = folder(
        "better = 'higher'",
        &format!("by = '2030'\nlevel = 150\n{STRICT}"),
        &[(2015, 100.0), (2018, 110.0), (2020, 110.0)],
    );
    says(&judged(&folder, "eurostat", &[]), "moderate_progress", "slow");
    says(&judged(&folder, "strict", &[]), "insufficient_progress", "stalled");
    near(&judged(&folder, "short", &[])["value"], 0.0);
    let all = folder.json(&["track", "plan.toml", "--data", "data.csv", "--format", "json", "--method", "all"]);
    assert_eq!(all["assessments"][0]["methods"].as_object().unwrap().len(), 13);
    let track = ["track", "plan.toml", "--data", "data.csv", "--method"];
    folder.run(&[&track[..], &["strikt"]].concat()).refused(&["unknown method `strikt`", "did you mean `strict`?"]);

    let shown = folder.json(&["methods", "--plan", "plan.toml", "--format", "json"]);
    assert_eq!(shown["own"][0]["set"][0], "moderate_progress 0.9 (0.6)");
    let one = folder.run(&["methods", "short", "--plan", "plan.toml", "--format", "table", "--lang", "en"]).out;
    assert!(one.contains("short · like eurostat") && one.contains("window 2") && !one.contains("strict"), "{one}");
}

#[test]
fn thresholds_that_do_not_fit_are_refused_at_their_place() {
    let of =
        |method: &str| Folder::with("plan.toml", format!("{method}\n")).run(&["track", "plan.toml", "--method", "all"]);
    of("[method.x]\nlike = 'eurostaat'").refused(&["plan.toml", "line 2", "did you mean `eurostat`?"]);
    of("[method.x]\nlike = 'eurostat'\nbands = { moderate = 0.7 }").refused(&["no threshold `moderate`", "line 3"]);
    of("[method.x]\nlike = 'eurostat'\nbands = { moderate_progress = 0.97 }").refused(&["do not fall", "0.95"]);
    of("[method.x]\nlike = 'wri'\nbands = { off_track = 0.5 }").refused(&["do not rise"]);
    of("[method.x]\nlike = 'wri'\nprojection = 'geometric'").refused(&["projects in one way only"]);
    of("[method.x]\nlike = 'schedule'\nwindow = 3").refused(&["no window"]);
    of("[method.statcan]\nlike = 'statcan'").refused(&["name of a published method", "my_statcan"]);
    of("[method.x]\nbands = {}").refused(&["`like` is missing"]);
}

#[test]
fn disagreements_are_named_with_their_causes() {
    // 100 to 400: linearly 105 of 300 are there after half of the time, as a rate more than half of the way
    let folder =
        folder("better = 'higher'", "by = '2025'\nlevel = 400", &[(2015, 100.0), (2019, 200.0), (2020, 205.0)]);
    let track = ["track", "plan.toml", "--data", "data.csv", "--method"];
    let of = |methods: &str| {
        let json = folder.json(&[&track[..], &[methods, "--format", "json"]].concat());
        json["disagreements"].clone()
    };
    let found = of("eurostat,sdsn");
    assert_eq!(found[0]["standings"], serde_json::json!({"on_track": ["eurostat"], "slow": ["sdsn"]}));
    assert_eq!(found[0]["between"][0]["causes"], serde_json::json!(["linear_or_compound"]));
    assert_eq!(of("eurostat,statcan"), serde_json::json!([]));
    let table = folder.run(&[&track[..], &["all", "--format", "table", "--lang", "en"]].concat()).out;
    assert!(table.contains("Where the methods disagree"), "{table}");
    assert!(table.contains("linear against compound"), "{table}");
    let chinese = folder.run(&[&track[..], &["all", "--format", "table", "--lang", "zh"]].concat()).out;
    assert!(chinese.contains("方法之间的分歧") && chinese.contains("线性与复合"), "{chinese}");
}

/// A share near a value, such as a parity index: nearness counts, from whichever side.
#[test]
fn escap_counts_nearness() {
    let of = |indicator: &str, target: &str, values: &[(i32, f64)]| {
        judged(&folder(indicator, &format!("by = '2030'\n{target}"), values), "escap", &["--as-of", "2025"])
    };
    let parity = "better = 'near'\nbounds = [0, 2]";
    // logits of 0.8 and 1.2 of 2 are mirror images: -ln 1.5 and ln 1.5 in ten years
    let share = |years: f64| 2.0 / (1.0 + (-(1.5_f64.ln()) * (1.0 + years / 5.0)).exp());
    for target in ["level = 1", "near = 1"] {
        let one = of(parity, target, &[(2015, 0.8), (2025, 1.2)]);
        near(&one["current"], 0.0);
        near(&one["anticipated"], 10.0 - 10.0 * (share(5.0) - 1.0) / 0.2);
        assert_eq!((&one["current_status"], &one["status"]), (&"regression".into(), &"moves_away".into()));
    }
    let met = of(parity, "near = 1\ntolerance = 0.03", &[(2015, 0.8), (2025, 1.03)]);
    near(&met["current"], 10.0);
    near(&of(parity, "near = 1\ntolerance = 0.03", &[(2015, 0.8), (2025, 1.04)])["current"], 8.0);
    let one_value = of(parity, "level = 1", &[(2018, 0.9)]);
    assert_eq!(one_value["undefined"], "too_few_points");
}

#[test]
fn escap_has_the_index_that_exists() {
    let bounded = "better = 'higher'\nbounds = [0, 100]";
    let of = |values: &[(i32, f64)]| judged(&folder(bounded, "by = '2030'\nlevel = 50", values), "escap", &[]);
    // at the target in the base and still there, on the way down
    let falls = of(&[(2010, 60.0), (2015, 50.0), (2020, 50.0)]);
    near(&falls["current"], 10.0);
    assert_eq!((&falls["current_status"], &falls["anticipated"]), (&"on_track".into(), &Value::Null));
    assert_eq!((&falls["status"], &falls["undefined"]), (&"not_available".into(), &"no_change_asked".into()));
    let rises = of(&[(2010, 40.0), (2015, 50.0), (2020, 49.0)]);
    near(&rises["anticipated"], 10.0);
    assert_eq!((&rises["current"], &rises["current_status"]), (&Value::Null, &Value::Null));
}

/// What else is in the plan and the data changes nothing.
#[test]
fn each_target_is_judged_by_its_own_series() {
    let plan = "base = '2015'\n[indicator.x]\nbetter = 'higher'\nunit = '%'\n[indicator.y]\nbetter = 'higher'\n\
                [[target]]\nindicator = 'x'\nby = '2030'\nlevel = 90\n[[target]]\nindicator = 'y'\nby = '2030'\nlevel = 9\n";
    let values = "indicator,period,value\nx,2015,40\nx,2020,50\n";
    let of =
        |more: &str| judged(&Folder::with("plan.toml", plan).and("data.csv", values.to_owned() + more), "escap", &[]);
    assert_eq!(of(""), of("y,2024,5\n"));
    near(&of("")["current"], 2.0);
}

/// A ceiling that the base keeps is not achieved before anything has happened; and a target that is met never stands
/// worse than one that is not.
#[test]
fn the_base_alone_achieves_nothing() {
    let standing = |target: &str, values: &[(i32, f64)]| {
        let folder = folder("better = 'lower'", target, values);
        let call = ["track", "plan.toml", "--data", "data.csv", "--method", "all", "--format", "json"];
        let one = folder.json(&call)["assessments"][0].clone();
        for method in ["eurostat", "un2023", "un2022", "sdsn", "defra", "wri"] {
            let judged = &one["methods"][method];
            assert!(values.len() > 1 || judged["standing"] == "cannot_tell", "{target}, {method}: {judged}");
        }
        one["standing"].as_str().unwrap().to_owned()
    };
    for kept in ["at_most = 10", "at_most = 10\nby = '2023'", "at_most = 10\nby = '2023'\nevery = true"] {
        assert_eq!(standing(kept, &[(2015, 9.0)]), "cannot_tell", "{kept}");
        assert_eq!(standing(&kept.replace("10", "8"), &[(2015, 9.0)]), "cannot_tell", "{kept}");
        assert_eq!(standing(kept, &[(2015, 9.0), (2016, 9.5)]), "achieved", "{kept}");
    }
}

#[test]
fn nothing_observed_yet() {
    let folder = folder("better = 'higher'\nbounds = [0, 100]", "by = '2030'\nmultiple = 2", &[]);
    let json = folder.json(&["track", "plan.toml", "--data", "data.csv", "--method", "all", "--format", "json"]);
    let one = &json["assessments"][0];
    says(&one["methods"]["escap"], "not_available", "cannot_tell");
    near(&one["multiple"], 2.0);
    near(&one["target_rate"], 2_f64.powf(1.0 / 15.0) - 1.0);
    assert_eq!(json["findings"][0]["code"], "no_data");
}

/// An indicator with a range and no target is rescaled all the same.
#[test]
fn a_range_is_enough_to_be_rescaled() {
    let plan = "[indicator.x]\nrange = { worst = 30, best = 10 }\n[indicator.y]\nbetter = 'higher'\n";
    let data = "country,indicator,year,value\nAFG,x,2018,25\nAGO,x,2018,30\nAGO,y,2018,3\n";
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let json = folder.json(&["track", "plan.toml", "--data", "data.csv", "--method", "sdsn", "--format", "json"]);
    let all: Vec<(&str, String)> = json["assessments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["subject"].as_str().unwrap(), one["methods"]["sdsn"]["score"].to_string()))
        .collect();
    assert_eq!(all, [("AFG", "25.0".to_owned()), ("AGO", "0.0".to_owned())]);
}

/// Shares are counted per hundred, per thousand and so on: the unit says it.
#[test]
fn units_have_natural_scales() {
    let of = |indicator: &str| {
        let folder =
            folder(&format!("better = 'lower'\n{indicator}"), "by = '2030'\nlevel = 12", &[(2015, 43.0), (2022, 37.5)]);
        judged(&folder, "escap", &["--as-of", "2025"])["value"].as_f64()
    };
    for (unit, scale) in [
        ("%", 100),
        ("percent", 100),
        ("‰", 1000),
        ("per 1,000 live births", 1000),
        ("per 100 000 population", 100_000),
    ] {
        let value = of(&format!("unit = '{unit}'"));
        assert!(value.is_some(), "{unit}");
        assert_eq!(value, of(&format!("bounds = [0, {scale}]")), "{unit}");
    }
    assert_eq!(of("unit = 'fraction'"), None);
}

/// A trend since the base needs values since the base; whether a direction is met nobody can say, and why.
#[test]
fn what_cannot_be_said_has_its_reason() {
    let early = folder("better = 'lower'", "", &[(2010, 5.0), (2011, 4.0), (2012, 3.0), (2013, 2.5)]);
    says(&judged(&early, "trim", &[]), "not_available", "cannot_tell");
    let json = early.json(&["track", "plan.toml", "--data", "data.csv", "--format", "json"]);
    let one = &json["assessments"][0];
    assert_eq!((&one["met"], &one["undefined"]["met"]), (&Value::Null, &"no_target".into()));
}
