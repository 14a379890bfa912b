//! Who holds a view without a verb of saying?
//!
//! "Según X", "a juicio de X", "para X", "a su juicio": the claim stands around cue and holder.

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::conjugation::Form;
use crate::contents::{after_circumstances, source_end};
use crate::tokens::Kind;
use crate::verbs::{group_at, is_finite};

use super::Clause;

impl Clause<'_> {
    /// "Según X, …", "…, según X", "según dijo X".
    pub(super) fn according(&self, at: usize) -> Option<Attribution> {
        let length = self.lexicon.cues.according.at(self.line, at)?;
        let verb = group_at(self.line, self.lexicon, at + length, false)
            .filter(|group| group.form == Form::Finite && group.tokens.start == at + length);
        let cue = at..verb.as_ref().map_or(at + length, |group| group.tokens.end);
        let mut start = after_circumstances(self.line, self.lexicon, cue.end);
        start += usize::from(verb.is_some() && matches!(self.word(start), "en" | "por" | "a"));
        let end = if verb.is_some() { self.postposed_end(start, self.line.len()) } else { self.holder_end(start) };
        self.held_by(cue, start..end, "attribution.according")
    }

    /// "Según lo previsto", "varían según la temporada": a measure, not a holder. Without a comma before it "según" needs
    /// somebody, or a paper that tells.
    fn can_hold(&self, cue: &Range<usize>, source: &Range<usize>) -> bool {
        let not_holders = &self.lexicon.speech.not_holders;
        let measure =
            (source.start..source.end.min(source.start + 3)).any(|at| not_holders.at(self.line, at).is_some());
        let told = source.clone().any(|at| is_finite(self.line, self.lexicon, at));
        let apart = cue.start == 0 || self.line.is_mark(cue.start - 1) || cue.len() > 1;
        told || !measure && (apart || self.is_somebody(source))
    }

    /// The claim that stands around a cue and its holder.
    pub(super) fn held_by(&self, cue: Range<usize>, holder: Range<usize>, rule: &'static str) -> Option<Attribution> {
        let end = holder.end;
        let source = self.line.trimmed(holder);
        if source.is_empty()
            || matches!(self.word(source.start), "que" | "si" | "lo" | "cómo") && self.word(source.start) != "lo"
        {
            return None;
        }
        let voice = Voice::Words(source.clone());
        if self.is_outlet(&voice) || !self.can_hold(&cue, &source) {
            return None;
        }
        let content = self.around(cue.start, end)?;
        Some(Attribution { voice, cue: Some(cue), content, rule })
    }

    /// What is held where the words from `start` to `end` only say by whom.
    pub(super) fn around(&self, start: usize, end: usize) -> Option<Vec<Range<usize>>> {
        let lead = self.lead(start);
        let leads = lead.is_empty() || self.is_adverbial(&lead) && lead.len() <= 6 && self.word(end) == ",";
        let limit =
            (end + 1..self.line.len()).find(|at| self.word(*at) == ";" && !self.quoted[*at]).unwrap_or(self.line.len());
        let range = if leads && self.word(end) == "," {
            let aside =
                (end + 1..limit).find(|at| self.word(*at) == ",").filter(|comma| self.is_relative(&(end + 1..*comma)));
            let end = aside.unwrap_or(end);
            self.line.trimmed(end..self.contrast(end + 1, limit))
        } else if lead.len() >= 2 {
            let rest = self.line.trimmed(end..limit);
            let first = self.word(rest.start);
            let aside = self.word(end) == "," && start > 0 && self.word(start - 1) == "," && !rest.is_empty();
            let apart = self.lexicon.grammar.coordinators.has(first)
                || self.lexicon.grammar.boundaries.has(first)
                || self.is_relative(&rest);
            // "Tardará, según X, tres meses": the holder stands inside what is held.
            let inserted = aside && !apart && !self.lexicon.verbs.is(first, &[Form::Gerund]);
            return self.states(&(lead.start..limit)).then(|| if inserted { vec![lead, rest] } else { vec![lead] });
        } else {
            self.line.trimmed(end..limit)
        };
        (range.len() >= 2 && self.states(&range)).then(|| vec![range])
    }

    /// The words of the statement that ends before token `start`.
    pub(super) fn lead(&self, start: usize) -> Range<usize> {
        let mut from = self.sentence_part(start);
        // "El ministro dijo que no, pero según X": only the clause of "según".
        if let Some(conjunction) =
            (from..start).rev().find(|at| matches!(self.word(*at), "pero" | "aunque" | "mientras") && !self.quoted[*at])
            && self.line.trimmed(conjunction + 1..start).len() < 2
        {
            from = conjunction + 1;
        }
        self.line.trimmed(from..start)
    }

    /// Where another holder takes the word behind token `from`.
    pub(super) fn contrast(&self, from: usize, limit: usize) -> usize {
        let heads = self.groups.iter().filter(|group| group.tokens.start > from && group.tokens.start < limit);
        heads
            .filter_map(|group| self.head_of(group, false))
            .find(|head| *head > from && matches!(self.word(*head), "pero" | "mientras" | "aunque"))
            .unwrap_or(limit)
    }

    /// Where the holder ends that begins at token `start`: at a mark, or before the verb of what is held.
    pub(super) fn holder_end(&self, start: usize) -> usize {
        let end = self.postposed_end_of_view(start);
        self.own_verb(&(start..end)).unwrap_or(end)
    }

    pub(super) fn postposed_end_of_view(&self, start: usize) -> usize {
        let end = source_end(self.line, self.lexicon, start);
        // "Según Ana Ruiz, vocera del comité, nadie…": an office between two commas.
        if self.word(end) == "," && self.line.is_capital(end - 1) {
            let close = (end + 1..self.line.len()).find(|at| self.line.is_mark(*at)).unwrap_or(self.line.len());
            let first = self.word(end + 1);
            let office = self.lexicon.people.titles.has(first)
                || self.lexicon.is_person(first) && !self.line.is_capital(end + 1);
            let free = (end + 1..close).all(|at| !is_finite(self.line, self.lexicon, at));
            if office && free && self.word(close) == "," {
                return close;
            }
        }
        end
    }

    /// "A juicio de X, …", "a su juicio".
    pub(super) fn view(&self, at: usize) -> Option<Attribution> {
        let speech = &self.lexicon.speech;
        if let Some(length) = speech.views.at(self.line, at)
            && matches!(self.word(at + length), "de" | "del")
        {
            let start = at + length + 1;
            return self.held_by(at..start, start..self.holder_end(start), "attribution.view");
        }
        let opens = at == 0 || self.word(at - 1) == ";";
        if opens && self.word(at) == "para" {
            let end = source_end(self.line, self.lexicon, at + 1);
            let people = (at + 1..end).any(|at| {
                self.lexicon.people.titles.has(self.word(at))
                    || self.lexicon.is_person(self.word(at))
                    || self.lexicon.people.organisations.has(self.word(at))
            });
            let bare = self.line.is_capital(at + 1) && end <= at + 4;
            let named = self.line.is_capital(end - 1) && !self.line.is_capital(at + 1);
            let phrase = self.lexicon.grammar.determiners.has(self.word(at + 1)) && (people || named) || bare;
            let numbered = (at + 1..end)
                .any(|at| self.line.kind(at) == Some(Kind::Number) || is_finite(self.line, self.lexicon, at));
            if phrase && !numbered && self.word(end) == "," {
                return self.held_by(at..at + 1, at + 1..end, "attribution.view");
            }
        }
        let owned = matches!(self.word(at), "a" | "en" | "según")
            && matches!(self.word(at + 1), "su" | "mi" | "sus" | "nuestro" | "nuestra");
        let length = speech.owned_views.at(self.line, at + 2).filter(|_| owned)?;
        let end = at + 2 + length;
        let content = self.around(at, end)?;
        let (voice, cue) = (Voice::Words(at + 1..at + 2), Some(at + 2..end));
        Some(Attribution { voice, cue, content, rule: "attribution.view" })
    }
}
