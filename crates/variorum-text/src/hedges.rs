//! How surely is it put?
//!
//! A hedge is how the holder puts the main predication of a claim. The cue decides first: who believes, accuses, plans,
//! expects or asks does not assert. After a plain verb of saying the main clause of the content decides, by the lists of
//! the lexicon, modal verbs and tenses. Words on nouns, in inner clauses and in claims told inside do not count. A passive
//! with nobody named reports. Denial is not a hedge: it is the polarity of readings.

use std::ops::Range;

use variorum_evidence::claim::{Certainty, Hedge, HedgeValue, Polarity};
use variorum_evidence::document::Language;

use crate::doers::is_own_doing;
use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;
use crate::predication::{Predication, is_name, leading, predication};
use crate::tenses::{Tense, Time, is_conditional, is_future, is_past, is_rumour, tense, time};

/// A claim with a holder, or with a cue at least.
pub(crate) struct Told<'a> {
    /// The sentence of the cue.
    pub(crate) line: &'a Line<'a>,
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    /// The content, sentence by sentence.
    pub(crate) content: &'a [(Line<'a>, Vec<Range<usize>>)],
    /// Whether anybody is named as the holder.
    pub(crate) named: bool,
}

/// The hedge of what the document says in its own voice.
pub(crate) fn own(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> Hedge {
    let Some(main) = predication(line, lexicon, content) else {
        return wording(line, lexicon, leading(line, lexicon, content).into_iter());
    };
    let found = wording(line, lexicon, main.words());
    let found = if found.span.is_some() { found } else { impersonal(line, lexicon, &main) };
    if found.span.is_some() {
        return found;
    }
    let value = match tense(line, lexicon, &main, true) {
        Some(Tense::Rumoured) => HedgeValue::Reported,
        Some(Tense::Coming) => HedgeValue::Predicted,
        _ => return plain(),
    };
    Hedge { value, span: line.span(&main.verb) }
}

/// The hedge of a claim that is told.
pub(crate) fn told(lexicon: &Lexicon, told: &Told<'_>) -> Hedge {
    let main = told.content.iter().find_map(|(line, ranges)| Some((line, predication(line, lexicon, ranges)?)));
    let main = main.as_ref().map(|(line, main)| (*line, main));
    let attitude = by_cue(lexicon, told, main);
    if let Some(hedge) = attitude {
        return hedge;
    }
    let content = match (main, told.content.first()) {
        (Some((line, main)), _) => by_content(lexicon, told, line, main),
        (None, Some((line, ranges))) => wording(line, lexicon, leading(line, lexicon, ranges).into_iter()),
        (None, None) => plain(),
    };
    let doubted = matches!(content.value, HedgeValue::Apparent | HedgeValue::Alleged);
    if told.named || doubted || !is_impersonal(lexicon, told) {
        return content;
    }
    Hedge { value: HedgeValue::Reported, span: told.line.span(&told.cue) }
}

fn plain() -> Hedge {
    Hedge { value: HedgeValue::Asserted, span: None }
}

/// The first wording of doubt among these tokens.
fn wording(line: &Line<'_>, lexicon: &Lexicon, tokens: impl Iterator<Item = usize>) -> Hedge {
    let words = &lexicon.hedges;
    let lists = [
        (HedgeValue::Reported, &words.reported),
        (HedgeValue::Alleged, &words.alleged),
        (HedgeValue::Apparent, &words.apparent),
        (HedgeValue::Predicted, &words.predicted),
    ];
    let grammar = &lexicon.grammar;
    // "A probably illegal raid", "in May": on a noun, or a name.
    let on_noun = |at: &usize| {
        is_name(line, *at)
            || *at > 0 && (grammar.articles.has(line.word(at - 1)) || grammar.prepositions.has(line.word(at - 1)))
    };
    let tokens: Vec<usize> = tokens.collect();
    let found = first_of(line, &lists, tokens.iter().copied().filter(|at| !on_noun(at)));
    match tokens.into_iter().find_map(|at| is_presumed(line, lexicon, at)) {
        Some(at) if found.span.is_none() => Hedge { value: HedgeValue::Alleged, span: line.span(&(at..at + 1)) },
        _ => found,
    }
}

/// The "alleged" of "was the alleged leader", where the copula stands at token `at`.
fn is_presumed(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<usize> {
    let copula = lexicon.hedges.copulas.has(line.word(at)) && lexicon.grammar.determiners.has(line.word(at + 1));
    (copula && lexicon.hedges.presumed.has(line.word(at + 2))).then_some(at + 2)
}

/// "Is said to have", "is planning": what others hold or mean to do, told without being marked as theirs.
fn impersonal(line: &Line<'_>, lexicon: &Lexicon, main: &Predication) -> Hedge {
    let words = &lexicon.hedges.impersonal;
    let lists = [
        (HedgeValue::Reported, &words.reported),
        (HedgeValue::Alleged, &words.alleged),
        (HedgeValue::Apparent, &words.apparent),
        (HedgeValue::Planned, &words.planned),
        (HedgeValue::Predicted, &words.predicted),
    ];
    first_of(line, &lists, main.verb.clone())
}

/// The first entry that begins at one of these tokens, the longest where several do.
fn first_of(line: &Line<'_>, lists: &[(HedgeValue, &Phrases)], mut tokens: impl Iterator<Item = usize>) -> Hedge {
    let found = tokens.find_map(|at| {
        let fits = lists.iter().filter_map(|(value, list)| Some((list.at(line, at)?, *value)));
        let (length, value) = fits.max_by_key(|(length, _)| *length)?;
        Some(Hedge { value, span: line.span(&(at..at + length)) })
    });
    found.unwrap_or_else(plain)
}

/// What the cue alone makes of the claim; none where it only says.
fn by_cue(lexicon: &Lexicon, told: &Told<'_>, main: Option<(&Line<'_>, &Predication)>) -> Option<Hedge> {
    let (line, cues) = (told.line, &lexicon.cues);
    let holds = |list: &Phrases| told.cue.clone().any(|at| list.at(line, at).is_some());
    if holds(&cues.ruling_out) {
        return Some(if is_negated(lexicon, told) {
            Hedge { value: HedgeValue::Apparent, span: line.span(&told.cue) }
        } else {
            plain()
        });
    }
    if holds(&cues.denial) || told.cue.clone().any(|at| is_refused(line, lexicon, at)) {
        return Some(plain());
    }
    let doubt = wording(line, lexicon, told.cue.clone());
    if doubt.span.is_some() {
        return Some(doubt);
    }
    if lexicon.language == Language::Es && told.cue.clone().any(|at| is_rumour(line, lexicon, at)) {
        return Some(Hedge { value: HedgeValue::Reported, span: line.span(&told.cue) });
    }
    attitude(lexicon, told, main)
}

/// "Refused to say", "could not confirm": nothing is put at all.
fn is_refused(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let refuses = lexicon.cues.refusing.at(line, at).is_some() || lexicon.is_negation(line.word(at));
    refuses && (at + 1..line.len().min(at + 4)).any(|at| lexicon.cues.bare.at(line, at).is_some())
}

/// Belief, accusation, plan, forecast or request, by the verb or noun of the cue.
fn attitude(lexicon: &Lexicon, told: &Told<'_>, main: Option<(&Line<'_>, &Predication)>) -> Option<Hedge> {
    let (line, cues) = (told.line, &lexicon.cues);
    let lists = [
        (HedgeValue::Asked, &cues.asking),
        (HedgeValue::Alleged, &cues.accusing),
        (HedgeValue::Planned, &cues.planning),
        (HedgeValue::Apparent, &cues.believing),
        (HedgeValue::Predicted, &cues.predicting),
        (HedgeValue::Predicted, &cues.fearing),
    ];
    let first = told.cue.clone().find_map(|at| {
        let fits = lists.iter().filter_map(|(value, list)| Some((list.at(line, at)?, *value)));
        let (length, value) = fits.max_by_key(|(length, _)| *length)?;
        // "Al puesto de mando": whom it was told, not what is done.
        let addressed = at > told.cue.start && lexicon.grammar.prepositions.has(line.word(at - 1));
        (!addressed).then_some((at, at + length, value))
    });
    let infinitive = told.content.first().is_some_and(|(line, ranges)| is_infinitive(lexicon, line, ranges));
    let holds = |list: &Phrases| told.cue.clone().any(|at| list.at(line, at).is_some());
    let to_come = main.map(|(line, main)| time(line, lexicon, main));
    let value = match first {
        _ if infinitive && holds(&cues.planning_to) => HedgeValue::Planned,
        Some((_, _, HedgeValue::Apparent)) if to_come == Some(Time::ToCome) => HedgeValue::Predicted,
        Some((_, _, HedgeValue::Predicted)) if holds(&cues.fearing) => match to_come {
            Some(Time::Past | Time::Now) => HedgeValue::Apparent,
            _ => HedgeValue::Predicted,
        },
        Some((_, _, HedgeValue::Predicted)) if to_come == Some(Time::Past) => HedgeValue::Apparent,
        Some((_, _, value)) => value,
        // "Told him to leave", "announced an inquiry", "will appeal".
        None if infinitive && lexicon.language == Language::En => HedgeValue::Planned,
        None if main.is_none() && holds(&cues.announcing) && is_new(lexicon, told) => HedgeValue::Planned,
        None if is_will(line, lexicon, told) => HedgeValue::Planned,
        None => return None,
    };
    let span = first.map_or(told.cue.clone(), |(start, end, _)| start..end);
    Some(Hedge { value, span: line.span(&span) })
}

