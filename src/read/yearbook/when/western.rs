//! Periods in figures and in the words of European languages.

use super::{Moment, Span, month_number, small, year_of};

/// Month names by number; a name and its abbreviation of three letters or more are read.
const MONTHS: [&[&str]; 12] = [
    &["JANUARY", "JANUAR", "JANVIER", "ENERO", "JANEIRO", "IANUARIE", "ЯНВАРЬ", "ЯНВАРЯ", "OCAK", "GENNAIO"],
    &["FEBRUARY", "FEBRUAR", "FÉVRIER", "FEBRERO", "FEVEREIRO", "FEBRUARIE", "ФЕВРАЛЬ", "ФЕВРАЛЯ", "ŞUBAT", "FEBBRAIO"],
    &["MARCH", "MÄRZ", "MARS", "MARZO", "MARÇO", "MARTIE", "МАРТ", "МАРТА", "MART"],
    &["APRIL", "AVRIL", "ABRIL", "APRILIE", "АПРЕЛЬ", "АПРЕЛЯ", "NISAN", "APRILE"],
    &["MAY", "MAI", "MAYO", "MAIO", "МАЙ", "МАЯ", "MAYIS", "MAGGIO"],
    &["JUNE", "JUNI", "JUIN", "JUNIO", "JUNHO", "IUNIE", "ИЮНЬ", "ИЮНЯ", "HAZIRAN", "GIUGNO"],
    &["JULY", "JULI", "JUILLET", "JULIO", "JULHO", "IULIE", "ИЮЛЬ", "ИЮЛЯ", "TEMMUZ", "LUGLIO"],
    &["AUGUST", "AOÛT", "AGOSTO", "АВГУСТ", "АВГУСТА", "AĞUSTOS"],
    &["SEPTEMBER", "SEPTEMBRE", "SEPTIEMBRE", "SETEMBRO", "SEPTEMBRIE", "СЕНТЯБРЬ", "СЕНТЯБРЯ", "EYLÜL", "SETTEMBRE"],
    &["OCTOBER", "OKTOBER", "OCTOBRE", "OCTUBRE", "OUTUBRO", "OCTOMBRIE", "ОКТЯБРЬ", "ОКТЯБРЯ", "EKIM", "OTTOBRE"],
    &["NOVEMBER", "NOVEMBRE", "NOVIEMBRE", "NOVEMBRO", "NOIEMBRIE", "НОЯБРЬ", "НОЯБРЯ", "KASIM"],
    &[
        "DECEMBER",
        "DEZEMBER",
        "DÉCEMBRE",
        "DICIEMBRE",
        "DEZEMBRO",
        "DECEMBRIE",
        "ДЕКАБРЬ",
        "ДЕКАБРЯ",
        "ARALIK",
        "DICEMBRE",
    ],
];

/// The month that a word names.
pub(in super::super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_uppercase();
    let letters = word.chars().count();
    if !(3..=10).contains(&letters) {
        return None;
    }
    if word == "SEPT" {
        return Some(9);
    }
    MONTHS
        .iter()
        .position(|names| {
            names.iter().any(|name| *name == word || (letters == 3 && name.chars().take(3).eq(word.chars())))
        })
        .map(|at| at as u8 + 1)
}

