//! Periods as people write them: Chinese forms, month names, spreadsheet dates, fiscal years.

use std::fmt;

use super::{FiscalEnd, Frequency, Period, PeriodRange, calendar, text};
use crate::error::{Error, ErrorKind, Result};

mod column;

pub use column::read_periods;

/// A day of the calendar, as a table may give it in place of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        calendar::day_exists(year, month, day).then_some(Date { year, month, day })
    }

    /// The point in time at which the day ends, in years, as [`Period::end_in_years`] counts: the last day of a month
    /// ends with it.
    pub fn end_in_years(self) -> f64 {
        let days = (28..=31).rev().find(|&day| calendar::day_exists(self.year, self.month, day)).unwrap_or(31);
        f64::from(self.year) + (f64::from(self.month) - 1.0 + f64::from(self.day) / f64::from(days)) / 12.0
    }

    /// The period of `frequency` in which the day lies; `None` for running totals.
    pub fn period_at(self, frequency: Frequency) -> Option<Period> {
        let month = u32::from(self.month);
        match frequency {
            Frequency::Annual => Some(Period::annual(self.year)),
            Frequency::Fiscal(end) => {
                let later = end.month().is_some_and(|end| self.month > end);
                Some(Period::from_ordinal(frequency, self.year + i32::from(later)))
            }
            Frequency::HalfYearly | Frequency::Quarterly | Frequency::Monthly => {
                let months = 12 / frequency.per_year();
                Period::within(frequency, self.year, (month.div_ceil(months)) as u8).ok()
            }
            Frequency::Weekly => {
                let (year, week) = calendar::week_of_day(self.year, self.month, self.day)?;
                Period::weekly(year, week).ok()
            }
            Frequency::QuarterlyToDate | Frequency::MonthlyToDate => None,
        }
    }
}

impl fmt::Display for Date {
    /// ISO 8601: `2005-07-31`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What a text says about time. A column of them becomes periods by [`read_periods`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// One period.
    Period(Period),
    /// A span that is no period: February to July, 2006 to 2010.
    Range(PeriodRange),
    /// A full date; which period it stands for, its column must tell.
    Date(Date),
    /// `2005/06`: the fiscal year 2005/06, or June 2005; its column must tell.
    Ambiguous {
        /// As a fiscal year.
        fiscal: Period,
        /// As a month.
        month: Period,
    },
}

impl Reading {
    /// Reads a text.
    ///
    /// # Errors
    /// The text names no period, span or date, or one that does not exist.
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Reading;
    ///
    /// assert!(matches!(Reading::of("2023-02-28")?, Reading::Date(_)));
    /// assert!(Reading::of("2023-02-30").is_err());
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn of(written: &str) -> Result<Reading> {
        // The common case first: SDMX, which is also what the program writes.
        if let Some(period) = text::sdmx(written) {
            return period.map(Reading::Period);
        }
        let text = normalise(written);
        let found = if text.contains('年') { chinese(&text) } else { western(&text) };
        let found = found.or_else(|| two_ends(&text));
        found.unwrap_or_else(|| Err(unreadable(written)))
    }

    /// The period, where the text names just one.
    pub(crate) fn period(self) -> Result<Period> {
        match self {
            Reading::Period(period) | Reading::Ambiguous { fiscal: period, .. } => Ok(period),
            Reading::Range(range) => Err(Error::new(ErrorKind::Period, format!("{range} is a span, not one period"))
                .mend("give one period, or a running total that starts in January")),
            Reading::Date(_) => Err(Error::new(ErrorKind::Period, "a full date says not which period it stands for")
                .mend("write the month, quarter or year instead")),
        }
    }
}

