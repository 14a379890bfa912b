//! What changed between the captures of one address, and does the page say so?
//!
//! Captures of one address that carry different texts are its versions, in the order of capture where all of them
//! tell it, else in that of the journal. From each to the next, sentences are lined up (Myers 1986, crate `similar`)
//! and answers compared, each for one voice. An answer counts as changed only where a sentence around it changed: what
//! else differs is the reader's doing, not the page's. What was told and is told otherwise or no more, while nothing
//! new in the later version speaks of a correction or an update, is a silent change and a finding. Left out: captures
//! that all carry one text; addresses that differ in what stands behind a question mark. What an archive of pages shows is a
//! capture of the page (`addresses`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;
use variorum_evidence::account::{Position, QuestionAccount, Report};
use variorum_evidence::claim::Scope;
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, ReadingId};
use variorum_evidence::revision::{
    Announcement, AnnouncementKind, AnswerChange, RevisionStep, Revisions, SentenceChange, Version, VersionAnswer,
};
use variorum_evidence::span::TextSpan;
use variorum_evidence::words as in_words;

use crate::Accounts;
use crate::addresses::address;
use crate::announcements::announces;
use crate::claims::HeldClaim;
use crate::fold::words;
use crate::reports::Reports;
use crate::values::is_of_all;

/// Percent of the words of the longer sentence that two must share to be one sentence reworded.
const REWORDED_PERCENT: usize = 40;

/// How many new sentences an old one is looked for in: two texts that share nothing are long, and a sentence moves little.
const REACH: usize = 64;

/// The addresses that have several versions, in order.
pub(crate) fn revisions(
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    held: &[HeldClaim],
    questions: &[QuestionAccount],
) -> Vec<Revisions> {
    let versions = by_address(reports);
    if versions.is_empty() {
        return Vec::new();
    }
    let documents = versions.iter().flat_map(|(_, versions)| versions).map(|version| version.document).collect();
    let told = Told::of(&documents, held, questions);
    let text = |version: &Version| accounts.texts.get(&version.document).map_or("", String::as_str);
    let compared = |(address, versions): (String, Vec<Version>)| {
        let steps = versions.windows(2).map(|pair| told.step(&pair[0], &pair[1], text(&pair[0]), text(&pair[1])));
        Revisions { address, steps: steps.collect(), versions }
    };
    versions.into_iter().map(compared).collect()
}

/// A finding for each silent change.
pub(crate) fn silent(revisions: &[Revisions], questions: &[QuestionAccount]) -> Vec<Finding> {
    let steps = revisions.iter().flat_map(|one| {
        let pairs = one.versions.windows(2).zip(&one.steps).filter(|(_, step)| step.silent);
        pairs.map(|(pair, step)| finding(&one.address, &pair[0], &pair[1], step, questions))
    });
    steps.collect()
}

fn finding(address: &str, old: &Version, new: &Version, step: &RevisionStep, questions: &[QuestionAccount]) -> Finding {
    let (was, now) = (first_code(old), first_code(new));
    let answers = step.answers.iter().filter(|change| change.before.is_some());
    let in_question = |change: &AnswerChange| {
        let account = questions.iter().find(|account| account.code == change.question)?;
        Some(format!("“{}” {}", account.question.id, change_in_words(change, account, Language::En)))
    };
    let mut told: Vec<_> = answers.filter_map(in_question).collect();
    let reworded = step.sentences.iter().filter(|change| change.before.is_some()).count();
    let sentences = if reworded == 1 { "sentence" } else { "sentences" };
    told.push(format!("{reworded} {sentences} reworded or taken out"));
    let message = format!(
        "says something else than {was}, the version before it at {address}, and not that it was changed: {}",
        told.join("; ")
    );
    Finding::new("revision.silent", now.clone(), message)
        .with_help(format!("read the two beside each other: variorum revisions CASE {now}"))
}

/// What was answered, and what is answered in its place: "5, now not 5".
pub(crate) fn change_in_words(change: &AnswerChange, account: &QuestionAccount, language: Language) -> String {
    let say = |en: &'static str, es: &'static str| if language == Language::Es { es } else { en };
    let position = |answer: &Option<VersionAnswer>| {
        let id = answer.as_ref()?.position;
        account.positions.iter().find(|position| position.id == id)
    };
    let value = |position: &Position| {
        let denied = if position.denied { say("not ", "no ") } else { "" };
        format!("{denied}{}", in_words::value(&position.value, language))
    };
    let over = |position: &Position| format!("{} ({})", value(position), in_words::scope(&position.scope, language));
    let now = say("now", "ahora");
    match (position(&change.before), position(&change.after)) {
        (Some(was), Some(is)) if was.id == is.id => {
            format!("{}, {now} {}", value(was), say("from another speaker", "de otra voz"))
        }
        // Only over whom it is changed.
        (Some(was), Some(is)) if value(was) == value(is) => format!("{}, {now} {}", over(was), over(is)),
        (Some(was), Some(is)) => format!("{}, {now} {}", value(was), value(is)),
        (Some(was), None) => format!("{}, {now} {}", value(was), say("gone", "ausente")),
        (None, is) => format!("{now} {}", is.map(value).unwrap_or_default()),
    }
}

