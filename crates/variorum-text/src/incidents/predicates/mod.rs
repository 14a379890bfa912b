//! Which words tell that something happened to somebody?
//!
//! Predicates are data (`lexicon/predicates.toml`): verbs by their infinitives, words for a state, nouns of the act.
//! A case adds its own ([`own`]). Here they become [`forms`] that a sentence is held against, beside [`lists`] of what is
//! said around them. Left out: what a predicate's words mean beside it ("murder" as a charge); who suffers it is told by
//! `arguments`.

mod entries;
pub(crate) mod forms;
mod lists;
mod own;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use variorum_evidence::document::Language;

use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;
pub use entries::PredicateEntry;
pub(crate) use entries::Whom;
use entries::{Word, Words, entries};
pub(crate) use lists::Orders;
use lists::{Lists, shipped};
pub use own::{PredicateError, PredicateSet, read_predicates};

/// How a word tells its predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A verb whose object suffers it.
    Does(VerbForm),
    /// A verb whose subject suffers it.
    Undergoes(VerbForm),
    /// A verb whose object suffers it where it names kin ("lost two daughters").
    Loses,
    /// A word for those it happened to.
    State,
    /// A noun that a number counts.
    Counted,
    /// A noun for those to whom something happened, be it this or not ("víctimas"): it tells of none, and of some among them.
    Victims,
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
    pub(crate) id: Arc<str>,
    pub(crate) whom: Whom,
    from: Vec<String>,
    /// What is told with it, unless worse is told of the same people: who was shot was hurt.
    pub(crate) also: Option<Arc<str>>,
    /// Verbs that somebody undergoes tell it of numbers of people only: one who "left the area" was not displaced.
    pub(crate) many: bool,
    /// Nouns that it never happens to ("bodies" are not rescued).
    pub(crate) never: Phrases,
    /// The nouns that it happens to, where it does not happen to all.
    pub(crate) only: Phrases,
}

/// A way to tell a predicate: the words after the first one, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Telling {
    rest: Vec<String>,
    predicate: usize,
    role: Role,
    reflexive: bool,
    officials: bool,
}

impl Telling {
    fn is_open(&self) -> bool {
        self.rest.iter().any(|word| word == "*")
    }
}

/// The predicates of one language by the first word of each form.
#[derive(Debug)]
pub(crate) struct Predicates {
    list: Vec<Predicate>,
    tellings: BTreeMap<String, Vec<Telling>>,
    by: Vec<(usize, Vec<String>)>,
    /// What is said around them.
    pub(crate) lists: &'static Lists,
}

/// Words of a sentence that tell a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) predicate: usize,
    pub(crate) role: Role,
    /// Tokens of the form.
    pub(crate) length: usize,
    /// Other words may stand inside it ("took two men away").
    pub(crate) open: bool,
    /// The verb means it only with "se".
    pub(crate) reflexive: bool,
    /// It is meant where officials do it.
    pub(crate) officials: bool,
}

static ENGLISH: LazyLock<Predicates> = LazyLock::new(|| Predicates::of(Language::En, shipped()));
static SPANISH: LazyLock<Predicates> = LazyLock::new(|| Predicates::of(Language::Es, shipped()));

