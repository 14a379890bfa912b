//! The redacted edition: what is hidden is nowhere in it, and what is left is proved by the same head.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::path::Path;
use std::process::Command;

use crate::common::{Desk, files, group};
use serde_json::Value;

/// Letters without accents, case and whatever stands between them: an independent and coarse reading of bytes.
fn squeezed(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let plain = text.chars().map(|letter| match letter {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'ö' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        other => other,
    });
    plain.filter(char::is_ascii_alphanumeric).collect()
}

/// No file of the folder holds one of these, raw, squeezed, in base64 or in its name.
fn assert_nowhere(folder: &Path, words: &[&str]) {
    use base64::Engine as _;
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD_NO_PAD.encode(text);
    for (path, bytes) in files(folder) {
        let read = squeezed(&[path.to_string_lossy().as_bytes(), &bytes].concat());
        for word in words {
            assert!(!read.contains(&squeezed(word.as_bytes())), "{} holds {word:?}", path.display());
            let encoded = base64(word);
            let inner = &encoded.as_bytes()[..encoded.len() / 4 * 4];
            assert!(!bytes.windows(inner.len()).any(|window| window == inner), "{} holds {word:?}", path.display());
        }
        // What the walk cannot look into is not there.
        let packed: [&[u8]; 3] = [b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF"];
        assert!(packed.iter().all(|magic| !bytes.starts_with(magic)), "{} is packed", path.display());
    }
}

fn table(folder: &Path) -> Value {
    let bytes = std::fs::read(folder.join("data/tables/apparatus.json")).expect("the table is there");
    serde_json::from_slice(&bytes).expect("the table is JSON")
}

/// A case in which two people speak, one of them Ana Ruiz, in every form that a file can have.
fn case_with_leaks(desk: &Desk) {
    desk.ok(&["new", "case", "--title", "The bridge, as Ana Ruiz saw it"]);
    let add = |name: &str, text: &str, more: &[&str]| {
        desk.write(name, text);
        desk.ok(&[&["add", "case", name, "--published", "2021-03-03", "--zone", "+00:00"], more].concat());
    };
    add("plain.txt", "Clash at the bridge\n\nSeven people were killed at the bridge, the police said.\n", &[]);
    add(
        "witness.txt",
        "A witness speaks\n\nAna Ruiz said that nine people were killed. “They fired first,” A\u{301}na Ru\u{ed}z said. \
         AN\u{ad}A RU\u{200b}IZ, a teacher, fled. Later Ana Ru-\niz came back.\n",
        &[],
    );
    add("talk-with-ana_ruiz.txt", "Eight people were killed at the bridge, the mayor said.\n", &[]);
    add(
        "other.txt",
        "Ten people were killed at the bridge, a shopkeeper said.\n",
        &["--url", "https://example.org/%41na%20Ru%69z"],
    );
    add(
        "page.html",
        "<html><head><title>Bridge</title></head><body><!-- from &#65;na R&#117;iz --><article><h1>Bridge</h1><p>Six \
         people were killed at the bridge, the hospital said on Monday. The hospital said that more were hurt, and \
         that the bridge was closed.</p></article></body></html>",
        &[],
    );
    desk.ok(&["build", "case"]);
}

fn claim(desk: &Desk, words: &str) -> String {
    let apparatus = desk.json(&["apparatus", "case", "--json"]);
    let claims = apparatus["claims"].as_array().expect("a list");
    let says = |claim: &&Value| claim["content"].to_string().contains(words);
    claims.iter().find(says).unwrap_or_else(|| panic!("no claim says {words:?}"))["code"]
        .as_str()
        .expect("a code")
        .into()
}

#[test]
fn leaks_of_every_kind_are_closed() {
    let desk = Desk::new();
    case_with_leaks(&desk);
    let seven = claim(&desk, "Seven people");
    desk.ok(&["decide", "case", "note", &seven, "Ana Ruiz says otherwise"]);
    desk.ok(&["decide", "case", "accept", &seven]);
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "Ruiz"]);
    let refused = desk.run(&["publish", "case", "dossier"]);
    assert_eq!(refused.code, Some(2), "a full edition by mistake: {}", refused.err);
    let plan = desk.ok(&["publish", "case", "dossier", "--redacted", "--plan"]);
    assert!(plan.contains("Witness A: stands for") && plan.contains("altered: 1 texts"), "{plan}");
    assert!(!desk.path("dossier").exists(), "a plan writes nothing");
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    let folder = desk.path("dossier");
    assert_nowhere(&folder, &["Ana Ruiz", "Ruiz"]);

    let verified = desk.ok(&["verify", "dossier"]);
    assert!(verified.contains("VERIFIED; redacted: 1 texts altered by the publisher, not proven"), "{verified}");
    assert!(verified.contains("text.altered"), "{verified}");
    let table = table(&folder);
    let documents = table["documents"].as_array().expect("a list");
    let altered: Vec<&Value> = documents.iter().filter(|document| document["altered"].is_string()).collect();
    assert_eq!(altered.len(), 1);
    let text = altered[0]["text"].as_str().expect("a text");
    assert_eq!(text.matches("Witness A").count(), 4, "{text}");
    assert!(altered[0]["reports"][0]["original"].is_null(), "the digest of a short text tells");
    let originals: Vec<bool> =
        documents.iter().map(|document| document["reports"][0]["original"].is_string()).collect();
    assert_eq!(originals, [true, false, false, false, false]);
    assert!(documents[3]["reports"][0]["url"].is_null(), "an address with a name is left out");
    assert!(!folder.join("data/case.toml").exists(), "the title names her");
    let withheld = std::fs::read_to_string(folder.join("data/entries/withheld.csv")).expect("the list is there");
    for kind in ["decision.note", "decision.protect", "config.set", "source.add"] {
        assert!(withheld.contains(kind), "{withheld}");
    }
    assert!(!withheld.contains("decision.accept"), "{withheld}");
    let page = std::fs::read_to_string(folder.join("pages/r-2.html")).expect("the page is there");
    assert!(page.contains("altered by the publisher, not proven"), "{page}");
    let made = desk.ok(&["publish", "case", "again", "--redacted", "--at", &table_size(&verified)]);
    assert!(made.is_empty());
    assert_eq!(files(&folder), files(&desk.path("again")), "the same number gives the same bytes");
}

