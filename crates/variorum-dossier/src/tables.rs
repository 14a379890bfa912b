//! The tables for programs: `apparatus.json` by the published contract, and CSV for spreadsheets.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula,
//! and evidence is written by strangers: such cells get an apostrophe before them (OWASP, CSV injection), which
//! `variorum import` takes away again. Words of fixed lists are the contract's, in every language.

use std::io;

use serde::Serialize;
use variorum_evidence::account::{AccountClaim, Position, QuestionAccount};
use variorum_evidence::claim::Reading;
use variorum_evidence::ids::{DocumentId, PositionId};
use variorum_wire::apparatus;

use crate::edition::DossierError;
use crate::view::{View, date};

/// The whole table as `variorum.apparatus/1`.
pub(crate) fn json(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let edition = view.edition;
    let mut table = apparatus::of(edition.apparatus, edition.texts, edition.language)?;
    if let Some(redaction) = &edition.redaction {
        table = table.redacted(redaction.altered, redaction.unnamed);
    }
    let broken = |error: serde_json::Error| DossierError::Table { table: "apparatus.json", source: error.into() };
    let mut bytes = serde_json::to_vec(&table).map_err(broken)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A row for each reading of each claim, and one for a claim without any.
pub(crate) fn claims(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let columns = [
        "claim",
        "id",
        "reports",
        "document",
        "speaker",
        "side",
        "party",
        "source",
        "role",
        "cue",
        "quote",
        "manner",
        "hedge",
        "said",
        "question",
        "position",
        "value",
        "scope",
        "polarity",
        "predicate",
        "reader",
        "rule",
        "decided",
        "rejected",
        "notes",
    ];
    let claims = view.edition.apparatus.claims.iter();
    let rows = claims.flat_map(|claim| {
        let readings: Vec<Option<&Reading>> = match claim.claim.readings.as_slice() {
            [] => vec![None],
            readings => readings.iter().map(Some).collect(),
        };
        readings.into_iter().map(move |reading| (claim_row(view, claim, reading), claim.document))
    });
    marked(view, "claims.csv", &columns, rows)
}

fn claim_row(view: &View<'_>, claim: &AccountClaim, reading: Option<&Reading>) -> Vec<String> {
    let said = &claim.claim;
    let text = view.text(claim.document);
    let quote: Vec<&str> = said.content.iter().filter_map(|span| span.words(text)).collect();
    let speaker = view.speaker(claim.speaker.as_ref());
    let answer = reading.and_then(|reading| view.answer(reading.id));
    let words = |span: Option<variorum_evidence::span::TextSpan>| {
        span.and_then(|span| span.words(text)).unwrap_or_default().to_owned()
    };
    vec![
        view.claim_code(said.id).to_owned(),
        said.id.to_string(),
        list(&claim.reports),
        claim.document.to_string(),
        speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
        speaker.and_then(|speaker| speaker.group).map(|group| group.word().to_owned()).unwrap_or_default(),
        speaker.and_then(|speaker| speaker.party.clone()).unwrap_or_default(),
        words(said.source.as_ref().map(|source| source.span)),
        said.source.as_ref().and_then(|source| source.role.clone()).unwrap_or_default(),
        words(said.cue),
        quote.join(" … "),
        word(&said.manner),
        word(&said.hedge.value),
        date(view.said(claim)).unwrap_or_default(),
        answer.map(|(account, _)| account.code.clone()).unwrap_or_default(),
        answer.map(|(_, position)| view.position_code(position.id).to_owned()).unwrap_or_default(),
        reading.map(|reading| view.value(&reading.value)).unwrap_or_default(),
        reading.map(|reading| view.scope(&reading.value, &reading.scope)).unwrap_or_default(),
        reading.map(|reading| word(&reading.polarity)).unwrap_or_default(),
        reading.map(|reading| reading.predicate.clone()).unwrap_or_default(),
        claim.reader.clone().unwrap_or_default(),
        reading.map_or_else(|| said.rule.clone(), |reading| reading.rule.clone()),
        list(&claim.decided),
        yes(claim.rejected),
        claim.notes.join(" | "),
    ]
}

/// A row for each position.
pub(crate) fn positions(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let columns = [
        "question",
        "wording",
        "position",
        "value",
        "scope",
        "denied",
        "origins",
        "reports",
        "first_said",
        "last_said",
        "speakers",
        "claims",
        "report_codes",
    ];
    let rows = view
        .edition
        .apparatus
        .questions
        .iter()
        .flat_map(|account| account.positions.iter().map(move |position| position_row(view, account, position)));
    csv("positions.csv", &columns, rows)
}

fn position_row(view: &View<'_>, account: &QuestionAccount, position: &Position) -> Vec<String> {
    let claims: Vec<&AccountClaim> = position.holders.iter().filter_map(|holder| view.claim(holder.claim)).collect();
    let mut voices: Vec<String> = claims.iter().map(|claim| view.voice(claim).0.to_owned()).collect();
    voices.dedup();
    let mut reports: Vec<_> = claims.iter().flat_map(|claim| &claim.reports).collect();
    reports.dedup();
    let codes: Vec<&str> = claims.iter().map(|claim| view.claim_code(claim.claim.id)).collect();
    vec![
        account.code.clone(),
        view.wording(account).to_owned(),
        view.position_code(position.id).to_owned(),
        view.value(&position.value),
        view.scope(&position.value, &position.scope),
        yes(position.denied),
        position.origins.to_string(),
        position.reports.to_string(),
        date(position.first_said.as_ref()).unwrap_or_default(),
        date(position.last_said.as_ref()).unwrap_or_default(),
        voices.join("; "),
        codes.join(" "),
        list(&reports),
    ]
}

/// A row for each relation.
pub(crate) fn relations(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let columns = ["question", "a", "b", "a_words", "b_words", "relation", "type", "why"];
    let rows = view.edition.apparatus.questions.iter().flat_map(|account| {
        let words = |id: PositionId| view.position_of(id).map(|position| view.position(position)).unwrap_or_default();
        account.relations.iter().map(move |relation| {
            vec![
                account.code.clone(),
                view.position_code(relation.a).to_owned(),
                view.position_code(relation.b).to_owned(),
                words(relation.a),
                words(relation.b),
                word(&relation.relation),
                word(&relation.relation_type),
                relation.why.clone(),
            ]
        })
    });
    csv("relations.csv", &columns, rows)
}

/// A row for each report.
pub(crate) fn reports(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let columns = [
        "report",
        "name",
        "title",
        "publisher",
        "byline",
        "published",
        "published_basis",
        "language",
        "url",
        "origin",
        "original",
        "document",
    ];
    let rows = view.edition.apparatus.reports.iter().map(|report| {
        vec![
            report.code.to_string(),
            report.name.clone(),
            report.title.clone().unwrap_or_default(),
            report.publisher.clone().unwrap_or_default(),
            report.byline.join("; "),
            date(report.published.as_ref()).unwrap_or_default(),
            report.published.as_ref().map(|when| when.basis.clone()).unwrap_or_default(),
            report.language.map(|language| language.code().to_owned()).unwrap_or_default(),
            report.url.clone().unwrap_or_default(),
            view.origin(&report.code).unwrap_or_default().to_owned(),
            view.original_of(report).map(|original| original.to_string()).unwrap_or_default(),
            report.document.to_string(),
        ]
    });
    let documents = view.edition.apparatus.reports.iter().map(|report| report.document);
    marked(view, "reports.csv", &columns, rows.zip(documents))
}

/// A row for each check.
pub(crate) fn checks(view: &View<'_>) -> Result<Vec<u8>, DossierError> {
    let rows = view.edition.apparatus.checks.iter().map(|check| {
        let holds = check.holds.map(yes).unwrap_or_default();
        let claims = check.readings.iter().filter_map(|reading| view.claim_of_reading(*reading));
        let claims: Vec<&str> = claims.map(|claim| view.claim_code(claim.claim.id)).collect();
        vec![check.id.clone(), word(&check.kind), holds, check.why.clone(), claims.join(" ")]
    });
    csv("checks.csv", &["check", "kind", "holds", "why", "claims"], rows)
}

/// A table of which a redacted edition has one more column: whether the text of a row was altered.
fn marked(
    view: &View<'_>,
    table: &'static str,
    columns: &[&str],
    rows: impl Iterator<Item = (Vec<String>, DocumentId)>,
) -> Result<Vec<u8>, DossierError> {
    if view.edition.redaction.is_none() {
        return csv(table, columns, rows.map(|(row, _)| row));
    }
    let columns: Vec<&str> = columns.iter().copied().chain(["altered"]).collect();
    let mark = |document| if view.is_altered(document) { apparatus::ALTERED.to_owned() } else { String::new() };
    csv(table, &columns, rows.map(|(row, document)| row.into_iter().chain([mark(document)]).collect()))
}

pub(crate) fn csv(
    table: &'static str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, DossierError> {
    let broken = |error: csv::Error| DossierError::Table { table, source: io::Error::other(error) };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).map_err(broken)?;
    for row in rows {
        writer.write_record(row.into_iter().map(guarded)).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| DossierError::Table { table, source: error.into_error() })
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// The word of a fixed list as the JSON contract writes it.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn yes(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let rows = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "a=b", "", "7"];
        let bytes = csv("test", &["cell"], rows.iter().map(|cell| vec![(*cell).to_owned()])).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let cells: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
        assert_eq!(cells, ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "'=1", "a=b", "", "7"]);
    }
}
