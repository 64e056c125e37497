//! The cases of `tests/cases/*.toml` through the command and its JSON.

use serde_json::Value;

use crate::case_file::{self, Case, Got};
use crate::support::{Folder, root};

#[test]
fn through_the_command() {
    case_file::run_all(&root(), |case| match case.op.as_str() {
        "growth" => growth(case),
        "average" => average(case),
        "goal" => goal(case),
        "track" => track(case),
        other => panic!("{}: unknown op {other}", case.name),
    });
}

/// The options that are options of the command too.
fn options(case: &Case) -> Vec<String> {
    let mut args = vec!["--format".to_owned(), "json".to_owned()];
    for name in case.options.keys() {
        args.push(format!("--{}", name.replace('_', "-")));
        args.push(case.option(name).unwrap());
    }
    args
}

/// Runs `fanfan growth` on the table of a case.
fn rows(case: &Case, options: &[String]) -> Vec<Value> {
    let folder = Folder::new();
    let (folder, table) = match case.file(&root()) {
        Some(file) => (folder, file.to_str().unwrap().to_owned()),
        None => (folder.and("table.csv", case.input.as_str().unwrap()), "table.csv".to_owned()),
    };
    let mut args = vec!["growth", &table];
    args.extend(options.iter().map(String::as_str));
    let json = folder.json(&args);
    assert_eq!(json["schema"], "fanfan.growth/1");
    json["rows"].as_array().unwrap().clone()
}

/// A number, or the word beside the null that stands for it.
fn result(value: &Value, undefined: &Value) -> Option<Got> {
    match (value, undefined) {
        (Value::Number(number), Value::Null) => number.as_f64().map(Got::Number),
        (Value::String(text), Value::Null) => Some(Got::Word(text.clone())),
        (Value::Null, Value::String(reason)) => Some(Got::Word(reason.clone())),
        _ => None,
    }
}

fn growth(case: &Case) -> Result<(), String> {
    let rows = rows(case, &options(case));
    if case.file(&root()).is_none() && rows.len() != case.expected.len() {
        return Err(format!("{} rows, {} are listed", rows.len(), case.expected.len()));
    }
    case.compare(|key| {
        let (subject, period) = key.split_once(' ').unwrap_or(("", key));
        let row = rows.iter().find(|row| row["subject"] == subject && row["period"] == period)?;
        result(&row["result"], &row["undefined"])
    })
}

fn average(case: &Case) -> Result<(), String> {
    let mut measures: Vec<&str> = case.expected.keys().map(|key| key.rsplit(' ').next().unwrap()).collect();
    measures.sort_unstable();
    measures.dedup();
    let mut options = options(case);
    options.extend(["--measure".to_owned(), measures.join(",").replace('_', "-")]);
    let rows = rows(case, &options);
    case.compare(|key| {
        let (subject, measure) = key.split_once(' ').unwrap_or(("", key));
        let row = rows.iter().find(|row| row["subject"] == subject && row["measure"] == measure)?;
        result(&row["result"], &row["undefined"])
    })
}

fn goal(case: &Case) -> Result<(), String> {
    let options = options(case);
    let mut args = vec!["goal", case.input.as_str().unwrap()];
    args.extend(options.iter().map(String::as_str));
    let ran = Folder::new().run(&args);
    if case.expected.contains_key("error") {
        if (ran.status, ran.out.as_str()) != (Some(2), "") {
            return Err(format!("status {:?}, {}", ran.status, ran.out));
        }
        return case.compare(|_| Some(Got::Word(ran.err.clone())));
    }
    let json = ran.json();
    case.compare(|key| {
        let found = key.split('.').fold(&json, |value, step| match step.parse::<usize>() {
            Ok(at) => &value[at],
            Err(_) => &value[step],
        });
        result(found, &Value::Null)
    })
}

fn track(case: &Case) -> Result<(), String> {
    let folder = Folder::with("plan.toml", case.part("plan")).and("data.csv", case.part("data"));
    let options = options(case);
    let mut args = vec!["track", "plan.toml", "--data", "data.csv"];
    if case.option("method").is_none() {
        args.extend(["--method", "all"]);
    }
    args.extend(options.iter().map(String::as_str));
    let json = folder.json(&args);
    let list = |key: &str| json[key].as_array().unwrap().clone();
    case.compare(|key| {
        if key == "findings" {
            let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let found: Vec<String> = list("findings")
                .iter()
                .map(|one| format!("{} {}", text(one, "code"), text(one, "indicator")).trim_end().to_owned())
                .collect();
            return Some(Got::Word(found.join(", ")));
        }
        let [indicator, by, field] = key.split(' ').collect::<Vec<_>>().try_into().expect("INDICATOR BY FIELD");
        let by = if by == "-" { Value::Null } else { by.into() };
        let all = list("assessments");
        let one = all.iter().find(|one| one["indicator"] == indicator && one["target"]["by"] == by)?;
        match (field, field.split_once('.')) {
            (_, Some((method, "value"))) => {
                let method = &one["methods"][method];
                result(&method["value"], &method["undefined"])
            }
            (_, Some((method, field))) => result(&one["methods"][method][field], &Value::Null),
            ("met", _) => Some(Got::Word(one["met"].to_string())),
            ("kind" | "low" | "high", _) => result(&one["target"][field], &Value::Null),
            ("reference", _) => result(&one["target"]["reference"]["value"], &Value::Null),
            ("value" | "observed", _) => result(&one["latest"][field], &Value::Null),
            ("latest", _) => result(&one["latest"]["period"], &Value::Null),
            ("level", _) => result(&one["target"]["level"], &one["undefined"][field]),
            ("growth", _) => result(&one["latest"]["growth"], &one["undefined"][field]),
            _ => result(&one[field], &one["undefined"][field]),
        }
    })
}
