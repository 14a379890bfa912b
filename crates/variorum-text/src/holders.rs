//! What do the words for a source say: somebody's name, a role, a body, or only a noun?
//!
//! A phrase is parted at its commas. A run of capital words that ends its part is the name; the words before it and
//! the part beside it are the role ("Ana Diaz, the head of the clinic"). A phrase without a name is told by the noun
//! it is built on: the last one before a preposition in English, the first one in Spanish. Left out: lists of several
//! names, which stay the words they are, and names in texts without capitals.

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::document::Language;

use crate::lexicon::{Lexicon, given_names};
use crate::line::Line;
use crate::tokens::{Kind, folded};

/// Which pronoun stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Man,
    Woman,
    /// One person, man or woman.
    Person,
    Body,
    Several,
}

/// How the phrase points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pointing {
    /// "The minister", or "minister" in a heading.
    Definite,
    /// "Her brother", "Ana's brother".
    Owned,
    /// "A man", "some guards".
    Indefinite,
}

/// The words for a source, taken apart.
#[derive(Debug)]
pub(crate) struct Holder {
    /// The phrase without times and marks around it.
    pub(crate) words: Range<usize>,
    pub(crate) name: Option<Range<usize>>,
    /// The role without its article.
    pub(crate) role: Option<Range<usize>>,
    /// The nouns that call it, folded, "ex" left out.
    pub(crate) calls: BTreeSet<String>,
    pub(crate) pointing: Pointing,
    pub(crate) sort: Sort,
}

