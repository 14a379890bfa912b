//! Who is meant inside this document?
//!
//! A first pass collects names of two words and more, with the roles that stand beside them, and who stands first in
//! each sentence. A source then gets the fullest of these names that its own is part of ("Reverol" is "Ernesto
//! Reverol"); "the minister" is the last who is called so; "he" is the last single man or person who spoke or stood
//! first in a sentence; a ministry's statement is the ministry's word. Where nothing fits, the words themselves are
//! the name: precision before recall. Whether two names of different spelling are one person is asked later, across
//! documents.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use variorum_evidence::claim::Source;
use variorum_evidence::document::Language;

use crate::holders::{
    Holder, Pointing, Sort, apposition, calls_somebody, head, holder, is_body, is_title, joined, name_at,
    without_determiner,
};
use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;
use crate::tokens::{Kind, folded};

/// How many earlier speakers are looked through for a pronoun.
const MEMORY: usize = 60;

/// How many bytes back "the man" and "the officer" reach.
const NEAR: u32 = 700;

#[derive(Debug)]
struct Person {
    name: String,
    role: Option<String>,
    calls: BTreeSet<String>,
    sort: Sort,
}

/// Somebody at a place of the text.
#[derive(Debug, Clone)]
struct Mention {
    /// Where the words for it end.
    at: u32,
    name: String,
    role: Option<String>,
    /// Nouns that call it.
    calls: BTreeSet<String>,
    sort: Sort,
    /// Whether only such a noun names it.
    unnamed: bool,
    /// Whether it stands in somebody's quoted words.
    quoted: bool,
}

/// The people of one document, and who spoke so far.
#[derive(Debug, Default)]
pub(crate) struct People {
    persons: Vec<Person>,
    /// Persons by each folded word of their names.
    by_word: BTreeMap<String, Vec<usize>>,
    subjects: Vec<Mention>,
    spoke: Vec<Mention>,
    /// Persons whom a pronoun told to be a woman or a man.
    told: BTreeMap<String, Sort>,
}

impl People {
    /// Takes in the names of a sentence.
    pub(crate) fn meet(&mut self, line: &Line<'_>, lexicon: &Lexicon) {
        let mut at = 0;
        let mut first = None;
        while at < line.len() {
            let Some(name) = name_at(line, lexicon, at) else {
                at += 1;
                continue;
            };
            at = name.end;
            if is_body(line, lexicon, &name) || line.word(name.end) == ":" {
                continue;
            }
            let (calls, role) = beside(line, lexicon, &name);
            // "Perez's group" and "in Villa Alta" name nobody who could be "he" in the next sentence.
            let owner = line.stem(name.end - 1).len() < line.word(name.end - 1).len();
            let place = name.start > 0 && lexicon.grammar.prepositions.has(line.word(name.start - 1));
            if name.len() > 1 {
                self.add(line, lexicon, &name, &calls, role);
            }
            if !owner && !place && self.known(&joined(line, &name)).is_some() {
                first.get_or_insert(name);
            }
        }
        let subject = self.subject(line, lexicon).or_else(|| self.mention(line, lexicon, &first?));
        let quoted = |at| is_quoted(line.text.raw, at);
        self.subjects.extend(subject.map(|mention| Mention { quoted: quoted(mention.at), ..mention }));
    }

    fn add(
        &mut self,
        line: &Line<'_>,
        lexicon: &Lexicon,
        name: &Range<usize>,
        calls: &BTreeSet<String>,
        role: Option<String>,
    ) {
        let words = joined(line, name);
        let same = self.persons.iter().position(|person| folded(&person.name) == folded(&words));
        let index = same.unwrap_or_else(|| {
            for word in folded(&words).split(' ') {
                self.by_word.entry(word.to_owned()).or_default().push(self.persons.len());
            }
            self.persons.push(Person { name: words, role: None, calls: BTreeSet::new(), sort: Sort::Person });
            self.persons.len() - 1
        });
        let person = &mut self.persons[index];
        person.calls.extend(calls.iter().cloned());
        person.role = person.role.take().or(role);
        let has = |list: &Phrases| person.calls.iter().any(|call| list.has(call));
        let bodily = |call: &String| lexicon.people.organisations.has(call) || lexicon.people.bodies.has(call);
        if !person.calls.is_empty() && person.calls.iter().all(bodily) {
            person.sort = Sort::Body;
        } else if has(&lexicon.people.female) {
            person.sort = Sort::Woman;
        } else if has(&lexicon.people.male) {
            person.sort = Sort::Man;
        }
    }