/// Who speaks, when, and how answers lie is drawn and listed under the alias only: in names, in other names, in what a
/// mark of a drawing says, and on the sheet for print.
#[test]
fn drawings_and_lists_of_speakers_know_the_alias_only() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "The bridge"]);
    let texts = [
        "Clash at the bridge\n\nAna Ruiz said on Monday that nine people were killed at the bridge. The police said that \
         seven people were killed.\n",
        "More dead\n\nAna Ruiz, a teacher, said that ten people were killed at the bridge. Ruiz said that the clash began \
         at 9 p.m.\n",
    ];
    for (number, text) in texts.iter().enumerate() {
        let name = format!("report-{number}.txt");
        desk.write(&name, text);
        let day = format!("2021-03-0{}", number + 3);
        desk.ok(&["add", "case", &name, "--published", &day, "--zone", "+00:00"]);
    }
    desk.ok(&["build", "case"]);
    let pages = |folder: &str| -> Vec<(String, String)> {
        let all = files(&desk.path(folder)).into_iter();
        let pages = all.filter(|(path, _)| path.extension().is_some_and(|ending| ending == "html"));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a page is text");
        pages.map(|(path, bytes)| (path.to_string_lossy().into_owned(), text(bytes))).collect()
    };
    let naming = |pages: &[(String, String)], name: &str| -> Vec<String> {
        let naming = pages.iter().filter(|(_, page)| page.contains(name));
        naming.map(|(path, _)| path.clone()).collect()
    };
    desk.ok(&["publish", "case", "full"]);
    let full = naming(&pages("full"), "Ana Ruiz");
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "Ruiz"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    assert_nowhere(&desk.path("dossier"), &["Ana Ruiz", "Ruiz"]);
    let hidden = pages("dossier");
    let alias = naming(&hidden, "Witness A");
    for part in ["index.html", "speakers.html", "pages/s-", "pages/q-"] {
        assert!(full.iter().any(|path| path.contains(part)), "{part} would have named her: {full:?}");
        assert!(alias.iter().any(|path| path.contains(part)), "{part} names the alias: {alias:?}");
    }
    for part in ["timeline.html", "summary.html"] {
        assert!(hidden.iter().any(|(path, _)| path.ends_with(part)), "{part} is there");
    }
    let told = |page: &str| {
        page.split("<title>")
            .skip(2)
            .any(|title| title.split("</title>").next().is_some_and(|told| told.contains("Witness A")))
    };
    assert!(hidden.iter().any(|(_, page)| told(page)), "a mark of a drawing tells the alias");
}

