//! Bytes into text: UTF-8, UTF-16, and the encodings of offices, found by looking.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, ErrorKind, Result};

/// Characters outside ASCII that a guess needs, where each of them is a common one of the encoding.
const ENOUGH: usize = 4;

/// Bytes outside ASCII below which the alphabet of a Latin text is not told.
const FEW: usize = 10;

/// The text, and the name of its encoding for a note.
///
/// UTF-16 and UTF-8 are told by their byte-order mark or their form. Other bytes get the encoding that chardetng finds
/// likeliest, if every byte fits it and the characters are common ones of it; otherwise they are refused.
///
/// # Errors
/// Bytes that are no text; lines in different encodings; an encoding that is not sure.
pub(in crate::read) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str)> {
    let (text, words) = guess(bytes)?;
    // Exports of PxWeb end in one behind their last line.
    let text = match text {
        Cow::Borrowed(whole) => Cow::Borrowed(whole.strip_suffix("\n\0").unwrap_or(whole)),
        Cow::Owned(mut whole) => {
            if whole.ends_with("\n\0") {
                whole.pop();
            }
            Cow::Owned(whole)
        }
    };
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err(Error::new(ErrorKind::Encoding, "a NUL byte, which no text holds")
            .mend("the file is damaged or is no text: save the table again as CSV in UTF-8")
            .at_line(line_of(text.as_bytes(), at)));
    }
    Ok((text, words))
}

/// As [`decode`] for a page or an XML document, which may name its encoding in its head.
#[cfg(feature = "formats")]
pub(super) fn decode_page(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str)> {
    let named = declared(bytes).and_then(|encoding| strict(encoding, bytes));
    match named.filter(|(text, _)| memchr::memchr(0, text.as_bytes()).is_none()) {
        Some(read) if std::str::from_utf8(bytes).is_err() => Ok(read),
        _ => decode(bytes),
    }
}

/// The encoding that stands after `charset=` or `encoding=` in the first bytes.
#[cfg(feature = "formats")]
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default().to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().find_map(|key| {
        let at = memchr::memmem::find(&head, key.as_bytes())?;
        Some(at + key.len())
    })?;
    let label: Vec<u8> = head
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

fn guess(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str)> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return strict(encoding, rest).ok_or_else(|| unlike(encoding, rest));
    }
    if let Some(encoding) = utf_16(bytes) {
        return strict(encoding, bytes).ok_or_else(|| unlike(encoding, bytes));
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), "UTF-8")),
        Err(error) => error.valid_up_to(),
    };
    if memchr::memchr(0, bytes).is_some() {
        // Reported by the caller, with its line.
        return Ok((Cow::Owned(String::from_utf8_lossy(bytes).into_owned()), "unknown"));
    }
    let encoding = likeliest(bytes);
    if let Some(error) = mixed(bytes, encoding) {
        // Lines in UTF-8 lead the guess astray: that of the others is told by them alone.
        let others: Vec<u8> = lines(bytes)
            .filter(|line| std::str::from_utf8(line).is_err())
            .flat_map(|line| [line, b"\n"])
            .flatten()
            .copied()
            .collect();
        return Err(mixed(bytes, likeliest(&others)).unwrap_or(error));
    }
    let line = line_of(bytes, valid);
    let decoded = strict(encoding, bytes).ok_or_else(|| unlike(encoding, bytes))?;
    if !is_likely(encoding, &decoded.0) {
        return Err(Error::new(
            ErrorKind::Encoding,
            format!("is not UTF-8, and the encoding is not sure (perhaps {})", decoded.1),
        )
        .mend("save it as UTF-8 (Chinese exports are often GB18030: iconv -f GB18030 -t UTF-8)")
        .at_line(line));
    }
    Ok(decoded)
}

/// The encoding that chardetng finds likeliest.
fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // A few letters do not tell the Latin alphabets apart, and nearly all files are in this one.
    let few = bytes.iter().filter(|byte| !byte.is_ascii()).take(FEW).count() < FEW;
    if few
        && encoding.is_single_byte()
        && strict(WINDOWS_1252, bytes).is_some_and(|(text, _)| is_likely(WINDOWS_1252, &text))
    {
        return WINDOWS_1252;
    }
    encoding
}

/// UTF-16 without its mark: every second byte of ASCII is zero, and tables have digits and separators.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 8;
    if head.len() < 4 || !bytes.len().is_multiple_of(2) {
        None
    } else if odd > many && even * 20 < odd {
        Some(UTF_16LE)
    } else if even > many && odd * 20 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<(Cow<'a, str>, &'static str)> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| (text, words(encoding)))
}

