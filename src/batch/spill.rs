//! Records on the disk, so that memory does not grow with the cells of a folder: a list that is written once and read
//! in its order, and one that is sorted by merging runs.
//!
//! A record is a row of bytes of one length. Records sort as their bytes do, so keys stand first and big end first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::journal::unwritable;
use crate::error::{Error, ErrorKind, Result};

/// Bytes of records that a sorter holds before it writes a run.
const HELD: usize = 16 << 20;

/// Runs that are merged at once; more are first merged into one.
const RUNS: usize = 64;

/// A file that is of use to this run alone.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // The journal is cleared of what stays.
        let _ = fs::remove_file(&self.0);
    }
}

/// A list that is being written.
pub(super) struct ListWriter<const N: usize> {
    file: Scratch,
    out: BufWriter<File>,
}

impl<const N: usize> ListWriter<N> {
    /// Begins a list in a folder.
    ///
    /// # Errors
    /// The file cannot be made.
    pub(super) fn new(folder: &Path, name: &str) -> Result<ListWriter<N>> {
        let file = Scratch(folder.join(format!("{name}.part")));
        let out = BufWriter::new(File::create(&file.0).map_err(|error| unwritable(&file.0, &error))?);
        Ok(ListWriter { file, out })
    }

    /// # Errors
    /// The disk is full.
    pub(super) fn push(&mut self, record: [u8; N]) -> Result<()> {
        self.out.write_all(&record).map_err(|error| unwritable(&self.file.0, &error))
    }

    /// # Errors
    /// The disk is full.
    pub(super) fn finish(mut self) -> Result<List<N>> {
        self.out.flush().map_err(|error| unwritable(&self.file.0, &error))?;
        Ok(List { file: self.file })
    }
}

/// A list that can be read as often as is needed.
pub(super) struct List<const N: usize> {
    file: Scratch,
}

impl<const N: usize> List<N> {
    /// Its records from the first on.
    ///
    /// # Errors
    /// The file is gone.
    pub(super) fn records(&self) -> Result<Records<N>> {
        let file = File::open(&self.file.0).map_err(|error| unreadable(&self.file.0, &error))?;
        Ok(Records { path: self.file.0.clone(), file: BufReader::with_capacity(1 << 16, file) })
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("what was written cannot be read back: {error}"))
        .mend("run it again, and only one batch at a time with these results")
        .in_source(path.display().to_string())
}

/// The records of a file.
pub(super) struct Records<const N: usize> {
    path: PathBuf,
    file: BufReader<File>,
}

impl<const N: usize> Iterator for Records<N> {
    type Item = Result<[u8; N]>;

    fn next(&mut self) -> Option<Result<[u8; N]>> {
        let mut record = [0; N];
        let mut filled = 0;
        while let Some(rest) = record.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read(rest) {
                Ok(0) if filled == 0 => return None,
                Ok(0) => return Some(Err(unreadable(&self.path, &std::io::ErrorKind::UnexpectedEof.into()))),
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(unreadable(&self.path, &error))),
            }
        }
        Some(Ok(record))
    }
}

/// Records that are to be sorted.
pub(super) struct Sorter<const N: usize> {
    folder: PathBuf,
    name: &'static str,
    held: Vec<[u8; N]>,
    most: usize,
    runs: Vec<List<N>>,
    written: usize,
}

impl<const N: usize> Sorter<N> {
    /// A sorter that writes its runs into a folder.
    pub(super) fn new(folder: &Path, name: &'static str) -> Sorter<N> {
        Sorter { folder: folder.to_owned(), name, held: Vec::new(), most: HELD / N, runs: Vec::new(), written: 0 }
    }

    /// # Errors
    /// A run cannot be written.
    pub(super) fn push(&mut self, record: [u8; N]) -> Result<()> {
        if self.held.len() == self.most {
            self.held.sort_unstable();
            let held = std::mem::take(&mut self.held);
            let run = self.run(held.iter().map(|record| Ok(*record)))?;
            self.runs.push(run);
            self.held = held;
            self.held.clear();
            if self.runs.len() == RUNS {
                let runs = std::mem::take(&mut self.runs);
                let merged = Sorted::merge(runs, Vec::new())?;
                let run = self.run(merged)?;
                self.runs.push(run);
            }
        }
        self.held.push(record);
        Ok(())
    }

    fn run(&mut self, records: impl Iterator<Item = Result<[u8; N]>>) -> Result<List<N>> {
        let mut list = ListWriter::new(&self.folder, &format!("{}.{}", self.name, self.written))?;
        self.written += 1;
        for record in records {
            list.push(record?)?;
        }
        list.finish()
    }

    /// All records in their order.
    ///
    /// # Errors
    /// A run is gone.
    pub(super) fn sorted(mut self) -> Result<Sorted<N>> {
        self.held.sort_unstable();
        Sorted::merge(self.runs, self.held)
    }
}

