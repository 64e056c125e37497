//! What people write of time: a period that prints and reads back the same, or an error.

#![no_main]

use fanfan::model::{Period, PeriodRange};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(period) = Period::read(text) {
        assert_eq!(Period::read(&period.to_string()).ok(), Some(period));
    }
    let _ = PeriodRange::read(text);
});
