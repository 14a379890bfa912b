//! What does a word of a source call: an office, a rank, a calling, kin, a body, a group, a paper?
//!
//! The words are data, in `lexicon/speakers.toml`: one plain word for all forms of a notion in any language, so that
//! "ministro" and "minister" compare equal. Plurals are made from the singular. A compound whose end is a known word
//! ("Innenministerin") has that word's class and keeps its own name. Nothing hangs on a noun's being listed: a phrase
//! with an unknown head is compared by its words all the same. Left out: inflection other than plurals.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use variorum_evidence::question::PartyGroup;

use crate::fold::fold;

/// What a word calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// The one holder of an office in a country, a region or a town.
    Sole,
    /// The holder of an office of which there are several.
    Holder,
    /// Somebody of a rank or task that many have.
    Rank,
    /// Somebody who speaks for a body.
    Voice,
    Calling,
    Kin,
    /// Several people whom the event bounds: the families of its dead.
    Circle,
    /// Several people who may be others each time.
    Group,
    /// A body of which a case speaks without a further name.
    Institution,
    Body,
    /// What an office or a body is for.
    Field,
    Country,
    /// Something written that is the word of its issuer.
    Paper,
    /// A thing that speaks for itself.
    Record,
}

impl Class {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "sole" => Self::Sole,
            "holder" => Self::Holder,
            "rank" => Self::Rank,
            "voice" => Self::Voice,
            "calling" => Self::Calling,
            "kin" => Self::Kin,
            "circle" => Self::Circle,
            "group" => Self::Group,
            "institution" => Self::Institution,
            "body" => Self::Body,
            "field" => Self::Field,
            "paper" => Self::Paper,
            "record" => Self::Record,
            _ => return None,
        })
    }

    /// Whether a phrase can be built on it.
    pub(crate) fn is_noun(self) -> bool {
        !matches!(self, Self::Field | Self::Country)
    }

    /// Whether it calls one person.
    pub(crate) fn is_person(self) -> bool {
        matches!(self, Self::Sole | Self::Holder | Self::Rank | Self::Voice | Self::Calling | Self::Kin)
    }

    pub(crate) fn is_body(self) -> bool {
        matches!(self, Self::Institution | Self::Body)
    }
}

/// Woman or man, where a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// What a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notion {
    /// The same for all forms in all languages.
    pub(crate) plain: String,
    pub(crate) class: Class,
    /// The side it speaks for; none if that of what stands beside it.
    pub(crate) side: Option<PartyGroup>,
    /// Whether the form calls several.
    pub(crate) several: bool,
}

/// Words that shape a phrase, folded.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    pub(crate) definite: BTreeSet<String>,
    pub(crate) indefinite: BTreeSet<String>,
    pub(crate) other: BTreeSet<String>,
    pub(crate) owned: BTreeSet<String>,
    pub(crate) numbers: BTreeSet<String>,
    pub(crate) joining: BTreeSet<String>,
    /// Open what stands behind the head.
    pub(crate) behind: BTreeSet<String>,
    pub(crate) relative: BTreeSet<String>,
    /// Say when an office was held, or point back; they do not tell one holder from another.
    pub(crate) former: BTreeSet<String>,
    pub(crate) address: BTreeSet<String>,
    /// Are no rank behind another office ("attorney general").
    pub(crate) adjectival: BTreeSet<String>,
    pub(crate) pronouns: BTreeSet<String>,
    /// Pronouns of whoever speaks.
    pub(crate) speaking: BTreeSet<String>,
    /// Nouns that tell nobody from anybody.
    pub(crate) nobody: BTreeSet<String>,
    /// Bodies named by another one beside them ("police force").
    pub(crate) hollow: BTreeSet<String>,
    /// Plain words of bodies that are called so only where they were named before.
    pub(crate) anaphoric: BTreeSet<String>,
    /// Times that get before a name.
    pub(crate) stamps: BTreeSet<String>,
    /// Stand between a paper and its issuer.
    pub(crate) by: BTreeSet<String>,
    /// Tell a son from his father behind one name.
    pub(crate) generation: BTreeSet<String>,
    /// Words by which a text speaks of whoever publishes it.
    pub(crate) ours: BTreeSet<String>,
    /// Point at a body from within.
    pub(crate) this: BTreeSet<String>,
}

