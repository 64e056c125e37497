//! Text tables as records: the separator found by looking, lines kept for messages.
//!
//! Records are read one at a time, and their fields are pieces of the text: nothing is copied but fields with doubled
//! quotation marks.

use std::borrow::Cow;

use super::Limits;
use super::load::separator::separator;
use crate::error::{Error, ErrorKind, Result};

/// Between the cells and after the rows of a workbook that is read as text.
const CELL_END: u8 = 0x1f;
const ROW_END: u8 = 0x1e;

/// A text with separators, or the rows of a workbook in the same form.
pub(super) struct Text<'a> {
    content: Cow<'a, str>,
    /// What was found by looking; `None` in a workbook.
    separator: Option<u8>,
    /// The line that comes first.
    first_line: u64,
}

impl<'a> Text<'a> {
    /// A text, its separator found.
    pub(super) fn of(text: &'a str) -> Text<'a> {
        // `sep=;` on the first line tells spreadsheet programs, and us, the separator.
        if let Some((line, rest)) = text.split_once('\n')
            && let [named] = *line.strip_prefix("sep=").unwrap_or_default().trim_end_matches('\r').as_bytes()
        {
            return Text { content: Cow::Borrowed(rest), separator: Some(named), first_line: 2 };
        }
        Text { content: Cow::Borrowed(text), separator: Some(separator(text.as_bytes())), first_line: 1 }
    }

    /// The separator; `None` in a workbook.
    pub(super) fn separator(&self) -> Option<u8> {
        self.separator
    }

    /// A reader at the first record.
    pub(super) fn records(&self) -> Records<'_> {
        let (separator, ends) = match self.separator {
            Some(separator) => (separator, [b'\n', b'\r']),
            None => (CELL_END, [ROW_END; 2]),
        };
        let quotes = self.separator.is_some();
        Records { text: &self.content, separator, ends, quotes, at: 0, line: self.first_line }
    }

    /// Refuses a table with more rows or columns than the limits allow, before any is read.
    ///
    /// # Errors
    /// More lines than rows are allowed; more fields in the first record than columns are.
    pub(super) fn within(&self, limits: &Limits) -> Result<()> {
        let end = self.records().ends[0];
        let bytes = self.content.as_bytes();
        // A text with fewer bytes than rows are allowed need not be looked through.
        let lines = if bytes.len() <= limits.rows {
            0
        } else {
            memchr::memchr_iter(end, bytes).count() + usize::from(bytes.last().is_some_and(|last| *last != end))
        };
        let mut head = Record::default();
        let over = if lines > limits.rows {
            format!("more than {} rows", limits.rows)
        } else if self.records().next(&mut head)? && head.len() > limits.columns {
            format!("more than {} columns", limits.columns)
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Layout, over).mend("divide the table, or raise the limit"))
    }

    /// Whether every quotation mark has its other half: one without swallows every row below it.
    ///
    /// # Errors
    /// The line of one that has not.
    pub(super) fn closed(&self) -> Result<()> {
        let (mut records, mut record) = (self.records(), Record::default());
        while records.next(&mut record)? {}
        Ok(())
    }
}

/// A workbook's rows as text: cells and rows end with characters that no cell holds.
pub(super) struct TextOfRows {
    text: String,
    first_line: u64,
}

impl TextOfRows {
    /// No rows yet; `first_line` is the number of the first one.
    pub(super) fn new(first_line: u64) -> TextOfRows {
        TextOfRows { text: String::new(), first_line }
    }

    /// Adds a cell to the row; `write` appends its text.
    pub(super) fn cell(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let is_end = |character| character == char::from(CELL_END) || character == char::from(ROW_END);
        if self.text.get(start..).is_some_and(|cell| cell.contains(is_end)) {
            let clean = self.text.split_off(start).replace(is_end, " ");
            self.text.push_str(&clean);
        }
        self.text.push(char::from(CELL_END));
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        // A separator divides: after the last cell there is none.
        self.text.pop();
        self.text.push(char::from(ROW_END));
    }

    /// All rows.
    pub(super) fn finish(self) -> Text<'static> {
        Text { content: Cow::Owned(self.text), separator: None, first_line: self.first_line }
    }
}

/// One record; made once and filled again and again.
#[derive(Default)]
pub(super) struct Record<'t> {
    /// The line on which it begins.
    pub(super) line: u64,
    bytes: usize,
    text: &'t str,
    fields: Vec<Field>,
    /// Texts of fields that are no pieces of the text as they stand.
    own: Vec<String>,
}

/// A piece of the text; where `start` is [`OWN`], a text of the record's own with the number `end`.
#[derive(Clone, Copy)]
struct Field {
    start: usize,
    end: usize,
}

const OWN: usize = usize::MAX;

impl<'t> Record<'t> {
    /// The field of a column.
    #[inline]
    pub(super) fn get(&self, column: usize) -> Option<&str> {
        self.fields.get(column).map(|field| self.text_of(*field))
    }

