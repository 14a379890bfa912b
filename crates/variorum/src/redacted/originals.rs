//! Which originals a redacted edition may show. The list is of what may go: an original whose text is shown as it is
//! and in which nothing was found that is hidden, and a picture that says nothing of itself.
//!
//! A digest can be guessed by whoever can make the bytes: the text with the alias, with one name after the other in its
//! place. So of an original with hidden words nothing is shown, not even its digest, nor the digest of what it lies in.
//! Foreign bytes are taken apart and searched in the worker process.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::digest::Digest;
use variorum_evidence::exposure::ExposureKind;
use variorum_evidence::ids::OriginalId;
use variorum_ingest::Format;
use variorum_redaction::job::{self, Looked};
use variorum_redaction::picture::Picture;
use variorum_redaction::search::{Depth, Search, search};
use variorum_redaction::words::Lexicon;
use variorum_sandbox::Failure;
use variorum_store::ReadCase;

use crate::error::{Error, Result};
use crate::extract::{LARGEST_READ, read_bounded};
use crate::ledger::{Captured, Ledger};
use crate::progress::Progress;
use crate::{Workbench, parallel};

use super::Ground;
use super::table::Texts;

/// What becomes of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its bytes may be shown.
    Goes,
    /// It goes as a copy without what it says of itself; the original is hidden.
    Copied {
        /// What was taken out.
        removed: Vec<String>,
        /// `jpg`, `png`, `webp`.
        extension: String,
    },
    /// Its bytes stay behind, its digest may be shown.
    Stays(&'static str),
    /// Neither is shown.
    Hidden(&'static str),
}

/// What becomes of each original of a case.
pub(crate) struct Fates {
    pub(crate) of: BTreeMap<OriginalId, Fate>,
}

impl Workbench {
    /// What becomes of each original that is not withheld.
    pub(super) fn fates(
        &self,
        ground: &Ground<'_>,
        lexicon: &Lexicon,
        texts: &Texts,
        progress: &dyn Progress,
    ) -> Result<Fates> {
        let captures = &ground.built.ledger.captures;
        let mut first: BTreeMap<OriginalId, &Captured> = BTreeMap::new();
        for captured in captures {
            first.entry(captured.capture.original).or_insert(captured);
        }
        let containers: BTreeSet<OriginalId> = captures.iter().filter_map(|captured| captured.capture.within).collect();
        progress.start("look through", first.len() as u64);
        let fates = parallel::map(first.into_iter().collect(), self.threads, |(original, captured)| {
            let fate = if containers.contains(&original) {
                Ok(Fate::Stays("holds other files"))
            } else {
                self.fate(ground, lexicon, texts, original, captured)
            };
            progress.advance(1);
            fate.map(|fate| (original, fate))
        })?;
        progress.finish();
        Ok(Fates { of: fates.into_iter().collect() })
    }

    fn fate(
        &self,
        ground: &Ground<'_>,
        lexicon: &Lexicon,
        texts: &Texts,
        original: OriginalId,
        captured: &Captured,
    ) -> Result<Fate> {
        let document = ground.built.documents.get(&captured.code);
        if document.is_some_and(|document| !texts.is_as_it_was(document.id)) {
            return Ok(Fate::Hidden("its text holds protected words"));
        }
        let (extraction, _) = self.extracted(ground.case, original, &captured.capture.name)?;
        let is_picture = extraction.format == Format::Image;
        let is_read = matches!(
            extraction.format,
            Format::Text | Format::Markdown | Format::Html | Format::Csv | Format::Mail | Format::Pdf
        );
        if !is_picture && (!is_read || document.is_none()) {
            return Ok(Fate::Stays("of a kind that cannot be looked through"));
        }
        let outside_text = extraction.findings.iter().any(|finding| finding.code.starts_with(ExposureKind::CODES));
        if !is_picture && outside_text {
            return Ok(Fate::Stays("holds a cookie, a position or the like beside its text"));
        }
        if extraction.format == Format::Mail {
            return Ok(Fate::Stays("a mail, whose head names addresses and machines"));
        }
        let Some(Looked { search, picture }) = self.look_at(ground.case, lexicon, original, is_picture)? else {
            return Ok(Fate::Stays("too large, or could not be looked through"));
        };
        if !search.hits.is_empty() {
            return Ok(Fate::Hidden("protected words stand in the file"));
        }
        if !search.near.is_empty() {
            return Ok(Fate::Hidden("words that are almost protected stand in the file"));
        }
        if search.unfinished {
            return Ok(Fate::Hidden("they unfold to more than can be looked through"));
        }
        if extraction.format == Format::Html && self.endangers(ground.case, original)? {
            return Ok(Fate::Stays("holds a telephone number, an address or the like beside its text"));
        }
        if search.opaque.is_some() {
            return Ok(Fate::Stays("a part of it cannot be looked through"));
        }
        Ok(match picture {
            None | Some(Picture::Bare) => Fate::Goes,
            Some(Picture::Stripped { removed, extension, .. }) => Fate::Copied { removed, extension },
            Some(Picture::Unknown) => Fate::Stays("a picture that cannot be stripped"),
        })
    }

    /// What a worker finds in an original; none if it is too large or the worker died of it.
    fn look_at(
        &self,
        case: &ReadCase,
        lexicon: &Lexicon,
        original: OriginalId,
        is_picture: bool,
    ) -> Result<Option<Looked>> {
        let Some(bytes) = read_bounded(case, original)? else { return Ok(None) };
        Ok(self.look_through(lexicon, is_picture, &bytes))
    }

    /// What a worker finds in these bytes.
    fn look_through(&self, lexicon: &Lexicon, is_picture: bool, bytes: &[u8]) -> Option<Looked> {
        let answer = self.pool.run(&job::encode(lexicon, Depth::Near, is_picture, bytes)).ok()?;
        job::decode(&answer).ok()
    }

    /// What stands in bytes that are about to be shown. A worker that died of them has not searched them to their end.
    /// What is more than a worker takes is our own (a table over thousands of reports), and searched here.
    pub(super) fn searched(&self, lexicon: &Lexicon, depth: Depth, bytes: &[u8]) -> Result<Search> {
        if bytes.len() as u64 > LARGEST_READ {
            return Ok(search(lexicon, bytes, depth));
        }
        match self.pool.run(&job::encode(lexicon, depth, false, bytes)) {
            Ok(answer) => Ok(job::decode(&answer).map_or_else(|_| unfinished(), |looked| looked.search)),
            Err(Failure::NotStarted { source, .. }) => Err(Error::Worker(source)),
            Err(_) => Ok(unfinished()),
        }
    }

    /// Whether a telephone number or the like stands anywhere in the bytes of a page, its tags and comments among them.
    /// What no worker can say stays behind.
    fn endangers(&self, case: &ReadCase, original: OriginalId) -> Result<bool> {
        let Some(bytes) = read_bounded(case, original)? else { return Ok(true) };
        let answer = self.pool.run(&variorum_ingest::encode_exposures_job(&bytes));
        Ok(answer.ok().and_then(|answer| variorum_ingest::decode_exposures(&answer)).unwrap_or(true))
    }

    /// A picture without what it says of itself.
    pub(crate) fn stripped(
        &self,
        case: &ReadCase,
        lexicon: &Lexicon,
        original: OriginalId,
    ) -> std::io::Result<Vec<u8>> {
        let looked = self.look_at(case, lexicon, original, true).map_err(std::io::Error::other)?;
        match looked.and_then(|looked| looked.picture) {
            Some(Picture::Stripped { bytes, .. }) => Ok(bytes),
            _ => Err(std::io::Error::other("it was stripped before, and cannot be now")),
        }
    }
}

fn unfinished() -> Search {
    Search { unfinished: true, ..Search::default() }
}

impl Fates {
    /// Digests that may not be shown: of what is withheld or hidden, of what that lies in, and of what it transcribes.
    pub(super) fn hidden(&self, ledger: &Ledger, withheld: &BTreeSet<OriginalId>) -> BTreeSet<Digest> {
        let is_hidden = |fate: &Fate| matches!(fate, Fate::Hidden(_) | Fate::Copied { .. });
        let mut hidden: BTreeSet<OriginalId> = withheld.clone();
        hidden.extend(self.of.iter().filter(|(_, fate)| is_hidden(fate)).map(|(original, _)| *original));
        // Until nothing more follows: a transcript of a clip in an archive in a mail.
        loop {
            let before = hidden.len();
            for captured in &ledger.captures {
                let capture = &captured.capture;
                if hidden.contains(&capture.original) {
                    hidden.extend(capture.within.iter().chain(&capture.transcript_of));
                }
            }
            if hidden.len() == before {
                break;
            }
        }
        hidden.into_iter().map(OriginalId::digest).collect()
    }
}
