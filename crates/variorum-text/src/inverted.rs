//! What is said where the content stands before the verb of saying?
//!
//! "…, the minister said" and "…”, said the minister". A comma, a closing mark or a dash glued to the verb parts content
//! and attribution; days, hearers and places may stand between the verb and its subject. Left out: a subject inserted
//! into its own quotation.

use std::ops::Range;

use crate::attribution::{Attribution, Cue, Voice, speaks};
use crate::contents::{
    after_circumstances, before_comma, goes_on, is_parting, next_comma, source_end, tail_end, that_after,
};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::records::is_record;
use crate::subjects::{Subject, main_verb, noun_phrase};
use crate::tokens::Kind;

/// Most tokens of the subject of a tag that closes a sentence.
const LONGEST_TAG: usize = 8;

/// "…, the minister said." and "…”, said the minister.": the content stands before.
pub(crate) fn inverted(
    line: &Line<'_>,
    lexicon: &Lexicon,
    cue: &Cue,
    quotes: &[Range<usize>],
    who: &Subject,
) -> Option<Vec<Attribution>> {
    if !(cue.clause || cue.that || cue.hearer || cue.closing) {
        return None;
    }
    let after = cue.tokens.end;
    let make = |voice: Range<usize>, head: usize, tail: usize, rule| {
        let rest = goes_on(line, lexicon, tail, quotes);
        let mut content = vec![before_comma(line, lexicon, head, quotes, rest.is_some())?];
        content.extend(rest);
        Some(vec![Attribution { voice: Voice::Words(voice), cue: Some(cue.tokens.clone()), content, rule }])
    };
    if let Subject::Here(words) = who {
        // After a quotation nothing else can be the content, whatever follows the cue.
        let quoted =
            words.start > 1 && quotes.iter().any(|quote| quote.end < words.start && words.start - quote.end <= 2);
        let tail = tail_end(line, lexicon, after).or_else(|| quoted.then(|| next_comma(line, after)))?;
        let parted = words.start > 0 && is_parting(line, words.start - 1);
        // Nothing but marks behind the cue, a whole clause before its subject: only a tag is built so.
        let closes = (after..line.len()).all(|at| line.is_mark(at))
            && words.len() <= LONGEST_TAG
            && (speaks(line, lexicon, &Voice::Words(words.clone())) || is_record(line, lexicon, words))
            && main_verb(line, lexicon, 0..words.start).is_some();
        let rule = if closes { "attribution.closing" } else { "attribution.content-first" };
        let built = parted && (closes || cue.clause || cue.that || cue.hearer);
        return built.then(|| make(words.clone(), words.start, tail, rule)).flatten();
    }
    // "…, said the minister", "—… —dijo Soto—".
    let head = parted_head(line, cue.tokens.start)?;
    if that_after(line, lexicon, after).is_some() {
        return None;
    }
    let start = after_circumstances(line, lexicon, after);
    let names = line.is_capital(start)
        || lexicon.grammar.determiners.has(line.word(start))
        || line.kind(start) == Some(Kind::Word) && lexicon.people.titles.has(line.word(start));
    if cue.tokens.len() != 1 || !names {
        return None;
    }
    let end = source_end(line, lexicon, start);
    let words = noun_phrase(line, lexicon, start..end)?;
    let tail = tail_end(line, lexicon, words.end).unwrap_or_else(|| next_comma(line, words.end));
    make(words, head, tail, "attribution.content-first-inverted")
}

/// Where the content ends that a comma, a closing mark or a dialogue dash parts from the cue at `start`.
fn parted_head(line: &Line<'_>, start: usize) -> Option<usize> {
    let before = start.checked_sub(1)?;
    let glued = line.tokens.get(before).zip(line.tokens.get(start)).is_some_and(|(dash, cue)| dash.end == cue.start);
    if line.is_dash(before) && glued && before > 0 { Some(before) } else { is_parting(line, before).then_some(start) }
}
