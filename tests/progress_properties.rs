//! Progress methods: printed formulas give the printed results; units, mirrors and met targets.

mod expression;

use fanfan::model::Better;
use fanfan::plan::{Projection, Settings};
use fanfan::prelude::*;
use fanfan::progress::{Evidence, Extra, Judgement, Kind, Point};
use proptest::prelude::*;

use self::expression::evaluate;

/// One case, of which evidence is made.
#[derive(Debug, Clone)]
struct Case {
    points: Vec<Point>,
    target: Option<f64>,
    by: f64,
    better: Better,
    kind: Kind,
    bounds: (f64, f64),
    range: Option<(f64, f64)>,
    now: f64,
}

impl Case {
    fn evidence(&self) -> Evidence<'_> {
        let mut evidence = Evidence::of(&self.points).better(self.better).now(self.now).kind(self.kind);
        if self.bounds.1.is_finite() {
            evidence = evidence.bounds(self.bounds.0, self.bounds.1);
        }
        if let Some(value) = self.target {
            evidence = evidence.target(Point { time: self.by, value });
        }
        match self.range {
            Some((worst, best)) => evidence.range(worst, best),
            None => evidence,
        }
    }

    /// The same with every value changed.
    fn map(&self, change: impl Fn(f64) -> f64) -> Case {
        let points = self.points.iter().map(|point| Point { value: change(point.value), ..*point }).collect();
        Case {
            points,
            target: self.target.map(&change),
            bounds: (change(self.bounds.0), change(self.bounds.1)),
            range: self.range.map(|(worst, best)| (change(worst), change(best))),
            ..self.clone()
        }
    }

    fn turned(self) -> Case {
        let better = if self.better == Better::Higher { Better::Lower } else { Better::Higher };
        Case { better, ..self }
    }
}

/// Shares in percent over some years with gaps, with a target later on.
fn cases() -> impl Strategy<Value = Case> {
    let steps = prop::collection::vec((1_u8..4, 0.5_f64..99.5), 1..9);
    (steps, prop::option::of(0.5_f64..99.5), 1_u8..15, any::<bool>(), any::<bool>(), any::<bool>(), 0_u8..4).prop_map(
        |(steps, target, left, higher, every, ranged, wait)| {
            let mut time = 2010.0;
            let points: Vec<Point> = steps
                .into_iter()
                .map(|(years, value)| {
                    time += f64::from(years);
                    Point { time, value }
                })
                .collect();
            Case {
                points,
                target,
                by: time + f64::from(left) + f64::from(wait),
                better: if higher { Better::Higher } else { Better::Lower },
                kind: if every { Kind::EveryPeriod } else { Kind::ByDate },
                bounds: (0.0, 100.0),
                range: ranged.then_some(if higher { (10.0, 90.0) } else { (90.0, 10.0) }),
                now: time + f64::from(wait),
            }
        },
    )
}

/// Every method, and the projections of `escap`.
fn methods() -> Vec<(Method, Settings)> {
    let published = Method::ALL.iter().map(|method| (*method, Settings::published(*method)));
    let projections = Projection::ALL
        .iter()
        .map(|projection| (Method::Escap, Settings::published(Method::Escap).projection(*projection)));
    let windows = [Method::Eurostat, Method::Sdsn, Method::Wri, Method::Trim, Method::Destatis]
        .map(|method| (method, Settings::published(method).window(4.0)));
    published.chain(projections).chain(windows).collect()
}

fn near(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-9 * want.abs().max(1.0)
}

