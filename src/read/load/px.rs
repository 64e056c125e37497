//! PC-Axis (px): cubes of statistical offices as text, straight into data cells.

use super::Budget;
use super::statistics::{AREAS, Made, TIMES};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Reading;
use crate::read::DataCell;

/// The data cells of a file.
///
/// Categories stand with their texts, in the language of the file. The subject is the category of the dimension of areas
/// (by its name, or because it has a map), the period that of the dimension of time (`TIMEVAL`, or by its name). The
/// indicator is the category of the dimension of contents, or the contents of the whole file, and behind it those of the
/// other dimensions. Texts among the numbers (`".."`) are marks of what is missing.
///
/// # Errors
/// A file that is cut off, or whose numbers are not as many as its categories make; sparse files (`KEYS`).
pub(super) fn cells(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<DataCell>> {
    let text = decode(bytes)?;
    let file = File::read(&text)?;
    let mut cells = Vec::new();
    file.cells(budget, &mut Made::default(), &mut cells)?;
    Ok(cells)
}

/// The text, by the code page that the file states, or by looking.
fn decode(bytes: &[u8]) -> Result<String> {
    let stated = bytes.windows(10).position(|window| window == b"CODEPAGE=\"").and_then(|at| {
        let label = bytes.get(at + 10..)?;
        let label = label.get(..label.iter().position(|byte| *byte == b'"')?)?;
        encoding_rs::Encoding::for_label(label)
    });
    match stated {
        Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(encoding.decode(bytes).0.into_owned()),
        _ => Ok(super::encoding::decode(bytes)?.0.into_owned()),
    }
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Layout, message).mend("download the file again, or ask its publisher for CSV")
}

/// `KEYWORD("of")="values"`, in the language of the file.
struct Statement<'t> {
    word: &'t str,
    of: Vec<String>,
    body: &'t str,
}

struct Dimension {
    name: String,
    values: Vec<String>,
}

struct File<'t> {
    statements: Vec<Statement<'t>>,
    dimensions: Vec<Dimension>,
    data: &'t str,
    line: usize,
}

