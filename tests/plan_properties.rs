//! What must hold for all goals, plans and data: round trips, paths that meet their milestones, no panic, and a reason
//! for every number that does not exist.

use std::fmt::Write as _;

use fanfan::model::{Better, Frequency};
use fanfan::plan::{Ambition, Due};
use fanfan::prelude::*;
use fanfan::read::{self, ReadOptions};
use fanfan::report::{self, Format, Look, TrackReport};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value;

fn ambition() -> impl Strategy<Value = Ambition> {
    prop_oneof![
        (0.001..1e4_f64).prop_map(Ambition::Multiple),
        select(&[0.5, 1.0, 1.5, 2.0, 4.0, 8.0][..]).prop_map(Ambition::Multiple),
        (-0.9..3.0_f64).prop_map(Ambition::Rate),
        (-90..300_i32).prop_map(|percent| Ambition::Rate(f64::from(percent) / 100.0)),
    ]
}

/// Milestones at different times from a start in any frequency that goals know.
fn goal() -> impl Strategy<Value = Goal> {
    let frequency = select(&[Frequency::Annual, Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly][..]);
    let times = subsequence((1..60_i32).collect::<Vec<_>>(), 1..5);
    (frequency, 1000..9000_i32, times, prop::collection::vec(ambition(), 5), 0..3_u8).prop_map(
        |(frequency, year, times, ambitions, kind)| {
            let start = Period::from_ordinal(frequency, year * frequency.per_year() as i32);
            let clauses = times.into_iter().zip(ambitions).map(|(time, ambition)| {
                let due = match kind {
                    0 => Due::Years(f64::from(time) / f64::from(frequency.per_year())),
                    _ => Due::By(start + time),
                };
                (ambition, due)
            });
            Goal::new((kind == 1).then_some(start), clauses.collect::<Vec<_>>()).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn goals_come_back_from_their_text(goal in goal()) {
        let text = goal.to_string();
        let again: Goal = text.parse().map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(again.to_string(), text.clone());
        prop_assert_eq!(again.start(), goal.start());
        for ((ambition, due), (first, when)) in again.clauses().iter().zip(goal.clauses()) {
            prop_assert_eq!(ambition, first, "{}", text);
            // 1/12 of a year prints as a month and comes back within a rounding.
                if let (Due::Years(a), Due::Years(b)) = (due, when) {
                    prop_assert!((a - b).abs() <= 1e-12 * b, "{text}: {a} {b}");
                } else {
                    prop_assert_eq!(due, when, "{}", text);
                }
        }
    }

    #[test]
    fn a_path_meets_each_milestone(goal in goal()) {
        let start: Period = Period::annual(500);
        let goal = match goal.start() {
            Some(_) => goal,
            None => goal.starting(start).unwrap_or(goal),
        };
        // Hundreds of years at a high rate are beyond a double.
        let is_known = |multiple: f64| multiple > 1e-100 && multiple < 1e100;
        let milestones = goal.milestones();
        let known: Vec<_> =
            milestones.into_iter().take_while(|one| !one.years().is_nan() && is_known(one.multiple())).collect();
        for milestone in known {
            let path = goal.path(milestone.years());
            prop_assert!((path / milestone.multiple() - 1.0).abs() < 1e-9, "{goal}: {path} for {milestone:?}");
            // The even rate from the start leads there too.
            let even = (milestone.rate().ln_1p() * milestone.years()).exp();
            prop_assert!((even / milestone.multiple() - 1.0).abs() < 1e-6, "{goal}: {even} for {milestone:?}");
        }
        // The legs multiply to the last milestone.
        if let Some(last) = goal.milestones().last().filter(|_| goal.milestones().iter().all(|one| is_known(one.multiple()))) {
            let product: f64 = goal.legs().iter().map(fanfan::plan::Leg::multiple).product();
            prop_assert!((product / last.multiple() - 1.0).abs() < 1e-9, "{goal}");
        }
    }

    #[test]
    fn milestones_in_any_order_give_the_same_goal((goal, order) in goal().prop_flat_map(|goal| {
        let clauses = goal.clauses().to_vec();
        (Just(goal), Just(clauses).prop_shuffle())
    })) {
        prop_assert_eq!(Goal::new(goal.start(), order).unwrap(), goal);
    }
}

/// A number as plans have them, shortest digits.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-1e6..1e6_f64, select(&[0.0, -1.0, 31.0, 0.1, 1e-9, 1e300][..])]
}

fn form() -> impl Strategy<Value = String> {
    let positive = || prop_oneof![0.001..1e4_f64, select(&[1.0, 2.0, 2.6][..])];
    let share = || prop_oneof![-0.99..0.99_f64, select(&[0.0, 0.08, 0.18, 0.61][..])];
    prop_oneof![
        number().prop_map(|value| format!("level = {value:?}")),
        number().prop_map(|value| format!("at_least = {value:?}")),
        number().prop_map(|value| format!("at_most = {value:?}")),
        positive().prop_map(|value| format!("multiple = {value:?}")),
        share().prop_map(|value| format!("doublings = {value:?}")),
        share().prop_map(|value| format!("rate = {value:?}")),
        share().prop_map(|value| format!("rate = {value:?}\nevery = true")),
        share().prop_map(|value| format!("rise = {value:?}")),
        share().prop_map(|value| format!("reduction = {:?}", value.abs())),
        Just(String::new()),
    ]
}

/// Text with what must be escaped.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[\\PC\"\\\\\n\t]{0,12}",
        select(&["国内生产总值", "a \"b\"", "", "x\u{7f}\u{85}", "\\u0041", "#"][..]).prop_map(str::to_owned)
    ]
}

