//! What people decide: recorded, folded in, undone, carried through a spreadsheet and between two cases.
#![allow(clippy::panic, reason = "a panic fails the test")]

use crate::common::Desk;
use serde_json::Value;

const REPORT: &str = "Clash at the bridge\n\nSeven people were killed at the bridge, the police said. \
    Interior Minister Adrian Voss said that two officers were injured. Residents said that the officers fired first.\n";

fn claim(apparatus: &Value, words: &str) -> Value {
    let claims = apparatus["claims"].as_array().expect("a list");
    let says = |claim: &&Value| {
        claim["content"].as_array().is_some_and(|spans| {
            spans.iter().any(|span| span["text"].as_str().is_some_and(|text| text.contains(words)))
        })
    };
    claims.iter().find(says).unwrap_or_else(|| panic!("no claim says {words:?}")).clone()
}

fn code(apparatus: &Value, words: &str) -> String {
    claim(apparatus, words)["code"].as_str().expect("a code").to_owned()
}

fn values(apparatus: &Value, question: &str) -> Vec<Value> {
    let questions = apparatus["questions"].as_array().expect("a list");
    let found = questions.iter().find(|asked| asked["id"] == question);
    found.map_or_else(Vec::new, |asked| {
        asked["positions"].as_array().expect("a list").iter().map(|position| position["value"].clone()).collect()
    })
}

fn look(desk: &Desk) -> Value {
    desk.json(&["apparatus", "case", "--json"])
}

#[test]
fn every_act_is_folded_in_and_can_be_undone() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    std::fs::write(desk.path("case/case.toml"), "title = \"A case\"\nquestions = [\"killing\"]\n")
        .expect("it can be written");
    desk.ok(&["build", "case"]);
    let before = look(&desk);
    let killed = code(&before, "Seven people were killed");
    assert_eq!(values(&before, "killed")[0]["min"], 7);

    desk.ok(&["decide", "case", "answer", &killed, "killed", "8", "--scope", "part=total"]);
    assert_eq!(values(&look(&desk), "killed")[0]["min"], 8, "a person's answer replaces the machine's");
    desk.ok(&["undo", "case"]);
    assert_eq!(values(&look(&desk), "killed"), values(&before, "killed"), "undo did not bring the old answer back");

    desk.ok(&["decide", "case", "reject", &killed]);
    let rejected = look(&desk);
    assert!(values(&rejected, "killed").is_empty());
    assert_eq!(claim(&rejected, "Seven people were killed")["rejected"], true, "a rejected claim stays visible");
    desk.ok(&["undo", "case"]);

    desk.ok(&["decide", "case", "mark", "R1", "Clash at the bridge", "--speaker", "Headline desk"]);
    let marked = claim(&look(&desk), "Clash at the bridge");
    assert_eq!(marked["rule"], "person");
    desk.ok(&["decide", "case", "attribute", &killed, "Colonel Brandt"]);
    let attributed = look(&desk);
    let speaker = claim(&attributed, "Seven people were killed")["speaker"].clone();
    let names = attributed["speakers"].as_array().expect("a list");
    assert!(names.iter().any(|one| one["id"] == speaker && one.to_string().contains("Colonel Brandt")));
    desk.ok(&["decide", "case", "note", &killed, "ask the hospital"]);
    desk.ok(&["decide", "case", "published", "R1", "2021-03-04"]);
    assert_eq!(look(&desk)["documents"][0]["published"], "2021-03-04");
    desk.ok(&["decide", "case", "ask", "curfew", "Was there a curfew?"]);
    desk.ok(&["decide", "case", "answer", &killed, "curfew", "nothing is said"]);
    assert_eq!(values(&look(&desk), "curfew").len(), 1);
    let verified = desk.json(&["verify", "case", "--json"]);
    assert!(verified["verification"]["counts"]["quotes"].as_u64().is_some_and(|quotes| quotes >= 6), "{verified}");
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let killed = code(&look(&desk), "Seven people were killed");
    let sheet = desk.ok(&["export", "case", "--to", "csv"]);
    let filled: Vec<String> = sheet
        .lines()
        .map(|line| if line.starts_with(&killed) { line.replacen(",,", ",accept,", 1) } else { line.to_owned() })
        .collect();
    assert_ne!(filled.join("\n"), sheet.replace("\r\n", "\n").trim_end());
    desk.write("sheet.csv", format!("\u{feff}{}", filled.join("\r\n")));
    let plan = desk.ok(&["import", "case", "sheet.csv"]);
    assert!(plan.contains("accept"), "{plan}");
    assert_eq!(
        claim(&look(&desk), "Seven people")["decided"].as_array().map(Vec::len),
        Some(0),
        "a plan recorded something"
    );
    desk.ok(&["import", "case", "sheet.csv", "--apply"]);
    assert_eq!(claim(&look(&desk), "Seven people")["decided"].as_array().map(Vec::len), Some(1));

    desk.write("latin.csv", b"id,quote,action\nx,muri\xf3,accept\n");
    let latin = desk.run(&["import", "case", "latin.csv"]);
    assert!(latin.code == Some(2) && latin.err.contains("CSV UTF-8"), "{}", latin.err);
    let changed = filled.join("\n").replace("Seven people were killed", "Nine people were killed");
    desk.write("changed.csv", changed);
    let refused = desk.run(&["import", "case", "changed.csv", "--apply"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.contains("its quote was changed"), "{}", refused.out);
}

