//! Rows over a span (2006/2010): no observation of a series, but a total of its own.

use std::collections::HashMap;

use super::Gather;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Reading, SeriesKey, SpanTotal};

/// The columns of the rows that are left, and where each stood before; nothing where all are left.
pub(super) struct Left {
    pub(super) ids: Vec<u32>,
    pub(super) readings: Vec<Reading>,
    pub(super) growth: Vec<f64>,
    pub(super) rows: Vec<usize>,
    pub(super) totals: Vec<SpanTotal>,
}

impl Gather<'_> {
    /// Takes the rows over spans out of the columns, where that is wanted.
    ///
    /// # Errors
    /// Two values for one span of a series.
    pub(super) fn spans_apart(
        &mut self,
        keys: &[SeriesKey],
        (ids, readings, growth): (Vec<u32>, Vec<Reading>, Vec<f64>),
    ) -> Result<Left> {
        let is_span = |reading: &Reading| matches!(reading, Reading::Range(_));
        if !self.options.spans_apart || !readings.iter().any(is_span) {
            return Ok(Left { ids, readings, growth, rows: Vec::new(), totals: Vec::new() });
        }
        let (mut left, mut seen) = (
            Left { ids: Vec::new(), readings: Vec::new(), growth: Vec::new(), rows: Vec::new(), totals: Vec::new() },
            HashMap::new(),
        );
        let values = std::mem::take(&mut self.values);
        let as_of = std::mem::take(&mut self.as_of);
        for (row, ((id, reading), value)) in ids.into_iter().zip(readings).zip(values.iter().copied()).enumerate() {
            let known = as_of.get(row).copied().flatten();
            let Reading::Range(span) = reading else {
                left.ids.push(id);
                left.readings.push(reading);
                left.rows.push(row);
                left.growth.extend(growth.get(row));
                self.values.push(value);
                if !as_of.is_empty() {
                    self.as_of.push(known);
                }
                continue;
            };
            let Some(key) = keys.get(id as usize).filter(|_| !value.is_nan()) else { continue };
            if let Some(first) = seen.insert((id, span, known.map(|known| known.to_string())), row) {
                let ((file, line), (_, other)) = (self.place(row), self.place(first));
                let message = format!("two totals of `{}` over {span}: lines {other} and {line}", key.indicator);
                return Err(Error::new(ErrorKind::Duplicate, message).in_source(file).mend("leave one of them out"));
            }
            let unit = self.units.get(id as usize).and_then(|unit| unit.text.as_deref().map(str::to_owned));
            left.totals.push(SpanTotal { unit, as_of: known, ..SpanTotal::new(key.clone(), span, value) });
        }
        Ok(left)
    }
}
