//! A document of JSON-LD with one thing a line: short for programs, and people can still look things up in it.

use serde_json::Value as Json;

/// The document of these things in this context.
pub(crate) fn document(context: &Json, things: &[Json]) -> Vec<u8> {
    let lines: Vec<String> = things.iter().map(Json::to_string).collect();
    format!("{{\"@context\":{context},\"@graph\":[\n{}\n]}}\n", lines.join(",\n")).into_bytes()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_thing_a_line() {
        let things = [json!({"@id": "a\n"}), json!({"@id": "b"})];
        let bytes = document(&json!({"kb": "urn:x:"}), &things);
        assert_eq!(String::from_utf8_lossy(&bytes).lines().count(), 4);
        let read: Json = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read, json!({"@context": {"kb": "urn:x:"}, "@graph": things}));
    }
}
