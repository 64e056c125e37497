//! Where results go, in which format, language and colour.

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use fanfan::error::Error;
use fanfan::model::Language;
use fanfan::report::{self, Format, Look, Report};

use crate::args::{ColorArg, Common, FormatArg, LangArg};

/// What can go wrong in the command itself.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library refused.
    Library(Error),
    /// A file could not be written, or a topic is not known.
    Said(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Library(error)
    }
}

/// Prints a failure on standard error.
pub(crate) fn complain(failure: &Failure, color: ColorArg) {
    let message = match failure {
        Failure::Library(error) => error.to_string(),
        Failure::Said(message) => message.clone(),
    };
    let lead = if colored(color, io::stderr().is_terminal()) { "\u{1b}[31merror:\u{1b}[0m" } else { "error:" };
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "{lead} {message}");
}

/// A remark on standard error, unless it is quiet.
pub(crate) fn remark(common: &Common, text: &str) {
    if !common.quiet {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

fn colored(choice: ColorArg, terminal: bool) -> bool {
    match choice {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

/// The language that was asked for, or that of the locale.
pub(crate) fn language(common: &Common) -> Language {
    match common.lang {
        Some(LangArg::Zh) => Language::Chinese,
        Some(LangArg::En) => Language::English,
        None => {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
            if locale.is_some_and(|locale| locale.starts_with("zh")) { Language::Chinese } else { Language::English }
        }
    }
}

/// Writes a report where it was asked for.
pub(crate) fn write(report: &dyn Report, common: &Common) -> Result<(), Failure> {
    let terminal = common.output.is_none() && io::stdout().is_terminal();
    let format = match common.format {
        Some(FormatArg::Table) => Format::Table,
        Some(FormatArg::Csv) => Format::Csv,
        Some(FormatArg::Json) => Format::Json,
        Some(FormatArg::Markdown) => Format::Markdown,
        None => common.output.as_deref().and_then(by_extension).unwrap_or(if terminal {
            Format::Table
        } else {
            Format::Csv
        }),
    };
    let look = Look { language: language(common), color: colored(common.color, terminal), width: None };
    match &common.output {
        Some(path) => to_file(report, format, look, path),
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = report::write(report, format, look, &mut out).map_err(Failure::from);
            // A reader that has seen enough (head) is no failure.
            match written.and_then(|()| {
                out.flush().map_err(|error| Failure::Said(format!("the result cannot be written: {error}")))
            }) {
                Err(_) if is_closed() => Ok(()),
                other => other,
            }
        }
    }
}

/// Whether standard output has nobody at its other end any more.
fn is_closed() -> bool {
    io::stdout()
        .write_all(b"\n")
        .and_then(|()| io::stdout().flush())
        .is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The format that a file's name asks for.
fn by_extension(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        "md" => Some(Format::Markdown),
        "txt" => Some(Format::Table),
        _ => None,
    }
}

/// Writes beside the file and renames, so that nothing half-written stands under its name.
fn to_file(report: &dyn Report, format: Format, look: Look, path: &Path) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let beside = path.with_file_name(name);
    let fail = |error: &dyn std::fmt::Display| Failure::Said(format!("{} cannot be written: {error}", path.display()));
    let result = fs::File::create(&beside).map_err(|error| fail(&error)).and_then(|file| {
        let mut out = io::BufWriter::new(file);
        report::write(report, format, look, &mut out)?;
        out.flush().map_err(|error| fail(&error))?;
        fs::rename(&beside, path).map_err(|error| fail(&error))
    });
    if result.is_err() {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    result
}
