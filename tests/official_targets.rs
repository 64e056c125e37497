//! Real plans: official targets held against what became of them, by every method that there is.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use fanfan::growth::{mean_rate, rate_of_multiple};
use fanfan::model::Period;
use fanfan::plan::{Form, Goal, Plan};
use fanfan::progress::{Assessment, GoalFacts, Method, Standing, Track};
use fanfan::read::{self, ReadOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/official-targets")
}

fn plans() -> Vec<(String, Plan, Track)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let track = |path: PathBuf| {
        let plan = Plan::from_path(&path).unwrap_or_else(|error| panic!("{error}"));
        let tables =
            read::tables(&plan.data_paths(), &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let track = plan.track(&tables.observations, Method::ALL.to_vec()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), plan, track)
    };
    files.into_iter().map(track).collect()
}

type Row = HashMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(file)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The plan file that holds the target of a row.
fn file_of(row: &Row) -> &'static str {
    match (row["country"].as_str(), row["plan"].as_str()) {
        ("China", "11th five-year plan") => "china-11fyp",
        ("China", "12th five-year plan") => "china-12fyp",
        ("China", "13th five-year plan") => "china-13fyp",
        ("China", "14th five-year plan") => "china-14fyp",
        ("China", _) => "china-long-run",
        ("EU", _) => "europe-2020",
        ("India", _) => "india-plans",
        ("Japan", _) => "japan-1960",
        (_, "11th five-year plan") => "provinces-11fyp",
        _ => "provinces-12fyp",
    }
}

/// Whether an assessment is of the target of a row, by form, number and dates.
fn is_of(one: &Assessment, row: &Row) -> bool {
    let number: f64 = row["target_value"].parse().unwrap();
    let want = match row["form"].as_str() {
        "average growth" => Form::Rate(number / 100.0),
        "cumulative change" => Form::Reduction(-number / 100.0),
        "multiple" => Form::Multiple(number),
        "ceiling" => Form::AtMost(number),
        "floor" => Form::AtLeast(number),
        _ => Form::Level(number),
    };
    let near = one.target.form.value().zip(want.value()).is_some_and(|(a, b)| (a - b).abs() < 1e-9);
    let subject = row["country"].split_once(": ").is_none_or(|(_, subject)| one.subject == subject);
    // Of India's plans the same rates are held against two series.
    let income = row["country"] != "India" || one.indicator.starts_with("income_");
    let year = |key: &str| Some(Period::annual(row[key].parse().unwrap()));
    near && subject
        && income
        && one.target.form.as_str() == want.as_str()
        && one.target.by == year("target_year")
        && one.base.0 == year("base_year")
}

/// The judgement of a row by its own numbers: actual against target.
fn met(row: &Row) -> bool {
    let (actual, target): (f64, f64) = (row["actual_value"].parse().unwrap(), row["target_value"].parse().unwrap());
    match row["op"].as_str() {
        ">=" | ">" => actual >= target,
        _ => actual <= target,
    }
}

