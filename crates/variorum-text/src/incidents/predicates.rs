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
    /// Verbs that mean it where officials do it ("se llevaron a tres").
    if_officials: Vec<String>,
    undergoes: Vec<String>,
    loses: Vec<String>,
    states: Vec<String>,
    counted: Vec<String>,
    tolls: Vec<String>,
    acts: Vec<String>,
    by: Vec<String>,
    never: Phrases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    whom: Whom,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    also: Option<String>,
    #[serde(default)]
    many: bool,
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
    /// Come to be only where they are fired ("there was no live ammunition").
    pub(crate) spent: Phrases,
    /// Behind a calibre they name a weapon ("7.62-millimetre rounds").
    pub(crate) rounds: Phrases,
    pub(crate) calibres: Phrases,
    /// Words that tell that somebody only has or finds it.
    pub(crate) holds: Phrases,
}

/// Words that tell that somebody fired.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fires {
    pub(crate) phrases: Phrases,
}

/// Words that tell who fired first.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Firsts {
    pub(crate) deeds: Phrases,
    pub(crate) opens: Phrases,
    pub(crate) marks: Phrases,
    pub(crate) leads: Phrases,
    pub(crate) shots: Phrases,
    pub(crate) origins: Phrases,
    pub(crate) waits: Phrases,
    pub(crate) bodies: Phrases,
}

/// Words before an infinitive that tell that it was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Reals {
    words: Phrases,
}

/// Words of giving up.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Surrenders {
    pub(crate) verbs: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) wants: Phrases,
    pub(crate) refuses: Phrases,
    pub(crate) calls: Phrases,
}

/// Words of ordering.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Orders {
    pub(crate) verbs: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) gives: Phrases,
    pub(crate) givers: Phrases,
    /// Verbs by which an order comes or is taken, so that nobody gives it as their subject.
    pub(crate) comes: Phrases,
    pub(crate) not: Phrases,
    /// Give an order before somebody and "to …" ("told them to aim").
    pub(crate) tells: Phrases,
    /// What can be ordered so.
    pub(crate) deeds: Phrases,
}

/// Words around a Spanish predicate. Verbs stand as infinitives.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wording {
    /// Forms of "haber".
    pub(crate) perfect: Phrases,
    /// Clitics that may stand for whoever suffers.
    pub(crate) clitics: Phrases,
    /// Nouns for a number ("cifra", "saldo").
    pub(crate) sums: Phrases,
    /// Verbs that lead to a number ("suman", "asciende").
    pub(crate) totals: Phrases,
    /// Verbs that place somebody among others ("hay", "figura").
    pub(crate) figures: Phrases,
    /// Verbs that tell that there is or was ("hubo", "dejó").
    pub(crate) exists: Phrases,
    /// How, where "a" leads it ("a tiros").
    pub(crate) manners: Phrases,
    /// Verbs before an infinitive that happened ("tuvieron que", "lograron").
    pub(crate) managed: Phrases,
    /// Words before an infinitive that happened ("tras", "por").
    pub(crate) done: Phrases,
    /// Words before what is only wished, feared or planned ("para que").
    pub(crate) feared: Phrases,
    /// Bodies of the state that act by force ("policía", "brigada").
    pub(crate) forces: Phrases,
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

const PREDICATES: &str = include_str!("../../lexicon/predicates.toml");

