//! Decisions as CSV: one row a claim, to be filled in with a spreadsheet and handed back.
//!
//! A cell that begins like a formula gets an apostrophe in front on the way out, and loses exactly that on the way
//! in. The quote is how a row finds its claim again; a row whose quote was changed is refused, because nobody can
//! tell what was meant. Nothing is recorded here: rows become requests, and `import` shows them first.

use variorum_evidence::account::AccountClaim;
use variorum_evidence::ids::ClaimId;
use variorum_wire::codes;

use crate::build::Built;
use crate::decide::{Request, content_quote};
use crate::error::{Error, Result};
use crate::values;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 9] = ["code", "id", "quote", "action", "question", "value", "scope", "speaker", "note"];

/// Acts that a row can ask for.
const ACTIONS: &str = "accept, reject, answer, assign, attribute, note; leave the cell empty to do nothing";

/// Every claim of the case as a row; `question`, `value` and `scope` hold the first answer that stands now.
pub fn write(built: &Built) -> Result<Vec<u8>> {
    let codes = codes::of_claims(&built.apparatus);
    let mut rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    rows.write_record(COLUMNS).map_err(unwritable)?;
    for claim in &built.apparatus.claims {
        let quote = content_quote(built, claim)?.words;
        let reading = claim.claim.readings.first();
        let cells = [
            codes[&claim.claim.id].clone(),
            claim.claim.id.to_string(),
            quote,
            String::new(),
            reading.and_then(|reading| reading.question.as_ref()).map(ToString::to_string).unwrap_or_default(),
            reading.map(|reading| values::print(&reading.value)).unwrap_or_default(),
            reading.map(|reading| values::print_scope(&reading.scope)).unwrap_or_default(),
            speaker_name(built, claim),
            String::new(),
        ];
        rows.write_record(cells.map(|cell| guarded(&cell))).map_err(unwritable)?;
    }
    rows.into_inner().map_err(|error| Error::usage(error.to_string()))
}

/// What the rows of a sheet ask for, and why some are refused.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// A line for each request, with what to do.
    pub requests: Vec<(String, Request)>,
    /// Rows that are refused, with their line and the reason.
    pub refused: Vec<String>,
}

/// Reads a sheet: `,` or `;` between cells, with or without BOM.
pub fn read(built: &Built, bytes: &[u8]) -> Result<Asked> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // One kind of line end, by which the lines in refusals are counted.
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Error::usage("the sheet is not UTF-8: save it from the spreadsheet as “CSV UTF-8”"))?
        .replace("\r\n", "\n");
    let bytes = text.as_bytes();
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' };
    let mut rows = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(bytes);
    let places = places(rows.headers().map_err(unreadable)?)?;
    let mut asked = Asked::default();
    for row in rows.records() {
        let row = row.map_err(unreadable)?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            places
                .iter()
                .find(|(column, _)| *column == name)
                .and_then(|(_, place)| row.get(*place))
                .map_or_else(String::new, unguarded)
        };
        match request(built, &cell) {
            Ok(Some(request)) => asked.requests.push((shown(line, &cell), request)),
            Ok(None) => {}
            Err(reason) => asked.refused.push(format!("line {line} ({}): {reason}", cell("code"))),
        }
    }
    Ok(asked)
}

/// A row in one line: what is to be recorded about which words.
fn shown(line: u64, cell: &impl Fn(&str) -> String) -> String {
    let given: Vec<_> =
        ["action", "code", "question", "value", "scope", "speaker", "note"].map(cell).into_iter().collect();
    let given = match given[0].trim() {
        "accept" | "reject" => &given[..2],
        _ => &given[..],
    };
    let given: Vec<_> = given.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    format!("line {line}: {} “{}”", given.join(" "), excerpt(&cell("quote")))
}

/// The beginning of a quote, long enough to know it again.
pub(crate) fn excerpt(words: &str) -> String {
    let mut excerpt: String = words.chars().take(60).collect();
    if excerpt.len() < words.len() {
        excerpt.push('…');
    }
    excerpt.replace('\n', " ")
}

fn places(head: &csv::StringRecord) -> Result<Vec<(&'static str, usize)>> {
    let place = |column: &str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column));
    let missing: Vec<_> = ["id", "quote", "action"].into_iter().filter(|column| place(column).is_none()).collect();
    if !missing.is_empty() {
        return Err(Error::usage(format!(
            "the CSV has no column {}: export writes {}",
            missing.join(", "),
            COLUMNS.join(",")
        )));
    }
    Ok(COLUMNS.into_iter().filter_map(|column| place(column).map(|place| (column, place))).collect())
}

/// What one row asks for; a row without an action asks for nothing.
fn request(built: &Built, cell: &impl Fn(&str) -> String) -> std::result::Result<Option<Request>, String> {
    let action = cell("action").trim().to_lowercase();
    if action.is_empty() {
        return Ok(None);
    }
    let found = claim_of(built, &cell("id"))?;
    let quote = content_quote(built, found).map_err(|error| error.to_string())?;
    // A spreadsheet may write its own line ends into a cell.
    if quote.words.replace("\r\n", "\n") != cell("quote").replace("\r\n", "\n") {
        return Err(format!("its quote was changed; the claim reads “{}”", quote.words));
    }
    let claim = format!("C{}", found.claim.id);
    let needed = |name: &str| match cell(name).trim() {
        "" => Err(format!("{action} needs a {name}")),
        text => Ok(text.to_owned()),
    };
    let scope = Some(cell("scope")).filter(|scope| !scope.trim().is_empty());
    Ok(Some(match action.as_str() {
        "accept" => Request::Accept { claim },
        "reject" => Request::Reject { claim },
        "answer" => Request::Answer { claim, question: needed("question")?, value: needed("value")?, scope },
        "assign" => Request::Assign { claim, question: needed("question")? },
        "attribute" => Request::Attribute { claim, speaker: needed("speaker")? },
        "note" => Request::Note { claim, text: needed("note")? },
        other => return Err(format!("{other:?} is no action: write {ACTIONS}")),
    }))
}

fn claim_of<'a>(built: &'a Built, id: &str) -> std::result::Result<&'a AccountClaim, String> {
    let id: ClaimId = id.trim().parse().map_err(|error| format!("the id is none: {error}"))?;
    let found = built.apparatus.claims.iter().find(|claim| claim.claim.id == id);
    found.ok_or_else(|| "the case has no claim with this id any more: export again".to_owned())
}

fn speaker_name(built: &Built, claim: &AccountClaim) -> String {
    let speaker = claim.speaker.as_ref();
    let named = speaker.and_then(|id| built.apparatus.speakers.iter().find(|speaker| speaker.id == *id));
    named.map(|speaker| speaker.name.clone()).unwrap_or_default()
}

const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn guarded(cell: &str) -> String {
    // A cell that begins with an apostrophe of its own gets one too, so that taking one off is always right.
    let risky = cell.starts_with(FORMULA_STARTS) || cell.starts_with('\'');
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_STARTS) || rest.starts_with('\'') => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn unwritable(error: csv::Error) -> Error {
    Error::usage(format!("the table cannot be written: {error}"))
}

fn unreadable(error: csv::Error) -> Error {
    Error::usage(format!("the CSV cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_is_undone_exactly() {
        for cell in ["plain", "=1+1", "+58", "-4", "@x", "\tx", "'quoted'", "''", "'=x", ""] {
            let out = guarded(cell);
            assert!(!out.starts_with(FORMULA_STARTS), "{out}");
            assert_eq!(unguarded(&out), cell);
        }
    }
}
