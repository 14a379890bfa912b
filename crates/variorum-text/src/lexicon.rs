//! Which words does a rule mean?
//!
//! Verbs of saying, hedges, numbers, titles and sides are data, in `lexicon/en.toml` and `lexicon/es.toml`, built
//! into the program. A new word needs no code; a new language needs a file here and the grammar of `times`. Any other language has
//! a lexicon that is empty but for what CLDR knows of its numbers.
//! Left out: parts of speech. What is a verb is told by these lists and by endings (`Lexicon::is_verb`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use crate::conjugation::{Form, Irregular, forms};
use crate::line::Line;
use crate::locale::Locale;
use crate::times::TimeWords;
use crate::verbs::Verbs;

/// Most words of a phrase that is looked for from its end.
const LONGEST: usize = 3;

/// Words and phrases, found by their first word.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Phrases {
    by_first: BTreeMap<String, Vec<Vec<String>>>,
}

impl From<Vec<String>> for Phrases {
    fn from(entries: Vec<String>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for entry in entries {
            let words: Vec<String> = entry.split_whitespace().map(str::to_owned).collect();
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push(words);
            }
        }
        Self { by_first }
    }
}

impl Phrases {
    /// Whether `word` alone is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.by_first.get(word).is_some_and(|entries| entries.iter().any(|entry| entry.len() == 1))
    }

    /// Whether one of them begins with `word`.
    pub(crate) fn begins(&self, word: &str) -> bool {
        self.by_first.contains_key(word)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// Adds `entries` to them.
    pub(crate) fn extend(&mut self, entries: impl IntoIterator<Item = String>) {
        for (first, more) in Self::from(entries.into_iter().collect::<Vec<_>>()).by_first {
            self.by_first.entry(first).or_default().extend(more);
        }
    }

    /// All of them, as they are written.
    pub(crate) fn entries(&self) -> impl Iterator<Item = String> {
        self.by_first.values().flatten().map(|words| words.join(" "))
    }

    /// Their first words.
    #[cfg(test)]
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.by_first.keys().map(String::as_str)
    }

    /// How many tokens the longest of them takes that ends right before token `end`.
    pub(crate) fn before(&self, line: &Line<'_>, end: usize) -> Option<usize> {
        (1..=LONGEST.min(end)).rev().find(|length| self.at(line, end - length) == Some(*length))
    }

    /// How many tokens the longest of them takes that begins at token `at`.
    pub(crate) fn at(&self, line: &Line<'_>, at: usize) -> Option<usize> {
        let entries = self.by_first.get(line.word(at))?;
        let fits = |entry: &&Vec<String>| (0..entry.len()).all(|step| line.word(at + step) == entry[step]);
        entries.iter().filter(fits).map(Vec::len).max()
    }
}

impl Phrases {
    /// Whether `first` and `second` are one of them, whatever stands between.
    pub(crate) fn has_pair(&self, first: &str, second: &str) -> bool {
        self.by_first.get(first).is_some_and(|entries| entries.iter().any(|entry| entry[1..] == [second]))
    }

    /// Adds all forms of the infinitives among the first words.
    pub(crate) fn conjugate(&mut self, irregular: &Irregular) {
        let is_infinitive = |word: &str| ["ar", "er", "ir", "ír"].iter().any(|end| word.ends_with(end));
        let named: Vec<String> = self.by_first.keys().filter(|word| is_infinitive(word)).cloned().collect();
        for infinitive in named {
            let entries = self.by_first.remove(&infinitive).unwrap_or_default();
            // "Disparo" and "ataque" are nouns before they are what somebody says of himself or wishes.
            let told = |(form, kind): &(String, Form)| match kind {
                Form::First => !form.ends_with('o'),
                Form::Subjunctive => ["ra", "ran", "se", "sen"].iter().any(|end| form.ends_with(end)),
                _ => true,
            };
            for (form, _) in forms(&infinitive, irregular).into_iter().filter(told) {
                let conjugated = entries.iter().map(|entry| {
                    let behind = entry.iter().skip(1).cloned();
                    std::iter::once(form.clone()).chain(behind).collect()
                });
                self.by_first.entry(form.clone()).or_default().extend(conjugated);
            }
        }
    }
}