impl<'t> File<'t> {
    fn read(text: &'t str) -> Result<File<'t>> {
        let mut statements = Vec::new();
        let mut rest = text.trim_start_matches('\u{feff}');
        let (data, line) = loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Err(wrong("this is a PC-Axis file without `DATA`: it is cut off"));
            }
            if let Some(data) = rest.strip_prefix("DATA=") {
                break (data, text.get(..text.len() - data.len()).unwrap_or_default().matches('\n').count() + 1);
            }
            let Some(end) = outside(rest, ';') else {
                return Err(wrong("the last statement has no semicolon: the PC-Axis file is cut off"));
            };
            statements.extend(Statement::read(rest.get(..end).unwrap_or_default()));
            rest = rest.get(end + 1..).unwrap_or_default();
        };
        let mut file = File { statements, dimensions: Vec::new(), data, line };
        if file.find("KEYS", None).is_some() {
            return Err(wrong("this PC-Axis file keeps only the rows with values (`KEYS`)"));
        }
        for word in ["STUB", "HEADING"] {
            let names = file.find(word, None).map(|found| strings(found.body)).unwrap_or_default();
            for name in names {
                let values = file
                    .find("VALUES", Some(&name))
                    .map(|found| strings(found.body))
                    .ok_or_else(|| wrong(format!("the PC-Axis file has no `VALUES(\"{name}\")`")))?;
                file.dimensions.push(Dimension { name, values });
            }
        }
        Ok(file)
    }

    fn find(&self, word: &str, of: Option<&str>) -> Option<&Statement<'t>> {
        self.statements.iter().find(|one| one.word == word && one.of.first().map(String::as_str) == of)
    }

    fn said(&self, word: &str, of: Option<&str>) -> Option<String> {
        self.find(word, of).and_then(|found| strings(found.body).into_iter().next()).filter(|said| !said.is_empty())
    }

    fn cells(&self, budget: &mut Budget<'_>, made: &mut Made, cells: &mut Vec<DataCell>) -> Result<()> {
        let total = self.dimensions.iter().fold(1_usize, |all, one| all.saturating_mul(one.values.len()));
        budget.take(0, 0, total)?;
        let called = |names: &[&str]| {
            self.dimensions.iter().position(|one| names.contains(&one.name.trim().to_uppercase().as_str()))
        };
        let having = |word: &str| self.dimensions.iter().position(|one| self.find(word, Some(&one.name)).is_some());
        let time = having("TIMEVAL").or_else(|| called(&TIMES));
        let periods = time.map(|at| self.periods(at)).unwrap_or_default();
        let area = having("MAP").or_else(|| called(&AREAS)).filter(|at| Some(*at) != time);
        let contents = self.said("CONTVARIABLE", None);
        let contents = contents.and_then(|name| self.dimensions.iter().position(|one| one.name == name));
        let whole = self.said("CONTENTS", None).or_else(|| self.said("TITLE", None)).unwrap_or_default();
        let unit = self.said("UNITS", None).unwrap_or_default();
        // Each thing may have a unit of its own.
        let things = contents.and_then(|at| self.dimensions.get(at)).map_or(&[][..], |one| one.values.as_slice());
        let units: Vec<String> =
            things.iter().map(|thing| self.said("UNITS", Some(thing)).unwrap_or_else(|| unit.clone())).collect();
        let title = self.said("TITLE", None).or_else(|| self.said("DESCRIPTION", None)).unwrap_or_default();
        let table = made.arc(&title);
        let mut index = vec![0_usize; self.dimensions.len()];
        let mut written = self.data;
        let mut line = self.line;
        for nth in 0..total {
            let Some(one) = next(&mut written, &mut line) else {
                return Err(wrong(format!("{nth} values where the categories make {total}: the file is cut off")));
            };
            let (value, missing) = match one {
                Written::Number(text) => match text.parse::<f64>() {
                    Ok(value) if value.is_finite() => (Some(value), None),
                    _ => return Err(wrong(format!("`{text}` among the numbers")).at_line(line as u64)),
                },
                Written::Mark(mark) => (None, Some(made.arc(mark))),
            };
            let category = |at: usize| {
                let values = &self.dimensions.get(at)?.values;
                values.get(*index.get(at)?).map(String::as_str)
            };
            made.indicator.clear();
            let thing = contents.and_then(category);
            made.indicator.push_str(thing.unwrap_or(&whole));
            for at in (0..self.dimensions.len()).filter(|at| ![area, time, contents].contains(&Some(*at))) {
                made.indicator.push_str(if made.indicator.is_empty() { "" } else { " / " });
                made.indicator.push_str(category(at).unwrap_or_default());
            }
            let own = contents.and_then(|at| units.get(*index.get(at)?));
            let period = time
                .and_then(|at| index.get(at))
                .and_then(|at| periods.get(*at))
                .map(String::as_str)
                .unwrap_or_default();
            cells.push(DataCell {
                subject: made.arc(area.and_then(category).unwrap_or_default()),
                indicator: made.path(),
                at: if period.is_empty() { None } else { made.at(period)? },
                period: made.arc(period),
                value,
                missing,
                unit: made.arc(own.unwrap_or(&unit)),
                table: table.clone(),
                // Records, as if each value stood on a line of its own.
                cell: format!("R{}C1", nth + 1),
                confidence: 1.0,
                ..DataCell::default()
            });
            // The last dimension turns fastest.
            for (step, dimension) in index.iter_mut().zip(&self.dimensions).rev() {
                *step += 1;
                if *step < dimension.values.len() {
                    break;
                }
                *step = 0;
            }
        }
        match next(&mut written, &mut line) {
            Some(_) => {
                Err(wrong(format!("more values than the {total} that the categories make")).at_line(line as u64))
            }
            None => Ok(()),
        }
    }

    /// The periods of a dimension as SDMX text: `TLIST(Q1),"20051"` is 2005-Q1. Categories that are none stay as written.
    fn periods(&self, at: usize) -> Vec<String> {
        let Some(dimension) = self.dimensions.get(at) else { return Vec::new() };
        let stated = self.find("TIMEVAL", Some(&dimension.name));
        let kind = stated.and_then(|stated| stated.body.split_once('(')?.1.chars().next());
        let listed = stated.map(|stated| strings(stated.body)).filter(|listed| listed.len() == dimension.values.len());
        let texts = listed.as_ref().unwrap_or(&dimension.values);
        texts.iter().map(|text| moment(kind, text)).collect()
    }
}

