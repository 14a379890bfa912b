//! Forms as they come in, to decisions. Nothing is believed here: every word is checked where a decision is made of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use variorum::decide::{Request, Settling};
use variorum::evidence::decision::Hand;

/// The fields of our forms, but for `claim`, which alone may come more than once.
const FIELDS: [&str; 20] = [
    "token", "back", "seq", "last", "act", "report", "question", "words", "source", "speaker", "value", "scope",
    "text", "id", "wording", "kind", "names", "alias", "date", "event",
];
/// Acts that can be done to many claims at once.
const OF_MANY: [&str; 3] = ["accept", "reject", "assign"];

/// A form.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Vec<(String, String)>")]
pub(crate) struct Posted {
    fields: BTreeMap<String, String>,
    claims: Vec<String>,
}

/// Why a form is no decision.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// The act needs this field.
    Missing(&'static str),
    /// No act of ours.
    Act,
}

impl TryFrom<Vec<(String, String)>> for Posted {
    type Error = String;

    fn try_from(pairs: Vec<(String, String)>) -> Result<Self, String> {
        let mut posted = Self::default();
        for (name, value) in pairs {
            if name == "claim" {
                posted.claims.push(value);
            } else if !FIELDS.contains(&name.as_str()) || posted.fields.insert(name.clone(), value).is_some() {
                return Err(format!("{name:?}?"));
            }
        }
        Ok(posted)
    }
}

impl Posted {
    /// A field as it came; empty if it did not.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// What is to be recorded, all of it at once.
    pub(crate) fn requests(&self) -> Result<Vec<Request>, Unfit> {
        match self.claims.as_slice() {
            [] => Ok(vec![self.request("")?]),
            [claim] => Ok(vec![self.request(claim)?]),
            many if OF_MANY.contains(&self.field("act")) => many.iter().map(|claim| self.request(claim)).collect(),
            _ => Err(Unfit::Act),
        }
    }

    fn request(&self, claim: &str) -> Result<Request, Unfit> {
        let given = |name: &str| trimmed(self.field(name));
        let needed = |name: &'static str| given(name).ok_or(Unfit::Missing(name));
        // Browsers send line feeds of forms as CR LF; texts have line feeds alone.
        let exact = |name: &'static str| trimmed(&self.field(name).replace("\r\n", "\n")).ok_or(Unfit::Missing(name));
        let claim = || trimmed(claim).ok_or(Unfit::Missing("claim"));
        let question = || needed("question");
        let report = || needed("report");
        let lines = |name: &str| self.field(name).lines().filter_map(trimmed).collect::<Vec<_>>();
        Ok(match self.field("act") {
            "accept" => Request::Accept { claim: claim()? },
            "reject" => Request::Reject { claim: claim()? },
            "correct" => Request::Correct { claim: claim()?, words: exact("words")? },
            "attribute" => Request::Attribute { claim: claim()?, speaker: needed("speaker")? },
            "assign" => Request::Assign { claim: claim()?, question: question()? },
            "answer" => Request::Answer {
                claim: claim()?,
                question: question()?,
                value: needed("value")?,
                scope: given("scope"),
            },
            "note" => Request::Note { claim: claim()?, text: needed("text")? },
            "mark" => Request::Mark {
                report: report()?,
                words: exact("words")?,
                source: given("source"),
                speaker: given("speaker"),
            },
            "published" => Request::Published { report: report()?, date: needed("date")? },
            "place" => Request::Place { report: report()?, event: needed("event")? },
            "withhold" => Request::Withhold { report: report()? },
            "adopt" => Request::Adopt { question: question()?, wording: given("wording") },
            "reword" => Request::Reword { question: question()?, wording: needed("wording")?, language: None },
            "split" => Request::Split {
                question: question()?,
                id: needed("id")?,
                wording: needed("wording")?,
                words: lines("words"),
            },
            "merge-questions" => Request::MergeQuestions { keep: question()?, questions: lines("names") },
            "close" => Request::Close { question: question()?, reason: given("text") },
            "resolve" => {
                let value = |settling: fn(String) -> Settling| needed("value").map(settling);
                let by = match self.field("kind") {
                    "range" => value(Settling::Range)?,
                    "priority" => value(Settling::Priority)?,
                    "pending" => Settling::Pending,
                    _ => return Err(Unfit::Missing("kind")),
                };
                Request::Resolve { question: question()?, by, reason: given("text") }
            }
            "reopen" => Request::Reopen { question: question()? },
            "ask" => Request::Ask {
                id: needed("id")?,
                wording: needed("wording")?,
                kind: given("kind").unwrap_or_else(|| "text".to_owned()),
                predicate: "stated".to_owned(),
                group: None,
            },
            "source" => {
                let hand = Hand::ALL.into_iter().find(|hand| hand.word() == self.field("kind"));
                Request::Source { speaker: needed("speaker")?, hand, access: given("text") }
            }
            "merge" => Request::Merge { keep: needed("speaker")?, names: lines("names") },
            "protect" => Request::Protect { names: lines("names"), alias: given("alias"), unlike: Vec::new() },
            _ => return Err(Unfit::Act),
        })
    }
}

