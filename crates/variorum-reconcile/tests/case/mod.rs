//! Builds small cases by hand: reports with texts of our own, claims found in them by their words.
#![allow(dead_code, reason = "each test file uses its part of the builder")]

use std::collections::BTreeMap;

use jiff::civil::{DateTime, date};
use variorum_evidence::account::{Apparatus, Position, QuestionAccount, Relation, Report};
use variorum_evidence::claim::{
    Certainty, Claim, DocumentReading, Event, Hedge, HedgeValue, Manner, Part, Polarity, Reading, Scope, Source,
    TimeExpression, Value,
};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, DocumentId, OriginalId, ReadingId};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::question::{Answer, AnswerKind, EventRole, Party, PartyGroup, Question};
use variorum_evidence::span::{Quote, TextSpan};
use variorum_reconcile::{Accounts, Frame, reconcile};

/// The key of the case.
pub(crate) const OWN: &str = "key:own";

/// A case under construction.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) reports: Vec<Report>,
    pub(crate) texts: BTreeMap<DocumentId, String>,
    pub(crate) readings: BTreeMap<DocumentId, DocumentReading>,
    pub(crate) questions: Vec<Question>,
    pub(crate) parties: Vec<Party>,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) event: Frame,
    pub(crate) language: Language,
}

/// A claim under construction.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) claim: Claim,
    pub(crate) document: DocumentId,
}

impl Case {
    pub(crate) fn new(questions: &[Question]) -> Self {
        Self {
            reports: Vec::new(),
            texts: BTreeMap::new(),
            readings: BTreeMap::new(),
            questions: questions.to_vec(),
            parties: Vec::new(),
            decisions: Vec::new(),
            event: Frame::default(),
            language: Language::En,
        }
    }

    /// Adds report `R1`, `R2`, …, published on `day` and `hour` of January 2018.
    pub(crate) fn report(&mut self, (day, hour): (i8, i8), text: &str) -> &mut Report {
        let document = DocumentId::of_text(text);
        let number = self.reports.len() + 1;
        self.texts.insert(document, text.to_owned());
        let reading = DocumentReading {
            document,
            reader: "test/1".to_owned(),
            language: None,
            events: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            claims: Vec::new(),
            findings: Vec::new(),
        };
        self.readings.entry(document).or_insert(reading);
        self.reports.push(Report {
            code: format!("R{number}").as_str().into(),
            name: format!("{number}.txt"),
            original: OriginalId::of_bytes(text.as_bytes()),
            document,
            title: None,
            byline: Vec::new(),
            publisher: Some(format!("Paper {number}")),
            url: None,
            published: Some(said_at(day, hour)),
            captured: None,
            language: None,
        });
        self.reports.last_mut().expect("a report was just added")
    }

    /// The text that report `number` carries.
    pub(crate) fn document(&self, number: usize) -> DocumentId {
        self.reports[number - 1].document
    }

    pub(crate) fn text(&self, number: usize) -> &str {
        &self.texts[&self.document(number)]
    }

    /// The place of `words` in the text of report `number`.
    pub(crate) fn span(&self, number: usize, words: &str) -> TextSpan {
        let text = self.text(number);
        let start = text.find(words).expect("the words are in the text");
        TextSpan::of(text, start..start + words.len()).expect("words end at character boundaries")
    }

    pub(crate) fn quote(&self, number: usize, words: &str) -> Quote {
        Quote { document: self.document(number), span: self.span(number, words), words: words.to_owned() }
    }

    /// A claim with the content `words` in report `number`, not yet added.
    pub(crate) fn said(&self, number: usize, words: &str) -> Said {
        let document = self.document(number);
        let content = vec![self.span(number, words)];
        let claim = Claim {
            id: ClaimId::of(document, None, None, &content),
            source: None,
            cue: None,
            content,
            manner: Manner::Narrated,
            hedge: Hedge { value: HedgeValue::Asserted, span: None },
            said_at: None,
            nested_in: None,
            rule: "test".to_owned(),
            readings: Vec::new(),
        };
        Said { claim, document }
    }

    pub(crate) fn add(&mut self, said: Said) -> ClaimId {
        let id = said.claim.id;
        self.readings.get_mut(&said.document).expect("the report is there").claims.push(said.claim);
        id
    }

    pub(crate) fn time(&mut self, number: usize, time: TimeExpression) {
        let document = self.document(number);
        self.readings.get_mut(&document).expect("the report is there").times.push(time);
    }

    pub(crate) fn event(&mut self, number: usize, id: &str, main: bool) {
        let document = self.document(number);
        let event = Event {
            id: id.into(),
            kind: "event".to_owned(),
            main,
            beside: false,
            mentions: Vec::new(),
            tolls: Vec::new(),
            place: None,
            incident: None,
        };
        self.readings.get_mut(&document).expect("the report is there").events.push(event);
    }

    pub(crate) fn party(&mut self, name: &str, group: PartyGroup, members: &[&str]) {
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        self.parties.push(Party { name: name.to_owned(), group, members, concerned: false });
    }

    /// Records a decision of the own key and returns its number.
    pub(crate) fn decide(&mut self, decision: Decision) -> u64 {
        self.decide_by(OWN, decision)
    }

    /// Records a decision; one of another key counts as imported.
    pub(crate) fn decide_by(&mut self, by: &str, decision: Decision) -> u64 {
        let seq = self.decisions.last().map_or(100, |last| last.seq + 1);
        let imported = by != OWN;
        self.decisions.push(Decided { seq, at: String::new(), by: by.to_owned(), imported, decision });
        seq
    }

