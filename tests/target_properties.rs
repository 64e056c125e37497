//! What must hold for every form of target: round trips, a reason for each missing number, no change through units,
//! order or frequency, and a met target that is never worse than an unmet one.

use fanfan::model::{Frequency, LongPanel, SeriesKey};
use fanfan::prelude::*;
use fanfan::progress::Assessment;
use fanfan::report::{Report, TrackReport};
use proptest::prelude::*;
use proptest::sample::select;

use crate::plan_properties::unexplained;

/// Two flows, a stock, and a rate in percent.
const INDICATORS: &str = "base = '2005'\nend = '2010'\n[indicator.x]\nbetter = 'higher'\n[indicator.y]\nbetter = 'lower'\n\
    [indicator.s]\nnature = 'stock'\n[indicator.r]\nunit = '%'\nbetter = 'higher'\n";

const ALL: [&str; 4] = ["x", "y", "s", "r"];

/// A number of levels, an even multiple of 1/64 so that a scale by a power of two is exact.
fn level() -> impl Strategy<Value = f64> {
    (1..400_000_i32).prop_map(|number| f64::from(number) / 64.0)
}

fn share() -> impl Strategy<Value = f64> {
    (1..100_i32).prop_map(|percent| f64::from(percent) / 100.0)
}

/// Every form as text, for an indicator that may have it; levels stand in angle brackets.
fn form() -> impl Strategy<Value = (&'static str, String)> {
    let code = || select(&ALL[..]);
    let flow = || select(&["x", "y"][..]);
    let other = |code: &str| if code == "x" { "y" } else { "x" };
    let whose = || select(&["subject = 'B', ", "average = true, ", "average = ['A', 'B'], "][..]);
    let bound = || select(&["at_least", "at_most"][..]);
    prop_oneof![
        (code(), level()).prop_map(|(code, at)| (code, format!("level = <{at:?}>"))),
        (code(), level()).prop_map(|(code, at)| (code, format!("at_least = <{at:?}>"))),
        (code(), level(), any::<bool>())
            .prop_map(|(code, at, every)| { (code, format!("at_most = <{at:?}>\nevery = {every}")) }),
        (code(), level(), level())
            .prop_map(|(code, low, width)| (code, format!("between = [<{low:?}>, <{:?}>]", low + width))),
        (code(), level(), level())
            .prop_map(|(code, at, wide)| { (code, format!("near = <{at:?}>\ntolerance = <{wide:?}>\nby = '2010'")) }),
        (flow(), level()).prop_map(|(code, at)| (code, format!("total = <{at:?}>"))),
        (flow(), share(), any::<bool>())
            .prop_map(|(code, at, every)| (code, format!("rate = {at:?}\nevery = {every}"))),
        (flow(), share()).prop_map(|(code, at)| (code, format!("reduction = {at:?}"))),
        (flow(), share(), bound())
            .prop_map(move |(code, at, bound)| { (code, format!("share_of = '{}'\n{bound} = {at:?}", other(code))) }),
        (flow(), share(), whose())
            .prop_map(|(code, at, whose)| { (code, format!("relative_to = {{ {whose}margin = {at:?} }}")) }),
        (flow(), share(), whose(), any::<bool>()).prop_map(|(code, at, whose, every)| {
            (code, format!("pace_with = {{ {whose}margin = {at:?} }}\nevery = {every}"))
        }),
        (flow(), share(), bound()).prop_map(move |(code, at, bound)| {
            (code, format!("elasticity = {{ to = '{}', {bound} = {:?} }}", other(code), at * 2.0))
        }),
        share().prop_map(|at| ("r", format!("points = {:?}", at * 20.0))),
        code().prop_map(|code| (code, "done = true".to_owned())),
    ]
}