fn rank(judgement: &Judgement) -> Option<usize> {
    let at = Standing::ALL.iter().position(|standing| *standing == judgement.standing)?;
    (judgement.standing != Standing::CannotTell).then_some(at)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn doing_the_printed_arithmetic_gives_the_printed_result(case in cases()) {
        for (method, settings) in methods() {
            let evidence = case.evidence().settings(&settings);
            let judgement = method.judge(&evidence);
            let formula = method.method().explain(&evidence);
            match (judgement.value, &formula) {
                (Ok(value), Some(formula)) => {
                    let got = evaluate(formula);
                    prop_assert!(near(got, value), "{method}: {formula} is {got}, not {value}");
                }
                (Ok(value), None) => prop_assert!(false, "{method}: {value} has no formula"),
                // A value that does not exist has no formula either.
                (Err(_), Some(formula)) => prop_assert!(!evaluate(formula).is_finite(), "{method}: {formula}"),
                (Err(_), None) => {}
            }
            if let Some(score) = judgement.score {
                let formula = method.method().explain_score(&evidence);
                let formula = formula.expect("a score has a formula");
                let got = evaluate(&formula);
                prop_assert!(near(got, score), "{method}: {formula} is {got}, not {score}");
            }
        }
    }

    /// `statcan` takes a base or target of zero as 0.001, in whatever unit; there is none here.
    #[test]
    fn units_change_no_status(case in cases(), power in -6_i32..7) {
        let scaled = case.map(|value| value * 10_f64.powi(power));
        for (method, settings) in methods() {
            let (one, other) = (
                method.judge(&case.evidence().settings(&settings)),
                method.judge(&scaled.evidence().settings(&settings)),
            );
            prop_assert_eq!(one.status, other.status, "{}: {:?} {:?}", method, one, other);
            prop_assert_eq!(one.standing, other.standing, "{}", method);
            if let (Extra::Indices { current, .. }, Extra::Indices { current: other, .. }) =
                (one.extra, other.extra)
            {
                prop_assert_eq!(other.is_some(), current.is_some());
                prop_assert!(other.zip(current).is_none_or(|(other, current)| near(other, current)));
            }
        }
    }

    /// Methods that count changes turn round with a value that is taken from a whole: x and 100 - x.
    ///
    /// Not symmetric: `statcan`, `eurostat`, `un2022`, `un2023`, `defra`, `trim` and the geometric projections of
    /// `escap` count rates, and a rate has no mirror (doubling is +100 %, halving -50 %); so has the path of `schedule`
    /// unless the level that is due is given, and its share is one of the target, not of the way.
    #[test]
    fn changes_have_a_mirror(case in cases()) {
        let mirrored = case.map(|value| 100.0 - value).turned();
        // The ends of the scale change places, and stay what they are.
        let mirrored = Case { bounds: case.bounds, ..mirrored };
        let symmetric = methods().into_iter().filter(|(method, settings)| match method {
            Method::Sdsn | Method::Destatis | Method::Wri => true,
            Method::Escap => ![Projection::Geometric, Projection::TimeWeightedGeometric]
                .map(|one| Settings::published(Method::Escap).projection(one))
                .contains(settings),
            _ => false,
        });
        for (method, settings) in symmetric {
            let one = method.judge(&case.evidence().settings(&settings));
            let other = method.judge(&mirrored.evidence().settings(&settings));
            prop_assert_eq!(one.status, other.status, "{}: {:?} {:?}", method, one, other);
            prop_assert_eq!(one.standing, other.standing, "{}", method);
        }
    }

    /// Rates of `defra` have a mirror in the inverse: the time to halve and to double again is the same.
    #[test]
    fn times_of_rates_have_one_in_the_inverse(case in cases()) {
        let mirrored = case.map(|value| 1.0 / value).turned();
        let (one, other) = (Method::Defra.judge(&case.evidence()), Method::Defra.judge(&mirrored.evidence()));
        prop_assert_eq!(one.status, other.status, "{:?} {:?}", one, other);
    }

    /// Of two targets for one series, one met and one not, no method thinks worse of the one that is met.
    #[test]
    fn a_met_target_is_never_worse_than_an_unmet_one(case in cases(), other in 0.5_f64..99.5) {
        let Some(target) = case.target else { return Ok(()) };
        let latest = case.points.last().expect("there are points").value;
        let met = |target: f64| if case.better == Better::Higher { latest >= target } else { latest <= target };
        let (good, bad) = match (met(target), met(other)) {
            (true, false) => (target, other),
            (false, true) => (other, target),
            _ => return Ok(()),
        };
        for (method, settings) in methods() {
            let judge = |target: f64| {
                let case = Case { target: Some(target), ..case.clone() };
                method.judge(&case.evidence().settings(&settings))
            };
            let (good, bad) = (judge(good), judge(bad));
            if let (Some(good), Some(bad)) = (rank(&good), rank(&bad)) {
                prop_assert!(good <= bad, "{method}: {good} {bad}");
            }
        }
    }

    /// Of two last values for one target, one that meets it and one that does not. `trim` knows no target.
    #[test]
    fn a_value_that_meets_the_target_is_never_worse(case in cases(), other in 0.5_f64..99.5) {
        let Some(target) = case.target else { return Ok(()) };
        let with = |value: f64| {
            let mut case = case.clone();
            case.points.last_mut().expect("there are points").value = value;
            case
        };
        let meets = |value: f64| if case.better == Better::Higher { value >= target } else { value <= target };
        let value = case.points.last().expect("there are points").value;
        let (good, bad) = match (meets(value), meets(other)) {
            (true, false) => (with(value), with(other)),
            (false, true) => (with(other), with(value)),
            _ => return Ok(()),
        };
        for (method, settings) in methods().into_iter().filter(|(method, _)| *method != Method::Trim) {
            let good = method.judge(&good.evidence().settings(&settings));
            let bad = method.judge(&bad.evidence().settings(&settings));
            if let (Some(one), Some(other)) = (rank(&good), rank(&bad)) {
                prop_assert!(one <= other, "{method}: {good:?} {bad:?}");
            }
        }
    }
}