    /// Where a field stands in the text, if it is a piece of it.
    #[inline]
    pub(super) fn piece(&self, column: usize) -> Option<(&[u8], usize, usize)> {
        let field = self.fields.get(column).filter(|field| field.start != OWN)?;
        Some((self.text.as_bytes(), field.start, field.end))
    }

    /// The field of a column without blanks around it, as long as the text lives.
    #[cfg(feature = "rayon")]
    pub(super) fn name(&self, column: usize) -> Option<Cow<'t, str>> {
        let field = self.fields.get(column)?;
        Some(match self.text.get(field.start..field.end) {
            Some(text) if field.start != OWN => Cow::Borrowed(text.trim()),
            _ => Cow::Owned(self.text_of(*field).trim().to_owned()),
        })
    }

    /// The fields in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| self.text_of(*field))
    }

    /// Number of fields.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Length in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    #[inline]
    fn text_of(&self, Field { start, end }: Field) -> &str {
        if start == OWN {
            return self.own.get(end).map(String::as_str).unwrap_or_default();
        }
        // Both ends stand beside ASCII characters.
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Reads records one after the other.
#[derive(Clone, Copy)]
pub(super) struct Records<'t> {
    text: &'t str,
    separator: u8,
    ends: [u8; 2],
    quotes: bool,
    at: usize,
    line: u64,
}

impl<'t> Records<'t> {
    /// Bytes that are left.
    pub(super) fn left(&self) -> usize {
        self.text.len() - self.at
    }

    /// Readers of `parts` pieces that begin and end at ends of lines, and where each ends in the text. The lines of each
    /// count from its first, but those of the first piece, which go on.
    #[cfg(feature = "rayon")]
    pub(super) fn split(&self, parts: usize) -> Vec<(Records<'t>, usize)> {
        let bytes = self.text.as_bytes();
        let step = self.left() / parts.max(1);
        let mut pieces: Vec<(Records<'t>, usize)> = Vec::with_capacity(parts);
        let mut start = *self;
        for part in 1..parts {
            let from = (self.at + part * step).max(start.at);
            let Some(end) = memchr::memchr(b'\n', bytes.get(from..).unwrap_or_default()) else { break };
            let cut = from + end + 1;
            pieces.push((start, cut));
            start = Records { at: cut, line: 0, ..*self };
        }
        pieces.push((start, bytes.len()));
        pieces
    }

    /// Where the next record begins, ends of lines before `end` left behind.
    #[cfg(feature = "rayon")]
    pub(super) fn at_line(&mut self, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at).filter(|byte| self.at < end && self.ends.contains(byte)) {
            self.pass(byte);
        }
        self.at
    }

    /// Bytes up to `end`.
    #[cfg(feature = "rayon")]
    pub(super) fn left_to(&self, end: usize) -> usize {
        end.saturating_sub(self.at)
    }

    /// The line that is reached.
    #[cfg(feature = "rayon")]
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Fills `record` with the next record that has a field which is not blank; `false` at the end.
    ///
    /// # Errors
    /// A quotation mark that is never closed.
    pub(super) fn next(&mut self, record: &mut Record<'t>) -> Result<bool> {
        let bytes = self.text.as_bytes();
        record.text = self.text;
        loop {
            while let Some(&end) = bytes.get(self.at).filter(|byte| self.ends.contains(byte)) {
                self.pass(end);
            }
            if self.at >= bytes.len() {
                return Ok(false);
            }
            record.line = self.line;
            let start = self.at;
            record.fields.clear();
            record.own.clear();
            loop {
                if self.quotes && bytes.get(self.at) == Some(&b'"') {
                    // Blank ones, of which tables have many.
                    while bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(&[b'"', b'"', self.separator]) {
                        record.fields.push(Field { start: self.at + 1, end: self.at + 1 });
                        self.at += 3;
                    }
                    if bytes.get(self.at) != Some(&b'"') {
                        continue;
                    }
                    let start = self.at + 1;
                    let end = find(bytes, start, [b'"', b'\n']);
                    // Nearly all fields end so.
                    if let Some(&[b'"', after]) = bytes.get(end..end + 2)
                        && after == self.separator
                    {
                        record.fields.push(Field { start, end });
                        self.at = end + 2;
                        continue;
                    }
                    self.quoted(record)?;
                } else {
                    let start = self.at;
                    self.at = find(bytes, start, [self.separator, self.ends[0], self.ends[1]]);
                    record.fields.push(Field { start, end: self.at });
                }
                match bytes.get(self.at) {
                    Some(&byte) if byte == self.separator => self.at += 1,
                    Some(&end) => {
                        self.pass(end);
                        break;
                    }
                    None => break,
                }
            }
            record.bytes = self.at - start;
            if record.iter().any(|field| !field.trim().is_empty()) {
                return Ok(true);
            }
        }
    }