/// All words.
#[derive(Debug)]
pub(crate) struct Lexicon {
    notions: BTreeMap<String, Notion>,
    sexes: BTreeMap<String, Sex>,
    given_names: BTreeMap<String, Sex>,
    seats: BTreeMap<String, String>,
    pub(crate) grammar: Grammar,
}

/// A line of the file: forms, or a table of notions for a side.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Line {
    Forms(String),
    Notions(BTreeMap<String, String>),
}

type File = BTreeMap<String, BTreeMap<String, Line>>;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let parsed = |words| toml::from_str::<File>(words).expect("the embedded lexicons parse: a test reads them");
    let mut file = parsed(include_str!("../lexicon/speakers.toml"));
    // The list that pronouns inside a document are resolved by.
    file.extend(parsed(include_str!("../../variorum-text/lexicon/given_names.toml")));
    Lexicon::of(&file)
});

/// The words of all languages.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn of(file: &File) -> Self {
        let mut notions = Notions::default();
        for (class, tables) in file {
            for (name, line) in tables {
                match (Class::of(class), line) {
                    (Some(class), Line::Notions(lines)) => {
                        lines.iter().for_each(|(plain, forms)| notions.add(class, side(name), plain, forms));
                    }
                    (None, Line::Forms(forms)) if class == "countries" => {
                        notions.add(Class::Country, None, name, forms);
                    }
                    _ => {}
                }
            }
        }
        let forms = |table: &str, line: &str| match file.get(table).and_then(|lines| lines.get(line)) {
            Some(Line::Forms(forms)) => forms.split_whitespace().map(fold).collect::<BTreeSet<_>>(),
            _ => BTreeSet::new(),
        };
        let sexes = |table: &str| {
            let female = forms(table, "female").into_iter().map(|word| (word, Sex::Female));
            female.chain(forms(table, "male").into_iter().map(|word| (word, Sex::Male))).collect()
        };
        let seats = file
            .get("seats")
            .into_iter()
            .flatten()
            .flat_map(|(country, _)| forms("seats", country).into_iter().map(|seat| (seat, country.clone())));
        let listed = |line: &str| forms("grammar", line);
        let grammar = Grammar {
            definite: listed("definite"),
            indefinite: listed("indefinite"),
            other: listed("other"),
            owned: listed("owned"),
            numbers: listed("numbers"),
            joining: listed("joining"),
            behind: listed("behind"),
            relative: listed("relative"),
            former: listed("former"),
            address: listed("address"),
            adjectival: listed("adjectival"),
            pronouns: listed("pronouns"),
            speaking: listed("speaking"),
            nobody: listed("nobody"),
            hollow: listed("hollow"),
            anaphoric: listed("anaphoric"),
            stamps: listed("stamps"),
            by: listed("by"),
            generation: listed("generation"),
            ours: listed("ours"),
            this: listed("this"),
        };
        Self {
            notions: notions.with_plurals(),
            sexes: sexes("sexes"),
            given_names: sexes("given_names"),
            seats: seats.collect(),
            grammar,
        }
    }

    /// What a word calls, as written or folded.
    pub(crate) fn notion(&self, word: &str) -> Option<Notion> {
        let listed = |word: &str| self.notions.get(word).cloned();
        let plain = word.bytes().all(|letter| letter.is_ascii_alphanumeric());
        let written: String =
            if plain { word.to_ascii_lowercase() } else { word.nfc().flat_map(char::to_lowercase).collect() };
        let folded = if plain { written.clone() } else { fold(&written) };
        let former = || folded.strip_prefix("ex").filter(|held| held.len() > 3).and_then(listed);
        listed(&written).or_else(|| listed(&folded)).or_else(former).or_else(|| self.compound(&folded))
    }

    /// A word whose end is a known word.
    fn compound(&self, folded: &str) -> Option<Notion> {
        const SHORTEST_END: usize = 7;
        const SHORTEST_FRONT: usize = 4;
        let cuts = folded.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST_FRONT);
        let ends = cuts.filter(|at| folded.len() - at >= SHORTEST_END).filter_map(|at| self.notions.get(&folded[at..]));
        let end = ends.into_iter().find(|end| end.class.is_person() || end.class.is_body())?;
        Some(Notion { plain: folded.to_owned(), ..end.clone() })
    }

    /// The sex that a title or a noun tells.
    pub(crate) fn sex(&self, folded: &str) -> Option<Sex> {
        self.sexes.get(folded).copied()
    }

    /// The sex that a given name tells.
    pub(crate) fn sex_of_given(&self, folded: &str) -> Option<Sex> {
        self.given_names.get(folded).copied()
    }

    /// The country whose government a name stands for when it speaks: its own name or that of the seat.
    pub(crate) fn country(&self, folded: &str) -> Option<String> {
        let named = self.notions.get(folded).filter(|notion| notion.class == Class::Country);
        named.map(|notion| notion.plain.clone()).or_else(|| self.seats.get(folded).cloned())
    }
}