#[test]
fn a_colleagues_decisions_stay_theirs_and_disagreement_is_kept() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["new", "theirs", "--title", "The same event"]);
    desk.ok(&["add", "theirs", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    let killed = code(&look(&desk), "Seven people were killed");
    desk.ok(&["decide", "theirs", "reject", &killed]);
    desk.ok(&["decide", "case", "accept", &killed]);
    desk.ok(&["import", "case", "theirs", "--apply"]);
    let merged = look(&desk);
    let claim = claim(&merged, "Seven people were killed");
    assert_eq!(claim["decided"].as_array().map(Vec::len), Some(2), "both decisions stay on record");
    assert_eq!(claim["rejected"], false, "the own decision takes effect");
    let findings = merged["findings"].to_string();
    assert!(findings.contains("decision.disagree"), "{findings}");
    let again = desk.run(&["import", "case", "theirs", "--apply"]);
    assert!(again.err.contains("0 decisions recorded"), "{}", again.err);
    desk.ok(&["verify", "case"]);
}

#[test]
fn a_config_that_is_not_on_record_is_found_and_recorded() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let config = desk.read("case/case.toml").replace("A case", "Another title");
    desk.write("case/case.toml", config);
    let verified = desk.run(&["verify", "case"]);
    assert_eq!(verified.code, Some(1));
    assert!(verified.out.contains("config.unrecorded") && verified.out.contains("variorum build"), "{}", verified.out);
    desk.ok(&["build", "case"]);
    desk.ok(&["verify", "case"]);
    desk.write("case/case.toml", "title = \"x\"\nlangauges = []\n");
    let refused = desk.run(&["build", "case"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("langauges") && refused.err.contains("languages"), "{}", refused.err);
}

#[test]
fn an_own_acceptance_holds_against_a_colleagues_other_answer() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["new", "theirs", "--title", "The same event"]);
    desk.ok(&["add", "theirs", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    std::fs::write(desk.path("theirs/case.toml"), "title = \"x\"\nquestions = [\"killing\"]\n")
        .expect("it can be written");
    let killed = code(&look(&desk), "Seven people were killed");
    desk.ok(&["decide", "case", "accept", &killed]);
    desk.ok(&["decide", "theirs", "answer", &killed, "killed", "9"]);
    desk.ok(&["build", "theirs"]);
    std::fs::write(desk.path("case/case.toml"), "title = \"x\"\nquestions = [\"killing\"]\n")
        .expect("it can be written");
    desk.ok(&["build", "case"]);
    let plan = desk.ok(&["import", "case", "theirs"]);
    assert!(plan.contains("Seven people were killed"), "the plan does not show the words: {plan}");
    desk.ok(&["import", "case", "theirs", "--apply"]);
    let merged = look(&desk);
    assert_eq!(values(&merged, "killed")[0]["min"], 7, "a colleague's answer replaced what was accepted");
    assert!(merged["findings"].to_string().contains("decision.disagree"));
}

#[test]
fn undo_goes_back_step_by_step_and_choices_are_checked() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    std::fs::write(desk.path("case/case.toml"), "title = \"x\"\nquestions = [\"killing\"]\n")
        .expect("it can be written");
    desk.ok(&["build", "case"]);
    let fired = code(&look(&desk), "the officers fired first");
    desk.ok(&["decide", "case", "note", &fired, "first"]);
    desk.ok(&["decide", "case", "note", &fired, "second"]);
    desk.ok(&["undo", "case"]);
    desk.ok(&["undo", "case"]);
    assert_eq!(claim(&look(&desk), "the officers fired first")["decided"].as_array().map(Vec::len), Some(0));
    let nothing = desk.run(&["undo", "case"]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.err);
    let listed = desk.ok(&["decide", "case", "list"]);
    assert_eq!(listed.matches("(undone)").count(), 2, "{listed}");
    let banana = desk.run(&["decide", "case", "answer", &fired, "fired_first", "banana"]);
    assert!(banana.code == Some(2) && banana.err.contains("officials"), "{}", banana.err);
    let choice = desk.run(&["decide", "case", "ask", "curfew", "Was there one?", "--kind", "choice"]);
    assert!(choice.code == Some(2) && choice.err.contains("case.toml"), "{}", choice.err);
}

