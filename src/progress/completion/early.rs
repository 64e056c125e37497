//! When a plan was reached inside its last year or before, and how much too early (提前完成时间).

use time::{Date, Month};

use super::given;
use crate::error::Undefined;
use crate::model::{Better, Frequency, Period};
use crate::plan::is_met;

/// A sum over some months: of a month, a quarter, a half-year, a year, or January and February together.
///
/// Months are counted from January of the year 0, so that parts of any length stand on one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The first month.
    pub from: i32,
    /// The month after the last.
    pub to: i32,
    /// The sum.
    pub value: f64,
}

impl Part {
    /// The sum of a period; `None` for weeks and for fiscal years whose end is not stated.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    /// use fanfan::progress::completion::Part;
    ///
    /// let part = Part::of(Period::quarterly(2005, 2)?, 16.0).expect("quarters have months");
    /// assert_eq!((part.from, part.to), (2005 * 12 + 3, 2005 * 12 + 6));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn of(period: Period, value: f64) -> Option<Part> {
        let to = month_after(period)?;
        let months = match period.frequency() {
            Frequency::MonthlyToDate | Frequency::QuarterlyToDate => to - period.year() * 12,
            frequency => 12 / frequency.per_year() as i32,
        };
        Some(Part { from: to - months, to, value })
    }

    const fn months(self) -> i32 {
        self.to.saturating_sub(self.from)
    }
}

/// The month after the last of a period, from January of the year 0.
pub(crate) fn month_after(period: Period) -> Option<i32> {
    let (year, part) = period.year_and_part();
    // Beyond are no months that could be counted.
    if year.unsigned_abs() > 100_000 {
        return None;
    }
    Some(match period.frequency() {
        Frequency::Weekly => return None,
        Frequency::Fiscal(end) => year * 12 + i32::from(end.month()?),
        frequency => year * 12 + i32::from(part) * (12 / frequency.per_year() as i32),
    })
}

/// The moment at which a plan was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Reached {
    /// In months from January of the year 0, with the share of the month.
    pub at: f64,
    /// The sub-period in which it was reached: its first month, and the month after it.
    pub within: (i32, i32),
    /// Between which two moments it was read, each with the sum at it; one moment where nothing came before.
    pub between: [(f64, f64); 2],
}

impl Reached {
    /// Reads on the straight line between two moments when the sum was `target`.
    fn read(between: [(f64, f64); 2], target: f64, within: (i32, i32)) -> Reached {
        let [(from, old), (to, new)] = between;
        let share = if new == old { 1.0 } else { ((target - old) / (new - old)).clamp(0.0, 1.0) };
        Reached { at: from + (to - from) * share, within, between }
    }

    /// Reached at the end of a sub-period that was observed as a whole, such as a stock at the end of a month.
    pub fn observed(within: (i32, i32), value: f64) -> Reached {
        let end = f64::from(within.1);
        Reached { at: end, within, between: [(end, value); 2] }
    }
}

/// When the running total reached the planned one (累计法): evenly inside the sub-period that did it.
///
/// `Ok(None)`: it has not been reached by the end of the data.
///
/// # Formula
/// `from + Σ months before + L·(T − Σ before)/value`, `L` the months of the sub-period that reaches `T`
///
/// # Undefined
/// `MissingValue`: a gap before it was reached; `SpansSeveral`: a sub-period holds the start of the plan; `ZeroBase`,
/// `NegativeBase`: a planned total of zero or less.
///
/// # Examples
/// ```
/// use fanfan::progress::completion::{EarlyBy, Part, total_reached};
///
/// // 200 in five years: 175 in four, then 9, 16, 12 and 10 a quarter
/// let mut parts = vec![Part { from: 0, to: 48, value: 175.0 }];
/// parts.extend([9.0, 16.0, 12.0, 10.0].iter().zip(0..).map(|(&value, nth)| Part { from: 48 + 3 * nth, to: 51 + 3 * nth, value }));
/// let reached = total_reached(&parts, 0, 200.0)?.expect("it is reached");
/// assert_eq!((reached.at, EarlyBy::new(reached, 60).months), (54.0, 6.0));
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercises T05, T18.
pub fn total_reached(parts: &[Part], from: i32, total: f64) -> Result<Option<Reached>, Undefined> {
    let total = given(total, Undefined::NoTarget)?;
    if total <= 0.0 {
        return Err(if total == 0.0 { Undefined::ZeroBase } else { Undefined::NegativeBase });
    }
    let (mut sum, mut month) = (0.0, from);
    for part in parts.iter().filter(|part| part.to > from) {
        if part.from < from {
            return Err(Undefined::SpansSeveral);
        }
        if part.from != month || part.value.is_nan() {
            return Err(Undefined::MissingValue);
        }
        if is_met(sum + part.value, total, Better::Higher) {
            let between = [(f64::from(part.from), sum), (f64::from(part.to), sum + part.value)];
            return Ok(Some(Reached::read(between, total, (part.from, part.to))));
        }
        (sum, month) = (sum + part.value, part.to);
    }
    Ok(None)
}

