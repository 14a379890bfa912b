//! Which people or things does a noun phrase name, and how many?
//!
//! A phrase begins at an article, a number or a name and ends before the next verb, preposition or mark; "of …" and what
//! follows goes with it as the whole that it is taken from. Its number is what it states ("seven", "dozens of"), one
//! for a singular or a name, two or more for a plural. Left out: who a pronoun stands for.

use std::ops::Range;

use variorum_evidence::document::Language;

use super::predicates::{Predicates, Whom};
use super::tags::Tag;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;
use crate::tokens::Kind;

/// Longest phrase, in tokens.
const LONGEST: usize = 14;

/// What a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// People by a noun, a name or a number alone.
    People,
    /// "He", "them", "who".
    Pronoun,
    /// Anything else.
    Thing,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// With article and number, without "of …".
    pub(crate) tokens: Range<usize>,
    /// "Of the group", "of them".
    pub(crate) of: Option<Range<usize>>,
    pub(crate) named: Named,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    /// A number stands in it.
    pub(crate) stated: bool,
    /// "The seven", "the officer": known from before.
    pub(crate) definite: bool,
    /// "Two others", "three more".
    pub(crate) besides: bool,
    /// A proper name.
    pub(crate) name: bool,
}

impl Group {
    /// With the whole that it is taken from.
    pub(crate) fn range(&self) -> Range<usize> {
        self.tokens.start..self.of.as_ref().map_or(self.tokens.end, |of| of.end)
    }
}

/// The noun phrases of a sentence.
pub(crate) struct Phrases<'a> {
    pub(crate) line: &'a Line<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) tags: &'a [Tag],
    pub(crate) quantities: &'a [Quantity],
    pub(crate) predicates: &'a Predicates,
    /// Tokens of names of places.
    pub(crate) places: &'a [Range<usize>],
}