/// Takes the phrase at `words` apart.
pub(crate) fn holder(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Holder {
    let words = without_verb(line, lexicon, without_stamp(line, lexicon, line.trimmed(words.clone())));
    let parts = parts(line, &words);
    let named = parts.iter().enumerate().find_map(|(number, part)| Some((number, named(line, lexicon, part)?)));
    let pointing = pointing(line, lexicon, &words);
    // "The Lakes and Rivers Board (LRB)" is called by the long name.
    let short = |number: usize| {
        number == 1
            && parts[1].len() == 1
            && line.word(parts[1].end) == ")"
            && line.is_capital(parts[0].end - 1)
            && is_body(line, lexicon, &parts[0])
    };
    let Some((number, (name, title))) = named.filter(|(number, _)| *number <= 1 && !short(*number)) else {
        let first = parts.first().cloned().unwrap_or(words.clone());
        let body = is_body(line, lexicon, &first);
        let calls = head(line, lexicon, &first).into_iter().collect();
        let sort = sort_of(line, lexicon, &first);
        let words = if body { until_relative(line, lexicon, &first) } else { words };
        return Holder { words, name: None, role: None, calls, pointing, sort };
    };
    let beside = match number {
        0 => parts.get(1).and_then(|part| apposition(line, lexicon, part)),
        _ => Some(without_determiner(line, lexicon, &parts[0])),
    };
    let title = Some(title).filter(|title| !title.is_empty());
    let mut calls: BTreeSet<String> = beside.iter().filter_map(|part| head(line, lexicon, part)).collect();
    calls.extend(title.iter().flat_map(|title| called_by_title(line, lexicon, title)));
    let sort = named_sort(line, lexicon, &name, &words, title.as_ref());
    // A whole office beside the name tells more than a rank before it.
    let role = beside.or(title).filter(|role| !role.is_empty());
    Holder { words, name: Some(name), role, calls, pointing, sort }
}

/// The words of `range`, single spaces, without a possessive ending.
pub(crate) fn joined(line: &Line<'_>, range: &Range<usize>) -> String {
    let Some(span) = line.span(range) else { return String::new() };
    let words = &line.text.raw[span.range()];
    let words = ["'s", "’s"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A run of capital words at token `at`, without titles and words that only begin a sentence.
pub(crate) fn name_at(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Range<usize>> {
    let capital = |at: usize| line.is_capital(at) && line.kind(at) == Some(Kind::Word);
    let skipped = !capital(at) || begins_only(line, lexicon, at) || is_title(lexicon, line.word(at));
    if skipped {
        return None;
    }
    let spanish = lexicon.language == Language::Es && !is_body_noun(lexicon, line.word(at));
    let mut end = at + 1;
    loop {
        // A possessive ends a name: "Perez's Group" is not one.
        if line.stem(end - 1).len() < line.word(end - 1).len() {
            break;
        }
        let short = line.raw(end - 1).chars().count() <= 2;
        let initial = line.word(end) == "." && short;
        let connected = matches!(line.word(end), "de" | "del" | "la" | "van" | "von" | "bin" | "al");
        // "The Breeders' Union"
        let owned = matches!(line.word(end), "'" | "’") && line.stem(end - 1).ends_with('s');
        // "Island Justice Watch"
        let inside = is_body_noun(lexicon, line.word(end + 1)) && capital(end + 1);
        if capital(end) && (!is_title(lexicon, line.word(end)) || inside) {
            end += 1;
        } else if capital(end + 1) && (initial || owned || connected && spanish) {
            end += 2;
        } else {
            break;
        }
    }
    Some(at..end)
}

/// Whether a capital is due to the place of the word: "Según Vega", "Said Vega", "The".
fn begins_only(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = line.word(at);
    let grammar = &lexicon.grammar;
    let lists =
        [&grammar.determiners, &grammar.prepositions, &grammar.pronouns, &grammar.boundaries, &grammar.coordinators];
    let cues = &lexicon.cues;
    let cue =
        at == 0 && [&cues.according, &cues.clause, &cues.that_only, &cues.object].iter().any(|list| list.has(word));
    cue || lists.iter().any(|list| list.has(word))
        || grammar.adverbs.has(word)
        || lexicon.times.weekdays.iter().any(|day| day == word)
        || at > 0
            && (line.kind(at - 1) == Some(Kind::Number) || grammar.prepositions.has(line.word(at - 1)))
            && is_month(lexicon, word)
}

/// Whether the word calls one person by office or calling.
pub(crate) fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.people.titles.has(word) || lexicon.people.callings.has(word)
}

/// Whether the phrase speaks of a body: by its noun, or by a noun that belongs to it ("the police union").
pub(crate) fn is_body(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> bool {
    head(line, lexicon, words).is_some_and(|head| is_body_noun(lexicon, &head))
        || joined(line, words).starts_with(char::is_uppercase)
            && words.clone().any(|at| line.is_capital(at) && is_body_noun(lexicon, line.stem(at)))
            && !words.clone().any(|at| is_title(lexicon, line.word(at)))
}

pub(crate) fn is_body_noun(lexicon: &Lexicon, word: &str) -> bool {
    let listed = |word: &str| lexicon.people.organisations.has(word) || lexicon.people.bodies.has(word);
    listed(word) || !lexicon.people.officials.has(word) && word.strip_suffix('s').is_some_and(listed)
}

/// Whether the noun calls a person or a body at all: "the road" speaks of neither.
pub(crate) fn calls_somebody(lexicon: &Lexicon, noun: &str) -> bool {
    let people = &lexicon.people;
    is_title(lexicon, noun)
        || is_body_noun(lexicon, noun)
        || lexicon.is_person(noun)
        || [&people.female, &people.male, &people.someone].iter().any(|list| list.has(noun))
}

/// Without the time of a live report or the month of a dateline before it, and adverbs behind it.
fn without_stamp(line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = words;
    let broken = |at: usize| line.span(&(at..at + 2)).is_some_and(|span| line.text.raw[span.range()].contains('\n'));
    let stamp = |at: usize| {
        let time = line.kind(at) == Some(Kind::Number) && line.raw(at).contains([':', '.']);
        let month = is_month(lexicon, line.word(at));
        time || (month || line.kind(at) == Some(Kind::Number)) && broken(at)
    };
    while start + 1 < end && (stamp(start) || line.is_mark(start)) {
        start += 1;
    }
    let trails = |word| lexicon.grammar.adverbs.has(word) || lexicon.people.stamps.has(word);
    while start + 1 < end && trails(line.word(end - 1)) {
        end -= 1;
    }
    line.trimmed(start..end)
}

/// "The company rejects" is the company: a verb of saying at the end belongs to what it says.
fn without_verb(line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Range<usize> {
    let last = words.end - 1;
    let word = line.word(last);
    let saying = lexicon.language == Language::En
        && words.len() > 1
        && (word.ends_with('s') || word.ends_with("ed"))
        && [&lexicon.cues.clause, &lexicon.cues.object].iter().any(|list| list.has(word));
    let spoken_of = |at: usize| calls_somebody(lexicon, line.stem(at)) && !line.is_capital(last);
    if saying && !calls_somebody(lexicon, word) && spoken_of(last - 1) { words.start..last } else { words }
}

fn is_month(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.times.months.iter().any(|forms| forms.split(' ').any(|month| month == word))
}

/// The parts between commas, dashes and brackets.
fn parts(line: &Line<'_>, words: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = words.start;
    for at in words.clone() {
        if matches!(line.word(at), "," | "(" | ")" | ":") || line.is_dash(at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..words.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The name that ends `part` and the title before it.
fn named(line: &Line<'_>, lexicon: &Lexicon, part: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let inner = without_determiner(line, lexicon, part);
    let mut at = inner.start;
    while at < inner.end {
        let run = name_at(line, lexicon, at).map(|run| run.start..run.end.min(inner.end));
        if let Some(office) = run.as_ref().and_then(|run| owned_office(line, lexicon, &(inner.start..run.start), run)) {
            return Some((office.clone(), office.start..office.start));
        }
        match run {
            Some(run)
                if ends_name(line, lexicon, &run, inner.end)
                    && may_be_title(line, lexicon, &(inner.start..at), &run) =>
            {
                let run = without_word_of_text(line, &run);
                return Some((run.clone(), inner.start..run.start));
            }
            Some(run) => at = run.end,
            None if stops_title(line, lexicon, at) => return None,
            None => at += 1,
        }
    }
    None
}

/// "The Prime Minister's Office" is the name of a body: whoever holds the office is no title of it.
fn owned_office(line: &Line<'_>, lexicon: &Lexicon, zone: &Range<usize>, run: &Range<usize>) -> Option<Range<usize>> {
    let owner = zone.clone().next_back()?;
    let possessive = line.stem(owner).len() < line.word(owner).len() && is_title(lexicon, line.stem(owner));
    let whole = zone.clone().all(|at| line.is_capital(at)) && is_body_noun(lexicon, line.word(run.end - 1));
    (possessive && whole).then_some(zone.start..run.end)
}

/// Whether nothing that belongs to the name follows: "Kufatu hospital" is not Kufatu.
fn ends_name(line: &Line<'_>, lexicon: &Lexicon, run: &Range<usize>, end: usize) -> bool {
    let next = line.word(run.end);
    let grammar = &lexicon.grammar;
    let joins = matches!(next, "of" | "de" | "del" | "for");
    let closes = grammar.relatives.has(next)
        || grammar.adverbs.has(next)
        || grammar.determiners.has(next)
        || next.ends_with("ing")
        || lexicon.is_verb(next)
        || grammar.prepositions.has(next) && !joins
        // "Ana Diaz of the union", but not "Bank of England" or "Council of Elders".
        || joins && run.len() > 1 && !line.is_capital(run.end + 1);
    run.end >= end || closes
}

/// Whether `zone`, all that stands before a name, can be a title.
fn may_be_title(line: &Line<'_>, lexicon: &Lexicon, zone: &Range<usize>, name: &Range<usize>) -> bool {
    let Some(last) = zone.clone().next_back() else { return true };
    let is_preposition = |at: usize| lexicon.grammar.prepositions.has(line.word(at));
    if is_preposition(last) || lexicon.grammar.determiners.has(line.word(last)) {
        return false;
    }
    let listed = is_title(lexicon, line.word(last)) || line.word(last) == ".";
    if zone.clone().any(|at| lexicon.grammar.coordinators.has(line.word(at))) && !listed {
        return false;
    }
    // "Secretary of state Ana Diaz", but not "the head of the clinic San Roque".
    let complement = zone.clone().rev().find(|at| is_preposition(*at));
    complement.is_none_or(|at| listed || last == at + 1 && line.word(at) != "del" && name.len() > 1)
}

/// Whether the word can stand in no title.
fn stops_title(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = line.word(at);
    let grammar = &lexicon.grammar;
    let short = line.raw(at.saturating_sub(1)).chars().count() <= 4;
    let stop = line.word(at) == "." && (short || is_title(lexicon, line.word(at.saturating_sub(1))));
    line.is_mark(at) && !stop
        || grammar.relatives.has(word)
        || grammar.prepositions.has(word) && !matches!(word, "of" | "de" | "del")
        || lexicon.is_verb(word) && !is_title(lexicon, word)
}

/// "Classmate Jonas Feld" is Jonas Feld if the text writes "classmate" small.
fn without_word_of_text(line: &Line<'_>, run: &Range<usize>) -> Range<usize> {
    let word = line.word(run.start);
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let text = line.text.raw;
    let small = run.len() > 1
        && word.chars().count() > 3
        && text.match_indices(word).any(|(start, found)| {
            !is_letter(text[..start].chars().next_back()) && !is_letter(text[start + found.len()..].chars().next())
        });
    run.start + usize::from(small)..run.end
}

/// The part beside a name, if it tells a role: "a baker", "jefe de la BEI", not "in La Paz" or "he said".
pub(crate) fn apposition(line: &Line<'_>, lexicon: &Lexicon, part: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    let grammar = &lexicon.grammar;
    let first = line.word(part.start);
    let determined = grammar.determiners.has(first) || line.stem(part.start).len() < first.len();
    let whole = until_relative(line, lexicon, part);
    let role = without_determiner(line, lexicon, &whole);
    let noun = head(line, lexicon, &whole)?;
    let fits = (determined || calls_somebody(lexicon, &noun))
        && role.len() <= LONGEST
        && line.kind(role.start) == Some(Kind::Word)
        && !grammar.prepositions.has(first)
        && !grammar.pronouns.has(line.word(role.start))
        && !role.clone().any(|at| grammar.auxiliaries.has(line.word(at)) || lexicon.cues.clause.has(line.word(at)));
    fits.then_some(role)
}

fn until_relative(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Range<usize> {
    let relative = words.clone().skip(1).find(|at| lexicon.grammar.relatives.has(line.word(*at)));
    words.start..relative.unwrap_or(words.end)
}

pub(crate) fn without_determiner(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Range<usize> {
    let opens = words.len() > 1 && lexicon.grammar.determiners.has(line.word(words.start));
    words.start + usize::from(opens)..words.end
}

/// The noun a phrase is built on, folded, without "ex".
pub(crate) fn head(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<String> {
    let inner = without_determiner(line, lexicon, words);
    let people = &lexicon.people;
    let ends = |at: &usize| {
        *at > inner.start
            && (line.is_mark(*at)
                || lexicon.grammar.prepositions.has(line.word(*at))
                || lexicon.grammar.relatives.has(line.word(*at))
                || lexicon.cues.that.has(line.word(*at))
                || lexicon.grammar.adverbs.has(line.word(*at)))
    };
    let end = inner.clone().find(ends).unwrap_or(inner.end);
    let plain = |at: &usize| line.is_word(*at) && !people.former.has(line.word(*at));
    let mut nouns = inner.start..end;
    let at = match lexicon.language {
        Language::En => nouns.rev().find(plain),
        Language::Es => nouns.find(plain),
        _ => None,
    }?;
    Some(without_ex(lexicon, line.stem(at)).to_owned())
}

/// "Exministro", "ex-minister": the office.
fn without_ex<'a>(lexicon: &Lexicon, word: &'a str) -> &'a str {
    let rest = word.strip_prefix("ex").map(|rest| rest.trim_start_matches('-'));
    rest.filter(|rest| is_title(lexicon, rest)).unwrap_or(word)
}

/// The words of a title that call its bearer: "interior minister" calls a minister.
fn called_by_title(line: &Line<'_>, lexicon: &Lexicon, title: &Range<usize>) -> Vec<String> {
    let whole = |word| lexicon.people.short.get(word).map_or(word, String::as_str);
    let words = title.clone().map(|at| whole(without_ex(lexicon, line.stem(at))));
    words.filter(|word| is_title(lexicon, word)).map(str::to_owned).chain(head(line, lexicon, title)).collect()
}

fn pointing(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Pointing {
    let first = line.word(words.start);
    let owned = (words.start..words.end.min(words.start + 4)).any(|at| line.stem(at).len() < line.word(at).len());
    if lexicon.people.owners.has(first) || owned {
        Pointing::Owned
    } else if lexicon.grammar.articles.has(first) || lexicon.people.pointing.has(first) {
        Pointing::Definite
    } else if lexicon.grammar.determiners.has(first) || lexicon.numbers.contains_key(first) {
        Pointing::Indefinite
    } else {
        Pointing::Definite
    }
}

fn named_sort(
    line: &Line<'_>,
    lexicon: &Lexicon,
    name: &Range<usize>,
    words: &Range<usize>,
    title: Option<&Range<usize>>,
) -> Sort {
    let called = title.and_then(|title| line.word(title.end - 1).into());
    let key = match lexicon.language {
        Language::En => line.stem(name.end - 1),
        Language::Es => line.stem(name.start),
        _ => return Sort::Person,
    };
    if called.is_none_or(|called| !is_title(lexicon, called)) && is_body_noun(lexicon, key) {
        return Sort::Body;
    }
    let told = match sort_of(line, lexicon, words) {
        Sort::Several | Sort::Body => Sort::Person,
        sort => sort,
    };
    match told {
        Sort::Person if title.is_none() && is_acronym(line, name) => Sort::Body,
        Sort::Person => sex_of_given(line.word(name.start)).unwrap_or(Sort::Person),
        told => told,
    }
}

/// "HPG": short capitals that the text writes in no other way, which a surname in a transcript's label is.
fn is_acronym(line: &Line<'_>, name: &Range<usize>) -> bool {
    const LONGEST: usize = 5;
    let raw = line.raw(name.start);
    let capitals = raw.chars().all(char::is_uppercase);
    let mut letters = raw.chars();
    let written: String = letters.by_ref().take(1).chain(raw.chars().skip(1).flat_map(char::to_lowercase)).collect();
    name.len() == 1
        && capitals
        && (2..=LONGEST).contains(&raw.chars().count())
        && line.word(name.end) != ":"
        && !near(line, name).contains(&written)
}

/// The text around a name, as far as one looks for another spelling of it.
fn near<'a>(line: &Line<'a>, name: &Range<usize>) -> &'a str {
    const FAR: usize = 10_000;
    let raw = line.text.raw;
    let at = line.span(name).map_or(0, |span| span.start as usize);
    let start = raw.floor_char_boundary(at.saturating_sub(FAR));
    raw.get(start..raw.floor_char_boundary(at + FAR)).unwrap_or("")
}

/// Woman or man, where a given name tells.
pub(crate) fn sex_of_given(word: &str) -> Option<Sort> {
    let plain = folded(word);
    let names = given_names();
    match () {
        () if names.female.contains(&plain) => Some(Sort::Woman),
        () if names.male.contains(&plain) => Some(Sort::Man),
        () => None,
    }
}

/// "The Lakes and Rivers Board": the "and" belongs to one body's name.
fn is_inside_name(line: &Line<'_>, lexicon: &Lexicon, phrase: &Range<usize>, at: usize) -> bool {
    let named = at > phrase.start && line.is_capital(at - 1) && line.is_capital(at + 1);
    let before = (phrase.start..at).any(|at| is_body_noun(lexicon, line.stem(at)));
    let whole = (at + 1..phrase.end)
        .take_while(|at| line.is_capital(*at) || matches!(line.word(*at), "'" | "’"))
        .any(|at| is_body_noun(lexicon, line.stem(at)));
    named && !before && whole
}

/// The sort of a phrase by its nouns and, in Spanish, its article.
fn sort_of(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Sort {
    let people = &lexicon.people;
    let phrase = until_relative(line, lexicon, words);
    let Some(noun) = head(line, lexicon, &phrase) else { return Sort::Person };
    let coordinated = phrase
        .clone()
        .any(|at| lexicon.grammar.coordinators.has(line.word(at)) && !is_inside_name(line, lexicon, &phrase, at));
    let opening = line.word(phrase.start);
    let masculine = matches!(opening, "el" | "un" | "ese" | "este");
    // "Un policía" is one of "la policía".
    let member = masculine && people.callings.has(&noun);
    if is_body(line, lexicon, &phrase) && !coordinated && !member {
        return Sort::Body;
    }
    let counted = line.kind(phrase.start) == Some(Kind::Number)
        || lexicon.numbers.contains_key(opening) && !matches!(opening, "one" | "un" | "una" | "uno");
    let plural = counted
        || matches!(noun.as_str(), "people" | "men" | "women" | "children" | "police" | "media" | "gente")
        || noun.ends_with('s') && !is_title(lexicon, &noun)
        || people.collectives.has(&noun);
    if plural || coordinated {
        return Sort::Several;
    }
    if phrase.clone().any(|at| people.female.has(line.stem(at))) || matches!(opening, "la" | "una" | "esa" | "esta") {
        Sort::Woman
    } else if phrase.clone().any(|at| people.male.has(line.stem(at))) || masculine {
        Sort::Man
    } else {
        Sort::Person
    }
}
