//! All hostile files through the real program, from `new` to `verify`: none ends it, holds it up or gets out, each is
//! answered for, and nothing of them becomes part of a page.
//!
//! The files are no part of the repository (some are malicious on purpose): they are looked for in `$VARIORUM_SHARED`
//! and in `shared` beside or above it. The ordinary run takes some of each folder; the campaign `hostile` takes all.
#![allow(clippy::panic, clippy::print_stdout, reason = "a panic fails the test, and what is left out is said aloud")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Desk, Ran, files, text};
use serde_json::Value;
use variorum_testkit::Campaign;

/// What no command may take longer than. One file may take its worker a minute, so this is not the sum of all.
const LONGEST: Duration = Duration::from_secs(600);

/// The ordinary run takes every so many-eth file, and all of the folders that are about getting out.
const EVERY: usize = 12;
const ALL_OF: [&str; 3] = ["archive", "own", "svg"];

#[test]
fn hostile_files_end_as_documents_or_findings() {
    let mut campaign = Campaign::begin("hostile", 0);
    let Some(shared) = shared() else {
        println!("left out: shared data (hostile/)");
        return;
    };
    // Deep enough that a path that leads out, leads into what is watched.
    let desk = Desk::new();
    let chosen = chosen(&shared, campaign.is_long());
    for path in &chosen {
        let bytes = std::fs::read(shared.join(path)).expect("a file can be read");
        desk.write(&format!("outside/of/evidence/{}", path.display()), bytes);
    }
    let place = desk.path("outside/of");
    for folder in ["tmp", "home"] {
        std::fs::create_dir(desk.path(folder)).expect("a folder can be made");
    }
    let run = |arguments: &[&str]| bounded(desk.command(arguments).current_dir(&place).envs(own_places(&desk)));
    run(&["new", "case", "--title", "Hostile"]);
    let before = outside(&desk);
    let originals = originals(&place);
    let added = run(&["add", "case", "evidence", "--json"]);
    let names: Vec<String> = chosen.iter().map(|path| format!("evidence/{}", path.display())).collect();
    let mut arguments = vec!["read", "--json"];
    arguments.extend(names.iter().map(String::as_str));
    let read = run(&arguments);
    run(&["build", "case"]);
    run(&["publish", "case", "dossier"]);
    run(&["verify", "case"]);
    run(&["verify", "dossier"]);
    assert_eq!(outside(&desk), before, "something outside the case was changed");
    assert!(originals.is_subset(&self::originals(&place)), "an original is gone");
    let endings = endings(&names, &added.out, &read.out);
    let pages = pages(&place.join("dossier"));
    endings.values().for_each(|count| (0..*count).for_each(|_| campaign.point()));
    for (name, count) in endings {
        campaign.figure(name, count);
    }
    campaign.figure("pages", pages);
    campaign.close();
}

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from);
    let places = given.into_iter().chain([root.join("shared"), root.join("../shared")]);
    places.map(|place| place.join("hostile")).find(|place| place.is_dir())
}

/// The files to take, as paths below the folder, in order.
fn chosen(folder: &Path, all: bool) -> Vec<PathBuf> {
    let is_whole = |path: &Path| ALL_OF.iter().any(|folder| path.starts_with(folder));
    let paths = files(folder).into_keys().enumerate();
    paths.filter(|(number, path)| all || number % EVERY == 0 || is_whole(path)).map(|(_, path)| path).collect()
}

