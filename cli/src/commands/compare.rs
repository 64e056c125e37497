//! `fanfan track --compare`: an assessment beside an earlier one.

use std::path::Path;

use fanfan::model::{AsOf, Observations};
use fanfan::plan::Plan;
use fanfan::progress::{Knowledge, TrackOptions};
use fanfan::read;
use fanfan::report::ComparisonReport;

use super::{explain_reading, read_options};
use crate::args::{Common, TrackArgs};
use crate::output::{self, Failure};

/// Compares with what was known as of an earlier moment, or with the data of an earlier file.
pub(crate) fn run(
    args: &TrackArgs,
    common: &Common,
    plan: &Plan,
    data: &Observations,
    earlier: &str,
    options: TrackOptions,
) -> Result<(), Failure> {
    let now = args.as_of.map_or_else(|| Knowledge::from(data), |moment| Knowledge::from((data, moment)));
    let comparison = match earlier.parse::<AsOf>() {
        Ok(moment) => {
            if args.as_of.is_some_and(|now| now.in_years() <= moment.in_years()) {
                return Err(Failure::Said(format!(
                    "--compare: {moment} is not before the moment of --as-of; give an earlier one"
                )));
            }
            plan.compare((data, moment), now, options)?
        }
        Err(error) if !Path::new(earlier).exists() => {
            return Err(Failure::Said(format!("--compare: there is no file `{earlier}`, and {error}")));
        }
        Err(_) => {
            let tables = read::tables(&[earlier], &read_options(&args.table)?)?;
            explain_reading(&tables, common);
            let then = &tables.observations;
            let then = args.as_of.map_or_else(|| Knowledge::from(then), |moment| Knowledge::from((then, moment)));
            plan.compare(then, now, options)?
        }
    };
    output::write(&ComparisonReport::new(plan, &comparison), common)
}
