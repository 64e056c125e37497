//! What became of a target.

use crate::model::words;

words! {
    /// What became of a target: told only when its time is over in the data, or when nothing later can change it (a limit
    /// to be kept in every period is broken, a sum is made or passed, what was to be done is done).
    TargetOutcome, "outcome" {
        /// It was met.
        Met = "met",
        /// It was not.
        Missed = "missed",
        /// Its time is not over, or nobody can tell.
        Open = "open",
    }
}
