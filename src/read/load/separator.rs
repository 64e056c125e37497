//! The separator of a text table, found by looking.

/// Separators in the order in which they win where they divide the lines equally well: commas stand in numbers and
/// prose, the others hardly ever do.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Lines and bytes that are looked at.
const LINES: usize = 400;
const BYTES: usize = 256 << 10;

/// Lines after which a mark that stands alone is the separator.
const ENOUGH: usize = 24;

/// The separator that divides most lines into the same number of fields.
///
/// Marks inside quotes do not count. A line with another number of fields (a title, a note) counts little.
pub(in crate::read) fn separator(text: &[u8]) -> u8 {
    let mut lines: Vec<[usize; 4]> = Vec::new();
    let mut counts = [0; 4];
    let (mut quoted, mut start, mut blank) = (false, true, true);
    let text = text.get(..BYTES.min(text.len())).unwrap_or_default();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            // What stands in quotes does not count, up to the mark that closes them.
            b'"' if start && !quoted => {
                let rest = text.get(at..).unwrap_or_default();
                quoted = true;
                at += memchr::memchr(b'"', rest).unwrap_or(rest.len());
            }
            b'"' if quoted || start => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if !blank {
                    lines.push(counts);
                    if lines.len() == LINES || (lines.len() == ENOUGH && only_one(&lines)) {
                        break;
                    }
                }
                counts = [0; 4];
                (start, blank) = (true, true);
                continue;
            }
            _ if quoted => {}
            _ => {
                if let Some(at) = SEPARATORS.iter().position(|separator| *separator == byte)
                    && let Some(count) = counts.get_mut(at)
                {
                    *count += 1;
                    (start, blank) = (true, false);
                    continue;
                }
            }
        }
        start = false;
        blank &= byte == b' ';
    }
    if !blank {
        lines.push(counts);
    }
    let mut best = (0, b',');
    for (at, separator) in SEPARATORS.iter().enumerate() {
        let of = |counts: &[usize; 4]| counts.get(at).copied().unwrap_or(0);
        let mut found: Vec<usize> = lines.iter().map(of).filter(|count| *count > 0).collect();
        found.sort_unstable();
        let even = found.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        // Even lines count ten times those that are merely divided.
        let score = 9 * even + found.len();
        if score > best.0 {
            best = (score, *separator);
        }
    }
    best.1
}

/// Whether no more than one separator stands in any of the lines, and that one divides nearly all of them.
fn only_one(lines: &[[usize; 4]]) -> bool {
    let with = |at: usize| lines.iter().filter(|counts| counts.get(at).is_some_and(|count| *count > 0)).count();
    let found: Vec<usize> = (0..SEPARATORS.len()).map(with).filter(|lines| *lines > 0).collect();
    matches!(found.as_slice(), [divided] if divided + 4 >= lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_divides_the_lines_evenly() {
        for (text, found) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n", b';'),
            ("a\tb\n1,5\t2\n", b'\t'),
            ("\"a;b;c\",d\n1,2\n", b','),
            ("a|b\n1|2\n", b'|'),
            ("A title, with a comma, and one more\nTable 3; part 2\na;b;c\n1,5;2;3\n2,5;3,5;4\n", b';'),
            ("Country\tNotes\n Albania\tSource: a, b, c\nAustria\tx, y\n", b'\t'),
            ("one column\n1\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(separator(text.as_bytes())), char::from(found), "{text}");
        }
    }
}
