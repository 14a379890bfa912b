//! One document, read by rules, step by step.
//!
//! Language, sentences, times, people, attributions, the document's own claims, events, readings: each step is a
//! module and sees only what came before it. A heading speaks only where the body does not answer the same
//! question with the same value. Every span is a range of the text's own tokens, so it always fits the text.

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::claim::{
    Claim, DocumentReading, Hedge, HedgeValue, Manner, Reading, Source, TimeExpression, TimeType,
};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, DocumentId};
use variorum_evidence::moment::{SaidAt, When};
use variorum_evidence::span::TextSpan;

use crate::attribution::{self, Attribution, Voice};
use crate::calendar::{self, Anchor};
use crate::coreference::People;
use crate::events;
use crate::hedges::hedge;
use crate::language::detect;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::narrated;
use crate::quantities;
use crate::questions::QuestionSet;
use crate::readings::{self, Scene, Told};
use crate::sentences::{self, Sentence};
use crate::stance::{Stance, after_untrue, is_unconfirmed, stance};
use crate::times::{self, Mention};
use crate::tokens::Text;

/// What a reader has to know besides the text.
#[derive(Debug, Clone, Copy)]
pub struct ReadingContext<'a> {
    /// When the document was published: relative times are counted from it.
    pub published: Option<&'a SaidAt>,
    /// Minutes east of UTC at the place of the event.
    pub offset: Option<i16>,
    /// What the case asks.
    pub questions: &'a QuestionSet,
}

/// Reads documents into claims. Two readers share nothing but this.
pub trait Reader {
    /// Name and version (`rules/1`): results of two versions are never mixed.
    fn name(&self) -> &str;

    /// All claims of `text`. Never fails: what cannot be read gives no claims.
    fn read(&self, text: &str, context: &ReadingContext<'_>) -> DocumentReading;
}

/// The reader that uses rules and word lists only.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleReader;

impl Reader for RuleReader {
    fn name(&self) -> &str {
        "rules/1"
    }

    fn read(&self, text: &str, context: &ReadingContext<'_>) -> DocumentReading {
        let document = DocumentId::of_text(text);
        let language = detect(text).filter(|_| u32::try_from(text.len()).is_ok());
        let mut reading = DocumentReading {
            document,
            reader: self.name().to_owned(),
            language,
            events: Vec::new(),
            times: Vec::new(),
            claims: Vec::new(),
        };
        if let Some(language) = language {
            Run { document, language, lexicon: Lexicon::of(language), context }.read(text, &mut reading);
        }
        reading
    }
}

/// One run over one document.
struct Run<'a> {
    document: DocumentId,
    language: Language,
    lexicon: &'static Lexicon,
    context: &'a ReadingContext<'a>,
}

/// A claim with its tokens, before it has readings.
struct Draft {
    claim: Claim,
    sentence: usize,
    tokens: Vec<Range<usize>>,
    stance: Stance,
}

