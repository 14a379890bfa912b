//! `data/copies/`: pictures without what they said of themselves, where a redacted edition withholds the originals.
//!
//! They are what the publisher made and nothing proves them; the list beside them says so, and what was taken out.

use std::collections::BTreeSet;

use variorum_evidence::digest::Digest;
use variorum_wire::apparatus::ALTERED;

use crate::contents::Next;
use crate::edition::{DossierError, PictureCopy};
use crate::tables;
use crate::view::View;

/// Where a copy lies: under the code of its report, since a name of its own may hold anything.
pub(crate) fn path(copy: &PictureCopy) -> String {
    format!("data/copies/{}.{}", copy.report, copy.extension)
}

/// Makes the copies and their list; nothing in an edition without any.
pub(crate) fn write(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let Some(redaction) = view.edition.redaction.as_ref().filter(|redaction| !redaction.pictures.is_empty()) else {
        return Ok(());
    };
    let mut rows = Vec::with_capacity(redaction.pictures.len());
    for copy in redaction.pictures {
        let unreadable = |source| DossierError::Picture { report: copy.report.clone(), source };
        let bytes = (redaction.picture)(&copy.report).map_err(unreadable)?;
        let path = path(copy);
        next(&path, &bytes)?;
        let removed: BTreeSet<&str> = copy.removed.iter().map(String::as_str).collect();
        let removed = removed.into_iter().collect::<Vec<_>>().join("; ");
        let digest = Digest::of(&bytes).to_string();
        rows.push(vec![copy.report.to_string(), copy.name.clone(), path, digest, removed, ALTERED.to_owned()]);
    }
    let columns = ["report", "name", "path", "sha256", "removed", "mark"];
    next("data/copies/copies.csv", &tables::csv("copies.csv", &columns, rows.into_iter())?)
}
