//! What a heading says beside the name: unit, prices, growth, per head, share.

use super::letters::tidy;
use crate::model::{Dimension, IndexBase, Unit};

/// The prices that a heading, a unit or a title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PriceWords {
    /// None are named.
    #[default]
    Unsaid,
    /// 当年价, current prices.
    Current,
    /// 不变价, 可比价, constant prices, of a year where one is named.
    Constant(Option<i32>),
    /// 上年价, prices of the previous year.
    PreviousYear,
}

impl std::fmt::Display for PriceWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PriceWords::Unsaid => f.write_str("no prices named"),
            PriceWords::Current => f.write_str("current prices"),
            PriceWords::Constant(None) => f.write_str("constant prices"),
            PriceWords::Constant(Some(year)) => write!(f, "prices of {year}"),
            PriceWords::PreviousYear => f.write_str("prices of the previous year"),
        }
    }
}

impl PriceWords {
    /// The words in Chinese.
    pub(crate) fn chinese(self) -> String {
        match self {
            PriceWords::Unsaid => "未注明价格".to_owned(),
            PriceWords::Current => "当年价格".to_owned(),
            PriceWords::Constant(None) => "不变价格".to_owned(),
            PriceWords::Constant(Some(year)) => format!("{year}年价格"),
            PriceWords::PreviousYear => "上年价格".to_owned(),
        }
    }
}

/// What is told of an indicator in place of its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Change {
    /// 同比, 比上年增长, 增速.
    Growth,
    /// 环比.
    OnPrevious,
    /// 指数, 发展速度, 上年=100.
    Index,
    /// 增加额.
    Amount,
}

impl Change {
    pub(super) const fn say(self) -> (&'static str, &'static str) {
        match self {
            Change::Growth => ("增速", "the growth"),
            Change::OnPrevious => ("环比增速", "the growth on the period before"),
            Change::Index => ("指数", "an index"),
            Change::Amount => ("增量", "the increase"),
        }
    }
}

/// What makes another indicator out of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Qualifiers {
    pub(super) change: Option<Change>,
    pub(super) per_head: bool,
    pub(super) share: bool,
}

impl Qualifiers {
    /// Both: what an outer heading says is true of the inner one.
    pub(super) fn and(self, inner: Qualifiers) -> Qualifiers {
        Qualifiers {
            change: inner.change.or(self.change),
            per_head: self.per_head || inner.per_head,
            share: self.share || inner.share,
        }
    }

    pub(super) fn is_plain(self) -> bool {
        self == Qualifiers::default()
    }

    /// Words for a message: what of the indicator it is, in Chinese and in English.
    pub(super) fn say(self) -> (String, String) {
        let mut words: Vec<(&str, &str)> = self.change.iter().map(|change| change.say()).collect();
        words.extend(self.share.then_some(("比重", "a share")));
        words.extend(self.per_head.then_some(("人均值", "the value per head")));
        let (zh, en): (Vec<&str>, Vec<&str>) = words.into_iter().unzip();
        (zh.join("、"), en.join(", "))
    }
}

/// One heading, taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Term {
    /// The name that is left; empty where the heading holds no name.
    pub(super) name: String,
    pub(super) qualifiers: Qualifiers,
    pub(super) prices: PriceWords,
    pub(super) unit: Option<Unit>,
}

/// Takes a heading apart; `known` says which names need no further taking apart.
pub(super) fn term(written: &str, known: &impl Fn(&str) -> bool) -> Term {
    let mut term = Term::default();
    let mut text = tidy(written);
    if known(&text) {
        term.name = text;
        return term;
    }
    (term.prices, text) = prices(&text);
    text = without_brackets(&text, &mut term);
    text = without_number(&text);
    while !known(&text) {
        let before = text.len();
        text = text.trim_matches([' ', '_', '-', ',', ':', '、', '/']).to_string();
        if text.ends_with('%') || text.starts_with('±') {
            text = text.trim_end_matches(['%', '±', '(', ')']).trim_start_matches('±').to_string();
            term.unit = term.unit.or_else(|| Unit::known("%"));
        } else if let Some(rest) = TIMING.iter().find_map(|word| text.strip_suffix(word)) {
            text = rest.to_string();
        } else if let Some((change, rest)) = change(&text) {
            term.qualifiers.change.get_or_insert(change);
            text = rest;
        } else if let Some(rest) = PER_HEAD.iter().find_map(|word| cut(&text, word)) {
            term.qualifiers.per_head = true;
            text = rest;
        } else if let Some(rest) = share(&text) {
            term.qualifiers.share = true;
            text = rest;
        }
        if text.len() == before {
            break;
        }
    }
    // An index over a moving base is a rate of growth by another name, unless the name is that of an index.
    if term.qualifiers.change.is_none()
        && !text.contains("指数")
        && !text.contains("index")
        && term.unit.as_ref().is_some_and(|unit| matches!(unit.dimension(), Dimension::Index(_)))
        && !known(&text)
    {
        term.qualifiers.change = Some(Change::Index);
    }
    term.name = if NEUTRAL.contains(&text.as_str()) { String::new() } else { text };
    term
}

