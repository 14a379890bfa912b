//! What is told by a noun or a passive, with the holder behind it or nobody?
//!
//! "La denuncia de X de que …", "fue acusado de …".

use crate::attribution::{Attribution, Voice};
use crate::verbs::{Group, is_finite};

use super::{Clause, Subject};

impl Clause<'_> {
    /// "La denuncia de que …", "la afirmación del ministro de que …".
    pub(super) fn noun(&self, at: usize, found: &[Attribution]) -> Option<Attribution> {
        if !self.lexicon.speech.saying.has(self.word(at)) {
            return None;
        }
        let that = (at + 1..(at + 12).min(self.line.len()))
            .find(|that| self.word(*that) == "que" && self.word(that - 1) == "de")?;
        let between = at + 1..that - 1;
        if between.clone().any(|at| self.line.is_mark(at) || is_finite(self.line, self.lexicon, at)) {
            return None;
        }
        let known = found.iter().any(|found| found.content.iter().any(|content| content.start == that));
        let owner = matches!(self.word(between.start), "de" | "del") && between.len() > 1;
        let possessed = at > 0 && matches!(self.word(at - 1), "su" | "sus" | "nuestra" | "nuestro");
        let voice = match () {
            () if owner => Voice::Words(between.start + 1..between.end),
            () if between.is_empty() && possessed => Voice::Words(at - 1..at),
            () if between.is_empty() => Voice::Nobody,
            () => return None,
        };
        let end = self.noun_clause_end(that);
        let content = self.outlined(that..end);
        let rule = "attribution.noun";
        (!known && content.len() > 2).then(|| Attribution {
            voice,
            cue: Some(at..at + 1),
            content: vec![content],
            rule,
        })
    }

    /// Where the clause ends that the "que" at token `that` opens.
    pub(super) fn noun_clause_end(&self, that: usize) -> usize {
        let mut verbs = 0;
        for at in that + 1..self.line.len() {
            if matches!(self.word(at), "," | ";" | ".") && !self.quoted[at] {
                return at;
            }
            if matches!(self.word(at), "que" | "y" | "e" | "o" | "quien" | "cuando" | "donde") {
                verbs = 0;
            } else if is_finite(self.line, self.lexicon, at) && !self.goes_with_next(at) {
                // A second verb belongs to the sentence around.
                if verbs > 0 {
                    return self.verb_start(at);
                }
                verbs += 1;
            }
        }
        self.line.len()
    }

    /// "Fue acusado de robar", "son señalados por X como …".
    pub(super) fn charged(&self, group: &Group) -> Option<Attribution> {
        let after = group.tokens.end;
        let end = self.line.len();
        let subject = match self.subject(group.tokens.start) {
            Subject::Here(words) => Some(words),
            _ => None,
        };
        if self.word(after) == "por" {
            let stop =
                (after + 1..end).find(|at| matches!(self.word(*at), "de" | "como" | "," | "por") && *at > after + 2);
            let stop = stop.unwrap_or(end);
            let source = self.line.trimmed(after + 1..stop);
            let content: Vec<_> =
                subject.into_iter().chain([self.outlined(stop..end)]).filter(|part| !part.is_empty()).collect();
            let named = self.is_name_start(source.start) && content.len() == 2;
            return named.then(|| Attribution {
                voice: Voice::Words(source),
                cue: Some(group.tokens.start..after + 1),
                content,
                rule: "attribution.passive",
            });
        }
        if self.word(after) != "de" || !self.is_infinitive(after + 1) && !self.is_noun_start(after + 1) {
            return None;
        }
        let content = subject.into_iter().chain([self.outlined(after + 1..end)]).collect();
        Some(Attribution {
            voice: Voice::Nobody,
            cue: Some(group.tokens.start..after + 1),
            content,
            rule: "attribution.passive",
        })
    }
}