/// A table `[method.NAME]` with some thresholds moved, all by the same step, so that they stay in order.
fn own_method() -> impl Strategy<Value = String> {
    let method = prop::sample::select(Method::ALL.to_vec());
    let projection = prop::option::of(prop::sample::select(Projection::ALL.to_vec()));
    (method, -2.0_f64..2.0, any::<bool>(), projection, prop::option::of(1_u8..20)).prop_map(
        |(like, step, both, projection, window)| {
            let table = |key: &str, cuts: &[(&str, f64)]| {
                let set: Vec<String> = cuts.iter().map(|(word, cut)| format!("{word} = {:?}", cut + step)).collect();
                if set.is_empty() { String::new() } else { format!("{key} = {{ {} }}\n", set.join(", ")) }
            };
            let mut text = format!("[method.own]\nlike = '{like}'\n{}", table("bands", like.bands()));
            if both {
                text.push_str(&table("bands_without_target", like.bands_without_target()));
            }
            if let Some(projection) = projection.filter(|_| like == Method::Escap) {
                text.push_str(&format!("projection = '{projection}'\n"));
            }
            let has_window = !matches!(like, Method::Schedule | Method::StatCan | Method::Escap);
            if let Some(window) = window.filter(|_| has_window) {
                text.push_str(&format!("window = {window}\n"));
            }
            text
        },
    )
}

proptest! {
    #[test]
    fn methods_of_ones_own_come_back_from_their_text(text in own_method()) {
        let plan = Plan::parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let printed = plan.to_string();
        let again = Plan::parse(&printed).map_err(|error| TestCaseError::fail(format!("{error}\n{printed}")))?;
        prop_assert_eq!(&again, &plan, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
        prop_assert_eq!(plan.methods().len(), 1);
    }
}

/// A range with a dashboard comes back too.
#[test]
fn dashboards_come_back_from_their_text() {
    let of = |range: &str| Plan::parse(&format!("[indicator.x]\nrange = {{ {range} }}"));
    let plan = of("worst = 0, best = 100, green = 90, red = 40").unwrap();
    assert_eq!(Plan::parse(&plan.to_string()).unwrap(), plan);
    assert_eq!(plan.indicators()[0].dashboard, Some((90.0, 40.0)));
    for (range, message) in [
        ("worst = 0, best = 100, green = 90", "`green` and `red` go together"),
        ("worst = 0, best = 100, green = 40, red = 90", "`green` is not better than `red`"),
        ("worst = 100, best = 0, green = 90, red = 40", "`green` is not better than `red`"),
    ] {
        let error = of(range).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

/// The texts of the tables of methods state the thresholds that they judge by.
#[test]
fn tables_state_the_thresholds() {
    for method in Method::ALL {
        let info = method.info();
        assert_eq!(info.name, method.as_str());
        let whens: Vec<&str> = info.bands.iter().map(|(_, when, _)| *when).collect();
        let whens = whens.join("; ");
        for (word, cut) in method.bands().iter().chain(method.bands_without_target()) {
            let printed = [format!("{cut}"), format!("{cut:.2}"), format!("{cut:.1}")];
            assert!(printed.iter().any(|cut| whens.contains(cut)), "{method}: {word} {cut} is not in {whens}");
            // trim turns one threshold both ways; its band has the word of the direction too
            let known = info.bands.iter().any(|(status, ..)| status.starts_with(word));
            assert!(known, "{method}: no band {word}");
        }
        assert!(!info.source.is_empty() && !info.formula.is_empty() && !info.publisher.is_empty());
    }
}
