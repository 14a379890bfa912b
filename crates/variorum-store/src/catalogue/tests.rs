//! Look-ups, damage and replacement of the catalogue.

use variorum_evidence::ids::{DocumentId, OriginalId, PositionId, ReadingId};
use variorum_evidence::span::TextSpan;

use super::*;
use crate::{Case, FixedNotary, Keyring};

const CLAIMS: [(&str, &str, &str); 4] = [
    ("C1", "R1", "Óscar Pérez quería entregarse"),
    ("C2", "R1", "siete muertos AND nine more \"wounded\""),
    ("C10", "R2", "seven people were killed"),
    ("C11", "R2", "oscar perez fired first"),
];

fn with_case(run: impl FnOnce(&ReadCase)) {
    let folder = tempfile::tempdir().unwrap();
    let notary = FixedNotary::new(jiff::Timestamp::UNIX_EPOCH, "catalogue");
    let keyring = Keyring::at(folder.path().join("keys"));
    let case = Case::create(&folder.path().join("case"), &keyring, notary, "test 1", b"").unwrap();
    run(case.read());
}

fn stamp(case: &ReadCase) -> Stamp {
    Stamp { size: case.size(), root: case.root(), code: "text/1".to_owned() }
}

fn claim(code: &str, report: &str, content: &str) -> ClaimRow {
    let document = DocumentId::of_text(report);
    let span = TextSpan { start: 0, end: content.len() as u32 };
    ClaimRow {
        id: ClaimId::of(document, None, None, &[span]),
        code: code.to_owned(),
        document,
        report: report.into(),
        speaker: (code == "C1").then(|| "nestor-reverol".into()),
        cue: None,
        content: content.to_owned(),
        hedge: "asserted".to_owned(),
        manner: "quoted".to_owned(),
        rejected: code == "C2",
    }
}

fn report(code: &str) -> ReportRow {
    ReportRow {
        code: code.into(),
        original: OriginalId::of_bytes(code.as_bytes()),
        document: DocumentId::of_text(code),
        name: format!("{code}.txt"),
        title: None,
        publisher: Some("Agencia Norte".to_owned()),
        published: None,
        language: Some("es".to_owned()),
    }
}

fn reading(claim: &ClaimRow) -> ReadingRow {
    let span = TextSpan { start: 0, end: 1 };
    ReadingRow {
        id: ReadingId::of(claim.id, span, "killed", &7, &"total"),
        claim: claim.id,
        question: Some("killed".into()),
        position: Some(PositionId::of("killed", &7, &"total")),
        value: "7".to_owned(),
        scope: "{}".to_owned(),
    }
}

fn rebuild(case: &ReadCase, reversed: bool) -> Catalogue {
    let mut claims: Vec<_> = CLAIMS.iter().map(|(code, report, content)| claim(code, report, content)).collect();
    let mut reports = vec![report("R1"), report("R2")];
    let mut readings: Vec<_> = claims.iter().map(reading).collect();
    if reversed {
        claims.reverse();
        reports.reverse();
        readings.reverse();
    }
    Catalogue::rebuild(case, &stamp(case), Rows { reports, claims, readings }).unwrap()
}

fn codes(claims: Result<Vec<ClaimRow>, CatalogueError>) -> Vec<String> {
    claims.unwrap().into_iter().map(|claim| claim.code).collect()
}

#[test]
fn look_ups() {
    with_case(|case| {
        let catalogue = rebuild(case, false);
        for (prefix, expected) in [("C1", &["C1"][..]), ("C", &["C1", "C2", "C10", "C11"]), ("C3", &[]), ("%", &[])] {
            assert_eq!(codes(catalogue.claims_by_code(prefix)), expected, "{prefix}");
        }
        assert_eq!(codes(catalogue.claims_of_report(&"R2".into())), ["C10", "C11"]);
        let expected = claim(CLAIMS[0].0, CLAIMS[0].1, CLAIMS[0].2);
        assert_eq!(catalogue.readings_of_claim(expected.id).unwrap(), [reading(&expected)]);
        assert_eq!(catalogue.claims_by_id(&expected.id.to_string()[..12]).unwrap(), [expected]);
        assert_eq!(catalogue.report(&"R2".into()).unwrap(), Some(report("R2")));
        assert_eq!(catalogue.report(&"R3".into()).unwrap(), None);
    });
}

