//! Foreign bytes to documents and media. Hostile input ends here.
//!
//! [`read_original`] takes the bytes of one file and the name somebody gave it, and says what they are
//! ([`Format`]), what text they hold and what they state about themselves
//! ([`Document`](variorum_evidence::document::Document)), which files are within ([`Member`]), and what is
//! doubtful ([`Finding`]). It is a pure function: no disk, no clock, no network (a library below asks for the year
//! alone, see [`prepare`]), and nothing in a file makes it run or fetch anything. The readers, one a module: plain text and Markdown, web pages, PDF, mail and
//! MHTML, ZIP. Media files are told by their heads only.
//!
//! It belongs in a worker process (`variorum-sandbox`), because the parsers below it may panic, overflow the
//! stack or take all memory. [`encode_job`], [`answer`] and [`Extraction::decode`] carry it across:
//!
//! ```
//! use variorum_evidence::ids::OriginalId;
//! use variorum_ingest::{Extraction, answer, encode_job};
//! let file = "Siete muertos\n\nPor Ana Ruiz\n\nMurieron siete personas.".as_bytes();
//! let answered = answer(&encode_job(file, "nota.txt")); // in the worker, after `prepare`
//! let extraction = Extraction::decode(&answered, OriginalId::of_bytes(file))?; // in the main program
//! assert_eq!(extraction.documents[0].title.as_deref(), Some("Siete muertos"));
//! # Ok::<(), variorum_ingest::FrameError>(())
//! ```
//!
//! What endangers people if it is published (telephone numbers, keys, positions) is looked for in the same breath
//! ([`exposures()`], [`Document::exposures`](variorum_evidence::document::Document::exposures)).
//!
//! Left out: OCR, office files, compressed files other than ZIP, WARC, JSON and XML, decoding of media.

mod archive;
mod bylines;
mod dates;
mod decode;
mod exposures;
mod extraction;
mod format;
mod frame;
mod html;
mod mail;
mod media;
mod pdf;
mod plain;
mod sources;

use std::panic::{AssertUnwindSafe, catch_unwind};

use variorum_evidence::finding::Finding;

pub use dates::{parse_date, parse_zone};
pub use exposures::exposures;
pub use extraction::{Extraction, Format, MediaInfo, Member};
pub use frame::{FrameError, answer, decode_exposures, encode_exposures_job, encode_job};
pub use sources::{IngestError, SourceRow, Sources, is_sources, read_sources};

/// The most bytes that an answer of a worker can have: what an archive may unpack to, and its head.
pub const LARGEST_ANSWER: u64 = archive::MOST_BYTES + (64 << 20);

/// Reads one file. `name` is what it was called when it came: a path, or `outer.zip!/inner` for a member.
///
/// Always gives a result: what cannot be read is a finding. A parser that panics is one too; one that
/// overflows the stack or loops is not caught here but by the process around it.
pub fn read_original(bytes: &[u8], name: &str) -> Extraction {
    let told = format::tell(bytes, name);
    let read = || {
        let mut extraction = match told.format {
            Format::Text | Format::Markdown => plain::read(bytes, name, told.format),
            Format::Html => html::read(bytes, name),
            Format::Pdf => pdf::read(bytes, name),
            Format::Mail => mail::read(bytes, name),
            Format::Zip => archive::read(bytes, name),
            Format::Csv => table(bytes, name),
            Format::Image | Format::Video | Format::Audio => Extraction::of(told.format),
            Format::Unknown => unknown(bytes, name, told.unread),
            Format::Empty => empty(name),
        };
        search(&mut extraction, bytes, name);
        extraction
    };
    let mut extraction = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let message = format!("reading it as {} failed: it is kept, but not read", told.format.in_words());
        Extraction::of(told.format).found(Finding::new("capture.reader_failed", name, message))
    });
    extraction.media = told.media;
    extraction.findings.splice(0..0, told.findings);
    extraction
}

/// To be called by a worker before it closes itself off: a library below bounds years by the clock and looks for the
/// machine's time zone in files when it first does so, which is forbidden afterwards. No reading depends on either.
pub fn prepare() {
    let _ = chrono::Local::now();
}

/// Looks for what endangers people if it is published.
fn search(extraction: &mut Extraction, bytes: &[u8], name: &str) {
    extraction.documents.iter_mut().for_each(|document| exposures::search(document, name));
    let unread = exposures::unread::findings(bytes, name, extraction.format, &extraction.documents);
    extraction.findings.extend(unread);
}

fn empty(name: &str) -> Extraction {
    Extraction::of(Format::Empty).found(Finding::new("capture.empty", name, "the file is empty"))
}

/// A table is no report. One that lists sources is for whoever called, who sees that by [`is_sources`].
fn table(bytes: &[u8], name: &str) -> Extraction {
    let extraction = Extraction::of(Format::Csv);
    if is_sources(bytes) {
        return extraction;
    }
    let message = "it is a table and no list of sources: kept, but not read";
    extraction.found(Finding::new("capture.not_read", name, message))
}

fn unknown(bytes: &[u8], name: &str, unread: Option<&str>) -> Extraction {
    let finding = match unread {
        Some(what) => Finding::new("capture.not_read", name, format!("it is {what}, which is not read"))
            .with_help("unpack or convert it and add what comes out"),
        None if decode::looks_binary(bytes) => Finding::new(
            "capture.binary",
            name,
            "its bytes are no text and no format that is known: kept, but not read",
        ),
        None => {
            Finding::new("capture.not_read", name, "it is data for programs rather than a report: kept, but not read")
        }
    };
    Extraction::of(Format::Unknown).found(finding)
}
