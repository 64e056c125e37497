//! Each kernel against a naive version of a few lines that looks its base up in a map by period.

use std::collections::HashMap;

use fanfan::growth::{
    Average, AverageOptions, Form, LogLinear, NegativeBase, average_dense_into, average_growth, average_long_into,
    cumulative_rate, doublings, growth_dense_into, growth_into, growth_long_into, linear_slope, mean_rate,
    multiple_of_rate, periods_to_multiple, rate_of_multiple,
};
use fanfan::model::{Frequency, LongPanel, SeriesKey};
use fanfan::prelude::*;

type Outcome = Result<f64, Undefined>;

pub(crate) const FORMS: [Form; 13] = [
    Form::Rate,
    Form::Ratio,
    Form::Annualised,
    Form::AnnualisedSimple,
    Form::Power(0.5),
    Form::Power(-2.0),
    Form::Log,
    Form::LogAnnualised,
    Form::Doublings,
    Form::Difference,
    Form::Points(100.0),
    Form::Level,
    Form::LogLevel,
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// Rows in any order: the series of each, its period, its value.
struct Table {
    name: &'static str,
    frequencies: Vec<Frequency>,
    rows: Vec<(usize, i32, f64)>,
}

const POSITIVE: &[f64] = &[1.0, 2.0, 3.0, 7.5, 100.0, 101.0, 0.1, 12.34, 1e-10, 3e10];
const SIGNED: &[f64] = &[1.0, -1.0, 2.5, -2.5, -100.0, 40.0, -0.125, 3.0];
const ZEROS: &[f64] = &[0.0, -0.0, 0.0, 1.0, -2.0, 5.0];
const WILD: &[f64] = &[f64::INFINITY, f64::NEG_INFINITY, 1.0, -3.0, 0.0, f64::NAN, 6.0];

fn table(
    name: &'static str,
    frequencies: &[Frequency],
    lengths: &[usize],
    choices: &[f64],
    gaps: bool,
    shuffled: bool,
) -> Table {
    let mut dice = Dice(name.bytes().map(u64::from).sum());
    let mut rows = Vec::new();
    for (series, &length) in lengths.iter().enumerate() {
        let first = 2000 * frequencies[series].per_year() as i32 + dice.below(5) as i32;
        for at in 0..length {
            let (drawn, value) = (dice.below(10), dice.one_of(choices));
            match drawn {
                0 | 1 if gaps => {}                                            // no row
                2 if gaps => rows.push((series, first + at as i32, f64::NAN)), // a row that says so
                _ => rows.push((series, first + at as i32, value)),
            }
        }
    }
    if shuffled {
        for at in (1..rows.len()).rev() {
            rows.swap(at, dice.below(at + 1));
        }
    }
    Table { name, frequencies: frequencies.to_vec(), rows }
}

fn tables() -> Vec<Table> {
    use Frequency::{Annual, Monthly, Quarterly};
    vec![
        table("plain", &[Annual], &[40], POSITIVE, false, false),
        table("plain months", &[Monthly], &[60], POSITIVE, false, false),
        table("gaps", &[Monthly], &[90], POSITIVE, true, false),
        table("gaps of quarters", &[Quarterly; 3], &[30, 25, 20], POSITIVE, true, false),
        table("groups", &[Annual; 5], &[20, 1, 0, 13, 2], POSITIVE, false, false),
        table("groups with gaps", &[Monthly; 5], &[40, 0, 30, 3, 50], POSITIVE, true, false),
        table("unsorted", &[Quarterly; 4], &[25, 17, 30, 4], POSITIVE, true, true),
        table("frequencies", &[Annual, Monthly, Quarterly, Quarterly, Annual], &[20, 40, 1, 30, 9], SIGNED, true, true),
        table("negative", &[Monthly; 2], &[60, 40], SIGNED, false, false),
        table("negative with gaps", &[Annual; 2], &[60, 40], SIGNED, true, true),
        table("zeros", &[Annual; 2], &[50, 50], ZEROS, false, false),
        table("zeros with gaps", &[Quarterly; 2], &[60, 60], ZEROS, true, true),
        table("infinities", &[Monthly; 2], &[60, 60], WILD, false, false),
        table("infinities with gaps", &[Annual; 2], &[80, 60], WILD, true, true),
    ]
}

impl Table {
    fn panel(&self) -> LongPanel {
        let keys = (0..self.frequencies.len()).map(|series| SeriesKey::new(format!("{series}"), "x")).collect();
        let ids: Vec<u32> = self.rows.iter().map(|row| row.0 as u32).collect();
        let periods: Vec<Period> =
            self.rows.iter().map(|row| Period::from_ordinal(self.frequencies[row.0], row.1)).collect();
        let values: Vec<f64> = self.rows.iter().map(|row| row.2).collect();
        LongPanel::from_columns(keys, &ids, &periods, &values).unwrap()
    }

    /// The values of one series by period; NaN is no value.
    fn by_period(&self, series: usize) -> HashMap<i32, f64> {
        let rows = self.rows.iter().filter(|row| row.0 == series && !row.2.is_nan());
        rows.map(|row| (row.1, row.2)).collect()
    }

    fn one_frequency(&self) -> bool {
        self.frequencies.iter().all(|frequency| *frequency == self.frequencies[0])
    }

    /// A period in the middle of the first series.
    fn middle(&self) -> Period {
        let mut of_first: Vec<i32> = self.rows.iter().filter(|row| row.0 == 0).map(|row| row.1).collect();
        of_first.sort_unstable();
        Period::from_ordinal(self.frequencies[0], of_first[of_first.len() / 2])
    }
}

/// What is wrong with `x` over `b`, if anything, where `both_negative` says whether two negative numbers are allowed.
fn fault(x: f64, b: f64, power: bool, policy: NegativeBase) -> Option<Undefined> {
    let any_sign = policy != NegativeBase::Undefined && !power;
    let both_negative = any_sign || (power && policy == NegativeBase::Plain);
    if b == 0.0 {
        Some(if x == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase })
    } else if x == 0.0 && power {
        Some(Undefined::NotPositive)
    } else if x < 0.0 && b < 0.0 {
        (!both_negative).then_some(Undefined::NegativeBase)
    } else if (x < 0.0) != (b < 0.0) {
        (!any_sign).then_some(Undefined::SignChange)
    } else {
        None
    }
}

