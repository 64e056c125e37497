//! Archives and compressed files, unpacked under limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Budget;
use super::kind::Kind;
use crate::error::{Error, ErrorKind, Result};

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Encoding, format!("cannot be unpacked: {error}")).mend("download or copy the file again")
}

/// Whether a zip is a workbook of Excel or OpenDocument.
pub(super) fn is_workbook(bytes: &[u8]) -> Result<bool> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    Ok(archive.index_for_name("[Content_Types].xml").is_some() || archive.index_for_name("content.xml").is_some())
}

/// Calls `take` with name and bytes of each file inside.
pub(super) fn each(
    name: &str,
    kind: Kind,
    bytes: &[u8],
    budget: &mut Budget<'_>,
    mut take: impl FnMut(&str, Result<Vec<u8>>, &mut Budget<'_>) -> Result<()>,
) -> Result<()> {
    if kind != Kind::Zip {
        return Err(Error::new(ErrorKind::Feature, "compressed").mend("unpack it"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| broken(&error))?;
        if file.is_dir() {
            continue;
        }
        let inner = format!("{name}/{}", file.name().map_err(|error| broken(&error))?);
        let mut content = Vec::new();
        let read = file.by_ref().take(budget.limits.bytes).read_to_end(&mut content).map_err(|error| broken(&error));
        budget.unpacked += content.len() as u64;
        take(&inner, read.map(|_| content), budget)?;
    }
    Ok(())
}
