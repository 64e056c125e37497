//! Chinese and Japanese periods.

use super::{Moment, Span, month_number, small, year_of};

/// Plan periods (五年计划) with their years; the longest name first.
const PLANS: [(&str, i32, i32); 14] = [
    ("十一五", 2006, 2010),
    ("十二五", 2011, 2015),
    ("十三五", 2016, 2020),
    ("十四五", 2021, 2025),
    ("十五", 2001, 2005),
    ("一五", 1953, 1957),
    ("二五", 1958, 1962),
    ("三五", 1966, 1970),
    ("四五", 1971, 1975),
    ("五五", 1976, 1980),
    ("六五", 1981, 1985),
    ("七五", 1986, 1990),
    ("八五", 1991, 1995),
    ("九五", 1996, 2000),
];

/// Reads a text without blanks that is a period.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text: String = text.chars().filter(|character| *character != ' ').collect();
    if !text.chars().any(|c| matches!(c, '年' | '月' | '季' | '五')) {
        return (text == "上半年").then_some(Moment::new(None, Span::Half(1)));
    }
    if let Some(plan) = plan(&text) {
        return Some(plan);
    }
    let Some((year, rest)) = year(&text) else { return part(&text) };
    if let Some(rest) = rest.strip_prefix('-') {
        let (last, rest) = self::year(rest)?;
        let tail = matches!(
            rest,
            "" | "平均" | "年平均" | "均" | "年均" | "合计" | "累计" | "年均增长" | "平均增长" | "时期" | "期间"
        );
        return (tail && last > year).then_some(Moment::new(Some(year), Span::Years(last)));
    }
    let rest = ["度", "末", "底", "年末"].iter().find_map(|suffix| rest.strip_prefix(suffix)).unwrap_or(rest);
    if matches!(rest, "" | "全年" | "合计" | "初") {
        return Some(Moment::year(year));
    }
    part(rest).map(|found| Moment { year: Some(year), ..found })
}

/// The year at the beginning and what follows its 年.
fn year(text: &str) -> Option<(i32, &str)> {
    for (era, first) in [
        ("平成", 1988),
        ("令和", 2018),
        ("昭和", 1925),
        ("大正", 1911),
        ("中華民國", 1911),
        ("民國", 1911),
        ("民国", 1911),
    ] {
        let Some(rest) = text.strip_prefix(era) else { continue };
        let (number, rest) = rest.split_once('年')?;
        let number: i32 = if number == "元" { 1 } else { number.parse().ok()? };
        return (1..=130).contains(&number).then_some((first + number, rest));
    }
    let (number, rest) = match text.split_once('年') {
        Some((number, rest)) if number.chars().count() <= 4 && !number.is_empty() => (number, rest),
        // `1981-2004年平均`, `2016比2015增长`.
        _ => (text.get(..4)?, text.get(4..).filter(|rest| rest.starts_with(['-', '比', '为', '较']))?),
    };
    if let Some(year) = year_of(number) {
        return Some((year, rest));
    }
    let digits: Option<String> = number.chars().map(figure).collect();
    year_of(&digits?).map(|year| (year, rest))
}

fn figure(character: char) -> Option<char> {
    if character.is_ascii_digit() { Some(character) } else { crate::model::digit_of(character) }
}

/// 一 to 十二, or figures.
fn count(text: &str) -> Option<u8> {
    if let Some(number) = small(text) {
        return Some(number);
    }
    let mut characters = text.chars();
    match (characters.next()?, characters.next(), characters.next()) {
        ('十', None, None) => Some(10),
        ('十', Some(unit), None) => Some(10 + figure(unit)?.to_digit(10)? as u8),
        (unit, None, None) => Some(figure(unit)?.to_digit(10)? as u8),
        _ => None,
    }
}

/// A part of a year.
fn part(text: &str) -> Option<Moment> {
    let one = |span| Some(Moment::new(None, span));
    match text {
        "上半年" => return one(Span::Half(1)),
        "下半年" => return one(Span::Half(2)),
        _ => {}
    }
    if let Some(quarter) = text.strip_suffix("季度").or_else(|| text.strip_suffix('季')) {
        if let Some(last) = quarter.strip_prefix('前') {
            return one(Span::Months(1, count(last).filter(|last| (1..=4).contains(last))? * 3));
        }
        let quarter = quarter.strip_prefix('第').unwrap_or(quarter);
        if let Some((first, last)) = quarter.split_once('-') {
            let (first, last) = (count(first)?, count(last)?);
            return (1 <= first && first < last && last <= 4)
                .then(|| Moment::new(None, Span::Months(first * 3 - 2, last * 3)));
        }
        return one(Span::Quarter(count(quarter).filter(|quarter| (1..=4).contains(quarter))?));
    }
    let (month, rest) = text.split_once('月')?;
    if let Some(day) =
        rest.strip_suffix("日現在").or_else(|| rest.strip_suffix("日现在")).or_else(|| rest.strip_suffix('日'))
    {
        let day = small(day).filter(|day| (1..=31).contains(day))?;
        return one(Span::Day(month_number(month)?, day));
    }
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    // 1月-7月
    if let Some(last) =
        rest.strip_prefix('-').and_then(|rest| rest.strip_suffix('月').or_else(|| rest.strip_suffix("月份")))
    {
        return months(count(month)?, count(last)?);
    }
    if !matches!(rest, "" | "末" | "底" | "累计" | "止累计") {
        return None;
    }
    if let Some((first, last)) = month.split_once('-') {
        months(count(first)?, count(last)?)
    } else {
        let month = count(month).filter(|month| (1..=12).contains(month))?;
        one(if rest.ends_with("累计") { Span::Months(1, month) } else { Span::Month(month) })
    }
}