fn side(name: &str) -> Option<PartyGroup> {
    Some(match name {
        "officials" => PartyGroup::Officials,
        "affected" => PartyGroup::Affected,
        "witnesses" => PartyGroup::Witnesses,
        "media" => PartyGroup::Media,
        "other" => PartyGroup::Other,
        _ => return None,
    })
}

/// Forms as listed, with and without accents.
#[derive(Debug, Default)]
struct Notions {
    listed: BTreeMap<String, Notion>,
}

impl Notions {
    fn add(&mut self, class: Class, side: Option<PartyGroup>, plain: &str, forms: &str) {
        let (singular, plural) = forms.split_once('|').unwrap_or((forms, ""));
        for (forms, several) in [(singular, false), (plural, true)] {
            let several = several || matches!(class, Class::Circle | Class::Group);
            for form in forms.split_whitespace() {
                let notion = Notion { plain: plain.to_owned(), class, side, several };
                self.listed.entry(form.to_owned()).or_insert(notion);
            }
        }
    }

    /// The forms without their accents, and plurals, where no listed form stands in the way.
    fn with_plurals(self) -> BTreeMap<String, Notion> {
        let mut notions = self.listed.clone();
        for (form, notion) in &self.listed {
            // "Nina" is a name, no "niña".
            if !form.contains('ñ') {
                notions.entry(fold(form)).or_insert_with(|| notion.clone());
            }
        }
        let singular = notions.clone();
        for (form, notion) in singular.iter().filter(|(form, _)| form.len() > 2) {
            for plural in plurals(form) {
                notions.entry(plural).or_insert_with(|| Notion { several: true, ..notion.clone() });
            }
        }
        notions
    }
}

fn plurals(form: &str) -> Vec<String> {
    let changed = |end: &str, to: &str| form.strip_suffix(end).map(|stem| format!("{stem}{to}"));
    let special = [changed("man", "men"), changed("y", "ies"), changed("z", "ces"), changed("ão", "ões")];
    let regular = ["s", "es"].map(|end| Some(format!("{form}{end}")));
    special.into_iter().chain(regular).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_several_languages() {
        for (word, expected) in [
            ("Ministra", Some(("minister", Class::Holder, false))),
            ("policemen", Some(("officer", Class::Rank, true))),
            ("Secretaría", Some(("secretariat", Class::Body, false))),
            ("secretaria", Some(("secretary", Class::Holder, false))),
            ("policía", Some(("police", Class::Institution, false))),
            ("familiares", Some(("relative", Class::Circle, true))),
            ("exministro", Some(("minister", Class::Holder, false))),
            ("Innenministerin", Some(("innenministerin", Class::Holder, false))),
            ("beekeeper", None),
        ] {
            let found = lexicon().notion(word);
            let found = found.as_ref().map(|notion| (notion.plain.as_str(), notion.class, notion.several));
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn no_form_stands_in_two_lines() {
        let file: File = toml::from_str(include_str!("../lexicon/speakers.toml")).unwrap();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut twice = Vec::new();
        for (class, tables) in &file {
            for line in tables.values() {
                let Line::Notions(lines) = line else { continue };
                for (plain, forms) in lines {
                    for form in forms.split_whitespace().filter(|form| *form != "|") {
                        let place = format!("{class} {plain}");
                        if let Some(before) = seen.insert(form.to_owned(), place.clone()) {
                            twice.push(format!("{form}: {before}, {place}"));
                        }
                    }
                }
            }
        }
        assert!(twice.is_empty(), "{}", twice.join("\n"));
    }
}
