//! A verification as people and programs see it.
//!
//! Every check is a line, and the last line is the outcome: brief, that line stands for the whole.

use variorum::fixity::Checked;
use variorum::verify::Verification;

use crate::output::Output;

/// As one JSON document.
pub(crate) fn json(output: &mut Output, checked: &Checked) -> std::io::Result<()> {
    let recorded = checked.recorded.as_ref();
    output.json(&serde_json::json!({
        "schema": "variorum.verify/1",
        "passed": checked.verification.passed(),
        "not_proved": Verification::NOT_PROVED,
        "verification": checked.verification,
        "sample": checked.sampled,
        "not_sampled": checked.not_sampled,
        "coverage": checked.coverage,
        "recorded": recorded.and_then(|recorded| recorded.as_ref().ok()),
        "not_recorded": recorded.and_then(|recorded| recorded.as_ref().err()).map(ToString::to_string),
    }))
}

/// Check by check, or only what failed, and the outcome.
pub(crate) fn report(output: &mut Output, checked: &Checked, brief: bool) -> std::io::Result<()> {
    let verified = &checked.verification;
    for check in verified.checks.iter().filter(|check| !brief || !check.passed) {
        let mark = if check.passed { "ok  " } else { "FAIL" };
        output.line(format!("{mark} {:<24} {}{}", check.code, about(&check.about), check.message))?;
        if let Some(help) = check.help.filter(|_| !check.passed) {
            output.line(format!("     help: {help}"))?;
        }
    }
    if !brief {
        particulars(output, checked)?;
    }
    output.line(outcome(checked))
}

/// How much was looked at, by which key it is signed, when originals were checked, and what is not proved.
fn particulars(output: &mut Output, checked: &Checked) -> std::io::Result<()> {
    let verified = &checked.verification;
    let counts = verified.counts;
    output.line(format!(
        "{} entries ({} of them not signed yet, {} more withheld), {} originals ({} withheld), {} texts, {} claims, {} spans, {} quotes in decisions",
        counts.entries, verified.unsigned_entries, counts.withheld_entries, counts.originals, counts.withheld, counts.documents,
        counts.claims, counts.spans, counts.quotes
    ))?;
    if let Some(vkey) = &verified.vkey {
        output.line(format!("key: {vkey}"))?;
    }
    if let Some(bag) = verified.bag {
        output.line(format!("dossier: {bag}"))?;
    }
    for last in checked.coverage.iter().flatten() {
        let (entry, at) = (last.entry.unwrap_or_default(), last.at.as_deref());
        let when = at.map_or_else(|| "never on record".to_owned(), |at| format!("{at} (entry {entry})"));
        output.line(format!("last checked {when}: {} originals", last.originals.len()))?;
    }
    output.line(Verification::NOT_PROVED)
}

/// The last line, which stands alone in the mail that cron sends.
fn outcome(checked: &Checked) -> String {
    let failed = checked.verification.checks.iter().filter(|check| !check.passed).count();
    let verdict = if failed == 0 { "VERIFIED".to_owned() } else { format!("NOT VERIFIED: checks failed: {failed}") };
    let sampled = checked.sampled.as_ref().map(|sampled| {
        let entries = checked.verification.counts.entries;
        format!("{entries} entries, {} of {} originals (seed {})", sampled.originals, sampled.of, sampled.seed)
    });
    let all = checked.not_sampled.as_ref().map(|why| format!("all originals, since no sample can be drawn: {why}"));
    let recorded = checked.recorded.as_ref().map(|recorded| match recorded {
        Ok(seq) => format!("recorded as entry {seq}"),
        Err(_) => "not recorded".to_owned(),
    });
    let altered = checked.verification.counts.altered;
    let redacted = (altered > 0).then(|| format!("redacted: {altered} texts altered by the publisher, not proven"));
    let unnamed = checked.verification.counts.unnamed;
    let unnamed = (unnamed > 0).then(|| format!("{unnamed} texts that name no original, not proven"));
    let parts = [redacted, unnamed, sampled, all, recorded].into_iter().flatten();
    std::iter::once(verdict).chain(parts).collect::<Vec<_>>().join("; ")
}

fn about(about: &str) -> String {
    if about.is_empty() { String::new() } else { format!("{about}: ") }
}