/// A period in the notation of the format.
fn moment(kind: Option<char>, text: &str) -> String {
    let part = |from: usize| {
        text.get(..4).zip(text.get(from..)).filter(|(year, part)| {
            year.bytes().all(|byte| byte.is_ascii_digit())
                && !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    // A letter may stand between year and part, in the language of the file: `2005K1`, `2005M07`.
    let found = part(4).or_else(|| text.chars().nth(4).and_then(|letter| part(4 + letter.len_utf8())));
    match (kind, found) {
        (Some('Q'), Some((year, quarter))) if quarter.len() == 1 => format!("{year}-Q{quarter}"),
        (Some('H'), Some((year, half))) if half.len() == 1 => format!("{year}-S{half}"),
        (Some('M'), Some((year, month))) if month.len() == 2 => format!("{year}-{month}"),
        (Some('W'), Some((year, week))) if week.len() == 2 => format!("{year}-W{week}"),
        _ => Reading::of(text)
            .ok()
            .and_then(|reading| reading.period().ok())
            .map_or_else(|| text.to_owned(), |period| period.to_string()),
    }
}

impl<'t> Statement<'t> {
    /// None for what is said in another language of the file.
    fn read(text: &'t str) -> Option<Statement<'t>> {
        let (head, body) = text.split_at_checked(outside(text, '=')?)?;
        let body = body.strip_prefix('=')?;
        let (word, of) = head.split_once('(').unwrap_or((head, ""));
        let word = word.trim();
        (!word.contains('[')).then(|| Statement { word, of: strings(of), body })
    }
}

/// Where a character stands outside of quotes.
fn outside(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices()
        .find(|(_, character)| {
            quoted ^= *character == '"';
            !quoted && *character == wanted
        })
        .map(|(at, _)| at)
}

/// The texts of a list; a text may go on in further quotes without a comma between.
fn strings(body: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut joins = false;
    for (nth, piece) in body.split('"').enumerate() {
        if nth % 2 == 0 {
            joins = nth > 0 && piece.trim().is_empty();
        } else if let Some(last) = all.last_mut().filter(|_| joins) {
            last.push_str(piece);
        } else {
            all.push(piece.to_owned());
        }
    }
    all
}

enum Written<'t> {
    Number(&'t str),
    Mark(&'t str),
}

/// The next value of the data.
fn next<'t>(rest: &mut &'t str, line: &mut usize) -> Option<Written<'t>> {
    let blank = |character: char| character.is_whitespace() || matches!(character, ',' | ';');
    let body = rest.trim_start_matches(blank);
    *line += rest.get(..rest.len() - body.len()).unwrap_or_default().matches('\n').count();
    if let Some(quoted) = body.strip_prefix('"') {
        let (mark, after) = quoted.split_once('"').unwrap_or((quoted, ""));
        *rest = after;
        return Some(Written::Mark(mark));
    }
    let end = body.find(|character: char| blank(character) || character == '"').unwrap_or(body.len());
    let (word, after) = body.split_at_checked(end)?;
    *rest = after;
    match word {
        "" => None,
        // Marks without quotes, as some programs write them.
        "-" | "." | ".." | "..." | "...." | "....." | "......" | ":" => Some(Written::Mark(word)),
        _ => Some(Written::Number(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn read(text: &str) -> Result<Vec<DataCell>> {
        let limits = Limits::default();
        cells(text.as_bytes(), &mut Budget::new(&limits))
    }

    const FILE: &str = "CHARSET=\"ANSI\";\nLANGUAGE=\"sl\";\nTITLE=\"Population; all\";\nTITLE[en]=\"other\";\nUNITS=\"persons\";\n\
        STUB=\"geo\";\nHEADING=\"when\",\"sex\";\nVALUES(\"geo\")=\"AT\",\"BE\";\nVALUES(\"when\")=\"first\",\"second\";\n\
        VALUES(\"sex\")=\"men\",\"women \"\n\"of age\";\nTIMEVAL(\"when\")=TLIST(Q1),\"20051\",\"20052\";\nCONTENTS=\"Population\";\n\
        DATA=\n1 2.5 \"..\" -4\n5 6 7 8;\n";

    #[test]
    fn a_cube_with_quarters() -> Result<()> {
        let cells = read(FILE)?;
        let shown: Vec<_> = cells
            .iter()
            .map(|cell| (&*cell.subject, &*cell.indicator, &*cell.period, cell.value, cell.missing.as_deref()))
            .collect();
        assert_eq!(shown[1], ("AT", "Population / women of age", "2005-Q1", Some(2.5), None));
        assert_eq!(shown[2], ("AT", "Population / men", "2005-Q2", None, Some("..")));
        assert_eq!(shown[7], ("BE", "Population / women of age", "2005-Q2", Some(8.0), None));
        assert_eq!((&*cells[0].unit, &*cells[0].table, shown.len()), ("persons", "Population; all", 8));
        Ok(())
    }

    #[test]
    fn periods_in_the_notation_of_the_format() {
        for (kind, text, period) in [
            ('Q', "20054", "2005-Q4"),
            ('Q', "2005K4", "2005-Q4"),
            ('M', "200507", "2005-07"),
            ('M', "2005M07", "2005-07"),
            ('H', "20052", "2005-S2"),
            ('A', "2005", "2005"),
            ('A', "men", "men"),
        ] {
            assert_eq!(moment(Some(kind), text), period, "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_refused() {
        for (from, to, part) in [
            ("5 6 7 8;\n", "5 6 7", "7 values where the categories make 8"),
            ("5 6 7 8", "5 6 7 8 9", "more values than the 8"),
            ("2.5", "2.5x", "line 15"),
            ("DATA=\n1 2.5 \"..\" -4\n5 6 7 8;\n", "", "without `DATA`"),
            ("VALUES(\"geo\")", "VALUE(\"geo\")", "no `VALUES(\"geo\")`"),
            ("CONTENTS", "KEYS=\"geo\";\nCONTENTS", "`KEYS`"),
        ] {
            let error = read(&FILE.replace(from, to)).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}