/// Whether values in `unit` of a name that is no index are growth: 上年=100.
pub(super) fn is_moving(unit: &Unit) -> bool {
    matches!(unit.dimension(), Dimension::Index(IndexBase::YearAgo | IndexBase::Previous))
}

/// Whether a heading, or a path of headings, says that its values are growth on a year ago (同比, 增速, growth).
pub(crate) fn says_yearly_growth(name: &str) -> bool {
    let tidied = tidy(name);
    let is_of_span = ["年均", "平均", "average", "环比"].iter().any(|word| tidied.contains(word));
    // Most names are told by their letters alone.
    let marks = ["同比", "增", "比上年", "比去年", "growth", "change", "yoy", "y/y", "year on year", "year-on-year"];
    if is_of_span || !marks.iter().any(|word| tidied.contains(word)) {
        return false;
    }
    let is_growth = |heading: &str| term(heading, &|_| false).qualifiers.change == Some(Change::Growth);
    marks.iter().skip(6).any(|word| tidied.contains(word)) || name.split(super::PATH_SEPARATOR).any(is_growth)
}

/// Whether a heading can name nothing but rates of growth, whatever the unit: 增长 and change may be amounts.
pub(crate) fn is_growth_alone(name: &str) -> bool {
    let tidied = tidy(name);
    let words = ["同比", "增速", "增长率", "增长速度", "增幅", "growth", "yoy", "y/y", "year on year", "year-on-year"];
    words.iter().any(|word| tidied.contains(word)) && says_yearly_growth(name)
}

/// Words that say which part of time a value is of, which its period says too.
const TIMING: [&str; 12] =
    ["当季值", "当月值", "当期值", "本期值", "累计值", "期末值", "_当期", "_累计", "_期末", "_年末", "当期", "累计"];

/// Headings that say no more than that here is the value.
const NEUTRAL: [&str; 24] = [
    "绝对数",
    "绝对值",
    "绝对额",
    "总量",
    "数值",
    "指标",
    "指标值",
    "指标名称",
    "合计",
    "总计",
    "总值",
    "总额",
    "全年",
    "本年",
    "本期",
    "实际",
    "实绩",
    "完成",
    "total",
    "value",
    "level",
    "amount",
    "indicator",
    "item",
];

const PER_HEAD: [&str; 6] = ["人均", "per capita ", " per capita", " per head", "per head ", "每人平均"];

/// Endings that make growth of a name, longest first where one is the end of another.
const CHANGES: [(Change, &[&str]); 4] = [
    (
        Change::OnPrevious,
        &["环比增长速度", "环比增长率", "环比增长", "环比增速", "环比", "比上月增长", "比上季增长", "比上季度增长"],
    ),
    (Change::Amount, &["比上年增加额", "增加额", "增长量", "增长额", "增减额", "增减量", "净增额"]),
    (Change::Index, &["发展速度", "价格指数", "定基指数", "指数", " indices", " index"]),
    (
        Change::Growth,
        &[
            "比上年同期增长速度",
            "比上年同期增长",
            "比上年同期增减",
            "比去年同期增长",
            "比上年增长速度",
            "比上年增长率",
            "比上年增长",
            "比上年增减",
            "比上年同期",
            "比上年",
            "比去年增长",
            "比去年",
            "累计同比增长",
            "累计同比增速",
            "累计同比",
            "同比增长速度",
            "同比增长率",
            "同比增长",
            "同比增速",
            "同比增减",
            "同比",
            "累计增长",
            "累计增速",
            "年均增长速度",
            "年均增长率",
            "年均增长",
            "平均增长速度",
            "平均增长",
            "年增长速度",
            "年增长率",
            "年增长",
            "增长速度",
            "增长率",
            "增长幅度",
            "增长",
            "增速",
            "增幅",
            "增减率",
            "增减幅度",
            "增减",
            " annual growth rate",
            " growth rate",
            " annual growth",
            " growth",
            " rate of growth",
            " annual % change",
            " % change",
            " change",
        ],
    ),
];

