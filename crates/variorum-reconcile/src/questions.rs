//! The questions of the case with their codes: the question set first, then what people asked.
//!
//! A question keeps its code (`Q3`) as long as the set keeps its order, and asking comes after the set, in
//! the order of the journal. Asking under a name that is taken rewords that question in its place.

use std::collections::BTreeMap;

use variorum_evidence::account::{CaseEvent, Handling, Proposal};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::question::{EventRole, Question};

use crate::Accounts;
use crate::alignment::Alignment;
use crate::decisions::in_force;

/// A question and its code.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) code: String,
    /// The event apart that it is asked of, by number; none where it is that of the case.
    pub(crate) event: Option<usize>,
    /// What proposes it, where nobody asked it.
    pub(crate) proposed: Option<Proposal>,
    /// What people decided about it.
    pub(crate) handling: Handling,
}

/// The name of a question asked of an event apart.
pub(crate) fn of_event(question: &QuestionId, event: usize) -> String {
    format!("{}.e{}", question.0, event + 1)
}

/// The words of a question asked of an event apart.
pub(crate) fn about_event(words: &str, event: &CaseEvent) -> String {
    format!("{words} ({}: {})", event.id, event.name)
}

/// The questions, and those about the event of the case once more for each event apart.
pub(crate) fn of_events(asked: Vec<Asked>, alignment: &Alignment) -> Vec<Asked> {
    let main: Vec<_> = asked.iter().filter(|asked| asked.question.event == EventRole::Main).cloned().collect();
    let apart = alignment.apart().flat_map(|(number, event)| {
        main.iter().map(move |asked| {
            let mut question = asked.question.clone();
            question.id = QuestionId(of_event(&question.id, number));
            question.wording.values_mut().for_each(|words| *words = about_event(words, event));
            let code = format!("{}.{}", asked.code, event.id);
            Asked { question, code, event: Some(number), proposed: None, handling: asked.handling.clone() }
        })
    });
    asked.iter().cloned().chain(apart).collect()
}

/// All questions of the case. A name that the set uses twice is asked once, as it stands first.
pub(crate) fn ask(accounts: &Accounts<'_>, standing: &[&Decided], findings: &mut Vec<Finding>) -> Vec<Asked> {
    let mut questions: Vec<Question> = Vec::new();
    for question in accounts.questions {
        if questions.iter().all(|known| known.id != question.id) {
            questions.push(question.clone());
        }
    }
    let mut rivals: Vec<(&QuestionId, Vec<&Decided>)> = Vec::new();
    let mut places: BTreeMap<&QuestionId, usize> = BTreeMap::new();
    for decided in standing {
        let Decision::Ask { question } = &decided.decision else { continue };
        let place = *places.entry(&question.id).or_insert(rivals.len());
        if place == rivals.len() {
            rivals.push((&question.id, Vec::new()));
        }
        rivals[place].1.push(decided);
    }
    for (id, rivals) in rivals {
        let holds = in_force(&rivals, None, accounts.own_key, &id.0, findings);
        let Some(Decision::Ask { question }) = holds.map(|decided| &decided.decision) else { continue };
        match questions.iter_mut().find(|known| known.id == *id) {
            Some(known) => known.clone_from(question),
            None => questions.push(Question::clone(question)),
        }
    }
    // What was split off comes after what was asked.
    let mut split_from: BTreeMap<QuestionId, QuestionId> = BTreeMap::new();
    for decided in standing {
        if let Decision::SplitQuestion { question, into, .. } = &decided.decision
            && questions.iter().all(|known| known.id != into.id)
        {
            split_from.insert(into.id.clone(), question.clone());
            questions.push(Question::clone(into));
        }
    }
    let coded = |(place, question): (usize, Question)| {
        let code = format!("Q{}", place + 1);
        let handling = Handling { split_from: split_from.get(&question.id).cloned(), ..Handling::default() };
        Asked { question, code, event: None, proposed: None, handling }
    };
    questions.into_iter().enumerate().map(coded).collect()
}
