//! Where does what is said begin and end?
//!
//! The pieces that the shapes of `attribution` are made of: the "that" after a cue, past hearers and times; the
//! words before a comma; the quotation that follows; the end of a source and of a clause. All of them scan a
//! bounded number of tokens or to the end of the sentence, and none decides who speaks.

use std::ops::Range;

use variorum_evidence::document::Language;

use crate::attribution::Voice;
use crate::holders::calls_somebody;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::{main_verb, noun_phrase};
use crate::tokens::Kind;

/// How far after a cue its "that" may stand, in tokens.
const REACH: usize = 16;

pub(crate) fn next_comma(line: &Line<'_>, after: usize) -> usize {
    (after..line.len()).find(|at| matches!(line.word(*at), "," | ";" | ":" | "." | "!" | "?")).unwrap_or(line.len())
}

pub(crate) fn is_parting(line: &Line<'_>, at: usize) -> bool {
    line.word(at) == "," || line.kind(at) == Some(Kind::Close)
}

/// Where the words that go with a cue at the end of a clause stop ("… said in a statement on Monday.").
pub(crate) fn tail_end(line: &Line<'_>, lexicon: &Lexicon, after: usize) -> Option<usize> {
    let mut at = after;
    while at < line.len() && line.is_word(at) {
        let word = line.word(at);
        if at - after > 12 || lexicon.is_verb(word) || lexicon.cues.that.has(word) {
            return None;
        }
        at += 1;
    }
    let ends = at >= line.len() || matches!(line.word(at), "," | "." | ";" | ":" | "!" | "?") || line.is_dash(at);
    (ends && line.word(at) != ":").then_some(at)
}

/// The content before the comma or closing mark that stands before token `head`.
pub(crate) fn before_comma(
    line: &Line<'_>,
    lexicon: &Lexicon,
    head: usize,
    quotes: &[Range<usize>],
    goes_on: bool,
) -> Option<Range<usize>> {
    let quote = quotes.iter().rev().find(|quote| quote.end < head && head - quote.end <= 2);
    let mut start = sentence_part(line, head);
    if let Some(quote) = quote {
        // A quotation that begins its clause is the content; one inside a clause belongs to the clause.
        start = if quote.start <= start + 1 || line.word(quote.start.saturating_sub(2)) == ":" {
            quote.start
        } else {
            start
        };
        if line.word(start) == "," {
            start += 1;
        }
    }
    let range = line.trimmed(start..head);
    let enough = quote.is_some()
        || goes_on
        || (range.len() >= 2
            && range.clone().any(|at| lexicon.is_verb(line.word(at)) || line.kind(at) == Some(Kind::Number))
            || range.len() > 4);
    let leading = range.len() < 5 && lexicon.grammar.prepositions.has(line.word(range.start)) && quote.is_none();
    (enough && !leading && !range.is_empty()).then_some(range)
}

/// The start of what may be content before token `head`: after a semicolon, dash or colon, else the sentence.
pub(crate) fn sentence_part(line: &Line<'_>, head: usize) -> usize {
    (0..head).rev().find(|at| matches!(line.word(*at), ";" | ":") || line.is_dash(*at)).map_or(0, |at| at + 1)
}

/// Content that goes on after "…, he said, …".
pub(crate) fn goes_on(
    line: &Line<'_>,
    lexicon: &Lexicon,
    tail: usize,
    quotes: &[Range<usize>],
) -> Option<Range<usize>> {
    if line.word(tail) != "," {
        return None;
    }
    if let Some(quote) = quotes.iter().find(|quote| quote.start > tail && quote.start <= tail + 2) {
        return Some(quote.clone());
    }
    let first = line.word(tail + 1);
    let verb = lexicon.is_verb(first) || lexicon.grammar.auxiliaries.has(first);
    let range = line.trimmed(tail + 1..line.len());
    (verb && !lexicon.cues.participle.has(first) && !range.is_empty()).then_some(range)
}

