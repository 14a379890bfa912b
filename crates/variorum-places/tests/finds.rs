//! Whole texts: which words name a place, which place it is, and what stays open.

use proptest::prelude::*;
use variorum_evidence::place::{Place, PlaceKind, PlacePrecision};
use variorum_places::{Places, find};

/// Lines are sentences; one that begins with `#` is a heading.
fn read(text: &str) -> (String, Places) {
    let mut whole = String::new();
    let mut sentences = Vec::new();
    for line in text.lines() {
        let heading = line.starts_with('#');
        let line = line.trim_start_matches('#');
        sentences.push((whole.len()..whole.len() + line.len(), heading));
        whole += line;
        whole.push('\n');
    }
    let found = find(&whole, &sentences);
    (whole, found)
}

/// A place as `words = name, holders`; `?` where it is not known which.
fn shown(text: &str, place: &Place) -> String {
    let holders: Vec<_> = place.within.iter().map(|holder| holder.name.as_str()).collect();
    let words = place.span.words(text).unwrap_or_default();
    let known = if place.id.is_some() { place.name.as_str() } else { "?" };
    [vec![format!("{words} = {known}")], holders.into_iter().map(str::to_owned).collect()].concat().join(", ")
}

fn check(text: &str, expected: &[&str]) {
    let (whole, found) = read(text);
    let shown: Vec<_> = found.places.iter().map(|place| shown(&whole, place)).collect();
    assert_eq!(shown, expected, "{text}");
    for place in &found.places {
        // Never a pin that pretends.
        assert_eq!(place.id.is_some(), place.precision != PlacePrecision::Unknown, "{place:?}");
        assert!(place.position.is_none() || place.id.is_some(), "{place:?}");
        assert!(place.alternatives.len() <= 5 && !place.basis.is_empty(), "{place:?}");
    }
}

fn check_scene(text: &str, expected: &str) {
    let (whole, found) = read(text);
    assert_eq!(found.scene.map(|place| shown(&whole, &place)).unwrap_or_default(), expected, "{text}");
}

#[test]
fn what_holds_a_name_beside_it() {
    check(
        "Two men died in Odessa, Tex., police said.",
        &["Odessa = Odessa, Texas, United States", "Tex. = Texas, United States"],
    );
    check("Two men died in Odessa, Ukraine.", &["Odessa = Odesa, Odeska oblast, Ukraine", "Ukraine = Ukraine"]);
    check(
        "He lives in Springfield, Ill.",
        &["Springfield = Springfield, Illinois, United States", "Ill. = Illinois, United States"],
    );
    check(
        "They met in Washington, D.C., on Monday.",
        &["Washington = Washington, District of Columbia, United States", "D.C. = District of Columbia, United States"],
    );
    check(
        "A man died in Republic, Pa., on Sunday.",
        &["Republic = ?, Pennsylvania, United States", "Pa. = Pennsylvania, United States"],
    );
}

#[test]
fn divisions_that_share_a_code_hold_nothing() {
    check("A bus burned in Taipei.", &["Taipei = Taipei, Taiwan"]);
    check("Soldiers came to Ramallah.", &["Ramallah = Ramallah, Palestinian Territories"]);
}

#[test]
fn spanish_names() {
    check("Tres personas murieron en Caracas.", &["Caracas = Caracas, Distrito Capital, Venezuela"]);
    check(
        "Llegó a Londres desde La Habana.",
        &["Londres = London, England, United Kingdom", "La Habana = Havana, La Habana, Cuba"],
    );
    check("El hecho ocurrió en el estado Zulia.", &["Zulia = Zulia, Venezuela"]);
    check("Dos muertos en Mérida, Venezuela.", &["Mérida = Mérida, Mérida, Venezuela", "Venezuela = Venezuela"]);
    check(
        "Un joven murió en el barrio La Dolorita de Caracas.",
        &["La Dolorita = La Dolorita, Miranda, Venezuela", "Caracas = Caracas, Distrito Capital, Venezuela"],
    );
}

#[test]
fn the_document_tells_which() {
    check(
        "Protests went on in Valencia, Venezuela.\nIn Mérida and Valencia, ten were hurt.",
        &[
            "Valencia = Valencia, Carabobo, Venezuela",
            "Venezuela = Venezuela",
            "Mérida = Mérida, Mérida, Venezuela",
            "Valencia = Valencia, Carabobo, Venezuela",
        ],
    );
    check(
        "Police in Alabama found the car.\nIt was parked in Birmingham.",
        &["Alabama = Alabama, United States", "Birmingham = Birmingham, Alabama, United States"],
    );
}

