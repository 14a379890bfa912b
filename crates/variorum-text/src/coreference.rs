//! Who is meant inside this document?
//!
//! A first pass collects names of two words and more, with the titles that stand beside them. A source then gets
//! the fullest of these names that ends in its own ("Reverol" is "Ernesto Reverol"); a title with an article is
//! the last person with that title; "he" is the last single man or person who spoke or stood first in a
//! sentence. Where nothing fits, the words themselves are the name: precision before recall. Whether two names
//! of different spelling are one person is asked later, across documents.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use variorum_evidence::claim::Source;
use variorum_evidence::document::Language;

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::main_verb;
use crate::tokens::{Kind, folded};

/// How many earlier speakers are looked through for a pronoun.
const MEMORY: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Man,
    Woman,
    Person,
    Body,
    Several,
}

#[derive(Debug)]
struct Person {
    name: String,
    role: Option<String>,
    titles: BTreeSet<String>,
    sort: Sort,
}

#[derive(Debug, Clone)]
struct Mention {
    at: u32,
    name: String,
    role: Option<String>,
    titles: BTreeSet<String>,
    sort: Sort,
}

/// The people of one document, and who spoke so far.
#[derive(Debug, Default)]
pub(crate) struct People {
    persons: Vec<Person>,
    by_last_name: BTreeMap<String, Vec<usize>>,
    subjects: Vec<Mention>,
    spoke: Vec<Mention>,
}

/// A noun phrase taken apart.
struct Phrase {
    name: Option<Range<usize>>,
    role: Option<Range<usize>>,
}

impl People {
    /// Takes in the names of a sentence.
    pub(crate) fn meet(&mut self, line: &Line<'_>, lexicon: &Lexicon) {
        let mut at = 0;
        let mut first = true;
        while at < line.len() {
            let Some(name) = name_at(line, lexicon, at) else {
                at += 1;
                continue;
            };
            at = name.end;
            if is_body(line, lexicon, &name) {
                continue;
            }
            let (titles, role) = titles_beside(line, lexicon, &name);
            // "Perez's group" and "in Villa Alta" name nobody who could be "he" in the next sentence.
            let owner = line.stem(name.end - 1).len() < line.word(name.end - 1).len();
            let place = name.start > 0 && lexicon.grammar.prepositions.has(line.word(name.start - 1));
            let known = name.len() > 1 || self.known(line.stem(name.end - 1)).is_some();
            if name.len() > 1 {
                self.add(line, &name, &titles, role);
            }
            if known && !owner && !place && std::mem::take(&mut first) {
                let (name, role, more, sort) = self.fullest(line, lexicon, &name);
                let start = line.tokens[at - 1].start;
                self.subjects.push(Mention {
                    at: start,
                    name,
                    role,
                    titles: more.into_iter().chain(titles).collect(),
                    sort,
                });
            }
        }
    }

    fn add(&mut self, line: &Line<'_>, name: &Range<usize>, titles: &BTreeSet<String>, role: Option<String>) {
        let words = joined(line, name);
        let last = folded(line.stem(name.end - 1));
        let people = self.by_last_name.entry(last).or_default();
        let same = people.iter().copied().find(|person| folded(&self.persons[*person].name) == folded(&words));
        let index = same.unwrap_or_else(|| {
            self.persons.push(Person { name: words, role: None, titles: BTreeSet::new(), sort: Sort::Person });
            people.push(self.persons.len() - 1);
            self.persons.len() - 1
        });
        let person = &mut self.persons[index];
        person.titles.extend(titles.iter().cloned());
        person.role = person.role.take().or(role);
    }

    /// The person whose name ends in `last`; the longest of several spellings that hold one another.
    fn known(&self, last: &str) -> Option<usize> {
        let people = self.by_last_name.get(&folded(last))?;
        let longest = people.iter().copied().max_by_key(|person| self.persons[*person].name.len())?;
        let whole = folded(&self.persons[longest].name);
        // Two people of one family name are not told apart by it.
        people.iter().all(|person| whole.ends_with(&folded(&self.persons[*person].name))).then_some(longest)
    }

