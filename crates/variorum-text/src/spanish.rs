//! Who says what in a Spanish sentence?
//!
//! Every group of a verb of saying ([`crate::verbs`]) is taken with the subject before or behind it and with what it
//! takes: a clause, a question, an infinitive, a quotation, a noun phrase. "Según", views ("a su juicio") and nouns of
//! saying stand beside the verbs. Quotations are read again for what is told inside them. Where the verb alone tells
//! who speaks, the subject is dropped and no words name it. Left out: what runs over several sentences (`utterances`).

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::conjugation::Form;
use crate::contents::{after_circumstances, after_phrase, source_end};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::stance::is_no_one;
use crate::subjects::noun_phrase;
use crate::tokens::Kind;
use crate::verbs::{Group, group_at, is_finite};

/// Longest way from a verb back to the head of its clause, in tokens.
const LONGEST: usize = 60;
/// How far behind a verb its "que" may stand.
const REACH: usize = 18;

/// The attributions of a sentence, those inside its quotations included, in the order of their cues.
pub(crate) fn find(line: &Line<'_>, lexicon: &Lexicon, inside: bool) -> Vec<Attribution> {
    let mut found = Clause::of(line, lexicon, inside).attributions();
    for quote in line.quotes() {
        for part in parts(line, quote) {
            let inner = Line { text: line.text, tokens: &line.tokens[part.clone()] };
            let told = Clause::of(&inner, lexicon, true).attributions();
            let told = told.into_iter().map(|told| moved(told, part.start));
            // What dashes insert into the quotation has been read already.
            let told: Vec<Attribution> =
                told.filter(|told| told.cue.is_some() && found.iter().all(|one| one.cue != told.cue)).collect();
            found.extend(told);
        }
    }
    found.sort_by_key(|found| found.cue.as_ref().map(|cue| cue.start));
    found
}

/// The sentences of a quotation.
fn parts(line: &Line<'_>, quote: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = quote.start;
    for at in quote.clone() {
        if matches!(line.word(at), "." | "?" | "!" | "…") || at + 1 == quote.end {
            parts.push(start..at + 1);
            start = at + 1;
        }
    }
    parts.retain(|part| part.len() >= 3 && !part.clone().any(|at| line.word(at) == "?"));
    parts
}

/// `found` in a line that begins `by` tokens earlier.
pub(crate) fn moved(found: Attribution, by: usize) -> Attribution {
    let shift = |range: Range<usize>| range.start + by..range.end + by;
    Attribution {
        voice: match found.voice {
            Voice::Words(words) => Voice::Words(shift(words)),
            other => other,
        },
        cue: found.cue.map(shift),
        content: found.content.into_iter().map(shift).collect(),
        rule: found.rule,
    }
}

/// A stretch of text that one voice speaks.
struct Clause<'a> {
    line: &'a Line<'a>,
    lexicon: &'a Lexicon,
    /// Tokens between quotation marks, marks included.
    quoted: Vec<bool>,
    quotes: Vec<Range<usize>>,
    groups: Vec<Group>,
    inside: bool,
}

/// Who stands before a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    Here(Range<usize>),
    /// The verb goes on with the subject of the one before.
    Shared,
    Dropped,
    /// "The man who said": part of a noun phrase.
    Relative,
}

impl<'a> Clause<'a> {
    fn of(line: &'a Line<'a>, lexicon: &'a Lexicon, inside: bool) -> Self {
        let quotes = line.quotes();
        let mut quoted = vec![false; line.len()];
        for quote in &quotes {
            let end = (quote.end + 1).min(line.len());
            quoted[quote.start.saturating_sub(1)..end].fill(true);
        }
        let mut clause = Self { line, lexicon, quoted, quotes, groups: Vec::new(), inside };
        clause.open_insertions();
        clause.find_groups();
        clause
    }

    /// "«… —subrayó— …»": what dashes insert into a quotation is not quoted.
    fn open_insertions(&mut self) {
        let dashes: Vec<usize> = (0..self.line.len()).filter(|at| self.line.is_dash(*at)).collect();
        for (number, dash) in dashes.iter().enumerate() {
            let cue = group_at(self.line, self.lexicon, dash + 1, false).is_some();
            if cue && self.quoted[*dash] && *dash > 0 {
                let close = dashes.get(number + 1).copied().unwrap_or(self.line.len());
                let close = (*dash..close).find(|at| self.line.kind(*at) == Some(Kind::Close)).unwrap_or(close);
                let end = close + usize::from(self.line.is_dash(close));
                self.quoted[*dash..end].fill(false);
            }
        }
    }

    fn find_groups(&mut self) {
        let mut at = 0;
        while at < self.line.len() {
            let group = (!self.quoted[at]).then(|| group_at(self.line, self.lexicon, at, self.inside)).flatten();
            match group {
                Some(group) if !(group.tokens.clone()).any(|at| self.quoted[at]) => {
                    at = group.tokens.end;
                    self.groups.push(group);
                }
                _ => at += 1,
            }
        }
    }