/// Growth of one period, from the values by period.
fn naive_growth(
    values: &HashMap<i32, f64>,
    at: i32,
    frequency: Frequency,
    options: (Base, Form, NegativeBase),
) -> Outcome {
    let (base, form, policy) = options;
    let x = *values.get(&at).ok_or(Undefined::MissingValue)?;
    let base_at = match base {
        Base::YearAgo => Some(at - frequency.per_year() as i32),
        Base::YearsAgo(years) => Some(at - years * frequency.per_year() as i32),
        Base::Previous => Some(at - 1),
        Base::Lag(lag) => Some(at - lag),
        Base::Fixed(period) => Some(period.ordinal()),
        Base::First => values.keys().min().copied(),
    };
    let finite = |result: f64| if result.is_finite() { Ok(result) } else { Err(Undefined::NotFinite) };
    match form {
        Form::Level => return finite(x),
        Form::LogLevel if x.is_infinite() => return Err(Undefined::NotFinite),
        Form::LogLevel if x <= 0.0 => return Err(Undefined::NotPositive),
        Form::LogLevel => return Ok(x.ln()),
        _ => {}
    }
    let b = base_at.and_then(|at| values.get(&at).copied()).ok_or(Undefined::MissingBase)?;
    let distance = at - base_at.unwrap();
    let per_year = f64::from(frequency.per_year()) / f64::from(distance);
    let needs_time = matches!(form, Form::Annualised | Form::AnnualisedSimple | Form::LogAnnualised);
    if needs_time && distance == 0 {
        return Err(Undefined::NoTime);
    }
    if x.is_infinite() || b.is_infinite() {
        return Err(Undefined::NotFinite);
    }
    let wrong = match form {
        Form::Rate | Form::Ratio | Form::AnnualisedSimple => fault(x, b, false, policy),
        Form::Annualised | Form::Power(_) => fault(x, b, true, policy),
        Form::Log | Form::LogAnnualised | Form::Doublings => (x <= 0.0 || b <= 0.0).then_some(Undefined::NotPositive),
        _ => None,
    };
    if let Some(reason) = wrong {
        return Err(reason);
    }
    let below = if policy == NegativeBase::Absolute { b.abs() } else { b };
    finite(match form {
        Form::Rate => (x - b) / below,
        Form::Ratio => x / below,
        Form::Annualised => (x / b).powf(per_year) - 1.0,
        Form::AnnualisedSimple => (x - b) / below * per_year,
        Form::Power(power) => (x / b).powf(power) - 1.0,
        Form::Log => x.ln() - b.ln(),
        Form::LogAnnualised => (x.ln() - b.ln()) * per_year,
        Form::Doublings => x.log2() - b.log2(),
        Form::Difference => x - b,
        Form::Points(scale) => (x - b) * scale,
        other => panic!("{other:?}"),
    })
}