/// When the sum of twelve consecutive months first made the level of a year (水平法).
///
/// The window moves day by day: inside a sub-period the new one replaces the old one of the year before evenly. Half-years
/// and quarters may follow one another. A window does not cut a sub-period longer than half a year, so that of whole
/// years only whole ones are windows.
///
/// `Ok(None)`: not reached by the end of the data. `start` is the first month that a window may hold.
///
/// # Formula
/// `x = L·(T − W)/(new − old)` into the sub-period of `L` months whose end is the first with a window of `T` or more;
/// `W` the window that ends before it, `old` the amount that leaves the window
///
/// # Undefined
/// `TooFewPoints`: no twelve months without a gap. `NoTarget`.
///
/// # Examples
/// ```
/// use fanfan::model::Better;
/// use fanfan::progress::completion::{EarlyBy, Part, level_reached};
///
/// // 70 in the fifth year; quarters of the fourth and the fifth
/// let quarters = [16.0, 16.0, 18.0, 17.0, 18.0, 20.0, 23.0, 25.0];
/// let parts: Vec<Part> =
///     quarters.iter().zip(0..).map(|(&value, nth)| Part { from: 36 + 3 * nth, to: 39 + 3 * nth, value }).collect();
/// let reached = level_reached(&parts, None, 70.0, Better::Higher)?.expect("it is reached");
/// let early = EarlyBy::new(reached, 60);
/// assert_eq!((early.periods, early.extra_days), (2, 67.5)); // two quarters and 67.5 days of 90
/// # Ok::<(), fanfan::Undefined>(())
/// ```
///
/// # Source
/// Standard; textbook exercises T01, T03.
pub fn level_reached(
    parts: &[Part],
    start: Option<i32>,
    level: f64,
    better: Better,
) -> Result<Option<Reached>, Undefined> {
    let level = given(level, Undefined::NoTarget)?;
    let mut seen = false;
    let usable: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| start.is_none_or(|start| part.from >= start) && !part.value.is_nan())
        .collect();
    for run in usable.chunk_by(|a, b| a.to == b.from) {
        let run = Run::of(run);
        let mut before: Option<(f64, f64)> = None;
        for end in run.window_ends() {
            let Some(sum) = run.window(end) else { continue };
            seen = true;
            if is_met(sum, level, better) {
                let within = run.part_before(end);
                // Between the two ends nothing but the two sub-periods changes, so that the sum is straight.
                let before = before.filter(|(last, _)| run.is_even(*last, end)).unwrap_or((end, sum));
                return Ok(Some(Reached::read([before, (end, sum)], level, within)));
            }
            before = Some((end, sum));
        }
    }
    if seen { Ok(None) } else { Err(Undefined::TooFewPoints) }
}

/// The longest sub-period, in months, inside which amounts are taken as even.
const EVEN: i32 = 6;

/// Parts without a gap, and their running total.
struct Run<'a> {
    parts: &'a [Part],
    sums: Vec<f64>,
}

