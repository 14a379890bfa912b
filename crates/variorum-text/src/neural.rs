//! A document read with the encoder: who says what comes from it, everything else from the rules.
//!
//! Texts of up to [`LONGEST`] bytes in a language of some model go through that model; others are read by rules, and each
//! claim names what found it. No corpus marks claims told inside others, so no encoder has learnt them: a content that holds a word of
//! saying is read once more, as a text of its own. Such contents share windows, for many short windows take longer than
//! a few full ones; what is found in one never goes with what is found in another.

mod corrections;
mod excerpts;
mod turns;

use std::ops::Range;
use std::sync::Arc;

use variorum_evidence::claim::DocumentReading;
use variorum_evidence::document::Language;
use variorum_evidence::span::TextSpan;
use variorum_infer::{Card, Model, ModelError, SHIPPED, Scores, Shipped};

use crate::attribution::{Attribution, Voice};
use crate::encoding::{Encoded, Token, Window};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::linking::{Link, Seen, link};
use crate::reader::{Listener, ReadError, Reader, ReadingContext, read_with};
use crate::sentences::Sentence;
use crate::telling::{Exact, Part, Telling, by_rules};
use crate::tokens::Text;

use corrections::{holds_saying, name_source, names_nobody, only_hedges, says_something};
use excerpts::Excerpts;

/// Longest text for the encoder, in bytes: about ten times the longest report. More would take minutes.
const LONGEST: usize = 1 << 20;

/// Rules for shapes that the encoder's corpus hardly holds: tolls, records, transcripts, headings with a colon.
const TRUSTED: [&str; 7] = [
    "attribution.figure",
    "attribution.tally",
    "attribution.placed",
    "attribution.label",
    "attribution.colon",
    "attribution.closing",
    "attribution.denial",
];

/// Rules that know better than the encoder who speaks.
const SURE: [&str; 3] = ["attribution.relayed", "attribution.record", "attribution.view"];

/// The reader with trained encoders, each for the languages of its card.
pub struct NeuralReader {
    encoders: Vec<Source>,
    name: String,
}

/// A model whose weights are loaded with the first text in its languages: a name must cost nothing.
struct Source {
    card: Card,
    weights: Weights,
}

enum Weights {
    Shipped(&'static Shipped),
    Given(Arc<Model>),
}

impl Source {
    fn model(&self) -> Result<Arc<Model>, ModelError> {
        match &self.weights {
            Weights::Shipped(shipped) => shipped.model(),
            Weights::Given(model) => Ok(Arc::clone(model)),
        }
    }
}

impl NeuralReader {
    /// A reader with the models that ship with the program.
    pub fn shipped() -> Result<Self, ModelError> {
        let sources =
            SHIPPED.iter().map(|shipped| Ok(Source { card: shipped.card()?, weights: Weights::Shipped(shipped) }));
        Ok(Self::named(sources.collect::<Result<_, _>>()?))
    }

    /// A reader with another model alone.
    pub fn with(model: Model) -> Self {
        Self::named(vec![Source { card: model.card.clone(), weights: Weights::Given(Arc::new(model)) }])
    }

    fn named(encoders: Vec<Source>) -> Self {
        let models: Vec<&str> = encoders.iter().map(|source| source.card.name.as_str()).collect();
        Self { name: format!("neural/4+{}", models.join("+")), encoders }
    }

    /// The encoder that reads `language`.
    fn source(&self, language: Language) -> Option<&Source> {
        self.encoders.iter().find(|source| source.card.languages.iter().any(|code| code == language.code()))
    }
}

impl Reader for NeuralReader {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&self, text: &str, context: &ReadingContext<'_>) -> Result<DocumentReading, ReadError> {
        read_with(self, self.name(), text, context)
    }
}

impl Listener for NeuralReader {
    fn hears(&self, text: &str, language: Language) -> bool {
        Lexicon::knows(language) || text.len() <= LONGEST && self.source(language).is_some()
    }