/// Reads a normalised text that is a period.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = text.trim_matches([' ', '*', ',']);
    let text = text
        .strip_suffix(" ГГ.")
        .or_else(|| text.strip_suffix(" Г."))
        .or_else(|| text.strip_suffix("Г."))
        .or_else(|| text.strip_suffix(" ГОД"))
        .or_else(|| text.strip_suffix(" YEAR"))
        .unwrap_or(text);
    // `AS OF 1 JANUARY 2025`
    if let Some(day) = ["AS OF ", "AS AT ", "AT ", "ON ", "AM ", "AU ", "AL ", "A ", "НА "]
        .iter()
        .find_map(|lead| text.strip_prefix(lead))
        .and_then(read)
        .filter(|moment| matches!(moment.span, Span::Day(..)))
    {
        return Some(day);
    }
    let text = ["CY ", "CALENDAR YEAR ", "YEAR "].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    if let Some(year) = year_of(text) {
        return Some(Moment::year(year));
    }
    if let Some(rest) = text.strip_prefix("FY").or_else(|| text.strip_prefix("FISCAL YEAR")) {
        return fiscal(rest.trim_matches([' ', '.']));
    }
    if let Some((part, year)) = text.split_once(" OF ")
        && let Some(year) = year_of(year)
    {
        return part_of(part).map(|span| Moment::new(Some(year), span));
    }
    if let Some(average) = text.strip_suffix(" AVERAGE").or_else(|| text.strip_suffix(" AVG")) {
        return read(average).filter(|moment| matches!(moment.span, Span::Years(_)));
    }
    let tokens: Vec<&str> = text.split([' ', ',', '-', '/', '.', ':']).filter(|token| !token.is_empty()).collect();
    let dash = text.contains('-');
    let slash = text.contains('/');
    match *tokens.as_slice() {
        [one] => single(one),
        [a, b] => pair(a, b, dash || slash, text),
        [a, b, c] => triple(a, b, c, dash),
        // `1 de enero de 2024`
        [day, "DE", name, "DE", year] => {
            let (day, month) = (small(day).filter(|day| (1..=31).contains(day))?, month(name)?);
            Some(Moment::new(Some(year_of(year)?), Span::Day(month, day)))
        }
        [a, b, c, d] if dash => {
            // `Jan 2020 - Mar 2020`
            let (first, last) = (month(a)?, month(c)?);
            let (year, later) = (year_of(b)?, year_of(d)?);
            (later == year + i32::from(last < first)).then(|| months(year, first, last))
        }
        _ => None,
    }
}

/// `FY2005`, `FY2004/05`, `FY 05`: named after the year in which it ends.
fn fiscal(text: &str) -> Option<Moment> {
    let start = match text.split_once(['/', '-']) {
        Some((first, last)) => year_of(first).filter(|year| {
            small(last).map(i32::from) == Some((year + 1).rem_euclid(100)) || year_of(last) == Some(year + 1)
        })?,
        None => year_of(text)? - 1,
    };
    Some(Moment::new(Some(start), Span::Fiscal))
}

/// `1 QUARTER`, `1 HALF-YEAR`, `9 MONTHS` of a year.
fn part_of(text: &str) -> Option<Span> {
    let (number, word) = text.split_once(' ')?;
    let number = small(number.trim_end_matches(['S', 'T', 'N', 'D', 'R', 'H']))?;
    match word {
        "QUARTER" if (1..=4).contains(&number) => Some(Span::Quarter(number)),
        "HALF-YEAR" | "HALF" if (1..=2).contains(&number) => Some(Span::Half(number)),
        "MONTHS" if (2..=12).contains(&number) => Some(Span::Months(1, number)),
        _ => None,
    }
}

fn single(text: &str) -> Option<Moment> {
    if let Some(month) = month(text) {
        return Some(Moment::new(None, Span::Month(month)));
    }
    if let Some(quarter) = quarter(text) {
        return Some(Moment::new(None, Span::Quarter(quarter)));
    }
    if let Some(half) = half(text) {
        return Some(Moment::new(None, Span::Half(half)));
    }
    // 2005Q3, 2005M07, 2005H1, 2005S1, 2005T3, 2005W07, 200507, 20050731
    let year = text.get(..4).and_then(year_of)?;
    let rest = text.get(4..)?;
    if let Some(part) = quarter(rest) {
        return Some(Moment::new(Some(year), Span::Quarter(part)));
    }
    if let Some(part) = half(rest) {
        return Some(Moment::new(Some(year), Span::Half(part)));
    }
    if let Some(part) = rest.strip_prefix('M').and_then(month_number) {
        return Some(Moment::new(Some(year), Span::Month(part)));
    }
    if let Some(week) = rest.strip_prefix('W').and_then(small).filter(|week| (1..=53).contains(week)) {
        return Some(Moment::new(Some(year), Span::Week(week)));
    }
    if rest.len() == 2 && rest.starts_with(['0', '1']) {
        return month_number(rest).map(|month| Moment::new(Some(year), Span::Month(month)).doubtful());
    }
    month(rest).map(|month| Moment::new(Some(year), Span::Month(month)))
}

