//! The shape of the sources: ranks, first lines, lengths, and the bytes of the data.
//!
//! A module imports only modules of lower rank. The table of ranks stands here and in ARCHITECTURE.md; a module that
//! is missing from it fails, so that a new one gets its rank when it is made.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use toml::de::DeTable;

/// Modules of `src/lib.rs` with their ranks. Rows of later pieces may stand here before their modules do.
const RANKS: &[(&str, u8)] = &[
    ("error", 0),
    ("model", 1),
    ("growth", 2),
    ("index_number", 2),
    ("aggregate", 2),
    ("plan", 3),
    ("projection", 3),
    ("progress", 4),
    ("appraisal", 5),
    ("audit", 5),
    ("frame", 6),
    ("read", 6),
    ("prose", 6),
    ("report", 6),
    ("batch", 7),
];

/// Lines of code that a file of `src` may have; a longer one becomes a folder.
const LONGEST: usize = 400;

/// Folders with sources, as far as they are there.
const SOURCE_FOLDERS: &[&str] = &["src", "cli/src", "cli/tests", "tests", "benches", "examples"];

/// Folders whose programs must read files through `fanfan::read`.
const FACES: &[&str] = &["cli/src"];

/// What a face must not do by itself. Writing (`fs::write`, `File::create`) is allowed.
const READING: &[&str] = &[
    "fs::read(",
    "fs::read_to_string(",
    "fs::read_dir(",
    "File::open(",
    "OpenOptions",
    "BufReader",
    "Mmap",
    "read_to_end(",
    "csv::Reader",
    "toml::from_str",
    "serde_json::from_",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rank(module: &str) -> Option<u8> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

/// The files below `folder` whose names end in `suffix`, in order; none where the folder is missing.
fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.expect("an entry of a folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path, suffix));
        } else if path.to_string_lossy().ends_with(suffix) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The path as it is written in messages and in SOURCES.toml, whatever the platform.
fn shown(path: &Path, from: &Path) -> String {
    let relative = path.strip_prefix(from).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The source with comments blanked and the insides of strings emptied, line by line, so that braces and paths that
/// are left are code. Line breaks stay where they are.
fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let next = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        match (chars[at], next(at + 1)) {
            ('/', '/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                while at < chars.len() {
                    match (chars[at], next(at + 1)) {
                        ('/', '*') => (depth, at) = (depth + 1, at + 2),
                        ('*', '/') => (depth, at) = (depth - 1, at + 2),
                        (other, _) => {
                            out.extend((other == '\n').then_some('\n'));
                            at += 1;
                        }
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            ('r', '"' | '#') if !out.chars().last().is_some_and(|last| last.is_alphanumeric() || last == '_') => {
                let hashes = chars[at + 1..].iter().take_while(|&&one| one == '#').count();
                if next(at + 1 + hashes) != '"' {
                    // A raw name, `r#type`.
                    out.push('r');
                    at += 1;
                    continue;
                }
                out.push_str("\"\"");
                at += hashes + 2;
                while at < chars.len() {
                    let closes = chars[at] == '"' && (1..=hashes).all(|step| next(at + step) == '#');
                    out.extend((chars[at] == '\n').then_some('\n'));
                    at += 1;
                    if closes {
                        at += hashes;
                        break;
                    }
                }
            }
            ('"', _) => {
                out.push_str("\"\"");
                at += 1;
                while at < chars.len() && chars[at] != '"' {
                    out.extend((chars[at] == '\n').then_some('\n'));
                    at += if chars[at] == '\\' && next(at + 1) != '\n' { 2 } else { 1 };
                }
                at += 1;
            }
            // A character, not a lifetime.
            ('\'', '\\') => {
                at += 3;
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
                out.push_str("' '");
            }
            ('\'', _) if next(at + 2) == '\'' => {
                at += 3;
                out.push_str("' '");
            }
            (other, _) => {
                out.push(other);
                at += 1;
            }
        }
    }
    out
}

/// Code without the items that stand under `#[cfg(test)]` (with or without more conditions beside `test`).
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some((start, attribute)) =
        ["#[cfg(test)]", "#[cfg(all(test"].iter().filter_map(|mark| rest.find(mark).map(|at| (at, *mark))).min()
    {
        out.push_str(&rest[..start]);
        rest = &rest[start + attribute.len()..];
        // The item ends with its block, or with a semicolon where it has none.
        let mut depth = 0_i32;
        let end = rest.char_indices().find_map(|(at, one)| {
            match one {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth -= 1,
                ';' if depth == 0 => return Some(at + 1),
                _ => return None,
            }
            (one == '}' && depth == 0).then_some(at + 1)
        });
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    out.push_str(rest);
    out
}

/// The top-level modules that a source names by `crate::…`, groups such as `crate::{error, model::Period}` included.
fn named_modules(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String { text.chars().take_while(|one| one.is_alphanumeric() || *one == '_').collect() };
    let mut found = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        // Not `$crate` of another crate's macro, and not the tail of a longer name; `$crate` of our own is `crate`.
        if code[..at].chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_') {
            continue;
        }
        let rest = code[at + mark.len()..].trim_start();
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let (mut depth, mut starts) = (0_i32, true);
        for (at, one) in group.char_indices() {
            match one {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => starts = true,
                _ if one.is_whitespace() => {}
                _ if starts && depth == 0 => {
                    found.insert(name(&group[at..]));
                    starts = false;
                }
                _ => {}
            }
        }
    }
    found
}

