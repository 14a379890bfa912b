//! Which words tell what of an incident? Data, in `lexicon/episodes.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use crate::incidents::predicates::Predicates;
use crate::lexicon::Phrases;
use crate::line::Line;

/// What an act means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    pub(crate) id: String,
    /// The kind of incident; an act without one only adds to an incident.
    pub(crate) kind: Option<String>,
    /// Of several acts of an incident the highest names its kind.
    pub(crate) rank: u8,
    /// What it did to people.
    pub(crate) people: Option<String>,
    /// What it did to things.
    pub(crate) things: Option<String>,
    /// With what it is done, by the word alone.
    pub(crate) instrument: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lists {
    pub(crate) goes_off: Phrases,
    pub(crate) puts: Phrases,
    pub(crate) at: Phrases,
    pub(crate) against: Phrases,
    pub(crate) attempted: Phrases,
    pub(crate) threatened: Phrases,
    pub(crate) unreal: Phrases,
    pub(crate) generic: Phrases,
    pub(crate) nobody: Phrases,
    pub(crate) nothing: Phrases,
    pub(crate) damage: Phrases,
    pub(crate) totally: Phrases,
    pub(crate) crowd: Phrases,
    pub(crate) airborne: Phrases,
    pub(crate) closed: Phrases,
    pub(crate) closes: Phrases,
    pub(crate) opens: Phrases,
    pub(crate) missions: Phrases,
    pub(crate) civic: Phrases,
    pub(crate) accident: Phrases,
    pub(crate) former: Phrases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confidence {
    pub(crate) claims: Phrases,
    pub(crate) accuses: Phrases,
    pub(crate) acquits: Phrases,
    pub(crate) authorities: Phrases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Groups {
    pub(crate) names: Phrases,
    pub(crate) heads: Phrases,
    pub(crate) ours: Phrases,
}

/// Words by what they are a word for.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Classes(BTreeMap<String, Phrases>);

impl Classes {
    /// The class of the longest words that end where `range` ends, and where they begin.
    pub(crate) fn ending<'a>(&'a self, line: &Line<'_>, range: &Range<usize>) -> Option<(&'a str, usize)> {
        let ends =
            |start: usize, phrases: &Phrases| phrases.at(line, start).is_some_and(|length| start + length == range.end);
        range.clone().find_map(|start| {
            let class = self.0.iter().find(|(_, phrases)| ends(start, phrases));
            class.map(|(class, _)| (class.as_str(), start))
        })
    }

    /// The class of the longest words that begin at token `at`, and how many they are.
    pub(crate) fn beginning<'a>(&'a self, line: &Line<'_>, at: usize) -> Option<(&'a str, usize)> {
        let found = self.0.iter().filter_map(|(class, phrases)| Some((class.as_str(), phrases.at(line, at)?)));
        found.max_by_key(|(_, length)| *length)
    }

    /// The first class, in token order, of which a word stands in `range`.
    pub(crate) fn within<'a>(&'a self, line: &Line<'_>, range: &Range<usize>) -> Option<&'a str> {
        range.clone().find_map(|at| self.beginning(line, at).map(|(class, _)| class))
    }

    /// Whether `range` has a word of `class`.
    pub(crate) fn has(&self, line: &Line<'_>, range: &Range<usize>, class: &str) -> bool {
        self.0.get(class).is_some_and(|phrases| range.clone().any(|at| phrases.at(line, at).is_some()))
    }
}

#[derive(Debug, Deserialize)]
struct Explosive {
    classes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Data {
    act: Vec<Act>,
    words: Lists,
    confidence: Confidence,
    things: Classes,
    people: Classes,
    instruments: Classes,
    explosive: Explosive,
    groups: Groups,
    doers: Classes,
    nations: Classes,
}

/// All words of one language.
pub(crate) struct Words {
    pub(crate) predicates: Predicates,
    acts: BTreeMap<String, Act>,
    pub(crate) lists: Lists,
    pub(crate) confidence: Confidence,
    pub(crate) things: Classes,
    pub(crate) people: Classes,
    pub(crate) instruments: Classes,
    explosive: Vec<String>,
    pub(crate) groups: Groups,
    pub(crate) doers: Classes,
    pub(crate) nations: Classes,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(Words::english);

impl Words {
    /// The words of `language`, where there are any.
    pub(crate) fn of(language: Language) -> Option<&'static Self> {
        (language == Language::En).then(|| &*ENGLISH)
    }

    fn english() -> Self {
        let toml = include_str!("../../lexicon/episodes.toml");
        let data: Data = toml::from_str(toml).expect("the embedded words parse: a test reads them");
        Self {
            predicates: Predicates::written(toml, Language::En),
            acts: data.act.into_iter().map(|act| (act.id.clone(), act)).collect(),
            lists: data.words,
            confidence: data.confidence,
            things: data.things,
            people: data.people,
            instruments: data.instruments,
            explosive: data.explosive.classes,
            groups: data.groups,
            doers: data.doers,
            nations: data.nations,
        }
    }

    /// What the predicate called `id` means.
    pub(crate) fn act(&self, id: &str) -> Option<&Act> {
        self.acts.get(id)
    }

    /// Whether an instrument of this class goes off.
    pub(crate) fn explodes(&self, class: &str) -> bool {
        self.explosive.iter().any(|own| own == class)
    }

    /// How many tokens one of `phrases` takes somewhere in `range`, and where.
    pub(crate) fn find(phrases: &Phrases, line: &Line<'_>, range: Range<usize>) -> Option<Range<usize>> {
        let mut found = range.filter_map(|at| phrases.at(line, at).map(|length| at..at + length));
        found.next()
    }
}
