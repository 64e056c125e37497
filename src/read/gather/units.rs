//! What each series is measured in: the first row with a unit sets it, and the others have to fit.

use std::sync::Arc;

use super::Gather;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Unit;

/// What one series is measured in: the text that came first.
#[derive(Default, Clone)]
pub(super) struct SeriesUnit {
    pub(super) text: Option<Arc<str>>,
    /// Whether the text is a percent sign in the cells.
    signed: bool,
    /// The last file with a value that has no unit.
    bare: Option<usize>,
}

impl Gather<'_> {
    /// Whether cells of a series have percent signs, so that those without are refused.
    pub(in crate::read) fn is_signed(&self, series: u32) -> bool {
        self.units.get(series as usize).is_some_and(|own| own.signed)
    }

    /// Whether any series has percent signs.
    #[cfg(feature = "rayon")]
    pub(in crate::read) fn any_signed(&self) -> bool {
        self.units.iter().any(|own| own.signed)
    }

    /// The name of the series says that its values are percentages.
    pub(in crate::read) fn percent(&mut self, series: u32) {
        if let Some(own) = self.units.get_mut(series as usize).filter(|own| !own.signed) {
            own.text.get_or_insert_with(|| "%".into());
        }
    }

    /// A value without a unit: it has that of the rows before.
    ///
    /// # Errors
    /// Values before it have percent signs: 0.33 and 33 % are not told apart without.
    pub(in crate::read) fn bare(&mut self, series: u32, value: f64) -> Result<f64> {
        let file = self.files.len();
        if let Some(own) = self.units.get_mut(series as usize).filter(|_| value != 0.0) {
            if own.signed {
                return Err(some_signs());
            }
            own.bare = Some(file);
        }
        Ok(value)
    }

    /// A value with a sign of percent or per mille, in percent or per mille; `unit` is what the table says beside it.
    ///
    /// # Errors
    /// Values before it have no sign, or another unit; the table says another unit.
    pub(in crate::read) fn signed(&mut self, series: u32, value: f64, sign: &str, unit: &str) -> Result<f64> {
        match unit {
            "" => {
                if let Some(own) = self.units.get_mut(series as usize) {
                    if own.bare.is_some() {
                        return Err(some_signs());
                    }
                    own.signed |= own.text.is_none();
                }
            }
            "%" | "％" | "‰" => {}
            _ => {
                let of = if sign == "%" { "percent" } else { "per mille" };
                let message = format!("`{value}{sign}` has a {of} sign, the unit is `{unit}`");
                let mend = format!("take the sign out, or write the unit as {sign}");
                return Err(Error::new(ErrorKind::Unit, message).mend(mend));
            }
        }
        self.in_unit(series, value, sign)
    }

    /// The value in the unit of its series, which the first row with a unit sets.
    ///
    /// # Errors
    /// A second unit that does not convert into the first; a unit below values of the same file that have none.
    pub(in crate::read) fn in_unit(&mut self, series: u32, value: f64, unit: &str) -> Result<f64> {
        let file = self.files.len();
        let Some(own) = self.units.get_mut(series as usize) else { return Ok(value) };
        match &own.text {
            None if own.bare == Some(file) => Err(Error::new(
                ErrorKind::Unit,
                format!("the unit `{unit}` begins here, and values of this series above it have none"),
            )
            .mend("give the unit in every row")),
            None => {
                own.text = Some(unit.into());
                Ok(value)
            }
            Some(text) if &**text == unit => Ok(value),
            Some(text) => {
                let to: Unit = text.parse().map_err(|_| two_units(text, unit))?;
                let from: Unit = unit.parse().map_err(|_| two_units(text, unit))?;
                from.convert(value, &to)
            }
        }
    }
}

fn some_signs() -> Error {
    Error::new(ErrorKind::Unit, "some values of this series have a percent sign and some have none")
        .mend("write the sign in every cell or in none, or give the unit in a column `unit`")
}

fn two_units(first: &str, second: &str) -> Error {
    Error::new(ErrorKind::Unit, format!("the series has the units `{first}` and `{second}`"))
        .mend("give one unit, or two that convert into each other")
}
