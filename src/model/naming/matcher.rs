//! Which indicator of a plan a heading means: surely, nearly, or none.

use std::collections::{HashMap, HashSet};

use super::term::{Change, PriceWords, is_moving};
use super::{Key, NameTable, PATH_SEPARATOR, Qualifiers, Read, Token, letters::tidy, near, term};
use crate::model::{Indicator, Names, PriceBasis, Unit, Units};

/// What a heading means among the indicators of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Match {
    /// This one.
    Found {
        /// Its place among the indicators.
        indicator: usize,
        /// Whether it took the title of the table to tell.
        by_title: bool,
    },
    /// The growth on a year ago of this one, as it is published beside its level.
    GrowthOf {
        /// Its place among the indicators.
        indicator: usize,
    },
    /// It may be this one, and is not taken for it.
    Near {
        /// Its place among the indicators.
        indicator: usize,
        /// A word that never changes: `other_form`, `other_unit`, `no_unit`, `other_prices`, `inside_another`,
        /// `similar_name`, `two_indicators`.
        code: &'static str,
        /// What stands in the way, and what to add where it is meant.
        message: Names,
    },
    /// None.
    None,
}

/// What is known of one indicator of the plan.
#[derive(Debug, Clone)]
struct Known {
    code: String,
    unit: Option<Unit>,
    price: Option<PriceBasis>,
    /// Names as tidied, and those of their groups.
    names: Vec<String>,
}

/// Finds the indicator that a heading means.
///
/// # Examples
/// ```
/// use fanfan::model::{Indicator, Match, Matcher, NameTable};
///
/// let mut gdp = Indicator::new("gdp");
/// gdp.aliases = vec!["地区生产总值".into()];
/// gdp.unit = Some("亿元".parse()?);
/// let matcher = Matcher::new(&[gdp], NameTable::shipped());
/// let found = Match::Found { indicator: 0, by_title: false };
/// assert_eq!(matcher.find("国内生产总值 (亿元)", "", ""), found);
/// assert_eq!(matcher.find("生产总值 / 绝对数", "万元", ""), found);
/// // growth is no level, nor is a value per head, and that of a part is not that of the whole
/// assert_eq!(matcher.find("地区生产总值增速", "%", ""), Match::GrowthOf { indicator: 0 });
/// assert!(matches!(matcher.find("人均地区生产总值", "元", ""), Match::Near { code: "other_form", .. }));
/// assert_eq!(matcher.find("生产总值 / 第二产业", "亿元", ""), Match::None);
/// # Ok::<(), fanfan::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Matcher {
    pub(super) table: NameTable,
    /// Names exactly as the plan has them.
    exact: HashMap<String, Vec<usize>>,
    /// Those of them that say the prices themselves, or are codes: they are taken at their word.
    spoken: HashSet<String>,
    pub(super) keys: HashMap<Key, Vec<usize>>,
    known: Vec<Known>,
    units: Units,
}

