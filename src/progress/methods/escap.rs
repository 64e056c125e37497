//! UN ESCAP's two indices: current status and anticipated progress.
//!
//! The edge cases follow the code of UNICEF's office for the Middle East and North Africa, which uses the method; so does
//! the variant for what is to be near a value, such as a parity index.

use super::{Extra, Judgement, Method, MethodInfo, ProgressMethod};
use crate::error::Undefined;
use crate::growth::ln_in_place;
use crate::model::Better;
use crate::plan::{Projection, is_met};
use crate::progress::evidence::{Evidence, Point, number};
use crate::progress::standing::Standing;

/// # Formula
/// `AP = 10·d·(I(tT) − I(t0))/|T − I(t0)|`, 10 where `I(tT)` meets the target; `CS` the same of the moment of the
/// assessment. `I` is the observed value where there is one, else projected from the last. Where nearness is better:
/// `10 − 10·|T − I|/|T − I(t0)|`.
pub(super) struct Escap;

static INFO: MethodInfo = MethodInfo {
    name: "escap",
    publisher: "UN ESCAP, as used by UNICEF MENARO",
    formula: "AP = 10·d·(I(tT) - I(t0))/|T - I(t0)|, 10 where I(tT) meets the target; CS (score) the same of now; I observed, else projected: L = ln(Y/(1-Y)), Y = I/S, L(t*) = L_last + m·(t* - t_last), m = mean of ΔL/Δt, I = S·e^L/(1+e^L); near T: 10 - 10·|T - I|/|T - I(t0)|",
    bands: &[
        ("will_meet", "AP > 9", Standing::OnTrack),
        ("must_accelerate", "AP > 0", Standing::Slow),
        ("moves_away", "AP <= 0", Standing::Away),
        ("not_available", "no target, no natural scale, fewer than two points and not met", Standing::CannotTell),
    ],
    source: "UN ESCAP, Asia and the Pacific SDG Progress Report, annex; spalmas/SDG-MENARO @ 35052082: 03_progress_assessment",
    check: Some(
        "ESCAP's own annex was not at hand; projections other than the default, and a target that is met counting as achieved",
    ),
};

impl ProgressMethod for Escap {
    fn info(&self) -> &'static MethodInfo {
        &INFO
    }

    fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        let mut pair = NO_POINTS;
        let case = match Case::of(evidence, &mut pair) {
            Ok(case) => case,
            Err(reason) => return Judgement::unavailable(reason),
        };
        // From a base that is the target already there is no way to it: each index exists only where its value meets it.
        let (current, anticipated) = (case.index(case.current), case.index(case.anticipated));
        let [good, fair, _] = evidence.bands(Method::Escap);
        let row = |index: f64| if index > good { 0 } else { usize::from(index <= fair) + 1 };
        let judgement = match anticipated {
            Ok(index) => Judgement::of(&INFO, row(index), anticipated),
            Err(reason) => Judgement::unavailable(reason),
        };
        let word = |index: f64| match row(index) {
            0 => "on_track",
            1 => "slow",
            _ => "regression",
        };
        if current.is_err() && anticipated.is_err() {
            return judgement;
        }
        let standing = if evidence.met() == Some(true) { Standing::Achieved } else { judgement.standing };
        let extra = Extra::Indices {
            current: current.ok(),
            current_status: current.ok().map(word),
            anticipated: anticipated.ok(),
            anticipated_status: anticipated.ok().map(|_| judgement.status),
        };
        Judgement { score: current.ok(), standing, extra, ..judgement }
    }

    fn explain(&self, evidence: &Evidence<'_>) -> Option<String> {
        let mut pair = NO_POINTS;
        let case = Case::of(evidence, &mut pair).ok()?;
        case.printed(case.anticipated, case.dates.2)
    }

    fn explain_score(&self, evidence: &Evidence<'_>) -> Option<String> {
        let mut pair = NO_POINTS;
        let case = Case::of(evidence, &mut pair).ok()?;
        case.printed(case.current, case.dates.1)
    }
}

const NO_POINTS: [Point; 2] = [Point { time: 0.0, value: 0.0 }; 2];

/// The values of one case at the base, now, and at the date of the target.
struct Case<'a> {
    points: &'a [Point],
    projection: Projection,
    scale: f64,
    target: f64,
    direction: f64,
    /// How near is near enough, where nearness is better.
    tolerance: Option<f64>,
    /// The base, now, the date of the target.
    dates: (f64, f64, f64),
    base: f64,
    current: f64,
    anticipated: f64,
}

