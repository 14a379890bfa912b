//! What does a Spanish verb of saying take behind it?
//!
//! A clause with "que", a question, a quotation behind a colon, an infinitive or a noun phrase, whichever its frames allow;
//! hearers, times, places and adverbs may stand between.

use std::ops::Range;

use crate::attribution::Voice;
use crate::conjugation::Form;
use crate::contents::after_phrase;
use crate::tokens::Kind;
use crate::verbs::{Group, is_finite};

use super::{Clause, Subject};

/// How far behind a verb its "que" may stand.
const REACH: usize = 18;

impl Clause<'_> {
    /// What `group` takes behind it; a subject that stands there becomes the voice.
    pub(super) fn content(&self, group: &Group, voice: &mut Voice) -> Option<(Range<usize>, &'static str)> {
        let (after, end) = (group.tokens.end, self.line.len());
        let named = matches!(voice, Voice::Words(_));
        let frames = group.frames;
        if (frames.clause || frames.impersonal || frames.infinitive || frames.object)
            && let Some(that) = self.that_after(after, named && !frames.clause, named)
            && !self.is_relative_of_seen(group, that)
        {
            self.name(voice, after..that);
            return Some((that..end, "attribution.that-clause"));
        }
        if group.form == Form::Infinitive && !self.rules_infinitive(group) {
            return None;
        }
        let start = self.after_adverbs(after);
        if let Some(open) = self.question_after(after).filter(|_| group.frames.clause) {
            self.name(voice, after..open);
            return Some((open..end, "attribution.question"));
        }
        if let Some(colon) = self.colon_after(after).filter(|_| group.frames.clause) {
            self.name(voice, after..colon);
            let content = self.line.trimmed(colon + 1..end);
            return (!content.is_empty()).then_some((content, "attribution.quote-after"));
        }
        if group.frames.infinitive && self.is_infinitive(start) {
            let start = start - usize::from(start > after && self.word(start - 1) == "no");
            return Some((start..end, "attribution.infinitive"));
        }
        if group.frames.clause && named && self.line.kind(start) == Some(Kind::Open) {
            return Some((start..end, "attribution.quote-after"));
        }
        if self.takes_noun(group, voice, start) {
            return Some((start..end, "attribution.object"));
        }
        None
    }

    /// Whether the "que" at token `at` opens what a verb or noun of saying takes.
    pub(super) fn is_that(&self, at: usize) -> bool {
        if self.word(at) != "que" {
            return false;
        }
        let Some(before) = at.checked_sub(1) else { return true };
        self.groups.iter().any(|group| group.tokens.end <= at && at - group.tokens.end <= 6)
            || matches!(self.word(before), "y" | "e" | "de" | "en" | "a" | "pero" | "sino" | "," | "es")
                && self.groups.iter().any(|group| group.tokens.end <= at)
                && self.word(before) != ","
            || self.lexicon.speech.saying.has(self.word(before))
    }

    /// The "que" behind a verb, past hearers, times, places and a subject.
    pub(super) fn that_after(&self, after: usize, direct: bool, named: bool) -> Option<usize> {
        let mut inserted = false;
        for at in after..(after + REACH).min(self.line.len()) {
            let word = self.word(at);
            if word == "que" {
                let gap = at - after;
                // "A los que duermen": of somebody.
                if gap > 0 && (self.lexicon.grammar.articles.has(self.word(at - 1)) || self.word(at - 1) == "lo") {
                    return None;
                }
                let object = named && gap > 0 && !self.is_addition(after, at);
                return (!object && (gap <= 1 || !direct)).then_some(at);
            }
            let stops = matches!(word, ";" | ":" | "." | "?" | "!" | "(")
                || self.line.is_dash(at)
                || self.quoted[at]
                || matches!(word, "y" | "e" | "pero" | "quien" | "donde" | "cuando" | "si");
            let opens = word == ",";
            let comma = opens && inserted && at + 1 < self.line.len() && self.word(at + 1) != "que";
            inserted |= opens;
            if stops || comma || is_finite(self.line, self.lexicon, at) {
                return None;
            }
        }
        None
    }

    /// Whether the words between a verb and its "que" only say to whom, when, where or how.
    pub(super) fn is_addition(&self, start: usize, that: usize) -> bool {
        let first = self.word(start);
        let last = self.word(that - 1);
        if matches!(last, "en" | "de" | "a") && that - start == 1 {
            return true;
        }
        first == ","
            || self.lexicon.grammar.prepositions.has(first)
            || first == "ante"
            || self.lexicon.grammar.adverbs.has(first)
            || self.lexicon.speech.openings.at(self.line, start).is_some()
            || first.ends_with("mente")
            || self.is_adverbial(&(start..that))
    }

    /// The question word right behind a verb ("explicó cómo", "preguntó si").
    pub(super) fn question_after(&self, after: usize) -> Option<usize> {
        let question = |at: usize| {
            self.lexicon.speech.questions.has(self.word(at))
                || matches!(self.word(at), "por" | "a" | "de")
                    && matches!(self.word(at + 1), "qué" | "quién" | "quiénes" | "dónde")
        };
        // "Explicaron en el juicio cómo": "si" must stand near, for it opens conditions too.
        let far = || {
            let free = (after..self.line.len()).take(REACH).take_while(|at| {
                self.line.is_word(*at) && !self.quoted[*at] && !is_finite(self.line, self.lexicon, *at)
            });
            free.into_iter().find(|at| question(*at) && self.word(*at) != "si")
        };
        [after, self.after_adverbs(after)].into_iter().find(|at| question(*at)).or_else(far)
    }

    pub(super) fn colon_after(&self, after: usize) -> Option<usize> {
        let end = (after + 12).min(self.line.len());
        let colon = (after..end).find(|at| self.word(*at) == ":")?;
        let free = (after..colon)
            .all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at) || self.word(at) == ",");
        free.then_some(colon)
    }

    pub(super) fn after_adverbs(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let word = self.word(at);
            if self.lexicon.grammar.adverbs.has(word)
                || word.ends_with("mente") && word.len() > 6
                || matches!(word, "ahora" | "anoche" | "aquí")
            {
                at += 1;
            } else if matches!(word, ",")
                && self
                    .lexicon
                    .speech
                    .openings
                    .at(self.line, at + 1)
                    .is_some_and(|length| self.word(at + 1 + length) == ",")
            {
                at += 2 + self.lexicon.speech.openings.at(self.line, at + 1).unwrap_or(0);
            } else if let Some(behind) = self.inserted_behind(at) {
                at = behind;
            } else if matches!(word, "en" | "ante" | "durante" | "mediante" | "desde") && self.noun_behind(at).is_some()
            {
                at = self.noun_behind(at).unwrap_or(at);
            } else if word == "por" && self.lexicon.speech.media.has(self.word(at + 1)) {
                at += 2;
            } else {
                return at;
            }
        }
    }

    /// Behind the second comma of a short insertion ("descartan, por ahora, la …").
    pub(super) fn inserted_behind(&self, at: usize) -> Option<usize> {
        let close = (at + 1..(at + 7).min(self.line.len()))
            .find(|at| self.word(*at) == ",")
            .filter(|_| self.word(at) == ",")?;
        let free = (at + 1..close).all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at));
        let goes_on = self.lexicon.grammar.determiners.has(self.word(close + 1)) || self.is_infinitive(close + 1);
        (free && goes_on && self.is_adverbial(&(at + 1..close))).then_some(close + 1)
    }

    /// Where another noun phrase begins right behind the one of the preposition at token `at` ("anunció en febrero la …").
    pub(super) fn noun_behind(&self, at: usize) -> Option<usize> {
        let behind = after_phrase(self.line, self.lexicon, at + 1);
        let word = self.word(behind);
        let begins = behind > at + 1
            && (self.lexicon.grammar.determiners.has(word)
                || word == "al"
                || self.line.kind(behind) == Some(Kind::Open));
        begins.then_some(behind)
    }

    /// "Tras asegurar que" only; a bare infinitive takes nothing else.
    pub(super) fn rules_infinitive(&self, group: &Group) -> bool {
        self.word(group.tokens.start) == "haber"
            || group.tokens.start > 0 && matches!(self.word(group.tokens.start - 1), "tras" | "al")
    }

    pub(super) fn takes_noun(&self, group: &Group, voice: &Voice, start: usize) -> bool {
        let frames = group.frames;
        let counted = frames.counting && group.form != Form::First && self.is_count(start);
        let words = match voice {
            Voice::Words(words) => words.clone(),
            Voice::Dropped => 0..0,
            _ => return false,
        };
        let document = words.into_iter().any(|at| self.lexicon.speech.documents.has(self.word(at)));
        // "Así lo confirmó a este medio el jefe": what was confirmed stands in the sentence before.
        let before = group.tokens.start.checked_sub(1).map_or("", |before| self.word(before));
        let referred = before == "así" && self.word(group.tokens.start) == "lo";
        let noun = self.is_noun_start(start) && !referred && !self.is_act(group, start);
        let stated =
            || (start..(start + 4).min(self.line.len())).any(|at| self.lexicon.speech.statements.has(self.word(at)));
        noun && (frames.object || counted || frames.paper && document || frames.stating && stated())
    }

    /// "Celebró la misa", "recordó a las víctimas", "registró la vivienda": done, not said.
    fn is_act(&self, group: &Group, start: usize) -> bool {
        let acts = &self.lexicon.speech.acts;
        let nouns = || (start..start + 4).take_while(|at| self.line.is_word(*at)).map(|at| self.word(at));
        group.tokens.clone().any(|at| {
            let verb = self.word(at);
            let somebody = group.form != Form::Infinitive && acts.has_pair(verb, self.word(start));
            somebody || nouns().any(|noun| !matches!(noun, "a" | "al") && acts.has_pair(verb, noun))
        })
    }

    /// "Cabe recordar que", "hay que señalar que": the report speaks itself.
    pub(super) fn is_aside(&self, group: &Group) -> bool {
        let start = group.tokens.start;
        let asides = &self.lexicon.speech.asides;
        group.form == Form::Infinitive
            && (1..=3.min(start)).any(|back| asides.at(self.line, start - back) == Some(back))
    }

    /// "El temporal obligó a cerrar la vía": nobody ordered it.
    pub(super) fn is_effect(&self, group: &Group, subject: &Subject) -> bool {
        let caused = group.tokens.clone().any(|at| self.lexicon.speech.causing.at(self.line, at).is_some());
        caused && matches!(subject, Subject::Here(words) if !self.is_somebody(words))
    }

    /// "No quiso hacer declaraciones": nothing is told.
    pub(super) fn is_silence(&self, group: &Group, content: &Range<usize>) -> bool {
        let at = |at: usize| self.lexicon.speech.silence.at(self.line, at).is_some();
        group.negated && (at(content.start) || content.start > 0 && at(content.start - 1) || at(group.tokens.end - 1))
    }

    /// "Vieron a un hombre que corría": the "que" belongs to the man.
    fn is_relative_of_seen(&self, group: &Group, that: usize) -> bool {
        let sensing = &self.lexicon.speech.sensing;
        that > group.tokens.end + 1 && group.tokens.clone().any(|at| sensing.at(self.line, at) == Some(2))
    }

    /// Whether a number begins at token `start`, past a word that qualifies it ("al menos 60").
    pub(super) fn is_count(&self, start: usize) -> bool {
        let quantifiers = &self.lexicon.quantifiers;
        let lists = [
            &quantifiers.at_least,
            &quantifiers.more_than,
            &quantifiers.about,
            &quantifiers.almost,
            &quantifiers.up_to,
        ];
        let at = start + lists.iter().filter_map(|list| list.at(self.line, start)).max().unwrap_or(0);
        self.line.kind(at) == Some(Kind::Number) && !self.word(at).contains(':')
            || self.lexicon.numbers.contains_key(self.word(at)) && !matches!(self.word(at), "uno" | "cien")
    }

    /// Whether a noun phrase that can be what is said begins at token `start`.
    pub(super) fn is_noun_start(&self, start: usize) -> bool {
        let word = self.word(start);
        let kind = self.line.kind(start);
        let marks = kind == Some(Kind::Open) && !self.lexicon.grammar.prepositions.has(word);
        let preposition = self.lexicon.grammar.prepositions.has(word)
            && !matches!(word, "a" | "al" | "por" | "de" | "entre" | "hasta");
        let joins = self.lexicon.grammar.coordinators.has(word) || self.lexicon.grammar.boundaries.has(word);
        marks || self.line.is_word(start) && !preposition && !joins && !is_finite(self.line, self.lexicon, start)
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let word = self.word(at);
        let bare = ["le", "les", "lo", "la", "los", "las", "se", "nos", "me"]
            .iter()
            .find_map(|end| word.strip_suffix(end).filter(|bare| bare.ends_with('r')))
            .unwrap_or(word);
        let ending = ["ar", "er", "ir", "ír", "ár", "ér"].iter().any(|end| bare.ends_with(end));
        let noun = self.lexicon.speech.like_infinitives.has(bare);
        ending
            && bare.chars().count() > 2
            && (!noun || matches!(bare, "poder" | "deber") && is_finite_or_infinitive(self, at + 1))
            && !self.line.is_capital(at)
    }
}

fn is_finite_or_infinitive(clause: &Clause<'_>, at: usize) -> bool {
    clause.lexicon.verbs.is(clause.word(at), &[Form::Infinitive, Form::Finite])
}