/// How many entries the head of a verified dossier covers.
fn table_size(verified: &str) -> String {
    let line = verified.lines().find(|line| line.contains("checkpoint.signature")).expect("the head is told");
    let size = line.rsplit_once(" over ").expect("over how many").1;
    size.split(' ').next().expect("a number").to_owned()
}

#[test]
fn a_word_that_is_almost_one_stops_it() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, Ana Ruiz said. The shop of Anna Ruiz, no relation, burned down.\n");
    desk.ok(&["decide", "case", "protect", "Ana Ruiz"]);
    let stopped = desk.run(&["publish", "case", "dossier", "--redacted"]);
    assert_eq!(stopped.code, Some(2), "{}", stopped.err);
    assert!(stopped.err.contains("“annaruiz” 1× (like Witness A)"), "{}", stopped.err);
    assert!(!desk.path("dossier").exists());
    desk.ok(&["decide", "case", "protect", "--alias", "Witness A", "--unlike", "Anna Ruiz"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    let text = table(&desk.path("dossier"))["documents"][0]["text"].to_string();
    assert!(text.contains("Witness A said. The shop of Anna Ruiz"), "{text}");
}

#[test]
fn what_was_found_to_endanger_people_is_hidden_too() {
    let desk = Desk::new();
    desk.case_with(
        "Clash\n\nSeven people died, Ana Ruiz said. Call her at +58 412 555 12 34 or the desk at +58 212 555 77 00. \
         She wrote to ana.r@example.org.\n",
    );
    desk.write("page.html", "<p>Six died, the mayor said on Monday.</p><script>document.cookie = 'sid=Zk81'</script>");
    desk.ok(&["add", "case", "page.html"]);
    desk.write("tel.html", "<p>Five died, the army said on Monday.</p><a href='tel:+584147778899'>call</a>");
    desk.write(
        "letter.eml",
        "From: Pedro P <pedro.p@example.org>\r\nSubject: Bridge\r\nReceived: from 10.1.2.3\r\n\r\nFour died, the mayor said.\r\n\
         password: *****\r\n",
    );
    desk.ok(&["add", "case", "tel.html", "letter.eml"]);
    let config = desk.read("case/case.toml");
    desk.write("case/case.toml", format!("# source: +58 414 999 88 77\n{config}"));
    desk.ok(&["decide", "case", "merge", "Juana Gomez", "La Paloma"]);
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "--unlike", "+58 212 555 77 00"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    let folder = desk.path("dossier");
    assert_nowhere(&folder, &["Ana Ruiz", "584125551234", "ana.r@example.org", "sid=Zk81"]);
    assert_nowhere(&folder, &["584147778899", "pedro.p@example.org", "10.1.2.3", "584149998877", "La Paloma"]);
    let text = table(&folder)["documents"][0]["text"].to_string();
    assert!(text.contains("at +[telephone] or the desk at +58 212 555 77 00. She wrote to [e-mail]."), "{text}");
    assert!(desk.ok(&["verify", "dossier"]).contains("VERIFIED; redacted: 1 texts altered"));
}

/// Bytes that unfold to a thousand times their number.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a", zip::write::SimpleFileOptions::default()).expect("a member can be begun");
    std::io::Write::write_all(&mut zip, &vec![b'a'; 40 << 20]).expect("a member can be written");
    zip.finish().expect("an archive can be closed").into_inner()
}

