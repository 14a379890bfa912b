//! Who stands before a verb of saying?
//!
//! Without a parser: from the verb leftwards over auxiliaries and adverbs, then over a noun phrase until the
//! clause begins. Verbs inside it are allowed only where a relative pronoun opened a clause for them ("a woman
//! who identified herself as …"). Where a whole clause comes in between ("X supported it and said …"), the
//! subject of that clause is carried. What does not look like a noun phrase is no source: precision first.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::tokens::Kind;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 30;

/// The subject of a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The words right before the verb.
    Here(Range<usize>),
    /// The subject of the clause that the verb goes on with.
    Shared(Range<usize>),
    /// A clause goes on or the language leaves the subject out: it is whoever spoke last.
    Dropped,
    /// "It was said": nobody.
    Passive,
    /// "Who said": part of another noun phrase.
    Relative,
    /// None that can be told.
    Unclear,
}

/// The subject of the verb at token `verb`.
pub(crate) fn subject(line: &Line<'_>, lexicon: &Lexicon, verb: usize) -> Subject {
    let grammar = &lexicon.grammar;
    let mut end = verb;
    let mut passive = false;
    while end > 0 {
        let word = line.word(end - 1);
        let adverb = grammar.adverbs.has(word) || is_adverb(word) || lexicon.hedges.reported.has(word);
        let negates = lexicon.is_negation(word) && !grammar.determiners.has(word);
        if !(grammar.auxiliaries.has(word) || adverb || negates) || is_month(line, lexicon, end - 1) {
            break;
        }
        // "Was not confirmed": what negates stands between the two words of a passive.
        let near = (end..verb).all(|at| lexicon.is_negation(line.word(at)) || is_adverb(line.word(at)));
        passive |= near && grammar.passive.has(word);
        end -= 1;
    }
    if passive && !line.word(verb).ends_with("ing") {
        return Subject::Passive;
    }
    if end == 0 {
        return Subject::Dropped;
    }
    let last = line.word(end - 1);
    if grammar.relatives.has(last) {
        return Subject::Relative;
    }
    let start = clause_start(line, lexicon, end);
    if grammar.coordinators.has(last) || grammar.boundaries.has(last) {
        return shared(line, lexicon, end - 1);
    }
    if end == start || line.is_mark(end - 1) && line.word(end - 1) != "," && line.word(end - 1) != ")" {
        return if start == end { Subject::Dropped } else { Subject::Unclear };
    }
    let phrase = if line.word(end - 1) == "," { before_apposition(line, lexicon, end) } else { Some(start..end) };
    let Some(phrase) = phrase else { return Subject::Unclear };
    noun_phrase(line, lexicon, phrase).map_or(Subject::Unclear, Subject::Here)
}

/// "May" with a capital, not at the head of its sentence, is a month.
pub(crate) fn is_month(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    at > 0 && line.is_capital(at) && lexicon.times.ambiguous_months.contains(line.word(at))
}

/// "Quickly", not "family".
fn is_adverb(word: &str) -> bool {
    (word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "family" | "reply" | "italy" | "assembly" | "ally" | "supply" | "july" | "police"))
        || (word.len() > 6 && word.ends_with("mente"))
}

/// Where the clause begins whose words end before token `end`.
pub(crate) fn clause_start(line: &Line<'_>, lexicon: &Lexicon, end: usize) -> usize {
    let grammar = &lexicon.grammar;
    let floor = end.saturating_sub(LONGEST);
    let mut at = end;
    let mut depth = 0usize;
    while at > floor {
        let word = line.word(at - 1);
        match word {
            ")" => depth += 1,
            "(" if depth > 0 => depth -= 1,
            "(" => return at,
            _ if depth > 0 => {}
            "," if at == end => {}
            // "Mr. Vega" and "J. Vega": a stop that shortens parts nothing.
            "." if at > floor + 1 && line.is_capital(at - 2) && line.raw(at - 2).chars().count() <= 4 => {}
            "," | ";" | ":" | "…" | "." | "!" | "?" | "¿" | "¡" => return at,
            _ if line.is_dash(at - 1) => return at,
            _ if matches!(line.kind(at - 1), Some(Kind::Open | Kind::Close)) && at != end => return at,
            _ if grammar.boundaries.has(word) || word == "as" && opens_clause(line, at - 1) => return at,
            _ if is_that(line, lexicon, at - 1) && !is_relative_cue(line, lexicon, at - 1) => return at,
            _ if grammar.coordinators.has(word) && at > floor + 1 && line.word(at - 2) == "," => return at,
            _ if grammar.coordinators.has(word) && ends_clause(line, lexicon, floor, at - 1) => return at,
            _ => {}
        }
        at -= 1;
    }
    floor
}

