//! One document, step by step.
//!
//! Language, sentences, times, who says what, drafts of claims, events, readings: each step is a module and sees only
//! what came before it. Readers differ in one step, where they find who says what ([`Listener`], [`crate::telling`]);
//! a language without word lists gets what [`crate::universal`] can read too, and says so in a finding. Every span is a
//! range of the text's own tokens, so it always fits the text.

use std::collections::BTreeMap;
use std::ops::Range;

use variorum_evidence::claim::{Claim, DocumentReading, Event, Hedge, Polarity, Reading, TimeExpression};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, ReadingId};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::place::Place;
use variorum_evidence::span::TextSpan;
use variorum_infer::{EncodeError, ModelError};

use crate::calendar::{self, Anchor};
use crate::capitals;
use crate::drafts::{Counted, Draft, Page, Timed, drafts};
use crate::episodes;
use crate::events;
use crate::hedges;
use crate::incidents::{self, Fact, Incidents, PredicateSet, Who};
use crate::language::{detect, script};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::locale::Locale;
use crate::quantities;
use crate::questions::QuestionSet;
use crate::readings::{self, Scene, Told};
use crate::sentences::{self, Sentence};
use crate::stance::Stance;
use crate::telling::{Telling, by_rules};
use crate::times::{self, Mention};
use crate::tokens::Text;
use crate::tolls::{self, tolls};
use crate::universal;
use crate::whereabouts;

/// What a reader has to know besides the text.
#[derive(Debug, Clone, Copy)]
pub struct ReadingContext<'a> {
    /// When the document was published: relative times are counted from it.
    pub published: Option<&'a SaidAt>,
    /// Minutes east of UTC at the place of the event.
    pub offset: Option<i16>,
    /// What the case asks.
    pub questions: &'a QuestionSet,
    /// What is looked for, asked or not.
    pub predicates: &'a PredicateSet,
}

