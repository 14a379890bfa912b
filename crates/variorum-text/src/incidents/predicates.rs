//! Which words tell that something happened to somebody?
//!
//! Predicates are data (`lexicon/predicates.toml`): verbs by their infinitives, words for a state, nouns of the act.
//! Here they become forms that a sentence is held against. English verbs follow four rules of spelling, Spanish ones
//! those of [`crate::conjugation`]; what no rule gives stands in the data. Left out: what a predicate's words mean
//! beside it ("murder" as a charge); who suffers it is told by `arguments`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use crate::conjugation::{Form, Irregular, forms};
use crate::lexicon::Phrases;
use crate::line::Line;

/// Whether a predicate counts people or things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Whom {
    People,
    Things,
}

/// The words of one predicate in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Words {
    does: Vec<String>,
    undergoes: Vec<String>,
    states: Vec<String>,
    counted: Vec<String>,
    tolls: Vec<String>,
    acts: Vec<String>,
    by: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    whom: Whom,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    en: Words,
    #[serde(default)]
    es: Words,
}

/// Weapons, and the verbs by which they are used.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Weapons {
    pub(crate) names: Phrases,
    pub(crate) uses: Phrases,
}

/// Words that tell that somebody fired.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fires {
    pub(crate) phrases: Phrases,
}

/// Words of ordering.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Orders {
    pub(crate) verbs: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) gives: Phrases,
    pub(crate) givers: Phrases,
    pub(crate) not: Phrases,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ByLanguage<T: Default> {
    en: T,
    es: T,
}

impl<T: Default> ByLanguage<T> {
    fn of(self, language: Language) -> T {
        if language == Language::En { self.en } else { self.es }
    }
}

#[derive(Deserialize)]
struct Entries {
    predicate: Vec<Entry>,
    #[serde(default)]
    weapons: ByLanguage<Weapons>,
    #[serde(default)]
    orders: ByLanguage<Orders>,
    #[serde(default)]
    fires: ByLanguage<Fires>,
}

/// How a word tells its predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A verb whose object suffers it.
    Does(VerbForm),
    /// A verb whose subject suffers it.
    Undergoes(VerbForm),
    /// A word for those it happened to.
    State,
    /// A noun that a number counts.
    Counted,
    /// A word for the number itself ("death toll").
    Toll,
    /// A noun of the act.
    Act,
}

/// The form of a verb, as far as voice needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VerbForm {
    /// "Kill", "matar".
    Bare,
    /// "Kills", "mata", "mataron", "slew": never a participle.
    Finite,
    /// "Killed": past or participle.
    Past,
    /// "Slain", "matado": participle only.
    Participle,
    /// "Killing", "matando".
    Gerund,
}

/// A predicate, ready to be found.
#[derive(Debug)]
pub(crate) struct Predicate {
    pub(crate) id: String,
    pub(crate) whom: Whom,
    from: Vec<String>,
}

/// A way to tell a predicate: the words after the first one, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Telling {
    rest: Vec<String>,
    predicate: usize,
    role: Role,
}

/// The predicates of one language by the first word of each form.
#[derive(Debug)]
pub(crate) struct Predicates {
    list: Vec<Predicate>,
    tellings: BTreeMap<String, Vec<Telling>>,
    by: Vec<(usize, Vec<String>)>,
    pub(crate) weapons: Weapons,
    pub(crate) orders: Orders,
    pub(crate) fires: Fires,
}

/// Words of a sentence that tell a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) predicate: usize,
    pub(crate) role: Role,
    /// Tokens of the form.
    pub(crate) length: usize,
}

static ENGLISH: LazyLock<Predicates> = LazyLock::new(|| Predicates::of(Language::En, &Irregular::default()));
static SPANISH: LazyLock<Predicates> =
    LazyLock::new(|| Predicates::of(Language::Es, &crate::lexicon::Lexicon::of(Language::Es).conjugation));

