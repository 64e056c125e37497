//! Files by what their bytes say: text, the World Bank's zip, a workbook.

use std::io::{Cursor, Read};
use std::path::Path;

use super::gather::Gather;
use super::{ReadOptions, delimited, layout};
use crate::error::{Error, ErrorKind, Result};

/// What one file may unpack to; more is no table of an office but an attack or a mistake.
const UNPACKED_AT_MOST: u64 = 1 << 30;

/// Reads one file.
pub(super) fn file(path: &Path, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Error::new(ErrorKind::Io, "this is a directory, not a table")
            .mend("name the files in it")
            .in_source(name));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
            .mend("check the name and the permissions")
            .in_source(name.clone())
    })?;
    bytes_of(&name, &bytes, options, gather).map_err(|error| error.in_source(name))
}

fn bytes_of(name: &str, bytes: &[u8], options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(name, bytes, options, gather);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return workbook(name, bytes, options, gather);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(content) => text(name, content, options, gather),
        Err(error) => {
            let line =
                bytes.get(..error.valid_up_to()).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
            Err(Error::new(ErrorKind::Encoding, "is not UTF-8 text")
                .mend("save it as UTF-8 (Chinese exports are often GB18030: iconv -f GB18030 -t UTF-8)")
                .at_line(line as u64 + 1))
        }
    }
}

/// Reads one text.
pub(super) fn text(name: &str, content: &str, options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let place = |error: Error| error.in_source(name);
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    if content.trim().is_empty() {
        return Err(place(
            Error::new(ErrorKind::Layout, "the file is empty").mend("give a table with a head and at least one row"),
        ));
    }
    layout::read(name, &delimited::Text::of(content), options, gather).map_err(place)
}

/// The table inside a zip: the World Bank puts two files of metadata beside it.
fn zipped(name: &str, bytes: &[u8], options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    let broken = |error: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Encoding, format!("cannot be unpacked: {error}")).mend("download the file again")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names: Vec<String> =
        archive.file_names().filter_map(|inner| inner.ok().map(std::borrow::Cow::into_owned)).collect();
    if names.iter().any(|inner| inner == "[Content_Types].xml") {
        return workbook(name, bytes, options, gather);
    }
    let tables: Vec<&String> = names
        .iter()
        .filter(|inner| {
            let ending = Path::new(inner.as_str()).extension().unwrap_or_default().to_ascii_lowercase();
            (ending == "csv" || ending == "tsv") && !inner.to_lowercase().starts_with("metadata_")
        })
        .collect();
    let &[inner] = tables.as_slice() else {
        let message =
            if tables.is_empty() { "holds no table".to_owned() } else { format!("holds {} tables", tables.len()) };
        return Err(Error::new(ErrorKind::Layout, message).mend("unpack it and name the csv file that is meant"));
    };
    let file = archive.by_name(inner).map_err(|error| broken(&error))?;
    let mut content = Vec::new();
    file.take(UNPACKED_AT_MOST + 1).read_to_end(&mut content).map_err(|error| broken(&error))?;
    if content.len() as u64 > UNPACKED_AT_MOST {
        return Err(
            Error::new(ErrorKind::Encoding, "unpacks to more than a gibibyte").mend("unpack it, and name the file")
        );
    }
    bytes_of(&format!("{name}/{inner}"), &content, options, gather)
}

#[cfg(feature = "excel")]
fn workbook(name: &str, bytes: &[u8], options: &ReadOptions, gather: &mut Gather<'_>) -> Result<()> {
    layout::read(name, &super::workbook::rows(bytes)?, options, gather)
}

#[cfg(not(feature = "excel"))]
fn workbook(_: &str, _: &[u8], _: &ReadOptions, _: &mut Gather<'_>) -> Result<()> {
    Err(Error::new(ErrorKind::Feature, "this is a workbook, which this build of fanfan cannot read")
        .mend("save it as CSV, or build fanfan with the feature `excel`"))
}
