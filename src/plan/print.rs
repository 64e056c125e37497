//! A plan as text: the plan file that reads back as the same plan.

use std::fmt::{self, Display, Write};

use super::{Amount, Bound, Form, GoalPrices, Plan, Project, Whose, Yardstick};
use crate::model::{Indicator, Names, Nature, Units};

impl Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.title != Names::default() {
            writeln!(f, "title = {}", names(&self.title))?;
        }
        line(f, "subject", self.subject.as_deref().map(quoted))?;
        line(f, "base", self.base.map(|period| quoted(&period.to_string())))?;
        line(f, "end", self.end.map(|period| quoted(&period.to_string())))?;
        line(f, "path", self.shape.map(|shape| quoted(shape.as_str())))?;
        if !self.data.is_empty() {
            let files: Vec<String> = self.data.iter().map(|path| quoted(&path.to_string_lossy())).collect();
            writeln!(f, "data = [{}]", files.join(", "))?;
        }
        print_units(f, &self.units)?;
        for (indicator, (base, shape)) in self.indicators.iter().zip(self.bases.iter().zip(&self.shapes)) {
            print_indicator(f, indicator)?;
            line(f, "base", base.map(|period| quoted(&period.to_string())))?;
            line(f, "path", shape.map(|shape| quoted(shape.as_str())))?;
        }
        for target in &self.targets {
            writeln!(f, "\n[[target]]\nindicator = {}", quoted(&target.indicator))?;
            line(f, "subject", target.subject.as_deref().map(quoted))?;
            line(f, "by", target.by.map(|period| quoted(&period.to_string())))?;
            line(f, "base", target.base.map(|period| quoted(&period.to_string())))?;
            line(f, "from", target.from.map(|period| quoted(&period.to_string())))?;
            print_form(f, &target.form)?;
            line(f, "every", target.every.then(|| "true".to_owned()))?;
            line(f, "path", target.path.map(|shape| quoted(shape.as_str())))?;
            line(f, "commitment", target.commitment.map(|commitment| quoted(commitment.as_str())))?;
            line(f, "source", target.source.as_deref().map(quoted))?;
            line(f, "set", target.set.as_deref().map(quoted))?;
            let review = target.review.as_ref().map(|review| match review.met {
                Some(met) => format!("{{ met = {met}, text = {} }}", quoted(&review.text)),
                None => quoted(&review.text),
            });
            line(f, "review", review)?;
            let stated = target.stated.map(|stated| match stated.at {
                Some(at) => {
                    format!("{{ completion = \"{}\", at = {} }}", stated.completion, quoted(&at.to_string()))
                }
                None => quoted(&stated.completion.to_string()),
            });
            line(f, "stated_completion", stated)?;
            line(f, "earned_value", target.earned_value.as_ref().map(project))?;
        }
        for goal in &self.goals {
            let codes: Vec<String> = goal.indicators.iter().map(|code| quoted(code)).collect();
            writeln!(f, "\n[[goal]]\nfor = [{}]\ngoal = {}", codes.join(", "), quoted(&goal.goal.to_string()))?;
            let prices = goal.prices.as_ref().map(|prices| match prices {
                GoalPrices::Rate(rate) => number(*rate),
                GoalPrices::Indicator(code) => quoted(code),
            });
            line(f, "prices", prices)?;
            line(f, "source", goal.source.as_deref().map(quoted))?;
        }
        for method in &self.methods {
            write!(f, "{method}")?;
        }
        Ok(())
    }
}

fn print_units(f: &mut fmt::Formatter<'_>, units: &Units) -> fmt::Result {
    if !units.is_empty() {
        writeln!(f, "\n[units]")?;
    }
    for (name, of) in units.iter() {
        let meaning = of.map_or_else(
            || quoted("own"),
            |(factor, unit)| format!("{{ factor = {}, unit = {} }}", number(factor), quoted(&unit.to_string())),
        );
        writeln!(f, "{} = {meaning}", quoted(name))?;
    }
    Ok(())
}

