//! Numbers as tables print them, and the marks of missing ones.

/// What a cell of a value column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    /// A number with a percent sign, in percent.
    Percent(f64),
    /// A number with a per mille sign, in per mille.
    PerMille(f64),
    Missing,
    Text,
}

/// Which mark stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalMark {
    Point,
    Comma,
}

/// Known marks of a missing value.
const MISSING: [&str; 28] = [
    "", "NA", "NaN", "nan", "null", "NULL", "n.a.", "N.A.", "N/A", "n/a", "-", "–", "—", "——", "--", "..", "...", "…",
    "……", ":", "/", "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NUM!", "#NAME?", "#NULL!",
];

/// Reads a cell.
pub(super) fn cell(text: &str, mark: DecimalMark) -> Cell {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == '\u{a0}');
    if text.is_empty() {
        return Cell::Missing;
    }
    // The common case: plain ASCII digits with a point.
    if mark == DecimalMark::Point
        && let Some(value) = plain(text)
    {
        return Cell::Number(value);
    }
    if MISSING.contains(&text) {
        return Cell::Missing;
    }
    let half = half_width(text);
    let half = half.as_str();
    if MISSING.contains(&half) {
        return Cell::Missing;
    }
    let (body, of): (&str, fn(f64) -> Cell) = if let Some(body) = half.strip_suffix('%') {
        (body.trim_end(), Cell::Percent)
    } else if let Some(body) = half.strip_suffix('‰') {
        (body.trim_end(), Cell::PerMille)
    } else {
        (half, Cell::Number)
    };
    grouped(body, mark).map_or(Cell::Text, of)
}

/// Digits as a double, without words such as `inf` that the standard parser takes too.
///
/// What has no comma and at most one point is the same number under either way to find the decimal mark, unless the
/// mark is the comma.
pub(super) fn plain(text: &str) -> Option<f64> {
    let first = text.trim_start_matches(['+', '-']).bytes().next()?;
    if !(first.is_ascii_digit() || first == b'.') {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The number at `start..end` of a text where its double is one division away: both numbers are exact then, so that
/// the quotient is rounded once, as by the standard parser. Nothing for what takes more, and for what is no number.
///
/// The character at `end` must be no digit.
#[inline]
pub(super) fn exact(text: &[u8], start: usize, end: usize) -> Option<f64> {
    let negative = text.get(start) == Some(&b'-');
    let start = start + usize::from(negative);
    let (whole, mut at) = take_digits(text, 0, start)?;
    let mut point = None;
    let mut digits = whole;
    if at != end && text.get(at) == Some(&b'.') {
        point = Some(at);
        (digits, at) = take_digits(text, whole, at + 1)?;
    }
    let count = end.wrapping_sub(start) - usize::from(point.is_some());
    // 19 digits fit into 64 bits, and whole numbers up to 2^53 into a double.
    if at != end || !(1..=19).contains(&count) || digits > 1 << 53 {
        return None;
    }
    // Up to 2^53 the sign makes no difference, and signed numbers convert faster.
    let value = digits as i64 as f64 / POWERS.get(point.map_or(0, |point| end - point - 1))?;
    Some(if negative { -value } else { value })
}

/// Powers of ten, all exact.
const POWERS: [f64; 20] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

/// Digits after those of `whole`, and where they end; nothing at the end of the text.
///
/// Eight at once: numbers have other lengths from cell to cell, and a loop over digits would end where the processor
/// does not foresee it.
#[inline]
fn take_digits(text: &[u8], mut whole: u64, mut at: usize) -> Option<(u64, usize)> {
    const SHIFTS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    const ONES: u64 = 0x0101_0101_0101_0101;
    loop {
        let word = u64::from_le_bytes(*text.get(at..)?.first_chunk::<8>()?) ^ (ONES * u64::from(b'0'));
        // The high bit of each byte that is more than 9; above the first of them there may be more.
        let others = (((word & (ONES * 0x7f)) + ONES * 0x76) | word) & (ONES << 7);
        let count = others.trailing_zeros() / 8;
        let digits = word.checked_shl(64 - 8 * count).unwrap_or(0);
        whole = whole.wrapping_mul(*SHIFTS.get(count as usize)?).wrapping_add(eight_digits(digits));
        at += count as usize;
        if count < 8 {
            return Some((whole, at));
        }
    }
}

/// The number of eight digits, the first in the lowest byte: pairs, pairs of pairs, and so on.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul(2561) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(6_553_601) >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(42_949_672_960_001) >> 32
}

/// A number with marks between thousands.
fn grouped(text: &str, mark: DecimalMark) -> Option<f64> {
    let (decimal, thousands): (char, &[char]) = match mark {
        DecimalMark::Point => ('.', &[',', ' ', '\'', '’']),
        DecimalMark::Comma => (',', &['.', ' ', '\'', '’']),
    };
    let (whole, decimals) = match text.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let unsigned = whole.trim_start_matches(['+', '-']);
    if unsigned.contains(thousands) {
        let mut groups = unsigned.split(thousands);
        let first = groups.next()?;
        let groups: Vec<&str> = groups.collect();
        // 1,234,567, and 12,34,567 as India writes it.
        let (last, inner) = groups.split_last()?;
        let even = |length: usize| inner.iter().all(|group| group.len() == length);
        if !((1..=3).contains(&first.len()) && last.len() == 3 && (even(3) || even(2))) {
            return None;
        }
    }
    let mut number: String = whole.chars().filter(|character| !thousands.contains(character)).collect();
    if let Some(decimals) = decimals {
        number.push('.');
        number.push_str(decimals);
    }
    plain(&number)
}

fn half_width(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
            '−' => '-',
            other => other,
        })
        .collect()
}