/// The predicates of a file.
#[derive(Deserialize)]
struct Own {
    predicate: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entries {
    weapons: ByLanguage<Weapons>,
    orders: ByLanguage<Orders>,
    fires: ByLanguage<Fires>,
    firsts: ByLanguage<Firsts>,
    surrenders: ByLanguage<Surrenders>,
    reals: ByLanguage<Reals>,
    wording: ByLanguage<Wording>,
}

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
    /// What is told with it, unless worse is told of the same people: who was shot was hurt.
    pub(crate) also: Option<String>,
    /// Verbs that somebody undergoes tell it of numbers of people only: one who "left the area" was not displaced.
    pub(crate) many: bool,
    /// Nouns that it never happens to ("bodies" are not rescued).
    pub(crate) never: Phrases,
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
    pub(crate) weapons: Weapons,
    pub(crate) orders: Orders,
    pub(crate) fires: Fires,
    pub(crate) firsts: Firsts,
    pub(crate) surrenders: Surrenders,
    /// Before "to …": it was done ("managed to arrest").
    pub(crate) reals: Phrases,
    pub(crate) wording: Wording,
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
        Self::written(PREDICATES, language, irregular)
    }

    /// The predicates that `toml` holds, built into the program; what is said beside them stands in one file for all.
    pub(crate) fn written(toml: &str, language: Language, irregular: &Irregular) -> Self {
        let own: Own = toml::from_str(toml).expect("the embedded predicates parse: a test reads them");
        let entries: Entries = toml::from_str(PREDICATES).expect("the embedded predicates parse: a test reads them");
        let mut made = Self {
            list: Vec::new(),
            tellings: BTreeMap::new(),
            by: Vec::new(),
            weapons: entries.weapons.of(language),
            orders: entries.orders.of(language),
            fires: entries.fires.of(language),
            firsts: entries.firsts.of(language),
            surrenders: entries.surrenders.of(language),
            reals: entries.reals.of(language).words,
            wording: entries.wording.of(language),
        };
        if language == Language::Es {
            made.conjugate(irregular);
        }
        for entry in own.predicate {
            let words = if language == Language::En { entry.en } else { entry.es };
            made.add(language, irregular, &words);
            made.list.push(Predicate {
                id: entry.id,
                whom: entry.whom,
                from: entry.from,
                also: entry.also,
                many: entry.many,
                never: words.never,
            });
        }
        for tellings in made.tellings.values_mut() {
            tellings.sort();
            tellings.dedup();
        }
        made
    }

    fn add(&mut self, language: Language, irregular: &Irregular, words: &Words) {
        let predicate = self.list.len();
        let verbs = [(&words.does, true, false), (&words.if_officials, true, true), (&words.undergoes, false, false)];
        for (verb, does, officials) in
            verbs.iter().flat_map(|(list, does, by)| list.iter().map(|verb| (verb, *does, *by)))
        {
            let (forms, rest) = if language == Language::En { english(verb) } else { spanish(verb, irregular) };
            let reflexive =
                language == Language::Es && verb.split(' ').next().is_some_and(|verb| verb.ends_with("rse"));
            for (form, kind) in forms {
                let role = if does { Role::Does(kind) } else { Role::Undergoes(kind) };
                let telling = Telling { rest: rest.clone(), predicate, role, reflexive, officials };
                self.tellings.entry(form).or_default().push(telling);
            }
        }
        for verb in &words.loses {
            let (forms, rest) = if language == Language::En { english(verb) } else { spanish(verb, irregular) };
            for (form, _) in forms {
                self.tellings.entry(form).or_default().push(Telling {
                    rest: rest.clone(),
                    predicate,
                    role: Role::Loses,
                    reflexive: false,
                    officials: false,
                });
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
                let rest = split.collect();
                let telling = Telling { rest, predicate, role, reflexive: false, officials: false };
                self.tellings.entry(first).or_default().push(telling);
            }
        }
        self.by.extend(words.by.iter().map(|entry| (predicate, entry.split(' ').map(str::to_owned).collect())));
    }

    /// Gives the lists of Spanish verbs all their forms.
    fn conjugate(&mut self, irregular: &Irregular) {
        let wording = &mut self.wording;
        let lists = [&mut wording.totals, &mut wording.figures, &mut wording.exists, &mut wording.managed];
        lists.into_iter().for_each(|list| list.conjugate(irregular));
        for list in [
            &mut self.weapons.uses,
            &mut self.weapons.holds,
            &mut self.orders.verbs,
            &mut self.orders.gives,
            &mut self.orders.comes,
            &mut self.fires.phrases,
        ] {
            list.conjugate(irregular);
        }
    }

    /// The predicate called `number`.
    pub(crate) fn get(&self, number: usize) -> &Predicate {
        &self.list[number]
    }

    /// The predicate called `id`.
    pub(crate) fn called(&self, id: &str) -> Option<&Predicate> {
        self.list.iter().find(|predicate| predicate.id == id)
    }

    /// Whether what `worse` tells can be meant by a verb of `id` ("fatally shot").
    pub(crate) fn is_worse(&self, worse: &str, id: &str) -> bool {
        self.called(worse).is_some_and(|worse| worse.from.iter().any(|from| from == id))
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
        let orders = &self.orders;
        self.weapons.names.begins(word)
            || self.weapons.rounds.begins(word)
            || self.fires.phrases.begins(word)
            || self.firsts.deeds.begins(word)
            || self.firsts.leads.begins(word)
            || self.firsts.shots.begins(word)
            || self.surrenders.verbs.begins(word)
            || self.surrenders.nouns.begins(word)
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
    let first = words.next().unwrap_or_default();
    let infinitive = first.strip_suffix("se").filter(|bare| bare.ends_with('r')).unwrap_or(first);
    let kind = |form| match form {
        Form::Infinitive => VerbForm::Bare,
        Form::Finite | Form::First | Form::Subjunctive => VerbForm::Finite,
        Form::Participle => VerbForm::Participle,
        Form::Gerund => VerbForm::Gerund,
    };
    // "Secuestro" and "rescate" are nouns before they are what somebody says of himself or wishes.
    let told = |(word, form): &(String, Form)| match form {
        Form::First => !word.ends_with('o'),
        Form::Subjunctive => ["ra", "ran", "se", "sen"].iter().any(|end| word.ends_with(end)),
        _ => true,
    };
    let mut forms: Vec<(String, VerbForm)> =
        forms(infinitive, irregular).into_iter().filter(told).map(|(word, form)| (word, kind(form))).collect();
    let enclitic: Vec<_> = forms.iter().filter_map(|(word, form)| enclitics(word, *form)).flatten().collect();
    forms.extend(enclitic);
    (forms, words.map(str::to_owned).collect())
}

/// "Matarlo", "matándolos".
fn enclitics(word: &str, form: VerbForm) -> Option<Vec<(String, VerbForm)>> {
    let stressed = match form {
        VerbForm::Bare => word.to_owned(),
        VerbForm::Gerund => match word.strip_suffix("ando") {
            Some(stem) => format!("{stem}ándo"),
            None => format!("{}éndo", word.strip_suffix("endo")?),
        },
        _ => return None,
    };
    let clitics = ["lo", "la", "los", "las", "me", "nos", "se", "selo", "sela", "selos", "selas"];
    Some(clitics.iter().map(|clitic| (format!("{stressed}{clitic}"), form)).collect())
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
