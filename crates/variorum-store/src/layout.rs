//! Where everything lies in a case folder: names and paths, nothing else.
//!
//! All paths are relative to the case folder and joined by `/`. The layout is documented byte by byte in
//! `docs/format/case-1.md`.

use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;

/// What `FORMAT` says in a case of this version, without its line feed.
pub const FORMAT: &str = "variorum-case/1";
/// The part of [`FORMAT`] before the version.
pub(crate) const FORMAT_STEM: &str = "variorum-case/";

pub(crate) const FORMAT_FILE: &str = "FORMAT";
pub(crate) const VKEY_FILE: &str = "case.vkey";
pub(crate) const CONFIG_FILE: &str = "case.toml";
pub(crate) const LOCK_FILE: &str = "lock";
pub(crate) const CATALOGUE_FILE: &str = "catalogue.sqlite";
pub(crate) const ORIGINALS: &str = "originals";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const CHECKPOINT_FILE: &str = "journal/checkpoint";
pub(crate) const DERIVED: &str = "derived";
pub(crate) const LEAVES_FILE: &str = "derived/leaves";
pub(crate) const FRONTIER_FILE: &str = "derived/frontier";
pub(crate) const INDEX_FILE: &str = "derived/index";
pub(crate) const TMP: &str = "tmp";

/// A segment of the journal takes no further line once it has this many bytes.
pub const SEGMENT_BYTES: u64 = 16 << 20;

/// What the name of every journal begins with; a domain that can never exist (RFC 2606).
pub(crate) const ORIGIN_STEM: &str = "variorum.invalid/";

/// The file name of segment `number` of the journal, from 0.
pub fn segment_path(number: u32) -> String {
    format!("{JOURNAL}/{number:06}.jsonl")
}

/// The folder that an original lies in: one of 256, by the first byte of its digest.
pub(crate) fn original_folder(id: OriginalId) -> String {
    format!("{ORIGINALS}/{:02x}", id.digest().as_bytes()[0])
}

/// Where an original lies. The file name is the whole digest, so that it survives being copied out.
pub fn original_path(id: OriginalId) -> String {
    format!("{}/{id}", original_folder(id))
}

/// The folder that a derived value lies in.
pub(crate) fn derived_folder(stage: &str, key: Digest) -> String {
    format!("{DERIVED}/{stage}/{:02x}", key.as_bytes()[0])
}

/// Bytes that were cut from the end of a journal of `size` entries. The entry that tells of them is the next
/// one, so they are journalled if and only if the journal has more entries now.
pub(crate) fn torn_path(size: u64, digest: Digest) -> String {
    format!("{TMP}/{TORN_STEM}{size}-{digest}")
}

/// The size in the name of such a file.
pub(crate) fn torn_size(name: &str) -> Option<u64> {
    name.strip_prefix(TORN_STEM)?.split_once('-')?.0.parse().ok()
}

const TORN_STEM: &str = "torn-";
/// What the names of unfinished files begin with, before the process that makes them; they are swept away when
/// a writer opens the case.
pub(crate) const UNFINISHED_STEM: &str = "new-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_from_digests() {
        let id = OriginalId::of_bytes(b"");
        assert_eq!(original_path(id), "originals/e3/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(segment_path(12), "journal/000012.jsonl");
        assert_eq!(derived_folder("text", id.digest()), "derived/text/e3");
    }
}
