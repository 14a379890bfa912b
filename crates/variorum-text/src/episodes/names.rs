//! Who is who: the fullest name that a document gives, and what it says of its bearer?
//!
//! A run of words with capitals that are no plain words is a name; the title before it or the description put in behind
//! it says who that is. A shorter name means the fuller one that holds all its words. Left out: two people of one family
//! name, and descriptions told in sentences of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::capitals::is_plain;
use crate::drafts::Page;
use crate::lexicon::Phrases;
use crate::line::Line;
use crate::tokens::Kind;

use super::words::Words;

/// Most names that are kept for one word: a text of megabytes is read in time.
const NAMESAKES: usize = 100;
/// Longest title before a name, in tokens.
const TITLE: usize = 7;
/// Longest description behind a name, in tokens.
const BEHIND: usize = 9;

/// A name with what is said of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    words: Vec<String>,
    pub(crate) full: String,
    /// A title stands right before it.
    titled: bool,
    pub(crate) described: Option<Described>,
}

/// Title, office or calling, and what sort of people have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) words: String,
    pub(crate) class: String,
    pub(crate) former: bool,
    pub(crate) nation: Option<String>,
}

/// The names of a document.
pub(crate) struct Names {
    /// Each way in which a name is told once, in text order.
    list: Vec<Name>,
    /// The numbers of those that have a word; the first of them.
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Names {
    pub(crate) fn of(page: &Page<'_>, words: &Words) -> Self {
        let mut list: Vec<Name> = Vec::new();
        let mut seen: BTreeSet<(Vec<String>, Option<String>, bool)> = BTreeSet::new();
        for sentence in page.sentences.iter().filter(|sentence| !sentence.heading) {
            let line = Line { text: page.text, tokens: &sentence.tokens };
            let mut at = 0;
            while at < line.len() {
                let end = run(&line, words, at);
                if end > at {
                    let made = Name { titled: is_titled(page, &line, at), ..name(&line, words, at..end) };
                    let said = made.described.as_ref().map(|said| said.words.clone());
                    if seen.insert((made.words.clone(), said, made.titled)) {
                        list.push(made);
                    }
                }
                at = end.max(at + 1);
            }
        }
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, name) in list.iter().enumerate() {
            for word in &name.words {
                let numbers = by_word.entry(word.clone()).or_default();
                if numbers.len() < NAMESAKES {
                    numbers.push(number);
                }
            }
        }
        Self { list, by_word }
    }

    /// The names that have the word.
    fn with(&self, word: Option<&String>) -> impl Iterator<Item = &Name> {
        let numbers = word.and_then(|word| self.by_word.get(word)).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|number| &self.list[*number])
    }

    /// Whether the words stand in a name of several words, or behind a title.
    pub(crate) fn knows(&self, line: &Line<'_>, tokens: Range<usize>) -> bool {
        let own = lowered(line, tokens);
        self.with(own.last())
            .any(|name| own.iter().all(|word| name.words.contains(word)) && (name.words.len() > 1 || name.titled))
    }

    /// The fullest name that has all words of `tokens`, with the first description given to it.
    pub(crate) fn resolve(&self, line: &Line<'_>, tokens: Range<usize>) -> (String, Option<Described>) {
        let own = lowered(line, tokens.clone());
        let same = |name: &&Name| own.iter().all(|word| name.words.contains(word));
        let fullest = self.with(own.last()).filter(same).max_by_key(|name| name.words.len());
        let Some(fullest) = fullest else { return (shown(line, tokens), None) };
        let described = fullest
            .words
            .iter()
            .flat_map(|word| self.with(Some(word)))
            .filter(|name| name.words.iter().all(|word| fullest.words.contains(word)))
            .filter_map(|name| name.described.clone())
            .max_by_key(|described| (described.class != "civilian", described.words.contains(' ')));
        (fullest.full.clone(), described)
    }
}

/// Whether the token is part of somebody's name.
pub(crate) fn is_name(line: &Line<'_>, words: &Words, at: usize) -> bool {
    let plain = || is_plain(line.stem(at));
    let shape = line.kind(at) == Some(Kind::Word) && line.is_capital(at) && line.raw(at).len() > 1;
    let letters = line.raw(at).len() > 1 && line.raw(at).chars().all(|letter| letter.is_uppercase() || letter == '-');
    let known = words.nations.beginning(line, at).is_some()
        || words.people.beginning(line, at).is_some()
        || words.groups.names.has(line.stem(at));
    shape && !plain() && !known && !letters
}

