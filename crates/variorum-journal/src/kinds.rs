//! The register of kinds: which acts on a case this version gives a meaning.
//!
//! The register is open (`docs/format/case-1.md`, "Kinds"): an entry of a kind that is not here is kept, hashed,
//! proved and shown like any other, and nothing is concluded from it. A new kind is added here and there together.

/// Kinds that this version writes or reads, decisions apart.
pub const KNOWN: [&str; 13] = [
    "anchor.add",
    "anchor.request",
    "case.open",
    "config.set",
    "document.keep",
    "export.made",
    "journal.torn",
    "key.follow",
    "key.lost",
    "key.rotate",
    "object.add",
    "source.add",
    "verify.ran",
];

/// The beginning of the kinds of decisions; the act follows.
pub const DECISION: &str = "decision.";

/// Acts of decisions that this version reads.
pub const ACTS: [&str; 22] = [
    "accept",
    "answer",
    "ask",
    "assign",
    "attribute",
    "close-question",
    "correct",
    "mark",
    "merge-questions",
    "merge-speakers",
    "note",
    "note-source",
    "place",
    "protect",
    "reject",
    "reopen-question",
    "resolve-question",
    "reword-question",
    "set-published",
    "split-question",
    "undo",
    "withhold",
];

/// Whether this version knows what an entry of this kind means.
pub fn is_known(kind: &str) -> bool {
    KNOWN.contains(&kind) || kind.strip_prefix(DECISION).is_some_and(|act| ACTS.contains(&act))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use variorum_evidence::decision::Decision;

    use super::*;

    #[test]
    fn the_acts_are_those_of_decisions() {
        let error = serde_json::from_value::<Decision>(json!({"act": "dance"})).unwrap_err().to_string();
        let (_, expected) = error.split_once("one of ").unwrap();
        let mut acts: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        acts.sort_unstable();
        assert_eq!(acts, ACTS);
    }

    #[test]
    fn the_document_lists_the_same_kinds() {
        let document = include_str!("../../../docs/format/case-1.md");
        let (_, register) = document.split_once("\n## Kinds\n").unwrap();
        let register = register.split("\n## ").next().unwrap();
        let listed = |begin: &str| -> Vec<&str> {
            let rows = register.lines().filter_map(|line| line.strip_prefix(begin));
            rows.filter_map(|row| row.split('`').next()).collect()
        };
        assert_eq!(listed("| `").iter().filter(|kind| is_known(kind)).count(), KNOWN.len());
        assert!(listed("| `").into_iter().all(is_known), "{:?}", listed("| `"));
        assert_eq!(listed("| act `"), ACTS);
        assert!(!is_known("decision.") && !is_known("decision.dance") && !is_known("note.add"));
    }
}
