//! Paths as typed to the files that are meant, with what a table beside them says.
//!
//! Folders are walked in the order of names, so that report codes do not depend on the file system. Links and
//! special files are not followed: each is a finding. A CSV with a column `path` and one of url, publisher,
//! published or collected speaks for the files beside it, and is added too: it is how they came. Of each file that was
//! found only its path below the typed one is held until its turn comes: there may be a million.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use variorum_evidence::finding::Finding;
use variorum_ingest::SourceRow;

use super::{Content, Item, Particulars};
use crate::error::{Error, Result};
use crate::extract;

/// The files that `paths` mean, and findings about what is not added. Names are taken from the folder that holds
/// each given path, so that no other part of this machine's paths enters the case.
pub(crate) fn items(paths: &[PathBuf], stated: Particulars) -> Result<(Items, Vec<Finding>)> {
    let mut walk = Walk { roots: Vec::new(), files: Vec::new(), findings: Vec::new() };
    for path in paths {
        let input = |source| Error::Input { act: "read", path: path.clone(), source };
        // A path that was typed is followed if it is a link; what is met on the way is not.
        let whole = std::fs::canonicalize(path).map_err(input)?;
        let name =
            path.file_name().or(whole.file_name()).map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        walk.roots.push(Root { whole, name });
        walk.visit(Path::new(""));
    }
    let Walk { roots, files, findings } = walk;
    let tables = Tables::of(&roots, &files)?;
    Ok((Items { roots, files: files.into_iter(), tables, stated }, findings))
}

/// The files in their order, each with what is said about it when its turn comes.
pub(crate) struct Items {
    roots: Vec<Root>,
    files: std::vec::IntoIter<Found>,
    tables: Tables,
    stated: Particulars,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let (path, name) = self.files.next()?.place(&self.roots);
        let mut stated = self.stated.clone();
        if let Some(row) = self.tables.row(&path) {
            // What was typed for this command comes before what the table says.
            stated.url = stated.url.or_else(|| row.url.clone());
            stated.publisher = stated.publisher.or_else(|| row.publisher.clone());
            stated.published = stated.published.or_else(|| row.published.clone());
            stated.collected = stated.collected.or_else(|| row.collected.clone());
            stated.why = stated.why.or_else(|| row.why.clone());
        }
        stated.findings.extend(self.tables.findings_of(&path));
        Some(Item { name, content: Content::Path(path), stated })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.files.size_hint()
    }
}

impl ExactSizeIterator for Items {}

/// A path that was typed.
struct Root {
    whole: PathBuf,
    name: String,
}

/// A file below it.
struct Found {
    root: u32,
    /// Empty if it is the typed path itself.
    below: Box<Path>,
}

impl Found {
    /// Where it is, and its name in the case.
    fn place(&self, roots: &[Root]) -> (PathBuf, String) {
        let Root { whole, name } = &roots[self.root as usize];
        if self.below.as_os_str().is_empty() {
            return (whole.clone(), name.clone());
        }
        (whole.join(&self.below), name_below(name, &self.below))
    }
}

fn name_below(root: &str, below: &Path) -> String {
    below.components().fold(root.to_owned(), |name, part| format!("{name}/{}", part.as_os_str().to_string_lossy()))
}

struct Walk {
    roots: Vec<Root>,
    files: Vec<Found>,
    findings: Vec<Finding>,
}

impl Walk {
    /// Visits what is at this path below the last root.
    fn visit(&mut self, below: &Path) {
        let found = Found { root: self.roots.len() as u32 - 1, below: below.into() };
        let (path, name) = found.place(&self.roots);
        let file = match std::fs::symlink_metadata(&path) {
            Ok(file) => file,
            Err(error) => return self.find("path.unreadable", &name, format!("cannot be looked at: {error}")),
        };
        if file.is_dir() {
            self.visit_folder(below, &path, &name);
        } else if file.is_file() {
            self.files.push(found);
        } else if file.is_symlink() {
            self.find("path.link", &name, "a link: not followed; add what it points to".to_owned());
        } else {
            self.find("path.special", &name, "neither a file nor a folder (a device, a pipe, a socket)".to_owned());
        }
    }

    fn visit_folder(&mut self, below: &Path, path: &Path, name: &str) {
        let names = |entries: std::fs::ReadDir| entries.map(|entry| Ok(entry?.file_name())).collect();
        let listed: std::io::Result<Vec<OsString>> = std::fs::read_dir(path).and_then(names);
        let mut names = match listed {
            Ok(names) => names,
            Err(error) => return self.find("path.unreadable", name, format!("cannot be listed: {error}")),
        };
        names.sort_unstable();
        for name in names {
            self.visit(&below.join(name));
        }
    }

    fn find(&mut self, code: &str, name: &str, message: String) {
        self.findings.push(Finding::new(code, name, message));
    }
}

/// All tables that were met.
struct Tables {
    /// The rows, by the file that each speaks of.
    rows: BTreeMap<PathBuf, SourceRow>,
    /// Doubts about a table, by its own file.
    findings: BTreeMap<PathBuf, Vec<Finding>>,
}

impl Tables {
    fn of(roots: &[Root], files: &[Found]) -> Result<Self> {
        let mut tables = Self { rows: BTreeMap::new(), findings: BTreeMap::new() };
        for (path, name) in files.iter().map(|found| found.place(roots)).filter(|(path, _)| is_table(path)) {
            let size = std::fs::metadata(&path).map_or(0, |file| file.len());
            if size > extract::LARGEST_READ {
                continue;
            }
            let bytes =
                std::fs::read(&path).map_err(|source| Error::Input { act: "read", path: path.clone(), source })?;
            // A CSV with other columns speaks for no other file.
            let Ok(table) = variorum_ingest::read_sources(&bytes) else { continue };
            let about = |finding: Finding| Finding { about: format!("{name} {}", finding.about), ..finding };
            let mut findings: Vec<_> = table.findings.into_iter().map(about).collect();
            let folder = path.parent().unwrap_or(Path::new(""));
            for row in table.rows {
                let file = folder.join(&row.path);
                if !file.is_file() {
                    let message = format!("line {} names {}, which is not there", row.line, row.path);
                    findings.push(Finding::new("sources.missing", name.clone(), message));
                }
                tables.rows.insert(file, row);
            }
            tables.findings.insert(path.clone(), findings);
        }
        Ok(tables)
    }

    fn row(&self, path: &Path) -> Option<&SourceRow> {
        self.rows.get(path)
    }

    fn findings_of(&self, table: &Path) -> Vec<Finding> {
        self.findings.get(table).cloned().unwrap_or_default()
    }
}

fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}
