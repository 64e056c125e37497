//! Rows of growth as JSON, written without a document for each.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::error::Undefined;
use crate::model::Period;

/// What a result is about: a value of a period, or a span.
pub(super) enum About {
    Row(Period, f64),
    Span(Option<Period>, Option<Period>),
}

/// One result.
pub(super) struct JsonRow<'a> {
    pub(super) subject: &'a str,
    pub(super) indicator: &'a str,
    pub(super) about: About,
    pub(super) measure: &'a str,
    pub(super) outcome: std::result::Result<f64, Undefined>,
    /// Whether the formula is asked for; it may say nothing.
    pub(super) explain: bool,
    pub(super) formula: Option<String>,
}

/// A period as its text.
struct Text(Period);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("subject", self.subject)?;
        map.serialize_entry("indicator", self.indicator)?;
        match self.about {
            About::Row(period, value) => {
                map.serialize_entry("period", &Text(period))?;
                map.serialize_entry("value", &value)?;
            }
            About::Span(from, to) => {
                map.serialize_entry("from", &from.map(Text))?;
                map.serialize_entry("to", &to.map(Text))?;
            }
        }
        map.serialize_entry("measure", self.measure)?;
        map.serialize_entry("result", &self.outcome.ok())?;
        map.serialize_entry("undefined", &self.outcome.err().map(Undefined::as_str))?;
        if self.explain {
            map.serialize_entry("formula", &self.formula)?;
        }
        map.end()
    }
}

/// The document around its rows.
pub(super) struct JsonDocument<R> {
    pub(super) schema: &'static str,
    pub(super) as_published: Option<Value>,
    pub(super) rows: R,
}

impl<R: Serialize> Serialize for JsonDocument<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", self.schema)?;
        if let Some(published) = &self.as_published {
            map.serialize_entry("as_published", published)?;
        }
        map.serialize_entry("rows", &self.rows)?;
        map.end()
    }
}
