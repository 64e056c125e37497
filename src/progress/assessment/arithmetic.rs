//! The arithmetic behind the numbers that every target has: what goes into each, and its formula with the numbers in it.

use super::super::case::{Asked, Case};
use super::super::details::Number;
use super::super::evidence::{Point, number, printed_rate, printed_time};
use super::Assessment;
use crate::model::{Nature, Period, Unit};
use crate::plan::{Form, Stretch, units_per_point};

/// What the numbers of one moment were made of; what does not apply is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
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
    /// Whether the sum of the year so far stands for the value.
    pub(in crate::progress) in_year: bool,
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
    /// What the numbers of now are made of.
    pub(super) fn arithmetic(&self, observed: &[(Period, f64)]) -> Arithmetic {
        let Some(&(period, value)) = observed.last() else { return Arithmetic::default() };
        let asked = self.asked(Some(period));
        let (form, at) = (&self.target.form, period.end_in_years());
        let is_growth = self.indicator.nature == Nature::Growth && !form.compounds() && !form.is_growth();
        let unit = self.indicator.unit.as_ref().filter(|unit| unit.is_rate());
        let per_year = f64::from(period.frequency().per_year());
        let sign = asked.sign(self.start().map(|(_, value)| value), Some(value)).ok();
        let path = self.path_to(&asked);
        let needed = (self.needed_level(Some((period, value)), &asked).ok())
            .zip(self.years_left(Some((period, value))).ok())
            .map(|(level, years)| Needed { value, level, years, per_year });
        let values = match form {
            Form::Share { .. } => self.observed(),
            _ => self.values(),
        };
        let last = values.last().copied();
        let before = last.and_then(|(period, _)| {
            let before = period - period.frequency().per_year() as i32;
            values.iter().rev().find(|(at, _)| *at == before).map(|(_, value)| *value)
        });
        let point = if matches!(form, Form::Share { .. }) { Some(0.01) } else { units_per_point(self.indicator) };
        let of_year = self.part_of_year();
        let published = match of_year {
            Some(_) => self.series.and_then(|series| series.published_to(period)),
            None => last.and_then(|(period, _)| self.series?.published_at(period)),
        };
        let years = match of_year {
            Some(year) => year.ok(),
            None => last.zip(before).map(|((_, own), before)| [own, before]),
        };
        Arithmetic {
            scale: is_growth.then(|| unit.map_or(1.0, Unit::scale)),
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
            point,
            grew: published.is_none() && !matches!(form, Form::Share { .. }),
            in_year: false,
        }
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
    /// The numbers that every target has, each with the arithmetic that gives it. What comes of no closed formula (the
    /// rate that is needed of a planned sum: the cumulative method) has none.
    ///
    /// # Examples
    /// ```
    /// use fanfan::prelude::*;
    ///
    /// let plan = Plan::parse("base = '2005'\n[indicator.gdp]\n[[target]]\nindicator = 'gdp'\nby = '2010'\nlevel = 31")?;
    /// let panel = LongPanel::from_columns(vec![SeriesKey::new("", "gdp")], &[0, 0], &[2005, 2007].map(Period::annual), &[11.9, 17.0])?;
    /// let track = plan.track(&panel, Method::Schedule)?;
    /// let numbers = track.assessments[0].numbers();
    /// let due = numbers.iter().find(|number| number.name == "due").expect("every target has it");
    /// assert_eq!(due.formula.as_deref(), Some("11.9 * (31 / 11.9) ^ (2 / 5) / 31"));
    /// # Ok::<(), fanfan::Error>(())
    /// ```
    pub fn numbers(&self) -> Vec<Number> {
        let (made, now) = (&self.arithmetic, &self.now);
        let value = now.latest.map(|(_, value)| value);
        let level = self.target.level.ok();
        let base = self.base.1;
        // What is due of a year so far, and its lead, are those of the section.
        let year = self.details.within_year.as_ref().filter(|_| made.in_year);
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
        let in_year = |name: &str, own: Option<String>| if made.in_year { of_year(name) } else { own };
        let rows = [
            ("completion", now.completion, in_year("completion", completion)),
            ("due", now.due, in_year("due", due)),
            ("lead_points", now.lead_points, in_year("lead_points", lead)),
            ("lead_periods", now.lead_periods, in_year("lead_months", ahead)),
            ("needed_rate", now.needed_rate, needed),
            ("needed_change", now.needed_change, change),
            ("achieved_rate", now.achieved_rate, achieved),
            ("acceleration", now.acceleration, acceleration),
            ("multiple", self.multiple, multiple),
            ("doublings", self.doublings, doublings),
            ("target_rate", self.target_rate, target_rate),
            ("leg_rate", self.leg_rate, made.leg.map(|[from, to]| printed_rate(from, to))),
            ("slack", self.slack, slack),
            ("difference", self.difference(), difference),
        ];
        let with_formula = |(name, value, formula): (_, Result<f64, _>, Option<String>)| Number {
            name,
            value,
            formula: formula.filter(|_| value.is_ok()),
        };
        rows.map(with_formula).into()
    }

    /// Growth of the latest value, and its change in points, each with the arithmetic that gives it.
    pub fn latest_numbers(&self) -> Vec<Number> {
        let made = &self.arithmetic;
        let growth = made.years.filter(|_| made.grew && !made.in_year).map(|[own, before]| {
            let [own, before] = [own, before].map(number);
            format!("({own} - {before}) / {before}")
        });
        let points = made.years.zip(made.point).map(|([own, before], unit)| {
            let [own, before, unit] = [own, before, unit].map(number);
            format!("({own} - {before}) / {unit}")
        });
        let with_formula = |name, value: Result<f64, _>, formula: Option<String>| Number {
            name,
            value,
            formula: formula.filter(|_| value.is_ok()),
        };
        vec![with_formula("growth", self.growth, growth), with_formula("change_points", self.change_points, points)]
    }
}
