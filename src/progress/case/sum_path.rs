//! The way of a planned sum: what is due of it by each time, by the shape of its path.

use super::super::completion::{CumulativePath, month_after};
use super::Case;
use crate::model::Period;
use crate::plan::{Path, Shape};

/// A time in years, and the sum by then.
type Sum = (f64, f64);

impl Case<'_> {
    /// The way from nothing at the beginning to the whole sum at its end. Within its points it is straight.
    ///
    /// `None` where its shape needs what is not there: the year before the sum (`geometric`, `linear`), the months of
    /// that year (`seasonal`), whole years.
    pub(in crate::progress) fn path_of_sum(&self, start: Sum, end: Sum) -> Option<Path> {
        let straight = |points: Vec<Sum>| Some(Path::new(Shape::Linear, points));
        let total = end.1;
        match self.shape {
            Shape::Milestones => straight(std::iter::once(start).chain(self.milestones.clone()).chain([end]).collect()),
            Shape::Geometric | Shape::Linear => {
                let (years, (_, base)) = (whole_years(start.0, end.0)?, self.year_before(start.0)?);
                let path = match self.shape {
                    Shape::Geometric => CumulativePath::geometric(base, total, years).ok()?,
                    _ => CumulativePath::linear(base, total, years).ok()?,
                };
                straight((0..=years).map(|year| (start.0 + year as f64, path.at(year as f64))).collect())
            }
            Shape::Seasonal => {
                let (years, (year, _)) = (whole_years(start.0, end.0)?, self.year_before(start.0)?);
                let months = self.profile_of(year)?;
                let share = total / years as f64;
                let whole = months.last().map(|(_, sum)| *sum).filter(|whole| *whole > 0.0)?;
                let points = (0..years).flat_map(|nth| {
                    let of_year = months.iter().map(move |(month, sum)| (month / 12.0, sum / whole));
                    of_year.map(move |(time, part)| (start.0 + nth as f64 + time, share * (nth as f64 + part)))
                });
                straight(std::iter::once(start).chain(points).collect())
            }
            _ => straight(vec![start, end]),
        }
    }

    /// The year that ends where the sum begins, and its value.
    fn year_before(&self, start: f64) -> Option<(Period, f64)> {
        let year = Period::annual(start.round() as i32 - 1);
        let (_, value) = self.series?.at(year).or_else(|| Some((year, self.year_until(year)?)))?;
        ((year.end_in_years() - start).abs() < 1e-9).then_some((year, value))
    }

    /// The running totals of a year by the months after its beginning.
    fn profile_of(&self, year: Period) -> Option<Vec<(f64, f64)>> {
        let begins = month_after(year)? - 12;
        let (mut month, mut sum) = (begins, 0.0);
        let mut run = Vec::new();
        for part in self.series?.parts.iter().filter(|part| part.from >= begins && part.to <= begins + 12) {
            if part.from != month {
                return None;
            }
            (month, sum) = (part.to, sum + part.value);
            run.push((f64::from(month - begins), sum));
        }
        (month == begins + 12 && run.len() > 1).then_some(run)
    }
}

/// How many whole years lie between two times.
fn whole_years(from: f64, to: f64) -> Option<usize> {
    let years = to - from;
    ((years - years.round()).abs() < 1e-9 && years > 0.5).then(|| years.round() as usize)
}