impl Period {
    /// Reads a period in the forms that people write.
    ///
    /// | form | period |
    /// |---|---|
    /// | `2005`, `2005年`, `二〇〇九年`, `2005-A1` | year |
    /// | `2005年上半年`, `2005上半年`, `2005H1`, `2005-S1` | half-year |
    /// | `2005年三季度`, `2005Q3`, `Q3 2005`, `3Q2005` | quarter |
    /// | `2005年7月`, `200507`, `2005M07`, `2005/7`, `Jul-2005`, `July 2005` | month |
    /// | `2005年1-7月`, `2005年前三季度` | running total (累计) |
    /// | `2005W07` | week |
    /// | `FY2005`, `2005/06`, `FY2004/05` | fiscal year, named after the year in which it ends; end month not stated |
    ///
    /// `2005/06` alone is read as a fiscal year; in a column with months it is June ([`read_periods`]).
    ///
    /// # Errors
    /// No such form, a period that does not exist, a year of two digits, a full date (its column decides which
    /// period it stands for).
    ///
    /// # Examples
    /// ```
    /// use fanfan::model::Period;
    ///
    /// assert_eq!(Period::read("2005年三季度")?.to_string(), "2005-Q3");
    /// assert_eq!(Period::read("Jul-2005")?.to_string(), "2005-07");
    /// assert_eq!(Period::read("2005年1-7月")?.to_string(), "2005-01/2005-07");
    /// assert_eq!(Period::read("二〇〇九年")?, Period::annual(2009));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn read(text: &str) -> Result<Period> {
        Reading::of(text)?.period()
    }
}

fn unreadable(written: &str) -> Error {
    let error = Error::new(ErrorKind::Period, format!("`{written}` is not a period"));
    let short_year = written.chars().filter(char::is_ascii_digit).count() <= 3 && !written.trim().is_empty();
    error.mend(if short_year {
        "write the year with four digits, as in 2005, 2005-Q3, 2005-07, 2005年7月"
    } else {
        "write 2005, 2005-S1, 2005-Q3, 2005-07, 2005年7月 or Jul-2005"
    })
}

/// Half-width characters, one kind of dash, Chinese digits as digits, capitals; blanks only where they divide.
fn normalise(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    for character in written.trim().chars() {
        match character {
            '\u{ff01}'..='\u{ff5e}' => text.extend(char::from_u32(character as u32 - 0xfee0)),
            '\u{3000}' | '\u{a0}' => text.push(' '),
            '–' | '—' | '―' | '−' | '~' | '〜' | '至' | '到' => text.push('-'),
            _ => text.extend(character.to_uppercase()),
        }
    }
    let text = text.replace('~', "-").replace("--", "-");
    let text = with_year_sign(text);
    if text.contains('年') { chinese_digits(&text.replace(' ', "")) } else { text }
}

/// 2005上半年, 2005一季度 → 2005年上半年, 2005年一季度.
fn with_year_sign(mut text: String) -> String {
    let starts = |rest: &str| rest.starts_with(['上', '下', '全', '前', '第', '一', '二', '三', '四']);
    if text.bytes().take_while(u8::is_ascii_digit).count() == 4 && text.get(4..).is_some_and(starts) {
        text.insert(4, '年');
    }
    text
}

/// 二〇〇九 → 2009, 十二 → 12, 三 → 3.
fn chinese_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        let digit = |at: usize| characters.get(at).copied().is_some_and(|next| digit_of(next).is_some());
        match character {
            '十' => {
                let before = at > 0 && digit(at - 1);
                let after = digit(at + 1);
                out.push_str(match (before, after) {
                    (false, false) => "10",
                    (false, true) => "1",
                    (true, false) => "0",
                    (true, true) => "",
                });
            }
            _ => out.push(digit_of(character).unwrap_or(character)),
        }
    }
    out
}

/// The digit that a Chinese numeral is.
pub(crate) fn digit_of(character: char) -> Option<char> {
    Some(match character {
        '〇' | '○' | '零' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => return None,
    })
}

type Found = Option<Result<Reading>>;

