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

/// The format that was asked for, by word or by the name of the file; otherwise a table for a person, CSV for a pipe.
pub(crate) fn format(common: &Common) -> Format {
    match common.format {
        Some(FormatArg::Table) => Format::Table,
        Some(FormatArg::Csv) => Format::Csv,
        Some(FormatArg::Json) => Format::Json,
        Some(FormatArg::Markdown) => Format::Markdown,
        None => common.output.as_deref().and_then(by_extension).unwrap_or(if to_terminal(common) {
            Format::Table
        } else {
            Format::Csv
        }),
    }
}

fn to_terminal(common: &Common) -> bool {
    common.output.is_none() && io::stdout().is_terminal()
}

/// Writes a report where it was asked for.
pub(crate) fn write(report: &dyn Report, common: &Common) -> Result<(), Failure> {
    let format = format(common);
    let terminal = to_terminal(common);
    // Only where a person looks: files and pipes have no width.
    let width = terminal.then(|| console::Term::stdout().size_checked().map(|(_, columns)| columns)).flatten();
    let look = Look { language: language(common), color: colored(common.color, terminal), width };
    if let Some(path) = &common.output {
        return to_file(report, format, look, path);
    }
    let mut out = io::BufWriter::new(UntilClosed { out: io::stdout().lock(), closed: false });
    report::write(report, format, look, &mut out)?;
    out.flush().map_err(|error| Failure::Said(format!("the result cannot be written: {error}")))
}

/// A writer whose reader may have seen enough (`| head`): what comes after is dropped, and no failure.
struct UntilClosed<W> {
    out: W,
    closed: bool,
}

impl<W: Write> UntilClosed<W> {
    fn unless_closed<T>(&mut self, result: io::Result<T>, done: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(done)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.closed { Ok(bytes.len()) } else { self.out.write(bytes) };
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = if self.closed { Ok(()) } else { self.out.flush() };
        self.unless_closed(flushed, ())
    }
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

/// Writes beside the file and renames, so that nothing half-written stands under its name. What is there and no file (a
/// device, a pipe) is written into, and stays what it is.
fn to_file(report: &dyn Report, format: Format, look: Look, path: &Path) -> Result<(), Failure> {
    let at = |error: Error| Failure::Said(format!("{}: {error}", path.display()));
    if fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        let fail = |error: io::Error| Failure::Said(format!("{} cannot be written: {error}", path.display()));
        let mut out = io::BufWriter::new(fs::File::create(path).map_err(fail)?);
        report::write(report, format, look, &mut out).map_err(at)?;
        return out.flush().map_err(fail);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let beside = path.with_file_name(name);
    let fail = |error: &dyn std::fmt::Display| Failure::Said(format!("{} cannot be written: {error}", path.display()));
    let result = fs::File::create(&beside).map_err(|error| fail(&error)).and_then(|file| {
        let mut out = io::BufWriter::new(file);
        report::write(report, format, look, &mut out).map_err(at)?;
        out.flush().map_err(|error| fail(&error))?;
        fs::rename(&beside, path).map_err(|error| fail(&error))
    });
    if result.is_err() {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    result
}
