//! What stands above the heads: title, table number, line of the unit, pairs of a name and a value.
//!
//! - The first text that is neither a unit, nor a pair, nor a note is the title; its number is taken off.
//! - `数据库：`, `指标：`, `时间：`, `地区：` (and their English forms) are pairs of an export, and so are two texts in a row.
//! - Where pairs say only whom the numbers are of (age, sex), the title stands before them.
//! - A unit alone in a row, or in the far corner, is the unit of the table; above a column of data that has no head of
//!   its own it is of that column.
//! - A continued table takes from the table above what it does not say itself.

mod title;

use super::frame::{Frame, continues, title_like};
use super::names::{Class, class, is_place};
use super::notes::is_note;
use super::sheet::{Kind, Sheet};
use super::unit_line;
use super::units;
use super::when::{self, Moment, Span};
use super::words::{Script, clean, first_language, is_blank, is_cjk, is_link, script};
use title::is_numbered;
pub(super) use title::{title_as_indicator, without_number};

/// What is said of a table as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Preamble {
    /// Title without its number.
    pub(super) title: String,
    pub(super) unit: Option<String>,
    pub(super) subject: Option<String>,
    /// Whether a pair names the thing itself, and not only whom it is of (age, sex).
    pub(super) named: bool,
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
    // Below `Dataset: | ...` two texts in a row are a dimension and its one value.
    let mut dimensions = false;
    let mut beside: Option<Moment> = None;
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
        // The one period beside a title, or alone; a day is that of printing.
        let mut dates = cells.iter().filter_map(|column| sheet.moment(row, *column));
        if let (Some(moment), None) = (dates.next().filter(|_| cells.len() <= 3), dates.next())
            && moment.whole()
            && !matches!(moment.span, Span::Day(..))
            && !cells.iter().any(|column| printed(&sheet.label(row, *column)))
        {
            beside.get_or_insert(moment);
        }
        let Some(&first) = texts.first() else { continue };
        let raw = sheet.label(row, first);
        if let Some((key, value)) = pair_in_cell(&raw) {
            take_pair(&mut found, &mut titles, key, &value);
            continue;
        }
        if let Some(&second) = texts.get(1)
            && let Some(class) =
                pair_key(&first_language(&raw)).or((dimensions && texts.len() == 2).then_some(PairKey::Other))
        {
            dimensions |= first_language(&raw).to_lowercase().starts_with("dataset");
            let value = first_language(&sheet.label(row, second));
            take_class(&mut found, &mut titles, class, &first_language(&raw), &value);
            continue;
        }
        let mut is_unit = false;
        for column in &texts {
            let text = sheet.label(row, *column);
            if headless(sheet, frame, *column) {
                continue;
            }
            if let Some(unit) = unit_line::line(&text).or_else(|| unit_line::alone(&text)) {
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
            // A title in the row of the unit, left of it.
            if sheet.kind(row, first) == Kind::Text
                && unit_line::line(&raw).is_none()
                && unit_line::alone(&raw).is_none()
                && unit_line::line(&sheet.label(row, texts.last().copied().unwrap_or(first))).is_some()
            {
                titles.push(first_language(&raw));
            }
            continue;
        }
        let text = match texts.as_slice() {
            // A title over two cells beside each other, in one language.
            [a, b] if *b == a + 1 && script(&sheet.label(row, *a)) == script(&sheet.label(row, *b)) => {
                clean(&format!("{}{}", sheet.label(row, *a).trim_end(), sheet.label(row, *b)))
            }
            // The number of a table looks like a footnote mark.
            _ if is_numbered(&raw) => first_language(&raw),
            _ => first_language(&sheet.marks.strip(&raw)),
        };
        if !text.is_empty() && !is_note(&text) {
            titles.push(text);
        }
    }
    settle_title(&mut found, &titles);
    if !found.named && !found.indicator.is_empty() && !found.title.is_empty() {
        found.indicator.insert(0, found.title.clone());
    }
    if found.moment.is_none() {
        found.moment = titles.iter().find_map(|title| when::of_title(title)).or(beside);
    }
    found
}

/// A column of data without a head of its own, among columns with heads: what stands above it is its head.
fn headless(sheet: &Sheet<'_>, frame: &Frame, column: usize) -> bool {
    let headed = |column: usize| {
        frame.head.iter().any(|row| {
            let at = sheet.owner(*row, column);
            // A text that is merged from above the heads into them stands above.
            frame.head.contains(&at.0) && sheet.kind(at.0, at.1) != Kind::Blank
        })
    };
    frame.data.contains(&column) && !headed(column) && frame.data.iter().filter(|column| headed(**column)).count() > 1
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
fn note(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    is_note(text)
        || (text.get(1..3) == Some(". ") && text.starts_with(|character: char| character.is_ascii_lowercase()))
        || (text.chars().nth(1) == Some(')') && text.starts_with(|character: char| character.is_ascii_alphanumeric()))
}

/// Words beside the day or the year of an edition, not of its numbers.
fn printed(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.trim_end().ends_with([':', '：'])
        || ["更新", "发布", "制表", "打印", "出版", "编制", "填报"].iter().any(|word| text.contains(word))
        || ["updat", "releas", "print", "publish", "creat", "extract", "edition", "version"]
            .iter()
            .any(|word| lower.contains(word))
}

/// `指标：国内生产总值(亿元)`.
fn pair_in_cell(text: &str) -> Option<(Key, String)> {
    let text = text.trim_matches(is_blank);
    // A full-width colon that was read as Latin-1, once or twice.
    let repaired = text.replace("Ã¯Â¼Âš", "：").replace("Ã¯Â¼Å¡", "：").replace("ï¼\u{9a}", "：").replace("ï¼š", "：");
    let (key, value) = repaired.split_once(['：', ':'])?;
    let key = clean(key).to_lowercase();
    let kind = KEYS.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)?;
    let value = first_language(value);
    (!value.is_empty()).then_some((kind, value))
}