impl Phrases<'_> {
    pub(crate) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Mark)
    }

    /// The groups of the sentence, in order, and then those inside an "of …" of others.
    pub(crate) fn groups(&self) -> (Vec<Group>, usize) {
        let mut groups: Vec<Group> = Vec::new();
        let mut at = 0;
        while at < self.tags.len() {
            match self.group(at) {
                Some(group) => {
                    at = group.range().end.max(at + 1);
                    groups.push(group);
                }
                None => at += 1,
            }
        }
        let outer = groups.len();
        let inner: Vec<Group> = groups.iter().filter_map(|group| self.group(group.of.as_ref()?.start + 1)).collect();
        groups.extend(inner);
        (groups, outer)
    }

    /// The group that begins at token `at`.
    fn group(&self, at: usize) -> Option<Group> {
        if self.tag(at) == Tag::Pronoun {
            return Some(self.pronoun(at));
        }
        let end = self.end(at);
        if end == at {
            return None;
        }
        let tokens = at..end;
        // "Ngo, 31, and her brother": an age names nobody.
        let digits = |at: usize| self.line.word(at).chars().all(|letter| letter.is_ascii_digit());
        let counts = self.quantities.iter().any(|quantity| tokens.contains(&quantity.tokens.start));
        if !counts && tokens.clone().all(digits) {
            return None;
        }
        let of = self.of(end);
        let head = (at..end).rev().find(|at| self.tag(*at) == Tag::Noun);
        let (mut min, mut max, mut stated) = self.number(&tokens, head.is_none());
        // "A family of five".
        let size = of.as_ref().filter(|_| !stated && head.is_some_and(|head| self.is_many(head)));
        if let Some(size) = size.and_then(|of| self.only_number(of)) {
            (min, max, stated) = (size.min, size.max, true);
        }
        let name = head.is_some_and(|head| self.is_name(&tokens, head));
        let none = self.lexicon.grammar.negation.has(self.line.word(at)) && head.is_some();
        // "Every person killed" are any number.
        let each = !stated && matches!(self.line.word(at), "every" | "each" | "cada");
        if each {
            (min, max) = (2, None);
        } else if none && !stated {
            (min, max) = (0, Some(0));
        } else if !stated {
            // "Una familia entera": in Spanish the adjective stands last.
            let spanish = self.lexicon.language == Language::Es;
            let whole = spanish && tokens.clone().any(|at| self.tag(at) == Tag::Noun && self.is_collective(at));
            let one = name || head.is_some_and(|head| self.is_singular(head) && !self.is_collective(head) && !whole);
            (min, max) = if one { (1, Some(1)) } else { (2, None) };
        }
        Some(Group {
            named: self.named(&tokens, head, name, of.as_ref()),
            definite: self.lexicon.grammar.articles.has(self.line.word(at)) && !name
                || self.lexicon.people.pointing.has(self.line.word(at)),
            besides: self.besides(&tokens),
            name,
            tokens,
            of,
            min,
            max,
            stated: stated || none,
        })
    }

    /// "Family", "crew": one noun for several people.
    fn is_many(&self, head: usize) -> bool {
        let word = self.line.stem(head);
        self.lexicon.people.collectives.has(word) || self.lexicon.people.groups.has(word)
    }

    /// The number that is all that an "of …" holds.
    fn only_number(&self, of: &Range<usize>) -> Option<&Quantity> {
        self.quantities.iter().find(|quantity| quantity.tokens == (of.start + 1..of.end))
    }

    fn pronoun(&self, at: usize) -> Group {
        let word = self.line.word(at);
        let people = &self.lexicon.people;
        let plural = self.lexicon.language == Language::Es && word.ends_with('s');
        let many = plural || people.they.has(word) || people.plural.has(word);
        Group {
            tokens: at..at + 1,
            of: self.of(at + 1),
            named: if self.lexicon.people.not_people.has(word) { Named::Thing } else { Named::Pronoun },
            min: if many { 2 } else { 1 },
            max: if many { None } else { Some(1) },
            stated: false,
            definite: true,
            besides: false,
            name: false,
        }
    }

    /// Where the phrase that begins at `at` ends.
    fn end(&self, at: usize) -> usize {
        let mut end = at;
        while end < self.tags.len() && end - at < LONGEST {
            let goes_on = match self.tag(end) {
                // "All the men", but not "to 14 the number", "a nueve la cifra".
                Tag::Determiner if end > at && self.tag(end - 1) == Tag::Number => {
                    let spanish = self.lexicon.language == Language::Es;
                    let article = self.lexicon.grammar.articles.has(self.line.word(end));
                    if spanish { !self.is_article_behind_number(end) } else { !article }
                }
                Tag::Determiner => end == at || self.tag(end - 1) == Tag::Determiner,
                Tag::Number => end == at || self.tag(end - 1) != Tag::Noun || self.same_number(end),
                Tag::Noun => true,
                // "Two slightly injured men", "at least two possibly more".
                Tag::Adverb => end > at && self.tag(end + 1) == Tag::Noun,
                Tag::Mark => self.is_quote_inside(at, end),
                _ => false,
            };
            if !goes_on {
                break;
            }
            end += 1;
            // "Smith's death" names Smith first.
            if self.line.stem(end - 1) != self.line.word(end - 1) {
                break;
            }
        }
        while end > at && matches!(self.tag(end - 1), Tag::Mark | Tag::Adverb) {
            end -= 1;
        }
        let only_article = (at..end).all(|at| self.tag(at) == Tag::Determiner);
        if only_article { at } else { end }
    }

    fn is_article_behind_number(&self, at: usize) -> bool {
        let spanish = self.lexicon.language == Language::Es;
        spanish && at > 0 && self.tag(at - 1) == Tag::Number && self.lexicon.grammar.articles.has(self.line.word(at))
    }

    /// Within one quantity ("more than 500").
    fn same_number(&self, at: usize) -> bool {
        self.quantities.iter().any(|quantity| quantity.tokens.start < at && quantity.tokens.contains(&at))
    }

    /// "An alleged “cell” of men".
    fn is_quote_inside(&self, start: usize, at: usize) -> bool {
        at > start && matches!(self.line.word(at), "\"" | "“" | "”" | "«" | "»") && self.tag(at + 1) == Tag::Noun
    }

    /// The "of …" behind a phrase.
    fn of(&self, at: usize) -> Option<Range<usize>> {
        let of = matches!(self.line.word(at), "of" | "de" | "del");
        if !of || self.tag(at) != Tag::Preposition {
            return None;
        }
        if self.tag(at + 1) == Tag::Pronoun {
            return Some(at..at + 2);
        }
        let mut end = self.end(at + 1);
        // "Of Smith's group".
        while end > at + 1 && self.line.stem(end - 1) != self.line.word(end - 1) && self.end(end) > end {
            end = self.end(end);
        }
        let further = (end > at + 1).then(|| self.of(end)).flatten().map_or(end, |more| more.end);
        (end > at + 1).then_some(at..further)
    }

    /// How many, and whether a number says so: "un" before a noun is an article.
    fn number(&self, tokens: &Range<usize>, bare: bool) -> (u64, Option<u64>, bool) {
        let own = |quantity: &&Quantity| tokens.contains(&quantity.tokens.start);
        match self.quantities.iter().find(own) {
            Some(quantity) => {
                let stated = !quantity.weak || bare || self.lexicon.language == Language::En;
                (quantity.min, quantity.max, stated)
            }
            None => (1, Some(1), false),
        }
    }

    fn is_name(&self, tokens: &Range<usize>, head: usize) -> bool {
        let lexicon = self.lexicon;
        let first = tokens.start;
        let sentence_start = first == 0 || self.line.is_mark(first - 1);
        let plain =
            |at: usize| lexicon.is_person(self.line.word(at)) || lexicon.people.singular.has(self.line.word(at));
        self.line.is_capital(head)
            && !plain(head)
            && (!sentence_start || head > first || self.does_something(head) || self.is_one_by_grammar(head))
            && !matches!(self.tag(first), Tag::Number)
    }

    /// "Illanes murió": in Spanish a noun at the head of a sentence has an article, so that what has none is a name.
    fn does_something(&self, head: usize) -> bool {
        let next = self.line.word(head + 1);
        let verb = matches!(self.tag(head + 1), Tag::Verb | Tag::Be | Tag::Auxiliary);
        self.lexicon.language == Language::Es && verb && !next.ends_with('n')
    }

    /// "Dampha was arrested", "Thomas, 27, and three others": in English one thing without an article is a name.
    fn is_one_by_grammar(&self, head: usize) -> bool {
        let age = self.tag(head + 1) == Tag::Comma && self.line.kind(head + 2) == Some(Kind::Number);
        let one = matches!(self.line.word(head + 1), "was" | "is" | "has");
        let closed = self.tag(head + 3) == Tag::Comma;
        self.lexicon.language == Language::En && (one || age && closed)
    }

    /// Whether the noun at `head` is one and not several.
    fn is_singular(&self, head: usize) -> bool {
        let word = self.line.stem(head);
        if self.lexicon.people.singular.has(word) {
            return true;
        }
        let plural = match self.lexicon.language {
            // "Autobús" is one.
            Language::Es => {
                word.ends_with('s') && !["ás", "és", "ís", "ós", "ús"].iter().any(|end| word.ends_with(end))
            }
            _ => word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)),
        };
        !(plural || self.lexicon.people.plural.has(word))
    }

    /// "The group", "her family": one word for several.
    fn is_collective(&self, head: usize) -> bool {
        let (people, word) = (&self.lexicon.people, self.line.stem(head));
        people.groups.has(word) || people.collectives.has(word)
    }

    fn named(&self, tokens: &Range<usize>, head: Option<usize>, name: bool, of: Option<&Range<usize>>) -> Named {
        let people = &self.lexicon.people;
        let Some(head) = head else {
            // A number alone, or "two of the men".
            return Named::People;
        };
        let word = self.line.stem(head);
        if people.not_people.has(word) {
            return Named::Thing;
        }
        let person = |at: usize| {
            let word = self.line.stem(at);
            self.lexicon.is_person(word)
                || people.singular.has(word)
                || people.plural.has(word)
                || people.titles.has(word)
                || people.callings.has(word)
                || people.singular.has(word.trim_end_matches('s'))
                || people.titles.has(word.trim_end_matches('s'))
                || people.callings.has(word.trim_end_matches('s'))
                // "Menores", "pescadores".
                || word.strip_suffix("es").is_some_and(|one| people.singular.has(one) || people.callings.has(one))
        };
        let by_noun = tokens.clone().any(|at| self.tag(at) == Tag::Noun && person(at));
        let by_whole = of.is_some_and(|of| of.clone().any(|at| person(at) || people.groups.has(self.line.stem(at))));
        // "La desaparición de dos" is an act, and nobody.
        let spanish = self.lexicon.language == Language::Es;
        let act = spanish && people.abstract_endings.iter().any(|end| word.ends_with(end.as_str()));
        if by_noun || name || by_whole && !act { Named::People } else { Named::Thing }
    }

    fn besides(&self, tokens: &Range<usize>) -> bool {
        // "More than sixty", "más de sesenta" are of nobody else.
        let counted = |at: usize| self.quantities.iter().any(|quantity| quantity.tokens.contains(&at));
        tokens.clone().any(|at| self.lexicon.quantifiers.others.has(self.line.word(at)) && !counted(at))
    }

    /// A number without a noun ("three", "five of them").
    pub(crate) fn is_bare_number(&self, group: &Group) -> bool {
        group.stated && !group.tokens.clone().any(|at| self.tag(at) == Tag::Noun)
    }

    /// Whether the group can be those that a predicate happens to.
    pub(crate) fn can_suffer(&self, group: &Group, whom: Whom) -> bool {
        match whom {
            Whom::People => !self.is_place(group) && (group.named != Named::Thing || self.may_be_people(group)),
            Whom::Things => group.named == Named::Thing || !group.name && group.named != Named::Pronoun,
        }
    }

    /// "Killed in Springfield": a place suffers nothing that people suffer.
    fn is_place(&self, group: &Group) -> bool {
        let nouns = group.tokens.clone().filter(|at| self.tag(*at) == Tag::Noun);
        group.name && !group.stated && nouns.clone().next().is_some() && {
            let within = |at: usize| self.places.iter().any(|place| place.contains(&at));
            nouns.clone().all(within)
        }
    }

    /// A noun that no list knows may be a calling ("two bakers were killed").
    fn may_be_people(&self, group: &Group) -> bool {
        let noun = |at: &usize| self.tag(*at) == Tag::Noun;
        let head = group.tokens.clone().rev().find(noun);
        let only_state =
            !group.stated && group.tokens.clone().filter(noun).all(|at| self.predicates.begins(self.line.word(at)));
        let weapon = group.tokens.clone().any(|at| self.predicates.lists.weapons.names.begins(self.line.word(at)));
        let people = &self.lexicon.people;
        let nobody =
            |word: &str| people.not_people.has(word) || people.abstract_endings.iter().any(|end| word.ends_with(end));
        head.is_some_and(|head| !nobody(self.line.stem(head))) && !only_state && !weapon
    }
}
