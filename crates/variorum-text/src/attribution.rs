//! Who says what, with which words?
//!
//! Every cue of the lexicon is tried with the shapes that English news uses: the source before the cue and the content
//! after it; the content first ("…, the minister said"); "according to X"; a participle that goes on ("adding
//! that …"); a passive with nobody named. Each find names its rule. A cue without a shape that fits gives no
//! claim. Left out: Spanish (`spanish`), cues inside direct quotations, and whether the source was right to say it.

use std::ops::Range;

use crate::contents::{
    after_adverbials, after_circumstances, clause_end, is_but_that, is_clause, is_parting, named_after, quote_after,
    sentence_part, source_end, that_after,
};
use crate::inverted::inverted;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::records::stated;
use crate::stance::{Stance, is_no_one, refusal, stance};
use crate::subjects::{Subject, clause_start, main_verb, noun_phrase, subject};
use crate::tokens::Kind;

/// How far "as saying" may stand behind "was quoted", in tokens.
const RELAY: usize = 14;

/// Who the source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Voice {
    /// These tokens.
    Words(Range<usize>),
    /// Whoever spoke last.
    Carried,
    /// The form of the verb alone tells that somebody speaks; no words name who.
    Dropped,
    /// Nobody is named.
    Nobody,
    /// "Nobody said", "no official has confirmed": nobody says it.
    NoOne,
}

/// An attribution in one sentence, in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    pub(crate) voice: Voice,
    pub(crate) cue: Option<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) rule: &'static str,
}

/// A verb of saying and how it may be used.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    pub(crate) tokens: Range<usize>,
    pub(crate) clause: bool,
    pub(crate) that: bool,
    object: bool,
    pub(crate) hearer: bool,
    /// Only behind what is said.
    pub(crate) closing: bool,
    /// Where its subject ends: before the words of refusal, if any.
    head: usize,
}

/// The attributions of a sentence, in the order of their cues.
pub(crate) fn find(line: &Line<'_>, lexicon: &Lexicon) -> Vec<Attribution> {
    let quotes = line.quotes();
    let quoted = |at: usize| quotes.iter().any(|quote| quote.contains(&at));
    let mut found: Vec<Attribution> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let length = if quoted(at) { None } else { try_at(line, lexicon, at, &quotes, &mut found) };
        at += length.unwrap_or(1);
    }
    bounded(line, lexicon, &mut found);
    found.retain(|attribution| !attribution.content.is_empty());
    for attribution in &mut found {
        take_back(line, lexicon, attribution);
    }
    drop_retold(line, lexicon, &mut found);
    if found.is_empty() {
        found.extend(standing_quote(line, &quotes));
    }
    found
}

/// Takes the words of negation or refusal into the cue, and a source away that is nobody.
fn take_back(line: &Line<'_>, lexicon: &Lexicon, attribution: &mut Attribution) {
    if let Some(cue) = &mut attribution.cue
        && let Some(refusal) = refusal(line, lexicon, cue.start)
    {
        cue.start = refusal.start;
    }
    if let Voice::Words(words) = &attribution.voice
        && is_no_one(line, lexicon, words)
    {
        attribution.voice = Voice::NoOne;
    }
}

/// "Dismissed claims that …": the claims of nobody are told only to be taken back.
fn drop_retold(line: &Line<'_>, lexicon: &Lexicon, found: &mut Vec<Attribution>) {
    let taken_back: Vec<Range<usize>> = found
        .iter()
        .filter(|attribution| stance(line, lexicon, attribution) != Stance::Affirms)
        .flat_map(|attribution| attribution.content.iter().cloned())
        .collect();
    found.retain(|attribution| {
        let cue = attribution.cue.as_ref().map_or(0, |cue| cue.start);
        attribution.voice != Voice::Nobody || !taken_back.iter().any(|content| content.contains(&cue))
    });
}

