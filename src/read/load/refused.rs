//! Why a workbook is refused.

use crate::error::{Error, ErrorKind};

pub(super) fn broken(error: &dyn std::fmt::Display) -> Error {
    let text = error.to_string();
    if text.contains("password") {
        return protected();
    }
    Error::new(ErrorKind::Encoding, format!("cannot be read as a workbook: {text}"))
        .mend("open it in a spreadsheet program and save it again, or save it as CSV")
}

pub(super) fn protected() -> Error {
    Error::new(ErrorKind::Encoding, "the workbook is protected by a password")
        .mend("open it in a spreadsheet program and save it without one")
}

pub(super) fn no_workbook() -> Error {
    Error::new(ErrorKind::Encoding, "this is an Office document without a workbook")
        .mend("save its table as xlsx or CSV")
}
