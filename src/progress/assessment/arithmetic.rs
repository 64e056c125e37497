//! The arithmetic behind the numbers that every target has: what goes into each, and its formula with the numbers in it.

use super::super::case::{Asked, Case};
use super::super::details::Number;
use super::super::evidence::{Point, number, printed_rate, printed_time};
use super::Assessment;
use crate::model::Period;
use crate::plan::{Form, Stretch};

/// What the numbers of one moment were made of; what does not apply is not there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::progress) struct Arithmetic {
    /// Of rates of growth the degree is that of the indices: one unit of the value as a fraction.
    scale: Option<f64>,
    /// +1 where values should rise, −1 where they should fall.
    sign: Option<f64>,
    due: Option<Due>,
    /// Base and latest value of the achieved rate.
    achieved: Option<[Point; 2]>,
    needed: Option<Needed>,
    /// The ends of the leg, and the level of the even way at the date.
    leg: Option<[Point; 2]>,
    even: Option<Due>,
    /// The stretch of the path that has the latest value, the time of that, and the periods of a year.
    ahead: Option<(Stretch, f64, f64)>,
    /// The latest value itself (of a share the share), and the one a year before it.
    years: Option<[f64; 2]>,
    /// How much of the unit a point is.
    point: Option<f64>,
    /// Whether growth comes of that value, not of a publication.
    grew: bool,
}

/// The level that was due.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Due {
    Level(f64),
    On(Stretch, f64),
    /// The gap to what is compared with closes evenly: the level of now, base and level of then, and what is left.
    Closing {
        level: f64,
        base: f64,
        start: f64,
        left: f64,
        even: bool,
    },
}

/// What is still to come.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Needed {
    value: f64,
    level: f64,
    years: f64,
    per_year: f64,
}

impl Case<'_> {
    /// What the numbers of now are made of, once there is a value.
    pub(super) fn arithmetic(&self) -> Option<Arithmetic> {
        let &(period, value) = self.observed().last()?;
        let asked = self.asked(Some(period));
        let (form, at) = (&self.target.form, period.end_in_years());
        let per_year = f64::from(period.frequency().per_year());
        let sign = asked.sign(self.start().map(|(_, value)| value), Some(value)).ok();
        let path = self.path_to(&asked);
        let needed = (self.needed_level(Some((period, value)), &asked).ok())
            .zip(self.years_left(Some((period, value))).ok())
            .map(|(level, years)| Needed { value, level, years, per_year });
        let own = self.year_on_year();
        let of_year = self.part_of_year();
        let published = match of_year {
            Some(_) => self.series.and_then(|series| series.published_to(period)),
            None => own.ok().and_then(|(period, _)| self.series?.published_at(period)),
        };
        let years = match of_year {
            Some(year) => year.ok(),
            None => own.and_then(|(_, values)| values).ok(),
        };
        Some(Arithmetic {
            scale: self.scale_of_rates(),
            sign,
            due: self.due_arithmetic(period, &asked),
            leg: asked.level.ok().and_then(|level| self.leg(level).ok()),
            even: self.even_way().ok().and_then(|(even, by)| {
                even.stretch_at(by).map(|stretch| Due::On(stretch, by)).or(even.at(by).map(Due::Level))
            }),
            achieved: self.achieved_between(Some((period, value))).ok(),
            needed: needed.filter(|_| !matches!(form, Form::Done)),
            ahead: sign.and_then(|sign| {
                let (along, ahead) = self.along(sign);
                Some((path?.stretch_of(value, along)?, at, ahead * per_year))
            }),
            years,
            point: self.unit_of_points(),
            grew: published.is_none() && !self.is_share(),
        })
    }

    fn due_arithmetic(&self, period: Period, asked: &Asked) -> Option<Due> {
        let (level, form) = (asked.level.ok()?, &self.target.form);
        let fixed = self.target.by.is_none() || self.target.is_kept();
        if fixed || matches!(form, Form::Pace { .. } | Form::Elasticity { .. }) {
            return Some(Due::Level(level));
        }
        let at = period.end_in_years();
        if let Form::Relative { .. } = form {
            return self.closing(period, level).ok().map(|(base, start, left, even)| {
                if left == 0.0 { Due::Level(level) } else { Due::Closing { level, base, start, left, even } }
            });
        }
        let path = self.path_to(asked)?;
        path.stretch_at(at).map(|stretch| Due::On(stretch, at)).or(path.at(at).map(Due::Level))
    }
}

impl Due {
    fn formula(self) -> String {
        match self {
            Due::Level(level) => number(level),
            Due::On(stretch, at) => {
                let Stretch { from, to, even } = stretch;
                let [start, end, passed, whole] = [from.1, to.1, at - from.0, to.0 - from.0].map(number);
                if even {
                    format!("{start} * ({end} / {start}) ^ ({passed} / {whole})")
                } else {
                    format!("({start} + ({end} - {start}) * {passed} / {whole})")
                }
            }
            Due::Closing { level, base, start, left, even } => {
                let [level, base, start, left] = [level, base, start, left].map(number);
                if even {
                    format!("{level} * ({base} / {start}) ^ {left}")
                } else {
                    format!("({level} + ({base} - {start}) * {left})")
                }
            }
        }
    }
}

