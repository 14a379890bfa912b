//! How many of whom, by this content?
//!
//! A quantity answers a count question whose words stand in its own stretch of the content (stretches part at
//! commas and "and"): the question counts people, and the quantity heads a phrase for people or stands alone
//! before the words; or the question's words are the very noun counted. A stretch without words of its own goes
//! with its neighbour ("seven of the group and two officers were killed"). "Including two officers" is a part
//! of the count before it. Over whom is said by the noun phrase alone: a side that the words do not name stays
//! open.

use std::ops::Range;

use variorum_evidence::claim::{Part, Polarity};
use variorum_evidence::question::{AnswerKind, Question};

use crate::hedges::polarity;
use crate::incidents::side;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;
use crate::questions::QuestionSet;
use crate::readings::matches;
use crate::stretches::{Stretch, stretches};

/// Predicates that happen to people; the words of any other count question name the thing counted.
const PEOPLE: &[&str] = &[
    "killed",
    "injured",
    "missing",
    "arrested",
    "rescued",
    "displaced",
    "abducted",
    "surrendered",
    "deployed",
    "wounded_in_head",
    "buried",
];

/// Longest noun phrase after a quantity, in tokens.
const PHRASE: usize = 12;

/// A count and over whom it is taken.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    pub(crate) question: usize,
    pub(crate) words: Range<usize>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) side: Option<&'static str>,
    pub(crate) part: Part,
    /// Which of the counts returned before it this one is a part of.
    pub(crate) part_of: Option<usize>,
    pub(crate) including: Vec<&'static str>,
    pub(crate) polarity: Polarity,
    pub(crate) rule: &'static str,
}

fn is_of_them(line: &Line<'_>, quantity: &Quantity) -> bool {
    let end = quantity.tokens.end;
    matches!((line.word(end), line.word(end + 1)), ("of", "them" | "whom") | ("de", "ellos" | "ellas" | "los" | "las"))
        && (line.word(end + 1) != "los" && line.word(end + 1) != "las" || matches!(line.word(end + 2), "cuales"))
}

/// Where the words of a count question stand.
struct Hit {
    question: usize,
    words: Range<usize>,
    people: bool,
}

/// The counts in `content`, in order. `open` tells which questions their own words answer, `free` which tokens belong to
/// this claim and not to one told inside.
pub(crate) fn counts(
    line: &Line<'_>,
    lexicon: &Lexicon,
    content: &Range<usize>,
    quantities: &[Quantity],
    set: &QuestionSet,
    open: &dyn Fn(&Question) -> bool,
    free: &dyn Fn(usize) -> bool,
) -> Vec<Count> {
    // "One" and "un" count somebody only right before the noun for people.
    let counts_somebody = |found: &Quantity| !found.weak || lexicon.is_person(line.word(found.tokens.end));
    let inside = |found: &Quantity| content.contains(&found.tokens.start) && free(found.tokens.start);
    let quantities: Vec<&Quantity> =
        quantities.iter().filter(|found| inside(found) && counts_somebody(found)).collect();
    if quantities.is_empty() {
        return Vec::new();
    }
    let hits = hits(line, lexicon, content, set, open, free);
    let stretches = stretches(line, lexicon, content, &quantities);
    let mut counts: Vec<Count> = Vec::new();
    let mut waiting: Vec<&Quantity> = Vec::new();
    let mut last: Vec<usize> = Vec::new();
    for (number, quantity) in quantities.iter().enumerate() {
        let Some(stretch) = stretches.iter().find(|stretch| stretch.range.contains(&quantity.tokens.start)) else {
            continue;
        };
        // "Seven of them critically" tells a part as "including seven" does.
        if stretch.including || !last.is_empty() && is_of_them(line, quantity) {
            counts.extend(part(line, lexicon, quantity, &last, &counts));
            continue;
        }
        let partner = quantities.get(number + 1).filter(|next| is_share(line, quantity, next));
        let of_share = number > 0 && is_share(line, quantities[number - 1], quantity);
        let answered = own(line, lexicon, quantity, stretch, &hits, partner.copied(), of_share, &quantities);
        let made: Vec<Count> = match answered.is_empty() {
            false => {
                answered.iter().map(|hit| count(line, lexicon, quantity, hit, stretch, "count.own-words")).collect()
            }
            true => inherited(line, lexicon, quantity, stretch, &last, &counts),
        };
        if made.is_empty() {
            waiting.push(quantity);
            continue;
        }
        for before in std::mem::take(&mut waiting) {
            counts.extend(led_by(line, lexicon, before, quantity, &made));
        }
        let start = counts.len();
        counts.extend(made);
        last = (start..counts.len()).collect();
    }
    counts
}

