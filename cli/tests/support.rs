//! Running the command in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with files, removed at the end.
pub(crate) struct Folder(TempDir);

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The command in `folder`, with nothing of the caller's language and colours.
pub(crate) fn fanfan(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("fanfan").unwrap();
    command.current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command in the root of the workspace.
pub(crate) fn run(args: &[&str]) -> Ran {
    ran(fanfan(&root()).args(args))
}

/// Runs a command that has been set up.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(TempDir::new().unwrap())
    }

    /// A folder with one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Folder {
        Folder::new().and(name, content)
    }

    /// The same with one file more.
    pub(crate) fn and(self, name: &str, content: impl AsRef<[u8]>) -> Folder {
        fs::write(self.path().join(name), content).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The names in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the command in it.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(fanfan(self.path()).args(args))
    }

    /// Runs the command in it, which must end well, and reads its JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        self.run(args).json()
    }
}

impl Ran {
    /// The document of a run that ended well and had nothing to remark.
    pub(crate) fn json(&self) -> Value {
        assert_eq!((self.status, self.err.as_str()), (Some(0), ""));
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in\n{}", self.out))
    }

    /// The lines of a run that ended well.
    pub(crate) fn lines(&self) -> Vec<&str> {
        assert_eq!(self.status, Some(0), "{}", self.err);
        self.out.lines().collect()
    }

    /// A run that was refused: nothing on standard output, and a message with all these parts.
    #[track_caller]
    pub(crate) fn refused(&self, parts: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (Some(2), ""), "{}", self.err);
        assert!(self.err.starts_with("error: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in: {}", self.err);
        }
    }
}
