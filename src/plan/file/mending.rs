//! How to mend what is no TOML: what a hand used to office software writes, and what TOML wants in its place.

use std::ops::Range;

/// Signs of full width, and quotation marks that a word processor makes, with what TOML has for them.
const SIGNS: [(char, char); 17] = [
    ('“', '"'),
    ('”', '"'),
    ('„', '"'),
    ('«', '"'),
    ('»', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('，', ','),
    ('、', ','),
    ('；', ','),
    ('：', '='),
    ('。', '.'),
    ('【', '['),
    ('】', ']'),
    ('　', ' '),
    ('−', '-'),
    ('–', '-'),
];

/// What to write at the place where `text` stops being TOML, of which the parser says `message`.
pub(super) fn mend(text: &str, span: &Range<usize>, message: &str) -> String {
    if message.contains("duplicate key") {
        return "a key or a table of this name stands above: give one of them another name, or delete it".to_owned();
    }
    let at = (0..=span.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    if let Some((wide, half)) = wide_sign(line) {
        let half = if half == ' ' { "a plain blank".to_owned() } else { format!("`{half}`") };
        return format!("write {half} in place of `{wide}`: signs and digits of TOML are those of half width");
    }
    if message.contains("invalid unquoted key") {
        return key(line);
    }
    value(line).unwrap_or_else(|| "mend the TOML here".to_owned())
}

/// Chinese words that a hand writes for keys.
const WORDS: [(&str, &str); 14] = [
    ("名称", "name"),
    ("别名", "alias"),
    ("单位", "unit"),
    ("方向", "better"),
    ("指标", "indicator"),
    ("目标", "level"),
    ("目标值", "level"),
    ("期限", "by"),
    ("年份", "by"),
    ("基期", "base"),
    ("期末", "end"),
    ("标题", "title"),
    ("来源", "source"),
    ("数据", "data"),
];

/// A key that is no English word.
fn key(line: &str) -> String {
    let written = line.split(['=', '＝', '：']).next().unwrap_or_default().trim();
    match WORDS.iter().find(|(word, _)| *word == written) {
        Some((_, key)) => format!("write {key} in place of `{written}`: keys are English words"),
        None => {
            "keys are English words, such as indicator, by, level; text of other writing stands in quotes".to_owned()
        }
    }
}

/// The first sign outside of quotes and remarks that should be of half width.
fn wide_sign(line: &str) -> Option<(char, char)> {
    let mut quote = None;
    for sign in line.chars() {
        match (quote, sign) {
            (Some(open), _) => quote = (open != sign).then_some(open),
            (None, '"' | '\'') => quote = Some(sign),
            (None, '#') => return None,
            (None, _) => {
                if let Some(found) = SIGNS.iter().find(|(wide, _)| *wide == sign) {
                    return Some(*found);
                }
                if matches!(sign, '！'..='～') {
                    return Some((sign, char::from_u32(u32::from(sign) - 0xfee0)?));
                }
            }
        }
    }
    None
}

/// A value that wants quotes, brackets, or to be a plain number.
fn value(line: &str) -> Option<String> {
    let Some((_, value)) = line.split_once('=') else {
        let (key, value) = line.split_once(':')?;
        return Some(format!("write {} = {}", key.trim(), value.trim()));
    };
    let value = value.split('#').next().unwrap_or_default().trim();
    if value.is_empty() {
        return Some("write the value behind the sign, a text in quotes".to_owned());
    }
    if value.starts_with(['"', '\'']) {
        return value.contains(',').then(|| format!("write several values in brackets: [{value}]"));
    }
    if value.starts_with(['[', '{']) {
        return None;
    }
    let plain = value.replace([',', ' '], "");
    let digits = plain.find(|sign: char| !sign.is_ascii_digit() && !"+-.".contains(sign)).unwrap_or(plain.len());
    let (number, behind) = plain.split_at_checked(digits)?;
    let number = number.parse::<f64>().ok().filter(|number| number.is_finite());
    match (number, behind) {
        (Some(number), "%") => Some(format!("write \"{number}%\" in quotes, or the fraction {}", number / 100.0)),
        (Some(number), "") if value.contains([',', ' ']) => {
            Some(format!("write {number}: numbers have no thousands marks"))
        }
        (Some(number), "") => Some(format!("write {number}")),
        (Some(number), unit) if !unit.starts_with(['-', '/']) && unit.chars().all(|sign| !sign.is_ascii_digit()) => {
            Some(format!("write {number}: the unit `{unit}` belongs to the indicator"))
        }
        _ => Some(format!("write \"{value}\" in quotes")),
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn each_slip_has_its_mend() {
        for (line, wanted) in [
            ("subject = “某县”", "write `\"` in place of `“`"),
            ("base ＝ \"2020\"", "write `=` in place of `＝`"),
            ("data = [\"a.csv\"，\"b.csv\"]", "write `,` in place of `，`"),
            ("level = ２３０", "write `2` in place of `２`"),
            ("level = 1,230", "write 1230: numbers have no thousands marks"),
            ("level = 1 230.5", "write 1230.5: "),
            ("level = 230亿元 # about", "write 230: the unit `亿元` belongs to the indicator"),
            ("rate = 6.5%", "write \"6.5%\" in quotes, or the fraction 0.065"),
            ("level = .5", "write 0.5"),
            ("level = 31.", "write 31"),
            ("by = 2010-12", "write \"2010-12\" in quotes"),
            ("by = 2010-Q4", "write \"2010-Q4\" in quotes"),
            ("better = higher", "write \"higher\" in quotes"),
            ("data = \"a.csv\", \"b.csv\"", "write several values in brackets: [\"a.csv\", \"b.csv\"]"),
            ("level: 31", "write level = 31"),
            ("level：150", "write `=` in place of `：`"),
            ("data = [\"a.csv\"；\"b.csv\"]", "write `,` in place of `；`"),
            ("目标 = 150", "write level in place of `目标`: keys are English words"),
            ("产值 = 150", "keys are English words, such as"),
            ("level =", "write the value behind the sign"),
            ("title = { en = \"a，b\" ", "mend the TOML here"),
        ] {
            let text = format!("base = \"2005\"\n{line}\n");
            let error = toml::de::DeTable::parse(&text).unwrap_err();
            let mend = mend(&text, &error.span().unwrap(), error.message());
            assert!(mend.starts_with(wanted), "{line}: {mend}");
        }
        assert!(mend("a = 1\na = 2\n", &(6..7), "duplicate key").starts_with("a key or a table of this name"));
    }
}
