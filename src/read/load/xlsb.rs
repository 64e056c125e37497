//! Merged cells of binary workbooks, which the reader of workbooks does not give.
//!
//! A part is records one after the other: a number and a length in sevens of bits, the lowest first, then the content.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::unpack::Archive;
use crate::read::Merge;

/// Records that are read: a sheet of the workbook, and merged cells of a sheet.
const BUNDLE_SHEET: u64 = 156;
const MERGED: u64 = 176;

/// Bytes of a record that are read; none that is looked at is longer.
const LONGEST: u64 = 4096;

/// The merged cells of each sheet, by name. What is broken is left to the reader of workbooks to say.
pub(super) fn merged(archive: &mut Archive<'_>) -> Vec<(String, Vec<Merge>)> {
    let mut links = HashMap::new();
    if let Ok(file) = archive.by_name("xl/_rels/workbook.bin.rels") {
        links = targets(BufReader::new(file));
    }
    let mut sheets = Vec::new();
    if let Ok(file) = archive.by_name("xl/workbook.bin") {
        records(BufReader::new(file), BUNDLE_SHEET, |content| {
            let (link, after) = wide(content.get(8..)?)?;
            let (name, _) = wide(after)?;
            sheets.push((name, links.get(&link)?.clone()));
            Some(())
        });
    }
    let of_part = |(name, part): (String, String)| {
        let mut merged = Vec::new();
        if let Ok(file) = archive.by_name(&part) {
            records(BufReader::new(file), MERGED, |content| {
                let at = |place: usize| number(content.get(4 * place..)?).map(|number| number as usize);
                merged.push(Merge::new(at(0)?, at(2)?, at(1)?, at(3)?));
                Some(())
            });
        }
        (name, merged)
    };
    sheets.into_iter().map(of_part).collect()
}

/// What the links of the workbook lead to, by their identifiers.
fn targets(from: impl BufRead) -> HashMap<String, String> {
    let mut reader = Reader::from_reader(from);
    let (mut found, mut buffer) = (HashMap::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let (mut id, mut target) = (None, None);
                for attribute in tag.attributes().flatten() {
                    let value = attribute.value.to_string();
                    match attribute.key.local_name().as_ref() {
                        "Id" => id = Some(value),
                        "Target" => target = Some(value),
                        _ => {}
                    }
                }
                if let (Some(id), Some(target)) = (id, target) {
                    // From the root, or from the folder of the workbook.
                    let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                    found.insert(id, part);
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Looks at the records of one number, until they end or one is not what it should be.
fn records(mut from: impl BufRead, wanted: u64, mut look: impl FnMut(&[u8]) -> Option<()>) {
    let mut content = Vec::new();
    while let (Some(number), Some(length)) = (sevens(&mut from, 2), sevens(&mut from, 4)) {
        if number != wanted || length > LONGEST {
            match std::io::copy(&mut from.by_ref().take(length), &mut std::io::sink()) {
                Ok(skipped) if skipped == length => continue,
                _ => return,
            }
        }
        content.clear();
        match from.by_ref().take(length).read_to_end(&mut content) {
            Ok(_) if content.len() as u64 == length && look(&content).is_some() => {}
            _ => return,
        }
    }
}

/// A number in so many bytes at most, of which each but the last has its highest bit set.
fn sevens(from: &mut impl Read, most: u32) -> Option<u64> {
    let mut number = 0;
    for place in 0..most {
        let mut byte = [0];
        from.read_exact(&mut byte).ok()?;
        let [byte] = byte;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?))
}

/// A text of UTF-16 with its length before it, and what follows it.
fn wide(bytes: &[u8]) -> Option<(String, &[u8])> {
    let length = number(bytes)? as usize;
    let units = bytes.get(4..)?.get(..length.checked_mul(2)?)?;
    let units = units.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let text = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
    Some((text, bytes.get(4 + 2 * length..)?))
}
