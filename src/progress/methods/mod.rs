//! Published methods of judging progress: one trait, one file for each.

mod defra;
mod destatis;
mod escap;
mod eurostat;
mod schedule;
mod sdsn;
mod statcan;
mod trim;
mod un2022;
mod un2023;
mod wri;

use super::evidence::Evidence;
use super::standing::Standing;
use crate::error::Undefined;
pub use crate::plan::Method;
pub use destatis::AllTargets;
pub use eurostat::Term;

/// What a method says of one target.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Judgement {
    /// The number that the method bands.
    pub value: Result<f64, Undefined>,
    /// The method's score, where it has one.
    pub score: Option<f64>,
    /// The method's own word.
    pub status: &'static str,
    /// The same on the common scale.
    pub standing: Standing,
    /// What else the method says.
    pub extra: Extra,
}

/// What a method says beside value and status.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Extra {
    /// Nothing.
    None,
    /// The two indices of `escap`, of which the value is the second.
    Indices {
        /// Current status; `None` where the base is the target already and the value no longer meets it.
        current: Option<f64>,
        /// Its word.
        current_status: Option<&'static str>,
        /// Anticipated progress; `None` in the same case.
        anticipated: Option<f64>,
        /// Its word.
        anticipated_status: Option<&'static str>,
    },
    /// The colour of the dashboard of `sdsn`.
    Dashboard(&'static str),
    /// The interval around the value of `trim`.
    Interval {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
}

impl Judgement {
    /// No judgement, for `reason`.
    pub(super) const fn unavailable(reason: Undefined) -> Judgement {
        Judgement {
            value: Err(reason),
            score: None,
            status: "not_available",
            standing: Standing::CannotTell,
            extra: Extra::None,
        }
    }

    /// The band in `row` of the table of a method.
    fn of(info: &MethodInfo, row: usize, value: Result<f64, Undefined>) -> Judgement {
        let (status, _, standing) = info.bands.get(row).copied().unwrap_or(("not_available", "", Standing::CannotTell));
        Judgement { value, score: None, status, standing, extra: Extra::None }
    }

    /// Why there is no judgement, or, of a judgement without it, no value.
    pub fn undefined(&self) -> Option<Undefined> {
        self.value.err()
    }
}

/// A row of the table of methods.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MethodInfo {
    /// Its name.
    pub name: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Its formula.
    pub formula: &'static str,
    /// Its bands: word, from which value on, and the standing.
    pub bands: &'static [(&'static str, &'static str, Standing)],
    /// Where it is published.
    pub source: &'static str,
    /// What could not be read in the original, and is to be checked there.
    pub check: Option<&'static str>,
}

/// A method of judging progress.
pub trait ProgressMethod {
    /// Formula, bands and source.
    fn info(&self) -> &'static MethodInfo;
    /// The judgement.
    fn judge(&self, evidence: &Evidence<'_>) -> Judgement;
    /// The formula with the numbers of this case in it; what it computes is [`Judgement::value`].
    fn explain(&self, evidence: &Evidence<'_>) -> Option<String>;
    /// The same for [`Judgement::score`].
    fn explain_score(&self, evidence: &Evidence<'_>) -> Option<String> {
        let _ = evidence;
        None
    }
}

impl Method {
    /// The method behind the name.
    pub fn method(self) -> &'static dyn ProgressMethod {
        match self {
            Method::Schedule => &schedule::Schedule,
            Method::StatCan => &statcan::StatCan,
            Method::Eurostat => &eurostat::Eurostat,
            Method::Un2023 => &un2023::Un2023,
            Method::Un2022 => &un2022::Un2022,
            Method::Escap => &escap::Escap,
            Method::Sdsn => &sdsn::Sdsn,
            Method::Destatis => &destatis::Destatis,
            Method::Defra => &defra::Defra,
            Method::Wri => &wri::Wri,
            Method::Trim => &trim::Trim,
        }
    }

    /// Its formula, bands and source.
    pub fn info(self) -> &'static MethodInfo {
        self.method().info()
    }

    /// Its judgement.
    pub fn judge(self, evidence: &Evidence<'_>) -> Judgement {
        let judgement = self.method().judge(evidence);
        match judgement.value {
            Ok(value) if !value.is_finite() => self.unavailable(Undefined::NotFinite),
            _ => judgement,
        }
    }

    /// No judgement for `reason`, in the method's own word, which ends its bands.
    pub(super) fn unavailable(self, reason: Undefined) -> Judgement {
        let word = self.info().bands.last().map_or("not_available", |(word, ..)| word);
        Judgement { status: word, ..Judgement::unavailable(reason) }
    }
}

