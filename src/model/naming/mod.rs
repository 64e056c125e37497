//! Names of indicators as tables print them, and which indicator of a plan is meant.
//!
//! [`Names`](super::Names) are for people to read; here names are read. A name is recognised by what stands in the
//! plan (code, name, alias) and by a table of names that offices print for the same thing (`names.toml`). What is
//! near is said and never guessed: growth is no level, a value per head is no total, 第一产业 alone says nothing.

mod letters;
mod matcher;
mod near;
#[cfg(feature = "batch")]
mod provinces;
mod said;
mod term;
#[cfg(feature = "batch")]
mod thing;

pub use matcher::{Match, Matcher};
pub use term::PriceWords;

pub(crate) use letters::tidy;
#[cfg(feature = "batch")]
pub(crate) use provinces::{Province, province};
#[cfg(feature = "report")]
pub(crate) use said::without_index_base;
pub(crate) use said::{Said, is_in_percent, is_share_alone, said};
pub(crate) use term::{is_growth_alone, says_yearly_growth};

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use toml::de::{DeTable, DeValue};

use crate::error::{Error, ErrorKind, Result};
use term::Qualifiers;

/// Between the headings of a path, from outer to inner.
pub const PATH_SEPARATOR: &str = " / ";

/// The table that comes with the library.
const SHIPPED: &str = include_str!("names.toml");

/// One heading of a path: a group of names, or its own words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Token {
    Group(usize),
    Word(String),
}

/// A path with what is told of it: what two names of one indicator have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    tokens: Vec<Token>,
    qualifiers: Qualifiers,
}

/// Groups of names for one indicator each.
///
/// # Examples
/// ```
/// use fanfan::model::NameTable;
///
/// let mut names = NameTable::shipped();
/// assert!(names.is_same("地区生产总值", "GDP"));
/// assert!(!names.is_same("常住人口", "户籍人口"));
/// names.extend("[hog_stock]\nnames = [\"生猪存栏\", \"生猪存栏数\"]", "own.toml")?;
/// assert!(names.is_same("生猪存栏", "生猪存栏数"));
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct NameTable {
    /// The word of each group.
    groups: Vec<String>,
    by_name: HashMap<String, usize>,
    by_path: HashMap<Key, usize>,
    /// Every name by group, as tidied, for near matches.
    names: Vec<Vec<String>>,
    /// Groups that are often, and not always, one thing.
    near: Vec<(usize, usize)>,
    /// Subjects under other names.
    subjects: BTreeMap<String, String>,
}

impl NameTable {
    /// A table without names.
    pub fn new() -> NameTable {
        NameTable::default()
    }

    /// The table that comes with the library.
    pub fn shipped() -> NameTable {
        let mut table = NameTable::new();
        // That it reads is held by a test.
        let _ = table.extend(SHIPPED, "names.toml");
        table
    }

