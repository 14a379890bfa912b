//! Which part does each word of a sentence play?
//!
//! Closed lists say what an article, a preposition, an auxiliary is; verbs are told by lists and endings; what is left
//! names things and people. That is far from a tagger, and enough to find where a noun phrase begins and ends. Left
//! out: adjectives, which stand inside noun phrases in any case.

use std::ops::Range;

use variorum_evidence::document::Language;

use super::predicates::{Predicates, Role, VerbForm};
use crate::conjugation::Form;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;
use crate::tokens::Kind;
use crate::verbs::is_finite;

/// The part that a word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Determiner,
    Number,
    Pronoun,
    Relative,
    Preposition,
    Coordinator,
    /// Opens a clause.
    Boundary,
    /// Forms of "be", "get" and what else makes a passive.
    Be,
    /// Other auxiliaries and modals.
    Auxiliary,
    Adverb,
    Verb,
    /// "Dead", "wounded", where it describes and does not name.
    State,
    Noun,
    Comma,
    Mark,
}

/// The tags of a sentence, one a token.
pub(crate) fn tags(
    line: &Line<'_>,
    lexicon: &Lexicon,
    predicates: &Predicates,
    quantities: &[Quantity],
    times: &[Range<usize>],
) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::with_capacity(line.len());
    let shouts = is_titled(line);
    let mut counted = quantities.iter().peekable();
    for at in 0..line.len() {
        while counted.next_if(|quantity| quantity.tokens.end <= at).is_some() {}
        let number = counted.peek().is_some_and(|quantity| quantity.tokens.contains(&at));
        // "Left four injured Saturday morning": a time is nobody.
        let time = times.iter().any(|time| time.contains(&at));
        // "They were both shot": the word describes the verb.
        let floats = lexicon.grammar.adverbs.has(line.word(at))
            && matches!(tags.last(), Some(Tag::Be | Tag::Pronoun | Tag::Auxiliary))
            && !line.is_mark(at + 1);
        let tag = if number && floats {
            Tag::Adverb
        } else if number {
            Tag::Number
        } else if time {
            Tag::Adverb
        } else {
            tag(line, lexicon, predicates, at, tags.last().copied(), shouts)
        };
        tags.push(tag);
    }
    tags
}

/// Whether nearly all words have capitals, so that they name nobody: a headline, or an old wire.
fn is_titled(line: &Line<'_>) -> bool {
    let long = (1..line.len()).filter(|at| line.word(*at).chars().count() > 3 && line.is_word(*at));
    let (mut all, mut capital) = (0, 0);
    for at in long {
        all += 1;
        capital += usize::from(line.is_capital(at) || line.kind(at) == Some(Kind::Number));
    }
    all >= 3 && capital * 10 >= all * 8
}