/// A change at the end of a name, or the heading of a whole column of changes, and what is left.
fn change(text: &str) -> Option<(Change, String)> {
    // 2013年为2012年, 2013年为上年, 以上年为100: the rest of the heading is that comparison.
    let compares = ["年为", "以上年", "以上月", "为上年", "比20", "比19"].iter().any(|mark| text.contains(mark));
    if compares
        && !text.chars().any(|letter| letter.is_alphabetic() && !"年为比以上月价格计算增长的按可".contains(letter))
    {
        return Some((if text.contains("增长") { Change::Growth } else { Change::Index }, String::new()));
    }
    for (change, words) in CHANGES {
        let whole = words.iter().any(|word| word.trim_start() == text);
        if whole {
            return Some((change, String::new()));
        }
        if let Some(rest) = words.iter().find_map(|word| text.strip_suffix(word)) {
            return Some((change, rest.to_owned()));
        }
    }
    ["growth rate of ", "growth of ", "index of ", "indices of "].iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        Some((if word.starts_with('g') { Change::Growth } else { Change::Index }, rest.to_owned()))
    })
}

fn cut(text: &str, word: &str) -> Option<String> {
    let (before, after) = text.split_once(word)?;
    Some(format!("{before}{after}"))
}

/// 占…比重, share of: the name stays with what it is a share of, so that only the same words are the same share.
fn share(text: &str) -> Option<String> {
    let rest =
        ["所占比重", "占比", "比重", "构成", "份额"].iter().find_map(|word| text.strip_suffix(word)).or_else(|| {
            ["share of ", "percentage of ", "proportion of ", "composition of "]
                .iter()
                .find_map(|word| text.strip_prefix(word))
        })?;
    Some(rest.to_owned())
}

/// A heading without its number (一、, (二), 1., #, 其中:).
fn without_number(text: &str) -> String {
    let mut rest = text.trim_start();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(['#', ' ']);
        for word in ["其中:", "其中", "of which:", "of which"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        let digits =
            rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter));
        if digits.len() < rest.len()
            && let Some(after) = digits.strip_prefix(['、', '.', ')'])
            && !after.starts_with(|letter: char| letter.is_ascii_digit())
        {
            rest = after.trim_start();
        }
        if rest.len() == before.len() {
            return rest.to_owned();
        }
    }
}

/// Reads units and drops footnotes in brackets; what else stands in brackets is part of the name.
fn without_brackets(text: &str, term: &mut Term) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, after)) = after.split_once(')') else { break };
        out.push_str(before);
        if !is_aside(inside.trim(), term) {
            out.push('(');
            out.push_str(inside);
            out.push(')');
        }
        rest = after;
    }
    out.push_str(rest);
    // GDP, million USD
    if let Some((name, unit)) = out.rsplit_once(',')
        && let Some(unit) = unit_of(unit.trim())
    {
        term.unit = Some(unit);
        return name.trim_end().to_owned();
    }
    out.trim().to_owned()
}