impl Run<'_> {
    fn read(&self, raw: &str, reading: &mut DocumentReading) {
        let text = Text::of(raw);
        let sentences = sentences::split(&text);
        let mentions = self.mentions(&text, &sentences);
        let anchor = Anchor::of(self.context.published, self.context.offset);
        let expressions = calendar::resolve(raw, &mentions, anchor, &|sentence| !sentences[sentence].heading);
        let by_sentence = group(&sentences, &mentions, &expressions);
        let found = self.events(&text, &sentences, &by_sentence);
        let mut drafts = self.drafts(&text, &sentences, &by_sentence);
        nest(&mut drafts);
        self.answer(&text, &sentences, &by_sentence, &found, &mut drafts);
        let mut claims = without_echoes(drafts, &sentences);
        claims.sort_by_key(|claim| {
            (
                claim.content.first().map(|content| (content.start, content.end)),
                claim.cue.map(|cue| cue.start),
                claim.id,
            )
        });
        claims.dedup_by_key(|claim| claim.id);
        reading.events = found.events;
        reading.claims = claims;
        reading.times = expressions.into_iter().flatten().collect();
    }

    fn mentions(&self, text: &Text<'_>, sentences: &[Sentence]) -> Vec<(usize, Mention)> {
        let found = sentences.iter().enumerate();
        found
            .flat_map(|(number, sentence)| {
                times::find(text, sentence.range.clone(), self.language)
                    .into_iter()
                    .map(move |mention| (number, mention))
            })
            .collect()
    }

    fn events(&self, text: &Text<'_>, sentences: &[Sentence], times: &[Vec<Timed<'_>>]) -> events::Events {
        let told: Vec<events::Told<'_>> = sentences
            .iter()
            .zip(times)
            .map(|(sentence, times)| events::Told {
                line: Line { text, tokens: &sentence.tokens },
                paragraph: sentence.paragraph,
                heading: sentence.heading,
                times: times.iter().map(|time| time.expression).collect(),
            })
            .collect();
        events::tell_apart(&told, self.lexicon)
    }

    fn drafts(&self, text: &Text<'_>, sentences: &[Sentence], times: &[Vec<Timed<'_>>]) -> Vec<Draft> {
        let mut people = People::default();
        for sentence in sentences.iter().filter(|sentence| !sentence.heading) {
            people.meet(&Line { text, tokens: &sentence.tokens }, self.lexicon);
        }
        let mut drafts = Vec::new();
        let mut speaker: Option<(TextSpan, usize)> = None;
        for (number, sentence) in sentences.iter().enumerate() {
            let line = Line { text, tokens: &sentence.tokens };
            if !narrated::is_factual(&line, self.lexicon, &text.raw[sentence.range.clone()]) {
                continue;
            }
            let found = attribution::find(&line, self.lexicon);
            for attribution in &found {
                let source = match &attribution.voice {
                    Voice::Words(words) => people.source(&line, self.lexicon, words.clone()),
                    // A quotation or a dropped subject goes on with the speaker of the sentences right before.
                    Voice::Carried => speaker.filter(|(_, last)| number - last <= 2).and_then(|(span, _)| {
                        let (name, role) = people.last_speaker()?;
                        Some(Source { span, name, role })
                    }),
                    Voice::Nobody | Voice::NoOne => None,
                };
                if attribution.voice == Voice::Carried && source.is_none() {
                    continue;
                }
                if let Some(source) = &source {
                    speaker = Some((source.span, number));
                }
                drafts.extend(self.attributed(&line, number, attribution, source, &times[number]));
            }
            for own in narrated::own_words(&line, self.lexicon, &found) {
                drafts.extend(self.narrated(&line, number, own));
            }
        }
        drafts
    }

    fn attributed(
        &self,
        line: &Line<'_>,
        sentence: usize,
        found: &Attribution,
        source: Option<Source>,
        times: &[Timed<'_>],
    ) -> Option<Draft> {
        let content: Vec<TextSpan> = found.content.iter().filter_map(|range| line.span(range)).collect();
        let cue = found.cue.as_ref().and_then(|range| line.span(range));
        let lists = &self.lexicon.cues;
        let cue_in = |list: &crate::lexicon::Phrases| {
            found.cue.clone().is_some_and(|mut cue| cue.any(|at| list.at(line, at).is_some()))
        };
        let mut surely = hedge(line, self.lexicon, &found.content);
        let by_cue = if cue_in(&lists.asking) {
            Some(HedgeValue::Asked)
        } else if cue_in(&lists.predicting) {
            Some(HedgeValue::Predicted)
        } else {
            source.is_none().then_some(HedgeValue::Reported)
        };
        if let Some(value) = by_cue.filter(|_| surely.span.is_none()) {
            surely = Hedge { value, span: cue };
        }
        let (tokens, stance) = self.stood_by(line, &found.content, stance(line, self.lexicon, found));
        (!content.is_empty()).then(|| Draft {
            claim: Claim {
                id: ClaimId::of(self.document, source.as_ref().map(|source| source.span), cue, &content),
                said_at: said_at(line, found, times),
                manner: manner(line, found),
                source,
                cue,
                content,
                hedge: surely,
                nested_in: None,
                rule: found.rule.to_owned(),
                readings: Vec::new(),
            },
            sentence,
            tokens,
            stance,
        })
    }

    /// The tokens that answer, and how the claim stands to them: "it is not true that" turns it round.
    fn stood_by(&self, line: &Line<'_>, content: &[Range<usize>], stance: Stance) -> (Vec<Range<usize>>, Stance) {
        let mut tokens = content.to_vec();
        if is_unconfirmed(line, self.lexicon, content) {
            return (tokens, Stance::Withholds);
        }
        let rest = tokens.first().and_then(|first| after_untrue(line, self.lexicon, first));
        let Some(rest) = rest else { return (tokens, stance) };
        tokens[0] = rest;
        let turned = match stance {
            Stance::Affirms => Stance::Denies,
            Stance::Denies => Stance::Affirms,
            Stance::Withholds => Stance::Withholds,
        };
        (tokens, turned)
    }

    fn narrated(&self, line: &Line<'_>, sentence: usize, own: Range<usize>) -> Option<Draft> {
        let content = vec![line.span(&own)?];
        let whole = vec![own];
        let (tokens, stance) = self.stood_by(line, &whole, Stance::Affirms);
        Some(Draft {
            claim: Claim {
                id: ClaimId::of(self.document, None, None, &content),
                source: None,
                cue: None,
                hedge: hedge(line, self.lexicon, &whole),
                content,
                manner: Manner::Narrated,
                said_at: None,
                nested_in: None,
                rule: "narrated.sentence".to_owned(),
                readings: Vec::new(),
            },
            sentence,
            tokens,
            stance,
        })
    }

    /// Gives every draft its readings, sentence by sentence.
    fn answer(
        &self,
        text: &Text<'_>,
        sentences: &[Sentence],
        times: &[Vec<Timed<'_>>],
        events: &events::Events,
        drafts: &mut [Draft],
    ) {
        for group in drafts.chunk_by_mut(|one, other| one.sentence == other.sentence) {
            let Some(number) = group.first().map(|draft| draft.sentence) else { continue };
            let line = Line { text, tokens: &sentences[number].tokens };
            let times: Vec<_> = times[number]
                .iter()
                .map(|time| (line.touching(time.expression.span), time.expression, time.named))
                .collect();
            let taken: Vec<Range<usize>> = times.iter().map(|(tokens, ..)| tokens.clone()).collect();
            let quantities = quantities::find(&line, self.lexicon, &taken);
            let scene = Scene {
                line,
                lexicon: self.lexicon,
                quantities,
                times,
                background: events.background[number],
                main: events.main,
            };
            let inner: Vec<(ClaimId, Vec<Range<usize>>)> =
                group.iter().filter_map(|draft| Some((draft.claim.nested_in?, draft.tokens.clone()))).collect();
            // What answers nothing stays without readings.
            for draft in group.iter_mut().filter(|draft| draft.stance != Stance::Withholds) {
                let masked: Vec<Range<usize>> = inner
                    .iter()
                    .filter(|(outer, _)| *outer == draft.claim.id)
                    .flat_map(|(_, tokens)| tokens.iter().cloned())
                    .collect();
                let told = Told {
                    id: draft.claim.id,
                    content: &draft.tokens,
                    inner: &masked,
                    hedge: draft.claim.hedge,
                    denied: draft.stance == Stance::Denies,
                };
                draft.claim.readings = readings::read(&scene, &told, self.context.questions);
            }
        }
    }
}

/// An expression of time in its sentence.
struct Timed<'a> {
    expression: &'a TimeExpression,
    named: times::Named,
}