#[test]
fn what_cannot_be_searched_to_its_end_is_not_passed_over() {
    use base64::Engine as _;
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, Ana Ruiz said.\n");
    let packed = base64::engine::general_purpose::STANDARD.encode(bomb());
    // In a text it is shown, so nothing is published; in what nobody reads of a page the page stays behind.
    desk.write("packed.txt", format!("Six died, the mayor said.\n\n{packed}\n"));
    desk.write("page.html", format!("<p>Five died, the army said on Monday.</p><script>var x = '{packed}'</script>"));
    desk.ok(&["add", "case", "packed.txt", "page.html"]);
    desk.ok(&["decide", "case", "protect", "Ana Ruiz"]);
    let stopped = desk.run(&["publish", "case", "dossier", "--redacted"]);
    assert_eq!(stopped.code, Some(2), "{}", stopped.err);
    assert!(stopped.err.contains("the text of R2 unfolds to more than can be looked through"), "{}", stopped.err);
    assert!(stopped.err.contains("decide CASE withhold R") && !desk.path("dossier").exists(), "{}", stopped.err);
    let plan = desk.ok(&["publish", "case", "dossier", "--redacted", "--plan"]);
    assert!(plan.contains("STOPS THE PUBLISHING: the text of R2 unfolds"), "{plan}");
    assert!(plan.contains("2 are withheld with their digests: they unfold to more than"), "{plan}");
    desk.ok(&["decide", "case", "withhold", "R2"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    assert_nowhere(&desk.path("dossier"), &["Ana Ruiz", &packed[2000..2100]]);
    assert!(desk.ok(&["verify", "dossier"]).contains("VERIFIED"));
}

#[test]
fn an_alias_of_ours_is_nobody_s_name() {
    let desk = Desk::new();
    desk.case_with(
        "Clash\n\nSeven people died, John Mail said. Write to the desk at news.desk@example.org, he said.\n",
    );
    desk.ok(&["decide", "case", "protect", "Mail", "John Mail"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    let text = table(&desk.path("dossier"))["documents"][0]["text"].to_string();
    assert!(text.contains("Witness A said. Write to the desk at [address], he said."), "{text}");
    // One that stands already is not changed behind anybody's back.
    let refused = desk.run(&["decide", "case", "protect", "Witness"]);
    assert!(refused.code == Some(2) && refused.err.contains("\"Witness A\" holds a protected"), "{}", refused.err);
    desk.ok(&["undo", "case"]);
    desk.ok(&["decide", "case", "protect", "Witness"]);
    let listed = desk.ok(&["decide", "case", "list"]);
    assert!(listed.contains("1 spellings as Person A"), "{listed}");
}

#[test]
fn a_short_name_in_a_longer_word_is_asked_about() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, Ana Ruiz said. The police said that #FreeAna was on the walls.\n");
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "Ana"]);
    let stopped = desk.run(&["publish", "case", "dossier", "--redacted"]);
    assert!(stopped.err.contains("“freeana” 1× (like Witness A)"), "{}", stopped.err);
    desk.ok(&["decide", "case", "protect", "FreeAna", "--alias", "Witness A"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    assert_nowhere(&desk.path("dossier"), &["Ana Ruiz", "FreeAna"]);
}

/// The names of unfinished dossiers on this desk.
fn unfinished(desk: &Desk) -> Vec<String> {
    let names = std::fs::read_dir(desk.path(".")).expect("a folder").flatten().map(|it| it.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with(".dossier-")).collect()
}

#[test]
fn what_a_killed_publish_leaves_is_swept_by_the_next() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, the police said.\n");
    let left = (0..20).find_map(|round| {
        let name = format!("killed-{round}");
        let mut child = desk.command(&["publish", "case", &name, "--unrecorded"]).spawn().expect("it starts");
        while unfinished(&desk).is_empty() && child.try_wait().expect("it can be asked").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        // Between its folder and the words in it lies a moment.
        std::thread::sleep(std::time::Duration::from_millis(round));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let marked = |name: &String| !desk.read(&format!("{name}/unfinished")).is_empty();
        let left = unfinished(&desk).pop()?;
        if desk.path(&format!("{left}/unfinished")).exists() && marked(&left) {
            return Some(left);
        }
        // Killed before it had said whose folder it is: nothing was written, and nobody may delete it unasked.
        std::fs::remove_dir_all(desk.path(&left)).expect("the test can delete it");
        None
    });
    let left = left.expect("no publishing was caught in the middle");
    let ran = desk.run(&["publish", "case", "dossier"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains(&format!("{left}: an unfinished dossier of a publishing that was killed")), "{}", ran.err);
    assert!(unfinished(&desk).is_empty(), "{:?}", unfinished(&desk));
    assert!(desk.ok(&["verify", "dossier"]).contains("VERIFIED"));
}

#[test]
fn a_word_of_the_pages_themselves_stops_it_before_it_has_a_name() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, the police said. Mr Origins left.\n");
    desk.ok(&["decide", "case", "protect", "Origins"]);
    // The open points of the table speak of an origin too: a person says that it is another word.
    desk.ok(&["decide", "case", "protect", "--alias", "Witness A", "--unlike", "origin"]);
    let stopped = desk.run(&["publish", "case", "dossier", "--redacted"]);
    assert_eq!(stopped.code, Some(2), "{}", stopped.err);
    assert!(stopped.err.contains("index.html: a spelling of Witness A"), "{}", stopped.err);
    assert!(!desk.path("dossier").exists());
    let left: Vec<_> =
        std::fs::read_dir(desk.path(".")).expect("a folder").flatten().map(|it| it.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".dossier")), "{left:?}");
}