/// "Will ask for": what the holder means to do, in the cue.
fn is_will(line: &Line<'_>, lexicon: &Lexicon, told: &Told<'_>) -> bool {
    !is_negated(lexicon, told)
        && told.cue.clone().any(|at| lexicon.hedges.future.at(line, at).is_some() || is_future(lexicon, line.word(at)))
}

/// "To leave", "no salir", but not "to have seen".
fn is_infinitive(lexicon: &Lexicon, line: &Line<'_>, content: &[Range<usize>]) -> bool {
    let words =
        content.iter().cloned().flatten().filter(|at| line.is_word(*at) && !lexicon.is_negation(line.word(*at)));
    let words: Vec<&str> = words.take(2).map(|at| line.word(at)).collect();
    let first = words.first().copied().unwrap_or_default();
    match lexicon.language {
        Language::En => first == "to" && words.get(1).is_some_and(|word| !matches!(*word, "have" | "be")),
        Language::Es => is_spanish_infinitive(first),
        _ => false,
    }
}

/// "Salir", "salirse", "encontrarlos".
fn is_spanish_infinitive(word: &str) -> bool {
    let bare = ["se", "me", "nos", "lo", "la", "los", "las", "le", "les"].iter().find_map(|clitic| {
        word.strip_suffix(clitic).filter(|bare| ["ar", "er", "ir"].iter().any(|end| bare.ends_with(end)))
    });
    let bare = bare.unwrap_or(word);
    bare.len() > 2 && ["ar", "er", "ir", "ír"].iter().any(|end| bare.ends_with(end))
}

