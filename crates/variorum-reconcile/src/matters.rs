//! How is a question called that nobody asked?
//!
//! A matter is named by what `variorum-text` found (`open/count/lorry`, `open/time/sound/siren`); its words in both
//! languages are in the table that both crates read (`variorum-text/lexicon/matters.toml`). A thing of one language
//! alone (`es:cebolla`) is quoted as it stands. Left out: grammar beyond number, gender and who does what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;
use variorum_evidence::question::AnswerKind;

/// People of no kind.
const PEOPLE: &str = "people";

#[derive(Deserialize)]
struct File {
    thing: Vec<Named<Called>>,
    act: Vec<Named<Done>>,
    unit: Vec<Named<Called>>,
    scale: Vec<Named<Called>>,
    known: Vec<Known>,
    same: Vec<Same>,
}

/// A predicate that questions of a set ask, and the matters that are the same.
#[derive(Deserialize)]
struct Same {
    predicate: String,
    matters: Vec<String>,
}

#[derive(Deserialize)]
struct Named<T> {
    id: String,
    ask: T,
    #[serde(default)]
    people: bool,
    en: Vec<String>,
    es: Vec<String>,
}

/// The question about a predicate that the program knows.
#[derive(Debug, Deserialize)]
struct Known {
    id: String,
    en: String,
    es: String,
}

/// A thing or unit as a question names it, in the plural.
#[derive(Debug, Deserialize, Clone)]
struct Called {
    en: String,
    es: String,
    #[serde(default)]
    female: bool,
    /// It is spoken of as one.
    #[serde(default)]
    one: bool,
    /// One of them, by its first names ("siren", "sirena"); people are spoken of as several.
    #[serde(skip)]
    single: Option<[String; 2]>,
}

/// An act: done by somebody in two forms, or to somebody in one.
#[derive(Debug, Deserialize, Clone)]
struct Done {
    en: Vec<String>,
    es: Vec<String>,
}

#[derive(Debug)]
struct Names {
    /// Things that are people of one kind; not `people`, who are of any.
    people: BTreeSet<String>,
    things: BTreeMap<String, Called>,
    acts: BTreeMap<String, Done>,
    units: BTreeMap<String, Called>,
    scales: BTreeMap<String, Called>,
    known: BTreeMap<String, [String; 2]>,
    same: BTreeMap<String, String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../variorum-text/lexicon/matters.toml")).expect("embedded: a test reads it");
    fn by_id<T>(list: Vec<Named<T>>) -> BTreeMap<String, T> {
        list.into_iter().map(|named| (named.id, named.ask)).collect()
    }
    let single = |mut named: Named<Called>| {
        let first = named.en.first().cloned().zip(named.es.first().cloned());
        let single = first.filter(|_| !named.people && !named.ask.one).map(|(en, es)| [en, es]);
        named.ask.single = single;
        named
    };
    let people = file.thing.iter().filter(|named| named.people && named.id != PEOPLE).map(|named| named.id.clone());
    Names {
        people: people.collect(),
        things: by_id(file.thing.into_iter().map(single).collect()),
        acts: by_id(file.act),
        units: by_id(file.unit),
        scales: by_id(file.scale),
        same: file
            .same
            .into_iter()
            .flat_map(|same| same.matters.into_iter().map(move |matter| (matter, same.predicate.clone())))
            .collect(),
        known: file.known.into_iter().map(|known| (known.id, [known.en, known.es])).collect(),
    }
});

