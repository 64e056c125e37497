//! Growth of every period.
fn main() {}