/// Tries every shape at token `at`; how many tokens to go on by if one fits.
fn try_at(
    line: &Line<'_>,
    lexicon: &Lexicon,
    at: usize,
    quotes: &[Range<usize>],
    found: &mut Vec<Attribution>,
) -> Option<usize> {
    if let Some(length) = lexicon.cues.according.at(line, at) {
        found.extend(according(line, lexicon, at..at + length));
        return Some(length);
    }
    if let Some(length) = lexicon.cues.participle.at(line, at) {
        let made = participle(line, lexicon, at..at + length, found);
        if !made.is_empty() {
            found.extend(made);
            return Some(length);
        }
    }
    if let Some(made) = relayed(line, lexicon, at).or_else(|| stated(line, lexicon, at)) {
        let length = made.cue.as_ref().map_or(1, |cue| cue.end - at);
        found.push(made);
        return Some(length);
    }
    if let Some(cue) = cue_at(line, lexicon, at) {
        let length = cue.tokens.len();
        found.extend(spoken(line, lexicon, &cue, quotes, found));
        return Some(length);
    }
    let length = lexicon.cues.nouns.at(line, at)?;
    // "Said in a statement that": the clause belongs to the verb already.
    let known = found.iter().any(|before| before.content.iter().any(|content| content.start == at + length + 1));
    if !known {
        found.extend(noun_of_saying(line, lexicon, at..at + length));
    }
    Some(length)
}