/// Whether a source `depth` modules below the root climbs to the root by `super::`.
fn climbs_to_the_root(code: &str, depth: usize) -> bool {
    code.contains(&"super::".repeat(depth))
}

/// What is wrong with the imports of the source `path` (below `src`).
fn wrong_imports(path: &str, source: &str) -> Vec<String> {
    let code = without_tests(&code_only(source));
    let parts: Vec<&str> = path.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").collect();
    let module = parts.first().copied().unwrap_or_default();
    let Some(own) = rank(module) else {
        return vec![format!("no rank: {module} (add a row to RANKS and to ARCHITECTURE.md)")];
    };
    let mut wrong = Vec::new();
    if climbs_to_the_root(&code, parts.len()) {
        wrong.push(format!("by super: {module} ({own}) climbs to the root, write `crate::` and the module"));
    }
    for other in named_modules(&code) {
        if other == module {
            continue;
        }
        match rank(&other) {
            Some(theirs) if theirs < own => {}
            Some(theirs) if theirs > own => {
                wrong.push(format!("upward: {module} ({own}) uses {other} ({theirs})"));
            }
            Some(theirs) => wrong.push(format!("sideways: {module} ({own}) uses {other} ({theirs})")),
            // A name that `lib.rs` re-exports stands above every module.
            None => wrong.push(format!("through the root: {module} ({own}) uses crate::{other}, name its module")),
        }
    }
    wrong
}