    /// Adds the names of a file; see [`NameTable::extend`].
    ///
    /// # Errors
    /// A file that cannot be read, and everything that `extend` refuses.
    pub fn extend_from_path(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let name = path.as_ref().display().to_string();
        let text = std::fs::read_to_string(path.as_ref()).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
                .mend("give a file of names in UTF-8")
                .in_source(name.clone())
        })?;
        self.extend(&text, &name)
    }

    /// Adds groups of names, in TOML: a table for each group, with `names`, `paths`, and as `near` the words of groups
    /// that are often and not always the same, which are said and never taken; and a table `subjects` with other names
    /// of a subject: `"南京市" = ["南京"]`. A group that is there already gets the names besides its own.
    ///
    /// # Errors
    /// Text that is not TOML; a key that is not known; a name that another group has.
    pub fn extend(&mut self, text: &str, source: &str) -> Result<()> {
        let fail = |message: String, mend: &str| {
            Err(Error::new(ErrorKind::Plan, message).mend(mend.to_owned()).in_source(source.to_owned()))
        };
        let document = match DeTable::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let line = error.span().map_or(1, |span| {
                    text.get(..span.start).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count() + 1
                });
                return Err(Error::new(ErrorKind::Plan, error.message().trim_end().replace('\n', ", "))
                    .mend("mend the TOML here")
                    .at_line(line as u64)
                    .in_source(source.to_owned()));
            }
        };
        let mut paths: Vec<(usize, String)> = Vec::new();
        let mut near: Vec<(usize, String)> = Vec::new();
        for (word, value) in document.get_ref() {
            let word: &str = word.get_ref();
            let DeValue::Table(table) = value.get_ref() else {
                return fail(format!("`{word}` is no table"), "write a table such as [gdp] with names = [...]");
            };
            if word == "subjects" {
                for (subject, others) in table {
                    for other in strings(others.get_ref()) {
                        self.subjects.insert(tidy(&other), subject.get_ref().to_string());
                    }
                }
                continue;
            }
            let group = self.groups.iter().position(|own| own == word).unwrap_or_else(|| {
                self.groups.push(word.to_owned());
                self.names.push(Vec::new());
                self.groups.len() - 1
            });
            for (key, list) in table {
                let key: &str = key.get_ref();
                match key {
                    "names" => {
                        for name in strings(list.get_ref()) {
                            let tidied = tidy(&name);
                            if let Some(other) =
                                self.by_name.insert(tidied.clone(), group).filter(|other| *other != group)
                            {
                                let other = self.groups.get(other).cloned().unwrap_or_default();
                                return fail(
                                    format!("`{name}` is a name of [{other}] and of [{word}]"),
                                    "leave it in one of them",
                                );
                            }
                            if let Some(names) = self.names.get_mut(group) {
                                names.push(tidied);
                            }
                        }
                    }
                    "paths" => paths.extend(strings(list.get_ref()).into_iter().map(|path| (group, path))),
                    "near" => near.extend(strings(list.get_ref()).into_iter().map(|other| (group, other))),
                    _ => return fail(format!("unknown key `{key}` in [{word}]"), "known are names, paths and near"),
                }
            }
        }
        for (group, other) in near {
            match self.groups.iter().position(|own| *own == other) {
                Some(other) => self.near.push((group, other)),
                None => return fail(format!("`near` names no group {other}"), "write the word of a table"),
            }
        }
        for (group, path) in paths {
            match self.path(&path) {
                Ok(key) => self.by_path.insert(key, group),
                Err(unknown) => return fail(format!("`{path}` names no group {unknown}"), "write the word of a table"),
            };
        }
        Ok(())
    }

    /// The key of a path of the table, where `{gdp}` is a group.
    fn path(&self, path: &str) -> std::result::Result<Key, String> {
        let mut tokens = Vec::new();
        for part in path.split(PATH_SEPARATOR) {
            let group = part.trim().strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            tokens.push(match group {
                Some(word) => match self.groups.iter().position(|own| own == word) {
                    Some(group) => Token::Group(group),
                    None => return Err(word.to_owned()),
                },
                None => self.token(&tidy(part)),
            });
        }
        Ok(Key { tokens, qualifiers: Qualifiers::default() })
    }

    fn token(&self, name: &str) -> Token {
        self.by_name.get(name).map_or_else(|| Token::Word(name.to_owned()), |group| Token::Group(*group))
    }

    /// The key of a path as printed, with the prices and the unit that its headings say.
    fn key(&self, path: &str) -> Read {
        let known = |name: &str| self.by_name.contains_key(name);
        let mut read = Read::default();
        let mut qualifiers = Qualifiers::default();
        for part in path.split(PATH_SEPARATOR) {
            let term = term::term(part, &known);
            qualifiers = qualifiers.and(term.qualifiers);
            if term.prices != PriceWords::Unsaid {
                read.prices = term.prices;
            }
            read.unit = term.unit.or(read.unit);
            if term.name.is_empty() {
                continue;
            }
            let token = self.token(&term.name);
            if read.tokens.last() != Some(&token) {
                read.tokens.push(token);
                read.words.push(term.name);
            }
        }
        // Parts of a known whole are an indicator of their own.
        if read.tokens.len() > 1
            && let Some(group) =
                self.by_path.get(&Key { tokens: read.tokens.clone(), qualifiers: Qualifiers::default() })
        {
            read.tokens = vec![Token::Group(*group)];
        }
        read.qualifiers = qualifiers;
        read
    }

    /// Whether two names, or paths of headings, are of one indicator.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        let (one, other) = (self.key(one), self.key(other));
        one.tokens == other.tokens && one.qualifiers == other.qualifiers && one.prices == other.prices
    }

    /// The subject under the name that the table gives it.
    pub fn subject<'a>(&'a self, written: &'a str) -> &'a str {
        if self.subjects.is_empty() {
            written
        } else {
            self.subjects.get(&tidy(written)).map_or(written, String::as_str)
        }
    }
}