impl Predicates {
    /// The predicates of `language`; none where it has no words for them.
    pub(crate) fn in_language(language: Language) -> Option<&'static Self> {
        match language {
            Language::En => Some(&ENGLISH),
            Language::Es => Some(&SPANISH),
            _ => None,
        }
    }

    fn of(language: Language, irregular: &Irregular) -> Self {
        Self::written(include_str!("../../lexicon/predicates.toml"), language, irregular)
    }

    /// The predicates that `toml` holds, built into the program.
    pub(crate) fn written(toml: &str, language: Language, irregular: &Irregular) -> Self {
        let entries: Entries = toml::from_str(toml).expect("the embedded predicates parse: a test reads them");
        let mut made = Self {
            list: Vec::new(),
            tellings: BTreeMap::new(),
            by: Vec::new(),
            weapons: entries.weapons.of(language),
            orders: entries.orders.of(language),
            fires: entries.fires.of(language),
        };
        for entry in entries.predicate {
            let words = if language == Language::En { entry.en } else { entry.es };
            made.add(language, irregular, &words);
            made.list.push(Predicate { id: entry.id, whom: entry.whom, from: entry.from });
        }
        for tellings in made.tellings.values_mut() {
            tellings.sort();
            tellings.dedup();
        }
        made
    }

    fn add(&mut self, language: Language, irregular: &Irregular, words: &Words) {
        let predicate = self.list.len();
        let verbs = words.does.iter().map(|verb| (verb, true)).chain(words.undergoes.iter().map(|verb| (verb, false)));
        for (verb, does) in verbs {
            let (forms, rest) = if language == Language::En { english(verb) } else { spanish(verb, irregular) };
            for (form, kind) in forms {
                let role = if does { Role::Does(kind) } else { Role::Undergoes(kind) };
                self.tellings.entry(form).or_default().push(Telling { rest: rest.clone(), predicate, role });
            }
        }
        let nouns = [
            (&words.states, Role::State),
            (&words.counted, Role::Counted),
            (&words.tolls, Role::Toll),
            (&words.acts, Role::Act),
        ];
        for (list, role) in nouns {
            for entry in list {
                let mut split = entry.split(' ').map(str::to_owned);
                let Some(first) = split.next() else { continue };
                self.tellings.entry(first).or_default().push(Telling { rest: split.collect(), predicate, role });
            }
        }
        self.by.extend(words.by.iter().map(|entry| (predicate, entry.split(' ').map(str::to_owned).collect())));
    }

    /// The predicate called `number`.
    pub(crate) fn get(&self, number: usize) -> &Predicate {
        &self.list[number]
    }

    /// Whether one of them is called `id`.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.list.iter().any(|predicate| predicate.id == id)
    }

    /// Whether the token alone tells a state and no verb ("dead", "missing").
    pub(crate) fn is_state(&self, line: &Line<'_>, at: usize) -> bool {
        let found = self.at(line, at);
        let verb = |one: &Found| matches!(one.role, Role::Does(_) | Role::Undergoes(_));
        found.iter().any(|one| one.role == Role::State && one.length == 1) && !found.iter().any(verb)
    }

    /// Whether the token may be the participle of a verb that is done to somebody.
    pub(crate) fn is_participle(&self, line: &Line<'_>, at: usize) -> bool {
        let form = |one: &Found| matches!(one.role, Role::Does(VerbForm::Past | VerbForm::Participle));
        self.at(line, at).iter().any(form)
    }

    /// Whether the token may be a noun of an act.
    pub(crate) fn is_act(&self, line: &Line<'_>, at: usize) -> bool {
        self.at(line, at).iter().any(|one| one.role == Role::Act)
    }

    /// Whether some telling begins with `word`.
    pub(crate) fn begins(&self, word: &str) -> bool {
        self.tellings.contains_key(word)
    }

    /// Whether a weapon or an order may be told from `word` on.
    pub(crate) fn begins_act(&self, word: &str) -> bool {
        let orders = &self.orders;
        self.weapons.names.begins(word)
            || self.fires.phrases.begins(word)
            || orders.verbs.has(word)
            || orders.nouns.has(word)
    }

    /// Whether the token is the plain form of a verb.
    pub(crate) fn is_bare(&self, line: &Line<'_>, at: usize) -> bool {
        let bare = |one: &Found| {
            matches!(one.role, Role::Does(VerbForm::Bare) | Role::Undergoes(VerbForm::Bare)) && one.length == 1
        };
        self.at(line, at).iter().any(bare)
    }

    /// The predicate that `predicate` means beside `word` ("one fatally").
    pub(crate) fn meant(&self, predicate: &str, word: &str) -> Option<&str> {
        let turns = |(to, words): &&(usize, Vec<String>)| {
            words.len() == 1 && words[0] == word && self.list[*to].from.iter().any(|from| from == predicate)
        };
        self.by.iter().find(turns).map(|(to, _)| self.list[*to].id.as_str())
    }

    /// What the words at token `at` may tell. Of two forms of one predicate the longer one.
    pub(crate) fn at(&self, line: &Line<'_>, at: usize) -> Vec<Found> {
        let Some(tellings) = self.tellings.get(line.word(at)) else { return Vec::new() };
        let fits = |telling: &Telling| {
            let length = behind(line, at + 1, &telling.rest, matches!(telling.role, Role::Undergoes(_)))?;
            Some(Found { predicate: telling.predicate, role: telling.role, length: 1 + length })
        };
        let mut found: Vec<Found> = tellings.iter().filter_map(fits).collect();
        let longest = found.iter().map(|one| one.length).max().unwrap_or(0);
        found.retain(|one| one.length == longest);
        found
    }

    /// The predicate that a verb of `predicate` means beside the words around `at..end` ("fatally shot").
    pub(crate) fn turned(&self, line: &Line<'_>, predicate: usize, at: usize, end: usize) -> usize {
        let own = &self.list[predicate].id;
        let beside = |words: &Vec<String>| {
            let fits = |start: usize| words.iter().zip(start..).all(|(word, at)| line.word(at) == word);
            // "A fatal gunshot wound" has it inside.
            let inside = words.len() == 1 && (at + 1..end + 3).any(|at| line.word(at) == words[0]) && end - at > 1;
            fits(end) || at.checked_sub(words.len()).is_some_and(fits) || inside
        };
        let turns = |(to, words): &&(usize, Vec<String>)| self.list[*to].from.contains(own) && beside(words);
        self.by.iter().find(turns).map_or(predicate, |(to, _)| *to)
    }
}

