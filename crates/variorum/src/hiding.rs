//! Deciding what a redacted edition hides: from names and codes as people type them to decisions.

use std::collections::BTreeSet;

use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::ids::OriginalId;
use variorum_redaction::fold::folded;

use crate::build::Built;
use crate::decide::Request;
use crate::error::{Error, Result};
use crate::ground::undone;
use crate::redacted::{Exposed, Hidden, Spellings, next_alias};

/// The spellings under these names, with the alias given or the next one.
pub(crate) fn protect(built: &Built, names: &[String], alias: Option<&str>, unlike: &[String]) -> Result<Decision> {
    if names.is_empty() && (unlike.is_empty() || alias.is_none()) {
        return Err(Error::usage("name whom to protect; to add other words to an alias, give --alias and --unlike"));
    }
    let names = Spellings::of(&built.apparatus, names).taken;
    let alias = match alias.map(str::to_owned).or_else(|| known_alias(built, &names)) {
        Some(alias) => alias,
        None => next_alias(&built.ledger.decisions, built.config.language(), &names)?,
    };
    if folded(&alias).is_empty() {
        return Err(Error::usage(format!("{alias:?} is no alias: write letters or digits, as in \"Witness A\"")));
    }
    check_unused(built, &alias)?;
    Ok(Decision::Protect { names, alias, unlike: unlike.to_vec() })
}

/// The alias under which all of these names are protected already.
fn known_alias(built: &Built, names: &[String]) -> Option<String> {
    let undone = undone(&built.ledger);
    let standing = built.ledger.decisions.iter().filter(|decided| !undone.contains(&decided.seq));
    let mut covers = standing.filter_map(|decided| match &decided.decision {
        Decision::Protect { names: known, alias, .. } => Some((known, alias)),
        _ => None,
    });
    let spelt = |known: &[String], name: &str| known.iter().any(|known| folded(known) == folded(name));
    covers.find(|(known, _)| names.iter().all(|name| spelt(known, name))).map(|(_, alias)| alias.clone())
}

/// An alias that names somebody else in the case would put their words into another mouth.
fn check_unused(built: &Built, alias: &str) -> Result<()> {
    let speakers = &built.apparatus.speakers;
    let taken = speakers.iter().find(|speaker| {
        folded(&speaker.name) == folded(alias) || speaker.aliases.iter().any(|name| folded(name) == folded(alias))
    });
    match taken {
        Some(speaker) => {
            Err(Error::usage(format!("{alias:?} is what {:?} is called: choose another alias", speaker.name)))
        }
        None => Ok(()),
    }
}

/// Whether all that is hidden, with this decision, can be.
pub(crate) fn check(built: &Built, decision: &Decision, own_key: &str) -> Result<()> {
    let mut ledger = built.ledger.clone();
    let seq = ledger.decisions.last().map_or(0, |last| last.seq) + 1;
    let decided =
        Decided { seq, at: String::new(), by: own_key.to_owned(), imported: false, decision: decision.clone() };
    ledger.decisions.push(decided);
    Hidden::of(&ledger, own_key, &Exposed::nothing()).map(drop)
}

/// The original of a report, read or not.
pub(crate) fn captured(built: &Built, code: &str) -> Result<OriginalId> {
    let captured = built.ledger.captures.iter().find(|captured| captured.code.0.eq_ignore_ascii_case(code));
    let unknown = || Error::usage(format!("no report {code}: `variorum apparatus CASE` shows the reports' codes"));
    captured.map(|captured| captured.capture.original).ok_or_else(unknown)
}

/// What somebody who hides something should know.
pub(crate) fn told(built: &Built, request: &Request, decision: &Decision) -> Vec<String> {
    match decision {
        Decision::Protect { names, alias, .. } => {
            let mut lines = vec![format!("{alias} stands for: {}", names.join(", "))];
            if let Request::Protect { names, .. } = request {
                let left = Spellings::of(&built.apparatus, names).left;
                if !left.is_empty() {
                    lines.push(format!("not protected, as it may mean others: {}", left.join(", ")));
                }
            }
            lines
        }
        Decision::Withhold { original } => same_text(built, *original),
        _ => Vec::new(),
    }
}

/// Reports that carry the same text and are not withheld by this.
fn same_text(built: &Built, original: OriginalId) -> Vec<String> {
    let reports = &built.apparatus.reports;
    let texts: BTreeSet<_> =
        reports.iter().filter(|report| report.original == original).map(|report| report.document).collect();
    let others = reports.iter().filter(|report| report.original != original && texts.contains(&report.document));
    let others: Vec<&str> = others.map(|report| report.code.0.as_str()).collect();
    if others.is_empty() { Vec::new() } else { vec![format!("the same text is also in {}", others.join(", "))] }
}