fn words(encoding: &'static Encoding) -> &'static str {
    if encoding == GBK || encoding == GB18030 {
        "GB18030"
    } else if encoding == WINDOWS_1252 {
        "windows-1252 (Latin-1)"
    } else {
        encoding.name()
    }
}

/// The line of a byte, from 1.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count() as u64 + 1
}

/// Names the first line that is not in the encoding.
fn unlike(encoding: &'static Encoding, bytes: &[u8]) -> Error {
    let error =
        Error::new(ErrorKind::Encoding, format!("is not text in one encoding: this is not {}", words(encoding)))
            .mend("save the whole table as UTF-8");
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return error;
    }
    let line = lines(bytes).position(|line| strict(encoding, line).is_none());
    error.at_line(line.map_or(1, |line| line as u64 + 1))
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n')
}

/// Lines in UTF-8 beside lines that are not: two files were joined, or a line was added by another program.
///
/// A line that is UTF-8 by chance does not count: two letters of GB18030 may look like one of UTF-8, a row of three-byte
/// characters may not; in an encoding of one byte a character, any valid character of UTF-8 is no chance.
fn mixed(bytes: &[u8], encoding: &'static Encoding) -> Option<Error> {
    let (wide, by_chance) = if encoding.is_single_byte() { (2, 0) } else { (3, 1) };
    let (mut utf_8, mut other) = (None, None);
    let (mut many_utf_8, mut many_other) = (0, 0);
    for (at, line) in lines(bytes).enumerate().filter(|(_, line)| !line.is_ascii()) {
        let Ok(text) = std::str::from_utf8(line) else {
            other.get_or_insert(at);
            many_other += 1;
            continue;
        };
        if text.chars().filter(|character| character.len_utf8() >= wide).count() > by_chance {
            utf_8.get_or_insert(at);
            many_utf_8 += 1;
        }
    }
    let (utf_8, other) = (utf_8? as u64 + 1, other? as u64 + 1);
    let (line, message) = if many_utf_8 >= many_other {
        (other, format!("mixed encodings: this line is not UTF-8 (perhaps {}), and line {utf_8} is", words(encoding)))
    } else {
        (utf_8, format!("mixed encodings: this line is UTF-8, not {} as line {other}", words(encoding)))
    };
    Some(Error::new(ErrorKind::Encoding, message).mend("save the whole table as UTF-8").at_line(line))
}

/// Whether a text that an encoding gave is made of what people write in it.
fn is_likely(encoding: &'static Encoding, text: &str) -> bool {
    let (mut wide, mut common, mut control) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        control += usize::from(character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}'));
        if !character.is_ascii() {
            wide += 1;
            let after = characters.peek().copied().unwrap_or(' ');
            common += usize::from(is_common(encoding, character, before, after));
            if wide == LOOK {
                break;
            }
        }
        before = character;
    }
    let enough = if encoding == WINDOWS_1252 { 1 } else { ENOUGH };
    wide >= enough && common * 4 >= wide * 3 && control * 100 <= wide
}

/// Characters outside ASCII that are looked at.
const LOOK: usize = 20_000;

/// Signs that tables have in every encoding that knows them.
const SIGNS: &str = "°§£©®±²³µ·¹¼½¾×÷ªº«»€™‰…•‘’“”–—―†‡Ⅰ①②③④⑤⑥⑦⑧⑨⑩△▲○●◎※→─■□☆★々〇\u{a0}";

fn is_common(encoding: &'static Encoding, character: char, before: char, after: char) -> bool {
    if SIGNS.contains(character) || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}') {
        return true;
    }
    // The first level of the national standards holds what nearly all text is written in.
    let code = |encoding: &'static Encoding| {
        let mut text = [0; 4];
        match *encoding.encode(character.encode_utf8(&mut text)).0 {
            [lead, trail] => u16::from_be_bytes([lead, trail]),
            _ => 0,
        }
    };
    if encoding == GBK || encoding == GB18030 {
        let code = code(GBK);
        (0xb0a1..=0xd7fe).contains(&code) && code & 0xff >= 0xa1
    } else if encoding == SHIFT_JIS {
        matches!(character, '\u{3040}'..='\u{30ff}') || (0x889f..=0x9872).contains(&code(SHIFT_JIS))
    } else if encoding == BIG5 {
        (0xa440..=0xc67e).contains(&code(BIG5))
    } else if encoding == EUC_KR {
        matches!(character, '\u{ac00}'..='\u{d7a3}')
    } else if encoding == WINDOWS_1252 {
        // A letter with an accent stands among plain ones.
        character.is_alphabetic() && (before.is_ascii_alphabetic() || after.is_ascii_alphabetic())
    } else {
        character.is_alphabetic()
    }
}