#[test]
fn undone_is_undone_and_a_full_edition_is_what_it_was() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, Ana Ruiz said.\n");
    desk.ok(&["publish", "case", "before"]);
    let size = table_size(&desk.ok(&["verify", "before"]));
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "--alias", "the teacher"]);
    desk.ok(&["decide", "case", "withhold", "R1"]);
    let wrong = desk.run(&["decide", "case", "protect", "teacher", "--alias", "the teacher"]);
    assert_eq!(wrong.code, Some(2), "an alias that would be replaced: {}", wrong.err);
    assert_eq!(desk.run(&["publish", "case", "full", "--at", &size]).code, Some(2));
    desk.ok(&["publish", "case", "full", "--at", &size, "--unredacted"]);
    assert_eq!(files(&desk.path("before")), files(&desk.path("full")));
    desk.ok(&["undo", "case"]);
    desk.ok(&["undo", "case"]);
    assert_eq!(desk.run(&["publish", "case", "redacted", "--redacted"]).code, Some(2), "nothing is hidden any more");
    desk.ok(&["publish", "case", "after"]);
    assert!(desk.ok(&["verify", "after"]).contains("VERIFIED"));
    assert_nowhere(&desk.path("after"), &["the teacher"]);
}

/// A WebP with a place in its Exif.
fn picture() -> Vec<u8> {
    let chunk = |id: &[u8], data: &[u8]| [id, &(data.len() as u32).to_le_bytes(), data].concat();
    let exif = chunk(b"EXIF", b"Exif\0\0MM\0*\0\0\0\x08 at the house of Ana Ruiz.");
    let body = [b"WEBP".to_vec(), chunk(b"VP8L", b"\x2f\0\0\0\0\0\0\0"), exif].concat();
    [b"RIFF".to_vec(), (body.len() as u32).to_le_bytes().to_vec(), body].concat()
}

