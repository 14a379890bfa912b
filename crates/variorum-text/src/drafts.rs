//! Tellings and the document's own words as claims that have no readings yet.
//!
//! Here a claim gets its speaker, hedge, manner, time of saying and stance, and claims told inside others are tied to
//! them.

use std::ops::Range;

use variorum_evidence::claim::{Claim, Hedge, Manner, Source, TimeExpression, TimeType};
use variorum_evidence::ids::{ClaimId, DocumentId};
use variorum_evidence::moment::{SaidAt, When};
use variorum_evidence::span::TextSpan;

use crate::attribution::{Attribution, Voice};
use crate::coreference::People;
use crate::hedges::{self, Told};
use crate::incidents::Incidents;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::manners::Spoken;
use crate::narrated;
use crate::quantities::Quantity;
use crate::sentences::Sentence;
use crate::stance::{Stance, after_untrue, is_unconfirmed, stance};
use crate::telling::{Part, Telling};
use crate::times;
use crate::tokens::Text;

/// An expression of time in its sentence.
pub(crate) struct Timed<'a> {
    pub(crate) expression: &'a TimeExpression,
    pub(crate) named: times::Named,
}

/// The numbers of a sentence and what they count.
pub(crate) struct Counted {
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) incidents: Incidents,
    /// The tokens of names of places.
    pub(crate) places: Vec<Range<usize>>,
}

/// A document as far as it is understood before claims are made.
pub(crate) struct Page<'a> {
    pub(crate) document: DocumentId,
    pub(crate) text: &'a Text<'a>,
    pub(crate) sentences: &'a [Sentence],
    /// The times of each sentence.
    pub(crate) times: &'a [Vec<Timed<'a>>],
    /// What happened to how many, by each sentence.
    pub(crate) counted: &'a [Counted],
    pub(crate) lexicon: &'static Lexicon,
}

/// A claim with the tokens that answer, before it has readings.
pub(crate) struct Draft {
    pub(crate) claim: Claim,
    pub(crate) parts: Vec<Part>,
    pub(crate) stance: Stance,
    nested: bool,
}

impl Draft {
    /// A claim that stands on its own and is held as it stands.
    pub(crate) fn plain(claim: Claim, parts: Vec<Part>) -> Self {
        Self { claim, parts, stance: Stance::Affirms, nested: false }
    }
}

/// The claims of the tellings, and what the document says in its own voice.
pub(crate) fn drafts(page: &Page<'_>, tellings: &[Telling]) -> Vec<Draft> {
    let mut people = People::default();
    for number in 0..page.sentences.len() {
        if !page.sentences[number].heading {
            people.meet(&page.line(number), page.lexicon);
        }
    }
    let spoken = Spoken::of(page.text, page.sentences, tellings);
    let mut drafts = Vec::new();
    let mut speaker: Option<(TextSpan, usize)> = None;
    let mut told: Vec<Vec<Attribution>> = page.sentences.iter().map(|_| Vec::new()).collect();
    for telling in tellings {
        for number in telling.sentences() {
            told[number].extend(telling.within(number));
        }
        let source = source(page, &mut people, telling, speaker);
        if telling.found.voice == Voice::Carried && source.is_none() {
            continue;
        }
        if let Some(source) = &source {
            speaker = Some((source.span, telling.sentence));
        }
        drafts.extend(attributed(page, &spoken, telling, source));
    }
    for (number, told) in told.iter().enumerate() {
        let line = page.line(number);
        let whole = &page.text.raw[page.sentences[number].range.clone()];
        if narrated::is_factual(&line, page.lexicon, whole) {
            drafts.extend(
                narrated::own_words(&line, page.lexicon, told, !page.counted[number].incidents.facts.is_empty())
                    .into_iter()
                    .filter_map(|own| narrated(page, number, own)),
            );
        }
    }
    nest(&mut drafts);
    drafts
}

impl<'a> Page<'a> {
    /// Sentence `number` as the rules see it.
    pub(crate) fn line(&self, number: usize) -> Line<'a> {
        Line { text: self.text, tokens: &self.sentences[number].tokens }
    }
}

