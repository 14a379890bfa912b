//! What outsiders are to be given: the head, a request for a time-stamp, and one for a witness.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use variorum_anchor::token::{Nonce, request};
use variorum_anchor::witness::Request;
use variorum_evidence::document::Language;
use variorum_evidence::ids::OriginalId;
use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::entry::Entry;
use variorum_journal::tree::{ProvingTree, leaf_hash};
use variorum_store::{Case, Notary as _, ReadCase, SystemNotary};

use super::{Asked, COSIGNATURE, Register};
use crate::Workbench;
use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ledger::{OBJECT, REQUEST, Stored};
use crate::publish::check_outside;

/// What was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// How many entries the head covers.
    pub entries: u64,
    /// The entry that records it.
    pub entry: u64,
    /// Whether it is the head of an earlier request, since nothing came after it.
    pub again: bool,
}

impl Workbench {
    /// Writes the head as it is now, and requests about it, into a new folder. `witness_has` is how many entries of the
    /// journal the witness knows; those of the last cosignature if not given.
    pub fn request_anchor(&self, folder: &Path, into: &Path, witness_has: Option<u64>) -> Result<Requested> {
        check_free(into)?;
        check_outside(folder, into)?;
        let (mut case, _) = self.open(folder)?;
        case.sign_checkpoint()?;
        let entries = case.read().entries()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let register = Register::of(&entries)?;
        let (requested, head, nonce) = match last_request(case.read(), &entries, &register)? {
            Some(last) => last,
            None => record(&mut case)?,
        };
        let known = known_to_witness(case.read(), &register)?;
        let witness = witness_request(case.read(), &head, witness_has.unwrap_or(known))?;
        let nonce = Nonce::of_digits(&nonce).ok_or_else(|| Error::usage("the nonce on record is none"))?;
        write(into, &head, &request(head.note().as_bytes(), &nonce), &witness, case.read())?;
        Ok(requested)
    }
}

type Prepared = (Requested, SignedCheckpoint, String);

/// The last request, if nothing but itself was written since: then there is nothing new to hand out.
fn last_request(case: &ReadCase, entries: &[Entry], register: &Register) -> Result<Option<Prepared>> {
    let Some((entry, asked)) = register.asked.last() else { return Ok(None) };
    let names_head = |entry: &Entry| {
        entry.body.get("sha256").and_then(serde_json::Value::as_str) == Some(&asked.checkpoint.to_string())
    };
    let since = entries.iter().skip(asked.entries as usize);
    if !since.clone().all(|it| it.seq == *entry || it.kind == OBJECT && names_head(it)) {
        return Ok(None);
    }
    let note = String::from_utf8_lossy(&case.original(asked.checkpoint)?).into_owned();
    let head = SignedCheckpoint::open(&note, case.vkey());
    let head = head.map_err(|error| Error::usage(format!("the head of entry {entry} cannot be used: {error}")))?;
    Ok(Some((Requested { entries: asked.entries, entry: *entry, again: true }, head, asked.nonce.clone())))
}

/// Stores the head as an original, and that it was asked for.
fn record(case: &mut Case) -> Result<Prepared> {
    let head = case.read().checkpoint().cloned();
    let head = head.ok_or_else(|| Error::usage("the journal has no signed head: `variorum build` signs it"))?;
    let mut random = [0; 8];
    SystemNotary.fill(&mut random).map_err(|error| Error::usage(error.to_string()))?;
    let nonce = Nonce::of_random(random).to_string();
    let entries = head.head().size;
    let mut batch = case.batch();
    let stored = batch.original(head.note().as_bytes())?;
    if !batch.is_named(stored.id)? {
        let name = Some(format!("checkpoint-{entries}"));
        batch.entry(OBJECT, &Stored { sha256: stored.id, size: stored.size, name })?;
    }
    let asked = Asked { checkpoint: OriginalId::of_bytes(head.note().as_bytes()), entries, nonce: nonce.clone() };
    let entry = batch.entry(REQUEST, &asked)?;
    batch.commit()?;
    case.sign_checkpoint()?;
    Ok((Requested { entries, entry, again: false }, head, nonce))
}

/// How many entries the last cosigned head covers.
fn known_to_witness(case: &ReadCase, register: &Register) -> Result<u64> {
    let last = register.added.iter().rev().find(|(_, added)| added.method == COSIGNATURE);
    let Some((_, added)) = last else { return Ok(0) };
    let note = String::from_utf8_lossy(&case.original(added.checkpoint)?).into_owned();
    Ok(SignedCheckpoint::open(&note, case.vkey()).map_or(0, |signed| signed.head().size))
}