    fn fullest(
        &self,
        line: &Line<'_>,
        lexicon: &Lexicon,
        name: &Range<usize>,
    ) -> (String, Option<String>, BTreeSet<String>, Sort) {
        let words = joined(line, name);
        match self.known(line.stem(name.end - 1)) {
            Some(person) if folded(&self.persons[person].name).ends_with(&folded(&words)) => {
                let person = &self.persons[person];
                (person.name.clone(), person.role.clone(), person.titles.clone(), person.sort)
            }
            _ => (words, None, BTreeSet::new(), sort_of(line, lexicon, name)),
        }
    }

    /// The source that the tokens `words` name, and remembers that it spoke.
    pub(crate) fn source(&mut self, line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Option<Source> {
        let span = line.span(&words)?;
        let mention = self.resolve(line, lexicon, &words, span.start);
        // "It" that stands for nothing named before is nobody's name.
        if words.len() == 1 && lexicon.people.it.has(&folded(&mention.name)) {
            return None;
        }
        let source = Source { span, name: mention.name.clone(), role: mention.role.clone() };
        self.spoke.push(mention);
        Some(source)
    }

    /// Whoever spoke last before `at`, named by the words at `span`.
    pub(crate) fn last_speaker(&self) -> Option<(String, Option<String>)> {
        self.spoke.last().map(|mention| (mention.name.clone(), mention.role.clone()))
    }

    fn resolve(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>, at: u32) -> Mention {
        let make = |name, role, titles, sort| Mention { at, name, role, titles, sort };
        if words.len() == 1 {
            let people = &lexicon.people;
            let word = line.word(words.start);
            let wanted: Option<&[Sort]> = if people.he.has(word) {
                Some(&[Sort::Man, Sort::Person])
            } else if people.she.has(word) {
                Some(&[Sort::Woman, Sort::Person])
            } else if people.they.has(word) {
                Some(&[Sort::Several])
            } else if people.it.has(word) {
                Some(&[Sort::Body])
            } else {
                None
            };
            if let Some(wanted) = wanted {
                let found = self.before(at, wanted);
                return found.map_or_else(
                    || make(joined(line, words), None, BTreeSet::new(), wanted[0]),
                    |found| Mention { at, ..found },
                );
            }
        }
        let phrase = taken_apart(line, lexicon, words);
        if let Some(name) = phrase.name {
            let (name, known, titles, sort) = self.fullest(line, lexicon, &name);
            let role = phrase.role.map(|role| joined(line, &role)).filter(|role| !role.is_empty()).or(known);
            let sort = if sort == Sort::Person { sort_of(line, lexicon, words) } else { sort };
            let said: BTreeSet<String> = words
                .clone()
                .map(|at| line.word(at))
                .filter(|word| lexicon.people.titles.has(word))
                .map(str::to_owned)
                .collect();
            return make(name, role, titles.into_iter().chain(said).collect(), sort);
        }
        if let Some(found) = self.by_title(line, lexicon, words, at) {
            return Mention { at, ..found };
        }
        let bare = without_owner(line, lexicon, without_article(line, lexicon, words));
        make(joined(line, &bare), None, BTreeSet::new(), sort_of(line, lexicon, words))
    }

    /// The last of the wanted sorts who spoke or stood first in a sentence before `at`.
    fn before(&self, at: u32, wanted: &[Sort]) -> Option<Mention> {
        let fits = |mention: &&Mention| mention.at < at && wanted.contains(&mention.sort);
        let spoke = self.spoke.iter().rev().take(MEMORY).find(fits);
        let upto = self.subjects.partition_point(|mention| mention.at < at);
        let stood = self.subjects[..upto].iter().rev().take(MEMORY).find(fits);
        match (spoke, stood) {
            (Some(spoke), Some(stood)) => Some(if stood.at > spoke.at { stood.clone() } else { spoke.clone() }),
            (one, other) => one.or(other).cloned(),
        }
    }

    /// "The minister", "the ministry": the last who bears that title or is called so in full.
    fn by_title(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>, at: u32) -> Option<Mention> {
        let definite = lexicon.grammar.articles.has(line.word(words.start)) && words.len() <= 5;
        let last = line.word(words.end - 1);
        let head = if lexicon.people.titles.has(last) || lexicon.people.organisations.has(last) {
            last
        } else {
            words.clone().map(|at| line.word(at)).find(|word| lexicon.people.titles.has(word))?
        };
        if !definite {
            return None;
        }
        let called = |mention: &&Mention| {
            let name = folded(&mention.name);
            mention.at < at
                && (mention.titles.contains(head)
                    || mention.sort == Sort::Body
                        && name.split(' ').any(|word| word == folded(head))
                        && name.contains(' '))
        };
        let spoke = self.spoke.iter().rev().take(MEMORY).find(called);
        let upto = self.subjects.partition_point(|mention| mention.at < at);
        let found = spoke.or_else(|| self.subjects[..upto].iter().rev().take(MEMORY).find(called));
        found.cloned().or_else(|| {
            let mut bearers = self.persons.iter().filter(|person| person.titles.contains(head));
            let one = bearers.next()?;
            let person = bearers.next().is_none().then_some(one)?;
            Some(Mention {
                at,
                name: person.name.clone(),
                role: person.role.clone(),
                titles: person.titles.clone(),
                sort: person.sort,
            })
        })
    }
}

/// The words of `range`, single spaces, without a possessive ending.
fn joined(line: &Line<'_>, range: &Range<usize>) -> String {
    let Some(span) = line.span(range) else { return String::new() };
    let words = &line.text.raw[span.range()];
    let words = ["'s", "’s"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A run of capital words at token `at`, without titles and words that only begin a sentence.
fn name_at(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Range<usize>> {
    let capital = |at: usize| line.is_capital(at) && line.kind(at) == Some(Kind::Word);
    let word = line.word(at);
    let grammar = &lexicon.grammar;
    let function = grammar.determiners.has(word)
        || grammar.prepositions.has(word)
        || grammar.pronouns.has(word)
        || grammar.boundaries.has(word)
        || grammar.coordinators.has(word)
        || grammar.adverbs.has(word);
    // A capital that only begins the sentence: "Según Vega", "Said Vega".
    let cues = &lexicon.cues;
    let begins =
        at == 0 && [&cues.according, &cues.clause, &cues.that_only, &cues.object].iter().any(|list| list.has(word));
    let skipped = !capital(at)
        || function
        || begins
        || lexicon.people.titles.has(word)
        || lexicon.times.weekdays.iter().any(|day| day == word);
    if skipped {
        return None;
    }
    let spanish = lexicon.language == Language::Es && !lexicon.people.organisations.has(word);
    let mut end = at + 1;
    loop {
        // A possessive ends a name: "Perez's Group" is not one.
        if line.stem(end - 1).len() < line.word(end - 1).len() {
            break;
        }
        let initial = line.word(end) == "." && line.raw(end - 1).chars().count() == 1;
        let connected = matches!(line.word(end), "de" | "del" | "la" | "van" | "von" | "bin" | "al");
        if capital(end) && !lexicon.people.titles.has(line.word(end)) {
            end += 1;
        } else if capital(end + 1) && (initial || connected && spanish) {
            end += 2;
        } else {
            break;
        }
    }
    Some(at..end)
}

/// Titles right before a name, or after it between commas, and the whole role where it stands before.
fn titles_beside(line: &Line<'_>, lexicon: &Lexicon, name: &Range<usize>) -> (BTreeSet<String>, Option<String>) {
    let stops = |at: usize| {
        line.is_mark(at)
            || lexicon.is_verb(line.word(at))
            || lexicon.grammar.prepositions.has(line.word(at)) && !matches!(line.word(at), "of" | "de" | "del")
    };
    let mut titles = BTreeSet::new();
    let mut start = name.start;
    let floor = name.start.saturating_sub(6);
    while start > floor && !stops(start - 1) {
        start -= 1;
    }
    // The role begins after the last word that can only open a phrase ("that the runaway pilot …").
    let opens = |at: &usize| {
        lexicon.grammar.determiners.has(line.word(*at))
            || lexicon.cues.that.has(line.word(*at))
            || lexicon.grammar.boundaries.has(line.word(*at))
    };
    let start = (start..name.start).rev().find(opens).map_or(start, |at| at + 1);
    let before: Vec<String> =
        (start..name.start).map(|at| line.word(at).to_owned()).filter(|word| lexicon.people.titles.has(word)).collect();
    let role = (!before.is_empty()).then(|| joined(line, &(start..name.start)));
    titles.extend(before);
    if line.word(name.end) == "," {
        let mut at = name.end + 1;
        while at < name.end + 8 && !stops(at) {
            titles.extend(lexicon.people.titles.has(line.word(at)).then(|| line.word(at).to_owned()));
            at += 1;
        }
    }
    (titles, role)
}

fn without_article(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Range<usize> {
    let article = words.len() > 1 && lexicon.grammar.articles.has(line.word(words.start));
    words.start + usize::from(article)..words.end
}

/// "Venezuela's Interior Ministry" is the Interior Ministry; "Perez's mother" stays his.
fn without_owner(line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Range<usize> {
    let owner = words.start..words.start + 1;
    let owned = line.stem(owner.start).len() < line.word(owner.start).len()
        && is_body(line, lexicon, &words)
        && line.is_capital(owner.end);
    if owned { owner.end..words.end } else { words }
}

fn is_body(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> bool {
    words.clone().any(|at| lexicon.people.organisations.has(line.stem(at)))
}

/// Name and role of a noun phrase, on either side of a comma or side by side.
fn taken_apart(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Phrase {
    let none = Phrase { name: None, role: None };
    if let Some(comma) = words.clone().find(|at| line.word(*at) == ",") {
        let left = words.start..comma;
        let right = comma + 1..words.end;
        let named_left = whole_name(line, lexicon, &left);
        if let Some(name) = named_left {
            let role = line.trimmed(right);
            let short = role.len() <= 8
                && !lexicon.grammar.relatives.has(line.word(role.start))
                && line.kind(role.start) == Some(Kind::Word);
            let article = usize::from(lexicon.grammar.determiners.has(line.word(role.start)));
            return Phrase { name: Some(name), role: short.then_some(role.start + article..role.end) };
        }
        if let Some(name) = whole_name(line, lexicon, &right) {
            return Phrase { name: Some(name), role: Some(without_article(line, lexicon, &left)) };
        }
        return none;
    }
    if is_body(line, lexicon, words) && !words.clone().any(|at| lexicon.people.titles.has(line.word(at))) {
        return none;
    }
    let last_title = words.clone().rev().find(|at| lexicon.people.titles.has(line.word(*at)));
    if let Some(title) = last_title {
        // "La directora regional Ana Ruiz": plain words after the title belong to it.
        let plain = |at: &usize| {
            line.is_word(*at)
                && !line.is_capital(*at)
                && !lexicon.grammar.prepositions.has(line.word(*at))
                && !lexicon.grammar.relatives.has(line.word(*at))
                && !lexicon.is_verb(line.word(*at))
        };
        let more = (title + 1..words.end).take(2).take_while(plain).count();
        let rest = skip_stop(line, title + 1 + more)..words.end;
        let name = whole_name(line, lexicon, &rest);
        let role = without_article(line, lexicon, &(words.start..title + 1 + more));
        return if name.is_some() { Phrase { name, role: Some(role) } } else { none };
    }
    Phrase { name: whole_name(line, lexicon, words), role: None }
}

/// Past the full stop of "Mr." and "Sen.".
fn skip_stop(line: &Line<'_>, at: usize) -> usize {
    at + usize::from(line.word(at) == ".")
}

/// `words` if all of them are one name.
fn whole_name(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<Range<usize>> {
    let range = line.trimmed(words.clone());
    let (name, fits) = (name_at(line, lexicon, range.start)?, range.end);
    (name.end == fits && name.start < fits && main_verb(line, lexicon, name.clone()).is_none()).then_some(name)
}

fn sort_of(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Sort {
    let people = &lexicon.people;
    let head_end = words
        .clone()
        .find(|at| *at > words.start && lexicon.grammar.relatives.has(line.word(*at)))
        .unwrap_or(words.end);
    let mut head = words.start..head_end;
    let word = |at: usize| line.stem(at);
    let coordinated = head.clone().any(|at| lexicon.grammar.coordinators.has(word(at)));
    let last = head.clone().rev().map(word).find(|word| word.chars().all(char::is_alphabetic)).unwrap_or("");
    if is_body(line, lexicon, &head)
        && !head.clone().any(|at| people.titles.has(word(at)) && !people.organisations.has(word(at)))
    {
        return Sort::Body;
    }
    if head.clone().any(|at| people.female.has(word(at))) {
        return Sort::Woman;
    }
    if head.any(|at| people.male.has(word(at))) {
        return Sort::Man;
    }
    let capital = line.is_capital(words.end - 1);
    let plural = matches!(last, "people" | "men" | "women" | "children" | "police" | "media" | "gente");
    if plural || coordinated && !capital || last.ends_with('s') && !capital || lexicon.people.they.has(last) {
        Sort::Several
    } else {
        Sort::Person
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};

    fn check(language: Language, sentences: &[&str], source: &str, expected: (&str, Option<&str>)) {
        let lexicon = Lexicon::of(language);
        let whole = format!("{} {source}", sentences.join(" "));
        let text = Text::of(&whole);
        let mut people = People::default();
        let mut at = 0;
        for sentence in sentences {
            let found = tokens(&whole, at..at + sentence.len());
            people.meet(&Line { text: &text, tokens: &found }, lexicon);
            at += sentence.len() + 1;
        }
        let found = tokens(&whole, at..whole.len());
        let line = Line { text: &text, tokens: &found };
        let named = people.source(&line, lexicon, 0..line.len()).unwrap();
        assert_eq!((named.name.as_str(), named.role.as_deref()), expected);
    }

    #[test]
    fn names_titles_and_pronouns() {
        use Language::{En, Es};
        check(En, &["Deputy Minister Carla Rojas Vega spoke."], "Vega", ("Carla Rojas Vega", Some("Deputy Minister")));
        check(En, &[], "Interior Minister Paul Ostrow", ("Paul Ostrow", Some("Interior Minister")));
        check(En, &[], "Paul Ostrow, a party leader", ("Paul Ostrow", Some("party leader")));
        check(En, &["The runaway pilot Ana Diaz was there."], "The pilot", ("Ana Diaz", Some("runaway pilot")));
        check(En, &["Paul Ostrow left."], "he", ("Paul Ostrow", None));
        check(En, &[], "the Water Ministry", ("Water Ministry", None));
        check(En, &["Ana Diaz met Paul Diaz."], "Diaz", ("Diaz", None));
        check(Es, &[], "El ministro de Aguas, Raúl Peña", ("Raúl Peña", Some("ministro de Aguas")));
        check(Es, &["El juez, Raúl Peña, vino.", "Según Peña, nada."], "Peña", ("Raúl Peña", None));
        check(Es, &["Habló la jueza Inés Cano."], "la jueza", ("Inés Cano", Some("jueza")));
    }
}
