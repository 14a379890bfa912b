//! Who stands before or behind a Spanish verb?
//!
//! The noun phrase of the clause that the verb stands in, past phrases of time and place; none where the subject is
//! dropped, shared with the verb before, or part of a relative clause. A subject behind its verb is found by what follows it.

use std::ops::Range;

use crate::attribution::Voice;
use crate::conjugation::Form;
use crate::contents::{after_circumstances, source_end};
use crate::subjects::noun_phrase;
use crate::tokens::Kind;
use crate::verbs::is_finite;

use super::Clause;

/// Longest way from a verb back to the head of its clause, in tokens.
const LONGEST: usize = 60;

/// Who stands before a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    Here(Range<usize>),
    /// The verb goes on with the subject of the one before.
    Shared,
    Dropped,
    /// "The man who said": part of a noun phrase.
    Relative,
}

impl Clause<'_> {
    /// Who stands before the verb at token `verb`.
    pub(super) fn subject(&self, verb: usize) -> Subject {
        let (start, waiting) = self.clause_start(verb);
        if start > 1
            && self.word(start - 1) == "que"
            && matches!(self.word(start - 2), "mientras" | "tiempo" | "vez")
            && start == verb
        {
            return Subject::Shared;
        }
        if start == verb {
            let opened = start.checked_sub(1).map_or("", |before| self.word(before));
            let relative = matches!(opened, "que" | "quien" | "quienes" | "cuando" | "donde")
                && !self.is_that(start - 1)
                && !(opened == "cuando" || opened == "donde");
            let told = start > 1 && self.word(start - 2) == ",";
            return match opened {
                // "…, quien añadió que": the pronoun is the source.
                "quien" | "quienes" if told => Subject::Here(start - 1..start),
                _ if relative => Subject::Relative,
                "pero" | "sino" | "aunque" | "mientras" | ";" => Subject::Shared,
                _ => Subject::Dropped,
            };
        }
        if matches!(self.word(verb - 1), "y" | "e" | "o" | "u" | "ni") {
            return if verb - 1 == start && start == 0 { Subject::Dropped } else { Subject::Shared };
        }
        if waiting > 0 {
            // Another clause stands before; only what follows its last comma can be the subject.
            let comma = (start..verb).rev().find(|at| self.word(*at) == ",");
            let comma = comma.filter(|comma| comma + 1 < verb);
            let joined = (start..verb).rev().find(|at| matches!(self.word(*at), "y" | "e"));
            let from = comma.max(joined).map(|at| at + 1);
            let Some(from) = from.filter(|from| !(*from..verb).any(|at| is_finite(self.line, self.lexicon, at))) else {
                return Subject::Shared;
            };
            let from = from + usize::from(matches!(self.word(from), "y" | "e"));
            return match self.phrase(from..verb) {
                Some(words) => Subject::Here(words),
                None => Subject::Shared,
            };
        }
        match self.chunks(start, verb) {
            Some(words) => Subject::Here(words),
            None if start > 0 && matches!(self.word(start - 1), "pero" | "sino") => Subject::Shared,
            None if start > 0
                && matches!(self.word(start - 1), "que" | "quien" | "quienes")
                && !self.is_that(start - 1) =>
            {
                Subject::Relative
            }
            None => Subject::Dropped,
        }
    }

    /// The subject of an infinitive or gerund: that of the verb before it, or behind a comma of the one after it.
    pub(super) fn subject_of_nonfinite(&self, at: usize) -> Subject {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let leads =
            at == 0 || matches!(before, "al" | "tras" | "sin" | "de" | "para" | "por" | "," | "y" | "e" | "con");
        if leads && at > 0 {
            return Subject::Shared;
        }
        // "La vocera salió en la radio diciendo que …": whoever goes before the verb that it goes with.
        let gerund = self.lexicon.verbs.is(self.word(at), &[Form::Gerund]);
        let (start, _) = self.clause_start(at);
        let verb = (start..at).find(|at| is_finite(self.line, self.lexicon, *at)).filter(|_| gerund);
        match verb.map(|verb| self.subject(verb)) {
            Some(Subject::Here(words)) => Subject::Here(words),
            _ => Subject::Dropped,
        }
    }

    /// Where the clause begins that ends before token `end`, and how many verbs in it wait for a "que".
    pub(super) fn clause_start(&self, end: usize) -> (usize, usize) {
        let (mut at, mut waiting, mut depth) = (end, 0usize, 0usize);
        let floor = end.saturating_sub(LONGEST);
        while at > floor {
            let before = at - 1;
            let word = self.word(before);
            if word == ")" {
                depth += 1;
            } else if word == "(" && depth > 0 {
                depth -= 1;
            } else if depth == 0 {
                if self.quoted[before] {
                    match self.alias(before) {
                        Some(open) => {
                            at = open;
                            continue;
                        }
                        None => return (at, waiting),
                    }
                }
                let stop = matches!(word, ";" | ":" | "…" | "!" | "?" | "¿" | "¡" | "(")
                    || word == "."
                        && !(before > 0
                            && self.line.is_capital(before - 1)
                            && self.line.raw(before - 1).chars().count() <= 3)
                    || self.line.is_dash(before);
                let opens = self.lexicon.speech.openers.has(word);
                if stop {
                    return (at, waiting);
                }
                if opens && waiting > 0 {
                    waiting -= 1;
                } else if opens && word != "como" || matches!(word, "pero" | "sino" | "pues") {
                    return (at, waiting);
                } else if is_finite(self.line, self.lexicon, before) && !self.goes_with_next(before) {
                    waiting += 1;
                }
            }
            at -= 1;
        }
        (at, waiting)
    }

    /// The noun phrase of a clause without a verb, past phrases that a comma parts from it.
    pub(super) fn chunks(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let mut commas: Vec<usize> = Vec::new();
        let mut depth = 0usize;
        for at in start..end {
            match self.word(at) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => commas.push(at),
                _ => {}
            }
        }
        let closed = commas.last().is_some_and(|last| *last + 1 == end);
        let mut from = start;
        let mut chunks: Vec<Range<usize>> = Vec::new();
        for comma in commas.into_iter().chain([end]) {
            chunks.push(from..comma);
            from = comma + 1;
        }
        chunks.retain(|chunk| !chunk.is_empty());
        while chunks.len() > 1 && self.is_adverbial(&chunks[0]) {
            chunks.remove(0);
        }
        let first = chunks.first()?.clone();
        if chunks.len() == 1 {
            return if self.is_adverbial(&first) && closed { None } else { self.phrase(first) };
        }
        let mut last = chunks.len();
        while last > 1 && (self.is_adverbial(&chunks[last - 1]) || self.is_relative(&chunks[last - 1])) {
            last -= 1;
        }
        let enumerated = chunks.iter().any(|chunk| chunk.clone().any(|at| matches!(self.word(at), "y" | "e")));
        if closed || last < chunks.len() || enumerated {
            let head = self.phrase(first)?;
            let relative = chunks[1..last].iter().position(|chunk| self.is_relative(chunk));
            let last = relative.map_or(last, |at| at + 1);
            return Some(head.start..chunks[last - 1].end);
        }
        self.phrase(chunks[last - 1].clone())
    }

    /// `range` as a noun phrase, past connectors and adverbials that stand before it.
    pub(super) fn phrase(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut range = self.line.trimmed(range);
        while !range.is_empty() {
            let opening = self.lexicon.speech.openings.at(self.line, range.start);
            match opening {
                Some(length) => range.start = (range.start + length).min(range.end),
                None => break,
            }
        }
        let range = self.line.trimmed(range);
        let first = self.word(range.start);
        if range.is_empty() || is_finite(self.line, self.lexicon, range.start) && range.len() > 1 {
            return None;
        }
        if range.len() == 1 {
            let plain = self.line.kind(range.start) == Some(Kind::Word)
                && !self.lexicon.grammar.prepositions.has(first)
                && !self.lexicon.grammar.adverbs.has(first)
                && !self.lexicon.is_negation(first)
                && !self.lexicon.grammar.boundaries.has(first)
                && !is_finite(self.line, self.lexicon, range.start);
            return plain.then_some(range);
        }
        if self.lexicon.grammar.prepositions.has(first) {
            return noun_phrase(self.line, self.lexicon, range.clone()).filter(|phrase| {
                phrase.start > range.start
                    && (self.lexicon.grammar.determiners.has(self.word(phrase.start))
                        || self.line.is_capital(phrase.start))
                    && !matches!(
                        self.word(phrase.start - 1),
                        "de" | "del" | "a" | "al" | "en" | "por" | "con" | "para" | "sobre"
                    )
            });
        }
        (range.len() <= LONGEST).then_some(range)
    }

    pub(super) fn is_relative(&self, chunk: &Range<usize>) -> bool {
        matches!(self.word(chunk.start), "que" | "quien" | "quienes" | "cuyo" | "cuya" | "donde")
            || self.lexicon.grammar.prepositions.has(self.word(chunk.start))
                && (matches!(self.word(chunk.start + 1), "quien" | "quienes" | "que")
                    || self.word(chunk.start + 2) == "que"
                        && self.lexicon.grammar.articles.has(self.word(chunk.start + 1))
                    || self.word(chunk.start) == "al" && self.word(chunk.start + 1) == "que")
    }

    pub(super) fn is_adverbial(&self, chunk: &Range<usize>) -> bool {
        let first = self.word(chunk.start);
        let calendar = |at: usize| {
            let word = self.word(at);
            self.lexicon.times.weekdays.iter().any(|day| day == word) || self.lexicon.speech.spells.has(word)
        };
        self.lexicon.grammar.prepositions.has(first)
            || self.lexicon.speech.openings.at(self.line, chunk.start).is_some()
            || self.lexicon.cues.according.at(self.line, chunk.start).is_some()
            || self.lexicon.grammar.determiners.has(first) && calendar(chunk.start + 1)
            || calendar(chunk.start)
            || ["ando", "endo", "mente"].iter().any(|end| first.ends_with(end) && first.len() > 6)
    }

    /// The subject of the first finite verb of the sentence.
    pub(super) fn leading(&self) -> Option<Range<usize>> {
        match self.subject(self.verb_start(self.own_verb(&(0..self.line.len()))?)) {
            Subject::Here(words) => Some(words),
            _ => None,
        }
    }

    /// Back over pronouns and auxiliaries.
    pub(super) fn verb_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0
            && matches!(self.word(start - 1), "se" | "le" | "les" | "me" | "nos" | "lo" | "no" | "ha" | "han" | "ya")
        {
            start -= 1;
        }
        start
    }

    /// "Ha dicho", "puede decir": one verb in two words.
    pub(super) fn goes_with_next(&self, at: usize) -> bool {
        self.lexicon.verbs.is_auxiliary(self.word(at)) && is_finite(self.line, self.lexicon, at + 1)
    }

    /// Where the short quotation begins that ends at token `at` and is part of a noun phrase ("alias «el Mecánico»").
    pub(super) fn alias(&self, at: usize) -> Option<usize> {
        let quote = self.quotes.iter().find(|quote| quote.end == at)?;
        let short = quote.len() <= 4 && quote.start >= 2 && self.line.is_word(quote.start - 2);
        short.then(|| quote.start - 1)
    }

    /// "Este diario no pudo confirmar": what the outlet did not find out it says itself.
    pub(super) fn is_outlet(&self, voice: &Voice) -> bool {
        let Voice::Words(words) = voice else { return false };
        words.len() == 2
            && matches!(self.word(words.start), "este" | "esta")
            && (self.lexicon.people.organisations.has(self.word(words.start + 1))
                || self.lexicon.speech.outlets.has(self.word(words.start + 1)))
    }

    /// "Dijo el alcalde que": the subject between verb and content.
    pub(super) fn name(&self, voice: &mut Voice, between: Range<usize>) {
        if *voice != Voice::Dropped || between.is_empty() {
            return;
        }
        let start = after_circumstances(self.line, self.lexicon, between.start);
        let named = self.line.is_capital(start) || self.lexicon.grammar.determiners.has(self.word(start));
        let end = (start..between.end).find(|at| matches!(self.word(*at), "," | "a" | "ante")).unwrap_or(between.end);
        if named && start < end && !self.is_adverbial(&(start..end)) {
            *voice = Voice::Words(start..end);
        }
    }

    pub(super) fn is_name_start(&self, start: usize) -> bool {
        let word = self.word(start);
        let people = &self.lexicon.people;
        let plural =
            |word: &str| people.titles.has(word) || people.organisations.has(word) || self.lexicon.is_person(word);
        self.line.is_capital(start) && self.line.is_word(start)
            || self.lexicon.grammar.determiners.has(word)
            || self.lexicon.grammar.pronouns.has(word)
            || self.lexicon.numbers.contains_key(word)
            || self.lexicon.speech.holders.has(word)
            || plural(word)
            || word.strip_suffix('s').is_some_and(|one| plural(one) || one.strip_suffix('e').is_some_and(plural))
    }

    /// Where a subject behind its verb ends, with an office or name that a comma adds.
    pub(super) fn postposed_end(&self, start: usize, until: usize) -> usize {
        let end = source_end(self.line, self.lexicon, start).min(until);
        let stop = (start..end).find(|at| {
            *at > start
                && matches!(
                    self.word(*at),
                    "en" | "a" | "al" | "ante" | "durante" | "tras" | "mediante" | "desde" | "sobre" | "con"
                )
                && !self.line.is_capital(*at)
                || *at > start && (self.word(*at) == "y" && is_finite(self.line, self.lexicon, at + 1))
        });
        let end = stop.unwrap_or(end);
        // "dijo Ana Cole, vocera del comité."
        if self.word(end) == "," && stop.is_none() {
            let close = (end + 1..until)
                .find(|at| self.line.is_mark(*at) && self.word(*at) != "(" && self.word(*at) != ")")
                .unwrap_or(until);
            let role = (end + 1..close).all(|at| !is_finite(self.line, self.lexicon, at) && !self.quoted[at]);
            let first = self.word(end + 1);
            let noun = !self.lexicon.grammar.prepositions.has(first)
                && !self.lexicon.grammar.coordinators.has(first)
                && !self.is_adverbial(&(end + 1..close))
                && !self.is_relative(&(end + 1..close));
            if role && noun && close > end + 1 && close - end <= 14 {
                return close;
            }
        }
        end
    }

    /// Whether the words name people, a body, or a paper that tells.
    pub(super) fn is_somebody(&self, words: &Range<usize>) -> bool {
        let (people, speech) = (&self.lexicon.people, &self.lexicon.speech);
        let nouns = [&people.titles, &people.organisations, &people.callings, &people.bodies];
        words.clone().any(|at| {
            let word = self.word(at);
            let one = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word);
            let told = [&speech.documents, &speech.holders, &speech.saying, &self.lexicon.grammar.pronouns];
            self.line.is_capital(at) && at > 0
                || self.lexicon.is_person(word)
                || told.iter().any(|list| list.has(word))
                || nouns.iter().any(|list| list.has(word) || list.has(one))
        })
    }
}
