//! Lines that say where numbers come from or how they are to be read.
//!
//! - A source or a note is known by its first word, alone or before a colon, a full stop, a dash or a figure; in
//!   Chinese and Japanese the word for a source is enough. A longer word (`注册资本`, `Notebooks`, `Sources of funds`)
//!   is a label.

use super::words::is_blank;

/// Words that say a source whatever follows them.
const SOURCES: [&str; 10] =
    ["数据来源", "资料来源", "资料出处", "数据出处", "資料來源", "数据源：", "出典：", "出所：", "資料出所", "แหล่งที่มา"];

/// Words of notes and sources, small, that stand alone or before a sign.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "注", "註", "附注", "附註", "注释", "备注", "備考", "備註", "注記", "出典", "出所",
    "note", "notes", "source", "sources", "data source", "data sources", "footnote", "footnotes", "remark", "remarks",
    "fuente", "fuentes", "nota", "notas", "fonte", "fontes", "quelle", "quellen", "anmerkung", "anmerkungen", "sumber", "catatan", "kaynak",
    "źródło", "uwaga", "uwagi", "sursa", "källa", "kilde", "lähde", "источник", "источники", "примечание", "примечания", "ที่มา", "หมายเหตุ",
];

/// Words that are ones of notes before a colon only.
#[rustfmt::skip]
const BEFORE_COLON: &[&str] = &[
    "说明", "資料", "来源", "來源", "fonti", "note de lecture", "lecture", "champ", "hinweis", "sumber data", "not", "surse", "notă", "bron", "bronnen",
    "noot", "anm", "anm.", "huom", "huom.", "zdroj", "pozn", "pozn.", "poznámka", "forrás", "megjegyzés", "nguồn", "ghi chú", "источник данных", "джерело", "примітка",
    "булагы", "эскертүү", "дереккөз", "ескерту", "المصدر", "ملاحظة", "출처", "자료", "주",
];

/// Whether a text is a source or a note, in any language that the reader knows.
pub(super) fn is_note(text: &str) -> bool {
    let text = text.trim_matches(|character: char| is_blank(character) || matches!(character, '*' | '(' | '（' | '【'));
    if SOURCES.iter().any(|lead| text.starts_with(lead)) {
        return true;
    }
    // The longest of the words has 16 letters.
    let head: String = text.chars().take(24).flat_map(char::to_lowercase).collect();
    let colon = [':', '：', '﹕'];
    let behind = |word: &&str| head.strip_prefix(*word).map(|rest| rest.trim_start_matches(is_blank));
    BEFORE_COLON.iter().filter_map(behind).any(|rest| rest.starts_with(colon))
        || WORDS.iter().filter_map(behind).any(|rest| {
            rest.is_empty()
                || rest.starts_with(colon)
                || rest.starts_with(['.', '。', '】', ')', '）', '①', '-', '–', '—'])
                || rest.starts_with(|character: char| character.is_ascii_digit())
        })
}

/// A further line of a note: `2.三次产业分类依据...`, `(2) ...`.
pub(super) fn goes_on(text: &str) -> bool {
    let text = text.trim_start_matches(|character: char| is_blank(character) || matches!(character, '(' | '（'));
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && text.get(digits..).is_some_and(|rest| {
            rest.starts_with(['.', '．', '、', ')', '）'])
                && rest.chars().any(char::is_alphabetic)
                && rest.chars().count() > 8
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_labels() {
        for note in [
            "数据来源：国家统计局",
            "资料来源国家统计局",
            "注：1.按当年价格计算",
            "注1 本表",
            "备注:",
            "说明：略",
            "Source: Bureau",
            "Sources",
            "Note. - Figures",
            "Notes 1",
            "Fuente: INE",
            "Источник: Росстат",
            "Примечание",
            "Quelle: Amt",
            "Kaynak: Kurum",
            "備考",
        ] {
            assert!(is_note(note), "{note}");
        }
        for label in [
            "注册资本",
            "Notebooks",
            "Sources of funds",
            "Source of income",
            "说明书印刷",
            "主要指标",
            "Nothing",
            "资料费",
            "Bronze",
            "来源地",
            "来源",
            "资料",
            "Nota promissória",
        ] {
            assert!(!is_note(label), "{label}");
        }
        assert!(goes_on("　　2.三次产业分类依据国家统计局规定"));
        assert!(goes_on("2.2019年起口径调整为常住人口"));
        assert!(!goes_on("2.5"));
        assert!(!goes_on("1.农业"));
    }
}
