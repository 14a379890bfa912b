//! What does the form of a verb tell about how surely and when?
//!
//! Futures, conditionals and subjunctives of Spanish are told by their endings, since no list holds all verbs; forms
//! that only look so are data (`[hedges]` in the lexicon). English says the same with auxiliaries, which are lists. Left
//! out: the future that guesses ("estará en casa"), which reports hardly use.

use variorum_evidence::document::Language;

use crate::conjugation::Form;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::predication::Predication;

/// What the form of a main verb tells beyond "it is" and "it was".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    /// "Will come", "vendrá", "va a venir"; "would come" in reported words.
    Coming,
    /// "Habría venido", "tendría 13 años".
    Rumoured,
    /// "Vendría": hearsay after a present, to come after a past.
    Conditional,
    /// "Que saliera".
    Wished,
}

/// The tense of a main verb, if it tells anything; in `direct` speech a conditional is the speaker's own.
pub(crate) fn tense(line: &Line<'_>, lexicon: &Lexicon, main: &Predication, direct: bool) -> Option<Tense> {
    let words = &lexicon.hedges;
    main.verb.clone().find_map(|at| {
        let word = line.word(at);
        let future = words.future.at(line, at).is_some() || is_future(lexicon, word) && !line.is_capital(at);
        let would = words.would.has(word) && !matches!(line.word(at + 1), "have" | "not");
        if future || would && !direct {
            Some(Tense::Coming)
        } else if is_rumour(line, lexicon, at) {
            Some(Tense::Rumoured)
        } else if is_conditional(lexicon, word) && !direct {
            Some(Tense::Conditional)
        } else {
            (is_subjunctive(lexicon, word) && !direct && at < main.verb.start + 3).then_some(Tense::Wished)
        }
    })
}

/// When the main predication holds, seen from the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    Past,
    Now,
    ToCome,
}

/// The time of a main verb.
pub(crate) fn time(line: &Line<'_>, lexicon: &Lexicon, main: &Predication) -> Time {
    let words: Vec<&str> = main.verb.clone().map(|at| line.word(at)).collect();
    let open = words.iter().any(|word| lexicon.hedges.modals.has(word) || is_subjunctive(lexicon, word));
    match tense(line, lexicon, main, false) {
        Some(Tense::Coming | Tense::Conditional | Tense::Wished) => Time::ToCome,
        Some(Tense::Rumoured) => Time::Past,
        None if open => Time::ToCome,
        None if words.iter().any(|word| is_past(lexicon, word)) => Time::Past,
        None => Time::Now,
    }
}

/// "Vendrá", "promoveremos"; "we'll".
pub(crate) fn is_future(lexicon: &Lexicon, word: &str) -> bool {
    match lexicon.language {
        Language::En => word.ends_with("'ll") || word.ends_with("’ll"),
        Language::Es => {
            let ends = [
                "ará", "erá", "irá", "drá", "brá", "rrá", "arán", "erán", "irán", "drán", "brán", "rrán", "aré", "eré",
                "iré", "dré", "aremos", "eremos", "iremos", "dremos", "bremos",
            ];
            ends_so(lexicon, word, &ends)
        }
        _ => false,
    }
}

/// "Vendría", not "quería".
pub(crate) fn is_conditional(lexicon: &Lexicon, word: &str) -> bool {
    let ends = [
        "aría", "ería", "iría", "dría", "bría", "rría", "arían", "erían", "irían", "drían", "brían", "rrían",
        "aríamos", "eríamos", "iríamos", "dríamos",
    ];
    lexicon.language == Language::Es && ends_so(lexicon, word, &ends)
}

fn ends_so(lexicon: &Lexicon, word: &str, ends: &[&str]) -> bool {
    let other = lexicon.grammar.not_verbs.has(word) || lexicon.hedges.look_alikes.has(word);
    !other && ends.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// The conditional of rumour at token `at`: "habría dicho", "tendría 13 años", but not "sería trasladado".
pub(crate) fn is_rumour(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = line.word(at);
    let participle = |word: &str| ["do", "da", "dos", "das", "to", "cho"].iter().any(|end| word.ends_with(end));
    match word {
        "habría" | "habrían" => true,
        "sería" | "serían" => !participle(line.word(at + 1)),
        _ => lexicon.hedges.states.has(word),
    }
}

/// "Saliera", "sean": wished or doubted, not told.
pub(crate) fn is_subjunctive(lexicon: &Lexicon, word: &str) -> bool {
    let ends = ["iera", "ieran", "yera", "yeran", "iese", "iesen"];
    let known =
        lexicon.verbs.is(word, &[Form::Subjunctive]) && !lexicon.verbs.is(word, &[Form::Finite, Form::Participle]);
    let grammar = &lexicon.grammar;
    let other = grammar.not_verbs.has(word) || grammar.prepositions.has(word) || grammar.determiners.has(word);
    lexicon.hedges.wished.has(word)
        || !other && (known || lexicon.language == Language::Es && ends_so(lexicon, word, &ends))
}

/// "Said", "dijo", "had", "hubo".
pub(crate) fn is_past(lexicon: &Lexicon, word: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let regular = match lexicon.language {
        Language::En => ends(&["ed"]),
        Language::Es => {
            !is_conditional(lexicon, word)
                && lexicon.is_verb(word)
                && ends(&["ó", "aron", "ieron", "yeron", "jeron", "aba", "aban", "ía", "ían", "jo", "vo"])
        }
        _ => false,
    };
    regular || lexicon.hedges.past.has(word)
}