/// What the first of two texts in a row says: a known word, or another name.
#[derive(Clone, Copy)]
enum PairKey {
    Of(Class),
    Other,
}

/// What the first of two texts in a row says.
fn pair_key(text: &str) -> Option<PairKey> {
    let bare = text.trim_end_matches([':', '：', ' ']);
    let lower = bare.to_lowercase();
    let named = lower == "dataset";
    if let Some(class) = class(bare).filter(|_| !named) {
        return Some(PairKey::Of(class));
    }
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
        "age class",
        "age",
        "sex",
        "geopolitical entity (reporting)",
    ];
    (known.contains(&lower.as_str()) || text.ends_with([':', '：'])).then_some(PairKey::Other)
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
            found.named = true;
        }
        Key::Time => found.moment = when::read(value),
        Key::Subject => found.subject = Some(value.to_owned()),
        Key::Frequency => found.frequency = Some(value.to_owned()),
        Key::Title => titles.insert(0, value.to_owned()),
        Key::Number | Key::Other => {}
    }
}

fn take_class(found: &mut Preamble, titles: &mut Vec<String>, class: PairKey, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    match class {
        PairKey::Of(Class::Unit) => found.unit = Some(value.to_owned()),
        PairKey::Of(Class::Frequency) => found.frequency = Some(value.to_owned()),
        PairKey::Of(Class::Subject) => found.subject = Some(value.to_owned()),
        PairKey::Of(Class::Indicator) => {
            found.named = true;
            found.indicator.push(value.to_owned());
        }
        PairKey::Of(Class::Period) => found.moment = when::read(value),
        PairKey::Of(_) => {}
        PairKey::Other => {
            let key = key.trim_end_matches([':', '：', ' ']).to_lowercase();
            if matches!(key.as_str(), "dataset" | "data source" | "series title") {
                titles.insert(0, value.to_owned());
            } else if !(key.contains("update")
                || key.contains("open")
                || key == "description"
                || key == "id"
                || key == "years")
                && script(&key) != Script::None
                && key != "geopolitical entity (reporting)"
                && !(value.eq_ignore_ascii_case("total") || value == "-")
            {
                // Further dimensions of an export that hold one value.
                found.indicator.push(value.to_owned());
                let parts = ["age class", "age", "sex", "citizenship", "country of birth", "size of enterprise"];
                found.named |= !parts.contains(&key.as_str());
            }
        }
    }
}

/// The first text is the title; the lines that it runs on into join it.
fn settle_title(found: &mut Preamble, titles: &[String]) {
    let mut title = String::new();
    let mut open = false;
    // Above the number of a table stand the names of the office and of the publication.
    let start = titles.iter().position(|line| is_numbered(line)).or_else(|| below_chapter(titles)).unwrap_or(0);
    for line in titles.iter().skip(start) {
        let sentence = line.contains('。')
            || line.starts_with("本表")
            || line.to_lowercase().starts_with("data in")
            || line.starts_with(['注', '*']);
        if title.is_empty() {
            // A period alone dates the table and names nothing.
            if when::read(line).is_some() {
                continue;
            }
            let (_, rest) = without_number(line);
            if !rest.is_empty() && !sentence && !accessibility(line) {
                rest.clone_into(&mut title);
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

/// `1. POPULATION` above `1.1 Total population`: the number of a table below that of its chapter.
fn below_chapter(titles: &[String]) -> Option<usize> {
    let (chapter, _) = titles.first()?.split_once(". ")?;
    let is_chapter = (1..=2).contains(&chapter.len()) && chapter.bytes().all(|byte| byte.is_ascii_digit());
    titles.iter().position(|line| {
        let within = line.strip_prefix(chapter).and_then(|rest| rest.strip_prefix('.'));
        is_chapter && within.is_some_and(|rest| rest.starts_with(|character: char| character.is_ascii_digit()))
    })
}

/// `Table with row headers in column A and column headers in row 3`
fn accessibility(line: &str) -> bool {
    let lower = line.to_lowercase();
    let links = ["contents", "index", "main menu", "home", "índice"];
    links.contains(&lower.trim())
        || is_link(line)
        || lower.contains("row headers")
        || lower.starts_with("data extracted on")
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
