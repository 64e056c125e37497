//! What a file is, by its first bytes; its name counts for nothing.

use std::path::Path;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip, which a workbook may be too.
    Zip,
    Gzip,
    Zstd,
    /// The container of BIFF workbooks, and of encrypted ones of any kind.
    Compound,
    Parquet,
    ArrowFile,
    Html,
    /// The XML that Excel 2003 writes under the ending xls or xml.
    Spreadsheet2003,
    Json,
    /// A cube of PC-Axis.
    PcAxis,
    /// Text with or without separators.
    Text,
    /// Something else that is known, with its name.
    Other(&'static str),
}

/// First bytes by which files are known that hold no text.
const SIGNATURES: [(&[u8], Kind); 24] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"PK\x07\x08", Kind::Zip),
    (b"\x1f\x8b", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Compound),
    (b"PAR1", Kind::Parquet),
    (b"ARROW1", Kind::ArrowFile),
    (b"FEA1", Kind::Other("a Feather file of version 1")),
    (b"AXIS-VERSION=\"", Kind::PcAxis),
    (b"MATRIX=\"", Kind::PcAxis),
    (b"%PDF", Kind::Other("a PDF document")),
    (b"Rar!", Kind::Other("a rar archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind::Other("a 7z archive")),
    (b"BZh", Kind::Other("a bzip2 file")),
    (b"\xfd7zXZ\0", Kind::Other("an xz file")),
    (b"\x89PNG", Kind::Other("a picture")),
    (b"\xff\xd8\xff", Kind::Other("a picture")),
    (b"GIF8", Kind::Other("a picture")),
    (b"{\\rtf", Kind::Other("an RTF document")),
    // Streams of Excel 2 to 5 that stand without their container.
    (b"\x09\x00\x04\x00", Kind::Other("a workbook of Excel 2")),
    (b"\x09\x02\x06\x00", Kind::Other("a workbook of Excel 3")),
    (b"\x09\x04\x06\x00", Kind::Other("a workbook of Excel 4")),
    (b"\x09\x08\x08\x00", Kind::Other("a stream of Excel 5 without its container")),
];

/// How far a tag is looked for.
const LOOK: usize = 64 << 10;

impl Kind {
    /// What the bytes are.
    pub(super) fn of(bytes: &[u8]) -> Kind {
        if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            return *kind;
        }
        if is_arrow_stream(bytes) {
            return Kind::Other("an Arrow stream (Arrow files and Parquet are read)");
        }
        if bytes.get(257..262) == Some(b"ustar") {
            return Kind::Other("a tar archive");
        }
        let head = bytes.get(..LOOK.min(bytes.len())).unwrap_or_default();
        // Tags and braces are ASCII in every encoding but UTF-16, whose other bytes are dropped. Most files are told by
        // their first character.
        let first = head.iter().find(|byte| **byte != 0 && byte.is_ascii() && !byte.is_ascii_whitespace());
        if !first.is_some_and(|first| b"<{[MC".contains(first)) {
            return Kind::Text;
        }
        let text: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0 && byte.is_ascii()).collect();
        let text = text.trim_ascii_start();
        match text.first() {
            Some(b'<') => {
                let lower = text.to_ascii_lowercase();
                let has = |tag: &[u8]| lower.windows(tag.len()).any(|window| window == tag);
                if has(b"urn:schemas-microsoft-com:office:spreadsheet") {
                    Kind::Spreadsheet2003
                } else if has(b"<table") || has(b"<html") || has(b"<!doctype html") {
                    Kind::Html
                } else if has(b"<?xml") {
                    Kind::Other("an XML document")
                } else {
                    Kind::Text
                }
            }
            Some(b'{') => Kind::Json,
            Some(b'[') if text.get(1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{")) => Kind::Json,
            // Pages of other programs begin with a character set too.
            Some(b'C') if text.starts_with(b"CHARSET=\"") && has_key(text) => Kind::PcAxis,
            Some(b'M') if text.starts_with(b"MIME-Version:") => Kind::Other("a web archive"),
            _ => Kind::Text,
        }
    }

    /// The kind as messages call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Zip => "a zip archive",
            Kind::Gzip => "a gzip file",
            Kind::Zstd => "a zstd file",
            Kind::Compound => "an Excel workbook (xls)",
            Kind::Parquet => "a Parquet file",
            Kind::ArrowFile => "an Arrow file",
            Kind::Html => "an HTML page",
            Kind::Spreadsheet2003 => "an XML spreadsheet of 2003",
            Kind::Json => "a JSON document",
            Kind::PcAxis => "a file of PC-Axis",
            Kind::Text => "text",
            Kind::Other(words) => words,
        }
    }

    /// The ending of a name that promises something else than the file is. (`a.csv.gz` promises CSV inside.)
    pub(super) fn is_not_as_named(self, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        let inner = match self {
            Kind::Gzip | Kind::Zstd => lower.as_str(),
            _ => lower.strip_suffix(".gz").or_else(|| lower.strip_suffix(".zst")).unwrap_or(&lower),
        };
        let ending = Path::new(inner).extension()?.to_string_lossy().into_owned();
        Kind::promised(&ending).is_some_and(|promised| promised != self).then_some(ending)
    }

    /// What an ending promises, if anything.
    fn promised(ending: &str) -> Option<Kind> {
        Some(match ending {
            "zip" | "xlsx" | "xlsm" | "xlsb" | "ods" => Kind::Zip,
            "gz" => Kind::Gzip,
            "zst" => Kind::Zstd,
            "xls" => Kind::Compound,
            "parquet" => Kind::Parquet,
            "arrow" | "feather" | "ipc" => Kind::ArrowFile,
            "html" | "htm" => Kind::Html,
            "json" => Kind::Json,
            "px" => Kind::PcAxis,
            "csv" | "tsv" | "txt" | "tab" => Kind::Text,
            _ => return None,
        })
    }
}