/// A path, read.
#[derive(Debug, Clone, Default)]
struct Read {
    tokens: Vec<Token>,
    /// The words of each heading that is left.
    words: Vec<String>,
    qualifiers: Qualifiers,
    prices: PriceWords,
    unit: Option<super::Unit>,
}

fn strings(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Array(list) => list.iter().flat_map(|one| strings(one.get_ref())).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads_and_names_stand_once() {
        assert!(
            NameTable::new().extend(SHIPPED, "names.toml").is_ok_and(|()| true),
            "{:?}",
            NameTable::new().extend(SHIPPED, "names.toml")
        );
        assert!(NameTable::shipped().groups.len() > 40);
    }

    #[test]
    fn names_of_one_indicator() {
        let names = NameTable::shipped();
        for (one, other, same) in [
            ("地区生产总值", "国内生产总值（亿元）", true),
            ("GDP", "生产总值 / 绝对数", true),
            ("地区生产总值", "地区生产总值增速", false),
            ("地区生产总值", "人均地区生产总值", false),
            ("地区生产总值", "人均 / 地区生产总值", false),
            ("人均GDP", "人均地区生产总值(元)", true),
            ("GDP增速", "地区生产总值比上年增长(%)", true),
            ("GDP增速", "地区生产总值 / 比上年增长%", true),
            ("生产总值 / 第二产业 / 工业", "工业增加值", true),
            ("固定资产投资 / 第二产业 / 工业", "工业增加值", false),
            ("第二产业", "第二产业增加值", false),
            ("地區生產總值", "GDP", true),
            ("地区生产总值_当期", "国内生产总值累计值", true),
            ("地区生产总值(2010年不变价)", "地区生产总值", false),
            ("城镇 / 居民人均可支配收入", "居民人均可支配收入", false),
            ("财政总收入", "财政收入", false),
            ("财政收入", "一般公共预算收入", false),
            ("地方财政收入", "财政收入", false),
            ("财政支出", "一般公共预算支出", false),
            ("公共财政预算收入", "一般公共预算收入", true),
            ("地方财政收入", "Local Government Revenue", true),
        ] {
            assert_eq!(
                names.is_same(one, other),
                same,
                "{one} and {other}: {:?} {:?}",
                names.key(one),
                names.key(other)
            );
        }
    }

    #[test]
    fn a_file_of_names_is_refused_where_it_is_wrong() {
        let message = |text: &str| {
            NameTable::shipped().extend(text, "own.toml").err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(message("[a]\nnames = [\"GDP\"]").contains("`GDP` is a name of [gdp] and of [a]"));
        assert!(message("[a]\nname = [\"x\"]").contains("unknown key `name`"));
        assert!(message("[a]\npaths = [\"{b} / x\"]").contains("no group b"));
        assert!(message("[a]\nnear = [\"b\"]").contains("`near` names no group b"));
        assert!(message("[a\n").contains("line 1"));
    }
}