impl Predicates {
    /// The program's predicates of `language`; none where it has no words for them.
    fn in_language(language: Language) -> Option<&'static Self> {
        match language {
            Language::En => Some(&ENGLISH),
            Language::Es => Some(&SPANISH),
            _ => None,
        }
    }

    /// The predicates of a list that is built into the program.
    pub(crate) fn written(toml: &str, language: Language) -> Self {
        Self::of(language, &entries(toml))
    }

    /// These predicates by the words of `language`.
    fn of<'a>(language: Language, entries: impl IntoIterator<Item = &'a PredicateEntry>) -> Self {
        let mut made = Self { list: Vec::new(), tellings: BTreeMap::new(), by: Vec::new(), lists: Lists::of(language) };
        for entry in entries {
            made.add(language, entry);
        }
        for tellings in made.tellings.values_mut() {
            tellings.sort();
            tellings.dedup();
        }
        made
    }

    /// Adds a predicate, or words to the one of the same name.
    fn add(&mut self, language: Language, entry: &PredicateEntry) {
        let words = entry.words(language);
        let never = words.never.iter().map(|noun| noun.get_ref().clone());
        let only = words.only.iter().map(|noun| noun.get_ref().clone());
        let number = match self.list.iter().position(|known| *known.id == *entry.id()) {
            Some(known) => {
                self.list[known].never.extend(never);
                known
            }
            None => {
                self.list.push(Predicate {
                    id: Arc::from(entry.id()),
                    whom: entry.whom.unwrap_or(Whom::People),
                    from: entry.from.iter().map(|from| from.get_ref().clone()).collect(),
                    also: entry.also.as_ref().map(|also| Arc::from(also.get_ref().as_str())),
                    many: entry.many,
                    never: never.collect::<Vec<_>>().into(),
                    only: only.collect::<Vec<_>>().into(),
                });
                self.list.len() - 1
            }
        };
        self.add_verbs(language, number, words);
        self.add_nouns(number, words);
    }

    fn add_verbs(&mut self, language: Language, predicate: usize, words: &Words) {
        let irregular = &Lexicon::of(language).conjugation;
        let lists = [
            (&words.does, true, false, false),
            (&words.if_officials, true, true, false),
            (&words.undergoes, false, false, false),
            (&words.loses, true, false, true),
        ];
        let verbs = lists.iter().flat_map(|(list, does, by, loses)| list.iter().map(|verb| (verb, *does, *by, *loses)));
        for (verb, does, officials, loses) in verbs {
            let (forms, rest) = forms::verb(language, verb.get_ref(), irregular);
            let first = verb.get_ref().split(' ').next();
            let reflexive = language == Language::Es && !loses && first.is_some_and(|verb| verb.ends_with("rse"));
            for (form, kind) in forms {
                let role = match (loses, does) {
                    (true, _) => Role::Loses,
                    (_, true) => Role::Does(kind),
                    (_, false) => Role::Undergoes(kind),
                };
                let telling = Telling { rest: rest.clone(), predicate, role, reflexive, officials };
                self.tellings.entry(form).or_default().push(telling);
            }
        }
    }

    fn add_nouns(&mut self, predicate: usize, words: &Words) {
        let nouns = [
            (&words.states, Role::State),
            (&words.counted, Role::Counted),
            (&words.victims, Role::Victims),
            (&words.tolls, Role::Toll),
            (&words.acts, Role::Act),
        ];
        for (entry, role) in nouns.iter().flat_map(|(list, role)| list.iter().map(|entry| (entry, *role))) {
            let mut split = entry.get_ref().split(' ').map(str::to_owned);
            let Some(first) = split.next() else { continue };
            let telling = Telling { rest: split.collect(), predicate, role, reflexive: false, officials: false };
            self.tellings.entry(first).or_default().push(telling);
        }
        let split = |entry: &Word| entry.get_ref().split(' ').map(str::to_owned).collect();
        self.by.extend(words.by.iter().map(|entry| (predicate, split(entry))));
    }

    /// The predicate called `number`.
    pub(crate) fn get(&self, number: usize) -> &Predicate {
        &self.list[number]
    }

    /// The predicate called `id`.
    pub(crate) fn called(&self, id: &str) -> Option<&Predicate> {
        self.list.iter().find(|predicate| *predicate.id == *id)
    }

    /// Whether what `worse` tells can be meant by a verb of `id` ("fatally shot").
    pub(crate) fn is_worse(&self, worse: &str, id: &str) -> bool {
        self.called(worse).is_some_and(|worse| worse.from.iter().any(|from| from == id))
    }

    /// Whether one of them is called `id`.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.list.iter().any(|predicate| *predicate.id == *id)
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

    /// Whether the token is a finite form of a verb that tells one of them.
    pub(crate) fn is_finite(&self, line: &Line<'_>, at: usize) -> bool {
        let finite = |one: &Found| matches!(one.role, Role::Does(VerbForm::Finite) | Role::Undergoes(VerbForm::Finite));
        self.at(line, at).iter().any(finite)
    }

    /// Whether the token may be a noun for those to whom it happened ("muertos", "heridos").
    pub(crate) fn names_them(&self, line: &Line<'_>, at: usize) -> bool {
        self.at(line, at).iter().any(|one| one.role == Role::Counted)
    }

    /// Whether the token is a noun for those to whom another predicate than `own` happened.
    pub(crate) fn names_others(&self, line: &Line<'_>, at: usize, own: usize) -> bool {
        self.at(line, at).iter().any(|one| one.role == Role::Counted && one.predicate != own)
    }

    /// Whether some telling begins with `word`.
    pub(crate) fn begins(&self, word: &str) -> bool {
        self.tellings.contains_key(word)
    }

    /// Whether a weapon or an order may be told from `word` on.
    pub(crate) fn begins_act(&self, word: &str) -> bool {
        let lists = self.lists;
        let orders = &lists.orders;
        lists.weapons.names.begins(word)
            || lists.weapons.rounds.begins(word)
            || lists.fires.phrases.begins(word)
            || lists.firsts.deeds.begins(word)
            || lists.firsts.leads.begins(word)
            || lists.firsts.shots.begins(word)
            || lists.surrenders.verbs.begins(word)
            || lists.surrenders.nouns.begins(word)
            || lists.surrenders.reflexives.begins(word)
            || lists.surrenders.states.begins(word)
            || lists.firsts.begins.begins(word)
            || lists.firsts.greets.begins(word)
            || lists.firsts.repels.begins(word)
            || lists.weapons.doubtful.begins(word)
            || orders.tells.begins(word)
            || orders.verbs.begins(word)
            || orders.nouns.has(word)
    }

    /// Whether the token is the plain form of a verb.
    pub(crate) fn is_bare(&self, line: &Line<'_>, at: usize) -> bool {
        let bare = |one: &Found| {
            matches!(one.role, Role::Does(VerbForm::Bare) | Role::Undergoes(VerbForm::Bare)) && one.length == 1
        };
        self.at(line, at).iter().any(bare)
    }

    /// Whether the token is the plain form of a verb that somebody undergoes ("drown").
    pub(crate) fn is_undergone(&self, line: &Line<'_>, at: usize) -> bool {
        let bare = |one: &Found| one.role == Role::Undergoes(VerbForm::Bare) && one.length == 1;
        self.at(line, at).iter().any(bare)
    }

    /// Whether the token is a noun that a number counts, and no participle ("arrests", "lives").
    pub(crate) fn is_counted(&self, line: &Line<'_>, at: usize) -> bool {
        let found = self.at(line, at);
        let past = |one: &Found| matches!(one.role, Role::Does(form) | Role::Undergoes(form) if matches!(form, VerbForm::Past | VerbForm::Participle));
        found.iter().any(|one| one.role == Role::Counted && one.length == 1) && !found.iter().any(past)
    }

    /// Whether the word at `word` turns the verb at `verb` into another predicate ("shot dead").
    pub(crate) fn is_turned(&self, line: &Line<'_>, verb: usize, word: usize) -> bool {
        let does = |one: &&Found| matches!(one.role, Role::Does(_)) && one.length == 1;
        let told = self.at(line, verb);
        told.iter().filter(does).any(|one| self.meant(&self.list[one.predicate].id, line.word(word)).is_some())
    }

    /// The predicate that `predicate` means beside `word` ("one fatally").
    pub(crate) fn meant(&self, predicate: &str, word: &str) -> Option<&Arc<str>> {
        let turns = |(to, words): &&(usize, Vec<String>)| {
            words.len() == 1 && words[0] == word && self.list[*to].from.iter().any(|from| from == predicate)
        };
        self.by.iter().find(turns).map(|(to, _)| &self.list[*to].id)
    }

    /// What the words at token `at` may tell. Of two forms of one predicate the longer one.
    pub(crate) fn at(&self, line: &Line<'_>, at: usize) -> Vec<Found> {
        let Some(tellings) = self.tellings.get(line.word(at)) else { return Vec::new() };
        let fits = |telling: &Telling| {
            let length = behind(line, at + 1, &telling.rest, matches!(telling.role, Role::Undergoes(_)))?;
            Some(Found {
                predicate: telling.predicate,
                role: telling.role,
                length: 1 + length,
                open: telling.is_open(),
                reflexive: telling.reflexive,
                officials: telling.officials,
            })
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
        let turns = |(to, words): &&(usize, Vec<String>)| {
            self.list[*to].from.iter().any(|from| **from == **own) && beside(words)
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_words_for_each() {
        for language in [Language::En, Language::Es] {
            let predicates = Predicates::in_language(language).unwrap();
            let without: Vec<&str> = (0..predicates.list.len())
                .filter(|number| !predicates.tellings.values().flatten().any(|telling| telling.predicate == *number))
                .map(|number| &*predicates.list[number].id)
                .collect();
            assert_eq!(without, [""; 0], "{language:?}");
        }
    }
}
