//! A plan as text: the plan file that reads back as the same plan.

use std::fmt::{self, Display, Write};

use super::Plan;
use crate::model::{Indicator, Names, Nature};

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
        for indicator in &self.indicators {
            print_indicator(f, indicator)?;
        }
        for target in &self.targets {
            writeln!(f, "\n[[target]]\nindicator = {}", quoted(&target.indicator))?;
            line(f, "subject", target.subject.as_deref().map(quoted))?;
            line(f, "by", target.by.map(|period| quoted(&period.to_string())))?;
            line(f, "base", target.base.map(|period| quoted(&period.to_string())))?;
            line(f, target.form.as_str(), target.form.value().map(number))?;
            line(f, "every", target.every.then(|| "true".to_owned()))?;
            line(f, "commitment", target.commitment.map(|commitment| quoted(commitment.as_str())))?;
            line(f, "source", target.source.as_deref().map(quoted))?;
        }
        for goal in &self.goals {
            let codes: Vec<String> = goal.indicators.iter().map(|code| quoted(code)).collect();
            writeln!(f, "\n[[goal]]\nfor = [{}]\ngoal = {}", codes.join(", "), quoted(&goal.goal.to_string()))?;
            line(f, "source", goal.source.as_deref().map(quoted))?;
        }
        for method in &self.methods {
            write!(f, "{method}")?;
        }
        Ok(())
    }
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