/// A thing that was not there before: "an inquiry", "su entrega", "measures", not "the arrest", "23 arrests".
fn is_new(lexicon: &Lexicon, told: &Told<'_>) -> bool {
    let Some((line, ranges)) = told.content.first() else { return false };
    let Some(at) = ranges.iter().cloned().flatten().find(|at| line.is_word(*at)) else { return false };
    let word = line.word(at);
    !(lexicon.grammar.articles.has(word)
        || lexicon.numbers.contains_key(word) && !lexicon.quantifiers.one.has(word)
        || line.raw(at).starts_with(|letter: char| letter.is_ascii_digit()))
}

/// What the main clause makes of the claim after a plain verb of saying.
fn by_content(lexicon: &Lexicon, told: &Told<'_>, line: &Line<'_>, main: &Predication) -> Hedge {
    let found = wording(line, lexicon, main.words());
    if found.span.is_some() {
        return found;
    }
    let own = is_own_doing(line, lexicon, told, main);
    // Whose plan it is does not matter: what was planned is not told as done.
    let planned = main.verb.clone().find_map(|at| {
        let wanted = lexicon.hedges.wanting.at(line, at).filter(|_| own);
        Some(at..at + lexicon.hedges.impersonal.planned.at(line, at).or(wanted)?)
    });
    if let Some(planned) = planned {
        return Hedge { value: HedgeValue::Planned, span: line.span(&planned) };
    }
    let value = match tense(line, lexicon, main, is_direct(line, told, main)) {
        Some(Tense::Rumoured) => HedgeValue::Reported,
        Some(Tense::Conditional) if !is_told_in_past(lexicon, told) => HedgeValue::Reported,
        // "No confirmó que hubiera heridos" orders nothing.
        Some(Tense::Wished) if is_negated(lexicon, told) => return plain(),
        Some(Tense::Wished) => HedgeValue::Planned,
        Some(Tense::Coming | Tense::Conditional) if own => HedgeValue::Planned,
        Some(Tense::Coming | Tense::Conditional) => HedgeValue::Predicted,
        None => return plain(),
    };
    Hedge { value, span: line.span(&main.verb) }
}

