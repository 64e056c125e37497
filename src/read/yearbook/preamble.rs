//! What stands above the heads: title, table number, line of the unit, pairs of a name and a value.
//!
//! - The first text that is neither a unit, nor a pair, nor a note is the title; its number is taken off.
//! - `数据库：`, `指标：`, `时间：`, `地区：` (and their English forms) are pairs of an export, and so are two texts in a row.
//! - A unit alone in a row, or in the far corner, is the unit of the table.
//! - A continued table takes from the table above what it does not say itself.

use super::frame::{Frame, continues, title_like};
use super::names::{Class, class, is_place};
use super::sheet::{Kind, Sheet};
use super::units;
use super::when::{self, Moment};
use super::words::{Script, clean, first_language, is_blank, is_cjk, script};

/// What is said of a table as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Preamble {
    /// Title without its number.
    pub(super) title: String,
    pub(super) unit: Option<String>,
    pub(super) subject: Option<String>,
    /// From a pair, with its unit.
    pub(super) indicator: Vec<String>,
    pub(super) indicator_unit: Option<String>,
    pub(super) frequency: Option<String>,
    /// The one period that title or pairs name.
    pub(super) moment: Option<Moment>,
    /// An export, in which every row with a label is a row of data.
    pub(super) export: bool,
    /// A short line between title and heads.
    pub(super) aside: Option<String>,
    /// A line with a unit in its bracket, between title and heads: what the numbers are.
    pub(super) measured: Option<units::Labelled>,
    /// Several units in one line.
    pub(super) mixed: bool,
}

/// Keys of pairs within one cell.
const KEYS: &[(&str, Key)] = &[
    ("数据库", Key::Database),
    ("database", Key::Database),
    ("指标", Key::Indicator),
    ("indicators", Key::Indicator),
    ("indicator", Key::Indicator),
    ("时间", Key::Time),
    ("year", Key::Time),
    ("years", Key::Time),
    ("time", Key::Time),
    ("month", Key::Time),
    ("quarter", Key::Time),
    ("地区", Key::Subject),
    ("region", Key::Subject),
    ("regions", Key::Subject),
    ("area", Key::Subject),
    ("frequency", Key::Frequency),
    ("频度", Key::Frequency),
    ("频率", Key::Frequency),
    ("title", Key::Title),
    ("dataset", Key::Title),
    ("subject", Key::Other),
    ("topic", Key::Other),
    ("table", Key::Number),
    ("release date", Key::Other),
    ("last updated", Key::Other),
    ("geography", Key::Other),
    ("genesis-tabelle", Key::Number),
    ("last revised on", Key::Other),
    ("last update", Key::Other),
    ("数据来源", Key::Other),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Database,
    Indicator,
    Time,
    Subject,
    Frequency,
    Title,
    Number,
    Other,
}

/// Reads the rows above the heads of a table.
pub(super) fn read(sheet: &Sheet<'_>, frame: &Frame) -> Preamble {
    let mut found = Preamble::default();
    let mut titles: Vec<String> = Vec::new();
    for row in begin(sheet, frame)..frame.first {
        if frame.head.contains(&row) {
            continue;
        }
        let cells: Vec<usize> = sheet.filled(row).collect();
        let texts: Vec<usize> = cells
            .iter()
            .copied()
            .filter(|column| sheet.kind(row, *column) == Kind::Text || sheet.kind(row, *column) == Kind::Period)
            .collect();
        // Behind the heads only sections follow.
        if frame.head.first().is_some_and(|head| row > *head) {
            continue;
        }
        let Some(&first) = texts.first() else { continue };
        let raw = sheet.label(row, first);
        if let Some((key, value)) = pair_in_cell(&raw) {
            take_pair(&mut found, &mut titles, key, &value);
            continue;
        }
        if let Some(&second) = texts.get(1)
            && let Some(class) = pair_key(&first_language(&raw))
        {
            let value = first_language(&sheet.label(row, second));
            take_class(&mut found, &mut titles, class, &first_language(&raw), &value);
            continue;
        }
        let mut is_unit = false;
        for column in &texts {
            let text = sheet.label(row, *column);
            if let Some(unit) = units::line(&text).or_else(|| units::alone(&text)) {
                let first_one = found.unit.is_none() || !is_unit;
                let better =
                    found.unit.as_deref().is_some_and(|unit| script(unit) != Script::Cjk) && unit.chars().any(is_cjk);
                if (first_one && !is_unit && (found.unit.is_none() || titles.is_empty())) || better {
                    found.mixed = unit.contains(['、', '；', ';'])
                        || unit.split([',', '，']).filter(|part| units::is_unit(part)).count() > 1;
                    found.unit = Some(unit);
                }
                is_unit = true;
            }
        }
        if is_unit {
            continue;
        }
        let text = match texts.as_slice() {
            // A title over two cells beside each other, in one language.
            [a, b] if *b == a + 1 && script(&sheet.label(row, *a)) == script(&sheet.label(row, *b)) => {
                clean(&format!("{}{}", sheet.label(row, *a).trim_end(), sheet.label(row, *b)))
            }
            _ => first_language(&sheet.marks.strip(&raw)),
        };
        if !text.is_empty() {
            titles.push(text);
        }
    }
    settle_title(&mut found, &titles);
    if found.moment.is_none() {
        found.moment = titles.iter().find_map(|title| when::of_title(title));
    }
    found
}