fn plan(targets: &[String]) -> Plan {
    let tables: Vec<String> = targets.iter().map(|target| format!("[[target]]\n{target}\n")).collect();
    let text = format!("{INDICATORS}{}", tables.concat());
    Plan::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The target with its levels times `scale`.
fn target((code, form): &(&str, String), scale: f64) -> String {
    let scaled = form.split('<').map(|part| match part.split_once('>') {
        Some((level, rest)) => format!("{:?}{rest}", level.parse::<f64>().unwrap() * scale),
        None => part.to_owned(),
    });
    format!("indicator = '{code}'\n{}", scaled.collect::<String>())
}

/// Values of the four indicators of A and B, from 2005 on.
fn panel(values: &[Vec<f64>], scale: f64) -> LongPanel {
    let keys = (0..8).map(|at| SeriesKey::new(["A", "B"][at / 4], ALL[at % 4])).collect();
    let (mut ids, mut periods, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for (id, values) in values.iter().enumerate() {
        for (year, value) in (2005..).zip(values) {
            ids.push(id as u32);
            periods.push(Period::annual(year));
            all.push(value * scale);
        }
    }
    LongPanel::from_columns(keys, &ids, &periods, &all).unwrap()
}

fn values() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(level(), 2..7), 8)
}

fn track(plan: &Plan, panel: &LongPanel) -> Vec<Assessment> {
    plan.track(panel, Method::ALL.to_vec()).unwrap().assessments
}

/// Worse standings are larger; nothing of who cannot tell.
fn rank(standing: Standing) -> Option<u8> {
    match standing {
        Standing::Achieved => Some(0),
        Standing::OnTrack => Some(1),
        Standing::Slow => Some(2),
        Standing::Stalled => Some(3),
        Standing::Away => Some(4),
        Standing::CannotTell => None,
        _ => panic!("no rank of {standing}"),
    }
}

