//! TOML with places: every key and value knows where it stands, so that a message can show it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, ErrorKind, Result, suggestion};
use crate::growth::Decimal;

/// The text of a plan file, for messages.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) whole: &'a str,
    pub(super) name: Option<&'a str>,
    /// Where its lines end: a plan of thousands of targets asks for thousands of lines.
    pub(super) ends: &'a [usize],
}

impl Text<'_> {
    /// An error that shows the line and puts a caret under the place.
    pub(super) fn error(self, span: &Range<usize>, kind: ErrorKind, message: impl Into<String>) -> Error {
        let start = self.floor(span.start);
        let before = self.whole.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.whole.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let number = self.line(start);
        let lead = self.whole.get(line_start..start).unwrap_or_default();
        let end = self.floor(span.end.min(line_start + line.len()).max(start));
        let marked = self.whole.get(start..end).unwrap_or_default();
        let margin = number.to_string();
        let blank = " ".repeat(margin.len());
        let carets = "^".repeat(width(marked).max(1));
        let snippet = format!("{blank} |\n{margin} | {line}\n{blank} | {}{carets}", " ".repeat(width(lead)));
        let column = lead.chars().count() + 1;
        let error = Error::new(kind, message).snippet(snippet).at_line(number).at_column(column.to_string());
        match self.name {
            Some(name) => error.in_source(name),
            None => error,
        }
    }

    /// The line in which a place lies, from 1.
    fn line(self, at: usize) -> u64 {
        self.ends.partition_point(|end| *end < at) as u64 + 1
    }

    /// Where the lines of a text end.
    pub(super) fn ends_of(text: &str) -> Vec<usize> {
        text.match_indices('\n').map(|(at, _)| at).collect()
    }

    /// The nearest character boundary at or before `at`.
    fn floor(self, at: usize) -> usize {
        (0..=at.min(self.whole.len())).rev().find(|at| self.whole.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// Columns on a terminal: characters of Chinese writing take two.
fn width(text: &str) -> usize {
    text.chars().map(|character| if matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}') { 2 } else { 1 }).sum()
}

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'t, 'i> {
    text: Text<'t>,
    value: &'t Spanned<DeValue<'i>>,
    /// The key that it belongs to.
    key: &'t str,
    /// Whether it is one of a list.
    listed: bool,
}

impl<'t, 'i> Node<'t, 'i> {
    pub(super) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.text.error(&self.value.span(), kind, message)
    }

    fn expected(&self, what: &str, example: &str) -> Error {
        let each = if self.listed { "each value of " } else { "" };
        let message = format!("{each}`{}` should be {what}, not {}", self.key, self.value.get_ref().type_str());
        // Tables are better shown as they are written.
        let mend = match (self.key, what) {
            ("indicator" | "method", "a table") => format!("write a table [{}.NAME] for each", self.key),
            ("target" | "goal", "a list") => format!("write a table [[{}]] for each", self.key),
            ("range", _) => "write range = { worst = 0.0, best = 100.0 }".to_owned(),
            ("bounds", "a list") => "write bounds = [0, 100]".to_owned(),
            ("between", "a list") => "write between = [3, 4]".to_owned(),
            _ if self.listed => format!("write {example} there"),
            _ => format!("write {} = {example}", self.key),
        };
        self.error(ErrorKind::Plan, message).mend(mend)
    }

    /// The number that a text in its place seems to mean; rates are fractions.
    fn expected_number(&self, what: &str) -> Error {
        // A percent sign says nothing here: what is no fraction is in the unit of its indicator.
        let text = self.value.get_ref().as_str().unwrap_or_default().trim().trim_end_matches(['%', '％']);
        let text = text.trim_end().replace([',', '，'], "");
        // Behind the number there may be its unit, which belongs to the indicator.
        let digits = text.find(|sign: char| !sign.is_ascii_digit() && !"+-.".contains(sign)).unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(digits).unwrap_or((&text, ""));
        match number.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) if unit.is_empty() => self.expected(what, &number.to_string()),
            Some(number) => self.expected(what, &format!("{number} in the unit of the indicator")),
            None => self.expected(what, self.example()),
        }
    }

    /// A number that its key may have.
    fn example(&self) -> &'static str {
        match self.key {
            "doublings" => "1, which is twice the base",
            "multiple" => "2, which is twice the base",
            "rate" | "rise" | "reduction" | "margin" | "prices" => "0.08, which is 8 %",
            _ => "31",
        }
    }

    /// Adds the place to an error that speaks of the value alone.
    pub(super) fn place(&self, error: &Error) -> Error {
        let placed = self.error(error.kind(), error.message());
        match error.how_to_mend() {
            Some(mend) => placed.mend(mend),
            None => placed,
        }
    }

    pub(super) fn string(&self) -> Result<&'t str> {
        self.value.get_ref().as_str().ok_or_else(|| self.expected("a text", "\"...\""))
    }

    pub(super) fn bool(&self) -> Result<bool> {
        self.value.get_ref().as_bool().ok_or_else(|| self.expected("true or false", "true"))
    }

    /// Integers and floats alike.
    pub(super) fn number(&self) -> Result<f64> {
        let written = match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return Err(self.expected_number("a number")),
        };
        written.replace('_', "").parse().map_err(|_| self.expected("a number", "31"))
    }

    /// A finite number.
    pub(super) fn finite(&self) -> Result<f64> {
        let number = self.number()?;
        if number.is_finite() { Ok(number) } else { Err(self.expected_number("a finite number")) }
    }

    /// A finite number that is a fraction: also written as percent, with its sign and in quotes.
    pub(super) fn fraction(&self) -> Result<f64> {
        let percent = self.value.get_ref().as_str().and_then(|text| text.trim().strip_suffix(['%', '％']));
        let number = percent.and_then(|digits| digits.trim_end().parse::<f64>().ok());
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(number / 100.0),
            None => self.finite(),
        }
    }

    /// A fraction with all digits as written, also as percent with its sign and in quotes; whether it was percent.
    pub(super) fn decimal_fraction(&self) -> Result<(Decimal, bool)> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().replace('_', ""),
            DeValue::Float(float) => float.as_str().replace('_', ""),
            _ => return Err(self.expected("a share", "\"59.9%\"")),
        };
        let percent = text.strip_suffix(['%', '％']);
        let digits = percent.unwrap_or(&text).trim_end();
        let shifted = percent.map(|_| format!("{digits}e-2"));
        let number = shifted.as_deref().unwrap_or(digits).parse().map_err(|_| self.expected("a share", "\"59.9%\""))?;
        Ok((number, percent.is_some()))
    }

    /// A text, or a whole number (a year written without quotes).
    pub(super) fn text_or_integer(&self) -> Result<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            DeValue::Integer(integer) if integer.radix() == 10 => Ok(integer.as_str().to_owned()),
            _ => Err(self.expected("a period", "\"2010\"")),
        }
    }

    pub(super) fn table(&self) -> Result<Table<'t, 'i>> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.expected("a table", "{ ... }"))?;
        Ok(Table { text: self.text, entries: table, span: self.value.span() })
    }

    /// A text, a whole number, or a date of TOML.
    pub(super) fn date(&self) -> Result<String> {
        match self.value.get_ref() {
            DeValue::Datetime(date) => Ok(date.to_string()),
            _ => self.text_or_integer(),
        }
    }

    pub(super) fn is_bool(&self) -> bool {
        self.value.get_ref().as_bool().is_some()
    }

    /// The line in which the value begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.text.line(self.value.span().start)
    }

    /// Where the value begins.
    pub(super) fn start(&self) -> usize {
        self.value.span().start
    }

    pub(super) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    pub(super) fn is_string(&self) -> bool {
        self.value.get_ref().is_str()
    }

    pub(super) fn array(&self) -> Result<Vec<Node<'t, 'i>>> {
        let array = self.value.get_ref().as_array().ok_or_else(|| self.expected("a list", "[...]"))?;
        Ok(array.iter().map(|value| Node { text: self.text, value, key: self.key, listed: true }).collect())
    }

    pub(super) fn strings(&self) -> Result<Vec<String>> {
        self.array()?.iter().map(|node| node.string().map(str::to_owned)).collect()
    }

    /// A word that `T` reads, such as an enum's.
    pub(super) fn read<T: std::str::FromStr<Err = Error>>(&self) -> Result<T> {
        self.string()?.parse().map_err(|error| self.place(&error))
    }
}

