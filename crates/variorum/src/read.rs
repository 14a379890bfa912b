//! Reading files without a case: who says what in them.
//!
//! Many files must not need more memory than few: each is handed on as soon as its turn comes, and forgotten. What is
//! held at once are a few files for each thread; an archive counts as one, with all texts in it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use variorum_evidence::claim::DocumentReading;
use variorum_evidence::document::Document;
use variorum_evidence::ids::{DocumentId, OriginalId};
use variorum_evidence::moment::SaidAt;
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext};

use crate::config::{CaseConfig, parse_offset};
use crate::error::{Error, Result};
use crate::extract;
use crate::progress::Progress;
use crate::reader::FileReader;
use crate::{Workbench, ground, parallel};

/// Which files, and what is known about them.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Files, in the order in which they are printed.
    pub files: Vec<PathBuf>,
    /// When they were published.
    pub published: Option<String>,
    /// The offset of the place that they speak of, `±HH:MM`.
    pub zone: Option<String>,
    /// A CSV of `path,published,zone,publisher`; its files come after `files`.
    pub list: Option<PathBuf>,
    /// Who reads them.
    pub reader: FileReader,
    /// A TOML file of predicates to look for besides the program's.
    pub predicates: Option<PathBuf>,
}

/// A file and what it says.
#[derive(Debug, Clone)]
pub struct ReadDocument {
    /// The path as given; members of archives as `outer.zip!/inner`.
    pub name: String,
    /// Its text.
    pub document: Document,
    /// What it says.
    pub reading: DocumentReading,
}

/// Who reads, and what is asked.
struct Reading<'a> {
    reader: &'a dyn Reader,
    questions: &'a QuestionSet,
    predicates: &'a PredicateSet,
}

/// One file to read, with what is known about it.
#[derive(Clone)]
struct Item {
    path: PathBuf,
    name: String,
    published: Option<SaidAt>,
    publisher: Option<String>,
    offset: Option<i16>,
}

impl Workbench {
    /// Reads files and tells of each in order: one result a file, duplicates too; archives give one for each text in
    /// them. A file that cannot be opened is an error before anything is told.
    pub fn read<E: From<Error>>(
        &self,
        options: &ReadOptions,
        progress: &dyn Progress,
        mut told: impl FnMut(ReadDocument) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let reader = options.reader.open()?;
        let questions = questions()?;
        let predicates = options.predicates.as_deref().map(predicates).transpose()?.unwrap_or_default();
        let how = Reading { reader: &*reader, questions: &questions, predicates: &predicates };
        let items = items(options)?;
        items.iter().try_for_each(openable)?;
        progress.start("read", items.len() as u64);
        let work = |item: Item| {
            let documents = self.read_file(&item, &how);
            progress.advance(1);
            documents
        };
        parallel::each(items, self.threads, work, |documents| documents.into_iter().try_for_each(&mut told))?;
        progress.finish();
        Ok(())
    }

    fn read_file(&self, item: &Item, how: &Reading<'_>) -> Result<Vec<ReadDocument>> {
        let input = |source| unread(item, source);
        let size = std::fs::metadata(&item.path).map_err(input)?.len();
        if size > extract::LARGEST_READ {
            return Ok(vec![self.unreadable(
                item,
                &item.name,
                extract::too_large(&item.name),
                OriginalId::of_bytes(b""),
                how,
            )]);
        }
        let bytes = std::fs::read(&item.path).map_err(input)?;
        let mut found = Vec::new();
        self.read_bytes(item, &item.name, &bytes, DEEPEST, how, &mut found)?;
        Ok(found)
    }

    fn read_bytes(
        &self,
        item: &Item,
        name: &str,
        bytes: &[u8],
        depth: u32,
        how: &Reading<'_>,
        found: &mut Vec<ReadDocument>,
    ) -> Result<()> {
        let original = OriginalId::of_bytes(bytes);
        let mut extraction = self.extract_anew(bytes, original, name);
        let members = std::mem::take(&mut extraction.members);
        let before = found.len();
        for mut document in std::mem::take(&mut extraction.documents) {
            document.findings.extend(extraction.findings.iter().cloned());
            found.push(read_document(item, name, document, how)?);
        }
        for member in members.iter().filter(|_| depth > 0) {
            self.read_bytes(item, &format!("{name}!/{}", member.name), &member.bytes, depth - 1, how, found)?;
        }
        if found.len() == before {
            found.push(self.unreadable(item, name, extraction, original, how));
        }
        Ok(())
    }

