//! Days and ISO weeks, by the crate `time`.

use time::{Date, Month};

/// Days from 1970-01-05, a Monday, to the Julian day number that `time` counts in.
const FIRST_MONDAY: i32 = 2_440_592;

/// Weeks since the week of 1970-01-05.
pub(super) fn week_ordinal(year: i32, week: u8) -> Option<i32> {
    let monday = Date::from_iso_week_date(year, week, time::Weekday::Monday).ok()?;
    Some((monday.to_julian_day() - FIRST_MONDAY).div_euclid(7))
}

/// 53 in long ISO years, 52 in others.
pub(super) fn weeks_of(year: i32) -> f64 {
    if week_ordinal(year, 53).is_some() { 53.0 } else { 52.0 }
}

/// ISO year and week of an ordinal; an ordinal outside the calendar gives its week of the nearest date there is.
pub(super) fn week_of_ordinal(ordinal: i32) -> (i32, u8) {
    let day = ordinal.saturating_mul(7).saturating_add(FIRST_MONDAY);
    let date = Date::from_julian_day(day).unwrap_or(if ordinal < 0 { Date::MIN } else { Date::MAX });
    let (year, week, _) = date.to_iso_week_date();
    (year, week)
}

/// The ISO week in which a day lies.
pub(super) fn week_of_day(year: i32, month: u8, day: u8) -> Option<(i32, u8)> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    let (year, week, _) = date.to_iso_week_date();
    Some((year, week))
}

/// Year, month and day so many days after 1970-01-01.
pub(super) fn day_of_epoch(days: i32) -> Option<(i32, u8, u8)> {
    let date = Date::from_julian_day(days.checked_add(FIRST_MONDAY - 4)?).ok()?;
    Some((date.year(), date.month().into(), date.day()))
}

/// Whether the day exists.
pub(super) fn day_exists(year: i32, month: u8, day: u8) -> bool {
    Month::try_from(month).is_ok_and(|month| Date::from_calendar_date(year, month, day).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_follow_each_other_across_long_years() {
        let week_53 = week_ordinal(2020, 53).unwrap_or_default();
        assert_eq!(week_of_ordinal(week_53), (2020, 53));
        assert_eq!(week_of_ordinal(week_53 + 1), (2021, 1));
        assert_eq!(week_ordinal(1970, 2), Some(0));
        assert_eq!(week_of_day(2021, 1, 3), Some((2020, 53)));
        assert!(day_exists(2024, 2, 29) && !day_exists(2023, 2, 29));
    }
}
