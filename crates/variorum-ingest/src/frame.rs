//! How a file reaches the worker, and how what was read comes back.
//!
//! A head in JSON, preceded by its length (4 bytes, little-endian), then bytes as they are: members make up
//! most of an answer, and base64 would add a third. A worker that was taken over by a file could answer
//! anything, so an answer is checked against itself and against the file it must be about.

use serde::{Deserialize, Serialize};
use variorum_evidence::document::Document;
use variorum_evidence::exposure::Exposure;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, OriginalId};

use crate::extraction::{Extraction, Format, MediaInfo, Member};

/// Why an answer of a worker is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The lengths in it do not fit.
    #[error("the answer of the worker is cut off or has bytes too many")]
    Length,
    /// Its head is not what a worker writes.
    #[error("the answer of the worker cannot be read")]
    Head(#[source] serde_json::Error),
    /// A document in it is about another file, its id is not that of its text, or a span does not fit.
    #[error("the answer of the worker holds a document that is not of this file")]
    Document,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: Format,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<Document>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    members: Vec<(String, u64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media: Option<MediaInfo>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
}

/// A job for a worker: the file and what somebody named it.
pub fn encode_job(bytes: &[u8], name: &str) -> Vec<u8> {
    joined(name.as_bytes(), [bytes].into_iter())
}

/// How a job begins that asks for exposures alone: as the length of a name it is more than a worker takes.
const EXPOSURES: &[u8] = b"EXPO";

/// A job for a worker: whether anything in these bytes, read as one text, endangers somebody.
pub fn encode_exposures_job(bytes: &[u8]) -> Vec<u8> {
    [EXPOSURES, bytes].concat()
}

/// The answer to it; none if it is none.
pub fn decode_exposures(answer: &[u8]) -> Option<bool> {
    match answer {
        [0] => Some(false),
        [1] => Some(true),
        _ => None,
    }
}

/// What a worker does with a job: reads it and answers. Never fails; a job that is none gives an answer that
/// [`Extraction::decode`] refuses.
pub fn answer(job: &[u8]) -> Vec<u8> {
    if let Some(bytes) = job.strip_prefix(EXPOSURES) {
        return vec![u8::from(!crate::exposures(&String::from_utf8_lossy(bytes)).is_empty())];
    }
    let Ok((name, bytes)) = split(job) else { return Vec::new() };
    crate::read_original(bytes, &String::from_utf8_lossy(name)).encode()
}

impl Extraction {
    /// As bytes that cross the pipe.
    pub fn encode(self) -> Vec<u8> {
        let members = self.members.iter().map(|member| (member.name.clone(), member.bytes.len() as u64)).collect();
        let Self { format, documents, media, findings, .. } = self;
        let head = serde_json::to_vec(&Head { format, documents, members, media, findings })
            .expect("a head holds strings, integers and lists of them, which JSON can hold");
        joined(&head, self.members.iter().map(|member| member.bytes.as_slice()))
    }

    /// Back from the pipe. `original` is the file that the job was about.
    pub fn decode(answer: &[u8], original: OriginalId) -> Result<Self, FrameError> {
        let (head, mut rest) = split(answer)?;
        let head: Head = serde_json::from_slice(head).map_err(FrameError::Head)?;
        let is_of_file = |document: &Document| {
            let fits = |exposure: &Exposure| exposure.span.words(&document.text).is_some();
            let is_of_text = document.id == DocumentId::of_text(&document.text);
            document.original == original && is_of_text && document.exposures.iter().all(fits)
        };
        if !head.documents.iter().all(is_of_file) {
            return Err(FrameError::Document);
        }
        let mut members = Vec::with_capacity(head.members.len());
        for (name, size) in head.members {
            let size = usize::try_from(size).map_err(|_| FrameError::Length)?;
            let (bytes, after) = rest.split_at_checked(size).ok_or(FrameError::Length)?;
            members.push(Member { name, bytes: bytes.to_vec() });
            rest = after;
        }
        if !rest.is_empty() {
            return Err(FrameError::Length);
        }
        Ok(Self { format: head.format, documents: head.documents, members, media: head.media, findings: head.findings })
    }
}

fn joined<'a>(head: &[u8], bodies: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let size = bodies.clone().map(<[u8]>::len).sum::<usize>() + head.len() + 4;
    let mut bytes = Vec::with_capacity(size);
    // A head of 4 GiB and more cannot be: texts end at 16 MiB. A wrong length would be refused on the way in.
    bytes.extend_from_slice(&u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(head);
    bodies.for_each(|body| bytes.extend_from_slice(body));
    bytes
}

fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), FrameError> {
    let (length, rest) = bytes.split_first_chunk().ok_or(FrameError::Length)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(FrameError::Length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::document;
    use variorum_evidence::exposure::ExposureKind;
    use variorum_evidence::span::TextSpan;

    fn example() -> (Extraction, OriginalId) {
        let original = OriginalId::of_bytes(b"file");
        let member = |name: &str, bytes: &[u8]| Member { name: name.to_owned(), bytes: bytes.to_vec() };
        let extraction = Extraction {
            documents: vec![document(original, "text/1", "Siete \"muertos\"".to_owned())],
            members: vec![member("a/b", b"\0\xff"), member("c", b"")],
            ..Extraction::of(Format::Zip)
        };
        (extraction.found(Finding::new("test.code", "x", "y")), original)
    }

    #[test]
    fn there_and_back() {
        let (extraction, original) = example();
        let bytes = extraction.clone().encode();
        assert_eq!(Extraction::decode(&bytes, original).ok(), Some(extraction));
        for cut in 0..bytes.len() {
            assert!(Extraction::decode(&bytes[..cut], original).is_err(), "cut at {cut}");
        }
        assert!(Extraction::decode(&[&bytes[..], b"x"].concat(), original).is_err());
    }

    #[test]
    fn an_answer_about_another_file_is_refused() {
        let (mut extraction, original) = example();
        let other = OriginalId::of_bytes(b"other");
        assert!(matches!(Extraction::decode(&extraction.clone().encode(), other), Err(FrameError::Document)));
        let mut beyond = extraction.clone();
        let span = TextSpan { start: 3, end: 300 };
        beyond.documents[0].exposures.push(Exposure { kind: ExposureKind::Phone, span });
        assert!(matches!(Extraction::decode(&beyond.encode(), original), Err(FrameError::Document)));
        extraction.documents[0].text.push('!');
        assert!(matches!(Extraction::decode(&extraction.encode(), original), Err(FrameError::Document)));
    }

    #[test]
    fn a_job_is_read() {
        let answered = answer(&encode_job("Siete muertos.".as_bytes(), "a.txt"));
        let extraction = Extraction::decode(&answered, OriginalId::of_bytes("Siete muertos.".as_bytes()));
        assert_eq!(extraction.map(|extraction| extraction.documents.len()).ok(), Some(1));
        assert!(Extraction::decode(&answer(b"\xff"), OriginalId::of_bytes(b"")).is_err());
    }

    #[test]
    fn exposures_are_asked_for_by_themselves() {
        let asked = |text: &str| decode_exposures(&answer(&encode_exposures_job(text.as_bytes())));
        assert_eq!(asked("<a href='tel:+584147778899'>call</a>"), Some(true));
        assert_eq!(asked("<p>Seven died.</p>"), Some(false));
        assert_eq!([decode_exposures(b""), decode_exposures(b"\x02"), decode_exposures(b"\x01\0")], [None; 3]);
    }
}
