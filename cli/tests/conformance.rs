//! Other publishers' cases through the whole path (plan file, table, command, JSON), and the methods of random series
//! beside formulas written here out of the definitions alone.

use std::fmt::Write;
use std::fs;

use serde_json::{Value, json};

use crate::support::{Folder, root};

fn cases(file: &str) -> Value {
    let text = fs::read_to_string(root().join("tests/conformance/data").join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The one assessment of a plan of one indicator against values by year.
fn judged(head: &str, indicator: &str, target: &str, values: &[(i64, f64)], more: &[&str]) -> Value {
    let plan = format!("{head}\n[indicator.x]\n{indicator}\n[[target]]\nindicator = 'x'\n{target}\n");
    let mut data = String::from("year,value\n");
    for (year, value) in values {
        writeln!(data, "{year},{value}").unwrap();
    }
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let args = ["track", "plan.toml", "--data", "data.csv", "--format", "json", "--explain", "--quiet"];
    folder.json(&[&args[..], more].concat())["assessments"][0].clone()
}

#[track_caller]
fn is(got: &Value, want: f64, case: &Value) {
    let number = got.as_f64().unwrap_or(f64::NAN);
    assert!((number - want).abs() <= 1e-9 * want.abs().max(1.0), "{got}, published {want}: {case}");
}

/// Twelve needed rates: of levels and of reductions, by the slope of logarithms, and the years that a rate takes.
#[test]
fn needed_yearly_rates() {
    let all = cases("required_rate_examples.json");
    for case in all.as_array().unwrap() {
        let of = |key: &str| case[key].as_f64();
        let want = of("recomputed").unwrap();
        if let Some(slope) = of("slope_ln") {
            let values: Vec<(i64, f64)> = (0..8).map(|nth| (1990 + nth, 50.0 * (slope * nth as f64).exp())).collect();
            let head = "base = '1990'\nend = '2000'";
            let one = judged(head, "better = 'lower'", "level = 10", &values, &["--method", "trim"]);
            is(&one["methods"]["trim"]["value"], -want, case);
            continue;
        }
        if let Some(rate) = of("rate") {
            let multiple = format!("multiple = {}", of("multiple").unwrap());
            let values = [(2000, 1.0), (2001, 1.0 + rate)];
            let one = judged("base = '2000'\nend = '2050'", "", &multiple, &values, &[]);
            assert_eq!(one["arrival"], json!((2000.0 + want).ceil().to_string()), "{case}");
            continue;
        }
        let years = of("n").unwrap_or_else(|| of("target_year").unwrap() - of("baseline_year").unwrap());
        let base = of("start").unwrap_or(37.5);
        let (target, want) = match (of("change"), of("multiple"), of("target")) {
            (Some(change), ..) => (format!("reduction = {}", -change), -want),
            (_, Some(multiple), _) => (format!("multiple = {multiple}"), want),
            (.., target) => (format!("level = {}", target.unwrap()), want),
        };
        let head = format!("base = '2000'\nend = '{}'", 2000 + years as i64);
        let one = judged(&head, "", &target, &[(2000, base)], &[]);
        is(&one["needed_rate"], want, case);
        is(&one["target_rate"], want, case);
    }
    assert_eq!(all.as_array().unwrap().len(), 12);
}

/// The ratio of the Progress Chart; in one case its author divided by the size of a fall, and got the other sign; in
/// another the sign of a fall was lost.
#[test]
fn progress_chart() {
    let all = cases("un_progress_chart_cases.json");
    for case in all["cases"].as_array().unwrap() {
        let number = |names: &[&str]| names.iter().find_map(|name| case[name].as_f64());
        let year = |name: &str| case[name].as_i64().unwrap();
        let (from, now) = (year("base_year"), year("last_year"));
        let base = number(&["base_value_implied", "base_value"]).unwrap_or(100.0);
        let expected = &case["expected"];
        let head = format!("base = '{from}'\nend = '2030'");
        let latest = number(&["last_value_implied", "last_value"]);
        let (better, target, latest, want) = match (number(&["target"]), expected["cagr"].as_f64()) {
            (Some(target), _) => ("higher", format!("level = {target}"), latest.unwrap(), &expected["CR"]),
            (_, Some(rate)) => {
                ("higher", String::new(), base * (1.0 + rate).powi((now - from) as i32), &expected["cagr"])
            }
            _ => ("lower", String::from("rate = -0.026"), latest.unwrap(), &expected["ratio_printed"]),
        };
        let values = [(from, base), (now, latest)];
        let one = judged(&head, &format!("better = '{better}'"), &target, &values, &["--method", "un2022"]);
        let judgement = &one["methods"]["un2022"];
        if better == "lower" {
            assert!((judgement["value"].as_f64().unwrap() + want.as_f64().unwrap()).abs() < 5e-4, "{case}");
            continue;
        }
        is(&judgement["value"], want.as_f64().unwrap(), case);
        let category = expected["correct_category"].as_str().or(expected["category_printed"].as_str()).unwrap();
        let word = category.to_lowercase().replace(' ', "_");
        let status = judgement["status"].as_str().unwrap();
        assert!(word.starts_with(status), "{status}: {case}");
    }
    assert_eq!(all["cases"].as_array().unwrap().len(), 5);
}

/// Distances to a target: the score of `sdsn` where they end at it, the share of the way where they go on behind it.
#[test]
fn distances_to_a_target() {
    let all = cases("coinr_dist2target.json");
    for case in all["cases"].as_array().unwrap() {
        let numbers =
            |key: &str| -> Vec<f64> { case[key].as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect() };
        let (values, target) = (numbers("x"), case["targ"].as_f64().unwrap());
        let lower = case["direction"].as_f64().unwrap() < 0.0;
        let worst = values.iter().copied().fold(f64::NAN, |a, b| if lower { a.max(b) } else { a.min(b) });
        let better = if lower { "lower" } else { "higher" };
        let indicator = format!("better = '{better}'\nrange = {{ worst = {worst}, best = {target} }}");
        for (value, want) in values.iter().zip(numbers("y")) {
            let path = [(2000, worst), (2001, *value)];
            let head = "base = '2000'\nend = '2010'";
            let one = judged(head, &indicator, &format!("level = {target}"), &path, &["--method", "sdsn"]);
            if case["cap"] == true {
                is(&json!(one["methods"]["sdsn"]["score"].as_f64().unwrap() / 100.0), want, case);
            } else {
                is(&one["schedule"]["way_done"], want, case);
            }
        }
    }
}

/// Scenarios of the Triple Billion: where a pace leads, what a target asks for, and the even way to it.
#[test]
fn scenarios_towards_a_target() {
    let all = cases("billionaire_scenarios.json");
    let head = "base = '2018'\nend = '2025'";
    let mut seen = 0;
    for case in all["cases"].as_array().unwrap() {
        let of = |key: &str| case[key].as_f64().unwrap();
        match case["id"].as_str().unwrap() {
            "aroc_latest_rising" | "aroc_latest_falling" => {
                // The way of the chart is the value at the date over the way that is asked for.
                let (from, now) = (of("v2017"), of("v2018"));
                let target = if now > from { 99.0 } else { 50.0 };
                let values = [(2017, from), (2018, now)];
                let head = "base = '2017'\nend = '2025'";
                let one = judged(head, "", &format!("level = {target}"), &values, &["--method", "un2023"]);
                let way = one["methods"]["un2023"]["value"].as_f64().unwrap() * (target - from);
                is(&json!(from + way), of("expected_2025"), case);
            }
            "aroc_target_99" | "aroc_target_3_small_is_best" => {
                let target = format!("level = {}", of("target"));
                let one = judged(head, "", &target, &[(2018, of("base"))], &[]);
                is(&one["needed_rate"], of("required_aroc"), case);
            }
            id @ ("aroc_percent_change_+3" | "aroc_percent_change_-3") => {
                let target = if id.ends_with("+3") { "rise = 0.03" } else { "reduction = 0.03" };
                let one = judged(head, "", target, &[(2018, of("base"))], &[]);
                is(&one["target"]["level"], of("expected_2025"), case);
            }
            "percent_vs_points" => {
                let one = judged(head, "better = 'lower'", "reduction = 0.3", &[(2018, of("base"))], &[]);
                is(&one["target"]["level"], of("expected"), case);
            }
            "fixed_target_99_linear" => {
                let path: Vec<f64> =
                    case["expected_path"].as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect();
                let values: Vec<(i64, f64)> = (0..8).map(|nth| (2018 + nth, 68.0 + 0.1 * nth as f64)).collect();
                let head = format!("{head}\npath = 'linear'");
                let one = judged(&head, "", "level = 99", &values, &["--history"]);
                for (then, want) in one["history"].as_array().unwrap().iter().zip(&path[1..]) {
                    is(&json!(then["due"].as_f64().unwrap() * 99.0), *want, case);
                }
            }
            // A rate that is cut off at 150 % a year, and a base of another year than the path: no scenario of a plan.
            "limit_aroc_positive_1.5"
            | "percent_baseline_+40_from_2010_by_2030"
            | "percent_baseline_-40_from_2010_by_2030" => continue,
            other => panic!("{other} is not known"),
        }
        seen += 1;
    }
    assert_eq!(seen, 8);
}

/// A generator that gives the same on every machine.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// A series with gaps, what is asked of it, and which way is better.
struct Case {
    values: Vec<(f64, f64)>,
    target: f64,
    end: f64,
    sign: f64,
    kind: usize,
}

fn random(dice: &mut Dice) -> Case {
    let sign = if dice.share() < 0.5 { 1.0 } else { -1.0 };
    let (years, end) = (2 + (dice.share() * 9.0) as i32, 2018 + (dice.share() * 12.0) as i32);
    let mut level = 20.0 + dice.share() * 300.0;
    let drift = sign * (dice.share() * 0.08 - 0.02);
    let mut values = Vec::new();
    for year in 0..=years {
        if year == 0 || year == years || year + 5 == years || dice.share() < 0.8 {
            values.push((f64::from(2005 + year), (level * 1000.0).round() / 1000.0));
        }
        level *= 1.0 + drift + (dice.share() - 0.5) * 0.04;
    }
    let asked = [0.02, 0.1, 0.3, 0.8][(dice.share() * 4.0) as usize];
    let target = (values[0].1 * (1.0 + sign * asked) * 100.0).round() / 100.0;
    Case { values, target, end: f64::from(end), sign, kind: (dice.share() * 3.0) as usize }
}

impl Case {
    fn text(&self, code: &str) -> (String, String) {
        let better = if self.sign > 0.0 { "higher" } else { "lower" };
        let limit = if self.sign > 0.0 { "at_least" } else { "at_most" };
        let asked = match self.kind {
            0 => format!("by = '{}'\nlevel = {}", self.end, self.target),
            1 => format!("by = '{}'\nevery = true\n{limit} = {}", self.end, self.target),
            _ => String::new(),
        };
        let indicator = format!("[indicator.{code}]\nbetter = '{better}'\n");
        (indicator, format!("[[target]]\nindicator = '{code}'\n{asked}\n"))
    }

    fn reached(&self) -> bool {
        self.sign * (self.values[self.values.len() - 1].1 - self.target) >= 0.0
    }

    /// The symbol: the mean of the last five yearly changes, the last of them, and the target.
    fn destatis(&self) -> (f64, &'static str) {
        let (now, value) = self.values[self.values.len() - 1];
        let (first, start) = *self.values.iter().find(|(year, _)| *year >= now - 5.0).unwrap();
        let mean = (value - start) / (now - first);
        let last = value - self.values[self.values.len() - 2].1;
        let right = self.sign * mean;
        match self.kind {
            2 => (
                right,
                match (right > 0.0, self.sign * last > 0.0) {
                    (true, true) => "sun",
                    (true, false) => "slightly_cloudy",
                    (false, true) => "cloudy",
                    (false, false) => "thunderstorm",
                },
            ),
            1 => (right, self.kept(right)),
            _ if self.reached() => (right, self.kept(right)),
            _ => {
                let missed = (self.target - (value + mean * (self.end - now))) / (self.target - value);
                let word = match missed {
                    _ if right <= 0.0 => "thunderstorm",
                    missed if missed < 0.05 => "sun",
                    missed if missed <= 0.2 => "slightly_cloudy",
                    _ => "cloudy",
                };
                (missed, word)
            }
        }
    }

    fn kept(&self, right: f64) -> &'static str {
        match (self.reached(), right) {
            (true, right) if right >= 0.0 => "sun",
            (true, _) => "slightly_cloudy",
            (false, right) if right > 0.0 => "cloudy",
            (false, _) => "thunderstorm",
        }
    }

    /// The slope of logarithms on time, less 1.
    fn trim(&self) -> f64 {
        let n = self.values.len() as f64;
        let mean = |of: &dyn Fn(&(f64, f64)) -> f64| self.values.iter().map(of).sum::<f64>() / n;
        let (time, log) = (mean(&|(year, _)| *year), mean(&|(_, value)| value.ln()));
        let with = mean(&|(year, value)| (year - time) * (value.ln() - log));
        (with / mean(&|(year, _)| (year - time).powi(2))).exp() - 1.0
    }

    /// The change needed over the one achieved.
    fn wri(&self) -> (Option<f64>, &'static str) {
        let ((from, start), (now, value)) = (self.values[0], self.values[self.values.len() - 1]);
        let achieved = (value - start) / (now - from);
        let factor = (self.target - value) / (self.end - now) / achieved;
        match factor {
            _ if self.reached() => (None, "target_met"),
            _ if achieved == 0.0 => (None, "well_off_track"),
            _ if self.sign * achieved < 0.0 => (Some(factor), "wrong_direction"),
            factor if factor <= 1.0 => (Some(factor), "on_track"),
            factor if factor <= 2.0 => (Some(factor), "off_track"),
            _ => (Some(factor), "well_off_track"),
        }
    }
}

#[test]
fn methods_of_random_series() {
    let mut dice = Dice(11);
    let all: Vec<Case> = (0..300).map(|_| random(&mut dice)).collect();
    let (mut plan, mut data) =
        (String::from("base = '2005'\nend = '2030'\n"), String::from("indicator,period,value\n"));
    let texts: Vec<(String, String)> = all.iter().enumerate().map(|(at, case)| case.text(&format!("i{at}"))).collect();
    plan.extend(texts.iter().map(|(indicator, _)| indicator.as_str()));
    plan.extend(texts.iter().map(|(_, target)| target.as_str()));
    for (at, case) in all.iter().enumerate() {
        for (year, value) in &case.values {
            writeln!(data, "i{at},{year},{value}").unwrap();
        }
    }
    let folder = Folder::with("plan.toml", plan).and("data.csv", data);
    let call =
        ["track", "plan.toml", "--data", "data.csv", "--method", "destatis,trim,wri", "--format", "json", "--quiet"];
    let document = folder.json(&call);
    let (mut words, mut factors) = (std::collections::BTreeSet::new(), 0);
    for (case, one) in all.iter().zip(document["assessments"].as_array().unwrap()) {
        let (want, word) = case.destatis();
        let destatis = &one["methods"]["destatis"];
        assert_eq!(destatis["status"], word, "{one:#}");
        is(&destatis["value"], want, one);
        words.insert(word);
        if case.values.len() > 2 {
            let trim = &one["methods"]["trim"];
            is(&trim["value"], case.trim(), one);
            let [low, high] = [0, 1].map(|end| trim["interval"][end].as_f64().unwrap());
            let word = match (low, high) {
                (low, _) if low > 0.05 => "strong_increase",
                (low, _) if low > 0.0 => "moderate_increase",
                (_, high) if high < -0.05 => "strong_decline",
                (_, high) if high < 0.0 => "moderate_decline",
                (low, high) if low >= -0.05 && high <= 0.05 => "stable",
                _ => "uncertain",
            };
            assert_eq!(trim["status"], word, "{one:#}");
        }
        let now = case.values[case.values.len() - 1].0;
        if case.kind == 0 && case.end > now {
            let (want, word) = case.wri();
            let wri = &one["methods"]["wri"];
            assert_eq!(wri["status"], word, "{one:#}");
            match want {
                Some(want) => is(&wri["value"], want, one),
                None => assert!(wri["value"].is_null(), "{one:#}"),
            }
            if word == "target_met" {
                assert_eq!(wri["undefined"], "already_reached");
            }
            factors += 1;
        }
    }
    assert!(words.len() == 4 && factors > 50, "{words:?}, {factors}");
}