pub(crate) fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            other if other.is_control() => write!(out, "\\U{:08X}", other as u32).unwrap(),
            other => out.push(other),
        }
    }
    out + "\""
}

/// A plan file of two to four indicators, with targets of every form and goals.
fn plan_text() -> impl Strategy<Value = String> {
    let indicator = (
        prop::option::of(select(&["亿元", "%", "元/人", "万美元", "1978=100", "人"][..])),
        prop::option::of(select(&["flow", "stock", "ratio", "index"][..])),
        select(&["higher", "lower"][..]),
        prop::option::of(select(&["[0, inf]", "[-inf, 100]", "[-1.5, 2e3]"][..])),
        prop::option::of(select(&["current", "constant:2005", "previous_year"][..])),
        any_name(),
        prop::option::of(select(&["2003", "2004"][..])),
    );
    let target = (
        0..4_usize,
        form(),
        prop::option::of(2006..2012_i32),
        prop::option::of(select(&["binding", "expected", "ensured", "striven"][..])),
        any_name(),
        prop::option::of(select(&["A", "B"][..])),
    );
    let goals =
        ["x2 in 3y, x4 in 5y", "三年翻一番，五年翻两番", "+8%/yr to 2030", "x2 by 2020 from 2010", "x1.5 in 18m"];
    (
        prop::collection::vec(indicator, 2..5),
        prop::collection::vec(target, 0..6),
        prop::collection::vec(select(goals.to_vec()), 0..3),
        prop::option::of(select(&["A", "town"][..])),
        (any_name(), prop::option::of(select(&["linear", "geometric"][..]))),
    )
        .prop_map(|(indicators, targets, goals, subject, (title, shape))| {
            let mut text = format!("base = \"2005\"\nend = \"2010\"\ntitle = {{ en = {} }}\n", toml_text(&title));
            let mut line = |key: &str, value: Option<String>| {
                if let Some(value) = value {
                    writeln!(text, "{key} = {value}").unwrap();
                }
            };
            line("subject", subject.map(toml_text));
            line("path", shape.map(toml_text));
            for (at, (unit, nature, better, bounds, price, name, base)) in indicators.iter().enumerate() {
                writeln!(text, "[indicator.i{at}]\nbetter = \"{better}\"\nname = {{ zh = {} }}", toml_text(name))
                    .unwrap();
                let quoted = [("unit", unit), ("nature", nature), ("price", price), ("base", base)];
                for (key, value) in quoted.into_iter().filter_map(|(key, value)| Some((key, (*value)?))) {
                    writeln!(text, "{key} = {}", toml_text(value)).unwrap();
                }
                if let Some(bounds) = bounds {
                    writeln!(text, "bounds = {bounds}").unwrap();
                }
            }
            for (at, form, by, commitment, source, subject) in targets {
                let indicator = at % indicators.len();
                writeln!(text, "[[target]]\nindicator = \"i{indicator}\"\n{form}\nsource = {}", toml_text(&source))
                    .unwrap();
                let quoted = [("commitment", commitment), ("subject", subject)];
                for (key, value) in quoted.into_iter().filter_map(|(key, value)| Some((key, value?))) {
                    writeln!(text, "{key} = {}", toml_text(value)).unwrap();
                }
                if let Some(by) = by {
                    writeln!(text, "by = {by}").unwrap();
                }
            }
            for goal in goals {
                // Months have no place among years: such a goal keeps its own start.
                writeln!(text, "[[goal]]\nfor = [\"i0\", \"i1\"]\ngoal = {}", toml_text(goal)).unwrap();
            }
            text
        })
}