/// Verbs and nouns of saying.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    #[serde(default)]
    pub(crate) clause: Phrases,
    #[serde(default)]
    pub(crate) that_only: Phrases,
    #[serde(default)]
    pub(crate) object: Phrases,
    #[serde(default)]
    pub(crate) hearer: Phrases,
    #[serde(default)]
    pub(crate) participle: Phrases,
    pub(crate) according: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) denial: Phrases,
    /// Nouns for what somebody has to do with a deed: who denies it does not deny the deed.
    pub(crate) involvement: Phrases,
    pub(crate) asking: Phrases,
    pub(crate) predicting: Phrases,
    pub(crate) believing: Phrases,
    pub(crate) accusing: Phrases,
    pub(crate) planning: Phrases,
    pub(crate) planning_to: Phrases,
    pub(crate) announcing: Phrases,
    pub(crate) fearing: Phrases,
    pub(crate) ruling_out: Phrases,
    pub(crate) reflexive: Phrases,
    pub(crate) that: Phrases,
    pub(crate) whether: Phrases,
    #[serde(default)]
    pub(crate) figure: Phrases,
    #[serde(default)]
    pub(crate) tally: Phrases,
    /// Nouns for a number of people.
    #[serde(default)]
    pub(crate) figures: Phrases,
    #[serde(default)]
    pub(crate) recording: Phrases,
    #[serde(default)]
    pub(crate) placing: Phrases,
    #[serde(default)]
    pub(crate) measures: Phrases,
    #[serde(default)]
    pub(crate) relayed: Phrases,
    #[serde(default)]
    pub(crate) as_saying: Phrases,
    #[serde(default)]
    pub(crate) certain: Phrases,
    #[serde(default)]
    pub(crate) closing: Phrases,
    #[serde(default)]
    pub(crate) counting: Phrases,
    pub(crate) bare: Phrases,
    pub(crate) refusing: Phrases,
    pub(crate) no_one: Phrases,
    pub(crate) untrue: Phrases,
    pub(crate) unconfirmed: Phrases,
}

/// Verbs of saying by their infinitives, and what stands around them, for a language that is conjugated.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Speech {
    pub(crate) clause: Vec<String>,
    pub(crate) object: Vec<String>,
    pub(crate) infinitive: Vec<String>,
    pub(crate) papers: Vec<String>,
    pub(crate) stating: Vec<String>,
    pub(crate) impersonal: Vec<String>,
    pub(crate) counting: Vec<String>,
    pub(crate) acts: Phrases,
    pub(crate) sensing: Phrases,
    pub(crate) causing: Phrases,
    pub(crate) asides: Phrases,
    pub(crate) silence: Phrases,
    pub(crate) not_holders: Phrases,
    pub(crate) calls: Phrases,
    pub(crate) charged: Vec<String>,
    pub(crate) modals: Vec<String>,
    pub(crate) aspects: Vec<String>,
    pub(crate) common: Vec<String>,
    pub(crate) nouns: Phrases,
    pub(crate) statements: Phrases,
    pub(crate) saying: Phrases,
    pub(crate) views: Phrases,
    pub(crate) owned_views: Phrases,
    pub(crate) documents: Phrases,
    pub(crate) presenters: Phrases,
    pub(crate) outlets: Phrases,
    pub(crate) openings: Phrases,
    pub(crate) captions: Phrases,
    pub(crate) appeals: Vec<String>,
    pub(crate) holders: Phrases,
    pub(crate) like_infinitives: Phrases,
    pub(crate) spells: Phrases,
    pub(crate) openers: Phrases,
    pub(crate) questions: Phrases,
    pub(crate) media: Phrases,
}

impl Cues {
    /// The verbs of `[speech]` are the cues of a language that is conjugated: they are written down once.
    fn take_verbs(&mut self, verbs: &Verbs) {
        self.that_only = verbs.entries(|frames| frames.clause, &[Form::Finite]).into();
        self.object = verbs.entries(|frames| frames.object, &[Form::Finite]).into();
        self.participle = verbs.entries(|frames| frames.clause, &[Form::Gerund]).into();
    }

    /// Attitudes are named by infinitives where the language is conjugated.
    fn conjugate(&mut self, irregular: &Irregular) {
        let attitudes = [
            &mut self.asking,
            &mut self.predicting,
            &mut self.believing,
            &mut self.accusing,
            &mut self.planning,
            &mut self.planning_to,
            &mut self.announcing,
            &mut self.fearing,
            &mut self.ruling_out,
            &mut self.reflexive,
        ];
        attitudes.into_iter().for_each(|list| list.conjugate(irregular));
    }
}

