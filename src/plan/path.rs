//! Planned paths: from a base through milestones to the end.

use crate::model::words;

words! {
    /// How a planned path runs between two dates.
    Shape, "path shape" {
        /// The same rate every period; straight where a level is not positive.
        Geometric = "geometric",
        /// The same change every period.
        Linear = "linear",
        /// Due is the share of time that has gone by (时间进度): of a sum an even part each period, between levels the
        /// same change every period.
        Elapsed = "elapsed",
        /// Inside a year in the proportions of last year's months or quarters; between years the same rate.
        Seasonal = "seasonal",
        /// Through the targets of earlier dates, straight between them; of a sum through earlier sums that begin with it.
        Milestones = "milestones",
    }
}

impl Shape {
    fn is_geometric(self, from: f64, to: f64) -> bool {
        matches!(self, Shape::Geometric | Shape::Seasonal) && from > 0.0 && to > 0.0
    }

    /// The level after a share of the way from one level to another.
    pub(crate) fn between(self, from: f64, to: f64, share: f64) -> f64 {
        if self.is_geometric(from, to) { from * ((to / from).ln() * share).exp() } else { from + (to - from) * share }
    }
}

/// Levels that a plan asks for at points in time, and a shape between them. Times are in years.
///
/// # Examples
/// ```
/// use fanfan::plan::{Path, Shape};
///
/// let path = Path::new(Shape::Geometric, [(2005.0, 11.9), (2010.0, 31.0)]);
/// assert!((path.at(2006.0).unwrap_or(0.0) - 14.4115).abs() < 1e-4);
/// // when the plan wanted what is there now
/// assert!((path.when(14.4115, 1.0).unwrap_or(0.0) - 2006.0).abs() < 1e-4);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    shape: Shape,
    points: Vec<(f64, f64)>,
}

impl Path {
    /// A path through points, in any order.
    pub fn new(shape: Shape, points: impl IntoIterator<Item = (f64, f64)>) -> Path {
        let mut points: Vec<(f64, f64)> = points.into_iter().collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup_by(|a, b| a.0 == b.0);
        Path { shape, points }
    }

    /// The points, in order of time.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The planned level at `time`: by the shape between points, the last point after it; `None` before the first.
    pub fn at(&self, time: f64) -> Option<f64> {
        let last = self.points.last()?;
        if time >= last.0 {
            return Some(last.1);
        }
        let Stretch { from, to, .. } = self.stretch_at(time)?;
        let share = (time - from.0) / (to.0 - from.0);
        Some(self.shape.between(from.1, to.1, share))
    }

    /// The stretch between two points in which `time` lies; `None` before the first point and from the last on.
    pub(crate) fn stretch_at(&self, time: f64) -> Option<Stretch> {
        let next = self.points.partition_point(|point| point.0 <= time);
        let (from, to) = (self.points.get(next.checked_sub(1)?)?, self.points.get(next)?);
        Some(self.stretch(*from, *to))
    }

    fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Stretch {
        Stretch { from, to, even: self.shape.is_geometric(from.1, to.1) }
    }

    /// The time at which the path first has `level`, `direction` being +1 where it should rise and −1 where fall.
    ///
    /// Before the first point the first leg is carried back, after the last point the last leg on, so that a level
    /// behind the base and one ahead of the end have a time too. Legs that lead away are passed over. `None` where
    /// all do, or the leg is flat.
    pub fn when(&self, level: f64, direction: f64) -> Option<f64> {
        let Stretch { from, to, even } = self.stretch_of(level, direction)?;
        let share = share(from.1, to.1, even, level)?;
        Some(from.0 + share * (to.0 - from.0))
    }

    /// The stretch on which [`Path::when`] finds the level.
    pub(crate) fn stretch_of(&self, level: f64, direction: f64) -> Option<Stretch> {
        let mut leg = None;
        for pair in self.points.windows(2) {
            let [from, to] = pair else { continue };
            if (to.1 - from.1) * direction < 0.0 {
                continue;
            }
            leg = Some(self.stretch(*from, *to));
            if (level - to.1) * direction <= 0.0 {
                break;
            }
        }
        leg
    }
}

/// A part of a path between two of its points, times in years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
    /// The same rate every period; otherwise the same change.
    pub(crate) even: bool,
}

fn share(from: f64, to: f64, even: bool, level: f64) -> Option<f64> {
    let share = if even {
        if level <= 0.0 {
            return None;
        }
        (level / from).ln() / (to / from).ln()
    } else {
        (level - from) / (to - from)
    };
    share.is_finite().then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_meets_its_points_and_knows_when() {
        let path = Path::new(Shape::Geometric, [(2010.0, 47.6), (2005.0, 11.9), (2008.0, 23.8)]);
        for (time, level) in [(2005.0, 11.9), (2008.0, 23.8), (2010.0, 47.6)] {
            assert_eq!(path.at(time), Some(level));
            assert!(path.when(level, 1.0).is_some_and(|when| (when - time).abs() < 1e-9));
        }
        assert_eq!(path.at(2004.0), None);
        assert_eq!(path.at(2011.0), Some(47.6));
        assert!(path.when(60.0, 1.0).is_some_and(|when| when > 2010.0));
        assert!(path.when(10.0, 1.0).is_some_and(|when| when < 2005.0));
    }

    #[test]
    fn a_falling_path_and_a_straight_one() {
        let path = Path::new(Shape::Linear, [(0.0, 200.0), (2.0, 180.0)]);
        assert_eq!(path.at(1.0), Some(190.0));
        assert_eq!(path.when(195.0, -1.0), Some(0.5));
        let flat = Path::new(Shape::Geometric, [(0.0, 5.0), (1.0, 5.0)]);
        assert_eq!(flat.when(6.0, 1.0), None);
    }

    #[test]
    fn a_leg_that_leads_away_reaches_nothing() {
        // a ceiling above the base
        let room = Path::new(Shape::Linear, [(0.0, 1300.0), (5.0, 1388.0)]);
        assert_eq!(room.when(1340.0, -1.0), None);
        let dip = Path::new(Shape::Linear, [(0.0, 10.0), (1.0, 8.0), (3.0, 20.0)]);
        assert_eq!(dip.when(14.0, 1.0), Some(2.0));
        assert_eq!(dip.when(2.0, 1.0), Some(0.0));
    }
}
