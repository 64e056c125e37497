//! Bytes into text: UTF-8, UTF-16, and the encodings of offices.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::error::{Error, ErrorKind, Result};

/// The text, and the name of its encoding.
pub(in crate::read) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str)> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strict(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(encoding) = utf_16(bytes) {
        return strict(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), "UTF-8"));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    strict(detector.guess(None, Utf8Detection::Deny), bytes)
}

/// UTF-16 without its mark: every second byte of ASCII text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 8;
    if head.len() < 4 || even + odd <= many {
        return None;
    }
    if odd > many && even * 20 < odd {
        Some(UTF_16LE)
    } else if even > many && odd * 20 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<(Cow<'a, str>, &'static str)> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text, encoding.name())),
        None => {
            Err(Error::new(ErrorKind::Encoding, format!("is not text in one encoding: {} breaks off", encoding.name()))
                .mend("save it as UTF-8"))
        }
    }
}