fn tag(
    line: &Line<'_>,
    lexicon: &Lexicon,
    predicates: &Predicates,
    at: usize,
    before: Option<Tag>,
    titled: bool,
) -> Tag {
    let (word, grammar) = (line.word(at), &lexicon.grammar);
    if line.is_mark(at) {
        return if word == "," { Tag::Comma } else { Tag::Mark };
    }
    if lexicon.grammar.be.has(word) {
        return Tag::Be;
    }
    let after_article = matches!(before, Some(Tag::Determiner | Tag::Number));
    // Clitics of Spanish are articles, too: before a verb they are none.
    let article = grammar.articles.has(word) && !is_verb(line, lexicon, predicates, at + 1)
        || grammar.articles.has(word) && leads_noun(line, lexicon, predicates, at + 1);
    // "La cifra de muertos", "entre heridos".
    if lexicon.language == Language::Es && before == Some(Tag::Preposition) && predicates.names_them(line, at) {
        return Tag::Noun;
    }
    // "Fueron hallados muertos".
    let passive = lexicon.language == Language::Es
        && (before == Some(Tag::Be) || at > 0 && predicates.lists.wording.perfect.has(line.word(at - 1)))
        && lexicon.verbs.is(word, &[Form::Participle]);
    if passive {
        return Tag::Verb;
    }
    let infinitive = lexicon.language == Language::Es && lexicon.verbs.is(word, &[Form::Infinitive]);
    if infinitive && !after_article {
        return Tag::Verb;
    }
    let own_name = at > 0 && line.is_capital(at) && !line.is_mark(at - 1) && !titled;
    if own_name && !grammar.auxiliaries.has(word) {
        return Tag::Noun;
    }
    if lexicon.hedges.modals.has(word) || grammar.auxiliaries.has(word) && !article {
        return Tag::Auxiliary;
    }
    if grammar.relatives.has(word) || word == "that" && before == Some(Tag::Noun) {
        return Tag::Relative;
    }
    if lexicon.cues.that.has(word) && !after_article {
        return Tag::Boundary;
    }
    if grammar.coordinators.has(word) || word == "ni" {
        return Tag::Coordinator;
    }
    if grammar.prepositions.has(word) || grammar.linking.has(word) {
        return Tag::Preposition;
    }
    if grammar.boundaries.has(word) || grammar.subordinators.has(word) {
        return Tag::Boundary;
    }
    let next = line.word(at + 1);
    // "Told her that her brother …".
    let clause_follows = lexicon.cues.that.has(next) || opens(lexicon, next) || grammar.articles.has(next);
    let noun_follows = line.is_word(at + 1)
        && !clause_follows
        && !grammar.prepositions.has(line.word(at + 1))
        && !lexicon.grammar.be.has(line.word(at + 1))
        && !is_verb(line, lexicon, predicates, at + 1);
    if is_pronoun(lexicon, word) && !after_article && !(grammar.determiners.has(word) && noun_follows) {
        return Tag::Pronoun;
    }
    if grammar.determiners.has(word) || lexicon.people.owners.has(word) {
        return Tag::Determiner;
    }
    if grammar.adverbs.has(word) || grammar.particles.has(word) || is_adverb(lexicon, word) {
        return Tag::Adverb;
    }
    // "Shot dead a woman".
    if before == Some(Tag::Verb) && at > 0 && predicates.is_turned(line, at - 1, at) {
        return Tag::Adverb;
    }
    // "30 arrests", "fourteen lives": what a number counts is a noun, though it may be a verb elsewhere.
    if before == Some(Tag::Number) && predicates.is_counted(line, at) {
        return Tag::Noun;
    }
    // "Twelve drown off the coast", "villagers perish".
    let many = before == Some(Tag::Number) || before == Some(Tag::Noun) && at > 0 && line.stem(at - 1).ends_with('s');
    if many && predicates.is_undergone(line, at) {
        return Tag::Verb;
    }
    // "The Green Street shooting".
    if matches!(before, Some(Tag::Noun | Tag::Determiner)) && predicates.is_act(line, at) {
        return Tag::Noun;
    }
    // "Are dead and others wounded".
    let describes = line.is_mark(at + 1) || !noun_follows || opens(lexicon, line.word(at + 1));
    if !after_article && predicates.is_state(line, at) && describes {
        return Tag::State;
    }
    // "Gunmen kill at least 12": a plural does it, and somebody is named behind.
    let begins_phrase = {
        let next = line.word(at + 1);
        grammar.determiners.has(next)
            || grammar.objects.has(next)
            || lexicon.numbers.contains_key(next)
            || lexicon.quantifiers.at_least.at(line, at + 1).is_some()
            || line.kind(at + 1) == Some(Kind::Number)
            || line.is_word(at + 1) && line.is_capital(at + 1)
    };
    if matches!(before, Some(Tag::Noun | Tag::Pronoun)) && begins_phrase && predicates.is_bare(line, at) {
        return Tag::Verb;
    }
    // "Four wanted men", not "four shot in the leg" or "two killed and …".
    let describes_number =
        lexicon.language != Language::Es && before == Some(Tag::Number) && names_people(line, lexicon, at + 1);
    // "The wounded officer", "two killed": behind an article a verb form describes, or is itself what is named.
    if is_verb(line, lexicon, predicates, at) && !(after_article && before != Some(Tag::Number)) && !describes_number {
        return Tag::Verb;
    }
    if line.kind(at) == Some(Kind::Number) { Tag::Number } else { Tag::Noun }
}

/// "Los muertos", "la captura": a Spanish word that is a verb form elsewhere and a noun behind an article.
fn leads_noun(line: &Line<'_>, lexicon: &Lexicon, predicates: &Predicates, at: usize) -> bool {
    let finite = predicates.is_finite(line, at) && !predicates.is_act(line, at) || is_finite(line, lexicon, at);
    lexicon.language == Language::Es
        && !finite
        && (predicates.names_them(line, at) || predicates.is_participle(line, at) || predicates.is_act(line, at))
}

/// Whether the token is a noun for people.
fn names_people(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = line.stem(at);
    lexicon.is_person(word) || lexicon.people.singular.has(word) || lexicon.people.plural.has(word)
}

/// Whether `word` joins or opens a clause.
fn opens(lexicon: &Lexicon, word: &str) -> bool {
    let grammar = &lexicon.grammar;
    [&grammar.boundaries, &grammar.subordinators, &grammar.relatives, &grammar.coordinators, &grammar.adverbs]
        .iter()
        .any(|list| list.has(word))
}

/// Whether `word` is a pronoun, as subject or as object.
fn is_pronoun(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.grammar.pronouns.has(word) || lexicon.grammar.objects.has(word)
}

fn is_adverb(lexicon: &Lexicon, word: &str) -> bool {
    let ending = match lexicon.language {
        Language::Es => "mente",
        _ => "ly",
    };
    word.len() > 4 && word.ends_with(ending) && !lexicon.grammar.not_adverbs.has(word)
}

/// Whether the token is a form of a verb: one that is known to be, or of a predicate.
pub(crate) fn is_verb(line: &Line<'_>, lexicon: &Lexicon, predicates: &Predicates, at: usize) -> bool {
    let word = line.word(at);
    let form = |role: &Role| {
        matches!(
            role,
            Role::Does(VerbForm::Finite | VerbForm::Past | VerbForm::Participle | VerbForm::Gerund)
                | Role::Undergoes(VerbForm::Finite | VerbForm::Past | VerbForm::Participle | VerbForm::Gerund)
        )
    };
    let wording = &predicates.lists.wording;
    let figures = [&wording.figures, &wording.totals, &wording.exists].iter().any(|list| list.has(word));
    let nominal = at > 0 && lexicon.grammar.determiners.has(line.word(at - 1));
    let finite = lexicon.language == Language::Es
        && (is_finite(line, lexicon, at) || figures && !nominal && !predicates.is_act(line, at));
    let participle = lexicon.grammar.participles.has(word);
    line.is_word(at)
        && (finite
            || participle
            || lexicon.is_verb(word)
            || predicates.at(line, at).iter().any(|found| form(&found.role)))
}
