//! Bytes of files and of standard input, read under limits.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use super::Limits;
use super::load::{bytes as in_words, is_text};
use crate::error::{Error, ErrorKind, Result};

/// Bytes read at a time.
const STEP: usize = 1 << 20;

/// The bytes of a file, or of standard input where the name is `-`.
///
/// # Errors
/// A file that is missing, a folder, not permitted, longer than the limit, or changed by somebody while it was read; a
/// line of text that does not end within its limit, which is known as soon as the limit is passed.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let place = |error: Error| error.in_source(path.display().to_string());
    if path.as_os_str() == "-" {
        return all(std::io::stdin().lock(), None, limits).map_err(|error| error.in_source("standard input"));
    }
    if path.is_dir() {
        return Err(place(Error::new(ErrorKind::Io, "this is a directory, not a table").mend("name the files in it")));
    }
    let not_read = |error: std::io::Error| {
        place(Error::new(ErrorKind::Io, format!("cannot be read: {error}")).mend("check the name and the permissions"))
    };
    let file = File::open(path).map_err(not_read)?;
    let before = Stamp::of(&file.metadata().map_err(not_read)?);
    let bytes = all(&file, Some(before.size), limits).map_err(place)?;
    // By name, so that a file that was put in place of the first one is seen too.
    let after = std::fs::metadata(path).map_or(Stamp { size: 0, modified: None }, |data| Stamp::of(&data));
    before.still(after, bytes.len() as u64).map_err(place)?;
    Ok(bytes)
}

/// What changes with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(data: &Metadata) -> Stamp {
        // Pipes and the like have no size.
        Stamp { size: if data.is_file() { data.len() } else { 0 }, modified: data.modified().ok() }
    }

    fn still(self, after: Stamp, read: u64) -> Result<()> {
        if self.size == 0 || (self == after && read == self.size) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Io, "the file changed while it was read")
            .mend("read it again when nothing writes to it any more"))
    }
}

fn all(mut from: impl Read, size: Option<u64>, limits: &Limits) -> Result<Vec<u8>> {
    let too_long = || {
        Error::new(ErrorKind::Io, format!("is longer than {}", in_words(limits.bytes)))
            .mend("divide it, or raise the limit")
    };
    if size.is_some_and(|size| size > limits.bytes) {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(size.unwrap_or(0) as usize + 1);
    let mut line = Line { length: 0, is_text: false };
    loop {
        let start = bytes.len();
        let step = from.by_ref().take(STEP as u64).read_to_end(&mut bytes).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot be read to its end: {error}"))
                .mend("check the disk, or copy the file again")
        })?;
        if start == 0 {
            line.is_text = is_text(&bytes);
        }
        line.pass(&bytes, start, limits)?;
        if bytes.len() as u64 > limits.bytes {
            return Err(too_long());
        }
        if step == 0 {
            return Ok(bytes);
        }
    }
}

/// The line that is being read.
struct Line {
    /// Bytes of it in the pieces before.
    length: usize,
    is_text: bool,
}

impl Line {
    /// Goes over a new piece of `all`; what is longer than the limit is found before more is read.
    fn pass(&mut self, all: &[u8], start: usize, limits: &Limits) -> Result<()> {
        let piece = all.get(start..).unwrap_or_default();
        if !self.is_text {
            return Ok(());
        }
        let mut from = 0;
        // Inside a piece that is shorter than the limit, only the first and the last end of a line matter.
        let short = piece.len() <= limits.line_bytes;
        for end in memchr::memchr2_iter(b'\n', b'\r', piece) {
            self.check(all, start + from, end - from, limits)?;
            self.length = 0;
            from = if short { memchr::memrchr2(b'\n', b'\r', piece).unwrap_or(end) } else { end } + 1;
            if short {
                break;
            }
        }
        self.check(all, start + from, piece.len() - from, limits)?;
        self.length += piece.len() - from;
        Ok(())
    }

    fn check(&self, all: &[u8], at: usize, more: usize, limits: &Limits) -> Result<()> {
        if self.length + more <= limits.line_bytes {
            return Ok(());
        }
        let number = memchr::memchr_iter(b'\n', all.get(..at).unwrap_or_default()).count() as u64 + 1;
        Err(Error::new(ErrorKind::Layout, format!("a line longer than {}", in_words(limits.line_bytes as u64)))
            .mend("this is no table of lines: check what wrote it, or raise the limit")
            .at_line(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `first`, then numbers without end, and counts what was asked for.
    struct Endless<'r> {
        first: &'static [u8],
        read: &'r std::cell::Cell<usize>,
    }

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.first.len().min(buffer.len());
            let (now, later) = self.first.split_at(length);
            buffer.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            self.first = later;
            let rest = if length == 0 { buffer.len() } else { 0 };
            buffer.iter_mut().take(rest).for_each(|to| *to = b'1');
            self.read.set(self.read.get() + length + rest);
            Ok(length + rest)
        }
    }

    #[test]
    fn a_line_without_end_is_refused_when_its_limit_is_passed() {
        let read = std::cell::Cell::new(0);
        let from = Endless { first: b"year,value\r\n2004,1\n", read: &read };
        let error = all(from, None, &Limits::default().line_bytes(3 << 20)).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("line 3: a line longer than 3 MiB")));
        assert!(read.get() <= 5 << 20, "{} bytes", read.get());
    }

    #[test]
    fn what_is_no_text_has_no_lines_but_an_end() {
        let read = std::cell::Cell::new(0);
        let from = Endless { first: b"PK\x03\x04", read: &read };
        let limits = Limits::default().bytes(2 << 20).line_bytes(10);
        let error = all(from, None, &limits).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("is longer than 2 MiB; divide it, or raise the limit"));
        assert!(read.get() <= 4 << 20, "{} bytes", read.get());
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        let stamp = |size, seconds| Stamp {
            size,
            modified: Some(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)),
        };
        assert!(stamp(10, 1).still(stamp(10, 1), 10).is_ok());
        for (after, read) in [(stamp(10, 2), 10), (stamp(11, 1), 10), (stamp(10, 1), 9), (stamp(0, 1), 10)] {
            let error = stamp(10, 1).still(after, read).err().map(|error| error.to_string());
            assert!(error.is_some_and(|error| error.contains("changed while it was read; read it again")));
        }
        // Pipes have no size.
        assert!(stamp(0, 1).still(stamp(0, 2), 10).is_ok());
    }
}