impl<'a> Run<'a> {
    fn of(parts: &'a [Part]) -> Run<'a> {
        let sums = std::iter::once(0.0).chain(parts.iter().scan(0.0, |sum, part| {
            *sum += part.value;
            Some(*sum)
        }));
        Run { sums: sums.collect(), parts }
    }

    /// The ends of parts, and the same a year later: where what enters or leaves a window changes.
    fn window_ends(&self) -> Vec<f64> {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else { return Vec::new() };
        let bounds = std::iter::once(first.from).chain(self.parts.iter().map(|part| part.to));
        let mut ends: Vec<i32> = bounds
            .flat_map(|at| [at, at.saturating_add(12)])
            .filter(|&at| at.saturating_sub(12) >= first.from && at <= last.to)
            .collect();
        ends.sort_unstable();
        ends.dedup();
        ends.into_iter().map(f64::from).collect()
    }

    /// The running total at a time; `None` inside a part that is too long to be even.
    fn total(&self, at: f64) -> Option<f64> {
        let row = self.parts.partition_point(|part| f64::from(part.to) <= at);
        let sum = self.sums.get(row).copied()?;
        let Some(part) = self.parts.get(row) else { return Some(sum) };
        let inside = at - f64::from(part.from);
        if inside <= 0.0 {
            return Some(sum);
        }
        (part.months() <= EVEN).then(|| sum + part.value * inside / f64::from(part.months()))
    }

    fn window(&self, end: f64) -> Option<f64> {
        Some(self.total(end)? - self.total(end - 12.0)?)
    }

    /// The part that ends at this time or holds it.
    fn part_before(&self, end: f64) -> (i32, i32) {
        let row = self.parts.partition_point(|part| f64::from(part.to) < end);
        self.parts.get(row).map_or((0, 0), |part| (part.from, part.to))
    }

    /// Whether the window may end anywhere between these two times.
    fn is_even(&self, from: f64, to: f64) -> bool {
        let middle = from + (to - from) / 2.0;
        self.window(middle).is_some()
    }
}

/// How much too early a plan was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct EarlyBy {
    /// In months, with the share of the month; negative is late.
    pub months: f64,
    /// In days of months of 30 and quarters of 90, as textbooks count.
    pub days: f64,
    /// In days of the calendar; `None` outside the years 0 to 9999.
    pub calendar_days: Option<f64>,
    /// The day of the calendar on which it was reached: year, month and day.
    pub date: Option<(i32, u8, u8)>,
    /// Whole sub-periods of the length in which it was reached that lie between.
    pub periods: i32,
    /// The days of 30 a month beside them.
    pub extra_days: f64,
}

impl EarlyBy {
    /// How long before the end of the plan it was reached; `end` is the month after the last of the plan.
    ///
    /// # Formula
    /// `end − at`; days by months of 30, and by the calendar with the sub-period's own days
    ///
    /// # Examples
    /// ```
    /// use fanfan::progress::completion::{EarlyBy, Part, total_reached};
    ///
    /// // half of the second quarter of 2005 had gone by
    /// let parts = [Part { from: 24060, to: 24063, value: 10.0 }, Part { from: 24063, to: 24066, value: 20.0 }];
    /// let reached = total_reached(&parts, 24060, 20.0)?.expect("it is reached");
    /// let early = EarlyBy::new(reached, 24072);
    /// assert_eq!((early.months, early.days, early.calendar_days), (7.5, 225.0, Some(229.5)));
    /// assert_eq!((early.periods, early.extra_days, early.date), (2, 45.0, Some((2005, 5, 16))));
    /// # Ok::<(), fanfan::Undefined>(())
    /// ```
    pub fn new(reached: Reached, end: i32) -> EarlyBy {
        let months = f64::from(end) - reached.at;
        let (from, to) = reached.within;
        let length = to.saturating_sub(from).max(1);
        // Whole sub-periods after the one in which it happened; reached at the start of one, that is one more.
        let first = if reached.at <= f64::from(from) { from } else { to };
        let periods = if end > first { end.saturating_sub(first) / length } else { 0 };
        let moment = || -> Option<(f64, f64)> {
            let (first, next, end) = (day_of(from)?, day_of(to)?, day_of(end)?);
            let share = (reached.at - f64::from(from)) / f64::from(length);
            let moment = f64::from(first) + share * f64::from(next - first);
            Some((moment, f64::from(end) - moment))
        };
        let moment = moment();
        let date = moment.and_then(|(moment, _)| {
            let day = Date::from_julian_day((moment - 1e-9).ceil() as i32 - 1).ok()?;
            Some((day.year(), u8::from(day.month()), day.day()))
        });
        EarlyBy {
            months,
            days: months * 30.0,
            calendar_days: moment.map(|(_, days)| days),
            date,
            periods,
            extra_days: (months - f64::from(periods * length)) * 30.0,
        }
    }
}