/// The first band whose threshold `value` reaches, of thresholds that fall; the last row where it reaches none.
fn falling(value: f64, cuts: &[f64]) -> usize {
    cuts.iter().position(|cut| value >= *cut).unwrap_or(cuts.len())
}

/// The first band that `value` does not leave, of thresholds that rise.
fn rising(value: f64, cuts: &[f64]) -> usize {
    cuts.iter().position(|cut| value <= *cut).unwrap_or(cuts.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Better;
    use crate::plan::Settings;
    use crate::progress::evidence::Point;

    const POINTS: [Point; 2] = [Point { time: 2015.0, value: 100.0 }, Point { time: 2020.0, value: 130.0 }];

    fn evidence(with_target: bool) -> Evidence<'static> {
        let evidence = Evidence::of(&POINTS).better(Better::Higher);
        if with_target { evidence.target(Point { time: 2030.0, value: 200.0 }) } else { evidence }
    }

    /// Thresholds of which number `at` is `cut`; those before and behind it are far.
    fn thresholds(cut: f64, at: usize, rising: bool) -> [f64; 3] {
        let step = if rising { 100.0 } else { -100.0 };
        std::array::from_fn(|place| if place == at { cut } else { cut + step * (place as f64 - at as f64) })
    }

    #[test]
    fn a_value_on_a_threshold_lies_in_the_band_that_the_rows_name() {
        // The row of the first threshold, and for each whether the value on it belongs to the better band.
        let rows: [(Method, bool, usize, &[bool]); 13] = [
            (Method::StatCan, true, 1, &[true, true]),
            (Method::StatCan, false, 1, &[true, true]),
            (Method::Eurostat, true, 1, &[true, true, true]),
            (Method::Eurostat, false, 1, &[true, true, false]),
            (Method::Un2023, true, 1, &[true, true, true]),
            (Method::Un2023, false, 1, &[true, true, true]),
            (Method::Un2022, true, 1, &[false, true, true]),
            (Method::Un2022, false, 1, &[false, true, true]),
            (Method::Escap, true, 0, &[false, false]),
            (Method::Sdsn, true, 1, &[true, true, true]),
            (Method::Destatis, true, 2, &[false, true]),
            (Method::Defra, true, 1, &[true, true]),
            (Method::Wri, true, 1, &[true, true]),
        ];
        for (method, with_target, first, belongs) in rows {
            let rising = matches!(method, Method::Destatis | Method::Defra | Method::Wri);
            let mut evidence = evidence(with_target);
            if method == Method::Escap {
                evidence = evidence.bounds(0.0, 1000.0);
            }
            let value = method.judge(&evidence).value.unwrap();
            let row = |cut: f64, at: usize| {
                let mut own = Settings::published(method);
                own.bands = thresholds(cut, at, rising);
                own.without_target = own.bands;
                let status = method.judge(&evidence.settings(&own)).status;
                let is_of = |(word, ..): &(&str, &str, Standing)| *word == status;
                first + method.info().bands.iter().skip(first).position(is_of).unwrap()
            };
            for (at, belongs) in belongs.iter().enumerate() {
                let (better, worse) = (first + at, first + at + 1);
                let (inside, outside) = (value - 1e-9, value + 1e-9);
                let (inside, outside) = if rising { (outside, inside) } else { (inside, outside) };
                let case = format!("{method}, target: {with_target}, threshold {at}");
                assert_eq!(row(inside, at), better, "{case}");
                assert_eq!(row(value, at), if *belongs { better } else { worse }, "{case}");
                assert_eq!(row(outside, at), worse, "{case}");
            }
        }
    }

    #[test]
    fn the_schedule_is_kept_by_the_value_that_is_due() {
        let due = |level: f64| Method::Schedule.judge(&evidence(true).due(level)).status;
        assert_eq!((due(130.0), due(130.001)), ("ahead_or_on_schedule", "behind"));
    }

    #[test]
    fn no_change_is_no_step_back() {
        let still = [Point { time: 2015.0, value: 100.0 }, Point { time: 2020.0, value: 100.0 }];
        let evidence = Evidence::of(&still).better(Better::Higher).target(Point { time: 2030.0, value: 200.0 });
        let statuses = [
            (Method::StatCan, "limited_progress"),
            (Method::Eurostat, "insufficient_progress"),
            (Method::Un2023, "stagnation"),
            (Method::Sdsn, "stagnating"),
            (Method::Schedule, "behind_without_movement"),
            (Method::Wri, "well_off_track"),
            // These two count standing still as moving away.
            (Method::Destatis, "thunderstorm"),
            (Method::Defra, "moving_away"),
        ];
        for (method, status) in statuses {
            assert_eq!(method.judge(&evidence).status, status, "{method}");
        }
    }
}