impl Matcher {
    /// A matcher for the indicators of a plan.
    pub fn new(indicators: &[Indicator], table: NameTable) -> Matcher {
        let mut matcher = Matcher {
            table,
            exact: HashMap::new(),
            spoken: HashSet::new(),
            keys: HashMap::new(),
            known: Vec::new(),
            units: Units::default(),
        };
        for (at, indicator) in indicators.iter().enumerate() {
            let names = [indicator.names.zh.as_deref(), indicator.names.en.as_deref()];
            let names: Vec<&str> =
                names.into_iter().flatten().chain(indicator.aliases.iter().map(String::as_str)).collect();
            let mut known = Known {
                code: indicator.code.clone(),
                unit: indicator.unit.clone(),
                price: indicator.price,
                names: Vec::new(),
            };
            let mut in_a_group = false;
            for name in names.iter().copied().chain([indicator.code.as_str()]) {
                let read = matcher.table.key(name);
                if name == indicator.code || read.prices != PriceWords::Unsaid || is_code(name) {
                    matcher.spoken.insert(tidy_path(name));
                }
                push(matcher.exact.entry(tidy_path(name)).or_default(), at);
                if let [Token::Group(group)] = read.tokens.as_slice() {
                    in_a_group = true;
                    known.names.extend(matcher.table.names.get(*group).into_iter().flatten().cloned());
                }
                known.names.extend(read.words.last().cloned());
                push(matcher.keys.entry(Key { tokens: read.tokens, qualifiers: read.qualifiers }).or_default(), at);
            }
            // A code that is the word of a group says as much as a name, where no name says more.
            if let Some(group) = matcher.table.groups.iter().position(|own| *own == indicator.code)
                && !in_a_group
                && names.is_empty()
            {
                known.names.extend(matcher.table.names.get(group).into_iter().flatten().cloned());
                let key = Key { tokens: vec![Token::Group(group)], qualifiers: Qualifiers::default() };
                push(matcher.keys.entry(key).or_default(), at);
            }
            matcher.known.push(known);
        }
        matcher
    }

    /// With units that are declared beside those that are known.
    #[must_use]
    pub fn units(self, units: Units) -> Matcher {
        Matcher { units, ..self }
    }

    /// The subject under the name that the table gives it.
    pub fn subject<'a>(&'a self, written: &'a str) -> &'a str {
        self.table.subject(written)
    }

    /// The unit that the headings themselves say: `GDP (million USD)`.
    pub fn unit(&self, path: &str) -> Option<Unit> {
        self.table.key(path).unit
    }

    /// A unit without the prices that it names: `us$` for `constant 2015 US$`.
    #[cfg(feature = "batch")]
    pub(crate) fn unit_alone(unit: &str) -> String {
        term::prices(&tidy(unit)).1
    }

    /// The prices that the headings, the unit or the title of a series name.
    pub fn prices(&self, path: &str, unit: &str, title: &str) -> PriceWords {
        let read = self.table.key(path);
        if read.qualifiers.change.is_some() {
            return PriceWords::Unsaid;
        }
        let said = [read.prices, term::prices(&tidy(unit)).0, term::prices(&tidy(title)).0];
        said.into_iter().find(|words| *words != PriceWords::Unsaid).unwrap_or_default()
    }

    /// What a path of headings means, with the unit and the title of its table as printed; both may be empty.
    pub fn find(&self, path: &str, unit: &str, title: &str) -> Match {
        let mut read = self.table.key(path);
        let of_title = self.of_title(title);
        read.prices = self.prices(path, unit, title);
        let printed = self.units.known(unit.trim());
        let mut by_unit = false;
        if let Some(unit) = printed.as_ref().or(read.unit.as_ref())
            && is_moving(unit)
            && read.qualifiers.change.is_none()
            && !self.is_index(&read)
        {
            read.qualifiers.change = Some(Change::Index);
            by_unit = true;
        }
        let has_unit = !unit.trim().is_empty();
        let mut facts =
            Facts { exact: false, unit: if has_unit { printed } else { read.unit.clone() }, has_unit, text: unit };
        let written = tidy_path(path);
        if let Some(candidates) = self.exact.get(&written).filter(|_| !by_unit) {
            facts.exact = true;
            return self.choose(candidates, &read, &facts, path, false, self.spoken.contains(&written));
        }
        let key = Key { tokens: read.tokens.clone(), qualifiers: read.qualifiers };
        if let Some(candidates) = self.keys.get(&key).filter(|_| !read.tokens.is_empty()) {
            return self.choose(candidates, &read, &facts, path, false, false);
        }
        // 第三产业 in a table of GDP, 绝对数 in a table of one indicator.
        if let Some(group) = of_title {
            let mut tokens = vec![Token::Group(group)];
            tokens.extend(read.tokens.iter().cloned());
            let inner = self.table.by_path.get(&Key { tokens: tokens.clone(), qualifiers: Qualifiers::default() });
            let tokens = inner.map_or(tokens, |inner| vec![Token::Group(*inner)]);
            let key = Key { tokens, qualifiers: read.qualifiers };
            if let Some(candidates) = self.keys.get(&key) {
                return self.choose(candidates, &read, &facts, path, true, false);
            }
        }
        self.near(&read, path)
    }

