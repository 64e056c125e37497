//! Numbers and periods at the ends of their ranges: whatever a program hands over, the library answers and does not
//! panic. An arithmetic overflow is a panic here, since tests check for it.

use fanfan::aggregate::{AggregateOptions, OverPeriods, OverSubjects};
use fanfan::growth::{
    self, Average, AverageOptions, Base, Contribution, Decimal, Form, GrowthOptions, NegativeBase, PublishedOptions,
    RollingOptions, Rounding, YearToDate,
};
use fanfan::index_number::{self, DeflateOptions, Link, RebaseOptions, SpliceOptions};
use fanfan::model::{Better, Frequency, LongPanel, Panel, Period, PeriodRange, Periods, Series, SeriesKey};
use fanfan::plan::{Goal, Path, Plan, Shape};
use fanfan::progress::completion::{self, CumulativePath, EarlyBy, Part, PartOfYear, Reached};
use fanfan::progress::{Evidence, Method, Point};
use proptest::prelude::*;
use proptest::sample::select;

/// Doubles at which arithmetic changes its ways.
fn number() -> impl Strategy<Value = f64> {
    let ends = vec![
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        1e-308,
        1e308,
        -1e308,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        9_007_199_254_740_993.0,
        0.1,
    ];
    prop_oneof![select(ends), -1e3..1e3_f64]
}

fn ordinal() -> impl Strategy<Value = i32> {
    prop_oneof![select(vec![i32::MIN, i32::MIN + 1, -1, 0, 1, 2005, 24_060, i32::MAX - 1, i32::MAX]), any::<i32>()]
}

fn period() -> impl Strategy<Value = Period> {
    (select(frequencies()), ordinal()).prop_map(|(frequency, ordinal)| Period::from_ordinal(frequency, ordinal))
}

fn frequencies() -> Vec<Frequency> {
    let mut all = Frequency::ALL.to_vec();
    all.push(Frequency::fiscal(6).unwrap());
    all
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![
        select(vec![Base::YearAgo, Base::Previous, Base::First]),
        ordinal().prop_map(Base::Lag),
        ordinal().prop_map(Base::YearsAgo),
        period().prop_map(Base::Fixed),
    ]
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        select(vec![Form::Annualised, Form::AnnualisedSimple, Form::Log, Form::LogAnnualised, Form::Doublings]),
        select(vec![Form::Difference, Form::Level, Form::LogLevel]),
        number().prop_map(Form::Power),
        number().prop_map(Form::Points),
    ]
}

/// What a kernel wrote: a number that is finite, or NaN with a reason.
fn is_whole(values: &[f64], reasons: &[u8]) -> bool {
    values.iter().zip(reasons).all(|(value, reason)| if *reason == 0 { value.is_finite() } else { value.is_nan() })
}