/// Whether the main verb stands in quotation marks that do not hold the cue too: there "would" is the speaker's own.
pub(crate) fn is_direct(line: &Line<'_>, told: &Told<'_>, main: &Predication) -> bool {
    let cue = line.span(&(main.verb.start..main.verb.start + 1)).zip(told.line.span(&told.cue));
    line.quotes().into_iter().any(|quote| {
        let holds = |span| line.span(&quote).is_some_and(|quote| quote.contains(span));
        quote.contains(&main.verb.start) && !cue.is_some_and(|(_, cue)| holds(cue))
    })
}

/// Whether the cue tells of the past: what it reports in the conditional was then to come.
fn is_told_in_past(lexicon: &Lexicon, told: &Told<'_>) -> bool {
    told.cue.clone().any(|at| is_past(lexicon, told.line.word(at)))
}

/// The two words before the cue: rules leave auxiliaries out of it.
fn lead<'a>(told: &Told<'a>) -> impl Iterator<Item = &'a str> {
    let line = told.line;
    (told.cue.start.saturating_sub(2)..told.cue.start).map(move |at| line.word(at))
}

/// Whether the cue takes back what it says.
fn is_negated(lexicon: &Lexicon, told: &Told<'_>) -> bool {
    told.cue.clone().any(|at| lexicon.is_negation(told.line.word(at)))
}

/// Whether a cue without a holder names none on purpose: "was reported", "se informó", "reports that".
fn is_impersonal(lexicon: &Lexicon, told: &Told<'_>) -> bool {
    let words = || told.cue.clone().map(|at| told.line.word(at));
    let nobody = lead(told).any(|word| lexicon.cues.no_one.has(word));
    match lexicon.language {
        _ if nobody => true,
        // "Citing", "said" without a holder: one who was not found, not one who is kept back.
        Language::En => {
            let passive = lead(told).chain(words()).any(|word| lexicon.grammar.passive.has(word));
            let verb = words().any(|word| lexicon.is_verb(word) || word.ends_with("ing"));
            !told.cue.is_empty() && (passive || !verb || words().any(|word| lexicon.cues.nouns.has(word)))
        }
        Language::Es => {
            let passive = words().any(|word| lexicon.grammar.passive.has(word))
                && !words().any(|word| lexicon.cues.reflexive.has(word));
            passive || words().any(|word| lexicon.cues.nouns.has(word) || lexicon.hedges.reported.has(word))
        }
        _ => false,
    }
}

/// How certain a reading is whose claim is hedged so; `words` are those of the hedge, in small letters.
pub(crate) fn certainty(hedge: Hedge, words: &str, lexicon: &Lexicon) -> Certainty {
    let open = || lexicon.hedges.possible.entries().any(|entry| entry == words);
    match hedge.value {
        _ if hedge.span.is_none() => Certainty::Certain,
        HedgeValue::Asserted => Certainty::Certain,
        HedgeValue::Apparent if open() => Certainty::Possible,
        HedgeValue::Reported | HedgeValue::Apparent | HedgeValue::Predicted => Certainty::Probable,
        HedgeValue::Alleged | HedgeValue::Planned => Certainty::Possible,
        HedgeValue::Asked => Certainty::Unknown,
    }
}

/// How certain the words of a fact put it themselves: "reportedly killed", "may have died", "habrían muerto".
pub(crate) fn own_certainty(line: &Line<'_>, lexicon: &Lexicon, tokens: Range<usize>) -> Certainty {
    let impersonal = &lexicon.hedges.impersonal;
    let lists = [
        (HedgeValue::Reported, &impersonal.reported),
        (HedgeValue::Alleged, &impersonal.alleged),
        (HedgeValue::Apparent, &impersonal.apparent),
    ];
    let found = wording(line, lexicon, tokens.clone());
    let found = if found.span.is_some() { found } else { first_of(line, &lists, tokens.clone()) };
    match found.span {
        Some(span) => certainty(found, &line.text.lower[span.range()], lexicon),
        None if tokens.into_iter().any(|at| is_conditional(lexicon, line.word(at))) => Certainty::Probable,
        None => Certainty::Certain,
    }
}