/// Where a program may think that it can leave things, all of it watched.
fn own_places(desk: &Desk) -> [(&'static str, PathBuf); 2] {
    [("TMPDIR", desk.path("tmp")), ("HOME", desk.path("home"))]
}

/// Runs a command that must end by itself, in time and well.
fn bounded(command: &mut Command) -> Ran {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let id = child.id();
    let (mut out, mut err) = (child.stdout.take().expect("it is piped"), child.stderr.take().expect("it is piped"));
    std::thread::scope(|threads| {
        let drain = |from: &mut dyn std::io::Read| {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).expect("a pipe can be read");
            text(bytes)
        };
        let out = threads.spawn(move || drain(&mut out));
        let err = threads.spawn(move || drain(&mut err));
        let status = loop {
            match child.try_wait().expect("it can be waited for") {
                Some(status) => break status,
                None if begun.elapsed() > LONGEST => {
                    let _ = child.kill();
                    panic!("{command:?} ({id}) was not done after {} s", LONGEST.as_secs());
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let (out, err) = (out.join().expect("it is drained"), err.join().expect("it is drained"));
        assert_eq!(status.code(), Some(0), "{command:?}\n{err}");
        assert!(!err.contains("panicked"), "{command:?}\n{err}");
        Ran { code: status.code(), out, err }
    })
}

/// Everything on the desk that no command here may touch, with its bytes.
fn outside(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    let own = ["outside/of/case", "outside/of/dossier"];
    let mut all = files(&desk.path(""));
    all.retain(|path, _| !own.iter().any(|own| path.starts_with(own)));
    // The keyring keeps how far each case was signed.
    all.retain(|path, _| !path.starts_with("keys"));
    all
}

fn originals(place: &Path) -> BTreeSet<PathBuf> {
    files(&place.join("case/originals")).into_keys().collect()
}

/// How many files ended as what. A file that ended as nothing fails the test.
fn endings(names: &[String], added: &str, read: &str) -> BTreeMap<&'static str, usize> {
    let lines: Vec<Value> = added.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let read: Value = serde_json::from_str(read).expect("--json prints JSON");
    let documents = read["documents"].as_array().expect("a list");
    let texts: BTreeSet<&str> =
        documents.iter().filter(|document| document["text"] != "").filter_map(|one| one["name"].as_str()).collect();
    let mut endings = BTreeMap::new();
    for name in names {
        let line = lines.iter().find(|line| line["name"] == *name);
        let line = line.unwrap_or_else(|| panic!("{name} was passed over in silence"));
        assert!(line["code"].is_string(), "{name} was not kept");
        let within = format!("{name}!/");
        let has_members = || lines.iter().any(|line| line["name"].as_str().is_some_and(|one| one.starts_with(&within)));
        let is_medium = ["an image", "a video", "a sound recording"].iter().any(|kind| line["format"] == *kind);
        let findings = line["findings"].as_array().expect("a list");
        findings.iter().for_each(|finding| assert_ne!(finding["code"], "worker.forbidden", "{name}"));
        let ending = match () {
            () if texts.contains(name.as_str()) => "documents",
            () if !findings.is_empty() => "findings",
            () if is_medium => "media",
            () if has_members() => "containers",
            () => panic!("{name}: neither a text nor a finding"),
        };
        *endings.entry(ending).or_default() += 1;
    }
    endings
}

/// Reads every page as a browser would part it into elements, and looks at each; how many pages there are.
fn pages(dossier: &Path) -> usize {
    let pages = files(dossier).into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "html"));
    pages.map(|(path, bytes)| page(&path, &text(bytes))).count()
}

/// What the pages of a dossier are made of. Nothing here runs, loads or sends anything.
const ELEMENTS: [&str; 41] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "aside",
    "article",
    "h1",
    "h2",
    "h3",
    "p",
    "span",
    "bdi",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "q",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
];
const MORE_ELEMENTS: [&str; 14] =
    ["del", "ins", "div", "br", "hr", "details", "summary", "caption", "time", "mark", "small", "abbr", "sup", "cite"];
/// Of drawings: shapes and words, nothing that loads, moves or holds other documents.
const SHAPES: [&str; 9] = ["svg", "g", "path", "line", "rect", "circle", "text", "figure", "figcaption"];

fn page(path: &Path, page: &str) {
    // The style is the program's own: nothing of the evidence is in it.
    let (head, rest) = page.split_once("<style>").expect("a page has its style");
    let (style, body) = rest.split_once("</style>").expect("the style ends");
    assert!(!style.contains("url(") && !style.contains("@import"), "{}: the style loads something", path.display());
    for tag in head.split('<').skip(1).chain(body.split('<').skip(1)) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("{}: <{tag}: no end", path.display()));
        let name = tag.trim_start_matches('/').split(|letter: char| letter.is_whitespace() || letter == '/').next();
        let name = name.unwrap_or_default().to_lowercase();
        let is_known = [&ELEMENTS[..], &MORE_ELEMENTS, &SHAPES].iter().any(|known| known.contains(&name.as_str()));
        assert!(is_known, "{}: <{tag}>", path.display());
        for (attribute, value) in attributes(tag) {
            let what = format!("{}: <{tag}>", path.display());
            assert!(
                !attribute.starts_with("on") && !["src", "srcdoc", "action", "formaction"].contains(&&*attribute),
                "{what}"
            );
            if attribute == "href" {
                let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
                let harmless = scheme.is_none_or(|scheme| ["http", "https"].contains(&scheme.as_str()));
                assert!(harmless || !value.split('/').next().unwrap_or_default().contains(':'), "{what}");
            }
            let refreshes = attribute == "http-equiv" && value.eq_ignore_ascii_case("refresh");
            assert!(!refreshes, "{what}");
        }
    }
}

/// The attributes of a tag as the dossier writes them: `name="value"`, the value without a quotation mark.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut parts = tag.split('"');
    let mut found = Vec::new();
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let name = before.trim_end_matches('=').rsplit(char::is_whitespace).next().unwrap_or_default();
        found.push((name.to_lowercase(), value.to_owned()));
    }
    found
}