#[test]
fn what_stays_open_has_no_point() {
    let (whole, found) = read("A man died in Columbia Falls near Jacksonville Heights village.");
    assert!(found.places.iter().all(|place| place.id.is_some() || place.position.is_none()), "{whole} {found:?}");
    let (_, found) = read("Dozens died in the village of Doruwan Pesh in Zamfara state, Nigeria.");
    let village = &found.places[0];
    assert_eq!(
        (village.name.as_str(), village.kind, village.precision),
        ("Doruwan Pesh", PlaceKind::Other, PlacePrecision::Unknown)
    );
    assert_eq!((village.id.as_ref(), village.position), (None, None));
    let holders: Vec<_> = village.within.iter().map(|holder| holder.name.as_str()).collect();
    assert_eq!(holders, ["Zamfara", "Nigeria"]);
}

#[test]
fn several_places_of_a_name_are_told() {
    let (_, found) = read("A man died in Birmingham.");
    let birmingham = &found.places[0];
    assert!(!birmingham.alternatives.is_empty());
    assert!(birmingham.alternatives.iter().any(|place| place.within == "Alabama, United States"), "{birmingham:?}");
}

#[test]
fn names_of_people_and_houses_are_no_places() {
    for text in [
        "Paris Hilton came.",
        "Washington said nothing.",
        "President Lincoln spoke.",
        "Mr. Jackson left.",
        "The Dallas Morning News reported it.",
        "Michael Jordan played.",
        "The University of Texas closed.",
        "Police arrested Austin Smith.",
        "US-backed rebels fled.",
        "He may march in May.",
        "Chad wrote a letter.",
        "Virginia Woolf wrote it.",
        "They bought Bank of America.",
        "the Houston Police Department said.",
    ] {
        check(text, &[]);
    }
    check("A Dallas man died.", &["Dallas = Dallas, Texas, United States"]);
    check("Israel Flores was shot.\nFlores died.", &[]);
}

#[test]
fn lists_and_datelines() {
    check(
        "Bombs fell in Homs, Aleppo and Idlib.",
        &["Homs = Homs, Ḩimş, Syria", "Aleppo = Aleppo, Ḩalab, Syria", "Idlib = Idlib, Idlib, Syria"],
    );
    check(
        "In Poland, Hungary and Romania they cheered.",
        &["Poland = Poland", "Hungary = Hungary", "Romania = Romania"],
    );
    let text = "CARACAS, Venezuela (AP) — Two men died.";
    let start = text.find("Two").unwrap();
    let found = find(text, &[(start..text.len(), false)]);
    let names: Vec<_> = found.places.iter().map(|place| (place.name.as_str(), place.basis.as_str())).collect();
    assert_eq!(names[0], ("Caracas", "dateline"));
    assert_eq!(
        found.scene.map(|scene| (scene.name, scene.basis)),
        Some(("Caracas".to_owned(), "main event: dateline".to_owned()))
    );
}

#[test]
fn scenes() {
    check_scene(
        "#Two shot in Houston\nTwo men were shot in Houston on Monday, the Harris County sheriff said.",
        "Houston = Houston, Texas, United States",
    );
    check_scene(
        "The Gainesville Police Department found the boy in Florida.",
        "Gainesville = Gainesville, Florida, United States",
    );
    check_scene("Soldiers were killed in Nigeria.", "Nigeria = Nigeria");
    check_scene("Nobody was hurt.", "");
}

#[test]
fn hostile_texts_take_linear_time() {
    for unit in [
        "St. ",
        "New York, ",
        "in A and ",
        "Paris-",
        "village of ",
        "North ",
        "(",
        "Ave. Ave ",
        "D.C.",
        "\u{301}",
        "de la ",
    ] {
        let text = unit.repeat(20_000);
        let mut sentences = Vec::new();
        // Sentences are at most 2,000 bytes, as the splitter makes them.
        let mut start = 0;
        while start < text.len() {
            let end = (start + 1_980 / unit.len() * unit.len()).min(text.len());
            sentences.push((start..end, false));
            start = end;
        }
        let found = find(&text, &sentences);
        assert!(found.places.iter().all(|place| place.span.words(&text).is_some()), "{unit}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_spans_that_fit(text in "(in |near |New York|Tex\\.|, |village of |St\\. |Ünïa|\\PC|\\n){0,60}") {
        let found = find(&text, &[(0..text.len(), false)]);
        for place in found.places.iter().chain(&found.scene) {
            prop_assert!(place.span.words(&text).is_some());
            prop_assert!(place.id.is_some() || place.position.is_none());
        }
    }
}