/// Where a source after its cue ends: at a mark, but after a name that a comma adds to an office.
pub(crate) fn source_end(line: &Line<'_>, lexicon: &Lexicon, start: usize) -> usize {
    let stops = |at: usize| {
        let word = line.word(at);
        // "R. K. Sharma": the stop of an initial ends nothing.
        let initial = word == "."
            && at > start
            && line.is_capital(at - 1)
            && line.raw(at - 1).chars().count() == 1
            && line.is_capital(at + 1);
        matches!(word, "," | ";" | ":" | "." | "!" | "?") && !initial
            || line.is_dash(at)
            || matches!(line.kind(at), Some(Kind::Open | Kind::Close))
            || line.kind(at).is_none()
    };
    let mut end = start;
    while !stops(end) {
        end += 1;
    }
    let office = (start..end).any(|at| lexicon.people.titles.has(line.word(at)))
        || lexicon.grammar.determiners.has(line.word(start));
    let mut name = end + 1;
    while line.is_capital(name) && line.kind(name) == Some(Kind::Word) {
        name += 1;
    }
    // "Según la alcaldesa de Torrel, Ana Ruiz, …": the capital before the comma is part of an office.
    let titled = lexicon.grammar.determiners.has(line.word(start)) && calls_somebody(lexicon, line.stem(start + 1));
    let capital = line.is_capital(end - 1) && !(titled && line.word(name) == ",");
    let added = line.word(end) == "," && office && name > end + 2 && stops(name) && !capital;
    let role_after = line.word(end) == ","
        && line.is_capital(end.saturating_sub(1))
        && lexicon.grammar.determiners.has(line.word(end + 1))
        && !lexicon.grammar.articles.has(line.word(end + 1));
    if added {
        name
    } else if role_after {
        let close = (end + 1..line.len()).find(|at| stops(*at)).unwrap_or(line.len());
        if close - end <= 8 && main_verb(line, lexicon, end + 1..close).is_none() { close } else { end }
    } else {
        end
    }
}

pub(crate) fn is_but_that(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    lexicon.cues.that.has(line.word(at)) && matches!(line.word(at - 1), "but" | "pero" | "sino")
}

/// The "that" which opens what the cue before token `after` says, past hearers, times and places.
pub(crate) fn that_after(line: &Line<'_>, lexicon: &Lexicon, after: usize) -> Option<usize> {
    let mut inserted = false;
    for at in after..(after + REACH).min(line.len()) {
        let word = line.word(at);
        if lexicon.cues.that.has(word) {
            // "Said that day" and "that" before a verb are no conjunction in English.
            return Some(at);
        }
        let stops = matches!(word, ";" | ":" | "." | "?" | "!")
            || line.is_dash(at)
            || matches!(line.kind(at), Some(Kind::Open | Kind::Close));
        // A comma may only open and close an insertion ("said, in a statement, that").
        let opens =
            word == "," && (lexicon.grammar.prepositions.has(line.word(at + 1)) || line.word(at + 1) == "however");
        let comma = word == "," && !opens && !inserted;
        inserted |= opens;
        // "In a statement published on Monday": the form in "-ed" stands after its noun.
        let described = at > after && word.ends_with("ed") && lexicon.grammar.prepositions.has(line.word(at + 1));
        // "May" with a capital is a month.
        let verb = lexicon.is_verb(word) && !described && !line.is_capital(at);
        if stops || comma || verb || lexicon.grammar.relatives.has(word) && !lexicon.cues.that.has(word) {
            return None;
        }
    }
    None
}

/// "Dijo el ministro que …": a source between cue and "that".
pub(crate) fn named_after(line: &Line<'_>, lexicon: &Lexicon, voice: &Voice, between: Range<usize>) -> Option<Voice> {
    if matches!(voice, Voice::Words(_)) || between.is_empty() {
        return None;
    }
    let first = line.word(between.start);
    let noun =
        line.is_capital(between.start) || lexicon.grammar.articles.has(first) || lexicon.grammar.determiners.has(first);
    let end =
        between.clone().find(|at| matches!(line.word(*at), "en" | "a" | "este" | "esta" | ",")).unwrap_or(between.end);
    noun.then(|| noun_phrase(line, lexicon, between.start..end)).flatten().map(Voice::Words)
}

/// A quotation that opens right after the cue, past a comma, colon or a few adverbials.
pub(crate) fn quote_after(
    line: &Line<'_>,
    lexicon: &Lexicon,
    after: usize,
    quotes: &[Range<usize>],
) -> Option<Range<usize>> {
    let quote = quotes.iter().find(|quote| quote.start > after)?;
    let between = after..quote.start - 1;
    let near = between.len() <= 8
        && !between.clone().any(|at| lexicon.is_verb(line.word(at)) || matches!(line.word(at), "." | ";"));
    near.then(|| quote.clone())
}

