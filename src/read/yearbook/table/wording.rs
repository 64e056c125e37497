//! What the words of a heading say of its period and unit.

use crate::read::yearbook::words::is_cjk;

/// Whether a heading speaks of the year to date; surely, or by a word that may mean something else.
pub(super) fn to_date(word: &str) -> Option<bool> {
    if word.contains("上年") && word.contains("累计") && word.contains("比") {
        return Some(false);
    }
    if [
        "累计值",
        "累计增长",
        "累计同比",
        "_累计",
        "本年累计",
        "自年初累计",
        "累计比上年",
        "累计增速",
        "累计（",
        "累计(",
    ]
    .iter()
    .any(|sure| word.contains(sure))
        || word == "累计"
        || word.ends_with("累计")
    {
        return Some(true);
    }
    if word.contains("累计") {
        return Some(false);
    }
    let lower = word.to_lowercase();
    if lower.contains("accumulated") || lower.contains("year to date") || lower.contains("year-to-date") {
        return Some(true);
    }
    None
}

/// A head that only says how an indicator is measured: its base.
pub(super) fn qualifier(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.starts_with("base")
        || part.starts_with("基期")
        || lower.starts_with("(base")
        || lower == "new series"
        || lower == "old series"
}

/// A heading that says which part, and not of what.
pub(super) fn generic(part: &str) -> bool {
    let lower = part.to_lowercase();
    matches!(
        lower.as_str(),
        "合计"
            | "总计"
            | "小计"
            | "总数"
            | "绝对数"
            | "绝对值"
            | "增长"
            | "比重"
            | "total"
            | "all"
            | "urban"
            | "rural"
            | "male"
            | "female"
            | "males"
            | "females"
            | "城镇"
            | "农村"
            | "男"
            | "女"
            | "nsa"
            | "sa"
    )
}

/// A rate, an index or a share under a unit of money; persons under one; money per head in large units.
pub(super) fn another_kind(part: &str, unit: &str) -> bool {
    let share = unit.contains(['%', '％', '‰']) || unit.contains("=100") || unit.to_lowercase().contains("percent");
    if share {
        return false;
    }
    if part.chars().any(is_cjk) {
        let rate = [
            "增长",
            "增速",
            "指数",
            "比重",
            "速度",
            "构成",
            "占",
            "率",
            "比例",
            "系数",
            "倍",
            "结构",
            "为上年",
            "同比",
        ]
        .iter()
        .any(|word| part.contains(word));
        let head = part.contains("人均") && (unit.starts_with('亿') || unit.starts_with('万'));
        let count = (["人口", "人员", "面积", "产量"].iter().any(|word| part.contains(word)) || part.ends_with('数'))
            && unit.ends_with('元');
        let money = unit.ends_with('人')
            && ["产值", "总额", "收入", "支出", "投资", "工资", "余额"].iter().any(|word| part.contains(word));
        return rate || head || count || money;
    }
    let lower = part.to_lowercase();
    ["growth", "rate", "index", "share", "percent", "ratio", "per capita", "%"].iter().any(|word| lower.contains(word))
}