/// Whether the "that" at token `at` hangs on a verb of a relative clause ("a woman who says that she …").
fn is_relative_cue(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    (2..=3).any(|back| {
        at > back
            && lexicon.grammar.relatives.has(line.word(at - back))
            && !lexicon.cues.clause.has(line.word(at - back))
    })
}

/// Whether token `at` stands first or after a mark ("as the minister said"), not inside ("known as the pilot").
fn opens_clause(line: &Line<'_>, at: usize) -> bool {
    at == 0 || line.is_mark(at - 1)
}

/// Whether token `at` opens what is said ("said that", "dijo que", "and that"), not a relative clause.
pub(crate) fn is_that(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    if !lexicon.cues.that.has(line.word(at)) {
        return false;
    }
    let Some(before) = at.checked_sub(1) else { return false };
    let word = line.word(before);
    let cue = |word: &str| {
        lexicon.cues.clause.has(word)
            || lexicon.cues.that_only.has(word)
            || lexicon.cues.participle.has(word)
            || lexicon.cues.hearer.has(word)
    };
    let coordinated = lexicon.grammar.coordinators.has(word) || lexicon.grammar.boundaries.has(word);
    let object = before > 0
        && (lexicon.grammar.pronouns.has(word)
            || matches!(word, "him" | "her" | "them" | "me" | "us")
            || line.is_capital(before))
        && cue(line.word(before - 1));
    cue(word) || coordinated || object || word == "de"
}

/// Whether a finite verb stands in the clause that ends before the coordinator at token `at`.
fn ends_clause(line: &Line<'_>, lexicon: &Lexicon, floor: usize, at: usize) -> bool {
    let mut left = at;
    let mut verb = None;
    while left > floor {
        left -= 1;
        let word = line.word(left);
        if matches!(word, "," | ";" | ":") || line.is_dash(left) || lexicon.grammar.boundaries.has(word) {
            left += 1;
            break;
        }
        if lexicon.is_verb(word) {
            verb = Some(left);
        }
    }
    verb.is_some() && main_verb(line, lexicon, left..at).is_some()
}

/// The first finite verb of `range` that no relative pronoun or "that" opened a clause for.
pub(crate) fn main_verb(line: &Line<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<usize> {
    let mut allowed = 0usize;
    let mut at = range.start;
    while at < range.end {
        let word = line.word(at);
        if at > range.start && (lexicon.grammar.relatives.has(word) || lexicon.cues.that.has(word)) {
            allowed += 1;
        } else if lexicon.is_verb(word)
            && at > range.start
            && !is_participle(line, lexicon, at)
            && !is_month(line, lexicon, at)
        {
            if allowed == 0 {
                return Some(at);
            }
            allowed -= 1;
            // "Was killed" is one verb.
            while at + 1 < range.end
                && (lexicon.is_verb(line.word(at + 1)) || lexicon.grammar.adverbs.has(line.word(at + 1)))
            {
                at += 1;
            }
        }
        at += 1;
    }
    None
}

/// "The leaked recording", "other reports", "by armed men": after a determiner or preposition it is no verb.
pub(crate) fn is_participle(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| line.word(at)) else { return false };
    let grammar = &lexicon.grammar;
    let determined =
        grammar.determiners.has(before) && !grammar.pronouns.has(before) && !lexicon.numbers.contains_key(before);
    (determined || grammar.prepositions.has(before)) && !grammar.auxiliaries.has(line.word(at))
}

/// "Diosdado Cabello, a party leader, had …": from the name on; "Vega, however, said": the name alone.
fn before_apposition(line: &Line<'_>, lexicon: &Lexicon, end: usize) -> Option<Range<usize>> {
    let inner = end - 1;
    let comma = (inner.saturating_sub(LONGEST)..inner).rev().find(|at| line.word(*at) == ",")?;
    let start = clause_start(line, lexicon, comma);
    let head = noun_phrase(line, lexicon, start..comma)?;
    let first = line.word(comma + 1);
    let apposition = lexicon.grammar.determiners.has(first)
        || lexicon.grammar.relatives.has(first)
        || lexicon.people.titles.has(first)
        || line.is_capital(comma + 1)
        || (line.kind(comma + 1) == Some(Kind::Number) && inner == comma + 2);
    let loose = line.is_capital(comma - 1)
        && main_verb(line, lexicon, comma + 1..inner).is_none()
        && !lexicon.grammar.prepositions.has(first);
    let participle = ["ing", "ando", "endo"].iter().any(|end| first.ends_with(end));
    let noun_like = (apposition
        || loose
            && !participle
            && !is_adverb(first)
            && !lexicon.grammar.adverbs.has(first)
            && !lexicon.grammar.boundaries.has(first))
        && inner - comma < LONGEST;
    let adverbial = participle
        || lexicon.grammar.prepositions.has(first)
        || is_adverb(first)
        || lexicon.grammar.boundaries.has(first);
    if noun_like { Some(head.start..inner) } else { adverbial.then_some(head) }
}