/// A table whose keys are checked.
pub(super) struct Table<'t, 'i> {
    text: Text<'t>,
    entries: &'t DeTable<'i>,
    span: Range<usize>,
}

impl<'t, 'i> Table<'t, 'i> {
    pub(super) fn root(text: Text<'t>, table: &'t DeTable<'i>) -> Table<'t, 'i> {
        Table { text, entries: table, span: 0..text.whole.len().min(1) }
    }

    pub(super) fn get(&self, key: &'t str) -> Option<Node<'t, 'i>> {
        self.entries.get(key).map(|value| Node { text: self.text, value, key, listed: false })
    }

    pub(super) fn require(&self, key: &'t str, example: &str) -> Result<Node<'t, 'i>> {
        self.get(key).ok_or_else(|| {
            self.error(ErrorKind::Plan, format!("`{key}` is missing")).mend(format!("add {key} = {example}"))
        })
    }

    /// The line in which the table begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.text.line(self.span.start)
    }

    /// Where the table begins.
    pub(super) fn start(&self) -> usize {
        self.span.start
    }

    /// An error that shows the table's head.
    pub(super) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.text.error(&self.span, kind, message)
    }

    /// Entries with the places of their keys.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t str, Node<'t, 'i>)> {
        let text = self.text;
        self.entries.iter().map(move |(key, value)| {
            let key: &str = key.get_ref();
            (key, Node { text, value, key, listed: false })
        })
    }

    /// Refuses keys that are not known, with the nearest that is.
    pub(super) fn only(&self, known: &[&str]) -> Result<()> {
        self.only_beside(known, &[])
    }

    /// The same where `others` are tables of the plan with keys of their own: a key of one of them belongs there.
    pub(super) fn only_beside(&self, known: &[&str], others: &[(&str, &[&str])]) -> Result<()> {
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let home = others.iter().find(|(_, keys)| keys.contains(&name));
                let mend = home.map_or_else(|| suggestion(name, known), |(table, _)| format!("write it in {table}"));
                return Err(self.text.error(&key.span(), ErrorKind::Plan, format!("unknown key `{name}`")).mend(mend));
            }
        }
        Ok(())
    }
}
