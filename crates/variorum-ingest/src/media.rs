//! What the first bytes of a picture, clip or recording say: its media type, and the size of a still.
//!
//! Enough to accept the file, to name it and to lay out a page. Nothing is decoded here, so a picture of
//! 60,000 by 60,000 pixels costs as much as any other. Left out: size of clips other than MP4 and QuickTime,
//! lengths, all metadata (`variorum-footage`) but one question: whether a position is in it (`exposures/unread.rs`).

use crate::extraction::{Format, MediaInfo};

/// The media type that `bytes` begin as, if they do.
pub(crate) fn sniff(bytes: &[u8]) -> Option<(Format, MediaInfo)> {
    let (format, media_type) = media_type(bytes)?;
    let size = match media_type {
        "image/png" => at_be32(bytes, 16).zip(at_be32(bytes, 20)),
        "image/gif" => at_le16(bytes, 6).zip(at_le16(bytes, 8)),
        "image/bmp" => at_le32(bytes, 18).zip(at_le32(bytes, 22).map(|height| (height as i32).unsigned_abs())),
        "image/jpeg" => jpeg(bytes),
        "image/webp" => webp(bytes),
        "video/mp4" | "video/quicktime" => iso_media(bytes),
        _ => None,
    };
    let (width, height) = size.unzip();
    Some((format, MediaInfo { media_type: media_type.to_owned(), width, height }))
}

fn media_type(bytes: &[u8]) -> Option<(Format, &'static str)> {
    const MAGIC: &[(usize, &[u8], Format, &str)] = &[
        (0, b"\x89PNG\r\n\x1a\n", Format::Image, "image/png"),
        (0, b"\xff\xd8\xff", Format::Image, "image/jpeg"),
        (0, b"GIF87a", Format::Image, "image/gif"),
        (0, b"GIF89a", Format::Image, "image/gif"),
        (8, b"WEBP", Format::Image, "image/webp"),
        (0, b"II*\0", Format::Image, "image/tiff"),
        (0, b"MM\0*", Format::Image, "image/tiff"),
        (8, b"WAVE", Format::Audio, "audio/wav"),
        (8, b"AVI ", Format::Video, "video/x-msvideo"),
        (0, b"\x1a\x45\xdf\xa3", Format::Video, "video/x-matroska"),
        (0, b"FLV\x01", Format::Video, "video/x-flv"),
        (0, b"\0\0\x01\xba", Format::Video, "video/mpeg"),
        (0, b"\0\0\x01\xb3", Format::Video, "video/mpeg"),
        (0, b"0&\xb2u\x8ef\xcf\x11", Format::Video, "video/x-ms-asf"),
        (0, b"ID3", Format::Audio, "audio/mpeg"),
        (0, b"\xff\xfb", Format::Audio, "audio/mpeg"),
        (0, b"\xff\xf3", Format::Audio, "audio/mpeg"),
        (0, b"fLaC", Format::Audio, "audio/flac"),
        (0, b"OggS", Format::Audio, "audio/ogg"),
        (0, b"#!AMR", Format::Audio, "audio/amr"),
    ];
    let found =
        MAGIC.iter().find(|(offset, magic, _, _)| bytes.get(*offset..).is_some_and(|rest| rest.starts_with(magic)));
    match found {
        // Three kinds share the outer form RIFF.
        Some((8, ..)) if !bytes.starts_with(b"RIFF") => iso_type(bytes),
        Some((_, _, format, media_type)) => Some((*format, media_type)),
        None if bytes.starts_with(b"BM") && at_le32(bytes, 14).is_some_and(|size| (12..=124).contains(&size)) => {
            Some((Format::Image, "image/bmp"))
        }
        // A transport stream has its mark every 188 bytes.
        None if [0, 188, 376].iter().all(|offset| bytes.get(*offset) == Some(&0x47)) => {
            Some((Format::Video, "video/mp2t"))
        }
        None => iso_type(bytes),
    }
}

/// The family of MP4, told by its brand.
fn iso_type(bytes: &[u8]) -> Option<(Format, &'static str)> {
    if bytes.get(4..8)? != b"ftyp" {
        return matches!(bytes.get(4..8)?, b"moov" | b"mdat" | b"wide").then_some((Format::Video, "video/quicktime"));
    }
    Some(match bytes.get(8..12)? {
        b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" => (Format::Image, "image/heic"),
        b"avif" | b"avis" => (Format::Image, "image/avif"),
        b"qt  " => (Format::Video, "video/quicktime"),
        b"M4A " | b"M4B " => (Format::Audio, "audio/mp4"),
        b"3gp4" | b"3gp5" | b"3gp6" => (Format::Video, "video/3gpp"),
        _ => (Format::Video, "video/mp4"),
    })
}

