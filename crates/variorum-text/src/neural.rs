//! A document read with the encoder: who says what comes from it, everything else from the rules.
//!
//! Texts of up to [`LONGEST`] bytes in a language of some model go through that model; others are read by rules, and each
//! claim names what found it. No corpus marks claims told inside others, so no encoder has learnt them: a content that holds a word of
//! saying is read once more, as a text of its own. Such contents share windows, for many short windows take longer than
//! a few full ones; what is found in one never goes with what is found in another.

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
use crate::subjects::{Subject, main_verb, subject};
use crate::telling::{Exact, Part, Telling, by_rules};
use crate::tokens::Text;

/// Longest text for the encoder, in bytes: about ten times the longest report. More would take minutes.
const LONGEST: usize = 1 << 20;

/// Most tokens of a name.
const LONGEST_NAME: usize = 3;

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

/// Stretches of one text, put together for the encoder as paragraphs of their own.
struct Excerpts<'a> {
    spans: &'a [TextSpan],
    joined: String,
    /// Where each begins in `joined`.
    starts: Vec<u32>,
}

impl<'a> Excerpts<'a> {
    fn of(raw: &str, spans: &'a [TextSpan]) -> Self {
        let (mut joined, mut starts) = (String::new(), Vec::with_capacity(spans.len()));
        for span in spans {
            starts.push(joined.len() as u32);
            joined.push_str(&raw[span.range()]);
            joined.push_str("\n\n");
        }
        Self { spans, joined, starts }
    }

