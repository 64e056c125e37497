//! A column of readings as periods: what each alone does not say, they say together.

use super::{Date, Reading};
use crate::error::{Error, ErrorKind};
use crate::model::{FiscalEnd, Frequency, Period};

/// Turns a column of readings into periods.
///
/// Full dates become periods of `wanted`, or of the coarsest frequency at which the dates of each series stay
/// distinct (month ends and month starts alike); `2005/06` is a month where the column holds months and a fiscal
/// year otherwise. `series` says to which series each reading belongs.
///
/// # Errors
/// The row, with what is wrong with it: a span, or dates that fall on several days of one week.
pub fn read_periods(
    readings: &[Reading],
    series: &[u32],
    wanted: Option<Frequency>,
) -> std::result::Result<Vec<Period>, (usize, Error)> {
    let months = readings
        .iter()
        .any(|reading| matches!(reading, Reading::Period(period) if period.frequency() == Frequency::Monthly));
    let frequency = match wanted {
        Some(frequency) => Some(frequency),
        None => frequency_of_dates(readings, series)?,
    };
    let periods = readings.iter().enumerate().map(|(row, reading)| match reading {
        Reading::Date(date) => frequency.and_then(|frequency| date.period_at(frequency)).ok_or_else(|| {
            let error = Error::new(ErrorKind::Frequency, "a full date cannot stand for a running total")
                .mend("ask for another frequency");
            (row, error)
        }),
        Reading::Ambiguous { month, .. } if months || wanted == Some(Frequency::Monthly) => Ok(*month),
        Reading::Ambiguous { fiscal, .. } => Ok(match wanted {
            Some(frequency @ Frequency::Fiscal(_)) => Period::from_ordinal(frequency, fiscal.ordinal()),
            _ => *fiscal,
        }),
        Reading::Period(period) => Ok(match (wanted, period.frequency()) {
            // The end of a fiscal year that the text did not state may be given by the caller.
            (Some(frequency @ Frequency::Fiscal(_)), Frequency::Fiscal(FiscalEnd::NOT_STATED)) => {
                Period::from_ordinal(frequency, period.ordinal())
            }
            _ => *period,
        }),
        Reading::Range(_) => reading.period().map_err(|error| (row, error)),
    });
    periods.collect()
}

/// The coarsest frequency at which no two dates of a series share a period; `None` without dates.
fn frequency_of_dates(readings: &[Reading], series: &[u32]) -> std::result::Result<Option<Frequency>, (usize, Error)> {
    let mut dates: Vec<(u32, Date, usize)> = readings
        .iter()
        .zip(series)
        .enumerate()
        .filter_map(|(row, (reading, &series))| match reading {
            Reading::Date(date) => Some((series, *date, row)),
            _ => None,
        })
        .collect();
    if dates.is_empty() {
        return Ok(None);
    }
    if !dates.is_sorted() {
        dates.sort_unstable();
    }
    let candidates =
        [Frequency::Annual, Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly, Frequency::Weekly];
    let mut clash = None;
    for frequency in candidates {
        // The same day twice is a duplicate, to be reported as one, and no reason for a finer frequency.
        clash = dates.windows(2).find_map(|pair| match pair {
            [(a, first, _), (b, second, row)] if a == b && first != second => {
                (first.period_at(frequency) == second.period_at(frequency)).then_some(*row)
            }
            _ => None,
        });
        if clash.is_none() {
            return Ok(Some(frequency));
        }
    }
    let error = Error::new(ErrorKind::Frequency, "daily dates: two days of one series fall into one week")
        .mend("sum or average the days to weeks or months first, or give a coarser frequency");
    Err((clash.unwrap_or_default(), error))
}