/// Whether the words leave open that it happened at all ("may have", "quizá"), and not only who did it.
pub(crate) fn is_left_open(line: &Line<'_>, lexicon: &Lexicon, mut tokens: Range<usize>) -> bool {
    tokens.any(|at| lexicon.hedges.possible.at(line, at).is_some())
}

/// Whether a negation stands in `before`, the few tokens that lead up to a statement.
pub(crate) fn polarity(line: &Line<'_>, lexicon: &Lexicon, before: Range<usize>) -> Polarity {
    let denies = |at: usize| lexicon.is_negation(line.word(at)) || lexicon.cues.no_one.has(line.word(at));
    if before.rev().take(4).take_while(|at| line.is_word(*at)).any(denies) {
        Polarity::Denied
    } else {
        Polarity::Affirmed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};

    /// Reads `<source> [cue] {content}` out of a sentence and checks the hedge.
    fn check(language: Language, marked: &str, expected: HedgeValue) {
        let mut raw = String::new();
        let mut parts: Vec<(char, Range<usize>)> = Vec::new();
        for letter in marked.chars() {
            match letter {
                '<' | '[' | '{' => parts.push((letter, raw.len()..raw.len())),
                '>' | ']' | '}' => parts.last_mut().unwrap().1.end = raw.len(),
                _ => raw.push(letter),
            }
        }
        let (text, found) = (Text::of(&raw), tokens(&raw, 0..raw.len()));
        let line = || Line { text: &text, tokens: &found };
        let all = |kind: char| parts.iter().filter(move |(one, _)| *one == kind);
        let place = |(_, bytes): &(char, Range<usize>)| {
            found.partition_point(|token| token.range().end <= bytes.start)
                ..found.partition_point(|token| token.range().start < bytes.end)
        };
        let source = all('<').map(place).next();
        let content = [(line(), all('{').map(place).collect())];
        let cue = all('[').map(place).next().unwrap();
        let told = Told { line: &line(), named: source.is_some(), source, cue, content: &content };
        assert_eq!(super::told(Lexicon::of(language), &told).value, expected, "{marked}");
    }

    fn english(marked: &str, expected: HedgeValue) {
        check(Language::En, marked, expected);
    }

    fn spanish(marked: &str, expected: HedgeValue) {
        check(Language::Es, marked, expected);
    }

    #[test]
    fn the_cue_decides() {
        use HedgeValue::{Alleged, Apparent, Asked, Asserted, Planned, Predicted, Reported};
        english("<The mayor> [said] {that the bridge was open}.", Asserted);
        english("<The mayor> [thinks] {the bridge was mined}.", Apparent);
        english("<The mayor> [thinks] {the bridge will fall}.", Predicted);
        english("<The union> [accused] {the guards of looting}.", Alleged);
        english("<The court> [ruled] {that the arrest was unlawful}.", Planned);
        english("<The court> [ruled out] {a second trial}.", Asserted);
        english("<The police> [have not ruled out] {that he fled abroad}.", Apparent);
        english("<The captain> [told them] {to stay below}.", Planned);
        english("<He> [claimed] {to have seen the boat}.", Asserted);
        english("<The ministry> [announced] {an inquiry}.", Planned);
        english("<The ministry> [announced] {the arrest of two men}.", Asserted);
        english("<Doctors> [fear] {that the child has died}.", Apparent);
        english("<Doctors> [fear] {a second wave}.", Predicted);
        english("<Parents> [called on the judge] {to resign}.", Asked);
        english("<The army> [will ask] {why it was not told}.", Asked);
        english("<The family> [will appeal] {against the verdict}.", Planned);
        english("<A guard> [has reportedly confessed] {that he fired}.", Reported);
        english("<The army> [denied] {that it would withdraw}.", Asserted);
        english("<The army> [refused to say] {whether it would withdraw}.", Asserted);
        spanish("<La alcaldesa> [sospecha] {que hubo un soborno}.", Apparent);
        spanish("<La fiscal> [recomienda] {que se cierre la sala}.", Asked);
        spanish("<El sindicato> [denunció] {golpes en la comisaría}.", Alleged);
        spanish("<El Gobierno> [prevé] {abrir la ruta el lunes}.", Planned);
        spanish("<El Gobierno> [prevé] {que la ruta siga cerrada}.", Predicted);
        spanish("<La familia> [no descarta] {una demanda}.", Apparent);
        spanish("[Exige] {una disculpa}.", Asked);
        spanish("<Un guardia> [habría contado] {que vio el arma}.", Reported);
    }

    #[test]
    fn after_a_plain_verb_the_main_clause_decides() {
        use HedgeValue::{Alleged, Apparent, Asserted, Planned, Predicted, Reported};
        english("<She> [said] {the guard had apparently fired twice}.", Apparent);
        english("<She> [said] {the men who may have fired were guards}.", Asserted);
        english("<She> [said] {that, when the talks would fail, they left}.", Asserted);
        english("<She> [said] {suspected bandits attacked the farm in May}.", Asserted);
        english("<She> [said] {the agency feared a flood}.", Asserted);
        english("<The company> [said] {it would appeal}.", Planned);
        english("<He> [said] {she would appeal}.", Predicted);
        english("<He> [said], {“They will appeal.”}", Predicted);
        english("<The minister> [said] {the gang was planning a raid}.", Planned);
        english("<The minister> [said] {the judge wanted to leave}.", Asserted);
        english("{“We want to leave,”} <she> [said].", Planned);
        english("<The envoy> [said] {the talks would fail}.", Predicted);
        english("{“We will not leave,”} <she> [said].", Planned);
        english("{“Nobody would help us,”} <she> [said].", Asserted);
        english("{The men,} <she> [said], {may have drowned}.", Apparent);
        english("<She> [said] {he was the alleged leader of the gang}.", Alleged);
        spanish("<La vecina> [dijo] {que al parecer no había nadie}.", Apparent);
        spanish("<La vecina> [dijo] {que el presunto ladrón huyó}.", Asserted);
        spanish("<El ministro> [dijo] {que apelaría}.", Planned);
        spanish("<El ministro> [dijo] {que el puente caería}.", Predicted);
        spanish("<El ministro> [dice] {que el general caería pronto}.", Reported);
        spanish("<El ministro> [dijo] {que el niño tendría cinco años}.", Reported);
        spanish("<El ministro> [dijo] {que los guardias que podrían saberlo callaron}.", Asserted);
        spanish("<Un agente> [le gritó] {que saliera}.", Planned);
        spanish("<El Gobierno> [no confirmó] {que hubiera heridos}.", Asserted);
        spanish("<La empresa> [anunció] {que cerrará la mina}.", Planned);
        spanish("<La empresa> [anunció] {que el juez cerrará la mina}.", Predicted);
    }

    #[test]
    fn nobody_named_is_hearsay() {
        use HedgeValue::{Apparent, Asserted, Predicted, Reported};
        english("{Two men} [are believed to] {have fled}.", Apparent);
        english("{The trial} [is expected to] {open in May}.", Predicted);
        english("[It was said] {that a third car had left}.", Reported);
        english("[Claims] {that a third car had left} were false.", Reported);
        english("[citing] {a third car}.", Asserted);
        spanish("[Se informó] {que el puente seguía cerrado}.", Reported);
        spanish("[Se cree] {que huyeron}.", Apparent);
        spanish("[Trascendió] {que había dos detenidos}.", Reported);
        spanish("[Añadió] {que había dos detenidos}.", Asserted);
        spanish("[Se quejó de] {la falta de agua}.", Asserted);
    }

    #[test]
    fn a_document_hedges_its_own_words() {
        let check = |language, raw: &str, expected| {
            let (text, found) = (Text::of(raw), tokens(raw, 0..raw.len()));
            let line = Line { text: &text, tokens: &found };
            assert_eq!(own(&line, Lexicon::of(language), &[0..line.len()]).value, expected, "{raw}");
        };
        use HedgeValue::{Alleged, Apparent, Asserted, Planned, Reported};
        check(Language::En, "Reportedly, the guard left at nine", Reported);
        check(Language::En, "On 4 May the guard left the post he may have sold", Asserted);
        check(Language::En, "The record of the ship seems to bear him out", Apparent);
        check(Language::En, "The gang was planning a raid", Planned);
        check(Language::Es, "El guardia habría abierto la reja", Reported);
        check(Language::Es, "Entre los muertos estaría un juez", Reported);
        check(Language::Es, "Rojas era el presunto jefe", Alleged);
    }
}
