//! How surely is it put?
//!
//! The first wording of doubt that stands in the content decides, by the lists of the lexicon; without one the
//! claim is asserted, whatever the verb of saying. Two cues hedge by themselves: a passive with nobody named
//! reports, a question asks. Denial is not a hedge: it is the polarity of readings.

use std::ops::Range;

use variorum_evidence::claim::{Certainty, Hedge, HedgeValue, Polarity};

use crate::lexicon::Lexicon;
use crate::line::Line;

/// The hedge of these tokens.
pub(crate) fn hedge(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> Hedge {
    let words = &lexicon.hedges;
    let lists = [
        (HedgeValue::Reported, &words.reported),
        (HedgeValue::Alleged, &words.alleged),
        (HedgeValue::Apparent, &words.apparent),
        (HedgeValue::Apparent, &words.possible),
        (HedgeValue::Planned, &words.planned),
        (HedgeValue::Predicted, &words.predicted),
    ];
    for at in content.iter().cloned().flatten() {
        let longest = lists
            .iter()
            .filter_map(|(value, list)| Some((list.at(line, at)?, *value)))
            .max_by_key(|(length, _)| *length);
        if let Some((length, value)) = longest {
            return Hedge { value, span: line.span(&(at..at + length)) };
        }
    }
    Hedge { value: HedgeValue::Asserted, span: None }
}

/// How certain a reading is whose claim is hedged so.
pub(crate) fn certainty(hedge: HedgeValue) -> Certainty {
    match hedge {
        HedgeValue::Asserted => Certainty::Certain,
        HedgeValue::Reported | HedgeValue::Apparent | HedgeValue::Predicted => Certainty::Probable,
        HedgeValue::Alleged | HedgeValue::Planned => Certainty::Possible,
        HedgeValue::Asked => Certainty::Unknown,
    }
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
