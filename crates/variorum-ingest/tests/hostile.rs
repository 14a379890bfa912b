//! Every hostile file we have, read in worker processes under limits: none may take the main program with
//! it, hang, or unpack to more than an archive may.
//!
//! The files are not part of the repository (some are malicious on purpose). They are looked for in
//! `$VARIORUM_SHARED`, and in `shared` beside or above the repository; without them only the samples built
//! here are read. The workers are this very executable, so the test has its own `main`.
#![expect(
    clippy::disallowed_methods,
    reason = "the crate reads no file; this test reads hostile ones and is its own worker"
)]
#![expect(clippy::print_stdout, reason = "a test without harness says itself what it did")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use variorum_evidence::ids::OriginalId;
use variorum_ingest::{Extraction, LARGEST_ANSWER, answer, encode_job, prepare};
use variorum_sandbox::{Failure, Limits, Pool, Worker, serve};

const LIMITS: Limits =
    Limits { time: Duration::from_secs(60), memory: 1 << 30, input: 64 << 20, output: LARGEST_ANSWER };

/// Nested archives are opened this deep, as the callers of this crate do.
const DEEPEST: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        prepare();
        return Ok(serve(answer)?);
    }
    let pool = Pool::new(Worker::this_executable(["worker"])?, 2, LIMITS);
    samples(&pool)?;
    let Some(folder) = shared() else {
        println!("left out: shared data (hostile/)");
        return Ok(());
    };
    let mut tally = Tally::default();
    for path in files(&folder)? {
        let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.strip_prefix(&folder)?.to_string_lossy().into_owned();
        tally.read(&pool, &bytes, &name, 0)?;
        // Readers that a name alone can choose get to see every file.
        for ending in ["html", "eml", "txt"] {
            tally.read(&pool, &bytes, &format!("{name}.{ending}"), DEEPEST)?;
        }
    }
    tally.report();
    println!("workers {}", pool.confinement().map(|confinement| confinement.to_string()).unwrap_or_default());
    Ok(())
}

/// What became of the files.
#[derive(Default)]
struct Tally {
    files: usize,
    findings: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Tally {
    fn read(&mut self, pool: &Pool, bytes: &[u8], name: &str, depth: usize) -> Result<(), Box<dyn Error>> {
        self.files += 1;
        let answered = match pool.run(&encode_job(bytes, name)) {
            Ok(answered) => answered,
            Err(Failure::NotStarted { program, source }) => {
                return Err(format!("{}: {source}", program.display()).into());
            }
            // No file here takes a parser over: a forbidden call is one that the list of allowed ones lacks.
            Err(Failure::Forbidden) => return Err(format!("{name}: {}", Failure::Forbidden).into()),
            Err(failure) => {
                self.failures.push(format!("{name}: {failure}"));
                return Ok(());
            }
        };
        let extraction =
            Extraction::decode(&answered, OriginalId::of_bytes(bytes)).map_err(|error| format!("{name}: {error}"))?;
        let unpacked: usize = extraction.members.iter().map(|member| member.bytes.len()).sum();
        ensure(unpacked <= 256 << 20 && unpacked <= (1 << 20).max(bytes.len() * 200), || {
            format!("{name} unpacked to {unpacked} bytes")
        })?;
        let of_documents = extraction.documents.iter().flat_map(|document| &document.findings);
        for finding in extraction.findings.iter().chain(of_documents) {
            *self.findings.entry(finding.code.clone()).or_default() += 1;
        }
        let says_something =
            !extraction.documents.is_empty() || !extraction.findings.is_empty() || extraction.media.is_some();
        ensure(says_something || !extraction.members.is_empty() || name.ends_with(".csv"), || {
            format!("{name}: nothing is said about it")
        })?;
        for member in extraction.members.iter().filter(|_| depth < DEEPEST) {
            ensure(!member.name.split('/').any(|part| part == ".."), || format!("{name}: {}", member.name))?;
            self.read(pool, &member.bytes, &format!("{name}!/{}", member.name), depth + 1)?;
        }
        Ok(())
    }

    fn report(&self) {
        println!("{} files read; {} ended their worker", self.files, self.failures.len());
        self.failures.iter().for_each(|failure| println!("  {failure}"));
        self.findings.iter().for_each(|(code, count)| println!("  {count:5} {code}"));
    }
}

/// Files that are read with or without the shared folder: what must be found in them is known.
fn samples(pool: &Pool) -> Result<(), Box<dyn Error>> {
    let deep = format!("<title>x</title>{}seven people died{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let dated =
        "<title>x</title><meta name=date content='2021-05-01'><time datetime=1619863200>seven people died</time>";
    let pdf = b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >> endobj trailer << /Root 1 0 R >>";
    for (name, bytes, code) in [
        ("deep.html", deep.as_bytes(), "html.too_deep"),
        ("dated.html", dated.as_bytes(), "capture.hollow"),
        ("cyclic.pdf", &pdf[..], "pdf.unreadable"),
        (
            "broken.zip",
            &b"PK\x05\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0"[..],
            "archive.unreadable",
        ),
        ("hidden.txt", "seven\u{202e}nevle".as_bytes(), "text.hidden_characters"),
        ("noise.eml", &[0xff; 4000][..], "mail.unreadable"),
    ] {
        let answered = pool.run(&encode_job(bytes, name)).map_err(|failure| format!("{name}: {failure}"))?;
        let extraction = Extraction::decode(&answered, OriginalId::of_bytes(bytes))?;
        let of_documents = extraction.documents.iter().flat_map(|document| &document.findings);
        let mut findings = extraction.findings.iter().chain(of_documents);
        ensure(findings.any(|finding| finding.code == code), || format!("{name}: no {code}: {extraction:?}"))?;
    }
    Ok(())
}

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from);
    let places = given.into_iter().chain([root.join("shared"), root.join("../shared")]);
    places.map(|place| place.join("hostile")).find(|place| place.is_dir())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(what().into()) }
}
