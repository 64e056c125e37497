//! Goals in Chinese: 三年翻一番, 年均增长8%, 到2020年比2010年翻一番.

use super::{Ambition, Due, Part, of_percent, refuse};
use crate::error::Result;
use crate::model::Period;

/// Words that carry no number.
const FILLERS: [&str; 21] = [
    "未来", "今后", "力争", "确保", "争取", "实现", "达到", "以上", "左右", "内", "间", "时间", "用", "在", "的", "底",
    "末", "要", "将", " ", "和",
];

pub(super) fn parts(text: &str) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for sentence in text.split([',', ';']) {
        let mut rest = sentence.trim();
        let mut part = Part::default();
        while !rest.is_empty() {
            if rest.starts_with('再') {
                return Err(refuse(
                    &format!("`{rest}` counts from the milestone before, and multiples here are of the start"),
                    "write all from the start: 到2010年翻一番,到2020年翻两番",
                ));
            }
            let (found, length) = word(rest).ok_or_else(|| {
                refuse(
                    &format!("`{rest}` is not understood"),
                    "write for example 三年翻一番, 年均增长8%,五年, 到2020年比2010年翻一番",
                )
            })?;
            // 三年翻一番五年翻两番: a second time or ambition begins a new part.
            let taken = match found {
                Word::Ambition(_) => part.ambition.is_some(),
                Word::Due(_) => part.due.is_some(),
                Word::From(_) | Word::Filler => false,
            };
            if taken {
                parts.push(std::mem::take(&mut part));
            }
            match found {
                Word::Ambition(ambition) => part.ambition = Some(ambition),
                Word::Due(due) => part.due = Some(due),
                Word::From(period) => part.from = Some(period),
                Word::Filler => {}
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        parts.push(part);
    }
    Ok(parts)
}

enum Word {
    Ambition(Ambition),
    Due(Due),
    From(Period),
    Filler,
}

/// The word at the start of the text, and its length in bytes.
fn word(text: &str) -> Option<(Word, usize)> {
    let mut scan = Scan { text, at: 0 };
    if scan.any(&["比", "较", "从"]) {
        let year = scan.year()?;
        scan.any(&["起", "以来"]);
        return Some((Word::From(year), scan.at));
    }
    if scan.take("到") || scan.take("至") {
        let year = scan.year()?;
        return Some((Word::Due(Due::By(year)), scan.at));
    }
    if scan.take("翻") {
        let turns = scan.number().unwrap_or(1.0);
        let half = scan.take("番").then(|| scan.take("半"))?;
        let turns = if half { turns + 0.5 } else { turns };
        return Some((Word::Ambition(Ambition::Multiple(turns.exp2())), scan.at));
    }
    if scan.take("倍增") {
        return Some((Word::Ambition(Ambition::Multiple(2.0)), scan.at));
    }
    if scan.take("减半") {
        return Some((Word::Ambition(Ambition::Multiple(0.5)), scan.at));
    }
    // Yearly rates before totals: 年均增长 holds 增长.
    let yearly = scan.any(&["年均", "每年", "年平均"]);
    let up = scan.any(&["增长", "增加", "提高", "递增", "扩大", "增速", "上升"]);
    let down = !up && scan.any(&["下降", "降低", "减少", "递减"]);
    if up || down {
        let to = scan.any(&["到原来的", "为原来的", "至原来的", "到", "至", "为"]);
        let number = scan.number()?;
        let sign = if down { -1.0 } else { 1.0 };
        if scan.take("%") {
            let share = of_percent(&number.to_string())?;
            let ambition = match (yearly, to) {
                (true, _) => Ambition::Rate(sign * share),
                (false, true) => return None,
                (false, false) => Ambition::Multiple(1.0 + sign * share),
            };
            return Some((Word::Ambition(ambition), scan.at));
        }
        if scan.take("倍") && up && !yearly {
            // 增长两倍 is to three times; 增长到两倍 is to two.
            let multiple = if to { number } else { number + 1.0 };
            return Some((Word::Ambition(Ambition::Multiple(multiple)), scan.at));
        }
        return None;
    }
    if yearly {
        return None;
    }
    if let Some(year) = scan.year() {
        return Some((Word::Due(Due::By(year)), scan.at));
    }
    if scan.take("半年") {
        return Some((Word::Due(Due::Years(0.5)), scan.at));
    }
    if let Some(number) = scan.number() {
        if scan.take("年") {
            let half = scan.take("半");
            return Some((Word::Due(Due::Years(if half { number + 0.5 } else { number })), scan.at));
        }
        if scan.take("个月") {
            return Some((Word::Due(Due::Years(number / 12.0)), scan.at));
        }
        if scan.take("个季度") {
            return Some((Word::Due(Due::Years(number / 4.0)), scan.at));
        }
        return None;
    }
    FILLERS.iter().find(|filler| text.starts_with(**filler)).map(|filler| (Word::Filler, filler.len()))
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    /// A calendar year: four digits, Arabic or Chinese, and 年.
    fn year(&mut self) -> Option<Period> {
        let before: usize = self.rest().chars().take(4).map(char::len_utf8).sum();
        let text = self.rest().get(..before)?;
        let digits = text
            .chars()
            .filter(|character| character.is_ascii_digit() || "〇○零一二三四五六七八九".contains(*character))
            .count();
        if digits != 4 || !self.rest().get(before..)?.starts_with('年') {
            return None;
        }
        let period = Period::read(&format!("{text}年")).ok()?;
        self.at += before + '年'.len_utf8();
        Some(period)
    }

    /// 8, 1.5, 三, 两, 十五, 二十, 一百二十.
    fn number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let arabic: usize = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').map(char::len_utf8).sum();
        if arabic > 0 {
            let number = rest.get(..arabic)?.parse().ok()?;
            self.at += arabic;
            return Some(number);
        }
        let (mut total, mut digit, mut length) = (0.0, None, 0);
        for character in rest.chars() {
            let unit = match character {
                '十' => 10.0,
                '百' => 100.0,
                _ => {
                    let at = "零一二三四五六七八九".chars().position(|one| one == character);
                    let Some(value) = at.or((character == '两').then_some(2)) else { break };
                    // 三四年 is a guess of three or four; only 零 stands before another digit.
                    if digit.is_some_and(|before| before != 0.0) {
                        return None;
                    }
                    digit = Some(value as f64);
                    length += character.len_utf8();
                    continue;
                }
            };
            total += digit.take().unwrap_or(1.0) * unit;
            length += character.len_utf8();
        }
        (length > 0).then(|| {
            self.at += length;
            total + digit.unwrap_or(0.0)
        })
    }
}