/// Sorted records.
pub(super) struct Sorted<const N: usize> {
    held: std::vec::IntoIter<[u8; N]>,
    runs: Vec<(Records<N>, List<N>)>,
    /// The next record of each run, with its number; that of the records in memory is the number of runs.
    next: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Sorted<N> {
    fn merge(runs: Vec<List<N>>, held: Vec<[u8; N]>) -> Result<Sorted<N>> {
        let runs = runs.into_iter().map(|list| Ok((list.records()?, list))).collect::<Result<Vec<_>>>()?;
        let mut sorted = Sorted { held: held.into_iter(), runs, next: BinaryHeap::new() };
        for run in 0..=sorted.runs.len() {
            sorted.refill(run)?;
        }
        Ok(sorted)
    }

    fn refill(&mut self, run: usize) -> Result<()> {
        let record = match self.runs.get_mut(run) {
            Some((records, _)) => records.next().transpose()?,
            None => self.held.next(),
        };
        self.next.extend(record.map(|record| Reverse((record, run))));
        Ok(())
    }
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = Result<[u8; N]>;

    fn next(&mut self) -> Option<Result<[u8; N]>> {
        let Reverse((record, run)) = self.next.pop()?;
        Some(self.refill(run).map(|()| record))
    }
}

/// Puts fields into a record, one after the other.
pub(super) struct Packer<const N: usize> {
    record: [u8; N],
    at: usize,
}

impl<const N: usize> Packer<N> {
    pub(super) fn new() -> Packer<N> {
        Packer { record: [0; N], at: 0 }
    }

    fn put(mut self, bytes: &[u8]) -> Packer<N> {
        let place = self.record.get_mut(self.at..self.at + bytes.len());
        debug_assert!(place.is_some(), "the fields are longer than the record");
        if let Some(place) = place {
            place.copy_from_slice(bytes);
        }
        self.at += bytes.len();
        self
    }

    pub(super) fn byte(self, byte: u8) -> Packer<N> {
        self.put(&[byte])
    }

    pub(super) fn count(self, number: u32) -> Packer<N> {
        self.put(&number.to_be_bytes())
    }

    pub(super) fn long(self, number: u64) -> Packer<N> {
        self.put(&number.to_be_bytes())
    }

    /// Sorts negative numbers first.
    pub(super) fn signed(self, number: i32) -> Packer<N> {
        self.count(number.cast_unsigned() ^ 1 << 31)
    }

    /// Of no order.
    pub(super) fn double(self, number: f64) -> Packer<N> {
        self.long(number.to_bits())
    }

    /// Of no order.
    pub(super) fn single(self, number: f32) -> Packer<N> {
        self.count(number.to_bits())
    }

    pub(super) fn record(self) -> [u8; N] {
        debug_assert_eq!(self.at, N, "the fields do not fill the record");
        self.record
    }
}

/// Takes fields out of a record, in the order in which they were put.
pub(super) struct Unpacker<'r> {
    rest: &'r [u8],
}

impl<'r> Unpacker<'r> {
    pub(super) fn new(record: &'r [u8]) -> Unpacker<'r> {
        Unpacker { rest: record }
    }

    fn take<const K: usize>(&mut self) -> [u8; K] {
        let Some((own, rest)) = self.rest.split_first_chunk::<K>() else { return [0; K] };
        self.rest = rest;
        *own
    }

    pub(super) fn byte(&mut self) -> u8 {
        u8::from_be_bytes(self.take())
    }

    pub(super) fn count(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }

    pub(super) fn long(&mut self) -> u64 {
        u64::from_be_bytes(self.take())
    }

    pub(super) fn signed(&mut self) -> i32 {
        (self.count() ^ 1 << 31).cast_signed()
    }

    pub(super) fn double(&mut self) -> f64 {
        f64::from_bits(self.long())
    }

    pub(super) fn single(&mut self) -> f32 {
        f32::from_bits(self.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

    fn folder(name: &str) -> std::io::Result<PathBuf> {
        let folder = std::env::temp_dir().join(format!("fanfan-spill-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).map(|()| folder)
    }

    #[test]
    fn many_runs_sort_as_memory_does_and_nothing_stays_behind() -> Outcome {
        let folder = folder("sort")?;
        // Each number once, in no order (1009 is prime); runs of 3 are more than are merged at once.
        for most in [3, 100, 5000] {
            let mut sorter = Sorter::<13> { most, ..Sorter::new(&folder, "sort") };
            for at in 0..1009 {
                let number = at * 619 % 1009 - 50;
                sorter.push(Packer::new().signed(number).double(f64::from(number) / 3.0).byte(7).record())?;
            }
            let mut expected = -50;
            for record in sorter.sorted()? {
                let record = record?;
                let mut fields = Unpacker::new(&record);
                let read = (fields.signed(), fields.double(), fields.byte());
                assert_eq!(read, (expected, f64::from(expected) / 3.0, 7), "runs of {most}");
                expected += 1;
            }
            assert_eq!((expected, fs::read_dir(&folder)?.count()), (959, 0), "runs of {most}");
        }
        Ok(fs::remove_dir_all(&folder)?)
    }

    #[test]
    fn a_list_that_was_cut_off_says_so() -> Outcome {
        let folder = folder("list")?;
        let mut list = ListWriter::<4>::new(&folder, "list")?;
        for number in 0..10 {
            list.push(Packer::new().count(number).record())?;
        }
        let list = list.finish()?;
        fs::OpenOptions::new().write(true).open(folder.join("list.part"))?.set_len(38)?;
        let read: Vec<bool> = list.records()?.map(|record| record.is_ok()).collect();
        assert_eq!(read, [true, true, true, true, true, true, true, true, true, false]);
        drop(list);
        Ok(fs::remove_dir_all(&folder)?)
    }
}
