//! What does the case ask, ready to be matched?
//!
//! Questions come from `questions/*.toml` or from the user; their words are regular expressions over lower-cased
//! text, compiled once here, so that a mistake is told before a document is read and by the name of the
//! question. The `regex` crate matches in linear time, so that no pattern can stall a reader.

use std::collections::{BTreeMap, BTreeSet};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use variorum_evidence::document::Language;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::question::{AnswerKind, Question};

use crate::locale::is_spaceless;

/// How far the beginning of a report goes, in bytes: its headline and first sentence.
const BEGINNING: usize = 400;

/// Why questions cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// The file is no list of `[[question]]` tables.
    #[error("the questions cannot be read; docs/format/questions.md shows the fields")]
    Toml(#[from] toml::de::Error),
    /// One of its patterns is no regular expression.
    #[error("question `{question}`, language {}: `{pattern}` is no regular expression", language.code())]
    Pattern {
        /// The question.
        question: QuestionId,
        /// The language of the list it stands in.
        language: Language,
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        source: Box<regex::Error>,
    },
    /// Two questions have one name.
    #[error("two questions are named `{question}`; rename one of them")]
    Twice {
        /// The name.
        question: QuestionId,
    },
    /// A choice has no answers to choose from.
    #[error("question `{question}` is a choice without answers; add [[question.answer]] tables")]
    NoAnswers {
        /// The question.
        question: QuestionId,
    },
}

/// Questions with their patterns compiled.
#[derive(Debug, Default)]
pub struct QuestionSet {
    questions: Vec<Question>,
    patterns: Vec<Patterns>,
}

/// The patterns of one question, by language.
#[derive(Debug)]
pub(crate) struct Patterns {
    pub(crate) words: BTreeMap<Language, Regex>,
    pub(crate) not_words: BTreeMap<Language, Regex>,
    reports_with: BTreeMap<Language, Regex>,
    pub(crate) answers: Vec<BTreeMap<Language, Regex>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    #[serde(default)]
    reports: Option<Reports>,
    #[serde(default)]
    question: Vec<Question>,
}

/// The reports of which questions of a file are asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reports {
    /// Which questions; all of the file if empty.
    #[serde(default)]
    questions: Vec<QuestionId>,
    with: BTreeMap<Language, Vec<String>>,
}

/// The questions of a TOML file, not compiled.
pub fn read_questions(toml: &str) -> Result<Vec<Question>, QuestionError> {
    let QuestionFile { reports, mut question } = toml::from_str(toml)?;
    if let Some(Reports { questions, with }) = reports {
        let of = |id: &QuestionId| questions.is_empty() || questions.contains(id);
        for question in question.iter_mut().filter(|question| of(&question.id) && question.reports_with.is_empty()) {
            question.reports_with.clone_from(&with);
        }
    }
    Ok(question)
}

impl QuestionSet {
    /// The questions of one TOML file.
    pub fn parse(toml: &str) -> Result<Self, QuestionError> {
        Self::compile(read_questions(toml)?)
    }

    /// These questions, in this order.
    pub fn compile(questions: Vec<Question>) -> Result<Self, QuestionError> {
        let mut names = BTreeSet::new();
        let mut patterns = Vec::with_capacity(questions.len());
        for question in &questions {
            if !names.insert(&question.id) {
                return Err(QuestionError::Twice { question: question.id.clone() });
            }
            if question.kind == AnswerKind::Choice && question.answers.is_empty() {
                return Err(QuestionError::NoAnswers { question: question.id.clone() });
            }
            let joined = |lists: &BTreeMap<Language, Vec<String>>| joined(&question.id, lists);
            let answers = question.answers.iter().map(|answer| joined(&answer.words)).collect::<Result<_, _>>()?;
            patterns.push(Patterns {
                words: joined(&question.words)?,
                not_words: joined(&question.not_words)?,
                reports_with: joined(&question.reports_with)?,
                answers,
            });
        }
        Ok(Self { questions, patterns })
    }

    /// The questions, in order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The questions that are not asked of a report with this text, in lower case.
    pub(crate) fn not_asked_of(&self, text: &str, language: Language) -> BTreeSet<&QuestionId> {
        // Many questions share their words.
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        let mut not_asked = BTreeSet::new();
        for (question, patterns) in self.iter() {
            let Some(words) = patterns.reports_with.get(&language) else { continue };
            if !*known.entry(words.as_str()).or_insert_with(|| is_about(text, words)) {
                not_asked.insert(&question.id);
            }
        }
        not_asked
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Question, &Patterns)> {
        self.questions.iter().zip(&self.patterns)
    }
}

