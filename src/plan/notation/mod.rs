//! The notation of goals, in English and Chinese.

mod chinese;
mod english;

use std::str::FromStr;

use super::goal::{Ambition, Due, Goal, of_percent, refuse};
use crate::error::{Error, Result};
use crate::model::Period;

/// What one part of a sentence says: perhaps only the time, perhaps only the ambition.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Part {
    ambition: Option<Ambition>,
    due: Option<Due>,
    from: Option<Period>,
}

impl FromStr for Goal {
    type Err = Error;

    /// Reads `x2 in 3y, x4 in 5y`, `double in three years, quadruple in five`, `+8%/yr to 2030`,
    /// `x2 by 2020 from 2010`, `三年翻一番，五年翻两番`, `四年增长两倍` (×3), `年均增长8%，五年`,
    /// `到2020年比2010年翻一番`; half- and full-width punctuation alike.
    fn from_str(written: &str) -> Result<Goal> {
        let text = half_width(written.trim());
        let quote = |error: Error| {
            let message = format!("goal `{written}`: {}", error.message());
            refuse(&message, error.how_to_mend().unwrap_or("write for example x2 in 3y, or 三年翻一番"))
        };
        let chinese = text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        let parts = if chinese { chinese::parts(&text) } else { english::parts(&text) };
        parts.and_then(|parts| join(&parts)).map_err(quote)
    }
}

/// Brings times to the ambitions that stand beside them.
fn join(parts: &[Part]) -> Result<Goal> {
    let mut start: Option<Period> = None;
    let mut clauses: Vec<(Option<Ambition>, Option<Due>)> = Vec::new();
    for part in parts {
        if let Some(from) = part.from {
            if let Some(before) = start.filter(|before| *before != from) {
                return Err(refuse(&format!("it starts from {before} and from {from}"), "name one start"));
            }
            start = Some(from);
        }
        match (part.ambition, part.due) {
            (None, None) => {}
            // 年均增长8%，五年 — or the time first: 五年, 年均增长8%.
            (None, Some(due)) => match clauses.last_mut() {
                Some((Some(_), empty @ None)) => *empty = Some(due),
                _ => clauses.push((None, Some(due))),
            },
            (Some(ambition), due) => match clauses.last_mut() {
                Some((empty @ None, Some(_))) if due.is_none() => *empty = Some(ambition),
                _ => clauses.push((Some(ambition), due)),
            },
        }
    }
    let clauses: Vec<(Ambition, Due)> = clauses
        .into_iter()
        .map(|clause| match clause {
            (Some(ambition), Some(due)) => Ok((ambition, due)),
            (Some(_), None) => Err(refuse("it says not by when", "add a time: in 3y, by 2020, 三年, 到2020年")),
            _ => Err(refuse(
                "it says when, but not what",
                "add what is asked for: x2, double, +8%/yr, 翻一番, 年均增长8%",
            )),
        })
        .collect::<Result<_>>()?;
    Goal::new(start, clauses)
}

fn half_width(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            '、' | '。' => ',',
            '\u{3000}' | '\u{a0}' => ' ',
            '×' | '✕' => 'x',
            '−' | '–' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation() {
        for (written, printed) in [
            ("x2 in 3y, x4 in 5y", "x2 in 3y, x4 in 5y"),
            ("x4 in 5y; x2 in 3y", "x2 in 3y, x4 in 5y"),
            ("×1.5 in 18m", "x1.5 in 18m"),
            ("x1.5 in 18 months", "x1.5 in 18m"),
            ("double in three years, quadruple in five", "x2 in 3y, x4 in 5y"),
            ("Double in three years and quadruple in five years", "x2 in 3y, x4 in 5y"),
            ("in three years double", "x2 in 3y"),
            ("+8%/yr for 5y", "+8%/yr for 5y"),
            ("+8% a year for five years", "+8%/yr for 5y"),
            ("+7%/yr to 2030", "+7%/yr to 2030"),
            ("8% per year until 2030 from 2020", "+8%/yr to 2030 from 2020"),
            ("-3.5%/yr for 5y", "-3.5%/yr for 5y"),
            ("+50% in 5y", "x1.5 in 5y"),
            ("x2 by 2020 from 2010", "x2 by 2020 from 2010"),
            ("double by 2020 from 2010", "x2 by 2020 from 2010"),
            ("halve in 10 years", "x0.5 in 10y"),
            ("三年翻一番,五年翻两番", "x2 in 3y, x4 in 5y"),
            ("三年翻一番，五年翻两番", "x2 in 3y, x4 in 5y"),
            ("三年翻一番五年翻两番", "x2 in 3y, x4 in 5y"),
            ("3年翻1番、5年翻2番", "x2 in 3y, x4 in 5y"),
            ("五年翻三番", "x8 in 5y"),
            ("三年翻番", "x2 in 3y"),
            ("四年增长两倍", "x3 in 4y"),
            ("四年增长1.5倍", "x2.5 in 4y"),
            ("四年增长到3倍", "x3 in 4y"),
            ("四年增加到原来的3倍", "x3 in 4y"),
            ("五年增长50%", "x1.5 in 5y"),
            ("五年下降20%", "x0.8 in 5y"),
            ("年均增长8%，五年", "+8%/yr for 5y"),
            ("五年年均增长8%", "+8%/yr for 5y"),
            ("未来五年年均增长8%以上", "+8%/yr for 5y"),
            ("到2020年比2010年翻一番", "x2 by 2020 from 2010"),
            ("2020年比2010年翻一番", "x2 by 2020 from 2010"),
            ("到2000年翻两番", "x4 by 2000"),
            ("二十年翻两番", "x4 in 20y"),
            ("十五年翻一番", "x2 in 15y"),
            ("一年半翻一番", "x2 in 18m"),
            ("一百零五年翻一番", "x2 in 105y"),
            ("18个月增长50%", "x1.5 in 18m"),
            ("到二〇二〇年比二〇一〇年翻一番", "x2 by 2020 from 2010"),
        ] {
            match written.parse::<Goal>() {
                Ok(goal) => {
                    assert_eq!(goal.to_string(), printed, "{written}");
                    assert_eq!(goal.to_string().parse::<Goal>().ok(), Some(goal), "{written}");
                }
                Err(error) => panic!("{written}: {error}"),
            }
        }
    }

    #[test]
    fn what_is_no_goal_says_why() {
        for (written, why) in [
            ("翻两番", "by when"),
            ("x2", "by when"),
            ("三年", "not what"),
            ("in 3y", "not what"),
            ("x0 in 3y", "positive"),
            ("x-2 in 3y", "x-2"),
            ("x2 in 3y, x3 in 3y", "same time"),
            ("三年翻一番，三年翻两番", "same time"),
            ("做大做强", "做大做强"),
            ("到2010年翻一番，到2020年再翻一番", "再翻一番` counts from the milestone before"),
            ("三年翻一番，再用两年翻一番", "counts from the milestone before"),
            ("三四年翻一番", "三四年"),
            ("grow fast in 3y", "grow"),
            ("", "asks for something"),
        ] {
            match written.parse::<Goal>() {
                Ok(goal) => panic!("{written} was read as {goal}"),
                Err(error) => assert!(error.to_string().contains(why), "{written}: {error}"),
            }
        }
    }
}
