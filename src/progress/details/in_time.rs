//! The schedule in time (earned schedule), and what other paths would have due.

use super::super::case::{Case, Known};
use super::super::completion::EarnedSchedule;
use super::super::evidence::printed_time;
use super::Number;
use crate::error::Undefined;
use crate::model::Better;
use crate::plan::{Form, Path, Shape, Stretch};
use crate::progress::evidence::{finite, number};

/// A target with a path: how much of the planned time was earned, and what is due along each shape of path.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct InTime {
    /// The shape of the plan's path.
    pub path: Shape,
    /// Earned, elapsed and planned time in years.
    pub schedule: Result<EarnedSchedule, Undefined>,
    /// Base and latest value, target.
    levels: (f64, f64, f64),
    /// Elapsed and planned time.
    times: (f64, f64),
    points: Vec<(f64, f64)>,
    /// The stretch of the path that has the value, and where it begins after the base.
    stretch: Option<(Stretch, f64)>,
}

pub(super) fn of(case: &Case<'_>, known: &Known<'_>) -> Option<InTime> {
    let (by, (latest, value), (from, start)) = (case.target.by?, known.now.latest?, case.start()?);
    let target = known.target.level.ok()?;
    let (now, end) = (latest.end_in_years(), by.end_in_years());
    if now <= from + 1e-9 || end <= from + 1e-9 {
        return None;
    }
    let path = case.path()?;
    let sign = case.better(Some(target)).and_then(Better::sign).ok_or(Undefined::NoDirection);
    let when = sign.and_then(|sign| path.when(value, sign).ok_or(Undefined::NeverReached));
    let stretch = sign.ok().and_then(|sign| path.stretch_of(value, sign));
    let schedule = when.map(|when| EarnedSchedule::new(when - from, now - from, end - from));
    Some(InTime {
        path: case.shape,
        schedule,
        levels: (start, value, target),
        times: (now - from, end - from),
        stretch: stretch.map(|stretch| (stretch, stretch.from.0 - from)),
        // The way of a sum has points of its own shape; other shapes lead through its milestones alone.
        points: match case.target.form {
            Form::Total(_) => {
                let between = case.milestones.iter().copied();
                Path::new(Shape::Linear, between.chain([(from, start), (end, target)])).points().to_vec()
            }
            _ => path.points().to_vec(),
        },
    })
}

impl InTime {
    /// What is due by now along a path of this shape through the same milestones, over the target.
    ///
    /// # Undefined
    /// `ZeroBase`, `NegativeBase`: a target of zero or less.
    pub fn due(&self, shape: Shape) -> Result<f64, Undefined> {
        let (.., target) = self.levels;
        let path = Path::new(shape, self.points.iter().copied());
        let start = self.points.first().ok_or(Undefined::MissingBase)?.0;
        let level = path.at(start + self.times.0).ok_or(Undefined::MissingBase)?;
        if target <= 0.0 {
            return Err(if target == 0.0 { Undefined::ZeroBase } else { Undefined::NegativeBase });
        }
        finite(Ok(level / target))
    }

    /// The share of the way from the base to the target that is done: `(y − y0)/(T − y0)`.
    ///
    /// # Undefined
    /// `NoChangeAsked`: the target equals the base.
    pub fn way_done(&self) -> Result<f64, Undefined> {
        let (start, value, target) = self.levels;
        if target == start {
            return Err(Undefined::NoChangeAsked);
        }
        finite(Ok((value - start) / (target - start)))
    }

    /// The numbers of the section, each with its arithmetic.
    pub fn numbers(&self) -> Vec<Number> {
        let (start, value, target) = self.levels;
        let (elapsed, planned) = self.times;
        let earned = self.schedule.map(|schedule| schedule.earned);
        let shown = earned.unwrap_or(f64::NAN);
        let of = |get: fn(&EarnedSchedule) -> Result<f64, Undefined>| self.schedule.and_then(|schedule| get(&schedule));
        let when = self.stretch.map_or(String::new(), |(stretch, by)| printed_time(stretch, value, by));
        let [from, value, aim] = [start, value, target].map(number);
        let [shown, passed] = [shown, elapsed].map(number);
        // Through milestones the formula of one leg would be only a part of it.
        let one_leg = self.points.len() == 2;
        let leg = |formula: String| if one_leg { formula } else { String::new() };
        let rises = start > 0.0 && target > 0.0;
        let geometric = if rises {
            format!("{from} * ({aim} / {from}) ^ ({passed} / {planned}) / {aim}")
        } else {
            format!("({from} + ({aim} - {from}) * {passed} / {planned}) / {aim}")
        };
        let mut numbers = vec![
            Number::new("earned", earned, when),
            Number::given("elapsed", elapsed),
            Number::given("planned", planned),
            Number::new("spi_t", of(EarnedSchedule::index), format!("{shown} / {passed}")),
            Number::new("sv_t", of(|one| Ok(one.variance())), format!("{shown} - {passed}")),
            Number::new("ieac_t", of(EarnedSchedule::duration), format!("{planned} / ({shown} / {passed})")),
            Number::new("due_geometric", self.due(Shape::Geometric), leg(geometric)),
            Number::new(
                "due_linear",
                self.due(Shape::Linear),
                leg(format!("({from} + ({aim} - {from}) * {passed} / {planned}) / {aim}")),
            ),
            Number::new("way_done", self.way_done(), format!("({value} - {from}) / ({aim} - {from})")),
            Number::new("way_due", Ok(elapsed / planned), format!("{passed} / {planned}")),
        ];
        for number in &mut numbers {
            number.formula = number.formula.take().filter(|formula| !formula.is_empty());
        }
        numbers
    }
}
