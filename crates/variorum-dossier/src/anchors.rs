//! Proofs of time: heads of the journal that outsiders vouch for, each in a folder with its proof.
//!
//! Whether a proof holds was seen when it was kept, and is seen again by whoever verifies the dossier. Here it gets
//! names that other people's programs take, and the hashes that lead from its head to the signed one.

use variorum_journal::tree::{ProvingTree, leaf_hash};
use variorum_verify::anchors::{CHECKPOINT, CONSISTENCY, ROOT, consistency_text, folder_of};

use crate::contents::Next;
use crate::edition::DossierError;
use crate::view::View;

/// A proof of time as it goes into a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchored {
    /// The entry that keeps it.
    pub seq: u64,
    /// `rfc3161`, `opentimestamps`, `cosignature`.
    pub method: String,
    /// The head, byte for byte.
    pub checkpoint: Vec<u8>,
    /// How many entries that head covers.
    pub entries: u64,
    /// The proof.
    pub proof: Vec<u8>,
    /// What its file is called.
    pub proof_name: &'static str,
    /// The root that a time-stamp leads to, as PEM.
    pub root: Option<Vec<u8>>,
    /// The time in a time-stamp, in seconds since 1970.
    pub at: Option<i64>,
}

/// Makes the files in `data/anchors/`.
pub(crate) fn write(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let edition = view.edition;
    if edition.anchors.is_empty() {
        return Ok(());
    }
    let tree = ProvingTree::of(edition.journal.iter().map(|line| leaf_hash(line.as_bytes())).collect());
    for anchor in edition.anchors {
        let folder = folder_of(anchor.seq, &anchor.method);
        let consistency = tree.consistency(anchor.entries, tree.size());
        let consistency = consistency.ok_or_else(|| DossierError::Head {
            why: format!("entry {} anchors a head of more entries than there are", anchor.seq),
        })?;
        next(&format!("{folder}{CHECKPOINT}"), &anchor.checkpoint)?;
        next(&format!("{folder}{CONSISTENCY}"), consistency_text(&consistency).as_bytes())?;
        next(&format!("{folder}{}", anchor.proof_name), &anchor.proof)?;
        if let Some(root) = &anchor.root {
            next(&format!("{folder}{ROOT}"), root)?;
        }
    }
    Ok(())
}

/// The commands for proofs that other people's programs read, each indented; empty if there are none.
pub(crate) fn commands(view: &View<'_>) -> String {
    let command = |anchor: &Anchored| {
        let folder = folder_of(anchor.seq, &anchor.method);
        let (proof, head) = (format!("{folder}{}", anchor.proof_name), format!("{folder}{CHECKPOINT}"));
        match (anchor.method.as_str(), &anchor.root, anchor.at) {
            ("rfc3161", Some(_), Some(at)) => {
                // The certificate has to hold at the time in the token; by now it may have expired.
                let bare = if anchor.proof_name.ends_with(".tst") { " -token_in" } else { "" };
                format!("    openssl ts -verify -data {head} -in {proof}{bare} -CAfile {folder}{ROOT} -attime {at}\n")
            }
            ("opentimestamps", ..) => format!("    ots --no-bitcoin verify -f {head} {proof}\n"),
            _ => String::new(),
        }
    };
    view.edition.anchors.iter().map(command).collect()
}
