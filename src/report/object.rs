//! JSON objects in which every number that does not exist has its reason beside it.

use serde_json::{Map, Value, json};

use crate::error::Undefined;
use crate::model::Period;

/// Puts numbers into an object, and the reasons of those that do not exist beside them.
#[derive(Default)]
pub(super) struct Object {
    fields: Map<String, Value>,
    undefined: Map<String, Value>,
}

impl Object {
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }

    pub(super) fn result(&mut self, key: &str, result: Result<f64, Undefined>) {
        self.fields.insert(key.to_owned(), result.map_or(Value::Null, |value| json!(value)));
        if let Err(reason) = result {
            self.reason(key, reason);
        }
    }

    /// A period, or why there is none.
    pub(super) fn period(&mut self, key: &str, result: Result<Period, Undefined>) {
        self.fields.insert(key.to_owned(), text(result.ok()));
        if let Err(reason) = result {
            self.reason(key, reason);
        }
    }

    /// Anything, or why there is none.
    pub(super) fn value(&mut self, key: &str, result: Result<impl Into<Value>, Undefined>) {
        match result {
            Ok(value) => self.put(key, value),
            Err(reason) => {
                self.put(key, Value::Null);
                self.reason(key, reason);
            }
        }
    }

    pub(super) fn reason(&mut self, key: &str, reason: Undefined) {
        self.undefined.insert(key.to_owned(), reason.as_str().into());
    }

    /// The reason of a value that is missing, or is no number that JSON has.
    pub(super) fn explain(&mut self, key: &str, value: Option<f64>, missing: Undefined) {
        let reason = value.map_or(Some(missing), |value| (!value.is_finite()).then_some(Undefined::NotFinite));
        if let Some(reason) = reason {
            self.reason(key, reason);
        }
    }

    pub(super) fn finish(mut self) -> Value {
        self.fields.insert("undefined".into(), Value::Object(self.undefined));
        Value::Object(self.fields)
    }
}

pub(super) fn text(period: Option<Period>) -> Value {
    period.map_or(Value::Null, |period| period.to_string().into())
}
