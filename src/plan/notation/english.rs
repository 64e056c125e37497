//! Goals in English and in symbols: x2 in 3y, double in three years, +8%/yr to 2030.

use super::{Ambition, Due, Part, of_percent, refuse};
use crate::error::Result;
use crate::model::Period;

const MULTIPLES: [(&str, f64); 12] = [
    ("double", 2.0),
    ("doubling", 2.0),
    ("doubles", 2.0),
    ("twice", 2.0),
    ("triple", 3.0),
    ("treble", 3.0),
    ("quadruple", 4.0),
    ("quintuple", 5.0),
    ("tenfold", 10.0),
    ("halve", 0.5),
    ("halving", 0.5),
    ("half", 0.5),
];

const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

pub(super) fn parts(text: &str) -> Result<Vec<Part>> {
    let lower = text.to_lowercase();
    let spaced = lower.replace([',', ';'], " , ").replace('%', " % ").replace('/', " / ");
    let mut words = spaced.split_whitespace().peekable();
    let mut parts = Vec::new();
    let mut part = Part::default();
    // "quadruple in five" after "double in three years": the unit of the time is the one before.
    let mut unit = None;
    while let Some(word) = words.next() {
        match word {
            "," | "and" | "then" => parts.push(std::mem::take(&mut part)),
            "in" | "for" | "within" | "over" | "during" => {
                let mut amount = words
                    .next()
                    .ok_or_else(|| refuse("the time is missing after its preposition", "write for example in 3y"))?;
                while matches!(amount, "the" | "next") {
                    amount = words.next().unwrap_or_default();
                }
                let digits = amount.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let (number, glued) = if digits.is_empty() { (amount, "") } else { amount.split_at(digits.len()) };
                let number = number_of(number).ok_or_else(|| not_understood(amount))?;
                let per_year = if glued.is_empty() {
                    match words.peek().and_then(|next| unit_of(next)) {
                        Some(found) => {
                            words.next();
                            Some(found)
                        }
                        None => unit,
                    }
                } else {
                    Some(unit_of(glued).ok_or_else(|| not_understood(amount))?)
                };
                let per_year =
                    per_year.ok_or_else(|| refuse(&format!("`{amount}` of what?"), "write 3y, 18m, or three years"))?;
                unit = Some(per_year);
                part.due = Some(Due::Years(number / per_year));
            }
            "by" | "to" | "until" | "till" => part.due = Some(Due::By(period_of(words.next())?)),
            "from" | "since" => part.from = Some(period_of(words.next())?),
            "of" | "the" | "a" | "next" | "end" | "output" => {}
            _ => {
                let ambition = ambition(word, &mut words)?;
                if part.ambition.is_some() {
                    parts.push(std::mem::take(&mut part));
                }
                part.ambition = Some(ambition);
            }
        }
    }
    parts.push(part);
    Ok(parts)
}

type Words<'a, 'b> = &'b mut std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn ambition(word: &str, words: Words<'_, '_>) -> Result<Ambition> {
    if let Some((_, multiple)) = MULTIPLES.iter().find(|(name, _)| *name == word) {
        return Ok(Ambition::Multiple(*multiple));
    }
    let times = word.strip_prefix('x').or_else(|| word.strip_suffix('x'));
    if let Some(times) = times {
        return times.parse().map(Ambition::Multiple).map_err(|_| not_understood(word));
    }
    let number: f64 = word.parse().map_err(|_| not_understood(word))?;
    match words.peek() {
        Some(&"times") => {
            words.next();
            Ok(Ambition::Multiple(number))
        }
        Some(&"%" | &"percent") => {
            words.next();
            let share = of_percent(word).unwrap_or(number / 100.0);
            Ok(if yearly(words) { Ambition::Rate(share) } else { Ambition::Multiple(1.0 + share) })
        }
        _ => Err(not_understood(word)),
    }
}

/// `/yr`, `a year`, `per year`, `p.a.`, `annually`.
fn yearly(words: Words<'_, '_>) -> bool {
    match words.peek() {
        Some(&"/" | &"a" | &"per" | &"each" | &"every") => {
            words.next();
            matches!(words.next(), Some("yr" | "y" | "year" | "annum"))
        }
        Some(&"p.a." | &"pa" | &"annually" | &"yearly") => {
            words.next();
            true
        }
        _ => false,
    }
}

fn number_of(word: &str) -> Option<f64> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    NUMBERS.iter().position(|name| *name == word).map(|number| number as f64)
}

/// Such units a year.
fn unit_of(word: &str) -> Option<f64> {
    match word {
        "y" | "yr" | "yrs" | "year" | "years" => Some(1.0),
        "m" | "mo" | "month" | "months" => Some(12.0),
        "q" | "quarter" | "quarters" => Some(4.0),
        _ => None,
    }
}

fn period_of(word: Option<&str>) -> Result<Period> {
    let word = word.ok_or_else(|| refuse("the date is missing after its preposition", "write for example by 2020"))?;
    Period::read(word)
}

fn not_understood(word: &str) -> crate::error::Error {
    refuse(
        &format!("`{word}` is not understood"),
        "write for example x2 in 3y, double in three years, +8%/yr to 2030, x2 by 2020 from 2010",
    )
}