#[test]
fn words_are_found_without_accents_and_are_never_operators() {
    with_case(|case| {
        let catalogue = rebuild(case, false);
        for (words, expected) in [
            ("perez", &["C1", "C11"][..]),
            ("PÉREZ óscar", &["C1", "C11"]),
            ("siete AND", &["C2"]),
            ("siete OR seven", &[]),
            ("\"wounded\"", &["C2"]),
            ("NEAR( * ^ -", &[]),
            ("  ", &[]),
        ] {
            assert_eq!(codes(catalogue.claims_with_words(words)), expected, "{words}");
        }
    });
}

#[test]
fn the_order_of_rows_does_not_matter() {
    with_case(|case| {
        let first = rebuild(case, false).content_digest().unwrap();
        assert_eq!(rebuild(case, true).content_digest().unwrap(), first);
        let rows = Rows { reports: [report("R1")], claims: [], readings: [] };
        let other = Catalogue::rebuild(case, &stamp(case), rows).unwrap();
        assert_ne!(other.content_digest().unwrap(), first);
    });
}

#[test]
fn one_that_is_not_of_this_journal_and_code_is_none() {
    with_case(|case| {
        let good = stamp(case);
        assert!(Catalogue::open(case, &good).is_none(), "none yet");
        drop(rebuild(case, false));
        assert!(Catalogue::open(case, &good).is_some());
        assert!(Catalogue::open(case, &Stamp { size: 9, ..good.clone() }).is_none());
        assert!(Catalogue::open(case, &Stamp { root: Digest::of(b"x"), ..good.clone() }).is_none());
        assert!(Catalogue::open(case, &Stamp { code: "text/2".to_owned(), ..good }).is_none());
    });
}

#[test]
fn a_damaged_one_is_none_and_is_made_again() {
    with_case(|case| {
        let content = rebuild(case, false).content_digest().unwrap();
        let path = case.path().join(CATALOGUE_FILE);
        let good = std::fs::read(&path).unwrap();
        let garbage = vec![7; good.len()];
        let zeroed_middle = [&good[..good.len() / 2], &vec![0; good.len() / 2]].concat();
        for bytes in [&[] as &[u8], b"not a database", &good[..good.len() / 2], &garbage, &zeroed_middle] {
            std::fs::write(&path, bytes).unwrap();
            assert!(Catalogue::open(case, &stamp(case)).is_none(), "{} bytes", bytes.len());
            assert_eq!(rebuild(case, false).content_digest().unwrap(), content);
            assert!(Catalogue::open(case, &stamp(case)).is_some());
        }
    });
}

#[test]
fn a_reader_keeps_the_one_it_opened() {
    with_case(|case| {
        let old = rebuild(case, false);
        let rows = Rows { reports: [report("R9")], claims: [], readings: [] };
        let new = Catalogue::rebuild(case, &stamp(case), rows).unwrap();
        assert!(old.report(&"R1".into()).unwrap().is_some());
        assert!(new.report(&"R1".into()).unwrap().is_none());
    });
}

#[test]
fn a_link_in_its_place_is_not_followed() {
    with_case(|case| {
        let elsewhere = case.path().join("elsewhere");
        std::fs::write(&elsewhere, "mine").unwrap();
        std::os::unix::fs::symlink(&elsewhere, case.path().join(CATALOGUE_FILE)).unwrap();
        assert!(Catalogue::open(case, &stamp(case)).is_none());
        drop(rebuild(case, false));
        assert_eq!(std::fs::read_to_string(elsewhere).unwrap(), "mine");
    });
}