fn hits(
    line: &Line<'_>,
    lexicon: &Lexicon,
    content: &Range<usize>,
    set: &QuestionSet,
    open: &dyn Fn(&Question) -> bool,
    free: &dyn Fn(usize) -> bool,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (question, (asked, patterns)) in set.iter().enumerate() {
        let wanted = asked.kind == AnswerKind::Count && open(asked);
        let Some(words) = patterns.words.get(&lexicon.language).filter(|_| wanted) else {
            continue;
        };
        let refused: Vec<Range<usize>> =
            patterns.not_words.get(&lexicon.language).map_or_else(Vec::new, |not| matches(line, content, not));
        for found in matches(line, content, words) {
            let clear = !refused.iter().any(|not| not.start < found.end && found.start < not.end);
            if clear && free(found.start) {
                hits.push(Hit { question, words: found, people: counts_people(asked) });
            }
        }
    }
    hits
}

fn counts_people(question: &Question) -> bool {
    PEOPLE.contains(&question.predicate.as_str())
}

/// "Six of the seven".
fn is_share(line: &Line<'_>, first: &Quantity, second: &Quantity) -> bool {
    let between = first.tokens.end..second.tokens.start;
    (1..=3).contains(&between.len()) && matches!(line.word(between.start), "of" | "de")
}

/// The question words that this quantity answers.
#[expect(clippy::too_many_arguments, reason = "one step of one loop, cut out to be read")]
fn own<'a>(
    line: &Line<'_>,
    lexicon: &Lexicon,
    quantity: &Quantity,
    stretch: &Stretch,
    hits: &'a [Hit],
    partner: Option<&Quantity>,
    of_share: bool,
    quantities: &[&Quantity],
) -> Vec<&'a Hit> {
    let phrase = phrase(line, lexicon, quantity);
    let reach = reach(line, lexicon, quantity, stretch, quantities);
    let mut fits: Vec<&Hit> = hits
        .iter()
        .filter(|hit| reach.contains(&hit.words.start) && !overlap(&hit.words, &quantity.tokens))
        .filter(|hit| {
            if counted_noun(line, lexicon, quantity, hit) {
                true
            } else {
                hit.people && is_people(line, lexicon, &phrase)
            }
        })
        .collect();
    if let Some(partner) = partner {
        // The whole takes the words right after it, the share those of the main clause.
        let questions: Vec<usize> = fits.iter().map(|hit| hit.question).collect();
        let nearest = fits
            .iter()
            .filter(|hit| hit.words.start > partner.tokens.end)
            .min_by_key(|hit| hit.words.start)
            .map(|hit| hit.question);
        if questions.iter().any(|question| Some(*question) != nearest) {
            fits.retain(|hit| Some(hit.question) != nearest);
        }
    } else if of_share {
        let nearest = fits.iter().filter(|hit| hit.words.start >= quantity.tokens.end).map(|hit| hit.words.start).min();
        let all = fits.iter().any(|hit| Some(hit.words.start) != nearest);
        fits.retain(|hit| all && Some(hit.words.start) == nearest);
    }
    if quantity.weak {
        fits.retain(|hit| {
            hit.words.start >= quantity.tokens.end && hit.words.start <= quantity.tokens.end + 6
                || hit.words.end <= quantity.tokens.start && quantity.tokens.start - hit.words.end <= 1
        });
    }
    if quantity.definite && !phrase.named {
        fits.clear();
    }
    // One answer a question: the nearest words.
    let distance = |hit: &&Hit| {
        if hit.words.start >= quantity.tokens.end {
            hit.words.start - quantity.tokens.end
        } else {
            quantity.tokens.start.saturating_sub(hit.words.end)
        }
    };
    fits.sort_by_key(|hit| (hit.question, distance(hit)));
    fits.dedup_by_key(|hit| hit.question);
    // Two quantities in one stretch: each takes the words nearer to it.
    let others: Vec<&&Quantity> = quantities
        .iter()
        .filter(|other| ***other != *quantity && stretch.range.contains(&other.tokens.start))
        .collect();
    if partner.is_none() && !of_share {
        fits.retain(|hit| {
            !others.iter().any(|other| {
                let theirs = if hit.words.start >= other.tokens.end {
                    hit.words.start - other.tokens.end
                } else {
                    other.tokens.start.saturating_sub(hit.words.end)
                };
                theirs < distance(hit)
            })
        });
    }
    fits
}

