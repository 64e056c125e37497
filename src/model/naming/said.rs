//! What the name of a series says of its values besides what they are of.

use super::PATH_SEPARATOR;
use super::letters::tidy;
use super::term::{PriceWords, Qualifiers, Term, term};
#[cfg(feature = "report")]
use crate::model::Dimension;
use crate::model::Unit;

/// What a heading, or a path of headings, says of its values besides what they are of.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The name that is left, with what makes another level of it.
    pub(crate) level: (String, bool, bool),
    /// Whether the values are growth, an increase or an index in place of the level.
    pub(crate) is_change: bool,
    /// Whether they are running totals.
    pub(crate) is_to_date: bool,
    pub(crate) prices: PriceWords,
    /// The unit in brackets.
    pub(crate) unit: Option<Unit>,
}

/// Takes a heading, or a path of headings, apart.
pub(crate) fn said(path: &str) -> Said {
    // 同比实际增速: growth in real terms is growth of the same level.
    let plain = path.replace("同比实际", "同比").replace("实际增", "增");
    let terms: Vec<Term> = plain.split(PATH_SEPARATOR).map(|heading| term(heading, &|_| false)).collect();
    let qualifiers = terms.iter().fold(Qualifiers::default(), |outer, term| outer.and(term.qualifiers));
    let names: Vec<&str> = terms.iter().map(|term| term.name.as_str()).filter(|name| !name.is_empty()).collect();
    let prices = terms.iter().map(|term| term.prices).find(|prices| *prices != PriceWords::Unsaid);
    Said {
        level: (names.join(PATH_SEPARATOR), qualifiers.per_head, qualifiers.share),
        is_change: qualifiers.change.is_some(),
        is_to_date: tidy(path).contains("累计"),
        prices: prices.unwrap_or_default(),
        unit: terms.into_iter().filter_map(|term| term.unit).next_back(),
    }
}

/// Whether a name without a unit can name nothing but a share or a rate of unemployment, which change in points.
///
/// Other rates are left alone: 汇率, 劳动生产率 and a birth rate per 1000 have growth.
pub(crate) fn is_share_alone(name: &str) -> bool {
    let tidied = tidy(name);
    let words = ["失业率", "比重", "占比", "unemployment rate", "jobless rate", "share of ", "percentage of "];
    words.iter().any(|word| tidied.contains(word)) && !said(name).is_change
}

/// Whether brackets of a name say that its values are percentages: GDP growth (annual %), exports (% of GDP).
pub(crate) fn is_in_percent(name: &str) -> bool {
    let inside = |piece: &str| piece.split_once([')', '）']).map(|(inside, _)| inside.trim().to_owned());
    // 10 % of something names it; a sign behind no number is the unit.
    let is_sign = |before: &str| !before.trim_end().ends_with(|letter: char| letter.is_ascii_digit());
    let is_percent = |inside: String| inside.split_once(['%', '％']).is_some_and(|(before, _)| is_sign(before));
    name.split(['(', '（']).skip(1).filter_map(inside).any(is_percent)
}

/// A name without the base of an index in brackets, where it has one: 居民消费价格指数(上年=100).
#[cfg(feature = "report")]
pub(crate) fn without_index_base(name: &str) -> Option<String> {
    let (open, close) = (['(', '（'], [')', '）']);
    let from = name.find(open)?;
    let to = from + name.get(from..)?.find(close)?;
    let inside = name.get(from..to)?.trim_start_matches(open);
    let is_base = Unit::known(inside).is_some_and(|unit| matches!(unit.dimension(), Dimension::Index(_)));
    let rest = name.get(to..)?.trim_start_matches(close);
    let stem = format!("{}{rest}", name.get(..from)?.trim_end());
    (is_base && !stem.is_empty()).then_some(stem)
}