#[test]
fn what_stands_already_is_not_decided_again() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["build", "case"]);
    let killed = code(&look(&desk), "Seven people were killed");
    let decisions = || desk.ok(&["decide", "case", "list"]).lines().count();
    for (arguments, other) in [
        (&["accept", &killed][..], &["reject", &killed][..]),
        (&["withhold", "R1"], &[]),
        (&["published", "R1", "2021-03-04"], &["published", "R1", "2021-03-05"]),
        (&["merge", "Adrian Voss", "Voss"], &["merge", "Interior Minister", "the minister"]),
        (&["protect", "Adrian Voss", "Voss"], &["protect", "Brandt", "--alias", "Witness A"]),
    ] {
        let decide = |arguments: &[&str]| desk.run(&[&["decide", "case"], arguments].concat());
        let first = decide(arguments);
        assert!(first.err.contains("recorded as journal entry"), "{arguments:?}: {}", first.err);
        let before = decisions();
        let second = decide(arguments);
        assert_eq!(second.code, Some(0), "{}", second.err);
        assert!(second.err.contains("nothing recorded: it already stands as journal entry"), "{}", second.err);
        assert_eq!(decisions(), before, "{arguments:?}");
        if other.is_empty() {
            desk.ok(&["undo", "case"]);
        } else {
            decide(other);
        }
        let third = decide(arguments);
        assert!(third.err.contains("recorded as journal entry"), "{arguments:?} after {other:?}: {}", third.err);
    }
    assert!(desk.ok(&["verify", "case"]).contains("VERIFIED"));
}

const OTHER: &str = "The mill on fire\n\nA driver, Luis Vega, said that the siren sounded before the wall gave way. Luis Vega, 41, \
    was hurt.\n";
const THIRD: &str = "A night without warning\n\nThe nurse Ana Sol told this page that no siren sounded in the night. \
    She knows Luis Vega, 43, from school.\n";

fn question<'a>(apparatus: &'a Value, name: &str) -> Option<&'a Value> {
    apparatus["questions"].as_array().expect("a list").iter().find(|asked| asked["id"] == name)
}

