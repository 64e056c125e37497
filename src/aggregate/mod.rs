//! Aggregation: over periods (months to years) and over subjects (regions to the country) (rank 2).
//!
//! | question | function |
//! |---|---|
//! | months to quarters, quarters to years | [`Series::aggregate`](crate::model::Series::aggregate), [`over_periods_into`] |
//! | a ratio of a year from its months | [`ratio_over_periods`] (rebuilt), [`mean_over_periods`] (weighted) |
//! | the sum of regions | [`Panel::over_subjects`](crate::model::Panel::over_subjects), [`over_subjects_into`] |
//! | the mean of regions by weights | [`Panel::weighted_mean`](crate::model::Panel::weighted_mean), [`weighted_mean_into`] |
//! | a ratio of all regions | [`Panel::ratio_of_sums`](crate::model::Panel::ratio_of_sums), [`ratio_of_sums_into`] |
//!
//! What is missing is never made up: a sum of which a part is missing does not exist unless [`Present`] allows it, and
//! then it is the sum of what is there, not scaled up.

mod over_periods;
mod over_subjects;

pub use over_periods::{
    AggregateOptions, OverPeriods, aggregated_periods, mean_over_periods, over_periods_into, ratio_over_periods,
};
pub use over_subjects::{OverSubjects, SubjectOptions, over_subjects_into, ratio_of_sums_into, weighted_mean_into};

use crate::error::{Error, ErrorKind, Result, Undefined, finite};

/// How much must be there for an aggregate to exist.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Present {
    /// Everything.
    #[default]
    All,
    /// A share of the parts, from 0 to 1, and at least one; of weighted means the share of the weights.
    Share(f64),
    /// Whatever is there, but no period that the series covers only in part: gaps inside are skipped, the first
    /// and the last period must lie inside the series as a whole (FRED's rule). Over subjects: at least one.
    InsideSpan,
}

impl Present {
    fn check(self) -> Result<()> {
        match self {
            Present::Share(share) if !(0.0..=1.0).contains(&share) => {
                Err(Error::new(ErrorKind::Option, format!("{share} is no share")).mend("give a number from 0 to 1"))
            }
            _ => Ok(()),
        }
    }

    /// Whether so much of so much is enough; `covered`: whether the series spans all of the period.
    fn allows(self, there: f64, of: f64, covered: bool) -> Result<(), Undefined> {
        let enough = match self {
            Present::All => there >= of,
            // A share such as 2/3 has no exact double.
            Present::Share(share) => there >= share * of * (1.0 - 1e-12),
            Present::InsideSpan => covered,
        };
        match enough {
            true if there > 0.0 => Ok(()),
            _ if there > 0.0 => Err(Undefined::TooSparse),
            _ => Err(Undefined::MissingValue),
        }
    }
}

/// A quotient of sums; the one below the line may have any sign but must not be zero.
fn quotient(above: f64, below: f64) -> Result<f64, Undefined> {
    if below == 0.0 {
        Err(if above == 0.0 { Undefined::ZeroOverZero } else { Undefined::ZeroBase })
    } else {
        finite(above / below)
    }
}
