//! Searching and stripping of foreign bytes as jobs for a worker process: what inflates and parses what strangers
//! wrote runs where it can do no harm.
//!
//! A job is a mark, the length of its head (4 bytes, little-endian), the head in JSON, and the bytes. The mark tells
//! it from the jobs of the readers, whose first four bytes are the length of a file name.

use serde::{Deserialize, Serialize};

use crate::picture::{Picture, strip};
use crate::search::{Depth, Search, search};
use crate::words::{Lexicon, Protected};

/// How a job of this crate begins: as a length it is more than a worker takes.
const MARK: &[u8] = b"HIDE";

/// An answer that no worker of this version gives.
#[derive(Debug, thiserror::Error)]
#[error("the answer of the worker cannot be read")]
pub struct BadAnswer;

#[derive(Serialize, Deserialize)]
struct Head {
    protected: Vec<Protected>,
    depth: Depth,
    picture: bool,
}

/// What a worker found: in the bytes, and for a picture in its copy instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// What stands in the bytes; of a picture, in what it is without what it says of itself.
    pub search: Search,
    /// The picture without it.
    pub picture: Option<Picture>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    search: Search,
    picture: Option<Picture>,
    size: usize,
}

/// A job: look through these bytes, which are a picture or something else.
pub fn encode(lexicon: &Lexicon, depth: Depth, picture: bool, bytes: &[u8]) -> Vec<u8> {
    let head = Head { protected: lexicon.protected().to_vec(), depth, picture };
    let head = serde_json::to_vec(&head).unwrap_or_default();
    framed(MARK, &head, bytes)
}

/// Answers a job of this crate; none if it is another's.
pub fn answer(job: &[u8]) -> Option<Vec<u8>> {
    let (head, bytes) = split(job.strip_prefix(MARK)?)?;
    let Ok(head) = serde_json::from_slice::<Head>(head) else { return Some(Vec::new()) };
    let Ok(lexicon) = Lexicon::of(head.protected) else { return Some(Vec::new()) };
    let mut picture = head.picture.then(|| strip(bytes));
    let stripped = match &mut picture {
        Some(Picture::Stripped { bytes, .. }) => std::mem::take(bytes),
        _ => Vec::new(),
    };
    let shown = if stripped.is_empty() { bytes } else { &stripped };
    let search = search(&lexicon, shown, head.depth);
    let answer = serde_json::to_vec(&Answer { search, picture, size: stripped.len() }).unwrap_or_default();
    Some(framed(b"", &answer, &stripped))
}

/// Reads an answer.
pub fn decode(answer: &[u8]) -> Result<Looked, BadAnswer> {
    let (head, body) = split(answer).ok_or(BadAnswer)?;
    let Answer { search, mut picture, size } = serde_json::from_slice(head).map_err(|_| BadAnswer)?;
    if body.len() != size {
        return Err(BadAnswer);
    }
    if let Some(Picture::Stripped { bytes, .. }) = &mut picture {
        *bytes = body.to_vec();
    }
    Ok(Looked { search, picture })
}

fn framed(mark: &[u8], head: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes();
    [mark, &length, head, body].concat()
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::lexicon;

    #[test]
    fn there_and_back() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez"])]);
        let looked =
            |bytes: &[u8], picture| decode(&answer(&encode(&lexicon, Depth::Near, picture, bytes)).unwrap()).unwrap();
        assert!(looked(b"nothing", false).search.is_clean());
        assert_eq!(looked(b"Oscar Perez", false).search.hits.len(), 1);
        assert_eq!(looked(b"GIF89a", true).picture, Some(Picture::Unknown));
        assert_eq!(answer(b"\x04\0\0\0name and bytes"), None);
        assert!(decode(b"").is_err());
    }
}
