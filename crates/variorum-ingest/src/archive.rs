//! ZIP archives: members are read one by one into memory and never written under their names.
//!
//! The directory at the end of the file is taken at its word for what there is and for nothing else: sizes
//! are compared with what comes out, names are made harmless, links are told and not followed, and members
//! that share a name are all kept. What an archive may unpack to is limited as a whole, so that overlapping
//! members and a million small ones cost no more than one large. The archive itself stays an original: what
//! is refused here is not lost. Left out: ZIP encryption, methods other than deflate, multi-part archives.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use variorum_evidence::finding::Finding;
use zip::ZipReadOptions;
use zip::read::{Config, ZipFile};
use zip::unstable::read::ZipIterable;

use crate::extraction::{Extraction, Format, Member};

/// Members beyond this many are not looked at.
const MOST_MEMBERS: usize = 10_000;
/// Bytes that one archive may unpack to.
pub(crate) const MOST_BYTES: u64 = 256 << 20;
/// How many times its own size an archive may unpack to, once it unpacks to more than [`ALWAYS_ALLOWED`].
const MOST_RATIO: u64 = 200;
const ALWAYS_ALLOWED: u64 = 1 << 20;

/// So many members are told for each kind of finding; the others are counted.
const MOST_TOLD: usize = 20;

type Reader<'a> = Cursor<&'a [u8]>;

/// Reads the members of an archive.
pub(crate) fn read(bytes: &[u8], name: &str) -> Extraction {
    let unreadable = |error: &dyn std::fmt::Display| {
        Finding::new("archive.unreadable", name, format!("its directory cannot be read: {error}"))
    };
    let mut archive = match ZipIterable::try_new(Cursor::new(bytes), Config::default()) {
        Ok(archive) => archive,
        Err(error) => return Extraction::of(Format::Zip).found(unreadable(&error)),
    };
    let budget = MOST_BYTES.min((bytes.len() as u64).saturating_mul(MOST_RATIO).max(ALWAYS_ALLOWED));
    let mut unpacking = Unpacking::new(name, budget);
    if archive.len() > MOST_MEMBERS {
        let message = format!("it lists {} members, and the first {MOST_MEMBERS} are looked at", archive.len());
        unpacking.find("archive.limit", "", message);
    }
    let mut body = Cursor::new(bytes);
    let entries = match archive.files() {
        Ok(entries) => entries,
        Err(error) => return Extraction::of(Format::Zip).found(unreadable(&error)),
    };
    for entry in entries.take(MOST_MEMBERS) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unpacking.findings.push(unreadable(&error));
                break;
            }
        };
        let raw = entry
            .name()
            .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), |name| name.into_owned());
        if entry.is_dir() {
            continue;
        }
        let shown = unpacking.name(&raw);
        if entry.is_symlink() {
            unpacking.find("archive.link", &shown, "it is a link, which is told and not followed".to_owned());
        } else if entry.encrypted() {
            unpacking.find("archive.encrypted", &shown, "it is encrypted and was not read".to_owned());
        } else if unpacking.may_take(&shown, entry.size()) {
            match entry.with_reader(&mut body, ZipReadOptions::new()) {
                Ok(file) => unpacking.take(shown, file),
                Err(error) => unpacking.find("archive.damaged", &shown, format!("it cannot be unpacked: {error}")),
            }
        }
    }
    unpacking.finish()
}

/// An archive half read.
struct Unpacking<'a> {
    archive: &'a str,
    left: u64,
    /// Names given so far in lower case, with how many members share each.
    names: BTreeMap<String, usize>,
    /// Findings by code.
    counts: BTreeMap<&'static str, usize>,
    added_by_packers: usize,
    members: Vec<Member>,
    findings: Vec<Finding>,
}