/// Who says it.
fn source(
    page: &Page<'_>,
    people: &mut People,
    telling: &Telling,
    speaker: Option<(TextSpan, usize)>,
) -> Option<Source> {
    let named = match &telling.found.voice {
        Voice::Words(words) => people.source(&page.line(telling.sentence), page.lexicon, words.clone()),
        // A quotation or a dropped subject goes on with the speaker of the sentences right before.
        Voice::Carried | Voice::Dropped => {
            // Rules may tell a quotation before what stands in front of it: then nobody spoke yet.
            let near = |last: usize| telling.sentence.checked_sub(last).is_some_and(|apart| apart <= 2);
            speaker.filter(|(_, last)| near(*last)).and_then(|(span, _)| {
                let (name, role) = people.last_speaker()?;
                Some(Source { span, name, role })
            })
        }
        Voice::Nobody => {
            let part = telling.source.as_ref()?;
            people.source(&page.line(part.sentence), page.lexicon, part.tokens.clone())
        }
        Voice::NoOne => None,
    };
    let exact = telling.exact.as_ref().and_then(|exact| exact.source);
    named.map(|source| Source { span: exact.unwrap_or(source.span), ..source })
}

fn attributed(page: &Page<'_>, spoken: &Spoken, telling: &Telling, source: Option<Source>) -> Option<Draft> {
    let line = page.line(telling.sentence);
    let found = &telling.found;
    let (cue, content) = match &telling.exact {
        Some(exact) => (exact.cue, exact.content.clone()),
        None => {
            let own = found.content.iter().filter_map(|range| line.span(&with_that(&line, page.lexicon, range)));
            let more = telling.more.iter().filter_map(|part| page.line(part.sentence).span(&part.tokens));
            (found.cue.as_ref().and_then(|range| line.span(range)), own.chain(more).collect())
        }
    };
    let (own, stance) = stood_by(
        &line,
        page.lexicon,
        &answering(&line, page.lexicon, &found.content),
        stance(&line, page.lexicon, found),
    );
    let own = own.into_iter().map(|tokens| Part { sentence: telling.sentence, tokens });
    let mut parts: Vec<Part> = own.chain(telling.more.iter().cloned()).collect();
    parts.sort_by_key(|part| (part.sentence, part.tokens.start));
    (!content.is_empty()).then(|| Draft {
        claim: Claim {
            id: ClaimId::of(page.document, source.as_ref().map(|source| source.span), cue, &content),
            said_at: said_at(&line, found, &page.times[telling.sentence]),
            manner: spoken.manner(page.text, page.sentences, page.lexicon, telling),
            hedge: surely(page, telling, source.is_some()),
            source,
            cue,
            content,
            nested_in: None,
            rule: found.rule.to_owned(),
            readings: Vec::new(),
        },
        parts,
        stance,
        nested: telling.nested,
    })
}

/// `range` with the "that" before it.
fn with_that(line: &Line<'_>, lexicon: &Lexicon, range: &Range<usize>) -> Range<usize> {
    let that = range.start.checked_sub(1).filter(|before| lexicon.cues.that.has(line.word(*before)));
    that.unwrap_or(range.start)..range.end
}

