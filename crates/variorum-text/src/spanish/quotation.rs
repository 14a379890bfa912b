//! What is told before its verb, or beside a colon?
//!
//! "«…», dijo X", "—… —contó X—", "Murieron dos, informó X"; "Vecinos: «…»" and "«…»: madre de un muerto".

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::conjugation::Form;
use crate::contents::after_circumstances;
use crate::tokens::Kind;
use crate::verbs::{Group, is_finite};

use super::Clause;

impl Clause<'_> {
    /// "…, dijo X", "«…», señaló", "—… —contó X—. …".
    pub(super) fn content_first(&self, group: &Group) -> Option<Attribution> {
        let cue = group.tokens.clone();
        let before = cue.start.checked_sub(1)?;
        let dash = self.line.is_dash(before);
        let close = self.line.kind(before) == Some(Kind::Close)
            || before > 0 && self.word(before) == "," && self.line.kind(before - 1) == Some(Kind::Close);
        let comma = self.word(before) == ",";
        let says = (group.frames.clause || (close || dash) && group.frames.object)
            && matches!(group.form, Form::Finite | Form::First)
            && !group.negated;
        if !(dash || close || comma) || !says || before == 0 {
            return None;
        }
        let closing = (cue.end..self.line.len()).find(|at| self.line.is_dash(*at) && !self.quoted[*at]);
        let until = if dash { closing.unwrap_or(self.line.len()) } else { self.line.len() };
        let that = if close || dash {
            self.word(cue.end) == "que"
        } else {
            self.that_after(cue.end, false, false).is_some_and(|that| that < until)
        };
        if that || self.word(cue.end) == ":" {
            return None;
        }
        let start = after_circumstances(self.line, self.lexicon, self.after_adverbs(cue.end));
        let ends = |at: usize| at >= until || self.line.is_mark(at) && self.word(at) != "(";
        let (voice, tail) = if ends(cue.end) {
            // "…, dijo." without quotation is no sentence of Spanish news.
            if !(dash || close) {
                return None;
            }
            (Voice::Dropped, cue.end)
        } else if self.is_name_start(start) {
            let end = self.postposed_end(start, until);
            (Voice::Words(start..end), end)
        } else if dash || close {
            let end = (cue.end..until).find(|at| self.line.is_mark(*at)).unwrap_or(until);
            (Voice::Dropped, end)
        } else {
            return None;
        };
        let first = self.said_before(before, dash, close)?;
        // "Entiende que el cerrojo, y no el fuego, explica las muertes": the verb is that of the clause before it.
        if !close && !dash && self.awaits_verb(first.start..before) {
            return None;
        }
        let mut content = vec![first];
        if !close && !dash && !self.states(&content[0]) {
            // "El herido, aseguran sus allegados, tiene 19 años."
            let rest = self.line.trimmed(tail..self.line.len());
            let inserted = self.word(tail) == ","
                && is_finite(self.line, self.lexicon, rest.start)
                && !self.is_adverbial(&content[0]);
            if !inserted || content[0].is_empty() {
                return None;
            }
            content.push(rest);
            return Some(Attribution { voice, cue: Some(cue), content, rule: "attribution.content-first" });
        }
        if content[0].is_empty() {
            return None;
        }
        let goes_on = if dash { closing.map(|closing| closing + 1) } else { Some(tail) };
        content.extend(goes_on.and_then(|from| self.said_after(from, dash)));
        Some(Attribution { voice, cue: Some(cue), content, rule: "attribution.content-first" })
    }

    /// Whether the last "que" of a clause has a subject and no verb yet.
    fn awaits_verb(&self, range: Range<usize>) -> bool {
        let that = range.clone().rev().find(|at| self.word(*at) == "que" && !self.quoted[*at]);
        that.is_some_and(|that| {
            let told = self.groups.iter().any(|group| group.tokens.end == that);
            told && !(that + 1..range.end).any(|at| is_finite(self.line, self.lexicon, at))
        })
    }

    /// What was said before the mark at token `before`.
    pub(super) fn said_before(&self, before: usize, dash: bool, close: bool) -> Option<Range<usize>> {
        if close {
            let quote = self.quotes.iter().rev().find(|quote| quote.end <= before)?;
            // A quotation that is part of a sentence brings the sentence along.
            let start = self.sentence_part(quote.start.saturating_sub(1));
            let whole = quote.start <= start + 1;
            let from = if whole { quote.start } else { start };
            return Some(self.line.trimmed(from..quote.end));
        }
        let start = if dash {
            let open = self.quotes.iter().find(|quote| quote.contains(&before)).map(|quote| quote.start);
            open.unwrap_or_else(|| self.sentence_part(before))
        } else {
            self.sentence_part(before)
        };
        Some(self.line.trimmed(start..before))
    }

    /// What goes on behind the words of saying.
    pub(super) fn said_after(&self, from: usize, dash: bool) -> Option<Range<usize>> {
        if dash {
            let open = self.quotes.iter().find(|quote| quote.contains(&from)).map(|quote| quote.end);
            let next = (from..self.line.len()).find(|at| self.line.is_dash(*at) && self.closes_insertion(*at));
            let range = self.line.trimmed(from..open.or(next).unwrap_or(self.line.len()));
            return (!range.is_empty()).then_some(range);
        }
        let quote = self.quotes.iter().find(|quote| quote.start > from && quote.start - from <= 3)?;
        Some(quote.clone())
    }

    /// "«…»: madre de un muerto".
    pub(super) fn named_behind_colon(&self) -> Option<Attribution> {
        let quote = self.quotes.first().filter(|quote| quote.start <= 1)?;
        let holder = self.line.trimmed(quote.end + 2..self.line.len());
        let free = holder.clone().all(|at| !self.quoted[at] && self.line.is_word(at));
        let named = self.word(quote.end + 1) == ":" && free && self.phrase(holder.clone()).is_some();
        named.then(|| Attribution {
            voice: Voice::Words(holder),
            cue: None,
            content: vec![quote.clone()],
            rule: "attribution.colon",
        })
    }

    /// "Vecinos: «…»", "Policía: hay seis prófugos".
    pub(super) fn named_before_colon(&self) -> Option<Attribution> {
        let colon = (0..self.line.len().min(12)).find(|at| self.word(*at) == ":")?;
        let quote = self.quotes.iter().find(|quote| quote.start == colon + 2);
        let ends = quote.is_some_and(|quote| quote.end + 2 >= self.line.len());
        let heading = self.line.word(self.line.len() - 1) != "."
            && (colon + 1..self.line.len()).any(|at| is_finite(self.line, self.lexicon, at));
        let free = (0..colon).all(|at| self.line.is_word(at) && !is_finite(self.line, self.lexicon, at));
        let named = self.is_name_start(0) && self.phrase(0..colon).is_some();
        let content = self.line.trimmed(colon + 1..self.line.len());
        ((ends || heading && colon <= 5) && free && named && content.len() >= 2).then(|| Attribution {
            voice: Voice::Words(self.line.trimmed(0..colon)),
            cue: None,
            content: vec![content],
            rule: "attribution.colon",
        })
    }
}