/// The same reason, or values that differ by no more than the naive formula rounds at `size`.
fn same(got: Outcome, want: Outcome, size: f64) -> bool {
    match (got, want) {
        (Ok(got), Ok(want)) => (got - want).abs() <= 1e-12 * (size + want.abs()),
        (got, want) => got == want,
    }
}

/// `x/b − 1` and its kin round at 1, however small they are; differences and quotients do not.
fn size_of(form: Form) -> f64 {
    match form {
        Form::Ratio | Form::Difference | Form::Points(_) | Form::Level => 0.0,
        // Logarithms of up to 3e10 over 1e-10, twelve times a year.
        Form::LogAnnualised | Form::AnnualisedSimple => 12.0,
        _ => 1.0,
    }
}

fn outcomes(values: &[f64], reasons: &[u8]) -> Vec<Outcome> {
    let one = |(&value, &code): (&f64, &u8)| {
        assert_eq!(value.is_nan(), code != 0, "a blank has a reason, and a number has none");
        Undefined::from_code(code).map_or(Ok(value), Err)
    };
    values.iter().zip(reasons).map(one).collect()
}

#[test]
fn growth_of_long_dense_and_single_series() {
    let mut compared = 0;
    for table in tables() {
        let panel = table.panel();
        let mut bases =
            vec![Base::YearAgo, Base::Previous, Base::First, Base::Lag(1), Base::Lag(2), Base::Lag(12), Base::Lag(-1)];
        bases.extend([Base::Lag(-3), Base::Lag(1000), Base::YearsAgo(2), Base::YearsAgo(-1)]);
        if table.one_frequency() {
            bases.extend([table.middle(), table.middle() + 500].map(Base::Fixed));
        }
        let dense = if table.one_frequency() { Some(panel.to_panel().unwrap()) } else { None };
        for base in bases {
            for (form, policy) in FORMS.iter().flat_map(|&form| NegativeBase::ALL.iter().map(move |&p| (form, p))) {
                let options = GrowthOptions::new(base).form(form).negative_base(policy);
                let long = panel.growth(options).unwrap();
                let wide = dense.as_ref().map(|dense| dense.growth(options).unwrap());
                for (series, one) in panel.iter().enumerate() {
                    let values = table.by_period(series);
                    let frequency = table.frequencies[series];
                    let naive = |at: i32| naive_growth(&values, at, frequency, (base, form, policy));
                    let check = |got: Outcome, at: i32, which: &str| {
                        let want = naive(at);
                        assert!(
                            same(got, want, size_of(form)),
                            "{which}, {}, series {series}, {}: {base:?} {form:?} {policy:?}: {got:?}, naive {want:?}",
                            table.name,
                            Period::from_ordinal(frequency, at),
                        );
                    };
                    let start = panel.offsets()[series];
                    let rows = start..start + one.ordinals.len();
                    let results = outcomes(&long.values()[rows.clone()], &long.reasons()[rows]);
                    for (&at, &got) in one.ordinals.iter().zip(&results) {
                        check(got, at, "long");
                        compared += 1;
                    }
                    if let (Some(wide), Some(dense)) = (&wide, &dense) {
                        for column in 0..dense.shape().1 {
                            let at = dense.first().ordinal() + column as i32;
                            check(wide.get(series, column).unwrap(), at, "dense");
                        }
                    }
                    let periods = one.ordinals.iter().map(|&at| Period::from_ordinal(frequency, at));
                    if let Ok(alone) = Series::from_points(periods.zip(one.values.iter().copied())) {
                        for (period, got) in alone.growth(options).unwrap().iter() {
                            check(got, period.ordinal(), "series");
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 300_000, "{compared}");
}

/// Kernels write every place of the caller's buffers, and say the same without the buffer of reasons.
#[test]
fn buffers_are_overwritten() {
    let table = table("buffers", &[Frequency::Monthly; 3], &[20, 9, 30], WILD, true, false);
    let panel = table.panel();
    let periods = (Frequency::Monthly, panel.ordinals());
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    for base in [Base::YearAgo, Base::Previous, Base::First, Base::Lag(-3)] {
        let whole = panel.growth(base).unwrap();
        let (mut out, mut reasons) = (vec![7.0; panel.rows()], vec![77; panel.rows()]);
        growth_long_into(panel.values(), panel.offsets(), periods, base, &mut out, Some(&mut reasons)).unwrap();
        assert_eq!((bits(&out), reasons.as_slice()), (bits(whole.values()), whole.reasons()));
        out.fill(7.0);
        growth_long_into(panel.values(), panel.offsets(), periods, base, &mut out, None).unwrap();
        assert_eq!(bits(&out), bits(whole.values()));

        let dense = panel.to_panel().unwrap();
        let wide = dense.growth(base).unwrap();
        let (mut out, mut reasons) = (vec![7.0; dense.as_slice().len()], vec![77; dense.as_slice().len()]);
        let (width, first) = (dense.shape().1, dense.first());
        growth_dense_into(dense.as_slice(), width, first, base, &mut out, Some(&mut reasons)).unwrap();
        assert_eq!((bits(&out), reasons.as_slice()), (bits(wide.as_outcomes().values()), wide.as_outcomes().reasons()));
        let (mut row, mut row_reasons) = (vec![7.0; width], vec![77; width]);
        growth_into(&dense.as_slice()[..width], first, base, &mut row, Some(&mut row_reasons)).unwrap();
        assert_eq!((bits(&row), row_reasons.as_slice()), (bits(&out[..width]), &reasons[..width]));
    }
}

/// What a double can only just hold: quotients that overflow or underflow, differences that do.
#[test]
fn the_ends_of_the_range() {
    let of = |b: f64, x: f64, form: Form| {
        Series::annual(2000, [b, x]).growth((Base::Previous, form)).unwrap().get(Period::annual(2001))
    };
    let near = |got: Outcome, want: f64| matches!(got, Ok(got) if (got - want).abs() <= 1e-14 * want.abs());
    let decades = std::f64::consts::LN_10;
    assert!(near(of(1e-300, 1e300, Form::Log), 600.0 * decades));
    assert!(near(of(1e300, 1e-300, Form::Log), -600.0 * decades));
    assert!(near(of(1.0, 1e-17, Form::Log), -17.0 * decades));
    assert!(near(of(1e300, 1e-300, Form::Annualised), -1.0));
    assert!(near(of(1e-300, 1e300, Form::Power(0.1)), 1e60));
    assert_eq!(of(1e-300, 1e300, Form::Rate), Err(Undefined::NotFinite));
    assert_eq!(of(1e-300, 1e300, Form::Ratio), Err(Undefined::NotFinite));
    assert_eq!(of(1e-300, 1e300, Form::Annualised), Err(Undefined::NotFinite));
    assert_eq!(of(-1.7e308, 1.7e308, Form::Difference), Err(Undefined::NotFinite));
    assert!(near(of(1.0, 1.0 + f64::EPSILON, Form::Log), f64::EPSILON));
    assert!(near(of(1.0, 1.0 + f64::EPSILON, Form::Annualised), f64::EPSILON));
    // The digits of a small change survive: the difference of two near numbers is exact, their quotient is not.
    for b in [0.7, 9.1, 123.456] {
        let x = b * (1.0 + 1e-10);
        let rate: f64 = (x - b) / b;
        let log = rate - rate * rate / 2.0;
        assert!(near(of(b, x, Form::Log), log));
        assert!(near(of(b, x, Form::LogAnnualised), log));
        assert!(near(of(b, x, Form::Annualised), rate));
        assert!(near(of(b, x, Form::Power(2.0)), 2.0 * rate + rate * rate));
        let average = |method| Series::annual(2000, [b, x]).average_growth(method).unwrap();
        assert!(near(average(Average::Level), rate) && near(average(Average::Exponential), log));
    }
    // Subnormal values are numbers like others.
    assert!(near(of(5e-324, 1e-323, Form::Rate), 1.0));
    assert!(near(of(5e-324, 1e-323, Form::Doublings), 1.0));
}

/// The average of one series, from the values by period.
fn naive_average(values: &HashMap<i32, f64>, per_year: f64, method: Average, span: Span) -> Outcome {
    let mut points: Vec<(i32, f64)> = values.iter().map(|(&at, &value)| (at, value)).collect();
    points.sort_by_key(|point| point.0);
    points.retain(|(at, _)| span.from.is_none_or(|from| *at >= from) && span.to.is_none_or(|to| *at <= to));
    let finite = |result: f64| if result.is_finite() { Ok(result) } else { Err(Undefined::NotFinite) };
    if matches!(method, Average::LeastSquares | Average::LogSlope | Average::LinearSlope) {
        let log = method != Average::LinearSlope;
        if log && points.iter().any(|(_, value)| *value <= 0.0) {
            return Err(Undefined::NotPositive);
        }
        if points.len() < 3 {
            return Err(Undefined::TooFewPoints);
        }
        let (first, last) = (points[0].0, points[points.len() - 1].0);
        let length = f64::from(span.to.unwrap_or(last) - span.from.unwrap_or(first) + 1);
        let n = points.len() as f64;
        let (from, to) = (span.from.unwrap_or(first), span.to.unwrap_or(last));
        // The longest step on whose grid both ends and every value lie.
        let on_grid = |step: i32| (to - from) % step == 0 && points.iter().all(|(at, _)| (at - from) % step == 0);
        let step = (1..=to - from).rev().find(|step| on_grid(*step)).unwrap_or(1);
        if n / length < span.coverage && n / (f64::from(to - from) / f64::from(step) + 1.0) < span.coverage {
            return Err(Undefined::TooSparse);
        }
        let years = |at: i32| f64::from(at - first) / per_year;
        let y = |value: f64| if log { value.ln() } else { value };
        let mean_t = points.iter().map(|(at, _)| years(*at)).sum::<f64>() / n;
        let mean_y = points.iter().map(|(_, value)| y(*value)).sum::<f64>() / n;
        let (mut above, mut below) = (0.0, 0.0);
        for (at, value) in points {
            above += (years(at) - mean_t) * (y(value) - mean_y);
            below += (years(at) - mean_t).powi(2);
        }
        let slope = above / below;
        return finite(if method == Average::LeastSquares { slope.exp() - 1.0 } else { slope });
    }
    let find = |at: i32| values.get(&at).map(|&value| (at, value));
    let (t0, y0) = match span.from {
        Some(from) => find(from).ok_or(Undefined::MissingBase)?,
        None => *points.first().ok_or(Undefined::TooFewPoints)?,
    };
    let (t, y) = match span.to {
        Some(to) => find(to).ok_or(Undefined::MissingValue)?,
        None => *points.last().ok_or(Undefined::TooFewPoints)?,
    };
    if t == t0 {
        return Err(if span.from.is_some() && span.from == span.to {
            Undefined::NoTime
        } else {
            Undefined::TooFewPoints
        });
    }
    if y0.is_infinite() || y.is_infinite() {
        return Err(Undefined::NotFinite);
    }
    let years = f64::from(t - t0) / per_year;
    if method == Average::MeanChange {
        return finite((y - y0) / years);
    }
    if method == Average::Cumulative {
        let rest: Option<Vec<f64>> = (t0 + 1..=t).map(|at| values.get(&at).copied()).collect();
        let rest = rest.ok_or(Undefined::MissingValue)?;
        if rest.iter().any(|value| value.is_infinite()) {
            return Err(Undefined::NotFinite);
        }
        let total: f64 = rest.iter().sum();
        if y0 == 0.0 {
            return Err(Undefined::ZeroBase);
        }
        if y0 < 0.0 {
            return Err(Undefined::NegativeBase);
        }
        if total <= 0.0 {
            return Err(Undefined::NotPositive);
        }
        // Halving: q + q² + … rises with q.
        let sum = |q: f64| rest.iter().fold((0.0, 1.0), |(sum, power), _| (sum + power * q, power * q)).0;
        let (mut low, mut high) = (0.0, total / y0);
        for _ in 0..2000 {
            let middle = f64::midpoint(low, high);
            if sum(middle) * y0 < total { low = middle } else { high = middle }
        }
        return finite(high.powf(per_year) - 1.0);
    }
    if let Some(reason) = fault(y, y0, true, NegativeBase::Undefined) {
        return Err(reason);
    }
    finite(match method {
        Average::Level => (y / y0).powf(1.0 / years) - 1.0,
        Average::Exponential => (y.ln() - y0.ln()) / years,
        Average::Doublings => y.log2() - y0.log2(),
        other => panic!("{other:?}"),
    })
}

/// Reasons of the functions on single numbers; infinite input never gives a number.
#[test]
fn compounding_says_why_there_is_no_answer() {
    use Undefined::{
        MissingBase, MissingValue, NegativeBase, NeverReached, NoTime, NotFinite, NotPositive, TooFewPoints, ZeroBase,
    };
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for (at, (got, want)) in [
        (rate_of_multiple(nan, 3.0), Err(MissingValue)),
        (rate_of_multiple(2.0, nan), Err(MissingValue)),
        (rate_of_multiple(2.0, 0.0), Err(NoTime)),
        (rate_of_multiple(0.0, 3.0), Err(NotPositive)),
        (rate_of_multiple(inf, 3.0), Err(NotFinite)),
        (rate_of_multiple(inf, -3.0), Err(NotFinite)),
        (rate_of_multiple(2.0, inf), Err(NotFinite)),
        (rate_of_multiple(1.0, 3.0), Ok(0.0)),
        (multiple_of_rate(nan, 3.0), Err(MissingValue)),
        (multiple_of_rate(-1.5, 3.0), Err(NotPositive)),
        (multiple_of_rate(-1.0, 3.0), Ok(0.0)),
        (multiple_of_rate(-1.0, 0.0), Ok(1.0)),
        (multiple_of_rate(-1.0, -3.0), Err(NotFinite)),
        (multiple_of_rate(0.1, -inf), Err(NotFinite)),
        (multiple_of_rate(inf, -3.0), Err(NotFinite)),
        (doublings(nan), Err(MissingValue)),
        (doublings(0.0), Err(NotPositive)),
        (doublings(inf), Err(NotFinite)),
        (doublings(0.25), Ok(-2.0)),
        (periods_to_multiple(2.0, nan), Err(MissingValue)),
        (periods_to_multiple(2.0, 0.0), Err(NeverReached)),
        (periods_to_multiple(0.5, 0.1), Err(NeverReached)),
        (periods_to_multiple(2.0, -1.0), Err(NotPositive)),
        (periods_to_multiple(-2.0, 0.1), Err(NotPositive)),
        (periods_to_multiple(inf, 0.1), Err(NotFinite)),
        (periods_to_multiple(2.0, inf), Err(NotFinite)),
        (periods_to_multiple(1.0, -0.3), Ok(0.0)),
        (mean_rate(&[]), Err(TooFewPoints)),
        (mean_rate(&[0.1, nan]), Err(MissingValue)),
        (mean_rate(&[0.1, -1.0]), Err(NotPositive)),
        (mean_rate(&[0.1, inf]), Err(NotFinite)),
        (cumulative_rate(nan, 3.0, 3), Err(MissingBase)),
        (cumulative_rate(1.0, nan, 3), Err(MissingValue)),
        (cumulative_rate(1.0, 3.0, 0), Err(TooFewPoints)),
        (cumulative_rate(0.0, 3.0, 3), Err(ZeroBase)),
        (cumulative_rate(-1.0, 3.0, 3), Err(NegativeBase)),
        (cumulative_rate(1.0, 0.0, 3), Err(NotPositive)),
        (cumulative_rate(1.0, inf, 3), Err(NotFinite)),
        (cumulative_rate(1.0, -inf, 3), Err(NotFinite)),
        (cumulative_rate(inf, 3.0, 3), Err(NotFinite)),
        (cumulative_rate(1.0, 3.0, 3), Ok(0.0)),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!((at, got), (at, want));
    }
    let rate = |times: &[f64], values: &[f64]| LogLinear::fit(times, values).unwrap().and_then(LogLinear::rate);
    let slope = |times: &[f64], values: &[f64]| linear_slope(times, values).unwrap();
    let through_one =
        |times: &[f64], values: &[f64]| LogLinear::fit_through_one(times, values).unwrap().map(LogLinear::slope);
    for (at, (got, want)) in [
        (rate(&[1.0], &[1.0]), Err(TooFewPoints)),
        (rate(&[1.0, 2.0], &[1.0, nan]), Err(TooFewPoints)),
        (rate(&[1.0, 2.0], &[1.0, 0.0]), Err(NotPositive)),
        (rate(&[1.0, 1.0], &[1.0, 2.0]), Err(NoTime)),
        (rate(&[0.1, 5.3, 5.3, 5.3], &[nan, 1.0, 2.0, 4.0]), Err(NoTime)),
        (rate(&[1.0, 2.0], &[1.0, inf]), Err(NotFinite)),
        (rate(&[1.0, inf], &[1.0, 2.0]), Err(NotFinite)),
        (slope(&[1.0], &[1.0]), Err(TooFewPoints)),
        (slope(&[1.0, 1.0], &[1.0, 2.0]), Err(NoTime)),
        (slope(&[1.0, 2.0], &[1.0, -inf]), Err(NotFinite)),
        (slope(&[1.0, 3.0], &[1.0, -5.0]), Ok(-3.0)),
        (through_one(&[0.0], &[2.0]), Err(NoTime)),
        (through_one(&[1.0], &[inf]), Err(NotFinite)),
        (through_one(&[1.0], &[nan]), Err(TooFewPoints)),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!((at, got), (at, want));
    }
    assert!(LogLinear::fit(&[1.0], &[1.0, 2.0]).is_err() && linear_slope(&[1.0], &[]).is_err());
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: Option<i32>,
    to: Option<i32>,
    coverage: f64,
}

#[test]
fn averages_of_long_dense_and_single_series() {
    let mut compared = 0;
    for table in tables().into_iter().filter(Table::one_frequency) {
        let (panel, frequency) = (table.panel(), table.frequencies[0]);
        let dense = panel.to_panel().unwrap();
        let middle = table.middle().ordinal();
        let ends = [None, Some(middle - 7), Some(middle), Some(middle + 1), Some(middle + 6), Some(middle + 300)];
        let spans = ends.iter().flat_map(|&from| ends.iter().map(move |&to| (from, to)));
        let spans = spans.filter(|(from, to)| from.zip(*to).is_none_or(|(from, to)| from <= to));
        let spans = spans.flat_map(|(from, to)| [0.0, 0.5, 1.0].map(|coverage| Span { from, to, coverage }));
        for (span, &method) in spans.flat_map(|span| Average::ALL.iter().map(move |method| (span, method))) {
            let mut options = AverageOptions::new(method).coverage(span.coverage);
            if let Some(from) = span.from {
                options = options.from(Period::from_ordinal(frequency, from));
            }
            if let Some(to) = span.to {
                options = options.to(Period::from_ordinal(frequency, to));
            }
            let (mut out, mut reasons) = (vec![7.0; panel.len()], vec![77; panel.len()]);
            let periods = (frequency, panel.ordinals());
            average_long_into(panel.values(), panel.offsets(), periods, options, &mut out, Some(&mut reasons)).unwrap();
            let long = outcomes(&out, &reasons);
            let (width, first) = (dense.shape().1, dense.first());
            average_dense_into(dense.as_slice(), width, first, options, &mut out, Some(&mut reasons)).unwrap();
            let wide = outcomes(&out, &reasons);
            for series in 0..panel.len() {
                let values = table.by_period(series);
                let want = naive_average(&values, f64::from(frequency.per_year()), method, span);
                let row = &dense.as_slice()[series * width..(series + 1) * width];
                let alone = average_growth(row, first, options).unwrap();
                for (got, which) in [(long[series], "long"), (wide[series], "dense"), (alone, "series")] {
                    // Sums of values of 3e10 or of their logarithms round at their own size.
                    let size = match method {
                        Average::LinearSlope | Average::MeanChange => values.values().fold(0.0, |a, v| v.abs().max(a)),
                        _ => 30.0,
                    };
                    assert!(
                        same(got, want, size),
                        "{which}, {}, series {series}, {method:?} {span:?}: {got:?}, naive {want:?}",
                        table.name
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 20_000, "{compared}");
}