    pub(crate) fn reconcile(&self) -> Apparatus {
        reconcile(&Accounts {
            reports: &self.reports,
            texts: &self.texts,
            readings: &self.readings,
            questions: &self.questions,
            parties: &self.parties,
            decisions: &self.decisions,
            own_key: OWN,
            event: &self.event,
            language: self.language,
        })
    }
}

impl Said {
    /// Attributes the claim to the words `name`; its text must hold them.
    pub(crate) fn by(mut self, case: &Case, name: &str) -> Self {
        let text = &case.texts[&self.document];
        let start = text.find(name).expect("the name is in the text");
        let span = TextSpan::of(text, start..start + name.len()).expect("words end at character boundaries");
        self.claim.source = Some(Source { span, name: name.to_owned(), role: None });
        self.claim.manner = Manner::Paraphrased;
        self.claim.id = ClaimId::of(self.document, Some(span), None, &self.claim.content);
        self
    }

    pub(crate) fn role(mut self, role: &str) -> Self {
        if let Some(source) = &mut self.claim.source {
            source.role = Some(role.to_owned());
        }
        self
    }

    pub(crate) fn at(mut self, day: i8, hour: i8) -> Self {
        self.claim.said_at = Some(said_at(day, hour));
        self
    }

    pub(crate) fn hedged(mut self, value: HedgeValue) -> Self {
        self.claim.hedge.value = value;
        self
    }

    /// Adds a reading over the whole content.
    pub(crate) fn reads(self, question: &str, value: Value, scope: Scope) -> Self {
        self.reads_polar(question, value, scope, Polarity::Affirmed)
    }

    pub(crate) fn reads_polar(mut self, question: &str, value: Value, scope: Scope, polarity: Polarity) -> Self {
        let span = self.claim.content[0];
        self.claim.readings.push(Reading {
            id: ReadingId::of(self.claim.id, span, question, &value, &scope),
            span,
            event: None,
            question: Some(question.into()),
            predicate: question.to_owned(),
            polarity,
            certainty: Certainty::Unknown,
            participants: Vec::new(),
            place: None,
            scope,
            value,
            rule: "test".to_owned(),
        });
        self
    }

    pub(crate) fn reading(&self) -> ReadingId {
        self.claim.readings[0].id
    }
}

/// A question whose id is its predicate.
pub(crate) fn question(id: &str, kind: AnswerKind) -> Question {
    Question {
        id: id.into(),
        wording: BTreeMap::from([(Language::En, format!("{id}?"))]),
        kind,
        predicate: id.to_owned(),
        event: EventRole::Main,
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        answers: Vec::new(),
    }
}

pub(crate) fn answer(value: &str, denied: bool) -> Answer {
    Answer { value: value.to_owned(), denied, fits: Vec::new(), words: BTreeMap::new() }
}

pub(crate) fn exactly(count: u64) -> Value {
    Value::Count { min: count, max: Some(count) }
}

pub(crate) fn at_least(count: u64) -> Value {
    Value::Count { min: count, max: None }
}

pub(crate) fn between(min: u64, max: u64) -> Value {
    Value::Count { min, max: Some(max) }
}

pub(crate) fn choice(value: &str) -> Value {
    Value::Choice { value: value.to_owned() }
}

pub(crate) fn text(value: &str) -> Value {
    Value::Text { value: value.to_owned() }
}

pub(crate) fn minutes(min: u64, max: u64) -> Value {
    Value::Duration { seconds_min: min * 60, seconds_max: max * 60 }
}

/// On 15 January 2018 in Caracas.
pub(crate) fn moment(hour: i8, minute: i8) -> DateTime {
    date(2018, 1, 15).at(hour, minute, 0, 0)
}

pub(crate) fn happened(from: DateTime, to: DateTime, precision: Precision) -> HappenedAt {
    HappenedAt::between(from, to, Some(-240), precision, "as the words say")
}

pub(crate) fn time(from: (i8, i8), to: (i8, i8), precision: Precision) -> Value {
    Value::Time(happened(moment(from.0, from.1), moment(to.0, to.1), precision))
}

/// One hour of a day of January 2018 in Caracas.
pub(crate) fn said_at(day: i8, hour: i8) -> SaidAt {
    let from = date(2018, 1, day).at(hour, 0, 0, 0);
    SaidAt::between(from, date(2018, 1, day).at(hour, 59, 59, 0), Some(-240), Precision::Hour, "test")
}

pub(crate) fn unknown() -> Scope {
    Scope::unknown()
}

pub(crate) fn side(name: &str) -> Scope {
    Scope { side: Some(name.to_owned()), part: Part::Part, ..Scope::unknown() }
}

pub(crate) fn total(including: &[&str]) -> Scope {
    let including = including.iter().map(|side| (*side).to_owned()).collect();
    Scope { part: Part::Total, including, ..Scope::unknown() }
}

pub(crate) fn kind(name: &str) -> Scope {
    Scope { kind: Some(name.to_owned()), part: Part::Part, ..Scope::unknown() }
}

/// The only question of an apparatus.
pub(crate) fn only(apparatus: &Apparatus) -> &QuestionAccount {
    assert_eq!(apparatus.questions.len(), 1, "{:?}", apparatus.questions);
    &apparatus.questions[0]
}

/// The position with this value.
pub(crate) fn position<'a>(account: &'a QuestionAccount, value: &Value) -> &'a Position {
    account.positions.iter().find(|position| position.value == *value).expect("somebody holds this value")
}

/// A relation in words: "compatible scope".
pub(crate) fn in_words(relation: &Relation) -> String {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let kind = serde_json::to_value(relation.relation).expect("a word");
    let respect = serde_json::to_value(relation.relation_type).expect("a word");
    format!("{} {}", word(kind), word(respect))
}