    /// Which tokens of `joined` are whose.
    fn apart(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let place = |start: u32| tokens.partition_point(|token| token.start < start);
        let ends = self.starts.iter().skip(1).map(|start| place(*start)).chain([tokens.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| place(*start)..end).collect()
    }

    /// Tokens of `joined` as tokens of the text.
    fn put_back(&self, tokens: &mut [Token]) {
        for token in tokens {
            let number = self.starts.partition_point(|start| *start <= token.start).saturating_sub(1);
            let (from, to) = (self.starts[number], self.spans[number].start);
            (token.start, token.end) = (token.start - from + to, token.end - from + to);
        }
    }
}

/// Gives an active cue for which the encoder saw no source the words before it: what it took for a content, though it is
/// no clause ("The army has called …"), or the subject ("A soldier, reached by phone, claims …").
fn name_source(telling: &mut Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) {
    let line = Line { text, tokens: &sentences[telling.sentence].tokens };
    let Some(cue) = telling.found.cue.clone() else { return };
    drop_expletive(telling, &line, lexicon, &cue);
    let_accused_be_accused(telling, &line, lexicon, &cue);
    let_speak_whom_they_reached(telling, &line, lexicon, &cue);
    let named = telling.found.voice != Voice::Nobody || telling.source.is_some();
    let part = Part { sentence: telling.sentence, tokens: cue.clone() };
    let nobody = names_nobody(&part, text, sentences, lexicon);
    if named || nobody || line.is_mark(cue.start) || is_passive(&line, lexicon, &cue) {
        return;
    }
    if let Some(words) = misread_source(telling, &line, lexicon, &cue) {
        telling.found.content.retain(|content| *content != words);
        if let Some(exact) = &mut telling.exact {
            exact.content.retain(|span| line.touching(*span) != words);
        }
        let span = line.span(&words);
        give_source(telling, Voice::Words(words), span);
        return;
    }
    if let Subject::Here(words) | Subject::Shared(words) = subject(&line, lexicon, cue.start) {
        let free = telling.found.content.iter().all(|content| content.end <= words.start || words.end <= content.start);
        if free {
            telling.found.voice = Voice::Words(words);
        }
    }
}

/// "It was reported that …": nobody says it.
fn drop_expletive(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let it = matches!(&telling.found.voice, Voice::Words(words) if words.len() == 1 && line.word(words.start) == "it");
    if it && is_passive(line, lexicon, cue) {
        give_source(telling, Voice::Nobody, None);
    }
}

/// "Kamal is accused of having steered": it is said of him, not by him.
fn let_accused_be_accused(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let accusing = cue.clone().any(|at| lexicon.cues.accusing.has(line.word(at)));
    let Voice::Words(words) = telling.found.voice.clone() else { return };
    if !(accusing && words.end <= cue.start && is_passive(line, lexicon, cue)) {
        return;
    }
    telling.found.content.insert(0, words.clone());
    give_source(telling, Voice::Nobody, None);
    if let (Some(exact), Some(span)) = (&mut telling.exact, line.span(&words)) {
        exact.content.insert(0, span);
    }
}

/// "A soldier, reached by phone, claims …": what stands in the insertion is no source, its subject is.
fn let_speak_whom_they_reached(telling: &mut Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) {
    let Voice::Words(words) = telling.found.voice.clone() else { return };
    let reached = words.end + 1 == cue.start && line.word(words.end) == ",";
    let means =
        words.start > 2 && matches!(line.word(words.start - 1), "by" | "via") && line.word(words.start - 3) == ",";
    if !(reached && means) {
        return;
    }
    if let Subject::Here(subject) = subject(line, lexicon, words.start - 3) {
        let span = line.span(&subject);
        give_source(telling, Voice::Words(subject), span);
    }
}

fn give_source(telling: &mut Telling, voice: Voice, span: Option<TextSpan>) {
    telling.found.voice = voice;
    if let Some(exact) = &mut telling.exact {
        exact.source = span;
    }
}

fn is_passive(line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) -> bool {
    let no_participle = |at: usize| lexicon.cues.certain.has(line.word(at)) || line.word(at).ends_with("ing");
    if cue.clone().any(no_participle) {
        return false;
    }
    let passive = |at: usize| lexicon.grammar.passive.has(line.word(at));
    cue.clone().any(passive) || cue.start > 0 && passive(cue.start - 1)
}

/// The first of several contents, where it stands right before the cue and has neither verb nor quotation marks.
fn misread_source(telling: &Telling, line: &Line<'_>, lexicon: &Lexicon, cue: &Range<usize>) -> Option<Range<usize>> {
    let first = telling.found.content.iter().min_by_key(|content| content.start)?;
    let several = telling.found.content.len() + telling.more.len() > 1;
    let before = several && first.end == cue.start && first.clone().all(|at| line.is_word(at));
    (before && main_verb(line, lexicon, first.clone()).is_none()).then(|| first.clone())
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

/// Whether the content is more than a name or a pronoun: "Perez became known", "opinions about him".
fn says_something(telling: &Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let parts = telling.parts();
    let long = parts.iter().map(|part| part.tokens.len()).sum::<usize>() > LONGEST_NAME;
    long || parts.iter().any(|part| {
        let sentence = &sentences[part.sentence];
        let line = Line { text, tokens: &sentence.tokens };
        let names = |at: usize| {
            let word = line.word(at);
            let people = &lexicon.people;
            let pronoun = [&people.owners, &people.he, &people.she, &people.they].iter().any(|list| list.has(word));
            pronoun || at > 0 && line.is_capital(at)
        };
        sentence.heading || part.tokens.clone().any(|at| line.is_mark(at) || !names(at))
    })
}

/// Whether a word of saying stands in these tokens.
fn holds_saying(part: &Part, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let line = Line { text, tokens: &sentences[part.sentence].tokens };
    let cues = &lexicon.cues;
    part.tokens.clone().any(|at| {
        let word = line.word(at);
        [&cues.clause, &cues.that_only, &cues.hearer].iter().any(|list| list.has(word))
            || [&cues.object, &cues.participle, &cues.according, &cues.bare, &cues.nouns]
                .iter()
                .any(|list| list.at(&line, at).is_some())
    })
}

/// "The ministry reportedly commissioned a test", "his ship seems to bear him out": the subject does it and says nothing.
fn only_hedges(telling: &Telling, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let Some(cue) = telling.found.cue.clone() else { return false };
    let line = Line { text, tokens: &sentences[telling.sentence].tokens };
    let hedges = &lexicon.hedges;
    let hedged = cue.clone().any(|at| hedges.reported.at(&line, at).is_some());
    let seems = cue.len() == 1 && hedges.apparent.at(&line, cue.start) == Some(2);
    let part = Part { sentence: telling.sentence, tokens: cue };
    (hedged || seems) && !holds_saying(&part, text, sentences, lexicon)
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

/// "Allegedly", "reportedly": the subject of such a clause is whom it is about, not who says it.
fn names_nobody(cue: &Part, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> bool {
    let line = Line { text, tokens: &sentences[cue.sentence].tokens };
    let hedges = &lexicon.hedges;
    let hedging = [&hedges.reported, &hedges.alleged, &hedges.apparent];
    cue.tokens.clone().all(|at| hedging.iter().any(|list| list.at(&line, at) == Some(1)))
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

    /// Int8 runtimes round differently; a wrong piece or a wrong graph is off by whole units everywhere.
    const NEAR_IN_THE_MEAN: f32 = 0.1;
    const NEAR_EVERYWHERE: f32 = 1.5;

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
            let mut off = Vec::new();
            for (piece, (labels, tie)) in labels.iter().zip(&links).enumerate() {
                off.extend(scores.labels.row(piece).iter().zip(labels).map(|(one, other)| (one - other).abs()));
                off.push((scores.link(piece, 1) - tie).abs());
            }
            let mean = off.iter().sum::<f32>() / off.len() as f32;
            assert!(mean < NEAR_IN_THE_MEAN, "{text:?} is off by {mean} in the mean");
            assert!(off.iter().all(|off| *off < NEAR_EVERYWHERE), "{text:?} is off somewhere");
        }
    }

    fn read(text: &str) -> Vec<Claim> {
        let questions = QuestionSet::default();
        let context = ReadingContext { published: None, offset: None, questions: &questions };
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
    fn contents_read_again_together_stay_apart() {
        let raw = "One said: two rose.\n\nThree said: “four\n\nfell”.";
        let span = |words: &str| {
            let start = raw.find(words).unwrap();
            TextSpan { start: start as u32, end: (start + words.len()) as u32 }
        };
        let spans = [span("two rose"), span("four\n\nfell"), span("said")];
        let model = SHIPPED[0].model().unwrap();
        let excerpts = Excerpts::of(raw, &spans);
        let Encoded { mut tokens, windows } = Encoded::of(&excerpts.joined, &model.pieces, model.card.window);
        let apart = excerpts.apart(&tokens);
        assert_eq!((windows.len(), &apart), (1, &vec![0..2, 2..4, 4..5]));
        let seen: Vec<Vec<usize>> = apart.iter().map(|excerpt| windows[0].share(excerpt).unwrap().places).collect();
        // The frame is piece 0, and one stands between paragraphs.
        assert_eq!(seen, [vec![1, 2], vec![4, 6], vec![8]]);
        excerpts.put_back(&mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &raw[token.start as usize..token.end as usize]).collect();
        assert_eq!(words, ["two", "rose", "four", "fell", "said"]);
        assert!(!tokens[1].shares_paragraph(&tokens[2]) && !tokens[3].shares_paragraph(&tokens[4]));
        assert!(Excerpts::of(raw, &[]).apart(&[]).is_empty());
    }

    #[test]
    fn the_same_words_give_the_same_claims() {
        let text = "The mayor said that two people died. Police denied it.";
        assert_eq!(read(text), read(text));
    }
}
