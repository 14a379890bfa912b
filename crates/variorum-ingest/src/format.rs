//! What kind of file it is: by content first, by name second.
//!
//! A name is what somebody typed; the bytes are what a reader will meet. Where the two disagree, the bytes
//! win and the disagreement is a finding, since a `.jpg` that is a web page says something about how it was
//! collected. Text has no magic: there the name decides between plain text, Markdown, mail and table.

use variorum_evidence::finding::Finding;

use crate::decode::looks_binary;
use crate::extraction::{Format, MediaInfo};
use crate::media;

/// A file's format, and why it is not the one its name says.
pub(crate) struct Told {
    pub(crate) format: Format,
    pub(crate) media: Option<MediaInfo>,
    /// For [`Format::Unknown`]: what it is, where that can be told.
    pub(crate) unread: Option<&'static str>,
    pub(crate) findings: Vec<Finding>,
}

/// Tells the format of `bytes`, which somebody named `name`.
pub(crate) fn tell(bytes: &[u8], name: &str) -> Told {
    let named = by_name(name);
    let mut told = by_content(bytes, named);
    let wrong = named.filter(|named| *named != told.format && !matches!(told.format, Format::Unknown | Format::Empty));
    if let Some(named) = wrong.filter(|named| !is_same_text(*named, told.format)) {
        let message = format!("the name says {}, the content is {}", named.in_words(), told.format.in_words());
        told.findings.push(Finding::new("capture.mislabelled", name, message));
    }
    told
}

/// Plain text, Markdown and tables differ in name only.
const fn is_same_text(named: Format, told: Format) -> bool {
    matches!(named, Format::Text | Format::Markdown | Format::Csv)
        && matches!(told, Format::Text | Format::Markdown | Format::Csv)
}

fn by_content(bytes: &[u8], named: Option<Format>) -> Told {
    let told = |format| Told { format, media: None, unread: None, findings: Vec::new() };
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.is_empty() {
        return told(Format::Empty);
    }
    // A PDF file may begin with a little rubbish (ISO 32000-1, implementation note 13).
    if bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-")
        && (start.starts_with(b"%PDF-") || looks_binary(bytes))
    {
        return told(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return told(Format::Zip);
    }
    if let Some((format, info)) = media::sniff(bytes) {
        return Told { media: Some(info), ..told(format) };
    }
    if let Some((_, what)) = UNREAD.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Told { unread: Some(what), ..told(Format::Unknown) };
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Told { unread: Some("a tar archive"), ..told(Format::Unknown) };
    }
    let format = text_format(start, named);
    // The one image format that is text.
    let svg = || MediaInfo { media_type: "image/svg+xml".to_owned(), width: None, height: None };
    Told { media: (format == Format::Image).then(svg), ..told(format) }
}

/// Formats that are recognised in order to say what they are.
const UNREAD: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "compressed by gzip"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ\0", "compressed by xz"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .msg)"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"WARC/", "a WARC file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
];

/// Between the formats that are text. `start` has neither byte order mark nor leading space.
fn text_format(start: &[u8], named: Option<Format>) -> Format {
    let head = String::from_utf8_lossy(&start[..start.len().min(2048)]).replace('\0', "").to_ascii_lowercase();
    // What a byte order mark of UTF-16 became.
    let head = head.trim_start_matches('\u{fffd}');
    let begins = |words: &[&str]| words.iter().any(|word| skip_comments(head).starts_with(word));
    if begins(&["<!doctype html", "<html", "<head", "<body"])
        || begins(&["<?xml", "<!doctype"]) && head.contains("<html")
    {
        return Format::Html;
    }
    if begins(&["<svg"]) || begins(&["<?xml", "<!doctype svg"]) && head.contains("<svg") {
        return Format::Image;
    }
    match named {
        None if is_mail(head) => Format::Mail,
        None if begins(&["<p", "<div", "<article", "<h1"]) => Format::Html,
        Some(text @ (Format::Text | Format::Markdown | Format::Csv | Format::Html | Format::Mail)) => text,
        // A name that promised something else: the bytes are text, or nothing that is known.
        Some(Format::Unknown) | None if begins(&["<?xml"]) => Format::Unknown,
        Some(Format::Unknown) => Format::Unknown,
        Some(_) if looks_binary(start) => Format::Unknown,
        Some(_) if begins(&["<"]) && head.contains("</") => Format::Html,
        Some(_) | None => Format::Text,
    }
}

