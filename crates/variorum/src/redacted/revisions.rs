//! The versions of an address in a redacted edition.
//!
//! Spans move with their words. A sentence in which only hidden words changed shows no change and is left out, so that
//! an alias does not tell that it stands for two spellings.

use variorum_evidence::revision::{AnswerChange, RevisionStep, Revisions, SentenceChange, Version, VersionAnswer};
use variorum_evidence::span::TextSpan;
use variorum_redaction::replace::Replaced;

use super::table::{Mapping, WITHHELD};
use crate::error::Result;

impl Mapping<'_> {
    pub(super) fn revisions(&mut self, old: &[Revisions]) -> Result<Vec<Revisions>> {
        old.iter().map(|revisions| self.revisions_of(revisions)).collect()
    }

    fn revisions_of(&mut self, old: &Revisions) -> Result<Revisions> {
        let mut versions = Vec::with_capacity(old.versions.len());
        for version in &old.versions {
            versions.push(Version {
                document: self.texts.get(version.document)?.0,
                reports: version.reports.clone(),
                captured: self.when(version.captured.as_ref()),
                published: self.when(version.published.as_ref()),
            });
        }
        let pairs = old.versions.windows(2).zip(&old.steps);
        let steps = pairs.map(|(pair, step)| {
            let (was, now) = (&self.texts.get(pair[0].document)?.1, &self.texts.get(pair[1].document)?.1);
            Ok(self.step(step, was, now))
        });
        let steps = steps.collect::<Result<_>>()?;
        let address = self.address(Some(&old.address)).unwrap_or_else(|| WITHHELD.to_owned());
        Ok(Revisions { address, versions, steps })
    }

    fn step(&self, old: &RevisionStep, was: &Replaced, now: &Replaced) -> RevisionStep {
        let sentence = |change: &SentenceChange| {
            let before = change.before.map(|span| was.map.span(span));
            let after = change.after.map(|span| now.map.span(span));
            let words = |span: Option<TextSpan>, text: &str| span.and_then(|span| span.words(text).map(str::to_owned));
            let shows = words(before, &was.text) != words(after, &now.text);
            shows.then_some(SentenceChange { before, after })
        };
        let answers = old.answers.iter().map(|change| AnswerChange {
            question: change.question.clone(),
            before: change.before.as_ref().map(|answer| self.version_answer(answer)),
            after: change.after.as_ref().map(|answer| self.version_answer(answer)),
        });
        let shown = |change: &AnswerChange| change.before != change.after;
        let answers: Vec<_> = answers.filter(shown).collect();
        let announced = old.announced.map(|mut announced| {
            announced.span = now.map.span(announced.span);
            announced
        });
        let sentences: Vec<_> = old.sentences.iter().filter_map(sentence).collect();
        let silent = old.silent && !(sentences.is_empty() && answers.is_empty());
        RevisionStep { sentences, answers, announced, silent }
    }

    fn version_answer(&self, old: &VersionAnswer) -> VersionAnswer {
        VersionAnswer {
            position: self.positions.get(&old.position).copied().unwrap_or(old.position),
            reading: self.readings.get(&old.reading).copied().unwrap_or(old.reading),
            speaker: self.speaker(old.speaker.as_ref()),
        }
    }
}