/// The question about a matter, in both languages.
pub(crate) fn wording(matter: &str, kind: AnswerKind) -> BTreeMap<Language, String> {
    let parts: Vec<&str> = matter.split('/').collect();
    let [en, es] = match parts.as_slice() {
        ["open", "count", thing] => count(&thing_called(thing), None),
        ["open", "count", thing, act] => count(&thing_called(thing), NAMES.acts.get(*act)),
        ["open", "measure", unit] => measure(unit, None),
        ["open", "measure", unit, thing] => measure(unit, Some(&thing_called(thing))),
        ["open", "age", name] => [format!("How old was {name}?"), format!("¿Qué edad tenía {name}?")],
        ["open", "time", act, rest @ ..] => done(act, rest.first(), ["When", "¿Cuándo"]),
        ["open", "duration", act, rest @ ..] => {
            let verb = if matches!(*act, "last" | "take") { act } else { &"last" };
            if verb == act { done(act, rest.first(), ["How long", "¿Cuánto"]) } else { how_long(act, rest.first()) }
        }
        ["open", "fact", "exist", thing] => {
            let Called { en, es, female, single, .. } = thing_called(thing);
            match single {
                Some([en, es]) => [
                    format!("Was there {} {en}?", if en.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }),
                    format!("¿Hubo {} {es}?", if female { "una" } else { "un" }),
                ],
                None => [format!("Was there any {en}?"), format!("¿Hubo {es}?")],
            }
        }
        ["open", "fact", act, rest @ ..] => done(act, rest.first(), ["", "¿"]),
        _ => NAMES.known.get(matter).cloned().unwrap_or_else(|| plain(matter, kind)),
    };
    [(Language::En, en), (Language::Es, es)].into()
}

/// The predicate under which a set asks for the matter.
pub(crate) fn asked_as(matter: &str) -> Option<&'static str> {
    NAMES.same.get(matter).map(String::as_str)
}

/// Whether a thing is people of one kind.
pub(crate) fn is_people(thing: &str) -> bool {
    NAMES.people.contains(thing)
}

fn thing_called(thing: &str) -> Called {
    let quoted = |word: &str| Called {
        en: format!("“{word}”"),
        es: format!("«{word}»"),
        female: false,
        one: false,
        single: None,
    };
    NAMES.things.get(thing).cloned().unwrap_or_else(|| quoted(thing.split_once(':').map_or(thing, |(_, word)| word)))
}

fn count(thing: &Called, act: Option<&Done>) -> [String; 2] {
    let Called { en, es, female, .. } = thing;
    let many = if *female { "¿Cuántas" } else { "¿Cuántos" };
    match act {
        None => [format!("How many {en}?"), format!("{many} {es}?")],
        Some(act) => {
            let does = if act.en.len() > 1 { act.en[1].clone() } else { format!("were {}", act.en[0]) };
            [format!("How many {en} {does}?"), format!("{many} {es} {}?", spanish(act, *female, true))]
        }
    }
}

fn measure(unit: &str, thing: Option<&Called>) -> [String; 2] {
    if let Some(scale) = NAMES.scales.get(unit) {
        return [scale.en.clone(), scale.es.clone()];
    }
    let Called { en, es, female, .. } = NAMES.units.get(unit).cloned().unwrap_or_else(|| Called {
        en: unit.into(),
        es: unit.into(),
        female: false,
        one: false,
        single: None,
    });
    let many = if female { "¿Cuántas" } else { "¿Cuántos" };
    match thing {
        None => [format!("How many {en}?"), format!("{many} {es}?")],
        Some(thing) => [format!("How many {en} ({})?", thing.en), format!("{many} {es} ({})?", thing.es)],
    }
}

/// "When did the siren sound?", "Was the road blocked?"; of one thing or of several.
fn done(act: &str, thing: Option<&&str>, [en, es]: [&str; 2]) -> [String; 2] {
    let Some(act) = NAMES.acts.get(act) else { return plain(act, AnswerKind::Text) };
    let called = thing.map(|thing| thing_called(thing));
    let one = called.as_ref().is_some_and(|thing| thing.one || thing.single.is_some());
    let name = |thing: &Called, place: usize| {
        let several = if place == 0 { &thing.en } else { &thing.es };
        thing.single.as_ref().map_or(several, |names| &names[place]).clone()
    };
    let whom = called.as_ref().map_or("they".to_owned(), |thing| format!("the {}", name(thing, 0)));
    let english = match act.en.as_slice() {
        [done] => format!("{en} {} {whom} {done}?", if one { "was" } else { "were" }),
        [does, ..] => format!("{en} did {whom} {does}?"),
        [] => format!("{en} {whom}?"),
    };
    let female = called.as_ref().is_some_and(|thing| thing.female);
    let article = match (female, one) {
        (true, true) => "la",
        (true, false) => "las",
        (false, true) => "el",
        (false, false) => "los",
    };
    let subject = called.as_ref().map_or(String::new(), |thing| format!(" {article} {}", name(thing, 1)));
    let spanish = format!("{es} {}{subject}?", spanish(act, female, !one));
    [capital(english.trim()), capital(&spanish.replace("¿ ", "¿"))]
}

