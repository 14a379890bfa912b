//! Paths as typed to the files that are meant, with what a table beside them says.
//!
//! Folders are walked in the order of names, so that report codes do not depend on the file system. Links and
//! special files are not followed: each is a finding. A CSV with a column `path` and one of url, publisher,
//! published or collected speaks for the files beside it, and is added too: it is how they came.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use variorum_evidence::finding::Finding;
use variorum_ingest::SourceRow;

use super::{Content, Item, Particulars};
use crate::error::{Error, Result};
use crate::extract;

/// The files that `paths` mean, and findings about what is not added. Names are taken from the folder that holds
/// each given path, so that no other part of this machine's paths enters the case.
pub(crate) fn items(paths: &[PathBuf], stated: &Particulars) -> Result<(Vec<Item>, Vec<Finding>)> {
    let mut walk = Walk { files: Vec::new(), findings: Vec::new() };
    for path in paths {
        let input = |source| Error::Input { act: "read", path: path.clone(), source };
        // A path that was typed is followed if it is a link; what is met on the way is not.
        let whole = std::fs::canonicalize(path).map_err(input)?;
        let name =
            path.file_name().or(whole.file_name()).map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        walk.visit(&whole, &name);
    }
    let tables = Tables::of(&walk.files)?;
    let items = walk.files.iter().map(|(path, name)| {
        let mut particulars = stated.clone();
        if let Some(row) = tables.row(path) {
            // What was typed for this command comes before what the table says.
            particulars.url = particulars.url.or_else(|| row.url.clone());
            particulars.publisher = particulars.publisher.or_else(|| row.publisher.clone());
            particulars.published = particulars.published.or_else(|| row.published.clone());
            particulars.collected = particulars.collected.or_else(|| row.collected.clone());
            particulars.why = particulars.why.or_else(|| row.why.clone());
        }
        particulars.findings.extend(tables.findings_of(path));
        Item { name: name.clone(), content: Content::Path(path.clone()), stated: particulars }
    });
    let items = items.collect();
    Ok((items, walk.findings))
}

struct Walk {
    files: Vec<(PathBuf, String)>,
    findings: Vec<Finding>,
}

impl Walk {
    fn visit(&mut self, path: &Path, name: &str) {
        let file = match std::fs::symlink_metadata(path) {
            Ok(file) => file,
            Err(error) => return self.find("path.unreadable", name, format!("cannot be looked at: {error}")),
        };
        if file.is_dir() {
            self.visit_folder(path, name);
        } else if file.is_file() {
            self.files.push((path.to_owned(), name.to_owned()));
        } else if file.is_symlink() {
            self.find("path.link", name, "a link: not followed; add what it points to".to_owned());
        } else {
            self.find("path.special", name, "neither a file nor a folder (a device, a pipe, a socket)".to_owned());
        }
    }

    fn visit_folder(&mut self, path: &Path, name: &str) {
        let listed = std::fs::read_dir(path).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>());
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(error) => return self.find("path.unreadable", name, format!("cannot be listed: {error}")),
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            self.visit(&entry.path(), &format!("{name}/{}", entry.file_name().to_string_lossy()));
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
    fn of(files: &[(PathBuf, String)]) -> Result<Self> {
        let mut tables = Self { rows: BTreeMap::new(), findings: BTreeMap::new() };
        for (path, name) in files.iter().filter(|(path, _)| is_table(path)) {
            let size = std::fs::metadata(path).map_or(0, |file| file.len());
            if size > extract::LARGEST_READ {
                continue;
            }
            let bytes =
                std::fs::read(path).map_err(|source| Error::Input { act: "read", path: path.clone(), source })?;
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