    fn word(&self, at: usize) -> &'a str {
        self.line.word(at)
    }

    fn attributions(&self) -> Vec<Attribution> {
        let mut found = Vec::new();
        let mut taken: Vec<usize> = Vec::new();
        for at in 0..self.line.len() {
            if !self.quoted[at]
                && let Some(one) = self.according(at).or_else(|| self.view(at))
            {
                taken.extend(one.cue.clone().into_iter().flatten());
                found.push(one);
            }
        }
        // The voices so far that a verb without a subject may go on with: those of what is told inside are left out.
        let mut voices: Vec<Option<Voice>> = Vec::new();
        for number in 0..self.groups.len() {
            if self.groups[number].tokens.clone().any(|at| taken.contains(&at)) {
                voices.push(None);
                continue;
            }
            let start = self.groups[number].tokens.start;
            let inner =
                found.iter().any(|found: &Attribution| found.content.iter().any(|content| content.contains(&start)));
            let (voice, told) = self.spoken(number, &voices);
            voices.push(voice.filter(|_| !inner));
            found.extend(told);
        }
        for at in 0..self.line.len() {
            if !self.quoted[at] {
                found.extend(self.noun(at, &found));
            }
        }
        let headed = self.named_before_colon().or_else(|| self.named_behind_colon());
        // "X: «…», dijo" has told it already.
        let told = headed.as_ref().is_some_and(|headed| {
            found.iter().any(|found| found.content.iter().any(|content| content.start <= headed.content[0].start))
        });
        found.extend(headed.filter(|_| !told));
        found
    }

    /// One verb with its subject and content; the voice also where nothing is told, for the verbs that go on.
    fn spoken(&self, number: usize, voices: &[Option<Voice>]) -> (Option<Voice>, Option<Attribution>) {
        let group = &self.groups[number];
        let cue = group.tokens.clone();
        if cue.start > 0 && self.word(cue.start - 1) == "como" {
            return (None, None);
        }
        if let Some(found) = self.content_first(group) {
            return (Some(found.voice.clone()), Some(found));
        }
        let subject = match group.form {
            Form::Gerund | Form::Infinitive => self.subject_of_nonfinite(cue.start),
            _ => self.subject(cue.start),
        };
        let se = group.se && !group.reflexive;
        if se && !group.addressed && matches!(subject, Subject::Here(_)) {
            return (None, None);
        }
        let impersonal = group.addressed || se || group.passive;
        let mut voice = match subject {
            Subject::Relative => return (None, None),
            _ if impersonal => Voice::Nobody,
            Subject::Here(words) => Voice::Words(words),
            Subject::Shared => {
                let last = voices.iter().rev().flatten().find(|voice| **voice != Voice::Nobody);
                last.cloned().or_else(|| self.leading().map(Voice::Words)).unwrap_or(Voice::Dropped)
            }
            Subject::Dropped => Voice::Dropped,
        };
        if group.frames.impersonal && !group.frames.object && voice == Voice::Dropped {
            voice = Voice::Nobody;
        }
        if group.passive {
            return (None, self.charged(group));
        }
        if group.negated && self.is_outlet(&voice) {
            return (None, None);
        }
        let told = self.content(group, &mut voice);
        let no_one = matches!(&voice, Voice::Words(words) if is_no_one(self.line, self.lexicon, words) && self.word(words.start) != "ni");
        // "Nobody wanted to go" tells what was not wanted by anybody; "nobody said that" is kept and answers nothing.
        let told = told.filter(|(_, rule)| !no_one || *rule == "attribution.that-clause");
        let told = told.map(|(content, rule)| Attribution {
            voice: if no_one { Voice::NoOne } else { voice.clone() },
            cue: Some(cue),
            content: vec![self.bounded(content, number, rule)],
            rule,
        });
        (Some(voice), told.filter(|told| !told.content[0].is_empty()))
    }

    /// "Este diario no pudo confirmar": what the outlet did not find out it says itself.
    fn is_outlet(&self, voice: &Voice) -> bool {
        let Voice::Words(words) = voice else { return false };
        words.len() == 2
            && matches!(self.word(words.start), "este" | "esta")
            && (self.lexicon.people.organisations.has(self.word(words.start + 1))
                || self.lexicon.speech.outlets.has(self.word(words.start + 1)))
    }

    /// The subject of the first finite verb of the sentence.
    fn leading(&self) -> Option<Range<usize>> {
        match self.subject(self.verb_start(self.own_verb(&(0..self.line.len()))?)) {
            Subject::Here(words) => Some(words),
            _ => None,
        }
    }

    /// Back over pronouns and auxiliaries.
    fn verb_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0
            && matches!(self.word(start - 1), "se" | "le" | "les" | "me" | "nos" | "lo" | "no" | "ha" | "han" | "ya")
        {
            start -= 1;
        }
        start
    }

    /// Where the clause begins that ends before token `end`, and how many verbs in it wait for a "que".
    fn clause_start(&self, end: usize) -> (usize, usize) {
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

    /// "Ha dicho", "puede decir": one verb in two words.
    fn goes_with_next(&self, at: usize) -> bool {
        self.lexicon.verbs.is_auxiliary(self.word(at)) && is_finite(self.line, self.lexicon, at + 1)
    }

    /// Where the short quotation begins that ends at token `at` and is part of a noun phrase ("alias «el Mecánico»").
    fn alias(&self, at: usize) -> Option<usize> {
        let quote = self.quotes.iter().find(|quote| quote.end == at)?;
        let short = quote.len() <= 4 && quote.start >= 2 && self.line.is_word(quote.start - 2);
        short.then(|| quote.start - 1)
    }

    /// Who stands before the verb at token `verb`.
    fn subject(&self, verb: usize) -> Subject {
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
    fn subject_of_nonfinite(&self, at: usize) -> Subject {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let leads =
            at == 0 || matches!(before, "al" | "tras" | "sin" | "de" | "para" | "por" | "," | "y" | "e" | "con");
        if leads && at > 0 { Subject::Shared } else { Subject::Dropped }
    }

    /// The noun phrase of a clause without a verb, past phrases that a comma parts from it.
    fn chunks(&self, start: usize, end: usize) -> Option<Range<usize>> {
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

    fn is_relative(&self, chunk: &Range<usize>) -> bool {
        matches!(self.word(chunk.start), "que" | "quien" | "quienes" | "cuyo" | "cuya" | "donde")
            || self.lexicon.grammar.prepositions.has(self.word(chunk.start))
                && (matches!(self.word(chunk.start + 1), "quien" | "quienes" | "que")
                    || self.word(chunk.start + 2) == "que"
                        && self.lexicon.grammar.articles.has(self.word(chunk.start + 1))
                    || self.word(chunk.start) == "al" && self.word(chunk.start + 1) == "que")
    }

    fn is_adverbial(&self, chunk: &Range<usize>) -> bool {
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

    /// `range` as a noun phrase, past connectors and adverbials that stand before it.
    fn phrase(&self, range: Range<usize>) -> Option<Range<usize>> {
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

    /// Whether the "que" at token `at` opens what a verb or noun of saying takes.
    fn is_that(&self, at: usize) -> bool {
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

    /// What `group` takes behind it; a subject that stands there becomes the voice.
    fn content(&self, group: &Group, voice: &mut Voice) -> Option<(Range<usize>, &'static str)> {
        let (after, end) = (group.tokens.end, self.line.len());
        let named = matches!(voice, Voice::Words(_));
        let frames = group.frames;
        if (frames.clause || frames.impersonal || frames.infinitive || frames.object)
            && let Some(that) = self.that_after(after, named && !frames.clause, named)
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

    /// "Tras asegurar que" only; a bare infinitive takes nothing else.
    fn rules_infinitive(&self, group: &Group) -> bool {
        self.word(group.tokens.start) == "haber"
            || group.tokens.start > 0 && matches!(self.word(group.tokens.start - 1), "tras" | "al")
    }

    fn takes_noun(&self, group: &Group, voice: &Voice, start: usize) -> bool {
        let frames = group.frames;
        let counted = frames.counting && group.form != Form::First && self.is_count(start);
        let words = match voice {
            Voice::Words(words) => words.clone(),
            Voice::Dropped => 0..0,
            _ => return false,
        };
        let document = words.into_iter().any(|at| self.lexicon.speech.documents.has(self.word(at)));
        let noun = self.is_noun_start(start);
        let stated =
            || (start..(start + 4).min(self.line.len())).any(|at| self.lexicon.speech.statements.has(self.word(at)));
        noun && (frames.object || counted || frames.paper && document || frames.stating && stated())
    }

    /// Whether a number begins at token `start`, past a word that qualifies it ("al menos 60").
    fn is_count(&self, start: usize) -> bool {
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
    fn is_noun_start(&self, start: usize) -> bool {
        let word = self.word(start);
        let kind = self.line.kind(start);
        let marks = kind == Some(Kind::Open) && !self.lexicon.grammar.prepositions.has(word);
        let preposition = self.lexicon.grammar.prepositions.has(word)
            && !matches!(word, "a" | "al" | "por" | "de" | "entre" | "hasta");
        let joins = self.lexicon.grammar.coordinators.has(word) || self.lexicon.grammar.boundaries.has(word);
        marks || self.line.is_word(start) && !preposition && !joins && !is_finite(self.line, self.lexicon, start)
    }

    fn is_infinitive(&self, at: usize) -> bool {
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

    /// The "que" behind a verb, past hearers, times, places and a subject.
    fn that_after(&self, after: usize, direct: bool, named: bool) -> Option<usize> {
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
    fn is_addition(&self, start: usize, that: usize) -> bool {
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
    fn question_after(&self, after: usize) -> Option<usize> {
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

    fn colon_after(&self, after: usize) -> Option<usize> {
        let end = (after + 12).min(self.line.len());
        let colon = (after..end).find(|at| self.word(*at) == ":")?;
        let free = (after..colon)
            .all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at) || self.word(at) == ",");
        free.then_some(colon)
    }

    fn after_adverbs(&self, at: usize) -> usize {
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
    fn inserted_behind(&self, at: usize) -> Option<usize> {
        let close = (at + 1..(at + 7).min(self.line.len()))
            .find(|at| self.word(*at) == ",")
            .filter(|_| self.word(at) == ",")?;
        let free = (at + 1..close).all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at));
        let goes_on = self.lexicon.grammar.determiners.has(self.word(close + 1)) || self.is_infinitive(close + 1);
        (free && goes_on && self.is_adverbial(&(at + 1..close))).then_some(close + 1)
    }

    /// Where another noun phrase begins right behind the one of the preposition at token `at` ("anunció en febrero la …").
    fn noun_behind(&self, at: usize) -> Option<usize> {
        let behind = after_phrase(self.line, self.lexicon, at + 1);
        let word = self.word(behind);
        let begins = behind > at + 1
            && (self.lexicon.grammar.determiners.has(word)
                || word == "al"
                || self.line.kind(behind) == Some(Kind::Open));
        begins.then_some(behind)
    }

    /// "Dijo el alcalde que": the subject between verb and content.
    fn name(&self, voice: &mut Voice, between: Range<usize>) {
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

    /// Cuts what is said where another verb of the sentence begins to tell.
    fn bounded(&self, content: Range<usize>, number: usize, rule: &str) -> Range<usize> {
        let clause = rule == "attribution.that-clause";
        let mut end =
            (content.start..content.end).find(|at| self.word(*at) == ";" && !self.quoted[*at]).unwrap_or(content.end);
        if let Some(dash) = (content.start + 1..end)
            .find(|at| self.line.is_dash(*at) && !self.quoted[*at] && self.closes_insertion(*at))
        {
            end = dash;
        }
        for later in &self.groups[number + 1..] {
            let cue = later.tokens.start;
            if cue <= content.start + 1 || cue >= end {
                continue;
            }
            if let Some(head) = self.head_of(later, !clause).filter(|head| *head > content.start + 1) {
                end = end.min(head);
            }
        }
        if !clause && let Some(joined) = self.other_predicate(content.start + 1..end) {
            end = joined;
        }
        if let Some(contrast) = (content.start + 2..end).find(|at| {
            self.word(*at) == "," && self.word(at + 1) == "mientras" && self.word(at + 2) == "que" && !self.quoted[*at]
        }) {
            end = end.min(contrast);
        }
        if let Some(view) = (content.start + 2..end).find(|at| {
            self.word(*at) == "," && self.lexicon.cues.according.at(self.line, at + 1).is_some() && !self.quoted[*at]
        }) {
            end = end.min(view);
        }
        self.outlined(content.start..end)
    }

    /// "Acusa al jefe de mentir y prepara una querella": where the subject goes on with something else.
    fn other_predicate(&self, range: Range<usize>) -> Option<usize> {
        range
            .take_while(|at| {
                !matches!(self.word(*at), "que" | "quien" | "quienes" | "donde" | "cuando" | "cómo" | "si")
            })
            .find(|at| {
                matches!(self.word(*at), "y" | "e") && !self.quoted[*at] && is_finite(self.line, self.lexicon, at + 1)
            })
    }

    /// Whether the dash at `at` closes an insertion that holds a verb of saying.
    fn closes_insertion(&self, at: usize) -> bool {
        group_at(self.line, self.lexicon, at + 1, false).is_some()
    }

    /// Where the words of `group` begin if they do not belong to what was told before them.
    fn head_of(&self, group: &Group, phrase: bool) -> Option<usize> {
        let cue = group.tokens.start;
        let before = cue.checked_sub(1)?;
        match group.form {
            Form::Gerund => return (self.word(before) == ",").then_some(before),
            Form::Infinitive => return None,
            _ => {}
        }
        let (start, waiting) = self.clause_start(cue);
        if matches!(self.word(before), "y" | "e") {
            return Some(before);
        }
        if start > 0 && matches!(self.word(start - 1), "pero" | "mientras" | "aunque") {
            return Some(start - 1);
        }
        // "…, mientras que la policía dijo": the "que" belongs to "mientras".
        if start > 1 && self.word(start - 1) == "que" && matches!(self.word(start - 2), "mientras" | "tiempo" | "vez") {
            return Some(start - if self.word(start - 2) == "mientras" { 2 } else { 3 });
        }
        if waiting > 0 {
            let joined = (start + 1..cue)
                .rev()
                .find(|at| matches!(self.word(*at), "y" | "e") && (phrase || self.word(at - 1) == ","));
            return joined.filter(|joined| !(*joined..cue).any(|at| is_finite(self.line, self.lexicon, at)));
        }
        None
    }

    /// Without marks at the ends, but quotation marks that belong.
    fn outlined(&self, range: Range<usize>) -> Range<usize> {
        let mut range = self.line.trimmed(range);
        while !range.is_empty() && matches!(self.word(range.end - 1), "y" | "e" | "," | "pero") {
            range.end -= 1;
        }
        // No quotation mark without its twin.
        for quote in &self.quotes {
            if quote.end == range.end && quote.start > range.start && range.end < self.line.len() {
                range.end += 1;
            } else if quote.start == range.start && quote.end + 1 < range.end {
                range.start -= 1;
            }
        }
        range
    }

    /// "…, dijo X", "«…», señaló", "—… —contó X—. …".
    fn content_first(&self, group: &Group) -> Option<Attribution> {
        let cue = group.tokens.clone();
        let before = cue.start.checked_sub(1)?;
        let dash = self.line.is_dash(before);
        let close = self.line.kind(before) == Some(Kind::Close)
            || before > 0 && self.word(before) == "," && self.line.kind(before - 1) == Some(Kind::Close);
        let comma = self.word(before) == ",";
        let says = (group.frames.clause || (close || dash) && group.frames.object)
            && matches!(group.form, Form::Finite | Form::First)
            && !group.negated;
        if !(dash || close || comma) || !says || before == 0 {
            return None;
        }
        let closing = (cue.end..self.line.len()).find(|at| self.line.is_dash(*at) && !self.quoted[*at]);
        let until = if dash { closing.unwrap_or(self.line.len()) } else { self.line.len() };
        let that = if close || dash {
            self.word(cue.end) == "que"
        } else {
            self.that_after(cue.end, false, false).is_some_and(|that| that < until)
        };
        if that || self.word(cue.end) == ":" {
            return None;
        }
        let start = after_circumstances(self.line, self.lexicon, self.after_adverbs(cue.end));
        let ends = |at: usize| at >= until || self.line.is_mark(at) && self.word(at) != "(";
        let (voice, tail) = if ends(cue.end) {
            // "…, dijo." without quotation is no sentence of Spanish news.
            if !(dash || close) {
                return None;
            }
            (Voice::Dropped, cue.end)
        } else if self.is_name_start(start) {
            let end = self.postposed_end(start, until);
            (Voice::Words(start..end), end)
        } else if dash || close {
            let end = (cue.end..until).find(|at| self.line.is_mark(*at)).unwrap_or(until);
            (Voice::Dropped, end)
        } else {
            return None;
        };
        let first = self.said_before(before, dash, close)?;
        let mut content = vec![first];
        if !close && !dash && !self.states(&content[0]) {
            // "El herido, aseguran sus allegados, tiene 19 años."
            let rest = self.line.trimmed(tail..self.line.len());
            let inserted = self.word(tail) == ","
                && is_finite(self.line, self.lexicon, rest.start)
                && !self.is_adverbial(&content[0]);
            if !inserted || content[0].is_empty() {
                return None;
            }
            content.push(rest);
            return Some(Attribution { voice, cue: Some(cue), content, rule: "attribution.content-first" });
        }
        if content[0].is_empty() {
            return None;
        }
        let goes_on = if dash { closing.map(|closing| closing + 1) } else { Some(tail) };
        content.extend(goes_on.and_then(|from| self.said_after(from, dash)));
        Some(Attribution { voice, cue: Some(cue), content, rule: "attribution.content-first" })
    }

    fn is_name_start(&self, start: usize) -> bool {
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
    fn postposed_end(&self, start: usize, until: usize) -> usize {
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

    /// What was said before the mark at token `before`.
    fn said_before(&self, before: usize, dash: bool, close: bool) -> Option<Range<usize>> {
        if close {
            let quote = self.quotes.iter().rev().find(|quote| quote.end <= before)?;
            // A quotation that is part of a sentence brings the sentence along.
            let start = self.sentence_part(quote.start.saturating_sub(1));
            let whole = quote.start <= start + 1;
            let from = if whole { quote.start } else { start };
            return Some(self.line.trimmed(from..quote.end));
        }
        let start = if dash {
            let open = self.quotes.iter().find(|quote| quote.contains(&before)).map(|quote| quote.start);
            open.unwrap_or_else(|| self.sentence_part(before))
        } else {
            self.sentence_part(before)
        };
        Some(self.line.trimmed(start..before))
    }

    fn sentence_part(&self, head: usize) -> usize {
        (0..head)
            .rev()
            .find(|at| !self.quoted[*at] && (self.word(*at) == ";" || self.line.is_dash(*at)))
            .map_or(0, |at| at + 1)
    }

    /// What goes on behind the words of saying.
    fn said_after(&self, from: usize, dash: bool) -> Option<Range<usize>> {
        if dash {
            let open = self.quotes.iter().find(|quote| quote.contains(&from)).map(|quote| quote.end);
            let next = (from..self.line.len()).find(|at| self.line.is_dash(*at) && self.closes_insertion(*at));
            let range = self.line.trimmed(from..open.or(next).unwrap_or(self.line.len()));
            return (!range.is_empty()).then_some(range);
        }
        let quote = self.quotes.iter().find(|quote| quote.start > from && quote.start - from <= 3)?;
        Some(quote.clone())
    }

    /// Whether the words state something: a verb of their own, or a number in a headline.
    fn states(&self, range: &Range<usize>) -> bool {
        let headline = self.word(self.line.len() - 1) != ".";
        let number = |at: usize| {
            self.line.kind(at) == Some(Kind::Number) && !self.word(at).contains(':')
                || self.lexicon.numbers.contains_key(self.word(at))
        };
        range.len() >= 2 && (self.own_verb(range).is_some() || headline && range.clone().any(number))
    }

    /// The first finite verb of `range` that no "que" opened a clause for.
    fn own_verb(&self, range: &Range<usize>) -> Option<usize> {
        let mut passed = 0;
        for at in range.clone() {
            if at > range.start && matches!(self.word(at), "que" | "quien" | "quienes" | "donde") {
                passed += 1;
            } else if is_finite(self.line, self.lexicon, at) {
                if passed == 0 {
                    return Some(at);
                }
                passed -= 1;
            }
        }
        None
    }

    /// "Según X, …", "…, según X", "según dijo X".
    fn according(&self, at: usize) -> Option<Attribution> {
        let length = self.lexicon.cues.according.at(self.line, at)?;
        let verb = group_at(self.line, self.lexicon, at + length, false)
            .filter(|group| group.form == Form::Finite && group.tokens.start == at + length);
        let cue = at..verb.as_ref().map_or(at + length, |group| group.tokens.end);
        let mut start = after_circumstances(self.line, self.lexicon, cue.end);
        start += usize::from(verb.is_some() && matches!(self.word(start), "en" | "por" | "a"));
        let end = if verb.is_some() { self.postposed_end(start, self.line.len()) } else { self.holder_end(start) };
        self.held_by(cue, start..end, "attribution.according")
    }

    /// The claim that stands around a cue and its holder.
    fn held_by(&self, cue: Range<usize>, holder: Range<usize>, rule: &'static str) -> Option<Attribution> {
        let end = holder.end;
        let source = self.line.trimmed(holder);
        if source.is_empty()
            || matches!(self.word(source.start), "que" | "si" | "lo" | "cómo") && self.word(source.start) != "lo"
        {
            return None;
        }
        let content = self.around(cue.start, end)?;
        Some(Attribution { voice: Voice::Words(source), cue: Some(cue), content, rule })
    }

    /// What is held where the words from `start` to `end` only say by whom.
    fn around(&self, start: usize, end: usize) -> Option<Vec<Range<usize>>> {
        let lead = self.lead(start);
        let leads = lead.is_empty() || self.is_adverbial(&lead) && lead.len() <= 6 && self.word(end) == ",";
        let limit =
            (end + 1..self.line.len()).find(|at| self.word(*at) == ";" && !self.quoted[*at]).unwrap_or(self.line.len());
        let range = if leads && self.word(end) == "," {
            let aside =
                (end + 1..limit).find(|at| self.word(*at) == ",").filter(|comma| self.is_relative(&(end + 1..*comma)));
            let end = aside.unwrap_or(end);
            self.line.trimmed(end..self.contrast(end + 1, limit))
        } else if lead.len() >= 2 {
            let rest = self.line.trimmed(end..limit);
            let first = self.word(rest.start);
            let aside = self.word(end) == "," && start > 0 && self.word(start - 1) == "," && !rest.is_empty();
            let apart = self.lexicon.grammar.coordinators.has(first)
                || self.lexicon.grammar.boundaries.has(first)
                || self.is_relative(&rest);
            // "Tardará, según X, tres meses": the holder stands inside what is held.
            let inserted = aside && !apart && !self.lexicon.verbs.is(first, &[Form::Gerund]);
            return self.states(&(lead.start..limit)).then(|| if inserted { vec![lead, rest] } else { vec![lead] });
        } else {
            self.line.trimmed(end..limit)
        };
        (range.len() >= 2 && self.states(&range)).then(|| vec![range])
    }

    /// The words of the statement that ends before token `start`.
    fn lead(&self, start: usize) -> Range<usize> {
        let mut from = self.sentence_part(start);
        // "El ministro dijo que no, pero según X": only the clause of "según".
        if let Some(conjunction) =
            (from..start).rev().find(|at| matches!(self.word(*at), "pero" | "aunque" | "mientras") && !self.quoted[*at])
            && self.line.trimmed(conjunction + 1..start).len() < 2
        {
            from = conjunction + 1;
        }
        self.line.trimmed(from..start)
    }

    /// Where another holder takes the word behind token `from`.
    fn contrast(&self, from: usize, limit: usize) -> usize {
        let heads = self.groups.iter().filter(|group| group.tokens.start > from && group.tokens.start < limit);
        heads
            .filter_map(|group| self.head_of(group, false))
            .find(|head| *head > from && matches!(self.word(*head), "pero" | "mientras" | "aunque"))
            .unwrap_or(limit)
    }

    /// Where the holder ends that begins at token `start`: at a mark, or before the verb of what is held.
    fn holder_end(&self, start: usize) -> usize {
        let end = self.postposed_end_of_view(start);
        self.own_verb(&(start..end)).unwrap_or(end)
    }

    fn postposed_end_of_view(&self, start: usize) -> usize {
        let end = source_end(self.line, self.lexicon, start);
        // "Según Ana Ruiz, vocera del comité, nadie…": an office between two commas.
        if self.word(end) == "," && self.line.is_capital(end - 1) {
            let close = (end + 1..self.line.len()).find(|at| self.line.is_mark(*at)).unwrap_or(self.line.len());
            let first = self.word(end + 1);
            let office = self.lexicon.people.titles.has(first)
                || self.lexicon.is_person(first) && !self.line.is_capital(end + 1);
            let free = (end + 1..close).all(|at| !is_finite(self.line, self.lexicon, at));
            if office && free && self.word(close) == "," {
                return close;
            }
        }
        end
    }

    /// "A juicio de X, …", "a su juicio".
    fn view(&self, at: usize) -> Option<Attribution> {
        let speech = &self.lexicon.speech;
        if let Some(length) = speech.views.at(self.line, at)
            && matches!(self.word(at + length), "de" | "del")
        {
            let start = at + length + 1;
            return self.held_by(at..start, start..self.holder_end(start), "attribution.view");
        }
        let opens = at == 0 || self.word(at - 1) == ";";
        if opens && self.word(at) == "para" {
            let end = source_end(self.line, self.lexicon, at + 1);
            let people = (at + 1..end).any(|at| {
                self.lexicon.people.titles.has(self.word(at))
                    || self.lexicon.is_person(self.word(at))
                    || self.lexicon.people.organisations.has(self.word(at))
            });
            let bare = self.line.is_capital(at + 1) && end <= at + 4;
            let named = self.line.is_capital(end - 1) && !self.line.is_capital(at + 1);
            let phrase = self.lexicon.grammar.determiners.has(self.word(at + 1)) && (people || named) || bare;
            let numbered = (at + 1..end)
                .any(|at| self.line.kind(at) == Some(Kind::Number) || is_finite(self.line, self.lexicon, at));
            if phrase && !numbered && self.word(end) == "," {
                return self.held_by(at..at + 1, at + 1..end, "attribution.view");
            }
        }
        let owned = matches!(self.word(at), "a" | "en" | "según")
            && matches!(self.word(at + 1), "su" | "mi" | "sus" | "nuestro" | "nuestra");
        let length = speech.owned_views.at(self.line, at + 2).filter(|_| owned)?;
        let end = at + 2 + length;
        let content = self.around(at, end)?;
        let (voice, cue) = (Voice::Words(at + 1..at + 2), Some(at + 2..end));
        Some(Attribution { voice, cue, content, rule: "attribution.view" })
    }

    /// "La denuncia de que …", "la afirmación del ministro de que …".
    fn noun(&self, at: usize, found: &[Attribution]) -> Option<Attribution> {
        if !self.lexicon.speech.saying.has(self.word(at)) {
            return None;
        }
        let that = (at + 1..(at + 12).min(self.line.len()))
            .find(|that| self.word(*that) == "que" && self.word(that - 1) == "de")?;
        let between = at + 1..that - 1;
        if between.clone().any(|at| self.line.is_mark(at) || is_finite(self.line, self.lexicon, at)) {
            return None;
        }
        let known = found.iter().any(|found| found.content.iter().any(|content| content.start == that));
        let owner = matches!(self.word(between.start), "de" | "del") && between.len() > 1;
        let possessed = at > 0 && matches!(self.word(at - 1), "su" | "sus" | "nuestra" | "nuestro");
        let voice = match () {
            () if owner => Voice::Words(between.start + 1..between.end),
            () if between.is_empty() && possessed => Voice::Words(at - 1..at),
            () if between.is_empty() => Voice::Nobody,
            () => return None,
        };
        let end = self.noun_clause_end(that);
        let content = self.outlined(that..end);
        let rule = "attribution.noun";
        (!known && content.len() > 2).then(|| Attribution {
            voice,
            cue: Some(at..at + 1),
            content: vec![content],
            rule,
        })
    }

    /// Where the clause ends that the "que" at token `that` opens.
    fn noun_clause_end(&self, that: usize) -> usize {
        let mut verbs = 0;
        for at in that + 1..self.line.len() {
            if matches!(self.word(at), "," | ";" | ".") && !self.quoted[at] {
                return at;
            }
            if matches!(self.word(at), "que" | "y" | "e" | "o" | "quien" | "cuando" | "donde") {
                verbs = 0;
            } else if is_finite(self.line, self.lexicon, at) && !self.goes_with_next(at) {
                // A second verb belongs to the sentence around.
                if verbs > 0 {
                    return self.verb_start(at);
                }
                verbs += 1;
            }
        }
        self.line.len()
    }

    /// "Fue acusado de robar", "son señalados por X como …".
    fn charged(&self, group: &Group) -> Option<Attribution> {
        let after = group.tokens.end;
        let end = self.line.len();
        let subject = match self.subject(group.tokens.start) {
            Subject::Here(words) => Some(words),
            _ => None,
        };
        if self.word(after) == "por" {
            let stop =
                (after + 1..end).find(|at| matches!(self.word(*at), "de" | "como" | "," | "por") && *at > after + 2);
            let stop = stop.unwrap_or(end);
            let source = self.line.trimmed(after + 1..stop);
            let content: Vec<_> =
                subject.into_iter().chain([self.outlined(stop..end)]).filter(|part| !part.is_empty()).collect();
            let named = self.is_name_start(source.start) && content.len() == 2;
            return named.then(|| Attribution {
                voice: Voice::Words(source),
                cue: Some(group.tokens.start..after + 1),
                content,
                rule: "attribution.passive",
            });
        }
        if self.word(after) != "de" || !self.is_infinitive(after + 1) && !self.is_noun_start(after + 1) {
            return None;
        }
        let content = subject.into_iter().chain([self.outlined(after + 1..end)]).collect();
        Some(Attribution {
            voice: Voice::Nobody,
            cue: Some(group.tokens.start..after + 1),
            content,
            rule: "attribution.passive",
        })
    }

    /// "«…»: madre de un muerto".
    fn named_behind_colon(&self) -> Option<Attribution> {
        let quote = self.quotes.first().filter(|quote| quote.start <= 1)?;
        let holder = self.line.trimmed(quote.end + 2..self.line.len());
        let free = holder.clone().all(|at| !self.quoted[at] && self.line.is_word(at));
        let named = self.word(quote.end + 1) == ":" && free && self.phrase(holder.clone()).is_some();
        named.then(|| Attribution {
            voice: Voice::Words(holder),
            cue: None,
            content: vec![quote.clone()],
            rule: "attribution.colon",
        })
    }

    /// "Vecinos: «…»", "Policía: hay seis prófugos".
    fn named_before_colon(&self) -> Option<Attribution> {
        let colon = (0..self.line.len().min(12)).find(|at| self.word(*at) == ":")?;
        let quote = self.quotes.iter().find(|quote| quote.start == colon + 2);
        let ends = quote.is_some_and(|quote| quote.end + 2 >= self.line.len());
        let heading = self.line.word(self.line.len() - 1) != "."
            && (colon + 1..self.line.len()).any(|at| is_finite(self.line, self.lexicon, at));
        let free = (0..colon).all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at));
        let named = self.is_name_start(0) && self.phrase(0..colon).is_some();
        let content = self.line.trimmed(colon + 1..self.line.len());
        ((ends || heading && colon <= 5) && free && named && content.len() >= 2).then(|| Attribution {
            voice: Voice::Words(self.line.trimmed(0..colon)),
            cue: None,
            content: vec![content],
            rule: "attribution.colon",
        })
    }
}

fn is_finite_or_infinitive(clause: &Clause<'_>, at: usize) -> bool {
    clause.lexicon.verbs.is(clause.word(at), &[Form::Infinitive, Form::Finite])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};
    use variorum_evidence::document::Language;

    /// Each attribution as "source | cue | content".
    fn check(sentence: &str, expected: &[&str]) {
        let text = Text::of(sentence);
        let tokens = tokens(sentence, 0..sentence.len());
        let line = Line { text: &text, tokens: &tokens };
        let words = |range: &Range<usize>| line.span(range).map_or("", |span| &sentence[span.range()]);
        let shown = |found: &Attribution| {
            let voice = match &found.voice {
                Voice::Words(range) => words(range),
                Voice::Carried | Voice::Dropped => "(dropped)",
                Voice::Nobody => "(nobody)",
                Voice::NoOne => "(no one)",
            };
            let content: Vec<&str> = found.content.iter().map(words).collect();
            format!("{voice} | {} | {}", found.cue.as_ref().map_or("", words), content.join(" … "))
        };
        let found: Vec<String> = find(&line, Lexicon::of(Language::Es), false).iter().map(shown).collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn subjects() {
        check("La jueza, Ana Ruiz, negó los hechos.", &["La jueza, Ana Ruiz | negó | los hechos"]);
        check("El lunes, la jueza admitió errores.", &["la jueza | admitió | errores"]);
        check(
            "Una mujer que huyó relató que vio fuego.",
            &["Una mujer que huyó | relató | que vio fuego", "(dropped) | vio | fuego"],
        );
        check("Agregó que había niños.", &["(dropped) | Agregó | que había niños"]);
        check("Dijo el alcalde que nadie murió.", &["el alcalde | Dijo | que nadie murió"]);
        check(
            "El jefe negó el ataque y culpó al gremio.",
            &["El jefe | negó | el ataque", "El jefe | culpó | al gremio"],
        );
        check(
            "El jefe admitió que tardó, pero descartó renunciar.",
            &["El jefe | admitió | que tardó", "El jefe | descartó | renunciar"],
        );
        check("El gremio, que convocó el paro, exige diálogo.", &["El gremio | exige | diálogo"]);
        check("Amnistía Norte pidió que se investigue.", &["Amnistía Norte | pidió | que se investigue"]);
    }

    #[test]
    fn contents_before_the_verb() {
        check("«Nadie murió», dijo el alcalde.", &["el alcalde | dijo | Nadie murió"]);
        check("“Nadie murió”, precisó.", &["(dropped) | precisó | Nadie murió"]);
        check("Murieron dos, informó ayer la Cruz Roja.", &["la Cruz Roja | informó | Murieron dos"]);
        check("«Fue una guerra —subrayó—. El agua sobró».", &["(dropped) | subrayó | Fue una guerra … El agua sobró"]);
        check("—No hubo armas —contó la vecina—. Ni una.", &["la vecina | contó | No hubo armas … Ni una"]);
        check("Leiva, que tiene 54 años, niega los cargos.", &["Leiva | niega | los cargos"]);
    }

    #[test]
    fn without_a_verb_of_saying() {
        check("Según Vega, nadie murió.", &["Vega | Según | nadie murió"]);
        check("Murieron dos, según dijo la policía.", &["la policía | según dijo | Murieron dos"]);
        check("A juicio de Vega, nadie mintió.", &["Vega | A juicio de | nadie mintió"]);
        check("A su juicio, nadie mintió.", &["su | juicio | nadie mintió"]);
        check("Vecinos: «No dormimos»", &["Vecinos |  | No dormimos"]);
        check("La denuncia de que hubo golpes llegó ayer.", &["(nobody) | denuncia | que hubo golpes"]);
    }

    #[test]
    fn nobody_is_named() {
        check("Se informó que el puente cayó.", &["(nobody) | Se informó | que el puente cayó"]);
        check("Trascendió que huyó.", &["(nobody) | Trascendió | que huyó"]);
        check("Se le dijo que volviera.", &["(nobody) | Se le dijo | que volviera"]);
        check("Un cabo fue acusado de mentir.", &["(nobody) | fue acusado de | Un cabo … mentir"]);
        check("Se oyeron ráfagas.", &[]);
    }

    #[test]
    fn what_is_told_inside() {
        check(
            "Vega dijo que un guía le contó que huyó.",
            &["Vega | dijo | que un guía le contó que huyó", "un guía | le contó | que huyó"],
        );
        check(
            "«Ella me dijo que huyó», recuerda Vega.",
            &["Ella | me dijo | que huyó", "Vega | recuerda | Ella me dijo que huyó"],
        );
    }

    #[test]
    fn things_that_look_like_saying() {
        check("La denuncia llegó tarde.", &[]);
        check("Los vecinos llevaron mantas a los que duermen fuera.", &[]);
        check("El informe está sobre la mesa.", &[]);
    }
}
