//! The redacted edition of a case: built from what may be shown, with aliases for people at risk.
//!
//! Nothing is struck out of a finished dossier. First it is settled what is hidden (`hidden`), then which originals may
//! be seen (`originals`), then which entries ([`crate::disclosure`]), and the table is made again out of texts with the
//! aliases in them (`table`). What was made is looked through before it gets its name (`inspection`). Why so: ADR 0012.
//!
//! What is hidden is what the whole journal says now, also for an edition of an earlier state: a name that was
//! protected later is protected there too.
//!
//! Left out: judging whether what remains gives somebody away by context (`docs/guide/redaction.md`).

mod aliases;
mod hidden;
mod inspection;
mod originals;
mod over_time;
mod plan;
mod revisions;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::Value;
use variorum_dossier::PictureCopy;
use variorum_evidence::account::Apparatus;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::Document;
use variorum_evidence::ids::{DocumentId, OriginalId, ReportCode};
use variorum_ingest::exposures;
use variorum_journal::entry::Entry;
use variorum_redaction::search::{Depth, Search, search};
use variorum_redaction::words::Lexicon;
use variorum_store::ReadCase;

use crate::build::Built;
use crate::disclosure;
use crate::error::{Error, Result};
use crate::ledger::{CONFIG, Ledger};
use crate::progress::Progress;
use crate::{Workbench, parallel};

pub(crate) use aliases::next_alias;
pub(crate) use hidden::{Exposed, Hidden, Spellings};
use originals::{Fate, Fates};
use table::Mapped;

/// The title of a case whose own cannot be shown.
const UNTITLED: &str = "(title withheld)";

/// A case as a redacted edition shows it.
pub(crate) struct Redacted {
    pub(crate) title: String,
    pub(crate) place: Option<String>,
    pub(crate) apparatus: Apparatus,
    pub(crate) texts: BTreeMap<DocumentId, String>,
    pub(crate) documents: BTreeMap<ReportCode, Document>,
    /// Texts that are not those of their originals.
    pub(crate) altered: BTreeSet<DocumentId>,
    /// Reports whose capture is withheld.
    pub(crate) unnamed: BTreeSet<ReportCode>,
    pub(crate) disclosed: BTreeSet<u64>,
    pub(crate) config: Option<Vec<u8>>,
    /// Originals that go with it.
    pub(crate) originals: BTreeSet<OriginalId>,
    pub(crate) pictures: Vec<PictureCopy>,
    lexicon: Lexicon,
    /// The originals of those pictures.
    pictured: BTreeMap<ReportCode, OriginalId>,
    /// Digests and salts of which none may stand anywhere: who has one can try names until one fits.
    telling: BTreeSet<String>,
    /// What keeps it from being published, known before anything is written.
    found: Search,
    /// What unfolds to more than is looked through.
    unsearched: Vec<String>,
    /// What is hidden and shown, for people.
    told: Vec<String>,
}

/// What an edition is made from.
pub(crate) struct Ground<'a> {
    pub(crate) case: &'a ReadCase,
    /// The case without what is withheld.
    pub(crate) built: &'a Built,
    /// All entries up to the head.
    pub(crate) entries: &'a [Entry],
    pub(crate) include_originals: bool,
}

