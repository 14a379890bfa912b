//! Which entries of the journal a dossier discloses: an allow-list of what its statements rest on.
//!
//! Disclosed are the opening of the case, the last recorded `case.toml`, every capture with the original it is of,
//! every decision in force with the text that it quotes, every proof of time, every dossier that was published, and every
//! break between two keys. All else is withheld,
//! decisions that were undone and kinds that this version does not know among it: publishing cannot be undone, so what
//! nothing rests on stays behind. So do decisions about what a redacted edition hides, in every edition. The rule in words: `docs/format/dossier.md`.

use std::collections::BTreeSet;

use serde_json::Value;
use variorum_evidence::digest::Digest;
use variorum_journal::entry::Entry;

use crate::ledger::{
    ANCHOR, BadEntry, CAPTURE, CONFIG, DOCUMENT, EXPORT, FOLLOWED, LOST, Ledger, OBJECT, OPENING, ROTATED,
};

/// The numbers of the disclosed entries; `own_key` is the key of the case, as entries name it.
pub(crate) fn disclosed(entries: &[Entry], own_key: &str) -> Result<BTreeSet<u64>, BadEntry> {
    among(entries, own_key, &|_| true)
}

/// The same, of those entries that may be shown: what rests on one that may not is not shown either.
pub(crate) fn among(entries: &[Entry], own_key: &str, may: &dyn Fn(&Entry) -> bool) -> Result<BTreeSet<u64>, BadEntry> {
    let ledger = Ledger::of(entries)?;
    let may: BTreeSet<u64> = entries.iter().filter(|entry| may(entry)).map(|entry| entry.seq).collect();
    let standing = variorum_reconcile::standing(&ledger.decisions, own_key).into_iter();
    let standing = standing.filter(|decided| !decided.decision.is_about_hiding());
    let in_force: BTreeSet<u64> = standing.map(|decided| decided.seq).filter(|seq| may.contains(seq)).collect();
    let is_capture = |entry: &Entry| entry.kind == CAPTURE && may.contains(&entry.seq);
    let captured: BTreeSet<Digest> = digests(entries, is_capture, &["sha256", "within", "transcript_of"]);
    let decided = ledger.decisions.iter().filter(|decided| in_force.contains(&decided.seq));
    let quoted: BTreeSet<Digest> =
        decided.flat_map(|decided| decided.decision.quotes()).map(|quote| quote.document.digest()).collect();
    let config = entries.iter().rev().find(|entry| entry.kind == CONFIG).map(|entry| entry.seq);
    let names =
        |entry: &Entry, wanted: &BTreeSet<Digest>| digest(entry, "sha256").is_some_and(|it| wanted.contains(&it));
    let is_disclosed = |entry: &&Entry| match entry.kind.as_str() {
        OPENING | CAPTURE | EXPORT | ANCHOR | ROTATED | FOLLOWED | LOST => true,
        CONFIG => Some(entry.seq) == config,
        OBJECT => names(entry, &captured),
        DOCUMENT => names(entry, &quoted),
        _ => in_force.contains(&entry.seq),
    };
    Ok(entries
        .iter()
        .filter(is_disclosed)
        .map(|entry| entry.seq)
        .filter(|seq| *seq == 0 || may.contains(seq))
        .collect())
}

fn digests(entries: &[Entry], wanted: impl Fn(&Entry) -> bool, fields: &[&str]) -> BTreeSet<Digest> {
    let wanted = entries.iter().filter(|entry| wanted(entry));
    wanted.flat_map(|entry| fields.iter().filter_map(|field| digest(entry, field))).collect()
}