#[test]
fn pictures_go_as_copies_that_say_nothing() {
    let desk = Desk::new();
    desk.case_with("Clash\n\nSeven people died, Ana Ruiz said.\n");
    desk.write("photo of Ana Ruiz.webp", picture());
    desk.ok(&["add", "case", "photo of Ana Ruiz.webp"]);
    desk.ok(&["decide", "case", "protect", "Ana Ruiz", "Ruiz"]);
    desk.ok(&["publish", "case", "dossier", "--redacted"]);
    let folder = desk.path("dossier");
    assert_nowhere(&folder, &["Ruiz", "the house of"]);
    let copy = std::fs::read(folder.join("data/copies/R2.webp")).expect("the copy is there");
    assert!(copy.starts_with(b"RIFF") && copy.windows(4).any(|window| window == b"VP8L"));
    let list = std::fs::read_to_string(folder.join("data/copies/copies.csv")).expect("the list is there");
    assert!(list.contains("R2,photo of Witness A.webp,data/copies/R2.webp,") && list.contains("not proven"), "{list}");
    assert!(!folder.join("data/originals").exists(), "neither the picture nor the text goes as it is");
    assert!(desk.ok(&["verify", "dossier"]).contains("VERIFIED"));
}

/// The sample: a man who is named in most of its reports, in every format, and one report left out.
#[test]
fn the_sample_without_a_name_and_a_report() {
    let desk = Desk::new();
    desk.ok(&["demo"]);
    let case = "variorum-demo/case";
    desk.ok(&["decide", case, "protect", "Óscar Pérez", "Pérez"]);
    desk.ok(&["decide", case, "withhold", "R3"]);
    desk.ok(&["publish", case, "dossier", "--redacted"]);
    let folder = desk.path("dossier");
    let third = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/junquito/03-cordillera-daily.txt"),
    )
    .expect("the sample is there");
    let words: Vec<&str> = third.lines().filter(|line| line.len() > 120).collect();
    assert_nowhere(&folder, &[&["Óscar Pérez", "Pérez", "03-cordillera-daily"], words.as_slice()].concat());
    let verified = desk.ok(&["verify", "dossier"]);
    assert!(verified.contains("VERIFIED; redacted:"), "{verified}");

    let table = table(&folder);
    let documents = table["documents"].as_array().expect("a list");
    assert!(documents.iter().all(|document| document["code"] != "R3"), "R3 is left out");
    assert_eq!(documents.len(), 17);
    assert!(table["speakers"].to_string().contains("Witness A"), "{}", table["speakers"]);
    assert!(documents.iter().any(|document| document.get("altered").is_none()), "some texts do not name him");
    // What does not name him is as it was, under the same ids.
    let full = desk.path("variorum-demo/dossier");
    let whole =
        serde_json::from_slice::<Value>(&std::fs::read(full.join("data/tables/apparatus.json")).expect("it is there"));
    let whole = whole.expect("it is JSON");
    for document in documents.iter().filter(|document| document.get("altered").is_none()) {
        let same = whole["documents"].as_array().expect("a list").iter().any(|known| known["id"] == document["id"]);
        assert!(same, "{}", document["code"]);
    }
    if group("python") {
        let ran =
            Command::new("/usr/bin/python3").args(["verify.py", "."]).current_dir(&folder).output().expect("it runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
        let sums = Command::new("sha256sum")
            .args(["-c", "--quiet", "tagmanifest-sha256.txt", "manifest-sha256.txt"])
            .current_dir(&folder)
            .status();
        assert!(sums.expect("it runs").success());
    }
}
