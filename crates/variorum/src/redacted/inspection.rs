//! The finished folder, looked through before it gets its name.
//!
//! Building from a list of what may be shown should leave nothing to find. This looks again, in every file and its name,
//! knowing nothing of how it was made; what it finds keeps the folder from being published. It is searched in the worker
//! process: foreign words stand in our own files too, and what is packed in them is unpacked.

use std::fs;
use std::path::{Path, PathBuf};

use variorum_redaction::search::{Depth, Search, search};

use crate::{Workbench, parallel};

use super::{Redacted, UNFINISHED};

/// Hits that are named; there may be thousands of one kind.
const MOST_NAMED: usize = 12;

impl Workbench {
    /// Looks through the dossier in `folder`; the error says what was found where.
    pub(crate) fn inspect(&self, folder: &Path, redacted: &Redacted) -> Result<(), String> {
        let found = parallel::map(files(folder)?, self.threads, |path| {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let unreadable = |error| format!("cannot look through {}: {error}", path.display());
            let bytes = fs::read(&path).map_err(unreadable)?;
            let mut found = search(&redacted.lexicon, name.as_bytes(), Depth::Near);
            found.add(self.search_file(redacted, &name, &bytes)?);
            Ok::<_, String>([hits(&name, &found), digests(redacted, &name, &bytes)].concat())
        })?;
        let found = found.concat();
        if found.is_empty() { Ok(()) } else { Err(refusal(&found)) }
    }

    fn search_file(&self, redacted: &Redacted, name: &str, bytes: &[u8]) -> Result<Search, String> {
        let is_foreign = name.starts_with("data/originals/") || name.starts_with("data/copies/");
        // What almost is a word is asked about in what evidence says, not in our own phrases.
        let says = is_foreign || name.starts_with("data/entries/") || name.ends_with("apparatus.json");
        let depth = if says { Depth::Near } else { Depth::Occurrences };
        let found = self.searched(&redacted.lexicon, depth, bytes).map_err(|error| format!("{name}: {error}"))?;
        // Our own files tell of PDFs and pictures, and are none.
        Ok(Search { opaque: found.opaque.filter(|_| is_foreign), ..found })
    }
}

fn hits(name: &str, search: &Search) -> Vec<String> {
    let exact = search.hits.iter().map(|(alias, form)| format!("{name}: a spelling of {alias}, {form}"));
    let near = search.near.iter().map(|(word, (alias, _))| format!("{name}: “{word}”, almost a spelling of {alias}"));
    let unfinished = search.unfinished.then(|| format!("{name} {UNFINISHED}: withhold the report that it is of"));
    exact.chain(near).chain(search.opaque.iter().map(|what| format!("{name}: {what}"))).chain(unfinished).collect()
}

/// Digests and salts that tell, in a file or its name.
fn digests(redacted: &Redacted, name: &str, bytes: &[u8]) -> Vec<String> {
    let text = [name.as_bytes(), b"\n", bytes].concat();
    let runs = text.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() == 32 || run.len() == 64);
    let told = runs.filter_map(|run| std::str::from_utf8(run).ok()).filter(|run| redacted.telling.contains(*run));
    told.map(|run| format!("{name}: a digest or salt that is withheld ({}…)", &run[..4])).collect()
}

fn refusal(found: &[String]) -> String {
    let mut lines: Vec<String> = found.iter().take(MOST_NAMED).cloned().collect();
    if found.len() > MOST_NAMED {
        lines.push(format!("and {} more", found.len() - MOST_NAMED));
    }
    format!(
        "nothing was published, since the dossier would show what is hidden:\n  {}\nIf a spelling stands there that you did \
         not name, protect it; if it is in VERIFY.txt, verify.py or on every page, the dossier itself uses that word: \
         protect the whole name in its place; if it is another word, say so with --unlike; else withhold the report",
        lines.join("\n  ")
    )
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |path: &Path, error| format!("cannot look through {}: {error}", path.display());
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(|error| unreadable(&next, error))? {
            let path = entry.map_err(|error| unreadable(&next, error))?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
