//! Counting of agreement: "N of M agree", every difference with its reason, none without.

use fanfan::prelude::*;

/// How near a value must come to the one that was published.
#[derive(Clone, Copy)]
pub(super) enum Tolerance {
    /// Where the published value has the digits of a double.
    Relative(f64),
    /// Half a unit of the last decimal that was printed.
    Decimals(i32),
    /// Half a unit of the last significant digit that was printed.
    Significant(i32),
    /// What inputs leave open that were printed to so many digits while the tool worked on more.
    Inputs(i32),
}

pub(super) const EXACT: Tolerance = Tolerance::Relative(1e-12);

/// Whether `got` is `want` within the tolerance, and if not, what it is.
pub(super) fn close(got: f64, want: f64, tolerance: Tolerance) -> Result<(), String> {
    let allowed = match tolerance {
        Tolerance::Relative(share) => share * want.abs(),
        // The half unit itself is allowed, and it has no exact double.
        Tolerance::Decimals(decimals) => 0.5 * 10_f64.powi(-decimals) * (1.0 + 1e-9),
        Tolerance::Significant(digits) => half_unit(want, digits),
        Tolerance::Inputs(_) => panic!("rows() turns this into what the row leaves open"),
    };
    // Written so that NaN is a miss.
    if (got - want).abs() <= allowed { Ok(()) } else { Err(format!("{got}, published {want}")) }
}

/// Half a unit of the last of so many significant digits.
fn half_unit(value: f64, digits: i32) -> f64 {
    0.5 * 10_f64.powi(value.abs().log10().floor() as i32 + 1 - digits)
}

/// As [`close`], for a result that may not exist.
pub(super) fn value(got: Result<f64, Undefined>, want: f64, tolerance: Tolerance) -> Result<(), String> {
    match got {
        Ok(got) => close(got, want, tolerance),
        Err(reason) => Err(format!("{}, published {want}", reason.as_str())),
    }
}

/// Whether the result does not exist for just this reason.
pub(super) fn undefined(got: Result<f64, Undefined>, reason: Undefined) -> Result<(), String> {
    match got {
        Err(found) if found == reason => Ok(()),
        Err(found) => Err(format!("{}, expected {}", found.as_str(), reason.as_str())),
        Ok(found) => Err(format!("{found}, expected {}", reason.as_str())),
    }
}

/// All of several checks of one case.
pub(super) fn all(checks: impl IntoIterator<Item = Result<(), String>>) -> Result<(), String> {
    checks.into_iter().collect()
}

/// The cases of one file.
pub(super) struct Agreement {
    file: &'static str,
    agreed: Vec<String>,
    misses: Vec<(String, String)>,
}

impl Agreement {
    pub(super) fn of(file: &'static str) -> Agreement {
        Agreement { file, agreed: Vec::new(), misses: Vec::new() }
    }

    pub(super) fn case(&mut self, id: impl Into<String>, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.agreed.push(id.into()),
            Err(miss) => self.misses.push((id.into(), miss)),
        }
    }

    /// The cases that do not agree.
    pub(super) fn missed(&self) -> impl Iterator<Item = &str> {
        self.misses.iter().map(|(id, _)| id.as_str())
    }

    /// Prints the count; fails on a miss that is not listed, and on a listed one that agrees or is not there.
    pub(super) fn finish(self, cases: usize, listed: &[(&str, &str)]) {
        let total = self.agreed.len() + self.misses.len();
        println!("{}: {} of {total} agree", self.file, self.agreed.len());
        let mut faults = Vec::new();
        for (id, miss) in &self.misses {
            match listed.iter().find(|(listed, _)| listed == id) {
                Some((_, reason)) => println!("  {id}: {miss} ({reason})"),
                None => faults.push(format!("{id}: {miss}")),
            }
        }
        for (id, _) in listed.iter().filter(|(id, _)| !self.misses.iter().any(|(miss, _)| miss == id)) {
            faults.push(format!("{id}: listed as a difference and is none"));
        }
        assert!(faults.is_empty(), "{}:\n{}", self.file, faults.join("\n"));
        assert_eq!(total, cases, "{}: number of cases", self.file);
    }
}

/// What a tool computes, as far as its undefined answers tell.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Quotient,
    Power,
    Log,
    Difference,
}

/// The reason that stands where a tool prints NaN or an infinity for the value `x` over the base `b` (NaN: none).
///
/// `None`: no reason of ours means what the tool prints.
pub(super) fn reason_behind(printed: f64, x: f64, b: f64, kind: Kind) -> Option<Undefined> {
    let signs_differ = (x < 0.0) != (b < 0.0);
    Some(match kind {
        _ if printed.is_nan() && x.is_nan() => Undefined::MissingValue,
        _ if printed.is_nan() && b.is_nan() => Undefined::MissingBase,
        _ if x.is_infinite() || b.is_infinite() => Undefined::NotFinite,
        Kind::Quotient | Kind::Power if printed.is_nan() && x == 0.0 && b == 0.0 => Undefined::ZeroOverZero,
        Kind::Quotient | Kind::Power if printed.is_infinite() && b == 0.0 => Undefined::ZeroBase,
        Kind::Power if printed.is_nan() && signs_differ => Undefined::SignChange,
        Kind::Log if x <= 0.0 || b <= 0.0 => Undefined::NotPositive,
        _ => return None,
    })
}

/// Compares answers row by row: values within the tolerance, everything else by its reason.
pub(super) fn rows(
    got: &[Result<f64, Undefined>],
    printed: &[f64],
    values: &[f64],
    base: impl Fn(usize) -> f64,
    scale: f64,
    kind: Kind,
    tolerance: Tolerance,
) -> Result<(), String> {
    if got.len() != printed.len() {
        return Err(format!("{} answers, published {}", got.len(), printed.len()));
    }
    for (row, (&got, &printed)) in got.iter().zip(printed).enumerate() {
        let outcome = if printed.is_finite() {
            let tolerance = match tolerance {
                Tolerance::Inputs(digits) => {
                    // d(x/b) = dx/b + (x/b)·db/b
                    let (x, b) = (values[row], base(row));
                    let open = (half_unit(x, digits) + (x / b).abs() * half_unit(b, digits)) / b.abs();
                    Tolerance::Relative((open * scale / printed.abs()).max(1e-12))
                }
                other => other,
            };
            value(got.map(|rate| rate * scale), printed, tolerance)
        } else {
            match reason_behind(printed, values[row], base(row), kind) {
                Some(reason) => undefined(got, reason),
                None => Err(format!("{got:?}, published {printed} for {} over {}", values[row], base(row))),
            }
        };
        outcome.map_err(|miss| format!("row {row}: {miss}"))?;
    }
    Ok(())
}

/// The value `lag` rows before, NaN where there is none: what a row shift compares with.
pub(super) fn shifted(values: &[f64], lag: i32) -> impl Fn(usize) -> f64 + '_ {
    move |row| {
        let row = row as i64 - i64::from(lag);
        usize::try_from(row).ok().and_then(|row| values.get(row)).copied().unwrap_or(f64::NAN)
    }
}