/// Where the words about a table begin: at its title, behind the notes of the table above.
fn begin(sheet: &Sheet<'_>, frame: &Frame) -> usize {
    let end = frame.head.first().copied().unwrap_or(frame.first);
    if frame.top == 0 {
        return 0;
    }
    let titled = (frame.top..end).find(|row| {
        sheet.filled(*row).next().is_some_and(|column| {
            let text = sheet.label(*row, column);
            title_like(&text) || continues(&text)
        })
    });
    titled.unwrap_or_else(|| {
        // Behind the last blank row that follows a note.
        let noted = (frame.top..end)
            .rev()
            .find(|row| sheet.filled(*row).next().is_some_and(|column| note(&sheet.label(*row, column))));
        noted.map_or(frame.top, |row| row + 1)
    })
}

/// A note or a source below a table.
pub(super) fn note(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let lower = text.to_lowercase();
    text.starts_with('注')
        || text.starts_with("数据来源")
        || text.starts_with("资料来源")
        || text.starts_with("備考")
        || lower.starts_with("note")
        || lower.starts_with("source")
        || lower.starts_with("data source")
        || (text.chars().nth(1) == Some(')') && text.starts_with(|character: char| character.is_ascii_alphanumeric()))
}

/// `指标：国内生产总值(亿元)`.
fn pair_in_cell(text: &str) -> Option<(Key, String)> {
    let text = text.trim_matches(is_blank);
    // A full-width colon that was read as Latin-1, once or twice.
    let repaired = text.replace("Ã¯Â¼Âš", "：").replace("Ã¯Â¼Å¡", "：").replace("ï¼\u{9a}", "：").replace("ï¼š", "：");
    let (key, value) = repaired.split_once(['：', ':'])?;
    let key = clean(key).to_lowercase();
    let kind = KEYS.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)?;
    Some((kind, first_language(value)))
}

/// What the first of two texts in a row says.
fn pair_key(text: &str) -> Option<Option<Class>> {
    let bare = text.trim_end_matches([':', '：', ' ']);
    if let Some(class) = class(bare) {
        return Some(Some(class));
    }
    let lower = bare.to_lowercase();
    let known = [
        "data source",
        "last updated date",
        "dataset",
        "last updated",
        "last update",
        "time frequency",
        "open product page",
        "description",
        "id",
        "years",
        "seasonally adjusted",
        "series title",
        "industry",
        "data type",
    ];
    (known.contains(&lower.as_str()) || text.ends_with([':', '：'])).then_some(None)
}

fn take_pair(found: &mut Preamble, titles: &mut Vec<String>, key: Key, value: &str) {
    match key {
        Key::Database => {
            found.export = true;
            titles.push(value.to_owned());
        }
        Key::Indicator => {
            let labelled = units::divide(value);
            found.indicator_unit = labelled.unit;
            found.indicator = vec![labelled.name];
        }
        Key::Time => found.moment = when::read(value),
        Key::Subject => found.subject = Some(value.to_owned()),
        Key::Frequency => found.frequency = Some(value.to_owned()),
        Key::Title => titles.insert(0, value.to_owned()),
        Key::Number | Key::Other => {}
    }
}

