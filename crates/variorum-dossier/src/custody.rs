//! `custody.html`: the journal as people can read it, the signed head, the key, and what checking them proves.

use maud::{Markup, html};
use serde_json::{Map, Value as Json};
use variorum_verify::entries;

use crate::page::{Links, frame};
use crate::view::{View, is_withheld};

/// A journal of more entries is shown by its first and last thousands; `data/entries` has them all.
const MOST_ENTRIES: usize = 10_000;

/// Fields of the envelope, and digests that only repeat what the line says.
const NOT_SHOWN: [&str; 9] = ["at", "by", "clock", "kind", "salt", "seq", "v", "vkey", "decision"];

pub(crate) fn page(view: &View<'_>) -> Markup {
    let phrases = view.phrases;
    let body = html! {
        header.title { p.imprint { (phrases.imprint) } h1 { (phrases.custody) } }
        div.measure {
            h2 { (phrases.proves_title) } p { (phrases.proves) }
            h2 { (phrases.not_proved_title) } p { (phrases.not_proved) }
            h2 { (phrases.key) } p { (phrases.key_intro) } pre { (view.edition.vkey) }
            h2 { (phrases.signed_head) } pre { (String::from_utf8_lossy(view.edition.checkpoint)) }
            h2 { (phrases.journal) } p { (phrases.journal_intro) }
        }
        div.wide { (journal(view)) }
    };
    frame(view, Links::FromPages, &format!("{} · {}", phrases.custody, view.edition.title), &body)
}

fn journal(view: &View<'_>) -> Markup {
    let entries = &view.entries;
    let half = MOST_ENTRIES / 2;
    let (head, left_out, tail) = match entries.len().checked_sub(MOST_ENTRIES) {
        Some(left_out) if left_out > 0 => (&entries[..half], left_out, &entries[entries.len() - half..]),
        _ => (&entries[..], 0, &entries[..0]),
    };
    html! {
        table.plain.journal {
            thead { tr { @for column in view.phrases.entry_columns { th scope="col" { (column) } } } }
            tbody {
                @for entry in head { (line(view, entry)) }
                @if left_out > 0 { tr { td {} td colspan="4" { (left_out) " " (view.phrases.entries_left_out) } } }
                @for entry in tail { (line(view, entry)) }
            }
        }
    }
}

fn line(view: &View<'_>, entry: &Map<String, Json>) -> Markup {
    let text = |field: &str| entry.get(field).and_then(Json::as_str).unwrap_or_default();
    let seq = entry.get("seq").and_then(Json::as_u64).unwrap_or_default();
    html! {
        tr id={ "e" (seq) } {
            th.number scope="row" { (seq) }
            td.date {
                (text("at"))
                @if entry.contains_key("clock") { br; (view.phrases.clock_back) }
            }
            td { span.code { (text("by")) } }
            td { span.code { (text("kind")) } }
            @if is_withheld(entry) {
                td { (view.phrases.withheld) }
            } @else {
                td { bdi { (summary(entry)) }
                    // A case has no folder of proofs: they are made when it is published.
                    @if view.desk.is_none() { " " a href={ "../" (entries::proof_path(seq)) } { (view.phrases.proof) } }
                }
            }
        }
    }
}

/// The fields of the body in a line; a decision by its quote and what was decided.
fn summary(entry: &Map<String, Json>) -> String {
    let decision = entry.get("decision").and_then(Json::as_object);
    let decided = decision.into_iter().flatten().filter(|(field, _)| *field != "act");
    let body = entry.iter().filter(|(field, _)| !NOT_SHOWN.contains(&field.as_str()));
    let parts: Vec<String> = decided.chain(body).map(|(field, value)| format!("{field} {}", short(value))).collect();
    parts.join(" · ")
}

/// A value as people read it: a quote by its words, a digest by its beginning, a structure by its JSON.
fn short(value: &Json) -> String {
    const LONGEST: usize = 160;
    let words = value.get("words").and_then(Json::as_str).map(|words| format!("“{words}”"));
    let text = words.unwrap_or_else(|| match value {
        Json::String(text) if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            format!("{}…", &text[..12])
        }
        Json::String(text) => text.clone(),
        other => other.to_string(),
    });
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert_eq!(summary(&serde_json::from_str(line).unwrap()), expected);
    }

    #[test]
    fn an_entry_in_a_line() {
        let digest = "ab".repeat(32);
        check(
            &format!(r#"{{"at":"x","kind":"object.add","name":"a.txt","sha256":"{digest}","size":7,"v":1}}"#),
            "name a.txt · sha256 abababababab… · size 7",
        );
        check(
            r#"{"kind":"decision.note","decision":{"act":"note","claim":{"document":"x","words":"Two men"},"text":"see R3"}}"#,
            "claim “Two men” · text see R3",
        );
        check(
            r#"{"kind":"decision.undo","decision":{"act":"undo","seq":5},"from":{"by":"key:0"}}"#,
            r#"seq 5 · from {"by":"key:0"}"#,
        );
    }
}