    /// A file without a text is still answered for: an empty text, and the findings that say why.
    fn unreadable(
        &self,
        item: &Item,
        name: &str,
        extraction: variorum_ingest::Extraction,
        original: OriginalId,
        how: &Reading<'_>,
    ) -> ReadDocument {
        let document = Document {
            id: DocumentId::of_text(""),
            original,
            reader: "none".to_owned(),
            title: None,
            byline: None,
            publisher: item.publisher.clone(),
            published: item.published.clone(),
            modified: None,
            captured: None,
            stated_language: None,
            text: String::new(),
            exposures: Vec::new(),
            findings: extraction.findings,
        };
        let reading = DocumentReading {
            document: document.id,
            reader: how.reader.name().to_owned(),
            language: None,
            events: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            claims: Vec::new(),
            findings: Vec::new(),
        };
        ReadDocument { name: name.to_owned(), document, reading }
    }
}

/// What is asked where no case asks anything.
fn questions() -> Result<QuestionSet> {
    let config = CaseConfig::parse(b"title = \"read\"\nquestions = [\"killing\", \"general\"]\n")?;
    Ok(QuestionSet::compile(ground::question_set(&config)?)?)
}

/// What a person's own file adds to the program's predicates.
fn predicates(path: &Path) -> Result<PredicateSet> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Input { act: "read", path: path.to_owned(), source })?;
    variorum_text::read_predicates(&text).map_err(|source| Error::Predicates { path: path.to_owned(), source })
}

/// Whether a file can be read, as far as that can be told without taking anything out of a pipe.
fn openable(item: &Item) -> Result<()> {
    let first = |found: std::fs::Metadata| match found.is_file() || found.is_dir() {
        true => File::open(&item.path)?.read(&mut [0]).map(|_| ()),
        false => Ok(()),
    };
    std::fs::metadata(&item.path).and_then(first).map_err(|source| unread(item, source))
}

fn unread(item: &Item, source: io::Error) -> Error {
    Error::Input { act: "read", path: item.path.clone(), source }
}

/// How deep containers in containers are followed.
pub(crate) const DEEPEST: u32 = 4;

fn read_document(item: &Item, name: &str, mut document: Document, how: &Reading<'_>) -> Result<ReadDocument> {
    document.published = item.published.clone().or(document.published);
    document.publisher = item.publisher.clone().or(document.publisher);
    let published = document.published.as_ref();
    let context =
        ReadingContext { published, offset: item.offset, questions: how.questions, predicates: how.predicates };
    let reading = how.reader.read(&document.text, &context)?;
    Ok(ReadDocument { name: name.to_owned(), document, reading })
}

/// A document of the contract `variorum.read/1`.
pub fn to_wire(read: &ReadDocument) -> Result<variorum_wire::read::Document> {
    Ok(variorum_wire::read::document(&read.name, &read.document, &read.reading)?)
}

fn items(options: &ReadOptions) -> Result<Vec<Item>> {
    let offset = options.zone.as_deref().map(parse_offset).transpose().map_err(Error::usage)?;
    let published = options.published.as_deref().map(|date| stated_date(date, offset, "--published")).transpose()?;
    let item = |path: &PathBuf| Item {
        path: path.clone(),
        name: path.display().to_string(),
        published: published.clone(),
        publisher: None,
        offset,
    };
    let mut items: Vec<_> = options.files.iter().map(item).collect();
    if let Some(list) = &options.list {
        items.extend(listed(list, &item)?);
    }
    Ok(items)
}

/// A date that a person typed.
pub(crate) fn stated_date(date: &str, offset: Option<i16>, from: &str) -> Result<SaidAt> {
    let parsed = variorum_ingest::parse_date(date, offset, from);
    parsed
        .ok_or_else(|| Error::usage(format!("{from} {date:?} is no date: write 2018-01-16 or 2018-01-16T09:40-04:00")))
}

/// The files of a CSV, whose paths are taken from the CSV's own folder; what it leaves empty is as for all files.
fn listed(list: &Path, item: &impl Fn(&PathBuf) -> Item) -> Result<Vec<Item>> {
    let bytes = std::fs::read(list).map_err(|source| Error::Input { act: "read", path: list.to_owned(), source })?;
    let sources =
        variorum_ingest::read_sources(&bytes).map_err(|error| Error::usage(format!("{}: {error}", list.display())))?;
    if let Some(finding) = sources.findings.first() {
        return Err(Error::usage(format!("{}: {}", list.display(), finding.message)));
    }
    let folder = list.parent().unwrap_or(Path::new(""));
    let rows = sources.rows.into_iter().map(|row| {
        let base = item(&folder.join(&row.path));
        Item {
            name: row.path,
            published: row.published.or(base.published),
            publisher: row.publisher,
            offset: row.zone.or(base.offset),
            path: base.path,
        }
    });
    Ok(rows.collect())
}
