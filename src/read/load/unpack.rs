//! Archives and compressed files, unpacked under limits.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Budget, encoding};
use crate::error::{Error, ErrorKind, Result};

/// Below this size no ratio is suspicious.
const SMALL: u64 = 16 << 20;

/// Bytes asked for at a time.
const STEP: usize = 256 << 10;

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Encoding, format!("cannot be unpacked: {error}"))
        .mend("it is cut off or damaged: download or copy the file again")
}

pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens a zip.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))
}

/// Whether a zip is a workbook of Excel or OpenDocument.
pub(super) fn is_workbook(archive: &Archive<'_>) -> bool {
    ["[Content_Types].xml", "content.xml"].iter().any(|name| archive.index_for_name(name).is_some())
}

/// What a gzip file holds.
pub(super) fn gzip(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<u8>> {
    budget.unpack(MultiGzDecoder::new(bytes), bytes.len(), None)
}

/// What a zstd file holds.
#[cfg(feature = "formats")]
pub(super) fn zstd(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<u8>> {
    let mut rest = bytes;
    let mut all = Vec::new();
    // Frames may follow each other, as in files that were joined.
    while !rest.is_empty() {
        let decoder = ruzstd::decoding::StreamingDecoder::new(&mut rest).map_err(|error| broken(&error))?;
        all.append(&mut budget.unpack(decoder, bytes.len(), None)?);
    }
    Ok(all)
}

#[cfg(not(feature = "formats"))]
pub(super) fn zstd(_: &[u8], _: &mut Budget<'_>) -> Result<Vec<u8>> {
    Err(super::left_out("this is a zstd file", "formats", "unpack it"))
}

/// The files inside a zip, folders and what macOS adds left out: index and name.
pub(super) fn names(archive: &mut Archive<'_>, budget: &Budget<'_>) -> Result<Vec<(usize, String)>> {
    if archive.len() > budget.limits.inner_files {
        return Err(Error::new(
            ErrorKind::Encoding,
            format!("an archive of {} files, more than {}", archive.len(), budget.limits.inner_files),
        )
        .mend("unpack it, and name the files that are meant"));
    }
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| broken(&error))?;
        // Names of Chinese archives are GB18030 and do not say so.
        let raw = file.name_raw();
        let name = match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding::of_name(raw),
        };
        let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if !(file.is_dir() || name.starts_with("__MACOSX/") || base.starts_with("._") || base == ".DS_Store") {
            names.push((index, name));
        }
    }
    Ok(names)
}

/// One file of a zip.
pub(super) fn file(archive: &mut Archive<'_>, index: usize, budget: &mut Budget<'_>) -> Result<Vec<u8>> {
    let file = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED => {
            Error::new(ErrorKind::Encoding, "the archive is protected by a password")
                .mend("unpack it, and name the files in it")
        }
        error => broken(&error),
    })?;
    let (packed, size) = (file.compressed_size() as usize, file.size());
    budget.unpack(file, packed, Some(size))
}

impl Budget<'_> {
    /// Everything that a decoder gives, counted while it comes: what an archive claims of its size is not believed.
    ///
    /// # Errors
    /// Bytes that cannot be unpacked; more of them, or more for each packed byte, than the limits allow.
    pub(super) fn unpack(&mut self, mut from: impl Read, packed: usize, claimed: Option<u64>) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        if let Some(claimed) = claimed.filter(|&claimed| self.sound(claimed, packed).is_ok()) {
            all.reserve(claimed as usize);
        }
        loop {
            let step = from.by_ref().take(STEP as u64).read_to_end(&mut all).map_err(|error| broken(&error))?;
            self.unpacked += step as u64;
            self.sound(all.len() as u64, packed)?;
            if step < STEP {
                return Ok(all);
            }
        }
    }

    /// As [`Budget::unpack`], with nothing kept: `look` sees each piece and, before it, some of the piece before.
    #[cfg(feature = "excel")]
    pub(super) fn scan(&mut self, mut from: impl Read, packed: usize, mut look: impl FnMut(&[u8])) -> Result<()> {
        const OVERLAP: usize = 64;
        let mut piece = Vec::with_capacity(STEP + OVERLAP);
        let mut total = 0;
        loop {
            let kept = piece.len();
            let step = from.by_ref().take(STEP as u64).read_to_end(&mut piece).map_err(|error| broken(&error))?;
            total += step as u64;
            self.unpacked += step as u64;
            self.sound(total, packed)?;
            look(&piece);
            if step < STEP {
                return Ok(());
            }
            debug_assert!(kept <= OVERLAP);
            piece.drain(..piece.len() - OVERLAP);
        }
    }

    fn sound(&self, size: u64, packed: usize) -> Result<()> {
        let limits = self.limits;
        let message = if self.unpacked.max(size) > limits.bytes {
            format!("unpacks to more than {}", bytes(limits.bytes))
        } else if size > SMALL && size / (packed.max(1) as u64) > limits.ratio {
            format!("unpacks to more than {} times its size", limits.ratio)
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Encoding, message)
            .mend("if it is no mistake, unpack it and name the files in it, or raise the limit"))
    }
}

/// A number of bytes for people.
pub(in crate::read) fn bytes(number: u64) -> String {
    match number {
        _ if number >= 1 << 30 && number.is_multiple_of(1 << 30) => format!("{} GiB", number >> 30),
        _ if number >= 1 << 20 => format!("{} MiB", number >> 20),
        _ if number >= 1 << 10 => format!("{} KiB", number >> 10),
        _ => format!("{number} bytes"),
    }
}
