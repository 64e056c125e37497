//! Text with separators, in any encoding: read, or refused by name.

#![no_main]

use fanfan::read::{self, Limits, ReadOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let limits = Limits::default().bytes(1 << 24).cells(1 << 20).rows(1 << 18);
    if let Err(error) = read::bytes("f", data, &ReadOptions::default().limits(limits)) {
        assert!(error.to_string().starts_with('f'), "{error}");
    }
});