fn digest(entry: &Entry, field: &str) -> Option<Digest> {
    entry.body.get(field).and_then(Value::as_str)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use variorum_journal::entry::Salt;

    use super::*;

    const OWN: &str = "key:00000000";

    fn journal(bodies: &[(&str, Value)]) -> Vec<Entry> {
        let entry = |(seq, (kind, body)): (usize, &(&str, Value))| Entry {
            seq: seq as u64,
            at: "2026-11-22T18:00:00.000Z".to_owned(),
            by: OWN.to_owned(),
            kind: (*kind).to_owned(),
            salt: Salt([0; 16]),
            clock_back: false,
            body: body.as_object().cloned().unwrap_or_default(),
        };
        bodies.iter().enumerate().map(entry).collect()
    }

    fn of(text: &str) -> Value {
        json!({"sha256": Digest::of(text.as_bytes()), "size": text.len()})
    }

    fn quote(text: &str) -> Value {
        json!({"document": Digest::of(text.as_bytes()), "span": {"start": 0, "end": 1}, "words": &text[..1]})
    }

    fn accept(text: &str) -> (&'static str, Value) {
        ("decision.accept", json!({"decision": {"act": "accept", "claim": quote(text)}}))
    }

    fn undo(seq: u64) -> (&'static str, Value) {
        ("decision.undo", json!({"decision": {"act": "undo", "seq": seq}}))
    }

    fn check(bodies: &[(&str, Value)], expected: &[u64]) {
        let found = disclosed(&journal(bodies), OWN).unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_statements_rest_on_and_nothing_else() {
        let capture = |text: &str| ("source.add", json!({"sha256": Digest::of(text.as_bytes()), "name": "x"}));
        check(
            &[
                ("case.open", json!({})),
                ("config.set", of("first")),
                ("object.add", of("report")),
                capture("report"),
                ("object.add", of("an original that no capture names")),
                ("journal.torn", of("torn")),
                ("note.add", json!({"text": "a kind of a later version"})),
                ("config.set", of("second")),
                ("export.made", json!({"size": 8})),
                ("key.lost", json!({})),
                ("key.later", json!({})),
            ],
            &[0, 2, 3, 7, 8, 9],
        );
    }

    #[test]
    fn proofs_of_time_and_not_what_was_asked_in_vain() {
        let head = Digest::of(b"head");
        let asked = json!({"checkpoint": head, "entries": 1, "nonce": "41"});
        let added = json!({"method": "cosignature", "checkpoint": head, "proof": head});
        let entries =
            [("case.open", json!({})), ("object.add", of("head")), ("anchor.request", asked), ("anchor.add", added)];
        check(&entries, &[0, 3]);
    }

    #[test]
    fn a_container_goes_with_its_members() {
        let within = json!({"sha256": Digest::of(b"member"), "name": "a.zip!/x", "within": Digest::of(b"container")});
        check(&[("object.add", of("container")), ("object.add", of("member")), ("source.add", within)], &[0, 1, 2]);
    }

    #[test]
    fn what_is_hidden_is_told_in_no_edition() {
        let protect = json!({"decision": {"act": "protect", "names": ["Ana"], "alias": "Witness A"}});
        let withhold = json!({"decision": {"act": "withhold", "original": Digest::of(b"report")}});
        check(&[("case.open", json!({})), ("decision.protect", protect), ("decision.withhold", withhold)], &[0]);
    }

    #[test]
    fn what_rests_on_a_hidden_entry_is_hidden() {
        let capture = |text: &str| ("source.add", json!({"sha256": Digest::of(text.as_bytes()), "name": "x"}));
        let entries = journal(&[
            ("case.open", json!({})),
            ("object.add", of("a")),
            capture("a"),
            ("object.add", of("b")),
            capture("b"),
            ("config.set", of("first")),
            ("config.set", of("second")),
        ]);
        let found = among(&entries, OWN, &|entry| !matches!(entry.seq, 2 | 6)).unwrap();
        assert_eq!(found, [0, 3, 4].into(), "no earlier case.toml takes the place of the last");
    }

    #[test]
    fn decisions_in_force_with_the_texts_that_they_quote() {
        let keep = |text: &str| ("document.keep", of(text));
        check(&[keep("alpha"), accept("alpha"), keep("beta"), accept("beta"), undo(3)], &[0, 1]);
        check(&[keep("alpha"), accept("alpha"), undo(1), undo(2)], &[0, 1]);
    }
}
