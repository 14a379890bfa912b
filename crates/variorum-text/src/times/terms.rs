//! Which words mean what in expressions of time?
//!
//! The lists of `[times]` in a lexicon, compiled into one map by first word. A word may have several meanings
//! ("second", "mañana", "past"); the grammar picks the one that it wants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use super::words::split;
use super::{Bound, Edge, Part, Reference, Season, Unit};
use crate::lexicon::Lexicon;

/// What one term means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    Month(i8),
    Weekday(i8),
    Part(Part),
    Unit(Unit, Number),
    Season(Season),
    Count(u64),
    Ordinal(u8),
    /// "Last" −1, "this" 0, "next" 1, before what it belongs to.
    Shift(i8),
    /// The same behind it ("la semana pasada").
    Behind(i8),
    /// Days from today.
    Day(i32),
    /// The night of a day so far from today ("tonight", "anoche").
    Night(i32),
    /// A fixed time of the clock.
    Noon(i8),
    Edge(Edge),
    Reference(Reference),
    Vague,
    Every,
    /// How often it comes ("daily").
    Often(Unit),
    Ago,
    Since,
    Earlier,
    Later,
    Beside(i8),
    That,
    Article,
    Of,
    Within,
    About,
    Less,
    More,
    UpTo,
    Fiscal,
    Latest,
    Period,
    YearAgo,
    Preposition,
    Bound(Bound),
    Half,
    /// Minutes east of UTC.
    Zone(i16),
    Local,
    Morning,
    Evening,
    OClock,
    Additional,
    Adjective,
    Age,
    Whole,
    Named(i8, i8),
    Past,
    Saying,
    Closing,
    Deadline,
    Over,
    Coming,
    Open,
    /// Begins what no number before it counts.
    Opener,
    Measure,
}

/// The words behind the first, and what all of them mean.
pub(super) type Meaning = (Vec<String>, Term);

/// Whether a noun stands for one or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// The section `[times]` of a lexicon; what each list is for is said there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeWords {
    pub(crate) months: Vec<String>,
    pub(crate) weekdays: Vec<String>,
    pub(crate) ambiguous_months: BTreeSet<String>,
    #[serde(default)]
    words: WordLists,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    units: BTreeMap<Unit, [Vec<String>; 2]>,
    often: BTreeMap<Unit, Vec<String>>,
    seasons: BTreeMap<Season, Vec<String>>,
    parts: BTreeMap<Part, Vec<String>>,
    edges: BTreeMap<Edge, Vec<String>>,
    references: BTreeMap<Reference, Vec<String>>,
    bounds: BTreeMap<Bound, Vec<String>>,
    days: BTreeMap<String, i32>,
    nights: BTreeMap<String, i32>,
    noon: BTreeMap<String, i8>,
    shifts: BTreeMap<String, i8>,
    behind: BTreeMap<String, i8>,
    beside: BTreeMap<String, i8>,
    holidays: BTreeMap<String, [i8; 2]>,
    ordinals: Vec<String>,
    one: Vec<String>,
    two: Vec<String>,
    vague: Vec<String>,
    every: Vec<String>,
    ago: Vec<String>,
    since: Vec<String>,
    earlier: Vec<String>,
    later: Vec<String>,
    that: Vec<String>,
    articles: Vec<String>,
    of: Vec<String>,
    within: Vec<String>,
    fiscal: Vec<String>,
    latest: Vec<String>,
    period: Vec<String>,
    year_ago: Vec<String>,
    prepositions: Vec<String>,
    half: Vec<String>,
    local: Vec<String>,
    zones: BTreeMap<String, i16>,
    before_noon: Vec<String>,
    after_noon: Vec<String>,
    o_clock: Vec<String>,
    additional: Vec<String>,
    adjectives: Vec<String>,
    age: Vec<String>,
    whole: Vec<String>,
    past: Vec<String>,
    saying: Vec<String>,
    closing: Vec<String>,
    deadline: Vec<String>,
    over: Vec<String>,
    coming: Vec<String>,
    open: Vec<String>,
    measures: Vec<String>,
}

/// All terms of one language.
pub(super) struct Terms {
    pub(super) language: Language,
    /// By first word: the words behind it and the meaning, longest first.
    by_first: BTreeMap<String, Vec<Meaning>>,
    ambiguous: &'static BTreeSet<String>,
}

static ENGLISH: LazyLock<Terms> = LazyLock::new(|| Terms::compile(Language::En));
static SPANISH: LazyLock<Terms> = LazyLock::new(|| Terms::compile(Language::Es));