/// Whether the inside of brackets is no part of the name; what it says is kept.
fn is_aside(inside: &str, term: &mut Term) -> bool {
    let is_footnote = inside.is_empty()
        || (inside.len() <= 2 && inside.bytes().all(|byte| byte.is_ascii_digit()))
        || (inside.len() == 1 && inside.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || inside.chars().all(|letter| "一二三四五六七八九十".contains(letter));
    if is_footnote {
        return true;
    }
    let mut unit = None;
    for piece in inside.split([',', ';', '、']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let piece = piece.strip_prefix("单位:").or_else(|| piece.strip_prefix("unit:")).unwrap_or(piece).trim();
        match piece {
            "annual%" => {
                term.qualifiers.change = Some(Change::Growth);
                unit = Unit::known("%");
            }
            "±%" => unit = Unit::known("%"),
            _ => match unit_of(piece) {
                Some(found) => unit = Some(found),
                None => return false,
            },
        }
    }
    term.unit = unit.or(term.unit.take());
    true
}

fn unit_of(text: &str) -> Option<Unit> {
    Unit::known(text).or_else(|| Unit::known(text.strip_prefix("in ")?))
}

/// Phrases of prices; the longer before what they hold.
const PRICES: [(&str, PriceWords); 20] = [
    ("at previous year's prices", PriceWords::PreviousYear),
    ("previous year's prices", PriceWords::PreviousYear),
    ("上年价格", PriceWords::PreviousYear),
    ("上年价", PriceWords::PreviousYear),
    ("at constant prices", PriceWords::Constant(None)),
    ("constant prices", PriceWords::Constant(None)),
    ("constant", PriceWords::Constant(None)),
    ("不变价格", PriceWords::Constant(None)),
    ("不变价", PriceWords::Constant(None)),
    ("可比价格", PriceWords::Constant(None)),
    ("可比价", PriceWords::Constant(None)),
    ("at current prices", PriceWords::Current),
    ("current prices", PriceWords::Current),
    ("current", PriceWords::Current),
    ("当年价格", PriceWords::Current),
    ("当年价", PriceWords::Current),
    ("现行价格", PriceWords::Current),
    ("现行价", PriceWords::Current),
    ("现价", PriceWords::Current),
    ("本年价格", PriceWords::Current),
];

/// The prices that a text names, and the text without them.
pub(super) fn prices(text: &str) -> (PriceWords, String) {
    for (phrase, words) in PRICES {
        let Some((before, after)) = text.split_once(phrase) else { continue };
        // `at constant 2010 prices`, `constant 2015 us$`, 2010年不变价.
        let mut words = words;
        let mut before = before.strip_suffix("at ").unwrap_or(before).trim_end();
        let mut after = after;
        if let PriceWords::Constant(_) = words {
            let head = before.trim_end_matches('年');
            let digits = head.len() - head.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
            let trailing = after.trim_start();
            let ahead = trailing.len() - trailing.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            if digits == 4 {
                words = PriceWords::Constant(head.get(head.len() - 4..).and_then(|year| year.parse().ok()));
                before = head.get(..head.len() - 4).unwrap_or_default();
            } else if ahead == 4 {
                words = PriceWords::Constant(trailing.get(..4).and_then(|year| year.parse().ok()));
                after = trailing.get(4..).unwrap_or_default().trim_start();
                after = after.strip_prefix("prices").unwrap_or(after);
            }
        }
        let before = before.strip_suffix('按').unwrap_or(before).trim_end_matches([',', '_', '-', ' ']);
        let after = after.strip_prefix("计算").unwrap_or(after).trim_start_matches([',', '_', '-', ' ']);
        let joint = if before.ends_with(|letter: char| letter.is_ascii_alphanumeric())
            && after.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        {
            " "
        } else {
            ""
        };
        return (words, format!("{before}{joint}{after}"));
    }
    (PriceWords::Unsaid, text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(written: &str) -> Term {
        let names =
            ["地区生产总值", "居民消费价格指数", "人均可支配收入", "gross domestic product", "gdp", "工业增加值"];
        term(written, &|name| names.contains(&name))
    }

    #[test]
    fn headings_come_apart() {
        let plain = Qualifiers::default();
        let growth = Qualifiers { change: Some(Change::Growth), ..plain };
        let index = Qualifiers { change: Some(Change::Index), ..plain };
        let per_head = Qualifiers { per_head: true, ..plain };
        for (written, name, qualifiers) in [
            ("地 区 生 产 总 值（亿元）", "地区生产总值", plain),
            ("一、地区生产总值①", "地区生产总值", plain),
            ("地区生产总值(1)", "地区生产总值", plain),
            ("地区生产总值增速", "地区生产总值", growth),
            ("地区生产总值比上年增长(%)", "地区生产总值", growth),
            ("工业增加值累计增长", "工业增加值", growth),
            ("地区生产总值指数(上年=100)", "地区生产总值", index),
            ("地区生产总值(上年=100)", "地区生产总值", plain),
            ("人均地区生产总值", "地区生产总值", per_head),
            ("人均可支配收入", "人均可支配收入", plain),
            ("居民消费价格指数(上年同月=100)", "居民消费价格指数", plain),
            ("GDP per capita", "gdp", per_head),
            ("GDP growth (annual %)", "gdp", growth),
            ("#工业增加值", "工业增加值", plain),
            ("其中：工业增加值_累计", "工业增加值", plain),
            ("2013年为2012年%", "", index),
            ("增长速度(%)", "", growth),
            ("绝对数", "", plain),
        ] {
            let found = taken(written);
            assert_eq!((found.name.as_str(), found.qualifiers), (name, qualifiers), "{written}");
        }
        assert!(taken("地区生产总值(亿元)").unit.is_some());
        assert!(taken("地区生产总值(上年=100)").unit.is_some_and(|unit| is_moving(&unit)));
    }

    #[test]
    fn prices_are_told() {
        for (written, words) in [
            ("地区生产总值(当年价)", PriceWords::Current),
            ("地区生产总值（按当年价格计算，亿元）", PriceWords::Current),
            ("地区生产总值_2010年不变价", PriceWords::Constant(Some(2010))),
            ("GDP (constant 2015 US$)", PriceWords::Constant(Some(2015))),
            ("GDP at constant prices", PriceWords::Constant(None)),
            ("GDP (current US$)", PriceWords::Current),
            ("地区生产总值", PriceWords::Unsaid),
        ] {
            let found = taken(written);
            assert_eq!(found.prices, words, "{written}");
            assert!(["地区生产总值", "gdp"].contains(&found.name.as_str()), "{written}: {}", found.name);
        }
    }
}