fn first_code(version: &Version) -> String {
    version.reports.first().map_or_else(|| "?".to_owned(), ToString::to_string)
}

/// The versions of each address that has several.
fn by_address(reports: &Reports<'_>) -> Vec<(String, Vec<Version>)> {
    let mut captures: BTreeMap<String, Vec<&Report>> = BTreeMap::new();
    for report in reports.all() {
        if let Some(url) = &report.url {
            captures.entry(address(url)).or_default().push(report);
        }
    }
    captures.remove("");
    let several = |captures: &Vec<&Report>| captures.windows(2).any(|pair| pair[0].document != pair[1].document);
    captures.retain(|_, captures| several(captures));
    captures.into_iter().map(|(address, captures)| (address, versions(captures, reports))).collect()
}

/// Captures that follow one another with one text are one version.
fn versions(mut captures: Vec<&Report>, reports: &Reports<'_>) -> Vec<Version> {
    let clock = reports.clock();
    let known = |report: &&Report| report.captured.as_ref().is_some_and(|when| when.from.is_some());
    if captures.iter().all(known) {
        // The order of the journal stays among those of one time.
        captures.sort_by_key(|report| report.captured.as_ref().map(|when| clock.stretch(when)));
    }
    let mut versions: Vec<Version> = Vec::new();
    for report in captures {
        match versions.last_mut() {
            Some(last) if last.document == report.document => last.reports.push(report.code.clone()),
            _ => versions.push(Version {
                document: report.document,
                reports: vec![report.code.clone()],
                captured: report.captured.clone(),
                published: report.published.clone(),
            }),
        }
    }
    versions
}

/// An answer of a text.
#[derive(Debug, Clone)]
struct Given<'a> {
    answer: VersionAnswer,
    scope: &'a Scope,
    denied: bool,
    span: TextSpan,
}

/// What the texts that have versions tell.
struct Told<'a> {
    /// Questions by number.
    codes: Vec<&'a str>,
    /// Answers by text and question: a text answers few of them.
    answers: BTreeMap<DocumentId, BTreeMap<usize, Vec<Given<'a>>>>,
    /// Where claims stand that count.
    claims: BTreeMap<DocumentId, Vec<TextSpan>>,
}

impl<'a> Told<'a> {
    fn of(documents: &BTreeSet<DocumentId>, held: &[HeldClaim], questions: &'a [QuestionAccount]) -> Self {
        let mut claims: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut spans: BTreeMap<ReadingId, TextSpan> = BTreeMap::new();
        let counts = |held: &&HeldClaim| documents.contains(&held.account.document) && !held.account.rejected;
        for held in held.iter().filter(counts) {
            let claim = &held.account.claim;
            claims.entry(held.account.document).or_default().extend(claim.content.iter().copied());
            spans.extend(claim.readings.iter().map(|reading| (reading.id, reading.span)));
        }
        let mut answers: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for (number, account) in questions.iter().enumerate() {
            for position in &account.positions {
                for holder in &position.holders {
                    let Some(span) = spans.get(&holder.reading) else { continue };
                    let (speaker, reading) = (holder.speaker.clone(), holder.reading);
                    let answer = VersionAnswer { position: position.id, reading, speaker };
                    let given = Given { answer, scope: &position.scope, denied: position.denied, span: *span };
                    answers.entry(holder.document).or_default().entry(number).or_default().push(given);
                }
            }
        }
        Self { codes: questions.iter().map(|account| account.code.as_str()).collect(), answers, claims }
    }

    fn step(&self, old: &Version, new: &Version, was: &str, now: &str) -> RevisionStep {
        let sentences = changes(was, now);
        let answers = self.answer_changes(old.document, new.document, &sentences);
        let announced = announcement(&sentences, now);
        let claims = self.claims.get(&old.document).map_or(&[][..], Vec::as_slice);
        let told = |change: &SentenceChange| {
            change.before.is_some_and(|sentence| claims.iter().any(|claim| claim.overlaps(sentence)))
        };
        let otherwise = sentences.iter().any(told) || answers.iter().any(|change| change.before.is_some());
        RevisionStep { silent: otherwise && announced.is_none(), sentences, answers, announced }
    }