/// The stretch, and past an inserted "including …" the verb of the whole.
fn reach(
    line: &Line<'_>,
    lexicon: &Lexicon,
    quantity: &Quantity,
    stretch: &Stretch,
    quantities: &[&Quantity],
) -> Range<usize> {
    let mut end = stretch.range.end;
    let opens = |at: usize| (0..3).any(|step| lexicon.quantifiers.including.at(line, at + step).is_some());
    if end < line.len() && opens(end) {
        let next = quantities
            .iter()
            .find(|other| other.tokens.start > quantity.tokens.end)
            .map_or(end, |other| other.tokens.end);
        let close = (next..line.len().min(next + 8)).find(|at| line.word(*at) == ",");
        if let Some(close) = close {
            end = (close + 1..line.len())
                .find(|at| matches!(line.word(*at), "," | ";" | "and" | "y"))
                .unwrap_or(line.len());
        }
    }
    stretch.range.start..end
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The words right after a quantity.
struct Phrase {
    range: Range<usize>,
    /// It names people.
    named: bool,
    /// Nothing but the quantity stands there.
    bare: bool,
}

fn phrase(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity) -> Phrase {
    let start = quantity.tokens.end;
    let joins = |word: &str| {
        matches!(
            word,
            "of" | "de" | "del" | "los" | "las" | "en" | "entre" | "in" | "among" | "from" | "on" | "a" | "por"
        )
    };
    let mut end = start;
    while end < line.len() && end < start + PHRASE {
        let word = line.word(end);
        let quote = matches!(line.word(end), "\"" | "“" | "”" | "«" | "»");
        let stops = line.is_mark(end) && !quote
            || lexicon.is_verb(word)
            || lexicon.grammar.auxiliaries.has(word) && !lexicon.grammar.articles.has(word)
            || lexicon.grammar.coordinators.has(word)
            || lexicon.grammar.relatives.has(word)
            || lexicon.grammar.prepositions.has(word) && !joins(word);
        if stops {
            break;
        }
        end += 1;
    }
    let first = |at: usize| {
        lexicon.is_person(line.word(at))
            || line.word(at).ends_with('s') && lexicon.people.titles.has(line.word(at).trim_end_matches('s'))
    };
    let head_end = (start..end).find(|at| at > &start && joins(line.word(*at))).unwrap_or(end);
    let named = quantity.people
        || (start..head_end.min(start + 5)).any(first)
        || matches!(line.word(start), "of" | "de" | "del") && side(line, lexicon, &(start..end)).is_some();
    Phrase { range: start..end, named, bare: head_end == start }
}

/// Whether the quantity can count people: a noun for people, or none before the words.
fn is_people(line: &Line<'_>, lexicon: &Lexicon, phrase: &Phrase) -> bool {
    let next = line.word(phrase.range.start);
    let elliptic = lexicon.is_verb(next)
        || lexicon.grammar.adverbs.has(next)
        || lexicon.quantifiers.grave.has(next)
        || lexicon.quantifiers.others.has(next)
        || phrase.bare;
    phrase.named || elliptic
}

/// Whether the question's words are the noun that is counted ("ten videos", "seven dead").
fn counted_noun(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity, hit: &Hit) -> bool {
    let between = quantity.tokens.end..hit.words.start;
    hit.words.start >= quantity.tokens.end
        && between.len() <= 4
        && between.clone().all(|at| {
            line.is_word(at) && !lexicon.is_verb(line.word(at)) && !lexicon.grammar.coordinators.has(line.word(at))
        })
        && !between.clone().any(|at| {
            lexicon.grammar.prepositions.has(line.word(at)) && !matches!(line.word(at), "of" | "de")
                || lexicon.is_person(line.word(at)) && !hit.people
        })
        && (!quantity.weak || between.is_empty() && hit.people)
}

fn count(
    line: &Line<'_>,
    lexicon: &Lexicon,
    quantity: &Quantity,
    hit: &Hit,
    stretch: &Stretch,
    rule: &'static str,
) -> Count {
    let phrase = phrase(line, lexicon, quantity);
    let side = side(line, lexicon, &phrase.range);
    let people = hit.people;
    let before = if hit.words.start > quantity.tokens.end {
        quantity.tokens.end..hit.words.start
    } else {
        stretch.range.start..hit.words.start
    };
    Count {
        question: hit.question,
        words: counted_words(line, lexicon, quantity, &phrase, hit),
        min: quantity.min,
        max: quantity.max,
        side: side.filter(|_| people),
        part: if side.is_some() && people { Part::Part } else { Part::Unknown },
        part_of: None,
        including: Vec::new(),
        polarity: if quantity.max == Some(0) { Polarity::Affirmed } else { polarity(line, lexicon, before) },
        rule,
    }
}

/// From the quantity to the question's words where they are what is counted.
fn counted_words(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity, phrase: &Phrase, hit: &Hit) -> Range<usize> {
    let words = value_words(line, lexicon, quantity, phrase);
    if hit.people && hit.words.start == quantity.tokens.end {
        return words.start..hit.words.end;
    }
    if hit.people && hit.words.start > words.start {
        return words.start..words.end.min(hit.words.start).max(quantity.tokens.end);
    }
    let noun = !hit.people && hit.words.start >= quantity.tokens.end && counted_noun(line, lexicon, quantity, hit);
    if noun { words.start..words.end.max(hit.words.end) } else { words }
}

/// From the quantity to the noun that it counts.
fn value_words(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity, phrase: &Phrase) -> Range<usize> {
    let noun = phrase.range.clone().take(4).find(|at| lexicon.is_person(line.word(*at)));
    let mut end = noun.map_or(quantity.tokens.end, |at| at + 1);
    while noun.is_some() && end < phrase.range.end && lexicon.is_person(line.word(end)) {
        end += 1;
    }
    quantity.tokens.start..end
}

/// "Including two officers": a part of the count before it.
fn part(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity, last: &[usize], counts: &[Count]) -> Vec<Count> {
    let phrase = phrase(line, lexicon, quantity);
    let side = side(line, lexicon, &phrase.range);
    if !phrase.named && side.is_none() {
        return Vec::new();
    }
    let parts = last.iter().filter_map(|whole| Some((*whole, counts.get(*whole)?)));
    parts
        .map(|(whole, count)| Count {
            words: value_words(line, lexicon, quantity, &phrase),
            min: quantity.min,
            max: quantity.max,
            side,
            part: Part::Part,
            part_of: Some(whole),
            including: Vec::new(),
            rule: "count.including",
            ..count.clone()
        })
        .collect()
}

/// "… killed seven of the group and two officers": the words of the count before it.
fn inherited(
    line: &Line<'_>,
    lexicon: &Lexicon,
    quantity: &Quantity,
    stretch: &Stretch,
    last: &[usize],
    counts: &[Count],
) -> Vec<Count> {
    let phrase = phrase(line, lexicon, quantity);
    let side = side(line, lexicon, &phrase.range);
    let verb = stretch.range.clone().any(|at| lexicon.is_verb(line.word(at)));
    let starts = quantity.tokens.start <= stretch.range.start + 1;
    if verb || !starts || quantity.weak && !phrase.named || !(phrase.named || side.is_some()) {
        return Vec::new();
    }
    last.iter()
        .filter_map(|before| counts.get(*before))
        .map(|before| like(line, lexicon, quantity, &phrase, before, "count.coordinated"))
        .collect()
}

/// "Seven of the group and two officers were killed": the words of the count after it.
fn led_by(line: &Line<'_>, lexicon: &Lexicon, quantity: &Quantity, next: &Quantity, made: &[Count]) -> Vec<Count> {
    let phrase = phrase(line, lexicon, quantity);
    let between = quantity.tokens.end..next.tokens.start;
    let joined = between.clone().any(|at| lexicon.quantifiers.and.has(line.word(at)));
    let verb = between.clone().any(|at| lexicon.is_verb(line.word(at)));
    let people = phrase.named || side(line, lexicon, &phrase.range).is_some();
    if !joined || verb || !people || between.len() > PHRASE || quantity.weak {
        return Vec::new();
    }
    made.iter().map(|after| like(line, lexicon, quantity, &phrase, after, "count.coordinated")).collect()
}

fn like(
    line: &Line<'_>,
    lexicon: &Lexicon,
    quantity: &Quantity,
    phrase: &Phrase,
    model: &Count,
    rule: &'static str,
) -> Count {
    let side = side(line, lexicon, &phrase.range);
    Count {
        words: value_words(line, lexicon, quantity, phrase),
        min: quantity.min,
        max: quantity.max,
        side,
        part: if side.is_some() { Part::Part } else { Part::Unknown },
        part_of: None,
        including: Vec::new(),
        rule,
        ..model.clone()
    }
}

/// Marks the counts that others are parts of as totals, with the sides counted in.
pub(crate) fn mark_totals(counts: &mut [Count]) {
    for at in 0..counts.len() {
        let Some(whole) = counts[at].part_of else { continue };
        let side = counts[at].side;
        let total = &mut counts[whole];
        if total.side.is_none() {
            total.part = Part::Total;
        }
        total.including.extend(side.filter(|side| !total.including.contains(side)));
    }
}