/// How many tokens `rest` takes that stands behind. A verb and its noun may have up to three words between them
/// ("suffered serious injuries"); a star stands for up to four ("taken to * hospital").
fn behind(line: &Line<'_>, at: usize, rest: &[String], loose: bool) -> Option<usize> {
    let Some((first, more)) = rest.split_first() else { return Some(0) };
    if first == "*" {
        let fits = |start: usize| more.iter().zip(start..).all(|(word, at)| line.word(at) == word);
        let found = (at..=at + 4).find(|start| fits(*start))?;
        return (at..found).all(|between| line.is_word(between)).then_some(found + more.len() - at);
    }
    let room = if loose { 3 } else { 0 };
    let start = (at..=at + room).find(|start| line.word(*start) == first)?;
    let clear = (at..start).all(|between| line.is_word(between));
    clear.then(|| behind(line, start + 1, more, false)).flatten().map(|length| start + 1 - at + length)
}

type Forms = (Vec<(String, VerbForm)>, Vec<String>);

/// The forms of an English entry: infinitive, then past, participle and gerund where no rule gives them, then words
/// that go on behind the verb. Forms share their first letter with the infinitive; other words go on.
fn english(entry: &str) -> Forms {
    let words: Vec<&str> = entry.split(' ').collect();
    let verb = words[0];
    let given = words.len() >= 4 && words[3].ends_with("ing") || words.len() == 2 && words[1].ends_with("ing");
    let regular = regular(verb);
    let (past, participle, gerund, rest) = match (given, words.len()) {
        (true, 2) => (regular.0.clone(), regular.0, words[1].to_owned(), &words[2..]),
        (true, _) => (words[1].to_owned(), words[2].to_owned(), words[3].to_owned(), &words[4..]),
        _ => (regular.0.clone(), regular.0, regular.1, &words[1..]),
    };
    let mut forms = vec![(verb.to_owned(), VerbForm::Bare), (third(verb), VerbForm::Finite)];
    if past == participle {
        forms.push((past, VerbForm::Past));
    } else {
        forms.push((past, VerbForm::Finite));
        forms.push((participle, VerbForm::Participle));
    }
    forms.push((gerund, VerbForm::Gerund));
    (forms, rest.iter().map(|word| (*word).to_owned()).collect())
}

/// Past and gerund by rule.
fn regular(verb: &str) -> (String, String) {
    if let Some(stem) = verb.strip_suffix('e') {
        return (format!("{verb}d"), format!("{stem}ing"));
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => (format!("{stem}ied"), format!("{verb}ing")),
        _ => (format!("{verb}ed"), format!("{verb}ing")),
    }
}

/// The third person by rule.
fn third(verb: &str) -> String {
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end)) {
        return format!("{verb}es");
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{verb}s"),
    }
}

fn spanish(entry: &str, irregular: &Irregular) -> Forms {
    let mut words = entry.split(' ');
    let infinitive = words.next().unwrap_or_default();
    let kind = |form| match form {
        Form::Infinitive => VerbForm::Bare,
        Form::Finite | Form::First | Form::Subjunctive => VerbForm::Finite,
        Form::Participle => VerbForm::Participle,
        Form::Gerund => VerbForm::Gerund,
    };
    let forms = forms(infinitive, irregular).into_iter().map(|(word, form)| (word, kind(form))).collect();
    (forms, words.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_verbs_by_rule_and_by_data() {
        let check = |entry: &str, expected: &[&str], rest: &[&str]| {
            let (forms, behind) = english(entry);
            assert_eq!(forms.iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>(), expected, "{entry}");
            assert_eq!(behind, rest, "{entry}");
        };
        check("kill", &["kill", "kills", "killed", "killing"], &[]);
        check("bury", &["bury", "buries", "buried", "burying"], &[]);
        check("slay slew slain slaying", &["slay", "slays", "slew", "slain", "slaying"], &[]);
        check("lose lost lost losing life", &["lose", "loses", "lost", "losing"], &["life"]);
        check("suffer injuries", &["suffer", "suffers", "suffered", "suffering"], &["injuries"]);
        check("displace", &["displace", "displaces", "displaced", "displacing"], &[]);
    }

    #[test]
    fn both_languages_have_words_for_each() {
        for language in [Language::En, Language::Es] {
            let predicates = Predicates::in_language(language).unwrap();
            let without: Vec<&str> = (0..predicates.list.len())
                .filter(|number| !predicates.tellings.values().flatten().any(|telling| telling.predicate == *number))
                .map(|number| predicates.list[number].id.as_str())
                .collect();
            assert_eq!(without, [""; 0], "{language:?}");
        }
    }
}