/// Past "on Monday", "in a statement", and past a hearer if the cue takes one.
pub(crate) fn after_adverbials(line: &Line<'_>, lexicon: &Lexicon, after: usize, hearer: bool) -> usize {
    let mut at = after;
    if hearer {
        while line.is_capital(at) && line.kind(at) == Some(Kind::Word) {
            at += 1;
        }
        if at == after && line.is_word(at) {
            at += 1 + usize::from(lexicon.grammar.determiners.has(line.word(at)));
        }
    }
    loop {
        let from = at;
        let word = line.word(at);
        if lexicon.times.weekdays.iter().any(|day| day == word)
            || matches!(word, "yesterday" | "today" | "earlier" | "later")
        {
            at += 1;
        } else if matches!(word, "on" | "in" | "at" | "during" | "via" | "to" | "through" | "after" | "before" | "by") {
            at = after_phrase(line, lexicon, at + 1);
        }
        if at == from {
            return at;
        }
    }
}

/// Past days, hours, hearers and places between a verb of saying and its subject ("informó ayer a la prensa el …").
pub(crate) fn after_circumstances(line: &Line<'_>, lexicon: &Lexicon, after: usize) -> usize {
    let day = |at: usize| lexicon.times.weekdays.iter().any(|day| day == line.word(at));
    let month = |at: usize| lexicon.times.months.iter().any(|names| names.split(' ').any(|name| name == line.word(at)));
    let part = |at: usize| matches!(line.word(at), "mañana" | "tarde" | "noche" | "madrugada" | "mediodía");
    let determined = |at: usize| lexicon.grammar.determiners.has(line.word(at));
    let mut at = after;
    loop {
        let number = usize::from(determined(at));
        let dated = line.kind(at + number) == Some(Kind::Number) && month(at + number + 2);
        let word = line.word(at);
        let length = if dated {
            number + 3
        } else if day(at) || matches!(word, "hoy" | "ayer" | "anoche" | "anteayer" | "pasado") {
            1
        } else if determined(at) && (day(at + 1) || part(at + 1)) {
            2
        } else if matches!(word, "por" | "en" | "de" | "a") && determined(at + 1) && part(at + 2) {
            3
        } else if lexicon.language == Language::Es && matches!(word, "a" | "en" | "ante" | "mediante") {
            circumstance(line, lexicon, at)
        } else {
            0
        };
        if length == 0 {
            return at;
        }
        at += length;
    }
}

/// How many tokens "a la prensa" and "en rueda de prensa" take, where a determiner or a name follows them.
fn circumstance(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> usize {
    let mut end = at + 1 + usize::from(lexicon.grammar.determiners.has(line.word(at + 1)));
    end += 1;
    if line.word(end) == "de" && line.is_word(end + 1) && !line.is_capital(end + 1) {
        end += 2;
    }
    let named = line.is_word(end) && (lexicon.grammar.determiners.has(line.word(end)) || line.is_capital(end));
    if named { end - at } else { 0 }
}

/// Past the noun phrase at `start`, which ends before what can only begin another.
pub(crate) fn after_phrase(line: &Line<'_>, lexicon: &Lexicon, start: usize) -> usize {
    let mut at = start + usize::from(lexicon.grammar.determiners.has(line.word(start)));
    let mut words = 0;
    while line.is_word(at) && words < 4 {
        let word = line.word(at);
        let begins = lexicon.grammar.determiners.has(word)
            || lexicon.grammar.pronouns.has(word)
            || lexicon.grammar.prepositions.has(word);
        let calendar = lexicon.times.weekdays.iter().any(|day| day == word);
        if words > 0 && (begins || line.is_capital(at) && !calendar && !line.is_capital(at - 1))
            || lexicon.is_verb(word)
        {
            break;
        }
        at += 1;
        words += 1;
    }
    at
}

/// Whether a clause of its own begins at token `start`: a noun phrase, and a verb soon.
pub(crate) fn is_clause(line: &Line<'_>, lexicon: &Lexicon, start: usize) -> bool {
    let first = line.word(start);
    if !line.is_word(start)
        || lexicon.grammar.prepositions.has(first)
        || lexicon.grammar.boundaries.has(first)
        || lexicon.grammar.coordinators.has(first)
        || lexicon.is_verb(first)
    {
        return false;
    }
    if matches!(first, "he" | "she" | "they" | "we" | "it" | "i" | "there") {
        return line.is_word(start + 1);
    }
    let end = (start + 1..(start + 20).min(line.len()))
        .find(|at| matches!(line.word(*at), "," | ";" | "."))
        .unwrap_or((start + 20).min(line.len()));
    (start + 1..end).any(|at| lexicon.is_verb(line.word(at)))
}

/// Where the words from token `start` on stop at the latest: the end of the sentence or a semicolon.
pub(crate) fn clause_end(line: &Line<'_>, start: usize) -> usize {
    (start..line.len()).find(|at| line.word(*at) == ";").unwrap_or(line.len())
}