/// A name of a file inside an archive.
pub(super) fn of_name(raw: &[u8]) -> String {
    strict(GB18030, raw).map_or_else(|| String::from_utf8_lossy(raw).into_owned(), |(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], parts: &[&str]) {
        let error = decode(bytes).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(parts.iter().all(|part| error.contains(part)), "{bytes:?}: {error}");
    }

    #[track_caller]
    fn read(bytes: &[u8], text: &str, words: &str) {
        match decode(bytes) {
            Ok((read, said)) => assert_eq!((&*read, said), (text, words)),
            Err(error) => assert_eq!(error.to_string(), text),
        }
    }

    fn in_utf_16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn encodings_are_told_by_their_bytes() {
        let chinese = "地区,年份,地区生产总值\n北京,2005,6886.3\n";
        read(chinese.as_bytes(), chinese, "UTF-8");
        read(format!("\u{feff}{chinese}").as_bytes(), chinese, "UTF-8");
        read(&GBK.encode(chinese).0, chinese, "GB18030");
        read(&GB18030.encode("地区,龦,地区生产总值\n").0, "地区,龦,地区生产总值\n", "GB18030");
        read(&GBK.encode("年份,数值\n2005,1\n").0, "年份,数值\n2005,1\n", "GB18030");
        for big in [false, true] {
            let words = if big { "UTF-16BE" } else { "UTF-16LE" };
            read(&in_utf_16(chinese, true, big), chinese, words);
            read(&in_utf_16(chinese, false, big), chinese, words);
        }
        let japanese = "地域,時点,人口（人）\n全国,2020年,126146099\nうち男,2020年,61349581\n";
        read(&SHIFT_JIS.encode(japanese).0, japanese, "Shift_JIS");
        let german = "Land;Jahr;Bevölkerung\nKöln;2005;983347\nThüringen;2005;2334575\n";
        read(&WINDOWS_1252.encode(german).0, german, "windows-1252 (Latin-1)");
        let one = "pays,2005\nHaïti,3\n";
        read(&WINDOWS_1252.encode(one).0, one, "windows-1252 (Latin-1)");
        let traditional = "地區,年份,本地生產總值,就業人數\n香港,2005,1412125,3336600\n";
        read(&BIG5.encode(traditional).0, traditional, "Big5");
    }

    #[cfg(feature = "formats")]
    #[test]
    fn a_page_names_its_encoding() {
        // One name would be too little to tell it by.
        let page = "<html><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><td>吉林</td>";
        let read = decode_page(&GBK.encode(page).0).map(|(text, words)| (text.into_owned(), words));
        assert_eq!(read.ok(), Some((page.to_owned(), "GB18030")));
        let wrong = page.replace("吉林", "Köln");
        assert_eq!(decode_page(wrong.as_bytes()).map(|(_, words)| words).ok(), Some("UTF-8"));
    }

    #[test]
    fn what_is_not_sure_is_refused_with_the_line() {
        refused(b"year,value\n2005,1\n2006,\xc4\xea\n", &["line 3", "not UTF-8", "iconv -f GB18030 -t UTF-8"]);
        refused(b"a,b\n1,\x81\x02\xff\xfe\x90\n", &["line 2"]);
        refused(b"year,value\n2005,\0\0\n", &["line 2", "NUL"]);
        refused(b"year,value\n2005,\xff\0\n", &["line 2", "NUL"]);
    }

    #[test]
    fn mixed_encodings_name_the_line_that_differs() {
        let head = "地区,年份,地区生产总值\n".as_bytes().to_vec();
        let row = GBK.encode("北京,2005,6886.3 初步核算\n").0.into_owned();
        refused(&[head.clone(), "天津,2005,1\n".into(), row.clone()].concat(), &["line 3", "mixed", "line 1 is"]);
        let other = [row.clone(), row.clone(), row, "上海,2005,初步核算\n".into()].concat();
        refused(&other, &["line 4", "is UTF-8", "as line 1"]);
        // A line of UTF-8 makes the whole look Latin; the message says what the others are.
        let rows = GBK.encode("各市地区生产总值\n市别,地区生产总值\n南京市,7201.57\n苏州市,12011.65\n").0.into_owned();
        refused(&[rows, "无锡市,1\n".into()].concat(), &["line 5", "is UTF-8, not GB18030"]);
        let latin = [&b"Land;Wert\nK\xf6ln;1\nM\xfcnchen;2\n"[..], "Thüringen;3\n".as_bytes()].concat();
        refused(&latin, &["line 4", "mixed"]);
    }
}