fn skip_comments(mut head: &str) -> &str {
    while let Some((_, rest)) = head.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        head = rest.trim_start();
    }
    head
}

/// Whether a file without a telling name begins as a mail message: header lines only mail has.
fn is_mail(head: &str) -> bool {
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    let lines = head.lines().take_while(|line| !line.is_empty());
    let mut headers = lines.filter(|line| !line.starts_with([' ', '\t'])).peekable();
    let first = headers.peek().is_some_and(|line| is_header(line));
    let telling = ["received:", "message-id:", "mime-version:", "return-path:", "delivered-to:"];
    first && headers.any(|line| telling.iter().any(|name| line.starts_with(name)))
}

fn by_name(name: &str) -> Option<Format> {
    let extension = name.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "txt" | "text" | "srt" | "vtt" => Format::Text,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Format::Html,
        "pdf" => Format::Pdf,
        "eml" | "mht" | "mhtml" => Format::Mail,
        "zip" => Format::Zip,
        "csv" | "tsv" => Format::Csv,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "bmp" | "tif" | "tiff" | "heic" | "avif" | "svg" => Format::Image,
        "mp4" | "m4v" | "mov" | "avi" | "mkv" | "webm" | "3gp" | "mpg" | "mpeg" | "ts" | "flv" | "wmv" => Format::Video,
        "mp3" | "wav" | "ogg" | "oga" | "opus" | "flac" | "m4a" | "aac" | "amr" => Format::Audio,
        "json" | "jsonl" | "xml" | "xsl" | "ipynb" | "js" | "css" | "py" | "exe" | "warc" | "gz" | "tar" | "rtf"
        | "doc" => Format::Unknown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, format: Format, mislabelled: bool) {
        let told = tell(bytes, name);
        assert_eq!(told.format, format, "{name}");
        assert_eq!(!told.findings.is_empty(), mislabelled, "{name}: {:?}", told.findings);
    }

    #[test]
    fn content_goes_before_name() {
        check(b"", "a.txt", Format::Empty, false);
        check(b"Seven died.", "a.txt", Format::Text, false);
        check(b"Seven died.", "a", Format::Text, false);
        check(b"# Seven died", "a.md", Format::Markdown, false);
        check(b"path,url\n", "a.csv", Format::Csv, false);
        check(b"<!-- saved --><!DOCTYPE html><p>x", "a.html", Format::Html, false);
        check(b"<!DOCTYPE html><p>x", "a.txt", Format::Html, true);
        check(b"<h1>x</h1>", "a.html", Format::Html, false);
        check(b"<html>", "photo.jpg", Format::Html, true);
        check(b"Not found", "photo.jpg", Format::Text, true);
        check(b"\xff\xd8\xff\xe0", "photo.jpg", Format::Image, false);
        check(b"\xff\xd8\xff\xe0", "photo.png", Format::Image, false);
        check(b"\xff\xd8\xff\xe0", "report.pdf", Format::Image, true);
        check(b"%PDF-1.7", "report.pdf", Format::Pdf, false);
        check(b"%PDF-1.7", "report.txt", Format::Pdf, true);
        check(b"The header of a PDF file is %PDF-1.7", "about.txt", Format::Text, false);
        check(b"PK\x03\x04", "x.docx", Format::Zip, false);
        check(b"\x1f\x8b\x08", "x.html", Format::Unknown, false);
        check(b"From: a@b.c\nMIME-Version: 1.0\n\nx", "message", Format::Mail, false);
        check(b"From: a@b.c\nMIME-Version: 1.0\n\nx", "message.txt", Format::Text, false);
        check(b"Note: seven died\n\nReceived: nothing", "note", Format::Text, false);
        check(b"<?xml version='1.0'?><svg/>", "a.svg", Format::Image, false);
        check(b"{}", "a.json", Format::Unknown, false);
    }
}