/// `range` as a noun phrase, or the noun phrase at its end where an adverbial comes first.
pub(crate) fn noun_phrase(line: &Line<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<Range<usize>> {
    let range = line.trimmed(range);
    if range.is_empty() {
        return None;
    }
    let first = line.word(range.start);
    let adverbial = lexicon.grammar.prepositions.has(first) && !starts_noun(line, lexicon, range.start);
    let loose =
        adverbial || is_adverb(first) || lexicon.grammar.adverbs.has(first) || lexicon.grammar.boundaries.has(first);
    let range = if loose || main_verb(line, lexicon, range.clone()).is_some() {
        last_phrase(line, lexicon, range)?
    } else {
        range
    };
    is_plausible(line, lexicon, &range).then_some(range)
}

fn starts_noun(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    lexicon.grammar.determiners.has(line.word(at)) && !lexicon.grammar.prepositions.has(line.word(at))
}

/// The last noun phrase of `range`: a name with the title before it, or from the last determiner or pronoun.
fn last_phrase(line: &Line<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<Range<usize>> {
    let end = range.end;
    let mut start = end;
    if lexicon.grammar.pronouns.has(line.word(end - 1)) {
        return Some(end - 1..end);
    }
    while start > range.start + 1 {
        let word = line.word(start - 1);
        let inner = line.is_word(start - 1) && (!lexicon.is_verb(word) || is_participle(line, lexicon, start - 1));
        if !inner {
            break;
        }
        let joins = matches!(word, "of" | "de" | "del" | "for");
        if lexicon.grammar.prepositions.has(word) && !joins {
            break;
        }
        start -= 1;
        let opened = start > range.start && matches!(line.word(start - 1), "of" | "de" | "del" | "for");
        if lexicon.grammar.determiners.has(word) && !opened {
            break;
        }
    }
    while start < end
        && (lexicon.grammar.prepositions.has(line.word(start)) || lexicon.grammar.coordinators.has(line.word(start)))
    {
        start += 1;
    }
    // A weekday or month before the phrase belongs to the time.
    while start + 1 < end && is_calendar(lexicon, line.word(start)) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

fn is_calendar(lexicon: &Lexicon, word: &str) -> bool {
    let times = &lexicon.times;
    times.weekdays.iter().any(|day| day == word)
        || times.months.iter().any(|names| names.split(' ').any(|name| name == word))
}

fn is_plausible(line: &Line<'_>, lexicon: &Lexicon, range: &Range<usize>) -> bool {
    let grammar = &lexicon.grammar;
    let first = line.word(range.start);
    if range.len() == 1 {
        let times = is_calendar(lexicon, first);
        let function =
            grammar.prepositions.has(first) || grammar.auxiliaries.has(first) && !grammar.pronouns.has(first);
        let pronoun = grammar.pronouns.has(first) && first != "there" && !grammar.relatives.has(first);
        let noun = !grammar.determiners.has(first) && line.kind(range.start) == Some(Kind::Word);
        let negates = lexicon.is_negation(first) && !pronoun;
        return !times && !function && !negates && (pronoun || noun);
    }
    let negated = lexicon.is_negation(first) && (grammar.auxiliaries.has(first) || grammar.adverbs.has(first));
    let starts_wrong = negated
        || grammar.coordinators.has(first)
        || grammar.relatives.has(first)
        || lexicon.cues.that.has(first) && range.len() > 8;
    let noun = range.clone().any(|at| {
        line.kind(at) == Some(Kind::Word)
            && !grammar.prepositions.has(line.word(at))
            && !grammar.determiners.has(line.word(at))
    });
    let balanced = range.clone().filter(|at| line.word(*at) == "(").count()
        == range.clone().filter(|at| line.word(*at) == ")").count();
    let all_time =
        range.clone().all(|at| is_calendar(lexicon, line.word(at)) || grammar.determiners.has(line.word(at)));
    !starts_wrong && noun && balanced && !all_time && range.len() <= LONGEST
}

/// The subject of the clause that ends before the coordinator at token `at`.
fn shared(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Subject {
    let mut end = at;
    // Back over clauses that share it too, up to the head of the sentence.
    loop {
        let start = clause_start(line, lexicon, end);
        if let Some(verb) = main_verb(line, lexicon, start..end) {
            let mut head = verb;
            while head > start
                && (lexicon.grammar.auxiliaries.has(line.word(head - 1))
                    || lexicon.grammar.adverbs.has(line.word(head - 1))
                    || is_adverb(line.word(head - 1)))
            {
                head -= 1;
            }
            if let Some(phrase) = (head > start).then(|| noun_phrase(line, lexicon, start..head)).flatten() {
                return Subject::Shared(phrase);
            }
        }
        if start == 0 || start >= end {
            return Subject::Dropped;
        }
        end = start - 1;
        if end == 0 {
            return Subject::Dropped;
        }
    }
}