    fn answer_changes(&self, old: DocumentId, new: DocumentId, sentences: &[SentenceChange]) -> Vec<AnswerChange> {
        let mut changes = Vec::new();
        let answered = [old, new].into_iter().filter_map(|document| self.answers.get(&document));
        for number in answered.flat_map(BTreeMap::keys).copied().collect::<BTreeSet<_>>() {
            let code = self.codes[number];
            let given = |document| {
                let answers = self.answers.get(&document).and_then(|answers| answers.get(&number));
                answers.map_or(&[][..], Vec::as_slice)
            };
            let pairs = paired(given(old), given(new), sentences);
            let answer = |given: Option<&Given<'_>>| given.map(|given| given.answer.clone());
            changes.extend(pairs.into_iter().filter(|(before, after)| touched(*before, *after, sentences)).map(
                |(before, after)| AnswerChange {
                    question: code.to_owned(),
                    before: answer(before),
                    after: answer(after),
                },
            ));
        }
        changes
    }
}

/// Whether one answer took the other's place.
type Matching<'m> = dyn Fn(&Given<'_>, &Given<'_>) -> bool + 'm;
type Pair<'g, 'a> = (Option<&'g Given<'a>>, Option<&'g Given<'a>>);

/// Whether a sentence around one of the two changed.
fn touched(before: Option<&Given<'_>>, after: Option<&Given<'_>>, sentences: &[SentenceChange]) -> bool {
    let stands = |given: Option<&Given<'_>>, sentence: Option<TextSpan>| {
        given.zip(sentence).is_some_and(|(given, sentence)| given.span.overlaps(sentence))
    };
    sentences.iter().any(|change| stands(before, change.before) || stands(after, change.after))
}

/// Answers that are not in both texts alike, those side by side of which one took the other's place: the same answer
/// from somebody else, then what stands in one reworded sentence (over the same people, over
/// all of them, over anybody), then the only one of a voice and scope, and of a voice.
fn paired<'g, 'a>(old: &'g [Given<'a>], new: &'g [Given<'a>], sentences: &[SentenceChange]) -> Vec<Pair<'g, 'a>> {
    let alike =
        |a: &Given<'_>, b: &Given<'_>| a.answer.position == b.answer.position && a.answer.speaker == b.answer.speaker;
    let only = |these: &'g [Given<'a>], others: &[Given<'a>]| -> Vec<&'g Given<'a>> {
        let mut only: Vec<&Given<'_>> = Vec::new();
        for given in these {
            let known = others.iter().any(|other| alike(given, other)) || only.iter().any(|other| alike(given, other));
            if !known {
                only.push(given);
            }
        }
        only
    };
    let (mut gone, mut come) = (only(old, new), only(new, old));
    let one_sentence = |a: &Given<'_>, b: &Given<'_>| {
        sentences.iter().any(|change| {
            let both = change.before.zip(change.after);
            both.is_some_and(|(before, after)| a.span.overlaps(before) && b.span.overlaps(after))
        })
    };
    let voice = |a: &Given<'_>, b: &Given<'_>| a.answer.speaker == b.answer.speaker;
    let scope = |a: &Given<'_>, b: &Given<'_>| a.scope == b.scope && a.denied == b.denied;
    let mut pairs: Vec<Pair<'g, 'a>> = Vec::new();
    let whole = |given: &Given<'_>| *given.scope == Scope::unknown() || is_of_all(given.scope);
    let rules: [&Matching<'_>; 6] = [
        &|a, b| a.answer.position == b.answer.position,
        &|a, b| one_sentence(a, b) && voice(a, b) && scope(a, b),
        &|a, b| one_sentence(a, b) && whole(a) && whole(b),
        &|a, b| one_sentence(a, b),
        &|a, b| voice(a, b) && scope(a, b),
        &|a, b| voice(a, b),
    ];
    for rule in rules {
        match_up(&mut gone, &mut come, rule, &mut pairs);
    }
    pairs.extend(gone.into_iter().map(|given| (Some(given), None)));
    pairs.extend(come.into_iter().map(|given| (None, Some(given))));
    pairs
}

/// Moves those to `pairs` that match one another and nothing else.
fn match_up<'g, 'a>(
    gone: &mut Vec<&'g Given<'a>>,
    come: &mut Vec<&'g Given<'a>>,
    matches: &Matching<'_>,
    pairs: &mut Vec<Pair<'g, 'a>>,
) {
    let mut place = 0;
    while place < gone.len() {
        let old = gone[place];
        let found: Vec<usize> = (0..come.len()).filter(|other| matches(old, come[*other])).collect();
        let [other] = found[..] else {
            place += 1;
            continue;
        };
        if gone.iter().filter(|gone| matches(gone, come[other])).count() > 1 {
            place += 1;
            continue;
        }
        pairs.push((Some(old), Some(come.remove(other))));
        gone.remove(place);
    }
}

