//! The disclosed entries, each with the proof that it stands under the signed head, and the list of the others.
//!
//! Which entries those are is not decided here: the edition names them, and what it does not name is withheld.

use std::str;

use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::note::Vkey;
use variorum_journal::proof::EntryProof;
use variorum_journal::tree::{ProvingTree, leaf_hash};
use variorum_verify::entries::{WITHHELD, line_path, proof_path, withheld_list};

use crate::contents::Next;
use crate::edition::{DossierError, Edition};
use crate::view::{View, is_withheld, kind};

/// Makes the files in `data/entries/`.
pub(crate) fn write(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let edition = view.edition;
    let checkpoint = signed_head(edition)?;
    let tree = ProvingTree::of(edition.journal.iter().map(|line| leaf_hash(line.as_bytes())).collect());
    let other = || DossierError::Head { why: "it is over other entries".to_owned() };
    if tree.root_at(tree.size()) != Some(checkpoint.head().root) || tree.size() != checkpoint.head().size {
        return Err(other());
    }
    for (seq, line) in (0u64..).zip(edition.journal).filter(|(seq, _)| edition.disclosed.contains(seq)) {
        let path = tree.inclusion(seq, tree.size()).ok_or_else(other)?;
        let proof = EntryProof { index: seq, path, checkpoint: checkpoint.clone() };
        next(&line_path(seq), line.as_bytes())?;
        next(&proof_path(seq), proof.to_text().as_bytes())?;
    }
    let withheld = (0u64..).zip(&view.entries).filter(|(_, entry)| is_withheld(entry));
    next(WITHHELD, withheld_list(withheld.map(|(seq, entry)| (seq, kind(entry)))).as_bytes())
}

fn signed_head(edition: &Edition<'_>) -> Result<SignedCheckpoint, DossierError> {
    let note = str::from_utf8(edition.checkpoint).map_err(|error| DossierError::Head { why: error.to_string() })?;
    let vkey: Vkey = edition.vkey.parse().map_err(|error| DossierError::Head { why: format!("{error}") })?;
    SignedCheckpoint::open(note, &vkey).map_err(|error| DossierError::Head { why: error.to_string() })
}
