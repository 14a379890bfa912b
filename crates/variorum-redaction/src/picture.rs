//! JPEG, PNG and WebP without what they say of themselves: where, when, by which camera and by whom.
//!
//! What stays is on a list: the parts that pixels are made from. All else goes, known or not: Exif, XMP, IPTC, colour
//! profiles, comments, previews, and whatever follows the end. Pixels are not touched, so nothing is drawn over and
//! nothing is lost; with Exif goes how a picture is to be turned. Left out: other formats.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use serde::{Deserialize, Serialize};

/// What came of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// It says nothing of itself.
    Bare,
    /// It did.
    Stripped {
        /// What was taken out, by name.
        removed: Vec<String>,
        /// The picture without it.
        #[serde(skip)]
        bytes: Vec<u8>,
        /// `jpg`, `png`, `webp`.
        extension: String,
    },
    /// It is of no format that can be stripped, or is damaged.
    Unknown,
}

/// Takes out of a picture what it says of itself.
pub fn strip(bytes: &[u8]) -> Picture {
    let stripped = if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg(bytes).map(|(made, removed)| (made, removed, "jpg"))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes).map(|(made, removed)| (made, removed, "png"))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(bytes).map(|(made, removed)| (made, removed, "webp"))
    } else {
        None
    };
    match stripped {
        None => Picture::Unknown,
        Some((made, _, _)) if made == bytes => Picture::Bare,
        Some((bytes, mut removed, extension)) => {
            removed.sort();
            removed.dedup();
            if removed.is_empty() {
                removed.push("bytes outside of the picture".to_owned());
            }
            Picture::Stripped { removed, bytes, extension: extension.to_owned() }
        }
    }
}

type Stripped = Option<(Vec<u8>, Vec<String>)>;

fn jpeg(bytes: &[u8]) -> Stripped {
    let mut picture = Jpeg::from_bytes(bytes.to_vec().into()).ok()?;
    let mut removed = Vec::new();
    picture.segments_mut().retain(|segment| {
        let (marker, contents) = (segment.marker(), segment.contents());
        let stays = match marker {
            // A preview can lie in it: three bytes a pixel after the two that give its size.
            markers::APP0 => contents.starts_with(b"JFIF\0") && contents.len() == 14,
            // How colours are to be read.
            markers::APP14 => contents.starts_with(b"Adobe") && contents.len() == 12,
            markers::APP1..=markers::APP15 | markers::COM => false,
            _ => true,
        };
        if !stays {
            removed.push(match marker {
                markers::APP1 if contents.starts_with(b"Exif") => "Exif".to_owned(),
                markers::APP1 => "XMP".to_owned(),
                markers::APP2 => "a colour profile or further pictures".to_owned(),
                markers::APP13 => "IPTC".to_owned(),
                markers::COM => "a comment".to_owned(),
                other => format!("an application's part {other:#04x}"),
            });
        }
        stays
    });
    let mut made = picture.encoder().bytes().to_vec();
    // Telephones hang a film or a second picture on.
    made.truncate(end_of_jpeg(&made)?);
    Some((made, removed))
}

/// Where a JPEG ends: after the first end mark that is no part of a segment or of coded pixels.
fn end_of_jpeg(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xff))?;
        if marker == markers::EOI {
            return Some(at + 2);
        }
        let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
        at += 2 + usize::from(length);
        if marker == markers::SOS {
            // In coded pixels FF stands before 00, or before a restart mark.
            let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
            at += bytes.get(at..)?.windows(2).position(ends)?;
        }
    }
}

fn png(bytes: &[u8]) -> Stripped {
    const STAYS: [&[u8; 4]; 12] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"acTL", b"fcTL", b"fdAT"];
    let mut picture = Png::from_bytes(bytes.to_vec().into()).ok()?;
    let mut removed = Vec::new();
    picture.chunks_mut().retain(|chunk| {
        let stays = STAYS.contains(&&chunk.kind());
        if !stays {
            removed.push(String::from_utf8_lossy(&chunk.kind()).into_owned());
        }
        stays
    });
    Some((picture.encoder().bytes().to_vec(), removed))
}

