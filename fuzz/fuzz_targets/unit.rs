//! What people write of units: one that prints and reads back the same, or an error.

#![no_main]

use fanfan::model::Unit;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(unit) = text.parse::<Unit>() {
        assert_eq!(unit.to_string().parse::<Unit>().ok(), Some(unit));
    }
});
