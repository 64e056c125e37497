//! What is said once for many cells: headings, and series in few bytes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{Frequency, Period, PriceWords, Unit};

/// What tells two series of one thing apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    Prices(PriceWords),
    /// The base of an index.
    Index(Period),
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Basis::Prices(words) => words.fmt(f),
            Basis::Index(base) => write!(f, "{base}=100"),
        }
    }
}

impl Basis {
    pub(super) fn chinese(self) -> String {
        match self {
            Basis::Prices(words) => words.chinese(),
            Basis::Index(_) => self.to_string(),
        }
    }
}

/// A heading with its unit in a table of one title: what all cells below have in common.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// As printed.
    pub(super) printed: Printed,
    /// The indicator of the plan.
    pub(super) indicator: Option<usize>,
    /// The indicator whose published growth it is.
    pub(super) growth_of: Option<usize>,
    pub(super) by_title: bool,
    pub(super) basis: Option<Basis>,
    pub(super) unit: Option<Unit>,
    pub(super) of: Of,
    /// What a series without an indicator of the plan is known by.
    pub(super) free: Arc<str>,
    /// The same whatever its prices or its base.
    pub(super) thing: Arc<str>,
}

/// What a series is of: an indicator of the plan, or the number of what it is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Of {
    Plan(u32),
    Free(u32),
}

/// A number for each text.
#[derive(Default)]
pub(super) struct Numbers(HashMap<Arc<str>, u32>);

impl Numbers {
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let number = self.0.len() as u32;
        *self.0.entry(text.into()).or_insert(number)
    }
}

/// Each text once.
#[derive(Default)]
pub(super) struct Shared(HashSet<Arc<str>>);

impl Shared {
    pub(super) fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(own) = self.0.get(text) {
            return own.clone();
        }
        let own: Arc<str> = text.into();
        self.0.insert(own.clone());
        own
    }
}

/// A series of one subject, in few bytes: a folder may have millions.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) subject: Arc<str>,
    /// The heading that was printed first.
    pub(super) head: u32,
    /// The heading that gives it its unit, where the plan does not.
    pub(super) unit: u32,
    pub(super) frequency: Frequency,
    /// Headings with other units, each with the first file; the first heading whose cell has a value stands alone.
    pub(super) first_unit: Option<(u32, u32)>,
    pub(super) more_units: Vec<(u32, u32)>,
    pub(super) bases: Vec<(Basis, u32)>,
}

/// What is known of a series.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeriesFacts<'g> {
    pub(super) subject: &'g Arc<str>,
    /// The indicator of the plan.
    pub(super) indicator: Option<usize>,
    /// The indicator whose published growth it is.
    pub(super) growth_of: Option<usize>,
    /// The headings as first printed.
    pub(super) path: &'g str,
    pub(super) table: &'g str,
    /// What a series without an indicator of the plan is known by.
    pub(super) free: &'g str,
    /// The same whatever its prices or its base.
    pub(super) thing: &'g str,
    pub(super) frequency: Frequency,
    /// The unit of its values: that of the plan, or the first that is printed.
    pub(super) unit: Option<&'g Unit>,
    pub(super) unit_text: &'g str,
    kept: &'g Kept,
    heads: &'g Heads,
}

impl<'g> SeriesFacts<'g> {
    /// Units as they are printed, with the first file of each.
    pub(super) fn units(&self) -> impl Iterator<Item = (&'g str, u32)> + use<'g> {
        let heads = self.heads;
        let all = self.kept.first_unit.iter().chain(&self.kept.more_units);
        all.map(move |&(head, file)| (heads.unit_text(head), file))
    }

    /// Prices and bases as they are printed, with the first file of each.
    pub(super) fn bases(&self) -> &'g [(Basis, u32)] {
        &self.kept.bases
    }
}

/// Headings, unit and title as printed.
pub(super) type Printed = (Arc<str>, Arc<str>, Arc<str>);

/// All headings by number.
#[derive(Debug, Default)]
pub(super) struct Heads {
    pub(super) numbers: HashMap<Printed, u32>,
    pub(super) known: Vec<Head>,
    /// The units of the plan's indicators.
    pub(super) planned: Vec<Option<(Unit, Arc<str>)>>,
}

impl Heads {
    pub(super) fn get(&self, head: u32) -> Option<&Head> {
        self.known.get(head as usize)
    }

    /// The unit as it is printed.
    pub(super) fn unit_text(&self, head: u32) -> &str {
        self.get(head).map_or("", |head| &head.printed.1)
    }

    pub(super) fn facts<'g>(&'g self, kept: &'g Kept) -> Option<SeriesFacts<'g>> {
        let head = self.get(kept.head)?;
        let planned = head.indicator.and_then(|at| self.planned.get(at)).and_then(Option::as_ref);
        let (unit, unit_text) = match planned {
            Some((unit, text)) => (Some(unit), &**text),
            None => (self.get(kept.unit).and_then(|head| head.unit.as_ref()), self.unit_text(kept.unit)),
        };
        Some(SeriesFacts {
            subject: &kept.subject,
            indicator: head.indicator,
            growth_of: head.growth_of,
            path: &head.printed.0,
            table: &head.printed.2,
            free: &head.free,
            thing: &head.thing,
            frequency: kept.frequency,
            unit,
            unit_text,
            kept,
            heads: self,
        })
    }
}
