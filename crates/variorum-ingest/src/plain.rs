//! Plain text and Markdown: the decoded file unchanged, and what its first lines say.
//!
//! A title, a byline or a date is only taken where the layout says so (a short line by itself, "By" and
//! names, "Published:" and a date), and everything stays in the text: nothing is cut off, because a person
//! who compares the text with the file must find the same characters. Left out: Markdown markup within
//! the text, front matter.

use std::sync::LazyLock;

use regex::Regex;
use variorum_evidence::document::{Byline, Document};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;
use variorum_evidence::moment::SaidAt;

use crate::bylines;
use crate::dates::parse_date;
use crate::decode::{decode, hidden_characters};
use crate::extraction::{Extraction, Format, document};

/// Larger texts are kept, but no document is made of them: no report is as long.
pub(crate) const LARGEST_TEXT: usize = 16 << 20;

/// How many lines with words on them can hold a title, a byline or a date.
const TOP: usize = 10;

/// Reads a file that holds nothing but text.
pub(crate) fn read(bytes: &[u8], name: &str, format: Format) -> Extraction {
    let extraction = Extraction::of(format);
    if let Some(finding) = too_large(bytes.len(), name) {
        return extraction.found(finding);
    }
    let Some(decoded) = decode(bytes, None, name) else {
        let message = "its bytes are not text in any encoding: kept, but not read";
        return Extraction { format: Format::Unknown, ..extraction }.found(Finding::new(
            "capture.binary",
            name,
            message,
        ));
    };
    if decoded.text.trim().is_empty() {
        return extraction.found(Finding::new("capture.empty", name, "it holds nothing but white space"));
    }
    let reader = if format == Format::Markdown { "markdown/1" } else { "text/1" };
    let mut document = document(OriginalId::of_bytes(bytes), reader, decoded.text);
    describe(&mut document, format);
    document.findings = decoded.findings;
    document.findings.extend(hidden_characters(&document.text, name));
    Extraction { documents: vec![document], ..extraction }
}

/// The finding for a text that is larger than any report.
pub(crate) fn too_large(size: usize, name: &str) -> Option<Finding> {
    let message = format!("its text has {size} bytes, and at most {LARGEST_TEXT} are read");
    (size > LARGEST_TEXT)
        .then(|| Finding::new("text.too_large", name, message).with_help("split it into its reports and add those"))
}

fn describe(document: &mut Document, format: Format) {
    let text = document.text.as_str();
    let heading = (format == Format::Markdown).then(|| heading(text)).flatten();
    document.title = heading.or_else(|| title_line(text)).map(str::to_owned);
    document.byline = first_byline(text);
    document.published = labelled_date(text, &PUBLISHED);
    document.modified = labelled_date(text, &MODIFIED);
}

/// A first line that stands by itself, is short and does not end as a sentence does.
fn title_line(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let (line, rest) = text.split_once('\n')?;
    let (next, after) = rest.split_once('\n')?;
    let line = line.trim();
    let alone = next.trim().is_empty() && !after.trim().is_empty();
    let is_title = alone && line.chars().count() < 200 && !line.ends_with(['.', ',', ';', ':']);
    (is_title && bylines::of_line(line).is_none()).then(|| line.trim_start_matches('#').trim())
}

/// The first heading of the first level, if it stands at the top.
fn heading(text: &str) -> Option<&str> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(TOP).peekable();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("# ") {
            return Some(heading.trim().trim_end_matches('#').trim_end());
        }
        let underline = lines.peek().map(|next| next.trim());
        if underline.is_some_and(|next| next.len() > 2 && next.bytes().all(|byte| byte == b'=')) {
            return Some(line.trim());
        }
    }
    None
}

/// The byline among the first lines.
pub(crate) fn first_byline(text: &str) -> Option<Byline> {
    top(text).find_map(|line| bylines::of_line(line.trim_matches(['*', '_', ' '])))
}

fn top(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP)
}

