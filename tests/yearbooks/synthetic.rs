//! Variants of tables that say the same.
