//! Reading files without a case, through the façade: what is told, in which order, and what an error leaves behind.
//!
//! The workers are this very executable, so the test has its own `main`.
#![expect(clippy::print_stdout, reason = "a test without harness says itself what it did")]

use std::error::Error;
use std::path::{Path, PathBuf};

use variorum::progress::Silent;
use variorum::read::{ReadDocument, ReadOptions, to_wire};
use variorum::reader::FileReader;
use variorum::wire::read::{ReadOutput, ReadWriter};
use variorum::{Setup, Workbench};
use variorum_testkit::{Size, generate};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        return Ok(variorum::worker()?);
    }
    let folder = tempfile::tempdir()?;
    let generated = Size { reports: 40, claims: 160, seed: 7 };
    generate(folder.path(), generated)?;
    let files = files(&folder.path().join("reports"))?;
    assert_eq!(files.len(), generated.reports);
    same_bytes_for_every_number_of_threads(&files)?;
    a_missing_file_is_an_error_before_anything_is_told(&files)?;
    whoever_is_told_can_end_it(&files)?;
    println!("reading: 3 tests passed");
    Ok(())
}

fn same_bytes_for_every_number_of_threads(files: &[PathBuf]) -> Outcome<()> {
    // The encoder is slow in a debug build: few files show as much.
    for (reader, files) in [(FileReader::Rules, files), (FileReader::Shipped, &files[..6])] {
        let whole = ReadOutput::of(told(files, &reader, 1)?.iter().map(to_wire).collect::<Result<_, _>>()?);
        assert!(whole.documents.iter().any(|document| !document.claims.is_empty()), "{reader:?} finds claims");
        let whole = serde_json::to_string_pretty(&whole)?;
        for threads in [1, 2, 8] {
            let mut written = Vec::new();
            let mut answer = ReadWriter::new(&mut written);
            for read in told(files, &reader, threads)? {
                answer.document(&to_wire(&read)?)?;
            }
            answer.end()?;
            assert_eq!(String::from_utf8(written)?, whole, "{reader:?}, {threads} threads");
        }
    }
    Ok(())
}

fn a_missing_file_is_an_error_before_anything_is_told(files: &[PathBuf]) -> Outcome<()> {
    let missing = files[0].with_file_name("not-there.txt");
    let folder = files[0].with_file_name("");
    for wrong in [missing, folder] {
        let files: Vec<PathBuf> = files.iter().chain([&wrong]).cloned().collect();
        let mut count = 0;
        let ended = workbench(2)?.read(&options(&files, &FileReader::Rules), &Silent, |_| {
            count += 1;
            Ok::<_, variorum::error::Error>(())
        });
        let error = ended.err().ok_or("the last file cannot be read")?.to_string();
        assert!(error.contains(&wrong.display().to_string()), "{error}");
        assert_eq!(count, 0, "{error}");
    }
    Ok(())
}

fn whoever_is_told_can_end_it(files: &[PathBuf]) -> Outcome<()> {
    let mut names = Vec::new();
    let ended = workbench(2)?.read(&options(files, &FileReader::Rules), &Silent, |read| {
        names.push(read.name);
        if names.len() == 3 { Err("enough".into()) } else { Ok::<_, Box<dyn Error>>(()) }
    });
    assert_eq!(ended.err().map(|error| error.to_string()).as_deref(), Some("enough"));
    assert_eq!(names, files[..3].iter().map(|file| file.display().to_string()).collect::<Vec<_>>());
    Ok(())
}

fn told(files: &[PathBuf], reader: &FileReader, threads: usize) -> Outcome<Vec<ReadDocument>> {
    let mut documents = Vec::new();
    workbench(threads)?.read(&options(files, reader), &Silent, |read| {
        documents.push(read);
        Ok::<_, variorum::error::Error>(())
    })?;
    Ok(documents)
}

fn options(files: &[PathBuf], reader: &FileReader) -> ReadOptions {
    ReadOptions { files: files.to_vec(), reader: reader.clone(), ..ReadOptions::default() }
}

fn workbench(threads: usize) -> Outcome<Workbench> {
    Ok(Workbench::new(Setup { keys: PathBuf::new(), worker: vec!["worker".into()], threads })?)
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = entries.collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    Ok(files)
}