fn chinese(text: &str) -> Found {
    let (year, rest) = text.split_once('年')?;
    if let Some((first, last)) = year.split_once('-') {
        let (first, last) = (text::year_number(first)?, text::year_number(last)?);
        return rest
            .is_empty()
            .then(|| PeriodRange::new(Period::annual(first), Period::annual(last)).map(Reading::Range));
    }
    let year = text::year_number(year)?;
    let rest = ["度", "末", "底"].iter().find_map(|suffix| rest.strip_prefix(suffix)).unwrap_or(rest);
    let one = |period: Result<Period>| Some(period.map(Reading::Period));
    match rest {
        "" | "全年" => return one(Ok(Period::annual(year))),
        "上半年" => return one(Period::half_yearly(year, 1)),
        "下半年" => return one(Period::half_yearly(year, 2)),
        _ => {}
    }
    if let Some(quarter) = rest.strip_suffix("季度").or_else(|| rest.strip_suffix('季')) {
        if let Some(last) = quarter.strip_prefix('前') {
            return one(Period::within(Frequency::QuarterlyToDate, year, small(last)?));
        }
        let quarter = quarter.strip_prefix('第').unwrap_or(quarter);
        return match quarter.split_once('-') {
            Some((first, last)) => Some(span(Frequency::Quarterly, year, small(first)?, small(last)?)),
            None => one(Period::quarterly(year, small(quarter)?)),
        };
    }
    if let Some(day) = rest.strip_suffix('日') {
        let (month, day) = day.split_once('月')?;
        return Some(date(year, small(month)?, small(day)?));
    }
    if let Some(months) = rest.strip_prefix('前').and_then(|rest| rest.strip_suffix("个月")) {
        return one(Period::months_to_date(year, small(months)?));
    }
    let month = rest.strip_suffix("月份").or_else(|| rest.strip_suffix("月末")).or_else(|| rest.strip_suffix('月'))?;
    match month.split_once('-') {
        Some((first, last)) => {
            Some(span(Frequency::Monthly, year, small(first.strip_suffix('月').unwrap_or(first))?, small(last)?))
        }
        None => one(Period::monthly(year, small(month)?)),
    }
}

/// A span of two whole periods: `2001-01/2005-12`, as the program writes it, 2006年至2010年, `2005Q1-2006Q4`.
fn two_ends(text: &str) -> Option<Result<Reading>> {
    let one = |text: &str| -> Option<Period> {
        let text = text.trim();
        if let Some(period) = text::sdmx(text) {
            return period.ok();
        }
        match if text.contains('年') { chinese(text) } else { western(text) } {
            Some(Ok(Reading::Period(period))) if !period.frequency().is_to_date() => Some(period),
            _ => None,
        }
    };
    text.match_indices(['/', '-']).find_map(|(at, sign)| {
        let (first, last) = (one(text.get(..at)?)?, one(text.get(at + sign.len()..)?)?);
        (first.frequency() == last.frequency()).then(|| PeriodRange::new(first, last).map(Reading::Range))
    })
}

/// Parts of one year: a running total when they start with the first, another span otherwise.
fn span(frequency: Frequency, year: i32, first: u8, last: u8) -> Result<Reading> {
    let to_date = if frequency == Frequency::Monthly { Frequency::MonthlyToDate } else { Frequency::QuarterlyToDate };
    if first == 1 {
        return Period::within(to_date, year, last).map(Reading::Period);
    }
    let range = PeriodRange::new(Period::within(frequency, year, first)?, Period::within(frequency, year, last)?)?;
    Ok(Reading::Range(range))
}

fn date(year: i32, month: u8, day: u8) -> Result<Reading> {
    Date::new(year, month, day).map(Reading::Date).ok_or_else(|| {
        Error::new(ErrorKind::Period, format!("{year:04}-{month:02}-{day:02} is not a day of the calendar"))
            .mend("write year, month and day, as in 2023-01-31")
    })
}