impl<'a> Unpacking<'a> {
    const fn new(archive: &'a str, left: u64) -> Self {
        Self {
            archive,
            left,
            names: BTreeMap::new(),
            counts: BTreeMap::new(),
            added_by_packers: 0,
            members: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn find(&mut self, code: &'static str, member: &str, message: String) {
        let count = self.counts.entry(code).or_insert(0);
        *count += 1;
        if *count > MOST_TOLD {
            return;
        }
        let about = if member.is_empty() { self.archive.to_owned() } else { format!("{}!/{member}", self.archive) };
        self.findings.push(Finding::new(code, about, message));
    }

    /// The name to show for the member that calls itself `raw`: harmless, and no other member's.
    fn name(&mut self, raw: &str) -> String {
        let harmless = harmless(raw);
        if leads_out(raw) {
            let message = format!("its name {raw:?} leads out of the archive; it is shown as {harmless:?}");
            self.find("archive.traversal", &harmless, message);
        }
        let mut shown = harmless.clone();
        let mut number = self.names.get(&harmless.to_lowercase()).map_or(2, |members| members + 1);
        while self.names.contains_key(&shown.to_lowercase()) {
            shown = format!("{harmless} ({number})");
            number += 1;
        }
        *self.names.entry(harmless.to_lowercase()).or_insert(0) += 1;
        self.names.entry(shown.to_lowercase()).or_insert(1);
        if shown != harmless {
            self.find("archive.duplicate", &shown, format!("another member is named {harmless:?} too; both are kept"));
        }
        shown
    }

    /// Whether a member that says it has `size` bytes is to be unpacked.
    fn may_take(&mut self, shown: &str, size: u64) -> bool {
        if is_added_by_packers(shown) {
            self.added_by_packers += 1;
            return false;
        }
        if size > self.left {
            let message = format!("it unpacks to {size} bytes, more than is unpacked of one archive; it was left out");
            self.find("archive.limit", shown, message);
            return false;
        }
        true
    }

    fn take(&mut self, shown: String, mut file: ZipFile<'_, Reader<'_>>) {
        let stated = file.size();
        // What is stated was found to be affordable. Growing by doubling could cost twice as much.
        let mut bytes = Vec::with_capacity(usize::try_from(stated).unwrap_or(0));
        // One byte more than stated shows that the directory lies, and costs no more than it said.
        let result = file.by_ref().take(stated + 1).read_to_end(&mut bytes);
        let came = bytes.len() as u64;
        self.left = self.left.saturating_sub(came);
        match result {
            Ok(_) if came == stated => self.members.push(Member { name: shown, bytes }),
            // The words of the version of `zip` that is pinned; a test holds them.
            Err(error) if error.to_string().contains("declared uncompressed size") => {
                self.find("archive.size", &shown, format!("the archive says {stated} bytes, and more came out"));
            }
            Ok(_) => {
                let more = if came > stated { "more" } else { "fewer" };
                self.find("archive.size", &shown, format!("the archive says {stated} bytes, and {more} came out"));
            }
            Err(error) => self.find("archive.damaged", &shown, format!("it cannot be unpacked: {error}")),
        }
    }

    fn finish(mut self) -> Extraction {
        if self.added_by_packers > 0 {
            let message = format!(
                "{} members that packing programs add (__MACOSX, .DS_Store) were left out",
                self.added_by_packers
            );
            self.find("archive.system_files", "", message);
        }
        if self.members.is_empty() && self.findings.is_empty() {
            self.find("capture.empty", "", "the archive holds no files".to_owned());
        }
        for (code, count) in self.counts.iter().filter(|(_, count)| **count > MOST_TOLD) {
            let message = format!("the same holds of {} more members", count - MOST_TOLD);
            self.findings.push(Finding::new(code, self.archive, message));
        }
        let mut extraction =
            Extraction { members: self.members, findings: self.findings, ..Extraction::of(Format::Zip) };
        if let Some(what) = office(&extraction.members) {
            let message = format!("it is {what}, which is not read");
            let finding = Finding::new("capture.not_read", self.archive, message)
                .with_help("save it as PDF or plain text and add that");
            extraction = Extraction { findings: extraction.findings, ..Extraction::of(Format::Unknown) }.found(finding);
        }
        extraction
    }
}

/// Whether a name would leave the folder it is unpacked in, on any system.
fn leads_out(raw: &str) -> bool {
    let parts = || raw.split(['/', '\\']);
    let drive = raw.as_bytes().get(1) == Some(&b':') && raw.starts_with(|c: char| c.is_ascii_alphabetic());
    raw.starts_with(['/', '\\', '~']) || drive || raw.contains('\0') || parts().any(|part| part == "..")
}

/// The parts of a name that are a name, with what cannot be seen made visible.
fn harmless(raw: &str) -> String {
    let seen = |c: char| {
        if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) {
            '\u{fffd}'
        } else {
            c
        }
    };
    let drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let parts = raw.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..") && !drive(part));
    let parts: Vec<String> = parts.map(|part| part.chars().take(200).map(seen).collect()).collect();
    if parts.is_empty() { "unnamed".to_owned() } else { parts.join("/") }
}

fn is_added_by_packers(name: &str) -> bool {
    name.starts_with("__MACOSX/") || matches!(name.rsplit('/').next(), Some(".DS_Store" | "Thumbs.db" | "desktop.ini"))
}

/// What kind of office file these members make up, if they do.
fn office(members: &[Member]) -> Option<&'static str> {
    let has = |name: &str| members.iter().any(|member| member.name == name);
    match () {
        () if has("word/document.xml") => Some("a Word document (.docx)"),
        () if has("xl/workbook.xml") => Some("an Excel workbook (.xlsx)"),
        () if has("ppt/presentation.xml") => Some("a PowerPoint file (.pptx)"),
        () if has("META-INF/container.xml") => Some("an EPUB book"),
        () if has("mimetype") && has("content.xml") => Some("an OpenDocument file"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).expect("writing to memory");
            writer.write_all(bytes).expect("writing to memory");
        }
        writer.finish().expect("writing to memory").into_inner()
    }

    fn check(bytes: &[u8], members: &[&str], codes: &[&str]) {
        let extraction = read(bytes, "a.zip");
        let names: Vec<_> = extraction.members.iter().map(|member| member.name.as_str()).collect();
        let found: Vec<_> = extraction.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!((names.as_slice(), found.as_slice()), (members, codes), "{:?}", extraction.findings);
    }

    #[test]
    fn members_come_out_under_harmless_names() {
        check(&archive(&[("a/b.txt", b"seven"), ("c.txt", b"")]), &["a/b.txt", "c.txt"], &[]);
        check(&archive(&[("../../etc/x", b"1")]), &["etc/x"], &["archive.traversal"]);
        check(&archive(&[("/x", b"1"), ("C:\\y", b"2")]), &["x", "y"], &["archive.traversal"; 2]);
        check(&archive(&[("..", b"1"), ("b\u{202e}gpj", b"2")]), &["unnamed", "b\u{fffd}gpj"], &["archive.traversal"]);
        check(&archive(&[("__MACOSX/x", b"1"), ("a/.DS_Store", b"2"), ("b", b"3")]), &["b"], &["archive.system_files"]);
        check(&archive(&[("word/document.xml", b"<x/>")]), &[], &["capture.not_read"]);
        check(b"PK\x03\x04", &[], &["archive.unreadable"]);
        check(&archive(&[]), &[], &["capture.empty"]);
    }

    #[test]
    fn members_of_one_name_are_all_kept() {
        let mut bytes = archive(&[("one.txt", b"first"), ("two.txt", b"second")]);
        while let Some(at) = bytes.windows(7).position(|window| window == b"two.txt") {
            bytes[at..at + 7].copy_from_slice(b"one.txt");
        }
        check(&bytes, &["one.txt", "one.txt (2)"], &["archive.duplicate"]);
        let names = ["a", "a (2)", "A", "a/../a"];
        let members: Vec<_> = names.iter().map(|name| (*name, &b"x"[..])).collect();
        let found = ["archive.duplicate", "archive.traversal"];
        check(&archive(&members), &["a", "a (2)", "A (3)", "a/a"], &found);
    }

    #[test]
    fn bombs_stay_small() {
        let zeros = vec![0; 3 << 20];
        check(&archive(&[("a", &zeros), ("b", b"kept")]), &["b"], &["archive.limit"]);
        let many: Vec<_> = (0..30).map(|number| format!("{number:02}")).collect();
        let members: Vec<_> = many.iter().map(|name| (name.as_str(), &zeros[..100_000])).collect();
        assert!(read(&archive(&members), "a.zip").members.len() < 30);
    }

    #[test]
    fn damage_is_found() {
        let bytes = archive(&[("a.txt", "siete muertos, siete".repeat(20).as_bytes())]);
        let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("there is a directory");
        let changed = |at: usize, byte: u8| {
            let mut bytes = bytes.clone();
            bytes[at] = byte;
            bytes
        };
        check(&changed(directory + 24, 9), &[], &["archive.size"]);
        check(&changed(directory + 16, bytes[directory + 16] ^ 1), &[], &["archive.damaged"]);
        check(&changed(directory + 8, 1), &[], &["archive.encrypted"]);
    }
}