/// Words that hold sentences together.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grammar {
    pub(crate) determiners: Phrases,
    pub(crate) articles: Phrases,
    pub(crate) pronouns: Phrases,
    pub(crate) prepositions: Phrases,
    /// More words that stand before a noun phrase and part it from the one before.
    pub(crate) linking: Phrases,
    pub(crate) boundaries: Phrases,
    pub(crate) subordinators: Phrases,
    pub(crate) coordinators: Phrases,
    pub(crate) relatives: Phrases,
    pub(crate) auxiliaries: Phrases,
    /// Denies what stands behind it against what stands before ("three, not two").
    pub(crate) contrast: Phrases,
    pub(crate) passive: Phrases,
    /// Make a passive of the participle behind them, or join a state to its bearer.
    pub(crate) be: Phrases,
    /// Pronouns that suffer what is done.
    pub(crate) objects: Phrases,
    /// Go with a verb and are no preposition there ("ended up").
    pub(crate) particles: Phrases,
    /// End like adverbs and are none.
    pub(crate) not_adverbs: Phrases,
    pub(crate) adverbs: Phrases,
    pub(crate) verbs: Phrases,
    /// Participles that neither the ending nor the verbs show.
    #[serde(default)]
    pub(crate) participles: Phrases,
    pub(crate) not_verbs: Phrases,
    pub(crate) negation: Phrases,
}

/// Words for people, their sides and offices.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct People {
    pub(crate) person: Phrases,
    pub(crate) officials: Phrases,
    pub(crate) affected: Phrases,
    pub(crate) bystanders: Phrases,
    pub(crate) others: Phrases,
    /// Ranks of police and army before a name.
    pub(crate) ranks: Phrases,
    /// Singular words for kin and other people that name no side.
    pub(crate) singular: Phrases,
    /// Plurals without the ending, and nouns of a fixed number.
    pub(crate) plural: Phrases,
    /// Not people, though they die and are hurt.
    pub(crate) not_people: Phrases,
    /// How nouns end that name no people ("inauguration").
    pub(crate) abstract_endings: Vec<String>,
    /// Narrower kinds of people and what each is called.
    pub(crate) kinds: BTreeMap<String, Phrases>,
    pub(crate) groups: Phrases,
    pub(crate) titles: Phrases,
    pub(crate) female: Phrases,
    pub(crate) male: Phrases,
    pub(crate) organisations: Phrases,
    pub(crate) bodies: Phrases,
    pub(crate) callings: Phrases,
    pub(crate) someone: Phrases,
    pub(crate) announcements: Phrases,
    #[serde(default)]
    pub(crate) records: Phrases,
    pub(crate) owners: Phrases,
    /// Two who are known ("both girls").
    pub(crate) pairs: Phrases,
    pub(crate) pointing: Phrases,
    pub(crate) former: Phrases,
    pub(crate) stamps: Phrases,
    pub(crate) collectives: Phrases,
    /// Titles in short and in full.
    pub(crate) short: BTreeMap<String, String>,
    /// Nouns that stand for a body of other nouns.
    pub(crate) metonyms: BTreeMap<String, Vec<String>>,
    /// Relations by which one person is told from another's name ("her sister Rosa"), and whose loss is a death.
    pub(crate) kin: Phrases,
    /// Words before whom a sentence goes on to speak of ("as for").
    pub(crate) topics: Phrases,
    /// Relative pronouns for people.
    pub(crate) who: Phrases,
    /// Small words inside the name of a body.
    pub(crate) joining: Phrases,
    pub(crate) he: Phrases,
    pub(crate) she: Phrases,
    pub(crate) they: Phrases,
    pub(crate) it: Phrases,
}

/// Wordings of doubt, and the verb forms that tell of what is not yet or not surely so.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hedges {
    pub(crate) reported: Phrases,
    pub(crate) alleged: Phrases,
    pub(crate) apparent: Phrases,
    pub(crate) possible: Phrases,
    pub(crate) predicted: Phrases,
    pub(crate) future: Phrases,
    pub(crate) would: Phrases,
    pub(crate) wanting: Phrases,
    pub(crate) modals: Phrases,
    pub(crate) past: Phrases,
    pub(crate) wished: Phrases,
    pub(crate) states: Phrases,
    pub(crate) presumed: Phrases,
    pub(crate) copulas: Phrases,
    pub(crate) look_alikes: Phrases,
    pub(crate) impersonal: Impersonal,
}

