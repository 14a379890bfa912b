//! `case.jsonld`: the originals and how each came, as other investigators' programs read it (CASE 1.4, UCO 1.4).
//!
//! An original is an observable file with its size and SHA-256; a capture is an investigative action with its time as
//! the clock of the case claimed it, and a provenance record under the report's code. What the reports say is not in
//! it: that is `apparatus.json`. Ids follow from what they name, so that the same journal gives the same bytes.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use variorum_evidence::digest::Digest;

use crate::json_ld;
use crate::view::{NamedOriginal, View, kind};

/// Originals and captures as JSON-LD.
pub(crate) fn document(view: &View<'_>) -> Vec<u8> {
    let mut things = Vec::new();
    for (id, named) in view.originals() {
        things.push(original(&id.to_string(), view.name_of(id), &named));
    }
    let mut writers = BTreeSet::new();
    for (number, entry) in view.captures() {
        writers.insert(text(entry, "by"));
        capture(number, entry, view.journal_name(), &mut things);
    }
    things.extend(writers.into_iter().map(|by| {
        let name = format!("whoever signs as {by}");
        json!({"@id": id("key", by), "@type": "identity:Identity", "core:name": name})
    }));
    things.extend(view.entries.first().filter(|entry| kind(entry) == "case.open").map(tool));
    let named: Vec<Json> = things.iter().map(reference).collect();
    let mut graph = vec![json!({
        "@id": id("investigation", view.journal_name()), "@type": "investigation:Investigation",
        "core:name": view.edition.title, "core:object": named,
    })];
    graph.append(&mut things);
    json_ld::document(&context(), &graph)
}

fn context() -> Json {
    const UCO: &str = "https://ontology.unifiedcyberontology.org/uco";
    const CASE: &str = "https://ontology.caseontology.org/case";
    json!({
        "kb": "urn:variorum:", "xsd": "http://www.w3.org/2001/XMLSchema#",
        "action": format!("{UCO}/action/"), "core": format!("{UCO}/core/"), "identity": format!("{UCO}/identity/"),
        "observable": format!("{UCO}/observable/"), "tool": format!("{UCO}/tool/"), "types": format!("{UCO}/types/"),
        "investigation": format!("{CASE}/investigation/"),
    })
}

/// A name that ends in a UUID, as UCO asks: the first 16 bytes of SHA-256(kind ‖ LF ‖ name), with the bits by which a
/// UUID says that it follows from a name. UCO knows no later version than 5.
fn id(kind: &str, name: &str) -> String {
    let mut bytes = *Digest::of(format!("{kind}\n{name}").as_bytes()).as_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = Digest::from_bytes(bytes).to_string();
    let part = |range| digits.get(range).unwrap_or_default();
    format!("kb:{kind}-{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

fn reference(thing: &Json) -> Json {
    json!({"@id": thing["@id"]})
}

fn original(digest: &str, name: Option<&str>, named: &NamedOriginal) -> Json {
    let size = named.size.map(|size| json!({"@type": "xsd:integer", "@value": size.to_string()}));
    // Untyped, which is a plain string: the validator takes no other for a member of the vocabulary.
    let hash = json!({
        "@id": id("hash", digest), "@type": "types:Hash", "types:hashMethod": "SHA256",
        "types:hashValue": {"@type": "xsd:hexBinary", "@value": digest},
    });
    let content =
        json!({"@id": id("content", digest), "@type": "observable:ContentDataFacet", "observable:hash": hash});
    let file = json!({"@id": id("file", digest), "@type": "observable:FileFacet"});
    let mut facets = [content, file];
    for facet in facets.iter_mut().filter_map(Json::as_object_mut) {
        facet.extend(size.clone().map(|size| ("observable:sizeInBytes".to_owned(), size)));
    }
    if let Some(name) = name {
        facets[1]["observable:fileName"] = name.into();
    }
    let types = json!(["observable:ObservableObject", "observable:File"]);
    json!({"@id": id("original", digest), "@type": types, "core:hasFacet": facets})
}

/// The act, its provenance record, the address it came from, and the container it was read out of.
fn capture(number: usize, entry: &Map<String, Json>, origin: &str, things: &mut Vec<Json>) {
    let (code, digest) = (format!("R{number}"), text(entry, "sha256"));
    let seq = entry.get("seq").map(Json::to_string).unwrap_or_default();
    let of_entry = |kind| id(kind, &format!("{origin} {seq}"));
    let record = json!({
        "@id": of_entry("provenance"), "@type": "investigation:ProvenanceRecord",
        "investigation:exhibitNumber": code, "core:object": {"@id": id("original", digest)},
        "core:description": format!("entry {seq} of the journal {origin}; given as {}", text(entry, "name")),
    });
    let mut act = json!({
        "@id": of_entry("capture"), "@type": "investigation:InvestigativeAction",
        "core:name": format!("capture {code}"),
        "action:endTime": {"@type": "xsd:dateTime", "@value": text(entry, "at")},
        "action:performer": {"@id": id("key", text(entry, "by"))},
        "action:instrument": {"@id": id("tool", "program")},
        "action:result": [{"@id": id("original", digest)}, {"@id": of_entry("provenance")}],
    });
    if let Some(why) = entry.get("why") {
        act["core:description"] = why.clone();
    }
    if let Some(url) = entry.get("url") {
        act["action:object"] = json!({"@id": of_entry("address")});
        let facet = json!({"@id": of_entry("url"), "@type": "observable:URLFacet", "observable:fullValue": url});
        things.push(json!({"@id": of_entry("address"), "@type": "observable:URL", "core:hasFacet": facet}));
    }
    if entry.contains_key("within") {
        things.push(json!({
            "@id": of_entry("within"), "@type": "observable:ObservableRelationship",
            "core:source": {"@id": id("original", digest)}, "core:target": {"@id": id("original", text(entry, "within"))},
            "core:kindOfRelationship": "Contained_Within", "core:isDirectional": true,
        }));
    }
    things.extend([act, record]);
}

/// The program that made the case, as entry 0 names it.
fn tool(opening: &Map<String, Json>) -> Json {
    let (name, version) = text(opening, "tool").split_once(' ').unwrap_or((text(opening, "tool"), "unknown"));
    json!({"@id": id("tool", "program"), "@type": "tool:Tool", "core:name": name, "tool:version": version})
}

fn text<'a>(entry: &'a Map<String, Json>, field: &str) -> &'a str {
    entry.get(field).and_then(Json::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_end_in_a_uuid_that_follows_from_a_name() {
        let made = id("key", "key:00000000");
        assert_eq!(made, id("key", "key:00000000"));
        assert_ne!(made, id("tool", "key:00000000"));
        let uuid = made.strip_prefix("kb:key-").unwrap();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(uuid.as_bytes()[14], b'5');
        assert!(matches!(uuid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{uuid}");
    }
}
