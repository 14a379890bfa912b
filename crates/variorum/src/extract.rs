//! Originals to what was read out of them, by a worker process, each at most once per version of the reader.

use std::io::Read;

use serde::Serialize;
use variorum_evidence::digest::Digest;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;
use variorum_ingest::{Extraction, Format};
use variorum_sandbox::Failure;
use variorum_store::{Derived, ReadCase, Stage};

use crate::Workbench;
use crate::build::{derived_key, keep};
use crate::error::Result;

/// The cached results of this step.
pub(crate) const STAGE: Stage = Stage::new("extracted");

/// The version of everything that reads foreign bytes: with it, what was read before is read again.
const VERSION: &str = concat!("ingest/2+", env!("CARGO_PKG_VERSION"));

#[derive(Serialize)]
struct Key<'a> {
    name: &'a str,
    original: OriginalId,
    version: &'static str,
}

/// The key of what was read out of an original under a name (the name helps to tell the format).
pub(crate) fn key(original: OriginalId, name: &str) -> Digest {
    derived_key(&Key { name, original, version: VERSION })
}

impl Workbench {
    /// What was read out of bytes at hand; kept for later without the members, which are originals themselves.
    pub(crate) fn extract(
        &self,
        derived: &Derived,
        bytes: &[u8],
        original: OriginalId,
        name: &str,
    ) -> Result<Extraction> {
        let mut extraction = self.extract_anew(bytes, original, name);
        // An archive's members may fill memory once, not twice.
        let members = std::mem::take(&mut extraction.members);
        keep(derived, STAGE, key(original, name), &extraction.clone().encode());
        Ok(Extraction { members, ..extraction })
    }

    /// What was read out of an original of the case, from the cache if it is there. True when it was read anew.
    pub(crate) fn extracted(&self, case: &ReadCase, original: OriginalId, name: &str) -> Result<(Extraction, bool)> {
        let derived = case.derived();
        let kept = derived.get(STAGE, key(original, name));
        if let Some(extraction) = kept.and_then(|bytes| Extraction::decode(&bytes, original).ok()) {
            return Ok((extraction, false));
        }
        let bytes = match read_bounded(case, original)? {
            Some(bytes) => bytes,
            None => return Ok((too_large(name), false)),
        };
        Ok((self.extract(&derived, &bytes, original, name)?, true))
    }

    /// What a worker reads out of these bytes. A worker that dies is an answer too: a finding.
    pub(crate) fn extract_anew(&self, bytes: &[u8], original: OriginalId, name: &str) -> Extraction {
        answered(self.pool.run(&variorum_ingest::encode_job(bytes, name)), original, name)
    }
}

fn answered(answer: std::result::Result<Vec<u8>, Failure>, original: OriginalId, name: &str) -> Extraction {
    match answer.map(|answer| Extraction::decode(&answer, original)) {
        Ok(Ok(extraction)) => extraction,
        Ok(Err(error)) => unread(finding("worker.answer", name, &error.to_string())),
        Err(Failure::InputTooLarge { .. }) => too_large(name),
        Err(Failure::Forbidden) => unread(forbidden(name)),
        Err(failure) => unread(finding("worker.failed", name, &failure.to_string())),
    }
}

/// The largest file that is handed to a reader; larger ones are kept unread.
pub(crate) const LARGEST_READ: u64 = 60 << 20;

/// The original's bytes, unless they are more than a reader takes.
pub(crate) fn read_bounded(case: &ReadCase, original: OriginalId) -> Result<Option<Vec<u8>>> {
    let file = case.original_file(original)?;
    let mut bytes = Vec::new();
    let path = case.original_path(original);
    let read = file.take(LARGEST_READ + 1).read_to_end(&mut bytes);
    read.map_err(|source| crate::error::Error::Input { act: "read", path, source })?;
    Ok((bytes.len() as u64 <= LARGEST_READ).then_some(bytes))
}

/// What is said of a file that no reader is given.
pub(crate) fn too_large(name: &str) -> Extraction {
    let message = format!("larger than {} MiB: kept as an original, and not read", LARGEST_READ >> 20);
    unread(Finding::new("capture.too_large", name, message).with_help("add the part that matters as a file of its own"))
}

fn finding(code: &str, name: &str, reason: &str) -> Finding {
    let message = format!("could not be read in the worker process ({reason}); it is kept as an original");
    Finding::new(code, name, message).with_help("add a transcript: variorum add CASE FILE --transcript-of R…")
}

/// The one failure that an accident does not explain.
fn forbidden(name: &str) -> Finding {
    let message = format!("not read ({}); it is kept as an original", Failure::Forbidden);
    let help = "it may be made to take its reader over: open it only on a machine that holds nothing else";
    Finding::new("worker.forbidden", name, message).with_help(help)
}

fn unread(finding: Finding) -> Extraction {
    Extraction {
        format: Format::Unknown,
        documents: Vec::new(),
        members: Vec::new(),
        media: None,
        findings: vec![finding],
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn whatever_a_worker_does_is_a_finding() {
        let check = |answer: std::result::Result<Vec<u8>, Failure>, code: &str, words: &str| {
            let extraction = answered(answer, OriginalId::of_bytes(b"file"), "file.pdf");
            let finding = &extraction.findings[0];
            assert_eq!((finding.code.as_str(), finding.about.as_str()), (code, "file.pdf"));
            assert!(finding.message.contains(words) && finding.message.contains("kept as an original"), "{finding:?}");
            assert!(finding.help.is_some(), "{finding:?}");
        };
        check(Err(Failure::Forbidden), "worker.forbidden", "tried what no reader of files may do");
        check(Err(Failure::Died { status: None }), "worker.failed", "died on it");
        check(Err(Failure::TimedOut { limit: Duration::from_secs(60) }), "worker.failed", "not done after 60 s");
        check(Err(Failure::OutputTooLarge { size: 9, limit: 8 }), "worker.failed", "9 bytes");
        check(Err(Failure::InputTooLarge { size: 9, limit: 8 }), "capture.too_large", "larger than 60 MiB");
        check(Ok(b"a flood".to_vec()), "worker.answer", "cut off");
    }
}