/// The decimal mark of a table, from its cells of numbers.
///
/// A comma with other than three digits after it marks decimals; so does the last of two different marks, and marks
/// that repeat stand between thousands. Where the cells contradict each other, the point is taken, and those that do
/// not fit are refused by name. Where every comma could be either, a table with semicolons has decimal commas: that is
/// why it has semicolons.
#[derive(Default)]
pub(super) struct MarkFinder {
    either: bool,
    commas: bool,
    points: bool,
}

impl MarkFinder {
    /// Looks at a cell of numbers.
    pub(super) fn see(&mut self, text: &str) {
        if !text.contains(',') && (self.points || !text.contains('.')) {
            return;
        }
        let digits = |character: char| {
            character.is_ascii_digit() || matches!(character, ',' | '.' | '-' | '+' | ' ' | '%' | '‰')
        };
        if !text.trim().chars().all(digits) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let body = text.trim().trim_end_matches(['%', '‰', ' ']);
        let three_after = |mark: usize| body.len() - mark - 1 == 3;
        let repeats = |mark: char| body.matches(mark).count() > 1;
        match (body.rfind(','), body.rfind('.')) {
            (Some(comma), Some(point)) if comma > point => self.commas = true,
            (Some(_), Some(_)) => self.points = true,
            (Some(_), None) if repeats(',') => self.points = true,
            (Some(comma), None) if three_after(comma) => self.either = true,
            (Some(_), None) => self.commas = true,
            (None, Some(_)) if repeats('.') => self.commas = true,
            (None, Some(point)) => self.points |= !three_after(point),
            (None, None) => {}
        }
    }

