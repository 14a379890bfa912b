//! Whole files as they come, and everything that is read out of them.
#![expect(clippy::disallowed_methods, reason = "the crate reads no file; its tests read their fixtures")]

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use variorum_evidence::ids::OriginalId;
use variorum_ingest::{Extraction, read_original};

/// Reads a fixture under its own name.
fn read(name: &str) -> Extraction {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    read_original(&std::fs::read(&path).expect("fixtures are in the repository"), name)
}

/// Everything about an extraction but digests, as lines.
fn shown(extraction: &Extraction) -> String {
    let mut out = format!("{:?}\n", extraction.format);
    for finding in &extraction.findings {
        let _ = writeln!(out, "! {}: {}", finding.code, finding.message);
    }
    for member in &extraction.members {
        let _ = writeln!(out, "member {} ({} bytes)", member.name, member.bytes.len());
    }
    for document in &extraction.documents {
        let _ = writeln!(out, "{} {:?}", document.reader, document.title.as_deref().unwrap_or("?"));
        if let Some(byline) = &document.byline {
            let _ = writeln!(out, "by {:?} = {}", byline.raw, byline.names.join("; "));
        }
        let stated = [document.publisher.as_deref(), document.stated_language.as_deref()];
        let _ = writeln!(out, "publisher, language: {stated:?}");
        let dates =
            [("published", &document.published), ("modified", &document.modified), ("captured", &document.captured)];
        for (name, date) in dates {
            if let Some(date) = date {
                let _ = writeln!(out, "{name} {date:?} {:?}", date.offset);
            }
        }
        for finding in &document.findings {
            let _ = writeln!(out, "! {}: {}", finding.code, finding.message);
        }
        let _ = writeln!(out, "---\n{}", document.text);
    }
    out
}