    fn listen(&self, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Result<Vec<Telling>, ReadError> {
        match self.source(lexicon.language).filter(|_| text.raw.len() <= LONGEST) {
            Some(source) => tellings(&*source.model()?, text, sentences, lexicon),
            None => Ok(by_rules(text, sentences, lexicon)),
        }
    }
}

fn tellings(
    model: &Model,
    text: &Text<'_>,
    sentences: &[Sentence],
    lexicon: &Lexicon,
) -> Result<Vec<Telling>, ReadError> {
    let whole = TextSpan { start: 0, end: text.raw.len() as u32 };
    let mut found = listen(model, text, sentences, lexicon, &[whole])?;
    found.retain(|telling| says_something(telling, text, sentences, lexicon));
    found.retain(|telling| !only_hedges(telling, text, sentences, lexicon));
    let mut by_rules = by_rules(text, sentences, lexicon);
    let sure: Vec<Telling> = by_rules.extract_if(.., |telling| SURE.contains(&telling.found.rule)).collect();
    found.retain(|telling| !sure.iter().any(|sure| share_cue(sure, telling)));
    for telling in &mut found {
        name_source(telling, text, sentences, lexicon);
    }
    let contents = found.iter().flat_map(|telling| &telling.exact).flat_map(|exact| &exact.content);
    let again: Vec<TextSpan> = contents
        .filter(|span| places(text, sentences, **span).iter().any(|part| holds_saying(part, text, sentences, lexicon)))
        .map(|span| bare(text.raw, *span))
        .collect();
    let mut inner = listen(model, text, sentences, lexicon, &again)?;
    inner.retain(|telling| says_something(telling, text, sentences, lexicon));
    for telling in &mut inner {
        telling.nested = true;
        name_source(telling, text, sentences, lexicon);
    }
    inner.retain(|telling| !sure.iter().any(|sure| share_cue(sure, telling)));
    found.extend(inner);
    found.extend(sure);
    found.extend(told_inside(&found, &by_rules));
    drop_swallowed(&mut found);
    turns::put_right(&mut found, text, sentences, lexicon);
    let missed = missed(&found, by_rules);
    found.extend(missed);
    found.sort_by_key(|telling| (telling.sentence, telling.found.cue.as_ref().map(|cue| cue.start)));
    Ok(found)
}

/// `span` without quotation marks at its ends and without the "that" that opens it: what is left reads like a text.
fn bare(raw: &str, span: TextSpan) -> TextSpan {
    let words = &raw[span.range()];
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let start = words.trim_start_matches(is_mark);
    let start = start.strip_prefix("that ").unwrap_or(start);
    let end = words.trim_end_matches(|letter: char| is_mark(letter) && letter != '.');
    let start = span.start + (words.len() - start.len()) as u32;
    TextSpan { start, end: (span.start + end.len() as u32).max(start) }
}

/// What the encoder finds in the words at each of `spans`, which are read as texts of their own.
fn listen(
    model: &Model,
    text: &Text<'_>,
    sentences: &[Sentence],
    lexicon: &Lexicon,
    spans: &[TextSpan],
) -> Result<Vec<Telling>, ReadError> {
    let excerpts = Excerpts::of(text.raw, spans);
    let Encoded { mut tokens, windows } = Encoded::of(&excerpts.joined, &model.pieces, model.card.window);
    let scores = windows.iter().map(|window| model.encoder.encode(&window.pieces));
    let scores: Vec<Scores> = scores.collect::<Result<_, _>>()?;
    let apart = excerpts.apart(&tokens);
    excerpts.put_back(&mut tokens);
    let sentence = |token: usize| {
        let start = tokens[token].start as usize;
        sentences.partition_point(|sentence| sentence.range.end <= start)
    };
    let mut links = Vec::new();
    for excerpt in &apart {
        let shares = windows.iter().zip(&scores).filter_map(|(window, scores)| Some((window.share(excerpt)?, scores)));
        let shares: Vec<(Window, &Scores)> = shares.collect();
        let seen = shares.iter().map(|(window, scores)| Seen { window, scores, card: &model.card });
        links.extend(link(&seen.collect::<Vec<_>>(), &|one, other| sentence(one) == sentence(other)));
    }
    Ok(links.iter().filter_map(|link| telling(link, &tokens, text, sentences, lexicon)).collect())
}

/// What rules find told with a "that" inside a content, where the encoder heard nobody ("she said a guard had shouted that …").
fn told_inside(found: &[Telling], by_rules: &[Telling]) -> Vec<Telling> {
    let holds = |outer: &Telling, inner: &Part| {
        let parts = outer.parts();
        parts.iter().any(|part| {
            part.sentence == inner.sentence
                && part.tokens.start <= inner.tokens.start
                && inner.tokens.end <= part.tokens.end
        })
    };
    let inside = |telling: &&Telling| {
        let Some(cue) = telling.found.cue.clone() else { return false };
        let cue = Part { sentence: telling.sentence, tokens: cue };
        let named = matches!(&telling.found.voice, Voice::Words(words) if found.iter().any(|outer| {
            holds(outer, &cue) && holds(outer, &Part { sentence: telling.sentence, tokens: words.clone() })
        }));
        telling.found.rule == "attribution.that-clause" && named && !found.iter().any(|other| share_cue(other, telling))
    };
    let inner = by_rules.iter().filter(inside).cloned();
    inner.map(|telling| Telling { nested: true, ..telling }).collect()
}

/// Leaves out what the encoder took for another claim where the source of one is source and cue of the other: "the company
/// rejects | the allegation | that …" beside "the company | rejects | the allegation that …".
fn drop_swallowed(found: &mut Vec<Telling>) {
    let words = |telling: &Telling| match &telling.found.voice {
        Voice::Words(words) => Some((telling.sentence, words.clone())),
        _ => None,
    };
    let whole: Vec<(usize, Range<usize>, Range<usize>)> = found
        .iter()
        .filter_map(|telling| {
            let (sentence, words) = words(telling)?;
            Some((sentence, words, telling.found.cue.clone()?))
        })
        .collect();
    found.retain(|telling| {
        words(telling).is_none_or(|(sentence, source)| {
            let swallows = |(other, words, cue): &(usize, Range<usize>, Range<usize>)| {
                *other == sentence && words.start == source.start && words.end <= cue.start && cue.end <= source.end
            };
            !whole.iter().any(swallows)
        })
    });
}

/// What rules find in clauses in which the encoder heard nobody.
fn missed(found: &[Telling], by_rules: Vec<Telling>) -> Vec<Telling> {
    let taken: Vec<Part> = found.iter().flat_map(Telling::all_parts).collect();
    let free = |telling: &Telling| {
        let overlaps = |one: &Part, other: &Part| {
            one.sentence == other.sentence && one.tokens.start < other.tokens.end && other.tokens.start < one.tokens.end
        };
        !telling.all_parts().iter().any(|part| taken.iter().any(|other| overlaps(part, other)))
    };
    let trusted = |telling: &Telling| TRUSTED.contains(&telling.found.rule);
    by_rules.into_iter().filter(trusted).filter(free).collect()
}

/// Whether words of one's cue belong to the other's.
fn share_cue(one: &Telling, other: &Telling) -> bool {
    let (Some(one_cue), Some(cue)) = (&one.found.cue, &other.found.cue) else { return false };
    one.sentence == other.sentence && one_cue.start < cue.end && cue.start < one_cue.end
}

/// A link of the encoder's tokens as a telling over the sentences' tokens.
fn telling(
    link: &Link,
    tokens: &[Token],
    text: &Text<'_>,
    sentences: &[Sentence],
    lexicon: &Lexicon,
) -> Option<Telling> {
    let spans = |range: &Range<usize>| -> Vec<TextSpan> {
        let whole = paragraphs(&tokens[range.clone()]).into_iter();
        whole.map(|span| clipped(text, sentences, span)).collect()
    };
    let content: Vec<TextSpan> = link.content.iter().flat_map(spans).collect();
    let mut exact = Exact {
        source: link.source.as_ref().and_then(|range| spans(range).first().copied()),
        cue: link.cue.as_ref().and_then(|range| spans(range).first().copied()),
        content,
    };
    let places = |span: TextSpan| places(text, sentences, span);
    let cue = exact.cue.and_then(|span| places(span).into_iter().next());
    // A heading and a body are two texts: neither goes on with the other's sentence.
    let joined = |part: &Part| cue.as_ref().is_none_or(|cue| alike(sentences, cue.sentence, part.sentence));
    let quoted = |span: &TextSpan| text.raw[span.range()].starts_with(['“', '"', '«', '‘', '\'']);
    exact.content.retain(|span| quoted(span) || places(*span).iter().all(joined));
    let contents: Vec<Part> = exact.content.iter().flat_map(|span| places(*span)).collect();
    let sentence = cue.as_ref().or(contents.first())?.sentence;
    if cue.as_ref().is_some_and(|part| names_nobody(part, text, sentences, lexicon)) {
        exact.source = None;
    }
    let source = exact.source.and_then(|span| places(span).into_iter().next());
    let (here, elsewhere): (Vec<Part>, Vec<Part>) = contents.into_iter().partition(|part| part.sentence == sentence);
    let (near, far): (Option<Part>, Option<Part>) = match source {
        Some(part) if part.sentence == sentence => (Some(part), None),
        other => (None, other),
    };
    Some(Telling {
        sentence,
        found: Attribution {
            voice: near.map_or(Voice::Nobody, |part| Voice::Words(part.tokens)),
            cue: cue.map(|part| part.tokens),
            content: here.into_iter().map(|part| part.tokens).collect(),
            rule: "attribution.encoder",
        },
        source: far,
        more: elsewhere,
        exact: Some(exact),
        nested: false,
    })
}

/// `span` within the sentences that it touches: a dateline before one is no part of what is said.
fn clipped(text: &Text<'_>, sentences: &[Sentence], span: TextSpan) -> TextSpan {
    let parts = places(text, sentences, span);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return span };
    let (first, last) = (&sentences[first.sentence].range, &sentences[last.sentence].range);
    TextSpan { start: span.start.max(first.start as u32), end: span.end.min(last.end as u32) }
}

