//! A folder of its own for each test, with its own keys, and the real binary in it.
#![allow(dead_code, reason = "each test file uses its own part of this module")]
#![allow(clippy::panic, clippy::print_stdout, reason = "a panic fails the test, and what is left out is said aloud")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) struct Desk {
    folder: TempDir,
}

pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder can be made") }
    }

    /// In memory where there is such a place, for tests that write thousands of cases.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        Self { folder: folder.expect("a temporary folder can be made") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn read_bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The command, ready to run in this desk's folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("VARIORUM_KEYS", self.path("keys"))
            .env("COLUMNS", "120");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.command(arguments).output().expect("the binary runs");
        Ran { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// Runs and expects exit code 0.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "variorum {arguments:?}\n{}\n{}", ran.out, ran.err);
        ran.out
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(arguments)).expect("--json prints JSON")
    }

    /// A case with one report in it.
    pub(crate) fn case_with(&self, report: &str) {
        self.ok(&["new", "case", "--title", "A case"]);
        self.write("report.txt", report);
        self.ok(&["add", "case", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    }
}

pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("output is UTF-8")
}

/// Whether the tests of a group are to run; a test that does not run says so.
pub(crate) fn group(name: &str) -> bool {
    let without = std::env::var("VARIORUM_WITHOUT").unwrap_or_default();
    let wanted = !without.split(',').any(|left_out| left_out == name);
    if !wanted {
        println!("left out: group {name}");
    }
    wanted
}

/// Every file below a folder with its bytes, by path.
pub(crate) fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a file can be read");
                found.insert(path.strip_prefix(folder).expect("it is below the folder").to_owned(), bytes);
            }
        }
    }
    found
}

/// Copies a file, or a folder with all below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        std::fs::copy(from, to).expect("a file can be copied");
        return;
    }
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        copy(&path, &to.join(path.file_name().expect("an entry has a name")));
    }
}