impl Terms {
    /// The terms of a language that has a lexicon.
    pub(super) fn of(language: Language) -> Option<&'static Self> {
        match language {
            Language::En => Some(&ENGLISH),
            Language::Es => Some(&SPANISH),
            _ => None,
        }
    }

    /// What begins with `word`.
    pub(super) fn at(&self, word: &str) -> &[Meaning] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a month's name is a common word too.
    pub(super) fn is_ambiguous(&self, month: &str) -> bool {
        self.ambiguous.contains(month)
    }

    fn compile(language: Language) -> Self {
        let lexicon = Lexicon::of(language);
        let mut terms = Self { language, by_first: BTreeMap::new(), ambiguous: &lexicon.times.ambiguous_months };
        for (word, count) in &lexicon.numbers {
            terms.add(word, Term::Count(*count));
        }
        for (names, make) in [
            (&lexicon.times.months, Term::Month as fn(i8) -> Term),
            (&lexicon.times.weekdays, Term::Weekday as fn(i8) -> Term),
        ] {
            for (number, names) in (1..).zip(names) {
                // The full stop of a short form is the grammar's business.
                names.split(' ').for_each(|name| terms.add(name.trim_end_matches('.'), make(number)));
            }
        }
        let about = &lexicon.quantifiers;
        for (phrases, term) in [
            (&about.about, Term::About),
            (&about.almost, Term::Less),
            (&about.fewer, Term::Less),
            (&about.more_than, Term::More),
            (&about.at_least, Term::More),
            (&about.up_to, Term::UpTo),
        ] {
            phrases.entries().for_each(|phrase| terms.add(&phrase, term));
        }
        let opening = [&lexicon.grammar.pronouns, &lexicon.grammar.auxiliaries];
        opening.into_iter().flat_map(|list| list.entries()).for_each(|word| terms.add(&word, Term::Opener));
        terms.add_lists(&lexicon.times.words);
        for entries in terms.by_first.values_mut() {
            entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        terms
    }

    fn add_lists(&mut self, words: &WordLists) {
        for (unit, [one, many]) in &words.units {
            self.add_all(one, Term::Unit(*unit, Number::One));
            self.add_all(many, Term::Unit(*unit, Number::Many));
        }
        words.often.iter().for_each(|(unit, list)| self.add_all(list, Term::Often(*unit)));
        words.seasons.iter().for_each(|(season, list)| self.add_all(list, Term::Season(*season)));
        words.parts.iter().for_each(|(part, list)| self.add_all(list, Term::Part(*part)));
        words.edges.iter().for_each(|(edge, list)| self.add_all(list, Term::Edge(*edge)));
        words.references.iter().for_each(|(reference, list)| self.add_all(list, Term::Reference(*reference)));
        words.bounds.iter().for_each(|(bound, list)| self.add_all(list, Term::Bound(*bound)));
        words.days.iter().for_each(|(word, shift)| self.add(word, Term::Day(*shift)));
        words.nights.iter().for_each(|(word, shift)| self.add(word, Term::Night(*shift)));
        words.noon.iter().for_each(|(word, hour)| self.add(word, Term::Noon(*hour)));
        words.shifts.iter().for_each(|(word, shift)| self.add(word, Term::Shift(*shift)));
        words.behind.iter().for_each(|(word, shift)| self.add(word, Term::Behind(*shift)));
        words.beside.iter().for_each(|(word, shift)| self.add(word, Term::Beside(*shift)));
        words.zones.iter().for_each(|(word, minutes)| self.add(word, Term::Zone(*minutes)));
        words.holidays.iter().for_each(|(word, [month, day])| self.add(word, Term::Named(*month, *day)));
        (1..).zip(&words.ordinals).for_each(|(number, list)| {
            list.split(' ').for_each(|word| self.add(word, Term::Ordinal(number)));
        });
        self.add_all(&words.one, Term::Count(1));
        self.add_all(&words.two, Term::Count(2));
        for (list, term) in [
            (&words.vague, Term::Vague),
            (&words.every, Term::Every),
            (&words.ago, Term::Ago),
            (&words.since, Term::Since),
            (&words.earlier, Term::Earlier),
            (&words.later, Term::Later),
            (&words.that, Term::That),
            (&words.articles, Term::Article),
            (&words.of, Term::Of),
            (&words.within, Term::Within),
            (&words.fiscal, Term::Fiscal),
            (&words.latest, Term::Latest),
            (&words.period, Term::Period),
            (&words.year_ago, Term::YearAgo),
            (&words.prepositions, Term::Preposition),
            (&words.half, Term::Half),
            (&words.local, Term::Local),
            (&words.before_noon, Term::Morning),
            (&words.after_noon, Term::Evening),
            (&words.o_clock, Term::OClock),
            (&words.additional, Term::Additional),
            (&words.adjectives, Term::Adjective),
            (&words.age, Term::Age),
            (&words.whole, Term::Whole),
            (&words.past, Term::Past),
            (&words.saying, Term::Saying),
            (&words.closing, Term::Closing),
            (&words.deadline, Term::Deadline),
            (&words.over, Term::Over),
            (&words.coming, Term::Coming),
            (&words.open, Term::Open),
            (&words.measures, Term::Measure),
        ] {
            self.add_all(list, term);
        }
    }

    fn add_all(&mut self, list: &[String], term: Term) {
        list.iter().for_each(|phrase| self.add(phrase, term));
    }

    fn add(&mut self, phrase: &str, term: Term) {
        let mut parts = split(phrase).map(|range| phrase[range].to_owned());
        if let Some(first) = parts.next() {
            self.by_first.entry(first).or_default().push((parts.collect(), term));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_several_meanings_keep_all() {
        let meanings = |language, word: &str| Terms::of(language).unwrap().at(word).len();
        assert!(meanings(Language::En, "second") >= 2);
        assert!(meanings(Language::Es, "mañana") >= 2);
        assert_eq!(meanings(Language::En, "bridge"), 0);
    }
}