/// The contents without the "that" that opens them.
fn answering(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> Vec<Range<usize>> {
    let bare = content.iter().map(|range| {
        let that = lexicon.cues.that.has(line.word(range.start));
        range.start + usize::from(that)..range.end
    });
    bare.filter(|range| !range.is_empty()).collect()
}

/// The tokens that answer, and how the claim stands to them: "it is not true that" turns it round.
fn stood_by(
    line: &Line<'_>,
    lexicon: &Lexicon,
    content: &[Range<usize>],
    stance: Stance,
) -> (Vec<Range<usize>>, Stance) {
    let mut tokens = content.to_vec();
    if is_unconfirmed(line, lexicon, content) {
        return (tokens, Stance::Withholds);
    }
    let rest = tokens.first().and_then(|first| after_untrue(line, lexicon, first));
    let Some(rest) = rest else { return (tokens, stance) };
    tokens[0] = rest;
    let turned = match stance {
        Stance::Affirms => Stance::Denies,
        Stance::Denies => Stance::Affirms,
        Stance::Withholds => Stance::Withholds,
    };
    (tokens, turned)
}

/// How surely it is put.
fn surely(page: &Page<'_>, telling: &Telling, named: bool) -> Hedge {
    let line = page.line(telling.sentence);
    let parts = telling.parts();
    let sentences = parts.chunk_by(|one, other| one.sentence == other.sentence);
    let content: Vec<_> = sentences
        .filter_map(|parts| {
            let ranges = parts.iter().map(|part| part.tokens.clone()).collect();
            Some((page.line(parts.first()?.sentence), ranges))
        })
        .collect();
    let source = match &telling.found.voice {
        Voice::Words(words) => Some(words.clone()),
        _ => None,
    };
    let cue = telling.found.cue.clone().unwrap_or(0..0);
    hedges::told(page.lexicon, &Told { line: &line, source, cue, content: &content, named })
}

fn narrated(page: &Page<'_>, sentence: usize, own: Range<usize>) -> Option<Draft> {
    let line = page.line(sentence);
    let content = vec![line.span(&own)?];
    let whole = vec![own];
    let (tokens, stance) = stood_by(&line, page.lexicon, &whole, Stance::Affirms);
    Some(Draft {
        claim: Claim {
            id: ClaimId::of(page.document, None, None, &content),
            source: None,
            cue: None,
            hedge: hedges::own(&line, page.lexicon, &whole),
            content,
            manner: Manner::Narrated,
            said_at: None,
            nested_in: None,
            rule: "narrated.sentence".to_owned(),
            readings: Vec::new(),
        },
        parts: tokens.into_iter().map(|tokens| Part { sentence, tokens }).collect(),
        stance,
        nested: false,
    })
}

/// A claim that others may be told in.
struct Outer {
    id: ClaimId,
    content: Vec<TextSpan>,
    stance: Stance,
    /// The furthest end of this content and of all that begin before it: where looking back may stop.
    reach: u32,
}

/// Those claims, by where their contents begin.
fn outers(drafts: &[Draft]) -> Vec<Outer> {
    let told = drafts.iter().filter(|draft| draft.claim.cue.is_some() || draft.claim.source.is_some());
    let mut outers: Vec<Outer> = told
        .map(|draft| {
            let content = draft.claim.content.clone();
            let reach = content.iter().map(|span| span.end).max().unwrap_or(0);
            Outer { id: draft.claim.id, content, stance: draft.stance, reach }
        })
        .collect();
    outers.sort_by_key(|outer| outer.content.first().map(|span| span.start));
    let mut furthest = 0;
    for outer in &mut outers {
        furthest = furthest.max(outer.reach);
        outer.reach = furthest;
    }
    outers
}

/// A claim whose words lie wholly in the content of another is told inside it. One that was only looked for there and
/// lies in none is dropped.
fn nest(drafts: &mut Vec<Draft>) {
    let outers = outers(drafts);
    for draft in drafts.iter_mut() {
        let Some(cue) = draft.claim.cue else { continue };
        let mut parts = draft.claim.content.clone();
        parts.push(cue);
        let holds = |content: &TextSpan| parts.iter().all(|part| content.contains(*part));
        let begun = outers.partition_point(|outer| outer.content.first().is_some_and(|span| span.start <= cue.start));
        let around: Vec<&Outer> = outers[..begun]
            .iter()
            .rev()
            .take_while(|outer| outer.reach >= cue.end)
            .filter(|outer| outer.id != draft.claim.id && outer.content.iter().any(holds))
            .collect();
        // What is told only to be taken back answers nothing.
        if around.iter().any(|outer| outer.stance != Stance::Affirms) {
            draft.stance = Stance::Withholds;
        }
        // From the front, so that of equals the first counts.
        draft.claim.nested_in = around
            .iter()
            .rev()
            .min_by_key(|outer| outer.content.iter().map(|span| span.end - span.start).sum::<u32>())
            .map(|outer| outer.id);
    }
    drafts.retain(|draft| !draft.nested || draft.claim.nested_in.is_some());
}

/// The time that stands with the cue and outside the content: when it was said.
fn said_at(line: &Line<'_>, found: &Attribution, times: &[Timed<'_>]) -> Option<SaidAt> {
    let cue = found.cue.as_ref()?;
    let content = found.content.first()?;
    let own = |time: &&Timed<'_>| {
        let tokens = line.touching(time.expression.span);
        let outside = found.content.iter().all(|content| tokens.end <= content.start || tokens.start >= content.end);
        let head = match &found.voice {
            Voice::Words(words) => words.clone(),
            _ => cue.clone(),
        };
        // After the source, or right before it ("On Monday, the minister said").
        let leads = tokens.end <= head.start && head.start - tokens.end <= 2;
        let near = leads || tokens.start >= head.end && (tokens.end <= content.start || content.end <= cue.start);
        let dated = matches!(time.expression.time_type, TimeType::Date | TimeType::Time);
        // "Now" and "recently" date nothing.
        outside && near && !tokens.is_empty() && dated && !matches!(time.named, times::Named::Reference(_))
    };
    // Between the parts of another attribution's content it is theirs; the nearest to the cue is ours.
    let nearest =
        times.iter().filter(own).min_by_key(|time| line.touching(time.expression.span).start.abs_diff(cue.start))?;
    let when = &nearest.expression.when;
    Some(match (when.from, when.to) {
        (Some(from), Some(to)) => SaidAt::between(from, to, when.offset, when.precision, when.basis.clone()),
        _ => When::unknown(when.basis.clone()),
    })
}
