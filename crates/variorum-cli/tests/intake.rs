//! What endangers people if it is published is told when it comes in, and wherever findings are shown, without being
//! told itself.

use crate::common::Desk;

const REPORT: &str = "A witness gave her account in Petare\n\nSeven people were killed on 3 March, the witness said. \
    \"Write to testigo.petare@example.org or call 0412-555.12.34,\" she said. She stood at 10.4806° N, 66.9036° W. \
    The file is at https://example.org/file?token=0a1b2c3d4e5f6071 and Seven soldiers were there, the witness said.\n";

const SECRETS: [&str; 4] =
    ["testigo.petare@example.org", "0412-555.12.34", "10.4806° N, 66.9036° W", "0a1b2c3d4e5f6071"];

#[test]
fn what_endangers_people_is_told_and_not_repeated() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "A case"]);
    desk.write("report.txt", REPORT);
    let added = desk.ok(&["add", "case", "report.txt", "--published", "2021-03-03"]);
    let again = desk.ok(&["add", "case", "report.txt", "--json"]);
    let apparatus = desk.ok(&["apparatus", "case"]);
    for (from, printed) in [("add", &added), ("add --json", &again), ("apparatus", &apparatus)] {
        for code in ["intake.mail", "intake.phone", "intake.position", "intake.token"] {
            assert_eq!(printed.matches(code).count(), 1, "{from}: {code} in\n{printed}");
        }
    }
    let findings = added.lines().filter(|line| line.contains("intake."));
    let shown: String = findings.chain(apparatus.lines().filter(|line| line.contains("intake."))).collect();
    SECRETS.iter().for_each(|secret| assert!(!shown.contains(secret), "{secret} is repeated in {shown}"));
    assert!(added.contains("a telephone number (04…34) in line 3 of its text"), "{added}");
    let read = desk.json(&["read", "report.txt", "--json", "--reader", "rules"]);
    let codes = read["documents"][0]["findings"].as_array().expect("a list");
    assert_eq!(
        codes.iter().filter(|finding| finding["code"].as_str().is_some_and(|code| code.starts_with("intake."))).count(),
        4
    );
}