fn cue_at(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Cue> {
    let cues = &lexicon.cues;
    let lists =
        [&cues.clause, &cues.that_only, &cues.object, &cues.hearer, &cues.closing].map(|list| list.at(line, at));
    let refused = refusal(line, lexicon, at);
    let bare = refused.as_ref().and_then(|_| cues.bare.at(line, at));
    let length = lists.iter().flatten().copied().chain(bare).max()?;
    let [clause, that, object, hearer, closing] = lists.map(|list| list.is_some());
    // What is not told may take any shape ("did not say how many").
    let (clause, object) = (clause || refused.is_some(), object || refused.is_some());
    let head = refused.map_or(at, |refused| refused.head);
    Some(Cue { tokens: at..at + length, clause, that: that || clause, object, hearer, closing, head })
}

/// Source and cue in either order, content after or before them.
fn spoken(
    line: &Line<'_>,
    lexicon: &Lexicon,
    cue: &Cue,
    quotes: &[Range<usize>],
    before: &[Attribution],
) -> Vec<Attribution> {
    let who = subject(line, lexicon, cue.head);
    if who == Subject::Relative || is_noun_use(line, lexicon, cue) {
        return Vec::new();
    }
    let after = cue.tokens.end;
    let make = |voice, content, rule| vec![Attribution { voice, cue: Some(cue.tokens.clone()), content, rule }];
    if let Some(found) = inverted(line, lexicon, cue, quotes, &who) {
        return found;
    }
    if who == Subject::Passive {
        let that = that_after(line, lexicon, after).filter(|that| *that == after || line.word(*that - 1) == "de");
        return that.map_or_else(Vec::new, |that| {
            clauses(line, lexicon, Voice::Nobody, &cue.tokens, that, "attribution.passive")
        });
    }
    let voice = match who {
        Subject::Here(words) | Subject::Shared(words) => Voice::Words(words),
        Subject::Dropped if lexicon.cues.clause.has("said") => {
            // English leaves no subject out; a participle or an imperative is no claim.
            match before.last() {
                Some(last) if last.voice != Voice::Nobody && cue.tokens.start > 0 => last.voice.clone(),
                _ => return Vec::new(),
            }
        }
        Subject::Dropped => Voice::Carried,
        _ => Voice::Nobody,
    };
    let silent = voice == Voice::Nobody;
    if let Some(that) = that_after(line, lexicon, after).filter(|_| cue.that || cue.hearer) {
        let voice = named_after(line, lexicon, &voice, after..that).unwrap_or(voice);
        return match voice {
            Voice::Nobody => Vec::new(),
            voice => clauses(line, lexicon, voice, &cue.tokens, that, "attribution.that-clause"),
        };
    }
    if silent || voice == Voice::Carried && line.kind(after) != Some(Kind::Open) {
        return Vec::new();
    }
    if let Some(quote) = quote_after(line, lexicon, after, quotes) {
        let end = clause_end(line, quote.start);
        return make(voice, vec![line.trimmed(quote.start..end.max(quote.end))], "attribution.quote-after");
    }
    let start = after_adverbials(line, lexicon, after, cue.hearer);
    if (cue.clause || cue.hearer && start > after) && is_clause(line, lexicon, start) {
        return make(voice, vec![line.trimmed(start..clause_end(line, start))], "attribution.bare-clause");
    }
    let whether = lexicon.cues.whether.has(line.word(start)) && (cue.that || cue.hearer);
    if whether
        || cue.object
            && speaks(line, lexicon, &voice)
            && line.is_word(after)
            && !lexicon.grammar.prepositions.has(line.word(after))
    {
        let content = line.trimmed(after..clause_end(line, after));
        let denied = lexicon.cues.denial.at(line, cue.tokens.start).is_some();
        let rule = if denied { "attribution.denial" } else { "attribution.object" };
        return if content.is_empty() { Vec::new() } else { make(voice, vec![content], rule) };
    }
    Vec::new()
}

/// "The spokesman was quoted by state television as saying that …": his words, told by another.
fn relayed(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    let passive = at > 0 && lexicon.grammar.passive.has(line.word(at - 1));
    if !passive || !lexicon.cues.relayed.has(line.word(at)) {
        return None;
    }
    let (tail, length) = (at + 1..at + RELAY).find_map(|at| Some((at, lexicon.cues.as_saying.at(line, at)?)))?;
    let cue = at - 1..tail + length;
    let Subject::Here(source) = subject(line, lexicon, at - 1) else { return None };
    let start = that_after(line, lexicon, cue.end).map_or(cue.end, |that| that + 1);
    let content = line.trimmed(start..clause_end(line, start));
    (content.len() >= 2).then(|| Attribution {
        voice: Voice::Words(source),
        cue: Some(cue),
        content: vec![content],
        rule: "attribution.relayed",
    })
}

/// "Other reports", "the claims": the word is a noun here.
fn is_noun_use(line: &Line<'_>, lexicon: &Lexicon, cue: &Cue) -> bool {
    let at = cue.tokens.start;
    let ambiguous = lexicon.cues.nouns.has(line.word(at));
    let determined = at > 0 && {
        let before = line.word(at - 1);
        lexicon.grammar.determiners.has(before) || lexicon.grammar.prepositions.has(before)
    };
    // "Could not confirm reports that": what another verb of saying takes is its noun.
    let taken = at > 0
        && [&lexicon.cues.object, &lexicon.cues.bare, &lexicon.cues.participle]
            .iter()
            .any(|list| list.has(line.word(at - 1)));
    (ambiguous && (taken || !lexicon.cues.that.has(line.word(cue.tokens.end))))
        || (determined && cue.head == at && lexicon.cues.clause.has("said"))
}

/// "According to X, …" and "…, according to X".
fn according(line: &Line<'_>, lexicon: &Lexicon, cue: Range<usize>) -> Option<Attribution> {
    let start = after_circumstances(line, lexicon, cue.end);
    let end = source_end(line, lexicon, start);
    let source = line.trimmed(start..end);
    if source.is_empty() {
        return None;
    }
    let formal = line.word(cue.start) != "in";
    let leads =
        cue.start == 0 || clause_start(line, lexicon, cue.start) == cue.start && !is_parting(line, cue.start - 1);
    let (content, rule) = if leads && line.word(end) == "," {
        (line.trimmed(end..line.len()), if formal { "attribution.according-first" } else { "attribution.view" })
    } else {
        (line.trimmed(sentence_part(line, cue.start)..cue.start), "attribution.according-last")
    };
    // Without content before it and no comma after its source, the phrase belongs to a clause that goes on.
    let content = if content.is_empty() { line.trimmed(end..line.len()) } else { content };
    let enough = content.len() >= 2;
    enough.then(|| Attribution { voice: Voice::Words(source), cue: Some(cue), content: vec![content], rule })
}

/// ", adding that …" has the subject of the cue before it; "with some believing …" its own.
fn participle(line: &Line<'_>, lexicon: &Lexicon, cue: Range<usize>, before: &[Attribution]) -> Vec<Attribution> {
    let at = cue.start;
    let parted = at > 0 && (line.word(at - 1) == "," || lexicon.grammar.coordinators.has(line.word(at - 1)));
    let voice = if parted {
        let last = before.iter().rev().find(|found| found.cue.as_ref().is_some_and(|cue| cue.start < at));
        let leading = || {
            let verb = main_verb(line, lexicon, 0..at)?;
            noun_phrase(line, lexicon, clause_start(line, lexicon, verb)..verb)
        };
        match last.map(|found| found.voice.clone()) {
            Some(Voice::Words(words)) => Some(Voice::Words(words)),
            Some(other) => Some(other),
            None => leading().map(Voice::Words),
        }
    } else {
        let with = (at.saturating_sub(8)..at).rev().find(|at| line.word(*at) == "with");
        with.and_then(|with| noun_phrase(line, lexicon, with + 1..at)).map(Voice::Words)
    };
    let Some(voice) = voice.filter(|voice| *voice != Voice::Nobody) else { return Vec::new() };
    let rule = if parted { "attribution.participle" } else { "attribution.with-participle" };
    if let Some(that) = that_after(line, lexicon, cue.end) {
        return clauses(line, lexicon, voice, &cue, that, rule);
    }
    let content = line.trimmed(cue.end..clause_end(line, cue.end));
    let enough = content.len() >= 2;
    if enough { vec![Attribution { voice, cue: Some(cue), content: vec![content], rule }] } else { Vec::new() }
}

/// "There were reports that …" (nobody is named), "calls from X for Y".
fn noun_of_saying(line: &Line<'_>, lexicon: &Lexicon, cue: Range<usize>) -> Vec<Attribution> {
    if lexicon.cues.that.has(line.word(cue.end)) {
        return clauses(line, lexicon, Voice::Nobody, &cue, cue.end, "attribution.noun");
    }
    let from = |at: usize| matches!(line.word(at), "from" | "by");
    let aim = |at: usize| line.word(at) == "for";
    let limit = clause_end(line, cue.end).min(cue.end + 24);
    let (source, content) = if from(cue.end) {
        let Some(split) = (cue.end + 1..limit).find(|at| aim(*at)) else { return Vec::new() };
        (cue.end + 1..split, split + 1..clause_end(line, split))
    } else if aim(cue.end) {
        let Some(split) = (cue.end + 1..limit).find(|at| from(*at)) else { return Vec::new() };
        (split + 1..clause_end(line, split), cue.end + 1..split)
    } else {
        return Vec::new();
    };
    let (source, content) = (line.trimmed(source), line.trimmed(content));
    if source.is_empty() || content.is_empty() || line.word(cue.start) != "calls" && line.word(cue.start) != "call" {
        return Vec::new();
    }
    vec![Attribution {
        voice: Voice::Words(source),
        cue: Some(cue),
        content: vec![content],
        rule: "attribution.noun-from",
    }]
}

/// A quotation that fills its sentence belongs to whoever spoke last.
fn standing_quote(line: &Line<'_>, quotes: &[Range<usize>]) -> Option<Attribution> {
    let [quote] = quotes else { return None };
    let inside = line.trimmed(quote.clone());
    let words = (0..line.len()).filter(|at| line.is_word(*at)).count();
    let quoted = quote.clone().filter(|at| line.is_word(*at)).count();
    (words == quoted && words >= 3).then(|| Attribution {
        voice: Voice::Carried,
        cue: None,
        content: vec![inside],
        rule: "attribution.quote-carried",
    })
}

/// The contents that "that" opens, one claim for each ("that A but that B").
fn clauses(
    line: &Line<'_>,
    lexicon: &Lexicon,
    voice: Voice,
    cue: &Range<usize>,
    that: usize,
    rule: &'static str,
) -> Vec<Attribution> {
    let end = clause_end(line, that);
    let mut starts = vec![that + 1];
    let mut stops = Vec::new();
    for at in that + 2..end {
        let opens = lexicon.cues.that.has(line.word(at)) && lexicon.grammar.coordinators.has(line.word(at - 1))
            || is_but_that(line, lexicon, at);
        if opens {
            stops.push(at - 1);
            starts.push(at + 1);
        }
    }
    stops.push(end);
    let parts =
        starts.into_iter().zip(stops).map(|(start, stop)| line.trimmed(start..stop)).filter(|part| !part.is_empty());
    parts.map(|part| Attribution { voice: voice.clone(), cue: Some(cue.clone()), content: vec![part], rule }).collect()
}

/// Whether these words can be a source of a noun phrase: somebody, not something.
pub(crate) fn speaks(line: &Line<'_>, lexicon: &Lexicon, voice: &Voice) -> bool {
    let Voice::Words(words) = voice else { return false };
    let people = &lexicon.people;
    words.clone().any(|at| {
        let word = line.stem(at);
        line.is_capital(at) && at > 0
            || line.is_capital(at) && words.len() == 1
            || lexicon.is_person(word)
            || people.titles.has(word)
            || people.organisations.has(word)
            || people.bodies.has(word)
            || people.callings.has(word)
            || lexicon.grammar.pronouns.has(word)
                && !matches!(word, "this" | "that" | "it" | "these" | "those" | "which")
            || ["s", "es"].iter().any(|end| {
                word.strip_suffix(end).is_some_and(|one| people.titles.has(one) || people.organisations.has(one))
            })
            || matches!(
                word,
                "critics"
                    | "authorities"
                    | "lawmakers"
                    | "opposition"
                    | "families"
                    | "sources"
                    | "source"
                    | "witnesses"
                    | "groups"
            )
    })
}

/// Cuts contents where another source begins to speak in the same sentence.
fn bounded(line: &Line<'_>, lexicon: &Lexicon, found: &mut [Attribution]) {
    let heads: Vec<(usize, usize)> = found.iter().filter_map(|later| head_of(line, lexicon, later)).collect();
    for attribution in found.iter_mut() {
        let Some(cue) = attribution.cue.clone() else { continue };
        for content in &mut attribution.content {
            let next = heads
                .iter()
                .find(|(head, cue_start)| *head > content.start + 1 && *head < content.end && *cue_start > cue.start);
            if let Some((head, _)) = next {
                *content = line.trimmed(content.start..*head);
            }
        }
        attribution.content.retain(|content| !content.is_empty());
    }
}

/// Where the words of an attribution begin that part it from the content before, and its cue.
fn head_of(line: &Line<'_>, lexicon: &Lexicon, attribution: &Attribution) -> Option<(usize, usize)> {
    let cue = attribution.cue.as_ref()?;
    let joined = |at: usize| {
        let word = line.word(at);
        matches!(word, "but" | "while" | "although" | "though" | "whereas" | ";" | "yet")
            || lexicon.grammar.coordinators.has(word) && at > 0 && line.word(at - 1) == ","
    };
    match attribution.rule {
        "attribution.participle" => (line.word(cue.start - 1) == ",").then_some((cue.start - 1, cue.start)),
        "attribution.according-last" | "attribution.according-first" | "attribution.view" => None,
        _ => {
            let own = match &attribution.voice {
                Voice::Words(words) if words.end <= cue.start => {
                    // A subject shared with an earlier verb stands far before: the verb itself is the head.
                    let near = (words.end..cue.start)
                        .all(|at| line.is_word(at) && !lexicon.grammar.coordinators.has(line.word(at)));
                    if near { words.start } else { cue.start }
                }
                _ => cue.start,
            };
            let before = own.checked_sub(1)?;
            let verb_joined = own == cue.start && lexicon.grammar.coordinators.has(line.word(before));
            (joined(before) || verb_joined).then_some((before, cue.start))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shown::shown;
    use variorum_evidence::document::Language;

    fn check(sentence: &str, expected: &[&str]) {
        assert_eq!(shown(sentence, Language::En, find), expected, "{sentence}");
    }

    #[test]
    fn words_told_by_another() {
        check(
            "The army spokesman, Brigadier Hatim Vega, was quoted by state television as saying that rebels had come.",
            &["The army spokesman, Brigadier Hatim Vega | was quoted by state television as saying | rebels had come"],
        );
        check(
            "Vega was cited by the Gazette as saying no report exists.",
            &["Vega | was cited by the Gazette as saying | no report exists"],
        );
        check("The price was quoted by a dealer.", &[]);
    }

    #[test]
    fn english_shapes() {
        check("The mayor told Reuters that two men died.", &["The mayor | told | two men died"]);
        check("Two men died, Mr. Vega said in a statement.", &["Mr. Vega | said | Two men died"]);
        check("\"We fled,\" said Ana Cole, a baker. ", &["Ana Cole, a baker | said | We fled"]);
        check("The raid, she said, began at dawn.", &["she | said | The raid … began at dawn"]);
        check("According to the report, nobody died.", &["the report | According to | nobody died"]);
        check("It was reported that two men died.", &["(nobody) | reported | two men died"]);
        check("There were reports that he fled.", &["(nobody) | reports | he fled"]);
        check("Vega said that A fled but that B stayed.", &["Vega | said | A fled", "Vega | said | B stayed"]);
        check(
            "Vega denied the report, adding that he slept.",
            &["Vega | denied | the report", "Vega | adding | he slept"],
        );
        check("Vega, the man who led the raid, said he slept.", &["Vega, the man who led the raid | said | he slept"]);
        check("Officials said nothing on Monday.", &[]);
        check("The statement had a long history.", &[]);
        check("In the view of the army, nobody died.", &["the army | In the view of | nobody died"]);
        check("Vega died at noon, second inquiry finds.", &["second inquiry | finds | Vega died at noon"]);
        check("He had a list, Feld suspects.", &["Feld | suspects | He had a list"]);
        check("The march went on, and nobody found him.", &[]);
        check("The army denies both the tow and the ramming.", &["The army | denies | both the tow and the ramming"]);
    }
}