/// Verb groups by which a document tells what others hold, without naming them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Impersonal {
    pub(crate) reported: Phrases,
    pub(crate) alleged: Phrases,
    pub(crate) apparent: Phrases,
    pub(crate) planned: Phrases,
    pub(crate) predicted: Phrases,
}

/// Words around numbers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quantifiers {
    pub(crate) at_least: Phrases,
    pub(crate) more_than: Phrases,
    pub(crate) about: Phrases,
    pub(crate) almost: Phrases,
    pub(crate) up_to: Phrases,
    pub(crate) fewer: Phrases,
    pub(crate) or_more: Phrases,
    pub(crate) zero: Phrases,
    pub(crate) between: Phrases,
    pub(crate) range: Phrases,
    pub(crate) definite: Phrases,
    pub(crate) joiners: Phrases,
    pub(crate) including: Phrases,
    /// Before a noun that names all of those told before ("all of them farmers").
    #[serde(default)]
    pub(crate) all: Phrases,
    /// Leave out whom they name ("without the guards").
    #[serde(default)]
    pub(crate) excluding: Phrases,
    /// Behind somebody who is counted in.
    #[serde(default)]
    pub(crate) included: Phrases,
    /// Behind somebody who is left out.
    #[serde(default)]
    pub(crate) excluded: Phrases,
    pub(crate) and: Phrases,
    pub(crate) others: Phrases,
    pub(crate) grave: Phrases,
    pub(crate) one: Phrases,
    /// Behind a number: nobody is left out.
    pub(crate) in_all: Phrases,
    /// Before a number, which they leave as it is ("un total de").
    #[serde(default)]
    pub(crate) total: Phrases,
    pub(crate) vague: BTreeMap<String, Vec<u64>>,
    /// Words that tell of how many an act was ("a triple homicide").
    #[serde(default)]
    pub(crate) multiples: BTreeMap<String, u64>,
}

/// Words that tell a document's events apart, and lines that tell none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventWords {
    pub(crate) main: Phrases,
    pub(crate) background: Phrases,
    /// Tell an event from the one before, where one of `occasions` follows: "a second" strike.
    pub(crate) another: Phrases,
    pub(crate) occasions: Phrases,
    /// What opens another event by itself ("elsewhere in the city").
    pub(crate) elsewhere: Phrases,
    /// Beside a state, that it has been so for long ("dead for decades").
    pub(crate) long: Phrases,
    /// Counts over many events, without a date ("so far this year").
    pub(crate) running: Phrases,
    /// Comings together of people, which follow what happened.
    pub(crate) gatherings: Phrases,
    /// Tell that something is counted over a time: "so far", "since".
    pub(crate) over: Phrases,
    pub(crate) boilerplate: Vec<String>,
    pub(crate) byline: Vec<String>,
}

/// All words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lexicon {
    #[serde(skip, default = "english")]
    pub(crate) language: Language,
    pub(crate) cues: Cues,
    #[serde(default)]
    pub(crate) speech: Speech,
    #[serde(default)]
    pub(crate) conjugation: Irregular,
    /// All forms of the verbs of `speech`.
    #[serde(skip)]
    pub(crate) verbs: Verbs,
    pub(crate) grammar: Grammar,
    pub(crate) people: People,
    pub(crate) hedges: Hedges,
    pub(crate) numbers: BTreeMap<String, u64>,
    /// Words that multiply the number before them.
    pub(crate) scales: BTreeMap<String, u64>,
    pub(crate) quantifiers: Quantifiers,
    pub(crate) events: EventWords,
    pub(crate) times: TimeWords,
}

fn english() -> Language {
    Language::En
}

/// Given names that only women or only men bear, folded; those of all languages.
#[derive(Debug)]
pub(crate) struct GivenNames {
    pub(crate) female: BTreeSet<String>,
    pub(crate) male: BTreeSet<String>,
}

/// The list of them, which speakers across documents are told apart by, too.
#[derive(Deserialize)]
struct GivenNamesFile {
    given_names: BTreeMap<String, String>,
}

