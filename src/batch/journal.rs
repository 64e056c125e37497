//! What was read before: one entry for each file, so that a batch that was stopped goes on where it was.
//!
//! An entry holds what the file gave, not what a plan made of it: another plan reads nothing again. It is written
//! under another name and renamed, so that it is whole or not there.

use std::fs;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use super::entry::Entry;
use super::walk::{Found, JOURNAL};
use crate::error::{Error, ErrorKind, Result};
use crate::read::ReadOptions;

/// Changed with the form of the entries.
const FORM: &str = "fanfan-batch 3";

/// The file that a batch holds while it runs.
const LOCK: &str = "lock";

/// The journal of a batch.
pub(super) struct Journal {
    folder: PathBuf,
    /// Held until the batch ends, however it ends.
    _lock: Option<fs::File>,
}

/// What an entry depends on beside its file: the version, what this build can read, and the options of reading with
/// the hints for this file.
pub(super) fn key(options: &ReadOptions) -> String {
    let built = [cfg!(feature = "excel"), cfg!(feature = "formats"), cfg!(feature = "parquet")];
    hex(&Sha256::digest(format!("{FORM} {} {built:?} {options:?}", env!("CARGO_PKG_VERSION")).as_bytes()))
}

/// A file as the disk has it: what an entry was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    /// Nanoseconds since 1970.
    modified: i128,
}

impl Stamp {
    pub(super) fn of(path: &Path) -> std::io::Result<Stamp> {
        let data = fs::metadata(path)?;
        Ok(Stamp { bytes: data.len(), modified: nanoseconds(&data)? })
    }
}

fn nanoseconds(data: &fs::Metadata) -> std::io::Result<i128> {
    let time = data.modified()?;
    Ok(match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    })
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

/// The SHA-256 of a file.
fn hash(path: &Path) -> std::io::Result<String> {
    let mut file = fs::File::open(path)?;
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex(&sum.finalize()));
        }
        sum.update(buffer.get(..read).unwrap_or_default());
    }
}

/// An error of writing below the folder of results.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot be written: {error}"))
        .mend("free space or mend the permissions, and run it again: what was read is kept")
        .in_source(path.display().to_string())
}

/// Holds a file as no other process does. The system lets go of it when the process ends; where it knows no locks,
/// there is none.
#[cfg(unix)]
fn lock(file: fs::File) -> std::result::Result<Option<fs::File>, ()> {
    use rustix::fs::{FlockOperation, flock};
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(error) if error == rustix::io::Errno::WOULDBLOCK => Err(()),
        Err(_) => Ok(None),
    }
}

#[cfg(not(unix))]
fn lock(file: fs::File) -> std::result::Result<Option<fs::File>, ()> {
    Ok(Some(file))
}

impl Journal {
    /// Opens the journal of the folder of results, and makes both where they are not there.
    ///
    /// # Errors
    /// The folders cannot be made; another batch runs with these results.
    pub(super) fn open(out: &Path) -> Result<Journal> {
        let folder = out.join(JOURNAL);
        fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
        let path = folder.join(LOCK);
        let file = fs::File::create(&path).map_err(|error| unwritable(&path, &error))?;
        let lock = lock(file).map_err(|()| {
            Error::new(ErrorKind::Io, "another batch is writing here")
                .mend("wait until it has ended, or give another folder for the results")
                .in_source(out.display().to_string())
        })?;
        Ok(Journal { folder, _lock: lock })
    }

    /// Where the journal is: what only this run needs is written there too.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, found: &Found) -> PathBuf {
        let name = hex(&Sha256::digest(found.shown.as_bytes()));
        self.folder.join(name.get(..32).unwrap_or(&name))
    }

    /// The entry of a file, where the file has not changed since.
    pub(super) fn entry(&self, found: &Found, key: &str) -> Option<Entry> {
        let path = self.path(found);
        let file = fs::File::open(&path).ok()?;
        let written = nanoseconds(&file.metadata().ok()?).ok()?;
        let entry = Entry::read(&mut BufReader::new(file))?;
        if entry.key != key {
            return None;
        }
        let stamp = Stamp::of(&found.path).ok()?;
        // A file that was written in the last moments before its entry may have changed once more in the same tick of
        // the clock; and one that was touched is still the same where its bytes are.
        let settled = written - stamp.modified > 2_000_000_000;
        let unchanged = stamp.bytes == entry.bytes
            && (settled && stamp.modified == entry.modified || hash(&found.path).ok()? == entry.hash);
        unchanged.then_some(entry)
    }

    /// The entry of a file as it was kept in this run.
    ///
    /// # Errors
    /// The entry is gone or broken.
    pub(super) fn stored(&self, found: &Found) -> Result<Entry> {
        let path = self.path(found);
        let entry = fs::File::open(&path).ok().and_then(|file| Entry::read(&mut BufReader::new(file)));
        entry.ok_or_else(|| {
            Error::new(ErrorKind::Io, "an entry of the journal is gone or broken")
                .mend("run it again, and only one batch at a time with these results")
                .in_source(path.display().to_string())
        })
    }

    /// Writes the entry of a file that had this stamp before it was read. Gives back nothing where the file has changed since.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub(super) fn keep(&self, found: &Found, stamp: &Stamp, key: &str, mut entry: Entry) -> Result<Option<Entry>> {
        let Ok(sum) = hash(&found.path) else { return Ok(None) };
        if Stamp::of(&found.path).ok().as_ref() != Some(stamp) {
            return Ok(None);
        }
        key.clone_into(&mut entry.key);
        entry.hash = sum;
        (entry.bytes, entry.modified) = (stamp.bytes, stamp.modified);
        let path = self.path(found);
        let part = path.with_extension("part");
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::new(fs::File::create(&part)?);
            entry.write(&mut out)?;
            out.flush()?;
            fs::rename(&part, &path)
        };
        match write() {
            Ok(()) => Ok(Some(entry)),
            Err(error) => {
                // What is left of it is of no use; that it cannot be removed changes nothing.
                let _ = fs::remove_file(&part);
                Err(unwritable(&path, &error))
            }
        }
    }

    /// Removes the entries of files that are no more.
    pub(super) fn prune(&self, files: &[Found]) {
        let mut wanted: std::collections::HashSet<PathBuf> = files.iter().map(|found| self.path(found)).collect();
        wanted.insert(self.folder.join(LOCK));
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !wanted.contains(&entry.path()) {
                // An entry that stays does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