/// The modules that `lib.rs` declares.
fn declared_modules(lib: &str) -> Vec<String> {
    let code = without_tests(&code_only(lib));
    let lines = code.lines().map(str::trim);
    let names = lines.filter_map(|line| {
        let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

/// Lines that hold code: no tests, no comments, no blank lines.
fn lines_of_code(source: &str) -> usize {
    without_tests(&code_only(source)).lines().filter(|line| !line.trim().is_empty()).count()
}

/// What reads a file, in a source of a face.
fn reading_in(source: &str) -> Vec<&'static str> {
    let code = without_tests(&code_only(source));
    READING.iter().copied().filter(|mark| code.contains(mark)).collect()
}

fn report(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn modules_import_only_lower_ranks() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in files(&src, ".rs") {
        let shown = shown(&path, &src);
        if shown != "lib.rs" {
            wrong.extend(wrong_imports(&shown, &read(&path)).into_iter().map(|what| format!("src/{shown}: {what}")));
        }
    }
    report(&wrong);
}

#[test]
fn every_module_has_a_rank() {
    let missing = declared_modules(&read(&root().join("src/lib.rs"))).into_iter().filter(|name| rank(name).is_none());
    report(&missing.map(|name| format!("src/lib.rs: no rank: {name}")).collect::<Vec<_>>());
}

#[test]
fn every_file_says_what_it_is() {
    let sources = SOURCE_FOLDERS.iter().flat_map(|folder| files(&root().join(folder), ".rs"));
    let silent = sources.filter(|path| !read(path).starts_with("//! "));
    report(&silent.map(|path| format!("{}: opens without a `//!` line", shown(&path, root()))).collect::<Vec<_>>());
}

#[test]
fn no_file_is_longer_than_a_file_should_be() {
    let lengths = files(&root().join("src"), ".rs").into_iter().map(|path| (lines_of_code(&read(&path)), path));
    let long = lengths.filter(|(lines, _)| *lines > LONGEST);
    report(
        &long
            .map(|(lines, path)| format!("{}: {lines} lines of code, make it a folder", shown(&path, root())))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn faces_read_files_through_the_library() {
    let mut wrong = Vec::new();
    for path in FACES.iter().flat_map(|face| files(&root().join(face), ".rs")) {
        let found = reading_in(&read(&path));
        wrong.extend(
            found
                .into_iter()
                .map(|mark| format!("{}: `{mark}`, use fanfan::read or a type's own from_path", shown(&path, root()))),
        );
    }
    report(&wrong);
}

#[test]
fn sources_list_every_file_with_its_bytes() {
    let data = root().join("data");
    let text = read(&data.join("SOURCES.toml"));
    let table = DeTable::parse(&text).expect("SOURCES.toml is TOML");
    let entries = table.get_ref().get("file").and_then(|file| file.get_ref().as_array());
    let entries = entries.expect("SOURCES.toml has [[file]] tables");
    let mut wrong = Vec::new();
    let mut listed = BTreeSet::new();
    for entry in entries {
        let text = |key: &str| entry.get_ref().get(key).and_then(|value| value.get_ref().as_str()).unwrap_or_default();
        let path = text("path");
        for key in ["path", "publisher", "table", "date", "licence", "retrieved_from", "sha256"] {
            if text(key).is_empty() {
                wrong.push(format!("data/{path}: no {key}"));
            }
        }
        if !listed.insert(path.to_owned()) {
            wrong.push(format!("data/{path}: listed twice"));
        }
        match fs::read(data.join(path)) {
            Ok(bytes) => {
                let sum = Sha256::digest(&bytes).iter().fold(String::new(), |sum, byte| sum + &format!("{byte:02x}"));
                if sum != text("sha256") {
                    wrong.push(format!("data/{path}: its sha256 is {sum}"));
                }
            }
            Err(error) => wrong.push(format!("data/{path}: {error}")),
        }
    }
    for path in files(&data, "") {
        let path = shown(&path, &data);
        if path != "SOURCES.toml" && !listed.contains(&path) {
            wrong.push(format!("data/{path}: not in SOURCES.toml"));
        }
    }
    report(&wrong);
}

mod the_checks_themselves {
    //! The checks see what they should.

    use super::*;

    #[test]
    fn an_upward_import_is_caught() {
        assert_eq!(wrong_imports("growth", "use crate::plan::Goal;"), ["upward: growth (2) uses plan (3)"]);
        assert_eq!(wrong_imports("growth", "fn f() { crate::plan::f() }"), ["upward: growth (2) uses plan (3)"]);
        assert_eq!(
            wrong_imports("model", "use crate::{error::{Error, Result}, growth, read::csv};"),
            ["upward: model (1) uses growth (2)", "upward: model (1) uses read (6)"]
        );
        assert_eq!(wrong_imports("report", "use crate::read::Table;"), ["sideways: report (6) uses read (6)"]);
        assert_eq!(
            wrong_imports("plan", "use crate::Error;"),
            ["through the root: plan (3) uses crate::Error, name its module"]
        );
        let by_super = ["by super: growth (2) climbs to the root, write `crate::` and the module"];
        assert_eq!(wrong_imports("growth/mod.rs", "use super::plan::Goal;"), by_super);
        assert_eq!(wrong_imports("growth/kernel.rs", "use super::super::plan::Goal;"), by_super);
        assert_eq!(wrong_imports("new_one", ""), ["no rank: new_one (add a row to RANKS and to ARCHITECTURE.md)"]);
    }

    #[test]
    fn what_is_allowed_passes() {
        for source in [
            "use crate::error::Error;\nuse crate::model::{self, Period};",
            "/// [`Plan`](crate::plan::Plan)\nuse crate::growth::Base; // not crate::plan",
            "fn f() -> &'static str { \"crate::plan {\" }",
            "#[cfg(test)]\nmod tests {\n    use crate::plan::Goal;\n    fn f() { if true { } }\n}\n",
            "#[cfg(test)]\nuse crate::plan::Goal;\nuse crate::model::Unit;",
        ] {
            assert_eq!(wrong_imports("growth", source), Vec::<String>::new(), "{source}");
        }
        assert!(wrong_imports("growth/kernel.rs", "use super::formula::Rate;").is_empty());
        let after = "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::plan::Goal;";
        assert_eq!(wrong_imports("growth", after).len(), 1);
    }

    #[test]
    fn code_is_told_from_comments_strings_and_characters() {
        let source =
            "let a = '{'; let b: &'a str = \"}\\\"{\"; /* { /* } */ { */ let c = r#\"{\"#; // {\nlet d = '\\'';";
        let code = code_only(source);
        assert!(!code.contains('{') && !code.contains('}'), "{code}");
        assert_eq!(code.lines().count(), 2);
        assert_eq!(lines_of_code("//! a\n\n/// b\nfn f() {}\n#[cfg(test)]\nmod tests {\n    fn g() {}\n}\n"), 1);
    }

    #[test]
    fn declarations_and_reading_are_found() {
        let lib = "pub mod error;\nmod hidden;\npub(crate) mod inner;\n/// mod not;\npub mod prelude {\n}\n";
        assert_eq!(declared_modules(lib), ["error", "hidden", "inner"]);
        assert_eq!(reading_in("let text = std::fs::read_to_string(path)?;"), ["fs::read_to_string("]);
        assert!(reading_in("std::fs::write(path, text)?; let f = File::create(path)?;").is_empty());
    }
}