/// Where a projection is at a date, and its yearly change: a logit, or a factor's logarithm.
#[derive(Clone, Copy)]
struct Course {
    there: f64,
    slope: f64,
}

impl<'a> Case<'a> {
    fn of(evidence: &Evidence<'a>, pair: &'a mut [Point; 2]) -> Result<Case<'a>, Undefined> {
        let target = evidence.target.get().ok_or(Undefined::NoTarget)?;
        let near = match (evidence.near.get(), evidence.better) {
            (Some(near), _) => Some(near),
            (None, Some(Better::Near)) => Some((target.value, 0.0)),
            _ => None,
        };
        let direction = if near.is_some() { 0.0 } else { evidence.direction()? };
        let latest = evidence.latest.get().ok_or(Undefined::MissingValue)?;
        let projection = evidence.settings.map(|own| own.projection).unwrap_or_default();
        let logit = !matches!(projection, Projection::Geometric | Projection::TimeWeightedGeometric);
        let start =
            evidence.base_at.get().or(evidence.base.get().map(|base| base.time)).ok_or(Undefined::MissingBase)?;
        let dates = (start, evidence.now.get().unwrap_or(latest.time).max(latest.time), target.time);
        let mut case = Case {
            points: evidence.series(pair),
            projection,
            scale: f64::NAN,
            target: near.map_or(target.value, |(value, _)| value),
            direction,
            tolerance: near.map(|(_, tolerance)| tolerance),
            dates,
            base: latest.value,
            current: latest.value,
            anticipated: latest.value,
        };
        if case.points.len() < 2 {
            // One value says where it stands only if that is good enough.
            return if case.meets(latest.value) { Ok(case) } else { Err(Undefined::TooFewPoints) };
        }
        case.scale = match evidence.scale.get() {
            Some(scale) => scale,
            None if logit => return Err(Undefined::NoScale),
            None => f64::NAN,
        };
        case.base = case.at(dates.0);
        // Both together: they share their logarithms.
        let [now, then] = case.courses([dates.1, dates.2]);
        case.current = case.on(dates.1, now);
        case.anticipated = case.on(dates.2, then);
        Ok(case)
    }

    fn meets(&self, value: f64) -> bool {
        match self.tolerance {
            Some(tolerance) => {
                is_met(value, self.target - tolerance, Better::Higher)
                    && is_met(value, self.target + tolerance, Better::Lower)
            }
            None => self.direction * (value - self.target) >= 0.0,
        }
    }

    /// 10 where the value meets the target, else the share of the way from the base, on a scale of 10.
    fn index(&self, value: f64) -> Result<f64, Undefined> {
        if self.meets(value) {
            return Ok(10.0);
        }
        if self.target == self.base {
            return Err(Undefined::NoChangeAsked);
        }
        let way = (self.target - self.base).abs();
        let index = match self.tolerance {
            Some(_) => 10.0 - 10.0 * (self.target - value).abs() / way,
            None => 10.0 * self.direction * (value - self.base) / way,
        };
        if index.is_finite() { Ok(index) } else { Err(Undefined::NotFinite) }
    }

    /// The observed value, where there is one.
    fn observed(&self, time: f64) -> Option<f64> {
        let seen = |point: &&Point| (point.time - time).abs() < 1e-9;
        // The dates that are asked for are mostly beyond the last value, or early in the series.
        if self.points.last().is_some_and(|last| last.time < time - 1e-9) {
            return None;
        }
        self.points.iter().find(seen).map(|point| point.value)
    }

    fn odds(&self, point: &Point) -> f64 {
        point.value / (self.scale - point.value)
    }

    fn logit(&self, point: &Point) -> f64 {
        self.odds(point).ln()
    }

    /// The share of a logit, on the natural scale.
    fn level(&self, logit: f64) -> f64 {
        // The exponential is taken of what is below zero, so that it does not overflow.
        let small = (-logit.abs()).exp();
        if logit > 0.0 { self.scale / (1.0 + small) } else { self.scale * small / (1.0 + small) }
    }

    /// Projections to some dates.
    fn courses<const N: usize>(&self, times: [f64; N]) -> [Course; N] {
        match self.projection {
            Projection::LogitMeanChange => {
                let last = self.points.last().copied().unwrap_or(Point { time: f64::NAN, value: f64::NAN });
                let logit = self.logit(&last);
                let slope = self.even_slope(logit).unwrap_or_else(|| self.slope());
                times.map(|time| Course { there: logit + slope * (time - last.time), slope })
            }
            Projection::Geometric => [Course { there: f64::NAN, slope: f64::NAN }; N],
            Projection::TimeWeightedGeometric => self.weighted_factors(times),
            Projection::LogitRegression => {
                let [line] = self.lines([self.dates.2], |_, _| 1.0);
                times.map(|time| Course { there: line.there + line.slope * (time - self.dates.2), ..line })
            }
            Projection::WeightedLogitRegression => self.lines(times, |point, time| self.weight(point, time)),
        }
    }

    /// The mean yearly change of the logit over all steps that have one.
    fn slope(&self) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        let mut before: Option<(f64, f64)> = None;
        for point in self.points {
            let logit = self.logit(point);
            if let Some((time, last)) = before {
                let change = (logit - last) / (point.time - time);
                // Between two values at one end of the scale there is no change.
                if !change.is_nan() {
                    sum += change;
                    count += 1.0;
                }
            }
            before = Some((point.time, logit));
        }
        sum / count
    }

    /// The same of steps of one length, all inside the scale: what lies between first and last cancels out.
    fn even_slope(&self, logit: f64) -> Option<f64> {
        let (first, last) = (self.points.first()?, self.points.last()?);
        let step = (last.time - first.time) / (self.points.len() - 1) as f64;
        let mut time = first.time - step;
        for point in self.points {
            if point.time - time != step || point.value <= 0.0 || point.value >= self.scale {
                return None;
            }
            time = point.time;
        }
        Some((logit - self.logit(first)) / (last.time - first.time))
    }

    /// The value at a date: observed, else projected.
    fn at(&self, time: f64) -> f64 {
        self.observed(time).unwrap_or_else(|| {
            let [course] = self.courses([time]);
            self.on(time, course)
        })
    }

    /// The value at a date: observed, else on a course; the last one where the projection is no number.
    fn on(&self, time: f64, course: Course) -> f64 {
        if let Some(value) = self.observed(time) {
            return value;
        }
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return f64::NAN };
        let value = match self.projection {
            Projection::LogitMeanChange if !course.slope.is_finite() => return last.value,
            // A slope beside a last value beyond the scale: there is no projection, and none is made up.
            Projection::LogitMeanChange => return self.level(course.there),
            Projection::Geometric => {
                last.value * (last.value / first.value).powf((time - last.time) / (last.time - first.time))
            }
            Projection::TimeWeightedGeometric => last.value * course.there.exp(),
            Projection::LogitRegression | Projection::WeightedLogitRegression => self.level(course.there),
        };
        if value.is_finite() { value } else { last.value }
    }

    /// Logarithms of the factors from the last value to some dates, by the weighted mean of those between values.
    fn weighted_factors<const N: usize>(&self, times: [f64; N]) -> [Course; N] {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else {
            return [Course { there: f64::NAN, slope: f64::NAN }; N];
        };
        let mut sums = times.map(|time| (0.0, self.weight(first, time)));
        let steps = self.points.get(1..).unwrap_or_default();
        for (before, after) in self.points.chunks(8).zip(steps.chunks(8)) {
            let mut logs = [1.0; 8];
            for (log, (before, point)) in logs.iter_mut().zip(before.iter().zip(after)) {
                *log = point.value / before.value;
            }
            ln_in_place(&mut logs);
            for (log, point) in logs.iter().zip(after) {
                for ((sum, weights), time) in sums.iter_mut().zip(times) {
                    let weight = self.weight(point, time);
                    *sum += weight * log;
                    *weights += weight;
                }
            }
        }
        std::array::from_fn(|at| {
            let ((sum, weights), time) = (sums[at], times[at]);
            Course { there: sum * (time - last.time) / weights, slope: sum / weights }
        })
    }

    /// `(t* − t_min)/(t* − t_i)`: the nearer to the date, the more a value counts.
    fn weight(&self, point: &Point, time: f64) -> f64 {
        let first = self.points.first().map_or(f64::NAN, |first| first.time);
        (time - first) / (time - point.time)
    }

    /// The line through the logits, at some dates; the slope alone is weighted, as its users do.
    fn lines<const N: usize>(&self, times: [f64; N], weight: impl Fn(&Point, f64) -> f64) -> [Course; N] {
        let count = self.points.len() as f64;
        let middle = self.points.iter().map(|point| point.time).sum::<f64>() / count;
        let mut logits = 0.0;
        // For each date the sums of w, w·t, w·l, w·t·l, w·t².
        let mut sums = [[0.0; 5]; N];
        for block in self.points.chunks(8) {
            let mut ls = [1.0; 8];
            for (l, point) in ls.iter_mut().zip(block) {
                *l = self.odds(point);
            }
            ln_in_place(&mut ls);
            for (point, l) in block.iter().zip(&ls) {
                let t = point.time - middle;
                logits += l;
                for (sums, time) in sums.iter_mut().zip(times) {
                    let w = weight(point, time);
                    for (sum, term) in sums.iter_mut().zip([w, w * t, w * l, w * t * l, w * t * t]) {
                        *sum += term;
                    }
                }
            }
        }
        std::array::from_fn(|at| {
            let [w, wt, wl, wtl, wtt] = sums[at];
            let slope = (wtl - wt * wl / w) / (wtt - wt * wt / w);
            Course { there: logits / count + slope * (times[at] - middle), slope }
        })
    }

    /// An index with its numbers.
    fn printed(&self, value: f64, time: f64) -> Option<String> {
        self.index(value).ok()?;
        if self.meets(value) {
            return Some("10".to_owned());
        }
        let (from, to) = (self.printed_value(self.dates.0), self.printed_value(time));
        let [ten, target] = [10.0 * self.direction, self.target].map(number);
        if self.tolerance.is_some() {
            return Some(format!("10 - 10 * abs({target} - {to}) / abs({target} - {from})"));
        }
        Some(format!("{ten} * ({to} - {from}) / abs({target} - {from})"))
    }

    fn printed_value(&self, time: f64) -> String {
        let [course] = self.courses([time]);
        let value = self.on(time, course);
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return number(value) };
        let carried = self.projection == Projection::LogitMeanChange && !course.slope.is_finite();
        if carried || self.observed(time).is_some() {
            return number(value);
        }
        let ahead = number(time - last.time);
        let logit = |point: &Point| format!("ln({} / ({} - {}))", number(point.value), self.scale, number(point.value));
        let share = |exponent: String| format!("({} * exp({exponent}) / (1 + exp({exponent})))", self.scale);
        let steps = || self.points.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
        let [y, y0] = [last.value, first.value].map(number);
        match self.projection {
            Projection::LogitMeanChange => {
                let has_change = |(a, b): &(&Point, &Point)| !(self.logit(b) - self.logit(a)).is_nan();
                let changes: Vec<String> = steps()
                    .filter(has_change)
                    .map(|(a, b)| format!("({} - {}) / {}", logit(b), logit(a), number(b.time - a.time)))
                    .collect();
                share(format!("{} + mean({}) * {ahead}", logit(last), changes.join(", ")))
            }
            Projection::Geometric => {
                format!("({y} * ({y} / {y0}) ^ ({ahead} / {}))", number(last.time - first.time))
            }
            Projection::TimeWeightedGeometric => {
                let weights: Vec<String> = self.points.iter().map(|point| number(self.weight(point, time))).collect();
                let factors: Vec<String> = steps()
                    .map(|(a, b)| {
                        format!("{} * ln({} / {})", number(self.weight(b, time)), number(b.value), number(a.value))
                    })
                    .collect();
                format!("({y} * exp(({}) * {ahead} / ({})))", factors.join(" + "), weights.join(" + "))
            }
            Projection::LogitRegression | Projection::WeightedLogitRegression => {
                let times: Vec<String> = self.points.iter().map(|point| number(point.time)).collect();
                let logits: Vec<String> = self.points.iter().map(logit).collect();
                let way = format!("({} - mean({}))", number(time), times.join(", "));
                share(format!("mean({}) + {} * {way}", logits.join(", "), number(course.slope)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Settings;

    fn points(values: &[(i32, f64)]) -> Vec<Point> {
        values.iter().map(|(year, value)| Point { time: f64::from(*year), value: *value }).collect()
    }

    fn judge(values: &[(i32, f64)], target: f64, better: Better) -> Judgement {
        let points = points(values);
        let evidence = Evidence::of(&points).base_at(2015.0).now(2025.0).bounds(0.0, 100.0).better(better);
        Escap.judge(&evidence.target(Point { time: 2030.0, value: target }))
    }

    fn indices(judgement: &Judgement) -> (f64, f64) {
        match judgement.extra {
            Extra::Indices { current: Some(current), anticipated: Some(anticipated), .. } => (current, anticipated),
            _ => (f64::NAN, f64::NAN),
        }
    }

    #[test]
    fn by_hand() {
        // logits of 50 and 60 in five years: ln(1.5)/5 a year; from 60 in 2020 on, 1.5 x 1.5^(k/5)
        let odds = |years: f64| 1.5 * 1.5_f64.powf(years / 5.0);
        let share = |years: f64| 100.0 * odds(years) / (1.0 + odds(years));
        let (current, anticipated) = indices(&judge(&[(2015, 50.0), (2020, 60.0)], 95.0, Better::Higher));
        assert!((current - 10.0 * (share(5.0) - 50.0) / 45.0).abs() < 1e-12);
        assert!((anticipated - 10.0 * (share(10.0) - 50.0) / 45.0).abs() < 1e-12);
        // a base before the first value is projected back
        let (current, _) = indices(&judge(&[(2017, 50.0), (2022, 60.0)], 95.0, Better::Higher));
        let base = share(-7.0);
        assert!((current - 10.0 * (share(3.0) - base) / (95.0 - base)).abs() < 1e-12);
    }

    #[test]
    fn at_the_ends_of_the_scale_the_last_value_is_carried() {
        let carried = judge(&[(2015, 40.0), (2018, 0.0), (2020, 10.0)], 5.0, Better::Lower);
        assert_eq!(indices(&carried), (10.0 * 30.0 / 35.0, 10.0 * 30.0 / 35.0));
        let full = judge(&[(2016, 100.0), (2018, 100.0), (2020, 98.0)], 99.0, Better::Higher);
        assert_eq!((indices(&full), full.status), ((0.0, 0.0), "moves_away"));
    }

    #[test]
    fn one_value_is_enough_only_if_it_is_good_enough() {
        assert_eq!(indices(&judge(&[(2018, 96.0)], 95.0, Better::Higher)), (10.0, 10.0));
        assert_eq!(judge(&[(2018, 90.0)], 95.0, Better::Higher).undefined(), Some(Undefined::TooFewPoints));
        let same = judge(&[(2015, 50.0), (2020, 49.0)], 50.0, Better::Higher);
        assert_eq!(same.undefined(), Some(Undefined::NoChangeAsked));
    }

    #[test]
    fn every_projection_of_an_even_path_is_its_continuation() {
        let logistic = |year: i32| {
            let odds = (0.1 * f64::from(year - 2015)).exp();
            (year, 100.0 * odds / (1.0 + odds))
        };
        let even = |year: i32| (year, 20.0 * 1.03_f64.powi(year - 2015));
        let of = |values: &[(i32, f64)], projection: Projection| {
            let points = points(values);
            let settings = Settings::published(Method::Escap).projection(projection);
            let evidence = Evidence::of(&points).target(Point { time: 2030.0, value: 99.0 }).bounds(0.0, 100.0);
            indices(&Escap.judge(&evidence.better(Better::Higher).settings(&settings))).1
        };
        let expected = |(_, value): (i32, f64), (_, base): (i32, f64)| 10.0 * (value - base) / (99.0 - base);
        let logits = [2015, 2016, 2019, 2021].map(logistic);
        for projection in
            [Projection::LogitMeanChange, Projection::LogitRegression, Projection::WeightedLogitRegression]
        {
            // the intercept of the weighted line is that of the even one, which is the same on a line
            assert!((of(&logits, projection) - expected(logistic(2030), logits[0])).abs() < 1e-9, "{projection}");
        }
        let levels = [2015, 2018, 2021].map(even);
        assert!((of(&levels, Projection::Geometric) - expected(even(2030), levels[0])).abs() < 1e-9);
        // three points at a distance of three years, weights 15/15, 15/12, 15/9
        let weights = [1.0, 1.25, 15.0 / 9.0];
        let power = (weights[1] + weights[2]) * 9.0 / weights.iter().sum::<f64>();
        let value = levels[2].1 * (1.03_f64.powi(3)).powf(power);
        let weighted = of(&levels, Projection::TimeWeightedGeometric);
        assert!((weighted - expected((2030, value), levels[0])).abs() < 1e-9);
    }
}
