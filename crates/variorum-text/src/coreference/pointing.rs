//! What do the words of a source point back to, as far as they tell it themselves?
//!
//! Pronouns and the sorts that they can stand for, relative clauses and their nouns, papers and their issuers, offices and
//! bodies in fuller and shorter words. Who was spoken of before is not asked here.

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::document::Language;

use crate::holders::{Holder, Sort, is_body, is_title, without_determiner};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::tokens::folded;

/// The words that "who" or "which" belongs to, alone or with its clause ("who signed it"): those right before it, as far as
/// no verb or mark parts them.
pub(super) fn before_relative(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    let word = line.word(words.start);
    let lone = words.len() == 1 && lexicon.grammar.relatives.has(word);
    let clause = words.len() > 1 && lexicon.people.who.has(word);
    let comma = words.start > 0 && line.word(words.start - 1) == ",";
    let end = words.start.checked_sub(usize::from(comma)).filter(|_| lone || clause)?;
    let parts = |at: usize| {
        let word = line.word(at);
        let linked = matches!(word, "of" | "de" | "del" | "for");
        line.is_mark(at)
            || lexicon.is_verb(word) && !is_title(lexicon, word)
            || lexicon.grammar.prepositions.has(word) && !linked
            || lexicon.grammar.boundaries.has(word)
            || lexicon.grammar.coordinators.has(word)
            || lexicon.cues.that.has(word)
    };
    let start = (end.saturating_sub(LONGEST)..end).rev().take_while(|at| !parts(*at)).last()?;
    (start < end).then_some(start..end)
}

/// Longest paragraph in which quotation marks are counted, in bytes: of a text without line ends each word would else be
/// counted again for each source.
const LONGEST_PARAGRAPH: usize = 8_000;

/// Whether quotation marks are open at byte `at`, counted from the beginning of its paragraph.
pub(super) fn is_quoted(text: &str, at: u32) -> bool {
    let at = at as usize;
    let before = text.get(text.floor_char_boundary(at.saturating_sub(LONGEST_PARAGRAPH))..at).unwrap_or("");
    let paragraph = before.rsplit('\n').next().unwrap_or("");
    let count = |marks: [char; 2]| paragraph.chars().filter(|letter| marks.contains(letter)).count();
    count(['“', '«']) > count(['”', '»']) || paragraph.matches('"').count() % 2 == 1
}

/// The sorts that a pronoun can stand for; none for other words.
pub(super) fn pronoun(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<&'static [Sort]> {
    let people = &lexicon.people;
    let word = line.word(words.start);
    if words.len() > 1 {
        None
    } else if people.he.has(word) {
        Some(&[Sort::Man, Sort::Person])
    } else if people.she.has(word) {
        Some(&[Sort::Woman, Sort::Person])
    } else if people.they.has(word) {
        Some(&[Sort::Several])
    } else {
        people.it.has(word).then_some(&[Sort::Body])
    }
}

/// Whether "the interior minister" can be a "minister of interior and justice": not if both say more than the office
/// and share nothing of it.
pub(super) fn agrees(words: &str, role: &str) -> bool {
    let role = folded(role);
    let more = |word: &&str| word.len() > 3;
    let of_role: BTreeSet<&str> = role.split(' ').filter(more).collect();
    let of_words: BTreeSet<&str> = words.split(' ').filter(more).collect();
    let shared = of_words.intersection(&of_role).count();
    of_words.len() <= 1 || of_role.len() <= 1 || shared > 1 || shared == of_words.len().min(of_role.len())
}

/// Whether the name of a body is built on `words`: "the police" is "the city police", but not "the police union".
pub(super) fn is_head(lexicon: &Lexicon, name: &str, words: &str) -> bool {
    let rest = match lexicon.language {
        Language::En => name.strip_suffix(words).map(|rest| rest.is_empty() || rest.ends_with(' ')),
        Language::Es => name.strip_prefix(words).map(|rest| rest.is_empty() || rest.starts_with(' ')),
        _ => None,
    };
    rest == Some(true)
}

/// The body whose statement or account the phrase speaks of.
pub(super) fn issuer(line: &Line<'_>, lexicon: &Lexicon, phrase: &Holder) -> Option<Range<usize>> {
    let call = phrase.calls.first()?;
    let noun = phrase.words.clone().find(|at| line.stem(*at) == call)?;
    if !lexicon.people.announcements.has(call) {
        return None;
    }
    let before = without_determiner(line, lexicon, &(phrase.words.start..noun));
    let after =
        (noun + 1..phrase.words.end).rev().find(|at| matches!(line.word(*at), "by" | "from" | "of" | "de" | "del"));
    let behind = after.map_or(noun..noun, |at| at + 1..phrase.words.end);
    [before, behind].into_iter().find(|range| !range.is_empty() && is_body(line, lexicon, range))
}

pub(super) fn without_article(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Range<usize> {
    let article = words.len() > 1 && lexicon.grammar.articles.has(line.word(words.start));
    words.start + usize::from(article)..words.end
}

/// "Venezuela's Interior Ministry" is the Interior Ministry; "Perez's mother" stays his.
pub(super) fn without_owner(line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Range<usize> {
    let owner = words.start..words.start + 1;
    let owned = line.stem(owner.start).len() < line.word(owner.start).len()
        && is_body(line, lexicon, &words)
        && line.is_capital(owner.end);
    if owned { owner.end..words.end } else { words }
}
