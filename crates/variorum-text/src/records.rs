//! What do records, counts and clocks state?
//!
//! They say things without a verb of saying: "the observatory put the toll at 38", "the ministry counts 15 dead", "the log
//! lists eleven calls", "the captain places it 0.8 miles inside". A verb that may mean anything ("has", "gives") needs a
//! number behind it and somebody, or a record, before it. Left out: whether the record is right.

use std::ops::Range;

use crate::attribution::{Attribution, Voice, speaks};
use crate::contents::clause_end;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::{Subject, subject};
use crate::tokens::Kind;

/// How far behind the verb a place or time is looked for, in tokens.
const FAR: usize = 14;

/// What is stated with the verb at token `at`.
pub(crate) fn stated(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    figure(line, lexicon, at)
        .or_else(|| tally(line, lexicon, at))
        .or_else(|| record(line, lexicon, at))
        .or_else(|| placed(line, lexicon, at))
}

/// "The observatory put the toll at 38".
fn figure(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    let length = lexicon.cues.figure.at(line, at)?;
    // "Put the toll at" is a cue as a whole.
    if lexicon.cues.object.at(line, at) > Some(length) {
        return None;
    }
    let cue = at..at + length;
    let joined = words_after(line, cue.end, 8).find(|at| line.word(*at) == "at")?;
    // A quantifier or two may stand before the number ("at more than 38").
    let counted = words_after(line, joined + 1, 4).any(|at| is_number(line, lexicon, at));
    let Subject::Here(source) = subject(line, lexicon, at) else { return None };
    let somebody = speaks(line, lexicon, &Voice::Words(source.clone()));
    (counted && somebody).then(|| make(line, source, cue, "attribution.figure"))
}

/// "The ministry counts 15 dead", "a list names 112 injured people", "survivors speak of 130".
fn tally(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    let length = lexicon.cues.tally.at(line, at)?;
    let cue = at..at + length;
    let after: Vec<usize> = words_after(line, cue.end, 12).collect();
    let counted = after.iter().take(7).any(|at| is_number(line, lexicon, *at));
    let people = after.iter().any(|at| lexicon.is_person(line.word(*at)) || is_toll(line.word(*at)));
    let source = source(line, lexicon, at)?;
    // Who counts, counts what the text is about, named or not ("speak of 130", "count 600 marchers").
    let counts = lexicon.cues.counting.at(line, at).is_some()
        && after.iter().take(4).any(|at| is_number(line, lexicon, *at))
        && (is_record(line, lexicon, &source) || speaks(line, lexicon, &Voice::Words(source.clone())));
    (counted && people || counts).then(|| make(line, source, cue, "attribution.tally"))
}

/// "The log lists eleven calls", "satellite images show two craters".
fn record(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    let length = lexicon.cues.recording.at(line, at)?;
    let cue = at..at + length;
    let source = source(line, lexicon, at).filter(|source| is_record(line, lexicon, source))?;
    let opens = line.is_word(cue.end) && !lexicon.grammar.prepositions.has(line.word(cue.end));
    (opens && clause_end(line, cue.end) > cue.end + 1).then(|| make(line, source, cue, "attribution.record"))
}

