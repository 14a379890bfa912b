//! Forms as they come in, to decisions. Nothing is believed here: every word is checked where a decision is made of it.

use serde::Deserialize;
use variorum::decide::Request;

/// A form. What an act does not need is empty.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Posted {
    /// The secret of our forms.
    pub(crate) token: String,
    /// The page to go back to.
    pub(crate) back: String,
    /// The entry to undo.
    pub(crate) seq: String,
    act: String,
    claim: String,
    report: String,
    question: String,
    words: String,
    source: String,
    speaker: String,
    value: String,
    scope: String,
    text: String,
    id: String,
    wording: String,
    kind: String,
    names: String,
    alias: String,
    date: String,
    event: String,
}

impl Posted {
    /// What is to be recorded, or what is missing for it.
    pub(crate) fn request(self) -> Result<Request, String> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let needed = |field: &str, text: &str| given(text).ok_or_else(|| format!("{}: {field}?", self.act));
        // Browsers send line feeds of forms as CR LF; texts have line feeds alone.
        let exact = |field: &str, text: &str| needed(field, &text.replace("\r\n", "\n"));
        let claim = || needed("claim", &self.claim);
        let question = || needed("question", &self.question);
        let report = || needed("report", &self.report);
        let lines = |text: &str| text.lines().filter_map(given).collect::<Vec<_>>();
        Ok(match self.act.as_str() {
            "accept" => Request::Accept { claim: claim()? },
            "reject" => Request::Reject { claim: claim()? },
            "correct" => Request::Correct { claim: claim()?, words: exact("words", &self.words)? },
            "attribute" => Request::Attribute { claim: claim()?, speaker: needed("speaker", &self.speaker)? },
            "assign" => Request::Assign { claim: claim()?, question: question()? },
            "answer" => Request::Answer {
                claim: claim()?,
                question: question()?,
                value: needed("value", &self.value)?,
                scope: given(&self.scope),
            },
            "note" => Request::Note { claim: claim()?, text: needed("text", &self.text)? },
            "mark" => Request::Mark {
                report: report()?,
                words: exact("words", &self.words)?,
                source: given(&self.source),
                speaker: given(&self.speaker),
            },
            "published" => Request::Published { report: report()?, date: needed("date", &self.date)? },
            "place" => Request::Place { report: report()?, event: needed("event", &self.event)? },
            "withhold" => Request::Withhold { report: report()? },
            "adopt" => Request::Adopt { question: question()?, wording: given(&self.wording) },
            "reword" => {
                Request::Reword { question: question()?, wording: needed("wording", &self.wording)?, language: None }
            }
            "split" => Request::Split {
                question: question()?,
                id: needed("id", &self.id)?,
                wording: needed("wording", &self.wording)?,
                words: lines(&self.words),
            },
            "merge-questions" => Request::MergeQuestions { keep: question()?, questions: lines(&self.names) },
            "close" => Request::Close { question: question()?, reason: given(&self.text) },
            "reopen" => Request::Reopen { question: question()? },
            "ask" => Request::Ask {
                id: needed("id", &self.id)?,
                wording: needed("wording", &self.wording)?,
                kind: given(&self.kind).unwrap_or_else(|| "text".to_owned()),
                predicate: "stated".to_owned(),
                group: None,
            },
            "merge" => Request::Merge { keep: needed("speaker", &self.speaker)?, names: lines(&self.names) },
            "protect" => Request::Protect { names: lines(&self.names), alias: given(&self.alias), unlike: Vec::new() },
            _ => return Err(format!("{:?}?", self.act)),
        })
    }
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

    #[test]
    fn forms_become_requests_or_say_what_is_missing() {
        let posted = |act: &str| Posted { act: act.to_owned(), claim: "C1".to_owned(), ..Posted::default() };
        assert_eq!(posted("reject").request(), Ok(Request::Reject { claim: "C1".to_owned() }));
        let words = Posted { words: "two\r\nmen".to_owned(), ..posted("correct") };
        assert_eq!(words.request(), Ok(Request::Correct { claim: "C1".to_owned(), words: "two\nmen".to_owned() }));
        for (act, missing) in [("answer", "question"), ("attribute", "speaker"), ("mark", "report"), ("rm", "rm")] {
            assert!(posted(act).request().unwrap_err().contains(missing), "{act}");
        }
    }
}
