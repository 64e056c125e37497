//! Plans made by dice, of every form of target and several frequencies, through the command: the documents fit their
//! schema, every printed formula gives what stands beside it, and nothing is blank without a reason.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::arithmetic;
use crate::schemas::{fits, validator};
use crate::support::{Folder, Ran};

/// A generator that gives the same on every machine (an LCG of Knuth's).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// Evenly between two numbers, with two decimals.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        ((low + (high - low) * self.below(100_000) as f64 / 1e5) * 100.0).round() / 100.0
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Every form of target, `#` a level, `%` a rate, `other` another indicator.
const FORMS: [&str; 41] = [
    "level = #\nby = 'END'",
    "multiple = 1.7\nby = 'END'",
    "doublings = 1.2\nby = 'END'",
    "rate = %\nby = 'END'",
    "rate = %\nevery = true\nby = 'END'",
    "rise = 0.6\nby = 'END'",
    "reduction = 0.18\nby = 'END'",
    "at_least = #",
    "at_most = #",
    "at_least = #\nevery = true\nby = 'END'",
    "at_most = #\nevery = true\nby = 'END'",
    "at_least = #\nby = 'END'",
    "at_most = #\nby = 'END'",
    "between = [40, 90]\nby = 'END'",
    "between = [40, 90]",
    "near = #\ntolerance = 3\nby = 'END'",
    "near = #\ntolerance = 3",
    "total = 900\nby = 'END'",
    "total = 700\nfrom = '2007'\nby = 'END'",
    "share_of = 'other'\nat_least = 0.3\nby = 'END'",
    "share_of = 'other'\nat_most = 0.4",
    "share_of = 'other'\nbetween = [0.2, 0.5]\nby = 'END'",
    "relative_to = { subject = 'province', margin = 0.02 }\nby = 'END'",
    "relative_to = { average = true, margin = -0.01 }",
    "relative_to = { average = true }\nevery = true\nby = 'END'",
    "pace_with = 'other'\nby = 'END'",
    "pace_with = { subject = 'province', margin = 0.01 }\nby = 'END'",
    "pace_with = 'other'\nevery = true\nby = 'END'",
    "elasticity = { to = 'other', at_least = 0.8 }\nby = 'END'",
    "elasticity = { to = 'other', at_most = 1.2 }\nevery = true\nby = 'END'",
    "done = true\nby = 'END'",
    "",
    "base = '2006'\nlevel = #\nby = 'END'",
    "level = #\nby = 'END'\nstated_completion = 0.799",
    "by = 'END'\nstated_completion = 0.95",
    "total = 900\nby = 'END'\npath = 'geometric'",
    "total = 900\nby = 'END'\npath = 'linear'\nstated_completion = { completion = 0.50, at = '2007' }",
    "total = 900\nby = 'END'\npath = 'seasonal'",
    "total = 900\nby = '2006/END'\npath = 'milestones'",
    "level = #\nby = 'END'\npath = 'elapsed'",
    "by = 'END'\nearned_value = { planned_value = 90, earned_value = #, actual_cost = 95, budget_at_completion = 150 }",
];

/// The periods of a year: whole, halves, quarters, months, running totals.
fn periods(year: i32, how: usize) -> Vec<String> {
    match how {
        0 => vec![year.to_string()],
        1 => (1..=2).map(|half| format!("{year}-S{half}")).collect(),
        2 => (1..=4).map(|quarter| format!("{year}-Q{quarter}")).collect(),
        3 => (1..=12).map(|month| format!("{year}-{month:02}")).collect(),
        _ => (1..=12).map(|month| format!("{year}-01/{year}-{month:02}")).collect(),
    }
}

/// A plan with its table: two indicators of values, a few targets of each, a town and its province.
fn plan(dice: &mut Dice) -> (String, String) {
    let (end, now) = (2007 + dice.below(6), 2005 + dice.below(6) as i32);
    let mut plan = format!("base = '2005'\nend = '{end}'\nsubject = 'town'\npath = '{}'\n", {
        dice.of(&["geometric", "linear", "seasonal"])
    });
    let mut table = String::from("subject,indicator,period,value\n");
    for code in ["x", "other"] {
        let better = dice.of(&["higher", "lower"]);
        writeln!(plan, "[indicator.{code}]\nnature = 'flow'\nbetter = '{better}'").unwrap();
        if dice.below(3) == 0 {
            plan.push_str("range = { worst = 0.0, best = 100.0 }\nbounds = [0, 200]\n");
        }
        let (finest, last_one) = (dice.below(5), dice.below(2) == 0);
        for subject in ["town", "province"] {
            let mut level = if dice.below(12) == 0 { -20.0 } else { dice.between(20.0, 100.0) };
            for year in 2003..=now {
                level *= 1.0 + dice.between(-0.1, 0.15);
                let how = if last_one && year < now { 0 } else { finest };
                let all = periods(year, how);
                let known = if year == now { 1 + dice.below(all.len()) } else { all.len() };
                let mut sum = 0.0;
                for period in all.iter().take(known) {
                    let part = level / all.len() as f64 * (1.0 + dice.between(-0.05, 0.05));
                    sum = if how == 4 { sum + part } else { part };
                    if dice.below(60) > 0 {
                        writeln!(table, "{subject},{code},{period},{sum:.3}").unwrap();
                    }
                }
            }
        }
    }
    for _ in 0..5 {
        let form = FORMS[dice.below(FORMS.len())].replace("END", &end.to_string());
        let form = form.replace('#', &dice.between(30.0, 180.0).to_string());
        let form = form.replace('%', &dice.between(-0.05, 0.15).to_string());
        writeln!(plan, "[[target]]\nindicator = 'x'\n{form}").unwrap();
    }
    if dice.below(3) == 0 {
        writeln!(plan, "[[goal]]\nfor = ['x']\ngoal = 'x2 in {}y'", end - 2005).unwrap();
    }
    (plan, table)
}

