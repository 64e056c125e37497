//! What a path of headings names, whatever its prices and bases.

use super::{Matcher, PATH_SEPARATOR, letters::tidy, term};
use crate::model::{Dimension, IndexBase, Period, Unit};

impl Matcher {
    /// What a path of headings names, whatever its prices and the fixed base of its index: a heading that is a name of a
    /// group stands under the first name of it. With it the period of that base.
    pub(crate) fn thing(&self, path: &str) -> (String, Option<Period>) {
        let mut base = None;
        let parts = path.split(PATH_SEPARATOR).map(|part| {
            let (mut text, own) = without_base(term::prices(&tidy(part)).1.replace("()", "").trim());
            base = own.or(base);
            if let Some(name) = self.table.by_name.get(&text).and_then(|group| self.table.names.get(*group)?.first()) {
                text.clone_from(name);
            }
            text
        });
        let parts: Vec<String> = parts.collect();
        (parts.join(PATH_SEPARATOR), base)
    }
}

/// A heading without the fixed base of its index in brackets, and the period of that base.
fn without_base(text: &str) -> (String, Option<Period>) {
    let found = text.rsplit_once('(').and_then(|(before, rest)| {
        let (inner, after) = rest.split_once(')')?;
        let Dimension::Index(IndexBase::Fixed(base)) = Unit::known(inner)?.dimension() else { return None };
        Some((format!("{}{after}", before.trim_end()), base))
    });
    found.map_or_else(|| (text.to_owned(), None), |(text, base)| (text, Some(base)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NameTable;

    #[test]
    fn one_thing_whatever_its_prices_its_base_and_its_name() {
        let matcher = Matcher::new(&[], NameTable::shipped());
        let thing = |path: &str| matcher.thing(path).0;
        for (one, other) in [
            ("工业总产值(1990年不变价)", "工业总产值（2005年不变价）"),
            ("生产总值指数(1978=100)", "生产总值指数"),
            ("国内生产总值 / 工业增加值", "地区生产总值 / 工业增加值"),
        ] {
            assert_eq!(thing(one), thing(other), "{one}, {other}");
        }
        for (one, other) in [
            ("生产总值指数(上年=100)", "生产总值指数(1978=100)"),
            ("人口(男)", "人口(女)"),
            ("国内生产总值 / 工业", "工业"),
        ] {
            assert_ne!(thing(one), thing(other), "{one}, {other}");
        }
        assert_eq!(matcher.thing("生产总值指数（1978=100）").1, Some(Period::annual(1978)));
    }
}