/// Whether a keyword of PC-Axis begins a later line.
fn has_key(text: &[u8]) -> bool {
    let keys: [&[u8]; 4] = [b"AXIS-VERSION=", b"MATRIX=", b"LANGUAGE=", b"SUBJECT-AREA="];
    text.split(|byte| *byte == b'\n').skip(1).any(|line| keys.iter().any(|key| line.trim_ascii().starts_with(key)))
}

/// A mark and the length of the schema, of eights of bytes: how every stream of Arrow begins.
fn is_arrow_stream(bytes: &[u8]) -> bool {
    let length = match bytes.get(..8) {
        Some(&[0xff, 0xff, 0xff, 0xff, a, b, c, d]) => u32::from_le_bytes([a, b, c, d]) as usize,
        _ => return false,
    };
    length > 0 && length.is_multiple_of(8) && length < bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide() {
        for (bytes, kind) in [
            (&b"PK\x03\x04"[..], Kind::Zip),
            (b"\xef\xbb\xbf<html><table>", Kind::Html),
            (b"  <TABLE border=1>", Kind::Html),
            (b"<\0t\0a\0b\0l\0e\0", Kind::Html),
            (b"{\"version\": \"2.0\"}", Kind::Json),
            (b"[ {\"a\": 1}]", Kind::Json),
            (b"\xef\xbb\xbfCHARSET=\"ANSI\";\r\nAXIS-VERSION=\"2010\";", Kind::PcAxis),
            (b"CHARSET=\"ANSI\";\nnothing else", Kind::Text),
            (b"MATRIX=\"A1\";", Kind::PcAxis),
            (b"[brackets],2\n", Kind::Text),
            (b"<5 years,2\n", Kind::Text),
            (b"", Kind::Text),
            (
                b"\xff\xff\xff\xff\x08\0\0\0\x10\0\0\0\0\0\0\0....",
                Kind::Other("an Arrow stream (Arrow files and Parquet are read)"),
            ),
            (b"\xff\xff\xff\xff\x07\0\0\0\x10\0\0\0\0\0\0\0....", Kind::Text),
            (b"%PDF-1.4", Kind::Other("a PDF document")),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
    }
}