/// How long something was done.
fn how_long(act: &str, thing: Option<&&str>) -> [String; 2] {
    let [en, es] = done(act, thing, ["For how long", "¿Durante cuánto tiempo"]);
    [en, es]
}

/// "Fueron quemados", "sonaron".
fn spanish(act: &Done, female: bool, several: bool) -> String {
    let form = |word: &str| {
        let end = match (female, several) {
            (true, true) => "as",
            (true, false) => "a",
            (false, true) => "os",
            (false, false) => "o",
        };
        word.replace('@', end)
    };
    match act.es.as_slice() {
        [one, many, ..] => {
            if several {
                many.clone()
            } else {
                one.clone()
            }
        }
        [done] => format!("{} {}", if several { "fueron" } else { "fue" }, form(done)),
        [] => String::new(),
    }
}

/// A predicate that the program knows and nobody asks.
fn plain(matter: &str, kind: AnswerKind) -> [String; 2] {
    let matter = matter.replace('_', " ");
    match kind {
        AnswerKind::Count => [format!("How many ({matter})?"), format!("¿Cuántos ({matter})?")],
        AnswerKind::Time => [format!("When ({matter})?"), format!("¿Cuándo ({matter})?")],
        AnswerKind::Duration => [format!("How long ({matter})?"), format!("¿Cuánto tiempo ({matter})?")],
        AnswerKind::Choice | AnswerKind::Text => {
            [format!("What is said of this: {matter}?"), format!("¿Qué se dice de esto: {matter}?")]
        }
    }
}

fn capital(words: &str) -> String {
    let first = words.find(char::is_alphabetic).unwrap_or(0);
    let (before, word) = words.split_at(first);
    let mut letters = word.chars();
    let large = letters.next().into_iter().flat_map(char::to_uppercase);
    before.chars().chain(large).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_two_languages() {
        let check = |matter: &str, kind, en: &str, es: &str| {
            let asked = wording(matter, kind);
            assert_eq!([&asked[&Language::En], &asked[&Language::Es]], [en, es]);
        };
        check("open/count/lorry", AnswerKind::Count, "How many lorries?", "¿Cuántos camiones?");
        check("open/count/people/march", AnswerKind::Count, "How many people marched?", "¿Cuántas personas marcharon?");
        check("open/count/es:cebolla", AnswerKind::Count, "How many “cebolla”?", "¿Cuántos «cebolla»?");
        check("open/time/sound/siren", AnswerKind::Time, "When did the siren sound?", "¿Cuándo sonó la sirena?");
        check("open/fact/block/exit", AnswerKind::Choice, "Was the exit blocked?", "¿Fue bloqueada la salida?");
        check("open/fact/exist/siren", AnswerKind::Choice, "Was there a siren?", "¿Hubo una sirena?");
        check(
            "open/duration/last/beating",
            AnswerKind::Duration,
            "How long did the beating last?",
            "¿Cuánto duró la golpiza?",
        );
        check("open/age/Ana Ruiz", AnswerKind::Count, "How old was Ana Ruiz?", "¿Qué edad tenía Ana Ruiz?");
        check("shot", AnswerKind::Count, "How many were shot?", "¿A cuántos les dispararon?");
        check("looted", AnswerKind::Count, "How many (looted)?", "¿Cuántos (looted)?");
    }
}