/// One or two digits.
fn small(text: &str) -> Option<u8> {
    (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

fn month_of(word: &str) -> Option<u8> {
    if word.len() < 3 {
        return None;
    }
    let full = if word == "SEPT" { "SEP" } else { word };
    MONTHS.iter().position(|month| *month == full || month.get(..3) == Some(full)).map(|at| at as u8 + 1)
}

/// The text as runs of digits and of letters; what stands between them in `separators`.
fn western(text: &str) -> Found {
    // A time of day after a date says nothing here.
    let text = match text.find(['T', ' ']) {
        Some(at) if at >= 8 && text.as_bytes().get(at + 3) == Some(&b':') => text.get(..at)?,
        _ => text,
    };
    let mut tokens: Vec<&str> = Vec::new();
    let mut separators = String::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(start) {
        let same = |next: &u8| {
            if byte.is_ascii_digit() { next.is_ascii_digit() } else { next.is_ascii_alphabetic() }
        };
        if !byte.is_ascii_alphanumeric() {
            separators.push(char::from(byte));
            start += 1;
            continue;
        }
        let length = bytes.get(start..)?.iter().take_while(|next| same(next)).count();
        tokens.push(text.get(start..start + length)?);
        start += length;
    }
    if separators.bytes().any(|byte| !b"-/. ,".contains(&byte)) {
        return None;
    }
    let one = |period: Result<Period>| Some(period.map(Reading::Period));
    match *tokens.as_slice() {
        [only] => compact(only),
        [year, part] if text::year_number(year).is_some() && small(part).is_some() => {
            let (year, number) = (text::year_number(year)?, small(part)?);
            let slash = separators == "/";
            if slash && part.len() == 2 && i32::from(number) == (year + 1) % 100 {
                let fiscal = Period::from_ordinal(Frequency::Fiscal(FiscalEnd::NOT_STATED), year + 1);
                return Some(Ok(match Period::monthly(year, number) {
                    Ok(month) => Reading::Ambiguous { fiscal, month },
                    Err(_) => Reading::Period(fiscal),
                }));
            }
            // 2005.1 may be January or October: two digits are asked for.
            if slash || (part.len() == 2 && matches!(separators.as_str(), "-" | "." | " ")) || separators == "-" {
                return one(Period::monthly(year, number));
            }
            None
        }
        [first, last] if text::year_number(first).is_some() && text::year_number(last).is_some() => {
            let range =
                PeriodRange::new(Period::annual(text::year_number(first)?), Period::annual(text::year_number(last)?));
            Some(range.map(Reading::Range))
        }
        ["FY" | "FISCAL", year] => {
            let ordinal = text::year_number(year)?;
            one(Ok(Period::from_ordinal(Frequency::Fiscal(FiscalEnd::NOT_STATED), ordinal)))
        }
        ["FY", year, next] => {
            let year = text::year_number(year)?;
            let follows = next.len() == 2 && i32::from(small(next)?) == (year + 1) % 100;
            follows
                .then(|| Ok(Reading::Period(Period::from_ordinal(Frequency::Fiscal(FiscalEnd::NOT_STATED), year + 1))))
        }
        [word, year] | [year, word] if month_of(word).is_some() => {
            one(Period::monthly(text::year_number(year)?, month_of(word)?))
        }
        [year, letter, part] | [letter, part, year] | [part, letter, year]
            if letter.len() == 1
                && small(letter).is_none()
                && small(part).is_some()
                && text::year_number(year).is_some() =>
        {
            let (year, part) = (text::year_number(year)?, small(part)?);
            one(match letter {
                "Q" => Period::quarterly(year, part),
                "H" | "S" => Period::half_yearly(year, part),
                "M" => Period::monthly(year, part),
                "W" => Period::weekly(year, part),
                "A" | "Y" if part == 1 => Ok(Period::annual(year)),
                _ => return None,
            })
        }
        [year, "A"] => one(Ok(Period::annual(text::year_number(year)?))),
        [day, word, year] | [word, day, year] if month_of(word).is_some() => {
            Some(date(text::year_number(year)?, month_of(word)?, small(day)?))
        }
        // 2005.1-6 is no day: from January to June, as is 2005.1-2005.6.
        [year, first, last] | [year, first, _, last]
            if matches!(separators.as_str(), ".-" | "/-" | ".-." | "/-/")
                && (tokens.len() == 3 || tokens.get(2) == Some(&year)) =>
        {
            let (year, first, last) = (text::year_number(year)?, small(first)?, small(last)?);
            (first < last).then(|| span(Frequency::Monthly, year, first, last))
        }
        [year, month, day] if text::year_number(year).is_some() => {
            Some(date(text::year_number(year)?, small(month)?, small(day)?))
        }
        // Day first only where the writing shows it: dots, or a number that is no month.
        [day, month, year] if text::year_number(year).is_some() && (separators == ".." || small(day)? > 12) => {
            Some(date(text::year_number(year)?, small(month)?, small(day)?))
        }
        _ => None,
    }
}

/// 2005, 200507, 20050731.
fn compact(digits: &str) -> Found {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = text::year_number(digits.get(..4)?)?;
    match digits.len() {
        4 => Some(Ok(Reading::Period(Period::annual(year)))),
        6 => Some(Period::monthly(year, small(digits.get(4..)?)?).map(Reading::Period)),
        8 => Some(date(year, small(digits.get(4..6)?)?, small(digits.get(6..)?)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_people_write() {
        for (written, sdmx) in [
            ("2005年", "2005"),
            ("2005年度", "2005"),
            ("２００５", "2005"),
            ("二〇〇九年", "2009"),
            ("2005-A1", "2005"),
            ("2005年上半年", "2005-S1"),
            ("2005上半年", "2005-S1"),
            ("2005三季度", "2005-Q3"),
            ("2005第一季度", "2005-Q1"),
            ("2005前三季度", "2005-Q1/2005-Q3"),
            ("2005.1-6", "2005-01/2005-06"),
            ("2005.1—11", "2005-01/2005-11"),
            ("2005.1-2005.7", "2005-01/2005-07"),
            ("2005年下半年", "2005-S2"),
            ("2005H2", "2005-S2"),
            ("2005-B1", ""),
            ("2005年三季度", "2005-Q3"),
            ("2005年第3季度", "2005-Q3"),
            ("2005Q3", "2005-Q3"),
            ("Q3 2005", "2005-Q3"),
            ("3Q2005", "2005-Q3"),
            ("2005q3", "2005-Q3"),
            ("2005年7月", "2005-07"),
            ("2005年7月份", "2005-07"),
            ("二〇〇五年十二月", "2005-12"),
            ("2005年十月", "2005-10"),
            ("200507", "2005-07"),
            ("2005M07", "2005-07"),
            ("2005-M07", "2005-07"),
            ("2005/7", "2005-07"),
            ("2005/08", "2005-08"),
            ("2005-7", "2005-07"),
            ("Jul-2005", "2005-07"),
            ("July 2005", "2005-07"),
            ("2005 Sept", "2005-09"),
            ("2005.07", "2005-07"),
            ("2005年1-7月", "2005-01/2005-07"),
            ("2005年1—7月", "2005-01/2005-07"),
            ("2005年1月至7月", "2005-01/2005-07"),
            ("2005年一至三季度", "2005-Q1/2005-Q3"),
            ("2005年前三季度", "2005-Q1/2005-Q3"),
            ("2005年前7个月", "2005-01/2005-07"),
            ("FY2005", "FY2005"),
            ("FY 2005", "FY2005"),
            ("2005/06", "FY2006"),
            ("FY2004/05", "FY2005"),
            ("2019/20", "FY2020"),
            ("2005W07", "2005-W07"),
            ("2005.1", ""),
            ("05年", ""),
            ("2005年13月", ""),
            ("2005Q5", ""),
            ("Jul-05", ""),
            ("abc", ""),
            ("", ""),
            ("2005年1-13月", ""),
            ("2006-2010", ""),
            ("2005年2-7月", ""),
            ("1,234", ""),
            ("2005年7月31日", ""),
        ] {
            match Period::read(written) {
                Ok(period) => assert_eq!(period.to_string(), sdmx, "{written}"),
                Err(error) => assert_eq!(sdmx, "", "{written}: {error}"),
            }
        }
    }

    #[test]
    fn dates_take_the_coarsest_frequency_that_keeps_them_apart() -> Result<()> {
        let column = |texts: &[&str], series: &[u32]| -> Result<Vec<String>> {
            let readings = texts.iter().map(|text| Reading::of(text)).collect::<Result<Vec<_>>>()?;
            let periods = read_periods(&readings, series, None).map_err(|(_, error)| error)?;
            Ok(periods.iter().map(ToString::to_string).collect())
        };
        assert_eq!(column(&["2023-12-31", "2024/12/31"], &[0, 0])?, ["2023", "2024"]);
        assert_eq!(column(&["2023-01-31", "2023/2/28", "2023年3月1日"], &[0; 3])?, ["2023-01", "2023-02", "2023-03"]);
        assert_eq!(column(&["2023-03-31", "31.03.2023", "2023-06-30"], &[0, 1, 0])?, ["2023-Q1", "2023-Q1", "2023-Q2"]);
        assert_eq!(column(&["2023-01-02", "2023-01-09"], &[0, 0])?, ["2023-W01", "2023-W02"]);
        assert!(column(&["2023-01-02", "2023-01-03"], &[0, 0]).is_err());
        assert_eq!(column(&["2005/06", "2006/07"], &[0, 0])?, ["FY2006", "FY2007"]);
        assert_eq!(column(&["2005/05", "2005/06"], &[0, 0])?, ["2005-05", "2005-06"]);
        Ok(())
    }
}
