//! The sums of a flow in the finest parts that its data has, from series of any frequency.

use crate::model::{Frequency, Period};
use crate::progress::completion::{Part, month_after};

/// The parts of all series, in order of time. Where a fine part and a coarse one meet, the fine one counts; what the
/// fine parts of a year leave of a yearly figure, in one piece, is a part too.
pub(super) fn of<'a>(series: impl Iterator<Item = &'a [(Period, f64)]>) -> Vec<Part> {
    let mut candidates: Vec<Part> = Vec::new();
    let mut count = 0;
    for points in series {
        count += usize::from(!points.is_empty());
        match points.first() {
            Some((first, _)) if first.frequency().is_to_date() => candidates.extend(singles(points)),
            _ => candidates.extend(points.iter().filter_map(|&(period, value)| Part::of(period, value))),
        }
    }
    candidates.retain(|part| !part.value.is_nan());
    // The parts of one series follow one another.
    if count < 2 {
        return candidates;
    }
    candidates.sort_by_key(|part| part.to - part.from);
    let mut parts: Vec<Part> = Vec::new();
    for coarse in candidates {
        let inside: Vec<Part> =
            parts.iter().copied().filter(|part| part.from < coarse.to && part.to > coarse.from).collect();
        let months: i32 = inside.iter().map(|part| part.to - part.from).sum();
        if inside.iter().any(|part| part.from < coarse.from || part.to > coarse.to) || months == coarse.to - coarse.from
        {
            continue;
        }
        let rest = coarse.value - inside.iter().map(|part| part.value).sum::<f64>();
        let from = inside.iter().filter(|part| part.from == coarse.from).map(|part| part.to).max();
        let rest = match (inside.first(), from) {
            (None, _) => Some(coarse),
            // From the start on, one after the other: the rest stands behind them.
            (Some(_), Some(_)) => contiguous(&inside, coarse.from).map(|from| Part { from, value: rest, ..coarse }),
            (Some(_), None) => None,
        };
        if let Some(rest) = rest {
            let at = parts.partition_point(|part| part.from < rest.from);
            parts.insert(at, rest);
        }
    }
    parts
}

/// The sums of all periods of a frequency whose months the parts hold, each in one piece or in several.
pub(super) fn whole(parts: &[Part], frequency: Frequency) -> Vec<(Period, f64)> {
    let months = 12 / frequency.per_year() as i32;
    let mut sums: Vec<(Period, f64)> = Vec::new();
    let mut known = 0;
    for part in parts {
        let first = part.from.div_euclid(months);
        // A part that reaches into the next period is a part of neither.
        if (part.to - 1).div_euclid(months) != first {
            continue;
        }
        let period = Period::from_ordinal(frequency, first);
        if let Some((_, sum)) = sums.last_mut().filter(|(last, _)| *last == period) {
            *sum += part.value;
        } else {
            // The one before stays only if it is whole.
            if known != months {
                sums.pop();
            }
            sums.push((period, part.value));
            known = 0;
        }
        known += part.to - part.from;
    }
    if known != months {
        sums.pop();
    }
    sums
}

/// The month up to which parts from `start` on follow one another; `None` where one lies behind a gap.
fn contiguous(parts: &[Part], start: i32) -> Option<i32> {
    parts.iter().try_fold(start, |month, part| (part.from == month).then_some(part.to))
}

/// What each running total has more than the one before it in its year: January and February together where the
/// first total is February's, and all months since where one is missing.
fn singles(points: &[(Period, f64)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut before: Option<Part> = None;
    for &(period, value) in points {
        let Some(total) = Part::of(period, value).filter(|total| !total.value.is_nan()) else { continue };
        parts.push(match before.filter(|before| before.from == total.from && month_after(period) > Some(before.to)) {
            Some(before) => Part { from: before.to, to: total.to, value: total.value - before.value },
            None => total,
        });
        before = Some(total);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;

    #[test]
    fn the_finest_parts_and_what_they_leave() -> Result<()> {
        let years = [(Period::annual(2003), 45.0), (Period::annual(2004), 67.0), (Period::annual(2005), 80.0)];
        let quarters = [
            (Period::quarterly(2004, 1)?, 16.0),
            (Period::quarterly(2004, 2)?, 16.0),
            (Period::quarterly(2004, 3)?, 18.0),
            (Period::quarterly(2005, 2)?, 20.0),
        ];
        let parts = of([&years[..], &quarters[..]].into_iter());
        let year = 2004 * 12;
        let found: Vec<(i32, i32, f64)> =
            parts.iter().map(|part| (part.from - year, part.to - year, part.value)).collect();
        // The fourth quarter of 2004 is what is left; of 2005 nothing is known but its second quarter.
        let wanted = [(-12, 0, 45.0), (0, 3, 16.0), (3, 6, 16.0), (6, 9, 18.0), (9, 12, 17.0), (15, 18, 20.0)];
        assert_eq!(found, wanted);
        Ok(())
    }

    #[test]
    fn only_whole_periods_have_a_sum() {
        let part = |from: i32, to: i32, value: f64| Part { from, to, value };
        // A half-year and two quarters; a quarter and a month; a year that begins in the middle of another.
        let parts = [
            part(0, 6, 3.0),
            part(6, 9, 2.0),
            part(9, 12, 1.0),
            part(12, 15, 4.0),
            part(15, 16, 9.0),
            part(18, 30, 7.0),
            part(36, 48, 8.0),
        ];
        let years = whole(&parts, Frequency::Annual);
        assert_eq!(years, [(Period::annual(0), 6.0), (Period::annual(3), 8.0)]);
        let quarters: Vec<(i32, f64)> =
            whole(&parts, Frequency::Quarterly).iter().map(|(period, sum)| (period.ordinal(), *sum)).collect();
        assert_eq!(quarters, [(2, 2.0), (3, 1.0), (4, 4.0)]);
        assert_eq!(whole(&[], Frequency::Annual), []);
    }

    #[test]
    fn running_totals_come_apart() -> Result<()> {
        let to = |month| Period::months_to_date(2005, month);
        let totals = [(to(2)?, 10.0), (to(3)?, 16.0), (to(5)?, 30.0), (Period::months_to_date(2006, 1)?, 7.0)];
        let found: Vec<(i32, i32, f64)> =
            of([&totals[..]].into_iter()).iter().map(|part| (part.from - 24060, part.to - 24060, part.value)).collect();
        assert_eq!(found, [(0, 2, 10.0), (2, 3, 6.0), (3, 5, 14.0), (12, 13, 7.0)]);
        Ok(())
    }
}