/// The first new sentence that speaks of a correction, else of an update.
fn announcement(changes: &[SentenceChange], now: &str) -> Option<Announcement> {
    let new = changes.iter().filter_map(|change| change.after);
    let told = new.filter_map(|span| Some(Announcement { span, kind: announces(span.words(now)?)? }));
    told.min_by_key(|announcement| (announcement.kind != AnnouncementKind::Correction, announcement.span))
}

/// A sentence, and what it is compared by: line breaks and runs of spaces change nothing.
struct Sentence {
    span: TextSpan,
    line: String,
}

/// The sentences of a text (UAX #29), without the space around them.
fn sentences(text: &str) -> Vec<Sentence> {
    let bounds = text.split_sentence_bound_indices();
    let trimmed = bounds.filter_map(|(start, words)| {
        let start = start + (words.len() - words.trim_start().len());
        let span = TextSpan::of(text, start..start + words.trim().len())?;
        Some(Sentence { span, line: words.split_whitespace().collect::<Vec<_>>().join(" ") })
    });
    trimmed.filter(|sentence| !sentence.line.is_empty()).collect()
}

/// Sentences that were taken out, put in or reworded, in the order of the texts.
fn changes(was: &str, now: &str) -> Vec<SentenceChange> {
    let (old, new) = (sentences(was), sentences(now));
    let lines = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.line.clone()).collect::<Vec<_>>();
    let operations = capture_diff_slices(Algorithm::Myers, &lines(&old), &lines(&new));
    let mut changes = Vec::new();
    let differ = operations.iter().filter(|operation| operation.tag() != DiffTag::Equal);
    for (before, after) in joined(differ.map(|operation| (operation.old_range(), operation.new_range()))) {
        changes.extend(reworded(&old[before], &new[after]));
    }
    changes
}

/// Neighbouring stretches as one.
fn joined(stretches: impl Iterator<Item = (Range<usize>, Range<usize>)>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut joined: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (before, after) in stretches {
        match joined.last_mut() {
            Some((old, new)) if old.end == before.start && new.end == after.start => {
                (old.end, new.end) = (before.end, after.end);
            }
            _ => joined.push((before, after)),
        }
    }
    joined
}

/// The sentences of one place that changed: each old one beside the next new one that shares enough words with it.
fn reworded(old: &[Sentence], new: &[Sentence]) -> Vec<SentenceChange> {
    let mut changes = Vec::new();
    let mut next = 0;
    let told: Vec<_> = new.iter().map(|sentence| words(&sentence.line)).collect();
    for sentence in old {
        let own = words(&sentence.line);
        let found = told[next..].iter().take(REACH).position(|other| is_reworded(&own, other));
        let Some(found) = found else {
            changes.push(SentenceChange { before: Some(sentence.span), after: None });
            continue;
        };
        changes.extend(new[next..next + found].iter().map(put_in));
        changes.push(SentenceChange { before: Some(sentence.span), after: Some(new[next + found].span) });
        next += found + 1;
    }
    changes.extend(new[next..].iter().map(put_in));
    changes
}

fn put_in(sentence: &Sentence) -> SentenceChange {
    SentenceChange { before: None, after: Some(sentence.span) }
}

fn is_reworded(old: &[String], new: &[String]) -> bool {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    old.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let shared = new.iter().filter(|word| match left.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    shared.count() * 100 >= old.len().max(new.len()).max(1) * REWORDED_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(was: &str, now: &str, expected: &[(&str, &str)]) {
        let words = |span: Option<TextSpan>, text| span.and_then(|span: TextSpan| span.words(text)).unwrap_or("");
        let found = changes(was, now);
        let found: Vec<_> = found.iter().map(|change| (words(change.before, was), words(change.after, now))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_side_by_side() {
        check("One came. Two went.", "One came.\n\nTwo  went.", &[]);
        check(
            "Five men were held. Rain fell.",
            "Six men were held. Rain fell.",
            &[("Five men were held.", "Six men were held.")],
        );
        check("A came. B went home at noon.", "A came.", &[("B went home at noon.", "")]);
        check("A came.", "Correction: it was A. A came.", &[("", "Correction: it was A.")]);
        check(
            "Five men were held. Nobody was hurt.",
            "The road is open. Six men were held.",
            &[("", "The road is open."), ("Five men were held.", "Six men were held."), ("Nobody was hurt.", "")],
        );
        check("", "", &[]);
        check("¿Cuántos? Cinco.", "¿Cuántos? Seis.", &[("Cinco.", ""), ("", "Seis.")]);
    }
}
