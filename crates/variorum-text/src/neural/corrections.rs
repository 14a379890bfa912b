//! What do the rules know better than the encoder about one attribution?
//!
//! The encoder marks words; it knows no grammar. Here stand the shapes in which it is wrong again and again: who is
//! accused, whom they reached, the subject that it took for a content, and cues that only hedge. Which of the rules' own
//! attributions take the place of its own is the reader's to say.

use std::ops::Range;

use variorum_evidence::span::TextSpan;

use crate::attribution::Voice;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::sentences::Sentence;
use crate::subjects::{Subject, main_verb, subject};
use crate::telling::{Part, Telling};
use crate::tokens::Text;

/// Most tokens of a name.
const LONGEST_NAME: usize = 3;

/// Gives an active cue for which the encoder saw no source the words before it: what it took for a content, though it is
/// no clause ("The army has called …"), or the subject ("A soldier, reached by phone, claims …").
pub(super) fn name_source(telling: &mut Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) {
    let line = Line { text, tokens: &sentences[telling.sentence].tokens };
    let Some(cue) = telling.found.cue.clone() else { return };
    drop_expletive(telling, &line, lexicon, &cue);
    let_accused_be_accused(telling, &line, lexicon, &cue);
    let_speak_whom_they_reached(telling, &line, lexicon, &cue);
    let named = telling.found.voice != Voice::Nobody || telling.source.is_some();
    let part = Part { sentence: telling.sentence, tokens: cue.clone() };
    let nobody = names_nobody(&part, text, sentences, lexicon);
    if named || nobody || line.is_mark(cue.start) || is_passive(&line, lexicon, &cue) {
        return;
    }
    if let Some(words) = misread_source(telling, &line, lexicon, &cue) {
        telling.found.content.retain(|content| *content != words);
        if let Some(exact) = &mut telling.exact {
            exact.content.retain(|span| line.touching(*span) != words);
        }
        let span = line.span(&words);
        give_source(telling, Voice::Words(words), span);
        return;
    }
    if let Subject::Here(words) | Subject::Shared(words) = subject(&line, lexicon, cue.start) {
        let free = telling.found.content.iter().all(|content| content.end <= words.start || words.end <= content.start);
        if free {
            telling.found.voice = Voice::Words(words);
        }
    }
}

/// "It was reported that …": nobody says it.
fn drop_expletive(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let it = matches!(&telling.found.voice, Voice::Words(words) if words.len() == 1 && line.word(words.start) == "it");
    if it && is_passive(line, lexicon, cue) {
        give_source(telling, Voice::Nobody, None);
    }
}

/// "Kamal is accused of having steered": it is said of him, not by him.
fn let_accused_be_accused(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let accusing = cue.clone().any(|at| lexicon.cues.accusing.has(line.word(at)));
    let Voice::Words(words) = telling.found.voice.clone() else { return };
    if !(accusing && words.end <= cue.start && is_passive(line, lexicon, cue)) {
        return;
    }
    telling.found.content.insert(0, words.clone());
    give_source(telling, Voice::Nobody, None);
    if let (Some(exact), Some(span)) = (&mut telling.exact, line.span(&words)) {
        exact.content.insert(0, span);
    }
}

/// "A soldier, reached by phone, claims …": what stands in the insertion is no source, its subject is.
fn let_speak_whom_they_reached(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let Voice::Words(words) = telling.found.voice.clone() else { return };
    let reached = words.end + 1 == cue.start && line.word(words.end) == ",";
    let means =
        words.start > 2 && matches!(line.word(words.start - 1), "by" | "via") && line.word(words.start - 3) == ",";
    if !(reached && means) {
        return;
    }
    if let Subject::Here(subject) = subject(line, lexicon, words.start - 3) {
        let span = line.span(&subject);
        give_source(telling, Voice::Words(subject), span);
    }
}

fn give_source(telling: &mut Telling, voice: Voice, span: Option<TextSpan>) {
    telling.found.voice = voice;
    if let Some(exact) = &mut telling.exact {
        exact.source = span;
    }
}

fn is_passive(line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) -> bool {
    let no_participle = |at: usize| lexicon.cues.certain.has(line.word(at)) || line.word(at).ends_with("ing");
    if cue.clone().any(no_participle) {
        return false;
    }
    let passive = |at: usize| lexicon.grammar.passive.has(line.word(at));
    cue.clone().any(passive) || cue.start > 0 && passive(cue.start - 1)
}

/// The first of several contents, where it stands right before the cue and has neither verb nor quotation marks.
fn misread_source(telling: &Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) -> Option<Range<usize>> {
    let first = telling.found.content.iter().min_by_key(|content| content.start)?;
    let several = telling.found.content.len() + telling.more.len() > 1;
    let before = several && first.end == cue.start && first.clone().all(|at| line.is_word(at));
    (before && main_verb(line, lexicon, first.clone()).is_none()).then(|| first.clone())
}

/// Whether the content is more than a name or a pronoun: "Perez became known", "opinions about him".
pub(super) fn says_something(telling: &Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let parts = telling.parts();
    let long = parts.iter().map(|part| part.tokens.len()).sum::<usize>() > LONGEST_NAME;
    long || parts.iter().any(|part| {
        let sentence = &sentences[part.sentence];
        let line = Line { text, tokens: &sentence.tokens };
        let names = |at: usize| {
            let word = line.word(at);
            let people = &lexicon.people;
            let pronoun = [&people.owners, &people.he, &people.she, &people.they].iter().any(|list| list.has(word));
            pronoun || at > 0 && line.is_capital(at)
        };
        sentence.heading || part.tokens.clone().any(|at| line.is_mark(at) || !names(at))
    })
}

/// Whether a word of saying stands in these tokens.
pub(super) fn holds_saying(part: &Part, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let line = Line { text, tokens: &sentences[part.sentence].tokens };
    let cues = &lexicon.cues;
    part.tokens.clone().any(|at| {
        let word = line.word(at);
        [&cues.clause, &cues.that_only, &cues.hearer].iter().any(|list| list.has(word))
            || [&cues.object, &cues.participle, &cues.according, &cues.bare, &cues.nouns]
                .iter()
                .any(|list| list.at(&line, at).is_some())
    })
}

/// "The ministry reportedly commissioned a test", "his ship seems to bear him out": the subject does it and says nothing.
pub(super) fn only_hedges(telling: &Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let Some(cue) = telling.found.cue.clone() else { return false };
    let line = Line { text, tokens: &sentences[telling.sentence].tokens };
    let hedges = &lexicon.hedges;
    let hedged = cue.clone().any(|at| hedges.reported.at(&line, at).is_some());
    let seems = cue.len() == 1 && hedges.apparent.at(&line, cue.start) == Some(2);
    let part = Part { sentence: telling.sentence, tokens: cue };
    (hedged || seems) && !holds_saying(&part, text, sentences, lexicon)
}

/// "Allegedly", "reportedly": the subject of such a clause is whom it is about, not who says it.
pub(super) fn names_nobody(cue: &Part, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let line = Line { text, tokens: &sentences[cue.sentence].tokens };
    let hedges = &lexicon.hedges;
    let hedging = [&hedges.reported, &hedges.alleged, &hedges.apparent];
    cue.tokens.clone().all(|at| hedging.iter().any(|list| list.at(&line, at) == Some(1)))
}