impl Assessment {
    /// The numbers that every target has, each with the arithmetic that gives it where [`TrackOptions::explain`] asked
    /// for it. What comes of no closed formula (the rate that is needed of a planned sum: the cumulative method) has
    /// none.
    ///
    /// [`TrackOptions::explain`]: crate::progress::TrackOptions::explain
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let plan = Plan::parse("base = '2005'\n[indicator.gdp]\n[[target]]\nindicator = 'gdp'\nby = '2010'\nlevel = 31")?;
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "gdp")], &[0, 0], &[2005, 2007].map(Period::annual), &[11.9, 17.0])?;
    /// let track = plan.track(&panel, TrackOptions::from(Method::Schedule).explain(true))?;
    /// let numbers = track.assessments[0].numbers();
    /// let due = numbers.iter().find(|number| number.name == "due").expect("every target has it");
    /// assert_eq!(due.formula.as_deref(), Some("11.9 * (31 / 11.9) ^ (2 / 5) / 31"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn numbers(&self) -> Vec<Number> {
        let now = &self.now;
        let values = [
            ("completion", now.completion),
            ("due", now.due),
            ("lead_points", now.lead_points),
            ("lead_periods", now.lead_periods),
            ("needed_rate", now.needed_rate),
            ("needed_change", now.needed_change),
            ("achieved_rate", now.achieved_rate),
            ("acceleration", now.acceleration),
            ("multiple", self.multiple),
            ("doublings", self.doublings),
            ("target_rate", self.target_rate),
            ("leg_rate", self.leg_rate),
            ("slack", self.slack),
            ("difference", self.difference()),
        ];
        let formulas = self.arithmetic.as_deref().map_or_else(Default::default, |made| self.formulas(made));
        values.into_iter().zip(formulas).map(|((name, value), formula)| Number::shown(name, value, formula)).collect()
    }

    /// The formulas of these numbers, in their order.
    fn formulas(&self, made: &Arithmetic) -> [Option<String>; 14] {
        let now = &self.now;
        let value = now.latest.map(|(_, value)| value);
        let level = self.target.level.ok();
        let base = self.base.1;
        // What is due of a year so far, and its lead, are those of the section.
        let year = self.details.within_year.as_ref().filter(|_| self.in_year);
        let of_year = |name: &str| {
            let year = year?;
            let found = year.numbers().into_iter().find(|number| number.name == year.named(name))?;
            found.formula
        };
        let degree = |value: String, level: f64| match made.scale {
            Some(scale) => {
                let [level, scale] = [level, scale].map(number);
                format!("(1 + {value} * {scale}) / (1 + {level} * {scale})")
            }
            None => format!("{value} / {}", number(level)),
        };
        let completion = value.zip(level).map(|(value, level)| degree(number(value), level));
        let due = made.due.zip(level).map(|(due, level)| degree(due.formula(), level));
        let lead = made.sign.zip(completion.as_ref().zip(due.as_ref()));
        let lead = lead.map(|(sign, (completion, due))| format!("{} * ({completion} - {due})", number(sign)));
        let ahead = made.ahead.zip(value).map(|((stretch, at, per_year), value)| {
            format!("({}) * {}", printed_time(stretch, value, stretch.from.0 - at), number(per_year))
        });
        let is_sum = matches!(self.target.form, Form::Total(_));
        let needed = made.needed.filter(|_| !is_sum).map(|needed| {
            let from = Point { time: 0.0, value: needed.value };
            printed_rate(from, Point { time: needed.years, value: needed.level })
        });
        let change = made.needed.map(|needed| {
            let [value, level] = [needed.value, needed.level].map(number);
            format!("({level} - {value}) / ({} * {})", needed.years, needed.per_year)
        });
        let achieved = made.achieved.map(|[from, to]| printed_rate(from, to));
        let acceleration =
            needed.as_ref().zip(achieved.as_ref()).map(|(needed, achieved)| format!("{needed} / {achieved}"));
        let multiple = base.zip(level).map(|(base, level)| format!("{} / {}", number(level), number(base)));
        let until = match self.target.form {
            Form::Pace { .. } | Form::Elasticity { .. } => now.latest.map(|(period, _)| period),
            _ => self.target.by,
        };
        let target_rate = self.base.0.zip(base).zip(until.zip(level)).map(|((from, base), (until, level))| {
            let from = Point { time: from.end_in_years(), value: base };
            printed_rate(from, Point { time: until.end_in_years(), value: level })
        });
        let doublings = multiple.as_ref().map(|multiple| format!("ln({multiple}) / ln(2)"));
        let difference = value.zip(level).map(|(value, level)| format!("{} - {}", number(value), number(level)));
        let slack = level.zip(made.even).map(|(level, even)| format!("{} / ({}) - 1", number(level), even.formula()));
        let in_year = |name: &str, own: Option<String>| if self.in_year { of_year(name) } else { own };
        [
            in_year("completion", completion),
            in_year("due", due),
            in_year("lead_points", lead),
            in_year("lead_months", ahead),
            needed,
            change,
            achieved,
            acceleration,
            multiple,
            doublings,
            target_rate,
            made.leg.map(|[from, to]| printed_rate(from, to)),
            slack,
            difference,
        ]
    }

    /// Growth of the latest value, and its change in points, each with the arithmetic that gives it, as
    /// [`Assessment::numbers`] has it.
    pub fn latest_numbers(&self) -> Vec<Number> {
        let made = self.arithmetic.as_deref();
        let years = made.and_then(|made| made.years).map(|years| years.map(number));
        let growth = years.as_ref().filter(|_| made.is_some_and(|made| made.grew) && !self.in_year);
        let growth = growth.map(|[own, before]| format!("({own} - {before}) / {before}"));
        let points = years.as_ref().zip(made.and_then(|made| made.point));
        let points = points.map(|([own, before], unit)| format!("({own} - {before}) / {}", number(unit)));
        vec![Number::shown("growth", self.growth, growth), Number::shown("change_points", self.change_points, points)]
    }
}