fn trimmed(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The page to go back to, if it is one of ours: a path from the root and nothing that a browser takes for a host.
pub(crate) fn safe_return(back: &str) -> &str {
    let plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && back.starts_with('/') && !back.starts_with("//") { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_stays_here() {
        for back in ["/", "/pages/q-3.html#m-C1", "/search?words=two+men"] {
            assert_eq!(safe_return(back), back);
        }
        for back in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", "javascript:1"] {
            assert_eq!(safe_return(back), "/", "{back:?}");
        }
    }

    fn posted(pairs: &[(&str, &str)]) -> Result<Posted, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().try_into()
    }

    fn requests(pairs: &[(&str, &str)]) -> Result<Vec<Request>, Unfit> {
        posted(pairs).expect("its fields are known").requests()
    }

    #[test]
    fn forms_become_requests_or_say_what_is_missing() {
        let reject = requests(&[("act", "reject"), ("claim", "C1")]);
        assert_eq!(reject, Ok(vec![Request::Reject { claim: "C1".to_owned() }]));
        let words = requests(&[("act", "correct"), ("claim", "C1"), ("words", "two\r\nmen")]);
        assert_eq!(words, Ok(vec![Request::Correct { claim: "C1".to_owned(), words: "two\nmen".to_owned() }]));
        for (act, missing) in [("answer", "question"), ("attribute", "speaker"), ("mark", "report")] {
            assert_eq!(requests(&[("act", act), ("claim", "C1")]), Err(Unfit::Missing(missing)), "{act}");
        }
        let left = |kind: &str, value: &str| {
            requests(&[("act", "resolve"), ("question", "killed"), ("kind", kind), ("value", value), ("text", "")])
        };
        let resolve = |by| Ok(vec![Request::Resolve { question: "killed".to_owned(), by, reason: None }]);
        assert_eq!(left("range", "7..9"), resolve(Settling::Range("7..9".to_owned())));
        assert_eq!(left("priority", "Ana Ruiz"), resolve(Settling::Priority("Ana Ruiz".to_owned())));
        assert_eq!(left("pending", ""), resolve(Settling::Pending));
        assert_eq!((left("range", ""), left("x", "7")), (Err(Unfit::Missing("value")), Err(Unfit::Missing("kind"))));
        assert_eq!(requests(&[("act", "accept"), ("claim", " ")]), Err(Unfit::Missing("claim")));
        assert_eq!(requests(&[("act", "rm"), ("claim", "C1")]), Err(Unfit::Act));
    }

    #[test]
    fn only_some_acts_are_done_to_many_claims() {
        let many = |act| requests(&[("act", act), ("claim", "C1"), ("claim", "C2"), ("text", "x"), ("words", "y")]);
        assert_eq!(many("accept").map(|found| found.len()), Ok(2));
        assert_eq!(many("note"), Err(Unfit::Act));
        assert_eq!(many("correct"), Err(Unfit::Act));
    }

    #[test]
    fn unknown_and_repeated_fields_are_refused() {
        assert!(posted(&[("act", "accept"), ("shell", "x")]).is_err());
        assert!(posted(&[("act", "accept"), ("act", "reject")]).is_err());
    }
}
