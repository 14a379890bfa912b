//! What a dossier would show and withhold, before anything is written: publishing cannot be undone.

use std::collections::BTreeSet;

use crate::contents;
use crate::edition::{DossierError, Edition};
use crate::view::{View, is_withheld};

/// What a dossier would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Entries of the journal that can be read in it.
    pub entries: usize,
    /// Entries of which it has the number and the kind.
    pub withheld_entries: usize,
    /// Keys that wrote them, as `key:` and a key id.
    pub keys: BTreeSet<String>,
    /// Reports, each with its whole text.
    pub reports: usize,
    /// Speakers that are named.
    pub speakers: usize,
    /// Notes of people that can be read in it.
    pub notes: usize,
    /// Originals that go with it.
    pub originals: usize,
    /// Their size in bytes, as far as the journal states it.
    pub original_bytes: u64,
    /// Originals that the journal names and that stay behind; their digests do not.
    pub withheld: usize,
    /// Whether `case.toml` goes with it.
    pub config: bool,
    /// Files that are made, by path, with their size in bytes. The bag adds its manifests.
    pub files: Vec<(String, u64)>,
}

/// What [`crate::write`] would write.
pub fn plan(edition: &Edition<'_>) -> Result<Plan, DossierError> {
    let view = View::of(edition)?;
    let mut files = Vec::new();
    let mut note = |path: &str, bytes: &[u8]| {
        files.push((path.to_owned(), bytes.len() as u64));
        Ok(())
    };
    contents::payload(&view, &mut note)?;
    contents::pages(&view, &mut note)?;
    let originals = view.originals();
    let withheld_entries = view.entries.iter().filter(|entry| is_withheld(entry)).count();
    let shown: Vec<_> = view.disclosed_originals().collect();
    let key = |entry: &serde_json::Map<String, serde_json::Value>| Some(entry.get("by")?.as_str()?.to_owned());
    Ok(Plan {
        entries: view.entries.len() - withheld_entries,
        withheld_entries,
        keys: view.entries.iter().filter_map(key).collect(),
        reports: edition.apparatus.reports.len(),
        speakers: edition.apparatus.speakers.len(),
        notes: edition.apparatus.claims.iter().map(|claim| claim.notes.len()).sum(),
        originals: shown.len(),
        original_bytes: shown.iter().filter_map(|(_, named)| named.size).sum(),
        withheld: originals.len() - shown.len(),
        config: edition.config.is_some(),
        files,
    })
}

impl Plan {
    /// The plan in lines for people.
    pub fn lines(&self) -> Vec<String> {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        let made: u64 = self.files.iter().map(|(_, size)| size).sum();
        let mut lines = vec![
            format!(
                "journal: {} entries, readable in full, by {}; of {} others the number and the kind",
                self.entries,
                keys.join(", "),
                self.withheld_entries
            ),
            format!("reports: {}, each with its whole text; {} speakers by name", self.reports, self.speakers),
            format!(
                "originals: {} ({} bytes) go with it, {} stay behind (their digests do not)",
                self.originals, self.original_bytes, self.withheld
            ),
        ];
        if self.notes > 0 {
            lines.push(format!("notes: {}, readable in full", self.notes));
        }
        lines.push(format!(
            "files: {} pages, tables, entries and proofs ({made} bytes), {}",
            self.files.len(),
            if self.config { "case.toml with the parties' names" } else { "case.toml withheld" }
        ));
        lines
    }
}
