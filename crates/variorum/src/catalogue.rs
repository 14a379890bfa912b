//! The apparatus as rows of the case's catalogue, an ordinary SQLite file that can be deleted at any time.
//!
//! It is filled by `build` and stamped with what it was made from, so that a stale one is never read.

use serde::Serialize;
use variorum_evidence::account::{AccountClaim, Report};
use variorum_evidence::canonical;
use variorum_evidence::ids::ReportCode;
use variorum_store::{Catalogue, ClaimRow, ReadCase, ReadingRow, ReportRow, Rows, Stamp};
use variorum_wire::codes;

use crate::build::{Built, RECONCILE_VERSION};
use crate::error::Result;
use crate::progress::Progress;

/// Makes the catalogue anew, unless it is of exactly this state.
pub(crate) fn fill(case: &ReadCase, built: &Built, progress: &dyn Progress) -> Result<()> {
    progress.start("catalogue", 1);
    let stamp = Stamp { size: case.size(), root: case.root(), code: RECONCILE_VERSION.to_owned() };
    if Catalogue::open(case, &stamp).is_none() {
        let claim_codes = codes::of_claims(&built.apparatus);
        let reports = built.apparatus.reports.iter().map(report_row);
        let claims = built.apparatus.claims.iter().map(|claim| claim_row(built, claim, &claim_codes[&claim.claim.id]));
        Catalogue::rebuild(case, &stamp, Rows { reports, claims, readings: reading_rows(built) })?;
    }
    progress.finish();
    Ok(())
}

fn report_row(report: &Report) -> ReportRow {
    ReportRow {
        code: report.code.clone(),
        original: report.original,
        document: report.document,
        name: report.name.clone(),
        title: report.title.clone(),
        publisher: report.publisher.clone(),
        published: report.published.as_ref().and_then(variorum_wire::moment::published),
        language: report.language.map(|language| language.code().to_owned()),
    }
}

fn claim_row(built: &Built, claim: &AccountClaim, code: &str) -> ClaimRow {
    let text = built.texts.get(&claim.document).map_or("", String::as_str);
    let content: Vec<_> = claim.claim.content.iter().filter_map(|span| span.words(text)).collect();
    ClaimRow {
        id: claim.claim.id,
        code: code.to_owned(),
        document: claim.document,
        report: claim.reports.first().cloned().unwrap_or_else(|| ReportCode::from("")),
        speaker: claim.speaker.clone(),
        cue: claim.claim.cue.and_then(|cue| cue.words(text)).map(str::to_owned),
        content: content.join(" … "),
        hedge: format!("{:?}", claim.claim.hedge.value).to_lowercase(),
        manner: format!("{:?}", claim.claim.manner).to_lowercase(),
        rejected: claim.rejected,
    }
}

fn reading_rows(built: &Built) -> impl Iterator<Item = ReadingRow> + '_ {
    built.apparatus.questions.iter().flat_map(move |question| {
        question.positions.iter().flat_map(move |position| {
            position.holders.iter().map(move |holder| ReadingRow {
                id: holder.reading,
                claim: holder.claim,
                question: Some(question.question.id.clone()),
                position: Some(position.id),
                value: canonical_text(&position.value),
                scope: canonical_text(&position.scope),
            })
        })
    })
}

fn canonical_text<T: Serialize>(evidence: &T) -> String {
    canonical::to_line(evidence).expect("evidence is texts, integers and lists of them")
}