/// Values of a cell that may be in data, though no reader lets the infinities in.
fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.001..1e6_f64,
        2 => -1e3..1e3_f64,
        1 => select(&[0.0, -0.0, 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, 5e-324, 1e-300][..]),
    ]
}

/// Values of four indicators of two subjects, from a year before the base on.
fn panel() -> impl Strategy<Value = LongPanel> {
    let frequency = select(&[Frequency::Annual, Frequency::Quarterly][..]);
    (frequency, prop::collection::vec(prop::collection::vec(cell(), 0..10), 8)).prop_map(|(frequency, series)| {
        let keys = (0..8).map(|at| SeriesKey::new(["A", "B"][at / 4], format!("i{}", at % 4))).collect();
        let (mut ids, mut periods, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (id, cells) in series.into_iter().enumerate() {
            for (step, value) in cells.into_iter().enumerate() {
                ids.push(id as u32);
                periods.push(Period::from_ordinal(frequency, 2004 * frequency.per_year() as i32) + step as i32);
                values.push(value);
            }
        }
        LongPanel::from_columns(keys, &ids, &periods, &values).unwrap()
    })
}

/// Numbers that are null without a reason beside them.
pub(crate) fn unexplained(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut moment = |place: &str, object: &Value| {
        for (field, value) in object.as_object().unwrap() {
            // Not numbers: texts that nobody gave, a state that is not known, a date between two periods.
            if value.is_null()
                && !["unit", "met", "by"].contains(&field.as_str())
                && object["undefined"][field].is_null()
            {
                found.push(format!("{place}.{field}"));
            }
            // A reason stands for a null, never beside a number.
            if value.is_number() && !object["undefined"][field].is_null() {
                found.push(format!("{place}.{field} has both"));
            }
        }
    };
    for one in document["assessments"].as_array().unwrap() {
        moment("assessment", one);
        for then in one["history"].as_array().into_iter().flatten() {
            moment("history", then);
        }
    }
    for goal in document["goals"].as_array().unwrap() {
        moment("goal", goal);
        for milestone in goal["milestones"].as_array().unwrap() {
            moment("milestone", milestone);
        }
    }
    for one in document["assessments"].as_array().unwrap() {
        let nested = [("level", &one["target"]["level"]), ("growth", &one["latest"]["growth"])];
        let nested = nested.into_iter().chain([("base", &one["base"]["value"]), ("latest", &one["latest"]["value"])]);
        for (name, value) in nested {
            if value.is_null() == one["undefined"][name].is_null() {
                found.push(format!("{name}: {value}, {}", one["undefined"][name]));
            }
        }
        for (name, method) in one["methods"].as_object().unwrap() {
            if method["value"].is_null() == method["undefined"].is_null() {
                found.push(format!("{name}: {method}"));
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn plans_come_back_from_their_text(text in plan_text()) {
        let plan = Plan::parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(plan.targets().len(), text.matches("[[target]]").count());
        prop_assert_eq!(plan.goals().len(), text.matches("[[goal]]").count());
        let printed = plan.to_string();
        let again = Plan::parse(&printed).map_err(|error| TestCaseError::fail(format!("{error}\n{printed}")))?;
        prop_assert_eq!(&again, &plan, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn tracking_gives_every_missing_number_a_reason(text in plan_text(), panel in panel()) {
        let Ok(plan) = Plan::parse(&text) else { return Ok(()) };
        let track = match plan.track(&panel, TrackOptions::named(["all"]).unwrap().history(true)) {
            Ok(track) => track,
            // Two subjects of one indicator named alike cannot come of this panel.
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        let report = TrackReport::new(&plan, &track).explain(true);
        let mut out = Vec::new();
        for format in Format::ALL {
            out.clear();
            report::write(&report, *format, Look::default(), &mut out).unwrap();
            if *format == Format::Json {
                let document: Value = serde_json::from_slice(&out).unwrap();
                let found = unexplained(&document);
                prop_assert!(found.is_empty(), "{found:?}\n{text}");
            }
        }
    }

    #[test]
    fn no_goal_plan_or_table_panics(text in any_text(), key in "[a-z_]{1,10}") {
        let _ = text.parse::<Goal>();
        let _ = Plan::parse(&text);
        let _ = Plan::parse(&format!("base = \"2005\"\n[indicator.x]\nbetter = \"higher\"\n[[goal]]\nfor = [\"x\"]\ngoal = {}", toml_text(&text)));
        let _ = Plan::parse(&format!("base = {}\nend = \"2010\"\n{key} = {}", toml_text(&text), toml_text(&text)));
        let _ = Plan::parse(&format!("[indicator.x]\nunit = {}\n[[target]]\nindicator = \"x\"\n{text}", toml_text(&text)));
        let _ = read::text("t", &text, &ReadOptions::default());
        let _ = read::text("t", &format!("year,value,unit\n2005,{text}\n2006,1,{text}\n"), &ReadOptions::default());
        let _ = read::text("t", &format!("{text},2005,2006\n{text},1,{text}\n"), &ReadOptions::default());
    }

    #[test]
    fn what_a_goal_refuses_says_how_to_mend_it(text in any_text()) {
        if let Err(error) = text.parse::<Goal>() {
            prop_assert!(error.how_to_mend().is_some_and(|mend| !mend.is_empty()), "{error}");
        }
    }
}

/// Texts near those that are read, and any other.
fn any_text() -> impl Strategy<Value = String> {
    let words = [
        "x2",
        "in",
        "3y",
        "by",
        "2020",
        "from",
        "2010",
        "+8%/yr",
        "to",
        "for",
        "三年",
        "翻一番",
        "五年",
        "翻两番",
        "年均增长",
        "8%",
        "到",
        "比",
        "，",
        ",",
        "x",
        "-",
        "%",
        "倍",
        "增长",
        "个月",
        "半",
        "0",
        "1e9",
        "99999999999999999999",
        "18m",
        "double",
        "subject",
        "year",
        "value",
        "2005-Q3",
        "\n",
        ";",
        "\t",
        "\"",
        "[indicator.x]",
        "[[target]]",
        "level = ",
        "=",
        "#",
        "{",
        "Data Source",
        "Country Name",
        "NaN",
        "inf",
        "１２",
        "亿元",
        "\u{feff}",
        "\r\n",
        "'",
        "\\",
    ];
    prop_oneof![
        2 => prop::collection::vec(select(words.to_vec()), 0..12).prop_map(|words| words.join(" ")),
        2 => prop::collection::vec(select(words.to_vec()), 0..12).prop_map(|words| words.concat()),
        1 => "\\PC{0,40}",
        1 => any::<String>(),
    ]
}

#[test]
fn directions_of_the_plan_reach_the_judgement() {
    // A plan of bare directions: what is better decides, and only that.
    for (better, standing) in [(Better::Higher, Standing::OnTrack), (Better::Lower, Standing::Away)] {
        let text =
            format!("base = 2005\n[indicator.i0]\nbetter = \"{}\"\n[[target]]\nindicator = \"i0\"", better.as_str());
        let panel = LongPanel::from_columns(
            vec![SeriesKey::new("", "i0")],
            &[0, 0],
            &[2005, 2007].map(Period::annual),
            &[10.0, 20.0],
        );
        let track = Plan::parse(&text).unwrap().track(&panel.unwrap(), Method::StatCan).unwrap();
        assert_eq!(track.assessments[0].standing, standing);
    }
}