    /// Whether the name is that of an index, such as consumer prices, which an index base makes nothing else of.
    fn is_index(&self, read: &Read) -> bool {
        let is_index = |word: &String| word.contains("指数") || word.contains("index") || word.contains("价格");
        read.words.last().is_some_and(is_index)
            || matches!(read.tokens.as_slice(), [Token::Group(group)] if self.table.names.get(*group).is_some_and(|names| names.iter().any(is_index)))
    }

    /// The one group that a title names, where it names levels of one.
    fn of_title(&self, title: &str) -> Option<usize> {
        const NO_LEVEL: [&str; 13] = [
            "增长",
            "增速",
            "指数",
            "速度",
            "构成",
            "比重",
            "人均",
            "占",
            "growth",
            "index",
            "indices",
            "per capita",
            "share",
        ];
        let title = tidy(title);
        if title.is_empty() || NO_LEVEL.iter().any(|word| title.contains(word)) {
            return None;
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (group, names) in self.table.names.iter().enumerate() {
            // Short names are found inside of others.
            let longest = names
                .iter()
                .filter(|name| name.chars().count() > 3 && title.contains(name.as_str()))
                .map(String::len)
                .max();
            found.extend(longest.map(|length| (length, group)));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        match found.as_slice() {
            [(_, group)] => Some(*group),
            [(first, group), (second, _), ..] if first > second => Some(*group),
            _ => None,
        }
    }

    /// The candidate whose prices and unit fit.
    fn choose(
        &self,
        candidates: &[usize],
        read: &Read,
        facts: &Facts<'_>,
        path: &str,
        by_title: bool,
        at_its_word: bool,
    ) -> Match {
        let known = |at: &usize| self.known.get(*at);
        let fits_unit = |at: &usize| known(at).is_some_and(|known| facts.fit(known.unit.as_ref()));
        let fits_prices = |at: &usize| {
            known(at)
                .is_some_and(|known| read.qualifiers.change.is_some() || fit(known.price, read.prices, at_its_word))
        };
        let fitting: Vec<usize> = candidates.iter().copied().filter(|at| fits_unit(at) && fits_prices(at)).collect();
        let code = |at: usize| self.code(at);
        match (fitting.as_slice(), candidates) {
            ([indicator], _) => Match::Found { indicator: *indicator, by_title },
            ([first, second, ..], _) => Match::Near {
                indicator: *first,
                code: "two_indicators",
                message: Names::both(
                    format!(
                        "`{path}` 同时是 `{}` 与 `{}` 的名称：请在计划中用单位或价格口径区分，或各用自己的名称",
                        code(*first),
                        code(*second)
                    ),
                    format!(
                        "`{path}` is a name of `{}` and of `{}`: give them different units or prices in the plan, or names of their own",
                        code(*first),
                        code(*second)
                    ),
                ),
            },
            ([], [first, ..]) if !fits_unit(first) => {
                let own = self.known.get(*first).and_then(|known| known.unit.as_ref()).map(ToString::to_string);
                let own = own.unwrap_or_default();
                if facts.unit.is_none() && !facts.has_unit {
                    return Match::Near {
                        indicator: *first,
                        code: "no_unit",
                        message: Names::both(
                            format!(
                                "`{path}` 未注明单位：请在表中注明；如单位是 {own}，请在 [indicator.{}] 中加 alias = [\"{path}\"]",
                                code(*first)
                            ),
                            format!(
                                "`{path}` has no unit: give it in the table, or, where it is in {own}, add alias = [\"{path}\"] to [indicator.{}]",
                                code(*first)
                            ),
                        ),
                    };
                }
                let of_heading = facts.has_unit.then(|| facts.text.trim());
                let (zh, en) = if facts.unit.is_none() {
                    ("不认识，无法换算成", "is not known")
                } else {
                    ("不能换算成", "does not convert")
                };
                Match::Near {
                    indicator: *first,
                    code: "other_unit",
                    message: Names::both(
                        format!(
                            "`{path}` 的单位 `{}` {zh} `{}` 的 `{own}`：请改正表中的单位，或在计划中另立指标",
                            of_heading.unwrap_or("（见标题）"),
                            code(*first)
                        ),
                        format!(
                            "`{path}` is in `{}`, which {en} into the `{own}` of `{}`: mend the unit in the table, or make it an indicator of its own in the plan",
                            of_heading.unwrap_or("of its heading"),
                            code(*first)
                        ),
                    ),
                }
            }
            ([], [first, ..]) => Match::Near {
                indicator: *first,
                code: "other_prices",
                message: Names::both(
                    format!(
                        "`{path}` 按{}计算，`{}` 不是：请在计划中为该指标写明 `price`，或另立带 price 与 alias = [\"{path}\"] 的指标",
                        read.prices.chinese(),
                        code(*first)
                    ),
                    format!(
                        "`{path}` has {}, `{}` has not: give the indicator its `price` in the plan, or add an indicator with price and alias = [\"{path}\"]",
                        read.prices,
                        code(*first)
                    ),
                ),
            },
            _ => Match::None,
        }
    }

    /// The code of an indicator.
    pub(super) fn code(&self, at: usize) -> &str {
        self.known.get(at).map_or("", |known| known.code.as_str())
    }

    /// A heading that is nearly one of the plan's.
    fn near(&self, read: &Read, path: &str) -> Match {
        let code = |at: usize| self.code(at);
        let mut same: Vec<(&Key, &Vec<usize>)> =
            self.keys.iter().filter(|(key, _)| !key.tokens.is_empty() && key.tokens == read.tokens).collect();
        same.sort_by_key(|(_, at)| at.first().copied());
        if let Some((key, [indicator, ..])) = same.first().map(|(key, at)| (*key, at.as_slice())) {
            let growth = Qualifiers { change: Some(Change::Growth), ..Qualifiers::default() };
            if key.qualifiers.is_plain() && read.qualifiers == growth {
                return Match::GrowthOf { indicator: *indicator };
            }
            let say = |qualifiers: Qualifiers, level: &str| {
                if qualifiers.is_plain() { ("水平值".to_owned(), level.to_owned()) } else { qualifiers.say() }
            };
            let (is, own) = (say(read.qualifiers, "the level"), say(key.qualifiers, "its level"));
            return Match::Near {
                indicator: *indicator,
                code: "other_form",
                message: Names::both(
                    format!(
                        "`{path}` 是{}，而 `{}` 是{}：如要采用，请另立带 alias = [\"{path}\"] 的指标",
                        is.0,
                        code(*indicator),
                        own.0
                    ),
                    format!(
                        "`{path}` is {}, and `{}` is {}: to use it, add an indicator with alias = [\"{path}\"]",
                        is.1,
                        code(*indicator),
                        own.1
                    ),
                ),
            };
        }
        if let [.., leaf] = read.tokens.as_slice()
            && read.tokens.len() > 1
        {
            let key = Key { tokens: vec![leaf.clone()], qualifiers: read.qualifiers };
            if let Some([indicator, ..]) = self.keys.get(&key).map(Vec::as_slice) {
                return Match::Near {
                    indicator: *indicator,
                    code: "inside_another",
                    message: Names::both(
                        format!(
                            "`{path}` 可能是 `{}` 的一部分，也可能是全体：如是全体，请在 [indicator.{}] 中加 alias = [\"{path}\"]",
                            code(*indicator),
                            code(*indicator)
                        ),
                        format!(
                            "`{path}` may be a part of `{}` or the whole of it: where it is the whole, add alias = [\"{path}\"] to [indicator.{}]",
                            code(*indicator),
                            code(*indicator)
                        ),
                    ),
                };
            }
        }
        let first = |key: &Key| self.keys.get(key)?.first().copied();
        if let Some((indicator, message)) = near::often_same((&self.table, read, path), first, code) {
            return Match::Near { indicator, code: "similar_name", message };
        }
        // A name of another group is another thing, however near it looks.
        let ([Token::Word(word)], true) = (read.tokens.as_slice(), read.qualifiers.is_plain()) else {
            return Match::None;
        };
        let near = self.known.iter().position(|known| known.names.iter().any(|name| near::is_similar(word, name)));
        let Some(indicator) = near else { return Match::None };
        let own = code(indicator);
        Match::Near {
            indicator,
            code: "similar_name",
            message: Names::both(
                format!("`{path}` 与 `{own}` 名称相近：如是同一指标，请在 [indicator.{own}] 中加 alias = [\"{path}\"]"),
                format!("`{path}` is near to `{own}`: where it is that, add alias = [\"{path}\"] to [indicator.{own}]"),
            ),
        }
    }
}

/// The unit of a heading.
struct Facts<'a> {
    /// Whether the plan names the heading letter for letter.
    exact: bool,
    unit: Option<Unit>,
    has_unit: bool,
    text: &'a str,
}

impl Facts<'_> {
    /// Whether values can be brought to the unit of the plan. Without a unit they are taken to be in it only where the
    /// plan names the heading itself: an office may print persons where the plan counts in 万人.
    fn fit(&self, own: Option<&Unit>) -> bool {
        let Some(own) = own else { return true };
        match &self.unit {
            Some(unit) => unit.convert(1.0, own).is_ok(),
            None if self.has_unit => self.text.trim() == own.to_string(),
            None => self.exact,
        }
    }
}

