//! PDF files: the text layer, page by page, with lines joined to paragraphs.
//!
//! A PDF places letters; lines, words and paragraphs are worked out by the crate `pdf-extract` from where
//! they stand, so this text is a reading and not a copy, which the reader's version is there to say. A page
//! on which that crate gives up (it panics on what it does not expect) is left out by itself, as a finding.
//! Words divided at a line's end are not joined: whether the hyphen belongs to the word is not written.
//! Left out: pictures of text (no OCR), columns set side by side, forms, annotations, and the date on which
//! the file was made, which is not the date on which anything was published.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document as Pdf, Object, PlainTextOutput, decode_text_string, output_doc_page};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;

use crate::decode::hidden_characters;
use crate::extraction::{Extraction, Format, document};
use crate::plain::{first_byline, published_line, too_large};

/// Pages beyond this many are not read.
const MOST_PAGES: usize = 5_000;

/// Reads the text layer of a PDF file.
pub(crate) fn read(bytes: &[u8], name: &str) -> Extraction {
    let extraction = Extraction::of(Format::Pdf);
    let pdf = match open(bytes) {
        Ok(pdf) => pdf,
        Err(why) => return extraction.found(unreadable(name, &format!("it cannot be read: {why}"))),
    };
    let (pages, mut findings) = pages(&pdf, name);
    let text =
        pages.iter().map(|page| paragraphs(page)).filter(|page| !page.is_empty()).collect::<Vec<_>>().join("\n\n");
    findings.extend(too_large(text.len(), name));
    if text.len() > crate::plain::LARGEST_TEXT {
        return Extraction { findings, ..extraction };
    }
    if text.is_empty() && !pages.is_empty() {
        let message = format!("none of its pages ({}) has a text layer; they may be pictures of text", pages.len());
        let help = "type or recognise its text and add that: variorum add CASE transcript.txt --transcript-of R-CODE";
        findings.push(Finding::new("capture.no_text_layer", name, message).with_help(help));
    }
    if text.is_empty() {
        return Extraction { findings, ..extraction };
    }
    findings.extend(hidden_characters(&text, name));
    let mut document = document(OriginalId::of_bytes(bytes), "pdf/1", text);
    document.title = title(&pdf);
    document.byline = first_byline(&document.text);
    document.published = published_line(&document.text);
    document.findings = findings;
    Extraction { documents: vec![document], ..extraction }
}

fn unreadable(name: &str, message: &str) -> Finding {
    Finding::new("pdf.unreadable", name, message).with_help("write it anew, as with qpdf IN.pdf OUT.pdf, and add that")
}

/// The file's structure, decrypted if that needs no password.
fn open(bytes: &[u8]) -> Result<Pdf, String> {
    let opened = catch_unwind(|| {
        let mut pdf = Pdf::load_mem(bytes).map_err(|error| error.to_string())?;
        if pdf.is_encrypted() {
            pdf.decrypt("").map_err(|_| "it is encrypted and needs a password".to_owned())?;
        }
        Ok(pdf)
    });
    opened.unwrap_or_else(|_| Err("its structure is damaged".to_owned()))
}

fn pages(pdf: &Pdf, name: &str) -> (Vec<String>, Vec<Finding>) {
    let numbers: Vec<u32> =
        catch_unwind(AssertUnwindSafe(|| pdf.get_pages().into_keys().collect())).unwrap_or_default();
    let (mut pages, mut unread) = (Vec::new(), Vec::new());
    for number in numbers.iter().copied().take(MOST_PAGES) {
        let mut text = String::new();
        let read =
            catch_unwind(AssertUnwindSafe(|| output_doc_page(pdf, &mut PlainTextOutput::new(&mut text), number)));
        if !matches!(read, Ok(Ok(()))) {
            unread.push(number.to_string());
        }
        pages.push(text);
    }
    let mut findings = Vec::new();
    if !unread.is_empty() {
        let shown = unread.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("{} of its {} pages were not read to the end: {shown}", unread.len(), numbers.len());
        findings.push(Finding::new("pdf.partial", name, message));
    }
    if numbers.len() > MOST_PAGES {
        let message = format!("it has {} pages, and the first {MOST_PAGES} were read", numbers.len());
        findings.push(Finding::new("pdf.partial", name, message));
    }
    if numbers.is_empty() {
        let locked = pdf.trailer.get(b"Encrypt").is_ok();
        let why = if locked { "it is encrypted and needs a password" } else { "it has no pages that can be found" };
        findings.push(unreadable(name, why));
    }
    (pages, findings)
}

/// Lines to paragraphs: a blank line parts them, a single line break does not.
fn paragraphs(page: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in page.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut().filter(|_| goes_on) {
            _ if line.is_empty() => goes_on = false,
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(&line);
            }
            None => {
                paragraphs.push(line);
                goes_on = true;
            }
        }
    }
    paragraphs.join("\n\n")
}

/// The title in the file's description, unless a program put a file name there.
fn title(pdf: &Pdf) -> Option<String> {
    let info = match pdf.trailer.get(b"Info").ok()? {
        Object::Reference(id) => pdf.get_object(*id).ok()?,
        object => object,
    };
    let title = decode_text_string(info.as_dict().ok()?.get(b"Title").ok()?).ok()?;
    let title = title.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let lower = title.to_lowercase();
    let is_file = lower.starts_with("microsoft ")
        || lower == "untitled"
        || [".doc", ".docx", ".pdf", ".indd"].iter().any(|end| lower.ends_with(end));
    (!title.is_empty() && !is_file).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_to_paragraphs() {
        for (page, expected) in [
            ("\n\nSeven  people\ndied  .\n\nHe said\nso.\n", "Seven people died .\n\nHe said so."),
            ("pris-\noners", "pris- oners"),
            (" \n ", ""),
        ] {
            assert_eq!(paragraphs(page), expected, "{page:?}");
        }
    }
}