fn label(words: &str) -> Regex {
    Regex::new(&format!(
        r"(?i)^[*_]*(?<label>(?:{words})(?:\s+(?:on|el|at))?)\s*:[*_]*\s*(?<date>[^*_]{{4,60}}?)[*_]*$"
    ))
    .expect("the patterns of this file are constant and tested")
}

static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    label("(?:first )?published|posted|publicad[oa]|publicación|fecha de publicación|date published|publication date")
});
static MODIFIED: LazyLock<Regex> =
    LazyLock::new(|| label("(?:last )?(?:updated|modified)|(?:última )?actualizaci[oó]n|actualizad[oa]|last update"));

/// The date on a line of its own that says what it is the date of.
pub(crate) fn published_line(text: &str) -> Option<SaidAt> {
    labelled_date(text, &PUBLISHED)
}

fn labelled_date(text: &str, label: &Regex) -> Option<SaidAt> {
    top(text).find_map(|line| {
        let found = label.captures(line)?;
        parse_date(&found["date"], None, &format!("the line \"{}:\"", &found["label"]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, name: &str) -> Document {
        let format = if name.ends_with("md") { Format::Markdown } else { Format::Text };
        let document = read(text.as_bytes(), name, format).documents.remove(0);
        assert_eq!(document.text, text.trim_start_matches('\u{feff}'), "the text is the file");
        document
    }

    fn check(text: &str, name: &str, title: Option<&str>, names: Option<&str>, published: Option<&str>) {
        let document = read_text(text, name);
        assert_eq!(document.title.as_deref(), title, "{text}");
        assert_eq!(document.byline.map(|byline| byline.names.join("; ")).as_deref(), names, "{text}");
        let day = document.published.and_then(|when| when.from).map(|from| from.date().to_string());
        assert_eq!(day.as_deref(), published, "{text}");
    }

    #[test]
    fn first_lines() {
        check(
            "Seven die in raid\n\nBy Ana Ruiz\n\nPublished: 16 January 2018\n\nSeven.",
            "a.txt",
            Some("Seven die in raid"),
            Some("Ana Ruiz"),
            Some("2018-01-16"),
        );
        check(
            "\u{feff}  Siete muertos \r\n\r\nPor Ana Ruiz y Juan Paz\r\nTexto.\r\n",
            "a.txt",
            Some("Siete muertos"),
            Some("Ana Ruiz; Juan Paz"),
            None,
        );
        check("Seven people died, the minister said.\n\nHe gave no names.", "a.txt", None, None, None);
        check("One line\nand the next\n\nmore", "a.txt", None, None, None);
        check("Alone", "a.txt", None, None, None);
        check("Seven died.\n\nBy nightfall the count had risen.", "a.txt", None, None, None);
        check("It was published: 2018-01-16", "a.txt", None, None, None);
        check(
            "\n# Seven *die* #\n\n**Published:** 2018-01-16\n",
            "a.md",
            Some("Seven *die*"),
            None,
            Some("2018-01-16"),
        );
        check("Seven die\n=========\nText.", "a.md", Some("Seven die"), None, None);
        check(
            "Updated: 2018-01-17\nFecha de publicación: 16 de enero de 2018\n",
            "a.txt",
            None,
            None,
            Some("2018-01-16"),
        );
    }

    #[test]
    fn updated_is_not_published() {
        let document = read_text("Seven die\n\nLast updated: 2018-01-17 10:30\n\nText.", "a.txt");
        assert_eq!(document.published, None);
        insta::assert_snapshot!(
            format!("{:?}", document.modified),
            @r#"Some(2018-01-17T10:30:00..2018-01-17T10:31:00 (Minute: the line "Last updated:"))"#
        );
    }

    #[test]
    fn what_is_no_text_is_said() {
        for (bytes, code) in [
            (&b" \r\n"[..], "capture.empty"),
            (b"\x7fELF\0\0", "capture.binary"),
            (&[b'a'; LARGEST_TEXT + 1], "text.too_large"),
        ] {
            let extraction = read(bytes, "a.txt", Format::Text);
            assert!(extraction.documents.is_empty());
            assert_eq!(extraction.findings.first().map(|finding| finding.code.as_str()), Some(code));
        }
    }
}