/// Whether prices that are said, or left unsaid, are those of the plan.
fn fit(own: Option<PriceBasis>, said: PriceWords, at_its_word: bool) -> bool {
    match (own, said) {
        (None | Some(PriceBasis::Current), PriceWords::Unsaid | PriceWords::Current)
        | (Some(PriceBasis::PreviousYear), PriceWords::PreviousYear)
        | (Some(PriceBasis::Constant(_)), PriceWords::Constant(None)) => true,
        (Some(PriceBasis::Constant(own)), PriceWords::Constant(Some(year))) => own.year() == year,
        (None, _) | (Some(_), PriceWords::Unsaid) => at_its_word,
        _ => false,
    }
}

/// Whether a name is a publisher's code, which is of one thing: `NY.GDP.MKTP.KN`.
fn is_code(name: &str) -> bool {
    name.is_ascii() && !name.contains(' ') && name.contains(['.', '_'])
}

fn tidy_path(path: &str) -> String {
    path.split(PATH_SEPARATOR).map(tidy).collect::<Vec<_>>().join(PATH_SEPARATOR)
}

fn push(list: &mut Vec<usize>, at: usize) {
    if !list.contains(&at) {
        list.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_often_the_same_is_said_and_not_taken() -> crate::error::Result<()> {
        let mut budget = Indicator::new("budget");
        budget.names.zh = Some("一般公共预算收入".into());
        budget.unit = Some("亿元".parse()?);
        let matcher = Matcher::new(&[budget.clone()], NameTable::shipped());
        assert_eq!(matcher.find("公共财政预算收入", "万元", ""), Match::Found { indicator: 0, by_title: false });
        for name in ["财政收入", "地方财政收入", "Fiscal revenue"] {
            let found = matcher.find(name, "亿元", "");
            let Match::Near { indicator: 0, code: "similar_name", message } = found else {
                panic!("{name}: {found:?}")
            };
            assert!(message.en.is_some_and(|text| text.contains(&format!("alias = [\"{name}\"]"))), "{name}");
        }
        assert_eq!(matcher.find("财政支出", "亿元", ""), Match::None);
        // Where the plan says that it is, it is.
        budget.aliases = vec!["财政收入".into()];
        let matcher = Matcher::new(&[budget], NameTable::shipped());
        assert_eq!(matcher.find("财政收入", "亿元", ""), Match::Found { indicator: 0, by_title: false });
        Ok(())
    }

    fn matcher() -> crate::error::Result<Matcher> {
        let mut gdp = Indicator::new("gdp");
        gdp.names.zh = Some("地区生产总值".into());
        gdp.unit = Some("亿元".parse()?);
        let mut real = Indicator::new("gdp_2010");
        real.names.zh = Some("地区生产总值".into());
        real.unit = Some("亿元".parse()?);
        real.price = Some("constant:2010".parse()?);
        let mut per_head = Indicator::new("gdp_per_head");
        per_head.names.zh = Some("人均GDP".into());
        per_head.unit = Some("元".parse()?);
        let mut growth = Indicator::new("growth");
        growth.aliases = vec!["GDP增速".into()];
        growth.unit = Some("%".parse()?);
        let mut tertiary = Indicator::new("tertiary");
        tertiary.aliases = vec!["第三产业增加值".into()];
        tertiary.unit = Some("亿元".parse()?);
        let mut capital = Indicator::new("capital");
        capital.aliases = vec!["引进民资".into()];
        Ok(Matcher::new(&[gdp, real, per_head, growth, tertiary, capital], NameTable::shipped()))
    }

    #[test]
    fn what_headings_mean() -> crate::error::Result<()> {
        let matcher = matcher()?;
        for (path, unit, title, wanted) in [
            ("国内生产总值", "亿元", "", "0"),
            ("生产总值 / 绝对数", "万元", "", "0"),
            ("Gross Regional Product(100 million yuan)", "", "", "0"),
            ("地区生产总值(2010年不变价)", "亿元", "", "1"),
            ("地区生产总值", "亿元", "按2010年不变价格计算的生产总值", "1"),
            ("地区生产总值(2005年不变价)", "亿元", "", "other_prices"),
            ("人均 / 生产总值", "元", "", "2"),
            ("生产总值 / 比上年增长%", "", "", "3"),
            ("引进民资", "", "", "5"),
            ("地区生产总值 / 2013年为2012年%", "%", "", "other_form"),
            ("第三产业增加值比上年增长", "%", "", "growth of 4"),
            ("地区生产总值", "%", "", "other_unit"),
            ("地区生产总值", "上年=100", "", "other_form"),
            ("地区生产总值", "万吨", "", "other_unit"),
            ("地区生产总值", "亿圆圆", "", "other_unit"),
            ("国内生产总值", "", "", "no_unit"),
            ("GDP", "", "", "0"), // the code of the plan
            ("地区生产总值", "", "", "0"),
            ("生产总值 / 第三产业", "亿元", "", "4"),
            ("第三产业", "亿元", "市、州生产总值(2012)", "title 4"),
            ("第三产业", "亿元", "市、州固定资产投资(2012)", "similar_name"),
            ("第三产业", "亿元", "生产总值构成", "similar_name"),
            ("绝对数", "亿元", "各市地区生产总值", "title 0"),
            ("市区 / 地区生产总值", "亿元", "", "inside_another"),
            ("利用引进民资", "亿元", "", "similar_name"),
            ("常住人口", "万人", "", "none"),
            ("第二产业", "亿元", "", "none"),
        ] {
            let found = match matcher.find(path, unit, title) {
                Match::Found { indicator, by_title: false } => indicator.to_string(),
                Match::Found { indicator, by_title: true } => format!("title {indicator}"),
                Match::GrowthOf { indicator } => format!("growth of {indicator}"),
                Match::Near { code, .. } => code.to_owned(),
                Match::None => "none".to_owned(),
            };
            assert_eq!(found, wanted, "{path} {unit} {title}");
        }
        Ok(())
    }
}