#[test]
fn questions_are_proposed_adopted_reworded_merged_and_closed() {
    const SIREN: &str = "proposed.fact.sound.siren";
    const AGE: &str = "proposed.age.Luis Vega";
    let desk = Desk::new();
    desk.case_with(OTHER);
    desk.write("third.txt", THIRD);
    desk.ok(&["add", "case", "third.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    let proposed = look(&desk);
    let siren = question(&proposed, SIREN).unwrap_or_else(|| panic!("{}", proposed["questions"]));
    assert_eq!((&siren["proposed"]["origins"], &siren["wording"]), (&2.into(), &"Did the siren sound?".into()));
    assert_eq!(siren["relations"][0]["relation"], "conflict");
    assert_eq!(values(&proposed, AGE).len(), 2);

    let code = siren["code"].as_str().expect("a code").to_owned();
    let recorded = desk.json(&["decide", "case", "adopt", &code, "--wording", "Was there an alarm?", "--json"]);
    assert_eq!(recorded["schema"], "variorum.decided/1");
    let adopted = look(&desk);
    let siren = question(&adopted, SIREN).expect("it is asked");
    assert_eq!((&siren["proposed"], &siren["wording"]), (&Value::Null, &"Was there an alarm?".into()));
    assert_eq!(desk.run(&["decide", "case", "adopt", SIREN]).code, Some(2), "it is asked already");
    assert_eq!(desk.run(&["decide", "case", "merge-questions", SIREN, AGE]).code, Some(2), "of another kind");

    desk.ok(&["decide", "case", "merge-questions", "killed", AGE]);
    desk.ok(&["decide", "case", "reword", SIREN, "Did it ring?"]);
    desk.ok(&["decide", "case", "close", SIREN, "--reason", "both were heard"]);
    let decided = look(&desk);
    let siren = question(&decided, SIREN).expect("a closed question stays visible");
    assert_eq!((&siren["handling"]["closed"], &siren["wording"]), (&true.into(), &"Did it ring?".into()));
    assert_eq!(siren["handling"]["before"]["en"], "Was there an alarm?");
    assert_eq!((question(&decided, AGE), values(&decided, "killed").len()), (None, 2));
    desk.ok(&["decide", "case", "reopen", SIREN]);
    let name = look(&desk)["speakers"][0]["name"].as_str().expect("somebody speaks").to_owned();
    assert_eq!(desk.run(&["decide", "case", "source", &name]).code, Some(2), "what?");
    assert_eq!(desk.run(&["decide", "case", "source", "Nobody", "--first-hand"]).code, Some(2), "no speaker");
    desk.ok(&["decide", "case", "source", &name.to_uppercase(), "--second-hand", "--access", "heard it at the market"]);
    let noted = look(&desk)["speakers"][0]["noted"].clone();
    assert_eq!((&noted["hand"], &noted["access"]), (&"second-hand".into(), &"heard it at the market".into()));
    assert_eq!(desk.run(&["decide", "case", "resolve", "killed"]).code, Some(2), "how?");
    assert_eq!(desk.run(&["decide", "case", "resolve", "killed", "--range", "some"]).code, Some(2), "no count");
    assert_eq!(desk.run(&["decide", "case", "resolve", "killed", "--priority", "Nobody"]).code, Some(2), "no voice");
    let reason = "both lists are complete";
    desk.ok(&["decide", "case", "resolve", "killed", "--range", "7..9", "--reason", reason]);
    let resolved = question(&look(&desk), "killed").expect("it is asked")["handling"]["resolved"].clone();
    assert_eq!(
        (&resolved["by"], &resolved["value"]["max"], &resolved["reason"]),
        (&"range".into(), &9.into(), &reason.into())
    );
    assert_eq!(question(&look(&desk), SIREN).expect("it is asked")["handling"]["closed"], false);
    let listed = desk.json(&["decide", "case", "list", "--json"]);
    assert_eq!(listed["decisions"].as_array().map(Vec::len), Some(7));
}