fn group<'a>(
    sentences: &[Sentence],
    mentions: &[(usize, Mention)],
    expressions: &'a [Option<TimeExpression>],
) -> Vec<Vec<Timed<'a>>> {
    let mut grouped: Vec<Vec<Timed<'a>>> = sentences.iter().map(|_| Vec::new()).collect();
    for ((sentence, mention), expression) in mentions.iter().zip(expressions) {
        if let Some(expression) = expression {
            grouped[*sentence].push(Timed { expression, named: mention.named });
        }
    }
    grouped
}

/// A claim whose words lie wholly in the content of another is told inside it.
fn nest(drafts: &mut [Draft]) {
    for group in drafts.chunk_by_mut(|one, other| one.sentence == other.sentence) {
        let outers: Vec<(ClaimId, Vec<TextSpan>, Stance)> = group
            .iter()
            .filter(|draft| draft.claim.cue.is_some())
            .map(|draft| (draft.claim.id, draft.claim.content.clone(), draft.stance))
            .collect();
        for draft in group.iter_mut() {
            let Some(cue) = draft.claim.cue else { continue };
            let mut parts = draft.claim.content.clone();
            parts.push(cue);
            let holds = |content: &TextSpan| parts.iter().all(|part| content.contains(*part));
            let around: Vec<_> =
                outers.iter().filter(|(id, content, _)| *id != draft.claim.id && content.iter().any(holds)).collect();
            // What is told only to be taken back answers nothing.
            if around.iter().any(|(.., stance)| *stance != Stance::Affirms) {
                draft.stance = Stance::Withholds;
            }
            draft.claim.nested_in = around
                .iter()
                .min_by_key(|(_, content, _)| content.iter().map(|span| span.end - span.start).sum::<u32>())
                .map(|(id, ..)| *id);
        }
    }
}

/// Without headings, but for one that answers what the body does not.
fn without_echoes(drafts: Vec<Draft>, sentences: &[Sentence]) -> Vec<Claim> {
    let answer = |reading: &Reading| {
        serde_json::to_string(&(&reading.question, &reading.predicate, &reading.value)).unwrap_or_default()
    };
    let (headings, body): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| sentences[draft.sentence].heading);
    let known: BTreeSet<String> = body.iter().flat_map(|draft| draft.claim.readings.iter().map(answer)).collect();
    let news = |draft: &Draft| draft.claim.readings.iter().any(|reading| !known.contains(&answer(reading)));
    let kept: Vec<Claim> = headings.into_iter().filter(news).map(|draft| draft.claim).collect();
    let ids: BTreeSet<ClaimId> = kept.iter().map(|claim| claim.id).collect();
    let kept =
        kept.into_iter().map(|claim| Claim { nested_in: claim.nested_in.filter(|outer| ids.contains(outer)), ..claim });
    kept.chain(body.into_iter().map(|draft| draft.claim)).collect()
}

/// Quoted, paraphrased or both, by the quotation marks in and around the content.
fn manner(line: &Line<'_>, found: &Attribution) -> Manner {
    let quotes = line.quotes();
    let words = || found.content.iter().cloned().flatten().filter(|at| line.is_word(*at));
    let quoted = words().filter(|at| quotes.iter().any(|quote| quote.contains(at))).count();
    match quoted {
        0 => Manner::Paraphrased,
        all if all == words().count() => Manner::Quoted,
        _ => Manner::Mixed,
    }
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
        outside && near && !tokens.is_empty() && matches!(time.expression.time_type, TimeType::Date | TimeType::Time)
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
