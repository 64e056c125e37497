//! The common scale beside each method's own words.

use crate::model::words;

words! {
    /// How an indicator stands, on the scale that all methods share.
    Standing, "standing" {
        /// The target is met.
        Achieved = "achieved",
        /// On course for it.
        OnTrack = "on_track",
        /// Moving the right way, too slowly.
        Slow = "slow",
        /// Hardly moving.
        Stalled = "stalled",
        /// Moving the wrong way.
        Away = "away",
        /// No judgement, with its reason.
        CannotTell = "cannot_tell",
    }
}