fn print_indicator(f: &mut fmt::Formatter<'_>, indicator: &Indicator) -> fmt::Result {
    writeln!(f, "\n[indicator.{}]", quoted(&indicator.code))?;
    line(f, "name", (indicator.names != Names::default()).then(|| names(&indicator.names)))?;
    if !indicator.aliases.is_empty() {
        let aliases: Vec<String> = indicator.aliases.iter().map(|alias| quoted(alias)).collect();
        writeln!(f, "alias = [{}]", aliases.join(", "))?;
    }
    line(f, "unit", indicator.unit.as_ref().map(|unit| quoted(&unit.to_string())))?;
    if indicator.nature != Nature::Flow || indicator.unit.as_ref().is_some_and(crate::model::Unit::is_rate) {
        line(f, "nature", Some(quoted(indicator.nature.as_str())))?;
    }
    line(f, "better", indicator.better.map(|better| quoted(better.as_str())))?;
    line(f, "price", indicator.price.map(|price| quoted(&price.to_string())))?;
    line(f, "bounds", indicator.bounds.map(|(low, high)| format!("[{}, {}]", number(low), number(high))))?;
    let range = indicator.range.map(|(worst, best)| {
        let dashboard = indicator
            .dashboard
            .map_or(String::new(), |(green, red)| format!(", green = {}, red = {}", number(green), number(red)));
        format!("{{ worst = {}, best = {}{dashboard} }}", number(worst), number(best))
    });
    line(f, "range", range)
}

fn print_form(f: &mut fmt::Formatter<'_>, form: &Form) -> fmt::Result {
    let key = form.as_str();
    match form {
        Form::Direction => Ok(()),
        Form::Done => writeln!(f, "done = true"),
        Form::Between(low, high) => writeln!(f, "between = [{}, {}]", number(*low), number(*high)),
        Form::Near { value, tolerance } => {
            writeln!(f, "near = {}\ntolerance = {}", number(*value), number(*tolerance))
        }
        Form::Share { of, bound } => writeln!(f, "share_of = {}\n{}", quoted(of), bounded(*bound)),
        Form::Elasticity { to, bound } => {
            writeln!(f, "elasticity = {{ to = {}, {} }}", quoted(to), bounded(*bound))
        }
        Form::Relative { to: yardstick, margin, .. } | Form::Pace { with: yardstick, margin } => {
            writeln!(f, "{key} = {{ {}margin = {} }}", compared(yardstick), number(*margin))
        }
        other => line(f, key, other.value().map(number)),
    }
}

/// The amounts of a project, as an inline table.
fn project(project: &Project) -> String {
    let amounts = Project::KEYS.into_iter().zip(project.amounts());
    let written = amounts.filter_map(|(key, amount)| {
        amount.map(|amount| match amount {
            Amount::Number(value) => format!("{key} = {}", number(*value)),
            Amount::Indicator(code) => format!("{key} = {}", quoted(code)),
        })
    });
    format!("{{ {} }}", written.collect::<Vec<_>>().join(", "))
}

fn bounded(bound: Bound) -> String {
    match bound {
        Bound::AtLeast(value) | Bound::AtMost(value) => format!("{} = {}", bound.as_str(), number(value)),
        Bound::Between(low, high) => format!("between = [{}, {}]", number(low), number(high)),
    }
}

/// The keys of a comparison, each followed by a comma.
fn compared(yardstick: &Yardstick) -> String {
    let mut keys =
        yardstick.indicator.as_deref().map_or(String::new(), |code| format!("indicator = {}, ", quoted(code)));
    match &yardstick.whose {
        Whose::Own => {}
        // Writing into a String cannot fail.
        Whose::Subject(subject) => drop(write!(keys, "subject = {}, ", quoted(subject))),
        Whose::Average(all) if all.is_empty() => keys.push_str("average = true, "),
        Whose::Average(all) => {
            let all: Vec<String> = all.iter().map(|one| quoted(one)).collect();
            let _ = write!(keys, "average = [{}], ", all.join(", "));
        }
    }
    keys
}

fn line(f: &mut fmt::Formatter<'_>, key: &str, value: Option<String>) -> fmt::Result {
    value.map_or(Ok(()), |value| writeln!(f, "{key} = {value}"))
}

fn names(names: &Names) -> String {
    let part = |key: &str, text: &Option<String>| text.as_deref().map(|text| format!("{key} = {}", quoted(text)));
    let parts: Vec<String> = [part("zh", &names.zh), part("en", &names.en)].into_iter().flatten().collect();
    format!("{{ {} }}", parts.join(", "))
}

/// The shortest digits that read back as the same number.
fn number(value: f64) -> String {
    if value.is_infinite() { if value > 0.0 { "inf".into() } else { "-inf".into() } } else { format!("{value:?}") }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            control if control.is_control() => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{:04X}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