/// Whether two sentences stand in one paragraph, or both in the body.
fn alike(sentences: &[Sentence], one: usize, other: usize) -> bool {
    let (one, other) = (&sentences[one], &sentences[other]);
    one.paragraph == other.paragraph || !one.heading && !other.heading
}

/// The bytes of neighbouring tokens, one span for each paragraph.
fn paragraphs(tokens: &[Token]) -> Vec<TextSpan> {
    let groups = tokens.chunk_by(Token::shares_paragraph);
    groups.filter_map(|group| Some(TextSpan { start: group.first()?.start, end: group.last()?.end })).collect()
}

/// The tokens of each sentence that share a byte with `span`.
fn places(text: &Text<'_>, sentences: &[Sentence], span: TextSpan) -> Vec<Part> {
    let first = sentences.partition_point(|sentence| sentence.range.end <= span.start as usize);
    let touched = sentences.iter().enumerate().skip(first);
    touched
        .take_while(|(_, sentence)| sentence.range.start < span.end as usize)
        .map(|(number, sentence)| {
            let line = Line { text, tokens: &sentence.tokens };
            Part { sentence: number, tokens: line.touching(span) }
        })
        .filter(|part| !part.tokens.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use variorum_evidence::claim::Claim;

    use super::*;
    use crate::incidents::PredicateSet;
    use crate::questions::QuestionSet;

    /// A line of `fixed.json`: what the exported model gave in another runtime.
    #[derive(Deserialize)]
    struct Fixed {
        text: String,
        pieces: Vec<i32>,
        places: Vec<usize>,
        labels: Vec<Vec<f32>>,
        links: Vec<f32>,
    }

    /// Int8 runtimes round differently, and so does one runtime on processors with other instructions (mean 0.00002 with
    /// AVX2, 0.10 with SSE alone, 0.12 with AVX-512 for the second text); a wrong piece or a wrong graph is off by whole
    /// units everywhere, and chooses other labels for more than one piece in twenty.
    const NEAR_IN_THE_MEAN: f32 = 0.3;
    const NEAR_EVERYWHERE: f32 = 1.5;

    fn highest(scores: &[f32]) -> Option<usize> {
        (0..scores.len()).max_by(|one, other| scores[*one].total_cmp(&scores[*other]))
    }

    #[test]
    fn reproduces_the_scores_of_the_export() {
        let fixed = include_str!("../../../models/attribution-en/fixed.json");
        let fixed: Vec<Fixed> = serde_json::from_str(fixed).unwrap();
        let model = SHIPPED[0].model().unwrap();
        assert!(fixed.len() > 1);
        for Fixed { text, pieces, places, labels, links } in fixed {
            let encoded = Encoded::of(&text, &model.pieces, model.card.window);
            let [window] = encoded.windows.as_slice() else { panic!("{} windows", encoded.windows.len()) };
            assert_eq!((&window.pieces, &window.places), (&pieces, &places));
            let scores = model.encoder.encode(&window.pieces).unwrap();
            let (mut off, mut alike) = (Vec::new(), 0);
            for (piece, (labels, tie)) in labels.iter().zip(&links).enumerate() {
                alike += usize::from(highest(scores.labels.row(piece)) == highest(labels));
                off.extend(scores.labels.row(piece).iter().zip(labels).map(|(one, other)| (one - other).abs()));
                off.push((scores.link(piece, 1) - tie).abs());
            }
            let mean = off.iter().sum::<f32>() / off.len() as f32;
            assert!(mean < NEAR_IN_THE_MEAN, "{text:?} is off by {mean} in the mean");
            assert!(off.iter().all(|off| *off < NEAR_EVERYWHERE), "{text:?} is off somewhere");
            assert!(alike * 20 >= labels.len() * 19, "{alike} labels of {text:?} are the same of {}", labels.len());
        }
    }

    fn read(text: &str) -> Vec<Claim> {
        let questions = QuestionSet::default();
        let context = ReadingContext {
            published: None,
            offset: None,
            questions: &questions,
            predicates: &PredicateSet::default(),
        };
        NeuralReader::shipped().unwrap().read(text, &context).unwrap().claims
    }

    /// Each attributed claim as "source | cue | content".
    fn check(text: &str, expected: &[&str]) {
        let words = |span: TextSpan| span.words(text).unwrap_or_default();
        let found: Vec<String> = read(text)
            .iter()
            .filter(|claim| claim.cue.is_some())
            .map(|claim| {
                let source = claim.source.as_ref().map_or("-", |source| words(source.span));
                let content: Vec<&str> = claim.content.iter().map(|span| words(*span)).collect();
                format!("{source} | {} | {}", claim.cue.map_or("-", words), content.join(" … "))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn plain_attributions() {
        check("The mayor said that two people died.", &["The mayor | said | that two people died"]);
        check(
            "\"We fled when the soldiers came,\" said Ana Cole, a baker.",
            &["Ana Cole, a baker | said | \"We fled when the soldiers came,\""],
        );
        check(
            "According to the hospital, three people were wounded in the raid.",
            &["the hospital | According to | three people were wounded in the raid"],
        );
    }

    #[test]
    fn the_same_words_give_the_same_claims() {
        let text = "The mayor said that two people died. Police denied it.";
        assert_eq!(read(text), read(text));
    }
}