fn take_class(found: &mut Preamble, titles: &mut Vec<String>, class: Option<Class>, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    match class {
        Some(Class::Unit) => found.unit = Some(value.to_owned()),
        Some(Class::Frequency) => found.frequency = Some(value.to_owned()),
        Some(Class::Subject) => found.subject = Some(value.to_owned()),
        Some(Class::Indicator) => found.indicator.push(value.to_owned()),
        Some(Class::Period) => found.moment = when::read(value),
        Some(_) => {}
        None => {
            let key = key.trim_end_matches([':', '：', ' ']).to_lowercase();
            if matches!(key.as_str(), "dataset" | "data source" | "series title") {
                titles.insert(0, value.to_owned());
            } else if !(key.contains("update")
                || key.contains("open")
                || key == "description"
                || key == "id"
                || key == "years")
                && script(&key) != Script::None
                && key.len() > 3
            {
                // Further dimensions of an export that hold one value.
                found.indicator.push(value.to_owned());
            }
        }
    }
}

/// The first text is the title; the lines that it runs on into join it.
fn settle_title(found: &mut Preamble, titles: &[String]) {
    let mut title = String::new();
    let mut open = false;
    for line in titles {
        let sentence = line.contains('。')
            || line.starts_with("本表")
            || line.to_lowercase().starts_with("data in")
            || line.starts_with(['注', '*']);
        if title.is_empty() {
            let (_, rest) = without_number(line);
            if !rest.is_empty() && !sentence && !accessibility(line) {
                title = rest.to_owned();
                open = runs_on(line);
            }
            continue;
        }
        if open {
            title = clean(&format!("{title} {line}"));
            open = runs_on(line);
            continue;
        }
        let labelled = units::divide(line);
        if labelled.unit.is_some() && !sentence && units::last_bracket(line).is_some() {
            found.measured = Some(labelled);
            continue;
        }
        if found.aside.is_none() && aside(line) {
            found.aside = Some(line.clone());
        }
    }
    found.title = title;
}

/// `Table with row headers in column A and column headers in row 3`
fn accessibility(line: &str) -> bool {
    line.to_lowercase().contains("row headers")
}

fn runs_on(line: &str) -> bool {
    let upper = line.chars().filter(|character| character.is_alphabetic()).all(char::is_uppercase)
        && script(line) == Script::Latin;
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    line.ends_with([',', '-'])
        || matches!(last.as_str(), "and" | "of" | "the" | "by" | "in" | "for" | "to")
        || (upper && line.chars().count() > 44)
}

/// A short name alone in a row: the region or group that the table is about.
fn aside(line: &str) -> bool {
    let length = line.chars().count();
    is_place(line) || (line.chars().all(is_cjk) && (2..=6).contains(&length))
}

/// The number of a table and the rest of its title.
pub(super) fn without_number(title: &str) -> (&str, &str) {
    let text = title.trim_matches(is_blank);
    let lower = text.to_lowercase();
    for lead in ["table", "figure", "表", "图", "附表", "tabelle", "tableau", "таблица"] {
        if !lower.starts_with(lead) {
            continue;
        }
        let rest = text.get(lead.len()..).unwrap_or_default();
        let body = rest.trim_start_matches(is_blank);
        let digits = body
            .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '－' | '–')))
            .unwrap_or(body.len());
        let number = body.get(..digits).unwrap_or_default();
        if number.starts_with(|character: char| character.is_ascii_digit())
            || (number.len() <= 3
                && !number.is_empty()
                && rest.len() > body.len()
                && number.bytes().any(|byte| byte.is_ascii_digit()))
        {
            let tail =
                body.get(digits..).unwrap_or_default().trim_start_matches([':', '.', '：', ' ', '\u{3000}', '　']);
            if continues(text) && tail.trim_start_matches(['(', ' ']).to_lowercase().starts_with("cont") {
                return (number, "");
            }
            return (number, tail);
        }
    }
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, rest)) = rest.split_once('表')
        && number.trim().chars().all(|character| character.is_ascii_digit() || character == '-')
    {
        return (number.trim(), rest.trim_start_matches([' ', '.', '　']));
    }
    // 2-14 各市..., 4.2.1. Structura, 6202.0 Labour Force
    let digits = text
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | '-' | '－' | '–')))
        .unwrap_or(text.len());
    let number = text.get(..digits).unwrap_or_default();
    let divided = number.trim_end_matches('.').contains(['-', '－', '–', '.']);
    if digits > 0
        && divided
        && !number.ends_with(['-', '－', '–'])
        && number.starts_with(|character: char| character.is_ascii_digit())
    {
        let rest = text.get(digits..).unwrap_or_default();
        if when::read(number).is_none() && (rest.starts_with([' ', '\u{3000}', '\u{a0}']) || rest.starts_with(is_cjk)) {
            let rest = rest.trim_matches(is_blank);
            if rest.starts_with("续表") || rest.starts_with("續表") {
                return (number, "");
            }
            return (number, rest);
        }
    }
    (&text[..0], if is_continuation_alone(text) { "" } else { text })
}