/// Where the name that begins at token `at` ends; initials may stand inside.
pub(crate) fn run(line: &Line<'_>, words: &Words, at: usize) -> usize {
    let mut end = at;
    while end < line.len() && (is_name(line, words, end) || end > at && is_inside(line, words, end)) {
        end += 1;
        if line.stem(end - 1) != line.word(end - 1) {
            break;
        }
    }
    end
}

/// "J.", "de", "la": inside a name.
fn is_inside(line: &Line<'_>, words: &Words, at: usize) -> bool {
    let joins = matches!(line.word(at), "de" | "del" | "la" | "los" | "y");
    let initial = line.raw(at).len() <= 2 && line.is_capital(at) || line.word(at) == ".";
    (joins || initial) && is_name(line, words, at + 1)
}

fn name(line: &Line<'_>, words: &Words, tokens: Range<usize>) -> Name {
    let described = before(line, words, tokens.start).or_else(|| behind(line, words, tokens.end));
    Name { words: lowered(line, tokens.clone()), full: shown(line, tokens), titled: false, described }
}

/// "Senator", "Mr" before a name.
fn is_titled(page: &Page<'_>, line: &Line<'_>, start: usize) -> bool {
    let people = &page.lexicon.people;
    let title =
        |at: usize| people.titles.has(line.word(at).trim_end_matches('.')) || people.callings.has(line.word(at));
    start > 0 && title(start - 1) || start > 1 && line.word(start - 1) == "." && title(start - 2)
}

fn lowered(line: &Line<'_>, tokens: Range<usize>) -> Vec<String> {
    tokens.filter(|at| line.is_word(*at)).map(|at| line.stem(at).to_owned()).collect()
}

/// The words as they stand, on one line and without a possessive.
pub(crate) fn shown(line: &Line<'_>, tokens: Range<usize>) -> String {
    let Some(span) = line.span(&tokens) else { return String::new() };
    let raw = line.text.raw[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = ["'s", "'S", "’s", "’S"].iter().find_map(|end| raw.strip_suffix(end));
    bare.map_or_else(|| raw.clone(), str::to_owned)
}

/// "Former defense minister General" before a name.
fn before(line: &Line<'_>, words: &Words, end: usize) -> Option<Described> {
    let (_, head) = words.people.ending(line, &(end.saturating_sub(4)..end))?;
    let mut start = head;
    while start > 0 && end - start < TITLE && is_modifier(line, words, start - 1) {
        start -= 1;
    }
    described(line, words, start..end)
}

/// A word that may stand inside a title.
fn is_modifier(line: &Line<'_>, words: &Words, at: usize) -> bool {
    line.is_word(at) && !words.lists.closed.has(line.word(at)) && !line.word(at).ends_with("ed")
}

/// ", mayor of Tolimar," behind a name.
fn behind(line: &Line<'_>, words: &Words, end: usize) -> Option<Described> {
    if line.word(end) != "," {
        return None;
    }
    let mut start = end + 1;
    while words.lists.opens.has(line.word(start)) {
        start += 1;
    }
    let stops = |at: &usize| line.is_mark(*at) || words.lists.closes.has(line.word(*at));
    let close = (start..(start + BEHIND).min(line.len())).find(stops).unwrap_or((start + BEHIND).min(line.len()));
    let of = (start..close).find(|at| line.word(*at) == "of").unwrap_or(close);
    words.people.ending(line, &(start..of))?;
    described(line, words, start..close)
}

/// What a description says: its class is that of the noun before "of".
pub(crate) fn described(line: &Line<'_>, words: &Words, tokens: Range<usize>) -> Option<Described> {
    let of = tokens.clone().find(|at| line.word(*at) == "of").unwrap_or(tokens.end);
    let own = tokens.start..of;
    (!own.is_empty()).then(|| Described {
        words: shown(line, tokens.clone()),
        class: class(line, words, own.clone(), tokens.clone()),
        former: own.clone().any(|at| words.lists.former.has(line.word(at))),
        nation: words.nations.within(line, &own).map(str::to_owned),
    })
}

/// The class of the head noun; "police" and "embassy" before an officer or official count more.
fn class(line: &Line<'_>, words: &Words, own: Range<usize>, all: Range<usize>) -> String {
    let head = words.people.ending(line, &own).map(|(class, _)| class);
    let head = head.or_else(|| words.people.within(line, &own)).unwrap_or("civilian");
    let police = words.people.has(line, &all, "law enforcement");
    let any = |list: &Phrases| all.clone().any(|at| list.has(line.word(at)));
    let embassy = any(&words.lists.missions);
    match head {
        "military" | "government official" if police => "law enforcement",
        "government official" | "civilian" if embassy => "diplomat",
        "political figure" if any(&words.lists.civic) => "civilian",
        head => head,
    }
    .to_owned()
}
