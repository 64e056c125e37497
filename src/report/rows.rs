//! Long CSV written row by row into one buffer: nothing is allocated for a field.

use std::io::Write;

use super::unwritable;
use crate::error::Result;
use crate::model::Period;

/// Bytes that are gathered before they are written.
const CHUNK: usize = 1 << 16;

/// Writes rows of fields; texts are quoted where they must be.
pub(super) struct Rows<'o> {
    out: &'o mut dyn Write,
    buffer: Vec<u8>,
    digits: zmij::Buffer,
    first: bool,
}

impl<'o> Rows<'o> {
    pub(super) fn new(out: &'o mut dyn Write, head: &[&str]) -> Rows<'o> {
        let mut rows = Rows { out, buffer: Vec::with_capacity(CHUNK + 1024), digits: zmij::Buffer::new(), first: true };
        for name in head {
            rows.raw(name);
        }
        rows.buffer.push(b'\n');
        rows.first = true;
        rows
    }

    fn divide(&mut self) {
        if !self.first {
            self.buffer.push(b',');
        }
        self.first = false;
    }

    /// A text that needs no quotes.
    pub(super) fn raw(&mut self, text: &str) {
        self.divide();
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// The shortest digits of a number, nothing for NaN.
    pub(super) fn number(&mut self, value: f64) {
        self.divide();
        let magnitude = value.abs();
        if value.is_nan() {
        } else if magnitude == 0.0 || (1e-5..1e16).contains(&magnitude) {
            // The same digits as `Display`, which writes whole numbers without `.0`.
            let text = self.digits.format_finite(value);
            self.buffer.extend_from_slice(text.strip_suffix(".0").unwrap_or(text).as_bytes());
        } else {
            // A Vec takes whatever is written.
            let _ = write!(self.buffer, "{value}");
        }
    }

    /// Ends the row.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn end(&mut self) -> Result<()> {
        self.buffer.push(b'\n');
        self.first = true;
        if self.buffer.len() >= CHUNK {
            self.out.write_all(&self.buffer).map_err(|error| unwritable(&error))?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn finish(mut self) -> Result<()> {
        self.out.write_all(&std::mem::take(&mut self.buffer)).map_err(|error| unwritable(&error))?;
        self.out.flush().map_err(|error| unwritable(&error))
    }
}

/// Texts of periods, each made once: series repeat them.
#[derive(Default)]
pub(super) struct PeriodTexts {
    first: Option<Period>,
    texts: Vec<String>,
}

impl PeriodTexts {
    /// Periods that are kept, from the first of a frequency on.
    const KEPT: usize = 1 << 12;

    pub(super) fn of(&mut self, period: Period) -> &str {
        let same = |first: &Period| first.frequency() == period.frequency() && first.ordinal() <= period.ordinal();
        let place = self.first.filter(same).map(|first| period.ordinal().abs_diff(first.ordinal()) as usize);
        let place = place.filter(|place| *place < PeriodTexts::KEPT).unwrap_or_else(|| {
            self.first = Some(period);
            self.texts.clear();
            0
        });
        if self.texts.len() <= place {
            self.texts.resize(place + 1, String::new());
        }
        match self.texts.get_mut(place) {
            Some(text) => {
                if text.is_empty() {
                    *text = period.to_string();
                }
                text
            }
            None => "",
        }
    }
}

/// A text as a field: in quotes where it holds a separator, a quote or a line break.
pub(super) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_display_writes_them() -> Result<()> {
        let numbers = [0.1, -2.5, 54922.0, 1e15, 1e16, 1e300, 1e-5, 1.5e-7, 0.0, -0.0, 1.0 / 3.0, f64::INFINITY];
        let mut out = Vec::new();
        let mut rows = Rows::new(&mut out, &["n"]);
        for number in numbers {
            rows.number(number);
            rows.end()?;
        }
        rows.finish()?;
        let written = String::from_utf8_lossy(&out).into_owned();
        let wanted: String = numbers.map(|number| number.to_string()).join("\n") + "\n";
        assert_eq!(written, format!("n\n{wanted}"));
        Ok(())
    }

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