fn at<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

fn at_be32(bytes: &[u8], offset: usize) -> Option<u32> {
    at(bytes, offset).map(u32::from_be_bytes)
}

fn at_le32(bytes: &[u8], offset: usize) -> Option<u32> {
    at(bytes, offset).map(u32::from_le_bytes)
}

fn at_be16(bytes: &[u8], offset: usize) -> Option<u32> {
    at(bytes, offset).map(|two| u16::from_be_bytes(two).into())
}

fn at_le16(bytes: &[u8], offset: usize) -> Option<u32> {
    at(bytes, offset).map(|two| u16::from_le_bytes(two).into())
}

/// Width and height from the first frame header of a JPEG file.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut offset = 2;
    loop {
        let [mark, kind] = at(bytes, offset)?;
        if mark != 0xff {
            return None;
        }
        match kind {
            0xff => offset += 1,
            0x01 | 0xd0..=0xd8 => offset += 2,
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                return at_be16(bytes, offset + 7).zip(at_be16(bytes, offset + 5));
            }
            _ => offset += 2 + at_be16(bytes, offset + 2)? as usize,
        }
    }
}

/// Width and height from one of the three heads that a WebP file can have (RFC 9649).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let at_le24 = |offset| at(bytes, offset).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]));
    match bytes.get(12..16)? {
        b"VP8 " => Some((at_le16(bytes, 26)? & 0x3fff, at_le16(bytes, 28)? & 0x3fff)),
        b"VP8L" => at_le32(bytes, 21).map(|bits| ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)),
        b"VP8X" => Some((at_le24(24)? + 1, at_le24(27)? + 1)),
        _ => None,
    }
}

/// Width and height of the first track that has any: `moov`, `trak`, `tkhd` (ISO/IEC 14496-12).
fn iso_media(bytes: &[u8]) -> Option<(u32, u32)> {
    let movie = boxes(bytes).find(|(kind, _)| kind == b"moov")?.1;
    boxes(movie).filter(|(kind, _)| kind == b"trak").find_map(|(_, track)| {
        let head = boxes(track).find(|(kind, _)| kind == b"tkhd")?.1;
        // The size stands last, as two numbers of 16.16 bits; tracks of sound have zero there.
        let end = head.len().checked_sub(8)?;
        let size = (at_be32(head, end)? >> 16, at_be32(head, end + 4)? >> 16);
        (size.0 > 0 && size.1 > 0).then_some(size)
    })
}

/// The boxes of one level: kind and content. Ends at the first that does not fit.
fn boxes(mut rest: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (short, kind) = (at_be32(rest, 0)?, at(rest, 4)?);
        let (head, size) = match short {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(at(rest, 8)?)).ok()?),
            size => (8, size as usize),
        };
        let content = rest.get(head..size)?;
        rest = &rest[size..];
        Some((kind, content))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let size = |info: &MediaInfo| info.width.zip(info.height).map_or(String::new(), |(w, h)| format!(" {w}x{h}"));
        let told = sniff(bytes).map_or("nothing".to_owned(), |(_, info)| format!("{}{}", info.media_type, size(&info)));
        assert_eq!(told, expected);
    }

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes(), &kind[..], content].concat()
    }

    #[test]
    fn heads() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60", "image/png 60000x60000");
        check(b"\x89PNG\r\n\x1a\n", "image/png");
        check(b"GIF89a\x40\x01\xf0\0", "image/gif 320x240");
        check(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\x00\x02\x00", "image/jpeg 512x256");
        check(b"\xff\xd8\xff\xe0\xff\xff", "image/jpeg");
        check(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0", "image/webp 320x240");
        check(b"RIFF\0\0\0\0WAVEfmt ", "audio/wav");
        check(b"notRIFF!WAVE", "nothing");
        check(b"ID3\x04", "audio/mpeg");
        check(b"Seven people died, said", "nothing");
        let head = [&[0; 76][..], &(1920u32 << 16).to_be_bytes(), &(1080u32 << 16).to_be_bytes()].concat();
        let movie = boxed(b"moov", &boxed(b"trak", &boxed(b"tkhd", &head)));
        check(&[boxed(b"ftyp", b"isom\0\0\0\0"), movie].concat(), "video/mp4 1920x1080");
        check(&boxed(b"ftyp", b"heic\0\0\0\0"), "image/heic");
        check(b"\0\0\0\x18ftyp", "nothing");
    }
}