#[test]
fn every_official_target_is_judged_as_its_own_numbers_say() {
    let plans = plans();
    let (mut agree, mut left_out, mut misses) = (0, HashMap::<&str, usize>::new(), Vec::new());
    let rows = rows("plan_targets_and_actuals.csv");
    for row in &rows {
        let (_, _, track) = plans.iter().find(|(file, ..)| file == file_of(row)).unwrap();
        let found: Vec<&Assessment> = track.assessments.iter().filter(|one| is_of(one, row)).collect();
        assert!(!found.is_empty(), "{}, {}: no plan file has this target", row["plan"], row["indicator"]);
        let why = if row["actual_value"].is_empty() {
            Some("no actual value is at hand")
        } else if row["actual_knowledge"] == "memory" || row["base_knowledge"] == "memory" {
            Some("known from memory only: for illustration")
        } else if row["note"].contains("not comparable") {
            Some("the actual value is at other prices")
        } else {
            None
        };
        if let Some(why) = why {
            *left_out.entry(why).or_default() += 1;
            continue;
        }
        // Before its year a target is neither met nor missed by what is asked for at its end, but for the direction.
        let early = row["actual_year"] < row["target_year"];
        let as_stated = |one: &&&Assessment| match (early, one.now.met) {
            // a GDP that had its level before its time
            (true, Some(true)) => met(row),
            (true, _) => !met(row) && one.standing != Standing::Achieved,
            (false, now) => now == Some(met(row)),
        };
        if found.iter().any(|one| as_stated(&one)) {
            agree += 1;
        } else {
            let now: Vec<_> = found.iter().map(|one| (one.now.latest, one.now.met, one.standing)).collect();
            misses.push(format!("{}, {}: {now:?}, stated {}", row["plan"], row["indicator"], met(row)));
        }
    }
    let out: usize = left_out.values().sum();
    println!(
        "official targets: {agree} of {} judged as their own numbers say; {out} left out: {left_out:?}",
        rows.len() - out
    );
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!(agree + out, rows.len());
    assert!(agree >= 35, "only {agree} were compared");
}

#[test]
fn average_growth_of_the_world_bank_s_series_is_as_stated() {
    let plans = plans();
    let mut compared = 0;
    for row in rows("plan_targets_and_actuals.csv") {
        if row["form"] != "average growth" || row["actual_knowledge"] != "computed" {
            continue;
        }
        let (_, _, track) = plans.iter().find(|(file, ..)| file == file_of(&row)).unwrap();
        let target: f64 = row["target_value"].parse().unwrap();
        let year = |key: &str| Some(Period::annual(row[key].parse().unwrap()));
        let one = track.assessments.iter().find(|one| {
            one.indicator == "gdp"
                && matches!(one.target.form, Form::Rate(rate) if (rate * 100.0 - target).abs() < 1e-9)
                && (one.base.0, one.target.by) == (year("base_year"), year("target_year"))
        });
        let achieved = one.unwrap_or_else(|| panic!("{}: not found", row["plan"])).now.achieved_rate.unwrap();
        let stated: f64 = row["actual_value"].parse().unwrap();
        assert!((achieved * 100.0 - stated).abs() < 0.006, "{}: {achieved}, stated {stated}", row["plan"]);
        compared += 1;
    }
    println!("average growth of plans: {compared} of {compared} as stated");
    assert!(compared >= 3);
}

#[test]
fn every_method_has_a_word_for_every_target() {
    let mut judged = 0;
    for (file, plan, track) in plans() {
        assert_eq!(Plan::parse(&plan.to_string()).unwrap(), plan, "{file}");
        assert!(track.assessments.len() >= plan.targets().len(), "{file}");
        for one in &track.assessments {
            assert_eq!(one.methods.len(), Method::ALL.len(), "{file}");
            for (method, judgement) in &one.methods {
                // A judgement, or the reason why there is none.
                let told = judgement.standing != Standing::CannotTell;
                assert!(
                    told || judgement.undefined().is_some(),
                    "{file}, {}: {method} says {} without a reason",
                    one.indicator,
                    judgement.status
                );
                judged += usize::from(told);
            }
        }
    }
    println!("judgements of official targets: {judged}");
    assert!(judged > 100);
}

