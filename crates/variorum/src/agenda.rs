//! What a person decides about the questions of a case.
//!
//! Questions are named by code (`Q3`, `N2`) or name. What cannot be carried out is refused here with a mend: a question
//! that is split or merged must take the same kind of answer, and a new name must be free.

use std::collections::BTreeMap;

use variorum_evidence::decision::{Decision, Resolution};
use variorum_evidence::document::Language;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::question::Question;

use crate::build::Built;
use crate::decide::{Request, Settling, question_by_name};
use crate::error::{Error, Result};
use crate::ground::{all_questions, set_questions};
use crate::{sources, values};

/// What a request about a question means in this case.
pub(crate) fn decision(built: &Built, request: &Request) -> Result<Decision> {
    Ok(match request {
        Request::Adopt { question, wording } => adopt(built, question, wording.as_deref())?,
        Request::Reword { question, wording, language } => {
            let language = language.as_deref().map_or(Ok(built.config.language()), language_of)?;
            let wording = BTreeMap::from([(language, worded(wording)?)]);
            Decision::RewordQuestion { question: question_by_name(built, question)?.id, wording }
        }
        Request::Split { question, id, wording, words } => split(built, question, id, wording, words)?,
        Request::MergeQuestions { keep, questions } => merge(built, keep, questions)?,
        Request::Close { question, reason } => {
            Decision::CloseQuestion { question: question_by_name(built, question)?.id, reason: reason.clone() }
        }
        Request::Resolve { question, by, reason } => resolve(built, question, by, reason.as_deref())?,
        Request::Reopen { question } => Decision::ReopenQuestion { question: question_by_name(built, question)?.id },
        _ => return Err(Error::usage("this is no decision about a question")),
    })
}

/// A range is an answer of the question's kind; a voice is one that the case knows.
fn resolve(built: &Built, question: &str, by: &Settling, reason: Option<&str>) -> Result<Decision> {
    let question = question_by_name(built, question)?;
    let resolution = match by {
        Settling::Range(text) => {
            let value = values::parse(question.kind, text, built.config.event.zone);
            Resolution::Range { value: value.map_err(|source| Error::usage(source.to_string()))? }
        }
        Settling::Priority(name) => Resolution::Priority { voice: sources::voice(built, name)? },
        Settling::Pending => Resolution::Pending,
    };
    Ok(Decision::ResolveQuestion { question: question.id, resolution, reason: reason.map(str::to_owned) })
}

/// A resolution in a few words.
pub(crate) fn settled(resolution: &Resolution) -> String {
    match resolution {
        Resolution::Range { value } => values::print(value),
        Resolution::Priority { voice } => format!("{voice} first"),
        Resolution::Pending => "pending".to_owned(),
    }
}

fn worded(wording: &str) -> Result<String> {
    let wording = wording.split_whitespace().collect::<Vec<_>>().join(" ");
    if wording.is_empty() { Err(Error::usage("a question needs at least one word")) } else { Ok(wording) }
}

fn language_of(code: &str) -> Result<Language> {
    let known = [Language::En, Language::Es];
    let found = known.into_iter().find(|language| language.code() == code);
    found.ok_or_else(|| Error::usage(format!("{code:?} is no language of questions; there are: en, es")))
}

/// A proposed question, or one of a set that the case does not use, as one that the case asks.
fn adopt(built: &Built, name: &str, wording: Option<&str>) -> Result<Decision> {
    let proposed = built.apparatus.questions.iter().filter(|account| account.proposed.is_some());
    let proposed = proposed.map(|account| (account.code.as_str(), &account.question));
    let found = proposed.clone().find(|(code, question)| code.eq_ignore_ascii_case(name) || question.id.0 == name);
    let sets = set_questions()?;
    let question = found.map(|(_, question)| question).or_else(|| sets.iter().find(|question| question.id.0 == name));
    let Some(question) = question else {
        let codes: Vec<&str> = proposed.map(|(code, _)| code).collect();
        let sets: Vec<&str> = sets.iter().map(|question| question.id.0.as_str()).collect();
        let message = format!(
            "{name:?} is neither proposed ({}) nor a question of a set ({})",
            if codes.is_empty() { "nothing is".to_owned() } else { codes.join(", ") },
            sets.join(", ")
        );
        return Err(Error::usage(message));
    };
    if all_questions(&built.config, &built.ledger)?.iter().any(|known| known.id == question.id) {
        return Err(Error::usage(format!("the case asks {:?} already", question.id.0)));
    }
    let mut question = question.clone();
    if let Some(wording) = wording {
        question.wording.insert(built.config.language(), worded(wording)?);
    }
    Ok(Decision::Ask { question: Box::new(question) })
}

/// A question that can be split or merged: one for a single event goes with the question that it is a copy of.
fn whole(built: &Built, name: &str) -> Result<Question> {
    let question = question_by_name(built, name)?;
    let accounts = &built.apparatus.questions;
    match accounts.iter().find(|account| account.question.id == question.id && account.event.is_some()) {
        None => Ok(question),
        Some(account) => Err(Error::usage(format!(
            "{} is a question for one event: split or merge the question itself, or say which event a report is of \
             (variorum decide CASE place)",
            account.code
        ))),
    }
}

fn split(built: &Built, question: &str, id: &str, wording: &str, words: &[String]) -> Result<Decision> {
    let question = whole(built, question)?;
    if words.iter().all(|words| words.trim().is_empty()) {
        return Err(Error::usage("say by --words which claims go over: words that stand in them"));
    }
    let taken = |known: &Question| known.id.0 == id;
    let shown = built.apparatus.questions.iter().any(|account| taken(&account.question));
    if shown || all_questions(&built.config, &built.ledger)?.iter().any(taken) {
        return Err(Error::usage(format!("there is a question {id:?} already: choose another name")));
    }
    let into = Question {
        id: QuestionId(id.to_owned()),
        wording: [(built.config.language(), worded(wording)?)].into(),
        // The readings keep their predicate, and no reader looks for the new question.
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        ..question.clone()
    };
    Ok(Decision::SplitQuestion { question: question.id, into: Box::new(into), words: words.to_vec() })
}

fn merge(built: &Built, keep: &str, questions: &[String]) -> Result<Decision> {
    let keep = whole(built, keep)?;
    let mut merged = Vec::new();
    for name in questions {
        let question = whole(built, name)?;
        if question.kind != keep.kind {
            let (one, other) =
                (format!("{:?}", keep.kind).to_lowercase(), format!("{:?}", question.kind).to_lowercase());
            let message = format!("{} takes a {one} and {} a {other}: they cannot be compared", keep.id, question.id);
            return Err(Error::usage(message));
        }
        if question.id == keep.id {
            return Err(Error::usage(format!("{} cannot go into itself", keep.id)));
        }
        merged.push(question.id);
    }
    Ok(Decision::MergeQuestions { keep: keep.id, questions: merged })
}