fn witness_request(case: &ReadCase, head: &SignedCheckpoint, old: u64) -> Result<Request> {
    let size = head.head().size;
    let lines = case.lines()?.take(size as usize);
    let leaves =
        lines.map(|line| line.map(|line| leaf_hash(line.as_bytes()))).collect::<std::result::Result<_, _>>()?;
    let proof = ProvingTree::of(leaves).consistency(old, size).ok_or_else(|| {
        Error::usage(format!(
            "--witness-has {old}: this head covers {size} entries. If the witness saw more of this journal, the folder \
             was put back to an earlier state; `variorum verify --beside` compares copies"
        ))
    })?;
    Ok(Request { old, proof, checkpoint: head.note().to_owned() })
}

fn check_free(into: &Path) -> Result<()> {
    let occupied = match fs::read_dir(into) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(source) => return Err(Error::Input { act: "look into", path: into.to_owned(), source }),
    };
    if occupied {
        let message = format!("{} is there already and not empty: name a new folder for this request", into.display());
        return Err(Error::usage(message));
    }
    Ok(())
}

fn write(into: &Path, head: &SignedCheckpoint, query: &[u8], witness: &Request, case: &ReadCase) -> Result<()> {
    fs::create_dir_all(into).map_err(|source| Error::Input { act: "make", path: into.to_owned(), source })?;
    let vkey = format!("{}\n", case.vkey());
    for (name, bytes) in [
        ("checkpoint", head.note().as_bytes()),
        ("checkpoint.tsq", query),
        ("witness-request", witness.to_text().as_bytes()),
        ("case.vkey", vkey.as_bytes()),
        ("README.txt", readme(case).as_bytes()),
    ] {
        write_new(&into.join(name), bytes)?;
    }
    Ok(())
}

/// Writes a file that is not there yet, and syncs it: it may be on a stick that is pulled out next.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let made = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = made.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|source| Error::Input { act: "write", path: path.to_owned(), source })
}

/// In the language of the case's pages; a `case.toml` that cannot be read is in nobody's way here.
fn readme(case: &ReadCase) -> &'static str {
    let language = case.config().ok().and_then(|bytes| CaseConfig::parse(&bytes).ok()).map(|config| config.language());
    if language == Some(Language::Es) { README_ES } else { README }
}

const README_ES: &str = "\
Que conste desde fuera que este caso ya existía
===============================================

Nada en esta carpeta dice de qué trata el caso: un nombre al azar, un número de asientos, una huella.
Haga una de estas cosas, o todas, ahora o más tarde. Variorum no abre ninguna conexión. Lo que vuelva se guarda con

    variorum anchor keep CASO ARCHIVO

1. Una autoridad de sellado de tiempo (RFC 3161; mejor dos que una). Ponga su dirección en lugar de DIRECCION:

    curl -H 'Content-Type: application/timestamp-query' --data-binary @checkpoint.tsq DIRECCION > checkpoint.tsr
    variorum anchor keep CASO checkpoint.tsr --root RAIZ-DE-LA-AUTORIDAD.pem

2. OpenTimestamps (pip install opentimestamps-client). No prueba nada hasta que se completa, horas después:

    ots stamp checkpoint
    variorum anchor keep CASO checkpoint.ots
    ots upgrade checkpoint.ots
    variorum anchor keep CASO checkpoint.ots

3. Un colega, con una memoria USB. Léanse en voz alta la clave de case.vkey: no debe llegar solo con la memoria.

    colega:  variorum witness witness-request --into answer --vkey 'LINEA DE case.vkey'
    usted:   variorum anchor keep CASO answer --witness 'CLAVE DEL COLEGA'
";

const README: &str = "\
To have it proved from outside that this case was there by now
==============================================================

Nothing in this folder tells what the case is about: a random name, a number of entries, a hash.
Do one of these, or all, now or later. Variorum itself opens no connection. What comes back goes in with

    variorum anchor keep CASE FILE

1. A time-stamping authority (RFC 3161; two are better than one). Replace the address by theirs:

    curl -H 'Content-Type: application/timestamp-query' --data-binary @checkpoint.tsq ADDRESS > checkpoint.tsr
    variorum anchor keep CASE checkpoint.tsr --root THEIR-ROOT.pem

2. OpenTimestamps (pip install opentimestamps-client). It proves nothing before the stamp is upgraded, hours later:

    ots stamp checkpoint
    variorum anchor keep CASE checkpoint.ots
    ots upgrade checkpoint.ots
    variorum anchor keep CASE checkpoint.ots

3. A colleague, by a stick. Read the key in case.vkey to each other: it must not come with the stick alone.

    colleague:  variorum witness witness-request --into answer --vkey 'LINE OF case.vkey'
    you:        variorum anchor keep CASE answer --witness 'KEY OF THE COLLEAGUE'
";
