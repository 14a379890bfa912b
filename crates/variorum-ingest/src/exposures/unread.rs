//! What endangers people in the bytes of a file and not in its text: the position in a photograph or clip, cookies in
//! the headers of a capture or in a script, the points of a track.
//!
//! There is no span to show, and nothing to redact but the file: such an original is withheld, or published as a copy
//! without its metadata. Left out: metadata of PDF and office files, names and serial numbers of cameras.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::LazyLock;

use exif::{In, Tag};
use regex::bytes::Regex;
use variorum_evidence::document::Document;
use variorum_evidence::exposure::ExposureKind;
use variorum_evidence::finding::Finding;

use super::{MOST_TOLD, RULES, finding};
use crate::extraction::Format;
use crate::plain::LARGEST_TEXT;

/// How many places of one pattern are looked at: each is looked for in the texts.
const MOST_SEARCHED: usize = 200;

/// What is in the bytes and in none of the documents that were read out of them.
pub(crate) fn findings(bytes: &[u8], about: &str, format: Format, documents: &[Document]) -> Vec<Finding> {
    match format {
        Format::Image | Format::Video | Format::Audio => position(bytes, about).into_iter().collect(),
        Format::Html | Format::Mail | Format::Unknown if bytes.len() <= LARGEST_TEXT => {
            machines(bytes, about, documents)
        }
        _ => Vec::new(),
    }
}

/// Where a picture or clip says that it was taken.
fn position(bytes: &[u8], about: &str) -> Option<Finding> {
    let place = match () {
        () if has_exif_position(bytes) => "Exif data",
        () if OTHER_POSITION.is_match(bytes) => "metadata",
        () => return None,
    };
    let message = format!("its {place} say where on earth it was taken: publishing it may endanger somebody");
    let help = "withhold the original, or publish a copy without metadata";
    Some(Finding::new(ExposureKind::Position.code(), about, message).with_help(help))
}

fn has_exif_position(bytes: &[u8]) -> bool {
    let mut reader = exif::Reader::new();
    // Of a damaged block the fields before the damage are read: cameras and hostile files write such.
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes));
    let read = read.or_else(|error| error.distill_partial_result(|_| ()));
    read.is_ok_and(|exif| {
        [Tag::GPSLatitude, Tag::GPSLongitude].iter().all(|tag| exif.get_field(*tag, In::PRIMARY).is_some())
    })
}

/// XMP in any container, and the two ways of QuickTime and MP4 (ISO 6709 after a box or a key).
static OTHER_POSITION: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"(?-u)exif:GPSLatitude(?:=|>)|\xa9xyz[\x00-\xff]{4}[+-][0-9]{2}\.|location\.ISO6709[\x00-\xff]{0,4096}?[+-][0-9]{2}\.[0-9]+[+-][0-9]{3}\.";
    Regex::new(forms).expect("it is tested")
});