/// Calls `seen` with every printed formula and the number that it stands for.
fn formulas(value: &Value, seen: &mut impl FnMut(&str, f64)) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                match (name.as_str(), inner) {
                    ("formula", Value::String(formula)) => {
                        let stands_for = object.get("value").or(object.get("rate"));
                        seen(formula, stands_for.and_then(Value::as_f64).expect(formula));
                    }
                    ("score_formula", Value::String(formula)) => seen(formula, object["score"].as_f64().unwrap()),
                    ("formulas", Value::Object(all)) => {
                        for (name, formula) in all {
                            let formula = formula.as_str().unwrap();
                            seen(formula, object[name].as_f64().expect(formula));
                        }
                    }
                    _ => formulas(inner, seen),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| formulas(inner, seen)),
        _ => {}
    }
}

/// Every blank cell of the rows has a reason, unless nothing was written that could stand there.
fn blanks_have_reasons(run: &Ran, plan: &str) {
    let optional = ["unit", "by", "target", "low", "high", "reference", "commitment", "set", "period"];
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let heads = reader.headers().unwrap().clone();
    for record in reader.records().map(Result::unwrap) {
        let row: BTreeMap<&str, &str> = heads.iter().zip(record.iter()).collect();
        let reasons: Vec<&str> = row["undefined"].split(' ').filter_map(|one| one.split(':').next()).collect();
        for (name, value) in row.iter().filter(|(name, _)| !optional.contains(name) && **name != "undefined") {
            let formula = name.ends_with("_formula");
            // Of a section that a target does not have, one reason stands for all columns.
            let of_section = |name: &str| {
                reasons.iter().any(|reason| name.strip_prefix(reason).is_some_and(|rest| rest.starts_with('_')))
            };
            assert!(
                !value.is_empty() || formula || of_section(name) || reasons.contains(name),
                "{name} is blank: {row:#?}\n{plan}"
            );
        }
    }
}

#[test]
fn formulas_hold_and_nothing_is_blank_without_a_reason() {
    let schema = validator("track");
    let (mut dice, mut worked, mut judged) = (Dice(7), 0, 0);
    for _ in 0..60 {
        let (plan, table) = plan(&mut dice);
        let folder = Folder::with("plan.toml", &plan).and("data.csv", &table);
        let call = ["track", "plan.toml", "--data", "data.csv", "--method", "all", "--explain", "--quiet", "--format"];
        let document = folder.json(&[&call[..], &["json", "--history"]].concat());
        fits(&schema, &document);
        formulas(&document, &mut |formula, printed| {
            // A unary minus without brackets is read in more than one way.
            assert!(!["+ -", "- -", "* -", "/ -", "^ -"].iter().any(|signs| formula.contains(signs)), "{formula}");
            arithmetic::gives(formula, printed);
            worked += 1;
        });
        for one in document["assessments"].as_array().unwrap() {
            for name in [
                "completion",
                "due",
                "lead_points",
                "needed_rate",
                "needed_change",
                "achieved_rate",
                "leg_rate",
                "slack",
            ] {
                let is_of_sum = name == "needed_rate" && one["target"]["form"] == "total";
                let unexplained = one[name].is_number() && one["formulas"][name].is_null() && !is_of_sum;
                assert!(!unexplained, "{name} has no formula: {one:#}\n{plan}\n{table}");
            }
            let earned = &one["schedule"]["earned"];
            assert!(!earned.is_number() || one["schedule"]["formulas"]["earned"].is_string(), "{one:#}");
            for (name, method) in one["methods"].as_object().unwrap() {
                let unexplained = method["value"].is_number() && method["formula"].is_null();
                assert!(!unexplained, "{name} has no formula: {one:#}\n{plan}\n{table}");
                judged += 1;
            }
        }
        blanks_have_reasons(&folder.run(&[&call[..], &["csv"]].concat()), &plan);
    }
    assert!(worked > 1500 && judged > 2000, "{worked} formulas of {judged} judgements");
}

/// Of two targets for one date the printed formulas say which is which.
#[test]
fn two_targets_for_one_date_are_told_apart() {
    let plan = "base = '2017'\nend = '2025'\n[indicator.x]\nbetter = 'higher'\n\
                [[target]]\nindicator = 'x'\nlevel = 99\n[[target]]\nindicator = 'x'\ntotal = 900\n";
    let folder = Folder::with("plan.toml", plan).and("data.csv", "year,value\n2017,87\n2018,88\n");
    let call = ["track", "plan.toml", "--data", "data.csv", "--explain", "--format", "table", "--lang", "en"];
    let out = folder.run(&call).out;
    for part in ["x 2025 [level = 99], schedule: 1 * (88 - ", "x 2025 [total = 900], schedule: 1 * (88 - "] {
        assert!(out.contains(part), "{part} is not in\n{out}");
    }
}
