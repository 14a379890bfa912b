//! `ro-crate-metadata.json`: what lies under `data/`, as archives and repositories read it (RO-Crate 1.1).
//!
//! The payload of the bag is the crate, as RO-Crate asks of crates in bags. Originals are listed one by one under
//! their digests, entries and proofs as the folder that they are in. No licence is made up: rights in the originals
//! are those of whoever made them.

use serde_json::{Value as Json, json};

use crate::json_ld;
use crate::view::View;

/// Files that are there in every dossier, with what they are and their media type.
const FILES: [(&str, &str, &str); 9] = [
    ("case.jsonld", "Originals and captures in CASE/UCO", "application/ld+json"),
    ("case.toml", "What people wrote about the case", "application/toml"),
    ("case.vkey", "The key of the journal", "text/plain"),
    ("checkpoint", "The signed head of the journal", "text/plain"),
    ("tables/apparatus.json", "The whole table", "application/json"),
    ("tables/checks.csv", "Arithmetic over several readings", "text/csv"),
    ("tables/claims.csv", "Claims and their readings", "text/csv"),
    ("tables/positions.csv", "Positions and who holds them", "text/csv"),
    ("tables/relations.csv", "Relations between positions", "text/csv"),
];

/// The metadata file, without itself among the files that it lists.
pub(crate) fn metadata(view: &View<'_>) -> Vec<u8> {
    let there = FILES.iter().filter(|(path, ..)| *path != "case.toml" || view.edition.config.is_some());
    let mut parts: Vec<Json> = there.map(|(path, name, format)| file(path, name, format)).collect();
    if view.edition.redaction.as_ref().is_some_and(|redaction| !redaction.pictures.is_empty()) {
        parts.push(json!({
            "@id": "copies/", "@type": "Dataset", "name": "Altered copies of pictures",
            "description": "Pictures without what the files said of themselves; made by the publisher, not proven.",
        }));
    }
    parts.push(file("tables/reports.csv", "Reports", "text/csv"));
    parts.push(json!({
        "@id": "entries/", "@type": "Dataset", "name": "Entries of the journal",
        "description": "Each disclosed entry as the bytes that were hashed, its C2SP tlog-proof beside it, and the list \
            of withheld ones.",
    }));
    if !view.edition.anchors.is_empty() {
        parts.push(json!({
            "@id": "anchors/", "@type": "Dataset", "name": "Proofs of time",
            "description": "Heads of the journal that outsiders vouch for, each with their proof and what leads from it \
                to the signed head.",
        }));
    }
    for (id, named) in view.disclosed_originals() {
        let path = variorum_verify::originals::path_of("originals/", id.digest());
        let name = view.name_of(id).unwrap_or("an original without a capture");
        let mut part = json!({"@id": path, "@type": "File", "name": name, "sha256": id.to_string()});
        if let Some(size) = named.size {
            part["contentSize"] = size.to_string().into();
        }
        parts.push(part);
    }
    let listed: Vec<Json> = parts.iter().map(|part| json!({"@id": part["@id"]})).collect();
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": view.edition.title, "identifier": view.journal_name(),
            "description": view.phrases.imprint, "datePublished": view.last_at(), "license": {"@id": "#rights"},
            "hasPart": listed,
        }),
        json!({
            "@id": "#rights", "@type": "CreativeWork", "name": "No licence is given",
            "description": "Rights in the originals and in what is quoted from them are those of whoever made them.",
        }),
    ];
    graph.append(&mut parts);
    json_ld::document(&"https://w3id.org/ro/crate/1.1/context".into(), &graph)
}

fn file(path: &str, name: &str, format: &str) -> Json {
    json!({"@id": path, "@type": "File", "name": name, "encodingFormat": format})
}