/// The Julian day of the first of a month.
fn day_of(month: i32) -> Option<i32> {
    let name = Month::try_from((month.rem_euclid(12) + 1) as u8).ok()?;
    Some(Date::from_calendar_date(month.div_euclid(12), name, 1).ok()?.to_julian_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(from: i32, lengths_and_values: &[(i32, f64)]) -> Vec<Part> {
        let mut month = from;
        let one = |&(length, value): &(i32, f64)| {
            month += length;
            Part { from: month - length, to: month, value }
        };
        lengths_and_values.iter().map(one).collect()
    }

    #[test]
    fn whole_years_are_windows_and_parts_of_them_are_not() {
        let years = parts(0, &[(12, 45.0), (12, 48.0), (12, 72.0), (12, 80.0)]);
        let reached = level_reached(&years, None, 70.0, Better::Higher);
        assert_eq!(reached, Ok(Some(Reached::observed((24, 36), 72.0))));
        assert_eq!(level_reached(&years, None, 90.0, Better::Higher), Ok(None));
        assert_eq!(level_reached(&years[..0], None, 90.0, Better::Higher), Err(Undefined::TooFewPoints));
    }

    #[test]
    fn half_years_and_quarters_follow_one_another() {
        // year 3 in halves, year 4 in quarters: the first quarter replaces half of the first half-year
        let mixed = parts(24, &[(6, 25.0), (6, 27.0), (3, 16.0), (3, 16.0), (3, 18.0), (3, 17.0)]);
        let reached = level_reached(&mixed, None, 54.0, Better::Higher);
        // 52 at the end of year 3, 55.5 a quarter later
        assert!(matches!(reached, Ok(Some(one)) if (one.at - (36.0 + 3.0 * 2.0 / 3.5)).abs() < 1e-12), "{reached:?}");
        // a gap starts anew
        let gap: Vec<Part> = mixed.iter().copied().filter(|part| part.from != 30).collect();
        assert_eq!(level_reached(&gap, None, 54.0, Better::Higher).map(|one| one.map(|one| one.at)), Ok(Some(48.0)));
    }

    #[test]
    fn a_ceiling_is_reached_from_above_and_a_start_is_kept() {
        let quarters: Vec<(i32, f64)> = [10.0, 10.0, 10.0, 10.0, 8.0, 6.0].iter().map(|&value| (3, value)).collect();
        let falling = parts(0, &quarters);
        let reached = level_reached(&falling, None, 36.0, Better::Lower);
        assert!(matches!(reached, Ok(Some(one)) if one.at == 16.5), "{reached:?}");
        assert_eq!(level_reached(&falling, Some(9), 36.0, Better::Lower), Err(Undefined::TooFewPoints));
    }

    #[test]
    fn what_is_reached_at_the_start_of_a_part_is_early_by_that_part_too() {
        let quarter = |at: f64| Reached { at, within: (24, 27), between: [(24.0, 1.0), (27.0, 2.0)] };
        // the end of the plan is two quarters after this one
        let early = |at: f64| EarlyBy::new(quarter(at), 33);
        assert_eq!([24.0, 25.5, 27.0].map(|at| early(at).periods), [3, 2, 2]);
        assert_eq!([24.0, 25.5, 27.0].map(|at| early(at).extra_days), [0.0, 45.0, 0.0]);
    }

    #[test]
    fn a_total_needs_every_part_from_its_start() {
        let rows = parts(0, &[(12, 10.0), (12, 10.0), (12, 10.0)]);
        assert_eq!(total_reached(&rows, 0, 15.0).map(|one| one.map(|one| one.at)), Ok(Some(18.0)));
        assert_eq!(total_reached(&rows, 0, 31.0), Ok(None));
        assert_eq!(total_reached(&rows, 6, 15.0), Err(Undefined::SpansSeveral));
        assert_eq!(total_reached(&rows[1..], 0, 15.0), Err(Undefined::MissingValue));
        assert_eq!(total_reached(&rows, 0, 0.0), Err(Undefined::ZeroBase));
    }

    #[test]
    fn days_of_the_calendar() {
        let at_end = EarlyBy::new(Reached::observed((23704, 23705), 524.0), 23712);
        assert_eq!((at_end.months, at_end.date), (7.0, Some((1975, 5, 31))));
        assert_eq!((at_end.periods, at_end.extra_days, at_end.calendar_days), (7, 0.0, Some(214.0)));
    }
}
