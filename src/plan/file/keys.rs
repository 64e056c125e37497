//! Keys of the tables of a plan file, so that one in the wrong table is sent to its own.

/// Of the file itself.
pub(super) const PLAN: [&str; 11] =
    ["title", "subject", "base", "end", "path", "data", "units", "indicator", "target", "goal", "method"];

/// Of an indicator.
pub(super) const INDICATOR: [&str; 10] =
    ["name", "alias", "unit", "nature", "better", "price", "bounds", "range", "base", "path"];

/// Of a target, beside its forms.
pub(super) const TARGET: [&str; 13] = [
    "indicator",
    "subject",
    "by",
    "base",
    "from",
    "every",
    "commitment",
    "source",
    "set",
    "review",
    "stated_completion",
    "earned_value",
    "path",
];
