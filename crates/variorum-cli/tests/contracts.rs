//! What programs rely on: the JSON contracts, exit codes, quiet pipes, no secrets in what is printed.

use std::io::Read;
use std::process::Stdio;

use crate::common::Desk;
use serde_json::Value;

fn check_schema(name: &str, output: &Value) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format").join(name);
    let schema: Value =
        serde_json::from_slice(&std::fs::read(&path).expect("the schema is there")).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let errors: Vec<_> =
        validator.iter_errors(output).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

/// Every object with start, end and text is a span of the document's text, in code points.
fn check_spans(value: &Value, text: &[char], count: &mut usize) {
    if let (Some(start), Some(end), Some(words)) =
        (value["start"].as_u64(), value["end"].as_u64(), value["text"].as_str())
    {
        let found: String = text[start as usize..end as usize].iter().collect();
        assert_eq!(found, words);
        *count += 1;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_spans(item, text, count)),
        Value::Object(fields) => fields.values().for_each(|field| check_spans(field, text, count)),
        _ => {}
    }
}

#[test]
fn read_keeps_its_contract() {
    let desk = Desk::new();
    let report = "\u{feff}  Óscar murió\r\n\r\nSiete personas murieron, dijo el ministro Ana Solís. 😀 Ayer hubo cinco detenidos.\r\n ";
    desk.write("uno.txt", report);
    desk.write("lista.csv", "path,published,zone,publisher\nuno.txt,2018-01-16,-04:00,Diario\n");
    let output = desk.json(&["read", "uno.txt", "uno.txt", "--list", "lista.csv", "--json"]);
    check_schema("read-1.schema.json", &output);
    let documents = output["documents"].as_array().expect("a list");
    assert_eq!(documents.len(), 3, "one document a file, duplicates too");
    assert_eq!(documents[0]["text"], report.trim_start_matches('\u{feff}'), "the text is the file, unchanged");
    assert_eq!((&documents[2]["publisher"], &documents[2]["published"]), (&"Diario".into(), &"2018-01-16".into()));
    let yesterday = |document: &Value| {
        document["times"].as_array().expect("a list").iter().find(|time| time["span"]["text"] == "Ayer").cloned()
    };
    let undated = yesterday(&documents[0]).expect("“Ayer” is a time");
    assert_eq!((undated["from"].is_null(), undated["basis"].as_str()), (true, Some("no publication date")));
    assert_eq!(yesterday(&documents[2]).expect("“Ayer” is a time")["value"], "2018-01-15");
    for document in documents {
        let text: Vec<char> = document["text"].as_str().expect("a text").chars().collect();
        let mut count = 0;
        check_spans(document, &text, &mut count);
        assert!(count > 4, "{count} spans");
    }
}

#[test]
fn apparatus_and_dossier_keep_their_contract() {
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let output = desk.json(&["apparatus", "here/case", "--json"]);
    check_schema("apparatus-1.schema.json", &output);
    let in_dossier: Value =
        serde_json::from_str(&desk.read("here/dossier/data/tables/apparatus.json")).expect("it is JSON");
    assert_eq!(in_dossier["questions"], output["questions"], "the dossier's table is the case's");
    let texts: std::collections::BTreeMap<_, _> = output["documents"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|document| {
            (
                document["id"].as_str().expect("an id"),
                document["text"].as_str().expect("a text").chars().collect::<Vec<_>>(),
            )
        })
        .collect();
    let mut count = 0;
    for claim in output["claims"].as_array().expect("a list") {
        check_spans(claim, &texts[claim["document"].as_str().expect("an id")], &mut count);
    }
    assert!(count > 500, "{count} spans");
}

#[test]
fn a_closed_pipe_is_quiet() {
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    desk.write("one.txt", "Two people died, the police said.\n");
    let check = |arguments: &[&str]| {
        let mut running =
            desk.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        drop(running.stdout.take());
        let mut talk = String::new();
        running.stderr.take().expect("asked for").read_to_string(&mut talk).expect("it is UTF-8");
        // What confined the workers is said in any case; of the pipe nothing is.
        let of_workers = ["workers confined", "warning: workers", "help: read what you do not trust"];
        let rest = talk.lines().filter(|line| !of_workers.iter().any(|begun| line.starts_with(begun)));
        let rest: Vec<&str> = rest.collect();
        assert_eq!((running.wait().expect("it ends").code(), rest), (Some(0), vec![]), "{arguments:?}");
    };
    check(&["apparatus", "here/case", "--json"]);
    // It prints while threads still read.
    let many = ["one.txt"; 200];
    check(&[&["read", "--reader", "rules", "--json"], many.as_slice()].concat());
    check(&[&["read", "--reader", "rules"], many.as_slice()].concat());
}

#[test]
fn read_says_of_a_file_that_is_not_there_before_it_prints() {
    let desk = Desk::new();
    desk.write("one.txt", "Two people died, the police said.\n");
    for json in [&["--json"][..], &[]] {
        let ran = desk.run(&[&["read", "--reader", "rules", "one.txt", "two.txt"], json].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
        assert!(ran.err.contains("two.txt"), "{}", ran.err);
    }
}

#[test]
fn keys_stay_outside_case_and_dossier() {
    let desk = Desk::new();
    desk.case_with("Two people died, the police said.\n");
    desk.ok(&["publish", "case", "dossier"]);
    let secret = crate::common::files(&desk.path("keys"))
        .into_iter()
        .find(|(name, _)| name.extension().is_some_and(|extension| extension == "key"));
    let (_, secret) = secret.expect("a key was kept");
    let seed = secret.trim_ascii();
    let folder = desk.path("").to_string_lossy().into_owned();
    for root in ["case", "dossier"] {
        for (name, bytes) in crate::common::files(&desk.path(root)) {
            let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!holds(seed), "{} holds the signing key", name.display());
            // The lock names process and host only; no path of this machine is part of a case.
            assert!(!holds(folder.trim_end_matches('/').as_bytes()), "{} holds a path of this machine", name.display());
        }
    }
}

#[test]
fn help_and_manual_come_from_one_definition() {
    let desk = Desk::new();
    let help = desk.ok(&["--help"]);
    for verb in [
        "demo",
        "new",
        "add",
        "read",
        "build",
        "apparatus",
        "explain",
        "revisions",
        "decide",
        "undo",
        "export",
        "import",
        "publish",
        "verify",
        "custody",
    ] {
        assert!(help.contains(verb), "{verb}");
        assert!(desk.ok(&[verb, "--help"]).contains("Usage"), "{verb}");
    }
    assert!(desk.ok(&["completions", "bash"]).contains("variorum"));
    desk.ok(&["manual", "man"]);
    assert!(desk.path("man/variorum-verify.1").is_file());
}
