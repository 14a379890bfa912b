//! Which short names stand for which bodies of this document?
//!
//! "The Harbour Pilots' Guild (HPG)", "la empresa Aguas del Sur (Asur)": what stands in brackets behind a name is short for it
//! if its letters are found in the name in their order, and begin it. The noun before the name tells what it is. Left
//! out: short names that nothing explains.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::holders::{is_body_noun, joined};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::tokens::{Kind, folded};

/// A body that the document gives a short name.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: String,
    /// The noun before the name.
    pub(super) calls: BTreeSet<String>,
}

/// Longest name that is looked for before a bracket, in tokens.
const LONGEST: usize = 14;

/// The short names that a sentence explains, folded, with their bodies.
pub(super) fn explained(line: &Line<'_>, lexicon: &Lexicon) -> Vec<(String, Named)> {
    let bracket = |at: &usize| line.word(*at) == "(" && line.word(at + 2) == ")" && line.is_capital(at + 1);
    (1..line.len().saturating_sub(2)).filter(bracket).filter_map(|at| named(line, lexicon, at)).collect()
}

fn named(line: &Line<'_>, lexicon: &Lexicon, bracket: usize) -> Option<(String, Named)> {
    let short = folded(line.raw(bracket + 1));
    let fits = |at: &usize| {
        let word = line.word(*at);
        let joins = lexicon.people.joining.has(word) || matches!(word, "'" | "’");
        joins || line.is_capital(*at) && line.kind(*at) == Some(Kind::Word)
    };
    let start = (bracket.saturating_sub(LONGEST)..bracket).rev().take_while(fits).last()?;
    let begins = |at: &usize| {
        line.is_capital(*at)
            && !lexicon.grammar.determiners.has(line.word(*at))
            && is_short(&short, &letters(line, &(*at..bracket)))
    };
    let start = (start..bracket).find(begins)?;
    let name = start..bracket;
    if name.len() < 2 {
        return None;
    }
    let noun = start.checked_sub(1).map(|at| line.word(at)).filter(|noun| is_body_noun(lexicon, noun));
    let calls = noun.into_iter().map(str::to_owned).collect();
    Some((short, Named { name: joined(line, &name), calls }))
}

fn letters(line: &Line<'_>, name: &Range<usize>) -> String {
    folded(&joined(line, name))
}

/// Whether the letters of `short` begin `name` and go on in it in their order.
fn is_short(short: &str, name: &str) -> bool {
    let mut rest = name.chars();
    let alike = short.chars().next() == name.chars().next();
    alike && short.chars().count() > 1 && short.chars().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};
    use variorum_evidence::document::Language;

    fn check(language: Language, sentence: &str, expected: &[&str]) {
        let text = Text::of(sentence);
        let found = tokens(sentence, 0..sentence.len());
        let line = Line { text: &text, tokens: &found };
        let named = explained(&line, Lexicon::of(language)).into_iter();
        let shown: Vec<_> = named
            .map(|(short, Named { name, calls })| format!("{short} = {name} {}", calls.into_iter().collect::<String>()))
            .collect();
        let shown: Vec<_> = shown.iter().map(|shown| shown.trim_end()).collect();
        assert_eq!(shown, expected, "{sentence}");
    }

    #[test]
    fn short_names_in_brackets() {
        use Language::{En, Es};
        check(En, "The Harbour Pilots' Guild (HPG) met.", &["hpg = Harbour Pilots' Guild"]);
        check(En, "It wrote to the Lakes and Rivers Board (LRB).", &["lrb = Lakes and Rivers Board"]);
        check(En, "The company Green Hill Sugar (GHS) left.", &["ghs = Green Hill Sugar company"]);
        check(En, "TORREL, May 3 (Norte) - Ana Ruiz (PPT) spoke.", &[]);
        check(En, "The guild (HPG) met.", &[]);
        check(Es, "Según la empresa Aguas del Sur (Asur), no.", &["asur = Aguas del Sur empresa"]);
        check(Es, "El Frente por la Tierra de Ayar (Freta) calló.", &["freta = Frente por la Tierra de Ayar"]);
    }
}