proptest! {
    #[test]
    fn every_form_comes_back_from_its_text(forms in prop::collection::vec(form(), 1..6)) {
        let targets: Vec<String> = forms.iter().map(|form| target(form, 1.0)).collect();
        let plan = plan(&targets);
        let printed = plan.to_string();
        let again = Plan::parse(&printed).map_err(|error| TestCaseError::fail(format!("{error}\n{printed}")))?;
        prop_assert_eq!(&again, &plan, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn every_missing_number_has_a_reason(forms in prop::collection::vec(form(), 1..6), values in values()) {
        let plan = plan(&forms.iter().map(|form| target(form, 1.0)).collect::<Vec<_>>());
        let track = plan.track(&panel(&values, 1.0), TrackOptions::default().history(true)).unwrap();
        let document = TrackReport::new(&plan, &track).explain(true).json();
        let found = unexplained(&document);
        prop_assert!(found.is_empty(), "{found:?}\n{plan}");
    }

    #[test]
    fn a_scale_of_units_changes_no_status(forms in prop::collection::vec(form(), 1..4), values in values()) {
        // Done is 1 and a rate has its unit in the plan: both know no scale.
        let scaled: Vec<_> = forms.iter().filter(|(code, form)| *code != "r" && !form.contains("done")).collect();
        let of = |scale: f64| {
            let plan = plan(&scaled.iter().map(|form| target(form, scale)).collect::<Vec<_>>());
            track(&plan, &panel(&values, scale))
        };
        for (one, other) in of(1.0).iter().zip(&of(1024.0)) {
            prop_assert_eq!((one.standing, one.now.met), (other.standing, other.now.met), "{:?}", one.target);
            for ((method, a), (_, b)) in one.methods.iter().zip(&other.methods) {
                prop_assert_eq!(a.status, b.status, "{} {:?}", method, one.target);
            }
        }
    }

    #[test]
    fn targets_in_any_order_give_the_same_plan(
        (forms, order) in prop::collection::vec(form(), 2..6).prop_flat_map(|forms| {
            let targets: Vec<String> = forms.iter().zip(0..).map(|(form, at)| {
                let target = target(form, 1.0);
                // Dates of their own, so that some lie on the way of others.
                if target.contains("by =") { target } else { format!("{target}\nby = {}", 2007 + at % 4) }
            }).collect();
            (Just(targets.clone()), Just(targets).prop_shuffle())
        }),
        values in values(),
    ) {
        let panel = panel(&values, 1.0);
        let seen = |targets: &[String]| {
            let plan = plan(targets);
            let track = plan.track(&panel, TrackOptions::default()).unwrap();
            let mut document = TrackReport::new(&plan, &track).json();
            // Where a target is written is what the order changes.
            for finding in document["findings"].as_array_mut().unwrap() {
                finding["place"].take();
            }
            let sorted = |key: &str| {
                let mut all: Vec<String> = document[key].as_array().unwrap().iter().map(ToString::to_string).collect();
                all.sort();
                all
            };
            (sorted("assessments"), sorted("findings"))
        };
        prop_assert_eq!(seen(&forms), seen(&order));
    }

    #[test]
    fn a_met_target_is_never_worse(form in form(), values in values(), others in prop::collection::vec(level(), 4)) {
        let plan = plan(&[target(&form, 1.0)]);
        // The same history, and four last values of which some meet the target.
        let row = ALL.iter().position(|code| *code == form.0).unwrap();
        let runs: Vec<Assessment> = others.iter().map(|last| {
            let mut values = values.clone();
            if let Some(value) = values[row].last_mut() {
                *value = *last;
            }
            track(&plan, &panel(&values, 1.0)).swap_remove(0)
        }).collect();
        for met in runs.iter().filter(|one| one.now.met == Some(true)) {
            prop_assert_eq!(met.standing, Standing::Achieved);
            for unmet in runs.iter().filter(|one| one.now.met == Some(false)) {
                // The class of a trend (trim) knows no target, and a steeper trend may be less sure.
                let pairs = met.methods.iter().zip(&unmet.methods).filter(|((method, _), _)| *method != Method::Trim);
                for ((method, a), (_, b)) in pairs {
                    let (Some(a), Some(b)) = (rank(a.standing), rank(b.standing)) else { continue };
                    prop_assert!(a <= b, "{method}: {met:?}\n{unmet:?}");
                }
                prop_assert!(unmet.standing != Standing::Achieved);
            }
        }
    }

    #[test]
    fn a_finer_frequency_of_the_same_path_gives_the_same_lead(
        start in 1.0..1e3_f64,
        growth in -0.2..0.4_f64,
        asked in 0.3..4.0_f64,
        years in 1..5_i32,
        is_sum in any::<bool>(),
    ) {
        let (nature, form) = if is_sum {
            ("flow", format!("total = {:?}", start * asked * 5.0))
        } else {
            ("stock", format!("level = {:?}", start * asked))
        };
        let text = format!("base = '2005'\nend = '2010'\n[indicator.x]\nnature = '{nature}'\n[[target]]\nindicator = 'x'\n{form}");
        let plan = Plan::parse(&text).unwrap();
        let of = |frequency: Frequency| {
            let per_year = frequency.per_year() as i32;
            // From the end of 2005 on: of a flow the years grow and are spread evenly, of a stock the path is geometric.
            let steps: Vec<i32> = (0..=years * per_year).collect();
            let last = Period::annual(2005).last_within(frequency).unwrap();
            let periods: Vec<Period> = steps.iter().map(|step| last + *step).collect();
            let values: Vec<f64> = steps.iter().map(|step| if is_sum {
                start * (1.0 + growth).powi((step + per_year - 1).div_euclid(per_year)) / f64::from(per_year)
            } else {
                start * (1.0 + growth).powf(f64::from(*step) / f64::from(per_year))
            }).collect();
            let ids = vec![0; values.len()];
            let panel = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &ids, &periods, &values).unwrap();
            let one = plan.track(&panel, Method::Schedule).unwrap().assessments.swap_remove(0);
            (one.now.lead_points, one.now.lead_periods.map(|lead| lead / f64::from(per_year)))
        };
        let close = |a: Result<f64, Undefined>, b: Result<f64, Undefined>| match (a, b) {
            (Ok(a), Ok(b)) => (a - b).abs() < 1e-9 * (1.0 + a.abs()),
            (a, b) => a == b,
        };
        let yearly = of(Frequency::Annual);
        for finer in [Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly] {
            let finer = of(finer);
            prop_assert!(close(yearly.0, finer.0) && close(yearly.1, finer.1), "{yearly:?} {finer:?}\n{text}");
        }
    }
}
