//! The streams of a compound file (OLE), found in any order and never in a circle.
//!
//! Files of statistical offices have directories out of order, which stricter readers refuse; and the reader of
//! workbooks follows a chain of sectors wherever it leads, so that all chains are walked here before.

use crate::error::Result;

/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;
/// Streams below this size stand in the small stream.
const SMALL: usize = 4096;

/// A compound file with its directory.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

fn broken(what: &str) -> crate::error::Error {
    super::refused::broken(&what)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|word| u32::from_le_bytes(*word))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|word| word.first_chunk::<4>()).map(|word| u32::from_le_bytes(*word))
}

impl<'b> Compound<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// A head that is cut off, a chain of sectors that leaves the file or runs in a circle.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Compound<'b>> {
        let head = |at: usize| word(bytes, at).ok_or_else(|| broken("its head is cut off"));
        let sector = match head(30)? & 0xffff {
            9 => 512,
            12 => 4096,
            _ => return Err(broken("its head is damaged")),
        };
        let mut file = Compound {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        // Where the sectors of the table stand: 109 in the head, the others in a chain whose last word is the next.
        let mut places: Vec<u32> = words(bytes.get(76..512).unwrap_or_default()).collect();
        let (mut next, mut steps) = (head(68)?, 0);
        while next < MARKS {
            steps += 1;
            if steps > file.sectors() {
                return Err(broken("its sectors run in a circle"));
            }
            places.extend(words(file.sector(next).ok_or_else(|| broken("it is cut off"))?));
            next = places.pop().unwrap_or(MARKS);
        }
        for place in places.into_iter().filter(|place| *place < MARKS) {
            let part = file.sector(place).ok_or_else(|| broken("it is cut off"))?;
            file.table.extend(words(part));
        }
        let directory = file.chain(head(48)?, usize::MAX)?;
        file.entries = directory.chunks_exact(128).filter_map(Entry::of).collect();
        if let Some((start, length)) = file.entries.first().map(|root| (root.start, root.length)) {
            file.small = file.chain(start, length)?;
        }
        file.small_table = words(&file.chain(head(60)?, usize::MAX)?).collect();
        Ok(file)
    }

    /// Whether there is a stream or a folder of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The bytes of a stream.
    ///
    /// # Errors
    /// As [`Compound::open`].
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else { return Ok(None) };
        if entry.length >= SMALL {
            return self.chain(entry.start, entry.length).map(Some);
        }
        let sector = |id: u32| self.small.chunks(64).nth(id as usize);
        follow(entry.start, entry.length, &self.small_table, self.small.len() / 64 + 1, sector).map(Some)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector(&self, id: u32) -> Option<&'b [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last one may be short.
        self.bytes.get(start..).map(|rest| rest.get(..self.sector).unwrap_or(rest)).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>> {
        follow(start, length, &self.table, self.sectors(), |id| self.sector(id))
    }
}

/// The sectors of a chain, up to a length.
fn follow<'s>(
    start: u32,
    length: usize,
    table: &[u32],
    most: usize,
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    let (mut next, mut steps) = (start, 0);
    while next < MARKS && all.len() < length {
        steps += 1;
        if steps > most {
            return Err(broken("its sectors run in a circle"));
        }
        all.extend_from_slice(sector(next).ok_or_else(|| broken("it is cut off"))?);
        next = table.get(next as usize).copied().ok_or_else(|| broken("it is cut off"))?;
    }
    all.truncate(length);
    Ok(all)
}

impl Entry {
    fn of(bytes: &[u8]) -> Option<Entry> {
        let units: Vec<u16> = bytes
            .get(..64)?
            .chunks_exact(2)
            .filter_map(|unit| Some(u16::from_le_bytes(*unit.first_chunk()?)))
            .collect();
        let name: Vec<u16> = units.into_iter().take_while(|unit| *unit != 0).collect();
        Some(Entry {
            name: String::from_utf16_lossy(&name),
            start: word(bytes, 116)?,
            length: word(bytes, 120)? as usize,
        })
    }
}