    /// The person of whose name `name` is a part; the longest of several spellings that hold one another.
    fn known(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        let last = name.rsplit(' ').next()?;
        let holds = |whole: &str, part: &str| format!(" {whole} ").contains(&format!(" {part} "));
        let whole = |person: usize| folded(&self.persons[person].name);
        let people = self.by_word.get(last)?.iter().copied().filter(|person| holds(&whole(*person), &name));
        let people: Vec<usize> = people.collect();
        // A surname comes before a first name that somebody else bears.
        let surnamed: Vec<usize> = people.iter().copied().filter(|person| !whole(*person).starts_with(&name)).collect();
        let people = if surnamed.is_empty() { people } else { surnamed };
        let longest = people.iter().copied().max_by_key(|person| self.persons[*person].name.len())?;
        // Two people of one family name are not told apart by it.
        people.iter().all(|person| holds(&whole(longest), &whole(*person))).then_some(longest)
    }

    /// Whoever stands before the first verb of a sentence.
    fn subject(&self, line: &Line<'_>, lexicon: &Lexicon) -> Option<Mention> {
        const LONGEST: usize = 25;
        let label = (0..line.len().min(4)).find(|at| line.word(*at) == ":").map_or(0, |at| at + 1);
        let start = (label..line.len()).find(|at| line.is_word(*at))?;
        let opens = (label..start).any(|at| line.kind(at) == Some(Kind::Open));
        let verb = (start + 1..line.len().min(start + LONGEST))
            .find(|at| lexicon.is_verb(line.word(*at)) || lexicon.cues.clause.has(line.word(*at)))?;
        let noun = head(line, lexicon, &(start..verb))?;
        let told = !opens
            && !lexicon.grammar.prepositions.has(line.word(start))
            && !lexicon.grammar.boundaries.has(line.word(start))
            && (start..verb).all(|at| !matches!(line.kind(at), Some(Kind::Open | Kind::Close)));
        let subject = holder(line, lexicon, &(start..verb));
        let fits = match &subject.name {
            Some(name) => subject.sort == Sort::Body || self.known(&joined(line, name)).is_some(),
            None => subject.pointing != Pointing::Owned && calls_somebody(lexicon, &noun),
        };
        (told && fits).then(|| self.mention_of(line, lexicon, subject))
    }