/// What a claim in print comes to, by the library. Percent where the claim is in percent.
fn computed(id: &str) -> f64 {
    let goal = |goal: &str, values: &[(i32, f64)]| {
        let values: Vec<_> = values.iter().map(|&(year, value)| (Period::annual(year), value)).collect();
        let goal: Goal = goal.parse().unwrap();
        let goal = if goal.start().is_none() { goal.starting(values[0].0).unwrap() } else { goal };
        GoalFacts::new(goal).values(values).progress()
    };
    let rate_left = |text: &str, values: &[(i32, f64)]| goal(text, values).left[0].rate.unwrap() * 100.0;
    let level = |text: &str, base: f64| goal(text, &[(2000, base)]).legs[0].value.unwrap();
    // Falls that follow each other, each in percent.
    let after = |falls: &[f64]| falls.iter().fold(1.0, |level, fall| level * (1.0 - fall / 100.0));
    match id {
        "required_rate_1" => rate_left("x2 by 2020 from 2010", &[(2010, 100.0), (2011, 109.3)]),
        "doubling_7_2" => level("+7.2%/yr for 10y", 1.0),
        "plan13_productivity" => level("+6.6%/yr for 5y", 8.7),
        "quadruple_2000_2020" => level("二十年翻两番", 8.9404),
        "energy_12_from_2005" => (1.0 - 0.869 / 1.276) * 100.0,
        "energy_14_compound" => (1.0 - after(&[2.7, 0.1, 0.5, 3.8])) * 100.0,
        "energy_14_remaining" => -rate_left("x0.865 in 5y", &[(2020, 1.0), (2024, after(&[2.7, 0.1, 0.5, 3.8]))]),
        // To the fifth year from four years and a half: the whole fall that is left, not a rate a year.
        "energy_11_remaining" => (1.0 - 0.8 / (after(&[15.61]) * (1.0 + 0.0009))) * 100.0,
        "japan_double_yen" => level("x2 in 10y", 13.6),
        "vietnam_gdp" => (269.0 / 193.0 - 1.0) * 100.0,
        "vietnam_avg" => mean_rate(&[0.068, 0.068, 0.068, 0.068, 0.02]).unwrap() * 100.0,
        "india_plan1" => rate_of_multiple(1.18, 5.0).unwrap() * 100.0,
        "rd_2019" => 2.17 / 99.1 * 100.0,
        "city_points_gdp" => 8.4 - 7.0,
        "city_share" => 75.11 / 232.88 * 100.0,
        other => panic!("no arithmetic for the claim {other}"),
    }
}

#[test]
fn claims_in_print_are_recomputed_and_wrong_ones_seen() {
    let claims = rows("arithmetic_claims.csv");
    let (mut right, mut wrong) = (0, 0);
    for claim in &claims {
        let number = |key: &str| -> f64 { claim[key].parse().unwrap() };
        let got = computed(&claim["id"]);
        assert!((got - number("computed")).abs() <= 5.001e-5, "{}: {got}, expected {}", claim["id"], claim["computed"]);
        let agrees = (number("claimed") - got).abs() <= number("tolerance");
        assert_eq!(agrees, claim["agrees"] == "yes", "{}: claimed {}, computed {got}", claim["id"], claim["claimed"]);
        if agrees {
            right += 1;
        } else {
            wrong += 1;
        }
    }
    println!("claims in print: {right} of {} agree, {wrong} recognised as wrong", claims.len());
    assert!(right > 0 && wrong > 0);
}

#[test]
fn official_reviews_stand_beside_the_data_and_decide_nothing() {
    let (mut same, mut differ) = (0, Vec::new());
    for (file, _, track) in plans() {
        for one in &track.assessments {
            let (Some(review), Some(met)) = (&one.target.review, one.now.met) else { continue };
            assert!(!review.text.is_empty(), "{file}");
            let found = track.findings.iter().any(|finding| {
                finding.code == "review_differs"
                    && finding.indicator == one.indicator
                    && finding.period == one.target.by
            });
            if review.met == Some(met) {
                same += 1;
                assert!(!found || track.assessments.len() > 1, "{file}");
            } else {
                assert!(found, "{file}, {}: nothing says that the review differs", one.indicator);
                differ.push(format!("{file} {}", one.indicator));
            }
        }
    }
    println!("official reviews: {same} as the data says, {differ:?} otherwise");
    // 19.1 % was called fulfilled where about 20 % was asked for
    assert_eq!(differ, ["china-11fyp energy_use_per_unit_of_gdp"]);
    assert!(same >= 5);
}
