//! The cases of `tests/cases/*.toml` through the library; `cli/tests` runs the same through the command.

use std::path::Path;

use crate::case_file::{self, Case, Got};
use fanfan::growth::Measure;
use fanfan::model::{LongPanel, Observations};
use fanfan::prelude::*;
use fanfan::progress::Assessment;
use fanfan::read::{self, ReadOptions};

#[test]
fn through_the_library() {
    case_file::run_all(root(), |case| match case.op.as_str() {
        "growth" => growth(case),
        "average" => average(case),
        "goal" => goal(case),
        "track" => track(case),
        other => panic!("{}: unknown op {other}", case.name),
    });
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn got(result: Result<f64, Undefined>) -> Got {
    result.map_or_else(|reason| Got::Word(reason.as_str().to_owned()), Got::Number)
}

fn word(text: &(impl ToString + ?Sized)) -> Got {
    Got::Word(text.to_string())
}

fn table(case: &Case) -> Observations {
    let options = ReadOptions::default();
    match case.file(root()) {
        Some(file) => read::tables(&[file], &options).unwrap().observations,
        None => read::text("case", case.input.as_str().expect("a table"), &options).unwrap().observations,
    }
}

/// The name of a series in a key: the subject, where the table has any.
fn with_subject(panel: &LongPanel, series: usize, rest: &str) -> String {
    let subject = &panel.keys()[series].subject;
    if subject.is_empty() { rest.to_owned() } else { format!("{subject} {rest}") }
}

fn growth(case: &Case) -> Result<(), String> {
    let data = table(case);
    let panel = data.panel();
    let mut options = match case.option("units") {
        Some(code) => GrowthOptions::fred(code.strip_prefix("fred:").unwrap()).unwrap(),
        None => case.option("measure").unwrap().parse::<Measure>().unwrap().as_growth().unwrap(),
    };
    if let Some(policy) = case.option("negative_base") {
        options = options.negative_base(policy.parse().unwrap());
    }
    if let Some(lag) = case.option("lag") {
        options = options.base(Base::Lag(lag.parse().unwrap()));
    }
    if let Some(base) = case.option("base") {
        options = options.base(Base::Fixed(base.parse().unwrap()));
    }
    let outcomes = panel.growth(options).unwrap();
    let mut rows = Vec::new();
    for (number, series) in panel.iter().enumerate() {
        for &ordinal in series.ordinals {
            let period = Period::from_ordinal(series.frequency, ordinal);
            let key = with_subject(panel, number, &period.to_string());
            rows.push((key, got(outcomes.get(rows.len()).unwrap())));
        }
    }
    if case.file(root()).is_none() && rows.len() != case.expected.len() {
        return Err(format!("{} rows, {} are listed", rows.len(), case.expected.len()));
    }
    case.compare(|key| rows.iter().find(|(name, _)| name == key).map(|(_, got)| got.clone()))
}

fn average(case: &Case) -> Result<(), String> {
    let data = table(case);
    let panel = data.panel();
    case.compare(|key| {
        let (subject, measure) = key.split_once(' ').unwrap_or(("", key));
        let mut options = AverageOptions::new(measure.parse::<Measure>().unwrap().as_average()?);
        if let Some(from) = case.option("from") {
            options = options.from(from.parse().unwrap());
        }
        if let Some(to) = case.option("to") {
            options = options.to(to.parse().unwrap());
        }
        let series = panel.keys().iter().position(|key| &*key.subject == subject)?;
        Some(got(panel.average_growth(options).unwrap().get(series)?))
    })
}

fn goal(case: &Case) -> Result<(), String> {
    let notation = case.input.as_str().unwrap();
    let start = case.option("start").map(|start| start.parse::<Period>().unwrap());
    let goal = notation.parse::<Goal>().and_then(|goal| start.map_or(Ok(goal.clone()), |start| goal.starting(start)));
    let goal = match goal {
        Ok(goal) => goal,
        Err(error) => return case.compare(|key| (key == "error").then(|| word(&error))),
    };
    let base: Option<f64> = case.option("base").map(|base| base.parse().unwrap());
    let (legs, milestones, slack) = (goal.legs(), goal.milestones(), goal.slack());
    let at = |list: &str, number: usize, field: &str| {
        Some(match (list, field) {
            ("legs", "from_years") => Got::Number(legs.get(number)?.from_years()),
            ("legs", "to_years") => Got::Number(legs.get(number)?.to_years()),
            ("legs", "multiple") => Got::Number(legs.get(number)?.multiple()),
            ("legs", "rate") => Got::Number(legs.get(number)?.rate()),
            ("milestones", "years") => Got::Number(milestones.get(number)?.years()),
            ("milestones", "multiple") => Got::Number(milestones.get(number)?.multiple()),
            ("milestones", "rate") => Got::Number(milestones.get(number)?.rate()),
            ("milestones", "slack") => Got::Number(*slack.get(number)?),
            ("milestones", "value") => Got::Number(base? * milestones.get(number)?.multiple()),
            ("milestones", "by") => word(&milestones.get(number)?.by()?),
            _ => return None,
        })
    };
    case.compare(|key| match key.split('.').collect::<Vec<_>>().as_slice() {
        ["goal"] => Some(word(&goal)),
        [list, number, field] => at(list, number.parse().ok()?, field),
        _ => None,
    })
}

fn track(case: &Case) -> Result<(), String> {
    let plan = Plan::parse(case.part("plan")).unwrap();
    let data = read::text("data.csv", case.part("data"), &ReadOptions::default()).unwrap().observations;
    let mut options = TrackOptions::named(case.option("method").unwrap_or("all".into()).split(',')).unwrap();
    if let Some(period) = case.option("as_of") {
        options = options.as_of(period.parse::<Period>().unwrap());
    }
    let track = plan.track(&data, options).unwrap();
    case.compare(|key| {
        if key == "findings" {
            let found: Vec<String> =
                track.findings.iter().map(|one| format!("{} {}", one.code, one.indicator).trim_end().into()).collect();
            return Some(word(&found.join(", ")));
        }
        let [indicator, by, field] = key.split(' ').collect::<Vec<_>>().try_into().expect("INDICATOR BY FIELD");
        let is_meant = |one: &&Assessment| {
            one.indicator == indicator && one.target.by.map_or("-".to_owned(), |by| by.to_string()) == by
        };
        field_of(track.assessments.iter().find(is_meant)?, field)
    })
}

fn field_of(one: &Assessment, field: &str) -> Option<Got> {
    let now = &one.now;
    Some(match field {
        "level" => got(one.target.level),
        "met" => now.met.map_or_else(|| word("null"), |met| word(&met)),
        "kind" => word(one.target.kind.as_str()),
        "low" => Got::Number(one.target.band?.0),
        "high" => Got::Number(one.target.band?.1),
        "reference" => Got::Number(one.target.reference?),
        "value" => Got::Number(now.latest?.1),
        "latest" => word(&now.latest?.0),
        "observed" => Got::Number(one.value?),
        "growth" => got(one.growth),
        "multiple" => got(one.multiple),
        "doublings" => got(one.doublings),
        "target_rate" => got(one.target_rate),
        "completion" => got(now.completion),
        "due" => got(now.due),
        "lead_points" => got(now.lead_points),
        "lead_periods" => got(now.lead_periods),
        "needed_rate" => got(now.needed_rate),
        "needed_change" => got(now.needed_change),
        "achieved_rate" => got(now.achieved_rate),
        "acceleration" => got(now.acceleration),
        "arrival" => now.arrival.map_or_else(|reason| word(reason.as_str()), |period| word(&period)),
        "standing" => word(one.standing.as_str()),
        _ => {
            let (method, field) = field.split_once('.')?;
            let (_, judgement) = one.methods.iter().find(|(one, _)| one.as_str() == method)?;
            match field {
                "value" => got(judgement.value),
                "score" => Got::Number(judgement.score?),
                "status" => word(judgement.status),
                "standing" => word(judgement.standing.as_str()),
                _ => return None,
            }
        }
    })
}