impl Workbench {
    /// What a redacted edition of a case shows.
    pub(crate) fn redact(&self, ground: &Ground<'_>, hidden: &Hidden, progress: &dyn Progress) -> Result<Redacted> {
        let Ground { case, built, entries, .. } = *ground;
        let lexicon = &hidden.lexicon;
        let texts = table::Texts::of(lexicon, &built.texts);
        let fates = self.fates(ground, lexicon, &texts, progress)?;
        let ledger = Ledger::of(entries)?;
        let mut digests = fates.hidden(&ledger, &hidden.withheld);
        digests.extend(texts.altered_ids().map(DocumentId::digest));
        let config = built.config_bytes.clone();
        let shows_config =
            look(lexicon, &config).shows_nothing() && exposures(&String::from_utf8_lossy(&config)).is_empty();
        let config = shows_config.then_some(config);
        if !shows_config {
            digests.extend(ledger.config.map(OriginalId::digest));
        }
        let may = |entry: &Entry| may_be_shown(entry, lexicon, &texts, &digests);
        let disclosed = disclosure::among(entries, &case.by(), &may)?;
        let config =
            config.filter(|_| entries.iter().any(|entry| entry.kind == CONFIG && disclosed.contains(&entry.seq)));
        let unnamed: BTreeSet<ReportCode> =
            ledger.captures.iter().filter(|it| !disclosed.contains(&it.seq)).map(|it| it.code.clone()).collect();
        let mut telling: BTreeSet<String> = digests.iter().map(ToString::to_string).collect();
        telling
            .extend(entries.iter().filter(|entry| !disclosed.contains(&entry.seq)).map(|entry| entry.salt.to_string()));
        let (claims, Mapped { mut apparatus, documents, left_out, merged, fields }) =
            table::map(built, lexicon, &texts, &unnamed)?;
        // A table names only decisions that can be read; what they did to it stays.
        apparatus.claims.iter_mut().for_each(|claim| claim.decided.retain(|seq| disclosed.contains(seq)));
        telling.extend(claims.iter().map(ToString::to_string));
        let (title, place) = (lexicon.field(&built.config.title), built.config.event.place.as_deref());
        let title = title.unwrap_or_else(|| UNTITLED.to_owned());
        let place = place.and_then(|place| lexicon.field(place));
        let (originals, pictures, pictured) = fates.shown(&disclosed, &ledger, lexicon, ground.include_originals);
        let words = format!("{title}\n{}\n", place.as_deref().unwrap_or_default());
        let words = [words.as_bytes(), &fields].concat();
        let Looked { found, unsearched } = self.look_at_words(lexicon, &texts, &documents, &words)?;
        let facts = plan::Facts {
            lexicon,
            texts: &texts,
            fates: &fates,
            built,
            entries,
            disclosed: &disclosed,
            left_out,
            merged,
            withheld: hidden.withheld.len(),
            unnamed: documents.keys().filter(|code| unnamed.contains(code)).count(),
            found: &found,
            unsearched: &unsearched,
            shows_config: config.is_some(),
        };
        let told = facts.lines();
        Ok(Redacted {
            title,
            place,
            apparatus,
            documents,
            altered: texts.altered().collect(),
            unnamed,
            disclosed,
            config,
            originals,
            pictures,
            lexicon: lexicon.clone(),
            pictured,
            telling,
            found,
            unsearched,
            told,
            texts: texts.into_shown(),
        })
    }
}

/// What stands in the words of an edition.
struct Looked {
    found: Search,
    unsearched: Vec<String>,
}

impl Workbench {
    /// Looks through the texts that are shown and the words of the table, in workers: they are foreign, packed data among
    /// them is unpacked.
    fn look_at_words(
        &self,
        lexicon: &Lexicon,
        texts: &table::Texts,
        documents: &BTreeMap<ReportCode, Document>,
        words: &[u8],
    ) -> Result<Looked> {
        let codes = |id: DocumentId| {
            let codes = documents.iter().filter(|(_, document)| document.id == id).map(|(code, _)| code.to_string());
            format!("the text of {}", codes.collect::<Vec<_>>().join(", "))
        };
        let searched = parallel::map(texts.shown().collect(), self.threads, |(id, text)| {
            let found = self.searched(lexicon, Depth::Near, text.as_bytes())?;
            Ok::<_, Error>((found.unfinished.then(|| codes(id)), found))
        })?;
        let fields = self.searched(lexicon, Depth::Near, words)?;
        let fields_name = fields.unfinished.then(|| "the names, titles and addresses of the table".to_owned());
        let mut looked = Looked { found: Search::default(), unsearched: Vec::new() };
        for (unsearched, found) in searched.into_iter().chain([(fields_name, fields)]) {
            looked.unsearched.extend(unsearched);
            looked.found.add(found);
        }
        Ok(looked)
    }

    /// A picture of the edition, without what it says of itself.
    pub(crate) fn picture(&self, case: &ReadCase, redacted: &Redacted, code: &ReportCode) -> io::Result<Vec<u8>> {
        let original = redacted.pictured.get(code).ok_or(io::ErrorKind::NotFound)?;
        self.stripped(case, &redacted.lexicon, *original)
    }
}

impl Redacted {
    /// What is hidden and shown, a line each.
    pub(crate) fn lines(&self) -> &[String] {
        &self.told
    }

