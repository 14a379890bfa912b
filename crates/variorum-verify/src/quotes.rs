//! Every quote in a decision, found again in the text that it names: same place, same words.
//!
//! The text is an original under its own digest; a dossier may also have it in its table. Texts are read one
//! at a time, so memory is bounded by the largest.

use std::collections::BTreeMap;

use variorum_evidence::digest::Digest;
use variorum_evidence::ids::DocumentId;

use crate::check::Checks;
use crate::folder::Folder;
use crate::journal::Journal;
use crate::originals::path_of;

/// Spans count bytes in 32 bits, so no text that is quoted is larger.
const LARGEST_TEXT: u64 = u32::MAX as u64;

pub(crate) fn check(
    folder: &Folder,
    originals: &str,
    texts: &BTreeMap<DocumentId, String>,
    journal: &Journal,
    checks: &mut Checks,
) {
    let mut looked_at = 0;
    let mut check = checks.open("quote.words");
    for (document, quotes) in &journal.quotes {
        looked_at += quotes.len() as u64;
        let text = match texts.get(document) {
            Some(text) => Ok(text.clone()),
            None => kept_text(folder, originals, *document),
        };
        let text = match text {
            Ok(text) => text,
            Err(problem) => {
                let entries: Vec<String> = quotes.iter().map(|(seq, _)| seq.to_string()).collect();
                let message = format!("the text {document} that entry {} quotes {problem}", entries.join(", "));
                check.fail(path_of(originals, document.digest()), message, None);
                continue;
            }
        };
        for (seq, quote) in quotes.iter().filter(|(_, quote)| quote.span.words(&text) != Some(quote.words.as_str())) {
            let found = quote.span.words(&text).map_or("no whole characters".to_owned(), |words| format!("{words:?}"));
            let place = format!("bytes {}..{} of {document}", quote.span.start, quote.span.end);
            check.fail(format!("entry {seq}"), format!("quotes {:?}, and {place} are {found}", quote.words), None);
        }
    }
    check.close("", || format!("{looked_at} quotes of decisions stand in their texts, word for word"));
    checks.counts.quotes = looked_at;
}

fn kept_text(folder: &Folder, originals: &str, document: DocumentId) -> Result<String, String> {
    let path = path_of(originals, document.digest());
    let bytes = folder.read(&path, LARGEST_TEXT).map_err(|error| error.to_string())?;
    if Digest::of(&bytes) != document.digest() {
        return Err("is damaged".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
}