proptest! {
    #[test]
    fn periods_of_any_ordinal(period in period(), other in period(), step in ordinal(), to in select(frequencies())) {
        let _ = (period.to_string(), period.year(), period.end_in_years(), period.start_in_years());
        let _ = (period + step, period - step, period.since(other), period.years_since(other));
        let _ = (period.last_within(to), period.lies_in(to), period.parts(to));
        let _ = (PeriodRange::of_to_date(period), PeriodRange::new(period, other).map(PeriodRange::len));
        let _ = (Period::of_day(step, to), Part::of(period, 1.0));
        let part = step.to_le_bytes()[0];
        let _ = (Period::monthly(step, part), Period::weekly(step, part), Period::quarterly(step, part));
        let _ = Period::read(&format!("{period}"));
    }

    #[test]
    fn growth_of_anything(
        values in prop::collection::vec(number(), 0..9),
        first in period(),
        (base, form) in (base(), form()),
        policy in select(NegativeBase::ALL.to_vec()),
        mut ordinals in prop::collection::vec(ordinal(), 9),
        window in any::<u32>(),
    ) {
        let options = GrowthOptions::new(base).form(form).negative_base(policy);
        let (mut out, mut reasons) = (vec![0.0; values.len()], vec![0; values.len()]);
        if growth::growth_into(&values, first, options, &mut out, Some(&mut reasons)).is_ok() {
            prop_assert!(is_whole(&out, &reasons), "{:?} {:?}", out, reasons);
        }
        ordinals.truncate(values.len());
        ordinals.sort_unstable();
        ordinals.dedup();
        let rows = ordinals.len();
        let (long, out, reasons) = (&values[..rows], &mut out[..rows], &mut reasons[..rows]);
        let periods = Periods::new(first.frequency(), ordinals);
        if growth::growth_long_into(long, &[0, rows], &periods, options, out, Some(reasons)).is_ok() {
            prop_assert!(is_whole(out, reasons), "{:?} {:?}", out, reasons);
        }
        for average in Average::ALL {
            let span = AverageOptions::new(*average).from(first).to(first + 3);
            let _ = growth::average_growth(&values, first, span);
            let _ = growth::average_long_into(long, &[0, rows], &periods, *average, &mut [0.0], None);
        }
        for what in [YearToDate::Totals, YearToDate::Singles, YearToDate::Growth(policy), YearToDate::CarryOver] {
            if growth::year_to_date_long_into(long, &[0, rows], &periods, what, out, Some(reasons)).is_ok() {
                prop_assert!(is_whole(out, reasons), "{:?} {:?} {:?}", what, out, reasons);
            }
        }
        for window in [1, 12, window] {
            let rolling = RollingOptions::YEAR.window(window);
            let _ = growth::rolling_long_into(long, &[0, rows], &periods, rolling, out, Some(reasons));
            let published = PublishedOptions::new(base, window).window(window);
            let _ = growth::published_long_into(long, &[0, rows], &periods, published, out, Some(reasons));
        }
        let series = Series::new(first, values);
        let _ = (series.last(), series.running_totals(), series.single_periods().map(|single| single.running_totals()));
        let _ = series.aggregate(AggregateOptions::new(Frequency::Annual, OverPeriods::Sum));
        let _ = series.contribution(&series, (base, Contribution::Share));
        let _ = options.explain(&series, first + 1, 1.0);
    }

    #[test]
    fn index_numbers_of_anything(values in prop::collection::vec(number(), 0..9), first in period(), at in period()) {
        let series = Series::new(first, values);
        for link in Link::ALL {
            let _ = (index_number::chain(&series, *link), index_number::unchain(&series, *link));
        }
        let _ = (series.rebase(RebaseOptions::new(at.into())), index_number::deflate(&series, &series, DeflateOptions::default()));
        let _ = index_number::splice(&series, &series, SpliceOptions::new(at.into()));
        let keys = (0..series.len()).map(|row| SeriesKey::new(row.to_string(), "x")).collect();
        if let Ok(panel) = Panel::new(keys, first, series.values().to_vec()) {
            let _ = panel.over_subjects(OverSubjects::Mean);
            prop_assert_eq!(LongPanel::from(&panel).rows(), series.points().count());
        }
    }

    #[test]
    fn tables_of_far_periods(rows in prop::collection::vec((ordinal(), number()), 1..6), frequency in select(frequencies())) {
        let periods: Vec<Period> = rows.iter().map(|row| Period::from_ordinal(frequency, row.0)).collect();
        let values: Vec<f64> = rows.iter().map(|row| row.1).collect();
        // A slip of the pen in one period must not ask for the memory of all periods between.
        let _ = Series::from_points(periods.iter().copied().zip(values.iter().copied()));
        if let Ok(panel) = LongPanel::from_columns(vec![SeriesKey::new("", "x")], &vec![0; rows.len()], &periods, &values) {
            let _ = (panel.growth(Base::YearAgo), panel.scan_gaps(), panel.fill_gaps().rows(), panel.to_panel());
            let plan = Plan::parse("base = \"2005\"\n[indicator.x]\n[[target]]\nindicator = \"x\"\nby = \"2010\"\nlevel = 4").unwrap();
            let _ = plan.track(&panel, Method::ALL.to_vec());
        }
    }

    #[test]
    fn methods_of_anything(
        points in prop::collection::vec((number(), number()), 0..6),
        target in (number(), number()),
        better in select(Better::ALL.to_vec()),
        (low, high) in (number(), number()),
    ) {
        let mut points: Vec<Point> = points.iter().map(|&(time, value)| Point { time, value }).collect();
        points.sort_by(|a, b| a.time.total_cmp(&b.time));
        let evidence = Evidence::of(&points).target(Point { time: target.0, value: target.1 }).better(better);
        for evidence in [evidence, evidence.bounds(low, high).range(low, high).dashboard(low, high)] {
            for method in Method::ALL {
                let judgement = method.judge(&evidence);
                prop_assert!(judgement.value.is_ok_and(f64::is_finite) || judgement.value.is_err(), "{}", method);
                let _ = (method.method().explain(&evidence), method.method().explain_score(&evidence));
            }
        }
    }

    #[test]
    fn completion_of_anything(
        [a, b, c, d, e] in [number(), number(), number(), number(), number()],
        months in [ordinal(), ordinal(), ordinal()],
        digits in prop_oneof![Just(i128::MIN), Just(i128::MAX), -1000..1000_i128],
        places in prop_oneof![0..40_u32, any::<u32>()],
    ) {
        let _ = (completion::completion(a, b, Better::Higher), completion::completion_of_rates(a, b, Better::Lower));
        let _ = (completion::pace_linear(a, b, c), completion::pace_geometric(a, b, c));
        let year = PartOfYear { plan: a, to_date: b, months: c, last_to_date: d, last_year: e };
        let _ = (year.needed_growth(), year.by_profile(), year.needed_a_month());
        let _ = CumulativePath::milestones([(a, b), (c, d)]).map(|path| (path.at(e), path.earned(e)));
        let _ = (CumulativePath::linear(a, b, 12), CumulativePath::geometric(a, b, 12));
        let [from, to, end] = months;
        let parts = [Part { from, to, value: a }, Part { from: to, to: end, value: b }];
        let _ = (completion::total_reached(&parts, from, c), completion::level_reached(&parts, Some(from), c, Better::Higher));
        let _ = EarlyBy::new(Reached::observed((from, to), a), end);
        let decimal = Decimal::new(digits, places);
        let _ = (decimal.to_f64(), decimal.round(2, Rounding::HalfEven), Decimal::of(a));
        let _ = (completion::stated_target(a, decimal), completion::stated_counts(u32::MAX, decimal));
        let _ = growth::percent_as_published(decimal, decimal, PublishedOptions::new(Base::YearAgo, places));
        let _ = (growth::periods_to_multiple(a, b), growth::cumulative_rate(a, b, 7), growth::multiple_of_rate(a, b));
        let path = Path::new(Shape::Geometric, [(a, b), (c, d)]);
        let _ = (path.at(e), path.when(e, 1.0), path.when(e, -1.0));
        for text in [format!("x{a} in {b}y"), format!("{a:+}%/yr for {b}y, x{c} in {d}y"), format!("x{a} by {b}")] {
            if let Ok(goal) = text.parse::<Goal>() {
                let _ = (goal.to_string(), goal.legs(), goal.slack(), goal.path(e), goal.starting(Period::annual(end)));
            }
        }
    }
}
