//! Which words of a content belong to which number?
//!
//! A content parts at commas, "and" and words that open a clause, and joins again where a part holds neither a
//! number nor a verb of its own. What "including" opens is marked: it tells a part of the stretch before it.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;

/// A part of a content that holds one statement.
pub(crate) struct Stretch {
    pub(crate) range: Range<usize>,
    /// It tells a part of what the one before it tells.
    pub(crate) including: bool,
}

/// Parts of the content that each hold one statement: they part where a quantity or a verb follows.
pub(crate) fn stretches(
    line: &Line<'_>,
    lexicon: &Lexicon,
    content: &Range<usize>,
    quantities: &[&Quantity],
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut start = content.start;
    let mut including = false;
    let inside_number = |at: usize| quantities.iter().any(|quantity| quantity.tokens.contains(&at));
    let mut at = content.start;
    while at < content.end {
        let word = line.word(at);
        let opens = lexicon.quantifiers.including.at(line, at).filter(|_| {
            quantities.iter().any(|quantity| quantity.tokens.start > at && quantity.tokens.start <= at + 5)
        });
        let parts = matches!(word, "," | ";" | "(" | ")")
            || line.is_dash(at)
            || lexicon.quantifiers.and.has(word)
            || lexicon.grammar.boundaries.has(word);
        if let Some(length) = opens {
            found.push(Stretch { range: start..at, including });
            (start, including) = (at, true);
            at += length;
            continue;
        }
        if parts && !inside_number(at) {
            found.push(Stretch { range: start..at, including });
            (start, including) = (at + 1, false);
        }
        at += 1;
    }
    found.push(Stretch { range: start..content.end, including });
    joined(line, lexicon, found, quantities)
}

/// A stretch that holds neither quantity nor verb goes with the one before it ("gravely, but not fatally,").
fn joined(line: &Line<'_>, lexicon: &Lexicon, found: Vec<Stretch>, quantities: &[&Quantity]) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in found {
        let counted = quantities.iter().any(|quantity| stretch.range.contains(&quantity.tokens.start));
        let verb = stretch.range.clone().any(|at| lexicon.is_verb(line.word(at)));
        let verbless = |last: &Stretch| !last.including && !last.range.clone().any(|at| lexicon.is_verb(line.word(at)));
        match joined.last_mut() {
            // "500 officers, soldiers and agents were deployed": one list, one verb.
            Some(last) if !counted && !stretch.including && verbless(last) => last.range.end = stretch.range.end,
            Some(last) if !counted && !stretch.including && goes_on(line, lexicon, &stretch.range) => {
                last.range.end = stretch.range.end;
            }
            Some(last) if !counted && !stretch.including && (!verb || last.including) => {
                // "Nine people, including two officers, died": what follows belongs to the whole.
                if last.including && verb {
                    joined.push(stretch);
                } else {
                    last.range.end = stretch.range.end;
                }
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

/// "… resisted and were killed": a verb without a subject of its own.
fn goes_on(line: &Line<'_>, lexicon: &Lexicon, range: &Range<usize>) -> bool {
    let first = line.word(range.start);
    let joined = range.start > 0 && lexicon.quantifiers.and.has(line.word(range.start - 1));
    joined && (lexicon.is_verb(first) || lexicon.grammar.auxiliaries.has(first) && !lexicon.grammar.articles.has(first))
}