#[test]
fn a_page_with_json_ld() {
    insta::assert_snapshot!(shown(&read("report-en.html")), @r##"
    Html
    html/1 "Ferry sinks off Halden, harbour office says"
    by "Liv Moe; Per Aas" = Liv Moe; Per Aas
    publisher, language: [Some("The Halden Bell"), Some("en-GB")]
    published 2021-03-05T19:40:00..2021-03-05T19:40:01 (Second: JSON-LD datePublished) Some(60)
    modified 2021-03-06T07:15:00..2021-03-06T07:15:01 (Second: JSON-LD dateModified) Some(60)
    ! html.hidden_text: 11 words within the text cannot be seen on the page (style display:none); they were left out
    ---
    Ferry sinks off Halden, harbour office says

    The car ferry Solveig sank in the fjord off Halden on Friday afternoon with 41 people on board, the harbour office said. Thirty-nine of them were taken ashore by evening.

    The alarm came at 3:12 p.m., according to the coast guard, which sent two boats and a helicopter. The crew had reported water in the engine room ten minutes before.

    “We counted twice, and two people are missing,” said Inga Dahl, who leads the harbour office. She would not say whether they were passengers or crew.

    The company that runs the ferry said that the ship had passed its yearly inspection in January, and that it would answer all questions of the inquiry.

    Divers are to search the wreck on Saturday if the weather allows it. The fjord is about 60 metres deep at that place, and the current is strong.
    "##);
}

#[test]
fn a_page_in_latin_1_with_dates_that_disagree() {
    insta::assert_snapshot!(shown(&read("report-es-latin1.html")), @r##"
    Html
    html/1 "Derrumbe en la mina de Cerro Gris deja cuatro muertos"
    by "Por MARÍA PEÑA y Tomás Ibáñez" = María Peña; Tomás Ibáñez
    publisher, language: [Some("La Hora del Sur"), Some("es")]
    published 2019-08-12T00:00:00..2019-08-13T00:00:00 (Day: meta article:published_time) None
    captured 2019-08-21T14:05:09..2019-08-21T14:05:10 (Second: the comment of HTTrack) Some(0)
    ! date.disagree: it states different dates of publication: 2019-08-12 (meta article:published_time) and 2019-08-20 (meta dc.date.issued); the first was taken
    ---
    Derrumbe en la mina de Cerro Gris deja cuatro muertos

    Un derrumbe en la mina de Cerro Gris dejó el lunes al menos cuatro muertos y nueve heridos, informó el alcalde, Julián Ávila. Otros tres mineros siguen atrapados a unos ochenta metros de profundidad.

    El techo de la galería principal cedió hacia las seis de la mañana, cuando empezaba el primer turno, según el sindicato. «Habíamos avisado dos veces en julio», dijo su secretaria, Rosa Núñez.

    La empresa negó haber recibido aviso alguno y anunció que pagará los gastos de las familias. La fiscalía abrió una investigación y cerró el acceso a la mina hasta nuevo aviso.
    "##);
}

#[test]
fn a_login_wall() {
    insta::assert_snapshot!(shown(&read("login-wall.html")), @r##"
    Html
    html/1 "Cuatro muertos en la mina"
    publisher, language: [None, Some("es")]
    ! capture.hollow: this may be no report: it is a demand to log in or to subscribe, and 14 words of text
    ---
    Cuatro muertos en la mina

    Un derrumbe dejó el lunes cuatro muertos.

    Inicie sesión para seguir leyendo esta nota.
    "##);
}

#[test]
fn a_mail_message() {
    insta::assert_snapshot!(shown(&read("report.eml")), @r##"
    Mail
    member names.txt (13 bytes)
    mail/1 "Mine collapse – first count"
    by "Rosa Lind <rosa@press.example>" = Rosa Lind
    publisher, language: [None, None]
    published 2019-08-12T09:41:00..2019-08-12T09:41:01 (Second: mail Date header) Some(-180)
    ! intake.mail: a mail address (ro…le) in the words about who wrote it: publishing it may endanger somebody
    ---
    Mine collapse – first count

    The mayor counts four dead and nine injured.

    The union says that two warnings were given in July.
    "##);
}

#[test]
fn pdf_files() {
    insta::assert_snapshot!(shown(&read("report.pdf")), @r##"
    Pdf
    pdf/1 "Inquiry into the mine of Cerro Gris"
    by "By Rosa Núñez and Ana Lind" = Rosa Núñez; Ana Lind
    publisher, language: [None, None]
    published 2019-09-01T00:00:00..2019-09-02T00:00:00 (Day: the line "Published:") None
    ---
    Inquiry into the mine of Cerro Gris

    By Rosa Núñez and Ana Lind

    Published: 1 September 2019

    The roof of the main gallery gave way at about six in the morning, when the first shift began. Four miners were killed and nine were injured, two of them gravely.

    The company denies that it was warned. The union shows two letters of July with the stamp of the office.
    "##);
    insta::assert_snapshot!(shown(&read("scan.pdf")), @r##"
    Pdf
    ! capture.no_text_layer: none of its pages (1) has a text layer; they may be pictures of text
    "##);
    insta::assert_snapshot!(shown(&read("locked.pdf")), @r##"
    Pdf
    ! pdf.unreadable: it is encrypted and needs a password
    "##);
}

/// What is true of every file cut off anywhere: a result, and no document without text.
#[test]
fn truncated_files_end_as_results() {
    for name in ["report-en.html", "report-es-latin1.html", "report.eml", "report.pdf"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let bytes = std::fs::read(&path).expect("fixtures are in the repository");
        for cut in (0..bytes.len()).step_by(97) {
            let extraction = read_original(&bytes[..cut], name);
            assert!(
                extraction.documents.iter().all(|document| !document.text.trim().is_empty()),
                "{name} cut at {cut}"
            );
            assert!(
                !extraction.documents.is_empty() || !extraction.findings.is_empty() || !extraction.members.is_empty(),
                "{name} cut at {cut}"
            );
        }
    }
}

proptest! {
    /// Whatever the bytes and whatever the name: a result that crosses the pipe and comes back the same.
    #[test]
    fn anything_is_a_result(
        head in prop::sample::select(vec!["", "<html><p>", "%PDF-1.4\n", "PK\u{3}\u{4}", "From: a@b.c\r\n", "path,url\n", "\u{feff}"]),
        body in prop::collection::vec(any::<u8>(), 0..400),
        name in prop::sample::select(vec!["a.txt", "a.html", "a.pdf", "a.zip", "a.eml", "a.csv", "a.jpg", "a"]),
    ) {
        let bytes = [head.as_bytes(), &body].concat();
        let extraction = read_original(&bytes, name);
        let back = Extraction::decode(&extraction.clone().encode(), OriginalId::of_bytes(&bytes));
        prop_assert_eq!(back.ok(), Some(extraction));
    }
}
