//! What lies compressed in bytes: members of a ZIP, gzip, and the streams of a PDF, wherever in the bytes they begin.
//!
//! Tables of contents are not believed: whatever looks like the beginning of compressed data is tried, so that a member
//! that no directory lists is looked into like any other. What cannot be looked into is told ([`Signs`]).

use std::io::Read;

use aho_corasick::AhoCorasick;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// The most that is taken out of one stream.
const LARGEST_STREAM: usize = 64 << 20;

/// Signs of data in a form that is not undone here. A file with one of them is not searched to its end.
const OPAQUE: [(&[u8], &str); 12] = [
    (b"/Encrypt", "an encrypted PDF"),
    (b"/LZWDecode", "a PDF with LZW streams"),
    (b"/ASCII85Decode", "a PDF with ASCII85 streams"),
    (b"/RunLengthDecode", "a PDF with run-length streams"),
    (b"/EmbeddedFile", "a PDF with files in it"),
    (b"Exif\0\0", "a picture with camera data in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "an xz stream"),
    (b"BZh91AY&SY", "a bzip2 stream"),
    (b"\x28\xb5\x2f\xfd", "a zstd stream"),
    (b"\x04\x22\x4d\x18", "an lz4 stream"),
];

/// The signs, made ready for finding them.
#[derive(Debug, Clone)]
pub(crate) struct Signs(Option<AhoCorasick>);

impl Signs {
    pub(crate) fn new() -> Self {
        Self(AhoCorasick::new(OPAQUE.iter().map(|(sign, _)| sign)).ok())
    }

    /// What these bytes hold that cannot be searched.
    pub(crate) fn opaque(&self, bytes: &[u8]) -> Option<&'static str> {
        let found = self.0.as_ref()?.find(bytes)?;
        OPAQUE.get(found.pattern().as_usize()).map(|(_, words)| *words)
    }
}

/// What looks like the beginning of compressed data, to be undone.
pub(crate) enum Packed<'a> {
    Member(DeflateDecoder<&'a [u8]>),
    Gzip(GzDecoder<&'a [u8]>),
    Pdf(ZlibDecoder<&'a [u8]>),
}

/// What came out of compressed data.
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    /// How many bytes it was in.
    pub(crate) read: usize,
    /// Whether there was more than was to be taken.
    pub(crate) is_cut: bool,
}

/// Each place in these bytes where compressed data may begin.
pub(crate) fn streams(bytes: &[u8]) -> impl Iterator<Item = Packed<'_>> {
    bytes.windows(4).enumerate().filter_map(move |(at, window)| {
        let rest = &bytes[at..];
        match window {
            b"PK\x03\x04" => member(rest).map(|data| Packed::Member(DeflateDecoder::new(data))),
            [0x1f, 0x8b, 8, _] => Some(Packed::Gzip(GzDecoder::new(rest))),
            b"stre" => stream(rest).map(|data| Packed::Pdf(ZlibDecoder::new(data))),
            _ => None,
        }
    })
}

impl Packed<'_> {
    pub(crate) const fn form(&self) -> &'static str {
        match self {
            Self::Member(_) => "in a ZIP member",
            Self::Gzip(_) => "in a gzip stream",
            Self::Pdf(_) => "in a PDF stream",
        }
    }

    /// Undoes it, for at most so many bytes.
    pub(crate) fn unpack(self, most: usize) -> Unpacked {
        match self {
            Self::Member(mut from) => taken(&mut from, most, |from| from.get_ref().len()),
            Self::Gzip(mut from) => taken(&mut from, most, |from| from.get_ref().len()),
            Self::Pdf(mut from) => taken(&mut from, most, |from| from.get_ref().len()),
        }
    }
}

fn taken<R: Read>(from: &mut R, most: usize, unread: impl Fn(&R) -> usize) -> Unpacked {
    let before = unread(from);
    let most = most.min(LARGEST_STREAM);
    let mut bytes = Vec::new();
    // A stream that ends in the middle has still told what came before.
    let _ = from.take(most as u64 + 1).read_to_end(&mut bytes);
    let is_cut = bytes.len() > most;
    bytes.truncate(most);
    Unpacked { bytes, read: before - unread(from), is_cut }
}

/// The data after a local header of a deflated member.
fn member(header: &[u8]) -> Option<&[u8]> {
    let at = |place: usize| Some(u16::from_le_bytes([*header.get(place)?, *header.get(place + 1)?]));
    (at(8)? == 8).then_some(())?;
    header.get(30 + usize::from(at(26)?) + usize::from(at(28)?)..)
}

/// The data after the word that begins a stream of a PDF.
fn stream(rest: &[u8]) -> Option<&[u8]> {
    let data = rest.strip_prefix(b"stream")?;
    data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).or_else(|| data.strip_prefix(b"\r"))
}