/// What programs wrote for programs: headers, scripts, tracks.
fn machines(bytes: &[u8], about: &str, documents: &[Document]) -> Vec<Finding> {
    let text = String::from_utf8_lossy(bytes);
    let mut told = BTreeSet::new();
    for rule in RULES.iter().filter(|rule| rule.of_machines) {
        for found in rule.found(&text).take(MOST_SEARCHED) {
            let words = &text[found];
            if !documents.iter().any(|document| document.text.contains(words)) {
                told.insert((rule.kind, words.to_owned()));
            }
        }
    }
    let all = told.len();
    let place = "in the file, though not in its text";
    let mut findings: Vec<Finding> =
        told.iter().take(MOST_TOLD).map(|(kind, words)| finding(*kind, about, words, place)).collect();
    if let Some((kind, _)) = told.iter().nth(MOST_TOLD) {
        findings.push(Finding::new(kind.code(), about, format!("at least {} more like this {place}", all - MOST_TOLD)));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, expected: &[&str]) {
        let extraction = crate::read_original(bytes, name);
        let found: Vec<String> = extraction
            .findings
            .iter()
            .filter(|finding| finding.code.starts_with("intake."))
            .map(|finding| {
                format!("{}: {}", finding.code, finding.message.split(": publishing").next().unwrap_or_default())
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }

    fn field(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> Vec<u8> {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    }

    /// A TIFF structure with one directory, and with that of positions if `with_position`.
    fn tiff(with_position: bool) -> Vec<u8> {
        let pointer = if with_position { 0x8825 } else { 0x8769 };
        let head = [&b"II*\0\x08\0\0\0\x01\0"[..], &field(pointer, 4, 1, 26u32.to_le_bytes()), &[0; 4]].concat();
        let degrees = 80u32;
        let fields = [
            field(1, 2, 2, *b"N\0\0\0"),
            field(2, 5, 3, degrees.to_le_bytes()),
            field(3, 2, 2, *b"W\0\0\0"),
            field(4, 5, 3, degrees.to_le_bytes()),
        ];
        let triple = [10u32, 1, 28, 1, 50, 1].map(u32::to_le_bytes).concat();
        [&head[..], &[4, 0], &fields.concat(), &[0; 4], &triple].concat()
    }

    fn jpeg(tiff: &[u8]) -> Vec<u8> {
        let length = u16::try_from(tiff.len() + 8).expect("it is small").to_be_bytes();
        [b"\xff\xd8\xff\xe1", &length[..], b"Exif\0\0", tiff, b"\xff\xd9"].concat()
    }

    fn png(tiff: &[u8]) -> Vec<u8> {
        let length = u32::try_from(tiff.len()).expect("it is small").to_be_bytes();
        [b"\x89PNG\r\n\x1a\n", &length[..], b"eXIf", tiff, &[0; 4], &[0; 4], b"IEND", &[0xae, 0x42, 0x60, 0x82]]
            .concat()
    }

    #[test]
    fn pictures_and_clips_that_say_where() {
        let exif = ["intake.position: its Exif data say where on earth it was taken"];
        let other = ["intake.position: its metadata say where on earth it was taken"];
        check(&jpeg(&tiff(true)), "a.jpg", &exif);
        check(&png(&tiff(true)), "a.png", &exif);
        check(&tiff(true), "a.tif", &exif);
        check(&jpeg(&tiff(false)), "a.jpg", &[]);
        let all = jpeg(&tiff(true));
        (0..all.len()).for_each(|cut| drop(crate::read_original(&all[..cut], "cut.jpg")));
        let xmp = b"<x:xmpmeta exif:GPSLatitude=\"10,28.8N\"/>";
        check(&[&jpeg(&tiff(false))[..], xmp].concat(), "a.jpg", &other);
        let clip = |inner: &[u8]| [b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", inner].concat();
        check(&clip(b"\0\0\0\x1e\xa9xyz\0\x12\x15\xc7+10.4806-066.9036/"), "a.mov", &other);
        check(&clip(b"com.apple.quicktime.location.ISO6709\0\0data\0+10.4806-066.9036/"), "a.mov", &other);
        check(&clip(b"\0\0\0\x08mdat"), "a.mov", &[]);
    }

    #[test]
    fn what_programs_wrote_is_in_no_text() {
        let cookie = ["intake.cookie: a cookie (si…45) in the file, though not in its text"];
        let page =
            "<title>Report</title><script>document.cookie = 'sid=abcdef012345'</script><p>Seven people were killed.";
        check(page.as_bytes(), "a.html", &cookie);
        check(
            b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200\r\nSet-Cookie: sid=12345\r\n\r\n",
            "a.warc",
            &cookie,
        );
        check(
            b"<?xml version='1.0'?><gpx><trkpt lat=\"10.4806\" lon=\"-66.9036\"/></gpx>",
            "a.gpx",
            &["intake.position: a position (la…6\") in the file, though not in its text"],
        );
        let both = "<title>Report</title><!-- geo:10.48,-66.90 --><p>Seven people were killed at geo:10.48,-66.90.";
        check(both.as_bytes(), "a.html", &[]);
        let many: String = (0..30).map(|number| format!("Set-Cookie: sid=12345{number}\r\n")).collect();
        let told = crate::read_original(format!("WARC/1.0\r\n\r\n{many}").as_bytes(), "a.warc").findings;
        let told: Vec<_> = told.iter().filter(|finding| finding.code == "intake.cookie").collect();
        assert_eq!(told.len(), MOST_TOLD + 1);
        assert!(told[MOST_TOLD].message.starts_with("at least 10 more"), "{}", told[MOST_TOLD].message);
    }
}