fn quarter(text: &str) -> Option<u8> {
    let number = match text {
        "I КВ" | "I КВАРТАЛ" => return Some(1),
        _ => text
            .strip_prefix(['Q', 'T'])
            .or_else(|| text.strip_suffix('Q'))
            .or_else(|| text.strip_prefix("QTR"))
            .or_else(|| text.strip_prefix("QUARTER"))?,
    };
    small(number.trim_matches(' ')).filter(|quarter| number.len() == 1 && (1..=4).contains(quarter))
}

fn half(text: &str) -> Option<u8> {
    match text {
        "H1" | "S1" | "1H" | "HALF1" => Some(1),
        "H2" | "S2" | "2H" | "HALF2" => Some(2),
        _ => None,
    }
}

fn months(year: i32, first: u8, last: u8) -> Moment {
    Moment::new(Some(year), if last == first { Span::Month(first) } else { Span::Months(first, last) })
}

fn pair(a: &str, b: &str, divided: bool, text: &str) -> Option<Moment> {
    if let (Some(first), Some(last)) = (year_of(a), year_of(b)) {
        let spans = divided && (1800..=2100).contains(&first) && (1800..=2100).contains(&last);
        return (spans && first < last).then_some(Moment::new(Some(first), Span::Years(last)));
    }
    if let Some(year) = year_of(a) {
        return second(year, b, divided, text);
    }
    if let Some(year) = year_of(b) {
        if let Some(month) = month(a) {
            return Some(Moment::new(Some(year), Span::Month(month)));
        }
        if let Some(quarter) = quarter(a) {
            return Some(Moment::new(Some(year), Span::Quarter(quarter)));
        }
        if let Some(half) = half(a) {
            return Some(Moment::new(Some(year), Span::Half(half)));
        }
        return (divided).then(|| month_number(a)).flatten().map(|month| Moment::new(Some(year), Span::Month(month)));
    }
    match (month(a), month(b)) {
        // `Jan-Mar`: a quarter where it is one.
        (Some(first), Some(last)) if divided => Some(Moment::new(None, quarter_of(first, last))),
        // `Jan-05`
        (Some(month), None) if text.contains('-') && b.len() == 2 => {
            let year = small(b).map(i32::from)?;
            let year = if year > 50 { 1900 + year } else { 2000 + year };
            Some(Moment::new(Some(year), Span::Month(month)).doubtful())
        }
        (None, None) => match (a, b) {
            ("QUARTER", number) | (number, "QUARTER" | "КВАРТАЛ") => {
                let number = roman(number).or_else(|| number.get(..1).and_then(small))?;
                (1..=4).contains(&number).then_some(Moment::new(None, Span::Quarter(number)))
            }
            _ => None,
        },
        // `March quarter`
        (Some(month), None) if b == "QUARTER" && month.is_multiple_of(3) => {
            Some(Moment::new(None, Span::Quarter(month / 3)))
        }
        _ => None,
    }
}

fn roman(text: &str) -> Option<u8> {
    ["I", "II", "III", "IV"].iter().position(|number| *number == text).map(|at| at as u8 + 1)
}

fn quarter_of(first: u8, last: u8) -> Span {
    if last == first + 2 && first % 3 == 1 { Span::Quarter(last / 3) } else { Span::Months(first, last) }
}

fn second(year: i32, part: &str, divided: bool, text: &str) -> Option<Moment> {
    if let Some(month) = month(part) {
        return Some(Moment::new(Some(year), Span::Month(month)));
    }
    if let Some(quarter) = quarter(part) {
        return Some(Moment::new(Some(year), Span::Quarter(quarter)));
    }
    if let Some(half) = half(part) {
        return Some(Moment::new(Some(year), Span::Half(half)));
    }
    if let Some(month) = part.strip_prefix('M').and_then(month_number) {
        return Some(Moment::new(Some(year), Span::Month(month)));
    }
    if part.len() == 2
        && divided
        && let Some(number) = small(part)
    {
        if i32::from(number) == (year + 1).rem_euclid(100) {
            return Some(Moment::new(Some(year), Span::Either(number)));
        }
        if (1..=12).contains(&number) {
            return Some(Moment::new(Some(year), Span::Month(number)));
        }
        // `2012-17`: no month, so years of one century.
        if i32::from(number) > year.rem_euclid(100) {
            return Some(
                Moment::new(Some(year), Span::Years(year - year.rem_euclid(100) + i32::from(number))).doubtful(),
            );
        }
    }
    (part.len() == 1 && text.contains('/'))
        .then(|| month_number(part))
        .flatten()
        .map(|month| Moment::new(Some(year), Span::Month(month)))
}

