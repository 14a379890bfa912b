//! Where does what is told begin and end?
//!
//! A content ends where another verb of the sentence begins to tell, where the holder goes on with something else, or at a
//! semicolon; quotation marks keep their twins.

use std::ops::Range;

use crate::conjugation::Form;
use crate::tokens::Kind;
use crate::verbs::{Group, group_at, is_finite};

use super::Clause;

impl Clause<'_> {
    /// Cuts what is said where another verb of the sentence begins to tell.
    pub(super) fn bounded(&self, content: Range<usize>, number: usize, rule: &str) -> Range<usize> {
        let clause = rule == "attribution.that-clause";
        let mut end =
            (content.start..content.end).find(|at| self.word(*at) == ";" && !self.quoted[*at]).unwrap_or(content.end);
        if let Some(dash) = (content.start + 1..end)
            .find(|at| self.line.is_dash(*at) && !self.quoted[*at] && self.closes_insertion(*at))
        {
            end = dash;
        }
        for later in &self.groups[number + 1..] {
            let cue = later.tokens.start;
            if cue <= content.start + 1 || cue >= end {
                continue;
            }
            if let Some(head) = self.head_of(later, !clause).filter(|head| *head > content.start + 1) {
                end = end.min(head);
            }
        }
        if !clause && let Some(joined) = self.other_statement(content.start + 1..end) {
            end = joined;
        }
        if !clause && let Some(joined) = self.other_predicate(content.start + 1..end) {
            end = joined;
        }
        if !clause && let Some(colon) = self.colon_before_statement(content.start + 1..end) {
            end = colon;
        }
        if let Some(contrast) = (content.start + 2..end).find(|at| {
            self.word(*at) == "," && self.word(at + 1) == "mientras" && self.word(at + 2) == "que" && !self.quoted[*at]
        }) {
            end = end.min(contrast);
        }
        if let Some(view) = (content.start + 2..end).find(|at| {
            self.word(*at) == "," && self.lexicon.cues.according.at(self.line, at + 1).is_some() && !self.quoted[*at]
        }) {
            end = end.min(view);
        }
        self.outlined(content.start..end)
    }

    /// "Rechaza el plan: el gremio sostiene que …": behind the colon stands a statement of its own.
    fn colon_before_statement(&self, range: Range<usize>) -> Option<usize> {
        let end = range.end;
        let states = |at: &usize| (*at + 1..end).any(|at| is_finite(self.line, self.lexicon, at) && !self.quoted[at]);
        range.into_iter().find(|at| self.word(*at) == ":" && !self.quoted[*at]).filter(states)
    }

    /// "Pide calma y la oposición exige dimisiones": where another subject has a verb of its own.
    fn other_statement(&self, range: Range<usize>) -> Option<usize> {
        let heads = self
            .groups
            .iter()
            .filter(|group| matches!(group.form, Form::Finite) && range.contains(&group.tokens.start));
        heads
            .filter_map(|group| {
                let joined = range
                    .clone()
                    .take_while(|at| *at < group.tokens.start)
                    .filter(|at| matches!(self.word(*at), "y" | "e"));
                let joined = joined.last()?;
                let between = joined + 1..group.tokens.start;
                let opens = self.lexicon.grammar.articles.has(self.word(between.start)) && between.len() > 1;
                let plain = between.clone().all(|at| {
                    self.line.is_word(at) && !is_finite(self.line, self.lexicon, at) && self.word(at) != "que"
                });
                (opens && plain && !range.clone().take_while(|at| *at < joined).any(|at| self.word(at) == "que"))
                    .then_some(joined)
            })
            .min()
    }

    /// "Acusa al jefe de mentir y prepara una querella": where the subject goes on with something else.
    pub(super) fn other_predicate(&self, range: Range<usize>) -> Option<usize> {
        range
            .take_while(|at| {
                !matches!(self.word(*at), "que" | "quien" | "quienes" | "donde" | "cuando" | "cómo" | "si")
            })
            .find(|at| {
                matches!(self.word(*at), "y" | "e") && !self.quoted[*at] && is_finite(self.line, self.lexicon, at + 1)
            })
    }

    /// Whether the dash at `at` closes an insertion that holds a verb of saying.
    pub(super) fn closes_insertion(&self, at: usize) -> bool {
        group_at(self.line, self.lexicon, at + 1, false).is_some()
    }

    /// Where the words of `group` begin if they do not belong to what was told before them.
    pub(super) fn head_of(&self, group: &Group, phrase: bool) -> Option<usize> {
        let cue = group.tokens.start;
        let before = cue.checked_sub(1)?;
        match group.form {
            Form::Gerund => return (self.word(before) == ",").then_some(before),
            Form::Infinitive => return None,
            _ => {}
        }
        let (start, waiting) = self.clause_start(cue);
        if matches!(self.word(before), "y" | "e") {
            return Some(before);
        }
        if start > 0 && matches!(self.word(start - 1), "pero" | "mientras" | "aunque") {
            return Some(start - 1);
        }
        // "…, mientras que la policía dijo": the "que" belongs to "mientras".
        if start > 1 && self.word(start - 1) == "que" && matches!(self.word(start - 2), "mientras" | "tiempo" | "vez") {
            return Some(start - if self.word(start - 2) == "mientras" { 2 } else { 3 });
        }
        if waiting > 0 {
            let joined = (start + 1..cue)
                .rev()
                .find(|at| matches!(self.word(*at), "y" | "e") && (phrase || self.word(at - 1) == ","));
            return joined.filter(|joined| !(*joined..cue).any(|at| is_finite(self.line, self.lexicon, at)));
        }
        None
    }

    /// Without marks at the ends, but quotation marks that belong.
    pub(super) fn outlined(&self, range: Range<usize>) -> Range<usize> {
        let mut range = self.line.trimmed(range);
        while !range.is_empty() && matches!(self.word(range.end - 1), "y" | "e" | "," | "pero") {
            range.end -= 1;
        }
        // No quotation mark without its twin.
        for quote in &self.quotes {
            if quote.end == range.end && quote.start > range.start && range.end < self.line.len() {
                range.end += 1;
            } else if quote.start == range.start && quote.end + 1 < range.end {
                range.start -= 1;
            }
        }
        range
    }

    pub(super) fn sentence_part(&self, head: usize) -> usize {
        (0..head)
            .rev()
            .find(|at| !self.quoted[*at] && (self.word(*at) == ";" || self.line.is_dash(*at)))
            .map_or(0, |at| at + 1)
    }

    /// Whether the words state something: a verb of their own, or a number in a headline.
    pub(super) fn states(&self, range: &Range<usize>) -> bool {
        let headline = self.word(self.line.len() - 1) != ".";
        let number = |at: usize| {
            self.line.kind(at) == Some(Kind::Number) && !self.word(at).contains(':')
                || self.lexicon.numbers.contains_key(self.word(at))
        };
        range.len() >= 2 && (self.own_verb(range).is_some() || headline && range.clone().any(number))
    }

    /// The first finite verb of `range` that no "que" opened a clause for.
    pub(super) fn own_verb(&self, range: &Range<usize>) -> Option<usize> {
        let mut passed = 0;
        for at in range.clone() {
            if at > range.start && matches!(self.word(at), "que" | "quien" | "quienes" | "donde") {
                passed += 1;
            } else if is_finite(self.line, self.lexicon, at) {
                if passed == 0 {
                    return Some(at);
                }
                passed -= 1;
            }
        }
        None
    }
}
