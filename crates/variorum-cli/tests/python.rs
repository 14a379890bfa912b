//! The contracts checked by a validator that is not ours, in another language (group `python`).

use std::process::Command;

use crate::common::{Desk, group, text};

/// Validates, and counts code points as another language does.
const CHECK: &str = r#"
import json, sys
import jsonschema
output, schema = json.load(open(sys.argv[1])), json.load(open(sys.argv[2]))
jsonschema.validators.validator_for(schema)(schema).validate(output)
spans = 0
def walk(value, text):
    global spans
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            assert text[value["start"]:value["end"]] == value["text"], value
            spans += 1
        for field in value.values():
            walk(field, text)
    elif isinstance(value, list):
        for item in value:
            walk(item, text)
texts = {document["id"]: document["text"] for document in output["documents"]}
for claim in output["claims"]:
    walk(claim, texts[claim["document"]])
assert spans > 500, spans
print("valid", spans)
"#;

#[test]
fn another_language_reads_the_same_words() {
    if !group("python") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    desk.write("check.py", CHECK);
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format/apparatus-1.schema.json");
    // Debian's own Python, because its packages are what is installed.
    let output = Command::new("/usr/bin/python3")
        .args([desk.path("check.py"), desk.path("here/dossier/data/tables/apparatus.json"), schema])
        .output()
        .expect("python3 is installed");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success() && out.starts_with("valid"), "{err}\nhelp: apt-get install python3-jsonschema");
}