static GIVEN_NAMES: LazyLock<GivenNames> = LazyLock::new(|| {
    let file: GivenNamesFile = toml::from_str(include_str!("../lexicon/given_names.toml"))
        .expect("the embedded list of given names parses: a test reads it");
    let listed = |sex: &str| {
        let names = file.given_names.get(sex).map(String::as_str).unwrap_or_default();
        names.split_whitespace().map(str::to_owned).collect()
    };
    GivenNames { female: listed("female"), male: listed("male") }
});

pub(crate) fn given_names() -> &'static GivenNames {
    &GIVEN_NAMES
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| parse(Language::En, include_str!("../lexicon/en.toml")));
static BARE: LazyLock<BTreeMap<Language, Lexicon>> = LazyLock::new(|| {
    let others = Language::ALL.iter().filter(|language| !matches!(language, Language::En | Language::Es));
    others.map(|language| (*language, Lexicon::bare(*language))).collect()
});
static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| parse(Language::Es, include_str!("../lexicon/es.toml")));

fn parse(language: Language, toml: &str) -> Lexicon {
    let lexicon: Lexicon = toml::from_str(toml).expect("the embedded lexicons parse: a test reads them");
    let mut lexicon = lexicon;
    lexicon.cues.conjugate(&lexicon.conjugation);
    let speech = &mut lexicon.speech;
    for list in [&mut speech.acts, &mut speech.sensing, &mut speech.causing] {
        list.conjugate(&lexicon.conjugation);
    }
    let verbs = Verbs::of(&lexicon.speech, &lexicon.conjugation);
    if !lexicon.speech.clause.is_empty() {
        lexicon.cues.take_verbs(&verbs);
    }
    Lexicon { language, verbs, ..lexicon }
}

impl Lexicon {
    /// The words of `language`; of one without a lexicon those alone that multiply numbers.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Es => &SPANISH,
            other => &BARE[&other],
        }
    }

    /// Whether `language` has word lists, so that rules can tell who says what.
    pub(crate) fn knows(language: Language) -> bool {
        matches!(language, Language::En | Language::Es)
    }

    fn bare(language: Language) -> Self {
        Self {
            language,
            cues: Cues::default(),
            speech: Speech::default(),
            conjugation: Irregular::default(),
            verbs: Verbs::default(),
            grammar: Grammar::default(),
            people: People::default(),
            hedges: Hedges::default(),
            numbers: BTreeMap::new(),
            scales: Locale::of(language).map(|locale| locale.scales.clone()).unwrap_or_default(),
            quantifiers: Quantifiers::default(),
            events: EventWords::default(),
            times: TimeWords::default(),
        }
    }

    /// Whether `word` is a finite verb, by list and by ending.
    pub(crate) fn is_verb(&self, word: &str) -> bool {
        if self.grammar.verbs.has(word) {
            return true;
        }
        if self.grammar.not_verbs.has(word) || word.len() < 4 {
            return false;
        }
        match self.language {
            Language::En => word.ends_with("ed") && !word.ends_with("eed"),
            Language::Es => ["ó", "aron", "ieron", "yeron", "jeron", "aba", "aban", "ía", "ían"]
                .iter()
                .any(|end| word.ends_with(end)),
            _ => false,
        }
    }

    /// Whether `word` negates, an ending in "n't" included.
    pub(crate) fn is_negation(&self, word: &str) -> bool {
        self.grammar.negation.has(word) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// Whether `word` names people by their side or office.
    pub(crate) fn is_person(&self, word: &str) -> bool {
        let people = &self.people;
        [&people.person, &people.officials, &people.affected, &people.bystanders].iter().any(|list| list.has(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lexicons_parse() {
        for language in [Language::En, Language::Es] {
            let lexicon = Lexicon::of(language);
            assert_eq!((lexicon.times.months.len(), lexicon.times.weekdays.len()), (12, 7));
        }
    }

    #[test]
    fn verbs_by_list_and_ending() {
        let check =
            |language, word: &str, expected| assert_eq!(Lexicon::of(language).is_verb(word), expected, "{word}");
        check(Language::En, "opened", true);
        check(Language::En, "hundred", false);
        check(Language::Es, "disparaban", true);
        check(Language::Es, "policía", false);
    }
}