fn triple(a: &str, b: &str, c: &str, dash: bool) -> Option<Moment> {
    let day = |year: i32, month: u8, day: u8| {
        crate::model::Date::new(year, month, day).map(|_| Moment::new(Some(year), Span::Day(month, day)))
    };
    if let Some(year) = year_of(a) {
        // 2016-12-31, 2005 Jan-Mar
        if let (Some(month), Some(number)) = (month_number(b), small(c)) {
            return day(year, month, number);
        }
        let (first, last) = (month(b)?, month(c)?);
        return Some(Moment::new(Some(year), quarter_of(first, last)));
    }
    // `30 Nov 18`
    if let (Some(number), Some(month), Some(short)) = (small(a), month(b), small(c).filter(|_| c.len() == 2)) {
        let year = i32::from(short) + if short > 50 { 1900 } else { 2000 };
        return day(year, month, number).map(Moment::doubtful);
    }
    let year = year_of(c)?;
    // `January 1st, 2025`, `1er janvier 2025`
    let counted = |text: &str| small(text.trim_end_matches(|at: char| at.is_ascii_uppercase() || at == 'º'));
    match (month(a), counted(b), counted(a), month(b)) {
        (Some(month), Some(number), ..) | (_, _, Some(number), Some(month)) => return day(year, month, number),
        _ => {}
    }
    if let (Some(first), Some(second)) = (small(a), small(b)) {
        // 31.12.2016; 3/4/2016 could be either.
        return match (first > 12, second > 12) {
            (true, false) => day(year, second, first),
            (false, true) => day(year, first, second),
            (false, false) => day(year, second, first).map(Moment::doubtful),
            _ => None,
        };
    }
    if let (Some(first), Some(last)) = (month(a), month(b)) {
        return dash.then_some(Moment::new(Some(year), quarter_of(first, last)));
    }
    (b == "QUARTER")
        .then(|| roman(a).or_else(|| a.get(..1).and_then(small)))
        .flatten()
        .filter(|q| (1..=4).contains(q))
        .map(|q| Moment::new(Some(year), Span::Quarter(q)))
}

/// The one year that a title names.
pub(super) fn of_title(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let mut found: Option<i32> = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = text.get(at..at + length)?;
        let before = text.get(..at)?.trim_end_matches(' ');
        let after = text.get(at + length..)?.trim_start_matches(' ');
        if let Some(year) = year_of(number).filter(|year| (1800..=2100).contains(year)) {
            // `UK, 2023/24` at the end.
            let pair = after.strip_prefix(['/', '–', '-']).filter(|rest| rest.len() == 2).and_then(small);
            if found.is_none() && pair.map(i32::from) == Some((year + 1).rem_euclid(100)) && before.ends_with(',') {
                return Some(Moment::new(Some(year), Span::Fiscal).doubtful());
            }
            let joined = before.ends_with(['-', '/', '.'])
                || after.starts_with(['-', '/'])
                || after.starts_with("=100")
                || after.starts_with("PRICES")
                || after.starts_with("TO ")
                || before.ends_with(" TO")
                || before.ends_with("FROM")
                || before.ends_with("SINCE")
                || before.ends_with("REV.")
                || before.ends_with("(BASE")
                || before.ends_with("AND")
                || after.starts_with("AND ");
            if joined || found.is_some_and(|found| found != year) {
                return None;
            }
            found = Some(year);
        }
        at += length;
    }
    found.map(|year| Moment::year(year).doubtful())
}