/// Whether a text begins with one of the words, or has two.
fn is_about(text: &str, words: &Regex) -> bool {
    let mut places = words.find_iter(text).map(|found| found.start());
    places.next().is_some_and(|first| first < BEGINNING || places.next().is_some())
}

/// One pattern a language that matches where any of the list does.
fn joined(
    question: &QuestionId,
    lists: &BTreeMap<Language, Vec<String>>,
) -> Result<BTreeMap<Language, Regex>, QuestionError> {
    let mut joined = BTreeMap::new();
    for (language, list) in lists {
        for pattern in list {
            // Each alone first: an unclosed bracket must not be closed by its neighbour.
            build(pattern, *language).map_err(|source| QuestionError::Pattern {
                question: question.clone(),
                language: *language,
                pattern: pattern.clone(),
                source: Box::new(source),
            })?;
        }
        if list.is_empty() {
            continue;
        }
        // Each pattern of a text question may capture a `value`; in one expression each needs its own name.
        let named = |(at, pattern): (usize, &String)| {
            format!("(?:{})", pattern.replace("(?P<value>", &format!("(?P<value{at}>")))
        };
        let whole = list.iter().enumerate().map(named).collect::<Vec<_>>().join("|");
        let regex = build(&whole, *language).map_err(|source| QuestionError::Pattern {
            question: question.clone(),
            language: *language,
            pattern: list.join(" | "),
            source: Box::new(source),
        })?;
        joined.insert(*language, regex);
    }
    Ok(joined)
}

/// Patterns begin and end at word boundaries, so that "dead" is not found in "deadline"; where words have no space
/// between them there are none.
fn build(pattern: &str, language: Language) -> Result<Regex, regex::Error> {
    let whole = if is_spaceless(language) { format!("(?:{pattern})") } else { format!(r"\b(?:{pattern})\b") };
    RegexBuilder::new(&whole).size_limit(4 << 20).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_by_name() {
        let check =
            |toml: &str, expected: &str| assert_eq!(QuestionSet::parse(toml).unwrap_err().to_string(), expected);
        let head = "[[question]]\nid = \"q\"\npredicate = \"killed\"\nwording = { en = \"?\" }\n";
        check(
            &format!("{head}kind = \"count\"\nwords = {{ en = [\"kil(l\"] }}"),
            "question `q`, language en: `kil(l` is no regular expression",
        );
        check(
            &format!("{head}kind = \"choice\""),
            "question `q` is a choice without answers; add [[question.answer]] tables",
        );
        check(
            &format!("{head}kind = \"count\"\n{head}kind = \"count\""),
            "two questions are named `q`; rename one of them",
        );
        check("question = 3", "the questions cannot be read; docs/format/questions.md shows the fields");
    }

    #[test]
    fn questions_are_asked_of_reports_of_their_kind() {
        let set = QuestionSet::parse(
            "[reports]\nquestions = [\"banned\"]\nwith = { en = [\"protests?\"] }\n\
             [[question]]\nid = \"banned\"\nkind = \"count\"\npredicate = \"banned\"\nwording = { en = \"?\" }\n\
             [[question]]\nid = \"killed\"\nkind = \"count\"\npredicate = \"killed\"\nwording = { en = \"?\" }\n",
        )
        .unwrap();
        let check = |text: &str, language, expected: &[&str]| {
            let found = set.not_asked_of(text, language);
            assert_eq!(found.iter().map(|id| id.0.as_str()).collect::<Vec<_>>(), expected, "{text:.40}");
        };
        let far = "a fire broke out in the mill. ".repeat(20);
        check("a protest was held in town.", Language::En, &[]);
        check("a fire broke out.", Language::En, &["banned"]);
        check(&format!("{far} a protest was held."), Language::En, &["banned"]);
        check(&format!("{far} a protest was held. more protests came."), Language::En, &[]);
        // No words tell it apart in another language.
        check("un incendio.", Language::Es, &[]);
    }

    #[test]
    fn the_templates_compile() {
        let sets = [
            include_str!("../../../questions/killing.toml"),
            include_str!("../../../questions/protest.toml"),
            include_str!("../../../questions/strike.toml"),
            include_str!("../../../questions/detention.toml"),
            include_str!("../../../questions/disaster.toml"),
            include_str!("../../../questions/general.toml"),
        ];
        for toml in sets {
            let set = QuestionSet::parse(toml).unwrap();
            assert!(set.questions().len() >= 4);
            assert!(set.questions().iter().all(|question| question.wording.len() == 2), "asked in both languages");
        }
        let all = sets.iter().flat_map(|toml| read_questions(toml).unwrap()).collect();
        QuestionSet::compile(all).unwrap();
    }
}