    /// Goes over one end of a record.
    fn pass(&mut self, end: u8) {
        self.at += 1;
        self.line += u64::from(end != b'\r');
    }

    /// A field that begins with a quotation mark.
    fn quoted(&mut self, record: &mut Record<'t>) -> Result<()> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut end = start;
        let mut lines = 0;
        loop {
            end = find(bytes, end, [b'"', b'\n']);
            if bytes.get(end) != Some(&b'\n') {
                break;
            }
            end += 1;
            lines += 1;
        }
        let after = bytes.get(end + 1);
        if end < bytes.len() && after.is_none_or(|after| *after == self.separator || self.ends.contains(after)) {
            self.at = end + 1;
            self.line += lines;
            record.fields.push(Field { start, end });
            return Ok(());
        }
        self.odd(record)
    }

    /// A field with doubled marks, with text after its marks, or without an end.
    #[cold]
    fn odd(&mut self, record: &mut Record<'t>) -> Result<()> {
        let bytes = self.text.as_bytes();
        let mut own = String::new();
        let mut inside = true;
        self.at += 1;
        while let Some(&byte) = bytes.get(self.at) {
            let start = self.at;
            match byte {
                b'"' if inside => {
                    self.at += 1;
                    if bytes.get(self.at) == Some(&b'"') {
                        own.push('"');
                        self.at += 1;
                    } else {
                        inside = false;
                    }
                }
                _ if inside => {
                    self.at = find(bytes, start + 1, [b'"', b'\n']);
                    self.line += u64::from(byte == b'\n');
                    own.push_str(self.text.get(start..self.at).unwrap_or_default());
                }
                _ => {
                    self.at = find(bytes, start, [self.separator, self.ends[0], self.ends[1]]);
                    own.push_str(self.text.get(start..self.at).unwrap_or_default());
                    break;
                }
            }
        }
        if inside && own.contains('\n') {
            return Err(Error::new(ErrorKind::Layout, "a quotation mark opens here and is never closed")
                .mend("close it, or take it out; one inside a text is doubled")
                .at_line(record.line));
        }
        record.fields.push(Field { start: OWN, end: record.own.len() });
        record.own.push(own);
        Ok(())
    }
}

/// Where the first of the wanted bytes stands at or after `from`; the length where there is none.
///
/// Eight bytes at once: fields are short, and a call for each would cost more than the search. (Sixteen at once, by
/// comparisons of whole registers, are no faster: the time goes where the loop ends unforeseen.)
#[inline(always)] // into loops over fields of a few bytes
fn find<const N: usize>(bytes: &[u8], from: usize, wanted: [u8; N]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut at = from;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*word);
        // The high bit of each byte that is wanted; above the first of them there may be more.
        let found = wanted.iter().fold(0, |found, &byte| {
            let differs = word ^ (ONES * u64::from(byte));
            found | (differs.wrapping_sub(ONES) & !differs & (ONES << 7))
        });
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let tail = bytes.get(at..).unwrap_or_default();
    at + tail.iter().position(|byte| wanted.contains(byte)).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<(u64, Vec<String>)>> {
        let text = Text::of(text);
        let (mut records, mut record, mut all) = (text.records(), Record::default(), Vec::new());
        while records.next(&mut record)? {
            all.push((record.line, record.iter().map(str::to_owned).collect()));
        }
        Ok(all)
    }

    #[test]
    fn records_know_their_lines() -> Result<()> {
        let lines: Vec<u64> = records("a,b\n\n\"x\ny\",2\n3,4\n")?.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5]);
        Ok(())
    }

    #[test]
    fn fields_are_those_of_the_csv_crate() -> Result<()> {
        // every text of some length over the characters that mean something
        let characters = ['a', ',', '"', '\n', '\r', ' '];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| characters.map(|character| format!("{text}{character}"))).collect();
            for text in &texts {
                let Ok(found) = records(&format!("{text},\n1,2\n")) else { continue };
                let whole = format!("{text},\n1,2\n");
                let mut reader =
                    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(whole.as_bytes());
                let mut wanted: Vec<Vec<String>> = Vec::new();
                for record in reader.records() {
                    let record = record.map_err(|error| Error::new(ErrorKind::Layout, error.to_string()))?;
                    if record.iter().any(|field| !field.trim().is_empty()) {
                        wanted.push(record.iter().map(str::to_owned).collect());
                    }
                }
                assert_eq!(found.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>(), wanted, "{whole:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
        let error = records("a,b\n1,\"x\n2,y\n3,z\n").err().map(|error| error.to_string());
        assert!(matches!(&error, Some(message) if message.starts_with("line 2: a quotation mark")), "{error:?}");
        assert!(records("a,b\n1,\"x\ny\"\n").is_ok());
        assert!(records("a,b\n1,\"an \"\"x\"\"\n\"\n").is_ok());
    }
}