fn months(first: u8, last: u8) -> Option<Moment> {
    (1 <= first && first < last && last <= 12).then(|| Moment::new(None, Span::Months(first, last)))
}

/// `“十一五”时期`, `"九五"平均`, `十五时期`.
fn plan(text: &str) -> Option<Moment> {
    let quoted = text.trim_start_matches(['“', '"', '「', '《', '”', '\'', '‘', '＂']);
    let found = PLANS.iter().find(|(name, ..)| quoted.starts_with(name))?;
    let rest = quoted.get(found.0.len()..)?.trim_start_matches(['”', '"', '」', '》', '“', '\'', '’', '＂']);
    let marked = quoted.len() < text.len() || rest.starts_with("时期") || rest.starts_with("期间");
    let tail =
        ["", "时期", "期间", "平均", "时期平均", "年均", "计划", "规划", "合计", "时期合计", "年平均", "时期年均"]
            .contains(&rest);
    (marked && tail).then_some(Moment::new(Some(found.1), Span::Years(found.2)))
}

/// A head that begins with a period: comparisons keep all of their words.
pub(super) fn lead(text: &str) -> Option<(Moment, &str)> {
    let (year, rest) = year(text)?;
    let moment = Moment { sure: false, ..Moment::year(year) };
    let bare = rest.trim_start_matches([' ', ',', '、', '_', ':']);
    if bare.is_empty() {
        return None;
    }
    if ["为", "比", "是", "较", "占", "末为", "年末比", "末比"].iter().any(|word| bare.starts_with(word)) {
        return Some((moment, text));
    }
    // A month or quarter and something more: `2012年1-7月 累计`.
    for end in ["月份", "月", "季度", "半年", "末", "度"] {
        if let Some(at) = rest.find(end).filter(|at| *at <= 12) {
            let head = rest.get(..at + end.len())?;
            let after = rest.get(at + end.len()..)?.trim_start_matches([' ', ',', '、', '_', ':']);
            if let Some(found) = part(head.trim_matches(' '))
                && !after.is_empty()
            {
                return Some((Moment { year: Some(year), sure: false, ..found }, after));
            }
        }
    }
    (rest.len() < text.len() && text.contains('年')).then_some((moment, bare))
}

/// The one period that a title names.
pub(super) fn of_title(text: &str) -> Option<Moment> {
    // `(2012年)`, `(2012)`, `2012年各市...`, `...2012年`
    let mut found: Option<Moment> = None;
    for (at, _) in text.match_indices('年') {
        let before = text.get(..at)?;
        let digits = before.len() - before.trim_end_matches(|character: char| character.is_ascii_digit()).len();
        // `二〇一九年`
        let words = before.char_indices().rev().take_while(|(_, at)| figure(*at).is_some()).take(4).last();
        let length = match words {
            Some((start, _)) if digits == 0 => before.len() - start,
            _ => digits,
        };
        let figures: Option<String> = before.get(before.len() - length..)?.chars().map(figure).collect();
        let Some(year) = figures.as_deref().and_then(year_of) else { continue };
        let start = before.get(..before.len() - length)?;
        let after = text.get(at + '年'.len_utf8()..)?;
        if start.ends_with(['-', '/'])
            || after.starts_with(['-', '为', '=', '版', '以'])
            || after.starts_with("价格")
            || after.starts_with("不变价")
            || after.starts_with("=100")
        {
            return None;
        }
        let tail: String = after.chars().take_while(|character| !matches!(character, ')' | ' ' | '(')).collect();
        let tail = ["月份", "月", "季度", "半年"]
            .iter()
            .find_map(|end| tail.find(end).and_then(|at| tail.get(..at + end.len())).map(str::to_owned));
        let moment = match tail.as_deref().and_then(part) {
            Some(part) => Moment { year: Some(year), ..part },
            None => Moment::year(year),
        };
        if found.is_some_and(|found| found != moment) {
            return None;
        }
        found = Some(moment);
    }
    found
}