    /// The mark, after all cells; `semicolons` where these divide the table.
    pub(super) fn mark(&self, semicolons: bool) -> DecimalMark {
        let comma = self.commas || (self.either && semicolons);
        if comma && !self.points { DecimalMark::Comma } else { DecimalMark::Point }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_printed() {
        for (text, number) in [
            ("11.9", 11.9),
            (" 1,234.5 ", 1234.5),
            ("１２．５", 12.5),
            ("-3e5", -3e5),
            ("1 234 567", 1_234_567.0),
            ("1'234", 1234.0),
            ("12,34,567", 1_234_567.0),
            ("−5", -5.0),
            (".5", 0.5),
            ("\u{a0}7\u{a0}", 7.0),
        ] {
            assert_eq!(cell(text, DecimalMark::Point), Cell::Number(number), "{text}");
        }
        assert_eq!(cell("1.234,5", DecimalMark::Comma), Cell::Number(1234.5));
        assert_eq!(cell("33％", DecimalMark::Point), Cell::Percent(33.0));
        assert_eq!(cell("5‰", DecimalMark::Point), Cell::PerMille(5.0));
        assert_eq!(cell("1,234.5 ‰", DecimalMark::Point), Cell::PerMille(1234.5));
        for text in [
            "", " ", "NA", "n.a.", "-", "—", "--", "..", "…", "……", ":", "NaN", "null", "－", "/", "／", "#N/A",
            "#DIV/0!",
        ] {
            assert_eq!(cell(text, DecimalMark::Point), Cell::Missing, "{text}");
        }
        for text in ["abc", "inf", "infinity", "1.2.3", "12a", "1e999", "1,23.4", "14,3", "1,2345", "二"] {
            assert_eq!(cell(text, DecimalMark::Point), Cell::Text, "{text}");
        }
    }

    #[test]
    fn digits_are_read_as_the_standard_parser_reads_them() {
        let read = |text: &str| exact(format!("x{text},\"\"\n-----").as_bytes(), 1, text.len() + 1);
        let mut random = 1_u64;
        for length in 1..22 {
            for point in 0..=length {
                for _ in 0..50 {
                    let mut text = String::new();
                    for at in 0..length {
                        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        if at == point {
                            text.push('.');
                        }
                        text.push(char::from(b'0' + (random >> 60) as u8 % 10));
                    }
                    for text in [text.clone(), format!("-{text}")] {
                        let found = read(&text);
                        assert!(found.is_some() || length > 15, "{text}");
                        if let Some(found) = found {
                            assert_eq!(Some(found.to_bits()), text.parse::<f64>().map(f64::to_bits).ok(), "{text}");
                        }
                    }
                }
            }
        }
        assert_eq!(read("5."), Some(5.0));
        for text in [".", "-", "", "--5", "5-", "1.2.3", "+5", "12a", "1e5", "1 2", "1,2", "١", "5%"] {
            assert_eq!(read(text), None, "{text}");
        }
        // at the end of a text nothing can be taken at once
        assert_eq!(exact(b"12.5", 0, 4), None);
    }

    fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>, semicolons: bool) -> DecimalMark {
        let mut finder = MarkFinder::default();
        cells.for_each(|cell| finder.see(cell));
        finder.mark(semicolons)
    }

    #[test]
    fn the_mark_is_found_by_looking() {
        assert_eq!(decimal_mark(["1,5", "2"].into_iter(), true), DecimalMark::Comma);
        assert_eq!(decimal_mark(["1,500"].into_iter(), true), DecimalMark::Comma);
        assert_eq!(decimal_mark(["1,500"].into_iter(), false), DecimalMark::Point);
        assert_eq!(decimal_mark(["1,500,000"].into_iter(), true), DecimalMark::Point);
        assert_eq!(decimal_mark(["1,500.5"].into_iter(), true), DecimalMark::Point);
        assert_eq!(decimal_mark(["x, y", "2.5"].into_iter(), true), DecimalMark::Point);
        assert_eq!(decimal_mark(["1.234.567"].into_iter(), true), DecimalMark::Comma);
        assert_eq!(decimal_mark(["11.900", "14,3"].into_iter(), true), DecimalMark::Comma);
        // cells that contradict each other: the odd one is refused later, and not the others
        assert_eq!(decimal_mark(["14,3", "11.9"].into_iter(), false), DecimalMark::Point);
        assert_eq!(decimal_mark(["1,500", "2.5"].into_iter(), true), DecimalMark::Point);
    }
}