/// A document could not be read. What cannot be understood is no error: it gives no claims.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The runtime of the encoder failed.
    #[error(transparent)]
    Encoder(#[from] EncodeError),
    /// Its model cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Reads documents into claims. Two readers share nothing but this.
pub trait Reader: Send + Sync {
    /// Name and version (`rules/1`): results of two versions are never mixed.
    fn name(&self) -> &str;

    /// All claims of `text`. What cannot be read gives no claims.
    fn read(&self, text: &str, context: &ReadingContext<'_>) -> Result<DocumentReading, ReadError>;
}

/// The reader that uses rules and word lists only.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleReader;

impl Reader for RuleReader {
    fn name(&self) -> &str {
        "rules/4"
    }

    fn read(&self, text: &str, context: &ReadingContext<'_>) -> Result<DocumentReading, ReadError> {
        read_with(self, self.name(), text, context)
    }
}

/// Finds who says what in a text.
pub(crate) trait Listener {
    /// Whether it can in `text`, which is in `language`; what nobody hears is left to [`universal`].
    fn hears(&self, text: &str, language: Language) -> bool;

    /// Who says what.
    fn listen(&self, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Result<Vec<Telling>, ReadError>;
}

impl Listener for RuleReader {
    fn hears(&self, _: &str, language: Language) -> bool {
        Lexicon::knows(language)
    }

    fn listen(&self, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Result<Vec<Telling>, ReadError> {
        Ok(by_rules(text, sentences, lexicon))
    }
}

/// One document by the reader called `name`.
pub(crate) fn read_with(
    listener: &dyn Listener,
    name: &str,
    text: &str,
    context: &ReadingContext<'_>,
) -> Result<DocumentReading, ReadError> {
    let document = DocumentId::of_text(text);
    let language = detect(text).filter(|_| u32::try_from(text.len()).is_ok());
    let heard = language.is_some_and(|language| listener.hears(text, language));
    let mut reading = DocumentReading {
        document,
        reader: if heard { name } else { universal::NAME }.to_owned(),
        language,
        events: Vec::new(),
        times: Vec::new(),
        places: Vec::new(),
        claims: Vec::new(),
        findings: Vec::new(),
    };
    reading.findings.extend(universal::finding(text, language, heard));
    if let Some(language) = language {
        let recased = capitals::recased(text, language);
        reading.findings.extend(recased.iter().map(|_| capitals::finding()));
        let text = recased.as_deref().unwrap_or(text);
        let run = Run { document, language, lexicon: Lexicon::of(language), context };
        run.read(text, Some(listener).filter(|_| heard), &mut reading)?;
    }
    Ok(reading)
}

/// One run over one document.
struct Run<'a> {
    document: DocumentId,
    language: Language,
    lexicon: &'static Lexicon,
    context: &'a ReadingContext<'a>,
}

impl Run<'_> {
    fn read(&self, raw: &str, listener: Option<&dyn Listener>, reading: &mut DocumentReading) -> Result<(), ReadError> {
        let text = Text::of(raw);
        let (sentences, other) = self.sentences(&text);
        reading.findings.extend(universal::other_script(self.language, other));
        let mentions = self.mentions(&text, &sentences);
        let anchor = Anchor::of(self.context.published, self.context.offset);
        let expressions = calendar::resolve(raw, &mentions, anchor, &|sentence| !sentences[sentence].heading);
        let by_sentence = group(&sentences, &mentions, &expressions);
        let mut found = self.events(&text, &sentences, &by_sentence);
        let places = whereabouts::find(&text, &sentences, self.language, &mut found.events);
        let mut counted: Vec<Counted> =
            sentences.iter().zip(&by_sentence).map(|(one, times)| self.counted(&text, one, times, &places)).collect();
        let mut waiting: Vec<_> = counted.iter_mut().map(|counted| &mut counted.incidents).collect();
        incidents::complete(&mut waiting, &|number| number > 0 && sentences[number - 1].heading);
        let page = Page {
            document: self.document,
            text: &text,
            sentences: &sentences,
            times: &by_sentence,
            counted: &counted,
            lexicon: self.lexicon,
        };
        let mut drafts = match listener {
            Some(listener) => drafts(&page, &listener.listen(&text, &sentences, self.lexicon)?),
            None => Vec::new(),
        };
        if !Lexicon::knows(self.language) {
            universal::add(&page, self.language, &mut drafts);
        }
        self.answer(&page, &found, &mut drafts);
        let claims = drafts.iter_mut().map(|draft| &mut draft.claim);
        whereabouts::place_readings(claims, &sentences, &text, &places, &found.events);
        drafts.retain(universal::is_kept);
        let mut claims: Vec<Claim> = drafts.into_iter().map(|draft| draft.claim).collect();
        claims.sort_by_key(|claim| {
            (
                claim.content.first().map(|content| (content.start, content.end)),
                claim.cue.map(|cue| cue.start),
                claim.id,
            )
        });
        claims.dedup_by_key(|claim| claim.id);
        reading.events = found.events;
        episodes::add(&page, &found.which, &places, &mut reading.events);
        if let Some(main) = reading.events.iter_mut().find(|event| event.main) {
            main.tolls = tolls(&told(&page, main, &claims));
        }
        reading.places = places;
        reading.claims = claims;
        reading.times = expressions.into_iter().flatten().collect();
        Ok(())
    }

    /// The sentences in the script of the text, and how many are in another: nothing here can read those.
    fn sentences(&self, text: &Text<'_>) -> (Vec<Sentence>, usize) {
        let mut sentences = sentences::split(text, Locale::of(self.language));
        let own = script(text.raw);
        let all = sentences.len();
        sentences.retain(|sentence| script(&text.raw[sentence.range.clone()]).is_none_or(|script| Some(script) == own));
        let other = all - sentences.len();
        (sentences, other)
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
        let published = self.context.published.and_then(|when| Some(when.from?.date()));
        events::tell_apart(&told, published, self.lexicon)
    }

    /// Gives every draft its readings, sentence by sentence.
    fn answer(&self, page: &Page<'_>, events: &events::Events, drafts: &mut [Draft]) {
        let mut by_sentence: Vec<Vec<(usize, Vec<Range<usize>>)>> = page.sentences.iter().map(|_| Vec::new()).collect();
        for (number, draft) in drafts.iter().enumerate() {
            for part in draft.parts.chunk_by(|one, other| one.sentence == other.sentence) {
                by_sentence[part[0].sentence].push((number, part.iter().map(|part| part.tokens.clone()).collect()));
            }
        }
        let not_asked = self.context.questions.not_asked_of(&page.text.lower, self.language);
        let asked = |reading: &Reading| reading.question.as_ref().is_none_or(|question| !not_asked.contains(question));
        for (number, contents) in by_sentence.iter().enumerate().filter(|(_, contents)| !contents.is_empty()) {
            let mut scene = self.scene(page, events, number);
            scene.taken = contents.iter().flat_map(|(_, tokens)| tokens.iter().cloned()).collect();
            for (draft, content) in contents {
                // What answers nothing stays without readings.
                if drafts[*draft].stance == Stance::Withholds {
                    continue;
                }
                let outer = drafts[*draft].claim.id;
                let masked: Vec<Range<usize>> = contents
                    .iter()
                    .filter(|(inner, _)| drafts[*inner].claim.nested_in == Some(outer))
                    .flat_map(|(_, tokens)| tokens.iter().cloned())
                    .collect();
                let draft = &mut drafts[*draft];
                let told = Told {
                    id: draft.claim.id,
                    content,
                    source: draft.claim.source.as_ref().map(|source| scene.line.touching(source.span)),
                    inner: &masked,
                    certainty: hedges::certainty(
                        draft.claim.hedge,
                        hedge_words(page.text, draft.claim.hedge),
                        self.lexicon,
                    ),
                    denied: draft.stance == Stance::Denies,
                };
                let readings = readings::read(&scene, &told, self.context.questions);
                draft.claim.readings.extend(readings.into_iter().filter(asked));
            }
        }
    }

    /// The numbers of a sentence and what they count.
    fn counted(&self, text: &Text<'_>, sentence: &Sentence, times: &[Timed<'_>], places: &[Place]) -> Counted {
        let line = Line { text, tokens: &sentence.tokens };
        let taken: Vec<Range<usize>> = times.iter().map(|time| line.touching(time.expression.span)).collect();
        let quantities = quantities::find(&line, self.lexicon, &taken);
        let named = whereabouts::tokens(&line, sentence, places);
        let incidents = match self.context.predicates.in_language(self.lexicon.language) {
            Some(predicates) => incidents::read(&line, self.lexicon, predicates, &quantities, &taken, &named),
            None => Incidents::default(),
        };
        Counted { quantities, incidents, places: named }
    }

    /// What else was found in a sentence that holds contents.
    fn scene<'a>(&'a self, page: &Page<'a>, events: &events::Events, number: usize) -> Scene<'a> {
        let line = Line { text: page.text, tokens: &page.sentences[number].tokens };
        let times: Vec<_> = page.times[number]
            .iter()
            .map(|time| (line.touching(time.expression.span), time.expression, time.named))
            .collect();
        Scene {
            line,
            incidents: &page.counted[number].incidents,
            lexicon: self.lexicon,
            predicates: self.context.predicates.in_language(self.lexicon.language),
            quantities: &page.counted[number].quantities,
            times,
            places: &page.counted[number].places,
            event: events.which[number],
            main: events.main,
            taken: Vec::new(),
        }
    }
}

/// The words of a hedge, in small letters.
fn hedge_words<'a>(text: &'a Text<'_>, hedge: Hedge) -> &'a str {
    hedge.span.map_or("", |span| &text.lower[span.range()])
}

/// The facts that claims hold to be so of the main event.
fn told<'a>(page: &'a Page<'_>, main: &Event, claims: &[Claim]) -> Vec<tolls::Told<'a>> {
    let so = |reading: &&Reading| reading.polarity == Polarity::Affirmed && reading.event.as_ref() == Some(&main.id);
    let held: BTreeMap<(TextSpan, &str), ReadingId> = claims
        .iter()
        .flat_map(|claim| &claim.readings)
        .filter(so)
        .map(|reading| ((reading.span, reading.predicate.as_str()), reading.id))
        .collect();
    let mut told = Vec::new();
    for (sentence, counted) in page.counted.iter().enumerate() {
        let line = page.line(sentence);
        // "They", with no number before, and those who may have died are in no sum.
        let somebody =
            |fact: &&Fact| !(fact.left_open || fact.implied || fact.who == Who::Pronoun && fact.max.is_none());
        for fact in counted.incidents.facts.iter().filter(somebody) {
            let Some(span) = line.span(&fact.words) else { continue };
            let Some(reading) = held.get(&(span, &*fact.predicate)) else { continue };
            let heading = page.sentences[sentence].heading;
            told.push(tolls::Told {
                fact,
                reading: *reading,
                sentence,
                heading,
                words: &page.text.lower[span.range()],
            });
        }
    }
    told
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