/// "The log puts the first call at 05:12", "the captain places it 0.8 miles inside".
fn placed(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Attribution> {
    let length = lexicon.cues.placing.at(line, at)?;
    let cue = at..at + length;
    let first = cue.end;
    let object = line.is_word(first)
        && !lexicon.is_verb(line.word(first))
        && !lexicon.grammar.adverbs.has(line.word(first))
        && !lexicon.grammar.prepositions.has(line.word(first))
        && line.word(first) != "been";
    let source = source(line, lexicon, at)?;
    let record = is_record(line, lexicon, &source);
    // To have or to give something is to state it only for a record; to place or to date it, for anybody.
    let weak = matches!(line.word(at), "has" | "had" | "have" | "put" | "puts");
    let somebody = record || !weak && speaks(line, lexicon, &Voice::Words(source.clone()));
    let measured = words_after(line, first, FAR).any(|at| is_measure(line, lexicon, at));
    (object && somebody && measured).then(|| make(line, source, cue, "attribution.placed"))
}

/// Whether a time of day or a unit of time or distance stands at token `at`.
fn is_measure(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let clock = line.kind(at) == Some(Kind::Number) && line.raw(at).contains([':', '.']);
    clock || lexicon.cues.measures.has(line.word(at))
}

fn make(line: &Line<'_>, source: Range<usize>, cue: Range<usize>, rule: &'static str) -> Attribution {
    let content = line.trimmed(cue.end..clause_end(line, cue.end));
    Attribution { voice: Voice::Words(source), cue: Some(cue), content: vec![content], rule }
}

fn source(line: &Line<'_>, lexicon: &Lexicon, verb: usize) -> Option<Range<usize>> {
    match subject(line, lexicon, verb) {
        Subject::Here(words) | Subject::Shared(words) => Some(words),
        _ => None,
    }
}

/// Whether the noun that these words are about is a record: "the call log", "the minutes of the committee".
pub(crate) fn is_record(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> bool {
    let parted = |at: usize| {
        lexicon.grammar.prepositions.has(line.word(at)) || line.word(at) == "," || lexicon.is_verb(line.word(at))
    };
    let head = words.clone().skip(1).find(|at| parted(*at)).unwrap_or(words.end);
    lexicon.people.records.has(line.word(head - 1))
        || head > words.start + 1 && lexicon.people.records.has(line.word(head - 2)) && line.word(head - 1) == "taken"
}

fn words_after<'a>(line: &'a Line<'_>, from: usize, most: usize) -> impl Iterator<Item = usize> + 'a {
    (from..(from + most).min(line.len())).take_while(|at| line.is_word(*at))
}

fn is_number(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    line.kind(at) == Some(Kind::Number) || lexicon.numbers.contains_key(line.word(at))
}

fn is_toll(word: &str) -> bool {
    matches!(word, "toll" | "deaths" | "casualties" | "killed" | "missing" | "names" | "bodies")
}

#[cfg(test)]
mod tests {
    use variorum_evidence::document::Language;

    use crate::attribution::find;
    use crate::shown::shown;

    fn check(sentence: &str, expected: &[&str]) {
        assert_eq!(shown(sentence, Language::En, find), expected, "{sentence}");
    }

    #[test]
    fn counts_with_and_without_what_is_counted() {
        check("The observatory put the toll at 38.", &["The observatory | put | the toll at 38"]);
        check("The ministry counts 15 dead.", &["The ministry | counts | 15 dead"]);
        check("The survivors speak of 130.", &["The survivors | speak of | 130"]);
        check("Police count only two.", &["Police | count | only two"]);
        check("Police speak of 600 marchers.", &["Police | speak of | 600 marchers"]);
        check(
            "The ombudsman's office counts eleven, without the officers.",
            &["The ombudsman's office | counts | eleven, without the officers"],
        );
        check("The shop carries 15 brands of tea.", &[]);
    }

    #[test]
    fn records() {
        check("The duty log records the first shots.", &["The duty log | records | the first shots"]);
        check("The minutes of the committee list nine guards.", &["The minutes of the committee | list | nine guards"]);
        check(
            "Satellite images taken on 15 May show two craters 34 metres apart.",
            &["Satellite images taken on 15 May | show | two craters 34 metres apart"],
        );
        check("The market shows no sign of fear.", &[]);
    }

    #[test]
    fn places_and_times() {
        check(
            "The ambulance service's log puts the first call at 05:12.",
            &["The ambulance service's log | puts | the first call at 05:12"],
        );
        check(
            "Captain Oscar Lind of the Maren places it 0.8 miles inside.",
            &["Captain Oscar Lind of the Maren | places | it 0.8 miles inside"],
        );
        check(
            "The e-mail gives a position 1.5 miles south of the buoy.",
            &["The e-mail | gives | a position 1.5 miles south of the buoy"],
        );
        check(
            "Major Samuel Korede still gives 1.05 a.m. as the time of contact.",
            &["Major Samuel Korede | gives | 1.05 a.m. as the time of contact"],
        );
        check(
            "The coastguard's own log has the first call almost an hour later.",
            &["The coastguard's own log | has | the first call almost an hour later"],
        );
        check("The report has been read by 300 people.", &[]);
        check("The mayor has two daughters.", &[]);
        check("The letter put him in prison for 3 years.", &[]);
    }
}
