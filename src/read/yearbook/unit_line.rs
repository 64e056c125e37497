//! Lines and cells that hold a unit and nothing else.
//!
//! - `单位:`, `计量单位:`, `Unit:` and the like name the unit of the whole table.

use super::units::{bracket_unit, is_unit, last_bracket};
use super::words::{clean, first_language, is_blank};

/// The unit of a line such as `本表按当年价格计算,单位:亿元` or `Unit: 100 million yuan`.
pub(super) fn line(text: &str) -> Option<String> {
    let text = clean(text);
    for lead in [
        "计量单位",
        "单位",
        "單位",
        "単位",
        "Единица измерения",
        "Единицы измерения",
        "Unit of measure",
        "Units of measure",
        "Units",
        "Unit",
        "UNIT",
        "Measure unit",
        "Unidad de medida",
        "Unidad",
        "Unidade",
        "Unité",
        "Unità",
        "Einheit",
        "Birim",
        "Satuan",
        "Ед. изм.",
        "หน่วย",
    ] {
        let Some(at) = text.find(lead) else { continue };
        let rest = text.get(at + lead.len()..).unwrap_or_default().trim_start_matches(is_blank);
        let Some(rest) = rest.strip_prefix([':', '：', '﹕']) else { continue };
        let rest = rest.trim_matches(is_blank);
        let open = text.get(..at).unwrap_or_default().trim_end_matches(is_blank).ends_with(['(', '（', '[', '【']);
        let rest = if open { rest.trim_end_matches([')', '）', ']', '】']) } else { rest };
        let rest = first_language(rest);
        return (!rest.is_empty()).then(|| rest.trim_matches(is_blank).to_owned());
    }
    // `Cifras en miles`, `In thousand pesos`, `Valores em milhões`
    let lower = text.to_lowercase();
    for lead in
        ["cifras en ", "valores en ", "valores em ", "figures in ", "values in ", "expressed in ", "angaben in "]
    {
        if lower.starts_with(lead)
            && let Some(rest) = text.get(lead.len()..)
            && is_unit(rest)
        {
            return Some(rest.trim_matches(is_blank).to_owned());
        }
    }
    None
}

/// A cell that is nothing but a unit, with or without brackets.
pub(super) fn alone(text: &str) -> Option<String> {
    let text = first_language(text);
    if let Some((before, inner)) = last_bracket(&text)
        && before.trim_matches(is_blank).is_empty()
    {
        return bracket_unit(inner).map(str::to_owned);
    }
    is_unit(&text).then(|| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_of_a_line() {
        assert_eq!(line("本表按当年价格计算,单位:亿元").as_deref(), Some("亿元"));
        assert_eq!(alone("(万人)").as_deref(), Some("万人"));
        assert_eq!((line("地区生产总值"), alone("地区生产总值")), (None, None));
    }
}
