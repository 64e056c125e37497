//! fanfan (翻番, "to double"): how fast an indicator has grown, whether it is on course for its target, and what
//! reaching the target would take.

pub mod error;
pub mod growth;
pub mod model;
pub mod plan;
pub mod progress;
pub mod read;

pub use error::{Error, ErrorKind, Place, Result, Undefined, UndefinedCounts};

/// What most programs need: `use fanfan::prelude::*;`.
pub mod prelude {
    pub use crate::error::Undefined;
    pub use crate::growth::{self, Average, AverageOptions, Base, Form, GrowthOptions, NegativeBase};
    pub use crate::model::{
        Frequency, Indicator, LongPanel, Panel, Period, PeriodRange, Periods, Series, SeriesKey, Unit,
    };
    pub use crate::plan::{Form as TargetForm, Goal, Plan, Target};
    pub use crate::progress::{Method, Standing, TrackOptions};
}