fn webp(bytes: &[u8]) -> Stripped {
    const STAYS: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"];
    /// Bits that announce a colour profile, Exif and XMP.
    const ANNOUNCES: u8 = 0x20 | 0x08 | 0x04;
    let mut picture = WebP::from_bytes(bytes.to_vec().into()).ok()?;
    let mut removed = Vec::new();
    picture.chunks_mut().retain(|chunk| {
        let stays = STAYS.contains(&&chunk.id());
        if !stays {
            removed.push(String::from_utf8_lossy(&chunk.id()).trim().to_owned());
        }
        stays
    });
    for chunk in picture.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content() {
            let mut data = data.to_vec();
            *data.first_mut()? &= !ANNOUNCES;
            *chunk = img_parts::riff::RiffChunk::new(*b"VP8X", RiffContent::Data(data.into()));
        }
    }
    Some((picture.encoder().bytes().to_vec(), removed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of a JPEG: marker, length, contents.
    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        [&[0xff, marker], &(contents.len() as u16 + 2).to_be_bytes()[..], contents].concat()
    }

    fn jpeg_with(parts: &[Vec<u8>]) -> Vec<u8> {
        let table = segment(0xdb, &[0; 65]);
        let scan = [segment(0xda, &[1, 1, 0, 0, 0x3f, 0]), vec![1, 2, 3]].concat();
        [&b"\xff\xd8"[..], &parts.concat(), &table, &scan, b"\xff\xd9"].concat()
    }

    fn chunk(id: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut crc = flate2::Crc::new();
        crc.update(&[id.as_slice(), data].concat());
        [&(data.len() as u32).to_be_bytes()[..], id, data, &crc.sum().to_be_bytes()].concat()
    }

    fn png_with(parts: &[Vec<u8>]) -> Vec<u8> {
        let head = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        let pixels = [chunk(b"IDAT", b"x"), chunk(b"IEND", b"")].concat();
        [&b"\x89PNG\r\n\x1a\n"[..], &head, &parts.concat(), &pixels].concat()
    }

    fn check(picture: &[u8], expected: &[&str]) {
        let Picture::Stripped { removed, bytes, .. } = strip(picture) else { panic!("{:?}", strip(picture)) };
        assert_eq!(removed, expected);
        assert!(!bytes.windows(6).any(|window| window == b"Perez!"), "something stayed");
        assert_eq!(strip(&bytes), Picture::Bare, "the copy says nothing any more");
    }

    #[test]
    fn what_pictures_say_is_taken_out() {
        check(&jpeg_with(&[segment(0xe1, b"Exif\0\0Perez!")]), &["Exif"]);
        check(&jpeg_with(&[segment(0xfe, b"Perez!"), segment(0xed, b"Perez!")]), &["IPTC", "a comment"]);
        check(
            &jpeg_with(&[segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01Perez!")]),
            &["an application's part 0xe0"],
        );
        check(&[jpeg_with(&[]), b"Perez!".to_vec()].concat(), &["bytes outside of the picture"]);
        check(&png_with(&[chunk(b"tEXt", b"Author\0Perez!"), chunk(b"eXIf", b"x")]), &["eXIf", "tEXt"]);
        let webp = |id: &[u8], data: &[u8]| [id, &(data.len() as u32).to_le_bytes(), data].concat();
        let body = [b"WEBP".to_vec(), webp(b"VP8L", b"\x2f123"), webp(b"XMP ", b"Perez!")].concat();
        check(&webp(b"RIFF", &body), &["XMP"]);
    }

    #[test]
    fn pictures_that_say_nothing_are_as_they_were() {
        let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        assert_eq!(strip(&jpeg_with(&[jfif])), Picture::Bare);
        assert_eq!(strip(&png_with(&[])), Picture::Bare);
        for other in [&b"GIF89a"[..], b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\nx"] {
            assert_eq!(strip(other), Picture::Unknown, "{other:?}");
        }
    }
}