    fn mention(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<Mention> {
        line.span(words).map(|_| self.mention_of(line, lexicon, holder(line, lexicon, words)))
    }

    /// What the phrase alone says, with what is known of a person of this name.
    fn mention_of(&self, line: &Line<'_>, lexicon: &Lexicon, holder: Holder) -> Mention {
        let at = line.span(&holder.words).map_or(0, |span| span.end);
        let own_role = holder.role.as_ref().map(|role| joined(line, role));
        let Some(name) = &holder.name else {
            let bare = without_owner(line, lexicon, without_article(line, lexicon, &holder.words));
            let name = joined(line, &bare);
            return Mention {
                at,
                name,
                role: own_role,
                calls: holder.calls,
                sort: holder.sort,
                unnamed: true,
                quoted: false,
            };
        };
        let words = joined(line, name);
        let known = self.known(&words).filter(|_| holder.sort != Sort::Body).map(|person| &self.persons[person]);
        let mut calls = holder.calls;
        calls.extend(known.iter().flat_map(|person| person.calls.iter().cloned()));
        let sort = match known {
            Some(person) if holder.sort == Sort::Person => person.sort,
            _ => holder.sort,
        };
        let role = own_role.or_else(|| known?.role.clone());
        Mention {
            at,
            name: known.map_or(words, |person| person.name.clone()),
            role,
            calls,
            sort,
            unnamed: false,
            quoted: false,
        }
    }

    /// The source that the tokens `words` name, and remembers that it spoke.
    pub(crate) fn source(&mut self, line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Option<Source> {
        let span = line.span(&words)?;
        let quoted = is_quoted(line.text.raw, span.start);
        let mention = Mention { at: span.end, quoted, ..self.resolve(line, lexicon, &words, span.start) };
        // "It" that stands for nothing named before is nobody's name.
        if words.len() == 1 && lexicon.people.it.has(&folded(&mention.name)) {
            return None;
        }
        let source = Source { span, name: mention.name.clone(), role: mention.role.clone() };
        let wanted = pronoun(line, lexicon, &words);
        if let Some(sex @ (Sort::Man | Sort::Woman)) = wanted.map(|wanted| wanted[0])
            && mention.sort == Sort::Person
            && !mention.unnamed
        {
            self.told.insert(mention.name.clone(), sex);
        }
        // A pronoun that nobody was found for is nobody's antecedent, and "I" is nobody's name.
        let spoken_of = wanted.is_none() && !(words.len() == 1 && lexicon.grammar.pronouns.has(line.word(words.start)));
        if spoken_of || !mention.unnamed {
            self.spoke.push(mention);
        }
        Some(source)
    }

    /// Whoever spoke last before `at`, named by the words at `span`.
    pub(crate) fn last_speaker(&self) -> Option<(String, Option<String>)> {
        self.spoke.last().map(|mention| (mention.name.clone(), mention.role.clone()))
    }

    fn resolve(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>, at: u32) -> Mention {
        if let Some(noun) = before_relative(line, lexicon, words) {
            return self.resolve(line, lexicon, &noun, at);
        }
        if let Some(wanted) = pronoun(line, lexicon, words) {
            return self.before(at, is_quoted(line.text.raw, at), lexicon, wanted).unwrap_or_else(|| Mention {
                at,
                name: joined(line, words),
                role: None,
                calls: BTreeSet::new(),
                sort: wanted[0],
                unnamed: true,
                quoted: false,
            });
        }
        let phrase = holder(line, lexicon, words);
        if let Some(fuller) = phrase.name.as_ref().filter(|_| phrase.sort == Sort::Body).and_then(|name| {
            let words = folded(&joined(line, name));
            let holds =
                |mention: &&Mention| mention.sort == Sort::Body && is_head(lexicon, &folded(&mention.name), &words);
            self.earlier(at).find(holds)
        }) {
            return fuller.clone();
        }
        if phrase.name.is_none() {
            if let Some(issuer) = issuer(line, lexicon, &phrase) {
                let issuer = self.resolve(line, lexicon, &issuer, at);
                return Mention {
                    unnamed: false,
                    calls: issuer.calls.union(&phrase.calls).cloned().collect(),
                    ..issuer
                };
            }
            if let Some(found) = self.called(line, lexicon, &phrase, at) {
                return found;
            }
        }
        self.mention_of(line, lexicon, phrase)
    }

    /// All who spoke or stood first in a sentence before `at`, the last first.
    fn earlier(&self, at: u32) -> impl Iterator<Item = &Mention> {
        let upto = self.subjects.partition_point(|mention| mention.at <= at);
        let spoke = self.spoke.iter().rev().filter(move |mention| mention.at <= at).take(MEMORY);
        let stood = self.subjects[..upto].iter().rev().take(MEMORY);
        let mut all: Vec<&Mention> = spoke.chain(stood).collect();
        all.sort_by_key(|mention| std::cmp::Reverse(mention.at));
        all.into_iter()
    }

    /// The last of the wanted sorts.
    fn before(&self, at: u32, quoted: bool, lexicon: &Lexicon, wanted: &[Sort]) -> Option<Mention> {
        let fits = |mention: &&Mention| wanted.contains(&self.sort_of(mention));
        // Whom the quoted speak of is not who speaks on: "A guard told me …," he said.
        let outside = self.earlier(at).filter(|mention| quoted || !mention.quoted).find(fits);
        let found = outside.or_else(|| self.earlier(at).find(fits))?;
        Some(self.settled(found, lexicon))
    }

    /// Man, woman or body, with what pronouns told since.
    fn sort_of(&self, mention: &Mention) -> Sort {
        let told = self.told.get(&mention.name).filter(|_| mention.sort == Sort::Person);
        told.copied().unwrap_or(mention.sort)
    }

    /// Who "the governor" is that stood first in a sentence.
    fn settled(&self, mention: &Mention, lexicon: &Lexicon) -> Mention {
        let bearer = || self.bearer(mention.calls.first()?, &folded(&mention.name), lexicon);
        if mention.unnamed { bearer().unwrap_or_else(|| mention.clone()) } else { mention.clone() }
    }

    /// "The minister", "the ministry", "her brother": the last who is called so, or the only one.
    fn called(&self, line: &Line<'_>, lexicon: &Lexicon, phrase: &Holder, at: u32) -> Option<Mention> {
        let call = phrase.calls.first()?;
        let words = folded(&joined(line, &without_determiner(line, lexicon, &phrase.words)));
        if phrase.pointing == Pointing::Indefinite || phrase.sort == Sort::Several {
            return None;
        }
        if phrase.pointing == Pointing::Owned && !is_title(lexicon, call) {
            return None;
        }
        let fits = |mention: &&Mention| {
            let named = folded(&mention.name);
            let other = lexicon.people.metonyms.get(call).map_or(call.as_str(), String::as_str);
            let body =
                mention.sort == Sort::Body && [call, other].iter().any(|noun| is_head(lexicon, &named, &folded(noun)));
            let same_sort = (mention.sort == Sort::Body) == (phrase.sort == Sort::Body);
            same_sort
                && (mention.calls.contains(call) || body)
                && agrees(&words, mention.role.as_deref().unwrap_or(&mention.name))
        };
        let last = self.earlier(at).find(fits).map(|mention| self.settled(mention, lexicon));
        let someone = || {
            let near = self.earlier(at).find(|mention| !matches!(mention.sort, Sort::Several | Sort::Body))?;
            let clash = matches!((phrase.sort, near.sort), (Sort::Man, Sort::Woman) | (Sort::Woman, Sort::Man));
            let short = phrase.words.len() <= 3;
            let reaches = lexicon.people.someone.has(call) && short && !clash && at - near.at < NEAR;
            reaches.then(|| self.settled(near, lexicon))
        };
        last.or_else(|| self.bearer(call, &words, lexicon)).or_else(someone)
    }

    /// The only named person of the document who is called so.
    fn bearer(&self, call: &str, words: &str, lexicon: &Lexicon) -> Option<Mention> {
        let called =
            |person: &&Person| person.calls.contains(call) && agrees(words, person.role.as_deref().unwrap_or(call));
        let mut bearers = self.persons.iter().filter(called);
        let first = bearers.next().filter(|_| calls_somebody(lexicon, call))?;
        let one = bearers.all(|other| self.known(&other.name) == self.known(&first.name)).then_some(first)?;
        let Person { name, role, calls, sort } = one;
        Some(Mention {
            at: 0,
            name: name.clone(),
            role: role.clone(),
            calls: calls.clone(),
            sort: *sort,
            unnamed: false,
            quoted: false,
        })
    }
}

/// The words that a lone "who" or "which" belongs to: those right before it, as far as no verb or mark parts them.
fn before_relative(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    let lone = words.len() == 1 && lexicon.grammar.relatives.has(line.word(words.start));
    let comma = words.start > 0 && line.word(words.start - 1) == ",";
    let end = words.start.checked_sub(usize::from(comma)).filter(|_| lone)?;
    let parts = |at: usize| {
        let word = line.word(at);
        let linked = matches!(word, "of" | "de" | "del" | "for");
        line.is_mark(at)
            || lexicon.is_verb(word) && !is_title(lexicon, word)
            || lexicon.grammar.prepositions.has(word) && !linked
            || lexicon.grammar.boundaries.has(word)
            || lexicon.grammar.coordinators.has(word)
            || lexicon.cues.that.has(word)
    };
    let start = (end.saturating_sub(LONGEST)..end).rev().take_while(|at| !parts(*at)).last()?;
    (start < end).then_some(start..end)
}

/// Longest paragraph in which quotation marks are counted, in bytes: of a text without line ends each word would else be
/// counted again for each source.
const LONGEST_PARAGRAPH: usize = 8_000;

/// Whether quotation marks are open at byte `at`, counted from the beginning of its paragraph.
fn is_quoted(text: &str, at: u32) -> bool {
    let at = at as usize;
    let before = text.get(text.floor_char_boundary(at.saturating_sub(LONGEST_PARAGRAPH))..at).unwrap_or("");
    let paragraph = before.rsplit('\n').next().unwrap_or("");
    let count = |marks: [char; 2]| paragraph.chars().filter(|letter| marks.contains(letter)).count();
    count(['“', '«']) > count(['”', '»']) || paragraph.matches('"').count() % 2 == 1
}

/// The sorts that a pronoun can stand for; none for other words.
fn pronoun(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<&'static [Sort]> {
    let people = &lexicon.people;
    let word = line.word(words.start);
    if words.len() > 1 {
        None
    } else if people.he.has(word) {
        Some(&[Sort::Man, Sort::Person])
    } else if people.she.has(word) {
        Some(&[Sort::Woman, Sort::Person])
    } else if people.they.has(word) {
        Some(&[Sort::Several])
    } else {
        people.it.has(word).then_some(&[Sort::Body])
    }
}

/// Whether "the interior minister" can be a "minister of interior and justice": not if both say more than the office
/// and share nothing of it.
fn agrees(words: &str, role: &str) -> bool {
    let role = folded(role);
    let more = |word: &&str| word.len() > 3;
    let of_role: BTreeSet<&str> = role.split(' ').filter(more).collect();
    let of_words: BTreeSet<&str> = words.split(' ').filter(more).collect();
    let shared = of_words.intersection(&of_role).count();
    of_words.len() <= 1 || of_role.len() <= 1 || shared > 1 || shared == of_words.len().min(of_role.len())
}

/// Whether the name of a body is built on `words`: "the police" is "the city police", but not "the police union".
fn is_head(lexicon: &Lexicon, name: &str, words: &str) -> bool {
    let rest = match lexicon.language {
        Language::En => name.strip_suffix(words).map(|rest| rest.is_empty() || rest.ends_with(' ')),
        Language::Es => name.strip_prefix(words).map(|rest| rest.is_empty() || rest.starts_with(' ')),
        _ => None,
    };
    rest == Some(true)
}

/// The body whose statement or account the phrase speaks of.
fn issuer(line: &Line<'_>, lexicon: &Lexicon, phrase: &Holder) -> Option<Range<usize>> {
    let call = phrase.calls.first()?;
    let noun = phrase.words.clone().find(|at| line.stem(*at) == call)?;
    if !lexicon.people.announcements.has(call) {
        return None;
    }
    let before = without_determiner(line, lexicon, &(phrase.words.start..noun));
    let after =
        (noun + 1..phrase.words.end).rev().find(|at| matches!(line.word(*at), "by" | "from" | "of" | "de" | "del"));
    let behind = after.map_or(noun..noun, |at| at + 1..phrase.words.end);
    [before, behind].into_iter().find(|range| !range.is_empty() && is_body(line, lexicon, range))
}

/// The nouns right before a name, or beside it after a comma, and the role that they make.
fn beside(line: &Line<'_>, lexicon: &Lexicon, name: &Range<usize>) -> (BTreeSet<String>, Option<String>) {
    const LONGEST: usize = 12;
    let stops = |at: usize| {
        line.is_mark(at) && !(line.word(at) == "." && at > 0 && is_title(lexicon, line.word(at - 1)))
            || lexicon.is_verb(line.word(at)) && !is_title(lexicon, line.word(at))
            || lexicon.grammar.prepositions.has(line.word(at)) && !matches!(line.word(at), "of" | "de" | "del")
    };
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
            || lexicon.grammar.coordinators.has(line.word(*at))
    };
    let start = (start..name.start).rev().find(opens).map_or(start, |at| at + 1);
    // "The minister of National Security" has no name.
    let complement = name.start > 0 && lexicon.grammar.prepositions.has(line.word(name.start - 1));
    let start = if complement { name.start } else { start };
    let before = (start..name.start).map(|at| line.word(at)).filter(|word| is_title(lexicon, word));
    let whole = |word: &str| lexicon.people.short.get(word).map_or(word, String::as_str).to_owned();
    let mut calls: BTreeSet<String> = before.map(whole).collect();
    let mut role = (!calls.is_empty()).then(|| joined(line, &(start..name.start)));
    if line.word(name.end) == "," {
        let part = name.end + 1..line.len().min(name.end + LONGEST);
        let end = part.clone().find(|at| line.is_mark(*at) || lexicon.cues.clause.has(line.word(*at)));
        let part = part.start..end.unwrap_or(part.end);
        let told = apposition(line, lexicon, &part).filter(|_| !part.is_empty() && line.is_mark(part.end));
        calls.extend(told.iter().filter_map(|part| head(line, lexicon, part)));
        role = told.map(|part| joined(line, &part)).or(role);
    }
    (calls, role)
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

    /// Like `check`, for a source inside its sentence.
    fn check_within(language: Language, before: &str, source: &str, (after, expected): (&str, &str)) {
        let lexicon = Lexicon::of(language);
        let whole = format!("{before}{source}{after}");
        let text = Text::of(&whole);
        let found = tokens(&whole, 0..whole.len());
        let line = Line { text: &text, tokens: &found };
        let mut people = People::default();
        people.meet(&line, lexicon);
        let at = found.iter().position(|token| token.start as usize == before.len()).unwrap();
        assert_eq!(people.source(&line, lexicon, at..at + 1).unwrap().name, expected);
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

    #[test]
    fn titles_roles_and_what_stands_around() {
        use Language::{En, Es};
        let head = "Colonel Ana Diaz, the head of the station,";
        check(En, &[], head, ("Ana Diaz", Some("head of the station")));
        check(En, &[], "16.20 Governor Ana Diaz, through her lawyer,", ("Ana Diaz", Some("Governor")));
        check(En, &["Her classmate Leo Marsh came."], "Classmate Leo Marsh", ("Leo Marsh", Some("Classmate")));
        check(En, &[], "Ana Diaz of the students' union", ("Ana Diaz", None));
        check(En, &[], "the Bank of Torrel", ("Bank of Torrel", None));
        check(En, &["Dr. Ana Diaz came."], "the doctor", ("Ana Diaz", Some("Dr.")));
        check(En, &["Ana Diaz, a baker, came.", "Paul Ostrow left."], "the baker", ("Ana Diaz", Some("baker")));
        check(En, &["In November Ana Diaz left."], "Diaz", ("Ana Diaz", None));
        check(En, &["Paul Ostrow came."], "Paul", ("Paul Ostrow", None));
        check(Es, &["El exministro Raúl Peña vino."], "el ministro", ("Raúl Peña", Some("exministro")));
        check(Es, &[], "El personero Raúl Peña, que renunció", ("Raúl Peña", Some("personero")));
    }

    #[test]
    fn bodies_and_what_they_write() {
        use Language::{En, Es};
        check(En, &[], "Island Justice Watch", ("Island Justice Watch", None));
        check(
            En,
            &[],
            "The Water Monitor, a group that counts wells,",
            ("Water Monitor", Some("group that counts wells")),
        );
        check(En, &["The Eastern Shore Movement fled."], "the movement", ("Eastern Shore Movement", None));
        check(En, &["Open Line, the group that waits, called."], "the group", ("Open Line", Some("group that waits")));
        check(En, &["The police union met."], "police", ("police", None));
        check(En, &[], "a police statement", ("police", None));
        check(En, &["The police came."], "the force", ("police", None));
        check(Es, &[], "La cuenta oficial del ministerio", ("ministerio", None));
        check(Es, &["La Policía llegó."], "un policía", ("un policía", None));
    }

    #[test]
    fn pronouns_pass_over_what_they_cannot_mean() {
        use Language::En;
        check_within(En, "The road met Paul Ostrow, ", "who", (" spoke.", "Paul Ostrow"));
        check_within(En, "He left the Water Ministry, ", "which", (" denied it.", "Water Ministry"));
        check(En, &["FINCH: Mariam Diallo left."], "she", ("Mariam Diallo", None));
        let governor = ["Governor Paul Ostrow spoke.", "A suspect fled.", "The governor left."];
        check(En, &governor, "he", ("Paul Ostrow", Some("Governor")));
        check(En, &["Ana Diaz spoke.", "The Eastern Shore Movement fled."], "it", ("Eastern Shore Movement", None));
        check(En, &["Three traders fled."], "we", ("we", None));
        check(En, &["Paul Ostrow spoke.", "“A guard fled. The guard ran,”"], "he", ("Paul Ostrow", None));
    }
}
