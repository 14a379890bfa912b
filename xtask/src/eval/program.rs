//! The program that is measured: built or given, and run in a folder of its own with keys of its own.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use super::found::{Answer, Apparatus};
use crate::run::{cargo, run};

/// The line of a new `case.toml` that becomes the choice of a reader.
const CHOICE: &str = "# reader = \"neural\"";

/// A text that every reader finds a claim in, so that a case made of it names the reader.
const PROBE: &str = "The mayor said that the bridge was open. The mayor said that two people had died.\n";

/// A `variorum` with the folder that it works in.
pub struct Program {
    path: PathBuf,
    reader: Option<String>,
    /// Whether `read` takes `--reader`.
    read_chooses: bool,
    folder: TempDir,
}

impl Program {
    /// Takes the given binary or builds one, and looks whether it lets one choose a reader.
    pub fn ready(binary: Option<&Path>, reader: Option<&str>) -> Result<Self> {
        let path = match binary {
            Some(path) => path.canonicalize().with_context(|| format!("no program at {}", path.display()))?,
            None => built()?,
        };
        let reader = reader.map(absolute).transpose()?;
        let mut program = Self { path, reader, read_chooses: false, folder: tempfile::tempdir()? };
        program.read_chooses = program.output(program.verb("read").arg("--help"))?.contains("--reader");
        Ok(program)
    }

    /// A new folder for the texts of one part.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// One of the program's commands, run in the folder with keys of its own.
    pub fn verb(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.path);
        command.arg(verb).current_dir(self.folder.path()).env("VARIORUM_KEYS", self.folder.path().join("keys"));
        command
    }

    /// Has the wanted reader read files, without a case.
    pub fn read(&self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Answer> {
        self.answer(self.reader.as_deref(), arguments)
    }

    /// Has another reader read files.
    pub fn read_by(&self, reader: &str, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Answer> {
        self.answer(Some(reader), arguments)
    }

    fn answer(&self, reader: Option<&str>, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Answer> {
        serde_json::from_value(self.json(reader, arguments)?).context("the reading is not what the contract says")
    }

    /// As [`Self::read`], all of the answer.
    pub fn read_json(&self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Value> {
        self.json(self.reader.as_deref(), arguments)
    }

    fn json(&self, reader: Option<&str>, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Value> {
        let mut command = self.verb("read");
        if let Some(reader) = reader.filter(|_| self.read_chooses) {
            command.args(["--reader", reader]);
        }
        let answer = self.output(command.args(arguments).arg("--json"))?;
        serde_json::from_str(&answer).context("the answer is no JSON")
    }

    /// Makes an empty case that is read by the wanted reader, and tells whether it could be chosen.
    pub fn make_case(&self, case: &Path, title: &str) -> Result<bool> {
        self.output(self.verb("new").arg(case).args(["--title", title]))?;
        let Some(reader) = &self.reader else { return Ok(true) };
        let path = case.join("case.toml");
        let template = fs::read_to_string(&path)?;
        // A case names no folder: it must be read alike on every machine.
        let chosen = template.contains(CHOICE) && !reader.contains(MAIN_SEPARATOR);
        if chosen {
            fs::write(&path, template.replace(CHOICE, &format!("reader = \"{reader}\"")))?;
        }
        Ok(chosen)
    }

    /// Runs a command and gives its standard output.
    pub fn output(&self, command: &mut Command) -> Result<String> {
        let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {command:?}"))?;
        if !output.status.success() {
            bail!("{command:?} failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Builds a case and gives its apparatus.
    pub fn apparatus(&self, case: &Path) -> Result<Apparatus> {
        self.output(self.verb("build").arg(case))?;
        let answer = self.output(self.verb("apparatus").arg(case).arg("--json"))?;
        serde_json::from_str(&answer).context("the apparatus is not what the contract says")
    }

    pub fn version(&self) -> Result<String> {
        Ok(self.output(&mut self.verb("--version"))?.trim().to_owned())
    }

    /// The readers' names, as a small case gives them (`read --json` does not name its reader), and notes on where
    /// the wanted reader could not be chosen.
    pub fn readers(&self) -> Result<(Vec<String>, Vec<String>)> {
        let folder = self.folder("probe")?;
        let (text, case) = (folder.join("probe.txt"), folder.join("case"));
        fs::write(&text, PROBE)?;
        let chosen = self.make_case(&case, "Probe")?;
        self.output(self.verb("add").args([&case, &text]))?;
        let names: BTreeSet<_> = self.apparatus(&case)?.claims.into_iter().filter_map(|claim| claim.reader).collect();
        let mut notes = Vec::new();
        if self.reader.is_some() && !self.read_chooses {
            notes.push("this program's `read` takes no --reader: PolNeAR and own reports are its default's".to_owned());
        }
        if !chosen {
            notes.push("a case of this program cannot name that reader: speakers are its default's".to_owned());
        }
        Ok((names.into_iter().collect(), notes))
    }
}

/// A reader that is a folder is named in full, since the program runs elsewhere.
fn absolute(reader: &str) -> Result<String> {
    if !reader.contains(MAIN_SEPARATOR) {
        return Ok(reader.to_owned());
    }
    let path = Path::new(reader).canonicalize().with_context(|| format!("no model at {reader}"))?;
    path.into_os_string().into_string().ok().context("the model's path is not UTF-8")
}

/// Makes a release build, as it is handed out.
pub fn built() -> Result<PathBuf> {
    run(&mut cargo(&["build", "--release", "--package", "variorum-cli"]))?;
    let metadata = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]).output()?;
    let metadata: Value = serde_json::from_slice(&metadata.stdout)?;
    let target = metadata["target_directory"].as_str().context("cargo names no target directory")?;
    Ok(Path::new(target).join("release").join(format!("variorum{}", std::env::consts::EXE_SUFFIX)))
}