    /// What is left in the texts keeps it from being published: a spelling in a form that cannot be replaced, or words
    /// that are almost protected, until a person has said what they are.
    pub(crate) fn check_found(&self) -> Result<()> {
        if let Some((alias, form)) = self.found.hits.first() {
            return Err(Error::usage(format!(
                "nothing was published: a spelling of {alias} stands in a text {form}, where no alias can take its place: \
                 withhold the report (variorum decide CASE withhold R…)"
            )));
        }
        if !self.unsearched.is_empty() {
            return Err(Error::usage(format!(
                "nothing was published: {} {UNFINISHED}, so nobody knows what stands in it: withhold the report (variorum \
                 decide CASE withhold R…)",
                self.unsearched.join(", and ")
            )));
        }
        if self.found.near.is_empty() {
            return Ok(());
        }
        let words = self.found.near.iter().map(|(word, (alias, times))| format!("“{word}” {times}× (like {alias})"));
        let more = self.found.near.len().saturating_sub(MOST_NAMED);
        let words = words.take(MOST_NAMED).chain((more > 0).then(|| format!("and {more} more")));
        Err(Error::usage(format!(
            "nothing was published: words that are almost protected stand in it: {}. For each, either it is a spelling \
             (variorum decide CASE protect WORD --alias ALIAS) or another word (variorum decide CASE protect --alias \
             ALIAS --unlike WORD)",
            words.collect::<Vec<_>>().join(", ")
        )))
    }
}

/// Why something was not looked through to its end.
const UNFINISHED: &str = "unfolds to more than can be looked through (packed data in packed data, or too much of it)";
/// Words that are named; a text can be made of a million.
const MOST_NAMED: usize = 20;

/// Everything in these bytes, almost protected words too.
fn look(lexicon: &Lexicon, bytes: &[u8]) -> Search {
    search(lexicon, bytes, Depth::Near)
}

/// Whether an entry names nothing that is hidden, in any of its fields, and quotes only texts that are shown as they are.
fn may_be_shown(entry: &Entry, lexicon: &Lexicon, texts: &table::Texts, digests: &BTreeSet<Digest>) -> bool {
    let body = Value::Object(entry.body.clone());
    let named =
        strings(&body).iter().all(|text| text.parse().map_or(true, |digest: Digest| !digests.contains(&digest)));
    let quotes = entry.body.get("decision").map(quoted).unwrap_or_default();
    let quoted = quotes.iter().all(|document| texts.is_as_it_was(*document));
    // Names that people joined or asked about need stand in no report that is shown.
    let standalone = STANDALONE.contains(&entry.kind.as_str());
    named && quoted && !standalone && !endangers(&body) && look(lexicon, body.to_string().as_bytes()).shows_nothing()
}

/// Decisions that quote no text.
const STANDALONE: [&str; 2] = ["decision.ask", "decision.merge-speakers"];

/// Whether a telephone number or the like stands in an entry; digests are none.
fn endangers(body: &Value) -> bool {
    let is_digest = |text: &str| text.parse::<Digest>().is_ok();
    strings(body).iter().any(|text| !is_digest(text) && !exposures(text).is_empty())
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

fn quoted(decision: &Value) -> Vec<DocumentId> {
    match decision {
        Value::Object(fields) => {
            let own = fields.get("document").and_then(Value::as_str).and_then(|digits| digits.parse().ok());
            own.into_iter().chain(fields.values().flat_map(quoted)).collect()
        }
        Value::Array(items) => items.iter().flat_map(quoted).collect(),
        _ => Vec::new(),
    }
}

impl Fates {
    /// Originals that go along, and pictures that go as copies.
    fn shown(
        &self,
        disclosed: &BTreeSet<u64>,
        ledger: &Ledger,
        lexicon: &Lexicon,
        include_originals: bool,
    ) -> (BTreeSet<OriginalId>, Vec<PictureCopy>, BTreeMap<ReportCode, OriginalId>) {
        let (mut originals, mut pictures, mut pictured) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        for captured in ledger.captures.iter().filter(|_| include_originals) {
            let original = captured.capture.original;
            match self.of.get(&original) {
                Some(Fate::Goes) if disclosed.contains(&captured.seq) => drop(originals.insert(original)),
                Some(Fate::Copied { removed, extension }) => {
                    let name = lexicon.field(&captured.capture.name).unwrap_or_else(|| captured.code.to_string());
                    let (report, removed, extension) = (captured.code.clone(), removed.clone(), extension.clone());
                    pictures.push(PictureCopy { report: report.clone(), name, removed, extension });
                    pictured.insert(report, original);
                }
                _ => {}
            }
        }
        (originals, pictures, pictured)
    }
}
