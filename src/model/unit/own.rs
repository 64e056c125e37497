//! Units that somebody declares beside those that are known.

use std::fmt;

use super::{Dimension, Unit, half_width, table};
use crate::error::{Error, ErrorKind, Result, nearest};

/// Bytes of the longest name of a unit of its own.
const LONGEST_NAME: usize = 47;

/// The name of a unit that was declared as one of its own. It is kept in place, so that dimensions stay `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnUnit {
    length: u8,
    bytes: [u8; LONGEST_NAME],
}

impl OwnUnit {
    fn new(name: &str) -> Option<OwnUnit> {
        let mut bytes = [0; LONGEST_NAME];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(OwnUnit { length: name.len() as u8, bytes })
    }

    /// The name, in lower case.
    pub fn name(&self) -> &str {
        let name = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(name).unwrap_or_default()
    }
}

impl fmt::Display for OwnUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for OwnUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.name())
    }
}

/// What one declared unit is: as many of the dimension's own unit, above and below a line.
type Meaning = (f64, Dimension, Option<(f64, Dimension)>);

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    /// As written.
    name: Box<str>,
    /// In half width and lower case.
    key: Box<str>,
    /// So many of which unit; `None` for a unit of its own.
    of: Option<(f64, Unit)>,
    meaning: Meaning,
}

/// Units that are declared, beside those that are known: nobody knows the units of every plan.
///
/// A unit of its own equals only itself and converts into nothing; scales and quotients are made of it as of others.
///
/// # Examples
/// ```
/// use fanfan::model::{Unit, Units};
///
/// assert!("学位".parse::<Unit>().is_err()); // a unit that is not known is an error
/// let mut units = Units::default();
/// units.declare("学位", None)?; // places at school
/// units.declare("班", Some((45.0, units.read("学位")?)))?; // forty-five of them are a class
/// assert_eq!(units.read("万学位")?.convert(9.0, &units.read("班")?)?, 2_000.0);
/// assert!(units.read("学位")?.convert(1.0, &units.read("人")?).is_err());
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Units(Vec<Entry>);

impl Units {
    /// Declares a unit: as one of its own, or as so many of another.
    ///
    /// # Errors
    /// A name that is known already, is empty or has more than 47 bytes; a factor that is not positive.
    pub fn declare(&mut self, name: &str, of: Option<(f64, Unit)>) -> Result<()> {
        let wrong = |message: String, mend: &str| Err(Error::new(ErrorKind::Unit, message).mend(mend));
        let key = half_width(name).to_lowercase();
        if key.is_empty() {
            return wrong("a unit without a name".to_owned(), "write \"µg/m3\" = \"own\"");
        }
        if self.known(name).is_some() {
            return wrong(format!("`{name}` is a unit that is known already"), "leave it out");
        }
        let Some(own) = OwnUnit::new(&key) else {
            return wrong(
                format!("the name of the unit has {} bytes; {LONGEST_NAME} are the most", key.len()),
                "write a shorter one",
            );
        };
        let meaning = match &of {
            None => (1.0, Dimension::Own(own), None),
            Some((factor, _)) if !(*factor > 0.0 && factor.is_finite()) => {
                return wrong(format!("a unit that is {factor} of another"), "give a factor above zero");
            }
            Some((factor, unit)) => (factor * unit.factor, unit.dimension, unit.per),
        };
        self.0.push(Entry { name: name.trim().into(), key: key.into(), of, meaning });
        Ok(())
    }

    /// Whether none is declared.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The declared units, each with how many of which other it is.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<(f64, &Unit)>)> {
        self.0.iter().map(|entry| (&*entry.name, entry.of.as_ref().map(|(factor, unit)| (*factor, unit))))
    }

    /// Reads a unit: one that is declared or known, scaled, or a quotient of two.
    ///
    /// # Errors
    /// A unit that is neither, with the nearest that is.
    pub fn read(&self, written: &str) -> Result<Unit> {
        self.known(written).ok_or_else(|| {
            if table::is_scale(written) {
                let of = if written.is_ascii() { (" persons", " EUR") } else { ("人", "元") };
                let written = written.trim();
                return Error::new(ErrorKind::Unit, format!("unknown unit `{written}`: it does not say of what"))
                    .mend(format!("write `{written}{}`, `{written}{}` or the like", of.0, of.1));
            }
            let mut all: Vec<&str> = table::names().collect();
            for entry in &self.0 {
                all.push(&entry.name);
            }
            let near = nearest(written.trim(), all).map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let name = written.trim().replace(['"', '\\'], "");
            Error::new(ErrorKind::Unit, format!("unknown unit `{written}`")).mend(format!(
                "{near}to declare it as a unit of its own, add to the plan file a table [units] with \"{name}\" = \"own\", \
                 or with how many of another unit it is: \"{name}\" = {{ factor = 1000, unit = \"kg\" }}"
            ))
        })
    }

    /// The same, if there is one.
    pub(crate) fn known(&self, written: &str) -> Option<Unit> {
        Unit::among(written, self)
    }

    fn find(&self, text: &str) -> Option<&Entry> {
        if self.0.is_empty() {
            return None;
        }
        let key = text.trim().to_lowercase();
        self.0.iter().find(|entry| *entry.key == *key)
    }

    /// What a text as a whole is declared to be.
    pub(super) fn whole(&self, text: &str) -> Option<Meaning> {
        self.find(text).map(|entry| entry.meaning)
    }

    /// The same where it is no quotient, so that it can be scaled and be part of one.
    pub(super) fn base(&self, text: &str) -> Option<(f64, Dimension)> {
        self.find(text).filter(|entry| entry.meaning.2.is_none()).map(|entry| (entry.meaning.0, entry.meaning.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_units_equal_only_themselves() -> Result<()> {
        let mut units = Units::default();
        units.declare("分贝", None)?;
        units.declare("学位", None)?;
        assert_ne!(units.read("分贝")?, units.read("学位")?);
        assert_eq!(units.read("万学位")?.convert(2.0, &units.read("学位")?)?, 20_000.0);
        assert_eq!(units.read("学位/千人")?.per(), Some(Dimension::Persons));
        assert!(units.read("分贝")?.convert(1.0, &units.read("学位")?).is_err());
        // the same in another form, a quotient, and what is refused
        units.declare("µSv/h", None)?;
        assert_eq!(units.read("μSv/h")?, units.read("µSV/H")?);
        units.declare("kgce/kyuan", Some((0.01, units.read("吨标准煤/万元")?)))?;
        assert_eq!(units.read("kgce/kyuan")?.convert(50.0, &units.read("吨标准煤/万元")?)?, 0.5);
        for (name, of) in [("元", None), ("学位", None), ("", None), ("箱", Some((0.0, units.read("个")?)))] {
            assert!(units.declare(name, of).is_err(), "{name}");
        }
        assert!(units.declare(&"长".repeat(20), None).is_err());
        Ok(())
    }

    #[test]
    fn an_unknown_unit_says_how_to_declare_it() {
        let message = Units::default().read("学位").map_err(|error| error.to_string());
        assert!(
            matches!(message, Err(message) if message.contains("[units]") && message.contains("\"学位\" = \"own\""))
        );
    }
}