fn is_continuation_alone(text: &str) -> bool {
    let close = clean(text);
    close.starts_with("续表") || close.starts_with("續表") || close.to_lowercase().starts_with("continued")
}

/// The words of a title that name an indicator: without the year, and without the rows that it announces.
pub(super) fn title_as_indicator(title: &str) -> String {
    let mut text = title.trim_matches(is_blank).to_owned();
    // `(2012年)`, `, 1986-1998`, `（续）` behind.
    loop {
        let before = text.len();
        if let Some((rest, inner)) = units::last_bracket(&text) {
            let inner = inner.trim_matches(is_blank);
            let spans = when::read(inner).is_some()
                || continues(inner)
                || units::is_unit(inner)
                || inner.starts_with("续")
                || inner.starts_with("續")
                || inner.to_lowercase().starts_with("cont")
                || inner.to_lowercase().starts_with("concl")
                || class(inner).is_some();
            if spans {
                text = rest.trim_matches(is_blank).to_owned();
            }
        }
        if let Some((rest, tail)) = text.rsplit_once(',')
            && (when::read(tail.trim()).is_some() || years(tail))
        {
            text = rest.trim_matches(is_blank).to_owned();
        }
        if text.len() == before {
            break;
        }
    }
    if text.chars().any(is_cjk) {
        if let Some((moment, rest)) = when::lead(&text)
            && moment.whole()
            && rest.chars().count() + 5 >= text.chars().count().saturating_sub(2)
        {
            text = rest;
        }
        for lead in [
            "各地区",
            "各省、自治区、直辖市",
            "各省市区",
            "各省区市",
            "各省市",
            "各省",
            "各市、州",
            "各市州",
            "各市县",
            "各市(县)",
            "各市（县）",
            "各市区",
            "各县市区",
            "各县(市)",
            "各县（市）",
            "各县市",
            "各县",
            "各市",
            "各区县",
            "各盟市",
            "各州市",
            "分地区",
            "分市县",
            "分市",
            "分县",
            "按地区分",
            "市、州",
            "市州",
            "各国",
            "主要城市",
            "全省",
            "全国",
            "全市",
            "各设区市",
            "各地市",
            "各地",
        ] {
            if let Some(rest) = text.strip_prefix(lead)
                && rest.chars().count() >= 2
            {
                return rest.trim_start_matches(['的', '主']).to_owned();
            }
        }
    }
    text
}

/// `1986 - 1998`, ` 1988, 1991 and 1994`.
fn years(tail: &str) -> bool {
    let tail = tail.trim_matches(is_blank);
    !tail.is_empty()
        && tail
            .split(|character: char| is_blank(character) || matches!(character, '-' | '–'))
            .filter(|word| !word.is_empty())
            .all(|word| {
                word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
                    || matches!(word, "and" | "to" | "în" | "in")
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert_eq!(without_number("2-14 各市地区生产总值"), ("2-14", "各市地区生产总值"));
        assert_eq!(without_number("3-10各市生产总值(2012年)"), ("3-10", "各市生产总值(2012年)"));
        assert_eq!(without_number("TABLE 27: GROSS STATE DOMESTIC PRODUCT"), ("27", "GROSS STATE DOMESTIC PRODUCT"));
        assert_eq!(without_number("Table 2.1"), ("2.1", ""));
        assert_eq!(without_number("4.2.1. Structura veniturilor"), ("4.2.1.", "Structura veniturilor"));
        assert_eq!(without_number("2-12续表1"), ("2-12", ""));
        assert_eq!(without_number("2012年各市生产总值").1, "2012年各市生产总值");
        assert_eq!(title_as_indicator("各市地区生产总值"), "地区生产总值");
        assert_eq!(
            title_as_indicator("Percentage in Employment by Highest Qualification, 1986-1996"),
            "Percentage in Employment by Highest Qualification"
        );
        assert_eq!(title_as_indicator("各市生产总值(2012年)"), "生产总值");
    }
}
