//! Does the holder speak of what he himself will do?
//!
//! "Said it would appeal" tells a plan, "said the talks would fail" a forecast: the subject of the main verb makes the
//! difference. English shows it by a pronoun, Spanish by the person of the verb or by leaving the subject out. Left out:
//! who a pronoun stands for; next to a verb of saying it is mostly the speaker.

use variorum_evidence::document::Language;

use crate::hedges::{Told, is_direct};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::predication::Predication;
use crate::tenses::{is_conditional, is_future};

/// Whether the main verb is the doing of who holds the claim.
pub(crate) fn is_own_doing(line: &Line<'_>, lexicon: &Lexicon, told: &Told<'_>, main: &Predication) -> bool {
    let by_grammar = match lexicon.language {
        Language::En => english(line, lexicon, told, main),
        Language::Es => spanish(line, lexicon, told, main),
        _ => false,
    };
    by_grammar || shares_name(line, lexicon, told, main)
}

/// "We will", "it would appeal", but not "it would be".
fn english(line: &Line<'_>, lexicon: &Lexicon, told: &Told<'_>, main: &Predication) -> bool {
    let mut before = main.before.iter().rev().map(|at| line.word(*at));
    let state = (main.verb.start..main.verb.end + 1).any(|at| matches!(line.word(at), "be" | "been"));
    match before.find(|word| !lexicon.grammar.adverbs.has(word)) {
        Some("i" | "we") => true,
        Some(pronoun @ ("he" | "she" | "it" | "they")) => {
            told.named && !state && !is_direct(line, told, main) && !is_another(told, pronoun)
        }
        _ => main
            .verb
            .clone()
            .map(|at| line.word(at))
            .any(|word| ["we'", "we’", "i'", "i’"].iter().any(|pronoun| word.starts_with(pronoun))),
    }
}

/// "He said she would": two pronouns for two people.
fn is_another(told: &Told<'_>, pronoun: &str) -> bool {
    let source = told.source.clone().filter(|source| source.len() == 1).map(|source| told.line.word(source.start));
    source.is_some_and(|source| matches!(source, "he" | "she" | "it" | "they") && source != pronoun)
}

/// "Promoveremos"; "que apelaría", with no other subject and in the number of the cue.
fn spanish(line: &Line<'_>, lexicon: &Lexicon, told: &Told<'_>, main: &Predication) -> bool {
    let words = || main.verb.clone().map(|at| line.word(at));
    let first = |word: &str| word.ends_with("mos") || is_future(lexicon, word) && word.ends_with('é') || word == "voy";
    if words().any(first) {
        return true;
    }
    let passive = words().any(|word| word == "se" || word.starts_with("ser") || word.starts_with("hab"));
    let subject = main.before.iter().any(|at| line.is_word(*at) && !lexicon.grammar.adverbs.has(line.word(*at)));
    !subject && !passive && agrees(lexicon, told, words())
}

/// Whether the first finite verb of `words` has the number of the cue.
fn agrees<'a>(lexicon: &Lexicon, told: &Told<'_>, mut words: impl Iterator<Item = &'a str>) -> bool {
    let finite = words.find(|word| {
        let modal = lexicon.hedges.modals.has(word);
        modal || lexicon.is_verb(word) || is_future(lexicon, word) || is_conditional(lexicon, word)
    });
    let cue = told.cue.clone().map(|at| told.line.word(at)).rfind(|word| lexicon.is_verb(word));
    finite.zip(cue).is_none_or(|(verb, cue)| verb.ends_with('n') == cue.ends_with('n'))
}

/// "The army's spokesman said the army would …".
fn shares_name(line: &Line<'_>, lexicon: &Lexicon, told: &Told<'_>, main: &Predication) -> bool {
    let Some(source) = told.source.clone() else { return false };
    let noun = |word: &&str| {
        word.len() > 3 && !lexicon.grammar.determiners.has(word) && !lexicon.grammar.prepositions.has(word)
    };
    let holders: Vec<&str> = source.map(|at| told.line.stem(at)).filter(noun).collect();
    main.before.iter().map(|at| line.stem(*at)).filter(noun).any(|word| holders.contains(&word))
}
